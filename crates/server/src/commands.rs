//! The command line: arguments and help that teaches by example; each command is a file of that name.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::clock::{Clock, Dice};
use crate::config::{Config, Overrides};

pub mod backup;
pub mod check;
pub mod export;
pub mod generate;
pub mod import;
pub mod open;
pub mod register;
pub mod serve;
pub mod typeset;
pub mod user;

/// Exit code when the program was asked for something it cannot understand, as the argument parser uses it.
pub const USAGE: u8 = 2;
/// Exit code when something was found wrong with the data.
pub const FOUND: u8 = 3;
/// Exit code when the program itself could not do its work.
pub const FAILED: u8 = 1;

/// Arguments of the program.
#[derive(Parser)]
#[command(
    name = "hoctap",
    version,
    about = "Hoctap keeps a country's learning society: households register, assess themselves, are appraised and recognised, and every figure can be traced to its records.",
    after_help = "Examples:\n  hoctap serve --demo                     try it: http://127.0.0.1:8080\n  hoctap serve --data /srv/hoctap --listen 0.0.0.0:80\n  hoctap check --json                     is everything whole?\n  hoctap user add --help                  let somebody in\n\nExit codes: 0 done, 1 could not, 2 not understood, 3 something is wrong with the data.\nConfiguration: hoctap.toml or HOCTAP_* variables; keys: data database listen public_url criteria language time_zone secret_file log log_format backups backup_key backups_kept nightly metrics."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the site is.
#[derive(Args, Clone, Debug, Default)]
pub struct Where {
    /// Folder of the site's own files (default: data).
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Configuration file (default: hoctap.toml, if there is one).
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Where {
    /// The configuration meant.
    pub fn config(&self, listen: Option<String>) -> Result<Config, String> {
        Config::read(&Overrides { config: self.config.clone(), data: self.data.clone(), listen, program: None })
    }

    /// The site, opened. Progress goes to the error stream.
    pub fn open(&self) -> Result<App, String> {
        crate::site::open(self.config(None)?, Clock::Real, Dice::Real, say)
    }
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the site.
    Serve(serve::Options),
    /// Bring the database to the shape of this program, and load the country's places into a new one.
    Migrate(MigrateOptions),
    /// Take in a file: a household register, hamlets of a commune, published figures.
    Import(import::Options),
    /// Write records into a file: a household register, figures, published figures.
    Export(export::Options),
    /// Look for anything that is not whole: records, steps, papers, counters, the audit chain.
    Check(check::CheckOptions),
    /// Count every counter again from its records.
    Recount(check::RecountOptions),
    /// Fill an empty site with a synthetic province, to try and to measure it.
    Generate(generate::Options),
    /// Write a backup of everything while the site is served.
    Backup(backup::BackupOptions),
    /// Put a backup in the place of the site; the old site is kept under a dated name.
    Restore(backup::RestoreOptions),
    /// Copy a site from one database into another, empty one, and prove that both hold the same.
    Copy(backup::CopyOptions),
    /// Try this program on a copy of the site: bring the copy up to date, check it, throw it away.
    Rehearse(backup::RehearseOptions),
    /// Sets one paper; the program starts this itself.
    #[command(hide = true)]
    Typeset(typeset::Options),
    /// Accounts and roles: add, list, grant, end-role, password, disable.
    User(user::Options),
}

/// Arguments of `migrate`.
#[derive(Args)]
#[command(after_help = "Example:\n  hoctap migrate --data /srv/hoctap")]
pub struct MigrateOptions {
    #[command(flatten)]
    site: Where,
}

/// Runs a command; its exit code, or a sentence for the operator.
pub fn run(cli: Cli) -> Result<u8, String> {
    match cli.command {
        Command::Serve(options) => serve::run(options),
        Command::Migrate(options) => {
            options.site.open()?;
            say("the database is up to date");
            Ok(0)
        }
        Command::Import(options) => import::run(options),
        Command::Export(options) => export::run(&options),
        Command::Check(options) => check::check(&options),
        Command::Recount(options) => check::recount(&options),
        Command::Generate(options) => generate::run(&options),
        Command::Backup(options) => backup::backup(&options),
        Command::Restore(options) => backup::restore(&options),
        Command::Copy(options) => backup::copy(&options),
        Command::Rehearse(options) => backup::rehearse(&options),
        Command::Typeset(options) => typeset::run(&options),
        Command::User(options) => user::run(&options),
    }
}

/// Tells the operator something on the error stream, so that answers on the output stream stay clean.
pub fn say(what: &str) {
    use std::io::Write as _;
    let _told = writeln!(std::io::stderr(), "{what}");
}

/// Prints an answer.
pub fn print(what: &str) {
    use std::io::Write as _;
    let _told = writeln!(std::io::stdout(), "{what}");
}

/// A day of an option, year first and nothing else, as it was typed: a script that writes 05/06/2026 may mean either day.
/// Nothing is what the option has when it is left out.
fn typed_day(text: &str) -> Result<String, String> {
    let text = text.trim();
    if !text.is_empty() {
        crate::forms::sent_day(text, "").map_err(|_| "not a day YYYY-MM-DD".to_owned())?;
    }
    Ok(text.to_owned())
}
