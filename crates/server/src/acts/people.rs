//! Acts about people of the system: sign in and out, one's own sessions and password. Accounts of others are in
//! `people::accounts`, roles in `people::roles`, the first set-up in `people::setup`.

pub mod accounts;
pub mod roles;
pub mod setup;

use rules::access::Act;
use rules::basics::Moment;
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::audit::{Line, SITE};
use store::people::Session;

use crate::app::{App, Ask, Ctx, Record};
use crate::failure::Failure;
use crate::secrets::{digest, hash_password, password_fits};
use crate::visit::{Actor, SESSION_MS, Visit};

/// Failed sign-ins under one login before it must wait.
const TRIES: i64 = 8;
/// How long it must wait: a quarter of an hour.
const WINDOW_MS: i64 = 15 * 60_000;
const MINUTE_MS: i64 = 60_000;
/// Longest login that is looked at, in characters; new ones have at most forty.
const LONGEST_LOGIN: usize = 64;
/// The shortest password, in characters.
pub const SHORTEST: usize = 10;

/// A session just begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entered {
    /// The secret the browser or program keeps.
    pub token: String,
    /// Whose.
    pub account_id: String,
    /// When it ends if unused.
    pub expires_at: Moment,
    /// The language the person reads in; empty for none chosen.
    pub language: String,
    /// Must choose a new password first.
    pub must_change: bool,
}

/// Signs somebody in. Slow on purpose (argon2id); wrong name and wrong password look the same and take the same time.
/// `sign-in-wrong`, or `sign-in-wait` after too many failures under this login. `device` is what the browser or program
/// calls itself; `known` the marks that it keeps (see [`Mark`]): the failures of a device on which this login was signed in
/// before are counted apart, so that guesses of strangers keep nobody away from their own device.
pub async fn sign_in(app: &App, login: &str, password: &str, device: &str, known: &str) -> Result<Entered, Failure> {
    let app = app.clone();
    let (login, password) = (rules::people::typed_login(login), password.to_owned());
    let device: String = device.chars().filter(|c| !c.is_control()).take(200).collect();
    let mark = Mark::among(&app, &login, known);
    let site = app.clone();
    // Few at a time: who tries many names or passwords waits in line and fills neither memory nor processors.
    let Ok(in_line) = app.hashing_line.clone().try_acquire_owned() else {
        app.meter.refuse();
        return Err(Problem::new("busy").into());
    };
    let turn = app.hashing.clone().acquire_owned().await.map_err(|cause| Failure::Broken(cause.to_string()))?;
    app.wait(move || {
        let done = sign_in_now(&site, &login, &password, &device, mark.as_ref());
        // Held until here also when nobody waits any more.
        drop((in_line, turn));
        done
    })
    .await
}

/// What a device keeps once a login has been signed in on it: an id of its own, vouched for by the site for that login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(String);

impl Mark {
    /// So many marks one device keeps: of the last people who signed in on it.
    const MOST: usize = 5;

    fn of(app: &App, login: &str, id: &str) -> Self {
        Self(format!("{id}-{}", app.secrets.form_token(&format!("known device {id} of {login}"))))
    }

    /// The mark of a login among those that a device keeps; `None` for a made-up one or another person's.
    #[must_use]
    pub fn among(app: &App, login: &str, known: &str) -> Option<Self> {
        let mut marks = known.split('.').take(Self::MOST).filter(|mark| mark.len() <= 200);
        marks.find_map(|mark| Some(Self::of(app, login, mark.split_once('-')?.0)).filter(|own| own.0 == mark))
    }

    /// What a device keeps after this login was signed in on it: its mark first, then those it kept before.
    #[must_use]
    pub fn kept(app: &App, login: &str, known: &str) -> String {
        let own = Self::among(app, login, known).unwrap_or_else(|| Self::of(app, login, &app.dice.token()[..16]));
        let short = |mark: &&str| !mark.is_empty() && mark.len() <= 200 && **mark != own.0;
        let others = known.split('.').take(Self::MOST).filter(short).take(Self::MOST - 1);
        std::iter::once(own.0.as_str()).chain(others).collect::<Vec<_>>().join(".")
    }
}

/// Under which key tries with a login are counted: together from strange devices, apart for each known one.
pub(super) fn tries_of(login: &str, mark: Option<&Mark>) -> String {
    match mark.and_then(|mark| mark.0.split_once('-')) {
        Some((id, _)) => format!("known {id} {login}"),
        None => format!("login {login}"),
    }
}

/// The logins that strange devices must wait for at this moment, after too many wrong passwords.
pub fn locked_since(tx: &mut Tx<'_>, now: Moment) -> Result<Vec<String>, Failure> {
    let keys = store::people::tried_often(tx, TRIES - 1, Moment(now.0 - WINDOW_MS))?;
    Ok(keys.into_iter().filter_map(|key| Some(key.strip_prefix("login ")?.to_owned())).collect())
}

fn sign_in_now(app: &App, login: &str, password: &str, device: &str, mark: Option<&Mark>) -> Result<Entered, Failure> {
    let now = app.clock.now();
    // No account has a longer one; what is longer need not be kept to be counted.
    let login: String = login.chars().take(LONGEST_LOGIN).collect();
    let login = login.as_str();
    let key = tries_of(login, mark);
    take_try(app, &key, now)?;
    let name = login.to_owned();
    let account = app.db.read(move |tx| Ok::<_, Failure>(store::people::account_by_login(tx, &name)?))?;
    // A made-up hash for a name that does not exist, so that answering takes as long.
    let stand_in = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$6ZdE1v0Jj8m1Ghf0V7eLxuTqHqv5kLq2ZqJvHq6nF1s";
    let open = account.as_ref().is_some_and(|account| account.disabled_at.is_none());
    let fits = password_fits(password, account.as_ref().map_or(stand_in, |account| account.password_hash.as_str()));
    let Some(account) = account.filter(|_| open && fits) else {
        return Err(Problem::new("sign-in-wrong").into());
    };
    let token = app.dice.token();
    let session = Session {
        id: app.dice.id(now),
        account_id: account.id.clone(),
        device: device.to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: Moment(now.0 + SESSION_MS),
    };
    let hash = digest(&token);
    let (kept, site) = (session.clone(), app.clone());
    app.db.write(move |tx| {
        store::people::forget_tries(tx, &key)?;
        store::people::forget_sessions(tx, now)?;
        store::people::forget_old_tries(tx, Moment(now.0 - WINDOW_MS))?;
        store::people::add_session(tx, &kept, &hash)?;
        let device = json!({"device": kept.device}).to_string();
        note_session(tx, &site, (&kept.account_id, &kept.id), "sign_in", &device, now)?;
        Ok::<_, Failure>(())
    })?;
    Ok(Entered {
        token,
        account_id: account.id,
        expires_at: session.expires_at,
        language: account.language,
        must_change: account.must_change,
    })
}

/// Counts a try under a key before it is known whether it fails, so that many at once are not more than many in a row;
/// who succeeds forgets them. `sign-in-wait` when there were too many already.
fn take_try(app: &App, key: &str, now: Moment) -> Result<(), Failure> {
    let key = key.to_owned();
    app.db.write(move |tx| {
        let (failures, since) = store::people::add_try(tx, &key, now, Moment(now.0 - WINDOW_MS))?;
        if failures > TRIES {
            let minutes = ((WINDOW_MS - (now.0 - since.0) - 1) / MINUTE_MS + 1).max(1);
            return Err(Problem::new("sign-in-wait").with("minutes", minutes).into());
        }
        Ok::<_, Failure>(())
    })
}

fn note_session(
    tx: &mut Tx<'_>,
    app: &App,
    (whose, id): (&str, &str),
    act: &str,
    after: &str,
    at: Moment,
) -> Result<(), Failure> {
    let line = Line {
        at,
        account_id: whose.to_owned(),
        act: act.to_owned(),
        object_kind: "session".to_owned(),
        object_id: id.to_owned(),
        unit_id: String::new(),
        before: String::new(),
        after: after.to_owned(),
        reason: String::new(),
        proof: String::new(),
    };
    Ok(store::audit::append(tx, app.secrets.trail(), SITE, &[line])?)
}

/// Ends the session of somebody who has just signed in with another account.
pub async fn leave_session(app: &App, before: &Actor) -> Result<(), Failure> {
    let (app, before) = (app.clone(), before.clone());
    let site = app.clone();
    app.wait(move || {
        let (now, inner) = (site.clock.now(), site.clone());
        site.db.write(move |tx| {
            store::people::end_session(tx, &before.id, &before.session_id)?;
            note_session(tx, &inner, (&before.id, &before.session_id), "sign_out", "", now)
        })
    })
    .await
}

/// Ends sessions of the actor: one by id, or all but `except` when `id` is `None`. The number that ended.
pub fn end_sessions(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: Option<&str>, except: &str) -> Result<i64, Failure> {
    let actor = ctx.guard.signed_in()?;
    let ended = match id {
        Some(id) => store::people::end_session(tx, &actor.id, id)?,
        None => store::people::end_sessions(tx, &actor.id, except)?,
    };
    let ended = i64::try_from(ended).unwrap_or(0);
    let after = Some(json!({"ended": ended}));
    ctx.note(SITE, Record { kind: "account", id: &actor.id, unit_id: "", before: None, after, reason: "" })?;
    Ok(ended)
}

/// Hashes a new password after checking its strength; slow, so done before the transaction begins.
pub fn new_password(app: &App, password: &str, field: &str) -> Result<String, Failure> {
    if password.chars().count() < SHORTEST || password.chars().all(|c| c.is_ascii_digit()) {
        return Err(Problem::new("password-weak").with("min", SHORTEST).at(field).into());
    }
    hash_password(password, &app.dice).map_err(Failure::Broken)
}

/// Changes the actor's own password; how many other sessions that ended. The same request twice is one change.
///
/// `password-wrong` at `old`, `password-weak` at `new`.
pub async fn set_password(visit: &Visit, ask: Ask, old: String, new: String) -> Result<i64, Failure> {
    let (app, id) = (visit.app.clone(), visit.guard.signed_in()?.id.clone());
    // Both are slow on purpose, so they are done before the transaction begins.
    let (old_hash, new_hash) = visit
        .app
        .wait(move || {
            let account = app.db.read(|tx| Ok::<_, Failure>(store::people::account(tx, &id)?))?;
            let account = account.ok_or_else(Failure::not_found)?;
            let held = account.password_hash;
            if password_fits(&old, &held) {
                return Ok((held, new_password(&app, &new, "new")?));
            }
            // A repeat of a request that was answered: its receipt answers, or the change below refuses.
            if password_fits(&new, &held) {
                return Ok((String::new(), held));
            }
            Err::<_, Failure>(Problem::new("password-wrong").at("old").into())
        })
        .await?;
    visit.app.act(&visit.guard, ask, move |tx, ctx| change_password(tx, ctx, &old_hash, &new_hash)).await
}

/// Sets the actor's own password to an already hashed one and ends all other sessions. `password-wrong` when the old one
/// does not fit any more (checked before, outside the transaction, against `old_hash`).
pub fn change_password(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, old_hash: &str, new_hash: &str) -> Result<i64, Failure> {
    let actor = ctx.guard.signed_in()?;
    let mut account = store::people::lock_account(tx, &actor.id)?.ok_or_else(Failure::not_found)?;
    if account.password_hash != old_hash {
        return Err(Problem::new("password-wrong").at("old").into());
    }
    new_hash.clone_into(&mut account.password_hash);
    account.must_change = false;
    store::people::update_account(tx, &account)?;
    let ended = store::people::end_sessions(tx, &actor.id, &actor.session_id)?;
    let after = Some(json!({"password": "changed"}));
    ctx.note(SITE, Record { kind: "account", id: &actor.id, unit_id: "", before: None, after, reason: "" })?;
    Ok(i64::try_from(ended).unwrap_or(0))
}

/// The act under which one's own account changes.
pub const OWN: Act = Act::SeeOwnAccount;

/// Logins and names of a demonstration's accounts, for its sign-in page; empty on a real site.
pub fn demo_accounts(tx: &mut Tx<'_>) -> Result<Vec<store::people::Account>, Failure> {
    let country = store::units::country(tx)?;
    let accounts = store::people::list_accounts(tx, &country.id, "", 50)?;
    Ok(accounts.into_iter().filter(|account| account.synthetic && account.disabled_at.is_none()).collect())
}
