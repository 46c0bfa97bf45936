//! Deciding: one decision recognises many families of a commune in one transaction or none of them; and taking one
//! recognition back. Must not know how the paper looks, nor which page or program asked.

mod draft;
mod offer;

use rules::access::Act;
use rules::path::{Facts, Step, StepKind};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::decisions::{Certificate, Decision};
use store::register::Household;
use store::units::Unit;

pub use draft::{Basis, Draft, bases_of, number_fold};
pub use offer::{Offer, offer};

use super::path::{Change, Stand, StepWish, Whose, appraise, has_authority, set_of, take_step};
use crate::app::{App, Ctx, Record};
use crate::failure::Failure;
use crate::visit::Guard;

/// A decision that was issued; small enough to be kept as the answer to the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Issued {
    /// The decision's code.
    pub id: String,
    /// The number as written.
    pub number: String,
    /// How many families it recognises.
    pub families: i64,
}

/// A family that a draft would recognise.
#[derive(Clone, Debug)]
pub struct Family {
    /// Its assessment.
    pub assessment: Assessment,
    /// Its household.
    pub household: Household,
    /// The hamlet where it counts.
    pub hamlet: Unit,
}

/// What a draft comes to.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The commune.
    pub commune: Unit,
    /// Full name of its province; empty when there is none above it.
    pub province: String,
    /// The families in the order of the annex.
    pub families: Vec<Family>,
    /// The criteria set and version all were judged by; empty without families.
    pub set: (String, String),
    /// Everything that keeps the decision from being issued.
    pub problems: Vec<Problem>,
}

impl Seen {
    /// The decision's row, under this id.
    #[must_use]
    pub fn row(&self, draft: &Draft, id: &str, account_id: &str, at: rules::basics::Moment) -> Decision {
        Decision {
            id: id.to_owned(),
            commune_id: draft.commune_id.clone(),
            model: draft.model.word().to_owned(),
            year: draft.year,
            number: draft.number.clone(),
            fold: number_fold(&draft.number, draft.issued_on),
            issued_on: draft.issued_on,
            issued_at: draft.issued_at.clone(),
            issuer: draft.issuer.clone(),
            legal_bases: serde_json::to_string(&draft.bases).unwrap_or_default(),
            signatory: draft.signatory.clone(),
            signatory_title: draft.signatory_title.clone(),
            account_id: account_id.to_owned(),
            set_id: self.set.0.clone(),
            version: self.set.1.clone(),
            families: i64::try_from(self.families.len()).unwrap_or(i64::MAX),
            at,
        }
    }

    /// The certificates in the words of today; `code` gives each its code.
    #[must_use]
    pub fn certificates(&self, decision_id: &str, mut code: impl FnMut() -> String) -> Vec<Certificate> {
        let all = (1..).zip(&self.families).map(|(ordinal, family)| Certificate {
            id: code(),
            decision_id: decision_id.to_owned(),
            assessment_id: family.assessment.id.clone(),
            ordinal,
            head_name: family.household.head_name.clone(),
            hamlet_name: family.hamlet.full_name.clone(),
            commune_name: self.commune.full_name.clone(),
            province_name: self.province.clone(),
            total: family.assessment.total,
            synthetic: family.household.synthetic,
        });
        all.collect()
    }
}

/// What a draft comes to, without changing anything: the preview, and the first half of [`issue`].
///
/// # Errors
/// `forbidden` for whoever may not decide at the commune today; what else is wrong is told in [`Seen::problems`], all at
/// once: about a family with its id as field and its name as argument `family`.
pub fn look(tx: &mut Tx<'_>, app: &App, guard: &Guard, draft: &Draft) -> Result<Seen, Failure> {
    guard.allow(tx, Act::Decide, &draft.commune_id)?;
    let actor = guard.actor()?;
    let path = store::units::path(tx, &draft.commune_id)?;
    let commune = path.last().cloned().ok_or_else(Failure::not_found)?;
    let province = path.iter().find(|unit| unit.level == rules::basics::Level::Province);
    let mut problems = Vec::new();
    if !commune.in_force(draft.issued_on) {
        let problem = Problem::new("place-not-in-force").at("issued_on").with("place", &commune.full_name);
        problems.push(problem.with("day", draft.issued_on));
    }
    let fold = number_fold(&draft.number, draft.issued_on);
    if store::decisions::decision_by_number(tx, &draft.commune_id, &fold)?.is_some() {
        problems.push(Problem::new("decision-number-taken").at("number").with("number", &draft.number));
    }
    let mut seen = Seen {
        province: province.map(|unit| unit.full_name.clone()).unwrap_or_default(),
        commune,
        families: Vec::new(),
        set: (String::new(), String::new()),
        problems,
    };
    for id in &draft.families {
        let Some(family) = find(tx, id)? else {
            seen.problems.push(Problem::new("not-found").at(id.as_str()).with("family", id));
            continue;
        };
        let assessment = &family.assessment;
        let told = told(&family);
        if let Some(problem) = elsewhere(&family, draft, &seen.commune) {
            // Of a family of another commune nothing is said that the person may not know.
            seen.problems.push(problem.at(id.as_str()));
            continue;
        }
        let set = set_of(app, assessment)?;
        let one = (assessment.set_id.clone(), assessment.version.clone());
        if seen.families.is_empty() && seen.set.0.is_empty() {
            seen.set = one;
        } else if seen.set != one {
            let words = |pair: &(String, String)| format!("{} {}", pair.0, pair.1);
            let problem = Problem::new("criteria-mixed").at(id.as_str()).with("family", &told);
            seen.problems.push(problem.with("one", words(&seen.set)).with("other", words(&one)));
        }
        let step = Step {
            kind: StepKind::Recognise,
            by: actor.id.clone(),
            at: rules::basics::Moment(0),
            day: draft.issued_on,
            reason: String::new(),
        };
        let authority = has_authority(tx, &actor, set, &draft.commune_id, draft.issued_on)?;
        let facts = Facts { year: draft.year, authority, actor_name: actor.name.clone(), ..Facts::default() };
        if let Err(problem) = rules::path::take(Some(&assessment.standing), &step, &facts) {
            if problem.code != "decision-not-authority" {
                seen.problems.push(problem.at(id.as_str()).with("family", &told));
            } else if seen.problems.iter().all(|known| known.code != problem.code) {
                seen.problems.push(problem.at("issued_on"));
            }
        } else {
            let judged = store::assessments::last_day(tx, id, StepKind::Accept)?;
            let early = judged.is_some_and(|day| draft.issued_on < day);
            if early && seen.problems.iter().all(|known| known.code != "decision-date") {
                seen.problems.push(Problem::new("decision-date").at("issued_on").with("day", draft.issued_on));
            }
        }
        seen.families.push(family);
    }
    seen.families.sort_by_cached_key(|family| {
        let (hamlet, household) = (&family.hamlet, &family.household);
        let by_hamlet = (rules::text::sort_key(&hamlet.name), hamlet.id.clone());
        (by_hamlet, household.sort_key.clone(), family.assessment.id.clone())
    });
    Ok(seen)
}

/// Issues a decision for all families of a draft, or for none: each takes the step `Recognise`, each gets a certificate.
///
/// # Errors
/// Everything [`look`] finds; also what another request changed meanwhile.
pub fn issue(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, draft: &Draft) -> Result<Issued, Failure> {
    let seen = look(tx, ctx.app, ctx.guard, draft)?;
    if !seen.problems.is_empty() {
        return Err(seen.problems.into());
    }
    let id = ctx.app.dice.code();
    let row = seen.row(draft, &id, &ctx.actor.id, ctx.at);
    store::decisions::add_decision(tx, &row)?;
    // Assessments are locked in the order of their ids, as every act on several of them does.
    let mut order: Vec<&Family> = seen.families.iter().collect();
    order.sort_by(|a, b| a.assessment.id.cmp(&b.assessment.id));
    let mut problems = Vec::new();
    for family in order {
        let mut wish = StepWish::new(Whose::Assessment(family.assessment.id.clone()), StepKind::Recognise);
        wish.day = Some(draft.issued_on);
        wish.change = Change::Decision(id.clone());
        match take_step(tx, ctx, &wish) {
            Ok(_) => {}
            Err(Failure::Problems(found)) if found.iter().all(|problem| problem.status() < 500) => {
                let named = |problem: Problem| problem.at(family.assessment.id.as_str()).with("family", told(family));
                problems.extend(found.into_iter().map(named));
            }
            Err(other) => return Err(other),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let certificates = seen.certificates(&id, || ctx.app.dice.code());
    store::decisions::add_certificates(tx, &certificates)?;
    let papers = crate::paperwork::template::hold(tx, ctx.app, &id)?;
    let after = json!({
        "papers": papers,
        "number": row.number, "issued_on": row.issued_on, "year": row.year, "model": row.model,
        "families": row.families, "set": row.set_id, "version": row.version,
    });
    let record =
        Record { kind: "decision", id: &id, unit_id: &row.commune_id, before: None, after: Some(after), reason: "" };
    ctx.note(&row.commune_id, record)?;
    Ok(Issued { id: id.clone(), number: row.number, families: row.families })
}

/// Takes one family's recognition back; the decision stays as it was issued, and its trail tells of it.
///
/// # Errors
/// Those of [`appraise::judge`].
pub fn revoke(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, assessment_id: &str, reason: &str) -> Result<Stand, Failure> {
    let stand = appraise::judge(tx, ctx, assessment_id, StepKind::Revoke, reason)?;
    if let Some(certificate) = store::decisions::certificate_of_assessment(tx, assessment_id)?
        && let Some(decision) = store::decisions::decision(tx, &certificate.decision_id)?
    {
        let record = Record {
            kind: "decision",
            id: &decision.id,
            unit_id: &decision.commune_id,
            before: Some(json!({"certificate": certificate.id, "state": "recognised"})),
            after: Some(json!({"certificate": certificate.id, "state": "revoked"})),
            reason: reason.trim(),
        };
        ctx.note(&decision.commune_id, record)?;
    }
    Ok(stand)
}

fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Family>, Failure> {
    let Some(assessment) = store::assessments::get(tx, id)? else { return Ok(None) };
    let household = store::register::household(tx, &assessment.household_id)?.ok_or_else(Failure::not_found)?;
    let hamlet = store::units::unit(tx, &assessment.hamlet_id)?.ok_or_else(Failure::not_found)?;
    Ok(Some(Family { assessment, household, hamlet }))
}

/// What people call a family: its head and hamlet.
fn told(family: &Family) -> String {
    format!("{} ({})", family.household.head_name, family.hamlet.full_name)
}

/// A decision is of one commune, model and year.
fn elsewhere(family: &Family, draft: &Draft, commune: &Unit) -> Option<Problem> {
    let assessment = &family.assessment;
    if assessment.commune_id != draft.commune_id {
        let problem = Problem::new("place-not-here").with("family", &assessment.id);
        return Some(problem.with("place", &assessment.id).with("here", &commune.full_name));
    }
    if assessment.model != draft.model.word() || assessment.year != draft.year {
        let problem = Problem::new("cycle-year").with("family", told(family)).with("year", assessment.year);
        return Some(problem.with("first", draft.year).with("last", draft.year));
    }
    None
}
