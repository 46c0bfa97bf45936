//! Acts about roles: give one at a place for some days, end one. The place may be typed as code, id or name.
//! Must not know pages, nor what a role allows.

use rules::access::{Act, Grant, Role};
use rules::basics::Day;
use rules::people::Ending;
use rules::problem::Problem;
use serde_json::json;
use store::Tx;
use store::people::RoleGrant;
use store::units::Unit;

use super::accounts::chain_of;
use crate::app::{Ctx, Record};
use crate::failure::Failure;
use crate::visit::Guard;

/// A role as a form or body describes it; nothing is checked yet.
#[derive(Clone, Debug, Default)]
pub struct RoleDraft {
    /// The role's word.
    pub role: String,
    /// The place: its code, its unit id, or a name.
    pub place: String,
    /// First day; empty for today.
    pub since: String,
    /// Last day; empty until further notice.
    pub until: String,
    /// The appointment.
    pub legal_basis: String,
}

/// Longest legal basis, in characters.
const LONGEST_BASIS: usize = 200;
/// Most places offered to choose from.
const MOST_PLACES: i64 = 200;

/// The places a text can mean for a role, among those in force today where the person may manage people: the one with
/// this unit id or code; else those whose name it is exactly; else those it begins.
pub fn places(tx: &mut Tx<'_>, guard: &Guard, role: Option<Role>, typed: &str) -> Result<Vec<Unit>, Failure> {
    let (typed, today) = (typed.trim(), guard.today());
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let by_code = if typed.contains('@') {
        store::units::unit(tx, typed)?
    } else {
        store::units::unit_on(tx, &typed.to_uppercase(), today)?
    };
    if let Some(unit) = by_code {
        return Ok(vec![unit]);
    }
    let fold = rules::text::fold(typed);
    let mut found = Vec::new();
    for unit in store::units::search(tx, &fold, MOST_PLACES)? {
        let fits = role.is_none_or(|role| role.levels().contains(&unit.level));
        if fits && unit.in_force(today) && guard.can(tx, Act::ManagePeople, &unit.id)? {
            found.push(unit);
        }
    }
    let same = |unit: &Unit| rules::text::fold(&unit.name) == fold || rules::text::fold(&unit.full_name) == fold;
    if found.iter().any(same) {
        found.retain(same);
    }
    Ok(found)
}

/// Checks a role to be given and asks for the right at its place. `None` when it has problems, which go to `problems`.
/// `held` are the roles the person has already.
pub(super) fn read(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    draft: &RoleDraft,
    held: &[Grant],
    problems: &mut Vec<Problem>,
) -> Result<Option<RoleGrant>, Failure> {
    let before = problems.len();
    let role = Role::of(&draft.role);
    if role.is_none() {
        problems.push(choice(&draft.role));
    }
    let mut found = places(tx, ctx.guard, role, &draft.place)?;
    let unit = if found.len() == 1 { found.pop() } else { None };
    match (&unit, found.is_empty()) {
        (Some(unit), _) => {
            ctx.guard.allow(tx, Act::ManagePeople, &unit.id)?;
        }
        (None, true) if draft.place.trim().is_empty() => problems.push(Problem::new("required").at("place")),
        (None, true) => problems.push(Problem::new("no-such-place").with("value", &draft.place).at("place")),
        (None, false) => problems.push(Problem::new("place-several").with("value", &draft.place).at("place")),
    }
    let since = day(&draft.since, ctx.today, "since", problems);
    let until = day(&draft.until, Day::FOREVER, "until", problems);
    let legal_basis = rules::text::collapse(&draft.legal_basis);
    if legal_basis.chars().count() > LONGEST_BASIS {
        problems.push(Problem::new("too-long").with("max", LONGEST_BASIS).at("legal_basis"));
    }
    let (Some(role), Some(unit), Some(since), Some(until)) = (role, unit, since, until) else { return Ok(None) };
    let new = Grant { role, unit_id: unit.id.clone(), since, until };
    problems.extend(rules::people::grant_problems(&new, unit.level, &unit.full_name, held));
    // A role may begin in the past, but not before its place did, and somewhere that still is, or will be, one.
    let looked_at = if since < unit.valid_from { since } else { since.max(ctx.today) };
    if !unit.in_force(looked_at) {
        let problem = Problem::new("place-not-in-force").with("place", &unit.full_name).with("day", looked_at);
        problems.push(problem.at("place"));
    }
    if problems.len() > before {
        return Ok(None);
    }
    Ok(Some(RoleGrant {
        id: ctx.id(),
        account_id: String::new(),
        role,
        unit_id: unit.id,
        unit_name: unit.full_name,
        since,
        until,
        legal_basis,
    }))
}

fn choice(value: &str) -> Problem {
    if value.is_empty() {
        return Problem::new("required").at("role");
    }
    let choices: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
    Problem::new("not-a-choice").with("value", value).with("choices", choices.join(", ")).at("role")
}

fn day(text: &str, otherwise: Day, field: &str, problems: &mut Vec<Problem>) -> Option<Day> {
    let text = text.trim();
    if text.is_empty() {
        return Some(otherwise);
    }
    crate::forms::read_day(text, field).map_err(|problem| problems.push(problem)).ok()
}

fn facts(role: &RoleGrant) -> serde_json::Value {
    json!({
        "role": role.role.word(), "unit_id": role.unit_id, "since": role.since, "until": role.until,
        "legal_basis": role.legal_basis,
    })
}

/// Stores a checked role for an account and notes it in the trail of the account.
pub(super) fn record(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    account_id: &str,
    mut role: RoleGrant,
) -> Result<String, Failure> {
    account_id.clone_into(&mut role.account_id);
    store::people::add_grant(tx, &role)?;
    let chain = chain_of(tx, ctx, std::slice::from_ref(&role.unit_id))?;
    let after = Some(facts(&role));
    ctx.note(
        &chain,
        Record { kind: "account", id: account_id, unit_id: &role.unit_id, before: None, after, reason: "" },
    )?;
    Ok(role.id)
}

/// Gives an account a role. Needs the right at the role's place; nobody gives themselves one. The role's id.
///
/// `own-role`, `not-a-choice`, `no-such-place`, `place-several`, `place-not-in-force`, `role-level`, `role-dates`,
/// `role-held`, `not-a-day`, `too-long`.
pub fn grant(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, account_id: &str, draft: &RoleDraft) -> Result<String, Failure> {
    ctx.guard.anywhere(Act::ManagePeople)?;
    let account = store::people::lock_account(tx, account_id)?.ok_or_else(Failure::not_found)?;
    let held: Vec<Grant> = store::people::grants(tx, account_id)?.iter().map(RoleGrant::grant).collect();
    let mut problems = Vec::new();
    let role = read(tx, ctx, draft, &held, &mut problems)?;
    not_oneself(ctx, account_id)?;
    match role {
        Some(role) if problems.is_empty() => record(tx, ctx, &account.id, role),
        _ => Err(problems.into()),
    }
}

fn not_oneself(ctx: &Ctx<'_>, account_id: &str) -> Result<(), Failure> {
    if ctx.actor.id == account_id { Err(Problem::new("own-role").into()) } else { Ok(()) }
}

/// Ends a role after its last day `last`, or at once when `None`; a role that had not begun before today is taken back.
/// Needs the right at the role's place; nobody ends their own. The account's id.
///
/// `own-role`, `role-end`, `role-ended`; `last-administrator` when nobody else governs the country from the day after
/// for at least as long.
pub fn end(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    grant_id: &str,
    last: Option<Day>,
    reason: &str,
) -> Result<String, Failure> {
    ctx.guard.anywhere(Act::ManagePeople)?;
    store::people::lock_governors(tx)?;
    let found = store::people::grant(tx, grant_id)?.ok_or_else(Failure::not_found)?;
    store::people::lock_account(tx, &found.account_id)?.ok_or_else(Failure::not_found)?;
    // Read again under the lock: somebody may have ended it meanwhile.
    let role = store::people::grant(tx, grant_id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ManagePeople, &role.unit_id)?;
    not_oneself(ctx, &role.account_id)?;
    let ending = rules::people::end(&role.grant(), last, ctx.today)?;
    let reason = rules::text::collapse(reason);
    if reason.chars().count() > LONGEST_BASIS {
        return Err(Problem::new("too-long").with("max", LONGEST_BASIS).at("reason").into());
    }
    let first_without = match ending {
        Ending::On(last) => last.after(),
        Ending::TakenBack => role.since.max(ctx.today),
    };
    if is_governor(tx, &role)? && !still_governed(tx, &role, first_without)? {
        return Err(Problem::new("last-administrator").into());
    }
    let mut after = role.clone();
    let after = match ending {
        Ending::On(last) => {
            store::people::end_grant(tx, grant_id, last)?;
            after.until = last;
            Some(facts(&after))
        }
        Ending::TakenBack => {
            store::people::drop_grant(tx, grant_id)?;
            None
        }
    };
    let chain = chain_of(tx, ctx, std::slice::from_ref(&role.unit_id))?;
    let before = Some(facts(&role));
    let record =
        Record { kind: "account", id: &role.account_id, unit_id: &role.unit_id, before, after, reason: &reason };
    ctx.note(&chain, record)?;
    Ok(role.account_id)
}

fn is_governor(tx: &mut Tx<'_>, role: &RoleGrant) -> Result<bool, Failure> {
    let unit = store::units::unit(tx, &role.unit_id)?.ok_or_else(Failure::not_found)?;
    Ok(rules::people::governs(role.role, unit.level))
}

/// Does somebody govern the country from a day on for as long as this role would have? Another role of the same person
/// counts too.
fn still_governed(tx: &mut Tx<'_>, role: &RoleGrant, from: Day) -> Result<bool, Failure> {
    let days = (from, role.until);
    if store::people::other_governors(tx, &role.unit_id, Role::Administrator, &role.account_id, days)? > 0 {
        return Ok(true);
    }
    let own = store::people::grants(tx, &role.account_id)?;
    let same = |other: &RoleGrant| other.id != role.id && other.role == role.role && other.unit_id == role.unit_id;
    Ok(own.iter().any(|other| same(other) && other.since <= days.0 && days.1 <= other.until))
}
