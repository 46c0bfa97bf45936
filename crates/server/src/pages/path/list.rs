//! The list of families in a year with their self-assessments: to go on with one, to send many, to take away as a table.
//! Must not decide whether a sheet may be sent.

use askama::Template;
use axum::http::StatusCode;
use papers::sheets::{Cell, Column, Format, Kind, Table};
use rules::access::Act;
use rules::path::{State, StepKind, after as follows};
use rules::score::Outcome;
use store::assessments::{AssessmentFilter, AssessmentLine};

use super::{Asked, ROWS, Scope, Work, Year, after, here, paged, query, with};
use crate::acts::path::{assess, filled_of, outcome_of, set_of};
use crate::app::{App, Ask};
use crate::carry;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::pages::{Base, Faults, go, page_with};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "path/list.html")]
struct Page {
    b: Base,
    s: Scope,
    rows: Vec<Row>,
    states: &'static [State],
    state: Option<State>,
    q: String,
    first: bool,
    here: String,
    next: Option<String>,
    xlsx: String,
    csv: String,
    found: i64,
    may: bool,
    done: String,
    work: Work,
    faults: Faults,
}

impl Page {
    fn is_state(&self, state: &State) -> bool {
        self.state == Some(*state)
    }
}

struct Row {
    line: AssessmentLine,
    outcome: Outcome,
}

impl Row {
    fn editable(&self) -> bool {
        follows(Some(self.line.assessment.state), StepKind::Save).is_some()
    }

    fn sendable(&self) -> bool {
        follows(Some(self.line.assessment.state), StepKind::Submit).is_some()
    }
}

/// The list.
pub async fn show(visit: Visit, Year(year): Year) -> Answer {
    let fields = query(&visit);
    match fields.text("format") {
        "xlsx" => export(&visit, year, Format::Xlsx).await,
        "csv" => export(&visit, year, Format::Csv).await,
        _ => list(&visit, year, Work::default()).await,
    }
}

fn outcome(app: &App, line: &AssessmentLine) -> Result<Outcome, Failure> {
    let set = set_of(app, &line.assessment)?;
    Ok(outcome_of(set, &filled_of(&line.assessment)?, &line.assessment.area))
}

async fn list(visit: &Visit, year: i64, work: Work) -> Answer {
    let fields = query(visit);
    let (q, state) = (fields.text("q").to_owned(), State::of(fields.text("state")));
    let start: Option<(String, String)> = after(&fields);
    let asked = Asked::new(visit, Some(year));
    let (words, from, guard, app) = (rules::text::fold(&q), start.clone(), visit.guard.clone(), visit.app.clone());
    let (s, mut rows, found, may) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            let filter = AssessmentFilter {
                scope: s.unit.id.clone(),
                model: "family".to_owned(),
                year: s.year,
                state,
                words: words.clone(),
                after: from.clone(),
                limit: ROWS + 1,
            };
            let mut rows = Vec::new();
            for line in store::assessments::list(tx, &filter)? {
                rows.push(Row { outcome: outcome(&app, &line)?, line });
            }
            let found = store::assessments::count_assessments(tx, &filter)?;
            let may = guard.can(tx, Act::SubmitAssessment, &s.unit.id)?;
            Ok::<_, Failure>((s, rows, found, may))
        })
        .await?;
    let next = paged(visit, &mut rows, ROWS, |row| (row.line.sort_key.clone(), row.line.assessment.id.clone()));
    let b = Base::new(visit, "families");
    let done = if work.done == 0 { String::new() } else { b.t1("done-submitted", "n", work.done) };
    let status = match work.problems.first() {
        Some(problem) => StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        None if work.done == 0 && !work.refused.is_empty() => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let export = |format| with(visit, &[("format", Some(format)), ("after", None), ("done", None), ("n", None)]);
    let page = Page {
        s,
        rows,
        states: State::ALL,
        state,
        q,
        first: start.is_none(),
        here: here(visit),
        next,
        xlsx: export("xlsx"),
        csv: export("csv"),
        found,
        may,
        done,
        faults: Faults::new(visit, &work.problems),
        work,
        b,
    };
    page_with(status, &page)
}

/// Sends the picked self-assessments to the commune.
pub async fn send(visit: Visit, Year(year): Year, Form(fields): Form) -> Answer {
    let ids = fields.all("pick");
    let ask = Ask::new(Act::SubmitAssessment, fields.request_id(), &format!("{year}\n{}", fields.content()));
    let picked = ids.clone();
    let answer = visit.app.act(&visit.guard, ask, move |tx, ctx| assess::submit(tx, ctx, &picked)).await;
    let work = Work::of(&visit, &ids, answer).await?;
    if work.is_clean() {
        return go(&here(&visit), "submitted", Some(work.done));
    }
    list(&visit, year, work).await
}

/// The same list as a file: all families of the place and year, or those in one state, written as they are read.
async fn export(visit: &Visit, year: i64, format: Format) -> Answer {
    let state = State::of(query(visit).text("state"));
    let asked = Asked::new(visit, Some(year));
    let (app, own) = (visit.app.clone(), visit.clone());
    let work = move |tx: &mut store::Tx<'_>| {
        let s = asked.find(tx)?;
        let b = Base::new(&own, "families");
        let empty = table(&b, &s);
        let facts = empty.facts.clone();
        let mut carried = carry::begin(&app, empty, format)?;
        let mut stopped = None;
        let streamed = store::assessments::stream_all(tx, &s.unit.id, "family", s.year, |line| {
            if state.is_some_and(|state| state != line.assessment.state) {
                return Ok(());
            }
            let row = outcome(&app, &line).map(|outcome| Row { outcome, line });
            let pushed = row.and_then(|row| carried.push(cells(&b, &row)).map_err(carry::told));
            pushed.map_err(|failure| {
                stopped = Some(failure);
                store::Error::Shape("the file could not be written".to_owned())
            })
        });
        if let Some(failure) = stopped {
            return Err(failure);
        }
        streamed?;
        Ok::<_, Failure>((s, carry::end(carried, facts)?))
    };
    let (s, made) = visit.app.files.take(&visit.app, work).await?;
    made.send(&format!("families-{}-{}", s.year, s.unit.code), format)
}

fn cells(b: &Base, row: &Row) -> Vec<Cell> {
    let (line, outcome) = (&row.line, &row.outcome);
    let scored = |n: i64| if line.assessment.filled.is_empty() { Cell::Empty } else { Cell::Int(n) };
    vec![
        Cell::Text(line.hamlet_name.clone()),
        Cell::Text(line.number.clone()),
        Cell::Text(line.head_name.clone()),
        Cell::Text(b.t(format!("state-{}", line.assessment.state.word()))),
        scored(outcome.total),
        Cell::Int(outcome.mark),
        Cell::Text(b.t(format!("area-{}", line.assessment.area))),
        Cell::Int(outcome.answered),
        Cell::Int(outcome.asked),
    ]
}

fn table(b: &Base, s: &Scope) -> Table {
    let column = |key: &str, kind| Column::new(b.t(key), kind);
    let columns = vec![
        column("path-hamlet", Kind::Text),
        column("path-number", Kind::Text),
        column("path-head", Kind::Text),
        column("path-state", Kind::Text),
        column("path-points", Kind::Count),
        column("path-mark", Kind::Count),
        column("path-area", Kind::Text),
        column("path-answered", Kind::Count),
        column("path-asked", Kind::Count),
    ];
    let title = b.t2("path-list-of", "place", &s.unit.full_name, "year", s.year);
    Table {
        title,
        sheet: b.t("nav-families"),
        columns,
        rows: Vec::new(),
        notes_sheet: b.t("path-about-table"),
        facts: vec![
            (b.t("path-place"), s.unit.full_name.clone()),
            (b.t("path-year"), s.year.to_string()),
            (b.t("path-made"), b.moment(&b.visit.at)),
        ],
        rows_label: b.t("path-rows"),
        notes: vec![b.t("path-list-note")],
        made: b.visit.today,
    }
}
