//! Certificates in finished words. Owns what stands on one; must not know how it is typeset.

use papers::certificate::{Bundle, Certificate};
use rules::path::State;
use store::decisions::AnnexLine;

use super::{Say, Source, small};
use crate::app::App;
use crate::words::Lang;

/// The doubts that a certificate has room for.
const SHORT: &[&str] = &["set", "pass", "authority"];

/// What a file of certificates is.
#[must_use]
pub fn bundle(app: &App, lang: Lang, source: &Source) -> Bundle {
    let say = Say { app, lang };
    let row = &source.decision;
    let (title, year, commune) = (say.title(row), row.year.to_string(), small(&source.commune));
    Bundle {
        lang: lang.code().to_owned(),
        title: say.t("paper-certificates-name", &[("title", &title), ("year", &year), ("commune", &commune)]),
        author: row.issuer.clone(),
        day: row.issued_on,
    }
}

/// One certificate as it stands on paper. A revoked one carries that across its face: it may still be printed for the
/// file, never to be handed out.
#[must_use]
pub fn certificate(app: &App, lang: Lang, source: &Source, line: &AnnexLine) -> Certificate {
    let say = Say { app, lang };
    let (row, one) = (&source.decision, &line.certificate);
    let day = say.day(row.issued_on);
    let revoked = line.state == State::Revoked;
    // One small line is all the room there is: what the reader must know most comes first.
    let mut notices = Vec::new();
    if let Some(on) = line.revoked_on {
        notices.push(say.t("paper-notice-revoked", &[("day", &lang.day(on))]));
    }
    if one.synthetic {
        notices.push(say.t("paper-short-synthetic", &[]));
    }
    let doubts = say.doubts(app.set(&row.set_id, &row.version), SHORT);
    if !doubts.is_empty() && !revoked {
        notices.push(say.t("paper-short-unverified", &[("what", &doubts.join(", "))]));
    }
    if lang != Lang::Vi {
        notices.push(say.t("paper-short-translation", &[]));
    }
    let watermark = if revoked {
        Some(say.t("paper-watermark-revoked", &[]))
    } else {
        one.synthetic.then(|| say.t("paper-watermark-synthetic", &[]))
    };
    let place = [one.hamlet_name.clone(), small(&one.commune_name), small(&one.province_name)];
    let place: Vec<String> = place.into_iter().filter(|name| !name.is_empty()).collect();
    Certificate {
        country: say.t("paper-country", &[]),
        motto: say.t("paper-motto", &[]),
        kind: say.t("paper-certificate-kind", &[]),
        authority: say.authority(row).to_uppercase(),
        recognises: say.t("paper-certificate-recognises", &[]),
        family: say.t("paper-certificate-family", &[]),
        name: one.head_name.clone(),
        place: place.join(", "),
        holds: say.t("paper-certificate-holds", &[]),
        title: say.title(row).to_uppercase(),
        year: say.t("paper-certificate-year", &[("year", &row.year.to_string())]),
        register: say.lines("paper-certificate-register", &[("number", &row.number), ("day", &day)]),
        code: one.id.clone(),
        verify: say.verify(&one.id, "paper-qr-certificate"),
        place_and_day: say.t("paper-place-day", &[("place", &row.issued_at), ("day", &day)]),
        post: say.post(row),
        signed: String::new(),
        signatory: row.signatory.clone(),
        notices,
        watermark,
    }
}
