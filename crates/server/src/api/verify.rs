//! The public check of a paper for programs. Must not show more than `crate::verify` finds.

use axum::extract::Path;

use super::give;
use super::openapi::ProblemDetails;
use crate::failure::{Answer, Failure};
use crate::verify::{Checked, find};
use crate::visit::Visit;

/// What the paper with this code says, and what became of it. Open to everybody.
#[utoipa::path(
    get, path = "/api/v1/verify/{code}", tag = "papers", security(()),
    params(("code" = String, Path, description = "Code of a certificate or decision, however it was typed")),
    responses(
        (status = 200, description = "The paper was issued here; see `state` for what holds today", body = Checked),
        (status = 404, description = "No paper has this code", body = ProblemDetails),
    )
)]
pub async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let (app, today) = (visit.app.clone(), visit.today);
    let found = visit.app.read(move |tx| find(tx, &app, &code, today)).await?;
    give(found.ok_or_else(Failure::not_found)?)
}
