//! The household survey workbook of universal education, as schools fill it (see `fixtures/make.py`).

use papers::import::{Limits, Sheet, read_rows};
use papers::register_sheet::{Field, alike, best_sheet, find_header, head_at, notes, read_register};
use rules::register::{Birth, Relation, Sex};

use crate::files_in::{fixture, read};
use crate::register::{names, today, told};

fn sheet<'a>(sheets: &'a [Sheet], name: &str) -> &'a Sheet {
    sheets.iter().find(|sheet| sheet.name == name).expect("the sheet")
}

#[test]
fn it_is_known_by_its_shape_and_its_lists_of_codes_are_no_registers() {
    for name in ["survey.xlsx", "survey.xls"] {
        let sheets = read(name).unwrap();
        let all: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(all, ["MauNhapLieu", "DATA", "DuLieu", "MaTruong", "THONG_TIN"], "{name}");
        let (chosen, row, mapping) = best_sheet(&sheets).unwrap();
        // The commune's sheet holds one person more than the hamlet's.
        assert_eq!((chosen.name.as_str(), row), ("DATA", 4), "{name}");
        let columns = [
            (Field::Hamlet, 0),
            (Field::Name, 2),
            (Field::NameGiven, 3),
            (Field::BirthDay, 4),
            (Field::BirthMonth, 5),
            (Field::BirthYear, 6),
            (Field::Sex, 7),
            (Field::Head, 11),
            (Field::HeadGiven, 12),
            (Field::Address, 13),
            (Field::Number, 14),
            (Field::Relation, 47),
            (Field::Phone, 49),
            (Field::Note, 50),
        ];
        assert_eq!(mapping, columns.into(), "{name}");
        assert_eq!(head_at(chosen, 4), mapping, "{name}");
        assert!(alike(&sheets, chosen).is_empty(), "{name}: the same people twice");
        // Nobody filled in relations there.
        let (_, hamlet) = find_header(sheet(&sheets, "MauNhapLieu")).unwrap();
        assert!(!hamlet.contains_key(&Field::Relation), "{name}");
    }
}

#[test]
fn a_household_is_its_form_within_its_hamlet_wherever_its_rows_stand() {
    for name in ["survey.xlsx", "survey.xls"] {
        let sheets = read(name).unwrap();
        let hamlet = sheet(&sheets, "MauNhapLieu");
        let (row, mapping) = find_header(hamlet).unwrap();
        let found = read_register(hamlet, row, &mapping, today());
        assert_eq!(found.problems, [], "{name}");
        // Rows prepared for more people hold a number and figures only, and are no news.
        assert!(found.passed_over.is_empty(), "{name}: {:?}", found.passed_over);
        let first = &found.households[0];
        let family =
            [("Lò Văn Ún", Relation::Head), ("Quàng Thị Ỏ", Relation::Other), ("Lò Thị Mỹ Duyên", Relation::Other)];
        assert_eq!(names(first), family, "{name}");
        assert_eq!((first.number.as_str(), first.phone.as_str()), ("1", "0912345678"));
        assert_eq!((first.hamlet_text.as_str(), first.hamlet_at.as_str()), ("Bản Cháng", "MauNhapLieu!N5"));
        assert_eq!(first.members[0].birth.to_string(), "1984-03-05");
        assert_eq!(first.members[1].birth, Birth::Year(1986), "a year stays a year");
        let sexes: Vec<Sex> = first.members.iter().map(|member| member.sex).collect();
        assert_eq!(sexes, [Sex::Male, Sex::Female, Sex::Female], "only women are marked");
        let second = &found.households[1];
        assert_eq!(names(second), [("Cà Văn Ái", Relation::Head), ("Quàng Thị Ban", Relation::Other)]);
        assert_eq!(second.members.iter().map(|member| member.row).collect::<Vec<_>>(), [8, 10]);
        assert_eq!(second.members[0].birth, Birth::Year(1971), "day and month 0");
        assert_eq!(found.households.len(), 3, "{name}");
    }
}

#[test]
fn a_commune_holds_form_one_of_every_hamlet_and_what_is_wrong_is_named() {
    for name in ["survey.xlsx", "survey.xls"] {
        let sheets = read(name).unwrap();
        let (chosen, row, mapping) = best_sheet(&sheets).unwrap();
        let found = read_register(chosen, row, &mapping, today());
        let seen: Vec<_> = found
            .households
            .iter()
            .map(|one| (one.number.as_str(), one.hamlet_text.as_str(), one.members.len(), one.members[0].name.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("1", "Bản Cháng", 3, "Lò Văn Ún"),
                // The head works elsewhere and stands in the head's columns only.
                ("1", "Bản Pú Chắn", 2, "Sùng A Tủa"),
                // "Đội 2, Long Hẹ" is no hamlet's name: nobody guesses.
                ("3", "", 1, "Y Sa"),
            ],
            "{name}"
        );
        assert_eq!(found.households[0].members[1].relation, Relation::Spouse);
        assert_eq!(
            (found.households[2].note.as_str(), found.households[2].hamlet_at.as_str()),
            ("mới đến", "DATA!A11")
        );
        assert_eq!(
            found.problems.iter().map(told).collect::<Vec<_>>(),
            ["DATA!G9 birth-shape", "DATA!O10 member-without-household"],
            "{name}"
        );
        assert_eq!(found.waiting, [9, 10]);
    }
}

#[test]
fn what_is_left_aside_and_which_sheet_is_read_is_told() {
    for name in ["survey.xlsx", "survey.xls"] {
        let sheets = read(name).unwrap();
        let (chosen, row, mapping) = best_sheet(&sheets).unwrap();
        let told: Vec<(String, Vec<String>)> = notes(&sheets, chosen, row, &mapping)
            .into_iter()
            .map(|note| (note.code, note.args.into_iter().map(|(name, value)| format!("{name}={value}")).collect()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "sheet-beside".to_owned(),
                    ["m=6", "n=7", "other=MauNhapLieu", "sheet=DATA"].map(str::to_owned).to_vec()
                ),
                ("columns-aside".to_owned(), vec!["columns=I–J, P, R–S, U–V, AW".to_owned()]),
            ],
            "{name}"
        );
        let plain = sheet(&sheets, "MaTruong");
        let (row, mapping) = find_header(plain).unwrap();
        assert_eq!(notes(&sheets, plain, row, &mapping), [], "{name}");
    }
}

/// Lines of cells between bars, as a sheet of the given name.
fn lines(name: &str, lines: &[&str]) -> Sheet {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    read_rows(&format!("{name}.csv"), format!("sep=|\n{text}").as_bytes(), &Limits::default()).unwrap().remove(0)
}

#[test]
fn a_mark_says_nothing_where_nobody_is_marked_and_other_sheets_called_data_are_read_by_their_heads() {
    let person = |name: &str, mark: &str| format!("|1|Lò Văn|{name}|1|1|1990|{mark}|||||||1");
    let rows = [person("An", ""), person("Ba", "")];
    let sheet = lines("DATA", &["Phiếu", "2025", "x", "x", &rows[0], &rows[1]]);
    let (row, mapping) = find_header(&sheet).unwrap();
    assert_eq!(row, 4);
    let found = read_register(&sheet, row, &mapping, today());
    assert!(found.households.iter().flat_map(|one| &one.members).all(|member| member.sex == Sex::Unknown));
    // The workbook's own export has its heads in the first row.
    let export = lines(
        "DATA",
        &[
            "Thôn/xóm|TT|Họ đệm|Tên|Ngày|Tháng|Năm sinh|Nữ|Dân tộc|Tôn giáo|Diện|Họ đệm chủ hộ|Tên chủ hộ|Địa chỉ|Số phiếu",
            "Thôn Một|1|Lò Văn|An|1|1|1990||Thái|||Lò Văn|An|Thôn Một|7",
            "Thôn Một|2|Cà Thị|Ba|1|1|1992|X|Thái|||Lò Văn|An|Thôn Một|7",
        ],
    );
    let (row, mapping) = find_header(&export).unwrap();
    assert_eq!((row, mapping.get(&Field::Head), mapping.get(&Field::Number)), (1, Some(&11), Some(&14)));
    let found = read_register(&export, row, &mapping, today());
    assert_eq!(names(&found.households[0]), [("Lò Văn An", Relation::Head), ("Cà Thị Ba", Relation::Other)]);
    assert_eq!(found.households[0].members[0].sex, Sex::Male);
    // A list of somebody's own under the same name.
    let own = lines("DATA", &["Số hộ|Họ và tên|Quan hệ", "2025|Lò Văn Ún|Chủ hộ", "2025|Cà Thị Ban|Vợ"]);
    let (row, mapping) = find_header(&own).unwrap();
    assert_eq!((row, mapping.get(&Field::Name)), (1, Some(&1)));
    // A person maps the columns anew: then the sheet is read as any other.
    let sheets = read_rows("x", &fixture("survey.xlsx"), &Limits::default()).unwrap();
    let (chosen, row, mut mapping) = best_sheet(&sheets).unwrap();
    mapping.remove(&Field::Sex);
    let found = read_register(chosen, row, &mapping, today());
    assert!(found.households.iter().flat_map(|one| &one.members).all(|member| member.sex == Sex::Unknown));
    assert_eq!(notes(&sheets, chosen, row, &mapping), []);
}

#[test]
fn columns_that_tell_what_is_nobodys_business_are_known_by_their_heads() {
    use papers::register_sheet::sensitive::{Sensitive, of_head};
    for (what, heads) in [
        (
            Sensitive::Ethnicity,
            ["Dân tộc", "DAN TOC", "Thành phần dân tộc", "Ethnicity", "Ethnic group", "Suku", "Suku bangsa", "DTTS"],
        ),
        (
            Sensitive::Religion,
            [
                "Tôn giáo",
                "ton giao",
                "Religion",
                "Agama",
                "AGAMA",
                "To\u{302}n gia\u{301}o",
                "Tôn Giáo (nếu có)",
                "T«n gi¸o",
            ],
        ),
        (
            Sensitive::Health,
            [
                "Khuyết tật",
                "KHUYET TAT",
                "Dạng khuyết tật",
                "Disability",
                "Disabled?",
                "Disabilitas",
                "Bệnh tật",
                "Số thẻ BHYT",
            ],
        ),
        (
            Sensitive::Poverty,
            [
                "Hộ nghèo",
                "ho ngheo",
                "Hộ nghèo/cận nghèo",
                "Near-poor",
                "Poverty",
                "Keluarga miskin",
                "Diện chính sách",
                "Penghasilan",
            ],
        ),
        (
            Sensitive::Party,
            [
                "Đảng viên",
                "dang vien",
                "Ngày vào Đảng",
                "Party member",
                "Anggota partai",
                "Là đảng viên?",
                "ĐẢNG VIÊN",
                "party  member",
            ],
        ),
    ] {
        for head in heads {
            assert_eq!(of_head(head), Some(what), "{head}");
        }
    }
    for head in [
        "Họ và tên",
        "Giới tính",
        "Dân số",
        "Ngày sinh",
        "Số phiếu",
        "Điện thoại",
        "Ghi chú",
        "Thôn, bản",
        "Quan hệ với chủ hộ",
        "Địa chỉ",
        "Số CCCD",
        "Household no.",
        "Name",
        "Relation",
        "Nama",
        "Alamat",
        "Catatan",
        "Poorly written",
        "Bến Nghé",
        "",
    ] {
        assert_eq!(of_head(head), None, "{head}");
    }
}

#[test]
fn columns_of_the_survey_workbook_and_under_a_common_head_are_known_by_their_places() {
    use papers::register_sheet::sensitive::{Sensitive, of_column};
    for name in ["survey.xlsx", "survey.xls"] {
        let sheets = read(name).unwrap();
        let (sheet, head_row, _) = papers::register_sheet::best_sheet(&sheets).unwrap();
        let known: Vec<_> = (0..55).filter_map(|column| Some((column, of_column(sheet, head_row, column)?))).collect();
        let wanted = |column| match column {
            8 => Some(Sensitive::Ethnicity),
            9 => Some(Sensitive::Religion),
            10 | 45 | 46 => Some(Sensitive::Poverty),
            35..=44 => Some(Sensitive::Health),
            _ => None,
        };
        for column in 0..=50 {
            let found = known.iter().find(|(at, _)| *at == column).map(|(_, what)| *what);
            assert_eq!(found, wanted(column), "{name}, column {column}");
        }
    }
    let csv = "DANH SÁCH HỘ NGHÈO VÀ CÁC HỘ KHÁC,,,,,,\n,,,,,,\nSTT,Họ và tên,Khuyết tật,,,Địa chỉ,Ghi chú\n,,Vận động,Nghe nói,Khác,,\n1,Lò Văn A,x,,,Bản Cổng,\n";
    let sheets = papers::import::read_rows("x.csv", csv.as_bytes(), &papers::import::Limits::default()).unwrap();
    let found: Vec<_> = (0..7).map(|column| of_column(&sheets[0], 4, column)).collect();
    let health = Some(Sensitive::Health);
    assert_eq!(found, [None, None, health, health, health, None, None], "the title of the sheet is no head");
    // The head as it is guessed is the upper row; a head typed wrongly hides no less.
    let (guessed, _) = papers::register_sheet::find_header(&sheets[0]).unwrap();
    for head in [guessed, 1] {
        let found: Vec<_> = (2..5).map(|column| of_column(&sheets[0], head, column)).collect();
        // A title taken for the head may say something else of them, and hides them too.
        assert!(found.iter().all(Option::is_some), "head in row {head}: {found:?}");
        assert!(head != guessed || found == [health, health, health], "{found:?}");
    }
    let of_head = papers::register_sheet::sensitive::of_head;
    for (head, wanted) in [
        ("DT", Some(Sensitive::Ethnicity)),
        ("TG", Some(Sensitive::Religion)),
        ("Đối tượng bảo trợ xã hội", Some(Sensitive::Poverty)),
        ("Trợ cấp xã hội hàng tháng", Some(Sensitive::Poverty)),
        ("Vận động", health),
        ("Cán bộ vận động", None),
        ("Bệnh viện công tác", None),
        ("Bệnh nền", health),
        ("Bantuan sosial (PKH)", Some(Sensitive::Poverty)),
    ] {
        assert_eq!(of_head(head), wanted, "{head}");
    }
}
