//! The tray of a file: its households that wait, each with the cells that are wrong, to be put right on the screen.
//! Must not know how rows become households.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use papers::import::Sheet;
use papers::register_sheet::{Field, Mapping};
use rules::access::Act;
use rules::problem::Problem;
use rules::register::veiled;
use store::imports::{APPLYING, DISCARDED, ImportFile, UNDONE};
use store::units::Unit;

use super::super::{Base, Faults, again, go, page, page_with};
use super::beside::{self, LikeSeen};
use crate::acts::imports::fixes::Fix;
use crate::acts::imports::{self, Opened, Plan, Waiting};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::{Visit, query_value};

/// Households a page of the tray shows.
const SHOWN: usize = 10;
/// Rows of a household that are shown, those with something wrong first.
const ROWS: usize = 50;
/// What is wrong with a household that only looks like another one: a person may say that it is none.
const ALIKE: &[&str] = &["likely-duplicate", "household-repeated"];

/// One cell to put right.
struct CellSeen {
    /// `Sheet1!C7`.
    place: String,
    label: String,
    /// What stands there; nothing where that may be an identity number.
    text: String,
    /// The same with the number veiled.
    veiled: String,
    wrong: Vec<String>,
    kind: &'static str,
}

impl CellSeen {
    /// An id that stands for the cell in the page.
    fn id(&self) -> String {
        self.place.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect()
    }
}

/// One row of a household.
struct RowSeen {
    at: String,
    name: String,
    cells: Vec<CellSeen>,
}

impl RowSeen {
    fn wrong(&self) -> bool {
        self.cells.iter().any(|cell| !cell.wrong.is_empty())
    }
}

/// One household that waits.
struct HouseholdSeen {
    at: String,
    name: String,
    rows: Vec<RowSeen>,
    /// What is wrong that no cell of it can show.
    more: Vec<String>,
    alike: bool,
    /// The hamlet that was not found: the place of a fix for it, and the name that stands in the file.
    nowhere: Option<(String, String)>,
    /// The household above that it repeats, while that one has not gone in: the place of its mark, its row.
    first: Option<(String, String)>,
    like: Option<LikeSeen>,
}

/// What was said of households and hamlets, each with its place.
pub(super) struct SaidSeen {
    pub place: String,
    pub sentence: String,
}

#[derive(Template)]
#[template(path = "import_tray.html")]
struct Tray {
    b: Base,
    faults: Faults,
    file: ImportFile,
    commune: Unit,
    households: Vec<HouseholdSeen>,
    /// First rows of what was left out: place and name.
    left_out: Vec<(String, String)>,
    /// What else was said, to be taken back.
    said: Vec<SaidSeen>,
    /// Hamlets to choose from: code and name.
    hamlets: Vec<(String, String)>,
    waiting: usize,
    /// Households that are right by now.
    good: usize,
    put_right: usize,
    page: usize,
    pages: usize,
}

impl Tray {
    fn at(&self, page: usize) -> String {
        format!("/imports/{}/tray?page={page}", self.file.id)
    }
}

/// The tray.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&view(&visit, &id, &[]).await?)
}

/// A file with its commune and what its next run would do; nothing of one that is going in or was taken back.
pub async fn look(visit: &Visit, id: &str) -> Result<(Opened, Unit, Plan), Failure> {
    let (guard, app, today, id) = (visit.guard.clone(), visit.app.clone(), visit.today, id.to_owned());
    visit
        .app
        .read(move |tx| {
            let opened = imports::open(&app, tx, &guard, &id)?;
            let commune = store::units::unit(tx, &opened.file.commune_id)?.ok_or_else(Failure::not_found)?;
            let waits = opened.file.state != APPLYING
                && opened.file.state != UNDONE
                && opened.file.state != DISCARDED
                && !opened.sheets.is_empty();
            let plan =
                if waits { imports::preview(&app, tx, &guard, today, &opened.source())? } else { Plan::default() };
            Ok::<_, Failure>((opened, commune, plan))
        })
        .await
}

async fn view(visit: &Visit, id: &str, problems: &[Problem]) -> Result<Tray, Failure> {
    let (opened, commune, plan) = look(visit, id).await?;
    let (on, commune_id) = (visit.today, commune.id.clone());
    let hamlets = visit.app.read(move |tx| Ok::<_, Failure>(store::units::children(tx, &commune_id, on)?)).await?;
    let b = Base::new(visit, "households");
    let waiting = plan.waiting.len();
    let pages = waiting.div_ceil(SHOWN).max(1);
    let at = query_value(&visit.uri, "page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let whole = opened.whole();
    let mapping = opened.settings.mapping();
    let shown = plan.waiting.values().skip((at - 1) * SHOWN).take(SHOWN);
    let households = match &whole {
        Some(sheet) => shown.map(|one| household(visit, &b, sheet, &mapping, one, |row| plan.has(row))).collect(),
        None => Vec::new(),
    };
    let left_out = match &whole {
        Some(sheet) => plan.left_out.iter().map(|one| (one.at.clone(), name_in(sheet, &mapping, one.row))).collect(),
        None => Vec::new(),
    };
    let said = match &whole {
        Some(sheet) => beside::said(&b, sheet, &mapping, &opened.fixes, &plan, &hamlets),
        None => Vec::new(),
    };
    let good = plan.lines.iter().filter(|line| line.what.word() != "same").count();
    Ok(Tray {
        faults: Faults::new(visit, problems),
        put_right: opened.fixes.values().filter(|fix| matches!(fix, Fix::Text(_))).count(),
        good: if opened.has_tray() { plan.lines.len() } else { good },
        file: opened.file,
        commune,
        households,
        left_out,
        said,
        hamlets: hamlets.into_iter().map(|unit| (unit.code, unit.full_name)).collect(),
        waiting,
        page: at,
        pages,
        b,
    })
}

/// The name in a row, as a page may show it.
pub(super) fn name_in(sheet: &Sheet, mapping: &Mapping, row: usize) -> String {
    let found = sheet.rows.binary_search_by_key(&row, |one| one.number).ok().and_then(|at| sheet.rows.get(at));
    let Some(row) = found else { return String::new() };
    let fields = [Field::Name, Field::NameGiven, Field::Head, Field::HeadGiven];
    let text = |field: &Field| mapping.get(field).and_then(|column| row.cell(*column)).map(|cell| cell.text.clone());
    let own: Vec<String> = fields.iter().take(2).filter_map(text).collect();
    let words = if own.is_empty() { fields.iter().skip(2).filter_map(text).collect() } else { own };
    veiled(&words.join(" "))
}

fn household(
    visit: &Visit,
    b: &Base,
    sheet: &Sheet,
    mapping: &Mapping,
    one: &Waiting,
    has: impl Fn(usize) -> bool,
) -> HouseholdSeen {
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for problem in &one.problems {
        wrong.entry(problem.field.as_str()).or_default().push(visit.app.words.problem(visit.lang, problem));
    }
    let bad: std::collections::BTreeSet<usize> =
        one.problems.iter().filter_map(|problem| sheet.place_of(&problem.field)).map(|(row, _)| row).collect();
    let mut numbers: Vec<usize> = one.rows.clone();
    if numbers.len() > ROWS {
        numbers.sort_by_key(|row| (!bad.contains(row), *row));
        numbers.truncate(ROWS);
        numbers.sort_unstable();
    }
    let rows: Vec<RowSeen> = numbers
        .iter()
        .map(|number| {
            let row = sheet.rows.binary_search_by_key(number, |row| row.number).ok().and_then(|at| sheet.rows.get(at));
            let mut fields: Vec<(&Field, &usize)> = mapping.iter().collect();
            fields.sort_by_key(|(_, column)| **column);
            let cells = fields.into_iter().map(|(field, column)| {
                let place = sheet.cell_name(*number, *column);
                let text = row.and_then(|row| row.cell(*column)).map(|cell| cell.text.clone()).unwrap_or_default();
                let secret = *field == Field::IdNumber || veiled(&text) != text;
                CellSeen {
                    wrong: wrong.remove(place.as_str()).unwrap_or_default(),
                    label: b.t(format!("column-{}", field.word())),
                    veiled: if secret { veiled(&text) } else { String::new() },
                    // A field of a form holds one line.
                    text: if secret { String::new() } else { rules::text::collapse(&text) },
                    kind: if secret { "secret" } else { "text" },
                    place,
                }
            });
            RowSeen { at: sheet.row_name(*number), name: name_in(sheet, mapping, *number), cells: cells.collect() }
        })
        .collect();
    let alike = one.problems.iter().any(|problem| ALIKE.contains(&problem.code.as_str()));
    let nowhere = one.hamlet_place().zip(one.hamlet.clone());
    // The other one of two that say the same; it may begin in the row of a person of this household.
    let first = one.problems.iter().find(|problem| problem.code.ends_with("-repeated")).and_then(|problem| {
        let row = problem.args.get("first")?;
        let at = if row.contains('!') { row.clone() } else { format!("{}!{row}", sheet.name) };
        let (name, number) = at.rsplit_once('!')?;
        let (begins, _) = sheet.place_of(&format!("{name}!A{number}"))?;
        (at != one.at && has(begins)).then(|| (at, row.clone()))
    });
    HouseholdSeen {
        nowhere,
        first,
        like: one.like.as_ref().map(|like| LikeSeen::of(b, like)),
        at: one.at.clone(),
        name: name_in(sheet, mapping, one.row),
        rows,
        // A hamlet's heading line is no row of the household.
        more: wrong
            .into_iter()
            .flat_map(|(cell, all)| all.into_iter().map(move |one| format!("{cell}: {one}")))
            .collect(),
        alike,
    }
}

/// What a form of the tray says is to be put right.
fn wanted(fields: &Fields, opened: &Opened) -> BTreeMap<String, Fix> {
    let mark = fields.text("at").to_owned();
    match fields.text("act") {
        "leave" => return BTreeMap::from([(mark, Fix::Leave)]),
        "leave_first" => return BTreeMap::from([(fields.text("first").to_owned(), Fix::Leave)]),
        "apart" => return BTreeMap::from([(mark, Fix::Apart)]),
        "same" => return BTreeMap::from([(mark, Fix::Same(fields.text("same").to_owned()))]),
        "back" => return BTreeMap::from([(mark, Fix::AsSent)]),
        "as_sent" => {
            let texts = opened.fixes.iter().filter(|(_, fix)| matches!(fix, Fix::Text(_)));
            return texts.map(|(place, _)| (place.clone(), Fix::AsSent)).collect();
        }
        _ => {}
    }
    let mut all = BTreeMap::new();
    if !fields.text("hamlet").is_empty() {
        all.insert(fields.text("hamlet_of").to_owned(), Fix::Hamlet(fields.text("hamlet").to_owned()));
    }
    // What the person changed, not what somebody else has put there meanwhile.
    let shown: BTreeMap<String, String> = fields.beginning("was.").into_iter().collect();
    for (place, text) in fields.beginning("cell.") {
        let text = rules::text::collapse(&text);
        if shown.get(&place).is_none_or(|was| rules::text::collapse(was) != text) {
            all.insert(place, Fix::Text(text));
        }
    }
    for (place, text) in fields.beginning("secret.") {
        // An empty field leaves the number as it is.
        if !text.is_empty() {
            all.insert(place, Fix::Text(text));
        }
    }
    for (place, _) in fields.beginning("none.") {
        all.insert(place, Fix::Text(String::new()));
    }
    all
}

/// Puts right what a form says, and shows the tray as it is then.
pub async fn put(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let (guard, app, which) = (visit.guard.clone(), visit.app.clone(), id.clone());
    let opened = visit.app.read(move |tx| imports::open(&app, tx, &guard, &which)).await?;
    let wanted = wanted(&fields, &opened);
    let page = fields.text("page").parse::<usize>().unwrap_or(1);
    let back = format!("/imports/{id}/tray?page={page}");
    if wanted.is_empty() {
        return go(&back, "import-nothing-put", None);
    }
    // The digest must tell nothing about an identity number that was typed.
    let content = visit.app.secrets.lookup(&fields.content());
    let ask = Ask::new(Act::ImportRegister, fields.request_id(), &format!("tray {id}\n{content}"));
    let which = id.clone();
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| imports::fixes::put(tx, ctx, &which, &opened.sheets, &wanted))
        .await;
    match done {
        Ok(n) => go(&back, "import-put", Some(n)),
        Err(failure) => {
            let (status, mut problems) = again(failure)?;
            // The list of hamlets stands in each household's card.
            for problem in problems.iter_mut().filter(|problem| problem.field.starts_with("hamlet")) {
                problem.field.clear();
            }
            page_with(status, &view(&visit, &id, &problems).await?)
        }
    }
}
