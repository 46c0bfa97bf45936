//! The checks that need rules and not only SQL. Each reads its rows as a stream and holds one household at a time.
//! Must not know how a finding is told to the operator, nor repair anything.

use rules::basics::Day;
use rules::path::{Step, fold};

use super::{Finding, keep};
use crate::args;
use crate::assessments::{read_standing, read_step};
use crate::db::{Error, Row, Tx, Value};
use crate::register::fold_of;

/// Every assessment whose stored state or standing is not the fold of its steps, or whose steps do not follow one another.
pub fn fold_check(tx: &mut Tx<'_>) -> Result<Vec<Finding>, Error> {
    struct Held {
        id: String,
        state: String,
        standing: String,
        steps: Vec<Step>,
    }
    fn judge(held: Option<Held>, found: &mut Vec<Finding>) {
        let Some(held) = held else { return };
        let stored = read_standing(&held.standing);
        let counted = i64::try_from(held.steps.len()).unwrap_or(i64::MAX);
        let detail = match (fold(&held.steps), stored) {
            // A row without any step has a check of its own.
            (None, _) if counted == 0 => return,
            (None, _) => format!("0 of {counted} steps follow"),
            (Some(_), Err(_)) => "unreadable".to_owned(),
            (Some(truth), Ok(_)) if truth.steps != counted => format!("{} of {counted} steps follow", truth.steps),
            (Some(truth), Ok(stored)) if truth != stored || truth.state.word() != held.state => {
                format!("{} <> {}", held.state, truth.state.word())
            }
            _ => return,
        };
        keep(found, "standing-differs", held.id, detail);
    }
    let mut found = Vec::new();
    let mut held: Option<Held> = None;
    tx.each(
        "SELECT a.id, a.state, a.standing, s.n, s.kind, s.account_id, s.at, s.on_day, s.reason, ''
         FROM assessment a LEFT JOIN step s ON s.assessment_id = a.id
         ORDER BY a.id, s.n",
        args![],
        |row| {
            let id = row.text(0)?;
            if held.as_ref().is_none_or(|one| one.id != id) {
                judge(held.take(), &mut found);
                held = Some(Held { id, state: row.text(1)?, standing: row.text(2)?, steps: Vec::new() });
            }
            if let Some(held) = &mut held
                && !matches!(row.0.get(3), Some(Value::Null))
            {
                held.steps.push(read_step(row, 3)?.step());
            }
            Ok(())
        },
    )?;
    judge(held, &mut found);
    Ok(found)
}

/// Stays of a household that overlap, and days between two stays on which it lived nowhere.
pub fn stay_check(tx: &mut Tx<'_>) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    let mut last: Option<(String, Day)> = None;
    tx.each("SELECT household_id, since, until FROM household_stay ORDER BY household_id, since", args![], |row| {
        let (id, since, until) = (row.text(0)?, row.day(1)?, row.day(2)?);
        if let Some((of, end)) = &last
            && *of == id
        {
            if since <= *end {
                keep(&mut found, "stay-overlap", id.clone(), format!("{since} <= {end}"));
            } else if since > end.after() {
                keep(&mut found, "stay-gap", id.clone(), format!("{end} < {since}"));
            }
        }
        last = Some((id, until));
        Ok(())
    })?;
    Ok(found)
}

/// Households that a search or a look for doubles does not find by what is written about them; saving the household
/// again puts one right.
pub fn search_check(tx: &mut Tx<'_>) -> Result<Vec<Finding>, Error> {
    struct Held {
        id: String,
        head: String,
        number: String,
        head_fold: String,
        fold: String,
        members: Vec<String>,
        turned: bool,
    }
    fn judge(held: Option<Held>, found: &mut Vec<Finding>) {
        let Some(held) = held else { return };
        let sound = held.turned
            && rules::text::fold(&held.head) == held.head_fold
            && fold_of(&held.head, &held.number, &held.members.iter().map(String::as_str).collect::<Vec<_>>())
                == held.fold;
        if !sound {
            keep(found, "search-text-stale", held.id, held.fold);
        }
    }
    let mut found = Vec::new();
    let mut held: Option<Held> = None;
    tx.each(
        "SELECT h.id, h.head_name, h.number, h.head_fold, h.fold, m.fold, m.back, m.left_on
         FROM household h LEFT JOIN member m ON m.household_id = h.id
         ORDER BY h.id, m.ordinal, m.id",
        args![],
        |row| {
            let id = row.text(0)?;
            if held.as_ref().is_none_or(|one| one.id != id) {
                judge(held.take(), &mut found);
                let (head, number) = (row.text(1)?, row.text(2)?);
                let (head_fold, fold) = (row.text(3)?, row.text(4)?);
                held = Some(Held { id, head, number, head_fold, fold, members: Vec::new(), turned: true });
            }
            if let (Some(held), Some(member)) = (&mut held, row.maybe(5, Row::text)?) {
                held.turned &= row.text(6)? == rules::text::backwards(&member);
                if row.day(7)? == Day::FOREVER {
                    held.members.push(member);
                }
            }
            Ok(())
        },
    )?;
    judge(held, &mut found);
    Ok(found)
}
