//! Tables and properties of the counters.
//! Must not know storage.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn stay(since: &str, until: &str) -> Stay {
    Stay { since: day(since), until: if until.is_empty() { Day::FOREVER } else { day(until) } }
}

fn lines(moves: &[Move]) -> Vec<String> {
    moves
        .iter()
        .map(|one| format!("{} {} {} {} {:+}", one.unit_id, one.year, one.model, one.measure.word(), one.by))
        .collect()
}

#[test]
fn each_state_counts_where_it_should() {
    for (state, words) in [
        ("registered", "registered"),
        ("assessing", "registered"),
        ("submitted", "registered submitted"),
        ("returned", "registered"),
        ("accepted", "accepted registered submitted"),
        ("rejected", "registered submitted"),
        ("recognised", "accepted recognised registered submitted"),
        ("withdrawn", ""),
        ("revoked", "accepted registered revoked submitted"),
    ] {
        let state = State::of(state).unwrap();
        let got: Vec<&str> = contribution(Some(state)).into_iter().map(Measure::word).collect();
        assert_eq!(got.join(" "), words, "{state:?}");
    }
    assert!(contribution(None).is_empty());
}

#[test]
fn only_differences_move_and_they_come_in_key_order() {
    let got = moves(Some(State::Submitted), Some(State::Accepted), &["hamlet", "commune"], 2025, "family");
    assert_eq!(lines(&got), ["commune 2025 family accepted +1", "hamlet 2025 family accepted +1"]);
    let revoked = moves(Some(State::Recognised), Some(State::Revoked), &["commune"], 2025, "family");
    assert_eq!(lines(&revoked), ["commune 2025 family recognised -1", "commune 2025 family revoked +1"]);
    assert!(moves(Some(State::Registered), Some(State::Assessing), &["commune"], 2025, "family").is_empty());
}

#[test]
fn measures_sort_as_their_words_do() {
    let words: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    let mut sorted = words.clone();
    sorted.sort_unstable();
    assert_eq!(words, sorted);
    let mut by_value = Measure::ALL.to_vec();
    by_value.sort();
    assert_eq!(by_value, Measure::ALL);
    for measure in Measure::ALL {
        assert_eq!(Measure::of(measure.word()), Some(*measure));
    }
}

#[test]
fn a_household_that_leaves_on_new_years_eve_is_still_counted_that_day() {
    let left = stay_moves(None, Some(stay("2024-05-01", "2025-12-31")), &["commune"]);
    assert_eq!([2023, 2024, 2025, 2026].map(|year| stock(&left, year)), [0, 1, 1, 0]);
    let left_before = stay_moves(None, Some(stay("2024-05-01", "2025-12-30")), &["commune"]);
    assert_eq!([2024, 2025].map(|year| stock(&left_before, year)), [1, 0]);
}

#[test]
fn closing_a_stay_moves_only_the_out_counter() {
    let got = stay_moves(Some(stay("2024-05-01", "")), Some(stay("2024-05-01", "2026-03-09")), &["commune"]);
    assert_eq!(lines(&got), ["commune 2026  households_out +1"]);
    let reopened = stay_moves(Some(stay("2024-05-01", "2026-03-09")), Some(stay("2024-05-01", "")), &["commune"]);
    assert_eq!(lines(&reopened), ["commune 2026  households_out -1"]);
}

const STATES: &[Option<State>] = &[
    None,
    Some(State::Registered),
    Some(State::Assessing),
    Some(State::Submitted),
    Some(State::Returned),
    Some(State::Accepted),
    Some(State::Rejected),
    Some(State::Recognised),
    Some(State::Withdrawn),
    Some(State::Revoked),
];

proptest! {
    #[test]
    fn the_moves_of_any_history_add_up_to_the_last_contribution(
        picks in prop::collection::vec((0..STATES.len(), 0..3usize), 0..12),
    ) {
        let communes = ["a", "b", "c"];
        let mut all = Vec::new();
        let mut now: (Option<State>, &str) = (None, "a");
        for (state, commune) in picks {
            let next = (STATES[state], communes[commune]);
            all.extend(moves(now.0, None, &[now.1, "hamlet"], 2025, "family"));
            all.extend(moves(None, next.0, &[next.1, "hamlet"], 2025, "family"));
            now = next;
        }
        prop_assert_eq!(merge(all), moves(None, now.0, &[now.1, "hamlet"], 2025, "family"));
    }

    #[test]
    fn the_stock_of_a_year_is_the_households_living_there_on_its_last_day(
        stays in prop::collection::vec((2019i16..2027, 1i8..13, 0i64..60, any::<bool>()), 0..12), year in 2018i64..2030,
    ) {
        let mut all = Vec::new();
        let mut living = 0;
        for (since, month, length, open) in stays {
            let since = Day::new(since, month, 1).unwrap();
            let until = if open { Day::FOREVER } else { since.plus_months(length).before() };
            all.extend(stay_moves(None, Some(Stay { since, until }), &["commune"]));
            let last = Day::last_of(year);
            living += i64::from(since <= last && last <= until);
        }
        prop_assert_eq!(stock(&merge(all), year), living);
    }

    #[test]
    fn merging_keeps_every_sum_and_leaves_no_zero(
        picks in prop::collection::vec((0..3usize, 2024i64..2026, 0..7usize, -3i64..4), 0..40),
    ) {
        let all: Vec<Move> = picks.into_iter().map(|(unit, year, measure, by)| Move {
            unit_id: ["x", "y", "z"][unit].to_owned(),
            year,
            model: "family".to_owned(),
            measure: Measure::ALL[measure],
            by,
        }).collect();
        let total: i64 = all.iter().map(|one| one.by).sum();
        let merged = merge(all);
        prop_assert_eq!(merged.iter().map(|one| one.by).sum::<i64>(), total);
        prop_assert!(merged.iter().all(|one| one.by != 0));
        prop_assert!(merged.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
