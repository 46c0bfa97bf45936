//! Papers about made-up families of a place, to try a template with: every part of the paper is there, the long names too.
//! Must not read or keep anything.

use papers::PaperError;
use papers::certificate::PerPage;
use papers::kind::Kind;
use papers::press::Order;
use rules::basics::Day;
use rules::criteria::Model;
use rules::path::{State, StepKind};
use rules::report::Counts;
use serde_json::Value;
use store::assessments::Verdict;
use store::decisions::{AnnexLine, Certificate, Decision};
use store::units::Unit;

use super::template::{certificates_order, decision_order};
use super::{Say, Source, minutes, models, small};
use crate::app::App;
use crate::figures::{By, Figures, Line, Sort};
use crate::visit::Visit;
use crate::words::Lang;

const NAMES: &[&str] = &[
    "Lò Văn Mẫu",
    "Quàng Thị Thử",
    "Y Ƀlŭ Niê Kđăm",
    "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Huyền Trang Diệu Thiện Khánh Linh",
    "H'Nghĩa \"Mí\" Êban",
    "Giàng *Thị* #Mỷ_",
];
const HAMLETS: &[&str] = &["Bản Mẫu Một", "Bản Mẫu Hai", "Tổ dân phố số 3"];
/// Families of a sample: enough for a second page.
const FAMILIES: usize = 60;
/// Certificates of a sample: enough for a second sheet of four.
const CARDS: usize = 5;

fn of<'a>(all: &[&'a str], at: usize) -> &'a str {
    all.get(at % all.len().max(1)).copied().unwrap_or_default()
}

/// A paper of this kind about made-up families of a place, in each shape it has, with the built-in template.
///
/// # Errors
/// [`PaperError`] when a value does not fit together.
pub fn orders(visit: &Visit, kind: Kind, unit: &Unit, province: &str) -> Result<Vec<Order>, PaperError> {
    let (app, lang, today) = (&visit.app, Lang::Vi, visit.today);
    match kind {
        Kind::Decision => Ok(vec![decision_order(app, lang, &source(app, unit, province, today))?]),
        Kind::Certificate => {
            let source = source(app, unit, province, today);
            let lines: Vec<&AnnexLine> = source.annex.iter().take(CARDS).collect();
            let order = |per_page| certificates_order(app, lang, &source, &lines, per_page);
            Ok(vec![order(PerPage::One)?, order(PerPage::Four)?])
        }
        Kind::Minutes => {
            let source = steps(unit, province, visit);
            Ok(vec![minutes::minutes(app, lang, &source).order(kind)?])
        }
        Kind::Models => {
            let mut report = models::models(app, lang, &figures(unit, visit));
            let say = Say { app, lang };
            if report.notices.is_empty() {
                report.notices.push(say.t("models-demo", &[]));
            }
            report.watermark = Some(say.t("paper-watermark-synthetic", &[]));
            Ok(vec![report.order(kind)?])
        }
    }
}

/// The same papers as they mostly are: without warnings, pale words and what else may be missing.
#[must_use]
pub fn bare(mut order: Order) -> Order {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields {
                    match key.as_str() {
                        "watermark" | "totals" => *field = Value::Null,
                        "notices" => *field = Value::Array(Vec::new()),
                        "signed" | "total" | "number" if field.is_string() => *field = Value::String(String::new()),
                        _ => strip(field),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut order.value);
    order
}

fn source(app: &App, unit: &Unit, province: &str, today: Day) -> Source {
    let set = rules::criteria::choose(&app.sets, Model::Family, today.year());
    let say = Say { app, lang: Lang::Vi };
    let annex: Vec<AnnexLine> = (0..FAMILIES)
        .map(|at| AnnexLine {
            certificate: Certificate {
                id: format!("MAU0-{:04}-{:04}", at + 1, at * 37),
                decision_id: "MAU0-MAU0-MAU0".to_owned(),
                assessment_id: String::new(),
                ordinal: i64::try_from(at + 1).unwrap_or(1),
                head_name: of(NAMES, at).to_owned(),
                hamlet_name: of(HAMLETS, at / 20).to_owned(),
                commune_name: unit.full_name.clone(),
                province_name: province.to_owned(),
                total: 90,
                synthetic: true,
            },
            household_id: String::new(),
            hamlet_id: of(HAMLETS, at / 20).to_owned(),
            state: State::Recognised,
            revoked_on: None,
        })
        .collect();
    let bases: Vec<_> = ["387/QĐ-TTg", "1373/QĐ-TTg"]
        .map(|number| {
            let args: &[(&str, &str)] =
                &[("kind", "Quyết định"), ("number", number), ("day", &say.day(today)), ("rest", "")];
            crate::acts::decide::Basis { text: say.t("paper-basis", args), verified: Some(false) }
        })
        .to_vec();
    Source {
        decision: Decision {
            id: "MAU0-MAU0-MAU0".to_owned(),
            commune_id: unit.id.clone(),
            model: Model::Family.word().to_owned(),
            year: today.year(),
            number: "00/QĐ-UBND".to_owned(),
            fold: String::new(),
            issued_on: today,
            issued_at: unit.name.clone(),
            issuer: say.t("paper-issuer", &[("commune", &small(&unit.full_name))]),
            legal_bases: serde_json::to_string(&bases).unwrap_or_default(),
            signatory: "Nguyễn Văn Mẫu".to_owned(),
            signatory_title: say.t("paper-deputy-mark", &[]),
            account_id: String::new(),
            set_id: set.map(|set| set.set.clone()).unwrap_or_default(),
            version: set.map(|set| set.version.clone()).unwrap_or_default(),
            families: i64::try_from(FAMILIES).unwrap_or(0),
            at: rules::basics::Moment(0),
        },
        commune: unit.full_name.clone(),
        province: province.to_owned(),
        annex,
        held: None,
    }
}

fn steps(unit: &Unit, province: &str, visit: &Visit) -> minutes::Source {
    let set = rules::criteria::choose(&visit.app.sets, Model::Family, visit.today.year());
    let set = set.map(|set| (set.set.clone(), set.version.clone())).unwrap_or_default();
    let step = |at: usize, kind, state, reason: &str| Verdict {
        assessment_id: at.to_string(),
        head_name: of(NAMES, at).to_owned(),
        synthetic: true,
        hamlet_id: of(HAMLETS, at / 20).to_owned(),
        hamlet_name: of(HAMLETS, at / 20).to_owned(),
        state,
        total: 85,
        set: set.clone(),
        kind,
        on: visit.today,
        reason: reason.to_owned(),
        by: ("Trần Thị Thẩm".to_owned(), "Công chức Văn hóa - Xã hội".to_owned()),
    };
    let mut all = Vec::new();
    for at in 0..FAMILIES {
        match at % 12 {
            0 => all.push(step(at, StepKind::Return, State::Returned, "Thiếu minh chứng của một mục")),
            1 => all.push(step(at, StepKind::Reject, State::Rejected, "Chưa đủ điểm")),
            2 => {
                all.push(step(at, StepKind::Return, State::Accepted, "Ghi thiếu một thành viên"));
                all.push(step(at, StepKind::Accept, State::Accepted, ""));
            }
            _ => all.push(step(at, StepKind::Accept, State::Accepted, "")),
        }
    }
    minutes::Source {
        commune: unit.full_name.clone(),
        place: unit.name.clone(),
        province: province.to_owned(),
        model: Model::Family.word().to_owned(),
        year: visit.today.year(),
        steps: all,
        waiting: 3,
        at: (visit.at, visit.today),
    }
}

fn figures(unit: &Unit, visit: &Visit) -> Figures {
    let counts = |n: i64| Counts { households: 40 * n, registered: 30 * n, recognised: 20 * n, ..Counts::default() };
    let row = |at: usize| {
        let below = Unit { full_name: of(HAMLETS, at).to_owned(), ..unit.clone() };
        Line {
            unit: Some(below),
            former: 0,
            counts: Some(counts(i64::try_from(at + 1).unwrap_or(1))),
            hidden: None,
            least: 40,
        }
    };
    Figures {
        unit: unit.clone(),
        path: Vec::new(),
        on: visit.today,
        year: visit.today.year(),
        years: Vec::new(),
        model: Model::Family,
        households_on: visit.today,
        at: visit.at,
        own: Some(counts(6)),
        hidden: None,
        rows: (0..HAMLETS.len()).map(row).collect(),
        sort: Sort { by: By::Name, down: false },
        trend: Vec::new(),
        warnings: Vec::new(),
        published: Vec::new(),
        published_below: Vec::new(),
        from: Vec::new(),
        to: Vec::new(),
        may_see_records: true,
    }
}
