//! New and changed units, with their names and their pairs in the dated tree.
//! Must not know who may change them.

use std::collections::BTreeMap;

use rules::basics::{Day, Level};

use super::{Unit, unit_of};
use crate::args;
use crate::db::{Error, Tx, Value};

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
    "id",
    "code",
    "level",
    "kind",
    "name",
    "name_en",
    "full_name",
    "alt_names",
    "fold",
    "sort_key",
    "parent_id",
    "valid_from",
    "valid_to",
    "area_km2",
    "legal_basis",
    "source",
    "synthetic",
    "revision",
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
    add_lineage(tx, lineage)
}

/// Says of units what became of them.
pub fn add_lineage(tx: &mut Tx<'_>, lineage: &[NewLineage]) -> Result<(), Error> {
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
