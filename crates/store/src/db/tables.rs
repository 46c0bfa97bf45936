//! Whole tables: which there are, every row of one, and loading them again. Backups and copies must take along every table of
//! any version, so these are the only statements that are put together, from names of the database's own catalogue.
//! Must not know what a table is for.

use serde::{Deserialize, Serialize};

use super::{Error, Kind, Row, Tx, Value, lite};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Whole numbers.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Blob,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
}

/// A table of the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<Column>,
}

impl Table {
    fn names(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// `a, b, c`, each in the quotes of SQL.
    fn list(&self) -> String {
        self.names().iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    }
}

/// Only such names are ever put into a statement.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 64
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

const OF_SQLITE: &str = "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' ORDER BY m.name, c.cid";
const OF_POSTGRES: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), CAST(t.typname AS TEXT)
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
     WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = current_schema())
     ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\", a.attnum";

impl Tx<'_> {
    /// Every table there is, by name.
    pub(crate) fn tables(&mut self) -> Result<Vec<Table>, Error> {
        let sql = if self.is_sqlite() { OF_SQLITE } else { OF_POSTGRES };
        let mut found: Vec<Table> = Vec::new();
        self.each(sql, &[], |row| {
            let (table, name, kind) = (row.text(0)?, row.text(1)?, row.text(2)?);
            let holds = match kind.as_str() {
                "INTEGER" | "int8" | "int4" => Holds::Int,
                "TEXT" | "text" => Holds::Text,
                "BLOB" | "bytea" => Holds::Blob,
                other => return Err(Error::Shape(format!("{table}.{name} is of a kind no backup knows: {other}"))),
            };
            if !is_plain(&table) || !is_plain(&name) {
                return Err(Error::Shape(format!("{table}.{name} is no name a backup takes")));
            }
            match found.last_mut() {
                Some(last) if last.name == table => last.columns.push(Column { name, holds }),
                _ => found.push(Table { name: table, columns: vec![Column { name, holds }] }),
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands over every row of a table, in no particular order, one at a time.
    pub(crate) fn scan(
        &mut self,
        table: &Table,
        mut take: impl FnMut(&[Value]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sql = format!("SELECT {} FROM \"{}\"", table.list(), table.name);
        let mut hand = |row: &Row| take(&row.0);
        self.guard(&sql, |kind| match kind {
            Kind::Lite(connection) => lite::each(connection, &sql, &[], &mut hand),
            Kind::Pg(connection) => connection.scan(&sql, &mut hand),
        })
    }

    /// How many rows a table has.
    pub(crate) fn count_rows(&mut self, table: &Table) -> Result<i64, Error> {
        let sql = format!("SELECT COUNT(*) FROM \"{}\"", table.name);
        let mut n = 0;
        let mut hand = |row: &Row| {
            n = row.int(0)?;
            Ok(())
        };
        self.guard(&sql, |kind| match kind {
            Kind::Lite(connection) => lite::each(connection, &sql, &[], &mut hand),
            Kind::Pg(connection) => connection.scan(&sql, &mut hand),
        })?;
        Ok(n)
    }

    /// Adds rows to a table; how many.
    pub(crate) fn load(&mut self, table: &Table, rows: &mut dyn Iterator<Item = Vec<Value>>) -> Result<u64, Error> {
        let names = table.names();
        self.guard(&table.name, |kind| match kind {
            Kind::Lite(connection) => lite::bulk(connection, &table.name, &names, rows),
            Kind::Pg(connection) => connection.bulk(&table.name, &names, rows),
        })
    }

    /// A transaction that may take hours: backups, checks and recounts of a whole province.
    pub(crate) fn unhurried(&mut self) -> Result<(), Error> {
        if self.is_sqlite() {
            return Ok(());
        }
        self.script("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
    }

    /// A transaction in which a row may come before the one of the same table that it points to.
    pub(crate) fn in_any_order(&mut self) -> Result<(), Error> {
        if self.is_sqlite() { self.script("PRAGMA defer_foreign_keys = ON") } else { Ok(()) }
    }
}
