//! The table of the learning models of a commune or province in finished words: what this site counted, and nothing else.
//! A model that is not counted here has empty cells and says so. Must not know how counters are stored.

use papers::decision::{Align, AnnexColumn};
use papers::report::{Report, Section, Signer};
use rules::basics::Level;
use rules::report::{Counts, FEWEST_SHOWN};

use super::{Say, decision, small};
use crate::app::App;
use crate::figures::Figures;
use crate::words::Lang;

/// The rows of the table that associations report, and whether a model is given in levels.
const MODELS: &[(&str, bool)] = &[
    ("family", false),
    ("clan", false),
    ("hamlet", false),
    ("unit-commune", false),
    ("unit-levels", true),
    ("citizen", false),
    ("commune", true),
];

/// The table as it stands on paper; `f` are the figures of the Learning Family as its reader may see them.
#[must_use]
pub fn models(app: &App, lang: Lang, f: &Figures) -> Report {
    let say = Say { app, lang };
    let place = small(&f.unit.full_name);
    let year = f.year.to_string();
    let common: &[(&str, &str)] = &[("place", &place), ("year", &year)];
    let issuer = Say { lang: Lang::Vi, ..say }.t("paper-issuer", &[("commune", &place)]);
    let today = app.day(f.at);
    let demo = app.demo;
    let mut notices = Vec::new();
    if demo {
        notices.push(say.t("models-demo", &[]));
    }
    if lang != Lang::Vi {
        notices.push(say.t("paper-notice-translation", &[]));
    }
    let (on, households) = (lang.day(f.on), lang.day(f.households_on));
    let sections = vec![all(say, f), below(say, f)];
    let rows = sections.iter().map(|section| section.rows.len()).sum::<usize>().to_string();
    let made = format!("{} {}", crate::clock::time_in(&app.zone, f.at), lang.day(today));
    Report {
        lang: lang.code().to_owned(),
        title: say.t("models-name", common),
        day: today,
        landscape: true,
        body: decision::body(say, &issuer),
        country: say.t("paper-country", &[]),
        motto: say.t("paper-motto", &[]),
        number: String::new(),
        place_and_day: say.t("paper-place-day", &[("place", &f.unit.name), ("day", &say.day(today))]),
        kind: say.t("models-kind", &[]),
        subject: say.t("models-subject", common),
        paragraphs: vec![
            say.t("models-counted", &[("on", &on), ("households", &households)]),
            say.t("models-not-counted", &[]),
        ],
        sections,
        closing: vec![say.t("models-closing", &[("n", &rows), ("at", &made)])],
        signers: ["models-signs-maker", "models-signs-head"]
            .map(|key| Signer { post: vec![say.t(key, &[]).to_uppercase()], name: String::new() })
            .to_vec(),
        foot: say.t("models-foot", common),
        notices,
        watermark: demo.then(|| say.t("paper-watermark-synthetic", &[])),
    }
}

fn column(say: Say<'_>, key: &str, share: u8, align: Align) -> AnnexColumn {
    AnnexColumn { head: say.t(key, &[]), share, align }
}

/// Total, registered with its rate, recognised with its rate.
fn counts(say: Say<'_>, counts: &Counts) -> Vec<String> {
    let comma = say.lang.decimal() == ',';
    let rate = |n| rules::figures::rate_text(n, counts.households, 2, comma).unwrap_or_default();
    let n = |n| say.lang.number(n);
    let (registered, recognised) = (counts.registered, counts.recognised);
    vec![n(counts.households), n(registered), rate(registered), n(recognised), rate(recognised)]
}

/// Five empty cells.
fn nothing() -> Vec<String> {
    vec![String::new(); 5]
}

fn numbers(say: Say<'_>) -> Vec<AnnexColumn> {
    vec![
        column(say, "models-total", 3, Align::Right),
        column(say, "models-registered", 3, Align::Right),
        column(say, "models-registered-rate", 3, Align::Right),
        column(say, "models-recognised", 3, Align::Right),
        column(say, "models-recognised-rate", 3, Align::Right),
    ]
}

fn all(say: Say<'_>, f: &Figures) -> Section {
    let mut columns =
        vec![column(say, "paper-annex-ordinal", 0, Align::Centre), column(say, "models-model", 9, Align::Left)];
    columns.extend(numbers(say));
    columns.push(column(say, "models-level-1", 2, Align::Right));
    columns.push(column(say, "models-level-2", 2, Align::Right));
    columns.push(column(say, "models-note", 7, Align::Left));
    let row = |(at, (model, levels)): (usize, &(&str, bool))| {
        let own = f.own.as_ref().filter(|_| *model == "family");
        let note = match own {
            Some(_) => String::new(),
            None if *model == "family" => say.t("models-hidden", &[("n", &FEWEST_SHOWN.to_string())]),
            None => say.t("models-none", &[]),
        };
        let level = if *levels { String::new() } else { "×".to_owned() };
        let mut cells = vec![(at + 1).to_string(), say.t(&format!("models-of-{model}"), &[])];
        cells.extend(own.map_or_else(nothing, |own| counts(say, own)));
        cells.extend([level.clone(), level, note]);
        cells
    };
    Section {
        head: say.t("models-all", &[]),
        paragraphs: Vec::new(),
        columns,
        rows: MODELS.iter().enumerate().map(row).collect(),
        sums: Vec::new(),
    }
}

/// The families of the places below, with the sum as the place's own figures give it.
fn below(say: Say<'_>, f: &Figures) -> Section {
    let key = if f.unit.level == Level::Province { "models-below-province" } else { "models-below-commune" };
    let mut columns =
        vec![column(say, "paper-annex-ordinal", 0, Align::Centre), column(say, "models-place", 9, Align::Left)];
    columns.extend(numbers(say));
    columns.push(column(say, "models-note", 6, Align::Left));
    let mut rows = Vec::new();
    for line in &f.rows {
        let name = line.unit.as_ref().map_or_else(
            || say.t("figures-remainder", &[("n", &line.former.to_string())]),
            |unit| unit.full_name.clone(),
        );
        let hidden = say.t("models-hidden", &[("n", &FEWEST_SHOWN.to_string())]);
        let note = if line.counts.is_some() { String::new() } else { hidden };
        let mut cells = vec![(rows.len() + 1).to_string(), name];
        cells.extend(line.counts.as_ref().map_or_else(nothing, |line| counts(say, line)));
        cells.push(note);
        rows.push(cells);
    }
    let mut sum = vec![String::new(), say.t("paper-totals-all", &[])];
    sum.extend(f.own.as_ref().map_or_else(nothing, |own| counts(say, own)));
    sum.push(String::new());
    Section { head: say.t(key, &[]), paragraphs: Vec::new(), columns, rows, sums: vec![sum] }
}
