//! Tables for sheets: their problems, their score and what stands in the way.
//! Must not repeat the properties of `criteria::properties`.

use super::*;
use crate::criteria::kit::*;
use crate::criteria::{Answer, Body, CriteriaSet, Filled, check};

#[test]
fn why_seventy_six_and_not_eighty() {
    let set = named(DRAFT);
    let lost = [("D3", 1), ("C1", 1), ("B3", 2), ("A2", 3), ("D1", 4), ("C3", 4), ("B1", 4), ("A1", 5)];
    let mut answers = all_full(&set);
    for (code, n) in lost {
        let Some(Answer::Points(points)) = answers.get_mut(code) else { panic!("{code} is an item") };
        *points -= n;
    }
    let outcome = normal(&set, &answers);
    assert_eq!((outcome.total, outcome.mark, outcome.short_by, outcome.passed), (76, 80, 4, false));
    let gaps: Vec<(&str, i64)> = outcome.gaps.iter().map(|gap| (gap.code.as_str(), gap.lost)).collect();
    let most_lost_first_then_the_order_of_the_file =
        [("A1", 5), ("B1", 4), ("C3", 4), ("D1", 4), ("A2", 3), ("B3", 2), ("C1", 1), ("D3", 1)];
    assert_eq!(gaps, most_lost_first_then_the_order_of_the_file);
    assert!(outcome.gaps.iter().all(|gap| !gap.blocks));
    let difficult = score(&set, &answers, AreaClass::Difficult, &Traits::new());
    assert!(difficult.passed && difficult.gaps.is_empty());
}

#[test]
fn an_item_under_its_floor_blocks_whatever_the_total() {
    let set = named(DRAFT);
    let outcome = normal(&set, &with(&all_full(&set), &[("C2", Answer::Points(2)), ("C3", Answer::Points(5))]));
    assert_eq!((outcome.total, outcome.passed, outcome.short_by), (92, false, 0));
    let [gap] = outcome.gaps.as_slice() else { panic!("one gap expected: {:?}", outcome.gaps) };
    assert_eq!((gap.code.as_str(), gap.blocks), ("C2", true));
    assert_eq!(gap.reason, Reason::BelowFloor { floor: 3, lost: 3 });
    let ten = outcome.lines.iter().find(|line| line.code == "C3").unwrap();
    assert_eq!((ten.floor, ten.met), (5, true), "5 of 10 is not under half");
}

#[test]
fn the_highest_of_three_floors_holds() {
    let (_, set) = changed(OLD, "max = 10\n", "max = 10\nfloor = 4\n");
    let mut set = set.unwrap();
    let Body::Points(points) = &mut set.body else { panic!("a points set") };
    let item = points.sections[0].items[0].clone();
    let mark = &mut points.pass[0];
    assert_eq!(mark.floor_of(&item), 4);
    mark.min_item = Some(5);
    assert_eq!(mark.floor_of(&item), 5);
    mark.min_item = None;
    mark.min_item_share = Some(51);
    assert_eq!(mark.floor_of(&item), 6, "51 % of 10 is more than 5");
}

#[test]
fn a_running_total_shows_what_is_still_open() {
    let set = named(OLD);
    let answers: Answers = [("1.1".to_owned(), Answer::Points(8)), ("1.2".to_owned(), Answer::Exempt(true))].into();
    let outcome = normal(&set, &answers);
    assert_eq!((outcome.total, outcome.max, outcome.answered, outcome.asked), (18, 100, 2, 10));
    assert!(!outcome.complete && !outcome.passed);
    assert_eq!(outcome.lines[0].reason, Reason::LostPoints { n: 2 });
    assert_eq!(outcome.lines[1].reason, Reason::Exempt);
    assert_eq!(outcome.lines[2].reason, Reason::Missing);
    assert!(outcome.gaps.iter().any(|gap| gap.code == "4.2" && gap.blocks));
    let nothing = normal(&set, &Answers::new());
    assert_eq!((nothing.total, nothing.short_by), (0, 70));
}

#[test]
fn an_item_left_out_shrinks_the_mark_and_rounds_up() {
    let (_, set) = changed(OLD, "rule = \"full\"", "rule = \"left_out\"");
    let set = set.unwrap();
    let sheet = |points| {
        let mut answers: Answers = set.asked().iter().map(|a| (a.code().to_owned(), Answer::Points(points))).collect();
        answers.insert("1.1".to_owned(), Answer::Exempt(true));
        answers
    };
    let outcome = normal(&set, &sheet(7));
    assert_eq!((outcome.total, outcome.max, outcome.mark, outcome.passed), (63, 90, 63, true));
    let (_, odd) = changed(OLD, "min_total = 70", "min_total = 71");
    let text = odd.unwrap().text().replacen("rule = \"full\"", "rule = \"left_out\"", 1);
    let odd = CriteriaSet::parse(&text).unwrap();
    let outcome = normal(&odd, &sheet(7));
    assert_eq!((outcome.mark, outcome.passed), (64, false), "71 × 90 ⁄ 100 = 63.9");
}

#[test]
fn an_item_of_a_points_set_can_depend_on_a_trait() {
    let text = text_of(OLD).replacen("max = 100", "max = 100\ntraits = [{ code = \"with_children\", text = { vi = \"Có trẻ em\", en = \"Children\", id = \"Anak\" } }]", 1);
    let orphan = text.replacen("code = \"3.1\"", "code = \"3.1\"\napplies = [\"with_children\"]", 1);
    assert!(CriteriaSet::parse(&orphan).unwrap_err().reason.contains("`exempt` must say"));
    let text = text.replacen("code = \"1.1\"", "code = \"1.1\"\napplies = [\"with_children\"]", 1);
    let set = CriteriaSet::parse(&text).unwrap();
    let with_children: Traits = ["with_children".to_owned()].into();
    let without = normal(&set, &Answers::new());
    assert_eq!((without.asked, without.total, &without.lines[0].reason), (9, 10, &Reason::NotApplicable));
    assert_eq!(score(&set, &Answers::new(), AreaClass::Normal, &with_children).total, 0);
    assert_eq!(check(&set, &Answers::new(), &Traits::new(), true).len(), 9);
    assert_eq!(check(&set, &Answers::new(), &with_children, true).len(), 10);
}

#[test]
fn all_problems_come_at_once_each_at_its_item() {
    let set = named(OLD);
    let answers: Answers = [
        ("1.1".to_owned(), Answer::Points(11)),
        ("1.2".to_owned(), Answer::Points(-1)),
        ("2.2".to_owned(), Answer::Exempt(true)),
        ("2.3".to_owned(), Answer::Yes(true)),
        ("3.1".to_owned(), Answer::Exempt(false)),
        ("8.8".to_owned(), Answer::Points(1)),
    ]
    .into();
    let found = |complete| -> Vec<(String, String)> {
        check(&set, &answers, &Traits::new(), complete).into_iter().map(|p| (p.field, p.code)).collect()
    };
    let open = found(false);
    let expected = [
        ("1.1", "answer-range"),
        ("1.2", "answer-range"),
        ("2.2", "answer-not-exempt"),
        ("2.3", "answer-kind"),
        ("8.8", "answer-unknown"),
    ];
    assert_eq!(open, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    let closed = found(true);
    let missing: Vec<&str> = closed.iter().filter(|p| p.1 == "answer-missing").map(|p| p.0.as_str()).collect();
    assert_eq!(missing, ["1.3", "2.1", "3.1", "3.2", "4.1", "4.2"]);
    let mut stepped = named(OLD);
    let Body::Points(points) = &mut stepped.body else { panic!("a points set") };
    points.sections[0].items[0].step = 5;
    let sheet: Answers = [("1.1".to_owned(), Answer::Points(7))].into();
    let problems = check(&stepped, &sheet, &Traits::new(), false);
    assert_eq!(problems[0].code, "answer-step");
    assert_eq!(problems[0].args["step"], "5");
}

#[test]
fn what_cannot_be_scored_counts_for_nothing() {
    let set = named(OLD);
    for bad in [Answer::Points(11), Answer::Points(-3), Answer::Yes(true), Answer::Points(i64::MAX)] {
        let outcome = normal(&set, &with(&all_full(&set), &[("4.2", bad)]));
        assert_eq!((outcome.total, outcome.complete, outcome.passed), (90, false, false));
        assert_eq!(outcome.lines.last().unwrap().reason, Reason::Invalid);
    }
}

#[test]
fn ratios_and_choices_are_checked() {
    let set = named(UNIT);
    for (n, d) in [(11, 10), (0, 0), (1, 0), (-1, 10), (1, -10), (i64::MAX, i64::MIN)] {
        let answers: Answers = [("2.1".to_owned(), Answer::Ratio { n, d })].into();
        let problems = check(&set, &answers, &Traits::new(), false);
        assert_eq!(problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["ratio-parts"], "{n}/{d}");
    }
    let answers: Answers = [("3.3".to_owned(), Answer::Choice("gold".to_owned()))].into();
    let problems = check(&set, &answers, &Traits::new(), false);
    assert_eq!(problems[0].code, "answer-choice");
    assert_eq!(problems[0].args["choices"], "none, advanced_collective, excellent_collective, higher");
    let answers: Answers = [("3.6".to_owned(), Answer::Points(3))].into();
    assert!(check(&set, &answers, &Traits::new(), false).is_empty(), "not asked, so left alone");
}

#[test]
fn a_target_missed_says_how_far() {
    let set = named(UNIT);
    let sheet = with(&all_full(&set), &[("3.1", Answer::Ratio { n: 85, d: 99 })]);
    let outcome = normal(&set, &sheet);
    assert_eq!((outcome.level, outcome.aim, outcome.passed), (Some(0), Some(1), false));
    let [gap] = outcome.gaps.as_slice() else { panic!("one gap expected: {:?}", outcome.gaps) };
    assert_eq!(gap.reason, Reason::BelowThreshold { level: 1, at_least: 9000, more: 5 }, "90 % of 99 is 89.1, so 90");
    let sheet = with(
        &all_full(&set),
        &[("3.1", Answer::Ratio { n: 90, d: 99 }), ("3.3", Answer::Choice("advanced_collective".to_owned()))],
    );
    let outcome = normal(&set, &sheet);
    assert_eq!((outcome.level, outcome.aim, outcome.passed), (Some(1), Some(2), true));
    let codes: Vec<&str> = outcome.gaps.iter().map(|gap| gap.code.as_str()).collect();
    assert_eq!(codes, ["3.1", "3.3"]);
    assert_eq!(outcome.gaps[1].reason, Reason::BelowOption { level: 2, option: "excellent_collective".to_owned() });
    let outcome = normal(&set, &all_full(&set));
    assert_eq!((outcome.level, outcome.aim, outcome.gaps.len()), (Some(2), None, 0));
}

#[test]
fn a_target_of_the_second_level_does_not_stop_the_first() {
    let (_, set) = changed(UNIT, "rule = { kind = \"yes_no\" }", "rule = { kind = \"yes_no\", from_level = 2 }");
    let set = set.unwrap();
    let outcome = normal(&set, &with(&all_full(&set), &[("1.1", Answer::Yes(false))]));
    assert_eq!((outcome.level, outcome.passed), (Some(1), true));
    assert_eq!(outcome.gaps[0].reason, Reason::SaidNo { level: 2 });
}

#[test]
fn a_sheet_keeps_its_json_shape() {
    let json = r#"{"answers":{"1.1":{"points":8},"1.2":{"exempt":true},"2.1":{"ratio":{"n":9,"d":10}},"3.2":{"yes":true},"3.3":{"choice":"basic"}},"notes":{"1.1":"Học bạ lớp 5"}}"#;
    let filled: Filled = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&filled).unwrap(), json);
    assert!(serde_json::from_str::<Filled>(r#"{"answers":{"1.1":{"points":8.5}}}"#).is_err());
    assert!(serde_json::from_str::<Filled>(r#"{"answers":{"1.1":{"marks":8}}}"#).is_err());
}

#[test]
fn an_outcome_keeps_its_json_shape() {
    let set = named(DRAFT);
    let outcome = normal(&set, &with(&all_full(&set), &[("C2", Answer::Points(2))]));
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["gaps"][0]["reason"], serde_json::json!({"is": "below_floor", "floor": 3, "lost": 3}));
    assert_eq!(json["sections"][2], serde_json::json!({"code": "C", "total": 22, "max": 25}));
    assert_eq!(serde_json::from_value::<Outcome>(json).unwrap(), outcome);
}

#[test]
fn notes_are_bounded_and_belong_to_items() {
    let set = named(OLD);
    let mut filled = Filled::default();
    filled.notes.insert("1.1".to_owned(), "ảnh chụp\ngóc học tập".to_owned());
    assert!(filled.check(&set, &Traits::new(), false).is_empty());
    filled.notes.insert("1.2".to_owned(), "ă".repeat(1001));
    filled.notes.insert("1.3".to_owned(), "a\u{0}".to_owned());
    filled.notes.insert("7.7".to_owned(), "x".to_owned());
    let problems: Vec<(String, String)> =
        filled.check(&set, &Traits::new(), false).into_iter().map(|p| (p.field, p.code)).collect();
    let expected = [("note-1.2", "too-long"), ("note-1.3", "bad-characters"), ("note-7.7", "answer-unknown")];
    assert_eq!(problems, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
}
