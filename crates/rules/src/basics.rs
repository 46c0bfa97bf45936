//! Typed values everything else is built from: ids, days, moments, years.
//! Parses and prints; must not know a clock, a language or a database.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar day, inclusive wherever it ends a range. Printed and stored as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// The open end of a validity: a unit or role "until further notice".
    pub const FOREVER: Self = Self(jiff::civil::date(9999, 12, 31));

    /// Builds a day from year, month (1–12) and day of the month; `None` when there is no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Parses `YYYY-MM-DD`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        text.parse::<jiff::civil::Date>().ok().map(Self)
    }

    /// The calendar year, 1–9999.
    #[must_use]
    pub fn year(self) -> i64 {
        i64::from(self.0.year())
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> i64 {
        i64::from(self.0.month())
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day_of_month(self) -> i64 {
        i64::from(self.0.day())
    }

    /// The last day of a year; `FOREVER` for a year outside 1–9999.
    #[must_use]
    pub fn last_of(year: i64) -> Self {
        i16::try_from(year).ok().and_then(|y| Self::new(y, 12, 31)).unwrap_or(Self::FOREVER)
    }

    /// The first day of a year; `FOREVER` for a year outside 1–9999.
    #[must_use]
    pub fn first_of(year: i64) -> Self {
        i16::try_from(year).ok().and_then(|y| Self::new(y, 1, 1)).unwrap_or(Self::FOREVER)
    }

    /// The day before; the first day there is stays itself.
    #[must_use]
    pub fn before(self) -> Self {
        self.0.yesterday().map_or(self, Self)
    }

    /// The day after; the last day there is stays itself.
    #[must_use]
    pub fn after(self) -> Self {
        self.0.tomorrow().map_or(self, Self)
    }

    /// The day `months` later (or earlier when negative), cut to the month's last day.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        self.0.checked_add(jiff::Span::new().months(months)).map_or(Self::FOREVER, Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a day YYYY-MM-DD: {text}")))
    }
}

/// An instant, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(pub i64);

/// What kind of place a unit is, from the country down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole country.
    Country,
    /// Province or centrally run city.
    Province,
    /// District, until 2025-06-30 only.
    District,
    /// Commune, ward, township or special zone.
    Commune,
    /// Hamlet or quarter; has no national code.
    Hamlet,
}

impl Level {
    /// 0 (country) to 4 (hamlet), as stored.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Country => 0,
            Self::Province => 1,
            Self::District => 2,
            Self::Commune => 3,
            Self::Hamlet => 4,
        }
    }

    /// The level of a stored number; `None` outside 0–4.
    #[must_use]
    pub const fn of(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Country),
            1 => Some(Self::Province),
            2 => Some(Self::District),
            3 => Some(Self::Commune),
            4 => Some(Self::Hamlet),
            _ => None,
        }
    }

    /// The stable word used in files, the API and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
        }
    }
}

/// The area class of a commune or hamlet, a dated attribute that lowers pass marks where life is hard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaClass {
    /// Ordinary conditions (thuận lợi).
    #[default]
    Normal,
    /// Remote, specially difficult or ethnic-minority area.
    Difficult,
}

impl AreaClass {
    /// The stable word: `normal` or `difficult`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Difficult => "difficult",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "normal" => Some(Self::Normal),
            "difficult" => Some(Self::Difficult),
            _ => None,
        }
    }
}
