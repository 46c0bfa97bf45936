//! One published figure on a page of its own: all it says, what became of it, and withdrawing one that was taken in wrongly.
//! Must not know counted figures.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::problem::Problem;

use super::super::trail::{Lines, Trail};
use super::super::{Base, Faults, again, go, page, page_with};
use super::Telling;
use crate::acts::published as acts;
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::figures::Beside;
use crate::forms::Form;
use crate::visit::{Visit, query_value};

#[derive(Template)]
#[template(path = "published_one.html")]
struct Show {
    b: Base,
    faults: Faults,
    one: Beside,
    /// May the visitor withdraw it?
    keeps: bool,
    /// It has just been withdrawn, and the notice says so.
    undo: bool,
    reason: String,
    trail: Option<Vec<Trail>>,
}

impl Show {
    fn note_of(&self, one: &Beside) -> String {
        super::published::note(&self.b, one)
    }
}

impl Telling for Show {
    fn base(&self) -> &Base {
        &self.b
    }
}

/// One published figure.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&view(&visit, id, &[], "").await?)
}

async fn view(visit: &Visit, id: String, problems: &[Problem], reason: &str) -> Result<Show, Failure> {
    let guard = visit.guard.clone();
    let (one, keeps, lines) = visit
        .app
        .read(move |tx| {
            let one = crate::figures::one_published(tx, &id)?;
            let keeps = guard.can(tx, Act::ManagePublished, &one.unit.id)?;
            let sees = guard.can(tx, Act::SeeAudit, &one.unit.id)?;
            let lines = if sees { Some(Lines::of(tx, "published", &id)?) } else { None };
            Ok::<_, Failure>((one, keeps, lines))
        })
        .await?;
    let undo = query_value(&visit.uri, "done").is_some_and(|done| done == "published-withdrawn");
    Ok(Show {
        b: Base::new(visit, "figures"),
        faults: Faults::new(visit, problems),
        undo: undo && keeps && one.withdrawn.is_some(),
        one,
        keeps,
        reason: reason.to_owned(),
        trail: lines.map(|lines| lines.rows(visit)),
    })
}

/// Withdraws it.
pub async fn withdraw(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ManagePublished, fields.request_id(), &format!("withdraw {id}\n{}", fields.content()));
    let (which, reason) = (id.clone(), fields.text("reason").to_owned());
    let why = reason.clone();
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| acts::withdraw(tx, ctx, &which, &why)).await;
    after(&visit, id, done, "published-withdrawn", &reason).await
}

/// Puts it in force again.
pub async fn restore(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ManagePublished, fields.request_id(), &format!("restore {id}\n{}", fields.content()));
    let which = id.clone();
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| acts::restore(tx, ctx, &which)).await;
    after(&visit, id, done, "published-restored", "").await
}

async fn after(visit: &Visit, id: String, done: Result<String, Failure>, flash: &str, reason: &str) -> Answer {
    match done {
        Ok(id) => go(&format!("/published/{id}"), flash, None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &view(visit, id, &problems, reason).await?)
        }
    }
}
