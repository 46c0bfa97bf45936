//! The decisions of a generated commune: each recognises up to five thousand families of one commune and year, as
//! decisions do, and is written with its certificates, papers and audit line when all its families are known.
//! Must not know who was recognised why.

use rules::access::Act;
use rules::basics::{Day, Moment};
use rules::criteria::Model;
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::audit::Line;
use store::decisions::{Certificate, Decision};

use super::Maker;
use super::fill::ORIGIN;
use super::plan::Commune;
use crate::acts::decide::{number_fold, offer};
use crate::clock::Dice;
use crate::failure::Failure;
use crate::visit::Actor;

/// Most families in one decision, as [`crate::acts::decide`] takes them.
const FAMILIES: usize = 5000;

struct Open {
    id: String,
    commune: String,
    year: i64,
    when: (Day, Moment),
    set: (String, String),
    number: usize,
    taken: usize,
    certificates: Vec<Certificate>,
}

/// Decisions while their families come in.
pub struct Decisions {
    chair: Actor,
    /// Sets the numbers of communes apart that decide for the same commune of before.
    first: usize,
    all: Vec<Open>,
}

impl Decisions {
    /// None yet.
    pub fn new(commune: &Commune, chair: Actor) -> Self {
        Self { chair, first: commune.at * 20 + 11, all: Vec::new() }
    }

    /// The id of the decision that takes the next family of a commune and year in.
    pub fn next(
        &mut self,
        commune: &str,
        year: i64,
        when: (Day, Moment),
        set: &(String, String),
        dice: &Dice,
    ) -> String {
        let fits = |one: &&mut Open| one.commune == commune && one.year == year && one.taken < FAMILIES;
        if let Some(open) = self.all.iter_mut().find(fits) {
            open.taken += 1;
            return open.id.clone();
        }
        let number = self.first + self.all.iter().filter(|one| one.commune == commune && one.year == year).count();
        let id = dice.code();
        self.all.push(Open {
            id: id.clone(),
            commune: commune.to_owned(),
            year,
            when,
            set: set.clone(),
            number,
            taken: 1,
            certificates: Vec::new(),
        });
        id
    }

    /// The certificate of a recognised family.
    pub fn certify(&mut self, one: &Assessment, head: &str, hamlet: &str, dice: &Dice) {
        let open = self.all.iter_mut().find(|open| one.decision_id.as_deref() == Some(open.id.as_str()));
        let Some(open) = open else { return };
        let ordinal = i64::try_from(open.certificates.len()).unwrap_or(0) + 1;
        open.certificates.push(Certificate {
            id: dice.code(),
            decision_id: open.id.clone(),
            assessment_id: one.id.clone(),
            ordinal,
            head_name: head.to_owned(),
            hamlet_name: hamlet.to_owned(),
            // Known when it is written.
            commune_name: String::new(),
            province_name: String::new(),
            total: one.total,
            synthetic: true,
        });
    }

    /// Writes them all.
    pub fn record(self, tx: &mut Tx<'_>, maker: &Maker) -> Result<(), Failure> {
        let app = &maker.app;
        for mut open in self.all {
            let path = store::units::path(tx, &open.commune)?;
            let commune = path.last().ok_or_else(Failure::not_found)?;
            let province = path.iter().find(|unit| unit.level == rules::basics::Level::Province);
            let province = province.map(|unit| unit.full_name.clone()).unwrap_or_default();
            for certificate in &mut open.certificates {
                certificate.commune_name.clone_from(&commune.full_name);
                certificate.province_name.clone_from(&province);
            }
            let set = app.set(&open.set.0, &open.set.1);
            let offer = offer(&app.words, &self.chair, commune, set);
            let number = format!("{}/QĐ-UBND", open.number);
            let decision = Decision {
                id: open.id.clone(),
                commune_id: open.commune.clone(),
                model: Model::Family.word().to_owned(),
                year: open.year,
                fold: number_fold(&number, open.when.0),
                number: number.clone(),
                issued_on: open.when.0,
                issued_at: offer.issued_at,
                issuer: offer.issuer,
                legal_bases: serde_json::to_string(&offer.bases)?,
                signatory: offer.signatory,
                signatory_title: offer.signatory_title,
                account_id: self.chair.id.clone(),
                set_id: open.set.0,
                version: open.set.1,
                families: i64::try_from(open.certificates.len()).unwrap_or(0),
                at: open.when.1,
            };
            let proof = store::bulk::add_decision(tx, &decision, &open.certificates)?;
            let papers = crate::paperwork::template::hold(tx, app, &open.id)?;
            let after = json!({
                "papers": papers, "number": number, "issued_on": decision.issued_on, "year": open.year,
                "model": decision.model, "families": decision.families, "set": decision.set_id,
                "version": decision.version, ORIGIN: true,
            });
            let line = Line {
                at: open.when.1,
                account_id: self.chair.id.clone(),
                act: Act::Decide.word().to_owned(),
                object_kind: "decision".to_owned(),
                object_id: open.id,
                unit_id: open.commune.clone(),
                before: String::new(),
                after: after.to_string(),
                reason: String::new(),
                proof,
            };
            store::audit::append(tx, app.secrets.trail(), &open.commune, &[line])?;
        }
        Ok(())
    }
}
