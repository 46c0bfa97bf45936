//! The household register's pages: the list, one household; forms are in the files below.
//! Must not know how a household is entered or changed.

mod doubles;
mod export;
mod find;
mod forms;
mod members;
mod merge;
mod settle;

pub use doubles::{apart, list as duplicates, pair, together};
pub use export::{csv, xlsx};
pub use find::show as people;
pub use forms::{add, edit, new, save};
pub use members::{
    add_member, change_head, edit_member, head, member, new_member, remove, remove_member, restore_member,
};
pub use merge::{send as merge, unmerge};
pub use settle::{close, closing, move_to, moving, reopen, reopening};

use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use rules::access::Act;
use store::register::HouseholdFilter;
use store::units::Unit;

use super::trail::{Lines, Trail};
use super::{Base, page};
use crate::acts::register::doubles::{self as see_doubles, PairSide};
use crate::acts::register::see::{self, HouseholdRow, HouseholdSeen, Listing, MemberSeen, Scope};
use crate::api::{after, cursor};
use crate::failure::{Answer, Failure};
use crate::visit::{Visit, query_value};

/// Households on one page of the list.
const ROWS: i64 = 50;

/// A birth in words: a day, a year, or a dash.
pub fn said_birth(b: &Base, birth: &str) -> String {
    match rules::register::Birth::of(birth) {
        Some(rules::register::Birth::Day(day)) => b.day(&day),
        Some(rules::register::Birth::Year(year)) => year.to_string(),
        _ => "–".to_owned(),
    }
}

#[derive(Template)]
#[template(path = "households.html")]
struct List {
    b: Base,
    path: Vec<Unit>,
    scopes: Vec<Scope>,
    place: Unit,
    listing: Listing,
    rows: Vec<HouseholdRow>,
    first: i64,
    last: i64,
    count: i64,
    next: String,
    any: bool,
    may_add: bool,
    may_import: bool,
    export: String,
    doubles: i64,
}

impl List {
    fn is_place(&self, unit: &Unit) -> bool {
        unit.id == self.place.id
    }
}

/// The households in reach, by place, status and words.
pub async fn list(visit: Visit) -> Answer {
    let listing = Listing::of(&visit.uri);
    let from: Option<(String, String)> = after(&visit)?;
    let (guard, asked) = (visit.guard.clone(), listing.clone());
    let app = visit.app.clone();
    let (path, scopes, place, rows, count, any, may, doubles) = visit
        .app
        .read(move |tx| {
            let (place, mut filter) = asked.filter(tx, &guard, Act::SeeRegister)?;
            let count = store::register::count_households(tx, &filter)?;
            filter.after.clone_from(&from);
            filter.limit = ROWS + 1;
            let rows = store::register::list_households(tx, &filter)?;
            let all = HouseholdFilter { scope: place.id.clone(), ..HouseholdFilter::default() };
            let any = count > 0 || store::register::count_households(tx, &all)? > 0;
            let mut may = Vec::new();
            for act in [Act::EditRegister, Act::ImportRegister, Act::ExportRegister] {
                may.push(guard.can(tx, act, &place.id)?);
            }
            let path = store::units::path(tx, &place.id)?;
            let scopes = see::scopes(tx, &guard, Act::SeeRegister)?;
            // Whoever may decide on pairs is told how many wait.
            let tells = guard.can(tx, Act::TellApart, &place.id)?;
            let doubles = if tells { see_doubles::count(tx, &app, &guard, &place)? } else { 0 };
            Ok::<_, Failure>((path, scopes, place, rows, count, any, may, doubles))
        })
        .await?;
    let mut rows: Vec<HouseholdRow> = rows.into_iter().map(HouseholdRow::from).collect();
    let limit = usize::try_from(ROWS).unwrap_or(1);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let before = query_value(&visit.uri, "from").and_then(|text| text.parse::<i64>().ok()).unwrap_or(0).max(0);
    let last = before.saturating_add(i64::try_from(rows.len()).unwrap_or(0));
    let query = query_of(&listing, &place);
    let next = rows.last().filter(|_| more).map_or_else(String::new, |row| {
        format!("/households?{query}&cursor={}&from={last}", cursor(&(&row.sort_key, &row.id)))
    });
    let can = |at: usize| may.get(at).copied().unwrap_or(false);
    page(&List {
        b: Base::new(&visit, "households"),
        path,
        scopes,
        listing,
        first: before + 1,
        last,
        count,
        next,
        any,
        may_add: can(0),
        may_import: can(1),
        export: if can(2) { query } else { String::new() },
        doubles,
        place,
        rows,
    })
}

/// The query that asks for the same list again.
fn query_of(listing: &Listing, place: &Unit) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("place", &place.code);
    if !listing.status.is_empty() {
        query.append_pair("status", &listing.status);
    }
    if !listing.words.is_empty() {
        query.append_pair("q", &listing.words);
    }
    query.finish()
}

/// What this person may do with a household.
struct May {
    edit: bool,
    relocate: bool,
    close: bool,
    trail: bool,
    merge: bool,
    tell: bool,
}

/// A form that takes back what was just done.
struct Undo {
    action: String,
    fields: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "household.html")]
struct Show {
    b: Base,
    h: HouseholdSeen,
    path: Vec<Unit>,
    may: May,
    trail: Vec<Trail>,
    undo: Option<Undo>,
    sees_birth: bool,
    sees_tail: bool,
    alike: Vec<PairSide>,
    /// The household whose address led here, because it went up into this one.
    came_from: Option<String>,
}

impl Show {
    /// A birth as people write it: a day, or the year alone.
    fn birth(&self, birth: &str) -> String {
        said_birth(&self.b, birth)
    }

    fn left(&self, member: &MemberSeen) -> String {
        member.left_on.map(|day| self.b.day(&day)).unwrap_or_default()
    }
}

/// One household.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let (guard, app) = (visit.guard.clone(), visit.app.clone());
    let as_it_was = query_value(&visit.uri, "as_it_was").is_some();
    let which = id.clone();
    let (h, path, may, lines, alike, into) = visit
        .app
        .read(move |tx| {
            let h = see::household(tx, &guard, &which)?;
            let into = if as_it_was { None } else { final_home(tx, &which)? };
            let path = store::units::path(tx, &h.hamlet.id)?;
            let mut can = |act| guard.can(tx, act, &h.hamlet.id);
            let may = May {
                edit: can(Act::EditRegister)?,
                relocate: can(Act::MoveHousehold)?,
                close: can(Act::CloseHousehold)?,
                trail: can(Act::SeeAudit)?,
                merge: can(Act::MergeHouseholds)?,
                tell: can(Act::TellApart)?,
            };
            let alike = match store::register::household(tx, &which)? {
                Some(household) if may.tell => see_doubles::alike(tx, &app, &guard, &household)?,
                _ => Vec::new(),
            };
            let lines = if may.trail { Lines::of(tx, "household", &h.id)? } else { Lines::default() };
            Ok::<_, Failure>((h, path, may, lines, alike, into))
        })
        .await?;
    if let Some(into) = into {
        return Ok(axum::response::Redirect::to(&format!("/households/{into}?was={id}")).into_response());
    }
    page(&Show {
        alike,
        came_from: came_from(&visit, &h),
        undo: undo(&visit, &h),
        sees_birth: h.members.iter().any(|member| member.birth.is_some()),
        sees_tail: h.members.iter().any(|member| member.id_tail.is_some()),
        trail: lines.rows(&visit),
        b: Base::new(&visit, "households"),
        h,
        path,
        may,
    })
}

/// Where a household that went up into another one is found now; `None` for one that did not.
fn final_home(tx: &mut store::Tx<'_>, id: &str) -> Result<Option<String>, Failure> {
    let mut home = None;
    let mut at = id.to_owned();
    // One after the other may have gone up; never so many.
    for _ in 0..32 {
        match store::register::merge_of(tx, &at)? {
            Some(merge) => at = merge.into_id,
            None => break,
        }
        home = Some(at.clone());
    }
    Ok(home)
}

/// The name of the household whose old address led here.
fn came_from(visit: &Visit, h: &HouseholdSeen) -> Option<String> {
    let was = query_value(&visit.uri, "was")?;
    let known = h.merged.iter().find(|one| one.id == was);
    Some(known.map_or_else(String::new, |one| format!("{}, {}", one.number, one.head_name)))
}

/// What `?undo=` offers to take back, while the household is still as that act left it.
fn undo(visit: &Visit, h: &HouseholdSeen) -> Option<Undo> {
    let text = |name: &str| query_value(&visit.uri, name).unwrap_or_default();
    let active = h.status == store::register::ACTIVE;
    match text("undo").as_str() {
        "close" if !active => {
            Some(Undo { action: format!("/households/{}/reopen", h.id), fields: vec![("on", h.status_on.to_string())] })
        }
        "move" if active => Some(Undo {
            action: format!("/households/{}/move", h.id),
            fields: vec![
                ("hamlet", text("hamlet")),
                ("number", text("number")),
                ("on", text("on")),
                ("base_revision", h.revision.to_string()),
                ("back", "yes".to_owned()),
            ],
        }),
        "merge" => {
            let one = h.merged.iter().find(|one| one.id == text("from") && one.can_be_undone)?;
            Some(Undo { action: format!("/households/{}/unmerge", one.id), fields: Vec::new() })
        }
        "member" => {
            let member = h.former.iter().find(|member| member.id == text("member"))?;
            Some(Undo { action: format!("/members/{}/restore", member.id), fields: Vec::new() })
        }
        _ => None,
    }
}

/// The stable words of a choice with their labels: `relation-head` and so on.
fn choices<'a>(b: &Base, family: &str, words: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    words.map(|word| (word.to_owned(), b.t(format!("{family}-{}", word)))).collect()
}
