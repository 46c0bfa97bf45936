//! The first page of the path: how far the families of a place are in a year, and what comes next.
//! Must not know how a step is taken.

use askama::Template;
use rules::access::Act;
use rules::path::State;
use rules::tally::Measure;
use store::register::{ACTIVE, HouseholdFilter};
use store::units::Unit;

use super::{Asked, Scope, query};
use crate::failure::{Answer, Failure};
use crate::pages::{Base, page};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "path/hub.html")]
struct Hub {
    b: Base,
    s: Scope,
    households: i64,
    stages: Vec<Stage>,
    states: Vec<(State, i64)>,
    hamlets: Vec<HamletRow>,
    /// Where the minutes of the appraisal are; empty before the first verdict.
    judged: String,
}

/// One of the six stages of the year.
struct Stage {
    /// Its word: register, assess, submit, appraise, decide, certificate.
    word: &'static str,
    /// Families that have passed it.
    passed: i64,
    /// Families that wait for it.
    waiting: i64,
    /// Where it is done; `None` for those who may not.
    link: Option<String>,
}

impl Stage {
    const fn is_done(&self) -> bool {
        self.waiting == 0 && self.passed > 0
    }
}

/// One hamlet of a commune.
struct HamletRow {
    unit: Unit,
    households: i64,
    registered: i64,
    submitted: i64,
    accepted: i64,
    recognised: i64,
}

/// The first page of the path.
pub async fn show(visit: Visit) -> Answer {
    let mut problems = Vec::new();
    let fields = query(&visit);
    let year = if fields.text("year").is_empty() { None } else { fields.int("year", &mut problems) };
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let asked = Asked::new(&visit, year);
    let today = visit.today;
    let guard = visit.guard.clone();
    let (s, households, states, hamlets, may) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            let households = count(tx, &s.unit.id)?;
            let mut states = store::assessments::state_counts(tx, &s.unit.id, "family", s.year)?;
            states.sort();
            let mut may = Vec::new();
            for act in RIGHTS {
                may.push(guard.can(tx, act, &s.unit.id)?);
            }
            let mut hamlets = Vec::new();
            if s.is_commune() {
                let counts = store::tallies::by_child(tx, &s.unit.id, s.unit.level, "family", today)?;
                for unit in store::units::children(tx, &s.unit.id, today)? {
                    let of = |measure| {
                        let own = counts.iter().filter(|c| c.unit_id == unit.id && c.year == s.year);
                        own.filter(|c| c.measure == measure).map(|c| c.n).sum()
                    };
                    hamlets.push(HamletRow {
                        households: count(tx, &unit.id)?,
                        registered: of(Measure::Registered),
                        submitted: of(Measure::Submitted),
                        accepted: of(Measure::Accepted),
                        recognised: of(Measure::Recognised),
                        unit,
                    });
                }
            }
            Ok::<_, Failure>((s, households, states, hamlets, may))
        })
        .await?;
    let stages = stages(&s, households, &states, &may);
    let begun =
        |state: &State| !matches!(state, State::Registered | State::Assessing | State::Submitted | State::Withdrawn);
    let judged =
        if states.iter().any(|(state, n)| *n > 0 && begun(state)) { s.at("minutes.pdf") } else { String::new() };
    page(&Hub { b: Base::new(&visit, "families"), s, households, stages, states, hamlets, judged })
}

fn count(tx: &mut store::Tx<'_>, scope: &str) -> Result<i64, Failure> {
    let filter = HouseholdFilter { scope: scope.to_owned(), status: ACTIVE.to_owned(), ..HouseholdFilter::default() };
    Ok(store::register::count_households(tx, &filter)?)
}

/// The right that opens the place where each stage is done, in the order of the path.
const RIGHTS: [Act; 6] =
    [Act::SeeAssessments, Act::SelfAssess, Act::SeeAssessments, Act::Appraise, Act::Decide, Act::SeeDecisions];

fn stages(s: &Scope, households: i64, states: &[(State, i64)], may: &[bool]) -> Vec<Stage> {
    let of = |wanted: &[State]| -> i64 { states.iter().filter(|(state, _)| wanted.contains(state)).map(|c| c.1).sum() };
    let recognised = of(&[State::Recognised, State::Revoked]);
    let accepted = of(&[State::Accepted]);
    let judged = accepted + recognised + of(&[State::Rejected]);
    let sent = judged + of(&[State::Submitted]);
    let written = sent + of(&[State::Assessing, State::Returned]);
    let registered = written + of(&[State::Registered]);
    let stage = |word, passed: i64, waiting: i64, link| Stage { word, passed, waiting: waiting.max(0), link };
    let mut may = may.iter().copied();
    let mut open = |link: String| may.next().unwrap_or(false).then_some(link);
    vec![
        stage("register", registered, households - registered, open(s.at("register"))),
        stage("assess", written, of(&[State::Registered]), open(s.at("grid"))),
        stage("submit", sent, of(&[State::Assessing, State::Returned]), open(s.at("assess"))),
        stage("appraise", judged, of(&[State::Submitted]), open(s.at("appraise"))),
        stage("decide", recognised, accepted, open(s.decide())),
        stage("certificate", recognised, 0, open("/decisions".to_owned())),
    ]
}
