//! The forms that move a household, take it out of the register, and bring it back.
//! Must not know what becomes of its assessments.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::basics::Level;
use rules::problem::Problem;
use store::register::{DISSOLVED, MOVED_OUT};
use store::units::Unit;

use super::super::{Base, Faults, again, go, page, page_with};
use super::choices;
use super::forms::{base, content, plain, seen};
use crate::acts::register::see::{self, HouseholdSeen};
use crate::acts::register::stays::{self, Closing, Moving, Reopening};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "household_move.html")]
struct Move {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    hamlets: Vec<(String, String)>,
    asked: Moving,
}

/// The form for a move.
pub async fn moving(visit: Visit, Path(id): Path<String>) -> Answer {
    let asked = Moving { on: visit.today.to_string(), ..Moving::default() };
    page(&move_form(&visit, &[], &id, asked).await?)
}

async fn move_form(visit: &Visit, problems: &[Problem], id: &str, mut asked: Moving) -> Result<Move, Failure> {
    let (h, path) = seen(visit, id, Act::MoveHousehold).await?;
    let guard = visit.guard.clone();
    let scopes = visit.app.read(move |tx| see::scopes(tx, &guard, Act::MoveHousehold)).await?;
    let mut commune = String::new();
    let mut hamlets = Vec::new();
    let several = scopes.iter().filter(|scope| scope.unit.level == Level::Commune).count() > 1;
    for scope in scopes {
        match scope.unit.level {
            Level::Commune => commune = scope.unit.full_name,
            Level::Hamlet if scope.unit.id != h.hamlet.id => {
                let name = scope.unit.full_name;
                let said = if several && !commune.is_empty() { format!("{name}, {commune}") } else { name };
                hamlets.push((scope.unit.code, said));
            }
            _ => {}
        }
    }
    if let Some((code, _)) = asked.hamlet.split_once('@') {
        asked.hamlet = code.to_owned();
    }
    asked.base_revision = asked.base_revision.or(Some(h.revision));
    let faults = Faults::new(visit, &plain(problems));
    Ok(Move { b: Base::new(visit, "households"), faults, h, path, hamlets, asked })
}

/// Moves a household.
pub async fn move_to(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let text = |name: &str| fields.text(name).to_owned();
    let asked = Moving {
        hamlet: text("hamlet"),
        on: text("on"),
        number: text("number"),
        reason: text("reason"),
        base_revision: base(&fields),
    };
    let ask = Ask::new(Act::MoveHousehold, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| stays::move_to(tx, ctx, &which, &wish)).await {
        Ok(done) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("undo", "move").append_pair("hamlet", &done.from_hamlet);
            query.append_pair("number", &done.from_number).append_pair("on", &done.on);
            let said = match (done.withdrawn > 0, fields.has("back")) {
                (true, _) => "household-moved-withdrawn",
                (false, true) => "household-moved-back",
                (false, false) => "household-moved",
            };
            go(&format!("/households/{id}?{}", query.finish()), said, None)
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &move_form(&visit, &problems, &id, asked).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "household_close.html")]
struct Close {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    statuses: Vec<(String, String)>,
    asked: Closing,
}

/// The form that takes a household out of the register.
pub async fn closing(visit: Visit, Path(id): Path<String>) -> Answer {
    let asked = Closing { on: visit.today.to_string(), ..Closing::default() };
    page(&close_form(&visit, &[], &id, asked).await?)
}

async fn close_form(visit: &Visit, problems: &[Problem], id: &str, mut asked: Closing) -> Result<Close, Failure> {
    let (h, path) = seen(visit, id, Act::CloseHousehold).await?;
    let b = Base::new(visit, "households");
    asked.base_revision = asked.base_revision.or(Some(h.revision));
    let statuses = choices(&b, "household-status", [MOVED_OUT, DISSOLVED].into_iter());
    Ok(Close { faults: Faults::new(visit, &plain(problems)), b, h, path, statuses, asked })
}

/// Takes a household out of the register.
pub async fn close(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let text = |name: &str| fields.text(name).to_owned();
    let asked =
        Closing { status: text("status"), on: text("on"), reason: text("reason"), base_revision: base(&fields) };
    let ask = Ask::new(Act::CloseHousehold, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| stays::close(tx, ctx, &which, &wish)).await {
        Ok(done) => {
            let said = if done.withdrawn > 0 { "household-closed-withdrawn" } else { "household-closed" };
            go(&format!("/households/{id}?undo=close"), said, None)
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &close_form(&visit, &problems, &id, asked).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "household_reopen.html")]
struct Reopen {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    asked: Reopening,
}

/// The form that brings a household back.
pub async fn reopening(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&reopen_form(&visit, &[], &id, None).await?)
}

async fn reopen_form(
    visit: &Visit,
    problems: &[Problem],
    id: &str,
    asked: Option<Reopening>,
) -> Result<Reopen, Failure> {
    let (h, path) = seen(visit, id, Act::CloseHousehold).await?;
    let asked = asked.unwrap_or_else(|| Reopening { on: h.status_on.to_string(), reason: String::new() });
    Ok(Reopen { b: Base::new(visit, "households"), faults: Faults::new(visit, &plain(problems)), h, path, asked })
}

/// Brings a household back.
pub async fn reopen(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let asked = Reopening { on: fields.text("on").to_owned(), reason: fields.text("reason").to_owned() };
    let ask = Ask::new(Act::CloseHousehold, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| stays::reopen(tx, ctx, &which, &wish)).await {
        Ok(_) => go(&format!("/households/{id}"), "household-reopened", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &reopen_form(&visit, &problems, &id, Some(asked)).await?)
        }
    }
}
