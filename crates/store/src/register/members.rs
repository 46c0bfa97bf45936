//! The people of a household.
//! Must not know how an identity number is enciphered or checked.

use rules::basics::Day;
use serde::Serialize;

use super::refresh_fold;
use crate::args;
use crate::db::{Error, Row, Tx};

/// One person of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The id, never changed.
    pub id: String,
    /// The household.
    pub household_id: String,
    /// The place in the household's list, from 1.
    pub ordinal: i64,
    /// The name as written.
    pub name: String,
    /// The folded name.
    pub fold: String,
    /// The relation to the head; `head` for the head.
    pub relation: String,
    /// The sex as a stable word; empty when unknown.
    pub sex: String,
    /// Birth as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; empty when unknown.
    pub birth: String,
    /// The identity number, enciphered; `None` when unknown.
    #[serde(skip)]
    pub id_cipher: Option<Vec<u8>>,
    /// The keyed hash of the identity number, for finding it again; `None` when unknown.
    #[serde(skip)]
    pub id_hash: Option<String>,
    /// The last digits of the identity number, for people to compare; empty when unknown.
    pub id_tail: String,
    /// The first day on which the person no longer belongs to the household; [`Day::FOREVER`] while it does.
    pub left_on: Day,
}

pub(super) fn read_member(row: &Row, from: usize) -> Result<Member, Error> {
    Ok(Member {
        id: row.text(from)?,
        household_id: row.text(from + 1)?,
        ordinal: row.int(from + 2)?,
        name: row.text(from + 3)?,
        fold: row.text(from + 4)?,
        relation: row.text(from + 5)?,
        sex: row.text(from + 6)?,
        birth: row.text(from + 7)?,
        id_cipher: row.maybe(from + 8, Row::blob)?,
        id_hash: row.maybe(from + 9, Row::text)?,
        id_tail: row.text(from + 10)?,
        left_on: row.day(from + 11)?,
    })
}

/// One person; `None` when there is none of that id.
pub fn member(tx: &mut Tx<'_>, id: &str) -> Result<Option<Member>, Error> {
    tx.maybe(
        "SELECT id, household_id, ordinal, name, fold, relation, sex, birth, id_cipher, id_hash, id_tail, left_on
         FROM member WHERE id = $1",
        args![id],
        |row| read_member(row, 0),
    )
}

/// Everyone who ever belonged to a household, present ones first, in the household's order.
pub fn members(tx: &mut Tx<'_>, household_id: &str) -> Result<Vec<Member>, Error> {
    tx.query(
        "SELECT id, household_id, ordinal, name, fold, relation, sex, birth, id_cipher, id_hash, id_tail, left_on
         FROM member WHERE household_id = $1
         ORDER BY CASE WHEN left_on = '9999-12-31' THEN 0 ELSE 1 END, ordinal, id",
        args![household_id],
        |row| read_member(row, 0),
    )
}

/// Adds people to one household and makes its search text anew once. Lock the household first.
pub fn add_members(tx: &mut Tx<'_>, household_id: &str, members: &[Member]) -> Result<(), Error> {
    for member in members {
        tx.exec(
            "INSERT INTO member (id, household_id, ordinal, name, fold, back, relation, sex, birth, id_cipher, id_hash,
               id_tail, left_on, place)
             VALUES ($1, $2, $3, $4, $5, $13, $6, $7, $8, $9, $10, $11, $12, '')",
            args![
                &member.id,
                household_id,
                member.ordinal,
                &member.name,
                &member.fold,
                &member.relation,
                &member.sex,
                &member.birth,
                member.id_cipher.clone(),
                member.id_hash.clone(),
                &member.id_tail,
                member.left_on,
                rules::text::backwards(&member.fold)
            ],
        )?;
    }
    refresh_fold(tx, household_id)
}

/// Adds one person to its household. Lock the household first.
pub fn add_member(tx: &mut Tx<'_>, member: &Member) -> Result<(), Error> {
    add_members(tx, &member.household_id, std::slice::from_ref(member))
}

/// Writes a person's row anew, all but its household. Lock the household first.
pub fn update_member(tx: &mut Tx<'_>, member: &Member) -> Result<(), Error> {
    update_members(tx, &member.household_id, std::slice::from_ref(member))
}

/// Writes the rows of people of one household anew and makes its search text once. Lock the household first.
pub fn update_members(tx: &mut Tx<'_>, household_id: &str, members: &[Member]) -> Result<(), Error> {
    for member in members {
        tx.exec(
            "UPDATE member SET ordinal = $2, name = $3, fold = $4, relation = $5, sex = $6, birth = $7, id_cipher = $8,
               id_hash = $9, id_tail = $10, left_on = $11
             WHERE id = $1",
            args![
                &member.id,
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
    }
    refresh_fold(tx, household_id)
}

/// Takes people out as if they had never been entered.
pub fn drop_members(tx: &mut Tx<'_>, household_id: &str, ids: &[String]) -> Result<(), Error> {
    for id in ids {
        tx.exec("DELETE FROM member WHERE id = $1 AND household_id = $2", args![id, household_id])?;
    }
    refresh_fold(tx, household_id)
}

/// Ends a person's membership on a day; the row stays, because earlier years counted it. Lock the household first.
/// The household the person belonged to, or `None` when there is no such person.
pub fn remove_member(tx: &mut Tx<'_>, id: &str, left_on: Day) -> Result<Option<String>, Error> {
    let household =
        tx.maybe("UPDATE member SET left_on = $2 WHERE id = $1 RETURNING household_id", args![id, left_on], |row| {
            row.text(0)
        })?;
    if let Some(household) = &household {
        refresh_fold(tx, household)?;
    }
    Ok(household)
}
