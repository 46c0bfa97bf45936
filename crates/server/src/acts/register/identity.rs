//! Whether somebody is in the register already: identity numbers by their keyed hash, families by their likeness.
//! Must not know what is done about it.

use rules::access::Act;
use rules::problem::Problem;
use rules::register::{Birth, IdNumber, Likeness, Relation, fold_household_for_duplicates, likely_same};
use store::register::{self, Member};
use store::{Latch, Tx};

use crate::app::{App, Ctx};
use crate::failure::Failure;
use crate::visit::Guard;

/// Puts a number, or none, onto a member: enciphered, as keyed hash, and its last digits.
pub fn give(app: &App, member: &mut Member, number: Option<&IdNumber>) {
    member.id_cipher = number.map(|number| app.secrets.seal(number.digits(), &app.dice));
    member.id_hash = number.map(|number| app.secrets.lookup(number.digits()));
    member.id_tail = number.map(|number| number.tail().to_owned()).unwrap_or_default();
}

/// The problem that a number belongs to somebody else who lives somewhere; `own` is the member who may have it.
pub fn taken(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    number: &IdNumber,
    own: &str,
    field: &str,
) -> Result<Option<Problem>, Failure> {
    taken_by_hash(tx, ctx, &ctx.app.secrets.lookup(number.digits()), own, field)
}

/// As [`taken`], by the number's keyed hash.
pub fn taken_by_hash(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    hash: &str,
    own: &str,
    field: &str,
) -> Result<Option<Problem>, Failure> {
    tx.latch(Latch::IdNumber, [hash])?;
    let Some(holder) = register::find_by_id_hash(tx, hash)?.into_iter().find(|holder| holder.member_id != own) else {
        return Ok(None);
    };
    let household = called(tx, ctx.guard, &holder.household_id)?;
    Ok(Some(Problem::new("id-taken").at(field).with("household", household)))
}

/// A household as a problem names it: `007, Lò Văn Ún`; the word `none` to somebody who may not see it.
pub fn called(tx: &mut Tx<'_>, guard: &Guard, household_id: &str) -> Result<String, Failure> {
    let Some(household) = register::household(tx, household_id)? else { return Ok("none".to_owned()) };
    if guard.can(tx, Act::SeeRegister, &household.hamlet_id)? {
        Ok(format!("{}, {}", household.number, household.head_name))
    } else {
        Ok("none".to_owned())
    }
}

/// The problems that households of the commune are likely the same as this one, closed ones too. Where the person may
/// not see such a household only its hamlet is named.
pub fn doubles(
    tx: &mut Tx<'_>,
    ctx: &Ctx<'_>,
    commune_id: &str,
    household: &rules::register::Household,
) -> Result<Vec<Problem>, Failure> {
    let like = fold_household_for_duplicates(household);
    let birth = household.head().map(|head| head.birth.to_string()).unwrap_or_default();
    let mut problems = Vec::new();
    for double in register::likely_duplicates(tx, commune_id, &like.head, &birth)? {
        let members = register::members(tx, &double.household_id)?;
        if !likely_same(&like, &likeness(&members)) {
            continue;
        }
        let hamlet = store::units::unit(tx, &double.hamlet_id)?.map(|unit| unit.full_name).unwrap_or_default();
        let seen = ctx.guard.can(tx, Act::SeeRegister, &double.hamlet_id)?;
        let number = if seen { format!("{}, {hamlet}", double.number) } else { hamlet };
        let problem = Problem::new("likely-duplicate").at("members.0.name").with("number", number);
        let problem = problem.with("name", &double.head_name);
        problems.push(if seen { problem.with("id", &double.household_id) } else { problem });
    }
    Ok(problems)
}

/// What a stored household's present members are compared by.
#[must_use]
pub fn likeness(members: &[Member]) -> Likeness {
    let mut like = Likeness::default();
    for member in members.iter().filter(|member| member.left_on == rules::basics::Day::FOREVER) {
        if member.relation == Relation::Head.word() {
            like.head.clone_from(&member.fold);
            like.year = Birth::of(&member.birth).and_then(Birth::year);
        } else {
            like.others.insert(member.fold.clone());
        }
    }
    like
}
