//! The people of the system: the list with its search and export, and the form for a new account.
//! Must not know what a role allows; who may see which account is asked of the guard.

pub mod one;
mod roles;

use askama::Template;
use axum::response::IntoResponse as _;
use papers::sheets::{Cell, Column, Kind, Table};
use rules::access::{Act, Role};
use rules::basics::Day;
use rules::problem::Problem;
use store::Tx;
use store::people::{Account, AccountFilter, RoleGrant};

use self::roles::{Choices, RoleForm};
use super::{Base, Faults, again, file, page, page_with};
use crate::acts::people::accounts::{self, AccountDraft};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::visit::{Guard, Visit, query_value};

/// Rows of one page of the list.
const PAGE: i64 = 50;
/// Most accounts of one export.
const MOST: i64 = 20_000;

/// A role with where it stands in time.
pub struct RoleLine {
    grant: RoleGrant,
    /// now, coming or over.
    when: &'static str,
    /// The visitor may end it.
    may_end: bool,
}

/// now, coming or over on a day.
#[must_use]
pub fn when(grant: &RoleGrant, today: Day) -> &'static str {
    if grant.until < today {
        "over"
    } else if grant.since > today {
        "coming"
    } else {
        "now"
    }
}

/// One row of the list.
struct Row {
    account: Account,
    roles: Vec<RoleGrant>,
}

/// What the list was asked for.
#[derive(Clone, Default)]
pub struct Asked {
    /// Words of name, title or login.
    pub q: String,
    /// A role's word, or empty.
    pub role: String,
    /// open, disabled or empty.
    pub state: String,
    /// A unit id of the visitor's reach, or empty for the first.
    pub place: String,
    /// Login of the last row before.
    pub after: String,
}

impl Asked {
    /// From the query of a page or of the API.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        let value = |name: &str| query_value(&visit.uri, name).unwrap_or_default().trim().to_owned();
        Self { q: value("q"), role: value("role"), state: value("state"), place: value("place"), after: value("after") }
    }

    fn query(&self, after: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [("q", &self.q), ("role", &self.role), ("state", &self.state), ("place", &self.place)];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if !after.is_empty() {
            query.append_pair("after", after);
        }
        query.finish()
    }

    /// Reads accounts of one place of the visitor's reach, with all their roles.
    pub fn find(&self, tx: &mut Tx<'_>, guard: &Guard, limit: i64) -> Result<Vec<(Account, Vec<RoleGrant>)>, Failure> {
        let reach = guard.anywhere(Act::ManagePeople)?;
        let scope = if self.place.is_empty() { reach.first().cloned().unwrap_or_default() } else { self.place.clone() };
        guard.allow(tx, Act::ManagePeople, &scope)?;
        let filter = AccountFilter {
            scope,
            words: rules::text::fold(&self.q),
            role: self.role.clone(),
            state: self.state.clone(),
            on: guard.today(),
            after: self.after.clone(),
            limit,
        };
        let mut rows = Vec::new();
        for account in store::people::find_accounts(tx, &filter)? {
            let roles = store::people::grants(tx, &account.id)?;
            rows.push((account, roles));
        }
        Ok(rows)
    }
}

#[derive(Template)]
#[template(path = "people.html")]
struct List {
    b: Base,
    asked: Asked,
    /// Id and name of the places the visitor manages.
    reach: Vec<(String, String)>,
    roles: &'static [Role],
    rows: Vec<Row>,
    /// Query of the next page; empty on the last.
    next: String,
    /// Query of the first page, when this is another.
    first: Option<String>,
    export: String,
}

/// The list.
pub async fn show(visit: Visit) -> Answer {
    let asked = Asked::of(&visit);
    let (wanted, guard, today) = (asked.clone(), visit.guard.clone(), visit.today);
    let (reach, mut rows) = visit
        .app
        .read(move |tx| {
            let mut reach = Vec::new();
            for id in guard.anywhere(Act::ManagePeople)? {
                if let Some(unit) = store::units::unit(tx, &id)? {
                    reach.push((unit.id, unit.full_name));
                }
            }
            Ok((reach, wanted.find(tx, &guard, PAGE + 1)?))
        })
        .await?;
    let size = usize::try_from(PAGE).unwrap_or(50);
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().map(|(account, _)| account.login.clone()).unwrap_or_default();
    let rows = rows.into_iter().map(|(account, mut roles)| {
        roles.retain(|role| when(role, today) == "now");
        Row { account, roles }
    });
    page(&List {
        b: Base::new(&visit, "people"),
        reach,
        roles: Role::ALL,
        rows: rows.collect(),
        next: if more { asked.query(&last) } else { String::new() },
        first: (!asked.after.is_empty()).then(|| asked.query("")),
        export: asked.query(""),
        asked,
    })
}

/// The list as a workbook, one row a role.
pub async fn xlsx(visit: Visit) -> Answer {
    let table = table(&visit).await?;
    let bytes = papers::sheets::workbook(&table).map_err(|cause| Failure::Broken(cause.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, "people.xlsx", false, bytes))
}

/// The list as CSV, one row a role.
pub async fn csv(visit: Visit) -> Answer {
    let table = table(&visit).await?;
    Ok(file("text/csv; charset=utf-8", "people.csv", false, papers::sheets::csv(&table)))
}

async fn table(visit: &Visit) -> Result<Table, Failure> {
    let (asked, guard) = (Asked { after: String::new(), ..Asked::of(visit) }, visit.guard.clone());
    let rows = visit.app.read(move |tx| asked.find(tx, &guard, MOST)).await?;
    let b = Base::new(visit, "people");
    let heads = [
        ("people-login", Kind::Text),
        ("people-name", Kind::Text),
        ("people-post", Kind::Text),
        ("people-state", Kind::Text),
        ("people-role", Kind::Text),
        ("people-place", Kind::Text),
        ("people-since", Kind::Day),
        ("people-until", Kind::Day),
        ("people-basis", Kind::Text),
    ];
    let mut lines = Vec::new();
    for (account, roles) in &rows {
        let state = b.t(if account.disabled_at.is_some() { "people-state-disabled" } else { "people-state-open" });
        let facts = || [&account.login, &account.name, &account.title, &state].map(|text| Cell::Text(text.clone()));
        for role in roles {
            let until = if role.until == Day::FOREVER { Cell::Empty } else { Cell::Day(role.until) };
            let mut line = Vec::from(facts());
            line.extend([
                Cell::Text(b.t(format!("role-{}", role.role.word()))),
                Cell::Text(role.unit_name.clone()),
                Cell::Day(role.since),
                until,
                Cell::Text(role.legal_basis.clone()),
            ]);
            lines.push(line);
        }
        if roles.is_empty() {
            let mut line = Vec::from(facts());
            line.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
            lines.push(line);
        }
    }
    Ok(Table {
        title: b.t("people-title"),
        sheet: b.t("nav-people"),
        columns: heads.into_iter().map(|(key, kind)| Column::new(b.t(key), kind)).collect(),
        rows: lines,
        notes_sheet: b.t("people-sheet-notes"),
        facts: vec![(b.t("people-sheet-made"), b.moment(&visit.at)), (b.t("people-sheet-by"), b.person())],
        rows_label: b.t("people-sheet-rows"),
        notes: Vec::new(),
        made: visit.today,
    })
}

#[derive(Template)]
#[template(path = "people_new.html")]
struct New {
    b: Base,
    faults: Faults,
    draft: AccountDraft,
    choices: Choices,
    /// May leave the role out: manages the whole country.
    free: bool,
    shortest: usize,
}

/// The form for a new account.
pub async fn new(visit: Visit) -> Answer {
    let empty = RoleForm { since: visit.today.to_string(), ..RoleForm::default() };
    page(&form(&visit, &[], AccountDraft::default(), empty).await?)
}

async fn form(visit: &Visit, problems: &[Problem], draft: AccountDraft, role: RoleForm) -> Result<New, Failure> {
    let (guard, wanted) = (visit.guard.clone(), role.clone());
    let (free, choices) = visit
        .app
        .read(move |tx| {
            guard.anywhere(Act::ManagePeople)?;
            let country = store::units::country(tx)?;
            Ok((guard.can(tx, Act::ManagePeople, &country.id)?, Choices::read(tx, &guard, wanted.clone())?))
        })
        .await?;
    Ok(New {
        b: Base::new(visit, "people"),
        faults: Faults::new(visit, problems),
        draft,
        choices,
        free,
        shortest: crate::acts::people::SHORTEST,
    })
}

/// An account as a form sends it.
fn draft_of(fields: &Fields) -> AccountDraft {
    let text = |name: &str| fields.text(name).to_owned();
    AccountDraft { login: text("login"), name: text("name"), title: text("title"), language: text("language") }
}

#[derive(Template)]
#[template(path = "people_password.html")]
struct Shown {
    b: Base,
    id: String,
    name: String,
    login: String,
    password: String,
    added: bool,
}

/// Adds an account; shows a password the site made, once.
pub async fn add(visit: Visit, Form(fields): Form) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let (draft, role) = (draft_of(&fields), RoleForm::of(&fields));
    let given = fields.text("password").to_owned();
    // The password is part of the request in a shape that tells nothing about it.
    let content = format!("{draft:?}\n{role:?}\n{}", visit.app.secrets.lookup(&given));
    let ask = Ask::new(Act::ManagePeople, fields.request_id(), &content);
    let done = added(&visit, ask, draft.clone(), &role, given).await;
    match done {
        Ok((id, Some(password))) => {
            let (name, login) = (draft.name.clone(), rules::people::typed_login(&draft.login));
            page(&Shown { b: Base::new(&visit, "people"), id, name, login, password, added: true })
        }
        Ok((id, None)) => super::go(&format!("/people/{id}"), "account-added", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &form(&visit, &problems, draft, role).await?)
        }
    }
}

async fn added(
    visit: &Visit,
    ask: Ask,
    draft: AccountDraft,
    role: &RoleForm,
    given: String,
) -> Result<(String, Option<String>), Failure> {
    let (app, request, whom) = (visit.app.clone(), ask.request_id.clone(), visit.guard.actor()?.id.clone());
    let made = visit.app.wait(move || accounts::first_password(&app, &given, &whom, &request)).await;
    let (password, shown) = made?;
    let role = role.draft();
    let id = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| accounts::add(tx, ctx, &draft, role.as_ref(), &password))
        .await?;
    Ok((id, shown))
}

/// A password shown once, after it was set anew.
fn shown(visit: &Visit, id: &str, account: &Account, password: String) -> Answer {
    let page = Shown {
        b: Base::new(visit, "people"),
        id: id.to_owned(),
        name: account.name.clone(),
        login: account.login.clone(),
        password,
        added: false,
    };
    super::page(&page).map(axum::response::IntoResponse::into_response)
}

/// Goes back to a person's page after a write.
fn back(id: &str, done: &str) -> Answer {
    super::go(&format!("/people/{id}"), done, None).map(|to| to.into_response())
}
