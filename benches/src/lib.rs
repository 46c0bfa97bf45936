//! What the program is measured against, each time in the same run: the bare drivers, the bare web server, the bare
//! spreadsheet library. Each file measures one thing; `pairs` measures in turns, so that a busy machine slows both alike.
#![allow(
    clippy::disallowed_methods,
    reason = "a measurement asks the clock and the surroundings; nothing else of the program may"
)]
#![allow(
    clippy::type_complexity,
    reason = "what a client does and how a server is started are told where they are used"
)]

pub mod backup;
pub mod export;
pub mod figures;
pub mod http;
pub mod import;
pub mod load;
pub mod memory;
pub mod page;
pub mod pairs;
pub mod search;
pub mod site;
pub mod submit;

/// What stops a measurement, as a sentence.
pub type Stopped = Box<dyn std::error::Error + Send + Sync>;

/// How large and how often, and on what.
#[derive(Clone, Debug)]
pub struct Size {
    /// The short form: seconds instead of minutes, too small to judge by.
    pub short: bool,
    /// A site that was generated at full scale; a small one is made when absent.
    pub site: Option<std::path::PathBuf>,
    /// Where PostgreSQL is, as an address of a database from which others can be made.
    pub postgres: Option<String>,
    /// Where to write.
    pub folder: std::path::PathBuf,
}

impl Size {
    /// One number for the short form, one for the full one.
    #[must_use]
    pub const fn of(&self, short: usize, full: usize) -> usize {
        if self.short { short } else { full }
    }
}
