//! One commune, written in one transaction: its people in office, hamlets, households, cycles, decisions, counters, audit
//! lines. Must not look at anything but the plan, so that it writes the same whenever it runs.

use std::collections::BTreeMap;

use rules::access::{Act, Role};
use rules::basics::{AreaClass, Day, Level, Moment};
use rules::path::State;
use rules::tally::{Move, Stay, contribution, merge, stay_moves};
use serde_json::json;
use store::Tx;
use store::assessments::{Assessment, StepRow};
use store::audit::{Line, append};
use store::bulk::History;
use store::units::{NewLineage, NewUnit, Unit};

use super::Maker;
use super::cycles::{self, Cycle, Days, People, Place, has_certificate};
use super::decided::Decisions;
use super::families::{Family, REFORM, Spot, families};
use super::ids::Ids;
use super::plan::{Commune, mixed};
use crate::clock::Dice;
use crate::demo::{delta, names::Lots};
use crate::failure::Failure;

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Hamlets of today.
    pub hamlets: i64,
    /// Households.
    pub households: i64,
    /// People.
    pub people: i64,
    /// Assessments.
    pub assessments: i64,
}

impl Made {
    /// With more.
    pub fn add(&mut self, more: Self) {
        self.hamlets += more.hamlets;
        self.households += more.households;
        self.people += more.people;
        self.assessments += more.assessments;
    }
}

/// The words of one audit chain's lines about generated records.
pub const ORIGIN: &str = "generated";

/// Counters while they are gathered.
#[derive(Default)]
pub struct Counts {
    moves: Vec<Move>,
    states: BTreeMap<(String, String, i64, State), i64>,
}

impl Counts {
    fn stays(&mut self, stay: Stay, units: &[&str], n: i64) {
        self.moves.extend(stay_moves(None, Some(stay), units).into_iter().map(|one| Move { by: one.by * n, ..one }));
    }

    fn state(&mut self, hamlet: &str, commune: &str, year: i64, states: &BTreeMap<State, i64>) {
        for (state, n) in states {
            *self.states.entry((hamlet.to_owned(), commune.to_owned(), year, *state)).or_default() += n;
        }
    }

    fn record(mut self, tx: &mut Tx<'_>) -> Result<(), store::Error> {
        for ((hamlet, commune, year, state), n) in self.states {
            for unit in [&hamlet, &commune] {
                let model = rules::criteria::Model::Family.word().to_owned();
                let one = |measure| Move { unit_id: unit.clone(), year, model: model.clone(), measure, by: n };
                self.moves.extend(contribution(Some(state)).into_iter().map(one));
            }
        }
        store::tallies::apply(tx, &merge(self.moves))
    }
}

/// Writes a commune.
pub fn commune(tx: &mut Tx<'_>, maker: &Maker, at: usize) -> Result<Made, Failure> {
    let commune = maker.plan.communes.get(at).ok_or_else(Failure::not_found)?;
    let (wish, seal) = (&maker.plan.wish, maker.app.secrets.trail());
    let seed = mixed(wish.seed, &commune.unit.id);
    let (mut lots, mut ids) = (Lots::new(seed), Ids::new(wish.seed, &wish.province, at));
    let dice = Dice::Seeded(mixed(seed, "dice").into());
    let olds = olds(commune);
    let (officer, chair) = office(tx, maker, commune, &olds, &mut ids, &mut lots)?;
    let spots = hamlets(tx, maker, commune, &mut lots)?;
    let mut decisions = Decisions::new(commune, chair.clone());
    let mut counts = Counts::default();
    let mut made = Made::default();
    let mut nth = commune.people_before;
    for (number, spot) in (1..).zip(&spots) {
        let head = head(tx, maker, commune, spot, number, &mut ids, &mut lots)?;
        let people = People { head, officer: officer.clone(), chair: chair.id.clone() };
        let families = families(maker, commune, spot, &mut ids, &mut lots, &dice, nth);
        let persons = families.iter().map(|family| i64::try_from(family.rows.1.len()).unwrap_or(0)).sum::<i64>();
        nth += persons;
        enter(tx, commune, spot, &families, &mut counts)?;
        let note = Note { at: maker.admin, account: &officer, hamlet: &spot.id };
        let there = json!({"households": families.len(), "people": persons, ORIGIN: true});
        append(tx, seal, &commune.unit.id, &[note.line(Act::ImportRegister, "unit", &spot.id, &there)])?;
        made.hamlets += 1;
        made.households += spot.plan.households;
        made.people += persons;
        for cycle in &maker.cycles {
            let year = Year { commune, spot, cycle, people: &people };
            made.assessments +=
                year.fill(tx, maker, &families, (&mut ids, &mut lots, &dice), (&mut decisions, &mut counts))?;
        }
    }
    decisions.record(tx, maker)?;
    counts.record(tx)?;
    Ok(made)
}

/// The communes of before the reform that hamlets of this one came from, each once.
fn olds(commune: &Commune) -> Vec<Unit> {
    let mut olds: Vec<Unit> = Vec::new();
    for (old, _) in commune.hamlets.iter().filter_map(|hamlet| hamlet.before.as_ref()) {
        if olds.iter().all(|known| known.id != old.id) {
            olds.push(old.clone());
        }
    }
    olds
}

/// Officer and chair of a commune, who held the same offices in the communes of before.
fn office(
    tx: &mut Tx<'_>,
    maker: &Maker,
    commune: &Commune,
    olds: &[Unit],
    ids: &mut Ids,
    lots: &mut Lots,
) -> Result<(String, crate::visit::Actor), Failure> {
    let mut places: Vec<(String, Day, Day)> = olds.iter().map(was).collect();
    places.push((commune.unit.id.clone(), commune.unit.valid_from, Day::FOREVER));
    let code = &commune.unit.code;
    let mut one = |login: &str, title: &str, role, man| {
        let family = delta::family(lots);
        let name = delta::full_name(lots, family, man);
        let login = format!("{login}{code}");
        super::account(tx, maker, ids, &login, &name, title, role, &places).map(|id| (id, name))
    };
    let (officer, _) = one("canbo", "Chủ tịch Hội Khuyến học", Role::CommuneOfficer, false)?;
    let title = "Chủ tịch Ủy ban nhân dân";
    let (id, name) = one("chutich", title, Role::CommuneChair, true)?;
    let chair = crate::visit::Actor {
        id,
        name,
        title: title.to_owned(),
        session_id: String::new(),
        roles: Vec::new(),
        must_change: false,
    };
    Ok((officer, chair))
}

/// An office held in a place of before the reform until its end.
fn was(old: &Unit) -> (String, Day, Day) {
    (old.id.clone(), old.valid_from.max(Day::first_of(2022)), old.valid_to)
}

fn head(
    tx: &mut Tx<'_>,
    maker: &Maker,
    commune: &Commune,
    spot: &Spot<'_>,
    number: usize,
    ids: &mut Ids,
    lots: &mut Lots,
) -> Result<String, Failure> {
    let man = lots.chance(70);
    let family = delta::family(lots);
    let name = delta::full_name(lots, family, man);
    let login = format!("truong{}{number:03}", commune.unit.code);
    let mut places = Vec::new();
    if let (Some((old, _)), Some((unit, _))) = (&spot.before, &spot.plan.before) {
        let (_, since, until) = was(unit);
        places.push((old.clone(), since, until));
    }
    places.push((spot.id.clone(), commune.unit.valid_from, Day::FOREVER));
    super::account(tx, maker, ids, &login, &name, &format!("Trưởng {}", spot.name), Role::HamletHead, &places)
}

/// Makes the hamlets of today, and those of before the reform that became them.
fn hamlets<'a>(
    tx: &mut Tx<'_>,
    maker: &Maker,
    commune: &'a Commune,
    lots: &mut Lots,
) -> Result<Vec<Spot<'a>>, Failure> {
    // Quarters in the towns, hamlets in the country.
    let (kind, word) = if commune.unit.kind == "ward" { ("khu_pho", "Khu phố") } else { ("ap", "Ấp") };
    let mut spots = Vec::new();
    for (number, plan) in (1..).zip(&commune.hamlets) {
        let name = delta::hamlet(lots, number);
        let area = if lots.chance(4) { AreaClass::Difficult } else { AreaClass::Normal };
        let full_name = format!("{word} {name}");
        let unit = |of: &Unit, number: usize| NewUnit {
            code: format!("{}.{number:03}", of.code),
            level: Level::Hamlet,
            kind: kind.to_owned(),
            name: name.clone(),
            name_en: String::new(),
            full_name: full_name.clone(),
            alt_names: String::new(),
            parent_id: Some(of.id.clone()),
            valid_from: of.valid_from,
            valid_to: of.valid_to,
            area_km2: String::new(),
            legal_basis: String::new(),
            source: "minh họa".to_owned(),
            synthetic: true,
        };
        let new = unit(&commune.unit, number);
        let mut before = None;
        store::units::add(tx, &new)?;
        let mut both = vec![(new.id(), commune.unit.valid_from)];
        if let Some((old, old_number)) = &plan.before {
            let gone = unit(old, *old_number);
            store::units::add(tx, &gone)?;
            let edge = NewLineage {
                from_id: gone.id(),
                to_id: new.id(),
                kind: "unchanged".to_owned(),
                part: "whole".to_owned(),
                effective: commune.unit.valid_from,
                note: String::new(),
                legal_basis: commune.unit.legal_basis.clone(),
                source: "minh họa".to_owned(),
            };
            store::units::add_lineage(tx, &[edge])?;
            both.push((gone.id(), old.valid_from));
            before = Some((gone.id(), old.id.clone()));
        }
        if area == AreaClass::Difficult {
            for (id, since) in both {
                store::units::set_area(tx, &id, since, area, "minh họa")?;
            }
        }
        let note = Note { at: maker.admin, account: crate::visit::SYSTEM, hamlet: &new.id() };
        let there = json!({"name": new.full_name, ORIGIN: true});
        let line = note.line(Act::ManageHamlets, "unit", &new.id(), &there);
        append(tx, maker.app.secrets.trail(), &commune.unit.id, &[line])?;
        spots.push(Spot { plan, id: new.id(), name: full_name, before, area });
    }
    Ok(spots)
}

/// Enters the households of a hamlet, and where they lived before the reform.
fn enter(
    tx: &mut Tx<'_>,
    commune: &Commune,
    spot: &Spot<'_>,
    families: &[Family],
    counts: &mut Counts,
) -> Result<(), Failure> {
    let reform = Day::parse(REFORM).unwrap_or(commune.unit.valid_from);
    store::register::add_families(tx, families.iter().map(|family| &family.rows))?;
    let mut since: BTreeMap<Day, i64> = BTreeMap::new();
    let mut past = Vec::new();
    for family in families {
        *since.entry(family.rows.0.since).or_default() += 1;
        let Some((hamlet, old)) = spot.before.as_ref().filter(|_| family.came < reform) else { continue };
        let (since, until) = (family.came, reform.before());
        counts.stays(Stay { since, until }, &[hamlet, old], 1);
        let stay = store::register::Stay { hamlet_id: hamlet.clone(), commune_id: old.clone(), since, until };
        past.push((family.rows.0.id.as_str(), stay));
    }
    store::register::add_stays(tx, past.iter().map(|(id, stay)| (*id, stay)))?;
    for (day, n) in since {
        counts.stays(Stay { since: day, until: Day::FOREVER }, &[&spot.id, &commune.unit.id], n);
    }
    Ok(())
}

/// One hamlet's cycle year.
struct Year<'a> {
    commune: &'a Commune,
    spot: &'a Spot<'a>,
    cycle: &'a Cycle,
    people: &'a People,
}

impl Year<'_> {
    /// Writes it; how many assessments.
    fn fill(
        &self,
        tx: &mut Tx<'_>,
        maker: &Maker,
        families: &[Family],
        (ids, lots, dice): (&mut Ids, &mut Lots, &Dice),
        (decisions, counts): (&mut Decisions, &mut Counts),
    ) -> Result<i64, Failure> {
        let (year, spot) = (self.cycle.year, self.spot);
        let early = year < self.commune.unit.valid_from.year();
        let (hamlet, commune) = match (&spot.before, early) {
            (Some((hamlet, commune)), true) => (hamlet.as_str(), commune.as_str()),
            (None, true) => return Ok(0),
            _ => (spot.id.as_str(), self.commune.unit.id.as_str()),
        };
        let days = Days::draw(lots, self.cycle, maker.plan.wish.on, &maker.app.zone);
        let place = Place { hamlet, commune, area: spot.area };
        let mut histories: Vec<History> = Vec::with_capacity(families.len());
        let mut states: BTreeMap<State, i64> = BTreeMap::new();
        for (offset, family) in (0..).zip(families) {
            if family.came.year() > year {
                continue;
            }
            let household = &family.rows.0;
            let pair = (ids.id(), household.id.as_str());
            let mut decision = || decisions.next(commune, year, days.decide, &self.cycle.set, dice);
            let walked = cycles::walk(lots, self.cycle, &days, self.people, &place, pair, offset, &mut decision)?;
            let Some((assessment, steps)) = walked else { continue };
            *states.entry(assessment.state).or_default() += 1;
            if has_certificate(assessment.state) {
                decisions.certify(&assessment, &household.head_name, &spot.name, dice);
            }
            histories.push((assessment, steps));
        }
        let proofs = store::bulk::add_histories(tx, &histories)?;
        let lines: Vec<Line> =
            histories.iter().zip(proofs).map(|((one, steps), proof)| told(one, steps, proof)).collect();
        append(tx, maker.app.secrets.trail(), commune, &lines)?;
        counts.state(hamlet, commune, year, &states);
        Ok(i64::try_from(histories.len()).unwrap_or(0))
    }
}

/// The audit line of a generated assessment stands for all its steps, and says so.
fn told(one: &Assessment, steps: &[StepRow], proof: String) -> Line {
    let last = steps.last();
    let after = json!({
        "state": one.state, "total": one.total, "complete": one.complete, "passed": one.passed,
        "step": last.map(|step| step.kind.word()), "n": steps.len(), ORIGIN: true,
    });
    Line {
        at: last.map_or(Moment(0), |step| step.at),
        account_id: last.map(|step| step.account_id.clone()).unwrap_or_default(),
        act: last.map(|step| step.kind.act().word()).unwrap_or_default().to_owned(),
        object_kind: "assessment".to_owned(),
        object_id: one.id.clone(),
        unit_id: one.hamlet_id.clone(),
        before: String::new(),
        after: after.to_string(),
        reason: last.map(|step| step.reason.clone()).unwrap_or_default(),
        proof,
    }
}

/// Where and by whom a line was left.
struct Note<'a> {
    at: Moment,
    account: &'a str,
    hamlet: &'a str,
}

impl Note<'_> {
    fn line(&self, act: Act, kind: &str, id: &str, after: &serde_json::Value) -> Line {
        Line {
            at: self.at,
            account_id: self.account.to_owned(),
            act: act.word().to_owned(),
            object_kind: kind.to_owned(),
            object_id: id.to_owned(),
            unit_id: self.hamlet.to_owned(),
            before: String::new(),
            after: after.to_string(),
            reason: String::new(),
            proof: String::new(),
        }
    }
}
