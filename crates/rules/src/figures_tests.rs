//! Published figures held against their arithmetic, and properties of rates.
//! Must not know where figures are stored.

use proptest::prelude::*;

use super::*;

fn check(n: i64, d: i64, rate: &str, qualifier: Qualifier) -> Check {
    check_published(Some(n), Some(d), rate, qualifier)
}

#[test]
fn rates_round_half_up_and_need_a_denominator() {
    for (n, d, points) in [
        (839_706, 899_428, Some(9336)),
        (2056, 2331, Some(8820)),
        (1653, 1659, Some(9964)),
        (924_234, 3_375_725, Some(2738)),
        (1, 8, Some(1250)),
        (1, 20_000, Some(1)),
        (1, 20_001, Some(0)),
        (0, 5, Some(0)),
        (7, 5, Some(14_000)),
        (5, 0, None),
        (5, -1, None),
        (-1, 5, None),
        (i64::MAX, i64::MAX, Some(10_000)),
        (i64::MAX, 1, None),
    ] {
        assert_eq!(rate_basis_points(n, d), points, "{n}/{d}");
    }
}

#[test]
fn rates_print_with_the_decimals_and_the_sign_asked_for() {
    for (n, d, decimals, comma, text) in [
        (839_706, 899_428, 2, true, "93,36"),
        (839_706, 899_428, 2, false, "93.36"),
        (839_706, 899_428, 0, true, "93"),
        (839_706, 899_428, 1, true, "93,4"),
        (1, 2000, 2, false, "0.05"),
        (0, 9, 2, false, "0.00"),
        (9, 9, 2, true, "100,00"),
        (2, 3, 3, true, "66,667"),
    ] {
        assert_eq!(rate_text(n, d, decimals, comma).unwrap(), text);
    }
    assert_eq!(rate_text(1, 0, 2, true), None);
}

#[test]
fn printed_rates_are_read_with_their_decimals() {
    for (text, scaled, decimals, points) in [
        ("87.77", 8777, 2, 8777),
        ("87,77 %", 8777, 2, 8777),
        ("71", 71, 0, 7100),
        (" 100% ", 100, 0, 10_000),
        ("99.638", 99_638, 3, 9964),
        ("0.05", 5, 2, 5),
        ("05", 5, 0, 500),
    ] {
        let rate = Rate::parse(text).unwrap();
        assert_eq!((rate, rate.basis_points()), (Rate { scaled, decimals }, points), "{text}");
    }
    for text in ["", "%", ".5", "5.", "1.2.3", "-5", "a", "87.7a", "1,234.5", "½", "1234567890", "1.1234567890"] {
        assert_eq!(Rate::parse(text), None, "{text}");
    }
}

#[test]
fn the_published_figures_of_dong_thap_are_told_apart() {
    use Qualifier::Exact;
    assert_eq!(check(839_706, 899_428, "93.36", Exact), Check::Agrees);
    assert_eq!(check(924_234, 3_375_725, "27.38", Exact), Check::Agrees);
    assert_eq!(check(2056, 2331, "87.77", Exact), Check::Disagrees { computed: 8820, difference: -43 });
    assert_eq!(check(1653, 1659, "99.63", Exact), Check::CutInsteadOfRounded { computed: 9964 });
    assert_eq!(check(1653, 1659, "99.64", Exact), Check::Agrees);
}

#[test]
fn a_rate_printed_with_fewer_decimals_is_checked_at_those() {
    assert_eq!(check(839_706, 899_428, "93.4", Qualifier::Exact), Check::Agrees);
    assert_eq!(check(839_706, 899_428, "93,3", Qualifier::AsWritten), Check::CutInsteadOfRounded { computed: 9336 });
    assert_eq!(check(839_706, 899_428, "93", Qualifier::Exact), Check::Agrees);
    assert_eq!(check(839_706, 899_428, "94", Qualifier::Exact), Check::Disagrees { computed: 9336, difference: 64 });
}

#[test]
fn what_is_missing_is_named_and_impossible_rates_come_first() {
    for (n, d, rate, expected) in [
        (None, None, "87.47", Check::NotCheckable { missing: Missing::Numerator }),
        (Some(104_000), None, "71", Check::NotCheckable { missing: Missing::Denominator }),
        (Some(10), Some(0), "71", Check::NotCheckable { missing: Missing::Denominator }),
        (Some(10), Some(20), "", Check::NotCheckable { missing: Missing::Rate }),
        (Some(10), Some(20), "half", Check::NotCheckable { missing: Missing::Rate }),
        (Some(-10), Some(20), "50", Check::NotCheckable { missing: Missing::Numerator }),
        (None, None, "100.01", Check::AboveHundred),
        (Some(21), Some(20), "", Check::AboveHundred),
        (Some(20), Some(20), "100", Check::Agrees),
    ] {
        assert_eq!(check_published(n, d, rate, Qualifier::Exact), expected, "{n:?} {d:?} {rate}");
    }
}

#[test]
fn worded_bounds_are_held_to_their_words() {
    use Qualifier::{Approximately, MoreThan, MoreThanBoth, Nearly, NearlyBoth};
    for (n, d, rate, qualifier, consistent) in [
        (9801, 10_000, "98", MoreThan, true),
        (9800, 10_000, "98", MoreThan, false),
        (9799, 10_000, "98", MoreThan, false),
        (6790, 10_000, "68", Nearly, true),
        (6800, 10_000, "68", Nearly, false),
        (6700, 10_000, "68", Nearly, true),
        (6699, 10_000, "68", Nearly, false),
        (6750, 10_000, "68", Approximately, true),
        (6901, 10_000, "68", Approximately, false),
        (104_000, 146_000, "71", MoreThanBoth, true),
        (104_000, 147_500, "71", MoreThanBoth, true),
        (104_000, 150_000, "71", MoreThanBoth, false),
        (7000, 10_000, "70", NearlyBoth, true),
        (7000, 10_000, "60", NearlyBoth, false),
    ] {
        let Check::Bounds { consistent: got, computed } = check(n, d, rate, qualifier) else {
            panic!("{qualifier:?} gives bounds");
        };
        assert_eq!(got, consistent, "{n}/{d} {rate} {qualifier:?}");
        assert_eq!(Some(computed), rate_basis_points(n, d));
    }
}

#[test]
fn qualifiers_keep_their_words() {
    for qualifier in Qualifier::ALL {
        assert_eq!(Qualifier::of(qualifier.word()), Some(*qualifier));
        assert_eq!(serde_json::to_string(qualifier).unwrap(), format!("\"{}\"", qualifier.word()));
        assert_eq!(qualifier.key(), qualifier.word().replace(", ", "-").replace(' ', "-"));
    }
    assert_eq!(Qualifier::of("about"), None);
}

#[test]
fn counted_figures_that_cannot_be_right_are_pointed_out() {
    use Warning::*;
    for (total, registered, recognised, expected) in [
        (100, 80, 60, vec![]),
        (0, 0, 0, vec![]),
        (100, 80, 81, vec![RecognisedAboveRegistered]),
        (100, 101, 60, vec![RegisteredAboveTotal]),
        (100, 101, 101, vec![RegisteredAboveTotal, RecognisedAboveTotal, EveryRegisteredRecognised]),
        (100, 49, 49, vec![]),
        (100, 50, 50, vec![EveryRegisteredRecognised]),
        (50, 50, 50, vec![EveryRegisteredRecognised, EveryHouseholdRecognised]),
        (100, 80, -1, vec![BelowZero]),
    ] {
        assert_eq!(warnings(total, registered, recognised), expected, "{total} {registered} {recognised}");
    }
}

proptest! {
    #[test]
    fn a_rate_printed_by_us_always_agrees_with_its_parts(
        (d, n) in (1i64..10_000_000).prop_flat_map(|d| (Just(d), 0..=d)), decimals in 0u32..6, comma in any::<bool>(),
    ) {
        let text = rate_text(n, d, decimals, comma).unwrap();
        prop_assert_eq!(check(n, d, &text, Qualifier::Exact), Check::Agrees);
        prop_assert_eq!(Rate::parse(&text).unwrap().text(comma), text);
    }

    #[test]
    fn basis_points_lie_within_half_a_point_of_the_quotient(n in 0i64..10_000_000, d in 1i64..10_000_000) {
        let points = rate_basis_points(n, d).unwrap();
        let off = 2 * (i128::from(n) * 10_000 - i128::from(points) * i128::from(d));
        prop_assert!(-i128::from(d) <= off && off < i128::from(d));
    }

    #[test]
    fn a_rate_off_by_a_last_digit_never_agrees(
        (d, n) in (2i64..1_000_000).prop_flat_map(|d| (Just(d), 1..d)), up in any::<bool>(),
    ) {
        let right = rate_basis_points(n, d).unwrap();
        let wrong = Rate { scaled: if up { right + 1 } else { right - 1 }, decimals: 2 };
        prop_assume!((0..=10_000).contains(&wrong.scaled));
        let got = check(n, d, &wrong.text(false), Qualifier::Exact);
        let refused = matches!(got, Check::Disagrees { .. } | Check::CutInsteadOfRounded { .. });
        prop_assert!(refused, "{got:?}");
        let by_one = got == Check::Disagrees { computed: right, difference: 1 };
        prop_assert!(!up || by_one, "{got:?}");
    }

    #[test]
    fn checking_never_fails_on_strange_figures(
        n in any::<Option<i64>>(), d in any::<Option<i64>>(), rate in "[0-9]{0,12}[.,%]{0,2}[0-9]{0,10}",
        qualifier in 0..Qualifier::ALL.len(),
    ) {
        let got = check_published(n, d, &rate, Qualifier::ALL[qualifier]);
        prop_assert!(!got.word().is_empty());
    }
}
