//! Households: entering, changing, finding.
//! Must not know members and stays in detail; they have their own files.

use store::Error;
use store::register::{self, HouseholdChange, HouseholdFilter};

use crate::kit::{AT, both, day, read, write};
use crate::site::{self, COMMUNE, HAMLET, OTHER_COMMUNE, OTHER_HAMLET, SECOND_HAMLET};

fn filter(scope: &str, words: &str) -> HouseholdFilter {
    HouseholdFilter { scope: scope.to_owned(), words: words.to_owned(), limit: 100, ..HouseholdFilter::default() }
}

fn found(db: &store::Db, filter: &HouseholdFilter) -> Vec<String> {
    read(db, |tx| {
        let ids: Vec<String> =
            register::list_households(tx, filter)?.into_iter().map(|line| line.household.id).collect();
        assert_eq!(register::count_households(tx, filter)?, i64::try_from(ids.len()).unwrap());
        Ok(ids)
    })
}

#[test]
fn a_household_comes_back_as_it_was_entered() {
    both(|db| {
        site::fill(db);
        let mut new = site::new_household("h1", HAMLET, "007", "Đỗ Thị Ánh \"Nguyệt\"", "2025-08-01");
        new.address = "Số 5, ngõ 'Hoa\tBan'\nTổ 1 \\ 2".to_owned();
        new.phone = "0912345678".to_owned();
        new.note = "—".to_owned();
        let asked = new.clone();
        write(db, move |tx| register::add_household(tx, &new));
        let household = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!(household.head_name, asked.head_name);
        assert_eq!(household.address, asked.address);
        assert_eq!(household.phone, asked.phone);
        assert_eq!(household.note, asked.note);
        assert_eq!(household.fold, format!("{} 007", rules::text::fold(&asked.head_name)));
        assert_eq!(household.status, register::ACTIVE);
        assert_eq!(household.status_on, day("2025-08-01"));
        assert_eq!(household.created_at, AT);
        assert_eq!((household.revision, household.synthetic), (1, true));
        assert_eq!(read(db, |tx| register::household(tx, "h2")), None);
    });
}

#[test]
fn a_number_is_given_once_in_a_hamlet_and_again_in_another() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        write(db, |tx| site::add_family(tx, "h2", SECOND_HAMLET, "001", "Lò Văn Hai"));
        let again = db.write(|tx| site::add_family(tx, "h3", HAMLET, "001", "Lò Văn Ba"));
        assert!(matches!(again, Err(Error::Clash(_))), "{again:?}");
        assert_eq!(read(db, |tx| register::household(tx, "h3")), None);
        let by_number = read(db, |tx| register::household_by_number(tx, SECOND_HAMLET, "001"));
        assert_eq!(by_number.unwrap().id, "h2");
        assert_eq!(read(db, |tx| register::household_by_number(tx, HAMLET, "002")), None);
    });
}

#[test]
fn locking_a_household_raises_its_revision() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        assert_eq!(write(db, |tx| register::lock_household(tx, "h1")).unwrap().revision, 2);
        assert_eq!(write(db, |tx| register::lock_household(tx, "h1")).unwrap().revision, 3);
        assert_eq!(write(db, |tx| register::lock_household(tx, "nobody")), None);
    });
}

#[test]
fn a_changed_household_is_found_by_its_new_words_only() {
    both(|db| {
        site::fill(db);
        write(db, |tx| site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một"));
        write(db, |tx| {
            register::update_household(
                tx,
                "h1",
                &HouseholdChange {
                    number: "K-17".to_owned(),
                    head_name: "Quàng Thị Đôi".to_owned(),
                    sort_key: rules::text::name_sort_key("Quàng Thị Đôi"),
                    address: "Đường 7/5".to_owned(),
                    phone: "0987".to_owned(),
                    note: "đổi chủ hộ".to_owned(),
                },
            )
        });
        let household = read(db, |tx| register::household(tx, "h1")).unwrap();
        assert_eq!((household.number.as_str(), household.address.as_str()), ("K-17", "Đường 7/5"));
        assert_eq!((household.phone.as_str(), household.note.as_str()), ("0987", "đổi chủ hộ"));
        assert_eq!(found(db, &filter(HAMLET, "quang doi")), ["h1"]);
        // The member row still carries the old name: the family stays findable by it until that is put right too.
        assert_eq!(found(db, &filter(HAMLET, "mot")), ["h1"]);
        assert_eq!(found(db, &filter(HAMLET, "001")), Vec::<String>::new());
    });
}

#[test]
fn a_search_needs_every_word_and_takes_the_rest_as_one_phrase() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Nguyễn Thị Thu Hương")?;
            site::add_family(tx, "h2", HAMLET, "002", "Nguyễn Hương Thu Thị")?;
            site::add_family(tx, "h3", OTHER_HAMLET, "001", "Nguyễn Thị Thu Hương")?;
            let child = site::member("m9", "h2", 2, "Đặng Bảo Châu", "child", "2015-03-04");
            register::add_member(tx, &child)
        });
        assert_eq!(found(db, &filter(HAMLET, "nguyen thi thu huong")), ["h1"]);
        assert_eq!(found(db, &filter(HAMLET, "huong thu")).len(), 2);
        assert_eq!(found(db, &filter(HAMLET, "nguyen vang")), Vec::<String>::new());
        assert_eq!(found(db, &filter(HAMLET, "bao chau")), ["h2"], "a member's name finds the family");
        assert_eq!(found(db, &filter(HAMLET, "002")), ["h2"], "a number finds the family");
        assert_eq!(found(db, &filter(HAMLET, "%")), Vec::<String>::new(), "no letter has a secret meaning");
        assert_eq!(found(db, &filter(OTHER_COMMUNE, "huong")), ["h3"]);
        assert_eq!(found(db, &filter(COMMUNE, "")).len(), 2);
        let none = found(db, &filter("", ""));
        assert_eq!(none, Vec::<String>::new(), "without a place nothing is listed");
    });
}

#[test]
fn pages_follow_one_another_without_gap_or_repeat_in_the_order_of_names() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..25 {
                let head = ["Lò Văn Ánh", "Đinh Văn Bé", "Quàng Thị Đào", "Nguyễn Thị Dung"][n % 4];
                let hamlet = [HAMLET, SECOND_HAMLET][n % 2];
                site::add_family(tx, &format!("h{n:02}"), hamlet, &format!("{n:03}"), head)?;
            }
            Ok(())
        });
        let mut pages = Vec::new();
        let mut filter = HouseholdFilter { limit: 7, ..filter(COMMUNE, "") };
        for _ in 0..20 {
            let page = read(db, |tx| register::list_households(tx, &filter));
            let Some(last) = page.last() else { break };
            filter.after = Some((last.household.sort_key.clone(), last.household.id.clone()));
            pages.extend(page);
        }
        assert_eq!(pages.len(), 25);
        let keys: Vec<_> = pages.iter().map(|line| (&line.household.sort_key, &line.household.id)).collect();
        assert!(keys.windows(2).all(|two| two[0] < two[1]), "{keys:?}");
        let given: Vec<_> = pages.iter().map(|line| line.household.head_name.rsplit(' ').next().unwrap()).collect();
        assert_eq!(given.iter().position(|name| *name == "Dung").unwrap(), 13, "d comes before đ: {given:?}");
        assert!(pages.iter().all(|line| line.members == 1 && line.hamlet_name.starts_with("Tổ ")));
    });
}

#[test]
fn a_status_narrows_the_list() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::add_family(tx, "h2", HAMLET, "002", "Lò Văn Hai")?;
            register::set_status(tx, "h2", register::MOVED_OUT, day("2026-03-01"))
        });
        let only = |status: &str| found(db, &HouseholdFilter { status: status.to_owned(), ..filter(HAMLET, "") });
        assert_eq!(only(register::ACTIVE), ["h1"]);
        assert_eq!(only(register::MOVED_OUT), ["h2"]);
        assert_eq!(only(register::DISSOLVED), Vec::<String>::new());
        assert_eq!(only("").len(), 2);
    });
}

#[test]
fn the_next_number_is_one_above_the_highest_plain_one() {
    both(|db| {
        site::fill(db);
        assert_eq!(read(db, |tx| register::next_number(tx, HAMLET)), "001");
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "009", "Lò Văn Một")?;
            site::add_family(tx, "h2", HAMLET, "K-99", "Lò Văn Hai")?;
            site::add_family(tx, "h3", SECOND_HAMLET, "1200", "Lò Văn Ba")
        });
        assert_eq!(read(db, |tx| register::next_number(tx, HAMLET)), "010");
        assert_eq!(read(db, |tx| register::next_number(tx, SECOND_HAMLET)), "1201");
    });
}

#[test]
fn likely_doubles_share_the_heads_name_and_do_not_contradict_its_birth() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (id, hamlet, birth) in
                [("h1", HAMLET, "1980-05-06"), ("h2", SECOND_HAMLET, ""), ("h3", OTHER_HAMLET, "1980")]
            {
                let new = site::new_household(id, hamlet, "001", "Lường Văn Ơn", "2025-07-01");
                register::add_household(tx, &new)?;
                register::add_member(tx, &site::member(&format!("{id}-m"), id, 1, "Lường Văn Ơn", "head", birth))?;
            }
            register::add_member(tx, &site::member("child", "h1", 2, "Lường Văn Côn", "child", "2010"))
        });
        let ids = |name: &str, birth: &str| -> Vec<String> {
            read(db, |tx| register::likely_duplicates(tx, COMMUNE, &rules::text::fold(name), birth))
                .into_iter()
                .map(|one| one.household_id)
                .collect()
        };
        assert_eq!(ids("LƯỜNG VĂN ƠN", "1980"), ["h1", "h2"]);
        assert_eq!(ids("Lường Văn Ơn", "1981-01-01"), ["h2"], "an unknown birth contradicts nothing");
        assert_eq!(ids("Lường Văn Ơn", ""), ["h1", "h2"]);
        assert_eq!(ids("Lường Văn Côn", ""), Vec::<String>::new(), "only heads are compared");
    });
}

#[test]
fn the_register_streams_by_hamlet_with_present_members_of_active_households() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", SECOND_HAMLET, "001", "Lò Văn An")?;
            site::add_family(tx, "h2", HAMLET, "002", "Lò Văn Bình")?;
            site::add_family(tx, "h3", HAMLET, "003", "Lò Văn An")?;
            site::add_family(tx, "gone", HAMLET, "004", "Lò Văn Chi")?;
            register::add_household(tx, &site::new_household("empty", HAMLET, "005", "Lò Văn Yên", "2025-07-01"))?;
            register::add_member(tx, &site::member("m2", "h3", 2, "Lò Thị Hoa", "child", "2012"))?;
            register::add_member(tx, &site::member("m3", "h3", 3, "Lò Thị Huệ", "child", "2014"))?;
            register::remove_member(tx, "m2", day("2026-01-01"))?;
            register::set_status(tx, "gone", register::DISSOLVED, day("2026-01-01"))
        });
        let seen = |scope: &str| {
            let mut seen = Vec::new();
            read(db, |tx| {
                register::stream_register(tx, scope, |line, members| {
                    assert_eq!(line.members, i64::try_from(members.len()).unwrap());
                    let names: Vec<_> = members.iter().map(|member| member.id.clone()).collect();
                    seen.push(format!("{} {}", line.household.id, names.join(",")).trim().to_owned());
                    Ok(())
                })
            });
            seen
        };
        assert_eq!(seen(COMMUNE), ["h3 h3-head,m3", "h2 h2-head", "empty", "h1 h1-head"]);
        assert_eq!(seen(SECOND_HAMLET), ["h1 h1-head"]);
        assert_eq!(seen(OTHER_COMMUNE), Vec::<String>::new());
    });
}

#[test]
fn families_entered_at_once_equal_families_entered_one_by_one() {
    both(|db| {
        site::fill(db);
        let families: Vec<_> = (0..5)
            .map(|n| {
                let (id, head) = (format!("h{n}"), format!("Bạc Cầm\t{n}"));
                let mut new = site::new_household(&id, HAMLET, &format!("{n:03}"), &head, "2025-09-01");
                new.note = format!("ghi chú\\{n}");
                let members: Vec<_> = (0..n)
                    .map(|m| {
                        let mut one =
                            site::member(&format!("{id}-{m}"), &id, m, &format!("Bạc Thị {m}"), "child", "2010");
                        one.id_cipher = (m == 1).then(|| vec![0, 255, 92]);
                        one.id_hash = (m == 1).then(|| format!("hash{n}"));
                        one.left_on = if m == 2 { day("2026-01-01") } else { one.left_on };
                        one
                    })
                    .collect();
                (new, members)
            })
            .collect();
        let seen = |db: &store::Db| {
            read(db, |tx| {
                let mut all = Vec::new();
                for n in 0..5 {
                    let id = format!("h{n}");
                    let doubles =
                        register::likely_duplicates(tx, COMMUNE, &rules::text::fold(&format!("bac cam {n}")), "")?;
                    assert_eq!(doubles.len(), 1);
                    all.push((register::household(tx, &id)?, register::members(tx, &id)?, register::stays(tx, &id)?));
                }
                assert_eq!(store::checks::search_check(tx)?, []);
                Ok(all)
            })
        };
        let again = families.clone();
        let outcome: Result<u64, Error> = db.write(move |tx| register::add_families(tx, &again));
        assert_eq!(outcome.unwrap(), 5);
        let at_once = seen(db);
        write(db, |tx| {
            tx.exec("DELETE FROM member", store::args![])?;
            tx.exec("DELETE FROM household_stay", store::args![])?;
            tx.exec("DELETE FROM household", store::args![])
        });
        let again = families.clone();
        write(db, move |tx| {
            for (new, members) in &again {
                register::add_household(tx, new)?;
                register::add_members(tx, &new.id, members)?;
            }
            Ok(())
        });
        assert_eq!(seen(db), at_once);
        let twice: Result<u64, Error> = db.write(move |tx| register::add_families(tx, &families));
        assert!(matches!(twice, Err(Error::Clash(_))), "{twice:?}");
    });
}

#[test]
fn a_double_is_looked_for_under_the_heads_present_name() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            register::add_household(tx, &site::new_household("h1", HAMLET, "001", "Lò Văn Cũ", "2025-07-01"))?;
            let household = register::household(tx, "h1")?.unwrap();
            register::update_household(
                tx,
                "h1",
                &HouseholdChange {
                    number: household.number,
                    head_name: "Lò Văn Mới".to_owned(),
                    sort_key: household.sort_key,
                    address: household.address,
                    phone: household.phone,
                    note: household.note,
                },
            )
        });
        let ids = |fold: &str| read(db, |tx| register::likely_duplicates(tx, COMMUNE, fold, "1980")).len();
        assert_eq!((ids("lo van moi"), ids("lo van cu")), (1, 0), "also without any member entered");
    });
}

#[test]
fn people_are_found_by_many_hashes_at_once() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..90 {
                let id = format!("h{n:02}");
                site::add_family(tx, &id, HAMLET, &format!("{n:03}"), "Lò Văn Một")?;
                let mut one = site::member(&format!("m{n:02}"), &id, 2, "Lò Thị Hai", "child", "2010");
                one.id_hash = Some(format!("hash{n:02}"));
                one.left_on = if n == 7 { day("2026-01-01") } else { one.left_on };
                register::add_member(tx, &one)?;
            }
            register::set_status(tx, "h08", register::MOVED_OUT, day("2026-01-01")).map(|_| ())
        });
        let ask = |range: std::ops::Range<i64>| -> Vec<String> {
            let hashes: Vec<String> = range.map(|n| format!("hash{n:02}")).collect();
            read(db, |tx| register::find_by_id_hashes(tx, &hashes)).into_iter().map(|(hash, _)| hash).collect()
        };
        assert_eq!(ask(0..0).len(), 0);
        assert_eq!(ask(5..10), ["hash05", "hash06", "hash09"], "those who left and closed households do not count");
        assert_eq!(ask(0..200).len(), 88);
        assert_eq!(ask(0..40).len(), 38);
        let one = read(db, |tx| register::find_by_id_hashes(tx, &["hash41".to_owned()]));
        assert_eq!((one[0].1.member_id.as_str(), one[0].1.household_id.as_str()), ("m41", "h41"));
    });
}

#[test]
fn a_stream_follows_the_filter_of_the_list() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::add_family(tx, "h2", HAMLET, "002", "Quàng Thị Hai")?;
            site::add_family(tx, "h3", SECOND_HAMLET, "001", "Lò Văn Ba")?;
            register::set_status(tx, "h2", register::DISSOLVED, day("2026-01-01")).map(|_| ())
        });
        let ask = |scope: &str, words: &str, status: &str| -> Vec<(String, i64)> {
            let asked = HouseholdFilter { status: status.to_owned(), ..filter(scope, words) };
            read(db, |tx| {
                let mut all = Vec::new();
                register::stream_households(tx, &asked, |line, members| {
                    assert_eq!(usize::try_from(line.members).unwrap(), members.len());
                    all.push((line.household.id.clone(), line.members));
                    Ok(())
                })?;
                Ok(all)
            })
        };
        assert_eq!(ask(COMMUNE, "", "").len(), 3);
        assert_eq!(ask(COMMUNE, "lo van", "active").len(), 2);
        assert_eq!(ask(HAMLET, "", "active"), [("h1".to_owned(), 1)]);
        assert_eq!(ask(COMMUNE, "", "dissolved"), [("h2".to_owned(), 1)]);
        assert_eq!(ask(COMMUNE, "vang", ""), []);
    });
}
