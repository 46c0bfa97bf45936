//! A second site beside the first: where a backup is brought back before it takes the place of what is there, and where one is
//! tried. Must not know a table.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use super::{Db, Error, Lite, Pg, lite};

/// A place beside a site's database, empty when it is made.
pub struct Beside {
    address: String,
    /// The file, or the schema.
    place: String,
    /// The file as it was made, for whoever it belongs to in the end; `None` for a schema.
    made: Option<fs::File>,
}

fn io(what: &str, cause: &std::io::Error) -> Error {
    Error::Broken { sql: what.to_owned(), cause: cause.to_string() }
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

fn file_of(address: &str) -> PathBuf {
    PathBuf::from(address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address))
}

/// The files that belong to a SQLite file, itself first.
fn with_logs(file: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|more| {
        let mut name = file.as_os_str().to_owned();
        name.push(more);
        PathBuf::from(name)
    })
}

/// The folder whose disk a database takes its room from; `None` for a server's, which is known to that server alone.
#[must_use]
pub fn folder_of(address: &str) -> Option<PathBuf> {
    let folder = |file: PathBuf| match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    (!is_postgres(address)).then(|| folder(file_of(address)))
}

/// Gives an open file to the owner of a folder, where they differ: what root puts in place is of use only to whom it is meant
/// for. By the file that was opened and never by its name, under which the folder's owner may meanwhile have put another
/// file. Whoever may not give files away finds their own left as it is.
pub fn same_owner(file: &fs::File, folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (own, wanted) = (file.metadata()?, fs::metadata(folder)?);
        if (own.uid(), own.gid()) != (wanted.uid(), wanted.gid()) {
            match std::os::unix::fs::fchown(file, Some(wanted.uid()), Some(wanted.gid())) {
                Err(cause) if cause.kind() != std::io::ErrorKind::PermissionDenied => return Err(cause),
                _ => {}
            }
        }
    }
    Ok(())
}

/// A file that was not there before, for this user's eyes only, whatever the process lets new files be.
fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Does a name still lead, by itself, to the file that was opened under it?
#[cfg(unix)]
fn still_is(path: &Path, file: &fs::File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (named, opened) = (fs::symlink_metadata(path)?, file.metadata()?);
    Ok((named.dev(), named.ino()) == (opened.dev(), opened.ino()))
}

#[cfg(not(unix))]
fn still_is(path: &Path, _file: &fs::File) -> std::io::Result<bool> {
    path.try_exists()
}

fn remove(file: &Path) -> Result<(), Error> {
    for one in with_logs(file) {
        match fs::remove_file(&one) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(io("remove", &cause)),
            _ => {}
        }
    }
    Ok(())
}

impl Beside {
    /// Makes the place, empty: what an earlier try left there goes. `label` is a plain word.
    pub fn make(address: &str, label: &str) -> Result<Self, Error> {
        if is_postgres(address) {
            let pg = Pg::open(address)?;
            let place = format!("{}_{label}", pg.schema()?);
            pg.run(&format!("DROP SCHEMA IF EXISTS \"{place}\" CASCADE; CREATE SCHEMA \"{place}\""))?;
            return Ok(Self { address: address.to_owned(), place, made: None });
        }
        let file = file_of(address).with_extension(format!("{label}.db"));
        remove(&file)?;
        // Private before anything is written: its log takes the mode from it.
        let made = private(&file).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::QuotaExceeded
            | std::io::ErrorKind::ReadOnlyFilesystem
            | std::io::ErrorKind::PermissionDenied => Error::Unwritable(cause.to_string()),
            _ => io("make the new database", &cause),
        })?;
        Ok(Self { address: address.to_owned(), place: file.display().to_string(), made: Some(made) })
    }

    /// Opens what is there.
    pub fn open(&self) -> Result<Db, Error> {
        if is_postgres(&self.address) {
            return Pg::open_in(&self.address, Some(&self.place)).map(Db::Pg);
        }
        Lite::open(Path::new(&self.place)).map(Db::Lite)
    }

    /// Throws it away. Whoever opened it must have closed it.
    pub fn remove(self) -> Result<(), Error> {
        if is_postgres(&self.address) {
            return Pg::open(&self.address)?.run(&format!("DROP SCHEMA IF EXISTS \"{}\" CASCADE", self.place));
        }
        remove(Path::new(&self.place))
    }

    /// Refused while another program has the site itself open; asked before hours are spent on what could not take its place.
    pub fn nobody_else(&self) -> Result<(), Error> {
        if is_postgres(&self.address) {
            return Pg::open(&self.address)?.nobody_else();
        }
        let file = file_of(&self.address);
        if file.exists() { settle(&file).map(|_| ()) } else { Ok(()) }
    }

    /// Puts it in the place of the site; what was there stays under a name that ends with `dated`, which is given back, or
    /// `None` when nothing was there. Refused while another program has the site open. What is no database any more is put aside
    /// as it is, its log with it.
    pub fn swap(self, dated: &str) -> Result<Option<String>, Error> {
        if is_postgres(&self.address) {
            return Pg::open(&self.address)?.swap(&self.place, dated);
        }
        let (file, new) = (file_of(&self.address), PathBuf::from(&self.place));
        if !settle(&new)? {
            return Err(Error::Shape(format!(
                "what was brought in beside the site cannot be read back: {}",
                new.display()
            )));
        }
        if let Some(made) = &self.made {
            let give = |cause| io("give to its owner", &cause);
            if !still_is(&new, made).map_err(give)? {
                return Err(Error::Shape(format!("somebody put another file in the place of {}", new.display())));
            }
            same_owner(made, &folder_of(&self.address).unwrap_or_default()).map_err(give)?;
        }
        let had = file.exists();
        let kept = file.with_extension(format!("{dated}.db"));
        let folder = folder_of(&self.address).unwrap_or_default();
        if had {
            let keep = |cause| io("keep the old database", &cause);
            let whole = settle(&file)?;
            fs::hard_link(&file, &kept).map_err(keep)?;
            if !whole {
                // Beside the new database its log would be taken for that one's.
                for (log, to) in with_logs(&file).iter().zip(with_logs(&kept)).skip(1) {
                    match fs::rename(log, to) {
                        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(keep(cause)),
                        _ => {}
                    }
                }
            }
        }
        // One step: at any moment there is either the old site or the new one.
        fs::rename(&new, &file).map_err(|cause| io("put the new database in place", &cause))?;
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|cause| io("flush", &cause))?;
        Ok(had.then(|| kept.display().to_string()))
    }
}

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Folds the write-ahead log into the file, so that the file alone is the database; refused while somebody else has it open.
/// `false` when what is there is no database, or none any more: then it is as it was.
fn settle(file: &Path) -> Result<bool, Error> {
    // Looked at before SQLite is: it would throw away the log beside what it does not take for a database.
    let mut head = [0; MAGIC.len()];
    let read = fs::File::open(file).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Err(cause) if cause.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(cause) => return Err(io("read the present database", &cause)),
        Ok(()) if head != *MAGIC => return Ok(false),
        Ok(()) => {}
    }
    match fold(file) {
        Ok(mode) if mode == "delete" => {
            fs::File::open(file).and_then(|file| file.sync_all()).map_err(|cause| io("flush", &cause))?;
            Ok(true)
        }
        Ok(_) => Err(Error::Busy("another program has this database open".to_owned())),
        Err(cause) => match cause.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Ok(false),
            _ => match lite::translate("settle", &cause) {
                Error::Busy(_) => Err(Error::Busy("another program has this database open".to_owned())),
                other => Err(other),
            },
        },
    }
}

fn fold(file: &Path) -> rusqlite::Result<String> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let mode = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    connection.close().map_err(|(_, cause)| cause)?;
    Ok(mode)
}

impl Db {
    /// Bytes the database takes on its disk, its log among them.
    pub fn size(&self) -> Result<u64, Error> {
        match self {
            Self::Lite(lite) => {
                Ok(with_logs(lite.path()).iter().map(|file| fs::metadata(file).map_or(0, |found| found.len())).sum())
            }
            Self::Pg(pg) => pg
                .ask("SELECT CAST(pg_database_size(current_database()) AS TEXT)")?
                .parse()
                .map_err(|_| Error::Shape("the size of the database is no number".to_owned())),
        }
    }
}

impl Pg {
    /// The schema this site's tables are in.
    fn schema(&self) -> Result<String, Error> {
        let found = self.ask("SELECT COALESCE(CAST(current_schema() AS TEXT), '')")?;
        let plain = found.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if plain && !found.is_empty() {
            Ok(found)
        } else {
            Err(Error::Shape(format!("the schema \"{found}\" cannot be used: create one with a plain name")))
        }
    }

    fn nobody_else(&self) -> Result<(), Error> {
        let others = self.ask(
            "SELECT CAST(COUNT(*) AS TEXT) FROM pg_stat_activity WHERE datname = current_database()
               AND pid <> pg_backend_pid() AND application_name = left('hoctap ' || current_schema(), 63)",
        )?;
        if others == "0" { Ok(()) } else { Err(Error::Busy("another program has this database open".to_owned())) }
    }

    fn swap(&self, place: &str, dated: &str) -> Result<Option<String>, Error> {
        let schema = self.schema()?;
        self.nobody_else()?;
        let old = self.list_tables(&schema)?;
        let new = self.list_tables(place)?;
        let kept = format!("{schema}_{}", dated.replace('-', "_"));
        let mut script = format!("BEGIN; SET LOCAL lock_timeout = '10s'; CREATE SCHEMA \"{kept}\";");
        for table in &old {
            script.push_str(&format!("ALTER TABLE \"{schema}\".\"{table}\" SET SCHEMA \"{kept}\";"));
        }
        for table in &new {
            script.push_str(&format!("ALTER TABLE \"{place}\".\"{table}\" SET SCHEMA \"{schema}\";"));
        }
        script.push_str(&format!("DROP SCHEMA \"{place}\";"));
        if old.is_empty() {
            script.push_str(&format!("DROP SCHEMA \"{kept}\";"));
        }
        script.push_str("COMMIT");
        self.run(&script)?;
        Ok((!old.is_empty()).then_some(kept))
    }

    fn list_tables(&self, schema: &str) -> Result<Vec<String>, Error> {
        let found = self.ask(&format!(
            "SELECT COALESCE(string_agg(CAST(tablename AS TEXT), ' '), '') FROM pg_tables WHERE schemaname = '{schema}'"
        ))?;
        Ok(found.split_whitespace().map(str::to_owned).collect())
    }
}
