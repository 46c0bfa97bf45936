//! One certificate: what it says, where the family stands today, its paper, and taking the recognition back.
//! Must not know how a revocation is recorded.

use askama::Template;
use askama::filters::Safe;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::path::State;
use rules::problem::Problem;
use store::decisions::CertificateView;
use store::units::Unit;

use super::decisions::failed;
use super::trail::{Lines, Trail};
use super::{Base, Faults, again, go, page_with};
use crate::acts::decide::revoke;
use crate::acts::path::appraise::LONGEST_REASON;
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "certificate.html")]
struct Show {
    b: Base,
    faults: Faults,
    v: CertificateView,
    crumbs: Vec<Unit>,
    qr: Safe<String>,
    address: String,
    may_revoke: bool,
    may_see_family: bool,
    /// The household's number: of namesakes in one hamlet it tells which. Empty for who may not see the family.
    number: String,
    reason: String,
    longest: usize,
    trail: Vec<Trail>,
}

/// One certificate.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    one(&visit, &id, StatusCode::OK, &[], "").await
}

async fn one(visit: &Visit, id: &str, status: StatusCode, problems: &[Problem], reason: &str) -> Answer {
    let (guard, code) = (visit.guard.clone(), crate::clock::read_code(id).unwrap_or_else(|| id.to_owned()));
    let (v, crumbs, lines, may_revoke, number) = visit
        .app
        .read(move |tx| {
            let Some(v) = store::decisions::certificate(tx, &code)? else {
                guard.anywhere(Act::SeeDecisions)?;
                return Err(Failure::not_found());
            };
            let family = store::assessments::get(tx, &v.certificate.assessment_id)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SeeDecisions, &family.hamlet_id)?;
            let may_revoke = v.state == State::Recognised && guard.can(tx, Act::Revoke, &family.hamlet_id)?;
            let may_see = guard.can(tx, Act::SeeAssessments, &family.hamlet_id)?;
            // Steps of the family's path are for those who may see assessments.
            let lines =
                if may_see { Lines::of(tx, "assessment", &v.certificate.assessment_id)? } else { Lines::default() };
            let crumbs = store::units::path(tx, &v.decision.commune_id)?;
            let household = if may_see { store::register::household(tx, &family.household_id)? } else { None };
            Ok((v, crumbs, lines, may_revoke, household.map(|household| household.number)))
        })
        .await?;
    let b = Base::new(visit, "decisions");
    let address = format!("{}/verify/{}", visit.app.config.public_url, v.certificate.id);
    let qr = papers::qr::qr_svg(&address, &b.t1("paper-qr-certificate", "code", &v.certificate.id)).map_err(failed)?;
    let page = Show {
        faults: Faults::new(visit, problems),
        v,
        crumbs,
        qr: Safe(qr),
        address,
        may_revoke,
        may_see_family: number.is_some(),
        number: number.unwrap_or_default(),
        reason: reason.to_owned(),
        longest: LONGEST_REASON,
        trail: lines.rows(visit),
        b,
    };
    page_with(status, &page)
}

/// Takes the recognition of one family back.
pub async fn take_back(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let code = crate::clock::read_code(&id).unwrap_or_else(|| id.clone());
    let (reason, wanted) = (fields.text("reason").to_owned(), code.clone());
    let ask = Ask::new(Act::Revoke, fields.request_id(), &format!("{code}\n{}", fields.content()));
    let done = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| {
            let view = store::decisions::certificate(tx, &wanted)?.ok_or_else(Failure::not_found)?;
            revoke(tx, ctx, &view.certificate.assessment_id, &reason)
        })
        .await;
    match done {
        Ok(_) => go(&format!("/certificates/{code}"), "revoked", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            one(&visit, &code, status, &problems, fields.text("reason")).await
        }
    }
}
