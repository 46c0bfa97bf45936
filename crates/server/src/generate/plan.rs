//! What a synthetic province is made of, worked out before anything is written: communes as the country's list has them, how
//! many hamlets, households and people each gets, and from which commune of before the reform each hamlet came.
//! Must not write; the same country, province, seed and scale give the same plan.

use rules::basics::{Day, Level};
use store::Tx;
use store::units::Unit;

use crate::demo::names::Lots;
use crate::failure::Failure;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Wish {
    /// Code of the province.
    pub province: String,
    /// In thousandths of its true size.
    pub mille: i64,
    /// The seed.
    pub seed: u64,
    /// How many cycle years, the last one that of `on`.
    pub years: i64,
    /// The day the province is made for: its last cycle is as far as it is on this day.
    pub on: Day,
    /// Only so many communes; 0 for all.
    pub communes: usize,
}

/// Provinces of which the numbers of households, people and hamlets are known: code since 1 July 2025, then the numbers.
/// Đồng Tháp as its report of the end of 2025 gives them (see `country/vn/published.csv`).
const KNOWN: &[(&str, i64, i64, i64)] = &[("82", 899_428, 3_375_725, 1_659)];
/// For all others: households of a commune, people of a hundred households, households of a hamlet. Round numbers near the
/// country's mean, and no more than that.
const HOUSEHOLDS: i64 = 8_200;
const PEOPLE: i64 = 360;
const HAMLET: i64 = 300;

/// A province to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked.
    pub wish: Wish,
    /// The province.
    pub province: Unit,
    /// Its communes in the order of their codes.
    pub communes: Vec<Commune>,
    /// Every how-manieth person has an identity number, so that there are fewer than a million of them.
    pub id_every: i64,
}

/// A commune to be filled.
#[derive(Clone, Debug)]
pub struct Commune {
    /// The commune.
    pub unit: Unit,
    /// Its place in the province, from 0.
    pub at: usize,
    /// Its hamlets, numbered from 1 in this order.
    pub hamlets: Vec<Hamlet>,
    /// How many people the communes before it have.
    pub people_before: i64,
}

/// A hamlet to be made.
#[derive(Clone, Debug)]
pub struct Hamlet {
    /// Households.
    pub households: i64,
    /// People.
    pub people: i64,
    /// The commune it belonged to before the reform, and its number there; `None` where the list knows of none.
    pub before: Option<(Unit, usize)>,
    /// Code of the province of before the reform, where births were registered.
    pub born_in: String,
}

/// The numbers of households, people and hamlets of a province, scaled.
fn numbers(wish: &Wish, communes: i64) -> (i64, i64, i64) {
    let all = KNOWN.iter().find(|known| known.0 == wish.province);
    let (households, people, hamlets) = all.map_or_else(
        || (communes * HOUSEHOLDS, communes * HOUSEHOLDS * PEOPLE / 100, communes * HOUSEHOLDS / HAMLET),
        |known| (known.1, known.2, known.3),
    );
    let scaled = |n: i64| (n * wish.mille + 500) / 1000;
    (scaled(households).max(communes), scaled(people).max(communes), scaled(hamlets).max(communes))
}

/// Parts of `whole` in proportion to the weights that come to exactly `whole`, none below `least`: the largest remainders get
/// what rounding left.
#[must_use]
pub fn shared(whole: i64, weights: &[i64], least: i64) -> Vec<i64> {
    let count = i64::try_from(weights.len()).unwrap_or(0);
    let sum: i64 = weights.iter().sum::<i64>().max(1);
    let free = (whole - least * count).max(0);
    let mut parts: Vec<i64> = weights.iter().map(|weight| least + free * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| weights.get(*at).map_or(0, |weight| -(free * weight % sum)));
    let missing = usize::try_from(whole - parts.iter().sum::<i64>()).unwrap_or(0);
    for at in order.into_iter().cycle().take(missing) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}

/// A seed for one thing among many.
#[must_use]
pub fn mixed(seed: u64, what: &str) -> u64 {
    let mut sum = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0x94D0_49BB_1331_11EB);
    sum ^= sum >> 31;
    for byte in what.bytes() {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        sum ^= sum >> 29;
    }
    sum.wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn weights(lots: &mut Lots, count: usize, from: usize, to: usize) -> Vec<i64> {
    (0..count).map(|_| i64::try_from(from + lots.draw(to - from + 1)).unwrap_or(1)).collect()
}

/// Works a province out; `None` when there is no province of that code on that day.
///
/// # Errors
/// Those of the database.
pub fn plan(tx: &mut Tx<'_>, wish: &Wish) -> Result<Option<Plan>, Failure> {
    let found = store::units::unit_on(tx, &wish.province, wish.on)?;
    let Some(province) = found.filter(|unit| unit.level == Level::Province) else { return Ok(None) };
    let mut units = store::units::children(tx, &province.id, wish.on)?;
    units.retain(|unit| unit.level == Level::Commune);
    units.sort_by(|a, b| a.code.cmp(&b.code));
    let (households, people, hamlets) = numbers(wish, i64::try_from(units.len()).unwrap_or(0));
    let mut lots = Lots::new(mixed(wish.seed, &wish.province));
    let sizes = weights(&mut lots, units.len(), 55, 145);
    let households = shared(households, &sizes, 1);
    let hamlets = shared(hamlets, &households, 1);
    let people = shared_people(&mut lots, people, &households);
    let total: i64 = people.iter().sum();
    // Numbers of hamlets of a commune of before the reform, which may have gone to several communes.
    let mut numbers = std::collections::BTreeMap::new();
    let mut communes = Vec::new();
    let mut people_before = 0;
    for (at, unit) in units.into_iter().enumerate() {
        let own = |of: &[i64]| of.get(at).copied().unwrap_or(1);
        let mut lots = Lots::new(mixed(wish.seed, &unit.id));
        let count = usize::try_from(own(&hamlets).min(own(&households))).unwrap_or(1);
        let sizes = weights(&mut lots, count, 60, 140);
        let in_hamlets = shared(own(&households), &sizes, 1);
        let people_of = shared_people(&mut lots, own(&people), &in_hamlets);
        let olds = before(tx, &unit)?;
        let mut made = Vec::new();
        for (nth, (households, people)) in in_hamlets.into_iter().zip(people_of).enumerate() {
            // In runs, as places lie beside each other.
            let old = olds.get(nth * olds.len() / count.max(1));
            let before = old.map(|(old, _)| {
                let number = numbers.entry(old.id.clone()).or_insert(0_usize);
                *number += 1;
                (old.clone(), *number)
            });
            let born_in = old.map_or_else(|| wish.province.clone(), |(_, province)| province.clone());
            made.push(Hamlet { households, people, before, born_in });
        }
        communes.push(Commune { unit, at, hamlets: made, people_before });
        people_before += own(&people);
    }
    if wish.communes > 0 {
        communes.truncate(wish.communes);
    }
    Ok(Some(Plan { wish: wish.clone(), province, communes, id_every: (total / 900_000 + 1).max(4) }))
}

/// People for so many households each, with one at least in every household and mostly the same number in all.
fn shared_people(lots: &mut Lots, people: i64, households: &[i64]) -> Vec<i64> {
    let extra = weights(lots, households.len(), 92, 108);
    let weights: Vec<i64> = households.iter().zip(extra).map(|(households, extra)| households * extra).collect();
    let more = people - households.iter().sum::<i64>();
    shared(more, &weights, 0).into_iter().zip(households).map(|(more, households)| more + households).collect()
}

/// The communes that went into this one at the reform, each with the code of its province of then.
fn before(tx: &mut Tx<'_>, unit: &Unit) -> Result<Vec<(Unit, String)>, Failure> {
    let mut olds = Vec::new();
    for line in store::units::predecessors(tx, &unit.id)? {
        if line.unit.level != Level::Commune || line.unit.valid_to.after() != unit.valid_from {
            continue;
        }
        let path = store::units::path(tx, &line.unit.id)?;
        let province = path.iter().find(|above| above.level == Level::Province);
        olds.push((line.unit, province.map(|above| above.code.clone()).unwrap_or_default()));
    }
    Ok(olds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_to_the_whole() {
        let mut lots = Lots::new(5);
        for whole in [102, 8_994, 899_428, 3_375_725] {
            let weights = weights(&mut lots, 102, 55, 145);
            let parts = shared(whole, &weights, 1);
            assert_eq!(parts.iter().sum::<i64>(), whole);
            assert!(parts.iter().all(|part| *part >= 1));
        }
        assert_eq!(shared(7, &[1, 1, 1], 0).iter().sum::<i64>(), 7);
        assert_eq!(shared(2, &[5], 0), [2]);
    }

    #[test]
    fn seeds_of_different_things_differ() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..50 {
            for what in ["a", "b", "28243@2025-07-01", "28246@2025-07-01"] {
                assert!(seen.insert(mixed(seed, what)));
            }
        }
    }
}
