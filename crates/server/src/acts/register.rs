//! Acts of the household register: households, their members, where they live, and what is shown of them. This file owns
//! what they share; must not know pages, workbooks or the steps of the recognition path.

pub mod doubles;
pub mod export;
pub mod find;
pub mod households;
pub mod identity;
pub mod kept;
pub mod members;
pub mod merges;
pub mod see;
pub mod stays;

use rules::access::Act;
use rules::basics::{Day, Level};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::register::{self, ACTIVE, Household, MERGED, Member, StayChange};
use store::units::Unit;

use crate::app::{Ctx, Record};
use crate::failure::Failure;

/// A record that was entered or changed; small enough to be kept as the answer to the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Entered {
    /// The household.
    pub household_id: String,
    /// The member, where the act was about one; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub member_id: String,
    /// The household's number in its hamlet.
    pub number: String,
    /// To be sent back as `base_revision`.
    pub revision: i64,
}

impl Entered {
    fn of(household: &Household, member_id: &str) -> Self {
        Self {
            household_id: household.id.clone(),
            member_id: member_id.to_owned(),
            number: household.number.clone(),
            revision: household.revision,
        }
    }
}

/// Locks a household for an act on the place it belongs to. `base` is the revision the person saw.
///
/// # Errors
/// `not-found`, `forbidden`, `changed-meanwhile` when somebody was faster.
fn locked(tx: &mut Tx<'_>, ctx: &Ctx<'_>, act: Act, id: &str, base: Option<i64>) -> Result<Household, Failure> {
    let household = register::lock_household(tx, id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, act, &household.hamlet_id)?;
    let now = household.revision.saturating_sub(1);
    match base {
        Some(yours) if yours != now => {
            Err(Problem::new("changed-meanwhile").with("yours", yours).with("now", now).into())
        }
        _ => Ok(household),
    }
}

/// As [`locked`], for acts that need a household that lives here.
fn open(tx: &mut Tx<'_>, ctx: &Ctx<'_>, act: Act, id: &str, base: Option<i64>) -> Result<Household, Failure> {
    let household = locked(tx, ctx, act, id, base)?;
    match household.status.as_str() {
        ACTIVE => Ok(household),
        MERGED => Err(doubles::merged(tx, ctx.guard, id)?.into()),
        _ => Err(Problem::new("household-closed").with("day", household.status_on).into()),
    }
}

/// The hamlet of a code or unit id, in force on a day.
///
/// # Errors
/// `required`, `no-such-place` or `place-not-in-force`, each at `field`.
pub fn hamlet_of(tx: &mut Tx<'_>, text: &str, field: &str, on: Day) -> Result<Unit, Failure> {
    let unit = place_of(tx, text, field, on)?;
    if unit.level == Level::Hamlet {
        Ok(unit)
    } else {
        Err(Problem::new("no-such-place").at(field).with("value", text.trim()).into())
    }
}

/// The place of a code or unit id, in force on a day; errors as [`hamlet_of`].
pub fn place_of(tx: &mut Tx<'_>, text: &str, field: &str, on: Day) -> Result<Unit, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new("required").at(field).into());
    }
    if text.contains('@') {
        let unit = store::units::unit(tx, text)?;
        let unit = unit.ok_or_else(|| Problem::new("no-such-place").at(field).with("value", text))?;
        return if unit.in_force(on) { Ok(unit) } else { Err(not_in_force(&unit, field, on)) };
    }
    if let Some(unit) = store::units::unit_on(tx, text, on)? {
        return Ok(unit);
    }
    match store::units::versions(tx, text)?.pop() {
        Some(unit) => Err(not_in_force(&unit, field, on)),
        None => Err(Problem::new("no-such-place").at(field).with("value", text).into()),
    }
}

fn not_in_force(unit: &Unit, field: &str, on: Day) -> Failure {
    Problem::new("place-not-in-force").at(field).with("place", &unit.full_name).with("day", on).into()
}

/// The unit above a hamlet: its commune.
fn commune_of(hamlet: &Unit) -> Result<String, Failure> {
    hamlet.parent_id.clone().ok_or_else(|| Failure::Broken(format!("the hamlet {} has nothing above it", hamlet.id)))
}

/// A day that was typed, `otherwise` when nothing was; between `first` and today.
///
/// # Errors
/// What `rules::days` finds wrong with it, `day-in-future` or `day-too-early` at `field`.
fn day_of(text: &str, field: &str, first: Day, otherwise: Day, today: Day) -> Result<Day, Problem> {
    let text = text.trim();
    let day = if text.is_empty() { otherwise } else { crate::forms::read_day(text, field)? };
    if day > today {
        return Err(Problem::new("day-in-future").at(field).with("value", day));
    }
    if day < first {
        return Err(Problem::new("day-too-early").at(field).with("since", first));
    }
    Ok(day)
}

/// Counts what became of stays, at the hamlet and commune of each.
pub(crate) fn count(ctx: &mut Ctx<'_>, changes: &[StayChange]) {
    let mut moves = Vec::new();
    for (before, after) in changes {
        let Some(stay) = before.as_ref().or(after.as_ref()) else { continue };
        let days = |stay: &register::Stay| rules::tally::Stay { since: stay.since, until: stay.until };
        let (was, is) = (before.as_ref().map(days), after.as_ref().map(days));
        moves.extend(rules::tally::stay_moves(was, is, &[&stay.hamlet_id, &stay.commune_id]));
    }
    ctx.count(rules::tally::merge(moves));
}

/// What the audit trail keeps of a household: never an identity number.
pub(crate) fn facts(household: &Household) -> Value {
    json!({
        "number": household.number,
        "head_name": household.head_name,
        "hamlet_id": household.hamlet_id,
        "commune_id": household.commune_id,
        "address": household.address,
        "phone": household.phone,
        "note": household.note,
        "status": household.status,
        "status_on": household.status_on,
    })
}

/// What the audit trail keeps of a member: of an identity number only that there is one.
pub(crate) fn person(member: &Member) -> Value {
    json!({
        "name": member.name,
        "relation": member.relation,
        "sex": member.sex,
        "birth": member.birth,
        "id_number": member.id_hash.is_some().then_some(true),
        "left_on": if member.left_on == Day::FOREVER { None } else { Some(member.left_on) },
    })
}

/// Leaves a line about a household in its commune's chain.
pub(crate) fn note(
    ctx: &mut Ctx<'_>,
    household: &Household,
    before: Option<Value>,
    after: Option<Value>,
    reason: &str,
) -> Result<(), Failure> {
    let record = Record { kind: "household", id: &household.id, unit_id: &household.hamlet_id, before, after, reason };
    ctx.note(&household.commune_id, record)
}
