//! Importing a household register from a file: keep the file, choose what its columns mean, look at what it would do, do
//! it. This file owns the life of an import; must not know pages, nor how a file is read into rows.

mod ahead;
pub mod apply;
mod changes;
pub mod fixes;
mod hamlets;
mod known;
mod matching;
mod opened;
mod plan;
mod planning;
pub mod shapes;
mod source;
pub mod told;
mod undo;
mod write;

use std::collections::BTreeMap;

use papers::import::letters::{Letters, modern, recognise};
use papers::import::{Limits, Sheet, column_letters, read_rows};
use papers::register_sheet::{
    Field, Mapping, alike, best_sheet, check_mapping, find_header, head_at, named_after_hamlet,
};
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::problem::Problem;
use rules::register::veiled;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::imports::{APPLIED, APPLYING, DISCARDED, ImportFile, WAITING};
use store::units::Unit;

use super::register::{hamlet_of, place_of};
use crate::app::{Ctx, Record};
use crate::failure::Failure;

pub use opened::{Opened, as_compared, glance, in_letters, load, open, parts_of};
pub use plan::{Like, Line, Plan, Waiting, What};
pub use source::{Source, preview};
pub use undo::undo;

/// The largest file that is taken, in megabytes: 100,000 people with everything a register holds, as text.
pub const LARGEST_MB: usize = 25;
/// The same in bytes.
pub const LARGEST: usize = LARGEST_MB * 1024 * 1024;
/// The kind of file this is in the store.
pub const KIND: &str = "households";
/// The word for leaving a file's letters as they are.
pub const KEEP: &str = "keep";
/// How long a file waits to be applied before it is forgotten: 30 days.
const WAITS_MS: i64 = 30 * 86_400_000;

/// What a person has decided about a file: which sheet, which columns, and what holds for rows that do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Settings {
    /// Name of the sheet.
    pub sheet: String,
    /// Row number of the table's head, as the spreadsheet shows it.
    pub head_row: usize,
    /// Column (from 0) of each field, by the field's word.
    pub columns: BTreeMap<String, usize>,
    /// Unit id of the hamlet of rows that name none; empty for none.
    pub hamlet: String,
    /// First day of new households; empty for the usual one.
    pub since: String,
    /// Enter households that look like others.
    pub sure: bool,
    /// Read the sheets with the same columns too.
    pub all_sheets: bool,
    /// For a file in letters of the time before Unicode: `tcvn3` or `vni` to turn them into Unicode, `keep` to leave them;
    /// empty while nobody has said.
    pub letters: String,
    /// Name of the earlier file with the same heads after which the columns were given their meaning; empty for none.
    pub like: String,
    /// Id of the earlier file whose waiting households this one has corrected; empty for none.
    pub replaces: String,
}

impl Settings {
    /// The columns as the sheet reader knows them; words that are no field are left out.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        self.columns.iter().filter_map(|(word, column)| Some((Field::of(word)?, *column))).collect()
    }

    /// What can be guessed from a file: its register's sheet and columns.
    #[must_use]
    pub fn guess(sheets: &[Sheet]) -> Self {
        let recognised = recognise(sheets).map(|(letters, ..)| modern(sheets, letters));
        let sheets = recognised.as_deref().unwrap_or(sheets);
        let best = best_sheet(sheets);
        let first = sheets.first();
        let first_row = first.and_then(|sheet| sheet.rows.first()).map_or(1, |row| row.number);
        match best {
            Some((sheet, head_row, mapping)) => {
                // One sheet for each hamlet; other sheets of the same columns may be copies.
                let all = std::iter::once(sheet).chain(alike(sheets, sheet).into_iter().map(|(other, _)| other));
                let (mut several, mut places) = (0, true);
                for one in all {
                    several += 1;
                    places = places && named_after_hamlet(one);
                }
                let all_sheets = several > 1 && places;
                Self { sheet: sheet.name.clone(), head_row, columns: words(&mapping), all_sheets, ..Self::default() }
            }
            None => Self {
                sheet: first.map(|sheet| sheet.name.clone()).unwrap_or_default(),
                head_row: first_row,
                ..Self::default()
            },
        }
    }

    /// The same choices for another sheet or head: the columns are guessed anew.
    #[must_use]
    pub fn at(mut self, sheets: &[Sheet], sheet: &str, head_row: Option<usize>) -> Self {
        let Some(found) = sheets.iter().find(|one| one.name == sheet) else { return self };
        let guessed = find_header(found);
        let head_row = head_row.or(guessed.map(|(row, _)| row)).or(found.rows.first().map(|row| row.number));
        self.head_row = head_row.unwrap_or(1);
        self.columns = words(&head_at(found, self.head_row));
        sheet.clone_into(&mut self.sheet);
        self.like.clear();
        self
    }
}

/// What was decided about a kept file.
pub(super) fn settings_of(file: &ImportFile) -> Settings {
    serde_json::from_str(&file.mapping).unwrap_or_default()
}

fn words(mapping: &Mapping) -> BTreeMap<String, usize> {
    mapping.iter().map(|(field, column)| (field.word().to_owned(), *column)).collect()
}

/// What came of an import, or would come of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Outcome {
    /// Households entered.
    pub added: i64,
    /// Households changed.
    pub changed: i64,
    /// Households that are in the register as the file has them.
    pub unchanged: i64,
    /// Households that wait because something is wrong with them.
    pub waiting: i64,
    /// Households that a person left out.
    pub left_out: i64,
    /// Rows that are no member of a household.
    pub passed_over: i64,
    /// Households that are still to go in, of a file that is going in.
    pub left: i64,
    /// Everything that is wrong, each with its cell as field.
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Reads the rows of a file.
///
/// # Errors
/// The problem with the file as a whole, at `file`.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Failure> {
    let limits = Limits { bytes: LARGEST, ..Limits::default() };
    Ok(read_rows(name, bytes, &limits).map_err(|cause| cause.problem().at("file"))?)
}

/// A commune and, where a hamlet was chosen, the hamlet of rows that name none.
///
/// # Errors
/// As [`hamlet_of`] at `place`; `no-such-place` for a place above communes.
pub fn destination(tx: &mut Tx<'_>, place: &str, on: Day) -> Result<(Unit, Option<Unit>), Failure> {
    let unit = place_of(tx, place, "place", on)?;
    match unit.level {
        Level::Commune => Ok((unit, None)),
        Level::Hamlet => {
            let commune = unit.parent_id.clone().unwrap_or_default();
            let commune = store::units::unit(tx, &commune)?.ok_or_else(Failure::not_found)?;
            Ok((commune, Some(unit)))
        }
        _ => Err(Problem::new("no-such-place").at("place").with("value", place.trim()).into()),
    }
}

/// What is said of a file that is larger than [`LARGEST`].
#[must_use]
pub fn too_large() -> Problem {
    Problem::new("too-large").at("file").with("max", format!("{LARGEST_MB} MB"))
}

/// A file's name as it is kept, and as its rows are read again by: without what may be an identity number.
#[must_use]
pub fn kept_name(name: &str) -> String {
    veiled(&rules::text::collapse(name)).chars().take(120).collect()
}

/// Keeps a file whose rows could be read, with what was guessed of it, or said before of `heads` like its own; its id. The bytes are kept enciphered, because
/// they may hold identity numbers.
pub fn keep(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    place: &str,
    name: &str,
    bytes: &[u8],
    (guessed, heads): (&Settings, &[(String, String, usize)]),
) -> Result<String, Failure> {
    let (commune, hamlet) = destination(tx, place, ctx.today)?;
    ctx.guard.allow(tx, Act::ImportRegister, &commune.id)?;
    let recalled = shapes::recall(tx, &commune.id, heads, guessed.clone())?;
    let mut settings = Settings { hamlet: hamlet.map(|unit| unit.id).unwrap_or_default(), ..recalled };
    if !replaceable(tx, &commune.id, &settings.replaces)? {
        settings.replaces.clear();
    }
    let file = ImportFile {
        id: ctx.id(),
        commune_id: commune.id.clone(),
        account_id: ctx.actor.id.clone(),
        kind: KIND.to_owned(),
        name: kept_name(name),
        mapping: serde_json::to_string(&settings)?,
        state: WAITING.to_owned(),
        outcome: String::new(),
        standing: String::new(),
        tray: 0,
        at: ctx.at,
        revision: 1,
    };
    tidy(tx, ctx.at)?;
    store::imports::add(tx, &file, ctx.app.secrets.seal_bytes(bytes, &ctx.app.dice))?;
    note(ctx, &file, None, json!({"name": file.name, "state": file.state}))?;
    Ok(file.id)
}

/// Throws away what waits for too long: nobody asked to keep the personal data of files that were never applied or put right,
/// nor what was there before files that nobody took back.
pub fn tidy(tx: &mut Tx<'_>, at: Moment) -> Result<(), Failure> {
    let before = Moment(at.0 - WAITS_MS);
    store::imports::delete_unapplied(tx, before)?;
    store::imports::drop_old_entries(tx, before)?;
    store::imports::empty_applied(tx, before, true)?;
    Ok(())
}

/// Is this an earlier file of the commune of which something waits?
fn replaceable(tx: &mut Tx<'_>, commune_id: &str, id: &str) -> Result<bool, Failure> {
    if id.is_empty() {
        return Ok(false);
    }
    let found = store::imports::find(tx, id)?;
    Ok(found.is_some_and(|file| {
        let waits = file.state == WAITING || (file.state == APPLIED && file.tray > 0);
        file.kind == KIND && file.commune_id == commune_id && waits
    }))
}

fn note(
    ctx: &mut Ctx<'_>,
    file: &ImportFile,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
) -> Result<(), Failure> {
    let record =
        Record { kind: "import", id: &file.id, unit_id: &file.commune_id, before, after: Some(after), reason: "" };
    ctx.note(&file.commune_id, record)
}

/// Writes what a person decided about a file that waits.
///
/// # Errors
/// `import-applied`; `column-twice` and `header-missing`; `no-such-place` at `hamlet`; `not-a-day` at `since`.
pub fn decide(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, wanted: &Settings) -> Result<String, Failure> {
    let mut file = waiting(tx, ctx, id)?;
    let mut problems = check_mapping(&wanted.mapping());
    let mut settings = wanted.clone();
    if !settings.hamlet.is_empty() {
        match hamlet_of(tx, &settings.hamlet, "hamlet", ctx.today) {
            Ok(unit) if unit.parent_id.as_deref() == Some(file.commune_id.as_str()) => settings.hamlet = unit.id,
            Ok(unit) => problems.push(Problem::new("no-such-place").at("hamlet").with("value", unit.full_name)),
            Err(failure) => problems.extend(failure.problems()?),
        }
    }
    if !settings.since.is_empty() {
        match crate::forms::read_day(&settings.since, "since") {
            Ok(day) if day > ctx.today => {
                problems.push(Problem::new("day-in-future").at("since").with("value", day));
            }
            Ok(day) => settings.since = day.to_string(),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    if !settings.letters.is_empty() && settings.letters != KEEP && Letters::of(&settings.letters).is_none() {
        let problem = Problem::new("not-a-choice").at("letters").with("value", &settings.letters);
        return Err(problem.with("choices", "tcvn3, vni, keep").into());
    }
    // Another commune's file is nobody's business here.
    if !replaceable(tx, &file.commune_id, &settings.replaces)? {
        settings.replaces.clear();
    }
    file.mapping = serde_json::to_string(&settings)?;
    store::imports::update(tx, &file)?;
    let columns: BTreeMap<&String, String> =
        settings.columns.iter().map(|(word, column)| (word, column_letters(*column))).collect();
    note(
        ctx,
        &file,
        None,
        json!({"sheet": settings.sheet, "columns": columns, "hamlet_id": settings.hamlet, "letters": settings.letters}),
    )?;
    Ok(file.id)
}

fn waiting(tx: &mut Tx<'_>, ctx: &Ctx<'_>, id: &str) -> Result<ImportFile, Failure> {
    let file = store::imports::lock(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    if file.state != WAITING {
        return Err(over(&file.state));
    }
    Ok(file)
}

/// Why a file in this state is not to be changed or applied.
pub(super) fn over(state: &str) -> Failure {
    Problem::new(match state {
        APPLYING => "import-applying",
        DISCARDED => "import-discarded",
        _ => "import-applied",
    })
    .into()
}

/// Throws a file away that waits; until it is forgotten like every file that waits for too long, it can be brought back. The
/// commune's unit id.
///
/// # Errors
/// `import-applied`, `import-discarded`.
pub fn discard(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str) -> Result<String, Failure> {
    let file = waiting(tx, ctx, id)?;
    turn(tx, ctx, file, DISCARDED)
}

/// Brings a file back that was thrown away, with all that was decided about it and put right in it. The commune's unit id.
///
/// # Errors
/// `import-not-discarded`.
pub fn restore(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str) -> Result<String, Failure> {
    let file = store::imports::lock(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    if file.state != DISCARDED {
        return Err(Problem::new("import-not-discarded").into());
    }
    turn(tx, ctx, file, WAITING)
}

fn turn(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, mut file: ImportFile, state: &str) -> Result<String, Failure> {
    let before = json!({"name": file.name, "state": file.state});
    state.clone_into(&mut file.state);
    store::imports::update(tx, &file)?;
    note(ctx, &file, Some(before), json!({"name": file.name, "state": file.state}))?;
    Ok(file.commune_id)
}
