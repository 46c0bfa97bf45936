# Mỗi câu nói điều gì chưa đúng và cần làm gì tiếp. Khóa là problem- và mã lỗi.

# Nhập liệu
problem-required = Mục này còn trống. Nhập rồi gửi lại.
problem-too-long = Nội dung quá dài. Rút ngắn còn nhiều nhất { $max } ký tự.
problem-not-a-number = “{ $value }” không phải là số. Nhập một số nguyên, ví dụ 12.
problem-not-a-day = “{ $value }” không phải là ngày. Nhập theo dạng ngày/tháng/năm, ví dụ 22/11/2026.
problem-no-backup-yet = Chưa có bản sao lưu nào để khôi phục thử. Hãy bắt đầu sao lưu trước.
problem-not-iso-day = “{ $value }” không phải là ngày theo dạng chương trình gửi. Gửi theo dạng YYYY-MM-DD, ví dụ 2026-11-22.
problem-no-such-day = “{ $value }” không có trong lịch: tháng { $month } năm { $year } có { $last } ngày.
problem-no-such-month = “{ $value }”: không có tháng { $month }. Nhập ngày trước, tháng sau, ví dụ 22/11/2026.
problem-short-year = “{ $value }”: nhập đủ bốn chữ số của năm, ví dụ 22/11/2026.
problem-not-a-year = “{ $value }” không phải là năm. Nhập đủ bốn chữ số, ví dụ 2026.
problem-day-in-future = Ngày { $value } còn ở tương lai. Nhập ngày hôm nay hoặc ngày trước đó.
problem-not-a-choice = Giá trị “{ $value }” không có trong danh sách. Chọn một trong: { $choices }.
problem-unknown-field = Không có mục nào tên là “{ $value }”. Kiểm tra lại tên mục rồi gửi lại.
problem-bad-characters = Có ký tự không dùng được: { $value }. Xóa ký tự đó rồi nhập lại.
problem-not-json = Nội dung gửi lên không đọc được dưới dạng JSON ({ $detail }). Sửa lại rồi gửi lần nữa.
problem-not-form = Biểu mẫu gửi lên không đọc được ({ $detail }). Tải lại trang rồi gửi lần nữa.
problem-bad-cursor = Vị trí đang xem trong danh sách không còn hợp lệ. Mở lại danh sách từ đầu.
problem-too-large = Dữ liệu gửi lên quá lớn. Gửi nhiều nhất { $max }; nếu là tệp, chia thành nhiều tệp nhỏ hơn.
problem-template-wrong = Mẫu sai ở dòng { $line }, chữ thứ { $column }: { $says } Dòng đó là: “{ $excerpt }”. Nguyên văn của bộ dàn trang: { $message }. Sửa dòng đó rồi tải lên lại; mẫu chưa được nhận.
problem-template-unwritable = Không làm được tệp PDF từ mẫu này: { $says } Nguyên văn của bộ dàn trang: { $message }. Mẫu chưa được nhận.
problem-template-pages = Mẫu làm ra quá nhiều trang. Tìm chỗ lặp trong mẫu; mẫu chưa được nhận.
problem-template-time = Mẫu chạy quá lâu và đã bị dừng. Tìm vòng lặp không có điểm dừng; mẫu chưa được nhận.
problem-template-memory = Mẫu đòi quá nhiều bộ nhớ hoặc bị ngắt giữa chừng. Tìm danh sách hay vòng lặp quá lớn; mẫu chưa được nhận.
problem-template-lacks = Giấy làm từ mẫu này thiếu: { $what }. Phần này bắt buộc, phải hiện trên giấy, đủ lớn và đủ đậm để đọc; mẫu chưa được nhận.
problem-template-codes = Giấy làm từ mẫu này phải có { $n } mã QR cạnh ít nhất 15 mm; chỉ thấy { $found }. Mẫu chưa được nhận.
problem-template-not-text = Tệp này không phải mẫu Typst dạng văn bản UTF-8. Tải mẫu có sẵn về, sửa tệp đó rồi tải lên.
problem-template-elsewhere = Mẫu này không thuộc nơi và loại giấy đã chọn. Mở lại trang mẫu giấy và chọn lại.
problem-grid-cells = { $n } ô chưa đúng nên chưa lưu ô nào. Những gì đã gõ vẫn còn: sửa các ô được đánh dấu rồi lưu lại.
problem-nothing-chosen = Chưa chọn dòng nào. Đánh dấu ít nhất một dòng rồi thực hiện lại.
problem-not-sent-yet = Chưa gửi gì cả: đây là biểu mẫu anh/chị đã điền, nay hiện bằng ngôn ngữ khác. Bấm nút để gửi.
problem-changed-meanwhile = Có người vừa sửa dữ liệu này: bản đang mở là bản { $yours }, bản hiện hành là bản { $now }. Tải lại trang, xem thay đổi rồi sửa lại.
problem-request-id-reused = Yêu cầu này trùng mã với một yêu cầu trước nhưng khác nội dung. Tải lại trang rồi gửi lại.
problem-request-id-missing = Yêu cầu gửi lên thiếu mã. Tải lại trang rồi gửi lại.

# Địa bàn
problem-no-such-place = Không tìm thấy địa bàn “{ $value }”. Kiểm tra lại tên hoặc mã, hoặc tìm ở trang “Địa bàn”.
problem-place-several = Có nhiều địa bàn khớp với “{ $value }”. Chọn một địa bàn dưới đây, hoặc nhập mã.
problem-place-not-in-force = { $place } không có hiệu lực vào ngày { $day }. Chọn đơn vị hành chính có hiệu lực vào ngày đó.
problem-place-not-here = { $place } không thuộc { $here }. Chọn địa bàn thuộc { $here }.
problem-place-exists = Tên “{ $name }” đã có trong xã này. Dùng địa bàn đã có hoặc đặt tên khác.
problem-place-has-households = Địa bàn còn { $count } hộ gia đình. Chuyển hoặc đóng các hộ này trước.
problem-parent-not-commune = Thôn, tổ dân phố phải thuộc một xã, phường hoặc đặc khu. Chọn lại đơn vị cấp xã.

# Hộ gia đình
problem-birth-shape = “{ $value }” không phải là ngày sinh. Nhập ngày/tháng/năm, ví dụ 05/03/1980; nếu chỉ biết năm thì nhập năm; không biết thì để trống.
problem-birth-range = Ngày sinh { $value } nằm ngoài khoảng từ năm 1900 đến hôm nay. Kiểm tra lại.
problem-birth-serial = Ô này hiện ngày { $value } vì năm { $year } được gõ vào ô có định dạng ngày. Đổi định dạng ô thành văn bản rồi gõ lại năm sinh, hoặc gõ đủ ngày/tháng/năm.
problem-id-shape = “{ $value }” không phải là số định danh. Nhập 12 chữ số của căn cước hoặc 9 chữ số của chứng minh nhân dân cũ; không có thì để trống.
problem-id-against-birth = Số định danh cho biết năm sinh { $year }, khác với năm sinh đã nhập. Kiểm tra lại cả hai.
problem-id-against-sex = Số định danh không khớp với giới tính đã chọn. Kiểm tra lại cả hai.
problem-id-taken = { $household ->
    [none] Số định danh này đã có ở một người khác ngoài phạm vi tài khoản này được xem. Kiểm tra lại số; nếu đúng, liên hệ người quản trị để đối chiếu.
   *[other] Số định danh này đã có ở một người khác (hộ { $household }). Kiểm tra xem có nhập trùng người không.
  }
problem-two-sexes = Cả hai cột nam và nữ đều được đánh dấu. Chỉ để lại một.
problem-one-head = Mỗi hộ có đúng một chủ hộ. Chọn “Chủ hộ” cho một thành viên, các thành viên khác chọn quan hệ khác.
problem-household-closed = Hộ này đã đóng từ ngày { $day }. Mở lại hộ trước khi sửa.
problem-household-open = Hộ này đang mở, không cần mở lại.
problem-household-not-here-in-year = Hộ chỉ thuộc địa bàn này từ { $since }, không xét được cho năm { $year }. Chọn năm khác hoặc đăng ký tại nơi hộ ở trước đó.
problem-household-number-taken = Hộ số { $number } đã có trong thôn, tổ dân phố này. Nhập số khác cho hộ.
problem-household-already-there = Hộ đã thuộc { $place }, không cần chuyển. Nếu muốn chuyển đi nơi khác, chọn địa bàn khác.
problem-household-busy = Hộ đang có hồ sơ xét Gia đình học tập năm { $year } chưa xong. Hoàn tất hồ sơ hoặc rút đăng ký trước.
problem-likely-duplicate = Hộ này có thể trùng với hộ { $name } ({ $number }). Mở hộ đó để đối chiếu; nếu đúng là hai hộ khác nhau thì xác nhận rồi lưu lại.
problem-day-too-early = Ngày này sớm hơn ngày { $since }, là ngày hộ bắt đầu ở đây. Nhập ngày { $since } hoặc ngày sau đó.
problem-household-merged = { $household ->
    [none] Hộ này đã được gộp vào một hộ khác. Mở hộ đó để sửa, hoặc hoàn tác việc gộp.
   *[other] Hộ này đã được gộp vào hộ { $household }. Mở hộ đó để sửa, hoặc hoàn tác việc gộp.
  }
problem-merge-itself = Hai bên là cùng một hộ. Chọn hai hộ khác nhau.
problem-merge-elsewhere = Hai hộ thuộc hai xã khác nhau nên không gộp được. Chuyển một hộ về cùng xã trước, hoặc đóng hộ không còn ở.
problem-merge-both-registered = Cả hai hộ đều đang có hồ sơ xét Gia đình học tập năm { $year }. Một gia đình chỉ xét một lần trong năm: rút đăng ký của một hộ hoặc xét xong cả hai, rồi gộp.
problem-merge-two-titles = Cả hai hộ đều được công nhận Gia đình học tập năm { $year }. Một gia đình chỉ có một danh hiệu trong năm: đề nghị Chủ tịch thu hồi một quyết định công nhận, rồi gộp.
problem-merge-person-twice = { $name } được ghi là cùng một người với người đã chọn ở dòng khác. Mỗi người chỉ trùng với một người.
problem-merge-number-twice = { $name } và { $other } có cùng số định danh. Nếu là một người, chọn “là cùng một người”; nếu không, sửa số của một người trước.
problem-not-merged = Hộ này không được gộp vào hộ nào, hoặc việc gộp đã được hoàn tác. Không có gì để hoàn tác.
problem-merge-built-on = { $household ->
    [none] Một trong hai hộ đã được sửa, chuyển, đóng, đăng ký hoặc xét sau khi gộp, nên không hoàn tác được. Thêm hộ bị thiếu như hộ mới.
   *[other] Hộ { $household } đã được sửa, chuyển, đóng, đăng ký hoặc xét sau khi gộp, nên không hoàn tác được. Thêm hộ bị thiếu như hộ mới.
  }
problem-merge-too-old = Đã quá 30 ngày: dữ liệu trước khi gộp không còn được giữ, nên không hoàn tác được. Thêm hộ bị thiếu như hộ mới.

# Nhập từ tệp
problem-file-unreadable = { $detail ->
    [damaged] Tệp bị hỏng hoặc không đầy đủ. Mở tệp bằng phần mềm bảng tính, lưu lại rồi tải lên lần nữa.
    [encoding] Tệp dùng bảng mã cũ nên tên tiếng Việt có thể bị sai. Lưu lại tệp theo bảng mã UTF-8 hoặc dạng Excel (.xlsx) rồi tải lên lần nữa.
   *[other] Không đọc được tệp ({ $detail }). Lưu lại tệp dưới dạng Excel (.xlsx) rồi tải lên lần nữa.
  }
problem-file-kind = Nội dung của “{ $name }” không phải là bảng tính. Các loại đọc được: .xlsx, .xls, .ods, .csv. Mở tệp bằng phần mềm bảng tính, lưu lại dưới dạng Excel (.xlsx) rồi tải lên lần nữa.
problem-file-encrypted = Tệp có đặt mật khẩu. Bỏ mật khẩu của tệp rồi tải lên lại.
problem-letters-undecided = Chưa chọn cách đọc chữ của tệp. Chọn một cách ở mục “Chữ của tệp” rồi bấm xem lại.
problem-sheet-empty = Trang tính “{ $sheet }” chưa có dòng dữ liệu nào: tệp trống, hoặc chỉ có dòng tiêu đề. Chọn đúng tệp, hoặc điền dữ liệu dưới dòng tiêu đề, rồi tải lên lại.
problem-sheets-too-many = Tệp có quá nhiều trang tính. Mỗi tệp nhiều nhất { $max } trang: xóa các trang không cần rồi tải lên lại.
problem-sheet-beside = Đang đọc trang “{ $sheet }” ({ $n } người). Trang “{ $other }” của tệp cũng có { $m } người và không được đọc. Nếu cần đọc trang kia thì chọn trang đó.
problem-columns-aside = Không đọc các cột { $columns }: dân tộc, tôn giáo, học tập, khuyết tật, hoàn cảnh và các mục khác của phiếu điều tra không thuộc sổ hộ.
problem-rows-hidden = Có { $n } dòng đang ẩn trong tệp (dòng đầu tiên: { $first }). Các dòng này vẫn được đọc như mọi dòng khác. Nếu không muốn nhập thì xóa chúng khỏi tệp.
problem-cells-beyond = Có ô nằm quá xa về bên phải ({ $cell }) nên không được đọc. Nếu ô đó có dữ liệu cần nhập thì chuyển về gần bảng; nếu không thì bỏ qua.
problem-cell-error = Ô này là lỗi của công thức ({ $value }), không có giá trị. Sửa công thức hoặc gõ giá trị vào ô.
problem-cell-uncounted = Công thức ở ô này ({ $value }) chưa được tính nên không có giá trị. Mở tệp bằng phần mềm bảng tính, lưu lại rồi tải lên lần nữa, hoặc gõ giá trị vào ô.
problem-header-missing = Không tìm thấy cột: { $columns }. Đặt tên cột đúng như tệp mẫu, ở một dòng phía trên dữ liệu.
problem-column-twice = Cột “{ $column }” có hai lần. Xóa hoặc đổi tên một cột.
problem-household-repeated = Hộ ở dòng { $first } đã có đúng những người này. Hãy bỏ ra một trong hai; nếu là hai hộ khác nhau thì xác nhận là hộ khác.
problem-row-repeated = Dòng này lặp lại dòng { $first }. Giữ lại một dòng.
problem-hamlet-unknown = { $nearest ->
    [none] Trong xã không có thôn, tổ dân phố “{ $value }”. Sửa tên theo danh sách địa bàn hoặc thêm địa bàn trước.
   *[other] Trong xã không có thôn, tổ dân phố “{ $value }”. Tên gần giống: { $nearest }. Sửa tên hoặc thêm địa bàn trước.
  }
problem-member-without-household = Dòng thành viên này không thuộc hộ nào. Ghi số của hộ, hoặc chuyển dòng này xuống dưới dòng chủ hộ.
problem-import-not-applied = Không có gì để hoàn tác: tệp chưa được nhập, đã được hoàn tác, hoặc không làm thay đổi hộ nào.
problem-import-of-another = Chỉ người đã gửi tệp tải được bản này, vì trong tệp có số định danh. Nhờ người đó tải, hoặc gửi tệp của mình.
problem-import-built-on = { $household ->
    [none] Có hộ trong tệp đã được sửa, chuyển, đóng hoặc đăng ký sau khi nhập, nên không hoàn tác cả tệp được. Sửa từng hộ cần sửa.
   *[other] Hộ { $household } đã được sửa, chuyển, đóng hoặc đăng ký sau khi nhập, nên không hoàn tác cả tệp được. Nếu hộ này do một tệp sau đó sửa, hoàn tác tệp ấy trước; nếu không, sửa từng hộ cần sửa.
  }
problem-import-too-old = Đã quá lâu để hoàn tác: dữ liệu trước khi nhập không còn được giữ.
problem-import-applied = Tệp này đã được nhập rồi. Muốn sửa, tải lên tệp mới.
problem-import-applying = Tệp này đang được nhập. Chờ nhập xong rồi xem lại kết quả.
problem-nothing-to-import = Tệp không có dòng nào nhập được. Sửa các dòng có lỗi rồi tải lên lại.

# Tiêu chí và phiếu
problem-no-criteria = Chưa có bộ tiêu chí { $model ->
    [family] { model-family }
    [clan] { model-clan }
    [community] { model-community }
    [unit] { model-unit }
    [citizen] { model-citizen }
   *[other] { $model }
  } cho năm { $year }. Chọn năm khác, hoặc liên hệ người quản trị.
problem-answer-missing = Mục { $item } chưa trả lời. Trả lời rồi gửi lại.
problem-answer-unknown = Mục { $item } không có trong bộ tiêu chí của phiếu này. Tải lại trang rồi nhập lại.
problem-answer-range = Điểm mục { $item } phải từ { $min } đến { $max }. Nhập lại.
problem-answer-kind = { $expected ->
    [points] Mục { $item } cần trả lời bằng điểm. Nhập lại.
    [yes_no] Mục { $item } cần trả lời có hoặc không. Chọn lại.
    [ratio] Mục { $item } cần hai số: số đạt và tổng số. Nhập lại.
    [choice] Mục { $item } cần chọn một phương án có sẵn. Chọn lại.
   *[other] Câu trả lời mục { $item } chưa đúng dạng ({ $expected }). Nhập lại.
  }
problem-answer-step = Điểm mục { $item } phải là bội số của { $step }. Nhập lại.
problem-answer-not-exempt = Mục { $item } không được miễn. Trả lời mục này.
problem-answer-choice = Phương án “{ $value }” không có ở mục { $item }. Chọn một trong: { $choices }.
problem-ratio-parts = Ở mục { $item }, tổng số phải lớn hơn 0, số đạt không âm và không lớn hơn tổng số. Nhập lại hai số.

# Xét công nhận
problem-step-out-of-order = Chưa thực hiện được bước “{ $step }” vì hồ sơ đang ở trạng thái “{ $state }”. Bước cần làm trước: { $missing }. Người thực hiện: { $who }.
problem-not-registered = Gia đình chưa đăng ký trong năm này. Cần đăng ký trước; người thực hiện: { $who }.
problem-already-registered = Gia đình đã đăng ký năm { $year }. Mở hồ sơ đã có để làm tiếp.
problem-year-in-future = Chưa có số liệu năm { $year } tính đến ngày { $day }. Chọn năm sớm hơn hoặc ngày muộn hơn.
problem-too-many = Mỗi lần chỉ làm được nhiều nhất { $max } mục. Chia thành nhiều lần.
problem-cycle-year = Năm { $year } không nằm trong thời gian được xét. Chọn năm từ { $first } đến { $last }.
problem-reason-required = Việc này cần nêu lý do. Ghi rõ để người đọc sau này hiểu vì sao.
problem-self-appraisal = { $name } đã tham gia tự đánh giá hồ sơ này nên không được thẩm định. Cần một cán bộ khác của xã thẩm định.
problem-below-pass-mark = Kết quả { $total } chưa đạt mức { $mark } nên không kết luận đạt được. Trả lại để bổ sung hoặc kết luận không đạt.
problem-decision-number-taken = Số quyết định { $number } đã dùng. Kiểm tra sổ văn bản rồi nhập số khác.
problem-decision-date = Ngày quyết định { $day } không hợp lệ. Nhập ngày không sau hôm nay và không trước ngày kết luận thẩm định.
problem-decision-not-authority = Tài khoản này không có thẩm quyền quyết định tại địa bàn vào ngày { $day }. Người có thẩm quyền: { $who }.
problem-criteria-mixed = Các gia đình đã chọn được chấm theo hai bộ tiêu chí khác nhau: { $one } và { $other }. Bỏ chọn một nhóm rồi ban hành mỗi bộ tiêu chí một quyết định.
problem-evidence-kind = Không nhận loại tệp của “{ $name }” làm minh chứng. Chọn ảnh JPEG, PNG hoặc WebP.
problem-evidence-full = Mỗi hồ sơ chỉ giữ nhiều nhất { $max } minh chứng. Bỏ bớt một minh chứng trước khi thêm.

# Tài khoản và hệ thống
problem-sign-in-wrong = Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại.
problem-sign-in-wait = Đã nhập sai quá nhiều lần. Chờ { $minutes } phút rồi thử lại.
problem-sign-in-needed = Cần đăng nhập để xem trang này. Đăng nhập rồi thực hiện lại.
problem-password-weak = Mật khẩu quá dễ đoán. Nhập ít nhất { $min } ký tự và không chỉ gồm chữ số.
problem-password-wrong = Mật khẩu hiện nay không đúng. Nhập lại.
problem-password-differs = Hai lần nhập mật khẩu mới không giống nhau. Nhập lại.
problem-login-taken = Tên đăng nhập “{ $login }” đã có người dùng. Chọn tên khác.
problem-login-shape = Tên đăng nhập chưa đúng dạng. Dùng chữ thường không dấu và chữ số, viết liền, ví dụ lan.pungtai.
problem-role-dates = Ngày kết thúc trước ngày bắt đầu. Nhập ngày kết thúc từ ngày bắt đầu trở đi.
problem-role-level = Vai trò “{ $role }” không giao được ở cấp “{ $level }”. Chọn địa bàn ở cấp phù hợp với vai trò.
problem-role-held = Người này đã có vai trò “{ $role }” tại { $place } trong khoảng ngày đó. Chọn ngày khác, hoặc kết thúc vai trò kia trước.
problem-role-end = Vai trò này không kết thúc được vào ngày đó. Chọn ngày cuối trong khoảng từ { $first } đến { $last }.
problem-role-ended = Vai trò này đã hết hiệu lực, ngày cuối là { $day }. Không cần làm gì thêm.
problem-last-administrator = Đây là người quản trị cuối cùng. Giao vai trò quản trị cho người khác trước.
problem-own-role = Không tự thay đổi được vai trò của chính mình. Nhờ một người quản trị khác.
problem-own-account = Đây là tài khoản của chính mình. Đổi mật khẩu ở trang “Tài khoản của tôi”; việc khác nhờ một người quản trị khác.
problem-password-must-change = Mật khẩu của tài khoản này do người khác đặt. Đăng nhập trên trang web, đổi sang mật khẩu riêng ở “Tài khoản của tôi” rồi làm tiếp.
problem-setup-code-wrong = Mã thiết lập không đúng. Hỏi lại mã ở người cài đặt máy chủ rồi nhập lại.
problem-forged-request = Trang mở đã quá lâu, hoặc yêu cầu không gửi từ trang này; chưa có gì được lưu. Mở lại trang rồi thực hiện lại.
problem-forbidden = Tài khoản này không có quyền { $act } ở địa bàn này. Nếu cần, liên hệ người quản trị để được giao vai trò.
problem-not-found = Trang hoặc hồ sơ này không có, hoặc không còn. Kiểm tra lại địa chỉ hoặc tìm từ trang chủ.
problem-busy = Hệ thống đang có nhiều người dùng nên chưa thực hiện được. Chờ vài giây rồi thực hiện lại.
problem-cannot-store = Hệ thống hiện không lưu được: đĩa đầy hoặc chỉ cho đọc. Chưa có gì được lưu. Hãy báo người vận hành; những gì đã lưu vẫn xem được.
problem-failure = Hệ thống gặp lỗi nên chưa thực hiện được. Thử lại sau ít phút; nếu vẫn lỗi, báo người quản trị mã sự cố { $incident }.
problem-place-open = Thôn này không có ngày kết thúc riêng nên không cần mở lại. Xem lại trang của thôn.
problem-place-built-on = Không mở lại được: { $place } đã thay chỗ của thôn này. Sửa hoặc đóng nơi đó trước.
problem-published-withdrawn = Số liệu này đã được rút. Muốn dùng lại, bấm “Dùng lại số liệu này” trên trang của nó.
problem-published-in-force = Số liệu này chưa bị rút; không có gì để hoàn tác.
problem-import-discarded = Tệp này đã bị bỏ. Lấy lại tệp trước rồi làm tiếp.
problem-import-not-discarded = Tệp này không nằm trong số đã bỏ; mở trang của tệp để xem.
