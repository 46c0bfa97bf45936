//! The seam: what a transaction promises, the same on both databases.
//! Must not know acts; it uses settings and counters as plain rows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use store::{Db, Error, Tx, Value, args};

use crate::kit::{Schema, at_once, both, lite, postgres, read, write};
use crate::site;

fn setting(db: &Db, key: &'static str) -> Option<String> {
    read(db, |tx| store::receipts::setting(tx, key))
}

/// Runs an act whose steps each report whether they failed, by word; a failed check inside an act would itself only
/// fail the act.
fn reported(
    db: &Db,
    act: impl Fn(&mut Tx<'_>, &mut Vec<&'static str>) -> Result<(), Error> + Send + 'static,
) -> (Result<(), Error>, Vec<&'static str>) {
    let said = Arc::new(Mutex::new(Vec::new()));
    let inside = Arc::clone(&said);
    let outcome = db.write(move |tx| {
        let mut words = Vec::new();
        let result = act(tx, &mut words);
        *inside.lock().unwrap() = words;
        result
    });
    let said = said.lock().unwrap().clone();
    (outcome, said)
}

fn word<T>(result: &Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(Error::Clash(_)) => "clash",
        Err(Error::Broken { cause, .. }) if cause.contains("already failed") => "refused",
        Err(Error::Broken { .. }) => "broken",
        Err(_) => "other",
    }
}

fn swallowed(outcome: &Result<(), Error>) -> bool {
    outcome.as_ref().is_err_and(|error| error.to_string().contains("an error was swallowed"))
}

#[test]
fn a_swallowed_error_never_commits() {
    both(|db| {
        let (outcome, said) = reported(db, |tx, said| {
            store::receipts::set_setting(tx, "first", "1")?;
            said.push(word(&tx.exec("INSERT INTO setting (key, value) VALUES ($1, 'x')", args!["first"])));
            Ok(())
        });
        assert_eq!(said, ["clash"]);
        assert!(swallowed(&outcome), "{outcome:?}");
        assert_eq!(setting(db, "first"), None);
    });
}

#[test]
fn after_an_error_nothing_more_runs() {
    both(|db| {
        let (outcome, said) = reported(db, |tx, said| {
            said.push(word(&tx.exec("INSERT INTO setting (key, value) VALUES ($1, NULL)", args!["k"])));
            said.push(word(&tx.query("SELECT value FROM setting", args![], |row| row.text(0))));
            said.push(word(&tx.exec("INSERT INTO setting (key, value) VALUES ($1, 'v')", args!["k"])));
            said.push(word(&tx.bulk("setting", &["key", "value"], std::iter::empty())));
            Ok(())
        });
        assert_eq!(said, ["broken", "refused", "refused", "refused"]);
        assert!(swallowed(&outcome), "{outcome:?}");
        assert_eq!(setting(db, "k"), None);
    });
}

#[test]
fn an_error_of_the_act_undoes_the_act() {
    both(|db| {
        let outcome: Result<(), Error> = db.write(|tx| {
            store::receipts::set_setting(tx, "k", "v")?;
            Err(Error::Shape("no".to_owned()))
        });
        assert!(matches!(outcome, Err(Error::Shape(_))));
        assert_eq!(setting(db, "k"), None);
    });
}

#[test]
fn an_error_inside_a_row_reader_spoils_the_transaction_too() {
    both(|db| {
        let (outcome, said) = reported(db, |tx, said| {
            store::receipts::set_setting(tx, "k", "v")?;
            said.push(word(&tx.query("SELECT value FROM setting", args![], |row| row.int(0))));
            Ok(())
        });
        assert_eq!(said, ["other"]);
        assert!(swallowed(&outcome), "{outcome:?}");
        assert_eq!(setting(db, "k"), None);
    });
}

#[test]
fn a_panic_inside_an_act_ends_that_act_alone() {
    both(|db| {
        let outcome: Result<(), Error> = db.write(|tx| {
            store::receipts::set_setting(tx, "k", "v")?;
            panic!("on purpose");
        });
        assert!(outcome.as_ref().is_err_and(|error| error.to_string().contains("panicked")), "{outcome:?}");
        assert_eq!(setting(db, "k"), None);
        write(db, |tx| store::receipts::set_setting(tx, "k", "after"));
        assert_eq!(setting(db, "k").as_deref(), Some("after"), "the database still works");
    });
}

#[test]
fn reads_that_panic_use_up_no_connection() {
    both(|db| {
        for _ in 0..12 {
            let outcome: Result<(), Error> = db.read(|_| panic!("on purpose"));
            assert!(outcome.as_ref().is_err_and(|error| error.to_string().contains("panicked")), "{outcome:?}");
        }
        let one: Result<i64, Error> = db.read(|tx| tx.one("SELECT COUNT(*) FROM setting", args![], |row| row.int(0)));
        assert!(one.is_ok());
    });
}

#[test]
fn a_failed_act_spoils_no_neighbour() {
    both(|db| {
        let outcomes = at_once(60, |n| {
            db.write(move |tx| -> Result<(), Error> {
                tx.exec("INSERT INTO setting (key, value) VALUES ($1, 'v')", args![format!("k{n}")])?;
                match n % 4 {
                    0 => Err(Error::Shape("on purpose".to_owned())),
                    1 => panic!("on purpose"),
                    2 => tx.exec("INSERT INTO setting (key, value) VALUES ($1, NULL)", args!["x"]).map(|_| ()),
                    _ => Ok(()),
                }
            })
        });
        let good = outcomes.iter().enumerate().filter(|(_, outcome)| outcome.is_ok()).map(|(n, _)| n);
        assert!(good.eq((3..60).step_by(4)));
        let kept = read(db, |tx| tx.one("SELECT COUNT(*) FROM setting", args![], |row| row.int(0)));
        assert_eq!(kept, 15);
    });
}

#[test]
fn a_clash_is_tried_once_more_and_then_told() {
    both(|db| {
        write(db, |tx| store::receipts::set_setting(tx, "taken", "1"));
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let outcome: Result<u64, Error> = db.write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.exec("INSERT INTO setting (key, value) VALUES ($1, '2')", args!["taken"])
        });
        assert!(matches!(outcome, Err(Error::Clash(_))), "{outcome:?}");
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    });
}

#[test]
fn an_act_that_finds_its_way_round_a_clash_succeeds() {
    both(|db| {
        write(db, |tx| store::receipts::set_setting(tx, "taken", "1"));
        let runs = Arc::new(AtomicUsize::new(0));
        let answer = write(db, move |tx| {
            let key = if runs.fetch_add(1, Ordering::SeqCst) == 0 { "taken" } else { "free" };
            tx.exec("INSERT INTO setting (key, value) VALUES ($1, '2')", args![key])
        });
        assert_eq!(answer, 1);
        assert_eq!(setting(db, "free").as_deref(), Some("2"));
    });
}

#[test]
fn a_reader_cannot_write() {
    both(|db| {
        let outcome: Result<u64, Error> =
            db.read(|tx| tx.exec("INSERT INTO setting (key, value) VALUES ($1, 'v')", args!["k"]));
        assert!(outcome.is_err());
        assert_eq!(setting(db, "k"), None);
    });
}

#[test]
fn a_reader_sees_one_moment_however_long_it_reads() {
    both(|db| {
        write(db, |tx| store::receipts::set_setting(tx, "k", "old"));
        read(db, |tx| {
            assert_eq!(store::receipts::setting(tx, "k")?.as_deref(), Some("old"));
            write(db, |tx| store::receipts::set_setting(tx, "k", "new"));
            assert_eq!(store::receipts::setting(tx, "k")?.as_deref(), Some("old"));
            Ok(())
        });
        assert_eq!(setting(db, "k").as_deref(), Some("new"));
    });
}

#[test]
fn more_readers_than_connections_wait_for_their_turn() {
    both(|db| {
        write(db, |tx| store::receipts::set_setting(tx, "k", "v"));
        let answers = at_once(30, |_| setting(db, "k"));
        assert!(answers.iter().all(|answer| answer.as_deref() == Some("v")));
    });
}

#[test]
fn arguments_are_bound_by_name_in_any_order_and_number() {
    both(|db| {
        let row = read(db, |tx| {
            tx.one(
                "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($3 AS BIGINT), CAST($2 AS TEXT)",
                args!["one", "two", 3],
                |row| Ok((row.text(0)?, row.text(1)?, row.int(2)?, row.text(3)?)),
            )
        });
        assert_eq!(row, ("two".to_owned(), "one".to_owned(), 3, "two".to_owned()));
        let missing: Result<String, Error> =
            db.read(|tx| tx.one("SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)", args!["a"], |row| row.text(0)));
        assert!(missing.is_err(), "an argument too few");
        let spare: Result<String, Error> =
            db.read(|tx| tx.one("SELECT CAST($1 AS TEXT)", args!["a", "b"], |row| row.text(0)));
        assert!(spare.is_err(), "an argument too many");
    });
}

#[test]
fn a_value_of_another_type_is_refused_not_guessed() {
    both(|db| {
        let text: Result<i64, Error> = db.read(|tx| tx.one("SELECT CAST('7' AS TEXT)", args![], |row| row.int(0)));
        assert!(matches!(text, Err(Error::Shape(_))), "{text:?}");
        let none: Result<i64, Error> = db.read(|tx| tx.one("SELECT n FROM tally", args![], |row| row.int(0)));
        assert!(matches!(none, Err(Error::Shape(_))), "{none:?}");
    });
}

/// Rows that a careless copy would spoil.
fn tricky() -> Vec<Vec<Value>> {
    let texts = ["", "\\N", "tab\there", "line\nline\r\n", "back\\slash\\n", "'quoted\" $1", "Ồn ào 🌾", "\\.", " "];
    texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let blob = if n % 3 == 0 { Value::Null } else { Value::Blob((0..=255).rev().take(n * 40).collect()) };
            let hash = if n % 2 == 0 { Value::Null } else { Value::from(*text) };
            vec![
                format!("m{n}").into(),
                "h1".into(),
                i64::MAX.into(),
                (*text).into(),
                (*text).into(),
                (*text).into(),
                "child".into(),
                String::new().into(),
                String::new().into(),
                blob,
                hash,
                String::new().into(),
                "9999-12-31".into(),
                "".into(),
            ]
        })
        .collect()
}

const MEMBER: &[&str] = &[
    "id",
    "household_id",
    "ordinal",
    "name",
    "fold",
    "back",
    "relation",
    "sex",
    "birth",
    "id_cipher",
    "id_hash",
    "id_tail",
    "left_on",
    "place",
];

fn all_members(db: &Db) -> Vec<store::register::Member> {
    read(db, |tx| store::register::members(tx, "h1"))
}

#[test]
fn adding_in_bulk_equals_adding_row_by_row() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            let new = site::new_household("h1", site::HAMLET, "001", "Lò Văn Một", "2025-07-01");
            store::register::add_household(tx, &new)
        });
        assert_eq!(write(db, |tx| tx.bulk("member", MEMBER, tricky().into_iter())), 9);
        let bulk = all_members(db);
        write(db, |tx| tx.exec("DELETE FROM member WHERE household_id = 'h1'", args![]));
        for row in tricky() {
            write(db, move |tx| {
                tx.exec(
                    "INSERT INTO member (id, household_id, ordinal, name, fold, back, relation, sex, birth, id_cipher,
                       id_hash, id_tail, left_on, place)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                    &row,
                )
            });
        }
        assert_eq!(bulk.len(), 9);
        assert_eq!(bulk, all_members(db));
    });
}

#[test]
fn a_bulk_that_clashes_adds_nothing() {
    both(|db| {
        let outcome: Result<u64, Error> = db.write(|tx| {
            let rows = ["a", "b", "a"].map(|key| vec![Value::from(key), Value::from("v")]);
            tx.bulk("setting", &["key", "value"], rows.into_iter())
        });
        assert!(matches!(outcome, Err(Error::Clash(_))), "{outcome:?}");
        assert_eq!(setting(db, "a"), None);
        write(db, |tx| tx.bulk("setting", &["key", "value"], std::iter::empty()));
    });
}

#[test]
fn analyze_runs() {
    both(|db| db.analyze().unwrap());
}

#[test]
fn acknowledged_writes_are_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.db");
    let path = path.to_str().unwrap();
    for n in 0..3 {
        let db = Db::open(&format!("sqlite://{path}")).unwrap();
        store::migrate::migrate(&db, crate::kit::AT).unwrap();
        let seen = setting(&db, "n").unwrap_or_else(|| "0".to_owned());
        assert_eq!(seen, n.to_string());
        write(&db, move |tx| store::receipts::set_setting(tx, "n", &(n + 1).to_string()));
    }
}

#[test]
fn an_unclear_address_is_refused_with_an_example() {
    for address in ["mysql://here", "", "sqlite://"] {
        let Err(error) = Db::open(address) else { panic!("{address} was opened") };
        assert!(error.to_string().contains("data/hoctap.db"), "{error}");
    }
}

#[test]
fn each_database_knows_its_name() {
    lite(&|db: &Db| assert_eq!(db.kind(), "sqlite"));
    postgres(&|db: &Db| assert_eq!(db.kind(), "postgres"));
}

#[test]
fn two_acts_that_wait_for_each_other_both_succeed_in_the_end() {
    // Only PostgreSQL has two writers at once; it ends the circle, and the seam runs the loser again.
    postgres(&|db: &Db| {
        write(db, |tx| {
            store::receipts::set_setting(tx, "a", "0")?;
            store::receipts::set_setting(tx, "b", "0")
        });
        let gate = Arc::new(std::sync::Barrier::new(2));
        let runs = Arc::new(AtomicUsize::new(0));
        let outcomes = at_once(2, |n| {
            let (gate, runs) = (Arc::clone(&gate), Arc::clone(&runs));
            let mut first = true;
            db.write(move |tx| -> Result<(), Error> {
                runs.fetch_add(1, Ordering::SeqCst);
                let [one, two] = if n == 0 { ["a", "b"] } else { ["b", "a"] };
                store::receipts::set_setting(tx, one, "1")?;
                if std::mem::take(&mut first) {
                    gate.wait();
                }
                store::receipts::set_setting(tx, two, "1")
            })
        });
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        let runs = runs.load(Ordering::SeqCst);
        assert!(runs >= 3, "only {runs} runs: nobody waited for anybody");
    });
}

#[test]
fn a_lost_connection_is_replaced() {
    let Some(schema) = Schema::fresh() else { return };
    let db = Db::open(&schema.address).unwrap();
    store::migrate::migrate(&db, crate::kit::AT).unwrap();
    let pid = read(&db, |tx| tx.one("SELECT pg_backend_pid()", args![], |row| row.int(0)));
    schema.client().execute("SELECT pg_terminate_backend($1)", &[&i32::try_from(pid).unwrap()]).unwrap();
    // Writes come back by themselves; the dead connection is only noticed by using it.
    write(&db, |tx| store::receipts::set_setting(tx, "k", "v"));
    assert_eq!(setting(&db, "k").as_deref(), Some("v"));
}

#[test]
fn the_planner_hears_of_tables_that_have_grown_on_every_connection() {
    lite(&|db: &Db| {
        site::fill(db);
        write(db, |tx| store::receipts::set_setting(tx, "k0", "one row"));
        db.analyze().unwrap();
        let told = || -> i64 {
            read(db, |tx| tx.one("SELECT stat FROM sqlite_stat1 WHERE tbl = 'setting'", args![], |row| row.text(0)))
                .split(' ')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        // What the planner of a connection that reads takes the table for: of a small one a list is read whole.
        let plan = || -> String {
            read(db, |tx| {
                tx.one(
                    "EXPLAIN QUERY PLAN SELECT value FROM setting WHERE key IN ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')",
                    args![],
                    |row| row.text(3),
                )
            })
        };
        assert!(told() < 10, "{}", told());
        let before = plan();
        for part in 0..10 {
            write(db, move |tx| {
                for n in 0..1000 {
                    store::receipts::set_setting(tx, &format!("k{part}-{n}"), "more")?;
                }
                Ok(())
            });
        }
        // The writer looks after it has answered; whoever asks next comes after that.
        write(db, |tx| store::receipts::set_setting(tx, "k0", "after"));
        assert!(told() > 1000, "{}", told());
        assert!(before.contains("SCAN") && plan().contains("SEARCH"), "{before}, then {}", plan());
    });
}
