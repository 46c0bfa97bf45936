//! Finding assessments: worklists by page, the checklist for registration, a household's years, and counts.
//! Must not know what a person may see; it filters by place because it is asked to.

use rules::path::State;
use serde::Serialize;

use super::{Assessment, read_assessment, read_state};
use crate::args;
use crate::db::{Error, Row, Tx};
use crate::register::three_parts;

/// Which assessments to list. A place is a hamlet or a commune.
#[derive(Clone, Debug, Default)]
pub struct AssessmentFilter {
    /// The id of a hamlet or a commune.
    pub scope: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// Only this state; `None` for all.
    pub state: Option<State>,
    /// A folded query over the household's search text; empty for all.
    pub words: String,
    /// The `(sort_key, id)` of the last row of the page before: the household's sort key and the assessment's id.
    pub after: Option<(String, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// An assessment as worklists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssessmentLine {
    /// The assessment.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// The household's number.
    pub number: String,
    /// The household's head.
    pub head_name: String,
    /// The household's sort key, for the next page.
    pub sort_key: String,
    /// The name of the hamlet where the assessment counts.
    pub hamlet_name: String,
}

/// Which households to offer for registration.
#[derive(Clone, Debug, Default)]
pub struct CandidateFilter {
    /// The id of a hamlet or a commune.
    pub scope: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// Only households that are not registered for the year, or withdrew.
    pub only_missing: bool,
    /// A folded query over the household's search text; empty for all.
    pub words: String,
    /// The `(sort_key, household id)` of the last row of the page before.
    pub after: Option<(String, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// An active household and where it stands in the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The household.
    pub household_id: String,
    /// Its number.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// Its sort key, for the next page.
    pub sort_key: String,
    /// Its hamlet.
    pub hamlet_id: String,
    /// The hamlet's name.
    pub hamlet_name: String,
    /// Its assessment of the year; `None` when it never registered.
    pub assessment_id: Option<String>,
    /// Where that assessment stands.
    pub state: Option<State>,
}

fn read_line(row: &Row) -> Result<AssessmentLine, Error> {
    Ok(AssessmentLine {
        assessment: read_assessment(row)?,
        number: row.text(17)?,
        head_name: row.text(18)?,
        sort_key: row.text(19)?,
        hamlet_name: row.text(20)?,
    })
}

/// One page of assessments in the order of the heads' names.
pub fn list(tx: &mut Tx<'_>, filter: &AssessmentFilter) -> Result<Vec<AssessmentLine>, Error> {
    let [first, second, third] = three_parts(&filter.words);
    let (sort_key, id) = filter.after.clone().unwrap_or_default();
    tx.query(
        "SELECT a.id, a.model, a.year, a.household_id, a.hamlet_id, a.commune_id, a.state, a.standing, a.set_id,
           a.version, a.area, a.filled, a.total, a.complete, a.passed, a.decision_id, a.revision,
           h.number, h.head_name, h.sort_key, u.name
         FROM assessment a
         JOIN household h ON h.id = a.household_id
         JOIN unit u ON u.id = a.hamlet_id
         WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3
           AND (CAST($4 AS TEXT) = '' OR a.state = $4)
           AND (CAST($5 AS TEXT) = '' OR replace(h.fold, CAST($5 AS TEXT), '') <> h.fold)
           AND (CAST($6 AS TEXT) = '' OR replace(h.fold, CAST($6 AS TEXT), '') <> h.fold)
           AND (CAST($7 AS TEXT) = '' OR replace(h.fold, CAST($7 AS TEXT), '') <> h.fold)
           AND (h.sort_key, a.id) > ($8, $9)
         ORDER BY h.sort_key, a.id LIMIT $10",
        args![
            &filter.scope,
            &filter.model,
            filter.year,
            filter.state.map_or("", State::word),
            first,
            second,
            third,
            sort_key,
            id,
            filter.limit
        ],
        read_line,
    )
}

/// One page of the assessments of a hamlet or commune that stand in one of at most nine states, in the order of the
/// heads' names: the records behind a counter. `filter` gives everything but the state; its words are not looked at.
pub fn in_states(tx: &mut Tx<'_>, filter: &AssessmentFilter, states: &[State]) -> Result<Vec<AssessmentLine>, Error> {
    let (sort_key, id) = filter.after.clone().unwrap_or_default();
    let word = |at: usize| states.get(at).map_or("", |state| state.word());
    tx.query(
        "SELECT a.id, a.model, a.year, a.household_id, a.hamlet_id, a.commune_id, a.state, a.standing, a.set_id,
           a.version, a.area, a.filled, a.total, a.complete, a.passed, a.decision_id, a.revision,
           h.number, h.head_name, h.sort_key, u.name
         FROM assessment a
         JOIN household h ON h.id = a.household_id
         JOIN unit u ON u.id = a.hamlet_id
         WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3
           AND a.state IN ($4, $5, $6, $7, $8, $9, $10, $11, $12) AND (h.sort_key, a.id) > ($13, $14)
         ORDER BY h.sort_key, a.id LIMIT $15",
        args![
            &filter.scope,
            &filter.model,
            filter.year,
            word(0),
            word(1),
            word(2),
            word(3),
            word(4),
            word(5),
            word(6),
            word(7),
            word(8),
            sort_key,
            id,
            filter.limit
        ],
        read_line,
    )
}

/// How many assessments a filter finds; its `after` and `limit` are not looked at.
pub fn count_assessments(tx: &mut Tx<'_>, filter: &AssessmentFilter) -> Result<i64, Error> {
    let [first, second, third] = three_parts(&filter.words);
    tx.one(
        "SELECT COUNT(*)
         FROM assessment a JOIN household h ON h.id = a.household_id
         WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3
           AND (CAST($4 AS TEXT) = '' OR a.state = $4)
           AND (CAST($5 AS TEXT) = '' OR replace(h.fold, CAST($5 AS TEXT), '') <> h.fold)
           AND (CAST($6 AS TEXT) = '' OR replace(h.fold, CAST($6 AS TEXT), '') <> h.fold)
           AND (CAST($7 AS TEXT) = '' OR replace(h.fold, CAST($7 AS TEXT), '') <> h.fold)",
        args![&filter.scope, &filter.model, filter.year, filter.state.map_or("", State::word), first, second, third],
        |row| row.int(0),
    )
}

/// One page of the active households of a place with where each stands in the year, in the order of the heads' names.
pub fn candidates(tx: &mut Tx<'_>, filter: &CandidateFilter) -> Result<Vec<Candidate>, Error> {
    let [first, second, third] = three_parts(&filter.words);
    let (sort_key, id) = filter.after.clone().unwrap_or_default();
    tx.query(
        "SELECT h.id, h.number, h.head_name, h.sort_key, h.hamlet_id, u.name, a.id, a.state
         FROM household h
         JOIN unit u ON u.id = h.hamlet_id
         LEFT JOIN assessment a ON a.household_id = h.id AND a.model = $2 AND a.year = $3
         WHERE (h.hamlet_id = $1 OR h.commune_id = $1) AND h.status = 'active'
           AND (CAST($4 AS BIGINT) = 0 OR a.id IS NULL OR a.state = 'withdrawn')
           AND (CAST($5 AS TEXT) = '' OR replace(h.fold, CAST($5 AS TEXT), '') <> h.fold)
           AND (CAST($6 AS TEXT) = '' OR replace(h.fold, CAST($6 AS TEXT), '') <> h.fold)
           AND (CAST($7 AS TEXT) = '' OR replace(h.fold, CAST($7 AS TEXT), '') <> h.fold)
           AND (h.sort_key, h.id) > ($8, $9)
         ORDER BY h.sort_key, h.id LIMIT $10",
        args![
            &filter.scope,
            &filter.model,
            filter.year,
            filter.only_missing,
            first,
            second,
            third,
            sort_key,
            id,
            filter.limit
        ],
        |row| {
            Ok(Candidate {
                household_id: row.text(0)?,
                number: row.text(1)?,
                head_name: row.text(2)?,
                sort_key: row.text(3)?,
                hamlet_id: row.text(4)?,
                hamlet_name: row.text(5)?,
                assessment_id: row.maybe(6, Row::text)?,
                state: row.maybe(7, |row, column| read_state(&row.text(column)?))?,
            })
        },
    )
}

/// All assessments of a household, the newest year first.
pub fn for_household(tx: &mut Tx<'_>, household_id: &str) -> Result<Vec<Assessment>, Error> {
    tx.query(
        "SELECT id, model, year, household_id, hamlet_id, commune_id, state, standing, set_id, version, area, filled,
           total, complete, passed, decision_id, revision
         FROM assessment WHERE household_id = $1 ORDER BY year DESC, model",
        args![household_id],
        read_assessment,
    )
}

/// The newest assessment of the model before `year` in which the household answered anything.
pub fn last_year(tx: &mut Tx<'_>, household_id: &str, model: &str, year: i64) -> Result<Option<Assessment>, Error> {
    tx.maybe(
        "SELECT id, model, year, household_id, hamlet_id, commune_id, state, standing, set_id, version, area, filled,
           total, complete, passed, decision_id, revision
         FROM assessment
         WHERE household_id = $1 AND model = $2 AND year < $3 AND filled <> '' AND filled <> '{}'
         ORDER BY year DESC LIMIT 1",
        args![household_id, model, year],
        read_assessment,
    )
}

/// How many assessments of a hamlet or commune stand in each state; states without any are left out.
pub fn state_counts(tx: &mut Tx<'_>, scope: &str, model: &str, year: i64) -> Result<Vec<(State, i64)>, Error> {
    tx.query(
        "SELECT state, COUNT(*) FROM assessment
         WHERE (hamlet_id = $1 OR commune_id = $1) AND model = $2 AND year = $3
         GROUP BY state ORDER BY state",
        args![scope, model, year],
        |row| Ok((read_state(&row.text(0)?)?, row.int(1)?)),
    )
}

/// Hands over every assessment of a hamlet or commune, by hamlet, then by the head's name. One row is held at a time.
pub fn stream_all(
    tx: &mut Tx<'_>,
    scope: &str,
    model: &str,
    year: i64,
    mut take: impl FnMut(AssessmentLine) -> Result<(), Error>,
) -> Result<(), Error> {
    tx.each(
        "SELECT a.id, a.model, a.year, a.household_id, a.hamlet_id, a.commune_id, a.state, a.standing, a.set_id,
           a.version, a.area, a.filled, a.total, a.complete, a.passed, a.decision_id, a.revision,
           h.number, h.head_name, h.sort_key, u.name
         FROM assessment a
         JOIN household h ON h.id = a.household_id
         JOIN unit u ON u.id = a.hamlet_id
         WHERE (a.hamlet_id = $1 OR a.commune_id = $1) AND a.model = $2 AND a.year = $3
         ORDER BY u.sort_key, u.id, h.sort_key, a.id",
        args![scope, model, year],
        |row| take(read_line(row)?),
    )
}
