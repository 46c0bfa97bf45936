//! What a file would do, as a value. Must not know how it is found out.

use std::collections::BTreeMap;

use rules::basics::Day;
use rules::problem::Problem;
use rules::register::Household;
use store::units::Unit;

use super::Outcome;
use super::changes::{Changing, Placed};
use super::fixes::{named_at, placed_at};
use super::known::Family;

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
    /// The name of the hamlet that was not found; empty where none is named.
    pub hamlet: Option<String>,
    /// The household of the register that it looks like.
    pub like: Option<Box<Like>>,
}

impl Waiting {
    /// The place of a fix for its hamlet, when that was not found.
    #[must_use]
    pub fn hamlet_place(&self) -> Option<String> {
        let text = self.hamlet.as_ref()?;
        Some(if text.is_empty() { placed_at(&self.at) } else { named_at(text) })
    }
}

/// A household of the file beside one of the register.
#[derive(Clone, Debug)]
pub struct Like {
    /// The one of the file.
    pub file: Household,
    /// The hamlet of the one of the file.
    pub hamlet: Unit,
    /// The one of the register.
    pub held: store::register::Household,
    /// Its hamlet's name.
    pub held_hamlet: String,
    /// Its members.
    pub members: Vec<store::register::Member>,
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

    /// Is a household that begins in this row to go in, or does it wait?
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.waiting.contains_key(&row) || self.lines.binary_search_by_key(&row, |line| line.row).is_ok()
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
            hamlet: None,
            like: None,
        });
        one.problems.extend(problems);
    }

    /// A household that waits because its hamlet was not found by this name.
    pub(super) fn nowhere(&mut self, row: usize, text: &str) {
        if let Some(one) = self.waiting.get_mut(&row) {
            // A place of a fix stands as it is in the database and in the trail.
            let named = super::fixes::is_name(text);
            one.hamlet =
                if named { Some(rules::text::collapse(text)) } else { text.trim().is_empty().then(String::new) };
        }
    }

    /// A household that waits because it looks like one of the register.
    pub(super) fn looks_like(&mut self, one: &Placed<'_>, family: &Family, hamlet: &str) {
        if let Some(waiting) = self.waiting.get_mut(&one.draft.row) {
            waiting.like = Some(Box::new(Like {
                file: one.draft.household(),
                hamlet: one.hamlet.clone(),
                held: family.household.clone(),
                held_hamlet: hamlet.to_owned(),
                members: family.members.clone(),
            }));
        }
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
