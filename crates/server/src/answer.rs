//! The outer layer of every answer: turns what stopped a request into a page or problem+json in the reader's language,
//! refuses to show a protected page whose handler never asked the table of rights, and sets the security headers.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rules::problem::Problem;
use serde_json::json;

use crate::failure::{Failure, Stopped};
use crate::visit::Visit;

/// Which shape the errors of a route take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// HTML for people.
    Page,
    /// JSON for programs.
    Api,
}

/// Put into a response by the route's layer: how errors look, and whether rights had to be asked.
#[derive(Clone, Copy)]
pub struct Routed {
    /// Shape of errors.
    pub face: Face,
    /// The act needs nothing but being a visitor.
    pub public: bool,
}

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// Completes an answer.
pub fn finish(visit: &Visit, mut response: Response) -> Response {
    let routed = response.extensions().get::<Routed>().copied();
    let face = routed.map_or_else(
        || if visit.uri.path().starts_with("/api/") { Face::Api } else { Face::Page },
        |routed| routed.face,
    );
    let stopped = response.extensions_mut().remove::<Stopped>();
    let unasked = routed.is_some_and(|routed| !routed.public)
        && !visit.guard.was_asked()
        && (response.status().is_success() || response.status().is_redirection());
    let mut response = if let Some(Stopped(failure)) = stopped {
        stop(visit, face, &failure)
    } else if unasked {
        stop(visit, face, &Failure::Broken(format!("{} was answered without asking for a right", visit.uri.path())))
    } else {
        response
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages of signed-in people never stay in a shared cache.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn stop(visit: &Visit, face: Face, failure: &Failure) -> Response {
    let problems = match failure {
        Failure::Problems(problems) => problems.clone(),
        Failure::Broken(chain) => {
            let incident: String = visit.app.dice.code();
            tracing::error!(incident, path = visit.uri.path(), chain, "a request failed");
            vec![Problem::new("failure").with("incident", incident)]
        }
    };
    let status = failure.status();
    match face {
        Face::Api => api_problem(visit, status, &problems),
        Face::Page => page_problem(visit, status, &problems),
    }
}

/// problem+json (RFC 9457): `type` is stable, `problems` lists all of them with their fields.
fn api_problem(visit: &Visit, status: StatusCode, problems: &[Problem]) -> Response {
    let says = |problem: &Problem| visit.app.words.problem(visit.lang, problem);
    let first = problems.first();
    let code = first.map_or("failure", |problem| problem.code.as_str());
    let list: Vec<_> = problems
        .iter()
        .map(|problem| json!({"code": problem.code, "field": problem.field, "args": problem.args, "detail": says(problem)}))
        .collect();
    let body = json!({
        "type": format!("{}/problems#{code}", visit.app.config.public_url),
        "title": code,
        "status": status.as_u16(),
        "detail": first.map(says).unwrap_or_default(),
        "instance": visit.uri.path(),
        "problems": list,
    });
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    extra(&mut response, status);
    response
}

fn page_problem(visit: &Visit, status: StatusCode, problems: &[Problem]) -> Response {
    let needs_sign_in = problems.iter().any(|problem| problem.code == "sign-in-needed");
    if needs_sign_in {
        // A form cannot be asked for again: after signing in, its sender begins at the first page.
        let asked = visit.uri.path_and_query().map_or("/", |target| target.as_str());
        let back = if visit.method.is_safe() { asked } else { "/today" };
        let target: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
        return axum::response::Redirect::to(&format!("/sign-in?{target}")).into_response();
    }
    if problems.iter().any(|problem| problem.code == "password-must-change") {
        return axum::response::Redirect::to("/account?done=must-change").into_response();
    }
    let mut response = crate::pages::problem::page(visit, status, problems);
    extra(&mut response, status);
    response
}

fn extra(response: &mut Response, status: StatusCode) {
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"hoctap\""));
    }
}
