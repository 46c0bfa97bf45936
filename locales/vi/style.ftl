# Trang mẫu trình bày.

style-lede = Dành cho người viết trang: mọi giá trị dùng chung và mọi thành phần, với câu chữ gần với việc thật của cấp xã. Tên người và số liệu trong các mẫu là tự đặt.
style-parts = Các phần của trang mẫu
style-colours = Màu
style-type = Chữ
style-sizes = Khoảng cách, nét
style-work = Công việc
style-words = Chữ, nút, thông báo
style-tables = Bảng
style-forms = Biểu mẫu
style-score = Chấm điểm
style-figures = Số liệu
style-decide = Quyết định
style-verify = Tra cứu
style-problem = Trang lỗi
style-colours-more = Mỗi màu có một việc. Dòng trên là giá trị khi nền sáng, dòng dưới là khi nền tối. Son (--seal) chỉ dành cho việc công nhận và thu hồi, vàng chỉ chỗ đang đứng. Một phép thử giữ cho mọi cặp chữ và nền đủ tương phản.
style-type-more = Chữ Việt chồng dấu trên dưới: Ộ, Ẫ, Ự cần dòng cao hơn chữ Anh. Hai dòng của mỗi cỡ dưới đây không được chạm nhau.
style-sizes-more = Mọi khoảng cách, độ cao dòng, nét kẻ và góc bo. Trên điện thoại các nút cao hơn để ngón tay chạm được.
style-token = Tên
style-value = Giá trị
