//! All records of a site as one stream that both databases give and take: what a backup holds and a copy carries. Each table
//! travels with its number of rows and a sum of its rows' digests, so that two sites are known to hold the same.
//!
//! The sum of a table is the sum, modulo 2^256, of the SHA-256 of each row: it does not depend on the order of rows, which the
//! databases keep as they like. Must not know files, compression or keys.

mod stream;

use std::io::{Read, Write};
use std::sync::Arc;

use rules::basics::Moment;
use serde::{Deserialize, Serialize};

use crate::db::{Db, Error, Table, Tx};
use crate::migrate;

pub use stream::{Reader, encode};

/// Tables that belong to the servers or to the schema and not to the records: they stay where they are.
const NOT_RECORDS: &[&str] = &["migration", "job"];

/// What stopped a dump or a load.
#[derive(Debug)]
pub enum Fault {
    /// The database.
    Store(Error),
    /// What is read or written beside it.
    Io(std::io::Error),
    /// The stream does not say what a dump says; in English, for the operator.
    Shape(String),
    /// The dump was made by a newer program, or by one whose schema this one does not know.
    Newer,
    /// The site it should be brought into holds records already.
    NotEmpty,
    /// What was read back is not what was brought in; the table.
    Differs(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Rows done.
    pub done: i64,
    /// Rows there are.
    pub total: i64,
}

/// Hears how far it has come, every thousand rows.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// What a table holds, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: i64,
    /// The sum of their digests, in hexadecimal.
    pub hash: String,
}

/// A table of a dump, and how many of its rows follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its shape.
    pub table: Table,
    /// Its rows.
    pub rows: i64,
}

/// What stands at the head of a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The migrations of its schema, with their checksums.
    pub schema: Vec<(i64, String)>,
    /// The kind of database it came from.
    pub from: String,
    /// How many audit chains there are.
    pub chains: i64,
    /// A digest of the heads of all chains.
    pub heads: String,
    /// Whatever whoever made it adds.
    pub about: serde_json::Value,
    /// The tables, in the order they follow.
    pub parts: Vec<Part>,
}

impl Header {
    /// All rows.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.parts.iter().map(|part| part.rows).sum()
    }
}

/// The tables of records, each after those it points to.
fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, Error> {
    let order = migrate::order();
    let mut found = tx.tables()?;
    found.retain(|table| !NOT_RECORDS.contains(&table.name.as_str()));
    found.sort_by_key(|table| order.iter().position(|name| *name == table.name).unwrap_or(usize::MAX));
    Ok(found)
}

/// Writes every record of one snapshot; what each table holds.
///
/// # Errors
/// The database's, and those of where it is written.
pub fn write(
    tx: &mut Tx<'_>,
    out: &mut dyn Write,
    about: serde_json::Value,
    tell: &Tell,
) -> Result<(Header, Vec<Sum>), Fault> {
    tx.unhurried()?;
    let mut parts = Vec::new();
    for table in tables(tx)? {
        parts.push(Part { rows: tx.count_rows(&table)?, table });
    }
    let (chains, heads) = crate::audit::heads(tx)?;
    let from = if tx.is_sqlite() { "sqlite" } else { "postgres" }.to_owned();
    let header = Header { schema: migrate::applied_files(tx)?, from, chains, heads, about, parts };
    stream::write_header(out, &header)?;
    let total = header.rows();
    let mut done = 0;
    let mut sums = Vec::new();
    for (at, part) in header.parts.iter().enumerate() {
        stream::write_table(out, at)?;
        let mut sum = stream::Summing::default();
        let mut bytes = Vec::new();
        let mut broke = None;
        let read = tx.scan(&part.table, |row| {
            bytes.clear();
            encode(row, &mut bytes);
            sum.add(&bytes);
            if let Err(cause) = stream::write_row(out, &bytes) {
                broke = Some(cause);
                return Err(Error::Shape("writing stopped".to_owned()));
            }
            done += 1;
            if done % 1000 == 0 {
                tell(Progress { done, total });
            }
            Ok(())
        });
        if let Some(cause) = broke {
            return Err(Fault::Io(cause));
        }
        read?;
        let sum = sum.of(&part.table.name);
        stream::write_end(out, &sum)?;
        sums.push(sum);
    }
    stream::write_close(out)?;
    tell(Progress { done, total });
    Ok((header, sums))
}

/// What each table of a database holds. `like` is the shape to read them in: the columns of a dump, in its order.
pub fn sums(tx: &mut Tx<'_>, like: &Header, tell: &Tell) -> Result<Vec<Sum>, Fault> {
    tx.unhurried()?;
    let (mut done, total) = (0, like.rows());
    let mut found = Vec::new();
    for part in &like.parts {
        let mut sum = stream::Summing::default();
        let mut bytes = Vec::new();
        tx.scan(&part.table, |row| {
            bytes.clear();
            encode(row, &mut bytes);
            sum.add(&bytes);
            done += 1;
            if done % 1000 == 0 {
                tell(Progress { done, total });
            }
            Ok(())
        })?;
        found.push(sum.of(&part.table.name));
    }
    Ok(found)
}

/// Brings a dump into an empty database, in one transaction, then reads everything back and holds it against the dump. The
/// database gets the schema of the dump; [`migrate::migrate`] may follow. `open` gives the stream from its start, and may be
/// asked again. Done twice or broken off, it leaves either nothing or all of it.
///
/// # Errors
/// What is wrong with the stream or the database.
pub fn fill<R: Read>(
    db: &Db,
    at: Moment,
    open: impl Fn() -> Result<R, Fault> + Send + 'static,
    tell: &Tell,
) -> Result<(Header, Vec<Sum>), Fault> {
    let header = Reader::open(open()?)?.header().clone();
    migrate::known(&header.schema).map_err(|_| Fault::Newer)?;
    migrate::migrate_to(db, at, header.schema.len())?;
    let told = Arc::clone(tell);
    db.loading()?;
    let brought = db.write(move |tx| -> Result<_, Fault> {
        tx.unhurried()?;
        tx.in_any_order()?;
        let reader = Reader::open(open()?)?;
        let own = tables(tx)?;
        for table in &own {
            if tx.count_rows(table)? > 0 {
                return Err(Fault::NotEmpty);
            }
        }
        let theirs: Vec<&Table> = reader.header().parts.iter().map(|part| &part.table).collect();
        same_tables(&own, &theirs)?;
        reader.load(tx, &told)
    });
    db.loaded()?;
    let brought = brought?;
    let back = db.read(|tx| sums(tx, &header, tell))?;
    match brought.iter().zip(&back).find(|(one, two)| one != two) {
        Some((one, _)) => Err(Fault::Differs(one.table.clone())),
        None => Ok((header, back)),
    }
}

/// The same tables with the same columns, in whatever order.
fn same_tables(own: &[Table], theirs: &[&Table]) -> Result<(), Fault> {
    let sorted = |table: &Table| {
        let mut columns = table.columns.clone();
        columns.sort_by(|one, two| one.name.cmp(&two.name));
        columns
    };
    for table in own {
        let found = theirs.iter().find(|other| other.name == table.name);
        if found.is_none_or(|other| sorted(other) != sorted(table)) {
            return Err(Fault::Shape(format!("the table {} is missing in it or has another shape", table.name)));
        }
    }
    match theirs.iter().find(|other| own.iter().all(|table| table.name != other.name)) {
        Some(other) => Err(Fault::Shape(format!("the table {} is not one of this program", other.name))),
        None => Ok(()),
    }
}
