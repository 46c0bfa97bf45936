//! Decisions: the list with its tables, one decision with its annex and trail.
//! Must not decide anything; issuing is a page of the path.

mod papers_of;

pub(super) use papers_of::paper_language;
pub use papers_of::{certificate_pdf, certificates_pdf, decision_pdf, print};

use askama::Template;
use askama::filters::Safe;
use axum::extract::Path;
use axum::response::Response;
use papers::PaperError;
use papers::sheets::{Cell, Column, Kind, Table, csv, workbook};
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::problem::Problem;
use store::Tx;
use store::decisions::{Decision, DecisionFilter};
use store::units::Unit;

use super::trail::{Lines, Trail};
use super::{Base, file, page};
use crate::acts::decide::{Basis, bases_of};
use crate::failure::{Answer, Failure};
use crate::forms::Fields;
use crate::paperwork::{self, Source};
use crate::visit::{Guard, Visit};

/// Rows of one page of the list.
const ROWS: i64 = 50;
/// Rows of a table to take away.
const MOST: i64 = 20_000;

/// A decision as the list shows it.
pub struct Row {
    /// The decision.
    pub decision: Decision,
    /// Its commune's name.
    pub commune: String,
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct List {
    b: Base,
    place: Unit,
    crumbs: Vec<Unit>,
    below: Vec<Unit>,
    years: Vec<i64>,
    year: i64,
    rows: Vec<Row>,
    next: String,
    first: bool,
    xlsx: String,
    csv: String,
}

/// Where a list of decisions looks.
pub struct Scope {
    place: Unit,
    /// The place, or the commune of a hamlet: decisions belong to communes.
    commune: String,
    crumbs: Vec<Unit>,
    below: Vec<Unit>,
}

/// The place with this code, the person's own without one; `no-such-place`, `forbidden`.
pub fn scope(tx: &mut Tx<'_>, guard: &Guard, code: &str) -> Result<Scope, Failure> {
    let today = guard.today();
    let reach = guard.anywhere(Act::SeeDecisions)?;
    let place = if code.is_empty() {
        let first = reach.first().cloned().unwrap_or_default();
        store::units::unit(tx, &first)?.ok_or_else(Failure::not_found)?
    } else {
        let unknown = || Problem::new("no-such-place").at("place").with("value", code);
        store::units::unit_on(tx, code, today)?.ok_or_else(unknown)?
    };
    guard.allow(tx, Act::SeeDecisions, &place.id)?;
    let below = match place.level {
        Level::Country | Level::Province => store::units::children(tx, &place.id, today)?,
        _ => Vec::new(),
    };
    let crumbs = store::units::path(tx, &place.id)?;
    let commune = match (place.level, &place.parent_id) {
        (Level::Hamlet, Some(parent)) => parent.clone(),
        _ => place.id.clone(),
    };
    Ok(Scope { place, commune, crumbs, below })
}

/// The decisions of a place the newest first, with the names of their communes; of a hamlet, those that recognised one
/// of its families. The filter's own scope and hamlet are not looked at.
pub fn rows(tx: &mut Tx<'_>, scope: &Scope, filter: &DecisionFilter) -> Result<Vec<Row>, Failure> {
    let mut names: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    let hamlet = if scope.place.level == Level::Hamlet { scope.place.id.clone() } else { String::new() };
    let filter = DecisionFilter { scope: scope.commune.clone(), hamlet, ..filter.clone() };
    let mut rows = Vec::new();
    for decision in store::decisions::list_decisions(tx, &filter)? {
        let id = decision.commune_id.clone();
        if !names.contains_key(&id) {
            let name = store::units::unit(tx, &id)?.map(|unit| unit.full_name).unwrap_or_default();
            names.insert(id.clone(), name);
        }
        rows.push(Row { commune: names.get(&id).cloned().unwrap_or_default(), decision });
    }
    Ok(rows)
}

/// The list, or the same as a table with `?format=xlsx` or `?format=csv`.
pub async fn list(visit: Visit) -> Answer {
    let fields = Fields::parse(visit.uri.query().unwrap_or_default().as_bytes());
    let mut problems = Vec::new();
    let year = if fields.text("year").is_empty() { 0 } else { fields.int("year", &mut problems).unwrap_or(0) };
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut parts = fields.text("after").splitn(3, '~');
    let (day, at, id) = (parts.next(), parts.next(), parts.next());
    let after = day.and_then(Day::parse).zip(at.and_then(|at| at.parse().ok())).zip(id);
    let after: Option<(Day, Moment, String)> = after.map(|((day, at), id)| (day, Moment(at), id.to_owned()));
    let (code, guard, first) = (fields.text("place").to_owned(), visit.guard.clone(), after.is_none());
    let format = fields.text("format").to_owned();
    let limit = if format.is_empty() { ROWS + 1 } else { MOST };
    let (found, mut rows) = visit
        .app
        .read(move |tx| {
            let found = scope(tx, &guard, &code)?;
            let filter = DecisionFilter {
                year,
                after: after.clone().filter(|_| limit <= ROWS + 1),
                limit,
                ..DecisionFilter::default()
            };
            let rows = rows(tx, &found, &filter)?;
            Ok::<_, Failure>((found, rows))
        })
        .await?;
    let Scope { place, crumbs, below, .. } = found;
    if !format.is_empty() {
        return table(&visit, &place, year, &rows, &format);
    }
    let own: &[(&str, &str)] = &[("place", &place.code)];
    let text = year.to_string();
    let mut base: Vec<(&str, &str)> = own.to_vec();
    if year != 0 {
        base.push(("year", &text));
    }
    let mut next = String::new();
    let most = usize::try_from(ROWS).unwrap_or(50);
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last() {
            let key = format!("{}~{}~{}", last.decision.issued_on, last.decision.at.0, last.decision.id);
            next = address(&base, &[("after", &key)]);
        }
    }
    let years = (2016..=visit.today.year()).rev().collect();
    let (xlsx, csv) = (address(&base, &[("format", "xlsx")]), address(&base, &[("format", "csv")]));
    page(&List { b: Base::new(&visit, "decisions"), place, crumbs, below, years, year, rows, next, first, xlsx, csv })
}

fn address(base: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, value) in base.iter().chain(more) {
        query.append_pair(key, value);
    }
    format!("/decisions?{}", query.finish())
}

fn table(visit: &Visit, place: &Unit, year: i64, rows: &[Row], format: &str) -> Answer {
    let b = Base::new(visit, "decisions");
    let column = |key: &str, kind| Column::new(b.t(key), kind);
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut facts = vec![
        (b.t("decisions-place"), place.full_name.clone()),
        (b.t("decisions-made"), b.moment(&visit.at)),
        (b.t("decisions-made-by"), b.person()),
    ];
    if year != 0 {
        facts.push((b.t("decisions-year"), year.to_string()));
    }
    let table = Table {
        title: b.t1("decisions-of", "place", &place.full_name),
        sheet: b.t("nav-decisions"),
        columns: vec![
            column("decisions-number", Kind::Text),
            column("decisions-issued-on", Kind::Day),
            column("decisions-commune", Kind::Text),
            column("decisions-title", Kind::Text),
            column("decisions-year", Kind::Year),
            column("decisions-families", Kind::Count),
            column("decisions-issuer", Kind::Text),
            column("decisions-signatory", Kind::Text),
            column("decisions-code", Kind::Text),
        ],
        rows: rows
            .iter()
            .map(|Row { decision, commune }| {
                vec![
                    text(&decision.number),
                    Cell::Day(decision.issued_on),
                    text(commune),
                    text(&b.t(format!("model-{}", decision.model))),
                    Cell::Int(decision.year),
                    Cell::Int(decision.families),
                    text(&decision.issuer),
                    text(&decision.signatory),
                    text(&decision.id),
                ]
            })
            .collect(),
        notes_sheet: b.t("decisions-notes"),
        facts,
        rows_label: b.t("decisions-rows"),
        notes: if b.demo() { vec![b.t("frame-demo-more")] } else { Vec::new() },
        made: visit.today,
    };
    let name = format!("decisions-{}-{}.{format}", place.code, visit.today);
    match format {
        "csv" => Ok(file("text/csv; charset=utf-8", &name, false, csv(&table))),
        "xlsx" => {
            let bytes = workbook(&table).map_err(failed)?;
            Ok(file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &name, false, bytes))
        }
        _ => Err(Problem::new("not-a-choice").at("format").with("value", format).with("choices", "xlsx, csv").into()),
    }
}

#[derive(Template)]
#[template(path = "decision.html")]
struct Show {
    b: Base,
    d: Decision,
    commune: Unit,
    crumbs: Vec<Unit>,
    bases: Vec<Basis>,
    source: Source,
    whole: bool,
    recognised: i64,
    revoked: i64,
    may_see_families: bool,
    qr: Safe<String>,
    address: String,
    criteria: String,
    doubts: Vec<&'static str>,
    trail: Vec<Trail>,
    /// The hamlets of its annex: id, name, families.
    hamlets: Vec<(String, String, i64)>,
}

/// The hamlets of an annex in its order, with how many families each has there.
fn hamlets(source: &Source) -> Vec<(String, String, i64)> {
    let mut hamlets: Vec<(String, String, i64)> = Vec::new();
    for line in &source.annex {
        match hamlets.iter_mut().find(|(id, ..)| *id == line.hamlet_id) {
            Some((.., families)) => *families += 1,
            None => hamlets.push((line.hamlet_id.clone(), line.certificate.hamlet_name.clone(), 1)),
        }
    }
    hamlets
}

/// A decision as far as a person may see it.
pub struct Seen {
    /// The decision and the lines of its annex.
    pub source: Source,
    /// False for the people of a hamlet, who see the families of their hamlet only.
    pub whole: bool,
}

impl Seen {
    /// The whole decision, or the problem that the person sees a part of it only.
    fn whole(self) -> Result<Source, Failure> {
        if self.whole { Ok(self.source) } else { Err(Failure::forbidden(Act::SeeDecisions)) }
    }
}

/// The decision with this code; `not-found`, `forbidden`.
pub fn seen(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Seen, Failure> {
    let reach = guard.anywhere(Act::SeeDecisions)?;
    let code = crate::clock::read_code(id).unwrap_or_else(|| id.to_owned());
    let mut source = Source::load(tx, &code)?.ok_or_else(Failure::not_found)?;
    let whole = guard.can(tx, Act::SeeDecisions, &source.decision.commune_id)?;
    if !whole {
        source.annex.retain(|line| reach.contains(&line.hamlet_id));
        if source.annex.is_empty() {
            return Err(Failure::forbidden(Act::SeeDecisions));
        }
    }
    Ok(Seen { source, whole })
}

/// One decision: all fields, the annex with where each family stands today, papers, trail.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let (source, whole, crumbs, lines, may_see_families) = visit
        .app
        .read(move |tx| {
            let Seen { source, whole } = seen(tx, &guard, &id)?;
            let crumbs = store::units::path(tx, &source.decision.commune_id)?;
            let lines = Lines::of(tx, "decision", &source.decision.id)?;
            let hamlet = source.annex.first().map_or(&source.decision.commune_id, |line| &line.hamlet_id);
            let may = guard.can(tx, Act::SeeAssessments, hamlet)?;
            Ok::<_, Failure>((source, whole, crumbs, lines, may))
        })
        .await?;
    let commune = crumbs.last().cloned().ok_or_else(Failure::not_found)?;
    let b = Base::new(&visit, "decisions");
    let address = format!("{}/verify/{}", visit.app.config.public_url, source.decision.id);
    let alt = b.t1("paper-qr-decision", "code", &source.decision.id);
    let qr = papers::qr::qr_svg(&address, &alt).map_err(failed)?;
    let set = visit.app.set(&source.decision.set_id, &source.decision.version);
    let count = |state| source.annex.iter().filter(|line| line.state == state).count();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    page(&Show {
        d: source.decision.clone(),
        commune,
        crumbs,
        bases: bases_of(&source.decision.legal_bases),
        recognised: number(count(rules::path::State::Recognised)),
        revoked: number(count(rules::path::State::Revoked)),
        may_see_families,
        qr: Safe(qr),
        address,
        criteria: set.map(|set| set.title.say(b.lang()).to_owned()).unwrap_or_default(),
        doubts: paperwork::doubts(set),
        trail: lines.rows(&visit),
        hamlets: hamlets(&source),
        source,
        whole,
        b,
    })
}

/// Only a character outside the fonts, and an office's own template, are something people can put right.
pub(super) fn failed(error: PaperError) -> Failure {
    match error {
        PaperError::Limit(limit) => Problem::new(super::templates::limit_code(limit)).into(),
        PaperError::Unprintable { character, .. } => {
            Problem::new("bad-characters").with("value", character.escape_unicode()).into()
        }
        other => Failure::Broken(other.to_string()),
    }
}

/// Keeps search engines away from pages that name people.
pub(super) fn unlisted(mut response: Response) -> Response {
    let value = axum::http::HeaderValue::from_static("noindex, nofollow");
    response.headers_mut().insert("x-robots-tag", value);
    response
}
