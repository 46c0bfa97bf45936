//! Pages of the recognition path up to submission. This file owns what they share: year and place of a page, results of
//! work on many families. Must not decide anything about a step.

pub mod appraise;
pub mod decide;
pub mod evidence;
pub mod form;
pub mod grid;
pub mod hub;
pub mod list;
pub mod paper;
pub mod register;
pub mod story;
pub mod verdict;

mod entries;
mod explain;

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use rules::access::Act;
use rules::basics::{Day, Level};
use rules::criteria::Model;
use rules::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Tx;
use store::units::Unit;

use super::again;
use crate::acts::path::{Bulk, Refused, by_item, cycle_years};
use crate::app::App;
use crate::failure::Failure;
use crate::forms::Fields;
use crate::visit::{Guard, Visit};

/// Rows of one page of a list.
const ROWS: i64 = 100;

/// The cycle year and the place a page is about, and what else could be chosen.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The cycle year.
    pub year: i64,
    /// All that can be chosen, the newest first.
    pub years: Vec<i64>,
    /// A hamlet, or a commune for all of its hamlets.
    pub unit: Unit,
    /// All that can be chosen.
    pub options: Vec<Unit>,
    /// What is above the unit, and the unit itself.
    pub crumbs: Vec<Unit>,
}

/// The cycle year in a path; anything that is no year is a page that does not exist.
pub struct Year(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Year {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let named = Path::<BTreeMap<String, String>>::from_request_parts(parts, state).await;
        let year = named.ok().and_then(|Path(named)| named.get("year")?.parse().ok());
        year.map(Self).ok_or_else(|| Failure::not_found().into_response())
    }
}

/// What finding a [`Scope`] needs of a visit; moves into a read.
#[derive(Clone)]
pub struct Asked {
    app: App,
    guard: Guard,
    today: Day,
    year: Option<i64>,
    unit: String,
}

impl Asked {
    /// The year of the path or query, the place of `?hamlet=`.
    #[must_use]
    pub fn new(visit: &Visit, year: Option<i64>) -> Self {
        let unit = query(visit).text("hamlet").to_owned();
        Self { app: visit.app.clone(), guard: visit.guard.clone(), today: visit.today, year, unit }
    }

    /// Finds year and place and asks for the right to see assessments there. Without a place: the first the person has.
    ///
    /// # Errors
    /// `cycle-year`, `no-such-place`, `forbidden`.
    pub fn find(&self, tx: &mut Tx<'_>) -> Result<Scope, Failure> {
        let years = cycle_years(&self.app, Model::Family, self.today);
        let newest = years.first().copied().unwrap_or_else(|| self.today.year());
        let year = self.year.unwrap_or(newest);
        if !years.contains(&year) {
            let first = years.last().copied().unwrap_or(year);
            let problem = Problem::new("cycle-year").with("year", year);
            return Err(problem.with("first", first).with("last", newest).into());
        }
        let mut options: Vec<Unit> = Vec::new();
        for id in self.guard.anywhere(Act::SeeAssessments)? {
            let Some(unit) = store::units::unit(tx, &id)? else { continue };
            let below =
                if unit.level == Level::Commune { store::units::children(tx, &id, self.today)? } else { Vec::new() };
            options.push(unit);
            options.extend(below);
        }
        let mut known = BTreeSet::new();
        options.retain(|unit| known.insert(unit.id.clone()));
        let unknown = || Problem::new("no-such-place").at("hamlet").with("value", &self.unit);
        let unit = if self.unit.is_empty() {
            options.first().cloned().ok_or_else(|| Failure::forbidden(Act::SeeAssessments))?
        } else {
            store::units::unit(tx, &self.unit)?.ok_or_else(unknown)?
        };
        self.guard.allow(tx, Act::SeeAssessments, &unit.id)?;
        if !matches!(unit.level, Level::Commune | Level::Hamlet) {
            return Err(unknown().into());
        }
        let crumbs = store::units::path(tx, &unit.id)?;
        Ok(Scope { year, years, unit, options, crumbs })
    }
}

impl Scope {
    /// The address of a page about this year and place.
    #[must_use]
    pub fn at(&self, page: &str) -> String {
        self.at_unit(page, &self.unit.id)
    }

    /// The address of a page about this year and another place.
    #[must_use]
    pub fn at_unit(&self, page: &str, unit: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("hamlet", unit).finish();
        if page.is_empty() {
            format!("/families?year={}&{query}", self.year)
        } else {
            format!("/families/{}/{page}?{query}", self.year)
        }
    }

    /// The address where the commune decides.
    #[must_use]
    pub fn decide(&self) -> String {
        let commune = self.crumbs.iter().find(|unit| unit.level == Level::Commune).map_or("", |unit| unit.id.as_str());
        decide_at(self.year, commune)
    }

    /// Is it a whole commune?
    #[must_use]
    pub fn is_commune(&self) -> bool {
        self.unit.level == Level::Commune
    }
}

/// The address where a commune decides on a year.
#[must_use]
pub fn decide_at(year: i64, commune: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("place", commune).finish();
    format!("/families/{year}/decide?{query}")
}

/// The query of a request as fields.
#[must_use]
pub fn query(visit: &Visit) -> Fields {
    Fields::parse(visit.uri.query().unwrap_or_default().as_bytes())
}

/// The path and query of a request without what only one answer says: where its forms are sent back to.
#[must_use]
pub fn here(visit: &Visit) -> String {
    with(visit, &[("done", None), ("n", None)])
}

/// The path and query of a request with some keys set, or left out.
#[must_use]
pub fn with(visit: &Visit, changes: &[(&str, Option<&str>)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_urlencoded::parse(visit.uri.query().unwrap_or_default().as_bytes()) {
        if !changes.iter().any(|(changed, _)| *changed == key) {
            pairs.append_pair(&key, &value);
        }
    }
    for (key, value) in changes {
        if let Some(value) = value {
            pairs.append_pair(key, value);
        }
    }
    let query = pairs.finish();
    let path = visit.uri.path();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Where a list goes on: what `?after=` said.
pub fn after<K: DeserializeOwned>(fields: &Fields) -> Option<K> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(fields.text("after")).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Cuts what was read to one page; the address of the next page while there is one.
pub fn paged<T, K: Serialize>(visit: &Visit, rows: &mut Vec<T>, most: i64, key: impl Fn(&T) -> K) -> Option<String> {
    let most = usize::try_from(most).unwrap_or(1);
    let more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| more)?;
    let cursor = crate::api::cursor(&key(last));
    Some(with(visit, &[("after", Some(&cursor)), ("done", None), ("n", None)]))
}

/// What became of work on many families, for the page that shows it: how many were done, and who was refused and why.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// How many were done.
    pub done: i64,
    /// For sheets that were also sent: how many were saved before. `done` then counts those that were sent.
    pub saved: Option<i64>,
    /// Name and reasons, as sentences.
    pub refused: Vec<(String, Vec<String>)>,
    /// Ids of those that somebody else changed meanwhile.
    pub clashes: BTreeSet<String>,
    /// Reasons that belong to no family.
    pub problems: Vec<Problem>,
}

impl Work {
    /// Reads the answer of a request about many families; what no page can show is passed on.
    pub async fn of(visit: &Visit, ids: &[String], answer: Result<Bulk, Failure>) -> Result<Self, Failure> {
        let bulk = match answer {
            Ok(bulk) => bulk,
            Err(failure) => {
                let (_, problems) = again(failure)?;
                match by_item(&problems, ids) {
                    Some(refused) => Bulk { done: Vec::new(), refused },
                    None => return Ok(Self { problems, ..Self::default() }),
                }
            }
        };
        let done = i64::try_from(bulk.done.len()).unwrap_or(i64::MAX);
        let refused = named(visit, bulk.refused).await?;
        let clash = |one: &&Refused| one.problems.iter().any(|problem| problem.code == "changed-meanwhile");
        let clashes = refused.iter().filter(clash).map(|one| one.id.clone()).collect();
        let said = |one: Refused| {
            let says = |problem: &Problem| visit.app.words.problem(visit.lang, problem);
            (one.name, one.problems.iter().map(says).collect())
        };
        Ok(Self { done, saved: None, refused: refused.into_iter().map(said).collect(), clashes, problems: Vec::new() })
    }

    /// Was everything done?
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.refused.is_empty() && self.problems.is_empty()
    }
}

/// Gives the refused items the names their reader may see.
async fn named(visit: &Visit, mut refused: Vec<Refused>) -> Result<Vec<Refused>, Failure> {
    if refused.iter().all(|one| !one.name.is_empty()) {
        return Ok(refused);
    }
    let guard = visit.guard.clone();
    visit
        .app
        .read(move |tx| {
            for one in refused.iter_mut().filter(|one| one.name.is_empty()) {
                let household = match store::assessments::get(tx, &one.id)? {
                    Some(assessment) => store::register::household(tx, &assessment.household_id)?,
                    None => store::register::household(tx, &one.id)?,
                };
                if let Some(household) = household
                    && guard.can(tx, Act::SeeAssessments, &household.hamlet_id)?
                {
                    one.name = household.head_name;
                }
            }
            Ok(refused.clone())
        })
        .await
}
