//! A decision as somebody wishes it: read once from a form or a body, every problem at its field.
//! Must not know the database; whether the families may be recognised is asked later.

use rules::basics::Day;
use rules::criteria::Model;
use rules::problem::Problem;
use serde::{Deserialize, Serialize};

use super::Offer;
use crate::forms::Fields;

/// Most characters of a line on the paper.
const LINE: usize = 200;
/// Most characters of one legal basis.
const BASIS: usize = 600;
/// Most legal bases.
const BASES: usize = 30;
/// Most families in one decision: more would not be read by anybody before signing.
const FAMILIES: usize = 5000;

/// One legal basis a decision names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Basis {
    /// The line as it stands on the paper.
    pub text: String,
    /// Whether number and date were compared with the document; absent for a line the signatory's office wrote itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
}

/// A decision as somebody wishes it; every text trimmed, nothing required empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The commune.
    pub commune_id: String,
    /// The model.
    pub model: Model,
    /// The cycle year.
    pub year: i64,
    /// The number as written, such as `12/QĐ-UBND`.
    pub number: String,
    /// Its date; not after today.
    pub issued_on: Day,
    /// The place beside the date.
    pub issued_at: String,
    /// The office.
    pub issuer: String,
    /// The legal bases; may be empty.
    pub bases: Vec<Basis>,
    /// Who signs.
    pub signatory: String,
    /// The signatory's title.
    pub signatory_title: String,
    /// The assessments, each once, at least one.
    pub families: Vec<String>,
}

impl Draft {
    /// Reads the fields `number`, `issued_on`, `issued_at`, `issuer`, `bases` (a line each), `signatory`,
    /// `signatory_title` and `family` (one value a family). A field that was not sent at all takes what `offer` offers.
    ///
    /// # Errors
    /// All problems at once: `required`, `too-long`, `bad-characters`, `not-a-day`, `day-in-future`, `nothing-chosen`.
    pub fn read(
        fields: &Fields,
        commune_id: &str,
        model: Model,
        year: i64,
        offer: &Offer,
        today: Day,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut line = |name: &str, otherwise: &str| {
            if !otherwise.is_empty() && !fields.has(name) {
                return otherwise.to_owned();
            }
            rules::text::collapse(&fields.required(name, LINE, &mut problems))
        };
        let number = line("number", "");
        let issued_at = line("issued_at", &offer.issued_at);
        let issuer = line("issuer", &offer.issuer);
        let signatory = line("signatory", &offer.signatory);
        let signatory_title = line("signatory_title", &offer.signatory_title);
        if !number.is_empty() && !number.chars().any(|letter| letter.is_ascii_digit()) {
            problems.push(Problem::new("not-a-number").at("number").with("value", &number));
        }
        let issued_on = fields.day("issued_on", &mut problems);
        if let Some(day) = issued_on.filter(|day| *day > today) {
            problems.push(Problem::new("day-in-future").at("issued_on").with("value", day));
        }
        let bases = if fields.has("bases") { bases(fields, offer, &mut problems) } else { offer.bases.clone() };
        let mut families = fields.all("family");
        families.sort();
        families.dedup();
        if families.is_empty() {
            problems.push(Problem::new("nothing-chosen").at("family"));
        }
        if families.len() > FAMILIES {
            problems.push(Problem::new("too-large").at("family").with("max", FAMILIES));
        }
        let (Some(issued_on), true) = (issued_on, problems.is_empty()) else { return Err(problems) };
        Ok(Self {
            commune_id: commune_id.to_owned(),
            model,
            year,
            number,
            issued_on,
            issued_at,
            issuer,
            bases,
            signatory,
            signatory_title,
            families,
        })
    }
}

fn bases(fields: &Fields, offer: &Offer, problems: &mut Vec<Problem>) -> Vec<Basis> {
    let text = fields.optional("bases", BASIS * BASES, problems);
    let lines: Vec<String> = text.lines().map(rules::text::collapse).filter(|line| !line.is_empty()).collect();
    if lines.len() > BASES || lines.iter().any(|line| line.chars().count() > BASIS) {
        problems.push(Problem::new("too-long").at("bases").with("max", BASIS));
    }
    // A line that was left as offered keeps what is known about it; a changed one is the office's own.
    let known = |text: &str| offer.bases.iter().find(|basis| basis.text == text).and_then(|basis| basis.verified);
    lines.into_iter().map(|text| Basis { verified: known(&text), text }).collect()
}

/// The legal bases of a stored decision.
#[must_use]
pub fn bases_of(json: &str) -> Vec<Basis> {
    serde_json::from_str(json).unwrap_or_default()
}

/// The key under which a decision's number is unique in a commune: the year of its date, because numbers begin again
/// each year, then the number without leading zeros: "12", "012/QĐ-UBND" and "12/qd-ubnd" are one. What does not begin with
/// a plain number counts as a whole, without marks and case.
#[must_use]
pub fn number_fold(number: &str, issued_on: Day) -> String {
    let fold = rules::text::fold(number);
    let first = fold.split(' ').next().unwrap_or_default();
    let fold = if first.bytes().all(|sign| sign.is_ascii_digit()) && !first.is_empty() { first } else { &fold };
    let words = fold.split(' ').map(|word| {
        let plain = word.trim_start_matches('0');
        if plain.is_empty() && !word.is_empty() { "0" } else { plain }
    });
    format!("{} {}", issued_on.year(), words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn offer() -> Offer {
        Offer {
            issuer: "Ủy ban nhân dân xã Long Hẹ".to_owned(),
            issued_at: "Long Hẹ".to_owned(),
            bases: vec![Basis { text: "Căn cứ A;".to_owned(), verified: Some(false) }],
            signatory: "Hoàng Văn Diễn".to_owned(),
            signatory_title: "Chủ tịch".to_owned(),
        }
    }

    fn read(query: &str) -> Result<Draft, Vec<Problem>> {
        let fields = Fields::parse(query.as_bytes());
        Draft::read(&fields, "c", Model::Family, 2026, &offer(), day("2026-11-22"))
    }

    #[test]
    fn a_number_is_the_same_however_it_is_spelt_but_not_in_another_year() {
        let fold = number_fold("012/QĐ-UBND", day("2026-11-20"));
        assert_eq!(fold, "2026 12");
        assert_eq!(number_fold("12/qd-ubnd", day("2026-01-02")), fold);
        assert_eq!(number_fold("12", day("2026-01-02")), fold);
        assert_ne!(number_fold("12a/QĐ-UBND", day("2026-01-02")), fold);
        assert_ne!(number_fold("12/QĐ-UBND", day("2025-11-20")), fold);
        assert_eq!(number_fold("0/QĐ", day("2026-11-20")), "2026 0");
    }

    #[test]
    fn what_was_not_sent_is_as_offered_and_what_was_emptied_is_missing() {
        let draft = read("number=12&issued_on=2026-11-20&family=b&family=a&family=b").unwrap();
        assert_eq!((draft.issuer.as_str(), draft.signatory.as_str()), ("Ủy ban nhân dân xã Long Hẹ", "Hoàng Văn Diễn"));
        assert_eq!(draft.bases, offer().bases);
        assert_eq!(draft.families, ["a", "b"]);
        let problems = read("number=so&issued_on=2026-11-23&issuer=+").unwrap_err();
        let told: Vec<_> = problems.iter().map(|one| (one.code.as_str(), one.field.as_str())).collect();
        let expected = [
            ("required", "issuer"),
            ("not-a-number", "number"),
            ("day-in-future", "issued_on"),
            ("nothing-chosen", "family"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_changed_legal_basis_is_the_offices_own() {
        let query = "number=1&issued_on=2026-11-20&family=a&bases=C%C4%83n+c%E1%BB%A9+A%3B%0D%0A%0D%0ACăn+cứ+B%3B";
        let bases = read(query).unwrap().bases;
        assert_eq!(bases.iter().map(|one| one.verified).collect::<Vec<_>>(), [Some(false), None]);
        assert_eq!(bases_of(&serde_json::to_string(&bases).unwrap()), bases);
    }
}
