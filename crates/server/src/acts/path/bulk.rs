//! Many items in one request: each is decided on its own, the good ones are kept, the others reported with their reasons.
//! Must not know what is done with an item.

use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::app::Ctx;
use crate::failure::Failure;

/// What became of the items of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Ids of the items that were done, in the order of ids.
    pub done: Vec<String>,
    /// The items that were not, with the reasons.
    pub refused: Vec<Refused>,
}

/// An item that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its id as it was given.
    pub id: String,
    /// What people call it: the head of the household. Empty when the person may not see it or it does not exist.
    pub name: String,
    /// Why.
    pub problems: Vec<Problem>,
}

/// Items of one request: what a large commune does in a day, and still only moments for those who wait behind it.
pub const MOST: usize = 5_000;

/// Does `each` for every item in one transaction. Items are taken in the order of their ids, each once, so that two such
/// requests never wait for each other in a circle. `each` must refuse an item before it writes anything about it.
///
/// # Errors
/// `nothing-chosen` for no items, `too-many` for more than [`MOST`]; when every item was refused, all their problems, with
/// `<id>` or `<id>:<field>` as field: nothing happened, so nothing is recorded. [`by_item`] puts them together again.
pub fn bulk(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    ids: &[String],
    mut each: impl FnMut(&mut Tx<'_>, &mut Ctx<'_>, &str) -> Result<(), Failure>,
) -> Result<Bulk, Failure> {
    let mut ids: Vec<&String> = ids.iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Err(Problem::new("nothing-chosen").into());
    }
    if ids.len() > MOST {
        return Err(Problem::new("too-many").with("max", MOST).into());
    }
    let mut answer = Bulk::default();
    for id in ids {
        match each(tx, ctx, id) {
            Ok(()) => answer.done.push(id.clone()),
            Err(Failure::Problems(problems)) => {
                let hidden = problems.iter().any(|problem| matches!(problem.code.as_str(), "forbidden" | "not-found"));
                let name = if hidden { String::new() } else { name_of(tx, id)? };
                answer.refused.push(Refused { id: id.clone(), name, problems });
            }
            Err(broken) => return Err(broken),
        }
    }
    if answer.done.is_empty() {
        return Err(Failure::Problems(flat(answer.refused)));
    }
    Ok(answer)
}

/// The head of the household an item is about: the item is a household or an assessment.
fn name_of(tx: &mut Tx<'_>, id: &str) -> Result<String, Failure> {
    let household = match store::assessments::get(tx, id)? {
        Some(assessment) => store::register::household(tx, &assessment.household_id)?,
        None => store::register::household(tx, id)?,
    };
    Ok(household.map(|household| household.head_name).unwrap_or_default())
}

fn flat(refused: Vec<Refused>) -> Vec<Problem> {
    let named = |id: &str, mut problem: Problem| {
        problem.field = if problem.field.is_empty() { id.to_owned() } else { format!("{id}:{}", problem.field) };
        problem
    };
    refused.into_iter().flat_map(|one| one.problems.into_iter().map(move |problem| named(&one.id, problem))).collect()
}

/// The problems of a request in which every item was refused, by item again; names are left empty. `None` when they are
/// not of that kind.
#[must_use]
pub fn by_item(problems: &[Problem], ids: &[String]) -> Option<Vec<Refused>> {
    let mut refused: Vec<Refused> = Vec::new();
    for problem in problems {
        let (id, field) = problem.field.split_once(':').unwrap_or((&problem.field, ""));
        if !ids.iter().any(|known| known == id) {
            return None;
        }
        let problem = Problem { field: field.to_owned(), ..problem.clone() };
        match refused.last_mut().filter(|last| last.id == id) {
            Some(last) => last.problems.push(problem),
            None => refused.push(Refused { id: id.to_owned(), name: String::new(), problems: vec![problem] }),
        }
    }
    Some(refused)
}
