//! What makes a pair, and how few pairs chance makes in a commune of ten thousand households.
//! Must not know anything but the public interface of `doubles`.

use std::collections::BTreeSet;

use super::*;
use crate::basics::Day;
use crate::text::fold;

fn person(id: &str, name: &str, relation: &str, birth: &str) -> Person {
    Person {
        id: id.into(),
        fold: fold(name),
        head: relation == "head",
        sex: Sex::Unknown,
        birth: Birth::of(birth).unwrap(),
        number: None,
    }
}

fn family(id: &str, hamlet: &str, people: &[(&str, &str)]) -> Family {
    let people = people
        .iter()
        .enumerate()
        .map(|(at, (name, birth))| person(&format!("{id}.{at}"), name, if at == 0 { "head" } else { "other" }, birth));
    Family { id: id.into(), hamlet_id: hamlet.into(), phone: String::new(), people: people.collect() }
}

/// The two families and a few that have nothing to do with them.
fn among(one: Family, two: Family) -> Found {
    let mut all = vec![one, two];
    for n in 0..6 {
        all.push(family(
            &format!("x{n}"),
            "h1",
            &[(&format!("Quàng Văn {n}"), "1970"), (&format!("Lò Thị {n}"), "1972")],
        ));
    }
    find(&all, &Scale::of(&all))
}

fn words(found: &Found) -> Vec<(&'static str, i64)> {
    found.pairs.iter().flat_map(|pair| &pair.reasons).map(|one| (one.what.word(), one.n)).collect()
}

const PARENTS: &[(&str, &str)] = &[("Thào A Sinh", "1984"), ("Vàng Thị Mỷ", "1986"), ("Thào A Dia", "2010-04-03")];

#[test]
fn one_family_entered_twice_is_found_whatever_was_written_of_it() {
    let first = || family("a", "h1", PARENTS);
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, i64)]);
    let cases: &[Case<'_>] = &[
        (&[("THAO A SINH", "1984-02-03")], &[("head_year", 1), ("hamlet", 1)]),
        (&[("Thào A Sinh", ""), ("Vàng Thị Mỷ", "")], &[("head_name", 1), ("members", 1), ("hamlet", 1)]),
        (&[("Vàng Thị Mỷ", "1986"), ("Thào A Sinh", "1984")], &[("members", 2), ("hamlet", 1)]),
        (PARENTS, &[("head_year", 1), ("members", 2), ("hamlet", 1)]),
    ];
    for (other, said) in cases {
        let found = among(first(), family("b", "h1", other));
        assert_eq!(words(&found), *said, "{other:?}");
        assert_eq!((found.pairs[0].one.as_str(), found.pairs[0].kind), ("a", Kind::Household));
        // The order of the register makes no difference.
        let turned = among(family("b", "h1", other), first());
        assert_eq!(turned.pairs, found.pairs);
    }
}

#[test]
fn a_name_alone_is_never_enough_and_births_or_sexes_that_contradict_are_somebody_else() {
    let first = || family("a", "h1", PARENTS);
    for other in [
        &[("Thào A Sinh", "")][..],
        &[("Thào A Sinh", "1985")],
        &[("Thào A Sinh", "1985"), ("Vàng Thị Mỷ", "1999")],
        &[("Thào A Sính Sua", "1984")],
    ] {
        assert_eq!(words(&among(first(), family("b", "h1", other))), [], "{other:?}");
    }
    let mut woman = family("b", "h1", &[("Thào A Sinh", "1984")]);
    woman.people[0].sex = Sex::Female;
    let mut man = first();
    man.people[0].sex = Sex::Male;
    assert_eq!(words(&among(man, woman)), []);
}

#[test]
fn a_number_or_a_telephone_makes_a_pair_across_hamlets() {
    let (mut one, mut two) = (family("a", "h1", PARENTS), family("b", "h2", &[("Thao A Sinh Em", "1984")]));
    one.people[0].number = Some("n".into());
    two.people[0].number = Some("n".into());
    assert_eq!(words(&among(one.clone(), two.clone())), [("number", 1)]);
    // Two numbers speak against it.
    let mut other = family("b", "h2", &[("Thào A Sinh", "1984")]);
    assert_eq!(words(&among(one.clone(), other.clone())), [("head_year", 1)]);
    other.people[0].number = Some("m".into());
    assert_eq!(words(&among(one.clone(), other)), []);
    let mut rung = family("b", "h2", &[("Thào A Sinh", "")]);
    (one.phone, rung.phone) = (phone_key("+84 912 345 678"), phone_key("0912.345.678"));
    assert_eq!(words(&among(one, rung)), [("head_name", 1), ("phone", 1)]);
}

#[test]
fn a_daughter_who_stands_with_her_parents_and_with_her_husband_is_a_pair_of_another_kind() {
    let home = family("a", "h1", &[("Lò Văn Ún", "1960"), ("Cà Thị Pó", "1962"), ("Lò Thị Xuân Hoa", "1990-05-06")]);
    let own = family("b", "h2", &[("Sùng A Chớ", "1988"), ("Lò Thị Xuân Hoa", "1990-05-06"), ("Sùng A Tủa", "2015")]);
    let found = among(home, own);
    assert_eq!((words(&found), found.pairs[0].kind), (vec![("members", 1)], Kind::Person));
    assert_eq!(found.pairs[0].same, [("a.2".to_owned(), "b.1".to_owned())]);
}

#[test]
fn the_evidence_stays_until_something_changes_that_matters() {
    let scale = Scale::default();
    let pair = |two: &[(&str, &str)]| compare(&family("a", "h1", PARENTS), &family("b", "h1", two), &scale).evidence;
    let first = pair(&[("Thào A Sinh", "1984")]);
    assert_eq!(pair(&[("Thào A Sinh", "1984"), ("Thào Thị Mới", "2026")]), first, "a child was born");
    assert_ne!(pair(&[("Thào A Sinh", "")]), first);
    assert_ne!(pair(&[("Thào A Sinh", "1984"), ("Vàng Thị Mỷ", "")]), first);
}

#[test]
fn telephone_numbers_are_compared_as_numbers() {
    for (typed, key) in [
        ("0912 345 678", "0912345678"),
        ("+84 (0) 912-345-678", "0912345678"),
        ("84912345678", "0912345678"),
        ("113", ""),
        ("", ""),
    ] {
        assert_eq!(phone_key(typed), key, "{typed}");
    }
}

/// Numbers that look like chance and are the same each time.
struct Lots(u64);

impl Lots {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        // The first ones are much more common, as family names are.
        let at = self.draw(from.len()).min(self.draw(from.len()));
        from[at]
    }
}

const FAMILY: &[&str] =
    &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"];
const MIDDLE: &[&str] = &["Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Ngọc", "Thanh", "Đình", "Công"];
const GIVEN: &[&str] = &[
    "Hùng", "Dũng", "Tuấn", "Anh", "Minh", "Nam", "Sơn", "Thắng", "Bình", "Hải", "Long", "Cường", "Quân", "Hòa",
    "Thành", "Tiến", "Trung", "Khánh", "Phúc", "Toàn", "Đạt", "Vinh", "Lâm", "Tùng", "Việt", "Nghĩa", "Hậu", "Khoa",
    "Lộc", "Duy",
];
const WOMEN: &[&str] = &[
    "Hoa", "Lan", "Hương", "Mai", "Thảo", "Linh", "Trang", "Hà", "Nga", "Thu", "Hạnh", "Loan", "Yến", "Phương", "Dung",
    "Oanh", "Tâm", "Nhung", "Vân", "Hiền", "Thủy", "Ngân", "Liên", "Huệ", "Cúc", "Đào", "Sen", "Bích", "Xuân", "Hồng",
];

fn born(lots: &mut Lots, year: usize) -> String {
    if lots.draw(100) < 45 {
        year.to_string()
    } else {
        format!("{year}-{:02}-{:02}", 1 + lots.draw(12), 1 + lots.draw(28))
    }
}

/// A commune as they are in the lowlands: three family names for half of the people.
fn commune(lots: &mut Lots, households: usize) -> Vec<Family> {
    let mut all = Vec::new();
    for n in 0..households {
        let (name, middle) = (lots.pick(FAMILY), lots.pick(MIDDLE));
        let year = 1956 + lots.draw(42);
        let (man, woman) = (lots.pick(GIVEN), lots.pick(WOMEN));
        let mut people = vec![(format!("{name} {middle} {man}"), born(lots, year))];
        if lots.draw(100) < 85 {
            people.push((format!("{} Thị {woman}", lots.pick(FAMILY)), born(lots, year + 2)));
        }
        for child in 0..lots.draw(4) {
            let (middle, given) = (lots.pick(MIDDLE), lots.pick(GIVEN));
            people.push((format!("{name} {middle} {given}"), born(lots, (year + 23 + child * 3).min(2025))));
        }
        let people: Vec<(&str, &str)> = people.iter().map(|(name, birth)| (name.as_str(), birth.as_str())).collect();
        all.push(family(&format!("h{n:05}"), &format!("hamlet{}", n % 25), &people));
    }
    all
}

/// The same family as somebody else wrote it down.
fn again(lots: &mut Lots, first: &Family, n: usize) -> Family {
    let mut copy = first.clone();
    copy.id = format!("z{n:04}");
    match n % 6 {
        // A child is missing, and births by year only.
        0 => {
            copy.people.truncate(2);
            copy.people.iter_mut().for_each(|one| one.birth = Birth::Year(one.birth.year().unwrap()));
        }
        // Moved to another hamlet and entered there.
        1 => copy.hamlet_id = format!("hamlet{}", lots.draw(25)),
        // The wife as head.
        2 if copy.people.len() > 1 => {
            copy.people.swap(0, 1);
            copy.people[0].head = true;
            copy.people[1].head = false;
        }
        // No births at all, everybody there.
        3 => copy.people.iter_mut().for_each(|one| one.birth = Birth::Unknown),
        // Day and month exchanged.
        4 => copy.people.iter_mut().for_each(|one| {
            if let Birth::Day(day) = one.birth {
                let turned =
                    Day::parse(&format!("{}-{:02}-{:02}", day.year(), day.day_of_month().min(12), day.month()));
                one.birth = Birth::Day(turned.unwrap());
            }
        }),
        _ => {}
    }
    for (at, one) in copy.people.iter_mut().enumerate() {
        one.id = format!("z{n:04}.{at}");
    }
    copy
}

#[test]
fn in_a_commune_of_ten_thousand_most_doubles_are_found_and_chance_makes_few_pairs() {
    let mut lots = Lots(2026);
    let mut all = commune(&mut lots, 10_000);
    let planted: BTreeSet<(String, String)> = (0..120)
        .map(|n| {
            let first = all[n * 83].clone();
            let copy = again(&mut lots, &first, n);
            let ids = (first.id, copy.id.clone());
            all.push(copy);
            ids
        })
        .collect();
    let people: usize = all.iter().map(|one| one.people.len()).sum();
    assert!(people > 30_000, "{people}");
    let found = find(&all, &Scale::of(&all));
    let right = found.pairs.iter().filter(|one| planted.contains(&(one.one.clone(), one.two.clone()))).count();
    let wrong: Vec<_> =
        found.pairs.iter().filter(|one| !planted.contains(&(one.one.clone(), one.two.clone()))).collect();
    let households = wrong.iter().filter(|one| one.kind == Kind::Household).count();
    println!("{right} of {} planted; {} by chance ({households} households)", planted.len(), wrong.len());
    assert!(right * 100 >= planted.len() * 80, "only {right} of {} were found", planted.len());
    assert!(households * 10 <= right, "{households} pairs of households by chance beside {right}");
    assert!(wrong.len() * 2 <= right, "{} pairs by chance beside {right}", wrong.len());
    assert_eq!(found.more, 0);
}

#[test]
fn a_register_of_one_name_neither_floods_nor_stalls() {
    let all: Vec<Family> = (0..3_000)
        .map(|n| family(&format!("h{n:05}"), "h1", &[("Giàng A Lử", "1980"), ("Hờ Thị Dở", "1982")]))
        .collect();
    assert!(find(&all, &Scale::of(&all)).pairs.is_empty());
    // Very many doubles: the likeliest are handed over, the others counted.
    let twice: Vec<Family> = (0..1_400)
        .map(|n| {
            let name = format!("Lò Văn {}", n / 2);
            family(&format!("h{n:05}"), "h1", &[(&name, "1980-02-03"), (&format!("Cà Thị {}", n / 2), "1982-04-05")])
        })
        .collect();
    let found = find(&twice, &Scale::of(&twice));
    assert_eq!((found.pairs.len(), found.more), (500, 200));
}
