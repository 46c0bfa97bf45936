//! The forms for a new household and for what is known of one.
//! Must not know what makes an entry right.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::basics::Level;
use rules::problem::Problem;
use rules::register::{IdNumber, Relation};
use store::units::Unit;

use super::super::{Base, Faults, again, go, page, page_with};
use super::choices;
use crate::acts::register::households::{self, AskedHousehold, NewMember, Particulars};
use crate::acts::register::see::{self, HouseholdSeen};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::{Visit, query_value};

/// Rows for members a new form offers.
const ROWS: usize = 4;
/// Most rows a form may have.
const MOST: usize = 40;

/// One row of the form.
#[derive(Default)]
struct Row {
    member: NewMember,
    /// The typed identity number, enciphered, so that the form shown again does not carry it in clear.
    kept: String,
    /// Its last digits.
    tail: String,
}

#[derive(Template)]
#[template(path = "household_new.html")]
struct New {
    b: Base,
    faults: Faults,
    asked: AskedHousehold,
    rows: Vec<Row>,
    hamlets: Vec<(String, String)>,
    relations: Vec<(String, String)>,
    sexes: Vec<(String, String)>,
    doubles: Vec<(String, String)>,
    double: bool,
}

impl New {
    fn name(&self, at: &usize, field: &str) -> String {
        format!("members.{at}.{field}")
    }

    /// What is wrong in a row: field, its label, the sentence. It stands under the row, which is too narrow for it.
    fn wrong(&self, at: &usize) -> Vec<(String, String, String)> {
        let fields = ["name", "relation", "sex", "birth", "id_number"];
        let all = fields.iter().map(|field| (self.name(at, field), self.b.t(format!("column-{}", field))));
        all.filter(|(name, _)| self.faults.has(name))
            .map(|(name, label)| {
                let sentence = self.faults.of(&name);
                (name, label, sentence)
            })
            .collect()
    }
}

/// The form for a new household.
pub async fn new(visit: Visit) -> Answer {
    let asked = AskedHousehold { hamlet: query_value(&visit.uri, "hamlet").unwrap_or_default(), ..<_>::default() };
    let rows = (0..ROWS).map(|_| Row::default()).collect();
    page(&form(&visit, &[], asked, rows).await?)
}

async fn form(visit: &Visit, problems: &[Problem], asked: AskedHousehold, rows: Vec<Row>) -> Result<New, Failure> {
    let guard = visit.guard.clone();
    let scopes = visit.app.read(move |tx| see::scopes(tx, &guard, Act::EditRegister)).await?;
    let hamlets: Vec<Unit> =
        scopes.into_iter().map(|scope| scope.unit).filter(|unit| unit.level == Level::Hamlet).collect();
    let b = Base::new(visit, "households");
    let sees = |problem: &&Problem| problem.code == "likely-duplicate";
    let doubles = problems
        .iter()
        .filter(sees)
        .filter_map(|problem| Some((problem.args.get("id")?.clone(), problem.args.get("number")?.clone())))
        .collect();
    let mut asked = asked;
    // A link names the hamlet by unit id as well; the choices are codes.
    if let Some((code, _)) = asked.hamlet.split_once('@') {
        asked.hamlet = code.to_owned();
    }
    Ok(New {
        faults: Faults::new(visit, &plain(problems)),
        asked,
        rows,
        hamlets: hamlets.into_iter().map(|unit| (unit.code, unit.full_name)).collect(),
        relations: choices(&b, "relation", Relation::ALL.iter().skip(1).map(|one| one.word())),
        sexes: choices(&b, "sex", ["male", "female"].into_iter()),
        doubles,
        double: problems.iter().any(|problem| problem.code == "likely-duplicate"),
        b,
    })
}

/// In a form, a choice that was not made is an empty field.
pub(super) fn plain(problems: &[Problem]) -> Vec<Problem> {
    let empty = |problem: &Problem| problem.args.get("value").is_none_or(|value| value.trim().is_empty());
    problems
        .iter()
        .map(|problem| match problem.code.as_str() {
            "not-a-choice" if empty(problem) => Problem::new("required").at(problem.field.as_str()),
            _ => problem.clone(),
        })
        .collect()
}

/// The rows of a sent form; blank ones too.
fn rows_of(visit: &Visit, fields: &Fields) -> Vec<Row> {
    let mut rows = Vec::new();
    for at in 0..MOST {
        let name = |field: &str| format!("members.{at}.{field}");
        if !fields.has(&name("name")) {
            break;
        }
        let text = |field: &str| fields.text(&name(field)).to_owned();
        let mut member = NewMember {
            name: text("name"),
            relation: if at == 0 { Relation::Head.word().to_owned() } else { text("relation") },
            sex: text("sex"),
            birth: text("birth"),
            id_number: text("id_number"),
        };
        let mut kept = text("id_kept");
        if member.id_number.is_empty() && !kept.is_empty() {
            member.id_number = visit.app.secrets.reveal(&kept);
        }
        let number = IdNumber::parse(&member.id_number, visit.today).ok().flatten();
        let tail = number.as_ref().map(|number| number.tail().to_owned()).unwrap_or_default();
        kept = number.map(|number| visit.app.secrets.conceal(number.digits(), &visit.app.dice)).unwrap_or_default();
        rows.push(Row { member, kept, tail });
    }
    rows
}

fn is_blank(member: &NewMember) -> bool {
    member.name.is_empty() && member.birth.is_empty() && member.id_number.is_empty()
}

/// Enters a household, or shows the form with more rows.
pub async fn add(visit: Visit, Form(fields): Form) -> Answer {
    let mut rows = rows_of(&visit, &fields);
    let text = |name: &str| fields.text(name).to_owned();
    let mut asked = AskedHousehold {
        hamlet: text("hamlet"),
        number: text("number"),
        address: text("address"),
        phone: text("phone"),
        note: text("note"),
        since: text("since"),
        sure: fields.has("sure"),
        members: Vec::new(),
    };
    if fields.text("act") == "more" {
        rows.resize_with((rows.len() + ROWS).min(MOST), Row::default);
        return page(&form(&visit, &[], asked, rows).await?);
    }
    // Blank rows are left out; problems come back at the row they were typed in.
    let filled: Vec<usize> =
        (0..).zip(&rows).filter(|(at, row)| *at == 0 || !is_blank(&row.member)).map(|one| one.0).collect();
    asked.members = filled.iter().filter_map(|at| rows.get(*at)).map(|row| row.member.clone()).collect();
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, "", &fields));
    let wish = asked.clone();
    let done = visit.app.act(&visit.guard, ask, move |tx, ctx| households::add(tx, ctx, &wish)).await;
    match done {
        Ok(entered) => go(&format!("/households/{}", entered.household_id), "household-added", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            let problems: Vec<Problem> = problems.into_iter().map(|problem| at_typed_row(problem, &filled)).collect();
            page_with(status, &form(&visit, &problems, asked, rows).await?)
        }
    }
}

fn at_typed_row(problem: Problem, filled: &[usize]) -> Problem {
    let Some((at, field)) = problem.field.strip_prefix("members.").and_then(|rest| rest.split_once('.')) else {
        return problem;
    };
    let typed = at.parse().ok().and_then(|at: usize| filled.get(at)).copied().unwrap_or(0);
    let field = format!("members.{typed}.{field}");
    problem.at(field)
}

#[derive(Template)]
#[template(path = "household_edit.html")]
struct Edit {
    b: Base,
    faults: Faults,
    h: HouseholdSeen,
    path: Vec<Unit>,
    asked: Particulars,
}

/// The form for what is known of a household.
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&edit_form(&visit, &[], &id, None).await?)
}

async fn edit_form(visit: &Visit, problems: &[Problem], id: &str, asked: Option<Particulars>) -> Result<Edit, Failure> {
    let (h, path) = seen(visit, id, Act::EditRegister).await?;
    let asked = asked.unwrap_or_else(|| Particulars {
        number: h.number.clone(),
        address: h.address.clone(),
        phone: h.phone.clone(),
        note: h.note.clone(),
        base_revision: Some(h.revision),
    });
    Ok(Edit { b: Base::new(visit, "households"), faults: Faults::new(visit, &plain(problems)), h, path, asked })
}

/// A household for a form of an act, and where it lives.
pub(super) async fn seen(visit: &Visit, id: &str, act: Act) -> Result<(HouseholdSeen, Vec<Unit>), Failure> {
    let (guard, id) = (visit.guard.clone(), id.to_owned());
    visit
        .app
        .read(move |tx| {
            let h = see::household(tx, &guard, &id)?;
            guard.allow(tx, act, &h.hamlet.id)?;
            let path = store::units::path(tx, &h.hamlet.id)?;
            Ok((h, path))
        })
        .await
}

/// What a repeat of a form must equal. Keyed, because the digest of a form that is otherwise known gives an identity
/// number away to whoever tries all of them.
pub(super) fn content(visit: &Visit, id: &str, fields: &Fields) -> String {
    visit.app.secrets.lookup(&format!("{id}\n{}", fields.content()))
}

/// The revision a form was made for.
pub(super) fn base(fields: &Fields) -> Option<i64> {
    fields.text("base_revision").parse().ok()
}

/// Changes what is known of a household.
pub async fn save(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let text = |name: &str| fields.text(name).to_owned();
    let asked = Particulars {
        number: text("number"),
        address: text("address"),
        phone: text("phone"),
        note: text("note"),
        base_revision: base(&fields),
    };
    let ask = Ask::new(Act::EditRegister, fields.request_id(), &content(&visit, &id, &fields));
    let (wish, which) = (asked.clone(), id.clone());
    match visit.app.act(&visit.guard, ask, move |tx, ctx| households::edit(tx, ctx, &which, &wish)).await {
        Ok(_) => go(&format!("/households/{id}"), "household-saved", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &edit_form(&visit, &problems, &id, Some(asked)).await?)
        }
    }
}
