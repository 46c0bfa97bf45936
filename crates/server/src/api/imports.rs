//! Importing a register over JSON: send the file, look at what it would do, apply it.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use rules::access::Act;
use rules::problem::Problem;
use serde::Serialize;
use store::imports::{DISCARDED, WAITING};

use super::{ask, give, made};
use crate::acts::imports::fixes::Fix;
use crate::acts::imports::{self, Outcome, Settings};
use crate::failure::{Answer, Failure};
use crate::forms::{Json, Raw};
use crate::pages::imports::{ColumnSeen, apply_file, columns, keep_file, may_send};
use crate::visit::{Visit, query_value};

/// A file that was sent, and what it would do or did.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Import {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit id of the commune.
    pub commune_id: String,
    /// waiting, applying, applied, undone or discarded.
    pub state: String,
    /// Which column means what.
    pub settings: Settings,
    /// The columns of its sheet, to say in `settings` what each means; empty when its bytes are no longer kept.
    pub columns: Vec<ColumnSeen>,
    /// What it would do, or did; absent while the settings keep it from being read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What keeps it from being read.
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

async fn seen(visit: &Visit, id: String) -> Result<Import, Failure> {
    let (guard, app, today) = (visit.guard.clone(), visit.app.clone(), visit.today);
    visit
        .app
        .read(move |tx| {
            let opened = imports::glance(&app, tx, &guard, &id)?;
            let commune = opened.file.commune_id.clone();
            let thrown = opened.file.state == DISCARDED;
            let (outcome, problems) = match opened.outcome() {
                // Of a file that was thrown away nothing is told.
                Some(_) if thrown => (None, Vec::new()),
                Some(outcome) => (Some(outcome), Vec::new()),
                None => match imports::preview(&app, tx, &guard, today, &opened.source()) {
                    Ok(plan) => (Some(plan.outcome()), Vec::new()),
                    Err(failure) => (None, failure.problems()?),
                },
            };
            // Samples are there to decide by.
            let sheet = opened.sheet().filter(|_| opened.file.state == WAITING);
            let columns = sheet.map(|sheet| columns(sheet, &opened.settings)).unwrap_or_default();
            Ok(Import {
                id: opened.file.id,
                name: opened.file.name,
                commune_id: commune,
                state: opened.file.state,
                columns,
                settings: opened.settings,
                outcome,
                problems,
            })
        })
        .await
}

/// A file in the list: without what it would do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit id of the commune.
    pub commune_id: String,
    /// waiting, applying, applied, undone or discarded.
    pub state: String,
    /// When it was sent, in milliseconds since 1970 UTC.
    pub at: i64,
}

/// The latest files of the communes whose register you may import, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", responses((status = 200, body = Vec<ImportLine>)))]
pub async fn list(visit: Visit) -> Answer {
    let files = crate::pages::imports::recent(&visit).await?;
    let line = |(file, _): (store::imports::ImportFile, String)| ImportLine {
        id: file.id,
        name: file.name,
        commune_id: file.commune_id,
        state: file.state,
        at: file.at.0,
    };
    give(files.into_iter().map(line).collect::<Vec<_>>())
}

/// Sends a file (xlsx, xls, ods, csv; the body is the file itself, at most 25 MB). Nothing is entered yet.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports",
    params(("place" = String, Query, description = "Code or unit id of the commune, or of the hamlet for rows that name none"),
        ("name" = String, Query, description = "The file's name")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Import), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn add(visit: Visit, headers: HeaderMap, Raw(body): Raw<{ imports::LARGEST_MB }>) -> Answer {
    visit.guard.anywhere(Act::ImportRegister)?;
    let text = |name: &str| query_value(&visit.uri, name).unwrap_or_default();
    let (place, name) = (text("place"), text("name"));
    let mark = visit.app.secrets.lookup(&format!("{place}\n{name}\n{}", rules::text::hex(&body)));
    let ask = ask(&visit, &headers, Act::ImportRegister, &mark)?;
    may_send(&visit, &place).await?;
    if body.is_empty() {
        return Err(Problem::new("required").at("file").into());
    }
    let id = keep_file(&visit, ask, &place, &name, body.to_vec()).await?;
    made(&format!("/api/v1/imports/{id}"), seen(&visit, id.clone()).await?)
}

/// A file: what it would do to the register now, or what came of it. Problems have their cell as field.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path,)),
    responses((status = 200, body = Import), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    give(seen(&visit, id).await?)
}

/// Says which column means what, and what holds for rows that do not say.
#[utoipa::path(put, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path,)), request_body = Settings,
    responses((status = 200, body = Import), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn decide(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wanted, body): Json<Settings>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("decide {id}\n{body}"))?;
    let which = id.clone();
    visit.app.act(&visit.guard, ask, move |tx, ctx| imports::decide(tx, ctx, &which, &wanted)).await?;
    give(seen(&visit, id).await?)
}

/// Puts the good households of a file into the register; the others stay listed.
#[utoipa::path(post, path = "/api/v1/imports/{id}/apply", tag = "imports", params(("id" = String, Path,)),
    responses((status = 200, body = Outcome), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn apply(visit: Visit, headers: HeaderMap, Path(id): Path<String>, _: Bytes) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("apply {id}"))?;
    give(apply_file(&visit, ask, &id).await?)
}

/// A household of a file that waits to be put right.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TrayLine {
    /// The row in which it begins, as a fix names it: `Sheet1!7`.
    pub at: String,
    /// The place at which its hamlet can be said, when that was not found: `hamlet=bản co nhừ`, or `hamlet:Sheet1!7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_at: Option<String>,
    /// What is wrong with it, each with its cell as field.
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The households of a file that wait, in its order; empty for a file that is going in, or of which nothing waits.
#[utoipa::path(get, path = "/api/v1/imports/{id}/tray", tag = "imports", params(("id" = String, Path,)),
    responses((status = 200, body = Vec<TrayLine>), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn tray(visit: Visit, Path(id): Path<String>) -> Answer {
    let (_, _, plan) = crate::pages::imports::look(&visit, &id).await?;
    let lines = plan.waiting.into_values().map(|one| {
        let hamlet_at = one.hamlet_place();
        TrayLine { at: one.at, hamlet_at, problems: one.problems }
    });
    give(lines.collect::<Vec<_>>())
}

/// Puts right what is wrong in a file: by cell (`Sheet1!C7`) what stands there instead, by the row in which a household begins
/// (`Sheet1!7`) that it is left out, is another one than it looks like, or is the household of the register with an id; by the
/// name of a hamlet (`hamlet=bản co nhừ`, all households that say so) or a household without one (`hamlet:Sheet1!7`) which hamlet
/// that is, by code or unit id; `as_sent` to take back what was put right.
#[utoipa::path(put, path = "/api/v1/imports/{id}/tray", tag = "imports", params(("id" = String, Path,)),
    request_body = BTreeMap<String, Fix>,
    responses((status = 200, body = Vec<TrayLine>), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn put_right(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wanted, body): Json<BTreeMap<String, Fix>>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("tray {id}\n{}", visit.app.secrets.lookup(&body)))?;
    let (guard, app, which) = (visit.guard.clone(), visit.app.clone(), id.clone());
    let opened = visit.app.read(move |tx| imports::open(&app, tx, &guard, &which)).await?;
    let which = id.clone();
    let act =
        visit.app.act(&visit.guard, ask, move |tx, ctx| imports::fixes::put(tx, ctx, &which, &opened.sheets, &wanted));
    act.await?;
    tray(visit, Path(id)).await
}

/// How many households a file that was taken back had entered or changed.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TakenBack {
    /// How many.
    households: i64,
}

/// Takes an applied file back as one act, while nothing was built on it: what it entered is gone, what it changed is as
/// before.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "imports",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = TakenBack), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn undo(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("undo {id}"))?;
    let households = visit.app.act(&visit.guard, ask, move |tx, ctx| imports::undo(tx, ctx, &id)).await?;
    give(TakenBack { households })
}

/// Brings a file back that was thrown away.
#[utoipa::path(post, path = "/api/v1/imports/{id}/restore", tag = "imports",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Import), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn restore(visit: Visit, headers: HeaderMap, Path(id): Path<String>, _: Bytes) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("restore {id}"))?;
    let which = id.clone();
    visit.app.act(&visit.guard, ask, move |tx, ctx| imports::restore(tx, ctx, &which)).await?;
    give(seen(&visit, id).await?)
}

/// Throws a waiting file away; it can be brought back until it is forgotten 30 days after it was sent.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 204), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn discard(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ask = ask(&visit, &headers, Act::ImportRegister, &format!("discard {id}"))?;
    visit.app.act(&visit.guard, ask, move |tx, ctx| imports::discard(tx, ctx, &id)).await?;
    Ok(axum::http::StatusCode::NO_CONTENT.into_response())
}
