//! What a plan is made of besides the register: the rows of a file and what was decided about them.
//! Must not write anything.

use std::collections::BTreeSet;

use papers::import::Sheet;
use papers::register_sheet::{check_mapping, read_as_said};
use rules::basics::Day;
use rules::problem::Problem;
use store::Tx;

use super::fixes::Marks;
use super::{Plan, Settings, hamlets, known, planning};
use crate::acts::register::hamlet_of;
use crate::app::App;
use crate::failure::Failure;
use crate::visit::Guard;

/// A file's rows with everything that was decided about them.
pub struct Source<'a> {
    /// Id of the file; empty for one that was not kept.
    pub file_id: &'a str,
    /// First row of the last household that its present run is through with; 0 when none is under way.
    pub done: usize,
    /// Unit id of the commune.
    pub commune_id: &'a str,
    /// Which column means what.
    pub settings: &'a Settings,
    /// The rows.
    pub sheets: &'a [Sheet],
    /// Names and head rows of the other sheets that are read with it.
    pub parts: &'a [(String, usize)],
    /// They were in letters of the time before Unicode.
    pub old: bool,
    /// Households that are left out, or are others than they look like.
    pub marks: Marks,
    /// Rows of the households that are looked at; all where absent.
    pub only: Option<&'a BTreeSet<usize>>,
}

/// A sheet with others below it, by their names and head rows.
pub(super) fn join(sheets: &[Sheet], sheet: &Sheet, parts: &[(String, usize)]) -> Sheet {
    let named = |(name, row): &(String, usize)| Some((sheets.iter().find(|one| one.name == *name)?, *row));
    sheet.joined(&parts.iter().filter_map(named).collect::<Vec<_>>())
}

/// What a file would do to the register as it is now. Nothing is written.
///
/// # Errors
/// `header-missing`, `column-twice`, `not-a-day` and `no-such-place` about the settings; `letters-undecided` while nobody has
/// said what to do with old letters.
pub fn preview(app: &App, tx: &mut Tx<'_>, guard: &Guard, today: Day, source: &Source<'_>) -> Result<Plan, Failure> {
    let Source { settings, sheets, .. } = source;
    let mapping = settings.mapping();
    let mut problems = check_mapping(&mapping);
    if source.old && settings.letters.is_empty() {
        problems.insert(0, Problem::new("letters-undecided").at("letters"));
    }
    let sheet = sheets.iter().find(|sheet| sheet.name == settings.sheet);
    let (Some(sheet), true) = (sheet, problems.is_empty()) else {
        if problems.is_empty() {
            problems.push(Problem::new("sheet-empty").with("sheet", &settings.sheet));
        }
        return Err(problems.into());
    };
    let joined = settings.all_sheets.then(|| join(sheets, sheet, source.parts));
    let sheet = joined.as_ref().unwrap_or(sheet);
    let said = source.marks.said(sheet);
    let read = read_as_said(sheet, settings.head_row, &mapping, today, &said);
    let hamlets = hamlets::Hamlets::load(tx, source.commune_id, today)?;
    let default = match settings.hamlet.as_str() {
        "" => None,
        id => Some(hamlet_of(tx, id, "hamlet", today)?),
    };
    let touched = if source.file_id.is_empty() { Vec::new() } else { store::imports::touched(tx, source.file_id)? };
    let known = known::Known::load(tx, source.commune_id)?;
    let marks = &source.marks;
    let only = source.only;
    let planning = planning::Planning {
        app,
        guard,
        today,
        sheet,
        mapping: &mapping,
        settings,
        marks,
        said,
        touched: touched.into_iter().collect(),
        done: source.done,
        only,
        hamlets,
        default,
        known,
    };
    let mut plan = planning.plan(tx, read)?;
    if let Some(only) = source.only {
        plan.keep(|rows| rows.iter().any(|row| only.contains(row)));
        plan.passed_over.clear();
    }
    Ok(plan)
}
