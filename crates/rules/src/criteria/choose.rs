//! Which set judges a cycle year. Owns that one rule; must not know answers, places or today's date.

use super::{CriteriaSet, Model, Status};
use crate::basics::Day;

/// The set that judges `model` in the cycle year, out of all that are loaded; `None` where none applies.
///
/// A set applies to a cycle year if it is in force on 31 December of that year: the assessed period runs from
/// 1 January to 31 December and is scored at its end, under the rules of that day (Circulars 24/2023 and 25/2023 count
/// the year that way; the association's models are assessed in the last quarter). A draft is taken only where no issued
/// set applies. Of several, the one in force since the latest day wins, then the highest version, then the last name
/// in the alphabet, so that the choice never depends on the order of loading.
#[must_use]
pub fn choose(sets: &[CriteriaSet], model: Model, year: i64) -> Option<&CriteriaSet> {
    sets.iter().filter(|set| set.model == model && set.applies_to(year)).max_by(|a, b| a.rank().cmp(&b.rank()))
}

impl CriteriaSet {
    /// Whether the set is in force on 31 December of the cycle year; see [`choose`] for why that day.
    #[must_use]
    pub fn applies_to(&self, year: i64) -> bool {
        if !(1..=9998).contains(&year) {
            return false;
        }
        let close = Day::last_of(year);
        self.valid_from <= close && close <= self.valid_to
    }

    fn rank(&self) -> (bool, Day, (i64, i64), &str) {
        let issued = self.status != Status::Draft;
        (issued, self.valid_from, version_numbers(&self.version).unwrap_or_default(), &self.set)
    }
}

/// Year and number of a version `2016.1` or `2021-draft.1`; `None` for any other shape.
pub(super) fn version_numbers(version: &str) -> Option<(i64, i64)> {
    let (year, number) = version.split_once('.')?;
    let year = year.strip_suffix("-draft").unwrap_or(year);
    let digits = |text: &str, longest: usize| {
        let shaped = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
        if shaped { text.parse::<i64>().ok() } else { None }
    };
    if year.len() != 4 {
        return None;
    }
    Some((digits(year, 4)?, digits(number, 4)?))
}
