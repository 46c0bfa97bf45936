//! Acts on places: hamlets are added, corrected and closed; area classes are set from a day on.
//! National units change only by reforms, which are not here.

use rules::access::Act;
use rules::basics::{AreaClass, Day, Level};
use rules::hamlets::{self, Hamlet, Row, Typed};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::units::{NewUnit, Unit};
use store::{Latch, Tx};

use crate::app::{Ctx, Record};
use crate::country::hamlet_kinds;
use crate::failure::Failure;

/// Source of units that were entered here and not loaded with the country.
pub const ENTERED_HERE: &str = "site";

/// Where, since when and on which document hamlets are added.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The commune's unit id.
    pub commune_id: String,
    /// First day.
    pub since: Day,
    /// The document, where there is one.
    pub legal_basis: String,
}

/// What adding a list did.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Added {
    /// How many hamlets are new.
    pub added: i64,
    /// How many the commune had already.
    pub there: i64,
    /// Codes of the new ones, in the order of the list.
    pub codes: Vec<String>,
}

/// Adds one hamlet; its code. `place-exists` at `name` when the commune has it already.
pub fn add_hamlet(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, founding: &Founding, typed: &Typed) -> Result<String, Failure> {
    ctx.guard.allow(tx, Act::ManageHamlets, &founding.commune_id)?;
    let mut problems = Vec::new();
    let commune = ground(tx, founding, &mut problems)?;
    let hamlet = hamlets::read(typed, hamlet_kinds(), "").map_err(|all| problems.extend(all)).ok();
    let there = keys(tx, &founding.commune_id, founding.since)?;
    if let Some(hamlet) = hamlet.as_ref().filter(|hamlet| there.contains(&hamlet.key())) {
        problems.push(Problem::new("place-exists").at("name").with("name", &hamlet.full_name));
    }
    match (commune, hamlet) {
        (Some(commune), Some(hamlet)) if problems.is_empty() => insert(tx, ctx, &commune, founding, &hamlet),
        _ => Err(problems.into()),
    }
}

/// Adds a list of hamlets, all or none: rows the commune has already are skipped, any other problem stops the list.
/// `default` is the kind of names that bring none.
pub fn add_hamlets(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    founding: &Founding,
    rows: &[Typed],
    default: &str,
) -> Result<Added, Failure> {
    ctx.guard.allow(tx, Act::ManageHamlets, &founding.commune_id)?;
    let mut problems = Vec::new();
    let commune = ground(tx, founding, &mut problems)?;
    let planned = plan_hamlets(tx, founding, rows, default)?;
    let mut done = Added::default();
    for row in &planned {
        match row {
            Row::Wrong(wrong) => problems.extend(wrong.iter().cloned()),
            Row::There(_) => done.there += 1,
            Row::New(_) => done.added += 1,
        }
    }
    if problems.is_empty() && done.added == 0 {
        problems.push(Problem::new("nothing-to-import").at("rows"));
    }
    let Some(commune) = commune.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    for row in &planned {
        if let Row::New(hamlet) = row {
            done.codes.push(insert(tx, ctx, &commune, founding, hamlet)?);
        }
    }
    Ok(done)
}

/// What a list would do, row by row, without doing it.
pub fn plan_hamlets(tx: &mut Tx<'_>, founding: &Founding, rows: &[Typed], default: &str) -> Result<Vec<Row>, Failure> {
    if rows.len() > hamlets::MOST_ROWS {
        return Err(Problem::new("too-large").at("rows").with("max", hamlets::MOST_ROWS).into());
    }
    let there = keys(tx, &founding.commune_id, founding.since)?;
    Ok(hamlets::plan(rows, hamlet_kinds(), default, &there))
}

/// The keys of the hamlets of a commune that are in force on the day or later.
fn keys(tx: &mut Tx<'_>, commune_id: &str, since: Day) -> Result<Vec<String>, Failure> {
    let ever = store::units::children_ever(tx, commune_id)?;
    let kept = ever.into_iter().filter(|hamlet| hamlet.valid_to >= since);
    Ok(kept.map(|hamlet| rules::text::marks_key(&hamlet.full_name)).collect())
}

/// The commune, locked, if hamlets can be founded there on that day.
fn ground(tx: &mut Tx<'_>, founding: &Founding, problems: &mut Vec<Problem>) -> Result<Option<Unit>, Failure> {
    let commune = store::units::lock(tx, &founding.commune_id)?.ok_or_else(Failure::not_found)?;
    if commune.level != Level::Commune {
        problems.push(Problem::new("parent-not-commune"));
    } else if !commune.in_force(founding.since) {
        problems.push(not_in_force(&commune, founding.since, "since"));
    } else {
        return Ok(Some(commune));
    }
    Ok(None)
}

fn not_in_force(unit: &Unit, day: Day, field: &str) -> Problem {
    Problem::new("place-not-in-force").at(field).with("place", &unit.full_name).with("day", day)
}

fn insert(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    commune: &Unit,
    founding: &Founding,
    hamlet: &Hamlet,
) -> Result<String, Failure> {
    let number = store::units::last_hamlet_number(tx, &commune.id)? + 1;
    let plain: String = hamlet.name.clone();
    let unit = NewUnit {
        code: format!("{}.{number:03}", commune.code),
        level: Level::Hamlet,
        kind: hamlet.kind.clone(),
        name_en: plain.clone(),
        name: plain,
        full_name: hamlet.full_name.clone(),
        alt_names: String::new(),
        parent_id: Some(commune.id.clone()),
        valid_from: founding.since,
        valid_to: commune.valid_to,
        area_km2: String::new(),
        legal_basis: founding.legal_basis.clone(),
        source: ENTERED_HERE.to_owned(),
        synthetic: ctx.app.demo,
    };
    store::units::add(tx, &unit)?;
    if let Some(area) = hamlet.area {
        store::units::set_area(tx, &unit.id(), founding.since, area, &founding.legal_basis)?;
    }
    let after = json!({
        "full_name": unit.full_name, "valid_from": unit.valid_from, "area": hamlet.area.map(AreaClass::word),
        "legal_basis": unit.legal_basis,
    });
    let id = unit.id();
    let record = Record { kind: "unit", id: &id, unit_id: &id, before: None, after: Some(after), reason: "" };
    ctx.note(&commune.id, record)?;
    Ok(unit.code)
}

/// A corrected name.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The hamlet's unit id.
    pub unit_id: String,
    /// The revision the person saw.
    pub revision: i64,
    /// Name and kind as typed.
    pub typed: Typed,
    /// Other spellings, `|` or comma between.
    pub alt_names: String,
}

/// Corrects the name or kind of a hamlet: it was written wrongly, the place is the same. `changed-meanwhile`,
/// `place-exists`.
pub fn correct_hamlet(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, wanted: &Correction) -> Result<String, Failure> {
    let (unit, commune_id) = hamlet(tx, ctx, &wanted.unit_id, wanted.revision)?;
    let mut problems = Vec::new();
    let alts: Vec<String> = wanted.alt_names.split(['|', ',']).map(rules::text::collapse).collect();
    let alt_names = alts.into_iter().filter(|alt| !alt.is_empty()).collect::<Vec<_>>().join("|");
    if alt_names.chars().count() > 200 {
        problems.push(Problem::new("too-long").at("alt_names").with("max", 200));
    }
    let corrected = hamlets::read(&wanted.typed, hamlet_kinds(), "").map_err(|all| problems.extend(all)).ok();
    let Some(corrected) = corrected.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let key = corrected.key();
    let others = store::units::children_ever(tx, &commune_id)?;
    let overlaps = |other: &&Unit| other.valid_from <= unit.valid_to && unit.valid_from <= other.valid_to;
    let mut others = others.iter().filter(|other| other.id != unit.id).filter(overlaps);
    if others.any(|other| rules::text::marks_key(&other.full_name) == key) {
        return Err(Problem::new("place-exists").at("name").with("name", &corrected.full_name).into());
    }
    let before = json!({"full_name": unit.full_name, "alt_names": unit.alt_names});
    let after = json!({"full_name": corrected.full_name, "alt_names": alt_names});
    let changed = NewUnit {
        kind: corrected.kind,
        name_en: corrected.name.clone(),
        name: corrected.name,
        full_name: corrected.full_name,
        alt_names,
        ..as_new(&unit)
    };
    store::units::correct(tx, &changed)?;
    note(ctx, &commune_id, &unit.id, before, after, "")?;
    Ok(unit.code)
}

/// Ends a hamlet after its last day. `place-has-households` while families live there after that day, `role-dates` for a day
/// before its first.
pub fn close_hamlet(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    unit_id: &str,
    revision: i64,
    last_day: Day,
    reason: &str,
) -> Result<String, Failure> {
    let (unit, commune_id) = hamlet(tx, ctx, unit_id, revision)?;
    let commune = store::units::unit(tx, &commune_id)?.ok_or_else(Failure::not_found)?;
    let end = last_day.min(commune.valid_to);
    if end < unit.valid_from {
        return Err(Problem::new("role-dates").at("last_day").into());
    }
    tx.latch(Latch::Commune, [commune_id.as_str()])?;
    let left = store::register::stays_after(tx, &unit.id, end)?;
    if left > 0 {
        return Err(Problem::new("place-has-households").at("last_day").with("count", left).into());
    }
    store::units::correct(tx, &NewUnit { valid_to: end, ..as_new(&unit) })?;
    let (before, after) = (json!({"valid_to": unit.valid_to}), json!({"valid_to": end}));
    note(ctx, &commune_id, &unit.id, before, after, reason)?;
    Ok(unit.code)
}

/// Opens a closed hamlet again: its end is taken back, it is the same place as before, and the days between are as if it had
/// never ended.
///
/// # Errors
/// `place-open` for one that has no end of its own; `place-built-on` when another place has since taken its name or its code, or
/// what became of it is on record; `place-not-in-force` when its commune has ended meanwhile.
pub fn reopen_hamlet(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    unit_id: &str,
    revision: i64,
    reason: &str,
) -> Result<String, Failure> {
    let (unit, commune_id) = hamlet(tx, ctx, unit_id, revision)?;
    // Locked, so that no hamlet of the same name is founded at the same moment.
    let commune = store::units::lock(tx, &commune_id)?.ok_or_else(Failure::not_found)?;
    if unit.valid_to >= commune.valid_to {
        return Err(Problem::new("place-open").into());
    }
    if !commune.in_force(ctx.today) {
        return Err(not_in_force(&commune, ctx.today, "").into());
    }
    let built_on = |other: &Unit| Failure::from(Problem::new("place-built-on").with("place", &other.full_name));
    if let Some(line) = store::units::successors(tx, &unit.id)?.first() {
        return Err(built_on(&line.unit));
    }
    let later = |other: &&Unit| other.id != unit.id && other.valid_to > unit.valid_to;
    if let Some(other) = store::units::versions(tx, &unit.code)?.iter().find(later) {
        return Err(built_on(other));
    }
    let key = rules::text::marks_key(&unit.full_name);
    let others = store::units::children_ever(tx, &commune_id)?;
    if let Some(other) = others.iter().filter(later).find(|other| rules::text::marks_key(&other.full_name) == key) {
        return Err(built_on(other));
    }
    tx.latch(Latch::Commune, [commune_id.as_str()])?;
    store::units::correct(tx, &NewUnit { valid_to: commune.valid_to, ..as_new(&unit) })?;
    let (before, after) = (json!({"valid_to": unit.valid_to}), json!({"valid_to": commune.valid_to}));
    note(ctx, &commune_id, &unit.id, before, after, reason)?;
    Ok(unit.code)
}

/// A hamlet, locked, in the version the person saw, with the id of its commune.
fn hamlet(tx: &mut Tx<'_>, ctx: &Ctx<'_>, unit_id: &str, revision: i64) -> Result<(Unit, String), Failure> {
    let unit = store::units::lock(tx, unit_id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ManageHamlets, unit_id)?;
    let parent = unit.parent_id.clone().filter(|_| unit.level == Level::Hamlet);
    let commune_id = parent.ok_or_else(Failure::not_found)?;
    if unit.revision - 1 != revision {
        let now = unit.revision - 1;
        return Err(Problem::new("changed-meanwhile").with("yours", revision).with("now", now).into());
    }
    Ok((unit, commune_id))
}

fn as_new(unit: &Unit) -> NewUnit {
    NewUnit {
        code: unit.code.clone(),
        level: unit.level,
        kind: unit.kind.clone(),
        name: unit.name.clone(),
        name_en: unit.name_en.clone(),
        full_name: unit.full_name.clone(),
        alt_names: unit.alt_names.clone(),
        parent_id: unit.parent_id.clone(),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        area_km2: unit.area_km2.clone(),
        legal_basis: unit.legal_basis.clone(),
        source: unit.source.clone(),
        synthetic: unit.synthetic,
    }
}

fn note(ctx: &mut Ctx<'_>, chain: &str, id: &str, before: Value, after: Value, reason: &str) -> Result<(), Failure> {
    ctx.note(chain, Record { kind: "unit", id, unit_id: id, before: Some(before), after: Some(after), reason })
}

/// Sets the area class of a commune or hamlet from a day on, by a document. What was set for that day or later is
/// replaced. The class decides pass marks of assessments begun from then on.
pub fn set_area_class(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    unit_id: &str,
    since: Day,
    class: AreaClass,
    legal_basis: &str,
) -> Result<String, Failure> {
    let unit = store::units::lock(tx, unit_id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::SetAreaClass, unit_id)?;
    let chain = match (unit.level, &unit.parent_id) {
        (Level::Commune, _) => unit.id.clone(),
        (Level::Hamlet, Some(parent)) => parent.clone(),
        _ => return Err(Failure::not_found()),
    };
    let mut problems = Vec::new();
    if legal_basis.trim().is_empty() {
        problems.push(Problem::new("required").at("area_basis"));
    }
    if !unit.in_force(since) {
        problems.push(not_in_force(&unit, since, "area_since"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let (was, _) = store::units::area_on(tx, &unit.id, since)?;
    store::units::set_area(tx, &unit.id, since, class, legal_basis)?;
    let before = json!({"area": was.word()});
    let after = json!({"area": class.word(), "since": since, "legal_basis": legal_basis});
    note(ctx, &chain, &unit.id, before, after, "")?;
    Ok(unit.code)
}
