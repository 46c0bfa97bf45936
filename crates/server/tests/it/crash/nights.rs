//! The work of the night under load: put off, begun, killed, and what it made brought back.

use std::path::{Path, PathBuf};

use store::Db;

use super::*;

/// Everything the night does is due now, and runs while people write and is killed with the rest; the backup and its drill are
/// due once people do write ([`backup_falls_due`]): on a busy machine they could be over before that.
pub(super) fn night_falls(site: &Site) {
    let names: Vec<String> = hoctap::nightly::Work::ALL.iter().map(|work| work.word().to_owned()).collect();
    site.write(move |tx| {
        for name in &names {
            store::jobs::plan(tx, name, rules::basics::Moment(1))?;
        }
        // What a killed server held would be waited for until its lease has run out: five minutes.
        // A day ahead, and not for ever: what is due in many days was planned by a clock that was wrong, and is done at once.
        let tomorrow = hoctap::clock::Clock::Real.now().0 + 86_400_000;
        tx.exec(
            "UPDATE job SET tries = 0, lease_until = 0,
               due = CASE WHEN name IN ('backup', 'drill') THEN CAST($1 AS BIGINT) ELSE 1 END",
            store::args![tomorrow],
        )
    });
}

/// The backup and its drill are due from now on.
pub(super) fn backup_falls_due(site: &Site) {
    site.write(|tx| tx.exec("UPDATE job SET due = 1 WHERE name IN ('backup', 'drill')", store::args![]));
}

/// The backups that are being written.
pub(super) fn half_written(site: &Site) -> Vec<PathBuf> {
    let there = std::fs::read_dir(&site.app.config.backups).into_iter().flatten().flatten();
    there.map(|one| one.path()).filter(|path| path.extension().is_some_and(|end| end == "part")).collect()
}

/// Every backup that has its name is whole, none that was left half written is taken for one; how many there are of each.
pub(super) fn backups(site: &Site) -> (usize, usize) {
    let all = hoctap::backup::folder::list(&site.app.config.backups);
    let read = |file: &Path| hoctap::backup::verify(file, None, &hoctap::backup::silent());
    for file in &all {
        read(file).unwrap_or_else(|said| panic!("a backup is not whole: {said}"));
    }
    let half = half_written(site);
    for file in &half {
        assert!(!all.contains(file) && read(file).is_err(), "{} is half written", file.display());
    }
    (all.len(), half.len())
}

/// Waits, while people write, until what is looked for is there; what it is.
fn in_time<T>(site: &Site, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(240);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "{what}: {:?}", site.read(store::jobs::all));
        std::thread::sleep(Duration::from_millis(4));
    }
}

/// Waits for a backup to be begun that was not there before; its half-written file.
pub(super) fn begun(site: &Site, left: &[PathBuf]) -> PathBuf {
    in_time(site, "no backup is begun", || half_written(site).into_iter().find(|part| !left.contains(part)))
}

/// Lets the night pass, and once more the backup and its drill, while people write. Gives the second backup, and what had been
/// told before it was begun.
pub(super) fn two_nights(site: &Site, told: &Mutex<Told>, left: &[PathBuf]) -> (PathBuf, Length) {
    let job = |name: &str| site.read(store::jobs::all).into_iter().find(|job| job.name == name);
    let due = |sql: &'static str| site.write(move |tx| tx.exec(sql, store::args![]));
    let first = begun(site, left);
    in_time(site, "no drill begins", || job("drill").filter(|drill| drill.lease_until.0 > 0));
    due("UPDATE job SET due = 1 WHERE name = 'backup'");
    let mut before = Length::default();
    let second = in_time(site, "no second backup is begun", || {
        let now = told.lock().unwrap().length();
        let part = half_written(site).into_iter().find(|part| *part != first && !left.contains(part));
        if part.is_none() {
            before = now;
        }
        part
    });
    in_time(site, "the first drill does not end", || job("drill").filter(|drill| drill.lease_until.0 == 0));
    due("UPDATE job SET due = 1 WHERE name = 'drill'");
    let file = second.with_extension("");
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    in_time(site, "the second backup is not tried", || {
        job("drill").filter(|drill| drill.lease_until.0 == 0 && drill.outcome.contains(&name))
    });
    (file, before)
}

/// A backup made under load, brought back into a place of its own, is whole and holds all that was told before it began.
pub(super) fn comes_back(site: &Site, file: &Path, hamlet: &str, round: usize, check: impl Fn(&Kept)) {
    let home = site.app.config.data.join(format!("restored-{round}"));
    std::fs::create_dir_all(&home).unwrap();
    std::fs::copy(&site.app.config.secret_file, home.join("secret.key")).unwrap();
    let mut env = vec![("data".to_owned(), home.display().to_string())];
    if site.app.db.kind() == "postgres" {
        // Beside the site, in a schema of its own.
        let own = &site.app.config.database;
        let mut client = postgres::Client::connect(own, postgres::NoTls).unwrap();
        client.batch_execute(&format!("CREATE SCHEMA restored_{round}")).unwrap();
        let joint = if own.contains('?') { '&' } else { '?' };
        env.push(("database".to_owned(), format!("{own}{joint}options=-c%20search_path%3Drestored_{round}")));
    }
    let config = hoctap::config::Config::from("", "test", &env, &hoctap::config::Overrides::default()).unwrap();
    let at = rules::basics::Moment(hoctap::clock::Clock::Real.now().0);
    hoctap::backup::restore(&config, file, at, &hoctap::backup::silent()).unwrap();
    let db = Db::open(&config.database).unwrap();
    let seal = site.app.secrets.trail();
    let (found, breaks, differs, kept) = db
        .read(|tx| {
            Ok::<_, store::Error>((
                store::checks::run(tx, seal)?,
                store::audit::verify(tx, seal)?.1,
                store::tallies::recount(tx)?,
                kept_in(tx, hamlet)?,
            ))
        })
        .unwrap();
    let bad: Vec<_> = found.iter().filter(|one| one.severity == store::checks::Severity::Error).collect();
    assert!(bad.is_empty() && breaks.is_empty() && differs.is_empty(), "{bad:?} {breaks:?} {differs:?}");
    check(&kept);
    drop(db);
    let _gone = std::fs::remove_dir_all(&home);
    if site.app.db.kind() == "postgres" {
        let mut client = postgres::Client::connect(&site.app.config.database, postgres::NoTls).unwrap();
        client.batch_execute(&format!("DROP SCHEMA restored_{round} CASCADE")).unwrap();
    }
}
