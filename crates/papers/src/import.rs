//! Files from outside read into rows of cells: xlsx, xls, ods, CSV, and the web pages and XML that many programs save under
//! the name of a sheet. Owns the limits that keep a hostile or broken file from harming the process; must not know what the
//! cells mean.

mod delimited;
mod gather;
pub mod letters;
mod mark;
mod markup;
mod ods;
mod ole;
mod saved_xml;
mod serial;
mod xls;
mod xlsx;
mod xml;
mod zipped;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rules::basics::Day;
use rules::problem::Problem;

use gather::Gather;
pub(crate) use gather::number_text;
pub use mark::copied_from;
pub(crate) use mark::keywords;

/// One visible sheet of a file, with its non-empty cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Name of the sheet; for CSV the file's name without its ending.
    pub name: String,
    /// The rows that hold something, from the top.
    pub rows: Vec<Row>,
    /// Names of the sheets that [`Sheet::joined`] put below this one.
    pub parts: Vec<String>,
    /// Row and column, from 0, of the first cell right of the last column that is read.
    pub beyond: Option<(usize, usize)>,
    /// Cells that go on over rows below them, by column and row.
    pub merged: Vec<Merged>,
}

/// A cell merged with the ones below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Row number of the cell.
    pub first: usize,
    /// Row number of the last row it goes on over.
    pub last: usize,
    /// The column, from 0.
    pub column: usize,
}

/// Rows of the sheet put below another one as the n-th are numbered from n times this.
const STRIDE: usize = 10_000_000;

impl Sheet {
    /// This sheet with others below it, each from the row after its head on. A row that only holds the sheet's name leads
    /// each, numbered where no row of the sheet can be.
    #[must_use]
    pub fn joined(&self, others: &[(&Self, usize)]) -> Self {
        let mut all = self.clone();
        for (part, (sheet, head_row)) in (1_usize..).zip(others) {
            all.parts.push(sheet.name.clone());
            let from = part.saturating_mul(STRIDE);
            let lead = CellIn { column: 0, text: sheet.name.clone(), number: None, day: None, fault: None };
            all.rows.push(Row { number: from, cells: vec![lead], hidden: false });
            let below = sheet.rows.iter().filter(|row| row.number > *head_row);
            all.rows.extend(below.map(|row| Row { number: from.saturating_add(row.number), ..row.clone() }));
            let moved = |row: usize| from.saturating_add(row);
            let merged = sheet.merged.iter().filter(|one| one.first > *head_row);
            all.merged.extend(merged.map(|one| Merged { first: moved(one.first), last: moved(one.last), ..*one }));
        }
        all.merged.sort_unstable_by_key(|one| (one.column, one.first));
        all
    }

    /// The cell that shows in a place: its own, or the one above that is merged with it.
    #[must_use]
    pub fn shown_cell<'a>(&'a self, row: &'a Row, column: usize) -> Option<(usize, &'a CellIn)> {
        if let Some(cell) = row.cell(column) {
            return Some((row.number, cell));
        }
        let at = self.merged.partition_point(|one| (one.column, one.first) <= (column, row.number)).checked_sub(1)?;
        let merged = self.merged.get(at).filter(|one| one.column == column && row.number <= one.last)?;
        let above = self.rows.binary_search_by_key(&merged.first, |row| row.number).ok()?;
        self.rows.get(above)?.cell(column).map(|cell| (merged.first, cell))
    }

    /// Does a row only lead the rows of a sheet put below?
    #[must_use]
    pub const fn leads(row: &Row) -> bool {
        row.number.is_multiple_of(STRIDE)
    }

    /// Puts a text into a cell (row as the spreadsheet program shows it, from 1; column from 0), as if somebody had typed it
    /// there; an empty one empties the cell.
    pub fn put(&mut self, row: usize, column: usize, text: &str) {
        let line = match self.rows.binary_search_by_key(&row, |one| one.number) {
            Ok(at) => self.rows.get_mut(at),
            Err(at) if !text.is_empty() => {
                self.rows.insert(at, Row { number: row, cells: Vec::new(), hidden: false });
                self.rows.get_mut(at)
            }
            Err(_) => None,
        };
        let Some(line) = line else { return };
        line.cells.retain(|cell| cell.column != column);
        if !text.is_empty() {
            let before = line.cells.partition_point(|cell| cell.column < column);
            line.cells.insert(before, CellIn { column, text: text.to_owned(), number: None, day: None, fault: None });
        }
        if text.is_empty() {
            self.rows.retain(|one| !one.cells.is_empty());
        }
    }

    /// The name of the sheet in which a row stands.
    #[must_use]
    pub fn sheet_of(&self, row: usize) -> &str {
        let part = (row / STRIDE).checked_sub(1).and_then(|part| self.parts.get(part));
        part.unwrap_or(&self.name)
    }

    /// A cell as a person says it: `Sheet1!C7`.
    #[must_use]
    pub fn cell_name(&self, row: usize, column: usize) -> String {
        format!("{}!{}{}", self.sheet_of(row), column_letters(column), row % STRIDE)
    }

    /// Row and column of a cell as [`Self::cell_name`] says it; `None` when it is no cell of these sheets.
    #[must_use]
    pub fn place_of(&self, cell: &str) -> Option<(usize, usize)> {
        let (sheet, at) = cell.rsplit_once('!')?;
        let (row, column) = cell_place(at)?;
        let row = usize::try_from(row).ok()?.saturating_add(1);
        let part = match self.parts.iter().position(|part| part == sheet) {
            Some(part) => part.saturating_add(1),
            None if sheet == self.name => 0,
            None => return None,
        };
        Some((part.saturating_mul(STRIDE).saturating_add(row), usize::from(column)))
    }

    /// A row with the name of its sheet, whatever other sheets there are: `Sheet1!7`.
    #[must_use]
    pub fn row_at(&self, row: usize) -> String {
        format!("{}!{}", self.sheet_of(row), row % STRIDE)
    }

    /// A row as a person says it: `7`, and with the sheet's name when there are several.
    #[must_use]
    pub fn row_name(&self, row: usize) -> String {
        let number = row % STRIDE;
        if self.parts.is_empty() { number.to_string() } else { format!("{}!{number}", self.sheet_of(row)) }
    }
}

/// One row that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The row's number as the spreadsheet program shows it, from 1.
    pub number: usize,
    /// The cells that hold something, from the left.
    pub cells: Vec<CellIn>,
    /// Is the row hidden, by hand or by a filter? It is read like any other.
    pub hidden: bool,
}

impl Row {
    /// The cell of a column counted from 0; `None` when it is empty.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&CellIn> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().and_then(|at| self.cells.get(at))
    }
}

/// One cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct CellIn {
    /// The column, from 0.
    pub column: usize,
    /// What a person sees: whole numbers without a decimal point, days as `YYYY-MM-DD`, never only white space.
    pub text: String,
    /// The number, when the cell holds one.
    pub number: Option<f64>,
    /// The day, when the cell is formatted as a date.
    pub day: Option<Day>,
    /// Why the cell does not hold what it should.
    pub fault: Option<Fault>,
}

/// Why a cell holds no value, though there is something in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A formula that failed; the text is what the spreadsheet shows, such as `#REF!`.
    Error,
    /// A formula whose result was not saved; the text is the formula.
    Uncounted,
}

/// How much of a file is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of all its parts, unpacked.
    pub unpacked: u64,
    /// Visible sheets.
    pub sheets: usize,
    /// Rows that hold something, over all sheets.
    pub rows: usize,
    /// Columns of a sheet, counted from its left edge; what stands right of them is told and not read.
    pub columns: usize,
    /// Cells that hold something, over all sheets.
    pub cells: usize,
    /// Bytes of text over all cells.
    pub text: usize,
}

impl Default for Limits {
    /// Several times what the largest commune's register needs.
    fn default() -> Self {
        Self {
            bytes: 20 << 20,
            unpacked: 256 << 20,
            sheets: 200,
            rows: 250_000,
            columns: 256,
            cells: 2_500_000,
            text: 64 << 20,
        }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadProblem {
    /// The file is damaged, cut off or holds what its format does not allow.
    Damaged,
    /// A text file in an old encoding: only UTF-8, UTF-16 with its mark, and what [`letters`] recognises are read, because
    /// guessing silently ruins names.
    Encoding,
    /// Not a kind of file that is read here; holds the file's name.
    Kind(String),
    /// Locked with a password.
    Encrypted,
    /// No cell holds anything; holds the name of the first sheet.
    Empty(String),
    /// More sheets than allowed; holds how many are.
    Sheets(usize),
    /// Larger than allowed; holds the limit in words that need no translation, such as `20 MB`.
    TooLarge(String),
}

impl ReadProblem {
    /// The problem as a person is told it. `file-unreadable` carries `detail` = `damaged` or `encoding`, a word the
    /// sentences choose by.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Damaged => Problem::new("file-unreadable").with("detail", "damaged"),
            Self::Encoding => Problem::new("file-unreadable").with("detail", "encoding"),
            Self::Kind(name) => Problem::new("file-kind").with("name", name),
            Self::Encrypted => Problem::new("file-encrypted"),
            Self::Empty(sheet) => Problem::new("sheet-empty").with("sheet", sheet),
            Self::Sheets(max) => Problem::new("sheets-too-many").with("max", max),
            Self::TooLarge(max) => Problem::new("too-large").with("max", max),
        }
    }
}

/// Reads every visible sheet of a file that holds something. The kind is decided by the content; `name` serves for
/// messages and as the sheet name of a CSV. Never panics, whatever the bytes.
///
/// # Errors
/// One [`ReadProblem`] for the file as a whole.
pub fn read_rows(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadProblem> {
    if bytes.len() > limits.bytes {
        return Err(ReadProblem::TooLarge(format!("{} MB", limits.bytes >> 20)));
    }
    // The readers of these formats are large and meet files nobody foresaw; a panic there is one unreadable file.
    let sheets =
        catch_unwind(AssertUnwindSafe(|| read_kind(name, bytes, limits))).unwrap_or(Err(ReadProblem::Damaged))?;
    // What is named by its sheet must have one: a spreadsheet program does not let two sheets have one name.
    let mut names = std::collections::BTreeSet::new();
    if !sheets.iter().all(|sheet| names.insert(sheet.name.as_str())) {
        return Err(ReadProblem::Damaged);
    }
    let first = sheets.first().map_or_else(|| stem(name), |sheet| sheet.name.clone());
    let filled: Vec<Sheet> = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
    if filled.is_empty() { Err(ReadProblem::Empty(first)) } else { Ok(filled) }
}

fn read_kind(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadProblem> {
    let unknown = || Err(ReadProblem::Kind(name.to_owned()));
    let mut gather = Gather::new(limits);
    if bytes.starts_with(b"PK") {
        return match zipped::check(bytes, limits)? {
            zipped::Packed::Xlsx => xlsx::read(bytes, &mut gather),
            zipped::Packed::Ods => ods::read(bytes, &mut gather),
            zipped::Packed::Other => unknown(),
        };
    }
    if bytes.starts_with(ole::SIGNATURE) {
        return match ole::check(bytes, limits)? {
            ole::Held::Workbook(looks) => xls::read(bytes, &looks, &mut gather),
            ole::Held::Encrypted => Err(ReadProblem::Encrypted),
            ole::Held::Other => unknown(),
        };
    }
    match delimited::decode(bytes) {
        Some(text) if saved_xml::is_workbook(&text) => saved_xml::read(&text, &mut gather),
        Some(text) if markup::holds_table(&text) => markup::read(&text, &stem(name), &mut gather),
        Some(text) if delimited::is_markup(&text) => unknown(),
        Some(text) => delimited::read(&text, &stem(name), &mut gather),
        None => {
            let Some(text) = delimited::decode_single(bytes) else { return unknown() };
            let sheets = delimited::read(&text, &stem(name), &mut gather)?;
            // Whoever reads them asks a person before it turns the letters into Unicode; others cannot be told apart.
            if letters::recognise(&sheets).is_some() { Ok(sheets) } else { Err(ReadProblem::Encoding) }
        }
    }
}

fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.is_empty() { file.to_owned() } else { stem.to_owned() }
}

/// Row and column, from 0, of a cell as a person says it (`C7`); `None` for what is no cell of a workbook.
#[must_use]
pub fn cell_place(at: &str) -> Option<(u32, u16)> {
    let digits = at.find(|sign: char| sign.is_ascii_digit())?;
    let (letters, number) = at.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u16, |sum, letter| {
        let digit = letter.is_ascii_uppercase().then(|| letter - b'A' + 1)?;
        sum.checked_mul(26)?.checked_add(u16::from(digit))
    })?;
    let row: u32 = number.parse().ok()?;
    (row <= 1_048_576 && column <= 16_384).then_some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(u8::try_from(rest % 26).map_or('?', |digit| char::from(b'A' + digit)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}
