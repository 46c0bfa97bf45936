//! Why work of the night did not go. Must not know in which language it is told.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// A failure: a sentence in English for the log and the command line and, where the cause is a known one, what a page tells
/// it from in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The sentence.
    pub cause: String,
    /// The known cause; `None` for any other, which a page tells by the sentence.
    pub known: Option<Known>,
}

/// The causes that an operator can do something about, with what the sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Known {
    /// Too little room on a disk for a second site beside the first.
    Room {
        /// A folder on that disk.
        folder: String,
        /// Free megabytes.
        free: u64,
        /// Megabytes that are needed for a while.
        needed: u64,
    },
    /// The folder of backups cannot be used: its disk is not mounted, or it belongs to somebody else.
    Folder {
        /// Which.
        folder: String,
        /// What the operating system says.
        detail: String,
    },
    /// A backup could not be written; those there are as they were.
    Unwritten {
        /// Which.
        file: String,
        /// What the operating system says.
        detail: String,
    },
    /// A backup is enciphered with another key than the site's, or the site has none.
    Key {
        /// Which backup.
        file: String,
    },
    /// A backup is not as it was made.
    Unsound {
        /// Which.
        file: String,
    },
    /// The folder of backups can be read and holds none.
    NoBackup {
        /// Which.
        folder: String,
    },
}

impl Trouble {
    /// The folder of backups cannot be used.
    #[must_use]
    pub fn folder(folder: &Path, cause: &std::io::Error) -> Self {
        let (folder, detail) = (folder.display().to_string(), cause.to_string());
        let cause = format!(
            "cannot use the folder of backups {folder}: {detail}; see that its disk is mounted and that it belongs to the site's user"
        );
        Self { cause, known: Some(Known::Folder { folder, detail }) }
    }

    /// A backup could not be written.
    #[must_use]
    pub fn unwritten(file: &Path, cause: &std::io::Error) -> Self {
        let (file, detail) = (file.display().to_string(), cause.to_string());
        let cause = format!("cannot write {file}: {detail}; older backups are as they were");
        Self { cause, known: Some(Known::Unwritten { file, detail }) }
    }

    /// There is nothing to bring back.
    #[must_use]
    pub fn no_backup(folder: &Path) -> Self {
        let folder = folder.display().to_string();
        Self { cause: format!("there is no backup in {folder}"), known: Some(Known::NoBackup { folder }) }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.cause)
    }
}

impl std::error::Error for Trouble {}

impl From<String> for Trouble {
    fn from(cause: String) -> Self {
        Self { cause, known: None }
    }
}

impl From<Trouble> for String {
    fn from(trouble: Trouble) -> Self {
        trouble.cause
    }
}
