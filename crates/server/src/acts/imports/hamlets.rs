//! The hamlets of a commune by the names people write for them.
//! Must not know households or rows.

use rules::basics::Day;
use rules::problem::Problem;
use rules::text::fold;
use store::Tx;
use store::units::Unit;

use crate::failure::Failure;

/// Words that stand before the name of a hamlet or quarter, folded, the longer first.
const KINDS: &[&str] = &[
    "to dan pho",
    "khu dan cu",
    "khu pho",
    "tieu khu",
    "thon",
    "ban",
    "ap",
    "xom",
    "buon",
    "bon",
    "lang",
    "khom",
    "phum",
    "soc",
    "khu",
    "to",
    "hamlet",
    "quarter",
    "dusun",
    "lingkungan",
];

/// How alike two names must be to be proposed.
const ALIKE: f64 = 0.6;

/// The hamlets in force, each with its folded names.
pub struct Hamlets(Vec<(Unit, Vec<String>)>);

impl Hamlets {
    /// Those of a commune on a day.
    pub fn load(tx: &mut Tx<'_>, commune_id: &str, on: Day) -> Result<Self, Failure> {
        let units = store::units::children(tx, commune_id, on)?;
        let named = units.into_iter().map(|unit| {
            let all = [unit.full_name.as_str(), unit.name.as_str(), unit.code.as_str()];
            let names = all.into_iter().chain(unit.alt_names.split('|')).map(fold).filter(|name| !name.is_empty());
            let names = names.collect();
            (unit, names)
        });
        Ok(Self(named.collect()))
    }

    /// The hamlet with this unit id.
    pub fn by_id(&self, id: &str) -> Option<&Unit> {
        self.0.iter().map(|(unit, _)| unit).find(|unit| unit.id == id)
    }

    /// The hamlet a text means, at the cell `at`: by full name, name, code or other spelling, accents and the placement of
    /// tones aside, with or without the word for its kind.
    ///
    /// # Errors
    /// `hamlet-unknown` with the nearest names, also when two hamlets are meant alike.
    pub fn find(&self, text: &str, at: &str) -> Result<&Unit, Problem> {
        let folded = fold(text);
        let bare = without_kind(&folded);
        for wanted in [folded.as_str(), bare] {
            let mut found = self.0.iter().filter(|(_, names)| names.iter().any(|name| name == wanted));
            match (found.next(), found.next()) {
                (Some((unit, _)), None) => return Ok(unit),
                (Some(_), Some(_)) => break,
                (None, _) => {}
            }
        }
        let nearest = self.nearest(bare);
        let nearest = if nearest.is_empty() { "none".to_owned() } else { nearest.join(", ") };
        Err(Problem::new("hamlet-unknown").at(at).with("value", rules::text::collapse(text)).with("nearest", nearest))
    }

    /// At most three names that look like this one, the best first.
    fn nearest(&self, bare: &str) -> Vec<String> {
        let mut scored: Vec<(f64, &str)> = self
            .0
            .iter()
            .map(|(unit, names)| {
                let alike = |name: &String| strsim::normalized_damerau_levenshtein(bare, without_kind(name));
                (names.iter().map(alike).fold(0.0, f64::max), unit.full_name.as_str())
            })
            .filter(|(score, _)| *score >= ALIKE)
            .collect();
        scored.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(two.1)));
        scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
    }
}

fn without_kind(folded: &str) -> &str {
    let rest = KINDS.iter().find_map(|kind| folded.strip_prefix(kind)?.strip_prefix(' '));
    rest.unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use rules::basics::Level;

    use super::*;

    fn hamlets(names: &[(&str, &str)]) -> Hamlets {
        let unit = |(at, (kind, name)): (usize, &(&str, &str))| {
            let full_name = format!("{kind} {name}");
            let unit = Unit {
                id: format!("1.{at:03}@2025-07-01"),
                code: format!("1.{at:03}"),
                level: Level::Hamlet,
                kind: String::new(),
                name: (*name).to_owned(),
                name_en: String::new(),
                full_name: full_name.clone(),
                alt_names: String::new(),
                parent_id: None,
                valid_from: Day::FOREVER,
                valid_to: Day::FOREVER,
                area_km2: String::new(),
                legal_basis: String::new(),
                source: String::new(),
                synthetic: true,
                revision: 1,
            };
            (unit, vec![fold(&full_name), fold(name), format!("1 {at:03}")])
        };
        Hamlets(names.iter().enumerate().map(unit).collect())
    }

    #[test]
    fn a_hamlet_is_found_however_it_is_spelled() {
        let all =
            hamlets(&[("Bản", "Co Nhừ"), ("Bản", "Hoà Bình"), ("Tổ dân phố", "4"), ("Bản", "Lạnh"), ("Thôn", "Lạnh")]);
        for (text, name) in [
            ("Bản Co Nhừ", "Bản Co Nhừ"),
            ("CO NHU", "Bản Co Nhừ"),
            ("thôn Co Nhừ", "Bản Co Nhừ"),
            ("Hòa Bình", "Bản Hoà Bình"),
            ("bản Hoà  Bình", "Bản Hoà Bình"),
            ("TDP 4", ""),
            ("Tổ 4", "Tổ dân phố 4"),
            ("4", "Tổ dân phố 4"),
            ("Bản Lạnh", "Bản Lạnh"),
            ("Lạnh", ""),
        ] {
            let found = all.find(text, "Sheet1!B7").map(|unit| unit.full_name.clone()).unwrap_or_default();
            assert_eq!(found, name, "{text}");
        }
    }

    #[test]
    fn an_unknown_hamlet_is_told_with_its_nearest_names() {
        let all = hamlets(&[("Bản", "Co Nhừ"), ("Bản", "Pú Chắn"), ("Bản", "Lạnh"), ("Thôn", "Lạnh")]);
        let near = |text: &str| all.find(text, "S!B2").unwrap_err().args.get("nearest").cloned().unwrap();
        assert_eq!(near("Bản Co Nhu1"), "Bản Co Nhừ");
        assert_eq!(near("Pu Chan A"), "Bản Pú Chắn");
        assert_eq!(near("Lạnh"), "Bản Lạnh, Thôn Lạnh", "two are meant alike");
        assert_eq!(near("Hà Nội"), "none");
        assert_eq!(all.find("x", "S!B2").unwrap_err().field, "S!B2");
    }
}
