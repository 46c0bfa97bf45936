//! Criteria as people read them: the list of sets, and one set with its wording, marks, offices, deadlines, doubts and
//! worked examples; the raw file beside.

use askama::Template;
use axum::extract::Path;
use rules::criteria::{
    Authority, Body, CriteriaSet, ExemptRule, Item as AskedItem, Points, Rule, Status, Target, Targets, Wording, Words,
};
use rules::score::score;

use super::{Base, file, page};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "criteria.html")]
struct List<'a> {
    b: Base,
    sets: Vec<&'a CriteriaSet>,
}

impl List<'_> {
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn word(&self, set: &CriteriaSet) -> &'static str {
        status(set)
    }
}

/// Every set and version this site knows.
pub async fn list(visit: Visit) -> Answer {
    let mut sets: Vec<&CriteriaSet> = visit.app.sets.iter().collect();
    sets.sort_by(|a, b| a.model.word().cmp(b.model.word()).then(b.valid_from.cmp(&a.valid_from)));
    page(&List { b: Base::new(&visit, "criteria"), sets })
}

/// The status's word.
fn status(set: &CriteriaSet) -> &'static str {
    match set.status {
        Status::InForce => "in_force",
        Status::Expired => "expired",
        Status::Draft => "draft",
    }
}

/// A section or criterion.
struct Block {
    code: String,
    title: String,
    max: Option<i64>,
    doubt: String,
    items: Vec<Item>,
}

/// One item or target: what is asked, and in which measure.
struct Item {
    code: String,
    text: String,
    /// The Vietnamese wording, for readers of another language; empty for Vietnamese readers.
    original: String,
    guidance: String,
    /// Key and argument of each measure.
    measures: Vec<(&'static str, String, String)>,
    /// When it may be set aside, and the key of what then happens to its points; empty when never.
    exempt: Option<(String, &'static str)>,
    /// What is not certain about it: its content, its exemption, its thresholds.
    doubts: Vec<String>,
}

/// A worked example and what scoring gives today.
struct Worked {
    name: String,
    area: &'static str,
    total: i64,
    max: i64,
    passed: bool,
    level: Option<i64>,
    /// Codes of the items below their floor, or of the targets missed.
    below: String,
}

/// A deadline: its duty, its last day in the cycle of this year, where it was read, what is not certain.
struct Due {
    duty: &'static str,
    last: String,
    source: String,
    doubt: String,
}

#[derive(Template)]
#[template(path = "criteria_set.html")]
struct One<'a> {
    b: Base,
    set: &'a CriteriaSet,
    status: &'static str,
    paraphrase: bool,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    offices: Vec<(&'static str, Vec<&'a Authority>)>,
    dues: Vec<Due>,
    year: i64,
    /// Months a title lasts, months before the next level may be asked for, what is not certain.
    validity: Option<(i64, Option<i64>, String)>,
    worked: Vec<Worked>,
}

/// A pass mark by class of area.
struct Mark {
    area: &'static str,
    total: i64,
    item: Option<i64>,
    share: Option<i64>,
    doubt: String,
}

fn said(words: Option<&Words>, language: &str) -> String {
    words.map(|words| words.say(language).to_owned()).unwrap_or_default()
}

/// One set and version; `<version>.toml` is the file itself.
pub async fn show(visit: Visit, Path((name, version)): Path<(String, String)>) -> Answer {
    if let Some(version) = version.strip_suffix(".toml") {
        let set = visit.app.set(&name, version).ok_or_else(Failure::not_found)?;
        return Ok(file("application/toml", &format!("{name}-{version}.toml"), true, set.text().as_bytes().to_vec()));
    }
    let app = visit.app.clone();
    let set = app.set(&name, &version).ok_or_else(Failure::not_found)?;
    let language = visit.lang.code();
    page(&One {
        b: Base::new(&visit, "criteria"),
        status: status(set),
        paraphrase: set.wording == Wording::Paraphrase,
        blocks: blocks(set, language),
        marks: marks(set, language),
        offices: vec![
            ("criteria-appraised-by", set.appraised_by.iter().collect()),
            ("criteria-decided-by", set.authority.iter().collect()),
        ],
        dues: dues(&visit, set),
        year: visit.today.year(),
        validity: set
            .validity
            .as_ref()
            .map(|one| (one.months, one.upgrade_after_months, said(one.reason.as_ref(), language))),
        worked: worked(set, language),
        set,
    })
}

fn dues(visit: &Visit, set: &CriteriaSet) -> Vec<Due> {
    let due = |one: &rules::criteria::Deadline| Due {
        duty: one.duty.word(),
        last: one.last_day(visit.today.year()).map(|day| visit.lang.day(day)).unwrap_or_default(),
        source: one.source.clone().unwrap_or_default(),
        doubt: said(one.reason.as_ref(), visit.lang.code()),
    };
    set.deadlines.iter().map(due).collect()
}

fn blocks(set: &CriteriaSet, language: &str) -> Vec<Block> {
    match &set.body {
        Body::Points(points) => sections(set, points, language),
        Body::Targets(targets) => criteria(set, targets, language),
    }
}

/// The Vietnamese wording, for readers of another language.
fn original(words: &Words, language: &str) -> String {
    if language == "vi" { String::new() } else { words.vi.clone() }
}

/// Doubts without the empty ones.
fn known(doubts: impl IntoIterator<Item = String>) -> Vec<String> {
    doubts.into_iter().filter(|doubt| !doubt.is_empty()).collect()
}

/// Of whom something is asked, when not of all.
fn asked_of(set: &CriteriaSet, applies: &[String], language: &str) -> Option<(&'static str, String, String)> {
    let named = applies.iter().map(|word| {
        let known = set.traits.iter().find(|one| one.code == *word);
        known.map_or_else(|| word.clone(), |one| one.text.say(language).to_owned())
    });
    (!applies.is_empty()).then(|| ("criteria-applies", named.collect::<Vec<_>>().join("; "), String::new()))
}

fn sections(set: &CriteriaSet, points: &Points, language: &str) -> Vec<Block> {
    let item = |item: &AskedItem| {
        let mut measures = vec![("criteria-item-max", item.max.to_string(), String::new())];
        if item.step > 1 {
            measures.push(("criteria-step", item.step.to_string(), String::new()));
        }
        // One floor for every area is one line; where they differ, each area has its own.
        let floors: Vec<i64> = points.pass.iter().map(|mark| mark.floor_of(item)).collect();
        let least = floors.first().copied().unwrap_or(0);
        if floors.iter().all(|floor| *floor == least) {
            if least > 0 {
                measures.push(("criteria-floor", least.to_string(), String::new()));
            }
        } else {
            let each = floors.iter().zip(&points.pass).filter(|(floor, _)| **floor > 0);
            measures.extend(each.map(|(floor, mark)| (floor_key(mark.area), floor.to_string(), String::new())));
        }
        measures.extend(asked_of(set, &item.applies, language));
        let exempt = item.exempt.as_ref();
        Item {
            code: item.code.clone(),
            text: item.text.say(language).to_owned(),
            original: original(&item.text, language),
            guidance: item.guidance.say(language).to_owned(),
            measures,
            exempt: exempt.map(|one| {
                let key = match one.rule {
                    ExemptRule::Full => "criteria-exempt-full",
                    ExemptRule::LeftOut => "criteria-exempt-left-out",
                };
                (one.when.say(language).to_owned(), key)
            }),
            doubts: known([
                said(item.reason.as_ref(), language),
                said(exempt.and_then(|one| one.reason.as_ref()), language),
            ]),
        }
    };
    let block = |section: &rules::criteria::Section| Block {
        code: section.code.clone(),
        title: section.title.say(language).to_owned(),
        max: Some(section.max),
        doubt: said(section.reason.as_ref(), language),
        items: section.items.iter().map(item).collect(),
    };
    points.sections.iter().map(block).collect()
}

const fn floor_key(area: rules::basics::AreaClass) -> &'static str {
    match area {
        rules::basics::AreaClass::Normal => "criteria-floor-normal",
        rules::basics::AreaClass::Difficult => "criteria-floor-difficult",
    }
}

fn criteria(set: &CriteriaSet, targets: &Targets, language: &str) -> Vec<Block> {
    let item = |target: &Target| {
        let mut doubts = vec![said(target.reason.as_ref(), language)];
        match &target.rule {
            Rule::YesNo { .. } => {}
            Rule::Ratio { thresholds, .. } => {
                doubts.extend(thresholds.iter().map(|one| said(one.reason.as_ref(), language)));
            }
            Rule::Choice { minimum, .. } => {
                doubts.extend(minimum.iter().map(|one| said(one.reason.as_ref(), language)))
            }
        }
        let mut measures = measures(targets, target, language);
        measures.extend(asked_of(set, &target.applies, language));
        Item {
            code: target.code.clone(),
            text: target.text.say(language).to_owned(),
            original: original(&target.text, language),
            guidance: target.guidance.say(language).to_owned(),
            measures,
            exempt: None,
            doubts: known(doubts),
        }
    };
    let block = |criterion: &rules::criteria::Criterion| Block {
        code: criterion.code.clone(),
        title: criterion.title.say(language).to_owned(),
        max: None,
        doubt: said(criterion.reason.as_ref(), language),
        items: criterion.targets.iter().map(item).collect(),
    };
    targets.criteria.iter().map(block).collect()
}

fn measures(targets: &Targets, target: &Target, language: &str) -> Vec<(&'static str, String, String)> {
    let counted = |code: &str| {
        let known = targets.measures.iter().find(|one| one.code == code);
        known.map_or_else(|| code.to_owned(), |one| one.text.say(language).to_owned())
    };
    match &target.rule {
        Rule::YesNo { from_level } => vec![("criteria-yes-no", from_level.to_string(), String::new())],
        Rule::Ratio { numerator, denominator, thresholds } => {
            let mut all = vec![("criteria-ratio", counted(numerator), counted(denominator))];
            all.extend(thresholds.iter().map(|threshold| {
                let whole = threshold.at_least % 100 == 0;
                let decimals = if whole { 0 } else { 2 };
                let rate = rules::figures::rate_text(threshold.at_least, 10_000, decimals, language != "en");
                ("criteria-threshold", threshold.level.to_string(), rate.unwrap_or_default())
            }));
            all
        }
        Rule::Choice { options, minimum } => minimum
            .iter()
            .map(|least| {
                let option = options.iter().find(|option| option.code == least.option);
                (
                    "criteria-minimum",
                    least.level.to_string(),
                    option.map(|one| one.text.say(language).to_owned()).unwrap_or_default(),
                )
            })
            .collect(),
    }
}

fn marks(set: &CriteriaSet, language: &str) -> Vec<Mark> {
    let Body::Points(points) = &set.body else { return Vec::new() };
    points
        .pass
        .iter()
        .map(|mark| Mark {
            area: mark.area.word(),
            total: mark.min_total,
            item: mark.min_item,
            share: mark.min_item_share,
            doubt: said(mark.reason.as_ref(), language),
        })
        .collect()
}

fn worked(set: &CriteriaSet, language: &str) -> Vec<Worked> {
    set.examples
        .iter()
        .map(|example| {
            let outcome = score(set, &example.answers, example.area, &example.traits);
            Worked {
                name: example.title.say(language).to_owned(),
                area: example.area.word(),
                total: outcome.total,
                max: outcome.max,
                passed: outcome.passed,
                level: outcome.level,
                below: outcome
                    .lines
                    .iter()
                    .filter(|line| !line.met)
                    .map(|line| line.code.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            }
        })
        .collect()
}
