//! Integrity checks: a sound site has no findings, and every check finds what it is for.
//! Must not know how findings are shown.

use std::collections::BTreeSet;

use store::checks::{self, Finding};
use store::{Db, Error, args};

use crate::decisions::recognise_three;
use crate::kit::{AT, SEAL, both, read, write};
use crate::site::{self, COMMUNE, HEAD};

/// A recognised hamlet in which everything agrees.
fn sound(db: &Db) {
    recognise_three(db);
    write(db, |tx| {
        site::add_family(tx, "h4", site::HAMLET, "h4", "Lò Văn 1")?;
        store::register::set_status(tx, "h4", store::register::MERGED, crate::kit::day("2026-03-01"))?;
        let merge = store::register::Merge {
            from_id: "h4".to_owned(),
            into_id: "h1".to_owned(),
            account_id: site::OFFICER.to_owned(),
            at: AT,
            from_revision: 2,
            into_revision: 2,
        };
        store::register::add_merge(tx, &merge, vec![1])?;
        let mut assessment = store::assessments::lock_by_id(tx, "a1")?.unwrap();
        store::receipts::keep_criteria(tx, &assessment.set_id, &assessment.version, "hash", "body")?;
        assessment.filled = "{\"1\":1}".to_owned();
        site::walk(tx, &mut assessment, &[(rules::path::StepKind::Revoke, site::CHAIR)])?;
        let wrong = store::tallies::recount(tx)?;
        store::tallies::repair(tx, &wrong)
    });
    write(db, |tx| {
        let mut records: Vec<_> = ["a1", "a2", "a3"].map(|id| ("assessment", id)).to_vec();
        records.push(("decision", "d1"));
        records.extend([site::HEAD, site::OFFICER, site::CHAIR].map(|id| ("account", id)));
        for (kind, id) in records {
            let line = store::audit::Line {
                at: AT,
                account_id: site::CHAIR.to_owned(),
                act: "decide".to_owned(),
                object_kind: kind.to_owned(),
                object_id: id.to_owned(),
                unit_id: COMMUNE.to_owned(),
                before: String::new(),
                after: "{}".to_owned(),
                reason: String::new(),
                proof: store::proofs::after(tx, kind, id)?,
            };
            store::audit::append(tx, &SEAL, COMMUNE, &[line])?;
        }
        Ok(())
    });
}

/// Carries findings out of a transaction that is undone.
enum Undo {
    Found(Vec<Finding>),
    Failed(Error),
}

impl From<Error> for Undo {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What the checks find after one change, which is then undone.
fn found_after(db: &Db, change: &'static str) -> Vec<Finding> {
    let outcome: Result<(), Undo> = db.write(move |tx| {
        let changed = tx.exec(change, args![])?;
        assert!(changed > 0, "changed nothing: {change}");
        Err(Undo::Found(checks::run(tx, &SEAL)?))
    });
    match outcome {
        Err(Undo::Found(found)) => found,
        Err(Undo::Failed(error)) => panic!("{error}"),
        Ok(()) => panic!("not undone"),
    }
}

/// One way to break what each check guards, and the row it must name.
const BROKEN: &[(&str, &str, &str)] = &[
    ("household-without-head", "h1", "UPDATE member SET relation = 'child' WHERE id = 'h1-head'"),
    (
        "household-two-heads",
        "h1",
        "INSERT INTO member (id, household_id, ordinal, name, fold, back, relation, sex, birth, id_tail, left_on, place)
         VALUES ('x', 'h1', 2, 'X', 'x', 'x', 'head', '', '', '', '9999-12-31', '03127.001@2025-07-01')",
    ),
    ("head-name-differs", "h1", "UPDATE household SET head_name = 'Khác' WHERE id = 'h1'"),
    ("person-found-elsewhere", "h1", "UPDATE member SET place = '03127.002@2025-07-01' WHERE household_id = 'h1'"),
    ("person-found-elsewhere", "h1", "UPDATE member SET left_on = '2026-01-01' WHERE household_id = 'h1'"),
    ("stay-missing", "h1", "DELETE FROM household_stay WHERE household_id = 'h1'"),
    ("stay-of-closed-household", "h1", "UPDATE household SET status = 'dissolved' WHERE id = 'h1'"),
    ("stay-elsewhere", "h1", "UPDATE household_stay SET hamlet_id = '03127.002@2025-07-01' WHERE household_id = 'h1'"),
    ("stay-after-hamlet", "h1", "UPDATE unit SET valid_to = '2026-01-01' WHERE id = '03127.001@2025-07-01'"),
    (
        "stay-inverted",
        "h1",
        "INSERT INTO household_stay (household_id, hamlet_id, commune_id, since, until)
         VALUES ('h1', '03127.001@2025-07-01', '03127@2025-07-01', '2025-01-05', '2025-01-01')",
    ),
    ("household-place", "h1", "UPDATE household SET commune_id = '03130@2025-07-01' WHERE id = 'h1'"),
    ("identity-number-twice", "h1", "UPDATE member SET id_hash = 'same'"),
    ("merged-without-target", "h1", "UPDATE household SET status = 'merged' WHERE id = 'h1'"),
    ("merged-without-target", "h4", "UPDATE household SET status = 'dissolved' WHERE id = 'h4'"),
    ("merged-in-a-circle", "h4", "UPDATE household_merge SET into_id = 'h4' WHERE from_id = 'h4'"),
    ("merged-with-title", "a2", "UPDATE assessment SET household_id = 'h4' WHERE id = 'a2'"),
    ("assessment-without-steps", "a1", "DELETE FROM step WHERE assessment_id = 'a1'"),
    ("step-missing", "a1", "DELETE FROM step WHERE assessment_id = 'a1' AND n = 2"),
    ("assessment-place", "a1", "UPDATE assessment SET commune_id = '03130@2025-07-01' WHERE id = 'a1'"),
    ("criteria-not-kept", "a1", "UPDATE assessment SET version = 'unknown' WHERE id = 'a1'"),
    ("recognised-without-decision", "a1", "UPDATE assessment SET decision_id = NULL WHERE id = 'a1'"),
    ("certificate-missing", "a1", "DELETE FROM certificate WHERE id = 'c1'"),
    ("certificate-without-decision", "c1", "UPDATE assessment SET decision_id = 'other' WHERE id = 'a1'"),
    ("certificate-not-recognised", "c2", "UPDATE assessment SET state = 'accepted' WHERE id = 'a2'"),
    ("certificate-of-another-cycle", "c1", "UPDATE decision SET year = 2020"),
    ("decision-families", "d1", "UPDATE decision SET families = 9"),
    ("session-of-disabled-account", "account-head", "UPDATE account SET disabled_at = 1 WHERE id = 'account-head'"),
    (
        "grant-inverted",
        "g1",
        "INSERT INTO role_grant (id, account_id, role, unit_id, since, until, legal_basis)
         VALUES ('g1', 'account-head', 'hamlet_head', '03127.001@2025-07-01', '2026-02-01', '2026-01-31', '')",
    ),
    (
        "grant-after-unit",
        "g1",
        "INSERT INTO role_grant (id, account_id, role, unit_id, since, until, legal_basis)
         VALUES ('g1', 'account-head', 'hamlet_head', '03127.001@2025-07-01', '2024-01-01', '2025-06-30', '')",
    ),
    (
        "unit-inverted",
        "03127.001@2025-07-01",
        "UPDATE unit SET valid_to = '2020-01-01' WHERE id = '03127.001@2025-07-01'",
    ),
    (
        "unit-outside-parent",
        "03127.001@2025-07-01",
        "UPDATE unit SET valid_from = '2020-01-01' WHERE id = '03127.001@2025-07-01'",
    ),
    (
        "unit-versions-overlap",
        "03127.001@2025-07-01",
        "INSERT INTO unit (id, code, level, kind, name, name_en, full_name, alt_names, fold, sort_key, parent_id,
           valid_from, valid_to, area_km2, legal_basis, source, synthetic, revision)
         VALUES ('x', '03127.001', 4, 'hamlet', 'X', 'X', 'X', '', 'x', 'x', '03127@2025-07-01', '2026-01-01',
           '9999-12-31', '', '', '', 1, 1)",
    ),
    (
        "path-missing",
        "03127.001@2025-07-01",
        "DELETE FROM unit_path WHERE ancestor_id = '11@2025-07-01' AND descendant_id = '03127.001@2025-07-01'",
    ),
    (
        "path-without-parent",
        "03127.001@2025-07-01",
        "INSERT INTO unit_path (ancestor_id, descendant_id, depth, level, since, until)
         VALUES ('03130@2025-07-01', '03127.001@2025-07-01', 1, 4, '2025-07-01', '9999-12-31')",
    ),
    (
        "path-days",
        "03127.001@2025-07-01",
        "UPDATE unit_path SET since = '2000-01-01' WHERE descendant_id = '03127.001@2025-07-01'",
    ),
    (
        "tally-negative",
        "03127.001@2025-07-01",
        "UPDATE tally SET n = -1 WHERE unit_id = '03127.001@2025-07-01' AND measure = 'recognised'",
    ),
    (
        "tally-above-commune",
        "11@2025-07-01",
        "INSERT INTO tally (unit_id, year, model, measure, n) VALUES ('11@2025-07-01', 2026, 'family', 'x', 1)",
    ),
    (
        "tally-differs",
        "03127.001@2025-07-01",
        "UPDATE tally SET n = n + 1 WHERE unit_id = '03127.001@2025-07-01' AND measure = 'recognised'",
    ),
    ("audit-chain-broken", "03127@2025-07-01", "UPDATE audit SET reason = 'khác' WHERE n = 1"),
    ("record-differs", "d1", "UPDATE decision SET signatory = 'Khác' WHERE id = 'd1'"),
    ("record-differs", "d1", "UPDATE certificate SET head_name = 'Khác' WHERE id = 'c2'"),
    ("record-differs", "gone", "UPDATE audit SET object_id = 'gone' WHERE object_kind = 'decision'"),
    ("record-differs", "d1", "DELETE FROM audit WHERE object_kind = 'decision'"),
    ("record-differs", "a2", "UPDATE assessment SET filled = '{\"1\":9}' WHERE id = 'a2'"),
    ("record-differs", "a2", "UPDATE step SET reason = 'khác' WHERE assessment_id = 'a2' AND n = 1"),
    ("record-differs", "account-head", "UPDATE account SET password_hash = 'khác' WHERE id = 'account-head'"),
    (
        "record-differs",
        "account-head",
        "INSERT INTO role_grant (id, account_id, role, unit_id, since, until, legal_basis)
         VALUES ('g1', 'account-head', 'administrator', '03127@2025-07-01', '2026-02-01', '9999-12-31', '')",
    ),
    ("standing-differs", "a2", "UPDATE assessment SET state = 'revoked' WHERE id = 'a2'"),
    (
        "stay-overlap",
        "h1",
        "INSERT INTO household_stay (household_id, hamlet_id, commune_id, since, until)
         VALUES ('h1', '03127.001@2025-07-01', '03127@2025-07-01', '2025-01-01', '2025-07-01')",
    ),
    (
        "stay-gap",
        "h1",
        "INSERT INTO household_stay (household_id, hamlet_id, commune_id, since, until)
         VALUES ('h1', '03127.001@2025-07-01', '03127@2025-07-01', '2025-01-01', '2025-06-29')",
    ),
    ("search-text-stale", "h1", "UPDATE household SET fold = 'x' WHERE id = 'h1'"),
    ("search-text-stale", "h1", "UPDATE member SET back = 'x' WHERE household_id = 'h1'"),
    ("search-text-stale", "h2", "UPDATE household SET head_fold = 'x' WHERE id = 'h2'"),
];

#[test]
fn a_sound_site_has_no_findings() {
    both(|db| {
        sound(db);
        assert_eq!(read(db, |tx| checks::run(tx, &SEAL)), []);
    });
}

#[test]
fn every_check_finds_what_it_is_for() {
    both(|db| {
        sound(db);
        write(db, |tx| {
            let session = store::people::Session {
                id: "s1".to_owned(),
                account_id: HEAD.to_owned(),
                device: String::new(),
                created_at: AT,
                seen_at: AT,
                expires_at: rules::basics::Moment(AT.0 * 2),
            };
            store::people::add_session(tx, &session, "token")
        });
        for (check, id, change) in BROKEN {
            let found = found_after(db, change);
            let named = found.iter().any(|finding| finding.check == *check && finding.id == *id);
            assert!(named, "{check} did not name {id} but: {found:?}");
        }
        assert_eq!(read(db, |tx| checks::run(tx, &SEAL)), [], "every change was undone");
    });
}

#[test]
fn every_check_is_broken_on_purpose_by_these_tests() {
    let broken: BTreeSet<_> = BROKEN.iter().map(|row| row.0).collect();
    let names: BTreeSet<_> = checks::names().into_iter().collect();
    assert_eq!(names.len(), checks::names().len(), "a name is taken twice");
    assert_eq!(broken, names);
}

#[test]
fn a_history_that_does_not_follow_the_path_is_named() {
    both(|db| {
        sound(db);
        let found = found_after(db, "UPDATE step SET kind = 'recall' WHERE assessment_id = 'a2' AND n = 4");
        let standing: Vec<_> = found.iter().filter(|finding| finding.check == "standing-differs").collect();
        assert_eq!(standing.len(), 1, "{found:?}");
        assert_eq!((standing[0].id.as_str(), standing[0].detail.as_str()), ("a2", "4 of 5 steps follow"));
        let found = found_after(db, "UPDATE assessment SET standing = '{}' WHERE id = 'a3'");
        assert!(found.iter().any(|finding| finding.id == "a3" && finding.detail == "unreadable"), "{found:?}");
    });
}

#[test]
fn a_finding_names_its_severity_and_its_advice() {
    both(|db| {
        sound(db);
        let found = found_after(db, "UPDATE decision SET families = 9");
        let [one, other] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((other.check, other.detail.as_str()), ("record-differs", "decision changed"));
        assert_eq!((one.severity.word(), one.advice_key().as_str()), ("error", "check-decision-families"));
        assert_eq!(one.detail, "215/QĐ-UBND");
    });
}

#[test]
fn of_many_alike_only_some_are_kept() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..520 {
                let number = format!("{n:03}");
                let new = site::new_household(&format!("h{n}"), site::HAMLET, &number, "Lò Văn An", "2025-07-01");
                store::register::add_household(tx, &new)?;
            }
            tx.exec("UPDATE household SET fold = 'x'", args![])
        });
        let found = read(db, |tx| checks::run(tx, &SEAL));
        let of = |check: &str| found.iter().filter(|finding| finding.check == check).count();
        assert_eq!((of("household-without-head"), of("search-text-stale")), (500, 500));
    });
}
