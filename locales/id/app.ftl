# Bingkai setiap halaman, masuk, akun pribadi, dan kata bersama: peran, hak, langkah, status, tingkat.

frame-skip = Langsung ke isi
frame-menu = Menu
frame-languages = Bahasa
frame-sections = Bagian situs
frame-sign-in = Masuk
frame-sign-out = Keluar
frame-demo = Situs peragaan.
frame-demo-more = Orang, rumah tangga, dan berkas di sini adalah data tiruan; nama dan kode wilayah adalah asli.
frame-tour = Ikuti panduan langkah demi langkah

nav-today = Tugas
nav-households = Rumah tangga
nav-families = Keluarga Belajar
nav-decisions = Keputusan
nav-figures = Angka
nav-places = Wilayah
nav-criteria = Kriteria
nav-verify = Periksa sertifikat
nav-people = Pengguna
nav-audit = Jejak audit

foot-what = Hoctap membantu komune mengakui Keluarga Belajar dan menjumlahkan angka masyarakat belajar dari dusun sampai seluruh negeri.
foot-about = Tentang
foot-published = Angka yang diterbitkan
foot-tour = Panduan
foot-api = Antarmuka pemrograman (API)
foot-style = Contoh tampilan
foot-look = Warna
foot-look-auto = Seperti perangkat
foot-look-light = Terang
foot-look-dark = Gelap

form-errors = Ada isian yang perlu diperbaiki

problem-page-forbidden = Tidak berhak melakukan ini
problem-page-not-found = Halaman tidak ditemukan
problem-page-clash = Tidak dapat dilakukan dengan data yang ada sekarang
problem-page-busy = Sistem sedang sibuk
problem-page-failure = Terjadi kesalahan pada sistem
problem-page-input = Data yang dikirim perlu diperbaiki
problem-page-home = Ke halaman depan
problem-page-search = Cari wilayah
problem-page-meant = Mungkin maksud Anda
problem-page-incident = Kode kejadian
problem-page-when = Pukul
problem-page-where = Di alamat
problem-page-copy = Salin kode
problem-page-copied = Tersalin
problem-page-nothing-saved = Kali ini tidak ada yang disimpan; yang disimpan sebelumnya tetap ada.
problem-page-roles = Peran Anda hari ini
problem-page-roles-more = Hak mengikuti peran dan tempat. Administrator komune atau provinsi dapat memberi peran lain.
problem-page-again = Coba lagi
frame-offline = Tidak ada sambungan.
frame-offline-more = Yang Anda ketik masih ada di halaman ini. Kirimkan bila sambungan kembali.

sign-in-title = Masuk
sign-in-login = Nama masuk
sign-in-password = Kata sandi
sign-in-button = Masuk
sign-in-help = Belum punya akun atau lupa kata sandi? Hubungi administrator komune atau provinsi.
sign-in-now = Anda masuk sebagai { $name }. Masuk di sini berarti beralih ke akun lain.
held-title = Belum terkirim, isian tetap ada
held-out = Sesi masuk sudah berakhir sehingga belum ada yang disimpan. Isian Anda ditahan di halaman ini: masuk di tab baru, lalu kembali ke sini dan kirim.
held-other = Halaman dibuka dari sesi lain sehingga belum ada yang disimpan. Anda masuk sebagai { $name }: kirim isian dengan nama ini?
held-files = Berkas dan foto tidak dapat ditahan dan harus dipilih lagi.
held-sign-in = Masuk di tab baru
held-again = Sudah masuk, kirim lagi
held-as = Kirim sebagai { $name }
held-drop = Buang isian
sign-in-demo = Akun peragaan
sign-in-demo-more = Pilih salah satu nama masuk di bawah; kata sandinya sama:

account-title = Akun saya
account-name = Nama lengkap
account-must-change = Kata sandi sekarang dibuat oleh orang lain. Ganti dengan kata sandi sendiri di bagian “Ganti kata sandi” sebelum melanjutkan pekerjaan.
account-roles = Peran
account-no-roles = Belum ada peran. Hubungi administrator wilayah.
account-role-days = Berlaku sejak { $since }; berakhir: { $until }
account-sessions = Perangkat yang sedang masuk
account-device-unknown = Perangkat tidak dikenal
account-session-when = Masuk pada { $since }; terakhir dipakai pada { $seen }
account-this-device = Perangkat ini
account-session-end = Keluarkan perangkat ini
account-end-all = Keluar dari semua perangkat
account-password = Ganti kata sandi
account-password-old = Kata sandi sekarang
account-password-new = Kata sandi baru
account-password-again = Ulangi kata sandi baru
account-password-hint = Sedikitnya { $min } karakter, tidak hanya angka. Kalimat pendek yang mudah diingat adalah yang terbaik.
account-password-save = Simpan kata sandi baru

done-password = Kata sandi sudah diganti. Semua perangkat lain telah dikeluarkan.
done-session-ended = Perangkat sudah dikeluarkan.
done-must-change = Berhasil masuk.

role-administrator = Administrator
role-province_officer = Petugas provinsi
role-commune_officer = Petugas komune
role-commune_chair = Ketua Komite Rakyat komune
role-hamlet_head = Kepala dusun
role-viewer = Pembaca
role-none = Tidak ada

act-see_public = melihat halaman umum
act-see_own_account = melihat akun sendiri
act-see_register = melihat daftar rumah tangga
act-edit_register = mengubah data rumah tangga dan anggotanya
act-move_household = memindahkan rumah tangga ke wilayah lain
act-close_household = menutup dan membuka kembali rumah tangga
act-import_register = mengimpor daftar rumah tangga dari berkas
act-export_register = mengekspor daftar rumah tangga ke berkas
act-see_assessments = melihat penilaian
act-register_families = mendaftarkan keluarga dan menarik pendaftarannya
act-self_assess = mengisi penilaian mandiri
act-submit_assessment = mengirim dan menarik kembali penilaian mandiri
act-appraise = menilai kelayakan
act-decide = memutuskan pengakuan
act-revoke = mencabut pengakuan
act-see_decisions = melihat keputusan dan lampirannya
act-see_records = melihat berkas di balik angka
act-manage_hamlets = mengelola dusun
act-set_area_class = menetapkan golongan wilayah
act-manage_people = mengelola akun dan peran
act-see_audit = melihat jejak audit
act-manage_published = mengimpor angka yang diterbitkan
act-see_birth = melihat tanggal lahir anggota
act-see_id_tail = melihat tiga angka terakhir nomor identitas

state-none = Belum terdaftar
state-registered = Terdaftar
state-assessing = Penilaian mandiri berjalan
state-submitted = Menunggu penilaian
state-returned = Dikembalikan untuk diperbaiki
state-accepted = Lulus, menunggu keputusan
state-rejected = Tidak lulus
state-recognised = Diakui
state-withdrawn = Pendaftaran ditarik
state-revoked = Pengakuan dicabut

step-none = Tidak ada, berkas tahun ini sudah selesai
step-register = Mendaftarkan
step-save = Menyimpan penilaian mandiri
step-submit = Mengirim penilaian mandiri
step-recall = Menarik kembali penilaian mandiri
step-return = Mengembalikan untuk diperbaiki
step-accept = Menilai lulus
step-reject = Menilai tidak lulus
step-reopen = Membuka kembali penilaian
step-recognise = Memutuskan pengakuan
step-withdraw = Menarik pendaftaran
step-revoke = Mencabut pengakuan

level-country = Seluruh negeri
level-province = Provinsi atau kota
level-district = Distrik (sebelum 1 Juli 2025)
level-commune = Komune, kelurahan, atau zona khusus
level-hamlet = Dusun atau lingkungan

area-normal = Wilayah biasa
area-difficult = Wilayah sulit

model-citizen = Warga Belajar
model-family = Keluarga Belajar
model-clan = Klan Belajar
model-community = Komunitas Belajar
model-unit = Unit Belajar
