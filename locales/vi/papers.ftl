# Giấy tờ: quyết định, giấy chứng nhận. Dòng có dấu | được tách thành nhiều dòng trên giấy.

paper-country = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
paper-motto = Độc lập - Tự do - Hạnh phúc
paper-office = Ủy ban nhân dân
paper-issuer = Ủy ban nhân dân { $commune }
paper-chair = Chủ tịch
paper-deputy-mark = Phó Chủ tịch
paper-for-chair = KT. { $chair }
paper-authority = Chủ tịch { $issuer }
paper-day = ngày { $day } tháng { $month } năm { $year }
paper-place-day = { $place }, { $day }
paper-number = Số: { $number }

paper-basis = Căn cứ { $kind } số { $number } { $day } { $rest };
paper-basis-proposal = Theo đề nghị của Hội Khuyến học { $commune }.
paper-document-kinds = Quyết định | Nghị quyết | Nghị định | Chỉ thị | Thông tư | Luật | Công văn | Hướng dẫn | Kế hoạch | Văn bản

paper-decision-name = Quyết định số { $number } công nhận danh hiệu { $title } năm { $year }
paper-decision-kind = QUYẾT ĐỊNH
paper-decision-subject = Về việc công nhận danh hiệu “{ $title }” năm { $year } trên địa bàn { $commune }
paper-decides = QUYẾT ĐỊNH:
paper-article = Điều { $n }.
paper-article-recognise = Công nhận danh hiệu “{ $title }” năm { $year } cho { $families } gia đình trên địa bàn { $commune }, { $province } (có danh sách kèm theo).
paper-article-judged = Các gia đình được thẩm định theo “{ $criteria }”, phiên bản { $version }.
paper-article-certificates = Các gia đình có tên trong danh sách được cấp Giấy chứng nhận danh hiệu “{ $title }” năm { $year }. | Hội Khuyến học { $commune } phối hợp với các thôn, bản, tổ dân phố công khai danh sách và trao Giấy chứng nhận.
paper-article-effect = Quyết định này có hiệu lực kể từ ngày ký. | Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, Trưởng phòng Văn hóa - Xã hội, Chủ tịch Hội Khuyến học { $commune }, trưởng các thôn, bản, tổ dân phố và các gia đình có tên trong danh sách chịu trách nhiệm thi hành Quyết định này./.
paper-recipients = Nơi nhận:
paper-recipients-list = - Như Điều 3; | - Thường trực Đảng ủy, HĐND { $commune } (b/c); | - Hội Khuyến học { $province } (b/c); | - Lưu: VT.
paper-foot = Quyết định số { $number } ngày { $day }, { $issuer }

paper-annex = PHỤ LỤC
paper-annex-title = DANH SÁCH GIA ĐÌNH ĐƯỢC CÔNG NHẬN DANH HIỆU “{ $title }” NĂM { $year }
paper-annex-attached = (Kèm theo Quyết định số { $number } { $day } của { $authority })
paper-annex-ordinal = STT
paper-annex-head = Họ và tên chủ hộ
paper-annex-hamlet = Thôn, bản, tổ dân phố
paper-annex-code = Mã giấy chứng nhận
paper-annex-total = Tổng số: { $families } gia đình.

paper-certificates-name = Giấy chứng nhận { $title } năm { $year }, { $commune }
paper-certificate-kind = GIẤY CHỨNG NHẬN
paper-certificate-recognises = công nhận
paper-certificate-family = Gia đình ông (bà)
paper-certificate-holds = đạt danh hiệu
paper-certificate-year = Năm { $year }
paper-certificate-register = Quyết định số { $number } | { $day } | Mã kiểm tra:

paper-verify = Quét mã hoặc nhập địa chỉ để kiểm tra giấy này:
paper-qr-decision = Mã QR dẫn đến trang kiểm tra quyết định { $code }
paper-qr-certificate = Mã QR dẫn đến trang kiểm tra giấy chứng nhận { $code }

paper-watermark-synthetic = BẢN TRÌNH DIỄN
paper-watermark-revoked = ĐÃ BỊ THU HỒI
paper-notice-synthetic = Bản trình diễn: người và gia đình trong giấy này là giả định, giấy không có giá trị pháp lý.
paper-notice-unverified = Quy định chưa đối chiếu được với văn bản gốc: { $what }.
paper-notice-bases = Căn cứ chưa kiểm tra lại số hoặc ngày: { $which }.
paper-notice-translation = Bản dịch để tham khảo; văn bản chính thức là bản tiếng Việt.
paper-doubt-set = bộ tiêu chí
paper-doubt-pass = mức điểm đạt
paper-doubt-authority = thẩm quyền công nhận
paper-doubt-legal_basis = căn cứ pháp lý
paper-doubt-validity = thời hạn của danh hiệu

family-problem = { $family }: { $sentence }
