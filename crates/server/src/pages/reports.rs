//! Papers that are made of what is recorded: the minutes of a commune's appraisal, the table of the learning models.
//! Must not know how they are worded or drawn.

use axum::extract::Path;
use papers::kind::Kind;
use papers::report::Report;
use rules::basics::Level;
use rules::criteria::Model;
use rules::path::State;
use rules::problem::Problem;

use super::decisions::{failed, paper_language};
use super::path::{Asked, Year};
use super::{figures, file};
use crate::failure::{Answer, Failure};
use crate::paperwork;
use crate::paperwork::minutes::Source;
use crate::paperwork::template::in_force;
use crate::typeset::PAPER;
use crate::visit::Visit;

/// The minutes of a commune's appraisal as PDF.
pub async fn minutes(visit: Visit, Year(year): Year) -> Answer {
    let (asked, model, at) = (Asked::new(&visit, Some(year)), Model::Family.word(), (visit.at, visit.today));
    let (source, unit, code) = visit
        .app
        .read(move |tx| {
            let s = asked.find(tx)?;
            if s.unit.level != Level::Commune {
                return Err(Problem::new("no-such-place").at("hamlet").with("value", &s.unit.id).into());
            }
            let states = store::assessments::state_counts(tx, &s.unit.id, model, year)?;
            let province = s.crumbs.iter().find(|unit| unit.level == Level::Province);
            let source = Source {
                province: province.map(|unit| unit.full_name.clone()).unwrap_or_default(),
                model: model.to_owned(),
                year,
                steps: store::assessments::verdicts(tx, &s.unit.id, model, year)?,
                waiting: states.iter().filter(|(state, _)| *state == State::Submitted).map(|(_, n)| n).sum(),
                at,
                commune: s.unit.full_name,
                place: s.unit.name,
            };
            Ok::<_, Failure>((source, s.unit.id, s.unit.code))
        })
        .await?;
    let report = paperwork::minutes::minutes(&visit.app, paper_language(&visit), &source);
    pdf(&visit, report, (Kind::Minutes, unit), &format!("minutes-{code}-{year}.pdf")).await
}

/// The table of the learning models of a commune or province as PDF.
pub async fn models(visit: Visit, Path(place): Path<String>) -> Answer {
    let (wanted, _) = figures::wanted(&visit, &place)?;
    let f = figures::read(&visit, wanted).await?;
    if !matches!(f.unit.level, Level::Commune | Level::Province) || f.model != Model::Family {
        return Err(Problem::new("no-such-place").at("place").with("value", &place).into());
    }
    let report = paperwork::models::models(&visit.app, paper_language(&visit), &f);
    let name = format!("models-{}-{}.pdf", f.unit.code, f.year);
    pdf(&visit, report, (Kind::Models, f.unit.id), &name).await
}

async fn pdf(visit: &Visit, report: Report, (kind, unit): (Kind, String), name: &str) -> Answer {
    let app = visit.app.clone();
    let template = visit.app.read(move |tx| in_force(tx, &unit, kind)).await?;
    let made = visit.app.wait(move || {
        let order = report.order(kind).map_err(failed)?.with(&template.text);
        app.press.make(order, PAPER).map_err(failed)
    });
    Ok(file("application/pdf", name, true, made.await?))
}
