//! Households over JSON: the acts and reads of the pages.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use serde::Serialize;

use super::{Listed, after, ask, give, limit, made};
use crate::acts::register::Entered;
use crate::acts::register::find::{self, Asked, People};
use crate::acts::register::households::{self, AskedHousehold, NewMember, Particulars};
use crate::acts::register::members::{self, Leaving, MemberEdit, NewHead};
use crate::acts::register::see::{self, HouseholdRow, HouseholdSeen, Listing};
use crate::acts::register::stays::{self, Closing, Moving, Reopening, Settled};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Json;
use crate::visit::{Visit, query_value};

/// A list of households and how many there are in all.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Households {
    /// How many the filter finds.
    pub count: i64,
    /// One page of them.
    #[serde(flatten)]
    pub page: Listed<HouseholdRow>,
}

/// Keyed, because the digest of a body that is otherwise known gives an identity number away.
fn asking(visit: &Visit, headers: &HeaderMap, act: Act, body: &str) -> Result<Ask, Failure> {
    ask(visit, headers, act, &visit.app.secrets.lookup(body))
}

/// Households of a place, by the head's name.
#[utoipa::path(get, path = "/api/v1/households", tag = "households",
    params(
        ("place" = Option<String>, Query, description = "Code or unit id of a commune or hamlet; the first in reach when absent"),
        ("status" = Option<String>, Query, description = "active (usual), moved_out, dissolved, merged or all"),
        ("q" = Option<String>, Query, description = "Words, without accents: head, members, number"),
        ("limit" = Option<i64>, Query, description = "1 to 500, usually 100"),
        ("cursor" = Option<String>, Query, description = "What the page before gave as next")),
    responses((status = 200, body = Households), (status = 403, body = super::openapi::ProblemDetails)))]
pub async fn list(visit: Visit) -> Answer {
    let listing = Listing::of(&visit.uri);
    let (from, limit) = (after(&visit)?, limit(&visit)?);
    let guard = visit.guard.clone();
    let (count, rows) = visit
        .app
        .read(move |tx| {
            let (_, mut filter) = listing.filter(tx, &guard, Act::SeeRegister)?;
            filter.after.clone_from(&from);
            filter.limit = limit + 1;
            let count = store::register::count_households(tx, &filter)?;
            Ok::<_, Failure>((count, store::register::list_households(tx, &filter)?))
        })
        .await?;
    let rows: Vec<HouseholdRow> = rows.into_iter().map(HouseholdRow::from).collect();
    let page = Listed::new(rows, limit, |row| (row.sort_key.clone(), row.id.clone()));
    give(Households { count, page })
}

/// One household with its members, stays and assessments.
#[utoipa::path(get, path = "/api/v1/households/{id}", tag = "households", params(("id" = String, Path,)),
    responses((status = 200, body = HouseholdSeen), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    give(visit.app.read(move |tx| see::household(tx, &guard, &id)).await?)
}

/// People by name, from its beginning (`front`) and from the given name back (`back`), at all places where the register may
/// be seen.
#[utoipa::path(get, path = "/api/v1/members", tag = "households",
    params(
        ("q" = String, Query, description = "Words, without accents: `nguyen van`, or `van an`, or `an`"),
        ("year" = Option<String>, Query, description = "Year of birth; finds only those whose birth may be seen"),
        ("place" = Option<String>, Query, description = "Code or unit id of a place; everywhere in reach when absent"),
        ("by" = Option<String>, Query, description = "front or back alone; both when absent"),
        ("limit" = Option<i64>, Query, description = "1 to 500 of each, usually 100"),
        ("cursor" = Option<String>, Query, description = "What front or back gave as next, with the same q and by")),
    responses((status = 200, body = People), (status = 403, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn people(visit: Visit) -> Answer {
    let asked = Asked::of(&visit.uri, limit(&visit)?);
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    give(visit.app.read(move |tx| find::people(tx, &app, &guard, &asked)).await?)
}

/// Enters a household with its members.
#[utoipa::path(post, path = "/api/v1/households", tag = "households", request_body = AskedHousehold,
    responses((status = 201, body = Entered), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn add(visit: Visit, headers: HeaderMap, Json(asked, body): Json<AskedHousehold>) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, &body)?;
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| households::add(tx, ctx, &asked)).await?;
    made(&format!("/api/v1/households/{}", done.household_id), &done)
}

/// Writes number, address, telephone and note of a household.
#[utoipa::path(put, path = "/api/v1/households/{id}", tag = "households", params(("id" = String, Path,)), request_body = Particulars,
    responses((status = 200, body = Entered), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn edit(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<Particulars>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| households::edit(tx, ctx, &id, &asked)).await?)
}

/// Adds a member to a household.
#[utoipa::path(post, path = "/api/v1/households/{id}/members", tag = "households", params(("id" = String, Path,)), request_body = NewMember,
    responses((status = 201, body = Entered), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn add_member(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<NewMember>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, &body)?;
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| members::add(tx, ctx, &id, &asked)).await?;
    made(&format!("/api/v1/households/{}", done.household_id), &done)
}

/// Writes a member.
#[utoipa::path(put, path = "/api/v1/members/{id}", tag = "households", params(("id" = String, Path,)), request_body = MemberEdit,
    responses((status = 200, body = Entered), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn edit_member(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<MemberEdit>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| members::edit(tx, ctx, &id, &asked)).await?)
}

/// Ends a membership.
#[utoipa::path(delete, path = "/api/v1/members/{id}", tag = "households",
    params(("id" = String, Path,),
        ("why" = String, Query, description = "moved, died, mistake or other"),
        ("on" = Option<String>, Query, description = "First day the person no longer belongs to it; today when absent"),
        ("reason" = Option<String>, Query, description = "More about it")),
    responses((status = 200, body = Entered), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn remove_member(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let text = |name: &str| query_value(&visit.uri, name).unwrap_or_default();
    let asked = Leaving { why: text("why"), on: text("on"), reason: text("reason") };
    let ask = asking(&visit, &headers, Act::EditRegister, visit.uri.query().unwrap_or_default())?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| members::remove(tx, ctx, &id, &asked)).await?)
}

/// Takes the end of a membership back.
#[utoipa::path(post, path = "/api/v1/members/{id}/restore", tag = "households", params(("id" = String, Path,)),
    responses((status = 200, body = Entered), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn restore_member(visit: Visit, headers: HeaderMap, Path(id): Path<String>, _: Bytes) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, "")?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| members::restore(tx, ctx, &id)).await?)
}

/// Makes another member the head.
#[utoipa::path(post, path = "/api/v1/households/{id}/head", tag = "households", params(("id" = String, Path,)), request_body = NewHead,
    responses((status = 200, body = Entered), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn change_head(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<NewHead>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::EditRegister, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| members::change_head(tx, ctx, &id, &asked)).await?)
}

/// Moves a household to another hamlet.
#[utoipa::path(post, path = "/api/v1/households/{id}/move", tag = "households", params(("id" = String, Path,)), request_body = Moving,
    responses((status = 200, body = Settled), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn move_to(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<Moving>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::MoveHousehold, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| stays::move_to(tx, ctx, &id, &asked)).await?)
}

/// Takes a household out of the register.
#[utoipa::path(post, path = "/api/v1/households/{id}/close", tag = "households", params(("id" = String, Path,)), request_body = Closing,
    responses((status = 200, body = Settled), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn close(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<Closing>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::CloseHousehold, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| stays::close(tx, ctx, &id, &asked)).await?)
}

/// Brings a closed household back.
#[utoipa::path(post, path = "/api/v1/households/{id}/reopen", tag = "households", params(("id" = String, Path,)), request_body = Reopening,
    responses((status = 200, body = Settled), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn reopen(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<Reopening>,
) -> Answer {
    let ask = asking(&visit, &headers, Act::CloseHousehold, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| stays::reopen(tx, ctx, &id, &asked)).await?)
}
