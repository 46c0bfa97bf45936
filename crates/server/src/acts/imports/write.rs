//! Putting a part of a plan into the register: many households at once.
//! Must not decide anything.

use rules::problem::Problem;
use serde_json::Value;
use store::Tx;
use store::imports::{Entry, ImportFile};
use store::register::{self, HouseholdChange, Member, NewHousehold};

use super::ahead::{Ahead, from_file};
use super::changes::Changing;
use super::plan::{Line, Work};
use super::undo;
use crate::acts::register::households::{Maker, stay_of};
use crate::acts::register::{count, facts, identity, note, person};
use crate::app::Ctx;
use crate::failure::Failure;

/// Enters and changes what the lines of a plan say, with counters and a line in the trail for each household. `part` is the
/// number of this part of the file; what was made ready `ahead` is not made again.
pub(super) fn write(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    file: &ImportFile,
    part: i64,
    lines: &[Line],
    ahead: &Ahead,
) -> Result<(), Failure> {
    let mut families: Vec<(NewHousehold, Vec<Member>)> = Vec::new();
    let mut changes: Vec<Changing> = Vec::new();
    let whose = (file.commune_id.as_str(), file.id.as_str());
    let mut said: Vec<String> = Vec::new();
    for line in lines {
        if let Some(entering) = ahead.take(ctx.app, ctx.at, whose, line) {
            families.push((entering.household, entering.members));
            said.push(entering.said);
        } else if let Work::Change(changing) = &line.work {
            changes.push((**changing).clone());
        }
    }
    register::add_families(tx, &families)?;
    let mut entries: Vec<Entry> = families.iter().map(|(new, _)| undo::entered(&new.id)).collect();
    let stays: Vec<_> = families.iter().map(|(new, _)| (None, Some(stay_of(new)))).collect();
    count(ctx, &stays);
    for ((new, _), said) in families.iter().zip(said) {
        ctx.note_entered(&new.commune_id, ("household", &new.id, &new.hamlet_id), said);
    }
    // Every writer locks households in one order.
    changes.sort_by(|one, two| one.before.id.cmp(&two.before.id));
    for changing in changes {
        entries.push(change(tx, ctx, file, changing)?);
    }
    store::imports::add_entries(tx, &file.id, part, entries)?;
    Ok(())
}

fn change(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, file: &ImportFile, changing: Changing) -> Result<Entry, Failure> {
    let Changing { before, after, members, updates, news, .. } = changing;
    let held = register::lock_household(tx, &before.id)?.ok_or_else(Failure::not_found)?;
    let now = held.revision.saturating_sub(1);
    if now != before.revision {
        return Err(Problem::new("changed-meanwhile").with("yours", before.revision).with("now", now).into());
    }
    let change = HouseholdChange {
        number: after.number.clone(),
        head_name: after.head_name.clone(),
        sort_key: after.sort_key.clone(),
        address: after.address.clone(),
        phone: after.phone.clone(),
        note: after.note.clone(),
    };
    let mut was = Vec::new();
    let mut is = Vec::new();
    let mut rows = Vec::new();
    let mut old = Vec::new();
    for (mut member, number) in updates {
        let one = members.iter().find(|one| one.id == member.id);
        was.extend(one.map(person));
        old.extend(one.cloned());
        if number.is_some() {
            identity::give(ctx.app, &mut member, number.as_ref());
        }
        is.push(person(&member));
        rows.push(member);
    }
    register::update_members(tx, &before.id, &rows)?;
    let last = register::members(tx, &before.id)?.iter().map(|member| member.ordinal).max().unwrap_or(0);
    let mut added = Vec::new();
    let maker = Maker { app: ctx.app, at: ctx.at };
    for (ordinal, member) in (last.saturating_add(1)..).zip(&news) {
        let new = maker.member(&before.id, ordinal, member);
        is.push(person(&new));
        added.push(new);
    }
    register::add_members(tx, &before.id, &added)?;
    register::update_household(tx, &before.id, &change)?;
    let line = |household: &register::Household, people: Vec<Value>| {
        let mut line = facts(household);
        if let Some(fields) = line.as_object_mut() {
            fields.insert("members".to_owned(), Value::Array(people));
        }
        line
    };
    let after_line = from_file(line(&after, is), &file.id);
    note(ctx, &after, Some(line(&before, was)), Some(after_line), "")?;
    undo::changed(ctx, &before, held.revision, old, &added)
}
