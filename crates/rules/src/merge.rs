//! How two households become one: which stays, which value counts where they differ, who is the same person and who comes
//! over, and what becomes of their titles. The household that vanishes is kept as it was; facts stay where they were made.
//! Must not know storage, encryption, places' names or how a pair was found.

mod people;
mod propose;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::Day;
use crate::path::State;
use crate::problem::Problem;
use crate::register::{Birth, NOTE_MAX, Relation, Sex};

pub use propose::{propose, stays};

/// A present member of one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// The name as written.
    pub name: String,
    /// The relation to the head.
    pub relation: Relation,
    /// The sex.
    pub sex: Sex,
    /// The birth.
    pub birth: Birth,
    /// The keyed hash of the identity number, when there is one.
    pub number: Option<String>,
}

/// Where one of the two stands in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The assessment.
    pub id: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// The state.
    pub state: State,
}

/// One of the two households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its commune.
    pub commune_id: String,
    /// Its hamlet.
    pub hamlet_id: String,
    /// Its number.
    pub number: String,
    /// Its address.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// Its note.
    pub note: String,
    /// Since when it lives where it lives.
    pub since: Day,
    /// Its present members.
    pub people: Vec<Person>,
    /// Its assessments.
    pub titles: Vec<Title>,
}

impl Side {
    fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    fn head(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.relation == Relation::Head)
    }
}

/// Whose value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// That of the household that stays.
    #[default]
    Stay,
    /// That of the household that vanishes.
    From,
    /// Both, one after the other; of notes alone.
    Both,
}

impl Take {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::From => "from",
            Self::Both => "both",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Stay, Self::From, Self::Both].into_iter().find(|take| take.word() == word)
    }

    fn pick<'a, T: ?Sized>(self, stay: &'a T, from: &'a T) -> &'a T {
        if self == Self::From { from } else { stay }
    }
}

/// What becomes of a member of the household that vanishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is this member of the household that stays.
    Same(String),
    /// It comes over, with this relation to the head there.
    Comes(Relation),
    /// It is left with the household that vanishes, and lives nowhere in the register.
    Rests,
}

/// What is wished for a member of the household that vanishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonWish {
    /// What becomes of it.
    pub becomes: Becomes,
    /// Whose name, where it is the same as another.
    pub name: Take,
    /// Whose sex.
    pub sex: Take,
    /// Whose birth.
    pub birth: Take,
    /// Whose identity number.
    pub number: Take,
}

/// What is wished for the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Whose number; the other one gets the other number.
    pub number: Take,
    /// Whose address.
    pub address: Take,
    /// Whose telephone number.
    pub phone: Take,
    /// Whose note, or both.
    pub note: Take,
    /// By member of the household that vanishes.
    pub people: BTreeMap<String, PersonWish>,
}

/// What becomes of an assessment of the household that vanishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It goes along: the household that stays has none in that cycle.
    Along,
    /// It goes along, and the one there, which does not count, takes its place.
    Exchange,
    /// It rests with the household that vanishes: withdrawn, or judged and not recognised.
    Rest,
}

impl Fate {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Along => "along",
            Self::Exchange => "exchange",
            Self::Rest => "rest",
        }
    }
}

/// A member of the one household as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// Does it come over?
    pub comes: bool,
    /// The name.
    pub name: String,
    /// The relation to the head.
    pub relation: Relation,
    /// The sex.
    pub sex: Sex,
    /// The birth.
    pub birth: Birth,
    /// The member whose identity number it bears; empty for none.
    pub number_of: String,
}

/// An assessment and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destiny {
    /// Of the household that vanishes.
    pub title: Title,
    /// What becomes of it.
    pub fate: Fate,
    /// The one of the household that stays, in the same cycle.
    pub other: Option<Title>,
}

/// The one household as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its number.
    pub number: String,
    /// The number of the one that vanishes.
    pub from_number: String,
    /// Its address.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// Its note.
    pub note: String,
    /// Its members: those who were there in their order, then those who come.
    pub people: Vec<Kept>,
    /// Members of the one that vanishes who are left with it, by name.
    pub rests: Vec<String>,
    /// What becomes of the assessments of the one that vanishes.
    pub titles: Vec<Destiny>,
    /// The first day on which the one that vanishes is counted no more: its first day at all, when that lies in this year;
    /// figures of earlier years stay as they were.
    pub ends: Day,
}

impl Outcome {
    /// The head's name.
    #[must_use]
    pub fn head_name(&self) -> &str {
        self.people.iter().find(|one| one.relation == Relation::Head).map_or("", |head| head.name.as_str())
    }
}

/// Decides how `from` goes up into `stay`.
///
/// # Errors
/// All problems at once: `merge-itself`, `merge-elsewhere`; `merge-both-registered` and `merge-two-titles` with the year;
/// `too-long` at `note`; `not-a-choice` at `number`; at `p.<member>`: `not-a-choice`, `merge-person-twice`,
/// `merge-number-twice`, `one-head`.
pub fn decide(stay: &Side, from: &Side, wish: &Wish, today: Day) -> Result<Outcome, Vec<Problem>> {
    if stay.id == from.id {
        return Err(vec![Problem::new("merge-itself")]);
    }
    if stay.commune_id != from.commune_id {
        return Err(vec![Problem::new("merge-elsewhere")]);
    }
    let mut problems = Vec::new();
    let titles = destinies(stay, from, &mut problems);
    let (people, rests) = people::decide(stay, from, wish, &mut problems);
    let note = match wish.note {
        Take::Both if stay.note != from.note && !stay.note.is_empty() && !from.note.is_empty() => {
            format!("{}; {}", stay.note, from.note)
        }
        Take::Both if stay.note.is_empty() => from.note.clone(),
        Take::Both => stay.note.clone(),
        take => take.pick(&stay.note, &from.note).clone(),
    };
    if note.chars().count() > NOTE_MAX {
        problems.push(Problem::new("too-long").at("note").with("max", NOTE_MAX));
    }
    // A number belongs to a hamlet: that of another one may be somebody else's here.
    let numbers = wish.number == Take::From;
    if numbers && stay.hamlet_id != from.hamlet_id {
        problems
            .push(Problem::new("not-a-choice").at("number").with("value", &from.number).with("choices", &stay.number));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (number, from_number) = if numbers { (&from.number, &stay.number) } else { (&stay.number, &from.number) };
    Ok(Outcome {
        number: number.clone(),
        from_number: from_number.clone(),
        address: wish.address.pick(&stay.address, &from.address).clone(),
        phone: wish.phone.pick(&stay.phone, &from.phone).clone(),
        note,
        people,
        rests,
        titles,
        ends: ends(from.since, today),
    })
}

/// The first day on which a double is counted no more. One that was entered in this year was never there; one that was
/// counted at the end of an earlier year is counted until today, so that no figure of that year changes.
#[must_use]
pub fn ends(since: Day, today: Day) -> Day {
    if since.year() == today.year() { since } else { today.max(since) }
}

/// What keeps two households from becoming one, whatever is wished; and what becomes of the assessments otherwise.
#[must_use]
pub fn destinies(stay: &Side, from: &Side, problems: &mut Vec<Problem>) -> Vec<Destiny> {
    let mut all = Vec::new();
    for title in &from.titles {
        let other = stay.titles.iter().find(|one| one.model == title.model && one.year == title.year);
        match fate(other.map(|one| one.state), title.state) {
            Ok(fate) => all.push(Destiny { title: title.clone(), fate, other: other.cloned() }),
            Err(code) => problems.push(Problem::new(code).with("year", title.year)),
        }
    }
    all
}

/// What becomes of an assessment in state `from` where the household that stays has one in state `stay`.
///
/// # Errors
/// The code of the problem: one family cannot stand twice in a procedure that goes on, nor be recognised twice.
pub const fn fate(stay: Option<State>, from: State) -> Result<Fate, &'static str> {
    const fn judged(state: State) -> bool {
        matches!(state, State::Rejected | State::Recognised | State::Revoked)
    }
    match (stay, from) {
        (None, _) => Ok(Fate::Along),
        (Some(_), State::Withdrawn) => Ok(Fate::Rest),
        (Some(State::Withdrawn), _) => Ok(Fate::Exchange),
        (Some(State::Recognised), State::Recognised) => Err("merge-two-titles"),
        (Some(stay), State::Recognised) if judged(stay) => Ok(Fate::Exchange),
        (Some(stay), from) if judged(stay) && judged(from) => Ok(Fate::Rest),
        _ => Err("merge-both-registered"),
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
