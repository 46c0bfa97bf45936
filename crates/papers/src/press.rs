//! The press: orders for the typesetter, and the typesetter behind a pipe. Setting a paper takes memory by the hundred
//! megabytes, and a template that an office wrote may never come to an end; so the program starts itself once for each paper,
//! and what happens in there stays in there. Owns what goes over the pipe; must not know who asks.

use std::io::{Read, Write};

use rules::basics::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::PaperError;
use crate::kind::Kind;
use crate::pdf;

/// Pages a paper may have: the annex of 5,000 families has 150, their certificates have as many pages as there are families.
pub const MOST_PAGES: usize = 6000;

/// What the typesetter is to do: a template, the value it reads as `json("data.json")`, never as source, so that a name may
/// hold `#`, `*` or quotes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// File name of the template, named in errors.
    pub name: String,
    /// The template.
    pub template: String,
    /// The value.
    pub value: Value,
    /// Names the paper in a stable way (a decision's or certificate's code).
    pub ident: String,
    /// The paper's date, which the template sees as today.
    pub day: Day,
    /// Pages it may have.
    pub pages: usize,
}

impl Order {
    /// An order for a value with the built-in template of its kind.
    ///
    /// # Errors
    /// [`PaperError::Shape`] for a value that is no JSON.
    pub fn new<T: Serialize>(kind: Kind, value: &T, ident: String, day: Day) -> Result<Self, PaperError> {
        let value = serde_json::to_value(value).map_err(|error| PaperError::Shape(error.to_string()))?;
        Ok(Self { name: kind.file(), template: kind.built_in().to_owned(), value, ident, day, pages: MOST_PAGES })
    }

    /// The same with another template.
    #[must_use]
    pub fn with(mut self, template: &str) -> Self {
        template.clone_into(&mut self.template);
        self
    }
}

/// What can be read on the pages of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Pages.
    pub pages: usize,
    /// Its words in the order they were set, without the spaces between them.
    pub text: String,
    /// Pictures as large as a code to scan must be.
    pub codes: usize,
}

/// A job that goes to the other process.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    /// What to set.
    pub order: Order,
    /// Only tell what can be read on it.
    pub look: bool,
}

/// The first line of its answer; after [`Self::Made`] follows the paper itself.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The paper follows.
    Made,
    /// What can be read on it.
    Seen(Seen),
    /// Why there is none.
    Failed(PaperError),
}

/// Does one job: reads it from one end, writes the answer to the other.
///
/// # Errors
/// When the pipe breaks or brings something else than a job.
pub fn serve(mut from: impl Read, mut to: impl Write) -> std::io::Result<()> {
    let mut text = Vec::new();
    from.read_to_end(&mut text)?;
    let job: Job = serde_json::from_slice(&text)?;
    drop(text);
    let (reply, paper) = if job.look {
        (pdf::look(&job.order).map_or_else(Reply::Failed, Reply::Seen), Vec::new())
    } else {
        match pdf::make(&job.order) {
            Ok(paper) => (Reply::Made, paper),
            Err(error) => (Reply::Failed(error), Vec::new()),
        }
    };
    serde_json::to_writer(&mut to, &reply)?;
    to.write_all(b"\n")?;
    to.write_all(&paper)?;
    to.flush()
}

/// The answer out of all that came over the pipe.
///
/// # Errors
/// What the other process said, and [`PaperError::Limit`] when it broke off before it said anything.
pub fn answer(bytes: &[u8]) -> Result<(Reply, Vec<u8>), PaperError> {
    let broken = PaperError::Limit(crate::error::Limit::Memory);
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(|| broken.clone())?;
    let (head, rest) = bytes.split_at(end);
    let reply = serde_json::from_slice(head).map_err(|_| broken)?;
    match reply {
        Reply::Failed(error) => Err(error),
        reply => Ok((reply, rest.get(1..).unwrap_or_default().to_vec())),
    }
}
