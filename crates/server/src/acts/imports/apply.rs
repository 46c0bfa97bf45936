//! Putting the good households of a file into the register, a part with each transaction, so that a large file keeps nobody
//! else waiting for long and a crash in the middle loses nothing: what is done is recorded with each part, the rest goes on
//! from there. Must not know who asks, nor how a household is matched.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use papers::register_sheet::read_register;
use rules::access::Act;
use rules::basics::{Day, Moment};
use rules::problem::Problem;
use rules::register::IdNumber;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::imports::{APPLIED, APPLYING, ImportFile, WAITING};
use store::{Latch, Tx};

use super::ahead::Ahead;
use super::plan::{Line, Plan, What, Work};
use super::source::{Source, preview};
use super::{KIND, Opened, Outcome, note, shapes, write};
use crate::app::{App, Ctx};
use crate::failure::Failure;
use crate::visit::Guard;

/// What goes in with one transaction, so that others find the database free again soon.
pub const PART: Most = Most::Households(500);
/// The same where a command does nothing else: about one to two seconds at a time.
pub const ALONE: Most = Most::People(20_000);

/// How much goes in with one transaction, at most; one household at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// So many households.
    Households(usize),
    /// So many people; those of a household that changes count tenfold, as each of them is asked for and written by itself.
    People(usize),
}

impl Most {
    const fn limit(self) -> usize {
        match self {
            Self::Households(most) | Self::People(most) => most,
        }
    }

    fn weight(self, line: &Line) -> usize {
        let people = usize::try_from(line.people).unwrap_or(usize::MAX).max(1);
        match (line.what, self) {
            (What::Same, _) => 0,
            (_, Self::Households(_)) => 1,
            (What::Add, Self::People(_)) => people,
            (What::Change, Self::People(_)) => people.saturating_mul(10),
        }
    }
}

/// How far a file has gone in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// Parts so far.
    pub part: i64,
    /// Rows of the households that go in with this run; all where absent.
    pub only: Option<BTreeSet<usize>>,
    /// First row of the last household that this run is through with; a household's rows may stand apart.
    pub done: usize,
    /// Rows of the households that wait.
    pub tray: BTreeSet<usize>,
    /// When this run began, in milliseconds since 1970 UTC.
    pub began: i64,
    /// Households of this run when it began.
    pub of: i64,
    /// The account that began it.
    pub by: String,
}

impl Ready {
    /// A plan made before its file was kept: for the file's first run, as long as it was kept at this revision and the
    /// commune's trail ends with this line.
    #[must_use]
    pub fn of(plan: Plan, line: i64, revision: i64) -> Self {
        Self { plan: Arc::new(plan), line, revision, done: 0, ahead: Ahead::default() }
    }

    /// Would all of it go in with one transaction?
    #[must_use]
    pub fn fits(&self, most: Most) -> bool {
        part_of(&self.plan, self.done, most).last().map(|line| line.row) == self.plan.lines.last().map(|line| line.row)
    }

    /// Carries out the next part, of at most `next`, while the new households of the one after it, of at most `most`, are made
    /// ready on a thread of their own; where there is none, the part makes them itself.
    pub fn meanwhile<T>(
        &self,
        app: &App,
        file: &ImportFile,
        (next, most): (Most, Most),
        part: impl FnOnce() -> T,
    ) -> T {
        let look = || {
            let from = part_of(&self.plan, self.done, next).last().map_or(self.done, |line| line.row);
            self.ahead.make(app, app.clock.now(), (&file.commune_id, &file.id), part_of(&self.plan, from, most));
        };
        std::thread::scope(|scope| {
            let ahead = std::thread::Builder::new().name("hoctap-ahead".to_owned()).spawn_scoped(scope, look);
            let done = part();
            if let Ok(ahead) = ahead {
                // What was not made ready is made by the part itself, which also tells what is wrong.
                let _ended = ahead.join();
            }
            done
        })
    }
}

impl Standing {
    /// What is recorded of a file.
    #[must_use]
    pub fn of(file: &ImportFile) -> Self {
        serde_json::from_str(&file.standing).unwrap_or_default()
    }
}

/// A plan made before the transaction that carries it out, and the number of the commune's last audit line then: as long as
/// that is the last one, the plan holds.
#[derive(Clone, Debug)]
pub struct Ready {
    plan: Arc<Plan>,
    line: i64,
    /// The file's revision then: whoever put something right in it since has raised it.
    revision: i64,
    /// First row of the last household that is in.
    done: usize,
    /// What was made ready of the households that are not.
    ahead: Ahead,
}

/// What a part came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Came {
    /// The counts so far; without the problems.
    pub outcome: Outcome,
    /// The number of the commune's last audit line after it.
    pub line: i64,
    /// The file's revision after it.
    pub revision: i64,
    /// The plan was made anew: the one made before holds no more.
    pub anew: bool,
    /// First row of the last household that is in.
    #[serde(default)]
    pub done: usize,
}

/// Makes the plan of a file's next run, to be carried out by [`begin`] or [`next`].
///
/// # Errors
/// The problems of [`preview`].
pub fn ready(app: &App, tx: &mut Tx<'_>, guard: &Guard, today: Day, opened: &Opened) -> Result<Ready, Failure> {
    let line = store::audit::last(tx, &opened.file.commune_id)?;
    let plan = preview(app, tx, guard, today, &opened.source())?;
    let done = if opened.file.state == APPLYING { Standing::of(&opened.file).done } else { 0 };
    Ok(Ready { done, ..Ready::of(plan, line, opened.file.revision) })
}

/// The rows of the run that goes on, or of the one that would begin now; `None` for all.
pub(super) fn run_of(file: &ImportFile) -> Option<BTreeSet<usize>> {
    match file.state.as_str() {
        WAITING => None,
        APPLYING => Standing::of(file).only,
        _ => Some(Standing::of(file).tray),
    }
}

/// Begins to put the good households into the register: the first part of them, at most so much. When there is more, the file's state
/// says so and [`next`] goes on.
///
/// # Errors
/// `import-applied`; `nothing-to-import` when not one household is good; the problems of [`preview`].
pub fn begin(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    opened: &Opened,
    ready: Option<&Ready>,
    most: Most,
) -> Result<Came, Failure> {
    let mut file = store::imports::lock(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    let held = Standing::of(&file);
    let only = match file.state.as_str() {
        WAITING => None,
        APPLIED if file.tray > 0 => Some(held.tray.clone()),
        state => return Err(super::over(state)),
    };
    // What was decided or put right after the rows were read.
    let fresh;
    let same = file.revision.saturating_sub(1) == opened.file.revision;
    let opened = if same {
        opened
    } else {
        fresh = super::load(ctx.app, tx, id)?;
        &fresh
    };
    let asked = if same { ready } else { None };
    tx.latch(Latch::Commune, [file.commune_id.as_str()])?;
    let plan = standing_plan(tx, ctx, &file.commune_id, opened, only.as_ref(), asked, (0, most))?;
    let anew = matches!(plan, Cow::Owned(_));
    let plan = plan.as_ref();
    // A tray is emptied also by leaving out all that is in it.
    if plan.lines.is_empty() && (file.state == WAITING || plan.left_out.is_empty()) {
        return Err(Problem::new("nothing-to-import").into());
    }
    let of = i64::try_from(plan.lines.len()).unwrap_or(i64::MAX);
    let by = ctx.actor.id.clone();
    let mut standing = Standing { part: held.part, only, began: ctx.at.0, of, by, ..Standing::default() };
    shapes::keep(tx, ctx, &file, &opened.settings, &opened.sheets)?;
    replace(tx, ctx, &file, &opened.settings.replaces)?;
    let before = file.state.clone();
    let ahead = asked.filter(|_| !anew).map(|ready| ready.ahead.clone()).unwrap_or_default();
    carry_out(tx, ctx, &mut file, &mut standing, (plan, &ahead), (&before, most)).map(|came| Came { anew, ..came })
}

/// The households of an earlier file wait no more: this one has them corrected.
fn replace(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, by: &ImportFile, id: &str) -> Result<(), Failure> {
    if id == by.id || !super::replaceable(tx, &by.commune_id, id)? {
        return Ok(());
    }
    let Some(mut earlier) = store::imports::lock(tx, id)? else { return Ok(()) };
    let said = |file: &ImportFile| json!({"name": file.name, "state": file.state, "waiting": file.tray});
    let before = said(&earlier);
    if earlier.state == WAITING {
        store::imports::discard(tx, id)?;
        let record = crate::app::Record {
            kind: "import",
            id,
            unit_id: &earlier.commune_id,
            before: Some(before),
            after: Some(json!({"replaced_by": by.id})),
            reason: "",
        };
        return ctx.note(&earlier.commune_id, record);
    }
    earlier.tray = 0;
    store::imports::update(tx, &earlier)?;
    let mut after = said(&earlier);
    if let Some(fields) = after.as_object_mut() {
        fields.insert("replaced_by".to_owned(), json!(by.id));
    }
    note(ctx, &earlier, Some(before), after)
}

/// Goes on with a file that is going in, with at most so much; `holds` says whether its plan may still be carried
/// out. `None` when the file is in.
///
/// # Errors
/// `changed-meanwhile` when somebody else has gone on with it; the problems of [`preview`]; `forbidden` when who began it may
/// no more.
pub fn next(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    opened: &Opened,
    ready: &Ready,
    (holds, most): (bool, Most),
) -> Result<Option<Came>, Failure> {
    let mut file = store::imports::lock(tx, &opened.file.id)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    let mut standing = Standing::of(&file);
    if file.state != APPLYING {
        return Ok(None);
    }
    let now = file.revision.saturating_sub(1);
    if now != ready.revision {
        return Err(Problem::new("changed-meanwhile").with("yours", ready.revision).with("now", now).into());
    }
    tx.latch(Latch::Commune, [file.commune_id.as_str()])?;
    let only = standing.only.clone();
    let ready = holds.then_some(ready);
    let plan = standing_plan(tx, ctx, &file.commune_id, opened, only.as_ref(), ready, (standing.done, most))?;
    let anew = matches!(plan, Cow::Owned(_));
    let ahead = ready.filter(|_| !anew).map(|ready| ready.ahead.clone()).unwrap_or_default();
    carry_out(tx, ctx, &mut file, &mut standing, (plan.as_ref(), &ahead), (APPLYING, most))
        .map(|came| Some(Came { anew, ..came }))
}

/// The plan that was made before, when nobody has done anything in the commune since; otherwise one made now.
fn standing_plan<'a>(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    commune_id: &str,
    opened: &Opened,
    only: Option<&BTreeSet<usize>>,
    ready: Option<&'a Ready>,
    (from, most): (usize, Most),
) -> Result<Cow<'a, Plan>, Failure> {
    if let Some(ready) = ready
        && store::audit::last(tx, commune_id)? == ready.line
        && !taken_elsewhere(tx, ctx, (part_of(&ready.plan, from, most), &ready.ahead))?
    {
        return Ok(Cow::Borrowed(&ready.plan));
    }
    let source = Source { only, done: from, ..opened.source() };
    Ok(Cow::Owned(preview(ctx.app, tx, ctx.guard, ctx.today, &source)?))
}

/// The lines of the next part: those below row `from`.
fn part_of(plan: &Plan, from: usize, most: Most) -> &[Line] {
    let begin = plan.lines.partition_point(|line| line.row <= from);
    let rest = plan.lines.get(begin..).unwrap_or_default();
    let mut weight = 0_usize;
    let taken = rest.iter().take_while(|line| {
        let first = weight == 0;
        weight = weight.saturating_add(most.weight(line));
        first || weight <= most.limit()
    });
    let taken = taken.count();
    rest.get(..taken).unwrap_or_default()
}

/// Has somebody, in whatever commune, an identity number by now that these lines would give?
fn taken_elsewhere(tx: &mut Tx<'_>, ctx: &Ctx<'_>, (lines, ahead): (&[Line], &Ahead)) -> Result<bool, Failure> {
    let mut hashes = Vec::new();
    for line in lines {
        if let Some(ready) = ahead.hashes(line) {
            hashes.extend(ready);
            continue;
        }
        let numbers: Vec<&IdNumber> = match &line.work {
            Work::Nothing => Vec::new(),
            Work::Add { household, .. } => household.members.iter().filter_map(|one| one.id_number.as_ref()).collect(),
            Work::Change(changing) => {
                let given = changing.updates.iter().filter_map(|(_, number)| number.as_ref());
                given.chain(changing.news.iter().filter_map(|one| one.id_number.as_ref())).collect()
            }
        };
        hashes.extend(numbers.into_iter().map(|number| ctx.app.secrets.lookup(number.digits())));
    }
    tx.latch(Latch::IdNumber, hashes.iter().map(String::as_str))?;
    Ok(!store::register::find_by_id_hashes(tx, &hashes)?.is_empty())
}

/// What is wrong with the households of a plan that wait.
fn wrong_in(plan: &Plan, standing: &Standing) -> impl Iterator<Item = Problem> {
    let waits = plan.waiting.values().filter(|one| one.rows.iter().any(|row| standing.tray.contains(row)));
    waits.flat_map(|one| one.problems.iter().cloned())
}

/// Writes the next part of a plan and records how far the file has come.
fn carry_out(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    file: &mut ImportFile,
    standing: &mut Standing,
    (plan, ahead): (&Plan, &Ahead),
    (state, most): (&str, Most),
) -> Result<Came, Failure> {
    let mut outcome: Outcome = serde_json::from_str(&file.outcome).unwrap_or_default();
    if state != APPLYING {
        // What waited is looked at anew.
        outcome.problems.clear();
        outcome.waiting = 0;
        outcome.left_out += i64::try_from(plan.left_out.len()).unwrap_or(i64::MAX);
        outcome.passed_over = outcome.passed_over.max(i64::try_from(plan.passed_over.len()).unwrap_or(i64::MAX));
    }
    let from = standing.done;
    let lines = part_of(plan, from, most);
    let count = |what| i64::try_from(lines.iter().filter(|line| line.what == what).count()).unwrap_or(i64::MAX);
    outcome.added += count(What::Add);
    outcome.changed += count(What::Change);
    outcome.unchanged += count(What::Same);
    let after_this = lines.last().map_or(from, |line| line.row);
    let rest = plan.lines.iter().filter(|line| line.row > after_this).count();
    outcome.left = i64::try_from(rest).unwrap_or(i64::MAX);
    let to = if rest == 0 { usize::MAX } else { after_this };
    for one in plan.waiting.values().filter(|one| one.row > from && one.row <= to) {
        standing.tray.extend(&one.rows);
        outcome.waiting += 1;
    }
    if rest == 0 {
        // Said once, at the end: with each part it would be written again.
        outcome.problems.extend(wrong_in(plan, standing));
    }
    standing.part += 1;
    standing.done = to;
    write::write(tx, ctx, file, standing.part, lines, ahead)?;
    file.outcome = serde_json::to_string(&outcome)?;
    file.standing = serde_json::to_string(&*standing)?;
    APPLYING.clone_into(&mut file.state);
    if rest == 0 {
        APPLIED.clone_into(&mut file.state);
        file.tray = outcome.waiting;
    }
    store::imports::update(tx, file)?;
    if rest == 0 {
        store::imports::empty_applied(tx, Moment(ctx.at.0.saturating_add(1)), false)?;
    }
    let after = json!({
        "name": file.name, "state": file.state, "added": outcome.added, "changed": outcome.changed,
        "unchanged": outcome.unchanged, "waiting": outcome.waiting, "left_out": outcome.left_out, "left": outcome.left,
    });
    note(ctx, file, Some(json!({"name": file.name, "state": state})), after)?;
    let line = store::audit::last(tx, &file.commune_id)? + ctx.noted(&file.commune_id);
    // The whole list of problems is kept with the file; the receipt needs the counts only.
    let outcome = Outcome { problems: Vec::new(), ..outcome };
    Ok(Came { outcome, line, revision: file.revision, anew: false, done: standing.done })
}

impl Ready {
    /// The same plan after a part of it was carried out.
    #[must_use]
    pub fn after(self, came: &Came) -> Self {
        Self { line: came.line, revision: came.revision, done: came.done, ..self }
    }
}

/// Ends a run that cannot go on: what is not in yet waits, with the reason.
pub fn stop(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, opened: &Opened, why: &Problem) -> Result<i64, Failure> {
    let mut file = store::imports::lock(tx, &opened.file.id)?.ok_or_else(Failure::not_found)?;
    if file.state != APPLYING {
        return Ok(0);
    }
    let mut standing = Standing::of(&file);
    let mut outcome: Outcome = serde_json::from_str(&file.outcome).unwrap_or_default();
    let (settings, today) = (&opened.settings, ctx.today);
    // What was found wrong so far is told beside the reason; a plan that cannot be made tells itself.
    match preview(ctx.app, tx, ctx.guard, today, &Source { only: standing.only.as_ref(), ..opened.source() }) {
        Ok(plan) => outcome.problems.extend(wrong_in(&plan, &standing)),
        Err(failure) => drop(failure.problems()?),
    }
    let read = opened.whole().map(|sheet| read_register(&sheet, settings.head_row, &settings.mapping(), today));
    let wanted = |rows: &[usize]| standing.only.as_ref().is_none_or(|only| rows.iter().any(|row| only.contains(row)));
    let rows = read.map(|read| read.rows).unwrap_or_default().into_iter();
    let left: Vec<usize> =
        rows.filter(|(first, rows)| *first > standing.done && wanted(rows)).flat_map(|(_, rows)| rows).collect();
    standing.tray.extend(left);
    outcome.waiting += outcome.left;
    outcome.problems.push(why.clone());
    APPLIED.clone_into(&mut file.state);
    file.tray = outcome.waiting;
    let waits = outcome.left;
    outcome.left = 0;
    file.outcome = serde_json::to_string(&outcome)?;
    file.standing = serde_json::to_string(&standing)?;
    store::imports::update(tx, &file)?;
    let said = |state: &str| json!({"name": file.name, "state": state, "waiting": outcome.waiting});
    note(ctx, &file, Some(said(APPLYING)), said(APPLIED))?;
    Ok(waits)
}
