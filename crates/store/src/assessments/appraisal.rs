//! What appraisal and decision look at: the commune's worklist with the exceptions first, and the families that wait
//! for a decision. Must not know what a person may see, nor which marks count as an exception.

use rules::basics::Day;
use rules::path::{State, StepKind};
use serde::Serialize;

use super::{Assessment, read_assessment, read_state};
use crate::args;
use crate::db::{Error, Row, Tx};

/// Which assessments an appraiser looks at. A place is a hamlet or a commune.
#[derive(Clone, Debug)]
pub struct WorkFilter {
    /// The id of a hamlet or a commune.
    pub scope: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// The state.
    pub state: State,
    /// From how many points of difference to last year a family is an exception.
    pub changed_by: i64,
    /// The `(rank, sort_key, id)` of the last row of the page before.
    pub after: Option<(i64, String, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// An assessment as the appraiser sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkLine {
    /// The assessment.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// The household's number.
    pub number: String,
    /// The household's head.
    pub head_name: String,
    /// The household's sort key, for the next page.
    pub sort_key: String,
    /// The hamlet where it counts, with its kind.
    pub hamlet_name: String,
    /// How many pieces of evidence it has.
    pub evidence: i64,
    /// The points of the year before under the same criteria set; `None` when there are none to compare with.
    pub last_total: Option<i64>,
    /// Who sent it: the account, and its name; empty while nobody did.
    pub sent_by: (String, String),
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// 0 not passed, 1 changed much since last year, 2 without evidence, 3 none of these.
    pub rank: i64,
}

/// A family that waits for the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The assessment.
    pub id: String,
    /// The household.
    pub household_id: String,
    /// The household's number.
    pub number: String,
    /// The household's head.
    pub head_name: String,
    /// The hamlet where it counts.
    pub hamlet_id: String,
    /// Its name with its kind.
    pub hamlet_name: String,
    /// The points.
    pub total: i64,
    /// The criteria set.
    pub set_id: String,
    /// The criteria set's version.
    pub version: String,
    /// The day of the verdict.
    pub accepted_on: Day,
    /// Who gave it.
    pub accepted_by: String,
    /// True for a made-up household.
    pub synthetic: bool,
}

fn read_work(row: &Row) -> Result<WorkLine, Error> {
    Ok(WorkLine {
        assessment: read_assessment(row)?,
        number: row.text(17)?,
        head_name: row.text(18)?,
        sort_key: row.text(19)?,
        hamlet_name: row.text(20)?,
        evidence: row.int(21)?,
        last_total: row.maybe(22, Row::int)?,
        sent_by: (row.maybe(23, Row::text)?.unwrap_or_default(), row.maybe(24, Row::text)?.unwrap_or_default()),
        sent_on: row.maybe(25, Row::day)?,
        rank: row.int(26)?,
    })
}

/// One page of a place's assessments in a state, exceptions first, then by the heads' names.
pub fn worklist(tx: &mut Tx<'_>, filter: &WorkFilter) -> Result<Vec<WorkLine>, Error> {
    let (rank, sort_key, id) = filter.after.clone().unwrap_or((-1, String::new(), String::new()));
    tx.query(
        "WITH work AS (
           SELECT a.id, a.model, a.year, a.household_id, a.hamlet_id, a.commune_id, a.state, a.standing, a.set_id,
             a.version, a.area, a.filled, a.total, a.complete, a.passed, a.decision_id, a.revision,
             h.number, h.head_name, h.sort_key, u.full_name,
             (SELECT COUNT(*) FROM evidence e WHERE e.assessment_id = a.id) AS pieces, p.total AS last_total
           FROM assessment a
           JOIN household h ON h.id = a.household_id
           JOIN unit u ON u.id = a.hamlet_id
           LEFT JOIN assessment p ON p.household_id = a.household_id AND p.model = a.model AND p.year = a.year - 1
             AND p.set_id = a.set_id AND p.complete = 1
           WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3 AND a.state = $4
         ), ranked AS (
           SELECT id, CAST(CASE WHEN passed = 0 THEN 0 WHEN ABS(total - last_total) >= $5 THEN 1 WHEN pieces = 0 THEN 2
             ELSE 3 END AS BIGINT) AS rank FROM work
         )
         SELECT w.id, w.model, w.year, w.household_id, w.hamlet_id, w.commune_id, w.state, w.standing, w.set_id,
           w.version, w.area, w.filled, w.total, w.complete, w.passed, w.decision_id, w.revision, w.number, w.head_name,
           w.sort_key, w.full_name, w.pieces, w.last_total, c.id, c.name, s.on_day, r.rank
         FROM work w
         JOIN ranked r ON r.id = w.id
         LEFT JOIN step s ON s.assessment_id = w.id
           AND s.n = (SELECT MAX(x.n) FROM step x WHERE x.assessment_id = w.id AND x.kind = 'submit')
         LEFT JOIN account c ON c.id = s.account_id
         WHERE (r.rank, w.sort_key, w.id) > ($6, $7, $8)
         ORDER BY r.rank, w.sort_key, w.id LIMIT $9",
        args![
            &filter.scope,
            &filter.model,
            filter.year,
            filter.state.word(),
            filter.changed_by,
            rank,
            sort_key,
            id,
            filter.limit
        ],
        read_work,
    )
}

/// All families of a hamlet or commune that wait for a decision, by hamlet, then by the head's name: the order of the
/// decision's annex.
pub fn waiting(tx: &mut Tx<'_>, scope: &str, model: &str, year: i64) -> Result<Vec<Waiting>, Error> {
    tx.query(
        "SELECT a.id, a.household_id, h.number, h.head_name, a.hamlet_id, u.full_name, a.total, a.set_id, a.version,
           s.on_day, c.name, h.synthetic
         FROM assessment a
         JOIN household h ON h.id = a.household_id
         JOIN unit u ON u.id = a.hamlet_id
         JOIN step s ON s.assessment_id = a.id
           AND s.n = (SELECT MAX(x.n) FROM step x WHERE x.assessment_id = a.id AND x.kind = 'accept')
         JOIN account c ON c.id = s.account_id
         WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3 AND a.state = 'accepted'
         ORDER BY u.sort_key, u.id, h.sort_key, a.id",
        args![scope, model, year],
        |row| {
            Ok(Waiting {
                id: row.text(0)?,
                household_id: row.text(1)?,
                number: row.text(2)?,
                head_name: row.text(3)?,
                hamlet_id: row.text(4)?,
                hamlet_name: row.text(5)?,
                total: row.int(6)?,
                set_id: row.text(7)?,
                version: row.text(8)?,
                accepted_on: row.day(9)?,
                accepted_by: row.text(10)?,
                synthetic: row.flag(11)?,
            })
        },
    )
}

/// The day on which a step of this kind was last taken; `None` when it never was.
pub fn last_day(tx: &mut Tx<'_>, assessment_id: &str, kind: StepKind) -> Result<Option<Day>, Error> {
    tx.maybe(
        "SELECT on_day FROM step WHERE assessment_id = $1 AND kind = $2 ORDER BY n DESC LIMIT 1",
        args![assessment_id, kind.word()],
        |row| row.day(0),
    )
}

/// One step of an appraisal, with the family it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The assessment.
    pub assessment_id: String,
    /// The head of the family.
    pub head_name: String,
    /// A made-up family of a demonstration.
    pub synthetic: bool,
    /// The hamlet.
    pub hamlet_id: String,
    /// Its name with its kind.
    pub hamlet_name: String,
    /// Where the assessment stands now.
    pub state: State,
    /// Its points now.
    pub total: i64,
    /// The criteria set it is judged by, and its version.
    pub set: (String, String),
    /// `accept`, `return`, `reject` or `reopen`.
    pub kind: StepKind,
    /// The day of the step.
    pub on: Day,
    /// Why; empty for `accept`.
    pub reason: String,
    /// Who took it, and with which post.
    pub by: (String, String),
}

/// All steps of a commune's appraisal of one model and year: by hamlet, then by the head's name, then as they were taken.
pub fn verdicts(tx: &mut Tx<'_>, commune_id: &str, model: &str, year: i64) -> Result<Vec<Verdict>, Error> {
    tx.query(
        "SELECT a.id, h.head_name, h.synthetic, u.id, u.full_name, a.state, a.total, a.set_id, a.version,
           s.kind, s.on_day, s.reason, c.name, c.title
         FROM assessment a
         JOIN household h ON h.id = a.household_id
         JOIN unit u ON u.id = a.hamlet_id
         JOIN step s ON s.assessment_id = a.id AND s.kind IN ('accept', 'return', 'reject', 'reopen')
         JOIN account c ON c.id = s.account_id
         WHERE a.commune_id = $1 AND a.model = $2 AND a.year = $3
         ORDER BY u.sort_key, u.id, h.sort_key, a.id, s.n",
        args![commune_id, model, year],
        |row| {
            Ok(Verdict {
                assessment_id: row.text(0)?,
                head_name: row.text(1)?,
                synthetic: row.flag(2)?,
                hamlet_id: row.text(3)?,
                hamlet_name: row.text(4)?,
                state: read_state(&row.text(5)?)?,
                total: row.int(6)?,
                set: (row.text(7)?, row.text(8)?),
                kind: StepKind::of(&row.text(9)?).ok_or_else(|| Error::Shape("step kind".to_owned()))?,
                on: row.day(10)?,
                reason: row.text(11)?,
                by: (row.text(12)?, row.text(13)?),
            })
        },
    )
}
