//! The header rows of a criteria set: who decides, on which documents, by when, for how long.
//! Must not know what is asked or how it is scored.

use serde::{Deserialize, Serialize};

use super::Words;
use crate::basics::{Day, Level};

/// An office that appraises or decides. Names for people live in the translations under `office-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Study-promotion branch of a hamlet or quarter.
    HamletBranch,
    /// Study Promotion Association of a commune.
    CommuneAssociation,
    /// Chair of the People's Committee of a commune.
    CommuneChair,
    /// Chair of the People's Committee of a district, until 2025-06-30.
    DistrictChair,
    /// Department of Education and Training of a province.
    EducationDepartment,
    /// Chair of the People's Committee of a province.
    ProvinceChair,
    /// Minister of Education and Training.
    Minister,
}

impl Office {
    /// The stable word, as in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::HamletBranch => "hamlet_branch",
            Self::CommuneAssociation => "commune_association",
            Self::CommuneChair => "commune_chair",
            Self::DistrictChair => "district_chair",
            Self::EducationDepartment => "education_department",
            Self::ProvinceChair => "province_chair",
            Self::Minister => "minister",
        }
    }
}

/// Which office acts from one day to another, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// The office.
    pub role: Office,
    /// The level of the place the office sits at.
    pub level: Level,
    /// First day.
    pub from: Day,
    /// Last day; `9999-12-31` until further notice.
    pub to: Day,
    /// The document that says so.
    pub legal_basis: String,
    /// Whether that was read in the document itself or a reliable account of it.
    pub verified: bool,
    /// Why not; present exactly when `verified` is false.
    pub reason: Option<Words>,
}

/// One document a set rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Its number, e.g. `387/QĐ-TTg`.
    pub number: String,
    /// The day it was signed.
    pub date: Day,
    /// What it is called.
    pub title: Option<Words>,
    /// What a reader should know about it.
    pub note: Option<Words>,
    /// Whether number and date are certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

/// What a deadline is about. Names for people live in the translations under `deadline-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Registering for the year.
    Register,
    /// Handing in the self-assessment or dossier.
    Submit,
    /// Issuing the decision.
    Decide,
    /// Reporting the year's results upwards.
    Report,
}

impl Duty {
    /// The stable word, as in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Submit => "submit",
            Self::Decide => "decide",
            Self::Report => "report",
        }
    }
}

/// A yearly deadline: the duty must be done before a day of the cycle year or the year after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What must be done.
    pub duty: Duty,
    /// `MM-DD`; the regulations say "before", so this day itself is already late.
    pub before: String,
    /// 0 for the cycle year, 1 for the year after it.
    #[serde(default)]
    pub years_later: i64,
    /// The address where this was read; always there when `verified`.
    pub source: Option<String>,
    /// Whether it is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

impl Deadline {
    /// The last day on which the duty is still in time for a cycle year; `None` for a year outside 1–9998.
    #[must_use]
    pub fn last_day(&self, cycle_year: i64) -> Option<Day> {
        let year = cycle_year.checked_add(self.years_later)?;
        Day::parse(&format!("{year:04}-{}", self.before)).map(Day::before)
    }
}

/// How long a title lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Months counted from the end of the year of recognition, 1–120.
    pub months: i64,
    /// Months after a decision before the next level may be asked for; absent where there are no levels.
    pub upgrade_after_months: Option<i64>,
    /// Whether it is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

impl Validity {
    /// The last day on which a title of a cycle year holds.
    #[must_use]
    pub fn last_day(&self, cycle_year: i64) -> Day {
        // Counted on first days: those are there in every month.
        Day::last_of(cycle_year).after().plus_months(self.months).before()
    }
}

/// A word for what a subject can be, used by `applies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// The stable word.
    pub code: String,
    /// What to ask or show.
    pub text: Words,
}
