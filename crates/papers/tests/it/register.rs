//! Household registers read from sheets, and the template that goes out empty and comes back filled.

use papers::import::{Limits, Row, Sheet, column_letters, read_rows};
use papers::register_sheet::{
    DraftHousehold, Field, FieldWords, Mapping, RegisterRead, TemplateWords, check_mapping, find_header, guess_mapping,
    parse_birth, parse_id_number, parse_relation, parse_sex, read_register, template_workbook,
};
use rules::basics::Day;
use rules::problem::Problem;
use rules::register::{Birth, Relation, Sex};

use crate::files_in::read;

fn today() -> Day {
    Day::new(2025, 12, 5).unwrap()
}

/// A sheet from lines with cells between bars; empty cells hold nothing.
fn sheet(lines: &[&str]) -> Sheet {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let csv = format!("sep=|\n{text}");
    read_rows("Sheet1.csv", csv.as_bytes(), &Limits::default()).unwrap().remove(0)
}

fn register(lines: &[&str]) -> RegisterRead {
    let sheet = sheet(lines);
    let (row, mapping) = find_header(&sheet).expect("a head");
    read_register(&sheet, row, &mapping, today())
}

fn head(cells: &str) -> Mapping {
    let sheet = sheet(&[cells]);
    guess_mapping(&sheet.rows[0])
}

fn told(problem: &Problem) -> String {
    format!("{} {}", problem.field, problem.code)
}

fn names(household: &DraftHousehold) -> Vec<(&str, Relation)> {
    household.members.iter().map(|member| (member.name.as_str(), member.relation)).collect()
}

#[test]
fn heads_of_columns_are_known_in_three_languages() {
    use Field::{Address, Birth, Hamlet, Head, IdNumber, Name, Note, Number, Phone, Relation, Sex};
    let vietnamese = head(
        "STT|Số hộ|Thôn/Bản/Tổ|Họ và tên chủ hộ|Họ và tên|Quan hệ với chủ hộ|Giới tính|Ngày sinh|Số CCCD/định danh|Địa chỉ|SĐT|Ghi chú",
    );
    let all = [Number, Hamlet, Head, Name, Relation, Sex, Birth, IdNumber, Address, Phone, Note];
    assert_eq!(vietnamese, all.into_iter().zip(1..).collect::<Mapping>());
    let english = head(
        "Household no.|Hamlet|Head of household|Full name|Relationship to head|Sex|Date of birth|ID number|Address|Phone|Remarks",
    );
    assert_eq!(english, all.into_iter().zip(0..).collect::<Mapping>());
    let indonesian = head(
        "No. KK|Dusun|Nama Kepala Keluarga|Nama lengkap|Hubungan dengan kepala keluarga|Jenis kelamin|Tanggal lahir|NIK|Alamat|No. HP|Keterangan",
    );
    assert_eq!(indonesian, all.into_iter().zip(0..).collect::<Mapping>());
}

#[test]
fn the_longest_phrase_decides_and_the_plainest_column_wins() {
    assert_eq!(
        head("Ngày sinh của chủ hộ|Số CCCD chủ hộ|Chủ hộ"),
        Mapping::from([(Field::Birth, 0), (Field::IdNumber, 1), (Field::Head, 2)])
    );
    assert_eq!(head("Địa chỉ trước đây|Địa chỉ"), Mapping::from([(Field::Address, 1)]));
    assert_eq!(head("HỌ VÀ TÊN\u{a0}|ho va ten"), Mapping::from([(Field::Name, 0)]));
    assert_eq!(head("Số điểm|Xếp loại|Số nhân khẩu|Số thành viên|Ngày ban hành|Khu vực|Ủy ban"), Mapping::new());
    assert_eq!(head("Bản, tổ|Nữ"), Mapping::from([(Field::Hamlet, 0), (Field::Sex, 1)]));
}

#[test]
fn a_head_is_found_below_titles_and_not_without_a_name() {
    let found = sheet(&["ỦY BAN NHÂN DÂN XÃ", "", "DANH SÁCH HỘ", "STT|Chủ hộ|Thôn", "1|Lò Văn Ún|Bản A"]);
    assert_eq!(find_header(&found), Some((4, Mapping::from([(Field::Head, 1), (Field::Hamlet, 2)]))));
    assert_eq!(find_header(&sheet(&["STT|Thôn|Địa chỉ"])), None);
}

#[test]
fn a_mapping_with_one_column_twice_or_without_names_is_told() {
    let twice = check_mapping(&Mapping::from([(Field::Name, 1), (Field::Note, 1)]));
    assert_eq!(twice.iter().map(told).collect::<Vec<_>>(), ["note column-twice"]);
    assert_eq!(twice[0].args.get("column").map(String::as_str), Some("B"));
    let nameless = check_mapping(&Mapping::from([(Field::Hamlet, 0)]));
    assert_eq!(nameless.iter().map(told).collect::<Vec<_>>(), [" header-missing"]);
}

#[test]
fn the_register_of_another_program_is_read_household_by_household() {
    for name in ["register_long.xlsx", "register_long.xls", "register_long.ods"] {
        let sheet = read(name).unwrap().remove(0);
        let (row, mapping) = find_header(&sheet).unwrap();
        assert_eq!((row, mapping.len()), (5, 11), "{name}");
        let read = read_register(&sheet, row, &mapping, today());
        assert_eq!(read.households.len(), 2, "{name}: {:?}", read.problems);
        let first = &read.households[0];
        assert_eq!((first.row, first.number.as_str(), first.hamlet_text.as_str()), (7, "1", "Bản Long Hẹ"));
        assert_eq!((first.address.as_str(), first.phone.as_str()), ("Đội 2", "0912 345 678"));
        let family =
            [("Lò Văn Ún", Relation::Head), ("Quàng Thị Ỏ", Relation::Spouse), ("Lò Thị Mỹ Duyên", Relation::Child)];
        assert_eq!(names(first), family);
        assert_eq!(first.members[0].birth, Birth::Day(Day::new(1984, 3, 5).unwrap()));
        assert_eq!(first.members[1].birth, Birth::Year(1986));
        assert_eq!(first.members[2].birth, Birth::Day(Day::new(2010, 9, 15).unwrap()));
        assert_eq!(first.members[2].id_number.as_ref().map(|number| number.digits()), Some("014310000789"));
        assert_eq!(read.households[1].members[1].birth, Birth::Year(1981));
        assert_eq!(read.waiting, [12], "the household with bad cells waits as a whole");
        assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sổ hộ!H12 birth-shape"]);
        assert_eq!(read.passed_over, [6, 15, 17], "numbering line, total, signature");
    }
}

#[test]
fn one_row_for_each_household_with_hamlets_as_headings() {
    let sheet = read("register_heads.xlsx").unwrap().remove(0);
    let (row, mapping) = find_header(&sheet).unwrap();
    let read = read_register(&sheet, row, &mapping, today());
    assert_eq!(read.problems, []);
    let seen: Vec<_> = read
        .households
        .iter()
        .map(|household| {
            let head = &household.members[0];
            (household.hamlet_text.as_str(), head.name.as_str(), head.relation, head.sex, head.birth)
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("BẢN LONG HẸ", "Cà Văn Quỷnh", Relation::Head, Sex::Male, Birth::Year(1975)),
            ("BẢN LONG HẸ", "Đặng Kiều Ưỡng", Relation::Head, Sex::Female, Birth::Year(1968)),
            ("BẢN PÚ CHẮN", "Thào A Phử", Relation::Head, Sex::Male, Birth::Year(1990)),
        ]
    );
    assert_eq!(read.households[2].hamlet_at, "Chủ hộ!A7");
    assert_eq!(read.passed_over, [4, 7]);
}

#[test]
fn a_household_ends_at_the_next_number_the_next_head_or_another_hamlet() {
    let read = register(&[
        "Số hộ|Thôn|Họ tên|Quan hệ",
        "1|Bản A|Lò Văn A|Chủ hộ",
        "1|Bản A|Lò Thị B|Vợ",
        "2|Bản A|Lò Văn C|Chủ hộ",
        "|Bản A|Lò Văn D|Chủ hộ",
        "||Lò Văn E|Con",
        "1|Bản B|Lò Văn G|Chủ hộ",
    ]);
    assert_eq!(read.problems, []);
    let sizes: Vec<_> = read.households.iter().map(|household| (household.row, household.members.len())).collect();
    assert_eq!(sizes, [(2, 2), (4, 1), (5, 2), (7, 1)]);
}

#[test]
fn a_number_that_comes_back_later_is_told_with_its_first_row() {
    let read = register(&["Số hộ|Họ tên|Quan hệ", "1|Lò A|Chủ hộ", "2|Lò B|Chủ hộ", "1|Lò C|Chủ hộ"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!A4 row-repeated"]);
    assert_eq!(read.problems[0].args.get("first").map(String::as_str), Some("2"));
    assert_eq!(read.households.len(), 2);
}

#[test]
fn two_heads_under_one_number_wait_and_no_head_waits_too() {
    let read = register(&[
        "Số hộ|Họ tên|Quan hệ",
        "1|Lò A|Chủ hộ",
        "1|Lò B|Chủ hộ",
        "2|Lò C|Vợ",
        "2|Lò D|Con",
        "3|Lò E|Chủ hộ",
    ]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!C2 one-head", "Sheet1!C4 one-head"]);
    assert_eq!(read.waiting, [2, 4]);
    assert_eq!(read.households.len(), 1);
}

#[test]
fn a_member_before_any_household_is_told() {
    let read = register(&["Họ tên|Quan hệ", "Lò A|Con", "Lò B|Chủ hộ"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!A2 member-without-household"]);
    assert_eq!(read.households.len(), 1);
}

#[test]
fn a_missing_relation_and_an_unknown_one_are_told_once_each() {
    let read = register(&[
        "Số hộ|Họ tên|Quan hệ|Giới tính",
        "1|Lò A|Chủ hộ|Nam",
        "1|Lò B||Nữ",
        "2|Lò C|chủ|Nam",
        "2|Lò D|Con|?!",
    ]);
    let problems: Vec<_> = read.problems.iter().map(told).collect();
    assert_eq!(problems, ["Sheet1!C3 required", "Sheet1!C4 not-a-choice"]);
    assert_eq!(read.waiting, [2, 4]);
}

#[test]
fn a_head_in_a_column_of_its_own_heads_the_members_beside_it() {
    let read =
        register(&["Chủ hộ|Họ tên|Năm sinh", "Lò A|Lò A|1980", "Lò A|Lò B|1982", "Lò C|Lò D|1990", "|Lò E|1992"]);
    assert_eq!(read.problems, []);
    assert_eq!(names(&read.households[0]), [("Lò A", Relation::Head), ("Lò B", Relation::Other)]);
    let second = [("Lò C", Relation::Head), ("Lò D", Relation::Other), ("Lò E", Relation::Other)];
    assert_eq!(names(&read.households[1]), second);
}

#[test]
fn an_identity_number_in_two_households_is_told_at_the_second() {
    let read = register(&["Chủ hộ|CCCD", "Lò A|014084000123", "Lò B|014084000123"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!B3 id-taken"]);
    assert_eq!(read.households.len(), 1);
}

#[test]
fn a_number_against_birth_or_sex_is_told_at_its_cell() {
    let read = register(&["Chủ hộ|Giới tính|Năm sinh|CCCD", "Lò A|Nữ|1985|014084000123"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!D2 id-against-sex"]);
    let read = register(&["Chủ hộ|Giới tính|Năm sinh|CCCD", "Lò A|Nam|1985|014084000123"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!D2 id-against-birth"]);
}

fn cell(text: &str) -> Row {
    let sheet = read_rows("a.csv", format!("sep=|\n\"{text}\"\n").as_bytes(), &Limits::default());
    sheet.unwrap().remove(0).rows.remove(0)
}

#[test]
fn births_are_read_in_the_shapes_people_type() {
    let read = |text: &str| {
        parse_birth(cell(text).cell(0), today()).map(|birth| birth.to_string()).map_err(|problem| problem.code)
    };
    for (typed, birth) in [
        ("1984", "1984"),
        ("05/03/1984", "1984-03-05"),
        ("5/3/1984", "1984-03-05"),
        ("5-3-1984", "1984-03-05"),
        ("5.3.1984", "1984-03-05"),
        ("05 / 03 / 1984", "1984-03-05"),
        ("1984-03-05", "1984-03-05"),
        ("'05/03/1984", "1984-03-05"),
        ("00/00/1984", "1984"),
        ("../../1984", "1984"),
        ("//1984", "1984"),
    ] {
        assert_eq!(read(typed), Ok(birth.to_owned()), "{typed}");
    }
    assert_eq!(parse_birth(None, today()), Ok(Birth::Unknown));
    for typed in ["05/03/84", "84", "31/02/1984", "5/1984", "năm 1984", "05/03/19845"] {
        assert_eq!(read(typed), Err("birth-shape".to_owned()), "{typed}");
    }
    for typed in ["1899", "2026", "06/12/2025"] {
        assert_eq!(read(typed), Err("birth-range".to_owned()), "{typed}");
    }
}

#[test]
fn relations_and_sexes_are_read_in_three_languages() {
    let relation = |text: &str| parse_relation(cell(text).cell(0)).ok().flatten();
    for (typed, wanted) in [
        ("CHỦ HỘ", Relation::Head),
        ("vợ", Relation::Spouse),
        ("Chồng", Relation::Spouse),
        ("Con trai 2", Relation::Child),
        ("con dâu", Relation::Child),
        ("Bố", Relation::Parent),
        ("ba", Relation::Parent),
        ("bà", Relation::Grandparent),
        ("Bà nội", Relation::Grandparent),
        ("cháu", Relation::Grandchild),
        ("chị", Relation::Sibling),
        ("em gái", Relation::Sibling),
        ("cô", Relation::Other),
        ("Khác", Relation::Other),
        ("wife", Relation::Spouse),
        ("Daughter-in-law", Relation::Child),
        ("istri", Relation::Spouse),
        ("Kepala Keluarga", Relation::Head),
        ("cucu", Relation::Grandchild),
        ("grandparent", Relation::Grandparent),
    ] {
        assert_eq!(relation(typed), Some(wanted), "{typed}");
    }
    for known in Relation::ALL {
        assert_eq!(relation(known.word()), Some(*known));
    }
    assert!(parse_relation(cell("hàng xóm tốt").cell(0)).is_err());
    let sex = |text: &str| parse_sex(cell(text).cell(0));
    for (typed, wanted) in [
        ("Nam", Sex::Male),
        ("NỮ", Sex::Female),
        ("male", Sex::Male),
        ("F", Sex::Female),
        ("L", Sex::Male),
        ("p", Sex::Female),
        ("x", Sex::Female),
    ] {
        assert_eq!(sex(typed), Ok(wanted), "{typed}");
    }
    assert!(sex("khác").is_err());
}

#[test]
fn identity_numbers_lose_spaces_and_apostrophes() {
    let read =
        |text: &str| parse_id_number(cell(text).cell(0), today()).map(|number| number.unwrap().digits().to_owned());
    for typed in ["014084000123", "014 084 000 123", "'014084000123", "014.084.000.123", "014-084-000-123"] {
        assert_eq!(read(typed), Ok("014084000123".to_owned()), "{typed}");
    }
    assert_eq!(read("1408-4000123").map_err(|problem| problem.code), Err("id-shape".to_owned()));
}

fn template_words() -> TemplateWords {
    let field = |head: &str, example: &str| FieldWords {
        head: head.to_owned(),
        help: format!("Ghi {head}."),
        example: example.to_owned(),
    };
    TemplateWords {
        title: "Mẫu nhập sổ hộ gia đình".to_owned(),
        sheet: "Sổ hộ".to_owned(),
        help_sheet: "Hướng dẫn".to_owned(),
        intro: vec!["Mỗi dòng một thành viên. Dòng ví dụ không được đọc.".to_owned()],
        fields: [
            (Field::Number, field("Số hộ", "VÍ DỤ")),
            (Field::Hamlet, field("Thôn", "Bản Long Hẹ")),
            (Field::Name, field("Họ và tên", "Lò Văn Ún")),
            (Field::Relation, field("Quan hệ với chủ hộ", "Chủ hộ")),
            (Field::Sex, field("Giới tính", "Nam")),
            (Field::Birth, field("Ngày sinh", "05/03/1984")),
            (Field::IdNumber, field("Số định danh", "")),
        ]
        .into(),
        relations: ["Chủ hộ", "Vợ", "Chồng", "Con"].map(str::to_owned).to_vec(),
        sexes: ["Nam", "Nữ"].map(str::to_owned).to_vec(),
        not_listed_title: "Không có trong danh sách".to_owned(),
        not_listed: "Hãy chọn một giá trị trong danh sách.".to_owned(),
        made: today(),
    }
}

#[test]
fn the_template_comes_back_with_its_head_known_and_its_example_passed_over() {
    let hamlets: Vec<String> = (1..=40).map(|at| format!("Bản Nậm Nhứ {at}")).collect();
    let bytes = template_workbook(&template_words(), &hamlets).unwrap();
    let sheets = read_rows("mẫu.xlsx", &bytes, &Limits::default()).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Sổ hộ", "Hướng dẫn"]);
    let (row, mapping) = find_header(&sheets[0]).unwrap();
    assert_eq!((row, mapping.len()), (1, 7));
    assert!(find_header(&sheets[1]).is_none(), "the explanation is not a register");
    let read = read_register(&sheets[0], row, &mapping, today());
    assert_eq!(read, RegisterRead { passed_over: vec![2], ..RegisterRead::default() });
}

#[test]
fn the_template_offers_every_hamlet_in_a_list_and_keeps_leading_zeros() {
    let hamlets: Vec<String> = (1..=300).map(|at| format!("Tổ dân phố {at}")).collect();
    let bytes = template_workbook(&template_words(), &hamlets).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(sheet.contains("<formula1>lists!$A$1:$A$300</formula1>"), "{sheet}");
    assert!(sheet.contains("<formula1>lists!$B$1:$B$4</formula1>"));
    assert!(sheet.contains("sqref=\"B3:B20001\""));
    let styles = std::io::read_to_string(archive.by_name("xl/styles.xml").unwrap()).unwrap();
    assert!(styles.contains("numFmtId=\"49\""), "text format: {styles}");
}

/// Writes the template into `target/tmp`, to open with a spreadsheet program.
#[test]
fn a_template_for_twelve_hamlets_names_them_all() {
    let hamlets: Vec<String> = (1..=12).map(|at| format!("Bản Nậm Nhứ {at}")).collect();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = template_workbook(&template_words(), &hamlets).unwrap();
    // They stand on a hidden sheet, from which the cells' choices come.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&template)).unwrap();
    let words = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
    assert!(hamlets.iter().all(|hamlet| words.contains(&format!(">{hamlet}<"))), "{words}");
    std::fs::write(folder.join("template.xlsx"), template).unwrap();
}

#[test]
fn every_field_has_a_word_that_reads_back() {
    for field in Field::ALL {
        assert_eq!(Field::of(field.word()), Some(*field));
    }
    assert_eq!(column_letters(0), "A");
}

fn found(lines: &[&str]) -> (usize, Mapping) {
    find_header(&sheet(lines)).expect("a head")
}

#[test]
fn heads_in_two_rows_and_split_columns_are_understood() {
    use Field::{BirthDay, BirthMonth, BirthOfMen, BirthYear, Men, Name, NameGiven};
    // Merged heads: what stands over several columns is in the leftmost cell only.
    let (row, mapping) = found(&[
        "UBND XÃ LONG HẸ",
        "DANH SÁCH NHÂN KHẨU",
        "STT|Họ và tên||Ngày sinh|||Giới tính||Quan hệ với chủ hộ|Ghi chú",
        "|Họ đệm|Tên|Ngày|Tháng|Năm|Nam|Nữ||",
        "1|Lò Văn|Ún|5|3|1984|x||Chủ hộ|",
    ]);
    assert_eq!(row, 4);
    let wanted = Mapping::from([
        (Name, 1),
        (NameGiven, 2),
        (BirthDay, 3),
        (BirthMonth, 4),
        (BirthYear, 5),
        (Men, 6),
        (Field::Sex, 7),
        (Field::Relation, 8),
        (Field::Note, 9),
    ]);
    assert_eq!(mapping, wanted);
    // The same split in one row of heads.
    let (row, mapping) =
        found(&["TT|Họ và tên đệm|Tên|Ngày|Tháng|Năm sinh|Nam|Nữ|Thôn", "1|Lò Văn|Ún|5|3|1984|x||Bản A"]);
    let wanted = [
        (Name, 1),
        (NameGiven, 2),
        (BirthDay, 3),
        (BirthMonth, 4),
        (BirthYear, 5),
        (Men, 6),
        (Field::Sex, 7),
        (Field::Hamlet, 8),
    ];
    assert_eq!((row, mapping), (1, Mapping::from(wanted)));
    // The year stands in the column of the sex.
    let (row, mapping) = found(&["TT|Họ và tên|Năm sinh||Quan hệ", "||Nam|Nữ|", "1|Lò Văn Ún|1984||Chủ hộ"]);
    assert_eq!(
        (row, mapping),
        (2, Mapping::from([(Name, 1), (BirthOfMen, 2), (Field::Birth, 3), (Field::Relation, 4)]))
    );
    // A group that says nothing by itself.
    let (row, mapping) = found(&["STT|Thông tin cá nhân||Địa chỉ", "|Họ và tên|Năm sinh|", "1|Lò Văn Ún|1984|Đội 2"]);
    assert_eq!((row, mapping), (2, Mapping::from([(Name, 1), (Field::Birth, 2), (Field::Address, 3)])));
    // The first person is no second row of the head, whatever the cells say.
    let (row, mapping) = found(&["Họ và tên|Thôn|Giới tính", "Lò Văn Ún|Bản A|Nam", "Cà Thị Ban|Bản A|Nữ"]);
    assert_eq!((row, mapping.len()), (1, 3));
}

#[test]
fn columns_that_go_on_without_a_head_are_found_by_what_they_hold() {
    use Field::{BirthDay, BirthMonth, BirthYear, Name, NameGiven};
    let lines = [
        "STT|Họ và tên||Ngày sinh|||Địa chỉ",
        "1|Lò Văn|Ún|5|3|1984|Đội 1",
        "2|Cà Thị|Ban|0|0|1990|Đội 1",
        "3|Quàng Thị Mỹ|Duyên|15|9|2010|",
    ];
    let (row, mapping) = found(&lines);
    let wanted = [(Name, 1), (NameGiven, 2), (BirthDay, 3), (BirthMonth, 4), (BirthYear, 5), (Field::Address, 6)];
    assert_eq!((row, mapping), (1, Mapping::from(wanted)));
    let people = register(&lines);
    assert_eq!(people.problems, []);
    let seen: Vec<_> =
        people.households.iter().map(|one| (one.members[0].name.as_str(), one.members[0].birth)).collect();
    let day = |y, m, d| Birth::Day(Day::new(y, m, d).unwrap());
    assert_eq!(
        seen,
        [("Lò Văn Ún", day(1984, 3, 5)), ("Cà Thị Ban", Birth::Year(1990)), ("Quàng Thị Mỹ Duyên", day(2010, 9, 15)),]
    );
    // A column of notes beside the name is no given name.
    let (_, mapping) = found(&["STT|Họ và tên||Địa chỉ", "1|Lò Văn Ún|ở xa|Đội 1", "2|Cà Thị Ban|đi làm|Đội 1"]);
    assert_eq!(mapping, Mapping::from([(Name, 1), (Field::Address, 3)]));
}

#[test]
fn split_columns_are_put_together_and_what_contradicts_is_named_at_its_cell() {
    let head = "Số hộ|Họ đệm|Tên|Ngày|Tháng|Năm|Nam|Nữ|Quan hệ với chủ hộ";
    let read = register(&[
        head,
        "1|Lò Văn|Ún|05|03|1984|x||Chủ hộ",
        "1|Cà Thị|Ban||||  |X|Vợ",
        "2|Lò Văn|Hai|31|2|1990|x||Chủ hộ",
        "3|Lò Văn|Ba|||90|x||Chủ hộ",
        "4|Lò Văn|Bốn|||1990|x|x|Chủ hộ",
        "5|Lò Văn|Năm||7|1990|x||Chủ hộ",
    ]);
    let first = &read.households[0].members;
    assert_eq!(
        (first[0].name.as_str(), first[0].sex, first[0].birth),
        ("Lò Văn Ún", Sex::Male, Birth::Day(Day::new(1984, 3, 5).unwrap()))
    );
    assert_eq!((first[1].name.as_str(), first[1].sex, first[1].birth), ("Cà Thị Ban", Sex::Female, Birth::Unknown));
    assert_eq!(read.households.len(), 1);
    assert_eq!(
        read.problems.iter().map(told).collect::<Vec<_>>(),
        ["Sheet1!F4 birth-shape", "Sheet1!F5 birth-shape", "Sheet1!G6 two-sexes", "Sheet1!F7 birth-shape"]
    );
    let read = register(&["Số hộ|Họ và tên|Năm sinh||Quan hệ", "|||Nữ|", "1|Lò Văn Ún|1984||Chủ hộ"]);
    assert_eq!(read.households.len() + read.problems.len(), 1, "half a second row of heads is no crash");
    let read = register(&[
        "Số hộ|Họ và tên|Năm sinh||Quan hệ",
        "||Nam|Nữ|",
        "1|Lò Văn Ún|1984||Chủ hộ",
        "1|Cà Thị Ban||1986|Vợ",
        "2|Lò Văn Hai|1990|1991|Chủ hộ",
    ]);
    let seen: Vec<_> = read.households[0].members.iter().map(|one| (one.sex, one.birth)).collect();
    assert_eq!(seen, [(Sex::Male, Birth::Year(1984)), (Sex::Female, Birth::Year(1986))]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!C5 two-sexes"]);
}

#[test]
fn an_identity_number_gets_back_the_zeros_a_spreadsheet_took_and_no_others() {
    use papers::import::CellIn;
    let number = |digits: &str| {
        let cell =
            CellIn { at: "A1".to_owned(), column: 0, text: digits.to_owned(), number: digits.parse().ok(), day: None };
        parse_id_number(Some(&cell), today()).map(|found| found.unwrap().digits().to_owned())
    };
    assert_eq!(number("14084000999").unwrap(), "014084000999");
    assert_eq!(number("1084000999").unwrap(), "001084000999");
    assert_eq!(number("12345678").unwrap(), "012345678");
    assert_eq!(number("123456789").unwrap(), "123456789");
    assert_eq!(number("01108400012").map_err(|problem| problem.code), Err("id-shape".to_owned()), "its zero is there");
    let text = |digits: &str| {
        let cell = CellIn { at: "A1".to_owned(), column: 0, text: digits.to_owned(), number: None, day: None };
        parse_id_number(Some(&cell), today()).map_err(|problem| problem.code)
    };
    assert_eq!(text("14084000999"), Err("id-shape".to_owned()), "of a text nothing is guessed");
}

#[test]
fn letters_of_old_scripts_are_recognised_by_what_they_read_as() {
    use papers::import::letters::{Letters, modern, recognise};
    let tcvn = sheet(&["Hä vµ tªn|N¨m sinh", "NguyÔn V¨n An|1984", "TrÇn ThÞ H»ng|1990", "Lª §×nh §øc|1970"]);
    let (letters, before, after) = recognise(std::slice::from_ref(&tcvn)).unwrap();
    assert_eq!(letters, Letters::Tcvn3);
    assert_eq!((before.as_str(), after.as_str()), ("Lª §×nh §øc", "Lê Đình Đức"));
    let read = modern(std::slice::from_ref(&tcvn), letters);
    assert_eq!(find_header(&read[0]), Some((1, Mapping::from([(Field::Name, 0), (Field::Birth, 1)]))));
    let vni = sheet(&["Hoï vaø teân|Naêm sinh", "Nguyeãn Vaên An|1984", "Traàn Thò Haèng|1990", "Huyønh Thò Myõ|1970"]);
    assert_eq!(recognise(&[vni]).map(|found| found.0), Some(Letters::Vni));
    // Unicode, other languages and a stray sign are left alone.
    for lines in [
        ["Họ và tên|Năm sinh", "Nguyễn Văn An|1984", "Trần Thị Hằng|1990", "Hoà Thuý|1970", "Lò Văn Ún|1971"],
        ["Nama|Tahun", "Siti Aminah|1984", "José Müller|1990", "Ångström Øst|1970", "Zoë Brontë|1971"],
        ["Họ và tên|Ghi chú", "Lò Văn Ún|giảm 5 µg", "Cà Thị Ban|© 2024", "Lò Văn Hai|«mới»", "Lò Văn Ba|"],
    ] {
        assert_eq!(recognise(&[sheet(&lines)]), None, "{lines:?}");
    }
}

#[test]
fn one_sheet_for_each_hamlet_is_read_as_one_register() {
    use papers::register_sheet::alike;
    let sheets = read("register_split.xlsx").unwrap();
    let (row, mapping) = find_header(&sheets[0]).unwrap();
    assert_eq!((row, mapping.len()), (4, 10), "{mapping:?}");
    let others = alike(&sheets, &sheets[0]);
    assert_eq!(others.iter().map(|(sheet, row)| (sheet.name.as_str(), *row)).collect::<Vec<_>>(), [("Bản Pú Chắn", 4)]);
    let all = sheets[0].joined(&others);
    let read = read_register(&all, row, &mapping, today());
    let seen: Vec<_> = read
        .households
        .iter()
        .map(|one| (all.row_name(one.row), one.hamlet_text.as_str(), one.members.len(), one.members[0].name.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("Bản Long Hẹ!5".to_owned(), "Bản Long Hẹ", 2, "Lò Văn Ún"),
            ("Bản Long Hẹ!7".to_owned(), "Bản Long Hẹ", 1, "Cà Văn Ái"),
        ]
    );
    let first = &read.households[0].members;
    assert_eq!(first[0].birth, Birth::Day(Day::new(1984, 3, 5).unwrap()));
    assert_eq!(first[0].id_number.as_ref().map(|number| number.digits()), Some("014084000123"), "the zero is back");
    assert_eq!((first[1].sex, first[1].birth), (Sex::Female, Birth::Year(1986)));
    // 30 February, in the second sheet: its household waits, named at its own cell.
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Bản Pú Chắn!F6 birth-shape"]);
    assert_eq!(read.waiting.iter().map(|row| all.row_name(*row)).collect::<Vec<_>>(), ["Bản Pú Chắn!5"]);
    assert!(read.passed_over.is_empty(), "{:?}", read.passed_over);
}

#[test]
fn a_workbook_and_a_text_file_of_old_letters_are_read_alike() {
    use papers::import::letters::{Letters, modern, recognise};
    for name in ["register_tcvn3.xlsx", "register_tcvn3.csv"] {
        let sheets = read(name).unwrap();
        assert_eq!(recognise(&sheets).map(|found| found.0), Some(Letters::Tcvn3), "{name}");
        let sheet = modern(&sheets, Letters::Tcvn3).remove(0);
        let (row, mapping) = find_header(&sheet).unwrap();
        let read = read_register(&sheet, row, &mapping, today());
        assert_eq!(read.problems, [], "{name}");
        let heads: Vec<_> =
            read.households.iter().map(|one| (one.members[0].name.as_str(), one.address.as_str())).collect();
        assert_eq!(heads, [("Nguyễn Văn Đức", "Xóm mới"), ("Lường Văn Ánh", "Đội 2")], "{name}");
        assert_eq!(names(&read.households[0])[1], ("Trần Thị Hằng", Relation::Spouse));
    }
}

#[test]
fn two_rows_of_heads_survive_what_they_do_not_know() {
    use Field::{Men, Name, NameGiven};
    // "Số" and "Ngày cấp" under the identity number say nothing; the sexes still have a column each.
    let (row, mapping) = found(&[
        "Số hộ|Họ và tên|Giới tính||Số CCCD||Quan hệ",
        "||Nam|Nữ|Số|Ngày cấp|",
        "1|Lò Văn Ún|x||014084000123||Chủ hộ",
    ]);
    assert_eq!((row, mapping.get(&Men), mapping.get(&Field::Sex)), (2, Some(&2), Some(&3)), "{mapping:?}");
    // Split names under a head that says nothing by itself.
    let (row, mapping) = found(&[
        "Số hộ|Thông tin cá nhân|||Quan hệ|Địa chỉ",
        "|Họ đệm|Tên|Năm sinh||",
        "1|Lò Văn|Ún|1984|Chủ hộ|Đội 1",
    ]);
    assert_eq!((row, mapping.get(&Name), mapping.get(&NameGiven)), (2, Some(&1), Some(&2)), "{mapping:?}");
    // A title is no row of heads, whatever words it holds.
    let (row, mapping) = found(&[
        "DANH SÁCH CHỦ HỘ, NHÂN KHẨU",
        "Số hộ|Họ và tên|Quan hệ với chủ hộ|Ngày sinh",
        "1|Lò Văn Ún|Chủ hộ|1984",
    ]);
    assert_eq!((row, mapping.get(&Name), mapping.get(&Field::Head)), (2, Some(&1), None), "{mapping:?}");
    // A cross in a column of both sexes says nothing.
    let read = register(&["Số hộ|Họ và tên|Giới tính|Quan hệ", "1|Lò Văn Ún|x|Chủ hộ"]);
    assert_eq!(read.problems.iter().map(told).collect::<Vec<_>>(), ["Sheet1!C2 not-a-choice"]);
    // In a column of women it says woman, and an empty cell man; such a head a person maps by hand.
    let women = sheet(&["Số hộ|Họ và tên|Nữ (x)|Quan hệ", "1|Lò Văn Ún||Chủ hộ", "1|Cà Thị Ban|x|Vợ"]);
    let (row, mut mapping) = find_header(&women).unwrap();
    mapping.insert(Field::Sex, 2);
    let read = read_register(&women, row, &mapping, today());
    let sexes: Vec<_> = read.households[0].members.iter().map(|one| one.sex).collect();
    assert_eq!(sexes, [Sex::Male, Sex::Female]);
}

#[test]
fn every_sheet_below_may_number_its_columns_and_rows_are_named_with_their_sheet() {
    let lines = ["Số hộ|Họ và tên|Quan hệ", "(1)|(2)|(3)", "1|Lò Văn Ún|Chủ hộ", "1|Lò Văn Hai|Chủ hộ"];
    let (one, two) = (sheet(&lines), Sheet { name: "Hai".to_owned(), ..sheet(&lines[..3]) });
    let (row, mapping) = find_header(&one).unwrap();
    let all = one.joined(&[(&two, row)]);
    let read = read_register(&all, row, &mapping, today());
    assert_eq!(read.passed_over.iter().map(|row| all.row_name(*row)).collect::<Vec<_>>(), ["Sheet1!2", "Hai!2"]);
    // Household 1 of the second sheet comes under the number of the first one's, which has two heads.
    let firsts: Vec<_> = read.problems.iter().filter_map(|one| one.args.get("first").cloned()).collect();
    assert!(firsts.iter().all(|first| !first.contains("10000")), "{firsts:?}");
}
