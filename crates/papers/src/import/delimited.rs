//! Reads text files with delimiters. Owns encoding, the guess of the delimiter and the quoting rules; must not know
//! what the columns mean.

use std::collections::BTreeSet;

use super::gather::{Gather, Held};
use super::{ReadProblem, Sheet};
use crate::sheets::runs_as_formula;

/// The text of a UTF-8 file, or of a UTF-16 file that begins with its mark ("Unicode text" of Excel); `None` when it
/// is neither.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        if odd.is_empty() {
            char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
        } else {
            None
        }
    };
    let text: Option<String> = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    text.filter(|text| !text.chars().any(|sign| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r' | '\u{c}')))
}

/// The text of a file with one byte a letter, as the fonts of the time before Unicode meant it; `None` when it holds what
/// stands in no text. What its letters are, [`super::letters`] has to find out.
pub(super) fn decode_single(bytes: &[u8]) -> Option<String> {
    if is_binary(bytes) {
        return None;
    }
    Some(bytes.iter().map(|byte| char::from(*byte)).collect())
}

/// Is this a web page or XML saved under the name of a sheet, as some programs do?
pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<')
        || start.starts_with("{\\rtf")
        || start.starts_with("%PDF")
        || start.starts_with("MIME-Version:")
}

/// Does it hold bytes that stand in no text of any old encoding?
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0..=8 | 0x0e..=0x1f)) || bytes.starts_with(b"%PDF")
}

/// Reads delimited text as one sheet.
pub(super) fn read(text: &str, name: &str, gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let (delimiter, text) = delimiter_of(text);
    let mut records = Records::new(text, delimiter);
    let mut row = 0;
    while let Some(record) = records.next_record() {
        for (column, field) in record.into_iter().enumerate() {
            gather.put(row, column, held(field))?;
        }
        row += 1;
    }
    if records.open_quote {
        return Err(ReadProblem::Damaged);
    }
    Ok(vec![gather.close(name, &BTreeSet::new())?])
}

pub(super) fn held(field: String) -> Held {
    // An apostrophe before the sign of a formula marks text; our own export writes it too.
    let text = match field.strip_prefix('\'') {
        Some(rest) if runs_as_formula(rest) => rest.to_owned(),
        _ => field,
    };
    let plain = text.trim();
    let number = plain.bytes().all(|byte| byte.is_ascii_digit()).then(|| plain.parse::<f64>().ok()).flatten();
    Held { number, ..Held::text(text) }
}

/// The delimiter and the text without a leading `sep=` line, which Excel writes and hides.
fn delimiter_of(text: &str) -> (char, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named = first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=").and_then(|named| {
        let mut signs = named.chars();
        signs.next().filter(|_| signs.next().is_none())
    });
    match named {
        Some(sign) if sign != '"' => (sign, rest),
        _ => (likely_delimiter(text), text),
    }
}

/// The one of `;`, `,` and tab that cuts most of the first lines into the same number of cells, more than one.
fn likely_delimiter(text: &str) -> char {
    let mut best = (0, ',');
    for delimiter in ['\t', ';', ','] {
        let mut records = Records::new(text, delimiter);
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for _ in 0..60 {
            let Some(record) = records.next_record() else { break };
            // An open quote swallows the file; a short look is enough to judge.
            if record.len() > 1 {
                *counts.entry(record.len()).or_default() += record.len() - 1;
            }
        }
        let score = counts.into_values().max().unwrap_or(0);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Cuts text into records by the rules of RFC 4180, forgiving bare quotes inside a field. Blank lines are records of
/// one empty field, so that row numbers stay those the person sees.
struct Records<'a> {
    signs: std::iter::Peekable<std::str::Chars<'a>>,
    delimiter: char,
    open_quote: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Self { signs: text.chars().peekable(), delimiter, open_quote: false }
    }

    fn next_record(&mut self) -> Option<Vec<String>> {
        self.signs.peek()?;
        let mut fields = Vec::new();
        loop {
            let field = if self.signs.peek() == Some(&'"') { self.quoted() } else { self.bare() };
            fields.push(field);
            match self.signs.next() {
                Some(sign) if sign == self.delimiter => {}
                Some('\r') => {
                    self.signs.next_if_eq(&'\n');
                    return Some(fields);
                }
                _ => return Some(fields),
            }
        }
    }

    fn bare(&mut self) -> String {
        let mut field = String::new();
        while let Some(sign) = self.signs.next_if(|sign| *sign != self.delimiter && !matches!(sign, '\n' | '\r')) {
            field.push(sign);
        }
        field
    }

    fn quoted(&mut self) -> String {
        let mut field = String::new();
        self.signs.next();
        loop {
            match self.signs.next() {
                Some('"') if self.signs.next_if_eq(&'"').is_some() => field.push('"'),
                Some('"') => break,
                Some(sign) => field.push(sign),
                None => {
                    self.open_quote = true;
                    break;
                }
            }
        }
        field.push_str(&self.bare());
        field
    }
}
