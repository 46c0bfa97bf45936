//! The part of a form that gives a role: its fields as typed, and the places they can mean.
//! Must not know the page around it.

use rules::access::{Act, Role};
use store::Tx;
use store::units::Unit;

use crate::acts::people::roles::{RoleDraft, places};
use crate::failure::Failure;
use crate::forms::Fields;
use crate::pages::Base;
use crate::visit::Guard;

/// The fields as typed.
#[derive(Clone, Debug, Default)]
pub struct RoleForm {
    /// The role's word.
    pub role: String,
    /// Code or name of the place.
    pub place: String,
    /// The unit chosen among several that were offered.
    pub place_id: String,
    /// First day.
    pub since: String,
    /// Last day.
    pub until: String,
    /// The appointment.
    pub legal_basis: String,
}

impl RoleForm {
    /// From a form.
    #[must_use]
    pub fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            role: text("role"),
            place: text("place"),
            place_id: text("place_id"),
            since: text("since"),
            until: text("until"),
            legal_basis: text("legal_basis"),
        }
    }

    /// As the act wants it; `None` when neither role nor place was filled in.
    #[must_use]
    pub fn draft(&self) -> Option<RoleDraft> {
        if self.role.is_empty() && self.place.is_empty() && self.place_id.is_empty() {
            return None;
        }
        let place = if self.place_id.is_empty() { self.place.clone() } else { self.place_id.clone() };
        Some(RoleDraft {
            role: self.role.clone(),
            place,
            since: self.since.clone(),
            until: self.until.clone(),
            legal_basis: self.legal_basis.clone(),
        })
    }
}

/// A place to choose, with where it lies.
pub struct Choice {
    /// The unit.
    pub unit: Unit,
    /// Names of the units above, the nearest first, the country left out.
    pub above: String,
    /// Chosen before.
    pub chosen: bool,
}

/// The fields with what can be chosen.
pub struct Choices {
    /// As typed.
    pub form: RoleForm,
    /// Roles that can be given somewhere in the visitor's reach.
    pub roles: Vec<Role>,
    /// The places the typed text can mean, when there are several.
    pub places: Vec<Choice>,
}

impl Choices {
    /// Reads what can be chosen.
    pub fn read(tx: &mut Tx<'_>, guard: &Guard, mut form: RoleForm) -> Result<Self, Failure> {
        let reach = guard.anywhere(Act::ManagePeople)?;
        let mut lowest = rules::basics::Level::Hamlet;
        let mut own = String::new();
        for id in &reach {
            if let Some(unit) = store::units::unit(tx, id)? {
                lowest = lowest.min(unit.level);
                if reach.len() == 1 && unit.level != rules::basics::Level::Country {
                    own = unit.code;
                }
            }
        }
        let roles = Role::ALL.iter().copied().filter(|role| role.levels().iter().any(|level| *level >= lowest));
        let found = places(tx, guard, Role::of(&form.role), &form.place)?;
        let mut choices = Vec::new();
        if found.len() > 1 {
            for unit in found {
                let path = store::units::path(tx, &unit.id)?;
                let above: Vec<_> = path
                    .iter()
                    .rev()
                    .skip(1)
                    .filter(|unit| unit.parent_id.is_some())
                    .map(|unit| unit.full_name.clone())
                    .collect();
                let chosen = unit.id == form.place_id;
                choices.push(Choice { unit, above: above.join(", "), chosen });
            }
        }
        if form.place.is_empty() && form.role.is_empty() {
            form.place.clone_from(&own);
        }
        Ok(Self { form, roles: roles.collect(), places: choices })
    }

    /// The roles as words for a select.
    #[must_use]
    pub fn options(&self, b: &Base) -> Vec<(String, String)> {
        let roles = self.roles.iter().map(|role| (role.word().to_owned(), b.t(format!("role-{}", role.word()))));
        std::iter::once((String::new(), b.t("people-choose"))).chain(roles).collect()
    }

    /// The languages for a select.
    #[must_use]
    pub fn languages(&self, b: &Base) -> Vec<(String, String)> {
        let all = b.languages().into_iter().map(|(code, name)| (code.to_owned(), name.to_owned()));
        std::iter::once((String::new(), b.t("people-language-site"))).chain(all).collect()
    }

    /// The name of a chosen language.
    #[must_use]
    pub fn language(&self, b: &Base, code: &str) -> String {
        let known = crate::words::Lang::of(code);
        known.map_or_else(|| b.t("people-language-site"), |lang| lang.own_name().to_owned())
    }
}
