//! Scoring by points: items, floors, exemptions and the pass mark.
//! Must not know targets and levels.

use super::{Line, Outcome, Reason, count, section_totals};
use crate::criteria::{Answer, Answers, Asked, ExemptRule, Item, PassMark, Points, Traits, problem_of};

pub(super) fn score(body: &Points, pass: Option<&PassMark>, answers: &Answers, traits: &Traits) -> Outcome {
    let mut lines = Vec::new();
    for section in &body.sections {
        for item in &section.items {
            let floor = pass.map_or(0, |pass| pass.floor_of(item));
            lines.push(weigh(&section.code, item, floor, answers.get(&item.code), traits));
        }
    }
    let total = lines.iter().map(|line| line.given).sum::<i64>();
    let max = lines.iter().map(|line| line.max).sum::<i64>();
    let mark = shrink(pass.map_or(body.max, |pass| pass.min_total), max, body.max);
    let asked = count(&lines, Line::is_asked);
    let answered = count(&lines, Line::is_answered);
    let complete = asked == answered;
    // A line without a usable answer is never met, so an unfinished sheet never passes.
    let passed = total >= mark && lines.iter().all(|line| line.met);
    let short_by = mark.saturating_sub(total).max(0);
    let gaps = if passed { Vec::new() } else { gaps(&lines, short_by) };
    let sections = section_totals(body.sections.iter().map(|section| &section.code), &lines);
    let (level, aim) = (None, None);
    Outcome { total, max, mark, short_by, asked, answered, complete, passed, level, aim, sections, lines, gaps }
}

/// The pass mark when only `counted` of `all` points are left to get, rounded up so that leaving an item out never
/// makes passing easier than the regulation's proportion.
fn shrink(mark: i64, counted: i64, all: i64) -> i64 {
    if counted == all || all <= 0 {
        return mark;
    }
    let scaled = mark.saturating_mul(counted);
    scaled.saturating_add(all.saturating_sub(1)).div_euclid(all)
}

fn weigh(section: &str, item: &Item, floor: i64, answer: Option<&Answer>, traits: &Traits) -> Line {
    let line = |given: i64, max: i64, floor: i64, met: bool, reason: Reason| Line {
        code: item.code.clone(),
        section: section.to_owned(),
        given,
        max,
        floor,
        met,
        level: None,
        reason,
    };
    let set_aside = |reason: Reason| match item.exempt.as_ref().map(|exempt| exempt.rule) {
        Some(ExemptRule::Full) => line(item.max, item.max, floor, true, reason),
        Some(ExemptRule::LeftOut) | None => line(0, 0, 0, true, reason),
    };
    let asked = Asked::Item(item);
    if !asked.applies_to(traits) {
        return set_aside(Reason::NotApplicable);
    }
    let Some(answer) = answer else { return line(0, item.max, floor, false, Reason::Missing) };
    if problem_of(asked, answer).is_some() {
        return line(0, item.max, floor, false, Reason::Invalid);
    }
    match answer {
        Answer::Exempt(true) => set_aside(Reason::Exempt),
        Answer::Points(points) => {
            let lost = item.max.saturating_sub(*points);
            let met = *points >= floor;
            let reason = match lost {
                0 => Reason::FullMarks,
                _ if !met => Reason::BelowFloor { floor, lost },
                n => Reason::LostPoints { n },
            };
            line(*points, item.max, floor, met, reason)
        }
        Answer::Exempt(false) | Answer::Yes(_) | Answer::Ratio { .. } | Answer::Choice(_) => {
            line(0, item.max, floor, false, Reason::Missing)
        }
    }
}

fn gaps(lines: &[Line], short_by: i64) -> Vec<super::Gap> {
    let in_the_way = |line: &&Line| !line.met || (short_by > 0 && line.lost() > 0);
    let mut gaps: Vec<_> = lines.iter().filter(in_the_way).map(|line| line.gap(!line.met)).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.lost));
    gaps
}
