//! Between the inputs of a form and the answers of a sheet: what was typed is kept as typed, and read once.
//! Must not know what an answer is worth.

use rules::criteria::{Answer, Answers, Asked, CriteriaSet, Exemption, Filled, Rule};
use rules::problem::Problem;

use crate::forms::Fields;

/// The inputs of one item, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Points, or the part of a share.
    pub value: String,
    /// The whole of a share.
    pub whole: String,
    /// Set aside.
    pub exempt: bool,
    /// The note.
    pub note: String,
}

impl Entry {
    /// What a sheet says of an item.
    #[must_use]
    pub fn of(filled: &Filled, code: &str) -> Self {
        let note = filled.notes.get(code).cloned().unwrap_or_default();
        let mut entry = Self { note, ..Self::default() };
        match filled.answers.get(code) {
            None | Some(Answer::Exempt(false)) => {}
            Some(Answer::Exempt(true)) => entry.exempt = true,
            Some(Answer::Points(points)) => entry.value = points.to_string(),
            Some(Answer::Yes(yes)) => entry.value = if *yes { "yes" } else { "no" }.to_owned(),
            Some(Answer::Ratio { n, d }) => (entry.value, entry.whole) = (n.to_string(), d.to_string()),
            Some(Answer::Choice(choice)) => entry.value.clone_from(choice),
        }
        entry
    }

    /// What a form says of an item: `a.<code>`, `d.<code>`, `x.<code>`, `n.<code>`.
    #[must_use]
    pub fn typed(fields: &Fields, code: &str) -> Self {
        Self {
            value: fields.text(&format!("a.{code}")).to_owned(),
            whole: fields.text(&format!("d.{code}")).to_owned(),
            exempt: fields.has(&format!("x.{code}")),
            note: fields.text(&format!("n.{code}")).to_owned(),
        }
    }

    /// The answer these inputs mean; `None` for no answer; a problem at the item when they mean nothing.
    pub fn answer(&self, asked: Asked<'_>) -> Result<Option<Answer>, Problem> {
        if self.exempt {
            return Ok(Some(Answer::Exempt(true)));
        }
        let number = |text: &str| {
            let bad = || Problem::new("not-a-number").at(asked.code()).with("value", text);
            text.parse::<i64>().map_err(|_| bad())
        };
        let answer = match asked {
            _ if self.value.is_empty() && self.whole.is_empty() => return Ok(None),
            Asked::Item(_) => Answer::Points(number(&self.value)?),
            Asked::Target(target) => match &target.rule {
                Rule::YesNo { .. } => Answer::Yes(self.value == "yes"),
                Rule::Ratio { .. } => Answer::Ratio { n: number(&self.value)?, d: number(&self.whole)? },
                Rule::Choice { .. } => Answer::Choice(self.value.clone()),
            },
        };
        Ok(Some(answer))
    }
}

/// The whole form as a sheet, with all its problems: inputs that mean nothing, and answers the set does not allow.
#[must_use]
pub fn read(set: &CriteriaSet, fields: &Fields) -> (Filled, Vec<Problem>) {
    let mut filled = Filled::default();
    let mut problems = Vec::new();
    for asked in set.asked() {
        let code = asked.code();
        let entry = Entry::typed(fields, code);
        match entry.answer(asked) {
            Ok(Some(answer)) => {
                filled.answers.insert(code.to_owned(), answer);
            }
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
        if !entry.note.is_empty() {
            filled.notes.insert(code.to_owned(), entry.note);
        }
    }
    problems.extend(filled.check(set, &rules::criteria::Traits::new(), false));
    (filled, problems)
}

/// When an item may be set aside; `None`: never.
#[must_use]
pub const fn exemption<'a>(asked: Asked<'a>) -> Option<&'a Exemption> {
    match asked {
        Asked::Item(item) => item.exempt.as_ref(),
        Asked::Target(_) => None,
    }
}

/// One cell of a grid as an answer: empty for none, `x` or `m` (miễn) for set aside, else points.
pub fn read_cell(asked: Asked<'_>, text: &str) -> Result<Option<Answer>, Problem> {
    let text = text.trim();
    let exempt = matches!(text.to_lowercase().as_str(), "x" | "m");
    Entry { value: if exempt { String::new() } else { text.to_owned() }, exempt, ..Entry::default() }.answer(asked)
}

/// An answer as one cell of a grid.
#[must_use]
pub fn cell(answers: &Answers, code: &str) -> String {
    match answers.get(code) {
        Some(Answer::Points(points)) => points.to_string(),
        Some(Answer::Exempt(true)) => "x".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> CriteriaSet {
        rules::criteria::files::load().unwrap().into_iter().find(|set| set.set == "vn.family.draft2130").unwrap()
    }

    #[test]
    fn a_form_says_what_its_sheet_says() {
        let set = set();
        let fields = Fields::parse("a.A1=8&n.A1=lớp 5&x.A2=on&a.A3=&a.B1= 7 ".as_bytes());
        let (filled, problems) = read(&set, &fields);
        assert_eq!(problems, []);
        assert_eq!(filled.answers.get("A1"), Some(&Answer::Points(8)));
        assert_eq!(filled.answers.get("A2"), Some(&Answer::Exempt(true)));
        assert_eq!(filled.answers.get("A3"), None);
        for asked in set.asked() {
            let typed = Entry::typed(&fields, asked.code());
            assert_eq!(typed, Entry::of(&filled, asked.code()), "{}", asked.code());
        }
    }

    #[test]
    fn every_wrong_answer_is_named_at_its_item() {
        let fields = Fields::parse(b"a.A1=eight&a.A2=99&x.B1=on&a.B2=-1");
        let (_, problems) = read(&set(), &fields);
        let named: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.field.as_str())).collect();
        assert!(named.contains(&("not-a-number", "A1")), "{named:?}");
        assert!(named.contains(&("answer-range", "A2")), "{named:?}");
        assert!(named.contains(&("answer-range", "B2")), "{named:?}");
    }

    #[test]
    fn a_cell_is_read_as_it_is_shown() {
        let set = set();
        let asked = set.find_asked("A1").unwrap();
        for (text, answer) in [("", None), ("x", Some(Answer::Exempt(true))), ("7", Some(Answer::Points(7)))] {
            let read = read_cell(asked, text).unwrap();
            assert_eq!(read, answer);
            let answers: Answers = read.into_iter().map(|answer| ("A1".to_owned(), answer)).collect();
            assert_eq!(cell(&answers, "A1"), text);
        }
        assert_eq!(read_cell(asked, "M").unwrap(), Some(Answer::Exempt(true)));
        assert_eq!(read_cell(asked, "7,5").unwrap_err().code, "not-a-number");
    }
}
