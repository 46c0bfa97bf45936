//! The first page after signing in: what needs this person today, place by place, with the deadlines of the year.
//! Must not know how the work itself is done; it counts and links.

use askama::Template;
use rules::access::{Act, Role};
use rules::basics::{Day, Level};
use rules::criteria::{Deadline, Model};
use rules::path::State;
use rules::tally::Measure;
use store::Tx;
use store::register::{ACTIVE, HouseholdFilter};

use super::{Base, page};
use crate::failure::{Answer, Failure};
use crate::visit::{Actor, Visit};

/// One thing to do.
struct Todo {
    /// How many.
    count: i64,
    /// Key of the sentence; `$place` is the place.
    key: &'static str,
    /// Name of the place.
    place: String,
    /// Where to do it.
    href: String,
    /// Somebody else's turn: shown as information.
    waits: bool,
}

/// A deadline of this year's cycle that has not passed, with the days left.
struct Due {
    duty: &'static str,
    last: Day,
    days: i64,
    verified: bool,
    reason: String,
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today {
    b: Base,
    year: i64,
    todos: Vec<Todo>,
    waiting: Vec<Todo>,
    dues: Vec<Due>,
    registers: bool,
}

/// What needs me today.
pub async fn show(visit: Visit) -> Answer {
    let actor = visit.guard.signed_in()?;
    let today = visit.today;
    let year = today.year();
    let reader = actor.clone();
    let all = visit.app.read(move |tx| todos(tx, &reader, today)).await?;
    let (waiting, todos) = all.into_iter().filter(|todo| todo.count > 0).partition(|todo| todo.waits);
    let registers = !actor.reach(Act::SeeAssessments, today).is_empty();
    let set = rules::criteria::choose(&visit.app.sets, Model::Family, year).filter(|_| registers);
    let dues = set.map(|set| dues(&set.deadlines, &visit, year)).unwrap_or_default();
    page(&Today { b: Base::new(&visit, "today"), year, todos, waiting, dues, registers })
}

fn dues(deadlines: &[Deadline], visit: &Visit, year: i64) -> Vec<Due> {
    let language = visit.lang.code();
    let due = |deadline: &Deadline| {
        let last = deadline.last_day(year)?;
        let days = days_between(visit.today, last)?;
        let reason = deadline.reason.as_ref().map(|reason| reason.say(language).to_owned()).unwrap_or_default();
        Some(Due { duty: deadline.duty.word(), last, days, verified: deadline.verified, reason })
    };
    deadlines.iter().filter_map(due).collect()
}

/// Days from one day to a later one, up to a year and a half; `None` when it has passed.
fn days_between(from: Day, to: Day) -> Option<i64> {
    let mut day = from;
    (0..550).find(|_| {
        let found = day == to;
        day = day.after();
        found
    })
}

fn todos(tx: &mut Tx<'_>, actor: &Actor, today: Day) -> Result<Vec<Todo>, Failure> {
    let mut all = Vec::new();
    for grant in actor.roles.iter().filter(|grant| grant.since <= today && today <= grant.until) {
        let Some(unit) = store::units::unit(tx, &grant.unit_id)? else { continue };
        match grant.role {
            Role::HamletHead => hamlet(tx, &unit, today, &mut all)?,
            Role::CommuneOfficer => commune(tx, &unit, today, &mut all)?,
            Role::CommuneChair => chair(tx, &unit, today, &mut all)?,
            Role::ProvinceOfficer => province(tx, &unit, today, &mut all)?,
            Role::Administrator => administrator(tx, &unit, today, &mut all)?,
            Role::Viewer => {}
        }
    }
    Ok(all)
}

/// How many assessments of a place stand in each of some states.
struct Counts(Vec<(State, i64)>);

impl Counts {
    fn of(tx: &mut Tx<'_>, unit_id: &str, year: i64) -> Result<Self, Failure> {
        Ok(Self(store::assessments::state_counts(tx, unit_id, Model::Family.word(), year)?))
    }

    fn sum(&self, states: &[State]) -> i64 {
        self.0.iter().filter(|(state, _)| states.contains(state)).map(|(_, n)| n).sum()
    }
}

fn households(tx: &mut Tx<'_>, unit_id: &str) -> Result<i64, Failure> {
    let filter = HouseholdFilter { scope: unit_id.to_owned(), status: ACTIVE.to_owned(), ..HouseholdFilter::default() };
    Ok(store::register::count_households(tx, &filter)?)
}

fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

fn hamlet(tx: &mut Tx<'_>, unit: &store::units::Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let counts = Counts::of(tx, &unit.id, year)?;
    let total = households(tx, &unit.id)?;
    let registered: i64 = counts.0.iter().filter(|(state, _)| *state != State::Withdrawn).map(|(_, n)| n).sum();
    let hamlet = encoded(&unit.id);
    let mut add = |count, key, path: &str, waits| {
        let href = format!("/families/{year}/{path}?hamlet={hamlet}");
        all.push(Todo { count, key, place: unit.full_name.clone(), href, waits });
    };
    add(counts.sum(&[State::Returned]), "today-returned", "assess", false);
    add(counts.sum(&[State::Registered, State::Assessing]), "today-assess", "assess", false);
    add((total - registered).max(0), "today-register", "register", false);
    add(counts.sum(&[State::Submitted]), "today-at-commune", "assess", true);
    add(counts.sum(&[State::Accepted]), "today-at-chair", "assess", true);
    Ok(())
}

fn commune(tx: &mut Tx<'_>, unit: &store::units::Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    for hamlet in store::units::children(tx, &unit.id, today)? {
        let counts = Counts::of(tx, &hamlet.id, year)?;
        let own = encoded(&hamlet.id);
        let mut add = |count, key, path: &str, waits| {
            let href = format!("/families/{year}/{path}?hamlet={own}");
            all.push(Todo { count, key, place: hamlet.full_name.clone(), href, waits });
        };
        add(counts.sum(&[State::Submitted]), "today-appraise", "appraise", false);
        add(counts.sum(&[State::Registered, State::Assessing, State::Returned]), "today-at-hamlet", "assess", true);
        let registered: i64 = counts.0.iter().map(|(_, n)| n).sum();
        if registered == 0 {
            let total = households(tx, &hamlet.id)?;
            all.push(Todo {
                count: total,
                key: "today-nobody-registered",
                place: hamlet.full_name.clone(),
                href: format!("/families/{year}/register?hamlet={own}"),
                waits: true,
            });
        }
    }
    let waiting = Counts::of(tx, &unit.id, year)?.sum(&[State::Accepted]);
    let href = format!("/families?year={year}");
    all.push(Todo { count: waiting, key: "today-at-chair", place: unit.full_name.clone(), href, waits: true });
    if households(tx, &unit.id)? == 0 {
        let href = "/imports/new".to_owned();
        all.push(Todo { count: 1, key: "today-no-register", place: unit.full_name.clone(), href, waits: false });
    }
    Ok(())
}

fn chair(tx: &mut Tx<'_>, unit: &store::units::Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let counts = Counts::of(tx, &unit.id, year)?;
    let place = unit.full_name.clone();
    let (decide, appraise) = (counts.sum(&[State::Accepted]), counts.sum(&[State::Submitted]));
    let href = format!("/families/{year}/decide?place={}", encoded(&unit.id));
    all.push(Todo { count: decide, key: "today-decide", place: place.clone(), href, waits: false });
    let href = format!("/families?year={year}");
    all.push(Todo { count: appraise, key: "today-at-appraiser", place, href, waits: true });
    Ok(())
}

fn province(tx: &mut Tx<'_>, unit: &store::units::Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let communes = store::units::counts_below(tx, &unit.id, today)?;
    let communes = communes.iter().find(|(level, _)| *level == Level::Commune).map_or(0, |(_, n)| *n);
    let counted = store::tallies::by_child(tx, &unit.id, Model::Family.word(), today)?;
    let begun =
        counted.iter().filter(|count| count.year == year && count.measure == Measure::Registered && count.n > 0);
    let silent = communes - i64::try_from(begun.count()).unwrap_or(0);
    let href = format!("/figures/{}", unit.code);
    all.push(Todo { count: silent, key: "today-silent-communes", place: unit.full_name.clone(), href, waits: false });
    Ok(())
}

fn administrator(tx: &mut Tx<'_>, unit: &store::units::Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let accounts = store::people::list_accounts(tx, &unit.id, "", 1000)?;
    let mut idle = 0;
    for account in accounts.iter().filter(|account| account.disabled_at.is_none()) {
        let roles = store::people::grants(tx, &account.id)?;
        if !roles.iter().any(|role| role.since <= today && today <= role.until) {
            idle += 1;
        }
    }
    let place = unit.full_name.clone();
    all.push(Todo {
        count: idle,
        key: "today-idle-accounts",
        place: place.clone(),
        href: "/people".to_owned(),
        waits: false,
    });
    let open = i64::try_from(accounts.len()).unwrap_or(0);
    all.push(Todo { count: open, key: "today-accounts", place, href: "/people".to_owned(), waits: true });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_counted_to_the_last_day_and_never_backwards() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(days_between(day("2026-11-22"), day("2026-12-14")), Some(22));
        assert_eq!(days_between(day("2026-12-14"), day("2026-12-14")), Some(0));
        assert_eq!(days_between(day("2026-12-15"), day("2026-12-14")), None);
    }
}
