//! Decisions outside any page: one for all or none, by whom, when, under which number.

use hoctap::failure::Failure;
use rules::access::{Act, Role};
use rules::basics::Day;
use rules::path::{State, StepKind};
use store::people::RoleGrant;

use super::fixture::{accepted, act, commune, decide, sent, told};
use crate::kit::{LONG_HE, OTHER, Person, Site, both};
use crate::path::fixture::{codes, on, step};

const FORM: &[(&str, &str)] = &[("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];

fn state(site: &Site, id: &str) -> State {
    let id = id.to_owned();
    site.read(move |tx| store::assessments::get(tx, &id)).unwrap().state
}

fn grant(site: &Site, person: &Person, since: &str, until: &str) {
    let grant = RoleGrant {
        id: site.app.dice.id(site.app.clock.now()),
        account_id: person.id.clone(),
        role: Role::CommuneChair,
        unit_id: LONG_HE.to_owned(),
        unit_name: String::new(),
        since: Day::parse(since).unwrap(),
        until: Day::parse(until).unwrap(),
        legal_basis: String::new(),
    };
    site.grant(grant);
}

#[test]
fn one_decision_recognises_all_its_families_and_gives_each_a_certificate() {
    both(|site| async move {
        let c = commune(site);
        let ids = vec![
            accepted(site, &c, "Quàng Văn Pánh"),
            accepted(site, &c, "Cà Văn Ái"),
            accepted(site, &c, "Lò Thị Ệm"),
        ];
        let issued = decide(site, &c.chair, LONG_HE, FORM, &ids).unwrap();
        assert_eq!((issued.families, issued.number.as_str(), issued.id.len()), (3, "12/QĐ-UBND", 14));
        assert!(ids.iter().all(|id| state(site, id) == State::Recognised));
        let id = issued.id.clone();
        let (decision, annex) =
            site.read(move |tx| Ok((store::decisions::decision(tx, &id)?.unwrap(), store::decisions::annex(tx, &id)?)));
        assert_eq!(decision.issuer, "Ủy ban nhân dân xã Long Hẹ");
        assert_eq!((decision.issued_at.as_str(), decision.signatory_title.as_str()), ("Long Hẹ", "Chủ tịch"));
        assert!(
            decision.legal_bases.contains("Căn cứ Quyết định số 387/QĐ-TTg ngày 25 tháng 3 năm 2022 của Thủ tướng")
        );
        let names: Vec<_> =
            annex.iter().map(|line| (line.certificate.ordinal, line.certificate.head_name.as_str())).collect();
        assert_eq!(names, [(1, "Cà Văn Ái"), (2, "Lò Thị Ệm"), (3, "Quàng Văn Pánh")], "by hamlet, then by name");
        assert!(annex.iter().all(|line| line.certificate.synthetic && line.certificate.hamlet_name == "Bản Cổng"));
        assert!(annex.iter().all(|line| hoctap::clock::read_code(&line.certificate.id).is_some()));
    });
}

#[test]
fn a_decision_is_issued_for_all_or_for_none_and_names_who_stands_in_the_way() {
    both(|site| async move {
        let c = commune(site);
        let good = accepted(site, &c, "Quàng Văn Pánh");
        let waits = sent(site, &c, "Lò Thị Ệm", 90);
        let problems = match decide(site, &c.chair, LONG_HE, FORM, &[good.clone(), waits.clone()]) {
            Err(Failure::Problems(problems)) => problems,
            other => panic!("{other:?}"),
        };
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].code.as_str(), problems[0].field.as_str()), ("step-out-of-order", waits.as_str()));
        let sentence = site.app.words.problem(hoctap::words::Lang::Vi, &problems[0]);
        assert!(sentence.starts_with("Lò Thị Ệm (Bản Cổng): "), "{sentence}");
        assert_eq!(state(site, &good), State::Accepted);
        assert_eq!(site.read(|tx| store::decisions::list_decisions(tx, &filter())).len(), 0);
        decide(site, &c.chair, LONG_HE, FORM, std::slice::from_ref(&good)).unwrap();
        assert_eq!((state(site, &good), state(site, &waits)), (State::Recognised, State::Submitted));
    });
}

fn filter() -> store::decisions::DecisionFilter {
    store::decisions::DecisionFilter { scope: LONG_HE.to_owned(), limit: 10, ..Default::default() }
}

#[test]
fn only_the_office_that_held_the_authority_on_the_day_decides() {
    both(|site| async move {
        let c = commune(site);
        let one = vec![accepted(site, &c, "Quàng Văn Pánh")];
        assert_eq!(told(decide(site, &c.officer, LONG_HE, FORM, &one)), [("forbidden".to_owned(), String::new())]);
        let stranger = site.person("stranger", Role::CommuneChair, OTHER);
        assert_eq!(told(decide(site, &stranger, LONG_HE, FORM, &one))[0].0, "forbidden");
        assert_eq!(told(decide(site, &stranger, OTHER, FORM, &one))[0].0, "place-not-here");
        site.on("2026-11-25");
        // The office ended, was given to somebody else, and came back: in between nothing can be signed.
        let acting = site.person("acting", Role::Viewer, LONG_HE);
        grant(site, &acting, "2025-07-01", "2026-11-10");
        assert_eq!(told(decide(site, &acting, LONG_HE, FORM, &one))[0].0, "forbidden");
        grant(site, &acting, "2026-11-24", "9999-12-31");
        let refused = told(decide(site, &acting, LONG_HE, FORM, &one));
        assert_eq!(refused, [("decision-not-authority".to_owned(), "issued_on".to_owned())]);
        let today = [("number", "12/QĐ-UBND"), ("issued_on", "2026-11-24")];
        decide(site, &acting, LONG_HE, &today, &one).unwrap();
    });
}

#[test]
fn a_decision_is_dated_between_appraisal_and_today_and_its_number_is_free() {
    both(|site| async move {
        let c = commune(site);
        let one = vec![accepted(site, &c, "Quàng Văn Pánh")];
        let dated = |day: &'static str| [("number", "12/QĐ-UBND"), ("issued_on", day)];
        let field = |code: &str, field: &str| vec![(code.to_owned(), field.to_owned())];
        assert_eq!(
            told(decide(site, &c.chair, LONG_HE, &dated("2026-11-23"), &one)),
            field("day-in-future", "issued_on")
        );
        assert_eq!(
            told(decide(site, &c.chair, LONG_HE, &dated("2026-11-21"), &one)),
            field("decision-date", "issued_on")
        );
        decide(site, &c.chair, LONG_HE, FORM, &one).unwrap();
        let next = vec![accepted(site, &c, "Lò Thị Ệm")];
        let again = [("number", "012/qđ-ubnd"), ("issued_on", "2026-11-22")];
        assert_eq!(told(decide(site, &c.chair, LONG_HE, &again, &next)), field("decision-number-taken", "number"));
        assert_eq!(told(decide(site, &c.chair, LONG_HE, FORM, &[])), field("nothing-chosen", "family"));
        site.on("2027-01-05");
        let new_year = [("number", "12/QĐ-UBND"), ("issued_on", "2027-01-05")];
        decide(site, &c.chair, LONG_HE, &new_year, &next).unwrap();
        let elsewhere = told(decide(site, &c.chair, LONG_HE, &new_year, &["no-such".to_owned()]));
        assert_eq!(
            elsewhere,
            [("decision-number-taken".to_owned(), "number".to_owned()), ("not-found".to_owned(), "no-such".to_owned())]
        );
    });
}

#[test]
fn a_revocation_needs_a_reason_and_the_chair_and_moves_the_counters() {
    both(|site| async move {
        let c = commune(site);
        let ids = vec![accepted(site, &c, "Quàng Văn Pánh"), accepted(site, &c, "Lò Thị Ệm")];
        decide(site, &c.chair, LONG_HE, FORM, &ids).unwrap();
        let revoke = |person: &Person, reason: &'static str| {
            let (id, request) = (ids[0].clone(), site.app.dice.id(site.app.clock.now()));
            act(site, person, Act::Revoke, &request, move |tx, ctx| hoctap::acts::decide::revoke(tx, ctx, &id, reason))
        };
        assert_eq!(told(revoke(&c.officer, "Cấp nhầm"))[0].0, "forbidden");
        assert_eq!(told(revoke(&c.chair, "  "))[0].0, "reason-required");
        let long: &'static str = Box::leak("ả".repeat(1001).into_boxed_str());
        assert_eq!(told(revoke(&c.chair, long))[0].0, "too-long");
        assert_eq!(revoke(&c.chair, "Cấp nhầm").unwrap().state, "revoked");
        assert_eq!(told(revoke(&c.chair, "Cấp nhầm"))[0].0, "step-out-of-order");
        let counted = site.read(|tx| store::tallies::total(tx, LONG_HE, "family", Day::parse("2026-11-22").unwrap()));
        let of = |measure| counted.iter().find(|one| one.measure == measure).map_or(0, |one| one.n);
        assert_eq!((of(rules::tally::Measure::Recognised), of(rules::tally::Measure::Revoked)), (1, 1));
        assert_eq!(codes(step(site, &c.chair, on(&ids[0], StepKind::Recognise))), ["step-out-of-order"]);
    });
}
