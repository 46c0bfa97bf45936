//! `hoctap backup`, `restore`, `copy` and `rehearse`: what an operator does with a whole site. Must not know what a backup is
//! made of.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use store::Db;
use store::dump::{Progress, Sum, Tell};

use super::{FOUND, Where, print, say};
use crate::backup::{self, folder};
use crate::clock::{Clock, Dice};

/// Arguments of `backup`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap backup                              into the folder of backups, named after the moment\n  hoctap backup --out /mnt/usb/site.hoctap   into a file of your choice\n  hoctap backup --verify site.hoctap         read a backup to its end: is every byte as it was made?\n  hoctap backup --new-key /etc/hoctap/backup.key   make a key; name it as backup_key in hoctap.toml\n\nA backup is consistent while the site is served. With backup_key it is encrypted and carries secret.key; without, keep secret.key apart."
)]
pub struct BackupOptions {
    #[command(flatten)]
    site: Where,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Read this backup instead of writing one.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    verify: Option<PathBuf>,
    /// Write a new key into this file instead.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "verify"])]
    new_key: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `restore`.
#[derive(Args)]
#[command(
    after_help = "Example:\n  systemctl stop hoctap && hoctap restore /srv/backups/hoctap-20261122-190000.hoctap && systemctl start hoctap\n\nThe backup is read to its end before anything is touched, and brought in beside the site; the old site stays under a dated name."
)]
pub struct RestoreOptions {
    #[command(flatten)]
    site: Where,
    /// The backup.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `copy`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap copy --from sqlite:data/hoctap.db --to postgres://hoctap@localhost/hoctap\n  hoctap copy --from postgres://hoctap@localhost/hoctap --to sqlite:/srv/hoctap/hoctap.db\n\nStop the server first: what is written meanwhile stays behind. Use the same secret.key with the new database."
)]
pub struct CopyOptions {
    /// The database that holds the site.
    #[arg(long, value_name = "DATABASE")]
    from: String,
    /// An empty database.
    #[arg(long, value_name = "DATABASE")]
    to: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `rehearse`.
#[derive(Args)]
#[command(
    after_help = "Example, with the new program beside the old one that still serves:\n  ./hoctap-new rehearse --config /etc/hoctap/hoctap.toml\n\nExit codes: 0 the upgrade went well on the copy, 3 something is wrong with it."
)]
pub struct RehearseOptions {
    #[command(flatten)]
    site: Where,
}

/// Shows how far it is and how long it will take.
fn bar() -> (indicatif::ProgressBar, Tell) {
    let bar = indicatif::ProgressBar::new(1);
    let style = indicatif::ProgressStyle::with_template("{wide_bar} {human_pos} / {human_len}, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let tell: Tell = Arc::new(move |progress: Progress| {
        let number = |n: i64| u64::try_from(n).unwrap_or(0);
        if shown.length() != Some(number(progress.total)) {
            shown.set_length(number(progress.total));
        }
        shown.set_position(number(progress.done));
    });
    (bar, tell)
}

fn table(sums: &[Sum]) {
    for sum in sums {
        print(&format!("{:<20} {:>12}  {}", sum.table, sum.rows, sum.hash));
    }
}

/// Writes a backup, or reads one.
pub fn backup(options: &BackupOptions) -> Result<u8, String> {
    let config = options.site.config(None)?;
    if let Some(file) = &options.new_key {
        crate::secrets::keep(file, &Dice::Real.token())?;
        say(&format!(
            "a new key is in {}; keep a copy of it apart from the backups: without it nobody reads them",
            file.display()
        ));
        return Ok(0);
    }
    let key = backup::key(&config)?;
    let (bar, tell) = bar();
    if let Some(file) = &options.verify {
        let (header, sums) = backup::verify(file, key.as_deref(), &tell)?;
        bar.finish_and_clear();
        if options.json {
            print(&json!({"about": {"at": header.about.get("at"), "program": header.about.get("program")}, "from": header.from, "tables": sums}).to_string());
        } else {
            table(&sums);
            say(&format!("{}: whole, {} rows", file.display(), header.rows()));
        }
        return Ok(0);
    }
    let at = Clock::Real.now();
    let file = match &options.out {
        Some(file) => file.clone(),
        None => {
            crate::site::own_folder(&config.backups)
                .map_err(|cause| format!("cannot make {}: {cause}", config.backups.display()))?;
            config.backups.join(folder::name(at))
        }
    };
    // Opening makes what is not there; a backup of a site made for it would look like one.
    let address = config.database.as_str();
    let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
    let missing = if path.contains("://") { None } else { Some(PathBuf::from(path)) };
    let missing = missing.into_iter().chain([config.secret_file.clone()]).find(|file| !file.exists());
    if let Some(file) = missing {
        return Err(format!(
            "there is no site here: {} is not there; say --data or --config as the service does",
            file.display()
        ));
    }
    let app = options.site.open()?;
    let made = backup::make(&app.db, &config.secret_file, &file, key.as_deref(), at, &Dice::Real, &tell)?;
    bar.finish_and_clear();
    if options.json {
        print(
            &json!({"file": made.file, "bytes": made.bytes, "encrypted": made.sealed, "tables": made.sums}).to_string(),
        );
    } else {
        say(&format!("{} rows in {} bytes: {}", made.rows(), made.bytes, made.file.display()));
        if !made.sealed {
            say("it is not encrypted and does not hold secret.key: keep a copy of that file apart");
        }
    }
    Ok(0)
}

/// Puts a backup in the place of the site.
pub fn restore(options: &RestoreOptions) -> Result<u8, String> {
    let config = options.site.config(None)?;
    crate::site::own_folder(&config.data).map_err(|cause| format!("cannot make {}: {cause}", config.data.display()))?;
    let (bar, tell) = bar();
    let done = backup::restore(&config, &options.file, Clock::Real.now(), &tell)?;
    bar.finish_and_clear();
    let rows = done.header.rows();
    if options.json {
        print(&json!({"rows": rows, "kept": done.kept, "secret": done.secret}).to_string());
        return Ok(0);
    }
    say(&format!("restored: {rows} rows, each table held against the backup"));
    if let Some(kept) = done.kept {
        say(&format!("the site that was there is kept as {kept}; remove it when you no longer need it"));
    }
    if done.secret {
        say(&format!("secret.key came back as {}", config.secret_file.display()));
    }
    say("everybody signs in anew");
    Ok(0)
}

/// Copies one database into another.
pub fn copy(options: &CopyOptions) -> Result<u8, String> {
    let (bar, tell) = bar();
    let (header, sums) = backup::copy(&options.from, &options.to, Clock::Real.now(), &tell)?;
    bar.finish_and_clear();
    if options.json {
        print(&json!({"rows": header.rows(), "tables": sums}).to_string());
    } else {
        table(&sums);
        say(&format!("{} rows copied; both databases hold the same, table by table", header.rows()));
    }
    Ok(0)
}

/// Rehearses an upgrade.
pub fn rehearse(options: &RehearseOptions) -> Result<u8, String> {
    let config = options.site.config(None)?;
    let secrets = crate::secrets::Secrets::read(&config.secret_file)?;
    let db = Db::open(&config.database).map_err(|cause| cause.to_string())?;
    let (bar, tell) = bar();
    let done = backup::rehearse(&config, Arc::new(db), &secrets, Clock::Real.now(), &tell)?;
    bar.finish_and_clear();
    let files = if done.applied.is_empty() { "nothing".to_owned() } else { done.applied.join(", ") };
    say(&format!("a copy of {} rows was made; to bring it up to date: {files}", done.rows));
    for wrong in &done.wrong {
        print(wrong);
    }
    if done.wrong.is_empty() {
        say(
            "the upgraded copy is whole: every check and the recount found nothing wrong. The site itself was not touched",
        );
        return Ok(0);
    }
    say("the upgraded copy is not whole: do not upgrade; send this list to the developers");
    Ok(FOUND)
}
