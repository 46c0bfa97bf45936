//! Decisions for programs: the same act and reads as the pages.
//! Must not decide anything.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::criteria::{Model, choose};
use rules::path::State;
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use store::decisions::{AnnexLine, Decision, DecisionFilter};

use super::openapi::ProblemDetails;
use super::{Listed, after, ask, give, limit, made};
use crate::acts::decide::{Basis, Draft, Issued, bases_of, issue, offer};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Json};
use crate::pages::decisions::{Row, rows, scope, seen};
use crate::visit::{Visit, query_value};

/// A decision to be issued.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// Code of the commune.
    commune: String,
    /// The model's word; `family` when absent.
    #[serde(default)]
    model: Option<String>,
    /// The cycle year.
    year: i64,
    /// The number as written, such as `12/QĐ-UBND`; free in the commune in the year of its date.
    number: String,
    /// Its date, not after today, not before the appraisal of any of its families.
    #[schema(example = "2026-12-05")]
    issued_on: String,
    /// The place beside the date; the commune's name when absent.
    #[serde(default)]
    issued_at: Option<String>,
    /// The office; the commune's People's Committee when absent.
    #[serde(default)]
    issuer: Option<String>,
    /// The legal bases, a line each; those of the criteria set when absent.
    #[serde(default)]
    bases: Option<Vec<String>>,
    /// Who signs; the caller when absent.
    #[serde(default)]
    signatory: Option<String>,
    /// The signatory's title; the caller's when absent.
    #[serde(default)]
    signatory_title: Option<String>,
    /// Ids of the accepted assessments: all are recognised, or none.
    families: Vec<String>,
}

impl NewDecision {
    fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        let mut add = |name: &str, value: &Option<String>| {
            if let Some(value) = value {
                fields.add(name, value.clone());
            }
        };
        add("number", &Some(self.number.clone()));
        add("issued_on", &Some(self.issued_on.clone()));
        add("issued_at", &self.issued_at);
        add("issuer", &self.issuer);
        add("bases", &self.bases.as_ref().map(|lines| lines.join("\n")));
        add("signatory", &self.signatory);
        add("signatory_title", &self.signatory_title);
        for family in &self.families {
            fields.add("family", family.clone());
        }
        fields
    }
}

/// A decision as lists give it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DecisionItem {
    /// Its code.
    id: String,
    /// The number as written.
    number: String,
    /// Its date.
    #[schema(value_type = String, example = "2026-12-05")]
    issued_on: Day,
    /// When it was recorded, in milliseconds since 1970 UTC.
    recorded_at: i64,
    /// The commune's unit id.
    commune_id: String,
    /// The commune's name.
    commune: String,
    /// The model's word.
    model: String,
    /// The cycle year.
    year: i64,
    /// How many families it recognised on its day.
    families: i64,
    /// The office.
    issuer: String,
    /// The place beside the date.
    issued_at: String,
    /// Who signed.
    signatory: String,
    /// With which title.
    signatory_title: String,
    /// Criteria set.
    set_id: String,
    /// Its version.
    version: String,
    /// The legal bases.
    bases: Vec<Basis>,
}

impl DecisionItem {
    fn new(decision: Decision, commune: String) -> Self {
        Self {
            commune,
            bases: bases_of(&decision.legal_bases),
            id: decision.id,
            number: decision.number,
            issued_on: decision.issued_on,
            recorded_at: decision.at.0,
            commune_id: decision.commune_id,
            model: decision.model,
            year: decision.year,
            families: decision.families,
            issuer: decision.issuer,
            issued_at: decision.issued_at,
            signatory: decision.signatory,
            signatory_title: decision.signatory_title,
            set_id: decision.set_id,
            version: decision.version,
        }
    }
}

/// A line of a decision's annex.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AnnexItem {
    /// Its number.
    ordinal: i64,
    /// The certificate's code.
    certificate: String,
    /// The assessment.
    assessment_id: String,
    /// The head of the family.
    head_name: String,
    /// The hamlet as called on the day.
    hamlet: String,
    /// `recognised` or `revoked`, today.
    state: &'static str,
    /// The day of the revocation.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_on: Option<Day>,
}

impl From<AnnexLine> for AnnexItem {
    fn from(line: AnnexLine) -> Self {
        Self {
            ordinal: line.certificate.ordinal,
            certificate: line.certificate.id,
            assessment_id: line.certificate.assessment_id,
            head_name: line.certificate.head_name,
            hamlet: line.certificate.hamlet_name,
            state: if line.state == State::Recognised { "recognised" } else { "revoked" },
            revoked_on: line.revoked_on,
        }
    }
}

/// A decision with its annex.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DecisionFull {
    /// The decision.
    #[serde(flatten)]
    decision: DecisionItem,
    /// False when only the families of the caller's hamlet are in the annex.
    whole: bool,
    /// The annex as far as the caller may see it.
    annex: Vec<AnnexItem>,
}

/// The decisions of a place, the newest first.
#[utoipa::path(
    get, path = "/api/v1/decisions", tag = "papers",
    params(
        ("place" = Option<String>, Query, description = "Code of a place; the caller's own when absent"),
        ("year" = Option<i64>, Query, description = "Cycle year"),
        ("model" = Option<String>, Query, description = "Model's word"),
        ("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query),
    ),
    responses((status = 200, body = Listed<DecisionItem>), (status = "4XX", body = ProblemDetails))
)]
pub async fn list(visit: Visit) -> Answer {
    let (limit, after) = (limit(&visit)?, after::<(Day, Moment, String)>(&visit)?);
    let asked = |name: &str| query_value(&visit.uri, name).unwrap_or_default();
    let year = match asked("year") {
        text if text.is_empty() => 0,
        text => text.parse().map_err(|_| Problem::new("not-a-year").at("year").with("value", &text))?,
    };
    let (code, model, guard) = (asked("place"), asked("model"), visit.guard.clone());
    let rows = visit
        .app
        .read(move |tx| {
            let scope = scope(tx, &guard, &code)?;
            let (after, model) = (after.clone(), model.clone());
            rows(tx, &scope, &DecisionFilter { model, year, after, limit: limit + 1, ..DecisionFilter::default() })
        })
        .await?;
    let items = rows.into_iter().map(|Row { decision, commune }| DecisionItem::new(decision, commune)).collect();
    give(Listed::new(items, limit, |item: &DecisionItem| (item.issued_on, Moment(item.recorded_at), item.id.clone())))
}

/// One decision with its annex.
#[utoipa::path(
    get, path = "/api/v1/decisions/{id}", tag = "papers", params(("id" = String, Path)),
    responses((status = 200, body = DecisionFull), (status = "4XX", body = ProblemDetails))
)]
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let (found, commune) = visit
        .app
        .read(move |tx| {
            let found = seen(tx, &guard, &id)?;
            let commune = store::units::unit(tx, &found.source.decision.commune_id)?;
            Ok((found, commune.map(|unit| unit.full_name).unwrap_or_default()))
        })
        .await?;
    let source = found.source;
    give(DecisionFull {
        decision: DecisionItem::new(source.decision, commune),
        whole: found.whole,
        annex: source.annex.into_iter().map(AnnexItem::from).collect(),
    })
}

/// Issues a decision for all of its families, or for none: then the problems name each family that stands in the way.
#[utoipa::path(
    post, path = "/api/v1/decisions", tag = "papers", request_body = NewDecision,
    params(("Idempotency-Key" = String, Header, description = "The same key twice is one decision")),
    responses((status = 201, body = Issued), (status = "4XX", body = ProblemDetails))
)]
pub async fn make(visit: Visit, headers: HeaderMap, Json(body, text): Json<NewDecision>) -> Answer {
    let ask = ask(&visit, &headers, Act::Decide, &text)?;
    let word = body.model.clone().unwrap_or_else(|| Model::Family.word().to_owned());
    let Some(model) = Model::of(&word) else {
        return Err(Problem::new("not-a-choice").at("model").with("value", &word).with("choices", "family").into());
    };
    let issued = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let unknown = || Problem::new("no-such-place").at("commune").with("value", &body.commune);
            let unit = store::units::unit_on(tx, &body.commune, ctx.today)?.ok_or_else(unknown)?;
            if unit.level != Level::Commune {
                return Err(Failure::from(unknown()));
            }
            ctx.guard.allow(tx, Act::Decide, &unit.id)?;
            let offer = offer(&ctx.app.words, ctx.actor, &unit, choose(&ctx.app.sets, model, body.year));
            let draft = Draft::read(&body.fields(), &unit.id, model, body.year, &offer, ctx.today)?;
            issue(tx, ctx, &draft)
        })
        .await?;
    made(&format!("/api/v1/decisions/{}", issued.id), issued)
}
