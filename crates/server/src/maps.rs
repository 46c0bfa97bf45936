//! Maps as drawings: the country's provinces, and the communes of one province, from the outlines and reference points of
//! `country/vn`. Coordinates become whole numbers once, when first asked for. Must not know figures or pages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

const PROVINCES: &str = include_str!("../../../country/vn/provinces.geojson");
const COMMUNES: &str = include_str!("../../../country/vn/communes_schematic.geojson");
const CENTROIDS: &str = include_str!("../../../country/vn/centroids.csv");
const ISLANDS: &str = include_str!("../../../country/vn/islands.csv");
const LABELS: &str = include_str!("../../../country/vn/map_labels.csv");

/// The first day of the provinces and communes that are drawn.
pub const SINCE: &str = "2025-07-01";

/// A closed area: its code and the commands of an SVG path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Code of the place.
    pub code: String,
    /// What the attribute `d` says.
    pub path: String,
}

/// A point: its code and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Code of the place.
    pub code: String,
    /// Across.
    pub x: i64,
    /// Down.
    pub y: i64,
}

/// A name on the country's map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Code of the province.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `start`, `middle` or `end`.
    pub anchor: String,
    /// Across.
    pub x: i64,
    /// Down.
    pub y: i64,
    /// The end of a line to the province, where the name stands outside it.
    pub to: Option<(i64, i64)>,
}

/// A group of islands in a frame of its own, on its side of the sea and at its latitude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inset {
    /// Code of the special zone.
    pub code: String,
    /// Left, top, width and height of the frame.
    pub frame: (i64, i64, i64, i64),
    /// Its islands.
    pub islands: Vec<(i64, i64)>,
}

/// The country.
#[derive(Clone, Debug)]
pub struct Country {
    /// Provinces, by code.
    pub provinces: Vec<Shape>,
    /// Their names.
    pub labels: Vec<Label>,
    /// Hoàng Sa and Trường Sa.
    pub insets: Vec<Inset>,
}

/// One province.
#[derive(Clone, Debug)]
pub struct Province {
    /// Height of a drawing of [`WIDE`].
    pub height: i64,
    /// The outline.
    pub outline: String,
    /// Schematic cells of its communes; empty where there are none.
    pub cells: Vec<Shape>,
    /// The reference points of its communes.
    pub spots: Vec<Spot>,
    /// Islands far from the outline, in a frame.
    pub inset: Option<Inset>,
}

/// Width of every drawing.
pub const WIDE: i64 = 1000;
/// Height of the country's drawing.
pub const HIGH: i64 = 1520;
/// How far a group of islands stands from the outline of its province, in degrees, to be drawn in a frame.
const FAR: f64 = 1.2;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    id: String,
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(default)]
    province_code: String,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: Vec<Vec<Vec<(f64, f64)>>>,
}

#[derive(Clone, Deserialize)]
struct Point {
    code: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct LabelRow {
    code: String,
    name: String,
    anchor: String,
    lon: f64,
    lat: f64,
    to_lon: Option<f64>,
    to_lat: Option<f64>,
}

/// Longitude and latitude to whole numbers: equal steps, narrowed as the middle latitude asks.
#[derive(Clone, Copy)]
struct Scale {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
    left: f64,
    top: f64,
}

impl Scale {
    fn at(self, lon: f64, lat: f64) -> (i64, i64) {
        let x = self.left + (lon - self.west) * self.across;
        (whole(x), whole(self.top + (self.north - lat) * self.down))
    }

    /// The path of an area; rings of fewer than four corners are specks and fall away.
    fn path(self, geometry: &Geometry) -> String {
        let mut path = String::new();
        for ring in geometry.coordinates.iter().flatten() {
            let mut corners: Vec<(i64, i64)> = ring.iter().map(|(lon, lat)| self.at(*lon, *lat)).collect();
            corners.dedup();
            if corners.len() < 4 {
                continue;
            }
            corners.pop();
            let mut last = None;
            for (x, y) in corners {
                match last {
                    None => path.push_str(&format!("M{x} {y}l")),
                    Some((from_x, from_y)) => path.push_str(&format!("{} {} ", x - from_x, y - from_y)),
                }
                last = Some((x, y));
            }
            path.truncate(path.trim_end().len());
            path.push('z');
        }
        path
    }
}

/// The nearest whole number; drawings never leave the range in which both are exact.
fn whole(value: f64) -> i64 {
    format!("{value:.0}").parse().unwrap_or(0)
}

fn float(value: i64) -> f64 {
    i32::try_from(value).map_or(0.0, f64::from)
}

/// Parses one of the compiled-in files; a test reads all of them, so that this is never empty.
fn features(text: &str) -> Vec<Feature> {
    serde_json::from_str::<Collection>(text).map(|all| all.features).unwrap_or_default()
}

fn rows<Row: serde::de::DeserializeOwned>(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
}

/// The country, drawn once.
pub fn country() -> &'static Country {
    static COUNTRY: OnceLock<Country> = OnceLock::new();
    COUNTRY.get_or_init(|| {
        let scale = Scale { west: 102.0, north: 23.5, across: 96.1, down: 100.0, left: 0.0, top: 0.0 };
        let shapes = features(PROVINCES);
        let labels = rows::<LabelRow>(LABELS).into_iter().map(|row| {
            let (x, y) = scale.at(row.lon, row.lat);
            let to = row.to_lon.zip(row.to_lat).map(|(lon, lat)| scale.at(lon, lat));
            Label { code: row.code, name: row.name, anchor: row.anchor, x, y, to }
        });
        Country {
            provinces: shapes
                .iter()
                .map(|one| Shape { code: one.id.clone(), path: scale.path(&one.geometry) })
                .collect(),
            labels: labels.collect(),
            insets: vec![inset("20333", (790, 560, 200, 190)), inset("22736", (770, 1180, 220, 270))],
        }
    })
}

/// The islands of a special zone, as large as a frame allows.
fn inset(code: &str, frame: (i64, i64, i64, i64)) -> Inset {
    let all: Vec<Point> = rows(ISLANDS);
    let own: Vec<&Point> = all.iter().filter(|island| island.code == code).collect();
    let (left, top, width, height) = frame;
    let bounds = Bounds::of(own.iter().map(|island| (island.lon, island.lat)));
    let room = (float(width) - 40.0, float(height) - 40.0);
    let step = (room.0 / (bounds.wide() * 0.97)).min(room.1 / bounds.high());
    let scale = Scale {
        west: bounds.west,
        north: bounds.north,
        across: step * 0.97,
        down: step,
        left: float(left) + (float(width) - bounds.wide() * 0.97 * step) / 2.0,
        top: float(top) + (float(height) - bounds.high() * step) / 2.0,
    };
    let islands = own.iter().map(|island| scale.at(island.lon, island.lat)).collect();
    Inset { code: code.to_owned(), frame, islands }
}

/// West, east, south and north of some points.
#[derive(Clone, Copy)]
struct Bounds {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Bounds {
    fn of(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let none = Self { west: f64::MAX, east: f64::MIN, south: f64::MAX, north: f64::MIN };
        points.fold(none, |all, (lon, lat)| Self {
            west: all.west.min(lon),
            east: all.east.max(lon),
            south: all.south.min(lat),
            north: all.north.max(lat),
        })
    }

    fn wide(self) -> f64 {
        (self.east - self.west).max(0.01)
    }

    fn high(self) -> f64 {
        (self.north - self.south).max(0.01)
    }

    fn holds(self, lon: f64, lat: f64, margin: f64) -> bool {
        (self.west - margin..=self.east + margin).contains(&lon)
            && (self.south - margin..=self.north + margin).contains(&lat)
    }
}

/// A province of [`SINCE`] with these communes, drawn; `None` for a code that has no outline.
#[must_use]
pub fn province(code: &str, communes: &[String]) -> Option<Province> {
    let drawn = drawings();
    let outline = drawn.outlines.get(code)?;
    let corners = || outline.coordinates.iter().flatten().flatten().copied();
    let land = Bounds::of(corners());
    // Islands near the coast widen the drawing; an archipelago gets a frame instead.
    let own: Vec<&Point> = communes.iter().filter_map(|commune| drawn.points.get(commune.as_str())).collect();
    let (near, far): (Vec<&Point>, Vec<&Point>) =
        own.into_iter().partition(|point| land.holds(point.lon, point.lat, FAR));
    let bounds = Bounds::of(corners().chain(near.iter().map(|point| (point.lon, point.lat))));
    let narrow = ((bounds.north + bounds.south) / 2.0).to_radians().cos();
    let margin = 24.0;
    // The frame of an archipelago stands at the side of the sea.
    let frame_room = if far.is_empty() { 0.0 } else { 240.0 };
    let step = (float(WIDE) - 2.0 * margin - frame_room) / (bounds.wide() * narrow);
    // Long provinces stand upright on one screen.
    let step = step.min(1100.0 / bounds.high());
    let spare = float(WIDE) - frame_room - bounds.wide() * narrow * step;
    let scale = Scale {
        west: bounds.west,
        north: bounds.north,
        across: step * narrow,
        down: step,
        left: spare / 2.0,
        top: margin,
    };
    let height = whole(bounds.high() * step + 2.0 * margin).max(if far.is_empty() { 0 } else { 360 });
    let cells = drawn.cells.get(code).map_or(Vec::new(), |cells| {
        let own = cells.iter().filter(|(commune, _)| communes.contains(commune));
        own.map(|(commune, cell)| Shape { code: commune.clone(), path: scale.path(cell) }).collect()
    });
    let spot = |point: &&Point| {
        let (x, y) = scale.at(point.lon, point.lat);
        Spot { code: point.code.clone(), x, y }
    };
    Some(Province {
        height,
        outline: scale.path(outline),
        cells,
        spots: near.iter().map(spot).collect(),
        inset: far.first().map(|point| inset(&point.code, (WIDE - 230, height / 2 - 150, 220, 260))),
    })
}

/// The files, parsed once.
struct Drawings {
    outlines: BTreeMap<String, Geometry>,
    cells: BTreeMap<String, Vec<(String, Geometry)>>,
    points: BTreeMap<String, Point>,
}

fn drawings() -> &'static Drawings {
    static DRAWINGS: OnceLock<Drawings> = OnceLock::new();
    DRAWINGS.get_or_init(|| {
        let mut cells: BTreeMap<String, Vec<(String, Geometry)>> = BTreeMap::new();
        for cell in features(COMMUNES) {
            cells.entry(cell.properties.province_code).or_default().push((cell.id, cell.geometry));
        }
        Drawings {
            outlines: features(PROVINCES).into_iter().map(|one| (one.id, one.geometry)).collect(),
            cells,
            points: rows::<Point>(CENTROIDS).into_iter().map(|point| (point.code.clone(), point)).collect(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn communes_of(province: &str) -> Vec<String> {
        let (units, _) = crate::country::places().unwrap();
        let since = rules::basics::Day::parse(SINCE).unwrap();
        let parent = format!("{province}@{SINCE}");
        let own = units.iter().filter(|unit| unit.valid_from >= since && unit.parent_id.as_deref() == Some(&parent));
        own.map(|unit| unit.code.clone()).collect()
    }

    #[test]
    fn the_country_has_each_province_once_with_a_name_and_both_archipelagos() {
        let country = country();
        let (units, _) = crate::country::places().unwrap();
        let since = rules::basics::Day::parse(SINCE).unwrap();
        let mut provinces: Vec<&str> = units
            .iter()
            .filter(|unit| unit.level == rules::basics::Level::Province && unit.valid_from >= since)
            .map(|unit| unit.code.as_str())
            .collect();
        provinces.sort_unstable();
        let mut drawn: Vec<&str> = country.provinces.iter().map(|shape| shape.code.as_str()).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, provinces);
        let mut named: Vec<&str> = country.labels.iter().map(|label| label.code.as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, provinces);
        for label in &country.labels {
            let own = units.iter().find(|unit| unit.code == label.code && unit.valid_from >= since).unwrap();
            assert_eq!(own.name, label.name);
        }
        let islands: Vec<_> = country.insets.iter().map(|one| (one.code.as_str(), one.islands.len())).collect();
        assert_eq!(islands, [("20333", 8), ("22736", 15)]);
        for inset in &country.insets {
            let (left, top, width, height) = inset.frame;
            for (x, y) in &inset.islands {
                assert!((left..left + width).contains(x) && (top..top + height).contains(y), "{inset:?}");
            }
        }
    }

    #[test]
    fn everything_drawn_is_inside_the_drawing_and_small_enough_to_send() {
        let country = country();
        let size: usize = country.provinces.iter().map(|shape| shape.path.len()).sum();
        assert!((10_000..30_000).contains(&size), "{size}");
        for shape in &country.provinces {
            assert!(inside(&shape.path, HIGH), "{}", shape.code);
        }
    }

    /// Follows a path's relative steps.
    fn inside(path: &str, high: i64) -> bool {
        path.split('z').filter(|ring| !ring.is_empty()).all(|ring| {
            let (start, steps) = ring.trim_start_matches('M').split_once('l').unwrap();
            let numbers = |text: &str| text.split_whitespace().map(|n| n.parse().unwrap()).collect::<Vec<i64>>();
            let start = numbers(start);
            let (mut x, mut y) = (start[0], start[1]);
            numbers(steps).chunks(2).all(|step| {
                x += step[0];
                y += step[1];
                (0..=WIDE).contains(&x) && (0..=high).contains(&y)
            })
        })
    }

    #[test]
    fn every_province_shows_every_commune_it_has() {
        for shape in &country().provinces {
            let communes = communes_of(&shape.code);
            let drawn = province(&shape.code, &communes).unwrap();
            let far = usize::from(drawn.inset.is_some());
            assert_eq!(drawn.spots.len() + far, communes.len(), "{}", shape.code);
            assert!(inside(&drawn.outline, drawn.height), "{}", shape.code);
            assert!(
                drawn.spots.iter().all(|spot| (0..=WIDE).contains(&spot.x) && (0..=drawn.height).contains(&spot.y))
            );
            assert!(drawn.cells.is_empty() || drawn.cells.len() == communes.len(), "{}", shape.code);
            assert_eq!(drawn.inset.is_some(), matches!(shape.code.as_str(), "48" | "56"), "{}", shape.code);
        }
        assert_eq!(
            ["11", "14", "79", "82"].map(|code| province(code, &communes_of(code)).unwrap().cells.len()),
            [45, 75, 168, 102]
        );
        assert!(province("99", &[]).is_none());
    }
}
