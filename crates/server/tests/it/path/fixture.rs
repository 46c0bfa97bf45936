//! Households and steps for journeys on the recognition path.

use hoctap::acts::path::{Change, Stand, StepWish, Whose, take_step};
use hoctap::app::{Ask, Ctx};
use hoctap::failure::Failure;
use hoctap::visit::{Actor, Guard};
use rules::access::Act;
use rules::basics::Day;
use rules::criteria::{Answer, Asked, Filled, Model};
use rules::path::StepKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::register::NewHousehold;

use crate::kit::{LONG_HE, Person, Site};

/// A household at a hamlet of Long Hẹ since a day, counted as the register counts it; its id.
pub fn household(site: &Site, hamlet: &str, name: &str, since: &str) -> String {
    let now = site.app.clock.now();
    let id = site.app.dice.id(now);
    let since = Day::parse(since).unwrap();
    let (hamlet, name, given) = (hamlet.to_owned(), name.to_owned(), id.clone());
    site.write(move |tx| {
        let number = store::register::next_number(tx, &hamlet)?.to_string();
        let new = NewHousehold {
            id: given.clone(),
            commune_id: LONG_HE.to_owned(),
            hamlet_id: hamlet.clone(),
            fold: store::register::fold_of(&name, &number, &[]),
            number,
            head_name: name.clone(),
            sort_key: rules::text::sort_key(&name),
            address: String::new(),
            phone: String::new(),
            note: String::new(),
            synthetic: true,
            since,
            at: now,
        };
        store::register::add_household(tx, &new)?;
        let stay = rules::tally::Stay { since, until: Day::FOREVER };
        store::tallies::apply(tx, &rules::tally::stay_moves(None, Some(stay), &[&hamlet, LONG_HE]))
    });
    id
}

/// Takes a step as a person, outside any page.
pub fn step(site: &Site, person: &Person, wish: StepWish) -> Result<Stand, Failure> {
    let act = wish.kind.act();
    does(site, person, act, move |tx, ctx| Ok(Stand::from(&take_step(tx, ctx, &wish)?)))
}

/// Does an act as a person, outside any page.
pub fn does<T: Serialize + DeserializeOwned + Send + 'static>(
    site: &Site,
    person: &Person,
    act: Act,
    work: impl FnMut(&mut store::Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let app = site.app.clone();
    let id = person.id.clone();
    let ask = Ask::new(act, &app.dice.id(app.clock.now()), "");
    std::thread::spawn(move || {
        let of = id.clone();
        let (account, roles) = app.db.read(move |tx| -> Result<_, store::Error> {
            Ok((store::people::account(tx, &of)?.unwrap(), store::people::grants(tx, &of)?))
        })?;
        let actor = Actor {
            id,
            name: account.name,
            title: account.title,
            session_id: String::new(),
            roles,
            must_change: false,
        };
        let guard = Guard::new(Some(std::sync::Arc::new(actor)), app.day(app.clock.now()));
        app.act_now(&guard, &ask, work)
    })
    .join()
    .unwrap()
}

/// A registration of a household for a year.
pub fn register(household: &str, year: i64) -> StepWish {
    let whose = Whose::Household { id: household.to_owned(), model: Model::Family, year };
    StepWish::new(whose, StepKind::Register)
}

/// A step on an assessment.
pub fn on(assessment: &str, kind: StepKind) -> StepWish {
    StepWish::new(Whose::Assessment(assessment.to_owned()), kind)
}

/// The codes of what stopped a step.
pub fn codes(result: Result<Stand, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Problems(problems)) => problems.into_iter().map(|problem| problem.code).collect(),
        other => panic!("not stopped by problems: {other:?}"),
    }
}

/// Every item of the year's set with this share of its points.
pub fn sheet(site: &Site, percent: i64) -> Filled {
    let set = rules::criteria::choose(&site.app.sets, Model::Family, 2026).unwrap();
    let answers = set.asked().into_iter().map(|asked| match asked {
        Asked::Item(item) => (item.code.clone(), Answer::Points(item.max * percent / 100)),
        Asked::Target(_) => panic!("a points set"),
    });
    Filled { answers: answers.collect(), ..Filled::default() }
}

/// The same as fields of the form: `a.<code>` and points.
pub fn full(site: &Site, percent: i64) -> Vec<(String, String)> {
    let point = |answer| if let Answer::Points(points) = answer { points.to_string() } else { String::new() };
    sheet(site, percent).answers.into_iter().map(|(code, answer)| (format!("a.{code}"), point(answer))).collect()
}

/// A save of every item with this share of its points.
pub fn saved(site: &Site, assessment: &str, percent: i64) -> StepWish {
    let mut wish = on(assessment, StepKind::Save);
    wish.change = Change::Sheet(sheet(site, percent));
    wish
}
