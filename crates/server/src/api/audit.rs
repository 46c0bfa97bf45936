//! The audit trail as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Listed, after, give, limit};
use crate::failure::Answer;
use crate::pages::audit::{Asked, Cursor};
use crate::pages::trail::Trail;
use crate::visit::Visit;

/// One field that was changed, as people read it. ID numbers and birth dates are never given.
#[derive(Serialize, ToSchema)]
pub struct FieldChange {
    /// Name of the field in the asked language.
    field: String,
    /// What it was; null for a new value.
    from: Option<String>,
    /// What it is; null for a value that was removed.
    to: Option<String>,
}

/// One line.
#[derive(Serialize, ToSchema)]
pub struct AuditLine {
    /// A commune's unit id, or `site`.
    chain: String,
    /// Number in the chain, from 1.
    n: i64,
    /// When, in milliseconds since 1970 UTC.
    at: i64,
    /// Account id, or `system`.
    account: String,
    /// Name of the person.
    name: String,
    /// The act's word.
    act: String,
    /// household, assessment, decision, unit, account, session, …
    kind: String,
    /// The record's id.
    id: String,
    /// Unit id of the place; may be empty.
    place: String,
    /// What was changed.
    changes: Vec<FieldChange>,
    /// You may not see the record, and so not what was changed.
    veiled: bool,
    /// Why, in the person's words.
    reason: String,
}

/// The audit trail of a place, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(
    ("place" = Option<String>, Query, description = "Unit id or code; the first place whose trail you may see when absent"),
    ("act" = Option<String>, Query, description = "Only this act"),
    ("who" = Option<String>, Query, description = "Only this login, or `system`"),
    ("from" = Option<String>, Query, description = "First day, YYYY-MM-DD"),
    ("until" = Option<String>, Query, description = "Last day, YYYY-MM-DD"),
    ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed<AuditLine>)))]
pub async fn list(visit: Visit) -> Answer {
    let (asked, limit, after) = (Asked::of(&visit)?, limit(&visit)?, after::<Cursor>(&visit)?);
    let (guard, zone) = (visit.guard.clone(), visit.app.zone.clone());
    let (lines, _) = visit.app.read(move |tx| asked.find(tx, &guard, &zone, after.clone(), limit + 1)).await?;
    let said: Vec<Trail> = lines.rows(&visit);
    let items = lines.kept().iter().zip(said).map(|(kept, said)| AuditLine {
        chain: said.chain,
        n: said.n,
        at: said.at.0,
        account: said.account_id,
        name: said.who,
        act: said.act,
        kind: kept.line.object_kind.clone(),
        id: kept.line.object_id.clone(),
        place: kept.line.unit_id.clone(),
        changes: said
            .changes
            .into_iter()
            .map(|change| FieldChange { field: change.field, from: change.from, to: change.to })
            .collect(),
        veiled: said.veiled,
        reason: said.why,
    });
    give(Listed::new(items.collect(), limit, |line: &AuditLine| {
        (rules::basics::Moment(line.at), line.chain.clone(), line.n)
    }))
}
