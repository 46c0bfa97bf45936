# Bản đồ: cả nước và từng tỉnh.

map-title = Tỷ lệ Gia đình học tập được công nhận: { $place }
map-about = Mỗi tỉnh, thành phố là một liên kết đến trang của nơi đó; màu càng đậm, tỷ lệ đếm được càng cao. Hoàng Sa và Trường Sa có khung riêng ngoài biển.
map-about-communes = Mỗi xã, phường, đặc khu là một liên kết đến trang của nơi đó; màu càng đậm, tỷ lệ đếm được càng cao.
map-says = { $place }: { $share }, { $parts }
map-says-nothing = { $place }: chưa đếm được gì
map-isles-20333 = Quần đảo Hoàng Sa
map-isles-22736 = Quần đảo Trường Sa
map-isles-of = { $isles }, thuộc { $place }
map-legend-nothing = chưa đếm được gì
map-legend-zero = chưa có gia đình được công nhận
map-legend-under = dưới { $to } %
map-legend-range = { $from } đến dưới { $to } %
map-legend-over = từ { $from } %
map-note-share = Tỷ lệ tính trên số hộ đã nhập vào trang này, không phải trên mọi hộ của nơi đó.
map-note-country = Ranh giới đơn giản hóa theo Natural Earth, để tô màu chứ không để định vị; Hoàng Sa (Đà Nẵng) và Trường Sa (Khánh Hòa) vẽ trong khung, không theo tỷ lệ.
map-note-schematic = Các ô là sơ đồ, không phải ranh giới hành chính: mỗi ô là phần đất gần điểm quy chiếu của một xã nhất.
map-note-points = Mỗi chấm là điểm quy chiếu của một xã, phường, đặc khu; ranh giới xã không được vẽ.
map-table = Xem bằng bảng
