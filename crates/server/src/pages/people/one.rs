//! One person: facts, roles past, present and coming, the forms that change them, and the trail of the account.
//! Must not know how accounts are listed.

use askama::Template;
use axum::extract::Path;
use rules::access::Act;
use rules::problem::Problem;
use store::Tx;
use store::people::{Account, RoleGrant};

use super::roles::{Choices, RoleForm};
use super::{RoleLine, back, draft_of, when};
use crate::acts::people::accounts::{self, AccountDraft, managing_units};
use crate::acts::people::roles;
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::{Fields, Form};
use crate::pages::trail::{Lines, Trail};
use crate::pages::{Base, Faults, again, page, page_with};
use crate::visit::{Guard, Visit};

#[derive(Template)]
#[template(path = "person.html")]
struct Person {
    b: Base,
    faults: Faults,
    /// Which form was sent and had problems: edit, role, or empty.
    open: &'static str,
    account: Account,
    draft: AccountDraft,
    roles: Vec<RoleLine>,
    sessions: i64,
    /// The visitor may change the account itself, not only roles.
    may: bool,
    /// It is the visitor's own.
    own: bool,
    choices: Choices,
    trail: Vec<Trail>,
    today: String,
    /// The role whose end was sent and had problems, with what was typed.
    sent: Option<(String, Fields)>,
    /// Names of the places where they both appraise and decide.
    alone: Vec<String>,
}

impl Person {
    fn ends(&self, line: &RoleLine) -> bool {
        self.sent.as_ref().is_some_and(|(role, _)| *role == line.grant.id)
    }

    fn ending(&self, name: &str, otherwise: impl Into<String>) -> String {
        let sent = self.sent.as_ref().filter(|(_, fields)| fields.has(name));
        sent.map_or_else(|| otherwise.into(), |(_, fields)| fields.text(name).to_owned())
    }
}

/// An account with its roles, if the visitor may see it: manages people at the place of one of its roles, or the country.
pub fn seen(tx: &mut Tx<'_>, guard: &Guard, id: &str) -> Result<(Account, Vec<RoleGrant>), Failure> {
    guard.anywhere(Act::ManagePeople)?;
    let account = store::people::account(tx, id)?.ok_or_else(Failure::not_found)?;
    let roles = store::people::grants(tx, id)?;
    for role in &roles {
        if guard.can(tx, Act::ManagePeople, &role.unit_id)? {
            return Ok((account, roles));
        }
    }
    let country = store::units::country(tx)?;
    guard.allow(tx, Act::ManagePeople, &country.id)?;
    Ok((account, roles))
}

/// The person's page.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&person(&visit, &id, &[], "", None, None).await?)
}

async fn person(
    visit: &Visit,
    id: &str,
    problems: &[Problem],
    open: &'static str,
    draft: Option<AccountDraft>,
    form: Option<RoleForm>,
) -> Result<Person, Failure> {
    let (guard, now, today, id) = (visit.guard.clone(), visit.at, visit.today, id.to_owned());
    let form = form.unwrap_or_else(|| RoleForm { since: today.to_string(), ..RoleForm::default() });
    let own = visit.guard.actor()?.id == id;
    let (account, roles, sessions, may, choices, lines) = visit
        .app
        .read(move |tx| {
            let (account, grants) = seen(tx, &guard, &id)?;
            let mut may = true;
            for unit_id in managing_units(tx, &grants, today)? {
                may = may && guard.can(tx, Act::ManagePeople, &unit_id)?;
            }
            let mut roles = Vec::new();
            for grant in grants {
                let when = when(&grant, today);
                let may_end = !own && when != "over" && guard.can(tx, Act::ManagePeople, &grant.unit_id)?;
                roles.push(RoleLine { grant, when, may_end });
            }
            let sessions = i64::try_from(store::people::sessions(tx, &id, now)?.len()).unwrap_or(0);
            let choices = Choices::read(tx, &guard, form.clone())?;
            Ok((account, roles, sessions, may, choices, Lines::of(tx, "account", &id)?))
        })
        .await?;
    let held: Vec<_> = roles.iter().map(|line| line.grant.grant()).collect();
    let alone = rules::people::alone_at(&held, today);
    let named = |unit: &String| {
        let line = roles.iter().find(|line| line.grant.unit_id == *unit);
        line.map_or_else(|| unit.clone(), |line| line.grant.unit_name.clone())
    };
    let alone = alone.iter().map(named).collect();
    let draft = draft.unwrap_or_else(|| AccountDraft {
        login: account.login.clone(),
        name: account.name.clone(),
        title: account.title.clone(),
        language: account.language.clone(),
    });
    Ok(Person {
        b: Base::new(visit, "people"),
        faults: Faults::new(visit, problems),
        open,
        account,
        draft,
        roles,
        sessions,
        may,
        own,
        choices,
        trail: lines.rows(visit),
        today: today.to_string(),
        sent: None,
        alone,
    })
}

fn ask(id: &str, what: &str, fields: &crate::forms::Fields) -> Ask {
    Ask::new(Act::ManagePeople, fields.request_id(), &format!("{what} {id}\n{}", fields.content()))
}

/// Corrects name, title, language.
pub async fn edit(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let draft = draft_of(&fields);
    let revision = fields.text("revision").parse().unwrap_or(-1);
    let (whose, wanted) = (id.clone(), draft.clone());
    let done = visit
        .app
        .act(&visit.guard, ask(&id, "edit", &fields), move |tx, ctx| accounts::edit(tx, ctx, &whose, &wanted, revision))
        .await;
    match done {
        Ok(_) => back(&id, "account-saved"),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &person(&visit, &id, &problems, "edit", Some(draft), None).await?)
        }
    }
}

/// Gives a role.
pub async fn grant(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let form = RoleForm::of(&fields);
    let (whose, draft) = (id.clone(), form.draft().unwrap_or_default());
    let done = visit
        .app
        .act(&visit.guard, ask(&id, "grant", &fields), move |tx, ctx| roles::grant(tx, ctx, &whose, &draft))
        .await;
    match done {
        Ok(_) => back(&id, "role-granted"),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &person(&visit, &id, &problems, "role", None, Some(form)).await?)
        }
    }
}

/// Ends a role on a day, or at once when no day was given.
pub async fn end(visit: Visit, Path((id, role)): Path<(String, String)>, Form(fields): Form) -> Answer {
    let mut problems = Vec::new();
    let last = if fields.text("on").is_empty() { None } else { fields.day("on", &mut problems) };
    let reason = fields.text("reason").to_owned();
    let (whose, which) = (id.clone(), role.clone());
    let ask = ask(&role, "end", &fields);
    let done = if problems.is_empty() {
        visit
            .app
            .act(&visit.guard, ask, move |tx, ctx| {
                let of = roles::end(tx, ctx, &role, last, &reason)?;
                if of == whose { Ok(of) } else { Err(Failure::not_found()) }
            })
            .await
    } else {
        Err(problems.into())
    };
    match done {
        Ok(_) => back(&id, "role-ended"),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            let mut shown = person(&visit, &id, &problems, "", None, None).await?;
            shown.sent = Some((which, fields));
            page_with(status, &shown)
        }
    }
}

/// Sets a new first password and shows it once.
pub async fn reset(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let (app, whom, request) = (visit.app.clone(), id.clone(), fields.request_id().to_owned());
    visit.guard.anywhere(Act::ManagePeople)?;
    let made = visit.app.wait(move || accounts::first_password(&app, "", &whom, &request)).await;
    let (password, shown) = made?;
    let whose = id.clone();
    let done = visit
        .app
        .act(&visit.guard, ask(&id, "password", &fields), move |tx, ctx| {
            accounts::reset_password(tx, ctx, &whose, &password)
        })
        .await;
    match done {
        Ok(_) => {
            let (guard, wanted) = (visit.guard.clone(), id.clone());
            let (account, _) = visit.app.read(move |tx| seen(tx, &guard, &wanted)).await?;
            super::shown(&visit, &id, &account, shown.unwrap_or_default())
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &person(&visit, &id, &problems, "", None, None).await?)
        }
    }
}

/// Closes the account.
pub async fn disable(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    set_disabled(visit, id, fields, true).await
}

/// Opens it again.
pub async fn enable(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    set_disabled(visit, id, fields, false).await
}

async fn set_disabled(visit: Visit, id: String, fields: crate::forms::Fields, disabled: bool) -> Answer {
    let (whose, reason) = (id.clone(), fields.text("reason").to_owned());
    let what = if disabled { "disable" } else { "enable" };
    let done = visit
        .app
        .act(&visit.guard, ask(&id, what, &fields), move |tx, ctx| {
            accounts::set_disabled(tx, ctx, &whose, disabled, &reason)
        })
        .await;
    match done {
        Ok(_) => back(&id, if disabled { "account-disabled" } else { "account-enabled" }),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &person(&visit, &id, &problems, "", None, None).await?)
        }
    }
}
