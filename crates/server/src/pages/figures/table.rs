//! A place's figures as one table for workbook and CSV. Must not know where the numbers come from.

use papers::sheets::{Cell, Column, Kind, Table};
use rules::report::{Asked, Counts, Hidden};

use super::{checked, source, what, worded};
use crate::figures::Figures;
use crate::pages::Base;

/// The rows below and the total as the last row, with the facts and notes a reader needs beside them.
#[must_use]
pub fn of(b: &Base, f: &Figures) -> Table {
    let model = b.t(format!("model-{}", f.model.word()));
    let mut columns = vec![
        Column::new(b.t("places-column-code"), Kind::Text),
        Column::new(b.t("places-column-name"), Kind::Text),
        Column::new(b.t("places-column-days"), Kind::Text),
    ];
    columns.extend(Asked::ALL.iter().map(|asked| Column::new(b.t(format!("count-{}", asked.word())), Kind::Count)));
    columns.push(Column::new(b.t("figures-rate-registered"), Kind::Rate));
    columns.push(Column::new(b.t("figures-rate-recognised"), Kind::Rate));
    let mut rows = Vec::new();
    for line in &f.rows {
        let head = match &line.unit {
            Some(unit) => [unit.code.clone(), unit.full_name.clone(), b.days(unit)],
            None => [String::new(), b.t1("figures-remainder", "n", line.former), String::new()],
        };
        rows.push(row(b, head, line.counts, line.hidden));
    }
    let own = [f.unit.code.clone(), b.t1("figures-total", "place", &f.unit.full_name), b.days(&f.unit)];
    rows.push(row(b, own, f.own, f.hidden));
    Table {
        title: b.t3("figures-title", "place", &f.unit.full_name, "model", model, "year", f.year),
        sheet: b.t("figures-sheet"),
        columns,
        rows,
        notes_sheet: b.t("places-notes"),
        facts: vec![
            (
                b.t("figures-fact-place"),
                f.path.iter().map(|unit| unit.full_name.clone()).collect::<Vec<_>>().join(" > "),
            ),
            (b.t("figures-field-on"), b.day(&f.on)),
            (b.t("figures-field-year"), f.year.to_string()),
            (b.t("figures-fact-households"), b.day(&f.households_on)),
            (b.t("places-fact-source"), source(b, f)),
        ],
        rows_label: b.t("places-rows"),
        notes: notes(b, f),
        made: b.visit.today,
    }
}

fn notes(b: &Base, f: &Figures) -> Vec<String> {
    let mut notes = vec![b.t("figures-note-rates")];
    if f.hidden.is_some() || f.rows.iter().any(|line| line.hidden.is_some()) {
        notes.push(b.t1("figures-note-hidden", "n", rules::report::FEWEST_SHOWN));
    }
    for (place, warning) in &f.warnings {
        notes.push(format!("{place}: {}", b.t(format!("warning-{}", warning.word()))));
    }
    for one in &f.published {
        let said = format!("{}: {} ({}, {})", what(b, one), worded(b, one), b.day(&one.row.as_of), one.row.source);
        notes.push(format!("{}: {said}. {}", b.t("figures-published-note"), checked(b, one)));
    }
    notes
}

fn row(b: &Base, head: [String; 3], counts: Option<Counts>, hidden: Option<Hidden>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = head.into_iter().map(Cell::Text).collect();
    match counts {
        Some(counts) => {
            cells.extend(Asked::ALL.iter().map(|asked| Cell::Int(asked.count(&counts))));
            cells.push(Cell::Rate { n: counts.registered, d: counts.households });
            cells.push(Cell::Rate { n: counts.recognised, d: counts.households });
        }
        None => {
            let few = if hidden == Some(Hidden::Few) {
                b.t1("figures-few", "n", rules::report::FEWEST_SHOWN)
            } else {
                b.t("figures-not-shown")
            };
            cells.push(Cell::Text(few));
            cells.extend(std::iter::repeat_n(Cell::Empty, Asked::ALL.len() + 1));
        }
    }
    cells
}
