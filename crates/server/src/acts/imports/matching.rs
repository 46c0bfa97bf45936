//! Which household of the register one of a file is. Must not write anything.

use std::collections::{BTreeMap, BTreeSet};

use papers::register_sheet::Field;
use rules::problem::Problem;
use rules::register::likely_same;
use store::Tx;
use store::register::{ACTIVE, MERGED};

use super::changes::{Placed, changes, shares};
use super::known::Family;
use super::planning::Planning;
use crate::acts::register::identity::{called, likeness};
use crate::failure::Failure;

impl Planning<'_> {
    /// The household of the register that this one is; `id-taken` and `household-number-taken` when it cannot be one.
    /// The household that stands in the way is named by its id until [`Self::named`].
    pub(super) fn find(&self, one: &Placed<'_>, used: &BTreeMap<usize, usize>) -> Result<Option<usize>, Problem> {
        let by_hash: BTreeSet<usize> =
            one.hashes.iter().flatten().filter_map(|hash| self.known.by_hash(hash)).collect();
        let draft = one.draft;
        let chosen = self.chosen(one);
        if !draft.number.is_empty()
            && let Some(at) = self.known.by_number(&one.hamlet.id, &draft.number)
        {
            let same = self.known.family(at).is_some_and(|family| shares(one, family));
            if chosen.map_or(same || by_hash.contains(&at), |chosen| chosen == at) {
                return Ok(Some(at));
            }
            let problem = Problem::new("household-number-taken").with("number", &draft.number);
            return Err(problem.at(self.at(draft.row, Field::Number)));
        }
        if let Some(at) = by_hash.iter().next().copied() {
            let family = self.known.family(at);
            let other = chosen.is_some_and(|chosen| chosen != at);
            if by_hash.len() == 1 && !other && family.is_some_and(|family| family.household.hamlet_id == one.hamlet.id)
            {
                return Ok(Some(at));
            }
            let row = self.row_of_hash(one, at);
            let other = family.map(|family| family.household.id.clone()).unwrap_or_default();
            return Err(Problem::new("id-taken").at(self.at(row, Field::IdNumber)).with("household", other));
        }
        // A person looked at both.
        if chosen.is_some() {
            return Ok(chosen);
        }
        let before = self.went_in(draft.row);
        let apart = !before && self.said.apart.contains(&draft.row);
        let free = self.known.by_head(&one.like.head).iter().copied().filter(|at| !used.contains_key(at));
        let mut best: Option<(usize, usize)> = None;
        for at in free {
            let Some(family) = self.known.family(at) else { continue };
            if family.household.hamlet_id != one.hamlet.id || !likely_same(&one.like, &likeness(&family.members)) {
                continue;
            }
            // What this file entered is somebody's by now. Whom a person told apart is only what is the same in everything:
            // itself, when the file comes again.
            if (!before && self.touched.contains(&family.household.id)) || (apart && !changes(one, family).1.is_empty())
            {
                continue;
            }
            // With two different numbers only a birth that agrees makes them one.
            let like = likeness(&family.members);
            if !draft.number.is_empty() && (one.like.year.is_none() || one.like.year != like.year) {
                continue;
            }
            // Of namesakes the one with most people in common, then the one at the same address.
            let same_address = usize::from(!draft.address.is_empty() && draft.address == family.household.address);
            let common = one.like.others.intersection(&like.others).count() * 2 + same_address;
            if best.is_none_or(|(_, most)| common > most) {
                best = Some((at, common));
            }
        }
        Ok(best.map(|(at, _)| at))
    }

    /// The household that a person said this one is, as long as it is there in the same hamlet.
    pub(super) fn chosen(&self, one: &Placed<'_>) -> Option<usize> {
        let at = self.told(one)?;
        let held = &self.known.family(at)?.household;
        (held.hamlet_id == one.hamlet.id && held.status == ACTIVE).then_some(at)
    }

    /// The household that a person said this one is, wherever it is by now.
    pub(super) fn told(&self, one: &Placed<'_>) -> Option<usize> {
        if self.marks.same.is_empty() {
            return None;
        }
        self.known.by_id(self.marks.same.get(&self.sheet.row_at(one.draft.row))?)
    }

    /// Is it this one by its number, by somebody's identity number, or because a person said so?
    pub(super) fn surely(&self, one: &Placed<'_>, at: usize) -> bool {
        let draft = one.draft;
        (!draft.number.is_empty() && self.known.by_number(&one.hamlet.id, &draft.number) == Some(at))
            || one.hashes.iter().flatten().any(|hash| self.known.by_hash(hash) == Some(at))
            || self.chosen(one) == Some(at)
    }

    /// A household of the register that this one, which is none of them, looks like; first of all the one that a person said it
    /// is although it cannot be.
    pub(super) fn double(&self, one: &Placed<'_>, used: &BTreeMap<usize, usize>) -> Option<&Family> {
        if let Some(at) = self.told(one) {
            return self.known.family(at);
        }
        let free = self.known.by_head(&one.like.head).iter().filter(|at| !used.contains_key(at));
        let families = free.filter_map(|at| self.known.family(*at)).filter(|family| family.household.status != MERGED);
        let mut alike = families.filter(|family| likely_same(&one.like, &likeness(&family.members)));
        alike.next()
    }

    fn row_of_hash(&self, one: &Placed<'_>, at: usize) -> usize {
        let held = |hash: &Option<String>| hash.as_ref().is_some_and(|hash| self.known.by_hash(hash) == Some(at));
        let members = one.draft.members.iter().zip(&one.hashes);
        members.into_iter().find(|(_, hash)| held(hash)).map_or(one.draft.row, |(member, _)| member.row)
    }

    /// Puts a name in place of the id of the household that stands in the way.
    pub(super) fn named(&self, tx: &mut Tx<'_>, problem: Problem) -> Result<Problem, Failure> {
        if problem.code != "id-taken" {
            return Ok(problem);
        }
        let id = problem.args.get("household").cloned().unwrap_or_default();
        let name = called(tx, self.guard, &id)?;
        Ok(problem.with("household", name))
    }

    /// Identity numbers of members that somebody outside `own` has.
    pub(super) fn taken(
        &self,
        tx: &mut Tx<'_>,
        one: &Placed<'_>,
        own: Option<usize>,
        elsewhere: &BTreeMap<String, String>,
    ) -> Result<Vec<Problem>, Failure> {
        let mut problems = Vec::new();
        for (member, hash) in one.draft.members.iter().zip(&one.hashes) {
            let Some(hash) = hash else { continue };
            let here = self.known.by_hash(hash).filter(|at| Some(*at) != own);
            let here = here.and_then(|at| self.known.family(at)).map(|family| &family.household.id);
            if let Some(household) = here.or_else(|| elsewhere.get(hash)) {
                let problem = Problem::new("id-taken").at(self.at(member.row, Field::IdNumber));
                problems.push(self.named(tx, problem.with("household", household))?);
            }
        }
        Ok(problems)
    }
}
