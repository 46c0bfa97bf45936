# Sổ hộ gia đình: danh sách, hộ, thành viên, chuyển, đóng, nhập và xuất tệp.

register-crumbs = Vị trí trang
register-synthetic = Dữ liệu minh họa
register-undo = Hoàn tác
register-choose = Chọn…
register-cancel = Bỏ qua
register-save = Lưu
register-saving = Đang lưu…
register-continue = Tiếp tục
register-acts = Thao tác
register-reason = Lý do
register-reason-more = Ghi thêm lý do (nếu cần)
register-trail = Nhật ký thay đổi

column-head = Chủ hộ
column-number = Số hộ
column-hamlet = Thôn, bản, tổ dân phố
column-name = Họ và tên
column-relation = Quan hệ với chủ hộ
column-sex = Giới tính
column-birth = Ngày sinh
column-id_number = Số định danh
column-id_tail = 3 số cuối
column-address = Địa chỉ
column-phone = Điện thoại
column-note = Ghi chú

relation-head = Chủ hộ
relation-spouse = Vợ, chồng
relation-child = Con
relation-parent = Bố, mẹ
relation-grandchild = Cháu
relation-grandparent = Ông, bà
relation-sibling = Anh, chị, em
relation-other = Khác

sex-male = Nam
sex-female = Nữ
sex-unknown = Không ghi

why-moved = Chuyển đi nơi khác
why-died = Đã mất
why-mistake = Ghi nhầm
why-other = Lý do khác

household-status-active = Đang ở
household-status-moved_out = Đã chuyển đi
household-status-dissolved = Không còn
household-status-all = Tất cả

trail-field-why = Lý do rời hộ

households-title = Hộ gia đình
households-import = Nhập từ tệp Excel
households-add = Thêm hộ
households-search = Tìm theo tên người trong hộ hoặc số hộ, không cần dấu
households-search-button = Tìm
households-place = Địa bàn
households-status = Tình trạng
households-filter = Lọc
households-members = Số người
households-count = { $n ->
    [0] Không có hộ nào
   *[other] { $n } hộ, xếp theo tên chủ hộ
  }
households-keys = Phím:
households-pages = Các trang của danh sách
households-range = Hộ { $from } đến { $to } trong { $n } hộ
households-first = Về trang đầu
households-next = Trang sau
households-none = Sổ hộ còn trống
households-none-more = Nhập danh sách hộ từ tệp Excel của thôn, bản, hoặc thêm từng hộ.
households-none-found = Không có hộ nào phù hợp
households-none-found-more = Thử bớt chữ cần tìm, hoặc chọn địa bàn, tình trạng khác.
households-show-all = Xem tất cả các hộ

household-title = Hộ { $name }
household-edit = Sửa
household-move = Chuyển hộ
household-close = Đóng hộ
household-reopen = Mở lại hộ
household-place = Nơi ở
household-closed-since = { $status }, từ ngày { $day }.
household-members = Thành viên ({ $n })
household-add-member = Thêm thành viên
household-change-head = Đổi chủ hộ
household-former = Người đã rời hộ ({ $n })
household-left = Rời hộ từ ngày { $day }
household-restore = Đưa trở lại
household-assessments = Xét danh hiệu học tập các năm
household-no-assessments = Chưa có hồ sơ nào.
household-year = Năm
household-model = Danh hiệu
household-state = Trạng thái
household-points = Điểm
household-stays = Nơi ở qua các thời gian
household-no-stays = Hộ không còn thời gian cư trú nào trong sổ.
household-stay-open = từ { $since } đến nay
household-stay-closed = từ { $since } đến { $until }

household-new = Thêm hộ
household-number-hint = Để trống thì hệ thống lấy số tiếp theo của thôn, bản.
household-since = Ở đây từ ngày
household-since-hint = Để trống thì tính từ ngày đầu năm nay.
household-people = Thành viên
household-people-hint = Dòng đầu là chủ hộ. Ngày sinh ghi ngày/tháng/năm; chỉ biết năm thì ghi năm. Dòng để trống được bỏ qua.
household-id-kept = Đã nhận số có 3 số cuối { $tail }. Để trống để giữ.
household-more-rows = Thêm dòng
household-save = Lưu hộ
household-double = Hộ này giống một hộ đã có trong xã.
household-double-see = Xem hộ { $number }
household-double-sure = Đã đối chiếu, đây là hộ khác. Vẫn thêm.
household-edit-more = Tên chủ hộ và thành viên sửa ở danh sách thành viên. Nơi ở đổi bằng “Chuyển hộ”.

member-head-hint = Muốn đổi chủ hộ, dùng “Đổi chủ hộ” ở trang của hộ.
member-birth-hint = Ví dụ 05/03/1980; chỉ biết năm thì ghi 1980; không biết thì để trống.
member-id-hint = 12 số của căn cước hoặc 9 số của chứng minh nhân dân cũ. Số được mã hóa khi lưu và không hiển thị lại.
member-id-hint-tail = Đã lưu số có 3 số cuối { $tail }. Để trống để giữ số này.
member-id-hint-kept = Đã lưu một số. Để trống để giữ số này.
member-clear-id = Xóa số định danh đã lưu
member-save-next = Lưu và thêm người nữa
member-remove = Đưa ra khỏi hộ
member-remove-title = Đưa { $name } ra khỏi hộ
member-remove-more = Người này không còn trong danh sách hiện tại của hộ; các năm trước giữ nguyên.
member-remove-head = Đây là chủ hộ. Chọn chủ hộ mới trước, sau đó mới đưa người này ra khỏi hộ.
member-why = Lý do
member-left-on = Không còn ở hộ từ ngày

household-head-now = Chủ hộ hiện nay: { $name }
household-head-who = Ai là chủ hộ mới?
household-head-next = Chủ hộ mới: { $name }. Kiểm tra quan hệ của những người khác với chủ hộ mới.
household-head-other = Chọn người khác

household-move-title = Chuyển hộ { $name }
household-lives = Đang ở { $place }
household-move-to = Chuyển đến
household-move-hint = Chỉ có các địa bàn mà tài khoản này được chuyển hộ đến. Hộ chuyển đi nơi khác: dùng “Đóng hộ”.
household-move-on = Ở nơi mới từ ngày
household-move-number = Số hộ ở nơi mới
household-move-number-hint = Để trống thì giữ số cũ; nếu số cũ đã có hộ khác dùng thì lấy số tiếp theo.
household-move-rule = Trong cùng xã, phường: đăng ký của năm nay đi theo hộ sang nơi mới. Sang xã, phường khác: đăng ký chưa nộp của năm nay được rút, hộ đăng ký lại ở nơi mới. Hồ sơ đã nộp phải xét xong hoặc trả lại trước. Kết quả đã có giữ nguyên ở nơi đã xét.

household-close-title = Đóng hộ { $name }
household-close-more = Dùng khi hộ chuyển đi nơi khác hoặc không còn. Hồ sơ của hộ được giữ lại và có thể mở lại.
household-close-status = Hộ này
household-close-on = Không còn ở đây từ ngày
household-close-rule = Đăng ký chưa nộp của năm nay được rút cùng lý do này. Hồ sơ đã nộp phải xét xong hoặc trả lại trước khi đóng hộ.
household-reopen-title = Mở lại hộ { $name }
household-reopen-on = Ở lại đây từ ngày
household-reopen-hint = Giữ nguyên ngày này nếu đã đóng nhầm; nếu hộ đi rồi quay về thì ghi ngày quay về.

done-household-added = Đã thêm hộ vào sổ.
done-household-saved = Đã lưu thay đổi của hộ.
done-member-added = Đã thêm thành viên.
done-member-saved = Đã lưu thay đổi của thành viên.
done-member-removed = Đã đưa thành viên ra khỏi hộ.
done-member-restored = Đã đưa thành viên trở lại hộ.
done-head-changed = Đã đổi chủ hộ.
done-household-moved = Đã chuyển hộ sang nơi ở mới.
done-household-moved-withdrawn = Đã chuyển hộ sang xã, phường khác; đăng ký năm nay ở nơi cũ đã được rút.
done-household-closed = Đã đóng hộ.
done-household-closed-withdrawn = Đã đóng hộ; đăng ký năm nay của hộ đã được rút.
done-household-reopened = Đã mở lại hộ.
