//! Where the table of a register begins and which column holds what: heads in one row or in two, columns that offices
//! split, columns that go on without a head of their own. Owns the guess; a person may correct all of it.

use rules::text;

use super::{Field, Mapping, survey, words};
use crate::import::{Row, Sheet};

/// Rows from the top among which the head of the table is looked for.
const HEAD_WITHIN: usize = 20;
/// Rows below a head that are looked at to see whether a column goes on to the right without a head of its own.
const LOOKED_AT: usize = 60;

/// Guesses from the words of one row of heads which column holds what. Marks, case and punctuation do not count; the
/// longest known phrase within a cell decides ("Quan hệ với chủ hộ" is the relation, not the head), and of two columns
/// with the same meaning the one that says nothing else, else the left one.
#[must_use]
pub fn guess_mapping(head: &Row) -> Mapping {
    let cells: Vec<(usize, &str)> = head.cells.iter().map(|cell| (cell.column, cell.text.as_str())).collect();
    let mut mapping = plain(&cells);
    in_a_row(&cells, &mut mapping);
    mapping
}

/// The last row of the table's head and the guessed columns: among the first twenty filled rows the one, or the two
/// together, that name most fields, a name of a person among them. `None` when there is no such row.
///
/// A sheet of the survey workbook is known by its layout.
#[must_use]
pub fn find_header(sheet: &Sheet) -> Option<(usize, Mapping)> {
    if let Some(known) = survey::of(sheet) {
        return Some(known);
    }
    let mut best: Option<(usize, Mapping)> = None;
    for (at, row) in sheet.rows.iter().take(HEAD_WITHIN).enumerate() {
        let (last, mapping) = from(sheet, at, row);
        let more = best.as_ref().is_none_or(|(_, held)| mapping.len() > held.len());
        if is_head(&mapping) && more {
            best = Some((last, mapping));
        }
    }
    best
}

/// The sheet of a file that holds its register, with its head: in a survey workbook the one with most people (its other
/// sheets are lists of codes), else the one whose head names most fields.
#[must_use]
pub fn best_sheet(sheets: &[Sheet]) -> Option<(&Sheet, usize, Mapping)> {
    if let Some(chosen) = survey::chosen(sheets) {
        return Some(chosen);
    }
    let mut best: Option<(&Sheet, usize, Mapping)> = None;
    for sheet in sheets {
        if let Some((row, mapping)) = find_header(sheet)
            && best.as_ref().is_none_or(|(_, _, held)| mapping.len() > held.len())
        {
            best = Some((sheet, row, mapping));
        }
    }
    best
}

/// A table's head names at least two fields, a name of a person among them.
fn is_head(mapping: &Mapping) -> bool {
    mapping.len() >= 2 && (mapping.contains_key(&Field::Head) || mapping.contains_key(&Field::Name))
}

/// The guessed columns when the last row of the head is this one, as a person sees its number: with the row above it or
/// alone, whichever names more.
#[must_use]
pub fn head_at(sheet: &Sheet, number: usize) -> Mapping {
    if let Some((_, mapping)) = survey::of(sheet).filter(|(row, _)| *row == number) {
        return mapping;
    }
    let Some(at) = sheet.rows.iter().position(|row| row.number == number) else { return Mapping::new() };
    let ending_here = |at: usize| {
        let (last, mapping) = from(sheet, at, sheet.rows.get(at)?);
        (last == number).then_some(mapping)
    };
    let joined = at.checked_sub(1).and_then(ending_here);
    let own = ending_here(at).or_else(|| sheet.rows.get(at).map(guess_mapping)).unwrap_or_default();
    let better = |joined: &Mapping| (is_head(joined), joined.len()) >= (is_head(&own), own.len());
    joined.filter(better).unwrap_or(own)
}

/// The other sheets of a file that go on what one holds: those with the same columns, each with the last row of its head.
#[must_use]
pub fn alike<'a>(sheets: &'a [Sheet], base: &Sheet) -> Vec<(&'a Sheet, usize)> {
    // The sheets of a survey workbook hold the same people.
    if survey::of(base).is_some() {
        return Vec::new();
    }
    let Some((_, wanted)) = find_header(base) else { return Vec::new() };
    let others = sheets.iter().filter(|sheet| sheet.name != base.name);
    others
        .filter_map(|sheet| find_header(sheet).filter(|(_, found)| *found == wanted).map(|(row, _)| (sheet, row)))
        .collect()
}

/// Is a sheet named as a hamlet is?
#[must_use]
pub fn named_after_hamlet(sheet: &Sheet) -> bool {
    words::names_a_place(&text::fold(&sheet.name))
}

/// The head that begins with a row: that row alone or with the one below it, and what its columns hold.
fn from(sheet: &Sheet, at: usize, row: &Row) -> (usize, Mapping) {
    let mut last = row.number;
    let mut mapping = guess_mapping(row);
    let below = sheet.rows.get(at.saturating_add(1)).filter(|next| next.number == row.number.saturating_add(1));
    if let Some(below) = below
        && let Some(joined) = in_two_rows(row, below)
        && joined.len() >= mapping.len()
    {
        (last, mapping) = (below.number, joined);
    }
    let heads: Vec<usize> = [Some(row), below.filter(|below| below.number == last)]
        .into_iter()
        .flatten()
        .flat_map(|row| row.cells.iter().map(|cell| cell.column))
        .collect();
    let data: Vec<&Row> = sheet.rows.iter().filter(|row| row.number > last).take(LOOKED_AT).collect();
    going_on(&heads, &data, &mut mapping);
    (last, mapping)
}

/// What each head says by itself.
fn plain(cells: &[(usize, &str)]) -> Mapping {
    let mut guesses: Vec<(usize, Field, usize)> = Vec::new();
    for (column, words) in cells {
        if let Some((score, field)) = meaning(words) {
            guesses.push((score, field, *column));
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

/// The field that a head names and how surely.
fn meaning(head: &str) -> Option<(usize, Field)> {
    let folded = text::fold(head);
    let counts = words::COUNTS.iter().filter(|phrase| holds_phrase(&folded, phrase)).map(|phrase| phrase.len()).max();
    let best = words::HEADS
        .iter()
        .flat_map(|(field, phrases)| phrases.split('|').map(move |phrase| (*field, phrase)))
        .filter(|(field, phrase)| says(&folded, *field, phrase) && Some(phrase.len()) > counts)
        .max_by_key(|(_, phrase)| phrase.len());
    let (field, phrase) = best?;
    let exact = if phrase == folded { 1000 } else { 0 };
    Some((phrase.len().saturating_add(exact), field))
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

/// The part of a field that a head under it names: "Tên" under "Họ và tên", "Năm" under "Ngày sinh".
fn part(of: Field, head: &str) -> Option<Field> {
    let (marked, folded) = (text::marks_key(head), text::fold(head));
    let any = |list: &str| list.split('|').any(|word| word == folded);
    match of {
        Field::Name | Field::Head if any(words::GIVEN) => {
            Some(if of == Field::Name { Field::NameGiven } else { Field::HeadGiven })
        }
        Field::Name | Field::Head if any(words::FAMILY) => Some(of),
        Field::Head if meaning(head).is_some_and(|(_, field)| field == Field::Name) => Some(of),
        Field::Sex if marked == "nam" || any("male|laki laki|l") => Some(Field::Men),
        Field::Sex if any("nu|female|perempuan|p") => Some(Field::Sex),
        Field::Birth if marked == "nam" || any("male|laki laki") => Some(Field::BirthOfMen),
        Field::Birth if any("nu|female|perempuan") => Some(Field::Birth),
        Field::Birth if any("ngay|day|tanggal") => Some(Field::BirthDay),
        Field::Birth if any("thang|month|bulan") => Some(Field::BirthMonth),
        Field::Birth if any("nam|nam sinh|year|tahun") => Some(Field::BirthYear),
        _ => None,
    }
}

/// Heads beside each other that part one field without a head above them: "Họ đệm" and "Tên", "Nam" and "Nữ", "Ngày",
/// "Tháng" and "Năm".
fn in_a_row(cells: &[(usize, &str)], mapping: &mut Mapping) {
    for pair in cells.windows(2) {
        let [(left, one), (right, two)] = pair else { continue };
        if left.saturating_add(1) != *right {
            continue;
        }
        for of in [Field::Name, Field::Head] {
            let given = if of == Field::Name { Field::NameGiven } else { Field::HeadGiven };
            if mapping.get(&of) == Some(left) && part(of, two) == Some(given) {
                mapping.insert(given, *right);
            }
        }
        let (one, two) = (text::marks_key(one), text::marks_key(two));
        if one == "nam" && two == "nữ" {
            mapping.insert(Field::Men, *left);
            mapping.insert(Field::Sex, *right);
        }
    }
    for three in cells.windows(3) {
        let [(day, one), (month, two), (year, three)] = three else { continue };
        let beside = day.saturating_add(1) == *month && month.saturating_add(1) == *year;
        let parts = [part(Field::Birth, two), part(Field::Birth, three)];
        let first = part(Field::Birth, one) == Some(Field::BirthDay)
            || meaning(one).is_some_and(|(_, field)| field == Field::Birth);
        let year_said = parts[1] == Some(Field::BirthYear);
        if beside && first && parts[0] == Some(Field::BirthMonth) && year_said {
            mapping.remove(&Field::Birth);
            mapping.extend([(Field::BirthDay, *day), (Field::BirthMonth, *month), (Field::BirthYear, *year)]);
        }
    }
}

/// Two rows as one head: what stands in the lower row belongs to the head above it, or to the nearest one to its left when
/// that one is wide (its neighbours above are empty). `None` when the lower row is no head.
fn in_two_rows(upper: &Row, lower: &Row) -> Option<Mapping> {
    // A title above the table is no row of heads.
    if upper.cells.len() < 3 {
        return None;
    }
    let above = |column: usize| upper.cells.iter().rev().find(|cell| cell.column <= column);
    if lower.cells.iter().any(|cell| cell.number.is_some() || cell.day.is_some() || cell.text.chars().count() > 40) {
        return None;
    }
    let mut heads: Vec<(usize, &str)> = Vec::new();
    let mut parts = Mapping::new();
    let mut split: Vec<usize> = Vec::new();
    for cell in &lower.cells {
        let parent = above(cell.column)?;
        let of = meaning(&parent.text).map(|(_, field)| field);
        match of.and_then(|of| part(of, &cell.text)) {
            Some(field) => {
                parts.entry(field).or_insert(cell.column);
                split.push(parent.column);
            }
            // Heads of their own under one that says nothing by itself, such as "Thông tin cá nhân", or under the head of the
            // household, whose birth and number follow the name. Those unknown may still part one beside them.
            None if of.is_none_or(|of| of == Field::Head) => {
                heads.push((cell.column, &cell.text));
                if meaning(&cell.text).is_some() {
                    split.push(parent.column);
                }
            }
            // "Số" and "Ngày cấp" under an identity number; the first person's cells would show under the names. What names
            // another field is a head of its own, and its row no lower one.
            None if matches!(of, Some(Field::IdNumber | Field::Address | Field::Phone | Field::Note))
                && meaning(&cell.text).is_none_or(|(_, own)| of == Some(own)) => {}
            None => return None,
        }
    }
    if split.is_empty() {
        return None;
    }
    heads.extend(
        upper.cells.iter().filter(|cell| !split.contains(&cell.column)).map(|cell| (cell.column, cell.text.as_str())),
    );
    heads.sort_by_key(|(column, _)| *column);
    let mut mapping = plain(&heads);
    in_a_row(&heads, &mut mapping);
    for (field, column) in parts {
        mapping.insert(field, column);
    }
    // A year by itself under "Ngày sinh" is the birth.
    if let Some(year) = mapping.get(&Field::BirthYear).copied()
        && !mapping.contains_key(&Field::BirthMonth)
        && !mapping.contains_key(&Field::BirthDay)
    {
        mapping.remove(&Field::BirthYear);
        mapping.insert(Field::Birth, year);
    }
    Some(mapping)
}

/// Columns without a head that go on what the head to their left says, as merged heads leave them: the given name beside
/// family and middle names, month and year beside the day. The rows below tell.
fn going_on(heads: &[usize], data: &[&Row], mapping: &mut Mapping) {
    let free =
        |column: usize, mapping: &Mapping| !heads.contains(&column) && !mapping.values().any(|one| *one == column);
    let share = |column: usize, fits: &dyn Fn(&Row, &str) -> bool| {
        let filled = data.iter().filter(|row| row.cell(column).is_some()).count();
        let good = data.iter().filter(|row| row.cell(column).is_some_and(|cell| fits(row, cell.text.trim()))).count();
        filled >= 2 && good.saturating_mul(10) >= filled.saturating_mul(9)
    };
    for (of, given) in [(Field::Name, Field::NameGiven), (Field::Head, Field::HeadGiven)] {
        let Some(column) = mapping.get(&of).copied() else { continue };
        let right = column.saturating_add(1);
        if mapping.contains_key(&given) || !free(right, mapping) {
            continue;
        }
        let one_word = |row: &Row, words: &str| {
            row.cell(column).is_some() && !words.contains(' ') && words.chars().all(char::is_alphabetic)
        };
        if share(right, &one_word) {
            mapping.insert(given, right);
        }
    }
    let Some(day) = mapping.get(&Field::Birth).copied() else { return };
    let (month, year) = (day.saturating_add(1), day.saturating_add(2));
    let within = |low: u32, high: u32| {
        move |_: &Row, words: &str| words.parse::<u32>().is_ok_and(|number| (low..=high).contains(&number))
    };
    if free(month, mapping)
        && free(year, mapping)
        && share(day, &within(0, 31))
        && share(month, &within(0, 12))
        && share(year, &within(1900, 2200))
    {
        mapping.remove(&Field::Birth);
        mapping.extend([(Field::BirthDay, day), (Field::BirthMonth, month), (Field::BirthYear, year)]);
    }
}

/// The line under a head that counts its columns: `(1) (2) (3)`, `1 2 3` or `A B 1 2`.
pub(super) fn numbers_columns(row: &Row) -> bool {
    let marks: Vec<String> = row.cells.iter().map(|cell| text::fold(&cell.text)).collect();
    let short =
        |mark: &String| mark.len() <= 2 && (mark.parse::<u8>().is_ok() || mark.chars().all(char::is_alphabetic));
    let counted: Vec<u8> = marks.iter().filter_map(|mark| mark.parse().ok()).collect();
    let rising = counted.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
    marks.len() >= 3 && marks.iter().all(short) && counted.len() >= 2 && rising
}
