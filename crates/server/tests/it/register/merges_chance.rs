//! Merging by several people at once and in any order: one wins, the others are told, and everything stays whole.

use rules::access::Role;
use rules::path::StepKind;
use serde_json::json;

use super::doubles::{enter, given};
use super::merges::{all, merge, unmerge};
use super::{codes, commune};
use crate::kit::{LONG_HE, both};
use crate::path::fixture;

#[test]
fn of_several_people_who_merge_the_same_households_at_once_one_wins() {
    both(|site| async move {
        let c = commune(site);
        let second = site.person("second", Role::CommuneOfficer, LONG_HE);
        let handle = tokio::runtime::Handle::current();
        for round in 0..3_u8 {
            let name = format!("Lò Văn {}", given(round));
            let people = [(name.as_str(), "head", "1984-02-03"), ("Quàng Thị Ỏ", "spouse", "1986")];
            let one = enter(site, &c.officer, &c.ban, "", &people).await;
            let two = enter(site, &c.officer, &c.other, "2025-07-01", &people).await;
            let before = all(site);
            // Each into the other, by two people, twice.
            let threads: Vec<_> = (0..4)
                .map(|at| {
                    let handle = handle.clone();
                    let by = if at % 2 == 0 { c.officer.clone() } else { second.clone() };
                    let (stay, from) = if at < 2 { (one.clone(), two.clone()) } else { (two.clone(), one.clone()) };
                    std::thread::spawn(move || {
                        let reply = handle.block_on(merge(site, &by, &stay, json!({"from": from})));
                        let told =
                            if reply.status.as_u16() == 200 { String::new() } else { codes(&reply)[0].1.clone() };
                        (reply.status.as_u16(), told, from)
                    })
                })
                .collect();
            let answers: Vec<_> = threads.into_iter().map(|one| one.join().unwrap()).collect();
            let won: Vec<_> = answers.iter().filter(|one| one.0 == 200).collect();
            assert_eq!(won.len(), 1, "{answers:?}");
            let others = answers.iter().filter(|one| one.0 != 200);
            assert!(others.clone().all(|one| one.0 == 409 && one.1 == "household-merged"), "{answers:?}");
            // Taken back at once by two people: done once.
            let gone = won[0].2.clone();
            let threads: Vec<_> = [c.officer.clone(), second.clone()]
                .into_iter()
                .map(|by| {
                    let (handle, gone) = (handle.clone(), gone.clone());
                    std::thread::spawn(move || handle.block_on(unmerge(site, &by, &gone)).status.as_u16())
                })
                .collect();
            let mut undone: Vec<u16> = threads.into_iter().map(|one| one.join().unwrap()).collect();
            undone.sort_unstable();
            assert_eq!(undone, [200, 409]);
            assert_eq!(all(site), before);
        }
        assert_eq!(site.findings(), []);
    });
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }
}

#[test]
fn merges_and_undos_in_any_order_leave_counters_checks_and_trail_whole() {
    both(|site| async move {
        let c = commune(site);
        let mut ids = Vec::new();
        for n in 0..8_u8 {
            let name = format!("Lò Văn {}", given(n / 3));
            let child = format!("Lò Thị {}", given(n));
            let people =
                [(name.as_str(), "head", "1984"), ("Quàng Thị Ỏ", "spouse", "1986"), (&child, "child", "2010")];
            let since = if n % 2 == 0 { "2025-07-01" } else { "" };
            let hamlet = if n % 3 == 0 { &c.other } else { &c.ban };
            ids.push(enter(site, &c.officer, hamlet, since, &people).await);
        }
        let mut chance = Chance(20_261_122);
        let (mut merged, mut undone, mut exact, mut refused) = (0, 0, 0, 0);
        for _ in 0..120 {
            let (one, two) = (&ids[chance.below(ids.len())], &ids[chance.below(ids.len())]);
            match chance.below(10) {
                0..=3 => {
                    let before = all(site);
                    let number = if chance.below(3) == 0 { "from" } else { "" };
                    let reply = merge(site, &c.officer, one, json!({"from": two, "number": number})).await;
                    if reply.status.as_u16() != 200 {
                        refused += 1;
                        assert!(matches!(reply.status.as_u16(), 409 | 422), "{}", reply.text());
                        assert_eq!(all(site), before, "a refusal changes nothing");
                        continue;
                    }
                    merged += 1;
                    if chance.below(2) == 0 {
                        unmerge(site, &c.officer, two).await.is(200);
                        assert_eq!(all(site), before, "taken back at once, everything is as before");
                        exact += 1;
                    }
                }
                4..=6 => match unmerge(site, &c.officer, one).await.status.as_u16() {
                    200 => undone += 1,
                    status => assert_eq!(status, 409),
                },
                7 => drop(fixture::step(site, &c.officer, fixture::register(one, 2026))),
                8 => {
                    let of = one.clone();
                    let titles = site.read(move |tx| store::assessments::for_household(tx, &of));
                    if let Some(title) = titles.first() {
                        let kind = [StepKind::Withdraw, StepKind::Recall, StepKind::Submit][chance.below(3)];
                        drop(fixture::step(site, &c.officer, fixture::on(&title.id, kind).because("thử")));
                    }
                }
                _ => {
                    let body = json!({"number": format!("9{}", chance.below(50)), "address": "Đội 3"});
                    site.api("PUT", Some(&c.officer), &format!("/api/v1/households/{one}"), Some(body)).await;
                }
            }
        }
        assert!(merged > 8 && exact > 2 && undone > 0 && refused > 5, "{merged} {exact} {undone} {refused}");
        let found: Vec<_> =
            site.findings().into_iter().filter(|one| one.severity == store::checks::Severity::Error).collect();
        assert!(found.is_empty(), "{found:?}");
    });
}
