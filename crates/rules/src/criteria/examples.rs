//! Worked examples inside a criteria file: answers and the result they must give, so that a regulation is a test.
//! Must not know how scoring works inside.

use serde::Deserialize;

use super::{Answers, CriteriaSet, Traits, Words};
use crate::basics::AreaClass;
use crate::score::{Outcome, score};

/// Answers with the result the regulation gives them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A name of words and dashes, unique in the file.
    pub name: String,
    /// What it shows.
    pub title: Words,
    /// The area class it is scored in.
    #[serde(default)]
    pub area: AreaClass,
    /// What the subject is.
    #[serde(default)]
    pub traits: Traits,
    /// The filled sheet; may be incomplete.
    pub answers: Answers,
    /// What must come out.
    pub expect: Expect,
}

/// The result an example must give.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Points, or targets met at level 1.
    pub total: i64,
    /// Whether it passes.
    pub passed: bool,
    /// The level reached (0: none); targets sets only.
    pub level: Option<i64>,
    /// Codes of the items below their floor, or of the targets missed, in the order of the file.
    #[serde(default)]
    pub below: Vec<String>,
}

/// One difference between an example and what scoring gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFault {
    /// The example's name.
    pub example: String,
    /// Which part differs: `total`, `passed`, `level` or `below`.
    pub part: &'static str,
    /// What the file expects.
    pub expected: String,
    /// What came out.
    pub got: String,
}

impl std::fmt::Display for ExampleFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "example {}: {} should be {} but is {}", self.example, self.part, self.expected, self.got)
    }
}

impl CriteriaSet {
    /// Scores every worked example and lists all differences; empty when the file and the scoring agree.
    #[must_use]
    pub fn run_examples(&self) -> Vec<ExampleFault> {
        self.examples.iter().flat_map(|example| self.run_example(example)).collect()
    }

    fn run_example(&self, example: &Example) -> Vec<ExampleFault> {
        let outcome = score(self, &example.answers, example.area, &example.traits);
        let expect = &example.expect;
        let mut faults = Vec::new();
        let mut compare = |part: &'static str, expected: String, got: String| {
            if expected != got {
                faults.push(ExampleFault { example: example.name.clone(), part, expected, got });
            }
        };
        compare("total", expect.total.to_string(), outcome.total.to_string());
        compare("passed", expect.passed.to_string(), outcome.passed.to_string());
        compare("level", level_text(expect.level), level_text(outcome.level));
        compare("below", expect.below.join(" "), below(&outcome).join(" "));
        faults
    }
}

fn level_text(level: Option<i64>) -> String {
    level.map_or_else(|| "none".to_owned(), |level| level.to_string())
}

fn below(outcome: &Outcome) -> Vec<&str> {
    outcome.lines.iter().filter(|line| !line.met).map(|line| line.code.as_str()).collect()
}
