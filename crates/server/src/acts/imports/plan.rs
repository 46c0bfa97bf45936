//! What a file would do, as a value. Must not know how it is found out.

use std::collections::BTreeMap;

use rules::basics::Day;
use rules::problem::Problem;
use rules::register::Household;

use super::Outcome;
use super::changes::Changing;

/// What becomes of one household of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is entered.
    Add,
    /// It is in the register and changes.
    Change,
    /// It is in the register as it is.
    Same,
}

impl What {
    /// The stable word: add, change or same.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Same => "same",
        }
    }
}

/// One household of the file, good to go in.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its first row.
    pub(super) row: usize,
    /// The same as a person says it: `7`, or `Sheet1!7` of several sheets.
    pub at: String,
    /// What becomes of it.
    pub what: What,
    /// Unit id of its hamlet.
    pub hamlet_id: String,
    /// Name of its hamlet.
    pub hamlet_name: String,
    /// Its number, given or taken.
    pub number: String,
    /// Its head's name.
    pub head_name: String,
    /// How many people the file names.
    pub people: i64,
    /// The words of the fields that change.
    pub fields: Vec<&'static str>,
    pub(super) work: Work,
}

/// What there is to write.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Nothing,
    Add { household: Household, since: Day },
    Change(Box<Changing>),
}

/// A household of the file that cannot go in as it is.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its first row.
    pub row: usize,
    /// The same as a fix names it: `Sheet1!7`.
    pub at: String,
    /// All its rows.
    pub rows: Vec<usize>,
    /// What is wrong with it, each with its cell; values that may be identity numbers are veiled.
    pub problems: Vec<Problem>,
}

/// What a file would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The good households in the order of the file.
    pub lines: Vec<Line>,
    /// The households that wait, by their first row.
    pub waiting: BTreeMap<usize, Waiting>,
    /// The households that a person left out, with nothing said of what is wrong with them.
    pub left_out: Vec<Waiting>,
    /// Rows that are no member of a household.
    pub passed_over: Vec<usize>,
    /// All rows of each household by its first row.
    pub(super) rows: BTreeMap<usize, Vec<usize>>,
}

impl Plan {
    /// Everything that is wrong, in the order in which a person goes through the sheet.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut all: Vec<Problem> = self.waiting.values().flat_map(|one| one.problems.iter().cloned()).collect();
        all.sort_by_key(|problem| cell_key(&problem.field));
        all
    }

    /// Forgets the households whose rows are not wanted.
    pub(super) fn keep(&mut self, wanted: impl Fn(&[usize]) -> bool) {
        let rows = std::mem::take(&mut self.rows);
        self.lines.retain(|line| rows.get(&line.row).is_none_or(|rows| wanted(rows)));
        self.waiting.retain(|_, one| wanted(&one.rows));
        self.left_out.retain(|one| wanted(&one.rows));
        self.rows = rows;
    }

    /// A household waits, for these reasons too.
    pub(super) fn wait(&mut self, row: usize, problems: Vec<Problem>) {
        let rows = &self.rows;
        let one = self.waiting.entry(row).or_insert_with(|| Waiting {
            row,
            at: String::new(),
            rows: rows.get(&row).cloned().unwrap_or_else(|| vec![row]),
            problems: Vec::new(),
        });
        one.problems.extend(problems);
    }

    /// How many households become what.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let count = |what| self.lines.iter().filter(|line| line.what == what).count();
        let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Outcome {
            added: int(count(What::Add)),
            changed: int(count(What::Change)),
            unchanged: int(count(What::Same)),
            waiting: int(self.waiting.len()),
            left_out: int(self.left_out.len()),
            passed_over: int(self.passed_over.len()),
            left: 0,
            problems: self.problems(),
        }
    }
}

/// The order in which a person goes through a sheet: by row, then by column.
pub(super) fn cell_key(field: &str) -> (usize, usize, String) {
    let cell = field.rsplit('!').next().unwrap_or_default();
    let letters = cell.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let row = cell.get(letters.len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    (row, letters.len(), letters.to_owned())
}
