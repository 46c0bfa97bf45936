//! Receipts: the answer already given to a request id, so that a write sent twice is done once; and small site settings.
//! Must not know what the answers say.

use rules::basics::Moment;

use crate::args;
use crate::db::{Error, Tx};

/// An answer given before.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Digest of what was asked, to tell a repeat from another request under the same id.
    pub fingerprint: String,
    /// The answer as JSON.
    pub answer: String,
}

/// The answer given to this account's request id, if any.
pub fn seen(tx: &mut Tx<'_>, account_id: &str, request_id: &str) -> Result<Option<Receipt>, Error> {
    tx.maybe(
        "SELECT fingerprint, answer FROM receipt WHERE account_id = $1 AND request_id = $2",
        args![account_id, request_id],
        |row| Ok(Receipt { fingerprint: row.text(0)?, answer: row.text(1)? }),
    )
}

/// Keeps an answer. Clashes when a simultaneous copy was faster; the seam then runs the act again, which finds it.
pub fn keep(
    tx: &mut Tx<'_>,
    account_id: &str,
    request_id: &str,
    act: &str,
    receipt: &Receipt,
    at: Moment,
) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO receipt (account_id, request_id, act, fingerprint, answer, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![account_id, request_id, act, &receipt.fingerprint, &receipt.answer, at],
    )?;
    Ok(())
}

/// Forgets receipts older than a moment; the number forgotten.
pub fn forget(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec("DELETE FROM receipt WHERE at < $1", args![before])
}

/// A small setting of the site.
pub fn setting(tx: &mut Tx<'_>, key: &str) -> Result<Option<String>, Error> {
    tx.maybe("SELECT value FROM setting WHERE key = $1", args![key], |row| row.text(0))
}

/// Sets it.
pub fn set_setting(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        args![key, value],
    )?;
    Ok(())
}

/// Removes it.
pub fn drop_setting(tx: &mut Tx<'_>, key: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM setting WHERE key = $1", args![key])?;
    Ok(())
}

/// Takes a setting away if it has this value; whether it had. Of two at once, one gets it.
pub fn take_setting(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<bool, Error> {
    Ok(tx.exec("DELETE FROM setting WHERE key = $1 AND value = $2", args![key, value])? > 0)
}

/// The body of a criteria version as first used; `None` when it never was.
pub fn criteria_hash(tx: &mut Tx<'_>, set: &str, version: &str) -> Result<Option<String>, Error> {
    tx.maybe("SELECT hash FROM criteria_set WHERE set_id = $1 AND version = $2", args![set, version], |row| row.text(0))
}

/// Every stored criteria version: set, version, hash, body.
pub fn criteria_bodies(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String, String)>, Error> {
    tx.query("SELECT set_id, version, hash, body FROM criteria_set ORDER BY set_id, version", args![], |row| {
        Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.text(3)?))
    })
}

/// Keeps the body of a criteria version for ever.
pub fn keep_criteria(tx: &mut Tx<'_>, set: &str, version: &str, hash: &str, body: &str) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO criteria_set (set_id, version, hash, body) VALUES ($1, $2, $3, $4)
         ON CONFLICT (set_id, version) DO NOTHING",
        args![set, version, hash, body],
    )?;
    Ok(())
}
