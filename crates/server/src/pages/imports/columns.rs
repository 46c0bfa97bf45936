//! The columns of a file as a person sees them, to say what each means: its letters, its head, a few values. Columns that tell
//! of a person what the register does not read are named and never shown. Must not know how rows become households.

use std::collections::BTreeMap;

use papers::import::{Sheet, column_letters};
use papers::register_sheet::Field;
use papers::register_sheet::sensitive::{Sensitive, of_column};
use rules::register::veiled;
use serde::Serialize;

use crate::acts::imports::Settings;

/// Values of a column shown to recognise it by.
const SAMPLES: usize = 3;

/// One column of the sheet, to be given a meaning.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ColumnSeen {
    /// Its place, from 0.
    pub at: usize,
    /// Its letters, as the spreadsheet shows them.
    pub letters: String,
    /// What stands above it.
    pub head: String,
    /// First values; what may be an identity number is veiled. None of a column that holds something sensitive.
    pub samples: Vec<String>,
    /// The field it was given; empty for one that is not read.
    pub field: &'static str,
    /// ethnicity, religion, health, poverty or party, when it tells that of a person: then no value is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<&'static str>,
}

/// The columns that hold something, with their heads and first values; what may be an identity number is veiled.
#[must_use]
pub fn columns(sheet: &Sheet, settings: &Settings) -> Vec<ColumnSeen> {
    let by_column: BTreeMap<usize, &str> =
        settings.columns.iter().map(|(word, column)| (*column, word.as_str())).collect();
    let mut found: BTreeMap<usize, ColumnSeen> = BTreeMap::new();
    // A head of two rows has its words in the upper one where nothing stands below.
    let upper = sheet.rows.iter().find(|row| row.number.saturating_add(1) == settings.head_row && row.cells.len() > 2);
    for row in sheet.rows.iter().filter(|row| row.number >= settings.head_row) {
        for cell in &row.cells {
            let seen = found.entry(cell.column).or_insert_with(|| ColumnSeen {
                at: cell.column,
                letters: column_letters(cell.column),
                head: upper
                    .and_then(|row| row.cell(cell.column))
                    .map(|cell| short(&veiled(&cell.text)))
                    .unwrap_or_default(),
                samples: Vec::new(),
                holds: of_column(sheet, settings.head_row, cell.column).map(Sensitive::word),
                field: by_column.get(&cell.column).and_then(|word| Field::of(word)).map_or("", Field::word),
            });
            let text = short(&veiled(&cell.text));
            if row.number == settings.head_row {
                seen.head = text;
            } else if seen.holds.is_none() && seen.samples.len() < SAMPLES && !seen.samples.contains(&text) {
                seen.samples.push(text);
            }
        }
    }
    found.into_values().collect()
}

/// A text in one line, of at most 40 letters.
#[must_use]
pub fn short(text: &str) -> String {
    let line = rules::text::collapse(text);
    if line.chars().count() <= 40 { line } else { format!("{}…", line.chars().take(39).collect::<String>()) }
}
