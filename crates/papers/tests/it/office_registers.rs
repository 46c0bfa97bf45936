//! Registers as offices keep them: heads in two rows, split columns, a sheet for each hamlet, letters from before Unicode.

use papers::import::Sheet;
use papers::register_sheet::{Field, Mapping, find_header, head_at, parse_id_number, read_register};
use rules::basics::Day;
use rules::register::{Birth, Relation, Sex};

use crate::files_in::read;
use crate::register::{names, register, sheet, today, told};

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
    let split = [(Name, 1), (NameGiven, 2), (BirthDay, 3), (BirthMonth, 4), (BirthYear, 5), (Men, 6), (Field::Sex, 7)];
    let with = |others: &[(Field, usize)]| split.iter().chain(others).copied().collect::<Mapping>();
    assert_eq!(mapping, with(&[(Field::Relation, 8), (Field::Note, 9)]));
    // The same split in one row of heads.
    let (row, mapping) =
        found(&["TT|Họ và tên đệm|Tên|Ngày|Tháng|Năm sinh|Nam|Nữ|Thôn", "1|Lò Văn|Ún|5|3|1984|x||Bản A"]);
    assert_eq!((row, mapping), (1, with(&[(Field::Hamlet, 8)])));
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
        let cell = CellIn { column: 0, text: digits.to_owned(), number: digits.parse().ok(), day: None, fault: None };
        parse_id_number(Some(&cell), today()).map(|found| found.unwrap().digits().to_owned())
    };
    assert_eq!(number("14084000999").unwrap(), "014084000999");
    assert_eq!(number("1084000999").unwrap(), "001084000999");
    assert_eq!(number("12345678").unwrap(), "012345678");
    assert_eq!(number("123456789").unwrap(), "123456789");
    assert_eq!(number("01108400012").map_err(|problem| problem.code), Err("id-shape".to_owned()), "its zero is there");
    let text = |digits: &str| {
        let cell = CellIn { column: 0, text: digits.to_owned(), number: None, day: None, fault: None };
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
    // A row of heads below something else that looks like one is a head of its own.
    let lines = ["Ngày|Địa chỉ|Ghi chú", "Quan hệ với chủ hộ|Họ và tên", "Chủ hộ|Lò Văn Ún"];
    assert_eq!(found(&lines), (2, Mapping::from([(Field::Relation, 0), (Name, 1)])));
    assert_eq!(head_at(&sheet(&lines), 2), found(&lines).1, "the same head, the same columns");
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
