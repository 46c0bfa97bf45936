//! The only file that asks for the time or for chance. Everything else receives both as arguments.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use rules::basics::{Day, Moment};

/// Where the moment comes from.
pub enum Clock {
    /// The machine's clock.
    Real,
    /// A clock moved by hand, for tests and for building the demonstration; milliseconds since 1970 UTC.
    Fixed(AtomicI64),
}

impl Clock {
    /// The moment now.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::Real => Moment(jiff::Timestamp::now().as_millisecond()),
            Self::Fixed(at) => Moment(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; a real one goes its own way.
    pub fn set(&self, to: Moment) {
        if let Self::Fixed(at) = self {
            at.store(to.0, Ordering::SeqCst);
        }
    }
}

/// How long something takes.
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one file that asks for the time")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Since it began.
    #[must_use]
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}

/// The calendar day of a moment in a time zone.
#[must_use]
pub fn day_in(zone: &jiff::tz::TimeZone, at: Moment) -> Day {
    let date =
        jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    Day::new(date.year(), date.month(), date.day()).unwrap_or(Day::FOREVER)
}

/// Hour and minute of a moment in a time zone, as `07:05`.
#[must_use]
pub fn time_in(zone: &jiff::tz::TimeZone, at: Moment) -> String {
    let time =
        jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A moment as a part of file names that sort by time: `20261122-093000`, in UTC.
#[must_use]
pub fn stamp(at: Moment) -> String {
    let time = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%Y%m%d-%H%M%S").to_string()
}

/// The moment of a [`stamp`]; `None` for anything else.
#[must_use]
pub fn of_stamp(text: &str) -> Option<Moment> {
    let time = jiff::civil::DateTime::strptime("%Y%m%d-%H%M%S", text).ok()?;
    let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Moment(zoned.timestamp().as_millisecond()))
}

/// The first moment of a day in a time zone; for a day beyond all clocks, the last moment there is.
#[must_use]
pub fn start_of(zone: &jiff::tz::TimeZone, day: Day) -> Moment {
    let date = i16::try_from(day.year())
        .ok()
        .zip(i8::try_from(day.month()).ok().zip(i8::try_from(day.day_of_month()).ok()))
        .and_then(|(year, (month, day))| jiff::civil::Date::new(year, month, day).ok());
    let zoned = date.and_then(|date| date.to_zoned(zone.clone()).ok());
    Moment(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
}

/// Noon of a day in a time zone: the moment given to acts that are entered for a past day.
#[must_use]
pub fn noon_of(zone: &jiff::tz::TimeZone, day: Day) -> Moment {
    let date = i16::try_from(day.year())
        .ok()
        .zip(i8::try_from(day.month()).ok().zip(i8::try_from(day.day_of_month()).ok()))
        .and_then(|(year, (month, day))| jiff::civil::Date::new(year, month, day).ok());
    let zoned = date.and_then(|date| date.at(12, 0, 0, 0).to_zoned(zone.clone()).ok());
    Moment(zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
}

/// Where chance comes from.
pub enum Dice {
    /// The machine's random source.
    Real,
    /// A counter that makes the same bytes each time, for tests and the demonstration; of a large import, made on several threads,
    /// only as many of them.
    Seeded(AtomicU64),
}

/// Letters of a code that people read aloud and type: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Dice {
    /// Fills a buffer.
    pub fn fill(&self, bytes: &mut [u8]) {
        match self {
            Self::Real => {
                if getrandom::fill(bytes).is_err() {
                    // Without chance there are no secrets: better no program than a guessable one.
                    std::process::abort();
                }
            }
            Self::Seeded(seed) => {
                for byte in bytes {
                    // SplitMix64, one step a byte.
                    let mut z =
                        seed.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst).wrapping_add(0x9E37_79B9_7F4A_7C15);
                    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                    *byte = (z ^ (z >> 31)).to_le_bytes().first().copied().unwrap_or_default();
                }
            }
        }
    }

    /// A new id: UUID version 7, which sorts by the moment it was made.
    #[must_use]
    pub fn id(&self, at: Moment) -> String {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(at.0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
    }

    /// A secret of 32 bytes in hexadecimal.
    #[must_use]
    pub fn token(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        rules::text::hex(&bytes)
    }

    /// A code of twelve letters (60 bits) in three groups, for papers.
    #[must_use]
    pub fn code(&self) -> String {
        let mut bytes = [0; 12];
        self.fill(&mut bytes);
        code_of(bytes.into_iter())
    }
}

/// Letters for people from bytes of chance: one a byte, in groups of four.
pub fn code_of(bytes: impl Iterator<Item = u8>) -> String {
    let mut code = String::new();
    for (at, byte) in bytes.enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0');
        code.push(char::from(letter));
    }
    code
}

/// The letter of a code that somebody meant; `None` for one that no code has.
#[must_use]
pub fn code_letter(typed: char) -> Option<char> {
    let letter = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().map(|known| char::from(*known)).find(|known| *known == letter)
}

/// A code as somebody typed it, in the shape [`Dice::code`] makes; `None` when it cannot be one.
#[must_use]
pub fn read_code(typed: &str) -> Option<String> {
    let mut code = String::new();
    for letter in typed.chars().filter(|letter| letter.is_alphanumeric()) {
        let letter = code_letter(letter)?;
        if code.len() == 4 || code.len() == 9 {
            code.push('-');
        }
        code.push(letter);
    }
    (code.len() == 14).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_read_aloud_and_typed_carelessly() {
        let dice = Dice::Seeded(AtomicU64::new(7));
        for _ in 0..200 {
            let code = dice.code();
            let careless = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(read_code(&careless).as_deref(), Some(code.as_str()));
        }
        assert_eq!(read_code("too-short"), None);
        assert_eq!(read_code("ĐĐĐĐ-ĐĐĐĐ-ĐĐĐĐ"), None);
    }

    #[test]
    fn a_day_begins_at_midnight_of_its_own_zone() {
        let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        // 2025-06-30T17:00:00Z is midnight of 1 July in Vietnam.
        assert_eq!(day_in(&zone, Moment(1_751_302_799_000)).to_string(), "2025-06-30");
        assert_eq!(day_in(&zone, Moment(1_751_302_800_000)).to_string(), "2025-07-01");
        let day = Day::new(2026, 11, 22).unwrap();
        assert_eq!(day_in(&zone, noon_of(&zone, day)), day);
        let first = Day::new(2025, 7, 1).unwrap();
        assert_eq!(start_of(&zone, first), Moment(1_751_302_800_000));
        assert!(start_of(&zone, Day::FOREVER).0 > start_of(&zone, first).0);
    }
}
