//! Vietnamese text in letters of the time before Unicode, TCVN3 (ABC) and VNI: recognised by what it would read as, and
//! turned into Unicode once a person has said so. Owns the two tables; must not change a text that is Unicode already.
//!
//! Both write into the places of Latin-1: TCVN3 gives each letter with its tone one place, VNI adds the mark as a letter
//! of its own behind the vowel (Vietnam Standard TCVN 5712:1993; the code table of the VNI fonts).

use std::collections::BTreeSet;

use rules::text;
use serde::{Deserialize, Serialize};

use super::Sheet;
use crate::register_sheet::sensitive::of_head;

/// An old way to write Vietnamese letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// TCVN3, also called ABC: fonts named `.Vn…`.
    Tcvn3,
    /// VNI for Windows: fonts named `VNI-…`.
    Vni,
}

/// Lower-case letters of TCVN3 beside what they mean, and its seven capitals. Capitals with tones are the same places in
/// a font of capitals, so they cannot be told from small ones.
const TCVN3: &[(char, char)] = &[
    ('µ', 'à'),
    ('¸', 'á'),
    ('¶', 'ả'),
    ('·', 'ã'),
    ('¹', 'ạ'),
    ('¨', 'ă'),
    ('»', 'ằ'),
    ('¾', 'ắ'),
    ('¼', 'ẳ'),
    ('½', 'ẵ'),
    ('Æ', 'ặ'),
    ('©', 'â'),
    ('Ç', 'ầ'),
    ('Ê', 'ấ'),
    ('È', 'ẩ'),
    ('É', 'ẫ'),
    ('Ë', 'ậ'),
    ('®', 'đ'),
    ('Ì', 'è'),
    ('Ð', 'é'),
    ('Î', 'ẻ'),
    ('Ï', 'ẽ'),
    ('Ñ', 'ẹ'),
    ('ª', 'ê'),
    ('Ò', 'ề'),
    ('Õ', 'ế'),
    ('Ó', 'ể'),
    ('Ô', 'ễ'),
    ('Ö', 'ệ'),
    ('×', 'ì'),
    ('Ý', 'í'),
    ('Ø', 'ỉ'),
    ('Ü', 'ĩ'),
    ('Þ', 'ị'),
    ('ß', 'ò'),
    ('ã', 'ó'),
    ('á', 'ỏ'),
    ('â', 'õ'),
    ('ä', 'ọ'),
    ('«', 'ô'),
    ('å', 'ồ'),
    ('è', 'ố'),
    ('æ', 'ổ'),
    ('ç', 'ỗ'),
    ('é', 'ộ'),
    ('¬', 'ơ'),
    ('ê', 'ờ'),
    ('í', 'ớ'),
    ('ë', 'ở'),
    ('ì', 'ỡ'),
    ('î', 'ợ'),
    ('ï', 'ù'),
    ('ó', 'ú'),
    ('ñ', 'ủ'),
    ('ò', 'ũ'),
    ('ô', 'ụ'),
    ('\u{ad}', 'ư'),
    ('õ', 'ừ'),
    ('ø', 'ứ'),
    ('ö', 'ử'),
    ('÷', 'ữ'),
    ('ù', 'ự'),
    ('ú', 'ỳ'),
    ('ý', 'ý'),
    ('û', 'ỷ'),
    ('ü', 'ỹ'),
    ('þ', 'ỵ'),
    ('¡', 'Ă'),
    ('¢', 'Â'),
    ('£', 'Ê'),
    ('¤', 'Ô'),
    ('¥', 'Ơ'),
    ('¦', 'Ư'),
    ('§', 'Đ'),
];

/// Vowels of VNI with the mark behind them: first the vowel, then marks beside what both mean.
const VNI: &[(char, &str, &str)] = &[
    ('a', "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('ö', "ùøûõï", "ứừửữự"),
    ('y', "ùøûõ", "ýỳỷỹ"),
];

/// Letters of VNI that stand alone.
const VNI_ALONE: &[(char, char)] =
    &[('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

/// Rows from the top among which heads are looked for.
const HEADS_WITHIN: usize = 20;
/// So many words must read as Vietnamese in an old script, and nine of ten that look like it.
const ENOUGH: usize = 3;

fn of_table(table: &[(char, char)], letter: char) -> Option<char> {
    table.iter().find(|(old, _)| *old == letter).map(|(_, new)| *new)
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn cased(letter: char, like: char) -> char {
    if like.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
}

impl Letters {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Tcvn3, Self::Vni];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.word() == word)
    }

    /// A text of these letters in Unicode, composed. A text that has letters which only Unicode has stays as it is.
    #[must_use]
    pub fn read(self, old: &str) -> String {
        if is_modern(old) {
            return old.to_owned();
        }
        match self {
            Self::Tcvn3 => {
                let new: String = old.chars().map(|letter| of_table(TCVN3, letter).unwrap_or(letter)).collect();
                named(old, new)
            }
            Self::Vni => {
                let mut new = String::new();
                let mut rest = old.chars().peekable();
                while let Some(letter) = rest.next() {
                    let small = lower(letter);
                    let vowel = VNI.iter().find(|(vowel, ..)| *vowel == small);
                    let marked = vowel.zip(rest.peek().copied()).and_then(|((_, marks, mean), mark)| {
                        let at = marks.chars().position(|known| known == lower(mark))?;
                        mean.chars().nth(at)
                    });
                    if let Some(found) = marked {
                        rest.next();
                        new.push(cased(found, letter));
                    } else {
                        new.push(of_table(VNI_ALONE, small).map_or(letter, |found| cased(found, letter)));
                    }
                }
                new
            }
        }
    }
}

/// A name stays a name: capitals stay capitals, and where every word that begins with a Latin letter begins with a capital, so do those whose first
/// letter has a tone, which TCVN3 writes small.
fn named(old: &str, new: String) -> String {
    // All capitals: those with a tone are written as small letters in a font of capitals.
    let shouted = |word: &str| word.chars().filter(char::is_ascii_uppercase).count() > 1;
    if !old.chars().any(|letter| letter.is_ascii_lowercase()) && old.split_whitespace().any(shouted) {
        return new.to_uppercase();
    }
    let firsts: Vec<char> =
        old.split_whitespace().filter_map(|word| word.chars().next()).filter(char::is_ascii_alphabetic).collect();
    if firsts.is_empty() || firsts.iter().any(char::is_ascii_lowercase) {
        return new;
    }
    let mut begins = true;
    let capital = |letter: char| {
        let first = std::mem::replace(&mut begins, letter.is_whitespace());
        if first { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
    };
    new.chars().map(capital).collect()
}

/// Has it letters that no old script can have: Vietnamese ones beyond Latin-1, or marks of their own?
fn is_modern(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}')
            || matches!(lower(letter), 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư')
    })
}

/// Is it a letter of Latin-1 that Vietnamese in Unicode has too?
fn is_shared(letter: char) -> bool {
    "àáâãèéêìíòóôõùúý".contains(lower(letter))
}

/// Does the word, once read, look like a syllable of Vietnamese with at most one tone?
fn is_syllable(word: &str) -> bool {
    const ONSETS: &[&str] = &[
        "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n",
        "p", "r", "s", "t", "v", "x", "",
    ];
    const CODAS: &[&str] = &["ng", "nh", "ch", "c", "m", "n", "p", "t", ""];
    let tones = "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
    if word.chars().filter(|letter| tones.contains(lower(*letter))).count() > 1 {
        return false;
    }
    let folded = text::fold(word);
    let whole =
        folded.chars().all(|letter| letter.is_ascii_lowercase()) && folded.chars().count() == word.chars().count();
    whole
        && ONSETS.iter().filter_map(|onset| folded.strip_prefix(onset)).any(|rime| {
            CODAS.iter().filter_map(|coda| rime.strip_suffix(coda)).any(|nucleus| {
                (1..=3).contains(&nucleus.len()) && nucleus.bytes().all(|letter| b"aeiouy".contains(&letter))
            })
        })
}

/// The words of a text that Unicode Vietnamese would not have: letters beside signs of Latin-1 that it does not use.
fn odd_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_whitespace() || sign.is_ascii_punctuation() || sign.is_ascii_digit()).filter(
        |word| {
            let odd = |letter: char| matches!(letter, '\u{a1}'..='\u{ff}') && !is_shared(letter);
            word.chars().any(|letter| letter.is_ascii_alphabetic()) && word.chars().any(odd) && !is_modern(word)
        },
    )
}

/// Which old letters a file is written in, with a text of it before and after; `None` for Unicode, or when too little
/// speaks for either.
#[must_use]
pub fn recognise(sheets: &[Sheet]) -> Option<(Letters, String, String)> {
    let cells =
        || sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
    let odd: Vec<&str> = cells().flat_map(odd_words).take(2_000).collect();
    let fits = |letters: &Letters| odd.iter().filter(|word| is_syllable(&letters.read(word))).count();
    let (good, letters) = Letters::ALL.iter().map(|letters| (fits(letters), *letters)).max_by_key(|(good, _)| *good)?;
    if good < ENOUGH || good.saturating_mul(10) < odd.len().saturating_mul(9) {
        return None;
    }
    let odd_cell = |cell: &&str| odd_words(cell).next().is_some();
    let sample = shown(sheets).filter(odd_cell).max_by_key(|cell| cell.len().min(40)).unwrap_or_default();
    Some((letters, sample.to_owned(), letters.read(sample)))
}

/// The texts that may be shown to recognise a file by: none of columns that tell of a person what is nobody's business.
fn shown(sheets: &[Sheet]) -> impl Iterator<Item = &str> {
    let heads = |sheet: &Sheet| -> BTreeSet<usize> {
        let top = sheet.rows.iter().take(HEADS_WITHIN).flat_map(|row| &row.cells);
        top.filter(|cell| of_head(&cell.text).is_some()).map(|cell| cell.column).collect()
    };
    sheets.iter().flat_map(move |sheet| {
        let hidden = heads(sheet);
        let cells = sheet.rows.iter().flat_map(|row| &row.cells);
        cells.filter(move |cell| !hidden.contains(&cell.column)).map(|cell| cell.text.as_str())
    })
}

/// The sheets with every text in Unicode; their names stay, by them a person has chosen.
#[must_use]
pub fn modern(sheets: &[Sheet], letters: Letters) -> Vec<Sheet> {
    let mut sheets = sheets.to_vec();
    for sheet in &mut sheets {
        for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if cell.number.is_none() && cell.day.is_none() {
                cell.text = letters.read(&cell.text);
            }
        }
    }
    sheets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_scripts_read_as_they_were_meant() {
        for (old, new) in [
            ("NguyÔn V¨n An", "Nguyễn Văn An"),
            ("TrÇn ThÞ H»ng", "Trần Thị Hằng"),
            ("Lª §×nh §øc", "Lê Đình Đức"),
            ("M\u{ad}êng Kh\u{ad}¬ng", "Mường Khương"),
            ("B¶n Cæng", "Bản Cổng"),
            ("Quµng ThÞ Ón", "Quàng Thị Ển"),
            ("NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
            ("TRÇN THÞ H»NG", "TRẦN THỊ HẰNG"),
            ("xãm míi", "xóm mới"),
        ] {
            assert_eq!(Letters::Tcvn3.read(old), new);
        }
        for (old, new) in [
            ("Nguyeãn Vaên An", "Nguyễn Văn An"),
            ("Traàn Thò Haèng", "Trần Thị Hằng"),
            ("LEÂ ÑÌNH ÑÖÙC", "LÊ ĐÌNH ĐỨC"),
            ("Möôøng Khöông", "Mường Khương"),
            ("Huyønh Thò Myõ", "Huỳnh Thị Mỹ"),
            ("Ñoã Quyø", "Đỗ Quỳ"),
        ] {
            assert_eq!(Letters::Vni.read(old), new);
        }
    }

    #[test]
    fn unicode_is_never_touched() {
        for text in ["Nguyễn Văn An", "Đỗ Thị Hòa", "Nguye\u{302}\u{303}n", "Bản Cổng", "Mường Khương"]
        {
            assert_eq!((Letters::Tcvn3.read(text).as_str(), Letters::Vni.read(text).as_str()), (text, text));
        }
    }

    #[test]
    fn every_letter_has_its_place_once() {
        let mut seen = std::collections::BTreeSet::new();
        let small: Vec<char> = TCVN3.iter().map(|(_, new)| *new).filter(|letter| letter.is_lowercase()).collect();
        // Twelve vowels with five tones, and the seven letters of the alphabet that Latin lacks.
        assert_eq!(small.len(), 12 * 5 + 7);
        assert!(TCVN3.iter().all(|(old, _)| seen.insert(*old)), "a place is taken twice");
        for (_, marks, mean) in VNI {
            assert_eq!(marks.chars().count(), mean.chars().count());
        }
        let vni: std::collections::BTreeSet<char> =
            VNI.iter().flat_map(|(_, _, mean)| mean.chars()).chain(VNI_ALONE.iter().map(|(_, new)| *new)).collect();
        assert_eq!(small.iter().filter(|letter| !vni.contains(letter)).collect::<Vec<_>>(), Vec::<&char>::new());
    }
}
