//! The audit trail: every act leaves lines in a chain of keyed hashes, one chain a commune and one for the site.
//! Must not know what an act means.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use rules::basics::Moment;
use rules::text::hex;
use serde::Serialize;
use sha2::Sha256;

use crate::args;
use crate::db::{Error, Row, Tx, Value};

const HEADS: &str = "SELECT chain, n, hash, seal FROM audit_head ORDER BY chain";

/// The chain of acts that belong to no commune.
pub const SITE: &str = "site";

/// What an act leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// Who: an account id, or `system`.
    pub account_id: String,
    /// The act's word.
    pub act: String,
    /// household, assessment, decision, unit, account, role, import, published, session.
    pub object_kind: String,
    /// Which one.
    pub object_id: String,
    /// The place it was done at.
    pub unit_id: String,
    /// What was there, as JSON; empty when nothing was.
    pub before: String,
    /// What is there now, as JSON; empty when nothing is.
    pub after: String,
    /// Why, in the person's words; empty when none was asked.
    pub reason: String,
    /// The record as it stood after the act, as [`crate::proofs::of`] gives it; empty for kinds of record without one.
    pub proof: String,
}

/// A stored line with its place in the chain and the person's name.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Which chain.
    pub chain: String,
    /// Number in the chain, from 1.
    pub n: i64,
    /// The line.
    pub line: Line,
    /// Name of the account, or its id when there is none.
    pub name: String,
}

/// The key of the chains. It is kept outside the database, so that nobody who only writes there can make a line that holds.
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl Seal {
    /// A seal with this key.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// HMAC-SHA-256 over the previous hash, the place in the chain and every field, each with its length, so that no two
    /// different lines can read the same.
    fn hash(&self, previous: &str, chain: &str, n: i64, line: &Line) -> Result<String, Error> {
        let mut sum =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|cause| Error::Shape(format!("seal: {cause}")))?;
        let at = line.at.0.to_string();
        let n = n.to_string();
        let mut length = String::with_capacity(8);
        for part in [
            previous,
            chain,
            &n,
            &at,
            &line.account_id,
            &line.act,
            &line.object_kind,
            &line.object_id,
            &line.unit_id,
            &line.before,
            &line.after,
            &line.reason,
            &line.proof,
        ] {
            length.clear();
            write!(length, "{}:", part.len()).map_err(|cause| Error::Shape(format!("seal: {cause}")))?;
            sum.update(length.as_bytes());
            sum.update(part.as_bytes());
        }
        Ok(hex(&sum.finalize().into_bytes()))
    }
}

const COLUMNS: &[&str] = &[
    "chain",
    "n",
    "at",
    "account_id",
    "act",
    "object_kind",
    "object_id",
    "unit_id",
    "before",
    "after",
    "reason",
    "proof",
    "previous",
    "hash",
];

impl Seal {
    /// What vouches for the end of a chain: who cuts lines off and names an earlier one the last cannot make it.
    fn head(&self, chain: &str, n: i64, hash: &str) -> Result<String, Error> {
        let mut sum =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|cause| Error::Shape(format!("seal: {cause}")))?;
        for part in ["head", chain, &n.to_string(), hash] {
            sum.update(part.len().to_string().as_bytes());
            sum.update(b":");
            sum.update(part.as_bytes());
        }
        Ok(hex(&sum.finalize().into_bytes()))
    }
}

/// The number of a chain's last line; 0 for a chain without lines. As long as it is the same, nobody has done anything that
/// the chain tells.
pub fn last(tx: &mut Tx<'_>, chain: &str) -> Result<i64, Error> {
    let found = tx.maybe("SELECT n FROM audit_head WHERE chain = $1", args![chain], |row| row.int(0))?;
    Ok(found.unwrap_or(0))
}

/// The seal of a head that was found broken: no line that is added later makes it whole again.
const BROKEN: &str = "broken";

/// Up to so many lines go one by one; an import leaves thousands, which travel in bulk.
const FEW: usize = 20;

/// Locks the head of a chain until the commit, made where there is none: number and hash of its last line, and its seal. Read
/// after the update and not returned by it: SQLite would set up a table for what is returned.
fn lock_head(tx: &mut Tx<'_>, seal: &Seal, chain: &str) -> Result<(i64, String, String), Error> {
    if tx.exec("UPDATE audit_head SET n = n WHERE chain = $1", args![chain])? == 0 {
        tx.exec(
            "INSERT INTO audit_head (chain, n, hash, seal) VALUES ($1, 0, '', $2)
             ON CONFLICT (chain) DO UPDATE SET n = audit_head.n",
            args![chain, seal.head(chain, 0, "")?],
        )?;
    }
    tx.one("SELECT n, hash, seal FROM audit_head WHERE chain = $1", args![chain], |row| {
        Ok((row.int(0)?, row.text(1)?, row.text(2)?))
    })
}

/// Appends lines to a chain, in order. The chain's head is locked until the commit.
pub fn append(tx: &mut Tx<'_>, seal: &Seal, chain: &str, lines: &[Line]) -> Result<(), Error> {
    if lines.is_empty() {
        return Ok(());
    }
    let (mut n, mut previous, sealed) = lock_head(tx, seal, chain)?;
    let whole = sealed == seal.head(chain, n, &previous)?;
    for line in lines {
        tx.forget(&line.object_kind, &line.object_id);
    }
    let before = n;
    // Each line's hash, after that of the line before it.
    let mut hashes = Vec::with_capacity(lines.len() + 1);
    hashes.push(previous.clone());
    for line in lines {
        n += 1;
        previous = seal.hash(&previous, chain, n, line)?;
        hashes.push(previous.clone());
    }
    // A row at a time: those of a large import would fill the memory.
    let rows = lines.iter().zip(hashes.iter().zip(hashes.iter().skip(1))).zip(before + 1..).map(
        |((line, (previous, own)), n)| {
            vec![
                Value::from(chain),
                n.into(),
                line.at.into(),
                Value::from(&line.account_id),
                Value::from(&line.act),
                Value::from(&line.object_kind),
                Value::from(&line.object_id),
                Value::from(&line.unit_id),
                Value::from(&line.before),
                Value::from(&line.after),
                Value::from(&line.reason),
                Value::from(&line.proof),
                Value::from(previous),
                Value::from(own),
            ]
        },
    );
    if lines.len() > FEW {
        tx.bulk("audit", COLUMNS, rows)?;
    } else {
        for row in rows {
            tx.exec(
                "INSERT INTO audit (chain, n, at, account_id, act, object_kind, object_id, unit_id, before, after, reason,
                                    proof, previous, hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                &row,
            )?;
        }
    }
    let sealed = if whole { seal.head(chain, n, &previous)? } else { BROKEN.to_owned() };
    tx.exec("UPDATE audit_head SET n = $2, hash = $3, seal = $4 WHERE chain = $1", args![chain, n, previous, sealed])?;
    Ok(())
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let account_id = row.text(3)?;
    Ok(Kept {
        chain: row.text(0)?,
        n: row.int(1)?,
        name: row.maybe(11, Row::text)?.unwrap_or_else(|| account_id.clone()),
        line: Line {
            at: row.moment(2)?,
            account_id,
            act: row.text(4)?,
            object_kind: row.text(5)?,
            object_id: row.text(6)?,
            unit_id: row.text(7)?,
            before: row.text(8)?,
            after: row.text(9)?,
            reason: row.text(10)?,
            proof: row.text(12)?,
        },
    })
}

/// The lines of one record, oldest first.
pub fn of_object(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<Vec<Kept>, Error> {
    tx.query(
        "SELECT a.chain, a.n, a.at, a.account_id, a.act, a.object_kind, a.object_id, a.unit_id, a.before, a.after,
                a.reason, p.name, a.proof
         FROM audit a LEFT JOIN account p ON p.id = a.account_id
         WHERE a.object_kind = $1 AND a.object_id = $2 ORDER BY a.at, a.chain, a.n",
        args![kind, id],
        kept,
    )
}

/// Whose lines to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All chains.
    All,
    /// One commune's chain.
    Chain(String),
    /// The chains of communes at or below a unit, and the site's lines about places there.
    Below(String),
}

/// Which lines to read.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Whose.
    pub scope: Scope,
    /// Only this act's word; empty for all.
    pub act: String,
    /// Only this account id; empty for all.
    pub account_id: String,
    /// Not before this moment.
    pub from: Moment,
    /// Before this moment.
    pub until: Moment,
    /// Moment, chain and number of the last line of the page before; `None` for the first page.
    pub after: Option<(Moment, String, i64)>,
    /// How many lines at most.
    pub limit: i64,
}

/// One page of lines, newest first.
pub fn find(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<Kept>, Error> {
    // Before a moment is after every chain and number of the moment before it.
    let (at, chain, n) = filter.after.clone().unwrap_or((filter.until, String::new(), 0));
    let mut page = args![filter.from, at, chain, n, &filter.act, &filter.account_id, filter.limit].to_vec();
    match &filter.scope {
        Scope::All => {}
        Scope::Chain(unit_id) | Scope::Below(unit_id) => page.push(unit_id.into()),
    }
    match &filter.scope {
        Scope::All if !filter.account_id.is_empty() => tx.query(
            "SELECT a.chain, a.n, a.at, a.account_id, a.act, a.object_kind, a.object_id, a.unit_id, a.before, a.after,
                    a.reason, p.name, a.proof
             FROM audit a LEFT JOIN account p ON p.id = a.account_id
             WHERE a.account_id = $6 AND a.at >= $1 AND (a.at, a.chain, a.n) < ($2, $3, $4)
               AND (CAST($5 AS TEXT) = '' OR a.act = $5)
             ORDER BY a.at DESC, a.chain DESC, a.n DESC LIMIT $7",
            &page,
            kept,
        ),
        Scope::All => tx.query(
            "SELECT a.chain, a.n, a.at, a.account_id, a.act, a.object_kind, a.object_id, a.unit_id, a.before, a.after,
                    a.reason, p.name, a.proof
             FROM audit a LEFT JOIN account p ON p.id = a.account_id
             WHERE a.at >= $1 AND (a.at, a.chain, a.n) < ($2, $3, $4)
               AND (CAST($5 AS TEXT) = '' OR a.act = $5) AND (CAST($6 AS TEXT) = '' OR a.account_id = $6)
             ORDER BY a.at DESC, a.chain DESC, a.n DESC LIMIT $7",
            &page,
            kept,
        ),
        Scope::Chain(_) => tx.query(
            "SELECT a.chain, a.n, a.at, a.account_id, a.act, a.object_kind, a.object_id, a.unit_id, a.before, a.after,
                    a.reason, p.name, a.proof
             FROM audit a LEFT JOIN account p ON p.id = a.account_id
             WHERE a.chain = $8 AND a.at >= $1 AND (a.at, a.chain, a.n) < ($2, $3, $4)
               AND (CAST($5 AS TEXT) = '' OR a.act = $5) AND (CAST($6 AS TEXT) = '' OR a.account_id = $6)
             ORDER BY a.at DESC, a.n DESC LIMIT $7",
            &page,
            kept,
        ),
        Scope::Below(_) => tx.query(
            "SELECT a.chain, a.n, a.at, a.account_id, a.act, a.object_kind, a.object_id, a.unit_id, a.before, a.after,
                    a.reason, p.name, a.proof
             FROM audit a LEFT JOIN account p ON p.id = a.account_id
             WHERE a.at >= $1 AND (a.at, a.chain, a.n) < ($2, $3, $4)
               AND (CAST($5 AS TEXT) = '' OR a.act = $5) AND (CAST($6 AS TEXT) = '' OR a.account_id = $6)
               AND EXISTS (SELECT 1 FROM unit_path u WHERE u.ancestor_id = $8
                           AND u.descendant_id = CASE WHEN a.chain = 'site' THEN a.unit_id ELSE a.chain END)
             ORDER BY a.at DESC, a.chain DESC, a.n DESC LIMIT $7",
            &page,
            kept,
        ),
    }
}

/// A place where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    /// Which chain.
    pub chain: String,
    /// At which number.
    pub n: i64,
    /// gap, previous, content, head or orphan.
    pub what: &'static str,
}

/// Walks every chain and names each place where it was changed, shortened or torn; and the number of lines read.
pub fn verify(tx: &mut Tx<'_>, seal: &Seal) -> Result<(i64, Vec<Break>), Error> {
    tx.unhurried()?;
    let mut breaks = Vec::new();
    let mut lines = 0;
    let mut ends: std::collections::BTreeMap<String, (i64, String)> = std::collections::BTreeMap::new();
    tx.each(
        "SELECT chain, n, at, account_id, act, object_kind, object_id, unit_id, before, after, reason, previous, hash,
                proof
         FROM audit ORDER BY chain, n",
        args![],
        |row| {
            lines += 1;
            let (chain, n, previous, own) = (row.text(0)?, row.int(1)?, row.text(11)?, row.text(12)?);
            let line = Line {
                at: row.moment(2)?,
                account_id: row.text(3)?,
                act: row.text(4)?,
                object_kind: row.text(5)?,
                object_id: row.text(6)?,
                unit_id: row.text(7)?,
                before: row.text(8)?,
                after: row.text(9)?,
                reason: row.text(10)?,
                proof: row.text(13)?,
            };
            let (last, end) = ends.get(&chain).cloned().unwrap_or_default();
            let mut report = |what| breaks.push(Break { chain: chain.clone(), n, what });
            if n != last + 1 {
                report("gap");
            }
            if previous != end {
                report("previous");
            }
            if own != seal.hash(&previous, &chain, n, &line)? {
                report("content");
            }
            ends.insert(chain, (n, own));
            Ok(())
        },
    )?;
    let heads = tx.query(HEADS, args![], |row| Ok((row.text(0)?, (row.int(1)?, row.text(2)?), row.text(3)?)))?;
    for (chain, head, sealed) in heads {
        let vouched = sealed == seal.head(&chain, head.0, &head.1)?;
        match ends.remove(&chain) {
            Some(end) if end == head && vouched => {}
            other => breaks.push(Break { chain, n: other.map_or(0, |end| end.0), what: "head" }),
        }
    }
    for (chain, (n, _)) in ends {
        breaks.push(Break { chain, n, what: "orphan" });
    }
    Ok((lines, breaks))
}

/// How many chains there are, and a digest of all their heads: two sites with the same one have the same trail.
pub fn heads(tx: &mut Tx<'_>) -> Result<(i64, String), Error> {
    use sha2::Digest as _;
    let mut sum = Sha256::new();
    let mut chains = 0;
    tx.each(HEADS, args![], |row| {
        chains += 1;
        for part in [row.text(0)?, row.int(1)?.to_string(), row.text(2)?, row.text(3)?] {
            sum.update(part.len().to_string().as_bytes());
            sum.update(part.as_bytes());
        }
        Ok(())
    })?;
    Ok((chains, hex(&sum.finalize())))
}
