//! A decision in finished words. Owns what stands in its articles, annex and notes; must not know how it is typeset.

use papers::decision::{Align, Annex, AnnexColumn, Article, Decision, Totals};

use super::{Say, Source, small};
use crate::acts::decide::bases_of;
use crate::app::App;
use crate::words::Lang;

/// The decision as it stands on paper. Vietnamese is the paper itself; another language is a translation and says so.
#[must_use]
pub fn decision(app: &App, lang: Lang, source: &Source) -> Decision {
    let say = Say { app, lang };
    let row = &source.decision;
    let (commune, province) = (small(&source.commune), small(&source.province));
    let (title, year, families) = (say.title(row), row.year.to_string(), row.families.to_string());
    let common: &[(&str, &str)] = &[
        ("title", &title),
        ("year", &year),
        ("families", &families),
        ("commune", &commune),
        ("province", &province),
        ("number", &row.number),
    ];
    let verify = (!row.id.is_empty()).then(|| say.verify(&row.id, "paper-qr-decision"));
    let plain_day = lang.day(row.issued_on);
    let foot: &[(&str, &str)] = &[("number", &row.number), ("day", &plain_day), ("issuer", &row.issuer)];
    Decision {
        lang: lang.code().to_owned(),
        title: say.t("paper-decision-name", common),
        day: row.issued_on,
        body: body(say, &row.issuer),
        country: say.t("paper-country", &[]),
        motto: say.t("paper-motto", &[]),
        number: say.t("paper-number", common),
        place_and_day: say.t("paper-place-day", &[("place", &row.issued_at), ("day", &say.day(row.issued_on))]),
        kind: say.t("paper-decision-kind", &[]),
        subject: say.t("paper-decision-subject", common),
        authority: say.authority(row).to_uppercase(),
        bases: bases_of(&row.legal_bases).into_iter().map(|basis| basis.text).collect(),
        decides: say.t("paper-decides", &[]),
        articles: articles(say, source, common),
        recipients_head: say.t("paper-recipients", &[]),
        recipients: say.lines("paper-recipients-list", common),
        post: say.post(row),
        signed: String::new(),
        signatory: row.signatory.clone(),
        annex: Some(annex(say, source, common)),
        verify,
        foot: say.t("paper-foot", foot),
        notices: notices(say, source),
        watermark: source.synthetic().then(|| say.t("paper-watermark-synthetic", &[])),
    }
}

/// The issuing body in lines; the name of the place stands on its own line.
pub(super) fn body(say: Say<'_>, issuer: &str) -> Vec<String> {
    let office = Say { lang: Lang::Vi, ..say }.t("paper-office", &[]);
    match issuer.strip_prefix(office.as_str()).map(str::trim) {
        Some(place) if !place.is_empty() => vec![office.to_uppercase(), place.to_uppercase()],
        _ => vec![issuer.to_uppercase()],
    }
}

/// Warnings in a frame above the first page and at the foot of every page.
fn notices(say: Say<'_>, source: &Source) -> Vec<String> {
    let row = &source.decision;
    let mut notices = Vec::new();
    if source.synthetic() {
        notices.push(say.t("paper-notice-synthetic", &[]));
    }
    let unsure = bases_of(&row.legal_bases).into_iter().filter(|basis| basis.verified == Some(false));
    let numbers: Vec<String> = unsure.map(|basis| number_in(&basis.text)).collect();
    let kinds = ["set", "pass", "authority", "validity"];
    let mut doubts = say.doubts(say.app.set(&row.set_id, &row.version), &kinds);
    if !numbers.is_empty() {
        doubts.push(say.t("paper-doubt-bases", &[("which", &numbers.join(", "))]));
    }
    if !doubts.is_empty() {
        notices.push(say.t("paper-notice-unverified", &[("what", &doubts.join("; "))]));
    }
    if say.lang != Lang::Vi {
        notices.push(say.t("paper-notice-translation", &[]));
    }
    notices
}

/// The number inside a legal basis: the word with a stroke, such as `387/QĐ-TTg`; else the whole line.
fn number_in(basis: &str) -> String {
    let word = basis.split_whitespace().find(|word| word.contains('/') && word.chars().any(|c| c.is_ascii_digit()));
    word.unwrap_or(basis).trim_end_matches([';', ',']).to_owned()
}

fn articles(say: Say<'_>, source: &Source, common: &[(&str, &str)]) -> Vec<Article> {
    let row = &source.decision;
    let set = say.app.set(&row.set_id, &row.version);
    let name = set.map_or_else(|| row.set_id.clone(), |set| set.title.say(say.lang.code()).to_owned());
    let judged = say.t("paper-article-judged", &[("criteria", &name), ("version", &row.version)]);
    let head = |n: &str| say.t("paper-article", &[("n", n)]);
    vec![
        Article { head: head("1"), paragraphs: vec![say.t("paper-article-recognise", common), judged] },
        Article { head: head("2"), paragraphs: say.lines("paper-article-certificates", common) },
        Article { head: head("3"), paragraphs: say.lines("paper-article-effect", common) },
    ]
}

fn annex(say: Say<'_>, source: &Source, common: &[(&str, &str)]) -> Annex {
    let row = &source.decision;
    let column = |key: &str, share, align| AnnexColumn { head: say.t(key, &[]), share, align };
    let day = say.day(row.issued_on);
    let authority = say.authority(row);
    Annex {
        label: say.t("paper-annex", &[]),
        title: say.t("paper-annex-title", common).to_uppercase(),
        attached: say.t("paper-annex-attached", &[("number", &row.number), ("day", &day), ("authority", &authority)]),
        columns: vec![
            column("paper-annex-ordinal", 0, Align::Centre),
            column("paper-annex-head", 9, Align::Left),
            column("paper-annex-hamlet", 7, Align::Left),
            column("paper-annex-code", 0, Align::Centre),
        ],
        rows: source
            .annex
            .iter()
            .map(|line| {
                let one = &line.certificate;
                vec![one.ordinal.to_string(), one.head_name.clone(), one.hamlet_name.clone(), one.id.clone()]
            })
            .collect(),
        total: say.t("paper-annex-total", common),
        totals: Some(totals(say, source)),
    }
}

/// The families of each hamlet in the order of the list, and of all.
fn totals(say: Say<'_>, source: &Source) -> Totals {
    let mut hamlets: Vec<(&str, &str, i64)> = Vec::new();
    for line in &source.annex {
        match hamlets.iter_mut().find(|(id, ..)| *id == line.hamlet_id) {
            Some((_, _, families)) => *families += 1,
            None => hamlets.push((&line.hamlet_id, &line.certificate.hamlet_name, 1)),
        }
    }
    let all: i64 = hamlets.iter().map(|(.., families)| families).sum();
    let row = |(at, (_, name, families)): (i64, &(&str, &str, i64))| {
        vec![at.to_string(), (*name).to_owned(), say.lang.number(*families)]
    };
    Totals {
        title: say.t("paper-totals", &[]),
        heads: ["paper-annex-ordinal", "paper-annex-hamlet", "paper-totals-families"]
            .map(|key| say.t(key, &[]))
            .to_vec(),
        rows: (1..).zip(&hamlets).map(row).collect(),
        sum: vec![String::new(), say.t("paper-totals-all", &[]), say.lang.number(all)],
    }
}
