//! Running work in transactions: writes that wait for their commit or are told of it later, reads on one snapshot.
//! Must not know a table.

use std::sync::{Arc, Mutex, PoisonError};

use super::watch::Hearing;
use super::{Db, Error, Tx, Work};

/// Work that puts its result aside, and what hands that result over. The drivers know only whether to keep: they are
/// compiled once, not once for each of the many acts.
fn apart<T, E, F>(mut f: F, hearing: Option<Arc<Hearing>>) -> (Work, impl FnOnce() -> Result<T, E> + Send)
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let slot = Arc::new(Mutex::new(None));
    let inside = Arc::clone(&slot);
    let work: Work = Box::new(move |tx| {
        tx.hearing.clone_from(&hearing);
        let result = f(tx);
        let keep = result.is_ok();
        *inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        keep
    });
    (work, move || slot.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_else(unanswered))
}

/// The same for a read, which is over before its caller goes on: the result is put into `slot`.
fn aside<T, E>(
    f: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    hearing: Option<Arc<Hearing>>,
    slot: &mut Option<Result<T, E>>,
) -> impl FnMut(&mut Tx<'_>) -> bool {
    move |tx| {
        tx.hearing.clone_from(&hearing);
        let result = f(tx);
        let keep = result.is_ok();
        *slot = Some(result);
        keep
    }
}

fn unanswered<T, E: From<Error>>() -> Result<T, E> {
    Err(Error::Busy("the writer stopped".to_owned()).into())
}

impl Db {
    /// Runs `f` in one writing transaction and returns after the commit. `f` may run again (after a deadlock, a busy
    /// database, once after a clash, or, even though it succeeded, because another act of its group had to be undone), so it
    /// only decides and records, and uses nothing up; [`Tx::clashed`] tells it of a clash. An error from `f` rolls everything back.
    pub fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (mut work, answer) = apart(f, self.hearing());
        match self {
            Self::Lite(lite) => lite.write(work)?,
            Self::Pg(pg) => pg.write(&mut work)?,
        }
        answer()
    }

    /// Like [`Self::write`] for who cannot wait: `done` is told after the commit, on another thread, and only hands on.
    /// Where a connection is not a queue (PostgreSQL), it is told before this returns.
    pub fn write_then<T, E, F>(&self, f: F, done: impl FnOnce(Result<T, E>) + Send + 'static)
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (mut work, answer) = apart(f, self.hearing());
        let told = move |ended: Result<(), Error>| done(ended.map_err(E::from).and_then(|()| answer()));
        match self {
            Self::Lite(lite) => lite.queue(work, Box::new(told)),
            Self::Pg(pg) => told(pg.write(&mut work)),
        }
    }

    /// Do writes wait in a queue, so that [`Self::write_then`] returns at once?
    #[must_use]
    pub const fn queues(&self) -> bool {
        matches!(self, Self::Lite(_))
    }

    /// Runs `f` on one snapshot that cannot change anything.
    pub fn read<T, E, F>(&self, mut f: F) -> Result<T, E>
    where
        E: From<Error>,
        F: FnMut(&mut Tx<'_>) -> Result<T, E>,
    {
        let mut slot = None;
        let mut work = aside(&mut f, self.hearing(), &mut slot);
        match self {
            Self::Lite(lite) => lite.read(&mut work)?,
            Self::Pg(pg) => pg.read(&mut work)?,
        }
        drop(work);
        slot.unwrap_or_else(unanswered)
    }

    /// Like [`Self::read`] where that can begin at once without a network between: SQLite with a free connection. `None`
    /// elsewhere, and nothing was asked. For a few rows by their keys.
    pub fn try_read<T, E, F>(&self, f: &mut F) -> Option<Result<T, E>>
    where
        E: From<Error>,
        F: FnMut(&mut Tx<'_>) -> Result<T, E>,
    {
        let Self::Lite(lite) = self else { return None };
        let mut slot = None;
        let ended = lite.try_read(&mut aside(f, self.hearing(), &mut slot))?;
        Some(ended.map_err(E::from).and_then(|()| slot.unwrap_or_else(unanswered)))
    }
}
