//! What the JSON face of the path says: results of work on many families, rows and whole records.
//! Must not know how a request is asked.

use std::collections::BTreeMap;

use rules::criteria::Answers;
use rules::problem::Problem;
use rules::score::Outcome;
use serde::Serialize;
use store::assessments::{AssessmentLine, NamedStep};
use store::evidence::Evidence;
use utoipa::ToSchema;

use crate::acts::path::{Bulk, filled_of, outcome_of, set_of};
use crate::app::App;
use crate::failure::Failure;
use crate::visit::Visit;

/// What became of many items: the good ones were done, the others are named with their reasons.
#[derive(Serialize, ToSchema)]
pub struct Results {
    /// Ids that were done.
    done: Vec<String>,
    /// Ids that were not.
    refused: Vec<RefusedItem>,
}

/// An item that was not done.
#[derive(Serialize, ToSchema)]
pub struct RefusedItem {
    /// Its id as it was given.
    id: String,
    /// Head of the household; empty when it may not be seen or does not exist.
    name: String,
    /// Why.
    problems: Vec<Said>,
}

/// One problem with its sentence.
#[derive(Serialize, ToSchema)]
pub struct Said {
    /// Stable code.
    code: String,
    /// The item or field it belongs to; may be empty.
    field: String,
    /// Values in the sentence.
    args: BTreeMap<String, String>,
    /// The sentence in the asked language.
    detail: String,
}

impl Results {
    /// The answer to a request about many items.
    #[must_use]
    pub fn of(visit: &Visit, bulk: Bulk) -> Self {
        let said = |problem: Problem| Said {
            detail: visit.app.words.problem(visit.lang, &problem),
            code: problem.code,
            field: problem.field,
            args: problem.args,
        };
        let refused = bulk.refused.into_iter().map(|one| RefusedItem {
            id: one.id,
            name: one.name,
            problems: one.problems.into_iter().map(said).collect(),
        });
        Self { done: bulk.done, refused: refused.collect() }
    }
}

/// A family's assessment in a cycle year.
#[derive(Serialize, ToSchema)]
pub struct AssessmentItem {
    /// Its id.
    pub id: String,
    /// `family`.
    model: String,
    /// The cycle year.
    year: i64,
    /// registered, assessing, submitted, returned, accepted, rejected, recognised, withdrawn or revoked.
    state: &'static str,
    /// The household.
    household_id: String,
    /// Its number in the hamlet.
    number: String,
    /// Its head.
    head_name: String,
    /// The hamlet where it counts.
    hamlet_id: String,
    /// That hamlet's name.
    hamlet: String,
    /// The commune that appraises and decides.
    commune_id: String,
    /// Points.
    total: i64,
    /// Most points for this family.
    max: i64,
    /// Points needed.
    mark: i64,
    /// Is everything answered?
    complete: bool,
    /// Is every pass condition met?
    passed: bool,
    /// `normal` or `difficult`.
    area: String,
    /// The criteria.
    set: String,
    /// Their version.
    version: String,
    /// The decision that recognised it.
    decision_id: Option<String>,
    /// To be sent back as `base_revision`.
    revision: i64,
}

impl AssessmentItem {
    /// The row of a line.
    pub fn of(app: &App, line: &AssessmentLine) -> Result<Self, Failure> {
        let one = &line.assessment;
        let outcome = outcome_of(set_of(app, one)?, &filled_of(one)?, &one.area);
        Ok(Self {
            id: one.id.clone(),
            model: one.model.clone(),
            year: one.year,
            state: one.state.word(),
            household_id: one.household_id.clone(),
            number: line.number.clone(),
            head_name: line.head_name.clone(),
            hamlet_id: one.hamlet_id.clone(),
            hamlet: line.hamlet_name.clone(),
            commune_id: one.commune_id.clone(),
            total: one.total,
            max: outcome.max,
            mark: outcome.mark,
            complete: one.complete,
            passed: one.passed,
            area: one.area.clone(),
            set: one.set_id.clone(),
            version: one.version.clone(),
            decision_id: one.decision_id.clone(),
            revision: one.revision,
        })
    }
}

/// An assessment with everything that belongs to it.
#[derive(Serialize, ToSchema)]
pub struct AssessmentRecord {
    /// The row itself.
    #[serde(flatten)]
    pub item: AssessmentItem,
    /// Answers by item: `{"points":8}`, `{"exempt":true}`, `{"yes":true}`, `{"ratio":{"n":9,"d":10}}` or `{"choice":"…"}`.
    #[schema(value_type = Object)]
    pub answers: Answers,
    /// Notes by item.
    pub notes: BTreeMap<String, String>,
    /// The score line by line, with what stands in the way of passing.
    #[schema(value_type = Object)]
    pub outcome: Outcome,
    /// Every step in order.
    pub steps: Vec<StepItem>,
    /// Photos, without their bytes.
    pub evidence: Vec<EvidenceItem>,
}

/// One step.
#[derive(Serialize, ToSchema)]
pub struct StepItem {
    /// Its number, from 1.
    n: i64,
    /// register, save, submit, recall, return, accept, reject, reopen, recognise, withdraw or revoke.
    kind: &'static str,
    /// Account of who took it.
    by: String,
    /// That person's name.
    by_name: String,
    /// When, in milliseconds since 1970 UTC.
    at: i64,
    /// The day it takes effect.
    day: String,
    /// Why.
    reason: String,
    /// What the step carried.
    #[schema(value_type = Object)]
    data: serde_json::Value,
}

impl From<NamedStep> for StepItem {
    fn from(named: NamedStep) -> Self {
        Self {
            n: named.step.n,
            kind: named.step.kind.word(),
            by: named.step.account_id,
            by_name: named.account_name,
            at: named.step.at.0,
            day: named.step.on_day.to_string(),
            reason: named.step.reason,
            data: serde_json::from_str(&named.step.data).unwrap_or_default(),
        }
    }
}

/// A photo.
#[derive(Serialize, ToSchema)]
pub struct EvidenceItem {
    /// Its id; the picture is at `/evidence/{id}`.
    id: String,
    /// The item it belongs to.
    item: String,
    /// The file's name as sent.
    name: String,
    /// Bytes.
    size: i64,
}

impl From<Evidence> for EvidenceItem {
    fn from(one: Evidence) -> Self {
        Self { id: one.id, item: one.item, name: one.name, size: one.size }
    }
}
