//! Acts about other people's accounts: add, correct, set a new password, close and open again.
//! Must not know pages; a password arrives hashed and is never kept in any other shape.

use rules::access::{Act, Grant, Role};
use rules::problem::Problem;
use serde_json::json;
use store::Tx;
use store::audit::SITE;
use store::people::{Account, RoleGrant};

use super::roles::{self, RoleDraft};
use crate::app::{App, Ctx, Record};
use crate::failure::Failure;
use crate::secrets::hash_password;
use crate::visit::SYSTEM;

/// Longest name and title, in characters.
const LONGEST: usize = 80;

/// An account as a form or body describes it; nothing is checked yet.
#[derive(Clone, Debug, Default)]
pub struct AccountDraft {
    /// What the person will type to sign in.
    pub login: String,
    /// Name.
    pub name: String,
    /// Post; may be empty.
    pub title: String,
    /// vi, en, id, or empty for the site's default.
    pub language: String,
}

/// A password ready to be stored.
#[derive(Clone, Debug)]
pub struct Password {
    /// Argon2id string.
    pub hash: String,
    /// Made by the site, not given by the administrator.
    pub made: bool,
}

impl Password {
    fn word(&self) -> &'static str {
        if self.made { "generated" } else { "given" }
    }
}

/// The password an administrator gives somebody: `given` after checking its strength (`password-weak` at `password`), or
/// made from the request when empty, so that the same request shows the same one. Slow: call it outside transactions.
/// Also returns the made password, to be shown once.
pub fn first_password(
    app: &App,
    given: &str,
    whom: &str,
    request_id: &str,
) -> Result<(Password, Option<String>), Failure> {
    if !given.is_empty() {
        return Ok((Password { hash: super::new_password(app, given, "password")?, made: false }, None));
    }
    let made = app.secrets.password(&format!("{whom}\n{request_id}"));
    let hash = hash_password(&made, &app.dice).map_err(Failure::Broken)?;
    Ok((Password { hash, made: true }, Some(made)))
}

/// A text field of an account: trimmed, single spaces; problems go to `problems`.
fn text(value: &str, field: &str, required: bool, problems: &mut Vec<Problem>) -> String {
    let value = rules::text::collapse(value);
    if value.is_empty() && required {
        problems.push(Problem::new("required").at(field));
    }
    if value.chars().count() > LONGEST {
        problems.push(Problem::new("too-long").with("max", LONGEST).at(field));
    }
    if value.chars().any(char::is_control) {
        problems.push(Problem::new("bad-characters").with("value", value.escape_debug()).at(field));
    }
    value
}

fn language(value: &str, problems: &mut Vec<Problem>) -> String {
    if !value.is_empty() && crate::words::Lang::of(value).is_none() {
        let problem = Problem::new("not-a-choice").with("value", value).with("choices", "vi, en, id");
        problems.push(problem.at("language"));
    }
    value.to_owned()
}

/// Adds an account with its first role, or without any; the person must choose a new password at the first sign-in.
/// Needs the right at the place of the role, or at the country when there is none. The new account's id.
///
/// `required`, `login-shape`, `login-taken`, `too-long`, and the problems of a role.
pub fn add(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    draft: &AccountDraft,
    role: Option<&RoleDraft>,
    password: &Password,
) -> Result<String, Failure> {
    ctx.guard.anywhere(Act::ManagePeople)?;
    let mut problems = Vec::new();
    let first = match role {
        Some(role) => roles::read(tx, ctx, role, &[], &mut problems)?,
        None => None,
    };
    if role.is_none() {
        let country = store::units::country(tx)?;
        ctx.guard.allow(tx, Act::ManagePeople, &country.id)?;
    }
    let login = rules::people::new_login(&draft.login).map_err(|problem| problems.push(problem)).unwrap_or_default();
    let name = text(&draft.name, "name", true, &mut problems);
    let title = text(&draft.title, "title", false, &mut problems);
    let language = language(&draft.language, &mut problems);
    if !login.is_empty() && store::people::account_by_login(tx, &login)?.is_some() {
        problems.push(Problem::new("login-taken").with("login", &login).at("login"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let account = Account {
        id: ctx.id(),
        login,
        name,
        title,
        password_hash: password.hash.clone(),
        must_change: true,
        language,
        disabled_at: None,
        synthetic: false,
        created_at: ctx.at,
        revision: 1,
    };
    store::people::add_account(tx, &account)?;
    let unit_id = first.as_ref().map(|first| first.unit_id.clone()).unwrap_or_default();
    let chain = chain_of(tx, ctx, std::slice::from_ref(&unit_id))?;
    let after = json!({
        "login": account.login, "name": account.name, "title": account.title, "language": account.language,
        "password": password.word(), "must_change": true,
    });
    let record =
        Record { kind: "account", id: &account.id, unit_id: &unit_id, before: None, after: Some(after), reason: "" };
    ctx.note(&chain, record)?;
    if let Some(first) = first {
        roles::record(tx, ctx, &account.id, first)?;
    }
    Ok(account.id)
}

/// An account locked for a change by somebody who may manage it, with where that belongs in the audit trail.
struct Managed {
    account: Account,
    roles: Vec<RoleGrant>,
    unit_id: String,
    chain: String,
}

/// Locks an account and asks for the right at every unit where it must be held (`rules::people::managed_at`).
fn manage(tx: &mut Tx<'_>, ctx: &Ctx<'_>, id: &str) -> Result<Managed, Failure> {
    ctx.guard.anywhere(Act::ManagePeople)?;
    let account = store::people::lock_account(tx, id)?.ok_or_else(Failure::not_found)?;
    let roles = store::people::grants(tx, id)?;
    let units = managing_units(tx, &roles, ctx.today)?;
    for unit_id in &units {
        ctx.guard.allow(tx, Act::ManagePeople, unit_id)?;
    }
    let chain = chain_of(tx, ctx, &units)?;
    let unit_id = if units.len() == 1 { units.into_iter().next().unwrap_or_default() } else { String::new() };
    Ok(Managed { account, roles, unit_id, chain })
}

/// The units at all of which somebody must manage people to change an account with these roles.
pub fn managing_units(tx: &mut Tx<'_>, roles: &[RoleGrant], today: rules::basics::Day) -> Result<Vec<String>, Failure> {
    let grants: Vec<Grant> = roles.iter().map(RoleGrant::grant).collect();
    match rules::people::managed_at(&grants, today) {
        Some(units) => Ok(units),
        None => Ok(vec![store::units::country(tx)?.id]),
    }
}

/// The audit chain of a change that concerns these units: their commune's when all lie in one, else the site's. What the
/// operator does stands in the site's, wherever it is.
pub(super) fn chain_of(tx: &mut Tx<'_>, ctx: &Ctx<'_>, units: &[String]) -> Result<String, Failure> {
    if ctx.actor.id == SYSTEM {
        return Ok(SITE.to_owned());
    }
    let mut communes = std::collections::BTreeSet::new();
    for unit_id in units {
        let path = store::units::path(tx, unit_id)?;
        let commune = path.into_iter().find(|unit| unit.level == rules::basics::Level::Commune);
        communes.insert(commune.map(|unit| unit.id));
    }
    let only = if communes.len() == 1 { communes.into_iter().next().flatten() } else { None };
    Ok(only.unwrap_or_else(|| SITE.to_owned()))
}

/// Corrects name, title and language. `revision` is the one the form was made from.
///
/// `required`, `too-long`, `not-a-choice`, `changed-meanwhile`.
pub fn edit(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    draft: &AccountDraft,
    revision: i64,
) -> Result<String, Failure> {
    let Managed { mut account, unit_id, chain, .. } = manage(tx, ctx, id)?;
    let mut problems = Vec::new();
    let found = account.revision - 1;
    if found != revision {
        problems.push(Problem::new("changed-meanwhile").with("yours", revision).with("now", found));
    }
    let name = text(&draft.name, "name", true, &mut problems);
    let title = text(&draft.title, "title", false, &mut problems);
    let language = language(&draft.language, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let facts = |account: &Account| json!({"name": account.name, "title": account.title, "language": account.language});
    let before = Some(facts(&account));
    (account.name, account.title, account.language) = (name, title, language);
    store::people::update_account(tx, &account)?;
    let after = Some(facts(&account));
    ctx.note(&chain, Record { kind: "account", id, unit_id: &unit_id, before, after, reason: "" })?;
    Ok(account.id)
}

fn not_oneself(ctx: &Ctx<'_>, id: &str) -> Result<(), Failure> {
    if ctx.actor.id == id { Err(Problem::new("own-account").into()) } else { Ok(()) }
}

/// Sets a new first password: the person must choose another, and every session of the account ends.
///
/// `own-account`: one's own is changed with the old one.
pub fn reset_password(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, password: &Password) -> Result<String, Failure> {
    let Managed { mut account, unit_id, chain, .. } = manage(tx, ctx, id)?;
    not_oneself(ctx, id)?;
    let before = Some(json!({"must_change": account.must_change}));
    account.password_hash.clone_from(&password.hash);
    account.must_change = true;
    store::people::update_account(tx, &account)?;
    let ended = store::people::end_sessions(tx, id, "")?;
    // Who is let in again should not wait for failures with the old password.
    store::people::forget_tries(tx, &super::tries_of(&account.login, None))?;
    let after = Some(json!({"password": password.word(), "must_change": true, "ended": ended}));
    ctx.note(&chain, Record { kind: "account", id, unit_id: &unit_id, before, after, reason: "" })?;
    Ok(account.login)
}

/// Closes an account and ends its sessions, or opens it again. Nothing happens when it is so already.
///
/// `own-account`; `last-administrator` when nobody else governs the whole country from today for at least as long.
pub fn set_disabled(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    disabled: bool,
    reason: &str,
) -> Result<String, Failure> {
    store::people::lock_governors(tx)?;
    let Managed { mut account, roles, unit_id, chain } = manage(tx, ctx, id)?;
    not_oneself(ctx, id)?;
    let country = store::units::country(tx)?.id;
    let governs = |role: &&RoleGrant| {
        role.role == Role::Administrator && role.unit_id == country && role.grant().in_force(ctx.today)
    };
    if disabled && let Some(last) = roles.iter().filter(governs).map(|role| role.until).max() {
        let days = (ctx.today, last);
        if store::people::other_governors(tx, &country, Role::Administrator, id, days)? == 0 {
            return Err(Problem::new("last-administrator").into());
        }
    }
    let mut problems = Vec::new();
    let reason = text(reason, "reason", false, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let before = Some(json!({"disabled": account.disabled_at.is_some()}));
    let ended = if disabled { store::people::end_sessions(tx, id, "")? } else { 0 };
    account.disabled_at = if disabled { account.disabled_at.or(Some(ctx.at)) } else { None };
    store::people::update_account(tx, &account)?;
    let after = Some(json!({"disabled": disabled, "ended": ended}));
    ctx.note(&chain, Record { kind: "account", id, unit_id: &unit_id, before, after, reason: &reason })?;
    Ok(account.login)
}
