//! What became of one household in one cycle year: registered or not, how far it came, who took which step when.
//! Must not know the database; the path's rules fold the steps.

use std::collections::BTreeMap;

use rules::basics::{AreaClass, Day, Moment};
use rules::criteria::Model;
use rules::path::{State, Step, StepKind, fold};
use store::assessments::{Assessment, StepRow};

use super::sheets::{Sheet, Sheets};
use crate::clock::noon_of;
use crate::demo::names::Lots;
use crate::failure::Failure;

/// A cycle year of the families' model.
pub struct Cycle {
    /// The year.
    pub year: i64,
    /// The criteria set and version its registrations begin under.
    pub set: (String, String),
    /// Sheets by area class.
    pub sheets: BTreeMap<AreaClass, Sheets>,
    /// Of a hundred households, how many register.
    pub register: usize,
    /// Is it the year of the day the province is made for, not yet at its end?
    pub running: bool,
}

/// Who acts for a hamlet in a cycle.
#[derive(Clone)]
pub struct People {
    /// Its head: registers, fills in, sends.
    pub head: String,
    /// The commune's officer: judges.
    pub officer: String,
    /// The commune's chair: recognises.
    pub chair: String,
}

/// A hamlet's days of a cycle year.
pub struct Days {
    register: (Day, Moment),
    save: (Day, Moment),
    submit: (Day, Moment),
    judge: (Day, Moment),
    /// The day of the decision.
    pub decide: (Day, Moment),
    revoke: (Day, Moment),
    reached: usize,
}

impl Days {
    /// Draws them; none is after `on`.
    pub fn draw(lots: &mut Lots, cycle: &Cycle, on: Day, zone: &jiff::tz::TimeZone) -> Self {
        let mut day = |month: i8, from: usize| {
            let number = i8::try_from(from + lots.draw(8)).unwrap_or(1);
            let day = i16::try_from(cycle.year).ok().and_then(|year| Day::new(year, month, number));
            let day = day.unwrap_or(on).min(on);
            (day, noon_of(zone, day))
        };
        let register = day(3, 5);
        let (save, submit, judge) =
            if cycle.running { (day(9, 1), day(9, 12), day(10, 5)) } else { (day(10, 1), day(10, 12), day(11, 10)) };
        // One day for the whole commune.
        let (month, number) = if cycle.running { (11, 6) } else { (12, 10) };
        let decided = i16::try_from(cycle.year).ok().and_then(|year| Day::new(year, month, number)).unwrap_or(on);
        let later = decided.plus_months(4).min(on);
        let with_noon = |day: Day| (day, noon_of(zone, day));
        let (decide, revoke) = (with_noon(decided.min(on)), with_noon(later));
        Self { register, save, submit, judge, decide, revoke, reached: lots.draw(100) }
    }
}

/// How far one household comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Registered,
    Withdrawn,
    Assessing,
    Submitted,
    Rejected,
    Accepted,
    Recognised,
    ReturnedAndRecognised,
    Revoked,
}

/// Of past years nearly all is decided; of the running one each hamlet has come so far.
fn course(lots: &mut Lots, cycle: &Cycle, days: &Days) -> Course {
    let lot = lots.draw(1000);
    if !cycle.running {
        return match lot {
            0..8 => Course::Withdrawn,
            8..28 => Course::Registered,
            28..38 => Course::Assessing,
            38..98 => Course::Rejected,
            98..130 => Course::ReturnedAndRecognised,
            130..132 => Course::Revoked,
            _ => Course::Recognised,
        };
    }
    match (days.reached, lot) {
        (_, 0..6) => Course::Withdrawn,
        (0..15, _) | (15..35, 500..) => Course::Registered,
        (15..35, _) | (_, 6..40) => Course::Assessing,
        (35..60, _) => Course::Submitted,
        (_, 40..95) => Course::Rejected,
        (60..90, _) => Course::Accepted,
        _ => Course::Recognised,
    }
}

/// Steps while they are taken.
struct Walk<'a> {
    rows: Vec<StepRow>,
    steps: Vec<Step>,
    offset: i64,
    people: &'a People,
}

impl Walk<'_> {
    fn take(&mut self, kind: StepKind, when: (Day, Moment), reason: &str, data: String) {
        let by = match kind.role() {
            rules::access::Role::HamletHead => &self.people.head,
            rules::access::Role::CommuneChair => &self.people.chair,
            _ => &self.people.officer,
        };
        let at = Moment(when.1.0 + self.offset);
        let n = i64::try_from(self.rows.len()).unwrap_or(0) + 1;
        let step = Step { kind, by: by.clone(), at, day: when.0, reason: reason.to_owned() };
        self.steps.push(step);
        self.rows.push(StepRow {
            n,
            kind,
            account_id: by.clone(),
            at,
            on_day: when.0,
            reason: reason.to_owned(),
            data,
        });
    }
}

/// Where a household takes part.
pub struct Place<'a> {
    /// The hamlet's unit id.
    pub hamlet: &'a str,
    /// The commune's unit id.
    pub commune: &'a str,
    /// Its area class.
    pub area: AreaClass,
}

/// One household's year, or `None` when it does not register. `offset` sets its moments apart from its neighbours';
/// `decision` gives the id of the decision that recognises it.
///
/// # Errors
/// `Broken` when the steps do not follow one another by the rules, or the year's criteria give no sheets.
#[expect(clippy::too_many_arguments, reason = "all that a household's year is made of")]
pub fn walk(
    lots: &mut Lots,
    cycle: &Cycle,
    days: &Days,
    people: &People,
    place: &Place<'_>,
    ids: (String, &str),
    offset: i64,
    decision: &mut impl FnMut() -> String,
) -> Result<Option<(Assessment, Vec<StepRow>)>, Failure> {
    if !lots.chance(cycle.register) {
        return Ok(None);
    }
    let course = course(lots, cycle, days);
    let sheets = cycle.sheets.get(&place.area).ok_or_else(|| Failure::Broken("no sheets".to_owned()))?;
    let from = if course == Course::Rejected { &sheets.failed } else { &sheets.passed };
    let lot = lots.draw(from.len());
    let sheet = from.get(lot).ok_or_else(|| Failure::Broken("no sheets".to_owned()))?;
    let mut walk = Walk { rows: Vec::with_capacity(8), steps: Vec::with_capacity(8), offset, people };
    walk.take(StepKind::Register, days.register, "", sheets.register.clone());
    if course == Course::Withdrawn {
        walk.take(StepKind::Withdraw, days.save, "", "{}".to_owned());
    } else if course != Course::Registered {
        walk.take(StepKind::Save, days.save, "", sheet.save.clone());
    }
    if !matches!(course, Course::Withdrawn | Course::Registered | Course::Assessing) {
        walk.take(StepKind::Submit, days.submit, "", sheet.submit.clone());
    }
    if course == Course::ReturnedAndRecognised {
        let why = "Chưa ghi minh chứng cho việc học của người lớn; đề nghị bổ sung (dữ liệu minh họa).";
        walk.take(StepKind::Return, days.submit, why, "{}".to_owned());
        walk.take(StepKind::Save, days.submit, "", sheet.save.clone());
        walk.take(StepKind::Submit, days.submit, "", sheet.submit.clone());
    }
    let mut decided = None;
    match course {
        Course::Rejected => {
            walk.take(StepKind::Reject, days.judge, "Chưa đủ điểm chuẩn (dữ liệu minh họa).", sheet.judge.clone());
        }
        Course::Accepted => walk.take(StepKind::Accept, days.judge, "", sheet.judge.clone()),
        Course::Recognised | Course::ReturnedAndRecognised | Course::Revoked => {
            walk.take(StepKind::Accept, days.judge, "", sheet.judge.clone());
            let id = decision();
            walk.take(StepKind::Recognise, days.decide, "", serde_json::json!({"decision": id}).to_string());
            decided = Some(id);
        }
        _ => {}
    }
    if course == Course::Revoked {
        let why = "Khai không đúng việc học của con (dữ liệu minh họa).";
        walk.take(StepKind::Revoke, days.revoke, why, "{}".to_owned());
    }
    let taken = i64::try_from(walk.steps.len()).unwrap_or(0);
    let standing = fold(&walk.steps).filter(|standing| standing.steps == taken);
    let standing = standing.ok_or_else(|| Failure::Broken("generated steps do not follow".to_owned()))?;
    let saved = !matches!(course, Course::Registered | Course::Withdrawn);
    let none =
        Sheet { filled: String::new(), total: 0, save: String::new(), submit: String::new(), judge: String::new() };
    let held = if saved { sheet } else { &none };
    let assessment = Assessment {
        id: ids.0,
        model: Model::Family.word().to_owned(),
        year: cycle.year,
        household_id: ids.1.to_owned(),
        hamlet_id: place.hamlet.to_owned(),
        commune_id: place.commune.to_owned(),
        state: standing.state,
        standing,
        set_id: cycle.set.0.clone(),
        version: cycle.set.1.clone(),
        area: place.area.word().to_owned(),
        filled: held.filled.clone(),
        total: held.total,
        complete: saved,
        passed: saved && course != Course::Rejected,
        decision_id: decided,
        revision: taken,
    };
    Ok(Some((assessment, walk.rows)))
}

/// Is there a certificate for a family in this state?
#[must_use]
pub const fn has_certificate(state: State) -> bool {
    matches!(state, State::Recognised | State::Revoked)
}
