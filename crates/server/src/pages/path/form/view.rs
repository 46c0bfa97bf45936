//! The items of the form as the template shows them. Must not know how a form is sent.

use rules::criteria::{Asked, Body, CriteriaSet, ExemptRule, Filled, Rule, Words};
use rules::score::Outcome;
use store::evidence::Evidence;

use super::Loaded;
use crate::acts::path::{filled_of, outcome_of};
use crate::failure::Failure;
use crate::forms::Fields;
use crate::pages::path::entries::{Entry, exemption, read};
use crate::pages::path::explain::{answer, sections, wording};
use crate::pages::{Base, Faults};

/// What the inputs hold: a sheet, or what was typed.
pub enum Shown {
    /// A sheet.
    Sheet(Filled),
    /// A form that could not be taken as it was.
    Typed(Fields),
}

/// A section of the form.
pub struct Part {
    /// Its code.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// Most points.
    pub max: i64,
    /// Why it is not certain.
    pub doubt: String,
    /// Its items.
    pub rows: Vec<Row>,
}

/// One item of the form.
pub struct Row {
    /// Its code.
    pub code: String,
    /// Its wording.
    pub text: String,
    /// What to look at.
    pub guidance: String,
    /// Why it is not certain.
    pub doubt: String,
    /// points, yes_no, ratio or choice.
    pub kind: &'static str,
    /// Most points; 0 for a target.
    pub max: i64,
    /// Points come in multiples of this.
    pub step: i64,
    /// Fewest points with which the whole can pass; 0 for none.
    pub floor: i64,
    /// What the inputs hold.
    pub entry: Entry,
    /// When it may be set aside; empty: never.
    pub exempt: String,
    /// full or left_out.
    pub exempt_rule: &'static str,
    /// Why setting it aside is not certain.
    pub exempt_doubt: String,
    /// Last year's answer as an input holds it, for marking changes.
    pub before_value: String,
    /// Last year's answer in words; empty for none.
    pub before: String,
    /// Differs from last year.
    pub changed: bool,
    /// What is kept now, in words, when somebody else saved something other meanwhile.
    pub now: Option<String>,
    /// Code and name of each choice.
    pub options: Vec<(String, String)>,
    /// Photos kept.
    pub photos: Vec<Evidence>,
    /// What is wrong with the note; empty for nothing.
    pub note_fault: String,
    /// What is wrong with a photo; empty for nothing.
    pub photo_fault: String,
    /// Photos that were asked to be taken away.
    pub dropped: Vec<String>,
}

impl Row {
    /// Is this photo asked to be taken away?
    #[must_use]
    pub fn is_dropped(&self, id: &str) -> bool {
        self.dropped.iter().any(|dropped| dropped == id)
    }

    /// Should the part below the item be open: a note, photos or something to put right?
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.entry.note.is_empty() || !self.photos.is_empty()
    }
}

/// The form as the template shows it.
pub struct View {
    /// Sections.
    pub parts: Vec<Part>,
    /// The score of what the inputs hold.
    pub outcome: Outcome,
    /// The pass mark when nothing is left out.
    pub pass: i64,
    /// The most points when nothing is left out.
    pub whole: i64,
}

/// Makes the view; `clash` shows beside each input what is kept where that differs.
pub fn view(
    b: &Base,
    set: &CriteriaSet,
    one: &Loaded,
    shown: &Shown,
    faults: &Faults,
    clash: bool,
) -> Result<View, Failure> {
    let kept = filled_of(&one.assessment)?;
    let (filled, dropped) = match shown {
        Shown::Sheet(filled) => (filled.clone(), Vec::new()),
        Shown::Typed(fields) => (read(set, fields).0, fields.all("drop")),
    };
    let before = one.before.as_ref().map(|(_, filled)| filled);
    let said = |words: &Words| words.say(b.lang()).to_owned();
    let pass = rules::basics::AreaClass::of(&one.assessment.area).and_then(|area| set.pass_mark(area));
    let row = |asked: Asked<'_>| {
        let code = asked.code();
        let (text, guidance, doubt) = wording(asked);
        let entry = match shown {
            Shown::Sheet(filled) => Entry::of(filled, code),
            Shown::Typed(fields) => Entry::typed(fields, code),
        };
        let (kind, max, step, floor) = match asked {
            Asked::Item(item) => ("points", item.max, item.step, pass.map_or(0, |pass| pass.floor_of(item))),
            Asked::Target(target) => (kind(&target.rule), 0, 1, 0),
        };
        let exempt = exemption(asked);
        let was = before.map(|before| Entry::of(before, code)).unwrap_or_default();
        let differs = clash && kept.answers.get(code) != filled.answers.get(code);
        Row {
            code: code.to_owned(),
            text: said(text),
            guidance: said(guidance),
            doubt: doubt.map(said).unwrap_or_default(),
            kind,
            max,
            step,
            floor,
            exempt: exempt.map(|exempt| said(&exempt.when)).unwrap_or_default(),
            exempt_rule: exempt.map_or("", |exempt| match exempt.rule {
                ExemptRule::Full => "full",
                ExemptRule::LeftOut => "left_out",
            }),
            exempt_doubt: exempt.and_then(|exempt| exempt.reason.as_ref()).map(said).unwrap_or_default(),
            before: before.map(|before| answer(b, before, code)).unwrap_or_default(),
            before_value: was.value.clone(),
            changed: before.is_some_and(|before| {
                let (was, is) = (before.answers.get(code), filled.answers.get(code));
                was.is_some() && is.is_some() && was != is
            }),
            now: differs.then(|| answer(b, &kept, code)),
            options: options(asked, said),
            photos: one.photos.iter().filter(|photo| photo.item == code).cloned().collect(),
            note_fault: faults.of(&format!("note-{code}")),
            photo_fault: faults.of(&format!("photo-{code}")),
            dropped: dropped.clone(),
            entry,
        }
    };
    let most = |code: &str| match &set.body {
        Body::Points(points) => points.sections.iter().find(|section| section.code == code).map_or(0, |s| s.max),
        Body::Targets(_) => 0,
    };
    let parts = sections(set).into_iter().map(|(code, title, doubt, items)| Part {
        code: code.to_owned(),
        title: said(title),
        max: most(code),
        doubt: doubt.map(said).unwrap_or_default(),
        rows: items.into_iter().map(row).collect(),
    });
    let outcome = outcome_of(set, &filled, &one.assessment.area);
    let whole = match &set.body {
        Body::Points(points) => points.max,
        Body::Targets(_) => outcome.max,
    };
    let pass = pass.map_or(outcome.mark, |pass| pass.min_total);
    Ok(View { parts: parts.collect(), outcome, pass, whole })
}

const fn kind(rule: &Rule) -> &'static str {
    match rule {
        Rule::YesNo { .. } => "yes_no",
        Rule::Ratio { .. } => "ratio",
        Rule::Choice { .. } => "choice",
    }
}

fn options(asked: Asked<'_>, said: impl Fn(&Words) -> String) -> Vec<(String, String)> {
    match asked {
        Asked::Target(target) => match &target.rule {
            Rule::Choice { options, .. } => options.iter().map(|o| (o.code.clone(), said(&o.text))).collect(),
            _ => Vec::new(),
        },
        Asked::Item(_) => Vec::new(),
    }
}
