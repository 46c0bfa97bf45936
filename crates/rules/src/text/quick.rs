//! Short ways for the letters that nearly every text is made of: what Unicode's tables say of them, looked up once.
//! Must not give another answer than those tables.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// From here to [`LAST`] lie all letters of Vietnamese with their marks that are no ASCII.
const FIRST: u32 = 0x80;
const LAST: u32 = 0x1eff;

/// What each letter in that range becomes in a search key, where that is one letter.
static FOLDED: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let one = |code| {
        let folded: Vec<char> = folded(char::from_u32(code)?).collect();
        if let [only] = folded.as_slice() { Some(*only) } else { None }
    };
    (FIRST..=LAST).map(one).collect()
});

/// A letter without its marks, small, đ as d.
fn folded(letter: char) -> impl Iterator<Item = char> {
    let plain = std::iter::once(letter).nfd().flat_map(char::to_lowercase).nfd();
    plain.filter(|letter| !is_combining_mark(*letter)).map(|letter| match letter {
        // Eth looks like đ and is typed for it; ƀ is a letter of Ê-đê and Ba-na names.
        'đ' | 'ð' => 'd',
        'ƀ' => 'b',
        other => other,
    })
}

/// Puts what a letter is in a search key behind what is there: nothing, one letter or several.
pub(super) fn fold_into(letter: char, out: &mut String) {
    if letter.is_ascii() {
        out.push(letter.to_ascii_lowercase());
        return;
    }
    let at = u32::from(letter).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    match at.and_then(|at| FOLDED.get(at)).copied().flatten() {
        Some(only) => out.push(only),
        None => out.extend(folded(letter)),
    }
}

/// Is every letter one that stands for itself in NFC, whatever stands beside it, and stays so when it is made small? Nothing is
/// known of a text for which this is false.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_ascii()
            || matches!(letter, 'À'..='ÿ' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ')
    })
}

/// The text in small letters and NFC, where each letter can be made small by itself; `None` where nothing is known of it.
pub(super) fn small(text: &str) -> Option<String> {
    is_plain(text).then(|| text.chars().flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter below the surrogates and some above.
    fn letters() -> impl Iterator<Item = char> {
        (0..0xd800).chain(0x1_f100..0x1_f200).filter_map(char::from_u32)
    }

    fn by_the_tables(text: &str) -> String {
        let plain = text.nfd().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter));
        plain
            .map(|letter| match letter {
                'đ' | 'ð' => 'd',
                'ƀ' => 'b',
                other => other,
            })
            .collect()
    }

    fn quickly(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|letter| fold_into(letter, &mut out));
        out
    }

    #[test]
    fn every_letter_is_folded_as_the_tables_say_alone_and_beside_others() {
        for letter in letters() {
            for text in [format!("{letter}"), format!("a{letter}\u{301}\u{323}Ợ{letter}{letter}đ")] {
                assert_eq!(quickly(&text), by_the_tables(&text), "{text} ({letter:?})");
            }
        }
    }

    #[test]
    fn a_plain_text_is_in_nfc_large_and_small() {
        let plain: Vec<char> = letters().filter(|letter| is_plain(&letter.to_string())).collect();
        assert!(plain.len() > 128 + 150 && !is_plain("a\u{301}") && !is_plain("İ"), "{}", plain.len());
        for letter in &plain {
            for other in &plain {
                let text = format!("{letter}{other}");
                let small: String = text.chars().flat_map(char::to_lowercase).collect();
                assert!(text.nfc().eq(text.chars()) && small.nfc().eq(small.chars()), "{text:?}");
                assert!(text.nfd().flat_map(char::to_lowercase).nfc().eq(small.chars()), "{text:?}");
            }
        }
    }
}
