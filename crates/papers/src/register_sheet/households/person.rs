//! What one row says of a person, where a birth or a sex may stand in several columns. Must not know households.

use rules::problem::Problem;
use rules::register::{Birth, Sex};
use rules::text;

use super::super::Field;
use super::super::cells::{parse_birth, parse_sex};
use super::Reader;
use crate::import::Row;

impl Reader<'_> {
    /// What is known of a birth: in one cell, in the column of the person's sex, or in three columns. Zeros and empty cells
    /// for day and month leave the year.
    pub(super) fn birth(&self, row: &Row) -> Result<Birth, Problem> {
        if self.mapping.contains_key(&Field::BirthYear) {
            let part = |field| self.words(row, field).trim_start_matches('0').to_owned();
            let (day, month, year) = (part(Field::BirthDay), part(Field::BirthMonth), part(Field::BirthYear));
            if day.is_empty() && month.is_empty() && year.is_empty() {
                return Ok(Birth::Unknown);
            }
            let joined = match (day.is_empty(), month.is_empty()) {
                (true, true) => year,
                // A month without a day, or a day without a month, is no day; saying so is better than dropping it.
                _ => format!("{day}/{month}/{year}"),
            };
            return Birth::parse(&joined, self.today).map_err(|problem| problem.with("value", joined));
        }
        let men = self.cell(row, Field::BirthOfMen);
        parse_birth(men.or_else(|| self.cell(row, Field::Birth)), self.today)
    }

    /// Where a birth stands, for what is wrong with it.
    pub(super) fn birth_field(&self, row: &Row) -> Field {
        if self.mapping.contains_key(&Field::BirthYear) {
            Field::BirthYear
        } else if self.cell(row, Field::BirthOfMen).is_some() {
            Field::BirthOfMen
        } else {
            Field::Birth
        }
    }

    /// A sex in words, or by the column that is marked.
    pub(super) fn sex(&self, row: &Row, problems: &mut Vec<Problem>) -> Sex {
        let (cell, men) = (self.cell(row, Field::Sex), self.cell(row, Field::Men));
        if self.mapping.contains_key(&Field::BirthOfMen) && !self.mapping.contains_key(&Field::Sex) {
            let births = (self.cell(row, Field::BirthOfMen), self.cell(row, Field::Birth));
            return match births {
                (Some(_), Some(_)) => self.both(row, Field::BirthOfMen, problems),
                (Some(_), None) => Sex::Male,
                (None, Some(_)) => Sex::Female,
                (None, None) => Sex::Unknown,
            };
        }
        match (men, cell) {
            (Some(_), Some(_)) => self.both(row, Field::Men, problems),
            (Some(_), None) => Sex::Male,
            (None, Some(_)) if self.mapping.contains_key(&Field::Men) => Sex::Female,
            (None, None) if self.women_column => Sex::Male,
            // A cross says which column it stands in, and this one is of both.
            (None, Some(cell)) if !self.women_column && text::fold(&cell.text) == "x" => {
                problems.push(
                    Problem::new("not-a-choice")
                        .with("value", &cell.text)
                        .with("choices", "male, female")
                        .at(self.at(row.number, Field::Sex)),
                );
                Sex::Unknown
            }
            (None, cell) => self.kept(row, Field::Sex, parse_sex(cell), problems).unwrap_or_default(),
        }
    }

    /// Both sexes are marked.
    fn both(&self, row: &Row, field: Field, problems: &mut Vec<Problem>) -> Sex {
        problems.push(Problem::new("two-sexes").at(self.at(row.number, field)));
        Sex::Unknown
    }
}
