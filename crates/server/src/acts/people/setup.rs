//! The first account of an empty site: a code shown where the site was started opens the door once.
//! Must not know how the code is shown.

use rules::access::{Act, Role};
use rules::basics::Day;
use rules::problem::Problem;
use serde_json::json;
use store::Tx;
use store::audit::{Line, SITE, Seal};
use store::people::{Account, RoleGrant};

use super::accounts::AccountDraft;
use crate::app::{App, Ask, Ctx, Record};
use crate::clock::read_code;
use crate::failure::Failure;
use crate::secrets::digest;
use crate::visit::{Guard, SYSTEM};

/// Where the hash of the code waits.
const KEY: &str = "setup";
/// Under which key wrong codes are counted.
const TRIES: &str = "setup";

/// Does the site still wait for its first account?
pub fn is_waiting(tx: &mut Tx<'_>) -> Result<bool, Failure> {
    Ok(store::people::count_accounts(tx)? == 0)
}

/// Makes the code of a site without accounts and keeps its hash; the code before is void. `None` when there are accounts.
pub fn make_code(app: &App) -> Result<Option<String>, Failure> {
    let code = app.dice.code();
    let hash = digest(&code);
    let waiting = app.db.write(move |tx| {
        let waiting = is_waiting(tx)?;
        if waiting {
            store::receipts::set_setting(tx, KEY, &hash)?;
        }
        Ok::<_, Failure>(waiting)
    })?;
    Ok(waiting.then_some(code))
}

/// Makes the first account, administrator of the whole country. Slow (argon2id). The account's id.
///
/// `not-found` once there is an account; `sign-in-wait` after too many wrong codes, `setup-code-wrong`, and the problems
/// of an account: `required`, `login-shape`, `password-weak`, `password-differs`.
pub async fn begin(
    app: &App,
    code: &str,
    draft: AccountDraft,
    password: (String, String),
    request_id: &str,
) -> Result<String, Failure> {
    let (site, code, request_id) = (app.clone(), code.to_owned(), request_id.to_owned());
    app.wait(move || begin_now(&site, &code, &draft, &password, &request_id)).await
}

fn begin_now(
    app: &App,
    code: &str,
    draft: &AccountDraft,
    (password, again): &(String, String),
    request_id: &str,
) -> Result<String, Failure> {
    let now = app.clock.now();
    let country = app.db.read(|tx| Ok::<_, Failure>(store::units::country(tx)?))?;
    let guard = Guard::system(&country.id, app.day(now));
    // The password is part of the request, in a shape that tells nothing about it.
    let content = format!("{}\n{}\n{}", draft.login, draft.name, app.secrets.lookup(password));
    let ask = Ask::new(Act::ManagePeople, request_id, &content);
    let repeated = app.db.read({
        let (id, asked) = (request_id.to_owned(), ask.fingerprint.clone());
        move |tx| {
            let seen = store::receipts::seen(tx, SYSTEM, &id)?;
            Ok::<_, Failure>(seen.is_some_and(|seen| seen.fingerprint == asked))
        }
    })?;
    if !repeated && !app.db.read(is_waiting)? {
        return Err(Failure::not_found());
    }
    super::take_try(app, TRIES, now)?;
    let typed = read_code(code).map(|code| digest(&code));
    let kept = app.db.read(|tx| Ok::<_, Failure>(store::receipts::setting(tx, KEY)?))?;
    if !repeated && (typed.is_none() || typed != kept) {
        return Err(Problem::new("setup-code-wrong").at("code").into());
    }
    let mut problems = Vec::new();
    let login = rules::people::new_login(&draft.login).map_err(|problem| problems.push(problem)).unwrap_or_default();
    let name = rules::text::collapse(&draft.name);
    if name.is_empty() {
        problems.push(Problem::new("required").at("name"));
    }
    if password != again {
        problems.push(Problem::new("password-differs").at("again"));
    }
    let hash = match super::new_password(app, password, "password") {
        Ok(hash) => hash,
        Err(failure) => {
            problems.extend(failure.problems()?);
            String::new()
        }
    };
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let account = Account {
        id: app.dice.id(now),
        login,
        name,
        title: rules::text::collapse(&draft.title),
        password_hash: hash,
        must_change: false,
        language: draft.language.clone(),
        disabled_at: None,
        synthetic: false,
        created_at: now,
        revision: 1,
    };
    let code_hash = typed.unwrap_or_default();
    app.act_now(&guard, &ask, move |tx, ctx| make(tx, ctx, &account, &country.id, &code_hash))
}

/// An account with its role that no person made but the program, for a demonstration, with its line in the trail.
pub fn introduce(tx: &mut Tx<'_>, seal: &Seal, account: &Account, role: &RoleGrant) -> Result<(), store::Error> {
    store::people::add_account(tx, account)?;
    store::people::add_grant(tx, role)?;
    let line = Line {
        at: account.created_at,
        account_id: SYSTEM.to_owned(),
        act: Act::ManagePeople.word().to_owned(),
        object_kind: "account".to_owned(),
        object_id: account.id.clone(),
        unit_id: role.unit_id.clone(),
        before: String::new(),
        after: first_facts(account, role).to_string(),
        reason: String::new(),
        proof: store::proofs::after(tx, "account", &account.id)?,
    };
    store::audit::append(tx, seal, SITE, &[line])
}

fn first_facts(account: &Account, role: &RoleGrant) -> serde_json::Value {
    json!({
        "login": account.login, "name": account.name, "password": "chosen", "role": role.role.word(),
        "unit_id": role.unit_id, "since": role.since, "until": role.until,
    })
}

/// Burns the code, so that of two who have it one gets in, and stores the account with its role.
fn make(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    account: &Account,
    country: &str,
    code_hash: &str,
) -> Result<String, Failure> {
    ctx.guard.allow(tx, Act::ManagePeople, country)?;
    if !store::receipts::take_setting(tx, KEY, code_hash)? || !is_waiting(tx)? {
        return Err(Failure::not_found());
    }
    store::people::add_account(tx, account)?;
    let role = RoleGrant {
        id: ctx.id(),
        account_id: account.id.clone(),
        role: Role::Administrator,
        unit_id: country.to_owned(),
        unit_name: String::new(),
        since: ctx.today,
        until: Day::FOREVER,
        legal_basis: String::new(),
    };
    store::people::add_grant(tx, &role)?;
    let after = first_facts(account, &role);
    let record =
        Record { kind: "account", id: &account.id, unit_id: country, before: None, after: Some(after), reason: "" };
    ctx.note(SITE, record)?;
    Ok(account.id.clone())
}
