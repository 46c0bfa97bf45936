//! Templates of papers: what offices brought, which one a place uses, and what the papers of an issued decision are made of.
//! Must not know what a template says.

use rules::basics::Moment;

use crate::args;
use crate::db::{Error, Row, Tx};

/// One version of a template that an office brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The id.
    pub id: String,
    /// The place whose office brought it.
    pub unit_id: String,
    /// The paper's word.
    pub kind: String,
    /// Its number among those of this place and paper, from 1.
    pub n: i64,
    /// The file's name.
    pub name: String,
    /// Digest of its text.
    pub hash: String,
    /// Who brought it.
    pub account_id: String,
    /// When.
    pub at: Moment,
}

fn read(row: &Row) -> Result<Template, Error> {
    Ok(Template {
        id: row.text(0)?,
        unit_id: row.text(1)?,
        kind: row.text(2)?,
        n: row.int(3)?,
        name: row.text(4)?,
        hash: row.text(5)?,
        account_id: row.text(6)?,
        at: row.moment(7)?,
    })
}

/// Keeps a text under its digest; one that is there already stays.
pub fn keep_text(tx: &mut Tx<'_>, hash: &str, body: &str) -> Result<(), Error> {
    tx.exec("INSERT INTO template_text (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING", args![hash, body])?;
    Ok(())
}

/// The text with this digest.
pub fn text(tx: &mut Tx<'_>, hash: &str) -> Result<Option<String>, Error> {
    tx.maybe("SELECT body FROM template_text WHERE hash = $1", args![hash], |row| row.text(0))
}

/// Adds a version; its text is kept before.
pub fn add(tx: &mut Tx<'_>, one: &Template) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO template (id, unit_id, kind, n, name, hash, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![&one.id, &one.unit_id, &one.kind, one.n, &one.name, &one.hash, &one.account_id, one.at],
    )?;
    Ok(())
}

/// One version.
pub fn template(tx: &mut Tx<'_>, id: &str) -> Result<Option<Template>, Error> {
    tx.maybe("SELECT id, unit_id, kind, n, name, hash, account_id, at FROM template WHERE id = $1", args![id], read)
}

/// The versions of a place, the newest first, each with the name of who brought it.
pub fn of_unit(tx: &mut Tx<'_>, unit_id: &str, kind: &str) -> Result<Vec<(Template, String)>, Error> {
    tx.query(
        "SELECT t.id, t.unit_id, t.kind, t.n, t.name, t.hash, t.account_id, t.at, a.name
         FROM template t JOIN account a ON a.id = t.account_id
         WHERE t.unit_id = $1 AND t.kind = $2 ORDER BY t.n DESC",
        args![unit_id, kind],
        |row| Ok((read(row)?, row.text(8)?)),
    )
}

/// What a place uses for a paper; empty where it follows the place above it.
pub fn choice(tx: &mut Tx<'_>, unit_id: &str, kind: &str) -> Result<String, Error> {
    let found =
        tx.maybe("SELECT choice FROM template_choice WHERE unit_id = $1 AND kind = $2", args![unit_id, kind], |row| {
            row.text(0)
        })?;
    Ok(found.unwrap_or_default())
}

/// Sets what a place uses for a paper.
pub fn choose(tx: &mut Tx<'_>, unit_id: &str, kind: &str, choice: &str) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO template_choice (unit_id, kind, choice) VALUES ($1, $2, $3)
         ON CONFLICT (unit_id, kind) DO UPDATE SET choice = $3",
        args![unit_id, kind, choice],
    )?;
    Ok(())
}

/// What the papers of an issued decision are made of besides its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// Digest of the decision's template.
    pub decision_hash: String,
    /// Digest of the certificates' template.
    pub certificate_hash: String,
    /// The words of the day, as JSON.
    pub words: String,
}

/// Keeps what the papers of a decision are made of.
pub fn pin(tx: &mut Tx<'_>, decision_id: &str, pinned: &Pinned) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO decision_paper (decision_id, decision_hash, certificate_hash, words) VALUES ($1, $2, $3, $4)",
        args![decision_id, &pinned.decision_hash, &pinned.certificate_hash, &pinned.words],
    )?;
    Ok(())
}

/// What the papers of a decision are made of; `None` for a decision from before it was kept.
pub fn pinned(tx: &mut Tx<'_>, decision_id: &str) -> Result<Option<Pinned>, Error> {
    tx.maybe(
        "SELECT decision_hash, certificate_hash, words FROM decision_paper WHERE decision_id = $1",
        args![decision_id],
        |row| Ok(Pinned { decision_hash: row.text(0)?, certificate_hash: row.text(1)?, words: row.text(2)? }),
    )
}
