//! The household register through its pages and the API. What several journeys share stands here.

mod commands;
mod decided;
mod doubles;
mod exports;
mod find;
mod households;
pub mod imports;
mod large;
mod members;
mod merges;
mod merges_chance;
mod office;
mod privacy;
mod races;
mod settle;
mod tray;
mod undo;

use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, Person, Reply, Site};

/// A commune with two hamlets and the people who keep its register.
pub struct Commune {
    /// Unit id of the first hamlet.
    pub ban: String,
    /// Unit id of the second hamlet.
    pub other: String,
    /// The commune's officer.
    pub officer: Person,
    /// Head of the first hamlet.
    pub head: Person,
}

/// Sets it up in Long Hẹ.
pub fn commune(site: &Site) -> Commune {
    let (ban, other) = (site.hamlet(LONG_HE, "Co Nhừ"), site.hamlet(LONG_HE, "Pú Chắn"));
    let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
    let head = site.person("head", Role::HamletHead, &ban);
    Commune { ban, other, officer, head }
}

/// The code of a unit id.
pub fn code(unit_id: &str) -> &str {
    unit_id.split('@').next().unwrap()
}

/// Enters a household with a head and a wife through the form; its id.
pub async fn family(site: &Site, by: &Person, hamlet: &str, name: &str, birth: &str) -> String {
    let form = [
        ("hamlet", code(hamlet)),
        ("members.0.name", name),
        ("members.0.sex", "male"),
        ("members.0.birth", birth),
        ("members.1.name", "Quàng Thị Ỏ"),
        ("members.1.relation", "spouse"),
        ("members.1.sex", "female"),
        ("members.1.birth", "1986"),
        ("members.2.name", ""),
        ("members.2.relation", ""),
        ("act", "save"),
    ];
    let done = site.post(Some(by), "/households", &form).await.is(303);
    household_of(&done)
}

/// The household a form sent its person on to.
pub fn household_of(reply: &Reply) -> String {
    let location = reply.location();
    let rest = location.strip_prefix("/households/").unwrap_or_else(|| panic!("sent on to {location}"));
    rest.split(['?', '/']).next().unwrap().to_owned()
}

/// A household as the API shows it.
pub async fn seen(site: &Site, by: &Person, id: &str) -> serde_json::Value {
    site.api("GET", Some(by), &format!("/api/v1/households/{id}"), None).await.is(200).json()
}

/// The counters of a unit and year: households in and out.
pub fn stock(site: &Site, unit: &str, year: i64) -> (i64, i64) {
    let unit = unit.to_owned();
    let day = rules::basics::Day::parse("2026-11-22").unwrap();
    let counts = site.read(move |tx| store::tallies::total(tx, &unit, "", day));
    let of = |measure: &str| {
        counts.iter().filter(|one| one.year == year && one.measure.word() == measure).map(|one| one.n).sum()
    };
    (of("households_in"), of("households_out"))
}

/// The codes of a problem document, with their fields.
pub fn codes(reply: &Reply) -> Vec<(String, String)> {
    reply.json()["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["field"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect()
}

/// A household with one member for the API.
pub fn asked(hamlet: &str, name: &str, birth: &str) -> serde_json::Value {
    json!({"hamlet": code(hamlet), "members": [{"name": name, "relation": "head", "sex": "male", "birth": birth}]})
}
