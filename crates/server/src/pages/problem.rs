//! The page of what stopped a request: what is wrong, where, and what to do next.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::problem::Problem;

use super::{Base, page_with};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    b: Base,
    title: String,
    sentences: Vec<String>,
    status: u16,
}

/// Never fails itself: without a template there is still a sentence.
pub fn page(visit: &Visit, status: StatusCode, problems: &[Problem]) -> Response {
    let b = Base::new(visit, "");
    let kind = match status.as_u16() {
        403 => b.t("problem-page-forbidden"),
        404 => b.t("problem-page-not-found"),
        409 => b.t("problem-page-clash"),
        429 | 503 => b.t("problem-page-busy"),
        500 => b.t("problem-page-failure"),
        _ => b.t("problem-page-input"),
    };
    let sentences: Vec<_> = problems.iter().map(|problem| visit.app.words.problem(visit.lang, problem)).collect();
    let plain = sentences.join("\n");
    let page = Page { b, title: kind, sentences, status: status.as_u16() };
    page_with(status, &page).unwrap_or_else(|_| (status, plain).into_response())
}
