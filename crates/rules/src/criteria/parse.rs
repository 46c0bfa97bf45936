//! Reads a criteria file: text in, a checked set or the one fault with its line out.
//! Must not know where files live or what a correct regulation says (`sane` does).

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use super::walk::{Path, Step};
use super::{
    Authority, Body, CriteriaSet, Criterion, Deadline, Example, LegalBasis, LevelName, Measure, Model, PassMark,
    Points, Section, Status, Targets, Trait, Validity, Wording, Words, sane,
};
use crate::basics::Day;

/// Longest criteria file in bytes; a longer one is refused unread.
const LONGEST: usize = 512 * 1024;

/// Why a criteria file was refused, for the operator (English, no personal data).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line in the file, from 1; 1 also for what belongs to the whole file.
    pub line: usize,
    /// What is wrong and what is expected.
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Fault {}

/// A flaw found in a parsed set, still told by its place in the structure.
pub(super) struct Flaw {
    pub(super) path: Path,
    pub(super) reason: String,
}

/// The file as it is written; only [`CriteriaSet::parse`] sees it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    set: String,
    version: String,
    model: Model,
    kind: Kind,
    status: Status,
    wording: Wording,
    valid_from: Day,
    valid_to: Day,
    verified: bool,
    reason: Option<Words>,
    title: Words,
    validity: Option<Validity>,
    legal_basis: Vec<LegalBasis>,
    authority: Vec<Authority>,
    appraised_by: Vec<Authority>,
    #[serde(default)]
    deadlines: Vec<Deadline>,
    #[serde(default)]
    traits: Vec<Trait>,
    max: Option<i64>,
    sections: Option<Vec<Section>>,
    pass: Option<Vec<PassMark>>,
    levels: Option<Vec<LevelName>>,
    measures: Option<Vec<Measure>>,
    criteria: Option<Vec<Criterion>>,
    example: Vec<Example>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Points,
    Targets,
}

impl CriteriaSet {
    /// Parses and checks one criteria file.
    ///
    /// Unknown keys, missing languages, sums that do not add up, `verified = false` without a reason, numbers out of
    /// range and examples about items that do not exist are all refused. Whether the examples come true is asked
    /// separately with [`CriteriaSet::run_examples`].
    ///
    /// # Errors
    /// The first [`Fault`], with its line.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > LONGEST {
            return Err(Fault { line: 1, reason: format!("the file is longer than {LONGEST} bytes") });
        }
        let raw: Raw = toml::from_str(text).map_err(|error| Fault {
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        let told = |flaw: Flaw| Fault { line: locate(text, &flaw.path), reason: flaw.reason };
        let set = raw.into_set(text).map_err(told)?;
        sane::check(&set).map_err(told)?;
        Ok(set)
    }
}

impl Raw {
    fn into_set(self, text: &str) -> Result<CriteriaSet, Flaw> {
        let body = match self.kind {
            Kind::Points => {
                absent("levels", self.levels.is_some())?;
                absent("measures", self.measures.is_some())?;
                absent("criteria", self.criteria.is_some())?;
                Body::Points(Points {
                    max: present("max", self.max)?,
                    sections: present("sections", self.sections)?,
                    pass: present("pass", self.pass)?,
                })
            }
            Kind::Targets => {
                absent("max", self.max.is_some())?;
                absent("sections", self.sections.is_some())?;
                absent("pass", self.pass.is_some())?;
                Body::Targets(Targets {
                    levels: present("levels", self.levels)?,
                    measures: self.measures.unwrap_or_default(),
                    criteria: present("criteria", self.criteria)?,
                })
            }
        };
        Ok(CriteriaSet {
            set: self.set,
            version: self.version,
            model: self.model,
            status: self.status,
            wording: self.wording,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            verified: self.verified,
            reason: self.reason,
            title: self.title,
            validity: self.validity,
            legal_basis: self.legal_basis,
            authority: self.authority,
            appraised_by: self.appraised_by,
            deadlines: self.deadlines,
            traits: self.traits,
            body,
            examples: self.example,
            text: text.to_owned(),
            hash: sha256_hex(text.as_bytes()),
        })
    }
}

fn present<T>(key: &'static str, value: Option<T>) -> Result<T, Flaw> {
    value.ok_or_else(|| Flaw { path: Path::default(), reason: format!("a set of this kind needs `{key}`") })
}

fn absent(key: &'static str, found: bool) -> Result<(), Flaw> {
    if found {
        return Err(Flaw { path: Path::default().key(key), reason: format!("a set of this kind has no `{key}`") });
    }
    Ok(())
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    crate::text::hex(&Sha256::digest(bytes))
}

/// The line, from 1, of a byte offset.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count().saturating_add(1)
}

/// The line of the deepest part of the path the file really has.
fn locate(text: &str, path: &Path) -> usize {
    let Ok(table) = DeTable::parse(text) else { return 1 };
    let root = DeValue::Table(table.into_inner());
    let mut value = &root;
    let mut offset = 0;
    for step in &path.0 {
        let next = match step {
            Step::Key(key) => value.get(*key),
            Step::At(at) => value.get(*at),
        };
        let Some(next) = next else { break };
        offset = next.span().start;
        value = next.get_ref();
    }
    line_of(text, offset)
}
