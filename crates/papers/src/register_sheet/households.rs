//! Rows of a register put together into households. Owns where one household ends and the next begins; must not know
//! places, and never guesses a value that a cell does not hold.

mod checks;
mod person;

use std::collections::{BTreeSet, HashMap};

use rules::basics::Day;
use rules::problem::Problem;
use rules::register::{HouseholdDraft, MemberDraft, Relation};
use rules::text;

use super::cells::{bare, line, parse_id_number, parse_relation};
use super::drafts::RegisterRead;
use super::heads::numbers_columns;
use super::{Field, Mapping, survey, words};
use crate::import::{CellIn, Row, Sheet};

/// Reads the rows below the head (`head_row` is a row number as a person sees it) with a mapping. Rows are one household
/// when they follow each other with the same household number and hamlet, or until the next row whose relation is the
/// head; a register without a column for members has one household in each row. `today` bounds births.
#[must_use]
pub fn read_register(sheet: &Sheet, head_row: usize, mapping: &Mapping, today: Day) -> RegisterRead {
    read_as_said(sheet, head_row, mapping, today, &Said::default())
}

/// What a person said of households of a sheet, by the first row of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// They are left out: nothing of them is compared with the others, and they are in neither list of what was read.
    pub left: BTreeSet<usize>,
    /// They are others than those above with the same people.
    pub apart: BTreeSet<usize>,
}

/// The same as [`read_register`] with what a person said of some households.
#[must_use]
pub fn read_as_said(sheet: &Sheet, head_row: usize, mapping: &Mapping, today: Day, said: &Said) -> RegisterRead {
    let survey = survey::is_read(sheet, head_row, mapping);
    let mut reader = Reader {
        sheet,
        mapping,
        today,
        women_column: (survey || women_column(sheet, head_row, mapping)) && anybody_marked(sheet, head_row, mapping),
        survey,
        read: RegisterRead::default(),
        open: None,
        gathered: Vec::new(),
        place: None,
        numbers: HashMap::new(),
        identities: HashMap::new(),
        families: HashMap::new(),
        said,
    };
    if survey {
        reader.forms(head_row);
        return reader.finish();
    }
    // Of several sheets, each named after its hamlet, the first is no exception.
    if !sheet.parts.is_empty() && words::names_a_place(&text::fold(&sheet.name)) {
        reader.place = Some((sheet.name.clone(), sheet.cell_name(head_row, 0)));
    }
    let mut first = true;
    for row in sheet.rows.iter().filter(|row| row.number > head_row) {
        // The row below a head may number its columns, in each sheet.
        reader.row(row, first);
        first = Sheet::leads(row);
    }
    reader.close();
    reader.finish()
}

/// Is the column for the sex one where only women are marked?
fn women_column(sheet: &Sheet, head_row: usize, mapping: &Mapping) -> bool {
    let Some(column) = mapping.get(&Field::Sex) else { return false };
    // A head of two rows may say it in the upper one.
    let heads = sheet.rows.iter().filter(|row| row.number == head_row || row.number.saturating_add(1) == head_row);
    let said = heads.filter_map(|head| head.cell(*column)).next_back();
    let women = |head: &str| {
        let words = text::marks_key(head);
        words.split(' ').any(|word| word == "nữ") && !words.split(' ').any(|word| word == "nam")
    };
    !mapping.contains_key(&Field::Men) && said.is_some_and(|cell| women(&cell.text))
}

/// Is anybody marked in the column of the sex at all? Where nobody is, an empty cell says nothing.
fn anybody_marked(sheet: &Sheet, head_row: usize, mapping: &Mapping) -> bool {
    let column = mapping.get(&Field::Sex);
    column.is_some_and(|column| sheet.rows.iter().any(|row| row.number > head_row && row.cell(*column).is_some()))
}

/// The rows of one household, gathered before anything is checked.
struct Open<'a> {
    number: String,
    hamlet: String,
    hamlet_at: String,
    rows: Vec<&'a Row>,
}

/// What the rows were put together to, from above.
enum Gathered<'a> {
    /// A household.
    Family(Open<'a>),
    /// A row that is nobody's, and the field where that is told.
    Nobody(usize, Field),
}

struct Reader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    today: Day,
    /// Only women are marked in the column of the sex.
    women_column: bool,
    /// The sheet is the survey workbook's.
    survey: bool,
    read: RegisterRead,
    open: Option<Open<'a>>,
    /// What is above it.
    gathered: Vec<Gathered<'a>>,
    /// The hamlet named by the last heading line, with its cell.
    place: Option<(String, String)>,
    /// First row of each number and hamlet.
    numbers: HashMap<(String, String), usize>,
    /// Household of each identity number.
    identities: HashMap<String, String>,
    /// First row of each family, by all that is known of its members.
    families: HashMap<String, usize>,
    said: &'a Said,
}

impl<'a> Reader<'a> {
    fn cell<'r>(&self, row: &'r Row, field: Field) -> Option<&'r CellIn> {
        self.mapping.get(&field).and_then(|column| row.cell(*column))
    }

    /// The words of a field; a name with its given name, where that has a column of its own.
    fn words(&self, row: &Row, field: Field) -> String {
        let own = |field| {
            let text = self.cell(row, field).map(|cell| cell.text.as_str()).unwrap_or_default();
            // What anybody may write there may begin with an apostrophe.
            if matches!(field, Field::Address | Field::Note) { line(text) } else { bare(text) }
        };
        let given = match field {
            Field::Name => own(Field::NameGiven),
            Field::Head => own(Field::HeadGiven),
            _ => String::new(),
        };
        if given.is_empty() { own(field) } else { text::collapse(&format!("{} {given}", own(field))) }
    }

    /// The cell of a field as problems name it; the row's first column when the field has none.
    fn at(&self, row: usize, field: Field) -> String {
        let column = self.mapping.get(&field).or_else(|| self.mapping.values().min()).copied().unwrap_or_default();
        self.sheet.cell_name(row, column)
    }

    fn row(&mut self, row: &'a Row, first: bool) {
        if Sheet::leads(row) {
            self.close();
            self.place = None;
            // A sheet named after a hamlet holds its households.
            self.heading(row);
            return;
        }
        if !self.survey && self.is_no_member(row, first) {
            self.read.passed_over.push(row.number);
            return;
        }
        let number = self.words(row, Field::Number);
        let (hamlet, hamlet_at) = self.hamlet(row);
        if self.starts_household(row, &number, &hamlet) {
            self.close();
            let placed = if hamlet.is_empty() { self.place.clone() } else { None };
            let (hamlet, hamlet_at) = placed.unwrap_or((hamlet, hamlet_at));
            self.open = Some(Open { number, hamlet, hamlet_at, rows: vec![row] });
        } else if let Some(open) = &mut self.open {
            open.rows.push(row);
        } else {
            self.gathered.push(Gathered::Nobody(row.number, Field::Name));
        }
    }

    /// The household ends here.
    fn close(&mut self) {
        self.gathered.extend(self.open.take().map(Gathered::Family));
    }

    /// The rows of the survey workbook: those of a form are a household, wherever they stand; prepared rows are passed over
    /// without a word.
    fn forms(&mut self, head_row: usize) {
        let sheet = self.sheet;
        let people: Vec<&'a Row> =
            sheet.rows.iter().filter(|row| row.number > head_row && survey::is_person(row)).collect();
        let key = |row: &Row| {
            let number = text::fold(&self.words(row, Field::Number));
            (!number.is_empty()).then(|| (text::fold(&self.hamlet(row).0), number))
        };
        for row in survey::by_form(people, key) {
            let unplaced = [Field::Number, Field::Head].iter().all(|field| self.words(row, *field).is_empty());
            if unplaced {
                // Neither a form nor a head: nothing says whose member this is.
                self.close();
                self.gathered.push(Gathered::Nobody(row.number, Field::Number));
            } else {
                self.row(row, false);
            }
        }
        self.close();
    }

    /// The hamlet of a row with its cell, which may be merged with those of the households above; in the survey workbook a
    /// blank one is the beginning of the address.
    fn hamlet(&self, row: &Row) -> (String, String) {
        let own = self.words(row, Field::Hamlet);
        let column = self.mapping.get(&Field::Hamlet);
        if own.is_empty()
            && let Some(column) = column
            && let Some((above, cell)) = self.sheet.shown_cell(row, *column)
        {
            return (bare(&cell.text), self.sheet.cell_name(above, *column));
        }
        if own.is_empty() && self.survey {
            let address = self.words(row, Field::Address);
            if let Some(place) = survey::hamlet_of(&address) {
                return (place.to_owned(), self.at(row.number, Field::Address));
            }
        }
        (own, self.at(row.number, Field::Hamlet))
    }

    /// Lines that number the columns, name a hamlet, count, or sign: passed over, and a named hamlet is remembered.
    fn is_no_member(&mut self, row: &Row, first: bool) -> bool {
        let Some(lead) = row.cells.first() else { return true };
        let folded = text::fold(&lead.text);
        let begins = |list: &[&str]| {
            list.iter()
                .any(|word| folded == *word || folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
        };
        let number = text::fold(&self.words(row, Field::Number));
        let example = words::EXAMPLES.iter().any(|word| number == *word || number.starts_with(&format!("{word} ")));
        if example || (first && numbers_columns(row)) {
            return true;
        }
        let filled = self.mapping.values().filter(|column| row.cell(**column).is_some()).count();
        let named = [Field::Name, Field::Head].iter().any(|field| self.cell(row, *field).is_some());
        let of_a_person = [
            Field::Relation,
            Field::Birth,
            Field::BirthYear,
            Field::BirthOfMen,
            Field::IdNumber,
            Field::Sex,
            Field::Men,
        ];
        let person = of_a_person.iter().any(|field| self.cell(row, *field).is_some());
        if row.cells.len() == 1 {
            self.heading(row);
        }
        (self.mapping.len() >= 2 && filled < 2) || (!named && !person) || (begins(words::TOTALS) && !person)
    }

    /// "I. BẢN LONG HẸ": a heading names the hamlet of the rows under it.
    fn heading(&mut self, row: &Row) {
        let Some(lead) = row.cells.first() else { return };
        let folded = text::fold(&lead.text);
        let unnumbered =
            folded.split_once(' ').filter(|(lead, _)| lead.chars().all(|sign| "ivxlc0123456789".contains(sign)));
        let place = unnumbered.map_or(folded.as_str(), |(_, rest)| rest);
        if words::names_a_place(place) {
            let skipped = if unnumbered.is_some() { lead.text.find(char::is_whitespace).unwrap_or(0) } else { 0 };
            let name = bare(lead.text.get(skipped..).unwrap_or(&lead.text));
            self.place = Some((name, self.sheet.cell_name(row.number, lead.column)));
        }
    }

    fn starts_household(&self, row: &Row, number: &str, hamlet: &str) -> bool {
        if self.one_row_each() {
            return true;
        }
        let relation = parse_relation(self.cell(row, Field::Relation)).ok().flatten();
        let head = text::fold(&self.words(row, Field::Head));
        let Some(open) = &self.open else {
            let named = relation == Some(Relation::Head) || !number.is_empty() || !head.is_empty();
            // Without any of the three columns nothing can say where a household begins.
            return named
                || ![Field::Relation, Field::Number, Field::Head].iter().any(|field| self.mapping.contains_key(field));
        };
        let other = |new: &str, held: &str| !new.is_empty() && text::fold(new) != text::fold(held);
        let held_head =
            || open.rows.iter().map(|row| text::fold(&self.words(row, Field::Head))).find(|name| !name.is_empty());
        let other_head = !head.is_empty() && held_head().is_some_and(|held| held != head);
        // The same number again may be a second head by mistake; that is told as such, not split.
        let same_number = !number.is_empty() && !other(number, &open.number);
        other(number, &open.number)
            || (other(hamlet, &open.hamlet) && !open.hamlet.is_empty())
            || (relation == Some(Relation::Head) && !same_number)
            || (other_head && !same_number)
    }

    /// Without a column for members, or without anything that joins rows, each row is a household of its own.
    fn one_row_each(&self) -> bool {
        !self.mapping.contains_key(&Field::Name) || !self.joins_rows()
    }

    fn joins_rows(&self) -> bool {
        [Field::Relation, Field::Number, Field::Head].iter().any(|field| self.mapping.contains_key(field))
    }

    /// The household as text that the register's own check reads, and the row of each member.
    fn draft(&self, open: &Open<'a>, problems: &mut Vec<Problem>) -> (HouseholdDraft, Vec<usize>) {
        let first_of = |field| {
            open.rows.iter().map(|row| self.words(row, field)).find(|held| !held.is_empty()).unwrap_or_default()
        };
        problems.extend(self.faults(&open.rows));
        let head_name = first_of(Field::Head);
        let mut draft = HouseholdDraft {
            number: open.number.clone(),
            address: first_of(Field::Address),
            phone: first_of(Field::Phone),
            note: first_of(Field::Note),
            members: Vec::new(),
        };
        let mut rows = Vec::new();
        for (at, row) in open.rows.iter().enumerate() {
            let mut name = self.words(row, Field::Name);
            let only_head = name.is_empty() && !self.words(row, Field::Head).is_empty();
            if only_head {
                name = self.words(row, Field::Head);
            }
            let relation =
                if only_head { Some(Relation::Head) } else { self.relation(row, &name, &head_name, at == 0, problems) };
            let birth = self.kept(row, self.birth_field(row), self.birth(row), problems);
            let id_number = parse_id_number(self.cell(row, Field::IdNumber), self.today);
            let id_number = self.kept(row, Field::IdNumber, id_number, problems).flatten();
            draft.members.push(MemberDraft {
                name,
                relation: relation.unwrap_or(Relation::Other).word().to_owned(),
                sex: self.sex(row, problems).word().to_owned(),
                birth: birth.unwrap_or_default().to_string(),
                id_number: id_number.map(|number| number.digits().to_owned()).unwrap_or_default(),
            });
            rows.push(row.number);
        }
        let headless = !draft.members.iter().any(|member| member.relation == Relation::Head.word());
        if headless && !head_name.is_empty() && self.mapping.contains_key(&Field::Name) {
            // The head stands only in a column of its own; what else is known of that person is not in the sheet.
            let head =
                MemberDraft { name: head_name, relation: Relation::Head.word().to_owned(), ..MemberDraft::default() };
            draft.members.insert(0, head);
            rows.insert(0, rows.first().copied().unwrap_or_default());
        }
        (draft, rows)
    }

    fn relation(
        &self,
        row: &Row,
        name: &str,
        head: &str,
        first: bool,
        problems: &mut Vec<Problem>,
    ) -> Option<Relation> {
        if self.one_row_each() {
            return Some(Relation::Head);
        }
        let read = self.kept(row, Field::Relation, parse_relation(self.cell(row, Field::Relation)), problems)?;
        let named_head = !head.is_empty() && text::fold(head) == text::fold(name);
        match read {
            Some(relation) => Some(relation),
            None if named_head => Some(Relation::Head),
            None if self.mapping.contains_key(&Field::Relation) => {
                problems.push(Problem::new("required").at(self.at(row.number, Field::Relation)));
                None
            }
            None if first && head.is_empty() => Some(Relation::Head),
            None => Some(Relation::Other),
        }
    }

    fn kept<T>(&self, row: &Row, field: Field, read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
        // A cell that holds no value is told as that alone.
        let told = self.cell(row, field).is_some_and(|cell| cell.fault.is_some());
        read.map_err(|problem| {
            if !told {
                problems.push(problem.at(self.at(row.number, field)));
            }
        })
        .ok()
    }
}
