//! What becomes of two households that are one.
//! Must not know anything but the public interface of `merge`.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn today() -> Day {
    day("2026-11-22")
}

fn person(id: &str, name: &str, relation: Relation, birth: &str, number: &str) -> Person {
    Person {
        id: id.into(),
        name: name.into(),
        relation,
        sex: Sex::Unknown,
        birth: Birth::of(birth).unwrap(),
        number: (!number.is_empty()).then(|| number.to_owned()),
    }
}

fn side(id: &str, people: Vec<Person>) -> Side {
    Side {
        id: id.into(),
        commune_id: "c".into(),
        hamlet_id: "h1".into(),
        number: format!("no {id}"),
        address: String::new(),
        phone: String::new(),
        note: String::new(),
        since: day("2025-07-01"),
        people,
        titles: Vec::new(),
    }
}

/// A man, his wife and a child; the same man without accents and born on a day, his wife by another name, his mother.
fn two() -> (Side, Side, Vec<(String, String)>) {
    let stay = side(
        "a",
        vec![
            person("a1", "Lò Văn Ún", Relation::Head, "1984", "n1"),
            person("a2", "Quàng Thị Ỏ", Relation::Spouse, "1986-05-06", ""),
            person("a3", "Lò Văn Mới", Relation::Child, "2010", ""),
        ],
    );
    let from = side(
        "b",
        vec![
            person("b1", "LO VAN UN", Relation::Head, "1984-02-03", ""),
            person("b2", "Quàng Thị Ỏ", Relation::Spouse, "1986", "n2"),
            person("b3", "Cà Thị Già", Relation::Parent, "1950", ""),
        ],
    );
    (stay, from, vec![("a1".into(), "b1".into()), ("a2".into(), "b2".into())])
}

fn codes(result: Result<Outcome, Vec<Problem>>) -> Vec<(String, String)> {
    result.unwrap_err().into_iter().map(|one| (one.field, one.code)).collect()
}

#[test]
fn what_is_proposed_takes_what_is_known_more_exactly_and_loses_nobody() {
    let (stay, mut from, same) = two();
    from.phone = "0912 345 678".into();
    let wish = propose(&stay, &from, &same);
    let out = decide(&stay, &from, &wish, today()).unwrap();
    let people: Vec<_> = out
        .people
        .iter()
        .map(|one| (one.id.as_str(), one.name.as_str(), one.birth.to_string(), one.number_of.as_str()))
        .collect();
    assert_eq!(
        people,
        [
            ("a1", "Lò Văn Ún", "1984-02-03".to_owned(), "a1"),
            ("a2", "Quàng Thị Ỏ", "1986-05-06".to_owned(), "b2"),
            ("a3", "Lò Văn Mới", "2010".to_owned(), ""),
            ("b3", "Cà Thị Già", "1950".to_owned(), ""),
        ]
    );
    assert_eq!((out.people[3].comes, out.people[3].relation), (true, Relation::Parent));
    assert_eq!((out.head_name(), out.phone.as_str(), out.rests.len()), ("Lò Văn Ún", "0912 345 678", 0));
    assert_eq!((out.number.as_str(), out.from_number.as_str()), ("no a", "no b"));
}

#[test]
fn whoever_comes_over_gets_a_relation_to_the_head_there() {
    // Once the wife is the head: her mother is the mother of his wife.
    let (stay, _, _) = two();
    let from = side(
        "b",
        vec![
            person("b1", "Quàng Thị Ỏ", Relation::Head, "1986", ""),
            person("b2", "Lò Văn Ún", Relation::Spouse, "1984", ""),
            person("b3", "Cà Thị Già", Relation::Parent, "1950", ""),
            person("b4", "Lò Văn Ba", Relation::Child, "2012", ""),
        ],
    );
    let same = [("a2".to_owned(), "b1".to_owned()), ("a1".to_owned(), "b2".to_owned())];
    let relation = |wish: &Wish, id: &str| wish.people[id].becomes.clone();
    let wish = propose(&stay, &from, &same);
    assert_eq!(relation(&wish, "b3"), Becomes::Comes(Relation::Parent));
    assert_eq!(relation(&wish, "b4"), Becomes::Comes(Relation::Child));
    // A son who is the head of his own: his children are grandchildren here.
    let son = side(
        "b",
        vec![
            person("b1", "Lò Văn Mới", Relation::Head, "2010", ""),
            person("b2", "Tòng Thị Hoa", Relation::Spouse, "2011", ""),
            person("b3", "Lò Văn Bé", Relation::Child, "2026", ""),
        ],
    );
    let wish = propose(&stay, &son, &[("a3".to_owned(), "b1".to_owned())]);
    assert_eq!(relation(&wish, "b2"), Becomes::Comes(Relation::Child));
    assert_eq!(relation(&wish, "b3"), Becomes::Comes(Relation::Grandchild));
    // Nobody in common: nothing is known, and nobody becomes a second head.
    let wish = propose(&stay, &son, &[]);
    assert!(son.people.iter().all(|one| relation(&wish, &one.id) == Becomes::Comes(Relation::Other)));
    assert!(decide(&stay, &son, &wish, today()).is_ok());
}

#[test]
fn a_wish_that_cannot_be_is_refused_with_everything_that_is_wrong() {
    let (stay, mut from, same) = two();
    let mut wish = propose(&stay, &from, &same);
    wish.people.get_mut("b2").unwrap().becomes = Becomes::Same("a1".into());
    wish.people.get_mut("b3").unwrap().becomes = Becomes::Comes(Relation::Head);
    wish.people.insert("nobody".into(), propose::as_usual(Relation::Other));
    wish.number = Take::From;
    from.hamlet_id = "h2".into();
    let found = codes(decide(&stay, &from, &wish, today()));
    let named = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        found,
        [
            named("p.nobody", "not-a-choice"),
            named("p.b2", "merge-person-twice"),
            named("p.b3", "one-head"),
            named("number", "not-a-choice"),
        ]
    );
    assert_eq!(codes(decide(&stay, &stay, &wish, today())), [named("", "merge-itself")]);
    from.commune_id = "d".into();
    assert_eq!(codes(decide(&stay, &from, &wish, today())), [named("", "merge-elsewhere")]);
}

#[test]
fn one_identity_number_is_one_person() {
    let (stay, mut from, same) = two();
    from.people[2].number = Some("n1".into());
    let found = codes(decide(&stay, &from, &propose(&stay, &from, &same), today()));
    assert_eq!(found, [("p.b3".to_owned(), "merge-number-twice".to_owned())]);
}

#[test]
fn notes_are_joined_and_numbers_change_hands_within_a_hamlet() {
    let (mut stay, mut from, same) = two();
    (stay.note, from.note) = ("một".into(), "hai".into());
    let mut wish = propose(&stay, &from, &same);
    wish.number = Take::From;
    let out = decide(&stay, &from, &wish, today()).unwrap();
    assert_eq!((out.note.as_str(), out.number.as_str(), out.from_number.as_str()), ("một; hai", "no b", "no a"));
    stay.note = "x".repeat(NOTE_MAX);
    assert_eq!(codes(decide(&stay, &from, &wish, today())), [("note".to_owned(), "too-long".to_owned())]);
}

#[test]
fn figures_of_earlier_years_stay_and_a_double_of_this_year_was_never_there() {
    for (since, ends_on) in [
        ("2025-07-01", "2026-11-22"),
        ("2026-01-01", "2026-01-01"),
        ("2026-11-22", "2026-11-22"),
        ("2025-12-31", "2026-11-22"),
    ] {
        assert_eq!(ends(day(since), today()), day(ends_on), "{since}");
    }
}

#[test]
fn two_titles_of_one_cycle_are_never_both_in_force() {
    use State::*;
    let refused = Err("merge-both-registered");
    for (stay, from, said) in [
        (None, Recognised, Ok(Fate::Along)),
        (None, Registered, Ok(Fate::Along)),
        (Some(Registered), Withdrawn, Ok(Fate::Rest)),
        (Some(Withdrawn), Withdrawn, Ok(Fate::Rest)),
        (Some(Withdrawn), Submitted, Ok(Fate::Exchange)),
        (Some(Rejected), Recognised, Ok(Fate::Exchange)),
        (Some(Recognised), Rejected, Ok(Fate::Rest)),
        (Some(Recognised), Revoked, Ok(Fate::Rest)),
        (Some(Recognised), Recognised, Err("merge-two-titles")),
        (Some(Registered), Recognised, refused),
        (Some(Recognised), Assessing, refused),
        (Some(Submitted), Accepted, refused),
    ] {
        assert_eq!(fate(stay, from), said, "{stay:?} {from:?}");
    }
    for stay in State::ALL {
        for from in State::ALL {
            let rests = match fate(Some(*stay), *from) {
                Ok(Fate::Rest) => *from,
                Ok(Fate::Exchange) => *stay,
                Ok(Fate::Along) => panic!("both stand in the cycle"),
                Err(_) => continue,
            };
            assert!(matches!(rests, Withdrawn | Rejected | Revoked), "{stay:?} {from:?} leaves {rests:?} behind");
        }
    }
}

#[test]
fn the_one_with_more_behind_it_stays() {
    let (one, two, _) = two();
    assert!(stays(&one, &two) != stays(&two, &one));
    let mut titled = two.clone();
    titled.titles.push(Title { id: "t".into(), model: "family".into(), year: 2025, state: State::Recognised });
    assert!(stays(&titled, &one) && !stays(&one, &titled));
    let mut older = two;
    older.since = day("2020-01-01");
    assert!(stays(&older, &one) && !stays(&one, &older));
}

fn any_side(id: &'static str) -> impl Strategy<Value = Side> {
    proptest::collection::vec((0..8_usize, 0..8_usize, 0..6_usize, any::<bool>()), 0..6).prop_map(move |others| {
        let mut people = vec![person(&format!("{id}0"), "Lò Văn Ún", Relation::Head, "1984", "")];
        for (n, (name, relation, birth, numbered)) in others.into_iter().enumerate() {
            let relation = Relation::ALL[relation.max(1)];
            let birth = ["", "1984", "1990", "1990-01-01", "2001-02-03", "2010"][birth];
            let number = if numbered { format!("{id}{n}") } else { String::new() };
            people.push(person(&format!("{id}{}", n + 1), &format!("Người {name}"), relation, birth, &number));
        }
        side(id, people)
    })
}

proptest! {
    /// Nobody is lost, nobody is there twice, and there is one head.
    #[test]
    fn what_is_proposed_is_always_possible_and_keeps_everybody(
        stay in any_side("a"), from in any_side("b"), picks in proptest::collection::vec((0..6_usize, 0..6_usize), 0..4)
    ) {
        let mut same: Vec<(String, String)> = Vec::new();
        for (one, two) in picks {
            let (Some(one), Some(two)) = (stay.people.get(one), from.people.get(two)) else { continue };
            if !same.iter().any(|(left, right)| *left == one.id || *right == two.id) {
                same.push((one.id.clone(), two.id.clone()));
            }
        }
        let out = decide(&stay, &from, &propose(&stay, &from, &same), today()).unwrap();
        prop_assert_eq!(out.people.len(), stay.people.len() + from.people.len() - same.len());
        prop_assert_eq!(out.people.iter().filter(|one| one.relation == Relation::Head).count(), 1);
        let numbers = out.people.iter().filter(|one| !one.number_of.is_empty()).count();
        let held: std::collections::BTreeSet<_> = out.people.iter().map(|one| &one.id).collect();
        prop_assert_eq!(held.len(), out.people.len());
        prop_assert!(numbers <= stay.people.iter().chain(&from.people).filter(|one| one.number.is_some()).count());
    }
}
