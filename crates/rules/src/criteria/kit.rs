//! Real sets, sheets and changes to them, for the tests of criteria and score.
//! Must not hold assertions about the regulation itself.

use std::sync::LazyLock;

use super::*;
use crate::score::{Outcome, score};

static SETS: LazyLock<Vec<CriteriaSet>> = LazyLock::new(|| files::load().unwrap());

pub(crate) fn sets() -> &'static [CriteriaSet] {
    &SETS
}

pub(crate) fn named(name: &str) -> CriteriaSet {
    sets().iter().find(|set| set.set == name).unwrap().clone()
}

pub(crate) fn text_of(name: &str) -> &'static str {
    files::FILES.iter().find(|(path, _)| path.starts_with(name)).unwrap().1
}

/// Parses a real file after one change; the change must have been possible.
pub(crate) fn changed(name: &str, from: &str, to: &str) -> (String, Result<CriteriaSet, Fault>) {
    let text = text_of(name);
    assert!(text.contains(from), "{name} has no {from:?}");
    let text = text.replacen(from, to, 1);
    let parsed = CriteriaSet::parse(&text);
    (text, parsed)
}

pub(crate) fn refused(name: &str, from: &str, to: &str, reason: &str) -> String {
    let (text, parsed) = changed(name, from, to);
    let fault = parsed.expect_err(reason);
    assert!(fault.reason.contains(reason), "expected {reason:?} in {fault}");
    text.lines().nth(fault.line - 1).unwrap_or_default().to_owned()
}

pub(crate) fn all_full(set: &CriteriaSet) -> Answers {
    let full = |asked: Asked<'_>| match asked {
        Asked::Item(item) => Answer::Points(item.max),
        Asked::Target(target) => match &target.rule {
            Rule::YesNo { .. } => Answer::Yes(true),
            Rule::Ratio { .. } => Answer::Ratio { n: 10, d: 10 },
            Rule::Choice { options, .. } => Answer::Choice(options.last().unwrap().code.clone()),
        },
    };
    set.asked().into_iter().map(|asked| (asked.code().to_owned(), full(asked))).collect()
}

pub(crate) fn normal(set: &CriteriaSet, answers: &Answers) -> Outcome {
    score(set, answers, AreaClass::Normal, &Traits::new())
}

pub(crate) fn with(answers: &Answers, changes: &[(&str, Answer)]) -> Answers {
    let mut answers = answers.clone();
    answers.extend(changes.iter().map(|(code, answer)| ((*code).to_owned(), answer.clone())));
    answers
}

pub(crate) const DRAFT: &str = "vn.family.draft2130";
pub(crate) const OLD: &str = "vn.family.qd448";
pub(crate) const UNIT: &str = "vn.unit.tt24.province";
