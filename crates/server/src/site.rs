//! Opens a site: database, migrations, the country's places, criteria, secret. The same for server, commands and tests.

use std::path::Path;
use std::sync::Arc;

use rules::criteria::CriteriaSet;
use store::Db;

use crate::app::{App, Inner};
use crate::clock::{Clock, Dice};
use crate::config::Config;
use crate::country;
use crate::secrets::Secrets;
use crate::words::Words;

/// Opens the site of a configuration and brings it to this program's shape. The error is a sentence for the operator.
/// `tell` hears what takes longer than a moment.
pub fn open(config: Config, clock: Clock, dice: Dice, mut tell: impl FnMut(&str)) -> Result<App, String> {
    own_folder(&config.data).map_err(|cause| format!("cannot make {}: {cause}", config.data.display()))?;
    let sets = criteria(&config)?;
    let words = Words::load()?;
    let secrets = Secrets::open(&config.secret_file, &dice)?;
    let zone = jiff::tz::TimeZone::get(&config.time_zone).map_err(|cause| cause.to_string())?;
    let disk = store::db::folder_of(&config.database);
    let broken = |cause: store::Error| match (&cause, &disk) {
        (store::Error::Unwritable(what), Some(disk)) => format!(
            "nothing can be kept in {} ({what}): its disk is full, or may only be read, or not by this user; put that right, \
             then start again",
            disk.display()
        ),
        _ => cause.to_string(),
    };
    let db = Db::open(&config.database).map_err(broken)?;
    let fresh = store::migrate::migrate(&db, clock.now()).map_err(broken)?;
    if !fresh.is_empty() {
        tell(&format!("database brought up to date: {}", fresh.join(", ")));
    }
    if db.read(store::units::count).map_err(broken)? == 0 {
        tell("loading the country's places (63 provinces until 30 June 2025, 34 since)");
        load_places(&db)?;
    }
    let kept_sets = keep_criteria(&db, &sets)?;
    let demo = db.read(|tx| store::receipts::setting(tx, "demo")).map_err(broken)?.is_some();
    let places = App::waiting_places();
    let hashing = Arc::new(tokio::sync::Semaphore::new(3));
    let jobs = crate::jobs::Bell::default();
    let looks = crate::acts::register::doubles::Looks::default();
    let press = crate::typeset::Press::new(config.program.clone());
    Ok(App::new(Inner {
        db,
        words,
        sets,
        kept_sets,
        clock,
        dice,
        config,
        secrets,
        zone,
        places,
        shares: crate::shares::Shares::default(),
        hashing,
        hashing_line: Arc::new(tokio::sync::Semaphore::new(64)),
        files: crate::carry::Turns::default(),
        press,
        jobs,
        nights: crate::jobs::Bell::default(),
        meter: crate::meter::Meter::new(crate::routes::names()),
        points: crate::nightly::Points::default(),
        looks,
        demo,
    }))
}

/// Makes the site's folder or that of its backups, with the missing ones above it, for its owner's eyes only: they belong to whom
/// the first folder that was there belongs, also when root makes them. One that is there stays as its owner made it.
pub(crate) fn own_folder(folder: &Path) -> std::io::Result<()> {
    let mut missing: Vec<&Path> =
        folder.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.is_dir()).collect();
    let there = missing.last().and_then(|first| first.parent()).filter(|above| !above.as_os_str().is_empty());
    let mut made = Vec::new();
    while let Some(next) = missing.pop() {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(next) {
            // Somebody else made it in the same moment.
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists && next.is_dir() => {}
            done => {
                done?;
                made.extend(newly_made(next)?);
            }
        }
    }
    // Given away once all are made, by what was opened: until then nobody else can put anything under their names. Where that
    // cannot be done, they stay whose they are.
    for folder in made {
        let _given = store::db::same_owner(&folder, there.unwrap_or_else(|| Path::new(".")));
    }
    Ok(())
}

/// A folder that was made just now, opened; none where the name leads elsewhere by now, or something is in it.
#[cfg(unix)]
fn newly_made(folder: &Path) -> std::io::Result<Option<std::fs::File>> {
    use rustix::fs::{Dir, Mode, OFlags, open};
    let made = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
    let mut all = Dir::read_from(&made)?;
    let empty = all.all(|entry| entry.is_ok_and(|one| matches!(one.file_name().to_bytes(), b"." | b"..")));
    Ok(empty.then(|| made.into()))
}

#[cfg(not(unix))]
fn newly_made(_folder: &Path) -> std::io::Result<Option<std::fs::File>> {
    Ok(None)
}

fn load_places(db: &Db) -> Result<(), String> {
    let (units, lineage) = country::places()?;
    let (rows, faults) = country::published(country::PUBLISHED);
    if let Some(fault) = faults.first() {
        return Err(format!("published.csv {fault}"));
    }
    db.write(move |tx| -> Result<(), store::Error> {
        if store::units::count(tx)? > 0 {
            return Ok(());
        }
        store::units::load(tx, &units, &lineage)?;
        for (line, row) in &rows {
            let shape = |cause: String| store::Error::Shape(format!("published.csv line {line}: {cause}"));
            let as_of = row.day().map_err(shape)?;
            let place = country::place_of(tx, row, as_of)?
                .ok_or_else(|| store::Error::Shape(format!("published.csv line {line}: unknown place")))?;
            store::published::put(tx, &row.figure(&place).map_err(shape)?)?;
        }
        Ok(())
    })
    .map_err(|cause| cause.to_string())?;
    db.analyze().map_err(|cause| cause.to_string())
}

/// The compiled-in criteria and those of the operator's folder, parsed, checked, their examples run.
pub fn criteria(config: &Config) -> Result<Vec<CriteriaSet>, String> {
    let mut sets: Vec<CriteriaSet> = Vec::new();
    let mut add = |name: &str, text: &str| -> Result<(), String> {
        let set = CriteriaSet::parse(text).map_err(|fault| format!("{name} line {}: {}", fault.line, fault.reason))?;
        if let Some(wrong) = set.run_examples().first() {
            return Err(format!("{name}: {wrong:?}"));
        }
        if sets.iter().any(|known| known.set == set.set && known.version == set.version) {
            return Err(format!("{name}: {} {} is there twice", set.set, set.version));
        }
        sets.push(set);
        Ok(())
    };
    for (name, text) in rules::criteria::files::FILES {
        add(name, text)?;
    }
    if let Some(folder) = &config.criteria {
        let mut files = Vec::new();
        collect(folder, &mut files).map_err(|cause| format!("cannot read {}: {cause}", folder.display()))?;
        files.sort();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|cause| format!("{}: {cause}", path.display()))?;
            add(&path.display().to_string(), &text)?;
        }
    }
    Ok(sets)
}

fn collect(folder: &std::path::Path, into: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, into)?;
        } else if path.extension().is_some_and(|kind| kind == "toml") {
            into.push(path);
        }
    }
    Ok(())
}

/// A published version never changes: the same set and version with another body stops the start. Gives the kept versions
/// that have no file any more.
fn keep_criteria(db: &Db, sets: &[CriteriaSet]) -> Result<Vec<CriteriaSet>, String> {
    let mut bodies: Vec<(String, String, String, String)> = Vec::new();
    for set in sets {
        bodies.push((set.set.clone(), set.version.clone(), set.hash().to_owned(), set.text().to_owned()));
    }
    let (changed, kept) = db
        .write(move |tx| -> Result<_, store::Error> {
            for (set, version, hash, body) in &bodies {
                match store::receipts::criteria_hash(tx, set, version)? {
                    Some(kept) if kept != *hash => return Ok((Some(format!("{set} {version}")), Vec::new())),
                    Some(_) => {}
                    None => store::receipts::keep_criteria(tx, set, version, hash, body)?,
                }
            }
            Ok((None, store::receipts::criteria_bodies(tx)?))
        })
        .map_err(|cause| cause.to_string())?;
    if let Some(which) = changed {
        return Err(format!(
            "the criteria {which} were changed after they had been published: give the new text a new version"
        ));
    }
    let gone = kept
        .into_iter()
        .filter(|(id, version, ..)| !sets.iter().any(|known| known.set == *id && known.version == *version));
    gone.map(|(id, version, _, body)| {
        CriteriaSet::parse(&body).map_err(|fault| format!("the kept criteria {id} {version}: {}", fault.reason))
    })
    .collect()
}
