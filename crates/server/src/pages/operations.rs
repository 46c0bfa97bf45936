//! The operator's page: is the site well, how large is it, what did the nights come to, what was slow; each with advice in
//! words. No record of anybody stands on it. Must not know how any of the work is done.

pub mod health;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use rules::access::Act;
use rules::basics::Moment;
use rules::problem::Problem;
use serde::Deserialize as _;
use serde_json::Value;
use store::jobs::Job;

use super::{Base, page};
use crate::app::{Ask, PLACES, Record};
use crate::backup::trouble::Known;
use crate::backup::{folder, room};
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::meter::Slow;
use crate::nightly::{Work, nothing_yet};
use crate::visit::Visit;

/// A backup older than this is old: a day and a half.
const OLD: i64 = 36 * 3_600_000;

/// How something is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    Warn,
    Bad,
}

impl State {
    const fn icon(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn | Self::Bad => "warn",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Good => "notice-good",
            Self::Warn => "notice-warn",
            Self::Bad => "notice-bad",
        }
    }
}

/// A sentence of what is to be said first.
struct Told {
    state: State,
    text: String,
}

/// One piece of the night's work.
struct Night {
    word: &'static str,
    job: Option<Job>,
    /// What it came to, in a sentence.
    outcome: String,
    running: bool,
}

/// A size and what it is of.
struct Size {
    key: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "operations.html")]
struct Page {
    b: Base,
    told: Vec<Told>,
    nights: Vec<Night>,
    off: bool,
    sizes: Vec<Size>,
    backups: Vec<(String, String)>,
    slow: Vec<Slow>,
    answered: i64,
    refused: i64,
    free: i64,
    places: i64,
    kind: &'static str,
    version: &'static str,
}

/// Bytes as people read them.
fn bytes(b: &Base, n: u64) -> String {
    let units = [("GB", 1_u64 << 30), ("MB", 1 << 20), ("kB", 1 << 10)];
    let found = units.into_iter().find(|(_, size)| n >= *size);
    let Some((unit, size)) = found else { return format!("{n} B") };
    let tenths = (u128::from(n) * 10 + u128::from(size) / 2) / u128::from(size);
    b.decimal(&format!("{}.{} {unit}", tenths / 10, tenths % 10))
}

/// What is known of the disk and the database.
pub(super) struct Sizes {
    pub(super) database: u64,
    pub(super) backups: u64,
    pub(super) free: Option<u64>,
    pub(super) files: Vec<(String, u64)>,
}

pub(super) fn sizes(app: &crate::app::App) -> Sizes {
    let all = folder::list(&app.config.backups);
    let length = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |found| found.len());
    let name = |path: &std::path::Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let files: Vec<(String, u64)> = all.iter().rev().filter_map(|path| Some((name(path)?, length(path)))).collect();
    Sizes {
        database: app.db.size().unwrap_or(0),
        backups: files.iter().map(|(_, size)| size).sum(),
        free: room::free(&app.config.data),
        files,
    }
}

fn number(outcome: &Value, name: &str) -> i64 {
    outcome.get(name).and_then(Value::as_i64).unwrap_or(0)
}

/// A known cause in the reader's language.
fn why(b: &Base, known: &Known) -> String {
    match known {
        Known::Room { folder, free, needed } => {
            let mega = |n: &u64| b.num(&i64::try_from(*n).unwrap_or(i64::MAX));
            b.t3("operations-why-room", "folder", folder, "free", mega(free), "needed", mega(needed))
        }
        Known::Folder { folder, detail } => b.t2("operations-why-folder", "folder", folder, "detail", detail),
        Known::Unwritten { file, detail } => b.t2("operations-why-unwritten", "file", file, "detail", detail),
        Known::Key { file } => b.t1("operations-why-key", "file", file),
        Known::Unsound { file } => b.t1("operations-why-unsound", "file", file),
        Known::NoBackup { folder } => b.t1("operations-why-no-backup", "folder", folder),
    }
}

/// How a piece of work ended, in words.
fn said(b: &Base, word: &str, job: &Job) -> String {
    let Ok(outcome) = serde_json::from_str::<Value>(&job.outcome) else { return b.t("operations-never") };
    if let Some(cause) = outcome.get("failed").and_then(Value::as_str) {
        let known = outcome.get("known").and_then(|known| Known::deserialize(known).ok());
        let cause = known.map_or_else(|| cause.to_owned(), |known| why(b, &known));
        return b.t1("operations-failed", "cause", cause);
    }
    let file = outcome.get("file").and_then(Value::as_str).unwrap_or_default();
    match word {
        "backup" => {
            let size = u64::try_from(number(&outcome, "bytes")).unwrap_or(0);
            let rows = b.num(&number(&outcome, "rows"));
            b.t3("operations-backup-made", "file", file, "size", bytes(b, size), "rows", rows)
        }
        "drill" => b.t1("operations-drill-went", "file", file),
        _ => b.t1("operations-found", "n", number(&outcome, "wrong")),
    }
}

/// What must be said first, the worst first; one good sentence when nothing must.
fn tell(b: &Base, jobs: &[Job], sizes: &Sizes, at: Moment, off: bool, sealed: bool) -> Vec<Told> {
    let find = |word: &str| jobs.iter().find(|job| job.name == word);
    let mut told = Vec::new();
    let mut say = |state, text| told.push(Told { state, text });
    let backup = find("backup").map_or(Moment(0), |job| job.good);
    if backup.0 == 0 {
        say(State::Bad, b.t("operations-advice-no-backup"));
    } else if at.0 - backup.0 > OLD {
        say(State::Bad, b.t1("operations-advice-old-backup", "at", b.moment(&backup)));
    }
    let drill = find("drill").map_or(Moment(0), |job| job.good);
    if backup.0 > 0 && drill.0 == 0 {
        say(State::Warn, b.t("operations-advice-no-drill"));
    } else if drill.0 > 0 && at.0 - drill.0 > OLD * 2 {
        say(State::Warn, b.t1("operations-advice-old-drill", "at", b.moment(&drill)));
    }
    for word in ["check", "recount"] {
        let wrong = find(word).and_then(|job| serde_json::from_str::<Value>(&job.outcome).ok());
        if wrong.is_some_and(|outcome| number(&outcome, "wrong") > 0) {
            say(State::Bad, b.t(format!("operations-advice-{}", word)));
        }
    }
    if jobs.iter().any(|job| job.tries > 1 && job.outcome.contains("failed")) {
        say(State::Bad, b.t("operations-advice-failing"));
    }
    if sizes.free.is_some_and(|free| free < sizes.database.saturating_mul(2).max(1 << 30)) {
        say(State::Bad, b.t("operations-advice-disk"));
    }
    if off {
        say(State::Warn, b.t("operations-advice-off"));
    }
    if !sealed {
        say(State::Warn, b.t("operations-advice-key"));
    }
    if told.iter().all(|one| one.state == State::Good) {
        told.push(Told { state: State::Good, text: b.t("operations-well") });
    }
    told.sort_by_key(|one| match one.state {
        State::Bad => 0,
        State::Warn => 1,
        State::Good => 2,
    });
    told
}

/// The page.
pub async fn show(visit: Visit) -> Answer {
    let guard = visit.guard.clone();
    let jobs = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            guard.allow(tx, Act::Operate, &country.id)?;
            Ok(store::jobs::all(tx)?)
        })
        .await?;
    // Asked for by itself: who holds one connection must not wait for another.
    let app = visit.app.clone();
    let sizes = visit.app.wait(move || Ok(sizes(&app))).await?;
    let b = Base::new(&visit, "operations");
    let config = &visit.app.config;
    let off = config.nightly.is_none();
    let nights = Work::ALL.iter().map(|work| {
        let job = jobs.iter().find(|job| job.name == work.word()).cloned();
        let outcome = job.as_ref().map_or_else(|| b.t("operations-never"), |job| said(&b, work.word(), job));
        let running = job.as_ref().is_some_and(|job| job.lease_until > visit.at);
        Night { word: work.word(), job, outcome, running }
    });
    let nights = nights.collect();
    let told = tell(&b, &jobs, &sizes, visit.at, off, config.backup_key.is_some());
    let mut shown = vec![
        Size { key: "operations-size-database", text: bytes(&b, sizes.database) },
        Size { key: "operations-size-backups", text: bytes(&b, sizes.backups) },
    ];
    if let Some(free) = sizes.free {
        shown.push(Size { key: "operations-size-free", text: bytes(&b, free) });
    }
    let backups = sizes.files.iter().take(20).map(|(name, size)| (name.clone(), bytes(&b, *size))).collect();
    let meter = &visit.app.meter;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    page(&Page {
        told,
        nights,
        off,
        sizes: shown,
        backups,
        slow: meter.slow(),
        answered: count(meter.answered()),
        refused: count(meter.refused()),
        free: whole(visit.app.places.available_permits()),
        places: whole(PLACES),
        kind: visit.app.db.kind(),
        version: env!("CARGO_PKG_VERSION"),
        b,
    })
}

/// Makes a piece of work due now. `no-backup-yet` for a drill that would only wait.
pub async fn start(visit: Visit, Path(word): Path<String>, Form(fields): Form) -> Answer {
    let work = Work::of(&word).ok_or_else(Failure::not_found)?;
    let ask = Ask::new(Act::Operate, fields.request_id(), &format!("{word}\n{}", fields.content()));
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let country = store::units::country(tx)?;
            ctx.guard.allow(tx, Act::Operate, &country.id)?;
            if work == Work::Drill {
                let jobs = store::jobs::all(tx)?;
                let making = jobs.iter().any(|job| job.name == Work::Backup.word() && job.under_way(ctx.at));
                if !making && nothing_yet(&jobs, &ctx.app.config.backups) {
                    return Err(Problem::new("no-backup-yet").into());
                }
            }
            store::jobs::plan(tx, work.word(), ctx.at)?;
            let begun = store::jobs::hasten(tx, work.word(), ctx.at)?;
            let after = serde_json::json!({"work": work.word(), "begun": begun});
            let record = Record {
                kind: "site",
                id: work.word(),
                unit_id: &country.id,
                before: None,
                after: Some(after),
                reason: "",
            };
            ctx.note(store::audit::SITE, record)?;
            Ok(begun)
        })
        .await?;
    visit.app.nights.notify_one();
    Ok(Redirect::to("/operations?done=work-begun").into_response())
}
