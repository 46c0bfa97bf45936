//! Families on their way to a decision, and decisions outside any page.

use hoctap::acts::decide::{Draft, Issued, issue, offer};
use hoctap::acts::path::Change;
use hoctap::app::{App, Ask, Ctx};
use hoctap::failure::Failure;
use hoctap::forms::Fields;
use hoctap::visit::{Actor, Guard};
use rules::access::{Act, Role};
use rules::criteria::{Answer, Asked, Filled, Model};
use rules::path::StepKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Tx;

use crate::kit::{LONG_HE, Person, Site};
use crate::path::fixture::{household, on, register, step};

/// Long Hẹ with one hamlet and the three people of the path.
pub struct Commune {
    pub hamlet: String,
    pub head: Person,
    pub officer: Person,
    pub chair: Person,
}

/// A fresh commune.
pub fn commune(site: &Site) -> Commune {
    let hamlet = site.hamlet(LONG_HE, "Cổng");
    Commune {
        head: site.person("head", Role::HamletHead, &hamlet),
        officer: site.person("officer", Role::CommuneOfficer, LONG_HE),
        chair: site.person("chair", Role::CommuneChair, LONG_HE),
        hamlet,
    }
}

/// Every item of the draft set with this share of its points.
pub fn sheet(site: &Site, percent: i64) -> Filled {
    let set = rules::criteria::choose(&site.app.sets, Model::Family, 2026).unwrap();
    let answers = set.asked().into_iter().map(|asked| match asked {
        Asked::Item(item) => (item.code.clone(), Answer::Points(item.max * percent / 100)),
        Asked::Target(_) => panic!("a points set"),
    });
    Filled { answers: answers.collect(), ..Filled::default() }
}

/// A family that sent its sheet; its assessment's id.
pub fn sent(site: &Site, commune: &Commune, name: &str, percent: i64) -> String {
    let family = household(site, &commune.hamlet, name, "2025-07-01");
    let id = step(site, &commune.head, register(&family, 2026)).unwrap().id;
    let mut save = on(&id, StepKind::Save);
    save.change = Change::Sheet(sheet(site, percent));
    step(site, &commune.head, save).unwrap();
    step(site, &commune.head, on(&id, StepKind::Submit)).unwrap();
    id
}

/// A family that passed appraisal; its assessment's id.
pub fn accepted(site: &Site, commune: &Commune, name: &str) -> String {
    let id = sent(site, commune, name, 90);
    step(site, &commune.officer, on(&id, StepKind::Accept)).unwrap();
    id
}

/// Does an act as a person, outside any page, under a request id.
pub fn act<T, F>(site: &Site, person: &Person, what: Act, request_id: &str, f: F) -> Result<T, Failure>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: FnMut(&mut Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
{
    let app = site.app.clone();
    let id = person.id.clone();
    let ask = Ask::new(what, request_id, "");
    std::thread::spawn(move || {
        let guard = guard(&app, &id);
        app.act_now(&guard, &ask, f)
    })
    .join()
    .unwrap()
}

fn guard(app: &App, account_id: &str) -> Guard {
    let id = account_id.to_owned();
    let (account, roles) = app
        .db
        .read(move |tx| -> Result<_, store::Error> {
            Ok((store::people::account(tx, &id)?.unwrap(), store::people::grants(tx, &id)?))
        })
        .unwrap();
    let actor = Actor {
        id: account.id,
        name: account.name,
        title: account.title,
        session_id: String::new(),
        roles,
        must_change: false,
    };
    Guard::new(Some(std::sync::Arc::new(actor)), app.day(app.clock.now()))
}

/// Issues a decision at a commune: the fields of the form, and its families.
pub fn decide(
    site: &Site,
    person: &Person,
    commune: &str,
    form: &[(&str, &str)],
    families: &[String],
) -> Result<Issued, Failure> {
    let request_id = site.app.dice.id(site.app.clock.now());
    let mut fields = Fields::default();
    for (name, value) in form {
        fields.add(name, (*value).to_owned());
    }
    for family in families {
        fields.add("family", family.clone());
    }
    let commune = commune.to_owned();
    act(site, person, Act::Decide, &request_id, move |tx, ctx| {
        let unit = store::units::unit(tx, &commune)?.unwrap();
        let set = rules::criteria::choose(&ctx.app.sets, Model::Family, 2026);
        let offer = offer(&ctx.app.words, ctx.actor, &unit, set);
        let draft = Draft::read(&fields, &commune, Model::Family, 2026, &offer, ctx.today)?;
        issue(tx, ctx, &draft)
    })
}

/// Code and field of everything that stopped an act.
pub fn told<T: std::fmt::Debug>(result: Result<T, Failure>) -> Vec<(String, String)> {
    match result {
        Err(Failure::Problems(problems)) => problems.into_iter().map(|one| (one.code, one.field)).collect(),
        other => panic!("not stopped by problems: {other:?}"),
    }
}
