//! What reading a register gives: households without problems, and what waits. Owns the shapes only; must not know
//! how rows are put together.

use std::collections::BTreeMap;

use rules::problem::Problem;
use rules::register::{Birth, Household, IdNumber, Member, Relation, Sex};

/// A household read without any problem; exactly one member is the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHousehold {
    /// Row number of its first row.
    pub row: usize,
    /// The household's number as written, possibly empty.
    pub number: String,
    /// The hamlet as written, possibly empty: to be matched with the commune's hamlets.
    pub hamlet_text: String,
    /// The cell the hamlet stands in, for a problem with it: `Sheet1!B7`.
    pub hamlet_at: String,
    /// The address, possibly empty.
    pub address: String,
    /// The telephone number, possibly empty.
    pub phone: String,
    /// The note, possibly empty.
    pub note: String,
    /// The members in the order of the rows.
    pub members: Vec<DraftMember>,
}

/// One member of a [`DraftHousehold`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMember {
    /// Row number.
    pub row: usize,
    /// Full name, cleaned.
    pub name: String,
    /// Relation to the head.
    pub relation: Relation,
    /// Sex, if written down.
    pub sex: Sex,
    /// Birth, as exactly as known.
    pub birth: Birth,
    /// Identity number, if given.
    pub id_number: Option<IdNumber>,
}

impl DraftHousehold {
    /// The household in the register's own shape.
    #[must_use]
    pub fn household(&self) -> Household {
        let members = self.members.iter().map(|member| Member {
            name: member.name.clone(),
            relation: member.relation,
            sex: member.sex,
            birth: member.birth,
            id_number: member.id_number.clone(),
        });
        Household {
            number: self.number.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            note: self.note.clone(),
            members: members.collect(),
        }
    }
}

/// What was read from a sheet. Households with a problem are not among `households`: they wait as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterRead {
    /// Households without a problem.
    pub households: Vec<DraftHousehold>,
    /// Every problem found, each with its cell: `Sheet1!C7`.
    pub problems: Vec<Problem>,
    /// First row of each household that waits.
    pub waiting: Vec<usize>,
    /// All rows of each household, of those that wait or are left out too, by its first row.
    pub rows: BTreeMap<usize, Vec<usize>>,
    /// Rows below the head that were passed over because they fill fewer than two of the known columns, only count, or
    /// are marked as an example: to be shown, so that nothing is lost unseen.
    pub passed_over: Vec<usize>,
}
