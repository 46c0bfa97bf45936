//! The mark by which a corrected copy is known again as a copy of the file it came from. Other programs keep the keywords of
//! a workbook when they save it. Must not know what is done with it.

use std::io::{Cursor, Read as _};

use super::zipped::Archive;

/// What stands before the id.
const LEAD: &str = "hoctap-import:";
/// Parts in which programs keep keywords: of a workbook, of a file in the open document format.
const PARTS: &[&str] = &["docProps/core.xml", "meta.xml"];

/// The keywords of a copy of the file `id`.
pub(crate) fn keywords(id: &str) -> String {
    format!("{LEAD}{id}")
}

/// The id of the file that this one is a copy of; `None` for any other file. At most 100 letters, digits and dashes.
#[must_use]
pub fn copied_from(bytes: &[u8]) -> Option<String> {
    let mut archive = Archive::new(Cursor::new(bytes)).ok()?;
    for part in PARTS {
        let mut text = Vec::new();
        let Ok(entry) = archive.by_name(part) else { continue };
        if entry.take(256 << 10).read_to_end(&mut text).is_err() {
            continue;
        }
        let text = String::from_utf8_lossy(&text);
        let id: Option<String> = text.split_once(LEAD).map(|(_, rest)| {
            rest.chars().take(100).take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect()
        });
        if id.as_ref().is_some_and(|id| !id.is_empty()) {
            return id;
        }
    }
    None
}
