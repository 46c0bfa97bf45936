//! Photos and papers that families show for an answer.
//! Must not know what is in a picture, how large it may be, nor who may see it.

use rules::basics::Moment;
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

/// One piece of evidence, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The id, never changed.
    pub id: String,
    /// The assessment.
    pub assessment_id: String,
    /// The criteria item it belongs to.
    pub item: String,
    /// The file's name as sent.
    pub name: String,
    /// The media type, such as `image/jpeg`.
    pub kind: String,
    /// How many bytes.
    pub size: i64,
    /// Who added it.
    pub account_id: String,
    /// When.
    pub at: Moment,
}

fn read_evidence(row: &Row) -> Result<Evidence, Error> {
    Ok(Evidence {
        id: row.text(0)?,
        assessment_id: row.text(1)?,
        item: row.text(2)?,
        name: row.text(3)?,
        kind: row.text(4)?,
        size: row.int(5)?,
        account_id: row.text(6)?,
        at: row.moment(7)?,
    })
}

/// Adds a piece of evidence with its bytes; `size` is taken from the bytes.
pub fn add(tx: &mut Tx<'_>, evidence: &Evidence, body: Vec<u8>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO evidence (id, assessment_id, item, name, kind, body, account_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            &evidence.id,
            &evidence.assessment_id,
            &evidence.item,
            &evidence.name,
            &evidence.kind,
            body,
            &evidence.account_id,
            evidence.at
        ],
    )?;
    Ok(())
}

/// The evidence of an assessment by item, then in the order of arrival, without bytes.
pub fn list(tx: &mut Tx<'_>, assessment_id: &str) -> Result<Vec<Evidence>, Error> {
    tx.query(
        "SELECT id, assessment_id, item, name, kind, length(body), account_id, at
         FROM evidence WHERE assessment_id = $1 ORDER BY item, at, id",
        args![assessment_id],
        read_evidence,
    )
}

/// One piece of evidence with its bytes.
pub fn get(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Evidence, Vec<u8>)>, Error> {
    tx.maybe(
        "SELECT id, assessment_id, item, name, kind, length(body), account_id, at, body FROM evidence WHERE id = $1",
        args![id],
        |row| Ok((read_evidence(row)?, row.blob(8)?)),
    )
}

/// Takes a piece of evidence away; whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: &str) -> Result<bool, Error> {
    Ok(tx.exec("DELETE FROM evidence WHERE id = $1", args![id])? > 0)
}

/// How many pieces of evidence each item of an assessment has; items without any are left out.
pub fn counts(tx: &mut Tx<'_>, assessment_id: &str) -> Result<Vec<(String, i64)>, Error> {
    tx.query(
        "SELECT item, COUNT(*) FROM evidence WHERE assessment_id = $1 GROUP BY item ORDER BY item",
        args![assessment_id],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}
