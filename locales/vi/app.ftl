# Khung của mọi trang, đăng nhập, tài khoản cá nhân, và các từ dùng chung: vai trò, quyền, bước, trạng thái, cấp.

frame-skip = Đến nội dung chính
frame-menu = Danh mục
frame-languages = Ngôn ngữ
frame-sections = Các phần của trang
frame-sign-in = Đăng nhập
frame-sign-out = Đăng xuất
frame-demo = Trang trình diễn.
frame-demo-more = Người, hộ gia đình và hồ sơ ở đây là dữ liệu mô phỏng; tên và mã đơn vị hành chính là thật.
frame-tour = Xem hướng dẫn từng bước

nav-today = Việc cần làm
nav-households = Hộ gia đình
nav-families = Gia đình học tập
nav-decisions = Quyết định
nav-figures = Số liệu
nav-places = Địa bàn
nav-criteria = Tiêu chí
nav-verify = Tra cứu giấy chứng nhận
nav-people = Người dùng
nav-audit = Nhật ký

foot-what = Hoctap giúp cấp xã xét công nhận Gia đình học tập và tổng hợp số liệu xây dựng xã hội học tập từ cơ sở đến cả nước.
foot-about = Giới thiệu
foot-published = Số liệu đã công bố
foot-tour = Hướng dẫn
foot-api = Giao diện lập trình (API)
foot-style = Mẫu trình bày
foot-look = Màu trang
foot-look-auto = Theo thiết bị
foot-look-light = Sáng
foot-look-dark = Tối

form-errors = Biểu mẫu còn chỗ cần sửa

problem-page-forbidden = Không có quyền thực hiện
problem-page-not-found = Không tìm thấy trang
problem-page-clash = Không thực hiện được với dữ liệu hiện có
problem-page-busy = Hệ thống đang bận
problem-page-failure = Hệ thống gặp lỗi
problem-page-input = Dữ liệu gửi lên cần sửa lại
problem-page-home = Về trang chủ
problem-page-search = Tìm địa bàn
problem-page-meant = Có phải bạn tìm
problem-page-incident = Mã sự cố
problem-page-when = Lúc
problem-page-where = Ở địa chỉ
problem-page-copy = Chép mã
problem-page-copied = Đã chép
problem-page-nothing-saved = Lần này chưa có gì được lưu; những gì đã lưu trước đó vẫn còn nguyên.
problem-page-roles = Vai trò hôm nay của bạn
problem-page-roles-more = Quyền đi theo vai trò và địa bàn. Người quản trị của xã hoặc tỉnh có thể giao thêm vai trò.
problem-page-again = Thử lại
frame-offline = Mất kết nối mạng.
frame-offline-more = Những gì đã nhập vẫn còn trên trang này. Khi có mạng lại, hãy bấm gửi.

sign-in-title = Đăng nhập
sign-in-login = Tên đăng nhập
sign-in-password = Mật khẩu
sign-in-button = Đăng nhập
sign-in-help = Chưa có tài khoản hoặc quên mật khẩu: liên hệ người quản trị của xã hoặc của tỉnh.
sign-in-now = Bạn đang đăng nhập là { $name }. Đăng nhập ở đây là chuyển sang tài khoản khác.
held-title = Chưa gửi được, nội dung vẫn còn đây
held-out = Phiên đăng nhập đã hết nên chưa có gì được lưu. Những gì bạn đã nhập được giữ trên trang này: đăng nhập ở thẻ mới, rồi quay lại đây gửi.
held-other = Trang được mở từ một phiên đăng nhập khác nên chưa có gì được lưu. Bạn đang đăng nhập là { $name }: có gửi nội dung đã nhập với tên này không?
held-files = Tệp và ảnh đã chọn không giữ được, cần chọn lại.
held-sign-in = Đăng nhập ở thẻ mới
held-again = Đã đăng nhập, gửi lại
held-as = Gửi với tên { $name }
held-drop = Bỏ nội dung này
sign-in-demo = Tài khoản trình diễn
sign-in-demo-more = Chọn một tên đăng nhập dưới đây; mật khẩu chung:

account-title = Tài khoản của tôi
account-name = Họ và tên
account-must-change = Mật khẩu hiện nay do người khác đặt. Đổi sang mật khẩu riêng ở mục “Đổi mật khẩu” trước khi làm việc tiếp.
account-roles = Vai trò
account-no-roles = Chưa được giao vai trò nào. Liên hệ người quản trị của địa bàn.
account-role-days = Hiệu lực từ { $since }; hết hiệu lực: { $until }
account-sessions = Thiết bị đang đăng nhập
account-device-unknown = Thiết bị không rõ
account-session-when = Đăng nhập lúc { $since }; dùng gần nhất lúc { $seen }
account-this-device = Thiết bị này
account-session-end = Đăng xuất thiết bị
account-end-all = Đăng xuất mọi thiết bị
account-password = Đổi mật khẩu
account-password-old = Mật khẩu hiện nay
account-password-new = Mật khẩu mới
account-password-again = Nhập lại mật khẩu mới
account-password-hint = Ít nhất { $min } ký tự, không chỉ gồm chữ số. Một câu ngắn dễ nhớ là tốt nhất.
account-password-save = Lưu mật khẩu mới

done-password = Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.
done-session-ended = Đã đăng xuất thiết bị.
done-must-change = Đã đăng nhập.

role-administrator = Người quản trị
role-province_officer = Cán bộ cấp tỉnh
role-commune_officer = Cán bộ cấp xã
role-commune_chair = Chủ tịch UBND cấp xã
role-hamlet_head = Trưởng thôn, tổ trưởng dân phố
role-viewer = Người xem
role-none = Không có

act-see_public = xem trang công khai
act-see_own_account = xem tài khoản của mình
act-see_register = xem danh sách hộ gia đình
act-edit_register = cập nhật hộ gia đình và thành viên
act-move_household = chuyển hộ sang địa bàn khác
act-close_household = đóng và mở lại hộ
act-import_register = nhập danh sách hộ từ tệp
act-export_register = xuất danh sách hộ ra tệp
act-see_assessments = xem phiếu đánh giá
act-register_families = đăng ký và rút đăng ký gia đình
act-self_assess = điền phiếu tự đánh giá
act-submit_assessment = nộp và rút lại phiếu tự đánh giá
act-appraise = thẩm định
act-decide = quyết định công nhận
act-revoke = thu hồi công nhận
act-see_decisions = xem quyết định và danh sách kèm theo
act-see_records = xem hồ sơ chi tiết của số liệu
act-manage_hamlets = quản lý thôn, tổ dân phố
act-set_area_class = xác định loại vùng của địa bàn
act-manage_people = quản lý tài khoản và vai trò
act-see_audit = xem nhật ký
act-manage_published = nhập số liệu đã công bố
act-see_birth = xem ngày sinh của thành viên
act-see_id_tail = xem ba số cuối của số định danh

state-none = Chưa đăng ký
state-registered = Đã đăng ký
state-assessing = Đang tự đánh giá
state-submitted = Chờ thẩm định
state-returned = Trả lại để bổ sung
state-accepted = Đạt, chờ quyết định
state-rejected = Không đạt
state-recognised = Đã công nhận
state-withdrawn = Đã rút đăng ký
state-revoked = Đã thu hồi công nhận

step-none = Không có, hồ sơ năm này đã kết thúc
step-register = Đăng ký
step-save = Lưu phiếu tự đánh giá
step-submit = Nộp phiếu tự đánh giá
step-recall = Rút lại phiếu đã nộp
step-return = Trả lại để bổ sung
step-accept = Kết luận đạt
step-reject = Kết luận không đạt
step-reopen = Mở lại thẩm định
step-recognise = Quyết định công nhận
step-withdraw = Rút đăng ký
step-revoke = Thu hồi công nhận

level-country = Cả nước
level-province = Tỉnh, thành phố
level-district = Huyện (trước 01/7/2025)
level-commune = Xã, phường, đặc khu
level-hamlet = Thôn, tổ dân phố

area-normal = Vùng thuận lợi
area-difficult = Vùng khó khăn

model-citizen = Công dân học tập
model-family = Gia đình học tập
model-clan = Dòng họ học tập
model-community = Cộng đồng học tập
model-unit = Đơn vị học tập
