# Trang đầu cho mọi người.

home-title = Xây dựng xã hội học tập
home-lede = Cấp xã công nhận Gia đình học tập qua từng bước rõ ràng; số liệu cộng từ hồ sơ của từng thôn lên đến cả nước. Ai cũng có thể xem số liệu và tra cứu giấy chứng nhận.
home-search = Tìm tỉnh, xã, phường theo tên hoặc mã; gõ không dấu cũng được
home-search-button = Tìm
home-provinces = { $n } tỉnh, thành phố; { $communes } xã, phường, đặc khu
home-country-figures = Số liệu cả nước
