//! The seam: one `Db`, one `Tx`, one set of values for SQLite and PostgreSQL. Only this folder names a driver.
//! Must not know a table, a rule or a sentence for people.

mod beside;
mod lite;
mod loading;
mod pg;
mod queue;
mod row;
mod run;
mod tables;
mod watch;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

pub use beside::{Beside, folder_of, same_owner};
pub use lite::Lite;
pub use pg::Pg;
pub use row::Row;
pub use tables::{Column, Holds, Table};
pub use watch::Hearing;

/// A value as both databases keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// Text in UTF-8.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}
impl From<rules::basics::Day> for Value {
    fn from(value: rules::basics::Day) -> Self {
        Self::Text(value.to_string())
    }
}
impl From<rules::basics::Moment> for Value {
    fn from(value: rules::basics::Moment) -> Self {
        Self::Int(value.0)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// No arguments; what `args![]` stands for.
pub const NO_ARGS: &[Value] = &[];

/// Arguments of a statement in the order of `$1, $2, …`.
#[macro_export]
macro_rules! args {
    () => { $crate::db::NO_ARGS };
    ($($value:expr),+ $(,)?) => { &[$($crate::db::Value::from($value)),+] };
}

/// What can go wrong below the acts. None of these is a sentence for a person.
#[derive(Debug)]
pub enum Error {
    /// A unique rule refused the row; the text names it for the log.
    Clash(String),
    /// The database is overloaded, locked or out of reach; try again.
    Busy(String),
    /// Nothing can be kept at the moment: the disk is full or may only be read.
    Unwritable(String),
    /// The statement or the connection failed.
    Broken {
        /// The statement.
        sql: String,
        /// What the driver said.
        cause: String,
    },
    /// A row did not have the expected type or was missing.
    Shape(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clash(name) => write!(f, "unique rule refused the row: {name}"),
            Self::Busy(cause) => write!(f, "database busy: {cause}"),
            Self::Unwritable(cause) => write!(f, "nothing can be kept: {cause}"),
            Self::Broken { sql, cause } => write!(f, "{cause} in: {sql}"),
            Self::Shape(what) => write!(f, "unexpected shape: {what}"),
        }
    }
}

impl std::error::Error for Error {}

enum Kind<'a> {
    Lite(&'a rusqlite::Connection),
    Pg(&'a mut pg::Conn),
}

/// An open transaction. After any error it is poisoned: nothing more runs, and it is rolled back.
pub struct Tx<'a> {
    kind: Kind<'a>,
    poison: Option<Poison>,
    /// What the trail said of the records that were locked, by kind and id, and whether one was not as it said.
    seen: HashMap<String, (String, bool)>,
    /// A script ran: of what it does SQLite counts rows, but no tables and no settings.
    scripted: bool,
    /// This work ran before, and a unique rule or a lock was in its way.
    clashed: bool,
    hearing: Option<Arc<Hearing>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Poison {
    Clash,
    Busy,
    Other,
}

/// What acts can make each other wait for; an act that takes both takes them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latch {
    /// Who lives in a commune's hamlets, and which hamlets it has.
    Commune,
    /// Who bears an identity number, by its keyed hash.
    IdNumber,
}

impl<'a> Tx<'a> {
    fn lite(connection: &'a rusqlite::Connection) -> Self {
        Self {
            kind: Kind::Lite(connection),
            poison: None,
            seen: HashMap::new(),
            scripted: false,
            clashed: false,
            hearing: None,
        }
    }

    fn pg(connection: &'a mut pg::Conn) -> Self {
        Self {
            kind: Kind::Pg(connection),
            poison: None,
            seen: HashMap::new(),
            scripted: false,
            clashed: false,
            hearing: None,
        }
    }

    fn guard<T>(&mut self, sql: &str, f: impl FnOnce(&mut Kind<'a>) -> Result<T, Error>) -> Result<T, Error> {
        if self.poison.is_some() {
            return Err(Error::Broken { sql: sql.to_owned(), cause: "the transaction has already failed".to_owned() });
        }
        let result = f(&mut self.kind);
        if let Err(error) = &result {
            self.poison = Some(match error {
                Error::Clash(_) => Poison::Clash,
                Error::Busy(_) => Poison::Busy,
                _ => Poison::Other,
            });
        }
        result
    }

    fn tell(&self, sql: &'static str, args: &[Value]) {
        if let Some(hearing) = &self.hearing {
            hearing(sql, args);
        }
    }

    /// All rows of a statement, each read by `read`.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        args: &[Value],
        mut read: impl FnMut(&Row) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        self.each(sql, args, |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands rows over one by one, for answers too large to hold.
    pub fn each(
        &mut self,
        sql: &'static str,
        args: &[Value],
        mut take: impl FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.tell(sql, args);
        self.guard(sql, |kind| match kind {
            Kind::Lite(connection) => lite::each(connection, sql, args, &mut take),
            Kind::Pg(connection) => connection.each(sql, args, &mut take),
        })
    }

    /// The first row or none.
    pub fn maybe<T>(
        &mut self,
        sql: &'static str,
        args: &[Value],
        read: impl FnMut(&Row) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        Ok(self.query(sql, args, read)?.into_iter().next())
    }

    /// The first row; `Shape` when there is none.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        args: &[Value],
        read: impl FnMut(&Row) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.maybe(sql, args, read)?.ok_or_else(|| Error::Shape(format!("no row for: {sql}")))
    }

    /// Runs a statement that changes rows; the number of rows changed.
    pub fn exec(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, Error> {
        self.tell(sql, args);
        self.guard(sql, |kind| match kind {
            Kind::Lite(connection) => lite::exec(connection, sql, args),
            Kind::Pg(connection) => connection.exec(sql, args),
        })
    }

    /// Adds many rows to an empty or growing table: prepared inserts on SQLite, `COPY` on PostgreSQL.
    pub fn bulk(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<u64, Error> {
        let mut rows = rows;
        self.guard(table, |kind| match kind {
            Kind::Lite(connection) => lite::bulk(connection, table, columns, &mut rows),
            Kind::Pg(connection) => connection.bulk(table, columns, &mut rows),
        })
    }

    /// Runs several statements of a migration or of the database's own housekeeping.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.scripted = true;
        self.guard(sql, |kind| match kind {
            Kind::Lite(connection) => connection.execute_batch(sql).map_err(|cause| lite::translate(sql, &cause)),
            Kind::Pg(connection) => connection.script(sql),
        })
    }

    /// Makes acts that name the same thing under the same topic wait for each other until they commit, where no row of that
    /// thing exists to be locked. Take it before reading what it guards. On SQLite all writers wait for each other anyway.
    pub fn latch<'n>(&mut self, topic: Latch, names: impl IntoIterator<Item = &'n str>) -> Result<(), Error> {
        use sha2::Digest as _;
        // Few latches for many names, taken in one order: different names seldom meet, and the server's table of locks
        // never fills.
        let slots: std::collections::BTreeSet<u8> =
            names.into_iter().filter_map(|name| sha2::Sha256::digest(name.as_bytes()).first().copied()).collect();
        let topic = match topic {
            Latch::Commune => 7_480_272,
            Latch::IdNumber => 7_480_273,
        };
        for slot in slots {
            self.guard("latch", |kind| match kind {
                Kind::Lite(_) => Ok(()),
                Kind::Pg(connection) => connection.script(&format!("SELECT pg_advisory_xact_lock({topic}, {slot})")),
            })?;
        }
        Ok(())
    }

    /// Remembers, for this transaction, what the trail says of a record, and whether the record is another one.
    pub(crate) fn saw(&mut self, kind: &str, id: &str, proof: String, differs: bool) {
        self.seen.insert(format!("{kind} {id}"), (proof, differs));
    }

    /// What was remembered of this record holds no more: the trail has a new line of it.
    pub(crate) fn forget(&mut self, kind: &str, id: &str) {
        if !self.seen.is_empty() {
            self.seen.remove(&format!("{kind} {id}"));
        }
    }

    /// Did this work run before, in vain because of a clash or a busy database? Then what it took for given may not hold.
    #[must_use]
    pub const fn clashed(&self) -> bool {
        self.clashed
    }

    /// What was remembered of this record.
    pub(crate) fn seen(&self, kind: &str, id: &str) -> Option<&(String, bool)> {
        self.seen.get(&format!("{kind} {id}"))
    }

    /// Prepares a statement without running it, for the test that holds every statement against both databases.
    pub fn prepares(&mut self, sql: &str) -> Result<(), Error> {
        self.guard(sql, |kind| match kind {
            Kind::Lite(connection) => connection.prepare(sql).map(|_| ()).map_err(|cause| lite::translate(sql, &cause)),
            Kind::Pg(connection) => connection.prepares(sql),
        })
    }

    /// True when this transaction runs on SQLite; for migrations, plan guards and housekeeping only.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.kind, Kind::Lite(_))
    }
}

/// Work inside a transaction: puts its result aside and says whether to keep what it did. It may run again.
pub(crate) type Work = Box<dyn FnMut(&mut Tx<'_>) -> bool + Send>;

/// The database of a site: a SQLite file or a PostgreSQL address.
pub enum Db {
    /// Embedded SQLite.
    Lite(Lite),
    /// A PostgreSQL server.
    Pg(Pg),
}

impl Db {
    /// Opens `postgres://…` or a SQLite file path (`sqlite://path` or a plain path). Does not migrate.
    pub fn open(address: &str) -> Result<Self, Error> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Pg::open(address).map(Self::Pg);
        }
        let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
        if path.contains("://") || path.is_empty() {
            return Err(Error::Shape(format!(
                "unclear database address \"{address}\": write a file such as data/hoctap.db or postgres://user@host/name"
            )));
        }
        Lite::open(Path::new(path)).map(Self::Lite)
    }

    /// Copies the database aside before its shape changes: a file beside the SQLite file; PostgreSQL sites keep their own
    /// backups, so nothing is done there. `label` becomes part of the file name.
    pub(crate) fn copy_aside(&self, label: &str) -> Result<(), Error> {
        match self {
            Self::Lite(lite) => lite.copy_aside(label),
            Self::Pg(_) => Ok(()),
        }
    }

    /// Tells the planner about new row counts after a bulk load.
    pub fn analyze(&self) -> Result<(), Error> {
        match self {
            Self::Lite(lite) => lite.analyze(),
            Self::Pg(pg) => pg.script("ANALYZE"),
        }
    }

    /// `sqlite` or `postgres`, for people who operate the site.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Lite(_) => "sqlite",
            Self::Pg(_) => "postgres",
        }
    }
}
