//! A filled sheet and what a person can put right in it. Owns the JSON shape of answers and the list of problems.
//! Must not know totals or pass marks (`score` does).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, CriteriaSet, Item, Rule, Target, Traits};
use crate::problem::Problem;

/// Longest evidence note, in characters.
const LONGEST_NOTE: usize = 1000;

/// One answer. As JSON: `{"points":8}`, `{"exempt":true}`, `{"yes":true}`, `{"ratio":{"n":9,"d":10}}`,
/// `{"choice":"basic"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Points given to an item, 0 to its maximum in whole steps.
    Points(i64),
    /// The item is set aside for this subject; `false` is the same as no answer.
    Exempt(bool),
    /// Whether a yes/no target is met.
    Yes(bool),
    /// Numerator and denominator of a ratio target: `0 ≤ n ≤ d`, `d > 0`.
    Ratio {
        /// The part.
        n: i64,
        /// The whole.
        d: i64,
    },
    /// Code of the chosen option.
    Choice(String),
}

/// Answers by code of item or target.
pub type Answers = BTreeMap<String, Answer>;

/// A sheet as it is stored: answers and, beside them, the evidence notes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    /// Answers by code.
    #[serde(default)]
    pub answers: Answers,
    /// Evidence notes by code; at most 1000 characters each.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
}

impl Filled {
    /// All problems of answers and notes at once; a note's field is `note-<code>`.
    #[must_use]
    pub fn check(&self, set: &CriteriaSet, traits: &Traits, complete: bool) -> Vec<Problem> {
        let mut problems = check(set, &self.answers, traits, complete);
        for (code, note) in &self.notes {
            let field = format!("note-{code}");
            if set.find_asked(code).is_none() {
                problems.push(Problem::new("answer-unknown").at(field).with("item", code));
            } else if note.chars().count() > LONGEST_NOTE {
                problems.push(Problem::new("too-long").at(field).with("max", LONGEST_NOTE));
            } else if let Some(bad) = note.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                problems.push(Problem::new("bad-characters").at(field).with("value", bad.escape_unicode()));
            }
        }
        problems
    }
}

/// All problems of a sheet at once, in the order of the set, each with the item's code as its field.
///
/// `complete` demands an answer to everything this subject is asked. Answers to what its traits exclude are left alone:
/// they count for nothing and may stay from an earlier draft.
#[must_use]
pub fn check(set: &CriteriaSet, answers: &Answers, traits: &Traits, complete: bool) -> Vec<Problem> {
    let asked = set.asked();
    let mut problems = Vec::new();
    for one in asked.iter().filter(|one| one.applies_to(traits)) {
        let code = one.code();
        match answers.get(code) {
            None | Some(Answer::Exempt(false)) if complete => {
                problems.push(Problem::new("answer-missing").at(code).with("item", code));
            }
            None => {}
            Some(answer) => problems.extend(problem_of(*one, answer)),
        }
    }
    for code in answers.keys().filter(|code| !asked.iter().any(|one| one.code() == code.as_str())) {
        problems.push(Problem::new("answer-unknown").at(code).with("item", code));
    }
    problems
}

/// What is wrong with one answer; `None` when it can be scored.
pub(crate) fn problem_of(asked: Asked<'_>, answer: &Answer) -> Option<Problem> {
    let found = match asked {
        Asked::Item(item) => problem_of_item(item, answer),
        Asked::Target(target) => problem_of_target(target, answer),
    };
    found.map(|problem| problem.at(asked.code()).with("item", asked.code()))
}

fn problem_of_item(item: &Item, answer: &Answer) -> Option<Problem> {
    match answer {
        Answer::Points(points) if !(0..=item.max).contains(points) => {
            Some(Problem::new("answer-range").with("min", 0).with("max", item.max))
        }
        Answer::Points(points) if points.checked_rem(item.step) != Some(0) => {
            Some(Problem::new("answer-step").with("step", item.step))
        }
        Answer::Points(_) | Answer::Exempt(false) => None,
        Answer::Exempt(true) if item.exempt.is_some() => None,
        Answer::Exempt(true) => Some(Problem::new("answer-not-exempt")),
        Answer::Yes(_) | Answer::Ratio { .. } | Answer::Choice(_) => Some(kind("points")),
    }
}

fn problem_of_target(target: &Target, answer: &Answer) -> Option<Problem> {
    match (&target.rule, answer) {
        (_, Answer::Exempt(false)) | (Rule::YesNo { .. }, Answer::Yes(_)) => None,
        (Rule::Ratio { .. }, Answer::Ratio { n, d }) => {
            let sound = *d > 0 && (0..=*d).contains(n);
            if sound { None } else { Some(Problem::new("ratio-parts")) }
        }
        (Rule::Choice { options, .. }, Answer::Choice(choice)) => {
            let known = options.iter().any(|option| option.code == *choice);
            let codes = || options.iter().map(|option| option.code.as_str()).collect::<Vec<_>>().join(", ");
            if known {
                None
            } else {
                Some(Problem::new("answer-choice").with("value", choice).with("choices", codes()))
            }
        }
        (Rule::YesNo { .. }, _) => Some(kind("yes_no")),
        (Rule::Ratio { .. }, _) => Some(kind("ratio")),
        (Rule::Choice { .. }, _) => Some(kind("choice")),
    }
}

fn kind(expected: &str) -> Problem {
    Problem::new("answer-kind").with("expected", expected)
}
