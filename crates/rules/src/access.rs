//! Who may do what: roles, acts and the one table of rights, denied by default.
//! Must not know routes, pages, sessions or how grants are stored.

use serde::{Deserialize, Serialize};

use crate::basics::{Day, Level};

/// A role a person can hold at a place for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps accounts, places and published figures; sees no personal register data.
    Administrator,
    /// The province's officer: sums and decisions; person-level rows stay at the commune.
    ProvinceOfficer,
    /// The commune's officer: keeps the register, helps with entry, appraises.
    CommuneOfficer,
    /// The chair of the commune People's Committee: decides and revokes.
    CommuneChair,
    /// The head of a hamlet or its study-promotion branch: registers and self-assesses with the households.
    HamletHead,
    /// Reads decisions, nothing else.
    Viewer,
    /// Keeps the site running: health, backups, checks; sees no records.
    Operator,
}

impl Role {
    /// Every role, in the order tables show them.
    pub const ALL: &'static [Self] = &[
        Self::Administrator,
        Self::ProvinceOfficer,
        Self::CommuneOfficer,
        Self::CommuneChair,
        Self::HamletHead,
        Self::Viewer,
        Self::Operator,
    ];

    /// The stable word, as stored and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProvinceOfficer => "province_officer",
            Self::CommuneOfficer => "commune_officer",
            Self::CommuneChair => "commune_chair",
            Self::HamletHead => "hamlet_head",
            Self::Viewer => "viewer",
            Self::Operator => "operator",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.word() == word)
    }

    /// The levels of places at which the role may be granted.
    #[must_use]
    pub const fn levels(self) -> &'static [Level] {
        match self {
            Self::Administrator => &[Level::Country, Level::Province, Level::Commune],
            Self::ProvinceOfficer => &[Level::Province],
            Self::CommuneOfficer | Self::CommuneChair => &[Level::Commune],
            Self::HamletHead => &[Level::Hamlet],
            Self::Operator => &[Level::Country],
            Self::Viewer => &[Level::Country, Level::Province, Level::District, Level::Commune, Level::Hamlet],
        }
    }
}

/// What an act asks of the person before any place is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: the public may.
    Nothing,
    /// An account that is signed in, with or without a role.
    SignIn,
    /// A role whose row allows the act, in force today and covering the place.
    Grant,
}

/// One thing a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Public pages; not even an account is needed.
    SeePublic,
    /// One's own account: name, password, language.
    SeeOwnAccount,
    /// Household lists and household pages.
    SeeRegister,
    /// Adds and edits households and their members.
    EditRegister,
    /// Moves a household to another hamlet or commune.
    MoveHousehold,
    /// Closes a household (moved out, dissolved) and opens it again.
    CloseHousehold,
    /// Says that two households that look alike are two, and takes that back.
    TellApart,
    /// Makes two households one, and takes that back.
    MergeHouseholds,
    /// Imports a register workbook.
    ImportRegister,
    /// Exports the register as a workbook.
    ExportRegister,
    /// Assessments with their answers and evidence.
    SeeAssessments,
    /// Registers a family for a cycle year and withdraws it.
    RegisterFamilies,
    /// Saves answers and evidence of a self-assessment.
    SelfAssess,
    /// Submits an assessment and recalls it.
    SubmitAssessment,
    /// Accepts, returns, rejects and reopens.
    Appraise,
    /// Decides on recognition.
    Decide,
    /// Revokes a recognition.
    Revoke,
    /// Decision pages and papers, with names and hamlets.
    SeeDecisions,
    /// The records behind a figure.
    SeeRecords,
    /// Adds, renames and closes hamlets.
    ManageHamlets,
    /// Sets the area class of a commune or hamlet.
    SetAreaClass,
    /// Accounts and roles.
    ManagePeople,
    /// The audit trail.
    SeeAudit,
    /// Imports published figures.
    ManagePublished,
    /// Templates of papers: sees, tries and chooses them.
    ManageTemplates,
    /// Health, sizes, backups and checks of the whole site, and starting them.
    Operate,
    /// Birth dates of members.
    SeeBirth,
    /// The last three digits of a member's identity number.
    SeeIdTail,
}

impl Act {
    /// Every act, in the order the table of rights shows them.
    pub const ALL: &'static [Self] = &[
        Self::SeePublic,
        Self::SeeOwnAccount,
        Self::SeeRegister,
        Self::EditRegister,
        Self::MoveHousehold,
        Self::CloseHousehold,
        Self::TellApart,
        Self::MergeHouseholds,
        Self::ImportRegister,
        Self::ExportRegister,
        Self::SeeAssessments,
        Self::RegisterFamilies,
        Self::SelfAssess,
        Self::SubmitAssessment,
        Self::Appraise,
        Self::Decide,
        Self::Revoke,
        Self::SeeDecisions,
        Self::SeeRecords,
        Self::ManageHamlets,
        Self::SetAreaClass,
        Self::ManagePeople,
        Self::SeeAudit,
        Self::ManagePublished,
        Self::ManageTemplates,
        Self::Operate,
        Self::SeeBirth,
        Self::SeeIdTail,
    ];

    /// The stable word, as written in the audit trail and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SeePublic => "see_public",
            Self::SeeOwnAccount => "see_own_account",
            Self::SeeRegister => "see_register",
            Self::EditRegister => "edit_register",
            Self::MoveHousehold => "move_household",
            Self::CloseHousehold => "close_household",
            Self::TellApart => "tell_apart",
            Self::MergeHouseholds => "merge_households",
            Self::ImportRegister => "import_register",
            Self::ExportRegister => "export_register",
            Self::SeeAssessments => "see_assessments",
            Self::RegisterFamilies => "register_families",
            Self::SelfAssess => "self_assess",
            Self::SubmitAssessment => "submit_assessment",
            Self::Appraise => "appraise",
            Self::Decide => "decide",
            Self::Revoke => "revoke",
            Self::SeeDecisions => "see_decisions",
            Self::SeeRecords => "see_records",
            Self::ManageHamlets => "manage_hamlets",
            Self::SetAreaClass => "set_area_class",
            Self::ManagePeople => "manage_people",
            Self::SeeAudit => "see_audit",
            Self::ManagePublished => "manage_published",
            Self::ManageTemplates => "manage_templates",
            Self::Operate => "operate",
            Self::SeeBirth => "see_birth",
            Self::SeeIdTail => "see_id_tail",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.word() == word)
    }

    /// What the act asks of a person before any place is looked at.
    #[must_use]
    pub const fn needs(self) -> Needs {
        match self {
            Self::SeePublic => Needs::Nothing,
            Self::SeeOwnAccount => Needs::SignIn,
            _ => Needs::Grant,
        }
    }
}

/// The table of rights: does the role's row allow the act, wherever the role is held?
///
/// Person-level rows stay at the commune (data minimisation, Law 91/2025/QH15): no role above it sees the register,
/// and the administrator, who manages access, sees none of the data that access guards.
#[must_use]
pub const fn allows(role: Role, act: Act) -> bool {
    if matches!(act, Act::SeePublic | Act::SeeOwnAccount) {
        return true;
    }
    match role {
        Role::Administrator => matches!(
            act,
            Act::ManageHamlets
                | Act::SetAreaClass
                | Act::ManagePeople
                | Act::SeeAudit
                | Act::ManagePublished
                | Act::ManageTemplates
                | Act::Operate
        ),
        Role::ProvinceOfficer => {
            matches!(act, Act::SeeDecisions | Act::SetAreaClass | Act::ManagePublished | Act::ManageTemplates)
        }
        Role::CommuneOfficer => matches!(
            act,
            Act::SeeRegister
                | Act::EditRegister
                | Act::MoveHousehold
                | Act::CloseHousehold
                | Act::TellApart
                | Act::MergeHouseholds
                | Act::ImportRegister
                | Act::ExportRegister
                | Act::SeeAssessments
                | Act::RegisterFamilies
                | Act::SelfAssess
                | Act::SubmitAssessment
                | Act::Appraise
                | Act::SeeDecisions
                | Act::SeeRecords
                | Act::ManageHamlets
                | Act::SetAreaClass
                | Act::SeeAudit
                | Act::ManageTemplates
                | Act::SeeBirth
                | Act::SeeIdTail
        ),
        Role::CommuneChair => matches!(
            act,
            Act::SeeRegister
                | Act::ExportRegister
                | Act::SeeAssessments
                | Act::Decide
                | Act::Revoke
                | Act::SeeDecisions
                | Act::SeeRecords
                | Act::SeeAudit
        ),
        Role::HamletHead => matches!(
            act,
            Act::SeeRegister
                | Act::EditRegister
                | Act::TellApart
                | Act::SeeAssessments
                | Act::RegisterFamilies
                | Act::SelfAssess
                | Act::SubmitAssessment
                | Act::SeeDecisions
                | Act::SeeRecords
                | Act::SeeBirth
        ),
        Role::Viewer => matches!(act, Act::SeeDecisions),
        Role::Operator => matches!(act, Act::Operate),
    }
}

/// A role held at a place from one day to another, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit it is held at; it covers everything below.
    pub unit_id: String,
    /// First day in force.
    pub since: Day,
    /// Last day in force; [`Day::FOREVER`] until further notice.
    pub until: Day,
}

impl Grant {
    /// Is the grant in force on the day?
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.since <= day && day <= self.until
    }
}

/// Where an act happens: a unit and everything above it, as valid on the day of the act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The unit itself.
    pub unit_id: String,
    /// The ids of everything above it, in any order.
    pub ancestors: Vec<String>,
}

impl Place {
    /// Is the unit this place or above it? An empty id is no unit and covers nothing.
    #[must_use]
    pub fn is_under(&self, unit_id: &str) -> bool {
        !unit_id.is_empty() && (self.unit_id == unit_id || self.ancestors.iter().any(|above| above == unit_id))
    }
}

/// May a signed-in person with these grants do the act at the place today?
///
/// For someone who is not signed in, only acts whose [`Act::needs`] is [`Needs::Nothing`] are open.
#[must_use]
pub fn may(grants: &[Grant], act: Act, place: &Place, today: Day) -> bool {
    match act.needs() {
        Needs::Nothing | Needs::SignIn => true,
        Needs::Grant => grants
            .iter()
            .any(|grant| grant.in_force(today) && place.is_under(&grant.unit_id) && allows(grant.role, act)),
    }
}

/// The units at or below which a person may do the act today: what a list is limited to. Sorted, each once.
#[must_use]
pub fn reach(grants: &[Grant], act: Act, today: Day) -> Vec<String> {
    let mut units: Vec<String> = grants
        .iter()
        .filter(|grant| grant.in_force(today) && allows(grant.role, act))
        .map(|grant| grant.unit_id.clone())
        .collect();
    units.sort();
    units.dedup();
    units
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
