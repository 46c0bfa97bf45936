//! What a look for doubles reads of a commune, and the pairs that were told apart.
//! Must not know what makes two households alike.

use rules::basics::{Day, Moment};
use rules::doubles::{Family, Person, phone_key};
use rules::register::{Birth, Relation, Sex};
use serde::Serialize;

use super::{Household, Member};
use crate::args;
use crate::db::{Error, Row, Tx};

/// A household with its present members as doubles are recognised by them.
#[must_use]
pub fn family_of(household: &Household, members: &[Member]) -> Family {
    let present = members.iter().filter(|member| member.left_on == Day::FOREVER);
    let person = |member: &Member| Person {
        id: member.id.clone(),
        fold: member.fold.clone(),
        head: member.relation == Relation::Head.word(),
        sex: Sex::of(&member.sex).unwrap_or_default(),
        birth: Birth::of(&member.birth).unwrap_or_default(),
        number: member.id_hash.clone(),
    };
    Family {
        id: household.id.clone(),
        hamlet_id: household.hamlet_id.clone(),
        phone: phone_key(&household.phone),
        people: present.map(person).collect(),
    }
}

/// Every active household of a commune with its present members, without what doubles are not recognised by.
pub fn families(tx: &mut Tx<'_>, commune_id: &str) -> Result<Vec<Family>, Error> {
    let mut all: Vec<Family> = Vec::new();
    tx.each(
        "SELECT h.id, h.hamlet_id, h.phone, m.id, m.fold, m.relation, m.sex, m.birth, m.id_hash
         FROM household h JOIN member m ON m.household_id = h.id AND m.left_on = '9999-12-31'
         WHERE h.commune_id = $1 AND h.status = 'active'
         ORDER BY h.sort_key, h.id, m.ordinal, m.id",
        args![commune_id],
        |row| {
            let id = row.text(0)?;
            if all.last().is_none_or(|last| last.id != id) {
                let phone = phone_key(&row.text(2)?);
                all.push(Family { id, hamlet_id: row.text(1)?, phone, people: Vec::new() });
            }
            if let Some(last) = all.last_mut() {
                last.people.push(Person {
                    id: row.text(3)?,
                    fold: row.text(4)?,
                    head: row.text(5)? == Relation::Head.word(),
                    sex: Sex::of(&row.text(6)?).unwrap_or_default(),
                    birth: Birth::of(&row.text(7)?).unwrap_or_default(),
                    number: row.maybe(8, Row::text)?,
                });
            }
            Ok(())
        },
    )?;
    Ok(all)
}

/// Two households that were told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// The lesser id.
    pub one_id: String,
    /// The greater id.
    pub two_id: String,
    /// What was held against each other then, as a digest.
    pub evidence: String,
    /// Who told them apart.
    pub account_id: String,
    /// The name of that account; not written.
    pub account_name: String,
    /// When.
    pub at: Moment,
}

fn read_apart(row: &Row) -> Result<Apart, Error> {
    Ok(Apart {
        one_id: row.text(0)?,
        two_id: row.text(1)?,
        evidence: row.text(2)?,
        account_id: row.text(3)?,
        account_name: row.text(4)?,
        at: row.moment(5)?,
    })
}

/// What was said of two households, the lesser id first.
pub fn apart(tx: &mut Tx<'_>, one_id: &str, two_id: &str) -> Result<Option<Apart>, Error> {
    tx.maybe(
        "SELECT p.one_id, p.two_id, p.evidence, p.account_id, a.name, p.at
         FROM household_apart p JOIN account a ON a.id = p.account_id WHERE p.one_id = $1 AND p.two_id = $2",
        args![one_id, two_id],
        read_apart,
    )
}

/// What was said of the households of a commune.
pub fn apart_in(tx: &mut Tx<'_>, commune_id: &str) -> Result<Vec<Apart>, Error> {
    tx.query(
        "SELECT p.one_id, p.two_id, p.evidence, p.account_id, a.name, p.at
         FROM household h JOIN household_apart p ON p.one_id = h.id JOIN account a ON a.id = p.account_id
         WHERE h.commune_id = $1 ORDER BY p.one_id, p.two_id",
        args![commune_id],
        read_apart,
    )
}

/// Keeps that two households are two, in place of what was said before.
pub fn tell_apart(tx: &mut Tx<'_>, said: &Apart) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO household_apart (one_id, two_id, evidence, account_id, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (one_id, two_id) DO UPDATE SET evidence = excluded.evidence, account_id = excluded.account_id,
           at = excluded.at",
        args![&said.one_id, &said.two_id, &said.evidence, &said.account_id, said.at],
    )?;
    Ok(())
}

/// Forgets that two households were told apart; false when they were not.
pub fn take_back_apart(tx: &mut Tx<'_>, one_id: &str, two_id: &str) -> Result<bool, Error> {
    Ok(tx.exec("DELETE FROM household_apart WHERE one_id = $1 AND two_id = $2", args![one_id, two_id])? > 0)
}
