//! The pages of households that look alike: the list, two of them side by side, telling them apart.
//! Must not know what makes two alike, nor how they become one.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::basics::Level;
use store::units::Unit;

use super::super::{Base, go, page};
use super::merge;
use crate::acts::register::doubles::{self, After, PairListing, PairRow, ReasonSeen};
use crate::acts::register::merges::Merging;
use crate::acts::register::see::{self, Scope};
use crate::api::{after, cursor};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::visit::{Visit, query_value};

/// Pairs on one page of the list.
const ROWS: i64 = 25;

#[derive(Template)]
#[template(path = "doubles.html")]
struct List {
    b: Base,
    path: Vec<Unit>,
    scopes: Vec<Scope>,
    place: Unit,
    rows: Vec<PairRow>,
    listing: PairListing,
    first: i64,
    last: i64,
    count: i64,
    apart: i64,
    more: i64,
    next: String,
}

impl List {
    fn reason(&self, one: &ReasonSeen) -> String {
        reason(&self.b, one)
    }

    fn is_place(&self, unit: &Unit) -> bool {
        unit.id == self.place.id
    }
}

/// One thing that two households have in common, as a sentence.
pub(super) fn reason(b: &Base, one: &ReasonSeen) -> String {
    b.t1(format!("doubles-reason-{}", one.what), "n", one.n)
}

/// The pairs in reach that wait for a decision, or that were told apart.
pub async fn list(visit: Visit) -> Answer {
    let listing = PairListing::of(&visit.uri);
    let from: Option<After> = after(&visit)?;
    let (guard, app, asked) = (visit.guard.clone(), visit.app.clone(), listing.clone());
    let (found, path, scopes) = visit
        .app
        .read(move |tx| {
            let found = asked.page(tx, &app, &guard, from.as_ref(), ROWS + 1)?;
            let path = store::units::path(tx, &found.place.id)?;
            Ok::<_, Failure>((found, path, see::scopes(tx, &guard, Act::SeeRegister)?))
        })
        .await?;
    let mut rows = found.rows;
    let limit = usize::try_from(ROWS).unwrap_or(1);
    let further = rows.len() > limit;
    rows.truncate(limit);
    let before = query_value(&visit.uri, "from").and_then(|text| text.parse::<i64>().ok()).unwrap_or(0).max(0);
    let last = before.saturating_add(i64::try_from(rows.len()).unwrap_or(0));
    let show = if listing.apart { "&show=apart" } else { "" };
    let next = rows.last().filter(|_| further).map_or_else(String::new, |row| {
        let cursor = cursor(&(row.weight, &row.one.id, &row.two.id));
        format!("/households/duplicates?place={}{show}&cursor={cursor}&from={last}", found.place.code)
    });
    page(&List {
        b: Base::new(&visit, "households"),
        path,
        scopes,
        place: found.place,
        rows,
        listing,
        first: before + 1,
        last,
        count: found.count,
        apart: found.apart,
        more: found.more,
        next,
    })
}

/// Two households side by side; `?stay=` says which of them is to stay.
pub async fn pair(visit: Visit, Path((one, two)): Path<(String, String)>) -> Answer {
    let stay = query_value(&visit.uri, "stay").unwrap_or_default();
    page(&merge::side_by_side(&visit, &[], &one, &two, &stay, Merging::default()).await?)
}

/// Where one goes on after a pair: the next one that waits, or the list.
async fn onward(visit: &Visit, one: &str) -> Result<String, Failure> {
    let (guard, id) = (visit.guard.clone(), one.to_owned());
    visit
        .app
        .read(move |tx| {
            let household = store::register::household(tx, &id)?.ok_or_else(Failure::not_found)?;
            // The commune's list for whoever sees it, else that of the hamlet.
            let wide = guard.can(tx, Act::SeeRegister, &household.commune_id)?;
            let id = if wide { household.commune_id } else { household.hamlet_id };
            let place = store::units::unit(tx, &id)?.filter(|unit| unit.level >= Level::Commune);
            Ok(place.map_or_else(String::new, |unit| format!("?place={}", unit.code)))
        })
        .await
}

/// Says that the two are two.
pub async fn apart(visit: Visit, Path((one, two)): Path<(String, String)>, Form(fields): Form) -> Answer {
    let content = format!("{one} {two}\n{}", fields.content());
    let ask = Ask::new(Act::TellApart, fields.request_id(), &content);
    let (left, right) = (one.clone(), two.clone());
    visit.app.act(&visit.guard, ask, move |tx, ctx| doubles::tell_apart(tx, ctx, &left, &right)).await?;
    let list = onward(&visit, &one).await?;
    let joint = if list.is_empty() { '?' } else { '&' };
    go(&format!("/households/duplicates{list}{joint}undo={one}.{two}"), "doubles-apart", None)
}

/// Takes that back.
pub async fn together(visit: Visit, Path((one, two)): Path<(String, String)>, Form(fields): Form) -> Answer {
    let content = format!("{one} {two}\n{}", fields.content());
    let ask = Ask::new(Act::TellApart, fields.request_id(), &content);
    let (left, right) = (one.clone(), two.clone());
    visit.app.act(&visit.guard, ask, move |tx, ctx| doubles::take_back(tx, ctx, &left, &right)).await?;
    go(&format!("/households/duplicates/{one}/{two}"), "doubles-together", None)
}

impl List {
    /// The pair that was told apart a moment ago: the address that takes it back.
    fn undo(&self) -> Option<String> {
        let pair = query_value(&self.b.visit.uri, "undo")?;
        let (one, two) = pair.split_once('.')?;
        let plain = |id: &str| !id.is_empty() && id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
        (plain(one) && plain(two)).then(|| format!("/households/duplicates/{one}/{two}/together"))
    }
}
