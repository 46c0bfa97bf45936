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
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = inbox.try_recv()
        {
            group.push(next);
        }
        for (done, answer) in together(connection, group) {
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

/// Does a group in one transaction: first without a way back for each, which costs nothing, and only when one of them must
/// be undone once more from the start, each in its own savepoint.
fn together(connection: &Connection, mut group: Vec<Waiting>) -> Vec<(Done, Result<(), Error>)> {
    let mut ended = begin(connection).and_then(|()| {
        let Some(failed) = straight(connection, &mut group) else {
            return Ok(group.iter().map(|_| Ok(())).collect());
        };
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK").map_err(|cause| translate("ROLLBACK", &cause))?;
        }
        begin(connection)?;
        each(connection, &mut group, failed)
    });
    if ended.is_ok()
        && let Err(cause) = connection.execute_batch("COMMIT")
    {
        ended = Err(translate("COMMIT", &cause));
    }
    if ended.is_err() && !connection.is_autocommit() {
        let _undone = connection.execute_batch("ROLLBACK");
    }
    let (mut answers, lost): (Vec<Result<(), Error>>, _) = match ended {
        Ok(answers) => (answers, None),
        Err(cause) => (Vec::new(), Some(cause)),
    };
    let mut answers = answers.drain(..);
    let all = group.into_iter().map(|waiting| {
        let own = answers.next().unwrap_or(Ok(()));
        (waiting.done, lost.as_ref().map_or(own, |cause| Err(same(cause))))
    });
    all.collect()
}

fn begin(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|cause| translate("BEGIN", &cause))
}

/// Runs the acts one after another; which one has to be undone, as soon as one has. One that was refused before it wrote
/// anything leaves nothing to undo.
fn straight(connection: &Connection, group: &mut [Waiting]) -> Option<usize> {
    group.iter_mut().position(|waiting| {
        let before = connection.total_changes();
        let mut tx = Tx::lite(connection);
        let outcome = catch_unwind(AssertUnwindSafe(|| (waiting.work)(&mut tx)));
        let (poisoned, scripted) = (tx.poison.is_some(), tx.scripted);
        let wrote = scripted || connection.total_changes() != before;
        let settled = matches!(outcome, Ok(true)) || (matches!(outcome, Ok(false)) && !wrote);
        !settled || poisoned || connection.is_autocommit()
    })
}

/// Runs each act in its own savepoint: how each ended, or why all of them are lost. The one that failed already has had the
/// first of its two tries.
fn each(connection: &Connection, group: &mut [Waiting], failed: usize) -> Result<Vec<Result<(), Error>>, Error> {
    let mut answers = Vec::with_capacity(group.len());
    for (nth, waiting) in group.iter_mut().enumerate() {
        let answer = one(connection, &mut waiting.work, if nth == failed { 1 } else { 2 });
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

/// Runs one act in its own savepoint, so that a failed act spoils no neighbour; again after a clash while it has tries.
fn one(connection: &Connection, work: &mut Work, tries: u8) -> Result<(), Error> {
    for left in (0..tries).rev() {
        connection.execute_batch("SAVEPOINT act").map_err(|cause| translate("SAVEPOINT", &cause))?;
        let mut tx = Tx::lite(connection);
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
        let poison = tx.poison;
        if connection.is_autocommit() {
            return Err(Error::Unwritable("the database undid what it was given".to_owned()));
        }
        let keep = matches!(outcome, Ok(true)) && poison.is_none();
        let end = if keep { "RELEASE act" } else { "ROLLBACK TO act; RELEASE act" };
        connection.execute_batch(end).map_err(|cause| translate(end, &cause))?;
        match (outcome, poison) {
            (Err(_), _) => {
                return Err(Error::Broken { sql: "act".to_owned(), cause: "the act panicked".to_owned() });
            }
            (Ok(true), Some(_)) => {
                return Err(Error::Broken { sql: "act".to_owned(), cause: "an error was swallowed".to_owned() });
            }
            (Ok(false), Some(Poison::Clash | Poison::Busy)) if left > 0 => {}
            _ => return Ok(()),
        }
    }
    Ok(())
}
