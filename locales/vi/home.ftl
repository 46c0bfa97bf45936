# Trang đầu cho mọi người, và Hoctap là gì.

home-title = Xây dựng xã hội học tập
home-what = Xã hội học tập là xã hội trong đó mọi người, ở mọi lứa tuổi, đều có cơ hội và trách nhiệm học tập suốt đời. Việc ấy bắt đầu từ gia đình, dòng họ, cộng đồng, đơn vị, và được xét công nhận theo tiêu chí công khai.
home-lede = Cấp xã công nhận Gia đình học tập qua từng bước rõ ràng; số liệu cộng từ hồ sơ của từng thôn lên đến cả nước. Ai cũng có thể xem số liệu và tra cứu giấy chứng nhận.
home-search = Tìm tỉnh, xã, phường theo tên hoặc mã; gõ không dấu cũng được
home-search-button = Tìm
home-counted = Trang này đếm được, năm { $year }
home-recognised = Gia đình học tập được công nhận
home-registered = Gia đình đăng ký
home-decisions = Quyết định công nhận gần đây
home-decided-families = { $n } gia đình
home-since = Từ ngày { $day }
home-provinces = { $n } tỉnh, thành phố; { $communes } xã, phường, đặc khu
home-table = Tỉnh, thành phố đã có hồ sơ, năm { $year }
home-country-figures = Số liệu cả nước
home-published = Báo chí đã công bố về Gia đình học tập

about-counted = Số đếm
about-counted-more = Cộng từ hồ sơ của từng hộ ngay tại đây. Từ số của xã, thôn, người có quyền mở được từng hồ sơ đằng sau.
about-reported = Số báo cáo
about-reported-more = Do một cấp gửi lên cấp trên mà không kèm hồ sơ. Trang này chưa nhận số báo cáo.
about-published = Số công bố
about-published-more = Do báo chí, cơ quan đăng tải. Chép nguyên cách viết, kèm nguồn và phép tính kiểm tra; không bao giờ cộng vào số đếm.
about-rates = Mỗi tỷ lệ luôn đi cùng tử số, mẫu số và ngày tính số hộ.
about-days = Địa giới thay đổi: ngày đang xem quyết định cây đơn vị nào được cộng. Hồ sơ ở lại với đơn vị nơi đã lập.
about-criteria = Tiêu chí
about-criteria-more = Mỗi bộ tiêu chí là một tệp dữ liệu có căn cứ pháp lý và thời hạn. Điều gì chưa đối chiếu được với văn bản đều ghi rõ lý do.
about-privacy = Dữ liệu cá nhân
about-privacy-more = Hồ sơ từng người, từng hộ chỉ cán bộ xã, chủ tịch xã và trưởng thôn của nơi đó xem được; cấp trên chỉ thấy số cộng và quyết định có tên chủ hộ. Mọi thay đổi, mọi quyết định đều ghi nhật ký theo chuỗi, sửa lén sẽ bị phát hiện.
about-privacy-few = Công chúng không thấy số liệu của thôn có dưới { $n } hộ.
about-privacy-cookies = Trang chỉ dùng cookie để nhớ lần đăng nhập và ngôn ngữ; không theo dõi, không dùng dịch vụ bên ngoài.
about-places = Dữ liệu địa bàn
about-places-more = 63 tỉnh, 696 huyện, 10.035 xã đến hết ngày 30/6/2025; 34 tỉnh, 3.321 xã từ ngày 01/7/2025; và mỗi đơn vị cũ đã thành đơn vị nào.
about-source-units = Danh mục đơn vị hành chính của cơ quan thống kê, lấy qua hai gói dữ liệu mở vietnam-provinces và vietnamadminunits; nguồn của từng dòng ghi ở trang địa bàn.
about-source-lineage = Căn cứ sắp xếp: Nghị quyết 202/2025/QH15 của Quốc hội và các nghị quyết của Ủy ban Thường vụ Quốc hội.
about-source-limits = Dữ liệu không có dân số, và với xã cũ chia cho nhiều xã mới thì không có tỷ lệ chia; “31/8/2004” nghĩa là từ ngày đó hoặc trước đó. Thôn, tổ dân phố do xã nhập.
