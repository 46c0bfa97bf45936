//! Finding a person by name among everybody at the places this person may see: from the beginning of the name, and from the
//! given name back. Must not know how it is shown.

use std::collections::HashSet;

use rules::access::Act;
use rules::problem::Problem;
use serde::Serialize;
use store::Tx;
use store::register::{self, By, Found, KeyRow};
use store::units::Unit;

use super::see::PlaceSeen;
use crate::app::App;
use crate::failure::Failure;
use crate::visit::{Guard, query_value};

/// So many names are looked through for one answer; who wants more goes on from there. Keeps the answer quick where a common
/// name is asked for at one of many places.
const LOOKED: usize = 50_000;

/// A cursor's text is filled up to a multiple of so many bytes, which holds every name there is: its length would tell that of
/// the name of somebody at another place.
const SEALED: usize = 512;

/// Names read from the index at once, at most.
const CHUNK: i64 = 4_000;

/// A person who was found, without what this person may not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PersonFound {
    /// Id of the member.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Relation to the head.
    pub relation: String,
    /// male, female or empty.
    pub sex: String,
    /// A day, a year, or empty; absent for who may not see it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// Id of the household.
    pub household_id: String,
    /// Its number in the hamlet.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// The hamlet.
    pub hamlet: PlaceSeen,
    /// Its commune.
    pub commune: PlaceSeen,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

/// People found from one end of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Group {
    /// In the order of their names as they were looked for.
    pub items: Vec<PersonFound>,
    /// Give it back as `?cursor=`, with the same `q` and `by`, to go on; absent when there is nobody more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Many people with such names live elsewhere, and not all of them were looked at: going on may find more.
    pub stopped: bool,
}

/// Who was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct People {
    /// Those whose name begins with the words; absent when only the others were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<Group>,
    /// Those whose name ends with the whole words and does not begin with them; absent when only the others were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Group>,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The words as typed.
    pub words: String,
    /// A year of birth as typed; empty for all.
    pub year: String,
    /// Code or unit id of a place; empty for all in reach.
    pub place: String,
    /// `front`, `back`, or empty for both.
    pub by: String,
    /// Where to go on; empty at the beginning.
    pub cursor: String,
    /// How many people of each group at most.
    pub limit: i64,
}

impl Asked {
    /// What a request's query asks for: `q`, `year`, `place`, `by`, `cursor`.
    #[must_use]
    pub fn of(uri: &axum::http::Uri, limit: i64) -> Self {
        let text = |name: &str| query_value(uri, name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self {
            words: text("q"),
            year: text("year"),
            place: text("place"),
            by: text("by"),
            cursor: text("cursor"),
            limit,
        }
    }
}

/// Where this person may look, and where births are seen.
struct Reach {
    hamlets: HashSet<String>,
    births: HashSet<String>,
}

impl Reach {
    fn of(tx: &mut Tx<'_>, guard: &Guard, place: Option<&Unit>) -> Result<Self, Failure> {
        let mut hamlets = HashSet::new();
        let units = match place {
            Some(unit) => {
                guard.allow(tx, Act::SeeRegister, &unit.id)?;
                vec![unit.id.clone()]
            }
            None => guard.anywhere(Act::SeeRegister)?,
        };
        for id in &units {
            hamlets.extend(store::units::hamlets_below(tx, id)?);
        }
        let mut births = HashSet::new();
        for id in births_in(guard)? {
            births.extend(store::units::hamlets_below(tx, &id)?);
        }
        Ok(Self { hamlets, births })
    }
}

/// The units in which this person may see births; none for many.
fn births_in(guard: &Guard) -> Result<Vec<String>, Failure> {
    match guard.anywhere(Act::SeeBirth) {
        Err(Failure::Problems(_)) => Ok(Vec::new()),
        other => other,
    }
}

/// The units whose people this person may look for, and whether a year of birth can be asked for in any.
///
/// # Errors
/// `forbidden` when there is none.
pub fn places(tx: &mut Tx<'_>, guard: &Guard) -> Result<(Vec<Unit>, bool), Failure> {
    let mut found = Vec::new();
    for id in guard.anywhere(Act::SeeRegister)? {
        found.extend(store::units::unit(tx, &id)?);
    }
    Ok((found, !births_in(guard)?.is_empty()))
}

/// What is wrong with the question, before anything is looked for.
fn doubts(asked: &Asked, words: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if words.is_empty() {
        problems.push(Problem::new("required").at("q"));
    }
    let year = &asked.year;
    let whole = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
    if !year.is_empty() && !whole {
        problems.push(Problem::new("not-a-year").at("year").with("value", year));
    }
    if !["", "front", "back"].contains(&asked.by.as_str()) {
        let problem = Problem::new("not-a-choice").at("by").with("value", &asked.by);
        problems.push(problem.with("choices", "front, back"));
    }
    problems
}

/// Looks for them. Only people of places where this person may see the register are found, and a year of birth finds only
/// those whose birth may be seen.
///
/// # Errors
/// `required` at `q`, `not-a-year`, `not-a-choice` at `by`, `bad-cursor`, `no-such-place`, `forbidden`.
pub fn people(tx: &mut Tx<'_>, app: &App, guard: &Guard, asked: &Asked) -> Result<People, Failure> {
    let place = match asked.place.as_str() {
        "" => None,
        text => Some(super::see::place_ever(tx, text, guard.today())?),
    };
    let reach = Reach::of(tx, guard, place.as_ref())?;
    let words = rules::text::fold(&asked.words);
    let problems = doubts(asked, &words);
    if !problems.is_empty() {
        return Err(Failure::Problems(problems));
    }
    let mut found = People::default();
    if asked.by != "back" {
        found.front = Some(group(tx, app, &reach, asked, By::Front, &words)?);
    }
    if asked.by != "front" {
        found.back = Some(group(tx, app, &reach, asked, By::Back, &words)?);
    }
    Ok(found)
}

/// The key and id a cursor goes on after; enciphered, because it may name somebody of another place.
fn after(app: &App, asked: &Asked, by: By, start: &str) -> Result<Option<(String, String)>, Failure> {
    if asked.cursor.is_empty() {
        return Ok(None);
    }
    let bad = || Failure::from(Problem::new("bad-cursor").at("cursor"));
    let text = app.secrets.reveal(&asked.cursor);
    let (front, of, key, id): (bool, String, String, String) = serde_json::from_str(&text).map_err(|_| bad())?;
    if front == (by == By::Front) && of == start { Ok(Some((key, id))) } else { Err(bad()) }
}

fn group(tx: &mut Tx<'_>, app: &App, reach: &Reach, asked: &Asked, by: By, words: &str) -> Result<Group, Failure> {
    let start = if by == By::Front { words.to_owned() } else { rules::text::backwards(words) };
    let mut at = after(app, asked, by, &start)?;
    let limit = usize::try_from(asked.limit).unwrap_or(1);
    let suits = |row: &KeyRow| {
        reach.hamlets.contains(&row.place)
            && (asked.year.is_empty() || (reach.births.contains(&row.place) && row.birth.get(..4) == Some(&asked.year)))
            // Who was found by the beginning is not told a second time.
            && (by == By::Front || !rules::text::backwards(&row.key).starts_with(words))
    };
    let told = register::people_by_name(
        tx,
        by,
        &start,
        at.as_ref().map(|(key, id)| (key.as_str(), id.as_str())),
        asked.limit.saturating_add(1),
    )?;
    // Most often these are all that is needed. Where few of them may be seen, the index alone is looked through for others.
    let mut looked = told.len();
    let mut all_read = looked <= limit;
    at = told.last().map(|(last, _)| (last.key.clone(), last.id.clone()));
    let mut picked: Vec<(KeyRow, Option<Found>)> =
        told.into_iter().filter(|(row, _)| suits(row)).map(|(row, found)| (row, Some(found))).collect();
    let mut chunk = asked.limit;
    while !all_read && picked.len() <= limit && looked < LOOKED {
        chunk = chunk.saturating_mul(8).min(CHUNK);
        let from = at.as_ref().map(|(key, id)| (key.as_str(), id.as_str()));
        let rows = register::by_name(tx, by, &start, from, chunk)?;
        all_read = i64::try_from(rows.len()).unwrap_or(i64::MAX) < chunk;
        looked += rows.len();
        at = rows.last().map(|last| (last.key.clone(), last.id.clone())).or(at);
        picked.extend(rows.into_iter().filter(suits).map(|row| (row, None)));
    }
    let stopped = !all_read && picked.len() <= limit;
    if picked.len() > limit {
        picked.truncate(limit);
        at = picked.last().map(|(last, _)| (last.key.clone(), last.id.clone()));
    } else if !stopped {
        at = None;
    }
    let seal = |(key, id): (String, String)| {
        let mut text = serde_json::to_string(&(by == By::Front, &start, key, id))?;
        text.push_str(&" ".repeat(text.len().next_multiple_of(SEALED) - text.len()));
        Ok::<_, serde_json::Error>(app.secrets.conceal(&text, &app.dice))
    };
    let next = at.map(seal).transpose().map_err(|cause| Failure::Broken(cause.to_string()))?;
    let later: Vec<String> =
        picked.iter().filter(|(_, found)| found.is_none()).map(|(row, _)| row.id.clone()).collect();
    let mut found: Vec<Found> = picked.into_iter().filter_map(|(_, found)| found).collect();
    found.extend(register::people_by_id(tx, &later)?);
    Ok(Group { items: found.into_iter().map(|one| seen(one, &reach.births)).collect(), next, stopped })
}

fn seen(one: Found, births: &HashSet<String>) -> PersonFound {
    let place =
        |id: String, name: String| PlaceSeen { code: id.split('@').next().unwrap_or_default().to_owned(), id, name };
    PersonFound {
        id: one.member_id,
        name: one.name,
        relation: one.relation,
        sex: one.sex,
        birth: births.contains(&one.hamlet_id).then_some(one.birth),
        household_id: one.household_id,
        number: one.number,
        head_name: one.head_name,
        hamlet: place(one.hamlet_id, one.hamlet_name),
        commune: place(one.commune_id, one.commune_name),
        synthetic: one.synthetic,
    }
}
