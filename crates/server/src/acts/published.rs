//! Acts on published figures: a file of them is looked over row by row and taken in; the same figure twice is one row.
//! Must not know what counted figures say; the two are never added.

use rules::access::Act;
use rules::figures::{Qualifier, Rate};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::audit::SITE;
use store::published::{Published, Withdrawal};
use store::units::Unit;

use crate::app::{Ctx, Record};
use crate::country::{PublishedRow, place_of};
use crate::failure::Failure;
use crate::visit::Guard;

/// The columns of a file, in their order.
pub const COLUMNS: [&str; 11] = [
    "source",
    "province_as_named",
    "province_code_at_date",
    "as_of",
    "subject",
    "measure",
    "numerator",
    "denominator",
    "rate_reported_percent",
    "qualifier",
    "note",
];
/// The longest reason of a withdrawal, in letters.
const LONGEST_REASON: usize = 500;
/// Most rows of one file.
pub const MOST: usize = 2000;

/// What a row leads to.
#[derive(Clone, Debug)]
pub enum Planned {
    /// A figure that is not there yet.
    New(Published, Unit),
    /// A figure that is there with another content.
    Changed(Published, Unit),
    /// A figure that is there as it is.
    Same(Published, Unit),
    /// A figure that was withdrawn, with the very content that was wrong: it stays withdrawn.
    Withdrawn(Published, Unit),
    /// It cannot be kept; the field of each problem is `<line>:<column>`.
    Wrong(Vec<Problem>),
}

/// What taking a file in did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Taken {
    /// New figures.
    pub added: i64,
    /// Figures whose content changed.
    pub changed: i64,
    /// Figures that were there as they are.
    pub same: i64,
    /// Figures that were withdrawn with this very content, and stay withdrawn.
    #[serde(default)]
    pub withdrawn: i64,
}

/// Reads the rows of a CSV or workbook whose first sheet has the columns of [`COLUMNS`] in any order, with their line
/// numbers. The problems are those of the file as a whole, at `file`.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Vec<(usize, PublishedRow)>, Vec<Problem>> {
    let sheets = papers::import::read_rows(name, bytes, &papers::import::Limits::default())
        .map_err(|problem| vec![problem.problem().at("file")])?;
    let rows = sheets.first().map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
    let Some((head, rows)) = rows.split_first() else {
        return Err(vec![Problem::new("nothing-to-import").at("file")]);
    };
    let column = |wanted: &str| {
        head.cells.iter().find(|cell| cell.text.trim().eq_ignore_ascii_case(wanted)).map(|cell| cell.column)
    };
    let missing: Vec<&str> =
        COLUMNS.iter().filter(|name| **name != "note" && column(name).is_none()).copied().collect();
    if !missing.is_empty() {
        return Err(vec![Problem::new("header-missing").at("file").with("columns", missing.join(", "))]);
    }
    if rows.len() > MOST {
        return Err(vec![Problem::new("too-large").at("file").with("max", MOST)]);
    }
    let text = |row: &papers::import::Row, name: &str| {
        column(name).and_then(|at| row.cell(at)).map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
    };
    let read = |row: &papers::import::Row| PublishedRow {
        source: text(row, "source"),
        province_as_named: text(row, "province_as_named"),
        province_code_at_date: text(row, "province_code_at_date"),
        as_of: text(row, "as_of"),
        subject: text(row, "subject"),
        measure: text(row, "measure"),
        numerator: text(row, "numerator"),
        denominator: text(row, "denominator"),
        rate_reported_percent: text(row, "rate_reported_percent"),
        qualifier: text(row, "qualifier"),
        note: text(row, "note"),
    };
    let found: Vec<_> = rows.iter().map(|row| (row.number, read(row))).collect();
    if found.is_empty() { Err(vec![Problem::new("nothing-to-import").at("file")]) } else { Ok(found) }
}

/// Rows back as the CSV that [`read_file`] reads.
pub fn text(rows: &[(usize, PublishedRow)]) -> Result<String, Failure> {
    let broken = |cause: String| Failure::Broken(cause);
    let mut out = csv::Writer::from_writer(Vec::new());
    for (_, row) in rows {
        out.serialize(row).map_err(|cause| broken(cause.to_string()))?;
    }
    let bytes = out.into_inner().map_err(|cause| broken(cause.to_string()))?;
    String::from_utf8(bytes).map_err(|cause| broken(cause.to_string()))
}

/// Everything wrong with one row by itself.
fn faults(line: usize, row: &PublishedRow) -> Vec<Problem> {
    let at = |column: &str| format!("{line}:{column}");
    let mut problems = Vec::new();
    for (column, text, max) in [
        ("source", &row.source, 500),
        ("province_code_at_date", &row.province_code_at_date, 12),
        ("subject", &row.subject, 80),
        ("measure", &row.measure, 80),
    ] {
        if text.is_empty() {
            problems.push(Problem::new("required").at(at(column)));
        } else if text.chars().count() > max {
            problems.push(Problem::new("too-long").at(at(column)).with("max", max));
        }
    }
    if row.day().is_err() {
        problems.push(Problem::new("not-a-day").at(at("as_of")).with("value", &row.as_of));
    }
    for (column, text) in [("numerator", &row.numerator), ("denominator", &row.denominator)] {
        if !text.is_empty() && rules::text::parse_count(text).is_err() {
            problems.push(Problem::new("not-a-number").at(at(column)).with("value", text));
        }
    }
    let rate = &row.rate_reported_percent;
    if !rate.is_empty() && Rate::parse(rate).is_none() {
        problems.push(Problem::new("not-a-number").at(at("rate_reported_percent")).with("value", rate));
    }
    if row.numerator.is_empty() && rate.is_empty() {
        problems.push(Problem::new("required").at(at("numerator")));
    }
    if Qualifier::of(&row.qualifier).is_none() {
        let choices = Qualifier::ALL.iter().map(|known| known.word()).collect::<Vec<_>>().join("; ");
        let problem = Problem::new("not-a-choice").at(at("qualifier")).with("value", &row.qualifier);
        problems.push(problem.with("choices", choices));
    }
    problems
}

/// What a file would do, row by row. A row about a place where the person has no right is wrong too.
pub fn plan(tx: &mut Tx<'_>, guard: &Guard, rows: &[(usize, PublishedRow)]) -> Result<Vec<Planned>, Failure> {
    guard.anywhere(Act::ManagePublished)?;
    let mut first: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut planned = Vec::new();
    for (line, row) in rows {
        let mut problems = faults(*line, row);
        let place = match row.day() {
            Ok(day) => place_of(tx, row, day)?,
            Err(_) => None,
        };
        let unit = match place {
            Some(id) => store::units::unit(tx, &id)?,
            None => None,
        };
        let at = format!("{line}:province_code_at_date");
        match &unit {
            None if problems.is_empty() => {
                let value = format!("{} {}", row.province_code_at_date, row.province_as_named);
                problems.push(Problem::new("no-such-place").at(at).with("value", value));
            }
            Some(unit) if !guard.can(tx, Act::ManagePublished, &unit.id)? => {
                problems.push(Problem::new("forbidden").at(at).with("act", Act::ManagePublished.word()));
            }
            _ => {}
        }
        let figure = unit.map(|unit| row.figure(&unit.id).map(|figure| (figure, unit)));
        let (figure, unit) = match figure {
            Some(Ok(both)) if problems.is_empty() => both,
            _ => {
                planned.push(Planned::Wrong(problems));
                continue;
            }
        };
        if let Some(earlier) = first.insert(figure.id.clone(), *line) {
            let problem = Problem::new("row-repeated").at(format!("{line}:source")).with("first", earlier);
            planned.push(Planned::Wrong(vec![problem]));
            continue;
        }
        planned.push(match store::published::one(tx, &figure.id)? {
            None => Planned::New(figure, unit),
            Some(known) => match store::published::withdrawal(tx, &figure.id)? {
                None if known == figure => Planned::Same(figure, unit),
                // Another remark makes wrong numbers no better.
                Some(_) if says_the_same(&known, &figure) => Planned::Withdrawn(figure, unit),
                _ => Planned::Changed(figure, unit),
            },
        });
    }
    Ok(planned)
}

/// Do two versions of a figure publish the same numbers of the same place?
fn says_the_same(one: &Published, two: &Published) -> bool {
    let numbers = |figure: &Published| {
        let Published { unit_id, numerator, denominator, rate, qualifier, .. } = figure.clone();
        (unit_id, numerator, denominator, rate, qualifier)
    };
    numbers(one) == numbers(two)
}

/// Takes a file in, all rows or none.
pub fn take(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, rows: &[(usize, PublishedRow)]) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    let mut problems = Vec::new();
    let planned = plan(tx, ctx.guard, rows)?;
    for one in &planned {
        match one {
            Planned::New(..) => taken.added += 1,
            Planned::Changed(..) => taken.changed += 1,
            Planned::Same(..) => taken.same += 1,
            Planned::Withdrawn(..) => taken.withdrawn += 1,
            Planned::Wrong(wrong) => problems.extend(wrong.iter().cloned()),
        }
    }
    if problems.is_empty() && taken.added + taken.changed == 0 {
        problems.push(Problem::new("nothing-to-import").at("rows"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    for one in planned {
        let (Planned::New(figure, unit) | Planned::Changed(figure, unit)) = one else { continue };
        let before = store::published::one(tx, &figure.id)?.map(serde_json::to_value).transpose()?;
        // A withdrawn figure that comes with other numbers is in force again with those; the trail keeps why it was not.
        let withdrawn = store::published::withdrawal(tx, &figure.id)?;
        let before = before.map(|mut before| {
            if let (Some(fields), Some(how)) = (before.as_object_mut(), &withdrawn) {
                fields.insert("withdrawn".to_owned(), serde_json::json!(how.reason));
            }
            before
        });
        store::published::restore(tx, &figure.id)?;
        store::published::put(tx, &figure)?;
        let after = Some(serde_json::to_value(&figure)?);
        ctx.note(SITE, Record { kind: "published", id: &figure.id, unit_id: &unit.id, before, after, reason: "" })?;
    }
    Ok(taken)
}

/// A figure, locked, with the place it speaks of, for who keeps published figures there.
fn held(tx: &mut Tx<'_>, ctx: &Ctx<'_>, id: &str) -> Result<Published, Failure> {
    let there = store::published::lock(tx, id)?;
    let Some(figure) = store::published::one(tx, id)?.filter(|_| there) else {
        ctx.guard.anywhere(Act::ManagePublished)?;
        return Err(Failure::not_found());
    };
    ctx.guard.allow(tx, Act::ManagePublished, &figure.unit_id)?;
    Ok(figure)
}

/// Withdraws a figure that was taken in wrongly: it stays to be seen with the reason, and is told nowhere as in force. Its id.
///
/// # Errors
/// `reason-required`; `published-withdrawn` for one that is withdrawn already.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, reason: &str) -> Result<String, Failure> {
    let figure = held(tx, ctx, id)?;
    let reason = rules::text::collapse(reason);
    if reason.is_empty() {
        return Err(Problem::new("reason-required").at("reason").into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::new("too-long").at("reason").with("max", LONGEST_REASON).into());
    }
    if store::published::withdrawal(tx, id)?.is_some() {
        return Err(Problem::new("published-withdrawn").into());
    }
    let how = Withdrawal { at: ctx.at, account_id: ctx.actor.id.clone(), reason };
    store::published::withdraw(tx, id, &how)?;
    turned(ctx, &figure, "withdrawn", &how.reason)?;
    Ok(figure.id)
}

/// Puts a withdrawn figure in force again. Its id.
///
/// # Errors
/// `published-in-force` for one that is not withdrawn.
pub fn restore(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str) -> Result<String, Failure> {
    let figure = held(tx, ctx, id)?;
    if !store::published::restore(tx, id)? {
        return Err(Problem::new("published-in-force").into());
    }
    turned(ctx, &figure, "in-force", "")?;
    Ok(figure.id)
}

/// The line of a figure that is withdrawn or in force again, with all it says.
fn turned(ctx: &mut Ctx<'_>, figure: &Published, state: &str, reason: &str) -> Result<(), Failure> {
    let said = |state: &str| -> Result<serde_json::Value, Failure> {
        let mut value = serde_json::to_value(figure)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("state".to_owned(), state.into());
        }
        Ok(value)
    };
    let before = said(if state == "withdrawn" { "in-force" } else { "withdrawn" })?;
    let (before, after) = (Some(before), Some(said(state)?));
    ctx.note(SITE, Record { kind: "published", id: &figure.id, unit_id: &figure.unit_id, before, after, reason })
}
