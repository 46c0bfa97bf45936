//! Photos of a self-assessment over JSON: add, see, take away.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::problem::Problem;

use super::assessments::EvidenceItem;
use super::{ask, give, made};
use crate::acts::path::assess;
use crate::acts::path::evidence::prepare;
use crate::failure::{Answer, Failure};
use crate::forms::Raw;
use crate::visit::{Visit, query_value};

async fn listed(visit: &Visit, assessment: String) -> Result<Vec<EvidenceItem>, Failure> {
    let all = visit.app.read(move |tx| Ok::<_, Failure>(store::evidence::list(tx, &assessment)?)).await?;
    Ok(all.into_iter().map(EvidenceItem::from).collect())
}

/// Adds a photo to an item of a self-assessment. The body is the picture itself (JPEG, PNG or WebP, at most 8 MB); it is
/// kept small and without where and when it was taken. Answers with all photos of the assessment.
#[utoipa::path(post, path = "/api/v1/assessments/{id}/evidence", tag = "assessments",
    params(("id" = String, Path), ("item" = String, Query, description = "Code of the item it belongs to"),
        ("name" = Option<String>, Query, description = "The file's name"), ("Idempotency-Key" = String, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Vec<EvidenceItem>), (status = 409, body = super::openapi::ProblemDetails),
        (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn add(visit: Visit, headers: HeaderMap, Path(id): Path<String>, Raw(body): Raw<8>) -> Answer {
    visit.guard.anywhere(Act::SelfAssess)?;
    let text = |name: &str| query_value(&visit.uri, name).unwrap_or_default();
    let (item, name) = (text("item"), text("name"));
    let mark = visit.app.secrets.lookup(&format!("{item}\n{name}\n{}", rules::text::hex(&body)));
    let ask = ask(&visit, &headers, Act::SelfAssess, &mark)?;
    let (guard, whose) = (visit.guard.clone(), id.clone());
    // Whose it is comes before what the picture is.
    let held = move |tx: &mut store::Tx<'_>| {
        let kept = store::assessments::get(tx, &whose)?.ok_or_else(Failure::not_found)?;
        guard.allow(tx, Act::SelfAssess, &kept.hamlet_id).map(|_| ())
    };
    visit.app.read(held).await?;
    if item.is_empty() {
        return Err(Problem::new("required").at("item").into());
    }
    let photo = visit.app.wait(move || Ok(prepare(&item, &name, &body)?)).await?;
    let whose = id.clone();
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| assess::change_photos(tx, ctx, &whose, vec![photo.clone()], Vec::new()))
        .await?;
    made(&format!("/api/v1/assessments/{id}"), listed(&visit, id).await?)
}

/// Takes a photo away. Answers with the photos that are left.
#[utoipa::path(delete, path = "/api/v1/evidence/{id}", tag = "assessments",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Vec<EvidenceItem>), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn remove(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ask = ask(&visit, &headers, Act::SelfAssess, "")?;
    let stand = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let (photo, _) = store::evidence::get(tx, &id)?.ok_or_else(Failure::not_found)?;
            assess::change_photos(tx, ctx, &photo.assessment_id, Vec::new(), vec![id.clone()])
        })
        .await?;
    give(listed(&visit, stand.id).await?)
}

/// The picture itself, as JPEG.
#[utoipa::path(get, path = "/api/v1/evidence/{id}", tag = "assessments", params(("id" = String, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>),
        (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn show(visit: Visit, path: Path<String>) -> Answer {
    crate::pages::path::evidence::show(visit, path).await
}
