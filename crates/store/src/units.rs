//! Places: versions of units, the dated tree, lineage, area classes, search by folded name.
//! Must not know who may change them.

use std::collections::BTreeMap;

use rules::basics::{AreaClass, Day, Level};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx, Value};

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
    let ancestors = tx.query(
        "SELECT ancestor_id FROM unit_path WHERE descendant_id = $1 ORDER BY depth",
        args![id],
        |row| row.text(0),
    )?;
    Ok((!ancestors.is_empty()).then(|| rules::access::Place { unit_id: id.to_owned(), ancestors }))
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

/// Units one of whose names has a word beginning with the folded text, at most `limit`, higher levels first.
pub fn search(tx: &mut Tx<'_>, fold: &str, limit: i64) -> Result<Vec<Unit>, Error> {
    if fold.is_empty() {
        return Ok(Vec::new());
    }
    // The letter after every folded letter: the prefix range needs no LIKE, whose meaning differs.
    let end = format!("{fold}\u{10FFFF}");
    tx.query(
        "SELECT DISTINCT u.id, u.code, u.level, u.kind, u.name, u.name_en, u.full_name, u.alt_names, u.parent_id,
                u.valid_from, u.valid_to, u.area_km2, u.legal_basis, u.source, u.synthetic, u.revision, u.sort_key
         FROM unit_name n JOIN unit u ON u.id = n.unit_id
         WHERE n.fold >= $1 AND n.fold < $2 ORDER BY u.level, u.valid_to DESC, u.sort_key, u.id LIMIT $3",
        args![fold, end, limit],
        unit_of,
    )
}

/// What a new unit needs; the rest is made here.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// National code or a hamlet's own.
    pub code: String,
    /// Its level.
    pub level: Level,
    /// Its kind word.
    pub kind: String,
    /// Name without kind.
    pub name: String,
    /// English spelling.
    pub name_en: String,
    /// Kind and name.
    pub full_name: String,
    /// Other spellings, `|` between.
    pub alt_names: String,
    /// The unit above.
    pub parent_id: Option<String>,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_to: Day,
    /// Square kilometres as text, or empty.
    pub area_km2: String,
    /// The act.
    pub legal_basis: String,
    /// Where it comes from.
    pub source: String,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

impl NewUnit {
    /// `code@valid_from`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.valid_from)
    }

    fn row(&self) -> Vec<Value> {
        vec![
            self.id().into(),
            self.code.as_str().into(),
            self.level.number().into(),
            self.kind.as_str().into(),
            self.name.as_str().into(),
            self.name_en.as_str().into(),
            self.full_name.as_str().into(),
            self.alt_names.as_str().into(),
            rules::text::fold(&self.name).into(),
            rules::text::sort_key(&self.name).into(),
            self.parent_id.clone().into(),
            self.valid_from.into(),
            self.valid_to.into(),
            self.area_km2.as_str().into(),
            self.legal_basis.as_str().into(),
            self.source.as_str().into(),
            self.synthetic.into(),
            1.into(),
        ]
    }

    /// Every folded text the unit is found by: each name and each of its later words.
    fn names(&self) -> Vec<String> {
        let mut found = std::collections::BTreeSet::new();
        let all = [self.name.as_str(), self.full_name.as_str(), self.name_en.as_str(), self.code.as_str()];
        for name in all.into_iter().chain(self.alt_names.split('|')) {
            let fold = rules::text::fold(name);
            let mut rest = fold.as_str();
            while !rest.is_empty() {
                found.insert(rest.to_owned());
                rest = rest.split_once(' ').map_or("", |(_, later)| later);
            }
        }
        found.into_iter().collect()
    }
}

/// An edge between two versions, ends given as unit ids.
#[derive(Clone, Debug)]
pub struct NewLineage {
    /// The unit that ended.
    pub from_id: String,
    /// The unit that began.
    pub to_id: String,
    /// merged_whole, merged_part, split, renamed, unchanged.
    pub kind: String,
    /// `whole` or `part`.
    pub part: String,
    /// The day it took effect.
    pub effective: Day,
    /// Remark of the source.
    pub note: String,
    /// The act.
    pub legal_basis: String,
    /// Where it comes from.
    pub source: String,
}

const UNIT: &[&str] = &[
    "id", "code", "level", "kind", "name", "name_en", "full_name", "alt_names", "fold", "sort_key", "parent_id",
    "valid_from", "valid_to", "area_km2", "legal_basis", "source", "synthetic", "revision",
];

/// Fills an empty site with a country's places; parents come before their children in `units`.
pub fn load(tx: &mut Tx<'_>, units: &[NewUnit], lineage: &[NewLineage]) -> Result<(), Error> {
    tx.bulk("unit", UNIT, units.iter().map(NewUnit::row))?;
    tx.bulk(
        "unit_name",
        &["unit_id", "fold"],
        units.iter().flat_map(|unit| unit.names().into_iter().map(|name| vec![unit.id().into(), name.into()])),
    )?;
    let mut known: BTreeMap<String, Vec<PathRow>> = BTreeMap::new();
    let mut paths = Vec::new();
    for unit in units {
        let above = unit.parent_id.as_ref().and_then(|id| known.get(id)).cloned().unwrap_or_default();
        let rows = path_rows(unit, &above);
        paths.extend(rows.iter().cloned());
        known.insert(unit.id(), rows);
    }
    tx.bulk(
        "unit_path",
        &["ancestor_id", "descendant_id", "depth", "level", "since", "until"],
        paths.into_iter().map(|row| {
            vec![
                row.ancestor.into(),
                row.descendant.into(),
                row.depth.into(),
                row.level.into(),
                row.since.into(),
                row.until.into(),
            ]
        }),
    )?;
    tx.bulk(
        "lineage",
        &["from_id", "to_id", "kind", "part", "effective_date", "note", "legal_basis", "source"],
        lineage.iter().map(|edge| {
            vec![
                edge.from_id.as_str().into(),
                edge.to_id.as_str().into(),
                edge.kind.as_str().into(),
                edge.part.as_str().into(),
                edge.effective.into(),
                edge.note.as_str().into(),
                edge.legal_basis.as_str().into(),
                edge.source.as_str().into(),
            ]
        }),
    )?;
    Ok(())
}

#[derive(Clone)]
struct PathRow {
    ancestor: String,
    descendant: String,
    depth: i64,
    level: i64,
    since: Day,
    until: Day,
}

/// The pairs of a new unit: itself, and its parent's pairs one deeper, each on the days both ends hold.
fn path_rows(unit: &NewUnit, above: &[PathRow]) -> Vec<PathRow> {
    let own = PathRow {
        ancestor: unit.id(),
        descendant: unit.id(),
        depth: 0,
        level: unit.level.number(),
        since: unit.valid_from,
        until: unit.valid_to,
    };
    let higher = above.iter().map(|row| PathRow {
        ancestor: row.ancestor.clone(),
        descendant: unit.id(),
        depth: row.depth + 1,
        level: unit.level.number(),
        since: row.since.max(unit.valid_from),
        until: row.until.min(unit.valid_to),
    });
    std::iter::once(own).chain(higher).collect()
}

/// Adds one unit below an existing one, with its names and pairs.
pub fn add(tx: &mut Tx<'_>, unit: &NewUnit) -> Result<(), Error> {
    tx.bulk("unit", UNIT, std::iter::once(unit.row()))?;
    set_names(tx, unit)?;
    let above = match &unit.parent_id {
        None => Vec::new(),
        Some(parent) => tx.query(
            "SELECT ancestor_id, descendant_id, depth, level, since, until FROM unit_path WHERE descendant_id = $1",
            args![parent],
            |row| {
                Ok(PathRow {
                    ancestor: row.text(0)?,
                    descendant: row.text(1)?,
                    depth: row.int(2)?,
                    level: row.int(3)?,
                    since: row.day(4)?,
                    until: row.day(5)?,
                })
            },
        )?,
    };
    for row in path_rows(unit, &above) {
        tx.exec(
            "INSERT INTO unit_path (ancestor_id, descendant_id, depth, level, since, until)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![row.ancestor, row.descendant, row.depth, row.level, row.since, row.until],
        )?;
    }
    Ok(())
}

fn set_names(tx: &mut Tx<'_>, unit: &NewUnit) -> Result<(), Error> {
    tx.exec("DELETE FROM unit_name WHERE unit_id = $1", args![unit.id()])?;
    for name in unit.names() {
        tx.exec("INSERT INTO unit_name (unit_id, fold) VALUES ($1, $2)", args![unit.id(), name])?;
    }
    Ok(())
}

/// Locks a unit for a change and returns it with its raised revision.
pub fn lock(tx: &mut Tx<'_>, id: &str) -> Result<Option<Unit>, Error> {
    tx.maybe(
        "UPDATE unit SET revision = revision + 1 WHERE id = $1
         RETURNING id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                   legal_basis, source, synthetic, revision",
        args![id],
        unit_of,
    )
}

/// Corrects the name or kind of a locked hamlet, or its last day; its pairs follow.
pub fn correct(tx: &mut Tx<'_>, unit: &NewUnit) -> Result<(), Error> {
    tx.exec(
        "UPDATE unit SET kind = $2, name = $3, name_en = $4, full_name = $5, alt_names = $6, fold = $7, sort_key = $8,
                valid_to = $9, legal_basis = $10
         WHERE id = $1",
        args![
            unit.id(),
            &unit.kind,
            &unit.name,
            &unit.name_en,
            &unit.full_name,
            &unit.alt_names,
            rules::text::fold(&unit.name),
            rules::text::sort_key(&unit.name),
            unit.valid_to,
            &unit.legal_basis,
        ],
    )?;
    tx.exec("UPDATE unit_path SET until = $2 WHERE descendant_id = $1", args![unit.id(), unit.valid_to])?;
    set_names(tx, unit)
}

/// The highest three-digit suffix used for the hamlets of a commune's code, 0 when there is none.
pub fn last_hamlet_number(tx: &mut Tx<'_>, parent_id: &str) -> Result<i64, Error> {
    let codes = tx.query("SELECT code FROM unit WHERE parent_id = $1", args![parent_id], |row| row.text(0))?;
    let numbers = codes.iter().filter_map(|code| code.rsplit_once('.')?.1.parse::<i64>().ok());
    Ok(numbers.max().unwrap_or(0))
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

/// The country: the one unit of level 0.
pub fn country(tx: &mut Tx<'_>) -> Result<Unit, Error> {
    tx.one(
        "SELECT id, code, level, kind, name, name_en, full_name, alt_names, parent_id, valid_from, valid_to, area_km2,
                legal_basis, source, synthetic, revision
         FROM unit WHERE level = 0 ORDER BY id",
        args![],
        unit_of,
    )
}
