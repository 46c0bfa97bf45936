//! The page on which a person is looked for by name, among everybody at the places the reader may see.
//! Must not know how names are searched.

use askama::Template;
use axum::http::StatusCode;
use store::units::Unit;

use super::super::{Base, Faults, page_with};
use super::said_birth;
use crate::acts::register::find::{self, Asked, Group, People, PersonFound};
use crate::acts::register::see::place_ever;
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// People of each group on one page.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "people_find.html")]
struct Find {
    b: Base,
    faults: Faults,
    asked: Asked,
    units: Vec<Unit>,
    births: bool,
    found: People,
}

impl Find {
    /// The groups there are, each by its word.
    fn groups(&self) -> Vec<(&'static str, &Group)> {
        let groups = [("front", self.found.front.as_ref()), ("back", self.found.back.as_ref())];
        groups.into_iter().filter_map(|(word, group)| Some((word, group?))).collect()
    }

    /// Was nobody found?
    fn nobody(&self) -> bool {
        self.groups().iter().all(|(_, group)| group.items.is_empty() && group.next.is_none())
    }

    fn birth(&self, one: &PersonFound) -> String {
        one.birth.as_deref().map_or_else(|| "–".to_owned(), |birth| said_birth(&self.b, birth))
    }

    /// The household as people name it.
    fn household(&self, one: &PersonFound) -> String {
        format!("{}, {}", one.number, one.head_name)
    }

    fn is_place(&self, unit: &Unit) -> bool {
        is_named(unit, &self.asked.place)
    }

    /// The same question from its beginning, or on from a cursor of one group.
    fn address(&self, by: &str, cursor: Option<&String>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &self.asked.words);
        for (name, value) in [("year", self.asked.year.as_str()), ("place", &self.asked.place), ("by", by)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        format!("/households/people?{}", query.finish())
    }
}

/// Who bears a name.
pub async fn show(visit: Visit) -> Answer {
    let asked = Asked::of(&visit.uri, ROWS);
    let (guard, app, what) = (visit.guard.clone(), visit.app.clone(), asked.clone());
    let looks = !(asked.words.is_empty() && asked.year.is_empty() && asked.cursor.is_empty());
    let (units, births, found) = visit
        .app
        .read(move |tx| {
            let (mut units, births) = find::places(tx, &guard)?;
            let found = if looks || !what.place.is_empty() {
                match find::people(tx, &app, &guard, &what) {
                    // The page tells what is wrong beside what was typed; who may not look there is turned away.
                    Err(Failure::Problems(problems)) if !what_stops(&problems) => Err(problems),
                    other => Ok(other?),
                }
            } else {
                Ok(People::default())
            };
            // A place below one's own stays chosen; whether one may look there was asked above.
            if !what.place.is_empty() && !units.iter().any(|unit| is_named(unit, &what.place)) {
                units.push(place_ever(tx, &what.place, guard.today())?);
            }
            Ok::<_, Failure>((units, births, found))
        })
        .await?;
    let (found, mut problems) = match found {
        Ok(found) => (found, Vec::new()),
        Err(problems) => (People::default(), problems),
    };
    if !looks {
        problems.clear();
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let faults = Faults::new(&visit, &problems);
    page_with(status, &Find { b: Base::new(&visit, "find"), faults, asked, units, births, found })
}

/// Is this the unit of a code or id?
fn is_named(unit: &Unit, place: &str) -> bool {
    unit.code == place || unit.id == place
}

/// Problems that are not about what was typed into the form.
fn what_stops(problems: &[rules::problem::Problem]) -> bool {
    problems.iter().any(|problem| !["q", "year"].contains(&problem.field.as_str()))
}
