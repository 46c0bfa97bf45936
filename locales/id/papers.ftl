# Dokumen: keputusan, sertifikat. Baris dengan | dipecah menjadi beberapa baris di kertas.

paper-country = REPUBLIK SOSIALIS VIETNAM
paper-motto = Merdeka - Bebas - Bahagia
paper-office = Ủy ban nhân dân
paper-issuer = Ủy ban nhân dân { $commune }
paper-chair = Chủ tịch
paper-deputy-mark = Phó Chủ tịch
paper-for-chair = KT. { $chair }
paper-authority = Ketua { $issuer }
paper-day = { $day }/{ $month }/{ $year }
paper-place-day = { $place }, { $day }
paper-number = Nomor: { $number }

paper-basis = Berdasarkan { $kind } nomor { $number } tanggal { $day } { $rest };
paper-basis-proposal = Atas usul Asosiasi Promosi Pendidikan { $commune }.
paper-document-kinds = Keputusan | Resolusi | Peraturan | Instruksi | Surat Edaran | Undang-Undang | Surat | Pedoman | Rencana | Dokumen

paper-decision-name = Keputusan nomor { $number } tentang pengakuan { $title } tahun { $year }
paper-decision-kind = KEPUTUSAN
paper-decision-subject = Tentang pengakuan gelar “{ $title }” tahun { $year } di { $commune }
paper-decides = MEMUTUSKAN:
paper-article = Pasal { $n }.
paper-article-recognise = Gelar “{ $title }” tahun { $year } diakui bagi { $families } keluarga di { $commune }, { $province } (daftar terlampir).
paper-article-judged = Keluarga-keluarga itu dinilai menurut “{ $criteria }”, versi { $version }.
paper-article-certificates = Keluarga dalam daftar menerima sertifikat “{ $title }” tahun { $year }. | Asosiasi Promosi Pendidikan { $commune } bersama dusun dan lingkungan mengumumkan daftar dan menyerahkan sertifikat.
paper-article-effect = Keputusan ini berlaku sejak tanggal ditandatangani. | Kantor Dewan Rakyat dan Komite Rakyat, Bagian Kebudayaan dan Sosial, Asosiasi Promosi Pendidikan { $commune }, para kepala dusun dan lingkungan serta keluarga dalam daftar melaksanakan keputusan ini.
paper-recipients = Kepada:
paper-recipients-list = - Sebagaimana Pasal 3; | - Komite Tetap Partai dan Dewan Rakyat { $commune }; | - Asosiasi Promosi Pendidikan { $province }; | - Arsip.
paper-foot = Keputusan nomor { $number } tanggal { $day }, { $issuer }

paper-annex = LAMPIRAN
paper-annex-title = DAFTAR KELUARGA YANG DIAKUI SEBAGAI “{ $title }” TAHUN { $year }
paper-annex-attached = (Lampiran Keputusan nomor { $number } tanggal { $day }, { $authority })
paper-annex-ordinal = No.
paper-annex-head = Kepala keluarga
paper-annex-hamlet = Dusun atau lingkungan
paper-annex-code = Kode sertifikat
paper-annex-total = Jumlah: { $families } keluarga.

paper-certificates-name = Sertifikat { $title } tahun { $year }, { $commune }
paper-certificate-kind = SERTIFIKAT
paper-certificate-recognises = mengakui
paper-certificate-family = keluarga
paper-certificate-holds = sebagai
paper-certificate-year = Tahun { $year }
paper-certificate-register = Keputusan nomor { $number } | tanggal { $day } | Kode pemeriksaan:

paper-verify = Pindai kode atau ketik alamat untuk memeriksa dokumen ini:
paper-qr-decision = Kode QR menuju halaman pemeriksaan keputusan { $code }
paper-qr-certificate = Kode QR menuju halaman pemeriksaan sertifikat { $code }

paper-watermark-synthetic = DEMONSTRASI
paper-watermark-revoked = TELAH DICABUT
paper-notice-synthetic = Demonstrasi: orang dan keluarga dalam dokumen ini rekaan, dan dokumen ini tidak berkekuatan hukum.
paper-notice-revoked = Pengakuan telah dicabut pada { $day }; sertifikat ini tidak berlaku lagi.
paper-notice-unverified = Ketentuan yang belum dicocokkan dengan naskah asli: { $what }.
paper-notice-bases = Dasar hukum yang nomor atau tanggalnya belum diperiksa ulang: { $which }.
paper-notice-translation = Terjemahan untuk informasi; dokumen resmi adalah yang berbahasa Vietnam.
paper-doubt-set = kriteria
paper-doubt-pass = nilai lulus
paper-doubt-authority = kewenangan pengakuan
paper-doubt-legal_basis = dasar hukum
paper-doubt-validity = masa berlaku gelar

family-problem = { $family }: { $sentence }

# Decisions
decisions-crumbs = Letak halaman ini
decisions-of = Keputusan pengakuan: { $place }
decisions-lede = Keputusan yang mengakui gelar, yang terbaru di atas. Buka satu keputusan untuk melihat daftarnya serta mencetak keputusan dan sertifikat.
decisions-caption = Keputusan yang telah ditetapkan
decisions-place = Wilayah
decisions-all-of = Seluruh { $place }
decisions-all-years = Semua tahun
decisions-filter = Saring
decisions-number = Nomor keputusan
decisions-issued-on = Tanggal
decisions-commune = Komune atau kelurahan
decisions-title = Gelar
decisions-year = Tahun gelar
decisions-families = Jumlah keluarga
decisions-issuer = Ditetapkan oleh
decisions-signatory = Penanda tangan
decisions-code = Kode pemeriksaan
decisions-none = Belum ada keputusan
decisions-none-more = Belum ada keputusan pengakuan di wilayah dan tahun ini. Keputusan muncul di sini segera setelah ditetapkan.
decisions-pages = Halaman daftar
decisions-first-page = Halaman pertama
decisions-next-page = Halaman berikutnya
decisions-made = Dibuat pada
decisions-made-by = Dibuat oleh
decisions-notes = Catatan
decisions-rows = Jumlah baris

decision-title = Keputusan nomor { $number }
decision-lede = { $title } tahun { $year }: { $families } keluarga.
decision-pdf = Keputusan (PDF)
decision-print = Tampilan cetak
decision-print-how = Gunakan perintah cetak peramban (Ctrl+P). Menu dan tombol tidak ikut tercetak.
decision-certificates-one = Sertifikat, satu per lembar
decision-certificates-four = Sertifikat, empat per lembar
decision-unverified = Ketentuan yang belum dicocokkan dengan naskah asli:
decision-bases = Dasar hukum
decision-basis-unverified = belum diverifikasi
decision-criteria = Kriteria
decision-recorded = Dicatat pada
decision-today = Hingga hari ini
decision-today-both = { $recognised } keluarga diakui, { $revoked } dicabut.
decision-part = Hanya keluarga dari wilayah Anda yang ditampilkan.
decision-annex = Daftar terlampir
decision-annex-n = { $n } keluarga, menurut dusun lalu nama.
decision-points = Poin
decision-state-today = Saat ini
decision-papers = Dokumen
decision-trail = Riwayat
decision-copy = Salin
decision-copied = Tersalin

certificate-pdf = Sertifikat (PDF)
certificate-family = Berkas keluarga
certificate-decision = Keputusan
certificate-ordinal = Nomor urut dalam daftar
certificate-revoke = Cabut pengakuan
certificate-revoke-what = Hanya keluarga ini yang kehilangan pengakuan; keluarga lain dalam keputusan tetap. Angka dusun dan komune langsung berubah dan tidak dapat dibatalkan.
certificate-revoke-why = Alasan
certificate-revoke-public = Alasan ini terlihat oleh siapa pun yang memeriksa sertifikat ini. Jangan menulis hal pribadi.
certificate-revoke-do = Cabut pengakuan keluarga ini
done-revoked = Pengakuan telah dicabut. Halaman pemeriksaan langsung menampilkannya.
done-no-pdf = Instalasi ini tidak dapat membuat berkas PDF. Cetak halaman ini.

# The public check
verify-lede = Ketik kode di samping kode QR pada sertifikat atau keputusan untuk mengetahui apakah dokumen itu asli dan masih berlaku.
verify-code = Kode pemeriksaan
verify-code-label = Kode pada dokumen
verify-code-hint = 12 huruf dan angka; huruf besar atau kecil, dengan atau tanpa tanda hubung.
verify-another = Periksa kode lain
verify-do = Periksa
verify-is-recognised = Sertifikat asli; keluarga ini diakui untuk tahun { $year }
verify-is-revoked = Sertifikat asli, tetapi pengakuan tahun { $year } telah dicabut
verify-is-issued = Keputusan asli, tercatat dalam sistem
verify-family-of = Keluarga { $name }
verify-revoked = Dicabut pada { $day }. Alasan: { $reason }
verify-revoked-on = Dicabut pada
verify-revoked-why = Alasan pencabutan
verify-commune = Komune atau kelurahan; provinsi atau kota
verify-as-on-day = (nama pada tanggal keputusan)
verify-at = Diperiksa pada { $at }.
verify-place-now = Wilayah saat ini
verify-place-until = { $place } memiliki nama dan batas ini sampai { $day }. Kini termasuk:
verify-place-part = (sebagian)
verify-place-still = Sertifikat tetap berlaku; tidak perlu ditukar karena penataan wilayah.
verify-differs = Jika dokumen berbeda dari keterangan di atas
verify-differs-compare = Bandingkan setiap baris: nama, dusun, tahun, nomor dan tanggal keputusan, penanda tangan.
verify-differs-trust = Keterangan di halaman ini yang benar. Dokumen yang berbeda mungkin telah diubah atau salah salin.
verify-differs-tell = Beri tahu { $issuer } dan bawa dokumennya.
verify-unknown = Tidak ada dokumen dengan kode ini
verify-unknown-what = Sistem tidak memiliki sertifikat atau keputusan dengan kode ini. Itu belum berarti dokumennya palsu:
verify-unknown-type = Baca lagi huruf demi huruf: kode terdiri atas 12 karakter dalam tiga kelompok, tanpa I, L, O, U.
verify-unknown-old = Dokumen sebelum komune memakai sistem ini tidak memiliki kode; tanyakan kepada Komite Rakyat komune.
verify-unknown-ask = Jika kode sudah benar tetapi tidak ditemukan, beri tahu Komite Rakyat komune yang tertera pada dokumen.

decide-title-short = Susun keputusan
