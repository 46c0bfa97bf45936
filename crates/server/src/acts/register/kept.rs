//! People as they were before an act that can be taken back, in the shape in which they are enciphered and kept.
//! Must not know which act.

use rules::basics::Day;
use serde::{Deserialize, Serialize};
use store::register::Member;

/// A person of the register as they were: every field that a taking back must restore.
#[derive(Serialize, Deserialize)]
pub struct PersonWas {
    id: String,
    household_id: String,
    ordinal: i64,
    name: String,
    fold: String,
    relation: String,
    sex: String,
    birth: String,
    id_cipher: Option<Vec<u8>>,
    id_hash: Option<String>,
    id_tail: String,
    left_on: Day,
}

impl From<Member> for PersonWas {
    fn from(one: Member) -> Self {
        Self {
            id: one.id,
            household_id: one.household_id,
            ordinal: one.ordinal,
            name: one.name,
            fold: one.fold,
            relation: one.relation,
            sex: one.sex,
            birth: one.birth,
            id_cipher: one.id_cipher,
            id_hash: one.id_hash,
            id_tail: one.id_tail,
            left_on: one.left_on,
        }
    }
}

impl From<PersonWas> for Member {
    fn from(one: PersonWas) -> Self {
        Self {
            id: one.id,
            household_id: one.household_id,
            ordinal: one.ordinal,
            name: one.name,
            fold: one.fold,
            relation: one.relation,
            sex: one.sex,
            birth: one.birth,
            id_cipher: one.id_cipher,
            id_hash: one.id_hash,
            id_tail: one.id_tail,
            left_on: one.left_on,
        }
    }
}
