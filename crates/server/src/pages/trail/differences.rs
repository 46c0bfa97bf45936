//! What differs between two JSON texts of the audit trail, field by field, without what people must not or need not see.
//! Must not know words or languages.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// A value of a field, ready to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Not for these eyes: ID numbers, birth dates, hashes. Only that it changed is told.
    Hidden,
    /// Empty.
    Nothing,
    /// True.
    Yes,
    /// False.
    No,
    /// A whole number.
    Number(i64),
    /// Words, or a stable word.
    Text(String),
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Keys from the outside in; positions in lists as numbers from 0.
    pub path: Vec<String>,
    /// What it was; `None` when the field was not there.
    pub from: Option<Value>,
    /// What it is; `None` when the field is no longer there.
    pub to: Option<Value>,
}

impl Difference {
    /// The innermost key that is a name.
    #[must_use]
    pub fn key(&self) -> &str {
        self.path.iter().rev().find(|part| part.parse::<usize>().is_err()).map_or("", String::as_str)
    }
}

/// Longest text shown of one value, in characters.
const LONGEST: usize = 300;

/// Fields nobody reads: keys of records, search keys, counters of changes. Places are kept: they have names.
fn is_inner(key: &str) -> bool {
    matches!(key, "id" | "revision" | "fold" | "sort_key" | "created_at" | "synthetic" | "ordinal" | "replaced_by")
        || (key.ends_with("_id") && !is_place(key))
}

fn is_place(key: &str) -> bool {
    matches!(key, "unit_id" | "hamlet_id" | "commune_id" | "parent_id" | "from_id" | "to_id")
}

fn is_secret(key: &str) -> bool {
    key.starts_with("id_") || key == "birth" || key.ends_with("_hash") || key.ends_with("_cipher") || key == "token"
}

/// ID numbers have 12 digits, older ones 9: such a text is hidden wherever it stands.
fn looks_like_id(text: &str) -> bool {
    matches!(text.len(), 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with("00")
}

/// The unit ids a JSON text speaks of.
pub fn places(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(json) = serde_json::from_str::<Json>(text) {
        gather(&json, &mut found);
    }
    found
}

fn gather(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::String(text) if text.split_once('@').is_some_and(|(_, day)| rules::basics::Day::parse(day).is_some()) => {
            found.push(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Json::Object(fields) => fields.values().for_each(|item| gather(item, found)),
        _ => {}
    }
}

/// The differences of two JSON texts, each possibly empty, in the order of the keys.
#[must_use]
pub fn between(before: &str, after: &str) -> Vec<Difference> {
    let (was, is) = (flat(before), flat(after));
    let mut paths: Vec<&Vec<String>> = was.keys().chain(is.keys().filter(|path| !was.contains_key(*path))).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let (from, to) = (was.get(path), is.get(path));
            if from.map(|pair| &pair.0) == to.map(|pair| &pair.0) {
                return None;
            }
            // A field that came or went empty tells nothing.
            let (from, to) = (from.map(|pair| pair.1.clone()), to.map(|pair| pair.1.clone()));
            let empty = |value: &Option<Value>| matches!(value, None | Some(Value::Nothing));
            (!(empty(&from) && empty(&to))).then(|| Difference { path: path.clone(), from, to })
        })
        .collect()
}

/// Path → the raw value (to compare) and the value to be said.
fn flat(text: &str) -> BTreeMap<Vec<String>, (Json, Value)> {
    let mut fields = BTreeMap::new();
    if let Ok(json) = serde_json::from_str::<Json>(text) {
        walk(&json, &mut Vec::new(), &mut fields);
    }
    fields
}

fn walk(json: &Json, path: &mut Vec<String>, into: &mut BTreeMap<Vec<String>, (Json, Value)>) {
    let key = path.last().map_or("", String::as_str);
    if is_inner(key) {
        return;
    }
    match json {
        Json::Object(fields) if !is_secret(key) => {
            for (name, inner) in fields {
                path.push(name.clone());
                walk(inner, path, into);
                path.pop();
            }
        }
        Json::Array(items) if !is_secret(key) && items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (at, inner) in items.iter().enumerate() {
                path.push(at.to_string());
                walk(inner, path, into);
                path.pop();
            }
        }
        _ => {
            let said = if is_secret(key) { hidden(json) } else { plain(json) };
            into.insert(path.clone(), (json.clone(), said));
        }
    }
}

fn hidden(json: &Json) -> Value {
    match plain(json) {
        Value::Nothing => Value::Nothing,
        _ => Value::Hidden,
    }
}

fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(true) => Value::Yes,
        Json::Bool(false) => Value::No,
        Json::Number(number) => number.as_i64().map_or_else(|| Value::Text(number.to_string()), Value::Number),
        Json::String(text) if text.trim().is_empty() => Value::Nothing,
        Json::String(text) if looks_like_id(text) => Value::Hidden,
        Json::String(text) => Value::Text(short(text)),
        Json::Array(items) if items.is_empty() => Value::Nothing,
        Json::Array(items) => {
            let parts = items.iter().map(|item| match plain(item) {
                Value::Text(text) => text,
                Value::Number(number) => number.to_string(),
                _ => "…".to_owned(),
            });
            Value::Text(short(&parts.collect::<Vec<_>>().join(", ")))
        }
        Json::Object(_) => Value::Nothing,
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(before: &str, after: &str) -> Vec<(String, Option<Value>, Option<Value>)> {
        between(before, after).into_iter().map(|one| (one.path.join("."), one.from, one.to)).collect()
    }
    fn text(words: &str) -> Option<Value> {
        Some(Value::Text(words.to_owned()))
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = r#"{"name":"Thào A Dia","phone":"0912345678","revision":3,"note":""}"#;
        let after = r#"{"name":"Thào A Dia","phone":"0987654321","revision":4,"note":null}"#;
        assert_eq!(said(before, after), [("phone".to_owned(), text("0912345678"), text("0987654321"))]);
    }

    #[test]
    fn what_is_new_or_gone_has_one_side() {
        assert_eq!(said("", r#"{"closed":true}"#), [("closed".to_owned(), None, Some(Value::Yes))]);
        assert_eq!(said(r#"{"score":12}"#, ""), [("score".to_owned(), Some(Value::Number(12)), None)]);
    }

    #[test]
    fn id_numbers_birth_dates_and_hashes_never_come_through() {
        let before = r#"{"members":[{"name":"A","id_tail":"001","birth":"1984","id_hash":"aa"}],"password_hash":"x"}"#;
        let after = r#"{"members":[{"name":"A","id_tail":"999","birth":"1985","id_hash":"bb"}],"password_hash":"y","doubt":"014084000999","others":["014084000999"]}"#;
        let found = said(before, after);
        assert_eq!(found.len(), 6, "{found:?}");
        let all = format!("{found:?}");
        for secret in ["001", "999", "1984", "1985", "aa", "bb", "014084000999"] {
            assert!(!all.contains(&format!("\"{secret}")), "{secret} in {all}");
        }
        assert!(found.iter().any(|one| one.0 == "members.0.birth" && one.1 == Some(Value::Hidden)));
    }

    #[test]
    fn a_torn_text_is_told_as_nothing_instead_of_failing() {
        assert!(said("{not json", "also not").is_empty());
    }

    #[test]
    fn unit_ids_are_found_at_any_depth() {
        assert_eq!(places(r#"{"a":[{"unit_id":"03763@2025-07-01"}],"mail":"a@b"}"#), ["03763@2025-07-01"]);
    }
}
