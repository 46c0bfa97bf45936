//! The form of a self-assessment, built from the criteria set: save, go on to the next family, send.
//! Must not decide whether a sheet may be saved or sent.

mod view;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use rules::access::Act;
use rules::criteria::Filled;
use rules::path::StepKind;
use rules::problem::Problem;
use rules::score::Outcome;
use sha2::Digest as _;
use store::assessments::{Assessment, AssessmentFilter, NamedStep};
use store::evidence::Evidence;
use store::register::Household;
use store::units::Unit;

use self::view::{Part, Shown};
use super::entries::read;
use super::query;
use crate::acts::path::assess::{self, Sheet};
use crate::acts::path::evidence::{self, Photo};
use crate::acts::path::{filled_of, order, set_of};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Upload};
use crate::pages::{Base, Faults, again, go, page_with};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "path/form.html")]
struct Page {
    b: Base,
    faults: Faults,
    crumbs: Vec<Unit>,
    one: Loaded,
    parts: Vec<Part>,
    outcome: Outcome,
    /// The pass mark and the most points when nothing is left out.
    pass: i64,
    whole: i64,
    title: String,
    doubt: String,
    is_draft: bool,
    is_paraphrase: bool,
    /// The sheet below is filled with last year's answers where there were none.
    prefilled: bool,
    /// Somebody else saved meanwhile: who, and when.
    clash: Option<NamedStep>,
    base: i64,
    saved: bool,
    photos_left: usize,
}

/// What the form is about.
#[derive(Clone)]
pub struct Loaded {
    assessment: Assessment,
    household: Household,
    crumbs: Vec<Unit>,
    before: Option<(i64, Filled)>,
    photos: Vec<Evidence>,
    last: Option<NamedStep>,
}

async fn load(visit: &Visit, id: &str) -> Result<Loaded, Failure> {
    let (guard, id) = (visit.guard.clone(), id.to_owned());
    visit
        .app
        .read(move |tx| {
            let assessment = store::assessments::get(tx, &id)?.ok_or_else(Failure::not_found)?;
            guard.allow(tx, Act::SelfAssess, &assessment.hamlet_id)?;
            let household = store::register::household(tx, &assessment.household_id)?.ok_or_else(Failure::not_found)?;
            let before = earlier(tx, &assessment)?;
            Ok::<_, Failure>(Loaded {
                crumbs: store::units::path(tx, &assessment.hamlet_id)?,
                photos: store::evidence::list(tx, &id)?,
                last: store::assessments::steps(tx, &id)?.pop(),
                assessment,
                household,
                before,
            })
        })
        .await
}

/// The newest earlier sheet of the family under the same set, and its year. Another set asks other things.
pub fn earlier(tx: &mut store::Tx<'_>, of: &Assessment) -> Result<Option<(i64, Filled)>, Failure> {
    match store::assessments::last_year(tx, &of.household_id, &of.model, of.year)? {
        Some(last) if last.set_id == of.set_id => Ok(Some((last.year, filled_of(&last)?))),
        _ => Ok(None),
    }
}

/// The form.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let one = load(&visit, &id).await?;
    if let Some(problem) = order(&one.assessment, StepKind::Save) {
        return Err(problem.into());
    }
    let mut filled = filled_of(&one.assessment)?;
    let prefilled = query(&visit).has("before");
    if let (true, Some((_, before))) = (prefilled, &one.before) {
        let set = set_of(&visit.app, &one.assessment)?;
        for (code, answer) in &before.answers {
            if set.find_asked(code).is_some() {
                filled.answers.entry(code.clone()).or_insert_with(|| answer.clone());
            }
        }
    }
    let base = one.assessment.revision;
    render(&visit, one, Shown::Sheet(filled), &[], StatusCode::OK, Told { prefilled, base, ..Told::default() })
}

/// What the form tells besides its inputs.
#[derive(Default)]
struct Told {
    prefilled: bool,
    base: i64,
    clash: bool,
    saved: bool,
}

fn render(visit: &Visit, one: Loaded, shown: Shown, problems: &[Problem], status: StatusCode, told: Told) -> Answer {
    let b = Base::new(visit, "families");
    let set = set_of(&visit.app, &one.assessment)?;
    let faults = Faults::new(visit, problems);
    let view = view::view(&b, set, &one, &shown, &faults, told.clash)?;
    let page = Page {
        faults,
        crumbs: one.crumbs.clone(),
        parts: view.parts,
        pass: view.pass,
        whole: view.whole,
        outcome: view.outcome,
        title: set.title.say(b.lang()).to_owned(),
        doubt: set.reason.as_ref().map(|reason| reason.say(b.lang()).to_owned()).unwrap_or_default(),
        is_draft: set.status == rules::criteria::Status::Draft,
        is_paraphrase: set.wording == rules::criteria::Wording::Paraphrase,
        prefilled: told.prefilled && one.before.is_some(),
        clash: if told.clash { one.last.clone() } else { None },
        base: told.base,
        saved: told.saved,
        photos_left: evidence::MOST.saturating_sub(one.photos.len()),
        one,
        b,
    };
    page_with(status, &page)
}

/// Saves the form; then stays, goes on to the next family, or sends.
pub async fn send(visit: Visit, Path(id): Path<String>, upload: Upload) -> Answer {
    let one = load(&visit, &id).await?;
    let Upload { fields, files } = upload;
    let set = set_of(&visit.app, &one.assessment)?;
    let (filled, mut problems) = read(set, &fields);
    let base = fields.int("base_revision", &mut problems);
    let mut content = fields.content();
    for (field, name, bytes) in &files {
        content.push_str(&format!("{field}={name} {}\n", rules::text::hex(&sha2::Sha256::digest(bytes))));
    }
    let photos = prepare(&visit, files, &mut problems).await?;
    if !problems.is_empty() {
        return once_more(&visit, one, fields, Failure::Problems(problems), false).await;
    }
    let sheet = Sheet { id: id.clone(), base_revision: base, filled, photos, drop: fields.all("drop") };
    let ask = Ask::new(Act::SelfAssess, fields.request_id(), &format!("{id}\n{content}"));
    let saved = visit.app.act(&visit.guard, ask, move |tx, ctx| assess::save(tx, ctx, &sheet)).await;
    if let Err(failure) = saved {
        return once_more(&visit, one, fields, failure, false).await;
    }
    match fields.text("act") {
        "submit" => {
            // A request of its own: what is missing keeps the sheet from being sent, not from being saved.
            let request = format!("{}.submit", fields.request_id());
            let ask = Ask::new(Act::SubmitAssessment, &request, &id);
            let of = id.clone();
            let sent = visit
                .app
                .act(&visit.guard, ask, move |tx, ctx| assess::one(tx, ctx, &of, StepKind::Submit, "", None))
                .await;
            match sent {
                Ok(_) => go(&format!("/assessments/{id}"), "submitted-one", None),
                Err(failure) => once_more(&visit, one, fields, failure, true).await,
            }
        }
        "next" => match next(&visit, &one).await? {
            Some(next) => go(&format!("/assessments/{next}/form"), "saved-next", None),
            None => {
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair("hamlet", &one.assessment.hamlet_id)
                    .finish();
                go(&format!("/families/{}/assess?{query}", one.assessment.year), "saved-last", None)
            }
        },
        _ => go(&format!("/assessments/{id}/form"), "saved", None),
    }
}

async fn prepare(
    visit: &Visit,
    files: Vec<(String, String, Vec<u8>)>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Photo>, Failure> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let made = visit
        .app
        .wait(move || {
            let own = files.iter().filter_map(|(field, name, bytes)| Some((field.strip_prefix("p.")?, name, bytes)));
            Ok(own.map(|(item, name, bytes)| evidence::prepare(item, name, bytes)).collect::<Vec<_>>())
        })
        .await?;
    let mut photos = Vec::new();
    for one in made {
        match one {
            Ok(photo) => photos.push(photo),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(photos)
}

/// The form again with what was typed, beside what is kept now when somebody else saved meanwhile.
async fn once_more(visit: &Visit, old: Loaded, fields: Fields, failure: Failure, saved: bool) -> Answer {
    let (status, problems) = again(failure)?;
    let one = load(visit, &old.assessment.id).await?;
    if order(&one.assessment, StepKind::Save).is_some() {
        return Err(Failure::Problems(problems));
    }
    let clash = problems.iter().any(|problem| problem.code == "changed-meanwhile");
    // Having seen what is kept now, the person may save over it; otherwise the version they began with stays.
    let typed = fields.int("base_revision", &mut Vec::new()).unwrap_or(old.assessment.revision);
    let base = if clash || saved { one.assessment.revision } else { typed };
    render(visit, one, Shown::Typed(fields), &problems, status, Told { base, clash, saved, prefilled: false })
}

/// The next family of the hamlet, in the order of names, whose sheet can be saved.
async fn next(visit: &Visit, one: &Loaded) -> Result<Option<String>, Failure> {
    let (assessment, start) = (one.assessment.clone(), one.household.sort_key.clone());
    visit
        .app
        .read(move |tx| {
            let mut after = (start.clone(), assessment.id.clone());
            loop {
                let filter = AssessmentFilter {
                    scope: assessment.hamlet_id.clone(),
                    model: assessment.model.clone(),
                    year: assessment.year,
                    state: None,
                    words: String::new(),
                    after: Some(after.clone()),
                    limit: 100,
                };
                let lines = store::assessments::list(tx, &filter)?;
                let open = lines.iter().find(|line| order(&line.assessment, StepKind::Save).is_none());
                if let Some(open) = open {
                    return Ok(Some(open.assessment.id.clone()));
                }
                let Some(last) = lines.last() else { return Ok(None) };
                after = (last.sort_key.clone(), last.assessment.id.clone());
            }
        })
        .await
}
