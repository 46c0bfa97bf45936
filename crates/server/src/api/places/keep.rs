//! Keeping places as JSON: hamlets are added, corrected and ended, area classes set; the acts are those of the pages.
//! Must not know how places are read.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::basics::{AreaClass, Day, Level};
use rules::hamlets::{Row, Typed};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::units::Unit;
use utoipa::ToSchema;

use super::super::{ask, give, made};
use crate::acts::places::{self as acts, Added, Correction, Founding};
use crate::failure::{Answer, Failure};
use crate::forms::Json;
use crate::places;
use crate::visit::Visit;

/// Hamlets to add. The kind may stand before the name or in its own field.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHamlets {
    /// First day, YYYY-MM-DD.
    since: String,
    /// The document.
    #[serde(default)]
    legal_basis: String,
    /// The kind of names that bring none.
    #[serde(default)]
    kind: String,
    /// The hamlets; a problem's field is `row-<number>` counted from 1.
    items: Vec<NewHamlet>,
    /// Only look the list over.
    #[serde(default)]
    dry_run: bool,
}

/// One of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHamlet {
    /// Name, with or without its kind.
    name: String,
    /// Kind; may be empty.
    #[serde(default)]
    kind: String,
    /// Area class; may be empty.
    #[serde(default)]
    area: String,
}

fn day(text: &str, field: &str) -> Result<Day, Failure> {
    Ok(crate::forms::sent_day(text, field)?)
}

/// Adds hamlets to a commune, all or none; those it has already are skipped.
#[utoipa::path(post, path = "/api/v1/places/{code}/hamlets", tag = "places", params(("code" = String, Path)),
    request_body = NewHamlets, responses((status = 201, body = Added), (status = 200, body = Added, description = "dry run")))]
pub async fn add_hamlets(
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<NewHamlets>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ManageHamlets, &text)?;
    let since = day(&body.since, "since")?;
    let rows = body.items.into_iter().enumerate();
    let rows: Vec<Typed> =
        rows.map(|(at, item)| Typed { row: at + 1, name: item.name, kind: item.kind, area: item.area }).collect();
    let (basis, kind, today, guard) = (body.legal_basis, body.kind, visit.today, visit.guard.clone());
    let at = format!("/api/v1/places/{code}/children");
    let founding = move |tx: &mut store::Tx<'_>| {
        let commune = places::in_force(tx, &code, today)?;
        Ok::<_, Failure>(Founding { commune_id: commune.id, since, legal_basis: basis.clone() })
    };
    if body.dry_run {
        let planned = visit
            .app
            .read(move |tx| {
                let founding = founding(tx)?;
                guard.allow(tx, Act::ManageHamlets, &founding.commune_id)?;
                acts::plan_hamlets(tx, &founding, &rows, &kind)
            })
            .await?;
        let mut would = Added::default();
        let mut problems = Vec::new();
        for row in planned {
            match row {
                Row::New(_) => would.added += 1,
                Row::There(_) => would.there += 1,
                Row::Wrong(wrong) => problems.extend(wrong),
            }
        }
        return if problems.is_empty() { give(would) } else { Err(problems.into()) };
    }
    let added = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let founding = founding(tx)?;
            acts::add_hamlets(tx, ctx, &founding, &rows, &kind)
        })
        .await?;
    made(&at, added)
}

/// A corrected name and, with `last_day`, an end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HamletChange {
    /// The version's id.
    id: String,
    /// The revision that was read.
    revision: i64,
    /// The corrected name; absent to leave it.
    name: Option<String>,
    /// The corrected kind; absent to leave it.
    kind: Option<String>,
    /// Other spellings; absent to leave them.
    alt_names: Option<Vec<String>>,
}

/// What was changed.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// The place's code.
    code: String,
}

/// Corrects the name of a hamlet: it was written wrongly, the place is the same.
#[utoipa::path(put, path = "/api/v1/places/{code}", tag = "places", params(("code" = String, Path)),
    request_body = HamletChange, responses((status = 200, body = Changed), (status = 409)))]
pub async fn correct(
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<HamletChange>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ManageHamlets, &text)?;
    let code = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let unit = hamlet(tx, &body.id, &code)?;
            let wanted = Correction {
                unit_id: unit.id,
                revision: body.revision,
                typed: Typed {
                    row: 0,
                    name: body.name.clone().unwrap_or(unit.name),
                    kind: body.kind.clone().unwrap_or(unit.kind),
                    area: String::new(),
                },
                alt_names: body.alt_names.as_ref().map_or(unit.alt_names, |alts| alts.join("|")),
            };
            acts::correct_hamlet(tx, ctx, &wanted)
        })
        .await?;
    give(Changed { code })
}

/// The version of a hamlet that a body names, which must be one of the code in the address.
fn hamlet(tx: &mut Tx<'_>, id: &str, code: &str) -> Result<Unit, Failure> {
    let unit = store::units::unit(tx, id)?;
    unit.filter(|unit| unit.code == code && unit.level == Level::Hamlet).ok_or_else(Failure::not_found)
}

/// The end of a hamlet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HamletEnd {
    /// The version's id.
    id: String,
    /// The revision that was read.
    revision: i64,
    /// Its last day, YYYY-MM-DD.
    last_day: String,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Ends a hamlet after its last day. `place-has-households` while families live there.
#[utoipa::path(post, path = "/api/v1/places/{code}/close", tag = "places", params(("code" = String, Path)),
    request_body = HamletEnd, responses((status = 200, body = Changed), (status = 409)))]
pub async fn close(
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<HamletEnd>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ManageHamlets, &text)?;
    let last = day(&body.last_day, "last_day")?;
    let code = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            hamlet(tx, &body.id, &code)?;
            acts::close_hamlet(tx, ctx, &body.id, body.revision, last, &body.reason)
        })
        .await?;
    give(Changed { code })
}

/// A closed hamlet that is to be opened again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HamletBack {
    /// The version's id.
    id: String,
    /// The revision that was read.
    revision: i64,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Opens a closed hamlet again, while nothing was built on its end: it is the same place as before. `place-open`,
/// `place-built-on`.
#[utoipa::path(post, path = "/api/v1/places/{code}/reopen", tag = "places", params(("code" = String, Path)),
    request_body = HamletBack, responses((status = 200, body = Changed), (status = 409)))]
pub async fn reopen(
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<HamletBack>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ManageHamlets, &text)?;
    let code = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            hamlet(tx, &body.id, &code)?;
            acts::reopen_hamlet(tx, ctx, &body.id, body.revision, &body.reason)
        })
        .await?;
    give(Changed { code })
}

/// An area class from a day on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaFrom {
    /// `normal` or `difficult`.
    class: String,
    /// First day, YYYY-MM-DD.
    since: String,
    /// The document that says so.
    legal_basis: String,
}

/// Sets the area class of a commune or hamlet in force today.
#[utoipa::path(post, path = "/api/v1/places/{code}/area-class", tag = "places", params(("code" = String, Path)),
    request_body = AreaFrom, responses((status = 200, body = Changed)))]
pub async fn area(
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(body, text): Json<AreaFrom>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::SetAreaClass, &text)?;
    let since = day(&body.since, "since")?;
    let class = AreaClass::of(&body.class).ok_or_else(|| {
        Problem::new("not-a-choice").at("class").with("value", &body.class).with("choices", "normal, difficult")
    })?;
    let today = visit.today;
    let code = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let unit = places::in_force(tx, &code, today)?;
            acts::set_area_class(tx, ctx, &unit.id, since, class, &body.legal_basis)
        })
        .await?;
    give(Changed { code })
}
