//! Whether what a set asks makes sense: sums, steps, floors, pass marks; levels, measures, thresholds.
//! Must not know the header, texts or line numbers.

use std::collections::BTreeSet;

use super::parse::Flaw;
use super::sane::{ensure, is_code, is_word, once};
use super::walk::Path;
use super::{Body, CriteriaSet, Item, PassMark, Points, Rule, Section, Target, Targets};
use crate::basics::AreaClass;

/// The first flaw in what is asked.
pub(super) fn check(set: &CriteriaSet) -> Result<(), Flaw> {
    let declared: BTreeSet<&str> = set.traits.iter().map(|row| row.code.as_str()).collect();
    match &set.body {
        Body::Points(points) => check_points(points, &declared),
        Body::Targets(targets) => check_targets(targets, &declared),
    }
}

/// Every trait some `applies` names.
pub(super) fn traits_used(set: &CriteriaSet) -> BTreeSet<&str> {
    let words: Vec<&String> = match &set.body {
        Body::Points(points) => points.sections.iter().flat_map(|s| &s.items).flat_map(|i| &i.applies).collect(),
        Body::Targets(targets) => targets.criteria.iter().flat_map(|c| &c.targets).flat_map(|t| &t.applies).collect(),
    };
    words.into_iter().map(String::as_str).collect()
}

fn applies(words: &[String], declared: &BTreeSet<&str>, path: &Path) -> Result<(), Flaw> {
    for word in words {
        let known = declared.contains(word.as_str());
        ensure(known, &path.key("applies"), || format!("trait {word} is not declared under [[traits]]"))?;
    }
    Ok(())
}

/// Adds up without ever overflowing, whatever the file says.
fn sum(numbers: impl Iterator<Item = i64>) -> i64 {
    numbers.fold(0, i64::saturating_add)
}

fn check_points(points: &Points, declared: &BTreeSet<&str>) -> Result<(), Flaw> {
    let root = Path::default();
    let (mut sections, mut items) = (BTreeSet::new(), BTreeSet::new());
    for (at, section) in points.sections.iter().enumerate() {
        let path = root.row("sections", at);
        ensure(is_code(&section.code), &path.key("code"), || format!("{} is no code", section.code))?;
        once(&mut sections, &section.code, &path)?;
        for (at, item) in section.items.iter().enumerate() {
            let path = path.row("items", at);
            once(&mut items, &item.code, &path)?;
            check_item(item, declared, &path)?;
        }
        check_section(section, &path)?;
    }
    let total = sum(points.sections.iter().map(|section| section.max));
    let max = points.max;
    let counted = (1..=10_000).contains(&max) && total == max;
    ensure(counted, &root.key("max"), || format!("max is {max} but the sections add up to {total}"))?;
    let everyone = points.sections.iter().flat_map(|s| &s.items).any(|item| item.exempt.is_none());
    ensure(everyone, &root.key("sections"), || "at least one item must be asked of everybody".to_owned())?;
    check_pass(points)
}

fn check_section(section: &Section, path: &Path) -> Result<(), Flaw> {
    let (code, max) = (&section.code, section.max);
    ensure(!section.items.is_empty(), path, || format!("section {code} has no items"))?;
    let total = sum(section.items.iter().map(|item| item.max));
    ensure(total == max, &path.key("max"), || format!("section {code}: max is {max} but its items add up to {total}"))
}

fn check_item(item: &Item, declared: &BTreeSet<&str>, path: &Path) -> Result<(), Flaw> {
    let (code, max, step) = (&item.code, item.max, item.step);
    ensure(is_code(code), &path.key("code"), || format!("{code} is no code"))?;
    ensure((1..=1000).contains(&max), &path.key("max"), || format!("item {code}: max must be 1 to 1000"))?;
    let divides = step >= 1 && max.checked_rem(step) == Some(0);
    ensure(divides, &path.key("step"), || format!("item {code}: step must divide its max"))?;
    let floor = item.floor.is_none_or(|floor| (0..=max).contains(&floor));
    ensure(floor, &path.key("floor"), || format!("item {code}: floor must be 0 to {max}"))?;
    applies(&item.applies, declared, path)?;
    let settled = item.applies.is_empty() || item.exempt.is_some();
    ensure(settled, &path.key("applies"), || {
        format!("item {code} is not asked of everybody, so `exempt` must say what happens to its points")
    })
}

fn check_pass(points: &Points) -> Result<(), Flaw> {
    let root = Path::default();
    for area in [AreaClass::Normal, AreaClass::Difficult] {
        let rows = points.pass.iter().filter(|mark| mark.area == area).count();
        ensure(rows == 1, &root.key("pass"), || format!("area {} needs exactly one pass mark", area.word()))?;
    }
    for (at, mark) in points.pass.iter().enumerate() {
        check_mark(mark, points, &root.row("pass", at))?;
    }
    let total = |area| points.pass.iter().filter(|mark| mark.area == area).map(|mark| mark.min_total).sum::<i64>();
    let kinder = total(AreaClass::Difficult) <= total(AreaClass::Normal);
    ensure(kinder, &root.key("pass"), || "a difficult area never asks for more than a normal one".to_owned())
}

fn check_mark(mark: &PassMark, points: &Points, path: &Path) -> Result<(), Flaw> {
    let max = points.max;
    let reachable = (1..=max).contains(&mark.min_total);
    ensure(reachable, &path.key("min_total"), || format!("min_total must be 1 to {max}"))?;
    let smallest = points.sections.iter().flat_map(|s| &s.items).map(|item| item.max).min().unwrap_or(0);
    let item = mark.min_item.is_none_or(|floor| (0..=smallest).contains(&floor));
    ensure(item, &path.key("min_item"), || format!("min_item must be 0 to {smallest}, the smallest item"))?;
    let share = mark.min_item_share.is_none_or(|share| (0..=100).contains(&share));
    ensure(share, &path.key("min_item_share"), || "min_item_share must be 0 to 100 percent".to_owned())?;
    let one = mark.min_item.is_none() || mark.min_item_share.is_none();
    ensure(one, &path.key("min_item_share"), || "min_item and min_item_share exclude each other".to_owned())
}

fn check_targets(targets: &Targets, declared: &BTreeSet<&str>) -> Result<(), Flaw> {
    let root = Path::default();
    let levels = targets.levels.iter().map(|row| row.level);
    let in_order = (1..=5).contains(&targets.levels.len()) && levels.zip(1..).all(|(level, wanted)| level == wanted);
    ensure(in_order, &root.key("levels"), || "levels are 1, 2… without a gap, at most 5".to_owned())?;
    let mut measures = BTreeSet::new();
    for (at, measure) in targets.measures.iter().enumerate() {
        let path = root.row("measures", at);
        ensure(is_word(&measure.code), &path.key("code"), || "a measure is a lower-case word".to_owned())?;
        once(&mut measures, &measure.code, &path)?;
    }
    let (mut criteria, mut codes, mut used) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (at, criterion) in targets.criteria.iter().enumerate() {
        let path = root.row("criteria", at);
        ensure(is_code(&criterion.code), &path.key("code"), || format!("{} is no code", criterion.code))?;
        once(&mut criteria, &criterion.code, &path)?;
        let code = &criterion.code;
        ensure(!criterion.targets.is_empty(), &path, || format!("criterion {code} has no targets"))?;
        for (at, target) in criterion.targets.iter().enumerate() {
            let path = path.row("targets", at);
            ensure(is_code(&target.code), &path.key("code"), || format!("{} is no code", target.code))?;
            once(&mut codes, &target.code, &path)?;
            applies(&target.applies, declared, &path)?;
            check_rule(target, targets.top(), &path.key("rule"))?;
            if let Rule::Ratio { numerator, denominator, .. } = &target.rule {
                for (key, measure) in [("numerator", numerator), ("denominator", denominator)] {
                    let known = measures.contains(measure);
                    ensure(known, &path.key("rule").key(key), || format!("there is no measure {measure}"))?;
                    used.insert(measure.clone());
                }
            }
        }
    }
    for (at, measure) in targets.measures.iter().enumerate() {
        let path = root.row("measures", at);
        ensure(used.contains(&measure.code), &path, || format!("measure {} is never used", measure.code))?;
    }
    let everyone = targets.criteria.iter().flat_map(|c| &c.targets).any(|target| target.applies.is_empty());
    ensure(everyone, &root.key("criteria"), || "at least one target must be asked of everybody".to_owned())
}

fn check_rule(target: &Target, top: i64, path: &Path) -> Result<(), Flaw> {
    let code = &target.code;
    let each_level = |levels: Vec<i64>| levels.into_iter().eq(1..=top);
    match &target.rule {
        Rule::YesNo { from_level } => {
            let known = (1..=top).contains(from_level);
            ensure(known, &path.key("from_level"), || format!("target {code}: from_level must be 1 to {top}"))
        }
        Rule::Ratio { numerator, denominator, thresholds } => {
            let differ = numerator != denominator;
            ensure(differ, &path.key("denominator"), || format!("target {code} divides a measure by itself"))?;
            let path = path.key("thresholds");
            ensure(each_level(thresholds.iter().map(|row| row.level).collect()), &path, || {
                format!("target {code} needs one threshold per level, in order")
            })?;
            let sane = thresholds.iter().all(|row| (1..=10_000).contains(&row.at_least));
            ensure(sane, &path, || format!("target {code}: at_least is 1 to 10000 basis points"))?;
            let rising = thresholds.is_sorted_by_key(|row| row.at_least);
            ensure(rising, &path, || format!("target {code}: a higher level never asks for less"))
        }
        Rule::Choice { options, minimum } => {
            let mut codes = BTreeSet::new();
            for (at, option) in options.iter().enumerate() {
                let path = path.row("options", at);
                ensure(is_word(&option.code), &path.key("code"), || "an option is a lower-case word".to_owned())?;
                once(&mut codes, &option.code, &path)?;
            }
            let path = path.key("minimum");
            ensure(each_level(minimum.iter().map(|row| row.level).collect()), &path, || {
                format!("target {code} needs one minimum per level, in order")
            })?;
            let places: Vec<Option<usize>> =
                minimum.iter().map(|row| options.iter().position(|option| option.code == row.option)).collect();
            // The weakest option would be met by everybody, so a minimum never names it.
            let named = places.iter().all(|place| place.is_some_and(|place| place > 0));
            ensure(named, &path, || format!("target {code}: a minimum names an option other than the weakest"))?;
            ensure(places.is_sorted(), &path, || format!("target {code}: a higher level never asks for less"))
        }
    }
}
