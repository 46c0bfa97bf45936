//! The people of the one household: who is the same, who comes over, who is left.
//! Must not know what is proposed.

use std::collections::BTreeMap;

use super::propose::{as_usual, relation};
use super::{Becomes, Kept, Person, PersonWish, Side, Wish};
use crate::problem::Problem;
use crate::register::Relation;

/// The members of the one household, and the names of those who are left with the one that vanishes.
pub(super) fn decide(stay: &Side, from: &Side, wish: &Wish, problems: &mut Vec<Problem>) -> (Vec<Kept>, Vec<String>) {
    for id in wish.people.keys().filter(|id| from.person(id).is_none()) {
        problems.push(no_choice(id, id, from.people.iter()));
    }
    let mut same: BTreeMap<&str, (&Person, &PersonWish)> = BTreeMap::new();
    let mut comes = Vec::new();
    let mut rests = Vec::new();
    let usual: Vec<PersonWish> = from.people.iter().map(|person| as_usual(relation(person, stay, from, &[]))).collect();
    for (person, usual) in from.people.iter().zip(&usual) {
        let one = wish.people.get(&person.id).unwrap_or(usual);
        match &one.becomes {
            Becomes::Same(id) => match stay.person(id) {
                None => problems.push(no_choice(&person.id, id, stay.people.iter())),
                Some(_) if same.contains_key(id.as_str()) => {
                    problems.push(Problem::new("merge-person-twice").at(field(&person.id)).with("name", &person.name));
                }
                Some(_) => drop(same.insert(id, (person, one))),
            },
            Becomes::Comes(Relation::Head) => problems.push(Problem::new("one-head").at(field(&person.id))),
            Becomes::Comes(relation) => comes.push((person, *relation)),
            Becomes::Rests => rests.push(person.name.clone()),
        }
    }
    let mut kept: Vec<Kept> = stay.people.iter().map(|person| joined(person, same.get(person.id.as_str()))).collect();
    kept.extend(comes.into_iter().map(|(person, relation)| Kept {
        id: person.id.clone(),
        comes: true,
        name: person.name.clone(),
        relation,
        sex: person.sex,
        birth: person.birth,
        number_of: person.number.as_ref().map(|_| person.id.clone()).unwrap_or_default(),
    }));
    numbers(stay, from, &kept, problems);
    if stay.head().is_none() {
        problems.push(Problem::new("one-head"));
    }
    (kept, rests)
}

fn field(id: &str) -> String {
    format!("p.{id}")
}

fn no_choice<'a>(person: &str, value: &str, choices: impl Iterator<Item = &'a Person>) -> Problem {
    let names: Vec<&str> = choices.map(|one| one.name.as_str()).collect();
    Problem::new("not-a-choice").at(field(person)).with("value", value).with("choices", names.join(", "))
}

/// A member of the household that stays, with what counts of who is the same.
fn joined(person: &Person, same: Option<&(&Person, &PersonWish)>) -> Kept {
    let number = |person: &Person| person.number.as_ref().map(|_| person.id.clone());
    let (other, wish) = match same {
        Some((other, wish)) => (*other, Some(*wish)),
        None => (person, None),
    };
    let take = |of: fn(&PersonWish) -> super::Take| wish.map(of).unwrap_or_default();
    Kept {
        id: person.id.clone(),
        comes: false,
        name: take(|wish| wish.name).pick(&person.name, &other.name).clone(),
        relation: person.relation,
        sex: *take(|wish| wish.sex).pick(&person.sex, &other.sex),
        birth: *take(|wish| wish.birth).pick(&person.birth, &other.birth),
        number_of: number(take(|wish| wish.number).pick(person, other)).unwrap_or_default(),
    }
}

/// Two people of one household with one identity number are one person.
fn numbers(stay: &Side, from: &Side, kept: &[Kept], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Kept> = BTreeMap::new();
    for one in kept {
        let bearer = stay.person(&one.number_of).or_else(|| from.person(&one.number_of));
        let Some(number) = bearer.and_then(|person| person.number.as_deref()) else { continue };
        if let Some(first) = seen.insert(number, one) {
            let problem = Problem::new("merge-number-twice").at(field(&one.id));
            problems.push(problem.with("name", &one.name).with("other", &first.name));
        }
    }
}
