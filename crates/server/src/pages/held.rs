//! A form that came without its session: nothing is done, and nothing that was typed is lost. The page holds the fields and
//! sends them again once somebody has signed in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::{Base, page_with};
use crate::forms::Fields;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "held.html")]
struct Held {
    b: Base,
    /// Where the form goes.
    action: String,
    fields: Vec<(String, String)>,
    /// The form carries files, which a page cannot hold.
    upload: bool,
    /// Who is signed in now; empty for nobody.
    name: String,
    token: String,
}

/// The page. Its button asks whoever is signed in now whether to send what the page holds as theirs.
pub fn page(visit: &Visit, fields: &Fields, upload: bool) -> Response {
    let action = visit.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let session = visit.actor.as_ref().map(|actor| actor.session_id.as_str());
    let held = Held {
        b: Base::new(visit, ""),
        action,
        fields: fields.typed(),
        upload,
        name: visit.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default(),
        token: session.map(|session| visit.app.secrets.form_token(session)).unwrap_or_default(),
    };
    let status = if visit.actor.is_some() { StatusCode::FORBIDDEN } else { StatusCode::UNAUTHORIZED };
    page_with(status, &held).unwrap_or_else(axum::response::IntoResponse::into_response).into_response()
}
