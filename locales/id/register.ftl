# Daftar rumah tangga: daftar, rumah tangga, anggota, pindah, tutup, berkas masuk dan keluar.

register-crumbs = Letak halaman ini
register-synthetic = Data buatan
register-undo = Batalkan
register-choose = Pilih…
register-cancel = Urungkan
register-save = Simpan
register-saving = Menyimpan…
register-continue = Lanjut
register-acts = Tindakan
register-reason = Alasan
register-reason-more = Keterangan alasan (bila perlu)
register-trail = Catatan perubahan

column-head = Kepala keluarga
column-number = Nomor rumah tangga
column-hamlet = Dusun atau lingkungan
column-name = Nama lengkap
column-relation = Hubungan dengan kepala keluarga
column-sex = Jenis kelamin
column-birth = Tanggal lahir
column-id_number = Nomor identitas
column-id_tail = 3 digit terakhir
column-address = Alamat
column-phone = Telepon
column-note = Catatan

relation-head = Kepala keluarga
relation-spouse = Pasangan
relation-child = Anak
relation-parent = Orang tua
relation-grandchild = Cucu
relation-grandparent = Kakek, nenek
relation-sibling = Saudara
relation-other = Lainnya

sex-male = Laki-laki
sex-female = Perempuan
sex-unknown = Tidak dicatat

why-moved = Pindah
why-died = Meninggal
why-mistake = Salah dicatat
why-other = Alasan lain

household-status-active = Tinggal di sini
household-status-moved_out = Sudah pindah
household-status-dissolved = Tidak ada lagi
household-status-all = Semua

trail-field-why = Alasan keluar

households-title = Rumah tangga
households-import = Impor dari Excel
households-add = Tambah rumah tangga
households-search = Cari menurut nama siapa pun di dalamnya atau nomor, tanpa tanda aksen
households-search-button = Cari
households-place = Wilayah
households-status = Status
households-filter = Saring
households-members = Jumlah orang
households-count = { $n ->
    [0] Tidak ada rumah tangga
   *[other] { $n } rumah tangga, menurut nama kepala keluarga
  }
households-keys = Tombol:
households-pages = Halaman daftar
households-range = Rumah tangga { $from } sampai { $to } dari { $n }
households-first = Ke halaman pertama
households-next = Halaman berikutnya
households-none = Daftar masih kosong
households-none-more = Impor daftar dusun dari Excel, atau tambahkan rumah tangga satu per satu.
households-none-found = Tidak ada rumah tangga yang cocok
households-none-found-more = Kurangi kata pencarian, atau pilih wilayah atau status lain.
households-show-all = Tampilkan semua rumah tangga

household-title = Rumah tangga { $name }
household-edit = Ubah
household-move = Pindahkan rumah tangga
household-close = Tutup rumah tangga
household-reopen = Buka kembali rumah tangga
household-place = Tempat tinggal
household-closed-since = { $status }, sejak { $day }.
household-members = Anggota ({ $n })
household-add-member = Tambah anggota
household-change-head = Ganti kepala keluarga
household-former = Mantan anggota ({ $n })
household-left = Keluar sejak { $day }
household-restore = Kembalikan
household-assessments = Gelar belajar dari tahun ke tahun
household-no-assessments = Belum ada penilaian.
household-year = Tahun
household-model = Gelar
household-state = Status
household-points = Nilai
household-stays = Riwayat tempat tinggal
household-no-stays = Tidak ada masa tinggal yang tersisa di daftar.
household-stay-open = sejak { $since }
household-stay-closed = dari { $since } sampai { $until }

household-new = Tambah rumah tangga
household-number-hint = Bila kosong, diambil nomor berikutnya di dusun.
household-since = Tinggal di sini sejak
household-since-hint = Bila kosong, dihitung sejak hari pertama tahun ini.
household-people = Anggota
household-people-hint = Baris pertama adalah kepala keluarga. Tulis tanggal lahir sebagai tanggal/bulan/tahun, atau tahunnya saja bila hanya itu yang diketahui. Baris kosong dilewati.
household-id-kept = Nomor berakhiran { $tail } sudah diterima. Kosongkan untuk mempertahankannya.
household-more-rows = Tambah baris
household-save = Simpan rumah tangga
household-double = Rumah tangga ini mirip dengan yang sudah ada di komune ini.
household-double-see = Lihat rumah tangga { $number }
household-double-sure = Sudah dibandingkan: ini rumah tangga lain. Tetap tambahkan.
household-edit-more = Nama kepala keluarga dan anggota diubah di daftar anggota, tempat tinggal lewat “Pindahkan rumah tangga”.

member-head-hint = Untuk menggantinya, gunakan “Ganti kepala keluarga” di halaman rumah tangga.
member-birth-hint = Misalnya 05/03/1980; 1980 bila hanya tahunnya diketahui; kosongkan bila tidak diketahui.
member-id-hint = 12 digit kartu identitas atau 9 digit kartu lama. Nomor disandikan saat disimpan dan tidak ditampilkan lagi.
member-id-hint-tail = Nomor berakhiran { $tail } tersimpan. Kosongkan untuk mempertahankannya.
member-id-hint-kept = Sebuah nomor tersimpan. Kosongkan untuk mempertahankannya.
member-clear-id = Hapus nomor identitas yang tersimpan
member-save-next = Simpan dan tambah lagi
member-remove = Keluarkan dari rumah tangga
member-remove-title = Keluarkan { $name } dari rumah tangga
member-remove-more = Orang ini keluar dari daftar sekarang; tahun-tahun sebelumnya tetap.
member-remove-head = Ini kepala keluarga. Pilih kepala keluarga lain lebih dahulu, lalu keluarkan orang ini.
member-why = Alasan
member-left-on = Tidak lagi tinggal sejak

household-head-now = Kepala keluarga sekarang: { $name }
household-head-who = Siapa kepala keluarga yang baru?
household-head-next = Kepala keluarga baru: { $name }. Periksa hubungan anggota lain dengannya.
household-head-other = Pilih orang lain

household-move-title = Pindahkan rumah tangga { $name }
household-lives = Tinggal di { $place }
household-move-to = Pindah ke
household-move-hint = Hanya wilayah yang boleh dituju akun ini. Untuk rumah tangga yang pergi sama sekali, gunakan “Tutup rumah tangga”.
household-move-on = Tinggal di sana sejak
household-move-number = Nomor di tempat baru
household-move-number-hint = Bila kosong, nomornya tetap; bila sudah dipakai, diambil nomor berikutnya.
household-move-rule = Di dalam komune, pendaftaran tahun ini ikut ke dusun baru. Ke komune lain, pendaftaran tahun ini yang belum diajukan ditarik dan keluarga mendaftar lagi. Yang sudah diajukan harus diselesaikan atau dikembalikan dahulu. Yang sudah diputuskan tetap di tempat keputusannya.

household-close-title = Tutup rumah tangga { $name }
household-close-more = Untuk rumah tangga yang pindah atau tidak ada lagi. Catatannya disimpan dan dapat dibuka kembali.
household-close-status = Rumah tangga ini
household-close-on = Tidak lagi di sini sejak
household-close-rule = Pendaftaran tahun ini yang belum diajukan ditarik dengan alasan yang sama. Yang sudah diajukan harus diselesaikan atau dikembalikan dahulu.
household-reopen-title = Buka kembali rumah tangga { $name }
household-reopen-on = Tinggal lagi di sini sejak
household-reopen-hint = Biarkan tanggal ini bila salah tutup; bila keluarga pergi lalu kembali, isi tanggal kembalinya.

done-household-added = Rumah tangga sudah ditambahkan.
done-household-saved = Rumah tangga sudah disimpan.
done-member-added = Anggota sudah ditambahkan.
done-member-saved = Anggota sudah disimpan.
done-member-removed = Anggota sudah dikeluarkan dari rumah tangga.
done-member-restored = Anggota sudah dikembalikan ke rumah tangga.
done-head-changed = Kepala keluarga sudah diganti.
done-household-moved = Rumah tangga sudah dipindahkan.
done-household-moved-withdrawn = Rumah tangga sudah dipindahkan ke komune lain; pendaftaran tahun ini di tempat lama ditarik.
done-household-closed = Rumah tangga sudah ditutup.
done-household-closed-withdrawn = Rumah tangga sudah ditutup; pendaftarannya tahun ini ditarik.
done-household-reopened = Rumah tangga sudah dibuka kembali.

register-notes-sheet = Catatan
register-rows = Jumlah baris

export-sheet = Rumah tangga
export-households = Jumlah rumah tangga
export-made = Dibuat pada
export-by = Dibuat oleh
export-note-back = Berkas ini dapat diubah lalu diimpor kembali. Bila tidak diubah, tidak ada yang berubah.
export-note-private = Berkas ini berisi data pribadi. Berikan hanya kepada yang bertanggung jawab, dan hapus bila tidak diperlukan lagi.

imports-title = Impor daftar rumah tangga
imports-none = Belum ada berkas yang dikirim
imports-none-more = Kirim daftar rumah tangga berupa Excel, ODS, atau CSV. Semua perubahan diperlihatkan dahulu; belum ada yang ditulis.
import-new = Kirim berkas
import-new-lede = Daftar yang sudah ada di dusun dapat langsung dipakai, tidak perlu disalin ke templat.
import-title = Impor dari { $name }
import-place = Daftar wilayah mana?
import-place-hint = Pilih dusun bila seluruh berkas tentang satu dusun dan tidak ada kolom dusun.
import-choose-file = Berkas daftar
import-file-hint = Excel (.xlsx, .xls), ODS, atau CSV, paling besar 10 MB. Pilih, atau seret ke kotak.
import-sending = Mengirim…
import-say-sent = { "{percent}" } % terkirim
import-say-failed = Berkas tidak terkirim. Periksa sambungan lalu kirim lagi.
import-look = Kirim dan lihat
import-nothing-yet = Pada langkah ini belum ada yang ditulis ke daftar.
import-template = Belum punya daftar?
import-template-more = Unduh buku kerja untuk diisi, dengan pilihan dusun di komune ini.
import-template-of = Templat untuk { $place }
import-template-title = Daftar rumah tangga, { $place }
import-template-sheet = Rumah tangga
import-template-help = Petunjuk
import-template-file = templat-rumah-tangga
import-template-1 = Satu baris untuk satu orang. Baris satu rumah tangga berurutan dengan nomor yang sama; baris dengan hubungan “Kepala keluarga” adalah kepala keluarga.
import-template-2 = Kosongkan yang tidak diketahui. Baris contoh tidak diimpor, boleh dibiarkan.
import-template-3 = Setelah dikirim, semuanya diperlihatkan dahulu. Sel yang salah disebut satu per satu; yang benar dapat langsung masuk.
import-not-listed-title = Tidak ada di daftar
import-not-listed = Nilai ini tidak ada di daftar. Bila memang benar, biarkan saja.
import-example-number = CONTOH
import-example-name = Lò Văn Mẫu
import-example-relation = Kepala keluarga
import-example-sex = Laki-laki
import-example-birth = 05/03/1984
import-example-id_number = 012345678901
import-example-address = Kelompok 2
import-example-phone = 0912 345 678
import-example-note = Rumah tangga baru
import-help-number = Nomor rumah tangga di dusun. Bila kosong, diambil nomor berikutnya.
import-help-hamlet = Nama dusun atau lingkungan; tanpa tanda aksen pun boleh.
import-help-name = Nama lengkap.
import-help-relation = Pilih dari daftar. Setiap rumah tangga punya tepat satu kepala keluarga.
import-help-sex = Laki-laki atau Perempuan; kosongkan bila tidak diketahui.
import-help-birth = Tanggal/bulan/tahun, misalnya 05/03/1984; tahunnya saja bila hanya itu yang diketahui.
import-help-id_number = 12 digit kartu identitas atau 9 digit kartu lama. Disandikan saat disimpan.
import-help-address = Tempat di dusun: kelompok, gang, nomor rumah.
import-help-phone = Nomor telepon.
import-help-note = Hal yang perlu diingat tentang rumah tangga ini.

import-file = Berkas
import-commune = Komune
import-sent = Dikirim
import-state = Keadaan
import-state-waiting = Menunggu
import-state-applied = Sudah diimpor
import-would = Bila berkas ini diimpor
import-came = Hasilnya
import-count-add = rumah tangga ditambahkan
import-count-change = rumah tangga berubah
import-count-same = rumah tangga tetap
import-count-added = Ditambahkan
import-count-changed = Diubah
import-count-waiting = Menunggu perbaikan
import-passed-over = { $n } baris yang bukan anggota rumah tangga (judul, jumlah, contoh) dilewati.
import-see-households = Lihat daftar rumah tangga
import-apply = Impor { $n } rumah tangga
import-applying = Mengimpor…
import-apply-waiting = Rumah tangga yang bermasalah tidak masuk. Perbaiki di berkas lalu kirim lagi; tidak ada yang tercatat dua kali.
import-nothing-new = Semua rumah tangga dalam berkas sudah ada di daftar. Tidak ada yang berubah.
import-nothing-good = Belum ada rumah tangga yang dapat masuk. Lihat masalah di bawah, atau pilih lagi arti kolom.
import-problems = Masalah dalam berkas
import-problems-n = { $n } tempat perlu diperiksa
import-problems-title = Masalah dalam { $name }
import-problems-download = Unduh daftar ini
import-problems-note = Setiap baris menyebut lembar dan sel. Perbaiki berkas asli lalu kirim lagi.
import-problems-more = Halaman ini memperlihatkan { $n } yang pertama; unduhan berisi semuanya.
import-sheet = Lembar
import-cell = Sel
import-what = Apa yang salah dan apa yang harus dilakukan
import-columns = Arti kolom
import-column = Kolom dalam berkas
import-samples = Nilai pertama
import-means = Artinya
import-means-nothing = (tidak dipakai)
import-head-row = Baris judul
import-hamlet = Dusun untuk baris tanpa dusun
import-hamlet-none = (tidak ada)
import-sure = Tetap tambahkan rumah tangga yang mirip dengan yang ada (sudah dibandingkan).
import-again = Lihat lagi dengan pilihan ini
import-looking = Melihat…
import-rows = Rumah tangga yang ditambahkan atau berubah
import-row = Baris
import-becomes = Yang terjadi
import-becomes-add = Ditambahkan
import-becomes-change = Berubah

done-import-read = Berkas sudah dibaca. Belum ada yang ditulis ke daftar.
done-import-decided = Berkas sudah dilihat lagi dengan pilihan baru.
done-import-applied = { $n ->
    [0] Selesai; tidak ada rumah tangga yang berubah.
   *[other] { $n } rumah tangga sudah diimpor.
  }
