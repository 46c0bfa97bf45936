//! The household survey workbook of universal education, known by heart: sheets `MauNhapLieu` (one hamlet) and `DATA` (a
//! commune), people from row 5 on, the survey's year in A2, every column in its place whatever the heads above say. Owns
//! that layout and what of it the register does not hold; must not know how rows become households.
//!
//! Three things are said by the layout alone: a household is its form number within its hamlet, wherever its rows stand; only
//! women are marked (X), so an empty mark is a man, unless nobody at all is marked; a blank hamlet is the beginning of the
//! address ("Bản Cháng - Long Hẹ"), but only when that is named as hamlets are.

use rules::problem::Problem;
use rules::text;

use super::{Field, Mapping, words};
use crate::import::{Row, Sheet, column_letters};

/// The sheets that hold people, folded.
const SHEETS: &[&str] = &["maunhaplieu", "data"];
/// The last row above the people.
const HEAD_ROW: usize = 4;
/// What of a person the register takes from its column.
const COLUMNS: &[(Field, usize)] = &[
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
/// The running number, which says nothing of a person.
const RUNNING: usize = 1;
/// The last column that people fill; behind it stand figures the workbook makes itself.
const LAST_FILLED: usize = 50;
/// Every column that says that a row is a person; a prepared row may hold its number and the workbook's own figures.
const OF_A_PERSON: &[usize] = &[2, 3, 4, 5, 6, 7, 11, 12, 14, 47];

/// The layout of a sheet, when it is one of these: the last row above the people, and the columns. Its name and its shape must
/// both fit: the year in A2, or the heads of the workbook's own export; births and form numbers where they belong.
pub(super) fn of(sheet: &Sheet) -> Option<(usize, Mapping)> {
    let name: String = text::fold(&sheet.name).split(' ').collect();
    if !sheet.parts.is_empty() || !SHEETS.contains(&name.as_str()) {
        return None;
    }
    let head_row = if holds_year(sheet) { HEAD_ROW } else { own_export(sheet)? };
    let (mut people, mut born, mut forms, mut related) = (0_usize, 0_usize, 0_usize, false);
    for row in people_of(sheet, head_row).filter(|row| row.cell(2).or(row.cell(3)).is_some()) {
        people = people.saturating_add(1);
        let year = row.cell(6).map(|cell| cell.text.trim());
        born += usize::from(year.is_none_or(|year| year.len() == 4 && year.parse::<u32>().is_ok()));
        forms += usize::from(row.cell(14).is_some());
        related = related || row.cell(47).is_some();
    }
    // Rows with something wrong are told one by one; a sheet in which most do not fit is another one.
    if people == 0 || born.saturating_mul(2) < people || forms.saturating_mul(2) < people {
        return None;
    }
    // A column nobody fills asks for nothing: then the head is the person of the head's name.
    let columns = COLUMNS.iter().filter(|(field, _)| *field != Field::Relation || related);
    Some((head_row, columns.copied().collect()))
}

/// Is a sheet read with the columns of its layout?
pub(super) fn is_read(sheet: &Sheet, head_row: usize, mapping: &Mapping) -> bool {
    let kept = |field: Field| {
        let place = COLUMNS.iter().find(|(of, _)| *of == field).map(|(_, column)| column);
        mapping.get(&field) == place
    };
    [Field::Name, Field::Number, Field::Sex].into_iter().all(kept) && of(sheet).is_some_and(|(row, _)| row == head_row)
}

fn holds_year(sheet: &Sheet) -> bool {
    let cell = sheet.rows.iter().find(|row| row.number == 2).and_then(|row| row.cell(0));
    let digits = cell.map(|cell| cell.text.split(|sign: char| !sign.is_ascii_digit()).collect::<Vec<_>>());
    digits.is_some_and(|runs| {
        let mut years = runs.iter().filter(|run| !run.is_empty());
        let year = years.next().filter(|run| run.len() == 4).and_then(|run| run.parse::<u32>().ok());
        year.is_some_and(|year| (2000..=2100).contains(&year)) && years.next().is_none()
    })
}

/// The row of heads of the workbook as its own program writes it again: the same columns under one row of heads.
fn own_export(sheet: &Sheet) -> Option<usize> {
    let says = |row: &Row, column: usize, wanted: &str| {
        row.cell(column).is_some_and(|cell| wanted.split('|').any(|words| text::fold(&cell.text) == words))
    };
    let head = |row: &&Row| {
        says(row, 2, words::FAMILY)
            && says(row, 3, words::GIVEN)
            && says(row, 14, "so phieu|so phieu dieu tra|phieu so")
    };
    sheet.rows.iter().take_while(|row| row.number <= HEAD_ROW).find(head).map(|row| row.number)
}

/// The rows below the head that say something of a person.
fn people_of(sheet: &Sheet, head_row: usize) -> impl Iterator<Item = &Row> {
    sheet.rows.iter().filter(move |row| row.number > head_row && is_person(row))
}

/// Does a row say something of a person? Prepared rows hold a running number and figures at most.
pub(super) fn is_person(row: &Row) -> bool {
    OF_A_PERSON.iter().any(|column| row.cell(*column).is_some())
}

/// The hamlet at the beginning of an address, when it is named as hamlets are.
pub(super) fn hamlet_of(address: &str) -> Option<&str> {
    let dashes = [" - ", " – ", " — "];
    let end = dashes.iter().filter_map(|dash| address.find(dash)).min().unwrap_or(address.len());
    let place = address.get(..end)?.trim();
    words::names_a_place(&text::fold(place)).then_some(place)
}

/// The rows in the order in which their households come first: a form's rows may stand apart.
pub(super) fn by_form<'a>(rows: Vec<&'a Row>, key: impl Fn(&Row) -> Option<(String, String)>) -> Vec<&'a Row> {
    let mut order: std::collections::BTreeMap<(String, String), usize> = std::collections::BTreeMap::new();
    let mut groups: Vec<Vec<&'a Row>> = Vec::new();
    for row in rows {
        let at = match key(row) {
            Some(key) => *order.entry(key).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups.into_iter().flatten().collect()
}

/// The sheet to read of a workbook of this kind: the one with most people; of equal ones the commune's.
pub(super) fn chosen(sheets: &[Sheet]) -> Option<(&Sheet, usize, Mapping)> {
    let found = sheets.iter().filter_map(|sheet| of(sheet).map(|(row, mapping)| (sheet, row, mapping)));
    found.max_by_key(|(sheet, row, _)| (people_of(sheet, *row).count(), text::fold(&sheet.name) == "data"))
}

/// What a person should know of the choice of the sheet and of what is not read.
pub(super) fn notes(sheets: &[Sheet], sheet: &Sheet, head_row: usize, mapping: &Mapping) -> Vec<Problem> {
    let mut notes = Vec::new();
    if !is_read(sheet, head_row, mapping) {
        return notes;
    }
    let count = |sheet: &Sheet, head_row| people_of(sheet, head_row).count();
    let others = sheets.iter().filter(|other| other.name != sheet.name);
    for (other, row) in others.filter_map(|other| of(other).map(|(row, _)| (other, row))) {
        let note = Problem::new("sheet-beside").with("sheet", &sheet.name).with("n", count(sheet, head_row));
        notes.push(note.with("other", &other.name).with("m", count(other, row)));
    }
    let mut aside: Vec<usize> = Vec::new();
    for row in people_of(sheet, head_row) {
        for cell in row.cells.iter().filter(|cell| cell.column <= LAST_FILLED && cell.column != RUNNING) {
            if !mapping.values().any(|column| *column == cell.column)
                && let Err(at) = aside.binary_search(&cell.column)
            {
                aside.insert(at, cell.column);
            }
        }
    }
    if !aside.is_empty() {
        notes.push(Problem::new("columns-aside").at(&sheet.name).with("columns", ranges(&aside)));
    }
    notes
}

/// `I–K, P, R–V`.
fn ranges(columns: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for column in columns {
        match runs.last_mut() {
            Some((_, last)) if last.saturating_add(1) == *column => *last = *column,
            _ => runs.push((*column, *column)),
        }
    }
    let shown = runs.iter().map(|(first, last)| {
        if first == last {
            column_letters(*first)
        } else {
            format!("{}–{}", column_letters(*first), column_letters(*last))
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}
