//! Counters: what one family adds to them, and the signed moves between two of its versions.
//! Must not know how counters are stored, locked or summed up the ladder.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::Day;
use crate::path::State;

/// The model of counters that belong to no model: the stock of households.
pub const NO_MODEL: &str = "";

/// What a counter counts. Declared in the order of the words, so that sorting by value is sorting by stored key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Families whose assessment passed appraisal, recognised ones included.
    Accepted,
    /// Households that began to live at the unit during the year.
    HouseholdsIn,
    /// Households that ceased to live at the unit during the year.
    HouseholdsOut,
    /// Families whose recognition is in force.
    Recognised,
    /// Families registered for the year, whatever became of them, unless withdrawn.
    Registered,
    /// Families whose recognition was revoked.
    Revoked,
    /// Families whose assessment was sent in and not returned, accepted and recognised ones included.
    Submitted,
}

impl Measure {
    /// Every measure, in key order.
    pub const ALL: &'static [Self] = &[
        Self::Accepted,
        Self::HouseholdsIn,
        Self::HouseholdsOut,
        Self::Recognised,
        Self::Registered,
        Self::Revoked,
        Self::Submitted,
    ];

    /// The stable word, as stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::HouseholdsIn => "households_in",
            Self::HouseholdsOut => "households_out",
            Self::Recognised => "recognised",
            Self::Registered => "registered",
            Self::Revoked => "revoked",
            Self::Submitted => "submitted",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|measure| measure.word() == word)
    }
}

/// A signed change of one counter: the counter `(unit, year, model, measure)` changes by `by`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Move {
    /// The unit the counter belongs to.
    pub unit_id: String,
    /// The cycle year; for households the calendar year.
    pub year: i64,
    /// The model's word, or [`NO_MODEL`].
    pub model: String,
    /// What is counted.
    pub measure: Measure,
    /// By how much; never 0 in what this module returns.
    pub by: i64,
}

/// The measures a family in this state adds one to; nothing for a family that never registered.
#[must_use]
pub fn contribution(state: Option<State>) -> Vec<Measure> {
    let measures: &[Measure] = match state {
        None | Some(State::Withdrawn) => &[],
        Some(State::Registered | State::Assessing | State::Returned) => &[Measure::Registered],
        // Who was judged not to pass has sent in all the same.
        Some(State::Submitted | State::Rejected) => &[Measure::Registered, Measure::Submitted],
        Some(State::Accepted) => &[Measure::Accepted, Measure::Registered, Measure::Submitted],
        Some(State::Recognised) => &[Measure::Accepted, Measure::Recognised, Measure::Registered, Measure::Submitted],
        Some(State::Revoked) => &[Measure::Accepted, Measure::Registered, Measure::Revoked, Measure::Submitted],
    };
    measures.to_vec()
}

/// The differences between two states of one family, at each of the units (its hamlet and its commune).
///
/// When the family changed its place between the two versions, take `moves(before, None, old units, ..)` and
/// `moves(None, after, new units, ..)` and [`merge`] them.
#[must_use]
pub fn moves(before: Option<State>, after: Option<State>, units: &[&str], year: i64, model: &str) -> Vec<Move> {
    let mut all = Vec::new();
    for unit in units {
        let one = |measure, by| Move { unit_id: (*unit).to_owned(), year, model: model.to_owned(), measure, by };
        all.extend(contribution(before).into_iter().map(|measure| one(measure, -1)));
        all.extend(contribution(after).into_iter().map(|measure| one(measure, 1)));
    }
    merge(all)
}

/// Sums moves of the same counter, drops those that cancel out, and sorts by `(unit, year, model, measure)`: every
/// writer then touches counters in the same order and none waits for another in a circle.
#[must_use]
pub fn merge(moves: Vec<Move>) -> Vec<Move> {
    let mut sums: BTreeMap<(String, i64, String, Measure), i64> = BTreeMap::new();
    for one in moves {
        let sum = sums.entry((one.unit_id, one.year, one.model, one.measure)).or_insert(0);
        *sum = sum.saturating_add(one.by);
    }
    sums.into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((unit_id, year, model, measure), by)| Move { unit_id, year, model, measure, by })
        .collect()
}

/// The days a household lives at one place, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// First day.
    pub since: Day,
    /// Last day; [`Day::FOREVER`] while it goes on.
    pub until: Day,
}

/// The differences between two versions of one household's stay, at each of the units (its hamlet and its commune).
///
/// A stay counts in during the year of its first day and out during the year of the day after its last, so the stock
/// on the last day of a year is the sum of ins less outs up to and including that year.
#[must_use]
pub fn stay_moves(before: Option<Stay>, after: Option<Stay>, units: &[&str]) -> Vec<Move> {
    let mut all = Vec::new();
    for unit in units {
        for (stay, sign) in [(before, -1), (after, 1)] {
            let Some(stay) = stay else { continue };
            let one = |year, measure| Move {
                unit_id: (*unit).to_owned(),
                year,
                model: NO_MODEL.to_owned(),
                measure,
                by: sign,
            };
            all.push(one(stay.since.year(), Measure::HouseholdsIn));
            if stay.until != Day::FOREVER {
                all.push(one(stay.until.after().year(), Measure::HouseholdsOut));
            }
        }
    }
    merge(all)
}

/// The stock of households on the last day of a year, from all moves of one unit; moves of other measures are ignored.
#[must_use]
pub fn stock(moves: &[Move], year: i64) -> i64 {
    moves.iter().filter(|one| one.year <= year).fold(0_i64, |sum, one| match one.measure {
        Measure::HouseholdsIn => sum.saturating_add(one.by),
        Measure::HouseholdsOut => sum.saturating_sub(one.by),
        _ => sum,
    })
}

#[cfg(test)]
#[path = "tally_tests.rs"]
mod tests;
