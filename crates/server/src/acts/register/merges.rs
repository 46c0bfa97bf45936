//! Two households that are one: what is proposed, what is asked, and making them one as one act.
//! Must not decide what may be, nor know what makes two households alike.

mod undo;
mod wish;

use rules::access::Act;
use rules::basics::{Day, Moment};
use rules::merge::{Destiny, Fate, Kept, Outcome, Person, Side, Title, decide, destinies, stays};
use rules::path::State;
use rules::problem::Problem;
use rules::register::{Birth, Relation, Sex};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::register::{self, ACTIVE, Household, HouseholdChange, MERGED, Member, Merge};

use super::{count, doubles, facts, note, open, person};
use crate::app::{Ctx, Record};
use crate::failure::Failure;
use crate::visit::Guard;

pub use undo::undo;
pub use wish::{Merging, PersonMerging};

/// For how long a merge can be taken back.
const WAITS_MS: i64 = 30 * 86_400_000;

/// Two households that were made one, or two again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Joined {
    /// The one that stays.
    pub household_id: String,
    /// The one that vanished.
    pub from_id: String,
    /// The number of the one that stays.
    pub number: String,
    /// Its revision, to be sent back as `base_revision`.
    pub revision: i64,
}

/// A household as the rules of merging see it.
fn side_of(tx: &mut Tx<'_>, household: &Household, members: &[Member]) -> Result<Side, Failure> {
    let since = register::open_stay(tx, &household.id)?.map_or(household.status_on, |stay| stay.since);
    let titles = store::assessments::for_household(tx, &household.id)?.into_iter().map(|one| Title {
        id: one.id,
        model: one.model,
        year: one.year,
        state: one.state,
    });
    let people = members.iter().filter(|one| one.left_on == Day::FOREVER).map(|one| Person {
        id: one.id.clone(),
        name: one.name.clone(),
        relation: Relation::of(&one.relation).unwrap_or(Relation::Other),
        sex: Sex::of(&one.sex).unwrap_or_default(),
        birth: Birth::of(&one.birth).unwrap_or_default(),
        number: one.id_hash.clone(),
    });
    Ok(Side {
        id: household.id.clone(),
        commune_id: household.commune_id.clone(),
        hamlet_id: household.hamlet_id.clone(),
        number: household.number.clone(),
        address: household.address.clone(),
        phone: household.phone.clone(),
        note: household.note.clone(),
        since,
        people: people.collect(),
        titles: titles.collect(),
    })
}

/// What is proposed for two households, before anybody chose.
pub struct Proposed {
    /// The household that stays.
    pub stay: Side,
    /// The one that vanishes.
    pub from: Side,
    /// What is proposed.
    pub wish: rules::merge::Wish,
    /// What keeps them from becoming one, whatever is chosen.
    pub refused: Vec<Problem>,
    /// What becomes of the assessments otherwise.
    pub titles: Vec<Destiny>,
}

/// What is proposed for two households, as far as it was not asked otherwise; `stay` names the one that stays, where
/// somebody chose it.
pub fn proposed(
    tx: &mut Tx<'_>,
    one: &Household,
    two: &Household,
    stay: &str,
    asked: &Merging,
) -> Result<Proposed, Failure> {
    let (ones, twos) = (register::members(tx, &one.id)?, register::members(tx, &two.id)?);
    let (one_side, two_side) = (side_of(tx, one, &ones)?, side_of(tx, two, &twos)?);
    let first = match stay {
        "" => stays(&one_side, &two_side),
        id => id == one.id,
    };
    let (stay, from) = if first { (one_side, two_side) } else { (two_side, one_side) };
    let same = same_of(tx, &stay.id, one, two)?;
    let (wish, _) = wish::wish_of(&stay, &from, &same, asked);
    let mut refused = Vec::new();
    let titles = destinies(&stay, &from, &mut refused);
    Ok(Proposed { stay, from, wish, refused, titles })
}

/// The people who look the same: member of the one that stays, member of the other.
fn same_of(tx: &mut Tx<'_>, stay: &str, one: &Household, two: &Household) -> Result<Vec<(String, String)>, Failure> {
    let pair = doubles::pair_of(tx, one, two)?;
    let turned = pair.one != stay;
    Ok(pair.same.into_iter().map(|(left, right)| if turned { (right, left) } else { (left, right) }).collect())
}

/// What is asked, decided on two households as they stand.
pub fn decided(
    tx: &mut Tx<'_>,
    stay: &Household,
    from: &Household,
    asked: &Merging,
    today: Day,
) -> Result<Outcome, Failure> {
    let (ours, theirs) = (register::members(tx, &stay.id)?, register::members(tx, &from.id)?);
    let (stay_side, from_side) = (side_of(tx, stay, &ours)?, side_of(tx, from, &theirs)?);
    let same = same_of(tx, &stay.id, stay, from)?;
    let (wish, mut problems) = wish::wish_of(&stay_side, &from_side, &same, asked);
    match decide(&stay_side, &from_side, &wish, today) {
        Ok(outcome) if problems.is_empty() => return Ok(outcome),
        Ok(_) => {}
        Err(found) => problems.extend(found),
    }
    Err(problems.into())
}

/// Whether two households stand as they were seen, before anything is locked.
///
/// # Errors
/// `household-merged`, `household-closed`, `changed-meanwhile`.
pub fn can_be(
    tx: &mut Tx<'_>,
    guard: &Guard,
    stay: &Household,
    from: &Household,
    asked: &Merging,
) -> Result<(), Failure> {
    for (household, base) in [(stay, asked.stay_revision), (from, asked.from_revision)] {
        match household.status.as_str() {
            ACTIVE => {}
            MERGED => return Err(doubles::merged(tx, guard, &household.id)?.into()),
            _ => return Err(Problem::new("household-closed").with("day", household.status_on).into()),
        }
        let now = household.revision;
        if let Some(yours) = base.filter(|yours| *yours != now) {
            return Err(Problem::new("changed-meanwhile").with("yours", yours).with("now", now).into());
        }
    }
    Ok(())
}

/// Both households locked, in the order of their ids, as every writer locks them: the one that stays, the other.
fn locked(tx: &mut Tx<'_>, ctx: &Ctx<'_>, stay: &str, asked: &Merging) -> Result<(Household, Household), Failure> {
    let from = asked.from.trim();
    if stay == from {
        return Err(Problem::new("merge-itself").into());
    }
    let act = Act::MergeHouseholds;
    if stay < from {
        let first = open(tx, ctx, act, stay, asked.stay_revision)?;
        Ok((first, open(tx, ctx, act, from, asked.from_revision)?))
    } else {
        let first = open(tx, ctx, act, from, asked.from_revision)?;
        Ok((open(tx, ctx, act, stay, asked.stay_revision)?, first))
    }
}

/// Makes two households one: `asked.from` goes up into `stay`. It keeps its own row, its people who were not taken over and
/// where it lived in earlier years, and its address leads to the one that stays.
///
/// # Errors
/// Those of `rules::merge::decide`, `not-a-choice`; `household-closed`, `household-merged`, `changed-meanwhile`.
pub fn merge(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, stay: &str, asked: &Merging) -> Result<Joined, Failure> {
    let (into, from) = locked(tx, ctx, stay, asked)?;
    let outcome = decided(tx, &into, &from, asked, ctx.today)?;
    let was = undo::Was::of(tx, &into, &from, &outcome.titles)?;
    let (ours, theirs) = (register::members(tx, &into.id)?, register::members(tx, &from.id)?);
    rename(tx, &into, &from, &outcome)?;
    let people = rehouse(tx, &into, &ours, &theirs, &outcome.people)?;
    register::refresh_fold(tx, &into.id)?;
    register::refresh_fold(tx, &from.id)?;
    let changes = register::set_status(tx, &from.id, MERGED, outcome.ends)?;
    count(ctx, &changes);
    hand_over(tx, ctx, &into, &from, &outcome.titles)?;
    let merge = Merge {
        from_id: from.id.clone(),
        into_id: into.id.clone(),
        account_id: ctx.actor.id.clone(),
        at: ctx.at,
        from_revision: from.revision,
        into_revision: into.revision,
    };
    let sealed = was.sealed(tx, ctx)?;
    register::add_merge(tx, &merge, sealed)?;
    register::forget_old_merges(tx, Moment(ctx.at.0 - WAITS_MS))?;
    lines(tx, ctx, (&into, &ours), (&from, &theirs), &people)?;
    Ok(Joined { household_id: into.id.clone(), from_id: from.id, number: outcome.number, revision: into.revision })
}

/// Number, head, address, telephone and note of the one that stays; the number of the other, where they change hands.
fn rename(tx: &mut Tx<'_>, into: &Household, from: &Household, outcome: &Outcome) -> Result<(), Failure> {
    let swap = outcome.from_number != from.number;
    if swap {
        // Two households of a hamlet never have one number, not even for a moment.
        register::set_number(tx, &from.id, &from.id)?;
    }
    let change = HouseholdChange {
        number: outcome.number.clone(),
        head_name: outcome.head_name().to_owned(),
        sort_key: rules::text::name_sort_key(outcome.head_name()),
        address: outcome.address.clone(),
        phone: outcome.phone.clone(),
        note: outcome.note.clone(),
    };
    register::update_household(tx, &into.id, &change)?;
    if swap {
        register::set_number(tx, &from.id, &outcome.from_number)?;
    }
    Ok(())
}

/// Writes the people of the one that stays. Everybody as they are then.
fn rehouse(
    tx: &mut Tx<'_>,
    into: &Household,
    ours: &[Member],
    theirs: &[Member],
    kept: &[Kept],
) -> Result<Vec<Member>, Failure> {
    let find = |id: &str| ours.iter().chain(theirs).find(|member| member.id == id);
    let mut last = ours.iter().map(|member| member.ordinal).max().unwrap_or(0);
    let mut people = Vec::new();
    for one in kept {
        let mut member = find(&one.id).cloned().ok_or_else(Failure::not_found)?;
        if one.comes {
            last = last.saturating_add(1);
            member.household_id.clone_from(&into.id);
            member.ordinal = last;
        }
        member.fold = rules::text::fold(&one.name);
        member.name.clone_from(&one.name);
        one.relation.word().clone_into(&mut member.relation);
        one.sex.word().clone_into(&mut member.sex);
        member.birth = one.birth.to_string();
        let bearer = find(&one.number_of);
        member.id_cipher = bearer.and_then(|bearer| bearer.id_cipher.clone());
        member.id_hash = bearer.and_then(|bearer| bearer.id_hash.clone());
        member.id_tail = bearer.map(|bearer| bearer.id_tail.clone()).unwrap_or_default();
        if find(&one.id) != Some(&member) {
            register::rehouse_member(tx, &member)?;
        }
        people.push(member);
    }
    Ok(people)
}

/// Gives the assessments over that go along. What was decided stays where it was decided; a registration that is still open
/// goes along to the hamlet of the household that stays.
fn hand_over(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    into: &Household,
    from: &Household,
    titles: &[Destiny],
) -> Result<(), Failure> {
    let mut ordered: Vec<&Destiny> = titles.iter().filter(|one| one.fate != Fate::Rest).collect();
    ordered.sort_by(|one, two| one.title.id.cmp(&two.title.id));
    for one in ordered {
        let moved = store::assessments::lock_by_id(tx, &one.title.id)?.ok_or_else(Failure::not_found)?;
        let other = match &one.other {
            Some(other) => store::assessments::lock_by_id(tx, &other.id)?,
            None => None,
        };
        match &other {
            Some(other) => store::assessments::exchange(tx, &moved, other)?,
            None => store::assessments::give(tx, &moved.id, &into.id)?,
        }
        let still_open = matches!(moved.state, State::Registered | State::Assessing | State::Returned);
        let hamlet = if still_open { &into.hamlet_id } else { &moved.hamlet_id };
        relocate(tx, ctx, &moved, hamlet)?;
        told(ctx, &moved, from, into, hamlet)?;
        if let Some(other) = &other {
            told(ctx, other, into, from, &other.hamlet_id)?;
        }
    }
    Ok(())
}

/// Puts an assessment at another hamlet of its commune, and counts it there.
fn relocate(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, one: &Assessment, hamlet_id: &str) -> Result<(), Failure> {
    if one.hamlet_id == hamlet_id {
        return Ok(());
    }
    let (state, commune) = (Some(one.state), one.commune_id.as_str());
    store::assessments::relocate(tx, &one.id, hamlet_id, commune)?;
    let mut moves = rules::tally::moves(state, None, &[&one.hamlet_id, commune], one.year, &one.model);
    moves.extend(rules::tally::moves(None, state, &[hamlet_id, commune], one.year, &one.model));
    ctx.count(rules::tally::merge(moves));
    Ok(())
}

/// The line about an assessment that belongs to another household now.
fn told(
    ctx: &mut Ctx<'_>,
    one: &Assessment,
    before: &Household,
    after: &Household,
    hamlet_id: &str,
) -> Result<(), Failure> {
    let line = |household: &Household, hamlet_id: &str| {
        let name = format!("{}, {}", household.number, household.head_name);
        Some(json!({"household": name, "household_id": household.id, "hamlet_id": hamlet_id}))
    };
    let record = Record {
        kind: "assessment",
        id: &one.id,
        unit_id: hamlet_id,
        before: line(before, &one.hamlet_id),
        after: line(after, hamlet_id),
        reason: "",
    };
    ctx.note(&one.commune_id, record)
}

/// A household with its people, as the trail keeps it, and the other one by name and id.
fn line(household: &Household, people: &[Member], other: Option<(&str, &Household)>) -> serde_json::Value {
    let mut line = facts(household);
    if let Some(fields) = line.as_object_mut() {
        let present = people.iter().filter(|one| one.left_on == Day::FOREVER);
        fields.insert("members".to_owned(), present.map(person).collect());
        if let Some((key, other)) = other {
            fields.insert(key.to_owned(), json!(format!("{}, {}", other.number, other.head_name)));
            fields.insert(format!("{key}_id"), json!(other.id));
        }
    }
    line
}

/// Leaves a line about each of the two, naming the other.
fn lines(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    (into, ours): (&Household, &[Member]),
    (from, theirs): (&Household, &[Member]),
    people: &[Member],
) -> Result<(), Failure> {
    let after = register::household(tx, &into.id)?.ok_or_else(Failure::not_found)?;
    let gone = register::household(tx, &from.id)?.ok_or_else(Failure::not_found)?;
    let rest = register::members(tx, &from.id)?;
    let whole = line(&after, people, Some(("merged_from", from)));
    note(ctx, &after, Some(line(into, ours, None)), Some(whole), "")?;
    let left = line(&gone, &rest, Some(("merged_into", &after)));
    note(ctx, &gone, Some(line(from, theirs, None)), Some(left), "")
}
