//! Decisions of recognition and their certificates.
//! Must not know who may sign, nor how a certificate looks.

use rules::basics::{Day, Moment};
use rules::path::{Standing, State};
use serde::Serialize;

use crate::args;
use crate::assessments::{read_standing, read_state};
use crate::db::{Error, Row, Tx, Value};

/// One decision of a commune.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The id, never changed.
    pub id: String,
    /// The commune.
    pub commune_id: String,
    /// The model's word.
    pub model: String,
    /// The cycle year.
    pub year: i64,
    /// The number as written, such as `215/QĐ-UBND`.
    pub number: String,
    /// The folded number with its year, unique in the commune: numbers begin again each year.
    pub fold: String,
    /// The date of the decision.
    pub issued_on: Day,
    /// The place named beside the date.
    pub issued_at: String,
    /// The office that issued it.
    pub issuer: String,
    /// The legal bases it names, as JSON.
    pub legal_bases: String,
    /// Who signed.
    pub signatory: String,
    /// The signatory's title.
    pub signatory_title: String,
    /// The account that recorded it.
    pub account_id: String,
    /// The criteria set.
    pub set_id: String,
    /// The criteria set's version.
    pub version: String,
    /// How many families it recognised on its day; later revocations do not change it.
    pub families: i64,
    /// When it was recorded.
    pub at: Moment,
}

/// One certificate, in the words of the day of its decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The id, printed as the code to check.
    pub id: String,
    /// The decision.
    pub decision_id: String,
    /// The assessment it certifies; one certificate each.
    pub assessment_id: String,
    /// The place in the decision's annex, from 1.
    pub ordinal: i64,
    /// The head of the family.
    pub head_name: String,
    /// The hamlet.
    pub hamlet_name: String,
    /// The commune.
    pub commune_name: String,
    /// The province.
    pub province_name: String,
    /// The points.
    pub total: i64,
    /// True for a made-up family of a demonstration.
    pub synthetic: bool,
}

/// All that a check of a certificate needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificateView {
    /// The certificate.
    pub certificate: Certificate,
    /// Its decision.
    pub decision: Decision,
    /// The family's household.
    pub household_id: String,
    /// Where the assessment stands now.
    pub state: State,
    /// The fold of the assessment's steps.
    pub standing: Standing,
    /// The day a revocation took effect; `None` while the recognition is in force.
    pub revoked_on: Option<Day>,
    /// Why it was revoked; empty while it is in force.
    pub revoked_reason: String,
}

/// One line of a decision's annex with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnexLine {
    /// The certificate.
    #[serde(flatten)]
    pub certificate: Certificate,
    /// The family's household.
    pub household_id: String,
    /// The hamlet where the family counts.
    pub hamlet_id: String,
    /// Where the assessment stands now.
    pub state: State,
    /// The day a revocation took effect; `None` while the recognition is in force.
    pub revoked_on: Option<Day>,
}

/// Which decisions to list.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    /// The id of any unit, from a commune to the country; decisions of all communes below it are found.
    pub scope: String,
    /// The model's word; empty for all.
    pub model: String,
    /// The cycle year; 0 for all.
    pub year: i64,
    /// Only decisions that recognised a family of this hamlet; empty for all.
    pub hamlet: String,
    /// Day, moment and id of the last row of the page before; `None` for the first page.
    pub after: Option<(Day, Moment, String)>,
    /// How many rows at most.
    pub limit: i64,
}

fn read_decision(row: &Row, from: usize) -> Result<Decision, Error> {
    Ok(Decision {
        id: row.text(from)?,
        commune_id: row.text(from + 1)?,
        model: row.text(from + 2)?,
        year: row.int(from + 3)?,
        number: row.text(from + 4)?,
        fold: row.text(from + 5)?,
        issued_on: row.day(from + 6)?,
        issued_at: row.text(from + 7)?,
        issuer: row.text(from + 8)?,
        legal_bases: row.text(from + 9)?,
        signatory: row.text(from + 10)?,
        signatory_title: row.text(from + 11)?,
        account_id: row.text(from + 12)?,
        set_id: row.text(from + 13)?,
        version: row.text(from + 14)?,
        families: row.int(from + 15)?,
        at: row.moment(from + 16)?,
    })
}

fn read_certificate(row: &Row) -> Result<Certificate, Error> {
    Ok(Certificate {
        id: row.text(0)?,
        decision_id: row.text(1)?,
        assessment_id: row.text(2)?,
        ordinal: row.int(3)?,
        head_name: row.text(4)?,
        hamlet_name: row.text(5)?,
        commune_name: row.text(6)?,
        province_name: row.text(7)?,
        total: row.int(8)?,
        synthetic: row.flag(9)?,
    })
}

/// Adds a decision. `Clash` when the commune already has one of that folded number.
pub fn add_decision(tx: &mut Tx<'_>, decision: &Decision) -> Result<(), Error> {
    tx.exec(
        "INSERT INTO decision (id, commune_id, model, year, number, fold, issued_on, issued_at, issuer, legal_bases,
           signatory, signatory_title, account_id, set_id, version, families, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        args![
            &decision.id,
            &decision.commune_id,
            &decision.model,
            decision.year,
            &decision.number,
            &decision.fold,
            decision.issued_on,
            &decision.issued_at,
            &decision.issuer,
            &decision.legal_bases,
            &decision.signatory,
            &decision.signatory_title,
            &decision.account_id,
            &decision.set_id,
            &decision.version,
            decision.families,
            decision.at
        ],
    )?;
    Ok(())
}

/// Reads a decision.
pub fn decision(tx: &mut Tx<'_>, id: &str) -> Result<Option<Decision>, Error> {
    tx.maybe(
        "SELECT id, commune_id, model, year, number, fold, issued_on, issued_at, issuer, legal_bases, signatory,
           signatory_title, account_id, set_id, version, families, at
         FROM decision WHERE id = $1",
        args![id],
        |row| read_decision(row, 0),
    )
}

/// The decision of a commune with this folded number.
pub fn decision_by_number(tx: &mut Tx<'_>, commune_id: &str, fold: &str) -> Result<Option<Decision>, Error> {
    tx.maybe(
        "SELECT id, commune_id, model, year, number, fold, issued_on, issued_at, issuer, legal_bases, signatory,
           signatory_title, account_id, set_id, version, families, at
         FROM decision WHERE commune_id = $1 AND fold = $2",
        args![commune_id, fold],
        |row| read_decision(row, 0),
    )
}

/// One page of the decisions of all communes at or below a unit, the newest first.
pub fn list_decisions(tx: &mut Tx<'_>, filter: &DecisionFilter) -> Result<Vec<Decision>, Error> {
    // "~" comes after every digit: without a page before, everything is older.
    let (day, at, id) = filter
        .after
        .as_ref()
        .map_or_else(|| ("~".to_owned(), Moment(0), String::new()), |(day, at, id)| (day.to_string(), *at, id.clone()));
    tx.query(
        "SELECT d.id, d.commune_id, d.model, d.year, d.number, d.fold, d.issued_on, d.issued_at, d.issuer,
           d.legal_bases, d.signatory, d.signatory_title, d.account_id, d.set_id, d.version, d.families, d.at
         FROM unit_path p JOIN decision d ON d.commune_id = p.descendant_id
         WHERE p.ancestor_id = $1
           AND (CAST($2 AS TEXT) = '' OR d.model = $2)
           AND (CAST($3 AS BIGINT) = 0 OR d.year = $3)
           AND (CAST($4 AS TEXT) = '' OR EXISTS (
             SELECT 1 FROM assessment a WHERE a.decision_id = d.id AND a.hamlet_id = $4))
           AND (d.issued_on, d.at, d.id) < ($5, $6, $7)
         ORDER BY d.issued_on DESC, d.at DESC, d.id DESC LIMIT $8",
        args![&filter.scope, &filter.model, filter.year, &filter.hamlet, day, at, id, filter.limit],
        |row| read_decision(row, 0),
    )
}

/// How many decisions communes at or below a unit have issued since a day, for how many families.
pub fn count_since(tx: &mut Tx<'_>, scope: &str, since: Day) -> Result<(i64, i64), Error> {
    tx.one(
        "SELECT COUNT(*), COALESCE(CAST(SUM(d.families) AS BIGINT), 0)
         FROM unit_path p JOIN decision d ON d.commune_id = p.descendant_id
         WHERE p.ancestor_id = $1 AND d.issued_on >= $2",
        args![scope, since],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )
}

/// Adds the certificates of a decision, all at once. `Clash` when one of the families already has one.
pub fn add_certificates(tx: &mut Tx<'_>, certificates: &[Certificate]) -> Result<u64, Error> {
    tx.bulk(
        "certificate",
        &[
            "id",
            "decision_id",
            "assessment_id",
            "ordinal",
            "head_name",
            "hamlet_name",
            "commune_name",
            "province_name",
            "total",
            "synthetic",
        ],
        certificates.iter().map(|one| {
            vec![
                Value::from(&one.id),
                Value::from(&one.decision_id),
                Value::from(&one.assessment_id),
                Value::from(one.ordinal),
                Value::from(&one.head_name),
                Value::from(&one.hamlet_name),
                Value::from(&one.commune_name),
                Value::from(&one.province_name),
                Value::from(one.total),
                Value::from(one.synthetic),
            ]
        }),
    )
}

/// All certificates of a decision in the order of its annex.
pub fn certificates_of(tx: &mut Tx<'_>, decision_id: &str) -> Result<Vec<Certificate>, Error> {
    tx.query(
        "SELECT id, decision_id, assessment_id, ordinal, head_name, hamlet_name, commune_name, province_name, total,
           synthetic
         FROM certificate WHERE decision_id = $1 ORDER BY ordinal, id",
        args![decision_id],
        read_certificate,
    )
}

/// A decision's annex in its order, with where each family stands now.
pub fn annex(tx: &mut Tx<'_>, decision_id: &str) -> Result<Vec<AnnexLine>, Error> {
    tx.query(
        "SELECT c.id, c.decision_id, c.assessment_id, c.ordinal, c.head_name, c.hamlet_name, c.commune_name,
           c.province_name, c.total, c.synthetic, a.household_id, a.hamlet_id, a.state, s.on_day
         FROM certificate c
         JOIN assessment a ON a.id = c.assessment_id
         LEFT JOIN step s ON s.assessment_id = a.id AND s.kind = 'revoke'
         WHERE c.decision_id = $1 ORDER BY c.ordinal, c.id",
        args![decision_id],
        |row| {
            Ok(AnnexLine {
                certificate: read_certificate(row)?,
                household_id: row.text(10)?,
                hamlet_id: row.text(11)?,
                state: read_state(&row.text(12)?)?,
                revoked_on: row.maybe(13, Row::day)?,
            })
        },
    )
}

/// A certificate with its decision and what became of the recognition.
pub fn certificate(tx: &mut Tx<'_>, id: &str) -> Result<Option<CertificateView>, Error> {
    tx.maybe(
        "SELECT c.id, c.decision_id, c.assessment_id, c.ordinal, c.head_name, c.hamlet_name, c.commune_name,
           c.province_name, c.total, c.synthetic,
           d.id, d.commune_id, d.model, d.year, d.number, d.fold, d.issued_on, d.issued_at, d.issuer, d.legal_bases,
           d.signatory, d.signatory_title, d.account_id, d.set_id, d.version, d.families, d.at,
           a.household_id, a.state, a.standing, s.on_day, s.reason
         FROM certificate c
         JOIN decision d ON d.id = c.decision_id
         JOIN assessment a ON a.id = c.assessment_id
         LEFT JOIN step s ON s.assessment_id = a.id AND s.kind = 'revoke'
         WHERE c.id = $1",
        args![id],
        |row| {
            Ok(CertificateView {
                certificate: read_certificate(row)?,
                decision: read_decision(row, 10)?,
                household_id: row.text(27)?,
                state: read_state(&row.text(28)?)?,
                standing: read_standing(&row.text(29)?)?,
                revoked_on: row.maybe(30, Row::day)?,
                revoked_reason: row.maybe(31, Row::text)?.unwrap_or_default(),
            })
        },
    )
}

/// The certificate of a recognised family.
pub fn certificate_of_assessment(tx: &mut Tx<'_>, assessment_id: &str) -> Result<Option<Certificate>, Error> {
    tx.maybe(
        "SELECT id, decision_id, assessment_id, ordinal, head_name, hamlet_name, commune_name, province_name, total,
           synthetic
         FROM certificate WHERE assessment_id = $1",
        args![assessment_id],
        read_certificate,
    )
}
