//! Scoring by targets: every applicable target of a level must be met; the result is the highest level reached.
//! Must not know points, floors and areas.

use super::{Line, Outcome, Reason, count, section_totals};
use crate::criteria::{Answer, Answers, Asked, Minimum, Rule, Target, Targets, Threshold, Traits, problem_of};

pub(super) fn score(body: &Targets, answers: &Answers, traits: &Traits) -> Outcome {
    let top = body.top();
    let mut lines = Vec::new();
    for criterion in &body.criteria {
        for target in &criterion.targets {
            lines.push(weigh(&criterion.code, target, top, answers.get(&target.code), traits));
        }
    }
    let total = lines.iter().map(|line| line.given).sum::<i64>();
    let max = lines.iter().map(|line| line.max).sum::<i64>();
    let asked = count(&lines, Line::is_asked);
    let answered = count(&lines, Line::is_answered);
    let complete = asked == answered;
    // A line without a usable answer is at level 0, so an unfinished sheet has none; a subject that is asked nothing has
    // shown nothing.
    let level = lines.iter().filter_map(|line| line.level).min().unwrap_or(0);
    let aim = Some(level.saturating_add(1)).filter(|aim| *aim <= top);
    let gaps = aim.map_or_else(Vec::new, |aim| {
        let short = |line: &&Line| line.level.is_some_and(|reached| reached < aim);
        lines.iter().filter(short).map(|line| super::Gap { lost: 1, ..line.gap(true) }).collect()
    });
    let sections = section_totals(body.criteria.iter().map(|criterion| &criterion.code), &lines);
    Outcome {
        total,
        max,
        mark: max,
        short_by: max.saturating_sub(total),
        asked,
        answered,
        complete,
        passed: level >= 1,
        level: Some(level),
        aim,
        sections,
        lines,
        gaps,
    }
}

fn weigh(criterion: &str, target: &Target, top: i64, answer: Option<&Answer>, traits: &Traits) -> Line {
    let line = |level: Option<i64>, reason: Reason| {
        let asked = i64::from(level.is_some());
        let met = level.is_none_or(|level| level >= 1);
        Line {
            code: target.code.clone(),
            section: criterion.to_owned(),
            given: if met { asked } else { 0 },
            max: asked,
            floor: asked,
            met,
            level,
            reason,
        }
    };
    let asked = Asked::Target(target);
    if !asked.applies_to(traits) {
        return line(None, Reason::NotApplicable);
    }
    let Some(answer) = answer else { return line(Some(0), Reason::Missing) };
    if problem_of(asked, answer).is_some() {
        return line(Some(0), Reason::Invalid);
    }
    let (level, reason) = match (&target.rule, answer) {
        (Rule::YesNo { from_level }, Answer::Yes(yes)) => said(*yes, *from_level, top),
        (Rule::Ratio { thresholds, .. }, Answer::Ratio { n, d }) => share(*n, *d, thresholds, top),
        (Rule::Choice { options, minimum }, Answer::Choice(choice)) => {
            let place = |code: &str| options.iter().position(|option| option.code == code);
            chosen(choice, minimum, place, top)
        }
        _ => (0, Reason::Missing),
    };
    line(Some(level), reason)
}

fn said(yes: bool, from_level: i64, top: i64) -> (i64, Reason) {
    if yes { (top, Reason::Met) } else { (from_level.saturating_sub(1), Reason::SaidNo { level: from_level }) }
}

fn share(n: i64, d: i64, thresholds: &[Threshold], top: i64) -> (i64, Reason) {
    // Cross multiplication: a rounded rate would let 89.996 % pass as 90 %.
    let missed = thresholds.iter().find(|t| i128::from(n) * 10_000 < i128::from(t.at_least) * i128::from(d));
    missed.map_or((top, Reason::Met), |t| {
        let needed = (i128::from(t.at_least) * i128::from(d) + 9_999).div_euclid(10_000);
        let more = i64::try_from(needed - i128::from(n)).unwrap_or(i64::MAX);
        (t.level.saturating_sub(1), Reason::BelowThreshold { level: t.level, at_least: t.at_least, more })
    })
}

fn chosen(choice: &str, minimum: &[Minimum], place: impl Fn(&str) -> Option<usize>, top: i64) -> (i64, Reason) {
    let missed = minimum.iter().find(|row| place(choice) < place(&row.option));
    missed.map_or((top, Reason::Met), |row| {
        (row.level.saturating_sub(1), Reason::BelowOption { level: row.level, option: row.option.clone() })
    })
}
