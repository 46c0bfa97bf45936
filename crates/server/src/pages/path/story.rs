//! The whole story of a family in a year: where it stands, what happened, why the score is what it is, what comes next.
//! Must not decide a step; it offers those that follow and that the person may take.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::criteria::{Filled, Status, Wording};
use rules::path::{State, StepKind, after, next_steps};
use rules::problem::Problem;
use rules::score::Outcome;
use store::Tx;
use store::assessments::{Assessment, NamedStep};
use store::decisions::Decision;
use store::evidence::Evidence;
use store::register::Household;
use store::units::Unit;

use super::explain::{Part, explain};
use super::form::earlier;
use crate::acts::path::{assess, filled_of, outcome_of, set_of};
use crate::app::{App, Ask};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::trail::{Lines, Trail};
use crate::pages::{Base, Faults, again, go, page_with};
use crate::visit::{Guard, Visit};

#[derive(Template)]
#[template(path = "path/story.html")]
struct Page {
    b: Base,
    faults: Faults,
    told: Told,
    stages: Vec<Stage>,
    events: Vec<Event>,
    parts: Vec<Part>,
    outcome: Outcome,
    set: SetNotes,
    trail: Vec<Trail>,
    reason: String,
}

/// What the page was read from.
#[derive(Clone)]
struct Told {
    one: Assessment,
    household: Household,
    crumbs: Vec<Unit>,
    steps: Vec<NamedStep>,
    photos: Vec<Evidence>,
    before: Option<(i64, Filled)>,
    others: Vec<Assessment>,
    decision: Option<Decision>,
    next: Vec<Next>,
    lines: Option<Lines>,
}

/// What a reader must know of the criteria.
struct SetNotes {
    title: String,
    version: String,
    doubt: String,
    is_draft: bool,
    is_paraphrase: bool,
    mark_doubt: String,
}

/// One of the six stages of the path.
struct Stage {
    word: &'static str,
    is_done: bool,
    is_here: bool,
    is_stopped: bool,
}

/// A step that follows.
#[derive(Clone)]
struct Next {
    kind: StepKind,
    /// The role that ordinarily takes it.
    role: &'static str,
    /// The person may.
    may: bool,
}

/// One step of the story.
struct Event {
    step: NamedStep,
    /// Symbol of the state it led to.
    icon: String,
    /// It takes effect on another day than that of its recording.
    other_day: bool,
    class: &'static str,
    /// Points and mark, when the step carried them.
    score: Option<(i64, i64)>,
    /// Photos added and taken away.
    photos: (i64, i64),
}

impl Page {
    fn offers(&self, word: &str) -> bool {
        self.told.next.iter().any(|next| next.may && next.kind.word() == word)
    }

    fn offers_judging(&self) -> bool {
        ["accept", "return", "reject", "reopen"].iter().any(|word| self.offers(word))
    }

    /// The steps others take: step and role.
    fn others_turn(&self) -> Vec<&Next> {
        self.told.next.iter().filter(|next| !next.may).collect()
    }

    fn hamlet(&self) -> &str {
        self.told.crumbs.last().map_or("", |unit| unit.full_name.as_str())
    }

    fn list(&self, page: &str) -> String {
        let hamlet = [("hamlet", self.told.one.hamlet_id.as_str())];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(hamlet).finish();
        format!("/families/{}/{page}?{query}", self.told.one.year)
    }

    fn decide(&self) -> String {
        super::decide_at(self.told.one.year, &self.told.one.commune_id)
    }

    /// The lines that keep the family from passing, the heaviest first: code, points lost, does it alone prevent passing.
    fn gaps(&self) -> Vec<(&str, i64, bool)> {
        self.outcome.gaps.iter().map(|gap| (gap.code.as_str(), gap.lost, gap.blocks)).collect()
    }
}

/// The story.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    render(&visit, &id, &[], StatusCode::OK, "").await
}

async fn render(visit: &Visit, id: &str, problems: &[Problem], status: StatusCode, reason: &str) -> Answer {
    let (guard, id) = (visit.guard.clone(), id.to_owned());
    let told = visit.app.read(move |tx| tell(tx, &guard, &id)).await?;
    let b = Base::new(visit, "families");
    let set = set_of(&visit.app, &told.one)?;
    let filled = filled_of(&told.one)?;
    let outcome = outcome_of(set, &filled, &told.one.area);
    let said = |words: &rules::criteria::Words| words.say(b.lang()).to_owned();
    let mark = rules::basics::AreaClass::of(&told.one.area).and_then(|area| set.pass_mark(area));
    let notes = SetNotes {
        title: said(&set.title),
        version: format!("{} {}", set.set, set.version),
        doubt: set.reason.as_ref().map(said).unwrap_or_default(),
        is_draft: set.status == Status::Draft,
        is_paraphrase: set.wording == Wording::Paraphrase,
        mark_doubt: mark.and_then(|mark| mark.reason.as_ref()).map(said).unwrap_or_default(),
    };
    let page = Page {
        faults: Faults::new(visit, problems),
        stages: stages(told.one.state, &told.steps),
        events: events(&visit.app, &told.steps),
        parts: explain(&b, set, &filled, &outcome, told.before.as_ref().map(|(_, filled)| filled)),
        trail: told.lines.as_ref().map(|lines| lines.rows(visit)).unwrap_or_default(),
        outcome,
        set: notes,
        reason: reason.to_owned(),
        told,
        b,
    };
    page_with(status, &page)
}

fn tell(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Told, Failure> {
    let one = store::assessments::get(tx, id)?.ok_or_else(Failure::not_found)?;
    guard.allow(tx, Act::SeeAssessments, &one.hamlet_id)?;
    let household = store::register::household(tx, &one.household_id)?.ok_or_else(Failure::not_found)?;
    let mut next = Vec::new();
    for (kind, role) in next_steps(Some(one.state)) {
        let may = guard.can(tx, kind.act(), &one.hamlet_id)?;
        next.push(Next { kind: *kind, role: role.word(), may });
    }
    let mut others = store::assessments::for_household(tx, &one.household_id)?;
    others.retain(|other| other.id != one.id);
    let decision = match &one.decision_id {
        Some(decision) => store::decisions::decision(tx, decision)?,
        None => None,
    };
    let lines =
        if guard.can(tx, Act::SeeAudit, &one.hamlet_id)? { Some(Lines::of(tx, "assessment", id)?) } else { None };
    Ok(Told {
        crumbs: store::units::path(tx, &one.hamlet_id)?,
        steps: store::assessments::steps(tx, id)?,
        photos: store::evidence::list(tx, id)?,
        before: earlier(tx, &one)?,
        one,
        household,
        others,
        decision,
        next,
        lines,
    })
}

/// The six stages: how many are behind the family, where it is, and whether it stopped there.
fn stages(state: State, steps: &[NamedStep]) -> Vec<Stage> {
    let taken = |kind: StepKind| steps.iter().any(|named| named.step.kind == kind);
    // Number of stages behind, and whether the path ended at the next one.
    let (behind, stopped) = match state {
        State::Registered | State::Assessing | State::Returned => (1, false),
        State::Submitted => (3, false),
        State::Accepted => (4, false),
        State::Rejected => (3, true),
        State::Recognised => (6, false),
        State::Revoked => (4, true),
        State::Withdrawn => (if taken(StepKind::Submit) { 3 } else { usize::from(taken(StepKind::Save)) + 1 }, true),
    };
    let behind = if state == State::Assessing && taken(StepKind::Save) { 2 } else { behind };
    let words = ["register", "assess", "submit", "appraise", "decide", "certificate"];
    let stage = |(at, word)| Stage {
        word,
        is_done: at < behind,
        is_here: at == behind && !stopped,
        is_stopped: at == behind && stopped,
    };
    words.into_iter().enumerate().map(stage).collect()
}

fn events(app: &App, steps: &[NamedStep]) -> Vec<Event> {
    let mut state = None;
    let mut events: Vec<Event> = Vec::new();
    for step in steps {
        let kind = step.step.kind;
        state = after(state, kind).or(state);
        let data: serde_json::Value = serde_json::from_str(&step.step.data).unwrap_or_default();
        let number = |key: &str| data.get(key).and_then(serde_json::Value::as_i64);
        let class = match kind {
            StepKind::Recognise => "is-seal",
            StepKind::Return | StepKind::Reject | StepKind::Withdraw | StepKind::Revoke => "is-bad",
            _ => "",
        };
        events.push(Event {
            step: step.clone(),
            icon: format!("st-{}", state.map_or("registered", State::word)),
            other_day: step.step.on_day != app.day(step.step.at),
            class,
            score: number("total").zip(number("mark")),
            photos: (number("photos_added").unwrap_or(0), number("photos_removed").unwrap_or(0)),
        });
    }
    events.reverse();
    events
}

/// Sends the self-assessment to the commune.
pub async fn submit(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    take(&visit, &id, StepKind::Submit, &fields, "submitted-one").await
}

/// Takes a sent self-assessment back before it is appraised.
pub async fn recall(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    take(&visit, &id, StepKind::Recall, &fields, "recalled").await
}

/// Takes the registration back.
pub async fn withdraw(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    take(&visit, &id, StepKind::Withdraw, &fields, "withdrawn-one").await
}

async fn take(visit: &Visit, id: &str, kind: StepKind, fields: &Fields, done: &'static str) -> Answer {
    let mut problems = Vec::new();
    let reason = fields.optional("reason", 500, &mut problems);
    let base = if fields.has("base_revision") { fields.int("base_revision", &mut problems) } else { None };
    let answer = if problems.is_empty() {
        let ask = Ask::new(kind.act(), fields.request_id(), &format!("{id}\n{}", fields.content()));
        let (of, why) = (id.to_owned(), reason.clone());
        let act = move |tx: &mut Tx<'_>, ctx: &mut crate::app::Ctx<'_>| assess::one(tx, ctx, &of, kind, &why, base);
        visit.app.act(&visit.guard, ask, act).await.map(|_| ())
    } else {
        Err(Failure::Problems(problems))
    };
    match answer {
        Ok(()) => go(&format!("/assessments/{id}"), done, None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            render(visit, id, &problems, status, &reason).await
        }
    }
}
