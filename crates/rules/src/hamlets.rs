//! Hamlets and quarters as people write them: kind and name told apart, one list checked row by row.
//! Must not know codes, days, or how places are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::basics::AreaClass;
use crate::problem::Problem;
use crate::text::{collapse, fold, marks_key};

/// The longest name of a hamlet, in characters.
pub const LONGEST_NAME: usize = 80;
/// The most rows one list may have: no commune has half as many hamlets.
pub const MOST_ROWS: usize = 300;

/// A word that stands before the names of hamlets: thôn, bản, ấp… A list of the country's data, not of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// The stable word.
    pub code: String,
    /// As it stands before names.
    #[serde(rename = "name_vi")]
    pub vi: String,
    /// What it means, in English.
    #[serde(rename = "name_en")]
    pub en: String,
    /// What it means, in Indonesian.
    #[serde(rename = "name_id")]
    pub id: String,
}

/// A hamlet that can be kept: a known kind, and a name without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hamlet {
    /// The kind's stable word.
    pub kind: String,
    /// Name without kind.
    pub name: String,
    /// Kind and name, as papers print it.
    pub full_name: String,
    /// The area class to begin with; `None` takes that of the commune.
    pub area: Option<AreaClass>,
}

impl Hamlet {
    /// What makes two hamlets of a commune the same: kind and name with their marks.
    #[must_use]
    pub fn key(&self) -> String {
        marks_key(&self.full_name)
    }
}

/// One row as it was typed, pasted or read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Where it stands: the line of the text or the row of the sheet, from 1.
    pub row: usize,
    /// The name, with or without its kind.
    pub name: String,
    /// The kind in any spelling; may be empty.
    pub kind: String,
    /// The area class in any spelling; may be empty.
    pub area: String,
}

/// What a row of a list leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// A new hamlet.
    New(Hamlet),
    /// The commune has it already; nothing is to be done.
    There(Hamlet),
    /// It cannot be kept as it is; the field of each problem is `row-<number>`.
    Wrong(Vec<Problem>),
}

/// The rows of a pasted text: one hamlet a line, columns parted by tab or semicolon: name, kind, area class. Empty lines
/// are skipped but counted, so that numbers are those of the text.
#[must_use]
pub fn lines(text: &str) -> Vec<Typed> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let separator = if line.contains('\t') { '\t' } else { ';' };
        let mut columns = line.split(separator).map(collapse);
        let mut next = || columns.next().unwrap_or_default();
        let typed = Typed { row: at.saturating_add(1), name: next(), kind: next(), area: next() };
        if !(typed.name.is_empty() && typed.kind.is_empty()) {
            rows.push(typed);
        }
    }
    rows
}

/// Rows back as a text that [`lines`] reads as the same hamlets.
#[must_use]
pub fn text(rows: &[Typed]) -> String {
    let line = |row: &Typed| [row.name.as_str(), &row.kind, &row.area].join(";").trim_end_matches(';').to_owned();
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads one row. `default` is the kind of a name that brings none.
///
/// # Errors
/// `required` without a name (or a kind), `too-long`, `bad-characters`, `not-a-choice` for an unknown kind or class.
pub fn read(typed: &Typed, kinds: &[Kind], default: &str) -> Result<Hamlet, Vec<Problem>> {
    let mut problems = Vec::new();
    let (led, rest) = led_by(&typed.name, kinds);
    let kind = if typed.kind.is_empty() { led.or_else(|| by_code(default, kinds)) } else { known(&typed.kind, kinds) };
    let name = if typed.kind.is_empty() || led == kind { rest } else { collapse(&typed.name) };
    if kind.is_none() {
        let choices = kinds.iter().map(|kind| kind.vi.as_str()).collect::<Vec<_>>().join(", ");
        let value = if typed.kind.is_empty() { default } else { &typed.kind };
        problems.push(Problem::new("not-a-choice").at("kind").with("value", value).with("choices", choices));
    }
    let name: String = name.nfc().collect();
    if let Err(problem) = check_name(&name) {
        problems.push(problem.at("name"));
    }
    let area = read_area(&typed.area).map_err(|problem| problems.push(problem)).unwrap_or_default();
    match kind {
        Some(kind) if problems.is_empty() => {
            Ok(Hamlet { kind: kind.code.clone(), full_name: format!("{} {name}", kind.vi), name, area })
        }
        _ => Err(problems),
    }
}

fn check_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Err(Problem::new("required"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Problem::new("too-long").with("max", LONGEST_NAME));
    }
    let fits = |letter: char| letter.is_alphanumeric() || " '’-–.,/()&".contains(letter);
    let bad: String = name.chars().filter(|letter| !fits(*letter)).flat_map(char::escape_debug).collect();
    if !bad.is_empty() || fold(name).is_empty() {
        let value = if bad.is_empty() { name } else { &bad };
        return Err(Problem::new("bad-characters").with("value", value));
    }
    Ok(())
}

fn by_code<'a>(code: &str, kinds: &'a [Kind]) -> Option<&'a Kind> {
    kinds.iter().find(|kind| kind.code == code)
}

/// A kind by its code or its word, with or without marks.
fn known<'a>(text: &str, kinds: &'a [Kind]) -> Option<&'a Kind> {
    by_code(text, kinds).or_else(|| kinds.iter().find(|kind| is_word(text, &kind.vi)))
}

/// The same word: with the same marks, or typed without any.
fn is_word(typed: &str, word: &str) -> bool {
    let (typed, marks) = (fold(typed), marks_key(typed));
    marks == marks_key(word) || (typed == marks && typed == fold(word))
}

/// The kind a name begins with, the longest that fits, and the rest of the name; a name that is nothing but a kind
/// keeps it as its name.
fn led_by<'a>(text: &str, kinds: &'a [Kind]) -> (Option<&'a Kind>, String) {
    let text = collapse(text);
    let words: Vec<&str> = text.split(' ').collect();
    let longest = kinds.iter().map(|kind| kind.vi.split(' ').count()).max().unwrap_or(0);
    for n in (1..=longest).rev().filter(|n| *n < words.len()) {
        let (head, rest) = words.split_at_checked(n).unwrap_or_default();
        if let Some(kind) = kinds.iter().find(|kind| is_word(&head.join(" "), &kind.vi)) {
            return (Some(kind), rest.join(" "));
        }
    }
    (None, text)
}

/// Spellings of the two area classes, folded.
const AREAS: &[(&str, AreaClass)] = &[
    ("normal", AreaClass::Normal),
    ("thuan loi", AreaClass::Normal),
    ("vung thuan loi", AreaClass::Normal),
    ("binh thuong", AreaClass::Normal),
    ("ordinary", AreaClass::Normal),
    ("biasa", AreaClass::Normal),
    ("difficult", AreaClass::Difficult),
    ("kho khan", AreaClass::Difficult),
    ("vung kho khan", AreaClass::Difficult),
    ("dac biet kho khan", AreaClass::Difficult),
    ("vung dac biet kho khan", AreaClass::Difficult),
    ("dbkk", AreaClass::Difficult),
    ("sulit", AreaClass::Difficult),
];

/// Reads an area class in one of the usual spellings; nothing when the text is empty.
///
/// # Errors
/// `not-a-choice` for any other text.
pub fn read_area(text: &str) -> Result<Option<AreaClass>, Problem> {
    let word = fold(text);
    if word.is_empty() {
        return Ok(None);
    }
    let found = AREAS.iter().find(|(known, _)| *known == word).map(|(_, class)| *class);
    let refused = || Problem::new("not-a-choice").at("area").with("value", text).with("choices", "thuận lợi, khó khăn");
    found.map(Some).ok_or_else(refused)
}

/// Checks a whole list against itself and against what the commune has (`there`: keys as [`Hamlet::key`] gives them).
/// One row in, one row out, in the same order.
#[must_use]
pub fn plan(rows: &[Typed], kinds: &[Kind], default: &str, there: &[String]) -> Vec<Row> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut planned = Vec::new();
    for typed in rows {
        let field = format!("row-{}", typed.row);
        planned.push(match read(typed, kinds, default) {
            Err(problems) => Row::Wrong(problems.into_iter().map(|problem| problem.at(&field)).collect()),
            Ok(hamlet) => match first.insert(hamlet.key(), typed.row) {
                Some(row) => Row::Wrong(vec![Problem::new("row-repeated").with("first", row).at(&field)]),
                None if there.contains(&hamlet.key()) => Row::There(hamlet),
                None => Row::New(hamlet),
            },
        });
    }
    planned
}

#[cfg(test)]
#[path = "hamlets_tests.rs"]
mod tests;
