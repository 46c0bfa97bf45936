//! Rates from their two parts, published figures held against their own arithmetic, and warnings on counted ones.
//! Must not know places, stored figures or sentences.

use serde::{Deserialize, Serialize};

/// A rate in basis points (10000 = 100 %), rounded half up; `None` without a positive denominator, for a negative
/// numerator, or beyond what fits.
#[must_use]
pub fn rate_basis_points(numerator: i64, denominator: i64) -> Option<i64> {
    scaled_rate(numerator, denominator, 2)
}

/// A rate as a percentage with `decimals` decimals (at most 9), rounded half up, without the sign: `93.36` or `93,36`.
/// `None` as for [`rate_basis_points`].
#[must_use]
pub fn rate_text(numerator: i64, denominator: i64, decimals: u32, comma: bool) -> Option<String> {
    let decimals = decimals.min(DECIMALS_MAX);
    let scaled = scaled_rate(numerator, denominator, decimals)?;
    Some(Rate { scaled, decimals }.text(comma))
}

const DECIMALS_MAX: u32 = 9;

fn power_of_ten(exponent: u32) -> i128 {
    10_i128.saturating_pow(exponent)
}

/// The percentage times ten to the power of `decimals`, rounded half up.
fn scaled_rate(numerator: i64, denominator: i64, decimals: u32) -> Option<i64> {
    let (top, bottom) = percent_fraction(numerator, denominator, decimals)?;
    let doubled = top.checked_mul(2)?.checked_add(bottom)?;
    i64::try_from(doubled.checked_div(bottom.checked_mul(2)?)?).ok()
}

/// The same, cut instead of rounded.
fn cut_rate(numerator: i64, denominator: i64, decimals: u32) -> Option<i64> {
    let (top, bottom) = percent_fraction(numerator, denominator, decimals)?;
    i64::try_from(top.checked_div(bottom)?).ok()
}

fn percent_fraction(numerator: i64, denominator: i64, decimals: u32) -> Option<(i128, i128)> {
    if numerator < 0 || denominator <= 0 {
        return None;
    }
    let top = i128::from(numerator).checked_mul(100)?.checked_mul(power_of_ten(decimals))?;
    Some((top, i128::from(denominator)))
}

/// A percentage as it was printed: `87.77` is 8777 with 2 decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The digits without their point.
    pub scaled: i64,
    /// How many of them stand after the point.
    pub decimals: u32,
}

impl Rate {
    /// Reads `71`, `87.77`, `87,77` or `87,77 %`; `None` for anything else, for more than 9 decimals or 9 whole digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.trim();
        let number = number.strip_suffix('%').unwrap_or(number).trim_end();
        let (whole, part) = match number.split_once(['.', ',']) {
            Some((whole, part)) if !part.is_empty() => (whole, part),
            Some(_) => return None,
            None => (number, ""),
        };
        let digits = format!("{whole}{part}");
        let shaped = (1..=9).contains(&whole.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let decimals = u32::try_from(part.len()).ok().filter(|decimals| *decimals <= DECIMALS_MAX)?;
        if shaped { digits.parse().ok().map(|scaled| Self { scaled, decimals }) } else { None }
    }

    /// Prints it with all its decimals, with a decimal comma or point, without the sign.
    #[must_use]
    pub fn text(self, comma: bool) -> String {
        let places = usize::try_from(self.decimals).unwrap_or_default();
        let digits = format!("{:0>width$}", self.scaled, width = places.saturating_add(1));
        let (whole, part) = digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or((&digits, ""));
        match part {
            "" => whole.to_owned(),
            part => format!("{whole}{}{part}", if comma { ',' } else { '.' }),
        }
    }

    /// In basis points, rounded half up.
    #[must_use]
    pub fn basis_points(self) -> i64 {
        let doubled = i128::from(self.scaled).saturating_mul(200);
        let bottom = power_of_ten(self.decimals);
        let rounded = doubled.saturating_add(bottom).checked_div(bottom.saturating_mul(2)).unwrap_or_default();
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }

    fn above_hundred(self) -> bool {
        i128::from(self.scaled) > power_of_ten(self.decimals).saturating_mul(100)
    }
}

/// How a published figure was worded. The wording is kept, because "more than 71" is not 71.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Qualifier {
    /// Given as it is.
    #[serde(rename = "exact")]
    Exact,
    /// The rate is a lower bound.
    #[serde(rename = "more than")]
    MoreThan,
    /// The numerator and the rate are both lower bounds.
    #[serde(rename = "more than, both")]
    MoreThanBoth,
    /// The rate is an upper bound, not far below.
    #[serde(rename = "nearly")]
    Nearly,
    /// The numerator and the rate are both upper bounds.
    #[serde(rename = "nearly, both")]
    NearlyBoth,
    /// The rate is rounded.
    #[serde(rename = "approximately")]
    Approximately,
    /// The numerator and the rate are both rounded.
    #[serde(rename = "approximately, both")]
    ApproximatelyBoth,
    /// Aimed at, not reached.
    #[serde(rename = "target")]
    Target,
    /// Copied although its meaning is unclear.
    #[serde(rename = "as written")]
    AsWritten,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: &'static [Self] = &[
        Self::Exact,
        Self::MoreThan,
        Self::MoreThanBoth,
        Self::Nearly,
        Self::NearlyBoth,
        Self::Approximately,
        Self::ApproximatelyBoth,
        Self::Target,
        Self::AsWritten,
    ];

    /// The word as it stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MoreThan => "more than",
            Self::MoreThanBoth => "more than, both",
            Self::Nearly => "nearly",
            Self::NearlyBoth => "nearly, both",
            Self::Approximately => "approximately",
            Self::ApproximatelyBoth => "approximately, both",
            Self::Target => "target",
            Self::AsWritten => "as written",
        }
    }

    /// The end of its translation key: the word with hyphens for everything that is not a letter.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MoreThan => "more-than",
            Self::MoreThanBoth => "more-than-both",
            Self::Nearly => "nearly",
            Self::NearlyBoth => "nearly-both",
            Self::Approximately => "approximately",
            Self::ApproximatelyBoth => "approximately-both",
            Self::Target => "target",
            Self::AsWritten => "as-written",
        }
    }

    /// Reads the word as it stands in files; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|qualifier| qualifier.word() == word)
    }
}

/// What a published figure lacks to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No numerator, or a negative one.
    Numerator,
    /// No denominator, or none above zero.
    Denominator,
    /// No rate, or one that cannot be read.
    Rate,
}

impl Missing {
    /// The stable word, the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Rate => "rate",
        }
    }
}

/// What came of holding a published figure against its own arithmetic. Rates and differences in basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The rate is the quotient, rounded to the decimals printed.
    Agrees,
    /// The rate is the quotient with the further decimals cut off, where rounding gives another last digit.
    CutInsteadOfRounded {
        /// The quotient.
        computed: i64,
    },
    /// The rate is not the quotient.
    Disagrees {
        /// The quotient.
        computed: i64,
        /// The published rate less the quotient.
        difference: i64,
    },
    /// The rate is above 100 %, or the numerator above the denominator.
    AboveHundred,
    /// A part is missing.
    NotCheckable {
        /// The first part missing, in the order numerator, denominator, rate.
        missing: Missing,
    },
    /// The wording gives a bound, and the quotient keeps to it or not.
    Bounds {
        /// Can both be true?
        consistent: bool,
        /// The quotient.
        computed: i64,
    },
}

impl Check {
    /// The stable word, the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::CutInsteadOfRounded { .. } => "cut",
            Self::Disagrees { .. } => "disagrees",
            Self::AboveHundred => "above-hundred",
            Self::NotCheckable { .. } => "not-checkable",
            Self::Bounds { consistent: true, .. } => "bounds-kept",
            Self::Bounds { consistent: false, .. } => "bounds-broken",
        }
    }
}

/// Holds a published rate against the numerator and denominator published with it.
///
/// `nearly` and `approximately` allow one percentage point; a numerator that is itself a bound (`…, both`) may be off by
/// less than one unit of its last digit that is not zero (104 000: less than 1 000).
#[must_use]
pub fn check_published(
    numerator: Option<i64>,
    denominator: Option<i64>,
    rate_text: &str,
    qualifier: Qualifier,
) -> Check {
    let rate = Rate::parse(rate_text);
    let too_many = matches!((numerator, denominator), (Some(n), Some(d)) if d > 0 && n > d);
    if too_many || rate.is_some_and(Rate::above_hundred) {
        return Check::AboveHundred;
    }
    let Some(n) = numerator.filter(|n| *n >= 0) else { return Check::NotCheckable { missing: Missing::Numerator } };
    let Some(d) = denominator.filter(|d| *d > 0) else { return Check::NotCheckable { missing: Missing::Denominator } };
    let (Some(rate), Some(computed)) = (rate, rate_basis_points(n, d)) else {
        return Check::NotCheckable { missing: Missing::Rate };
    };
    let both = match qualifier {
        Qualifier::Exact | Qualifier::Target | Qualifier::AsWritten => return exact(n, d, rate, computed),
        Qualifier::MoreThanBoth | Qualifier::NearlyBoth | Qualifier::ApproximatelyBoth => grain(n).saturating_sub(1),
        Qualifier::MoreThan | Qualifier::Nearly | Qualifier::Approximately => 0,
    };
    // Percentages as fractions over d × 10^decimals, exact: nothing is rounded before it is compared.
    let percent = |n: i64| i128::from(n).saturating_mul(100).saturating_mul(power_of_ten(rate.decimals));
    let published = i128::from(rate.scaled).saturating_mul(i128::from(d));
    let point = power_of_ten(rate.decimals).saturating_mul(i128::from(d));
    let (least, most) = (percent(n.saturating_sub(both)), percent(n.saturating_add(both)));
    let consistent = match qualifier {
        Qualifier::MoreThan | Qualifier::MoreThanBoth => most > published,
        Qualifier::Nearly | Qualifier::NearlyBoth => least < published && percent(n) >= published.saturating_sub(point),
        _ => least <= published.saturating_add(point) && most >= published.saturating_sub(point),
    };
    Check::Bounds { consistent, computed }
}

fn exact(n: i64, d: i64, rate: Rate, computed: i64) -> Check {
    if scaled_rate(n, d, rate.decimals) == Some(rate.scaled) {
        Check::Agrees
    } else if cut_rate(n, d, rate.decimals) == Some(rate.scaled) {
        Check::CutInsteadOfRounded { computed }
    } else {
        Check::Disagrees { computed, difference: rate.basis_points().saturating_sub(computed) }
    }
}

/// The unit of the last digit that is not zero: 1000 for 104000, 1 for 2056 and for 0.
fn grain(number: i64) -> i64 {
    let mut grain = 1_i64;
    while number != 0 && number.checked_rem(grain.saturating_mul(10)) == Some(0) {
        grain = grain.saturating_mul(10);
    }
    grain
}

/// From this many records on, a rate of exactly 100 % deserves a second look: with fewer it happens by itself.
pub const EVERY_ONE_FROM: i64 = 50;

/// Something about counted figures that an officer should look at. Nothing is refused or changed because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// A count is below zero: the counters and the register have come apart.
    BelowZero,
    /// More families are recognised than registered.
    RecognisedAboveRegistered,
    /// More families are registered than there are households.
    RegisteredAboveTotal,
    /// More families are recognised than there are households.
    RecognisedAboveTotal,
    /// Every registered family is recognised, and there are many.
    EveryRegisteredRecognised,
    /// Every household is recognised, and there are many.
    EveryHouseholdRecognised,
}

impl Warning {
    /// The stable word, the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BelowZero => "below-zero",
            Self::RecognisedAboveRegistered => "recognised-above-registered",
            Self::RegisteredAboveTotal => "registered-above-total",
            Self::RecognisedAboveTotal => "recognised-above-total",
            Self::EveryRegisteredRecognised => "every-registered-recognised",
            Self::EveryHouseholdRecognised => "every-household-recognised",
        }
    }
}

/// What to look at in one row of counted figures: households, families registered, families recognised.
#[must_use]
pub fn warnings(total: i64, registered: i64, recognised: i64) -> Vec<Warning> {
    [
        (total < 0 || registered < 0 || recognised < 0, Warning::BelowZero),
        (recognised > registered, Warning::RecognisedAboveRegistered),
        (registered > total, Warning::RegisteredAboveTotal),
        (recognised > total, Warning::RecognisedAboveTotal),
        (recognised == registered && registered >= EVERY_ONE_FROM, Warning::EveryRegisteredRecognised),
        (recognised == total && total >= EVERY_ONE_FROM, Warning::EveryHouseholdRecognised),
    ]
    .into_iter()
    .filter_map(|(holds, warning)| holds.then_some(warning))
    .collect()
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
