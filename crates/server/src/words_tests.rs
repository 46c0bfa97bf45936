use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines() {
        let starts = line.chars().next().is_some_and(|letter| letter.is_ascii_lowercase());
        if starts && let Some((name, _)) = line.split_once('=') {
            key = name.trim().to_owned();
            assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{key} is written twice");
        }
        let mut rest = line;
        while let Some(at) = rest.find('$') {
            rest = &rest[at + 1..];
            let name: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
            // A number that only chooses between singular and plural may be silent in languages without them.
            if !rest[name.len()..].trim_start().starts_with("->") {
                found.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    found
}

fn all(at: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (topic, texts) in FILES {
        for (key, places) in keys(texts[at]) {
            assert!(found.insert(key.clone(), places).is_none(), "{key} of {topic} is also in another topic");
        }
    }
    found
}

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_language_has_every_key_with_the_same_arguments() {
    Words::load().unwrap();
    let vietnamese = all(0);
    for (at, lang) in Lang::ALL.iter().enumerate().skip(1) {
        let other = all(at);
        let missing: Vec<_> = vietnamese.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !vietnamese.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{}: missing {missing:?}, extra {extra:?}", lang.code());
        for (key, places) in &vietnamese {
            assert_eq!(places, &other[key], "arguments of {key} in {}", lang.code());
        }
    }
}

#[test]
fn every_problem_has_a_sentence_and_every_such_sentence_a_problem() {
    let written = all(0);
    for (code, _, args) in rules::problem::CODES {
        let places = written.get(&format!("problem-{code}")).unwrap_or_else(|| panic!("no sentence for {code}"));
        for place in places {
            assert!(args.contains(&place.as_str()), "problem-{code} speaks of ${place}, which the table does not give");
        }
    }
    let sentences =
        written.keys().filter_map(|key| key.strip_prefix("problem-")).filter(|key| !key.starts_with("page-"));
    for key in sentences {
        assert!(rules::problem::CODES.iter().any(|row| row.0 == key), "problem-{key} has no row in the table");
    }
}

#[test]
fn every_word_of_the_rules_can_be_said() {
    let written = all(0);
    let mut wanted = Vec::new();
    wanted.extend(rules::access::Role::ALL.iter().map(|role| format!("role-{}", role.word())));
    wanted.extend(rules::access::Act::ALL.iter().map(|act| format!("act-{}", act.word())));
    wanted.extend(rules::path::State::ALL.iter().map(|state| format!("state-{}", state.word())));
    wanted.extend(rules::path::StepKind::ALL.iter().map(|step| format!("step-{}", step.word())));
    wanted.extend(papers::said::codes().iter().map(|code| format!("typesetter-{code}")));
    let missing: Vec<_> = wanted.iter().filter(|key| !written.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_the_typesetter_says_is_said_in_each_language() {
    use crate::pages::templates::says;
    let words = Words::load().unwrap();
    for (message, vi, en, id) in [
        (
            "unknown variable: soto; if you meant to display multiple letters as is, try adding spaces",
            "Tên soto chưa được đặt",
            "Nothing in the template is called soto",
            "Tidak ada yang bernama soto",
        ),
        (
            "expected content, none, or string, found integer",
            "Chỗ này cần nội dung [ ], không có gì (none) hoặc chữ trong dấu \"\", nhưng lại là số nguyên.",
            "Here content [ ], nothing (none) or text in quotes is needed, but a whole number was given.",
            "Di sini diperlukan isi [ ], tidak ada (none) atau teks dalam tanda kutip, tetapi yang diberikan bilangan bulat.",
        ),
        (
            "unexpected closing bracket",
            "Chỗ này không được có dấu ].",
            "] cannot stand here.",
            "Tanda ] tidak boleh ada di sini.",
        ),
        ("expected keyword `in`", "thiếu keyword `in`", "keyword `in` is missing", "kurang keyword `in`"),
        (
            "array index out of bounds (index: 7, len: 0)",
            "thứ 7: chỉ có 0",
            "no element 7: there are 0",
            "ke-7: hanya ada 0",
        ),
        ("the moon is in the wrong place", "không hiểu chỗ này", "does not understand", "tidak memahami"),
    ] {
        for (lang, wanted) in [(Lang::Vi, vi), (Lang::En, en), (Lang::Id, id)] {
            let said = says(&words, lang, message);
            assert!(said.contains(wanted), "{message}: {said}");
        }
    }
    // Each kind of thing that a sentence may speak of has its word in all languages: none is left out in one of them.
    let kinds = |lang: usize| {
        FILES
            .iter()
            .flat_map(move |(_, texts)| keys(texts[lang]).into_keys())
            .filter(|key| key.starts_with("typesetter-kind-"))
    };
    assert!(kinds(0).count() > 50);
}

#[test]
fn every_key_that_pages_use_exists_and_every_key_is_used() {
    let mut text = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut text);
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")), &mut text);
    let written = all(0);
    let mut missing = BTreeSet::new();
    for call in [".t(\"", ".t1(\"", ".t2(\"", ".t3(\"", ".say(lang, \""] {
        let mut rest = text.as_str();
        while let Some(at) = rest.find(call) {
            rest = &rest[at + call.len()..];
            let key = rest.split('"').next().unwrap_or_default();
            if !written.contains_key(key) && !key.ends_with('-') {
                missing.insert(key.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "used but not written: {missing:?}");
    // Families of keys are made with format!("family-{word}"); sentences may also speak other sentences: { key }.
    let mut families = BTreeSet::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("-{") {
        let head = rest[..at].rsplit('"').next().unwrap_or_default();
        if !head.is_empty() && head.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            families.insert(format!("{head}-"));
        }
        rest = &rest[at + 2..];
    }
    let spoken: String = FILES.iter().map(|(_, texts)| texts[0]).collect();
    let unused: Vec<_> = written
        .keys()
        .filter(|key| !text.contains(&format!("\"{key}\"")))
        .filter(|key| !families.iter().any(|family| key.starts_with(family.as_str())))
        .filter(|key| !key.starts_with("done-"))
        .filter(|key| !spoken.contains(&format!("{{ {key} }}")) && !spoken.contains(&format!("{{ {key} ->")))
        .collect();
    assert!(unused.is_empty(), "written but not used: {unused:?}");
}

#[test]
fn numbers_and_days_take_the_shape_of_the_language() {
    assert_eq!(Lang::Vi.number(839_706), "839.706");
    assert_eq!(Lang::En.number(839_706), "839,706");
    let day = Day::new(2026, 11, 2).unwrap();
    assert_eq!(Lang::Vi.day(day), "02/11/2026");
    assert_eq!(Lang::En.day(day), "2 Nov 2026");
}

#[test]
fn what_names_something_is_not_an_amount() {
    let words = Words::load().unwrap();
    let say = |code: &'static str, name: &'static str, value: &str| {
        words.problem(Lang::Vi, &rules::problem::Problem::new(code).with(name, value))
    };
    assert!(say("row-repeated", "first", "21794").contains("21794"));
    assert!(say("household-number-taken", "number", "10001").contains("10001"));
    assert!(say("short-year", "value", "221126").contains("“221126”"));
    assert!(say("place-has-households", "count", "21794").contains("21.794"));
}

#[test]
fn english_counts_one_as_one() {
    // Where one cannot come, or where a number is a bound.
    let bounds = ["about-privacy-few", "figures-note-hidden", "criteria-pass-total", "criteria-pass-item"];
    let bounds = [bounds.as_slice(), &["criteria-months", "criteria-upgrade", "audit-cut", "models-hidden"]].concat();
    let mut wrong = Vec::new();
    for (_, texts) in FILES {
        for line in texts[1].lines() {
            let Some((key, sentence)) = line.split_once(" = ") else { continue };
            let mut rest = sentence;
            while let Some((_, after)) = rest.split_once("{ $n } ") {
                let word: String = after.chars().take_while(char::is_ascii_lowercase).collect();
                if word.ends_with('s') && word != "is" && !bounds.contains(&key) {
                    wrong.push(format!("{key}: {word}"));
                }
                rest = after;
            }
        }
    }
    assert!(wrong.is_empty(), "one of these is written as several: {wrong:?}");
}
