//! Minutes and tables as PDF: a head, sentences, sections with tables, signatures. Owns the shape of such a paper; must not
//! know what is counted in it.

use rules::basics::Day;
use serde::Serialize;

use crate::PaperError;
use crate::decision::AnnexColumn;
use crate::kind::Kind;
use crate::pdf::Order;

/// A paper of sentences and tables in finished words. An empty text leaves its line out.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Language of the words, ISO 639-1.
    pub lang: String,
    /// Title of the file as a reader's window shows it.
    pub title: String,
    /// The day it is about; told to the template as today.
    #[serde(skip)]
    pub day: Day,
    /// A4 across, for wide tables.
    pub landscape: bool,
    /// The body that makes it, in lines.
    pub body: Vec<String>,
    /// The country's name in capitals.
    pub country: String,
    /// The national motto.
    pub motto: String,
    /// "Số: …/BB"; empty where none is given.
    pub number: String,
    /// Place and day.
    pub place_and_day: String,
    /// "BIÊN BẢN".
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Sentences before the sections.
    pub paragraphs: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Sentences after the sections.
    pub closing: Vec<String>,
    /// Who signs, side by side.
    pub signers: Vec<Signer>,
    /// One small line at the foot of every page.
    pub foot: String,
    /// Warnings in a frame above the first page and at the foot of every page.
    pub notices: Vec<String>,
    /// Large pale words across every page.
    pub watermark: Option<String>,
}

/// A part with a head of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its head; empty for none.
    pub head: String,
    /// Sentences before its table.
    pub paragraphs: Vec<String>,
    /// The columns of its table; without any there is no table.
    pub columns: Vec<AnnexColumn>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Rows of sums at the table's end, set bold.
    pub sums: Vec<Vec<String>>,
}

/// Room for one signature.
#[derive(Clone, Debug, Serialize)]
pub struct Signer {
    /// Above the name, in lines.
    pub post: Vec<String>,
    /// The name; empty leaves room to write one.
    pub name: String,
}

impl Report {
    /// The paper as work for the typesetter, with the built-in template of its kind.
    ///
    /// # Errors
    /// [`PaperError::Shape`] when a row has not as many cells as its table has columns.
    pub fn order(&self, kind: Kind) -> Result<Order, PaperError> {
        for section in &self.sections {
            let wide = section.columns.len();
            if let Some(at) = section.rows.iter().chain(&section.sums).position(|row| row.len() != wide) {
                return Err(PaperError::Shape(format!("{}: row {} has another number of cells", section.head, at + 1)));
            }
        }
        let ident = format!("{} {} {}", kind.word(), self.title, self.day);
        Order::new(kind, self, ident, self.day)
    }
}
