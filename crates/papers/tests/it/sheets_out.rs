//! Tables written and read back, with our reader and, for CSV, with another library.

use papers::import::{Limits, Sheet, read_rows};
use papers::sheets::{Cell, Column, Kind, Table, csv, workbook};
use proptest::prelude::*;
use rules::basics::Day;

use crate::ALL_MARKS;
use crate::samples::NAMES;

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let mut rate = Column::new("Tỷ lệ", Kind::Rate);
    rate.parts = Some(("Số đạt".to_owned(), "Tổng số".to_owned()));
    Table {
        title: "Gia đình học tập năm 2025 & số liệu".to_owned(),
        sheet: "Số liệu".to_owned(),
        columns: vec![
            Column::new("Họ và tên", Kind::Text),
            Column::new("Số hộ", Kind::Count),
            rate,
            Column::new("Ngày", Kind::Day),
            Column::new("Năm", Kind::Year),
        ],
        rows,
        notes_sheet: "Ghi chú".to_owned(),
        facts: vec![("Nguồn".to_owned(), "Xã Long Hẹ".to_owned())],
        rows_label: "Số dòng".to_owned(),
        notes: vec!["Bộ tiêu chí chưa được kiểm chứng.".to_owned()],
        made: Day::new(2025, 12, 5).unwrap(),
    }
}

fn row(text: &str, n: i64, d: i64) -> Vec<Cell> {
    let day = Cell::Day(Day::new(2025, 12, 5).unwrap());
    vec![Cell::Text(text.to_owned()), Cell::Int(n), Cell::Rate { n, d }, day, Cell::Int(2025)]
}

fn text(sheet: &Sheet, row: usize, column: usize) -> &str {
    let row = sheet.rows.iter().find(|held| held.number == row).expect("row");
    row.cell(column).map_or("", |cell| cell.text.as_str())
}

#[test]
fn a_workbook_read_back_holds_the_same_cells() {
    let tricky =
        ["=1+1", "+84 912", "-", "@x", "\ttab", "'quoted", "_x0041_", "a\nb", "<&>\"", "00123", "1984", ALL_MARKS];
    let names: Vec<&str> = NAMES.iter().copied().chain(tricky).collect();
    let rows = (1..).zip(&names).map(|(at, name)| row(name, at, 40)).collect();
    let bytes = workbook(&table(rows)).unwrap();
    let sheets = read_rows("x.bin", &bytes, &Limits::default()).unwrap();
    assert_eq!(sheets.len(), 2);
    let sheet = &sheets[0];
    assert_eq!(sheet.name, "Số liệu");
    let heads: Vec<&str> = sheet.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(heads, ["Họ và tên", "Số hộ", "Tỷ lệ", "Số đạt", "Tổng số", "Ngày", "Năm"]);
    for (at, name) in names.iter().enumerate() {
        assert_eq!(text(sheet, at + 2, 0), *name);
        assert_eq!(text(sheet, at + 2, 1), (at + 1).to_string());
        assert_eq!(text(sheet, at + 2, 3), (at + 1).to_string());
        assert_eq!(text(sheet, at + 2, 4), "40");
        assert_eq!(text(sheet, at + 2, 5), "2025-12-05");
        assert_eq!(text(sheet, at + 2, 6), "2025");
    }
    let first = sheet.rows[1].cell(2).unwrap();
    assert_eq!((first.text.as_str(), first.number), ("0.025", Some(0.025)));
    assert_eq!(sheet.rows[1].cell(5).unwrap().day, Day::new(2025, 12, 5));
    let notes: Vec<&str> = sheets[1].rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(
        notes,
        [
            "Gia đình học tập năm 2025 & số liệu",
            "Nguồn",
            "Xã Long Hẹ",
            "Số dòng",
            &names.len().to_string(),
            "Bộ tiêu chí chưa được kiểm chứng."
        ]
    );
}

#[test]
fn a_rate_of_nothing_is_an_empty_cell_not_a_division_error() {
    let bytes = workbook(&table(vec![row("a", 0, 0)])).unwrap();
    let sheets = read_rows("x.xlsx", &bytes, &Limits::default()).unwrap();
    assert!(sheets[0].rows[1].cell(2).is_none());
}

#[test]
fn no_formula_is_ever_written() {
    let bytes = workbook(&table(vec![row("=HYPERLINK(\"http://x\")", 1, 2)])).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let part = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(!part.contains("<f>"), "{part}");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let one = workbook(&table(vec![row("a", 1, 2)])).unwrap();
    assert_eq!(one, workbook(&table(vec![row("a", 1, 2)])).unwrap());
}

#[test]
fn sheet_names_excel_forbids_are_made_acceptable() {
    let mut table = table(vec![row("a", 1, 2)]);
    table.sheet = "Xã [A]/B: một tên rất dài quá ba mươi mốt ký tự".to_owned();
    table.notes_sheet = table.sheet.clone();
    let sheets = read_rows("x", &workbook(&table).unwrap(), &Limits::default()).unwrap();
    assert!(sheets.iter().all(|sheet| sheet.name.chars().count() <= 31));
    assert_ne!(sheets[0].name, sheets[1].name);
}

/// Writes a workbook into `target/tmp`, to open with a spreadsheet program.
#[test]
fn a_workbook_of_all_names_holds_them_all() {
    let rows = (1..).zip(NAMES).map(|(at, name)| row(name, at * 1234, 40_000)).collect();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = workbook(&table(rows)).unwrap();
    let sheets = read_rows("table.xlsx", &file, &Limits::default()).unwrap();
    let words: Vec<&str> = sheets[0].rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    assert!(NAMES.iter().all(|name| words.contains(name)), "{words:?}");
    std::fs::write(folder.join("table.xlsx"), file).unwrap();
}

#[test]
fn a_row_of_another_length_is_refused() {
    assert!(workbook(&table(vec![vec![Cell::Empty]])).is_err());
}

#[test]
fn csv_begins_with_a_mark_and_disarms_formulas() {
    let bytes = csv(&table(vec![row("=cmd|' /C calc'!A0", 1, 3), row("Lò, \"Ún\"", -2, 3)]));
    let written = String::from_utf8(bytes).unwrap();
    let expected = "\u{feff}Họ và tên,Số hộ,Tỷ lệ,Số đạt,Tổng số,Ngày,Năm\r\n\
        '=cmd|' /C calc'!A0,1,0.333333,1,3,2025-12-05,2025\r\n\
        \"Lò, \"\"Ún\"\"\",-2,-0.666667,-2,3,2025-12-05,2025\r\n";
    assert_eq!(written, expected);
}

fn any_text() -> impl Strategy<Value = String> {
    // Control characters have no place in a sheet and a carriage return is a line end there.
    proptest::string::string_regex("[ -~àạảãấầơưđĐỴ\n\t=+@'\"]{0,40}").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_survives_the_workbook(texts in prop::collection::vec(any_text(), 1..12)) {
        let rows = texts.iter().map(|text| row(text, 1, 2)).collect();
        let sheets = read_rows("x", &workbook(&table(rows)).unwrap(), &Limits::default()).unwrap();
        for (at, wanted) in texts.iter().enumerate().filter(|(_, wanted)| !wanted.trim().is_empty()) {
            prop_assert_eq!(text(&sheets[0], at + 2, 0), wanted);
        }
    }

    #[test]
    fn any_text_survives_csv_and_another_reader_agrees(texts in prop::collection::vec(any_text(), 1..12)) {
        let rows = texts.iter().map(|text| row(text, 1, 2)).collect();
        let bytes = csv(&table(rows));
        let sheets = read_rows("x.csv", &bytes, &Limits::default()).unwrap();
        let mut other = ::csv::ReaderBuilder::new().from_reader(&bytes[3..]);
        for ((at, wanted), record) in texts.iter().enumerate().zip(other.records()) {
            let theirs = record.unwrap()[0].to_owned();
            let guarded = theirs.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\n']);
            prop_assert_eq!(theirs.strip_prefix('\'').filter(|_| guarded).unwrap_or(&theirs), wanted);
            if !wanted.trim().is_empty() {
                prop_assert_eq!(text(&sheets[0], at + 2, 0), wanted);
            }
        }
    }
}

#[test]
fn a_marked_copy_holds_the_same_cells_with_notes_where_something_is_wrong() {
    use std::collections::BTreeMap;

    use papers::import::{Limits, cell_place, read_rows};
    let sheets = crate::files_in::read("register_long.xlsx").unwrap();
    let wrong = BTreeMap::from([
        ("Sổ hộ!H12".to_owned(), vec!["“31/02/1990” không phải là ngày sinh.".to_owned()]),
        ("Sổ hộ!K9".to_owned(), vec!["Còn thiếu.".to_owned(), "Nhập số điện thoại.".to_owned()]),
        ("no cell".to_owned(), vec!["x".to_owned()]),
    ]);
    let made = rules::basics::Day::new(2026, 11, 22).unwrap();
    let copy = papers::sheets::marked(&sheets, &wrong, "Sổ hộ", "01k-7", made).unwrap();
    assert_eq!(
        copy,
        papers::sheets::marked(&sheets, &wrong, "Sổ hộ", "01k-7", made).unwrap(),
        "the same words, the same bytes"
    );
    assert_eq!(papers::import::copied_from(&copy).as_deref(), Some("01k-7"));
    assert_eq!(papers::import::copied_from(b"a;b"), None);
    let read = read_rows("copy.xlsx", &copy, &Limits::default()).unwrap();
    assert_eq!(read, sheets, "a text that looks like a formula and a number with lost zeros stay what they were");
    let phones =
        read_rows("so.csv", "Số hộ;Điện thoại;Năm\n001;0912345678;1984\n".as_bytes(), &Limits::default()).unwrap();
    let copied = papers::sheets::marked(&phones, &BTreeMap::new(), "so", "x", made).unwrap();
    let copied = read_rows("so.xlsx", &copied, &Limits::default()).unwrap();
    let texts = |sheets: &[papers::import::Sheet]| -> Vec<String> {
        sheets[0].rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.clone()).collect()
    };
    assert_eq!(texts(&copied), texts(&phones), "a telephone keeps its zero");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(copy)).unwrap();
    let mut notes = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/comments1.xml").unwrap(), &mut notes).unwrap();
    assert!(notes.contains("ref=\"H12\"") && notes.contains("31/02/1990"), "{notes}");
    assert!(notes.contains("ref=\"K9\"") && notes.contains("Nhập số điện thoại."), "{notes}");
    for (at, place) in [
        ("A1", Some((0, 0))),
        ("XFD1048576", Some((1_048_575, 16_383))),
        ("XFE1", None),
        ("A0", None),
        ("7", None),
        ("Ô7", None),
        ("", None),
    ] {
        assert_eq!(cell_place(at), place, "{at}");
    }
}
