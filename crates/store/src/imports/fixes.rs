//! What people put right in a waiting file, and what they said its columns mean, for the next one like it.
//! Must not know what a fix says: it comes enciphered.

use rules::basics::Moment;

use crate::args;
use crate::db::{Error, Tx};

/// Keeps what is put right at a place of a file; what was said there before is forgotten.
pub fn put_fix(tx: &mut Tx<'_>, import_id: &str, place: &str, fix: Vec<u8>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO import_fix (import_id, place, fix) VALUES ($1, $2, $3)
         ON CONFLICT (import_id, place) DO UPDATE SET fix = excluded.fix",
        args![import_id, place, fix],
    )?;
    Ok(())
}

/// Takes back what was put right at a place.
pub fn drop_fix(tx: &mut Tx<'_>, import_id: &str, place: &str) -> Result<u64, Error> {
    tx.exec("DELETE FROM import_fix WHERE import_id = $1 AND place = $2", args![import_id, place])
}

/// Takes back everything put right in a file.
pub fn drop_fixes(tx: &mut Tx<'_>, import_id: &str) -> Result<u64, Error> {
    tx.exec("DELETE FROM import_fix WHERE import_id = $1", args![import_id])
}

/// What was put right in a file: place and fix.
pub fn fixes(tx: &mut Tx<'_>, import_id: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
    tx.query("SELECT place, fix FROM import_fix WHERE import_id = $1 ORDER BY place", args![import_id], |row| {
        Ok((row.text(0)?, row.blob(1)?))
    })
}

/// What somebody said the columns of a file mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// A digest of the heads.
    pub shape: String,
    /// Which column means what, as JSON.
    pub columns: String,
    /// The name of the file for which it was said.
    pub name: String,
    /// When.
    pub at: Moment,
}

/// Remembers what columns mean; what was said before of the same heads is forgotten.
pub fn remember(tx: &mut Tx<'_>, commune_id: &str, kind: &str, account_id: &str, one: &Shape) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO import_shape (commune_id, kind, shape, columns, name, account_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (commune_id, kind, shape) DO UPDATE SET
           columns = excluded.columns, name = excluded.name, account_id = excluded.account_id, at = excluded.at",
        args![commune_id, kind, &one.shape, &one.columns, &one.name, account_id, one.at],
    )?;
    Ok(())
}

/// Forgets what was said of some heads.
pub fn forget(tx: &mut Tx<'_>, commune_id: &str, kind: &str, shape: &str) -> Result<u64, Error> {
    tx.exec(
        "DELETE FROM import_shape WHERE commune_id = $1 AND kind = $2 AND shape = $3",
        args![commune_id, kind, shape],
    )
}

/// What was said of the files of a commune, the latest first.
pub fn shapes(tx: &mut Tx<'_>, commune_id: &str, kind: &str) -> Result<Vec<Shape>, Error> {
    tx.query(
        "SELECT shape, columns, name, at FROM import_shape WHERE commune_id = $1 AND kind = $2
         ORDER BY at DESC, shape LIMIT 200",
        args![commune_id, kind],
        |row| Ok(Shape { shape: row.text(0)?, columns: row.text(1)?, name: row.text(2)?, at: row.moment(3)? }),
    )
}
