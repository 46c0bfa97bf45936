//! One photo of a family, for those who may see its assessment.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use rules::access::Act;

use crate::failure::{Answer, Failure};
use crate::pages::file;
use crate::visit::Visit;

/// The photo itself. Browsers of those who saw it may keep it for an hour, so that a slow line carries it once.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let (name, body) = visit
        .app
        .read(move |tx| {
            let (evidence, body) = store::evidence::get(tx, &id)?.ok_or_else(Failure::not_found)?;
            let of = store::assessments::get(tx, &evidence.assessment_id)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SeeAssessments, &of.hamlet_id)?;
            Ok::<_, Failure>((format!("{}.jpg", evidence.id), body))
        })
        .await?;
    let mut response = file("image/jpeg", &name, true, body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(response)
}
