//! Importing the register from a file: the files so far, a new one, what it would do and what came of it.
//! Must not know how rows become households.

mod beside;
mod columns;
mod one;
mod sheet;
mod tray;

pub use columns::{ColumnSeen, columns};
pub use one::{apply, decide, discard, restore, show, undo};
pub use sheet::{marked, problems, template};
pub use tray::{look, put as put_right, show as tray};

use askama::Template;
use rules::access::Act;
use rules::basics::Level;
use rules::problem::Problem;
use store::imports::ImportFile;

use super::{Base, Faults, again, go, page, page_with};
use crate::acts::imports::{self, KIND, LARGEST, Outcome, Settings};
use crate::acts::register::see::{self, Scope};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Upload;
use crate::visit::{Visit, query_value};

/// Files the list shows of each commune.
const FILES: i64 = 50;

#[derive(Template)]
#[template(path = "imports.html")]
struct List {
    b: Base,
    files: Vec<(ImportFile, Outcome, String)>,
    several: bool,
    /// A file that has just been thrown away.
    undo: String,
}

/// The latest household files of every commune whose register the visitor may import, with the commune's name.
pub async fn recent(visit: &Visit) -> Result<Vec<(store::imports::ImportFile, String)>, Failure> {
    let guard = visit.guard.clone();
    visit
        .app
        .read(move |tx| {
            let mut found = Vec::new();
            for scope in see::scopes(tx, &guard, Act::ImportRegister)? {
                if scope.unit.level == Level::Commune {
                    for file in store::imports::list_recent(tx, &scope.unit.id, FILES)? {
                        found.push((file, scope.unit.full_name.clone()));
                    }
                }
            }
            found.retain(|(file, _)| file.kind == KIND);
            Ok::<_, Failure>(found)
        })
        .await
}

/// The files sent so far.
pub async fn list(visit: Visit) -> Answer {
    let files = recent(&visit).await?;
    let communes: std::collections::BTreeSet<&String> = files.iter().map(|(_, commune)| commune).collect();
    let several = communes.len() > 1;
    // Only a file of this list that was thrown away: the word comes from the address.
    let asked = query_value(&visit.uri, "undo").unwrap_or_default();
    let thrown = |file: &ImportFile| file.id == asked && file.state == store::imports::DISCARDED;
    let undo = if files.iter().any(|(file, _)| thrown(file)) { asked.clone() } else { String::new() };
    let files = files
        .into_iter()
        .map(|(file, commune)| {
            let outcome = serde_json::from_str(&file.outcome).unwrap_or_default();
            (file, outcome, commune)
        })
        .collect();
    page(&List { b: Base::new(&visit, "households"), files, several, undo })
}

#[derive(Template)]
#[template(path = "import_new.html")]
struct New {
    b: Base,
    faults: Faults,
    scopes: Vec<Scope>,
    place: String,
}

/// The form for a file.
pub async fn new(visit: Visit) -> Answer {
    let place = query_value(&visit.uri, "place").unwrap_or_default();
    page(&new_form(&visit, &[], &place).await?)
}

async fn new_form(visit: &Visit, problems: &[Problem], place: &str) -> Result<New, Failure> {
    let guard = visit.guard.clone();
    let scopes = visit.app.read(move |tx| see::scopes(tx, &guard, Act::ImportRegister)).await?;
    let place = place.split('@').next().unwrap_or_default().to_owned();
    Ok(New { b: Base::new(visit, "households"), faults: Faults::new(visit, problems), scopes, place })
}

/// Takes a file: reads it, guesses its columns, keeps it.
pub async fn add(visit: Visit, upload: Upload) -> Answer {
    visit.guard.anywhere(Act::ImportRegister)?;
    let place = upload.fields.text("place").to_owned();
    match keep(&visit, upload).await {
        Ok(id) => go(&format!("/imports/{id}"), "import-read", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &new_form(&visit, &problems, &place).await?)
        }
    }
}

/// May this person send a file for this place? Asked before anything is said about the file.
pub async fn may_send(visit: &Visit, place: &str) -> Result<(), Failure> {
    let (guard, today, place) = (visit.guard.clone(), visit.today, place.to_owned());
    visit
        .app
        .read(move |tx| {
            let (commune, _) = imports::destination(tx, &place, today)?;
            guard.allow(tx, Act::ImportRegister, &commune.id).map(|_| ())
        })
        .await
}

async fn keep(visit: &Visit, upload: Upload) -> Result<String, Failure> {
    let Upload { fields, files } = upload;
    may_send(visit, fields.text("place")).await?;
    let Some((_, name, bytes)) = files.into_iter().next() else {
        return Err(Problem::new("required").at("file").into());
    };
    let mark = crate::secrets::digest(&visit.app.secrets.lookup(&rules::text::hex(&bytes)));
    let content = format!("{}{name}\n{mark}", fields.content());
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &content);
    keep_file(visit, ask, fields.text("place"), &name, bytes).await
}

/// Reads a file outside the transaction, then keeps it; its id.
pub async fn keep_file(visit: &Visit, ask: Ask, place: &str, name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() > LARGEST {
        return Err(imports::too_large().into());
    }
    let (place, name) = (place.to_owned(), imports::kept_name(name));
    let shown = name.clone();
    let (guessed, bytes) = visit
        .app
        .wait(move || {
            let sheets = imports::read(&shown, &bytes)?;
            let replaces = papers::import::copied_from(&bytes).unwrap_or_default();
            let guessed = Settings { replaces, ..Settings::guess(&sheets) };
            Ok(((guessed, imports::shapes::heads(&imports::in_letters(sheets, "").0)), bytes))
        })
        .await?;
    let (guessed, heads) = guessed;
    let keeping = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| imports::keep(tx, ctx, &place, &name, &bytes, (&guessed, &heads)));
    keeping.await
}

/// Plans what a kept file does outside the writing transaction, then begins to apply it; the runner goes on with a large one.
pub async fn apply_file(visit: &Visit, ask: Ask, id: &str) -> Result<Outcome, Failure> {
    let (guard, app, today, which) = (visit.guard.clone(), visit.app.clone(), visit.today, id.to_owned());
    let (opened, ready) = visit
        .app
        .read(move |tx| {
            let opened = imports::open(&app, tx, &guard, &which)?;
            // What is wrong with the settings is told by the act, and a repeated request gets the answer it got.
            let ready = imports::apply::ready(&app, tx, &guard, today, &opened);
            Ok::<_, Failure>((opened, ready.ok()))
        })
        .await?;
    let id = id.to_owned();
    let came = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            // After a clash it met somebody else's households: the plan is made anew.
            let plan = ready.as_ref().filter(|_| !tx.clashed());
            imports::apply::begin(tx, ctx, &id, &opened, plan, imports::apply::PART)
        })
        .await?;
    if came.outcome.left > 0 {
        visit.app.jobs.notify_one();
    }
    Ok(came.outcome)
}
