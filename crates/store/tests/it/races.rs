//! Many at once: requests sent twice, numbers wanted twice, counters raised together.
//! Must not know HTTP.

use std::collections::BTreeSet;

use store::receipts::{self, Receipt};
use store::register::{self, HouseholdFilter};
use store::{Error, Tx, args};

use crate::kit::{AT, SEAL, at_once, both, read, write};
use crate::site::{self, COMMUNE, HAMLET, HEAD, MODEL, OFFICER, YEAR};

const THREADS: usize = 20;

/// An act as the server writes them: look for the receipt, else do it and keep the receipt.
fn act(tx: &mut Tx<'_>, request: &str, household: &str, number: &str) -> Result<String, Error> {
    if let Some(receipt) = receipts::seen(tx, HEAD, request)? {
        return Ok(receipt.answer);
    }
    site::add_family(tx, household, HAMLET, number, "Lò Văn Một")?;
    let receipt = Receipt { fingerprint: "f".to_owned(), answer: household.to_owned() };
    receipts::keep(tx, HEAD, request, "add-household", &receipt, AT)?;
    Ok(receipt.answer)
}

fn households(db: &store::Db) -> i64 {
    let filter = HouseholdFilter { scope: COMMUNE.to_owned(), ..HouseholdFilter::default() };
    read(db, |tx| register::count_households(tx, &filter))
}

#[test]
fn one_request_sent_twenty_times_at_once_is_done_once_and_answered_twenty_times() {
    both(|db| {
        site::fill(db);
        for round in 0..3 {
            let answers = at_once(THREADS, |n| {
                let (request, household) = (format!("r{round}"), format!("h{round}-{n}"));
                db.write(move |tx| act(tx, &request, &household, &format!("{round}-{n}"))).unwrap()
            });
            assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), 1, "{answers:?}");
            assert_eq!(households(db), round + 1);
        }
    });
}

#[test]
fn of_twenty_who_want_one_number_one_gets_it() {
    both(|db| {
        site::fill(db);
        let outcomes = at_once(THREADS, |n| {
            db.write(move |tx| site::add_family(tx, &format!("h{n}"), HAMLET, "001", "Lò Văn Một"))
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Error::Clash(_)))), "{outcomes:?}");
        assert_eq!(households(db), 1);
    });
}

#[test]
fn no_revision_is_lost() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        let mut revisions: Vec<i64> = at_once(THREADS, |_| {
            db.write(|tx| Ok::<_, Error>(register::lock_household(tx, "h1")?.unwrap().revision)).unwrap()
        });
        revisions.sort_unstable();
        assert_eq!(revisions, (2..=21).collect::<Vec<i64>>());
    });
}

#[test]
fn a_note_written_under_the_lock_never_overwrites_another() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        at_once(THREADS, |n| {
            db.write(move |tx| {
                let household = register::lock_household(tx, "h1")?.unwrap();
                register::update_household(
                    tx,
                    "h1",
                    &register::HouseholdChange {
                        number: household.number,
                        head_name: household.head_name,
                        sort_key: household.sort_key,
                        address: household.address,
                        phone: household.phone,
                        note: format!("{} {n}", household.note).trim().to_owned(),
                    },
                )
            })
            .unwrap();
        });
        let note = read(db, |tx| register::household(tx, "h1")).unwrap().note;
        let words: BTreeSet<_> = note.split(' ').collect();
        assert_eq!(words.len(), THREADS, "{note}");
    });
}

#[test]
fn counters_raised_together_lose_nothing_and_nobody_waits_in_a_circle() {
    both(|db| {
        site::fill(db);
        at_once(THREADS, |n| {
            for round in 0..10 {
                // The units come in another order each time; merging puts the moves in key order.
                let mut units = [HAMLET, COMMUNE, site::SECOND_HAMLET, site::OTHER_HAMLET];
                units.rotate_left((n + round) % 4);
                let state = Some(rules::path::State::Recognised);
                let moves = rules::tally::merge(rules::tally::moves(None, state, &units, YEAR, MODEL));
                db.write(move |tx| store::tallies::apply(tx, &moves)).unwrap();
            }
        });
        let counters = read(db, |tx| tx.query("SELECT n FROM tally", args![], |row| row.int(0)));
        assert_eq!(counters, vec![200; 16]);
    });
}

#[test]
fn one_registration_wins_and_the_others_find_it() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        let ids = at_once(THREADS, |n| {
            db.write(move |tx| match store::assessments::lock(tx, "h1", MODEL, YEAR)? {
                Some(there) => Ok::<_, Error>(there.id),
                None => Ok(site::register(tx, &format!("a{n}"), "h1", HAMLET, YEAR)?.id),
            })
            .unwrap()
        });
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 1, "{ids:?}");
        assert_eq!(read(db, |tx| store::assessments::steps(tx, &ids[0])).len(), 1);
    });
}

#[test]
fn audit_lines_written_together_make_one_unbroken_chain() {
    both(|db| {
        site::fill(db);
        at_once(THREADS, |n| {
            let line = store::audit::Line {
                at: AT,
                account_id: OFFICER.to_owned(),
                act: "accept".to_owned(),
                object_kind: "assessment".to_owned(),
                object_id: format!("a{n}"),
                unit_id: COMMUNE.to_owned(),
                before: String::new(),
                after: "{}".to_owned(),
                reason: String::new(),
                proof: String::new(),
            };
            let chain = if n % 2 == 0 { COMMUNE } else { "site" };
            db.write(move |tx| store::audit::append(tx, &SEAL, chain, &[line.clone(), line.clone()])).unwrap();
        });
        assert_eq!(read(db, |tx| store::audit::verify(tx, &SEAL)), (40, vec![]));
    });
}

#[test]
fn a_file_is_applied_by_one_of_two_who_press_the_button() {
    both(|db| {
        site::fill(db);
        let file = store::imports::ImportFile {
            id: "i1".to_owned(),
            commune_id: COMMUNE.to_owned(),
            account_id: OFFICER.to_owned(),
            kind: "register".to_owned(),
            name: "Sổ hộ.xlsx".to_owned(),
            mapping: String::new(),
            state: store::imports::WAITING.to_owned(),
            outcome: String::new(),
            standing: String::new(),
            tray: 0,
            at: AT,
            revision: 1,
        };
        write(db, move |tx| store::imports::add(tx, &file, vec![1]));
        let applied = at_once(THREADS, |n| {
            db.write(move |tx| -> Result<bool, Error> {
                let file = store::imports::lock(tx, "i1")?.unwrap();
                if file.state != store::imports::WAITING {
                    return Ok(false);
                }
                site::add_family(tx, &format!("h{n}"), HAMLET, &format!("{n}"), "Lò Văn Một")?;
                let state = store::imports::APPLIED.to_owned();
                store::imports::update(tx, &store::imports::ImportFile { state, ..file })?;
                Ok(true)
            })
            .unwrap()
        });
        assert_eq!(applied.iter().filter(|done| **done).count(), 1);
        assert_eq!(households(db), 1);
    });
}
