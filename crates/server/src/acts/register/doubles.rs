//! Households that look alike: the list of pairs, two of them side by side, and telling them apart.
//! Must not know what makes two alike, nor how they are made one.

mod look;

use std::collections::BTreeMap;

use rules::access::Act;
use rules::basics::{Level, Moment};
use rules::doubles::{Pair, Scale, compare};
use rules::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::register::{self, ACTIVE, Apart, Household, MERGED, family_of};
use store::units::Unit;

pub use look::{Look, Looked, Looks, look};

use super::see::Listing;
use super::{identity, note};
use crate::app::{App, Ctx};
use crate::failure::Failure;
use crate::visit::{Guard, query_value};

/// The commune of a hamlet, or the commune itself.
fn commune(unit: &Unit) -> &str {
    if unit.level == Level::Hamlet { unit.parent_id.as_deref().unwrap_or_default() } else { &unit.id }
}

/// Which hamlets somebody sees, each asked once.
struct Sight<'g> {
    guard: &'g Guard,
    known: BTreeMap<String, bool>,
}

impl Sight<'_> {
    fn sees(&mut self, tx: &mut Tx<'_>, hamlet_id: &str) -> Result<bool, Failure> {
        if let Some(known) = self.known.get(hamlet_id) {
            return Ok(*known);
        }
        let sees = self.guard.can(tx, Act::SeeRegister, hamlet_id)?;
        self.known.insert(hamlet_id.to_owned(), sees);
        Ok(sees)
    }
}

/// The pairs of a place that this person may see whole: both households stand in hamlets of their reach.
fn seen(tx: &mut Tx<'_>, app: &App, guard: &Guard, place: &Unit) -> Result<(Vec<Looked>, i64), Failure> {
    let look = look(tx, app, commune(place))?;
    let mut sight = Sight { guard, known: BTreeMap::new() };
    let mut rows = Vec::new();
    for one in &look.pairs {
        let here = place.level != Level::Hamlet || one.one_hamlet == place.id || one.two_hamlet == place.id;
        if here && sight.sees(tx, &one.one_hamlet)? && sight.sees(tx, &one.two_hamlet)? {
            rows.push(one.clone());
        }
    }
    Ok((rows, if place.level == Level::Hamlet { 0 } else { look.more }))
}

/// How many pairs of a place wait for a decision; asks nothing, so only for a place the person sees.
pub fn count(tx: &mut Tx<'_>, app: &App, guard: &Guard, place: &Unit) -> Result<i64, Failure> {
    let (rows, more) = seen(tx, app, guard, place)?;
    let open = rows.iter().filter(|one| !one.is_apart()).count();
    Ok(i64::try_from(open).unwrap_or(i64::MAX).saturating_add(more))
}

/// The households that look like this one and were not told apart from it, as far as this person sees them.
pub fn alike(tx: &mut Tx<'_>, app: &App, guard: &Guard, household: &Household) -> Result<Vec<PairSide>, Failure> {
    let look = look(tx, app, &household.commune_id)?;
    let mut found = Vec::new();
    for one in look.pairs.iter().filter(|one| !one.is_apart()) {
        let (other, hamlet) = match (one.pair.one == household.id, one.pair.two == household.id) {
            (true, _) => (&one.pair.two, &one.two_hamlet),
            (_, true) => (&one.pair.one, &one.one_hamlet),
            _ => continue,
        };
        if guard.can(tx, Act::SeeRegister, hamlet)? {
            found.push(side(tx, other)?);
        }
    }
    Ok(found)
}

/// One household of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PairSide {
    /// Its id.
    pub id: String,
    /// Its number in the hamlet.
    pub number: String,
    /// The head's name.
    pub head_name: String,
    /// Name of the hamlet.
    pub hamlet_name: String,
    /// How many people belong to it now.
    pub members: i64,
}

fn side(tx: &mut Tx<'_>, id: &str) -> Result<PairSide, Failure> {
    let household = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    let hamlet = store::units::unit(tx, &household.hamlet_id)?.map(|unit| unit.full_name).unwrap_or_default();
    let present = register::members(tx, id)?.iter().filter(|one| one.left_on == rules::basics::Day::FOREVER).count();
    Ok(PairSide {
        id: household.id,
        number: household.number,
        head_name: household.head_name,
        hamlet_name: hamlet,
        members: i64::try_from(present).unwrap_or(i64::MAX),
    })
}

/// What speaks for a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReasonSeen {
    /// number, `head_day`, `head_year`, `head_name`, members, phone or hamlet.
    pub what: String,
    /// Of how many people.
    pub n: i64,
}

/// That two households were told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Said {
    /// By whom.
    pub by: String,
    /// When, in milliseconds since 1970.
    #[schema(value_type = i64)]
    pub at: Moment,
    /// Something that matters changed since: the pair is shown again.
    pub changed: bool,
}

/// A pair in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PairRow {
    /// The household with the lesser id.
    pub one: PairSide,
    /// The other.
    pub two: PairSide,
    /// household: they look like one; person: they share somebody.
    pub kind: String,
    /// What speaks for it.
    pub reasons: Vec<ReasonSeen>,
    /// That they were told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<Said>,
    /// What the list is sorted by; part of the cursor.
    #[serde(skip)]
    pub weight: i64,
}

fn reasons(pair: &Pair) -> Vec<ReasonSeen> {
    pair.reasons.iter().map(|one| ReasonSeen { what: one.what.word().to_owned(), n: one.n }).collect()
}

fn said(pair: &Pair, apart: Option<&Apart>) -> Option<Said> {
    apart.map(|one| Said { by: one.account_name.clone(), at: one.at, changed: one.evidence != pair.evidence })
}

/// What a list of pairs is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairListing {
    /// Code or unit id of a commune or hamlet; empty for the first in reach.
    pub place: String,
    /// Those told apart instead of those that wait.
    pub apart: bool,
}

/// One page of pairs.
pub struct Pairs {
    /// The place.
    pub place: Unit,
    /// One more than asked for, when there are more.
    pub rows: Vec<PairRow>,
    /// How many there are of this kind in all.
    pub count: i64,
    /// How many were told apart.
    pub apart: i64,
    /// How many more the commune has than are told of.
    pub more: i64,
}

/// The cursor of a list: weight and ids of the last pair.
pub type After = (i64, String, String);

impl PairListing {
    /// What a request's query asks for: `place`, `show=apart`.
    #[must_use]
    pub fn of(uri: &axum::http::Uri) -> Self {
        let text = |name: &str| query_value(uri, name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self { place: text("place"), apart: text("show") == "apart" }
    }

    /// One page of it.
    ///
    /// # Errors
    /// `no-such-place`, `forbidden`.
    pub fn page(
        &self,
        tx: &mut Tx<'_>,
        app: &App,
        guard: &Guard,
        after: Option<&After>,
        limit: i64,
    ) -> Result<Pairs, Failure> {
        let listing = Listing { place: self.place.clone(), ..Listing::default() };
        let (place, _) = listing.filter(tx, guard, Act::SeeRegister)?;
        let (all, more) = seen(tx, app, guard, &place)?;
        let (apart, open): (Vec<Looked>, Vec<Looked>) = all.into_iter().partition(Looked::is_apart);
        let apart_count = i64::try_from(apart.len()).unwrap_or(i64::MAX);
        let chosen = if self.apart { apart } else { open };
        let key = |one: &Looked| (std::cmp::Reverse(one.pair.weight), one.pair.one.clone(), one.pair.two.clone());
        let from = after.map(|(weight, one, two)| (std::cmp::Reverse(*weight), one.clone(), two.clone()));
        let count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
        let mut rows = Vec::new();
        let rest = chosen.iter().filter(|one| from.as_ref().is_none_or(|from| key(one) > *from));
        for one in rest.take(usize::try_from(limit).unwrap_or(1)) {
            rows.push(PairRow {
                one: side(tx, &one.pair.one)?,
                two: side(tx, &one.pair.two)?,
                kind: one.pair.kind.word().to_owned(),
                reasons: reasons(&one.pair),
                apart: said(&one.pair, one.said.as_ref()),
                weight: one.pair.weight,
            });
        }
        Ok(Pairs { place, rows, count, apart: apart_count, more: if self.apart { 0 } else { more } })
    }
}

/// Two households held side by side, as far as likeness goes.
pub struct Held {
    /// The pair.
    pub pair: Pair,
    /// What speaks for it.
    pub reasons: Vec<ReasonSeen>,
    /// That they were told apart.
    pub said: Option<Said>,
    /// The pair that waits after this one in the list of the commune.
    pub next: Option<(String, String)>,
}

/// Holds two households of one commune side by side; the caller has asked for the right to see both.
///
/// # Errors
/// `merge-itself`, `merge-elsewhere`.
pub fn held(tx: &mut Tx<'_>, app: &App, guard: &Guard, one: &Household, two: &Household) -> Result<Held, Failure> {
    let pair = pair_of(tx, one, two)?;
    let place = store::units::unit(tx, &one.commune_id)?.ok_or_else(Failure::not_found)?;
    let (all, _) = seen(tx, app, guard, &place)?;
    let at = all.iter().position(|other| other.pair.one == pair.one && other.pair.two == pair.two);
    let later = at.map_or(0, |at| at + 1);
    let open = |other: &&Looked| !other.is_apart() && (other.pair.one != pair.one || other.pair.two != pair.two);
    let next = all.iter().skip(later).find(open).or_else(|| all.iter().find(open));
    let apart = register::apart(tx, &pair.one, &pair.two)?;
    Ok(Held {
        reasons: reasons(&pair),
        said: said(&pair, apart.as_ref()),
        next: next.map(|other| (other.pair.one.clone(), other.pair.two.clone())),
        pair,
    })
}

/// The pair of two households, weighed by nobody: only what they have in common matters.
pub(super) fn pair_of(tx: &mut Tx<'_>, one: &Household, two: &Household) -> Result<Pair, Failure> {
    if one.id == two.id {
        return Err(Problem::new("merge-itself").into());
    }
    if one.commune_id != two.commune_id {
        return Err(Problem::new("merge-elsewhere").into());
    }
    let left = family_of(one, &register::members(tx, &one.id)?);
    let right = family_of(two, &register::members(tx, &two.id)?);
    Ok(compare(&left, &right, &Scale::default()))
}

/// Two households that were told apart, or are so no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Told {
    /// The household with the lesser id.
    pub one: String,
    /// The other.
    pub two: String,
    /// Are they told apart now?
    pub apart: bool,
}

/// Both households, for somebody who may tell them apart.
fn both(tx: &mut Tx<'_>, ctx: &Ctx<'_>, one: &str, two: &str) -> Result<[Household; 2], Failure> {
    let mut found = Vec::new();
    for id in [one.min(two), one.max(two)] {
        let household = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
        ctx.guard.allow(tx, Act::TellApart, &household.hamlet_id)?;
        found.push(household);
    }
    <[Household; 2]>::try_from(found).map_err(|_| Failure::not_found())
}

fn lines(ctx: &mut Ctx<'_>, both: &[Household; 2], apart: bool) -> Result<(), Failure> {
    let [one, two] = both;
    for (household, other) in [(one, two), (two, one)] {
        let name = format!("{}, {}", other.number, other.head_name);
        let line = json!({"apart_from": name, "apart_from_id": other.id});
        let (before, after) = if apart { (None, Some(line)) } else { (Some(line), None) };
        note(ctx, household, before, after, "")?;
    }
    Ok(())
}

/// Says that two households that look alike are two. It holds until something changes that matters to the pair.
///
/// # Errors
/// `merge-itself`, `merge-elsewhere`, `household-merged`, `household-closed`.
pub fn tell_apart(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, one: &str, two: &str) -> Result<Told, Failure> {
    let both = both(tx, ctx, one, two)?;
    let [first, second] = &both;
    let pair = pair_of(tx, first, second)?;
    for household in &both {
        match household.status.as_str() {
            // Only what lives here can be two.
            ACTIVE => {}
            MERGED => return Err(merged(tx, ctx.guard, &household.id)?.into()),
            _ => return Err(Problem::new("household-closed").with("day", household.status_on).into()),
        }
    }
    let said = Apart {
        one_id: pair.one.clone(),
        two_id: pair.two.clone(),
        evidence: pair.evidence,
        account_id: ctx.actor.id.clone(),
        account_name: String::new(),
        at: ctx.at,
    };
    register::tell_apart(tx, &said)?;
    lines(ctx, &both, true)?;
    Ok(Told { one: pair.one, two: pair.two, apart: true })
}

/// Takes it back: the pair waits again, if it still looks alike. Nothing happens to a pair that was not told apart.
pub fn take_back(tx: &mut Tx<'_>, ctx: &mut Ctx<'_>, one: &str, two: &str) -> Result<Told, Failure> {
    let both = both(tx, ctx, one, two)?;
    let [first, second] = &both;
    register::take_back_apart(tx, &first.id, &second.id)?;
    lines(ctx, &both, false)?;
    Ok(Told { one: first.id.clone(), two: second.id.clone(), apart: false })
}

/// The problem that a household went up into another one.
pub(crate) fn merged(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<Problem, Failure> {
    let into = match register::merge_of(tx, id)? {
        Some(merge) => identity::called(tx, guard, &merge.into_id)?,
        None => "none".to_owned(),
    };
    Ok(Problem::new("household-merged").with("household", into))
}
