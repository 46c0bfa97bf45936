//! `hoctap import households` and `hoctap export households`: the register in and out of files, as somebody's act.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use papers::sheets;
use rules::access::Act;
use rules::problem::Problem;
use serde_json::json;

use super::import::{acting, tell, told};
use super::{FOUND, Where, print, say};
use crate::acts::imports::apply::{ALONE, PART, Ready};
use crate::acts::imports::{self, LARGEST, Outcome, Settings, Source};
use crate::acts::register::export::{Asking, record, write};
use crate::acts::register::see::Listing;
use crate::app::{App, Ask};
use crate::failure::Failure;
use crate::secrets::digest;
use crate::visit::Guard;
use crate::words::Lang;

/// Arguments of `import households`.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    site: Where,
    /// The file: xlsx, xls, ods or csv, at most 25 MB.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Code of the commune, or of the hamlet for rows that name none.
    #[arg(long, value_name = "CODE")]
    place: String,
    /// The account whose act it is; its rights count, its name stands in the audit trail.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Only look it over.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// First day of new households (default: the first day of this year).
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "", value_parser = super::typed_day)]
    since: String,
    /// Enter households that look like others.
    #[arg(long)]
    sure: bool,
    /// For a file in letters of the time before Unicode: turn them into Unicode, or keep them.
    #[arg(long, value_enum, value_name = "SCRIPT")]
    letters: Option<Letters>,
}

/// What to do with old letters.
#[derive(Clone, Copy, ValueEnum)]
enum Letters {
    /// They are TCVN3 (ABC): turn them into Unicode.
    Tcvn3,
    /// They are VNI: turn them into Unicode.
    Vni,
    /// Leave them as they are.
    Keep,
}

impl Letters {
    const fn word(self) -> &'static str {
        match self {
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Keep => imports::KEEP,
        }
    }
}

/// Arguments of `export households`.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    site: Where,
    /// Code of the commune or hamlet.
    #[arg(long, value_name = "CODE")]
    place: String,
    /// The account whose act it is.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Kind of file.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: Format,
    /// Only households of this status: active, `moved_out`, dissolved, merged, or all.
    #[arg(long, value_name = "STATUS", default_value = "active")]
    status: String,
    /// Where to write it.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// A kind of file.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Excel workbook.
    Xlsx,
    /// CSV in UTF-8.
    Csv,
}

fn language(app: &App) -> Lang {
    Lang::of(&app.config.language).unwrap_or(Lang::Vi)
}

/// The steps of an import as a bar on the error stream; nothing where that is no terminal.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(4);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Takes a register in.
pub fn import(options: &Import) -> Result<u8, String> {
    let file = &options.file;
    let bytes = std::fs::read(file).map_err(|cause| format!("cannot read {}: {cause}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let app = options.site.open()?;
    let guard = acting(&app, &options.login)?;
    let bar = bar();
    let done = took_in(&app, &guard, options, &name, &bytes, &bar);
    bar.finish_and_clear();
    match done {
        Ok(outcome) => {
            show(&app, options, &outcome);
            Ok(if outcome.waiting > 0 || !outcome.problems.is_empty() { FOUND } else { 0 })
        }
        Err(Failure::Problems(problems)) if options.json => {
            print(&json!({"problems": listed(&app, &problems)}).to_string());
            Ok(FOUND)
        }
        Err(failure) => told(&app, failure),
    }
}

fn took_in(
    app: &App,
    guard: &Guard,
    options: &Import,
    name: &str,
    bytes: &[u8],
    bar: &ProgressBar,
) -> Result<Outcome, Failure> {
    if bytes.len() > LARGEST {
        return Err(imports::too_large().into());
    }
    bar.set_message("reading the file");
    let name = &imports::kept_name(name);
    let read = imports::read(name, bytes)?;
    let replaces = papers::import::copied_from(bytes).unwrap_or_default();
    let guessed = Settings { replaces, ..Settings::guess(&read) };
    let letters = options.letters.map(Letters::word).unwrap_or_default().to_owned();
    let said = options.letters.map(|_| imports::in_letters(read.clone(), &letters));
    let usual = imports::in_letters(read, "");
    let heads = imports::shapes::heads(&usual.0);
    let (sheets, seen) = said.unwrap_or(usual);
    let sheets = Arc::new(sheets);
    let settings = Settings { since: options.since.clone(), sure: options.sure, letters, ..guessed };
    bar.inc(1);
    bar.set_message("comparing it with the register");
    let today = app.day(app.clock.now());
    let (plan, planned, line) = app.db.read(|tx| {
        let (commune, hamlet) = imports::destination(tx, &options.place, today)?;
        guard.allow(tx, Act::ImportRegister, &commune.id)?;
        let settings = Settings { hamlet: hamlet.map(|unit| unit.id).unwrap_or_default(), ..settings.clone() };
        let parts = imports::parts_of(&sheets, &settings.sheet);
        let line = store::audit::last(tx, &commune.id)?;
        let source = Source {
            file_id: "",
            done: 0,
            commune_id: &commune.id,
            settings: &settings,
            sheets: &sheets,
            parts: &parts,
            old: seen.is_some(),
            marks: imports::fixes::Marks::default(),
            only: None,
        };
        let plan = imports::preview(app, tx, guard, today, &source)?;
        Ok::<_, Failure>((plan, settings, line))
    })?;
    bar.inc(1);
    let outcome = plan.outcome();
    if options.dry_run {
        return Ok(outcome);
    }
    bar.set_message("keeping the file");
    // Each run is a request of its own: a file taken in again changes nothing.
    let mark = |what: &str| digest(&format!("{what}\n{}\n{}", options.place, app.dice.id(app.clock.now())));
    let ask = Ask::new(Act::ImportRegister, &mark("keep"), &options.place);
    let (place, name, bytes) = (options.place.clone(), name.to_owned(), bytes.to_vec());
    let id =
        app.act_now(guard, &ask, move |tx, ctx| imports::keep(tx, ctx, &place, &name, &bytes, (&settings, &heads)))?;
    bar.inc(1);
    bar.set_message("writing the households");
    let ask = Ask::new(Act::ImportRegister, &mark("apply"), &id);
    let (opened, last) = app.db.read(|tx| {
        let compared = imports::as_compared(tx, guard, &id, &planned, &sheets, &seen)?;
        let opened = compared.map_or_else(|| imports::open(app, tx, guard, &id), Ok)?;
        let last = store::audit::last(tx, &opened.file.commune_id)?;
        Ok::<_, Failure>((opened, last))
    })?;
    // Nothing but the keeping was done in the commune, and the file was kept as it was when it was compared.
    let same = last == line + 1 && opened.settings == planned;
    let ready = same.then(|| Ready::of(plan, last, opened.file.revision));
    let (which, held, asked) = (id.clone(), opened.clone(), ready.clone());
    // What is made ready for a part takes time; the first one of several is a small one, so that little waits for it.
    let first = if ready.as_ref().is_none_or(|ready| ready.fits(ALONE)) { ALONE } else { PART };
    let begin = || {
        app.act_now(guard, &ask, move |tx, ctx| {
            // After a clash it met somebody else's households: the plan is made anew.
            let plan = asked.as_ref().filter(|_| !tx.clashed());
            imports::apply::begin(tx, ctx, &which, &held, plan, first)
        })
    };
    // Without more room it goes in all the same.
    let _room = app.db.roomy();
    let begun = match &ready {
        Some(ready) => ready.meanwhile(app, &opened.file, (first, ALONE), begin),
        None => begin(),
    }?;
    if begun.outcome.left > 0 {
        bar.set_length(u64::try_from(begun.outcome.left).unwrap_or(0));
        bar.set_position(0);
        let going = ready.filter(|_| !begun.anew).map(|ready| (guard.clone(), opened, ready.after(&begun)));
        crate::jobs::bring_in(app, &id, &guard.actor()?.id, ALONE, going, |left| {
            bar.set_position(bar.length().unwrap_or(0).saturating_sub(u64::try_from(left).unwrap_or(0)));
            give_way();
            true
        })?;
    }
    let file = app.db.read(move |tx| store::imports::find(tx, &id))?.map(|file| file.outcome).unwrap_or_default();
    bar.finish_and_clear();
    Ok(serde_json::from_str(&file)?)
}

/// A moment for those who wait for the same file: a server beside this command asks again within some five milliseconds whether it may
/// write.
#[expect(clippy::disallowed_methods, reason = "SQLite tells nobody when a lock goes")]
fn give_way() {
    std::thread::sleep(std::time::Duration::from_millis(20));
}

fn listed(app: &App, problems: &[Problem]) -> Vec<serde_json::Value> {
    let lang = language(app);
    let one = |problem: &Problem| json!({"code": problem.code, "at": problem.field, "detail": app.words.problem(lang, problem)});
    problems.iter().map(one).collect()
}

fn show(app: &App, options: &Import, outcome: &Outcome) {
    if options.json {
        let answer = json!({
            "dry_run": options.dry_run, "added": outcome.added, "changed": outcome.changed,
            "unchanged": outcome.unchanged, "waiting": outcome.waiting, "passed_over": outcome.passed_over,
            "problems": listed(app, &outcome.problems),
        });
        print(&answer.to_string());
        return;
    }
    tell(app, &outcome.problems);
    let would = if options.dry_run { "would be " } else { "" };
    let Outcome { added, changed, unchanged, waiting, passed_over, .. } = outcome;
    print(&format!(
        "{would}added {added}, changed {changed}, as they were {unchanged}, waiting {waiting}; {passed_over} other rows passed over"
    ));
}

/// Writes a register out.
pub fn export(options: &Export) -> Result<u8, String> {
    let app = options.site.open()?;
    let guard = acting(&app, &options.login)?;
    let listing = Listing { place: options.place.clone(), status: options.status.clone(), ..Listing::default() };
    let (lang, today) = (language(&app), app.day(app.clock.now()));
    let asking = Asking { app: &app, lang, guard: &guard, today };
    let format = match options.format {
        Format::Xlsx => sheets::Format::Xlsx,
        Format::Csv => sheets::Format::Csv,
    };
    let (place, made) = match app.db.read(|tx| write(tx, &asking, &listing, format)) {
        Ok(made) => made,
        Err(failure) => return told(&app, failure),
    };
    let word = crate::carry::kind_of(format).1;
    let ask = Ask::new(Act::ExportRegister, &app.dice.id(app.clock.now()), word);
    let rows = made.rows;
    let noted = app.act_now(&guard, &ask, move |tx, ctx| {
        ctx.guard.allow(tx, Act::ExportRegister, &place.id)?;
        record(ctx, &place, rows, word)
    });
    if let Err(failure) = noted {
        return told(&app, failure);
    }
    // Only after the trail says so does the file leave the site.
    let copied = std::fs::File::create(&options.out).and_then(|mut out| std::io::copy(&mut made.into_file(), &mut out));
    copied.map_err(|cause| format!("cannot write {}: {cause}", options.out.display()))?;
    say(&format!("{rows} rows written to {}", options.out.display()));
    Ok(0)
}
