//! Proofs of records: what an audit line says of how its record stood after the act, so that a record changed behind the
//! program's back is found. Accounts with their roles, decisions with their certificates, assessments with their steps.
//! Must not know what a record means.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::args;
use crate::db::{Error, Row, Tx, Value};
use rules::text::hex;

/// The digest of a row: every value with its kind and length.
fn digest(values: &[Value]) -> [u8; 32] {
    let mut sum = Sha256::new();
    let mut head = String::with_capacity(48);
    for value in values {
        let digits;
        let (kind, bytes): (_, &[u8]) = match value {
            Value::Null => ("n", &[]),
            Value::Int(number) => {
                digits = number.to_string();
                ("i", digits.as_bytes())
            }
            Value::Text(text) => ("t", text.as_bytes()),
            Value::Blob(bytes) => ("b", bytes),
        };
        head.clear();
        // Writing into a string cannot fail.
        let _written = write!(head, "{kind}{}:", bytes.len());
        sum.update(head.as_bytes());
        sum.update(bytes);
    }
    sum.finalize().into()
}

/// A record while its rows are read: its own row, and those that belong to it in whatever order a database gives them.
#[derive(Default)]
struct Held {
    id: String,
    revision: i64,
    own: [u8; 32],
    parts: Vec<[u8; 32]>,
}

impl Held {
    /// Revision and digest, so that of two proofs of a record the later one is the greater text.
    fn proof(mut self) -> String {
        self.parts.sort_unstable();
        let mut sum = Sha256::new();
        sum.update(self.own);
        for part in &self.parts {
            sum.update(part);
        }
        format!("{:012}-{}", self.revision, hex(&sum.finalize()))
    }
}

/// How a row of all records is laid out: id, revision, the greatest proof in the trail, own values, values of a part.
const OWN: usize = 3;

/// A kind of record with a proof: its word, how many values are its own, one record by its id (revision, own values) and
/// what belongs to it, all of them with the greatest proof that the trail has of each, in an order that keeps a record's
/// rows together, and those that only the trail still knows.
struct Kind {
    word: &'static str,
    own: usize,
    one: &'static str,
    parts: &'static str,
    all: &'static str,
    gone: &'static str,
}

/// A person's language is left out: choosing it is no act.
const KINDS: &[Kind] = &[
    Kind {
        word: "account",
        own: 7,
        one: "SELECT revision, login, name, title, password_hash, must_change, disabled_at, synthetic
              FROM account WHERE id = $1",
        parts: "SELECT id, role, unit_id, since, until, legal_basis FROM role_grant WHERE account_id = $1",
        all: "SELECT a.id, a.revision,
                (SELECT MAX(t.proof) FROM audit t WHERE t.object_kind = 'account' AND t.object_id = a.id),
                a.login, a.name, a.title, a.password_hash, a.must_change, a.disabled_at, a.synthetic,
                g.id, g.role, g.unit_id, g.since, g.until, g.legal_basis
              FROM account a LEFT JOIN role_grant g ON g.account_id = a.id ORDER BY a.id",
        gone: "SELECT DISTINCT t.object_id FROM audit t
               WHERE t.object_kind = 'account' AND t.proof <> ''
                 AND NOT EXISTS (SELECT 1 FROM account r WHERE r.id = t.object_id)
               ORDER BY t.object_id",
    },
    Kind {
        word: "decision",
        own: 16,
        one: "SELECT 0, commune_id, model, year, number, fold, issued_on, issued_at, issuer, legal_bases, signatory,
                signatory_title, account_id, set_id, version, families, at
              FROM decision WHERE id = $1",
        parts:
            "SELECT id, assessment_id, ordinal, head_name, hamlet_name, commune_name, province_name, total, synthetic
                FROM certificate WHERE decision_id = $1",
        all: "SELECT d.id, 0,
                (SELECT MAX(t.proof) FROM audit t WHERE t.object_kind = 'decision' AND t.object_id = d.id),
                d.commune_id, d.model, d.year, d.number, d.fold, d.issued_on, d.issued_at, d.issuer, d.legal_bases,
                d.signatory, d.signatory_title, d.account_id, d.set_id, d.version, d.families, d.at,
                c.id, c.assessment_id, c.ordinal, c.head_name, c.hamlet_name, c.commune_name, c.province_name, c.total,
                c.synthetic
              FROM decision d LEFT JOIN certificate c ON c.decision_id = d.id ORDER BY d.id",
        gone: "SELECT DISTINCT t.object_id FROM audit t
               WHERE t.object_kind = 'decision' AND t.proof <> ''
                 AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.id = t.object_id)
               ORDER BY t.object_id",
    },
    Kind {
        word: "assessment",
        own: 15,
        one:
            "SELECT revision, model, year, household_id, hamlet_id, commune_id, state, standing, set_id, version, area,
                filled, total, complete, passed, decision_id
              FROM assessment WHERE id = $1",
        parts: "SELECT n, kind, account_id, at, on_day, reason, data FROM step WHERE assessment_id = $1",
        all: "SELECT a.id, a.revision,
                (SELECT MAX(t.proof) FROM audit t WHERE t.object_kind = 'assessment' AND t.object_id = a.id),
                a.model, a.year, a.household_id, a.hamlet_id, a.commune_id, a.state, a.standing, a.set_id, a.version,
                a.area, a.filled, a.total, a.complete, a.passed, a.decision_id,
                s.n, s.kind, s.account_id, s.at, s.on_day, s.reason, s.data
              FROM assessment a LEFT JOIN step s ON s.assessment_id = a.id ORDER BY a.id",
        gone: "SELECT DISTINCT t.object_id FROM audit t
               WHERE t.object_kind = 'assessment' AND t.proof <> ''
                 AND NOT EXISTS (SELECT 1 FROM assessment r WHERE r.id = t.object_id)
               ORDER BY t.object_id",
    },
];

/// Takes one row of a statement into the record it belongs to.
fn take(held: &mut Held, row: &Row, own: usize) -> Result<(), Error> {
    let values = row.0.get(OWN..).unwrap_or_default();
    let (mine, part) = values.split_at_checked(own).ok_or_else(|| Error::Shape("a record's row".to_owned()))?;
    if held.id.is_empty() {
        (held.id, held.revision, held.own) = (row.text(0)?, row.int(1)?, digest(mine));
    }
    if !matches!(part.first(), None | Some(Value::Null)) {
        held.parts.push(digest(part));
    }
    Ok(())
}

/// Length of revision and dash before the digest.
const HEAD: usize = 13;
/// Length of a proof; one that carries a doubt is a letter longer.
const WHOLE: usize = HEAD + 64;
/// Ends the proof of a record that was not, before the act, as the act before had left it.
const DOUBT: char = '!';

fn digest_of(proof: &str) -> Option<&str> {
    proof.get(HEAD..WHOLE)
}

/// The proof of a record as it stands in this transaction; empty for kinds without one and for records that are not there.
fn of(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<String, Error> {
    let Some(kind) = KINDS.iter().find(|known| known.word == kind) else { return Ok(String::new()) };
    let own = tx.maybe(kind.one, args![id], |row| Ok((row.int(0)?, digest(row.0.get(1..).unwrap_or_default()))))?;
    let Some((revision, own)) = own else { return Ok(String::new()) };
    let parts = tx.query(kind.parts, args![id], |row| Ok(digest(&row.0)))?;
    Ok(Held { id: String::new(), revision, own, parts }.proof())
}

/// The greatest proof that the trail has of a record; empty when it has none.
fn last(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<String, Error> {
    tx.one(
        "SELECT COALESCE(MAX(proof), '') FROM audit WHERE object_kind = $1 AND object_id = $2",
        args![kind, id],
        |row| row.text(0),
    )
}

/// The proof of a record whose rows are made rather than read: its own values as its kind above lists them, and those of its
/// parts from the value `skip` on.
pub(crate) fn made(revision: i64, own: &[Value], parts: impl Iterator<Item = Vec<Value>>, skip: usize) -> String {
    let parts = parts.map(|part| digest(part.get(skip..).unwrap_or_default())).collect();
    Held { id: String::new(), revision, own: digest(own), parts }.proof()
}

/// Notes, when a record has just been locked for a change, whether it is as the last act on it left it. If not, the
/// proof of this act carries the doubt for ever: no later act makes a change behind the program's back look sound.
pub(crate) fn look(tx: &mut Tx<'_>, kind: &'static str, id: &str) -> Result<(), Error> {
    if tx.seen(kind, id).is_some() {
        // What this act changed of it since then is no change behind anybody's back.
        return Ok(());
    }
    let (now, before) = (of(tx, kind, id)?, last(tx, kind, id)?);
    let differs = !now.is_empty() && digest_of(&now) != digest_of(&before);
    tx.saw(kind, id, before, differs);
    Ok(())
}

/// The proof of a record after an act, for its audit line; empty for kinds without one.
pub fn after(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<String, Error> {
    let mut now = of(tx, kind, id)?;
    if now.is_empty() {
        return Ok(now);
    }
    // The lines of this act are written after the proofs of all its records: the trail is as it was.
    let (before, doubted) = match tx.seen(kind, id) {
        Some(seen) => seen.clone(),
        None => (last(tx, kind, id)?, false),
    };
    // A record that was not locked for this act, and yet is another one than at the same revision before.
    let differs = before.get(..HEAD) == now.get(..HEAD) && digest_of(&before) != digest_of(&now);
    if differs || doubted {
        now.push(DOUBT);
    }
    Ok(now)
}

/// A record that is not as its last audit line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// account, decision or assessment.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// `no line` when no act ever left a proof of it; `changed` when it is not as the last act left it; `gone` when only
    /// the trail knows it; `was changed` when an act found it so.
    pub what: &'static str,
}

/// Every record that is not as the last act on it left it, or was not when an act began. Reads each of them once.
pub fn compare(tx: &mut Tx<'_>) -> Result<Vec<Differs>, Error> {
    let mut found = Vec::new();
    for kind in KINDS {
        let mut judge = |held: Held, said: Option<String>| {
            let id = held.id.clone();
            let what = match said {
                None => "no line",
                Some(said) if said.is_empty() => "no line",
                // The revision is raised by acts that changed nothing too.
                Some(said) if digest_of(&said) != digest_of(&held.proof()) => "changed",
                Some(_) => return,
            };
            found.push(Differs { kind: kind.word.to_owned(), id, what });
        };
        let mut held: Option<(Held, Option<String>)> = None;
        tx.each(kind.all, args![], |row| {
            if held.as_ref().is_some_and(|(one, _)| row.text(0).is_ok_and(|id| id != one.id))
                && let Some((whole, said)) = held.take()
            {
                judge(whole, said);
            }
            let said = row.maybe(2, Row::text)?;
            take(&mut held.get_or_insert_with(|| (Held::default(), said)).0, row, kind.own)
        })?;
        if let Some((whole, said)) = held {
            judge(whole, said);
        }
        let gone = tx.query(kind.gone, args![], |row| row.text(0))?;
        found.extend(gone.into_iter().map(|id| Differs { kind: kind.word.to_owned(), id, what: "gone" }));
    }
    found.extend(tx.query(
        "SELECT DISTINCT object_kind, object_id FROM audit WHERE LENGTH(proof) > 77 ORDER BY object_kind, object_id",
        args![],
        |row| Ok(Differs { kind: row.text(0)?, id: row.text(1)?, what: "was changed" }),
    )?);
    Ok(found)
}
