//! Published figures on their own: the list with our arithmetic, as page, workbook, CSV and JSON, and the import.
//! Must not know counted figures.

use askama::Template;
use axum::http::StatusCode;
use papers::sheets::{Cell, Column, Kind, Table};
use rules::access::Act;
use rules::problem::Problem;

use super::super::{Base, Faults, again, file, go, page, page_with};
use super::{CSV, Telling, XLSX, checked, measure, subject, what};
use crate::acts::published::{self as acts, Planned};
use crate::api::figures::PublishedOf;
use crate::app::Ask;
use crate::country::PublishedRow;
use crate::failure::{Answer, Failure};
use crate::figures::Beside;
use crate::forms::{Fields, Form, Upload};
use crate::visit::{Posted, Visit, query_value};

/// The outcomes a list can be narrowed to.
pub const CHECKS: [&str; 8] =
    ["agrees", "cut", "disagrees", "above-hundred", "bounds-kept", "bounds-broken", "not-checkable", "withdrawn"];

#[derive(Template)]
#[template(path = "published.html")]
struct List {
    b: Base,
    all: usize,
    found: Vec<Beside>,
    check: String,
    q: String,
    counts: Vec<(&'static str, usize)>,
    imports: bool,
}

impl List {
    fn note_of(&self, one: &Beside) -> String {
        note(&self.b, one)
    }

    fn export(&self, ending: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, value) in [("check", &self.check), ("q", &self.q)] {
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { format!("/published{ending}") } else { format!("/published{ending}?{query}") }
    }
}

impl Telling for List {
    fn base(&self) -> &Base {
        &self.b
    }
}

/// The figures a request narrows to, the check word, the words, and all of them.
pub async fn narrowed(visit: &Visit) -> Result<(Vec<Beside>, String, String, Vec<Beside>), Failure> {
    let check = query_value(&visit.uri, "check").unwrap_or_default();
    if !check.is_empty() && !CHECKS.contains(&check.as_str()) {
        let problem = Problem::new("not-a-choice").at("check").with("value", &check);
        return Err(problem.with("choices", CHECKS.join(", ")).into());
    }
    let q: String = query_value(&visit.uri, "q").unwrap_or_default().trim().chars().take(100).collect();
    let words = rules::text::fold(&q);
    // Those in force first; the withdrawn ones stay to be seen.
    let all = visit.app.read(|tx| {
        let mut all = crate::figures::all_published(tx)?;
        all.extend(crate::figures::withdrawn(tx)?);
        Ok::<_, Failure>(all)
    });
    let all = all.await?;
    let b = Base::new(visit, "");
    let fits = |one: &&Beside| {
        let text = [one.unit.full_name.as_str(), &one.row.place_as_named, &what(&b, one), &one.row.source].join(" ");
        (check.is_empty() || one.word() == check) && rules::text::fold(&text).contains(&words)
    };
    let found = all.iter().filter(fits).cloned().collect();
    Ok((found, check, q, all))
}

/// The list.
pub async fn show(visit: Visit) -> Answer {
    let (found, check, q, all) = narrowed(&visit).await?;
    let count = |word: &&'static str| (*word, all.iter().filter(|one| one.word() == *word).count());
    let b = Base::new(&visit, "figures");
    let imports = b.holds("manage_published");
    let counts = CHECKS.iter().map(count).filter(|(_, n)| *n > 0).collect();
    page(&List { b, all: all.len(), found, check, q, counts, imports })
}

/// The list as a workbook.
pub async fn xlsx(visit: Visit) -> Answer {
    let table = table(&visit).await?;
    let bytes = papers::sheets::workbook(&table).map_err(|cause| Failure::Broken(cause.to_string()))?;
    Ok(file(XLSX, "published-figures.xlsx", false, bytes))
}

/// The list as CSV.
pub async fn csv(visit: Visit) -> Answer {
    Ok(file(CSV, "published-figures.csv", false, papers::sheets::csv(&table(&visit).await?)))
}

/// The list as JSON.
pub async fn json(visit: Visit) -> Answer {
    let (found, _, _, _) = narrowed(&visit).await?;
    let b = Base::new(&visit, "");
    let items = found.iter().map(|one| PublishedOf::new(&b, one)).collect();
    crate::api::give(crate::api::Listed { items, next: None })
}

/// The note of a figure: of one written in three languages (Vietnamese | English | Indonesian), the reader's.
#[must_use]
pub fn note(b: &Base, one: &Beside) -> String {
    let parts: Vec<&str> = one.row.note.split(" | ").collect();
    let at = crate::words::Lang::ALL.iter().position(|lang| *lang == b.visit.lang);
    let own = at.filter(|_| parts.len() == crate::words::Lang::ALL.len()).and_then(|at| parts.get(at));
    own.map_or_else(|| one.row.note.clone(), |part| part.trim().to_owned())
}

async fn table(visit: &Visit) -> Result<Table, Failure> {
    let (found, _, _, _) = narrowed(visit).await?;
    let b = Base::new(visit, "");
    let text = |key: &str| Column::new(b.t(key), Kind::Text);
    let columns = vec![
        text("published-place"),
        text("published-subject"),
        text("published-measure"),
        Column::new(b.t("published-as-of"), Kind::Day),
        text("published-qualifier"),
        Column::new(b.t("published-numerator"), Kind::Count),
        Column::new(b.t("published-denominator"), Kind::Count),
        text("published-rate"),
        Column::new(b.t("published-computed"), Kind::Rate),
        text("published-result"),
        text("published-check"),
        text("published-source"),
        text("published-note"),
    ];
    let int = |n: Option<i64>| n.map_or(Cell::Empty, Cell::Int);
    let rows = found.iter().map(|one| {
        let computed = match (one.row.numerator, one.row.denominator) {
            (Some(n), Some(d)) => Cell::Rate { n, d },
            _ => Cell::Empty,
        };
        vec![
            Cell::Text(one.row.place_as_named.clone()),
            Cell::Text(subject(&b, &one.row.subject)),
            Cell::Text(measure(&b, &one.row.measure)),
            Cell::Day(one.row.as_of),
            Cell::Text(one.row.qualifier.clone()),
            int(one.row.numerator),
            int(one.row.denominator),
            Cell::Text(one.row.rate.clone()),
            computed,
            Cell::Text(b.t(format!("check-name-{}", one.word()))),
            Cell::Text(checked(&b, one)),
            Cell::Text(one.row.source.clone()),
            Cell::Text(note(&b, one)),
        ]
    });
    Ok(Table {
        title: b.t("published-title"),
        sheet: b.t("published-sheet"),
        rows: rows.collect(),
        columns,
        notes_sheet: b.t("places-notes"),
        facts: Vec::new(),
        rows_label: b.t("places-rows"),
        notes: vec![b.t("figures-beside-more")],
        made: visit.today,
    })
}

/// One row of a file looked over.
struct Looked {
    line: usize,
    place: String,
    what: String,
    value: String,
    state: &'static str,
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "published_import.html")]
struct Import {
    b: Base,
    faults: Faults,
    rows: Vec<Looked>,
    text: String,
    ready: i64,
    columns: String,
}

/// The empty form.
pub async fn form(visit: Visit) -> Answer {
    visit.guard.anywhere(Act::ManagePublished)?;
    page(&import_page(&visit, &[], Vec::new(), String::new(), 0))
}

fn import_page(visit: &Visit, problems: &[Problem], rows: Vec<Looked>, text: String, ready: i64) -> Import {
    let b = Base::new(visit, "figures");
    Import { b, faults: Faults::new(visit, problems), rows, text, ready, columns: acts::COLUMNS.join(",") }
}

/// Reads a file and looks it over.
pub async fn upload(visit: Visit, upload: Upload) -> Answer {
    visit.guard.anywhere(Act::ManagePublished)?;
    let read = match upload.files.first() {
        None => Err(vec![Problem::new("required").at("file")]),
        Some((_, name, bytes)) => acts::read_file(name, bytes),
    };
    match read {
        Ok(rows) => {
            let mut fields = upload.fields;
            fields.add("rows", acts::text(&rows)?);
            let action = "/published/import".to_owned();
            let token = fields.text("_token").to_owned();
            visit.guard.keep(Posted { action, fields: fields.packed(), upload: false, token, look: false, own: true });
            look_over(&visit, rows).await
        }
        Err(problems) => refuse(&visit, &problems),
    }
}

fn refuse(visit: &Visit, problems: &[Problem]) -> Answer {
    let status = Failure::from(problems.to_vec()).status();
    page_with(status, &import_page(visit, problems, Vec::new(), String::new(), 0))
}

/// Takes in what was looked over.
pub async fn confirm(visit: Visit, Form(fields): Form) -> Answer {
    visit.guard.anywhere(Act::ManagePublished)?;
    let rows = match read_text(&fields) {
        Ok(rows) => rows,
        Err(problems) => return refuse(&visit, &problems),
    };
    let ask = Ask::new(Act::ManagePublished, fields.request_id(), &fields.content());
    let sent = rows.clone();
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| acts::take(tx, ctx, &sent)).await;
    match done {
        Ok(taken) => go("/published", "published-taken", Some(taken.added + taken.changed)),
        Err(failure) => {
            let (_, problems) = again(failure)?;
            if problems.iter().any(|problem| problem.field == "rows") {
                return refuse(&visit, &problems);
            }
            look_over(&visit, rows).await
        }
    }
}

fn read_text(fields: &Fields) -> Result<Vec<(usize, PublishedRow)>, Vec<Problem>> {
    acts::read_file("rows.csv", fields.text("rows").as_bytes())
}

async fn look_over(visit: &Visit, rows: Vec<(usize, PublishedRow)>) -> Answer {
    let text = acts::text(&rows)?;
    let (guard, sent) = (visit.guard.clone(), rows.clone());
    let planned = visit.app.read(move |tx| acts::plan(tx, &guard, &sent)).await?;
    let b = Base::new(visit, "figures");
    let mut looked = Vec::new();
    let mut ready = 0;
    let mut wrong = false;
    for ((line, row), plan) in rows.iter().zip(&planned) {
        let (state, said) = match plan {
            Planned::Wrong(problems) => {
                wrong = true;
                let says = |problem: &Problem| {
                    let column = problem.field.split_once(':').map_or("", |(_, column)| column);
                    format!("{column}: {}", visit.app.words.problem(visit.lang, problem))
                };
                ("wrong", problems.iter().map(says).collect())
            }
            Planned::Same(..) => ("same", Vec::new()),
            Planned::Withdrawn(..) => ("withdrawn", Vec::new()),
            Planned::New(figure, unit) | Planned::Changed(figure, unit) => {
                ready += 1;
                let state = if matches!(plan, Planned::New(..)) { "new" } else { "changed" };
                (state, vec![checked(&b, &crate::figures::beside(figure.clone(), unit.clone()))])
            }
        };
        looked.push(Looked {
            line: *line,
            place: format!("{} ({})", row.province_as_named, row.province_code_at_date),
            what: format!("{}, {}", subject(&b, &row.subject), measure(&b, &row.measure)),
            value: [&row.numerator, &row.denominator, &row.rate_reported_percent].map(String::as_str).join(" / "),
            state,
            said,
        });
    }
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &import_page(visit, &[], looked, text, if wrong { 0 } else { ready }))
}
