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
paper-notice-revoked = Việc công nhận đã bị thu hồi ngày { $day }; giấy này không còn giá trị.
paper-notice-unverified = Quy định chưa đối chiếu được với văn bản gốc: { $what }.
paper-notice-bases = Căn cứ chưa kiểm tra lại số hoặc ngày: { $which }.
paper-notice-translation = Bản dịch để tham khảo; văn bản chính thức là bản tiếng Việt.
paper-doubt-set = bộ tiêu chí
paper-doubt-pass = mức điểm đạt
paper-doubt-authority = thẩm quyền công nhận
paper-doubt-legal_basis = căn cứ pháp lý
paper-doubt-validity = thời hạn của danh hiệu

family-problem = { $family }: { $sentence }

# Decisions
decisions-crumbs = Vị trí trang
decisions-of = Quyết định công nhận: { $place }
decisions-lede = Các quyết định công nhận danh hiệu, mới nhất ở trên. Mở một quyết định để xem danh sách, in quyết định và giấy chứng nhận.
decisions-caption = Quyết định đã ban hành
decisions-place = Địa bàn
decisions-all-of = Toàn bộ { $place }
decisions-all-years = Mọi năm
decisions-filter = Lọc
decisions-number = Số quyết định
decisions-issued-on = Ngày ký
decisions-commune = Xã, phường
decisions-title = Danh hiệu
decisions-year = Năm công nhận
decisions-families = Số gia đình
decisions-issuer = Cơ quan ban hành
decisions-signatory = Người ký
decisions-code = Mã kiểm tra
decisions-none = Chưa có quyết định nào
decisions-none-more = Chưa có quyết định công nhận nào ở địa bàn và năm đã chọn. Quyết định xuất hiện ở đây ngay sau khi ban hành.
decisions-pages = Các trang danh sách
decisions-first-page = Trang đầu
decisions-next-page = Trang sau
decisions-made = Lập lúc
decisions-made-by = Người lập
decisions-notes = Ghi chú
decisions-rows = Số dòng

decision-title = Quyết định số { $number }
decision-lede = { $title } năm { $year }: { $families } gia đình.
decision-pdf = Quyết định (PDF)
decision-print = Bản in
decision-print-how = Dùng lệnh in của trình duyệt (Ctrl+P). Menu và nút không lên giấy.
decision-certificates-one = Giấy chứng nhận, 1 tờ 1 giấy
decision-certificates-four = Giấy chứng nhận, 1 tờ 4 giấy
decision-unverified = Quy định chưa đối chiếu được với văn bản gốc:
decision-bases = Căn cứ
decision-basis-unverified = chưa xác minh
decision-criteria = Bộ tiêu chí
decision-recorded = Ghi vào hệ thống lúc
decision-today = Đến hôm nay
decision-today-both = { $recognised } gia đình đang được công nhận, { $revoked } đã bị thu hồi.
decision-part = Chỉ hiện các gia đình thuộc địa bàn bạn phụ trách.
decision-annex = Danh sách kèm theo
decision-annex-n = { $n } gia đình, xếp theo thôn, bản rồi theo tên.
decision-points = Điểm
decision-state-today = Hiện nay
decision-papers = Giấy tờ
decision-trail = Lịch sử
decision-copy = Chép
decision-copied = Đã chép

certificate-pdf = Giấy chứng nhận (PDF)
certificate-family = Hồ sơ của gia đình
certificate-decision = Quyết định
certificate-ordinal = Số thứ tự trong danh sách
certificate-revoke = Thu hồi công nhận
certificate-revoke-what = Chỉ thu hồi đối với gia đình này; các gia đình khác trong quyết định không thay đổi. Số liệu của thôn và xã được trừ ngay, không khôi phục lại được.
certificate-revoke-why = Lý do thu hồi
certificate-revoke-public = Lý do hiện công khai khi có người tra cứu giấy chứng nhận này. Không ghi thông tin riêng tư.
certificate-revoke-do = Thu hồi công nhận của gia đình này
done-revoked = Đã thu hồi công nhận. Trang tra cứu hiện ngay kết quả này.
done-no-pdf = Bản cài đặt này không tạo được tệp PDF. Hãy in trang này.

# The public check
verify-lede = Nhập mã in cạnh mã QR trên giấy chứng nhận hoặc quyết định để biết giấy có thật không và hiện còn giá trị không.
verify-code = Mã kiểm tra
verify-code-label = Mã trên giấy
verify-code-hint = 12 chữ và số, viết hoa hay thường, có hay không có dấu gạch đều được.
verify-another = Kiểm tra một mã khác
verify-do = Kiểm tra
verify-is-recognised = Giấy chứng nhận có thật; gia đình được công nhận cho năm { $year }
verify-is-revoked = Giấy chứng nhận có thật nhưng việc công nhận năm { $year } đã bị thu hồi
verify-is-issued = Quyết định có thật, đã được ghi vào hệ thống
verify-family-of = Gia đình ông (bà) { $name }
verify-revoked = Thu hồi ngày { $day }. Lý do: { $reason }
verify-revoked-on = Ngày thu hồi
verify-revoked-why = Lý do thu hồi
verify-commune = Xã, phường; tỉnh, thành phố
verify-as-on-day = (tên vào ngày ký quyết định)
verify-at = Kiểm tra lúc { $at }.
verify-place-now = Địa bàn hiện nay
verify-place-until = { $place } giữ tên và địa giới này đến hết ngày { $day }. Hiện nay thuộc:
verify-place-part = (một phần)
verify-place-still = Giấy chứng nhận vẫn có giá trị; không phải đổi giấy vì sắp xếp đơn vị hành chính.
verify-differs = Nếu giấy khác với thông tin trên
verify-differs-compare = So từng dòng: họ tên, thôn bản, năm, số và ngày quyết định, người ký.
verify-differs-trust = Thông tin trên trang này là thông tin đúng. Giấy ghi khác có thể đã bị sửa hoặc chép sai.
verify-differs-tell = Báo cho { $issuer } và mang theo giấy để đối chiếu.
verify-unknown = Không có giấy nào mang mã này
verify-unknown-what = Hệ thống không có giấy chứng nhận hay quyết định nào mang mã đã nhập. Điều đó chưa có nghĩa là giấy giả:
verify-unknown-type = Đọc lại từng chữ: mã có 12 ký tự, chia ba nhóm bốn; không có chữ I, L, O, U.
verify-unknown-old = Giấy cấp trước khi xã dùng hệ thống này không có mã; hãy hỏi Ủy ban nhân dân xã.
verify-unknown-ask = Nếu mã đã đúng mà vẫn không thấy, báo Ủy ban nhân dân xã ghi trên giấy.

decide-title-short = Soạn quyết định
