//! SQLite behind the seam: one writer (`queue`), a few read-only connections.
//! Must not know a table.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::queue::{self, Done, Told, Waiting, Writer};
use super::{Error, Row, Tx, Value, Work};

/// Readers at once; more would only fight for the two or four cores of such a server.
const READERS: usize = 4;
/// Statements each connection keeps planned.
const STATEMENTS: usize = 256;

/// A connection to read on, and what its planner had been told when it was opened.
struct Reader {
    connection: Connection,
    told: u64,
}

/// How many there are, and those that nobody uses.
#[derive(Default)]
struct Readers {
    open: usize,
    free: Vec<Reader>,
}

/// An open SQLite file.
pub struct Lite {
    path: PathBuf,
    jobs: Mutex<Option<Sender<Waiting>>>,
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Readers>,
    told: Arc<Told>,
    free: Condvar,
    pub(super) watch: super::watch::Watch,
}

impl Lite {
    /// Opens or makes the file, with write-ahead log and a full flush at each commit: an acknowledged write survives a
    /// power cut.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut connection = Connection::open(path).map_err(|cause| translate("open", &cause))?;
        turn_to_wal(&connection)?;
        connection.busy_handler(Some(wait_a_little)).map_err(|cause| translate("open", &cause))?;
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY;",
            )
            .map_err(|cause| translate("open", &cause))?;
        settle(&connection)?;
        let told = Arc::new(Told::default());
        let (jobs, writer) = queue::start(connection, Arc::clone(&told))?;
        Ok(Self {
            path: path.to_owned(),
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::default(),
            told,
            free: Condvar::new(),
            watch: super::watch::Watch::default(),
        })
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Sends work to the writer; `done` is told once it is on the disk, or why not.
    pub(super) fn queue(&self, work: Work, done: Done) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let unsent = match jobs {
            Some(jobs) => jobs.send(Waiting { work, done }).err().map(|unsent| unsent.0.done),
            None => Some(done),
        };
        if let Some(done) = unsent {
            done(Err(stopped()));
        }
    }

    /// Ok when the work's own result stands.
    pub(super) fn write(&self, work: Work) -> Result<(), Error> {
        let (done, answer) = sync_channel(1);
        self.queue(
            work,
            Box::new(move |ended| {
                let _heard = done.send(ended);
            }),
        );
        answer.recv().map_err(|_| stopped())?
    }

    /// Like [`Self::read`] when a connection is free at once; `None` otherwise.
    pub(super) fn try_read(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Option<Result<(), Error>> {
        let free = self.free_reader(&mut self.readers.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(self.read_on(free, work))
    }

    /// Ok when the work's own result stands.
    pub(super) fn read(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Result<(), Error> {
        let reader = self.reader()?;
        self.read_on(reader, work)
    }

    fn read_on(&self, reader: Reader, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Result<(), Error> {
        let connection = &reader.connection;
        let result = (|| {
            connection.execute_batch("BEGIN").map_err(|cause| translate("BEGIN", &cause))?;
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut Tx::lite(connection))));
            connection.execute_batch("COMMIT").map_err(|cause| translate("COMMIT", &cause))?;
            let panicked = |_| Error::Broken { sql: "read".to_owned(), cause: "the read panicked".to_owned() };
            outcome.map(|_| ()).map_err(panicked)
        })();
        self.give_back(reader);
        result
    }

    /// A connection that nobody uses; one whose planner was told less than there is to tell is closed.
    fn free_reader(&self, pool: &mut Readers) -> Option<Reader> {
        let now = self.told.times();
        let all = pool.free.len();
        pool.free.retain(|one| one.told == now);
        pool.open -= all - pool.free.len();
        pool.free.pop()
    }

    fn reader(&self) -> Result<Reader, Error> {
        let mut pool = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(free) = self.free_reader(&mut pool) {
                return Ok(free);
            }
            if pool.open < READERS {
                pool.open += 1;
                break;
            }
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        // Asked before it is opened: what is told meanwhile may be missed by it.
        let told = self.told.times();
        let opened = open_reader(&self.path).inspect_err(|_| {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
            self.free.notify_one();
        });
        opened.map(|connection| Reader { connection, told })
    }

    fn give_back(&self, reader: Reader) {
        let mut pool = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if reader.connection.is_autocommit() {
            pool.free.push(reader);
        } else {
            // A snapshot that would not end is closed with its connection.
            pool.open -= 1;
        }
        self.free.notify_one();
    }

    /// Tells the planner how many rows there are of what.
    pub(super) fn analyze(&self) -> Result<(), Error> {
        self.script("ANALYZE")?;
        self.told.anew();
        Ok(())
    }

    /// Very many rows go in from now on, or no more.
    pub(super) fn loading(&self, now: bool) {
        self.told.loading.store(now, Ordering::SeqCst);
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
            writer.join();
        }
    }
}

fn stopped() -> Error {
    Error::Busy("the writer stopped".to_owned())
}

/// What the writer does while another program writes: it asks again every few milliseconds, two thousand times, which is some ten seconds. SQLite's own
/// waiting asks every tenth of a second and misses the gaps that a command leaves between its parts.
#[expect(clippy::disallowed_methods, reason = "there is nothing to wait for: SQLite tells nobody when a lock goes")]
fn wait_a_little(asked: i32) -> bool {
    std::thread::sleep(std::time::Duration::from_millis(5));
    asked < 2_000
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
    settle(&connection)?;
    Ok(connection)
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
    let count = statement.parameter_count();
    if count != args.len() {
        return Err(Error::Shape(format!("{} arguments for: {sql}", args.len())));
    }
    for index in 1..=count {
        // Names differ from each other, so that as many names as arguments are all of them.
        let named = statement.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = named.and_then(|n| args.get(n.checked_sub(1)?));
        let value = value.ok_or_else(|| Error::Shape(format!("no argument for parameter {index} in: {sql}")))?;
        statement.raw_bind_parameter(index, Bound(value)).map_err(|cause| translate(sql, &cause))?;
    }
    Ok(())
}

/// Text as it is; bytes that are no UTF-8, which only another program can have written, are marked.
fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), str::to_owned)
}

/// What readers and the writer have in common. A plan is made once for a statement and not again for each value it is given:
/// with the statistics that SQLite keeps, it would otherwise read and plan most statements anew at every call.
fn settle(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|cause| translate("open", &cause))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
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
                ValueRef::Text(value) => Value::Text(text_of(value)),
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
