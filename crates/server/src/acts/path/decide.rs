//! Decides one step on what was found: facts from criteria, answers, years and offices, then `rules::path::take`.
//! Must not lock or write.

use std::collections::BTreeSet;

use rules::basics::AreaClass;
use rules::criteria::CriteriaSet;
use rules::path::{Facts, Standing, State, Step, StepKind};
use rules::problem::Problem;
use serde_json::{Value, json};
use store::Tx;
use store::assessments::{Assessment, StepRow};
use store::register::{Household, MERGED};

use super::sheet::{
    area_day, filled_of, has_authority, may_register, missing_items, outcome_of, problems, set_for, set_of,
};
use super::{Change, StepWish, Whose};
use crate::acts::register::doubles::merged;
use crate::app::Ctx;
use crate::failure::Failure;

/// What a step is decided on.
pub(super) struct Found {
    /// The household.
    pub household: Household,
    /// Its assessment; `None` when it never registered.
    pub assessment: Option<Assessment>,
}

/// A step decided: the assessment as it will be, and the step as it will be kept.
pub(super) struct Decided {
    /// The row.
    pub assessment: Assessment,
    /// The step.
    pub step: StepRow,
}

/// Decides a step on what was found; `now` is the revision a person who looks at it now would see.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    found: &Found,
    wish: &StepWish,
    now: i64,
) -> Result<Decided, Failure> {
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
    if found.household.status == MERGED {
        // What rests with a household that went up into another one has had its day.
        return Err(merged(tx, ctx.guard, &found.household.id)?.into());
    }
    if wish.kind == StepKind::Register {
        may_register(tx, ctx, &found.household, facts.year)?;
        assessment.hamlet_id.clone_from(&found.household.hamlet_id);
        assessment.commune_id.clone_from(&found.household.commune_id);
    }
    let set = set_of(ctx.app, &assessment)?;
    let (broken, said) = fill(tx, ctx, &mut assessment, set, wish, &mut facts)?;
    if wish.kind == StepKind::Recognise {
        facts.authority = has_authority(tx, ctx.actor, set, &assessment.commune_id, step.day)?;
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
    let set = set_for(ctx, *model, *year)?;
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
            self_assessors: BTreeSet::new(),
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
    let broken = if wish.kind == StepKind::Save { problems(set, &filled) } else { Vec::new() };
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
pub(super) fn joined(mut one: Value, other: &Value) -> Value {
    if let (Some(into), Some(from)) = (one.as_object_mut(), other.as_object()) {
        into.extend(from.clone());
    }
    one
}
