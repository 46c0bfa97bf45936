//! The work of the night: each piece once whoever does it, drills of what was made, and what a crash at each point leaves.

use super::*;

/// A site whose nights can be moved to.
fn night_site(postgres: bool) -> Option<(Site, Folder)> {
    let site = Site::new(postgres)?;
    let folder = Folder(site.app.config.backups.clone());
    Some((site, folder))
}

fn jobs(site: &Site) -> std::collections::BTreeMap<String, store::jobs::Job> {
    site.read(store::jobs::all).into_iter().map(|job| (job.name.clone(), job)).collect()
}

fn night(site: &Site, holder: &str) -> usize {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(hoctap::nightly::once(&site.app, holder)).unwrap()
}

fn pass(site: &Site, hours: i64) {
    site.app.clock.set(Moment(site.app.clock.now().0 + hours * 3_600_000));
}

#[test]
fn each_night_makes_a_backup_that_is_brought_back_and_two_servers_do_it_once() {
    for postgres in [false, true] {
        let Some((site, place)) = night_site(postgres) else { continue };
        site.hamlet(LONG_HE, "Đêm Khuya");
        assert_eq!(night(&site, "one"), 0, "nothing is due at nine in the morning");
        pass(&site, 18);
        let (a, b) = std::thread::scope(|scope| {
            let one = scope.spawn(|| night(&site, "one"));
            let two = scope.spawn(|| night(&site, "two"));
            (one.join().unwrap(), two.join().unwrap())
        });
        assert_eq!(a + b, 4, "each piece of work once");
        let all = jobs(&site);
        for word in ["backup", "check", "recount", "drill"] {
            let job = &all[word];
            assert!(job.good == site.app.clock.now() && job.due > job.good && job.tries == 0, "{job:?}");
        }
        assert_eq!(folder::list(&place.0).len(), 1);
        let (_, sums) = backup::verify(&folder::list(&place.0)[0], None, &silent()).unwrap();
        assert!(sums.iter().any(|sum| sum.table == "unit" && sum.rows > 10_000));
        assert_eq!(night(&site, "one"), 0, "done for tonight");
        // A server that was off for three days does it once when it starts.
        pass(&site, 72);
        assert_eq!(night(&site, "one"), 4);
        assert_eq!(folder::list(&place.0).len(), 2);
        site.check();
    }
}

#[test]
fn the_drill_waits_for_the_first_backup_and_fails_when_there_was_one_and_none_is_found() {
    for postgres in [false, true] {
        let Some((site, place)) = night_site(postgres) else { continue };
        night(&site, "one");
        pass(&site, 18);
        // Another server makes the first backup: its lease stands, no file is there yet.
        let (at, until) = (site.app.clock.now(), Moment(site.app.clock.now().0 + 60_000));
        site.write(move |tx| {
            store::jobs::plan(tx, "backup", Moment(1))?;
            store::jobs::claim(tx, "backup", "other", at, until)
        });
        night(&site, "one");
        assert_eq!(night(&site, "one"), 0, "nothing is left but to wait");
        let all = jobs(&site);
        assert!(all["check"].good == at && all["recount"].good == at, "{all:?}");
        assert!(all["drill"].began.0 == 0 && all["drill"].tries == 0, "{:?}", all["drill"]);
        // That server is gone: once its lease has run out, both are done here.
        site.app.clock.set(Moment(until.0 + 1));
        assert_eq!(night(&site, "one"), 2);
        assert!(jobs(&site)["drill"].good == site.app.clock.now(), "{:?}", jobs(&site)["drill"]);
        assert_eq!(folder::list(&place.0).len(), 1);
        // From now on none to be found is a failure: an empty folder where a disk was, no folder, one that is not readable.
        let aside = place.0.with_extension("aside");
        std::fs::rename(&place.0, &aside).unwrap();
        for (n, known) in ["no-backup", "folder", "folder"].into_iter().enumerate() {
            match n {
                0 => std::fs::create_dir(&place.0).unwrap(),
                1 => std::fs::remove_dir(&place.0).unwrap(),
                _ => std::fs::write(&place.0, b"no folder").unwrap(),
            }
            let now = site.app.clock.now();
            assert!(site.write(move |tx| store::jobs::hasten(tx, "drill", now)));
            assert_eq!(night(&site, "one"), 1);
            let drill = jobs(&site).remove("drill").unwrap();
            assert!(drill.tries == 1 && drill.ended == now && drill.due > now, "{drill:?}");
            let outcome: serde_json::Value = serde_json::from_str(&drill.outcome).unwrap();
            assert_eq!(outcome["known"]["why"], known, "{outcome}");
            pass(&site, 1);
        }
        std::fs::remove_file(&place.0).unwrap();
        std::fs::rename(&aside, &place.0).unwrap();
        site.check();
    }
}

#[test]
fn the_last_backup_that_came_back_stays_until_a_newer_one_does() {
    let Some((site, place)) = night_site(false) else { return };
    night(&site, "one");
    pass(&site, 18);
    night(&site, "one");
    let proven = folder::list(&place.0)[0].clone();
    // From now on every backup is spoilt before the drill comes to it: a disk that writes badly.
    let spoilt = place.0.clone();
    site.app.points.set(move |point| {
        if point == "backup-tidied" {
            let newest = folder::list(&spoilt).pop().unwrap();
            let bytes = std::fs::read(&newest).unwrap();
            std::fs::write(&newest, &bytes[..bytes.len() - 9]).unwrap();
        }
    });
    // The first of a month would stay anyway; and more were made since than are kept.
    std::fs::write(place.0.join("hoctap-20261101-020000.hoctap"), b"the first of this month").unwrap();
    let made = folder::made_at(&proven).unwrap();
    for minute in 1..=20 {
        let name = folder::name(Moment(made.0 + minute * 60_000));
        std::fs::write(place.0.join(name), b"by hand, and spoilt").unwrap();
    }
    pass(&site, 24);
    night(&site, "one");
    assert!(jobs(&site)["drill"].outcome.contains("failed"), "{:?}", jobs(&site)["drill"]);
    assert!(proven.exists(), "the only backup that is known to come back is gone");
    assert_eq!(folder::list(&place.0).len(), site.app.config.backups_kept + 2, "the others were tidied away");
    backup::verify(&proven, None, &silent()).unwrap();
    site.check();
}

#[test]
fn the_newest_backup_is_the_one_that_was_made_last_whatever_its_name() {
    let Some((site, place)) = night_site(false) else { return };
    std::fs::create_dir_all(&place.0).unwrap();
    let config = &site.app.config;
    let now = site.app.clock.now();
    let hour = |hours: i64| Moment(now.0 + hours * 3_600_000);
    let put = |name: Moment, made: Moment| {
        site.app.clock.set(made);
        let file = place.0.join(folder::name(name));
        make(&site, &file, None);
        file
    };
    assert_eq!(backup::newest(config, now), Ok(None));
    // A clock that was a year ahead: its backup is better than none.
    let ahead = put(hour(9000), hour(9000));
    assert_eq!(backup::newest(config, now), Ok(Some(ahead.clone())));
    let older = put(hour(-2), hour(-9));
    assert_eq!(backup::newest(config, now), Ok(Some(older)));
    let last = put(hour(-5), hour(-1));
    assert_eq!(backup::newest(config, now), Ok(Some(last)));
    // One that cannot be read is not passed over: the drill must find it.
    let broken = place.0.join(folder::name(now));
    std::fs::write(&broken, b"HOCTAPBK").unwrap();
    assert_eq!(backup::newest(config, now), Ok(Some(broken)));
    assert_eq!(backup::newest(config, hour(9001)), Ok(Some(ahead)));
    site.app.clock.set(now);
    site.check();
}

#[test]
fn work_that_crashes_at_any_named_point_is_done_again_and_leaves_nothing_half() {
    for postgres in [false, true] {
        let Some((site, place)) = night_site(postgres) else { continue };
        let crash_at: Arc<std::sync::Mutex<&'static str>> = Arc::default();
        let (at, passed) = (crash_at.clone(), Arc::new(std::sync::Mutex::new(std::collections::BTreeSet::new())));
        let seen = passed.clone();
        site.app.points.set(move |point| {
            seen.lock().unwrap().insert(point.to_owned());
            let crash = *at.lock().unwrap() == point;
            assert!(!crash, "broken off on purpose at {point}");
        });
        night(&site, "one");
        // In the short form one database passes all points, the other those where the databases differ.
        let short = postgres && crate::program::rounds() == 1;
        let differ = |point: &&&str| !short || ["claimed", "backup-written", "done"].contains(*point);
        for point in hoctap::nightly::POINTS.iter().filter(differ) {
            pass(&site, 24);
            *crash_at.lock().unwrap() = point;
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let _broke = runtime.block_on(hoctap::nightly::once(&site.app, "one"));
            *crash_at.lock().unwrap() = "";
            // What the first server still held is taken over when its lease has run out.
            pass(&site, 1);
            while night(&site, "two") > 0 {}
            for (word, job) in jobs(&site) {
                assert!(job.good.0 > site.app.clock.now().0 - 2 * 3_600_000, "{point}: {word} {job:?}");
            }
            for file in folder::list(&place.0) {
                backup::verify(&file, None, &silent()).unwrap_or_else(|said| panic!("{point}: {said}"));
            }
            let parts = std::fs::read_dir(&place.0).unwrap().flatten();
            let parts = parts.filter(|one| one.path().extension().is_some_and(|end| end == "part")).count();
            assert_eq!(parts, 0, "{point}");
        }
        let passed = passed.lock().unwrap();
        for point in hoctap::nightly::POINTS {
            assert!(passed.contains(*point), "{point} is no point of any work");
        }
        site.check();
    }
}

#[test]
fn a_clock_that_jumps_back_an_hour_loses_and_doubles_nothing() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Giờ Lùi");
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        let body = |n: i64| {
            let members = json!([{"name": "Lò Văn Giờ", "relation": "head", "birth": "1980"}]);
            json!({"hamlet": hamlet.split('@').next(), "number": format!("{n:03}"), "members": members, "sure": true})
        };
        let path = "/api/v1/households";
        let first = site.api_as("POST", Some(&officer), path, "key-1", Some(body(1))).await;
        assert!(first.status.is_success(), "{}", first.text());
        site.app.clock.set(Moment(site.app.clock.now().0 - 3_600_000));
        let again = site.api_as("POST", Some(&officer), path, "key-1", Some(body(1))).await;
        assert_eq!(first.json(), again.json(), "the same request has the same answer");
        let second = site.api_as("POST", Some(&officer), path, "key-2", Some(body(2))).await;
        assert!(second.status.is_success(), "{}", second.text());
        let filter = store::register::HouseholdFilter { scope: LONG_HE.to_owned(), ..Default::default() };
        assert_eq!(site.read(move |tx| store::register::count_households(tx, &filter)), 2);
        // Both databases keep the trail in order of its numbers, not of the clock; checked when the site is dropped.
    });
}
