//! Places: search, one place on one day with its history, and the forms that keep hamlets and area classes.
//! Lists of hamlets from text or file are in `places::list`.

pub mod list;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::basics::{AreaClass, Day, Level};
use rules::criteria::Model;
use rules::hamlets::Typed;
use rules::problem::Problem;
use rules::report::Counts;
use store::Tx;
use store::units::Unit;

use super::days::{asked, on_or_today, status_of};
use super::map::{self, Leads, Map};
use super::trail::{Lines, Trail};
use super::{Base, Faults, again, go, page_with};
use crate::acts::places::{self as acts, Correction, Founding};
use crate::app::Ask;
use crate::country::hamlet_kinds;
use crate::failure::{Answer, Failure};
use crate::figures::{self, By, Figures, Sort, Wanted};
use crate::forms::{Fields, Form};
use crate::places::{self, Found, Resolved, View};
use crate::visit::{Visit, query_value};

/// Findings shown; more would not be read.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "places.html")]
struct Places {
    b: Base,
    faults: Faults,
    q: String,
    /// The day as it was asked for; empty without.
    typed: String,
    on: Day,
    /// A day was asked for, and is one.
    on_asked: bool,
    found: Vec<Found>,
    all: usize,
    provinces: Vec<Unit>,
    country: Unit,
    /// What is counted of the provinces, and their map.
    figures: Option<Figures>,
    map: Option<Map>,
}

impl Places {
    /// What the map says of a province, where anything is counted.
    fn share(&self, unit: &Unit) -> Option<String> {
        let rows = &self.figures.as_ref()?.rows;
        let own = rows.iter().find(|line| line.unit.as_ref().is_some_and(|one| one.id == unit.id))?;
        let counts = own.counts.filter(|counts| counts.households > 0)?;
        let parts = self.b.t2(
            "figures-of-households",
            "n",
            self.b.num(&counts.recognised),
            "d",
            self.b.num(&counts.households),
        );
        Some(format!("{} ({parts})", self.b.rate(&counts.recognised, &counts.households)))
    }
}

/// Search; without a query, the provinces on the day.
pub async fn search(visit: Visit) -> Answer {
    let q = query_value(&visit.uri, "q").unwrap_or_default().trim().chars().take(100).collect::<String>();
    let typed = asked(&visit);
    let (on_day, problems) = on_or_today(&visit);
    let on_asked = !typed.is_empty() && problems.is_empty();
    let query = q.clone();
    let (guard, today, at) = (visit.guard.clone(), visit.today, visit.at);
    let (found, all, provinces, country, figures) = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            if rules::text::fold(&query).is_empty() {
                let provinces = store::units::children(tx, &country.id, on_day)?;
                let sort = Sort { by: By::Name, down: false };
                let wanted = Wanted { code: country.code.clone(), on: on_day, year: None, model: Model::Family, sort };
                // Before the country there is nothing to count.
                let drawn = country.in_force(on_day) && !provinces.is_empty();
                let figures = if drawn { Some(figures::read(tx, &guard, &wanted, today, at)?) } else { None };
                return Ok((Vec::new(), 0, provinces, country, figures));
            }
            let units = places::search(tx, &query, on_asked.then_some(on_day))?;
            let all = units.len();
            let mut found = Vec::new();
            for unit in units.into_iter().take(SHOWN) {
                found.push(Found { above: places::above(tx, &unit)?, unit });
            }
            Ok::<_, Failure>((found, all, Vec::new(), country, None))
        })
        .await?;
    let b = Base::new(&visit, "places");
    let map = figures.as_ref().and_then(|f| map::country(&b, f, Leads::Place));
    let faults = Faults::new(&visit, &problems);
    let typed = if on_asked { on_day.to_string() } else { typed };
    let shown = Places { b, faults, q, typed, on: on_day, on_asked, found, all, provinces, country, figures, map };
    page_with(status_of(&problems), &shown)
}

#[derive(Template)]
#[template(path = "place.html")]
struct Place {
    b: Base,
    faults: Faults,
    fields: Fields,
    view: View,
    on: Day,
    keeps_hamlets: bool,
    sets_area: bool,
    trail: Option<Vec<Trail>>,
    /// What is counted below a province, and its map.
    figures: Option<Figures>,
    map: Option<Map>,
}

impl Place {
    /// What is counted of a place below, where anything is.
    fn counted(&self, unit: &Unit) -> Option<Counts> {
        let rows = &self.figures.as_ref()?.rows;
        let own = rows.iter().find(|line| line.unit.as_ref().is_some_and(|one| one.id == unit.id))?;
        own.counts.filter(|counts| !counts.is_empty())
    }

    fn is(&self, level: &str) -> bool {
        self.view.unit.level.word() == level
    }

    /// What stands in a field: what was entered, else what is kept.
    fn entered(&self, name: &str, kept: impl Into<String>) -> String {
        if self.fields.has(name) { self.fields.text(name).to_owned() } else { kept.into() }
    }

    fn kinds(&self) -> &'static [rules::hamlets::Kind] {
        hamlet_kinds()
    }

    /// The kind chosen, kept, or most usual among the hamlets there are.
    fn chosen_kind(&self) -> String {
        let most = self.view.kinds.iter().max_by_key(|(_, n)| *n).map(|(kind, _)| kind.clone());
        let kept = if self.is("hamlet") { self.view.unit.kind.clone() } else { most.unwrap_or_default() };
        self.entered("kind", kept)
    }

    fn entered_name(&self) -> String {
        self.entered("name", self.view.unit.name.as_str())
    }

    /// Is the size of any unit below known?
    fn sized(&self) -> bool {
        self.view.unit.level != Level::Commune && self.view.children.iter().any(|unit| !unit.area_km2.is_empty())
    }

    fn alt_names(&self) -> String {
        self.view.unit.alt_names.replace('|', ", ")
    }

    /// Where the unit is known from, in the reader's language.
    fn source(&self) -> String {
        let source = self.view.unit.source.as_str();
        let known = [("NSO catalogue (", "places-source-nso"), ("GSO catalogue 2025-07-18 (", "places-source-gso")];
        let said = known.iter().find_map(|(start, key)| {
            let package = source.strip_prefix(start)?.strip_suffix(')')?;
            Some(self.b.t1(key, "package", package))
        });
        let own = || if source == "site" { self.b.t("places-source-site") } else { source.to_owned() };
        said.unwrap_or_else(own)
    }

    /// A hamlet with an end of its own: its commune goes on after it.
    fn closed(&self) -> bool {
        let commune = self.view.path.iter().rev().nth(1);
        self.is("hamlet") && commune.is_some_and(|commune| self.view.unit.valid_to < commune.valid_to)
    }

    /// It has just been closed, and the notice says so.
    fn just_closed(&self) -> bool {
        self.closed() && query_value(&self.b.visit.uri, "done").is_some_and(|done| done == "hamlet-closed")
    }

    fn last_day(&self) -> String {
        if self.view.unit.valid_to == Day::FOREVER { String::new() } else { self.view.unit.valid_to.to_string() }
    }
}

#[derive(Template)]
#[template(path = "place_absent.html")]
struct Absent {
    b: Base,
    code: String,
    on: Day,
    versions: Vec<Unit>,
    to: Vec<store::units::Lineage>,
}

/// One place on one day; a page that names the days there are when there is none on that day.
pub async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let (on_day, problems) = on_or_today(&visit);
    let wanted = code.clone();
    let resolved = visit
        .app
        .read(move |tx| match places::resolve(tx, &wanted, on_day)? {
            Resolved::There(unit) => Ok((Some(unit), Vec::new(), Vec::new())),
            Resolved::Elsewhen(versions) => {
                let mut to = Vec::new();
                for version in versions.iter().filter(|version| version.valid_to < on_day) {
                    to.extend(store::units::successors(tx, &version.id)?);
                }
                Ok::<_, Failure>((None, versions, to))
            }
        })
        .await?;
    match resolved {
        (Some(unit), _, _) => {
            let mut fields = Fields::default();
            if !problems.is_empty() {
                fields.add("on", asked(&visit));
            }
            page_with(status_of(&problems), &place(&visit, *unit, on_day, &problems, fields).await?)
        }
        (None, versions, to) => {
            page_with(StatusCode::NOT_FOUND, &Absent { b: Base::new(&visit, "places"), code, on: on_day, versions, to })
        }
    }
}

async fn place(visit: &Visit, unit: Unit, on: Day, problems: &[Problem], fields: Fields) -> Result<Place, Failure> {
    let guard = visit.guard.clone();
    let (today, at) = (visit.today, visit.at);
    let (view, keeps_hamlets, sets_area, lines, figures) = visit
        .app
        .read(move |tx| {
            let here = unit.id.clone();
            let local = matches!(unit.level, Level::Commune | Level::Hamlet);
            let view = places::view(tx, unit.clone(), on)?;
            let keeps = local && guard.can(tx, Act::ManageHamlets, &here)?;
            let sets = local && guard.can(tx, Act::SetAreaClass, &here)?;
            let lines = if guard.can(tx, Act::SeeAudit, &here)? { Some(Lines::of(tx, "unit", &here)?) } else { None };
            let figures = match unit.level {
                Level::Country | Level::Province => {
                    let sort = Sort { by: By::Name, down: false };
                    let wanted = Wanted { code: unit.code.clone(), on, year: None, model: Model::Family, sort };
                    Some(figures::read(tx, &guard, &wanted, today, at)?)
                }
                _ => None,
            };
            Ok::<_, Failure>((view, keeps, sets, lines, figures))
        })
        .await?;
    let b = Base::new(visit, "places");
    let map =
        figures.as_ref().and_then(|f| map::country(&b, f, Leads::Place).or_else(|| map::province(&b, f, Leads::Place)));
    Ok(Place {
        figures,
        map,
        b,
        faults: Faults::new(visit, problems),
        fields,
        view,
        on,
        keeps_hamlets,
        sets_area,
        trail: lines.map(|lines| lines.rows(visit)),
    })
}

/// The unit a form of the page of `code` speaks of.
fn of_form(tx: &mut Tx<'_>, code: &str, id: &str) -> Result<Unit, Failure> {
    store::units::unit(tx, id)?.filter(|unit| unit.code == code).ok_or_else(Failure::not_found)
}

/// The page again after an act: on with a flash, or with the problems and what was entered.
async fn after(visit: &Visit, code: &str, fields: Fields, done: Result<String, Failure>, flash: &str) -> Answer {
    let (wanted, id) = (code.to_owned(), fields.text("unit").to_owned());
    let unit = visit.app.read(move |tx| of_form(tx, &wanted, &id)).await?;
    match done {
        Ok(_) => go(&Base::new(visit, "").place(&unit), flash, None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            let on = if unit.in_force(visit.today) { visit.today } else { unit.valid_to.min(visit.today) };
            let on = on.max(unit.valid_from);
            page_with(status, &place(visit, unit, on, &problems, fields).await?)
        }
    }
}

/// Adds one hamlet to a commune.
pub async fn add(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ManageHamlets, fields.request_id(), &format!("{code} add\n{}", fields.content()));
    let sent = fields.clone();
    let today = visit.today;
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let mut problems = Vec::new();
            let founding = Founding {
                commune_id: sent.text("unit").to_owned(),
                since: sent.day_or("since", today, &mut problems),
                legal_basis: sent.optional("legal_basis", 200, &mut problems),
            };
            let typed = typed(&sent);
            if problems.is_empty() { acts::add_hamlet(tx, ctx, &founding, &typed) } else { Err(problems.into()) }
        })
        .await;
    after(&visit, &code, fields, done, "hamlet-added").await
}

fn typed(fields: &Fields) -> Typed {
    Typed {
        row: 0,
        name: fields.text("name").to_owned(),
        kind: fields.text("kind").to_owned(),
        area: fields.text("area").to_owned(),
    }
}

/// Corrects a hamlet's name.
pub async fn correct(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ManageHamlets, fields.request_id(), &format!("{code} correct\n{}", fields.content()));
    let sent = fields.clone();
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let mut problems = Vec::new();
            let wanted = Correction {
                unit_id: sent.text("unit").to_owned(),
                revision: sent.int("revision", &mut problems).unwrap_or(0),
                typed: typed(&sent),
                alt_names: sent.optional("alt_names", 200, &mut problems),
            };
            if problems.is_empty() { acts::correct_hamlet(tx, ctx, &wanted) } else { Err(problems.into()) }
        })
        .await;
    after(&visit, &code, fields, done, "hamlet-corrected").await
}

/// Was the hamlet of a form closed before? Then another last day is a correction, and nothing to undo by opening it.
async fn was_closed(visit: &Visit, unit_id: &str) -> Result<bool, Failure> {
    let id = unit_id.to_owned();
    visit
        .app
        .read(move |tx| {
            let Some(unit) = store::units::unit(tx, &id)? else { return Ok(false) };
            let Some(parent) = &unit.parent_id else { return Ok(false) };
            let commune = store::units::unit(tx, parent)?;
            Ok::<_, Failure>(commune.is_some_and(|commune| unit.valid_to < commune.valid_to))
        })
        .await
}

/// Ends a hamlet.
pub async fn close(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    let corrected = was_closed(&visit, fields.text("unit")).await?;
    let ask = Ask::new(Act::ManageHamlets, fields.request_id(), &format!("{code} close\n{}", fields.content()));
    let sent = fields.clone();
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let mut problems = Vec::new();
            let last = sent.day("last_day", &mut problems);
            let reason = sent.optional("reason", 500, &mut problems);
            let revision = sent.int("revision", &mut problems).unwrap_or(0);
            match last {
                Some(last) if problems.is_empty() => {
                    acts::close_hamlet(tx, ctx, sent.text("unit"), revision, last, &reason)
                }
                _ => Err(problems.into()),
            }
        })
        .await;
    after(&visit, &code, fields, done, if corrected { "hamlet-corrected" } else { "hamlet-closed" }).await
}

/// Opens a closed hamlet again.
pub async fn reopen(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ManageHamlets, fields.request_id(), &format!("{code} reopen\n{}", fields.content()));
    let sent = fields.clone();
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let mut problems = Vec::new();
            let reason = sent.optional("reason", 500, &mut problems);
            let revision = sent.int("revision", &mut problems).unwrap_or(0);
            if !problems.is_empty() {
                return Err(problems.into());
            }
            acts::reopen_hamlet(tx, ctx, sent.text("unit"), revision, &reason)
        })
        .await;
    after(&visit, &code, fields, done, "hamlet-opened").await
}

/// Sets an area class.
pub async fn area(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::SetAreaClass, fields.request_id(), &format!("{code} area\n{}", fields.content()));
    let sent = fields.clone();
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let mut problems = Vec::new();
            let since = sent.day("area_since", &mut problems);
            let basis = sent.required("area_basis", 200, &mut problems);
            let class = AreaClass::of(sent.text("area_class"));
            if class.is_none() {
                let value = sent.text("area_class");
                let problem = Problem::new("not-a-choice").at("area_class").with("value", value);
                problems.push(problem.with("choices", "normal, difficult"));
            }
            match (since, class) {
                (Some(since), Some(class)) if problems.is_empty() => {
                    acts::set_area_class(tx, ctx, sent.text("unit"), since, class, &basis)
                }
                _ => Err(problems.into()),
            }
        })
        .await;
    after(&visit, &code, fields, done, "area-set").await
}
