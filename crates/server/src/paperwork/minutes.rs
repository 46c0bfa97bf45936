//! The minutes of a commune's appraisal of one year in finished words, out of the recorded steps: what was not agreed comes
//! first, with its reasons. Must not judge anything, nor know how it is typeset.

use papers::decision::{Align, AnnexColumn};
use papers::report::{Report, Section, Signer};
use rules::basics::{Day, Moment};
use rules::path::{State, StepKind};
use store::assessments::Verdict;

use super::{Say, decision, small};
use crate::app::App;
use crate::words::Lang;

/// Appraisers whose names stand under the minutes; there is room for three signatures in a row.
const SIGNERS: usize = 2;

/// What the minutes are made of.
#[derive(Clone, Debug)]
pub struct Source {
    /// Full name of the commune.
    pub commune: String,
    /// Its short name, for the place beside the date.
    pub place: String,
    /// Full name of its province.
    pub province: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// Every step of the appraisal: by hamlet, by name, as they were taken.
    pub steps: Vec<Verdict>,
    /// Families that were sent in and have no verdict.
    pub waiting: i64,
    /// When this was read, and its day.
    pub at: (Moment, Day),
}

/// One family with all that was found about it.
struct Family<'a> {
    last: &'a Verdict,
    steps: Vec<&'a Verdict>,
}

impl Family<'_> {
    fn agreed(&self) -> bool {
        matches!(self.last.state, State::Accepted | State::Recognised | State::Revoked)
    }

    fn at_once(&self) -> bool {
        self.steps.len() == 1
    }
}

fn families(steps: &[Verdict]) -> Vec<Family<'_>> {
    let mut families: Vec<Family<'_>> = Vec::new();
    for step in steps {
        match families.last_mut() {
            Some(family) if family.last.assessment_id == step.assessment_id => {
                family.last = step;
                family.steps.push(step);
            }
            _ => families.push(Family { last: step, steps: vec![step] }),
        }
    }
    families
}

/// The minutes as they stand on paper.
#[must_use]
pub fn minutes(app: &App, lang: Lang, source: &Source) -> Report {
    let say = Say { app, lang };
    let families = families(&source.steps);
    let (agreed, open): (Vec<_>, Vec<_>) = families.iter().partition(|family| family.agreed());
    let (clear, again): (Vec<&&Family<'_>>, Vec<_>) = agreed.iter().partition(|family| family.at_once());
    let rejected = open.iter().filter(|family| family.last.state == State::Rejected).count();
    let title = say.t(&format!("model-{}", source.model), &[]);
    let (year, commune) = (source.year.to_string(), small(&source.commune));
    let common: &[(&str, &str)] = &[("title", &title), ("year", &year), ("commune", &commune)];
    let issuer = Say { lang: Lang::Vi, ..say }.t("paper-issuer", &[("commune", &commune)]);
    let number = |n: usize| lang.number(i64::try_from(n).unwrap_or(i64::MAX));
    let result: &[(&str, &str)] = &[
        ("all", &number(families.len())),
        ("agreed", &number(agreed.len())),
        ("rejected", &number(rejected)),
        ("returned", &number(open.len() - rejected)),
        ("waiting", &lang.number(source.waiting)),
    ];
    let moment = format!("{} {}", crate::clock::time_in(&app.zone, source.at.0), lang.day(source.at.1));
    let mut sections = vec![
        section(say, "minutes-open", &open, true),
        section(say, "minutes-again", &again.into_iter().copied().collect::<Vec<_>>(), true),
        section(say, "minutes-clear", &clear.into_iter().copied().collect::<Vec<_>>(), false),
    ];
    sections.retain(|section| !section.rows.is_empty());
    for (section, numeral) in sections.iter_mut().zip(["I", "II", "III"]) {
        section.head = format!("{numeral}. {}", section.head);
    }
    if !families.is_empty() {
        sections.push(by_hamlet(say, &families));
    }
    Report {
        lang: lang.code().to_owned(),
        title: say.t("minutes-name", common),
        day: source.at.1,
        landscape: false,
        body: decision::body(say, &issuer),
        country: say.t("paper-country", &[]),
        motto: say.t("paper-motto", &[]),
        number: say.t("minutes-number", &[]),
        place_and_day: say.t("paper-place-day", &[("place", &source.place), ("day", &say.day(source.at.1))]),
        kind: say.t("minutes-kind", &[]),
        subject: say.t("minutes-subject", common),
        paragraphs: facts(say, source, &families, result),
        sections,
        closing: vec![say.t("minutes-closing", &[("at", &moment)])],
        signers: signers(say, &families),
        foot: say.t("minutes-foot", common),
        notices: notices(say, source),
        watermark: synthetic(source).then(|| say.t("paper-watermark-synthetic", &[])),
    }
}

fn synthetic(source: &Source) -> bool {
    source.steps.iter().any(|step| step.synthetic)
}

fn notices(say: Say<'_>, source: &Source) -> Vec<String> {
    let mut notices = Vec::new();
    if synthetic(source) {
        notices.push(say.t("paper-notice-synthetic", &[]));
    }
    let mut doubts: Vec<String> = Vec::new();
    for (set, version) in sets(source) {
        let told = say.doubts(say.app.set(&set, &version), &["set", "pass"]);
        doubts.extend(told.into_iter().filter(|doubt| !doubts.contains(doubt)).collect::<Vec<_>>());
    }
    if !doubts.is_empty() {
        notices.push(say.t("paper-notice-unverified", &[("what", &doubts.join("; "))]));
    }
    if say.lang != Lang::Vi {
        notices.push(say.t("paper-notice-translation", &[]));
    }
    notices
}

/// The criteria sets with their versions, each once.
fn sets(source: &Source) -> Vec<(String, String)> {
    let mut sets: Vec<(String, String)> = source.steps.iter().map(|step| step.set.clone()).collect();
    sets.sort();
    sets.dedup();
    sets
}

/// Who appraised, with how many verdicts, the most first.
fn appraisers<'a>(families: &[Family<'a>]) -> Vec<(&'a str, &'a str, i64)> {
    let mut people: Vec<(&str, &str, i64)> = Vec::new();
    for step in families.iter().flat_map(|family| &family.steps).filter(|step| step.kind != StepKind::Reopen) {
        let (name, title) = (step.by.0.as_str(), step.by.1.as_str());
        match people.iter_mut().find(|(known, post, _)| *known == name && *post == title) {
            Some((.., n)) => *n += 1,
            None => people.push((name, title, 1)),
        }
    }
    people.sort_by_key(|(.., n)| std::cmp::Reverse(*n));
    people
}

fn facts(say: Say<'_>, source: &Source, families: &[Family<'_>], result: &[(&str, &str)]) -> Vec<String> {
    let place = [small(&source.commune), small(&source.province)];
    let mut facts = vec![say.t("minutes-place", &[("place", &place.join(", "))])];
    let days = source.steps.iter().map(|step| step.on);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
        facts.push(say.t("minutes-none", &[("waiting", &say.lang.number(source.waiting))]));
        return facts;
    };
    let (first, last) = (say.lang.day(first), say.lang.day(last));
    facts.push(say.t("minutes-days", &[("first", &first), ("last", &last)]));
    let people = appraisers(families);
    let told = people.iter().map(|(name, title, n)| {
        let n = say.lang.number(*n);
        let named = if title.is_empty() { (*name).to_owned() } else { format!("{name}, {title}") };
        say.t("minutes-appraiser", &[("who", &named), ("n", &n)])
    });
    facts.push(say.t("minutes-appraisers", &[("who", &told.collect::<Vec<_>>().join("; "))]));
    for (set, version) in sets(source) {
        let known = say.app.set(&set, &version);
        let name = known.map_or_else(|| set.clone(), |known| known.title.say(say.lang.code()).to_owned());
        facts.push(say.t("minutes-criteria", &[("criteria", &name), ("version", &version)]));
    }
    facts.push(say.t("minutes-result", result));
    facts
}

fn column(say: Say<'_>, key: &str, share: u8, align: Align) -> AnnexColumn {
    AnnexColumn { head: say.t(key, &[]), share, align }
}

/// One group of families; with their reasons where there are any.
fn section(say: Say<'_>, key: &str, families: &[&Family<'_>], reasons: bool) -> Section {
    let mut columns = vec![
        column(say, "paper-annex-ordinal", 0, Align::Centre),
        column(say, "paper-annex-head", 5, Align::Left),
        column(say, "paper-annex-hamlet", 4, Align::Left),
        column(say, "decision-points", 0, Align::Right),
    ];
    let last = if reasons { "minutes-found" } else { "minutes-by" };
    columns.push(column(say, last, if reasons { 10 } else { 5 }, Align::Left));
    let row = |(at, family): (usize, &&Family<'_>)| {
        let step = family.last;
        let found = if reasons {
            family.steps.iter().map(|step| told(say, step)).collect::<Vec<_>>().join(" ")
        } else {
            say.t("minutes-by-on", &[("who", &step.by.0), ("day", &say.lang.day(step.on))])
        };
        vec![(at + 1).to_string(), step.head_name.clone(), step.hamlet_name.clone(), say.lang.number(step.total), found]
    };
    Section {
        head: say.t(key, &[("n", &say.lang.number(i64::try_from(families.len()).unwrap_or(i64::MAX)))]),
        paragraphs: Vec::new(),
        columns,
        rows: families.iter().enumerate().map(row).collect(),
        sums: Vec::new(),
    }
}

/// One step as a sentence: "Trả lại ngày 02/12/2026 (Lò Thị Ệm): thiếu minh chứng."
fn told(say: Say<'_>, step: &Verdict) -> String {
    let day = say.lang.day(step.on);
    let args: &[(&str, &str)] = &[("day", &day), ("who", &step.by.0), ("reason", step.reason.trim())];
    if step.reason.trim().is_empty() {
        say.t(&format!("minutes-step-{}", step.kind.word()), args)
    } else {
        say.t(&format!("minutes-step-{}-why", step.kind.word()), args)
    }
}

fn by_hamlet(say: Say<'_>, families: &[Family<'_>]) -> Section {
    let mut hamlets: Vec<(&str, &str, [i64; 3])> = Vec::new();
    for family in families {
        let at = match family.last.state {
            _ if family.agreed() => 0,
            State::Rejected => 1,
            _ => 2,
        };
        let id = family.last.hamlet_id.as_str();
        if hamlets.last().is_none_or(|(known, ..)| *known != id) {
            hamlets.push((id, &family.last.hamlet_name, [0; 3]));
        }
        if let Some(count) = hamlets.last_mut().and_then(|(.., counts)| counts.get_mut(at)) {
            *count += 1;
        }
    }
    let cells = |counts: &[i64; 3]| {
        let all: i64 = counts.iter().sum();
        [all].iter().chain(counts).map(|n| say.lang.number(*n)).collect::<Vec<_>>()
    };
    let sum = hamlets.iter().fold([0; 3], |[a, r, t], (.., [a1, r1, t1])| [a + a1, r + r1, t + t1]);
    let row = |(at, (_, name, counts)): (usize, &(&str, &str, [i64; 3]))| {
        [vec![(at + 1).to_string(), (*name).to_owned()], cells(counts)].concat()
    };
    Section {
        head: say.t("paper-totals", &[]),
        paragraphs: Vec::new(),
        columns: vec![
            column(say, "paper-annex-ordinal", 0, Align::Centre),
            column(say, "paper-annex-hamlet", 6, Align::Left),
            column(say, "minutes-appraised", 3, Align::Right),
            column(say, "minutes-agreed", 3, Align::Right),
            column(say, "minutes-rejected", 3, Align::Right),
            column(say, "minutes-returned", 3, Align::Right),
        ],
        rows: hamlets.iter().enumerate().map(row).collect(),
        sums: vec![[vec![String::new(), say.t("paper-totals-all", &[])], cells(&sum)].concat()],
    }
}

fn signers(say: Say<'_>, families: &[Family<'_>]) -> Vec<Signer> {
    let people = appraisers(families);
    let own = people.iter().take(SIGNERS).map(|(name, ..)| Signer {
        post: vec![say.t("minutes-signs-appraiser", &[]).to_uppercase()],
        name: (*name).to_owned(),
    });
    let association =
        Signer { post: vec![say.t("minutes-signs-association", &[]).to_uppercase()], name: String::new() };
    own.chain([association]).collect()
}
