//! What a criteria set asks: sections and items with points, or criteria and targets with levels.
//! Must not know answers, totals or the header of the set.

use serde::{Deserialize, Serialize};

use super::{Traits, Words};
use crate::basics::AreaClass;

/// The two scoring logics of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// Points added up to a pass mark (the association's models).
    Points(Points),
    /// Targets that must all be met, at level 1 or 2 (Circulars 24/2023 and 25/2023).
    Targets(Targets),
}

/// A set scored by points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Points {
    /// The most a subject can reach; the sum of the sections' maxima.
    pub max: i64,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// One pass mark per area class.
    pub pass: Vec<PassMark>,
}

/// A group of items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Unique in the set.
    pub code: String,
    /// Its heading.
    pub title: Words,
    /// Sum of its items' maxima.
    pub max: i64,
    /// Whether that maximum is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
    /// Items in order.
    pub items: Vec<Item>,
}

/// One thing points are given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique in the set; the key of its answer.
    pub code: String,
    /// What is asked, in the words of the regulation or a paraphrase (see [`Wording`]).
    pub text: Words,
    /// What to look at and which evidence helps.
    pub guidance: Words,
    /// Most points, 1–1000.
    pub max: i64,
    /// Points come in multiples of this; divides `max`.
    #[serde(default = "one")]
    pub step: i64,
    /// Fewest points with which the whole can still pass, in every area.
    pub floor: Option<i64>,
    /// Asked only of subjects with one of these traits; empty: asked of all. Needs `exempt`.
    #[serde(default)]
    pub applies: Vec<String>,
    /// When the item may be set aside and what then happens to its points; absent: never.
    pub exempt: Option<Exemption>,
    /// Whether content and maximum are certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

const fn one() -> i64 {
    1
}

/// What happens to the points of an item that is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptRule {
    /// The subject gets all of them.
    Full,
    /// They leave the maximum, and the pass mark shrinks in proportion (rounded up, never in the subject's favour).
    LeftOut,
}

/// Permission to set an item aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// What happens to its points.
    pub rule: ExemptRule,
    /// In which case, e.g. "no children in the household".
    pub when: Words,
    /// Whether the regulation says so.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

/// What a subject in one class of area must reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassMark {
    /// The class of area.
    pub area: AreaClass,
    /// Fewest points in total.
    pub min_total: i64,
    /// Fewest points in every item.
    pub min_item: Option<i64>,
    /// Fewest points in every item as whole percent of its maximum: `points × 100 ≥ share × max`. Not with `min_item`.
    pub min_item_share: Option<i64>,
    /// Whether it is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

impl PassMark {
    /// Fewest points in this item with which the whole can still pass.
    #[must_use]
    pub fn floor_of(&self, item: &Item) -> i64 {
        let share = self.min_item_share.map_or(0, |s| s.saturating_mul(item.max).saturating_add(99).div_euclid(100));
        item.floor.unwrap_or(0).max(self.min_item.unwrap_or(0)).max(share)
    }
}

/// A set scored by targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Targets {
    /// Levels 1, 2… without a gap.
    pub levels: Vec<LevelName>,
    /// What is counted for ratios.
    pub measures: Vec<Measure>,
    /// Criteria in order.
    pub criteria: Vec<Criterion>,
}

impl Targets {
    /// The highest level there is.
    #[must_use]
    pub fn top(&self) -> i64 {
        self.levels.last().map_or(0, |l| l.level)
    }
}

/// What a level is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelName {
    /// From 1.
    pub level: i64,
    /// e.g. "Mức độ 1".
    pub title: Words,
}

/// Something counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The stable word.
    pub code: String,
    /// What is counted.
    pub text: Words,
}

/// A group of targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Unique in the set.
    pub code: String,
    /// Its heading.
    pub title: Words,
    /// Whether its list of targets is complete and certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
    /// Targets in order.
    pub targets: Vec<Target>,
}

/// One thing that is met or not, per level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Unique in the set; the key of its answer.
    pub code: String,
    /// What is asked.
    pub text: Words,
    /// What to look at and which evidence helps.
    pub guidance: Words,
    /// Asked only of subjects with one of these traits; empty: asked of all.
    #[serde(default)]
    pub applies: Vec<String>,
    /// How it is measured.
    pub rule: Rule,
    /// Whether content is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

/// The closed list of ways to measure a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Yes is needed from one level on.
    YesNo {
        /// The first level that asks for it.
        #[serde(default = "one")]
        from_level: i64,
    },
    /// A share of something counted.
    Ratio {
        /// Measure above the line; a part of the denominator.
        numerator: String,
        /// Measure below the line.
        denominator: String,
        /// One per level, never falling.
        thresholds: Vec<Threshold>,
    },
    /// One of an ordered list.
    Choice {
        /// From the weakest to the strongest.
        options: Vec<Measure>,
        /// One per level, never falling.
        minimum: Vec<Minimum>,
    },
}

/// The share a level asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The level.
    pub level: i64,
    /// In basis points, 1–10000; met when `n × 10000 ≥ at_least × d`.
    pub at_least: i64,
    /// Whether it is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

/// The option a level asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// The level.
    pub level: i64,
    /// Code of the weakest option that meets it.
    pub option: String,
    /// Whether it is certain.
    pub verified: bool,
    /// Why not.
    pub reason: Option<Words>,
}

/// An item or a target, found by code.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// Of a points set.
    Item(&'a Item),
    /// Of a targets set.
    Target(&'a Target),
}

impl<'a> Asked<'a> {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'a str {
        match self {
            Self::Item(item) => &item.code,
            Self::Target(target) => &target.code,
        }
    }

    /// Whether a subject with these traits is asked at all.
    #[must_use]
    pub fn applies_to(self, traits: &Traits) -> bool {
        let wanted = match self {
            Self::Item(item) => &item.applies,
            Self::Target(target) => &target.applies,
        };
        wanted.is_empty() || wanted.iter().any(|word| traits.contains(word))
    }
}
