//! The register of a commune as it is, read once, and found by number, identity hash and head.
//! Must not know files or rows.

use std::collections::BTreeMap;

use store::Tx;
use store::register::{self, ACTIVE, Household, HouseholdFilter, Member};

use crate::failure::Failure;

/// One household with its present members.
pub struct Family {
    /// The household.
    pub household: Household,
    /// The name of its hamlet.
    pub hamlet_name: String,
    /// Who belongs to it.
    pub members: Vec<Member>,
}

/// All households of a commune, closed ones too.
pub struct Known {
    /// In the order of hamlets and heads.
    pub all: Vec<Family>,
    by_number: BTreeMap<(String, String), usize>,
    by_hash: BTreeMap<String, usize>,
    by_head: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<String, usize>,
}

impl Known {
    /// Reads the register of a commune.
    pub fn load(tx: &mut Tx<'_>, commune_id: &str) -> Result<Self, Failure> {
        let mut known = Self {
            all: Vec::new(),
            by_number: BTreeMap::new(),
            by_hash: BTreeMap::new(),
            by_head: BTreeMap::new(),
            by_id: BTreeMap::new(),
        };
        let filter = HouseholdFilter { scope: commune_id.to_owned(), ..HouseholdFilter::default() };
        register::stream_households(tx, &filter, |line, members| {
            let at = known.all.len();
            let household = &line.household;
            known.by_number.insert((household.hamlet_id.clone(), number_key(&household.number)), at);
            known.by_id.insert(household.id.clone(), at);
            known.by_head.entry(rules::text::fold(&household.head_name)).or_default().push(at);
            if household.status == ACTIVE {
                let hashes = members.iter().filter_map(|member| member.id_hash.clone());
                known.by_hash.extend(hashes.map(|hash| (hash, at)));
            }
            known.all.push(Family {
                household: household.clone(),
                hamlet_name: line.hamlet_name.clone(),
                members: members.to_vec(),
            });
            Ok(())
        })?;
        Ok(known)
    }

    /// The household with a number in a hamlet.
    pub fn by_number(&self, hamlet_id: &str, number: &str) -> Option<usize> {
        self.by_number.get(&(hamlet_id.to_owned(), number_key(number))).copied()
    }

    /// The household with this id.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The active household of a person with this keyed hash.
    pub fn by_hash(&self, hash: &str) -> Option<usize> {
        self.by_hash.get(hash).copied()
    }

    /// The households whose head has this folded name.
    pub fn by_head(&self, folded: &str) -> &[usize] {
        self.by_head.get(folded).map_or(&[], Vec::as_slice)
    }

    /// One of them.
    pub fn family(&self, at: usize) -> Option<&Family> {
        self.all.get(at)
    }
}

/// A household number as numbers are compared: case, signs and leading zeros do not count.
pub fn number_key(number: &str) -> String {
    let folded = rules::text::fold(number);
    let bare = folded.trim_start_matches('0');
    if bare.is_empty() { folded } else { bare.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_with_and_without_zeros_in_front() {
        assert_eq!(number_key("001"), number_key("1"));
        assert_eq!(number_key("K-07a"), number_key("k 07A"));
        assert_ne!(number_key("10"), number_key("1"));
        assert_ne!(number_key("0"), number_key(""));
    }
}
