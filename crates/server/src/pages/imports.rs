//! Importing the register from a file: the files so far, a new one, what it would do and what came of it.
//! Must not know how rows become households.

mod sheet;

pub use sheet::{marked, problems, template};

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use papers::import::{Sheet, column_letters};
use papers::register_sheet::Field;
use rules::access::Act;
use rules::basics::Level;
use rules::problem::Problem;
use rules::register::veiled;
use store::imports::{ImportFile, WAITING};
use store::units::Unit;

use super::{Base, Faults, again, go, page, page_with};
use crate::acts::imports::{self, KIND, LARGEST, Line, Opened, Outcome, Plan, Settings};
use crate::acts::register::see::{self, Scope};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form, Upload};
use crate::visit::{Visit, query_value};

/// Files the list shows of each commune.
const FILES: i64 = 50;
/// Problems and rows a page shows; the file of problems holds all.
const SHOWN: usize = 200;
/// Values of a column shown to recognise it by.
const SAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "imports.html")]
struct List {
    b: Base,
    files: Vec<(ImportFile, Outcome, String)>,
    several: bool,
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
    let files = files
        .into_iter()
        .map(|(file, commune)| {
            let outcome = serde_json::from_str(&file.outcome).unwrap_or_default();
            (file, outcome, commune)
        })
        .collect();
    page(&List { b: Base::new(&visit, "households"), files, several })
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
    let mark = crate::secrets::digest(&visit.app.secrets.lookup(&store::migrate::hex(&bytes)));
    let content = format!("{}{name}\n{mark}", fields.content());
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &content);
    keep_file(visit, ask, fields.text("place"), &name, bytes).await
}

/// Reads a file outside the transaction, then keeps it; its id.
pub async fn keep_file(visit: &Visit, ask: Ask, place: &str, name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() > LARGEST {
        return Err(Problem::new("too-large").at("file").with("max", "10 MB").into());
    }
    let (place, name) = (place.to_owned(), name.to_owned());
    let shown = name.clone();
    let (guessed, bytes) = visit
        .app
        .wait(move || {
            let guessed = Settings::guess(&imports::read(&shown, &bytes)?);
            Ok((guessed, bytes))
        })
        .await?;
    visit.app.act(&visit.guard, ask, move |tx, ctx| imports::keep(tx, ctx, &place, &name, &bytes, &guessed)).await
}

/// One column of the sheet, to be given a meaning.
struct ColumnSeen {
    at: usize,
    letters: String,
    head: String,
    samples: Vec<String>,
    field: &'static str,
}

/// A household as the preview shows it.
struct RowSeen {
    line: Line,
    fields: String,
}

#[derive(Template)]
#[template(path = "import.html")]
struct Show {
    b: Base,
    faults: Faults,
    file: ImportFile,
    commune: Unit,
    settings: Settings,
    sheets: Vec<(String, bool)>,
    columns: Vec<ColumnSeen>,
    fields: Vec<(&'static str, String)>,
    hamlets: Vec<(String, String)>,
    hamlet: String,
    outcome: Outcome,
    problems: Vec<(String, String)>,
    rows: Vec<RowSeen>,
    planned: bool,
    applied: bool,
    trail: Vec<super::trail::Trail>,
    /// Word of the old letters in which the file seems to be written, a text of it before and after.
    letters: Option<(&'static str, String, String)>,
    /// Other sheets with the same columns.
    others: Vec<String>,
    /// What there is to know of the file besides.
    notes: Vec<String>,
    /// To how many households it did something that may be taken back.
    back: i64,
}

impl Show {
    fn more_problems(&self) -> bool {
        self.outcome.problems.len() > self.problems.len()
    }

    /// The account id of who looks.
    fn me(&self) -> &str {
        self.b.visit.actor.as_ref().map_or("", |actor| actor.id.as_str())
    }

    fn good(&self) -> i64 {
        self.outcome.added + self.outcome.changed
    }
}

/// One file: what it would do, or what came of it.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&view(&visit, &[], &id, None).await?)
}

async fn view(visit: &Visit, problems: &[Problem], id: &str, asked: Option<Settings>) -> Result<Show, Failure> {
    let (guard, app, today, id) = (visit.guard.clone(), visit.app.clone(), visit.today, id.to_owned());
    let (opened, commune, hamlets, plan, trail, back) = visit
        .app
        .read(move |tx| {
            let mut opened = imports::open(&app, tx, &guard, &id)?;
            if let Some(asked) = &asked {
                opened.settings = asked.clone();
            }
            let commune = store::units::unit(tx, &opened.file.commune_id)?.ok_or_else(Failure::not_found)?;
            let hamlets = store::units::children(tx, &commune.id, today)?;
            let back = store::imports::count_entries(tx, &opened.file.id)?;
            let plan = if opened.file.state != WAITING {
                Ok(Plan::default())
            } else {
                imports::preview(&app, tx, &guard, today, &commune.id, &opened.settings, opened.read())
            };
            // What is wrong with the settings stands on the page; everything else ends it.
            let plan = match plan {
                Ok(plan) => Ok(plan),
                Err(failure) => Err(failure.problems()?),
            };
            let trail = if guard.can(tx, Act::SeeAudit, &commune.id)? {
                super::trail::Lines::of(tx, "import", &opened.file.id)?
            } else {
                super::trail::Lines::default()
            };
            Ok::<_, Failure>((opened, commune, hamlets, plan, trail, back))
        })
        .await?;
    let b = Base::new(visit, "households");
    let mut all = problems.to_vec();
    let (plan, planned) = match plan {
        Ok(plan) => (plan, true),
        Err(found) => {
            all.extend(found.into_iter().filter(|one| !problems.contains(one)));
            (Plan::default(), false)
        }
    };
    let applied = opened.outcome();
    let outcome = applied.clone().unwrap_or_else(|| plan.outcome());
    Ok(Show {
        faults: Faults::new(visit, &all),
        problems: outcome.problems.iter().take(SHOWN).map(|one| said(visit, one)).collect(),
        rows: plan
            .lines
            .into_iter()
            .filter(|line| line.what.word() != "same")
            .take(SHOWN)
            .map(|line| row(&b, line))
            .collect(),
        sheets: opened.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.name == opened.settings.sheet)).collect(),
        columns: opened.sheet().map(|sheet| columns(sheet, &opened.settings)).unwrap_or_default(),
        fields: Field::ALL.iter().map(|field| (field.word(), b.t(format!("column-{}", field.word())))).collect(),
        hamlet: opened.settings.hamlet.split('@').next().unwrap_or_default().to_owned(),
        hamlets: hamlets.into_iter().map(|unit| (unit.code, unit.full_name)).collect(),
        planned: planned && applied.is_none(),
        applied: applied.is_some(),
        trail: trail.rows(visit),
        others: opened.others(),
        notes: opened.notes().iter().map(|note| said(visit, note).1).collect(),
        back,
        letters: opened.letters.map(|(letters, before, after)| {
            let seen = |text: &str| short(&veiled(text));
            (letters.word(), seen(&before), seen(&after))
        }),
        settings: opened.settings,
        file: opened.file,
        outcome,
        commune,
        b,
    })
}

/// A problem as cell and sentence.
fn said(visit: &Visit, problem: &Problem) -> (String, String) {
    (problem.field.clone(), visit.app.words.problem(visit.lang, problem))
}

fn row(b: &Base, line: Line) -> RowSeen {
    let words = line.fields.iter().map(|word| match *word {
        "members" => b.t("household-people"),
        other => b.t(format!("column-{}", other)),
    });
    RowSeen { fields: words.collect::<Vec<_>>().join(", "), line }
}

/// The columns that hold something, with their heads and first values; what may be an identity number is veiled.
fn columns(sheet: &Sheet, settings: &Settings) -> Vec<ColumnSeen> {
    let by_column: BTreeMap<usize, &str> =
        settings.columns.iter().map(|(word, column)| (*column, word.as_str())).collect();
    let mut found: BTreeMap<usize, ColumnSeen> = BTreeMap::new();
    // A head of two rows has its words in the upper one where nothing stands below.
    let upper = sheet.rows.iter().find(|row| row.number.saturating_add(1) == settings.head_row && row.cells.len() > 2);
    for row in sheet.rows.iter().filter(|row| row.number >= settings.head_row) {
        for cell in &row.cells {
            let seen = found.entry(cell.column).or_insert_with(|| ColumnSeen {
                at: cell.column,
                letters: column_letters(cell.column),
                head: upper
                    .and_then(|row| row.cell(cell.column))
                    .map(|cell| short(&veiled(&cell.text)))
                    .unwrap_or_default(),
                samples: Vec::new(),
                field: by_column.get(&cell.column).and_then(|word| Field::of(word)).map_or("", Field::word),
            });
            let text = short(&veiled(&cell.text));
            if row.number == settings.head_row {
                seen.head = text;
            } else if seen.samples.len() < SAMPLES && !seen.samples.contains(&text) {
                seen.samples.push(text);
            }
        }
    }
    found.into_values().collect()
}

fn short(text: &str) -> String {
    let line = rules::text::collapse(text);
    if line.chars().count() <= 40 { line } else { format!("{}…", line.chars().take(39).collect::<String>()) }
}

/// What the form says about a file. Another sheet or head row means that its columns are guessed anew.
fn settings_of(fields: &Fields, opened: &Opened) -> Result<Settings, Vec<Problem>> {
    let mut problems = Vec::new();
    let old = &opened.settings;
    let sheet = fields.text("sheet");
    let head_row = if fields.text("head_row").is_empty() { None } else { fields.int("head_row", &mut problems) };
    let head_row = head_row.and_then(|row| usize::try_from(row).ok());
    let mut settings = old.clone();
    fields.text("hamlet").clone_into(&mut settings.hamlet);
    fields.text("since").clone_into(&mut settings.since);
    if fields.has("letters") {
        fields.text("letters").clone_into(&mut settings.letters);
    }
    settings.sure = fields.has("sure");
    settings.all_sheets = fields.has("all_sheets");
    if !sheet.is_empty() && sheet != old.sheet {
        return Ok(settings.at(&opened.sheets, sheet, None));
    }
    if head_row.is_some_and(|row| row != old.head_row) {
        let sheet = old.sheet.clone();
        return Ok(settings.at(&opened.sheets, &sheet, head_row));
    }
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    for (at, word) in fields.beginning("column.") {
        let (Ok(at), Some(field)) = (at.parse::<usize>(), Field::of(&word)) else { continue };
        if columns.insert(field.word().to_owned(), at).is_some() {
            problems.push(Problem::new("column-twice").at(format!("column.{at}")).with("column", column_letters(at)));
        }
    }
    settings.columns = columns;
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

/// Keeps what was decided about a file.
pub async fn decide(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let (guard, app, which) = (visit.guard.clone(), visit.app.clone(), id.clone());
    let opened = visit.app.read(move |tx| imports::open(&app, tx, &guard, &which)).await?;
    let done = match settings_of(&fields, &opened) {
        Err(problems) => Err(problems.into()),
        Ok(wanted) => {
            let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("{id}\n{}", fields.content()));
            let which = id.clone();
            visit.app.act(&visit.guard, ask, move |tx, ctx| imports::decide(tx, ctx, &which, &wanted)).await
        }
    };
    match done {
        Ok(_) => go(&format!("/imports/{id}"), "import-decided", None),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}

/// The page of a file again, with what stopped a request.
async fn once_more(visit: &Visit, id: &str, failure: Failure) -> Answer {
    let (status, problems) = again(failure)?;
    page_with(status, &view(visit, &problems, id, None).await?)
}

/// Puts the good households into the register.
pub async fn apply(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("{id}\n{}", fields.content()));
    match apply_file(&visit, ask, &id).await {
        Ok(outcome) => go(&format!("/imports/{id}"), "import-applied", Some(outcome.added + outcome.changed)),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}

/// Takes an applied file back.
pub async fn undo(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("undo {id}\n{}", fields.content()));
    let which = id.clone();
    match visit.app.act(&visit.guard, ask, move |tx, ctx| imports::undo(tx, ctx, &which)).await {
        Ok(n) => go(&format!("/imports/{id}"), "import-undone", Some(n)),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}

/// Throws a waiting file away.
pub async fn discard(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("discard {id}\n{}", fields.content()));
    let which = id.clone();
    match visit.app.act(&visit.guard, ask, move |tx, ctx| imports::discard(tx, ctx, &which)).await {
        Ok(_) => go("/imports", "import-discarded", None),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}

/// Reads a kept file outside the writing transaction, then applies it.
pub async fn apply_file(visit: &Visit, ask: Ask, id: &str) -> Result<Outcome, Failure> {
    let (guard, app, which) = (visit.guard.clone(), visit.app.clone(), id.to_owned());
    let opened = visit.app.read(move |tx| imports::open(&app, tx, &guard, &which)).await?;
    let id = id.to_owned();
    visit.app.act(&visit.guard, ask, move |tx, ctx| imports::apply(tx, ctx, &id, opened.read())).await
}
