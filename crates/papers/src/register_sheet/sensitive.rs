//! Columns that offices' files have and the register does not read, because they tell of a person what is nobody's business
//! here: ethnicity, religion, health and disability, poverty, membership of the party. Known by their heads, and in the survey
//! workbook by their places. Owns the words; must not look at what stands below them.

use rules::text::fold;

use super::survey;
use crate::import::letters::Letters;
use crate::import::{CellIn, Row, Sheet};

/// What such a column tells of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitive {
    /// Ethnicity.
    Ethnicity,
    /// Religion.
    Religion,
    /// Disability, illness, health.
    Health,
    /// Poverty, and benefits that go with it.
    Poverty,
    /// Membership of the party.
    Party,
}

impl Sensitive {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Ethnicity, Self::Religion, Self::Health, Self::Poverty, Self::Party];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ethnicity => "ethnicity",
            Self::Religion => "religion",
            Self::Health => "health",
            Self::Poverty => "poverty",
            Self::Party => "party",
        }
    }
}

/// Phrases in heads, folded: Vietnamese (also as it is shortened), English, Indonesian. A phrase counts where it stands as words
/// of its own.
const PHRASES: &[(&str, Sensitive)] = &[
    ("dan toc", Sensitive::Ethnicity),
    ("dtts", Sensitive::Ethnicity),
    ("toc nguoi", Sensitive::Ethnicity),
    ("ethnic", Sensitive::Ethnicity),
    ("ethnicity", Sensitive::Ethnicity),
    ("minority", Sensitive::Ethnicity),
    ("etnis", Sensitive::Ethnicity),
    ("suku", Sensitive::Ethnicity),
    ("suku bangsa", Sensitive::Ethnicity),
    ("ton giao", Sensitive::Religion),
    ("religion", Sensitive::Religion),
    ("faith", Sensitive::Religion),
    ("agama", Sensitive::Religion),
    ("khuyet tat", Sensitive::Health),
    ("tan tat", Sensitive::Health),
    ("kt van dong", Sensitive::Health),
    ("kt nghe noi", Sensitive::Health),
    ("kt nghe", Sensitive::Health),
    ("kt nhin", Sensitive::Health),
    ("kt than kinh", Sensitive::Health),
    ("kt tri tue", Sensitive::Health),
    ("kt hoc tap", Sensitive::Health),
    ("kt khac", Sensitive::Health),
    ("tam than", Sensitive::Health),
    ("tu ky", Sensitive::Health),
    ("suc khoe", Sensitive::Health),
    ("benh", Sensitive::Health),
    ("benh tat", Sensitive::Health),
    ("bao hiem y te", Sensitive::Health),
    ("bhyt", Sensitive::Health),
    ("nhom mau", Sensitive::Health),
    ("hiv", Sensitive::Health),
    ("disability", Sensitive::Health),
    ("disabilities", Sensitive::Health),
    ("disabled", Sensitive::Health),
    ("handicap", Sensitive::Health),
    ("illness", Sensitive::Health),
    ("health", Sensitive::Health),
    ("blood type", Sensitive::Health),
    ("disabilitas", Sensitive::Health),
    ("difabel", Sensitive::Health),
    ("cacat", Sensitive::Health),
    ("kesehatan", Sensitive::Health),
    ("penyakit", Sensitive::Health),
    ("golongan darah", Sensitive::Health),
    ("ho ngheo", Sensitive::Poverty),
    ("can ngheo", Sensitive::Poverty),
    ("ngheo", Sensitive::Poverty),
    ("dien chinh sach", Sensitive::Poverty),
    ("dien uu tien", Sensitive::Poverty),
    ("doi tuong chinh sach", Sensitive::Poverty),
    ("doi tuong uu tien", Sensitive::Poverty),
    ("thu nhap", Sensitive::Poverty),
    ("hoan canh", Sensitive::Poverty),
    ("poor", Sensitive::Poverty),
    ("near poor", Sensitive::Poverty),
    ("poverty", Sensitive::Poverty),
    ("income", Sensitive::Poverty),
    ("welfare", Sensitive::Poverty),
    ("miskin", Sensitive::Poverty),
    ("kemiskinan", Sensitive::Poverty),
    ("penghasilan", Sensitive::Poverty),
    ("pendapatan", Sensitive::Poverty),
    ("bao tro xa hoi", Sensitive::Poverty),
    ("btxh", Sensitive::Poverty),
    ("tro cap xa hoi", Sensitive::Poverty),
    ("nguoi co cong", Sensitive::Poverty),
    ("thuong binh", Sensitive::Health),
    ("chat doc da cam", Sensitive::Health),
    ("medical", Sensitive::Health),
    ("sakit", Sensitive::Health),
    ("bansos", Sensitive::Poverty),
    ("bantuan sosial", Sensitive::Poverty),
    ("pkh", Sensitive::Poverty),
    ("kepercayaan", Sensitive::Religion),
    ("vao dang", Sensitive::Party),
    ("dang vien", Sensitive::Party),
    ("ngay vao dang", Sensitive::Party),
    ("party member", Sensitive::Party),
    ("anggota partai", Sensitive::Party),
];

/// The same for heads that say nothing else: within other words these are something else.
const WHOLE: &[(&str, Sensitive)] = &[
    ("dt", Sensitive::Ethnicity),
    ("race", Sensitive::Ethnicity),
    ("tg", Sensitive::Religion),
    ("van dong", Sensitive::Health),
    ("nghe noi", Sensitive::Health),
    ("than kinh", Sensitive::Health),
    ("tri tue", Sensitive::Health),
    ("dang", Sensitive::Party),
];

/// Words in which a phrase is no sign of anything: a hospital is a place of work.
const HARMLESS: &[&str] = &["benh vien"];

/// Where the survey workbook has such columns (from 0), whatever stands above them.
const SURVEY: &[(usize, usize, Sensitive)] = &[
    (8, 8, Sensitive::Ethnicity),
    (9, 9, Sensitive::Religion),
    (10, 10, Sensitive::Poverty),
    (35, 44, Sensitive::Health),
    // Special circumstances, and what they are.
    (45, 46, Sensitive::Poverty),
];

/// What a head says its column tells, when that is sensitive.
#[must_use]
pub fn of_head(head: &str) -> Option<Sensitive> {
    let said = |head: &str| {
        let folded = fold(head);
        if let Some((_, what)) = WHOLE.iter().find(|(whole, _)| *whole == folded) {
            return Some(*what);
        }
        let words = HARMLESS.iter().fold(format!(" {folded} "), |words, harmless| words.replace(harmless, ""));
        let found = PHRASES.iter().filter(|(phrase, _)| words.contains(&format!(" {phrase} ")));
        found.max_by_key(|(phrase, _)| phrase.len()).map(|(_, what)| *what)
    };
    // A file in letters of the time before Unicode, before anybody said so.
    said(head).or_else(|| Letters::ALL.iter().find_map(|letters| said(&letters.read(head))))
}

/// What a column of a sheet tells, when that is sensitive: by the rows of its head (the last one and those above it, for heads
/// over several rows), or by its place in the survey workbook. A head that is over several columns is in the first of them, so
/// the column left of one without a head of its own is asked too.
#[must_use]
pub fn of_column(sheet: &Sheet, head_row: usize, column: usize) -> Option<Sensitive> {
    if survey::of(sheet).is_some_and(|(row, _)| row == head_row) {
        let own = SURVEY.iter().find(|(from, to, _)| (*from..=*to).contains(&column)).map(|(.., what)| *what);
        let head = || sheet.rows.iter().find(|row| row.number == head_row)?.cell(column);
        return own.or_else(|| of_head(&head()?.text));
    }
    // A line of its own above the table is its title, not a head.
    let last = sheet.rows.iter().find(|row| row.number == head_row)?;
    let begins = last.cells.first().map_or(0, |cell| cell.column);
    let aside = |row: &Row| row.cells.first().is_some_and(|cell| cell.column > begins);
    let of_table = |row: &&Row| row.number == head_row || row.cells.len() > 2 || aside(row);
    let near = |row: &&Row| row.number <= head_row && row.number.saturating_add(ROWS) > head_row;
    let heads = || sheet.rows.iter().filter(near).filter(of_table);
    let said = |row: &Row, at: usize| row.cell(at).and_then(|cell| of_head(&cell.text));
    if let Some(what) = heads().find_map(|row| said(row, column)) {
        return Some(what);
    }
    // Sub-heads ("mobility", "hearing") under a group's head that stands over all of them.
    let group = |row: &Row| {
        let own = row.cells.iter().filter(|cell| cell.column <= column).max_by_key(|cell| cell.column)?;
        of_head(&own.text)
    };
    let known = |cell: &str| !super::guess_mapping(&single(cell)).is_empty();
    let own = last.cell(column).map(|cell| cell.text.as_str()).unwrap_or_default();
    if known(own) {
        return None;
    }
    // The head a person or the program chose may be the upper one, or no head at all: what the next rows say counts too.
    let below = || sheet.rows.iter().filter(|row| row.number > head_row).take(BELOW);
    heads().find_map(group).or_else(|| below().find_map(|row| said(row, column)))
}

/// Rows below the head in which the words of a head are looked for.
const BELOW: usize = 20;

/// Rows of a head that are read, the last one included.
const ROWS: usize = 3;

/// A row with one text in it.
fn single(text: &str) -> Row {
    let cell = CellIn { column: 0, text: text.to_owned(), number: None, day: None, fault: None };
    Row { number: 1, cells: vec![cell], hidden: false }
}
