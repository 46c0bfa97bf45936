//! Filled sheets to draw from: a few dozen ways in which families answer a criteria set, each scored once by the rules.
//! Must not know whose sheet it becomes.

use rules::basics::AreaClass;
use rules::criteria::{Answer, Answers, Body, CriteriaSet, Filled};
use serde_json::json;

use crate::acts::path::outcome_of;
use crate::demo::names::Lots;

/// How many sheets of each kind.
const EACH: usize = 48;

/// A filled and scored sheet, with what the steps that carry it say.
pub struct Sheet {
    /// The answers as they are stored.
    pub filled: String,
    /// Points.
    pub total: i64,
    /// What the step that saves it says.
    pub save: String,
    /// What the step that sends it says.
    pub submit: String,
    /// What the step that judges it says.
    pub judge: String,
}

/// Sheets of one criteria set in one area class.
pub struct Sheets {
    /// Those that pass.
    pub passed: Vec<Sheet>,
    /// Those that do not.
    pub failed: Vec<Sheet>,
    /// What the step that registers says.
    pub register: String,
}

impl Sheets {
    /// Makes them. A set of targets gives none.
    pub fn make(set: &CriteriaSet, area: AreaClass, seed: u64) -> Result<Self, serde_json::Error> {
        let mut lots = Lots::new(seed);
        let mut sheets = Self {
            passed: Vec::new(),
            failed: Vec::new(),
            register: json!({"set": set.set, "version": set.version, "area": area.word()}).to_string(),
        };
        for round in 0..2000 {
            if sheets.passed.len() >= EACH && sheets.failed.len() >= EACH {
                break;
            }
            let filled = Filled { answers: answers(set, &mut lots, round % 3 != 2), ..Filled::default() };
            let outcome = outcome_of(set, &filled, area.word());
            let into = if outcome.passed { &mut sheets.passed } else { &mut sheets.failed };
            if !outcome.complete || into.len() >= EACH {
                continue;
            }
            let score =
                json!({"total": outcome.total, "max": outcome.max, "mark": outcome.mark, "passed": outcome.passed});
            let with = |more: serde_json::Value| {
                let mut all = score.clone();
                if let (Some(into), Some(more)) = (all.as_object_mut(), more.as_object()) {
                    into.extend(more.clone());
                }
                all.to_string()
            };
            into.push(Sheet {
                filled: serde_json::to_string(&filled)?,
                total: outcome.total,
                save: with(json!({"filled": filled, "area": area.word()})),
                submit: with(json!({"area": area.word()})),
                judge: score.to_string(),
            });
        }
        Ok(sheets)
    }
}

/// Answers as a family gives them: careful ones lose a point here and there, the others miss half of some items.
fn answers(set: &CriteriaSet, lots: &mut Lots, careful: bool) -> Answers {
    let mut answers = Answers::new();
    let Body::Points(points) = &set.body else { return answers };
    for item in points.sections.iter().flat_map(|section| &section.items) {
        let weak = !careful && lots.chance(35);
        let lost = if weak { item.max - item.max / 3 } else { i64::from(lots.chance(40)) + i64::from(lots.chance(12)) };
        let given = (item.max - lost).max(0);
        answers.insert(item.code.clone(), Answer::Points(given - given % item.step.max(1)));
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_set_has_sheets_that_pass_and_sheets_that_do_not() {
        for (name, text) in rules::criteria::files::FILES {
            let set = CriteriaSet::parse(text).unwrap();
            if set.model != rules::criteria::Model::Family {
                continue;
            }
            for area in [AreaClass::Normal, AreaClass::Difficult] {
                let sheets = Sheets::make(&set, area, 3).unwrap();
                assert_eq!((sheets.passed.len(), sheets.failed.len()), (EACH, EACH), "{name} {area:?}");
            }
        }
    }
}
