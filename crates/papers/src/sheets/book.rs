//! The Excel workbook of a table. Owns number formats, widths and row heights; must not know what a table is about.

use std::collections::BTreeSet;

use rules::basics::Day;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Kind, Table};
use crate::PaperError;

/// The largest whole number a spreadsheet keeps exactly (2⁵³).
const EXACT: u64 = 1 << 53;
/// The first year Excel counts days in without its leap-year mistake.
const FIRST_EXCEL_YEAR: i64 = 1901;

/// The table as an Excel workbook of two sheets: the rows under a bold, frozen head, and what there is to know about
/// them. Rates are plain numbers, not formulas. The same value gives the same bytes.
///
/// # Errors
/// [`PaperError::Shape`] when a row has not as many cells as there are columns, [`PaperError::Sheet`] when a text is
/// longer than a cell can hold (32767 characters) or there are more than 1048575 rows.
pub fn workbook(table: &Table) -> Result<Vec<u8>, PaperError> {
    if let Some(at) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
        return Err(PaperError::Shape(format!("row {} has another number of cells than columns", at + 1)));
    }
    write_workbook(table).map_err(|error| PaperError::Sheet(error.to_string()))
}

fn write_workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&table.title, table.made)?);
    let mut taken = BTreeSet::new();
    let rows = book.add_worksheet();
    rows.set_name(sheet_name(&table.sheet, "1", &mut taken))?;
    write_rows(rows, table)?;
    let notes = book.add_worksheet();
    notes.set_name(sheet_name(&table.notes_sheet, "2", &mut taken))?;
    write_notes(notes, table, table.rows.len())?;
    book.save_to_buffer()
}

/// File properties with a fixed creation date, so that the same value gives the same bytes.
pub(crate) fn properties(title: &str, made: Day) -> Result<DocProperties, XlsxError> {
    let day = excel_day(made).map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    Ok(DocProperties::new().set_title(title).set_author("Hoctap").set_creation_datetime(&day))
}

/// The head's looks, the same in every workbook of ours.
pub(crate) fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E7_EDF3))
        .set_border(FormatBorder::Thin)
}

fn write_rows(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = head_format();
    let formats = Formats::new();
    let mut lines = vec![1_usize; table.rows.len().saturating_add(1)];
    let mut at = 0_u16;
    for (index, column) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().filter_map(move |row| row.get(index));
        sheet.write_string_with_format(0, at, &column.head, &head)?;
        let room = width(&column.head, cells().map(shown_length));
        sheet.set_column_width(at, room)?;
        let texts = std::iter::once(column.head.as_str()).chain(cells().map(|cell| match cell {
            Cell::Text(text) => text.as_str(),
            _ => "",
        }));
        for (held, text) in lines.iter_mut().zip(texts) {
            *held = wrapped_lines(text, room).max(*held);
        }
        for (row, cell) in (1_u32..).zip(cells()) {
            write_cell(sheet, row, at, cell, column.kind, &formats)?;
        }
        at = at.saturating_add(1);
        if let Some((numerator, denominator)) = &column.parts {
            for (label, part) in [(numerator, 0), (denominator, 1)] {
                sheet.write_string_with_format(0, at, label, &head)?;
                sheet.set_column_width(at, width(label, std::iter::once(9)))?;
                for (row, cell) in (1_u32..).zip(cells()) {
                    if let Cell::Rate { n, d } = cell {
                        let value = Cell::Int(if part == 0 { *n } else { *d });
                        write_cell(sheet, row, at, &value, Kind::Count, &formats)?;
                    }
                }
                at = at.saturating_add(1);
            }
        }
    }
    for (row, lines) in (0_u32..).zip(lines).filter(|(_, lines)| *lines > 1) {
        // Not every program fits rows to wrapped text by itself.
        sheet.set_row_height(row, 16 * u32::try_from(lines.min(20)).unwrap_or(20))?;
    }
    set_head(sheet, table)
}

/// The head stays in sight and stands on every printed page.
pub(super) fn set_head(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    set_print(sheet, table.columns.len() > 6);
    let title: String = table.title.chars().take(200).collect();
    sheet.set_header(format!("&C&B{}", title.replace('&', "&&")));
    sheet.set_footer("&R&P/&N");
    Ok(())
}

/// Prints on A4, as wide as the page.
pub(crate) fn set_print(sheet: &mut Worksheet, landscape: bool) {
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    if landscape {
        sheet.set_landscape();
    }
}

pub(super) fn write_notes(sheet: &mut Worksheet, table: &Table, written: usize) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    set_print(sheet, true);
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, &table.title, &Format::new().set_bold().set_font_size(14))?;
    let mut row = 2_u32;
    for (label, value) in &table.facts {
        sheet.write_string_with_format(row, 0, label, &bold)?;
        sheet.write_string_with_format(row, 1, value, &wrap)?;
        row = row.saturating_add(1);
    }
    sheet.write_string_with_format(row, 0, &table.rows_label, &bold)?;
    let count = Format::new().set_num_format("#,##0").set_align(FormatAlign::Left);
    sheet.write_number_with_format(row, 1, number(i64::try_from(written).unwrap_or(i64::MAX)), &count)?;
    row = row.saturating_add(2);
    for note in &table.notes {
        sheet.write_string_with_format(row, 1, note, &wrap)?;
        row = row.saturating_add(1);
    }
    Ok(())
}

pub(super) struct Formats {
    text: Format,
    count: Format,
    rate: Format,
    day: Format,
    year: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let format = |pattern: &str| Format::new().set_num_format(pattern).set_align(FormatAlign::Top);
        Self {
            // Excel's own text format: what is typed later stays text, leading zeros too.
            text: Format::new().set_num_format_index(49).set_align(FormatAlign::Top).set_text_wrap(),
            count: format("#,##0"),
            rate: format("0.00%"),
            day: format("dd/mm/yyyy"),
            year: format("0"),
        }
    }

    pub(super) fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Count => &self.count,
            Kind::Rate => &self.rate,
            Kind::Day => &self.day,
            Kind::Year => &self.year,
        }
    }
}

pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    kind: Kind,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty | Cell::Rate { d: 0, .. } => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        Cell::Int(value) if value.unsigned_abs() <= EXACT => {
            sheet.write_number_with_format(row, column, number(*value), formats.of(kind))?;
        }
        Cell::Int(value) => {
            sheet.write_string_with_format(row, column, value.to_string(), &formats.text)?;
        }
        Cell::Rate { n, d } => {
            sheet.write_number_with_format(row, column, number(*n) / number(*d), &formats.rate)?;
        }
        Cell::Day(day) => {
            if let Some(date) = excel_day(*day) {
                sheet.write_datetime_with_format(row, column, &date, &formats.day)?;
            } else {
                sheet.write_string_with_format(row, column, day.to_string(), &formats.text)?;
            }
        }
    }
    Ok(())
}

#[expect(clippy::as_conversions, reason = "a spreadsheet holds every number as a float; callers stay within 2^53")]
fn number(value: i64) -> f64 {
    value as f64
}

/// A day as Excel counts it; `None` before 1901, where Excel's calendar is wrong or ends.
pub(super) fn excel_day(day: Day) -> Option<ExcelDateTime> {
    if day.year() < FIRST_EXCEL_YEAR {
        return None;
    }
    let (year, month, of_month) = (day.year().try_into().ok()?, day.month().try_into().ok()?, day.day_of_month());
    ExcelDateTime::from_ymd(year, month, of_month.try_into().ok()?).ok()
}

pub(super) fn shown_length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Int(value) => value.to_string().len() * 4 / 3,
        Cell::Rate { .. } => 8,
        Cell::Day(_) => 10,
        Cell::Empty => 0,
    }
}

/// Lines a text takes in a column of the given width, somewhat generous.
fn wrapped_lines(text: &str, width: u32) -> usize {
    let room = usize::try_from(width).unwrap_or(1).max(1);
    text.lines().map(|line| line.chars().count().div_ceil(room).max(1)).sum::<usize>().max(1)
}

/// Room for the longest cell within reason; the head wraps, so it asks for a third of its length only.
pub(super) fn width(head: &str, cells: impl Iterator<Item = usize>) -> u32 {
    let longest = cells.max().unwrap_or(0).max(head.chars().count() / 3);
    u32::try_from(longest.clamp(6, 58)).unwrap_or(58) + 2
}

/// A name Excel accepts: at most 31 characters, none of `[]:*?/\`, no apostrophe at either end, not used before.
pub(crate) fn sheet_name(wanted: &str, fallback: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = wanted
        .chars()
        .map(|sign| if "[]:*?/\\".contains(sign) || sign.is_control() { ' ' } else { sign })
        .take(28)
        .collect();
    let plain = plain.trim_matches(|sign: char| sign == '\'' || sign.is_whitespace());
    let plain = if plain.is_empty() { fallback } else { plain };
    let mut name = plain.to_owned();
    let mut next = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{plain} {next}");
        next += 1;
    }
    name
}
