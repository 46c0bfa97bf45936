//! Broken and hostile files: each is an error or a smaller table, never a panic, an endless loop or a grab for memory.

use std::io::{Cursor, Write};

use papers::import::letters::{Letters, modern, recognise};
use papers::import::{Limits, ReadProblem, Sheet, cell_place, read_rows};
use papers::register_sheet::{Mapping, find_header, head_at, notes, read_register};
use proptest::prelude::*;
use rules::basics::Day;
use zip::write::SimpleFileOptions;

use crate::files_in::fixture;

/// Words that heads and cells of registers are made of, in no order.
const WORDS: &[&str] = &[
    "",
    "",
    "STT",
    "Số hộ",
    "Họ và tên",
    "Họ đệm",
    "Tên",
    "Chủ hộ",
    "Quan hệ với chủ hộ",
    "Giới tính",
    "Nam",
    "Nữ",
    "Ngày sinh",
    "Ngày",
    "Tháng",
    "Năm",
    "Năm sinh",
    "Thôn",
    "Số CCCD",
    "Địa chỉ",
    "Ghi chú",
    "Lò Văn",
    "Ún",
    "x",
    "1",
    "12",
    "31",
    "1984",
    "05/03/1984",
    "14084000999",
    "Vợ",
    "Con",
    "I. BẢN A",
    "Tổng số",
    "Thông tin cá nhân",
    "NguyÔn",
];

const FIXTURES: &[&str] = &[
    "register_long.xlsx",
    "register_heads.xlsx",
    "register_long.xls",
    "register_long.ods",
    "register_long.csv",
    "register_utf16.csv",
    "register_split.xlsx",
    "register_tcvn3.csv",
    "locked.xlsx",
];

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ODS_MIME: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet");

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[ODS_MIME, ("content.xml", content.as_bytes())])
}

/// A workbook of one sheet with the given rows and shared strings.
fn xlsx(rows: &str, strings: &str) -> Vec<u8> {
    let types = "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let root = format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml"));
    let book_relations =
        format!("<Relationships>{}</Relationships>", relation("r1", "worksheet", "worksheets/sheet1.xml"));
    let book = "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn refused(bytes: &[u8]) -> ReadProblem {
    read_rows("x", bytes, &Limits::default()).expect_err("must be refused")
}

#[test]
fn two_cells_at_the_ends_of_a_sheet_cost_two_cells() {
    let far = xlsx(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"B1048576\"><v>2</v></c></row>",
        "<sst></sst>",
    );
    let sheets = read_rows("x", &far, &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
    // A stray cell at the far right takes nothing of the table with it, and is told.
    let wide = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>1</v></c></row>", "<sst></sst>");
    let sheets = read_rows("x", &wide, &Limits::default()).unwrap();
    assert_eq!((sheets[0].rows[0].cells.len(), sheets[0].beyond), (1, Some((0, 16_383))));
    let notes = notes(&sheets, &sheets[0], 1, &Mapping::new());
    assert_eq!(
        notes.iter().map(|note| (note.code.as_str(), note.field.as_str())).collect::<Vec<_>>(),
        [("cells-beyond", "a!XFD1")]
    );
}

#[test]
fn a_promise_of_more_strings_than_bytes_is_not_believed() {
    let promise = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "<sst uniqueCount=\"900000000000\"></sst>");
    assert_eq!(read_rows("x", &promise, &Limits::default()).unwrap()[0].rows.len(), 1);
}

#[test]
fn repeated_cells_and_rows_of_a_document_are_not_unfolded_past_the_limits() {
    let cell = |repeat: &str| {
        format!("<table:table-cell {repeat} office:value-type=\"string\"><text:p>a</text:p></table:table-cell>")
    };
    let columns =
        ods(&format!("<table:table-row>{}</table:table-row>", cell("table:number-columns-repeated=\"2000000000\"")));
    let wide = read_rows("x", &columns, &Limits::default()).unwrap();
    assert_eq!((wide[0].rows[0].cells.len(), wide[0].beyond), (256, Some((0, 256))));
    let rows = format!("<table:table-row table:number-rows-repeated=\"4000000000\">{}</table:table-row>", cell(""));
    assert!(matches!(refused(&ods(&rows)), ReadProblem::TooLarge(_)));
    let far = format!(
        "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell table:number-columns-repeated=\"300\"/>{}\
         </table:table-row>",
        cell("")
    );
    assert!(matches!(refused(&ods(&far)), ReadProblem::Empty(_)));
    let empty = format!(
        "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
         </table:table-row><table:table-row>{}</table:table-row>",
        cell("")
    );
    let sheets = read_rows("x", &ods(&empty), &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows[0].number, 1_000_001);
}

#[test]
fn a_document_cut_off_inside_its_content_is_damaged() {
    let content = b"<office:document-content><office:body><office:spreadsheet><table:table><table:table-row>";
    assert_eq!(refused(&zipped(&[ODS_MIME, ("content.xml", content)])), ReadProblem::Damaged);
}

#[test]
fn a_locked_document_is_told_as_locked() {
    let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(refused(&zipped(&[ODS_MIME, ("META-INF/manifest.xml", manifest)])), ReadProblem::Encrypted);
}

#[test]
fn a_zip_bomb_is_refused_by_its_declared_and_by_its_real_size() {
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let zeros = vec![b' '; 3 << 20];
    let bomb = zipped(&[ODS_MIME, ("content.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read_rows("x", &bomb, &limits), Err(ReadProblem::TooLarge("1 MB".to_owned())));
    // The same with a lie about the size in the table of contents.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let mut liar = bomb;
    let places: Vec<usize> = liar.windows(4).enumerate().filter(|(_, held)| *held == size).map(|(at, _)| at).collect();
    for at in places {
        liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(read_rows("x", &liar, &limits).is_err());
}

#[test]
fn other_packed_files_are_not_sheets() {
    let letter =
        zipped(&[("[Content_Types].xml", b"<Types wordprocessingml.document.main />"), ("word/document.xml", b"<a/>")]);
    assert_eq!(refused(&letter), ReadProblem::Kind("x".to_owned()));
    assert_eq!(refused(&zipped(&[("a.txt", b"hello")])), ReadProblem::Kind("x".to_owned()));
}

#[test]
fn one_long_string_used_by_many_cells_is_counted_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(30_000));
    let row = |at: usize| format!("<row r=\"{at}\"><c r=\"A{at}\" t=\"s\"><v>0</v></c></row>");
    let rows: String = (1..5000).map(row).collect();
    assert_eq!(refused(&xlsx(&rows, &strings)), ReadProblem::TooLarge("64 MB".to_owned()));
}

#[test]
fn more_rows_or_bytes_than_allowed_are_refused() {
    let limits = Limits { rows: 10, bytes: 1 << 20, ..Limits::default() };
    assert!(read_rows("x", "a,b\n".repeat(10).as_bytes(), &limits).is_ok());
    assert!(matches!(read_rows("x", "a,b\n".repeat(11).as_bytes(), &limits), Err(ReadProblem::TooLarge(_))));
    let long = vec![b'a'; (1 << 20) + 1];
    assert_eq!(read_rows("x", &long, &limits), Err(ReadProblem::TooLarge("1 MB".to_owned())));
}

#[test]
fn every_truncation_of_a_fixture_is_survived() {
    for name in FIXTURES {
        let bytes = fixture(name);
        let step = (bytes.len() / 150).max(1);
        for end in (0..bytes.len()).step_by(step) {
            let read = read_rows(name, &bytes[..end], &Limits::default());
            if name.ends_with("xlsx") || name.ends_with("ods") {
                assert!(read.is_err(), "{name} cut at {end} of {}", bytes.len());
            }
        }
    }
}

#[test]
fn chains_without_end_in_an_old_workbook_are_refused() {
    let bytes = fixture("register_long.xls");
    // Every word of the first table of chains leads to its own sector.
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap());
    let start = (usize::try_from(table).unwrap() + 1) * 512;
    let mut looped = bytes;
    for (at, word) in (0_u32..).zip(looped[start..start + 512].chunks_mut(4)) {
        word.copy_from_slice(&at.to_le_bytes());
    }
    assert_eq!(refused(&looped), ReadProblem::Damaged);
}

#[test]
fn a_household_of_very_many_wrong_rows_takes_no_longer_than_they_do_apart() {
    let rows = "1|Lò 1|?|Con|31/02/1990\n".repeat(40_000);
    let text = format!("sep=|\nSố hộ|Họ và tên|Giới tính|Quan hệ|Ngày sinh\n{rows}");
    let sheets = read_rows("x.csv", text.as_bytes(), &Limits::default()).unwrap();
    let (row, mapping) = find_header(&sheets[0]).unwrap();
    let read = read_register(&sheets[0], row, &mapping, Day::new(2026, 11, 22).unwrap());
    // Each row has a name with a digit and a day that does not exist; the household has no head.
    assert_eq!((read.waiting.len(), read.problems.len()), (1, 80_001));
}

#[test]
fn sheets_of_an_old_workbook_that_reach_into_each_other_are_refused() {
    let mut bytes = fixture("survey.xls");
    let starts: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, held)| held[0] == 0x85 && held[1] == 0 && held[3] == 0)
        .map(|(at, _)| at)
        .collect();
    let first: [u8; 4] = bytes[starts[0] + 4..starts[0] + 8].try_into().unwrap();
    bytes[starts[1] + 4..starts[1] + 8].copy_from_slice(&first);
    assert_eq!(refused(&bytes), ReadProblem::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn flipped_bytes_are_survived(which in 0..FIXTURES.len(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = fixture(FIXTURES[which]);
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let _ = read_rows("x", &bytes, &Limits::default());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2000), start in 0..4_usize) {
        let starts: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xff\xfe"];
        let bytes = [starts[start], &bytes].concat();
        let _ = read_rows("x", &bytes, &Limits::default());
    }

    #[test]
    fn any_text_is_survived_as_csv(text in "[a-zA-Z0-9;,\t\"'\r\n=ăậ ]{0,300}") {
        if let Ok(sheets) = read_rows("x.csv", text.as_bytes(), &Limits::default()) {
            prop_assert!(sheets.iter().all(|sheet| sheet.rows.iter().all(|row| !row.cells.is_empty())));
        }
    }

    /// Whatever stands in the cells: every row below the head is in a household, waits with a problem, or is passed over; and
    /// every problem names a cell that a workbook can have.
    #[test]
    fn any_table_is_accounted_for_row_by_row(
        lines in prop::collection::vec(prop::collection::vec(prop::sample::select(WORDS), 0..9), 1..14),
    ) {
        let text: String = lines.iter().map(|cells| cells.join("|") + "\n").collect();
        let Ok(sheets) = read_rows("x.csv", format!("sep=|\n{text}").as_bytes(), &Limits::default()) else { return Ok(()) };
        let old = recognise(&sheets).map(|(letters, ..)| modern(&sheets, letters));
        let sheets = old.unwrap_or(sheets);
        let base = &sheets[0];
        let Some((head, mapping)) = find_header(base) else { return Ok(()) };
        prop_assert!(!mapping.is_empty() && head_at(base, head) == mapping, "the same head, the same columns");
        let mut columns: Vec<usize> = mapping.values().copied().collect();
        columns.sort_unstable();
        columns.dedup();
        prop_assert_eq!(columns.len(), mapping.len(), "one column has two meanings: {:?}", mapping);
        let other = Sheet { name: "Bản Hai".to_owned(), ..base.clone() };
        let all = base.joined(&[(&other, head)]);
        let read = read_register(&all, head, &mapping, Day::new(2026, 11, 22).unwrap());
        let below = all.rows.iter().filter(|row| row.number > head && !Sheet::leads(row)).count();
        let held: usize = read.households.iter().map(|one| one.members.len().max(1)).sum();
        prop_assert!(held + read.passed_over.len() <= below + read.households.len());
        if below > read.passed_over.len() {
            prop_assert!(!read.households.is_empty() || !read.waiting.is_empty(), "rows were lost");
        }
        prop_assert_eq!(read.waiting.is_empty(), read.problems.is_empty());
        for problem in &read.problems {
            let (name, cell) = problem.field.rsplit_once('!').unwrap();
            prop_assert!(cell_place(cell).is_some() && (name == all.name || name == "Bản Hai"), "{}", problem.field);
        }
    }

    /// Turning letters never loses a cell, and what is Unicode already stays.
    #[test]
    fn letters_are_turned_once(text in "[a-zA-Z µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ñöôøûïåäëüæîãáâêéèúùàõíìóò\u{ad}ăậđ]{0,60}") {
        for letters in Letters::ALL {
            let new = letters.read(&text);
            prop_assert_eq!(new.trim().is_empty(), text.trim().is_empty());
            prop_assert!(new.chars().count() <= text.chars().count());
        }
        let modern = format!("{text}ạ");
        prop_assert_eq!(Letters::Tcvn3.read(&modern), modern);
    }

    #[test]
    fn unpacked_parts_with_flipped_bytes_are_survived(seed in any::<u64>(), flips in 1..6_usize) {
        // Flips inside the XML itself, which the check sums of a packed file would otherwise catch first.
        let name = if seed % 2 == 0 { "register_long.xlsx" } else { "register_long.ods" };
        let mut archive = zip::ZipArchive::new(Cursor::new(fixture(name))).unwrap();
        let mut parts = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut part, &mut bytes).unwrap();
            parts.push((part.name().unwrap().into_owned(), bytes));
        }
        let mut state = seed;
        for _ in 0..flips {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let count = parts.len();
            let part = &mut parts[usize::try_from(state >> 33).unwrap() % count].1;
            if !part.is_empty() {
                let at = usize::try_from(state >> 20).unwrap() % part.len();
                part[at] = u8::try_from(state % 128).unwrap();
            }
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let _ = read_rows("x", &zipped(&parts), &Limits::default());
    }
}
