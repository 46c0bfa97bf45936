//! The recognition path of one family in one cycle year, as a fold of accepted steps.
//! Must not know criteria, places, rights of persons or how steps are stored.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use crate::access::{Act, Role};
use crate::basics::{Day, Moment};
use crate::problem::Problem;

/// A step somebody takes on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The family registers for the year.
    Register,
    /// Answers are saved.
    Save,
    /// The self-assessment is sent to the commune.
    Submit,
    /// The sender takes it back before it is appraised.
    Recall,
    /// The appraiser sends it back to be put right.
    Return,
    /// The appraiser finds that it passes.
    Accept,
    /// The appraiser finds that it does not pass.
    Reject,
    /// The verdict of the appraisal is taken back.
    Reopen,
    /// The chair of the commune People's Committee recognises the family.
    Recognise,
    /// The registration ends before any verdict.
    Withdraw,
    /// The recognition is taken back.
    Revoke,
}

impl StepKind {
    /// Every kind, in the order of the path.
    pub const ALL: &'static [Self] = &[
        Self::Register,
        Self::Save,
        Self::Submit,
        Self::Recall,
        Self::Return,
        Self::Accept,
        Self::Reject,
        Self::Reopen,
        Self::Recognise,
        Self::Withdraw,
        Self::Revoke,
    ];

    /// The stable word, as stored and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Recall => "recall",
            Self::Return => "return",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Reopen => "reopen",
            Self::Recognise => "recognise",
            Self::Withdraw => "withdraw",
            Self::Revoke => "revoke",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The role that ordinarily takes the step; the table of rights may let others take it too.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Register | Self::Save | Self::Submit | Self::Recall | Self::Withdraw => Role::HamletHead,
            Self::Return | Self::Accept | Self::Reject | Self::Reopen => Role::CommuneOfficer,
            Self::Recognise | Self::Revoke => Role::CommuneChair,
        }
    }

    /// The act whose right the step needs.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Register | Self::Withdraw => Act::RegisterFamilies,
            Self::Save => Act::SelfAssess,
            Self::Submit | Self::Recall => Act::SubmitAssessment,
            Self::Return | Self::Accept | Self::Reject | Self::Reopen => Act::Appraise,
            Self::Recognise => Act::Decide,
            Self::Revoke => Act::Revoke,
        }
    }
}

/// Where a family stands on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Registered, nothing answered yet.
    Registered,
    /// Answers are being saved.
    Assessing,
    /// Sent to the commune, waiting for appraisal.
    Submitted,
    /// Sent back to be put right.
    Returned,
    /// Passed appraisal, waiting for the decision.
    Accepted,
    /// Did not pass appraisal.
    Rejected,
    /// Recognised by a decision.
    Recognised,
    /// The registration ended before any verdict.
    Withdrawn,
    /// The recognition was taken back.
    Revoked,
}

impl State {
    /// Every state, in the order of the path.
    pub const ALL: &'static [Self] = &[
        Self::Registered,
        Self::Assessing,
        Self::Submitted,
        Self::Returned,
        Self::Accepted,
        Self::Rejected,
        Self::Recognised,
        Self::Withdrawn,
        Self::Revoked,
    ];

    /// The stable word, as stored and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Assessing => "assessing",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Recognised => "recognised",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.word() == word)
    }
}

/// One step: who took it, when, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done.
    pub kind: StepKind,
    /// The account that did it.
    pub by: String,
    /// When it was recorded.
    pub at: Moment,
    /// The day it takes effect: the decision's date for `Recognise` and `Revoke`, otherwise the day of recording.
    pub day: Day,
    /// Why; empty where no reason is needed.
    #[serde(default)]
    pub reason: String,
}

/// What is true at the moment of a step and is decided elsewhere. The default lets nothing pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The cycle year.
    pub year: i64,
    /// Are all required items answered? Asked by `Submit`.
    pub complete: bool,
    /// The first required item without an answer, by its id; empty when complete.
    pub missing_item: String,
    /// Does the score reach every pass condition? Asked by `Accept`.
    pub passed: bool,
    /// The score, as plain text.
    pub total: String,
    /// The pass mark, as plain text.
    pub mark: String,
    /// Is the actor the authority valid at the place on the step's day? Asked by `Recognise`.
    pub authority: bool,
    /// The actor's name, for the sentence about appraising one's own self-assessment.
    pub actor_name: String,
}

/// Where a family stands, and what the next steps need to know of the earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// Everyone who saved or submitted since the registration. Reopening keeps them: the answers are still theirs.
    pub self_assessors: BTreeSet<String>,
    /// Who sent the assessment that is, or was, at the commune; `None` before, and after a recall or return.
    pub submitted_by: Option<String>,
    /// Who accepted or rejected it; `None` while there is no verdict.
    pub appraised_by: Option<String>,
    /// How many steps were taken, counting from 1 at the first registration and on through later ones.
    pub steps: i64,
}

/// The table of transitions, without guards: the state after a step, `None` where the step cannot be taken.
#[must_use]
pub const fn after(state: Option<State>, kind: StepKind) -> Option<State> {
    match (state, kind) {
        (None | Some(State::Withdrawn), StepKind::Register) => Some(State::Registered),
        (Some(State::Registered | State::Assessing | State::Returned), StepKind::Save)
        | (Some(State::Submitted), StepKind::Recall) => Some(State::Assessing),
        (Some(State::Assessing), StepKind::Submit) | (Some(State::Accepted | State::Rejected), StepKind::Reopen) => {
            Some(State::Submitted)
        }
        (Some(State::Submitted), StepKind::Return) => Some(State::Returned),
        (Some(State::Submitted), StepKind::Accept) => Some(State::Accepted),
        (Some(State::Submitted), StepKind::Reject) => Some(State::Rejected),
        (Some(State::Accepted), StepKind::Recognise) => Some(State::Recognised),
        (Some(State::Registered | State::Assessing | State::Returned | State::Submitted), StepKind::Withdraw) => {
            Some(State::Withdrawn)
        }
        (Some(State::Recognised), StepKind::Revoke) => Some(State::Revoked),
        _ => None,
    }
}

/// The steps that can be taken next, each with the role that ordinarily takes it, the way forward first.
#[must_use]
pub const fn next_steps(state: Option<State>) -> &'static [(StepKind, Role)] {
    match state {
        None | Some(State::Withdrawn) => &[(StepKind::Register, Role::HamletHead)],
        Some(State::Registered | State::Returned) => {
            &[(StepKind::Save, Role::HamletHead), (StepKind::Withdraw, Role::HamletHead)]
        }
        Some(State::Assessing) => &[
            (StepKind::Submit, Role::HamletHead),
            (StepKind::Save, Role::HamletHead),
            (StepKind::Withdraw, Role::HamletHead),
        ],
        Some(State::Submitted) => &[
            (StepKind::Accept, Role::CommuneOfficer),
            (StepKind::Return, Role::CommuneOfficer),
            (StepKind::Reject, Role::CommuneOfficer),
            (StepKind::Recall, Role::HamletHead),
            (StepKind::Withdraw, Role::HamletHead),
        ],
        Some(State::Accepted) => &[(StepKind::Recognise, Role::CommuneChair), (StepKind::Reopen, Role::CommuneOfficer)],
        Some(State::Rejected) => &[(StepKind::Reopen, Role::CommuneOfficer)],
        Some(State::Recognised) => &[(StepKind::Revoke, Role::CommuneChair)],
        Some(State::Revoked) => &[],
    }
}

/// The step that has to be taken first so that `wanted` can follow, on the shortest way there; `None` when `wanted`
/// can be taken at once or when no way leads to it.
#[must_use]
pub fn missing_step(state: Option<State>, wanted: StepKind) -> Option<StepKind> {
    if after(state, wanted).is_some() {
        return None;
    }
    let mut seen = BTreeSet::from([state]);
    let mut open: VecDeque<(Option<State>, Option<StepKind>)> = VecDeque::from([(state, None)]);
    while let Some((at, first)) = open.pop_front() {
        if after(at, wanted).is_some() {
            return first;
        }
        for kind in StepKind::ALL {
            let next = after(at, *kind);
            if next.is_some() && seen.insert(next) {
                open.push_back((next, first.or(Some(*kind))));
            }
        }
    }
    None
}

/// Takes one step from where the family stands (`None`: never registered).
///
/// # Errors
/// `not-registered`, `already-registered` or `step-out-of-order` when the step does not follow; `reason-required`
/// when it needs a reason; `answer-missing`, `below-pass-mark`, `self-appraisal` or `decision-not-authority` when the
/// facts forbid it.
pub fn take(before: Option<&Standing>, step: &Step, facts: &Facts) -> Result<Standing, Problem> {
    let state = before.map(|standing| standing.state);
    let standing = applied(before, step).ok_or_else(|| out_of_order(state, step.kind, facts))?;
    let reason_needed = match step.kind {
        StepKind::Return | StepKind::Reject | StepKind::Reopen | StepKind::Revoke => true,
        StepKind::Withdraw => state != Some(State::Registered),
        _ => false,
    };
    if reason_needed && step.reason.trim().is_empty() {
        return Err(Problem::new("reason-required").at("reason"));
    }
    // A verdict on answers one has written oneself is no appraisal; sending them back gives nobody an advantage.
    if matches!(step.kind, StepKind::Accept | StepKind::Reject)
        && before.is_some_and(|standing| standing.self_assessors.contains(&step.by))
    {
        return Err(Problem::new("self-appraisal").with("name", &facts.actor_name));
    }
    match step.kind {
        StepKind::Submit if !facts.complete => {
            Err(Problem::new("answer-missing").at(facts.missing_item.as_str()).with("item", &facts.missing_item))
        }
        StepKind::Accept if !facts.passed => {
            Err(Problem::new("below-pass-mark").with("total", &facts.total).with("mark", &facts.mark))
        }
        StepKind::Recognise if !facts.authority => Err(Problem::new("decision-not-authority")
            .with("who", StepKind::Recognise.role().word())
            .with("day", step.day)),
        _ => Ok(standing),
    }
}

/// Where a family stands after these accepted steps; `None` when it never registered.
///
/// Guards were asked when each step was taken and are not asked again. A step that the table of transitions does not
/// allow changes nothing, so [`Standing::steps`] falls short of the number of stored steps when a history is broken.
#[must_use]
pub fn fold(steps: &[Step]) -> Option<Standing> {
    steps.iter().fold(None, |before, step| applied(before.as_ref(), step).or(before))
}

fn applied(before: Option<&Standing>, step: &Step) -> Option<Standing> {
    let state = after(before.map(|standing| standing.state), step.kind)?;
    let mut standing = before.cloned().unwrap_or_else(|| Standing {
        state,
        self_assessors: BTreeSet::new(),
        submitted_by: None,
        appraised_by: None,
        steps: 0,
    });
    standing.state = state;
    standing.steps = standing.steps.saturating_add(1);
    match step.kind {
        StepKind::Register => {
            // After a withdrawal the answers are still there, and so are those who wrote them.
            standing.submitted_by = None;
            standing.appraised_by = None;
        }
        StepKind::Save => {
            standing.self_assessors.insert(step.by.clone());
        }
        StepKind::Submit => {
            standing.self_assessors.insert(step.by.clone());
            standing.submitted_by = Some(step.by.clone());
        }
        StepKind::Recall | StepKind::Return => standing.submitted_by = None,
        StepKind::Accept | StepKind::Reject => standing.appraised_by = Some(step.by.clone()),
        StepKind::Reopen => standing.appraised_by = None,
        StepKind::Recognise | StepKind::Withdraw | StepKind::Revoke => {}
    }
    Some(standing)
}

fn out_of_order(state: Option<State>, kind: StepKind, facts: &Facts) -> Problem {
    let Some(state) = state else {
        return Problem::new("not-registered").with("who", StepKind::Register.role().word());
    };
    if kind == StepKind::Register {
        return Problem::new("already-registered").with("year", facts.year);
    }
    let missing = missing_step(Some(state), kind);
    Problem::new("step-out-of-order")
        .with("step", kind.word())
        .with("state", state.word())
        .with("missing", missing.map_or("none", StepKind::word))
        .with("who", missing.map_or("none", |step| step.role().word()))
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
