//! Days as people type them into a field: the day first, as on paper, or the year first; what is wrong with one is said
//! plainly. Files are read by `text::parse_day`, which takes less: in a cell, eight digits may be anything.

use crate::basics::Day;
use crate::problem::Problem;
use crate::text;

/// Names of months in English and Indonesian, by number; three letters of one are enough.
const MONTHS: [(&str, i8); 24] = [
    ("january", 1),
    ("januari", 1),
    ("february", 2),
    ("februari", 2),
    ("march", 3),
    ("maret", 3),
    ("april", 4),
    ("may", 5),
    ("mei", 5),
    ("june", 6),
    ("juni", 6),
    ("july", 7),
    ("juli", 7),
    ("august", 8),
    ("agustus", 8),
    ("agu", 8),
    ("september", 9),
    ("october", 10),
    ("oktober", 10),
    ("november", 11),
    ("nopember", 11),
    ("december", 12),
    ("desember", 12),
    ("des", 12),
];

/// The years of which anybody types a day.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Reads a day as people type it: `22/11/2026` with any signs or spaces between, `22112026` (telephones show digits alone),
/// `22 Nov 2026`, `ngày 22 tháng 11 năm 2026`, or year first as in `2026-11-22` and `20261122`. Never month first.
///
/// # Errors
/// `not-a-day` when it has no such shape; else what is wrong with it: `short-year`, `not-a-year` before 1900 or after 2200,
/// `no-such-month`, `no-such-day`.
pub fn typed_day(typed: &str) -> Result<Day, Problem> {
    let typed = typed.trim();
    let problem = |code: &'static str| Problem::new(code).with("value", typed);
    let Some([day, month, year]) = parts(typed) else { return Err(problem("not-a-day")) };
    let (Ok(day), Some(month)) = (day.parse::<i8>(), month_of(&month)) else { return Err(problem("not-a-day")) };
    if year.len() < 4 || year.starts_with('0') {
        return Err(problem("short-year"));
    }
    let Ok(year) = year.parse::<i16>() else { return Err(problem("not-a-day")) };
    if !YEARS.contains(&year) {
        return Err(Problem::new("not-a-year").with("value", year));
    }
    if !(1..=12).contains(&month) {
        return Err(problem("no-such-month").with("month", month));
    }
    Day::new(year, month, day).ok_or_else(|| {
        let last = (28..=31).filter(|last| Day::new(year, month, *last).is_some()).max().unwrap_or(31);
        problem("no-such-day").with("month", month).with("year", year).with("last", last)
    })
}

/// Day, month and year, digits or a month's name each; nothing when these are not three parts of such lengths.
fn parts(typed: &str) -> Option<[String; 3]> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    if typed.len() == 8 && digits(typed) {
        let cut = |from: usize, to: usize| typed.get(from..to).map(str::to_owned);
        // Programs write the year first; a year of the middle ages says that one did.
        let year = |text: &str| text.parse().is_ok_and(|year| YEARS.contains(&year));
        let (first, last) = (cut(0, 4)?, cut(4, 8)?);
        if year(&first) && !year(&last) {
            return Some([cut(6, 8)?, cut(4, 6)?, first]);
        }
        return Some([cut(0, 2)?, cut(2, 4)?, last]);
    }
    let words = typed.split(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '-' | '.' | ','));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // Folding would forget a sign.
    if !words.iter().all(|word| word.chars().all(char::is_alphanumeric)) {
        return None;
    }
    let mut parts: Vec<String> = words.into_iter().map(text::fold).collect();
    parts.retain(|word| !matches!(word.as_str(), "ngay" | "thang" | "nam"));
    let [first, month, last] = <[String; 3]>::try_from(parts).ok()?;
    let year_first = first.len() == 4;
    let (day, year) = if year_first { (last, first) } else { (first, last) };
    let shaped = digits(&day) && day.len() <= 2 && digits(&year) && year.len() <= 4;
    let named = !digits(&month) && month.len() >= 3;
    (shaped && (named || (digits(&month) && month.len() <= 2))).then_some([day, month, year])
}

fn month_of(text: &str) -> Option<i8> {
    text.parse().ok().or_else(|| MONTHS.iter().find(|(name, _)| name.starts_with(text)).map(|(_, month)| *month))
}

#[cfg(test)]
mod tests {
    use super::typed_day;
    use crate::basics::Day;

    #[test]
    fn a_day_is_read_day_first_in_every_shape_people_type() {
        let day = Day::new(2026, 11, 3).unwrap();
        for typed in [
            "3/11/2026",
            "03/11/2026",
            " 03-11-2026 ",
            "3.11.2026",
            "3 11 2026",
            "3 / 11 / 2026",
            "03112026",
            "20261103",
            "2026-11-03",
            "2026/11/3",
            "3 Nov 2026",
            "3 november 2026",
            "3 Nopember 2026",
            "ngày 3 tháng 11 năm 2026",
            "3, 11, 2026",
        ] {
            assert_eq!(typed_day(typed), Ok(day), "{typed}");
        }
        assert_eq!(typed_day("5 Mei 2026"), Ok(Day::new(2026, 5, 5).unwrap()));
        assert_eq!(typed_day("1 Agu 2026"), Ok(Day::new(2026, 8, 1).unwrap()));
        assert_eq!(typed_day("29/02/2028"), Ok(Day::new(2028, 2, 29).unwrap()));
    }

    #[test]
    fn what_is_wrong_with_a_day_is_said() {
        for (typed, code) in [
            ("", "not-a-day"),
            ("hôm qua", "not-a-day"),
            ("2026", "not-a-day"),
            ("11/2026", "not-a-day"),
            ("1/2/3/2026", "not-a-day"),
            ("+3/11/2026", "not-a-day"),
            ("111/2/2026", "not-a-day"),
            ("Nov 3 2026", "not-a-day"),
            ("3 Nov", "not-a-day"),
            ("3/x/2026", "not-a-day"),
            ("3/xyz/2026", "not-a-day"),
            ("٣/١١/٢٠٢٦", "not-a-day"),
            ("3/11/26", "short-year"),
            ("3/11/0026", "short-year"),
            ("03/13/2026", "no-such-month"),
            ("3/0/2026", "no-such-month"),
            ("20261303", "no-such-month"),
            ("3/11/1003", "not-a-year"),
            ("3/11/2999", "not-a-year"),
            ("31/02/2026", "no-such-day"),
            ("29/2/2026", "no-such-day"),
            ("0/1/2026", "no-such-day"),
            ("2026-02-31", "no-such-day"),
        ] {
            assert_eq!(typed_day(typed).map_err(|problem| problem.code), Err(code.to_owned()), "{typed}");
        }
        let problem = typed_day("31/02/2028").unwrap_err();
        assert_eq!((problem.args["month"].as_str(), problem.args["last"].as_str()), ("2", "29"));
    }
}
