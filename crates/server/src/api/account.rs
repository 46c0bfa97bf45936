//! One's own account as JSON: password, and the devices that are signed in.

use axum::extract::Path;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ask, give};
use crate::acts::people::{self, OWN};
use crate::failure::{Answer, Failure};
use crate::forms::Json;
use crate::visit::Visit;

/// A device that is signed in.
#[derive(Serialize, ToSchema)]
pub struct Device {
    /// The session's id.
    id: String,
    /// How the browser or program named itself.
    device: String,
    /// When it signed in, in milliseconds since 1970 UTC.
    created_at: i64,
    /// When it was last seen, likewise.
    seen_at: i64,
    /// It is the session of this request.
    here: bool,
}

/// The devices that are signed in with one's own account.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "session", responses((status = 200, body = Vec<Device>)))]
pub async fn sessions(visit: Visit) -> Answer {
    let actor = visit.guard.signed_in()?;
    let (id, now) = (actor.id.clone(), visit.at);
    let all = visit.app.read(move |tx| Ok::<_, Failure>(store::people::sessions(tx, &id, now)?)).await?;
    let device = |one: store::people::Session| Device {
        here: one.id == actor.session_id,
        id: one.id,
        device: one.device,
        created_at: one.created_at.0,
        seen_at: one.seen_at.0,
    };
    give(all.into_iter().map(device).collect::<Vec<_>>())
}

/// How many sessions ended.
#[derive(Serialize, ToSchema)]
pub struct EndedSessions {
    /// The number.
    ended: i64,
}

/// Signs one device out.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "session",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = EndedSessions)))]
pub async fn end(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ask = ask(&visit, &headers, OWN, "")?;
    let ended = visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, Some(&id), "")).await?;
    give(EndedSessions { ended })
}

/// Signs every other device out; the token of this request stays good.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "session",
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = EndedSessions)))]
pub async fn end_others(visit: Visit, headers: HeaderMap) -> Answer {
    let ask = ask(&visit, &headers, OWN, "")?;
    let here = visit.guard.signed_in()?.session_id.clone();
    let ended = visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, None, &here)).await?;
    give(EndedSessions { ended })
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The password until now.
    old: String,
    /// The new one: at least 10 characters, not only digits.
    new: String,
}

/// Changes one's own password and signs all other devices out.
#[utoipa::path(put, path = "/api/v1/me/password", tag = "session", request_body = NewPassword,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = EndedSessions), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn password(visit: Visit, headers: HeaderMap, Json(wish, _): Json<NewPassword>) -> Answer {
    visit.guard.signed_in()?;
    // The passwords are part of the request in a shape that tells nothing about them.
    let mark = visit.app.secrets.lookup(&format!("{}\n{}", wish.old, wish.new));
    let ask = ask(&visit, &headers, OWN, &mark)?;
    let ended = people::set_password(&visit, ask, wish.old, wish.new).await?;
    give(EndedSessions { ended })
}
