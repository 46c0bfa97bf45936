//! Files of other programs read: openpyxl and LibreOffice wrote the fixtures (see `fixtures/make.py`).

use std::collections::BTreeMap;

use papers::import::{CellIn, Limits, ReadProblem, Row, Sheet, column_letters, read_rows};
use rules::basics::Day;

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("fixture")
}

pub fn read(name: &str) -> Result<Vec<Sheet>, ReadProblem> {
    read_rows(name, &fixture(name), &Limits::default())
}

/// Every cell by its reference.
pub fn cells(sheet: &Sheet) -> BTreeMap<String, String> {
    let named = |row: &Row, cell: &CellIn| format!("{}{}", column_letters(cell.column), row.number);
    let of_row = |row| move |cell: &CellIn| (named(row, cell), cell.text.clone());
    sheet.rows.iter().flat_map(|row| row.cells.iter().map(of_row(row))).collect()
}

#[test]
fn xlsx_xls_and_ods_of_one_register_hold_the_same_cells() {
    let xlsx = read("register_long.xlsx").unwrap();
    assert_eq!(
        xlsx.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(),
        ["Sổ hộ"],
        "visible, filled sheets only"
    );
    let wanted = cells(&xlsx[0]);
    for (at, text) in [
        ("A1", "ỦY BAN NHÂN DÂN XÃ LONG HẸ"),
        ("B5", "Số hộ"),
        ("E8", "Quàng Thị Ỏ"),
        ("H7", "1984-03-05"),
        ("H8", "1986"),
        ("I9", "014 310 000 789"),
        ("I10", "214079000111"),
        ("L10", "=1+1"),
        ("D12", "Y Ƀlŭ Niê"),
        ("A15", "Tổng số: 3 hộ, 7 nhân khẩu"),
    ] {
        assert_eq!(wanted.get(at).map(String::as_str), Some(text), "{at}");
    }
    for name in ["register_long.xls", "register_long.ods"] {
        let sheets = read(name).unwrap();
        assert_eq!(sheets.len(), 1, "{name}");
        assert_eq!(sheets[0].name, "Sổ hộ", "{name}");
        assert_eq!(cells(&sheets[0]), wanted, "{name}");
    }
}

#[test]
fn a_date_cell_gives_a_day_in_every_format() {
    for name in ["register_long.xlsx", "register_long.xls", "register_long.ods"] {
        let sheets = read(name).unwrap();
        let row = sheets[0].rows.iter().find(|row| row.number == 7).unwrap();
        assert_eq!(row.cell(7).unwrap().day, Day::new(1984, 3, 5), "{name}");
        assert_eq!(row.cell(1).unwrap().number, Some(1.0), "{name}");
    }
}

#[test]
fn csv_is_read_with_semicolons_and_with_tabs_in_utf16() {
    for name in ["register_long.csv", "register_utf16.csv"] {
        let sheets = read(name).unwrap();
        let held = cells(&sheets[0]);
        assert_eq!(held.get("D1").map(String::as_str), Some("Họ và tên chủ hộ"), "{name}");
        assert_eq!(held.get("E3").map(String::as_str), Some("Quàng Thị Ỏ"), "{name}");
        assert_eq!(held.get("I3").map(String::as_str), Some("014186000456"), "{name}");
    }
}

#[test]
fn a_locked_workbook_is_told_as_locked_whatever_its_name() {
    for name in ["locked.xlsx", "locked.csv", "locked"] {
        assert_eq!(read_rows(name, &fixture("locked.xlsx"), &Limits::default()), Err(ReadProblem::Encrypted));
    }
}

#[test]
fn an_old_vietnamese_encoding_is_refused_not_guessed() {
    assert_eq!(read("old_encoding.csv"), Err(ReadProblem::Encoding));
}

#[test]
fn the_content_decides_what_a_file_is_not_its_name() {
    let sheets = read_rows("names.csv", &fixture("register_long.xlsx"), &Limits::default()).unwrap();
    assert_eq!(sheets[0].name, "Sổ hộ");
    for (bytes, what) in [
        (b"<html><p>Not signed in</p></html>".as_slice(), "a page without a table"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a photo"),
    ] {
        let read = read_rows("sổ hộ.xls", bytes, &Limits::default());
        assert_eq!(read, Err(ReadProblem::Kind("sổ hộ.xls".to_owned())), "{what}");
    }
}

#[test]
fn rows_of_csv_keep_the_numbers_a_person_sees() {
    let read = |text: &str| read_rows("C:\\Sổ\\hộ 1.csv", text.as_bytes(), &Limits::default()).unwrap().remove(0);
    let sheet = read("a,b\r\n\r\n\"x\ny\",2\r\n,\r\n'=1,\"c \"\"d\"\"\"\r\n");
    assert_eq!(sheet.name, "hộ 1");
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(sheet.rows[1].cells[0].text, "x\ny");
    assert_eq!(sheet.rows[2].cells[0].text, "=1");
    assert_eq!(sheet.rows[2].cells[1].text, "c \"d\"");
    let named = read("sep=|\r\na|b,c;d|e\r\n");
    assert_eq!(cells(&named).into_values().collect::<Vec<_>>(), ["a", "b,c;d", "e"]);
    let addresses = read("Tên;Địa chỉ;Số\nA;Số 1, đội 2, bản 3;4\nB;Số 5, đội 6, bản 7, xã 8;9\n");
    assert_eq!(addresses.rows[2].cell(1).unwrap().text, "Số 5, đội 6, bản 7, xã 8");
}

#[test]
fn an_empty_file_and_an_empty_sheet_are_told_as_empty() {
    for bytes in [b"".as_slice(), b"\xef\xbb\xbf", b"\r\n ,\t,\r\n"] {
        assert_eq!(read_rows("x.csv", bytes, &Limits::default()), Err(ReadProblem::Empty("x".to_owned())));
    }
}

#[test]
fn columns_have_the_letters_of_a_spreadsheet() {
    for (column, letters) in
        [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
    {
        assert_eq!(column_letters(column), letters);
    }
}

#[test]
fn each_problem_has_a_code_of_the_table() {
    let codes = [
        (ReadProblem::Damaged, "file-unreadable"),
        (ReadProblem::Encoding, "file-unreadable"),
        (ReadProblem::Kind("a".to_owned()), "file-kind"),
        (ReadProblem::Encrypted, "file-encrypted"),
        (ReadProblem::Empty("a".to_owned()), "sheet-empty"),
        (ReadProblem::TooLarge("20 MB".to_owned()), "too-large"),
        (ReadProblem::Sheets(200), "sheets-too-many"),
    ];
    for (problem, code) in codes {
        let told = problem.problem();
        assert_eq!(told.code, code);
        let arguments = rules::problem::CODES.iter().find(|row| row.0 == code).unwrap().2;
        assert_eq!(told.args.keys().map(String::as_str).collect::<Vec<_>>(), arguments, "{code}");
    }
}
