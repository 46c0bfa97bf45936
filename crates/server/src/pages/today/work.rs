//! What there is to do for each role of a person today: counted, with where to do it. Must not know pages.

use rules::access::Role;
use rules::basics::{Day, Level, Moment};
use rules::criteria::{Duty, Model};
use rules::path::{State, StepKind};
use rules::tally::Measure;
use store::Tx;
use store::assessments::AssessmentFilter;
use store::imports::WAITING;
use store::register::{ACTIVE, HouseholdFilter};
use store::units::Unit;

use super::{LAST_CHECK, Todo, Upkeep};
use crate::acts::people::locked_since;
use crate::failure::Failure;
use crate::visit::Actor;

/// Examples shown under a thing to do.
const FIRST: i64 = 3;
/// Accounts and files looked at.
const MOST: i64 = 1000;

/// Everything, role by role; for the keeper of the whole site also how the site itself is.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, today: Day, at: Moment) -> Result<(Vec<Todo>, Option<Upkeep>), Failure> {
    let mut all = Vec::new();
    let mut upkeep = None;
    for grant in actor.roles.iter().filter(|grant| grant.since <= today && today <= grant.until) {
        let Some(unit) = store::units::unit(tx, &grant.unit_id)? else { continue };
        match grant.role {
            Role::HamletHead => hamlet(tx, &unit, today, &mut all)?,
            Role::CommuneOfficer => commune(tx, &unit, today, &mut all)?,
            Role::CommuneChair => chair(tx, &unit, today, &mut all)?,
            Role::ProvinceOfficer => province(tx, &unit, today, &mut all)?,
            Role::Administrator => {
                administrator(tx, &unit, today, at, &mut all)?;
                if unit.level == Level::Country {
                    upkeep = Some(self::upkeep(tx)?);
                }
            }
            Role::Operator => upkeep = Some(self::upkeep(tx)?),
            Role::Viewer => viewer(tx, &unit, today, &mut all)?,
        }
    }
    if let Some(checked) = upkeep.as_ref().and_then(|upkeep| upkeep.checked) {
        all.push(todo(checked.wrong, "today-check-found", "", "/today#upkeep".to_owned()));
    }
    Ok((all, upkeep))
}

fn upkeep(tx: &mut Tx<'_>) -> Result<Upkeep, Failure> {
    let kept = store::receipts::setting(tx, LAST_CHECK)?;
    let backup = store::jobs::all(tx)?.into_iter().find(|job| job.name == "backup" && job.good.0 > 0);
    let checked = kept.and_then(|kept| serde_json::from_str(&kept).ok());
    Ok(Upkeep { checked, backup: backup.map(|job| job.good) })
}

fn todo(count: i64, key: &'static str, place: &str, href: String) -> Todo {
    Todo { count, key, place: place.to_owned(), href, waits: false, duty: None, first: Vec::new() }
}

fn waits(todo: Todo) -> Todo {
    Todo { waits: true, ..todo }
}

fn before(duty: Duty, todo: Todo) -> Todo {
    Todo { duty: Some(duty), ..todo }
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

/// The first families whose assessment was returned, with the reason given.
fn returned(tx: &mut Tx<'_>, unit: &Unit, year: i64) -> Result<Vec<(String, String, String)>, Failure> {
    let filter = AssessmentFilter {
        scope: unit.id.clone(),
        model: Model::Family.word().to_owned(),
        year,
        state: Some(State::Returned),
        limit: FIRST,
        ..AssessmentFilter::default()
    };
    let mut first = Vec::new();
    for line in store::assessments::list(tx, &filter)? {
        let steps = store::assessments::steps(tx, &line.assessment.id)?;
        let reason = steps.into_iter().rev().find(|named| named.step.kind == StepKind::Return);
        let reason = reason.map(|named| named.step.reason).unwrap_or_default();
        first.push((line.head_name, format!("/assessments/{}", line.assessment.id), reason));
    }
    Ok(first)
}

fn hamlet(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let counts = Counts::of(tx, &unit.id, year)?;
    let total = households(tx, &unit.id)?;
    let registered: i64 = counts.0.iter().filter(|(state, _)| *state != State::Withdrawn).map(|(_, n)| n).sum();
    let hamlet = encoded(&unit.id);
    let item =
        |count, key, path: &str| todo(count, key, &unit.full_name, format!("/families/{year}/{path}?hamlet={hamlet}"));
    let sent_back = counts.sum(&[State::Returned]);
    let first = if sent_back > 0 { returned(tx, unit, year)? } else { Vec::new() };
    all.push(before(Duty::Submit, Todo { first, ..item(sent_back, "today-returned", "assess") }));
    all.push(before(Duty::Submit, item(counts.sum(&[State::Registered, State::Assessing]), "today-assess", "assess")));
    all.push(before(Duty::Register, item((total - registered).max(0), "today-register", "register")));
    all.push(waits(item(counts.sum(&[State::Submitted]), "today-at-commune", "assess")));
    all.push(waits(item(counts.sum(&[State::Accepted]), "today-at-chair", "assess")));
    Ok(())
}

fn commune(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    for hamlet in store::units::children(tx, &unit.id, today)? {
        let counts = Counts::of(tx, &hamlet.id, year)?;
        let own = encoded(&hamlet.id);
        let item = |count, key, path: &str| {
            todo(count, key, &hamlet.full_name, format!("/families/{year}/{path}?hamlet={own}"))
        };
        all.push(before(Duty::Decide, item(counts.sum(&[State::Submitted]), "today-appraise", "appraise")));
        let there = counts.sum(&[State::Registered, State::Assessing, State::Returned]);
        all.push(waits(before(Duty::Submit, item(there, "today-at-hamlet", "assess"))));
        let registered: i64 = counts.0.iter().map(|(_, n)| n).sum();
        if registered == 0 {
            let total = households(tx, &hamlet.id)?;
            all.push(waits(before(Duty::Register, item(total, "today-nobody-registered", "register"))));
        }
    }
    let waiting = Counts::of(tx, &unit.id, year)?.sum(&[State::Accepted]);
    let href = format!("/families?year={year}");
    all.push(waits(before(Duty::Decide, todo(waiting, "today-at-chair", &unit.full_name, href))));
    let files = store::imports::list_recent(tx, &unit.id, MOST)?;
    let files: Vec<_> = files.into_iter().filter(|file| file.state == WAITING).collect();
    let first = files.iter().take(3).map(|file| (file.name.clone(), format!("/imports/{}", file.id), String::new()));
    let n = i64::try_from(files.len()).unwrap_or(0);
    let imports = todo(n, "today-imports", &unit.full_name, "/imports".to_owned());
    all.push(Todo { first: first.collect(), ..imports });
    if households(tx, &unit.id)? == 0 {
        all.push(todo(1, "today-no-register", &unit.full_name, "/imports/new".to_owned()));
    }
    Ok(())
}

fn chair(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let counts = Counts::of(tx, &unit.id, year)?;
    let (decide, appraise) = (counts.sum(&[State::Accepted]), counts.sum(&[State::Submitted]));
    let href = format!("/families/{year}/decide?place={}", encoded(&unit.id));
    all.push(before(Duty::Decide, todo(decide, "today-decide", &unit.full_name, href)));
    let href = format!("/families?year={year}");
    all.push(waits(todo(appraise, "today-at-appraiser", &unit.full_name, href)));
    Ok(())
}

fn province(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let year = today.year();
    let communes = store::units::counts_below(tx, &unit.id, today)?;
    let communes = communes.iter().find(|(level, _)| *level == Level::Commune).map_or(0, |(_, n)| *n);
    let counted = store::tallies::by_child(tx, &unit.id, unit.level, Model::Family.word(), today)?;
    let having = |measure: Measure| -> Vec<&str> {
        let own = counted.iter().filter(|count| count.year == year && count.measure == measure && count.n > 0);
        own.map(|count| count.unit_id.as_str()).collect()
    };
    let (begun, decided) = (having(Measure::Registered), having(Measure::Recognised));
    let open = begun.iter().filter(|commune| !decided.contains(commune)).count();
    let silent = communes - i64::try_from(begun.len()).unwrap_or(0);
    let place = unit.full_name.as_str();
    let silent = todo(silent, "today-silent-communes", place, format!("/figures/{}?sort=-registered", unit.code));
    all.push(before(Duty::Register, silent));
    let open = i64::try_from(open).unwrap_or(0);
    let open = todo(open, "today-undecided-communes", place, format!("/figures/{}?sort=recognised", unit.code));
    all.push(before(Duty::Decide, waits(open)));
    month(tx, unit, today, all)
}

/// Decisions since the first of the month, as information.
fn month(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let first = Day::parse(&format!("{:04}-{:02}-01", today.year(), today.month())).unwrap_or(today);
    let (decisions, _) = store::decisions::count_since(tx, &unit.id, first)?;
    let href = format!("/decisions?place={}", unit.code);
    all.push(waits(todo(decisions, "today-decisions", &unit.full_name, href)));
    Ok(())
}

fn viewer(tx: &mut Tx<'_>, unit: &Unit, today: Day, all: &mut Vec<Todo>) -> Result<(), Failure> {
    month(tx, unit, today, all)
}

fn administrator(tx: &mut Tx<'_>, unit: &Unit, today: Day, at: Moment, all: &mut Vec<Todo>) -> Result<(), Failure> {
    let accounts = store::people::list_accounts(tx, &unit.id, "", MOST)?;
    let mut idle = 0;
    for account in accounts.iter().filter(|account| account.disabled_at.is_none()) {
        let roles = store::people::grants(tx, &account.id)?;
        if !roles.iter().any(|role| role.since <= today && today <= role.until) {
            idle += 1;
        }
    }
    let place = unit.full_name.as_str();
    let locked = locked_since(tx, at)?;
    let locked: Vec<_> = accounts.iter().filter(|account| locked.contains(&account.login)).collect();
    let first = locked.iter().take(3);
    let first = first.map(|account| (account.name.clone(), format!("/people/{}", account.id), account.login.clone()));
    let n = i64::try_from(locked.len()).unwrap_or(0);
    all.push(Todo { first: first.collect(), ..todo(n, "today-locked-accounts", place, "/people".to_owned()) });
    all.push(todo(idle, "today-idle-accounts", place, "/people".to_owned()));
    let waiting = accounts.iter().filter(|account| account.must_change && account.disabled_at.is_none()).count();
    let waiting = i64::try_from(waiting).unwrap_or(0);
    all.push(waits(todo(waiting, "today-new-accounts", place, "/people".to_owned())));
    let open = i64::try_from(accounts.len()).unwrap_or(0);
    all.push(waits(todo(open, "today-accounts", place, "/people".to_owned())));
    Ok(())
}
