//! What is known of one person: relation, sex, birth and identity number, each as exactly as it was written down.
//! Must not know households, storage or encryption.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FIRST_BIRTH_YEAR;
use crate::basics::Day;
use crate::problem::Problem;
use crate::text;

/// How a member is related to the head of the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The head (chủ hộ).
    Head,
    /// Wife or husband.
    Spouse,
    /// Child, adopted and in-law included.
    Child,
    /// Parent, in-law included.
    Parent,
    /// Grandchild.
    Grandchild,
    /// Grandparent.
    Grandparent,
    /// Brother or sister.
    Sibling,
    /// Anybody else who lives there.
    Other,
}

impl Relation {
    /// Every relation, in the order forms show them.
    pub const ALL: &'static [Self] = &[
        Self::Head,
        Self::Spouse,
        Self::Child,
        Self::Parent,
        Self::Grandchild,
        Self::Grandparent,
        Self::Sibling,
        Self::Other,
    ];

    /// The stable word, as stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Spouse => "spouse",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Grandchild => "grandchild",
            Self::Grandparent => "grandparent",
            Self::Sibling => "sibling",
            Self::Other => "other",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|relation| relation.word() == word)
    }

    /// What a member most likely is to the next head, who was `next` to the one before. A proposal for a form: only the
    /// family knows whose child a grandchild is.
    #[must_use]
    pub const fn under(self, next: Self) -> Self {
        match (next, self) {
            (_, Self::Head) => match next {
                Self::Spouse => Self::Spouse,
                Self::Child => Self::Parent,
                Self::Parent => Self::Child,
                Self::Grandchild => Self::Grandparent,
                Self::Grandparent => Self::Grandchild,
                Self::Sibling => Self::Sibling,
                Self::Head | Self::Other => Self::Other,
            },
            (Self::Child, Self::Spouse | Self::Child | Self::Parent) => match self {
                Self::Spouse => Self::Parent,
                Self::Child => Self::Sibling,
                _ => Self::Grandparent,
            },
            (Self::Parent, Self::Spouse | Self::Child | Self::Parent | Self::Sibling) => match self {
                Self::Spouse | Self::Sibling => Self::Child,
                Self::Child => Self::Grandchild,
                _ => Self::Spouse,
            },
            (Self::Spouse, Self::Child | Self::Grandchild | Self::Parent)
            | (Self::Sibling, Self::Parent | Self::Grandparent | Self::Sibling) => self,
            _ => Self::Other,
        }
    }
}

/// The sex a member is registered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Male (nam).
    #[serde(rename = "male")]
    Male,
    /// Female (nữ).
    #[serde(rename = "female")]
    Female,
    /// Not written down.
    #[default]
    #[serde(rename = "")]
    Unknown,
}

impl Sex {
    /// The stable word: `male`, `female` or empty.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unknown => "",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Male, Self::Female, Self::Unknown].into_iter().find(|sex| sex.word() == word)
    }
}

/// When a member was born, as exactly as it is known: a year stays a year and is never made into its 1 January.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Birth {
    /// Not known.
    #[default]
    Unknown,
    /// Only the year is known.
    Year(i64),
    /// The full day.
    Day(Day),
}

impl Birth {
    /// Reads `""`, `YYYY` or a day in one of the forms of [`text::parse_day`].
    ///
    /// # Errors
    /// `birth-shape` for anything else; `birth-range` before 1900 or after `today`.
    pub fn parse(typed: &str, today: Day) -> Result<Self, Problem> {
        let typed = typed.trim();
        let birth = if typed.is_empty() {
            Some(Self::Unknown)
        } else if typed.len() == 4 && typed.bytes().all(|digit| digit.is_ascii_digit()) {
            typed.parse().ok().map(Self::Year)
        } else {
            text::parse_day(typed).ok().map(Self::Day)
        };
        let birth = birth.ok_or_else(|| Problem::new("birth-shape").with("value", typed))?;
        let too_late = match birth {
            Self::Unknown => false,
            Self::Year(year) => year > today.year(),
            Self::Day(day) => day > today,
        };
        if too_late || birth.year().is_some_and(|year| year < FIRST_BIRTH_YEAR) {
            return Err(Problem::new("birth-range").with("value", typed));
        }
        Ok(birth)
    }

    /// Reads the stored form `""`, `YYYY` or `YYYY-MM-DD`, without asking whether it lies in range.
    #[must_use]
    pub fn of(stored: &str) -> Option<Self> {
        match stored.len() {
            0 => Some(Self::Unknown),
            4 if stored.bytes().all(|digit| digit.is_ascii_digit()) => stored.parse().ok().map(Self::Year),
            _ => Day::parse(stored).map(Self::Day),
        }
    }

    /// The year of birth, when it is known.
    #[must_use]
    pub fn year(self) -> Option<i64> {
        match self {
            Self::Unknown => None,
            Self::Year(year) => Some(year),
            Self::Day(day) => Some(day.year()),
        }
    }
}

/// The stored form: `""`, `YYYY` or `YYYY-MM-DD`.
impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Day(day) => fmt::Display::fmt(day, f),
        }
    }
}

impl Serialize for Birth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Birth {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = String::deserialize(deserializer)?;
        Self::of(&stored).ok_or_else(|| serde::de::Error::custom("not a birth: empty, YYYY or YYYY-MM-DD"))
    }
}

/// A personal identification number (12 digits) or the number of an old identity card (9 digits). It never prints
/// itself: only [`Self::digits`] gives it away, for the keyed hash and the cipher.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads a number as typed, spaces and dots between digits allowed. `None` when the field is empty.
    ///
    /// # Errors
    /// `id-shape` when it has neither 12 nor 9 digits, when a 12-digit number names a birth year after `today`, or when its
    /// only dot may be the decimal point of another number (`1408400012.34`).
    pub fn parse(typed: &str, today: Day) -> Result<Option<Self>, Problem> {
        let plain: String = typed.chars().filter(|sign| !sign.is_whitespace() && !text::is_unseen(*sign)).collect();
        let digits = plain.replace('.', "");
        if digits.is_empty() {
            return Ok(None);
        }
        let decimal = plain.matches('.').count() == 1 && !plain.starts_with('0');
        let number = Self(digits);
        let shaped =
            !decimal && matches!(number.0.len(), 9 | 12) && number.0.bytes().all(|digit| digit.is_ascii_digit());
        if shaped && number.birth_year().is_none_or(|year| year <= today.year()) {
            Ok(Some(number))
        } else {
            Err(Problem::new("id-shape").with("value", veiled(typed.trim())))
        }
    }

    /// All digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The last three digits, enough to compare with a card in hand.
    #[must_use]
    pub fn tail(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(3)..).unwrap_or_default()
    }

    /// The birth year a 12-digit number holds: digit 4 gives the century (0 and 1 the 1900s, 2 and 3 the 2000s …),
    /// digits 5 and 6 the year in it (structure set by Decree 137/2015/NĐ-CP). An old number holds none.
    #[must_use]
    pub fn birth_year(&self) -> Option<i64> {
        let century = self.sex_and_century()?.checked_div(2)?;
        let year: i64 = self.0.get(4..6)?.parse().ok()?;
        Some(century.saturating_mul(100).saturating_add(1900).saturating_add(year))
    }

    /// The sex a 12-digit number holds: digit 4 is even for men, odd for women. An old number holds none.
    #[must_use]
    pub fn sex(&self) -> Sex {
        match self.sex_and_century().map(|digit| digit % 2) {
            Some(0) => Sex::Male,
            Some(_) => Sex::Female,
            None => Sex::Unknown,
        }
    }

    fn sex_and_century(&self) -> Option<i64> {
        if self.0.len() == 12 { self.0.get(3..4)?.parse().ok() } else { None }
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber(…{})", self.tail())
    }
}

/// A text in which every run of digits that may be an identity number, or most of one, shows its last three only:
/// nine digits or more, spaces, dots and dashes between them not counting. Ten digits that begin with 0 are a telephone
/// number and stay.
#[must_use]
pub fn veiled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for sign in text.chars() {
        if sign.is_ascii_digit() || (!run.is_empty() && (sign.is_whitespace() || matches!(sign, '.' | '-'))) {
            run.push(sign);
        } else {
            close_run(&mut out, &mut run);
            out.push(sign);
        }
    }
    close_run(&mut out, &mut run);
    out
}

fn close_run(out: &mut String, run: &mut String) {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let phone = digits.len() == 10 && digits.starts_with('0');
    if digits.len() < 9 || phone {
        out.push_str(run);
    } else {
        let after: String = run.chars().rev().take_while(|sign| !sign.is_ascii_digit()).collect();
        out.push_str("•••");
        out.push_str(digits.get(digits.len().saturating_sub(3)..).unwrap_or_default());
        out.extend(after.chars().rev());
    }
    run.clear();
}
