//! The JSON face: the same acts and reads as the pages, for programs. Lists come in pages with a cursor; writes carry an
//! `Idempotency-Key`; errors are problem+json (RFC 9457). One file a topic.

pub mod account;
pub mod appraisals;
pub mod assessments;
pub mod audit;
pub mod criteria;
pub mod decisions;
pub mod duplicates;
pub mod evidence;
pub mod figures;
pub mod households;
pub mod imports;
pub mod openapi;
pub mod people;
pub mod places;
pub mod session;
pub mod templates;
pub mod verify;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rules::access::Act;
use rules::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::visit::{Visit, query_value};

/// Most rows a list gives at once.
pub const MOST: i64 = 500;
/// Rows a list gives when not asked for another number.
pub const USUAL: i64 = 100;

/// The ask of a writing request: its `Idempotency-Key` and what makes it this request (path and body).
/// `request-id-missing` without a key; a writing request by cookie is refused, because only pages carry form tokens.
pub fn ask(visit: &Visit, headers: &HeaderMap, act: Act, body: &str) -> Result<Ask, Failure> {
    if !visit.by_token {
        return Err(Failure::sign_in());
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
    if key.is_empty() {
        return Err(Problem::new("request-id-missing").into());
    }
    Ok(Ask::new(act, key, &format!("{} {}\n{body}", visit.method, visit.uri.path())))
}

/// A value as JSON with status 200.
pub fn give(value: impl Serialize) -> Answer {
    Ok(Json(value).into_response())
}

/// A value as JSON with status 201 and where to find it.
pub fn made(at: &str, value: impl Serialize) -> Answer {
    let mut response: Response = (StatusCode::CREATED, Json(value)).into_response();
    if let Ok(at) = HeaderValue::from_str(at) {
        response.headers_mut().insert(header::LOCATION, at);
    }
    Ok(response)
}

/// One page of a list: the rows, and the cursor of the next page while there is one.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give it back as `?cursor=` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A page of at most `limit` rows out of up to `limit + 1` that were read; `key` is where the next page begins after.
    pub fn new<K: Serialize>(mut items: Vec<T>, limit: i64, key: impl Fn(&T) -> K) -> Self {
        let limit = usize::try_from(limit).unwrap_or(1);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| cursor(&key(last))) } else { None };
        Self { items, next }
    }
}

/// An opaque cursor of a key.
pub fn cursor(key: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// The key in `?cursor=`; `None` on the first page, `bad-cursor` when it was not made by us.
pub fn after<K: DeserializeOwned>(visit: &Visit) -> Result<Option<K>, Failure> {
    let Some(text) = query_value(&visit.uri, "cursor").filter(|text| !text.is_empty()) else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Problem::new("bad-cursor").at("cursor"))?;
    Ok(Some(serde_json::from_slice(&bytes).map_err(|_| Problem::new("bad-cursor").at("cursor"))?))
}

/// `?limit=` between 1 and [`MOST`], [`USUAL`] when absent.
pub fn limit(visit: &Visit) -> Result<i64, Failure> {
    let Some(text) = query_value(&visit.uri, "limit").filter(|text| !text.is_empty()) else { return Ok(USUAL) };
    match text.parse::<i64>() {
        Ok(limit) if (1..=MOST).contains(&limit) => Ok(limit),
        _ => Err(Problem::new("not-a-number").at("limit").with("value", text).into()),
    }
}
