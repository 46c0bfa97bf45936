//! Reads Excel workbooks of 1997 to 2003 (xls). Owns the meaning of their cells; must not be given a file that `ole` has
//! not checked.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, DataType, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError};
use rules::basics::Day;

use super::gather::{Gather, Held};
use super::ole::Look;
use super::{ReadProblem, Sheet};

/// Reads the visible sheets; hidden ones hold code lists and leftovers. `looks` tells of each sheet of the file what the
/// parser does not.
pub(super) fn read(bytes: &[u8], looks: &[Look], gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let broken = |error: XlsError| match error {
        XlsError::Password => ReadProblem::Encrypted,
        _ => ReadProblem::Damaged,
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let all = book.sheets_metadata().to_vec();
    // The parser keeps sheets by name: of two with one name the first would be lost.
    let mut names = BTreeSet::new();
    if !all.iter().all(|sheet| names.insert(sheet.name.clone())) {
        return Err(ReadProblem::Damaged);
    }
    let mut sheets = Vec::new();
    for (at, sheet) in all.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let nothing = Look::default();
        let look = looks.get(at).unwrap_or(&nothing);
        let range = book.worksheet_range(&sheet.name).map_err(broken)?;
        // A cell whose text is missing in the list of texts is left out by the parser; nothing may be lost unseen.
        if look.texts.iter().any(|place| range.get_value(*place).is_none_or(|value| *value == Data::Empty)) {
            return Err(ReadProblem::Damaged);
        }
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |start: u32, offset: usize| usize::try_from(start).ok().and_then(|start| start.checked_add(offset));
            let (Some(row), Some(column)) = (at(top, row), at(left, column)) else { return Err(ReadProblem::Damaged) };
            let mut held = held(value);
            if let (Some(day), true) = (held.day, look.years.contains(&(row, column))) {
                held = Held { text: day.year().to_string(), ..Held::default() };
            }
            gather.put(row, column, held)?;
        }
        for (first, last, column) in &look.merged {
            gather.merge(*first, *last, *column);
        }
        sheets.push(gather.close(&sheet.name, &look.hidden)?);
    }
    Ok(sheets)
}

fn held(value: &Data) -> Held {
    match value {
        Data::Empty => Held::default(),
        Data::String(text) => Held::text(text),
        Data::Bool(value) => Held::text(if *value { "TRUE" } else { "FALSE" }),
        Data::Error(error) => Held::error(&error.to_string()),
        Data::DateTime(moment) => held_moment(moment),
        Data::DateTimeIso(text) => super::ods::held_day(text),
        Data::DurationIso(text) => Held::text(text),
        Data::Int(_) | Data::Float(_) => value.as_f64().map_or_else(Held::default, Held::number),
    }
}

fn held_moment(moment: &ExcelDateTime) -> Held {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() || moment.as_f64() < 0.0 {
        return Held::number(moment.as_f64());
    }
    // Below one day Excel means a time without a day.
    if moment.as_f64() < 1.0 {
        return Held::text(time);
    }
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let found = match parts {
        (Ok(year), Ok(month), Ok(day)) => Day::new(year, month, day),
        _ => None,
    };
    // Excel believes in a 29 February 1900.
    let Some(found) = found else { return Held::text(format!("{day:02}/{month:02}/{year:04}")) };
    let mut held = Held::day(found);
    if (hour, minute, second) != (0, 0, 0) {
        held.text = format!("{found} {time}");
    }
    held
}
