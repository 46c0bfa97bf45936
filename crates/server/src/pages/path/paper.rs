//! The sheet for paper: families of a hamlet by items, all cells empty, for a hamlet without network.
//! Must not write anything.

use askama::Template;
use rules::criteria::{CriteriaSet, Model, choose};
use rules::path::{StepKind, after};
use rules::problem::Problem;
use store::assessments::CandidateFilter;

use super::explain::{sections, wording};
use super::{Asked, Scope, Year};
use crate::failure::{Answer, Failure};
use crate::pages::{Base, page};
use crate::visit::Visit;

/// Most families on one paper.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "path/paper.html")]
struct Page {
    b: Base,
    s: Scope,
    title: String,
    items: Vec<Item>,
    mark: i64,
    rows: Vec<(String, String)>,
}

struct Item {
    code: String,
    text: String,
    max: i64,
    exempt: String,
}

/// The sheet.
pub async fn show(visit: Visit, Year(year): Year) -> Answer {
    let asked = Asked::new(&visit, Some(year));
    let today = visit.today;
    let (s, rows, area) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            let filter = CandidateFilter {
                scope: s.unit.id.clone(),
                model: Model::Family.word().to_owned(),
                year: s.year,
                limit: MOST,
                ..CandidateFilter::default()
            };
            // Families whose sheet can still be written, and those that have not registered yet.
            let rows = store::assessments::candidates(tx, &filter)?
                .into_iter()
                .filter(|row| row.state.is_none_or(|state| after(Some(state), StepKind::Save).is_some()));
            let rows = rows.map(|row| (row.number, row.head_name)).collect::<Vec<_>>();
            let day = crate::acts::path::area_day(s.year, today);
            let area = store::units::area_on(tx, &s.unit.id, day)?.0;
            Ok::<_, Failure>((s, rows, area))
        })
        .await?;
    let b = Base::new(&visit, "families");
    let none = || Problem::new("no-criteria").with("model", Model::Family.word()).with("year", year);
    let set = choose(&visit.app.sets, Model::Family, year).ok_or_else(none)?;
    let page_ = Page {
        title: set.title.say(b.lang()).to_owned(),
        items: items(&b, set),
        mark: set.pass_mark(area).map_or(0, |mark| mark.min_total),
        s,
        rows,
        b,
    };
    page(&page_)
}

fn items(b: &Base, set: &CriteriaSet) -> Vec<Item> {
    let asked = sections(set).into_iter().flat_map(|(_, _, _, items)| items);
    asked
        .map(|asked| {
            let (text, _, _) = wording(asked);
            let (max, exempt) = match asked {
                rules::criteria::Asked::Item(item) => (item.max, item.exempt.as_ref()),
                rules::criteria::Asked::Target(_) => (0, None),
            };
            Item {
                code: asked.code().to_owned(),
                text: text.say(b.lang()).to_owned(),
                max,
                exempt: exempt.map(|exempt| exempt.when.say(b.lang()).to_owned()).unwrap_or_default(),
            }
        })
        .collect()
}
