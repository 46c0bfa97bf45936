//! A household of a file beside the one of the register that it looks like, and what a person said of such households and of
//! hamlets. Must not decide anything.

use papers::import::Sheet;
use papers::register_sheet::Mapping;
use rules::register::veiled;
use store::register::ACTIVE;
use store::units::Unit;

use super::super::Base;
use super::super::households::said_birth;
use super::tray::{SaidSeen, name_in};
use crate::acts::imports::fixes::{Fix, Fixes};
use crate::acts::imports::{Like, Plan};

/// The two side by side.
pub(super) struct LikeSeen {
    /// Id of the one in the register.
    pub id: String,
    /// Both stand in the same hamlet and neither has ended, so that they may be one.
    pub together: bool,
    /// They stand in two hamlets.
    pub elsewhere: bool,
    /// Field, in the file, in the register.
    pub fields: Vec<(String, String, String)>,
    /// People of both: name with relation, sex and birth.
    pub people: Vec<(String, String)>,
}

impl LikeSeen {
    /// What is known of the two; identity numbers are left out.
    pub fn of(b: &Base, like: &Like) -> Self {
        let held = &like.held;
        let field = |word: &str, one: &str, two: &str| (b.t(format!("column-{word}")), veiled(one), veiled(two));
        let fields = vec![
            field("number", &like.file.number, &held.number),
            field("hamlet", &like.hamlet.full_name, &like.held_hamlet),
            field("address", &like.file.address, &held.address),
            field("phone", &like.file.phone, &held.phone),
        ];
        let person = |name: &str, relation: &str, sex: &str, birth: &str| {
            let mut words = vec![veiled(name), b.t(format!("relation-{relation}"))];
            if !sex.is_empty() {
                words.push(b.t(format!("sex-{sex}")));
            }
            if !birth.is_empty() {
                words.push(said_birth(b, birth));
            }
            words.join(", ")
        };
        let mut left: Vec<(String, String)> = like
            .file
            .members
            .iter()
            .map(|one| {
                let said = person(&one.name, one.relation.word(), one.sex.word(), &one.birth.to_string());
                (rules::text::fold(&one.name), said)
            })
            .collect();
        // People of one name stand beside each other.
        let mut people: Vec<(String, String)> = Vec::new();
        for held in like.members.iter().filter(|one| one.left_on == rules::basics::Day::FOREVER) {
            let at = left.iter().position(|(fold, _)| *fold == held.fold);
            let mine = at.map(|at| left.remove(at).1).unwrap_or_default();
            people.push((mine, person(&held.name, &held.relation, &held.sex, &held.birth)));
        }
        people.extend(left.into_iter().map(|(_, said)| (said, String::new())));
        let fields = fields.into_iter().filter(|(_, one, two)| !(one.is_empty() && two.is_empty())).collect();
        Self {
            id: held.id.clone(),
            together: like.hamlet.id == held.hamlet_id && held.status == ACTIVE,
            elsewhere: like.hamlet.id != held.hamlet_id,
            fields,
            people,
        }
    }
}

/// What was said of hamlets, and of households that are good to go in, as sentences.
pub(super) fn said(
    b: &Base,
    sheet: &Sheet,
    mapping: &Mapping,
    fixes: &Fixes,
    plan: &Plan,
    hamlets: &[Unit],
) -> Vec<SaidSeen> {
    let row_of = |place: &str| {
        let (name, row) = place.rsplit_once('!')?;
        sheet.place_of(&format!("{name}!A{row}")).map(|(row, _)| row)
    };
    let household = |place: &str| {
        let row = row_of(place).filter(|row| plan.has(*row))?;
        Some((sheet.row_name(row), name_in(sheet, mapping, row)))
    };
    let mut all = Vec::new();
    for (place, fix) in fixes {
        let sentence = match fix {
            Fix::Hamlet(id) => {
                let Some(unit) = hamlets.iter().find(|unit| unit.id == *id) else { continue };
                match (place.strip_prefix("hamlet="), place.strip_prefix("hamlet:")) {
                    (Some(text), _) => b.t2("tray-said-hamlet", "text", veiled(text), "hamlet", &unit.full_name),
                    (None, Some(row)) => b.t2("tray-said-placed", "row", row, "hamlet", &unit.full_name),
                    (None, None) => continue,
                }
            }
            Fix::Apart | Fix::Same(_) => {
                let Some((row, name)) = household(place) else { continue };
                let key = if *fix == Fix::Apart { "tray-said-apart" } else { "tray-said-same" };
                b.t2(key, "name", name, "row", row)
            }
            Fix::Text(_) | Fix::Leave | Fix::AsSent => continue,
        };
        all.push(SaidSeen { place: place.clone(), sentence });
    }
    all
}
