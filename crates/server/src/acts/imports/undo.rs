//! Taking an applied file back, as one act, while nothing has been built on what it entered and changed.
//! Must not decide how a household is matched or entered.

use std::collections::{BTreeMap, BTreeSet};

use rules::basics::{Day, Moment};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::imports::{APPLIED, Entry, ImportFile, UNDONE};
use store::register::{self, Household, HouseholdChange, Member};
use store::{Latch, Tx};

use super::{KIND, note as note_file};
use crate::acts::register::identity::{called, taken_by_hash};
use crate::acts::register::kept::PersonWas;
use crate::acts::register::{count, facts, note, person};
use crate::app::Ctx;
use crate::failure::Failure;

/// A household before a file changed it.
#[derive(Serialize, Deserialize)]
struct Was {
    number: String,
    head_name: String,
    sort_key: String,
    address: String,
    phone: String,
    note: String,
    /// The people whom the file changed, as they were.
    members: Vec<PersonWas>,
    /// Ids of the people whom the file added.
    added: Vec<String>,
}

/// What is kept of a household that a file entered.
pub(super) fn entered(id: &str) -> Entry {
    Entry { household_id: id.to_owned(), revision: 1, was: Vec::new() }
}

/// What is kept of a household that a file changes: as it was, with the people who change, and the ids of those who come.
pub(super) fn changed(
    ctx: &Ctx<'_>,
    before: &Household,
    revision: i64,
    members: Vec<Member>,
    added: &[Member],
) -> Result<Entry, Failure> {
    let was = Was {
        number: before.number.clone(),
        head_name: before.head_name.clone(),
        sort_key: before.sort_key.clone(),
        address: before.address.clone(),
        phone: before.phone.clone(),
        note: before.note.clone(),
        members: members.into_iter().map(PersonWas::from).collect(),
        added: added.iter().map(|member| member.id.clone()).collect(),
    };
    let sealed = ctx.app.secrets.seal_bytes(&serde_json::to_vec(&was)?, &ctx.app.dice);
    Ok(Entry { household_id: before.id.clone(), revision, was: sealed })
}

/// Takes an applied file back: the households it entered are as if they had never been, those it changed are as before.
/// All of it or nothing. How many households.
///
/// # Errors
/// `import-not-applied`; `import-built-on` for the first household that somebody changed, moved, closed or registered
/// since; `household-number-taken` and `id-taken` when its old number, or a person's, is another's now; `import-too-old`
/// when what was there before is kept no longer.
pub fn undo(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str) -> Result<i64, Failure> {
    let mut file = store::imports::lock(tx, id)?.filter(|file| file.kind == KIND).ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, rules::access::Act::ImportRegister, &file.commune_id)?;
    if file.state != APPLIED {
        return Err(Problem::new("import-not-applied").into());
    }
    tx.latch(Latch::Commune, [file.commune_id.as_str()])?;
    let entries = store::imports::entries(tx, id)?;
    let old = ctx.at.0 - file.at.0 > super::WAITS_MS;
    // Of what is older, only a part may still be known.
    if entries.is_empty() || old {
        return Err(Problem::new(if old { "import-too-old" } else { "import-not-applied" }).into());
    }
    // Of a household in two parts of the file: which revision is now what an earlier part left.
    let mut followed: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for entry in &entries {
        let household = register::lock_household(tx, &entry.household_id)?.ok_or_else(Failure::not_found)?;
        let held = followed.get(entry.household_id.as_str()).filter(|(was, _)| *was == entry.revision);
        if household.revision.saturating_sub(1) != held.map_or(entry.revision, |(_, now)| *now) {
            return Err(built_on(tx, ctx, &household)?);
        }
        if entry.was.is_empty() {
            take_out(tx, ctx, &file, &household)?;
        } else {
            put_back(tx, ctx, &file, &household, &entry.was)?;
            // It is again as the file before left it, so that one may be taken back too.
            let was = entry.revision.saturating_sub(1);
            store::imports::follow_entry(tx, &entry.household_id, was, household.revision)?;
            followed.insert(&entry.household_id, (was, household.revision));
        }
    }
    store::imports::drop_entries(tx, id)?;
    UNDONE.clone_into(&mut file.state);
    file.tray = 0;
    store::imports::update(tx, &file)?;
    store::imports::empty_applied(tx, Moment(ctx.at.0.saturating_add(1)), false)?;
    let said = |state: &str| json!({"name": file.name, "state": state});
    note_file(ctx, &file, Some(said(APPLIED)), said(UNDONE))?;
    let households: BTreeSet<&str> = entries.iter().map(|one| one.household_id.as_str()).collect();
    Ok(i64::try_from(households.len()).unwrap_or(i64::MAX))
}

fn built_on(tx: &mut Tx<'_>, ctx: &Ctx<'_>, household: &Household) -> Result<Failure, Failure> {
    let name = called(tx, ctx.guard, &household.id)?;
    Ok(Problem::new("import-built-on").with("household", name).into())
}

fn take_out(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, file: &ImportFile, household: &Household) -> Result<(), Failure> {
    if !store::assessments::for_household(tx, &household.id)?.is_empty() {
        return Err(built_on(tx, ctx, household)?);
    }
    let stays = register::stays(tx, &household.id)?;
    let ended: Vec<_> = stays.into_iter().map(|stay| (Some(stay), None)).collect();
    count(ctx, &ended);
    register::unenter(tx, &household.id)?;
    let mut before = facts(household);
    if let Some(fields) = before.as_object_mut() {
        fields.insert("import_id".to_owned(), json!(file.id));
    }
    note(ctx, household, Some(before), None, "")
}

fn put_back(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    file: &ImportFile,
    household: &Household,
    sealed: &[u8],
) -> Result<(), Failure> {
    let bytes = ctx.app.secrets.unseal_bytes(sealed).ok_or_else(|| {
        Failure::Broken(format!(
            "what import {} changed cannot be deciphered: is this the site's own secret file?",
            file.id
        ))
    })?;
    let was: Was = serde_json::from_slice(&bytes)?;
    if was.number != household.number && register::household_by_number(tx, &household.hamlet_id, &was.number)?.is_some()
    {
        let problem = Problem::new("household-number-taken").with("number", &was.number);
        return Err(problem.with("household", &was.head_name).into());
    }
    let now = register::members(tx, &household.id)?;
    let people: Vec<Member> = was.members.into_iter().map(Member::from).collect();
    for one in people.iter().filter(|one| one.left_on == Day::FOREVER) {
        let Some(hash) = &one.id_hash else { continue };
        let same = now.iter().any(|held| held.id == one.id && held.id_hash.as_ref() == Some(hash));
        if !same && let Some(problem) = taken_by_hash(tx, ctx, hash, &one.id, "")? {
            return Err(problem.into());
        }
    }
    let touched = |member: &&Member| was.added.contains(&member.id) || people.iter().any(|one| one.id == member.id);
    let line = |household: &Household, people: Vec<serde_json::Value>| {
        let mut line = facts(household);
        if let Some(fields) = line.as_object_mut() {
            fields.insert("members".to_owned(), serde_json::Value::Array(people));
            fields.insert("import_id".to_owned(), json!(file.id));
        }
        line
    };
    let before = line(household, now.iter().filter(touched).map(person).collect());
    register::drop_members(tx, &household.id, &was.added)?;
    register::update_members(tx, &household.id, &people)?;
    let change = HouseholdChange {
        number: was.number,
        head_name: was.head_name,
        sort_key: was.sort_key,
        address: was.address,
        phone: was.phone,
        note: was.note,
    };
    register::update_household(tx, &household.id, &change)?;
    let back = register::household(tx, &household.id)?.ok_or_else(Failure::not_found)?;
    let after = line(&back, people.iter().map(person).collect());
    note(ctx, &back, Some(before), Some(after), "")
}
