//! What a site does by itself each night: a backup, every check, the recount, and the drill that brings the last backup back
//! into a scratch place and checks it. What was due while no server ran is done when one starts. Of several servers on one
//! database one does it. Must not know how each is done.

use std::sync::OnceLock;
use std::time::Duration;

use rules::basics::Moment;
use serde_json::json;
use store::checks::Severity;

use crate::app::App;
use crate::backup::trouble::Trouble;
use crate::backup::{self, folder, room};
use crate::failure::Failure;
use crate::pages::today::{LAST_CHECK, LastCheck};

/// One kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A backup, and those that are old enough go.
    Backup,
    /// Every integrity check.
    Check,
    /// Every counter again.
    Recount,
    /// The last backup, brought back and checked.
    Drill,
}

impl Work {
    /// All, in the order of the night.
    pub const ALL: &'static [Self] = &[Self::Backup, Self::Check, Self::Recount, Self::Drill];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Check => "check",
            Self::Recount => "recount",
            Self::Drill => "drill",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|work| work.word() == word)
    }
}

/// What a test does at a point.
type AtPoint = Box<dyn Fn(&str) + Send + Sync>;

/// Where work can be broken off by a test.
#[derive(Default)]
pub struct Points(OnceLock<AtPoint>);

/// The points, in the order they are passed.
pub const POINTS: &[&str] =
    &["claimed", "backup-begun", "backup-written", "backup-tidied", "checked", "recounted", "drilled", "done"];

impl Points {
    /// What a test does there.
    pub fn set(&self, at: impl Fn(&str) + Send + Sync + 'static) {
        let _kept = self.0.set(Box::new(at));
    }

    fn pass(&self, point: &str) {
        if let Some(at) = self.0.get() {
            at(point);
        }
    }
}

/// How often the runner looks.
const LOOK: Duration = Duration::from_secs(20);
/// A server that has not renewed its lease for so long is gone.
const LEASE: i64 = 5 * 60_000;
const RENEW: Duration = Duration::from_secs(60);
/// The setting that names the last backup that was brought back well.
const PROVEN: &str = "proven-backup";
const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;

/// Does what is due, until it is dropped.
pub async fn run(app: App) {
    let holder = app.dice.id(app.clock.now());
    if app.db.kind() == "sqlite" {
        // One server has the file: what is still held was held by one that is gone.
        let inner = app.clone();
        let freed = app.wait(move || Ok(inner.db.write(store::jobs::release_all)?)).await;
        if let Err(failure) = freed {
            tracing::warn!(?failure, "what an earlier server held was not given back");
        }
    }
    loop {
        if app.config.nightly.is_some() {
            match once(&app, &holder).await {
                Ok(0) => {}
                // Something was done; more may be due.
                Ok(_) => continue,
                Err(failure) => tracing::warn!(?failure, "the work of the night was not looked at"),
            }
        }
        let _rung = tokio::time::timeout(LOOK, app.nights.notified()).await;
    }
}

/// Does everything that is due now, one after the other; how many pieces.
///
/// # Errors
/// The database's.
pub async fn once(app: &App, holder: &str) -> Result<usize, Failure> {
    let first = next(app, app.clock.now());
    app.wait({
        let app = app.clone();
        move || {
            Ok(app.db.write(move |tx| {
                for (at, work) in Work::ALL.iter().enumerate() {
                    store::jobs::plan(tx, work.word(), Moment(first.0 + i64::try_from(at).unwrap_or(0)))?;
                }
                Ok::<_, store::Error>(())
            })?)
        }
    })
    .await?;
    let mut done = 0;
    for work in Work::ALL {
        let at = app.clock.now();
        if *work == Work::Drill && nothing_to_drill(app, at).await? {
            continue;
        }
        let (inner, by, word) = (app.clone(), holder.to_owned(), work.word());
        let claimed = app
            .wait(move || Ok(inner.db.write(move |tx| store::jobs::claim(tx, word, &by, at, Moment(at.0 + LEASE)))?))
            .await?;
        if claimed {
            done += 1;
            held(app, *work, holder).await?;
        }
    }
    Ok(done)
}

/// The drill waits while the night's backup is being made or about to be, by whichever server, and until the first one was
/// made: it is then asked again soon, and has not failed. Where there has been one and none can be found, it begins and
/// fails.
async fn nothing_to_drill(app: &App, at: Moment) -> Result<bool, Failure> {
    let inner = app.clone();
    app.wait(move || {
        let jobs = inner.db.read(store::jobs::all)?;
        let making = jobs.iter().any(|job| job.name == Work::Backup.word() && job.under_way(at));
        Ok(making || nothing_yet(&jobs, &inner.config.backups))
    })
    .await
}

/// No night has made a backup yet, and the folder holds none that was made by hand.
#[must_use]
pub fn nothing_yet(jobs: &[store::jobs::Job], backups: &std::path::Path) -> bool {
    let ever = jobs.iter().any(|job| job.name == Work::Backup.word() && job.good.0 > 0);
    !ever && folder::has_none(backups)
}

/// Does one piece of work, renewing its lease, and says how it ended.
async fn held(app: &App, work: Work, holder: &str) -> Result<(), Failure> {
    let inner = app.clone();
    let mut doing = tokio::task::spawn_blocking(move || {
        inner.points.pass("claimed");
        do_now(&inner, work)
    });
    let ended = loop {
        tokio::select! {
            ended = &mut doing => break ended,
            () = tokio::time::sleep(RENEW) => {
                let (inner, by, until) = (app.clone(), holder.to_owned(), Moment(app.clock.now().0 + LEASE));
                let renewed = app.wait(move || {
                    Ok(inner.db.write(move |tx| store::jobs::renew(tx, work.word(), &by, until))?)
                });
                if let Err(failure) = renewed.await {
                    tracing::warn!(?failure, work = work.word(), "a lease was not renewed");
                }
            }
        }
    };
    let outcome = match ended {
        Ok(outcome) => outcome,
        Err(broke) => Err(format!("it broke off: {broke}").into()),
    };
    let at = app.clock.now();
    let (good, text) = match outcome {
        Ok(value) => (true, value.to_string()),
        Err(Trouble { cause, known }) => {
            tracing::error!(work = work.word(), cause, "work of the night failed; it is tried again");
            (false, json!({ "failed": cause, "known": known }).to_string())
        }
    };
    let (inner, by) = (app.clone(), holder.to_owned());
    app.wait(move || {
        let tomorrow = next(&inner, at);
        inner.points.pass("done");
        Ok(inner.db.write(move |tx| {
            let tries =
                store::jobs::all(tx)?.into_iter().find(|job| job.name == work.word()).map_or(1, |job| job.tries);
            let due = if good { tomorrow } else { again(at, tries).min(tomorrow) };
            store::jobs::finish(tx, work.word(), &by, at, good, due, &text)
        })?)
    })
    .await?;
    Ok(())
}

/// After a failure: a quarter of an hour later, then twice that, and so on.
fn again(at: Moment, tries: i64) -> Moment {
    let times = 1_i64 << tries.clamp(1, 6).saturating_sub(1);
    Moment(at.0 + 15 * MINUTE * times)
}

/// The next beginning of the night after a moment, where the site is.
fn next(app: &App, after: Moment) -> Moment {
    let minutes = app.config.nightly.unwrap_or(0);
    let today = crate::clock::start_of(&app.zone, app.day(after));
    let tonight = Moment(today.0 + minutes * MINUTE);
    if tonight > after { tonight } else { Moment(tonight.0 + DAY) }
}

/// Does one piece of work on this thread; what it came to.
///
/// # Errors
/// What stood in the way.
pub fn do_now(app: &App, work: Work) -> Result<serde_json::Value, Trouble> {
    let at = app.clock.now();
    match work {
        Work::Backup => backup_now(app, at),
        Work::Check => Ok(check(app, at)?),
        Work::Recount => {
            let differs = app.db.read(store::tallies::recount).map_err(|cause| cause.to_string())?.len();
            app.points.pass("recounted");
            Ok(json!({ "wrong": differs }))
        }
        Work::Drill => drill(app, at),
    }
}

fn backup_now(app: &App, at: Moment) -> Result<serde_json::Value, Trouble> {
    let config = &app.config;
    crate::site::own_folder(&config.backups).map_err(|cause| Trouble::folder(&config.backups, &cause))?;
    app.points.pass("backup-begun");
    // What an earlier try left half written.
    for entry in std::fs::read_dir(&config.backups).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("hoctap-") && name.to_string_lossy().ends_with(".part") {
            let _gone = std::fs::remove_file(entry.path());
        }
    }
    let file = config.backups.join(folder::name(at));
    let key = backup::key(config)?;
    let tell = backup::silent();
    let made = backup::make(&app.db, &config.secret_file, &file, key.as_deref(), at, &app.dice, &tell)?;
    app.points.pass("backup-written");
    let proven = app.db.read(|tx| store::receipts::setting(tx, PROVEN)).map_err(|cause| cause.to_string())?;
    let proven = proven.map(|name| config.backups.join(name));
    let all = folder::list(&config.backups);
    // Not the one just made, whatever the clock says, and not the last that is known to come back, until a newer one is.
    let gone = folder::old(&all, config.backups_kept).into_iter();
    for old in gone.filter(|old| *old != file && proven.as_ref() != Some(old)) {
        std::fs::remove_file(&old).map_err(|cause| format!("cannot remove {}: {cause}", old.display()))?;
    }
    app.points.pass("backup-tidied");
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(json!({"file": name, "bytes": made.bytes, "rows": made.rows(), "encrypted": made.sealed}))
}

fn check(app: &App, at: Moment) -> Result<serde_json::Value, String> {
    let found = app.db.read(|tx| store::checks::run(tx, app.secrets.trail())).map_err(|cause| cause.to_string())?;
    let mut by_name = std::collections::BTreeMap::new();
    for one in found.iter().filter(|one| one.severity != Severity::Note) {
        *by_name.entry(one.check).or_insert(0_i64) += 1;
    }
    let wrong = by_name.values().sum();
    let last = json!(LastCheck { at, wrong }).to_string();
    app.db.write(move |tx| store::receipts::set_setting(tx, LAST_CHECK, &last)).map_err(|cause| cause.to_string())?;
    app.points.pass("checked");
    app.db.analyze().map_err(|cause| cause.to_string())?;
    Ok(json!({"wrong": wrong, "checks": by_name}))
}

fn drill(app: &App, at: Moment) -> Result<serde_json::Value, Trouble> {
    let broken = |cause: store::Error| cause.to_string();
    let newest = backup::newest(&app.config, at)?;
    let file = newest.ok_or_else(|| Trouble::no_backup(&app.config.backups))?;
    // A database server's disk is that server's to know.
    if let Some(disk) = store::db::folder_of(&app.config.database)
        && let Some(free) = room::free(&disk)
    {
        room::enough(&disk, free, app.db.size().map_err(broken)?)?;
    }
    let wrong = backup::drill(&app.config, &app.secrets, &file, at)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let proven = name.clone();
    app.db.write(move |tx| store::receipts::set_setting(tx, PROVEN, &proven)).map_err(broken)?;
    app.points.pass("drilled");
    // The site's own mistakes come back with a backup; they are told by the check. A backup that is whole is a good one.
    Ok(json!({"file": name, "wrong": wrong.len()}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_night_is_tried_again_ever_later() {
        let minutes: Vec<i64> = (1..9).map(|tries| again(Moment(0), tries).0 / MINUTE).collect();
        assert_eq!(minutes, [15, 30, 60, 120, 240, 480, 480, 480]);
    }
}
