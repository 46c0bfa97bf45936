//! A kept file with its rows, deciphered, in Unicode, with what was put right in it.
//! Must not know what its rows would do.

use std::collections::BTreeSet;
use std::sync::Arc;

use papers::import::Sheet;
use papers::import::letters::{Letters, modern, recognise};
use papers::register_sheet::{alike, notes};
use rules::access::Act;
use rules::problem::Problem;
use store::Tx;
use store::imports::{APPLIED, APPLYING, ImportFile, WAITING};

use super::fixes::{self, Fixes, Marks};
use super::{KEEP, KIND, Outcome, Settings, Source, apply, read, settings_of, source};
use crate::app::App;
use crate::failure::Failure;
use crate::visit::Guard;

/// A file with its rows.
#[derive(Clone)]
pub struct Opened {
    /// The kept file.
    pub file: ImportFile,
    /// What was decided about it.
    pub settings: Settings,
    /// Its rows, in Unicode unless somebody said to leave its letters, with what was put right in them; none for a file whose
    /// bytes are gone because it was applied.
    pub sheets: Arc<Vec<Sheet>>,
    /// What was put right in it.
    pub fixes: Fixes,
    /// Names and head rows of the other sheets with the same columns, as the file was sent.
    pub parts: Vec<(String, usize)>,
    /// Rows of the households that go in with its next run; all where absent.
    pub run: Option<BTreeSet<usize>>,
    /// The letters of the time before Unicode in which it seems to be written, with a text of it before and after.
    pub letters: Seen,
}

impl Opened {
    /// What a plan is made of.
    #[must_use]
    pub fn source(&self) -> Source<'_> {
        Source {
            file_id: &self.file.id,
            done: if self.file.state == APPLYING { apply::Standing::of(&self.file).done } else { 0 },
            commune_id: &self.file.commune_id,
            settings: &self.settings,
            sheets: &self.sheets,
            parts: &self.parts,
            old: self.letters.is_some(),
            marks: Marks::of(&self.fixes),
            only: self.run.as_ref(),
        }
    }

    /// The rows of the sheet that is read, those of the sheets that are read with it below.
    #[must_use]
    pub fn whole(&self) -> Option<Sheet> {
        let sheet = self.sheet()?;
        let all = self.settings.all_sheets;
        Some(if all { source::join(&self.sheets, sheet, &self.parts) } else { sheet.clone() })
    }

    /// Do households of it wait after the others went in?
    #[must_use]
    pub fn has_tray(&self) -> bool {
        self.file.state == APPLIED && self.file.tray > 0
    }

    /// The sheet that is read.
    #[must_use]
    pub fn sheet(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == self.settings.sheet)
    }

    /// What there is to know of the sheet before its rows are taken; nothing of it stops the import.
    #[must_use]
    pub fn notes(&self) -> Vec<Problem> {
        let mapping = self.settings.mapping();
        self.sheet().map(|sheet| notes(&self.sheets, sheet, self.settings.head_row, &mapping)).unwrap_or_default()
    }

    /// Names of the other sheets with the same columns.
    #[must_use]
    pub fn others(&self) -> Vec<String> {
        self.parts.iter().map(|(name, _)| name.clone()).collect()
    }

    /// What came of an applied file.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        (self.file.state != WAITING).then(|| serde_json::from_str(&self.file.outcome).unwrap_or_default())
    }
}

/// Finds a file and reads its rows; asks for the right to import at its commune.
///
/// # Errors
/// `not-found`, `forbidden`.
pub fn open(app: &App, tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Opened, Failure> {
    let opened = load(app, tx, id)?;
    guard.allow(tx, Act::ImportRegister, &opened.file.commune_id)?;
    Ok(opened)
}

/// The same for the program's own work, which nobody asked for.
pub fn load(app: &App, tx: &mut Tx<'_>, id: &str) -> Result<Opened, Failure> {
    let file = found(tx, id)?;
    let body = store::imports::body(tx, id)?;
    with_rows(app, tx, file, &body)
}

/// As [`open`], but a file on its way in comes without its rows: who only looks how far it is needs none of them.
///
/// # Errors
/// `not-found`, `forbidden`.
pub fn glance(app: &App, tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Opened, Failure> {
    let file = found(tx, id)?;
    guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    let body = if file.state == APPLYING { Vec::new() } else { store::imports::body(tx, id)? };
    with_rows(app, tx, file, &body)
}

/// The file that was kept just now, with the rows it was compared by, so that they are not read again; `None` when it was kept
/// with other settings than these or somebody was at it since.
///
/// # Errors
/// `not-found`, `forbidden`.
pub fn as_compared(
    tx: &mut Tx<'_>,
    guard: &Guard,
    id: &str,
    settings: &Settings,
    sheets: &Arc<Vec<Sheet>>,
    letters: &Seen,
) -> Result<Option<Opened>, Failure> {
    let file = found(tx, id)?;
    guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    if file.state != WAITING || file.revision != 1 || settings_of(&file) != *settings {
        return Ok(None);
    }
    let parts = parts_of(sheets, &settings.sheet);
    let (settings, sheets, letters) = (settings.clone(), Arc::clone(sheets), letters.clone());
    Ok(Some(Opened { file, settings, sheets, fixes: Fixes::default(), parts, run: None, letters }))
}

fn found(tx: &mut Tx<'_>, id: &str) -> Result<ImportFile, Failure> {
    store::imports::find(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)
}

fn with_rows(app: &App, tx: &mut Tx<'_>, file: ImportFile, body: &[u8]) -> Result<Opened, Failure> {
    let id = file.id.as_str();
    let settings = settings_of(&file);
    let fixes = fixes::load(app, tx, id)?;
    let sheets = if body.is_empty() {
        Vec::new()
    } else {
        let bytes = app.secrets.unseal_bytes(body).ok_or_else(|| {
            Failure::Broken(format!(
                "the bytes of import {id} cannot be deciphered: is this the site's own secret file?"
            ))
        })?;
        read(&file.name, &bytes)?
    };
    let (sheets, letters) = in_letters(sheets, &settings.letters);
    // What is put right in a cell changes nothing about which sheets belong together.
    let parts = parts_of(&sheets, &settings.sheet);
    let sheets = fixes::over(sheets, &fixes);
    let run = apply::run_of(&file);
    Ok(Opened { file, settings, sheets: Arc::new(sheets), fixes, parts, run, letters })
}

/// Names and head rows of the sheets with the same columns as this one.
#[must_use]
pub fn parts_of(sheets: &[Sheet], sheet: &str) -> Vec<(String, usize)> {
    let base = sheets.iter().find(|one| one.name == sheet);
    let others = base.map(|base| alike(sheets, base)).unwrap_or_default();
    others.into_iter().map(|(one, row)| (one.name.clone(), row)).collect()
}

/// Old letters in which a file seems to be written, with a text of it before and after.
pub type Seen = Option<(Letters, String, String)>;

/// Sheets in Unicode, as far as `said` (see [`Settings::letters`]) does not leave them as they are; and the old letters that
/// were recognised.
#[must_use]
pub fn in_letters(sheets: Vec<Sheet>, said: &str) -> (Vec<Sheet>, Seen) {
    let seen = recognise(&sheets);
    let wanted = Letters::of(said).or(seen.as_ref().map(|(letters, ..)| *letters)).filter(|_| said != KEEP);
    match wanted {
        Some(letters) => (modern(&sheets, letters), seen),
        None => (sheets, seen),
    }
}
