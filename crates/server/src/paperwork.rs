//! Decision and certificates in finished words: from stored rows and a language to the values that `papers` typesets and
//! pages show. Must not know requests, rights or how a paper is drawn.

mod certificate;
mod decision;
pub mod minutes;
pub mod models;
pub mod sample;
pub mod template;

use papers::decision::Verify;
use rules::basics::Day;
use rules::criteria::CriteriaSet;
use store::Tx;
use store::decisions::{AnnexLine, Decision};

pub use certificate::{bundle, certificate};
pub use decision::decision;

use crate::app::App;
use crate::failure::Failure;
use crate::words::Lang;

/// All that the papers of one decision say.
#[derive(Clone, Debug)]
pub struct Source {
    /// The decision; without an id it is a preview and cannot be checked.
    pub decision: Decision,
    /// Name of the commune with its kind: "Xã Long Hẹ".
    pub commune: String,
    /// Name of the province with its kind.
    pub province: String,
    /// Its annex.
    pub annex: Vec<AnnexLine>,
    /// What its papers were made of on its day; `None` for a preview.
    pub held: Option<template::Held>,
}

impl Source {
    /// The papers of a stored decision; `None` when there is no such decision. Names are those of its day.
    pub fn load(tx: &mut Tx<'_>, decision_id: &str) -> Result<Option<Self>, Failure> {
        let Some(decision) = store::decisions::decision(tx, decision_id)? else { return Ok(None) };
        let annex = store::decisions::annex(tx, decision_id)?;
        let named = annex.first().map(|line| &line.certificate);
        let (commune, province) =
            named.map(|one| (one.commune_name.clone(), one.province_name.clone())).unwrap_or_default();
        let held = template::held(tx, decision_id)?;
        Ok(Some(Self { decision, commune, province, annex, held }))
    }

    /// Is any of its people made up?
    #[must_use]
    pub fn synthetic(&self) -> bool {
        self.annex.iter().any(|line| line.certificate.synthetic)
    }
}

/// Says words of one language.
#[derive(Clone, Copy)]
struct Say<'a> {
    app: &'a App,
    lang: Lang,
}

impl Say<'_> {
    fn t(self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, String)> = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.app.words.say(self.lang, key, &args)
    }

    /// Lines of a text that is kept as one sentence in the words, `|` between.
    fn lines(self, key: &str, args: &[(&str, &str)]) -> Vec<String> {
        self.t(key, args).split('|').map(|line| line.trim().to_owned()).collect()
    }

    /// "ngày 05 tháng 12 năm 2025": days below ten and the first two months with a zero, as the decree on the form of
    /// documents (30/2020/NĐ-CP) asks.
    fn day(self, day: Day) -> String {
        let (d, m, y) = (format!("{:02}", day.day_of_month()), month(day), day.year().to_string());
        self.t("paper-day", &[("day", &d), ("month", &m), ("year", &y)])
    }

    /// The title that is given: "Gia đình học tập".
    fn title(self, decision: &Decision) -> String {
        self.t(&format!("model-{}", decision.model), &[])
    }

    /// What in a criteria set was not compared with the regulation itself, out of these kinds.
    fn doubts(self, set: Option<&CriteriaSet>, kinds: &[&str]) -> Vec<String> {
        let told = doubts(set).into_iter().filter(|about| kinds.contains(about));
        told.map(|about| self.t(&format!("paper-doubt-{}", about), &[])).collect()
    }

    /// Where a paper can be checked.
    fn verify(self, code: &str, alt: &str) -> Verify {
        let address = format!("{}/verify/{code}", self.app.config.public_url);
        let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned();
        Verify { shown, invitation: self.t("paper-verify", &[]), alt: self.t(alt, &[("code", code)]), address }
    }

    /// The posts above the signature, in capitals. A deputy signs for the chair (decree 30/2020/NĐ-CP, article 13); who
    /// holds the post until somebody is appointed writes so before it.
    /// Posts are written in Vietnamese whatever the language of the paper.
    fn post(self, decision: &Decision) -> Vec<String> {
        let own = Self { lang: Lang::Vi, ..self };
        let title = decision.signatory_title.to_uppercase();
        let chair = own.t("paper-chair", &[]).to_uppercase();
        let deputy = own.t("paper-deputy-mark", &[]).to_uppercase();
        let acting = own.t("paper-acting-mark", &[]).to_uppercase();
        if title.starts_with(&deputy) {
            vec![own.t("paper-for-chair", &[("chair", &chair)]), title]
        } else if title == acting || title.starts_with("Q. ") {
            vec![own.t("paper-acting-chair", &[("chair", &chair)])]
        } else {
            vec![title]
        }
    }

    /// Who decides: "Chủ tịch Ủy ban nhân dân xã Long Hẹ". The issuer is written as the decision has it; inside a
    /// sentence its first letter stays large, because it is a name.
    fn authority(self, decision: &Decision) -> String {
        self.t("paper-authority", &[("issuer", &decision.issuer)])
    }
}

/// Kinds of what is uncertain in a criteria set and bears on a recognition, in the order they are told.
#[must_use]
pub fn doubts(set: Option<&CriteriaSet>) -> Vec<&'static str> {
    let found = set.map(CriteriaSet::doubts).unwrap_or_default();
    DOUBTS.iter().copied().filter(|about| found.iter().any(|doubt| doubt.about == *about)).collect()
}

/// The kinds of uncertain elements that bear on a recognition.
const DOUBTS: &[&str] = &["set", "pass", "authority", "legal_basis", "validity"];

/// The number of a month as Vietnamese papers write it: January and February with a zero.
#[must_use]
pub fn month(day: Day) -> String {
    if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() }
}

/// The name of a place inside a sentence: "Xã Long Hẹ" becomes "xã Long Hẹ". Only the kind is made small: a name that
/// begins with no kind of place stays as it is.
#[must_use]
pub fn small(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if name.contains(' ') => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_place_is_small_inside_a_sentence() {
        assert_eq!(small("Xã Long Hẹ"), "xã Long Hẹ");
        assert_eq!(small("Đặc khu Phú Quý"), "đặc khu Phú Quý");
        assert_eq!(small("Huế"), "Huế");
    }

    #[test]
    fn months_are_written_as_the_decree_on_documents_asks() {
        assert_eq!(month(Day::new(2026, 2, 3).unwrap()), "02");
        assert_eq!(month(Day::new(2026, 3, 3).unwrap()), "3");
        assert_eq!(month(Day::new(2026, 12, 3).unwrap()), "12");
    }
}
