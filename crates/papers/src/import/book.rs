//! Reads Excel workbooks, new (xlsx) and old (xls). Owns the meaning of Excel's cell kinds; must not be given a file
//! that `zipped` or `ole` have not checked.

use std::io::Cursor;

use calamine::{
    Data, DataRef, DataType, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use rules::basics::Day;

use super::gather::{Gather, Held};
use super::{ReadProblem, Sheet};

/// Reads the visible sheets of an xlsx file, cell by cell: a far-off cell costs nothing.
pub(super) fn read_xlsx(bytes: &[u8], gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let broken = |error: XlsxError| match error {
        XlsxError::Password => ReadProblem::Encrypted,
        _ => ReadProblem::Damaged,
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in visible(book.sheets_metadata()) {
        let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let held = match cell.get_value() {
                DataRef::SharedString(text) => Held::text(*text),
                other => held(&Data::from(other.clone())),
            };
            put(gather, row, column, held)?;
        }
        sheets.push(gather.close(&name)?);
    }
    Ok(sheets)
}

/// Reads the visible sheets of an xls file (BIFF8, Excel 97 to 2003).
pub(super) fn read_xls(bytes: &[u8], gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let broken = |error: XlsError| match error {
        XlsError::Password => ReadProblem::Encrypted,
        _ => ReadProblem::Damaged,
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in visible(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |start: u32, offset: usize| u32::try_from(offset).ok().and_then(|offset| start.checked_add(offset));
            let (Some(row), Some(column)) = (at(top, row), at(left, column)) else { return Err(ReadProblem::Damaged) };
            put(gather, row, column, held(value))?;
        }
        sheets.push(gather.close(&name)?);
    }
    Ok(sheets)
}

fn put(gather: &mut Gather<'_>, row: u32, column: u32, held: Held) -> Result<(), ReadProblem> {
    let place = |number: u32| usize::try_from(number).map_err(|_| ReadProblem::Damaged);
    gather.put(place(row)?, place(column)?, held)
}

/// Names of the sheets a person sees; hidden ones hold code lists and leftovers.
fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let shown = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    sheets.iter().filter(shown).map(|sheet| sheet.name.clone()).collect()
}

fn held(value: &Data) -> Held {
    match value {
        Data::Empty => Held::default(),
        Data::String(text) => Held::text(text),
        Data::Bool(value) => Held::text(if *value { "TRUE" } else { "FALSE" }),
        Data::Error(error) => Held::text(error.to_string()),
        Data::DateTime(moment) => held_moment(moment),
        Data::DateTimeIso(text) => super::ods::held_day(text),
        Data::DurationIso(text) => Held::text(text),
        Data::Int(_) | Data::Float(_) => value.as_f64().map_or_else(Held::default, Held::number),
    }
}

fn held_moment(moment: &ExcelDateTime) -> Held {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() {
        return Held::number(moment.as_f64());
    }
    // Below one day Excel means a time without a day.
    if moment.as_f64() < 1.0 {
        return Held::text(time);
    }
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Held::number(moment.as_f64()) };
    let Some(day) = Day::new(year, month, day) else { return Held::number(moment.as_f64()) };
    let mut held = Held::day(day);
    if (hour, minute, second) != (0, 0, 0) {
        held.text = format!("{day} {time}");
    }
    held
}
