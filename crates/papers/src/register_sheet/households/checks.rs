//! What is wrong with the rows of one household, each with its cell, and with one household beside the others.
//! Must not know how rows are put together.

use std::collections::{BTreeMap, BTreeSet};

use rules::problem::Problem;
use rules::register::{Birth, Household, IdNumber, check_household};
use rules::text;

use super::super::Field;
use super::super::drafts::{DraftHousehold, DraftMember};
use super::{Gathered, Open, Reader};
use crate::import::{Fault, Row};
use crate::register_sheet::drafts::RegisterRead;

/// What is found of one household by itself.
struct Judged {
    /// The household, where nothing is wrong with it.
    household: Option<Household>,
    /// The row of each of its members.
    rows: Vec<usize>,
    /// What is wrong with it.
    problems: Vec<Problem>,
    /// What makes it the same as another one of the file.
    marks: Marks,
}

/// What no two households of a file may have in common.
#[derive(Default)]
struct Marks {
    /// Its hamlet and its number there, folded; `None` without a number.
    number: Option<(String, String)>,
    /// Its hamlet and all that is known of its members, where that tells them from namesakes.
    family: Option<String>,
    /// A person stands in it twice.
    twice: Option<Problem>,
}

impl<'a> Reader<'a> {
    /// Checks what was gathered, each household by itself, and then one beside the other from above.
    pub(super) fn finish(mut self) -> RegisterRead {
        let gathered = std::mem::take(&mut self.gathered);
        let judged = crate::many::each(&gathered, |one| match one {
            Gathered::Family(open) => self.judge(open),
            Gathered::Nobody(..) => None,
        });
        for (one, judged) in gathered.iter().zip(judged) {
            match one {
                Gathered::Family(open) => self.settle(open, judged),
                Gathered::Nobody(row, field) => {
                    self.read.rows.insert(*row, vec![*row]);
                    if !self.said.left.contains(row) {
                        let problem = Problem::new("member-without-household").at(self.at(*row, *field));
                        self.read.problems.push(problem);
                        self.read.waiting.push(*row);
                    }
                }
            }
        }
        self.read
    }

    /// Keeps a household, unless something is wrong with it.
    fn settle(&mut self, open: &Open<'a>, judged: Option<Judged>) {
        let Some(first) = open.rows.first().map(|row| row.number) else { return };
        self.read.rows.insert(first, open.rows.iter().map(|row| row.number).collect());
        let Some(Judged { household, rows, mut problems, marks }) = judged else { return };
        if let Some(household) = household {
            problems.extend(self.repeated(open, first, (&household, marks), &rows));
            if problems.is_empty() {
                self.read.households.push(finished(open, first, household, &rows));
                return;
            }
        }
        self.read.waiting.push(first);
        self.read.problems.append(&mut problems);
    }

    /// Checks the rows of a household; `None` when it is left out.
    fn judge(&self, open: &Open<'a>) -> Option<Judged> {
        let first = open.rows.first().map(|row| row.number).filter(|first| !self.said.left.contains(first))?;
        let mut problems = Vec::new();
        let (draft, rows) = self.draft(open, &mut problems);
        let unread = problems.iter().any(|problem| {
            ["not-a-choice", "required", "cell-error", "cell-uncounted"].contains(&problem.code.as_str())
        });
        match check_household(&draft, self.today) {
            Ok(household) if problems.is_empty() => {
                let marks = self.marks(open, &household, &rows);
                return Some(Judged { household: Some(household), rows, problems, marks });
            }
            Ok(_) => {}
            Err(found) => {
                let found = found.into_iter().filter(|problem| !(unread && problem.code == "one-head"));
                let mut told: BTreeSet<String> = problems.iter().map(|held| held.field.clone()).collect();
                for problem in found {
                    let at = self.place_of(&problem.field, first, &rows);
                    if told.insert(at.clone()) {
                        problems.push(problem.at(at));
                    }
                }
            }
        }
        Some(Judged { household: None, rows, problems, marks: Marks::default() })
    }

    /// Cells that hold no value though there is something in them, of the columns that are read.
    pub(super) fn faults(&self, rows: &[&'a Row]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for row in rows {
            for (field, column) in self.mapping {
                let Some(cell) = row.cell(*column) else { continue };
                let code = match cell.fault {
                    None => continue,
                    Some(Fault::Error) => "cell-error",
                    Some(Fault::Uncounted) => "cell-uncounted",
                };
                let shown: String = cell.text.chars().take(60).collect();
                problems.push(Problem::new(code).at(self.at(row.number, *field)).with("value", shown));
            }
        }
        problems
    }

    /// The cell of a field path of [`check_household`].
    pub(super) fn place_of(&self, path: &str, first: usize, rows: &[usize]) -> String {
        let name_field = self.name_field();
        let member = path.strip_prefix("members.").and_then(|rest| rest.split_once('.'));
        let Some((at, field)) = member else {
            let field = Field::of(path).unwrap_or(if self.mapping.contains_key(&Field::Relation) {
                Field::Relation
            } else {
                name_field
            });
            return self.at(first, field);
        };
        let row = at.parse().ok().and_then(|at: usize| rows.get(at)).copied().unwrap_or(first);
        let field = match Field::of(field).unwrap_or(name_field) {
            Field::Name => name_field,
            Field::Birth => {
                let held = self.sheet.rows.binary_search_by_key(&row, |one| one.number).ok();
                let held = held.and_then(|at| self.sheet.rows.get(at));
                held.map_or(Field::Birth, |row| self.birth_field(row))
            }
            other => other,
        };
        self.at(row, field)
    }

    /// A number used before in the same hamlet, and identity numbers that another household of the file has.
    fn repeated(
        &mut self,
        open: &Open<'_>,
        first: usize,
        (household, marks): (&Household, Marks),
        rows: &[usize],
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some(key) = marks.number {
            let held = *self.numbers.entry(key).or_insert(first);
            if held != first {
                problems.push(
                    Problem::new("row-repeated")
                        .at(self.at(first, Field::Number))
                        .with("first", self.sheet.row_name(held)),
                );
            }
        }
        let again = marks.family.and_then(|family| self.pasted_again(family, first));
        problems.extend(marks.twice.or(again));
        let own = if open.number.is_empty() { self.sheet.row_name(first) } else { open.number.clone() };
        for (member, row) in household.members.iter().zip(rows) {
            let Some(number) = &member.id_number else { continue };
            match self.identities.get(number.digits()) {
                Some(other) => {
                    problems.push(Problem::new("id-taken").at(self.at(*row, Field::IdNumber)).with("household", other));
                }
                None => {
                    self.identities.insert(number.digits().to_owned(), own.clone());
                }
            }
        }
        problems
    }

    fn name_field(&self) -> Field {
        if self.mapping.contains_key(&Field::Name) { Field::Name } else { Field::Head }
    }

    /// A person twice in one household, and a family twice in one hamlet: the same name and birth, and nothing that tells
    /// them apart. Namesakes of whom no more is known are left to whoever looks at the import.
    fn marks(&self, open: &Open<'_>, household: &Household, rows: &[usize]) -> Marks {
        let number = (!open.number.is_empty()).then(|| (text::fold(&open.hamlet), text::fold(&open.number)));
        let mut seen: BTreeMap<(String, Birth), (usize, Option<&str>)> = BTreeMap::new();
        let mut family = text::fold(&open.hamlet);
        for (member, row) in household.members.iter().zip(rows) {
            let digits = member.id_number.as_ref().map(IdNumber::digits);
            let name = text::marks_key(&member.name);
            family.push_str(&format!("|{name}|{}|{}", member.birth, digits.unwrap_or_default()));
            if let Some((above, held)) = seen.get(&(name.clone(), member.birth))
                && (held.is_none() || digits.is_none() || *held == digits)
            {
                let problem = Problem::new("row-repeated").with("first", self.sheet.row_name(*above));
                let twice = Some(problem.at(self.at(*row, self.name_field())));
                return Marks { number, family: None, twice };
            }
            seen.insert((name, member.birth), (*row, digits));
        }
        let known = household.members.len() > 1
            || household
                .members
                .iter()
                .any(|member| matches!(member.birth, Birth::Day(_)) || member.id_number.is_some());
        Marks { number, family: known.then_some(family), twice: None }
    }

    /// A family that stands further up in the same hamlet.
    fn pasted_again(&mut self, family: String, first: usize) -> Option<Problem> {
        let held = *self.families.entry(family).or_insert(first);
        let again = held != first && !self.said.apart.contains(&first);
        let problem = again.then(|| Problem::new("household-repeated").with("first", self.sheet.row_name(held)));
        problem.map(|problem| problem.at(self.at(first, self.name_field())))
    }
}

fn finished(open: &Open<'_>, first: usize, household: Household, rows: &[usize]) -> DraftHousehold {
    let members = household.members.into_iter().zip(rows).map(|(member, row)| DraftMember {
        row: *row,
        name: member.name,
        relation: member.relation,
        sex: member.sex,
        birth: member.birth,
        id_number: member.id_number,
    });
    DraftHousehold {
        row: first,
        number: household.number,
        hamlet_text: open.hamlet.clone(),
        hamlet_at: open.hamlet_at.clone(),
        address: household.address,
        phone: household.phone,
        note: household.note,
        members: members.collect(),
    }
}
