//! Criteria as JSON: the sets this site knows, and one of them whole.

use axum::extract::Path;
use rules::criteria::CriteriaSet;
use serde::Serialize;

use super::{Listed, give};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// A criteria set in one version.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SetItem {
    /// Stable name.
    pub set: String,
    /// Version; never changes once published.
    pub version: String,
    /// family, citizen, clan, community or unit.
    pub model: String,
    /// Title in the asked language.
    pub title: String,
    /// First day in force.
    pub valid_from: String,
    /// Last day in force; 9999-12-31 while open.
    pub valid_to: String,
    /// How many of its elements are not verified.
    pub doubts: usize,
    /// SHA-256 of the file.
    pub hash: String,
}

fn item(set: &CriteriaSet, language: &str) -> SetItem {
    SetItem {
        set: set.set.clone(),
        version: set.version.clone(),
        model: set.model.word().to_owned(),
        title: set.title.say(language).to_owned(),
        valid_from: set.valid_from.to_string(),
        valid_to: set.valid_to.to_string(),
        doubts: set.doubts().len(),
        hash: set.hash().to_owned(),
    }
}

/// Every criteria set and version this site knows.
#[utoipa::path(get, path = "/api/v1/criteria", tag = "criteria", responses((status = 200, body = Listed<SetItem>)))]
pub async fn list(visit: Visit) -> Answer {
    let items = visit.app.sets.iter().map(|set| item(set, visit.lang.code())).collect();
    give(Listed { items, next: None })
}

/// One set whole: sections or criteria with their wording in three languages, marks, offices, deadlines, every doubt.
#[utoipa::path(get, path = "/api/v1/criteria/{set}/{version}", tag = "criteria",
    params(("set" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = serde_json::Value), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn show(visit: Visit, Path((name, version)): Path<(String, String)>) -> Answer {
    let set = visit.app.set(&name, &version).ok_or_else(Failure::not_found)?;
    give(serde_json::json!({"set": set, "doubts": set.doubts(), "hash": set.hash()}))
}
