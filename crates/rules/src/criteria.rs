//! Criteria sets: what a regulation asks of a subject, as data. Owns the shapes, `parse` and the choice for a year.
//! Must not know answers' totals (`score`), a database, the clock, or which page shows them.

mod answers;
mod body;
mod choose;
mod doubts;
mod examples;
pub mod files;
mod head;
mod parse;
mod sane;
mod sane_body;
mod walk;

#[cfg(test)]
pub(crate) mod kit;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::basics::{AreaClass, Day};
pub(crate) use answers::problem_of;
pub use answers::{Answer, Answers, Filled, check};
pub use body::{
    Asked, Body, Criterion, ExemptRule, Exemption, Item, LevelName, Measure, Minimum, PassMark, Points, Rule, Section,
    Target, Targets, Threshold,
};
pub use choose::choose;
pub use doubts::Doubt;
pub use examples::{Example, ExampleFault, Expect};
pub use head::{Authority, Deadline, Duty, LegalBasis, Office, Trait, Validity};
pub use parse::Fault;

/// What a subject is, as words its set declares under `[[traits]]` (`education_establishment`…); empty for a household.
pub type Traits = BTreeSet<String>;

/// One text in the three languages of the programme. Never blank, in Unicode normal form C once parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Vietnamese, the language of the regulation.
    pub vi: String,
    /// English.
    pub en: String,
    /// Indonesian.
    pub id: String,
}

impl Words {
    /// The text in `vi`, `en` or `id`; any other language reads the Vietnamese one.
    #[must_use]
    pub fn say(&self, language: &str) -> &str {
        match language {
            "en" => &self.en,
            "id" => &self.id,
            _ => &self.vi,
        }
    }
}

/// Who is judged by a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Gia đình học tập: one household.
    Family,
    /// Công dân học tập: one person.
    Citizen,
    /// Dòng họ học tập: one clan.
    Clan,
    /// Cộng đồng học tập: a hamlet, commune or province.
    Community,
    /// Đơn vị học tập: an agency, school or enterprise.
    Unit,
}

impl Model {
    /// The stable word used in files, tables and translation keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Citizen => "citizen",
            Self::Clan => "clan",
            Self::Community => "community",
            Self::Unit => "unit",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Family, Self::Citizen, Self::Clan, Self::Community, Self::Unit].into_iter().find(|m| m.word() == word)
    }
}

/// Where a set stands in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Issued and applied.
    InForce,
    /// Issued, applied to past years only.
    Expired,
    /// Not issued, or its issued text was not seen: used only where nothing better exists for the year.
    Draft,
}

/// Whose sentences the file carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Word for word from the regulation.
    Official,
    /// Same content in other words, because the official text was not at hand; pages must say so.
    Paraphrase,
}

/// One criteria set in one version, parsed and checked. Its file never changes once published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriteriaSet {
    /// Stable name, e.g. `vn.family.qd448`.
    pub set: String,
    /// `<year>.<number>` or `<year>-draft.<number>`.
    pub version: String,
    /// Who is judged.
    pub model: Model,
    /// Where it stands in law.
    pub status: Status,
    /// Whose sentences these are.
    pub wording: Wording,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force.
    pub valid_to: Day,
    /// Whether the set as a whole was read in the regulation.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
    /// What it is called.
    pub title: Words,
    /// How long a title lasts, where known.
    pub validity: Option<Validity>,
    /// The documents it rests on, the issuing one first.
    pub legal_basis: Vec<LegalBasis>,
    /// Who decides, by time.
    pub authority: Vec<Authority>,
    /// Who appraises; several may act in turn, in this order.
    pub appraised_by: Vec<Authority>,
    /// The yearly calendar.
    pub deadlines: Vec<Deadline>,
    /// The words `applies` may use.
    pub traits: Vec<Trait>,
    /// What is asked.
    pub body: Body,
    /// Worked examples: the regulation as a test.
    #[serde(skip)]
    pub examples: Vec<Example>,
    #[serde(skip)]
    text: String,
    hash: String,
}

impl CriteriaSet {
    /// SHA-256 of the file's exact bytes, 64 lower-case hex digits: the proof that a published version never changed.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The file's exact text, as it is stored beside the first assessment that uses it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pass mark of an area class; `None` for a targets set.
    #[must_use]
    pub fn pass_mark(&self, area: AreaClass) -> Option<&PassMark> {
        match &self.body {
            Body::Points(points) => points.pass.iter().find(|mark| mark.area == area),
            Body::Targets(_) => None,
        }
    }

    /// Everything that is asked, in the order of the file.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked<'_>> {
        match &self.body {
            Body::Points(points) => points.sections.iter().flat_map(|s| &s.items).map(Asked::Item).collect(),
            Body::Targets(targets) => targets.criteria.iter().flat_map(|c| &c.targets).map(Asked::Target).collect(),
        }
    }

    /// The item or target with this code.
    #[must_use]
    pub fn find_asked(&self, code: &str) -> Option<Asked<'_>> {
        self.asked().into_iter().find(|asked| asked.code() == code)
    }

    /// Who decides on a day; `None` where the set names nobody for it.
    #[must_use]
    pub fn authority_on(&self, day: Day) -> Option<&Authority> {
        self.authority.iter().find(|row| row.from <= day && day <= row.to)
    }
}
