//! Files that wait to be read into the register, with the mapping of their columns and what came of them.
//! Must not know how a file is read.

use rules::basics::Moment;
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

/// The state of a file that was sent and may still be applied.
pub const WAITING: &str = "waiting";
/// The state of a file whose rows are in the register.
pub const APPLIED: &str = "applied";

/// One file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportFile {
    /// The id, never changed.
    pub id: String,
    /// The commune it is for.
    pub commune_id: String,
    /// Who sent it.
    pub account_id: String,
    /// What it holds, as a stable word.
    pub kind: String,
    /// The file's name as sent.
    pub name: String,
    /// Which column means what, as JSON; empty until chosen.
    pub mapping: String,
    /// [`WAITING`], [`APPLIED`] or another stable word of the caller.
    pub state: String,
    /// What came of it, as JSON; empty before.
    pub outcome: String,
    /// When it was sent.
    pub at: Moment,
    /// Raised by one by each [`lock`].
    pub revision: i64,
}

fn read_import(row: &Row) -> Result<ImportFile, Error> {
    Ok(ImportFile {
        id: row.text(0)?,
        commune_id: row.text(1)?,
        account_id: row.text(2)?,
        kind: row.text(3)?,
        name: row.text(4)?,
        mapping: row.text(5)?,
        state: row.text(6)?,
        outcome: row.text(7)?,
        at: row.moment(8)?,
        revision: row.int(9)?,
    })
}

/// Keeps a file; its `revision` begins with 1.
pub fn add(tx: &mut Tx<'_>, file: &ImportFile, body: Vec<u8>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO import_file (id, commune_id, account_id, kind, name, body, mapping, state, outcome, at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        args![
            &file.id,
            &file.commune_id,
            &file.account_id,
            &file.kind,
            &file.name,
            body,
            &file.mapping,
            &file.state,
            &file.outcome,
            file.at
        ],
    )?;
    Ok(())
}

/// Reads a file with its bytes.
pub fn get(tx: &mut Tx<'_>, id: &str) -> Result<Option<(ImportFile, Vec<u8>)>, Error> {
    tx.maybe(
        "SELECT id, commune_id, account_id, kind, name, mapping, state, outcome, at, revision, body
         FROM import_file WHERE id = $1",
        args![id],
        |row| Ok((read_import(row)?, row.blob(10)?)),
    )
}

/// Locks a file for this transaction, raises its revision by one and returns it: two people cannot apply it twice.
pub fn lock(tx: &mut Tx<'_>, id: &str) -> Result<Option<ImportFile>, Error> {
    tx.maybe(
        "UPDATE import_file SET revision = revision + 1 WHERE id = $1
         RETURNING id, commune_id, account_id, kind, name, mapping, state, outcome, at, revision",
        args![id],
        read_import,
    )
}

/// Writes mapping, state and outcome of a locked file.
pub fn update(tx: &mut Tx<'_>, id: &str, mapping: &str, state: &str, outcome: &str) -> Result<(), Error> {
    tx.exec(
        "UPDATE import_file SET mapping = $2, state = $3, outcome = $4 WHERE id = $1",
        args![id, mapping, state, outcome],
    )?;
    Ok(())
}

/// The newest files of a commune.
pub fn list_recent(tx: &mut Tx<'_>, commune_id: &str, limit: i64) -> Result<Vec<ImportFile>, Error> {
    tx.query(
        "SELECT id, commune_id, account_id, kind, name, mapping, state, outcome, at, revision
         FROM import_file WHERE commune_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        args![commune_id, limit],
        read_import,
    )
}

/// Forgets files sent before a moment that were never applied: they hold personal data nobody asked to keep. How many.
pub fn delete_unapplied(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec("DELETE FROM import_file WHERE state <> 'applied' AND at < $1", args![before])
}

/// Empties the bytes of applied files sent before a moment; what came of them stays readable. How many.
pub fn empty_applied(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec(
        "UPDATE import_file SET body = $2 WHERE state = 'applied' AND at < $1 AND length(body) > 0",
        args![before, Vec::new()],
    )
}
