//! Every SQL literal of the store: prepared on both databases, in the words of the portable page, written once.
//! Must not know what a statement is for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use store::Error;

use crate::kit::both;

/// One statement and the file it stands in.
pub struct Statement {
    /// The file below `src`.
    pub file: String,
    /// The text, given to the program's life so that the seam takes it.
    pub sql: &'static str,
}

/// All statements of the store; the seam's own housekeeping is not among them, because it differs on purpose.
pub fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let file = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if file.starts_with("db") {
            continue;
        }
        for text in literals(&std::fs::read_to_string(&path).unwrap()) {
            if is_statement(&text) && !text.contains("pg_advisory_xact_lock") {
                found.push(Statement { file: file.clone(), sql: Box::leak(text.into_boxed_str()) });
            }
        }
    }
    found
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

fn is_statement(text: &str) -> bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|word| {
        text.trim_start().strip_prefix(word).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_whitespace()))
    })
}

/// The string literals of a Rust file, comments and letters left out.
fn literals(source: &str) -> Vec<String> {
    let letters: Vec<char> = source.chars().collect();
    let at = |n: usize| letters.get(n).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let mut n = 0;
    while n < letters.len() {
        match at(n) {
            '/' if at(n + 1) == '/' => {
                while n < letters.len() && at(n) != '\n' {
                    n += 1;
                }
            }
            '\'' if at(n + 1) == '\\' => {
                n += 2;
                while n < letters.len() && at(n) != '\'' {
                    n += 1;
                }
                n += 1;
            }
            '\'' if at(n + 2) == '\'' => n += 3,
            '"' => {
                let mut text = String::new();
                n += 1;
                while n < letters.len() && at(n) != '"' {
                    if at(n) == '\\' {
                        n += 1;
                        match at(n) {
                            '\n' => {
                                while at(n + 1).is_whitespace() {
                                    n += 1;
                                }
                            }
                            'n' => text.push('\n'),
                            't' => text.push('\t'),
                            other => text.push(other),
                        }
                    } else {
                        text.push(at(n));
                    }
                    n += 1;
                }
                n += 1;
                found.push(text);
            }
            _ => n += 1,
        }
    }
    found
}

/// A statement's text with every run of white space as one space.
pub fn flat(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_reader_of_literals_is_not_fooled() {
    let source = r#"
        // "SELECT in a comment"
        let quote = '"'; let escaped = '\''; let life: &'static str = "SELECT 1";
        f("a \"b\" \
           c", "UPDATE x SET y = '\\'");
    "#;
    assert_eq!(literals(source), ["SELECT 1", "a \"b\" c", "UPDATE x SET y = '\\'"]);
}

#[test]
fn every_statement_prepares_on_both_databases() {
    let all = statements();
    assert!(all.len() > 120, "only {} statements were found", all.len());
    both(|db| {
        let mut broken = Vec::new();
        for statement in &all {
            let outcome: Result<(), Error> = db.read(|tx| tx.prepares(statement.sql));
            if let Err(error) = outcome {
                broken.push(format!("{}: {error}", statement.file));
            }
        }
        assert!(broken.is_empty(), "{}:\n{}", db.kind(), broken.join("\n"));
    });
}

#[test]
fn no_statement_leaves_the_portable_page() {
    const BARRED: &[(&str, &str)] = &[
        (" LIKE ", "search on folded columns"),
        (" ILIKE ", "search on folded columns"),
        (" OFFSET ", "page by key"),
        ("FOR UPDATE", "lock by raising the revision"),
        ("SKIP LOCKED", "claim with one UPDATE"),
        ("INSERT OR ", "say ON CONFLICT"),
        ("REPLACE INTO", "say ON CONFLICT"),
        ("::", "say CAST"),
        ("NOW(", "time is an argument"),
        ("CURRENT_TIMESTAMP", "time is an argument"),
        ("DATE(", "days are text"),
        ("STRFTIME(", "moments are numbers"),
        ("RANDOM(", "chance is an argument"),
        ("JSON_", "JSON is never searched in SQL"),
        ("COLLATE", "sort on sort keys"),
        ("SELECT *", "name the columns"),
        (" TRUE", "0 and 1"),
        (" FALSE", "0 and 1"),
    ];
    let mut found = Vec::new();
    for statement in statements() {
        let flat = flat(statement.sql).to_uppercase();
        for (word, instead) in BARRED {
            if flat.contains(word) {
                found.push(format!("{}: \"{word}\", {instead}: {flat}", statement.file));
            }
        }
        for sum in flat.match_indices("SUM(") {
            if !flat[..sum.0].ends_with("CAST(") {
                found.push(format!("{}: SUM without CAST: {flat}", statement.file));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_statement_is_written_once() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for statement in statements() {
        if let Some(first) = seen.insert(flat(statement.sql), statement.file.clone()) {
            twice.push(format!("{first} and {}: {}", statement.file, flat(statement.sql)));
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}
