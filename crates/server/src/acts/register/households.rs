//! Entering a household with its members, and changing what is known of it.
//! Must not know moves, closing, or single members.

use rules::access::Act;
use rules::basics::{Day, Moment};
use rules::problem::Problem;
use rules::register::{HouseholdDraft, MemberDraft, check_household, check_particulars};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::register::{self, HouseholdChange, Member, NewHousehold};
use store::units::Unit;
use store::{Latch, Tx};

use super::{Entered, commune_of, count, day_of, facts, hamlet_of, identity, note, open, person};
use crate::app::{App, Ctx};
use crate::failure::Failure;

/// A member as it is asked to be entered.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewMember {
    /// Full name.
    pub name: String,
    /// head, spouse, child, parent, grandchild, grandparent, sibling or other.
    pub relation: String,
    /// male, female or empty.
    pub sex: String,
    /// A day, `YYYY`, or empty.
    pub birth: String,
    /// Identity number; empty for none. Never given back.
    #[schema(write_only)]
    pub id_number: String,
}

impl NewMember {
    /// As the rules check it.
    #[must_use]
    pub fn draft(&self) -> MemberDraft {
        MemberDraft {
            name: self.name.clone(),
            relation: self.relation.clone(),
            sex: self.sex.clone(),
            birth: self.birth.clone(),
            id_number: self.id_number.clone(),
        }
    }
}

/// A household as it is asked to be entered.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AskedHousehold {
    /// Code or unit id of the hamlet.
    pub hamlet: String,
    /// Its number in the hamlet; the next free one when empty.
    pub number: String,
    /// House number, street, lane.
    pub address: String,
    /// Telephone number.
    pub phone: String,
    /// Note.
    pub note: String,
    /// First day it lives there; the first day of this year when empty.
    pub since: String,
    /// Enter it although it looks like another household.
    pub sure: bool,
    /// The members, exactly one of them the head.
    pub members: Vec<NewMember>,
}

/// What is asked to be changed of a household; every field is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Particulars {
    /// Its number in the hamlet.
    pub number: String,
    /// House number, street, lane.
    pub address: String,
    /// Telephone number.
    pub phone: String,
    /// Note.
    pub note: String,
    /// The revision that was seen; refused when it is no longer the present one.
    pub base_revision: Option<i64>,
}

/// Enters a household with its members from its first day on.
///
/// # Errors
/// All problems of `rules::register::check_household` at once, `id-taken` and `household-number-taken` with their
/// fields; then `likely-duplicate` unless `sure`.
pub fn add(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, asked: &AskedHousehold) -> Result<Entered, Failure> {
    let draft = HouseholdDraft {
        number: asked.number.clone(),
        address: asked.address.clone(),
        phone: asked.phone.clone(),
        note: asked.note.clone(),
        members: asked.members.iter().map(NewMember::draft).collect(),
    };
    let hamlet = match hamlet_of(tx, &asked.hamlet, "hamlet", ctx.today) {
        // Everything that is wrong is said at once, also while the hamlet is still missing.
        Err(Failure::Problems(mut problems)) => {
            problems.extend(check_household(&draft, ctx.today).err().unwrap_or_default());
            return Err(Failure::Problems(problems));
        }
        other => other?,
    };
    ctx.guard.allow(tx, Act::EditRegister, &hamlet.id)?;
    let commune_id = commune_of(&hamlet)?;
    tx.latch(Latch::Commune, [commune_id.as_str()])?;
    // It may have been closed while this waited.
    let hamlet = hamlet_of(tx, &asked.hamlet, "hamlet", ctx.today)?;
    let mut problems = Vec::new();
    let since = first_day(&asked.since, &hamlet, ctx.today).map_err(|problem| problems.push(problem)).ok();
    let checked = check_household(&draft, ctx.today).map_err(|found| problems.extend(found)).ok();
    if let Some(checked) = &checked {
        if !checked.number.is_empty() {
            problems.extend(number_taken(tx, &hamlet.id, &checked.number, "")?);
        }
        for (at, member) in checked.members.iter().enumerate() {
            if let Some(number) = &member.id_number {
                problems.extend(identity::taken(tx, ctx, number, "", &format!("members.{at}.id_number"))?);
            }
        }
        if problems.is_empty() && !asked.sure {
            problems.extend(identity::doubles(tx, ctx, &commune_id, checked)?);
        }
    }
    let (Some(checked), Some(since), true) = (checked, since, problems.is_empty()) else {
        return Err(problems.into());
    };
    let number =
        if checked.number.is_empty() { register::next_number(tx, &hamlet.id)? } else { checked.number.clone() };
    let maker = Maker { app: ctx.app, at: ctx.at };
    let (new, members) = maker.household(&checked, &hamlet.id, &commune_id, &number, since);
    register::add_household(tx, &new)?;
    register::add_members(tx, &new.id, &members)?;
    count(ctx, &[(None, Some(stay_of(&new)))]);
    let household = register::household(tx, &new.id)?.ok_or_else(Failure::not_found)?;
    note(ctx, &household, None, Some(entered_facts(&household, since, &members)), "")?;
    Ok(Entered::of(&household, ""))
}

/// What the audit trail keeps of a household just entered.
pub(crate) fn entered_facts(household: &register::Household, since: Day, members: &[Member]) -> Value {
    let mut after = facts(household);
    if let Some(fields) = after.as_object_mut() {
        fields.insert("since".to_owned(), json!(since));
        fields.insert("members".to_owned(), members.iter().map(person).collect());
    }
    after
}

/// Makes the rows of what has just been checked, with fresh ids; asks no database.
pub(crate) struct Maker<'a> {
    /// The site.
    pub app: &'a App,
    /// The moment of entry.
    pub at: Moment,
}

impl Maker<'_> {
    /// The rows of a household and its members.
    pub(crate) fn household(
        &self,
        household: &rules::register::Household,
        hamlet_id: &str,
        commune_id: &str,
        number: &str,
        since: Day,
    ) -> (NewHousehold, Vec<Member>) {
        let id = self.app.dice.id(self.at);
        let members: Vec<Member> =
            (1_i64..).zip(&household.members).map(|(ordinal, member)| self.member(&id, ordinal, member)).collect();
        let head_name = household.head().map(|head| head.name.clone()).unwrap_or_default();
        let folds: Vec<&str> = members.iter().map(|member| member.fold.as_str()).collect();
        let new = NewHousehold {
            id,
            commune_id: commune_id.to_owned(),
            hamlet_id: hamlet_id.to_owned(),
            number: number.to_owned(),
            fold: register::fold_of(&head_name, number, &folds),
            sort_key: rules::text::name_sort_key(&head_name),
            head_name,
            address: household.address.clone(),
            phone: household.phone.clone(),
            note: household.note.clone(),
            synthetic: self.app.demo,
            since,
            at: self.at,
        };
        (new, members)
    }

    /// The row of a member.
    pub(crate) fn member(&self, household_id: &str, ordinal: i64, member: &rules::register::Member) -> Member {
        let mut row = Member {
            id: self.app.dice.id(self.at),
            household_id: household_id.to_owned(),
            ordinal,
            fold: rules::text::fold(&member.name),
            name: member.name.clone(),
            relation: member.relation.word().to_owned(),
            sex: member.sex.word().to_owned(),
            birth: member.birth.to_string(),
            id_cipher: None,
            id_hash: None,
            id_tail: String::new(),
            left_on: Day::FOREVER,
        };
        identity::give(self.app, &mut row, member.id_number.as_ref());
        row
    }
}

/// The first stay of a household as it is entered.
pub(crate) fn stay_of(new: &NewHousehold) -> register::Stay {
    register::Stay {
        hamlet_id: new.hamlet_id.clone(),
        commune_id: new.commune_id.clone(),
        since: new.since,
        until: Day::FOREVER,
    }
}

/// The first day of a new household at a hamlet: as typed, or the first of this year, or of the hamlet if it is younger.
pub(crate) fn first_day(typed: &str, hamlet: &Unit, today: Day) -> Result<Day, Problem> {
    let usual = Day::first_of(today.year()).max(hamlet.valid_from);
    let day = day_of(typed, "since", Day::first_of(rules::register::FIRST_BIRTH_YEAR), usual, today)?;
    if day < hamlet.valid_from {
        return Err(Problem::new("place-not-in-force").at("since").with("place", &hamlet.full_name).with("day", day));
    }
    Ok(day)
}

/// The problem that another household of the hamlet has a number; `own` is the one that may have it.
pub(crate) fn number_taken(
    tx: &mut Tx<'_>,
    hamlet_id: &str,
    number: &str,
    own: &str,
) -> Result<Option<Problem>, Failure> {
    let holder = register::household_by_number(tx, hamlet_id, number)?.filter(|holder| holder.id != own);
    Ok(holder.map(|_| Problem::new("household-number-taken").at("number").with("number", number)))
}

/// Changes number, address, telephone and note of a household that lives here.
///
/// # Errors
/// `household-closed`, `changed-meanwhile`; all problems of the fields at once, `household-number-taken`.
pub fn edit(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, id: &str, asked: &Particulars) -> Result<Entered, Failure> {
    let before = open(tx, ctx, Act::EditRegister, id, asked.base_revision)?;
    let draft = HouseholdDraft {
        number: asked.number.clone(),
        address: asked.address.clone(),
        phone: asked.phone.clone(),
        note: asked.note.clone(),
        members: Vec::new(),
    };
    let mut problems = Vec::new();
    let checked = check_particulars(&draft).map_err(|found| problems.extend(found)).ok();
    if asked.number.trim().is_empty() {
        problems.push(Problem::new("required").at("number"));
    }
    if let Some(checked) = checked.as_ref().filter(|checked| !checked.number.is_empty()) {
        problems.extend(number_taken(tx, &before.hamlet_id, &checked.number, id)?);
    }
    let (Some(checked), true) = (checked, problems.is_empty()) else { return Err(problems.into()) };
    let change = HouseholdChange {
        number: checked.number,
        head_name: before.head_name.clone(),
        sort_key: before.sort_key.clone(),
        address: checked.address,
        phone: checked.phone,
        note: checked.note,
    };
    register::update_household(tx, id, &change)?;
    let after = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    note(ctx, &after, Some(facts(&before)), Some(facts(&after)), "")?;
    Ok(Entered::of(&after, ""))
}
