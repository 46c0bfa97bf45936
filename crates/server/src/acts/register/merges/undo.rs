//! Taking a merge back, as one act, while nothing has been built on it: both households are as before.
//! Must not decide how two households are made one.

use rules::access::Act;
use rules::basics::Day;
use rules::merge::{Destiny, Fate};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use store::assessments::Assessment;
use store::register::{self, Household, HouseholdChange, Member, Stay};
use store::{Latch, Tx};

use super::{Joined, line, relocate, told};
use crate::acts::register::identity::called;
use crate::acts::register::kept::PersonWas;
use crate::acts::register::{count, locked, note};
use crate::app::Ctx;
use crate::failure::Failure;

/// Two households before they were made one.
#[derive(Serialize, Deserialize)]
pub(super) struct Was {
    into: HouseholdWas,
    from: HouseholdWas,
    /// Everybody of both.
    people: Vec<PersonWas>,
    /// The assessments that changed hands.
    titles: Vec<TitleWas>,
}

#[derive(Serialize, Deserialize)]
struct HouseholdWas {
    number: String,
    head_name: String,
    sort_key: String,
    address: String,
    phone: String,
    note: String,
    status_on: Day,
    /// Hamlet, commune, first and last day.
    stays: Vec<(String, String, Day, Day)>,
}

#[derive(Serialize, Deserialize)]
struct TitleWas {
    id: String,
    household_id: String,
    hamlet_id: String,
    /// Its revision after the merge.
    revision: i64,
}

impl HouseholdWas {
    fn of(tx: &mut Tx<'_>, household: &Household) -> Result<Self, Failure> {
        let stays = register::stays(tx, &household.id)?;
        Ok(Self {
            number: household.number.clone(),
            head_name: household.head_name.clone(),
            sort_key: household.sort_key.clone(),
            address: household.address.clone(),
            phone: household.phone.clone(),
            note: household.note.clone(),
            status_on: household.status_on,
            stays: stays.into_iter().map(|one| (one.hamlet_id, one.commune_id, one.since, one.until)).collect(),
        })
    }

    fn stays(&self) -> Vec<Stay> {
        let stay = |(hamlet_id, commune_id, since, until): &(String, String, Day, Day)| Stay {
            hamlet_id: hamlet_id.clone(),
            commune_id: commune_id.clone(),
            since: *since,
            until: *until,
        };
        self.stays.iter().map(stay).collect()
    }
}

impl Was {
    /// Both as they stand; of the assessments those that are about to change hands.
    pub fn of(tx: &mut Tx<'_>, into: &Household, from: &Household, moving: &[Destiny]) -> Result<Self, Failure> {
        let mut people = register::members(tx, &into.id)?;
        people.extend(register::members(tx, &from.id)?);
        let mut titles = Vec::new();
        for one in moving.iter().filter(|one| one.fate != Fate::Rest) {
            for title in std::iter::once(&one.title).chain(&one.other) {
                let now = store::assessments::get(tx, &title.id)?.ok_or_else(Failure::not_found)?;
                let (household_id, hamlet_id) = (now.household_id, now.hamlet_id);
                titles.push(TitleWas { id: now.id, household_id, hamlet_id, revision: now.revision });
            }
        }
        let people = people.into_iter().map(PersonWas::from).collect();
        Ok(Self { into: HouseholdWas::of(tx, into)?, from: HouseholdWas::of(tx, from)?, people, titles })
    }

    /// Enciphered, with the revisions that the assessments have now.
    pub fn sealed(mut self, tx: &mut Tx<'_>, ctx: &Ctx<'_>) -> Result<Vec<u8>, Failure> {
        for title in &mut self.titles {
            if let Some(now) = store::assessments::get(tx, &title.id)? {
                title.revision = now.revision;
            }
        }
        Ok(ctx.app.secrets.seal_bytes(&serde_json::to_vec(&self)?, &ctx.app.dice))
    }
}

/// Makes two households of one again, exactly as they were before `from` went up into the other.
///
/// # Errors
/// `not-merged`; `merge-built-on` when one of them, or one of their assessments, was changed since; `merge-too-old` when
/// what was there before is kept no longer; `place-not-in-force` when the hamlet is no more; `id-taken` when somebody else
/// bears a number by now.
pub fn undo(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, from: &str) -> Result<Joined, Failure> {
    let seen = register::household(tx, from)?.ok_or_else(Failure::not_found)?;
    ctx.guard.allow(tx, Act::MergeHouseholds, &seen.hamlet_id)?;
    let merge = register::merge_of(tx, from)?.ok_or_else(|| Problem::new("not-merged"))?;
    let mut both = Vec::new();
    for id in [merge.from_id.as_str().min(&merge.into_id), merge.from_id.as_str().max(&merge.into_id)] {
        both.push(locked(tx, ctx, Act::MergeHouseholds, id, None)?);
    }
    both.sort_by_key(|one| one.id == merge.into_id);
    let Ok([from, into]) = <[Household; 2]>::try_from(both) else { return Err(Failure::not_found()) };
    // Somebody may have been faster.
    if register::merge_of(tx, &from.id)?.as_ref() != Some(&merge) {
        return Err(Problem::new("not-merged").into());
    }
    for (household, revision) in [(&from, merge.from_revision), (&into, merge.into_revision)] {
        if household.revision.saturating_sub(1) != revision {
            return Err(built_on(tx, ctx, household)?);
        }
    }
    let sealed = register::merge_was(tx, &from.id)?;
    if sealed.is_empty() {
        return Err(Problem::new("merge-too-old").into());
    }
    let bytes = ctx.app.secrets.unseal_bytes(&sealed).ok_or_else(|| {
        let id = &from.id;
        Failure::Broken(format!(
            "what was before {id} was merged cannot be deciphered: is this the site's own secret file?"
        ))
    })?;
    let was: Was = serde_json::from_slice(&bytes)?;
    tx.latch(Latch::Commune, [from.commune_id.as_str()])?;
    let hamlet = store::units::unit(tx, &from.hamlet_id)?.ok_or_else(Failure::not_found)?;
    if !hamlet.in_force(ctx.today) {
        let problem = Problem::new("place-not-in-force").with("place", &hamlet.full_name).with("day", ctx.today);
        return Err(problem.into());
    }
    let titles = titles(tx, ctx, &was, &into, &from)?;
    put_back(tx, ctx, was, titles, &into, &from)
}

fn built_on(tx: &mut Tx<'_>, ctx: &Ctx<'_>, household: &Household) -> Result<Failure, Failure> {
    let name = called(tx, ctx.guard, &household.id)?;
    Ok(Problem::new("merge-built-on").with("household", name).into())
}

/// The assessments that changed hands, locked; each must be as the merge left it.
fn titles(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    was: &Was,
    into: &Household,
    from: &Household,
) -> Result<Vec<Assessment>, Failure> {
    let mut ordered: Vec<&TitleWas> = was.titles.iter().collect();
    ordered.sort_by(|one, two| one.id.cmp(&two.id));
    let mut locked = Vec::new();
    for then in ordered {
        let now = store::assessments::lock_by_id(tx, &then.id)?.ok_or_else(Failure::not_found)?;
        if then.revision != now.revision.saturating_sub(1) {
            return Err(built_on(tx, ctx, if now.household_id == from.id { from } else { into })?);
        }
        locked.push(now);
    }
    Ok(locked)
}

fn put_back(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    was: Was,
    titles: Vec<Assessment>,
    into: &Household,
    from: &Household,
) -> Result<Joined, Failure> {
    let (ours, theirs) = (register::members(tx, &into.id)?, register::members(tx, &from.id)?);
    let people: Vec<Member> = was.people.into_iter().map(Member::from).collect();
    free(tx, ctx, &people)?;
    for member in &people {
        register::rehouse_member(tx, member)?;
    }
    let swap = was.from.number != from.number;
    if swap {
        register::set_number(tx, &from.id, &from.id)?;
    }
    for (household, one) in [(into, &was.into), (from, &was.from)] {
        let change = HouseholdChange {
            number: one.number.clone(),
            head_name: one.head_name.clone(),
            sort_key: one.sort_key.clone(),
            address: one.address.clone(),
            phone: one.phone.clone(),
            note: one.note.clone(),
        };
        register::update_household(tx, &household.id, &change)?;
    }
    let changes = register::come_back(tx, &from.id, was.from.status_on, &was.from.stays())?;
    count(ctx, &changes);
    give_back(tx, ctx, &was.titles, &titles, into, from)?;
    register::drop_merge(tx, &from.id)?;
    for household in [into, from] {
        // Each is again as it was before, so what a file or a merge did to it before may be taken back too.
        let before = household.revision.saturating_sub(2);
        store::imports::follow_entry(tx, &household.id, before, household.revision)?;
        register::follow_merge(tx, &household.id, before, household.revision)?;
        register::refresh_fold(tx, &household.id)?;
    }
    let back = register::household(tx, &into.id)?.ok_or_else(Failure::not_found)?;
    let again = register::household(tx, &from.id)?.ok_or_else(Failure::not_found)?;
    let of = |id: &str| people.iter().filter(|one| one.household_id == id).cloned().collect::<Vec<_>>();
    let before = line(into, &ours, Some(("merged_from", &again)));
    note(ctx, &back, Some(before), Some(line(&back, &of(&into.id), None)), "")?;
    let before = line(from, &theirs, Some(("merged_into", into)));
    note(ctx, &again, Some(before), Some(line(&again, &of(&from.id), None)), "")?;
    Ok(Joined { household_id: back.id, from_id: again.id, number: back.number, revision: back.revision })
}

/// Numbers that were put aside with the household that vanished may be somebody else's by now.
fn free(tx: &mut Tx<'_>, ctx: &Ctx<'_>, people: &[Member]) -> Result<(), Failure> {
    let present = people.iter().filter(|one| one.left_on == Day::FOREVER);
    let hashes: Vec<&str> = present.filter_map(|one| one.id_hash.as_deref()).collect();
    tx.latch(Latch::IdNumber, hashes.iter().copied())?;
    for hash in hashes {
        for holder in register::find_by_id_hash(tx, hash)? {
            if !people.iter().any(|one| one.id == holder.member_id) {
                let household = called(tx, ctx.guard, &holder.household_id)?;
                return Err(Problem::new("id-taken").with("household", household).into());
            }
        }
    }
    Ok(())
}

/// Gives the assessments back to whom they belonged, where they stood.
fn give_back(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    were: &[TitleWas],
    titles: &[Assessment],
    into: &Household,
    from: &Household,
) -> Result<(), Failure> {
    let mut done: Vec<&str> = Vec::new();
    for now in titles {
        let Some(then) = were.iter().find(|one| one.id == now.id) else { continue };
        if then.household_id == now.household_id || done.contains(&now.id.as_str()) {
            continue;
        }
        let cycle = |other: &&Assessment| other.id != now.id && other.year == now.year && other.model == now.model;
        let other = titles.iter().find(cycle).filter(|other| other.household_id == then.household_id);
        match other {
            Some(other) => {
                store::assessments::exchange(tx, now, other)?;
                done.push(&other.id);
            }
            None => store::assessments::give(tx, &now.id, &then.household_id)?,
        }
        for one in std::iter::once(now).chain(other) {
            let hamlet = were.iter().find(|was| was.id == one.id).map_or(&one.hamlet_id, |was| &was.hamlet_id);
            relocate(tx, ctx, one, hamlet)?;
            let (left, right) = if one.household_id == into.id { (into, from) } else { (from, into) };
            told(ctx, one, left, right, hamlet)?;
        }
    }
    Ok(())
}
