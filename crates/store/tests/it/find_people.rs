//! Finding people by name over everybody.
//! Must not know households' own lists; they have their own file.

use rules::basics::Day;
use store::checks;
use store::register::{self, By, NewHousehold};
use store::{Db, Error, Tx, args};

use crate::kit::{Dice, SEAL, both, day, read, write};
use crate::site::{self, HAMLET, OTHER_HAMLET, SECOND_HAMLET};

/// The names found from one end, page by page of `limit`.
fn found(db: &Db, by: By, words: &str, limit: i64) -> Vec<String> {
    let start = rules::text::fold(words);
    let start = if by == By::Back { rules::text::backwards(&start) } else { start };
    let mut ids: Vec<String> = Vec::new();
    let mut after: Option<(String, String)> = None;
    loop {
        let from = after.clone();
        let page = read(db, |tx| {
            let from = from.as_ref().map(|(key, id)| (key.as_str(), id.as_str()));
            let told = register::people_by_name(tx, by, &start, from, limit)?;
            let rows = register::by_name(tx, by, &start, from, limit)?;
            assert_eq!(told.iter().map(|(row, _)| row.clone()).collect::<Vec<_>>(), rows);
            assert_eq!(told.into_iter().map(|(_, found)| found).collect::<Vec<_>>(), {
                let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
                register::people_by_id(tx, &ids)?
            });
            Ok(rows)
        });
        assert!(page.len() <= usize::try_from(limit).unwrap());
        let Some(last) = page.last() else { break };
        after = Some((last.key.clone(), last.id.clone()));
        ids.extend(page.iter().map(|row| row.id.clone()));
    }
    read(db, |tx| register::people_by_id(tx, &ids)).into_iter().map(|one| one.name).collect()
}

/// One household with people of these names, the first one the head.
fn family(tx: &mut Tx<'_>, id: &str, hamlet: &str, names: &[&str]) -> Result<(), Error> {
    let household: NewHousehold = site::new_household(id, hamlet, id, names[0], "2025-08-01");
    register::add_household(tx, &household)?;
    let members: Vec<_> = names
        .iter()
        .zip(1..)
        .map(|(name, n)| {
            let relation = if n == 1 { "head" } else { "other" };
            site::member(&format!("{id}-{n}"), id, n, name, relation, "1984-03-05")
        })
        .collect();
    register::add_members(tx, id, &members)
}

#[test]
fn a_name_is_found_by_its_beginning_and_by_its_end_without_accents() {
    both(|db| {
        site::fill(db);
        write(db, |tx| family(tx, "h1", HAMLET, &["Nguyễn Văn An", "Đỗ Thị Ánh", "Lò Văn Ún"]));
        write(db, |tx| family(tx, "h2", OTHER_HAMLET, &["Nguyễn Văn Anh", "An Văn Nguyễn", "Quàng Thị Vân An"]));
        assert_eq!(found(db, By::Front, "nguyen van", 10), ["Nguyễn Văn An", "Nguyễn Văn Anh"]);
        assert_eq!(found(db, By::Front, "NGUYỄN văn  a", 10), ["Nguyễn Văn An", "Nguyễn Văn Anh"]);
        assert_eq!(found(db, By::Front, "do thi anh", 10), ["Đỗ Thị Ánh"]);
        assert_eq!(found(db, By::Back, "van an", 10), ["Nguyễn Văn An", "Quàng Thị Vân An"]);
        assert_eq!(
            found(db, By::Back, "an", 10),
            ["Nguyễn Văn An", "Quàng Thị Vân An"],
            "whoever is called so, and nobody whose name only begins so"
        );
        assert_eq!(
            found(db, By::Back, "guyen van an", 10),
            Vec::<String>::new(),
            "the end is asked for in whole words"
        );
        assert_eq!(found(db, By::Front, "van", 10), Vec::<String>::new(), "a word in the middle is neither");
        let one = read(db, |tx| register::people_by_id(tx, &["h2-2".to_owned(), "nobody".to_owned()]));
        let one = &one[..];
        assert_eq!(one.len(), 1);
        assert_eq!(
            (one[0].household_id.as_str(), one[0].number.as_str(), one[0].head_name.as_str()),
            ("h2", "h2", "Nguyễn Văn Anh")
        );
        assert_eq!((one[0].hamlet_name.as_str(), one[0].commune_name.as_str()), ("hamlet Bản Bó", "commune Mường Ảng"));
    });
}

#[test]
fn pages_over_equal_names_meet_everybody_once() {
    both(|db| {
        site::fill(db);
        for n in 0..23 {
            write(db, move |tx| family(tx, &format!("h{n:02}"), HAMLET, &["Lò Văn Ún", "Lò Thị Ún"]));
        }
        let all = read(db, |tx| register::by_name(tx, By::Back, "un", None, 100));
        assert_eq!(all.len(), 46);
        for limit in [1, 4, 23, 46] {
            assert_eq!(found(db, By::Back, "un", limit).len(), 46, "{limit}");
            assert_eq!(found(db, By::Front, "lo van un", limit).len(), 23, "{limit}");
        }
        assert!(all.iter().all(|row| row.place == HAMLET && row.birth == "1984-03-05"));
    });
}

#[test]
fn whoever_left_moved_or_went_up_in_another_household_is_found_where_that_is_so() {
    both(|db| {
        site::fill(db);
        write(db, |tx| family(tx, "h1", HAMLET, &["Lò Văn Ún", "Lò Thị Mai"]));
        let places = |db: &Db| -> Vec<String> {
            read(db, |tx| register::by_name(tx, By::Front, "lo", None, 10)).into_iter().map(|row| row.place).collect()
        };
        assert_eq!(places(db), [HAMLET, HAMLET]);
        write(db, |tx| register::remove_member(tx, "h1-2", day("2026-01-05")));
        assert_eq!(found(db, By::Front, "lo", 10), ["Lò Văn Ún"]);
        let mut back = read(db, |tx| register::member(tx, "h1-2")).unwrap();
        back.left_on = Day::FOREVER;
        back.name = "Lò Thị Mây".to_owned();
        back.fold = rules::text::fold(&back.name);
        write(db, move |tx| register::update_member(tx, &back));
        assert_eq!(found(db, By::Back, "thi may", 10), ["Lò Thị Mây"]);
        assert_eq!(found(db, By::Back, "thi mai", 10), Vec::<String>::new());
        write(db, |tx| register::move_household(tx, "h1", OTHER_HAMLET, site::OTHER_COMMUNE, "9", day("2026-02-01")));
        assert_eq!(places(db), [OTHER_HAMLET, OTHER_HAMLET]);
        for gone in [register::DISSOLVED, register::MOVED_OUT, register::MERGED] {
            write(db, move |tx| register::set_status(tx, "h1", gone, day("2026-03-01")));
            assert_eq!(places(db), Vec::<String>::new(), "{gone}");
            write(db, |tx| register::set_status(tx, "h1", register::ACTIVE, day("2026-03-01")));
            assert_eq!(places(db).len(), 2, "{gone}");
        }
        write(db, |tx| family(tx, "h2", SECOND_HAMLET, &["Vì Văn Hặc"]));
        let mut one = read(db, |tx| register::member(tx, "h1-2")).unwrap();
        one.household_id = "h2".to_owned();
        write(db, move |tx| {
            register::rehouse_member(tx, &one)?;
            register::refresh_fold(tx, "h1")?;
            register::refresh_fold(tx, "h2")
        });
        assert_eq!(places(db), [SECOND_HAMLET, OTHER_HAMLET]);
        assert_eq!(
            read(db, |tx| checks::run(tx, &SEAL)).iter().filter(|one| one.check.starts_with("person")).count(),
            0
        );
    });
}

#[test]
fn names_turned_round_wrongly_are_told_and_put_right_when_the_household_is_written_also_of_who_left() {
    both(|db| {
        site::fill(db);
        write(db, |tx| family(tx, "h1", HAMLET, &["Lò Văn Ún", "Lò Thị Mai"]));
        write(db, |tx| register::remove_member(tx, "h1-2", day("2026-01-05")));
        let stale = |db: &Db| {
            let found = read(db, |tx| checks::run(tx, &SEAL));
            found.iter().filter(|one| one.check == "search-text-stale").count()
        };
        assert_eq!(stale(db), 0);
        for id in ["h1-1", "h1-2"] {
            write(db, move |tx| tx.exec("UPDATE member SET back = 'x' WHERE id = $1", args![id]));
            assert_eq!(stale(db), 1, "{id}");
            write(db, |tx| register::refresh_fold(tx, "h1"));
            assert_eq!(stale(db), 0, "{id}");
        }
        assert_eq!(found(db, By::Back, "van un", 10), ["Lò Văn Ún"]);
    });
}

#[test]
fn entering_many_at_once_is_found_as_entering_one_by_one() {
    for many in [false, true] {
        both(|db| {
            site::fill(db);
            let families: Vec<_> = (0..6)
                .map(|n| {
                    let id = format!("h{n}");
                    let mut members = vec![site::member(&format!("{id}-1"), &id, 1, "Cà Thị Đôi", "head", ""), {
                        let mut gone = site::member(&format!("{id}-2"), &id, 2, "Cà Văn Đôi", "other", "");
                        gone.left_on = day("2026-01-01");
                        gone
                    }];
                    members.truncate(1 + n % 2);
                    (site::new_household(&id, HAMLET, &id, "Cà Thị Đôi", "2025-08-01"), members)
                })
                .collect();
            write(db, move |tx| {
                if many {
                    register::add_families(tx, families.iter())?;
                } else {
                    for (household, members) in &families {
                        register::add_household(tx, household)?;
                        register::add_members(tx, &household.id, members)?;
                    }
                }
                Ok(())
            });
            assert_eq!(found(db, By::Front, "ca", 4), vec!["Cà Thị Đôi"; 6]);
            assert_eq!(found(db, By::Back, "doi", 4).len(), 6);
            let wrong = ["person-found-elsewhere", "search-text-stale"];
            let found = read(db, |tx| checks::run(tx, &SEAL));
            assert!(found.iter().all(|one| !wrong.contains(&one.check)), "{found:?}");
        });
    }
}

#[test]
fn a_search_finds_what_a_look_at_every_name_finds() {
    const PARTS: &[&str] = &["An", "Ánh", "Ăn", "Bá", "Ba", "Đa", "Văn", "Vân", "Thị", "Nguyễn", "Ngô"];
    both(|db| {
        site::fill(db);
        let mut dice = Dice(11);
        let mut names = Vec::new();
        for n in 0..40 {
            let words: Vec<&str> = (0..=dice.roll(4)).map(|_| PARTS[dice.roll(PARTS.len())]).collect();
            let name = words.join(" ");
            names.push(name.clone());
            write(db, move |tx| family(tx, &format!("h{n:02}"), HAMLET, &[&name]));
        }
        for _ in 0..60 {
            let words: Vec<&str> = (0..=dice.roll(2)).map(|_| PARTS[dice.roll(PARTS.len())]).collect();
            let asked = rules::text::fold(&words.join(" "));
            let turned = rules::text::backwards(&asked);
            for by in [By::Front, By::Back] {
                let mut own = found(db, by, &asked, 3);
                own.sort();
                let all = names.iter().filter(|name| {
                    let fold = rules::text::fold(name);
                    match by {
                        By::Front => fold.starts_with(&asked),
                        By::Back => format!("{} ", rules::text::backwards(&fold)).starts_with(&format!("{turned} ")),
                    }
                });
                let mut all: Vec<String> = all.cloned().collect();
                all.sort();
                assert_eq!(own, all, "{by:?} {asked}");
            }
        }
    });
}
