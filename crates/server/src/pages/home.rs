//! The public home: what a learning society is, the country's map and counted figures, the five models, the newest
//! decisions, what others published; and what Hoctap is.

use askama::Template;
use rules::basics::Day;
use rules::criteria::{CriteriaSet, Model, Status};
use rules::report::Counts;
use rules::tally::Measure;
use store::decisions::{Decision, DecisionFilter};
use store::units::Unit;

use super::figures::chart::Chart;
use super::figures::{Telling, source};
use super::map::{self, Leads, Map};
use super::{Base, page};
use crate::failure::{Answer, Failure};
use crate::figures::{self, Beside, By, Figures, Line, Sort, Wanted};
use crate::visit::Visit;

/// Months that count as "lately" for decisions.
const LATELY_MONTHS: i64 = 1;
/// Decisions shown.
const NEWEST: i64 = 6;
/// The models in the order they grow out of each other: a person, a family, a clan, a community, a unit.
const MODELS: [Model; 5] = [Model::Citizen, Model::Family, Model::Clan, Model::Community, Model::Unit];

/// What is known of one model.
struct Known {
    word: &'static str,
    /// Address, title, status word and number of doubts of its criteria sets, the ones in force first.
    sets: Vec<(String, String, &'static str, usize)>,
    /// Titles in force this year by this site's records; `None` where it keeps none of the model.
    recognised: Option<i64>,
    /// Figures that others published about it.
    published: usize,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    b: Base,
    f: Figures,
    communes: i64,
    map: Option<Map>,
    chart: Option<Chart>,
    models: Vec<Known>,
    newest: Vec<(Decision, Unit)>,
    /// Published figures on Learning Families.
    published: Vec<Beside>,
    decisions: (i64, i64),
    since: Day,
}

impl Home {
    fn counted(&self) -> Vec<(&Unit, Counts)> {
        self.f
            .rows
            .iter()
            .filter_map(|line| Some((line.unit.as_ref()?, line.counts?)))
            .filter(|(_, c)| !c.is_empty())
            .collect()
    }

    fn uncounted(&self) -> Vec<&Unit> {
        let empty = |line: &&Line| line.counts.is_none_or(|counts| counts.is_empty());
        self.f.rows.iter().filter(empty).filter_map(|line| line.unit.as_ref()).collect()
    }

    fn source_of(&self, f: &Figures) -> String {
        source(&self.b, f)
    }
}

impl Telling for Home {
    fn base(&self) -> &Base {
        &self.b
    }
}

/// What one visit of the home reads.
struct Read {
    f: Figures,
    communes: i64,
    decisions: (i64, i64),
    newest: Vec<(Decision, Unit)>,
    counted: Vec<(Model, i64)>,
    published: Vec<Beside>,
}

/// The public home.
pub async fn show(visit: Visit) -> Answer {
    let (guard, today, at) = (visit.guard.clone(), visit.today, visit.at);
    let since = today.plus_months(-LATELY_MONTHS);
    let read = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            let sort = Sort { by: By::Name, down: false };
            let wanted = Wanted { code: country.code.clone(), on: today, year: None, model: Model::Family, sort };
            let counts = store::units::counts_below(tx, &country.id, today)?;
            let communes =
                counts.iter().find(|(level, _)| *level == rules::basics::Level::Commune).map_or(0, |row| row.1);
            let filter = DecisionFilter { scope: country.id.clone(), limit: NEWEST, ..DecisionFilter::default() };
            let mut newest = Vec::new();
            for decision in store::decisions::list_decisions(tx, &filter)? {
                if let Some(commune) = store::units::unit(tx, &decision.commune_id)? {
                    newest.push((decision, commune));
                }
            }
            let mut counted = Vec::new();
            for model in MODELS {
                let all = store::tallies::total(tx, &country.id, model.word(), today)?;
                let path = |one: &&store::tallies::Count| {
                    !matches!(one.measure, Measure::HouseholdsIn | Measure::HouseholdsOut) && one.n != 0
                };
                if all.iter().any(|one| path(&one)) {
                    let own = all.iter().filter(|one| one.year == today.year() && one.measure == Measure::Recognised);
                    counted.push((model, own.map(|one| one.n).sum()));
                }
            }
            Ok::<_, Failure>(Read {
                f: figures::read(tx, &guard, &wanted, today, at)?,
                communes,
                decisions: store::decisions::count_since(tx, &country.id, since)?,
                newest,
                counted,
                published: figures::all_published(tx)?,
            })
        })
        .await?;
    let b = Base::new(&visit, "");
    let models = MODELS.iter().map(|model| known(&visit, *model, &read)).collect();
    let families = read.published.into_iter().filter(|one| one.row.subject == Model::Family.word()).collect();
    page(&Home {
        map: map::country(&b, &read.f, Leads::Place),
        chart: Chart::new(&b, &read.f),
        models,
        newest: read.newest,
        published: families,
        communes: read.communes,
        decisions: read.decisions,
        since,
        f: read.f,
        b,
    })
}

fn known(visit: &Visit, model: Model, read: &Read) -> Known {
    let mut own: Vec<&CriteriaSet> = visit.app.sets.iter().filter(|set| set.model == model).collect();
    own.sort_by_key(|set| (status(set), std::cmp::Reverse(set.valid_from)));
    let sets = own.into_iter().map(|set| {
        let title = set.title.say(visit.lang.code()).to_owned();
        (format!("/criteria/{}/{}", set.set, set.version), title, status(set).1, set.doubts().len())
    });
    Known {
        word: model.word(),
        sets: sets.collect(),
        recognised: read.counted.iter().find(|(one, _)| *one == model).map(|(_, n)| *n),
        published: read.published.iter().filter(|one| speaks_of(&one.row.subject, model)).count(),
    }
}

/// "unit_province_level_1" speaks of units too.
fn speaks_of(subject: &str, model: Model) -> bool {
    subject.strip_prefix(model.word()).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// What matters more comes first; with the word of its key.
const fn status(set: &CriteriaSet) -> (u8, &'static str) {
    match set.status {
        Status::InForce => (0, "in_force"),
        Status::Draft => (1, "draft"),
        Status::Expired => (2, "expired"),
    }
}

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    b: Base,
}

impl About {
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn fewest(&self) -> i64 {
        rules::report::FEWEST_SHOWN
    }
}

/// What Hoctap is and how to read its figures.
pub async fn about(visit: Visit) -> Answer {
    page(&About { b: Base::new(&visit, "") })
}
