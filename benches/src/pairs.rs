//! Measuring two things in turns, and what came of it as a line of the table.

use std::time::{Duration, Instant};

use crate::Stopped;

/// A measured ratio beside its bound.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// Against what.
    pub against: String,
    /// The program's number, with its unit.
    pub ours: String,
    /// The baseline's number, with its unit.
    pub bare: String,
    /// The ratio.
    pub ratio: f64,
    /// What the ratio may be.
    pub bound: Bound,
}

/// What a ratio may be.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
}

impl Bound {
    /// Is it kept?
    #[must_use]
    pub fn kept(self, ratio: f64) -> bool {
        match self {
            Self::AtMost(most) => ratio <= most,
            Self::AtLeast(least) => ratio >= least,
        }
    }
}

impl Line {
    /// A row of a Markdown table.
    #[must_use]
    pub fn row(&self) -> String {
        let bound = match self.bound {
            Bound::AtMost(most) => format!("≤ {most}"),
            Bound::AtLeast(least) => format!("≥ {least}"),
        };
        let kept = if self.bound.kept(self.ratio) { "kept" } else { "**missed**" };
        let Self { what, against, ours, bare, ratio, .. } = self;
        format!("| {what} | {against} | {ours} | {bare} | {ratio:.2} | {bound} | {kept} |")
    }

    /// From two rates: the more, the better.
    #[must_use]
    pub fn rates(what: &str, against: &str, ours: f64, bare: f64, unit: &str, bound: Bound) -> Self {
        Self {
            what: what.to_owned(),
            against: against.to_owned(),
            ours: format!("{ours:.0} {unit}"),
            bare: format!("{bare:.0} {unit}"),
            ratio: ours / bare,
            bound,
        }
    }

    /// From two durations: the less, the better.
    #[must_use]
    pub fn times(what: &str, against: &str, ours: Duration, bare: Duration, bound: Bound) -> Self {
        let ratio = ours.as_secs_f64() / bare.as_secs_f64().max(1e-9);
        Self { what: what.to_owned(), against: against.to_owned(), ours: told(ours), bare: told(bare), ratio, bound }
    }
}

/// A duration as people read it.
#[must_use]
pub fn told(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 1.0 {
        format!("{seconds:.2} s")
    } else if seconds >= 0.001 {
        format!("{:.2} ms", seconds * 1e3)
    } else {
        format!("{:.0} µs", seconds * 1e6)
    }
}

/// The middle one.
///
/// # Errors
/// When there is none.
pub fn median<T: PartialOrd + Copy>(mut all: Vec<T>) -> Result<T, Stopped> {
    all.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    all.get(all.len() / 2).copied().ok_or_else(|| "nothing was measured".into())
}

/// How long something takes.
///
/// # Errors
/// Its own.
pub fn timed<T>(work: impl FnOnce() -> Result<T, Stopped>) -> Result<(Duration, T), Stopped> {
    let began = Instant::now();
    let done = work()?;
    Ok((began.elapsed(), done))
}

/// Measures two things in turns, the second one first in every other round; the medians of both.
///
/// # Errors
/// Theirs.
pub fn pairs<T: PartialOrd + Copy>(
    rounds: usize,
    mut ours: impl FnMut() -> Result<T, Stopped>,
    mut bare: impl FnMut() -> Result<T, Stopped>,
) -> Result<(T, T), Stopped> {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        if round % 2 == 0 {
            a.push(ours()?);
            b.push(bare()?);
        } else {
            b.push(bare()?);
            a.push(ours()?);
        }
    }
    Ok((median(a)?, median(b)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_each_is_told_and_bounds_are_kept_or_missed() -> Result<(), Stopped> {
        let (mut a, mut b) = ([1.0, 9.0, 2.0].into_iter(), [4.0, 1.0, 4.0].into_iter());
        let (ours, bare) = pairs(3, || Ok(a.next().unwrap_or(0.0)), || Ok(b.next().unwrap_or(0.0)))?;
        assert!((ours - 2.0_f64).abs() < 1e-9 && (bare - 4.0_f64).abs() < 1e-9);
        assert!(Bound::AtMost(2.0).kept(2.0) && !Bound::AtMost(2.0).kept(2.1));
        assert!(Bound::AtLeast(0.5).kept(0.5) && !Bound::AtLeast(0.5).kept(0.4));
        let line = Line::rates("a", "b", 4.0, 10.0, "/s", Bound::AtLeast(0.5));
        assert_eq!(line.row(), "| a | b | 4 /s | 10 /s | 0.40 | ≥ 0.5 | **missed** |");
        Ok(())
    }
}
