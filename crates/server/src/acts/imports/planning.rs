//! How a plan is found: for each of its households, is it in the register already, what would change, what is wrong.
//! Must not write anything.
//!
//! A household of the file is one of the register when it has the same number in the same hamlet and at least one person
//! in common, or a person with the same identity number in the same hamlet, or a head of the same name there whose birth
//! does not contradict. Nothing is ever taken away: people whom the file does not name stay, empty cells change nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use papers::import::Sheet;
use papers::register_sheet::{DraftHousehold, Field, Mapping, RegisterRead, Said};
use rules::basics::Day;
use rules::problem::Problem;
use rules::register::{Relation, fold_household_for_duplicates, veiled};
use store::register::{ACTIVE, MERGED};
use store::units::Unit;
use store::{Latch, Tx};

use super::Settings;
use super::changes::{Placed, changes};
use super::fixes::Marks;
use super::hamlets::Hamlets;
use super::known::{Known, number_key};
use super::plan::{Line, Plan, Waiting, What, Work, cell_key};
use crate::acts::register::households::first_day;
use crate::app::App;
use crate::failure::Failure;
use crate::visit::Guard;

/// Everything a plan is made from.
pub(super) struct Planning<'a> {
    pub app: &'a App,
    pub guard: &'a Guard,
    pub today: Day,
    pub sheet: &'a Sheet,
    pub mapping: &'a Mapping,
    pub settings: &'a Settings,
    pub marks: &'a Marks,
    /// The same of households, by their first row.
    pub said: Said,
    /// Ids of the households that this file entered or changed before.
    pub touched: BTreeSet<String>,
    /// First row of the last household that its present run is through with; 0 when none is under way.
    pub done: usize,
    /// Rows of the households that are looked at; all where absent.
    pub only: Option<&'a BTreeSet<usize>>,
    pub hamlets: Hamlets,
    pub default: Option<Unit>,
    pub known: Known,
}

impl Planning<'_> {
    /// Makes the plan.
    pub fn plan(&self, tx: &mut Tx<'_>, mut read: RegisterRead) -> Result<Plan, Failure> {
        let mut plan = self.begun(&mut read);
        let mut placed = Vec::new();
        let places = papers::many::each(&read.households, |draft| self.place(draft));
        for (draft, placing) in read.households.iter().zip(places) {
            match placing {
                Ok(one) => placed.push(one),
                Err(problem) => {
                    plan.wait(draft.row, vec![problem]);
                    plan.nowhere(draft.row, &draft.hamlet_text);
                }
            }
        }
        self.strong_first(&mut placed);
        let elsewhere = self.held_elsewhere(tx, &placed)?;
        // Which household of the register is which row's, and which row has which number of a hamlet.
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        let mut numbers: HashMap<(String, String), usize> = HashMap::new();
        let mut unmatched = Vec::new();
        let mut seen: HashMap<Key, usize> = HashMap::new();
        for one in placed {
            if !one.draft.number.is_empty() {
                // Two spellings of one hamlet are one hamlet.
                let key = (one.hamlet.id.clone(), number_key(&one.draft.number));
                let first = *numbers.entry(key).or_insert(one.draft.row);
                if first != one.draft.row {
                    let again = self.repeated("row-repeated", first, self.at(one.draft.row, Field::Number));
                    plan.wait(one.draft.row, vec![again]);
                    continue;
                }
            }
            match self.find(&one, &used) {
                Err(problem) => plan.wait(one.draft.row, vec![self.named(tx, problem)?]),
                Ok(None) => unmatched.push(one),
                Ok(Some(at)) => {
                    let first = *used.entry(at).or_insert(one.draft.row);
                    if first != one.draft.row {
                        // By a number they are one; by their people they only look like it.
                        let code = if self.surely(&one, at) { "row-repeated" } else { "household-repeated" };
                        plan.wait(one.draft.row, vec![self.repeated(code, first, self.head_at(one.draft))]);
                        continue;
                    }
                    // A second row of a household that is in the register is no new household.
                    if let Some(key) = key_of(&one) {
                        seen.entry(key).or_insert(one.draft.row);
                    }
                    self.compare(tx, &mut plan, &one, at, &elsewhere)?;
                }
            }
        }
        for one in &unmatched {
            self.add(tx, &mut plan, one, &used, &elsewhere, &mut seen)?;
        }
        self.number(&mut plan);
        plan.lines.sort_by_key(|line| line.row);
        for one in plan.waiting.values_mut().chain(&mut plan.left_out) {
            one.at = self.sheet.row_at(one.row);
            one.problems.sort_by_key(|problem| cell_key(&problem.field));
            let args = one.problems.iter_mut().flat_map(|problem| problem.args.iter_mut());
            // The id of a record is no number of a person, whatever digits stand in it.
            for (_, value) in args.filter(|(key, _)| key.as_str() != "id") {
                *value = veiled(value);
            }
        }
        Ok(plan)
    }

    /// In which order households find theirs in the register: those that went in before, then those of which a person said
    /// which they are, then those known by a number, so that a namesake takes nobody's place.
    fn strong_first(&self, placed: &mut [Placed<'_>]) {
        placed.sort_by_key(|one| {
            let weak = one.draft.number.is_empty() && one.hashes.iter().all(Option::is_none);
            (!self.went_in(one.draft.row), self.chosen(one).is_none(), weak)
        });
    }

    /// Did the household that begins in this row go in with an earlier run of the file, or an earlier part of this one?
    pub(super) fn went_in(&self, row: usize) -> bool {
        row <= self.done || self.only.is_some_and(|only| !only.contains(&row))
    }

    fn repeated(&self, code: &'static str, first: usize, at: String) -> Problem {
        Problem::new(code).at(at).with("first", self.sheet.row_name(first))
    }

    /// The plan with what could not be read, household by household.
    fn begun(&self, read: &mut RegisterRead) -> Plan {
        let (passed_over, rows) = (std::mem::take(&mut read.passed_over), std::mem::take(&mut read.rows));
        let mut plan = Plan { passed_over, rows, ..Plan::default() };
        let owners: HashMap<usize, usize> =
            plan.rows.iter().flat_map(|(first, rows)| rows.iter().map(|row| (*row, *first))).collect();
        let owner = |problem: &Problem| {
            let row = self.sheet.place_of(&problem.field).map(|(row, _)| row);
            row.and_then(|row| owners.get(&row)).copied()
        };
        let mut wrong: BTreeMap<usize, Vec<Problem>> = BTreeMap::new();
        for problem in &read.problems {
            let first = owner(problem).or(read.waiting.first().copied()).unwrap_or_default();
            wrong.entry(first).or_default().push(problem.clone());
        }
        for first in &read.waiting {
            plan.wait(*first, wrong.remove(first).unwrap_or_default());
        }
        for (first, problems) in wrong {
            plan.wait(first, problems);
        }
        let left = plan.rows.iter().filter(|(first, _)| self.said.left.contains(first));
        plan.left_out = left
            .map(|(row, rows)| Waiting {
                row: *row,
                at: String::new(),
                rows: rows.clone(),
                problems: Vec::new(),
                hamlet: None,
                like: None,
            })
            .collect();
        plan
    }

    pub(super) fn at(&self, row: usize, field: Field) -> String {
        let column = self.mapping.get(&field).or_else(|| self.mapping.values().min()).copied().unwrap_or_default();
        self.sheet.cell_name(row, column)
    }

    fn head_at(&self, draft: &DraftHousehold) -> String {
        let row = draft.members.iter().find(|one| one.relation == Relation::Head).map_or(draft.row, |one| one.row);
        self.at(row, if self.mapping.contains_key(&Field::Name) { Field::Name } else { Field::Head })
    }

    fn place<'d>(&'d self, draft: &'d DraftHousehold) -> Result<Placed<'d>, Problem> {
        let chosen = self.marks.hamlet_of(&draft.hamlet_text, || self.sheet.row_at(draft.row));
        let hamlet = match (chosen.and_then(|id| self.hamlets.by_id(id)), draft.hamlet_text.trim(), &self.default) {
            (Some(unit), ..) | (None, "", Some(unit)) => unit,
            (None, "", None) => return Err(Problem::new("required").at(draft.hamlet_at.as_str())),
            (None, text, _) => self.hamlets.find(text, &draft.hamlet_at)?,
        };
        let hashes = draft
            .members
            .iter()
            .map(|member| member.id_number.as_ref().map(|number| self.app.secrets.lookup(number.digits())))
            .collect();
        Ok(Placed { draft, hamlet, hashes, like: fold_household_for_duplicates(&draft.household()) })
    }

    /// The households outside this commune that hold identity numbers of the file, by keyed hash.
    fn held_elsewhere(&self, tx: &mut Tx<'_>, placed: &[Placed<'_>]) -> Result<BTreeMap<String, String>, Failure> {
        let hashes: Vec<String> = placed
            .iter()
            .flat_map(|one| one.hashes.iter().flatten())
            .filter(|hash| self.known.by_hash(hash).is_none())
            .cloned()
            .collect();
        tx.latch(Latch::IdNumber, hashes.iter().map(String::as_str))?;
        let found = store::register::find_by_id_hashes(tx, &hashes)?;
        Ok(found.into_iter().map(|(hash, holder)| (hash, holder.household_id)).collect())
    }

    /// A household that is in the register: what changes.
    fn compare(
        &self,
        tx: &mut Tx<'_>,
        plan: &mut Plan,
        one: &Placed<'_>,
        at: usize,
        elsewhere: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let Some(family) = self.known.family(at) else { return Ok(()) };
        if family.household.status == MERGED {
            // Once entered twice; what this row says went up into the household that stayed.
            plan.lines.push(Line {
                row: one.draft.row,
                at: self.sheet.row_name(one.draft.row),
                what: What::Same,
                hamlet_id: one.hamlet.id.clone(),
                hamlet_name: family.hamlet_name.clone(),
                number: family.household.number.clone(),
                head_name: family.household.head_name.clone(),
                people: i64::try_from(one.draft.members.len()).unwrap_or(0),
                fields: Vec::new(),
                work: Work::Nothing,
            });
            return Ok(());
        }
        if family.household.status != ACTIVE {
            let problem = Problem::new("household-closed").with("day", family.household.status_on);
            plan.wait(one.draft.row, vec![problem.at(self.head_at(one.draft))]);
            return Ok(());
        }
        let mut problems = self.taken(tx, one, Some(at), elsewhere)?;
        let (changing, fields) = changes(one, family);
        let heads = |members: &mut dyn Iterator<Item = &str>| members.filter(|word| *word == "head").count();
        let mut relations = changing.members.iter().map(|member| {
            let update = changing.updates.iter().find(|(update, _)| update.id == member.id);
            update.map_or(member.relation.as_str(), |(update, _)| update.relation.as_str())
        });
        let new = changing.news.iter().map(|member| member.relation.word());
        if heads(&mut (&mut relations).chain(new)) != 1 {
            problems.push(Problem::new("one-head").at(self.head_at(one.draft)));
        }
        if !problems.is_empty() {
            plan.wait(one.draft.row, problems);
            return Ok(());
        }
        let what = if fields.is_empty() { What::Same } else { What::Change };
        plan.lines.push(Line {
            row: one.draft.row,
            at: self.sheet.row_name(one.draft.row),
            what,
            hamlet_id: one.hamlet.id.clone(),
            hamlet_name: family.hamlet_name.clone(),
            number: changing.after.number.clone(),
            head_name: changing.after.head_name.clone(),
            people: i64::try_from(changing.members.len() + changing.news.len()).unwrap_or(0),
            fields,
            work: if what == What::Same { Work::Nothing } else { Work::Change(Box::new(changing)) },
        });
        Ok(())
    }

    /// A household that is not in the register.
    fn add(
        &self,
        tx: &mut Tx<'_>,
        plan: &mut Plan,
        one: &Placed<'_>,
        used: &BTreeMap<usize, usize>,
        elsewhere: &BTreeMap<String, String>,
        seen: &mut HashMap<Key, usize>,
    ) -> Result<(), Failure> {
        let mut problems = self.taken(tx, one, None, elsewhere)?;
        let household = one.draft.household();
        let sure = (self.settings.sure && self.told(one).is_none()) || self.said.apart.contains(&one.draft.row);
        let mut like = None;
        if !sure && problems.is_empty() {
            like = self.double(one, used);
            if let Some(family) = like {
                let number = format!("{}, {}", family.household.number, family.hamlet_name);
                let problem = Problem::new("likely-duplicate").at(self.head_at(one.draft)).with("number", number);
                problems.push(problem.with("name", &family.household.head_name).with("id", &family.household.id));
            }
            if let Some(key) = key_of(one) {
                let first = *seen.entry(key).or_insert(one.draft.row);
                if first != one.draft.row {
                    problems.push(self.repeated("household-repeated", first, self.head_at(one.draft)));
                }
            }
        }
        let since = first_day(&self.settings.since, one.hamlet, self.today);
        let since = since.map_err(|problem| problems.push(problem.at(self.at(one.draft.row, Field::Hamlet)))).ok();
        let (Some(since), true) = (since, problems.is_empty()) else {
            plan.wait(one.draft.row, problems);
            if let Some(family) = like {
                let held = self.hamlets.by_id(&family.household.hamlet_id);
                plan.looks_like(one, family, held.map_or(&family.hamlet_name, |unit| &unit.full_name));
            }
            return Ok(());
        };
        plan.lines.push(Line {
            row: one.draft.row,
            at: self.sheet.row_name(one.draft.row),
            what: What::Add,
            hamlet_id: one.hamlet.id.clone(),
            hamlet_name: one.hamlet.name.clone(),
            number: household.number.clone(),
            head_name: household.head().map(|head| head.name.clone()).unwrap_or_default(),
            people: i64::try_from(household.members.len()).unwrap_or(0),
            fields: Vec::new(),
            work: Work::Add { household, since },
        });
        Ok(())
    }

    /// Gives new households without a number the next free ones of their hamlet, in the order of the file.
    fn number(&self, plan: &mut Plan) {
        let mut highest: BTreeMap<String, i64> = BTreeMap::new();
        let families = self.known.all.iter().map(|one| (&one.household.hamlet_id, one.household.number.as_str()));
        for (hamlet, number) in families.chain(plan.lines.iter().map(|line| (&line.hamlet_id, line.number.as_str()))) {
            let number = number.parse().unwrap_or(0);
            let held = highest.entry(hamlet.clone()).or_insert(0);
            *held = number.max(*held);
        }
        // What waits keeps the number it names.
        let column = self.mapping.get(&Field::Number);
        let named = |row: &usize| -> Option<i64> {
            let at = self.sheet.rows.binary_search_by_key(row, |one| one.number).ok()?;
            self.sheet.rows.get(at)?.cell(*column?)?.text.trim().parse().ok()
        };
        let reserved: BTreeSet<i64> = plan.waiting.keys().filter_map(named).collect();
        for line in &mut plan.lines {
            if line.number.is_empty() {
                let next = highest.entry(line.hamlet_id.clone()).or_insert(0);
                *next = next.saturating_add(1);
                while reserved.contains(next) {
                    *next = next.saturating_add(1);
                }
                line.number = format!("{next:03}");
            }
        }
    }
}

/// Hamlet, folded name of the head and its birth: twice in a file means once too often.
type Key = (String, String, String);

/// The key of a household whose head's birth is known.
fn key_of(one: &Placed<'_>) -> Option<Key> {
    let head = one.draft.members.iter().find(|member| member.relation == Relation::Head)?;
    let birth = head.birth.to_string();
    (!birth.is_empty()).then(|| (one.hamlet.id.clone(), one.like.head.clone(), birth))
}
