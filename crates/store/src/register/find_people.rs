//! Finding a person by name over everybody: the beginning of the folded name, or of its words in reverse, as one range of an
//! index that holds who can be found. Must not know which places a person may see.

use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx, Value};

/// From which end a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// From the family name on, the last word perhaps unfinished: `nguyen v` finds Nguyễn Văn An.
    Front,
    /// From the given name back, in whole words: `van an` finds Nguyễn Văn An, and so does `an`, which does not find Anh.
    Back,
}

/// Somebody whose name begins as was asked, as the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The folded name, its words in reverse when looked for from the back.
    pub key: String,
    /// The person.
    pub id: String,
    /// The hamlet where the person lives.
    pub place: String,
    /// Birth as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; empty when unknown.
    pub birth: String,
}

/// Somebody who was found, with household and places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The person.
    pub member_id: String,
    /// The name as written.
    pub name: String,
    /// The relation to the head.
    pub relation: String,
    /// The sex as a stable word; empty when unknown.
    pub sex: String,
    /// Birth as entered; empty when unknown.
    pub birth: String,
    /// The household.
    pub household_id: String,
    /// Its number.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// The hamlet.
    pub hamlet_id: String,
    /// Its kind and name.
    pub hamlet_name: String,
    /// The commune.
    pub commune_id: String,
    /// Its kind and name.
    pub commune_name: String,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

/// The first text that is behind every text that is looked for. Folded names are made of letters, digits and spaces: from the
/// front the last word may be unfinished, from the back only whole words are meant, so only a space follows.
fn behind(by: By, start: &str) -> String {
    let next = match by {
        By::Front => '\u{10ffff}',
        By::Back => '!',
    };
    format!("{start}{next}")
}

/// The next present members of active households, everywhere, whose folded name (for [`By::Back`]: its words in reverse)
/// begins with `start` (with whole words of it), in the order of that text and of their ids, after `(key, id)`. Read from the index alone: passing
/// over people of other places costs little. `start` is not empty; `limit` is 1 or more.
pub fn by_name(
    tx: &mut Tx<'_>,
    by: By,
    start: &str,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<KeyRow>, Error> {
    // No id is empty, so the first page begins with the first one that has the key itself.
    let (key, id) = after.unwrap_or((start, ""));
    let args = args![key, id, behind(by, start), limit];
    let read = |row: &Row| Ok(KeyRow { key: row.text(0)?, id: row.text(1)?, place: row.text(2)?, birth: row.text(3)? });
    match by {
        By::Front => tx.query(
            "SELECT fold, id, place, birth FROM member
             WHERE (fold, id) > ($1, $2) AND fold < $3 AND place <> '' ORDER BY fold, id LIMIT $4",
            args,
            read,
        ),
        By::Back => tx.query(
            "SELECT back, id, place, birth FROM member
             WHERE (back, id) > ($1, $2) AND back < $3 AND place <> '' ORDER BY back, id LIMIT $4",
            args,
            read,
        ),
    }
}

/// The same with each person's household and places, for answers in which most of them are told.
pub fn people_by_name(
    tx: &mut Tx<'_>,
    by: By,
    start: &str,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<(KeyRow, Found)>, Error> {
    let (key, id) = after.unwrap_or((start, ""));
    let args = args![key, id, behind(by, start), limit];
    let read = |row: &Row| {
        let found = read_found(row)?;
        let key = row.text(13)?;
        Ok((KeyRow { key, id: found.member_id.clone(), place: row.text(14)?, birth: found.birth.clone() }, found))
    };
    match by {
        By::Front => tx.query(
            "SELECT m.id, m.name, m.relation, m.sex, m.birth, h.id, h.number, h.head_name, u.id, u.full_name, c.id,
               c.full_name, h.synthetic, m.fold, m.place
             FROM member m CROSS JOIN household h CROSS JOIN unit u CROSS JOIN unit c
             WHERE (m.fold, m.id) > ($1, $2) AND m.fold < $3 AND m.place <> ''
               AND h.id = m.household_id AND u.id = h.hamlet_id AND c.id = h.commune_id
             ORDER BY m.fold, m.id LIMIT $4",
            args,
            read,
        ),
        By::Back => tx.query(
            "SELECT m.id, m.name, m.relation, m.sex, m.birth, h.id, h.number, h.head_name, u.id, u.full_name, c.id,
               c.full_name, h.synthetic, m.back, m.place
             FROM member m CROSS JOIN household h CROSS JOIN unit u CROSS JOIN unit c
             WHERE (m.back, m.id) > ($1, $2) AND m.back < $3 AND m.place <> ''
               AND h.id = m.household_id AND u.id = h.hamlet_id AND c.id = h.commune_id
             ORDER BY m.back, m.id LIMIT $4",
            args,
            read,
        ),
    }
}

fn read_found(row: &Row) -> Result<Found, Error> {
    Ok(Found {
        member_id: row.text(0)?,
        name: row.text(1)?,
        relation: row.text(2)?,
        sex: row.text(3)?,
        birth: row.text(4)?,
        household_id: row.text(5)?,
        number: row.text(6)?,
        head_name: row.text(7)?,
        hamlet_id: row.text(8)?,
        hamlet_name: row.text(9)?,
        commune_id: row.text(10)?,
        commune_name: row.text(11)?,
        synthetic: row.flag(12)?,
    })
}

/// How many people one statement of [`people_by_id`] takes.
const IDS: usize = 50;

/// People with their household and places, in the order asked; whoever is not there any more is left out.
pub fn people_by_id(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<Found>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(IDS) {
        // The statement has a fixed number of places: the rest ask for nobody.
        let mut args: Vec<Value> = chunk.iter().map(Value::from).collect();
        args.resize(IDS, Value::from(""));
        let mut some = tx.query(
            "SELECT m.id, m.name, m.relation, m.sex, m.birth, h.id, h.number, h.head_name, u.id, u.full_name, c.id,
               c.full_name, h.synthetic
             FROM member m CROSS JOIN household h CROSS JOIN unit u CROSS JOIN unit c
             WHERE m.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
               $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
               $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)
               AND h.id = m.household_id AND u.id = h.hamlet_id AND c.id = h.commune_id",
            &args,
            read_found,
        )?;
        some.sort_by_cached_key(|one| chunk.iter().position(|id| *id == one.member_id));
        found.extend(some);
    }
    Ok(found)
}
