//! What in a set is not certain. Owns the list a page shows beside a result; must not know how it is shown.

use serde::Serialize;

use super::{CriteriaSet, Words, walk::walk};

/// One element of a set that was not read in the regulation itself or in a reliable account of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The kind of element: `set`, `legal_basis`, `authority`, `appraised_by`, `deadline`, `validity`, `section`,
    /// `item`, `exempt`, `pass`, `criterion`, `target` or `threshold`.
    pub about: &'static str,
    /// Which one: its code, number, office, duty or area; empty where there is only one.
    pub code: String,
    /// Why it is not certain.
    pub reason: Words,
}

impl CriteriaSet {
    /// Everything that carries `verified = false`, in the order of the file.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let unsure = walk(self).trusts.into_iter().filter(|trust| !trust.verified);
        unsure
            .filter_map(|t| t.reason.map(|r| Doubt { about: t.about, code: t.code.clone(), reason: r.clone() }))
            .collect()
    }
}
