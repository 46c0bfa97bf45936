# Halaman depan untuk semua orang.

home-title = Membangun masyarakat belajar
home-lede = Komune mengakui Keluarga Belajar selangkah demi selangkah secara terbuka; angkanya dijumlahkan dari berkas setiap dusun sampai seluruh negeri. Siapa pun dapat membaca angka dan memeriksa sertifikat.
home-search = Cari provinsi, komune, atau kelurahan menurut nama atau kode; boleh tanpa tanda diakritik
home-search-button = Cari
home-provinces = { $n } provinsi dan kota; { $communes } komune, kelurahan, dan zona khusus
home-country-figures = Angka seluruh negeri
