//! Single cells of a register read into typed values. Owns the shapes people type; must not know rows or households.

use rules::basics::Day;
use rules::problem::Problem;
use rules::register::{Birth, IdNumber, Relation, Sex};
use rules::text;

use super::words;
use crate::import::CellIn;

/// A birth from a cell: a date cell, or text as `1984`, `05/03/1984`, `5-3-1984`, `5.3.1984`, `1984-03-05`, also with
/// midnight behind it as programs write it; zeros or dots for an unknown day and month (`00/00/1984`) leave the year. An
/// absent cell is an unknown birth.
///
/// # Errors
/// `birth-shape` for any other shape, two-digit years included; `birth-range` before 1900 or after `today`; `birth-serial`
/// for a year typed into a cell that shows days.
pub fn parse_birth(cell: Option<&CellIn>, today: Day) -> Result<Birth, Problem> {
    let Some(cell) = cell else { return Ok(Birth::Unknown) };
    if let Some(day) = cell.day {
        if let Some(year) = typed_year(day, today) {
            return Err(Problem::new("birth-serial").with("value", text::day_text(day)).with("year", year));
        }
        return Birth::parse(&day.to_string(), today).map_err(|problem| problem.with("value", text::day_text(day)));
    }
    let typed = bare(&cell.text);
    let midnight =
        [" 00:00:00.000", "T00:00:00.000", "T00:00:00", " 00:00:00", " 0:00:00", " 12:00:00 AM", " 00:00", " 0:00"];
    let plain = midnight.iter().find_map(|time| typed.strip_suffix(time)).unwrap_or(&typed);
    let plain: String = plain.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().replace('\\', "/");
    // A program that keeps every number with decimals.
    let plain = plain.strip_suffix(".0").filter(|year| year.len() == 4).map_or(plain.clone(), str::to_owned);
    let unknown_day = |sign: char| matches!(sign, '0' | '.' | '/' | '-' | '_' | '…' | '?');
    let year_only = plain.len().checked_sub(4).and_then(|at| plain.split_at_checked(at)).and_then(|(before, year)| {
        let year = year.bytes().all(|digit| digit.is_ascii_digit()).then_some(year)?;
        (before.len() >= 2 && before.ends_with(['/', '-', '.']) && before.chars().all(unknown_day)).then_some(year)
    });
    Birth::parse(year_only.unwrap_or(&plain), today).map_err(|problem| problem.with("value", typed))
}

/// The year somebody typed into a cell that shows days: a spreadsheet counts it as days, and 1984 becomes 6 June 1905, or
/// 7 June 1909 where days are counted from 1904. Nobody born in those four months of either year is alive, so that is what
/// happened.
fn typed_year(day: Day, today: Day) -> Option<i64> {
    // The day that is the year 1900.
    let first = match day.year() {
        1905 => 14,
        1909 => 15,
        _ => return None,
    };
    let before = match day.month() {
        3 => 0,
        4 => 31,
        5 => 61,
        6 => 92,
        7 => 122,
        _ => return None,
    };
    let year = day.day_of_month() + before + 1900 - first;
    (1900..=today.year()).contains(&year).then_some(year)
}

/// A sex from a cell: Nam, Nữ, Male, Female, L, P, or X for a woman. An absent cell is an unknown sex.
///
/// # Errors
/// `not-a-choice` for any other word.
pub fn parse_sex(cell: Option<&CellIn>) -> Result<Sex, Problem> {
    let Some(cell) = cell else { return Ok(Sex::Unknown) };
    let folded = text::fold(&cell.text);
    if folded.is_empty() {
        return Ok(Sex::Unknown);
    }
    find(words::SEXES, &folded).ok_or_else(|| no_choice(&cell.text, &["male", "female"]))
}

/// A relation to the head from a cell, in Vietnamese, English or Indonesian ("vợ", "wife", "istri"), or the stable
/// word. `None` when the cell is absent.
///
/// # Errors
/// `not-a-choice` for any other word.
pub fn parse_relation(cell: Option<&CellIn>) -> Result<Option<Relation>, Problem> {
    let Some(cell) = cell else { return Ok(None) };
    let marked = text::marks_key(&cell.text);
    let folded = text::fold(&cell.text);
    if folded.is_empty() {
        return Ok(None);
    }
    // "con trai 2", "con thứ 3": the number tells the order of birth, not the relation.
    let unnumbered = folded.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == ' ');
    let found = find(words::RELATIONS_MARKED, &marked)
        .or_else(|| find(words::RELATIONS, &folded))
        .or_else(|| find(words::RELATIONS, unnumbered));
    found.map(Some).ok_or_else(|| {
        let choices: Vec<&str> = Relation::ALL.iter().map(|relation| relation.word()).collect();
        no_choice(&cell.text, &choices)
    })
}

/// A personal identification number from a cell; spaces, dots, dashes and an apostrophe in front do not count. A
/// leading zero that a spreadsheet lost by making a number of it is put back, also in a text file it wrote; of anything that
/// is not digits alone, and of what still has a zero, nothing is guessed: it is refused. So is a number cell that ends in six
/// zeros, as one does whose last digits were rounded away (1.40840E+11), and a number below zero.
/// `None` when the cell is absent.
///
/// # Errors
/// `id-shape` when 9 or 12 digits do not remain.
pub fn parse_id_number(cell: Option<&CellIn>, today: Day) -> Result<Option<IdNumber>, Problem> {
    let Some(cell) = cell else { return Ok(None) };
    let typed = bare(&cell.text);
    let shape = || Problem::new("id-shape").with("value", typed.clone());
    if typed.starts_with(['-', '−', '+']) {
        return Err(shape());
    }
    // A program that keeps every number with decimals.
    let whole = typed.strip_suffix(".0").or_else(|| typed.strip_suffix(",0"));
    let whole = whole.filter(|digits| digits.len() >= 8 && digits.bytes().all(|digit| digit.is_ascii_digit()));
    let counted = cell.number.is_some() || whole.is_some();
    let plain: String = whole
        .unwrap_or(&typed)
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '\'' | '’' | '‘' | '`' | '-'))
        .collect();
    if counted && !plain.starts_with('0') && plain.ends_with("000000") {
        return Err(shape());
    }
    // Numbers of 12 digits begin with the three of a place, 001 to 096; old ones of 9 digits may begin with one zero.
    let plain = match (counted, plain.len()) {
        (true, 10 | 11) if !plain.starts_with('0') => format!("{plain:0>12}"),
        (true, 8) if !plain.starts_with('0') => format!("{plain:0>9}"),
        _ => plain,
    };
    IdNumber::parse(&plain, today).map_err(|problem| problem.with("value", typed))
}

/// The text of a cell as one line.
pub(super) fn line(text: &str) -> String {
    text::collapse(text::seen(text).trim())
}

/// The same without the apostrophe that marks text in some programs.
pub(super) fn bare(text: &str) -> String {
    text::collapse(text::seen(text).trim().trim_start_matches(['\'', '’']))
}

fn find<T: Copy>(lists: &[(T, &str)], word: &str) -> Option<T> {
    lists.iter().find(|(_, words)| words.split('|').any(|known| known == word)).map(|(found, _)| *found)
}

fn no_choice(typed: &str, choices: &[&str]) -> Problem {
    Problem::new("not-a-choice").with("value", text::collapse(typed)).with("choices", choices.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_typed_into_a_date_cell_is_known_in_both_counts() {
        for (day, year) in [
            ("1905-03-14", Some(1900)),
            ("1905-06-06", Some(1984)),
            ("1909-03-15", Some(1900)),
            ("1909-06-07", Some(1984)),
            ("1909-07-19", Some(2026)),
            ("1909-07-20", None),
            ("1909-03-14", None),
            ("1908-06-07", None),
            ("1984-06-07", None),
        ] {
            assert_eq!(typed_year(Day::parse(day).unwrap(), Day::new(2026, 11, 22).unwrap()), year, "{day}");
        }
    }
}
