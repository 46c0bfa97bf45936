//! Backups, restores and copies of a whole site, made while people write; drills, rehearsals and the work of the night.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use hoctap::backup::{self, folder, silent};
use hoctap::clock::{Clock, Dice};
use hoctap::config::{Config, Overrides};
use rules::access::Role;
use rules::basics::Moment;
use serde_json::json;
use store::Db;

use crate::kit::{LONG_HE, NOW, Site, both};

mod nights;
mod owners;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hoctap-backup-{}-{name}", std::process::id()));
        let _gone = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn config(folder: &Path, more: &[(&str, &str)]) -> Config {
    let mut env = vec![("data".to_owned(), folder.display().to_string())];
    env.extend(more.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    Config::from("", "test", &env, &Overrides::default()).unwrap()
}

/// A configuration whose secret is the one of a site.
fn beside(site: &Site, folder: &Path, more: &[(&str, &str)]) -> Config {
    std::fs::copy(&site.app.config.secret_file, folder.join("secret.key")).unwrap();
    config(folder, more)
}

fn make(site: &Site, file: &Path, key: Option<&str>) -> backup::Made {
    let app = site.app.clone();
    let (file, key) = (file.to_owned(), key.map(str::to_owned));
    std::thread::spawn(move || {
        let (secret, tell) = (&app.config.secret_file, silent());
        backup::make(&app.db, secret, &file, key.as_deref(), app.clock.now(), &app.dice, &tell).unwrap()
    })
    .join()
    .unwrap()
}

/// A restored site is sound: every check, the recount and the audit trail.
fn sound(config: &Config, secrets: &hoctap::secrets::Secrets) -> Vec<(String, String)> {
    let db = Db::open(&config.database).unwrap();
    let (found, breaks, differs, families) = db
        .read(|tx| {
            let filter = store::register::HouseholdFilter { scope: LONG_HE.to_owned(), ..Default::default() };
            Ok::<_, store::Error>((
                store::checks::run(tx, secrets.trail())?,
                store::audit::verify(tx, secrets.trail())?.1,
                store::tallies::recount(tx)?,
                store::register::count_households(tx, &filter)?,
            ))
        })
        .unwrap();
    let bad: Vec<_> = found.iter().filter(|one| one.severity == store::checks::Severity::Error).collect();
    assert!(bad.is_empty() && breaks.is_empty() && differs.is_empty(), "{bad:?} {breaks:?} {differs:?}");
    vec![("families".to_owned(), families.to_string())]
}

#[test]
fn a_backup_made_while_people_write_is_one_moment_of_the_site() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Sao Lưu");
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        let place = Folder::new(&format!("writing-{}", site.app.db.kind()));
        let stop = Arc::new(AtomicBool::new(false));
        let written = Arc::new(AtomicUsize::new(0));
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..4 {
            let (stop, written, hamlet, officer) = (stop.clone(), written.clone(), hamlet.clone(), officer.clone());
            writers.spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    let n = written.fetch_add(1, Ordering::SeqCst);
                    let name = ["Nguyễn Thị Đường", "Lò Văn Ún", "Quàng Thị Ỏ", "Đỗ Ước Ẩn"][writer];
                    let members = json!([{"name": name, "relation": "head", "birth": "1984-03-05"}]);
                    let (hamlet, number) = (hamlet.split('@').next(), format!("{n:05}"));
                    let address = "Bản Đồn, đường số 2";
                    let body =
                        json!({"hamlet": hamlet, "number": number, "address": address, "members": members, "sure": true});
                    let reply = site.api("POST", Some(&officer), "/api/v1/households", Some(body)).await;
                    assert!(reply.status.is_success(), "{}", reply.text());
                }
            });
        }
        let mut files = Vec::new();
        for n in 0..3 {
            let file = place.0.join(format!("{n}.hoctap"));
            let had = written.load(Ordering::SeqCst);
            let (inner, to) = (site, file.clone());
            tokio::task::spawn_blocking(move || make(inner, &to, None)).await.unwrap();
            files.push((file, had));
            while written.load(Ordering::SeqCst) < had + 12 {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        }
        stop.store(true, Ordering::SeqCst);
        while let Some(done) = writers.join_next().await {
            done.unwrap();
        }
        tokio::task::spawn_blocking(move || {
            for (n, (file, had)) in files.iter().enumerate() {
                let home = Folder::new(&format!("restored-{}-{n}", site.app.db.kind()));
                let config = beside(site, &home.0, &[]);
                backup::restore(&config, file, NOW, &silent()).unwrap();
                let families: usize = sound(&config, &site.app.secrets)[0].1.parse().unwrap();
                // Writers that had begun may or may not be in it; those that had ended are.
                assert!(families + 4 >= *had, "{families} of {had}");
            }
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_restore_keeps_the_old_site_and_refuses_what_is_not_whole() {
    both(|site| async move {
        tokio::task::spawn_blocking(move || {
            site.hamlet(LONG_HE, "Trước Đây");
            site.person("nguoi", Role::CommuneOfficer, LONG_HE);
            let place = Folder::new(&format!("refuse-{}", site.app.db.kind()));
            let file = place.0.join("one.hoctap");
            let made = make(site, &file, None);
            assert!(made.rows() > 1000 && !made.sealed);
            let home = Folder::new(&format!("refused-{}", site.app.db.kind()));
            // Without the secret it is said which file is missing, and nothing is made.
            let bare = config(&home.0, &[]);
            let said = backup::restore(&bare, &file, NOW, &silent()).unwrap_err();
            assert!(said.contains("secret.key") && said.contains("put the secret.key"), "{said}");
            std::fs::write(home.0.join("secret.key"), "another secret that is long enough for a test").unwrap();
            let said = backup::restore(&bare, &file, NOW, &silent()).unwrap_err();
            assert!(said.contains("another site"), "{said}");
            let config = beside(site, &home.0, &[]);
            let bytes = std::fs::read(&file).unwrap();
            let spoilt = place.0.join("spoilt.hoctap");
            let mut middle = bytes.clone();
            middle[bytes.len() / 2] ^= 0x10;
            for (bytes, says) in [
                (&bytes[..bytes.len() - 1], "ends too early"),
                (&bytes[..200], "ends too early"),
                (&middle[..], "changed or damaged"),
                (&[&bytes[..], b"\n"].concat(), "added to the end"),
                (b"PK\x03\x04 a workbook of some office that is no backup at all", "not a backup"),
                (b"", "not a backup"),
            ] {
                std::fs::write(&spoilt, bytes).unwrap();
                let said = backup::restore(&config, &spoilt, NOW, &silent()).unwrap_err();
                assert!(said.contains(says) && said.contains("spoilt.hoctap"), "{said}");
                assert!(!home.0.join("hoctap.db").exists(), "nothing was made");
            }
            backup::restore(&config, &file, NOW, &silent()).unwrap();
            sound(&config, &site.app.secrets);
            // Restored once more over what is there: the old site stays under a dated name, and can be read.
            let db = Db::open(&config.database).unwrap();
            db.write(|tx| store::receipts::set_setting(tx, "mark", "the old one")).unwrap();
            let said = backup::restore(&config, &file, NOW, &silent()).unwrap_err();
            assert!(said.contains("stop the server"), "{said}");
            drop(db);
            let done = backup::restore(&config, &file, Moment(NOW.0 + 1000), &silent()).unwrap();
            let kept = done.kept.unwrap();
            assert!(kept.contains("before-restore-2026"), "{kept}");
            let mark = |address: &str| {
                let db = Db::open(address).unwrap();
                db.read(|tx| store::receipts::setting(tx, "mark")).unwrap()
            };
            assert_eq!(mark(&kept).as_deref(), Some("the old one"));
            assert_eq!(mark(&config.database), None);
            let left = std::fs::read_dir(&home.0).unwrap();
            let left: Vec<String> = left.map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
            assert!(!left.iter().any(|name| name.contains("restoring")), "{left:?}");
        })
        .await
        .unwrap();
    });
}

#[test]
fn an_encrypted_backup_carries_the_secret_and_opens_with_its_key_alone() {
    let Some(site) = Site::new(false) else { return };
    site.hamlet(LONG_HE, "Kín Đáo Bí Mật");
    let place = Folder::new("sealed");
    let key_file = place.0.join("backup.key");
    std::fs::write(&key_file, "a key for backups that is long enough\n").unwrap();
    let home = Folder::new("sealed-home");
    let config = config(&home.0, &[("backup_key", key_file.to_str().unwrap())]);
    let key = backup::key(&config).unwrap();
    let file = place.0.join("sealed.hoctap");
    assert!(make(&site, &file, key.as_deref()).sealed);
    let bytes = std::fs::read(&file).unwrap();
    let secret = std::fs::read_to_string(&site.app.config.secret_file).unwrap();
    for hidden in [secret.trim(), "Kín Đáo", "unit"] {
        assert!(!bytes.windows(hidden.len()).any(|part| part == hidden.as_bytes()));
    }
    assert!(backup::verify(&file, None, &silent()).unwrap_err().contains("backup_key"));
    let said = backup::verify(&file, Some("another key that is long enough, too"), &silent()).unwrap_err();
    assert!(said.contains("does not open"), "{said}");
    let done = backup::restore(&config, &file, NOW, &silent()).unwrap();
    assert!(done.secret, "the secret came back");
    assert_eq!(std::fs::read_to_string(&config.secret_file).unwrap().trim(), secret.trim());
    sound(&config, &site.app.secrets);
    site.check();
}

#[test]
fn a_copy_holds_the_same_in_either_direction() {
    let (Some(lite), Some(pg)) = (Site::new(false), Site::new(true)) else { return };
    lite.hamlet(LONG_HE, "Bản Ổn Định");
    lite.person("chuyen", Role::CommuneOfficer, LONG_HE);
    let said = backup::copy(&lite.app.config.database, &pg.app.config.database, NOW, &silent()).unwrap_err();
    assert!(said.contains("name an empty database"), "{said}");
    // An empty schema of the other database, and back into a new file.
    let mut client = postgres::Client::connect(&pg.app.config.database, postgres::NoTls).unwrap();
    client.batch_execute("CREATE SCHEMA target").unwrap();
    let joint = if pg.app.config.database.contains('?') { '&' } else { '?' };
    let target = format!("{}{joint}options=-c%20search_path%3Dtarget", pg.app.config.database);
    let (header, there) = backup::copy(&lite.app.config.database, &target, NOW, &silent()).unwrap();
    let place = Folder::new("copy");
    let file = format!("sqlite:{}", place.0.join("back.db").display());
    let (again, back) = backup::copy(&target, &file, NOW, &silent()).unwrap();
    assert_eq!((&there, &header.heads), (&back, &again.heads));
    assert!(there.iter().map(|sum| sum.rows).sum::<i64>() > 10_000);
    let said = backup::copy(&target, &file, NOW, &silent()).unwrap_err();
    assert!(said.contains("name an empty database"), "{said}");
    // A restore into PostgreSQL moves the old tables into a schema of a dated name.
    let home = Folder::new("copy-home");
    let backup_file = home.0.join("one.hoctap");
    make(&lite, &backup_file, None);
    let config = beside(&lite, &home.0, &[("database", &target)]);
    let done = backup::restore(&config, &backup_file, NOW, &silent()).unwrap();
    assert_eq!(done.kept.as_deref(), Some("target_before_restore_20261122_020000"));
    sound(&config, &lite.app.secrets);
    let kept: i64 =
        client.query_one("SELECT COUNT(*) FROM target_before_restore_20261122_020000.unit", &[]).unwrap().get(0);
    assert!(kept > 10_000);
    drop(client);
    lite.check();
    pg.check();
}

#[test]
fn a_rehearsal_upgrades_a_copy_and_touches_nothing() {
    both(|site| async move {
        tokio::task::spawn_blocking(move || {
            site.person("nguoi", Role::Viewer, LONG_HE);
            let rehearse = || {
                let db = Arc::new(Db::open(&site.app.config.database).unwrap());
                backup::rehearse(&site.app.config, db, &site.app.secrets, NOW, &silent()).unwrap()
            };
            let done = rehearse();
            assert!(done.rows > 10_000 && done.wrong.is_empty() && done.applied.is_empty(), "{:?}", done.wrong);
            site.write(|tx| tx.exec("UPDATE audit_head SET hash = 'x'", store::args![]));
            site.broken_on_purpose.store(true, Ordering::SeqCst);
            assert!(rehearse().wrong.iter().any(|wrong| wrong.starts_with("audit-chain-broken")));
        })
        .await
        .unwrap();
    });
}

#[test]
fn what_somebody_left_under_the_name_of_a_half_backup_lends_it_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(site) = Site::new(false) else { return };
    let place = Folder::new("left");
    let elsewhere = place.0.join("elsewhere");
    std::fs::write(&elsewhere, b"of somebody").unwrap();
    let mode = |file: &Path| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
    for (n, link) in [(0, false), (1, true)] {
        let file = place.0.join(format!("{n}.hoctap"));
        let part = place.0.join(format!("{n}.hoctap.part"));
        if link {
            std::os::unix::fs::symlink(&elsewhere, &part).unwrap();
        } else {
            std::fs::write(&part, b"open to all").unwrap();
            std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o666)).unwrap();
        }
        make(&site, &file, None);
        assert_eq!(mode(&file), 0o600);
        assert!(!file.is_symlink() && !part.exists());
        backup::verify(&file, None, &silent()).unwrap();
    }
    assert_eq!(std::fs::read(&elsewhere).unwrap(), b"of somebody");
    site.check();
}

#[test]
fn what_is_no_database_any_more_is_put_aside_as_it_is() {
    let Some(site) = Site::new(false) else { return };
    site.hamlet(LONG_HE, "Còn Lại");
    let place = Folder::new("ruin");
    let file = place.0.join("one.hoctap");
    make(&site, &file, None);
    let whole = std::fs::read(&site.app.config.database).unwrap();
    // Written over from its start; cut in the middle of its pages; with a log of its own; nothing at all.
    let mut middle = whole.clone();
    middle[100..9000].fill(0x5a);
    for (n, ruin) in [b"no database at all".repeat(900), middle, Vec::new()].iter().enumerate() {
        let home = Folder::new(&format!("ruin-{n}"));
        let config = beside(&site, &home.0, &[]);
        std::fs::write(&config.database, ruin).unwrap();
        let log = format!("{}-wal", config.database);
        std::fs::write(&log, b"its log").unwrap();
        let done = backup::restore(&config, &file, NOW, &silent()).unwrap();
        let kept = done.kept.unwrap();
        assert!(kept.contains("before-restore-2026"), "{kept}");
        if n != 1 {
            assert_eq!(&std::fs::read(&kept).unwrap(), ruin, "as it was");
            assert_eq!(std::fs::read(format!("{kept}-wal")).unwrap(), b"its log");
        }
        assert!(!Path::new(&log).exists(), "the old log does not stand beside the new database");
        sound(&config, &site.app.secrets);
    }
    site.check();
}

#[test]
fn a_site_opened_by_hand_is_the_one_that_was_backed_up() {
    let Some(site) = Site::new(false) else { return };
    let place = Folder::new("opened");
    let file = place.0.join("one.hoctap");
    make(&site, &file, None);
    let config = beside(&site, &place.0, &[]);
    backup::restore(&config, &file, NOW, &silent()).unwrap();
    let app = hoctap::site::open(config, Clock::Fixed(NOW.0.into()), Dice::Real, |_| {}).unwrap();
    let lines = app.db.read(|tx| store::audit::verify(tx, app.secrets.trail())).unwrap();
    assert!(lines.1.is_empty() && lines.0 > 0, "the restore stands in the trail");
    site.check();
}
