//! Work that comes again by the clock: when each is due, which server has it, how it last went. Of several servers on one
//! database one claims it, under a lease that runs out when that server dies. Must not know what the work is.

use rules::basics::Moment;
use serde::Serialize;

use crate::args;
use crate::db::{Error, Tx};

/// A piece of work as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its word.
    pub name: String,
    /// When it begins next.
    pub due: Moment,
    /// Until when a server holds it; 0 when none does.
    pub lease_until: Moment,
    /// When it last began; 0 for never.
    pub began: Moment,
    /// When it last ended; 0 for never.
    pub ended: Moment,
    /// When it last ended well; 0 for never.
    pub good: Moment,
    /// How often it has been tried since then.
    pub tries: i64,
    /// What it came to, as JSON; empty before it first ended.
    pub outcome: String,
}

impl Job {
    /// Somebody is at it, or could begin at once: what builds on it waits.
    #[must_use]
    pub const fn under_way(&self, at: Moment) -> bool {
        let far = at.0 + FAR;
        let held = self.lease_until.0 > at.0 && self.lease_until.0 <= far;
        held || self.due.0 <= at.0 || self.due.0 > far
    }
}

/// A lease and a due moment never lie further ahead than this, unless the clock was put back.
const FAR: i64 = 2 * 86_400_000;

/// All of them, by name.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Job>, Error> {
    tx.query(
        "SELECT name, due, lease_until, began, ended, good, tries, outcome FROM job ORDER BY name",
        args![],
        |row| {
            Ok(Job {
                name: row.text(0)?,
                due: row.moment(1)?,
                lease_until: row.moment(2)?,
                began: row.moment(3)?,
                ended: row.moment(4)?,
                good: row.moment(5)?,
                tries: row.int(6)?,
                outcome: row.text(7)?,
            })
        },
    )
}

/// Makes a piece of work known, due then; one that is known stays as it is.
pub fn plan(tx: &mut Tx<'_>, name: &str, due: Moment) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO job (name, due, lease_until, holder, began, ended, good, tries, outcome)
         VALUES ($1, $2, 0, '', 0, 0, 0, 0, '') ON CONFLICT (name) DO NOTHING",
        args![name, due],
    )?;
    Ok(())
}

/// Makes it due now, if it is not held; whether it is.
pub fn hasten(tx: &mut Tx<'_>, name: &str, at: Moment) -> Result<bool, Error> {
    let changed =
        tx.exec("UPDATE job SET due = $2, tries = 0 WHERE name = $1 AND lease_until <= $2", args![name, at])?;
    Ok(changed > 0)
}

/// Takes it for a server until a moment, if it is due and nobody holds it; whether that was so. Dates that lie absurdly far
/// ahead come from a clock that was put back since, and hold nothing up.
pub fn claim(tx: &mut Tx<'_>, name: &str, holder: &str, at: Moment, until: Moment) -> Result<bool, Error> {
    let far = Moment(at.0 + FAR);
    let changed = tx.exec(
        "UPDATE job SET holder = $2, began = $3, lease_until = $4, tries = tries + 1
         WHERE name = $1 AND (due <= $3 OR due > $5) AND (lease_until <= $3 OR lease_until > $5)",
        args![name, holder, at, until, far],
    )?;
    Ok(changed > 0)
}

/// Holds it longer; whether it is still held.
pub fn renew(tx: &mut Tx<'_>, name: &str, holder: &str, until: Moment) -> Result<bool, Error> {
    let changed = tx.exec(
        "UPDATE job SET lease_until = $3 WHERE name = $1 AND holder = $2 AND lease_until > 0",
        args![name, holder, until],
    )?;
    Ok(changed > 0)
}

/// Says how it ended and when it is due again, unless another server has taken it meanwhile.
pub fn finish(
    tx: &mut Tx<'_>,
    name: &str,
    holder: &str,
    at: Moment,
    good: bool,
    due: Moment,
    outcome: &str,
) -> Result<bool, Error> {
    let changed = tx.exec(
        "UPDATE job SET lease_until = 0, ended = $3, due = $5, outcome = $6,
           good = CASE WHEN CAST($4 AS BIGINT) = 1 THEN CAST($3 AS BIGINT) ELSE good END,
           tries = CASE WHEN CAST($4 AS BIGINT) = 1 THEN 0 ELSE tries END
         WHERE name = $1 AND holder = $2",
        args![name, holder, at, good, due, outcome],
    )?;
    Ok(changed > 0)
}

/// Gives back what a server held that is gone for certain.
pub fn release_all(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.exec("UPDATE job SET lease_until = 0 WHERE lease_until > 0", args![])
}
