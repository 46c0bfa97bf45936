//! What the form of a decision begins with: issuer, place, legal bases and signatory, in the words of Vietnamese
//! administration. Must not know what the person makes of it.

use rules::criteria::{CriteriaSet, LegalBasis};
use store::units::Unit;

use super::Basis;
use crate::visit::Actor;
use crate::words::{Lang, Words};

/// What the form begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The office: "Ủy ban nhân dân xã Long Hẹ".
    pub issuer: String,
    /// The place beside the date: "Long Hẹ".
    pub issued_at: String,
    /// One line for each document the criteria set rests on, and the association's proposal.
    pub bases: Vec<Basis>,
    /// The person.
    pub signatory: String,
    /// The person's post as it stands above a signature, else the post of who decides.
    pub signatory_title: String,
}

/// What to offer. Papers are Vietnamese whatever language the page is read in.
#[must_use]
pub fn offer(words: &Words, actor: &Actor, commune: &Unit, set: Option<&CriteriaSet>) -> Offer {
    let lang = Lang::Vi;
    let name = small(&commune.full_name);
    let documents = set.map(|set| set.legal_basis.as_slice()).unwrap_or_default();
    let mut bases: Vec<Basis> = documents
        .iter()
        .map(|document| Basis { text: line(words, lang, document), verified: Some(document.verified) })
        .collect();
    bases.push(Basis { text: words.say(lang, "paper-basis-proposal", &[("commune", name.clone())]), verified: None });
    Offer {
        issuer: words.say(lang, "paper-issuer", &[("commune", name)]),
        issued_at: commune.name.clone(),
        bases,
        signatory: actor.name.clone(),
        signatory_title: title(words, lang, &actor.title),
    }
}

/// Above the signature stands "Chủ tịch" or "Phó Chủ tịch" alone: the office is named at the head of the paper.
fn title(words: &Words, lang: Lang, own: &str) -> String {
    let (chair, deputy) = (words.say(lang, "paper-chair", &[]), words.say(lang, "paper-deputy-mark", &[]));
    match own {
        "" => chair,
        own if own.starts_with(&deputy) => deputy,
        own if own.starts_with(&chair) => chair,
        own => own.to_owned(),
    }
}

/// "Căn cứ Quyết định số 387/QĐ-TTg ngày 25 tháng 3 năm 2022 của Thủ tướng …;": the number stands after the kind of
/// document with which a title begins.
fn line(words: &Words, lang: Lang, document: &LegalBasis) -> String {
    let title = document.title.as_ref().map(|title| title.vi.clone()).unwrap_or_default();
    let kinds = words.say(lang, "paper-document-kinds", &[]);
    let found = kinds.split('|').map(str::trim).find(|kind| title.starts_with(kind));
    let other = kinds.rsplit('|').next().unwrap_or_default().trim();
    let (kind, rest) = match found {
        Some(kind) => (kind, title.strip_prefix(kind).unwrap_or_default().trim()),
        None => (other, title.trim()),
    };
    let day = words.say(
        lang,
        "paper-day",
        &[
            ("day", format!("{:02}", document.date.day_of_month())),
            ("month", crate::paperwork::month(document.date)),
            ("year", document.date.year().to_string()),
        ],
    );
    let args =
        [("kind", kind.to_owned()), ("number", document.number.clone()), ("day", day), ("rest", rest.to_owned())];
    let text = words.say(lang, "paper-basis", &args);
    rules::text::collapse(&text).replace(" ;", ";")
}

/// The name of a place inside a sentence: "Xã Long Hẹ" becomes "xã Long Hẹ".
fn small(name: &str) -> String {
    crate::paperwork::small(name)
}
