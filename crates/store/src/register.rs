//! The household register: households, who lives in them, and where they lived when.
//! Must not know who may see or change a household, nor how numbers, names and identity cards are checked.

mod doubles;
pub(crate) mod find;
mod find_people;
mod many;
mod members;
mod merges;
mod stays;

use rules::basics::{Day, Moment};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

pub use doubles::{Apart, apart, apart_in, families, family_of, take_back_apart, tell_apart};
pub(crate) use find::three_parts;
pub use find::{
    Duplicate, HouseholdFilter, HouseholdLine, IdHolder, count_households, find_by_id_hash, find_by_id_hashes,
    household_by_number, likely_duplicates, list_households, next_number, stream_households, stream_register,
};
pub use find_people::{By, Found, KeyRow, by_name, people_by_id, people_by_name};
pub use many::{add_families, add_stays};
pub use members::{
    Member, add_member, add_members, drop_members, member, members, remove_member, update_member, update_members,
};
pub use merges::{
    Merge, Merged, add_merge, come_back, drop_merge, follow_merge, forget_old_merges, merge_of, merge_was, merges_into,
    rehouse_member, set_number,
};
pub use stays::{Resident, Stay, StayChange, move_household, open_stay, residents, set_status, stays, stays_after};

/// The status of a household that lives at its hamlet.
pub const ACTIVE: &str = "active";
/// The status of a household that left the places of this register.
pub const MOVED_OUT: &str = "moved_out";
/// The status of a household that no longer exists.
pub const DISSOLVED: &str = "dissolved";
/// The status of a household that turned out to be another one: see [`merge_of`].
pub const MERGED: &str = "merged";

/// One household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Household {
    /// Its id, never changed.
    pub id: String,
    /// The commune it lives in, or last lived in.
    pub commune_id: String,
    /// The hamlet it lives in, or last lived in.
    pub hamlet_id: String,
    /// Its number, unique in the hamlet.
    pub number: String,
    /// The name of the head, as written.
    pub head_name: String,
    /// The folded text that searches run on: head, number and all present members, see [`refresh_fold`].
    pub fold: String,
    /// The key that lists are sorted by, made from the head's name.
    pub sort_key: String,
    /// House number, street, lane; empty when unknown.
    pub address: String,
    /// A telephone number; empty when unknown.
    pub phone: String,
    /// A remark; empty when there is none.
    pub note: String,
    /// [`ACTIVE`], [`MOVED_OUT`], [`DISSOLVED`] or [`MERGED`].
    pub status: String,
    /// The first day of that status.
    pub status_on: Day,
    /// True for made-up households of a demonstration.
    pub synthetic: bool,
    /// When it was entered.
    pub created_at: Moment,
    /// Raised by one by each [`lock_household`].
    pub revision: i64,
}

/// A household to be entered.
#[derive(Clone, Debug)]
pub struct NewHousehold {
    /// A fresh id.
    pub id: String,
    /// The commune.
    pub commune_id: String,
    /// The hamlet.
    pub hamlet_id: String,
    /// The number, free in the hamlet.
    pub number: String,
    /// The name of the head.
    pub head_name: String,
    /// What [`fold_of`] makes of head, number and members.
    pub fold: String,
    /// The sort key of the head's name.
    pub sort_key: String,
    /// House number, street, lane.
    pub address: String,
    /// A telephone number.
    pub phone: String,
    /// A remark.
    pub note: String,
    /// True for a made-up household.
    pub synthetic: bool,
    /// The first day it lives at the hamlet.
    pub since: Day,
    /// The moment of entry.
    pub at: Moment,
}

/// What may change of a household without a move or a new status.
#[derive(Clone, Debug)]
pub struct HouseholdChange {
    /// The number, free in the hamlet.
    pub number: String,
    /// The name of the head.
    pub head_name: String,
    /// The sort key of the head's name.
    pub sort_key: String,
    /// House number, street, lane.
    pub address: String,
    /// A telephone number.
    pub phone: String,
    /// A remark.
    pub note: String,
}

pub(super) fn read_household(row: &Row) -> Result<Household, Error> {
    Ok(Household {
        id: row.text(0)?,
        commune_id: row.text(1)?,
        hamlet_id: row.text(2)?,
        number: row.text(3)?,
        head_name: row.text(4)?,
        fold: row.text(5)?,
        sort_key: row.text(6)?,
        address: row.text(7)?,
        phone: row.text(8)?,
        note: row.text(9)?,
        status: row.text(10)?,
        status_on: row.day(11)?,
        synthetic: row.flag(12)?,
        created_at: row.moment(13)?,
        revision: row.int(14)?,
    })
}

/// Enters a household, active from its first day, with its first stay. Its number must be free, else `Clash`.
pub fn add_household(tx: &mut Tx<'_>, new: &NewHousehold) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO household (id, commune_id, hamlet_id, number, head_name, head_fold, fold, sort_key, address, phone,
           note, status, status_on, synthetic, created_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'active', $12, $13, $14, 1)",
        args![
            &new.id,
            &new.commune_id,
            &new.hamlet_id,
            &new.number,
            &new.head_name,
            rules::text::fold(&new.head_name),
            &new.fold,
            &new.sort_key,
            &new.address,
            &new.phone,
            &new.note,
            new.since,
            new.synthetic,
            new.at
        ],
    )?;
    let first = Stay {
        hamlet_id: new.hamlet_id.clone(),
        commune_id: new.commune_id.clone(),
        since: new.since,
        until: Day::FOREVER,
    };
    stays::add(tx, &new.id, &first)
}

/// Takes a household out as if it had never been entered, with its people and stays. Only for one on which nothing was
/// built: an assessment that names it makes this fail.
pub fn unenter(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM member WHERE household_id = $1", args![id])?;
    stays::drop_all(tx, id)?;
    tx.exec("DELETE FROM household_apart WHERE one_id = $1 OR two_id = $1", args![id])?;
    tx.exec("DELETE FROM household WHERE id = $1", args![id])?;
    Ok(())
}

/// Locks a household for this transaction, raises its revision by one and returns it with the new revision; `None`
/// when there is no such household.
pub fn lock_household(tx: &mut Tx<'_>, id: &str) -> Result<Option<Household>, Error> {
    tx.maybe(
        "UPDATE household SET revision = revision + 1 WHERE id = $1
         RETURNING id, commune_id, hamlet_id, number, head_name, fold, sort_key, address, phone, note, status,
           status_on, synthetic, created_at, revision",
        args![id],
        read_household,
    )
}

/// Reads a household without locking it.
pub fn household(tx: &mut Tx<'_>, id: &str) -> Result<Option<Household>, Error> {
    tx.maybe(
        "SELECT id, commune_id, hamlet_id, number, head_name, fold, sort_key, address, phone, note, status, status_on,
           synthetic, created_at, revision
         FROM household WHERE id = $1",
        args![id],
        read_household,
    )
}

/// Writes a household's changed particulars and makes its search text anew. Lock it first. `Clash` when the number is
/// taken.
pub fn update_household(tx: &mut Tx<'_>, id: &str, change: &HouseholdChange) -> Result<(), Error> {
    tx.exec(
        "UPDATE household SET number = $2, head_name = $3, sort_key = $4, address = $5, phone = $6, note = $7,
           head_fold = $8
         WHERE id = $1",
        args![
            id,
            &change.number,
            &change.head_name,
            &change.sort_key,
            &change.address,
            &change.phone,
            &change.note,
            rules::text::fold(&change.head_name)
        ],
    )?;
    refresh_fold(tx, id)
}

/// The search text of a household: folded head name, folded number and the folds of its members, each once, so that one
/// search finds a family by any of them.
#[must_use]
pub fn fold_of(head_name: &str, number: &str, member_folds: &[&str]) -> String {
    let (head, number) = (rules::text::fold(head_name), rules::text::fold(number));
    let mut parts = vec![head.as_str(), number.as_str()];
    for fold in member_folds.iter().copied() {
        if !parts.contains(&fold) {
            parts.push(fold);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Makes what a household and its people are found by anew: the household's search text from its head, number and present
/// members, every member's name with its words in reverse, and where each member can be found. The functions of this module
/// that change any of these call it themselves.
pub fn refresh_fold(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    let Some((head, number, hamlet, status)) =
        tx.maybe("SELECT head_name, number, hamlet_id, status FROM household WHERE id = $1", args![id], |row| {
            Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.text(3)?))
        })?
    else {
        return Ok(());
    };
    let mut folds = Vec::new();
    let mut stale = Vec::new();
    tx.each(
        "SELECT id, fold, back, left_on FROM member WHERE household_id = $1 ORDER BY ordinal, id",
        args![id],
        |row| {
            let fold = row.text(1)?;
            let back = rules::text::backwards(&fold);
            if row.text(2)? != back {
                stale.push((row.text(0)?, back));
            }
            if row.day(3)? == Day::FOREVER {
                folds.push(fold);
            }
            Ok(())
        },
    )?;
    for (member, back) in stale {
        tx.exec("UPDATE member SET back = $2 WHERE id = $1", args![member, back])?;
    }
    let folds: Vec<&str> = folds.iter().map(String::as_str).collect();
    tx.exec("UPDATE household SET fold = $2 WHERE id = $1", args![id, fold_of(&head, &number, &folds)])?;
    let place = if status == ACTIVE { hamlet } else { String::new() };
    tx.exec(
        "UPDATE member SET place = CASE WHEN left_on = '9999-12-31' THEN $2 ELSE '' END
         WHERE household_id = $1 AND place <> CASE WHEN left_on = '9999-12-31' THEN CAST($2 AS TEXT) ELSE '' END",
        args![id, place],
    )?;
    Ok(())
}
