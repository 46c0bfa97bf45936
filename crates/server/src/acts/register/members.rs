//! The people of a household: entering, changing, leaving, coming back, and who is its head.
//! Must not know places or the recognition path.

use std::collections::BTreeMap;

use rules::access::Act;
use rules::basics::Day;
use rules::problem::Problem;
use rules::register::{MemberDraft, Relation, check_member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::register::{self, Household, HouseholdChange, Member};

use super::households::{Maker, NewMember};
use super::{Entered, day_of, identity, note, open, person};
use crate::app::Ctx;
use crate::failure::Failure;

/// What is asked to be changed of a member; every field but the identity number is written.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MemberEdit {
    /// Full name.
    pub name: String,
    /// head for the head, and any other word for the others.
    pub relation: String,
    /// male, female or empty.
    pub sex: String,
    /// A day, `YYYY`, or empty.
    pub birth: String,
    /// A new identity number; empty keeps the one there is. Never given back.
    #[schema(write_only)]
    pub id_number: String,
    /// Remove the identity number.
    pub clear_id: bool,
    /// The household's revision that was seen.
    pub base_revision: Option<i64>,
}

/// Why and when a member leaves a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Leaving {
    /// One of [`WHYS`].
    pub why: String,
    /// The first day on which the person no longer belongs to it; today when empty.
    pub on: String,
    /// More about it; may be empty.
    pub reason: String,
}

/// Who is to be the head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewHead {
    /// The member who becomes head.
    pub member: String,
    /// Relation to the new head by member id; who is not named gets what is likely.
    pub relations: BTreeMap<String, String>,
    /// The household's revision that was seen.
    pub base_revision: Option<i64>,
}

/// Why members leave: moved away, died, entered by mistake, another reason.
pub const WHYS: &[&str] = &["moved", "died", "mistake", "other"];

fn present(tx: &mut Tx<'_>, household_id: &str) -> Result<Vec<Member>, Failure> {
    let all = register::members(tx, household_id)?;
    Ok(all.into_iter().filter(|member| member.left_on == Day::FOREVER).collect())
}

fn said(ordinal: i64, value: Value) -> Value {
    // Under the member's place in the list, so that before and after stand side by side.
    json!({"members": {ordinal.saturating_sub(1).to_string(): value}})
}

/// Adds a member to a household that lives here.
///
/// # Errors
/// All problems of `rules::register::check_member`, `one-head` for a second head, `id-taken`.
pub fn add(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, household_id: &str, asked: &NewMember) -> Result<Entered, Failure> {
    let household = open(tx, ctx, Act::EditRegister, household_id, None)?;
    let checked = checked(tx, ctx, &asked.draft(), false, "")?;
    let all = register::members(tx, household_id)?;
    let last = all.iter().map(|member| member.ordinal).max().unwrap_or(0);
    let maker = Maker { app: ctx.app, at: ctx.at };
    let new = maker.member(household_id, last.saturating_add(1), &checked);
    register::add_member(tx, &new)?;
    note(ctx, &household, None, Some(said(new.ordinal, person(&new))), "")?;
    Ok(Entered::of(&household, &new.id))
}

/// Checks a member who is the head or is not; `own` is the member's id, empty for a new one.
fn checked(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    draft: &MemberDraft,
    head: bool,
    own: &str,
) -> Result<rules::register::Member, Failure> {
    let mut problems = Vec::new();
    let checked = check_member(draft, "", ctx.today).map_err(|found| problems.extend(found)).ok();
    if let Some(checked) = &checked {
        if (checked.relation == Relation::Head) != head {
            problems.push(Problem::new("one-head").at("relation"));
        }
        if let Some(number) = &checked.id_number {
            problems.extend(identity::taken(tx, ctx, number, own, "id_number")?);
        }
    }
    match checked {
        Some(checked) if problems.is_empty() => Ok(checked),
        _ => Err(problems.into()),
    }
}

/// Locks the household of a member and finds both.
fn found(tx: &mut Tx<'_>, ctx: &Ctx<'_>, member_id: &str, base: Option<i64>) -> Result<(Household, Member), Failure> {
    let household_id = register::member(tx, member_id)?.ok_or_else(Failure::not_found)?.household_id;
    let household = open(tx, ctx, Act::EditRegister, &household_id, base)?;
    let member = register::member(tx, member_id)?.ok_or_else(Failure::not_found)?;
    Ok((household, member))
}

/// Changes a member; the head's new name becomes the household's.
///
/// # Errors
/// As [`add`], `changed-meanwhile`, `not-found` for somebody who has left.
pub fn edit(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &MemberEdit) -> Result<Entered, Failure> {
    let (household, before) = found(tx, ctx, id, asked.base_revision)?;
    if before.left_on != Day::FOREVER {
        return Err(Failure::not_found());
    }
    let head = before.relation == Relation::Head.word();
    let draft = MemberDraft {
        name: asked.name.clone(),
        relation: asked.relation.clone(),
        sex: asked.sex.clone(),
        birth: asked.birth.clone(),
        id_number: asked.id_number.clone(),
    };
    let checked = checked(tx, ctx, &draft, head, id)?;
    let mut after = before.clone();
    after.fold = rules::text::fold(&checked.name);
    after.name.clone_from(&checked.name);
    checked.relation.word().clone_into(&mut after.relation);
    checked.sex.word().clone_into(&mut after.sex);
    after.birth = checked.birth.to_string();
    if checked.id_number.is_some() || asked.clear_id {
        identity::give(ctx.app, &mut after, checked.id_number.as_ref());
    }
    register::update_member(tx, &after)?;
    if head && after.name != before.name {
        rename(tx, &household, &after.name)?;
    }
    let (mut was, mut is) = (person(&before), person(&after));
    if before.id_hash != after.id_hash {
        // The number itself stands nowhere in the trail; that it is another one does.
        mark(&mut was, before.id_hash.as_ref().map(|_| "earlier"));
        mark(&mut is, after.id_hash.as_ref().map(|_| "changed"));
    }
    let after_line = said(after.ordinal, is);
    note(ctx, &household, Some(said(before.ordinal, was)), Some(after_line), "")?;
    Ok(Entered::of(&household, id))
}

fn mark(person: &mut Value, number: Option<&str>) {
    if let Some(fields) = person.as_object_mut() {
        fields.insert("id_number".to_owned(), json!(number));
    }
}

/// Writes the head's name as the household's.
pub(crate) fn rename(tx: &mut Tx<'_>, household: &Household, head_name: &str) -> Result<(), Failure> {
    let change = HouseholdChange {
        number: household.number.clone(),
        head_name: head_name.to_owned(),
        sort_key: rules::text::name_sort_key(head_name),
        address: household.address.clone(),
        phone: household.phone.clone(),
        note: household.note.clone(),
    };
    Ok(register::update_household(tx, &household.id, &change)?)
}

/// Ends a membership; the row stays, because earlier years counted it.
///
/// # Errors
/// `one-head` for the head, who must be followed by another first; `not-a-choice`, `not-a-day`, `day-in-future`.
pub fn remove(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &Leaving) -> Result<Entered, Failure> {
    let (household, member) = found(tx, ctx, id, None)?;
    if member.left_on != Day::FOREVER {
        return Err(Failure::not_found());
    }
    let mut problems = Vec::new();
    if member.relation == Relation::Head.word() {
        problems.push(Problem::new("one-head"));
    }
    if !WHYS.contains(&asked.why.trim()) {
        problems
            .push(Problem::new("not-a-choice").at("why").with("value", &asked.why).with("choices", WHYS.join(", ")));
    }
    let first = Day::first_of(rules::register::FIRST_BIRTH_YEAR);
    let on = day_of(&asked.on, "on", first, ctx.today, ctx.today).map_err(|problem| problems.push(problem)).ok();
    let (Some(on), true) = (on, problems.is_empty()) else { return Err(problems.into()) };
    register::remove_member(tx, id, on)?;
    let mut after = person(&Member { left_on: on, ..member.clone() });
    if let Some(fields) = after.as_object_mut() {
        fields.insert("why".to_owned(), json!(asked.why.trim()));
    }
    let before = said(member.ordinal, person(&member));
    note(ctx, &household, Some(before), Some(said(member.ordinal, after)), asked.reason.trim())?;
    Ok(Entered::of(&household, id))
}

/// Takes a removal back.
///
/// # Errors
/// `id-taken` when the number belongs to somebody else by now, `one-head` for a former head.
pub fn restore(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str) -> Result<Entered, Failure> {
    let (household, before) = found(tx, ctx, id, None)?;
    if before.relation == Relation::Head.word() {
        return Err(Problem::new("one-head").into());
    }
    if let Some(hash) = &before.id_hash
        && let Some(problem) = identity::taken_by_hash(tx, ctx, hash, id, "")?
    {
        return Err(problem.into());
    }
    let after = Member { left_on: Day::FOREVER, ..before.clone() };
    register::update_member(tx, &after)?;
    note(ctx, &household, Some(said(before.ordinal, person(&before))), Some(said(after.ordinal, person(&after))), "")?;
    Ok(Entered::of(&household, id))
}

/// Makes another present member the head and gives everybody the relation to that one.
///
/// # Errors
/// `not-a-choice` at `member` or at a relation; `one-head` where a second head was named; `changed-meanwhile`.
pub fn change_head(
    tx: &mut Tx<'_>,
    ctx: &mut Ctx<'_>,
    household_id: &str,
    asked: &NewHead,
) -> Result<Entered, Failure> {
    let household = open(tx, ctx, Act::EditRegister, household_id, asked.base_revision)?;
    let before = present(tx, household_id)?;
    let Some(next) = before.iter().find(|member| member.id == asked.member).cloned() else {
        let names: Vec<&str> = before.iter().map(|member| member.name.as_str()).collect();
        let problem = Problem::new("not-a-choice").at("member").with("value", "");
        return Err(problem.with("choices", names.join(", ")).into());
    };
    let was = Relation::of(&next.relation).unwrap_or(Relation::Other);
    let mut problems = Vec::new();
    let mut after = before.clone();
    for member in &mut after {
        let relation = if member.id == next.id {
            Relation::Head
        } else {
            match asked.relations.get(&member.id).map(|word| word.trim()) {
                None | Some("") => Relation::of(&member.relation).unwrap_or(Relation::Other).under(was),
                Some(word) => match Relation::of(word) {
                    Some(Relation::Head) => {
                        problems.push(Problem::new("one-head").at(format!("relation.{}", member.id)));
                        Relation::Other
                    }
                    Some(relation) => relation,
                    None => {
                        let choices: Vec<&str> = Relation::ALL.iter().map(|one| one.word()).collect();
                        let problem = Problem::new("not-a-choice").at(format!("relation.{}", member.id));
                        problems.push(problem.with("value", word).with("choices", choices.join(", ")));
                        Relation::Other
                    }
                },
            }
        };
        relation.word().clone_into(&mut member.relation);
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    register::update_members(tx, household_id, &after)?;
    rename(tx, &household, &next.name)?;
    let list = |members: &[Member]| -> Value {
        members.iter().map(|member| json!({"name": member.name, "relation": member.relation})).collect()
    };
    let lines = (
        json!({"head_name": household.head_name, "members": list(&before)}),
        json!({"head_name": next.name, "members": list(&after)}),
    );
    note(ctx, &household, Some(lines.0), Some(lines.1), "")?;
    Ok(Entered::of(&household, &next.id))
}
