//! Decisions and certificates, evidence, import files.
//! Must not know the path in detail.

use rules::basics::Moment;
use rules::path::{State, StepKind};
use store::Error;
use store::decisions::{self, Certificate, Decision, DecisionFilter};
use store::evidence::{self, Evidence};
use store::imports::{self, ImportFile};

use crate::kit::{AT, both, day, read, write};
use crate::site::{self, CHAIR, COMMUNE, COUNTRY, HAMLET, HEAD, MODEL, OFFICER, OTHER_COMMUNE, PROVINCE, YEAR};

pub fn decision(id: &str, commune: &str, number: &str, on: &str, families: i64) -> Decision {
    Decision {
        id: id.to_owned(),
        commune_id: commune.to_owned(),
        model: MODEL.to_owned(),
        year: YEAR,
        number: number.to_owned(),
        fold: rules::text::fold(number),
        issued_on: day(on),
        issued_at: "Điện Biên Phủ".to_owned(),
        issuer: "Ủy ban nhân dân phường".to_owned(),
        legal_bases: "[\"Quyết định 387/QĐ-TTg\"]".to_owned(),
        signatory: "Trần Quốc Toản".to_owned(),
        signatory_title: "Chủ tịch".to_owned(),
        account_id: CHAIR.to_owned(),
        set_id: "family".to_owned(),
        version: "2026-1".to_owned(),
        families,
        at: AT,
    }
}

pub fn certificate(n: i64, decision: &str) -> Certificate {
    Certificate {
        id: format!("c{n}"),
        decision_id: decision.to_owned(),
        assessment_id: format!("a{n}"),
        ordinal: n,
        head_name: format!("Lò Văn {n}\t\\N"),
        hamlet_name: "Tổ 1".to_owned(),
        commune_name: "Điện Biên Phủ".to_owned(),
        province_name: "Điện Biên".to_owned(),
        total: 80 + n,
        synthetic: n % 2 == 0,
    }
}

/// Three recognised families with one decision and its certificates.
pub fn recognise_three(db: &store::Db) {
    site::fill(db);
    write(db, |tx| {
        decisions::add_decision(tx, &decision("d1", COMMUNE, "215/QĐ-UBND", "2026-11-20", 3))?;
        for n in 1..=3 {
            let household = format!("h{n}");
            site::add_family(tx, &household, HAMLET, &household, &format!("Lò Văn {n}"))?;
            let mut assessment = site::register(tx, &format!("a{n}"), &household, HAMLET, YEAR)?;
            site::walk(tx, &mut assessment, site::TO_ACCEPTED)?;
            assessment.decision_id = Some("d1".to_owned());
            site::walk(tx, &mut assessment, &[(StepKind::Recognise, CHAIR)])?;
        }
        let all: Vec<_> = [3, 1, 2].map(|n| certificate(n, "d1")).into();
        decisions::add_certificates(tx, &all)
    });
}

#[test]
fn a_decision_and_its_certificates_come_back_in_order() {
    both(|db| {
        recognise_three(db);
        let stored = read(db, |tx| decisions::decision(tx, "d1"));
        assert_eq!(stored, Some(decision("d1", COMMUNE, "215/QĐ-UBND", "2026-11-20", 3)));
        let certificates = read(db, |tx| decisions::certificates_of(tx, "d1"));
        assert_eq!(certificates, [1, 2, 3].map(|n| certificate(n, "d1")));
        let one = read(db, |tx| decisions::certificate_of_assessment(tx, "a2"));
        assert_eq!(one, Some(certificate(2, "d1")));
        assert_eq!(read(db, |tx| decisions::certificate_of_assessment(tx, "a9")), None);
        assert_eq!(read(db, |tx| decisions::certificates_of(tx, "d9")), []);
        assert_eq!(read(db, |tx| decisions::decision(tx, "d9")), None);
    });
}

#[test]
fn a_check_of_a_certificate_sees_a_later_revocation() {
    both(|db| {
        recognise_three(db);
        let before = read(db, |tx| decisions::certificate(tx, "c1")).unwrap();
        assert_eq!(before.certificate, certificate(1, "d1"));
        assert_eq!(before.decision.number, "215/QĐ-UBND");
        assert_eq!((before.state, before.revoked_on, before.revoked_reason.as_str()), (State::Recognised, None, ""));
        assert_eq!((before.household_id.as_str(), before.standing.steps), ("h1", 5));
        write(db, |tx| {
            let mut assessment = store::assessments::lock_by_id(tx, "a1")?.unwrap();
            site::walk(tx, &mut assessment, &[(StepKind::Revoke, CHAIR)])
        });
        let view = read(db, |tx| decisions::certificate(tx, "c1")).unwrap();
        assert_eq!((view.state, view.revoked_on), (State::Revoked, Some(day("2026-11-22"))));
        assert_eq!(view.revoked_reason, "vì lý do");
        let other = read(db, |tx| decisions::certificate(tx, "c2")).unwrap();
        assert_eq!(other.state, State::Recognised);
        assert_eq!(read(db, |tx| decisions::certificate(tx, "c9")), None);
    });
}

#[test]
fn a_family_is_certified_once() {
    both(|db| {
        recognise_three(db);
        let again = db.write(|tx| {
            decisions::add_certificates(tx, &[Certificate { id: "c7".to_owned(), ..certificate(2, "d1") }])
        });
        assert!(matches!(again, Err(Error::Clash(_))), "{again:?}");
        assert_eq!(read(db, |tx| decisions::certificates_of(tx, "d1")).len(), 3);
    });
}

#[test]
fn a_number_is_decided_once_in_a_commune_however_it_is_spelt() {
    both(|db| {
        site::fill(db);
        write(db, |tx| decisions::add_decision(tx, &decision("d1", COMMUNE, "215/QĐ-UBND", "2026-11-20", 0)));
        write(db, |tx| decisions::add_decision(tx, &decision("d2", OTHER_COMMUNE, "215/QĐ-UBND", "2026-11-20", 0)));
        let again =
            db.write(|tx| decisions::add_decision(tx, &decision("d3", COMMUNE, "215/qđ-ubnd", "2026-11-21", 0)));
        assert!(matches!(again, Err(Error::Clash(_))), "{again:?}");
        let fold = rules::text::fold("215/QD-UBND");
        let found = read(db, |tx| decisions::decision_by_number(tx, OTHER_COMMUNE, &fold));
        assert_eq!(found.map(|one| one.id), Some("d2".to_owned()));
        assert_eq!(read(db, |tx| decisions::decision_by_number(tx, COMMUNE, "216")), None);
    });
}

#[test]
fn decisions_are_listed_for_every_place_above_the_newest_first() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..7 {
                let commune = if n == 6 { OTHER_COMMUNE } else { COMMUNE };
                let on = ["2026-11-20", "2026-10-01", "2026-11-20"][n % 3];
                let mut one = decision(&format!("d{n}"), commune, &format!("{n}/QĐ"), on, 0);
                one.year = if n == 5 { YEAR - 1 } else { YEAR };
                decisions::add_decision(tx, &one)?;
            }
            Ok(())
        });
        let filter = |scope: &str| DecisionFilter { scope: scope.to_owned(), limit: 100, ..DecisionFilter::default() };
        let ids = |filter: &DecisionFilter| -> Vec<String> {
            read(db, |tx| decisions::list_decisions(tx, filter)).into_iter().map(|one| one.id).collect()
        };
        assert_eq!(ids(&filter(COMMUNE)), ["d5", "d3", "d2", "d0", "d4", "d1"]);
        assert_eq!(ids(&filter(OTHER_COMMUNE)), ["d6"]);
        assert_eq!(ids(&filter(PROVINCE)).len(), 7);
        assert_eq!(ids(&filter(COUNTRY)).len(), 7);
        assert_eq!(ids(&filter(HAMLET)), Vec::<String>::new());
        assert_eq!(ids(&DecisionFilter { year: YEAR - 1, ..filter(COUNTRY) }), ["d5"]);
        assert_eq!(ids(&DecisionFilter { model: "clan".to_owned(), ..filter(COUNTRY) }), Vec::<String>::new());
        assert_eq!(ids(&DecisionFilter { model: MODEL.to_owned(), ..filter(COUNTRY) }).len(), 7);
        let mut page = DecisionFilter { limit: 2, ..filter(COUNTRY) };
        let mut seen = Vec::new();
        for _ in 0..20 {
            let found = read(db, |tx| decisions::list_decisions(tx, &page));
            let Some(last) = found.last() else { break };
            page.after = Some((last.issued_on, last.at, last.id.clone()));
            seen.extend(found.into_iter().map(|one| one.id));
        }
        assert_eq!(seen, ids(&filter(COUNTRY)));
    });
}

#[test]
fn evidence_keeps_its_bytes_and_goes_when_told() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::register(tx, "a1", "h1", HAMLET, YEAR)
        });
        let photo = |id: &str, item: &str, at: i64, size: i64| Evidence {
            id: id.to_owned(),
            assessment_id: "a1".to_owned(),
            item: item.to_owned(),
            name: "ảnh.jpg".to_owned(),
            kind: "image/jpeg".to_owned(),
            size,
            account_id: HEAD.to_owned(),
            at: Moment(at),
        };
        let body: Vec<u8> = (0..=255).cycle().take(70_000).collect();
        let sent = body.clone();
        write(db, move |tx| {
            evidence::add(tx, &photo("e2", "1.2", 5, 0), sent.clone())?;
            evidence::add(tx, &photo("e3", "1.1", 9, 0), vec![1])?;
            evidence::add(tx, &photo("e1", "1.2", 2, 0), Vec::new())
        });
        assert_eq!(
            read(db, |tx| evidence::list(tx, "a1")),
            [photo("e3", "1.1", 9, 1), photo("e1", "1.2", 2, 0), photo("e2", "1.2", 5, 70_000)]
        );
        assert_eq!(read(db, |tx| evidence::get(tx, "e2")), Some((photo("e2", "1.2", 5, 70_000), body)));
        let counts = read(db, |tx| evidence::counts(tx, "a1"));
        assert_eq!(counts, [("1.1".to_owned(), 1), ("1.2".to_owned(), 2)]);
        assert!(write(db, |tx| evidence::delete(tx, "e2")));
        assert!(!write(db, |tx| evidence::delete(tx, "e2")));
        assert_eq!(read(db, |tx| evidence::get(tx, "e2")), None);
        assert_eq!(read(db, |tx| evidence::list(tx, "a9")), []);
    });
}

#[test]
fn an_import_file_waits_is_applied_and_is_forgotten() {
    both(|db| {
        site::fill(db);
        let file = |id: &str, at: i64| ImportFile {
            id: id.to_owned(),
            commune_id: COMMUNE.to_owned(),
            account_id: OFFICER.to_owned(),
            kind: "register".to_owned(),
            name: "Sổ hộ.xlsx".to_owned(),
            mapping: String::new(),
            state: imports::WAITING.to_owned(),
            outcome: String::new(),
            standing: String::new(),
            tray: 0,
            at: Moment(at),
            revision: 1,
        };
        write(db, move |tx| {
            imports::add(tx, &file("i1", 10), b"PK\x03\x04".to_vec())?;
            imports::add(tx, &file("i2", 20), vec![2])?;
            imports::add(tx, &file("i3", 30), vec![3])
        });
        assert_eq!(read(db, |tx| imports::find(tx, "i1")), Some(file("i1", 10)));
        assert_eq!(read(db, |tx| imports::body(tx, "i1")), b"PK\x03\x04".to_vec());
        assert_eq!(write(db, |tx| imports::lock(tx, "i1")).unwrap().revision, 2);
        assert_eq!(write(db, |tx| imports::lock(tx, "i9")), None);
        let now = ImportFile {
            mapping: "{\"A\":\"name\"}".to_owned(),
            state: imports::APPLIED.to_owned(),
            outcome: "{\"added\":3}".to_owned(),
            standing: "{\"part\":1}".to_owned(),
            tray: 2,
            ..file("i1", 10)
        };
        write(db, move |tx| imports::update(tx, &now));
        let applied = read(db, |tx| imports::find(tx, "i1")).unwrap();
        assert_eq!((applied.mapping.as_str(), applied.state.as_str()), ("{\"A\":\"name\"}", imports::APPLIED));
        assert_eq!((applied.outcome.as_str(), applied.standing.as_str()), ("{\"added\":3}", "{\"part\":1}"));
        assert_eq!(applied.tray, 2);
        let recent = |limit| -> Vec<String> {
            read(db, |tx| imports::list_recent(tx, COMMUNE, limit)).into_iter().map(|one| one.id).collect()
        };
        assert_eq!(recent(10), ["i3", "i2", "i1"]);
        assert_eq!(recent(1), ["i3"]);
        assert_eq!(write(db, |tx| imports::delete_unapplied(tx, Moment(30))), 1);
        assert_eq!(recent(10), ["i3", "i1"], "applied files stay");
        write(db, |tx| imports::put_fix(tx, "i1", "S!C7", vec![1]));
        write(db, |tx| imports::put_fix(tx, "i1", "S!C7", vec![2]));
        write(db, |tx| imports::put_fix(tx, "i1", "S!8", vec![3]));
        assert_eq!(write(db, |tx| imports::empty_applied(tx, Moment(30), false)), 0, "something of it waits");
        assert_eq!(
            read(db, |tx| imports::fixes(tx, "i1")),
            [("S!8".to_owned(), vec![3]), ("S!C7".to_owned(), vec![2])]
        );
        assert_eq!(write(db, |tx| imports::drop_fix(tx, "i1", "S!8")), 1);
        assert_eq!(write(db, |tx| imports::empty_applied(tx, Moment(30), true)), 1);
        assert_eq!(write(db, |tx| imports::empty_applied(tx, Moment(30), true)), 0);
        assert_eq!(read(db, |tx| imports::fixes(tx, "i1")), []);
        assert_eq!(read(db, |tx| imports::body(tx, "i1")), Vec::<u8>::new());
        assert_eq!(read(db, |tx| imports::body(tx, "i3")), [3]);
        assert_eq!(read(db, imports::applying), []);
        let now = ImportFile { state: imports::APPLYING.to_owned(), ..file("i3", 30) };
        write(db, move |tx| imports::update(tx, &now));
        assert_eq!(read(db, imports::applying), [("i3".to_owned(), OFFICER.to_owned())]);
    });
}

#[test]
fn what_columns_mean_is_remembered_for_a_commune() {
    both(|db| {
        site::fill(db);
        let said = |columns: &str, at| imports::Shape {
            shape: "abc".to_owned(),
            columns: columns.to_owned(),
            name: "Sổ hộ.xlsx".to_owned(),
            at: Moment(at),
        };
        let (first, second) = (said("{}", 1), said("{\"name\":2}", 2));
        let kept = second.clone();
        write(db, move |tx| imports::remember(tx, COMMUNE, "register", OFFICER, &first));
        write(db, move |tx| imports::remember(tx, COMMUNE, "register", OFFICER, &kept));
        assert_eq!(read(db, |tx| imports::shapes(tx, COMMUNE, "register")), [second]);
        assert_eq!(read(db, |tx| imports::shapes(tx, COMMUNE, "other")), []);
        assert_eq!(write(db, |tx| imports::forget(tx, COMMUNE, "register", "abc")), 1);
        assert_eq!(read(db, |tx| imports::shapes(tx, COMMUNE, "register")), []);
    });
}
