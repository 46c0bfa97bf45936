//! PostgreSQL behind the seam: a small pool of synchronous connections, read committed for writes, one snapshot for reads.
//! Must not know a table.

use std::collections::HashMap;
use std::error::Error as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError};

use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::{Error, Poison, Row, Tx, Value};

/// Connections at once; a write holds one for a few milliseconds.
const CONNECTIONS: usize = 8;
/// How often a write runs again after a deadlock or a serialization failure.
const ATTEMPTS: usize = 8;

/// A PostgreSQL server of version 15 or newer.
pub struct Pg {
    config: Config,
    pool: Mutex<(usize, Vec<Conn>)>,
    free: Condvar,
    pub(super) watch: super::watch::Watch,
}

/// One connection with its prepared statements.
pub struct Conn {
    client: Client,
    ready: HashMap<&'static str, Statement>,
}

impl Pg {
    /// Reads the address and tries one connection.
    pub fn open(address: &str) -> Result<Self, Error> {
        Self::open_in(address, None)
    }

    /// The same in a schema of one's choice.
    pub(super) fn open_in(address: &str, schema: Option<&str>) -> Result<Self, Error> {
        let mut config: Config = address
            .parse()
            .map_err(|cause: postgres::Error| Error::Shape(format!("unclear database address: {}", full(&cause))))?;
        config.application_name("hoctap");
        if let Some(schema) = schema {
            config.options(&format!("-c search_path={schema}"));
        }
        let pg = Self {
            config,
            pool: Mutex::new((0, Vec::new())),
            free: Condvar::new(),
            watch: super::watch::Watch::default(),
        };
        let first = pg.take()?;
        pg.give_back(first);
        Ok(pg)
    }

    fn take(&self) -> Result<Conn, Error> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(conn) = pool.1.pop() {
                if conn.client.is_closed() {
                    pool.0 -= 1;
                    continue;
                }
                return Ok(conn);
            }
            if pool.0 < CONNECTIONS {
                pool.0 += 1;
                break;
            }
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        self.connect().inspect_err(|_| {
            self.pool.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
            self.free.notify_one();
        })
    }

    fn connect(&self) -> Result<Conn, Error> {
        let mut client = self.config.connect(NoTls).map_err(|cause| translate("connect", &cause))?;
        client
            .batch_execute(
                // Rows are found by index and mostly in memory: the server's usual guess, made for turning disks, lets it read
                // a large table whole for the few rows of a commune.
                "SET statement_timeout = '60s'; SET client_min_messages = warning; SET random_page_cost = 1.1;
                 SELECT set_config('application_name', left('hoctap ' || COALESCE(current_schema(), ''), 63), false)",
            )
            .map_err(|cause| translate("connect", &cause))?;
        Ok(Conn { client, ready: HashMap::new() })
    }

    fn give_back(&self, conn: Conn) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if conn.client.is_closed() {
            pool.0 -= 1;
        } else {
            pool.1.push(conn);
        }
        self.free.notify_one();
    }

    /// Ok when the work's own result stands.
    pub(super) fn write(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Result<(), Error> {
        let mut clashes = 0;
        let mut attempt = 0;
        let mut clashed = false;
        loop {
            attempt += 1;
            let mut conn = self.take()?;
            let (result, poison) = conn.run("BEGIN ISOLATION LEVEL READ COMMITTED", work, clashed);
            self.give_back(conn);
            match poison {
                Some(Poison::Clash) if clashes == 0 => clashes = 1,
                Some(Poison::Busy) if attempt < ATTEMPTS => {}
                _ => return result,
            }
            clashed = true;
        }
    }

    /// Ok when the work's own result stands.
    pub(super) fn read(&self, work: &mut dyn FnMut(&mut Tx<'_>) -> bool) -> Result<(), Error> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut conn = self.take()?;
            let (result, poison) = conn.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work, false);
            self.give_back(conn);
            // A server that was restarted has closed every kept connection: each is tried once and thrown away.
            if poison != Some(Poison::Busy) || attempt > CONNECTIONS {
                return result;
            }
        }
    }

    pub(super) fn script(&self, sql: &'static str) -> Result<(), Error> {
        let mut conn = self.take()?;
        let result = conn.script(sql);
        self.give_back(conn);
        result
    }
}

impl Pg {
    /// Runs a script of the seam's own on a connection of its own.
    pub(super) fn run(&self, sql: &str) -> Result<(), Error> {
        let mut conn = self.take()?;
        let result = conn.script(sql);
        if result.is_err() {
            let _undone = conn.script("ROLLBACK");
        }
        self.give_back(conn);
        result
    }

    /// Asks the database itself one thing.
    pub(super) fn ask(&self, sql: &str) -> Result<String, Error> {
        let mut conn = self.take()?;
        let mut said = String::new();
        let result = conn.scan(sql, &mut |row| {
            said = row.text(0)?;
            Ok(())
        });
        self.give_back(conn);
        result.map(|()| said)
    }
}

impl Conn {
    /// One transaction. Ok when the work's own result stands; the second value says why it failed in the database's eyes,
    /// so that the caller may try again; `clashed` when it did.
    fn run(
        &mut self,
        begin: &str,
        work: &mut dyn FnMut(&mut Tx<'_>) -> bool,
        clashed: bool,
    ) -> (Result<(), Error>, Option<Poison>) {
        if let Err(error) = self.script(begin) {
            return (Err(error), Some(Poison::Busy));
        }
        let mut tx = Tx::pg(self);
        tx.clashed = clashed;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
        let poison = tx.poison;
        let broken = |cause: &str| Error::Broken { sql: "act".to_owned(), cause: cause.to_owned() };
        if matches!(outcome, Ok(true)) && poison.is_none() {
            return match self.script("COMMIT") {
                Ok(()) => (Ok(()), None),
                Err(error) => {
                    let again = matches!(error, Error::Busy(_)).then_some(Poison::Busy);
                    (Err(error), again)
                }
            };
        }
        let _undone = self.script("ROLLBACK");
        match outcome {
            Ok(true) => (Err(broken("an error was swallowed")), None),
            Ok(false) => (Ok(()), poison),
            Err(_) => (Err(broken("the act panicked")), None),
        }
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(found) = self.ready.get(sql) {
            return Ok(found.clone());
        }
        let made = self.client.prepare(sql).map_err(|cause| translate(sql, &cause))?;
        self.ready.insert(sql, made.clone());
        Ok(made)
    }

    pub(super) fn each(
        &mut self,
        sql: &'static str,
        args: &[Value],
        take: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let statement = self.statement(sql)?;
        self.hand_over(&statement, sql, args, take)
    }

    /// Like [`Self::each`] for a statement that is not kept ready.
    pub(super) fn scan(&mut self, sql: &str, take: &mut dyn FnMut(&Row) -> Result<(), Error>) -> Result<(), Error> {
        let statement = self.client.prepare(sql).map_err(|cause| translate(sql, &cause))?;
        self.hand_over(&statement, sql, &[], take)
    }

    fn hand_over(
        &mut self,
        statement: &Statement,
        sql: &str,
        args: &[Value],
        take: &mut dyn FnMut(&Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut rows = self.client.query_raw(statement, args).map_err(|cause| translate(sql, &cause))?;
        while let Some(row) = rows.next().map_err(|cause| translate(sql, &cause))? {
            let mut values = Vec::with_capacity(row.len());
            for (at, column) in row.columns().iter().enumerate() {
                values.push(read(&row, at, column.type_()).map_err(|cause| translate(sql, &cause))?);
            }
            take(&Row(values))?;
        }
        Ok(())
    }

    pub(super) fn exec(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, Error> {
        let statement = self.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect();
        self.client.execute(&statement, &args).map_err(|cause| translate(sql, &cause))
    }

    pub(super) fn bulk(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, Error> {
        let sql = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
        let broken = |cause: std::io::Error| Error::Broken { sql: table.to_owned(), cause: cause.to_string() };
        let mut writer = self.client.copy_in(&sql).map_err(|cause| translate(&sql, &cause))?;
        let mut line = String::new();
        for row in rows {
            line.clear();
            for (at, value) in row.iter().enumerate() {
                if at > 0 {
                    line.push('\t');
                }
                copy_text(value, &mut line);
            }
            line.push('\n');
            writer.write_all(line.as_bytes()).map_err(broken)?;
        }
        writer.finish().map_err(|cause| translate(&sql, &cause))
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql).map_err(|cause| translate(sql, &cause))
    }

    pub(super) fn prepares(&mut self, sql: &str) -> Result<(), Error> {
        self.client.prepare(sql).map(|_| ()).map_err(|cause| translate(sql, &cause))
    }
}

fn copy_text(value: &Value, line: &mut String) {
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Int(number) => line.push_str(&number.to_string()),
        Value::Text(text) => {
            for letter in text.chars() {
                match letter {
                    '\\' => line.push_str("\\\\"),
                    '\t' => line.push_str("\\t"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    other => line.push(other),
                }
            }
        }
        Value::Blob(bytes) => {
            line.push_str("\\\\x");
            line.push_str(&rules::text::hex(bytes));
        }
    }
}

fn read(row: &postgres::Row, at: usize, kind: &Type) -> Result<Value, postgres::Error> {
    Ok(match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map_or(Value::Null, |value| Value::Int(i64::from(value))),
        Type::BOOL => row.try_get::<_, Option<bool>>(at)?.map_or(Value::Null, |value| Value::Int(i64::from(value))),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Blob),
        _ => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
    })
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *kind == Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Blob(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA | Type::UNKNOWN)
    }

    to_sql_checked!();
}

/// What went wrong, without the rows PostgreSQL adds as detail: this text goes into the log.
fn full(cause: &postgres::Error) -> String {
    if let Some(told) = cause.as_db_error() {
        let rule = told.constraint().unwrap_or_default();
        return format!("{} {}: {} {rule}", told.severity(), told.code().code(), told.message()).trim().to_owned();
    }
    let mut text = cause.to_string();
    let mut next = cause.source();
    while let Some(deeper) = next {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        next = deeper.source();
    }
    text
}

fn translate(sql: &str, cause: &postgres::Error) -> Error {
    let text = full(cause);
    // A connection that broke off in the midst of something: the server was stopped, or the line was cut.
    let cut = cause.source().is_some_and(|deeper| deeper.is::<std::io::Error>());
    if cause.is_closed() || cut {
        return Error::Busy(text);
    }
    match cause.code().map(postgres::error::SqlState::code) {
        Some("23505") => Error::Clash(text),
        // Serialization failure, deadlock, too many connections, shutting down, crashed, starting.
        Some("40001" | "40P01" | "53300" | "57P01" | "57P02" | "57P03") => Error::Busy(text),
        // Disk full, read-only.
        Some("53100" | "25006" | "58030") => Error::Unwritable(text),
        None if sql == "connect" => Error::Busy(text),
        _ => Error::Broken { sql: sql.to_owned(), cause: text },
    }
}
