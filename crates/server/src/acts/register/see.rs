//! What is shown of the register: one value for page, JSON and file, with what this person may not see left out.
//! Must not know how it is shown.

use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::problem::Problem;
use serde::Serialize;
use store::Tx;
use store::register::{self, HouseholdFilter, HouseholdLine, Member};
use store::units::Unit;

use crate::failure::Failure;
use crate::visit::Guard;

/// A place, as much as is needed to name and find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceSeen {
    /// Unit id: `code@first day`.
    pub id: String,
    /// Code.
    pub code: String,
    /// Kind and name.
    pub name: String,
}

impl From<&Unit> for PlaceSeen {
    fn from(unit: &Unit) -> Self {
        Self { id: unit.id.clone(), code: unit.code.clone(), name: unit.full_name.clone() }
    }
}

/// A household in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HouseholdRow {
    /// Its id.
    pub id: String,
    /// Its number in the hamlet.
    pub number: String,
    /// The head's name.
    pub head_name: String,
    /// Unit id of the hamlet.
    pub hamlet_id: String,
    /// Name of the hamlet.
    pub hamlet_name: String,
    /// House number, street, lane.
    pub address: String,
    /// How many people belong to it now.
    pub members: i64,
    /// active, `moved_out`, dissolved or merged.
    pub status: String,
    /// First day of that status.
    #[schema(value_type = String)]
    pub status_on: Day,
    /// Made up for a demonstration.
    pub synthetic: bool,
    /// What the list is sorted by; part of the cursor.
    #[serde(skip)]
    pub sort_key: String,
}

impl From<HouseholdLine> for HouseholdRow {
    fn from(line: HouseholdLine) -> Self {
        let household = line.household;
        Self {
            id: household.id,
            number: household.number,
            head_name: household.head_name,
            hamlet_id: household.hamlet_id,
            hamlet_name: line.hamlet_name,
            address: household.address,
            members: line.members,
            status: household.status,
            status_on: household.status_on,
            synthetic: household.synthetic,
            sort_key: household.sort_key,
        }
    }
}

/// A member, without what this person may not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MemberSeen {
    /// Its id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Relation to the head.
    pub relation: String,
    /// male, female or empty.
    pub sex: String,
    /// A day, a year, or empty; absent for who may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// Last three digits of the identity number, or empty; absent for who may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tail: Option<String>,
    /// Is an identity number kept?
    pub has_id: bool,
    /// The first day the person no longer belonged to the household; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub left_on: Option<Day>,
}

/// The days a household lived somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StaySeen {
    /// The hamlet.
    pub hamlet: PlaceSeen,
    /// Its commune.
    pub commune: PlaceSeen,
    /// First day.
    #[schema(value_type = String)]
    pub since: Day,
    /// Last day; 9999-12-31 while it goes on.
    #[schema(value_type = String)]
    pub until: Day,
}

/// An assessment of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AssessmentSeen {
    /// Its id.
    pub id: String,
    /// Model word.
    pub model: String,
    /// Cycle year.
    pub year: i64,
    /// State word.
    pub state: String,
    /// Points.
    pub total: i64,
    /// Name of the hamlet it was made in.
    pub hamlet_name: String,
}

/// A household that went up into another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MergeSeen {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its head.
    pub head_name: String,
    /// Who merged it.
    pub by: String,
    /// When, in milliseconds since 1970.
    #[schema(value_type = i64)]
    pub at: Moment,
    /// Is what was before still kept?
    pub can_be_undone: bool,
}

/// One household, without what this person may not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HouseholdSeen {
    /// Its id.
    pub id: String,
    /// Its number in the hamlet.
    pub number: String,
    /// The head's name.
    pub head_name: String,
    /// Where it lives, or last lived.
    pub hamlet: PlaceSeen,
    /// The commune.
    pub commune: PlaceSeen,
    /// House number, street, lane.
    pub address: String,
    /// Telephone number.
    pub phone: String,
    /// Note.
    pub note: String,
    /// active, `moved_out`, dissolved or merged.
    pub status: String,
    /// First day of that status.
    #[schema(value_type = String)]
    pub status_on: Day,
    /// Made up for a demonstration.
    pub synthetic: bool,
    /// To be sent back as `base_revision`.
    pub revision: i64,
    /// Who belongs to it, the head first.
    pub members: Vec<MemberSeen>,
    /// Who belonged to it.
    pub former: Vec<MemberSeen>,
    /// Where it lived, the latest first.
    pub stays: Vec<StaySeen>,
    /// Its assessments of all years, the latest first; empty for who may not see them.
    pub assessments: Vec<AssessmentSeen>,
    /// The household it went up into; absent for one that did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// The households that went up into it, the latest first.
    pub merged: Vec<MergeSeen>,
}

/// One household as this person may see it.
///
/// # Errors
/// `not-found`, `forbidden`.
pub fn household(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<HouseholdSeen, Failure> {
    let household = register::household(tx, id)?.ok_or_else(Failure::not_found)?;
    let here = household.hamlet_id.clone();
    guard.allow(tx, Act::SeeRegister, &here)?;
    let (birth, tail) = (guard.can(tx, Act::SeeBirth, &here)?, guard.can(tx, Act::SeeIdTail, &here)?);
    let mut members = Vec::new();
    let mut former = Vec::new();
    for member in register::members(tx, id)? {
        let into = if member.left_on == Day::FOREVER { &mut members } else { &mut former };
        into.push(seen(&member, birth, tail));
    }
    let mut stays = Vec::new();
    for stay in register::stays(tx, id)?.into_iter().rev() {
        let (hamlet, commune) = (place(tx, &stay.hamlet_id)?, place(tx, &stay.commune_id)?);
        stays.push(StaySeen { hamlet, commune, since: stay.since, until: stay.until });
    }
    let mut assessments = Vec::new();
    for one in store::assessments::for_household(tx, id)? {
        // An assessment belongs to the place it was made at, which may be another one than the household's.
        if guard.can(tx, Act::SeeAssessments, &one.hamlet_id)? {
            assessments.push(AssessmentSeen {
                id: one.id,
                model: one.model,
                year: one.year,
                state: one.state.word().to_owned(),
                total: one.total,
                hamlet_name: place(tx, &one.hamlet_id)?.name,
            });
        }
    }
    assessments.sort_by(|one, two| (two.year, &one.model).cmp(&(one.year, &two.model)));
    let merged = register::merges_into(tx, id)?.into_iter().map(|one| MergeSeen {
        id: one.merge.from_id,
        number: one.number,
        head_name: one.head_name,
        by: one.account_name,
        at: one.merge.at,
        can_be_undone: one.can_be_undone,
    });
    Ok(HouseholdSeen {
        merged_into: register::merge_of(tx, id)?.map(|merge| merge.into_id),
        merged: merged.collect(),
        id: household.id,
        number: household.number,
        head_name: household.head_name,
        hamlet: place(tx, &household.hamlet_id)?,
        commune: place(tx, &household.commune_id)?,
        address: household.address,
        phone: household.phone,
        note: household.note,
        status: household.status,
        status_on: household.status_on,
        synthetic: household.synthetic,
        revision: household.revision,
        members,
        former,
        stays,
        assessments,
    })
}

fn place(tx: &mut Tx<'_>, id: &str) -> Result<PlaceSeen, Failure> {
    Ok(PlaceSeen::from(&store::units::unit(tx, id)?.ok_or_else(Failure::not_found)?))
}

fn seen(member: &Member, birth: bool, tail: bool) -> MemberSeen {
    MemberSeen {
        id: member.id.clone(),
        name: member.name.clone(),
        relation: member.relation.clone(),
        sex: member.sex.clone(),
        birth: birth.then(|| member.birth.clone()),
        id_tail: tail.then(|| member.id_tail.clone()),
        has_id: member.id_hash.is_some(),
        left_on: (member.left_on != Day::FOREVER).then_some(member.left_on),
    }
}

/// A place whose households can be listed, indented below its commune.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The hamlet or commune.
    pub unit: Unit,
    /// Stands below a commune of the list.
    pub inside: bool,
}

/// The communes and hamlets in which this person may do an act, each commune with its hamlets of today.
///
/// # Errors
/// `forbidden` when there is none.
pub fn scopes(tx: &mut Tx<'_>, guard: &Guard, act: Act) -> Result<Vec<Scope>, Failure> {
    let mut found: Vec<Scope> = Vec::new();
    for id in guard.anywhere(act)? {
        let Some(unit) = store::units::unit(tx, &id)? else { continue };
        if found.iter().any(|scope| scope.unit.id == unit.id) {
            continue;
        }
        if unit.level == Level::Commune {
            let hamlets = store::units::children(tx, &unit.id, guard.today())?;
            found.retain(|scope| !hamlets.iter().any(|hamlet| hamlet.id == scope.unit.id));
            found.push(Scope { unit, inside: false });
            found.extend(hamlets.into_iter().map(|unit| Scope { unit, inside: true }));
        } else if unit.level == Level::Hamlet {
            found.push(Scope { unit, inside: false });
        }
    }
    Ok(found)
}

/// The place of a code or unit id, also one that is no longer in force: its closed households can still be looked up.
pub fn place_ever(tx: &mut Tx<'_>, text: &str, today: Day) -> Result<Unit, Failure> {
    let known = match text.contains('@') {
        true => store::units::unit(tx, text)?,
        false => match store::units::unit_on(tx, text, today)? {
            Some(unit) => Some(unit),
            None => store::units::versions(tx, text)?.pop(),
        },
    };
    known.ok_or_else(|| Problem::new("no-such-place").at("place").with("value", text).into())
}

/// What a list can be limited to.
const STATUSES: &[&str] = &["", register::ACTIVE, register::MOVED_OUT, register::DISSOLVED, register::MERGED, "all"];

/// What a list of households is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Code or unit id of a commune or hamlet; empty for the first in reach.
    pub place: String,
    /// Status word, `all`, or empty for active.
    pub status: String,
    /// What to search, as typed.
    pub words: String,
}

impl Listing {
    /// What a request's query asks for: `place`, `status`, `q`.
    #[must_use]
    pub fn of(uri: &axum::http::Uri) -> Self {
        let text = |name: &str| crate::visit::query_value(uri, name).map(|text| text.trim().to_owned());
        Self {
            place: text("place").unwrap_or_default(),
            status: text("status").unwrap_or_default(),
            words: text("q").unwrap_or_default(),
        }
    }

    /// The status asked for, as a stored word; empty for all.
    #[must_use]
    pub fn stored_status(&self) -> &str {
        match self.status.as_str() {
            "" => register::ACTIVE,
            "all" => "",
            status => status,
        }
    }

    /// The place it is about, and the filter for the store; asks for the right to `act` there.
    ///
    /// # Errors
    /// `no-such-place`, `forbidden`, `not-a-choice` at `status`.
    pub fn filter(&self, tx: &mut Tx<'_>, guard: &Guard, act: Act) -> Result<(Unit, HouseholdFilter), Failure> {
        if !STATUSES.contains(&self.status.as_str()) {
            let choices = STATUSES.iter().skip(1).copied().collect::<Vec<_>>().join(", ");
            let problem = Problem::new("not-a-choice").at("status").with("value", &self.status);
            return Err(problem.with("choices", choices).into());
        }
        let unit = if self.place.is_empty() {
            let first = scopes(tx, guard, act)?.into_iter().next();
            first.map(|scope| scope.unit).ok_or_else(|| Failure::forbidden(act))?
        } else {
            place_ever(tx, &self.place, guard.today())?
        };
        guard.allow(tx, act, &unit.id)?;
        let filter = HouseholdFilter {
            scope: unit.id.clone(),
            words: rules::text::fold(&self.words),
            status: self.stored_status().to_owned(),
            ..HouseholdFilter::default()
        };
        Ok((unit, filter))
    }
}
