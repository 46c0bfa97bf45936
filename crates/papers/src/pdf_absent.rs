//! Stands in for the typesetter in builds without the `pdf` feature: every paper answers "not built in".
//! Owns nothing; must not know the typesetter.

use crate::PaperError;
pub use crate::press::{Order, Seen};

/// Always [`PaperError::NotBuiltIn`]: the same signature as with the typesetter, so callers need no condition.
///
/// # Errors
/// Always.
pub fn make(_: &Order) -> Result<Vec<u8>, PaperError> {
    Err(PaperError::NotBuiltIn)
}

/// Always [`PaperError::NotBuiltIn`].
///
/// # Errors
/// Always.
pub fn look(_: &Order) -> Result<Seen, PaperError> {
    Err(PaperError::NotBuiltIn)
}
