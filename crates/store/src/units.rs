//! Places: versions of units, the dated tree, lineage, area classes, search by folded name.
//! Must not know who may change them. What changes the tree is in `units::make`.

mod find;
mod make;

use rules::basics::{AreaClass, Day, Level};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};
pub use find::{search, search_below};
pub use make::{NewLineage, NewUnit, add, add_lineage, correct, last_hamlet_number, load, lock};

/// One version of a place; its id is `code@valid_from`.
#[derive(Clone, Debug, Serialize)]
pub struct Unit {
    /// `code@valid_from`.
    pub id: String,
    /// National code, or `<commune code>.<three digits>` for a hamlet.
    pub code: String,
    /// Country to hamlet.
    pub level: Level,
    /// country, province, city, district, commune, ward, township, special_zone, hamlet, quarter…
    pub kind: String,
    /// Name without its kind.
    pub name: String,
    /// Name as English text writes it.
    pub name_en: String,
    /// Kind and name.
    pub full_name: String,
    /// Other official spellings, `|` between.
    pub alt_names: String,
    /// The unit above; `None` for the country.
    pub parent_id: Option<String>,
    /// First day.
    pub valid_from: Day,
    /// Last day; `FOREVER` while in force.
    pub valid_to: Day,
    /// Area as published, in square kilometres; empty when unknown.
    pub area_km2: String,
    /// The act that made it, where known.
    pub legal_basis: String,
    /// Where the row comes from.
    pub source: String,
    /// Made up for a demonstration.
    pub synthetic: bool,
    /// Raised by each change.
    pub revision: i64,
}

impl Unit {
    /// Is this version in force on the day?
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.valid_from <= day && day <= self.valid_to
    }
}

fn unit_of(row: &Row) -> Result<Unit, Error> {
    Ok(Unit {
        id: row.text(0)?,
        code: row.text(1)?,
        level: Level::of(row.int(2)?).ok_or_else(|| Error::Shape("level of a unit".to_owned()))?,
        kind: row.text(3)?,
        name: row.text(4)?,
        name_en: row.text(5)?,
        full_name: row.text(6)?,
        alt_names: row.text(7)?,
        parent_id: row.maybe(8, Row::text)?,
        valid_from: row.day(9)?,
        valid_to: row.day(10)?,
        area_km2: row.text(11)?,
        legal_basis: row.text(12)?,
        source: row.text(13)?,
        synthetic: row.flag(14)?,
        revision: row.int(15)?,
    })
}

/// The version with this id.
pub fn unit(tx: &mut Tx<'_>, id: &str) -> Result<Option<Unit>, Error> {
    tx.maybe(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE id = $1",
        args![id],
        unit_of,
    )
}

/// The version of a code in force on a day.
pub fn unit_on(tx: &mut Tx<'_>, code: &str, day: Day) -> Result<Option<Unit>, Error> {
    tx.maybe(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE code = $1 AND valid_from <= $2 AND valid_to >= $2 ORDER BY valid_from DESC",
        args![code, day],
        unit_of,
    )
}

/// All versions of a code, oldest first.
pub fn versions(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Unit>, Error> {
    tx.query(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE code = $1 ORDER BY valid_from",
        args![code],
        unit_of,
    )
}

/// The units directly below on a day, in the order of the Vietnamese alphabet.
pub fn children(tx: &mut Tx<'_>, id: &str, day: Day) -> Result<Vec<Unit>, Error> {
    tx.query(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE parent_id = $1 AND valid_from <= $2 AND valid_to >= $2 ORDER BY sort_key, id",
        args![id, day],
        unit_of,
    )
}

/// Every unit that was ever directly below, closed ones included.
pub fn children_ever(tx: &mut Tx<'_>, id: &str) -> Result<Vec<Unit>, Error> {
    tx.query(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE parent_id = $1 ORDER BY sort_key, id",
        args![id],
        unit_of,
    )
}

/// The unit and everything above it, the country first.
pub fn path(tx: &mut Tx<'_>, id: &str) -> Result<Vec<Unit>, Error> {
    tx.query(
        "SELECT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id, u.valid_from,
                u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision
         FROM unit_path p JOIN unit u ON u.id = p.ancestor_id WHERE p.descendant_id = $1 ORDER BY p.depth DESC",
        args![id],
        unit_of,
    )
}

/// A place as the rights table sees it: the unit and the ids above it. `None` when there is no such unit.
pub fn place(tx: &mut Tx<'_>, id: &str) -> Result<Option<rules::access::Place>, Error> {
    let ancestors =
        tx.query("SELECT ancestor_id FROM unit_path WHERE descendant_id = $1 ORDER BY depth", args![id], |row| {
            row.text(0)
        })?;
    Ok((!ancestors.is_empty()).then(|| rules::access::Place { unit_id: id.to_owned(), ancestors }))
}

/// The hamlets at or below a unit, of all times: what a right held there covers.
pub fn hamlets_below(tx: &mut Tx<'_>, id: &str) -> Result<Vec<String>, Error> {
    tx.query(
        "SELECT descendant_id FROM unit_path WHERE ancestor_id = $1 AND level = $2",
        args![id, Level::Hamlet.number()],
        |row| row.text(0),
    )
}

/// How many units of each level are in force below (and at) a unit on a day.
pub fn counts_below(tx: &mut Tx<'_>, id: &str, day: Day) -> Result<Vec<(Level, i64)>, Error> {
    tx.query(
        "SELECT p.level, COUNT(*) FROM unit_path p
         WHERE p.ancestor_id = $1 AND p.since <= $2 AND p.until >= $2 AND p.depth > 0 GROUP BY p.level ORDER BY p.level",
        args![id, day],
        |row| Ok((Level::of(row.int(0)?).ok_or_else(|| Error::Shape("level".to_owned()))?, row.int(1)?)),
    )
}

/// One line of what became of a unit, or what it came from.
#[derive(Clone, Debug, Serialize)]
pub struct Lineage {
    /// The other end.
    pub unit: Unit,
    /// merged_whole, merged_part, split, renamed, unchanged.
    pub kind: String,
    /// `whole` or `part`.
    pub part: String,
    /// The day it took effect.
    pub effective: Day,
    /// The act.
    pub legal_basis: String,
    /// Where the line comes from.
    pub source: String,
}

fn lineage_of(row: &Row) -> Result<Lineage, Error> {
    Ok(Lineage {
        unit: unit_of(row)?,
        kind: row.text(16)?,
        part: row.text(17)?,
        effective: row.day(18)?,
        legal_basis: row.text(19)?,
        source: row.text(20)?,
    })
}

/// What the unit came from.
pub fn predecessors(tx: &mut Tx<'_>, id: &str) -> Result<Vec<Lineage>, Error> {
    tx.query(
        "SELECT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id, u.valid_from,
                u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision,
                l.kind, l.part, l.effective_date, l.legal_basis, l.source
         FROM lineage l JOIN unit u ON u.id = l.from_id WHERE l.to_id = $1 ORDER BY u.sort_key, u.id",
        args![id],
        lineage_of,
    )
}

/// What became of the unit.
pub fn successors(tx: &mut Tx<'_>, id: &str) -> Result<Vec<Lineage>, Error> {
    tx.query(
        "SELECT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id, u.valid_from,
                u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision,
                l.kind, l.part, l.effective_date, l.legal_basis, l.source
         FROM lineage l JOIN unit u ON u.id = l.to_id WHERE l.from_id = $1 ORDER BY u.sort_key, u.id",
        args![id],
        lineage_of,
    )
}

/// One dated area class of a unit.
#[derive(Clone, Debug, Serialize)]
pub struct AreaSpan {
    /// First day.
    pub since: Day,
    /// Last day.
    pub until: Day,
    /// The class.
    pub class: AreaClass,
    /// The act.
    pub legal_basis: String,
}

/// All area classes a unit itself has had, oldest first.
pub fn area_spans(tx: &mut Tx<'_>, unit_id: &str) -> Result<Vec<AreaSpan>, Error> {
    tx.query(
        "SELECT since, until, class, legal_basis FROM area_class WHERE unit_id = $1 ORDER BY since",
        args![unit_id],
        |row| {
            Ok(AreaSpan {
                since: row.day(0)?,
                until: row.day(1)?,
                class: AreaClass::of(&row.text(2)?).ok_or_else(|| Error::Shape("area class".to_owned()))?,
                legal_basis: row.text(3)?,
            })
        },
    )
}

/// The class on a day: the unit's own, else its nearest ancestor's, else normal; with the unit it comes from.
pub fn area_on(tx: &mut Tx<'_>, unit_id: &str, day: Day) -> Result<(AreaClass, Option<String>), Error> {
    let found = tx.maybe(
        "SELECT a.class, a.unit_id FROM unit_path p JOIN area_class a ON a.unit_id = p.ancestor_id
         WHERE p.descendant_id = $1 AND a.since <= $2 AND a.until >= $2 ORDER BY p.depth",
        args![unit_id, day],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )?;
    Ok(match found {
        Some((class, from)) => (AreaClass::of(&class).unwrap_or_default(), Some(from)),
        None => (AreaClass::Normal, None),
    })
}

/// Sets the class from a day on: what began on or after that day is replaced, what was running ends the day before.
pub fn set_area(tx: &mut Tx<'_>, unit_id: &str, since: Day, class: AreaClass, basis: &str) -> Result<(), Error> {
    tx.exec("DELETE FROM area_class WHERE unit_id = $1 AND since >= $2", args![unit_id, since])?;
    tx.exec(
        "UPDATE area_class SET until = $3 WHERE unit_id = $1 AND until >= $2",
        args![unit_id, since, since.before()],
    )?;
    tx.exec(
        "INSERT INTO area_class (unit_id, since, until, class, legal_basis) VALUES ($1, $2, $3, $4, $5)",
        args![unit_id, since, Day::FOREVER, class.word(), basis],
    )?;
    Ok(())
}

/// How many places the site holds.
pub fn count(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.one("SELECT COUNT(*) FROM unit", args![], |row| row.int(0))
}

/// The country: the one unit of level 0, found as what has nothing above it; there are units of all places of all times beside it.
pub fn country(tx: &mut Tx<'_>) -> Result<Unit, Error> {
    tx.one(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE parent_id IS NULL AND level = 0 ORDER BY id",
        args![],
        unit_of,
    )
}
