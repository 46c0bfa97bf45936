//! Entering many families at once, for imports and demonstrations.
//! Must not know where the families come from.

use rules::basics::Day;

use super::{ACTIVE, Member, NewHousehold, Stay, fold_of};
use crate::db::{Error, Tx, Value};

/// Enters many families, active from their first day, with their stays and members, as [`super::add_household`] and
/// [`super::add_members`] would one by one; the search texts are made here. How many households were entered.
///
/// # Errors
/// `Clash` when a number or an id is taken; then nothing is entered, and it is not said which one.
pub fn add_families<'f>(
    tx: &mut Tx<'_>,
    families: impl IntoIterator<Item = &'f (NewHousehold, Vec<Member>), IntoIter: Clone>,
) -> Result<u64, Error> {
    let families = families.into_iter();
    let added = tx.bulk(
        "household",
        &[
            "id",
            "commune_id",
            "hamlet_id",
            "number",
            "head_name",
            "head_fold",
            "fold",
            "sort_key",
            "address",
            "phone",
            "note",
            "status",
            "status_on",
            "synthetic",
            "created_at",
            "revision",
        ],
        families.clone().map(|(new, members)| household_row(new, members)),
    )?;
    tx.bulk(
        "household_stay",
        &["household_id", "hamlet_id", "commune_id", "since", "until"],
        families.clone().map(|(new, _)| {
            vec![
                Value::from(&new.id),
                Value::from(&new.hamlet_id),
                Value::from(&new.commune_id),
                Value::from(new.since),
                Value::from(Day::FOREVER),
            ]
        }),
    )?;
    tx.bulk(
        "member",
        &[
            "id",
            "household_id",
            "ordinal",
            "name",
            "fold",
            "back",
            "relation",
            "sex",
            "birth",
            "id_cipher",
            "id_hash",
            "id_tail",
            "left_on",
            "place",
        ],
        families.flat_map(|(new, members)| members.iter().map(|member| member_row(new, member))),
    )?;
    Ok(added)
}

/// Enters stays of households that are there, as `(household, stay)`; for what they had before they were entered.
///
/// # Errors
/// `Clash` when a household has a stay that begins on the same day.
pub fn add_stays<'s>(tx: &mut Tx<'_>, stays: impl Iterator<Item = (&'s str, &'s Stay)>) -> Result<u64, Error> {
    tx.bulk(
        "household_stay",
        &["household_id", "hamlet_id", "commune_id", "since", "until"],
        stays.map(|(household, stay)| {
            vec![
                Value::from(household),
                Value::from(&stay.hamlet_id),
                Value::from(&stay.commune_id),
                Value::from(stay.since),
                Value::from(stay.until),
            ]
        }),
    )
}

fn household_row(new: &NewHousehold, members: &[Member]) -> Vec<Value> {
    let present: Vec<&str> =
        members.iter().filter(|member| member.left_on == Day::FOREVER).map(|member| member.fold.as_str()).collect();
    vec![
        Value::from(&new.id),
        Value::from(&new.commune_id),
        Value::from(&new.hamlet_id),
        Value::from(&new.number),
        Value::from(&new.head_name),
        Value::from(rules::text::fold(&new.head_name)),
        Value::from(fold_of(&new.head_name, &new.number, &present)),
        Value::from(&new.sort_key),
        Value::from(&new.address),
        Value::from(&new.phone),
        Value::from(&new.note),
        Value::from(ACTIVE),
        Value::from(new.since),
        Value::from(new.synthetic),
        Value::from(new.at),
        Value::from(1),
    ]
}

fn member_row(new: &NewHousehold, member: &Member) -> Vec<Value> {
    let place = if member.left_on == Day::FOREVER { new.hamlet_id.as_str() } else { "" };
    vec![
        Value::from(&member.id),
        Value::from(&new.id),
        Value::from(member.ordinal),
        Value::from(&member.name),
        Value::from(&member.fold),
        Value::from(rules::text::backwards(&member.fold)),
        Value::from(&member.relation),
        Value::from(&member.sex),
        Value::from(&member.birth),
        Value::from(member.id_cipher.clone()),
        Value::from(member.id_hash.clone()),
        Value::from(&member.id_tail),
        Value::from(member.left_on),
        Value::from(place),
    ]
}
