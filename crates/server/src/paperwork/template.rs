//! Which template a paper is set with: that of its place, else of the place above it, else the built-in one; for the papers
//! of an issued decision, what they were made of on its day. Must not know what a template says.

use papers::PaperError;
use papers::certificate::PerPage;
use papers::kind::Kind;
use papers::press::Order;
use serde_json::{Value, json};
use store::Tx;
use store::decisions::AnnexLine;
use store::templates::{Pinned, Template};
use store::units::Unit;

use super::{Source, bundle, certificate, decision};
use crate::app::App;
use crate::failure::Failure;
use crate::secrets::digest;
use crate::words::Lang;

/// The choice of a place that uses the built-in template whatever the places above it use.
pub const BUILT_IN: &str = "builtin";

/// The template in force for a paper of a place.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Its text.
    pub text: String,
    /// The version; `None` for the built-in one.
    pub version: Option<Template>,
    /// The place that chose it; `None` when no place did.
    pub chosen_by: Option<Unit>,
}

/// The template that a paper of this place is set with today.
pub fn in_force(tx: &mut Tx<'_>, unit_id: &str, kind: Kind) -> Result<InForce, Failure> {
    let built_in = |chosen_by| InForce { text: kind.built_in().to_owned(), version: None, chosen_by };
    for unit in store::units::path(tx, unit_id)?.into_iter().rev() {
        let choice = store::templates::choice(tx, &unit.id, kind.word())?;
        if choice.is_empty() {
            continue;
        }
        if choice == BUILT_IN {
            return Ok(built_in(Some(unit)));
        }
        let missing = || Failure::Broken(format!("template {choice} of {} is gone", unit.id));
        let version = store::templates::template(tx, &choice)?.ok_or_else(missing)?;
        let text = text_of(tx, &version.hash)?;
        return Ok(InForce { text, version: Some(version), chosen_by: Some(unit) });
    }
    Ok(built_in(None))
}

/// The text with this digest, as it was kept.
pub fn text_of(tx: &mut Tx<'_>, hash: &str) -> Result<String, Failure> {
    let text = store::templates::text(tx, hash)?.unwrap_or_default();
    if digest(&text) == hash { Ok(text) } else { Err(Failure::Broken(format!("the template {hash} was changed"))) }
}

/// What the papers of an issued decision are made of.
#[derive(Clone, Debug)]
pub struct Held {
    decision: String,
    certificate: String,
    words: Value,
}

/// Keeps what the papers of a decision that has just been issued are made of; the digests, for its audit line.
pub fn hold(tx: &mut Tx<'_>, app: &App, decision_id: &str) -> Result<Value, Failure> {
    let source = Source::load(tx, decision_id)?.ok_or_else(Failure::not_found)?;
    let broken = |error: PaperError| Failure::Broken(error.to_string());
    let mut whole = decision(app, Lang::Vi, &source);
    if let Some(annex) = &mut whole.annex {
        annex.rows = Vec::new();
    }
    let mut words = json!({ "decision": whole.order().map_err(broken)?.value });
    if let Some(line) = source.annex.first()
        && let Value::Object(fields) = serde_json::to_value(certificate(app, Lang::Vi, &source, line))?
    {
        // What is the same on all of them; a family's own words stand in its certificate's row.
        let common = fields.into_iter().filter(|(key, _)| COMMON.contains(&key.as_str())).collect();
        if let Some(words) = words.as_object_mut() {
            words.insert("certificate".to_owned(), Value::Object(common));
        }
    }
    let unit = source.decision.commune_id;
    let (own, cards) = (in_force(tx, &unit, Kind::Decision)?.text, in_force(tx, &unit, Kind::Certificate)?.text);
    let pinned = Pinned { decision_hash: digest(&own), certificate_hash: digest(&cards), words: words.to_string() };
    store::templates::keep_text(tx, &pinned.decision_hash, &own)?;
    store::templates::keep_text(tx, &pinned.certificate_hash, &cards)?;
    store::templates::pin(tx, decision_id, &pinned)?;
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    Ok(json!({
        "decision": short(&pinned.decision_hash), "certificate": short(&pinned.certificate_hash),
        "words": short(&digest(&pinned.words)),
    }))
}

/// Fields of a certificate that all of a decision share. Its warnings are not among them: they tell of today.
const COMMON: &[&str] = &[
    "country",
    "motto",
    "kind",
    "authority",
    "recognises",
    "family",
    "holds",
    "title",
    "year",
    "register",
    "place_and_day",
    "post",
    "signed",
    "signatory",
];

/// What was kept of a decision; `None` for one from before anything was.
pub fn held(tx: &mut Tx<'_>, decision_id: &str) -> Result<Option<Held>, Failure> {
    let Some(pinned) = store::templates::pinned(tx, decision_id)? else { return Ok(None) };
    Ok(Some(Held {
        decision: text_of(tx, &pinned.decision_hash)?,
        certificate: text_of(tx, &pinned.certificate_hash)?,
        words: serde_json::from_str(&pinned.words)?,
    }))
}

/// The decision as work for the typesetter. In Vietnamese it says what it said on its day; a translation is made of today's
/// words and says that it is one.
pub fn decision_order(app: &App, lang: Lang, source: &Source) -> Result<Order, PaperError> {
    let mut order = decision(app, lang, source).order()?;
    if let Some(held) = &source.held {
        order = order.with(&held.decision);
        if let Some(words) = held.words.get("decision").filter(|_| lang == Lang::Vi) {
            let rows = order.value.pointer_mut("/annex/rows").map(Value::take);
            order.value = words.clone();
            if let (Some(rows), Some(place)) = (rows, order.value.pointer_mut("/annex/rows")) {
                *place = rows;
            }
        }
    }
    Ok(order)
}

/// Certificates as work for the typesetter, in the words of their day.
pub fn certificates_order(
    app: &App,
    lang: Lang,
    source: &Source,
    lines: &[&AnnexLine],
    per_page: PerPage,
) -> Result<Order, PaperError> {
    let all: Vec<_> = lines.iter().map(|line| certificate(app, lang, source, line)).collect();
    let mut order = papers::certificate::order(&bundle(app, lang, source), &all, per_page)?;
    if let Some(held) = &source.held {
        order = order.with(&held.certificate);
        let common = held.words.get("certificate").and_then(Value::as_object).filter(|_| lang == Lang::Vi);
        let cards = order.value.get_mut("cards").and_then(Value::as_array_mut);
        for card in cards.into_iter().flatten().filter_map(Value::as_object_mut) {
            for (key, words) in common.into_iter().flatten() {
                card.insert(key.clone(), words.clone());
            }
        }
    }
    Ok(order)
}
