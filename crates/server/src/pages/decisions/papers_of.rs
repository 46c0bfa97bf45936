//! The papers of a decision: print view, PDF, certificates of all its families, of one hamlet, of one family.
//! Must not know how a paper is worded or drawn.

use askama::Template;
use askama::filters::Safe;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use papers::PaperError;
use papers::certificate::PerPage;
use papers::decision::Decision as Paper;
use rules::access::Act;
use rules::problem::Problem;

use super::{failed, seen};
use crate::failure::{Answer, Failure};
use crate::pages::{Base, file, page};
use crate::paperwork::template::{certificates_order, decision_order};
use crate::paperwork::{self, Source};
use crate::typeset::PAPER;
use crate::visit::{Visit, query_value};
use crate::words::Lang;

#[derive(Template)]
#[template(path = "decision_print.html")]
struct Print {
    b: Base,
    d: Paper,
    qr: Safe<String>,
    id: String,
    number: String,
}

/// The decision as a page to print: the way to paper where no typesetter is built in.
pub async fn print(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let source = visit.app.read(move |tx| seen(tx, &guard, &id)?.whole()).await?;
    let d = paperwork::decision(&visit.app, paper_language(&visit), &source);
    let qr = d.verify.as_ref().map(|verify| papers::qr::qr_svg(&verify.address, &verify.alt)).transpose();
    let qr = Safe(qr.map_err(failed)?.unwrap_or_default());
    let (id, number) = (source.decision.id, source.decision.number);
    page(&Print { b: Base::new(&visit, "decisions"), d, qr, id, number })
}

/// The decision as PDF.
pub async fn decision_pdf(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let source = visit.app.read(move |tx| seen(tx, &guard, &id)?.whole()).await?;
    let (app, lang, id) = (visit.app.clone(), paper_language(&visit), source.decision.id.clone());
    let made =
        visit.app.wait(move || Ok(decision_order(&app, lang, &source).and_then(|order| app.press.make(order, PAPER))));
    pdf(made.await?, &format!("decision-{id}.pdf"), &format!("/decisions/{id}/print?done=no-pdf"))
}

/// The certificates of a decision as PDF, `?per_page=` 1 or 4 on a sheet, `?hamlet=` those of one hamlet only.
pub async fn certificates_pdf(visit: Visit, Path(id): Path<String>) -> Answer {
    let per_page = match query_value(&visit.uri, "per_page").as_deref() {
        None | Some("" | "1") => PerPage::One,
        Some("4") => PerPage::Four,
        Some(other) => {
            let problem = Problem::new("not-a-choice").at("per_page").with("value", other);
            return Err(problem.with("choices", "1, 4").into());
        }
    };
    let (guard, hamlet) = (visit.guard.clone(), query_value(&visit.uri, "hamlet").unwrap_or_default());
    let source = visit
        .app
        .read(move |tx| {
            let mut source = seen(tx, &guard, &id)?.source;
            if !hamlet.is_empty() {
                source.annex.retain(|line| line.hamlet_id == hamlet);
                if source.annex.is_empty() {
                    return Err(Problem::new("no-such-place").at("hamlet").with("value", &hamlet).into());
                }
            }
            Ok(source)
        })
        .await?;
    let id = source.decision.id.clone();
    // Of one hamlet the file says which.
    let one = source.annex.first().filter(|_| query_value(&visit.uri, "hamlet").is_some_and(|asked| !asked.is_empty()));
    let part = one.map(|line| format!("-{}", rules::text::fold(&line.certificate.hamlet_name).replace(' ', "-")));
    let name = format!("certificates-{id}{}.pdf", part.unwrap_or_default());
    let made = certificates(&visit, source, None, per_page).await?;
    pdf(made, &name, &format!("/decisions/{id}?done=no-pdf"))
}

/// The certificate of one assessment as PDF.
pub async fn certificate_pdf(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let (source, code) = visit
        .app
        .read(move |tx| {
            let Some(one) = store::decisions::certificate_of_assessment(tx, &id)? else {
                guard.anywhere(Act::SeeDecisions)?;
                return Err(Failure::not_found());
            };
            let source = seen(tx, &guard, &one.decision_id)?.source;
            // A hamlet's people reach the certificates of their own hamlet.
            let theirs = source.annex.iter().any(|line| line.certificate.id == one.id);
            if theirs { Ok((source, one.id)) } else { Err(Failure::forbidden(Act::SeeDecisions)) }
        })
        .await?;
    let made = certificates(&visit, source, Some(code.clone()), PerPage::One).await?;
    pdf(made, &format!("certificate-{code}.pdf"), &format!("/certificates/{code}?done=no-pdf"))
}

async fn certificates(
    visit: &Visit,
    source: Source,
    only: Option<String>,
    per_page: PerPage,
) -> Result<Result<Vec<u8>, PaperError>, Failure> {
    let (app, lang) = (visit.app.clone(), paper_language(visit));
    let work = move || {
        let wanted = source.annex.iter().filter(|line| only.as_ref().is_none_or(|code| line.certificate.id == *code));
        let order = certificates_order(&app, lang, &source, &wanted.collect::<Vec<_>>(), per_page);
        Ok(order.and_then(|order| app.press.make(order, PAPER)))
    };
    visit.app.wait(work).await
}

/// Papers are Vietnamese; `?in=en` or `?in=id` asks for a translation, which says that it is one.
pub(in crate::pages) fn paper_language(visit: &Visit) -> Lang {
    query_value(&visit.uri, "in").and_then(|code| Lang::of(&code)).unwrap_or(Lang::Vi)
}

fn pdf(made: Result<Vec<u8>, PaperError>, name: &str, otherwise: &str) -> Answer {
    match made {
        Ok(bytes) => Ok(file("application/pdf", name, true, bytes)),
        Err(PaperError::NotBuiltIn) => Ok(Redirect::to(otherwise).into_response()),
        Err(other) => Err(failed(other)),
    }
}
