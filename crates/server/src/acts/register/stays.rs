//! Where a household lives: moving, leaving the register, coming back; and what becomes of its registration of this year.
//!
//! The rule: what was decided stays where it was decided, and earlier years stay where they were. An assessment of this
//! year that is at the commune (submitted, or accepted and not yet decided) stops a move or closing: it must be finished
//! or taken back first. An open registration of this year (registered, assessing, returned) goes along to another hamlet
//! of the same commune with all its answers; when the family leaves the commune or the register it ends as withdrawn,
//! with the same reason, and the family may register again where it lives.
//! Must not know pages.

use rules::access::Act;
use rules::path::{State, StepKind};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::assessments::Assessment;
use store::register::{self, ACTIVE, DISSOLVED, Household, MERGED, MOVED_OUT};
use store::units::Unit;
use store::{Latch, Tx};

use super::households::number_taken;
use super::{commune_of, count, day_of, facts, hamlet_of, identity, locked, note, open};
use crate::acts::path::{StepWish, Whose, take_step};
use crate::app::{Ctx, Record};
use crate::failure::Failure;

/// Where a household moves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Moving {
    /// Code or unit id of the hamlet it moves to.
    pub hamlet: String,
    /// Its first day there; today when empty.
    pub on: String,
    /// Its number there; when empty its present one if that is free, else the next free one.
    pub number: String,
    /// Why; may be empty.
    pub reason: String,
    /// The revision that was seen.
    pub base_revision: Option<i64>,
}

/// How a household leaves the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Closing {
    /// `moved_out` or `dissolved`.
    pub status: String,
    /// The first day it no longer lives here; today when empty.
    pub on: String,
    /// Why.
    pub reason: String,
    /// The revision that was seen.
    pub base_revision: Option<i64>,
}

/// From when a closed household lives here again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reopening {
    /// Its first day here again; when empty the day it was closed, as if that had never been.
    pub on: String,
    /// Why; may be empty.
    pub reason: String,
}

/// A household after a move, closing or reopening, with what is needed to take that back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Settled {
    /// The household.
    pub household_id: String,
    /// Its number now.
    pub number: String,
    /// The hamlet it lived in before, as unit id.
    pub from_hamlet: String,
    /// Its number before.
    pub from_number: String,
    /// The day it took effect.
    pub on: String,
    /// To be sent back as `base_revision`.
    pub revision: i64,
    /// Registrations of this year that ended with it.
    pub withdrawn: i64,
}

/// This year's assessments of a household, locked. `household-busy` when one of them is at the commune.
fn this_year(tx: &mut Tx<'_>, ctx: &Ctx<'_>, household_id: &str) -> Result<Vec<Assessment>, Failure> {
    let mut open = Vec::new();
    for seen in store::assessments::for_household(tx, household_id)? {
        if seen.year != ctx.today.year() {
            continue;
        }
        let Some(assessment) = store::assessments::lock_by_id(tx, &seen.id)? else { continue };
        match assessment.state {
            State::Submitted | State::Accepted => {
                return Err(Problem::new("household-busy").with("year", assessment.year).into());
            }
            State::Registered | State::Assessing | State::Returned => open.push(assessment),
            State::Rejected | State::Recognised | State::Withdrawn | State::Revoked => {}
        }
    }
    Ok(open)
}

/// Ends open registrations because their family leaves. How many.
fn withdraw(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, all: &[Assessment], reason: &str) -> Result<i64, Failure> {
    for assessment in all {
        let wish = StepWish::new(Whose::Assessment(assessment.id.clone()), StepKind::Withdraw).because(reason);
        take_step(tx, ctx, &wish)?;
    }
    Ok(i64::try_from(all.len()).unwrap_or(0))
}

/// Takes open registrations along to another hamlet of their commune.
fn take_along(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, all: &[Assessment], hamlet: &Unit) -> Result<(), Failure> {
    for assessment in all {
        store::assessments::relocate(tx, &assessment.id, &hamlet.id, &assessment.commune_id)?;
        let (state, year, model) = (Some(assessment.state), assessment.year, assessment.model.as_str());
        let commune = assessment.commune_id.as_str();
        let mut moves = rules::tally::moves(state, None, &[&assessment.hamlet_id, commune], year, model);
        moves.extend(rules::tally::moves(None, state, &[&hamlet.id, commune], year, model));
        ctx.count(rules::tally::merge(moves));
        let record = Record {
            kind: "assessment",
            id: &assessment.id,
            unit_id: &hamlet.id,
            before: Some(json!({"hamlet_id": assessment.hamlet_id})),
            after: Some(json!({"hamlet_id": hamlet.id})),
            reason: "",
        };
        ctx.note(commune, record)?;
    }
    Ok(())
}

/// Moves a household to another hamlet, in this commune or in another one where the person may take it in.
///
/// # Errors
/// `household-closed`, `household-already-there`, `household-busy`, `household-number-taken`, `place-not-in-force`,
/// `day-in-future`, `day-too-early`, `changed-meanwhile`; `forbidden` for either place.
pub fn move_to(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &Moving) -> Result<Settled, Failure> {
    let before = open(tx, ctx, Act::MoveHousehold, id, asked.base_revision)?;
    let since = register::open_stay(tx, id)?.map_or(before.status_on, |stay| stay.since);
    let on = day_of(&asked.on, "on", since, ctx.today, ctx.today)?;
    let hamlet = hamlet_of(tx, &asked.hamlet, "hamlet", on)?;
    ctx.guard.allow(tx, Act::MoveHousehold, &hamlet.id)?;
    tx.latch(Latch::Commune, [commune_of(&hamlet)?.as_str()])?;
    // It may have been closed while this waited.
    let hamlet = hamlet_of(tx, &asked.hamlet, "hamlet", on)?;
    if !hamlet.in_force(ctx.today) {
        let problem = Problem::new("place-not-in-force").at("hamlet").with("place", &hamlet.full_name);
        return Err(problem.with("day", ctx.today).into());
    }
    if hamlet.id == before.hamlet_id {
        return Err(Problem::new("household-already-there").at("hamlet").with("place", &hamlet.full_name).into());
    }
    let number = number_there(tx, &hamlet, &before, &asked.number)?;
    let commune_id = commune_of(&hamlet)?;
    let registrations = this_year(tx, ctx, id)?;
    let reason = asked.reason.trim();
    let mut withdrawn = 0;
    if commune_id == before.commune_id {
        take_along(tx, ctx, &registrations, &hamlet)?;
    } else {
        let because = if reason.is_empty() { hamlet.full_name.as_str() } else { reason };
        withdrawn = withdraw(tx, ctx, &registrations, because)?;
    }
    let changes = register::move_household(tx, id, &hamlet.id, &commune_id, &number, on)?;
    count(ctx, &changes);
    let after = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    let line = |household: &Household| {
        let mut line = facts(household);
        if let Some(fields) = line.as_object_mut() {
            fields.insert("since".to_owned(), json!(if household.hamlet_id == hamlet.id { on } else { since }));
        }
        Some(line)
    };
    note(ctx, &after, line(&before), line(&after), reason)?;
    if after.commune_id != before.commune_id {
        // Each commune's own chain tells the whole of what left it and what came.
        note(ctx, &before, line(&before), line(&after), reason)?;
    }
    Ok(settled(&before, &after, on, withdrawn))
}

fn settled(before: &Household, after: &Household, on: rules::basics::Day, withdrawn: i64) -> Settled {
    Settled {
        household_id: after.id.clone(),
        number: after.number.clone(),
        from_hamlet: before.hamlet_id.clone(),
        from_number: before.number.clone(),
        on: on.to_string(),
        revision: after.revision,
        withdrawn,
    }
}

fn number_there(tx: &mut Tx<'_>, hamlet: &Unit, household: &Household, typed: &str) -> Result<String, Failure> {
    let draft = rules::register::HouseholdDraft { number: typed.to_owned(), ..Default::default() };
    let typed = rules::register::check_particulars(&draft)?.number;
    if !typed.is_empty() {
        return match number_taken(tx, &hamlet.id, &typed, &household.id)? {
            Some(problem) => Err(problem.into()),
            None => Ok(typed),
        };
    }
    match number_taken(tx, &hamlet.id, &household.number, &household.id)? {
        Some(_) => Ok(register::next_number(tx, &hamlet.id)?),
        None => Ok(household.number.clone()),
    }
}

/// Takes a household out of the register: it moved out of its places, or it is no more.
///
/// # Errors
/// `household-closed`, `household-busy`, `not-a-choice`, `reason-required`, `day-in-future`, `day-too-early`,
/// `changed-meanwhile`.
pub fn close(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &Closing) -> Result<Settled, Failure> {
    let before = open(tx, ctx, Act::CloseHousehold, id, asked.base_revision)?;
    let since = register::open_stay(tx, id)?.map_or(before.status_on, |stay| stay.since);
    let mut problems = Vec::new();
    let status = [MOVED_OUT, DISSOLVED].into_iter().find(|status| *status == asked.status.trim());
    if status.is_none() {
        let choices = [MOVED_OUT, DISSOLVED].join(", ");
        problems.push(Problem::new("not-a-choice").at("status").with("value", &asked.status).with("choices", choices));
    }
    let reason = rules::text::collapse(&asked.reason);
    if reason.is_empty() {
        problems.push(Problem::new("reason-required").at("reason"));
    }
    let on = day_of(&asked.on, "on", since, ctx.today, ctx.today).map_err(|problem| problems.push(problem)).ok();
    let (Some(status), Some(on), true) = (status, on, problems.is_empty()) else { return Err(problems.into()) };
    let registrations = this_year(tx, ctx, id)?;
    let withdrawn = withdraw(tx, ctx, &registrations, &reason)?;
    let changes = register::set_status(tx, id, status, on)?;
    count(ctx, &changes);
    let after = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    note(ctx, &after, Some(facts(&before)), Some(facts(&after)), &reason)?;
    Ok(settled(&before, &after, on, withdrawn))
}

/// Opens a closed household again where it last lived. On the day of its closing this takes the closing back.
///
/// # Errors
/// `household-open`, `household-merged`, `place-not-in-force` when its hamlet is no more, `id-taken` when one of its people is registered
/// elsewhere by now, `day-in-future`, `day-too-early`.
pub fn reopen(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &Reopening) -> Result<Settled, Failure> {
    let before = locked(tx, ctx, Act::CloseHousehold, id, None)?;
    if before.status == ACTIVE {
        return Err(Problem::new("household-open").into());
    }
    if before.status == MERGED {
        return Err(super::doubles::merged(tx, ctx.guard, id)?.into());
    }
    let on = day_of(&asked.on, "on", before.status_on, before.status_on, ctx.today)?;
    tx.latch(Latch::Commune, [before.commune_id.as_str()])?;
    let hamlet = store::units::unit(tx, &before.hamlet_id)?.ok_or_else(Failure::not_found)?;
    if !hamlet.in_force(ctx.today) {
        let problem = Problem::new("place-not-in-force").with("place", &hamlet.full_name).with("day", ctx.today);
        return Err(problem.into());
    }
    for member in register::members(tx, id)? {
        if let Some(hash) = &member.id_hash
            && member.left_on == rules::basics::Day::FOREVER
            && let Some(problem) = identity::taken_by_hash(tx, ctx, hash, &member.id, "")?
        {
            return Err(problem.into());
        }
    }
    let changes = register::set_status(tx, id, ACTIVE, on)?;
    count(ctx, &changes);
    let after = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    note(ctx, &after, Some(facts(&before)), Some(facts(&after)), asked.reason.trim())?;
    Ok(settled(&before, &after, on, 0))
}
