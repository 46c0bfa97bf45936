//! `hoctap export figures` and `hoctap export published`: what anybody may see, as the site itself would answer it.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::Request;
use clap::Args;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{Where, say};

/// Arguments of `export figures`.
#[derive(Args)]
pub struct Figures {
    #[command(flatten)]
    site: Where,
    /// Code of the place: VN, a province, a commune, a hamlet.
    place: String,
    /// The cycle year (default: this one).
    #[arg(long)]
    year: Option<i64>,
    /// The day of the map, YYYY-MM-DD (default: today).
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    #[command(flatten)]
    file: Output,
}

/// Arguments of `export published`.
#[derive(Args)]
pub struct Published {
    #[command(flatten)]
    site: Where,
    #[command(flatten)]
    file: Output,
}

/// Where to write, and in which language.
#[derive(Args)]
struct Output {
    /// Language of headings: vi, en, id (default: the site's).
    #[arg(long)]
    lang: Option<String>,
    /// Where to write it; the ending says what: .xlsx, .csv or .json.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the figures of a place.
pub fn figures(options: &Figures) -> Result<u8, String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(year) = options.year {
        query.append_pair("year", &year.to_string());
    }
    if let Some(on) = &options.on {
        query.append_pair("on", on);
    }
    let place: String = form_urlencoded::byte_serialize(options.place.as_bytes()).collect();
    write(&options.site, &format!("/figures/{place}"), query, &options.file)
}

/// Writes the published figures.
pub fn published(options: &Published) -> Result<u8, String> {
    write(&options.site, "/published", form_urlencoded::Serializer::new(String::new()), &options.file)
}

fn write(
    site: &Where,
    path: &str,
    mut query: form_urlencoded::Serializer<'_, String>,
    file: &Output,
) -> Result<u8, String> {
    let ending = file.out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !["xlsx", "csv", "json"].contains(&ending) {
        say("the file's ending says its kind: .xlsx, .csv or .json");
        return Ok(super::USAGE);
    }
    if let Some(lang) = &file.lang {
        query.append_pair("lang", lang);
    }
    let site = crate::routes::router(site.open()?);
    let runtime = tokio::runtime::Runtime::new().map_err(|cause| cause.to_string())?;
    let query = query.finish();
    let body = runtime.block_on(async {
        // The JSON face says in a sentence what a page would show.
        let (good, told) = ask(&site, &format!("/api/v1{path}?{query}")).await?;
        if !good {
            let problem: serde_json::Value = serde_json::from_slice(&told).unwrap_or_default();
            let said = problem.get("detail").and_then(|detail| detail.as_str());
            return Err(said.unwrap_or("the site could not answer").to_owned());
        }
        let (good, body) = ask(&site, &format!("{path}.{ending}?{query}")).await?;
        if good { Ok(body) } else { Err("the site could not answer".to_owned()) }
    })?;
    keep(&file.out, &body)
}

/// Asks as a visitor would; whether it was answered, and the body.
async fn ask(site: &axum::Router, address: &str) -> Result<(bool, axum::body::Bytes), String> {
    let request = Request::builder().uri(address).body(Body::empty()).map_err(|cause| cause.to_string())?;
    let answer = site.clone().oneshot(request).await.map_err(|never| format!("{never:?}"))?;
    let good = answer.status().is_success();
    let body = answer.into_body().collect().await.map_err(|cause| cause.to_string())?;
    Ok((good, body.to_bytes()))
}

fn keep(out: &Path, body: &[u8]) -> Result<u8, String> {
    std::fs::write(out, body).map_err(|cause| format!("cannot write {}: {cause}", out.display()))?;
    say(&format!("{} bytes written to {}", body.len(), out.display()));
    Ok(0)
}
