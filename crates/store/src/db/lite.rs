//! SQLite behind the seam: one writer thread with group commit, a few read-only connections.
//! Must not know a table.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::{Error, Poison, Row, Tx, Value, Work};

/// How many waiting acts share one flush to disk.
const GROUP: usize = 128;
/// Readers at once; more would only fight for the two or four cores of such a server.
const READERS: usize = 4;

struct Waiting {
    work: Work,
    done: SyncSender<Result<(), Error>>,
}

/// An open SQLite file.
pub struct Lite {
    path: PathBuf,
    jobs: Mutex<Option<Sender<Waiting>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Mutex<(usize, Vec<Connection>)>,
    free: Condvar,
    pub(super) watch: super::watch::Watch,
}

impl Lite {
    /// Opens or makes the file, with write-ahead log and a full flush at each commit: an acknowledged write survives a
    /// power cut.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(|cause| translate("open", &cause))?;
        turn_to_wal(&connection)?;
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;
                 PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY;",
            )
            .map_err(|cause| translate("open", &cause))?;
        connection.set_prepared_statement_cache_capacity(256);
        let (jobs, inbox) = channel();
        let writer = std::thread::Builder::new()
            .name("hoctap-writer".to_owned())
            .spawn(move || run(&connection, &inbox))
            .map_err(|cause| Error::Broken { sql: "start the writer".to_owned(), cause: cause.to_string() })?;
        Ok(Self {
            path: path.to_owned(),
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new((0, Vec::new())),
            free: Condvar::new(),
            watch: super::watch::Watch::default(),
        })
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Ok when the work's own result stands.
    pub(super) fn write(&self, work: Work) -> Result<(), Error> {
        let (done, answer) = sync_channel(1);
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stopped = || Error::Busy("the writer stopped".to_owned());
        jobs.ok_or_else(stopped)?.send(Waiting { work, done }).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }

    /// Ok when the work's own result stands.
    pub(super) fn read(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Result<(), Error> {
        let connection = self.reader()?;
        let result = (|| {
            connection.execute_batch("BEGIN").map_err(|cause| translate("BEGIN", &cause))?;
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut Tx::lite(&connection))));
            connection.execute_batch("COMMIT").map_err(|cause| translate("COMMIT", &cause))?;
            let panicked = |_| Error::Broken { sql: "read".to_owned(), cause: "the read panicked".to_owned() };
            outcome.map(|_| ()).map_err(panicked)
        })();
        self.give_back(connection);
        result
    }

    fn reader(&self) -> Result<Connection, Error> {
        let mut pool = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = pool.1.pop() {
                return Ok(connection);
            }
            if pool.0 < READERS {
                pool.0 += 1;
                break;
            }
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        open_reader(&self.path).inspect_err(|_| {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
            self.free.notify_one();
        })
    }

    fn give_back(&self, connection: Connection) {
        let mut pool = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if connection.is_autocommit() {
            pool.1.push(connection);
        } else {
            // A snapshot that would not end is closed with its connection.
            pool.0 -= 1;
        }
        self.free.notify_one();
    }

    pub(super) fn script(&self, sql: &'static str) -> Result<(), Error> {
        let failed = Arc::new(Mutex::new(None));
        let inside = Arc::clone(&failed);
        self.write(Box::new(move |tx| {
            let error = tx.script(sql).err();
            let keep = error.is_none();
            *inside.lock().unwrap_or_else(PoisonError::into_inner) = error;
            keep
        }))?;
        let error = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        error.map_or(Ok(()), Err)
    }

    pub(super) fn copy_aside(&self, label: &str) -> Result<(), Error> {
        let target = self.path.with_extension(format!("before-{label}.db"));
        if target.exists() {
            return Ok(());
        }
        let connection = open_reader(&self.path)?;
        connection
            .execute("VACUUM INTO ?1", [target.to_string_lossy()])
            .map(|_| ())
            .map_err(|cause| translate("VACUUM INTO", &cause))
    }
}

impl Drop for Lite {
    fn drop(&mut self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _finished = writer.join();
        }
    }
}

/// Several servers may make the same new file at once. SQLite then refuses this one statement without waiting (to avoid
/// a deadlock), whatever its timeout says; so it is asked again for ten seconds.
#[expect(clippy::disallowed_methods, reason = "there is nothing to wait for: SQLite tells nobody when a lock goes")]
fn turn_to_wal(connection: &Connection) -> Result<(), Error> {
    for _ in 0..400 {
        match connection.execute_batch("PRAGMA journal_mode = WAL").map_err(|cause| translate("open", &cause)) {
            Err(Error::Busy(_)) => std::thread::sleep(std::time::Duration::from_millis(25)),
            other => return other,
        }
    }
    Err(Error::Busy("another program keeps the database locked".to_owned()))
}

fn open_reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|cause| translate("open", &cause))?;
    connection
        .execute_batch("PRAGMA busy_timeout = 10000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;")
        .map_err(|cause| translate("open", &cause))?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn run(connection: &Connection, inbox: &Receiver<Waiting>) {
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            let Ok(next) = inbox.try_recv() else { break };
            group.push(next);
        }
        let mut answers = Vec::with_capacity(group.len());
        let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(|cause| translate("BEGIN", &cause));
        if begun.is_ok() {
            for waiting in &mut group {
                answers.push(one(connection, &mut waiting.work));
                if connection.is_autocommit() {
                    // A full disk made SQLite undo the whole group: nobody of it is told otherwise, and nothing more runs.
                    break;
                }
            }
        }
        let undone = begun.is_ok() && connection.is_autocommit();
        let ended = begun.and_then(|()| {
            if undone {
                let told = answers.iter().find_map(|answer| answer.as_ref().err()).map(same);
                return Err(
                    told.unwrap_or_else(|| Error::Unwritable("the database undid what it was given".to_owned()))
                );
            }
            connection.execute_batch("COMMIT").map_err(|cause| {
                let _undone = connection.execute_batch("ROLLBACK");
                translate("COMMIT", &cause)
            })
        });
        let lost = ended.err();
        let mut answers = answers.into_iter();
        for waiting in group {
            let own = answers.next().unwrap_or(Ok(()));
            let answer = lost.as_ref().map_or(own, |cause| Err(same(cause)));
            // Whoever waits may have gone away; the write stands either way.
            let _sent = waiting.done.send(answer);
        }
    }
    let _tidy = connection.execute_batch("PRAGMA optimize");
}

/// What is told to each whose work was lost together: come again, now or when there is room.
fn same(error: &Error) -> Error {
    match error {
        Error::Unwritable(cause) => Error::Unwritable(cause.clone()),
        other => Error::Busy(other.to_string()),
    }
}

/// Runs one act in its own savepoint, so that a failed act spoils no neighbour.
fn one(connection: &Connection, work: &mut Work) -> Result<(), Error> {
    for attempt in 0..2 {
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
            (Ok(false), Some(Poison::Clash | Poison::Busy)) if attempt == 0 => {}
            _ => return Ok(()),
        }
    }
    Ok(())
}

struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

/// Binds by the name `$n`: SQLite numbers such names by first appearance, so position would swap arguments.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, sql: &str, args: &[Value]) -> Result<(), Error> {
    for (at, value) in args.iter().enumerate() {
        let name = format!("${}", at + 1);
        let index = statement
            .parameter_index(&name)
            .map_err(|cause| translate(sql, &cause))?
            .ok_or_else(|| Error::Shape(format!("no {name} in: {sql}")))?;
        statement.raw_bind_parameter(index, Bound(value)).map_err(|cause| translate(sql, &cause))?;
    }
    if statement.parameter_count() == args.len() {
        Ok(())
    } else {
        Err(Error::Shape(format!("{} arguments for: {sql}", args.len())))
    }
}

pub(super) fn each(
    connection: &Connection,
    sql: &str,
    args: &[Value],
    take: &mut dyn FnMut(&Row) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(sql).map_err(|cause| translate(sql, &cause))?;
    bind(&mut statement, sql, args)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|cause| translate(sql, &cause))? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            let value = row.get_ref(column).map_err(|cause| translate(sql, &cause))?;
            values.push(match value {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Int(value),
                ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
                ValueRef::Blob(value) => Value::Blob(value.to_vec()),
                ValueRef::Real(_) => return Err(Error::Shape(format!("a fraction in: {sql}"))),
            });
        }
        take(&Row(values))?;
    }
    Ok(())
}

pub(super) fn exec(connection: &Connection, sql: &'static str, args: &[Value]) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(sql).map_err(|cause| translate(sql, &cause))?;
    bind(&mut statement, sql, args)?;
    let changed = statement.raw_execute().map_err(|cause| translate(sql, &cause))?;
    Ok(u64::try_from(changed).unwrap_or(0))
}

pub(super) fn bulk(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    rows: &mut dyn Iterator<Item = Vec<Value>>,
) -> Result<u64, Error> {
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
    let mut statement = connection.prepare(&sql).map_err(|cause| translate(&sql, &cause))?;
    let mut added = 0;
    for row in rows {
        statement
            .execute(rusqlite::params_from_iter(row.iter().map(Bound)))
            .map_err(|cause| translate(&sql, &cause))?;
        added += 1;
    }
    Ok(added)
}

pub(super) fn translate(sql: &str, cause: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let text = cause.to_string();
    match cause.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) if text.contains("UNIQUE") || text.contains("PRIMARY KEY") => {
            Error::Clash(text)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy(text),
        Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            Error::Unwritable(text)
        }
        _ => Error::Broken { sql: sql.to_owned(), cause: text },
    }
}
