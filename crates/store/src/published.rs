//! Figures that others published: kept as they were written, with their source, never added to counted ones.
//! One that was taken in wrongly is withdrawn: it stays, and is told apart from those in force. Must not know whether they
//! divide.

use rules::basics::{Day, Moment};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

/// One published figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Digest of source, place, day, subject and measure: the same figure imported again is the same row.
    pub id: String,
    /// The version of the place it speaks of.
    pub unit_id: String,
    /// The place as the source names it.
    pub place_as_named: String,
    /// The publication.
    pub source: String,
    /// The day it speaks of.
    pub as_of: Day,
    /// family, clan, community, unit, citizen…
    pub subject: String,
    /// registered, recognised, target…
    pub measure: String,
    /// As published.
    pub numerator: Option<i64>,
    /// As published.
    pub denominator: Option<i64>,
    /// The rate in percent as it was written, or empty.
    pub rate: String,
    /// exact, more than, nearly, approximately, target…
    pub qualifier: String,
    /// A remark.
    pub note: String,
}

fn published_of(row: &Row) -> Result<Published, Error> {
    Ok(Published {
        id: row.text(0)?,
        unit_id: row.text(1)?,
        place_as_named: row.text(2)?,
        source: row.text(3)?,
        as_of: row.day(4)?,
        subject: row.text(5)?,
        measure: row.text(6)?,
        numerator: row.maybe(7, Row::int)?,
        denominator: row.maybe(8, Row::int)?,
        rate: row.text(9)?,
        qualifier: row.text(10)?,
        note: row.text(11)?,
    })
}

/// Adds a figure or replaces the one with the same id; whether the row is new or changed.
pub fn put(tx: &mut Tx<'_>, figure: &Published) -> Result<bool, Error> {
    let before = one(tx, &figure.id)?;
    if before.as_ref() == Some(figure) {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO published (id, unit_id, place_as_named, source, as_of, subject, measure, numerator, denominator,
                                rate, qualifier, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, place_as_named = excluded.place_as_named,
           source = excluded.source, as_of = excluded.as_of, subject = excluded.subject, measure = excluded.measure,
           numerator = excluded.numerator, denominator = excluded.denominator, rate = excluded.rate,
           qualifier = excluded.qualifier, note = excluded.note",
        args![
            &figure.id,
            &figure.unit_id,
            &figure.place_as_named,
            &figure.source,
            figure.as_of,
            &figure.subject,
            &figure.measure,
            figure.numerator,
            figure.denominator,
            &figure.rate,
            &figure.qualifier,
            &figure.note,
        ],
    )?;
    Ok(true)
}

/// The figure with this id.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<Published>, Error> {
    tx.maybe(
        "SELECT id, unit_id, place_as_named, source, as_of, subject, measure, numerator, denominator, rate, qualifier, note
         FROM published WHERE id = $1",
        args![id],
        published_of,
    )
}

/// Figures in force about a version of a place, newest first.
pub fn of_unit(tx: &mut Tx<'_>, unit_id: &str) -> Result<Vec<Published>, Error> {
    tx.query(
        "SELECT id, unit_id, place_as_named, source, as_of, subject, measure, numerator, denominator, rate, qualifier, note
         FROM published WHERE unit_id = $1 AND NOT EXISTS (SELECT 1 FROM published_withdrawn w WHERE w.published_id = published.id)
         ORDER BY as_of DESC, subject, measure, id",
        args![unit_id],
        published_of,
    )
}

/// Every published figure in force about a unit or anything below it, by place and day.
pub fn below(tx: &mut Tx<'_>, unit_id: &str) -> Result<Vec<Published>, Error> {
    tx.query(
        "SELECT f.id, f.unit_id, f.place_as_named, f.source, f.as_of, f.subject, f.measure, f.numerator, f.denominator,
                f.rate, f.qualifier, f.note
         FROM published f JOIN unit_path p ON p.descendant_id = f.unit_id
         WHERE p.ancestor_id = $1
           AND NOT EXISTS (SELECT 1 FROM published_withdrawn w WHERE w.published_id = f.id)
         ORDER BY f.unit_id, f.as_of DESC, f.subject, f.measure, f.id",
        args![unit_id],
        published_of,
    )
}

/// That a figure was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// When.
    pub at: Moment,
    /// By whom.
    pub account_id: String,
    /// Why.
    pub reason: String,
}

/// Locks a figure for this transaction, so that two people do not withdraw it at once; whether there is one.
pub fn lock(tx: &mut Tx<'_>, id: &str) -> Result<bool, Error> {
    Ok(tx.exec("UPDATE published SET source = source WHERE id = $1", args![id])? > 0)
}

/// That a figure was withdrawn; `None` for one in force.
pub fn withdrawal(tx: &mut Tx<'_>, id: &str) -> Result<Option<Withdrawal>, Error> {
    tx.maybe("SELECT at, account_id, reason FROM published_withdrawn WHERE published_id = $1", args![id], |row| {
        Ok(Withdrawal { at: row.moment(0)?, account_id: row.text(1)?, reason: row.text(2)? })
    })
}

/// Withdraws a locked figure that is in force.
pub fn withdraw(tx: &mut Tx<'_>, id: &str, how: &Withdrawal) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO published_withdrawn (published_id, at, account_id, reason) VALUES ($1, $2, $3, $4)",
        args![id, how.at, &how.account_id, &how.reason],
    )?;
    Ok(())
}

/// Puts a withdrawn figure in force again; whether it was withdrawn.
pub fn restore(tx: &mut Tx<'_>, id: &str) -> Result<bool, Error> {
    Ok(tx.exec("DELETE FROM published_withdrawn WHERE published_id = $1", args![id])? > 0)
}

/// Every withdrawn figure, the latest first.
pub fn withdrawn(tx: &mut Tx<'_>) -> Result<Vec<(Published, Withdrawal)>, Error> {
    tx.query(
        "SELECT f.id, f.unit_id, f.place_as_named, f.source, f.as_of, f.subject, f.measure, f.numerator, f.denominator,
                f.rate, f.qualifier, f.note, w.at, w.account_id, w.reason
         FROM published_withdrawn w JOIN published f ON f.id = w.published_id ORDER BY w.at DESC, f.id",
        args![],
        |row| {
            let how = Withdrawal { at: row.moment(12)?, account_id: row.text(13)?, reason: row.text(14)? };
            Ok((published_of(row)?, how))
        },
    )
}
