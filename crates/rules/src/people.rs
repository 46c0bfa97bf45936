//! People of the system: the shape of a login, what a role may be given as, how it ends, who may manage an account.
//! Must not know passwords, sessions or how accounts are stored.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::access::{Act, Grant, Role, reach};
use crate::basics::{Day, Level};
use crate::problem::Problem;

/// The longest login, in characters; the shortest has three.
pub const LONGEST_LOGIN: usize = 40;

/// A login as somebody typed it, in the shape it is stored in: lower case, no marks, đ as d, no white space. Never fails,
/// so that a wrong login at the door is just unknown.
#[must_use]
pub fn typed_login(typed: &str) -> String {
    let plain = typed.nfd().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter));
    plain
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if matches!(letter, 'đ' | 'ð') { 'd' } else { letter })
        .collect()
}

/// A new login: 3 to 40 characters, letters a–z, digits, dot, hyphen or underscore, beginning with a letter. Capital
/// letters become small ones.
///
/// # Errors
/// `required` when empty, `login-shape` for anything else, both at `login`.
pub fn new_login(typed: &str) -> Result<String, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::new("required").at("login"));
    }
    let login = typed.to_ascii_lowercase();
    let shaped = (3..=LONGEST_LOGIN).contains(&login.len())
        && login.starts_with(|letter: char| letter.is_ascii_lowercase())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    if shaped { Ok(login) } else { Err(Problem::new("login-shape").at("login")) }
}

/// Everything wrong with giving a role at a place of this level for these days, with the roles the person has already.
/// `place` is the place's name, for the sentence.
///
/// `role-level` when the role is not given at that level, `role-dates` when the last day comes before the first,
/// `role-held` when the person holds the same role there on some of these days.
#[must_use]
pub fn grant_problems(new: &Grant, level: Level, place: &str, held: &[Grant]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !new.role.levels().contains(&level) {
        problems.push(Problem::new("role-level").with("role", new.role.word()).with("level", level.word()).at("role"));
    }
    if new.until < new.since {
        problems.push(Problem::new("role-dates").at("until"));
    }
    let overlap = held.iter().any(|old| {
        old.role == new.role && old.unit_id == new.unit_id && old.since <= new.until && new.since <= old.until
    });
    if overlap {
        problems.push(Problem::new("role-held").with("role", new.role.word()).with("place", place).at("role"));
    }
    problems
}

/// How a role ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was in force and its last day becomes this one.
    On(Day),
    /// It had not begun before today: it is taken back whole; only the audit trail keeps it.
    TakenBack,
}

/// Ends a role after `last`, its last day in force; `None` asks to end it at once (yesterday was its last day, or it is
/// taken back if it began only today or has not begun).
///
/// # Errors
/// `role-end` at `on` with the first and last day that can be chosen: never further back than yesterday, because acts of
/// earlier days were done under this role; never later than it ends anyway. `role-ended` when it is over already.
pub fn end(role: &Grant, last: Option<Day>, today: Day) -> Result<Ending, Problem> {
    if role.until < today {
        return Err(Problem::new("role-ended").with("day", role.until));
    }
    let last = match last {
        None if role.since > today => return Ok(Ending::TakenBack),
        None => today.before(),
        Some(last) => last,
    };
    if last < today.before() || last > role.until {
        let first = today.before().max(role.since);
        return Err(Problem::new("role-end").with("first", first).with("last", role.until).at("on"));
    }
    Ok(if last < role.since { Ending::TakenBack } else { Ending::On(last) })
}

/// The units at all of which somebody must have the right to manage people before they may change an account: where it
/// holds or will hold a role; where it held one, when all have ended; the country (`None`), when it never had one.
///
/// All of them, because whoever sets the password of an account gets everything the account may do.
#[must_use]
pub fn managed_at(roles: &[Grant], today: Day) -> Option<Vec<String>> {
    let running: Vec<&Grant> = roles.iter().filter(|role| role.until >= today).collect();
    let chosen: Vec<&Grant> = if running.is_empty() { roles.iter().collect() } else { running };
    let mut units: Vec<String> = chosen.into_iter().map(|role| role.unit_id.clone()).collect();
    units.sort();
    units.dedup();
    (!units.is_empty()).then_some(units)
}

/// Does a role keep the site governable: an administrator of the whole country?
#[must_use]
pub fn governs(role: Role, level: Level) -> bool {
    role == Role::Administrator && level == Level::Country
}

/// The units at which somebody with these roles both appraises and decides today: nobody else looks at a family between the two
/// steps. It is allowed (a small commune may have nobody else), and is told. Sorted, each once.
#[must_use]
pub fn alone_at(grants: &[Grant], today: Day) -> Vec<String> {
    let decides = reach(grants, Act::Decide, today);
    let mut appraises = reach(grants, Act::Appraise, today);
    appraises.retain(|unit| decides.contains(unit));
    appraises
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }
    fn role(since: &str, until: &str) -> Grant {
        Grant { role: Role::Viewer, unit_id: "u".to_owned(), since: day(since), until: day(until) }
    }
    fn codes(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|problem| problem.code.as_str()).collect()
    }

    #[test]
    fn a_login_is_found_however_it_is_typed() {
        assert_eq!(typed_login(" Lan.PungTại "), "lan.pungtai");
        assert_eq!(typed_login("Điện Biên"), "dienbien");
        for login in ["lan.pungtai", "a1-b_c", "abc"] {
            assert_eq!(new_login(login).unwrap(), typed_login(login));
        }
    }

    #[test]
    fn a_new_login_is_plain_and_of_a_sensible_length() {
        assert_eq!(new_login(" Lan.PungTai ").unwrap(), "lan.pungtai");
        assert_eq!(new_login("").unwrap_err().code, "required");
        for wrong in ["ab", "1abc", "lan pungtai", "lân", "lan@x", ".lan", &"a".repeat(41)] {
            assert_eq!(new_login(wrong).unwrap_err().code, "login-shape", "{wrong}");
        }
    }

    #[test]
    fn a_role_fits_its_level_and_days_and_is_held_once() {
        let new = role("2026-01-01", "2026-12-31");
        assert!(grant_problems(&new, Level::Hamlet, "x", &[]).is_empty());
        let head = Grant { role: Role::HamletHead, ..new.clone() };
        assert_eq!(codes(&grant_problems(&head, Level::Commune, "x", &[])), ["role-level"]);
        let turned = role("2026-12-31", "2026-01-01");
        assert_eq!(codes(&grant_problems(&turned, Level::Commune, "x", &[])), ["role-dates"]);
        let held = [role("2026-12-31", "9999-12-31")];
        assert_eq!(codes(&grant_problems(&new, Level::Commune, "x", &held)), ["role-held"]);
        let next_day = [role("2027-01-01", "9999-12-31")];
        assert!(grant_problems(&new, Level::Commune, "x", &next_day).is_empty());
        let elsewhere = [Grant { unit_id: "v".to_owned(), ..new.clone() }];
        assert!(grant_problems(&new, Level::Commune, "x", &elsewhere).is_empty());
    }

    #[test]
    fn a_role_ends_today_or_later_and_never_rewrites_the_past() {
        let today = day("2026-11-22");
        let running = role("2026-01-01", "9999-12-31");
        assert_eq!(end(&running, None, today), Ok(Ending::On(day("2026-11-21"))));
        assert_eq!(end(&running, Some(today), today), Ok(Ending::On(today)));
        assert_eq!(end(&running, Some(day("2027-06-30")), today), Ok(Ending::On(day("2027-06-30"))));
        assert_eq!(end(&running, Some(day("2026-11-20")), today).unwrap_err().code, "role-end");
        let dated = role("2026-01-01", "2026-12-31");
        assert_eq!(end(&dated, Some(day("2027-01-01")), today).unwrap_err().code, "role-end");
        let over = role("2026-01-01", "2026-11-21");
        assert_eq!(end(&over, None, today).unwrap_err().code, "role-ended");
        let coming = role("2026-12-01", "9999-12-31");
        assert_eq!(end(&coming, None, today), Ok(Ending::TakenBack));
        assert_eq!(end(&coming, Some(day("2026-11-30")), today), Ok(Ending::TakenBack));
        let new = role("2026-11-22", "9999-12-31");
        assert_eq!(end(&new, None, today), Ok(Ending::TakenBack));
    }

    #[test]
    fn an_account_is_managed_where_its_roles_are_now_else_where_they_were_else_by_the_country() {
        let today = day("2026-11-22");
        let at = |unit: &str, until: &str| Grant { unit_id: unit.to_owned(), ..role("2026-01-01", until) };
        let both = [at("a", "9999-12-31"), at("b", "2026-11-22"), at("c", "2026-11-21")];
        assert_eq!(managed_at(&both, today), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(managed_at(&[at("c", "2026-11-21")], today), Some(vec!["c".to_owned()]));
        assert_eq!(managed_at(&[], today), None);
    }

    #[test]
    fn who_appraises_and_decides_at_one_place_is_told() {
        let today = day("2026-11-22");
        let at = |role: Role, unit: &str, until: &str| Grant {
            role,
            unit_id: unit.to_owned(),
            ..self::role("2026-01-01", until)
        };
        let (officer, chair) = (Role::CommuneOfficer, Role::CommuneChair);
        let open = "9999-12-31";
        let both = [at(officer, "a", open), at(chair, "a", open), at(officer, "b", open), at(chair, "c", open)];
        assert_eq!(alone_at(&both, today), ["a"]);
        assert!(alone_at(&[at(officer, "a", open), at(chair, "a", "2026-11-21")], today).is_empty(), "one has ended");
        assert!(alone_at(&[at(chair, "a", open)], today).is_empty());
    }
}
