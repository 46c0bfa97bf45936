//! Doubles of the register: what a look for them reads, what was told apart, and households that went up into another.
//! Must not know what makes two households alike.

use rules::basics::{Day, Moment};
use rules::register::{Birth, Sex};
use store::register::{self, ACTIVE, Apart, MERGED, Merge};
use store::{Db, Error};

use crate::kit::{AT, both, day, read, write};
use crate::site::{self, COMMUNE, HAMLET, HEAD, MODEL, OFFICER, OTHER_HAMLET, SECOND_HAMLET, YEAR};

fn fill(db: &Db) {
    site::fill(db);
    write(db, |tx| {
        site::add_family(tx, "h1", HAMLET, "001", "Cà Văn Xôm")?;
        site::add_family(tx, "h2", SECOND_HAMLET, "001", "Lò Văn Ún")?;
        site::add_family(tx, "h3", OTHER_HAMLET, "001", "Lò Văn Ún")?;
        site::add_family(tx, "closed", HAMLET, "002", "Lò Văn Ún")?;
        register::set_status(tx, "closed", register::DISSOLVED, day("2026-01-01"))?;
        let mut wife = site::member("h1-wife", "h1", 2, "Quàng Thị Ỏ", "spouse", "1986-05-06");
        wife.id_hash = Some("hash".to_owned());
        wife.id_cipher = Some(vec![1]);
        let mut left = site::member("h1-left", "h1", 3, "Cà Thị Xa", "child", "");
        left.left_on = day("2026-02-01");
        register::add_members(tx, "h1", &[wife, left])?;
        tx.exec("UPDATE household SET phone = '0912 345 678' WHERE id = 'h1'", store::args![])
    });
}

fn merge(from: &str, into: &str) -> Merge {
    Merge {
        from_id: from.to_owned(),
        into_id: into.to_owned(),
        account_id: OFFICER.to_owned(),
        at: AT,
        from_revision: 3,
        into_revision: 4,
    }
}

#[test]
fn a_look_reads_the_present_people_of_the_active_households_of_one_commune() {
    both(|db| {
        fill(db);
        let all = read(db, |tx| register::families(tx, COMMUNE));
        let ids: Vec<_> = all.iter().map(|one| (one.id.as_str(), one.hamlet_id.as_str())).collect();
        assert_eq!(ids, [("h2", SECOND_HAMLET), ("h1", HAMLET)], "by the heads' names");
        let all = [all[1].clone()];
        assert_eq!(all[0].phone, "0912345678");
        let people: Vec<_> = all[0].people.iter().map(|one| (one.fold.as_str(), one.head)).collect();
        assert_eq!(people, [("ca van xom", true), ("quang thi o", false)]);
        let wife = &all[0].people[1];
        assert_eq!((wife.birth, wife.sex), (Birth::Day(day("1986-05-06")), Sex::Female));
        assert_eq!(wife.number.as_deref(), Some("hash"));
        // One household read by itself is the same.
        let one = read(db, |tx| {
            let household = register::household(tx, "h1")?.unwrap();
            Ok(register::family_of(&household, &register::members(tx, "h1")?))
        });
        assert_eq!(one, all[0]);
    });
}

#[test]
fn what_was_told_apart_is_kept_said_anew_and_taken_back() {
    both(|db| {
        fill(db);
        let said = |evidence: &str, by: &str| Apart {
            one_id: "h1".to_owned(),
            two_id: "h2".to_owned(),
            evidence: evidence.to_owned(),
            account_id: by.to_owned(),
            account_name: String::new(),
            at: AT,
        };
        let (first, second) = (said("x", HEAD), said("y", OFFICER));
        write(db, move |tx| register::tell_apart(tx, &first));
        write(db, move |tx| register::tell_apart(tx, &second));
        let kept = read(db, |tx| register::apart(tx, "h1", "h2")).unwrap();
        assert_eq!((kept.evidence.as_str(), kept.account_name.as_str()), ("y", "Nguyễn Văn Hùng"));
        assert_eq!(read(db, |tx| register::apart_in(tx, COMMUNE)), [kept]);
        assert_eq!(read(db, |tx| register::apart_in(tx, site::OTHER_COMMUNE)), []);
        assert!(write(db, |tx| register::take_back_apart(tx, "h1", "h2")));
        assert!(!write(db, |tx| register::take_back_apart(tx, "h1", "h2")));
        assert_eq!(read(db, |tx| register::apart(tx, "h1", "h2")), None);
    });
}

#[test]
fn a_household_that_was_told_apart_can_be_unentered() {
    both(|db| {
        fill(db);
        write(db, |tx| {
            for two in ["h2", "h3"] {
                let said = Apart {
                    one_id: "h1".to_owned(),
                    two_id: two.to_owned(),
                    evidence: String::new(),
                    account_id: HEAD.to_owned(),
                    account_name: String::new(),
                    at: AT,
                };
                register::tell_apart(tx, &said)?;
            }
            register::unenter(tx, "h2")?;
            register::unenter(tx, "h1")
        });
        assert_eq!(read(db, |tx| register::household(tx, "h1")), None);
    });
}

#[test]
fn a_merge_is_kept_found_from_both_sides_and_forgotten() {
    both(|db| {
        fill(db);
        write(db, |tx| {
            register::add_merge(tx, &merge("h1", "h2"), vec![7, 8])?;
            register::add_merge(tx, &merge("closed", "h2"), vec![9])
        });
        assert_eq!(read(db, |tx| register::merge_of(tx, "h1")), Some(merge("h1", "h2")));
        assert_eq!(read(db, |tx| register::merge_of(tx, "h2")), None);
        assert_eq!(read(db, |tx| register::merge_was(tx, "h1")), [7, 8]);
        let into = read(db, |tx| register::merges_into(tx, "h2"));
        let told: Vec<_> =
            into.iter().map(|one| (one.merge.from_id.as_str(), one.number.as_str(), one.can_be_undone)).collect();
        assert_eq!(told, [("closed", "002", true), ("h1", "001", true)]);
        assert_eq!(into[0].account_name, "Nguyễn Văn Hùng");
        assert_eq!(write(db, |tx| register::follow_merge(tx, "h2", 4, 9)), 2);
        assert_eq!(read(db, |tx| register::merge_of(tx, "h1")).unwrap().into_revision, 9);
        assert_eq!(write(db, |tx| register::follow_merge(tx, "h2", 4, 5)), 0);
        // A household vanishes once.
        let again: Result<(), Error> = db.write(|tx| register::add_merge(tx, &merge("h1", "closed"), vec![1]));
        assert!(matches!(again, Err(Error::Clash(_))), "{again:?}");
        assert_eq!(write(db, |tx| register::forget_old_merges(tx, AT)), 0);
        assert_eq!(write(db, |tx| register::forget_old_merges(tx, Moment(AT.0 + 1))), 2);
        assert_eq!(write(db, |tx| register::forget_old_merges(tx, Moment(AT.0 + 1))), 0);
        assert!(read(db, |tx| register::merge_was(tx, "h1")).is_empty());
        assert!(!read(db, |tx| register::merges_into(tx, "h2"))[0].can_be_undone);
        write(db, |tx| register::drop_merge(tx, "h1"));
        assert_eq!(read(db, |tx| register::merge_of(tx, "h1")), None);
    });
}

#[test]
fn people_and_numbers_change_households_and_come_back_with_the_stays() {
    both(|db| {
        fill(db);
        let before = read(db, |tx| {
            Ok((register::household(tx, "h1")?.unwrap(), register::members(tx, "h1")?, register::stays(tx, "h1")?))
        });
        let ended = write(db, |tx| {
            let mut wife = register::member(tx, "h1-wife")?.unwrap();
            wife.household_id = "h2".to_owned();
            wife.ordinal = 2;
            register::rehouse_member(tx, &wife)?;
            register::refresh_fold(tx, "h1")?;
            register::refresh_fold(tx, "h2")?;
            register::set_number(tx, "h1", "977")?;
            register::set_status(tx, "h1", MERGED, day("2025-07-01"))
        });
        assert_eq!(ended, [(Some(before.2[0].clone()), None)], "as if it had never lived there");
        assert!(read(db, |tx| register::household(tx, "h2")).unwrap().fold.contains("quang thi o"));
        let gone = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!((gone.status.as_str(), gone.number.as_str()), (MERGED, "977"));
        assert!(!gone.fold.contains("quang"), "{}", gone.fold);
        let (was, people, stays) = before.clone();
        let changes = write(db, move |tx| {
            for member in &people {
                register::rehouse_member(tx, member)?;
            }
            register::set_number(tx, "h1", &was.number)?;
            let changes = register::come_back(tx, "h1", was.status_on, &stays)?;
            register::refresh_fold(tx, "h2")?;
            Ok(changes)
        });
        assert_eq!(changes, [(None, Some(before.2[0].clone()))]);
        let after = read(db, |tx| {
            Ok((register::household(tx, "h1")?.unwrap(), register::members(tx, "h1")?, register::stays(tx, "h1")?))
        });
        assert_eq!(after, before);
        assert_eq!(after.0.status, ACTIVE);
        assert_eq!(after.2[0].until, Day::FOREVER);
    });
}

#[test]
fn two_assessments_of_one_cycle_exchange_their_households() {
    both(|db| {
        fill(db);
        write(db, |tx| {
            let one = site::register(tx, "a1", "h1", HAMLET, YEAR)?;
            let two = site::register(tx, "a2", "h2", SECOND_HAMLET, YEAR)?;
            let three = site::register(tx, "a3", "h1", HAMLET, YEAR - 1)?;
            store::assessments::exchange(tx, &one, &two)?;
            store::assessments::give(tx, &three.id, "h2")
        });
        let held = |household: &'static str| {
            read(db, |tx| store::assessments::for_household(tx, household))
                .into_iter()
                .map(|one| (one.id, one.year, one.hamlet_id))
                .collect::<Vec<_>>()
        };
        assert_eq!(held("h1"), [("a2".to_owned(), YEAR, SECOND_HAMLET.to_owned())]);
        let (first, last) =
            (("a1".to_owned(), YEAR, HAMLET.to_owned()), ("a3".to_owned(), YEAR - 1, HAMLET.to_owned()));
        assert_eq!(held("h2"), [first, last]);
        assert!(read(db, |tx| store::assessments::last_year(tx, "h2", MODEL, YEAR)).is_none());
    });
}

#[test]
fn a_chain_tells_how_long_it_is() {
    both(|db| {
        fill(db);
        assert_eq!(read(db, |tx| store::audit::last(tx, COMMUNE)), 0);
        let line = store::audit::Line {
            at: AT,
            account_id: HEAD.to_owned(),
            act: "edit_register".to_owned(),
            object_kind: "household".to_owned(),
            object_id: "h1".to_owned(),
            unit_id: HAMLET.to_owned(),
            before: String::new(),
            after: "{}".to_owned(),
            reason: String::new(),
            proof: String::new(),
        };
        write(db, move |tx| store::audit::append(tx, &crate::kit::SEAL, COMMUNE, &[line.clone(), line.clone()]));
        assert_eq!(read(db, |tx| store::audit::last(tx, COMMUNE)), 2);
    });
}
