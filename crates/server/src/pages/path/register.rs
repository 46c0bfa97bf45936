//! The checklist for registration: every active household of a place with where it stands in the year.
//! Must not decide who may register.

use askama::Template;
use axum::http::StatusCode;
use rules::access::Act;
use rules::criteria::Model;
use rules::problem::Problem;
use store::assessments::{Candidate, CandidateFilter};

use super::{Asked, ROWS, Scope, Work, Year, after, here, paged, query};
use crate::acts::path::register;
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::pages::{Base, Faults, go, page_with};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "path/register.html")]
struct Page {
    b: Base,
    s: Scope,
    rows: Vec<Candidate>,
    picked: Vec<String>,
    q: String,
    missing: bool,
    first: bool,
    here: String,
    next: Option<String>,
    may: bool,
    reason: String,
    done: String,
    work: Work,
    faults: Faults,
}

impl Page {
    fn is_picked(&self, id: &str) -> bool {
        self.picked.iter().any(|picked| picked == id)
    }
}

/// The checklist.
pub async fn show(visit: Visit, Year(year): Year) -> Answer {
    list(&visit, year, Work::default(), "", &[], "").await
}

async fn list(visit: &Visit, year: i64, work: Work, done: &'static str, picked: &[String], reason: &str) -> Answer {
    let fields = query(visit);
    let (q, missing) = (fields.text("q").to_owned(), fields.has("missing"));
    let start: Option<(String, String)> = after(&fields);
    let asked = Asked::new(visit, Some(year));
    let (words, from) = (rules::text::fold(&q), start.clone());
    let guard = visit.guard.clone();
    let (s, mut rows, may) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            let filter = CandidateFilter {
                scope: s.unit.id.clone(),
                model: Model::Family.word().to_owned(),
                year: s.year,
                only_missing: missing,
                words: words.clone(),
                after: from.clone(),
                limit: ROWS + 1,
            };
            let rows = store::assessments::candidates(tx, &filter)?;
            let may = guard.can(tx, Act::RegisterFamilies, &s.unit.id)?;
            Ok::<_, Failure>((s, rows, may))
        })
        .await?;
    let next = paged(visit, &mut rows, ROWS, |row| (row.sort_key.clone(), row.household_id.clone()));
    let b = Base::new(visit, "families");
    let done = if done.is_empty() || work.done == 0 { String::new() } else { b.t1(done, "n", work.done) };
    let status = match work.problems.first() {
        Some(problem) => StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        None if work.done == 0 && !work.refused.is_empty() => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let faults = Faults::new(visit, &work.problems);
    let page = Page {
        b,
        s,
        rows,
        picked: picked.to_vec(),
        q,
        missing,
        first: start.is_none(),
        here: here(visit),
        next,
        may,
        reason: reason.to_owned(),
        done,
        work,
        faults,
    };
    page_with(status, &page)
}

/// Registers the picked households, or takes their registration back.
pub async fn send(visit: Visit, Year(year): Year, Form(fields): Form) -> Answer {
    let ids = fields.all("pick");
    let mut problems: Vec<Problem> = Vec::new();
    let reason = fields.optional("reason", 500, &mut problems);
    let withdraw = fields.text("act") == "withdraw";
    if !problems.is_empty() {
        return list(&visit, year, Work { problems, ..Work::default() }, "", &ids, &reason).await;
    }
    let ask = Ask::new(Act::RegisterFamilies, fields.request_id(), &format!("{year}\n{}", fields.content()));
    let (picked, why) = (ids.clone(), reason.clone());
    let answer = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            if withdraw {
                register::withdraw(tx, ctx, &picked, Model::Family, year, &why)
            } else {
                register::register(tx, ctx, &picked, Model::Family, year)
            }
        })
        .await;
    let work = Work::of(&visit, &ids, answer).await?;
    if work.is_clean() {
        return go(&here(&visit), if withdraw { "withdrawn" } else { "registered" }, Some(work.done));
    }
    let done = if withdraw { "done-withdrawn" } else { "done-registered" };
    list(&visit, year, work, done, &ids, &reason).await
}
