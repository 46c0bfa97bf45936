//! Templates of papers over JSON: what a place's papers are set with, bringing a version, trying one without keeping it,
//! choosing and going back. Must not know how a paper is worded.

use axum::extract::Path;
use axum::http::HeaderMap;
use papers::kind::Kind;
use rules::access::Act;
use serde::{Deserialize, Serialize};
use store::templates::Template;
use store::units::Unit;

use super::openapi::ProblemDetails;
use super::{ask, give, made};
use crate::acts::templates::{Chosen, choose};
use crate::failure::{Answer, Failure};
use crate::forms::{Json, Raw};
use crate::pages::templates::{
    Paper, kind_of, papers_of, place_asked, places, sound, specimen, take, text_in, version,
};
use crate::visit::{Visit, query_value};

/// A place, as far as templates speak of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplatePlace {
    /// Unit id.
    id: String,
    /// Code.
    code: String,
    /// Name with its kind.
    name: String,
}

impl From<&Unit> for TemplatePlace {
    fn from(unit: &Unit) -> Self {
        Self { id: unit.id.clone(), code: unit.code.clone(), name: unit.full_name.clone() }
    }
}

/// A version of a template that an office brought.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplateVersion {
    /// Its id.
    id: String,
    /// Its number among those of its place and paper.
    n: i64,
    /// The file's name.
    name: String,
    /// Digest of its text.
    hash: String,
    /// Who brought it; absent where only the version in force is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    brought_by: Option<String>,
    /// When, in milliseconds since 1970 UTC.
    at: i64,
}

impl TemplateVersion {
    fn new(one: Template, brought_by: Option<String>) -> Self {
        Self { id: one.id, n: one.n, name: one.name, hash: one.hash, brought_by, at: one.at.0 }
    }
}

/// One paper of a place, and what it is set with.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplatePaper {
    /// decision, certificate, minutes or models.
    kind: String,
    /// What the place itself chose: a version's id, `builtin`, or empty where it follows the place above it.
    choice: String,
    /// The version in force; absent where the built-in template is.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<TemplateVersion>,
    /// The place that chose it; absent where no place chose any.
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen_by: Option<TemplatePlace>,
    /// Versions of this place, the newest first.
    versions: Vec<TemplateVersion>,
}

impl From<Paper> for TemplatePaper {
    fn from(paper: Paper) -> Self {
        Self {
            kind: paper.kind.word().to_owned(),
            choice: paper.choice,
            in_force: paper.version.map(|one| TemplateVersion::new(one, None)),
            chosen_by: paper.chosen_by.as_ref().map(TemplatePlace::from),
            versions: paper.versions.into_iter().map(|(one, who)| TemplateVersion::new(one, Some(who))).collect(),
        }
    }
}

/// The papers of a place.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Templates {
    /// The place.
    place: TemplatePlace,
    /// Every place whose templates the caller keeps.
    places: Vec<TemplatePlace>,
    /// Its papers.
    papers: Vec<TemplatePaper>,
}

/// One version with its text.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplateText {
    /// The paper; which version it is follows.
    kind: String,
    /// The version; absent for the built-in template.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    version: Option<TemplateVersion>,
    /// Its place; absent for the built-in template.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<TemplatePlace>,
    /// Does its place use it?
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<bool>,
    /// The text.
    text: String,
}

/// A choice for a place's paper.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Code of the place.
    place: String,
    /// decision, certificate, minutes or models.
    kind: String,
    /// A version's id, `builtin`, or empty to follow the place above it.
    choice: String,
}

/// What a place's papers are set with, and the versions its office brought.
#[utoipa::path(get, path = "/api/v1/templates", tag = "templates",
    params(("place" = Option<String>, Query, description = "Code of the place; the first whose templates you keep when absent")),
    responses((status = 200, body = Templates), (status = 403, body = ProblemDetails), (status = 422, body = ProblemDetails)))]
pub async fn list(visit: Visit) -> Answer {
    let (guard, code) = (visit.guard.clone(), query_value(&visit.uri, "place").unwrap_or_default());
    let read = visit.app.read(move |tx| {
        let (place, places) = places(tx, &guard, &code)?;
        let papers = papers_of(tx, &place.id)?;
        Ok::<_, Failure>((place, places, papers))
    });
    let (place, places, papers) = read.await?;
    give(Templates {
        place: TemplatePlace::from(&place),
        places: places.iter().map(TemplatePlace::from).collect(),
        papers: papers.into_iter().map(TemplatePaper::from).collect(),
    })
}

/// The place and the paper in the query, and the body as text.
async fn sent(visit: &Visit, body: Vec<u8>) -> Result<(Unit, Kind, String), Failure> {
    let place = place_asked(visit).await?;
    let kind = kind_of(&query_value(&visit.uri, "kind").unwrap_or_default())?;
    Ok((place, kind, text_in(body)?))
}

/// Brings a version of a template to a place: the body is its text, UTF-8, at most 256 kB. It is tried with made-up families
/// first, and not used before it is chosen. What is wrong is told with line, letter and that line's words.
#[utoipa::path(post, path = "/api/v1/templates", tag = "templates",
    params(("place" = String, Query, description = "Code of the place"), ("kind" = String, Query, description = "The paper"),
        ("name" = Option<String>, Query, description = "The file's name"), ("Idempotency-Key" = String, Header)),
    request_body(content = String, content_type = "text/plain"),
    responses((status = 201, body = TemplateText), (status = 403, body = ProblemDetails), (status = 422, body = ProblemDetails)))]
pub async fn add(visit: Visit, headers: HeaderMap, Raw(body): Raw<2>) -> Answer {
    let (place, kind, text) = sent(&visit, body.to_vec()).await?;
    let name = query_value(&visit.uri, "name").filter(|name| !name.trim().is_empty()).unwrap_or_else(|| kind.file());
    let ask = ask(&visit, &headers, Act::ManageTemplates, &format!("{} {} {name}\n{text}", place.id, kind.word()))?;
    let id = take(&visit, ask, kind, &place, &name, text).await?;
    made(&format!("/api/v1/templates/{id}"), whole(&visit, id.clone()).await?)
}

/// Tries a template without keeping it: the specimen as PDF, or what is wrong. The body is its text.
#[utoipa::path(post, path = "/api/v1/templates/try", tag = "templates",
    params(("place" = String, Query, description = "Code of the place"), ("kind" = String, Query, description = "The paper")),
    request_body(content = String, content_type = "text/plain"),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 422, body = ProblemDetails)))]
pub async fn attempt(visit: Visit, Raw(body): Raw<2>) -> Answer {
    let (place, kind, text) = sent(&visit, body.to_vec()).await?;
    sound(&visit, kind, &place, &text).await?;
    specimen(&visit, kind, &place, text).await
}

async fn whole(visit: &Visit, id: String) -> Result<TemplateText, Failure> {
    let found = version(visit, id).await?;
    Ok(TemplateText {
        kind: found.template.kind.clone(),
        version: Some(TemplateVersion::new(found.template, None)),
        place: Some(TemplatePlace::from(&found.place)),
        used: Some(found.used),
        text: found.text,
    })
}

/// One version with its text.
#[utoipa::path(get, path = "/api/v1/templates/{id}", tag = "templates", params(("id" = String, Path)),
    responses((status = 200, body = TemplateText), (status = 403, body = ProblemDetails), (status = 404, body = ProblemDetails)))]
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    give(whole(&visit, id).await?)
}

/// A paper about made-up families, set with one version, as PDF.
#[utoipa::path(get, path = "/api/v1/templates/{id}/preview", tag = "templates", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = ProblemDetails)))]
pub async fn preview(visit: Visit, path: Path<String>) -> Answer {
    crate::pages::templates::preview(visit, path).await
}

/// The built-in template of a paper.
#[utoipa::path(get, path = "/api/v1/templates/built-in/{kind}", tag = "templates",
    params(("kind" = String, Path), ("place" = Option<String>, Query, description = "Code of a place whose templates you keep")),
    responses((status = 200, body = TemplateText), (status = 422, body = ProblemDetails)))]
pub async fn built_in(visit: Visit, Path(kind): Path<String>) -> Answer {
    place_asked(&visit).await?;
    let kind = kind_of(&kind)?;
    let text = kind.built_in().to_owned();
    give(TemplateText { kind: kind.word().to_owned(), version: None, place: None, used: None, text })
}

/// A paper about made-up families of a place, set with the built-in template, as PDF.
#[utoipa::path(get, path = "/api/v1/templates/built-in/{kind}/preview", tag = "templates",
    params(("kind" = String, Path), ("place" = Option<String>, Query, description = "Code of a place whose templates you keep")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 422, body = ProblemDetails)))]
pub async fn built_in_preview(visit: Visit, path: Path<String>) -> Answer {
    crate::pages::templates::built_in_preview(visit, path).await
}

/// Chooses what a place's paper is set with. Answers with the choice before, to be sent back by who changes their mind.
#[utoipa::path(put, path = "/api/v1/templates/choice", tag = "templates", params(("Idempotency-Key" = String, Header)),
    request_body = Choice,
    responses((status = 200, body = Chosen), (status = 403, body = ProblemDetails), (status = 422, body = ProblemDetails)))]
pub async fn choice(visit: Visit, headers: HeaderMap, Json(wanted, body): Json<Choice>) -> Answer {
    let ask = ask(&visit, &headers, Act::ManageTemplates, &body)?;
    let (guard, code) = (visit.guard.clone(), wanted.place);
    let unit = visit.app.read(move |tx| Ok::<_, Failure>(places(tx, &guard, &code)?.0.id)).await?;
    let (kind, choice) = (kind_of(&wanted.kind)?, wanted.choice);
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| choose(tx, ctx, &unit, kind, &choice)).await?)
}
