//! The households of one hamlet as the register keeps them. Must not write, nor know the cycles.

use rules::basics::{AreaClass, Day};
use rules::register::Sex;
use store::register::{Member, NewHousehold};

use super::Maker;
use super::ids::Ids;
use super::people::{self, Person};
use super::plan::{Commune, Hamlet};
use crate::clock::Dice;
use crate::demo::names::Lots;

/// The day of the reform: hamlets of the communes of before end the day before.
pub const REFORM: &str = "2025-07-01";

/// A hamlet as it is being filled.
pub struct Spot<'a> {
    /// What the plan says of it.
    pub plan: &'a Hamlet,
    /// Its unit id.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// The hamlet and commune of before the reform: unit ids.
    pub before: Option<(String, String)>,
    /// Its area class.
    pub area: AreaClass,
}

/// One household: its rows, and the first day it lived here, which may be before the reform.
pub struct Family {
    /// Its rows; the stay they make begins with the reform at the earliest.
    pub rows: (NewHousehold, Vec<Member>),
    /// The first day it lived at this place, under whichever name.
    pub came: Day,
}

/// Makes the households of a hamlet. `first_person` counts the people of the province before them.
pub fn families(
    maker: &Maker,
    commune: &Commune,
    spot: &Spot<'_>,
    ids: &mut Ids,
    lots: &mut Lots,
    dice: &Dice,
    first_person: i64,
) -> Vec<Family> {
    let wish = &maker.plan.wish;
    let households = usize::try_from(spot.plan.households).unwrap_or(0);
    let sizes = people::sizes(lots, households, usize::try_from(spot.plan.people).unwrap_or(0));
    let mut families = Vec::with_capacity(households);
    let mut nth = first_person;
    for (number, size) in (1..).zip(sizes) {
        let came =
            came(lots, wish.on).max(if spot.before.is_some() { Day::first_of(2000) } else { commune.unit.valid_from });
        let people = people::household(lots, size, wish.on.year());
        let id = ids.id();
        let mut members = Vec::with_capacity(people.len());
        for (ordinal, person) in (1..).zip(&people) {
            members.push(member(maker, spot, ids.id(), &id, ordinal, person, nth, dice));
            nth += 1;
        }
        let head = people.first().map(|person| person.name.clone()).unwrap_or_default();
        let here = if spot.before.is_some() { came.max(commune.unit.valid_from) } else { came };
        let household = NewHousehold {
            id,
            commune_id: commune.unit.id.clone(),
            hamlet_id: spot.id.clone(),
            number: format!("{number:03}"),
            // Made from head, number and members where the rows go in.
            fold: String::new(),
            sort_key: rules::text::name_sort_key(&head),
            head_name: head,
            address: String::new(),
            phone: String::new(),
            note: String::new(),
            synthetic: true,
            since: here,
            at: maker.admin,
        };
        families.push(Family { rows: (household, members), came });
    }
    families
}

/// Most have lived here for long; some came in the last years.
fn came(lots: &mut Lots, on: Day) -> Day {
    let recent = lots.chance(12);
    let year = if recent {
        on.year() - i64::try_from(lots.draw(5)).unwrap_or(0)
    } else {
        2010 + i64::try_from(lots.draw(11)).unwrap_or(0)
    };
    let (month, number) = (1 + lots.draw(12), 1 + lots.draw(28));
    let narrow = |value: usize| i8::try_from(value).unwrap_or(1);
    let day = i16::try_from(year).ok().and_then(|year| Day::new(year, narrow(month), narrow(number)));
    day.unwrap_or(on).min(on)
}

#[expect(clippy::too_many_arguments, reason = "a person's row is made of these")]
fn member(
    maker: &Maker,
    spot: &Spot<'_>,
    id: String,
    household_id: &str,
    ordinal: i64,
    person: &Person,
    nth: i64,
    dice: &Dice,
) -> Member {
    let every = maker.plan.id_every;
    let number = (nth % every == 0).then(|| people::id_number(&spot.plan.born_in, person, nth / every));
    let secrets = &maker.app.secrets;
    Member {
        id,
        household_id: household_id.to_owned(),
        ordinal,
        fold: rules::text::fold(&person.name),
        name: person.name.clone(),
        relation: person.relation.word().to_owned(),
        sex: if person.man { Sex::Male } else { Sex::Female }.word().to_owned(),
        birth: person.birth.clone(),
        id_cipher: number.as_ref().map(|number| secrets.seal(number, dice)),
        id_hash: number.as_ref().map(|number| secrets.lookup(number)),
        id_tail: number.as_ref().and_then(|number| number.get(9..)).unwrap_or_default().to_owned(),
        left_on: Day::FOREVER,
    }
}
