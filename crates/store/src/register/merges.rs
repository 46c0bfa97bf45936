//! Households that went up into another one, and what is needed to take that back.
//! Must not know how two households are made one, nor how what was before is enciphered.

use rules::basics::{Day, Moment};
use serde::Serialize;

use super::stays::{self, Stay, StayChange};
use super::{Member, refresh_fold};
use crate::args;
use crate::db::{Error, Row, Tx};

/// A household that went up into another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merge {
    /// The one that vanished.
    pub from_id: String,
    /// The one it went up into.
    pub into_id: String,
    /// Who did it.
    pub account_id: String,
    /// When.
    pub at: Moment,
    /// The revision of the one that vanished, after the act.
    pub from_revision: i64,
    /// The revision of the other, after the act.
    pub into_revision: i64,
}

/// The same with what is shown of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// The merge.
    #[serde(flatten)]
    pub merge: Merge,
    /// The name of the account that did it.
    pub account_name: String,
    /// The number of the one that vanished.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// Is it still kept what was before?
    pub can_be_undone: bool,
}

fn read_merge(row: &Row) -> Result<Merge, Error> {
    Ok(Merge {
        from_id: row.text(0)?,
        into_id: row.text(1)?,
        account_id: row.text(2)?,
        at: row.moment(3)?,
        from_revision: row.int(4)?,
        into_revision: row.int(5)?,
    })
}

/// Keeps a merge with what both were before, as the caller enciphered it. `Clash` when the household vanished already.
pub fn add_merge(tx: &mut Tx<'_>, merge: &Merge, was: Vec<u8>) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO household_merge (from_id, into_id, account_id, at, from_revision, into_revision, was)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            &merge.from_id,
            &merge.into_id,
            &merge.account_id,
            merge.at,
            merge.from_revision,
            merge.into_revision,
            was
        ],
    )?;
    Ok(())
}

/// Where a household went; `None` for one that did not vanish so.
pub fn merge_of(tx: &mut Tx<'_>, from_id: &str) -> Result<Option<Merge>, Error> {
    tx.maybe(
        "SELECT from_id, into_id, account_id, at, from_revision, into_revision FROM household_merge WHERE from_id = $1",
        args![from_id],
        read_merge,
    )
}

/// What both were before, enciphered; empty when it is kept no longer.
pub fn merge_was(tx: &mut Tx<'_>, from_id: &str) -> Result<Vec<u8>, Error> {
    tx.one("SELECT was FROM household_merge WHERE from_id = $1", args![from_id], |row| row.blob(0))
}

/// The households that went up into this one, the latest first.
pub fn merges_into(tx: &mut Tx<'_>, into_id: &str) -> Result<Vec<Merged>, Error> {
    tx.query(
        "SELECT g.from_id, g.into_id, g.account_id, g.at, g.from_revision, g.into_revision, a.name, h.number, h.head_name,
           LENGTH(g.was)
         FROM household_merge g JOIN household h ON h.id = g.from_id JOIN account a ON a.id = g.account_id
         WHERE g.into_id = $1 ORDER BY g.at DESC, g.from_id",
        args![into_id],
        |row| {
            Ok(Merged {
                merge: read_merge(row)?,
                account_name: row.text(6)?,
                number: row.text(7)?,
                head_name: row.text(8)?,
                can_be_undone: row.int(9)? > 0,
            })
        },
    )
}

/// A household that is again as an earlier merge into it left it, at revision `was`: that merge may be taken back from
/// revision `now` on.
pub fn follow_merge(tx: &mut Tx<'_>, into_id: &str, was: i64, now: i64) -> Result<u64, Error> {
    tx.exec(
        "UPDATE household_merge SET into_revision = $3 WHERE into_id = $1 AND into_revision = $2",
        args![into_id, was, now],
    )
}

/// Forgets a merge that was taken back.
pub fn drop_merge(tx: &mut Tx<'_>, from_id: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM household_merge WHERE from_id = $1", args![from_id])?;
    Ok(())
}

/// Forgets what was before of all merges before a moment: they can be taken back no more. How many.
pub fn forget_old_merges(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Error> {
    tx.exec("UPDATE household_merge SET was = $2 WHERE at < $1 AND LENGTH(was) > 0", args![before, Vec::<u8>::new()])
}

/// Writes a household's number alone. Lock it first; `Clash` when the number is taken.
pub fn set_number(tx: &mut Tx<'_>, id: &str, number: &str) -> Result<(), Error> {
    tx.exec("UPDATE household SET number = $2 WHERE id = $1", args![id, number])?;
    refresh_fold(tx, id)
}

/// Writes a person's row anew with its household: who was in one may be in another then. Lock both households first and
/// make their search texts anew afterwards.
pub fn rehouse_member(tx: &mut Tx<'_>, member: &Member) -> Result<(), Error> {
    tx.exec(
        "UPDATE member SET household_id = $2, ordinal = $3, name = $4, fold = $5, relation = $6, sex = $7, birth = $8,
           id_cipher = $9, id_hash = $10, id_tail = $11, left_on = $12
         WHERE id = $1",
        args![
            &member.id,
            &member.household_id,
            member.ordinal,
            &member.name,
            &member.fold,
            &member.relation,
            &member.sex,
            &member.birth,
            member.id_cipher.clone(),
            member.id_hash.clone(),
            &member.id_tail,
            member.left_on
        ],
    )?;
    Ok(())
}

/// Makes a household active again as it was, with exactly these stays. Lock it first. The stays that changed, for the
/// counters.
pub fn come_back(tx: &mut Tx<'_>, id: &str, status_on: Day, before: &[Stay]) -> Result<Vec<StayChange>, Error> {
    tx.exec("UPDATE household SET status = 'active', status_on = $2 WHERE id = $1", args![id, status_on])?;
    refresh_fold(tx, id)?;
    let mut changes: Vec<StayChange> = stays::stays(tx, id)?.into_iter().map(|stay| (Some(stay), None)).collect();
    stays::drop_all(tx, id)?;
    for stay in before {
        stays::add(tx, id, stay)?;
        changes.push((None, Some(stay.clone())));
    }
    Ok(changes)
}
