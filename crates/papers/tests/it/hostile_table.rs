//! A table of hostile, broken and merely real files, each with all that must come of it: what is accepted, what is named at
//! which cell, what is told, what is passed over. Most files were written by openpyxl, LibreOffice or by hand (see
//! `fixtures/hostile/make.py`); the large ones are made here. `HOCTAP_GOLDEN=write` writes the table anew: read the
//! difference, each line of it is a promise.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use papers::import::letters::{modern, recognise};
use papers::import::{Limits, read_rows};
use papers::register_sheet::{best_sheet, notes, read_register};
use rules::problem::Problem;
use rules::register::Birth;
use zip::write::SimpleFileOptions;

use crate::register::today;

fn folder() -> String {
    format!("{}/tests/fixtures/hostile", env!("CARGO_MANIFEST_DIR"))
}

fn said(problem: &Problem) -> String {
    let args: Vec<String> = problem
        .args
        .iter()
        .filter(|(name, _)| *name != "choices")
        .map(|(name, value)| format!(" {name}={value:?}"))
        .collect();
    format!("{} {}{}", problem.field, problem.code, args.concat()).trim().to_owned()
}

/// All that comes of a file, a line for each thing.
fn outcome(name: &str, bytes: &[u8]) -> String {
    // What the large files made here pass is reached with less of it.
    let limits = if name.starts_with("made:") {
        Limits { unpacked: 32 << 20, bytes: 12 << 20, ..Limits::default() }
    } else {
        Limits::default()
    };
    let sheets = match read_rows(name, bytes, &limits) {
        Ok(sheets) => sheets,
        Err(refused) => return format!("refused: {}\n", said(&refused.problem())),
    };
    let mut out = String::new();
    let old = recognise(&sheets);
    if let Some((letters, ..)) = &old {
        writeln!(out, "letters: {}", letters.word()).unwrap();
    }
    let sheets = old.map_or(sheets.clone(), |(letters, ..)| modern(&sheets, letters));
    let Some((sheet, head, mapping)) = best_sheet(&sheets) else {
        return format!("{out}no register\n");
    };
    let read = read_register(sheet, head, &mapping, today());
    for household in &read.households {
        let more = [&household.number, &household.hamlet_text, &household.address, &household.phone, &household.note];
        let more: Vec<String> = more.iter().map(|words| format!("{words:?}")).collect();
        writeln!(out, "household {}: {}", sheet.row_name(household.row), more.join(" ")).unwrap();
        for member in &household.members {
            let born = if member.birth == Birth::Unknown { "-".to_owned() } else { member.birth.to_string() };
            let id = member.id_number.as_ref().map_or("-", |number| number.digits());
            let sex = if member.sex.word().is_empty() { "-" } else { member.sex.word() };
            writeln!(out, "  {:?} {} {sex} {born} {id}", member.name, member.relation.word()).unwrap();
        }
    }
    for problem in &read.problems {
        writeln!(out, "wrong {}", said(problem)).unwrap();
    }
    for note in notes(&sheets, sheet, head, &mapping) {
        writeln!(out, "told {}", said(&note)).unwrap();
    }
    if !read.passed_over.is_empty() {
        writeln!(out, "passed over {:?}", read.passed_over).unwrap();
    }
    out
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of so many sheets with the given rows; what a part is filled up with is packed well.
fn workbook(sheets: usize, rows: &str, filled: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    part(
        "[Content_Types].xml",
        "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
    );
    let each = |line: &dyn Fn(usize) -> String| (1..=sheets).map(line).collect::<String>();
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook><sheets>{}</sheets></workbook>",
            each(&|at| format!("<sheet name=\"Bản {at}\" sheetId=\"{at}\" r:id=\"r{at}\"/>"))
        ),
    );
    let target = |at: usize| {
        format!("<Relationship Id=\"r{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>")
    };
    part("xl/_rels/workbook.xml.rels", &format!("<Relationships>{}</Relationships>", each(&target)));
    let empty = " ".repeat(filled);
    for at in 1..=sheets {
        part(
            &format!("xl/worksheets/sheet{at}.xml"),
            &format!("<worksheet>{empty}<sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    writer.finish().unwrap().into_inner()
}

fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(at, words): (usize, &&str)| {
        format!("<c r=\"{}{number}\" t=\"inlineStr\"><is><t>{words}</t></is></c>", papers::import::column_letters(at))
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

/// Files too large to be kept.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let head = row(1, &["Số hộ", "Họ và tên", "Quan hệ", "Ghi chú"]);
    let good = row(2, &["1", "Lò Văn Ún", "Chủ hộ"]);
    let long = row(3, &["2", &"Ún".repeat(1 << 20), "Chủ hộ"]);
    let wide: Vec<String> =
        (0..16_384).map(|at| if at == 1 { "Lò Văn Ún".to_owned() } else { format!("{at}") }).collect();
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    let repeated = "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>".repeat(260_000);
    let strings: String = (2..260_000).map(|at| row(at, &["a"])).collect();
    let upward: String = (2..60_000).rev().map(|at| row(at, &["a"])).chain([head.clone()]).collect();
    let mut entries = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..10_001 {
        entries.start_file(format!("{at}"), SimpleFileOptions::default()).unwrap();
    }
    let mut liar = workbook(1, &format!("{head}{good}"), 40 << 20);
    let size = (40_u32 << 20).to_le_bytes();
    let near: Vec<usize> = liar
        .windows(4)
        .enumerate()
        .filter(|(_, held)| held[3] == size[3] && held[2].abs_diff(size[2]) < 2)
        .map(|(at, _)| at)
        .collect();
    for at in near {
        liar[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    vec![
        ("made: a sheet of 40 MB", workbook(1, &format!("{head}{good}"), 40 << 20)),
        ("made: a sheet of 40 MB that says it is small", liar),
        ("made: ten sheets of 4 MB", workbook(10, &head, 4 << 20)),
        ("made: ten thousand parts", entries.finish().unwrap().into_inner()),
        ("made: one cell of 2 MB", workbook(1, &format!("{head}{good}{long}"), 0)),
        ("made: a thousand sheets", workbook(1_000, &head, 0)),
        ("made: 16,384 columns", workbook(1, &format!("{head}{}", row(2, &wide)), 0)),
        ("made: one row two hundred and sixty thousand times", workbook(1, &format!("{head}{repeated}"), 0)),
        ("made: two hundred and sixty thousand rows", workbook(1, &format!("{head}{strings}"), 0)),
        ("made: text of 260,000 rows", "1,a\n".repeat(260_000).into_bytes()),
        (
            "made: a page of 260,000 rows",
            format!("<table>{}</table>", "<tr><td rowspan=999 colspan=999>x".repeat(260_000)).into_bytes(),
        ),
        ("made: rows from the bottom up", workbook(1, &upward, 0)),
        (
            "made: a page of a million signs that begin names",
            format!("<table><tr><td>{}", "&".repeat(1 << 20)).into_bytes(),
        ),
        ("made: 13 MB of text", vec![b'a'; 13 << 20]),
    ]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever changes what is read writes the table anew")]
fn every_hostile_file_comes_to_what_its_table_says() {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "make.py" && name != "expected.txt" {
            let bytes = std::fs::read(format!("{}/{name}", folder())).unwrap();
            found.insert(name.clone(), outcome(&name, &bytes));
        }
    }
    for (name, bytes) in made() {
        // Nothing of it is shown whole where the test fails.
        let lines = outcome(name, &bytes);
        let short: Vec<String> = lines.lines().map(|line| line.chars().take(300).collect()).collect();
        found.insert(name.to_owned(), format!("{}\n", short.join("\n")));
    }
    assert!(found.len() >= 60, "{} files", found.len());
    let path = format!("{}/expected.txt", folder());
    let text: String = found.iter().map(|(name, outcome)| format!("== {name}\n{outcome}\n")).collect();
    if std::env::var("HOCTAP_GOLDEN").is_ok_and(|wish| wish == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let blocks = |text: &str| -> BTreeMap<String, String> {
        text.split("== ")
            .filter_map(|block| block.split_once('\n'))
            .map(|(name, rest)| (name.to_owned(), rest.trim().to_owned()))
            .collect()
    };
    let (wanted, found) = (blocks(&expected), blocks(&text));
    assert_eq!(wanted.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (name, outcome) in &found {
        assert_eq!(outcome, &wanted[name], "{name}");
    }
}
