//! Places as JSON: search, one place on one day, its children and lineage. What changes them is in `keep`.

pub mod keep;

use axum::extract::Path;
use rules::basics::Day;
use serde::Serialize;
use store::units::{Lineage, Unit};
use utoipa::ToSchema;

use super::{Listed, after, give, limit};
use crate::failure::{Answer, Failure};
use crate::pages::days::on;
use crate::places;
use crate::visit::{Visit, query_value};

/// One version of a place.
#[derive(Serialize, ToSchema)]
pub struct Place {
    /// `code@first day`: unlike the code it never names another place.
    id: String,
    /// National code, or a hamlet's own.
    code: String,
    /// Kind and name.
    full_name: String,
    /// Name without kind.
    name: String,
    /// Name without marks, as English text writes it.
    name_en: String,
    /// Other official spellings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alt_names: Vec<String>,
    /// country, province, district, commune, hamlet.
    level: &'static str,
    /// province, city, district, commune, ward, township, special_zone, or a kind of hamlet.
    kind: String,
    /// Id of the unit above.
    parent_id: Option<String>,
    /// First day. 2004-08-31 means on or before.
    valid_from: String,
    /// Last day; null while in force.
    valid_to: Option<String>,
    /// Square kilometres as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    area_km2: Option<String>,
    /// The act that made it, where known.
    legal_basis: String,
    /// Where the row comes from; `site` when entered here.
    source: String,
    /// Made up for a demonstration.
    synthetic: bool,
    /// Raised by each change.
    revision: i64,
    /// What lies above, nearest first; in search results.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    above: Vec<String>,
}

impl From<Unit> for Place {
    fn from(unit: Unit) -> Self {
        let alt_names = unit.alt_names.split('|').filter(|alt| !alt.is_empty()).map(str::to_owned).collect();
        Self {
            id: unit.id,
            code: unit.code,
            full_name: unit.full_name,
            name: unit.name,
            name_en: unit.name_en,
            alt_names,
            level: unit.level.word(),
            kind: unit.kind,
            parent_id: unit.parent_id,
            valid_from: unit.valid_from.to_string(),
            valid_to: (unit.valid_to != Day::FOREVER).then(|| unit.valid_to.to_string()),
            area_km2: Some(unit.area_km2).filter(|area| !area.is_empty()),
            legal_basis: unit.legal_basis,
            source: unit.source,
            synthetic: unit.synthetic,
            revision: unit.revision,
            above: Vec::new(),
        }
    }
}

/// Finds places by name or code; without `q`, the provinces of the day.
#[utoipa::path(get, path = "/api/v1/places", tag = "places", params(
    ("q" = Option<String>, Query, description = "Name or code, with or without accents; words of a place above may follow"),
    ("on" = Option<String>, Query, description = "Only versions in force on this day, YYYY-MM-DD"),
    ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed<Place>)))]
pub async fn search(visit: Visit) -> Answer {
    let day = on(&visit)?;
    let asked = query_value(&visit.uri, "on").is_some_and(|text| !text.is_empty());
    let query = query_value(&visit.uri, "q").unwrap_or_default();
    let (limit, skip) = (limit(&visit)?, after::<usize>(&visit)?.unwrap_or(0));
    let found = visit
        .app
        .read(move |tx| {
            if rules::text::fold(&query).is_empty() {
                let country = store::units::country(tx)?;
                let provinces = store::units::children(tx, &country.id, day)?;
                return Ok(provinces.into_iter().skip(skip).map(Place::from).collect::<Vec<_>>());
            }
            let units = places::search(tx, &query, asked.then_some(day))?;
            let mut found = Vec::new();
            let most = usize::try_from(limit).unwrap_or(1) + 1;
            for unit in units.into_iter().skip(skip).take(most) {
                let above = places::above(tx, &unit)?;
                let above = above.into_iter().map(|one| one.full_name).collect();
                found.push(Place { above, ..Place::from(unit) });
            }
            Ok::<_, Failure>(found)
        })
        .await?;
    let next = skip + usize::try_from(limit).unwrap_or(0);
    give(Listed::new(found, limit, |_| next))
}

/// One place on one day, with what there is to know.
#[derive(Serialize, ToSchema)]
pub struct PlaceOnDay {
    #[serde(flatten)]
    place: Place,
    /// The day.
    on: String,
    /// The country first, the place itself last.
    path: Vec<Place>,
    /// Other versions under the same code; another name means another place.
    other_versions: Vec<Place>,
    /// How many units of each kind are directly below.
    children_by_kind: std::collections::BTreeMap<String, i64>,
    /// How many units of each level are anywhere below.
    below_by_level: std::collections::BTreeMap<String, i64>,
    /// `normal` or `difficult` on the day.
    area_class: &'static str,
    /// Id of the unit for which that class was set; null when none was and it counts as normal.
    area_class_from: Option<String>,
}

/// One place on one day. `place-not-in-force` (422) when the code names something on other days only.
#[utoipa::path(get, path = "/api/v1/places/{code}", tag = "places", params(("code" = String, Path),
    ("on" = Option<String>, Query, description = "Day, YYYY-MM-DD; today when absent")),
    responses((status = 200, body = PlaceOnDay), (status = 404), (status = 422)))]
pub async fn one(visit: Visit, Path(code): Path<String>) -> Answer {
    let day = on(&visit)?;
    let view = visit
        .app
        .read(move |tx| {
            let unit = places::in_force(tx, &code, day)?;
            places::view(tx, unit, day)
        })
        .await?;
    give(PlaceOnDay {
        on: day.to_string(),
        path: view.path.into_iter().map(Place::from).collect(),
        other_versions: view.versions.into_iter().map(Place::from).collect(),
        children_by_kind: view.kinds.into_iter().collect(),
        below_by_level: view.below.into_iter().map(|(level, n)| (level.word().to_owned(), n)).collect(),
        area_class: view.area.0.word(),
        area_class_from: view.area.1.map(|unit| unit.id),
        place: view.unit.into(),
    })
}

/// The units directly below on a day, in alphabetical order, all of them.
#[utoipa::path(get, path = "/api/v1/places/{code}/children", tag = "places", params(("code" = String, Path),
    ("on" = Option<String>, Query)), responses((status = 200, body = Listed<Place>)))]
pub async fn children(visit: Visit, Path(code): Path<String>) -> Answer {
    let day = on(&visit)?;
    let units = visit
        .app
        .read(move |tx| {
            let unit = places::in_force(tx, &code, day)?;
            Ok::<_, Failure>(store::units::children(tx, &unit.id, day)?)
        })
        .await?;
    give(Listed { items: units.into_iter().map(Place::from).collect(), next: None })
}

/// One edge between two versions.
#[derive(Serialize, ToSchema)]
pub struct Edge {
    /// merged_whole, merged_part, split, renamed, unchanged.
    kind: String,
    /// whole or part. No source says how large a part is.
    part: String,
    /// The day it took effect.
    effective: String,
    /// The act, where known.
    legal_basis: String,
    /// The other end.
    place: Place,
}

impl From<Lineage> for Edge {
    fn from(edge: Lineage) -> Self {
        Self {
            kind: edge.kind,
            part: edge.part,
            effective: edge.effective.to_string(),
            legal_basis: edge.legal_basis,
            place: edge.unit.into(),
        }
    }
}

/// What a version came from and what became of it.
#[derive(Serialize, ToSchema)]
pub struct LineageOf {
    /// The version asked for.
    place: Place,
    /// What it came from.
    from: Vec<Edge>,
    /// What became of it.
    to: Vec<Edge>,
}

/// What a place came from and what became of it.
#[utoipa::path(get, path = "/api/v1/places/{code}/lineage", tag = "places", params(("code" = String, Path),
    ("on" = Option<String>, Query)), responses((status = 200, body = LineageOf)))]
pub async fn lineage(visit: Visit, Path(code): Path<String>) -> Answer {
    let day = on(&visit)?;
    let (unit, from, to) = visit
        .app
        .read(move |tx| {
            let unit = places::in_force(tx, &code, day)?;
            let from = store::units::predecessors(tx, &unit.id)?;
            let to = store::units::successors(tx, &unit.id)?;
            Ok::<_, Failure>((unit, from, to))
        })
        .await?;
    let edges = |all: Vec<Lineage>| all.into_iter().map(Edge::from).collect();
    give(LineageOf { place: unit.into(), from: edges(from), to: edges(to) })
}
