//! SQLite's one writer: whatever waits shares a transaction and its flush to disk. Nobody is answered before that flush.
//! Must not know a table.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::lite::translate;
use super::{Error, Poison, Tx, Work};

/// How many waiting acts share one flush to disk.
const GROUP: usize = 128;
/// For how many groups each act has a savepoint of its own after one had to be undone.
const WARY: u32 = 16;

/// Told once how the work ended: ok when the work's own result stands. Runs on the writer's thread, so it only hands on.
pub(super) type Done = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// After so many changed rows, and then each time they are four times as many, SQLite looks again at tables that have become ten
/// times as large: a plan for a table of a few rows reads it whole.
const GROWN: u64 = 2_000;

/// What connections that are open must know of what others were told.
#[derive(Default)]
pub(super) struct Told {
    /// How often the planner was told something new; connections hear of it only when they are opened.
    times: AtomicU64,
    /// Very many rows are going in, of which the planner is told at the end.
    pub(super) loading: AtomicBool,
}

impl Told {
    /// The planner was told something new.
    pub(super) fn anew(&self) {
        self.times.fetch_add(1, Ordering::SeqCst);
    }

    /// How often that was.
    pub(super) fn times(&self) -> u64 {
        self.times.load(Ordering::SeqCst)
    }
}

/// Work and who waits for it.
pub(super) struct Waiting {
    pub(super) work: Work,
    pub(super) done: Done,
}

/// The thread behind the queue.
pub(super) struct Writer(JoinHandle<()>);

impl Writer {
    /// Waits until everything that was sent is done. The writer itself does not wait for itself: what it worked on last may
    /// have been all that still held the site.
    pub(super) fn join(self) {
        if self.0.thread().id() != std::thread::current().id() {
            let _ended = self.0.join();
        }
    }
}

/// Starts the writer over a connection to the file. What is sent is worked on in its order.
/// `told` hears when the planner was told of tables that have grown.
pub(super) fn start(connection: Connection, told: Arc<Told>) -> Result<(Sender<Waiting>, Writer), Error> {
    let (jobs, inbox) = channel();
    let writer = std::thread::Builder::new()
        .name("hoctap-writer".to_owned())
        .spawn(move || run(&connection, &inbox, &told))
        .map_err(|cause| Error::Broken { sql: "start the writer".to_owned(), cause: cause.to_string() })?;
    Ok((jobs, Writer(writer)))
}

fn run(connection: &Connection, inbox: &Receiver<Waiting>, told: &Told) {
    let mut grown = GROWN;
    let mut wary = 0;
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = inbox.try_recv()
        {
            group.push(next);
        }
        for (done, answer) in together(connection, group, &mut wary) {
            // Whoever waits may have gone away; the write stands either way.
            let _told = catch_unwind(AssertUnwindSafe(|| done(answer)));
        }
        // A load of very many rows tells of them at its end. What cannot be looked at now is looked at after the next group.
        if connection.total_changes() >= grown
            && !told.loading.load(Ordering::SeqCst)
            && connection.execute_batch("PRAGMA optimize(0x10012)").is_ok()
        {
            grown = connection.total_changes().saturating_mul(4);
            told.anew();
        }
    }
    let _tidy = connection.execute_batch("PRAGMA optimize");
}

/// Does a group in one transaction: first without a way back for each act, and only when one of them must be undone once more
/// from the start, each in its own savepoint. For some groups after that each has its savepoint at once: where many are
/// refused, twice the work would be worse than a way back for each.
fn together(connection: &Connection, mut group: Vec<Waiting>, wary: &mut u32) -> Vec<(Done, Result<(), Error>)> {
    let ended = match group.as_mut_slice() {
        [only] => Ok(vec![alone(connection, &mut only.work)]),
        several => begin(connection).and_then(|()| {
            let answers = if *wary > 0 {
                *wary -= 1;
                each(connection, several, None)
            } else {
                straight(connection, several, wary)
            };
            let answers = answers.and_then(|answers| commit(connection).map(|()| answers));
            answers.inspect_err(|_| back(connection))
        }),
    };
    let (answers, lost) = match ended {
        Ok(answers) => (answers, None),
        Err(cause) => (Vec::new(), Some(cause)),
    };
    let mut answers = answers.into_iter();
    let all = group.into_iter().map(|waiting| {
        let own = answers.next().unwrap_or_else(|| Err(Error::Busy("nobody answered".to_owned())));
        (waiting.done, lost.as_ref().map_or(own, |cause| Err(same(cause))))
    });
    all.collect()
}

fn begin(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|cause| translate("BEGIN", &cause))
}

fn commit(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch("COMMIT").map_err(|cause| translate("COMMIT", &cause))
}

/// Undoes the transaction, unless SQLite already has.
fn back(connection: &Connection) {
    if !connection.is_autocommit() {
        let _undone = connection.execute_batch("ROLLBACK");
    }
}

/// How an act ended that ran once.
enum Ran {
    /// What it wrote is to be kept.
    Kept,
    /// It was refused; did it leave nothing to undo?
    Refused { clean: bool },
    /// A unique rule or a lock was in its way: it may run once more.
    Clashed,
    /// It broke off.
    Panicked,
    /// It went on over an error, as if there had been none.
    Swallowed,
    /// A full disk made SQLite undo the whole transaction.
    Lost,
}

impl Ran {
    /// What the writer itself says to it: ok where the act's own result stands.
    fn answer(&self) -> Result<(), Error> {
        let broken = |cause: &str| Err(Error::Broken { sql: "act".to_owned(), cause: cause.to_owned() });
        match self {
            Self::Kept | Self::Refused { .. } | Self::Clashed => Ok(()),
            Self::Panicked => broken("the act panicked"),
            Self::Swallowed => broken("an error was swallowed"),
            Self::Lost => Err(Error::Unwritable("the database undid what it was given".to_owned())),
        }
    }
}

/// Runs an act in the open transaction; `clashed` when it clashed before.
fn run_once(connection: &Connection, work: &mut Work, clashed: bool) -> Ran {
    let before = connection.total_changes();
    let mut tx = Tx::lite(connection);
    tx.clashed = clashed;
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
    if connection.is_autocommit() {
        return Ran::Lost;
    }
    match (outcome, tx.poison) {
        (Err(_), _) => Ran::Panicked,
        (Ok(true), None) => Ran::Kept,
        (Ok(true), Some(_)) => Ran::Swallowed,
        (Ok(false), Some(Poison::Clash | Poison::Busy)) => Ran::Clashed,
        (Ok(false), poison) => {
            let wrote = tx.scripted || connection.total_changes() != before;
            Ran::Refused { clean: poison.is_none() && !wrote }
        }
    }
}

/// Runs an act that waits by itself: the transaction is its own, and once more after a clash.
fn alone(connection: &Connection, work: &mut Work) -> Result<(), Error> {
    let mut clashed = false;
    loop {
        begin(connection).map_err(|cause| same(&cause))?;
        let ran = run_once(connection, work, clashed);
        if matches!(ran, Ran::Kept) {
            return commit(connection).map_err(|cause| {
                back(connection);
                same(&cause)
            });
        }
        back(connection);
        if !matches!(ran, Ran::Clashed) || clashed {
            return ran.answer();
        }
        clashed = true;
    }
}

/// Runs the acts one after another without a way back; as soon as one must be undone, all once more in savepoints.
fn straight(connection: &Connection, group: &mut [Waiting], wary: &mut u32) -> Result<Vec<Result<(), Error>>, Error> {
    for (nth, waiting) in group.iter_mut().enumerate() {
        let ran = run_once(connection, &mut waiting.work, false);
        if !matches!(ran, Ran::Kept | Ran::Refused { clean: true }) {
            *wary = WARY;
            back(connection);
            begin(connection)?;
            return each(connection, group, matches!(ran, Ran::Clashed).then_some(nth));
        }
    }
    Ok(group.iter().map(|_| Ok(())).collect())
}

/// Runs each act in its own savepoint: how each ended, or why all of them are lost. The one that has clashed already had the
/// first of its two tries.
fn each(
    connection: &Connection,
    group: &mut [Waiting],
    clashed: Option<usize>,
) -> Result<Vec<Result<(), Error>>, Error> {
    let mut answers = Vec::with_capacity(group.len());
    for (nth, waiting) in group.iter_mut().enumerate() {
        let answer = one(connection, &mut waiting.work, clashed == Some(nth));
        if connection.is_autocommit() {
            // A full disk made SQLite undo the whole group: nobody of it is told otherwise, and nothing more runs.
            let told = answers.iter().chain([&answer]).find_map(|answer| answer.as_ref().err()).map(same);
            return Err(told.unwrap_or_else(|| Error::Unwritable("the database undid what it was given".to_owned())));
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// What is told to each whose work was lost together: come again, now or when there is room.
fn same(error: &Error) -> Error {
    match error {
        Error::Unwritable(cause) => Error::Unwritable(cause.clone()),
        other => Error::Busy(other.to_string()),
    }
}

/// Runs one act in its own savepoint, so that a failed act spoils no neighbour; once more after its first clash.
fn one(connection: &Connection, work: &mut Work, mut clashed: bool) -> Result<(), Error> {
    loop {
        connection.execute_batch("SAVEPOINT act").map_err(|cause| translate("SAVEPOINT", &cause))?;
        let ran = run_once(connection, work, clashed);
        if matches!(ran, Ran::Lost) {
            return ran.answer();
        }
        let end = if matches!(ran, Ran::Kept) { "RELEASE act" } else { "ROLLBACK TO act; RELEASE act" };
        connection.execute_batch(end).map_err(|cause| translate(end, &cause))?;
        if !matches!(ran, Ran::Clashed) || clashed {
            return ran.answer();
        }
        clashed = true;
    }
}
