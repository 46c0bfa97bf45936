//! What is asked of a merge, in words of forms and JSON, made into a wish of the rules.
//! Must not know the register.

use std::collections::BTreeMap;

use rules::merge::{Becomes, PersonWish, Side, Take, Wish, propose};
use rules::problem::Problem;
use rules::register::Relation;
use serde::{Deserialize, Serialize};

/// What is asked of two households that are one. Every choice may be left out: then what is known more exactly counts, and
/// nobody is left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Merging {
    /// The household that vanishes.
    pub from: String,
    /// Whose number: stay or from.
    pub number: String,
    /// Whose address: stay or from.
    pub address: String,
    /// Whose telephone number: stay or from.
    pub phone: String,
    /// Whose note: stay, from or both.
    pub note: String,
    /// What becomes of the members of the household that vanishes, by their ids.
    pub people: BTreeMap<String, PersonMerging>,
    /// The revision of the household that stays, as it was seen.
    pub stay_revision: Option<i64>,
    /// The revision of the household that vanishes, as it was seen.
    pub from_revision: Option<i64>,
}

/// What becomes of one member: the same as another, or coming over, or left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonMerging {
    /// The member of the household that stays who is the same person.
    pub same: String,
    /// Comes over although it looks the same as somebody there.
    pub comes: bool,
    /// Is not taken over: it was entered by mistake.
    pub left: bool,
    /// The relation to the head there, of who comes over.
    pub relation: String,
    /// Whose name, where it is the same person: stay or from.
    pub name: String,
    /// Whose sex.
    pub sex: String,
    /// Whose birth.
    pub birth: String,
    /// Whose identity number.
    pub id_number: String,
}

/// The wish, and what in the words is no choice.
pub(super) fn wish_of(stay: &Side, from: &Side, same: &[(String, String)], asked: &Merging) -> (Wish, Vec<Problem>) {
    let mut problems = Vec::new();
    // Whoever was chosen by hand is compared with whom it was chosen for.
    let chosen = |id: &str| asked.people.get(id).filter(|one| !one.same.is_empty() || one.comes || one.left);
    let mut pairs: Vec<(String, String)> = same.iter().filter(|(_, id)| chosen(id).is_none()).cloned().collect();
    for (id, one) in asked.people.iter().filter(|(_, one)| !one.same.is_empty()) {
        pairs.push((one.same.clone(), id.clone()));
    }
    let mut wish = propose(stay, from, &pairs);
    for (field, word, take) in [
        ("number", &asked.number, &mut wish.number),
        ("address", &asked.address, &mut wish.address),
        ("phone", &asked.phone, &mut wish.phone),
        ("note", &asked.note, &mut wish.note),
    ] {
        set(take, word, field, field == "note", &mut problems);
    }
    for (id, one) in &asked.people {
        let usual = PersonWish {
            becomes: Becomes::Comes(Relation::Other),
            name: Take::Stay,
            sex: Take::Stay,
            birth: Take::Stay,
            number: Take::Stay,
        };
        let person = wish.people.entry(id.clone()).or_insert(usual);
        if one.left {
            person.becomes = Becomes::Rests;
        } else if !one.same.is_empty() {
            person.becomes = Becomes::Same(one.same.clone());
        } else if !one.relation.is_empty() && !matches!(person.becomes, Becomes::Same(_)) {
            match Relation::of(one.relation.trim()) {
                Some(relation) => person.becomes = Becomes::Comes(relation),
                None => problems.push(no_choice(&format!("relation.{id}"), &one.relation, &relations())),
            }
        }
        for (field, word, take) in [
            ("name", &one.name, &mut person.name),
            ("sex", &one.sex, &mut person.sex),
            ("birth", &one.birth, &mut person.birth),
            ("id_number", &one.id_number, &mut person.number),
        ] {
            set(take, word, &format!("{field}.{id}"), false, &mut problems);
        }
    }
    (wish, problems)
}

fn relations() -> String {
    Relation::ALL.iter().skip(1).map(|one| one.word()).collect::<Vec<_>>().join(", ")
}

fn no_choice(field: &str, value: &str, choices: &str) -> Problem {
    Problem::new("not-a-choice").at(field).with("value", value).with("choices", choices)
}

fn set(take: &mut Take, word: &str, field: &str, both: bool, problems: &mut Vec<Problem>) {
    match Take::of(word.trim()) {
        _ if word.trim().is_empty() => {}
        Some(chosen) if both || chosen != Take::Both => *take = chosen,
        _ => problems.push(no_choice(field, word, if both { "stay, from, both" } else { "stay, from" })),
    }
}
