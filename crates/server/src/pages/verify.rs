//! The public check of a paper: a form for the code, and what the paper with this code says.
//! Must not show more than `crate::verify` finds.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};

use super::decisions::unlisted;
use super::{Base, page, page_with};
use crate::failure::Answer;
use crate::verify::{Checked, find};
use crate::visit::{Visit, query_value};

#[derive(Template)]
#[template(path = "verify.html")]
struct Check {
    b: Base,
    /// What was typed; empty on the plain form.
    typed: String,
    found: Option<Checked>,
    at: String,
}

/// The form; with `?code=` the way to the paper's own page.
pub async fn form(visit: Visit) -> Answer {
    let typed = query_value(&visit.uri, "code").unwrap_or_default();
    let typed = typed.trim();
    if typed.is_empty() {
        return page(&Check { b: Base::new(&visit, "verify"), typed: String::new(), found: None, at: String::new() });
    }
    // Somebody may paste the whole address of the paper.
    let code = typed.rsplit('/').next().unwrap_or(typed);
    match crate::clock::read_code(code) {
        Some(code) => Ok(Redirect::to(&format!("/verify/{code}")).into_response()),
        None => show(visit.clone(), Path(code.chars().take(80).collect())).await,
    }
}

/// What the paper with this code says, or that there is none and what to do then.
pub async fn show(visit: Visit, Path(typed): Path<String>) -> Answer {
    let (app, wanted, today) = (visit.app.clone(), typed.clone(), visit.today);
    let found = visit.app.read(move |tx| find(tx, &app, &wanted, today)).await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let b = Base::new(&visit, "verify");
    let at = b.moment(&visit.at);
    Ok(unlisted(page_with(status, &Check { b, typed, found, at })?))
}
