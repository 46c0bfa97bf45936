//! Stands in for the typesetter in builds without the `pdf` feature: every paper answers "not built in".
//! Owns nothing; must not know the typesetter.

use rules::basics::Day;
use serde::Serialize;

use crate::PaperError;

/// A template: its file name for messages and its text.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// File name, named in errors.
    pub name: &'a str,
    /// The typst source.
    pub text: &'a str,
}

/// Always [`PaperError::NotBuiltIn`]: the same signature as with the typesetter, so callers need no condition.
///
/// # Errors
/// Always.
pub fn compile<T: Serialize>(_: Template<'_>, _: &T, _: &str, _: Day) -> Result<Vec<u8>, PaperError> {
    Err(PaperError::NotBuiltIn)
}
