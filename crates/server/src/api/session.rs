//! Signing in by program, signing out, and who I am.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use rules::access::{Act, Needs};
use rules::basics::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::people::RoleView;
use super::{give, made};
use crate::acts::people::{self, OWN};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Json;
use crate::visit::Visit;

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login name.
    login: String,
    /// Password.
    password: String,
}

/// A session just begun.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Send it as `Authorization: Bearer …`. Shown only here.
    token: String,
    /// When it ends if unused, in milliseconds since 1970 UTC; each use moves it.
    expires_at: i64,
    /// The password was set by somebody else: until a new one is chosen, everything but `PUT /api/v1/me/password`
    /// and signing out answers `password-must-change`.
    must_change: bool,
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, security(()),
    responses((status = 201, body = Session), (status = 401, description = "sign-in-wrong"),
        (status = 429, description = "sign-in-wait: too many failures")))]
pub async fn begin(visit: Visit, headers: HeaderMap, Json(body, _): Json<SignIn>) -> Answer {
    let device = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let entered = people::sign_in(&visit.app, &body.login, &body.password, device, "").await?;
    let session = Session { token: entered.token, expires_at: entered.expires_at.0, must_change: entered.must_change };
    made("/api/v1/me", session)
}

/// Ends the session of the token. Needs no `Idempotency-Key`: afterwards the token opens nothing.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204, description = "ended"), (status = 401, description = "no such session")))]
pub async fn end(visit: Visit) -> Answer {
    let session = visit.guard.signed_in()?.session_id.clone();
    if !visit.by_token {
        return Err(Failure::sign_in());
    }
    let ask = Ask::new(OWN, &visit.app.dice.id(visit.at), "end");
    visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, Some(&session), "")).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The account of the token.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Account id.
    id: String,
    /// Login name.
    login: String,
    /// Name.
    name: String,
    /// Post.
    title: String,
    /// vi, en, id, or empty for the site's default.
    language: String,
    /// Today where the site is; rights are asked for this day.
    #[schema(value_type = String, format = Date)]
    today: Day,
    /// Roles, past and coming ones too.
    roles: Vec<RoleView>,
    /// What may be done today: act, and the units at or below which.
    reach: std::collections::BTreeMap<&'static str, Vec<String>>,
}

/// Who am I, in which roles, and what may I do where today.
#[utoipa::path(get, path = "/api/v1/me", tag = "session", responses((status = 200, body = Me)))]
pub async fn me(visit: Visit) -> Answer {
    let actor = visit.guard.signed_in()?;
    let id = actor.id.clone();
    let account = visit.app.read(move |tx| store::people::account(tx, &id)?.ok_or_else(Failure::not_found)).await?;
    let granted = Act::ALL.iter().filter(|act| act.needs() == Needs::Grant);
    let reach = granted.map(|act| (act.word(), actor.reach(*act, visit.today))).filter(|(_, units)| !units.is_empty());
    give(Me {
        id: account.id,
        login: account.login,
        name: account.name,
        title: account.title,
        language: account.language,
        today: visit.today,
        roles: actor.roles.iter().map(RoleView::from).collect(),
        reach: reach.collect(),
    })
}
