//! Days as spreadsheets count them, in both ways, and which number formats show a number as a day. Must not know files.

use rules::basics::Day;

use super::gather::Held;

/// How a number format shows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    #[default]
    Number,
    /// As a day, a time or both.
    Day,
    /// As a year alone: whoever typed it knew no more.
    Year,
    /// As hours that do not end at 24.
    Duration,
}

/// How a format that every spreadsheet program knows by its number shows a number.
pub(super) const fn shown_by_id(id: u32) -> Shown {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Day,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// How a format of the file's own shows a number: `dd/mm/yyyy`, `yyyy`, `[h]:mm`, `#,##0`.
pub(super) fn shown_by_code(code: &str) -> Shown {
    let mut letters = String::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            // The first part of a format is for positive numbers.
            ';' => break,
            '"' => {
                signs.by_ref().take_while(|sign| *sign != '"').for_each(drop);
            }
            '\\' | '_' | '*' => {
                signs.next();
            }
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if !inside.is_empty() && ['h', 'm', 's'].iter().any(|unit| inside.chars().all(|sign| sign == *unit)) {
                    return Shown::Duration;
                }
            }
            '0' | '#' | '?' | '@' => return Shown::Number,
            sign => letters.push(sign.to_ascii_lowercase()),
        }
    }
    if letters.contains("general") {
        return Shown::Number;
    }
    let part = |units: &[char]| letters.contains(units);
    match (part(&['d', 'm', 'h', 's']), part(&['y'])) {
        (false, true) => Shown::Year,
        (true, _) => Shown::Day,
        _ => Shown::Number,
    }
}

/// What a cell with a number shows, in the count of days from 1900 or from 1904.
pub(super) fn held(number: f64, shown: Shown, from_1904: bool) -> Held {
    if shown == Shown::Number || shown == Shown::Duration || !number.is_finite() || number < 0.0 {
        return Held::number(number);
    }
    let Some((mut days, mut seconds)) = parts(number) else { return Held::number(number) };
    if seconds >= 86_400 {
        (days, seconds) = (days.saturating_add(1), 0);
    }
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if days == 0 {
        return Held::text(time);
    }
    if days == 60 && !from_1904 {
        // The day that Excel believes in and no calendar has.
        return Held::text("29/02/1900");
    }
    // 1900-01-01 is day 1, but from 1 March 1900 on that leap day is counted too.
    let before_1970 = match (from_1904, days < 60) {
        (true, _) => 24_107,
        (false, true) => 25_568,
        (false, false) => 25_569,
    };
    let Some(day) = day_of(days.saturating_sub(before_1970)) else { return Held::number(number) };
    if shown == Shown::Year {
        return Held { text: day.year().to_string(), ..Held::default() };
    }
    let mut held = Held::day(day);
    if seconds > 0 {
        held.text = format!("{day} {time}");
    }
    held
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the number is checked to lie in range")]
fn parts(number: f64) -> Option<(i64, i64)> {
    // Day 2958465 is 31 December 9999.
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    Some((number.trunc() as i64, (number.fract() * 86_400.0).round() as i64))
}

/// The day so many days after 1 January 1970, by the rule of leap years in eras of 400 years.
fn day_of(days: i64) -> Option<Day> {
    let days = days.checked_add(719_468)?;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Day::new(year.try_into().ok()?, month.try_into().ok()?, date.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_both_beginnings() {
        let shown = |number, from_1904| held(number, Shown::Day, from_1904).text;
        for (number, day) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (60.0, "29/02/1900"),
            (61.0, "1900-03-01"),
            (30_746.0, "1984-03-05"),
            (45_717.0, "2025-03-01"),
            (2_958_465.0, "9999-12-31"),
            (30_746.75, "1984-03-05 18:00:00"),
            (0.5, "12:00:00"),
            (2_958_466.0, "2958466"),
            (-3.0, "-3"),
        ] {
            assert_eq!(shown(number, false), day, "{number}");
        }
        for (number, day) in [(60.0, "1904-03-01"), (29_284.0, "1984-03-05"), (1.0, "1904-01-02")] {
            assert_eq!(shown(number, true), day, "{number}");
        }
        assert_eq!(held(30_682.0, Shown::Year, false).text, "1984");
    }

    #[test]
    fn formats_tell_days_from_numbers() {
        for (code, shown) in [
            ("dd/mm/yyyy", Shown::Day),
            ("[$-42A]dd mmmm yyyy;@", Shown::Day),
            ("yyyy", Shown::Year),
            ("[$-vi-VN]yyyy", Shown::Year),
            ("\"năm \"yyyy", Shown::Year),
            ("[h]:mm", Shown::Duration),
            ("General", Shown::Number),
            ("#,##0", Shown::Number),
            ("0\" hộ\"", Shown::Number),
            ("[Red]0.00", Shown::Number),
            ("@", Shown::Number),
            ("0.00E+00", Shown::Number),
        ] {
            assert_eq!(shown_by_code(code), shown, "{code}");
        }
    }
}
