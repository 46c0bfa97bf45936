//! The public check of a paper: a form for the code, and what the paper with this code says.
//! Must not show more than `crate::verify` finds.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};

use super::decisions::unlisted;
use super::{Base, page, page_with};
use crate::failure::Answer;
use crate::paperwork::small;
use crate::verify::{Checked, PlaceSince, find, mistyped};
use crate::visit::{Visit, query_value};

#[derive(Template)]
#[template(path = "verify.html")]
struct Check {
    b: Base,
    /// What was typed; empty on the plain form.
    typed: String,
    found: Option<Checked>,
    /// What may be wrong with a code that was not found.
    hints: Vec<(&'static str, String)>,
    at: String,
}

impl Check {
    /// Whom to ask about a paper: the office that gave it, or that of the place it belongs to now.
    fn offices(&self, checked: &Checked) -> Vec<String> {
        match &checked.since {
            Some(since) if !since.now.is_empty() => {
                since.now.iter().map(|now| self.b.t1("paper-issuer", "commune", small(&now.name))).collect()
            }
            _ => vec![checked.decision.issuer.clone()],
        }
    }

    /// The names of the places that a place belongs to now, in one line.
    fn places(&self, since: &PlaceSince) -> String {
        since.now.iter().map(|now| format!("{}, {}", now.name, now.province)).collect::<Vec<_>>().join("; ")
    }

    /// What was typed, unless it looks like the number of a person: that is not said again.
    fn shown(&self) -> &str {
        if self.hints.iter().any(|(hint, _)| *hint == "digits") { "" } else { &self.typed }
    }
}

/// The form; with `?code=` the way to the paper's own page.
pub async fn form(visit: Visit) -> Answer {
    let typed = query_value(&visit.uri, "code").unwrap_or_default();
    let typed = typed.trim();
    if typed.is_empty() {
        let b = Base::new(&visit, "verify");
        return page(&Check { b, typed: String::new(), found: None, hints: Vec::new(), at: String::new() });
    }
    // Somebody may paste the whole address of the paper; a decision's number has a stroke too.
    let code = if typed.contains("/verify/") { typed.rsplit('/').next().unwrap_or(typed) } else { typed };
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
    let hints = if found.is_some() { Vec::new() } else { mistyped(&typed) };
    Ok(unlisted(page_with(status, &Check { b, typed, found, hints, at })?))
}
