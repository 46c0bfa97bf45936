//! Places: versions, the dated tree, names, lineage, area classes.
//! Must not know who may change them.

use rules::basics::{AreaClass, Day, Level};
use store::Error;
use store::units::{self, NewLineage, NewUnit};

use crate::kit::{SEAL, both, day, read, write};
use crate::site::{self, COMMUNE, COUNTRY, HAMLET, OTHER_COMMUNE, PROVINCE, SECOND_HAMLET};

fn ids(units: Vec<units::Unit>) -> Vec<String> {
    units.into_iter().map(|unit| unit.id).collect()
}

/// What every check finds, but for the accounts of these tests, which no act made.
fn findings(db: &store::Db) -> Vec<store::checks::Finding> {
    let mut found = read(db, |tx| store::checks::run(tx, &SEAL));
    found.retain(|one| one.detail != "account no line");
    found
}

#[test]
fn a_unit_comes_back_as_it_was_loaded() {
    both(|db| {
        site::fill(db);
        let unit = read(db, |tx| units::unit(tx, COMMUNE)).unwrap();
        assert_eq!((unit.code.as_str(), unit.level, unit.kind.as_str()), ("03127", Level::Commune, "ward"));
        assert_eq!((unit.name.as_str(), unit.full_name.as_str()), ("Điện Biên Phủ", "ward Điện Biên Phủ"));
        assert_eq!((unit.parent_id.as_deref(), unit.valid_from), (Some(PROVINCE), day("2025-07-01")));
        assert!(unit.in_force(day("2025-07-01")) && !unit.in_force(day("2025-06-30")));
        assert!(read(db, |tx| units::unit(tx, "nowhere")).is_none());
        assert_eq!(read(db, units::count), 7);
        assert_eq!(read(db, units::country).id, COUNTRY);
    });
}

#[test]
fn the_tree_is_read_downwards_and_upwards() {
    both(|db| {
        site::fill(db);
        let today = day("2026-11-22");
        assert_eq!(ids(read(db, |tx| units::children(tx, PROVINCE, today))), [COMMUNE, OTHER_COMMUNE]);
        assert_eq!(ids(read(db, |tx| units::children(tx, PROVINCE, day("2025-06-30")))), Vec::<String>::new());
        assert_eq!(ids(read(db, |tx| units::children_ever(tx, COMMUNE))), [HAMLET, SECOND_HAMLET]);
        assert_eq!(ids(read(db, |tx| units::path(tx, HAMLET))), [COUNTRY, PROVINCE, COMMUNE, HAMLET]);
        let place = read(db, |tx| units::place(tx, HAMLET)).unwrap();
        assert_eq!(place.ancestors, [HAMLET, COMMUNE, PROVINCE, COUNTRY]);
        assert!(read(db, |tx| units::place(tx, "nowhere")).is_none());
        let counts = read(db, |tx| units::counts_below(tx, COUNTRY, today));
        assert_eq!(counts, [(Level::Province, 1), (Level::Commune, 2), (Level::Hamlet, 3)]);
    });
}

#[test]
fn a_unit_added_later_is_in_the_tree_like_one_that_was_loaded() {
    both(|db| {
        site::fill(db);
        let mut new = site::unit("03127.003", Level::Hamlet, "quarter", "Tổ 3", Some(COMMUNE), "2026-01-01");
        new.alt_names = "Bản Kéo|Khu Ba".to_owned();
        let added = new.clone();
        write(db, move |tx| units::add(tx, &added));
        assert_eq!(ids(read(db, |tx| units::path(tx, &new.id()))), [COUNTRY, PROVINCE, COMMUNE, new.id().as_str()]);
        assert_eq!(findings(db), []);
        let found = |words: &str| ids(read(db, |tx| units::search(tx, &rules::text::fold(words), 10)));
        assert_eq!(found("Kéo"), [new.id()]);
        assert_eq!(found("khu ba"), [new.id()]);
        assert_eq!(read(db, |tx| units::last_hamlet_number(tx, COMMUNE)), 3);
        assert_eq!(read(db, |tx| units::last_hamlet_number(tx, PROVINCE)), 0);
        let again = db.write({
            let new = new.clone();
            move |tx| units::add(tx, &new)
        });
        assert!(matches!(again, Err(Error::Clash(_))), "{again:?}");
    });
}

#[test]
fn a_place_is_found_by_the_beginning_of_any_of_its_words_higher_levels_first() {
    both(|db| {
        site::fill(db);
        let found = |words: &str, limit| ids(read(db, |tx| units::search(tx, &rules::text::fold(words), limit)));
        assert_eq!(found("dien b", 10), [PROVINCE, COMMUNE]);
        assert_eq!(found("biên phủ", 10), [COMMUNE]);
        assert_eq!(found("ang", 10), [OTHER_COMMUNE]);
        assert_eq!(found("03130", 10).len(), 2);
        assert_eq!(found("dien b", 1), [PROVINCE]);
        assert_eq!(found("", 10), Vec::<String>::new());
        assert_eq!(found("ien", 10), Vec::<String>::new());
    });
}

#[test]
fn a_corrected_hamlet_is_found_by_its_new_name_and_ends_on_its_day() {
    both(|db| {
        site::fill(db);
        let mut new = site::unit("03127.001", Level::Hamlet, "quarter", "Noong Bua", Some(COMMUNE), "2025-07-01");
        new.valid_to = day("2026-12-31");
        write(db, move |tx| {
            assert_eq!(units::lock(tx, HAMLET)?.unwrap().revision, 2);
            units::correct(tx, &new)
        });
        let unit = read(db, |tx| units::unit(tx, HAMLET)).unwrap();
        assert_eq!((unit.name.as_str(), unit.valid_to, unit.revision), ("Noong Bua", day("2026-12-31"), 2));
        let found = |words: &str| ids(read(db, |tx| units::search(tx, words, 10)));
        assert_eq!(found("noong"), [HAMLET]);
        assert_eq!(found("to 1"), Vec::<String>::new());
        let counts = |on: &str| read(db, |tx| units::counts_below(tx, COMMUNE, day(on)));
        assert_eq!(counts("2026-12-31"), [(Level::Hamlet, 2)]);
        assert_eq!(counts("2027-01-01"), [(Level::Hamlet, 1)]);
        assert_eq!(findings(db), []);
        assert!(write(db, |tx| units::lock(tx, "nowhere")).is_none());
    });
}

#[test]
fn versions_of_a_code_are_told_apart_by_the_day() {
    both(|db| {
        let old = NewUnit {
            valid_to: day("2025-06-30"),
            ..site::unit("03127", Level::Commune, "ward", "Mường Thanh", Some(COUNTRY), "2003-01-01")
        };
        let mut all = site::places();
        all.insert(1, old);
        let edge = NewLineage {
            from_id: "03127@2003-01-01".to_owned(),
            to_id: COMMUNE.to_owned(),
            kind: "merged_whole".to_owned(),
            part: "whole".to_owned(),
            effective: day("2025-07-01"),
            note: String::new(),
            legal_basis: "1661/NQ-UBTVQH15".to_owned(),
            source: "made up".to_owned(),
        };
        write(db, move |tx| units::load(tx, &all, std::slice::from_ref(&edge)));
        let on = |text: &str| read(db, |tx| units::unit_on(tx, "03127", day(text))).map(|unit| unit.name);
        assert_eq!(on("2025-06-30").as_deref(), Some("Mường Thanh"));
        assert_eq!(on("2025-07-01").as_deref(), Some("Điện Biên Phủ"));
        assert_eq!(on("2002-12-31"), None);
        assert_eq!(ids(read(db, |tx| units::versions(tx, "03127"))), ["03127@2003-01-01", COMMUNE]);
        let before = read(db, |tx| units::predecessors(tx, COMMUNE));
        assert_eq!((before[0].unit.name.as_str(), before[0].kind.as_str()), ("Mường Thanh", "merged_whole"));
        assert_eq!(before[0].legal_basis, "1661/NQ-UBTVQH15");
        let later = read(db, |tx| units::successors(tx, "03127@2003-01-01"));
        assert_eq!((later[0].unit.id.as_str(), later[0].effective), (COMMUNE, day("2025-07-01")));
        assert!(read(db, |tx| units::successors(tx, COMMUNE)).is_empty());
    });
}

#[test]
fn the_area_class_is_the_nearest_one_upwards_on_the_day() {
    both(|db| {
        site::fill(db);
        let on = |unit: &str, text: &str| read(db, |tx| units::area_on(tx, unit, day(text)));
        assert_eq!(on(HAMLET, "2026-01-01"), (AreaClass::Normal, None));
        write(db, |tx| {
            units::set_area(tx, COMMUNE, day("2026-01-01"), AreaClass::Difficult, "861/QĐ-TTg")?;
            units::set_area(tx, HAMLET, day("2026-06-01"), AreaClass::Normal, "")
        });
        assert_eq!(on(HAMLET, "2025-12-31"), (AreaClass::Normal, None));
        assert_eq!(on(HAMLET, "2026-05-31"), (AreaClass::Difficult, Some(COMMUNE.to_owned())));
        assert_eq!(on(HAMLET, "2026-06-01"), (AreaClass::Normal, Some(HAMLET.to_owned())));
        assert_eq!(on(SECOND_HAMLET, "2026-06-01").0, AreaClass::Difficult);
        assert_eq!(on(OTHER_COMMUNE, "2026-06-01").0, AreaClass::Normal);
        write(db, |tx| units::set_area(tx, COMMUNE, day("2027-01-01"), AreaClass::Normal, ""));
        write(db, |tx| units::set_area(tx, COMMUNE, day("2026-09-01"), AreaClass::Normal, "mới"));
        let spans: Vec<_> = read(db, |tx| units::area_spans(tx, COMMUNE))
            .into_iter()
            .map(|span| (span.since, span.until, span.class))
            .collect();
        assert_eq!(
            spans,
            [
                (day("2026-01-01"), day("2026-08-31"), AreaClass::Difficult),
                (day("2026-09-01"), Day::FOREVER, AreaClass::Normal)
            ]
        );
    });
}
