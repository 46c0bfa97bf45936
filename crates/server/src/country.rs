//! The country's own data, compiled in: places before and since 1 July 2025, what became of each, published figures.
//! Parses them into what `store` keeps; must not know pages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rules::basics::{Day, Level};
use rules::hamlets::Kind;
use serde::{Deserialize, Serialize};
use store::published::Published;
use store::units::{NewLineage, NewUnit};

use crate::secrets::digest;

const HAMLET_KINDS: &str = include_str!("../../../country/vn/hamlet_kinds.csv");
const UNITS: &str = include_str!("../../../country/vn/units.csv");
const LINEAGE: &str = include_str!("../../../country/vn/lineage.csv");
/// Figures the press published, each with its source.
pub const PUBLISHED: &str = include_str!("../../../country/vn/published.csv");

/// The first day most versions are known from: the catalogue begins there, so it reads "on or before".
pub const FIRST_KNOWN: &str = "2004-08-31";

/// The words that stand before names of hamlets, most usual first. Empty never: a test reads the file.
pub fn hamlet_kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        csv::Reader::from_reader(HAMLET_KINDS.as_bytes()).deserialize().filter_map(Result::ok).collect()
    })
}

#[derive(Deserialize)]
struct UnitRow {
    code: String,
    name_vi: String,
    name_en: String,
    kind: String,
    level: i64,
    parent_code: String,
    valid_from: String,
    valid_to: String,
    area_km2: String,
    source: String,
    full_name_vi: String,
    alt_names: String,
    legal_basis: String,
}

#[derive(Deserialize)]
struct LineageRow {
    from_code: String,
    to_code: String,
    kind: String,
    effective_date: String,
    part: String,
    note_vi: String,
    from_valid_from: String,
    to_valid_from: String,
    legal_basis: String,
    source: String,
}

/// The units, parents before children, and the edges between versions. The error names the line of the file.
pub fn places() -> Result<(Vec<NewUnit>, Vec<NewLineage>), String> {
    let mut units = Vec::new();
    // Versions of a code seen so far: a parent is written as a bare code and found by the days it covers.
    let mut versions: BTreeMap<String, Vec<(Day, Day)>> = BTreeMap::new();
    for (at, row) in csv::Reader::from_reader(UNITS.as_bytes()).deserialize().enumerate() {
        let row: UnitRow = row.map_err(|cause| format!("units.csv line {}: {cause}", at + 2))?;
        let unit = unit_of(&row, &versions).map_err(|cause| format!("units.csv line {}: {cause}", at + 2))?;
        versions.entry(unit.code.clone()).or_default().push((unit.valid_from, unit.valid_to));
        units.push(unit);
    }
    let mut edges = Vec::new();
    for (at, row) in csv::Reader::from_reader(LINEAGE.as_bytes()).deserialize().enumerate() {
        let row: LineageRow = row.map_err(|cause| format!("lineage.csv line {}: {cause}", at + 2))?;
        edges.push(NewLineage {
            from_id: format!("{}@{}", row.from_code, row.from_valid_from),
            to_id: format!("{}@{}", row.to_code, row.to_valid_from),
            effective: Day::parse(&row.effective_date)
                .ok_or_else(|| format!("lineage.csv line {}: effective_date", at + 2))?,
            kind: row.kind,
            part: row.part,
            note: row.note_vi,
            legal_basis: row.legal_basis,
            source: row.source,
        });
    }
    Ok((units, edges))
}

fn unit_of(row: &UnitRow, versions: &BTreeMap<String, Vec<(Day, Day)>>) -> Result<NewUnit, String> {
    let day = |text: &str| Day::parse(text).ok_or_else(|| format!("\"{text}\" is not a day"));
    let valid_from = day(&row.valid_from)?;
    let valid_to = if row.valid_to.is_empty() { Day::FOREVER } else { day(&row.valid_to)? };
    let parent_id = if row.parent_code.is_empty() {
        None
    } else {
        let covering = versions
            .get(&row.parent_code)
            .and_then(|all| all.iter().find(|(from, to)| *from <= valid_from && valid_to <= *to))
            .ok_or_else(|| format!("no unit {} covers {} to {}", row.parent_code, valid_from, valid_to))?;
        Some(format!("{}@{}", row.parent_code, covering.0))
    };
    Ok(NewUnit {
        code: row.code.clone(),
        level: Level::of(row.level).ok_or_else(|| format!("level {}", row.level))?,
        kind: row.kind.clone(),
        name: row.name_vi.clone(),
        name_en: row.name_en.clone(),
        full_name: row.full_name_vi.clone(),
        alt_names: row.alt_names.clone(),
        parent_id,
        valid_from,
        valid_to,
        area_km2: row.area_km2.clone(),
        legal_basis: row.legal_basis.clone(),
        source: row.source.clone(),
        synthetic: false,
    })
}

/// One row of a file of published figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default)]
pub struct PublishedRow {
    /// The publication.
    pub source: String,
    /// The place as the source names it.
    pub province_as_named: String,
    /// Its code on the day the figure speaks of.
    pub province_code_at_date: String,
    /// That day.
    pub as_of: String,
    /// family, clan, community, unit, citizen…
    pub subject: String,
    /// registered, recognised, target…
    pub measure: String,
    /// As published; may be empty.
    pub numerator: String,
    /// As published; may be empty.
    pub denominator: String,
    /// In percent, as written; may be empty.
    pub rate_reported_percent: String,
    /// exact, more than, nearly…
    pub qualifier: String,
    /// A remark.
    pub note: String,
}

impl PublishedRow {
    /// The day it speaks of, and the row as `store` keeps it for a unit. The error names the column.
    pub fn figure(&self, unit_id: &str) -> Result<Published, String> {
        let count = |column: &str, text: &str| -> Result<Option<i64>, String> {
            if text.trim().is_empty() {
                return Ok(None);
            }
            rules::text::parse_count(text).map(Some).map_err(|_| format!("{column}: \"{text}\" is not a whole number"))
        };
        let as_of = self.day()?;
        if self.subject.is_empty() || self.measure.is_empty() || self.source.is_empty() {
            return Err("source, subject and measure may not be empty".to_owned());
        }
        let key = [&self.source, &self.province_code_at_date, &self.as_of, &self.subject, &self.measure];
        let key: Vec<&str> = key.iter().map(|part| part.as_str()).collect();
        Ok(Published {
            id: digest(&key.join("\n")).get(..16).unwrap_or_default().to_owned(),
            unit_id: unit_id.to_owned(),
            place_as_named: self.province_as_named.clone(),
            source: self.source.clone(),
            as_of,
            subject: self.subject.clone(),
            measure: self.measure.clone(),
            numerator: count("numerator", &self.numerator)?,
            denominator: count("denominator", &self.denominator)?,
            rate: self.rate_reported_percent.clone(),
            qualifier: self.qualifier.clone(),
            note: self.note.clone(),
        })
    }

    /// The day it speaks of.
    pub fn day(&self) -> Result<Day, String> {
        Day::parse(&self.as_of).ok_or_else(|| format!("as_of: \"{}\" is not a day YYYY-MM-DD", self.as_of))
    }
}

/// Reads a file of published figures: good rows, and a sentence with the line for each that is not.
#[must_use]
pub fn published(text: &str) -> (Vec<(usize, PublishedRow)>, Vec<String>) {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (at, row) in csv::Reader::from_reader(text.as_bytes()).deserialize().enumerate() {
        match row {
            Ok(row) => rows.push((at + 2, row)),
            Err(cause) => faults.push(format!("line {}: {cause}", at + 2)),
        }
    }
    (rows, faults)
}

/// The version of a place a published figure speaks of: in force on its day; for a target of the future, or a day before
/// the first known version, the version with that code that is nearest and, if several, bears the name the source uses.
pub fn place_of(tx: &mut store::Tx<'_>, row: &PublishedRow, as_of: Day) -> Result<Option<String>, store::Error> {
    if let Some(unit) = store::units::unit_on(tx, &row.province_code_at_date, as_of)? {
        let same = rules::text::fold(&unit.name) == rules::text::fold(&row.province_as_named);
        if same || row.province_as_named.is_empty() {
            return Ok(Some(unit.id));
        }
    }
    let versions = store::units::versions(tx, &row.province_code_at_date)?;
    let named =
        versions.iter().rev().find(|unit| rules::text::fold(&unit.name) == rules::text::fold(&row.province_as_named));
    Ok(named.map(|unit| unit.id.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_hamlet_is_read() {
        assert_eq!(hamlet_kinds().len(), HAMLET_KINDS.trim().lines().count() - 1);
        assert!(hamlet_kinds().iter().all(|kind| !kind.vi.is_empty() && !kind.en.is_empty() && !kind.id.is_empty()));
    }
}
