//! One household of a file beside one of the register: have they anybody in common, and what would change. Must not ask
//! the store.

use std::collections::BTreeSet;

use papers::register_sheet::DraftHousehold;
use rules::register::{Birth, Likeness, Relation};
use rules::text::fold;
use store::register::Member;
use store::units::Unit;

use super::known::{Family, number_key};

/// A household of the file with its hamlet and the keyed hashes of its members.
pub(super) struct Placed<'a> {
    pub draft: &'a DraftHousehold,
    pub hamlet: &'a Unit,
    pub hashes: Vec<Option<String>>,
    pub like: Likeness,
}

/// How a household changes.
#[derive(Clone, Debug)]
pub(super) struct Changing {
    /// As it was read.
    pub before: store::register::Household,
    /// As it will be.
    pub after: store::register::Household,
    /// Members as they were read.
    pub members: Vec<Member>,
    /// Members who change, as they will be; the new identity number beside, where it changes.
    pub updates: Vec<(Member, Option<rules::register::IdNumber>)>,
    /// New members.
    pub news: Vec<rules::register::Member>,
    /// Ids of the members whom the file names.
    pub named: BTreeSet<String>,
}

/// Have the two anybody in common, by name, identity number or the head's day of birth?
pub(super) fn shares(one: &Placed<'_>, family: &Family) -> bool {
    let names: BTreeSet<String> = one.draft.members.iter().map(|member| fold(&member.name)).collect();
    let held = |member: &Member| {
        names.contains(&member.fold)
            || member.id_hash.as_ref().is_some_and(|hash| one.hashes.iter().flatten().any(|other| other == hash))
    };
    let head = one.draft.members.iter().find(|member| member.relation == Relation::Head);
    let day = head.map(|head| head.birth).filter(|birth| matches!(birth, Birth::Day(_)));
    family.members.iter().any(held)
        || day.is_some_and(|day| {
            family
                .members
                .iter()
                .any(|member| member.relation == Relation::Head.word() && Birth::of(&member.birth) == Some(day))
        })
}

/// What a household of the file changes of the one in the register, and the words of the fields that change.
pub(super) fn changes(one: &Placed<'_>, family: &Family) -> (Changing, Vec<&'static str>) {
    let before = family.household.clone();
    let mut after = before.clone();
    let mut fields: BTreeSet<&'static str> = BTreeSet::new();
    let draft = one.draft;
    if !draft.number.is_empty() && number_key(&draft.number) != number_key(&before.number) {
        after.number.clone_from(&draft.number);
        fields.insert("number");
    }
    let texts = [
        ("address", &draft.address, &mut after.address),
        ("phone", &draft.phone, &mut after.phone),
        ("note", &draft.note, &mut after.note),
    ];
    for (word, new, held) in texts {
        if !new.is_empty() && new != held {
            held.clone_from(new);
            fields.insert(word);
        }
    }
    let mut changing = Changing {
        before,
        after,
        members: family.members.clone(),
        updates: Vec::new(),
        news: Vec::new(),
        named: BTreeSet::new(),
    };
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let household = draft.household();
    // Who has the same identity number is found first, so that a namesake does not take the place.
    let hashes: Vec<Option<usize>> = one
        .hashes
        .iter()
        .map(|hash| {
            let at = family.members.iter().position(|held| hash.is_some() && held.id_hash == *hash);
            at.inspect(|at| {
                taken.insert(*at);
            })
        })
        .collect();
    for ((member, hash), by_hash) in household.members.iter().zip(&one.hashes).zip(hashes) {
        let folded = fold(&member.name);
        let namesake = |at: &usize| {
            family.members.get(*at).is_some_and(|held| held.fold == folded && agree(member.birth, &held.birth))
        };
        let found = by_hash
            .or_else(|| (0..family.members.len()).filter(|at| !taken.contains(at)).find(namesake))
            .or_else(|| corrected(member, family, &household.members, &taken));
        let Some(held) = found.and_then(|at| family.members.get(at)) else {
            fields.insert("members");
            changing.news.push(member.clone());
            continue;
        };
        taken.extend(found);
        changing.named.insert(held.id.clone());
        let mut update = held.clone();
        if update.name != member.name {
            update.name.clone_from(&member.name);
            update.fold = folded;
            fields.insert("name");
        }
        if update.relation != member.relation.word() {
            member.relation.word().clone_into(&mut update.relation);
            fields.insert("relation");
        }
        if !member.sex.word().is_empty() && update.sex != member.sex.word() {
            member.sex.word().clone_into(&mut update.sex);
            fields.insert("sex");
        }
        if tells_more(member.birth, &held.birth) {
            update.birth = member.birth.to_string();
            fields.insert("birth");
        }
        let number = member.id_number.clone().filter(|_| *hash != held.id_hash);
        if number.is_some() {
            fields.insert("id_number");
        }
        if update != *held || number.is_some() {
            changing.updates.push((update, number));
        }
    }
    if let Some(head) = household.head() {
        changing.after.head_name.clone_from(&head.name);
        changing.after.sort_key = rules::text::name_sort_key(&head.name);
    }
    (changing, fields.into_iter().collect())
}

/// Who a row is that bears nobody's name and birth together: the one member of the same relation, named by no other row,
/// whose name or whose birth was corrected.
fn corrected(
    row: &rules::register::Member,
    family: &Family,
    rows: &[rules::register::Member],
    taken: &BTreeSet<usize>,
) -> Option<usize> {
    let named = |held: &Member| rows.iter().any(|row| fold(&row.name) == held.fold && agree(row.birth, &held.birth));
    let mut like = family.members.iter().enumerate().filter(|(at, held)| {
        let same_name = held.fold == fold(&row.name);
        let same_birth = row.birth != Birth::Unknown && Birth::of(&held.birth) == Some(row.birth);
        !taken.contains(at) && held.relation == row.relation.word() && !named(held) && (same_name || same_birth)
    });
    let found = like.next().map(|(at, _)| at);
    if like.next().is_some() { None } else { found }
}

/// May two births be of one person?
fn agree(one: Birth, held: &str) -> bool {
    let held = Birth::of(held).unwrap_or_default();
    match (one, held) {
        (Birth::Day(one), Birth::Day(held)) => one == held,
        _ => one.year().is_none() || held.year().is_none() || one.year() == held.year(),
    }
}

/// Does a birth say something that the held one does not? A year says nothing new of a day in it.
fn tells_more(new: Birth, held: &str) -> bool {
    let held = Birth::of(held).unwrap_or_default();
    match (new, held) {
        (Birth::Unknown, _) => false,
        (Birth::Year(year), Birth::Day(day)) => day.year() != year,
        _ => new != held,
    }
}
