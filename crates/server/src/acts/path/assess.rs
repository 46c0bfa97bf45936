//! Self-assessment: saving one sheet with its photos or a grid of many, sending, recalling, withdrawing.
//! Must not know forms or pages.

use rules::access::Act;
use rules::criteria::{Answers, Filled};
use rules::path::StepKind;
use serde_json::json;
use store::Tx;

use super::evidence::{self, Photo};
use super::{Bulk, Change, Stand, StepWish, Whose, bulk, filled_of, take_step};
use crate::app::Ctx;
use crate::failure::Failure;

/// One sheet to be saved.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The assessment.
    pub id: String,
    /// The revision the person saw; `None`: not asked.
    pub base_revision: Option<i64>,
    /// All answers and notes.
    pub filled: Filled,
    /// Photos to add.
    pub photos: Vec<Photo>,
    /// Ids of photos to take away.
    pub drop: Vec<String>,
}

/// Saves a sheet: answers, notes, photos, as one step.
///
/// # Errors
/// Those of [`take_step`]; `evidence-full`, and `not-found` for a photo of another assessment.
pub fn save(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, sheet: &Sheet) -> Result<Stand, Failure> {
    let mut wish = StepWish::new(Whose::Assessment(sheet.id.clone()), StepKind::Save);
    wish.change = Change::Sheet(sheet.filled.clone());
    wish.base_revision = sheet.base_revision;
    if !sheet.photos.is_empty() || !sheet.drop.is_empty() {
        wish.data = json!({"photos_added": sheet.photos.len(), "photos_removed": sheet.drop.len()});
    }
    let assessment = take_step(tx, ctx, &wish)?;
    evidence::change(tx, ctx, &assessment, &sheet.photos, &sheet.drop)?;
    Ok(Stand::from(&assessment))
}

/// Adds photos to what is kept, or takes them away, as one step; answers and notes stay.
///
/// # Errors
/// Those of [`save`].
pub fn change_photos(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    photos: Vec<Photo>,
    drop: Vec<String>,
) -> Result<Stand, Failure> {
    let kept = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::SelfAssess, &kept.hamlet_id)?;
    // What was read is what is kept: answers saved meanwhile refuse the photo instead of being lost.
    let base_revision = Some(kept.revision);
    let sheet = Sheet { id: id.to_owned(), base_revision, filled: filled_of(&kept)?, photos, drop };
    save(tx, ctx, &sheet)
}

/// One row of a grid.
#[derive(Clone, Debug)]
pub struct Row {
    /// The assessment.
    pub id: String,
    /// The revision the person saw.
    pub base_revision: i64,
    /// All answers; notes stay as they are.
    pub answers: Answers,
}

/// Saves the rows of a grid that differ from what is kept. Rows without a difference are left alone and not spoken of.
///
/// # Errors
/// `nothing-chosen` when no row differs.
pub fn save_grid(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, rows: &[Row]) -> Result<Bulk, Failure> {
    let mut changed = Vec::new();
    for row in rows {
        // What is not there or not theirs goes the way of the changed ones, which refuses it.
        let kept = store::assessments::get(tx, &row.id)?;
        let theirs = match &kept {
            Some(kept) => ctx.guard.can(tx, Act::SelfAssess, &kept.hamlet_id)?,
            None => false,
        };
        let unchanged = theirs && kept.is_some_and(|kept| filled_of(&kept).is_ok_and(|f| f.answers == row.answers));
        if !unchanged {
            changed.push(row.id.clone());
        }
    }
    bulk(tx, ctx, &changed, |tx, ctx, id| {
        let Some(row) = rows.iter().find(|row| row.id == id) else { return Err(Failure::not_found()) };
        let mut wish = StepWish::new(Whose::Assessment(row.id.clone()), StepKind::Save);
        wish.change = Change::Answers(row.answers.clone());
        wish.base_revision = Some(row.base_revision);
        take_step(tx, ctx, &wish).map(|_| ())
    })
}

/// Sends self-assessments to the commune.
pub fn submit(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, ids: &[String]) -> Result<Bulk, Failure> {
    bulk(tx, ctx, ids, |tx, ctx, id| {
        take_step(tx, ctx, &StepWish::new(Whose::Assessment(id.to_owned()), StepKind::Submit)).map(|_| ())
    })
}

/// Takes one step of the family's side that changes nothing else: `Submit`, `Recall` or `Withdraw`.
pub fn one(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    kind: StepKind,
    reason: &str,
    base_revision: Option<i64>,
) -> Result<Stand, Failure> {
    let mut wish = StepWish::new(Whose::Assessment(id.to_owned()), kind).because(reason);
    wish.base_revision = base_revision;
    Ok(Stand::from(&take_step(tx, ctx, &wish)?))
}
