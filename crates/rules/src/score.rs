//! The score of a sheet, line by line, with what stands between it and passing. Works on unfinished sheets too.
//! Must not know sentences, moments, places or how a sheet is stored.

mod points;
mod targets;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::basics::AreaClass;
use crate::criteria::{Answers, Body, CriteriaSet, Traits};

/// What a sheet is worth under one set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Points, or targets met at level 1: always the sum of the sections, which are the sums of the lines.
    pub total: i64,
    /// The most this subject could reach.
    pub max: i64,
    /// What it must reach: the area's pass mark, or all applicable targets.
    pub mark: i64,
    /// `mark − total`, never below 0.
    pub short_by: i64,
    /// How many items or targets this subject is asked.
    pub asked: i64,
    /// How many of them carry an answer that can be scored.
    pub answered: i64,
    /// Whether everything asked is answered.
    pub complete: bool,
    /// Complete, at or above the mark, and no line below its floor.
    pub passed: bool,
    /// Highest level reached, 0 for none; absent in a points set.
    pub level: Option<i64>,
    /// The level the gaps lead to; absent in a points set and at the top.
    pub aim: Option<i64>,
    /// Sections or criteria, in the order of the set.
    pub sections: Vec<SectionTotal>,
    /// Every item or target, in the order of the set.
    pub lines: Vec<Line>,
    /// What stands between this result and passing (or the next level): the most points lost first, then the order of
    /// the set. Empty when passed, in a points set.
    pub gaps: Vec<Gap>,
}

/// The part of one section or criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionTotal {
    /// Its code.
    pub code: String,
    /// Sum of its lines.
    pub total: i64,
    /// Sum of its lines' maxima for this subject.
    pub max: i64,
}

/// One item or target explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its code.
    pub code: String,
    /// Code of its section or criterion.
    pub section: String,
    /// Points that count; for a target 1 when met at level 1, else 0.
    pub given: i64,
    /// Points there were to get; 0 when set aside without points; for a target 1.
    pub max: i64,
    /// Fewest points that do not by themselves prevent passing; for a target 1.
    pub floor: i64,
    /// Whether this line by itself lets the whole pass (at level 1).
    pub met: bool,
    /// Highest level this target meets, 0 for none; absent for an item and for what does not apply.
    pub level: Option<i64>,
    /// Why it counts as it does.
    pub reason: Reason,
}

/// Why a line counts as it does; as JSON `{"is":"below_floor","floor":5,"lost":7}`. Pages turn it into a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing answered yet.
    Missing,
    /// An answer that cannot be scored; `criteria::check` says why.
    Invalid,
    /// Set aside by the assessor, as the set allows.
    Exempt,
    /// Not asked of this subject.
    NotApplicable,
    /// All points.
    FullMarks,
    /// Above the floor, with points lost.
    LostPoints {
        /// How many.
        n: i64,
    },
    /// Too few points for the whole to pass, whatever the total.
    BelowFloor {
        /// Fewest that would do.
        floor: i64,
        /// Points lost.
        lost: i64,
    },
    /// A target met at the highest level.
    Met,
    /// "No" to what a level asks for.
    SaidNo {
        /// That level.
        level: i64,
    },
    /// A share too small for a level.
    BelowThreshold {
        /// That level.
        level: i64,
        /// What it asks for, in basis points.
        at_least: i64,
        /// How many more would have to be counted above the line.
        more: i64,
    },
    /// An option too weak for a level.
    BelowOption {
        /// That level.
        level: i64,
        /// Code of the weakest option that would do.
        option: String,
    },
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Code of the item or target.
    pub code: String,
    /// Code of its section or criterion.
    pub section: String,
    /// Points that could still be gained here; for a target 1.
    pub lost: i64,
    /// Whether passing (or the next level) is impossible while this stays as it is, whatever the total.
    pub blocks: bool,
    /// The line's reason.
    pub reason: Reason,
}

/// Scores a sheet, finished or not. `area` chooses the pass mark of a points set; `traits` say what is asked at all.
///
/// Legal source: points sets pass at the mark of the area class with no item under its floor; targets sets pass at a
/// level when every applicable target of that level is met (Circular 24/2023/TT-BGDĐT).
#[must_use]
pub fn score(set: &CriteriaSet, answers: &Answers, area: AreaClass, traits: &Traits) -> Outcome {
    match &set.body {
        Body::Points(body) => points::score(body, set.pass_mark(area), answers, traits),
        Body::Targets(body) => targets::score(body, answers, traits),
    }
}

impl Line {
    const fn is_asked(&self) -> bool {
        !matches!(self.reason, Reason::NotApplicable)
    }

    const fn is_answered(&self) -> bool {
        self.is_asked() && !matches!(self.reason, Reason::Missing | Reason::Invalid)
    }

    const fn lost(&self) -> i64 {
        self.max.saturating_sub(self.given)
    }

    fn gap(&self, blocks: bool) -> Gap {
        let (code, section) = (self.code.clone(), self.section.clone());
        Gap { code, section, lost: self.lost(), blocks, reason: self.reason.clone() }
    }
}

fn count(lines: &[Line], wanted: impl Fn(&Line) -> bool) -> i64 {
    lines.iter().map(|line| i64::from(wanted(line))).sum()
}

fn section_totals<'a>(codes: impl Iterator<Item = &'a String>, lines: &[Line]) -> Vec<SectionTotal> {
    let total = |code: &String| {
        let own = || lines.iter().filter(|line| line.section == *code);
        SectionTotal { code: code.clone(), total: own().map(|l| l.given).sum(), max: own().map(|l| l.max).sum() }
    };
    codes.map(total).collect()
}
