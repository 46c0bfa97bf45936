//! Collects cells into rows and refuses what passes the limits. Owns the count; must not know any file format.

use std::collections::BTreeMap;

use rules::basics::Day;

use super::{CellIn, Limits, ReadProblem, Row, Sheet, column_letters};

/// What one cell holds, before it has a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub text: String,
    pub number: Option<f64>,
    pub day: Option<Day>,
}

impl Held {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn number(number: f64) -> Self {
        if number.is_finite() {
            Self { text: number_text(number), number: Some(number), day: None }
        } else {
            Self::default()
        }
    }

    pub fn day(day: Day) -> Self {
        Self { text: day.to_string(), number: None, day: Some(day) }
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
    open: BTreeMap<usize, BTreeMap<usize, Held>>,
}

impl<'a> Gather<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, sheets: 0, rows: 0, cells: 0, text: 0, open: BTreeMap::new() }
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Keeps a cell of the open sheet; `row` and `column` from 0. Empty cells are passed over.
    pub fn put(&mut self, row: usize, column: usize, held: Held) -> Result<(), ReadProblem> {
        if held.is_empty() {
            return Ok(());
        }
        let limits = self.limits;
        let new_row = !self.open.contains_key(&row);
        self.rows += usize::from(new_row);
        self.cells += 1;
        self.text = self.text.saturating_add(held.text.len());
        if column >= limits.columns || self.rows > limits.rows || self.cells > limits.cells {
            return Err(ReadProblem::TooLarge(format!("{} × {}", limits.rows, limits.columns)));
        }
        if self.text > limits.text {
            return Err(ReadProblem::TooLarge(format!("{} MB", limits.text >> 20)));
        }
        self.open.entry(row).or_default().insert(column, held);
        Ok(())
    }

    /// Ends the open sheet and gives it under its name.
    pub fn close(&mut self, name: &str) -> Result<Sheet, ReadProblem> {
        self.sheets += 1;
        if self.sheets > self.limits.sheets {
            return Err(ReadProblem::TooLarge(self.limits.sheets.to_string()));
        }
        let rows = std::mem::take(&mut self.open).into_iter().map(|(row, cells)| {
            let number = row.saturating_add(1);
            let cells = cells.into_iter().map(|(column, held)| CellIn {
                at: format!("{}{number}", column_letters(column)),
                column,
                text: held.text,
                number: held.number,
                day: held.day,
            });
            Row { number, cells: cells.collect() }
        });
        Ok(Sheet { name: name.to_owned(), rows: rows.collect(), parts: Vec::new() })
    }
}
