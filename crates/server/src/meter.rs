//! What was asked of the site, how often and for how long: by routes, never by addresses, so that nothing personal is in it.
//! Must not know who asked.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rules::basics::Moment;

/// Upper ends of the classes of time, in milliseconds.
const CLASSES: [u64; 7] = [5, 20, 100, 300, 1000, 3000, 10_000];
/// Slow requests that are remembered.
const REMEMBERED: usize = 20;
/// From here on a request is slow.
const SLOW: u64 = 500;

#[derive(Default)]
struct Counted {
    /// By the first digit of the status, from 1 to 5.
    statuses: [AtomicU64; 5],
    millis: AtomicU64,
}

/// A request that took long.
#[derive(Clone, Copy, Debug)]
pub struct Slow {
    /// When it was answered.
    pub at: Moment,
    /// The method of its route.
    pub method: &'static str,
    /// The path of its route, with the names of its parts.
    pub path: &'static str,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// Its answer.
    pub status: u16,
}

/// The counts since this program started.
pub struct Meter {
    names: Vec<(&'static str, &'static str)>,
    routes: Vec<Counted>,
    classes: [AtomicU64; 8],
    refused: AtomicU64,
    slow: Mutex<Vec<Slow>>,
}

impl Meter {
    /// Counts nothing yet, for these routes.
    #[must_use]
    pub fn new(names: Vec<(&'static str, &'static str)>) -> Self {
        let routes = names.iter().map(|_| Counted::default()).collect();
        Self { names, routes, classes: Default::default(), refused: AtomicU64::new(0), slow: Mutex::default() }
    }

    /// One request more, of the route with this number.
    pub fn count(&self, route: usize, status: u16, took: Duration, at: Moment) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let class = CLASSES.iter().position(|end| millis <= *end).unwrap_or(CLASSES.len());
        if let Some(class) = self.classes.get(class) {
            class.fetch_add(1, Ordering::Relaxed);
        }
        let Some(counted) = self.routes.get(route) else { return };
        counted.millis.fetch_add(millis, Ordering::Relaxed);
        if let Some(one) = counted.statuses.get(usize::from(status / 100).saturating_sub(1)) {
            one.fetch_add(1, Ordering::Relaxed);
        }
        if let (true, Some((method, path))) = (millis >= SLOW, self.names.get(route)) {
            let mut slow = self.slow.lock().unwrap_or_else(PoisonError::into_inner);
            slow.push(Slow { at, method, path, millis, status });
            slow.sort_by_key(|one| std::cmp::Reverse(one.millis));
            slow.truncate(REMEMBERED);
        }
    }

    /// A request was turned away because every place was taken.
    pub fn refuse(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// How many were turned away.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// How many were answered.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.classes.iter().map(|class| class.load(Ordering::Relaxed)).sum()
    }

    /// The slowest since the start, slowest first.
    #[must_use]
    pub fn slow(&self) -> Vec<Slow> {
        self.slow.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The counts as Prometheus reads them.
    pub fn write(&self, out: &mut String) {
        out.push_str("# TYPE hoctap_requests_total counter\n");
        for ((method, path), counted) in self.names.iter().zip(&self.routes) {
            for (at, one) in counted.statuses.iter().enumerate() {
                let n = one.load(Ordering::Relaxed);
                if n > 0 {
                    let class = at + 1;
                    let _fits = writeln!(
                        out,
                        "hoctap_requests_total{{method=\"{method}\",route=\"{path}\",class=\"{class}xx\"}} {n}"
                    );
                }
            }
        }
        out.push_str("# TYPE hoctap_request_seconds histogram\n");
        let mut sum = 0;
        for (class, end) in self.classes.iter().zip(CLASSES.iter().map(Some).chain([None])) {
            sum += class.load(Ordering::Relaxed);
            let end = end.map_or_else(|| "+Inf".to_owned(), |millis| seconds(*millis));
            let _fits = writeln!(out, "hoctap_request_seconds_bucket{{le=\"{end}\"}} {sum}");
        }
        let millis = self.routes.iter().map(|one| one.millis.load(Ordering::Relaxed)).sum();
        let _fits = writeln!(out, "hoctap_request_seconds_sum {}\nhoctap_request_seconds_count {sum}", seconds(millis));
        let _fits = writeln!(out, "# TYPE hoctap_refused_total counter\nhoctap_refused_total {}", self.refused());
    }
}

/// Milliseconds as seconds.
fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_written_once_and_without_addresses() {
        let meter = Meter::new(vec![("GET", "/households/{id}"), ("POST", "/households")]);
        for (route, status, millis) in [(0, 200, 3), (0, 404, 700), (1, 303, 20_000), (9, 200, 1)] {
            meter.count(route, status, Duration::from_millis(millis), Moment(5));
        }
        meter.refuse();
        let mut out = String::new();
        meter.write(&mut out);
        for line in [
            "hoctap_requests_total{method=\"GET\",route=\"/households/{id}\",class=\"4xx\"} 1",
            "hoctap_request_seconds_bucket{le=\"0.005\"} 2",
            "hoctap_request_seconds_bucket{le=\"1.000\"} 3",
            "hoctap_request_seconds_bucket{le=\"+Inf\"} 4",
            "hoctap_request_seconds_sum 20.703",
            "hoctap_refused_total 1",
        ] {
            assert!(out.lines().any(|own| own == line), "no {line} in {out}");
        }
        let slow: Vec<_> = meter.slow().iter().map(|one| (one.path, one.millis)).collect();
        assert_eq!(slow, [("/households", 20_000), ("/households/{id}", 700)]);
        assert_eq!((meter.answered(), meter.refused()), (4, 1));
    }
}
