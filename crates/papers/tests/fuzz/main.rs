//! Every parser of foreign bytes driven with mutated files for a bounded time (see `driver`). By hand and for long:
//! `HOCTAP_FUZZ_SECONDS=600 HOCTAP_FUZZ_SEED=7 cargo test --package hoctap-papers --test fuzz -- --nocapture xlsx`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "helpers of tests may stop a test like the tests themselves"
)]

mod driver;
mod mutate;
mod parts;

use std::collections::BTreeMap;

use driver::{Dice, drive};
use papers::import::letters::{Letters, modern, recognise};
use papers::import::{Limits, Sheet, cell_place, read_rows};
use papers::register_sheet::{alike, best_sheet, find_header, head_at, notes, read_register};
use rules::basics::Day;
use rules::register::{Birth, IdNumber, check_household};
use rules::text;

/// What one file may hold while it is read: its texts, its cells, and the files unpacked.
const MEMORY: usize = 200 << 20;

fn today() -> Day {
    Day::new(2026, 11, 22).unwrap()
}

/// The limits of these tests: small, so that what passes them is cheap.
fn limits() -> Limits {
    Limits { unpacked: 16 << 20, rows: 20_000, cells: 200_000, text: 8 << 20, ..Limits::default() }
}

/// All fixtures with one of these endings.
fn corpus(endings: &[&str]) -> Vec<Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in ["tests/fixtures", "tests/fixtures/hostile"] {
        for entry in std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap() {
            let path = entry.unwrap().path();
            if endings.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)) {
                found.insert(path.clone(), std::fs::read(path).unwrap());
            }
        }
    }
    found.into_values().collect()
}

/// Reads a file as the server does and holds what comes of it against what is promised.
fn whole(bytes: &[u8]) {
    let limits = limits();
    let _ = papers::import::copied_from(bytes);
    let Ok(sheets) = read_rows("x", bytes, &limits) else { return };
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    assert!(cells <= limits.cells && sheets.len() <= limits.sheets);
    for sheet in &sheets {
        assert!(sheet.rows.is_sorted_by(|one, two| one.number < two.number), "rows in order");
        for row in &sheet.rows {
            assert!(row.number > 0 && row.cells.is_sorted_by(|one, two| one.column < two.column), "cells in order");
            assert!(row.cells.iter().all(|cell| !cell.text.trim().is_empty() && cell.column < limits.columns));
        }
    }
    let sheets = recognise(&sheets).map_or(sheets.clone(), |(letters, ..)| modern(&sheets, letters));
    let _ = papers::sheets::marked(&sheets, &BTreeMap::new(), "x", "", today());
    register(&sheets);
}

/// The best sheet of a file read as a register: no row is lost, what is accepted is whole, what is wrong has a cell.
fn register(sheets: &[Sheet]) {
    let Some((sheet, head, mapping)) = best_sheet(sheets) else { return };
    assert_eq!(head_at(sheet, head), mapping, "the same head, the same columns");
    let joined = sheet.joined(&alike(sheets, sheet));
    for sheet in [sheet, &joined] {
        let read = read_register(sheet, head, &mapping, today());
        let below = sheet.rows.iter().filter(|row| row.number > head && !Sheet::leads(row)).count();
        if below > read.passed_over.len()
            && find_header(sheet).is_some_and(|(_, found)| found.len() != 13 && found.len() != 14)
        {
            assert!(!read.households.is_empty() || !read.waiting.is_empty(), "rows were lost");
        }
        assert_eq!(read.waiting.is_empty(), read.problems.is_empty(), "who waits has a reason");
        for draft in &read.households {
            let household = draft.household();
            assert!(
                household.members.iter().filter(|one| one.relation == rules::register::Relation::Head).count() == 1
            );
            for member in &household.members {
                assert_eq!(text::clean_name(&member.name).as_ref(), Ok(&member.name), "names are clean");
                assert!(member.birth.year().is_none_or(|year| (1900..=2026).contains(&year)));
            }
        }
        for problem in &read.problems {
            let (_, cell) = problem.field.rsplit_once('!').unwrap();
            assert!(cell_place(cell).is_some(), "{}", problem.field);
        }
        let _ = notes(sheets, sheet, head, &mapping);
    }
}

#[test]
fn xlsx() {
    let seeds: Vec<_> =
        corpus(&["xlsx", "xlsm"]).iter().map(|file| parts::unpacked(file)).filter(|parts| !parts.is_empty()).collect();
    drive("xlsx", MEMORY, |dice| parts::inside(dice, &seeds), whole);
}

#[test]
fn ods() {
    let seeds: Vec<_> =
        corpus(&["ods"]).iter().map(|file| parts::unpacked(file)).filter(|parts| !parts.is_empty()).collect();
    drive("ods", MEMORY, |dice| parts::inside(dice, &seeds), whole);
}

#[test]
fn packed() {
    let seeds = corpus(&["xlsx", "ods", "xlsb"]);
    drive("packed", MEMORY, |dice| mutated(dice, &seeds), whole);
}

fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = dice.pick(seeds).clone();
    mutate::bytes(dice, &mut input, seeds);
    input
}

#[test]
fn xls() {
    let seeds: Vec<_> = corpus(&["xls"]).into_iter().filter(|file| file.starts_with(b"\xD0\xCF\x11\xE0")).collect();
    drive("xls", MEMORY, |dice| mutated(dice, &seeds), whole);
}

#[test]
fn text_files() {
    let seeds = corpus(&["csv"]);
    drive("text", MEMORY, |dice| mutated(dice, &seeds), whole);
}

#[test]
fn pages_and_saved_xml() {
    let seeds: Vec<_> = corpus(&["xls"]).into_iter().filter(|file| file.trim_ascii_start().starts_with(b"<")).collect();
    drive(
        "pages",
        MEMORY,
        |dice| {
            let mut input = mutated(dice, &seeds);
            for _ in 0..dice.below(4) {
                mutate::tags(dice, &mut input);
            }
            input
        },
        whole,
    );
}

/// Tables of the words registers are made of, in any order, and the survey's layout with cells of others.
#[test]
fn tables() {
    let words: Vec<String> = corpus(&["csv"])
        .iter()
        .filter_map(|file| String::from_utf8(file.clone()).ok())
        .flat_map(|text| text.split([';', ',', '\n', '\r', '\t']).map(str::to_owned).collect::<Vec<_>>())
        .chain(
            ["Họ đệm", "Tên", "Nam", "Nữ", "Ngày", "Tháng", "Năm", "I. BẢN A", "Tổng", "2025", "x", "1", "#N/A"]
                .map(str::to_owned),
        )
        .collect();
    let survey = read_rows(
        "x",
        &corpus(&["xlsx"])
            .into_iter()
            .max_by_key(|file| parts::unpacked(file).iter().filter(|(name, _)| name.contains("sheets/sheet")).count())
            .unwrap(),
        &limits(),
    );
    let survey = survey.unwrap_or_default();
    drive(
        "tables",
        MEMORY,
        |dice| {
            let wide = 1 + dice.below(16);
            let lines = (0..dice.below(40)).map(|_| {
                (0..wide)
                    .map(|_| if dice.one_in(4) { String::new() } else { dice.pick(&words).clone() })
                    .collect::<Vec<_>>()
                    .join("|")
            });
            let table = lines.collect::<Vec<_>>().join("\n");
            format!("{:08}{table}", dice.below(1 << 20)).into_bytes()
        },
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else { return };
            let (seed, table) = text.split_at(8);
            if let Ok(sheets) = read_rows("x.csv", format!("sep=|\n{table}").as_bytes(), &limits()) {
                register(&sheets);
            }
            let mut dice = Dice::new(seed.parse().unwrap());
            let mut sheets = survey.clone();
            for row in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).filter(|row| row.number > 4) {
                for cell in &mut row.cells {
                    if dice.one_in(8) {
                        cell.text.clone_from(dice.pick(&words));
                        (cell.number, cell.day) = (None, None);
                    }
                }
                row.cells.retain(|cell| !cell.text.trim().is_empty() && !dice.one_in(20));
            }
            register(&sheets);
        },
    );
}

/// Texts as people type them: keys, names, births, identity numbers, counts.
#[test]
fn texts() {
    let seeds = corpus(&["csv"]);
    drive(
        "texts",
        MEMORY,
        |dice| {
            let mut input = dice.pick(&seeds).clone();
            let from = dice.below(input.len());
            input = input[from..(from + dice.below(60)).min(input.len())].to_vec();
            mutate::bytes(dice, &mut input, &seeds);
            input
        },
        |bytes| {
            let typed = String::from_utf8_lossy(bytes);
            let folded = text::fold(&typed);
            assert_eq!(text::fold(&folded), folded);
            let _ = (
                text::marks_key(&typed),
                text::sort_key(&typed),
                text::name_sort_key(&typed),
                rules::register::veiled(&typed),
            );
            if let Ok(name) = text::clean_name(&typed) {
                assert_eq!(text::clean_name(&name), Ok(name));
            }
            if let Ok(birth) = Birth::parse(&typed, today()) {
                assert_eq!(Birth::of(&birth.to_string()), Some(birth));
            }
            if let Ok(Some(number)) = IdNumber::parse(&typed, today()) {
                assert!(
                    matches!(number.digits().len(), 9 | 12)
                        && number.digits().bytes().all(|digit| digit.is_ascii_digit())
                );
            }
            if let Ok(count) = text::parse_count(&typed) {
                assert!(count >= 0);
            }
            let _ = (text::parse_day(&typed), Day::parse(&typed), cell_place(&typed));
            for letters in Letters::ALL {
                let _ = letters.read(&typed);
            }
            let member = rules::register::MemberDraft {
                name: typed.to_string(),
                relation: "head".to_owned(),
                birth: typed.to_string(),
                id_number: typed.to_string(),
                ..Default::default()
            };
            let draft = rules::register::HouseholdDraft {
                number: typed.to_string(),
                address: typed.to_string(),
                phone: typed.to_string(),
                note: typed.to_string(),
                members: vec![member],
            };
            let _ = check_household(&draft, today());
        },
    );
}

/// Criteria files.
#[test]
fn criteria() {
    let folder = format!("{}/../../criteria", env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    for set in std::fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        seeds.extend(std::fs::read_dir(set.path()).unwrap().flatten().map(|file| std::fs::read(file.path()).unwrap()));
    }
    drive(
        "criteria",
        MEMORY,
        |dice| mutated(dice, &seeds),
        |bytes| {
            if let Ok(text) = std::str::from_utf8(bytes) {
                let _ = rules::criteria::CriteriaSet::parse(text);
            }
        },
    );
}
