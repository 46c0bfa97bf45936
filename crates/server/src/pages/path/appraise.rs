//! The commune's appraisal: the list of what was sent, exceptions first, with verdicts for many or for one.
//! Must not decide whether a verdict may be given.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::path::{State, StepKind, after as follows};
use rules::score::Outcome;
use store::Tx;
use store::assessments::{WorkFilter, WorkLine};

use super::{Asked, ROWS, Scope, Work, after, here, paged, query, with};
use crate::acts::path::appraise::{LONGEST_REASON, accept, judge};
use crate::acts::path::{filled_of, outcome_of, set_of};
use crate::app::{App, Ask};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::{Base, Faults, again, go, page_with};
use crate::visit::Visit;

/// From this many points more or less than last year a family is looked at first.
pub const CHANGED_BY: i64 = 15;
/// The states an appraiser works with, in the order of the tabs.
const STATES: &[State] = &[State::Submitted, State::Returned, State::Accepted, State::Rejected];

#[derive(Template)]
#[template(path = "path/appraise.html")]
struct Page {
    b: Base,
    s: Scope,
    rows: Vec<Row>,
    tabs: Vec<(State, i64, String)>,
    state: State,
    first: bool,
    here: String,
    start: String,
    next: Option<String>,
    done: String,
    work: Work,
    faults: Faults,
    typed: Typed,
    longest: usize,
    /// Pass mark, area class and why the mark is not certain.
    marks: Vec<(i64, &'static str, String)>,
}

/// What was typed and ticked on the list and not yet sent: one button sends one row, or the ticks.
#[derive(Default)]
struct Typed {
    /// Reasons by assessment id.
    reasons: BTreeMap<String, String>,
    /// Ids of ticked families.
    picked: BTreeSet<String>,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let reasons = fields.beginning("reason.").into_iter().filter(|(_, reason)| !reason.is_empty()).collect();
        Self { reasons, picked: fields.all("pick").into_iter().collect() }
    }

    /// Takes out what has been done; is anything left?
    fn without(&mut self, ids: &[String]) -> bool {
        for id in ids {
            self.reasons.remove(id);
            self.picked.remove(id);
        }
        !self.reasons.is_empty() || !self.picked.is_empty()
    }
}

/// One family.
struct Row {
    line: WorkLine,
    outcome: Outcome,
    /// The person took part in the self-assessment.
    own: bool,
}

impl Row {
    fn follows(&self, kind: StepKind) -> bool {
        follows(Some(self.line.assessment.state), kind).is_some()
    }

    fn can_accept(&self) -> bool {
        self.follows(StepKind::Accept) && !self.own && self.outcome.passed
    }

    fn can_return(&self) -> bool {
        self.follows(StepKind::Return)
    }

    fn can_reject(&self) -> bool {
        self.follows(StepKind::Reject) && !self.own
    }

    fn can_reopen(&self) -> bool {
        self.follows(StepKind::Reopen)
    }

    fn judged(&self) -> bool {
        self.can_return() || self.can_reject() || self.can_reopen()
    }

    /// Difference to last year when it is large: signed, with the plus.
    fn change(&self) -> Option<String> {
        let by = self.line.assessment.total - self.line.last_total?;
        (by.abs() >= CHANGED_BY).then(|| if by > 0 { format!("+{by}") } else { by.to_string() })
    }
}

impl Page {
    fn reason(&self, id: &str) -> &str {
        self.typed.reasons.get(id).map_or("", String::as_str)
    }

    fn picked(&self, id: &str) -> bool {
        self.typed.picked.contains(id)
    }

    /// What is wrong with the reason of a family; empty when nothing is.
    fn fault(&self, id: &str) -> String {
        self.faults.of(&format!("reason.{id}"))
    }

    fn can_accept_any(&self) -> bool {
        self.rows.iter().any(Row::can_accept)
    }
}

/// The worklist.
pub async fn show(visit: Visit, Path(year): Path<i64>) -> Answer {
    list(&visit, year, Work::default(), "", Typed::default()).await
}

async fn list(visit: &Visit, year: i64, work: Work, done: &'static str, typed: Typed) -> Answer {
    let fields = query(visit);
    let state = State::of(fields.text("state")).filter(|state| STATES.contains(state)).unwrap_or(State::Submitted);
    let start: Option<(i64, String, String)> = after(&fields);
    let asked = Asked::new(visit, Some(year));
    let (from, guard, app) = (start.clone(), visit.guard.clone(), visit.app.clone());
    let me = visit.guard.actor()?.id.clone();
    let (s, mut rows, counts) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            guard.allow(tx, Act::Appraise, &s.unit.id)?;
            let filter = WorkFilter {
                scope: s.unit.id.clone(),
                model: "family".to_owned(),
                year: s.year,
                state,
                changed_by: CHANGED_BY,
                after: from.clone(),
                limit: ROWS + 1,
            };
            let lines = store::assessments::worklist(tx, &filter)?;
            let rows: Vec<Row> = lines.into_iter().map(|line| row(&app, line, &me)).collect::<Result<_, Failure>>()?;
            Ok((s.clone(), rows, store::assessments::state_counts(tx, &s.unit.id, "family", s.year)?))
        })
        .await?;
    let next =
        paged(visit, &mut rows, ROWS, |row| (row.line.rank, row.line.sort_key.clone(), row.line.assessment.id.clone()));
    let b = Base::new(visit, "families");
    let status = match work.problems.first() {
        Some(problem) => StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        None if work.done == 0 && !work.refused.is_empty() => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let of = |state: State| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, n)| *n);
    let tab = |state: &State| {
        (
            *state,
            of(*state),
            with(visit, &[("state", Some(state.word())), ("after", None), ("done", None), ("n", None)]),
        )
    };
    let page = Page {
        tabs: STATES.iter().map(tab).collect(),
        state,
        first: start.is_none(),
        here: here(visit),
        start: with(visit, &[("after", None), ("done", None), ("n", None)]),
        next,
        done: if done.is_empty() || work.done == 0 { String::new() } else { b.t1(done, "n", work.done) },
        faults: Faults::new(visit, &work.problems),
        work,
        typed,
        longest: LONGEST_REASON,
        marks: marks(&visit.app, &rows, &b),
        s,
        rows,
        b,
    };
    page_with(status, &page)
}

fn row(app: &App, line: WorkLine, me: &str) -> Result<Row, Failure> {
    let set = set_of(app, &line.assessment)?;
    let outcome = outcome_of(set, &filled_of(&line.assessment)?, &line.assessment.area);
    Ok(Row { own: line.assessment.standing.self_assessors.contains(me), outcome, line })
}

/// The pass marks that the families on the page are held against.
fn marks(app: &App, rows: &[Row], b: &Base) -> Vec<(i64, &'static str, String)> {
    let mut found: Vec<(i64, &'static str, String)> = Vec::new();
    for row in rows {
        let one = &row.line.assessment;
        let Ok(set) = set_of(app, one) else { continue };
        let Some(area) = rules::basics::AreaClass::of(&one.area) else { continue };
        let Some(mark) = set.pass_mark(area) else { continue };
        let doubt = mark.reason.as_ref().map(|reason| reason.say(b.lang()).to_owned()).unwrap_or_default();
        let told = (row.outcome.mark, area.word(), doubt);
        if !found.contains(&told) {
            found.push(told);
        }
    }
    found
}

/// Gives verdicts: `act=accept` for every picked family, or `act=<step>:<id>` for one, its reason in `reason.<id>`.
pub async fn send(visit: Visit, Path(year): Path<i64>, Form(fields): Form) -> Answer {
    let act = fields.text("act").to_owned();
    match act.split_once(':').and_then(|(kind, id)| Some((verdict(kind)?, id))) {
        Some((kind, id)) => one_of_list(&visit, year, kind, id, &fields).await,
        None => many(&visit, year, &fields).await,
    }
}

/// The steps that need a reason.
fn verdict(word: &str) -> Option<StepKind> {
    StepKind::of(word).filter(|kind| matches!(kind, StepKind::Return | StepKind::Reject | StepKind::Reopen))
}

async fn many(visit: &Visit, year: i64, fields: &Fields) -> Answer {
    let ids = fields.all("pick");
    let ask = Ask::new(Act::Appraise, fields.request_id(), &format!("{year}\n{}", fields.content()));
    let picked = ids.clone();
    let answer = visit.app.act(&visit.guard, ask, move |tx, ctx| accept(tx, ctx, &picked)).await;
    let accepted = answer.as_ref().map(|bulk| bulk.done.clone()).unwrap_or_default();
    let work = Work::of(visit, &ids, answer).await?;
    let mut typed = Typed::of(fields);
    if !typed.without(&accepted) && work.is_clean() {
        return go(&here(visit), "accepted", Some(work.done));
    }
    list(visit, year, work, "done-accepted", typed).await
}

async fn one_of_list(visit: &Visit, year: i64, kind: StepKind, id: &str, fields: &Fields) -> Answer {
    let field = format!("reason.{id}");
    let reason = fields.text(&field).to_owned();
    let mut typed = Typed::of(fields);
    match give(visit, kind, id, &reason, fields).await {
        Ok(()) if typed.without(&[id.to_owned()]) => {
            list(visit, year, Work { done: 1, ..Work::default() }, done_key(kind), typed).await
        }
        Ok(()) => go(&here(visit), done_of(kind), None),
        Err(failure) => {
            let (_, problems) = again(failure)?;
            let wanted = id.to_owned();
            // Whoever may judge the family may know its name: the act asked before it found anything wrong.
            let name = visit.app.read(move |tx| name_of(tx, &wanted)).await?;
            let at_home = |mut problem: rules::problem::Problem| {
                problem.field = if problem.field == "reason" { field.clone() } else { problem.field };
                problem.with("family", &name)
            };
            let problems = problems.into_iter().map(at_home).collect();
            let work = Work { problems, ..Work::default() };
            list(visit, year, work, "", typed).await
        }
    }
}

fn name_of(tx: &mut Tx<'_>, id: &str) -> Result<String, Failure> {
    let one = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
    let household = store::register::household(tx, &one.household_id)?.ok_or_else(Failure::not_found)?;
    Ok(household.head_name)
}

/// Gives one verdict that needs a reason.
pub(super) async fn give(
    visit: &Visit,
    kind: StepKind,
    id: &str,
    reason: &str,
    fields: &Fields,
) -> Result<(), Failure> {
    let ask = Ask::new(kind.act(), fields.request_id(), &format!("{id}\n{}", fields.content()));
    let (of, why) = (id.to_owned(), reason.to_owned());
    visit.app.act(&visit.guard, ask, move |tx, ctx| judge(tx, ctx, &of, kind, &why)).await.map(|_| ())
}

/// The key of the same sentence on a page that was not gone to.
const fn done_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Return => "done-returned-one",
        StepKind::Reject => "done-rejected-one",
        StepKind::Reopen => "done-reopened-one",
        _ => "done-accepted-one",
    }
}

/// The sentence after a verdict.
pub(super) const fn done_of(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Return => "returned-one",
        StepKind::Reject => "rejected-one",
        StepKind::Reopen => "reopened-one",
        _ => "accepted-one",
    }
}
