//! What anybody may learn about a paper by its code: every field the paper shows, and what became of it since. Only the
//! name of the head and the hamlet; no points, no members, no addresses. Must not know pages or the shape of the answer.

use rules::basics::{Day, Level};
use rules::path::State;
use serde::Serialize;
use store::Tx;
use store::decisions::{AnnexLine, Decision};

use crate::app::App;
use crate::failure::Failure;
use crate::paperwork::doubts;

/// Mergers followed one after another; more have never happened to one place.
const MERGERS: usize = 6;

/// A paper that was found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Checked {
    /// `certificate` or `decision`.
    pub kind: &'static str,
    /// The code in its one right spelling.
    pub code: String,
    /// `recognised`, `expired` or `revoked` for a certificate, `issued` for a decision.
    pub state: &'static str,
    /// The last day on which the title holds; absent where the criteria set no term.
    #[schema(value_type = Option<String>, example = "2027-12-31")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// The model's word, such as `family`.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// The decision.
    pub decision: CheckedDecision,
    /// The family; absent for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<CheckedFamily>,
    /// The commune as it was called on the day.
    pub commune: String,
    /// The province as it was called on the day.
    pub province: String,
    /// The revocation, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
    /// The annex of a decision; empty for a certificate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annex: Vec<CheckedLine>,
    /// What became of the commune, when it is no more what it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<PlaceSince>,
    /// Made-up people of a demonstration.
    pub synthetic: bool,
    /// What in the rules was not compared with the original text: `set`, `pass`, `authority`, `legal_basis`, `validity`.
    pub unverified: Vec<&'static str>,
}

/// A decision as its papers name it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedDecision {
    /// The number as written.
    pub number: String,
    /// Its date.
    #[schema(value_type = String, example = "2026-12-05")]
    pub issued_on: Day,
    /// The place beside the date.
    pub issued_at: String,
    /// The office.
    pub issuer: String,
    /// Who signed.
    pub signatory: String,
    /// With which title.
    pub signatory_title: String,
    /// How many families it recognised.
    pub families: i64,
}

/// A family as its certificate names it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedFamily {
    /// The head.
    pub head_name: String,
    /// The hamlet as it was called on the day.
    pub hamlet: String,
    /// Its place in the decision's annex.
    pub ordinal: i64,
}

/// One line of a decision's annex.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CheckedLine {
    /// The family.
    #[serde(flatten)]
    pub family: CheckedFamily,
    /// `recognised`, `expired` or `revoked`, today.
    pub state: &'static str,
}

/// When and why a recognition was taken back.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Revoked {
    /// The day.
    #[schema(value_type = String, example = "2027-01-10")]
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// What became of a place.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlaceSince {
    /// Its last day under the old name.
    #[schema(value_type = String, example = "2025-06-30")]
    pub until: Day,
    /// Where it belongs today.
    pub now: Vec<PlaceNow>,
}

/// Where a place belongs today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceNow {
    /// The commune's code.
    pub code: String,
    /// Its name with its kind.
    pub name: String,
    /// Its province.
    pub province: String,
    /// Whether the whole place went there, or a part of it.
    pub whole: bool,
}

/// What can be said about a code that no paper has, from its letters alone: nothing here tells which codes there are.
/// Each is the end of a key of words, with the one thing it names.
#[must_use]
pub fn mistyped(typed: &str) -> Vec<(&'static str, String)> {
    let letters: Vec<char> = typed.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if !typed.contains("://") && typed.contains('/') && letters.iter().any(char::is_ascii_digit) {
        return vec![("number", String::new())];
    }
    if letters.len() == CODE && letters.iter().all(char::is_ascii_digit) {
        return vec![("digits", String::new())];
    }
    let mut found = Vec::new();
    let strange: String = letters.iter().filter(|letter| crate::clock::code_letter(**letter).is_none()).collect();
    if !strange.is_empty() {
        found.push(("letter", strange));
    }
    if letters.len() != CODE {
        found.push(("length", letters.len().to_string()));
    }
    if found.is_empty() {
        found.push(("confused", String::new()));
    }
    found
}

/// Letters of a code.
const CODE: usize = 12;

/// Finds a paper by its code as somebody typed it, or by a decision's id; `None` when there is none.
pub fn find(tx: &mut Tx<'_>, app: &App, typed: &str, today: Day) -> Result<Option<Checked>, Failure> {
    let code = crate::clock::read_code(typed).unwrap_or_else(|| typed.trim().to_owned());
    if let Some(view) = store::decisions::certificate(tx, &code)? {
        let one = view.certificate;
        let revoked = view.revoked_on.map(|on| Revoked { on, reason: view.revoked_reason });
        let found = common(tx, app, view.decision, (code, one.commune_name, one.province_name), today)?;
        return Ok(Some(Checked {
            kind: "certificate",
            state: today_of(view.state, found.valid_until, today),
            family: Some(CheckedFamily { head_name: one.head_name, hamlet: one.hamlet_name, ordinal: one.ordinal }),
            revoked,
            annex: Vec::new(),
            synthetic: one.synthetic,
            ..found
        }));
    }
    let Some(decision) = store::decisions::decision(tx, &code)? else { return Ok(None) };
    let annex = store::decisions::annex(tx, &code)?;
    let synthetic = annex.iter().any(|line| line.certificate.synthetic);
    let named =
        annex.first().map(|line| (line.certificate.commune_name.clone(), line.certificate.province_name.clone()));
    let (commune, province) = named.unwrap_or_default();
    let found = common(tx, app, decision, (code, commune, province), today)?;
    let until = found.valid_until;
    let annex = annex.into_iter().map(|one| line(one, until, today)).collect();
    Ok(Some(Checked { annex, synthetic, ..found }))
}

fn line(line: AnnexLine, until: Option<Day>, today: Day) -> CheckedLine {
    let one = line.certificate;
    let family = CheckedFamily { head_name: one.head_name, hamlet: one.hamlet_name, ordinal: one.ordinal };
    CheckedLine { family, state: today_of(line.state, until, today) }
}

fn today_of(state: State, until: Option<Day>, today: Day) -> &'static str {
    // A certificate exists only of a recognised family, and what follows recognition is its revocation alone.
    match state {
        State::Recognised if until.is_some_and(|until| until < today) => "expired",
        State::Recognised => "recognised",
        _ => "revoked",
    }
}

fn common(
    tx: &mut Tx<'_>,
    app: &App,
    decision: Decision,
    (code, commune, province): (String, String, String),
    today: Day,
) -> Result<Checked, Failure> {
    let since = place_since(tx, &decision.commune_id, today)?;
    let set = app.set(&decision.set_id, &decision.version);
    let validity = set.and_then(|set| set.validity.as_ref());
    Ok(Checked {
        kind: "decision",
        code,
        state: "issued",
        valid_until: validity.map(|validity| validity.last_day(decision.year)),
        model: decision.model,
        year: decision.year,
        unverified: doubts(set),
        decision: CheckedDecision {
            number: decision.number,
            issued_on: decision.issued_on,
            issued_at: decision.issued_at,
            issuer: decision.issuer,
            signatory: decision.signatory,
            signatory_title: decision.signatory_title,
            families: decision.families,
        },
        family: None,
        commune,
        province,
        revoked: None,
        annex: Vec::new(),
        since,
        synthetic: false,
    })
}

/// Where a commune that is no more belongs today, mergers followed one after another.
fn place_since(tx: &mut Tx<'_>, commune_id: &str, today: Day) -> Result<Option<PlaceSince>, Failure> {
    let Some(unit) = store::units::unit(tx, commune_id)? else { return Ok(None) };
    if unit.in_force(today) {
        return Ok(None);
    }
    let mut open = vec![(unit.id.clone(), true)];
    let mut now: Vec<PlaceNow> = Vec::new();
    for _ in 0..MERGERS {
        let mut next = Vec::new();
        for (id, whole) in open {
            for edge in store::units::successors(tx, &id)? {
                let whole = whole && edge.part == "whole";
                if edge.unit.in_force(today) {
                    let path = store::units::path(tx, &edge.unit.id)?;
                    let province = path.into_iter().find(|above| above.level == Level::Province);
                    let place = PlaceNow {
                        code: edge.unit.code,
                        name: edge.unit.full_name,
                        province: province.map(|unit| unit.full_name).unwrap_or_default(),
                        whole,
                    };
                    if !now.contains(&place) {
                        now.push(place);
                    }
                } else {
                    next.push((edge.unit.id, whole));
                }
            }
        }
        open = next;
    }
    Ok(Some(PlaceSince { until: unit.valid_to, now }))
}
