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

register-notes-sheet = Ghi chú
register-rows = Số dòng

export-sheet = Hộ gia đình
export-households = Số hộ
export-made = Ngày xuất
export-by = Người xuất
export-note-back = Tệp này có thể sửa rồi nhập lại. Nhập lại mà không sửa thì sổ hộ không thay đổi.
export-note-private = Tệp có dữ liệu cá nhân. Chỉ gửi cho người có trách nhiệm và xóa khi không còn cần.

imports-title = Nhập sổ hộ từ tệp
imports-none = Chưa có tệp nào được tải lên
imports-none-more = Tải lên danh sách hộ dạng Excel, ODS hoặc CSV. Hệ thống cho xem trước mọi thay đổi, chưa ghi gì vào sổ.
import-new = Tải tệp lên
import-new-lede = Danh sách hộ có sẵn của thôn, bản đều dùng được, không cần chép lại theo mẫu.
import-title = Nhập từ tệp { $name }
import-place = Tệp của xã, thôn nào?
import-place-hint = Chọn thôn, bản nếu cả tệp là của một thôn và trong tệp không có cột thôn.
import-choose-file = Tệp danh sách
import-file-hint = Excel (.xlsx, .xls), ODS hoặc CSV, nhiều nhất 10 MB. Chọn tệp hoặc kéo thả vào ô dưới.
import-sending = Đang gửi tệp…
import-say-sent = Đã gửi { "{percent}" } %
import-say-failed = Chưa gửi được tệp. Kiểm tra kết nối rồi gửi lại.
import-look = Gửi và xem trước
import-nothing-yet = Chưa có gì được ghi vào sổ hộ ở bước này.
import-template = Chưa có danh sách?
import-template-more = Tải tệp mẫu có sẵn danh sách thôn, bản của xã để điền.
import-template-of = Tệp mẫu của { $place }
import-template-title = Mẫu danh sách hộ gia đình, { $place }
import-template-sheet = Danh sách hộ
import-template-help = Hướng dẫn
import-template-file = mau-danh-sach-ho
import-template-1 = Mỗi dòng là một người. Các dòng của một hộ đi liền nhau và có cùng số hộ; dòng có quan hệ “Chủ hộ” là chủ hộ.
import-template-2 = Ô không biết thì để trống. Dòng ví dụ không được nhập, có thể giữ hoặc xóa.
import-template-3 = Khi tải tệp lên, hệ thống cho xem trước. Dòng có lỗi được chỉ rõ từng ô; các hộ đúng vẫn nhập được.
import-not-listed-title = Không có trong danh sách
import-not-listed = Giá trị này không có trong danh sách. Nếu đúng là như vậy, vẫn có thể giữ lại.
import-example-number = VÍ DỤ
import-example-name = Lò Văn Mẫu
import-example-relation = Chủ hộ
import-example-sex = Nam
import-example-birth = 05/03/1984
import-example-id_number = 012345678901
import-example-address = Đội 2
import-example-phone = 0912 345 678
import-example-note = Hộ mới tách
import-help-number = Số của hộ trong thôn, bản. Để trống thì hệ thống lấy số tiếp theo.
import-help-hamlet = Tên thôn, bản, tổ dân phố; viết không dấu cũng được.
import-help-name = Họ và tên đầy đủ.
import-help-relation = Chọn trong danh sách. Mỗi hộ có đúng một chủ hộ.
import-help-sex = Nam hoặc Nữ; không biết thì để trống.
import-help-birth = Ngày/tháng/năm, ví dụ 05/03/1984; chỉ biết năm thì ghi năm.
import-help-id_number = 12 số của căn cước hoặc 9 số của chứng minh nhân dân cũ. Số được mã hóa khi lưu.
import-help-address = Nơi ở trong thôn, bản: đội, ngõ, số nhà.
import-help-phone = Số điện thoại của hộ.
import-help-note = Điều cần lưu ý về hộ.

import-file = Tệp
import-commune = Xã
import-sent = Ngày gửi
import-state = Tình trạng
import-state-waiting = Chờ nhập
import-state-applied = Đã nhập
import-would = Nếu nhập tệp này
import-came = Kết quả nhập
import-count-add = hộ được thêm
import-count-change = hộ được sửa
import-count-same = hộ không đổi
import-count-added = Hộ đã thêm
import-count-changed = Hộ đã sửa
import-count-waiting = Hộ chờ sửa lỗi
import-passed-over = { $n } dòng không phải thành viên hộ (tiêu đề, dòng tổng, ví dụ, dòng trống) được bỏ qua.
import-see-households = Xem sổ hộ
import-apply = Nhập { $n } hộ vào sổ
import-applying = Đang nhập…
import-apply-waiting = Hộ có lỗi không được nhập; sửa trong tệp rồi tải lên lại, hộ đã nhập sẽ không bị lặp.
import-nothing-new = Mọi hộ trong tệp đã có trong sổ, không có gì thay đổi.
import-nothing-good = Chưa có hộ nào nhập được. Xem lỗi bên dưới hoặc chọn lại ý nghĩa của các cột.
import-problems = Lỗi trong tệp
import-problems-n = { $n } chỗ cần xem lại
import-problems-title = Lỗi trong tệp { $name }
import-problems-download = Tải danh sách lỗi
import-problems-note = Mỗi lỗi ghi rõ trang tính và ô. Sửa trong tệp gốc rồi tải lên lại.
import-problems-more = Trang này chỉ hiện { $n } lỗi đầu tiên; danh sách tải về có đủ.
import-sheet = Trang tính
import-cell = Ô
import-what = Điều chưa đúng và cách sửa
import-columns = Ý nghĩa của các cột
import-column = Cột trong tệp
import-samples = Giá trị đầu tiên
import-means = Là
import-means-nothing = (không dùng)
import-head-row = Dòng tiêu đề
import-hamlet = Thôn, bản cho dòng không ghi
import-hamlet-none = (không chọn)
import-sure = Vẫn thêm các hộ giống hộ đã có (đã đối chiếu, là hộ khác).
import-again = Xem lại với lựa chọn này
import-looking = Đang xem lại…
import-rows = Các hộ sẽ thêm hoặc sửa
import-row = Dòng
import-becomes = Việc
import-becomes-add = Thêm
import-becomes-change = Sửa

done-import-read = Đã đọc tệp. Chưa có gì được ghi vào sổ hộ.
done-import-decided = Đã xem lại tệp với lựa chọn mới.
done-import-applied = { $n ->
    [0] Đã nhập xong, không có hộ nào thay đổi.
   *[other] Đã nhập { $n } hộ vào sổ.
  }
