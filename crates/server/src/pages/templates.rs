//! Templates of papers for the people of an office: what their papers are set with, versions they brought, trying one with
//! made-up families, choosing and going back. Must not know how a paper is worded.

mod trial;

pub use trial::says;

use axum::extract::Path;
use papers::error::Limit;
use papers::kind::Kind;
use rules::access::Act;
use rules::basics::Level;
use rules::problem::Problem;
use store::Tx;
use store::templates::Template;
use store::units::Unit;

use super::decisions::failed;
use super::{Base, Faults, again, file, page, page_with};
use crate::acts::templates::{bring, choose};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Form, Upload};
use crate::paperwork::sample;
use crate::paperwork::template::{BUILT_IN, in_force, text_of};
use crate::typeset::TRIAL;
use crate::visit::{Guard, Visit, query_value};

/// A template is a text that people write: 256 kB is a book.
const LARGEST: usize = 256 * 1024;

/// The problem of a paper that took too much.
#[must_use]
pub const fn limit_code(limit: Limit) -> &'static str {
    match limit {
        Limit::Pages => "template-pages",
        Limit::Time => "template-time",
        Limit::Memory => "template-memory",
        Limit::Queue => "busy",
    }
}

#[derive(askama::Template)]
#[template(path = "templates.html")]
struct List {
    b: Base,
    faults: Faults,
    /// Lines of a refused template around the wrong one: number, text, whether it is the wrong one.
    excerpt: Vec<(usize, String, bool)>,
    place: Unit,
    places: Vec<Unit>,
    papers: Vec<Paper>,
    /// The paper and the choice before, when one has just been made.
    undo: Option<(String, String)>,
    /// The paper a refused file was for.
    asked: String,
}

/// One paper of a place.
pub struct Paper {
    /// Which paper.
    pub kind: Kind,
    /// What the place itself chose.
    pub choice: String,
    /// The version in force, if it is not the built-in template.
    pub version: Option<Template>,
    /// The place that chose it.
    pub chosen_by: Option<Unit>,
    /// Versions of this place, the newest first, and who brought each.
    pub versions: Vec<(Template, String)>,
}

/// All papers of a place.
///
/// # Errors
/// What the database says.
pub fn papers_of(tx: &mut Tx<'_>, unit_id: &str) -> Result<Vec<Paper>, Failure> {
    let mut papers = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        let now = in_force(tx, unit_id, kind)?;
        papers.push(Paper {
            kind,
            choice: store::templates::choice(tx, unit_id, kind.word())?,
            version: now.version,
            chosen_by: now.chosen_by,
            versions: store::templates::of_unit(tx, unit_id, kind.word())?,
        });
    }
    Ok(papers)
}

/// The place with this code, or the first at which the person keeps templates; all of those.
///
/// # Errors
/// `no-such-place`, and `forbidden` at a place where the person keeps none.
pub fn places(tx: &mut Tx<'_>, guard: &Guard, code: &str) -> Result<(Unit, Vec<Unit>), Failure> {
    let mut places = Vec::new();
    for id in guard.anywhere(Act::ManageTemplates)? {
        places.extend(store::units::unit(tx, &id)?);
    }
    let unknown = || Problem::new("no-such-place").at("place").with("value", code);
    let place = if code.is_empty() {
        places.first().cloned().ok_or_else(Failure::not_found)?
    } else {
        store::units::unit_on(tx, code, guard.today())?.ok_or_else(unknown)?
    };
    guard.allow(tx, Act::ManageTemplates, &place.id)?;
    if !matches!(place.level, Level::Country | Level::Province | Level::Commune) {
        return Err(unknown().into());
    }
    if places.iter().all(|known| known.id != place.id) {
        places.push(place.clone());
    }
    Ok((place, places))
}

/// The page of a place.
pub async fn show(visit: Visit) -> Answer {
    let code = query_value(&visit.uri, "place").unwrap_or_default();
    page(&list(&visit, &code, (&[], Vec::new(), "")).await?)
}

type Refused<'a> = (&'a [Problem], Vec<(usize, String, bool)>, &'a str);

async fn list(visit: &Visit, code: &str, (problems, excerpt, asked): Refused<'_>) -> Result<List, Failure> {
    let (guard, code) = (visit.guard.clone(), code.to_owned());
    let (place, places, papers) = visit
        .app
        .read(move |tx| {
            let (place, places) = places(tx, &guard, &code)?;
            let papers = papers_of(tx, &place.id)?;
            Ok::<_, Failure>((place, places, papers))
        })
        .await?;
    let value = |name: &str| query_value(&visit.uri, name);
    let undo = value("before").and_then(|before| Some((Kind::of(&value("kind")?)?.word().to_owned(), before)));
    Ok(List {
        b: Base::new(visit, "decisions"),
        faults: Faults::new(visit, problems),
        excerpt,
        place,
        places,
        papers,
        undo,
        asked: asked.to_owned(),
    })
}

/// The paper with this word.
///
/// # Errors
/// `not-a-choice`, with the words there are.
pub fn kind_of(word: &str) -> Result<Kind, Failure> {
    let choices = Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    Kind::of(word)
        .ok_or_else(|| Problem::new("not-a-choice").at("kind").with("value", word).with("choices", choices).into())
}

/// Takes a file: tries it with made-up families, and keeps it when nothing is wrong with it.
pub async fn add(visit: Visit, upload: Upload) -> Answer {
    let (code, kind) = (upload.fields.text("place").to_owned(), upload.fields.text("kind").to_owned());
    let guard = visit.guard.clone();
    let asked = code.clone();
    let place = visit.app.read(move |tx| Ok(places(tx, &guard, &asked)?.0)).await?;
    let text =
        upload.files.first().map(|(_, _, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    match keep(&visit, &place, upload).await {
        Ok(id) => super::go(&format!("/templates/{id}"), "template-brought", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            let line = problems.iter().find_map(|problem| problem.args.get("line")?.parse::<usize>().ok());
            let excerpt = line.map(|line| trial::excerpt(&text, line)).unwrap_or_default();
            page_with(status, &list(&visit, &place.code, (&problems, excerpt, &kind)).await?)
        }
    }
}

async fn keep(visit: &Visit, place: &Unit, upload: Upload) -> Result<String, Failure> {
    let Upload { fields, files } = upload;
    let kind = kind_of(fields.text("kind"))?;
    let Some((_, name, bytes)) = files.into_iter().next() else {
        return Err(Problem::new("required").at("file").into());
    };
    let text = text_in(bytes)?;
    let ask = Ask::new(Act::ManageTemplates, fields.request_id(), &format!("{}{name}\n{text}", fields.content()));
    take(visit, ask, kind, place, &name, text).await
}

/// The text of a template's file.
///
/// # Errors
/// `required` for an empty file, `too-large`, and `template-not-text` for anything but UTF-8 text.
pub fn text_in(bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() > LARGEST {
        return Err(Problem::new("too-large").at("file").with("max", "256 kB").into());
    }
    let text = String::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty() && !text.contains('\0'));
    text.ok_or_else(|| Problem::new("template-not-text").at("file").into())
}

/// Tries a template with made-up families, and keeps it when nothing is wrong with it; its id.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn take(
    visit: &Visit,
    ask: Ask,
    kind: Kind,
    place: &Unit,
    name: &str,
    text: String,
) -> Result<String, Failure> {
    sound(visit, kind, place, &text).await?;
    let (unit, name) = (place.id.clone(), name.to_owned());
    visit.app.act(&visit.guard, ask, move |tx, ctx| bring(tx, ctx, &unit, kind, (&name, &text))).await
}

/// Tries a template with made-up families of a place.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn sound(visit: &Visit, kind: Kind, place: &Unit, text: &str) -> Result<(), Failure> {
    let problems = trial::problems(visit, kind, place, text).await?;
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// Chooses what a place's paper is set with.
pub async fn choice(visit: Visit, Form(fields): Form) -> Answer {
    let (code, choice) = (fields.text("place").to_owned(), fields.text("choice").to_owned());
    let guard = visit.guard.clone();
    let asked = code.clone();
    let place = visit.app.read(move |tx| Ok(places(tx, &guard, &asked)?.0)).await?;
    let kind = kind_of(fields.text("kind"))?;
    let ask = Ask::new(Act::ManageTemplates, fields.request_id(), &fields.content());
    let unit = place.id.clone();
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| choose(tx, ctx, &unit, kind, &choice)).await;
    match done {
        Ok(done) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query
                .append_pair("place", &place.code)
                .append_pair("kind", kind.word())
                .append_pair("before", &done.before);
            super::go(&format!("/templates?{}", query.finish()), "template-chosen", None)
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &list(&visit, &place.code, (&problems, Vec::new(), "")).await?)
        }
    }
}

#[derive(askama::Template)]
#[template(path = "template.html")]
struct Show {
    b: Base,
    t: Template,
    place: Unit,
    text: String,
    used: bool,
}

/// A version of a template with everything that is known of it.
pub struct Version {
    /// The version.
    pub template: Template,
    /// Its place.
    pub place: Unit,
    /// Its text.
    pub text: String,
    /// Does its place use it?
    pub used: bool,
}

/// One version, for who keeps the templates of its place.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn version(visit: &Visit, id: String) -> Result<Version, Failure> {
    let guard = visit.guard.clone();
    visit
        .app
        .read(move |tx| {
            let Some(template) = store::templates::template(tx, &id)? else {
                guard.anywhere(Act::ManageTemplates)?;
                return Err(Failure::not_found());
            };
            guard.allow(tx, Act::ManageTemplates, &template.unit_id)?;
            let place = store::units::unit(tx, &template.unit_id)?.ok_or_else(Failure::not_found)?;
            let text = text_of(tx, &template.hash)?;
            let used = store::templates::choice(tx, &template.unit_id, &template.kind)? == template.id;
            Ok(Version { template, place, text, used })
        })
        .await
}

/// One version.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let Version { template: t, place, text, used } = version(&visit, id).await?;
    page(&Show { b: Base::new(&visit, "decisions"), t, place, text, used })
}

/// One version's file.
pub async fn download(visit: Visit, Path(id): Path<String>) -> Answer {
    let Version { template: t, place, text, .. } = version(&visit, id).await?;
    let name = format!("{}-{}-{}.typ", t.kind, place.code, t.n);
    Ok(file("text/plain; charset=utf-8", &name, false, text.into_bytes()))
}

/// A paper about made-up families, set with one version.
pub async fn preview(visit: Visit, Path(id): Path<String>) -> Answer {
    let Version { template: t, place, text, .. } = version(&visit, id).await?;
    specimen(&visit, kind_of(&t.kind)?, &place, text).await
}

/// The place a built-in template is asked for, by who keeps templates there.
///
/// # Errors
/// As [`places`].
pub async fn place_asked(visit: &Visit) -> Result<Unit, Failure> {
    let (guard, code) = (visit.guard.clone(), query_value(&visit.uri, "place").unwrap_or_default());
    Ok(visit.app.read(move |tx| places(tx, &guard, &code)).await?.0)
}

/// The built-in template's file.
pub async fn built_in(visit: Visit, Path(kind): Path<String>) -> Answer {
    place_asked(&visit).await?;
    let kind = kind_of(&kind)?;
    Ok(file("text/plain; charset=utf-8", &kind.file(), false, kind.built_in().as_bytes().to_vec()))
}

/// A paper about made-up families of a place, set with the built-in template.
pub async fn built_in_preview(visit: Visit, Path(kind): Path<String>) -> Answer {
    let place = place_asked(&visit).await?;
    let kind = kind_of(&kind)?;
    specimen(&visit, kind, &place, kind.built_in().to_owned()).await
}

/// A paper about made-up families of a place, set with a template.
///
/// # Errors
/// What the typesetter says.
pub async fn specimen(visit: &Visit, kind: Kind, place: &Unit, text: String) -> Answer {
    let (seen, place) = (visit.clone(), trial::commune(visit, kind, place).await?);
    let made = visit.app.wait(move || {
        let orders = sample::orders(&seen, kind, &place.0, &place.1).map_err(failed)?;
        // Of certificates the sheet of four: it has both sizes of letters.
        let order = orders.into_iter().next_back().ok_or_else(Failure::not_found)?;
        seen.app.press.make(order.with(&text), TRIAL).map_err(failed)
    });
    Ok(file("application/pdf", &format!("specimen-{}.pdf", kind.word()), true, made.await?))
}

impl List {
    /// Is it what this place itself chose?
    fn chose(&self, paper: &Paper, choice: &str) -> bool {
        paper.choice == choice
    }

    /// The word of the choice that uses the built-in template.
    fn built_in(&self) -> &'static str {
        BUILT_IN
    }
}
