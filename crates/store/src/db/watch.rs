//! Hearing every statement that a database runs, for the tests that look at how each would be carried out.
//! Must not know what is done with them.

use std::sync::{Arc, OnceLock};

use super::{Db, Value};

/// Hears a statement and its arguments just before it runs, on the thread that runs it.
pub type Hearing = dyn Fn(&'static str, &[Value]) + Send + Sync;

/// Who hears; nobody until somebody was named.
#[derive(Default)]
pub(super) struct Watch(OnceLock<Arc<Hearing>>);

impl Db {
    const fn watch(&self) -> &Watch {
        match self {
            Self::Lite(lite) => &lite.watch,
            Self::Pg(pg) => &pg.watch,
        }
    }

    /// Names who hears each statement of the acts and reads from now on; only the first one named does.
    pub fn hear(&self, hearing: Arc<Hearing>) {
        let _second = self.watch().0.set(hearing);
    }

    pub(super) fn hearing(&self) -> Option<Arc<Hearing>> {
        self.watch().0.get().cloned()
    }
}
