//! The recognition path up to submission as JSON: registrations, answers, submissions, and the record of a family.

mod shapes;

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::criteria::{Answers, Filled, Model};
use rules::path::{State, StepKind};
use rules::problem::Problem;
use serde::Deserialize;
use store::assessments::{AssessmentFilter, AssessmentLine};
use utoipa::ToSchema;

pub use self::shapes::{AssessmentItem, AssessmentRecord, EvidenceItem, RefusedItem, Results, Said, StepItem};
use super::{Listed, after, ask, give, limit};
use crate::acts::path::assess::{self, Sheet};
use crate::acts::path::{Stand, filled_of, outcome_of, register, set_of};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Json};
use crate::visit::Visit;

/// Households to register for a cycle year.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registrations {
    /// The cycle year.
    year: i64,
    /// `family`.
    model: String,
    /// Ids of households.
    households: Vec<String>,
}

/// Registers households for a cycle year, each where it lives. Each is decided on its own; when none could be registered
/// the answer is a problem whose fields begin with the household's id.
#[utoipa::path(post, path = "/api/v1/registrations", tag = "assessments", request_body = Registrations,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Results)))]
pub async fn registrations(visit: Visit, headers: HeaderMap, Json(wish, body): Json<Registrations>) -> Answer {
    let ask = ask(&visit, &headers, Act::RegisterFamilies, &body)?;
    let model = Model::of(&wish.model).filter(|model| *model == Model::Family);
    let wrong = || Problem::new("not-a-choice").at("model").with("value", &wish.model).with("choices", "family");
    let model = model.ok_or_else(wrong)?;
    let bulk = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| register::register(tx, ctx, &wish.households, model, wish.year))
        .await?;
    give(Results::of(&visit, bulk))
}

/// Assessments of a hamlet or commune in a cycle year, in the order of names.
#[utoipa::path(get, path = "/api/v1/assessments", tag = "assessments", params(
    ("year" = i64, Query), ("place" = String, Query, description = "Code or id of a hamlet or commune"),
    ("state" = Option<String>, Query), ("q" = Option<String>, Query, description = "Name or number"),
    ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed<AssessmentItem>)))]
pub async fn list(visit: Visit) -> Answer {
    let fields = Fields::parse(visit.uri.query().unwrap_or_default().as_bytes());
    let mut problems = Vec::new();
    let year = fields.int("year", &mut problems);
    let place = fields.required("place", 100, &mut problems);
    let state = State::of(fields.text("state"));
    if state.is_none() && !fields.text("state").is_empty() {
        let choices = State::ALL.iter().map(|state| state.word()).collect::<Vec<_>>().join(", ");
        let problem = Problem::new("not-a-choice").at("state").with("value", fields.text("state"));
        problems.push(problem.with("choices", choices));
    }
    let (Some(year), true) = (year, problems.is_empty()) else { return Err(problems.into()) };
    let (limit, after) = (limit(&visit)?, after::<(String, String)>(&visit)?);
    let (guard, app, today) = (visit.guard.clone(), visit.app.clone(), visit.today);
    let words = rules::text::fold(fields.text("q"));
    let found = visit
        .app
        .read(move |tx| {
            let unknown = || Problem::new("no-such-place").at("place").with("value", &place);
            let by_id = store::units::unit(tx, &place)?;
            let unit = match by_id {
                Some(unit) => unit,
                None => store::units::unit_on(tx, &place, today)?.ok_or_else(unknown)?,
            };
            guard.allow(tx, Act::SeeAssessments, &unit.id)?;
            let filter = AssessmentFilter {
                scope: unit.id,
                model: Model::Family.word().to_owned(),
                year,
                state,
                words: words.clone(),
                after: after.clone(),
                limit: limit + 1,
            };
            let lines = store::assessments::list(tx, &filter)?;
            let items = lines.iter().map(|line| Ok((line.sort_key.clone(), AssessmentItem::of(&app, line)?)));
            items.collect::<Result<Vec<_>, Failure>>()
        })
        .await?;
    let page = Listed::new(found, limit, |(key, item)| (key.clone(), item.id.clone()));
    give(Listed { items: page.items.into_iter().map(|(_, item)| item).collect(), next: page.next })
}

/// One assessment with its steps, its answers and its score explained.
#[utoipa::path(get, path = "/api/v1/assessments/{id}", tag = "assessments", params(("id" = String, Path)),
    responses((status = 200, body = AssessmentRecord)))]
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    let record = visit
        .app
        .read(move |tx| {
            let assessment = store::assessments::get(tx, &id)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SeeAssessments, &assessment.hamlet_id)?;
            let household = store::register::household(tx, &assessment.household_id)?.ok_or_else(Failure::not_found)?;
            let hamlet = store::units::unit(tx, &assessment.hamlet_id)?.ok_or_else(Failure::not_found)?;
            let filled = filled_of(&assessment)?;
            let outcome = outcome_of(set_of(&app, &assessment)?, &filled, &assessment.area);
            let line = AssessmentLine {
                assessment,
                number: household.number,
                head_name: household.head_name,
                sort_key: household.sort_key,
                hamlet_name: hamlet.full_name,
            };
            Ok::<_, Failure>(AssessmentRecord {
                item: AssessmentItem::of(&app, &line)?,
                answers: filled.answers,
                notes: filled.notes,
                outcome,
                steps: store::assessments::steps(tx, &id)?.into_iter().map(StepItem::from).collect(),
                evidence: store::evidence::list(tx, &id)?.into_iter().map(EvidenceItem::from).collect(),
            })
        })
        .await?;
    give(record)
}

/// A whole sheet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetBody {
    /// The `revision` the answers rest on; another one now is refused with `changed-meanwhile`.
    base_revision: i64,
    /// All answers by item; items left out have no answer.
    #[schema(value_type = Object)]
    answers: Answers,
    /// Notes by item.
    #[serde(default)]
    notes: BTreeMap<String, String>,
}

/// Saves all answers and notes of a self-assessment. Photos stay as they are.
#[utoipa::path(put, path = "/api/v1/assessments/{id}/answers", tag = "assessments", request_body = SheetBody,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Stand)))]
pub async fn save(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wish, body): Json<SheetBody>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::SelfAssess, &body)?;
    let filled = Filled { answers: wish.answers, notes: wish.notes };
    let sheet = Sheet { id, base_revision: Some(wish.base_revision), filled, ..Sheet::default() };
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| assess::save(tx, ctx, &sheet)).await?)
}

/// What a step may carry.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StepBody {
    /// Why; needed to withdraw once answers were saved.
    reason: String,
    /// The `revision` it rests on; left out: whatever is there now.
    base_revision: Option<i64>,
}

/// Sends a self-assessment to the commune.
#[utoipa::path(post, path = "/api/v1/assessments/{id}/submit", tag = "assessments", request_body = StepBody,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Stand)))]
pub async fn submit(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wish, body): Json<StepBody>,
) -> Answer {
    take(visit, headers, id, StepKind::Submit, wish, body).await
}

/// Takes a self-assessment back before it is appraised.
#[utoipa::path(post, path = "/api/v1/assessments/{id}/recall", tag = "assessments", request_body = StepBody,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Stand)))]
pub async fn recall(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wish, body): Json<StepBody>,
) -> Answer {
    take(visit, headers, id, StepKind::Recall, wish, body).await
}

/// Takes a registration back before any verdict.
#[utoipa::path(post, path = "/api/v1/assessments/{id}/withdraw", tag = "assessments", request_body = StepBody,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = Stand)))]
pub async fn withdraw(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wish, body): Json<StepBody>,
) -> Answer {
    take(visit, headers, id, StepKind::Withdraw, wish, body).await
}

async fn take(visit: Visit, headers: HeaderMap, id: String, kind: StepKind, wish: StepBody, body: String) -> Answer {
    let ask = ask(&visit, &headers, kind.act(), &body)?;
    let StepBody { reason, base_revision } = wish;
    give(
        visit
            .app
            .act(&visit.guard, ask, move |tx, ctx| assess::one(tx, ctx, &id, kind, &reason, base_revision))
            .await?,
    )
}

/// Assessments to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submissions {
    /// Ids of assessments.
    ids: Vec<String>,
}

/// Sends many self-assessments. Each is decided on its own; when none could be sent the answer is a problem whose fields
/// begin with the assessment's id.
#[utoipa::path(post, path = "/api/v1/submissions", tag = "assessments", request_body = Submissions,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Results)))]
pub async fn submissions(visit: Visit, headers: HeaderMap, Json(wish, body): Json<Submissions>) -> Answer {
    let ask = ask(&visit, &headers, Act::SubmitAssessment, &body)?;
    let bulk = visit.app.act(&visit.guard, ask, move |tx, ctx| assess::submit(tx, ctx, &wish.ids)).await?;
    give(Results::of(&visit, bulk))
}
