//! A synthetic province by command: the same rows on both databases whatever interrupted the making, the exact numbers,
//! nothing that the checks find.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use hoctap::app::App;
use hoctap::clock::{Clock, Dice};
use hoctap::config::{Config, Overrides};
use store::checks::Severity;

use crate::kit::{NOW, Site};

/// A hundredth of Đồng Tháp, as numbers.
const HOUSEHOLDS: i64 = 8_994;
const PEOPLE: i64 = 33_757;

fn command(site: &Site, secret: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoctap"));
    command
        .args(["generate", "--province", "82", "--scale", "0.01", "--seed", "7", "--years", "2", "--json", "--data"])
        .arg(&site.app.config.data)
        .env("HOCTAP_DATABASE", &site.app.config.database)
        .env("HOCTAP_SECRET_FILE", secret);
    command
}

/// Runs until so many communes were begun, then kills; how many lines of progress came.
fn killed(site: &Site, secret: &Path, communes: usize) -> usize {
    let mut child = command(site, secret).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let seen = lines.map_while(Result::ok).filter(|line| line.contains("/102 ")).take(communes).count();
    child.kill().unwrap();
    child.wait().unwrap();
    seen
}

/// The same site under the secret both databases share.
fn opened(site: &Site, secret: &Path) -> App {
    let config = &site.app.config;
    let env = [
        ("database".to_owned(), config.database.clone()),
        ("data".to_owned(), config.data.display().to_string()),
        ("secret_file".to_owned(), secret.display().to_string()),
    ];
    let config = Config::from("", "test", &env, &Overrides::default()).unwrap();
    hoctap::site::open(config, Clock::Fixed(AtomicI64::new(NOW.0)), Dice::Seeded(AtomicU64::new(1)), |_| {}).unwrap()
}

/// Every row of every table that generating writes, in key order, as one digest a table.
fn digests(app: &App) -> Vec<(&'static str, usize, String)> {
    const TABLES: &[&str] = &[
        "SELECT * FROM unit ORDER BY id",
        "SELECT * FROM unit_name ORDER BY unit_id, fold",
        "SELECT * FROM unit_path ORDER BY ancestor_id, descendant_id",
        "SELECT * FROM lineage ORDER BY from_id, to_id",
        "SELECT * FROM area_class ORDER BY unit_id, since",
        "SELECT * FROM account ORDER BY id",
        "SELECT * FROM role_grant ORDER BY id",
        "SELECT * FROM household ORDER BY id",
        "SELECT * FROM household_stay ORDER BY household_id, since",
        "SELECT * FROM member ORDER BY id",
        "SELECT * FROM assessment ORDER BY id",
        "SELECT * FROM step ORDER BY assessment_id, n",
        "SELECT * FROM decision ORDER BY id",
        "SELECT * FROM certificate ORDER BY id",
        "SELECT * FROM decision_paper ORDER BY decision_id",
        "SELECT * FROM template_text ORDER BY hash",
        "SELECT * FROM tally ORDER BY unit_id, year, model, measure",
        "SELECT * FROM audit ORDER BY chain, n",
        "SELECT * FROM audit_head ORDER BY chain",
        "SELECT * FROM setting ORDER BY key",
    ];
    let one = |sql: &&'static str| {
        let mut rows = 0;
        let mut all = String::new();
        app.db
            .read(|tx| {
                tx.each(sql, store::args![], |row| {
                    rows += 1;
                    let next = hoctap::secrets::digest(&format!("{all}{row:?}"));
                    all = next;
                    Ok(())
                })
            })
            .unwrap_or_else(|cause: store::Error| panic!("{cause}"));
        (*sql, rows, all)
    };
    TABLES.iter().map(one).collect()
}

fn numbers(app: &App) -> (i64, i64) {
    app.db
        .read(|tx| {
            let households =
                tx.one("SELECT COUNT(*) FROM household WHERE synthetic = 1", store::args![], |row| row.int(0));
            Ok::<_, store::Error>((
                households?,
                tx.one("SELECT COUNT(*) FROM member", store::args![], |row| row.int(0))?,
            ))
        })
        .unwrap()
}

#[test]
fn a_province_is_the_same_on_both_databases_however_often_its_making_was_killed() {
    let secret = std::env::temp_dir().join(format!("hoctap-generate-{}.key", std::process::id()));
    std::fs::write(&secret, "a secret that both databases of this test share").unwrap();
    let mut found = Vec::new();
    // Killed at other places, so that equal rows are no matter of equal mishaps.
    for (postgres, stops) in [(false, [2, 5, 1]), (true, [1, 3, 40])] {
        let Some(site) = Site::new(postgres) else { continue };
        // Its own secret is another one.
        site.broken_on_purpose.store(true, Ordering::SeqCst);
        for stop in stops {
            assert_eq!(killed(&site, &secret, stop), stop);
        }
        let done = command(&site, &secret).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let part = json[0]["communes"].as_i64().unwrap();
        assert!(part < 102 && part + json[0]["found"].as_i64().unwrap() == 102, "it went on: {json}");
        let again = command(&site, &secret).output().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
        assert_eq!(json[0]["communes"], 0, "nothing was left to do: {json}");
        let app = opened(&site, &secret);
        assert_eq!(numbers(&app), (HOUSEHOLDS, PEOPLE));
        // People type a login in whatever way; what is kept must be what that comes to.
        let logins = app.db.read(|tx| tx.query("SELECT login FROM account", store::args![], |row| row.text(0)));
        let logins: Vec<String> = logins.unwrap_or_else(|cause: store::Error| panic!("{cause}"));
        assert!(logins.iter().all(|login| *login == rules::text::fold(login).replace(' ', "")), "{logins:?}");
        let seal = app.secrets.trail();
        let wrong = app.db.read(|tx| store::checks::run(tx, seal)).unwrap();
        let wrong: Vec<_> = wrong.iter().filter(|one| one.severity != Severity::Note).take(5).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let wrong = app.db.read(store::tallies::recount).unwrap();
        assert!(wrong.is_empty(), "{:?}", wrong.first());
        found.push(digests(&app));
    }
    if let [lite, pg] = found.as_slice() {
        for (lite, pg) in lite.iter().zip(pg) {
            assert_eq!(lite, pg);
        }
    }
    std::fs::remove_file(&secret).unwrap();
}

#[test]
fn made_up_people_go_into_an_empty_site_only_and_other_numbers_are_refused() {
    let site = Site::new(false).unwrap();
    let secret = site.app.config.secret_file.clone();
    let ask = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoctap"));
        command.args(["generate", "--communes", "1", "--scale", "0.001", "--years", "1"]).args(args);
        let output = command
            .arg("--data")
            .arg(&site.app.config.data)
            .env("HOCTAP_DATABASE", &site.app.config.database)
            .env("HOCTAP_SECRET_FILE", &secret)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = ask(&["--province", "83"]);
    assert!(code == Some(1) && said.contains("no province of code 83 on 2026-11-15"), "{said}");
    assert_eq!(ask(&["--province", "82"]).0, Some(0));
    let (code, said) = ask(&["--province", "82", "--seed", "8"]);
    assert!(code == Some(1) && said.contains("already made with seed 7, scale 0.001"), "{said}");
    assert_eq!(ask(&["--province", "14"]).0, Some(0), "a second province beside the first");
    assert_eq!(ask(&["--province", "82", "--scale", "x"]).0, Some(2));

    let used = Site::new(false).unwrap();
    used.person("officer", rules::access::Role::CommuneOfficer, crate::kit::LONG_HE);
    let refused = Command::new(env!("CARGO_BIN_EXE_hoctap"))
        .args(["generate", "--province", "82", "--data"])
        .arg(&used.app.config.data)
        .env("HOCTAP_DATABASE", &used.app.config.database)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && said.contains("empty site only"), "{said}");
}
