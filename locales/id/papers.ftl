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
paper-notice-unverified = Ketentuan yang belum dicocokkan dengan naskah asli: { $what }.
paper-notice-bases = Dasar hukum yang nomor atau tanggalnya belum diperiksa ulang: { $which }.
paper-notice-translation = Terjemahan untuk informasi; dokumen resmi adalah yang berbahasa Vietnam.
paper-doubt-set = kriteria
paper-doubt-pass = nilai lulus
paper-doubt-authority = kewenangan pengakuan
paper-doubt-legal_basis = dasar hukum
paper-doubt-validity = masa berlaku gelar

family-problem = { $family }: { $sentence }
