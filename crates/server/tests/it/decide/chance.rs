//! Any sequence of verdicts, decisions and revocations keeps counters and histories true.

use rules::path::{State, StepKind};

use super::fixture::{act, commune, decide, sent};
use crate::kit::{LONG_HE, both};
use crate::path::fixture::{on, step};

/// A small generator, the same numbers each time.
struct Lots(u64);

impl Lots {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[test]
fn random_verdicts_decisions_and_revocations_keep_the_counters_true() {
    both(|site| async move {
        let c = commune(site);
        let ids: Vec<String> = (0..6)
            .map(|n| sent(site, &c, &format!("Lò Văn {}", ["An", "Bé", "Chi", "Dũng", "Ém", "Phượng"][n]), 90))
            .collect();
        let mut lots = Lots(2026);
        let mut number = 0;
        for round in 0..40 {
            let id = ids[lots.roll(ids.len())].clone();
            match lots.roll(7) {
                0 | 1 => {
                    let ids = vec![id.clone(), ids[lots.roll(ids.len())].clone()];
                    let request = format!("accept {round}");
                    let _maybe = act(site, &c.officer, StepKind::Accept.act(), &request, move |tx, ctx| {
                        hoctap::acts::path::appraise::accept(tx, ctx, &ids)
                    });
                }
                2 => drop(step(site, &c.officer, on(&id, StepKind::Return).because("Thiếu ảnh"))),
                3 => drop(step(site, &c.officer, on(&id, StepKind::Reopen).because("Xem lại"))),
                4 => {
                    number += 1;
                    let text = format!("{number}/QĐ-UBND");
                    let form = [("number", text.as_str()), ("issued_on", "2026-11-22")];
                    let all = site.read(|tx| store::assessments::waiting(tx, LONG_HE, "family", 2026));
                    let mut chosen: Vec<String> = all.into_iter().map(|one| one.id).collect();
                    if lots.roll(3) == 0 {
                        chosen.push(id.clone());
                    }
                    let _maybe = decide(site, &c.chair, LONG_HE, &form, &chosen);
                }
                5 => {
                    let request = format!("revoke {round}");
                    let _maybe = act(site, &c.chair, StepKind::Revoke.act(), &request, move |tx, ctx| {
                        hoctap::acts::decide::revoke(tx, ctx, &id, "Cấp nhầm")
                    });
                }
                _ => {
                    if step(site, &c.head, on(&id, StepKind::Recall)).is_ok() {
                        step(site, &c.head, on(&id, StepKind::Submit)).unwrap();
                    }
                }
            }
            let (differences, folds) =
                site.read(|tx| Ok((store::tallies::recount(tx)?, store::checks::fold_check(tx)?)));
            assert!(differences.is_empty(), "round {round}: {differences:?}");
            assert!(folds.is_empty(), "round {round}: {folds:?}");
        }
        let recognised = ids.iter().filter(|id| {
            let id = (*id).clone();
            let (one, certificate) = site.read(move |tx| {
                Ok((store::assessments::get(tx, &id)?, store::decisions::certificate_of_assessment(tx, &id)?))
            });
            let state = one.unwrap().state;
            assert_eq!(certificate.is_some(), matches!(state, State::Recognised | State::Revoked), "{state:?}");
            certificate.is_some()
        });
        assert!(recognised.count() > 0, "the journey reached a decision");
    });
}
