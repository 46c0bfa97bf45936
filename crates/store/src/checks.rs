//! Integrity checks kept as data: what must never be true of a sound database, and which rows make it so.
//! Must not know how a finding is told to the operator, nor repair anything.

mod sound;

use serde::Serialize;

use crate::args;
use crate::audit::Seal;
use crate::db::{Error, Tx};

pub use sound::{fold_check, search_check, stay_check};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A figure or a paper may be wrong.
    Error,
    /// Somebody should look and put it right.
    Warning,
    /// Unusual, and may be as it should be.
    Note,
}

impl Severity {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One check that is a single statement.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The stable name; the sentence with advice stands under `check-<name>`.
    pub name: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// A statement that returns `(id, detail)` of each row that is not sound, in key order.
    pub sql: &'static str,
}

/// One row that is not sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Which row.
    pub id: String,
    /// What is wrong with it, in stored words.
    pub detail: String,
}

impl Finding {
    /// The key of the sentence that says what to do.
    #[must_use]
    pub fn advice_key(&self) -> String {
        format!("check-{}", self.check)
    }
}

/// The findings of one check that are kept; more of the same would tell nobody more.
const MOST: usize = 500;

/// The checks that need more than SQL: name and severity.
const OTHERS: &[(&str, Severity)] = &[
    ("tally-differs", Severity::Error),
    ("audit-chain-broken", Severity::Error),
    ("record-differs", Severity::Error),
    ("standing-differs", Severity::Error),
    ("stay-overlap", Severity::Error),
    ("stay-gap", Severity::Note),
    ("search-text-stale", Severity::Note),
];

/// The checks that are one statement each.
pub const CHECKS: &[Check] = &[
    Check {
        name: "household-without-head",
        severity: Severity::Warning,
        sql: "SELECT h.id, h.head_name FROM household h
              WHERE h.status = 'active' AND NOT EXISTS (SELECT 1 FROM member m
                WHERE m.household_id = h.id AND m.relation = 'head' AND m.left_on = '9999-12-31')
              ORDER BY h.id",
    },
    Check {
        name: "household-two-heads",
        severity: Severity::Warning,
        sql: "SELECT m.household_id, MAX(m.name) FROM member m
              WHERE m.relation = 'head' AND m.left_on = '9999-12-31'
              GROUP BY m.household_id HAVING COUNT(*) > 1 ORDER BY m.household_id",
    },
    Check {
        name: "head-name-differs",
        severity: Severity::Warning,
        sql: "SELECT h.id, m.name FROM household h JOIN member m ON m.household_id = h.id
              WHERE h.status = 'active' AND m.relation = 'head' AND m.left_on = '9999-12-31' AND m.name <> h.head_name
              ORDER BY h.id",
    },
    Check {
        name: "person-found-elsewhere",
        severity: Severity::Warning,
        sql: "SELECT m.household_id, m.place FROM member m JOIN household h ON h.id = m.household_id
              WHERE m.place <> CASE WHEN m.left_on = '9999-12-31' AND h.status = 'active' THEN h.hamlet_id ELSE '' END
              ORDER BY m.household_id, m.id",
    },
    Check {
        name: "stay-missing",
        severity: Severity::Error,
        sql: "SELECT h.id, h.hamlet_id FROM household h
              WHERE h.status = 'active' AND NOT EXISTS (SELECT 1 FROM household_stay s
                WHERE s.household_id = h.id AND s.until = '9999-12-31')
              ORDER BY h.id",
    },
    Check {
        name: "stay-of-closed-household",
        severity: Severity::Error,
        sql: "SELECT h.id, h.status FROM household h JOIN household_stay s ON s.household_id = h.id
              WHERE h.status <> 'active' AND s.until = '9999-12-31' ORDER BY h.id",
    },
    Check {
        name: "stay-elsewhere",
        severity: Severity::Error,
        sql: "SELECT h.id, s.hamlet_id FROM household h JOIN household_stay s ON s.household_id = h.id
              WHERE s.until = '9999-12-31' AND (s.hamlet_id <> h.hamlet_id OR s.commune_id <> h.commune_id)
              ORDER BY h.id",
    },
    Check {
        name: "stay-after-hamlet",
        severity: Severity::Warning,
        sql: "SELECT h.id, u.full_name FROM household h JOIN unit u ON u.id = h.hamlet_id
              WHERE h.status = 'active' AND u.level = 4 AND u.valid_to <> '9999-12-31'
                AND EXISTS (SELECT 1 FROM household_stay s
                  WHERE s.household_id = h.id AND s.hamlet_id = u.id AND s.until > u.valid_to)
              ORDER BY h.id",
    },
    Check {
        name: "stay-inverted",
        severity: Severity::Error,
        sql: "SELECT household_id, since FROM household_stay WHERE until < since ORDER BY household_id, since",
    },
    Check {
        name: "household-place",
        severity: Severity::Error,
        sql: "SELECT h.id, h.hamlet_id FROM household h WHERE NOT EXISTS (SELECT 1 FROM unit_path p
                WHERE p.ancestor_id = h.commune_id AND p.descendant_id = h.hamlet_id AND p.depth = 1)
              ORDER BY h.id",
    },
    Check {
        name: "identity-number-twice",
        severity: Severity::Warning,
        sql: "SELECT MIN(m.household_id), MAX(m.household_id) FROM member m JOIN household h ON h.id = m.household_id
              WHERE m.id_hash IS NOT NULL AND m.left_on = '9999-12-31' AND h.status = 'active'
              GROUP BY m.id_hash HAVING COUNT(*) > 1 ORDER BY 1, 2",
    },
    Check {
        name: "merged-without-target",
        severity: Severity::Error,
        sql: "SELECT h.id, h.status FROM household h
              WHERE h.status = 'merged' AND NOT EXISTS (SELECT 1 FROM household_merge g WHERE g.from_id = h.id)
              UNION ALL
              SELECT g.from_id, h.status FROM household_merge g JOIN household h ON h.id = g.from_id
              WHERE h.status <> 'merged'
              ORDER BY 1, 2",
    },
    Check {
        name: "merged-in-a-circle",
        severity: Severity::Error,
        sql: "SELECT g.from_id, g.into_id FROM household_merge g
              WHERE g.from_id = g.into_id OR EXISTS (SELECT 1 FROM household_merge o
                WHERE o.from_id = g.into_id AND o.into_id = g.from_id)
              ORDER BY g.from_id",
    },
    Check {
        name: "merged-with-title",
        severity: Severity::Error,
        sql: "SELECT a.id, a.state FROM assessment a JOIN household h ON h.id = a.household_id
              WHERE h.status = 'merged' AND a.state NOT IN ('withdrawn', 'rejected', 'revoked') ORDER BY a.id",
    },
    Check {
        name: "assessment-without-steps",
        severity: Severity::Error,
        sql: "SELECT a.id, a.state FROM assessment a
              WHERE NOT EXISTS (SELECT 1 FROM step s WHERE s.assessment_id = a.id) ORDER BY a.id",
    },
    Check {
        name: "step-missing",
        severity: Severity::Error,
        sql: "SELECT assessment_id, CAST(MAX(n) AS TEXT) FROM step
              GROUP BY assessment_id HAVING COUNT(*) <> MAX(n) OR MIN(n) <> 1 ORDER BY assessment_id",
    },
    Check {
        name: "assessment-place",
        severity: Severity::Error,
        sql: "SELECT a.id, a.hamlet_id FROM assessment a WHERE NOT EXISTS (SELECT 1 FROM unit_path p
                WHERE p.ancestor_id = a.commune_id AND p.descendant_id = a.hamlet_id AND p.depth = 1)
              ORDER BY a.id",
    },
    Check {
        name: "criteria-not-kept",
        severity: Severity::Error,
        sql: "SELECT a.id, a.set_id || ' ' || a.version FROM assessment a
              WHERE a.filled <> '' AND NOT EXISTS (SELECT 1 FROM criteria_set c
                WHERE c.set_id = a.set_id AND c.version = a.version)
              ORDER BY a.id",
    },
    Check {
        name: "recognised-without-decision",
        severity: Severity::Error,
        sql: "SELECT id, state FROM assessment
              WHERE state IN ('recognised', 'revoked') AND decision_id IS NULL ORDER BY id",
    },
    Check {
        name: "certificate-missing",
        severity: Severity::Error,
        sql: "SELECT a.id, a.decision_id FROM assessment a
              WHERE a.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM certificate c
                WHERE c.assessment_id = a.id AND c.decision_id = a.decision_id)
              ORDER BY a.id",
    },
    Check {
        name: "certificate-without-decision",
        severity: Severity::Error,
        sql: "SELECT c.id, c.decision_id FROM certificate c JOIN assessment a ON a.id = c.assessment_id
              WHERE a.decision_id IS NULL OR a.decision_id <> c.decision_id ORDER BY c.id",
    },
    Check {
        name: "certificate-not-recognised",
        severity: Severity::Error,
        sql: "SELECT c.id, a.state FROM certificate c JOIN assessment a ON a.id = c.assessment_id
              WHERE a.state NOT IN ('recognised', 'revoked') ORDER BY c.id",
    },
    Check {
        name: "certificate-of-another-cycle",
        severity: Severity::Error,
        sql: "SELECT c.id, d.number FROM certificate c
              JOIN decision d ON d.id = c.decision_id JOIN assessment a ON a.id = c.assessment_id
              WHERE a.year <> d.year OR a.model <> d.model OR a.commune_id <> d.commune_id ORDER BY c.id",
    },
    Check {
        name: "decision-families",
        severity: Severity::Error,
        sql: "SELECT d.id, d.number FROM decision d
              WHERE d.families <> (SELECT COUNT(*) FROM certificate c WHERE c.decision_id = d.id) ORDER BY d.id",
    },
    Check {
        name: "session-of-disabled-account",
        severity: Severity::Warning,
        sql: "SELECT a.id, a.login FROM account a
              WHERE a.disabled_at IS NOT NULL AND EXISTS (SELECT 1 FROM session s WHERE s.account_id = a.id)
              ORDER BY a.id",
    },
    Check {
        name: "grant-inverted",
        severity: Severity::Warning,
        sql: "SELECT id, account_id FROM role_grant WHERE until < since ORDER BY id",
    },
    Check {
        name: "grant-after-unit",
        severity: Severity::Note,
        sql: "SELECT g.id, g.unit_id FROM role_grant g JOIN unit u ON u.id = g.unit_id
              WHERE g.since > u.valid_to OR g.until < u.valid_from ORDER BY g.id",
    },
    Check {
        name: "unit-inverted",
        severity: Severity::Error,
        sql: "SELECT id, valid_to FROM unit WHERE valid_to < valid_from ORDER BY id",
    },
    Check {
        name: "unit-outside-parent",
        severity: Severity::Note,
        sql: "SELECT u.id, p.id FROM unit u JOIN unit p ON p.id = u.parent_id
              WHERE u.valid_from < p.valid_from OR u.valid_to > p.valid_to ORDER BY u.id",
    },
    Check {
        name: "unit-versions-overlap",
        severity: Severity::Error,
        sql: "SELECT a.id, b.id FROM unit a JOIN unit b ON b.code = a.code
              WHERE b.valid_from > a.valid_from AND b.valid_from <= a.valid_to ORDER BY a.id, b.id",
    },
    Check {
        name: "path-missing",
        severity: Severity::Error,
        sql: "SELECT u.id, u.id FROM unit u
              WHERE NOT EXISTS (SELECT 1 FROM unit_path q
                WHERE q.ancestor_id = u.id AND q.descendant_id = u.id AND q.depth = 0 AND q.level = u.level)
              UNION ALL
              SELECT u.id, p.ancestor_id FROM unit u JOIN unit_path p ON p.descendant_id = u.parent_id
              WHERE NOT EXISTS (SELECT 1 FROM unit_path q
                WHERE q.ancestor_id = p.ancestor_id AND q.descendant_id = u.id AND q.depth = p.depth + 1
                  AND q.level = u.level)
              ORDER BY 1, 2",
    },
    Check {
        name: "path-without-parent",
        severity: Severity::Error,
        sql: "SELECT q.descendant_id, q.ancestor_id FROM unit_path q JOIN unit u ON u.id = q.descendant_id
              WHERE q.ancestor_id <> q.descendant_id AND NOT EXISTS (SELECT 1 FROM unit_path p
                WHERE p.ancestor_id = q.ancestor_id AND p.descendant_id = u.parent_id AND p.depth = q.depth - 1)
              ORDER BY q.descendant_id, q.ancestor_id",
    },
    Check {
        name: "tally-negative",
        severity: Severity::Error,
        sql: "SELECT unit_id, measure FROM tally WHERE n < 0 ORDER BY unit_id, measure",
    },
    Check {
        name: "tally-above-commune",
        severity: Severity::Error,
        sql: "SELECT t.unit_id, MIN(t.measure) FROM tally t JOIN unit u ON u.id = t.unit_id
              WHERE u.level < 3 GROUP BY t.unit_id ORDER BY t.unit_id",
    },
    Check {
        name: "path-days",
        severity: Severity::Error,
        sql: "SELECT q.descendant_id, q.ancestor_id FROM unit_path q
              JOIN unit u ON u.id = q.descendant_id JOIN unit a ON a.id = q.ancestor_id
              WHERE q.since < u.valid_from OR q.until > u.valid_to OR q.since < a.valid_from OR q.until > a.valid_to
              ORDER BY q.descendant_id, q.ancestor_id",
    },
];

/// The names of all checks, in the order they run.
#[must_use]
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.name).chain(OTHERS.iter().map(|other| other.0)).collect()
}

fn severity_of(name: &str) -> Severity {
    OTHERS.iter().find(|other| other.0 == name).map_or(Severity::Error, |other| other.1)
}

/// Keeps findings of one kind up to the limit.
pub(crate) fn keep(found: &mut Vec<Finding>, check: &'static str, id: String, detail: String) {
    if found.iter().filter(|one| one.check == check).count() < MOST {
        found.push(Finding { check, severity: severity_of(check), id, detail });
    }
}

/// Runs every check on one snapshot. At most 500 findings of each check are kept. Reads the whole database once or
/// twice; for a quiet hour.
pub fn run(tx: &mut Tx<'_>, seal: &Seal) -> Result<Vec<Finding>, Error> {
    tx.unhurried()?;
    let mut found = Vec::new();
    for check in CHECKS {
        let mut kept = 0;
        tx.each(check.sql, args![], |row| {
            if kept < MOST {
                kept += 1;
                let (id, detail) = (row.text(0)?, row.text(1)?);
                found.push(Finding { check: check.name, severity: check.severity, id, detail });
            }
            Ok(())
        })?;
    }
    for wrong in crate::tallies::recount(tx)? {
        let detail = format!("{} {} {}: {} <> {}", wrong.year, wrong.model, wrong.measure, wrong.stored, wrong.counted);
        keep(&mut found, "tally-differs", wrong.unit_id, detail);
    }
    for broken in crate::audit::verify(tx, seal)?.1 {
        keep(&mut found, "audit-chain-broken", broken.chain, format!("{} {}", broken.n, broken.what));
    }
    for wrong in crate::proofs::compare(tx)? {
        keep(&mut found, "record-differs", wrong.id, format!("{} {}", wrong.kind, wrong.what));
    }
    found.extend(fold_check(tx)?);
    found.extend(stay_check(tx)?);
    found.extend(search_check(tx)?);
    Ok(found)
}
