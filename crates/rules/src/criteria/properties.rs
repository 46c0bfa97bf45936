//! What holds for every text and every sheet, tried on chance. Must not repeat the tables of `tests`.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::kit::*;
use super::*;
use crate::score::{Reason, score};

/// Both points sets, each with either rule for what is set aside.
static POINTS_SETS: LazyLock<Vec<CriteriaSet>> = LazyLock::new(|| {
    let texts = [text_of(OLD), text_of(DRAFT)].map(str::to_owned);
    let left_out = texts.clone().map(|text| text.replace("rule = \"full\"", "rule = \"left_out\""));
    texts.iter().chain(&left_out).map(|text| CriteriaSet::parse(text).unwrap()).collect()
});

/// A sheet for one of the points sets: unanswered, set aside, in range or out of it.
fn sheet() -> impl Strategy<Value = (CriteriaSet, Answers, AreaClass)> {
    let answer = prop_oneof![
        1 => Just(None),
        1 => Just(Some(Answer::Exempt(true))),
        10 => (0..=10i64).prop_map(|n| Some(Answer::Points(n))),
        10 => (7..=10i64).prop_map(|n| Some(Answer::Points(n))),
        1 => any::<i64>().prop_map(|n| Some(Answer::Points(n))),
    ];
    (0..4usize, prop::collection::vec(answer, 16), any::<bool>()).prop_map(|(which, answers, hard)| {
        let set = POINTS_SETS[which].clone();
        let pairs = set.asked().into_iter().zip(answers).filter_map(|(asked, answer)| {
            let Asked::Item(item) = asked else { return None };
            let answer = match answer? {
                Answer::Points(n) if (0..=10).contains(&n) => Answer::Points(n * item.max / 10),
                other => other,
            };
            Some((item.code.clone(), answer))
        });
        let answers = pairs.collect();
        (set, answers, if hard { AreaClass::Difficult } else { AreaClass::Normal })
    })
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = CriteriaSet::parse(&text);
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = CriteriaSet::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_scratch_on_a_real_file_makes_the_parser_or_the_scoring_panic(
        which in 0..files::FILES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40usize, "[ -~\\n]{0,12}"), 1..4),
    ) {
        let mut bytes = files::FILES[which].1.as_bytes().to_vec();
        for (at, length, chunk) in cuts {
            let at = at.index(bytes.len());
            let end = bytes.len().min(at + length);
            bytes.splice(at..end, chunk.into_bytes());
        }
        check_whatever_parses(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn no_strange_number_makes_the_parser_or_the_scoring_panic(
        which in 0..files::FILES.len(),
        place in any::<prop::sample::Index>(),
        number in prop_oneof![any::<i64>(), -2..12i64, Just(i64::MAX), Just(i64::MIN)],
    ) {
        let text = files::FILES[which].1;
        let starts: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at + 3).collect();
        let numbers: Vec<usize> = starts.into_iter().filter(|at| text.as_bytes()[*at].is_ascii_digit()).collect();
        let at = numbers[place.index(numbers.len())];
        let end = at + text[at..].find(|c: char| !c.is_ascii_digit()).unwrap();
        check_whatever_parses(&format!("{}{number}{}", &text[..at], &text[end..]))?;
    }

    #[test]
    fn the_total_is_the_sum_of_its_parts((set, answers, area) in sheet()) {
        let outcome = score(&set, &answers, area, &Traits::new());
        prop_assert_eq!(outcome.total, outcome.lines.iter().map(|line| line.given).sum::<i64>());
        prop_assert_eq!(outcome.total, outcome.sections.iter().map(|section| section.total).sum::<i64>());
        prop_assert_eq!(outcome.max, outcome.sections.iter().map(|section| section.max).sum::<i64>());
        prop_assert!(0 <= outcome.total && outcome.total <= outcome.max);
        prop_assert_eq!(outcome.lines.len(), set.asked().len());
        prop_assert_eq!(outcome.short_by, (outcome.mark - outcome.total).max(0));
        prop_assert_eq!(outcome.complete, check(&set, &answers, &Traits::new(), true).is_empty());
        let without_full_points = outcome.lines.iter().map(|line| line.max - line.given).sum::<i64>();
        prop_assert_eq!(outcome.max - outcome.total, without_full_points);
    }

    #[test]
    fn a_sheet_fails_exactly_when_something_stands_in_the_way((set, answers, area) in sheet()) {
        let outcome = score(&set, &answers, area, &Traits::new());
        prop_assert_eq!(outcome.passed, outcome.gaps.is_empty());
        prop_assert!(outcome.complete || !outcome.passed);
        prop_assert!(outcome.gaps.is_sorted_by_key(|gap| std::cmp::Reverse(gap.lost)));
        if outcome.gaps.iter().all(|gap| !gap.blocks) && !outcome.passed {
            prop_assert!(outcome.short_by > 0);
        }
        if outcome.short_by > 0 {
            prop_assert!(outcome.gaps.iter().map(|gap| gap.lost).sum::<i64>() >= outcome.short_by);
        }
    }

    #[test]
    fn more_points_never_hurt((set, answers, area) in sheet(), place in any::<prop::sample::Index>(), more in 1..10i64) {
        let raisable: Vec<(String, i64, i64)> = answers
            .iter()
            .filter_map(|(code, answer)| match (set.find_asked(code), answer) {
                (Some(Asked::Item(item)), Answer::Points(n)) if (0..item.max).contains(n) => Some((code.clone(), *n, item.max)),
                _ => None,
            })
            .collect();
        prop_assume!(!raisable.is_empty());
        let (code, points, max) = place.get(&raisable).clone();
        let before = score(&set, &answers, area, &Traits::new());
        let mut raised = answers.clone();
        let new = max.min(points + more);
        raised.insert(code, Answer::Points(new));
        let after = score(&set, &raised, area, &Traits::new());
        prop_assert_eq!(after.total, before.total + new - points);
        prop_assert!(after.passed || !before.passed);
        prop_assert!(after.short_by <= before.short_by);
    }

    #[test]
    fn a_harder_area_never_asks_for_more((set, answers, _) in sheet()) {
        let normal = score(&set, &answers, AreaClass::Normal, &Traits::new());
        let difficult = score(&set, &answers, AreaClass::Difficult, &Traits::new());
        prop_assert_eq!(normal.total, difficult.total);
        prop_assert!(difficult.passed || !normal.passed);
    }

    #[test]
    fn setting_aside_never_lets_half_hearted_sheets_pass_more_easily((set, answers, area) in sheet()) {
        let outcome = score(&set, &answers, area, &Traits::new());
        let (Some(mark), Body::Points(points)) = (set.pass_mark(area), &set.body) else { return Ok(()) };
        if outcome.passed {
            prop_assert!(outcome.total * points.max >= mark.min_total * outcome.max);
        }
    }

    #[test]
    fn a_ratio_meets_a_level_exactly_when_the_fraction_does(
        (n, d) in prop_oneof![
            (1..i64::MAX).prop_flat_map(|d| (0..=d, Just(d))),
            (1..5000i64).prop_flat_map(|d| (d * 85 / 100..=d, Just(d))),
        ],
    ) {
        let set = named(UNIT);
        let answers: Answers = [("3.1".to_owned(), Answer::Ratio { n, d })].into();
        let outcome = score(&set, &answers, AreaClass::Normal, &Traits::new());
        let line = outcome.lines.iter().find(|line| line.code == "3.1").unwrap();
        // n/d ≥ p/q exactly when n ≥ ⌈p·d/q⌉, a different road than the one taken by the scoring.
        let least = |percent: i128| i128::from(d) / 100 * percent + (i128::from(d) % 100 * percent + 99) / 100;
        let level = i64::from(i128::from(n) >= least(90)) + i64::from(i128::from(n) >= least(95));
        prop_assert_eq!(line.level, Some(level));
        if let Reason::BelowThreshold { more, level, .. } = line.reason {
            let enough: Answers = [("3.1".to_owned(), Answer::Ratio { n: n + more, d })].into();
            let short: Answers = [("3.1".to_owned(), Answer::Ratio { n: n + more - 1, d })].into();
            let reached = |answers| {
                let outcome = score(&set, answers, AreaClass::Normal, &Traits::new());
                outcome.lines.into_iter().find(|line| line.code == "3.1").unwrap().level.unwrap()
            };
            prop_assert!(reached(&enough) >= level && reached(&short) < level, "exactly {more} are missing");
        }
    }
}

/// A scratched file that still parses must score and explain any sheet without a panic.
fn check_whatever_parses(text: &str) -> Result<(), TestCaseError> {
    let Ok(set) = CriteriaSet::parse(text) else { return Ok(()) };
    let _ = set.run_examples();
    let _ = set.doubts();
    let outcome = score(&set, &Answers::new(), AreaClass::Normal, &Traits::new());
    prop_assert!(!outcome.passed, "an empty sheet passed");
    Ok(())
}
