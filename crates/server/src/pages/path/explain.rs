//! A score in sentences: line by line, in the wording of the set and the reader's language, with what is not certain.
//! Must not compute a score.

use std::collections::BTreeMap;

use rules::criteria::{Asked, Body, CriteriaSet, Filled, Words};
use rules::score::{Line, Outcome, Reason};

use super::entries::Entry;
use crate::pages::Base;

/// A section with its lines.
pub struct Part {
    /// Its code.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// Points there.
    pub total: i64,
    /// Points there were to get.
    pub max: i64,
    /// Why the section is not certain; empty when it is.
    pub doubt: String,
    /// Its lines.
    pub lines: Vec<Explained>,
}

/// One line of a score.
pub struct Explained {
    /// Code of the item.
    pub code: String,
    /// Its wording.
    pub text: String,
    /// is-met, is-part or is-unmet.
    pub class: &'static str,
    /// Symbol.
    pub icon: &'static str,
    /// Word for the symbol: met, part, unmet.
    pub met: &'static str,
    /// Points, and points there were to get.
    pub given: i64,
    /// Points there were to get.
    pub max: i64,
    /// Why it counts as it does.
    pub why: String,
    /// Why the item is not certain; empty when it is.
    pub doubt: String,
    /// The note beside the answer.
    pub note: String,
    /// What the answer was the last time, when that was another.
    pub before: Option<String>,
}

/// The heading, doubt and items of every section or criterion of a set.
pub fn sections(set: &CriteriaSet) -> Vec<(&str, &Words, Option<&Words>, Vec<Asked<'_>>)> {
    match &set.body {
        Body::Points(points) => points
            .sections
            .iter()
            .map(|s| (s.code.as_str(), &s.title, s.reason.as_ref(), s.items.iter().map(Asked::Item).collect()))
            .collect(),
        Body::Targets(targets) => targets
            .criteria
            .iter()
            .map(|c| (c.code.as_str(), &c.title, c.reason.as_ref(), c.targets.iter().map(Asked::Target).collect()))
            .collect(),
    }
}

/// The wording, the guidance and the doubt of an item.
pub const fn wording(asked: Asked<'_>) -> (&Words, &Words, Option<&Words>) {
    match asked {
        Asked::Item(item) => (&item.text, &item.guidance, item.reason.as_ref()),
        Asked::Target(target) => (&target.text, &target.guidance, target.reason.as_ref()),
    }
}

/// Explains a score, section by section. `before` is the sheet of an earlier year under the same set.
pub fn explain(b: &Base, set: &CriteriaSet, filled: &Filled, outcome: &Outcome, before: Option<&Filled>) -> Vec<Part> {
    let lines: BTreeMap<&str, &Line> = outcome.lines.iter().map(|line| (line.code.as_str(), line)).collect();
    let said = |words: &Words| words.say(b.lang()).to_owned();
    let mut parts = Vec::new();
    for (code, title, doubt, items) in sections(set) {
        let sums = outcome.sections.iter().find(|sums| sums.code == code);
        let explained = items.into_iter().filter_map(|asked| {
            let line = lines.get(asked.code())?;
            let (text, _, doubt) = wording(asked);
            let (class, icon, met) = match (&line.reason, line.met) {
                (Reason::LostPoints { .. }, true) => ("is-part", "warn", "part"),
                (_, true) => ("is-met", "good", "met"),
                (_, false) => ("is-unmet", "bad", "unmet"),
            };
            Some(Explained {
                code: asked.code().to_owned(),
                text: said(text),
                class,
                icon,
                met,
                given: line.given,
                max: line.max,
                why: why(b, set, asked, &line.reason),
                doubt: doubt.map(said).unwrap_or_default(),
                note: filled.notes.get(asked.code()).cloned().unwrap_or_default(),
                before: before.and_then(|before| differs(b, asked.code(), filled, before)),
            })
        });
        parts.push(Part {
            code: code.to_owned(),
            title: said(title),
            total: sums.map_or(0, |sums| sums.total),
            max: sums.map_or(0, |sums| sums.max),
            doubt: doubt.map(said).unwrap_or_default(),
            lines: explained.collect(),
        });
    }
    parts
}

/// The earlier answer in words when there was one and it was another.
fn differs(b: &Base, code: &str, filled: &Filled, before: &Filled) -> Option<String> {
    let was = before.answers.get(code)?;
    (filled.answers.get(code) != Some(was)).then(|| answer(b, before, code))
}

/// An answer in words; empty when there is none.
pub fn answer(b: &Base, filled: &Filled, code: &str) -> String {
    let entry = Entry::of(filled, code);
    if entry.exempt {
        return b.t("path-exempt-short");
    }
    match entry.value.as_str() {
        "yes" => b.t("path-yes"),
        "no" => b.t("path-no"),
        _ if !entry.whole.is_empty() => format!("{} / {}", entry.value, entry.whole),
        other => other.to_owned(),
    }
}

/// Why a line counts as it does.
fn why(b: &Base, set: &CriteriaSet, asked: Asked<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Missing => b.t("path-why-missing"),
        Reason::Invalid => b.t("path-why-invalid"),
        Reason::Exempt => {
            let when = super::entries::exemption(asked).map(|exempt| exempt.when.say(b.lang())).unwrap_or_default();
            b.t1("path-why-exempt", "when", when)
        }
        Reason::NotApplicable => b.t("path-why-not-applicable"),
        Reason::FullMarks => b.t("path-why-full"),
        Reason::LostPoints { n } => b.t1("path-why-lost", "n", n),
        Reason::BelowFloor { floor, lost } => b.t2("path-why-below-floor", "floor", floor, "lost", lost),
        Reason::Met => b.t("path-why-met"),
        Reason::SaidNo { level } => b.t1("path-why-said-no", "level", level),
        Reason::BelowThreshold { level, at_least, more } => {
            b.t3("path-why-below-threshold", "level", level, "share", b.rate(at_least, &10_000), "more", more)
        }
        Reason::BelowOption { level, option } => {
            let name = option_name(set, asked.code(), option).map(|words| words.say(b.lang()).to_owned());
            b.t2("path-why-below-option", "level", level, "option", name.unwrap_or_else(|| option.clone()))
        }
    }
}

fn option_name<'a>(set: &'a CriteriaSet, code: &str, option: &str) -> Option<&'a Words> {
    let Some(Asked::Target(target)) = set.find_asked(code) else { return None };
    match &target.rule {
        rules::criteria::Rule::Choice { options, .. } => options.iter().find(|o| o.code == option).map(|o| &o.text),
        _ => None,
    }
}
