//! What is proposed before anybody chose: which household stays, whose values, who is the same person.
//! Must not know what is allowed.

use super::{Becomes, Person, PersonWish, Side, Take, Wish};
use crate::path::State;
use crate::register::{Birth, Relation, Sex};

/// Does the first one stay, rather than the second? The one with more behind it: titles, years, people, particulars.
#[must_use]
pub fn stays(one: &Side, two: &Side) -> bool {
    let behind = |side: &Side| {
        let live = side.titles.iter().filter(|title| title.state != State::Withdrawn).count();
        let said = [&side.address, &side.phone, &side.note].iter().filter(|text| !text.is_empty()).count();
        let numbers = side.people.iter().filter(|person| person.number.is_some()).count();
        (live, std::cmp::Reverse(side.since), side.people.len(), numbers + said, std::cmp::Reverse(side.id.clone()))
    };
    behind(one) >= behind(two)
}

/// What is proposed for two households of which these people look the same: member of `stay`, member of `from`.
#[must_use]
pub fn propose(stay: &Side, from: &Side, same: &[(String, String)]) -> Wish {
    let either = |stay: &str, from: &str| if stay.is_empty() && !from.is_empty() { Take::From } else { Take::Stay };
    let people = from.people.iter().map(|person| {
        let other = same.iter().find(|(_, id)| *id == person.id).and_then(|(id, _)| stay.person(id));
        let wish = match other {
            Some(other) => alike(other, person),
            None => as_usual(relation(person, stay, from, same)),
        };
        (person.id.clone(), wish)
    });
    Wish {
        number: Take::Stay,
        address: either(&stay.address, &from.address),
        phone: either(&stay.phone, &from.phone),
        note: if stay.note == from.note { Take::Stay } else { Take::Both },
        people: people.collect(),
    }
}

/// Somebody who comes over.
pub(super) const fn as_usual(relation: Relation) -> PersonWish {
    PersonWish {
        becomes: Becomes::Comes(relation),
        name: Take::Stay,
        sex: Take::Stay,
        birth: Take::Stay,
        number: Take::Stay,
    }
}

/// Somebody who is the same: what is known more exactly counts.
fn alike(stay: &Person, from: &Person) -> PersonWish {
    let better = |from: bool| if from { Take::From } else { Take::Stay };
    // Lists typed without accents are common; the name with them is the name.
    let marks = |name: &str| name.chars().filter(|letter| !letter.is_ascii()).count();
    let exact = |birth: Birth| match birth {
        Birth::Unknown => 0,
        Birth::Year(_) => 1,
        Birth::Day(_) => 2,
    };
    PersonWish {
        becomes: Becomes::Same(stay.id.clone()),
        name: better(marks(&from.name) > marks(&stay.name)),
        sex: better(stay.sex == Sex::Unknown && from.sex != Sex::Unknown),
        birth: better(exact(from.birth) > exact(stay.birth)),
        number: better(stay.number.is_none() && from.number.is_some()),
    }
}

/// What somebody of the household that vanishes most likely is to the head of the one that stays.
pub(super) fn relation(person: &Person, stay: &Side, from: &Side, same: &[(String, String)]) -> Relation {
    let (Some(head), Some(former)) = (stay.head(), from.head()) else { return Relation::Other };
    let in_from = same.iter().find(|(id, _)| *id == head.id).and_then(|(_, id)| from.person(id));
    let in_stay = same.iter().find(|(_, id)| *id == former.id).and_then(|(id, _)| stay.person(id));
    let likely = match (in_from, in_stay) {
        (Some(twin), _) if twin.relation == Relation::Head => person.relation,
        (Some(twin), _) => person.relation.under(twin.relation),
        (None, Some(twin)) => through(twin.relation, person.relation),
        (None, None) => Relation::Other,
    };
    if likely == Relation::Head { Relation::Other } else { likely }
}

/// What somebody is to the head, being `theirs` to a member who is `member` to the head.
const fn through(member: Relation, theirs: Relation) -> Relation {
    match (member, theirs) {
        (Relation::Spouse, Relation::Child | Relation::Parent | Relation::Grandchild | Relation::Grandparent) => theirs,
        (Relation::Child, Relation::Spouse) => Relation::Child,
        (Relation::Child, Relation::Child) => Relation::Grandchild,
        (Relation::Parent, Relation::Spouse) => Relation::Parent,
        (Relation::Parent, Relation::Child) | (Relation::Sibling, Relation::Spouse | Relation::Sibling) => {
            Relation::Sibling
        }
        (Relation::Parent, Relation::Parent) => Relation::Grandparent,
        _ => Relation::Other,
    }
}
