//! Likely doubles of a register: which of its households look like one and the same, and which look to share a person.
//! Must not know storage, places' names, or what is done about a pair.
//!
//! Names are common: what an agreement is worth depends on how many people bear the name. Every agreement is weighed in
//! tenths of a bit against chance, and a pair is told when what speaks for it outweighs the number of pairs there are. A
//! name alone is never enough.

mod find;
mod weigh;

use serde::{Deserialize, Serialize};

use crate::register::{Birth, Sex};

pub use find::{Found, find};
pub use weigh::{Scale, compare};

/// A present member of a household, as far as doubles are recognised by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// The name, folded.
    pub fold: String,
    /// Is it the head?
    pub head: bool,
    /// The sex.
    pub sex: Sex,
    /// The birth.
    pub birth: Birth,
    /// The keyed hash of the identity number, when there is one.
    pub number: Option<String>,
}

/// A household that lives here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its id.
    pub id: String,
    /// Its hamlet.
    pub hamlet_id: String,
    /// Its telephone number as [`phone_key`] makes it.
    pub phone: String,
    /// Who belongs to it.
    pub people: Vec<Person>,
}

/// What two households have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The same identity number.
    Number,
    /// Heads of the same name, born on the same day.
    HeadDay,
    /// Heads of the same name, born in the same year.
    HeadYear,
    /// Heads of the same name, of one of whom the birth is not known.
    HeadName,
    /// Other people of the same name whose births do not contradict.
    Members,
    /// The same telephone number.
    Phone,
    /// The same hamlet.
    Hamlet,
}

impl What {
    /// Every one, in the order they are told.
    pub const ALL: &'static [Self] =
        &[Self::Number, Self::HeadDay, Self::HeadYear, Self::HeadName, Self::Members, Self::Phone, Self::Hamlet];

    /// The stable word, the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::HeadDay => "head_day",
            Self::HeadYear => "head_year",
            Self::HeadName => "head_name",
            Self::Members => "members",
            Self::Phone => "phone",
            Self::Hamlet => "hamlet",
        }
    }
}

/// One thing that speaks for a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What.
    pub what: What,
    /// Of how many people; 1 where it is not about several.
    pub n: i64,
}

/// What a pair is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two households that look like one.
    Household,
    /// Two households that look different and share somebody.
    Person,
}

impl Kind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Person => "person",
        }
    }
}

/// Two households held side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The household with the lesser id.
    pub one: String,
    /// The other.
    pub two: String,
    /// What it is about.
    pub kind: Kind,
    /// What speaks for it, less what speaks against it, in tenths of a bit.
    pub weight: i64,
    /// Does that outweigh chance?
    pub likely: bool,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
    /// The people who look the same: member of `one`, member of `two`.
    pub same: Vec<(String, String)>,
    /// A digest of all that was held against each other: it stays while nothing changes that matters to the pair.
    pub evidence: String,
}

/// A telephone number as numbers are compared: digits alone, the country's own prefix as 0; empty when it is too short to
/// be anybody's.
#[must_use]
pub fn phone_key(phone: &str) -> String {
    let plus = phone.trim_start().starts_with('+');
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("84").filter(|rest| plus || rest.len() == 9);
    let key = bare.map_or_else(|| digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    if key.len() < 9 { String::new() } else { key }
}

#[cfg(test)]
#[path = "doubles_tests.rs"]
mod tests;
