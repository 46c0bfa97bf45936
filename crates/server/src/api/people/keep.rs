//! Changing accounts as JSON: correct, new first password, close and open again.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Person;
use crate::acts::people::accounts::{self, AccountDraft};
use crate::api::{ask, give};
use crate::failure::Answer;
use crate::forms::Json;
use crate::pages::people::one::seen;
use crate::visit::Visit;

/// What is said of an account; the login name stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The `revision` it rests on.
    base_revision: i64,
    /// Name.
    name: String,
    /// Post.
    #[serde(default)]
    title: String,
    /// vi, en, id, or empty for the site's default.
    #[serde(default)]
    language: String,
}

/// Corrects name, post and language.
#[utoipa::path(put, path = "/api/v1/people/{id}", tag = "people", request_body = Correction,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Person), (status = 409, body = crate::api::openapi::ProblemDetails)))]
pub async fn edit(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(wish, text): Json<Correction>,
) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let ask = ask(&visit, &headers, Act::ManagePeople, &text)?;
    let draft = AccountDraft { login: String::new(), name: wish.name, title: wish.title, language: wish.language };
    let whose = id.clone();
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| accounts::edit(tx, ctx, &whose, &draft, wish.base_revision))
        .await?;
    show(&visit, id).await
}

async fn show(visit: &Visit, id: String) -> Answer {
    let guard = visit.guard.clone();
    let (account, roles) = visit.app.read(move |tx| seen(tx, &guard, &id)).await?;
    give(Person::new(account, &roles, visit.today))
}

/// A password to be handed over.
#[derive(Serialize, ToSchema)]
pub struct FirstPassword {
    /// The login name it belongs to.
    login: String,
    /// The password; the same request answers with the same one, no other way shows it again.
    password: String,
}

/// Makes a new first password and ends all sessions of the account; the person must choose another at the next sign-in.
#[utoipa::path(post, path = "/api/v1/people/{id}/password", tag = "people",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = FirstPassword), (status = 422, body = crate::api::openapi::ProblemDetails)))]
pub async fn reset(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let ask = ask(&visit, &headers, Act::ManagePeople, "")?;
    let (app, whom, request) = (visit.app.clone(), id.clone(), ask.request_id.clone());
    let (password, shown) = visit.app.wait(move || accounts::first_password(&app, "", &whom, &request)).await?;
    let login =
        visit.app.act(&visit.guard, ask, move |tx, ctx| accounts::reset_password(tx, ctx, &id, &password)).await?;
    give(FirstPassword { login, password: shown.unwrap_or_default() })
}

/// Why an account is closed or opened.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Why {
    /// The reason, as the trail shows it; may be empty.
    reason: String,
}

/// Closes an account and ends its sessions.
#[utoipa::path(post, path = "/api/v1/people/{id}/disable", tag = "people", request_body = Why,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Person), (status = 422, body = crate::api::openapi::ProblemDetails)))]
pub async fn disable(visit: Visit, headers: HeaderMap, Path(id): Path<String>, wish: Json<Why>) -> Answer {
    set(&visit, &headers, id, wish, true).await
}

/// Opens a closed account again.
#[utoipa::path(post, path = "/api/v1/people/{id}/enable", tag = "people", request_body = Why,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Person), (status = 422, body = crate::api::openapi::ProblemDetails)))]
pub async fn enable(visit: Visit, headers: HeaderMap, Path(id): Path<String>, wish: Json<Why>) -> Answer {
    set(&visit, &headers, id, wish, false).await
}

async fn set(visit: &Visit, headers: &HeaderMap, id: String, Json(wish, text): Json<Why>, closed: bool) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let ask = ask(visit, headers, Act::ManagePeople, &text)?;
    let whose = id.clone();
    visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| accounts::set_disabled(tx, ctx, &whose, closed, &wish.reason))
        .await?;
    show(visit, id).await
}
