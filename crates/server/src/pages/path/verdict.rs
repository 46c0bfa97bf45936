//! The verdict on one family: its score explained, its evidence, what changed since last year, and the way to the next
//! family that waits. Must not decide whether a verdict may be given.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use rules::access::Act;
use rules::path::{State, StepKind};
use rules::problem::Problem;
use rules::score::Outcome;
use store::Tx;
use store::assessments::{Assessment, NamedStep, WorkFilter};
use store::evidence::Evidence;
use store::register::Household;
use store::units::Unit;

use super::appraise::{CHANGED_BY, done_of, give};
use super::explain::{Part, explain};
use super::form::earlier;
use crate::acts::path::appraise::{LONGEST_REASON, accept};
use crate::acts::path::{filled_of, outcome_of, set_of};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::{Base, Faults, again, go, page_with};
use crate::visit::{Guard, Visit};

/// Families looked at to find the next one that waits.
const AHEAD: i64 = 20;

#[derive(Template)]
#[template(path = "path/verdict.html")]
struct Page {
    b: Base,
    faults: Faults,
    seen: Seen,
    parts: Vec<Part>,
    outcome: Outcome,
    mark_doubt: String,
    own: bool,
    reason: String,
    longest: usize,
}

/// What the page was read from.
#[derive(Clone)]
struct Seen {
    one: Assessment,
    household: Household,
    crumbs: Vec<Unit>,
    steps: Vec<NamedStep>,
    photos: Vec<Evidence>,
    before: Option<(i64, rules::criteria::Filled, i64)>,
    /// The next family of the hamlet that waits, and how many wait.
    next: Option<(String, String)>,
    waiting: i64,
}

impl Page {
    fn waits(&self) -> bool {
        self.seen.one.state == State::Submitted
    }

    fn judged(&self) -> bool {
        matches!(self.seen.one.state, State::Accepted | State::Rejected)
    }

    /// Who wrote the answers, each once, the last first.
    fn writers(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for named in self.seen.steps.iter().rev() {
            let wrote = matches!(named.step.kind, StepKind::Save | StepKind::Submit);
            if wrote && !names.contains(&named.account_name) {
                names.push(named.account_name.clone());
            }
        }
        names
    }

    /// Points more or less than the last time, with the sign; `None` when there is nothing to compare with.
    fn change(&self) -> Option<(i64, String, bool)> {
        let (year, _, total) = self.seen.before.as_ref()?;
        let by = self.outcome.total - total;
        let text = if by > 0 { format!("+{by}") } else { by.to_string() };
        Some((*year, text, by.abs() >= CHANGED_BY))
    }
}

/// The verdict page of one family.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    render(&visit, &id, &[], StatusCode::OK, "").await
}

fn see(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Seen, Failure> {
    let one = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
    guard.allow(tx, Act::Appraise, &one.hamlet_id)?;
    let household = store::register::household(tx, &one.household_id)?.ok_or_else(Failure::not_found)?;
    let filter = WorkFilter {
        scope: one.hamlet_id.clone(),
        model: one.model.clone(),
        year: one.year,
        state: State::Submitted,
        changed_by: CHANGED_BY,
        after: None,
        limit: AHEAD,
    };
    let ahead = store::assessments::worklist(tx, &filter)?;
    let next = ahead.into_iter().find(|line| line.assessment.id != one.id);
    let counts = store::assessments::state_counts(tx, &one.hamlet_id, &one.model, one.year)?;
    let before = match earlier(tx, &one)? {
        Some((year, filled)) => {
            let last = store::assessments::last_year(tx, &one.household_id, &one.model, one.year)?;
            last.map(|last| (year, filled, last.total))
        }
        None => None,
    };
    Ok(Seen {
        crumbs: store::units::path(tx, &one.hamlet_id)?,
        steps: store::assessments::steps(tx, id)?,
        photos: store::evidence::list(tx, id)?,
        before,
        next: next.map(|line| (line.assessment.id, line.head_name)),
        waiting: counts.iter().find(|(state, _)| *state == State::Submitted).map_or(0, |(_, n)| *n),
        one,
        household,
    })
}

async fn render(visit: &Visit, id: &str, problems: &[Problem], status: StatusCode, reason: &str) -> Answer {
    let (guard, id) = (visit.guard.clone(), id.to_owned());
    let seen = visit.app.read(move |tx| see(tx, &guard, &id)).await?;
    let b = Base::new(visit, "families");
    let set = set_of(&visit.app, &seen.one)?;
    let filled = filled_of(&seen.one)?;
    let outcome = outcome_of(set, &filled, &seen.one.area);
    let mark = rules::basics::AreaClass::of(&seen.one.area).and_then(|area| set.pass_mark(area));
    let doubt = mark.and_then(|mark| mark.reason.as_ref()).map(|reason| reason.say(b.lang()).to_owned());
    let page = Page {
        faults: Faults::new(visit, problems),
        parts: explain(&b, set, &filled, &outcome, seen.before.as_ref().map(|(_, filled, _)| filled)),
        mark_doubt: doubt.unwrap_or_default(),
        own: seen.one.standing.self_assessors.contains(&visit.guard.actor()?.id),
        reason: reason.to_owned(),
        longest: LONGEST_REASON,
        outcome,
        seen,
        b,
    };
    page_with(status, &page)
}

/// Gives the verdict `act`: accept, return, reject or reopen; then goes on to the family in `next`, if any.
pub async fn send(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let reason = fields.text("reason").to_owned();
    let kind = StepKind::of(fields.text("act")).filter(|kind| kind.act() == Act::Appraise);
    let Some(kind) = kind else {
        let problem = Problem::new("not-a-choice").at("act").with("value", fields.text("act"));
        return Err(problem.with("choices", "accept, return, reject, reopen").into());
    };
    let done = if kind == StepKind::Accept {
        pass(&visit, &id, &fields).await
    } else {
        give(&visit, kind, &id, &reason, &fields).await
    };
    match done {
        Ok(()) if kind == StepKind::Reopen => go(&format!("/assessments/{id}/appraise"), done_of(kind), None),
        Ok(()) => {
            let next = fields.text("next");
            // Only an id goes into the address.
            let plain = next.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
            if next.is_empty() || !plain {
                return go(&format!("/assessments/{id}"), done_of(kind), None);
            }
            Ok(Redirect::to(&format!("/assessments/{next}/appraise?done={}", done_of(kind))).into_response())
        }
        Err(failure) => {
            let (status, problems) = again(own(failure))?;
            render(&visit, &id, &problems, status, &reason).await
        }
    }
}

async fn pass(visit: &Visit, id: &str, fields: &Fields) -> Result<(), Failure> {
    let ask = Ask::new(Act::Appraise, fields.request_id(), &format!("{id}\n{}", fields.content()));
    let ids = vec![id.to_owned()];
    visit.app.act(&visit.guard, ask, move |tx, ctx| accept(tx, ctx, &ids)).await.map(|_| ())
}

/// The page is about one family: its problems need no name, and its own reason why not is shown on the page.
fn own(failure: Failure) -> Failure {
    match failure {
        Failure::Problems(problems) => Failure::Problems(
            problems
                .into_iter()
                .map(|mut problem| {
                    if problem.field != "reason" {
                        problem.field = String::new();
                    }
                    problem
                })
                .collect(),
        ),
        other => other,
    }
}
