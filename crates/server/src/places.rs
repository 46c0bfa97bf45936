//! Reading places: ranked search, and one place on one day with its children, lineage and area class.
//! The same values feed pages and the JSON face; must not know either.

use std::collections::{BTreeMap, BTreeSet};

use rules::basics::{AreaClass, Day, Level};
use rules::problem::Problem;
use rules::text::{fold, marks_key};
use store::Tx;
use store::units::{AreaSpan, Lineage, Unit};

use crate::failure::Failure;

/// Rows read for one search before ranking; more than any name has bearers.
const MOST_FOUND: i64 = 3000;
/// Words of a query that are tried as "place, what lies above".
const MOST_WORDS: usize = 8;

/// One finding of a search.
pub struct Found {
    /// The version of the place.
    pub unit: Unit,
    /// What lies above it, the country left out, nearest first.
    pub above: Vec<Unit>,
}

/// All versions of places that a query finds, best first: the same marks before the same letters, whole names before
/// beginnings, higher places first, places in force before former ones. With `on`, only those in force on that day.
/// Words may go on with a place above: "long he son la".
pub fn search(tx: &mut Tx<'_>, query: &str, on: Option<Day>) -> Result<Vec<Unit>, Failure> {
    let words = fold(query);
    let mut found = store::units::search(tx, &words, MOST_FOUND)?;
    let parts: Vec<&str> = words.split(' ').collect();
    if found.len() < 10 && (2..=MOST_WORDS).contains(&parts.len()) {
        for at in 1..parts.len() {
            let (head, tail) = parts.split_at_checked(at).unwrap_or_default();
            let (head, tail) = (head.join(" "), tail.join(" "));
            // A single letter begins too many names to say anything.
            if head.len() < 2 || tail.len() < 2 {
                continue;
            }
            found.extend(store::units::search_below(tx, &head, &tail, MOST_FOUND)?);
            found.extend(store::units::search_below(tx, &tail, &head, MOST_FOUND)?);
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|unit| on.is_none_or(|day| unit.in_force(day)) && seen.insert(unit.id.clone()));
    let marks = marks_key(query);
    // Reversed: the later its last day, the earlier it stands.
    found.sort_by_cached_key(|unit| {
        let order = rules::text::sort_key(&unit.name);
        (tier(unit, &words, &marks), unit.level, std::cmp::Reverse(unit.valid_to), order, unit.id.clone())
    });
    Ok(found)
}

fn tier(unit: &Unit, words: &str, marks: &str) -> u8 {
    let own = [unit.name.as_str(), &unit.full_name, &unit.name_en, &unit.code];
    let all: Vec<&str> = own.into_iter().chain(unit.alt_names.split('|')).collect();
    let any = |fits: &dyn Fn(&str) -> bool| all.iter().any(|name| fits(name));
    if any(&|name| marks_key(name) == marks) {
        0
    } else if any(&|name| fold(name) == words) {
        1
    } else if any(&|name| marks_key(name).starts_with(marks)) {
        2
    } else if any(&|name| fold(name).starts_with(words)) {
        3
    } else {
        4
    }
}

/// What lies above a unit, the country left out, nearest first.
pub fn above(tx: &mut Tx<'_>, unit: &Unit) -> Result<Vec<Unit>, Failure> {
    let mut path = store::units::path(tx, &unit.id)?;
    path.retain(|one| one.level != Level::Country && one.id != unit.id);
    path.reverse();
    Ok(path)
}

/// A code on a day.
pub enum Resolved {
    /// The version in force.
    There(Box<Unit>),
    /// There are versions, but none in force on the day; oldest first.
    Elsewhen(Vec<Unit>),
}

/// The version of a code in force on a day. `not-found` when the code never named anything.
pub fn resolve(tx: &mut Tx<'_>, code: &str, on: Day) -> Result<Resolved, Failure> {
    let code = code.to_ascii_uppercase();
    if let Some(unit) = store::units::unit_on(tx, &code, on)? {
        return Ok(Resolved::There(Box::new(unit)));
    }
    let versions = store::units::versions(tx, &code)?;
    if versions.is_empty() { Err(Failure::not_found()) } else { Ok(Resolved::Elsewhen(versions)) }
}

/// [`resolve`] for those who can show nothing else: `place-not-in-force` with name and day.
pub fn in_force(tx: &mut Tx<'_>, code: &str, on: Day) -> Result<Unit, Failure> {
    match resolve(tx, code, on)? {
        Resolved::There(unit) => Ok(*unit),
        Resolved::Elsewhen(versions) => {
            let name = versions.last().map(|unit| unit.full_name.clone()).unwrap_or_default();
            Err(Problem::new("place-not-in-force").at("on").with("place", name).with("day", on).into())
        }
    }
}

/// One place on one day.
pub struct View {
    /// The version in force.
    pub unit: Unit,
    /// The country first, the unit itself last.
    pub path: Vec<Unit>,
    /// Other versions under the same code, oldest first.
    pub versions: Vec<Unit>,
    /// Units directly below on the day.
    pub children: Vec<Unit>,
    /// How many of each kind they are.
    pub kinds: Vec<(String, i64)>,
    /// How many units of each level are anywhere below.
    pub below: Vec<(Level, i64)>,
    /// What it came from.
    pub from: Vec<Lineage>,
    /// What became of it.
    pub to: Vec<Lineage>,
    /// The area class on the day and the unit it was set for; `None` when it never was.
    pub area: (AreaClass, Option<Unit>),
    /// Every area class set for the unit itself, oldest first.
    pub spans: Vec<AreaSpan>,
    /// Hamlets that are not in force on the day; for communes.
    pub former: Vec<Unit>,
}

impl View {
    /// Does another version under this code bear another name? Then the code alone names nothing.
    #[must_use]
    pub fn code_reused(&self) -> Vec<&Unit> {
        self.versions.iter().filter(|other| marks_key(&other.name) != marks_key(&self.unit.name)).collect()
    }
}

/// Reads a place on a day.
pub fn view(tx: &mut Tx<'_>, unit: Unit, on: Day) -> Result<View, Failure> {
    let path = store::units::path(tx, &unit.id)?;
    let mut versions = store::units::versions(tx, &unit.code)?;
    versions.retain(|other| other.id != unit.id);
    let children = store::units::children(tx, &unit.id, on)?;
    let mut kinds: BTreeMap<String, i64> = BTreeMap::new();
    for child in &children {
        *kinds.entry(child.kind.clone()).or_default() += 1;
    }
    let former = if unit.level == Level::Commune {
        let mut ever = store::units::children_ever(tx, &unit.id)?;
        ever.retain(|hamlet| !hamlet.in_force(on));
        ever
    } else {
        Vec::new()
    };
    let (class, set_for) = store::units::area_on(tx, &unit.id, on)?;
    let set_for = match set_for {
        Some(id) => store::units::unit(tx, &id)?,
        None => None,
    };
    Ok(View {
        below: store::units::counts_below(tx, &unit.id, on)?,
        from: store::units::predecessors(tx, &unit.id)?,
        to: store::units::successors(tx, &unit.id)?,
        spans: store::units::area_spans(tx, &unit.id)?,
        area: (class, set_for),
        kinds: kinds.into_iter().collect(),
        path,
        versions,
        children,
        former,
        unit,
    })
}
