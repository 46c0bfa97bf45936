//! Where a household lived and when: stays that follow one another without gap or overlap while it is active.
//! Must not know the counters; it says which stays changed, and the caller counts.

use rules::basics::Day;
use serde::Serialize;

use super::ACTIVE;
use crate::args;
use crate::db::{Error, Row, Tx};

/// The days a household lived at one hamlet, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stay {
    /// The hamlet.
    pub hamlet_id: String,
    /// The hamlet's commune.
    pub commune_id: String,
    /// First day.
    pub since: Day,
    /// Last day; [`Day::FOREVER`] while it goes on.
    pub until: Day,
}

/// What became of one stay: `(before, after)`. Both sides name the same hamlet; a stay that begins has no `before`, one
/// that turned out empty has no `after`.
pub type StayChange = (Option<Stay>, Option<Stay>);

fn read_stay(row: &Row) -> Result<Stay, Error> {
    Ok(Stay { hamlet_id: row.text(0)?, commune_id: row.text(1)?, since: row.day(2)?, until: row.day(3)? })
}

pub(super) fn add(tx: &mut Tx<'_>, household_id: &str, stay: &Stay) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO household_stay (household_id, hamlet_id, commune_id, since, until) VALUES ($1, $2, $3, $4, $5)",
        args![household_id, &stay.hamlet_id, &stay.commune_id, stay.since, stay.until],
    )?;
    Ok(())
}

/// Forgets where a household lived.
pub(super) fn drop_all(tx: &mut Tx<'_>, household_id: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM household_stay WHERE household_id = $1", args![household_id])?;
    Ok(())
}

/// All stays of a household, the earliest first.
pub fn stays(tx: &mut Tx<'_>, household_id: &str) -> Result<Vec<Stay>, Error> {
    tx.query(
        "SELECT hamlet_id, commune_id, since, until FROM household_stay WHERE household_id = $1 ORDER BY since",
        args![household_id],
        read_stay,
    )
}

/// The stay that goes on; `None` for a household that is not active.
pub fn open_stay(tx: &mut Tx<'_>, household_id: &str) -> Result<Option<Stay>, Error> {
    tx.maybe(
        "SELECT hamlet_id, commune_id, since, until FROM household_stay
         WHERE household_id = $1 AND until = '9999-12-31'",
        args![household_id],
        read_stay,
    )
}

/// How many households would still live in a hamlet after a day.
pub fn stays_after(tx: &mut Tx<'_>, hamlet_id: &str, day: Day) -> Result<i64, Error> {
    tx.one("SELECT COUNT(*) FROM household_stay WHERE hamlet_id = $1 AND until > $2", args![hamlet_id, day], |row| {
        row.int(0)
    })
}

/// A household that lived somewhere on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resident {
    /// The household.
    pub household_id: String,
    /// Its number today.
    pub number: String,
    /// Its head today.
    pub head_name: String,
    /// Its sort key, for the next page.
    pub sort_key: String,
    /// The hamlet where it lived on the day.
    pub hamlet_name: String,
}

/// One page of the households that lived in a hamlet or commune on a day, in the order of their heads' names: the
/// records behind the stock.
pub fn residents(
    tx: &mut Tx<'_>,
    scope: &str,
    day: Day,
    after: Option<(String, String)>,
    limit: i64,
) -> Result<Vec<Resident>, Error> {
    let (sort_key, id) = after.unwrap_or_default();
    tx.query(
        "SELECT h.id, h.number, h.head_name, h.sort_key, u.name
         FROM unit u JOIN household_stay s ON s.hamlet_id = u.id JOIN household h ON h.id = s.household_id
         WHERE (u.id = $1 OR u.parent_id = $1) AND s.since <= $2 AND s.until >= $2 AND (h.sort_key, h.id) > ($3, $4)
         ORDER BY h.sort_key, h.id LIMIT $5",
        args![scope, day, sort_key, id, limit],
        |row| {
            Ok(Resident {
                household_id: row.text(0)?,
                number: row.text(1)?,
                head_name: row.text(2)?,
                sort_key: row.text(3)?,
                hamlet_name: row.text(4)?,
            })
        },
    )
}

/// Gives a household a status from the day `on` (the first day of the new status) and brings its stays in line: any
/// status but active ends the open stay the day before, active opens one at the household's hamlet. Lock it first.
/// The stays that changed, for the counters.
///
/// # Errors
/// `Shape` when `on` lies before the open stay's first day; ask [`open_stay`] first and tell the person.
pub fn set_status(tx: &mut Tx<'_>, id: &str, status: &str, on: Day) -> Result<Vec<StayChange>, Error> {
    let Some((hamlet_id, commune_id)) = tx.maybe(
        "UPDATE household SET status = $2, status_on = $3 WHERE id = $1 RETURNING hamlet_id, commune_id",
        args![id, status, on],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )?
    else {
        return Ok(Vec::new());
    };
    super::refresh_fold(tx, id)?;
    if status != ACTIVE {
        return close(tx, id, on);
    }
    if open_stay(tx, id)?.is_some() {
        return Ok(Vec::new());
    }
    open(tx, id, &hamlet_id, &commune_id, on)
}

/// Moves an active household to another hamlet from the day `on`, its first day there, under a number that is free
/// there (else `Clash`). A move on the first day of the present stay replaces that stay. Lock it first. The stays that
/// changed, for the counters.
///
/// # Errors
/// `Shape` when `on` lies before the open stay's first day; ask [`open_stay`] first and tell the person.
pub fn move_household(
    tx: &mut Tx<'_>,
    id: &str,
    hamlet_id: &str,
    commune_id: &str,
    number: &str,
    on: Day,
) -> Result<Vec<StayChange>, Error> {
    tx.exec(
        "UPDATE household SET hamlet_id = $2, commune_id = $3, number = $4 WHERE id = $1",
        args![id, hamlet_id, commune_id, number],
    )?;
    super::refresh_fold(tx, id)?;
    let mut changes = close(tx, id, on)?;
    changes.extend(open(tx, id, hamlet_id, commune_id, on)?);
    Ok(changes)
}

fn close(tx: &mut Tx<'_>, id: &str, on: Day) -> Result<Vec<StayChange>, Error> {
    let Some(before) = open_stay(tx, id)? else { return Ok(Vec::new()) };
    if on < before.since {
        return Err(Error::Shape(format!("household {id} cannot leave on {on}, it came on {}", before.since)));
    }
    if on == before.since {
        tx.exec("DELETE FROM household_stay WHERE household_id = $1 AND since = $2", args![id, before.since])?;
        return Ok(vec![(Some(before), None)]);
    }
    let after = Stay { until: on.before(), ..before.clone() };
    set_until(tx, id, &after)?;
    Ok(vec![(Some(before), Some(after))])
}

/// Opens a stay, or takes up the last one again when it was at the same hamlet and reaches to the day before: a move
/// taken back leaves no trace in the counters.
fn open(tx: &mut Tx<'_>, id: &str, hamlet_id: &str, commune_id: &str, on: Day) -> Result<Vec<StayChange>, Error> {
    if let Some(last) = stays(tx, id)?.pop() {
        if last.hamlet_id == hamlet_id && last.until >= on.before() {
            let after = Stay { until: Day::FOREVER, ..last.clone() };
            set_until(tx, id, &after)?;
            return Ok(vec![(Some(last), Some(after))]);
        }
        if last.until >= on {
            return Err(Error::Shape(format!("household {id} cannot come on {on}, it left on {}", last.until)));
        }
    }
    let stay =
        Stay { hamlet_id: hamlet_id.to_owned(), commune_id: commune_id.to_owned(), since: on, until: Day::FOREVER };
    add(tx, id, &stay)?;
    Ok(vec![(None, Some(stay))])
}

fn set_until(tx: &mut Tx<'_>, id: &str, stay: &Stay) -> Result<(), Error> {
    tx.exec(
        "UPDATE household_stay SET until = $3 WHERE household_id = $1 AND since = $2",
        args![id, stay.since, stay.until],
    )?;
    Ok(())
}
