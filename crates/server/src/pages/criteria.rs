//! Criteria as people read them: the list of sets, and one set with its wording, marks, offices, deadlines, doubts and
//! worked examples; the raw file beside.

use askama::Template;
use axum::extract::Path;
use rules::criteria::{Authority, Body, CriteriaSet, Rule, Status, Target, Wording, Words};
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
    doubt: String,
}

/// A worked example and what scoring gives today.
struct Worked {
    name: String,
    area: &'static str,
    total: i64,
    max: i64,
    passed: bool,
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
        worked: worked(set),
        set,
    })
}

fn blocks(set: &CriteriaSet, language: &str) -> Vec<Block> {
    let original = |words: &Words| if language == "vi" { String::new() } else { words.vi.clone() };
    match &set.body {
        Body::Points(points) => points
            .sections
            .iter()
            .map(|section| Block {
                code: section.code.clone(),
                title: section.title.say(language).to_owned(),
                max: Some(section.max),
                doubt: said(section.reason.as_ref(), language),
                items: section
                    .items
                    .iter()
                    .map(|item| Item {
                        code: item.code.clone(),
                        text: item.text.say(language).to_owned(),
                        original: original(&item.text),
                        guidance: item.guidance.say(language).to_owned(),
                        measures: vec![("criteria-item-max", item.max.to_string(), String::new())],
                        doubt: said(item.reason.as_ref(), language),
                    })
                    .collect(),
            })
            .collect(),
        Body::Targets(targets) => targets
            .criteria
            .iter()
            .map(|criterion| Block {
                code: criterion.code.clone(),
                title: criterion.title.say(language).to_owned(),
                max: None,
                doubt: said(criterion.reason.as_ref(), language),
                items: criterion
                    .targets
                    .iter()
                    .map(|target| Item {
                        code: target.code.clone(),
                        text: target.text.say(language).to_owned(),
                        original: original(&target.text),
                        guidance: target.guidance.say(language).to_owned(),
                        measures: measures(target, language),
                        doubt: said(target.reason.as_ref(), language),
                    })
                    .collect(),
            })
            .collect(),
    }
}

fn measures(target: &Target, language: &str) -> Vec<(&'static str, String, String)> {
    match &target.rule {
        Rule::YesNo { from_level } => vec![("criteria-yes-no", from_level.to_string(), String::new())],
        Rule::Ratio { thresholds, .. } => thresholds
            .iter()
            .map(|threshold| {
                let rate =
                    rules::figures::rate_text(threshold.at_least, 10_000, 0, language != "en").unwrap_or_default();
                ("criteria-threshold", threshold.level.to_string(), rate)
            })
            .collect(),
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

fn worked(set: &CriteriaSet) -> Vec<Worked> {
    set.examples
        .iter()
        .map(|example| {
            let outcome = score(set, &example.answers, example.area, &example.traits);
            Worked {
                name: example.name.replace('-', " "),
                area: example.area.word(),
                total: outcome.total,
                max: outcome.max,
                passed: outcome.passed,
            }
        })
        .collect()
}
