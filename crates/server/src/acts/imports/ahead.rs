//! The rows of new households, made before the transaction that enters them: ids, enciphered numbers, search texts and what
//! the trail says of them need no database, and whoever waits for it waits the shorter.
//! Must not write anything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rules::basics::Moment;
use serde_json::{Value, json};
use store::register::{ACTIVE, Household, Member, NewHousehold};

use super::plan::{Line, Work};
use crate::acts::register::households::{Maker, entered_facts};
use crate::app::App;

/// A new household, ready to be entered.
#[derive(Clone, Debug)]
pub(super) struct Entering {
    pub household: NewHousehold,
    pub members: Vec<Member>,
    /// What the trail says of it, as JSON.
    pub said: String,
}

/// Households that were made ready, by their first rows; each is taken once.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead(Arc<Mutex<HashMap<usize, Entering>>>);

impl Ahead {
    /// Makes the new households of these lines ready, for a file of a commune.
    pub fn make(&self, app: &App, at: Moment, (commune_id, file_id): (&str, &str), lines: &[Line]) {
        let made = papers::many::each(lines, |line| entering(app, at, (commune_id, file_id), line));
        let entered = lines.iter().zip(made).filter_map(|(line, made)| Some((line.row, made?)));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(entered);
    }

    /// The keyed hashes of the identity numbers that the household of this line brings, where it was made ready.
    pub fn hashes(&self, line: &Line) -> Option<Vec<String>> {
        let ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let members = &ready.get(&line.row)?.members;
        Some(members.iter().filter_map(|member| member.id_hash.clone()).collect())
    }

    /// The household of this line: as it was made ready, or made now; none for a line that enters nobody.
    pub fn take(&self, app: &App, at: Moment, file: (&str, &str), line: &Line) -> Option<Entering> {
        let ready = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&line.row);
        let mut entering = ready.or_else(|| entering(app, at, file, line))?;
        entering.household.at = at;
        Some(entering)
    }
}

fn entering(app: &App, at: Moment, (commune_id, file_id): (&str, &str), line: &Line) -> Option<Entering> {
    let Work::Add { household, since } = &line.work else { return None };
    let maker = Maker { app, at };
    let (new, members) = maker.household(household, &line.hamlet_id, commune_id, &line.number, *since);
    let said = from_file(entered_facts(&as_entered(&new), new.since, &members), file_id);
    Some(Entering { household: new, members, said: said.to_string() })
}

/// What the trail says of a household, with the file it came from.
pub(super) fn from_file(mut said: Value, file_id: &str) -> Value {
    if let Some(fields) = said.as_object_mut() {
        fields.insert("import_id".to_owned(), json!(file_id));
    }
    said
}

fn as_entered(new: &NewHousehold) -> Household {
    Household {
        id: new.id.clone(),
        commune_id: new.commune_id.clone(),
        hamlet_id: new.hamlet_id.clone(),
        number: new.number.clone(),
        head_name: new.head_name.clone(),
        fold: new.fold.clone(),
        sort_key: new.sort_key.clone(),
        address: new.address.clone(),
        phone: new.phone.clone(),
        note: new.note.clone(),
        status: ACTIVE.to_owned(),
        status_on: new.since,
        synthetic: new.synthetic,
        created_at: new.at,
        revision: 1,
    }
}
