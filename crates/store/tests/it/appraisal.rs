//! The appraiser's worklist and the families that wait for a decision.
//! Must not know how pages show them.

use rules::basics::Moment;
use rules::path::{State, StepKind};
use store::assessments::{self, WorkFilter};
use store::evidence::{self, Evidence};
use store::{Error, Tx};

use crate::decisions::recognise_three;
use crate::kit::{both, day, read, write};
use crate::site::{
    self, CHAIR, COMMUNE, HAMLET, HEAD, MODEL, OFFICER, OTHER_COMMUNE, SECOND_HAMLET, TO_ACCEPTED, YEAR,
};

const TO_SUBMITTED: &[(StepKind, &str)] = &[(StepKind::Save, HEAD), (StepKind::Submit, HEAD)];

fn submitted(tx: &mut Tx<'_>, n: i64, total: i64, passed: bool, last: Option<i64>, photo: bool) -> Result<(), Error> {
    let (household, id) = (format!("h{n}"), format!("a{n}"));
    site::add_family(tx, &household, HAMLET, &household, "Lò Văn An")?;
    if let Some(last) = last {
        let mut before = site::register(tx, &format!("b{n}"), &household, HAMLET, YEAR - 1)?;
        (before.total, before.complete) = (last, true);
        site::walk(tx, &mut before, &[(StepKind::Save, HEAD)])?;
    }
    let mut one = site::register(tx, &id, &household, HAMLET, YEAR)?;
    (one.total, one.complete, one.passed) = (total, true, passed);
    if photo {
        let photo = Evidence {
            id: format!("e{n}"),
            assessment_id: id,
            item: "A1".to_owned(),
            name: "ảnh.jpg".to_owned(),
            kind: "image/jpeg".to_owned(),
            size: 0,
            account_id: HEAD.to_owned(),
            at: Moment(1),
        };
        evidence::add(tx, &photo, vec![1])?;
    }
    site::walk(tx, &mut one, TO_SUBMITTED)
}

fn filter(limit: i64) -> WorkFilter {
    WorkFilter {
        scope: COMMUNE.to_owned(),
        model: MODEL.to_owned(),
        year: YEAR,
        state: State::Submitted,
        changed_by: 15,
        after: None,
        limit,
    }
}

#[test]
fn the_worklist_puts_the_exceptions_first_and_pages_without_gap() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            submitted(tx, 1, 90, true, Some(88), true)?;
            submitted(tx, 2, 90, true, None, false)?;
            submitted(tx, 3, 90, true, Some(75), true)?;
            submitted(tx, 4, 60, false, None, true)?;
            submitted(tx, 5, 80, true, Some(99), false)?;
            submitted(tx, 6, 85, true, None, true)
        });
        let mut page = filter(4);
        let mut seen = Vec::new();
        loop {
            let lines = read(db, |tx| assessments::worklist(tx, &page));
            let Some(last) = lines.last() else { break };
            page.after = Some((last.rank, last.sort_key.clone(), last.assessment.id.clone()));
            seen.extend(
                lines.into_iter().map(|line| (line.assessment.id.clone(), line.rank, line.evidence, line.last_total)),
            );
        }
        let told: Vec<_> =
            seen.iter().map(|(id, rank, evidence, last)| (id.as_str(), *rank, *evidence, *last)).collect();
        assert_eq!(
            told,
            [
                ("a4", 0, 1, None),
                ("a3", 1, 1, Some(75)),
                ("a5", 1, 0, Some(99)),
                ("a2", 2, 0, None),
                ("a1", 3, 1, Some(88)),
                ("a6", 3, 1, None),
            ]
        );
        let first = read(db, |tx| assessments::worklist(tx, &filter(1))).remove(0);
        assert_eq!(first.sent_by, (HEAD.to_owned(), "Lò Thị Mai".to_owned()));
        assert_eq!((first.sent_on, first.hamlet_name.as_str()), (Some(day("2026-11-22")), "quarter Tổ 1"));
        let nobody = |filter: WorkFilter| read(db, |tx| assessments::worklist(tx, &filter)).is_empty();
        assert!(nobody(WorkFilter { scope: OTHER_COMMUNE.to_owned(), ..filter(9) }));
        assert!(nobody(WorkFilter { scope: SECOND_HAMLET.to_owned(), ..filter(9) }));
        assert!(nobody(WorkFilter { state: State::Accepted, ..filter(9) }));
    });
}

#[test]
fn points_of_another_criteria_set_are_not_compared() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            submitted(tx, 1, 90, true, Some(20), true)?;
            let mut before = assessments::lock_by_id(tx, "b1")?.unwrap();
            before.set_id = "older".to_owned();
            site::walk(tx, &mut before, &[(StepKind::Save, HEAD)])
        });
        let line = read(db, |tx| assessments::worklist(tx, &filter(9))).remove(0);
        assert_eq!((line.rank, line.last_total), (3, None));
    });
}

#[test]
fn families_wait_for_the_decision_in_the_order_of_its_annex_with_the_newest_verdict() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (n, hamlet, head) in [
                (1, SECOND_HAMLET, "Lò Văn An"),
                (2, HAMLET, "Lò Văn Bé"),
                (3, HAMLET, "Lò Văn An"),
                (4, HAMLET, "Lò Văn Ái"),
            ] {
                let household = format!("h{n}");
                site::add_family(tx, &household, hamlet, &household, head)?;
                let mut one = site::register(tx, &format!("a{n}"), &household, hamlet, YEAR)?;
                let steps = if n == 4 { TO_SUBMITTED } else { TO_ACCEPTED };
                site::walk(tx, &mut one, steps)?;
                if n == 2 {
                    site::walk(tx, &mut one, &[(StepKind::Reopen, CHAIR), (StepKind::Accept, CHAIR)])?;
                }
            }
            Ok(())
        });
        let found = read(db, |tx| assessments::waiting(tx, COMMUNE, MODEL, YEAR));
        let told: Vec<_> = found.iter().map(|one| (one.id.as_str(), one.accepted_by.as_str())).collect();
        assert_eq!(told, [("a3", "Nguyễn Văn Hùng"), ("a2", "Trần Quốc Toản"), ("a1", "Nguyễn Văn Hùng")]);
        assert!(found.iter().all(|one| one.synthetic && one.accepted_on == day("2026-11-22")));
        assert_eq!(read(db, |tx| assessments::waiting(tx, SECOND_HAMLET, MODEL, YEAR)).len(), 1);
        assert_eq!(read(db, |tx| assessments::waiting(tx, COMMUNE, MODEL, YEAR + 1)), []);
        assert_eq!(read(db, |tx| assessments::last_day(tx, "a2", StepKind::Accept)), Some(day("2026-11-22")));
        assert_eq!(read(db, |tx| assessments::last_day(tx, "a4", StepKind::Accept)), None);
    });
}

#[test]
fn an_annex_tells_what_became_of_each_family() {
    both(|db| {
        recognise_three(db);
        write(db, |tx| {
            let mut assessment = assessments::lock_by_id(tx, "a2")?.unwrap();
            site::walk(tx, &mut assessment, &[(StepKind::Revoke, CHAIR)])
        });
        let annex = read(db, |tx| store::decisions::annex(tx, "d1"));
        let told: Vec<_> = annex.iter().map(|line| (line.certificate.ordinal, line.state, line.revoked_on)).collect();
        assert_eq!(
            told,
            [(1, State::Recognised, None), (2, State::Revoked, Some(day("2026-11-22"))), (3, State::Recognised, None)]
        );
        let first = annex.first().map(|line| (line.household_id.as_str(), line.hamlet_id.as_str()));
        assert_eq!(first, Some(("h1", HAMLET)));
        let of = |hamlet: &str| {
            let (scope, hamlet) = (COMMUNE.to_owned(), hamlet.to_owned());
            let filter = store::decisions::DecisionFilter { scope, hamlet, limit: 9, ..Default::default() };
            read(db, |tx| store::decisions::list_decisions(tx, &filter)).len()
        };
        assert_eq!((of(HAMLET), of(SECOND_HAMLET), of("")), (1, 0, 1));
        assert_eq!(read(db, |tx| store::decisions::annex(tx, "d9")), []);
        let officer = read(db, |tx| assessments::steps(tx, "a1")).pop().unwrap();
        assert_ne!(officer.step.account_id, OFFICER, "the chair took the last step");
    });
}
