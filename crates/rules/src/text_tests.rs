//! Tables and properties of Vietnamese text.
//! Must not know anything but the public interface of `text`.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;

#[test]
fn the_search_key_forgets_marks_case_and_punctuation() {
    for (text, key) in [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("  ĐẶNG   thị\tHÒA ", "dang thi hoa"),
        ("hoà", "hoa"),
        ("H'Hen Niê", "h hen nie"),
        ("H’Hen Niê", "h hen nie"),
        ("Hʼhen Niê", "h hen nie"),
        ("K'Brưm", "k brum"),
        ("Ê-đê", "e de"),
        ("Thôn 10 (cũ)", "thon 10 cu"),
        ("Ðồng Tháp", "dong thap"),
        ("Y Ƀih", "y bih"),
        ("Ma Nǔ Čil", "ma nu cil"),
        ("…", ""),
        ("", ""),
    ] {
        assert_eq!(fold(text), key, "{text}");
    }
    let decomposed: String = "Nguyễn Thị Hường".nfd().collect();
    assert_eq!(fold(&decomposed), "nguyen thi huong");
}

#[test]
fn both_tone_placements_become_one() {
    for (text, normal) in [
        ("hoà", "hòa"),
        ("hòa", "hòa"),
        ("Hoà Bình", "Hòa Bình"),
        ("THUÝ", "THÚY"),
        ("thuỷ", "thủy"),
        ("Xoè", "Xòe"),
        ("khoẻ", "khỏe"),
        ("hoạ", "họa"),
        ("quý", "quý"),
        ("Quỳ Hợp", "Quỳ Hợp"),
        ("QUÝ", "QUÝ"),
        ("hoài", "hoài"),
        ("toán", "toán"),
        ("huỳnh", "huỳnh"),
        ("suýt", "suýt"),
        ("Hoà-Thuý", "Hòa-Thúy"),
        ("oà", "òa"),
        ("khoá XV", "khóa XV"),
        ("là", "là"),
    ] {
        assert_eq!(normal_tone(text), normal, "{text}");
    }
    assert_eq!(marks_key("Trần Thị Thuý"), marks_key("TRẦN  THỊ THÚY"));
    assert_eq!(marks_key("Trần Thị Thuý"), "trần thị thúy");
    assert_ne!(marks_key("Thúy"), marks_key("Thủy"));
}

#[test]
fn words_sort_in_the_vietnamese_alphabet() {
    let sorted = [
        "a",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "an",
        "an b",
        "anh",
        "ăn",
        "ằn",
        "ân",
        "ba",
        "ca",
        "da",
        "dz",
        "đa",
        "đá",
        "e",
        "ê",
        "gì",
        "hoa",
        "hòa",
        "hỏa",
        "hóa",
        "hy",
        "o",
        "ô",
        "ơ",
        "phố",
        "thôn 2",
        "thôn 10",
        "thôn 10a",
        "u",
        "ư",
        "xã",
        "y",
    ];
    for pair in sorted.windows(2) {
        assert!(sort_key(pair[0]) < sort_key(pair[1]), "{pair:?} {} {}", sort_key(pair[0]), sort_key(pair[1]));
    }
    assert_eq!(sort_key("Hoà"), sort_key("hòa"));
    assert_eq!(sort_key("Thôn  02"), sort_key("thôn 2"));
}

#[test]
fn lists_sort_by_given_name_then_family_then_middle_name() {
    let sorted = [
        "An",
        "Lò Văn An",
        "Nguyễn An",
        "Nguyễn Bá An",
        "Nguyễn Văn An",
        "Nguyễn Vân An",
        "Nguyên Thị Ánh",
        "Nguyễn Thị Ánh",
        "Trần Ân",
        "Đỗ Bình",
        "Trần Dung",
        "Lê Đức",
        "Trần Thị Hà",
        "Lê Thị Hạ",
        "H'Hen Niê",
    ];
    for pair in sorted.windows(2) {
        assert!(name_sort_key(pair[0]) < name_sort_key(pair[1]), "{pair:?}");
    }
}

#[test]
fn names_keep_what_belongs_to_them() {
    for (typed, name) in [
        ("  Nguyễn   Văn\u{a0}An ", "Nguyễn Văn An"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("K'Brưm", "K'Brưm"),
        ("Y", "Y"),
        ("Thạch Sa-ma-ri", "Thạch Sa-ma-ri"),
        ("Nguyễn Văn A.", "Nguyễn Văn A."),
        ("Lò\u{200b} Thị Mai", "Lò Thị Mai"),
    ] {
        assert_eq!(clean_name(typed).unwrap(), name);
    }
    let decomposed: String = "Nguyễn".nfd().collect();
    assert_eq!(clean_name(&decomposed).unwrap(), "Nguyễn");
}

#[test]
fn names_refuse_digits_signs_and_control_characters() {
    for (typed, shown) in [
        ("Nguyễn V4n An", "4"),
        ("An\u{7}", "U+0007"),
        ("An <b>", "< >"),
        ("An\u{202e}nA", "U+202E"),
        ("=An", "="),
        ("- -", "- -"),
    ] {
        let problem = clean_name(typed).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.args["value"].as_str()), ("bad-characters", shown), "{typed:?}");
    }
    assert_eq!(clean_name(" \t\u{feff} ").unwrap_err().code, "required");
}

#[test]
fn counts_are_read_with_any_one_separator() {
    for (typed, count) in [
        ("0", 0),
        ("007", 7),
        ("1234", 1234),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        (" 1\u{a0}234\u{a0}567 ", 1_234_567),
        ("899.428", 899_428),
        ("999999999999999999", 999_999_999_999_999_999),
    ] {
        assert_eq!(parse_count(typed).unwrap(), count, "{typed}");
    }
    for typed in [
        "",
        " ",
        "-1",
        "+1",
        "1.23",
        "1.2345",
        "1,234.567",
        "0.123",
        "1..234",
        ".234",
        "1234.567",
        "12a",
        "½",
        "1000000000000000000",
    ] {
        let problem = parse_count(typed).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.args["value"].as_str()), ("not-a-number", typed.trim()));
    }
}

#[test]
fn days_are_read_year_first_or_day_first() {
    let day = Day::new(2025, 11, 3).unwrap();
    for typed in ["2025-11-03", "3/11/2025", "03/11/2025", " 03-11-2025", "3.11.2025"] {
        assert_eq!(parse_day(typed).unwrap(), day, "{typed}");
    }
    for typed in ["", "2025", "11/2025", "31/02/2025", "3/11/25", "3/11-2025", "+3/11/2025", "2025/11/03", "a/b/2025"] {
        assert_eq!(parse_day(typed).unwrap_err().code, "not-a-day", "{typed}");
    }
    assert_eq!(day_text(day), "03/11/2025");
}

const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const TONES: &[Option<char>] =
    &[None, Some('\u{300}'), Some('\u{309}'), Some('\u{303}'), Some('\u{301}'), Some('\u{323}')];

/// A syllable of the alphabet as (letter, tone) pairs, tones only on vowels.
fn letters() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..ALPHABET.chars().count(), 0..TONES.len()), 1..6).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(letter, tone)| {
                let vowel = "aăâeêioôơuưy".contains(ALPHABET.chars().nth(letter).unwrap());
                (letter, if vowel { tone } else { 0 })
            })
            .collect()
    })
}

fn written(letters: &[(usize, usize)]) -> String {
    letters
        .iter()
        .flat_map(|(letter, tone)| std::iter::once(ALPHABET.chars().nth(*letter).unwrap()).chain(TONES[*tone]))
        .nfc()
        .collect()
}

/// Tone placement is normalised before sorting, so the reference compares texts that are already normal.
fn is_normal(text: &str) -> bool {
    normal_tone(text) == text
}

fn in_order(left: &[(usize, usize)], right: &[(usize, usize)]) -> Ordering {
    let part = |letters: &[(usize, usize)], pick: fn(&(usize, usize)) -> usize| -> Vec<usize> {
        letters.iter().map(pick).collect()
    };
    part(left, |pair| pair.0)
        .cmp(&part(right, |pair| pair.0))
        .then_with(|| part(left, |pair| pair.1).cmp(&part(right, |pair| pair.1)))
}

proptest! {
    #[test]
    fn sort_keys_order_as_the_alphabet_does(left in letters(), right in letters()) {
        let (one, two) = (written(&left), written(&right));
        prop_assume!(is_normal(&one) && is_normal(&two));
        prop_assert_eq!(sort_key(&one).cmp(&sort_key(&two)), in_order(&left, &right), "{} {}", one, two);
    }

    #[test]
    fn name_keys_order_by_the_given_name_before_anything_else(
        left in (letters(), letters()), right in (letters(), letters()),
    ) {
        let names = [&left, &right].map(|(family, given)| (written(family), written(given)));
        let keys = names.clone().map(|(family, given)| name_sort_key(&format!("{family} {given}")));
        let expected = sort_key(&names[0].1).cmp(&sort_key(&names[1].1))
            .then_with(|| sort_key(&names[0].0).cmp(&sort_key(&names[1].0)));
        prop_assert_eq!(keys[0].cmp(&keys[1]), expected);
    }

    #[test]
    fn the_search_key_is_stable_and_blind_to_encoding_and_tone_placement(text in "\\PC{0,40}") {
        let key = fold(&text);
        prop_assert_eq!(&fold(&key), &key);
        prop_assert_eq!(&fold(&text.nfd().collect::<String>()), &key);
        prop_assert_eq!(&fold(&normal_tone(&text)), &key);
        prop_assert!(!key.starts_with(' ') && !key.ends_with(' ') && !key.contains("  "));
    }

    #[test]
    fn normal_tone_is_stable(text in "[hHqQkKtT]{0,1}[oOuU][aàáảãạAÀeèẻéẹEyỳỷýỵYÝ][ inc-]{0,2}") {
        let once = normal_tone(&text);
        prop_assert_eq!(&normal_tone(&once), &once);
        prop_assert_eq!(marks_key(&once), marks_key(&text));
    }

    #[test]
    fn a_cleaned_name_stays_as_it_is(text in "\\PC{0,30}") {
        if let Ok(name) = clean_name(&text) {
            prop_assert_eq!(clean_name(&name).unwrap(), name);
        }
    }

    #[test]
    fn grouped_numbers_read_back(number in 0i64..1_000_000_000_000_000_000, separator in 0..3usize) {
        let text = group(number, [".", ",", " "][separator]);
        prop_assert_eq!(parse_count(&text).unwrap(), number);
        prop_assert_eq!(parse_count(&number.to_string()).unwrap(), number);
    }

    #[test]
    fn printed_days_read_back(year in 1900i16..2100, month in 1i8..13, date in 1i8..29) {
        let day = Day::new(year, month, date).unwrap();
        prop_assert_eq!(parse_day(&day_text(day)).unwrap(), day);
        prop_assert_eq!(parse_day(&day.to_string()).unwrap(), day);
    }
}
