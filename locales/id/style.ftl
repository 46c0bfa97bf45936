# The style page.

style-lede = Untuk penulis halaman: semua nilai bersama dan semua komponen, dengan kata-kata yang dekat dengan kerja nyata sebuah komune. Nama orang dan angka dalam contoh dibuat-buat; contohnya berbahasa Vietnam.
style-parts = Bagian contoh tampilan
style-colours = Warna
style-type = Huruf
style-sizes = Jarak dan garis
style-work = Pekerjaan
style-words = Kata, tombol, pemberitahuan
style-tables = Tabel
style-forms = Formulir
style-score = Penilaian
style-figures = Angka
style-decide = Keputusan
style-verify = Pemeriksaan
style-problem = Halaman masalah
style-colours-more = Setiap warna punya satu tugas. Nilai atas berlaku saat terang, nilai bawah saat gelap. Merah tua (--seal) hanya untuk pengakuan dan pencabutan, emas menandai tempat Anda berada. Sebuah uji menjaga agar setiap pasangan tulisan dan latar cukup kontras.
style-type-more = Huruf Vietnam bertumpuk tanda di atas dan di bawah: Ộ, Ẫ, Ự perlu baris lebih tinggi. Dua baris tiap ukuran di bawah ini tidak boleh bersentuhan.
style-sizes-more = Semua jarak, tinggi baris, garis, dan sudut. Di telepon tombol lebih tinggi agar mudah disentuh jari.
style-token = Nama
style-value = Nilai
