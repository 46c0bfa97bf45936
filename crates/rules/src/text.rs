//! Vietnamese text: search keys, sort keys, tone placement, names, and the shapes of numbers and days people type.
//! Must not know any language's sentences, nor a database's collation.

mod quick;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

use crate::basics::Day;
use crate::problem::Problem;

/// The search key: no marks, no case, đ as d, everything that is neither letter nor digit as one space, trimmed.
///
/// Both placements of a tone (hòa, hoà) and both encodings (NFC, NFD) give the same key. Applying it twice changes
/// nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    // Marks go, and letters are never reordered among themselves: each can be folded by itself.
    let mut plain = String::with_capacity(text.len());
    text.chars().for_each(|letter| quick::fold_into(letter, &mut plain));
    spaced(plain.chars())
}

/// Bytes in hexadecimal, small letters.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let halves = [byte >> 4, byte & 15];
        text.extend(halves.iter().filter_map(|half| char::from_digit(u32::from(*half), 16)));
    }
    text
}

/// A folded name with its words in reverse, for finding people from the given name on: `van an` begins `an van nguyen`
/// turned round.
#[must_use]
pub fn backwards(fold: &str) -> String {
    fold.split(' ').rev().collect::<Vec<_>>().join(" ")
}

/// The key that ranks exact marks before others: as [`fold`], but marks and đ stay, with tones in one placement.
#[must_use]
pub fn marks_key(text: &str) -> String {
    let lower = quick::small(text).unwrap_or_else(|| text.nfc().flat_map(char::to_lowercase).nfc().collect());
    spaced(normal_tone(&lower).chars())
}

/// The text in NFC with the tone of `oa`, `oe` and `uy` at the end of a syllable on the first vowel: hoà becomes hòa,
/// thuý becomes thúy; quý stays, because its `u` belongs to the consonant. Case stays.
#[must_use]
pub fn normal_tone(text: &str) -> String {
    let letters: Vec<char> = if quick::is_plain(text) { text.chars().collect() } else { text.nfc().collect() };
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let ends =
            letters.get(at.saturating_add(1)).is_none_or(|next| !next.is_alphabetic() && !is_combining_mark(*next));
        let moved = if ends { moved_tone(&out, *letter) } else { None };
        match moved {
            Some((toned, bare)) => {
                out.pop();
                out.push(toned);
                out.push(bare);
            }
            None => out.push(*letter),
        }
    }
    out.into_iter().collect()
}

/// For a syllable `before` + `last` whose tone sits on the second vowel of an open pair: the pair with it on the first.
fn moved_tone(before: &[char], last: char) -> Option<(char, char)> {
    let (bare, tone) = bare_and_tone(last)?;
    let (first, earlier) = before.split_last()?;
    let pair = match (first.to_ascii_lowercase(), bare.to_ascii_lowercase()) {
        ('o', 'a' | 'e') => true,
        ('u', 'y') => !matches!(earlier.last(), Some('q' | 'Q')),
        _ => false,
    };
    if pair { compose(*first, tone).map(|toned| (toned, bare)) } else { None }
}

/// An ASCII vowel and its tone mark, for a letter that is exactly these two.
fn bare_and_tone(letter: char) -> Option<(char, char)> {
    if letter.is_ascii() {
        return None;
    }
    let mut parts = std::iter::once(letter).nfd();
    let (bare, tone, more) = (parts.next()?, parts.next()?, parts.next());
    (more.is_none() && bare.is_ascii_alphabetic() && tone_rank(tone).is_some()).then_some((bare, tone))
}

/// The order of tones: (ngang), huyền, hỏi, ngã, sắc, nặng.
const fn tone_rank(mark: char) -> Option<char> {
    match mark {
        '\u{300}' => Some('1'),
        '\u{309}' => Some('2'),
        '\u{303}' => Some('3'),
        '\u{301}' => Some('4'),
        '\u{323}' => Some('5'),
        _ => None,
    }
}

/// A text whose byte order is the Vietnamese alphabetical order of what it was made from.
///
/// First the letters a ă â b c d đ e ê … o ô ơ … u ư …, a shorter text before its continuation; then, where all letters
/// agree, the tones from the left. Case and punctuation do not count. Numbers of up to eight digits sort by value, so
/// that Thôn 2 comes before Thôn 10. The key holds one space, between letters and tones.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let lower = quick::small(text).unwrap_or_else(|| text.nfd().flat_map(char::to_lowercase).nfc().collect());
    let (mut letters, mut tones, mut number) = (String::new(), String::new(), String::new());
    for letter in normal_tone(&spaced(lower.chars())).chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        push_number(&mut letters, &mut tones, &mut number);
        push_letter(&mut letters, &mut tones, letter);
    }
    push_number(&mut letters, &mut tones, &mut number);
    format!("{letters} {}", tones.trim_end_matches('0'))
}

/// The sort key of a person's full name as Vietnamese lists sort it: given name (the last word), then family name (the
/// first), then what stands between. A name of one word is a given name.
#[must_use]
pub fn name_sort_key(full_name: &str) -> String {
    let words: Vec<&str> = full_name.split_whitespace().collect();
    let (given, rest) = words.split_last().map_or(("", [].as_slice()), |(given, rest)| (*given, rest));
    let (family, middle) = rest.split_first().map_or(("", [].as_slice()), |(family, middle)| (*family, middle));
    [sort_key(given), sort_key(family), sort_key(&middle.join(" "))].join(" ")
}

fn push_letter(letters: &mut String, tones: &mut String, letter: char) {
    let (mut base, mut grade, mut tone) = (' ', 0_usize, '0');
    if letter.is_ascii() {
        letters.push(if letter == ' ' { '!' } else { letter });
        tones.push('0');
        return;
    }
    for part in std::iter::once(letter).nfd() {
        match (base, part) {
            (' ', 'đ') => (base, grade) = ('d', 1),
            (' ', other) => base = other,
            ('a', '\u{306}') | ('e' | 'o', '\u{302}') | ('u', '\u{31b}') => grade = 1,
            ('a', '\u{302}') | ('o', '\u{31b}') => grade = 2,
            (_, mark) => tone = tone_rank(mark).unwrap_or('6'),
        }
    }
    // A space between words sorts before every letter, and after the end of the text, which is a space in the key.
    letters.push(if base == ' ' { '!' } else { base });
    letters.extend(std::iter::repeat_n('~', grade));
    tones.push(tone);
}

fn push_number(letters: &mut String, tones: &mut String, number: &mut String) {
    if number.is_empty() {
        return;
    }
    let digits = number.trim_start_matches('0');
    let length = u32::try_from(digits.len()).unwrap_or(9).min(9);
    letters.push(char::from_digit(length, 10).unwrap_or('9'));
    letters.push_str(digits);
    tones.push('0');
    number.clear();
}

/// Letters and digits as they are, any run of other characters as one space, none at either end. Apostrophes are
/// separators even where Unicode counts them as letters.
fn spaced(letters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for letter in letters.filter(|letter| !is_unseen(*letter) && !matches!(letter, '\u{200c}' | '\u{200d}')) {
        if (letter.is_alphanumeric() && !matches!(letter, 'ʹ'..='ˁ')) || is_combining_mark(letter) {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A person's name as it is stored: NFC, trimmed, each run of white space one space, invisible joiners dropped.
/// One part is enough (Mông, Ê-đê, Khmer names); apostrophes, hyphens, dots and brackets stay.
///
/// # Errors
/// `required` when nothing is left; `bad-characters` with the characters that cannot stand in a name (digits, control
/// characters, other signs), control characters as their code.
pub fn clean_name(text: &str) -> Result<String, Problem> {
    let kept = text.nfc().filter(|letter| !is_unseen(*letter) && !matches!(letter, '\u{200c}' | '\u{200d}'));
    let name = collapse(&kept.collect::<String>());
    if name.is_empty() {
        return Err(Problem::new("required"));
    }
    let mut bad: Vec<String> = Vec::new();
    for letter in name.chars().filter(|letter| !in_a_name(*letter)) {
        let shown = if letter.is_alphanumeric() || letter.is_ascii_graphic() {
            letter.to_string()
        } else {
            format!("U+{:04X}", u32::from(letter))
        };
        if !bad.contains(&shown) {
            bad.push(shown);
        }
    }
    if bad.is_empty() && !name.chars().any(char::is_alphabetic) {
        bad.push(name.clone());
    }
    if bad.is_empty() { Ok(name) } else { Err(Problem::new("bad-characters").with("value", bad.join(" "))) }
}

fn in_a_name(letter: char) -> bool {
    letter.is_alphabetic()
        || is_combining_mark(letter)
        || matches!(letter, ' ' | '\'' | '’' | '‘' | '`' | '´' | '-' | '‐' | '‑' | '.' | '(' | ')')
}

/// Is it a sign without any shape that comes along when text is copied from pages and programs: a zero-width space, a word
/// joiner, a byte order mark, a soft hyphen, a mark of writing direction?
#[must_use]
pub const fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Does the sign turn the direction of what follows, so that a text shows otherwise than it is stored?
#[must_use]
pub const fn turns_text(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without the signs of [`is_unseen`].
#[must_use]
pub fn seen(text: &str) -> String {
    text.chars().filter(|sign| !is_unseen(*sign)).collect()
}

/// Trimmed, with each run of white space as one space. Control characters that are not white space stay.
#[must_use]
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a whole number, zero or more, plain or in groups of three with one kind of separator: dot, comma or space.
///
/// # Errors
/// `not-a-number` for anything else: a sign, a decimal part, mixed separators, more than 18 digits.
pub fn parse_count(text: &str) -> Result<i64, Problem> {
    let typed = text.trim();
    let refused = || Problem::new("not-a-number").with("value", typed);
    let one_space: String = typed.chars().map(|sign| if sign.is_whitespace() { ' ' } else { sign }).collect();
    let separator = one_space.chars().find(|sign| !sign.is_ascii_digit());
    let digits = match separator {
        None => one_space,
        Some(separator @ ('.' | ',' | ' ')) => {
            let groups: Vec<&str> = one_space.split(separator).collect();
            let (first, rest) = groups.split_first().ok_or_else(refused)?;
            let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
            if !leads || rest.iter().any(|group| group.len() != 3) {
                return Err(refused());
            }
            groups.concat()
        }
        Some(_) => return Err(refused()),
    };
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(refused());
    }
    digits.parse().map_err(|_| refused())
}

/// A whole number in groups of three, joined by `separator`: `group(1234567, ".")` is `1.234.567`.
#[must_use]
pub fn group(number: i64, separator: &str) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

/// Reads a day as people and files write it: `2025-11-03`, or day first with `/`, `-` or `.`: `3/11/2025`.
///
/// # Errors
/// `not-a-day` for anything else, two-digit years and days that do not exist included.
pub fn parse_day(text: &str) -> Result<Day, Problem> {
    let typed = text.trim();
    let day_first = || {
        let separator = typed.chars().find(|sign| matches!(sign, '/' | '-' | '.'))?;
        let parts: Vec<&str> = typed.split(separator).collect();
        let [day, month, year] = parts.as_slice() else { return None };
        let digits = [*day, *month, *year].iter().all(|part| part.bytes().all(|digit| digit.is_ascii_digit()));
        if !digits || year.len() != 4 || day.len() > 2 || month.len() > 2 {
            return None;
        }
        Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    Day::parse(typed).or_else(day_first).ok_or_else(|| Problem::new("not-a-day").with("value", typed))
}

/// The day as Vietnamese papers print it: `03/11/2025`.
#[must_use]
pub fn day_text(day: Day) -> String {
    format!("{:02}/{:02}/{:04}", day.day_of_month(), day.month(), day.year())
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
