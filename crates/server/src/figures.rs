//! The one value behind every face of a place's figures: page, workbook, CSV, JSON. Counted figures come from counters,
//! published ones stand beside them and are never added. What a visitor may not see is not in the value at all.

mod rows;

use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::criteria::Model;
use rules::figures::{Check, Qualifier, Warning, check_published, warnings};
use rules::problem::Problem;
use rules::report::{Asked, Counts, Hidden};
use store::Tx;
use store::published::{Published, Withdrawal};
use store::units::{Lineage, Unit};

use crate::failure::Failure;
use crate::visit::Guard;

/// Years a trend shows at most.
const TREND: usize = 10;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Code of the place.
    pub code: String,
    /// The day whose tree counts.
    pub on: Day,
    /// The cycle year; the year of that day when absent.
    pub year: Option<i64>,
    /// The model.
    pub model: Model,
    /// The order of the rows.
    pub sort: Sort,
}

/// The order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: By,
    /// The largest first.
    pub down: bool,
}

/// What rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The Vietnamese alphabet.
    Name,
    /// A count.
    Count(Asked),
    /// Recognised of all households.
    RecognisedRate,
    /// Registered of all households.
    RegisteredRate,
}

impl Sort {
    /// Reads `name`, `-recognised`, `rate`, `-registered-rate`…; `None` for any other word.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (down, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let by = match word {
            "name" | "" => By::Name,
            "rate" => By::RecognisedRate,
            "registered-rate" => By::RegisteredRate,
            other => By::Count(Asked::of(other)?),
        };
        Some(Self { by, down })
    }
}

/// One row: a place below, or what is left of places that are no longer in force.
#[derive(Clone, Debug)]
pub struct Line {
    /// The place; `None` for the remainder.
    pub unit: Option<Unit>,
    /// How many places the remainder stands for.
    pub former: i64,
    /// The counts; `None` when they are not shown to this visitor.
    pub counts: Option<Counts>,
    /// Why not.
    pub hidden: Option<Hidden>,
    /// The fewest households there were, on the day or by the newest count of its year: another day of the same year must
    /// not tell what this one hides.
    pub(crate) least: i64,
}

impl Line {
    /// By how many households its counts could be told apart: those of a place whose households have gone, or had not
    /// come on the day, tell of few as well.
    fn telling(&self) -> i64 {
        let counts = self.counts.unwrap_or_default();
        let says = Counts { households: 0, ..counts } != Counts::default();
        if says { self.least.max(1) } else { self.least.min(counts.households) }
    }

    /// Hidden because it has few households itself?
    #[must_use]
    pub fn is_few(&self) -> bool {
        self.hidden == Some(Hidden::Few)
    }
}

/// One year of the trend.
#[derive(Clone, Debug)]
pub struct Year {
    /// The cycle year.
    pub year: i64,
    /// The day households are counted for.
    pub households_on: Day,
    /// The counts.
    pub counts: Counts,
}

/// A published figure with our arithmetic, and what this site counted for the same.
#[derive(Clone, Debug)]
pub struct Beside {
    /// As it was published.
    pub row: Published,
    /// The version it speaks of.
    pub unit: Unit,
    /// Its wording.
    pub qualifier: Qualifier,
    /// What its own arithmetic says.
    pub check: Check,
    /// Year, numerator and denominator counted here, where the same is counted here at all.
    pub counted: Option<(i64, i64, i64)>,
    /// That it was withdrawn: it is shown as that, and never beside what counts.
    pub withdrawn: Option<Withdrawal>,
}

impl Beside {
    /// The word of what is to be said of it: withdrawn, or what its own arithmetic says.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.withdrawn.is_some() { "withdrawn" } else { self.check.word() }
    }
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The place.
    pub unit: Unit,
    /// The country first, the place last.
    pub path: Vec<Unit>,
    /// The day whose tree counts.
    pub on: Day,
    /// The cycle year.
    pub year: i64,
    /// Years that can be chosen, newest first.
    pub years: Vec<i64>,
    /// The model.
    pub model: Model,
    /// The day households are counted for.
    pub households_on: Day,
    /// When this was read.
    pub at: Moment,
    /// The place's own counts; `None` when they are not shown to this visitor.
    pub own: Option<Counts>,
    /// Why not.
    pub hidden: Option<Hidden>,
    /// What is below, in the order asked for.
    pub rows: Vec<Line>,
    /// Its order.
    pub sort: Sort,
    /// Year by year, oldest first; empty where the place's own counts are not shown.
    pub trend: Vec<Year>,
    /// What an officer should look at: the place it is about and what.
    pub warnings: Vec<(String, Warning)>,
    /// Published figures about the place.
    pub published: Vec<Beside>,
    /// Published figures about places below.
    pub published_below: Vec<Beside>,
    /// Where facts from before this version began stay.
    pub from: Vec<Lineage>,
    /// Where facts since this version ended are.
    pub to: Vec<Lineage>,
    /// May this visitor open the records behind the numbers?
    pub may_see_records: bool,
}

impl Figures {
    /// Is the place small enough for its records to be listed?
    #[must_use]
    pub const fn has_records(&self) -> bool {
        matches!(self.unit.level, Level::Commune | Level::Hamlet)
    }
}

/// Reads the figures of a place. `place-not-in-force`, `not-found`.
pub fn read(tx: &mut Tx<'_>, guard: &Guard, wanted: &Wanted, today: Day, at: Moment) -> Result<Figures, Failure> {
    let unit = crate::places::in_force(tx, &wanted.code, wanted.on)?;
    let year = wanted.year.unwrap_or_else(|| wanted.on.year());
    let day = rows::Stock::new(wanted.on, today, year);
    let model = wanted.model.word();
    let may_see_records =
        matches!(unit.level, Level::Commune | Level::Hamlet) && guard.can(tx, Act::SeeRecords, &unit.id)?;
    let (tallied, counted) = rows::counters(tx, &unit, model, wanted.on)?;
    let own = tallied.counts(year, rows::households(tx, &unit, &tallied, &day)?);
    let mut lines = rows::below(tx, &unit, counted, &day)?;
    let mut hidden = None;
    if !may_see_records && unit.level == Level::Commune {
        rows::hide(&mut lines);
    } else if !may_see_records && unit.level == Level::Hamlet {
        hidden = rows::hidden_hamlet(tx, &unit, model, &day)?;
    }
    let mut warned: Vec<(String, Warning)> = Vec::new();
    if hidden.is_none() {
        let found = warnings(own.households, own.registered, own.recognised);
        warned.extend(found.into_iter().map(|warning| (unit.full_name.clone(), warning)));
    }
    for line in &lines {
        let (Some(below), Some(counts)) = (&line.unit, line.counts) else { continue };
        let found = warnings(counts.households, counts.registered, counts.recognised);
        warned.extend(found.into_iter().map(|warning| (below.full_name.clone(), warning)));
    }
    rows::sort(&mut lines, wanted.sort);
    let mut trend = if hidden.is_some() { Vec::new() } else { trend(tx, &unit, &tallied, wanted.on, today, year)? };
    if unit.level == Level::Hamlet && !may_see_records {
        // In another year the hamlet may have been among the rows that are not shown.
        trend.retain(|one| one.year == year);
    }
    let mut years: Vec<i64> = tallied.years().chain([year, wanted.on.year()]).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let from = store::units::predecessors(tx, &unit.id)?;
    let published = published(tx, &unit, &from, &trend, wanted.model)?;
    Ok(Figures {
        path: store::units::path(tx, &unit.id)?,
        to: store::units::successors(tx, &unit.id)?,
        published_below: published_below(tx, &unit)?,
        on: wanted.on,
        year,
        years,
        model: wanted.model,
        households_on: day.day,
        at,
        own: hidden.is_none().then_some(own),
        hidden,
        rows: lines,
        sort: wanted.sort,
        trend,
        warnings: warned,
        published,
        from,
        may_see_records,
        unit,
    })
}

fn trend(
    tx: &mut Tx<'_>,
    unit: &Unit,
    tallied: &rows::Tallied,
    on: Day,
    today: Day,
    year: i64,
) -> Result<Vec<Year>, Failure> {
    let mut years: Vec<i64> = tallied.years().filter(|known| *known <= on.year()).chain([year]).collect();
    years.sort_unstable();
    years.dedup();
    let skip = years.len().saturating_sub(TREND);
    let mut trend = Vec::new();
    for year in years.into_iter().skip(skip) {
        let day = rows::Stock::new(on, today, year);
        let counts = tallied.counts(year, rows::households(tx, unit, tallied, &day)?);
        trend.push(Year { year, households_on: day.day, counts });
    }
    Ok(trend)
}

/// A published figure with its check.
#[must_use]
pub fn beside(row: Published, unit: Unit) -> Beside {
    let qualifier = Qualifier::of(&row.qualifier).unwrap_or(Qualifier::AsWritten);
    let check = check_published(row.numerator, row.denominator, &row.rate, qualifier);
    Beside { row, unit, qualifier, check, counted: None, withdrawn: None }
}

/// Figures about the place itself, or about the version it goes on from unchanged.
fn published(
    tx: &mut Tx<'_>,
    unit: &Unit,
    from: &[Lineage],
    trend: &[Year],
    model: Model,
) -> Result<Vec<Beside>, Failure> {
    let mut found = Vec::new();
    let same = from.iter().filter(|line| matches!(line.kind.as_str(), "unchanged" | "renamed")).map(|line| &line.unit);
    for version in std::iter::once(unit).chain(same) {
        for row in store::published::of_unit(tx, &version.id)? {
            let mut one = beside(row, version.clone());
            let asked =
                Asked::of(&one.row.measure).filter(|_| one.row.subject == model.word() && version.id == unit.id);
            let counted = trend.iter().find(|year| year.year == one.row.as_of.year()).map(|year| year.counts);
            if let (Some(asked), Some(counts)) = (asked, counted) {
                one.counted = Some((one.row.as_of.year(), asked.count(&counts), counts.households));
            }
            found.push(one);
        }
    }
    Ok(found)
}

fn published_below(tx: &mut Tx<'_>, unit: &Unit) -> Result<Vec<Beside>, Failure> {
    let mut found = Vec::new();
    for row in store::published::below(tx, &unit.id)? {
        if row.unit_id == unit.id {
            continue;
        }
        if let Some(below) = store::units::unit(tx, &row.unit_id)? {
            found.push(beside(row, below));
        }
    }
    Ok(found)
}

/// Every published figure that was withdrawn, the latest first.
pub fn withdrawn(tx: &mut Tx<'_>) -> Result<Vec<Beside>, Failure> {
    let mut found = Vec::new();
    for (row, how) in store::published::withdrawn(tx)? {
        let unit = store::units::unit(tx, &row.unit_id)?.ok_or_else(Failure::not_found)?;
        found.push(Beside { withdrawn: Some(how), ..beside(row, unit) });
    }
    Ok(found)
}

/// Every published figure in force.
pub fn all_published(tx: &mut Tx<'_>) -> Result<Vec<Beside>, Failure> {
    let country = store::units::country(tx)?;
    let mut found = Vec::new();
    for row in store::published::below(tx, &country.id)? {
        let unit = store::units::unit(tx, &row.unit_id)?.ok_or_else(Failure::not_found)?;
        found.push(beside(row, unit));
    }
    Ok(found)
}

/// A model's word, `family` when empty. `not-a-choice` at `model`.
pub fn model(word: &str) -> Result<Model, Failure> {
    let wanted = if word.is_empty() { "family" } else { word };
    let choices = "family, citizen, clan, community, unit";
    Model::of(wanted)
        .ok_or_else(|| Problem::new("not-a-choice").at("model").with("value", wanted).with("choices", choices).into())
}

/// One published figure, in force or withdrawn.
pub fn one_published(tx: &mut Tx<'_>, id: &str) -> Result<Beside, Failure> {
    let row = store::published::one(tx, id)?.ok_or_else(Failure::not_found)?;
    let unit = store::units::unit(tx, &row.unit_id)?.ok_or_else(Failure::not_found)?;
    let withdrawn = store::published::withdrawal(tx, id)?;
    Ok(Beside { withdrawn, ..beside(row, unit) })
}
