//! Tables and properties of the register's shapes.
//! Must not know storage or workbooks.

use proptest::prelude::*;

use super::*;

fn today() -> Day {
    Day::new(2025, 11, 3).unwrap()
}

fn member(name: &str, relation: &str, sex: &str, birth: &str, id: &str) -> MemberDraft {
    MemberDraft {
        name: name.into(),
        relation: relation.into(),
        sex: sex.into(),
        birth: birth.into(),
        id_number: id.into(),
    }
}

fn household(members: Vec<MemberDraft>) -> HouseholdDraft {
    HouseholdDraft { number: "12".into(), address: "Bản Nà Khoang".into(), members, ..HouseholdDraft::default() }
}

/// `field code` of each problem, in the order found.
fn found(result: Result<impl Sized, Vec<Problem>>) -> Vec<String> {
    result.err().unwrap_or_default().iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect()
}

#[test]
fn a_year_of_birth_stays_a_year() {
    for (typed, stored, year) in [
        ("", "", None),
        ("1984", "1984", Some(1984)),
        (" 3/2/1984 ", "1984-02-03", Some(1984)),
        ("1984-02-03", "1984-02-03", Some(1984)),
        ("2025-11-03", "2025-11-03", Some(2025)),
        ("1900", "1900", Some(1900)),
    ] {
        let birth = Birth::parse(typed, today()).unwrap();
        assert_eq!((birth.to_string().as_str(), birth.year()), (stored, year));
        assert_eq!(Birth::of(stored), Some(birth));
        assert_eq!(serde_json::to_string(&birth).unwrap(), format!("\"{stored}\""));
        assert_eq!(serde_json::from_str::<Birth>(&format!("\"{stored}\"")).unwrap(), birth);
    }
}

#[test]
fn births_out_of_range_and_out_of_shape_are_told_apart() {
    for (typed, code) in [
        ("1899", "birth-range"),
        ("31/12/1899", "birth-range"),
        ("2026", "birth-range"),
        ("4/11/2025", "birth-range"),
        ("84", "birth-shape"),
        ("2/1984", "birth-shape"),
        ("30/02/1984", "birth-shape"),
        ("năm 84", "birth-shape"),
    ] {
        assert_eq!(Birth::parse(typed, today()).unwrap_err().code, code, "{typed}");
    }
}

#[test]
fn an_identity_number_tells_sex_and_birth_year() {
    for (digits, sex, year) in [
        ("087084000999", Sex::Male, Some(1984)),
        ("087184000999", Sex::Female, Some(1984)),
        ("011205000001", Sex::Male, Some(2005)),
        ("011325000001", Sex::Female, Some(2025)),
        ("123456789", Sex::Unknown, None),
    ] {
        let number = IdNumber::parse(digits, today()).unwrap().unwrap();
        assert_eq!((number.sex(), number.birth_year()), (sex, year), "{digits}");
    }
    let spaced = IdNumber::parse(" 087 084 000 999 ", today()).unwrap().unwrap();
    assert_eq!((spaced.digits(), spaced.tail()), ("087084000999", "999"));
    assert!(IdNumber::parse("  ", today()).unwrap().is_none());
}

#[test]
fn an_identity_number_of_another_shape_is_refused() {
    for typed in
        ["08708400099", "0870840009999", "08708400099x", "12345678", "011226000001", "011400000001", "-12345678"]
    {
        assert_eq!(IdNumber::parse(typed, today()).unwrap_err().code, "id-shape", "{typed}");
    }
}

#[test]
fn an_identity_number_never_prints_itself() {
    let number = IdNumber::parse("087084000999", today()).unwrap();
    assert_eq!(format!("{number:?}"), "Some(IdNumber(…999))");
}

#[test]
fn a_number_is_held_against_sex_and_birth_only_where_both_are_known() {
    for (sex, birth, id, expected) in [
        ("male", "1984", "087084000999", vec![]),
        ("", "", "087084000999", vec![]),
        ("female", "", "087084000999", vec!["id_number id-against-sex"]),
        ("male", "3/2/1985", "087084000999", vec!["id_number id-against-birth"]),
        ("female", "2005", "087084000999", vec!["id_number id-against-sex", "id_number id-against-birth"]),
        ("female", "1960", "123456789", vec![]),
        ("nữ", "1984", "087084000999", vec!["sex not-a-choice"]),
    ] {
        let result = check_member(&member("Lò Thị Mai", "head", sex, birth, id), "", today());
        assert_eq!(found(result), expected, "{sex} {birth} {id}");
    }
    let problem = check_member(&member("Mai", "head", "", "1985", "087084000999"), "", today()).unwrap_err();
    assert_eq!(problem[0].args["year"], "1984");
}

#[test]
fn every_problem_of_a_household_is_found_at_once_with_its_field() {
    let draft = HouseholdDraft {
        number: "1".repeat(21),
        address: "đ".repeat(201),
        phone: "gọi ông Páo".into(),
        note: "a\u{7}".into(),
        members: vec![
            member("", "head", "male", "1899", ""),
            member(&"A".repeat(81), "head", "", "x", "1"),
            member("Sùng A Páo", "cousin", "", "", ""),
        ],
    };
    assert_eq!(
        found(check_household(&draft, today())),
        [
            "number too-long",
            "address too-long",
            "note bad-characters",
            "phone bad-characters",
            "members.0.name required",
            "members.0.birth birth-range",
            "members.1.name too-long",
            "members.1.birth birth-shape",
            "members.1.id_number id-shape",
            "members.2.relation not-a-choice",
            "members one-head",
        ]
    );
}

#[test]
fn a_good_household_comes_out_clean() {
    let draft = household(vec![
        member(" Sùng  A Páo ", "head", "male", "1984", "011084000001"),
        member("Giàng Thị Mỷ", "spouse", "female", "", ""),
        member("Y", "child", "", "2015-05-05", ""),
    ]);
    let household = check_household(&draft, today()).unwrap();
    assert_eq!(household.head().unwrap().name, "Sùng A Páo");
    assert_eq!(household.members.len(), 3);
    assert_eq!(household.members[1].birth, Birth::Unknown);
}

#[test]
fn a_household_has_exactly_one_head() {
    for (relations, good) in
        [(vec![], false), (vec!["child"], false), (vec!["head"], true), (vec!["head", "head"], false)]
    {
        let members = relations.iter().map(|relation| member("Mai", relation, "", "", "")).collect();
        assert_eq!(check_household(&household(members), today()).is_ok(), good, "{relations:?}");
    }
}

#[test]
fn one_number_belongs_to_one_member() {
    let draft = household(vec![
        member("Mai", "head", "", "", "087084000999"),
        member("Páo", "spouse", "", "", "087 084 000 999"),
    ]);
    let problems = check_household(&draft, today()).unwrap_err();
    assert_eq!((problems[0].code.as_str(), problems[0].field.as_str()), ("id-taken", "members.1.id_number"));
    assert_eq!(problems[0].args["household"], "12");
}

#[test]
fn relations_and_sexes_read_back() {
    for relation in Relation::ALL {
        assert_eq!(Relation::of(relation.word()), Some(*relation));
        assert_eq!(serde_json::to_string(relation).unwrap(), format!("\"{}\"", relation.word()));
    }
    for sex in [Sex::Male, Sex::Female, Sex::Unknown] {
        assert_eq!(Sex::of(sex.word()), Some(sex));
        assert_eq!(serde_json::to_string(&sex).unwrap(), format!("\"{}\"", sex.word()));
    }
}

fn like(head: &str, birth: &str, others: &[&str]) -> Likeness {
    let mut members = vec![member(head, "head", "", birth, "")];
    members.extend(others.iter().map(|name| member(name, "other", "", "", "")));
    fold_household_for_duplicates(&check_household(&household(members), today()).unwrap())
}

#[test]
fn likely_duplicates_are_seen_through_spelling_and_not_by_a_common_name_alone() {
    let known = like("Nguyễn Thị Hoà", "1980", &["Trần Văn Nam"]);
    for (other, same) in [
        (like("NGUYEN THI HÒA", "3/2/1980", &[]), true),
        (like("Nguyễn Thị Hoà", "1981", &["Trần Văn Nam"]), false),
        (like("Nguyễn Thị Hoà", "", &["Trần văn Nam"]), true),
        (like("Nguyễn Thị Hoà", "", &["Lê Văn Tư"]), false),
        (like("Nguyễn Thị Hoà", "", &[]), true),
        (like("Nguyễn Thị Hoa Mai", "1980", &["Trần Văn Nam"]), false),
    ] {
        assert_eq!(likely_same(&known, &other), same, "{other:?}");
        assert_eq!(likely_same(&other, &known), same, "{other:?}");
    }
    assert!(!likely_same(&Likeness::default(), &Likeness::default()));
}

proptest! {
    #[test]
    fn a_number_made_for_a_person_agrees_with_that_person_and_no_other(
        province in 1..97u32, male in any::<bool>(), year in 1900i64..2026, rest in 0..1_000_000u32,
    ) {
        let digit = (year - 1900) / 100 * 2 + i64::from(!male);
        let id = format!("{province:03}{digit}{:02}{rest:06}", year % 100);
        let (sex, other) = if male { ("male", "female") } else { ("female", "male") };
        let good = check_member(&member("Mai", "head", sex, &year.to_string(), &id), "", today());
        prop_assert!(good.is_ok());
        let wrong_sex = check_member(&member("Mai", "head", other, &year.to_string(), &id), "", today());
        prop_assert_eq!(found(wrong_sex), ["id_number id-against-sex"]);
        let wrong_year = check_member(&member("Mai", "head", sex, if year == 1950 { "1951" } else { "1950" }, &id), "", today());
        prop_assert_eq!(found(wrong_year), ["id_number id-against-birth"]);
    }

    #[test]
    fn whatever_is_typed_is_either_accepted_or_explained(
        name in "\\PC{0,90}", relation in "\\PC{0,8}|head|child", sex in "\\PC{0,4}|male", birth in "\\PC{0,12}|[0-9/.-]{0,10}",
        id in "\\PC{0,14}|[0-9]{9,12}",
    ) {
        let draft = household(vec![member(&name, &relation, &sex, &birth, &id)]);
        match check_household(&draft, today()) {
            Ok(clean) => prop_assert!(clean.head().is_some_and(|head| !head.name.is_empty())),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.field.starts_with("members"));
                    prop_assert!(crate::problem::CODES.iter().any(|row| row.0 == problem.code));
                }
            }
        }
    }
}

#[test]
fn a_number_that_may_be_an_identity_number_is_never_shown_whole() {
    for (text, shown) in [
        ("014084000999", "•••999"),
        ("14084000999", "•••999"),
        ("014 084 000 999 (mới)", "•••999 (mới)"),
        ("CMND 012-345-678", "CMND •••678"),
        ("0912 345 678", "0912 345 678"),
        ("1912345678", "•••678"),
        ("05/03/1984", "05/03/1984"),
        ("Tổ 12, số 345", "Tổ 12, số 345"),
        ("", ""),
    ] {
        assert_eq!(veiled(text), shown);
    }
    let problem = IdNumber::parse("01408400099", today()).unwrap_err();
    assert_eq!(problem.args.get("value").unwrap(), "•••099");
}

#[test]
fn a_change_of_head_proposes_what_the_others_are_to_the_next() {
    use Relation::{Child, Grandchild, Grandparent, Head, Other, Parent, Sibling, Spouse};
    for (next, was, is) in [
        (Spouse, Head, Spouse),
        (Spouse, Child, Child),
        (Spouse, Sibling, Other),
        (Child, Head, Parent),
        (Child, Spouse, Parent),
        (Child, Child, Sibling),
        (Child, Parent, Grandparent),
        (Child, Grandchild, Other),
        (Parent, Head, Child),
        (Parent, Spouse, Child),
        (Parent, Child, Grandchild),
        (Sibling, Parent, Parent),
        (Grandchild, Head, Grandparent),
        (Other, Head, Other),
        (Other, Child, Other),
    ] {
        assert_eq!(was.under(next), is, "{was:?} under a {next:?}");
    }
    for next in Relation::ALL {
        assert!(Relation::ALL.iter().all(|was| was.under(*next) != Head), "nobody else becomes head");
    }
}
