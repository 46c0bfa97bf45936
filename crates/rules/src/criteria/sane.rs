//! Whether a parsed set makes sense as a whole: header, texts, marks of trust, examples. What is asked: `sane_body`.
//! Must not know line numbers, nor whether the regulation is a good one.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use super::choose::version_numbers;
use super::parse::Flaw;
use super::walk::{Path, walk};
use super::{Authority, CriteriaSet, Example, Status, check as check_answers, sane_body};
use crate::basics::Day;

/// Longest text in characters; longer than any item of a regulation seen.
const LONGEST_WORDS: usize = 2000;

/// The first flaw of the set.
pub(super) fn check(set: &CriteriaSet) -> Result<(), Flaw> {
    header(set)?;
    for rows in [("authority", &set.authority), ("appraised_by", &set.appraised_by)] {
        offices(rows.0, rows.1)?;
    }
    authority_is_one(&set.authority)?;
    calendar(set)?;
    trust_and_words(set)?;
    sane_body::check(set)?;
    traits(set)?;
    examples(set)
}

/// Refuses with a reason unless `holds`.
pub(super) fn ensure(holds: bool, path: &Path, reason: impl FnOnce() -> String) -> Result<(), Flaw> {
    if holds { Ok(()) } else { Err(Flaw { path: path.clone(), reason: reason() }) }
}

/// Refuses a code that was already used.
pub(super) fn once(seen: &mut BTreeSet<String>, code: &str, path: &Path) -> Result<(), Flaw> {
    ensure(seen.insert(code.to_owned()), &path.key("code"), || format!("code {code} is used twice"))
}

/// A stable word: lower-case letters, digits, `_`.
pub(super) fn is_word(text: &str) -> bool {
    let shaped = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    shaped && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 60
}

/// A code of an item, target, section or criterion: letters, digits and inner points, at most 16 characters.
pub(super) fn is_code(text: &str) -> bool {
    text.len() <= 16 && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn header(set: &CriteriaSet) -> Result<(), Flaw> {
    let root = Path::default();
    let named = set.set.len() <= 60 && set.set.split('.').all(is_part);
    ensure(named, &root.key("set"), || "a set is named like vn.family.qd448".to_owned())?;
    let shaped = version_numbers(&set.version).is_some();
    ensure(shaped, &root.key("version"), || "a version is written like 2016.1 or 2021-draft.1".to_owned())?;
    let says_draft = set.version.contains("-draft");
    ensure(says_draft == (set.status == Status::Draft), &root.key("version"), || {
        "a draft says so in status and version, and nothing else does".to_owned()
    })?;
    ensure(set.valid_from <= set.valid_to, &root.key("valid_to"), || "valid_to is before valid_from".to_owned())?;
    ensure(!set.legal_basis.is_empty(), &root.key("legal_basis"), || {
        "a set rests on at least one document".to_owned()
    })?;
    for (at, row) in set.legal_basis.iter().enumerate() {
        filled(&row.number, &root.row("legal_basis", at), "number")?;
    }
    ensure(!set.authority.is_empty(), &root.key("authority"), || "somebody must decide".to_owned())?;
    let Some(validity) = &set.validity else { return Ok(()) };
    let path = root.key("validity");
    let sane = |months: i64| (1..=120).contains(&months);
    ensure(sane(validity.months), &path, || "validity months must be 1 to 120".to_owned())?;
    ensure(validity.upgrade_after_months.is_none_or(sane), &path, || "upgrade_after_months must be 1 to 120".to_owned())
}

fn is_part(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn filled(text: &str, path: &Path, key: &'static str) -> Result<(), Flaw> {
    let sound = !text.trim().is_empty() && text.trim() == text && !text.contains(char::is_control);
    ensure(sound, &path.key(key), || format!("{key} is blank, padded or has control characters"))
}

fn offices(name: &'static str, rows: &[Authority]) -> Result<(), Flaw> {
    for (at, row) in rows.iter().enumerate() {
        let path = Path::default().row(name, at);
        ensure(row.from <= row.to, &path.key("to"), || "to is before from".to_owned())?;
        filled(&row.legal_basis, &path, "legal_basis")?;
    }
    Ok(())
}

/// Two deciders on one day would make a decision's validity a matter of taste.
fn authority_is_one(rows: &[Authority]) -> Result<(), Flaw> {
    for (at, row) in rows.iter().enumerate() {
        let clash = rows.iter().take(at).any(|earlier| earlier.from <= row.to && row.from <= earlier.to);
        let path = Path::default().row("authority", at);
        ensure(!clash, &path.key("from"), || "two authorities on the same day".to_owned())?;
    }
    Ok(())
}

fn calendar(set: &CriteriaSet) -> Result<(), Flaw> {
    let mut duties = Vec::new();
    for (at, row) in set.deadlines.iter().enumerate() {
        let path = Path::default().row("deadlines", at);
        // A year without 29 February, so that the deadline exists every year.
        let exists = Day::parse(&format!("2023-{}", row.before)).is_some();
        ensure(exists, &path.key("before"), || "before is a day of every year, written MM-DD".to_owned())?;
        let near = (0..=1).contains(&row.years_later);
        ensure(near, &path.key("years_later"), || "years_later is 0 or 1".to_owned())?;
        if let Some(source) = &row.source {
            filled(source, &path, "source")?;
        }
        let sourced = row.source.is_some() || !row.verified;
        ensure(sourced, &path.key("verified"), || "a verified deadline names its source".to_owned())?;
        ensure(!duties.contains(&row.duty), &path.key("duty"), || "this duty already has a deadline".to_owned())?;
        duties.push(row.duty);
    }
    Ok(())
}

fn trust_and_words(set: &CriteriaSet) -> Result<(), Flaw> {
    let found = walk(set);
    for trust in &found.trusts {
        let (about, code) = (trust.about, &trust.code);
        ensure(trust.verified != trust.reason.is_some(), &trust.path.key("verified"), || {
            format!("{about} {code}: verified = false needs a reason, verified = true has none")
        })?;
    }
    for (path, words) in &found.words {
        for (language, text) in [("vi", &words.vi), ("en", &words.en), ("id", &words.id)] {
            let path = path.key(language);
            let sound = !text.trim().is_empty() && text.trim() == text && !text.contains(char::is_control);
            ensure(sound, &path, || format!("the text in {language} is blank, padded or has control characters"))?;
            ensure(is_nfc(text), &path, || format!("the text in {language} is not in Unicode normal form C"))?;
            let short = text.chars().count() <= LONGEST_WORDS;
            ensure(short, &path, || format!("the text in {language} is longer than {LONGEST_WORDS} characters"))?;
        }
    }
    Ok(())
}

fn traits(set: &CriteriaSet) -> Result<(), Flaw> {
    let mut seen = BTreeSet::new();
    let used = sane_body::traits_used(set);
    for (at, row) in set.traits.iter().enumerate() {
        let path = Path::default().row("traits", at);
        ensure(is_word(&row.code), &path.key("code"), || "a trait is a lower-case word".to_owned())?;
        once(&mut seen, &row.code, &path)?;
        ensure(used.contains(row.code.as_str()), &path.key("code"), || format!("trait {} is never used", row.code))?;
    }
    Ok(())
}

fn examples(set: &CriteriaSet) -> Result<(), Flaw> {
    ensure(!set.examples.is_empty(), &Path::default().key("example"), || "a set has worked examples".to_owned())?;
    let mut seen = BTreeSet::new();
    for (at, example) in set.examples.iter().enumerate() {
        let path = Path::default().row("example", at);
        let name = &example.name;
        let shaped =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        ensure(shaped, &path.key("name"), || "an example is named with lower-case words and dashes".to_owned())?;
        ensure(seen.insert(name), &path.key("name"), || format!("example {name} is there twice"))?;
        example_fits(set, example, &path)?;
    }
    Ok(())
}

fn example_fits(set: &CriteriaSet, example: &Example, path: &Path) -> Result<(), Flaw> {
    for word in &example.traits {
        let known = set.traits.iter().any(|row| row.code == *word);
        ensure(known, &path.key("traits"), || format!("trait {word} is not declared"))?;
    }
    if let Some(problem) = check_answers(set, &example.answers, &example.traits, false).first() {
        let (code, field) = (&problem.code, &problem.field);
        return Err(Flaw { path: path.key("answers"), reason: format!("the answer to {field} is refused: {code}") });
    }
    for code in &example.expect.below {
        let known = set.find_asked(code).is_some();
        ensure(known, &path.key("expect").key("below"), || format!("there is no item {code}"))?;
    }
    Ok(())
}
