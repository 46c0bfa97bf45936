//! Files around an import: the template to fill, and the list of what is wrong.
//! Must not know how rows become households.

use std::collections::BTreeMap;

use axum::extract::Path;
use papers::register_sheet::{Field, FieldWords, TemplateWords, template_workbook};
use papers::sheets::{Cell, Column, Kind, Table, workbook};
use rules::access::Act;
use rules::problem::Problem;
use rules::register::Relation;

use super::super::{Base, file};
use crate::acts::imports;
use crate::failure::{Answer, Failure};
use crate::visit::{Visit, query_value};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The empty workbook of a commune, with its hamlets to choose from.
pub async fn template(visit: Visit) -> Answer {
    let place = query_value(&visit.uri, "place").unwrap_or_default();
    let (guard, today) = (visit.guard.clone(), visit.today);
    let (commune, hamlets) = visit
        .app
        .read(move |tx| {
            let (commune, _) = imports::destination(tx, &place, today)?;
            guard.allow(tx, Act::ImportRegister, &commune.id)?;
            let hamlets = store::units::children(tx, &commune.id, today)?;
            Ok::<_, Failure>((commune, hamlets))
        })
        .await?;
    let b = Base::new(&visit, "");
    let hamlets: Vec<String> = hamlets.into_iter().map(|unit| unit.full_name).collect();
    let example = |field: Field| match field {
        Field::Number => b.t("import-example-number"),
        Field::Hamlet => hamlets.first().cloned().unwrap_or_default(),
        other => b.t(format!("import-example-{}", other.word())),
    };
    // Every row names a member; the head is the member whose relation says so.
    let offered = Field::TEMPLATE.iter();
    let fields: BTreeMap<Field, FieldWords> = offered
        .map(|field| {
            let head = b.t(format!("column-{}", field.word()));
            let help = b.t(format!("import-help-{}", field.word()));
            (*field, FieldWords { head, help, example: example(*field) })
        })
        .collect();
    let words = TemplateWords {
        title: b.t1("import-template-title", "place", &commune.full_name),
        sheet: b.t("import-template-sheet"),
        help_sheet: b.t("import-template-help"),
        intro: vec![b.t("import-template-1"), b.t("import-template-2"), b.t("import-template-3")],
        fields,
        relations: Relation::ALL.iter().map(|one| b.t(format!("relation-{}", one.word()))).collect(),
        sexes: vec![b.t("sex-male"), b.t("sex-female")],
        not_listed_title: b.t("import-not-listed-title"),
        not_listed: b.t("import-not-listed"),
        made: visit.today,
    };
    let body = template_workbook(&words, &hamlets).map_err(|cause| Failure::Broken(format!("{cause:?}")))?;
    Ok(file(XLSX, &format!("{}-{}.xlsx", b.t("import-template-file"), commune.code), false, body))
}

/// Everything that is wrong in a file, cell by cell, as a workbook to work through.
pub async fn problems(visit: Visit, Path(id): Path<String>) -> Answer {
    let (guard, app, today) = (visit.guard.clone(), visit.app.clone(), visit.today);
    let (kept, outcome) = visit
        .app
        .read(move |tx| {
            let opened = imports::open(&app, tx, &guard, &id)?;
            let outcome = match opened.outcome() {
                Some(outcome) => outcome,
                None => imports::preview(&app, tx, &guard, today, &opened.source())?.outcome(),
            };
            Ok::<_, Failure>((opened.file, outcome))
        })
        .await?;
    let b = Base::new(&visit, "");
    let rows = outcome.problems.iter().map(|problem| {
        let (sheet, cell) = problem.field.rsplit_once('!').unwrap_or(("", problem.field.as_str()));
        let sentence = visit.app.words.problem(visit.lang, problem);
        vec![Cell::Text(sheet.to_owned()), Cell::Text(cell.to_owned()), Cell::Text(sentence)]
    });
    let table = Table {
        title: b.t1("import-problems-title", "name", &kept.name),
        sheet: b.t("import-problems"),
        columns: vec![
            Column::new(b.t("import-sheet"), Kind::Text),
            Column::new(b.t("import-cell"), Kind::Text),
            Column::new(b.t("import-what"), Kind::Text),
        ],
        rows: rows.collect(),
        notes_sheet: b.t("register-notes-sheet"),
        facts: vec![
            (b.t("import-file"), kept.name.clone()),
            (b.t("import-sent"), b.moment(&kept.at)),
            (b.t("import-count-waiting"), outcome.waiting.to_string()),
        ],
        rows_label: b.t("register-rows"),
        notes: vec![b.t("import-problems-note")],
        made: visit.today,
    };
    let body = workbook(&table).map_err(|cause| Failure::Broken(format!("{cause:?}")))?;
    Ok(file(XLSX, "import-problems.xlsx", false, body))
}

/// The file again with what is wrong at each cell, to be corrected and sent once more. For who sent it alone: it holds
/// whatever the file held, identity numbers too.
pub async fn marked(visit: Visit, Path(id): Path<String>) -> Answer {
    let (guard, app, today) = (visit.guard.clone(), visit.app.clone(), visit.today);
    let (opened, problems) = visit
        .app
        .read(move |tx| {
            let opened = imports::open(&app, tx, &guard, &id)?;
            if opened.file.account_id != guard.actor()?.id {
                return Err(Problem::new("import-of-another").into());
            }
            if opened.file.state == store::imports::DISCARDED {
                return Err(Problem::new("import-discarded").into());
            }
            if opened.sheets.is_empty() {
                return Err(Problem::new("import-applied").into());
            }
            let problems = match imports::preview(&app, tx, &guard, today, &opened.source()) {
                Ok(plan) => plan.problems(),
                Err(failure) => failure.problems()?,
            };
            Ok::<_, Failure>((opened, problems))
        })
        .await?;
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in &problems {
        wrong.entry(problem.field.clone()).or_default().push(visit.app.words.problem(visit.lang, problem));
    }
    let b = Base::new(&visit, "");
    let title = b.t1("import-title", "name", &opened.file.name);
    let body = papers::sheets::marked(&opened.sheets, &wrong, &title, &opened.file.id, visit.today)
        .map_err(|cause| Failure::Broken(format!("{cause:?}")))?;
    let stem = opened.file.name.rsplit_once('.').map_or(opened.file.name.as_str(), |(stem, _)| stem).to_owned();
    Ok(file(XLSX, &format!("{stem}-{}.xlsx", b.t("import-marked-file")), false, body))
}
