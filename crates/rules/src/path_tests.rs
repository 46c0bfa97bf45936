//! Tables and properties of the recognition path.
//! Must not know storage or pages.

use proptest::prelude::*;

use super::*;
use crate::access::allows;

fn step(kind: StepKind, by: &str) -> Step {
    Step { kind, by: by.into(), at: Moment(0), day: Day::new(2025, 11, 3).unwrap(), reason: "as said".into() }
}

fn good() -> Facts {
    Facts {
        year: 2025,
        complete: true,
        passed: true,
        total: "82".into(),
        mark: "70".into(),
        authority: true,
        actor_name: "Lò Thị Mai".into(),
        missing_item: String::new(),
    }
}

fn walked(words: &[(&str, &str)]) -> Option<Standing> {
    let mut standing = None;
    for (word, by) in words {
        let next = take(standing.as_ref(), &step(StepKind::of(word).unwrap(), by), &good());
        standing = Some(next.unwrap_or_else(|problem| panic!("{word}: {problem:?}")));
    }
    standing
}

fn reach(state: State) -> Option<Standing> {
    let path: &[(&str, &str)] = match state {
        State::Registered => &[("register", "head")],
        State::Assessing => &[("register", "head"), ("save", "head")],
        State::Submitted => &[("register", "head"), ("save", "head"), ("submit", "head")],
        State::Returned => &[("register", "head"), ("save", "head"), ("submit", "head"), ("return", "officer")],
        State::Accepted => &[("register", "head"), ("save", "head"), ("submit", "head"), ("accept", "officer")],
        State::Rejected => &[("register", "head"), ("save", "head"), ("submit", "head"), ("reject", "officer")],
        State::Recognised => {
            &[("register", "head"), ("save", "head"), ("submit", "head"), ("accept", "officer"), ("recognise", "chair")]
        }
        State::Withdrawn => &[("register", "head"), ("withdraw", "head")],
        State::Revoked => &[
            ("register", "head"),
            ("save", "head"),
            ("submit", "head"),
            ("accept", "officer"),
            ("recognise", "chair"),
            ("revoke", "chair"),
        ],
    };
    walked(path)
}

fn refused(before: Option<&Standing>, kind: StepKind, by: &str, facts: &Facts) -> Problem {
    take(before, &step(kind, by), facts).unwrap_err()
}

/// Rows: state; columns: register save submit recall return accept reject reopen recognise withdraw revoke.
const TRANSITIONS: &str = "\
none       registered - - - - - - - - - -
registered - assessing - - - - - - - withdrawn -
assessing  - assessing submitted - - - - - - withdrawn -
submitted  - - - assessing returned accepted rejected - - withdrawn -
returned   - assessing - - - - - - - withdrawn -
accepted   - - - - - - - submitted recognised - -
rejected   - - - - - - - submitted - - -
recognised - - - - - - - - - - revoked
withdrawn  registered - - - - - - - - - -
revoked    - - - - - - - - - - -
";

#[test]
fn the_table_of_transitions_is_exactly_the_agreed_one() {
    let mut table = String::new();
    for state in std::iter::once(None).chain(State::ALL.iter().copied().map(Some)) {
        let cells: Vec<&str> = StepKind::ALL.iter().map(|kind| after(state, *kind).map_or("-", State::word)).collect();
        table.push_str(&format!("{:<10} {}\n", state.map_or("none", State::word), cells.join(" ")));
    }
    assert_eq!(table, TRANSITIONS);
}

#[test]
fn next_steps_are_the_transitions_with_roles_that_have_the_right() {
    for state in std::iter::once(None).chain(State::ALL.iter().copied().map(Some)) {
        let mut listed: Vec<StepKind> = next_steps(state).iter().map(|(kind, _)| *kind).collect();
        listed.sort();
        let possible: Vec<StepKind> =
            StepKind::ALL.iter().copied().filter(|kind| after(state, *kind).is_some()).collect();
        assert_eq!(listed, possible, "{state:?}");
        for (kind, role) in next_steps(state) {
            assert_eq!(*role, kind.role());
            assert!(allows(*role, kind.act()), "{role:?} {kind:?}");
        }
    }
}

#[test]
fn words_read_back_and_agree_with_serde() {
    for kind in StepKind::ALL {
        assert_eq!(StepKind::of(kind.word()), Some(*kind));
        assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.word()));
    }
    for state in State::ALL {
        assert_eq!(State::of(state.word()), Some(*state));
        assert_eq!(serde_json::to_string(state).unwrap(), format!("\"{}\"", state.word()));
    }
}

#[test]
fn a_standing_survives_being_stored_as_json() {
    let standing = reach(State::Recognised).unwrap();
    let text = serde_json::to_string(&standing).unwrap();
    assert_eq!(serde_json::from_str::<Standing>(&text).unwrap(), standing);
}

#[test]
fn a_step_out_of_order_names_the_missing_step_and_who_can_take_it() {
    for (state, kind, missing, who) in [
        (State::Registered, StepKind::Submit, "save", "hamlet_head"),
        (State::Registered, StepKind::Recognise, "save", "hamlet_head"),
        (State::Assessing, StepKind::Accept, "submit", "hamlet_head"),
        (State::Returned, StepKind::Submit, "save", "hamlet_head"),
        (State::Submitted, StepKind::Recognise, "accept", "commune_officer"),
        (State::Submitted, StepKind::Save, "recall", "hamlet_head"),
        (State::Accepted, StepKind::Return, "reopen", "commune_officer"),
        (State::Accepted, StepKind::Revoke, "recognise", "commune_chair"),
        (State::Rejected, StepKind::Recognise, "reopen", "commune_officer"),
        (State::Withdrawn, StepKind::Save, "register", "hamlet_head"),
        (State::Recognised, StepKind::Save, "none", "none"),
        (State::Revoked, StepKind::Recognise, "none", "none"),
    ] {
        let problem = refused(reach(state).as_ref(), kind, "somebody", &good());
        assert_eq!(problem.code, "step-out-of-order");
        let args: Vec<&str> = ["step", "state", "missing", "who"].map(|name| problem.args[name].as_str()).to_vec();
        assert_eq!(args, [kind.word(), state.word(), missing, who], "{state:?} {kind:?}");
    }
}

#[test]
fn nothing_can_be_done_for_a_family_that_is_not_registered() {
    for kind in StepKind::ALL.iter().filter(|kind| **kind != StepKind::Register) {
        let problem = refused(None, *kind, "officer", &good());
        assert_eq!((problem.code.as_str(), problem.args["who"].as_str()), ("not-registered", "hamlet_head"));
    }
}

#[test]
fn a_family_registers_once_a_year_and_again_only_after_withdrawing() {
    let problem = refused(reach(State::Rejected).as_ref(), StepKind::Register, "head", &good());
    assert_eq!((problem.code.as_str(), problem.args["year"].as_str()), ("already-registered", "2025"));
    let again =
        walked(&[("register", "head"), ("save", "helper"), ("withdraw", "head"), ("register", "head")]).unwrap();
    assert_eq!(again.state, State::Registered);
    assert_eq!(again.self_assessors.iter().collect::<Vec<_>>(), ["helper"], "the answers stay, and whose they are");
    assert_eq!(again.steps, 4);
}

#[test]
fn whoever_saved_or_submitted_gives_no_verdict() {
    let submitted =
        walked(&[("register", "head"), ("save", "officer"), ("save", "head"), ("submit", "deputy")]).unwrap();
    for kind in [StepKind::Accept, StepKind::Reject] {
        for by in ["officer", "head", "deputy"] {
            let problem = refused(Some(&submitted), kind, by, &good());
            assert_eq!((problem.code.as_str(), problem.args["name"].as_str()), ("self-appraisal", "Lò Thị Mai"));
        }
        assert!(take(Some(&submitted), &step(kind, "second-officer"), &good()).is_ok());
    }
}

#[test]
fn reopening_does_not_let_a_self_assessor_appraise() {
    let reopened = walked(&[
        ("register", "head"),
        ("save", "officer"),
        ("submit", "head"),
        ("reject", "second-officer"),
        ("reopen", "officer"),
    ])
    .unwrap();
    assert_eq!(reopened.appraised_by, None);
    assert_eq!(refused(Some(&reopened), StepKind::Accept, "officer", &good()).code, "self-appraisal");
}

#[test]
fn steps_that_need_a_reason_are_refused_without_one() {
    for (state, kind, needed) in [
        (State::Submitted, StepKind::Return, true),
        (State::Submitted, StepKind::Reject, true),
        (State::Accepted, StepKind::Reopen, true),
        (State::Recognised, StepKind::Revoke, true),
        (State::Assessing, StepKind::Withdraw, true),
        (State::Submitted, StepKind::Withdraw, true),
        (State::Registered, StepKind::Withdraw, false),
        (State::Submitted, StepKind::Recall, false),
        (State::Submitted, StepKind::Accept, false),
    ] {
        let silent = Step { reason: "  \n".into(), ..step(kind, "someone-else") };
        match take(reach(state).as_ref(), &silent, &good()) {
            Ok(_) => assert!(!needed, "{state:?} {kind:?}"),
            Err(problem) => assert!(needed && problem.code == "reason-required", "{state:?} {kind:?} {problem:?}"),
        }
    }
}

#[test]
fn incomplete_answers_a_low_score_and_a_missing_authority_each_stop_their_step() {
    let incomplete = Facts { complete: false, missing_item: "A1".into(), ..good() };
    let problem = refused(reach(State::Assessing).as_ref(), StepKind::Submit, "head", &incomplete);
    assert_eq!((problem.code.as_str(), problem.field.as_str()), ("answer-missing", "A1"));

    let low = Facts { passed: false, total: "64.5".into(), ..good() };
    let problem = refused(reach(State::Submitted).as_ref(), StepKind::Accept, "officer", &low);
    assert_eq!(problem.code, "below-pass-mark");
    assert_eq!((problem.args["total"].as_str(), problem.args["mark"].as_str()), ("64.5", "70"));

    let stranger = Facts { authority: false, ..good() };
    let problem = refused(reach(State::Accepted).as_ref(), StepKind::Recognise, "chair", &stranger);
    assert_eq!(problem.code, "decision-not-authority");
    assert_eq!((problem.args["who"].as_str(), problem.args["day"].as_str()), ("commune_chair", "2025-11-03"));
}

#[test]
fn the_default_facts_let_nobody_through() {
    let nothing = Facts::default();
    assert!(take(reach(State::Assessing).as_ref(), &step(StepKind::Submit, "head"), &nothing).is_err());
    assert!(take(reach(State::Submitted).as_ref(), &step(StepKind::Accept, "officer"), &nothing).is_err());
    assert!(take(reach(State::Accepted).as_ref(), &step(StepKind::Recognise, "chair"), &nothing).is_err());
}

#[test]
fn the_missing_step_leads_closer_wherever_a_way_exists() {
    for state in std::iter::once(None).chain(State::ALL.iter().copied().map(Some)) {
        for kind in StepKind::ALL {
            let mut at = state;
            for _ in 0..State::ALL.len() {
                let Some(missing) = missing_step(at, *kind) else { break };
                at = after(at, missing);
                assert!(at.is_some(), "{state:?} {kind:?}");
            }
            assert!(missing_step(at, *kind).is_none(), "{state:?} {kind:?} never gets there");
        }
    }
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let people = ["head", "officer", "chair"];
    prop::collection::vec((0..StepKind::ALL.len(), 0..people.len(), any::<bool>()), 0..60).prop_map(move |picks| {
        picks
            .into_iter()
            .map(|(kind, by, reason)| Step {
                reason: if reason { "why".into() } else { String::new() },
                ..step(StepKind::ALL[kind], people[by])
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn folding_the_accepted_steps_equals_taking_them_one_by_one(steps in any_steps()) {
        let (mut standing, mut accepted): (Option<Standing>, Vec<Step>) = (None, Vec::new());
        for one in steps {
            if let Ok(next) = take(standing.as_ref(), &one, &good()) {
                prop_assert_eq!(next.steps, i64::try_from(accepted.len()).unwrap() + 1);
                standing = Some(next);
                accepted.push(one);
            }
            prop_assert_eq!(&fold(&accepted), &standing);
        }
    }

    #[test]
    fn nobody_is_recognised_without_registering_submitting_and_another_persons_acceptance(steps in any_steps()) {
        let (mut standing, mut accepted): (Option<Standing>, Vec<Step>) = (None, Vec::new());
        for one in steps {
            let Ok(next) = take(standing.as_ref(), &one, &good()) else { continue };
            standing = Some(next);
            accepted.push(one);
            let Some(now) = standing.as_ref().filter(|now| now.state == State::Recognised) else { continue };
            let last = |kind| accepted.iter().rposition(|done| done.kind == kind);
            let (registered, submitted, passed) = (last(StepKind::Register), last(StepKind::Submit), last(StepKind::Accept));
            prop_assert!(registered.is_some() && registered < submitted && submitted < passed);
            let appraiser = &accepted[passed.unwrap()].by;
            prop_assert_eq!(now.appraised_by.as_ref(), Some(appraiser));
            let wrote = accepted[registered.unwrap()..].iter()
                .any(|done| matches!(done.kind, StepKind::Save | StepKind::Submit) && done.by == *appraiser);
            prop_assert!(!wrote);
        }
    }

    #[test]
    fn even_a_broken_history_folds_to_recognised_only_over_the_three_steps(steps in any_steps()) {
        if fold(&steps).is_some_and(|standing| standing.state == State::Recognised) {
            let first = |kind| steps.iter().position(|done| done.kind == kind).unwrap();
            let last = |kind| steps.iter().rposition(|done| done.kind == kind).unwrap();
            prop_assert!(first(StepKind::Register) < last(StepKind::Submit));
            prop_assert!(first(StepKind::Submit) < last(StepKind::Accept));
            prop_assert!(first(StepKind::Accept) < last(StepKind::Recognise));
        }
    }
}
