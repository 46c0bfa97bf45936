//! Work by the clock: one server has it, a dead one loses it, a clock put back holds nothing up.

use rules::basics::Moment;
use store::Db;
use store::jobs;

use crate::kit::{AT, at_once, both, read, write};

fn later(minutes: i64) -> Moment {
    Moment(AT.0 + minutes * 60_000)
}

fn claim(db: &Db, holder: &'static str, at: Moment) -> bool {
    write(db, move |tx| jobs::claim(tx, "backup", holder, at, Moment(at.0 + 300_000)))
}

#[test]
fn of_many_servers_one_has_it_and_a_dead_one_loses_it() {
    both(|db| {
        write(db, |tx| jobs::plan(tx, "backup", AT));
        write(db, |tx| jobs::plan(tx, "backup", later(500)));
        assert!(!claim(db, "early", later(-1)), "not due yet");
        let had = at_once(8, |n| claim(db, ["a", "b", "c", "d", "e", "f", "g", "h"][n], AT));
        assert_eq!(had.iter().filter(|one| **one).count(), 1);
        assert!(!claim(db, "late", later(4)));
        assert!(!write(db, |tx| jobs::hasten(tx, "backup", later(4))), "held");
        // Five minutes without a word: taken over, and the first one's end counts no more.
        assert!(claim(db, "other", later(6)));
        assert!(write(db, |tx| jobs::renew(tx, "backup", "other", later(60))));
        for holder in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            assert!(!write(db, move |tx| jobs::finish(tx, "backup", holder, later(7), true, later(90), "{}")));
        }
        assert!(write(db, |tx| jobs::finish(tx, "backup", "other", later(8), false, later(10), "{\"failed\":1}")));
        let job = read(db, jobs::all).remove(0);
        assert_eq!((job.good, job.tries, job.due, job.lease_until), (Moment(0), 2, later(10), Moment(0)));
        assert!(claim(db, "other", later(11)));
        assert!(write(db, |tx| jobs::finish(tx, "backup", "other", later(12), true, later(1440), "{}")));
        let job = read(db, jobs::all).remove(0);
        assert_eq!((job.good, job.tries, job.ended), (later(12), 0, later(12)));
    });
}

#[test]
fn a_clock_that_was_years_ahead_holds_nothing_up() {
    both(|db| {
        let year = 365 * 24 * 60;
        write(db, |tx| jobs::plan(tx, "backup", AT));
        assert!(claim(db, "ahead", later(year)));
        // The server dies, and the clock is put right.
        assert!(claim(db, "right", later(5)), "a lease of next year holds nothing");
        assert!(write(db, move |tx| jobs::finish(tx, "backup", "right", later(6), true, later(year), "{}")));
        assert!(claim(db, "right", later(30)), "nor does a due moment of next year");
        // An hour back is waited for.
        assert!(write(db, move |tx| jobs::finish(tx, "backup", "right", later(31), true, later(60), "{}")));
        assert!(!claim(db, "right", later(0)));
        assert!(write(db, |tx| jobs::hasten(tx, "backup", later(0))));
        assert!(claim(db, "right", later(0)));
        assert_eq!(write(db, jobs::release_all), 1);
        assert!(claim(db, "next start", later(1)));
    });
}
