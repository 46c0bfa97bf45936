//! Households that look alike over JSON: the pairs, two of them side by side, telling apart, merging, undoing.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::merge::{Becomes, Wish};
use serde::Serialize;

use super::openapi::OneProblem;
use super::{Listed, after, ask, give, limit};
use crate::acts::register::doubles::{self, After, PairListing, PairRow, ReasonSeen, Said, Told};
use crate::acts::register::merges::{self, Joined, Merging, PersonMerging};
use crate::acts::register::see::{self, HouseholdSeen};
use crate::failure::{Answer, Failure};
use crate::forms::Json;
use crate::visit::{Visit, query_value};

/// Pairs of households that look alike.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Pairs {
    /// How many of this kind there are.
    pub count: i64,
    /// How many more the commune has than the 500 likeliest that are told of.
    pub more: i64,
    /// One page of them, the likeliest first.
    #[serde(flatten)]
    pub page: Listed<PairRow>,
}

/// Two people who look the same.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SamePeople {
    /// Member of the household that stays.
    pub stay: String,
    /// Member of the other.
    pub from: String,
}

/// Two households side by side.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Compared {
    /// The one that is proposed to stay.
    pub stay: HouseholdSeen,
    /// The other.
    pub from: HouseholdSeen,
    /// household: they look like one; person: they share somebody.
    pub kind: String,
    /// What speaks for it.
    pub reasons: Vec<ReasonSeen>,
    /// Who looks the same.
    pub same: Vec<SamePeople>,
    /// That they were told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<Said>,
    /// What is proposed, to be changed and sent to `POST /api/v1/households/{stay}/merge`.
    pub proposed: Merging,
    /// What keeps them from being merged, whatever is chosen.
    pub refused: Vec<OneProblem>,
}

/// Pairs of households of a place that look alike and wait for a decision.
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "households",
    params(
        ("place" = Option<String>, Query, description = "Code or unit id of a commune or hamlet; the first in reach when absent"),
        ("show" = Option<String>, Query, description = "apart: those that were told apart"),
        ("limit" = Option<i64>, Query, description = "1 to 500, usually 100"),
        ("cursor" = Option<String>, Query, description = "What the page before gave as next")),
    responses((status = 200, body = Pairs), (status = 403, body = super::openapi::ProblemDetails)))]
pub async fn list(visit: Visit) -> Answer {
    let listing = PairListing::of(&visit.uri);
    let (from, limit): (Option<After>, i64) = (after(&visit)?, limit(&visit)?);
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    let found = visit.app.read(move |tx| listing.page(tx, &app, &guard, from.as_ref(), limit + 1)).await?;
    let page = Listed::new(found.rows, limit, |row| (row.weight, row.one.id.clone(), row.two.id.clone()));
    give(Pairs { count: found.count, more: found.more, page })
}

/// Two households of one commune side by side, and what is proposed for merging them.
#[utoipa::path(get, path = "/api/v1/duplicates/{one}/{two}", tag = "households",
    params(("one" = String, Path,), ("two" = String, Path,),
        ("stay" = Option<String>, Query, description = "Which of the two is to stay; proposed when absent")),
    responses((status = 200, body = Compared), (status = 404, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn show(visit: Visit, Path((one, two)): Path<(String, String)>) -> Answer {
    let stay = query_value(&visit.uri, "stay").filter(|id| *id == one || *id == two).unwrap_or_default();
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    let (held, proposed, households) = visit
        .app
        .read(move |tx| {
            let mut both = Vec::new();
            for id in [&one, &two] {
                let household = store::register::household(tx, id)?.ok_or_else(Failure::not_found)?;
                guard.allow(tx, Act::SeeRegister, &household.hamlet_id)?;
                both.push(household);
            }
            let [first, second] = both.as_slice() else { return Err(Failure::not_found()) };
            let held = doubles::held(tx, &app, &guard, first, second)?;
            let proposed = merges::proposed(tx, first, second, &stay, &Merging::default())?;
            let seen = [&proposed.stay.id, &proposed.from.id].map(|id| see::household(tx, &guard, id));
            Ok((held, proposed, seen))
        })
        .await?;
    let [stay, from] = households;
    let (stay, from) = (stay?, from?);
    let turned = held.pair.one != stay.id;
    let same = held.pair.same.iter().map(|(left, right)| {
        let (stay, from) = if turned { (right, left) } else { (left, right) };
        SamePeople { stay: stay.clone(), from: from.clone() }
    });
    give(Compared {
        kind: held.pair.kind.word().to_owned(),
        same: same.collect(),
        reasons: held.reasons,
        apart: held.said,
        proposed: merging_of(&proposed.wish, &stay, &from),
        refused: proposed.refused.iter().map(|problem| OneProblem::new(&visit, problem)).collect(),
        stay,
        from,
    })
}

/// A proposal in the words in which it is asked for.
fn merging_of(wish: &Wish, stay: &HouseholdSeen, from: &HouseholdSeen) -> Merging {
    let people = wish.people.iter().map(|(id, one)| {
        let mut person = PersonMerging::default();
        match &one.becomes {
            Becomes::Same(other) => {
                person.same.clone_from(other);
                one.name.word().clone_into(&mut person.name);
                one.sex.word().clone_into(&mut person.sex);
                one.birth.word().clone_into(&mut person.birth);
                one.number.word().clone_into(&mut person.id_number);
            }
            Becomes::Comes(relation) => {
                person.comes = true;
                relation.word().clone_into(&mut person.relation);
            }
            Becomes::Rests => person.left = true,
        }
        (id.clone(), person)
    });
    Merging {
        from: from.id.clone(),
        number: wish.number.word().to_owned(),
        address: wish.address.word().to_owned(),
        phone: wish.phone.word().to_owned(),
        note: wish.note.word().to_owned(),
        people: people.collect(),
        stay_revision: Some(stay.revision),
        from_revision: Some(from.revision),
    }
}

/// Says that two households that look alike are two.
#[utoipa::path(put, path = "/api/v1/duplicates/{one}/{two}/apart", tag = "households",
    params(("one" = String, Path,), ("two" = String, Path,)),
    responses((status = 200, body = Told), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn apart(visit: Visit, headers: HeaderMap, Path((one, two)): Path<(String, String)>, _: Bytes) -> Answer {
    let ask = ask(&visit, &headers, Act::TellApart, "")?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| doubles::tell_apart(tx, ctx, &one, &two)).await?)
}

/// Takes that back.
#[utoipa::path(delete, path = "/api/v1/duplicates/{one}/{two}/apart", tag = "households",
    params(("one" = String, Path,), ("two" = String, Path,)),
    responses((status = 200, body = Told), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn together(visit: Visit, headers: HeaderMap, Path((one, two)): Path<(String, String)>) -> Answer {
    let ask = ask(&visit, &headers, Act::TellApart, "")?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| doubles::take_back(tx, ctx, &one, &two)).await?)
}

/// Makes two households one: `from` goes up into the one of the address.
#[utoipa::path(post, path = "/api/v1/households/{id}/merge", tag = "households", params(("id" = String, Path,)), request_body = Merging,
    responses((status = 200, body = Joined), (status = 409, body = super::openapi::ProblemDetails), (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn merge(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(asked, body): Json<Merging>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::MergeHouseholds, &body)?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| merges::merge(tx, ctx, &id, &asked)).await?)
}

/// Takes a merge back, while nothing has been built on it; `id` is the household that vanished.
#[utoipa::path(post, path = "/api/v1/households/{id}/unmerge", tag = "households", params(("id" = String, Path,)),
    responses((status = 200, body = Joined), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn unmerge(visit: Visit, headers: HeaderMap, Path(id): Path<String>, _: Bytes) -> Answer {
    let ask = ask(&visit, &headers, Act::MergeHouseholds, "")?;
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| merges::undo(tx, ctx, &id)).await?)
}
