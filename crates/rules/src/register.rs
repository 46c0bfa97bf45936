//! The household register's shapes: what a household and its members are, and what is wrong with one that was typed.
//! Must not know storage, encryption, places or workbooks.

mod person;

use std::collections::BTreeSet;

pub use person::{Birth, IdNumber, Relation, Sex, veiled};

use crate::basics::Day;
use crate::problem::Problem;
use crate::text;

/// The longest name of a person, in characters.
pub const NAME_MAX: usize = 80;
/// The longest address, in characters.
pub const ADDRESS_MAX: usize = 200;
/// The longest household number, in characters.
pub const NUMBER_MAX: usize = 20;
/// The longest telephone number as typed, in characters.
pub const PHONE_MAX: usize = 20;
/// The longest note, in characters.
pub const NOTE_MAX: usize = 500;
/// The first birth year the register accepts.
pub const FIRST_BIRTH_YEAR: i64 = 1900;

/// A member as typed in a form or a row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemberDraft {
    /// Full name.
    pub name: String,
    /// A word of [`Relation`].
    pub relation: String,
    /// A word of [`Sex`].
    pub sex: String,
    /// As [`Birth::parse`] reads it.
    pub birth: String,
    /// As [`IdNumber::parse`] reads it; empty when there is none or when a stored one stays.
    pub id_number: String,
}

/// A member without anything wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Full name, cleaned.
    pub name: String,
    /// The relation to the head.
    pub relation: Relation,
    /// The sex, if written down.
    pub sex: Sex,
    /// When born, as exactly as known.
    pub birth: Birth,
    /// The identity number, if given.
    pub id_number: Option<IdNumber>,
}

/// A household as typed in a form or put together from rows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HouseholdDraft {
    /// The household's number in its hamlet; empty when one is to be given.
    pub number: String,
    /// Where it lives within the hamlet.
    pub address: String,
    /// A telephone number.
    pub phone: String,
    /// A note.
    pub note: String,
    /// The members.
    pub members: Vec<MemberDraft>,
}

/// A household without anything wrong: exactly one of its members is the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// The number, possibly empty.
    pub number: String,
    /// The address, possibly empty.
    pub address: String,
    /// The telephone number, possibly empty.
    pub phone: String,
    /// The note, possibly empty.
    pub note: String,
    /// The members, in the order typed.
    pub members: Vec<Member>,
}

impl Household {
    /// The head.
    #[must_use]
    pub fn head(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.relation == Relation::Head)
    }
}

/// Checks one member. `prefix` goes before each field name (`members.0.`).
///
/// # Errors
/// Every problem found, each with its field: name, relation, sex, birth, `id_number`.
pub fn check_member(draft: &MemberDraft, prefix: &str, today: Day) -> Result<Member, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut keep = |field: &str, problem: Problem| problems.push(problem.at(format!("{prefix}{field}")));
    let name = text::clean_name(&draft.name).and_then(|name| within(name, NAME_MAX));
    let name = name.map_err(|problem| keep("name", problem)).ok();
    let relation = choice(&draft.relation, Relation::of, Relation::ALL.iter().map(|relation| relation.word()));
    let relation = relation.map_err(|problem| keep("relation", problem)).ok();
    let sex = choice(&draft.sex, Sex::of, ["male", "female"].into_iter());
    let sex = sex.map_err(|problem| keep("sex", problem)).ok();
    let birth = Birth::parse(&draft.birth, today).map_err(|problem| keep("birth", problem)).ok();
    let id_number = IdNumber::parse(&draft.id_number, today).map_err(|problem| keep("id_number", problem)).ok();
    if let Some(Some(number)) = &id_number {
        let sexes = (number.sex(), sex.unwrap_or_default());
        if sexes.0 != sexes.1 && sexes.0 != Sex::Unknown && sexes.1 != Sex::Unknown {
            keep("id_number", Problem::new("id-against-sex"));
        }
        if let (Some(held), Some(typed)) = (number.birth_year(), birth.and_then(Birth::year))
            && held != typed
        {
            keep("id_number", Problem::new("id-against-birth").with("year", held));
        }
    }
    match (name, relation, sex, birth, id_number) {
        (Some(name), Some(relation), Some(sex), Some(birth), Some(id_number)) if problems.is_empty() => {
            Ok(Member { name, relation, sex, birth, id_number })
        }
        _ => Err(problems),
    }
}

/// What is known of a household besides its members, without anything wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The number, possibly empty.
    pub number: String,
    /// The address, possibly empty.
    pub address: String,
    /// The telephone number, possibly empty.
    pub phone: String,
    /// The note, possibly empty.
    pub note: String,
}

/// Checks what is known of a household besides its members; the draft's members are not looked at.
///
/// # Errors
/// Every problem found, each with its field: number, address, phone, note.
pub fn check_particulars(draft: &HouseholdDraft) -> Result<Particulars, Vec<Problem>> {
    let mut problems = Vec::new();
    let particulars = particulars(draft, &mut problems);
    if problems.is_empty() { Ok(particulars) } else { Err(problems) }
}

fn particulars(draft: &HouseholdDraft, problems: &mut Vec<Problem>) -> Particulars {
    let line = |field: &str, typed: &str, max: usize, problems: &mut Vec<Problem>| {
        let line = text::collapse(&text::seen(typed));
        let bad = line.chars().filter(|sign| sign.is_control() || text::turns_text(*sign));
        let control: Vec<String> = bad.map(|sign| format!("U+{:04X}", u32::from(sign))).collect();
        if !control.is_empty() {
            problems.push(Problem::new("bad-characters").at(field).with("value", control.join(" ")));
        } else if let Err(problem) = within(line.clone(), max) {
            problems.push(problem.at(field));
        }
        line
    };
    let number = line("number", &draft.number, NUMBER_MAX, problems);
    let address = line("address", &draft.address, ADDRESS_MAX, problems);
    let phone = line("phone", &draft.phone, PHONE_MAX, problems);
    let note = line("note", &draft.note, NOTE_MAX, problems);
    let not_phone: String = phone
        .chars()
        .filter(|sign| !sign.is_ascii_digit() && !" +-.()".contains(*sign) && !sign.is_control())
        .collect();
    if !not_phone.is_empty() {
        problems.push(Problem::new("bad-characters").at("phone").with("value", not_phone));
    }
    Particulars { number, address, phone, note }
}

/// Checks a household and all its members.
///
/// # Errors
/// Every problem found, each with its field: number, address, phone, note, members (not exactly one head), and
/// `members.N.` with the fields of [`check_member`]; `id-taken` where two members have the same number.
pub fn check_household(draft: &HouseholdDraft, today: Day) -> Result<Household, Vec<Problem>> {
    let mut problems = Vec::new();
    let Particulars { number, address, phone, note } = particulars(draft, &mut problems);
    let mut members: Vec<Member> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (at, member) in draft.members.iter().enumerate() {
        match check_member(member, &format!("members.{at}."), today) {
            Ok(member) => {
                let taken = member.id_number.as_ref().is_some_and(|id| !seen.insert(id.digits().to_owned()));
                if taken {
                    let problem = Problem::new("id-taken").at(format!("members.{at}.id_number"));
                    problems.push(problem.with("household", &number));
                }
                members.push(member);
            }
            Err(found) => problems.extend(found),
        }
    }
    let heads = draft.members.iter().filter(|member| member.relation.trim() == Relation::Head.word()).count();
    if heads != 1 {
        problems.push(Problem::new("one-head").at("members"));
    }
    if problems.is_empty() { Ok(Household { number, address, phone, note, members }) } else { Err(problems) }
}

fn within(line: String, max: usize) -> Result<String, Problem> {
    if line.chars().count() > max { Err(Problem::new("too-long").with("max", max)) } else { Ok(line) }
}

fn choice<'a, T>(typed: &str, of: fn(&str) -> Option<T>, choices: impl Iterator<Item = &'a str>) -> Result<T, Problem> {
    of(typed.trim()).ok_or_else(|| {
        let choices = choices.collect::<Vec<_>>().join(", ");
        Problem::new("not-a-choice").with("value", typed).with("choices", choices)
    })
}

/// What two households are compared by when asking whether they are the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// The head's name, folded.
    pub head: String,
    /// The head's birth year, when known.
    pub year: Option<i64>,
    /// The other members' names, folded.
    pub others: BTreeSet<String>,
}

/// Reduces a household to what duplicates are recognised by, so that spelling, case and tone placement do not count.
#[must_use]
pub fn fold_household_for_duplicates(household: &Household) -> Likeness {
    let head = household.head();
    Likeness {
        head: head.map(|head| text::fold(&head.name)).unwrap_or_default(),
        year: head.and_then(|head| head.birth.year()),
        others: household
            .members
            .iter()
            .filter(|member| member.relation != Relation::Head)
            .map(|member| text::fold(&member.name))
            .collect(),
    }
}

/// Are these likely the same household? The heads' names agree, their birth years do not contradict, and something else
/// agrees too: the year, or another member; where neither side says more than a name, the name is enough.
#[must_use]
pub fn likely_same(one: &Likeness, two: &Likeness) -> bool {
    if one.head.is_empty() || one.head != two.head {
        return false;
    }
    match (one.year, two.year) {
        (Some(left), Some(right)) => left == right,
        _ => {
            let nothing_more = one.others.is_empty() || two.others.is_empty();
            nothing_more || one.others.intersection(&two.others).next().is_some()
        }
    }
}

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;
