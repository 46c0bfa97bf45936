//! Tables written as an Excel workbook or as CSV, both from one value. Owns number formats, widths and the guard
//! against cells that would run as formulas; must not know what a table is about.

mod book;
mod carried;
mod marked;
mod stream;

use rules::basics::Day;

pub use book::workbook;
pub(crate) use book::{head_format, properties, set_print, sheet_name};
pub use carried::{Carried, Format};
pub use marked::marked;
pub use stream::Stream;

/// A table with everything a reader needs to trust it: what it is, when it was made, from what, and its notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the table is, one line.
    pub title: String,
    /// Name of the sheet with the rows.
    pub sheet: String,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The rows; each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Name of the second sheet, which holds title, facts and notes.
    pub notes_sheet: String,
    /// Label and value: day made, source, period, who asked.
    pub facts: Vec<(String, String)>,
    /// Label of the row count on the second sheet.
    pub rows_label: String,
    /// Remarks a reader must see with the figures.
    pub notes: Vec<String>,
    /// The day the table was made; the file's creation date.
    pub made: Day,
}

/// One column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The head.
    pub head: String,
    /// How its cells are formatted.
    pub kind: Kind,
    /// For a rate: heads of two more columns after it that hold numerator and denominator.
    pub parts: Option<(String, String)>,
}

impl Column {
    /// A column without extra columns for numerator and denominator.
    #[must_use]
    pub fn new(head: impl Into<String>, kind: Kind) -> Self {
        Self { head: head.into(), kind, parts: None }
    }
}

/// How the cells of a column are formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and codes; never read as a number.
    Text,
    /// Whole numbers with thousands grouped.
    Count,
    /// A share as percent with two decimals.
    Rate,
    /// A calendar day, `dd/mm/yyyy`.
    Day,
    /// A year, never grouped.
    Year,
}

/// One cell of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words; written as text whatever they begin with.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A share, numerator and denominator; empty when the denominator is 0.
    Rate {
        /// Numerator.
        n: i64,
        /// Denominator.
        d: i64,
    },
    /// A calendar day.
    Day(Day),
    /// Nothing.
    Empty,
}

/// The rows of the table as CSV: UTF-8 with byte order mark (Excel needs it to see Vietnamese), comma, CRLF. Days are
/// `YYYY-MM-DD`, rates decimal fractions with six places. A text that would run as a formula when opened (beginning
/// with `=`, `+`, `-`, `@`, a tab or a line end) gets an apostrophe in front, which our own reader takes away again.
#[must_use]
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = head_line(table);
    for row in &table.rows {
        out.push_str(&row_line(table, row));
    }
    out.into_bytes()
}

/// The beginning of a table as CSV: the byte order mark and the heads.
fn head_line(table: &Table) -> String {
    let mut heads = Vec::new();
    for column in &table.columns {
        heads.push(guarded(&column.head));
        if let Some((numerator, denominator)) = &column.parts {
            heads.extend([guarded(numerator), guarded(denominator)]);
        }
    }
    let mut out = String::from("\u{feff}");
    push_line(&mut out, &heads);
    out
}

/// A row of a table as CSV.
fn row_line(table: &Table, row: &[Cell]) -> String {
    let mut line = Vec::new();
    for (column, cell) in table.columns.iter().zip(row) {
        line.push(match cell {
            Cell::Text(text) => guarded(text),
            Cell::Int(value) => value.to_string(),
            Cell::Rate { n, d } => fraction(*n, *d),
            Cell::Day(day) => day.to_string(),
            Cell::Empty => String::new(),
        });
        if column.parts.is_some() {
            let parts = if let Cell::Rate { n, d } = cell { [n.to_string(), d.to_string()] } else { <_>::default() };
            line.extend(parts);
        }
    }
    let mut out = String::new();
    push_line(&mut out, &line);
    out
}

fn push_line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let edge = |sign: Option<char>| sign.is_some_and(char::is_whitespace);
        let quoted =
            cell.contains(['"', ',', ';', '\t', '\n', '\r']) || edge(cell.chars().next()) || edge(cell.chars().last());
        if quoted {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

fn guarded(text: &str) -> String {
    if runs_as_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Would a spreadsheet run the text as a formula, but for apostrophes in front? Such apostrophes count as our guard when
/// the file is read, so a text that brings its own gets one more and comes back as it was.
pub(crate) fn runs_as_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// `n / d` with six decimals, rounded half away from zero, in whole-number arithmetic; empty when `d` is 0.
fn fraction(n: i64, d: i64) -> String {
    if d == 0 {
        return String::new();
    }
    let negative = (n < 0) != (d < 0) && n != 0;
    let (n, d) = (u128::from(n.unsigned_abs()), u128::from(d.unsigned_abs()));
    let millionths = n.saturating_mul(1_000_000).saturating_add(d / 2).checked_div(d).unwrap_or(0);
    let sign = if negative { "-" } else { "" };
    format!("{sign}{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}
