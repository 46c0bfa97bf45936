//! The first page after signing in: what needs this person today, place by place, with the deadlines of the year, and what
//! comes next when nothing does. What there is to do is counted in `today::work`. Must not know how the work itself is done.

mod work;

use askama::Template;
use rules::access::{Act, Role};
use rules::basics::{Day, Moment};
use rules::criteria::{Deadline, Duty, Model};
use serde::{Deserialize, Serialize};

use super::{Base, page};
use crate::failure::Answer;
use crate::visit::Visit;

/// The setting under which the last full check is kept.
pub const LAST_CHECK: &str = "last-check";

/// What `hoctap check` found when it last ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCheck {
    /// When.
    pub at: Moment,
    /// Findings that are not mere notes.
    pub wrong: i64,
}

/// One thing to do.
pub struct Todo {
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
    /// What it must be done before.
    duty: Option<Duty>,
    /// The first of them, each with its address and what must be known of it.
    first: Vec<(String, String, String)>,
}

/// A deadline of this year's cycle that has not passed, with the days left.
struct Due {
    duty: &'static str,
    last: Day,
    days: i64,
    verified: bool,
    reason: String,
}

/// What the keeper of the whole site must know.
struct Upkeep {
    /// The last full check; `None` for never.
    checked: Option<LastCheck>,
    /// When the last good backup was made; `None` for never.
    backup: Option<Moment>,
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
    /// The words of the roles held today, each once.
    roles: Vec<&'static str>,
    /// Last days of the year's duties that have passed.
    passed: Vec<(&'static str, Day)>,
    upkeep: Option<Upkeep>,
}

impl Today {
    /// The last day of a thing to do, when it has passed.
    fn late(&self, todo: &Todo) -> Option<&Day> {
        let word = todo.duty?.word();
        self.passed.iter().find(|(duty, _)| *duty == word).map(|(_, last)| last)
    }

    /// The nearest deadline.
    fn next(&self) -> Option<&Due> {
        self.dues.iter().min_by_key(|due| due.days)
    }

    /// Where a role goes on when nothing waits.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn onward(&self, role: &str) -> &'static str {
        match Role::of(role) {
            Some(Role::HamletHead) => "/families",
            Some(Role::CommuneOfficer) => "/households",
            Some(Role::CommuneChair | Role::Viewer) => "/decisions",
            Some(Role::ProvinceOfficer) => "/figures/VN",
            Some(Role::Administrator) => "/people",
            Some(Role::Operator) => "/operations",
            None => "/account",
        }
    }
}

/// What needs me today.
pub async fn show(visit: Visit) -> Answer {
    let actor = visit.guard.signed_in()?;
    let today = visit.today;
    let year = today.year();
    let (reader, at) = (actor.clone(), visit.at);
    let (all, upkeep) = visit.app.read(move |tx| work::of(tx, &reader, today, at)).await?;
    let (waiting, todos) = all.into_iter().filter(|todo| todo.count > 0).partition(|todo| todo.waits);
    let registers = !actor.reach(Act::SeeAssessments, today).is_empty();
    let set = rules::criteria::choose(&visit.app.sets, Model::Family, year).filter(|_| registers);
    let dues = set.map(|set| dues(&set.deadlines, &visit, year)).unwrap_or_default();
    let passed = set.map(|set| passed(&set.deadlines, today, year)).unwrap_or_default();
    let held = |role: &&Role| {
        actor.roles.iter().any(|grant| grant.role == **role && grant.since <= today && today <= grant.until)
    };
    let roles = Role::ALL.iter().filter(held).map(|role| role.word()).collect();
    page(&Today { b: Base::new(&visit, "today"), year, todos, waiting, dues, registers, roles, passed, upkeep })
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

fn passed(deadlines: &[Deadline], today: Day, year: i64) -> Vec<(&'static str, Day)> {
    let over = deadlines.iter().filter_map(|deadline| Some((deadline.duty.word(), deadline.last_day(year)?)));
    over.filter(|(_, last)| *last < today).collect()
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
