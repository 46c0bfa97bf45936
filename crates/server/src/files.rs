//! Static files, compiled in, each at an address that changes with its content.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use crate::failure::Failure;
use crate::visit::Visit;

#[derive(RustEmbed)]
#[folder = "static"]
struct Static;

/// `/static/<name>?v=<first letters of its hash>`.
#[must_use]
pub fn address(name: &str) -> String {
    let version: String = Static::get(name)
        .map(|file| rules::text::hex(file.metadata.sha256_hash().get(..6).unwrap_or_default()))
        .unwrap_or_default();
    format!("/static/{name}?v={version}")
}

/// The words of a static file; empty for a name there is not.
#[must_use]
pub fn text(name: &str) -> String {
    Static::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// One static file; browsers keep it, because another content has another address.
pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, Failure> {
    let file = Static::get(&name).ok_or_else(Failure::not_found)?;
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let kept = if visit.uri.query().is_some() {
        "public, max-age=31536000, immutable"
    } else if name.starts_with("fonts/") {
        "public, max-age=604800"
    } else {
        "public, max-age=300"
    };
    Ok(([(header::CONTENT_TYPE, kind.to_string()), (header::CACHE_CONTROL, kept.to_owned())], file.data.into_owned())
        .into_response())
}
