//! What is to be chosen of two households: whose value counts where they differ, and what becomes of whom.
//! Must not know what is proposed, nor what is allowed.

use rules::merge::{Becomes, PersonWish, Take, Wish};
use rules::register::{Birth, Relation, veiled};

use super::super::super::Base;
use crate::acts::register::merges::Proposed;
use crate::acts::register::see::{HouseholdSeen, MemberSeen};

/// Whose value counts, where the two differ.
pub(super) struct Choice {
    pub name: String,
    pub label: String,
    pub stay: String,
    pub from: String,
    pub both: bool,
    pub take: &'static str,
}

/// What becomes of a member of the household that vanishes.
pub(super) struct PersonChoice {
    pub id: String,
    pub name: String,
    pub becomes: String,
    pub options: Vec<(String, String)>,
    pub relation: String,
    pub choices: Vec<Choice>,
}

pub(super) fn birth(b: &Base, member: &MemberSeen) -> String {
    match member.birth.as_deref().and_then(Birth::of) {
        Some(Birth::Day(day)) => b.day(&day),
        Some(Birth::Year(year)) => year.to_string(),
        _ => String::new(),
    }
}

pub(super) fn tail(member: &MemberSeen) -> String {
    match &member.id_tail {
        Some(tail) if !tail.is_empty() => format!("•••{tail}"),
        _ if member.has_id => "•••".to_owned(),
        _ => String::new(),
    }
}

pub(super) fn choices_of(b: &Base, stay: &HouseholdSeen, from: &HouseholdSeen, wish: &Wish) -> Vec<Choice> {
    let one = |name: &str, stay: &str, from: &str, take: Take, both: bool| Choice {
        name: name.to_owned(),
        label: b.t(format!("column-{}", name)),
        stay: veiled(stay),
        from: veiled(from),
        both,
        take: take.word(),
    };
    let mut all = vec![
        one("address", &stay.address, &from.address, wish.address, false),
        one("phone", &stay.phone, &from.phone, wish.phone, false),
        one("note", &stay.note, &from.note, wish.note, !stay.note.is_empty() && !from.note.is_empty()),
    ];
    if stay.hamlet.id == from.hamlet.id {
        all.insert(0, one("number", &stay.number, &from.number, wish.number, false));
    }
    all.retain(|choice| choice.stay != choice.from);
    all
}

pub(super) fn persons(b: &Base, stay: &HouseholdSeen, from: &HouseholdSeen, proposed: &Proposed) -> Vec<PersonChoice> {
    let said = |member: &MemberSeen| {
        let birth = birth(b, member);
        if birth.is_empty() { member.name.clone() } else { format!("{}, {birth}", member.name) }
    };
    let mut all = Vec::new();
    for member in &from.members {
        let Some(wish) = proposed.wish.people.get(&member.id) else { continue };
        let mut options: Vec<(String, String)> = stay
            .members
            .iter()
            .map(|one| (format!("same:{}", one.id), b.t1("doubles-is-same", "name", said(one))))
            .collect();
        options.push(("come".to_owned(), b.t("doubles-comes")));
        options.push(("left".to_owned(), b.t("doubles-left")));
        let (becomes, relation) = match &wish.becomes {
            Becomes::Same(id) => (format!("same:{id}"), Relation::Other),
            Becomes::Comes(relation) => ("come".to_owned(), *relation),
            Becomes::Rests => ("left".to_owned(), Relation::Other),
        };
        let twin = becomes.strip_prefix("same:").and_then(|id| stay.members.iter().find(|one| one.id == id));
        let choices = twin.map_or_else(Vec::new, |twin| person_choices(b, twin, member, wish));
        let relation = relation.word().to_owned();
        all.push(PersonChoice { id: member.id.clone(), name: said(member), becomes, options, relation, choices });
    }
    all
}

/// In what two who are one person differ, and whose value counts.
fn person_choices(b: &Base, stay: &MemberSeen, from: &MemberSeen, wish: &PersonWish) -> Vec<Choice> {
    let sex = |member: &MemberSeen| match member.sex.as_str() {
        "" => String::new(),
        sex => b.t(format!("sex-{}", sex)),
    };
    [
        ("name", stay.name.clone(), from.name.clone(), wish.name),
        ("sex", sex(stay), sex(from), wish.sex),
        ("birth", birth(b, stay), birth(b, from), wish.birth),
        ("id_number", tail(stay), tail(from), wish.number),
    ]
    .into_iter()
    .filter(|(_, stay, from, _)| stay != from)
    .map(|(field, left, right, take)| Choice {
        name: format!("{field}.{}", from.id),
        label: b.t(format!("column-{}", field)),
        stay: left,
        from: right,
        both: false,
        take: take.word(),
    })
    .collect()
}
