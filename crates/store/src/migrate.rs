//! Brings a database to the shape this program needs: numbered files, forward only, with checksums.
//! Must not know what the tables mean.

use rules::basics::Moment;
use sha2::{Digest, Sha256};

use crate::args;
use crate::db::{Db, Error, Tx};

struct File {
    n: i64,
    name: &'static str,
    sql: &'static str,
}

const FILES: &[File] = &[File { n: 1, name: "0001_start.sql", sql: include_str!("../migrations/0001_start.sql") }];

/// Applies what is missing and returns the names of the files applied now, in order; empty when nothing was to do.
///
/// # Errors
/// `Shape` when an already applied file has changed or the database is newer than this program; both stop the start.
pub fn migrate(db: &Db, at: Moment) -> Result<Vec<String>, Error> {
    migrate_to(db, at, FILES.len())
}

/// The same up to a file, for a backup of that time; later ones can follow.
pub(crate) fn migrate_to(db: &Db, at: Moment, upto: usize) -> Result<Vec<String>, Error> {
    let had = db.write(|tx| {
        lock(tx)?;
        tx.script(&translate(
            tx.is_sqlite(),
            "CREATE TABLE IF NOT EXISTS migration (
               n INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, at INTEGER NOT NULL) STRICT;",
        ))?;
        applied(tx)
    })?;
    check(&had)?;
    let missing = had.len() < upto;
    if missing && !had.is_empty() {
        db.copy_aside(&format!("migration-{}", had.len() + 1))?;
    }
    if !missing {
        return Ok(Vec::new());
    }
    db.write(move |tx| {
        lock(tx)?;
        // Another server may have been faster: look again under the lock.
        let had = applied(tx)?;
        check(&had)?;
        let mut names = Vec::new();
        for file in FILES.iter().take(upto).skip(had.len()) {
            tx.script(&translate(tx.is_sqlite(), file.sql))?;
            tx.exec(
                "INSERT INTO migration (n, name, checksum, at) VALUES ($1, $2, $3, $4)",
                args![file.n, file.name, checksum(file.sql), at],
            )?;
            names.push(file.name.to_owned());
        }
        Ok(names)
    })
}

/// The files applied to a database, with their checksums.
pub(crate) fn applied_files(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, Error> {
    applied(tx)
}

/// Are these the first files this program knows? A newer database, or a changed file, is not.
pub(crate) fn known(had: &[(i64, String)]) -> Result<(), Error> {
    check(had)
}

/// Has the database the schema of this program, no older and no newer?
pub fn is_current(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let had = applied(tx)?;
    Ok(had.len() == FILES.len() && check(&had).is_ok())
}

/// All tables in the order in which they are made: each after those it points to.
pub(crate) fn order() -> Vec<&'static str> {
    let lines = FILES.iter().flat_map(|file| file.sql.lines());
    lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next()).collect()
}

fn lock(tx: &mut Tx<'_>) -> Result<(), Error> {
    if tx.is_sqlite() { Ok(()) } else { tx.script("SELECT pg_advisory_xact_lock(7480271)") }
}

fn applied(tx: &mut Tx<'_>) -> Result<Vec<(i64, String)>, Error> {
    tx.query("SELECT n, checksum FROM migration ORDER BY n", args![], |row| Ok((row.int(0)?, row.text(1)?)))
}

fn check(had: &[(i64, String)]) -> Result<(), Error> {
    if had.len() > FILES.len() {
        return Err(Error::Shape(format!(
            "this database has {} migrations, this program knows {}: it was written by a newer version",
            had.len(),
            FILES.len()
        )));
    }
    for ((n, sum), file) in had.iter().zip(FILES) {
        if *n != file.n || *sum != checksum(file.sql) {
            return Err(Error::Shape(format!("{} was changed after it had been applied", file.name)));
        }
    }
    Ok(())
}

fn checksum(sql: &str) -> String {
    rules::text::hex(&Sha256::digest(sql.as_bytes()))
}

/// Four words differ between the two databases.
fn translate(sqlite: bool, sql: &str) -> String {
    if sqlite {
        return sql.to_owned();
    }
    let mut out = String::with_capacity(sql.len());
    let mut word = String::new();
    for letter in sql.chars().chain(std::iter::once('\n')) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        out.push_str(match word.as_str() {
            "INTEGER" => "BIGINT",
            "BLOB" => "BYTEA",
            "STRICT" => "",
            // Ranges of searches and orders of lists are those of bytes, whatever the server's own language is.
            "TEXT" => "TEXT COLLATE \"C\"",
            other => other,
        });
        word.clear();
        out.push(letter);
    }
    out
}
