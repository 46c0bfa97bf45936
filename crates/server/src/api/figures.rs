//! A place's figures as JSON, with everything the page shows; the records behind a number; published figures.

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::problem::Problem;
use rules::report::{Counts, Hidden};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Listed, after, ask, give, limit};
use crate::acts::published::{self, MOST, Taken};
use crate::country::PublishedRow;
use crate::failure::Answer;
use crate::figures::{Beside, Figures};
use crate::forms::Json;
use crate::pages::Base;
use crate::pages::figures::records::{Record, asked, list, place};
use crate::pages::figures::{checked, read, source, wanted, worded};
use crate::visit::Visit;

/// A rate with its two parts; never without them.
#[derive(Serialize, ToSchema)]
pub struct RateOf {
    /// Numerator.
    n: i64,
    /// Denominator.
    d: i64,
    /// In basis points (10000 is 100 %), rounded half up; null when there is nothing to divide by.
    basis_points: Option<i64>,
}

impl RateOf {
    fn new(n: i64, d: i64) -> Self {
        Self { n, d, basis_points: rules::figures::rate_basis_points(n, d) }
    }
}

/// The counts of one place.
#[derive(Serialize, ToSchema)]
pub struct CountsOf {
    households: i64,
    registered: i64,
    submitted: i64,
    accepted: i64,
    recognised: i64,
    revoked: i64,
    /// Registered of all households.
    registered_rate: RateOf,
    /// Recognised of all households.
    recognised_rate: RateOf,
}

impl From<Counts> for CountsOf {
    fn from(counts: Counts) -> Self {
        Self {
            households: counts.households,
            registered: counts.registered,
            submitted: counts.submitted,
            accepted: counts.accepted,
            recognised: counts.recognised,
            revoked: counts.revoked,
            registered_rate: RateOf::new(counts.registered, counts.households),
            recognised_rate: RateOf::new(counts.recognised, counts.households),
        }
    }
}

/// One row below.
#[derive(Serialize, ToSchema)]
pub struct RowOf {
    /// Id of the version; null for the remainder of hamlets no longer in force.
    id: Option<String>,
    /// Its code.
    code: Option<String>,
    /// Its name, or a sentence for the remainder.
    name: String,
    /// The counts; null when they are not shown to you.
    counts: Option<CountsOf>,
    /// `few` (fewer than 5 households) or `other` (would tell of a hidden one).
    hidden: Option<&'static str>,
}

/// One year.
#[derive(Serialize, ToSchema)]
pub struct YearOf {
    year: i64,
    /// The day households are counted for.
    households_on: String,
    counts: CountsOf,
}

/// What was counted here for the same.
#[derive(Serialize, ToSchema)]
pub struct CountedHere {
    year: i64,
    #[serde(flatten)]
    rate: RateOf,
}

/// A published figure with our arithmetic.
#[derive(Serialize, ToSchema)]
pub struct PublishedOf {
    id: String,
    /// Id of the version of the place it speaks of.
    place_id: String,
    /// The place as the source names it.
    place_as_named: String,
    source: String,
    as_of: String,
    subject: String,
    measure: String,
    numerator: Option<i64>,
    denominator: Option<i64>,
    /// In percent, as it was printed; empty when it was not.
    rate: String,
    /// exact, more than, nearly, approximately, target…
    qualifier: String,
    /// The remark as it is kept and as it may be sent back: one text, or Vietnamese, English and Indonesian parted by ` | `.
    note: String,
    /// The remark in the asked language.
    remark: String,
    /// When it was withdrawn, in milliseconds since 1970 UTC; absent while it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<i64>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_because: Option<String>,
    /// agrees, cut, disagrees, above-hundred, not-checkable, bounds-kept, bounds-broken; withdrawn for one that was.
    check: &'static str,
    /// The check as a sentence in the asked language.
    check_sentence: String,
    /// The figure with its wording, in the asked language.
    worded: String,
    /// Never added to it.
    counted_here: Option<CountedHere>,
}

impl PublishedOf {
    /// A figure as JSON.
    #[must_use]
    pub fn new(b: &Base, one: &Beside) -> Self {
        Self {
            id: one.row.id.clone(),
            place_id: one.unit.id.clone(),
            place_as_named: one.row.place_as_named.clone(),
            source: one.row.source.clone(),
            as_of: one.row.as_of.to_string(),
            subject: one.row.subject.clone(),
            measure: one.row.measure.clone(),
            numerator: one.row.numerator,
            denominator: one.row.denominator,
            rate: one.row.rate.clone(),
            qualifier: one.row.qualifier.clone(),
            note: one.row.note.clone(),
            remark: crate::pages::figures::published::note(b, one),
            withdrawn_at: one.withdrawn.as_ref().map(|how| how.at.0),
            withdrawn_because: one.withdrawn.as_ref().map(|how| how.reason.clone()),
            check: one.word(),
            check_sentence: checked(b, one),
            worded: worded(b, one),
            counted_here: one.counted.map(|(year, n, d)| CountedHere { year, rate: RateOf::new(n, d) }),
        }
    }
}

/// Something an officer should look at.
#[derive(Serialize, ToSchema)]
pub struct WarningOf {
    place: String,
    code: &'static str,
    sentence: String,
}

/// A place's figures.
#[derive(Serialize, ToSchema)]
pub struct FiguresOf {
    /// Id of the version.
    id: String,
    code: String,
    name: String,
    /// The day whose tree counts.
    on: String,
    /// The cycle year.
    year: i64,
    model: &'static str,
    /// The day households are counted for.
    households_on: String,
    /// Moment of counting, milliseconds since 1970 UTC.
    counted_at: i64,
    /// Where the numbers come from, in the asked language.
    source: String,
    /// The place's own counts; null when they are not shown to you.
    counts: Option<CountsOf>,
    hidden: Option<&'static str>,
    /// The places below.
    rows: Vec<RowOf>,
    /// Year by year, oldest first.
    trend: Vec<YearOf>,
    warnings: Vec<WarningOf>,
    /// Published figures about the place; never added to counted ones.
    published: Vec<PublishedOf>,
    /// Published figures about places below.
    published_below: Vec<PublishedOf>,
    /// Ids of the versions in which facts from before this one stay.
    predecessors: Vec<String>,
    /// Ids of the versions in which facts since this one ended are.
    successors: Vec<String>,
}

const fn hidden_word(hidden: Hidden) -> &'static str {
    match hidden {
        Hidden::Few => "few",
        Hidden::Other => "other",
    }
}

impl FiguresOf {
    /// The figures as JSON.
    #[must_use]
    pub fn new(b: &Base, f: &Figures) -> Self {
        let row = |line: &crate::figures::Line| RowOf {
            id: line.unit.as_ref().map(|unit| unit.id.clone()),
            code: line.unit.as_ref().map(|unit| unit.code.clone()),
            name: line
                .unit
                .as_ref()
                .map_or_else(|| b.t1("figures-remainder", "n", line.former), |unit| unit.full_name.clone()),
            counts: line.counts.map(CountsOf::from),
            hidden: line.hidden.map(hidden_word),
        };
        Self {
            id: f.unit.id.clone(),
            code: f.unit.code.clone(),
            name: f.unit.full_name.clone(),
            on: f.on.to_string(),
            year: f.year,
            model: f.model.word(),
            households_on: f.households_on.to_string(),
            counted_at: f.at.0,
            source: source(b, f),
            counts: f.own.map(CountsOf::from),
            hidden: f.hidden.map(hidden_word),
            rows: f.rows.iter().map(row).collect(),
            trend: f
                .trend
                .iter()
                .map(|year| YearOf {
                    year: year.year,
                    households_on: year.households_on.to_string(),
                    counts: year.counts.into(),
                })
                .collect(),
            warnings: f
                .warnings
                .iter()
                .map(|(place, warning)| WarningOf {
                    place: place.clone(),
                    code: warning.word(),
                    sentence: b.t(format!("warning-{}", warning.word())),
                })
                .collect(),
            published: f.published.iter().map(|one| PublishedOf::new(b, one)).collect(),
            published_below: f.published_below.iter().map(|one| PublishedOf::new(b, one)).collect(),
            predecessors: f.from.iter().map(|line| line.unit.id.clone()).collect(),
            successors: f.to.iter().map(|line| line.unit.id.clone()).collect(),
        }
    }
}

/// A place's figures for a model and cycle year, on the tree of a day.
#[utoipa::path(get, path = "/api/v1/figures/{place}", tag = "figures", params(("place" = String, Path),
    ("on" = Option<String>, Query, description = "Day of the tree, YYYY-MM-DD; today when absent"),
    ("year" = Option<i64>, Query, description = "Cycle year; the year of that day when absent"),
    ("model" = Option<String>, Query, description = "family when absent"),
    ("sort" = Option<String>, Query, description = "name, households, registered, submitted, accepted, recognised, rate, registered-rate; with - before it the largest first")),
    responses((status = 200, body = FiguresOf), (status = 404), (status = 422)))]
pub async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let (wanted, _) = wanted(&visit, &code)?;
    let f = read(&visit, wanted).await?;
    give(FiguresOf::new(&Base::new(&visit, ""), &f))
}

/// The records behind a number of a commune or hamlet, for those who may see them.
#[utoipa::path(get, path = "/api/v1/figures/{place}/records", tag = "figures", params(("place" = String, Path),
    ("on" = Option<String>, Query), ("year" = Option<i64>, Query), ("model" = Option<String>, Query),
    ("measure" = Option<String>, Query, description = "households, registered, submitted, accepted, recognised, revoked"),
    ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed<Record>), (status = 401), (status = 403)))]
pub async fn records(visit: Visit, Path(code): Path<String>) -> Answer {
    let (wanted, _) = wanted(&visit, &code)?;
    let asked = asked(&visit)?;
    let (unit, _, _) = place(&visit, &wanted).await?;
    let guard = visit.guard.clone();
    visit.app.read(move |tx| guard.allow(tx, Act::SeeRecords, &unit.id)).await?;
    let f = read(&visit, wanted).await?;
    let (limit, after) = (limit(&visit)?, after::<(String, String)>(&visit)?);
    let found = visit.app.read(move |tx| list(tx, &f, asked, after.clone(), limit)).await?;
    give(Listed::new(found, limit, |last| last.key.clone()))
}

/// Published figures with our arithmetic; all of them, or those with one outcome of the check.
#[utoipa::path(get, path = "/api/v1/published", tag = "figures", params(
    ("check" = Option<String>, Query, description = "agrees, cut, disagrees, above-hundred, bounds-kept, bounds-broken, not-checkable, withdrawn"),
    ("q" = Option<String>, Query, description = "Words of place, subject or source")),
    responses((status = 200, body = Listed<PublishedOf>)))]
pub async fn list_published(visit: Visit) -> Answer {
    crate::pages::figures::published::json(visit).await
}

/// Published figures to take in; the fields are the columns of the file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedRows {
    /// The rows; a problem's field is `<number>:<column>`, counted from 1.
    items: Vec<PublishedRow>,
}

/// Takes published figures in, all or none; the same figure twice is one row.
#[utoipa::path(post, path = "/api/v1/published", tag = "figures", request_body = PublishedRows,
    responses((status = 200, body = Taken), (status = 401), (status = 403), (status = 422)))]
pub async fn take(visit: Visit, headers: HeaderMap, Json(body, text): Json<PublishedRows>) -> Answer {
    let ask = ask(&visit, &headers, Act::ManagePublished, &text)?;
    if body.items.len() > MOST {
        return Err(Problem::new("too-large").at("items").with("max", MOST).into());
    }
    let rows: Vec<_> = body.items.into_iter().enumerate().map(|(at, row)| (at + 1, row)).collect();
    give(visit.app.act(&visit.guard, ask, move |tx, ctx| published::take(tx, ctx, &rows)).await?)
}

/// One published figure, in force or withdrawn.
#[utoipa::path(get, path = "/api/v1/published/{id}", tag = "figures", params(("id" = String, Path)),
    responses((status = 200, body = PublishedOf), (status = 404, body = super::openapi::ProblemDetails)))]
pub async fn one_published(visit: Visit, Path(id): Path<String>) -> Answer {
    let one = visit.app.read(move |tx| crate::figures::one_published(tx, &id)).await?;
    give(PublishedOf::new(&Base::new(&visit, ""), &one))
}

/// Why a published figure is withdrawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPublished {
    /// Why; at most 500 letters.
    reason: String,
}

/// Withdraws a figure that was taken in wrongly. It stays to be seen with the reason and counts no more.
#[utoipa::path(post, path = "/api/v1/published/{id}/withdraw", tag = "figures",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), request_body = WithdrawPublished,
    responses((status = 200, body = PublishedOf), (status = 409, body = super::openapi::ProblemDetails),
        (status = 422, body = super::openapi::ProblemDetails)))]
pub async fn withdraw_published(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body, text): Json<WithdrawPublished>,
) -> Answer {
    let ask = ask(&visit, &headers, Act::ManagePublished, &text)?;
    let id = visit.app.act(&visit.guard, ask, move |tx, ctx| published::withdraw(tx, ctx, &id, &body.reason)).await?;
    one_published(visit, Path(id)).await
}

/// Puts a withdrawn figure in force again.
#[utoipa::path(post, path = "/api/v1/published/{id}/restore", tag = "figures",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = PublishedOf), (status = 409, body = super::openapi::ProblemDetails)))]
pub async fn restore_published(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let ask = ask(&visit, &headers, Act::ManagePublished, "")?;
    let id = visit.app.act(&visit.guard, ask, move |tx, ctx| published::restore(tx, ctx, &id)).await?;
    one_published(visit, Path(id)).await
}
