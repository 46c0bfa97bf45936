//! What speaks for two households being one, weighed against chance.
//! Must not know how pairs are found.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{Family, Kind, Pair, Person, Reason, What};
use crate::basics::Day;
use crate::register::{Birth, Sex};

// In tenths of a bit. Births of one name spread over some forty years; a day in a year is one of 365.
const YEAR: i64 = 53;
const DAY: i64 = 138;
/// Day and month exchanged, as happens when a sheet was typed in the other order.
const EXCHANGED: i64 = 100;
/// Two days in the same year that differ otherwise.
const OTHER_DAY: i64 = 13;
/// One number with two people of one name or year; and with two who have nothing else in common.
const NUMBER: i64 = 400;
const NUMBER_ONLY: i64 = 260;
/// Two numbers of one person: an old and a new card, or two people.
const OTHER_NUMBER: i64 = -80;
const PHONE: i64 = 120;
/// The names of a family go together: a second one in common says less than the first.
const TOGETHER: i64 = 30;
const LEAST_NAME: i64 = 20;
/// Both have other people, and not one of them is the same.
const STRANGERS: i64 = -60;
/// Of a hundred households, one is entered twice.
const RARE: u64 = 100;
/// A name borne by so many people of a small register says nothing yet of how rare it is.
const PRIOR: u64 = 300;

/// How many people bear each name, and how many households there are: what an agreement is weighed by.
#[derive(Clone, Debug, Default)]
pub struct Scale {
    people: u64,
    households: u64,
    names: BTreeMap<String, u64>,
    hamlets: BTreeMap<String, u64>,
}

impl Scale {
    /// Counts a register.
    #[must_use]
    pub fn of(families: &[Family]) -> Self {
        let mut scale = Self::default();
        for family in families {
            scale.households += 1;
            *scale.hamlets.entry(family.hamlet_id.clone()).or_default() += 1;
            for person in &family.people {
                scale.people += 1;
                match scale.names.get_mut(&person.fold) {
                    Some(n) => *n += 1,
                    None => drop(scale.names.insert(person.fold.clone(), 1)),
                }
            }
        }
        scale
    }

    /// What the agreement of a name is worth. Two bearers are the least of a name in common; a third is chance.
    fn name(&self, fold: &str) -> i64 {
        let bearers = self.names.get(fold).copied().unwrap_or(0).max(2);
        bits(self.people + PRIOR) - (bits((bearers - 1) * 10 + 3) - bits(10))
    }

    fn hamlet(&self, hamlet_id: &str) -> i64 {
        let here = self.hamlets.get(hamlet_id).copied().unwrap_or(0).max(1);
        (bits(self.households.max(here)) - bits(here)).clamp(0, 60)
    }

    fn bar(&self, kind: Kind) -> i64 {
        let of = if kind == Kind::Household { self.households } else { self.people };
        bits(of.max(10) * RARE)
    }
}

/// The logarithm to the base 2 in tenths, straight lines between powers.
fn bits(n: u64) -> i64 {
    let n = n.max(1);
    let whole = n.ilog2();
    let power = 1_u64 << whole;
    let part = (n - power).saturating_mul(10) / power;
    i64::from(whole) * 10 + i64::try_from(part).unwrap_or(9)
}

/// How far two births agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Births {
    Day,
    Exchanged,
    OtherDay,
    Year,
    Unknown,
}

impl Births {
    /// `None` when they contradict.
    fn of(one: Birth, two: Birth) -> Option<Self> {
        // The first of January stands on many cards of people whose day nobody knew.
        let vague = |birth: Birth| !matches!(birth, Birth::Day(day) if day != Day::first_of(day.year()));
        let (Some(left), Some(right)) = (one.year(), two.year()) else { return Some(Self::Unknown) };
        if left != right {
            return None;
        }
        let (Birth::Day(left), Birth::Day(right)) = (one, two) else { return Some(Self::Year) };
        Some(if vague(one) || vague(two) {
            Self::Year
        } else if left == right {
            Self::Day
        } else if (left.month(), left.day_of_month()) == (right.day_of_month(), right.month()) {
            Self::Exchanged
        } else {
            Self::OtherDay
        })
    }

    const fn weight(self) -> i64 {
        match self {
            Self::Day => DAY,
            Self::Exchanged => EXCHANGED,
            Self::OtherDay => OTHER_DAY,
            Self::Year => YEAR,
            Self::Unknown => 0,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Exchanged => "exchanged",
            Self::OtherDay => "other",
            Self::Year => "year",
            Self::Unknown => "unknown",
        }
    }
}

/// Two people who may be one.
struct Match<'a> {
    one: &'a Person,
    two: &'a Person,
    births: Births,
    /// The same number; another one; not known of both.
    number: Option<bool>,
    /// What the name is worth; 0 where only the number agrees.
    name: i64,
}

impl<'a> Match<'a> {
    fn of(one: &'a Person, two: &'a Person, scale: &Scale) -> Option<Self> {
        let number = match (&one.number, &two.number) {
            (Some(left), Some(right)) => Some(left == right),
            _ => None,
        };
        let births = Births::of(one.birth, two.birth);
        let named = one.fold == two.fold && !one.fold.is_empty();
        let sexes = one.sex == two.sex || one.sex == Sex::Unknown || two.sex == Sex::Unknown;
        if number == Some(true) {
            let name = if named { scale.name(&one.fold) } else { 0 };
            return Some(Self { one, two, births: births.unwrap_or(Births::Unknown), number, name });
        }
        let births = births?;
        (named && sexes).then(|| Self { one, two, births, number, name: scale.name(&one.fold) })
    }

    /// What it says, as the first match of a pair or a further one.
    fn weight(&self, first: bool) -> i64 {
        if self.number == Some(true) {
            let agrees = self.name > 0 || matches!(self.births, Births::Day | Births::Year);
            return if agrees { NUMBER } else { NUMBER_ONLY };
        }
        let name = if first { self.name } else { (self.name - TOGETHER).max(LEAST_NAME) };
        name + self.births.weight() + if self.number == Some(false) { OTHER_NUMBER } else { 0 }
    }

    /// Does more than the name speak for it?
    fn is_more(&self) -> bool {
        self.number == Some(true) || !matches!(self.births, Births::Unknown | Births::OtherDay)
    }

    fn heads(&self) -> bool {
        self.one.head && self.two.head
    }

    fn said(&self) -> String {
        let number = match self.number {
            Some(true) => "same",
            Some(false) => "other",
            None => "unknown",
        };
        format!("{}|{}|{}|{number}", self.one.fold, self.two.fold, self.births.word())
    }
}

/// Each person of the one household with at most one of the other, the surest first.
fn matches<'a>(one: &'a Family, two: &'a Family, scale: &Scale) -> Vec<Match<'a>> {
    let mut all: Vec<Match<'a>> = Vec::new();
    for left in &one.people {
        for right in &two.people {
            // Most people of two households have nothing in common; that must cost nothing.
            if left.fold == right.fold || (left.number.is_some() && left.number == right.number) {
                all.extend(Match::of(left, right, scale));
            }
        }
    }
    all.sort_by_key(|one| (std::cmp::Reverse((one.weight(true), one.heads())), &one.one.id, &one.two.id));
    let mut kept: Vec<Match<'a>> = Vec::new();
    for one in all {
        if !kept.iter().any(|other| other.one.id == one.one.id || other.two.id == one.two.id) {
            kept.push(one);
        }
    }
    kept
}

/// Holds two households side by side.
#[must_use]
pub fn compare(left: &Family, right: &Family, scale: &Scale) -> Pair {
    let (one, two) = if left.id <= right.id { (left, right) } else { (right, left) };
    let matches = matches(one, two, scale);
    let hamlet = one.hamlet_id == two.hamlet_id && !one.hamlet_id.is_empty();
    let phone = !one.phone.is_empty() && one.phone == two.phone;
    let heads = matches.iter().find(|one| one.heads());
    let least = one.people.len().min(two.people.len());
    let kind = if heads.is_some() || matches.len() * 2 > least { Kind::Household } else { Kind::Person };
    let mut weight: i64 = matches.iter().enumerate().map(|(at, one)| one.weight(at == 0)).sum();
    if hamlet {
        weight += scale.hamlet(&one.hamlet_id);
    }
    if phone {
        weight += PHONE;
    }
    if matches.len() == 1 && heads.is_some() && least > 1 {
        weight += STRANGERS;
    }
    let more = phone || matches.len() > 1 || matches.iter().any(Match::is_more);
    let likely = more && !matches.is_empty() && weight >= scale.bar(kind);
    Pair {
        one: one.id.clone(),
        two: two.id.clone(),
        kind,
        weight,
        likely,
        reasons: reasons(&matches, hamlet, phone),
        same: matches.iter().map(|one| (one.one.id.clone(), one.two.id.clone())).collect(),
        evidence: evidence(&matches, hamlet, phone),
    }
}

fn reasons(matches: &[Match<'_>], hamlet: bool, phone: bool) -> Vec<Reason> {
    let mut counts: BTreeMap<What, i64> = BTreeMap::new();
    for one in matches {
        if one.number == Some(true) {
            *counts.entry(What::Number).or_default() += 1;
        }
        if one.name == 0 {
            continue;
        }
        let what = match (one.heads(), one.births) {
            (true, Births::Day) => What::HeadDay,
            (true, Births::Year | Births::Exchanged | Births::OtherDay) => What::HeadYear,
            (true, Births::Unknown) => What::HeadName,
            (false, _) => What::Members,
        };
        *counts.entry(what).or_default() += 1;
    }
    if phone {
        counts.insert(What::Phone, 1);
    }
    if hamlet {
        counts.insert(What::Hamlet, 1);
    }
    counts.into_iter().map(|(what, n)| Reason { what, n }).collect()
}

fn evidence(matches: &[Match<'_>], hamlet: bool, phone: bool) -> String {
    let mut said: Vec<String> = matches.iter().map(Match::said).collect();
    said.sort_unstable();
    let mut sum = Sha256::new();
    sum.update(format!("{hamlet} {phone}\n{}", said.join("\n")).as_bytes());
    let mut own = crate::text::hex(&sum.finalize());
    own.truncate(32);
    own
}
