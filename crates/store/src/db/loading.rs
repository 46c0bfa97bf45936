//! What a database is told before and after very many rows go in. Must not know a table.

use super::{Db, Error};

impl Db {
    /// Prepares for a load of millions of rows: SQLite keeps more of its indexes in memory and writes its log back seldom,
    /// because random pages of an index are otherwise written again with each transaction. Nothing is flushed less.
    /// Ends with [`Self::loaded`].
    pub fn loading(&self) -> Result<(), Error> {
        match self {
            Self::Lite(lite) => {
                lite.loading(true);
                lite.script("PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 65536")
            }
            Self::Pg(_) => Ok(()),
        }
    }

    /// As much memory for a command that enters a file and then ends. Its log is written back as on an ordinary day: otherwise a
    /// server beside it would have to, while somebody waits.
    pub fn roomy(&self) -> Result<(), Error> {
        match self {
            Self::Lite(lite) => lite.script("PRAGMA cache_size = -262144"),
            Self::Pg(_) => Ok(()),
        }
    }

    /// Back to the ways of an ordinary day, and the planner told of the new numbers.
    pub fn loaded(&self) -> Result<(), Error> {
        match self {
            Self::Lite(lite) => {
                lite.loading(false);
                lite.script("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096")?;
            }
            Self::Pg(_) => {}
        }
        self.analyze()
    }
}
