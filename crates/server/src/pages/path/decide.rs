//! Drawing up a decision: the families that wait for it by hamlet, the form, the preview of the paper, and issuing it.
//! Must not decide whether it may be issued.

use askama::Template;
use askama::filters::Safe;
use axum::extract::Path;
use axum::http::StatusCode;
use papers::decision::Decision as Paper;
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::criteria::{CriteriaSet, Model, choose};
use rules::problem::Problem;
use store::Tx;
use store::assessments::Waiting;
use store::decisions::AnnexLine;
use store::units::Unit;

use super::{Asked, Scope, here};
use crate::acts::decide::{Basis, Draft, Offer, issue, look, offer};
use crate::app::{App, Ask};
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::{Base, Faults, go, page, page_with};
use crate::paperwork::{self, Source};
use crate::visit::{Actor, Guard, Visit};
use crate::words::Lang;

#[derive(Template)]
#[template(path = "path/decide.html")]
struct Page {
    b: Base,
    s: Scope,
    faults: Faults,
    groups: Vec<Group>,
    /// How many families wait, and how many are ticked.
    waiting: i64,
    count: usize,
    form: Typed,
    offered: Vec<Basis>,
    here: String,
    authority: Option<Authority>,
    doubts: Vec<&'static str>,
}

/// The families of one hamlet.
struct Group {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    family: Waiting,
    picked: bool,
    fault: String,
}

/// What stands in the form.
#[derive(Clone, Default)]
struct Typed {
    number: String,
    issued_on: String,
    issued_at: String,
    issuer: String,
    bases: String,
    signatory: String,
    signatory_title: String,
}

impl Typed {
    fn offered(offer: &Offer, today: Day) -> Self {
        let bases: Vec<&str> = offer.bases.iter().map(|basis| basis.text.as_str()).collect();
        Self {
            number: String::new(),
            issued_on: today.to_string(),
            issued_at: offer.issued_at.clone(),
            issuer: offer.issuer.clone(),
            bases: bases.join("\n"),
            signatory: offer.signatory.clone(),
            signatory_title: offer.signatory_title.clone(),
        }
    }

    fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            number: text("number"),
            issued_on: text("issued_on"),
            issued_at: text("issued_at"),
            issuer: text("issuer"),
            bases: text("bases"),
            signatory: text("signatory"),
            signatory_title: text("signatory_title"),
        }
    }
}

/// Who decides on the day by the criteria set.
struct Authority {
    office: &'static str,
    basis: String,
    doubt: String,
}

/// What the page is read from.
#[derive(Clone)]
struct Seen {
    s: Scope,
    commune: Unit,
    waiting: Vec<Waiting>,
    offer: Offer,
    set: Option<(String, String)>,
}

fn see(tx: &mut Tx<'_>, app: &App, guard: &Guard, asked: &Asked) -> Result<Seen, Failure> {
    let s = asked.find(tx)?;
    let commune = match (s.unit.level, &s.unit.parent_id) {
        (Level::Hamlet, Some(parent)) => store::units::unit(tx, parent)?.ok_or_else(Failure::not_found)?,
        _ => s.unit.clone(),
    };
    guard.allow(tx, Act::Decide, &commune.id)?;
    let waiting = store::assessments::waiting(tx, &s.unit.id, Model::Family.word(), s.year)?;
    let actor = guard.actor()?;
    let set = set_of(app, &waiting, s.year);
    let pair = set.map(|set| (set.set.clone(), set.version.clone()));
    Ok(Seen { offer: offered(app, &actor, &commune, set), s, commune, waiting, set: pair })
}

/// The set the waiting families were judged by, else that of the year.
fn set_of<'a>(app: &'a App, waiting: &[Waiting], year: i64) -> Option<&'a CriteriaSet> {
    let own = waiting.first().and_then(|one| app.set(&one.set_id, &one.version));
    own.or_else(|| choose(&app.sets, Model::Family, year))
}

fn offered(app: &App, actor: &Actor, commune: &Unit, set: Option<&CriteriaSet>) -> Offer {
    offer(&app.words, actor, commune, set)
}

async fn seen(visit: &Visit, year: i64) -> Result<Seen, Failure> {
    let (app, guard, asked) = (visit.app.clone(), visit.guard.clone(), Asked::new(visit, Some(year)));
    visit.app.read(move |tx| see(tx, &app, &guard, &asked)).await
}

/// The form, every waiting family ticked.
pub async fn show(visit: Visit, Path(year): Path<i64>) -> Answer {
    let seen = seen(&visit, year).await?;
    let typed = Typed::offered(&seen.offer, visit.today);
    let all = seen.waiting.iter().map(|one| one.id.clone()).collect();
    form(&visit, seen, typed, all, &[], StatusCode::OK)
}

fn form(
    visit: &Visit,
    seen: Seen,
    form: Typed,
    picked: Vec<String>,
    problems: &[Problem],
    status: StatusCode,
) -> Answer {
    let b = Base::new(visit, "families");
    let faults = Faults::new(visit, problems);
    let day = crate::forms::read_day(&form.issued_on, "issued_on").unwrap_or(visit.today);
    let set = seen.set.as_ref().and_then(|(set, version)| visit.app.set(set, version));
    let authority = set.and_then(|set| set.authority_on(day)).map(|row| Authority {
        office: row.role.word(),
        basis: row.legal_basis.clone(),
        doubt: row.reason.as_ref().map(|reason| reason.say(b.lang()).to_owned()).unwrap_or_default(),
    });
    let waiting = i64::try_from(seen.waiting.len()).unwrap_or(i64::MAX);
    let mut groups: Vec<Group> = Vec::new();
    for family in seen.waiting {
        let row = Row { picked: picked.contains(&family.id), fault: faults.of(&family.id), family };
        match groups.last_mut().filter(|group| group.name == row.family.hamlet_name) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: row.family.hamlet_name.clone(), rows: vec![row] }),
        }
    }
    let page = Page {
        count: groups.iter().flat_map(|group| &group.rows).filter(|row| row.picked).count(),
        waiting,
        s: seen.s,
        faults,
        groups,
        form,
        offered: seen.offer.bases,
        here: here(visit),
        authority,
        doubts: paperwork::doubts(set),
        b,
    };
    page_with(status, &page)
}

#[derive(Template)]
#[template(path = "path/decide_preview.html")]
struct Preview {
    b: Base,
    s: Scope,
    d: Paper,
    qr: Safe<String>,
    form: Typed,
    families: Vec<String>,
    here: String,
}

/// `act=preview` shows the paper, `act=edit` the form again, anything else issues the decision.
pub async fn send(visit: Visit, Path(year): Path<i64>, Form(fields): Form) -> Answer {
    let seen = seen(&visit, year).await?;
    let typed = Typed::sent(&fields);
    let picked = fields.all("family");
    if fields.text("act") == "edit" {
        return form(&visit, seen, typed, picked, &[], StatusCode::OK);
    }
    let draft = Draft::read(&fields, &seen.commune.id, Model::Family, seen.s.year, &seen.offer, visit.today);
    let answer = match draft {
        Err(problems) => Err(Failure::from(problems)),
        Ok(draft) if fields.text("act") == "preview" => match preview(&visit, &draft).await {
            Ok(d) => {
                let families = draft.families;
                let b = Base::new(&visit, "families");
                let qr = Safe(String::new());
                return page(&Preview { b, s: seen.s, d, qr, form: typed, families, here: here(&visit) });
            }
            Err(failure) => Err(failure),
        },
        Ok(draft) => {
            let ask = Ask::new(Act::Decide, fields.request_id(), &format!("{year}\n{}", fields.content()));
            visit.app.act(&visit.guard, ask, move |tx, ctx| issue(tx, ctx, &draft)).await
        }
    };
    match answer {
        Ok(issued) => go(&format!("/decisions/{}", issued.id), "issued", Some(issued.families)),
        Err(failure) => {
            let (status, problems) = shown(failure)?;
            form(&visit, seen, typed, picked, &problems, status)
        }
    }
}

/// The paper as it would be, or everything that keeps it from being issued.
async fn preview(visit: &Visit, draft: &Draft) -> Result<Paper, Failure> {
    let (app, guard, wanted) = (visit.app.clone(), visit.guard.clone(), draft.clone());
    let seen = visit.app.read(move |tx| look(tx, &app, &guard, &wanted)).await?;
    if !seen.problems.is_empty() {
        return Err(seen.problems.into());
    }
    let later = visit.app.words.say(Lang::Vi, "paper-code-later", &[]);
    let annex = seen.certificates("", || later.clone()).into_iter().zip(&seen.families).map(|(certificate, family)| {
        let (household_id, hamlet_id) = (family.household.id.clone(), family.hamlet.id.clone());
        AnnexLine { certificate, household_id, hamlet_id, state: family.assessment.state, revoked_on: None }
    });
    let source = Source {
        annex: annex.collect(),
        decision: seen.row(draft, "", "", Moment(0)),
        commune: seen.commune.full_name.clone(),
        province: seen.province.clone(),
        held: None,
    };
    Ok(paperwork::decision(&visit.app, Lang::Vi, &source))
}

/// What the form can show: whatever is wrong with the decision or one of its families, and that the person is not the
/// authority of the day. Passes on what no form can show.
fn shown(failure: Failure) -> Result<(StatusCode, Vec<Problem>), Failure> {
    let status = failure.status();
    match failure {
        Failure::Problems(problems)
            if problems.iter().all(|problem| {
                matches!(problem.status(), 409 | 413 | 422)
                    || problem.args.contains_key("family")
                    || problem.code == "decision-not-authority"
            }) =>
        {
            Ok((status, problems))
        }
        other => Err(other),
    }
}
