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

pub fn today() -> Day {
    Day::new(2025, 12, 5).unwrap()
}

/// A sheet from lines with cells between bars; empty cells hold nothing.
pub fn sheet(lines: &[&str]) -> Sheet {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let csv = format!("sep=|\n{text}");
    read_rows("Sheet1.csv", csv.as_bytes(), &Limits::default()).unwrap().remove(0)
}

pub fn register(lines: &[&str]) -> RegisterRead {
    let sheet = sheet(lines);
    let (row, mapping) = find_header(&sheet).expect("a head");
    read_register(&sheet, row, &mapping, today())
}

fn head(cells: &str) -> Mapping {
    let sheet = sheet(&[cells]);
    guess_mapping(&sheet.rows[0])
}

pub fn told(problem: &Problem) -> String {
    format!("{} {}", problem.field, problem.code)
}

pub fn names(household: &DraftHousehold) -> Vec<(&str, Relation)> {
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
