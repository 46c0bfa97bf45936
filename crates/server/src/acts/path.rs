//! One step on the recognition path, taken: found, allowed, decided by `rules`, locked, recorded, counted, noted.
//! Must not know which page or program asked, nor what appraisal and decision add around a step.

pub mod appraise;
pub mod assess;
mod bulk;
mod decide;
pub mod evidence;
pub mod register;
mod sheet;

use rules::basics::{Day, Moment};
use rules::criteria::{Answers, Filled, Model};
use rules::path::{Facts, Step, StepKind};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::assessments::{Assessment, StepRow};

pub use bulk::{Bulk, Refused, bulk, by_item};
pub(crate) use sheet::has_authority;

use decide::{Decided, Found, decide, joined};
pub use sheet::{area_day, cycle_years, filled_of, missing_items, outcome_of, set_of};

use crate::app::{Ctx, Record};
use crate::failure::Failure;

/// Whose step it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// An assessment by its id.
    Assessment(String),
    /// A household's assessment of a model and cycle year, which need not exist yet.
    Household {
        /// The household.
        id: String,
        /// The model.
        model: Model,
        /// The cycle year.
        year: i64,
    },
}

impl Whose {
    /// The id that was given.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Assessment(id) | Self::Household { id, .. } => id,
        }
    }
}

/// What a step changes of the assessment besides where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    #[default]
    Nothing,
    /// All answers and notes, replaced; for `Save`.
    Sheet(Filled),
    /// All answers, replaced, the notes kept; for `Save`.
    Answers(Answers),
    /// The decision that recognises the family, by its id; for `Recognise`.
    Decision(String),
}

/// A step somebody wishes to take.
#[derive(Clone, Debug)]
pub struct StepWish {
    /// Whose.
    pub whose: Whose,
    /// What.
    pub kind: StepKind,
    /// Why; may be empty where the path asks for no reason.
    pub reason: String,
    /// The day it takes effect: the decision's date for `Recognise` and `Revoke`; `None` for today.
    pub day: Option<Day>,
    /// What it changes.
    pub change: Change,
    /// The revision the person saw; a differing one is refused with `changed-meanwhile`. `None`: not asked.
    pub base_revision: Option<i64>,
    /// Kept with the step beside what is always kept; an object, or null.
    pub data: Value,
}

impl StepWish {
    /// A step of today that changes nothing else.
    #[must_use]
    pub const fn new(whose: Whose, kind: StepKind) -> Self {
        Self {
            whose,
            kind,
            reason: String::new(),
            day: None,
            change: Change::Nothing,
            base_revision: None,
            data: Value::Null,
        }
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        // Reasons stand in the trail and on public pages: an identity number does not belong there.
        self.reason = rules::register::veiled(reason.trim());
        self
    }
}

/// Where an assessment stands after a step; small enough to be kept as the answer to the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Stand {
    /// The assessment.
    pub id: String,
    /// The household.
    pub household_id: String,
    /// The state's word.
    pub state: String,
    /// To be sent back as `base_revision`.
    pub revision: i64,
    /// Points.
    pub total: i64,
    /// Is everything answered?
    pub complete: bool,
    /// Is every pass condition met?
    pub passed: bool,
}

impl From<&Assessment> for Stand {
    fn from(assessment: &Assessment) -> Self {
        Self {
            id: assessment.id.clone(),
            household_id: assessment.household_id.clone(),
            state: assessment.state.word().to_owned(),
            revision: assessment.revision,
            total: assessment.total,
            complete: assessment.complete,
            passed: assessment.passed,
        }
    }
}

/// Takes one step: asks for the right at the family's hamlet, decides, locks (the household first when it registers, then
/// the assessment), writes row and step, counts and notes. Nothing is written when it is refused, so that other items of
/// the same transaction may go on.
///
/// # Errors
/// `not-found`, `forbidden`, `changed-meanwhile`, the problems of `rules::path::take`; for `Register` also `cycle-year`,
/// `no-criteria`, `household-closed`, `household-not-here-in-year`; for `Save` and `Submit` all problems of the answers at
/// once, each at its item.
pub fn take_step(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, wish: &StepWish) -> Result<Assessment, Failure> {
    let seen = find(tx, &wish.whose)?;
    let place = place_of(&seen, wish.kind);
    ctx.guard.allow(tx, wish.kind.act(), &place)?;
    let mut decided = decide(tx, ctx, &seen, wish, revision(&seen))?;
    let locked = lock(tx, &seen, wish.kind)?;
    if changed(&seen, &locked) {
        // Somebody was faster: what was decided above rests on what no longer is.
        ctx.guard.allow(tx, wish.kind.act(), &place_of(&locked, wish.kind))?;
        decided = decide(tx, ctx, &locked, wish, revision(&locked).saturating_sub(1))?;
    }
    let Decided { mut assessment, step } = decided;
    match &locked.assessment {
        Some(before) => {
            assessment.revision = before.revision;
            store::assessments::record(tx, &assessment, &step)?;
        }
        None => store::assessments::insert(tx, &assessment, &step)?,
    }
    leave_traces(ctx, locked.assessment.as_ref(), &assessment, &step)?;
    Ok(assessment)
}

/// What keeps a step from following where an assessment stands, before facts and rights are asked; `None` when it follows.
#[must_use]
pub fn order(assessment: &Assessment, kind: StepKind) -> Option<Problem> {
    if rules::path::after(Some(assessment.state), kind).is_some() {
        return None;
    }
    let step = Step { kind, by: String::new(), at: Moment(0), day: Day::FOREVER, reason: String::new() };
    let facts = Facts { year: assessment.year, ..Facts::default() };
    rules::path::take(Some(&assessment.standing), &step, &facts).err()
}

fn find(tx: &mut Tx<'_>, whose: &Whose) -> Result<Found, Failure> {
    match whose {
        Whose::Assessment(id) => {
            let assessment = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
            let household = store::register::household(tx, &assessment.household_id)?.ok_or_else(Failure::not_found)?;
            Ok(Found { household, assessment: Some(assessment) })
        }
        Whose::Household { id, model, year } => {
            let household = store::register::household(tx, id)?.ok_or_else(Failure::not_found)?;
            let all = store::assessments::for_household(tx, id)?;
            let assessment = all.into_iter().find(|one| one.model == model.word() && one.year == *year);
            Ok(Found { household, assessment })
        }
    }
}

/// The hamlet a step belongs to: where the household lives for a registration, else where the assessment counts.
fn place_of(found: &Found, kind: StepKind) -> String {
    match &found.assessment {
        Some(assessment) if kind != StepKind::Register => assessment.hamlet_id.clone(),
        _ => found.household.hamlet_id.clone(),
    }
}

fn lock(tx: &mut Tx<'_>, seen: &Found, kind: StepKind) -> Result<Found, Failure> {
    let household = if kind == StepKind::Register {
        store::register::lock_household(tx, &seen.household.id)?.ok_or_else(Failure::not_found)?
    } else {
        seen.household.clone()
    };
    let assessment = match &seen.assessment {
        Some(before) => match store::assessments::lock_same(tx, before)? {
            None => store::assessments::lock_by_id(tx, &before.id)?,
            same => same,
        },
        None => None,
    };
    Ok(Found { household, assessment })
}

/// The assessment's revision, 0 when there is none.
fn revision(found: &Found) -> i64 {
    found.assessment.as_ref().map_or(0, |one| one.revision)
}

/// Did anything change between reading and locking? Locking itself raises a revision by one.
fn changed(seen: &Found, locked: &Found) -> bool {
    let lives = |found: &Found| (found.household.hamlet_id.clone(), found.household.status.clone());
    let raised = if seen.assessment.is_some() { revision(seen) + 1 } else { 0 };
    raised != revision(locked) || lives(seen) != lives(locked)
}

fn leave_traces(
    ctx: &mut Ctx<'_>,
    before: Option<&Assessment>,
    after: &Assessment,
    step: &StepRow,
) -> Result<(), Failure> {
    let was = before.map(|one| one.state);
    let mut moves = Vec::new();
    if let Some(before) = before {
        let units = [before.hamlet_id.as_str(), before.commune_id.as_str()];
        moves.extend(rules::tally::moves(was, None, &units, before.year, &before.model));
    }
    let units = [after.hamlet_id.as_str(), after.commune_id.as_str()];
    moves.extend(rules::tally::moves(None, Some(after.state), &units, after.year, &after.model));
    ctx.count(rules::tally::merge(moves));
    let seen = |one: &Assessment| json!({"state": one.state, "total": one.total, "complete": one.complete, "passed": one.passed});
    let record = Record {
        kind: "assessment",
        id: &after.id,
        unit_id: &after.hamlet_id,
        before: before.map(seen),
        after: Some(joined(seen(after), &json!({"step": step.kind.word(), "n": step.n}))),
        reason: &step.reason,
    };
    ctx.note(&after.commune_id, record)
}
