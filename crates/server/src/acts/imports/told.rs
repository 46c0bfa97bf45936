//! What becomes of each person of a household, told before it is done: who comes, who changes and how, and who stays although
//! the file does not name them. Must not decide anything.

use rules::register::Member as Draft;
use store::register::Member;

use super::plan::{Line, Work};

/// A field that changes: its word, what is there, what will be there. Of identity numbers only that they change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's word.
    pub word: &'static str,
    /// What is there; empty for nothing.
    pub before: String,
    /// What will be there.
    pub after: String,
}

/// What becomes of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Name as it will be.
    pub name: String,
    /// Relation as it will be, as a stable word.
    pub relation: String,
    /// Birth as it will be.
    pub birth: String,
    /// new, changed, same; or stays: the register has the person, the file does not.
    pub what: &'static str,
    /// What changes of a person who is in the register.
    pub fields: Vec<Field>,
}

/// What changes of the household itself, and what becomes of its people: those of the register first, in its order.
#[must_use]
pub fn told(line: &Line) -> (Vec<Field>, Vec<Told>) {
    match &line.work {
        Work::Nothing => (Vec::new(), Vec::new()),
        Work::Add { household, .. } => (Vec::new(), household.members.iter().map(newcomer).collect()),
        Work::Change(changing) => {
            let (before, after) = (&changing.before, &changing.after);
            let texts = [
                ("number", &before.number, &after.number),
                ("head", &before.head_name, &after.head_name),
                ("address", &before.address, &after.address),
                ("phone", &before.phone, &after.phone),
                ("note", &before.note, &after.note),
            ];
            let people = changing.members.iter().map(|held| {
                let update = changing.updates.iter().find(|(update, _)| update.id == held.id);
                match update {
                    Some((update, number)) => changed(held, update, number.is_some()),
                    None => stays(held, if changing.named.contains(&held.id) { "same" } else { "stays" }),
                }
            });
            (differences(&texts), people.chain(changing.news.iter().map(newcomer)).collect())
        }
    }
}

fn differences(texts: &[(&'static str, &String, &String)]) -> Vec<Field> {
    let other = texts.iter().filter(|(_, before, after)| before != after);
    other.map(|(word, before, after)| Field { word, before: (*before).clone(), after: (*after).clone() }).collect()
}

fn newcomer(one: &Draft) -> Told {
    Told {
        name: one.name.clone(),
        relation: one.relation.word().to_owned(),
        birth: one.birth.to_string(),
        what: "new",
        fields: Vec::new(),
    }
}

fn stays(held: &Member, what: &'static str) -> Told {
    Told {
        name: held.name.clone(),
        relation: held.relation.clone(),
        birth: held.birth.clone(),
        what,
        fields: Vec::new(),
    }
}

fn changed(held: &Member, update: &Member, number: bool) -> Told {
    let mut fields = differences(&[
        ("name", &held.name, &update.name),
        ("relation", &held.relation, &update.relation),
        ("sex", &held.sex, &update.sex),
        ("birth", &held.birth, &update.birth),
    ]);
    if number {
        fields.push(Field { word: "id_number", before: String::new(), after: String::new() });
    }
    Told { fields, ..stays(update, "changed") }
}
