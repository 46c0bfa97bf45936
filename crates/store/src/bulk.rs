//! Entering the whole history of many candidates at once: assessments with all their steps, decisions with their
//! certificates, and the proofs that their audit lines carry, made from the very rows that go in.
//! Must not know where the histories come from; generated provinces are the only ones so far.

use crate::assessments::{Assessment, StepRow, standing_text};
use crate::db::{Error, Tx, Value};
use crate::decisions::{Certificate, Decision};
use crate::proofs;

/// One assessment with every step ever taken on it, oldest first.
pub type History = (Assessment, Vec<StepRow>);

/// Enters assessments with their steps; the proof of each, in the same order, for [`crate::audit::append`].
///
/// # Errors
/// `Clash` when one of them is there already; then nothing is entered.
pub fn add_histories(tx: &mut Tx<'_>, all: &[History]) -> Result<Vec<String>, Error> {
    let mut rows = Vec::with_capacity(all.len());
    for (assessment, _) in all {
        rows.push(assessment_row(assessment)?);
    }
    let proofs = all
        .iter()
        .zip(&rows)
        .map(|((assessment, steps), row)| {
            // The id and the revision are told apart from the rest of a record.
            let own = row.get(1..row.len().saturating_sub(1)).unwrap_or_default();
            proofs::made(assessment.revision, own, steps.iter().map(|step| step_row(&assessment.id, step)), 1)
        })
        .collect();
    tx.bulk(
        "assessment",
        &[
            "id",
            "model",
            "year",
            "household_id",
            "hamlet_id",
            "commune_id",
            "state",
            "standing",
            "set_id",
            "version",
            "area",
            "filled",
            "total",
            "complete",
            "passed",
            "decision_id",
            "revision",
        ],
        rows.into_iter(),
    )?;
    tx.bulk(
        "step",
        &["assessment_id", "n", "kind", "account_id", "at", "on_day", "reason", "data"],
        all.iter().flat_map(|(assessment, steps)| steps.iter().map(|step| step_row(&assessment.id, step))),
    )?;
    Ok(proofs)
}

/// Enters a decision with its certificates; its proof.
///
/// # Errors
/// `Clash` when the commune already has a decision of that number.
pub fn add_decision(tx: &mut Tx<'_>, decision: &Decision, certificates: &[Certificate]) -> Result<String, Error> {
    crate::decisions::add_decision(tx, decision)?;
    crate::decisions::add_certificates(tx, certificates)?;
    proofs::after(tx, "decision", &decision.id)
}

fn assessment_row(one: &Assessment) -> Result<Vec<Value>, Error> {
    Ok(vec![
        Value::from(&one.id),
        Value::from(&one.model),
        Value::from(one.year),
        Value::from(&one.household_id),
        Value::from(&one.hamlet_id),
        Value::from(&one.commune_id),
        Value::from(one.state.word()),
        Value::from(standing_text(&one.standing)?),
        Value::from(&one.set_id),
        Value::from(&one.version),
        Value::from(&one.area),
        Value::from(&one.filled),
        Value::from(one.total),
        Value::from(one.complete),
        Value::from(one.passed),
        Value::from(one.decision_id.clone()),
        Value::from(one.revision),
    ])
}

fn step_row(assessment_id: &str, step: &StepRow) -> Vec<Value> {
    vec![
        Value::from(assessment_id),
        Value::from(step.n),
        Value::from(step.kind.word()),
        Value::from(&step.account_id),
        Value::from(step.at),
        Value::from(step.on_day),
        Value::from(&step.reason),
        Value::from(&step.data),
    ]
}
