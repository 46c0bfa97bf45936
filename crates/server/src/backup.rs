//! Backups: a consistent copy of all records made while the site is served, brought back whole or not at all, tried each night,
//! and the same stream straight from one database into another. Must not know what the records say.
//!
//! A backup holds every table of records, files that people sent among them. It holds the site's secret only when it is
//! enciphered with a key of its own (`backup_key`): otherwise the secret must be kept apart, as before.

pub mod container;
pub mod folder;
pub mod room;
pub mod trouble;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rules::basics::Moment;
use serde_json::json;
use store::db::Beside;
use store::dump::{self, Fault, Header, Sum, Tell};
use store::{Db, Error};

use crate::clock::Dice;
use crate::config::Config;
use crate::secrets::Secrets;
use container::{Damage, damage_of};
use trouble::{Known, Trouble};

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it holds, table by table.
    pub sums: Vec<Sum>,
    /// It is enciphered.
    pub sealed: bool,
}

impl Made {
    /// All rows.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.sums.iter().map(|sum| sum.rows).sum()
    }
}

/// Nobody listens.
#[must_use]
pub fn silent() -> Tell {
    Arc::new(|_| {})
}

/// The key of the configuration, if there is one.
pub fn key(config: &Config) -> Result<Option<String>, String> {
    let Some(file) = &config.backup_key else { return Ok(None) };
    let text = std::fs::read_to_string(file).map_err(|cause| format!("cannot read {}: {cause}", file.display()))?;
    let text = text.trim().to_owned();
    if text.len() < 32 {
        return Err(format!("{} is too short for a key: it needs at least 32 characters", file.display()));
    }
    Ok(Some(text))
}

/// A sentence for the operator.
fn say(file: &Path, fault: &Fault) -> String {
    let name = file.display();
    match fault {
        Fault::Io(cause) => match damage_of(cause) {
            Some(damage) => format!("{name}: {damage}"),
            None if cause.kind() == std::io::ErrorKind::UnexpectedEof => format!("{name}: {}", Damage::CutOff),
            None => format!("{name}: {cause}"),
        },
        Fault::Store(error) => error.to_string(),
        Fault::Shape(what) => format!("{name}: this is not a whole backup: {what}"),
        Fault::Newer => format!("{name}: {}", Damage::Newer),
        Fault::NotEmpty => "there are records already: nothing was changed".to_owned(),
        Fault::Differs(table) => {
            format!("what was read back from {table} is not what was brought in: nothing was changed; look at the disk")
        }
    }
}

/// The same with what a page tells it from.
fn why(file: &Path, fault: &Fault) -> Trouble {
    let name = file.display().to_string();
    let known = match fault {
        Fault::Io(cause) => match damage_of(cause) {
            Some(Damage::NeedsKey | Damage::WrongKey) => Some(Known::Key { file: name }),
            Some(Damage::Newer) => None,
            Some(_) => Some(Known::Unsound { file: name }),
            None if cause.kind() == std::io::ErrorKind::UnexpectedEof => Some(Known::Unsound { file: name }),
            None => None,
        },
        Fault::Shape(_) | Fault::Store(_) | Fault::Newer | Fault::NotEmpty | Fault::Differs(_) => None,
    };
    Trouble { cause: say(file, fault), known }
}

/// Makes a backup of an open site. The file has its name only once it is whole and flushed.
///
/// # Errors
/// What stood in the way; then no file of that name was left.
pub fn make(
    db: &Db,
    secret_file: &Path,
    file: &Path,
    key: Option<&str>,
    at: Moment,
    dice: &Dice,
    tell: &Tell,
) -> Result<Made, Trouble> {
    if file.exists() {
        return Err(format!("{} is there already: choose another name", file.display()).into());
    }
    let secret = std::fs::read_to_string(secret_file).map_err(|cause| {
        format!(
            "cannot read {}: {cause}; a backup that does not name its secret could not be brought back",
            secret_file.display()
        )
    })?;
    let secret = secret.trim().to_owned();
    let mut about = json!({
        "program": env!("CARGO_PKG_VERSION"),
        "at": at.0,
        "secret": Secrets::fingerprint(&secret),
    });
    if key.is_some()
        && let Some(about) = about.as_object_mut()
    {
        about.insert("secret_text".to_owned(), json!(secret));
    }
    let part = part_name(file);
    let made = write(db, &part, key, dice, &about, tell).map_err(|fault| match fault {
        Fault::Io(cause) => Trouble::unwritten(file, &cause),
        other => why(file, &other),
    });
    let finished = made.and_then(|sums| {
        std::fs::rename(&part, file).map_err(|cause| Trouble::unwritten(file, &cause))?;
        flush_folder(file).map_err(|cause| Trouble::unwritten(file, &cause))?;
        let bytes = std::fs::metadata(file).map(|found| found.len()).unwrap_or(0);
        Ok(Made { file: file.to_owned(), bytes, sums, sealed: key.is_some() })
    });
    if finished.is_err() {
        let _gone = std::fs::remove_file(&part);
    }
    finished
}

fn part_name(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn flush_folder(file: &Path) -> std::io::Result<()> {
    File::open(folder_of(file))?.sync_all()
}

fn write(
    db: &Db,
    part: &Path,
    key: Option<&str>,
    dice: &Dice,
    about: &serde_json::Value,
    tell: &Tell,
) -> Result<Vec<Sum>, Fault> {
    // On a database that broke off, the whole is written again from its start.
    let (file, sums) = db.read(|tx| -> Result<_, Fault> {
        let mut out = container::Writer::begin(BufWriter::new(private(part)?), key, dice)?;
        let (_, sums) = dump::write(tx, &mut out, about.clone(), tell)?;
        let file = out.finish()?.into_inner().map_err(|cause| Fault::Io(cause.into_error()))?;
        Ok((file, sums))
    })?;
    // Made by root for a site that another user serves, it is that user's to try and to tidy away.
    store::db::same_owner(&file, folder_of(part))?;
    file.sync_all()?;
    Ok(sums)
}

/// A new file only this user can read. What somebody left under that name goes: its mode, its owner and where it leads are
/// not ours.
fn private(path: &Path) -> std::io::Result<File> {
    match std::fs::remove_file(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn open(file: &Path, key: Option<&str>) -> Result<container::Reader<BufReader<File>>, Fault> {
    Ok(container::Reader::open(BufReader::new(File::open(file)?), key)?)
}

/// Reads a backup to its end and holds every table against its sum.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn verify(file: &Path, key: Option<&str>, tell: &Tell) -> Result<(Header, Vec<Sum>), String> {
    open(file, key).and_then(dump::Reader::open).and_then(|dump| dump.verify(tell)).map_err(|fault| say(file, &fault))
}

/// When a backup was made, by what stands in it; `None` for what cannot be read.
#[must_use]
pub fn made_at(file: &Path, key: Option<&str>) -> Option<Moment> {
    let dump = dump::Reader::open(open(file, key).ok()?).ok()?;
    dump.header().about.get("at").and_then(serde_json::Value::as_i64).map(Moment)
}

/// A backup that says it is from further ahead than this was made by a clock that was put back since.
const AHEAD: i64 = 3_600_000;

/// The newest backup of the site's folder, by what stands in it and not by its name; a name speaks for one that cannot be
/// read, so that the drill finds it. One from the future counts as older than any other.
///
/// # Errors
/// A sentence about the key; the folder cannot be read.
pub fn newest(config: &Config, at: Moment) -> Result<Option<PathBuf>, Trouble> {
    let key = key(config)?;
    let made = |file: &PathBuf| {
        let made = made_at(file, key.as_deref()).or_else(|| folder::made_at(file)).unwrap_or(Moment(0));
        if made.0 > at.0 + AHEAD { Moment(0) } else { made }
    };
    let all = folder::read(&config.backups).map_err(|cause| Trouble::folder(&config.backups, &cause))?;
    Ok(all.into_iter().max_by_key(made))
}

/// What a restore came to.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What stands there now.
    pub header: Header,
    /// Where the old site is kept; `None` when there was none.
    pub kept: Option<String>,
    /// The secret came from the backup.
    pub secret: bool,
}

/// Puts a backup in the place of a site: reads it to its end first, brings it in beside, reads everything back, and only then
/// lets it take the place. The old site stays under a dated name. Nobody may be serving it.
///
/// # Errors
/// A sentence; the old site is then as it was.
pub fn restore(config: &Config, file: &Path, at: Moment, tell: &Tell) -> Result<Restored, String> {
    let key = key(config)?;
    let (header, _) = verify(file, key.as_deref(), tell)?;
    let secret = fitting_secret(config, &header)?;
    let broken = |cause: Error| match cause {
        Error::Busy(_) => "another program has this site open: stop the server, then restore".to_owned(),
        other => other.to_string(),
    };
    let beside = Beside::make(&config.database, "restoring").map_err(broken)?;
    let done = (|| -> Result<(), String> {
        beside.nobody_else().map_err(broken)?;
        let db = beside.open().map_err(broken)?;
        bring_in(&db, file, key.clone(), at, tell)?;
        store::migrate::migrate(&db, at).map_err(broken)?;
        // Sessions that had ended since would be open again: everybody signs in anew.
        let seal = restored_seal(config, secret.as_deref())?;
        let from = header.about.get("at").cloned().unwrap_or_default();
        db.write(move |tx| {
            store::people::end_every_session(tx)?;
            store::audit::append(tx, &seal, store::audit::SITE, &[line(at, &json!({"backup_of": from}))])
        })
        .map_err(broken)
    })();
    if let Err(cause) = done {
        let _gone = beside.remove();
        return Err(cause);
    }
    if let Some(secret) = &secret {
        let file = &config.secret_file;
        let kept = crate::secrets::keep(file, secret)?;
        store::db::same_owner(&kept, &config.data)
            .map_err(|cause| format!("cannot write {}: {cause}", file.display()))?;
    }
    let dated = format!("before-restore-{}", crate::clock::stamp(at));
    let kept = beside.swap(&dated).map_err(broken)?;
    Ok(Restored { header, kept, secret: secret.is_some() })
}

fn restored_seal(config: &Config, secret: Option<&str>) -> Result<store::audit::Seal, String> {
    match secret {
        Some(secret) => Ok(Secrets::from(secret).trail().clone()),
        None => Ok(Secrets::read(&config.secret_file)?.trail().clone()),
    }
}

/// What a restore leaves in the trail.
fn line(at: Moment, after: &serde_json::Value) -> store::audit::Line {
    store::audit::Line {
        at,
        account_id: crate::visit::SYSTEM.to_owned(),
        act: "restore".to_owned(),
        object_kind: "site".to_owned(),
        object_id: String::new(),
        unit_id: String::new(),
        before: String::new(),
        after: after.to_string(),
        reason: String::new(),
        proof: String::new(),
    }
}

/// Fills an empty database from a backup; what it holds then is what the backup holds, or it is an error.
fn bring_in(db: &Db, file: &Path, key: Option<String>, at: Moment, tell: &Tell) -> Result<(Header, Vec<Sum>), Trouble> {
    let from = file.to_owned();
    dump::fill(db, at, move || open(&from, key.as_deref()), tell).map_err(|fault| why(file, &fault))
}

/// The secret to write with a restore: `None` when the right one is there.
fn fitting_secret(config: &Config, header: &Header) -> Result<Option<String>, String> {
    let text = |name: &str| header.about.get(name).and_then(|text| text.as_str()).unwrap_or_default();
    let (print, carried) = (text("secret"), text("secret_text"));
    let place = config.secret_file.display();
    match std::fs::read_to_string(&config.secret_file) {
        Ok(own) if Secrets::fingerprint(own.trim()) == print => Ok(None),
        Ok(_) => Err(format!(
            "{place} is the secret of another site than this backup's: ID numbers could not be read and the audit trail would not \
             hold. Put the right secret.key there (keep the present one), then restore"
        )),
        Err(_) if !carried.is_empty() && Secrets::fingerprint(carried) == print => Ok(Some(carried.to_owned())),
        Err(_) => Err(format!(
            "{place} is not there, and this backup does not carry it: put the secret.key of the site it was made of there, then restore"
        )),
    }
}

/// Brings a backup back into a scratch place beside the site, checks everything in it and throws it away; the findings that
/// matter, by the name of their check.
///
/// # Errors
/// What stood in the way.
pub fn drill(config: &Config, secrets: &Secrets, file: &Path, at: Moment) -> Result<Vec<&'static str>, Trouble> {
    let key = key(config)?;
    let broken = |cause: Error| cause.to_string();
    let beside = Beside::make(&config.database, "drill").map_err(broken)?;
    let done = (|| -> Result<_, Trouble> {
        let db = beside.open().map_err(broken)?;
        let tell = silent();
        let (header, _) = bring_in(&db, file, key.clone(), at, &tell)?;
        // With another secret than the present one nobody could restore it.
        if let Some(text) = fitting_secret(config, &header)? {
            drop(text);
            let place = config.secret_file.display();
            return Err(format!("{place} is not there: put it back, a site does not start without it").into());
        }
        store::migrate::migrate(&db, at).map_err(broken)?;
        Ok(db.read(|tx| store::checks::run(tx, secrets.trail())).map_err(broken)?)
    })();
    let removed = beside.remove().map_err(broken);
    let found = done?;
    removed?;
    let wrong = found.into_iter().filter(|one| one.severity == store::checks::Severity::Error);
    Ok(wrong.map(|one| one.check).collect())
}

/// What a rehearsal came to.
pub struct Rehearsed {
    /// Rows of the copy.
    pub rows: i64,
    /// Migrations that were missing.
    pub applied: Vec<String>,
    /// Checks that found an error, with how many rows.
    pub wrong: Vec<String>,
}

/// Brings a copy of a site to the shape of this program and checks everything in it. The site is only read.
///
/// # Errors
/// A sentence.
pub fn rehearse(config: &Config, db: Arc<Db>, secrets: &Secrets, at: Moment, tell: &Tell) -> Result<Rehearsed, String> {
    let broken = |cause: Error| cause.to_string();
    let beside = Beside::make(&config.database, "rehearsal").map_err(broken)?;
    let done: Result<Rehearsed, String> = (|| {
        let copy = beside.open().map_err(broken)?;
        let filled = dump::fill(&copy, at, move || pipe(&db), tell);
        let (header, _) = filled.map_err(|fault| say(Path::new(&config.database), &fault))?;
        let applied = store::migrate::migrate(&copy, at).map_err(broken)?;
        let found = copy.read(|tx| store::checks::run(tx, secrets.trail())).map_err(broken)?;
        let wrong = found.into_iter().filter(|one| one.severity == store::checks::Severity::Error);
        let wrong = wrong.map(|one| format!("{} {} ({})", one.check, one.id, one.detail)).collect();
        Ok(Rehearsed { rows: header.rows(), applied, wrong })
    })();
    let removed = beside.remove().map_err(broken);
    let done = done?;
    removed.map(|()| done)
}

/// Copies every record of one database into an empty one and proves that both hold the same.
///
/// # Errors
/// A sentence; the target is then as empty as it was.
pub fn copy(from: &str, to: &str, at: Moment, tell: &Tell) -> Result<(Header, Vec<Sum>), String> {
    let file = Path::new(from.trim_start_matches("sqlite:").trim_start_matches("//"));
    if !from.contains("postgres") && !file.exists() {
        return Err(format!("{from} does not exist: name the database that holds the site"));
    }
    let source = Arc::new(Db::open(from).map_err(|cause| format!("{from}: {cause}"))?);
    let target = Db::open(to).map_err(|cause| format!("{to}: {cause}"))?;
    let name = Path::new(to);
    let read = Arc::clone(&source);
    let filled = dump::fill(&target, at, move || pipe(&read), tell);
    filled.map_err(|fault| match fault {
        Fault::NotEmpty => format!("{to} holds records already: name an empty database"),
        other => say(name, &other),
    })
}

/// The stream of a database as it is made, on a thread of its own.
fn pipe(db: &Arc<Db>) -> Result<BufReader<std::io::PipeReader>, Fault> {
    let (reader, writer) = std::io::pipe()?;
    let db = Arc::clone(db);
    std::thread::Builder::new().name("hoctap-copy".to_owned()).spawn(move || {
        let mut out = Some(writer);
        let done = db.read(|tx| -> Result<(), Fault> {
            // A second try would follow half of the first in the same pipe: the reader then begins again.
            let Some(writer) = out.take() else { return Err(Fault::Shape("the source broke off".to_owned())) };
            let mut writer = BufWriter::with_capacity(1 << 18, writer);
            dump::write(tx, &mut writer, serde_json::Value::Null, &silent())?;
            Ok(writer.flush()?)
        });
        if let Err(fault) = done {
            tracing::debug!(?fault, "a copy broke off");
        }
    })?;
    Ok(BufReader::with_capacity(1 << 18, reader))
}
