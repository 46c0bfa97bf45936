//! Finding households: lists by page, numbers, doubles, and the whole register of a place as a stream.
//! Must not know what a person may see; it filters by place because it is asked to.

use serde::Serialize;

use super::members::read_member;
use super::{Household, Member, read_household};
use crate::args;
use crate::db::{Error, Row, Tx, Value};

/// Which households to list. A place is a hamlet or a commune.
#[derive(Clone, Debug, Default)]
pub struct HouseholdFilter {
    /// The id of a hamlet or a commune.
    pub scope: String,
    /// A folded query, empty for all: each word must occur in the household's search text. The third and later words
    /// are taken together as one phrase.
    pub words: String,
    /// Only this status; empty for all.
    pub status: String,
    /// The `(sort_key, id)` of the last row of the page before; `None` for the first page.
    pub after: Option<(String, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// A household as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HouseholdLine {
    /// The household.
    #[serde(flatten)]
    pub household: Household,
    /// The name of its hamlet.
    pub hamlet_name: String,
    /// How many people belong to it now.
    pub members: i64,
}

/// Where a person with some identity number is registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdHolder {
    /// The person.
    pub member_id: String,
    /// Its household.
    pub household_id: String,
    /// The household's commune.
    pub commune_id: String,
}

/// A household that may be the same as the one about to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The household.
    pub household_id: String,
    /// Its hamlet.
    pub hamlet_id: String,
    /// Its number.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// The head's birth as entered.
    pub birth: String,
    /// Its status.
    pub status: String,
}

/// The folded query as at most three parts, the rest of the words being the third; empty parts ask nothing.
pub(crate) fn three_parts(words: &str) -> [String; 3] {
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    let second = words.next().unwrap_or_default().to_owned();
    [first, second, words.collect::<Vec<_>>().join(" ")]
}

fn read_line(row: &Row) -> Result<HouseholdLine, Error> {
    Ok(HouseholdLine { household: read_household(row)?, hamlet_name: row.text(15)?, members: row.int(16)? })
}

/// One page of households in the order of their heads' names.
pub fn list_households(tx: &mut Tx<'_>, filter: &HouseholdFilter) -> Result<Vec<HouseholdLine>, Error> {
    let [first, second, third] = three_parts(&filter.words);
    let (sort_key, id) = filter.after.clone().unwrap_or_default();
    tx.query(
        "SELECT h.id, h.commune_id, h.hamlet_id, h.number, h.head_name, h.fold, h.sort_key, h.address, h.phone,
           h.note, h.status, h.status_on, h.synthetic, h.created_at, h.revision, u.name,
           (SELECT COUNT(*) FROM member m WHERE m.household_id = h.id AND m.left_on = '9999-12-31')
         FROM household h JOIN unit u ON u.id = h.hamlet_id
         WHERE (h.hamlet_id = $1 OR h.commune_id = $1)
           AND (CAST($2 AS TEXT) = '' OR replace(h.fold, CAST($2 AS TEXT), '') <> h.fold)
           AND (CAST($3 AS TEXT) = '' OR replace(h.fold, CAST($3 AS TEXT), '') <> h.fold)
           AND (CAST($4 AS TEXT) = '' OR replace(h.fold, CAST($4 AS TEXT), '') <> h.fold)
           AND (CAST($5 AS TEXT) = '' OR h.status = $5)
           AND (h.sort_key, h.id) > ($6, $7)
         ORDER BY h.sort_key, h.id LIMIT $8",
        args![&filter.scope, first, second, third, &filter.status, sort_key, id, filter.limit],
        read_line,
    )
}

/// How many households a filter finds; its `after` and `limit` are not looked at.
pub fn count_households(tx: &mut Tx<'_>, filter: &HouseholdFilter) -> Result<i64, Error> {
    let [first, second, third] = three_parts(&filter.words);
    tx.one(
        "SELECT COUNT(*) FROM household h
         WHERE (h.hamlet_id = $1 OR h.commune_id = $1)
           AND (CAST($2 AS TEXT) = '' OR replace(h.fold, CAST($2 AS TEXT), '') <> h.fold)
           AND (CAST($3 AS TEXT) = '' OR replace(h.fold, CAST($3 AS TEXT), '') <> h.fold)
           AND (CAST($4 AS TEXT) = '' OR replace(h.fold, CAST($4 AS TEXT), '') <> h.fold)
           AND (CAST($5 AS TEXT) = '' OR h.status = $5)",
        args![&filter.scope, first, second, third, &filter.status],
        |row| row.int(0),
    )
}

/// The number one above the highest plain number in a hamlet, written with at least three digits: `001` in an empty one.
/// Only a proposal: two people may be told the same, the second one to save gets a clash.
pub fn next_number(tx: &mut Tx<'_>, hamlet_id: &str) -> Result<String, Error> {
    let mut highest = 0_i64;
    tx.each("SELECT number FROM household WHERE hamlet_id = $1", args![hamlet_id], |row| {
        highest = highest.max(row.text(0)?.parse().unwrap_or(0));
        Ok(())
    })?;
    Ok(format!("{:03}", highest.saturating_add(1)))
}

/// The household with a number in a hamlet, whatever its status.
pub fn household_by_number(tx: &mut Tx<'_>, hamlet_id: &str, number: &str) -> Result<Option<Household>, Error> {
    tx.maybe(
        "SELECT id, commune_id, hamlet_id, number, head_name, fold, sort_key, address, phone, note, status, status_on,
           synthetic, created_at, revision
         FROM household WHERE hamlet_id = $1 AND number = $2",
        args![hamlet_id, number],
        read_household,
    )
}

/// The present members of active households who have an identity number with this keyed hash, anywhere.
pub fn find_by_id_hash(tx: &mut Tx<'_>, hash: &str) -> Result<Vec<IdHolder>, Error> {
    tx.query(
        "SELECT m.id, h.id, h.commune_id
         FROM member m CROSS JOIN household h
         WHERE m.id_hash = $1 AND m.left_on = '9999-12-31' AND h.id = m.household_id AND h.status = 'active'
         ORDER BY h.id, m.id",
        args![hash],
        |row| Ok(IdHolder { member_id: row.text(0)?, household_id: row.text(1)?, commune_id: row.text(2)? }),
    )
}

/// How many hashes one statement of [`find_by_id_hashes`] takes.
const HASHES: usize = 40;

/// The present members of active households who have an identity number with one of these keyed hashes, anywhere, each
/// with the hash. For many hashes at once: forty in one statement.
pub fn find_by_id_hashes(tx: &mut Tx<'_>, hashes: &[String]) -> Result<Vec<(String, IdHolder)>, Error> {
    let mut found = Vec::new();
    for chunk in hashes.chunks(HASHES) {
        // The statement has a fixed number of places: the rest are filled with what is nobody's hash. It asks for one after the
        // other: of a list SQLite would read the table whole as long as it takes it for a small one.
        let mut args: Vec<Value> = chunk.iter().map(Value::from).collect();
        args.resize(HASHES, Value::from(""));
        tx.each(
            "SELECT m.id_hash, m.id, h.id, h.commune_id
             FROM (VALUES ($1), ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14), ($15),
               ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30),
               ($31), ($32), ($33), ($34), ($35), ($36), ($37), ($38), ($39), ($40)) v
             CROSS JOIN member m CROSS JOIN household h
             WHERE m.id_hash = v.column1 AND m.left_on = '9999-12-31' AND h.id = m.household_id AND h.status = 'active'
             ORDER BY m.id_hash, h.id, m.id",
            &args,
            |row| {
                let holder =
                    IdHolder { member_id: row.text(1)?, household_id: row.text(2)?, commune_id: row.text(3)? };
                found.push((row.text(0)?, holder));
                Ok(())
            },
        )?;
    }
    Ok(found)
}

/// The households of a commune whose head has this folded name and was, as far as known, born in the same year.
/// `birth` is `YYYY…` or empty. At most ten.
pub fn likely_duplicates(
    tx: &mut Tx<'_>,
    commune_id: &str,
    head_fold: &str,
    birth: &str,
) -> Result<Vec<Duplicate>, Error> {
    tx.query(
        "SELECT h.id, h.hamlet_id, h.number, h.head_name, COALESCE(m.birth, ''), h.status
         FROM household h
         LEFT JOIN member m ON m.household_id = h.id AND m.relation = 'head' AND m.left_on = '9999-12-31'
         WHERE h.commune_id = $1 AND h.head_fold = $2
           AND (CAST($3 AS TEXT) = '' OR COALESCE(m.birth, '') = ''
                OR substr(m.birth, 1, 4) = substr(CAST($3 AS TEXT), 1, 4))
         ORDER BY h.hamlet_id, h.number LIMIT 10",
        args![commune_id, head_fold, birth],
        |row| {
            Ok(Duplicate {
                household_id: row.text(0)?,
                hamlet_id: row.text(1)?,
                number: row.text(2)?,
                head_name: row.text(3)?,
                birth: row.text(4)?,
                status: row.text(5)?,
            })
        },
    )
}

/// Hands over the households a filter finds with their present members, by hamlet, then by the head's name; the
/// filter's `after` and `limit` are not looked at. Only one household is held in memory at a time.
pub fn stream_households(
    tx: &mut Tx<'_>,
    filter: &HouseholdFilter,
    mut take: impl FnMut(&HouseholdLine, &[Member]) -> Result<(), Error>,
) -> Result<(), Error> {
    let [first, second, third] = three_parts(&filter.words);
    let mut current: Option<(HouseholdLine, Vec<Member>)> = None;
    tx.each(
        "SELECT h.id, h.commune_id, h.hamlet_id, h.number, h.head_name, h.fold, h.sort_key, h.address, h.phone,
           h.note, h.status, h.status_on, h.synthetic, h.created_at, h.revision, u.name, 0,
           m.id, m.household_id, m.ordinal, m.name, m.fold, m.relation, m.sex, m.birth, m.id_cipher, m.id_hash,
           m.id_tail, m.left_on
         FROM household h
         JOIN unit u ON u.id = h.hamlet_id
         LEFT JOIN member m ON m.household_id = h.id AND m.left_on = '9999-12-31'
         WHERE (h.hamlet_id = $1 OR h.commune_id = $1)
           AND (CAST($2 AS TEXT) = '' OR replace(h.fold, CAST($2 AS TEXT), '') <> h.fold)
           AND (CAST($3 AS TEXT) = '' OR replace(h.fold, CAST($3 AS TEXT), '') <> h.fold)
           AND (CAST($4 AS TEXT) = '' OR replace(h.fold, CAST($4 AS TEXT), '') <> h.fold)
           AND (CAST($5 AS TEXT) = '' OR h.status = $5)
         ORDER BY u.sort_key, u.id, h.sort_key, h.id, m.ordinal, m.id",
        args![&filter.scope, first, second, third, &filter.status],
        |row| {
            let id = row.text(0)?;
            if current.as_ref().is_none_or(|(line, _)| line.household.id != id) {
                hand_over(current.take(), &mut take)?;
                current = Some((read_line(row)?, Vec::new()));
            }
            if let Some((_, members)) = &mut current
                && !matches!(row.0.get(17), Some(Value::Null))
            {
                members.push(read_member(row, 17)?);
            }
            Ok(())
        },
    )?;
    hand_over(current, &mut take)
}

/// Hands over every active household of a hamlet or commune, as [`stream_households`] does.
pub fn stream_register(
    tx: &mut Tx<'_>,
    scope: &str,
    take: impl FnMut(&HouseholdLine, &[Member]) -> Result<(), Error>,
) -> Result<(), Error> {
    let filter =
        HouseholdFilter { scope: scope.to_owned(), status: super::ACTIVE.to_owned(), ..HouseholdFilter::default() };
    stream_households(tx, &filter, take)
}

fn hand_over(
    current: Option<(HouseholdLine, Vec<Member>)>,
    take: &mut impl FnMut(&HouseholdLine, &[Member]) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some((mut line, members)) = current else { return Ok(()) };
    line.members = i64::try_from(members.len()).unwrap_or(i64::MAX);
    take(&line, &members)
}
