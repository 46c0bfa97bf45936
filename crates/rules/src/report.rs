//! What a report says about one place and year: counts put together from counters, and which rows of few families the
//! public is not shown. Must not know places, how counters are stored, or who asks.

use serde::{Deserialize, Serialize};

use crate::tally::Measure;

/// A hamlet with fewer households than this, but not none, is not shown to those who have no right at the place: its
/// figures would tell of single families (data minimisation, Law 91/2025/QH15). The number is a usual one of statistical
/// offices; no Vietnamese text sets it.
pub const FEWEST_SHOWN: i64 = 5;

/// The counts of one place for one model and cycle year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Households on the day of the report.
    pub households: i64,
    /// Families registered for the year, unless withdrawn.
    pub registered: i64,
    /// Families whose assessment was sent in and not returned, later states included.
    pub submitted: i64,
    /// Families that passed appraisal, recognised and revoked ones included.
    pub accepted: i64,
    /// Families whose recognition is in force.
    pub recognised: i64,
    /// Families whose recognition was revoked.
    pub revoked: i64,
}

impl Counts {
    /// Sets the number of a measure of the recognition path; households are a stock and are not set here.
    pub fn set(&mut self, measure: Measure, n: i64) {
        match measure {
            Measure::Accepted => self.accepted = n,
            Measure::Recognised => self.recognised = n,
            Measure::Registered => self.registered = n,
            Measure::Revoked => self.revoked = n,
            Measure::Submitted => self.submitted = n,
            Measure::HouseholdsIn | Measure::HouseholdsOut => {}
        }
    }

    /// The sum of two places.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            households: self.households.saturating_add(other.households),
            registered: self.registered.saturating_add(other.registered),
            submitted: self.submitted.saturating_add(other.submitted),
            accepted: self.accepted.saturating_add(other.accepted),
            recognised: self.recognised.saturating_add(other.recognised),
            revoked: self.revoked.saturating_add(other.revoked),
        }
    }

    /// Is there nothing at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What can be asked of a report: a count and the records behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Households on the day.
    Households,
    /// Families registered.
    Registered,
    /// Families whose assessment was sent in.
    Submitted,
    /// Families that passed.
    Accepted,
    /// Families recognised.
    Recognised,
    /// Families whose recognition was revoked.
    Revoked,
}

impl Asked {
    /// All, in the order of the path.
    pub const ALL: &'static [Self] =
        &[Self::Households, Self::Registered, Self::Submitted, Self::Accepted, Self::Recognised, Self::Revoked];

    /// The stable word, also the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Households => "households",
            Self::Registered => "registered",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Recognised => "recognised",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|asked| asked.word() == word)
    }

    /// Its number in a place's counts.
    #[must_use]
    pub const fn count(self, counts: &Counts) -> i64 {
        match self {
            Self::Households => counts.households,
            Self::Registered => counts.registered,
            Self::Submitted => counts.submitted,
            Self::Accepted => counts.accepted,
            Self::Recognised => counts.recognised,
            Self::Revoked => counts.revoked,
        }
    }

    /// The counter behind it; `None` for households, which are counted from stays.
    #[must_use]
    pub const fn measure(self) -> Option<Measure> {
        match self {
            Self::Households => None,
            Self::Registered => Some(Measure::Registered),
            Self::Submitted => Some(Measure::Submitted),
            Self::Accepted => Some(Measure::Accepted),
            Self::Recognised => Some(Measure::Recognised),
            Self::Revoked => Some(Measure::Revoked),
        }
    }
}

/// Why a row is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// It has fewer than [`FEWEST_SHOWN`] households.
    Few,
    /// With it, the hidden ones could be calculated from the total.
    Other,
}

/// Which rows of a table with a shown total are hidden, by their numbers of households.
///
/// Every row of one to four households is. When their sum could be taken from the total and would still tell of fewer
/// than [`FEWEST_SHOWN`] households or of one single row, the smallest other rows are hidden with them.
#[must_use]
pub fn hidden(households: &[i64]) -> Vec<Option<Hidden>> {
    let few = |n: i64| (1..FEWEST_SHOWN).contains(&n);
    let mut marks: Vec<Option<Hidden>> = households.iter().map(|n| few(*n).then_some(Hidden::Few)).collect();
    let mut rows = marks.iter().flatten().count();
    let mut sum: i64 = households.iter().copied().filter(|n| few(*n)).sum();
    let mut others: Vec<(i64, usize)> =
        households.iter().enumerate().filter(|(_, n)| **n >= FEWEST_SHOWN).map(|(at, n)| (*n, at)).collect();
    others.sort_unstable();
    for (n, at) in others {
        if rows == 0 || (rows > 1 && sum >= FEWEST_SHOWN) {
            break;
        }
        if let Some(mark) = marks.get_mut(at) {
            *mark = Some(Hidden::Other);
        }
        rows = rows.saturating_add(1);
        sum = sum.saturating_add(n);
    }
    marks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_single_small_row_takes_the_next_smallest_with_it() {
        let marks = |rows: &[i64]| hidden(rows).iter().map(|mark| mark.map(|m| format!("{m:?}"))).collect::<Vec<_>>();
        let (few, other) = (Some("Few".to_owned()), Some("Other".to_owned()));
        assert_eq!(marks(&[12, 4, 30, 9]), [None, few.clone(), None, other.clone()]);
        assert_eq!(marks(&[12, 4, 3, 9]), [None, few.clone(), few.clone(), None], "neither follows from their sum");
        assert_eq!(marks(&[12, 1, 1, 9]), [None, few.clone(), few.clone(), other], "a sum of two tells of both");
        assert_eq!(marks(&[0, 5, 6]), [None, None, None], "nobody is told of by an empty row");
        assert_eq!(marks(&[3]), [few]);
        assert_eq!(marks(&[]), []);
    }

    proptest! {
        #[test]
        fn no_small_row_is_shown_and_hidden_rows_tell_of_enough(rows in prop::collection::vec(0_i64..20, 0..12)) {
            let marks = hidden(&rows);
            prop_assert_eq!(marks.len(), rows.len());
            for (n, mark) in rows.iter().zip(&marks) {
                prop_assert!(mark.is_some() || *n == 0 || *n >= FEWEST_SHOWN);
                prop_assert!(mark.is_none() || *n > 0);
            }
            let out: Vec<i64> = rows.iter().zip(&marks).filter(|(_, mark)| mark.is_some()).map(|(n, _)| *n).collect();
            let left = rows.iter().zip(&marks).any(|(n, mark)| mark.is_none() && *n > 0);
            if !out.is_empty() && left {
                prop_assert!(out.len() > 1 && out.iter().sum::<i64>() >= FEWEST_SHOWN);
            }
        }
    }

    #[test]
    fn every_question_of_a_report_has_its_word_and_number() {
        let counts = Counts { households: 1, registered: 2, submitted: 3, accepted: 4, recognised: 5, revoked: 6 };
        let all: Vec<i64> = Asked::ALL.iter().map(|asked| asked.count(&counts)).collect();
        assert_eq!(all, [1, 2, 3, 4, 5, 6]);
        let mut again = Counts { households: 1, ..Counts::default() };
        for asked in Asked::ALL {
            assert_eq!(Asked::of(asked.word()), Some(*asked));
            if let Some(measure) = asked.measure() {
                again.set(measure, asked.count(&counts));
            }
        }
        assert_eq!(again, counts);
        assert_eq!(again.plus(Counts::default()), counts);
    }
}
