//! Acts on templates of papers: an office brings a version for its place, and chooses what its papers are set with. Must not
//! judge a template: that takes the typesetter and was done before.

use papers::kind::Kind;
use rules::access::Act;
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::audit::SITE;
use store::templates::Template;
use store::units::Unit;

use crate::app::{Ctx, Record};
use crate::failure::Failure;
use crate::paperwork::template::BUILT_IN;
use crate::secrets::digest;

/// What a choice did.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Chosen {
    /// What was chosen before, to go back to: a version's id, `builtin`, or empty.
    pub before: String,
}

/// Lines of a commune stand in its own chain, those of other places in the site's.
fn chain(unit: &Unit) -> &str {
    if unit.level == rules::basics::Level::Commune { &unit.id } else { SITE }
}

/// Brings a version of a template to a place; its id. It is not used until it is chosen.
pub fn bring(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    unit_id: &str,
    kind: Kind,
    file: (&str, &str),
) -> Result<String, Failure> {
    ctx.guard.allow(tx, Act::ManageTemplates, unit_id)?;
    // Locked, so that two files brought at once get two numbers.
    let unit = store::units::lock(tx, unit_id)?.ok_or_else(Failure::not_found)?;
    let (name, text) = file;
    let hash = digest(text);
    let last = store::templates::of_unit(tx, unit_id, kind.word())?.first().map_or(0, |(last, _)| last.n);
    let one = Template {
        id: ctx.id(),
        unit_id: unit_id.to_owned(),
        kind: kind.word().to_owned(),
        n: last + 1,
        name: rules::text::collapse(name).chars().filter(|sign| !sign.is_control()).take(120).collect(),
        hash: hash.clone(),
        account_id: ctx.actor.id.clone(),
        at: ctx.at,
    };
    store::templates::keep_text(tx, &hash, text)?;
    store::templates::add(tx, &one)?;
    let after = json!({ "kind": one.kind, "n": one.n, "name": one.name, "hash": hash });
    let record = Record { kind: "template", id: unit_id, unit_id, before: None, after: Some(after), reason: "" };
    ctx.note(chain(&unit), record)?;
    Ok(one.id)
}

/// Sets what a place uses for a paper: a version of its own, the built-in template, or, empty, what the place above uses.
pub fn choose(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, unit_id: &str, kind: Kind, choice: &str) -> Result<Chosen, Failure> {
    ctx.guard.allow(tx, Act::ManageTemplates, unit_id)?;
    let unit = store::units::lock(tx, unit_id)?.ok_or_else(Failure::not_found)?;
    if !choice.is_empty() && choice != BUILT_IN {
        let known = store::templates::template(tx, choice)?;
        if !known.is_some_and(|known| known.unit_id == unit_id && known.kind == kind.word()) {
            return Err(Problem::new("template-elsewhere").at("choice").into());
        }
    }
    let before = store::templates::choice(tx, unit_id, kind.word())?;
    store::templates::choose(tx, unit_id, kind.word(), choice)?;
    let said = |tx: &mut Tx<'_>, choice: &str| -> Result<serde_json::Value, Failure> {
        let n = store::templates::template(tx, choice)?.map(|one| one.n);
        Ok(json!({ "kind": kind.word(), "choice": n.map_or_else(|| choice.to_owned(), |n| n.to_string()) }))
    };
    let (was, now) = (said(tx, &before)?, said(tx, choice)?);
    let record = Record { kind: "template", id: unit_id, unit_id, before: Some(was), after: Some(now), reason: "" };
    ctx.note(chain(&unit), record)?;
    Ok(Chosen { before })
}
