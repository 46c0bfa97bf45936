//! Many hamlets at once: pasted lines or a file, looked over row by row, then added together.
//! Must not know how one hamlet is kept.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::basics::Day;
use rules::hamlets::{self, Row, Typed};
use rules::problem::Problem;
use store::units::Unit;

use super::super::{Base, Faults, again, file, go, page, page_with};
use crate::acts::places::{self as acts, Founding};
use crate::app::Ask;
use crate::country::hamlet_kinds;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form, Upload};
use crate::visit::{Posted, Visit};

/// One row as the page shows it: number, name or what was typed, kind word, area word, and what is wrong.
struct Shown {
    row: usize,
    name: String,
    area: String,
    state: &'static str,
    problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "hamlets.html")]
struct Hamlets {
    b: Base,
    faults: Faults,
    fields: Fields,
    commune: Unit,
    rows: Vec<Shown>,
    new: i64,
    checked: bool,
}

impl Hamlets {
    fn entered(&self, name: &str, otherwise: &str) -> String {
        let text = self.fields.text(name);
        if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
    }

    fn kinds(&self) -> &'static [hamlets::Kind] {
        hamlet_kinds()
    }
}

/// The empty form.
pub async fn form(visit: Visit, Path(code): Path<String>) -> Answer {
    let commune = commune(&visit, &code).await?;
    page(&show(&visit, commune, Fields::default(), &[], &[], false))
}

/// The commune of a code today, for those who keep its hamlets.
async fn commune(visit: &Visit, code: &str) -> Result<Unit, Failure> {
    let (code, today, guard) = (code.to_owned(), visit.today, visit.guard.clone());
    let unit = move |tx: &mut store::Tx<'_>| {
        let unit = crate::places::in_force(tx, &code, today)?;
        guard.allow(tx, Act::ManageHamlets, &unit.id)?;
        if unit.level == rules::basics::Level::Commune { Ok(unit) } else { Err(Failure::not_found()) }
    };
    visit.app.read(unit).await
}

fn show(
    visit: &Visit,
    commune: Unit,
    fields: Fields,
    problems: &[Problem],
    planned: &[(Typed, Row)],
    checked: bool,
) -> Hamlets {
    let says = |problem: &Problem| visit.app.words.problem(visit.lang, problem);
    let area = |class: Option<rules::basics::AreaClass>| {
        class.map_or(String::new(), |class| visit.app.words.say(visit.lang, &format!("area-{}", class.word()), &[]))
    };
    let rows = planned.iter().map(|(typed, row)| match row {
        Row::New(hamlet) | Row::There(hamlet) => Shown {
            row: typed.row,
            name: hamlet.full_name.clone(),
            area: area(hamlet.area),
            state: if matches!(row, Row::New(_)) { "new" } else { "there" },
            problems: Vec::new(),
        },
        Row::Wrong(wrong) => Shown {
            row: typed.row,
            name: [typed.kind.as_str(), &typed.name].join(" ").trim().to_owned(),
            area: typed.area.clone(),
            state: "wrong",
            problems: wrong.iter().map(says).collect(),
        },
    });
    let rows: Vec<Shown> = rows.collect();
    let count = |state: &str| i64::try_from(rows.iter().filter(|row| row.state == state).count()).unwrap_or(0);
    let ready = checked && problems.is_empty() && count("wrong") == 0;
    Hamlets {
        b: Base::new(visit, "places"),
        faults: Faults::new(visit, problems),
        new: if ready { count("new") } else { 0 },
        fields,
        commune,
        rows,
        checked,
    }
}

struct Asked {
    founding: Founding,
    rows: Vec<Typed>,
    default: String,
}

fn asked(commune: &Unit, fields: &Fields, today: Day) -> Result<Asked, Failure> {
    let mut problems = Vec::new();
    let founding = Founding {
        commune_id: commune.id.clone(),
        since: fields.day_or("since", today, &mut problems),
        legal_basis: fields.optional("legal_basis", 200, &mut problems),
    };
    let rows = hamlets::lines(fields.text("rows"));
    if rows.is_empty() {
        problems.push(Problem::new("required").at("rows"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    Ok(Asked { founding, rows, default: fields.text("kind").to_owned() })
}

/// Looks a pasted list over; with `confirm`, adds it.
pub async fn paste(visit: Visit, Path(code): Path<String>, Form(fields): Form) -> Answer {
    if !fields.has("confirm") {
        return look_over(&visit, &code, fields).await;
    }
    let ask = Ask::new(Act::ManageHamlets, fields.request_id(), &format!("{code} list\n{}", fields.content()));
    let (sent, wanted, today) = (fields.clone(), code.clone(), visit.today);
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let commune = crate::places::in_force(tx, &wanted, today)?;
            let asked = asked(&commune, &sent, today)?;
            acts::add_hamlets(tx, ctx, &asked.founding, &asked.rows, &asked.default)
        })
        .await;
    match done {
        Ok(added) => go(&format!("/places/{code}"), "hamlets-added", Some(added.added)),
        Err(failure) => {
            again(failure)?;
            look_over(&visit, &code, fields).await
        }
    }
}

async fn look_over(visit: &Visit, code: &str, fields: Fields) -> Answer {
    let commune = commune(visit, code).await?;
    let planned = match asked(&commune, &fields, visit.today) {
        Err(failure) => Err(failure),
        Ok(asked) => {
            visit
                .app
                .read(move |tx| {
                    let plan = acts::plan_hamlets(tx, &asked.founding, &asked.rows, &asked.default)?;
                    Ok(asked.rows.iter().cloned().zip(plan).collect::<Vec<_>>())
                })
                .await
        }
    };
    match planned {
        Ok(planned) => {
            let wrong = planned.iter().any(|(_, row)| matches!(row, Row::Wrong(_)));
            let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            page_with(status, &show(visit, commune, fields, &[], &planned, true))
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &show(visit, commune, fields, &problems, &[], true))
        }
    }
}

/// Reads a file into the text of the form and looks it over.
pub async fn upload(visit: Visit, Path(code): Path<String>, upload: Upload) -> Answer {
    let mut fields = upload.fields;
    let commune = commune(&visit, &code).await?;
    let read = match upload.files.first() {
        None => Err(vec![Problem::new("required").at("file")]),
        Some((_, name, bytes)) => read_file(name, bytes),
    };
    match read {
        Ok(rows) => {
            fields.add("rows", hamlets::text(&rows));
            let action = format!("/places/{code}/hamlets/import");
            let token = fields.text("_token").to_owned();
            visit.guard.keep(Posted { action, fields: fields.packed(), upload: false, token, look: false, own: true });
            look_over(&visit, &code, fields).await
        }
        Err(problems) => {
            let status = Failure::from(problems.clone()).status();
            page_with(status, &show(&visit, commune, fields, &problems, &[], false))
        }
    }
}

/// Heads of the three columns, folded, in the spellings people use.
const HEADS: [&[&str]; 3] = [
    &[
        "name",
        "ten",
        "ten thon",
        "ten thon to dan pho",
        "thon",
        "thon ban",
        "thon to dan pho",
        "ten goi",
        "nama",
        "hamlet",
    ],
    &["kind", "loai", "loai hinh", "jenis"],
    &["area class", "area", "vung", "loai vung", "khu vuc", "loai dia ban", "golongan wilayah"],
];

/// The rows of the first sheet of a file: columns name, kind, area class in any order, under a head in one of the first
/// rows. Only the name is needed. The problems are those of the file as a whole, at `file`.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Vec<Typed>, Vec<Problem>> {
    let sheets = papers::import::read_rows(name, bytes, &papers::import::Limits::default())
        .map_err(|problem| vec![problem.problem().at("file")])?;
    let rows = sheets.first().map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
    let head = rows.iter().take(10).enumerate().find_map(|(at, row)| {
        let column = |heads: &[&str]| {
            row.cells
                .iter()
                .find(|cell| heads.contains(&rules::text::fold(&cell.text).as_str()))
                .map(|cell| cell.column)
        };
        let [names, kinds, areas] = HEADS.map(column);
        names.map(|name| (at, name, kinds, areas))
    });
    let Some((at, name, kind, area)) = head else {
        return Err(vec![Problem::new("header-missing").at("file").with("columns", "name (tên)")]);
    };
    let text = |row: &papers::import::Row, column: Option<usize>| {
        column
            .and_then(|column| row.cell(column))
            .map(|cell| cell.text.replace(['\n', ';', '\t'], " "))
            .unwrap_or_default()
    };
    let typed = rows.iter().skip(at + 1).map(|row| Typed {
        row: row.number,
        name: text(row, Some(name)),
        kind: text(row, kind),
        area: text(row, area),
    });
    let typed: Vec<Typed> = typed.filter(|typed| !typed.name.is_empty()).collect();
    if typed.is_empty() { Err(vec![Problem::new("nothing-to-import").at("file")]) } else { Ok(typed) }
}

/// An empty workbook with the right heads.
pub async fn template(visit: Visit, Path(code): Path<String>) -> Answer {
    let commune = commune(&visit, &code).await?;
    let b = Base::new(&visit, "places");
    let heads = [b.t("places-column-name"), b.t("places-column-kind"), b.t("places-column-area")];
    let kinds = hamlet_kinds().iter().map(|kind| kind.vi.clone()).collect::<Vec<_>>().join(", ");
    let table = papers::sheets::Table {
        title: b.t1("places-list-title", "place", &commune.full_name),
        sheet: "1".to_owned(),
        columns: heads.into_iter().map(|head| papers::sheets::Column::new(head, papers::sheets::Kind::Text)).collect(),
        rows: Vec::new(),
        notes_sheet: b.t("places-notes"),
        facts: vec![(b.t("places-column-kind"), kinds), (b.t("places-column-area"), b.t("places-area-words"))],
        rows_label: b.t("places-rows"),
        notes: vec![b.t("places-list-hint")],
        made: visit.today,
    };
    let bytes = papers::sheets::workbook(&table).map_err(|cause| Failure::Broken(cause.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, &format!("{}-hamlets.xlsx", commune.code), false, bytes))
}
