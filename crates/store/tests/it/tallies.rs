//! Counters summed up the tree, counted again and put right; published figures beside them.
//! Must not know rates.

use rules::path::State;
use rules::tally::{Measure, moves};
use store::published::{self, Published};
use store::tallies::{self, Count};

use crate::kit::{both, day, read, write};
use crate::site::{self, COMMUNE, COUNTRY, HAMLET, MODEL, OTHER_COMMUNE, OTHER_HAMLET, PROVINCE, SECOND_HAMLET, YEAR};

const TODAY: &str = "2026-11-22";

fn count(unit: &str, measure: Measure, n: i64) -> Count {
    Count { unit_id: unit.to_owned(), year: YEAR, measure, n }
}

/// Two recognised families in one commune's hamlets, one registered in the other commune's.
fn fill(db: &store::Db) {
    site::fill(db);
    write(db, |tx| {
        for (hamlet, state) in
            [(HAMLET, State::Recognised), (SECOND_HAMLET, State::Recognised), (OTHER_HAMLET, State::Registered)]
        {
            let units = [hamlet, site::commune_of(hamlet)];
            tallies::apply(tx, &moves(None, Some(state), &units, YEAR, MODEL))?;
            tallies::apply(tx, &moves(None, Some(State::Registered), &units, YEAR, "clan"))?;
        }
        Ok(())
    });
}

#[test]
fn sums_are_made_from_communes_and_never_count_hamlets_twice() {
    both(|db| {
        fill(db);
        let total = |unit: &str| read(db, |tx| tallies::total(tx, unit, MODEL, day(TODAY)));
        let of = |unit: &str, registered, recognised| {
            vec![
                count(unit, Measure::Accepted, recognised),
                count(unit, Measure::Recognised, recognised),
                count(unit, Measure::Registered, registered),
                count(unit, Measure::Submitted, recognised),
            ]
        };
        assert_eq!(total(COUNTRY), of(COUNTRY, 3, 2));
        assert_eq!(total(PROVINCE), of(PROVINCE, 3, 2));
        assert_eq!(total(COMMUNE), of(COMMUNE, 2, 2));
        assert_eq!(total(HAMLET), of(HAMLET, 1, 1));
        assert_eq!(total(OTHER_HAMLET), [count(OTHER_HAMLET, Measure::Registered, 1)]);
        let before = read(db, |tx| tallies::total(tx, COUNTRY, MODEL, day("2025-06-30")));
        assert_eq!(before, [], "on a day before the communes there is nothing to sum");
    });
}

#[test]
fn the_children_of_a_place_sum_to_the_place() {
    both(|db| {
        fill(db);
        let registered = |unit: &str| -> Vec<(String, i64)> {
            let level = read(db, |tx| store::units::unit(tx, unit)).unwrap().level;
            read(db, |tx| tallies::by_child(tx, unit, level, MODEL, day(TODAY)))
                .into_iter()
                .filter(|count| count.measure == Measure::Registered)
                .map(|count| (count.unit_id, count.n))
                .collect()
        };
        let pair = |unit: &str, n| (unit.to_owned(), n);
        assert_eq!(registered(COUNTRY), [pair(PROVINCE, 3)]);
        assert_eq!(registered(PROVINCE), [pair(COMMUNE, 2), pair(OTHER_COMMUNE, 1)]);
        assert_eq!(registered(COMMUNE), [pair(HAMLET, 1), pair(SECOND_HAMLET, 1)]);
        assert_eq!(registered(HAMLET), []);
    });
}

#[test]
fn a_recount_names_each_wrong_counter_and_repair_puts_it_right() {
    both(|db| {
        fill(db);
        let wrong = read(db, tallies::recount);
        assert!(wrong.iter().all(|one| one.counted == 0 && one.stored > 0), "{wrong:?}");
        assert_eq!(wrong.len(), 4 * 3 + 2 + 5, "{wrong:?}");
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::register(tx, "a1", "h1", HAMLET, YEAR).map(|_| ())
        });
        write(db, |tx| {
            let wrong = tallies::recount(tx)?;
            tallies::repair(tx, &wrong)
        });
        assert_eq!(read(db, tallies::recount), []);
        let mut sums = read(db, |tx| tallies::total(tx, COMMUNE, MODEL, day(TODAY)));
        sums.retain(|count| count.n != 0);
        assert_eq!(
            sums,
            [Count { year: 2025, ..count(COMMUNE, Measure::HouseholdsIn, 1) }, count(COMMUNE, Measure::Registered, 1)]
        );
    });
}

#[test]
fn a_published_figure_is_kept_as_written_and_imported_again_without_change() {
    both(|db| {
        site::fill(db);
        let figure = |id: &str, unit: &str, on: &str| Published {
            id: id.to_owned(),
            unit_id: unit.to_owned(),
            place_as_named: "tỉnh Điện Biên".to_owned(),
            source: "https://example.org/bao-cao".to_owned(),
            as_of: day(on),
            subject: "family".to_owned(),
            measure: "registered".to_owned(),
            numerator: Some(104_000),
            denominator: None,
            rate: "71".to_owned(),
            qualifier: "more than".to_owned(),
            note: String::new(),
        };
        let put = |one: Published| write(db, move |tx| published::put(tx, &one));
        assert!(put(figure("f1", PROVINCE, "2025-06-30")));
        assert!(!put(figure("f1", PROVINCE, "2025-06-30")), "the same again changes nothing");
        assert!(put(Published { rate: "71,2".to_owned(), ..figure("f1", PROVINCE, "2025-06-30") }));
        assert!(put(figure("f2", PROVINCE, "2025-12-31")));
        assert!(put(figure("f3", COMMUNE, "2025-12-31")));
        let one = read(db, |tx| published::one(tx, "f1")).unwrap();
        assert_eq!((one.rate.as_str(), one.numerator, one.denominator), ("71,2", Some(104_000), None));
        let ids = |all: Vec<Published>| -> Vec<String> { all.into_iter().map(|one| one.id).collect() };
        assert_eq!(ids(read(db, |tx| published::of_unit(tx, PROVINCE))), ["f2", "f1"]);
        assert_eq!(ids(read(db, |tx| published::below(tx, PROVINCE))), ["f3", "f2", "f1"]);
        assert_eq!(ids(read(db, |tx| published::below(tx, OTHER_COMMUNE))), Vec::<String>::new());
    });
}
