//! The trend of a place as a drawing, in whole pixels; its numbers stand in the table beside it.
//! Must not know where the numbers come from.

use crate::figures::Figures;
use crate::pages::Base;

/// One drawn year.
pub struct Spot {
    /// The year.
    pub year: i64,
    /// Across, in pixels.
    pub x: i64,
    /// Registered of all households, down in pixels; `None` without households.
    pub registered: Option<i64>,
    /// Recognised of all households, down in pixels.
    pub recognised: Option<i64>,
}

/// A drawing of 520 by 260 with a scale from 0 to 100 %.
pub struct Chart {
    /// The years.
    pub spots: Vec<Spot>,
    /// The line of the registered rate.
    pub registered: String,
    /// The line of the recognised rate.
    pub recognised: String,
    /// What it shows, in words.
    pub label: String,
}

const LEFT: i64 = 70;
const WIDTH: i64 = 400;
const BOTTOM: i64 = 220;
const HEIGHT: i64 = 200;

impl Chart {
    /// The drawing of a trend of at least two years.
    #[must_use]
    pub fn new(b: &Base, f: &Figures) -> Option<Self> {
        let last = i64::try_from(f.trend.len()).ok()? - 1;
        if last < 1 {
            return None;
        }
        // More than all would leave the drawing: it is cut there, the table says the number.
        let y = |n: i64, d: i64| {
            rules::figures::rate_basis_points(n, d).map(|points| BOTTOM - points.min(10_000) * HEIGHT / 10_000)
        };
        let spot = |(at, year): (i64, &crate::figures::Year)| Spot {
            year: year.year,
            x: LEFT + WIDTH * at / last,
            registered: y(year.counts.registered, year.counts.households),
            recognised: y(year.counts.recognised, year.counts.households),
        };
        let spots: Vec<Spot> = (0..).zip(&f.trend).map(spot).collect();
        let line = |value: &dyn Fn(&Spot) -> Option<i64>| {
            let points = spots.iter().filter_map(|spot| Some(format!("{} {}", spot.x, value(spot)?)));
            let points = points.collect::<Vec<_>>().join(" ");
            if points.is_empty() { String::new() } else { format!("M{points}") }
        };
        let mut said = Vec::new();
        for year in &f.trend {
            let registered = b.rate(&year.counts.registered, &year.counts.households);
            let recognised = b.rate(&year.counts.recognised, &year.counts.households);
            said.push(b.t3(
                "figures-chart-year",
                "year",
                year.year,
                "registered",
                registered,
                "recognised",
                recognised,
            ));
        }
        Some(Self {
            registered: line(&|spot| spot.registered),
            recognised: line(&|spot| spot.recognised),
            label: said.join("; "),
            spots,
        })
    }
}
