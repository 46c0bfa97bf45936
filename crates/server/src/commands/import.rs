//! `hoctap import`: takes in a file as somebody's act, with the same checks, rights and audit lines as the pages.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use rules::access::Act;
use rules::basics::Day;
use rules::hamlets::Row;
use rules::problem::Problem;

use super::{FOUND, Where, print, say};
use crate::acts::places::{self as acts, Founding};
use crate::acts::published::{self as figures, Planned, Taken};
use crate::app::{App, Ask};
use crate::failure::Failure;
use crate::secrets::digest;
use crate::visit::{Actor, Guard};
use crate::words::Lang;

/// Arguments of `import`.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A household register: each row a member, or each row a household.
    #[command(
        after_help = "Examples:\n  hoctap import households so-ho.xlsx --place 03763 --as officer --dry-run\n  hoctap import households ban.csv --place 03763.001 --as officer --json\n\nThe good households go in, the others are named cell by cell; the same file again changes nothing.\nExit codes: 0 all went in, 3 some wait."
    )]
    Households(super::register::Import),
    /// Hamlets and quarters of a commune, from a workbook or CSV with the columns name, kind, area class.
    #[command(
        after_help = "Examples:\n  hoctap import hamlets hamlets.xlsx --place 03763 --as officer --dry-run\n  hoctap import hamlets hamlets.csv --place 03763 --as officer --since 2025-07-01"
    )]
    Hamlets(Hamlets),
    /// Figures that others published, from a CSV or workbook with the columns of country/vn/published.csv.
    #[command(after_help = "Example:\n  hoctap import published figures.csv --as tinh --dry-run")]
    Published(Common),
}

/// What every import is asked.
#[derive(Args)]
struct Common {
    #[command(flatten)]
    site: Where,
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The account whose act it is; its rights count, its name stands in the audit trail.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Only look it over.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
struct Hamlets {
    #[command(flatten)]
    common: Common,
    /// Code of the commune.
    #[arg(long, value_name = "CODE")]
    place: String,
    /// First day of the hamlets (default: today).
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// The document that founds them.
    #[arg(long, value_name = "TEXT", default_value = "")]
    legal_basis: String,
    /// Kind of names that bring none, by its code.
    #[arg(long, value_name = "KIND", default_value = "thon")]
    kind: String,
}

/// Runs an import; the exit code is [`FOUND`] when rows have problems, which are printed.
pub fn run(options: Options) -> Result<u8, String> {
    match options.what {
        What::Households(options) => super::register::import(&options),
        What::Hamlets(options) => hamlets(&options),
        What::Published(options) => published(&options),
    }
}

fn read(common: &Common) -> Result<(App, Guard, String, Vec<u8>), String> {
    let file = &common.file;
    let bytes = std::fs::read(file).map_err(|cause| format!("cannot read {}: {cause}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let app = common.site.open()?;
    let guard = acting(&app, &common.login)?;
    Ok((app, guard, name, bytes))
}

/// The guard of an account, as if its person had signed in.
pub fn acting(app: &App, login: &str) -> Result<Guard, String> {
    let key = rules::text::fold(login).replace(' ', "");
    let found = app.db.read(move |tx| {
        let account = store::people::account_by_login(tx, &key)?;
        let roles = match &account {
            Some(account) => store::people::grants(tx, &account.id)?,
            None => Vec::new(),
        };
        Ok::<_, store::Error>(account.map(|account| (account, roles)))
    });
    let found = found.map_err(|cause| cause.to_string())?;
    let Some((account, roles)) = found.filter(|(account, _)| account.disabled_at.is_none()) else {
        return Err(format!("there is no open account with the login \"{login}\""));
    };
    let actor = Actor {
        id: account.id,
        name: account.name,
        title: account.title,
        session_id: String::new(),
        roles,
        must_change: false,
    };
    Ok(Guard::new(Some(Arc::new(actor)), app.day(app.clock.now())))
}

/// The exit code of what stopped an import, after telling it.
pub fn told(app: &App, failure: Failure) -> Result<u8, String> {
    match failure {
        Failure::Problems(problems) => {
            tell(app, &problems);
            Ok(FOUND)
        }
        Failure::Broken(chain) => Err(chain),
    }
}

/// Problems, a line each, where it is and what to do.
pub fn tell(app: &App, problems: &[Problem]) {
    let lang = Lang::of(&app.config.language).unwrap_or(Lang::Vi);
    for problem in problems {
        let place = if problem.field.is_empty() { String::new() } else { format!("{}: ", problem.field) };
        say(&format!("{place}{}", app.words.problem(lang, problem)));
    }
}

fn hamlets(options: &Hamlets) -> Result<u8, String> {
    let (app, guard, name, bytes) = read(&options.common)?;
    let today = app.day(app.clock.now());
    let since = match &options.since {
        None => today,
        Some(text) => Day::parse(text).ok_or_else(|| format!("--since \"{text}\" is not a day YYYY-MM-DD"))?,
    };
    let rows = match crate::pages::places::list::read_file(&name, &bytes) {
        Ok(rows) => rows,
        Err(problems) => {
            tell(&app, &problems);
            return Ok(FOUND);
        }
    };
    let (code, basis) = (options.place.clone(), options.legal_basis.clone());
    let founding = move |tx: &mut store::Tx<'_>| {
        let commune = crate::places::in_force(tx, &code, today)?;
        Ok::<_, Failure>(Founding { commune_id: commune.id, since, legal_basis: basis.clone() })
    };
    let kind = options.kind.clone();
    if options.common.dry_run {
        let planned = app.db.read(|tx| {
            let founding = founding(tx)?;
            guard.allow(tx, Act::ManageHamlets, &founding.commune_id)?;
            acts::plan_hamlets(tx, &founding, &rows, &kind)
        });
        let planned = match planned {
            Ok(planned) => planned,
            Err(failure) => return told(&app, failure),
        };
        let mut wrong = false;
        for row in &planned {
            match row {
                Row::New(hamlet) => print(&format!("new      {}", hamlet.full_name)),
                Row::There(hamlet) => print(&format!("there    {}", hamlet.full_name)),
                Row::Wrong(problems) => {
                    wrong = true;
                    tell(&app, problems);
                }
            }
        }
        return Ok(if wrong { FOUND } else { 0 });
    }
    // Each run is a request of its own; rows that are there already are skipped, so a file may be taken in twice.
    let request =
        digest(&format!("{}\n{}\n{since}\n{}", options.place, digest(&format!("{rows:?}")), app.clock.now().0));
    let ask = Ask::new(Act::ManageHamlets, &request, &format!("{rows:?}"));
    match app.act_now(&guard, &ask, move |tx, ctx| {
        let founding = founding(tx)?;
        acts::add_hamlets(tx, ctx, &founding, &rows, &kind)
    }) {
        Ok(added) => {
            print(&format!("{} added, {} there already", added.added, added.there));
            Ok(0)
        }
        Err(failure) => told(&app, failure),
    }
}

fn published(options: &Common) -> Result<u8, String> {
    let (app, guard, name, bytes) = read(options)?;
    let rows = match figures::read_file(&name, &bytes) {
        Ok(rows) => rows,
        Err(problems) => {
            tell(&app, &problems);
            return Ok(FOUND);
        }
    };
    if options.dry_run {
        let planned = match app.db.read(|tx| figures::plan(tx, &guard, &rows)) {
            Ok(planned) => planned,
            Err(failure) => return told(&app, failure),
        };
        let mut wrong = false;
        for ((line, row), plan) in rows.iter().zip(&planned) {
            let word = match plan {
                Planned::New(..) => "new    ",
                Planned::Changed(..) => "changed",
                Planned::Same(..) => "same   ",
                Planned::Withdrawn(..) => "withdrawn, stays so",
                Planned::Wrong(problems) => {
                    wrong = true;
                    tell(&app, problems);
                    continue;
                }
            };
            print(&format!("{word} line {line}: {}, {}, {}", row.province_as_named, row.subject, row.measure));
        }
        return Ok(if wrong { FOUND } else { 0 });
    }
    let request = digest(&format!("{rows:?}\n{}", app.clock.now().0));
    let ask = Ask::new(Act::ManagePublished, &request, &format!("{rows:?}"));
    match app.act_now(&guard, &ask, move |tx, ctx| figures::take(tx, ctx, &rows)) {
        Ok(taken) => {
            let Taken { added, changed, same, withdrawn } = taken;
            print(&format!("{added} added, {changed} changed, {same} as they were, {withdrawn} stay withdrawn"));
            Ok(0)
        }
        Err(failure) => told(&app, failure),
    }
}
