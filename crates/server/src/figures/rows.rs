//! The numbers of a place and of what lies below it, put together from counters and stays on one day's tree.
//! Must not know published figures or how numbers are shown.

use std::collections::BTreeMap;

use rules::basics::{Day, Level};
use rules::report::{Counts, hidden};
use rules::tally::{Measure, Move, stock};
use store::Tx;
use store::tallies::Count;
use store::units::Unit;

use super::{By, Line, Sort};
use crate::failure::Failure;

/// The day households are counted for, and whether the counters hold that day.
pub(super) struct Stock {
    /// The tree's day.
    pub(super) on: Day,
    /// The day.
    pub(super) day: Day,
    year: i64,
    /// The day ends a year, or is today: nothing in the register lies in the future.
    counted: bool,
}

impl Stock {
    /// The last day of the year, or the tree's day where that comes first.
    pub(super) fn new(on: Day, today: Day, year: i64) -> Self {
        let day = on.min(Day::last_of(year));
        let counted = day == today || day == Day::last_of(day.year());
        Self { on, day, year, counted }
    }
}

/// The counters of one place, by year.
#[derive(Default)]
pub(super) struct Tallied {
    counts: BTreeMap<i64, Counts>,
    moves: Vec<Move>,
}

impl Tallied {
    /// All of these counters together.
    fn sum(all: &[Count]) -> Self {
        let mut sums: BTreeMap<(i64, &'static str), Count> = BTreeMap::new();
        for count in all {
            let sum = sums.entry((count.year, count.measure.word()));
            sum.and_modify(|sum| sum.n += count.n).or_insert_with(|| count.clone());
        }
        let mut own = Self::default();
        sums.values().for_each(|count| own.add(count));
        own
    }

    fn add(&mut self, count: &Count) {
        if matches!(count.measure, Measure::HouseholdsIn | Measure::HouseholdsOut) {
            let Count { unit_id, year, measure, n } = count.clone();
            self.moves.push(Move { unit_id, year, model: String::new(), measure, by: n });
        } else if count.n != 0 {
            self.counts.entry(count.year).or_default().set(count.measure, count.n);
        }
    }

    /// The years in which anything of the model was counted.
    pub(super) fn years(&self) -> impl Iterator<Item = i64> {
        self.counts.keys().copied()
    }

    /// The counts of a year beside a number of households.
    pub(super) fn counts(&self, year: i64, households: i64) -> Counts {
        Counts { households, ..self.counts.get(&year).copied().unwrap_or_default() }
    }
}

/// The counters of a place on a day's tree, and those of what is below it; none below a hamlet. Above the communes the one is
/// the sum of the other: every commune lies below one of the units directly below.
pub(super) fn counters(tx: &mut Tx<'_>, unit: &Unit, model: &str, on: Day) -> Result<(Tallied, Vec<Count>), Failure> {
    let below = match unit.level {
        Level::Hamlet => Vec::new(),
        Level::Commune => store::tallies::of_hamlets(tx, &unit.id, model)?,
        _ => {
            let below = store::tallies::by_child(tx, &unit.id, unit.level, model, on)?;
            return Ok((Tallied::sum(&below), below));
        }
    };
    Ok((Tallied::sum(&store::tallies::total(tx, &unit.id, model, on)?), below))
}

fn by_unit(all: &[Count]) -> BTreeMap<String, Tallied> {
    let mut units: BTreeMap<String, Tallied> = BTreeMap::new();
    // They come unit by unit.
    for group in all.chunk_by(|one, two| one.unit_id == two.unit_id) {
        let Some(first) = group.first() else { continue };
        let own = units.entry(first.unit_id.clone()).or_default();
        group.iter().for_each(|count| own.add(count));
    }
    units
}

/// The households of a place on the day.
pub(super) fn households(tx: &mut Tx<'_>, unit: &Unit, own: &Tallied, day: &Stock) -> Result<i64, Failure> {
    if day.counted {
        return Ok(stock(&own.moves, day.day.year()));
    }
    if unit.level != Level::Hamlet {
        return Ok(store::tallies::stock_on(tx, &unit.id, day.on, day.day)?);
    }
    let parent = unit.parent_id.clone().unwrap_or_default();
    let all = store::tallies::stock_by_hamlet(tx, &parent, day.day)?;
    Ok(all.into_iter().find(|(id, _)| *id == unit.id).map_or(0, |(_, n)| n))
}

/// The rows below a place: units directly below on the tree's day, and for a commune what is left of hamlets that are
/// not in force on it. `all` are the counters of what is below.
pub(super) fn below(tx: &mut Tx<'_>, unit: &Unit, all: Vec<Count>, day: &Stock) -> Result<Vec<Line>, Failure> {
    if unit.level == Level::Hamlet {
        return Ok(Vec::new());
    }
    let commune = unit.level == Level::Commune;
    let mut tallied = by_unit(&all);
    let mut stocks: BTreeMap<String, i64> = if day.counted {
        tallied.iter().map(|(id, own)| (id.clone(), stock(&own.moves, day.day.year()))).collect()
    } else if commune {
        store::tallies::stock_by_hamlet(tx, &unit.id, day.day)?.into_iter().collect()
    } else {
        store::tallies::stock_by_child(tx, &unit.id, day.on, day.day)?.into_iter().collect()
    };
    let mut lines = Vec::new();
    for child in store::units::children(tx, &unit.id, day.on)? {
        let own = tallied.remove(&child.id).unwrap_or_default();
        let counts = own.counts(day.year, stocks.remove(&child.id).unwrap_or(0));
        let least = counts.households.min(stock(&own.moves, day.year));
        lines.push(Line { unit: Some(child), former: 0, counts: Some(counts), hidden: None, least });
    }
    let mut left = Counts::default();
    let mut former = 0;
    for id in tallied.keys().chain(stocks.keys()).collect::<std::collections::BTreeSet<_>>() {
        let households = stocks.get(id).copied().unwrap_or(0);
        let counts =
            tallied.get(id).map_or(Counts { households, ..Counts::default() }, |own| own.counts(day.year, households));
        if commune && !counts.is_empty() {
            left = left.plus(counts);
            former += 1;
        }
    }
    if former > 0 {
        lines.push(Line { unit: None, former, counts: Some(left), hidden: None, least: left.households });
    }
    Ok(lines)
}

/// Takes the counts of rows with few households out.
pub(super) fn hide(lines: &mut [Line]) {
    let households: Vec<i64> = lines.iter().map(Line::telling).collect();
    for (line, mark) in lines.iter_mut().zip(hidden(&households)) {
        line.hidden = mark;
        if mark.is_some() {
            line.counts = None;
        }
    }
}

/// Is a hamlet among the rows its commune does not show?
pub(super) fn hidden_hamlet(
    tx: &mut Tx<'_>,
    hamlet: &Unit,
    model: &str,
    day: &Stock,
) -> Result<Option<rules::report::Hidden>, Failure> {
    let Some(parent) = hamlet.parent_id.clone() else { return Ok(None) };
    let commune = store::units::unit(tx, &parent)?.ok_or_else(Failure::not_found)?;
    let all = store::tallies::of_hamlets(tx, &commune.id, model)?;
    let mut lines = below(tx, &commune, all, day)?;
    hide(&mut lines);
    let own = lines.iter().find(|line| line.unit.as_ref().is_some_and(|unit| unit.id == hamlet.id));
    Ok(own.and_then(|line| line.hidden))
}

/// Orders rows; rows without counts come last, the remainder last of all.
pub(super) fn sort(lines: &mut [Line], sort: Sort) {
    // The alphabet is the order they come in; a stable sort keeps it among equals.
    let rank = |line: &Line| match (&line.unit, line.counts) {
        (Some(_), Some(_)) => 0,
        (Some(_), None) => 1,
        (None, _) => 2,
    };
    let rate = |n: i64, d: i64| if d > 0 { i128::from(n) * 1_000_000_000 / i128::from(d) } else { -1 };
    let value = |line: &Line| {
        let counts = line.counts.unwrap_or_default();
        match sort.by {
            By::Name => 0,
            By::Count(asked) => i128::from(asked.count(&counts)),
            By::RecognisedRate => rate(counts.recognised, counts.households),
            By::RegisteredRate => rate(counts.registered, counts.households),
        }
    };
    if sort.by == By::Name {
        if sort.down {
            let names = lines.iter().take_while(|line| line.unit.is_some()).count();
            if let Some(named) = lines.get_mut(..names) {
                named.reverse();
            }
        }
        return;
    }
    lines.sort_by(|a, b| {
        let order = value(a).cmp(&value(b));
        rank(a).cmp(&rank(b)).then(if sort.down { order.reverse() } else { order })
    });
}
