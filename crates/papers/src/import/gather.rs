//! Collects cells into rows and refuses what passes the limits. Owns the count; must not know any file format.

use std::collections::{BTreeMap, BTreeSet};

use rules::basics::Day;

use super::{CellIn, Fault, Limits, Merged, ReadProblem, Row, Sheet};

/// What one cell holds, before it has a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub text: String,
    pub number: Option<f64>,
    pub day: Option<Day>,
    pub fault: Option<Fault>,
}

/// What spreadsheets show where a formula has failed.
const ERRORS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#BUSY!",
];

impl Held {
    /// Words; what a failed formula leaves in their place is a fault.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let shown = text.trim();
        let failed = ERRORS.contains(&shown)
            || (shown.len() >= 3 && shown.bytes().all(|sign| sign == b'#'))
            || shown.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok());
        Self { text, fault: failed.then_some(Fault::Error), ..Self::default() }
    }

    pub fn number(number: f64) -> Self {
        if number.is_finite() {
            Self { text: number_text(number), number: Some(number), ..Self::default() }
        } else {
            Self { text: "#NUM!".to_owned(), fault: Some(Fault::Error), ..Self::default() }
        }
    }

    pub fn day(day: Day) -> Self {
        Self { text: day.to_string(), day: Some(day), ..Self::default() }
    }

    /// A formula whose result the file does not hold.
    pub fn uncounted(formula: &str) -> Self {
        let text = format!("={}", formula.trim_start_matches(['=', '+']));
        Self { text, fault: Some(Fault::Uncounted), ..Self::default() }
    }

    /// A failed formula, as the spreadsheet shows it.
    pub fn error(shown: &str) -> Self {
        Self { text: shown.to_owned(), fault: Some(Fault::Error), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The number as a spreadsheet shows it without a format: no decimal point on whole numbers, at most 15 digits that
/// count, so that 0.1 + 0.2 is 0.3.
pub(crate) fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    format!("{number:.14e}").parse::<f64>().map_or_else(|_| number.to_string(), |rounded| rounded.to_string())
}

pub(super) struct Gather<'a> {
    limits: &'a Limits,
    sheets: usize,
    rows: usize,
    cells: usize,
    text: usize,
    open: BTreeMap<usize, Vec<CellIn>>,
    beyond: Option<(usize, usize)>,
    merged: Vec<Merged>,
}

/// So many merged cells of a sheet are remembered; a register has a few for each household.
const MERGED_MOST: usize = 200_000;

impl<'a> Gather<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, sheets: 0, rows: 0, cells: 0, text: 0, open: BTreeMap::new(), beyond: None, merged: Vec::new() }
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Keeps a cell of the open sheet; `row` and `column` from 0. Empty cells are passed over, and cells right of the last
    /// column that is read are only remembered to be there.
    pub fn put(&mut self, row: usize, column: usize, held: Held) -> Result<(), ReadProblem> {
        if held.is_empty() {
            return Ok(());
        }
        let limits = self.limits;
        if column >= limits.columns {
            let cell = (row, column);
            self.beyond = Some(self.beyond.map_or(cell, |first| first.min(cell)));
            return Ok(());
        }
        let number = row.saturating_add(1);
        self.rows += usize::from(!self.open.contains_key(&number));
        self.cells += 1;
        self.text = self.text.saturating_add(held.text.len());
        if self.rows > limits.rows || self.cells > limits.cells {
            return Err(ReadProblem::TooLarge(format!("{} × {}", limits.rows, limits.columns)));
        }
        if self.text > limits.text {
            return Err(ReadProblem::TooLarge(format!("{} MB", limits.text >> 20)));
        }
        let cells = self.open.entry(number).or_default();
        let Held { text, number, day, fault } = held;
        let cell = CellIn { column, text, number, day, fault };
        match cells.last() {
            Some(last) if last.column >= column => match cells.binary_search_by_key(&column, |cell| cell.column) {
                // The same cell twice: a spreadsheet shows the later one.
                Ok(at) => cells.get_mut(at).map_or((), |held| *held = cell),
                Err(at) => cells.insert(at, cell),
            },
            _ => cells.push(cell),
        }
        Ok(())
    }

    /// Remembers a cell that goes on over rows below it; rows and column from 0.
    pub fn merge(&mut self, first: usize, last: usize, column: usize) {
        if last > first && column < self.limits.columns && self.merged.len() < MERGED_MOST {
            self.merged.push(Merged { first: first.saturating_add(1), last: last.saturating_add(1), column });
        }
    }

    /// Ends the open sheet and gives it under its name; `hidden` tells whether a row, counted from 0, is hidden.
    pub fn close(&mut self, name: &str, hidden: &BTreeSet<usize>) -> Result<Sheet, ReadProblem> {
        self.sheets += 1;
        if self.sheets > self.limits.sheets {
            return Err(ReadProblem::Sheets(self.limits.sheets));
        }
        let rows = std::mem::take(&mut self.open).into_iter().map(|(number, mut cells)| {
            cells.shrink_to_fit();
            Row { number, cells, hidden: hidden.contains(&number.saturating_sub(1)) }
        });
        let rows = rows.collect();
        let mut merged = std::mem::take(&mut self.merged);
        merged.sort_unstable_by_key(|one| (one.column, one.first));
        Ok(Sheet { name: name.to_owned(), rows, parts: Vec::new(), beyond: self.beyond.take(), merged })
    }
}
