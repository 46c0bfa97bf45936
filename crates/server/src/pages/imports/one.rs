//! One file: what it would do to the register, household by household and person by person, or what came of it.
//! Must not know how rows become households.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use papers::import::column_letters;
use papers::register_sheet::Field;
use rules::access::Act;
use rules::problem::Problem;
use rules::register::veiled;
use store::imports::{APPLYING, DISCARDED, ImportFile, WAITING};
use store::units::Unit;

use super::super::households::said_birth;
use super::super::{Base, Faults, again, go, page, page_with};
use super::apply_file;
use super::columns::{ColumnSeen, columns, short};
use crate::acts::imports::told::{Told, told};
use crate::acts::imports::{self, Line, Opened, Outcome, Plan, Settings};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::{Visit, query_value};

/// Problems a page shows; the file of problems holds all.
const SHOWN: usize = 200;
/// Households a page shows.
const LINES: usize = 50;

/// A household as the preview shows it.
struct RowSeen {
    line: Line,
    fields: String,
    /// What changes of the household: field, before, after.
    own: Vec<(String, String, String)>,
    people: Vec<PersonSeen>,
}

/// What becomes of one of its people.
struct PersonSeen {
    name: String,
    relation: String,
    birth: String,
    what: &'static str,
    /// Field, before, after.
    fields: Vec<(String, String, String)>,
}

/// Which households are shown.
struct Pages {
    /// add, change, or nothing for both.
    what: String,
    /// From 1.
    page: usize,
    pages: usize,
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
    trail: Vec<super::super::trail::Trail>,
    /// Word of the old letters in which the file seems to be written, a text of it before and after.
    letters: Option<(&'static str, String, String)>,
    /// Other sheets with the same columns.
    others: Vec<String>,
    /// What there is to know of the file besides.
    notes: Vec<String>,
    /// To how many households it did something that may be taken back.
    back: i64,
    /// How far it has gone in: households done and in all, seconds left; of a file that is going in.
    under_way: Option<(i64, i64, Option<i64>)>,
    /// Its bytes are still here.
    kept: bool,
    /// The earlier file it corrects: name and households that wait.
    replaces: Option<(String, i64)>,
    pages: Pages,
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

    /// Thrown away: nothing of it is shown but how to bring it back.
    fn thrown(&self) -> bool {
        self.file.state == DISCARDED
    }

    fn applying(&self) -> bool {
        self.file.state == APPLYING
    }

    /// The address of the preview with other households shown.
    fn at(&self, what: &str, page: usize) -> String {
        format!("/imports/{}?what={what}&page={page}#rows", self.file.id)
    }
}

/// One file: what it would do, or what came of it.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&view(&visit, &[], &id, None).await?)
}

async fn view(visit: &Visit, problems: &[Problem], id: &str, asked: Option<Settings>) -> Result<Show, Failure> {
    let (guard, app, today, id) = (visit.guard.clone(), visit.app.clone(), visit.today, id.to_owned());
    let (opened, commune, hamlets, plan, trail, back, replaces) = visit
        .app
        .read(move |tx| {
            let mut opened = imports::glance(&app, tx, &guard, &id)?;
            if let Some(asked) = &asked {
                opened.settings = asked.clone();
            }
            let commune = store::units::unit(tx, &opened.file.commune_id)?.ok_or_else(Failure::not_found)?;
            let hamlets = store::units::children(tx, &commune.id, today)?;
            let back = store::imports::count_entries(tx, &opened.file.id)?;
            let plan = if opened.file.state != WAITING {
                Ok(Plan::default())
            } else {
                imports::preview(&app, tx, &guard, today, &opened.source())
            };
            // What is wrong with the settings stands on the page; everything else ends it.
            let plan = match plan {
                Ok(plan) => Ok(plan),
                Err(failure) => Err(failure.problems()?),
            };
            let trail = if guard.can(tx, Act::SeeAudit, &commune.id)? {
                super::super::trail::Lines::of(tx, "import", &opened.file.id)?
            } else {
                super::super::trail::Lines::default()
            };
            let earlier = store::imports::find(tx, &opened.settings.replaces)?;
            let own = |file: &ImportFile| file.commune_id == commune.id && (file.state == WAITING || file.tray > 0);
            let earlier = earlier.filter(own).map(|file| (file.name, file.tray));
            Ok::<_, Failure>((opened, commune, hamlets, plan, trail, back, earlier))
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
    let standing = imports::apply::Standing::of(&opened.file);
    let under_way = (opened.file.state == APPLYING).then(|| {
        let done = standing.of - outcome.left;
        let gone = (visit.at.0 - standing.began).max(0) / 1000;
        (done, standing.of, (done > 0 && gone > 0).then(|| (gone * outcome.left).div_euclid(done) + 1))
    });
    let wanted = query_value(&visit.uri, "what").unwrap_or_default();
    let lines: Vec<Line> = plan
        .lines
        .into_iter()
        .filter(|line| line.what.word() != "same" && (wanted.is_empty() || line.what.word() == wanted))
        .collect();
    let last = lines.len().div_ceil(LINES).max(1);
    let at = query_value(&visit.uri, "page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, last);
    let pages = Pages { what: wanted, page: at, pages: last };
    Ok(Show {
        faults: Faults::new(visit, &all),
        problems: outcome.problems.iter().take(SHOWN).map(|one| said(visit, one)).collect(),
        rows: lines.into_iter().skip((at - 1) * LINES).take(LINES).map(|line| row(&b, line)).collect(),
        kept: !opened.sheets.is_empty(),
        under_way,
        replaces,
        pages,
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
    let fields = words.collect::<Vec<_>>().join(", ");
    let (own, people) = told(&line);
    let own = own.into_iter().map(|field| said_field(b, field)).collect();
    RowSeen { fields, own, people: people.into_iter().map(|one| person(b, one)).collect(), line }
}

fn person(b: &Base, one: Told) -> PersonSeen {
    PersonSeen {
        name: veiled(&one.name),
        relation: b.t(format!("relation-{}", one.relation)),
        birth: said_birth(b, &one.birth),
        what: one.what,
        fields: one.fields.into_iter().map(|field| said_field(b, field)).collect(),
    }
}

/// A field that changes, in words; of an identity number only that it does.
fn said_field(b: &Base, field: imports::told::Field) -> (String, String, String) {
    let said = |text: &str| match field.word {
        "birth" => said_birth(b, text),
        "relation" if !text.is_empty() => b.t(format!("relation-{}", text)),
        "sex" if !text.is_empty() => b.t(format!("sex-{}", text)),
        _ => veiled(text),
    };
    (b.t(format!("column-{}", field.word)), said(&field.before), said(&field.after))
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
    if !fields.has("replaces") {
        settings.replaces.clear();
    }
    settings.sure = fields.has("sure");
    settings.all_sheets = fields.has("all_sheets");
    if !sheet.is_empty() && sheet != old.sheet {
        return Ok(settings.at(&opened.sheets, sheet, None));
    }
    if fields.text("act") == "guess" {
        let guessed = Settings::guess(&opened.sheets);
        return Ok(settings.at(&opened.sheets, &guessed.sheet, None));
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
    if columns != settings.columns {
        settings.like.clear();
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
        Ok(outcome) if outcome.left > 0 => go(&format!("/imports/{id}"), "import-begun", Some(outcome.left)),
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
        Ok(_) => go(&format!("/imports?undo={id}"), "import-discarded", None),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}

/// Brings a file back that was thrown away.
pub async fn restore(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("restore {id}\n{}", fields.content()));
    let which = id.clone();
    match visit.app.act(&visit.guard, ask, move |tx, ctx| imports::restore(tx, ctx, &which)).await {
        Ok(_) => go(&format!("/imports/{id}"), "import-restored", None),
        Err(failure) => once_more(&visit, &id, failure).await,
    }
}
