//! A place's figures as a page, a workbook, CSV and JSON, all from the one value of `figures`; the records behind a
//! number. Published figures on their own are in `figures::published`.

pub mod chart;
pub mod published;
pub mod records;
pub mod table;
pub mod withdraw;

use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use rules::basics::Day;
use rules::problem::Problem;
use rules::report::{Asked, Counts};
use store::units::Unit;

use self::chart::Chart;
use super::days::{asked, on, on_or_today, status_of};
use super::map::{self, Leads, Map};
use super::{Base, Faults, file, page_with};
use crate::failure::{Answer, Failure};
use crate::figures::{self, Beside, Figures, Line, Sort, Wanted};
use crate::visit::{Visit, query_value};

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The media type of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";

#[derive(Template)]
#[template(path = "figures.html")]
struct Shown {
    b: Base,
    faults: Faults,
    /// The day as it was asked for.
    typed: String,
    f: Figures,
    chart: Option<Chart>,
    map: Option<Map>,
    sort_text: String,
}

impl Shown {
    /// This page's address with something changed; `suffix` is `.xlsx`, `/records` or empty.
    fn link(&self, suffix: &str, changed: &[(&str, String)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut any = false;
        let mut put = |key: &str, value: &str| {
            any = true;
            query.append_pair(key, value);
        };
        let given = |name: &str| changed.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        if self.f.on != self.b.visit.today {
            put("on", &self.f.on.to_string());
        }
        let year = given("year").unwrap_or_else(|| self.f.year.to_string());
        if year != self.f.on.year().to_string() {
            put("year", &year);
        }
        if self.f.model.word() != "family" {
            put("model", self.f.model.word());
        }
        let sort = given("sort").unwrap_or_else(|| self.sort_text.clone());
        if !sort.is_empty() && sort != "name" {
            put("sort", &sort);
        }
        if let Some(measure) = given("measure") {
            put("measure", &measure);
        }
        let path = format!("/figures/{}{suffix}", self.f.unit.code);
        if any { format!("{path}?{}", query.finish()) } else { path }
    }

    fn export(&self, suffix: &str) -> String {
        self.link(suffix, &[])
    }

    fn year_link(&self, year: &i64) -> String {
        self.link("", &[("year", year.to_string())])
    }

    /// Address that sorts by a column: the other way round when it is sorted by it already.
    fn sort_link(&self, word: &str) -> String {
        // Names begin with the first, numbers with the largest.
        let first = if word == "name" { word.to_owned() } else { format!("-{word}") };
        let other = if word == "name" { format!("-{word}") } else { word.to_owned() };
        let now = if self.sort_text.is_empty() { "name" } else { &self.sort_text };
        self.link("", &[("sort", if now == first { other } else { first })])
    }

    /// The state of a column for `aria-sort`; empty when rows are not sorted by it.
    fn sorted(&self, word: &str) -> &'static str {
        let now = if self.sort_text.is_empty() { "name" } else { &self.sort_text };
        match now.strip_prefix('-') {
            Some(rest) if rest == word => "descending",
            None if now == word => "ascending",
            _ => "",
        }
    }

    fn sort_icon(&self, word: &str) -> &'static str {
        match self.sorted(word) {
            "ascending" => "rise",
            "descending" => "fall",
            _ => "sort",
        }
    }

    /// Address of the records behind a number of a commune or hamlet; empty above, and where there are none.
    fn records(&self, unit: &Unit, counts: &Counts, measure: &str) -> String {
        // Whoever may not see the records is offered no way there; from above, the way leads through the commune's page.
        let none = !self.f.may_see_records || Asked::of(measure).is_none_or(|asked| asked.count(counts) == 0);
        if none || !matches!(unit.level.word(), "commune" | "hamlet") {
            return String::new();
        }
        let link = self.link("/records", &[("measure", measure.to_owned()), ("sort", String::new())]);
        link.replacen(&format!("/{}/", self.f.unit.code), &format!("/{}/", unit.code), 1)
    }

    /// Rows of the table: all of a commune, elsewhere those with any record.
    fn rows(&self) -> Vec<&Line> {
        self.f.rows.iter().filter(|row| self.is("commune") || !is_empty(row)).collect()
    }

    /// Places without any record, listed instead of filling the table with noughts.
    fn empty(&self) -> Vec<&Unit> {
        let empty = self.f.rows.iter().filter(|row| !self.is("commune") && is_empty(row));
        empty.filter_map(|row| row.unit.as_ref()).collect()
    }

    fn is(&self, level: &str) -> bool {
        self.f.unit.level.word() == level
    }

    fn columns(&self) -> [&'static str; 5] {
        ["households", "registered", "submitted", "accepted", "recognised"]
    }

    fn number(&self, counts: &Counts, word: &str) -> String {
        Asked::of(word).map_or(String::new(), |asked| self.b.num(&asked.count(counts)))
    }

    /// Is there nothing to count yet?
    fn nothing(&self) -> bool {
        self.f.own.is_some_and(|own| own.is_empty())
            && self.f.rows.iter().all(|row| row.counts.is_some_and(|c| c.is_empty()))
    }

    fn hidden_rows(&self) -> bool {
        self.f.rows.iter().any(|row| row.hidden.is_some())
    }

    fn fewest(&self) -> i64 {
        rules::report::FEWEST_SHOWN
    }

    fn source_of(&self, f: &Figures) -> String {
        source(&self.b, f)
    }

    fn model_word(&self) -> String {
        self.b.t(format!("model-{}", self.f.model.word()))
    }
}

/// How a page tells of a published figure: what it is of, as it was worded, its parts, what checking it says. For the
/// templates of every page that shows some.
pub trait Telling {
    /// The page's frame.
    fn base(&self) -> &Base;
    /// What the figure is of.
    fn what_of(&self, one: &Beside) -> String {
        what(self.base(), one)
    }
    /// The figure in the source's own precision.
    fn worded_of(&self, one: &Beside) -> String {
        worded(self.base(), one)
    }
    /// Numerator and denominator.
    fn parts_of(&self, one: &Beside) -> String {
        parts(self.base(), one)
    }
    /// What its own parts say of it.
    fn checked_of(&self, one: &Beside) -> String {
        checked(self.base(), one)
    }
    /// Do its parts contradict it?
    fn doubtful_of(&self, one: &Beside) -> bool {
        doubtful(one)
    }
    /// Name and address of a source.
    fn source_link_of(&self, source: &str) -> (String, String) {
        source_link(source)
    }
}

impl Telling for Shown {
    fn base(&self) -> &Base {
        &self.b
    }
}

fn is_empty(row: &Line) -> bool {
    row.counts.is_some_and(|counts| counts.is_empty())
}

/// The source of counted figures in one sentence.
#[must_use]
pub fn source(b: &Base, f: &Figures) -> String {
    match f.own {
        Some(own) => b.t3(
            "figures-source",
            "households",
            b.num(&own.households),
            "families",
            b.num(&own.registered),
            "at",
            b.moment(&f.at),
        ),
        None => b.t("figures-hidden-few"),
    }
}

/// A published rate or number with its wording: "more than 71 %", "nearly 68 %".
#[must_use]
pub fn worded(b: &Base, one: &Beside) -> String {
    let comma = b.visit.lang.decimal() == ',';
    let rate = rules::figures::Rate::parse(&one.row.rate).map(|rate| format!("{} %", rate.text(comma)));
    let value = match (rate, one.row.numerator) {
        (Some(rate), _) => rate,
        (None, Some(n)) => b.num(&n),
        (None, None) => one.row.rate.clone(),
    };
    b.t1(format!("qualifier-{}", one.qualifier.key()), "value", value)
}

/// The parts of a published figure as they were printed: "104,000", "2,056 of 2,331"; empty when only a rate was.
#[must_use]
pub fn parts(b: &Base, one: &Beside) -> String {
    match (one.row.numerator, one.row.denominator, one.row.rate.is_empty()) {
        (Some(n), Some(d), _) => b.t2("published-parts", "n", b.num(&n), "d", b.num(&d)),
        (Some(n), None, false) => b.num(&n),
        _ => String::new(),
    }
}

/// What our arithmetic says about a published figure.
#[must_use]
pub fn checked(b: &Base, one: &Beside) -> String {
    use rules::figures::Check;
    if let Some(how) = &one.withdrawn {
        return b.t2("published-withdrawn-why", "day", b.moment(&how.at), "reason", &how.reason);
    }
    let comma = b.visit.lang.decimal() == ',';
    let (n, d) = (one.row.numerator.unwrap_or(0), one.row.denominator.unwrap_or(0));
    let rate = rules::figures::Rate::parse(&one.row.rate);
    let printed = rate.map(|rate| rate.text(comma)).unwrap_or_default();
    let decimals = rate.map_or(2, |rate| rate.decimals.max(2));
    let computed = rules::figures::rate_text(n, d, decimals, comma).unwrap_or_default();
    let quotient = format!("{} / {} = {computed} %", b.num(&n), b.num(&d));
    let key = format!("check-{}", one.check.word());
    match one.check {
        Check::NotCheckable { .. } if one.row.denominator.is_none() && one.row.rate.is_empty() => {
            b.t("check-number-only")
        }
        Check::NotCheckable { missing } => b.t1(key, "missing", b.t(format!("check-missing-{}", missing.word()))),
        Check::AboveHundred => b.t(key),
        _ => b.t2(key, "quotient", quotient, "rate", format!("{printed} %")),
    }
}

/// Should a reader look twice at a published figure?
#[must_use]
pub fn doubtful(one: &Beside) -> bool {
    matches!(one.word(), "withdrawn" | "cut" | "disagrees" | "above-hundred" | "bounds-broken")
}

/// What a published figure is about: subject and measure.
#[must_use]
pub fn what(b: &Base, one: &Beside) -> String {
    format!("{}, {}", subject(b, &one.row.subject), measure(b, &one.row.measure))
}

/// The subject of a published figure in the reader's language, or as it stands in the file.
#[must_use]
pub fn subject(b: &Base, word: &str) -> String {
    said(b, format!("subject-{}", word), word)
}

/// The measure of a published figure in the reader's language, or as it stands in the file.
#[must_use]
pub fn measure(b: &Base, word: &str) -> String {
    said(b, format!("measure-{}", word), word)
}

fn said(b: &Base, key: String, word: &str) -> String {
    if b.visit.app.words.has(b.visit.lang, &key) { b.t(key) } else { word.replace('_', " ") }
}

/// Title and address of a source text "Title, https://…".
#[must_use]
pub fn source_link(source: &str) -> (String, String) {
    match source.rfind("https://").or_else(|| source.rfind("http://")).and_then(|at| source.split_at_checked(at)) {
        Some((title, address)) => {
            let title = title.trim().trim_end_matches(',').trim();
            (if title.is_empty() { address.to_owned() } else { title.to_owned() }, address.trim().to_owned())
        }
        None => (source.to_owned(), String::new()),
    }
}

/// What a request asks for: code without its ending, day, year, model, order.
pub fn wanted(visit: &Visit, code: &str) -> Result<(Wanted, String), Failure> {
    wanted_on(visit, code, on(visit)?)
}

fn wanted_on(visit: &Visit, code: &str, on: Day) -> Result<(Wanted, String), Failure> {
    let value = |name: &str| query_value(&visit.uri, name).unwrap_or_default().trim().to_owned();
    let year = match value("year") {
        text if text.is_empty() => None,
        text => {
            let year = text.parse::<i64>().ok().filter(|year| (1990..=2100).contains(year));
            Some(year.ok_or_else(|| Problem::new("not-a-year").at("year").with("value", text))?)
        }
    };
    let sort_text = value("sort");
    let sort = Sort::of(&sort_text).ok_or_else(|| {
        let choices = "name, households, registered, submitted, accepted, recognised, revoked, rate, registered-rate";
        Problem::new("not-a-choice").at("sort").with("value", &sort_text).with("choices", choices)
    })?;
    let model = figures::model(&value("model"))?;
    // Whoever only changes the day in the page's form means the year of that day. Else: nothing of a later year can be
    // counted on a day, and nothing is not a rate of zero.
    let path = visit.uri.path();
    let page = !path.starts_with("/api/") && ![".json", ".xlsx", ".csv"].iter().any(|ending| path.ends_with(ending));
    let by_form = page && !value("on").is_empty();
    let year = if by_form { year.map(|year| year.min(on.year())) } else { year };
    if let Some(year) = year
        && year > on.year()
    {
        return Err(Problem::new("year-in-future").at("year").with("year", year).with("day", on).into());
    }
    Ok((Wanted { code: code.to_owned(), on, year, model, sort }, sort_text))
}

/// Reads figures for a visitor.
pub async fn read(visit: &Visit, wanted: Wanted) -> Result<Figures, Failure> {
    let (guard, today, at) = (visit.guard.clone(), visit.today, visit.at);
    visit.app.read(move |tx| figures::read(tx, &guard, &wanted, today, at)).await
}

/// `/figures/{place}`, and the same with `.xlsx`, `.csv`, `.json` behind the code.
pub async fn show(visit: Visit, Path(place): Path<String>) -> Answer {
    let ending = ["xlsx", "csv", "json"].into_iter().find(|ending| place.ends_with(&format!(".{ending}")));
    let code = ending.and_then(|ending| place.strip_suffix(&format!(".{ending}"))).unwrap_or(&place);
    let (day, problems) = if ending.is_some() { (on(&visit)?, Vec::new()) } else { on_or_today(&visit) };
    let (wanted, sort_text) = wanted_on(&visit, code, day)?;
    let f = match read(&visit, wanted.clone()).await {
        Ok(f) => f,
        Err(failure) if ending.is_none() && is_elsewhen(&failure) => {
            // The page of the place says on which days the code has a meaning.
            let to = format!("/places/{code}?on={}", wanted.on);
            return Ok(axum::response::Redirect::to(&to).into_response());
        }
        Err(failure) => return Err(failure),
    };
    let b = Base::new(&visit, "figures");
    let name = |ending: &str| format!("figures-{}-{}-{}.{ending}", f.unit.code, f.year, f.on);
    match ending {
        Some("xlsx") => {
            let bytes =
                papers::sheets::workbook(&table::of(&b, &f)).map_err(|cause| Failure::Broken(cause.to_string()))?;
            Ok(file(XLSX, &name("xlsx"), false, bytes))
        }
        Some("csv") => Ok(file(CSV, &name("csv"), false, papers::sheets::csv(&table::of(&b, &f)))),
        Some(_) => crate::api::give(crate::api::figures::FiguresOf::new(&b, &f)),
        None => {
            let map = map::country(&b, &f, Leads::Figures).or_else(|| map::province(&b, &f, Leads::Figures));
            let typed = if problems.is_empty() { f.on.to_string() } else { asked(&visit) };
            let faults = Faults::new(&visit, &problems);
            page_with(status_of(&problems), &Shown { faults, typed, chart: Chart::new(&b, &f), map, b, f, sort_text })
        }
    }
}

fn is_elsewhen(failure: &Failure) -> bool {
    matches!(failure, Failure::Problems(all) if all.iter().any(|problem| problem.code == "place-not-in-force"))
}
