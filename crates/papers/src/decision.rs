//! The decision of a People's Committee with its annex as PDF. Owns the shape of that paper (Decree 30/2020/NĐ-CP on
//! the form of administrative documents); must not know how its words were found or translated.

use rules::basics::Day;
use serde::Serialize;

use crate::kind::Kind;
use crate::pdf::{Order, make};
use crate::{PaperError, qr};

/// A decision in finished words. Lines are set as they are, with the punctuation they bring.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// Language of the words, ISO 639-1 (`vi`, `en`, `id`); told to screen readers.
    pub lang: String,
    /// Title of the file as a reader's window shows it.
    pub title: String,
    /// The day of the decision.
    #[serde(skip)]
    pub day: Day,
    /// The issuing body in lines: "ỦY BAN NHÂN DÂN", "XÃ LONG HẸ". Both are its own name and set bold.
    pub body: Vec<String>,
    /// The country's name in capitals.
    pub country: String,
    /// The national motto.
    pub motto: String,
    /// "Số: 12/QĐ-UBND".
    pub number: String,
    /// "Long Hẹ, ngày 05 tháng 12 năm 2025".
    pub place_and_day: String,
    /// "QUYẾT ĐỊNH".
    pub kind: String,
    /// What it is about: "Về việc công nhận danh hiệu …".
    pub subject: String,
    /// Who decides, in capitals: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LONG HẸ".
    pub authority: String,
    /// Legal bases, one line each: "Căn cứ …;".
    pub bases: Vec<String>,
    /// "QUYẾT ĐỊNH:".
    pub decides: String,
    /// The articles in order.
    pub articles: Vec<Article>,
    /// "Nơi nhận:".
    pub recipients_head: String,
    /// Recipients, one line each: "- Như Điều 3;".
    pub recipients: Vec<String>,
    /// Above the name, in capitals: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    pub post: Vec<String>,
    /// What stands where the signature goes: "(Đã ký)"; empty leaves the room white.
    pub signed: String,
    /// Name of the one who signs.
    pub signatory: String,
    /// The annex, when there is one.
    pub annex: Option<Annex>,
    /// Where the decision can be checked.
    pub verify: Option<Verify>,
    /// One small line at the foot of every page, before "1/12": number and date, so loose pages find home.
    pub foot: String,
    /// Warnings set in a frame above the first page and at the foot of every page: "rule set unverified".
    pub notices: Vec<String>,
    /// Large pale words across every page: "DEMONSTRATION". `None` for a decision in force.
    pub watermark: Option<String>,
}

/// One article of a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// "Điều 1.", set bold at the start of the first paragraph.
    pub head: String,
    /// Its paragraphs, at least one.
    pub paragraphs: Vec<String>,
}

/// A list that belongs to a decision, on pages of its own, with its heads repeated on each page.
#[derive(Clone, Debug, Serialize)]
pub struct Annex {
    /// "PHỤ LỤC".
    pub label: String,
    /// "DANH SÁCH GIA ĐÌNH ĐƯỢC CÔNG NHẬN …".
    pub title: String,
    /// "(Kèm theo Quyết định số …)".
    pub attached: String,
    /// The columns in order.
    pub columns: Vec<AnnexColumn>,
    /// The rows; each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The line under the table: "Tổng số: 312 gia đình."; empty for none.
    pub total: String,
    /// The same by hamlet, after the list.
    pub totals: Option<Totals>,
}

/// Totals by hamlet and of all, after a list; not torn apart between pages while they fit on one.
#[derive(Clone, Debug, Serialize)]
pub struct Totals {
    /// "Tổng hợp theo thôn, bản, tổ dân phố".
    pub title: String,
    /// The heads: number, hamlet, families.
    pub heads: Vec<String>,
    /// A row for each hamlet, with as many cells as there are heads.
    pub rows: Vec<Vec<String>>,
    /// The last row: an empty cell, "Tổng số", the sum.
    pub sum: Vec<String>,
}

/// One column of an annex.
#[derive(Clone, Debug, Serialize)]
pub struct AnnexColumn {
    /// The head.
    pub head: String,
    /// Share of the free width, 1–20; 0 takes only the room its widest cell needs.
    pub share: u8,
    /// Where its cells stand.
    pub align: Align,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Words.
    Left,
    /// Short codes.
    Centre,
    /// Numbers.
    Right,
}

/// Where a paper can be checked, drawn as a QR code and written beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Verify {
    /// The full address the code holds, `https://…`.
    pub address: String,
    /// The address as a person types it, shown beside the code.
    pub shown: String,
    /// "Quét mã để kiểm tra quyết định này".
    pub invitation: String,
    /// What a screen reader says for the drawing.
    pub alt: String,
}

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    decision: &'a Decision,
    qr: Option<String>,
}

impl Decision {
    /// The decision as work for the typesetter, with the built-in template.
    ///
    /// # Errors
    /// [`PaperError::Shape`] when an annex row has not as many cells as there are columns or an article has no paragraph.
    pub fn order(&self) -> Result<Order, PaperError> {
        if let Some(annex) = &self.annex
            && let Some(at) = annex.rows.iter().position(|row| row.len() != annex.columns.len())
        {
            return Err(PaperError::Shape(format!("annex row {} has another number of cells than columns", at + 1)));
        }
        if let Some(totals) = self.annex.as_ref().and_then(|annex| annex.totals.as_ref())
            && let Some(at) = totals.rows.iter().chain([&totals.sum]).position(|row| row.len() != totals.heads.len())
        {
            return Err(PaperError::Shape(format!(
                "row {} of the totals has another number of cells than heads",
                at + 1
            )));
        }
        if let Some(at) = self.articles.iter().position(|article| article.paragraphs.is_empty()) {
            return Err(PaperError::Shape(format!("article {} has no paragraph", at + 1)));
        }
        let qr = self.verify.as_ref().map(|verify| qr::qr_svg(&verify.address, &verify.alt)).transpose()?;
        let ident = format!("decision {} {}", self.number, self.verify.as_ref().map_or("", |v| v.address.as_str()));
        Order::new(Kind::Decision, &Page { decision: self, qr }, ident, self.day)
    }
}

/// The decision with its annex as PDF bytes, set in this process; the same value gives the same bytes.
///
/// # Errors
/// Those of [`Decision::order`] and [`make`].
pub fn decision_pdf(decision: &Decision) -> Result<Vec<u8>, PaperError> {
    make(&decision.order()?)
}
