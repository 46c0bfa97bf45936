# Halaman depan untuk semua orang, dan apa itu Hoctap.

home-title = Membangun masyarakat belajar
home-what = Masyarakat belajar adalah masyarakat yang setiap orangnya, pada segala usia, berkesempatan dan berkewajiban untuk terus belajar. Hal itu berawal dari keluarga, klan, komunitas, dan unit, yang diakui menurut kriteria terbuka.
home-lede = Komune mengakui Keluarga Belajar selangkah demi selangkah secara terbuka; angkanya dijumlahkan dari berkas setiap dusun sampai seluruh negeri. Siapa pun dapat membaca angka dan memeriksa sertifikat.
home-search = Cari provinsi, komune, atau kelurahan menurut nama atau kode; boleh tanpa tanda diakritik
home-search-button = Cari
home-counted = Dihitung situs ini, { $year }
home-recognised = Keluarga Belajar yang diakui
home-registered = Keluarga yang terdaftar
home-decisions = Keputusan pengakuan belakangan ini
home-decided-families = { $n } keluarga
home-since = Sejak { $day }
home-provinces = { $n } provinsi dan kota; { $communes } komune, kelurahan, dan zona khusus
home-table = Provinsi dan kota yang memiliki berkas, { $year }
home-country-figures = Angka seluruh negeri
home-published = Yang diterbitkan pers tentang Keluarga Belajar

about-counted = Hitungan
about-counted-more = Dijumlahkan di sini dari berkas tiap rumah tangga. Dari angka komune atau dusun, yang berhak dapat membuka tiap berkas di baliknya.
about-reported = Laporan
about-reported-more = Dikirim satu tingkat ke tingkat di atasnya tanpa berkas. Situs ini belum menerima angka laporan.
about-published = Terbitan
about-published-more = Dimuat pers atau instansi. Disimpan dengan ungkapannya sendiri beserta sumber dan pemeriksaan hitungannya; tidak pernah ditambahkan ke hasil hitungan.
about-rates = Setiap persentase disertai pembilang, penyebut, dan tanggal penghitungan rumah tangga.
about-days = Peta berubah: tanggal yang dilihat menentukan susunan wilayah yang dijumlahkan. Berkas tetap di satuan tempat dibuat.
about-criteria = Kriteria
about-criteria-more = Setiap kriteria adalah berkas data dengan dasar hukum dan masa berlakunya. Apa pun yang belum dicocokkan dengan dokumen disertai alasannya.
about-privacy = Data pribadi
about-privacy-more = Berkas orang dan rumah tangga hanya dilihat petugas dan ketua komune serta kepala dusun tempatnya; tingkat di atas melihat jumlah, dan keputusan dengan nama kepala keluarga. Setiap perubahan dan keputusan dicatat pada jejak berantai yang tidak dapat diubah tanpa ketahuan.
about-privacy-few = Umum tidak melihat angka dusun dengan kurang dari { $n } rumah tangga.
about-privacy-cookies = Cookie hanya mengingat sesi masuk dan bahasa; tidak ada pelacakan dan tidak ada layanan luar.
about-places = Wilayah
about-places-more = 63 provinsi, 696 distrik, dan 10.035 komune sampai 30 Juni 2025; 34 provinsi dan 3.321 komune sejak 1 Juli 2025; serta menjadi apa tiap satuan lama.
about-source-units = Katalog badan statistik, melalui paket data terbuka vietnam-provinces dan vietnamadminunits; sumber tiap baris tercantum di halaman wilayah.
about-source-lineage = Dasar penataan: Resolusi 202/2025/QH15 Majelis Nasional dan resolusi Komite Tetapnya.
about-source-limits = Data tidak memuat jumlah penduduk, dan tidak ada pembagian bila komune lama masuk ke beberapa komune baru; “31 Agustus 2004” berarti hari itu atau sebelumnya. Dusun dimasukkan oleh komune.
