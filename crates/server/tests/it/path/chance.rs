//! Steps in any order by anybody: whatever is accepted keeps the counters, the standings and the trail whole.

use hoctap::failure::Failure;
use rules::access::{Act, Role};
use rules::criteria::Model;
use rules::path::{State, StepKind};

use super::fixture::{does, household, on, register, saved, step};
use crate::kit::{LONG_HE, both};

/// A small generator: the same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

#[test]
fn any_order_of_steps_by_anybody_leaves_nothing_broken() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let people = [
            site.person("head", Role::HamletHead, &hamlet),
            site.person("officer", Role::CommuneOfficer, LONG_HE),
            site.person("second", Role::CommuneOfficer, LONG_HE),
            site.person("chair", Role::CommuneChair, LONG_HE),
        ];
        let families: Vec<_> = (0..4).map(|n| household(site, &hamlet, &format!("Lò Văn {n}"), "2025-07-01")).collect();
        let mut known: Vec<String> = Vec::new();
        let mut chance = Chance(20_261_122);
        let kinds = [
            StepKind::Submit,
            StepKind::Recall,
            StepKind::Return,
            StepKind::Accept,
            StepKind::Reject,
            StepKind::Reopen,
            StepKind::Withdraw,
            StepKind::Recognise,
        ];
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..160 {
            let person = &people[chance.below(people.len())];
            let wish = match chance.below(10) {
                0..=2 => register(&families[chance.below(families.len())], 2025 + chance.below(2) as i64),
                3 | 4 if !known.is_empty() => {
                    saved(site, &known[chance.below(known.len())], [50, 80, 100][chance.below(3)])
                }
                _ if !known.is_empty() => {
                    let reason = if chance.below(4) == 0 { "" } else { "có lý do" };
                    on(&known[chance.below(known.len())], kinds[chance.below(kinds.len())]).because(reason)
                }
                _ => continue,
            };
            match step(site, person, wish) {
                Ok(stand) => {
                    taken += 1;
                    if !known.contains(&stand.id) {
                        known.push(stand.id);
                    }
                }
                Err(Failure::Problems(_)) => refused += 1,
                Err(Failure::Broken(cause)) => panic!("{cause}"),
            }
        }
        assert!(taken > 30 && refused > 30, "too one-sided to say anything: {taken} taken, {refused} refused");
        // What the decision adds to a recognition is its own; everything else must be whole.
        let own = ["recognised-without-decision"];
        let found = site.findings();
        let found: Vec<_> = found
            .into_iter()
            .filter(|one| one.severity == store::checks::Severity::Error && !own.contains(&one.check))
            .collect();
        assert!(found.is_empty(), "{found:?}");
    });
}

#[test]
fn two_people_registering_the_same_families_at_once_register_each_once() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let families: Vec<_> =
            (0..12).map(|n| household(site, &hamlet, &format!("Lò Văn {n}"), "2025-07-01")).collect();
        let backwards: Vec<_> = families.iter().rev().cloned().collect();
        let sides = [(head, families.clone()), (officer, backwards)];
        let threads = sides.map(|(person, ids)| {
            std::thread::spawn(move || {
                let answer = does(site, &person, Act::RegisterFamilies, move |tx, ctx| {
                    hoctap::acts::path::register::register(tx, ctx, &ids, Model::Family, 2026)
                });
                match answer {
                    Ok(bulk) => bulk.done.len(),
                    Err(Failure::Problems(problems)) => {
                        assert!(problems.iter().all(|one| one.code == "already-registered"), "{problems:?}");
                        0
                    }
                    Err(Failure::Broken(cause)) => panic!("{cause}"),
                }
            })
        });
        let done: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(done, families.len());
        let counts = site.read(move |tx| store::assessments::state_counts(tx, &hamlet, "family", 2026));
        assert_eq!(counts, [(State::Registered, 12)]);
    });
}
