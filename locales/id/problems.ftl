# Setiap kalimat menyebut apa yang salah dan apa yang harus dilakukan. Kuncinya problem- dan kode.

# Isian
problem-required = Isian ini kosong. Isi lalu kirim kembali.
problem-too-long = Teks terlalu panjang. Persingkat menjadi paling banyak { $max } karakter.
problem-not-a-number = “{ $value }” bukan angka. Masukkan bilangan bulat, misalnya 12.
problem-not-a-day = “{ $value }” bukan tanggal. Masukkan tanggal/bulan/tahun, misalnya 22/11/2026.
problem-no-backup-yet = Belum ada cadangan yang dapat dipulihkan untuk diuji. Mulailah pencadangan dahulu.
problem-not-iso-day = “{ $value }” bukan tanggal dalam bentuk yang dikirim program. Kirim YYYY-MM-DD, misalnya 2026-11-22.
problem-no-such-day = “{ $value }” tidak ada dalam kalender: bulan { $month } tahun { $year } memiliki { $last } hari.
problem-no-such-month = “{ $value }”: tidak ada bulan { $month }. Masukkan tanggal dulu, lalu bulan, misalnya 22/11/2026.
problem-short-year = “{ $value }”: masukkan keempat angka tahun, misalnya 22/11/2026.
problem-not-a-year = “{ $value }” bukan tahun. Masukkan empat angka, misalnya 2026.
problem-day-in-future = Tanggal { $value } masih akan datang. Masukkan hari ini atau tanggal sebelumnya.
problem-not-a-choice = “{ $value }” tidak ada dalam daftar. Pilih salah satu: { $choices }.
problem-unknown-field = Tidak ada isian bernama “{ $value }”. Periksa namanya lalu kirim kembali.
problem-bad-characters = Ada karakter yang tidak dapat dipakai: { $value }. Hapus lalu isi kembali.
problem-not-json = Kiriman tidak dapat dibaca sebagai JSON ({ $detail }). Perbaiki lalu kirim kembali.
problem-not-form = Formulir tidak dapat dibaca ({ $detail }). Muat ulang halaman lalu kirim kembali.
problem-bad-cursor = Posisi dalam daftar ini tidak berlaku lagi. Buka daftar dari awal.
problem-too-large = Kiriman terlalu besar. Kirim paling banyak { $max }; bagi berkas menjadi lebih kecil.
problem-template-wrong = Templat salah di baris { $line }, huruf { $column }: { $says } Baris itu berbunyi “{ $excerpt }”. Kata asli penyusun halaman: { $message }. Perbaiki baris itu lalu kirim lagi; templat tidak diterima.
problem-template-unwritable = PDF tidak dapat dibuat dari templat ini: { $says } Kata asli penyusun halaman: { $message }. Templat tidak diterima.
problem-template-pages = Templat menghasilkan terlalu banyak halaman. Cari bagian yang berulang; templat tidak diterima.
problem-template-time = Templat berjalan terlalu lama dan dihentikan. Cari perulangan tanpa akhir; templat tidak diterima.
problem-template-memory = Templat meminta terlalu banyak memori atau terputus. Cari daftar atau perulangan yang terlalu besar; templat tidak diterima.
problem-template-lacks = Dokumen dari templat ini tidak memuat: { $what }. Bagian itu wajib ada di kertas, cukup besar dan gelap untuk dibaca; templat tidak diterima.
problem-template-codes = Dokumen dari templat ini harus memuat { $n } kode QR bersisi minimal 15 mm; hanya ditemukan { $found }. Templat tidak diterima.
problem-template-not-text = Berkas ini bukan templat Typst berupa teks UTF-8. Unduh templat bawaan, ubah berkas itu, lalu kirim.
problem-template-elsewhere = Templat ini bukan milik tempat dan dokumen yang dipilih. Buka lagi halaman templat dan pilih di sana.
problem-grid-cells = { $n } sel belum benar, jadi belum ada yang disimpan. Isian Anda masih ada: perbaiki sel yang ditandai lalu simpan lagi.
problem-nothing-chosen = Belum ada baris yang dipilih. Tandai sedikitnya satu baris lalu ulangi.
problem-not-sent-yet = Belum ada yang dikirim: ini formulir yang sudah Anda isi, kini dalam bahasa lain. Tekan tombol untuk mengirim.
problem-changed-meanwhile = Data ini baru saja diubah orang lain: yang dibuka versi { $yours }, yang berlaku versi { $now }. Muat ulang halaman, lihat perubahannya, lalu ubah kembali.
problem-request-id-reused = Kiriman ini memakai nomor permintaan yang sudah dipakai untuk isi lain. Muat ulang halaman lalu kirim kembali.
problem-request-id-missing = Kiriman ini tidak memuat nomor permintaan. Muat ulang halaman lalu kirim kembali.

# Wilayah
problem-no-such-place = Wilayah “{ $value }” tidak ditemukan. Periksa nama atau kodenya, atau cari di halaman “Wilayah”.
problem-place-several = Ada beberapa wilayah yang cocok dengan “{ $value }”. Pilih salah satu di bawah ini, atau isi kodenya.
problem-place-not-in-force = { $place } tidak berlaku pada { $day }. Pilih wilayah yang berlaku pada tanggal itu.
problem-place-not-here = { $place } tidak termasuk { $here }. Pilih wilayah di dalam { $here }.
problem-place-exists = Nama “{ $name }” sudah ada di komune ini. Pakai wilayah yang ada atau pilih nama lain.
problem-place-has-households = Masih ada { $count } rumah tangga di wilayah ini. Pindahkan atau tutup terlebih dahulu.
problem-parent-not-commune = Dusun harus berada di bawah komune, kelurahan, atau zona khusus. Pilih kembali wilayah induknya.

# Rumah tangga
problem-birth-shape = “{ $value }” bukan tanggal lahir. Masukkan tanggal/bulan/tahun, misalnya 05/03/1980; bila hanya tahunnya yang diketahui, masukkan tahun; bila tidak diketahui, kosongkan.
problem-birth-range = Tanggal lahir { $value } di luar rentang tahun 1900 sampai hari ini. Periksa kembali.
problem-birth-serial = Sel ini menampilkan { $value } karena tahun { $year } diketik di sel berformat tanggal. Ubah format sel menjadi teks lalu ketik lagi tahunnya, atau ketik tanggal/bulan/tahun.
problem-id-shape = “{ $value }” bukan nomor identitas. Masukkan 12 angka kartu identitas atau 9 angka kartu lama; kosongkan bila tidak ada.
problem-id-against-birth = Menurut nomor identitas, tahun lahirnya { $year }, berbeda dari yang diisi. Periksa keduanya.
problem-id-against-sex = Nomor identitas tidak cocok dengan jenis kelamin yang dipilih. Periksa keduanya.
problem-id-taken = { $household ->
    [none] Nomor identitas ini milik orang lain yang tidak boleh dilihat akun ini. Periksa nomornya; jika benar, minta administrator membandingkannya.
   *[other] Nomor identitas ini milik orang lain (rumah tangga { $household }). Periksa apakah ada orang yang dimasukkan dua kali.
  }
problem-two-sexes = Kolom laki-laki dan perempuan terisi dua-duanya. Sisakan satu saja.
problem-one-head = Setiap rumah tangga mempunyai tepat satu kepala. Pilih “Kepala keluarga” untuk satu anggota dan hubungan lain untuk yang lain.
problem-household-closed = Rumah tangga ini ditutup sejak { $day }. Buka kembali sebelum mengubahnya.
problem-household-open = Rumah tangga ini sudah terbuka, tidak perlu dibuka kembali.
problem-household-not-here-in-year = Rumah tangga ini baru berada di sini sejak { $since }, sehingga tidak dapat dinilai untuk tahun { $year }. Pilih tahun lain, atau daftarkan di tempat tinggal sebelumnya.
problem-household-number-taken = Nomor rumah tangga { $number } sudah dipakai di dusun ini. Masukkan nomor lain.
problem-household-already-there = Rumah tangga sudah berada di { $place }, tidak perlu dipindahkan. Untuk pindah ke tempat lain, pilih wilayah lain.
problem-household-busy = Berkas Keluarga Belajar rumah tangga ini untuk tahun { $year } belum selesai. Selesaikan atau tarik pendaftarannya terlebih dahulu.
problem-likely-duplicate = Rumah tangga ini mungkin sama dengan { $name } ({ $number }). Buka dan bandingkan; bila memang berbeda, nyatakan demikian lalu simpan kembali.
problem-day-too-early = Tanggal ini sebelum { $since }, hari pertama rumah tangga berada di sini. Isi { $since } atau tanggal sesudahnya.
problem-household-merged = { $household ->
    [none] Rumah tangga ini sudah digabungkan ke rumah tangga lain. Buka rumah tangga itu untuk mengubahnya, atau batalkan penggabungan.
   *[other] Rumah tangga ini sudah digabungkan ke rumah tangga { $household }. Buka rumah tangga itu untuk mengubahnya, atau batalkan penggabungan.
  }
problem-merge-itself = Keduanya rumah tangga yang sama. Pilih dua rumah tangga yang berbeda.
problem-merge-elsewhere = Kedua rumah tangga berada di dua komune sehingga tidak dapat digabungkan. Pindahkan salah satunya ke komune yang sama dahulu, atau tutup yang sudah tidak ada.
problem-merge-both-registered = Kedua rumah tangga sedang dalam proses penilaian tahun { $year }. Satu keluarga hanya dinilai sekali setahun: tarik pendaftaran salah satunya atau selesaikan keduanya, lalu gabungkan.
problem-merge-two-titles = Kedua rumah tangga diakui untuk tahun { $year }. Satu keluarga hanya memegang satu gelar setahun: minta ketua mencabut salah satunya, lalu gabungkan.
problem-merge-person-twice = { $name } dinyatakan sama dengan orang yang sudah dipilih di baris lain. Setiap orang hanya dapat sama dengan satu orang.
problem-merge-number-twice = { $name } dan { $other } memiliki nomor identitas yang sama. Bila satu orang, pilih “orang yang sama”; bila bukan, perbaiki nomor salah satunya dahulu.
problem-not-merged = Rumah tangga ini tidak digabungkan ke rumah tangga lain, atau penggabungannya sudah dibatalkan. Tidak ada yang perlu dibatalkan.
problem-merge-built-on = { $household ->
    [none] Salah satu rumah tangga sudah diubah, dipindahkan, ditutup, didaftarkan atau dinilai sesudahnya, sehingga penggabungan tidak dapat dibatalkan. Tambahkan rumah tangga yang hilang sebagai rumah tangga baru.
   *[other] Rumah tangga { $household } sudah diubah, dipindahkan, ditutup, didaftarkan atau dinilai sesudahnya, sehingga penggabungan tidak dapat dibatalkan. Tambahkan rumah tangga yang hilang sebagai rumah tangga baru.
  }
problem-merge-too-old = Sudah lebih dari 30 hari: data sebelum penggabungan tidak disimpan lagi, sehingga tidak dapat dibatalkan. Tambahkan rumah tangga yang hilang sebagai rumah tangga baru.

# Impor
problem-file-unreadable = { $detail ->
    [damaged] Berkas rusak atau tidak lengkap. Buka dengan program lembar kerja, simpan kembali, lalu unggah lagi.
    [encoding] Berkas memakai pengodean teks lama sehingga nama bahasa Vietnam dapat rusak. Simpan sebagai UTF-8 atau Excel (.xlsx), lalu unggah lagi.
   *[other] Berkas tidak dapat dibaca ({ $detail }). Simpan sebagai Excel (.xlsx), lalu unggah lagi.
  }
problem-file-kind = Isi “{ $name }” bukan lembar kerja. Jenis yang dibaca: .xlsx, .xls, .ods, .csv. Buka berkas dengan program lembar kerja, simpan sebagai Excel (.xlsx), lalu unggah lagi.
problem-file-encrypted = Berkas dikunci dengan kata sandi. Hapus kata sandinya lalu unggah lagi.
problem-letters-undecided = Belum dipilih cara membaca huruf berkas. Pilih di “Huruf berkas” lalu lihat lagi.
problem-sheet-empty = Lembar “{ $sheet }” tidak punya baris data: berkas kosong, atau hanya baris judul. Pilih berkas yang benar, atau isi baris di bawah judul, lalu unggah lagi.
problem-sheets-too-many = Berkas memiliki terlalu banyak lembar. Satu berkas paling banyak { $max } lembar: hapus lembar yang tidak diperlukan lalu unggah lagi.
problem-sheet-beside = Lembar “{ $sheet }” ({ $n } orang) dibaca. Lembar “{ $other }” dalam berkas juga berisi { $m } orang dan tidak dibaca. Pilih lembar itu bila itulah yang dimaksud.
problem-columns-aside = Kolom { $columns } tidak dibaca: suku, agama, pendidikan, disabilitas, keadaan khusus dan isian lain formulir survei tidak termasuk buku rumah tangga.
problem-rows-hidden = Ada { $n } baris tersembunyi dalam berkas (yang pertama: { $first }). Baris itu dibaca seperti baris lain. Hapus dari berkas bila tidak boleh masuk.
problem-cells-beyond = Ada sel yang terlalu jauh di kanan ({ $cell }) sehingga tidak dibaca. Jika termasuk buku, pindahkan ke dekat tabel; jika tidak, biarkan.
problem-cell-error = Sel ini berisi galat rumus ({ $value }), bukan nilai. Perbaiki rumus atau ketik nilainya.
problem-cell-uncounted = Rumus di sel ini ({ $value }) belum memiliki hasil tersimpan. Buka berkas dengan program lembar kerja, simpan, lalu unggah lagi, atau ketik nilainya.
problem-header-missing = Kolom tidak ditemukan: { $columns }. Beri nama kolom seperti pada contoh, dalam satu baris di atas data.
problem-column-twice = Kolom “{ $column }” muncul dua kali. Hapus atau ganti nama salah satunya.
problem-household-repeated = Orang yang sama sudah ada dalam rumah tangga di baris { $first }. Keluarkan salah satu; jika memang dua rumah tangga, nyatakan demikian.
problem-row-repeated = Baris ini mengulang baris { $first }. Simpan satu saja.
problem-hamlet-unknown = { $nearest ->
    [none] Tidak ada dusun “{ $value }” di komune ini. Perbaiki namanya menurut daftar wilayah, atau tambahkan dusun itu terlebih dahulu.
   *[other] Tidak ada dusun “{ $value }” di komune ini. Nama yang mirip: { $nearest }. Perbaiki namanya, atau tambahkan dusun itu terlebih dahulu.
  }
problem-member-without-household = Baris anggota ini tidak termasuk rumah tangga mana pun. Isi nomor rumah tangga, atau letakkan di bawah baris kepalanya.
problem-import-not-applied = Tidak ada yang bisa dibatalkan: berkas belum dimasukkan, sudah dibatalkan, atau tidak mengubah rumah tangga mana pun.
problem-import-of-another = Hanya pengirim berkas yang dapat mengunduh salinan ini karena memuat nomor identitas. Minta kepadanya, atau kirim berkas Anda sendiri.
problem-import-built-on = { $household ->
    [none] Ada rumah tangga dalam berkas yang diubah, dipindah, ditutup atau didaftarkan setelah impor, jadi berkas tidak bisa dibatalkan seluruhnya. Perbaiki yang perlu satu per satu.
   *[other] Rumah tangga { $household } diubah, dipindah, ditutup atau didaftarkan setelah impor, jadi berkas tidak bisa dibatalkan seluruhnya. Jika diubah oleh berkas sesudahnya, batalkan berkas itu dulu; jika tidak, perbaiki yang perlu satu per satu.
  }
problem-import-too-old = Sudah terlambat untuk membatalkan: keadaan sebelumnya tidak lagi disimpan.
problem-import-applied = Berkas ini sudah diimpor. Untuk mengubah, unggah berkas baru.
problem-import-applying = Berkas ini sedang dimasukkan. Tunggu sampai selesai, lalu lihat hasilnya.
problem-nothing-to-import = Tidak ada baris yang dapat diimpor. Perbaiki baris yang bermasalah lalu unggah lagi.

# Kriteria dan jawaban
problem-no-criteria = Belum ada kriteria { $model ->
    [family] { model-family }
    [clan] { model-clan }
    [community] { model-community }
    [unit] { model-unit }
    [citizen] { model-citizen }
   *[other] { $model }
  } untuk tahun { $year }. Pilih tahun lain atau hubungi administrator.
problem-answer-missing = Butir { $item } belum dijawab. Jawab lalu kirim kembali.
problem-answer-unknown = Butir { $item } tidak ada dalam kriteria lembar ini. Muat ulang halaman lalu isi kembali.
problem-answer-range = Nilai butir { $item } harus dari { $min } sampai { $max }. Isi kembali.
problem-answer-kind = { $expected ->
    [points] Butir { $item } dijawab dengan nilai. Isi kembali.
    [yes_no] Butir { $item } dijawab dengan ya atau tidak. Pilih kembali.
    [ratio] Butir { $item } memerlukan dua angka: jumlah yang memenuhi dan jumlah seluruhnya. Isi kembali.
    [choice] Butir { $item } dijawab dengan memilih salah satu pilihan. Pilih kembali.
   *[other] Bentuk jawaban butir { $item } tidak sesuai ({ $expected }). Isi kembali.
  }
problem-answer-step = Nilai butir { $item } harus kelipatan { $step }. Isi kembali.
problem-answer-not-exempt = Butir { $item } tidak dapat dikecualikan. Jawab butir ini.
problem-answer-choice = “{ $value }” bukan pilihan butir { $item }. Pilih salah satu: { $choices }.
problem-ratio-parts = Pada butir { $item }, jumlah seluruhnya harus lebih dari 0, dan bagiannya tidak negatif serta tidak melebihi jumlah itu. Isi kembali kedua angka.

# Pengakuan
problem-step-out-of-order = Langkah “{ $step }” belum dapat dilakukan karena berkas berstatus “{ $state }”. Yang diperlukan dahulu: { $missing }. Pelaksana: { $who }.
problem-not-registered = Keluarga ini belum terdaftar untuk tahun ini. Daftarkan terlebih dahulu; pelaksana: { $who }.
problem-already-registered = Keluarga ini sudah terdaftar untuk tahun { $year }. Buka berkas yang ada dan lanjutkan di sana.
problem-year-in-future = Belum ada angka untuk { $year } per { $day }. Pilih tahun yang lebih awal atau hari yang lebih kemudian.
problem-too-many = Paling banyak { $max } butir sekali jalan. Bagi menjadi beberapa kali.
problem-cycle-year = Tahun { $year } tidak dibuka untuk pengakuan. Pilih tahun dari { $first } sampai { $last }.
problem-reason-required = Hal ini memerlukan alasan. Tuliskan agar pembaca kelak mengerti sebabnya.
problem-self-appraisal = { $name } ikut dalam penilaian mandiri ini sehingga tidak boleh menilainya. Petugas komune lain harus menilainya.
problem-below-pass-mark = Hasil { $total } belum mencapai batas { $mark } sehingga tidak dapat dinilai lulus. Kembalikan untuk diperbaiki atau nilai tidak lulus.
problem-decision-number-taken = Nomor keputusan { $number } sudah dipakai. Periksa buku agenda lalu masukkan nomor lain.
problem-decision-date = Tanggal keputusan { $day } tidak sah. Masukkan tanggal yang tidak melewati hari ini dan tidak mendahului tanggal penilaian.
problem-decision-not-authority = Akun ini tidak berwenang memutuskan di sini pada { $day }. Yang berwenang: { $who }.
problem-criteria-mixed = Keluarga yang dipilih dinilai menurut dua kriteria berbeda: { $one } dan { $other }. Batalkan pilihan satu kelompok dan terbitkan satu keputusan untuk tiap kriteria.
problem-evidence-kind = Jenis berkas “{ $name }” tidak diterima sebagai bukti. Pilih gambar JPEG, PNG, atau WebP.
problem-evidence-full = Satu berkas menyimpan paling banyak { $max } bukti. Hapus satu sebelum menambah.

# Akun dan sistem
problem-sign-in-wrong = Nama masuk atau kata sandi salah. Periksa papan ketik dan tombol Caps Lock lalu coba lagi.
problem-sign-in-wait = Terlalu sering salah. Tunggu { $minutes } menit lalu coba lagi.
problem-sign-in-needed = Halaman ini memerlukan masuk. Masuk lalu ulangi.
problem-password-weak = Kata sandi ini terlalu mudah ditebak. Masukkan sedikitnya { $min } karakter, tidak hanya angka.
problem-password-wrong = Kata sandi sekarang salah. Isi kembali.
problem-password-differs = Kedua isian kata sandi baru tidak sama. Isi kembali.
problem-login-taken = Nama masuk “{ $login }” sudah dipakai. Pilih nama lain.
problem-login-shape = Bentuk nama masuk tidak sesuai. Pakai huruf kecil tanpa tanda diakritik dan angka, tanpa spasi, misalnya lan.pungtai.
problem-role-dates = Tanggal berakhir mendahului tanggal mulai. Masukkan tanggal berakhir pada atau sesudah tanggal mulai.
problem-role-level = Peran “{ $role }” tidak dapat diberikan pada tingkat “{ $level }”. Pilih wilayah pada tingkat yang sesuai.
problem-role-held = Orang ini sudah memegang peran “{ $role }” di { $place } pada sebagian hari tersebut. Pilih hari lain, atau akhiri dulu peran itu.
problem-role-end = Peran ini tidak dapat berakhir pada hari itu. Pilih hari terakhir dari { $first } sampai { $last }.
problem-role-ended = Peran ini sudah berakhir pada { $day }. Tidak ada yang perlu dilakukan.
problem-last-administrator = Ini administrator terakhir. Berikan peran itu kepada orang lain terlebih dahulu.
problem-own-role = Peran sendiri tidak dapat diubah sendiri. Minta administrator lain.
problem-own-account = Ini akun Anda sendiri. Ganti kata sandi di halaman “Akun saya”; untuk hal lain minta administrator lain.
problem-password-must-change = Kata sandi akun ini ditetapkan orang lain. Masuklah di situs web, ganti dengan kata sandi sendiri di “Akun saya”, lalu lanjutkan.
problem-setup-code-wrong = Kode penyiapan salah. Tanyakan kepada pemasang server lalu masukkan lagi.
problem-forged-request = Halaman terlalu lama terbuka, atau kiriman tidak berasal dari halaman ini; tidak ada yang disimpan. Buka kembali halaman lalu ulangi.
problem-forbidden = Akun ini tidak berhak { $act } di wilayah ini. Bila perlu, minta peran kepada administrator.
problem-not-found = Halaman atau berkas ini tidak ada, atau sudah tidak ada. Periksa alamatnya atau cari dari halaman depan.
problem-busy = Banyak orang sedang memakai sistem sehingga ini belum dapat dilakukan. Tunggu beberapa detik lalu ulangi.
problem-cannot-store = Sistem saat ini tidak dapat menyimpan: disknya penuh atau hanya dapat dibaca. Belum ada yang disimpan. Beri tahu pengelola sistem; yang sudah tersimpan tetap dapat dibaca.
problem-failure = Terjadi kesalahan pada sistem sehingga ini belum dapat dilakukan. Coba lagi beberapa menit lagi; bila terulang, sampaikan kode kejadian { $incident } kepada administrator.
problem-place-open = Dusun ini tidak memiliki hari akhir sendiri, jadi tidak perlu dibuka lagi. Lihat kembali halamannya.
problem-place-built-on = Tidak dapat dibuka lagi: { $place } sudah menggantikannya. Perbaiki atau tutup tempat itu dulu.
problem-published-withdrawn = Angka ini sudah ditarik. Untuk memakainya lagi, tekan “Berlakukan lagi” di halamannya.
problem-published-in-force = Angka ini tidak ditarik; tidak ada yang perlu dibatalkan.
problem-import-discarded = Berkas ini sudah dibuang. Kembalikan dulu, lalu lanjutkan.
problem-import-not-discarded = Berkas ini tidak termasuk yang dibuang; buka halamannya untuk melihat.
