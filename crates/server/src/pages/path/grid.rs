//! Many families at once as a spreadsheet: one row a family, one column an item.
//! Must not decide whether an answer is allowed.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::StatusCode;
use rules::access::Act;
use rules::criteria::{Answers, Asked as Item, CriteriaSet, ExemptRule, Filled, Model, choose};
use rules::path::StepKind;
use rules::problem::Problem;
use rules::score::Outcome;
use store::assessments::{AssessmentFilter, AssessmentLine};

use super::entries::{cell, read_cell};
use super::form::earlier;
use super::{Asked, Scope, Work, Year, after, here, paged, query, with};
use crate::acts::path::assess::{self, Row as GridRow};
use crate::acts::path::{filled_of, order, outcome_of};
use crate::app::{App, Ask};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::{Base, Faults, go, page_with};
use crate::visit::Visit;

/// Families of one grid.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "path/grid.html")]
struct Page {
    b: Base,
    s: Scope,
    columns: Vec<Column>,
    rows: Vec<Row>,
    first: bool,
    here: String,
    fill: String,
    filled_from_before: bool,
    has_before: bool,
    next: Option<String>,
    done: String,
    work: Work,
    faults: Faults,
}

/// One item.
struct Column {
    code: String,
    text: String,
    max: i64,
    /// What a cell set aside counts.
    exempt_counts: i64,
    exempt: bool,
}

/// One family.
struct Row {
    line: AssessmentLine,
    base: i64,
    cells: Vec<Cell>,
    outcome: Outcome,
}

struct Cell {
    name: String,
    value: String,
    before: String,
    fault: String,
    /// What is kept, where somebody else saved something other meanwhile.
    now: Option<String>,
}

/// What was typed into a grid that could not be taken as it was.
#[derive(Default)]
struct Typed {
    fields: Fields,
    faults: BTreeMap<(String, String), String>,
    clashes: BTreeSet<String>,
    /// An act has answered: what is kept was shown, and may be saved over.
    answered: bool,
}

/// The grid.
pub async fn show(visit: Visit, Year(year): Year) -> Answer {
    list(&visit, year, None, Work::default()).await
}

/// The lines of one page whose sheets can be saved and were begun under the year's set, with last year's answers.
fn lines(
    tx: &mut store::Tx<'_>,
    s: &Scope,
    set: &CriteriaSet,
    start: Option<(String, String)>,
) -> Result<Vec<(AssessmentLine, Option<Filled>)>, Failure> {
    let most = usize::try_from(ROWS).unwrap_or(1) + 1;
    let mut found = Vec::new();
    let mut after = start;
    loop {
        let filter = AssessmentFilter {
            scope: s.unit.id.clone(),
            model: Model::Family.word().to_owned(),
            year: s.year,
            state: None,
            words: String::new(),
            after: after.clone(),
            limit: ROWS * 2,
        };
        let page = store::assessments::list(tx, &filter)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some((last.sort_key.clone(), last.assessment.id.clone()));
        for line in page {
            let own = line.assessment.set_id == set.set && line.assessment.version == set.version;
            if own && order(&line.assessment, StepKind::Save).is_none() {
                let before = earlier(tx, &line.assessment)?.map(|(_, filled)| filled);
                found.push((line, before));
                if found.len() == most {
                    return Ok(found);
                }
            }
        }
    }
}

fn set_for(app: &App, year: i64) -> Result<&CriteriaSet, Failure> {
    let none = || Problem::new("no-criteria").with("model", Model::Family.word()).with("year", year);
    Ok(choose(&app.sets, Model::Family, year).ok_or_else(none)?)
}

async fn list(visit: &Visit, year: i64, typed: Option<Typed>, work: Work) -> Answer {
    let fields = query(visit);
    let fill = fields.has("before");
    let start: Option<(String, String)> = after(&fields);
    let asked = Asked::new(visit, Some(year));
    let (guard, app, from) = (visit.guard.clone(), visit.app.clone(), start.clone());
    let (s, mut found) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            guard.allow(tx, Act::SelfAssess, &s.unit.id)?;
            let found = lines(tx, &s, set_for(&app, s.year)?, from.clone())?;
            Ok::<_, Failure>((s, found))
        })
        .await?;
    let next = paged(visit, &mut found, ROWS, |(line, _)| (line.sort_key.clone(), line.assessment.id.clone()));
    let set = set_for(&visit.app, year)?;
    let b = Base::new(visit, "families");
    let columns = columns(&b, set);
    let has_before = found.iter().any(|(_, before)| before.is_some());
    let mut rows = Vec::new();
    for (line, before) in found {
        rows.push(row(set, line, before.as_ref(), fill, typed.as_ref())?);
    }
    let mut done = Vec::new();
    // What was saved stays saved when it cannot be sent.
    if let Some(saved) = work.saved.filter(|saved| *saved > 0) {
        done.push(b.t1("done-saved-many", "n", saved));
    }
    if work.done > 0 {
        done.push(b.t1(if work.saved.is_some() { "done-submitted" } else { "done-saved-many" }, "n", work.done));
    }
    let done = done.join(" ");
    let trouble = work.problems.first().map(|problem| problem.status());
    let refused = work.done == 0 && work.saved.is_none_or(|saved| saved == 0) && !work.refused.is_empty();
    let faulty = typed.as_ref().is_some_and(|typed| !typed.faults.is_empty());
    let status = match trouble {
        Some(status) => StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        None if faulty => StatusCode::UNPROCESSABLE_ENTITY,
        None if refused => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let page = Page {
        s,
        columns,
        rows,
        first: start.is_none(),
        here: here(visit),
        fill: with(visit, &[("before", Some("1")), ("done", None), ("n", None)]),
        filled_from_before: fill,
        has_before,
        next,
        done,
        faults: Faults::new(visit, &work.problems),
        work,
        b,
    };
    page_with(status, &page)
}

fn columns(b: &Base, set: &CriteriaSet) -> Vec<Column> {
    let own = set.asked().into_iter().filter_map(|asked| match asked {
        Item::Item(item) => Some(Column {
            code: item.code.clone(),
            text: item.text.say(b.lang()).to_owned(),
            max: item.max,
            exempt_counts: match item.exempt.as_ref().map(|exempt| exempt.rule) {
                Some(ExemptRule::Full) => item.max,
                Some(ExemptRule::LeftOut) | None => 0,
            },
            exempt: item.exempt.is_some(),
        }),
        Item::Target(_) => None,
    });
    own.collect()
}

fn row(
    set: &CriteriaSet,
    line: AssessmentLine,
    before: Option<&Filled>,
    fill: bool,
    typed: Option<&Typed>,
) -> Result<Row, Failure> {
    let id = &line.assessment.id;
    let mut filled = filled_of(&line.assessment)?;
    let kept = filled.answers.clone();
    let was = before.map(|before| before.answers.clone()).unwrap_or_default();
    if fill {
        for (code, answer) in &was {
            filled.answers.entry(code.clone()).or_insert_with(|| answer.clone());
        }
    }
    let mut base = line.assessment.revision;
    let mut cells = Vec::new();
    for asked in set.asked() {
        let code = asked.code();
        let name = format!("v.{id}.{code}");
        let mut value = cell(&filled.answers, code);
        let mut fault = String::new();
        let mut now = None;
        if let Some(typed) = typed
            && typed.fields.has(&name)
        {
            typed.fields.text(&name).clone_into(&mut value);
            fault = typed.faults.get(&(id.clone(), code.to_owned())).cloned().unwrap_or_default();
            if typed.clashes.contains(id) && cell(&kept, code) != value {
                now = Some(cell(&kept, code));
            }
            match read_cell(asked, &value) {
                Ok(Some(answer)) => filled.answers.insert(code.to_owned(), answer),
                Ok(None) | Err(_) => filled.answers.remove(code),
            };
        }
        cells.push(Cell { name, value, before: cell(&was, code), fault, now });
    }
    if let Some(typed) = typed.filter(|typed| !typed.answered)
        && let Some(seen) = typed.fields.int(&format!("r.{id}"), &mut Vec::new())
    {
        base = seen;
    }
    let outcome = outcome_of(set, &filled, &line.assessment.area);
    Ok(Row { line, base, cells, outcome })
}

/// The rows of a sent grid, and what is wrong with them by family and item.
fn rows_of(set: &CriteriaSet, fields: &Fields) -> (Vec<GridRow>, Vec<(String, Problem)>) {
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for (id, revision) in fields.beginning("r.") {
        let mut answers = Answers::new();
        for asked in set.asked() {
            let code = asked.code();
            match read_cell(asked, fields.text(&format!("v.{id}.{code}"))) {
                Ok(Some(answer)) => {
                    answers.insert(code.to_owned(), answer);
                }
                Ok(None) => {}
                Err(problem) => wrong.push((id.clone(), problem)),
            }
        }
        let problems = rules::criteria::check(set, &answers, &rules::criteria::Traits::new(), false);
        wrong.extend(problems.into_iter().map(|problem| (id.clone(), problem)));
        // A revision that is no number differs from every real one.
        rows.push(GridRow { base_revision: revision.parse().unwrap_or(-1), id, answers });
    }
    (rows, wrong)
}

/// Saves the rows that were changed; with `act=submit` also sends those that are complete.
pub async fn send(visit: Visit, Year(year): Year, Form(fields): Form) -> Answer {
    let set = set_for(&visit.app, year)?;
    let (rows, wrong) = rows_of(set, &fields);
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    if !wrong.is_empty() {
        visit.guard.anywhere(Act::SelfAssess)?;
        let mut faults: BTreeMap<(String, String), String> = BTreeMap::new();
        for (id, problem) in &wrong {
            faults.insert((id.clone(), problem.field.clone()), visit.app.words.problem(visit.lang, problem));
        }
        let said = Problem::new("grid-cells").with("n", wrong.len());
        let work = Work { problems: vec![said], ..Work::default() };
        return list(&visit, year, Some(Typed { fields, faults, ..Typed::default() }), work).await;
    }
    // Those begun and not complete are refused by name; an empty row has not been begun.
    let begun: Vec<String> = rows.iter().filter(|row| !row.answers.is_empty()).map(|row| row.id.clone()).collect();
    let ask = Ask::new(Act::SelfAssess, fields.request_id(), &format!("{year}\n{}", fields.content()));
    let answer = visit.app.act(&visit.guard, ask, move |tx, ctx| assess::save_grid(tx, ctx, &rows)).await;
    let unchanged = matches!(&answer, Err(Failure::Problems(all)) if all.iter().all(|p| p.code == "nothing-chosen"));
    let submit = fields.text("act") == "submit";
    let mut saved = 0;
    if !unchanged {
        let work = Work::of(&visit, &ids, answer).await?;
        if !work.is_clean() {
            return list(
                &visit,
                year,
                Some(Typed { fields, clashes: work.clashes.clone(), answered: true, ..Typed::default() }),
                work,
            )
            .await;
        }
        if !submit {
            return go(&saved_here(&visit), "saved-many", Some(work.done));
        }
        saved = work.done;
    }
    if !submit || begun.is_empty() {
        visit.guard.anywhere(Act::SelfAssess)?;
        return go(&saved_here(&visit), if submit { "none-complete" } else { "nothing-changed" }, None);
    }
    let request = format!("{}.submit", fields.request_id());
    let ask = Ask::new(Act::SubmitAssessment, &request, &begun.join("\n"));
    let picked = begun.clone();
    let sent = visit.app.act(&visit.guard, ask, move |tx, ctx| assess::submit(tx, ctx, &picked)).await;
    let work = Work::of(&visit, &begun, sent).await?;
    if work.is_clean() {
        return go(&saved_here(&visit), "submitted", Some(work.done));
    }
    list(&visit, year, None, Work { saved: Some(saved), ..work }).await
}

/// Back to the grid, which now holds what was filled in.
fn saved_here(visit: &Visit) -> String {
    with(visit, &[("before", None), ("done", None), ("n", None)])
}
