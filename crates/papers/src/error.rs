//! Why a paper could not be made. Owns the one error of everything that writes; must not know sentences for people
//! (the text here is for logs).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a paper could not be made. Only [`Self::Unprintable`] is something a person can put right in the data; the
/// others are failures of the program, its build or its templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperError {
    /// The program was built without the `pdf` feature.
    NotBuiltIn,
    /// A template did not compile or the document could not be written as PDF.
    Template {
        /// File name of the template.
        template: String,
        /// Line in the template, from 1; `None` when the error belongs to no line.
        line: Option<usize>,
        /// Letter in that line, from 1.
        column: Option<usize>,
        /// What the typesetter said, in English.
        message: String,
    },
    /// The typesetter was stopped because it asked for more than a paper may have.
    Limit(Limit),
    /// A text holds a character that the embedded fonts cannot show, so an archivable PDF cannot be written.
    Unprintable {
        /// The whole text, for example a family's name.
        text: String,
        /// The first character in it that cannot be shown.
        character: char,
    },
    /// The value given does not fit together, for example a row with too few cells.
    Shape(String),
    /// The text is too long for a QR code (about 2300 bytes).
    QrTooLong,
    /// The workbook writer refused, for example a cell longer than 32767 characters.
    Sheet(String),
    /// Nothing can be kept where the file is written: the disk or its share is full, or may only be read.
    Unwritable(String),
}

/// Does this say that nothing can be kept: a full disk or share of it, one that may only be read, or not by this user?
#[must_use]
pub fn is_unwritable(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        cause.kind(),
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
    )
}

impl PaperError {
    /// What went wrong while a table was written to disk.
    #[must_use]
    pub fn written(cause: &std::io::Error) -> Self {
        if is_unwritable(cause) { Self::Unwritable(cause.to_string()) } else { Self::Sheet(cause.to_string()) }
    }
}

impl From<std::io::Error> for PaperError {
    fn from(cause: std::io::Error) -> Self {
        Self::written(&cause)
    }
}

/// What a paper may have only so much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Pages.
    Pages,
    /// Seconds.
    Time,
    /// Memory, or anything else that made its process break off.
    Memory,
    /// Too many papers wait to be set.
    Queue,
}

impl Limit {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Time => "time",
            Self::Memory => "memory",
            Self::Queue => "queue",
        }
    }
}

impl fmt::Display for PaperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBuiltIn => f.write_str("this build has no PDF typesetter (cargo feature `pdf`)"),
            Self::Template { template, line: Some(line), column, message } => {
                write!(f, "{template}:{line}:{}: {message}", column.unwrap_or(1))
            }
            Self::Limit(limit) => write!(f, "the paper asked for too much: {}", limit.word()),
            Self::Template { template, line: None, message, .. } => write!(f, "{template}: {message}"),
            Self::Unprintable { character, .. } => {
                write!(f, "a text holds U+{:04X}, which the embedded fonts cannot show", u32::from(*character))
            }
            Self::Shape(what) => write!(f, "the paper's value does not fit together: {what}"),
            Self::QrTooLong => f.write_str("the text is too long for a QR code"),
            Self::Sheet(what) => write!(f, "the workbook writer refused: {what}"),
            Self::Unwritable(what) => write!(f, "nothing can be kept: {what}"),
        }
    }
}

impl std::error::Error for PaperError {}
