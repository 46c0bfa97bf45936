//! Files that wait to be read into the register, with the mapping of their columns and what came of them.
//! Must not know how a file is read.

mod fixes;

pub use fixes::*;

use rules::basics::Moment;
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx, Value};

/// The state of a file that was sent and may still be applied.
pub const WAITING: &str = "waiting";
/// The state of a file whose rows are going into the register, part by part.
pub const APPLYING: &str = "applying";
/// The state of a file whose rows are in the register.
pub const APPLIED: &str = "applied";
/// The state of a waiting file that somebody threw away; it can be brought back until it is forgotten.
pub const DISCARDED: &str = "discarded";
/// The state of a file that was applied and then taken back.
pub const UNDONE: &str = "undone";

/// What an applied file did to one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The household.
    pub household_id: String,
    /// Its revision after the file.
    pub revision: i64,
    /// What was there before, as the caller enciphered it; empty for a household that the file entered.
    pub was: Vec<u8>,
}

/// Keeps what a part of a file did.
pub fn add_entries(tx: &mut Tx<'_>, import_id: &str, part: i64, entries: Vec<Entry>) -> Result<u64, Error> {
    tx.bulk(
        "import_entry",
        &["import_id", "part", "household_id", "revision", "was"],
        entries.into_iter().map(|one| {
            vec![
                Value::from(import_id),
                part.into(),
                one.household_id.into(),
                one.revision.into(),
                Value::from(one.was),
            ]
        }),
    )
}

/// What a file did: the last part first, each in the order in which households are locked.
pub fn entries(tx: &mut Tx<'_>, import_id: &str) -> Result<Vec<Entry>, Error> {
    tx.query(
        "SELECT household_id, revision, was FROM import_entry WHERE import_id = $1 ORDER BY part DESC, household_id",
        args![import_id],
        |row| Ok(Entry { household_id: row.text(0)?, revision: row.int(1)?, was: row.blob(2)? }),
    )
}

/// The households that a file entered or changed.
pub fn touched(tx: &mut Tx<'_>, import_id: &str) -> Result<Vec<String>, Error> {
    tx.query("SELECT DISTINCT household_id FROM import_entry WHERE import_id = $1", args![import_id], |row| row.text(0))
}

/// To how many households a file did something that may still be taken back.
pub fn count_entries(tx: &mut Tx<'_>, import_id: &str) -> Result<i64, Error> {
    tx.one("SELECT COUNT(DISTINCT household_id) FROM import_entry WHERE import_id = $1", args![import_id], |row| {
        row.int(0)
    })
}

/// A household that is again as an earlier file left it, at revision `was`: what that file did may be taken back from
/// revision `now` on.
pub fn follow_entry(tx: &mut Tx<'_>, household_id: &str, was: i64, now: i64) -> Result<u64, Error> {
    tx.exec(
        "UPDATE import_entry SET revision = $3 WHERE household_id = $1 AND revision = $2",
        args![household_id, was, now],
    )
}

/// Forgets what a file did: it can be taken back no more.
pub fn drop_entries(tx: &mut Tx<'_>, import_id: &str) -> Result<u64, Error> {
    tx.exec("DELETE FROM import_entry WHERE import_id = $1", args![import_id])
}

/// The same for all files sent before a moment.
pub fn drop_old_entries(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec("DELETE FROM import_entry WHERE import_id IN (SELECT id FROM import_file WHERE at < $1)", args![before])
}

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
    /// [`WAITING`], [`APPLYING`], [`APPLIED`], [`UNDONE`] or [`DISCARDED`].
    pub state: String,
    /// What came of it, as JSON; empty before.
    pub outcome: String,
    /// How far it has gone in, as JSON of whoever applies it; empty before.
    pub standing: String,
    /// How many of its households wait to be put right, after the others went in.
    pub tray: i64,
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
        standing: row.text(8)?,
        tray: row.int(9)?,
        at: row.moment(10)?,
        revision: row.int(11)?,
    })
}

/// Keeps a file; its `revision` begins with 1.
pub fn add(tx: &mut Tx<'_>, file: &ImportFile, body: Vec<u8>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO import_file
           (id, commune_id, account_id, kind, name, mapping, state, outcome, standing, tray, at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        args![
            &file.id,
            &file.commune_id,
            &file.account_id,
            &file.kind,
            &file.name,
            &file.mapping,
            &file.state,
            &file.outcome,
            &file.standing,
            file.tray,
            file.at
        ],
    )?;
    tx.exec("INSERT INTO import_body (import_id, body) VALUES ($1, $2)", args![&file.id, body])?;
    Ok(())
}

/// Reads a file without its bytes.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<ImportFile>, Error> {
    tx.maybe(
        "SELECT id, commune_id, account_id, kind, name, mapping, state, outcome, standing, tray, at, revision
         FROM import_file WHERE id = $1",
        args![id],
        read_import,
    )
}

/// The bytes of a file; empty when they are gone.
pub fn body(tx: &mut Tx<'_>, id: &str) -> Result<Vec<u8>, Error> {
    let body = tx.maybe("SELECT body FROM import_body WHERE import_id = $1", args![id], |row| row.blob(0))?;
    Ok(body.unwrap_or_default())
}

/// Locks a file for this transaction, raises its revision by one and returns it: two people cannot apply it twice.
pub fn lock(tx: &mut Tx<'_>, id: &str) -> Result<Option<ImportFile>, Error> {
    tx.maybe(
        "UPDATE import_file SET revision = revision + 1 WHERE id = $1
         RETURNING id, commune_id, account_id, kind, name, mapping, state, outcome, standing, tray, at, revision",
        args![id],
        read_import,
    )
}

/// Writes mapping, state, outcome, standing and tray of a locked file, as `file` has them.
pub fn update(tx: &mut Tx<'_>, file: &ImportFile) -> Result<(), Error> {
    tx.exec(
        "UPDATE import_file SET mapping = $2, state = $3, outcome = $4, standing = $5, tray = $6 WHERE id = $1",
        args![&file.id, &file.mapping, &file.state, &file.outcome, &file.standing, file.tray],
    )?;
    Ok(())
}

/// The newest files of a commune.
pub fn list_recent(tx: &mut Tx<'_>, commune_id: &str, limit: i64) -> Result<Vec<ImportFile>, Error> {
    tx.query(
        "SELECT id, commune_id, account_id, kind, name, mapping, state, outcome, standing, tray, at, revision
         FROM import_file WHERE commune_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        args![commune_id, limit],
        read_import,
    )
}

/// The files that are going into the register, the oldest first: id and account.
pub fn applying(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Error> {
    tx.query(
        "SELECT id, account_id FROM import_file WHERE state = 'applying' ORDER BY at, id LIMIT 50",
        args![],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )
}

/// Deletes a file that was never applied.
pub fn discard(tx: &mut Tx<'_>, id: &str) -> Result<u64, Error> {
    drop_fixes(tx, id)?;
    tx.exec(
        "DELETE FROM import_body WHERE import_id IN (SELECT id FROM import_file WHERE id = $1 AND state = 'waiting')",
        args![id],
    )?;
    tx.exec("DELETE FROM import_file WHERE id = $1 AND state = 'waiting'", args![id])
}

/// Forgets files sent before a moment that were never applied: they hold personal data nobody asked to keep. How many.
pub fn delete_unapplied(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    // Locked first: who begins with one of them in this moment is waited for, or finds it gone with its bytes.
    tx.exec(
        "UPDATE import_file SET state = 'discarded' WHERE state IN ('waiting', 'discarded') AND at < $1",
        args![before],
    )?;
    tx.exec(
        "DELETE FROM import_fix WHERE import_id IN
           (SELECT id FROM import_file WHERE state = 'discarded' AND at < $1)",
        args![before],
    )?;
    tx.exec(
        "DELETE FROM import_body WHERE import_id IN (SELECT id FROM import_file WHERE state = 'discarded' AND at < $1)",
        args![before],
    )?;
    tx.exec("DELETE FROM import_file WHERE state = 'discarded' AND at < $1", args![before])
}

/// Empties the bytes of applied files sent before a moment of which nothing waits any more, or, with `all`, of those too of
/// which something still waits; what came of them stays readable. How many.
pub fn empty_applied(tx: &mut Tx<'_>, before: Moment, all: bool) -> Result<u64, Error> {
    // Locked first, as above.
    tx.exec(
        "UPDATE import_file SET tray = 0 WHERE state IN ('applied', 'undone') AND at < $1 AND (tray = 0 OR $2 = 1)
           AND id IN (SELECT import_id FROM import_body)",
        args![before, i64::from(all)],
    )?;
    tx.exec(
        "DELETE FROM import_fix WHERE import_id IN
           (SELECT id FROM import_file WHERE state IN ('applied', 'undone') AND at < $1 AND (tray = 0 OR $2 = 1))",
        args![before, i64::from(all)],
    )?;
    tx.exec(
        "DELETE FROM import_body WHERE import_id IN
           (SELECT id FROM import_file WHERE state IN ('applied', 'undone') AND at < $1 AND (tray = 0 OR $2 = 1))",
        args![before, i64::from(all)],
    )
}
