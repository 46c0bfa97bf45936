//! Appraisal and revocation for programs: the same acts as the pages.
//! Must not decide anything about a step.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::path::StepKind;
use rules::problem::Problem;
use serde::{Deserialize, Serialize};

use super::openapi::{OneProblem, ProblemDetails};
use super::{ask, give};
use crate::acts::decide::revoke;
use crate::acts::path::appraise::{accept, judge};
use crate::acts::path::{Bulk, Stand};
use crate::failure::Answer;
use crate::forms::Json;
use crate::visit::Visit;

/// Families to find passing.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appraisals {
    /// Ids of assessments.
    accept: Vec<String>,
}

/// Why a step is taken.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// At most 1000 characters; for a revocation it is shown to everybody who checks the certificate.
    reason: String,
}

/// What became of each item.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Report {
    /// Ids that were done.
    done: Vec<String>,
    /// Ids that were not, with the reasons.
    refused: Vec<RefusedItem>,
}

/// An item that was refused.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RefusedItem {
    /// Its id.
    id: String,
    /// Name of the head of the household; empty when the caller may not know it.
    name: String,
    /// Why.
    problems: Vec<OneProblem>,
}

impl Report {
    fn new(visit: &Visit, bulk: Bulk) -> Self {
        let told = |problem: Problem| OneProblem::new(visit, &problem);
        let refused = bulk.refused.into_iter().map(|one| RefusedItem {
            id: one.id,
            name: one.name,
            problems: one.problems.into_iter().map(told).collect(),
        });
        Self { done: bulk.done, refused: refused.collect() }
    }
}

/// Accepts many assessments. Each is judged on its own; when none could be accepted the answer is an error with all
/// reasons, the assessment's id as field.
#[utoipa::path(
    post, path = "/api/v1/appraisals", tag = "path", request_body = Appraisals,
    params(("Idempotency-Key" = String, Header, description = "The same key twice is one request")),
    responses((status = 200, body = Report), (status = "4XX", body = ProblemDetails))
)]
pub async fn make(visit: Visit, headers: HeaderMap, Json(body, text): Json<Appraisals>) -> Answer {
    let ask = ask(&visit, &headers, StepKind::Accept.act(), &text)?;
    let ids = body.accept;
    let bulk = visit.app.act(&visit.guard, ask, move |tx, ctx| accept(tx, ctx, &ids)).await?;
    give(Report::new(&visit, bulk))
}

async fn one(visit: Visit, id: String, headers: HeaderMap, kind: StepKind, body: Because, text: String) -> Answer {
    let ask = ask(&visit, &headers, kind.act(), &text)?;
    let stand: Stand = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| match kind {
            StepKind::Revoke => revoke(tx, ctx, &id, &body.reason),
            _ => judge(tx, ctx, &id, kind, &body.reason),
        })
        .await?;
    give(stand)
}

/// Sends an assessment back to be put right.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/return", tag = "path", request_body = Because,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Stand), (status = "4XX", body = ProblemDetails))
)]
pub async fn send_back(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<Because>,
) -> Answer {
    one(visit, id, headers, StepKind::Return, body, text).await
}

/// Finds that an assessment does not pass.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/reject", tag = "path", request_body = Because,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Stand), (status = "4XX", body = ProblemDetails))
)]
pub async fn reject(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<Because>,
) -> Answer {
    one(visit, id, headers, StepKind::Reject, body, text).await
}

/// Takes a verdict back: the assessment waits for appraisal again.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/reopen", tag = "path", request_body = Because,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Stand), (status = "4XX", body = ProblemDetails))
)]
pub async fn reopen(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<Because>,
) -> Answer {
    one(visit, id, headers, StepKind::Reopen, body, text).await
}

/// Takes a recognition back; the decision stays as it was issued.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/revoke", tag = "path", request_body = Because,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Stand), (status = "4XX", body = ProblemDetails))
)]
pub async fn take_back(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<Because>,
) -> Answer {
    one(visit, id, headers, StepKind::Revoke, body, text).await
}
