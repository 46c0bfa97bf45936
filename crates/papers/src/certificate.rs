//! Certificates as PDF, one or four on a landscape A4 sheet. Owns the shape of that paper; must not know how its words
//! were found, or who may hold one.

use rules::basics::Day;
use serde::Serialize;

use crate::decision::Verify;
use crate::kind::Kind;
use crate::pdf::{Order, make};
use crate::{PaperError, qr};

/// One certificate in finished words. An empty text leaves its line out.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate {
    /// The country's name in capitals.
    pub country: String,
    /// The national motto.
    pub motto: String,
    /// "GIẤY CHỨNG NHẬN".
    pub kind: String,
    /// Who recognises, in capitals: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LONG HẸ".
    pub authority: String,
    /// "công nhận".
    pub recognises: String,
    /// Before the name: "Gia đình ông (bà)".
    pub family: String,
    /// The name, set large; long names are set smaller and then on two lines.
    pub name: String,
    /// "Bản Long Hẹ, xã Long Hẹ, tỉnh Sơn La".
    pub place: String,
    /// "đạt danh hiệu".
    pub holds: String,
    /// The title, in capitals: "GIA ĐÌNH HỌC TẬP".
    pub title: String,
    /// "Năm 2025".
    pub year: String,
    /// Lines beside the QR code: decision and its day, number in the register.
    pub register: Vec<String>,
    /// The code a person types to check it: "LH4F-72KQ".
    pub code: String,
    /// Where it can be checked.
    #[serde(skip)]
    pub verify: Verify,
    /// "Long Hẹ, ngày 05 tháng 12 năm 2025".
    pub place_and_day: String,
    /// Above the name of who signs: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    pub post: Vec<String>,
    /// Where the signature goes: "(Đã ký)"; empty leaves the room white.
    pub signed: String,
    /// Name of the one who signs.
    pub signatory: String,
    /// Warnings in one small line at the foot: "demonstration, synthetic people".
    pub notices: Vec<String>,
    /// Large pale words across the card; `None` for a certificate in force.
    pub watermark: Option<String>,
}

/// What the file as a whole is.
#[derive(Clone, Debug, Serialize)]
pub struct Bundle {
    /// Language of the words, ISO 639-1.
    pub lang: String,
    /// Title of the file as a reader's window shows it.
    pub title: String,
    /// Who issues.
    pub author: String,
    /// The day of the decision.
    #[serde(skip)]
    pub day: Day,
}

/// How many certificates share a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerPage {
    /// One on a sheet, 297 × 210 mm.
    One,
    /// Four on a sheet with cutting lines, 148.5 × 105 mm each.
    Four,
}

#[derive(Serialize)]
struct Card<'a> {
    #[serde(flatten)]
    certificate: &'a Certificate,
    qr: String,
    alt: &'a str,
    shown: &'a str,
}

#[derive(Serialize)]
struct Sheets<'a> {
    #[serde(flatten)]
    bundle: &'a Bundle,
    per_page: u8,
    cards: Vec<Card<'a>>,
}

/// The certificates in the order given as work for the typesetter, with the built-in template.
///
/// # Errors
/// [`PaperError::Shape`] when there is none.
pub fn order(bundle: &Bundle, certificates: &[Certificate], per_page: PerPage) -> Result<Order, PaperError> {
    let Some(first) = certificates.first() else {
        return Err(PaperError::Shape("no certificate to print".to_owned()));
    };
    let cards = certificates
        .iter()
        .map(|certificate| {
            let verify = &certificate.verify;
            let qr = qr::qr_svg(&verify.address, &verify.alt)?;
            Ok(Card { certificate, qr, alt: &verify.alt, shown: &verify.shown })
        })
        .collect::<Result<Vec<_>, PaperError>>()?;
    let per_page = match per_page {
        PerPage::One => 1,
        PerPage::Four => 4,
    };
    let ident = format!("certificates {} {}", first.verify.address, certificates.len());
    Order::new(Kind::Certificate, &Sheets { bundle, per_page, cards }, ident, bundle.day)
}

/// The certificates as PDF bytes, set in this process; the same value gives the same bytes.
///
/// # Errors
/// Those of [`order`] and [`make`].
pub fn certificates_pdf(
    bundle: &Bundle,
    certificates: &[Certificate],
    per_page: PerPage,
) -> Result<Vec<u8>, PaperError> {
    make(&order(bundle, certificates, per_page)?)
}
