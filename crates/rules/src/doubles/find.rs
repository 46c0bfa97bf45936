//! Finding pairs without holding each household against each: only those that share a key are compared.
//! Must not know what an agreement is worth.

use super::{Family, Pair, Scale, compare};
use crate::basics::Day;
use crate::register::Birth;

/// Pairs that are handed over; a register with more of them has another trouble.
const MOST: usize = 500;
/// A key that more households share tells nothing.
const SHARED: usize = 24;
/// Of a household this many people beside the head make keys with its name.
const OTHERS: usize = 16;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The likeliest first.
    pub pairs: Vec<Pair>,
    /// How many more there are.
    pub more: usize,
}

/// What two households must share to be compared.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(&'a str),
    Phone(&'a str),
    /// A name and a day.
    Day(&'a str, Day),
    /// A name and a year.
    Year(&'a str, i64),
    /// A name and a year, in one hamlet: for names that are too common in the whole register.
    Here(&'a str, &'a str, i64),
    /// The head's name and another's, whoever of the two is the head.
    Names(&'a str, &'a str),
}

fn keys(family: &Family) -> Vec<Key<'_>> {
    let mut keys = Vec::new();
    if !family.phone.is_empty() {
        keys.push(Key::Phone(&family.phone));
    }
    for person in &family.people {
        if let Some(number) = &person.number {
            keys.push(Key::Number(number));
        }
        if let Birth::Day(day) = person.birth {
            keys.push(Key::Day(&person.fold, day));
        }
        if let Some(year) = person.birth.year() {
            keys.push(Key::Year(&person.fold, year));
            keys.push(Key::Here(&family.hamlet_id, &person.fold, year));
        }
    }
    if let Some(head) = family.people.iter().find(|person| person.head) {
        for other in family.people.iter().filter(|person| !person.head).take(OTHERS) {
            let (first, second) = (head.fold.as_str().min(&other.fold), head.fold.as_str().max(&other.fold));
            keys.push(Key::Names(first, second));
        }
    }
    keys
}

/// The pairs of a register that are likely one household, or share a person, the likeliest first.
#[must_use]
pub fn find(families: &[Family], scale: &Scale) -> Found {
    let mut all: Vec<(Key<'_>, usize)> = Vec::new();
    for (at, family) in families.iter().enumerate() {
        all.extend(keys(family).into_iter().map(|key| (key, at)));
    }
    all.sort_unstable();
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for block in all.chunk_by(|one, two| one.0 == two.0) {
        let mut sharing: Vec<usize> = block.iter().map(|(_, at)| *at).collect();
        sharing.dedup();
        if sharing.len() > SHARED {
            continue;
        }
        for (n, one) in sharing.iter().enumerate() {
            candidates.extend(sharing.iter().skip(n + 1).map(|two| (*one, *two)));
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut pairs: Vec<Pair> = Vec::new();
    for (one, two) in candidates {
        if let (Some(one), Some(two)) = (families.get(one), families.get(two)) {
            let pair = compare(one, two, scale);
            if pair.likely {
                pairs.push(pair);
            }
        }
    }
    pairs.sort_by(|one, two| (two.weight, &one.one, &one.two).cmp(&(one.weight, &two.one, &two.two)));
    let more = pairs.len().saturating_sub(MOST);
    pairs.truncate(MOST);
    Found { pairs, more }
}
