//! Assessments: one candidate for one title and year, with every step taken on the path.
//! Must not know which step may be taken next, nor what an answer is worth.

mod appraisal;
mod find;

use rules::basics::{Day, Moment};
use rules::path::{Standing, State, Step, StepKind};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Row, Tx};

pub use appraisal::{Verdict, Waiting, WorkFilter, WorkLine, last_day, verdicts, waiting, worklist};
pub use find::{
    AssessmentFilter, AssessmentLine, Candidate, CandidateFilter, candidates, count_assessments, for_household,
    in_states, last_year, list, state_counts, stream_all,
};

/// One household's assessment for one model and year: the fold of its steps, and its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The id, never changed.
    pub id: String,
    /// The model's word, such as `family`.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// The household.
    pub household_id: String,
    /// The hamlet where it counts.
    pub hamlet_id: String,
    /// The commune that appraises and decides.
    pub commune_id: String,
    /// Where it stands; always the state of `standing`.
    pub state: State,
    /// The fold of all steps.
    pub standing: Standing,
    /// The criteria set.
    pub set_id: String,
    /// The criteria set's version.
    pub version: String,
    /// The area class's word at the time of assessment.
    pub area: String,
    /// The answers as JSON; empty until the first save.
    pub filled: String,
    /// The points.
    pub total: i64,
    /// Are all required items answered?
    pub complete: bool,
    /// Is every pass condition met?
    pub passed: bool,
    /// The decision that recognised it; stays after a revocation.
    pub decision_id: Option<String>,
    /// Raised by one by each lock.
    pub revision: i64,
}

/// One accepted step as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// Its number within the assessment, from 1 without holes.
    pub n: i64,
    /// What was done.
    pub kind: StepKind,
    /// Who did it.
    pub account_id: String,
    /// When it was recorded.
    pub at: Moment,
    /// The day it takes effect.
    pub on_day: Day,
    /// Why; empty where no reason is needed.
    pub reason: String,
    /// What the step carried, as JSON: answers, score, decision; empty when nothing.
    pub data: String,
}

impl StepRow {
    /// The step as [`rules::path::fold`] reads it.
    #[must_use]
    pub fn step(&self) -> Step {
        Step {
            kind: self.kind,
            by: self.account_id.clone(),
            at: self.at,
            day: self.on_day,
            reason: self.reason.clone(),
        }
    }
}

/// A step with the name of who took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedStep {
    /// The step.
    #[serde(flatten)]
    pub step: StepRow,
    /// The name of the account.
    pub account_name: String,
}

pub(crate) fn read_assessment(row: &Row) -> Result<Assessment, Error> {
    let state = row.text(6)?;
    let standing = row.text(7)?;
    Ok(Assessment {
        id: row.text(0)?,
        model: row.text(1)?,
        year: row.int(2)?,
        household_id: row.text(3)?,
        hamlet_id: row.text(4)?,
        commune_id: row.text(5)?,
        state: read_state(&state)?,
        standing: read_standing(&standing)?,
        set_id: row.text(8)?,
        version: row.text(9)?,
        area: row.text(10)?,
        filled: row.text(11)?,
        total: row.int(12)?,
        complete: row.flag(13)?,
        passed: row.flag(14)?,
        decision_id: row.maybe(15, Row::text)?,
        revision: row.int(16)?,
    })
}

pub(crate) fn read_state(word: &str) -> Result<State, Error> {
    State::of(word).ok_or_else(|| Error::Shape(format!("not a state: {word}")))
}

pub(crate) fn read_standing(json: &str) -> Result<Standing, Error> {
    serde_json::from_str(json).map_err(|cause| Error::Shape(format!("not a standing: {cause}: {json}")))
}

pub(crate) fn standing_text(standing: &Standing) -> Result<String, Error> {
    serde_json::to_string(standing).map_err(|cause| Error::Shape(format!("standing cannot be written: {cause}")))
}

pub(crate) fn read_step(row: &Row, from: usize) -> Result<StepRow, Error> {
    let kind = row.text(from + 1)?;
    Ok(StepRow {
        n: row.int(from)?,
        kind: StepKind::of(&kind).ok_or_else(|| Error::Shape(format!("not a step: {kind}")))?,
        account_id: row.text(from + 2)?,
        at: row.moment(from + 3)?,
        on_day: row.day(from + 4)?,
        reason: row.text(from + 5)?,
        data: row.text(from + 6)?,
    })
}

/// Locks a household's assessment for this transaction, raises its revision by one and returns it with the new
/// revision; `None` when the household was never registered for that model and year.
pub fn lock(tx: &mut Tx<'_>, household_id: &str, model: &str, year: i64) -> Result<Option<Assessment>, Error> {
    let args = args![household_id, model, year];
    let raised = tx.exec(
        "UPDATE assessment SET revision = revision + 1 WHERE household_id = $1 AND model = $2 AND year = $3",
        args,
    )?;
    if raised == 0 {
        return Ok(None);
    }
    let id = tx.one("SELECT id FROM assessment WHERE household_id = $1 AND model = $2 AND year = $3", args, |row| {
        row.text(0)
    })?;
    locked(tx, &id)
}

/// The same by the assessment's id. The row is read after the update, not returned by it: SQLite would set up a table for
/// what is returned.
pub fn lock_by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<Assessment>, Error> {
    if tx.exec("UPDATE assessment SET revision = revision + 1 WHERE id = $1", args![id])? == 0 {
        return Ok(None);
    }
    locked(tx, id)
}

/// Locks an assessment that was read before in this transaction, if its revision is still the one that was read: the same with
/// its revision raised by one. `None` when somebody was faster or it is gone.
pub fn lock_same(tx: &mut Tx<'_>, before: &Assessment) -> Result<Option<Assessment>, Error> {
    let raised = tx.exec(
        "UPDATE assessment SET revision = revision + 1 WHERE id = $1 AND revision = $2",
        args![&before.id, before.revision],
    )?;
    if raised == 0 {
        return Ok(None);
    }
    crate::proofs::look(tx, "assessment", &before.id)?;
    Ok(Some(Assessment { revision: before.revision + 1, ..before.clone() }))
}

fn locked(tx: &mut Tx<'_>, id: &str) -> Result<Option<Assessment>, Error> {
    crate::proofs::look(tx, "assessment", id)?;
    get(tx, id)
}

/// Reads an assessment without locking it.
pub fn get(tx: &mut Tx<'_>, id: &str) -> Result<Option<Assessment>, Error> {
    tx.maybe(
        "SELECT id, model, year, household_id, hamlet_id, commune_id, state, standing, set_id, version, area, filled,
           total, complete, passed, decision_id, revision
         FROM assessment WHERE id = $1",
        args![id],
        read_assessment,
    )
}

/// Adds a new assessment with its first step. `Clash` when the household already has one for that model and year:
/// somebody was faster, and the act that runs again will find it with [`lock`].
pub fn insert(tx: &mut Tx<'_>, assessment: &Assessment, first: &StepRow) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO assessment (id, model, year, household_id, hamlet_id, commune_id, state, standing, set_id, version,
           area, filled, total, complete, passed, decision_id, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
        args![
            &assessment.id,
            &assessment.model,
            assessment.year,
            &assessment.household_id,
            &assessment.hamlet_id,
            &assessment.commune_id,
            assessment.state.word(),
            standing_text(&assessment.standing)?,
            &assessment.set_id,
            &assessment.version,
            &assessment.area,
            &assessment.filled,
            assessment.total,
            assessment.complete,
            assessment.passed,
            assessment.decision_id.clone()
        ],
    )?;
    add_step(tx, &assessment.id, first)
}

/// Writes a locked assessment's row as it is after a step, and the step. The revision stays as [`lock`] made it.
/// `Clash` when a step of that number exists.
pub fn record(tx: &mut Tx<'_>, assessment: &Assessment, step: &StepRow) -> Result<(), Error> {
    tx.exec(
        "UPDATE assessment SET hamlet_id = $2, commune_id = $3, state = $4, standing = $5, set_id = $6, version = $7,
           area = $8, filled = $9, total = $10, complete = $11, passed = $12, decision_id = $13
         WHERE id = $1",
        args![
            &assessment.id,
            &assessment.hamlet_id,
            &assessment.commune_id,
            assessment.state.word(),
            standing_text(&assessment.standing)?,
            &assessment.set_id,
            &assessment.version,
            &assessment.area,
            &assessment.filled,
            assessment.total,
            assessment.complete,
            assessment.passed,
            assessment.decision_id.clone()
        ],
    )?;
    add_step(tx, &assessment.id, step)
}

/// Puts a locked assessment at another place, because its family moved before the year was decided. The caller counts.
pub fn relocate(tx: &mut Tx<'_>, id: &str, hamlet_id: &str, commune_id: &str) -> Result<(), Error> {
    tx.exec("UPDATE assessment SET hamlet_id = $2, commune_id = $3 WHERE id = $1", args![id, hamlet_id, commune_id])?;
    Ok(())
}

/// Gives a locked assessment to another household, which has none in that cycle.
pub fn give(tx: &mut Tx<'_>, id: &str, household_id: &str) -> Result<(), Error> {
    tx.exec("UPDATE assessment SET household_id = $2 WHERE id = $1", args![id, household_id])?;
    Ok(())
}

/// Exchanges the households of two locked assessments of one cycle.
pub fn exchange(tx: &mut Tx<'_>, one: &Assessment, two: &Assessment) -> Result<(), Error> {
    // A household has one row a cycle at any moment: the second one steps out of its year meanwhile.
    tx.exec("UPDATE assessment SET year = 0 - year WHERE id = $1", args![&two.id])?;
    give(tx, &one.id, &two.household_id)?;
    give(tx, &two.id, &one.household_id)?;
    tx.exec("UPDATE assessment SET year = 0 - year WHERE id = $1 AND year < 0", args![&two.id])?;
    Ok(())
}

fn add_step(tx: &mut Tx<'_>, assessment_id: &str, step: &StepRow) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO step (assessment_id, n, kind, account_id, at, on_day, reason, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            assessment_id,
            step.n,
            step.kind.word(),
            &step.account_id,
            step.at,
            step.on_day,
            &step.reason,
            &step.data
        ],
    )?;
    Ok(())
}

/// All steps of an assessment in order, with the names of who took them.
pub fn steps(tx: &mut Tx<'_>, assessment_id: &str) -> Result<Vec<NamedStep>, Error> {
    tx.query(
        "SELECT s.n, s.kind, s.account_id, s.at, s.on_day, s.reason, s.data, a.name
         FROM step s JOIN account a ON a.id = s.account_id
         WHERE s.assessment_id = $1 ORDER BY s.n",
        args![assessment_id],
        |row| Ok(NamedStep { step: read_step(row, 0)?, account_name: row.text(7)? }),
    )
}
