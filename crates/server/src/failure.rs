//! What stops a request: problems a person can put right, or a failure only the operator can. One place makes the answer.
//! Must not know which page was asked for.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rules::access::Act;
use rules::problem::Problem;

/// What stops a request.
#[derive(Debug)]
pub enum Failure {
    /// Something the person can put right; at least one.
    Problems(Vec<Problem>),
    /// Something only the operator can; the chain of causes is for the log.
    Broken(String),
}

/// What a handler gives back.
pub type Answer = Result<Response, Failure>;

impl Failure {
    /// The record or page does not exist.
    #[must_use]
    pub fn not_found() -> Self {
        Problem::new("not-found").into()
    }

    /// The person may not do this here.
    #[must_use]
    pub fn forbidden(act: Act) -> Self {
        Problem::new("forbidden").with("act", act.word()).into()
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn sign_in() -> Self {
        Problem::new("sign-in-needed").into()
    }

    /// The status of the first problem, or 500, or 503 when the database was too busy.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Problems(problems) => problems
                .first()
                .and_then(|problem| StatusCode::from_u16(problem.status()).ok())
                .unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The problems, when that is what stopped the request: for handlers that show the form again.
    pub fn problems(self) -> Result<Vec<Problem>, Self> {
        match self {
            Self::Problems(problems)
                if problems.iter().all(|problem| matches!(problem.status(), 409 | 413 | 422))
                    || problems.iter().any(|problem| is_door(&problem.code)) =>
            {
                Ok(problems)
            }
            other => Err(other),
        }
    }
}

/// Problems at the door, which their own form shows although they travel with 401, 403 or 429.
fn is_door(code: &str) -> bool {
    matches!(code, "sign-in-wrong" | "sign-in-wait" | "setup-code-wrong")
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy(cause) => {
                tracing::warn!(cause, "database busy");
                Problem::new("busy").into()
            }
            store::Error::Unwritable(cause) => {
                tracing::error!(cause, "nothing can be kept: look at the disk of the database");
                Problem::new("cannot-store").into()
            }
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Travels in the response until the outer layer, which knows language and face, turns it into a page or JSON.
#[derive(Clone)]
pub struct Stopped(pub std::sync::Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Stopped(std::sync::Arc::new(self)));
        response
    }
}
