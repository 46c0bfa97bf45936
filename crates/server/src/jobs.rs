//! Work that goes on after the answer was given: large files on their way into the register. What there is to do stands in
//! the database, so that neither a closed browser nor a stopped server ends it. Must not know what a part of the work does.

use std::sync::Arc;
use std::time::Duration;

use rules::access::Act;
use rules::basics::Day;
use rules::problem::Problem;
use store::Tx;

use crate::acts::imports::apply::{self, Came, Most, Ready};
use crate::acts::imports::{Opened, load};
use crate::app::{App, Ask};
use crate::failure::Failure;
use crate::visit::{Actor, Guard};

/// Tells the runner that there is something to do.
pub type Bell = tokio::sync::Notify;

/// How often the runner looks by itself: another server, or this one before it was stopped, may have begun something.
const LOOK: Duration = Duration::from_secs(5);
/// How often a part is tried again when somebody changed the same households meanwhile, or the database was busy.
const TRIES: usize = 5;

/// Parts of one file before the next file's turn: a large commune's file goes in within one or two turns, and a small one
/// behind many large ones waits for one turn of each and not for their ends.
const TURN: i64 = 8;

/// Does what there is to do, until it is dropped. A part that has begun is finished.
pub async fn run(app: App) {
    loop {
        let (inner, at) = (app.clone(), app.clock.now());
        let tidied = app.wait(move || inner.db.write(move |tx| crate::acts::imports::tidy(tx, at))).await;
        if let Err(failure) = tidied {
            tracing::warn!(?failure, "files that wait too long were not thrown away");
        }
        if let Err(failure) = drain(&app).await {
            tracing::error!(?failure, "background work broke off; it is tried again");
        }
        let _rung = tokio::time::timeout(LOOK, app.jobs.notified()).await;
    }
}

/// Does everything there is to do now.
///
/// # Errors
/// What only the operator can put right.
pub async fn drain(app: &App) -> Result<(), Failure> {
    loop {
        let mut done = 0;
        let mut broken = None;
        // One file that cannot go on keeps no other one waiting.
        for (id, account) in app.read(|tx| Ok::<_, Failure>(store::imports::applying(tx)?)).await? {
            let inner = app.clone();
            match app.wait(move || turn(&inner, &id, &account)).await {
                Ok(()) => done += 1,
                Err(failure) => broken = Some(failure),
            }
        }
        match (done, broken) {
            (0, Some(failure)) => return Err(failure),
            (0, None) => return Ok(()),
            _ => {}
        }
    }
}

/// One turn of a file: as many parts as it takes, or [`TURN`] of them where others wait.
fn turn(app: &App, id: &str, account: &str) -> Result<(), Failure> {
    let mut parts = 0;
    let mut looked = Ok(());
    bring_in(app, id, account, apply::PART, None, |_| {
        parts += 1;
        if parts % TURN != 0 {
            return true;
        }
        match app.db.read(store::imports::applying) {
            Ok(waiting) => waiting.len() < 2,
            Err(error) => {
                looked = Err(error);
                false
            }
        }
    })?;
    Ok(looked?)
}

/// The guard of an account as if its person had signed in; `None` when there is none or it is disabled.
fn guard_of(tx: &mut Tx<'_>, account_id: &str, today: Day) -> Result<Option<Guard>, Failure> {
    let Some(account) = store::people::account(tx, account_id)?.filter(|account| account.disabled_at.is_none()) else {
        return Ok(None);
    };
    let roles = store::people::grants(tx, &account.id)?;
    let actor = Actor {
        id: account.id,
        name: account.name,
        title: account.title,
        session_id: String::new(),
        roles,
        must_change: false,
    };
    Ok(Some(Guard::new(Some(Arc::new(actor)), today)))
}

/// A file that is going in: in whose name, its rows, and the plan of what is left of it.
pub type Held = (Guard, Opened, Ready);

/// Brings a file that is going in to its end, in parts of at most so much, in the name of who began it; with the plan
/// of who began it just now, where it still holds. `tell` hears how many households are left, and says whether to go on now.
///
/// # Errors
/// What only the operator can put right; what a person can stands with the file, which then waits.
pub fn bring_in(
    app: &App,
    id: &str,
    account: &str,
    most: Most,
    mut held: Option<Held>,
    mut tell: impl FnMut(i64) -> bool,
) -> Result<(), Failure> {
    let today = app.day(app.clock.now());
    let country = app.db.read(|tx| Ok::<_, Failure>(store::units::country(tx)?))?;
    let system = Guard::system(&country.id, today);
    let mut tries = 0;
    loop {
        let done = match &held {
            // The right may have ended since the last part.
            Some((_, opened, ready)) => match app.db.read(|tx| guard_of(tx, &by_of(opened, account), today)) {
                Ok(Some(guard)) => {
                    ready.meanwhile(app, &opened.file, (most, most), || part(app, &guard, opened, ready, most))
                }
                Ok(None) => Err(Failure::forbidden(Act::ImportRegister)),
                Err(failure) => Err(failure),
            },
            None => match prepared(app, id, account, today) {
                Ok(None) => return Ok(()),
                Ok(Some(begun)) => {
                    held = Some(begun);
                    continue;
                }
                Err(failure) => Err(failure),
            },
        };
        match done {
            Ok(None) => return Ok(()),
            Ok(Some(came)) => {
                tries = 0;
                let on = tell(came.outcome.left);
                if came.outcome.left == 0 || !on {
                    return Ok(());
                }
                held = held.filter(|_| !came.anew).map(|(guard, opened, ready)| (guard, opened, ready.after(&came)));
            }
            Err(Failure::Problems(problems)) => {
                tries += 1;
                held = None;
                if problems.iter().any(|one| one.code == "busy") {
                    // Later, when the database has time again.
                    return Err(Failure::Problems(problems));
                }
                let again = problems.iter().all(|one| one.code == "changed-meanwhile");
                if !(again && tries < TRIES) {
                    let why = problems.into_iter().next().unwrap_or_else(|| Problem::new("forbidden"));
                    return stop(app, &system, id, why);
                }
            }
            Err(other) => return Err(other),
        }
    }
}

/// The file with the plan of what is left of it; `None` when it is not going in any more.
fn prepared(app: &App, id: &str, account: &str, today: Day) -> Result<Option<Held>, Failure> {
    let (inner, id, account) = (app.clone(), id.to_owned(), account.to_owned());
    app.db.read(move |tx| {
        let opened = load(&inner, tx, &id)?;
        let guard = guard_of(tx, &by_of(&opened, &account), today)?;
        let Some(guard) = guard else { return Err(Failure::forbidden(Act::ImportRegister)) };
        guard.allow(tx, Act::ImportRegister, &opened.file.commune_id)?;
        if opened.file.state != store::imports::APPLYING {
            return Ok(None);
        }
        let ready = apply::ready(&inner, tx, &guard, today, &opened)?;
        Ok(Some((guard, opened, ready)))
    })
}

/// The account that began the present run.
fn by_of(opened: &Opened, account: &str) -> String {
    let by = apply::Standing::of(&opened.file).by;
    if by.is_empty() { account.to_owned() } else { by }
}

fn part(app: &App, guard: &Guard, opened: &Opened, ready: &Ready, most: Most) -> Result<Option<Came>, Failure> {
    // Each part is a request of its own: where it stands is recorded with the file.
    let ask = Ask::new(Act::ImportRegister, &app.dice.id(app.clock.now()), &opened.file.id);
    let (opened, ready) = (opened.clone(), ready.clone());
    app.act_now(guard, &ask, move |tx, ctx| {
        // After a clash it met somebody else's households: the plan is made anew.
        let holds = !tx.clashed();
        apply::next(tx, ctx, &opened, &ready, (holds, most))
    })
}

fn stop(app: &App, system: &Guard, id: &str, why: Problem) -> Result<(), Failure> {
    let (inner, which) = (app.clone(), id.to_owned());
    let opened = app.db.read(move |tx| load(&inner, tx, &which))?;
    let ask = Ask::new(Act::ImportRegister, &app.dice.id(app.clock.now()), id);
    app.act_now(system, &ask, move |tx, ctx| apply::stop(tx, ctx, &opened, &why)).map(|_| ())
}
