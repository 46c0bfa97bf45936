//! Steps taken one by one, without pages.

use hoctap::acts::path::Change;
use rules::access::Role;
use rules::path::StepKind;

use super::fixture::{codes, household, on, register, sheet, step};
use crate::kit::{LONG_HE, both};

#[test]
fn a_family_goes_the_whole_way_and_every_step_is_kept() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        assert_eq!((one.state.as_str(), one.revision), ("registered", 1));
        let mut save = on(&one.id, StepKind::Save);
        save.change = Change::Sheet(sheet(site, 90));
        save.base_revision = Some(1);
        let saved = step(site, &head, save.clone()).unwrap();
        assert!(saved.complete && saved.passed, "{saved:?}");
        assert_eq!(codes(step(site, &officer, save)), ["changed-meanwhile"]);
        step(site, &head, on(&one.id, StepKind::Submit)).unwrap();
        step(site, &officer, on(&one.id, StepKind::Accept)).unwrap();
        let mut recognise = on(&one.id, StepKind::Recognise);
        recognise.day = rules::basics::Day::parse("2025-01-01");
        assert_eq!(codes(step(site, &chair, recognise)), ["decision-not-authority"]);
        assert_eq!(codes(step(site, &head, on(&one.id, StepKind::Recognise))), ["forbidden"]);
        let kept = site.read(move |tx| store::assessments::steps(tx, &one.id));
        let kinds: Vec<_> = kept.iter().map(|kept| kept.step.kind.word()).collect();
        assert_eq!(kinds, ["register", "save", "submit", "accept"]);
    });
}

#[test]
fn a_registration_needs_a_year_that_is_judged_and_a_household_that_lived_there() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let family = household(site, &hamlet, "Lò Văn Inh", "2026-03-01");
        assert_eq!(codes(step(site, &head, register(&family, 2015))), ["cycle-year"]);
        assert_eq!(codes(step(site, &head, register(&family, 2027))), ["cycle-year"]);
        assert_eq!(codes(step(site, &head, register(&family, 2025))), ["household-not-here-in-year"]);
        step(site, &head, register(&family, 2026)).unwrap();
        assert_eq!(codes(step(site, &head, register(&family, 2026))), ["already-registered"]);
        let other = site.person("other", Role::HamletHead, &site.hamlet(LONG_HE, "Nà Nôm"));
        let next = household(site, &hamlet, "Lò Văn Đôi", "2026-03-01");
        assert_eq!(codes(step(site, &other, register(&next, 2026))), ["forbidden"]);
    });
}

#[test]
fn whoever_wrote_the_answers_cannot_judge_them_and_all_missing_answers_are_named() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let second = site.person("second", Role::CommuneOfficer, LONG_HE);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &officer, register(&family, 2026)).unwrap();
        let mut save = on(&one.id, StepKind::Save);
        let mut half = sheet(site, 60);
        half.answers.retain(|code, _| code.starts_with('A'));
        save.change = Change::Sheet(half);
        step(site, &officer, save.clone()).unwrap();
        let missing = codes(step(site, &officer, on(&one.id, StepKind::Submit)));
        assert!(missing.len() > 3 && missing.iter().all(|code| code == "answer-missing"), "{missing:?}");
        save.change = Change::Sheet(sheet(site, 60));
        step(site, &officer, save).unwrap();
        step(site, &officer, on(&one.id, StepKind::Submit)).unwrap();
        assert_eq!(codes(step(site, &officer, on(&one.id, StepKind::Accept))), ["self-appraisal"]);
        assert_eq!(codes(step(site, &second, on(&one.id, StepKind::Accept))), ["below-pass-mark"]);
        assert_eq!(codes(step(site, &second, on(&one.id, StepKind::Return))), ["reason-required"]);
        step(site, &second, on(&one.id, StepKind::Return).because("Thiếu ảnh của số 014 084 000 123")).unwrap();
        // Nobody becomes a stranger to their answers by withdrawing and registering again.
        step(site, &officer, on(&one.id, StepKind::Withdraw).because("Gia đình rút")).unwrap();
        step(site, &officer, register(&family, 2026)).unwrap();
        let head = site.person("head", Role::HamletHead, &hamlet);
        let mut save = on(&one.id, StepKind::Save);
        save.change = Change::Sheet(sheet(site, 90));
        step(site, &head, save).unwrap();
        step(site, &head, on(&one.id, StepKind::Submit)).unwrap();
        assert_eq!(codes(step(site, &officer, on(&one.id, StepKind::Accept))), ["self-appraisal"]);
        step(site, &second, on(&one.id, StepKind::Accept)).unwrap();
        let of = one.id.clone();
        let steps = site.read(move |tx| store::assessments::steps(tx, &of));
        let reasons: Vec<_> = steps.iter().map(|named| named.step.reason.as_str()).collect();
        assert!(reasons.iter().any(|reason| reason.contains("Thiếu ảnh")), "{reasons:?}");
        assert!(
            !reasons.iter().any(|reason| reason.contains("014 084")),
            "no identity number in a reason: {reasons:?}"
        );
    });
}
