//! Where households live, and that counters follow every move.
//! Must not know how a person asks for a move.

use rules::basics::Day;
use store::register::{self, Stay, StayChange};
use store::{Error, Tx};

use crate::kit::{Dice, both, day, read, write};
use crate::site::{self, COMMUNE, HAMLET, OTHER_COMMUNE, OTHER_HAMLET, SECOND_HAMLET};

fn stay(hamlet: &str, since: &str, until: &str) -> Stay {
    Stay {
        hamlet_id: hamlet.to_owned(),
        commune_id: site::commune_of(hamlet).to_owned(),
        since: day(since),
        until: if until.is_empty() { Day::FOREVER } else { day(until) },
    }
}

/// Brings the counters after a change of stays, as an act does.
fn count(tx: &mut Tx<'_>, changes: &[StayChange]) -> Result<(), Error> {
    let mut moves = Vec::new();
    for (before, after) in changes {
        let place = before.as_ref().or(after.as_ref()).unwrap();
        let days = |stay: &Stay| rules::tally::Stay { since: stay.since, until: stay.until };
        moves.extend(rules::tally::stay_moves(
            before.as_ref().map(days),
            after.as_ref().map(days),
            &[&place.hamlet_id, &place.commune_id],
        ));
    }
    store::tallies::apply(tx, &rules::tally::merge(moves))
}

#[test]
fn a_move_ends_one_stay_the_day_before_the_next_begins() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        let changes =
            write(db, |tx| register::move_household(tx, "h1", OTHER_HAMLET, OTHER_COMMUNE, "044", day("2026-01-01")));
        let (old, new) = (stay(HAMLET, "2025-07-01", "2025-12-31"), stay(OTHER_HAMLET, "2026-01-01", ""));
        assert_eq!(changes, [(Some(stay(HAMLET, "2025-07-01", "")), Some(old.clone())), (None, Some(new.clone()))]);
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [old, new.clone()]);
        assert_eq!(read(db, |tx| register::open_stay(tx, "h1")), Some(new));
        let household = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!((household.hamlet_id.as_str(), household.commune_id.as_str()), (OTHER_HAMLET, OTHER_COMMUNE));
        assert_eq!(household.number, "044");
        assert!(household.fold.contains("044"), "{}", household.fold);
    });
}

#[test]
fn a_second_move_on_the_same_day_replaces_the_first() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        write(db, |tx| register::move_household(tx, "h1", SECOND_HAMLET, COMMUNE, "001", day("2026-02-01")));
        let changes =
            write(db, |tx| register::move_household(tx, "h1", OTHER_HAMLET, OTHER_COMMUNE, "001", day("2026-02-01")));
        assert_eq!(
            changes,
            [(Some(stay(SECOND_HAMLET, "2026-02-01", "")), None), (None, Some(stay(OTHER_HAMLET, "2026-02-01", "")))]
        );
        assert_eq!(
            read(db, |tx| register::stays(tx, "h1")),
            [stay(HAMLET, "2025-07-01", "2026-01-31"), stay(OTHER_HAMLET, "2026-02-01", "")]
        );
    });
}

#[test]
fn a_move_taken_back_on_its_day_leaves_the_old_stay_as_it_was() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        write(db, |tx| register::move_household(tx, "h1", SECOND_HAMLET, COMMUNE, "001", day("2026-02-01")));
        write(db, |tx| register::move_household(tx, "h1", HAMLET, COMMUNE, "001", day("2026-02-01")));
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [stay(HAMLET, "2025-07-01", "")]);
    });
}

#[test]
fn closing_ends_the_stay_and_reopening_begins_another() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        write(db, |tx| register::set_status(tx, "h1", register::MOVED_OUT, day("2026-03-01")));
        assert_eq!(read(db, |tx| register::open_stay(tx, "h1")), None);
        let household = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!((household.status.as_str(), household.status_on), ("moved_out", day("2026-03-01")));
        let nothing = write(db, |tx| register::set_status(tx, "h1", register::DISSOLVED, day("2026-04-01")));
        assert_eq!(nothing, [], "a closed household has no stay to end");
        let changes = write(db, |tx| register::set_status(tx, "h1", register::ACTIVE, day("2026-06-01")));
        assert_eq!(changes, [(None, Some(stay(HAMLET, "2026-06-01", "")))]);
        assert_eq!(
            read(db, |tx| register::stays(tx, "h1")),
            [stay(HAMLET, "2025-07-01", "2026-02-28"), stay(HAMLET, "2026-06-01", "")]
        );
        assert_eq!(
            write(db, |tx| register::set_status(tx, "h1", register::ACTIVE, day("2026-07-01"))),
            [],
            "an active household keeps its stay"
        );
    });
}

#[test]
fn a_closing_taken_back_leaves_the_stay_as_it_was() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        write(db, |tx| register::set_status(tx, "h1", register::DISSOLVED, day("2026-03-01")));
        write(db, |tx| register::set_status(tx, "h1", register::ACTIVE, day("2026-03-01")));
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [stay(HAMLET, "2025-07-01", "")]);
        write(db, |tx| register::set_status(tx, "h1", register::DISSOLVED, day("2025-07-01")));
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [], "closed on its first day it never lived here");
        write(db, |tx| register::set_status(tx, "h1", register::ACTIVE, day("2025-07-01")));
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [stay(HAMLET, "2025-07-01", "")]);
    });
}

#[test]
fn a_household_cannot_leave_before_it_came() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm"));
        let early = db.write(|tx| register::set_status(tx, "h1", register::MOVED_OUT, day("2025-06-30")));
        assert!(matches!(early, Err(Error::Shape(_))), "{early:?}");
        let household = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!(household.status, register::ACTIVE, "nothing of a refused act stays");
        let early = db.write(|tx| register::move_household(tx, "h1", SECOND_HAMLET, COMMUNE, "009", day("2025-06-30")));
        assert!(matches!(early, Err(Error::Shape(_))), "{early:?}");
        assert_eq!(read(db, |tx| register::household(tx, "h1")).unwrap().number, "001");
        assert_eq!(write(db, |tx| register::set_status(tx, "nobody", register::MOVED_OUT, day("2026-01-01"))), []);
    });
}

#[test]
fn a_taken_number_stops_a_move() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm")?;
            site::add_family(tx, "h2", SECOND_HAMLET, "001", "Cà Văn Pâng")
        });
        let clash = db.write(|tx| register::move_household(tx, "h1", SECOND_HAMLET, COMMUNE, "001", day("2026-01-01")));
        assert!(matches!(clash, Err(Error::Clash(_))), "{clash:?}");
        assert_eq!(read(db, |tx| register::stays(tx, "h1")), [stay(HAMLET, "2025-07-01", "")]);
    });
}

#[test]
fn counters_follow_any_sequence_of_moves_and_closings() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..6 {
                let id = format!("h{n}");
                site::add_family(tx, &id, [HAMLET, SECOND_HAMLET, OTHER_HAMLET][n % 3], &id, "Cà Văn Xôm")?;
                let first = register::open_stay(tx, &id)?.unwrap();
                count(tx, &[(None, Some(first))])?;
            }
            Ok(())
        });
        write(db, |tx| {
            let mut dice = Dice(7);
            let mut days = [day("2025-07-01"); 6];
            for _ in 0..240 {
                let n = dice.roll(6);
                let id = format!("h{n}");
                // Often the same day, sometimes the next, sometimes half a year later: over the turn of the year.
                days[n] = match dice.roll(4) {
                    0 | 1 => days[n],
                    2 => days[n].after(),
                    _ => days[n].plus_months(6),
                };
                let active = register::lock_household(tx, &id)?.unwrap().status == register::ACTIVE;
                let changes = match dice.roll(4) {
                    0 if active => register::set_status(tx, &id, register::MOVED_OUT, days[n])?,
                    1 if active => register::set_status(tx, &id, register::DISSOLVED, days[n])?,
                    _ if active => {
                        let hamlet = [HAMLET, SECOND_HAMLET, OTHER_HAMLET][dice.roll(3)];
                        register::move_household(tx, &id, hamlet, site::commune_of(hamlet), &id, days[n])?
                    }
                    _ => register::set_status(tx, &id, register::ACTIVE, days[n])?,
                };
                count(tx, &changes)?;
                assert_eq!(store::tallies::recount(tx)?, [], "after {changes:?}");
                let overlaps = store::checks::stay_check(tx)?;
                assert!(overlaps.iter().all(|finding| finding.check == "stay-gap"), "{overlaps:?}");
                let stay = register::open_stay(tx, &id)?;
                let household = register::household(tx, &id)?.unwrap();
                assert_eq!(stay.is_some(), household.status == register::ACTIVE);
                assert!(stay.is_none_or(|stay| stay.hamlet_id == household.hamlet_id));
            }
            Ok(())
        });
    });
}
