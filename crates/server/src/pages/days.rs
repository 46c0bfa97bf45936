//! Days in fields and addresses: shown day first as people type them, and what a page is asked for with `?on=`.
//! Native fields are not used: they follow the language of the browser, which is often neither the page's nor the reader's.

use std::fmt::Display;

use axum::http::StatusCode;
use rules::basics::Day;
use rules::problem::Problem;

use super::Base;
use crate::failure::Failure;
use crate::forms::{read_day, sent_day};
use crate::visit::{Visit, query_value};

impl Base {
    /// What stands in a day's field: a kept day as people type it, what was typed as it was.
    #[must_use]
    pub fn typed_day(&self, text: impl Display) -> String {
        let text = text.to_string();
        Day::parse(&text).map_or(text, rules::text::day_text)
    }
}

/// The day in `?on=`, today without one. What is wrong with it at `on`.
pub fn on(visit: &Visit) -> Result<Day, Failure> {
    match asked(visit) {
        text if text.is_empty() => Ok(visit.today),
        text => Ok(day_asked(visit, &text, "on")?),
    }
}

/// The same for a page that has the field: it stays on today, with the problem beside what was typed.
pub fn on_or_today(visit: &Visit) -> (Day, Vec<Problem>) {
    match asked(visit) {
        text if text.is_empty() => (visit.today, Vec::new()),
        text => {
            day_asked(visit, &text, "on").map_or_else(|problem| (visit.today, vec![problem]), |day| (day, Vec::new()))
        }
    }
}

/// A day of an address: as people type it, and from programs as they send it.
pub fn day_asked(visit: &Visit, text: &str, field: &str) -> Result<Day, Problem> {
    if visit.uri.path().starts_with("/api/") { sent_day(text, field) } else { read_day(text, field) }
}

/// What stands in `?on=`; empty without.
pub fn asked(visit: &Visit) -> String {
    query_value(&visit.uri, "on").unwrap_or_default().trim().to_owned()
}

/// The status of a page shown with these problems of its address.
pub fn status_of(problems: &[Problem]) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
