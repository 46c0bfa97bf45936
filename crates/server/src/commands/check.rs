//! `hoctap check` and `hoctap recount`: is everything whole, and do the counters equal what they count.

use clap::{Args, Subcommand};
use rules::criteria::CriteriaSet;
use serde_json::json;
use store::checks::Severity;

use super::{FOUND, Where, print, say};
use crate::app::App;
use crate::pages::today::{LAST_CHECK, LastCheck};
use crate::words::Lang;

/// Arguments of `check`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap check                              every check of this site, with advice\n  hoctap check --json | jq '.findings[]'    for another program\n  hoctap check criteria my-set/2027.1.toml  a criteria file, before it is used\n\nExit codes: 0 nothing wrong, 3 something found (notes alone do not count)."
)]
pub struct CheckOptions {
    #[command(flatten)]
    site: Where,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    what: Option<What>,
}

/// What else can be checked.
#[derive(Subcommand)]
enum What {
    /// Check a criteria file without a site: its shape, its sums, its worked examples.
    Criteria {
        /// The file.
        file: std::path::PathBuf,
    },
}

/// Arguments of `recount`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap recount             count everything again and name each counter that differs\n  hoctap recount --repair    and put them right\n\nExit codes: 0 all equal (or put right), 3 some differ."
)]
pub struct RecountOptions {
    #[command(flatten)]
    site: Where,
    /// Put counters right that differ.
    #[arg(long)]
    repair: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn language(app: &App) -> Lang {
    Lang::of(&app.config.language).unwrap_or(Lang::Vi)
}

/// Runs every check.
pub fn check(options: &CheckOptions) -> Result<u8, String> {
    if let Some(What::Criteria { file }) = &options.what {
        return criteria(file, options.json);
    }
    let app = options.site.open()?;
    let lang = language(&app);
    let broken = |cause: store::Error| cause.to_string();
    let seal = app.secrets.trail();
    let (findings, lines) = app
        .db
        .read(|tx| Ok::<_, store::Error>((store::checks::run(tx, seal)?, store::audit::verify(tx, seal)?.0)))
        .map_err(broken)?;
    let wrong = findings.iter().filter(|finding| finding.severity != Severity::Note).count();
    // The keeper's first page says when this was last looked at.
    let last = LastCheck { at: app.clock.now(), wrong: i64::try_from(wrong).unwrap_or(i64::MAX) };
    let last = json!(last).to_string();
    app.db.write(move |tx| store::receipts::set_setting(tx, LAST_CHECK, &last)).map_err(broken)?;
    if options.json {
        let list: Vec<_> = findings
            .iter()
            .map(|one| {
                let advice = app.words.say(lang, &format!("check-{}", one.check), &[]);
                json!({"check": one.check, "severity": one.severity.word(), "id": one.id, "detail": one.detail, "advice": advice})
            })
            .collect();
        let checks = store::checks::names().len();
        print(&json!({"checks": checks, "audit_lines": lines, "findings": list}).to_string());
    } else {
        for one in &findings {
            let severity = app.words.say(lang, &format!("severity-{}", one.severity.word()), &[]);
            let advice = app.words.say(lang, &format!("check-{}", one.check), &[]);
            print(&format!("{severity}: {} {} ({}). {advice}", one.check, one.id, one.detail));
        }
        let checks = store::checks::names().len().to_string();
        print(&if findings.is_empty() {
            app.words.say(lang, "check-sound", &[("checks", checks), ("lines", lines.to_string())])
        } else {
            app.words.say(lang, "check-found", &[("n", findings.len().to_string())])
        });
    }
    Ok(if wrong == 0 { 0 } else { FOUND })
}

fn criteria(file: &std::path::Path, json: bool) -> Result<u8, String> {
    let text = std::fs::read_to_string(file).map_err(|cause| format!("cannot read {}: {cause}", file.display()))?;
    let faults: Vec<String> = match CriteriaSet::parse(&text) {
        Err(fault) => vec![format!("{}:{}: {}", file.display(), fault.line, fault.reason)],
        Ok(set) => set.run_examples().iter().map(|fault| format!("{}: {fault:?}", file.display())).collect(),
    };
    if json {
        print(&json!({"file": file.display().to_string(), "faults": faults}).to_string());
    } else if faults.is_empty() {
        print(&format!("{}: sound", file.display()));
    } else {
        faults.iter().for_each(|fault| print(fault));
    }
    Ok(if faults.is_empty() { 0 } else { FOUND })
}

/// Counts everything again.
pub fn recount(options: &RecountOptions) -> Result<u8, String> {
    let app = options.site.open()?;
    let lang = language(&app);
    let broken = |cause: store::Error| cause.to_string();
    let bar = indicatif::ProgressBar::new_spinner();
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    let differences = app.db.read(store::tallies::recount).map_err(broken)?;
    bar.finish_and_clear();
    let n = differences.len().to_string();
    if options.json {
        print(&json!({"differences": differences, "repaired": options.repair}).to_string());
    } else {
        for one in &differences {
            let place = format!("{} {} {} {}", one.unit_id, one.year, one.model, one.measure);
            print(&format!("{place}: {} <> {}", one.stored, one.counted));
        }
        let key = if differences.is_empty() { "recount-same" } else { "recount-differs" };
        print(&app.words.say(lang, key, &[("n", n.clone())]));
    }
    if differences.is_empty() {
        return Ok(0);
    }
    if !options.repair {
        return Ok(FOUND);
    }
    repair(&app)?;
    say(&app.words.say(lang, "recount-repaired", &[("n", n)]));
    Ok(0)
}

/// Counts again inside the writing transaction, so that nothing changes between counting and putting right, and leaves
/// an audit line.
fn repair(app: &App) -> Result<(), String> {
    let (at, seal) = (app.clock.now(), app.secrets.trail().clone());
    app.db
        .write(move |tx| -> Result<(), store::Error> {
            let differences = store::tallies::recount(tx)?;
            store::tallies::repair(tx, &differences)?;
            let line = store::audit::Line {
                at,
                account_id: "system".to_owned(),
                act: "recount".to_owned(),
                object_kind: "tally".to_owned(),
                object_id: String::new(),
                unit_id: String::new(),
                before: String::new(),
                after: serde_json::to_string(&differences).unwrap_or_default(),
                reason: String::new(),
                proof: String::new(),
            };
            store::audit::append(tx, &seal, store::audit::SITE, &[line])
        })
        .map_err(|cause| cause.to_string())
}
