//! A map beside its figures: each province or commune a link that says its counted share, a legend, marks for what is not
//! drawn to scale. The numbers stand in a table on the same page. Must not know where outlines or numbers come from.

use rules::basics::{Day, Level};
use rules::report::Counts;
use store::units::Unit;

use crate::figures::{Figures, Line};
use crate::maps;
use crate::pages::Base;

/// An area or point of the map.
pub struct Area {
    /// Where it leads.
    pub href: String,
    /// The path of an area; empty for a point.
    pub path: String,
    /// Where a point stands.
    pub at: (i64, i64),
    /// Its shade.
    pub shade: &'static str,
    /// What it says.
    pub says: String,
}

/// A group of islands in its frame.
pub struct Isles {
    /// Where it leads.
    pub href: String,
    /// Left, top, width, height.
    pub frame: (i64, i64, i64, i64),
    /// The islands.
    pub islands: Vec<(i64, i64)>,
    /// Its shade.
    pub shade: &'static str,
    /// The name under the frame, in two lines.
    pub name: (String, String),
    /// What it says.
    pub says: String,
}

/// A drawn map.
pub struct Map {
    /// Height of a drawing of 1000.
    pub height: i64,
    /// What it shows.
    pub title: String,
    /// How to read it.
    pub about: String,
    /// The land under points; empty where areas cover it.
    pub outline: String,
    /// Areas.
    pub areas: Vec<Area>,
    /// Points, where no areas are known.
    pub spots: Vec<Area>,
    /// Names.
    pub labels: &'static [maps::Label],
    /// Archipelagos.
    pub isles: Vec<Isles>,
    /// Shades and what they mean, from none to most.
    pub legend: Vec<(&'static str, String)>,
    /// Sentences that must be read with it.
    pub notes: Vec<String>,
}

/// Steps of twenty in the hundred, so that two maps can be laid side by side.
const STEPS: [(i64, &str); 4] = [(2_000, "m-1"), (4_000, "m-2"), (6_000, "m-3"), (8_000, "m-4")];

/// The shade of a place: nothing counted, none recognised, then by the share of households.
#[must_use]
pub fn shade(counts: Option<Counts>) -> &'static str {
    let Some(counts) = counts.filter(|counts| !counts.is_empty() && counts.households > 0) else { return "m-none" };
    if counts.recognised == 0 {
        return "m-0";
    }
    let share = rules::figures::rate_basis_points(counts.recognised, counts.households).unwrap_or(0);
    STEPS.iter().find(|(below, _)| share < *below).map_or("m-5", |(_, shade)| *shade)
}

fn says(b: &Base, unit: &Unit, counts: Option<Counts>) -> String {
    let Some(counts) = counts.filter(|counts| !counts.is_empty() && counts.households > 0) else {
        return b.t1("map-says-nothing", "place", &unit.full_name);
    };
    let share = b.rate(&counts.recognised, &counts.households);
    let parts = b.t2("figures-of-households", "n", b.num(&counts.recognised), "d", b.num(&counts.households));
    b.t3("map-says", "place", &unit.full_name, "share", share, "parts", parts)
}

fn legend(b: &Base) -> Vec<(&'static str, String)> {
    let range = |from: i64, to: i64| b.t2("map-legend-range", "from", from, "to", to);
    vec![
        ("m-none", b.t("map-legend-nothing")),
        ("m-0", b.t("map-legend-zero")),
        ("m-1", b.t1("map-legend-under", "to", 20)),
        ("m-2", range(20, 40)),
        ("m-3", range(40, 60)),
        ("m-4", range(60, 80)),
        ("m-5", b.t1("map-legend-over", "from", 80)),
    ]
}

/// Where a place of the map leads.
#[derive(Clone, Copy)]
pub enum Leads {
    /// To its page.
    Place,
    /// To its figures.
    Figures,
}

fn href(b: &Base, unit: &Unit, on: &Day, leads: Leads) -> String {
    match leads {
        Leads::Place => b.place_on(unit, on),
        Leads::Figures => b.figures_on(unit, on),
    }
}

fn line<'a>(f: &'a Figures, code: &str) -> Option<(&'a Line, &'a Unit)> {
    let found = f.rows.iter().find(|line| line.unit.as_ref().is_some_and(|unit| unit.code == code))?;
    Some((found, found.unit.as_ref()?))
}

fn drawn_since(unit: &Unit) -> bool {
    Day::parse(maps::SINCE).is_some_and(|since| unit.valid_from >= since)
}

fn isles(b: &Base, inset: &maps::Inset, says: String, shade: &'static str, whose: &str) -> Isles {
    let key = format!("map-isles-{}", inset.code);
    Isles {
        href: format!("/places/{}", inset.code),
        frame: inset.frame,
        islands: inset.islands.clone(),
        shade,
        name: (b.t(key), whose.to_owned()),
        says,
    }
}

/// The country's provinces as counted; `None` on a day before the provinces that are drawn.
#[must_use]
pub fn country(b: &Base, f: &Figures, leads: Leads) -> Option<Map> {
    if f.unit.level != Level::Country || !f.rows.iter().filter_map(|line| line.unit.as_ref()).all(drawn_since) {
        return None;
    }
    let drawn = maps::country();
    let mut areas = Vec::new();
    for shape in &drawn.provinces {
        let Some((line, unit)) = line(f, &shape.code) else { continue };
        areas.push(Area {
            href: href(b, unit, &f.on, leads),
            path: shape.path.clone(),
            at: (0, 0),
            shade: shade(line.counts),
            says: says(b, unit, line.counts),
        });
    }
    // The archipelagos belong to Đà Nẵng and Khánh Hòa and take their shade.
    let owners = [("20333", "48"), ("22736", "56")];
    let found = drawn.insets.iter().filter_map(|inset| {
        let (_, owner) = owners.iter().find(|(zone, _)| *zone == inset.code)?;
        let (line, unit) = line(f, owner)?;
        let key = format!("map-isles-{}", inset.code);
        let said = b.t2("map-isles-of", "isles", b.t(key), "place", &unit.full_name);
        Some(isles(b, inset, said, shade(line.counts), &unit.name))
    });
    let isles: Vec<Isles> = found.collect();
    Some(Map {
        height: maps::HIGH,
        title: b.t1("map-title", "place", &f.unit.full_name),
        about: b.t("map-about"),
        outline: String::new(),
        areas,
        spots: Vec::new(),
        labels: &drawn.labels,
        isles,
        legend: legend(b),
        notes: vec![b.t("map-note-share"), b.t("map-note-country")],
    })
}

/// A province's communes as counted; `None` for other places and for days before the provinces that are drawn.
#[must_use]
pub fn province(b: &Base, f: &Figures, leads: Leads) -> Option<Map> {
    if f.unit.level != Level::Province || !drawn_since(&f.unit) {
        return None;
    }
    let codes: Vec<String> = f.rows.iter().filter_map(|line| Some(line.unit.as_ref()?.code.clone())).collect();
    let drawn = maps::province(&f.unit.code, &codes)?;
    let area = |code: &str, path: &str, at: (i64, i64)| {
        let (line, unit) = line(f, code)?;
        Some(Area {
            href: href(b, unit, &f.on, leads),
            path: path.to_owned(),
            at,
            shade: shade(line.counts),
            says: says(b, unit, line.counts),
        })
    };
    let areas: Vec<Area> = drawn.cells.iter().filter_map(|cell| area(&cell.code, &cell.path, (0, 0))).collect();
    // A point stands for each commune that has no cell.
    let bare = |spot: &&maps::Spot| !drawn.cells.iter().any(|cell| cell.code == spot.code);
    let spots = drawn.spots.iter().filter(bare).filter_map(|spot| area(&spot.code, "", (spot.x, spot.y))).collect();
    let isles = drawn.inset.as_ref().and_then(|inset| {
        let (line, unit) = line(f, &inset.code)?;
        Some(isles(b, inset, says(b, unit, line.counts), shade(line.counts), &unit.full_name))
    });
    let kind = if areas.is_empty() { "map-note-points" } else { "map-note-schematic" };
    Some(Map {
        height: drawn.height,
        title: b.t1("map-title", "place", &f.unit.full_name),
        about: b.t("map-about-communes"),
        outline: drawn.outline,
        areas,
        spots,
        labels: &[],
        isles: isles.into_iter().collect(),
        legend: legend(b),
        notes: vec![b.t(kind), b.t("map-note-share")],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_tell_nothing_counted_from_none_recognised_and_from_shares() {
        let of = |households, recognised| shade(Some(Counts { households, recognised, ..Counts::default() }));
        assert_eq!(shade(None), "m-none");
        assert_eq!(of(0, 0), "m-none");
        // Families whose households have gone: a share of nothing is no share.
        assert_eq!(of(0, 3), "m-none");
        assert_eq!(of(10, 0), "m-0");
        assert_eq!(
            [of(1000, 199), of(10, 2), of(10, 4), of(10, 6), of(10, 8), of(10, 10)],
            ["m-1", "m-2", "m-3", "m-4", "m-5", "m-5"]
        );
    }
}
