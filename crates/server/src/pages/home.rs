//! The public home: what a learning society is, the country's counted figures, what others published; and what Hoctap is.

use askama::Template;
use rules::criteria::Model;
use rules::report::Counts;
use store::units::Unit;

use super::figures::{Telling, source};
use super::{Base, page};
use crate::failure::{Answer, Failure};
use crate::figures::{self, Beside, By, Figures, Line, Sort, Wanted};
use crate::visit::Visit;

/// Months that count as "lately" for decisions.
const LATELY_MONTHS: i64 = 1;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    b: Base,
    f: Figures,
    communes: i64,
    /// Published figures on Learning Families.
    published: Vec<Beside>,
    decisions: (i64, i64),
    since: rules::basics::Day,
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

/// The public home.
pub async fn show(visit: Visit) -> Answer {
    let (guard, today, at) = (visit.guard.clone(), visit.today, visit.at);
    let since = today.plus_months(-LATELY_MONTHS);
    let (f, communes, decisions) = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            let sort = Sort { by: By::Name, down: false };
            let wanted = Wanted { code: country.code.clone(), on: today, year: None, model: Model::Family, sort };
            let counts = store::units::counts_below(tx, &country.id, today)?;
            let communes =
                counts.iter().find(|(level, _)| *level == rules::basics::Level::Commune).map_or(0, |row| row.1);
            let decisions = store::decisions::count_since(tx, &country.id, since)?;
            Ok::<_, Failure>((figures::read(tx, &guard, &wanted, today, at)?, communes, decisions))
        })
        .await?;
    let families = f.published_below.iter().filter(|one| one.row.subject == "family").cloned().collect();
    page(&Home { b: Base::new(&visit, ""), communes, published: families, decisions, since, f })
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
