//! What a person puts right in a waiting file on the screen: other words in a cell, a household that is to be left out, one
//! that is another one although it looks like a household of the register. The file itself stays as it was sent.
//! Must not know how rows become households.

use std::collections::{BTreeMap, BTreeSet};

use papers::import::{Sheet, cell_place};
use papers::register_sheet::Said;
use rules::access::Act;
use rules::problem::Problem;
use rules::register::veiled;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::imports::{APPLIED, WAITING};
use store::register::ACTIVE;

use super::{KIND, note};
use crate::acts::register::hamlet_of;
use crate::app::{App, Ctx};
use crate::failure::Failure;

/// Places put right with one request.
const MOST: usize = 2_000;
/// Signs a cell may hold.
const LONGEST: usize = 2_000;

/// One thing that is put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// What a cell says instead; empty for nothing.
    Text(String),
    /// The household that begins in this row is left out.
    Leave,
    /// The household that begins in this row is another one than those it looks like.
    Apart,
    /// The household that begins in this row is this one of the register, by its id.
    Same(String),
    /// The hamlet, by its unit id: at `hamlet=bản co nhừ` of all households that say so, at `hamlet:Sheet1!7` of the one that
    /// begins in this row.
    Hamlet(String),
    /// As the file has it.
    AsSent,
}

/// What was put right, by place: a cell `Sheet1!C7`; for [`Fix::Leave`], [`Fix::Apart`] and [`Fix::Same`] a row `Sheet1!7`; for
/// [`Fix::Hamlet`] see [`named_at`] and [`placed_at`].
pub type Fixes = BTreeMap<String, Fix>;

/// The place of what a hamlet's name means, however it is written.
#[must_use]
pub fn named_at(text: &str) -> String {
    format!("hamlet={}", rules::text::marks_key(text))
}

/// Is this a name that may stand for a hamlet: it has letters or digits, and may not be somebody's identity number?
#[must_use]
pub fn is_name(text: &str) -> bool {
    !rules::text::marks_key(text).is_empty() && veiled(text) == text
}

/// The place of the hamlet of the household that begins in a row.
#[must_use]
pub fn placed_at(row: &str) -> String {
    format!("hamlet:{row}")
}

/// What was said of households and hamlets, by place.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// First rows of the households that are left out.
    pub left: BTreeSet<String>,
    /// First rows of the households that are others than those they look like.
    pub apart: BTreeSet<String>,
    /// Which household of the register those are that begin in these rows.
    pub same: BTreeMap<String, String>,
    /// Unit ids of hamlets.
    hamlets: BTreeMap<String, String>,
}

impl Marks {
    /// The marks among what was put right.
    #[must_use]
    pub fn of(fixes: &Fixes) -> Self {
        let with = |wanted: &Fix| {
            fixes.iter().filter(|(_, fix)| *fix == wanted).map(|(place, _)| place.clone()).collect::<BTreeSet<_>>()
        };
        let (mut same, mut hamlets) = (BTreeMap::new(), BTreeMap::new());
        for (place, fix) in fixes {
            match fix {
                Fix::Same(id) => same.insert(place.clone(), id.clone()),
                Fix::Hamlet(id) => hamlets.insert(place.clone(), id.clone()),
                Fix::Text(_) | Fix::Leave | Fix::Apart | Fix::AsSent => None,
            };
        }
        Self { left: with(&Fix::Leave), apart: with(&Fix::Apart), same, hamlets }
    }

    /// The hamlet somebody chose for a name, or, where a household names none, for the household that begins in this row.
    pub(super) fn hamlet_of(&self, text: &str, row: impl FnOnce() -> String) -> Option<&str> {
        if self.hamlets.is_empty() {
            return None;
        }
        let place = if rules::text::marks_key(text).is_empty() { placed_at(&row()) } else { named_at(text) };
        self.hamlets.get(&place).map(String::as_str)
    }

    /// The same of the households of a sheet by their rows, as far as other rows depend on it.
    #[must_use]
    pub fn said(&self, sheet: &Sheet) -> Said {
        let row = |place: &String| {
            let (name, row) = place.rsplit_once('!')?;
            sheet.place_of(&format!("{name}!A{row}")).map(|(row, _)| row)
        };
        Said { left: self.left.iter().filter_map(row).collect(), apart: self.apart.iter().filter_map(row).collect() }
    }
}

/// Reads what was put right in a file.
pub(super) fn load(app: &App, tx: &mut Tx<'_>, id: &str) -> Result<Fixes, Failure> {
    let mut fixes = Fixes::new();
    for (place, sealed) in store::imports::fixes(tx, id)? {
        let plain = app.secrets.unseal_bytes(&sealed).ok_or_else(|| {
            Failure::Broken(format!(
                "what was put right in import {id} cannot be deciphered: is this the site's own secret file?"
            ))
        })?;
        fixes.insert(place, serde_json::from_slice(&plain)?);
    }
    Ok(fixes)
}

/// The sheets with other words in the cells that were put right.
pub(super) fn over(mut sheets: Vec<Sheet>, fixes: &Fixes) -> Vec<Sheet> {
    for (place, fix) in fixes {
        let Fix::Text(text) = fix else { continue };
        let Some((name, cell)) = place.rsplit_once('!') else { continue };
        let (Some((row, column)), Some(sheet)) = (cell_place(cell), sheets.iter_mut().find(|one| one.name == name))
        else {
            continue;
        };
        sheet.put(usize::try_from(row).unwrap_or(0).saturating_add(1), usize::from(column), text);
    }
    sheets
}

/// Is this a cell of a file, or a row of it?
fn known(sheets: &[Sheet], place: &str, fix: &Fix) -> bool {
    match (fix, place.strip_prefix("hamlet:")) {
        (Fix::Hamlet(_), Some(row)) => return known(sheets, row, &Fix::Leave),
        (Fix::Hamlet(_), None) => return place.strip_prefix("hamlet=").is_some_and(is_name),
        (Fix::AsSent, _) if place.starts_with("hamlet") => return true,
        _ => {}
    }
    let Some((name, at)) = place.rsplit_once('!') else { return false };
    let Some(sheet) = sheets.iter().find(|one| one.name == name) else { return false };
    let has = |row: usize| sheet.rows.binary_search_by_key(&row, |one| one.number).is_ok();
    match fix {
        Fix::Text(_) => cell_place(at).is_some_and(|(row, _)| has(usize::try_from(row).unwrap_or(0).saturating_add(1))),
        Fix::Leave | Fix::Apart | Fix::Same(_) => at.parse().is_ok_and(has),
        Fix::AsSent => true,
        Fix::Hamlet(_) => false,
    }
}

/// Puts right what a person says; how many places. `sheets` are those of the file as it was sent.
///
/// # Errors
/// `import-applied` when nothing of the file waits, `too-many`, `too-long` at a place, `not-found` for a place the file does
/// not have.
pub fn put(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    id: &str,
    sheets: &[Sheet],
    wanted: &BTreeMap<String, Fix>,
) -> Result<i64, Failure> {
    // A name in another spelling of its capitals and spaces is the same name.
    let wanted: BTreeMap<String, Fix> = wanted
        .iter()
        .map(|(place, fix)| (place.strip_prefix("hamlet=").map_or_else(|| place.clone(), named_at), fix.clone()))
        .collect();
    let wanted = &wanted;
    let file = store::imports::lock(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::ImportRegister, &file.commune_id)?;
    if !(file.state == WAITING || (file.state == APPLIED && file.tray > 0)) {
        return Err(super::over(&file.state));
    }
    if wanted.values().filter(|fix| **fix != Fix::AsSent).count() > MOST {
        return Err(Problem::new("too-many").with("max", MOST).into());
    }
    let (mut resolved, mut chosen) = (BTreeMap::new(), Vec::new());
    for (place, fix) in wanted {
        if !known(sheets, place, fix) {
            return Err(Failure::not_found());
        }
        let too_long = |text: &str| text.chars().count() > LONGEST;
        if too_long(place) || matches!(fix, Fix::Text(text) if too_long(text)) {
            return Err(Problem::new("too-long").at(place).with("max", LONGEST).into());
        }
        match fix {
            Fix::Hamlet(unit) => {
                let unit = hamlet_of(tx, unit, place, ctx.today)?;
                if unit.parent_id.as_deref() != Some(file.commune_id.as_str()) {
                    let problem = Problem::new("no-such-place").at(place).with("value", unit.full_name);
                    return Err(problem.into());
                }
                chosen.push(format!("{place} → {}", unit.full_name));
                resolved.insert(place, Fix::Hamlet(unit.id));
            }
            Fix::Same(household) => {
                let found = store::register::household(tx, household)?;
                if found.is_none_or(|found| found.commune_id != file.commune_id || found.status != ACTIVE) {
                    return Err(Failure::not_found());
                }
            }
            Fix::Text(_) | Fix::Leave | Fix::Apart | Fix::AsSent => {}
        }
    }
    for (place, fix) in wanted {
        match fix {
            Fix::AsSent => {
                store::imports::drop_fix(tx, id, place)?;
            }
            fix => {
                let fix = resolved.get(place).unwrap_or(fix);
                let sealed = ctx.app.secrets.seal_bytes(&serde_json::to_vec(fix)?, &ctx.app.dice);
                store::imports::put_fix(tx, id, place, sealed)?;
            }
        }
    }
    // Which places, not what stands there now: it may be an identity number.
    let of =
        |kind: fn(&Fix) -> bool| wanted.iter().filter(|(_, fix)| kind(fix)).map(|(place, _)| place.clone()).collect();
    let (cells, left): (Vec<String>, Vec<String>) =
        (of(|fix| matches!(fix, Fix::Text(_))), of(|fix| matches!(fix, Fix::Leave)));
    let (apart, back): (Vec<String>, Vec<String>) =
        (of(|fix| matches!(fix, Fix::Apart)), of(|fix| matches!(fix, Fix::AsSent)));
    let same = of(|fix| matches!(fix, Fix::Same(_)));
    note(
        ctx,
        &file,
        None,
        json!({
            "put_right": cells, "left_out": left, "apart": apart, "as_sent": back,
            "same": same, "hamlets": chosen,
        }),
    )?;
    Ok(i64::try_from(wanted.len()).unwrap_or(i64::MAX))
}
