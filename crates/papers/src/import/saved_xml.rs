//! Reads the XML that Excel of 2003, and many web systems since, save under the name of a sheet (SpreadsheetML). Owns its
//! elements; must not know what the cells mean.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::gather::{Gather, Held};
use super::xml::{Met, Walk, local, local_attribute};
use super::{ReadProblem, Sheet};

/// Is the text such a workbook?
pub(super) fn is_workbook(text: &str) -> bool {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(2_000).collect();
    start.starts_with('<')
        && start.contains("urn:schemas-microsoft-com:office:spreadsheet")
        && start.contains("Workbook")
        && !start.to_ascii_lowercase().contains("<html")
}

/// Reads its visible sheets.
pub(super) fn read(text: &str, gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let mut walk = Walk::new(text.trim_start_matches('\u{feff}').as_bytes());
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut name = None::<String>;
    let mut hidden = BTreeSet::new();
    let (mut row, mut column, mut next_column) = (0_usize, 0_usize, 0_usize);
    let (mut data, mut shown) = (None::<(String, String)>, true);
    let mut formula = None::<String>;
    let mut ended = false;
    while let Some(met) = walk.step()? {
        match met {
            Met::Start(element) => match local(element.name().as_ref()) {
                "Worksheet" => {
                    name = local_attribute(&element, "Name");
                    (row, shown, hidden) = (0, true, BTreeSet::new());
                }
                "Visible" => shown = false,
                "Row" => {
                    row = index(&element).unwrap_or_else(|| row.saturating_add(1));
                    if local_attribute(&element, "Hidden").as_deref() == Some("1") {
                        hidden.insert(row.saturating_sub(1));
                    }
                    (column, next_column) = (0, 1);
                }
                "Cell" => {
                    column = index(&element).unwrap_or(next_column);
                    let across: usize =
                        local_attribute(&element, "MergeAcross").and_then(|more| more.parse().ok()).unwrap_or_default();
                    next_column = column.saturating_add(1).saturating_add(across);
                    formula = local_attribute(&element, "Formula");
                }
                "Data" if column > 0 => {
                    data = Some((local_attribute(&element, "Type").unwrap_or_default(), String::new()));
                    formula = None;
                }
                // Notes have texts of their own kind.
                "Comment" => walk.skip(&element)?,
                _ => {}
            },
            Met::Text(text) => {
                if let Some((_, held)) = &mut data {
                    held.push_str(&text);
                }
            }
            Met::End(end) => match local(&end) {
                "Data" => {
                    if let Some((kind, text)) = data.take() {
                        put(gather, row, column, held(&kind, text))?;
                    }
                }
                "Cell" => {
                    if let Some(formula) = formula.take() {
                        put(gather, row, column, Held::uncounted(&formula))?;
                    }
                }
                "Worksheet" => {
                    let sheet = gather.close(&name.take().unwrap_or_default(), &hidden)?;
                    if shown {
                        sheets.push(sheet);
                    }
                }
                "Workbook" => ended = true,
                _ => {}
            },
            Met::Other => {}
        }
    }
    if ended { Ok(sheets) } else { Err(ReadProblem::Damaged) }
}

/// The place an element names for itself, from 1.
fn index(element: &BytesStart<'_>) -> Option<usize> {
    local_attribute(element, "Index")
        .and_then(|index| index.parse().ok())
        .filter(|index| (1..=1_048_576).contains(index))
}

fn put(gather: &mut Gather<'_>, row: usize, column: usize, held: Held) -> Result<(), ReadProblem> {
    gather.put(row.saturating_sub(1), column.saturating_sub(1), held)
}

fn held(kind: &str, text: String) -> Held {
    match kind {
        "Number" => text.trim().parse().map_or_else(|_| Held::text(text.as_str()), Held::number),
        "DateTime" => super::ods::held_day(text.trim()),
        "Boolean" => Held::text(if text.trim() == "1" { "TRUE" } else { "FALSE" }),
        "Error" => Held::error(text.trim()),
        _ => Held::text(text),
    }
}
