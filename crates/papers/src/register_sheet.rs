//! What a household register in a spreadsheet means: which column is which, and which rows are one household. Owns the
//! words people use for columns, relations and sexes in three languages; must not know places, storage or file formats.

mod cells;
mod drafts;
mod households;
mod template;
mod words;

use std::collections::BTreeMap;

use rules::problem::Problem;
use rules::text;

pub use cells::{parse_birth, parse_id_number, parse_relation, parse_sex};
pub use drafts::{DraftHousehold, DraftMember, RegisterRead};
pub use households::read_register;
pub use template::{FieldWords, TemplateWords, template_workbook};

use crate::import::{Row, Sheet, column_letters};

/// Rows from the top among which the head of the table is looked for.
const HEAD_WITHIN: usize = 20;

/// What a column of a household register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The household's number.
    Number,
    /// The hamlet or quarter.
    Hamlet,
    /// Name of the head of the household.
    Head,
    /// Name of a member.
    Name,
    /// Relation of the member to the head.
    Relation,
    /// Sex of the member.
    Sex,
    /// Day or year of birth.
    Birth,
    /// Personal identification number.
    IdNumber,
    /// Address within the hamlet.
    Address,
    /// Telephone number.
    Phone,
    /// A note.
    Note,
}

impl Field {
    /// Every field, in the order of the template.
    pub const ALL: &'static [Self] = &[
        Self::Number,
        Self::Hamlet,
        Self::Head,
        Self::Name,
        Self::Relation,
        Self::Sex,
        Self::Birth,
        Self::IdNumber,
        Self::Address,
        Self::Phone,
        Self::Note,
    ];

    /// The stable word: form fields and translation keys end with it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Hamlet => "hamlet",
            Self::Head => "head",
            Self::Name => "name",
            Self::Relation => "relation",
            Self::Sex => "sex",
            Self::Birth => "birth",
            Self::IdNumber => "id_number",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Note => "note",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }
}

/// Which column, counted from 0, holds which field.
pub type Mapping = BTreeMap<Field, usize>;

/// Guesses from the words of a table head which column holds what. Marks, case and punctuation do not count; the
/// longest known phrase within a cell decides ("Quan hệ với chủ hộ" is the relation, not the head), and of two columns
/// with the same meaning the one that says nothing else, else the left one.
#[must_use]
pub fn guess_mapping(head: &Row) -> Mapping {
    let mut guesses: Vec<(usize, Field, usize)> = Vec::new();
    for cell in &head.cells {
        let folded = text::fold(&cell.text);
        let counts =
            words::COUNTS.iter().filter(|phrase| holds_phrase(&folded, phrase)).map(|phrase| phrase.len()).max();
        let best = words::HEADS
            .iter()
            .flat_map(|(field, phrases)| phrases.split('|').map(move |phrase| (*field, phrase)))
            .filter(|(field, phrase)| says(&folded, *field, phrase) && Some(phrase.len()) > counts)
            .max_by_key(|(_, phrase)| phrase.len());
        if let Some((field, phrase)) = best {
            let exact = if phrase == folded { 1000 } else { 0 };
            guesses.push((phrase.len().saturating_add(exact), field, cell.column));
        }
    }
    // Stable: equal scores keep their order from the left.
    guesses.sort_by_key(|(score, _, _)| std::cmp::Reverse(*score));
    let mut mapping = Mapping::new();
    for (_, field, column) in guesses {
        mapping.entry(field).or_insert(column);
    }
    mapping
}

/// Does the head of a column say the phrase? One short word for a place or a sex ("bản", "nữ") is part of too many other
/// words ("ủy ban"), so there every word of the head must be of that kind.
fn says(head: &str, field: Field, phrase: &str) -> bool {
    if !matches!(field, Field::Hamlet | Field::Sex) || phrase.contains(' ') || phrase.len() > 4 {
        return holds_phrase(head, phrase);
    }
    let of_kind = |word: &str| {
        let phrases = words::HEADS.iter().filter(|(of, _)| *of == field).flat_map(|(_, phrases)| phrases.split('|'));
        phrases.flat_map(|phrase| phrase.split(' ')).any(|part| part == word)
    };
    holds_phrase(head, phrase) && head.split(' ').all(of_kind)
}

/// Does the text hold the phrase as whole words?
fn holds_phrase(text: &str, phrase: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).any(|window| window == wanted)
}

/// The row number of the table's head and the guessed columns: among the first twenty filled rows the one that names
/// most fields, a name of a person among them. `None` when there is no such row.
#[must_use]
pub fn find_header(sheet: &Sheet) -> Option<(usize, Mapping)> {
    let mut best: Option<(usize, Mapping)> = None;
    for row in sheet.rows.iter().take(HEAD_WITHIN) {
        let mapping = guess_mapping(row);
        let names = mapping.contains_key(&Field::Head) || mapping.contains_key(&Field::Name);
        let more = best.as_ref().is_none_or(|(_, held)| mapping.len() > held.len());
        if names && mapping.len() >= 2 && more {
            best = Some((row.number, mapping));
        }
    }
    best
}

/// What is wrong with a mapping a person has set: `column-twice` for one column with two meanings, `header-missing`
/// when no column holds a name (`columns` names the fields of which one is needed, by their stable words).
#[must_use]
pub fn check_mapping(mapping: &Mapping) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken: BTreeMap<usize, Field> = BTreeMap::new();
    for (field, column) in mapping {
        if taken.insert(*column, *field).is_some() {
            problems.push(Problem::new("column-twice").at(field.word()).with("column", column_letters(*column)));
        }
    }
    if !mapping.contains_key(&Field::Head) && !mapping.contains_key(&Field::Name) {
        let needed = [Field::Head.word(), Field::Name.word()].join(", ");
        problems.push(Problem::new("header-missing").with("columns", needed));
    }
    problems
}
