//! One made-up household: who lives in it, of what age and kin, when each was born and as which of them the papers know.
//! Must not know the database, nor where the household lives.

use rules::register::Relation;

use crate::demo::delta;
use crate::demo::names::Lots;

/// One made-up person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// To the head.
    pub relation: Relation,
    /// A man or boy?
    pub man: bool,
    /// Year of birth.
    pub born: i64,
    /// As papers tell it: `YYYY`, or a day.
    pub birth: String,
}

/// How large households are, in a thousand; ones of more come only from evening out a hamlet's number of people.
const SIZES: [(usize, usize); 9] = [(1, 90), (2, 140), (3, 205), (4, 275), (5, 160), (6, 80), (7, 30), (8, 14), (9, 6)];
/// The largest household.
const MOST: usize = 12;

/// Sizes of `households` that come to exactly `people` together; every size is at least 1.
#[must_use]
pub fn sizes(lots: &mut Lots, households: usize, people: usize) -> Vec<usize> {
    let mut sizes: Vec<usize> = (0..households).map(|_| size(lots)).collect();
    let mut sum: usize = sizes.iter().sum();
    while sum != people && households > 0 && people >= households && people <= households.saturating_mul(MOST) {
        let at = lots.draw(households);
        let Some(one) = sizes.get_mut(at) else { break };
        if sum < people && *one < MOST {
            *one += 1;
            sum += 1;
        } else if sum > people && *one > 1 {
            *one -= 1;
            sum -= 1;
        }
    }
    sizes
}

fn size(lots: &mut Lots) -> usize {
    let mut at = lots.draw(1000);
    for (size, weight) in SIZES {
        if at < weight {
            return size;
        }
        at -= weight;
    }
    4
}

/// A household of this size in this year, the head first.
#[must_use]
pub fn household(lots: &mut Lots, size: usize, year: i64) -> Vec<Person> {
    let family = delta::family(lots);
    let man = lots.chance(if size == 1 { 42 } else { 72 });
    // Who lives alone is mostly old; heads of large households are seldom young.
    let age = match size {
        1 => 24 + whole(lots.draw(60)),
        2 => 26 + whole(lots.draw(54)),
        _ => 27 + whole(lots.draw(26)) + whole(lots.draw(20)),
    };
    let mut people = vec![person(lots, family, Relation::Head, man, year - age, year)];
    let mut left = size.saturating_sub(1);
    let mut mother = age;
    let mut heirs = family;
    if left > 0 && lots.chance(90) {
        let other = delta::family(lots);
        let between = whole(lots.draw(7)) - if man { 1 } else { 5 };
        let other_age = (age - between).max(19);
        people.push(person(lots, other, Relation::Spouse, !man, year - other_age, year));
        mother = if man { other_age } else { age };
        heirs = if man { family } else { other };
        left -= 1;
    }
    let (mut children, mut grandchildren, mut parents) = (0, 0, 0);
    while left > 0 {
        left -= 1;
        // A mother has her children between about 20 and 40; what is left over are grandchildren, parents, brothers, sisters.
        let child = mother - 20 - whole(lots.draw(6)) - 3 * children;
        if child >= 0 && mother - child <= 43 && children < 4 && lots.chance(88) {
            children += 1;
            let boy = lots.chance(52);
            people.push(person(lots, heirs, Relation::Child, boy, year - child, year));
        } else if age >= 50 && children > 0 && grandchildren < 4 {
            grandchildren += 1;
            let years = whole(lots.draw(usize::try_from((age - 44).clamp(1, 17)).unwrap_or(1)));
            let boy = lots.chance(52);
            people.push(person(lots, heirs, Relation::Grandchild, boy, year - years, year));
        } else if age <= 62 && parents < 2 {
            let woman = parents == 0;
            parents += 1;
            let own = if woman { delta::family(lots) } else { family };
            let born = year - age - 21 - whole(lots.draw(14));
            people.push(person(lots, own, Relation::Parent, !woman, born, year));
        } else {
            let grown = (age - 8 + whole(lots.draw(17))).max(1);
            let relation = if lots.chance(60) { Relation::Sibling } else { Relation::Other };
            let own = if relation == Relation::Sibling { family } else { delta::family(lots) };
            let man = lots.chance(50);
            people.push(person(lots, own, relation, man, year - grown, year));
        }
    }
    people
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}

fn person(lots: &mut Lots, family: &str, relation: Relation, man: bool, born: i64, year: i64) -> Person {
    let name = delta::full_name(lots, family, man);
    // Papers of the old often know the year only; a year stays a year.
    let only_year = lots.chance(if year - born > 60 { 55 } else { 12 });
    let (month, day) = (1 + lots.draw(12), 1 + lots.draw(28));
    // Who was born in the year itself was born by now.
    let month = if born >= year { 1 } else { month };
    let birth = if only_year { born.to_string() } else { format!("{born}-{month:02}-{day:02}") };
    Person { name, relation, man, born, birth }
}

/// The identity number of the `nth` person who has one: where the birth was registered (a province of before 2025), sex and
/// century, year, and six digits that no two of a province share (`nth` stays below a million).
#[must_use]
pub fn id_number(province: &str, person: &Person, nth: i64) -> String {
    let century = ((person.born - 1900) / 100).clamp(0, 4) * 2 + i64::from(!person.man);
    // A multiplier without common divisor with a million: every number once, none beside the next.
    let digits = (nth * 617_723 + 204_161).rem_euclid(1_000_000);
    format!("{province:0>3}{century}{:02}{digits:06}", person.born.rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use rules::basics::Day;
    use rules::register::{Birth, IdNumber, Sex};

    use super::*;

    #[test]
    fn sizes_come_to_the_number_of_people_asked() {
        let mut lots = Lots::new(3);
        for (households, people) in [(1, 1), (10, 10), (542, 2034), (20, 200), (300, 310)] {
            let sizes = sizes(&mut lots, households, people);
            assert_eq!((sizes.len(), sizes.iter().sum::<usize>()), (households, people));
            assert!(sizes.iter().all(|size| (1..=MOST).contains(size)));
        }
    }

    #[test]
    fn households_are_families() {
        let mut lots = Lots::new(11);
        let today = Day::parse("2026-11-15").unwrap();
        let mut seen = std::collections::BTreeSet::new();
        let (mut year_only, mut all, mut men) = (0, 0, 0);
        for nth in 0..20_000_i64 {
            let size = 1 + lots.draw(9);
            let people = household(&mut lots, size, 2026);
            assert_eq!(people.len(), size);
            let heads = people.iter().filter(|one| one.relation == Relation::Head).count();
            assert_eq!(heads, 1);
            let (mother, head) = (
                people.iter().filter(|one| !one.man && one.relation != Relation::Child).map(|one| one.born).max(),
                people[0].born,
            );
            assert!((14..=100).contains(&(2026 - head)), "{people:?}");
            for one in &people {
                assert!(Birth::of(&one.birth).is_some_and(|birth| birth != Birth::Unknown), "{one:?}");
                assert!((1890..=2026).contains(&one.born), "{one:?}");
                assert!(rules::text::clean_name(&one.name).is_ok_and(|clean| clean == one.name), "{one:?}");
                if one.relation == Relation::Child {
                    assert!(one.born >= head + 12 || mother.is_some_and(|mother| one.born > mother), "{people:?}");
                }
                all += 1;
                men += i32::from(one.man);
                year_only += i32::from(one.birth.len() == 4);
            }
            let number = id_number("87", &people[0], nth);
            let read = IdNumber::parse(&number, today).unwrap().unwrap();
            assert_eq!(read.birth_year(), Some(people[0].born));
            assert_eq!(read.sex(), if people[0].man { Sex::Male } else { Sex::Female });
            assert!(number.starts_with("087") && seen.insert(number[6..].to_owned()));
        }
        assert!((40..60).contains(&(men * 100 / all)), "{men} of {all}");
        assert!((10..35).contains(&(year_only * 100 / all)), "{year_only} of {all}");
    }
}
