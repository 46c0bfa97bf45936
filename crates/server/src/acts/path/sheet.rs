//! What a step needs to know of criteria, answers, years, households and authority, as facts for `rules::path`.
//! Must not know pages, nor lock or write anything.

use rules::access::Role;
use rules::basics::{AreaClass, Day};
use rules::criteria::{CriteriaSet, Filled, Model, Office, Traits, choose};
use rules::problem::Problem;
use rules::score::Outcome;
use store::Tx;
use store::assessments::Assessment;
use store::register::{ACTIVE, Household};

use crate::app::{App, Ctx};
use crate::failure::Failure;
use crate::visit::Actor;

/// The set an assessment was registered under; it is kept for ever.
pub fn set_of<'a>(app: &'a App, assessment: &Assessment) -> Result<&'a CriteriaSet, Failure> {
    let (set, version) = (&assessment.set_id, &assessment.version);
    app.set(set, version).ok_or_else(|| {
        Failure::Broken(format!(
            "assessment {} needs the criteria {set} {version}, which are not loaded",
            assessment.id
        ))
    })
}

/// The answers of an assessment; empty before the first save.
pub fn filled_of(assessment: &Assessment) -> Result<Filled, Failure> {
    if assessment.filled.is_empty() { Ok(Filled::default()) } else { Ok(serde_json::from_str(&assessment.filled)?) }
}

/// The score of a sheet in an area class, given by its word.
#[must_use]
pub fn outcome_of(set: &CriteriaSet, filled: &Filled, area: &str) -> Outcome {
    rules::score::score(set, &filled.answers, AreaClass::of(area).unwrap_or_default(), &Traits::new())
}

/// What keeps an assessment from being sent: one problem for each item without an answer, in the order of the set.
#[must_use]
pub fn missing_items(set: &CriteriaSet, assessment: &Assessment) -> Vec<Problem> {
    filled_of(assessment).map(|filled| filled.check(set, &Traits::new(), true)).unwrap_or_default()
}

/// What is wrong with the answers and notes of an unfinished sheet.
pub(super) fn problems(set: &CriteriaSet, filled: &Filled) -> Vec<Problem> {
    filled.check(set, &Traits::new(), false)
}

/// The day whose area class counts for a cycle year: today while the year runs, later its last day.
#[must_use]
pub fn area_day(year: i64, today: Day) -> Day {
    today.min(Day::last_of(year))
}

/// The cycle years in which a model can be assessed, the newest first: every year up to today's for which a set applies.
#[must_use]
pub fn cycle_years(app: &App, model: Model, today: Day) -> Vec<i64> {
    let own = app.sets.iter().filter(|set| set.model == model);
    let Some(first) = own.map(|set| set.valid_from.year()).min() else { return Vec::new() };
    (first..=today.year()).rev().filter(|year| choose(&app.sets, model, *year).is_some()).collect()
}

/// The set under which a registration of a cycle year begins; `cycle-year` or `no-criteria` when there is none.
pub(super) fn set_for<'a>(ctx: &Ctx<'a>, model: Model, year: i64) -> Result<&'a CriteriaSet, Failure> {
    let years = cycle_years(ctx.app, model, ctx.today);
    let (Some(last), Some(first)) = (years.first(), years.last()) else {
        return Err(Problem::new("no-criteria").with("model", model.word()).with("year", year).into());
    };
    if !years.contains(&year) {
        let problem = Problem::new("cycle-year").at("year").with("year", year);
        return Err(problem.with("first", first).with("last", last).into());
    }
    let none = || Problem::new("no-criteria").with("model", model.word()).with("year", year).into();
    choose(&ctx.app.sets, model, year).ok_or_else(none)
}

/// A household registers where it lives, for a year in which it lived there.
pub(super) fn may_register(tx: &mut Tx<'_>, ctx: &Ctx<'_>, household: &Household, year: i64) -> Result<(), Failure> {
    if household.status != ACTIVE {
        return Err(Problem::new("household-closed").with("day", household.status_on).into());
    }
    let last = area_day(year, ctx.today);
    let here = store::register::stays(tx, &household.id)?;
    let mut here = here.iter().filter(|stay| stay.hamlet_id == household.hamlet_id);
    if here.clone().any(|stay| stay.since <= last && stay.until >= Day::first_of(year)) {
        return Ok(());
    }
    let since = here.next_back().map_or(household.status_on, |stay| stay.since);
    Err(Problem::new("household-not-here-in-year").with("year", year).with("since", since).into())
}

/// Does the actor hold the office that decides on a day, at a commune?
pub(crate) fn has_authority(
    tx: &mut Tx<'_>,
    actor: &Actor,
    set: &CriteriaSet,
    commune_id: &str,
    day: Day,
) -> Result<bool, Failure> {
    let Some(authority) = set.authority_on(day) else { return Ok(false) };
    // The other offices have no role in this system: whoever signs in never acts for them.
    let role = match authority.role {
        Office::CommuneChair => Role::CommuneChair,
        _ => return Ok(false),
    };
    let Some(place) = store::units::place(tx, commune_id)? else { return Ok(false) };
    let held = actor.grants();
    Ok(held.iter().any(|grant| grant.role == role && grant.in_force(day) && place.is_under(&grant.unit_id)))
}
