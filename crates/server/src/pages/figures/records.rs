//! The records behind a number of a commune or hamlet: the families that make it up, for those who may see them; for
//! others, who may. Must not know how numbers are made.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::{Act, Role};
use rules::basics::Level;
use rules::problem::Problem;
use rules::report::Asked;
use store::Tx;
use store::assessments::AssessmentFilter;
use store::units::Unit;

use super::super::{Base, page, page_with};
use super::{Wanted, read, wanted};
use crate::failure::{Answer, Failure};
use crate::figures::Figures;
use crate::visit::{Visit, query_value};

/// Rows of one page.
const PAGE: i64 = 100;

/// One record behind a number.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Record {
    /// Address of the family's or household's page.
    pub href: String,
    /// Head of the household.
    pub head_name: String,
    /// Its number in the hamlet.
    pub number: String,
    /// Its hamlet.
    pub hamlet: String,
    /// The state of the assessment; empty for households.
    pub state: String,
    /// Where the next page begins after: sort key and id.
    #[serde(skip)]
    pub key: (String, String),
}

#[derive(Template)]
#[template(path = "figures_records.html")]
struct Records {
    b: Base,
    unit: Unit,
    path: Vec<Unit>,
    f: Option<Figures>,
    asked: Asked,
    year: i64,
    back: String,
    records: Vec<Record>,
    next: Option<String>,
    roles: Vec<&'static str>,
}

impl Records {
    /// The number whose records these are.
    fn number(&self) -> Option<i64> {
        self.f.as_ref().and_then(|f| f.own).map(|own| self.asked.count(&own))
    }

    fn sees(&self) -> bool {
        self.f.as_ref().is_some_and(|f| f.may_see_records)
    }

    fn of_year(&self) -> bool {
        self.asked != Asked::Households
    }

    fn sign_in(&self) -> String {
        let target = self.b.visit.uri.path_and_query().map_or("/", |target| target.as_str());
        let back: String = form_urlencoded::byte_serialize(target.as_bytes()).collect();
        format!("/sign-in?back={back}")
    }
}

/// The measure asked for. `not-a-choice` at `measure`.
pub fn asked(visit: &Visit) -> Result<Asked, Failure> {
    let word = query_value(&visit.uri, "measure").unwrap_or_else(|| "registered".to_owned());
    let choices = Asked::ALL.iter().map(|asked| asked.word()).collect::<Vec<_>>().join(", ");
    Asked::of(&word)
        .ok_or_else(|| Problem::new("not-a-choice").at("measure").with("value", word).with("choices", choices).into())
}

/// One page of records, one row more than `limit` while there are more.
pub fn list(
    tx: &mut Tx<'_>,
    f: &Figures,
    asked: Asked,
    after: Option<(String, String)>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let Some(measure) = asked.measure() else {
        let found = store::register::residents(tx, &f.unit.id, f.households_on, after, limit + 1)?;
        let record = |one: store::register::Resident| Record {
            href: format!("/households/{}", one.household_id),
            key: (one.sort_key, one.household_id),
            head_name: one.head_name,
            number: one.number,
            hamlet: one.hamlet_name,
            state: String::new(),
        };
        return Ok(found.into_iter().map(record).collect());
    };
    let counts = |state: &rules::path::State| rules::tally::contribution(Some(*state)).contains(&measure);
    let states: Vec<_> = rules::path::State::ALL.iter().copied().filter(counts).collect();
    let filter = AssessmentFilter {
        scope: f.unit.id.clone(),
        model: f.model.word().to_owned(),
        year: f.year,
        after,
        limit: limit + 1,
        ..AssessmentFilter::default()
    };
    let found = store::assessments::in_states(tx, &filter, &states)?;
    let record = |one: store::assessments::AssessmentLine| Record {
        href: format!("/assessments/{}", one.assessment.id),
        key: (one.sort_key, one.assessment.id),
        head_name: one.head_name,
        number: one.number,
        hamlet: one.hamlet_name,
        state: one.assessment.state.word().to_owned(),
    };
    Ok(found.into_iter().map(record).collect())
}

/// The place of a request for records, what lies above it, and whether the visitor may see them; `not-found` above the
/// commune.
pub async fn place(visit: &Visit, wanted: &Wanted) -> Result<(Unit, Vec<Unit>, bool), Failure> {
    let (guard, wanted) = (visit.guard.clone(), wanted.clone());
    let found = move |tx: &mut Tx<'_>| {
        let unit = crate::places::in_force(tx, &wanted.code, wanted.on)?;
        if !matches!(unit.level, Level::Commune | Level::Hamlet) {
            return Err(Failure::not_found());
        }
        let sees = guard.can(tx, Act::SeeRecords, &unit.id)?;
        Ok((unit.clone(), store::units::path(tx, &unit.id)?, sees))
    };
    visit.app.read(found).await
}

/// The page. Those who may not see records are told who may, with status 403.
pub async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let (wanted, _) = wanted(&visit, &code)?;
    let asked = asked(&visit)?;
    let (unit, path, sees) = place(&visit, &wanted).await?;
    let b = Base::new(&visit, "figures");
    let year = wanted.year.unwrap_or_else(|| wanted.on.year());
    let mut back = b.figures_on(&unit, &wanted.on);
    if year != wanted.on.year() {
        back = format!("{back}{}year={year}", if back.contains('?') { '&' } else { '?' });
    }
    let roles = Role::ALL.iter().filter(|role| rules::access::allows(**role, Act::SeeRecords)).map(|role| role.word());
    let mut records =
        Records { b, unit, path, f: None, asked, year, back, records: Vec::new(), next: None, roles: roles.collect() };
    if !sees {
        return page_with(StatusCode::FORBIDDEN, &records);
    }
    let f = read(&visit, wanted).await?;
    let (shown, after) = (f.clone(), crate::api::after::<(String, String)>(&visit)?);
    let mut found = visit.app.read(move |tx| list(tx, &shown, asked, after.clone(), PAGE)).await?;
    let most = usize::try_from(PAGE).unwrap_or(1);
    if found.len() > most {
        found.truncate(most);
        records.next = found.last().map(|last| next(&f, asked, &last.key));
    }
    records.records = found;
    records.f = Some(f);
    page(&records)
}

fn next(f: &Figures, asked: Asked, key: &(String, String)) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("on", &f.on.to_string());
    query.append_pair("year", &f.year.to_string());
    query.append_pair("model", f.model.word());
    query.append_pair("measure", asked.word());
    query.append_pair("cursor", &crate::api::cursor(key));
    format!("/figures/{}/records?{}", f.unit.code, query.finish())
}
