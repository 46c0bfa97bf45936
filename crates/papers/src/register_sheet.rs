//! What a household register in a spreadsheet means: which column is which, and which rows are one household. Owns the
//! words people use for columns, relations and sexes in three languages; must not know places, storage or file formats.

mod cells;
mod drafts;
mod heads;
mod households;
pub mod sensitive;
mod survey;
mod template;
mod words;

use std::collections::BTreeMap;

use rules::problem::Problem;

pub use cells::{parse_birth, parse_id_number, parse_relation, parse_sex};
pub use drafts::{DraftHousehold, DraftMember, RegisterRead};
pub use heads::{alike, best_sheet, find_header, guess_mapping, head_at, named_after_hamlet};
pub use households::{Said, read_as_said, read_register};
pub use template::{FieldWords, TemplateWords, template_workbook};

use crate::import::{Sheet, column_letters};

/// What a column of a household register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The household's number.
    Number,
    /// The hamlet or quarter.
    Hamlet,
    /// Name of the head of the household; family and middle names when the given name has a column of its own.
    Head,
    /// Given name of the head, where it stands apart.
    HeadGiven,
    /// Name of a member; family and middle names when the given name has a column of its own.
    Name,
    /// Given name of a member, where it stands apart.
    NameGiven,
    /// Relation of the member to the head.
    Relation,
    /// Sex of the member; the mark of women where [`Self::Men`] is mapped.
    Sex,
    /// The mark of men, where the sexes have a column each.
    Men,
    /// Day or year of birth; the births of women where [`Self::BirthOfMen`] is mapped.
    Birth,
    /// Births of men, where the sexes have a column each: who has a birth there is a man.
    BirthOfMen,
    /// Day of birth, where day, month and year stand apart.
    BirthDay,
    /// Month of birth, where it stands apart.
    BirthMonth,
    /// Year of birth, where it stands apart.
    BirthYear,
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
    /// Every field, in the order in which registers have them.
    pub const ALL: &'static [Self] = &[
        Self::Number,
        Self::Hamlet,
        Self::Head,
        Self::HeadGiven,
        Self::Name,
        Self::NameGiven,
        Self::Relation,
        Self::Sex,
        Self::Men,
        Self::Birth,
        Self::BirthOfMen,
        Self::BirthDay,
        Self::BirthMonth,
        Self::BirthYear,
        Self::IdNumber,
        Self::Address,
        Self::Phone,
        Self::Note,
    ];

    /// The columns of the template: a name, a sex and a birth in one cell each, every row a member.
    pub const TEMPLATE: &'static [Self] = &[
        Self::Number,
        Self::Hamlet,
        Self::Name,
        Self::Relation,
        Self::Sex,
        Self::Birth,
        Self::IdNumber,
        Self::Address,
        Self::Phone,
        Self::Note,
    ];

    /// Does a column of this field only part what another field holds?
    #[must_use]
    pub const fn is_part(self) -> bool {
        matches!(
            self,
            Self::HeadGiven
                | Self::NameGiven
                | Self::Men
                | Self::BirthOfMen
                | Self::BirthDay
                | Self::BirthMonth
                | Self::BirthYear
        )
    }

    /// The stable word: form fields and translation keys end with it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Hamlet => "hamlet",
            Self::Head => "head",
            Self::HeadGiven => "head_given",
            Self::Name => "name",
            Self::NameGiven => "name_given",
            Self::Relation => "relation",
            Self::Sex => "sex",
            Self::Men => "men",
            Self::Birth => "birth",
            Self::BirthOfMen => "birth_of_men",
            Self::BirthDay => "birth_day",
            Self::BirthMonth => "birth_month",
            Self::BirthYear => "birth_year",
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

/// What a person should know of a sheet before its rows are taken, each with what it is about: `sheet-beside` when another
/// sheet of a survey workbook holds people too, `columns-aside` for columns of it that the register does not hold,
/// `rows-hidden` when hidden rows are read like the others, `cells-beyond` when something stands right of what is read.
/// Nothing of it stops an import.
#[must_use]
pub fn notes(sheets: &[Sheet], sheet: &Sheet, head_row: usize, mapping: &Mapping) -> Vec<Problem> {
    let mut notes = survey::notes(sheets, sheet, head_row, mapping);
    let mut hidden = sheet.rows.iter().filter(|row| row.hidden && row.number > head_row && !Sheet::leads(row));
    if let Some(first) = hidden.next() {
        let note = Problem::new("rows-hidden").with("n", hidden.count().saturating_add(1));
        notes.push(note.at(sheet.row_name(first.number)).with("first", sheet.row_name(first.number)));
    }
    if let Some((row, column)) = sheet.beyond {
        let at = sheet.cell_name(row.saturating_add(1), column);
        notes.push(Problem::new("cells-beyond").at(&at).with("cell", at));
    }
    notes
}
