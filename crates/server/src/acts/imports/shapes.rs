//! Which columns a person gave which meaning, remembered for the next file of the commune with the same heads.
//! Must not guess.

use std::collections::BTreeMap;

use papers::import::{Row, Sheet};
use rules::text::fold;
use store::Tx;
use store::imports::{ImportFile, Shape};

use super::{KIND, Settings};
use crate::app::Ctx;
use crate::failure::Failure;
use crate::secrets::digest;

/// Rows from the top in which a head is looked for.
const DEEP: usize = 20;

/// A digest of a head: the words of its columns, and those of the row above where that is part of it.
fn shape_at(sheet: &Sheet, at: usize) -> Option<String> {
    let row = sheet.rows.get(at)?;
    let words = |row: &Row| -> Vec<String> {
        row.cells.iter().map(|cell| format!("{}={}", cell.column, fold(&cell.text))).collect()
    };
    // A title stands in one or two cells, the upper half of a head in more.
    let above = at.checked_sub(1).and_then(|above| sheet.rows.get(above));
    let above = above.filter(|above| above.number.saturating_add(1) == row.number && above.cells.len() > 2);
    let above = above.map(words).unwrap_or_default();
    (row.cells.len() > 1).then(|| digest(&format!("{}\n{}", above.join("\t"), words(row).join("\t"))))
}

/// The heads a file may have: shape, name of the sheet, number of the row.
#[must_use]
pub fn heads(sheets: &[Sheet]) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    for sheet in sheets {
        for (at, row) in sheet.rows.iter().enumerate().take_while(|(_, row)| row.number <= DEEP) {
            found.extend(shape_at(sheet, at).map(|shape| (shape, sheet.name.clone(), row.number)));
        }
    }
    found
}

/// The settings of a file with what was said of one with the same heads; as they are when there was none.
pub(super) fn recall(
    tx: &mut Tx<'_>,
    commune_id: &str,
    heads: &[(String, String, usize)],
    settings: Settings,
) -> Result<Settings, Failure> {
    if heads.is_empty() {
        return Ok(settings);
    }
    for held in store::imports::shapes(tx, commune_id, KIND)? {
        let Some((_, sheet, row)) = heads.iter().find(|(shape, ..)| *shape == held.shape) else { continue };
        let columns: BTreeMap<String, usize> = serde_json::from_str(&held.columns)?;
        return Ok(Settings { sheet: sheet.clone(), head_row: *row, columns, like: held.name, ..settings });
    }
    Ok(settings)
}

/// Remembers what somebody said the columns of a file mean, where that is not what anybody would guess.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    file: &ImportFile,
    settings: &Settings,
    sheets: &[Sheet],
) -> Result<(), Failure> {
    let Some(sheet) = sheets.iter().find(|sheet| sheet.name == settings.sheet) else { return Ok(()) };
    let Some(at) = sheet.rows.iter().position(|row| row.number == settings.head_row) else { return Ok(()) };
    let Some(shape) = shape_at(sheet, at).filter(|_| settings.head_row <= DEEP) else { return Ok(()) };
    let guessed = Settings::guess(sheets);
    if guessed.sheet == settings.sheet && guessed.head_row == settings.head_row && guessed.columns == settings.columns {
        store::imports::forget(tx, &file.commune_id, KIND, &shape)?;
        return Ok(());
    }
    let columns = serde_json::to_string(&settings.columns)?;
    let said = Shape { shape, columns, name: file.name.clone(), at: ctx.at };
    store::imports::remember(tx, &file.commune_id, KIND, &ctx.actor.id, &said)?;
    Ok(())
}
