//! One step on the recognition path, taken: found, allowed, decided by `rules`, locked, recorded, counted, noted.
//! Must not know which page or program asked, nor what appraisal and decision add around a step.

pub mod appraise;
mod bulk;
mod sheet;

use rules::basics::{AreaClass, Day};
use rules::criteria::{Answers, CriteriaSet, Filled, Model};
use rules::path::{Facts, Standing, State, Step, StepKind};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::assessments::{Assessment, StepRow};
use store::register::Household;

pub use bulk::{Bulk, Refused, bulk, by_item};
pub(crate) use sheet::has_authority;
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
        self.reason = reason.trim().to_owned();
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

/// What a step is decided on.
struct Found {
    household: Household,
    assessment: Option<Assessment>,
}

/// A step decided: the assessment as it will be, and the step as it will be kept.
struct Decided {
    assessment: Assessment,
    step: StepRow,
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
        Some(assessment) => store::assessments::lock_by_id(tx, &assessment.id)?,
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

/// Decides a step on what was found; `now` is the revision a person who looks at it now would see.
fn decide(tx: &mut Tx<'_>, ctx: &Ctx<'_>, found: &Found, wish: &StepWish, now: i64) -> Result<Decided, Failure> {
    let before = found.assessment.as_ref();
    let mut facts = Facts { year: year_of(found, &wish.whose), actor_name: ctx.actor.name.clone(), ..Facts::default() };
    let step = Step {
        kind: wish.kind,
        by: ctx.actor.id.clone(),
        at: ctx.at,
        day: wish.day.unwrap_or(ctx.today),
        reason: wish.reason.clone(),
    };
    let mut assessment = match before {
        Some(assessment) => assessment.clone(),
        // Whether the step follows is asked before what only a registered family can answer.
        None if wish.kind != StepKind::Register => {
            let problem = rules::path::take(None, &step, &facts).err();
            return Err(problem.map_or_else(Failure::not_found, Failure::from));
        }
        None => blank(ctx, found, &wish.whose)?,
    };
    if let Some(base) = wish.base_revision.filter(|base| *base != now) {
        return Err(Problem::new("changed-meanwhile").with("yours", base).with("now", now).into());
    }
    if wish.kind == StepKind::Register {
        sheet::may_register(tx, ctx, &found.household, facts.year)?;
        assessment.hamlet_id.clone_from(&found.household.hamlet_id);
        assessment.commune_id.clone_from(&found.household.commune_id);
    }
    let set = set_of(ctx.app, &assessment)?;
    let (broken, said) = fill(tx, ctx, &mut assessment, set, wish, &mut facts)?;
    if wish.kind == StepKind::Recognise {
        facts.authority = sheet::has_authority(tx, ctx.actor, set, &assessment.commune_id, step.day)?;
    }
    let standing = rules::path::take(before.map(|one| &one.standing), &step, &facts).map_err(|problem| {
        // One missing answer stops the step; the person is told of all of them.
        let all = if problem.code == "answer-missing" { missing_items(set, &assessment) } else { Vec::new() };
        if all.is_empty() { vec![problem] } else { all }
    })?;
    if !broken.is_empty() {
        return Err(broken.into());
    }
    if let Change::Decision(id) = &wish.change {
        assessment.decision_id = Some(id.clone());
    }
    assessment.state = standing.state;
    let n = standing.steps;
    assessment.standing = standing;
    let row = StepRow {
        n,
        kind: step.kind,
        account_id: step.by,
        at: step.at,
        on_day: step.day,
        reason: step.reason,
        data: joined(said, &wish.data).to_string(),
    };
    Ok(Decided { assessment, step: row })
}

fn year_of(found: &Found, whose: &Whose) -> i64 {
    match (whose, &found.assessment) {
        (_, Some(assessment)) => assessment.year,
        (Whose::Household { year, .. }, None) => *year,
        (Whose::Assessment(_), None) => 0,
    }
}

fn blank(ctx: &Ctx<'_>, found: &Found, whose: &Whose) -> Result<Assessment, Failure> {
    let Whose::Household { model, year, .. } = whose else { return Err(Failure::not_found()) };
    let set = sheet::set_for(ctx, *model, *year)?;
    Ok(Assessment {
        id: ctx.id(),
        model: model.word().to_owned(),
        year: *year,
        household_id: found.household.id.clone(),
        hamlet_id: found.household.hamlet_id.clone(),
        commune_id: found.household.commune_id.clone(),
        state: State::Registered,
        standing: Standing {
            state: State::Registered,
            self_assessors: std::collections::BTreeSet::new(),
            submitted_by: None,
            appraised_by: None,
            steps: 0,
        },
        set_id: set.set.clone(),
        version: set.version.clone(),
        area: AreaClass::Normal.word().to_owned(),
        filled: String::new(),
        total: 0,
        complete: false,
        passed: false,
        decision_id: None,
        revision: 1,
    })
}

/// Brings answers, area class and score up to date, and the facts that follow from them. The problems of the answers,
/// and what the step's row says.
fn fill(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    assessment: &mut Assessment,
    set: &CriteriaSet,
    wish: &StepWish,
    facts: &mut Facts,
) -> Result<(Vec<Problem>, Value), Failure> {
    let mut filled = filled_of(assessment)?;
    match &wish.change {
        Change::Sheet(sheet) => filled = sheet.clone(),
        Change::Answers(answers) => filled.answers = answers.clone(),
        Change::Nothing | Change::Decision(_) => {}
    }
    let broken = if wish.kind == StepKind::Save { sheet::problems(set, &filled) } else { Vec::new() };
    if matches!(wish.kind, StepKind::Register | StepKind::Save | StepKind::Submit) {
        let day = area_day(assessment.year, ctx.today);
        store::units::area_on(tx, &assessment.hamlet_id, day)?.0.word().clone_into(&mut assessment.area);
    }
    if wish.kind == StepKind::Save {
        assessment.filled = serde_json::to_string(&filled)?;
    }
    let outcome = outcome_of(set, &filled, &assessment.area);
    if matches!(wish.kind, StepKind::Save | StepKind::Submit) {
        assessment.total = outcome.total;
        assessment.complete = outcome.complete;
        assessment.passed = outcome.passed;
    }
    let missing = missing_items(set, assessment);
    facts.complete = missing.is_empty();
    facts.missing_item = missing.first().map(|problem| problem.field.clone()).unwrap_or_default();
    facts.passed = outcome.passed;
    facts.total = outcome.total.to_string();
    facts.mark = outcome.mark.to_string();
    let score = || json!({"total": outcome.total, "max": outcome.max, "mark": outcome.mark, "passed": outcome.passed});
    let said = match wish.kind {
        StepKind::Register => json!({"set": set.set, "version": set.version, "area": assessment.area}),
        StepKind::Save => joined(score(), &json!({"filled": filled, "area": assessment.area})),
        StepKind::Submit => joined(score(), &json!({"area": assessment.area})),
        StepKind::Accept | StepKind::Reject => score(),
        StepKind::Recognise => json!({"decision": assessment_decision(wish)}),
        _ => json!({}),
    };
    Ok((broken, said))
}

fn assessment_decision(wish: &StepWish) -> &str {
    match &wish.change {
        Change::Decision(id) => id,
        _ => "",
    }
}

/// Two JSON objects as one; the second wins.
fn joined(mut one: Value, other: &Value) -> Value {
    if let (Some(into), Some(from)) = (one.as_object_mut(), other.as_object()) {
        into.extend(from.clone());
    }
    one
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
