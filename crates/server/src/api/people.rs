//! People of the system as JSON: list, one, add, give a role, end a role.

pub mod keep;

use axum::extract::Path;
use axum::http::HeaderMap;
use rules::access::Act;
use rules::basics::Day;
use serde::{Deserialize, Serialize};
use store::people::{Account, RoleGrant};
use utoipa::ToSchema;

use super::{Listed, after, ask, give, limit, made};
use crate::acts::people::accounts::{self, AccountDraft};
use crate::acts::people::roles::{self, RoleDraft};
use crate::failure::{Answer, Failure};
use crate::forms::{Json, sent_day};
use crate::pages::people::Asked;
use crate::pages::people::one::seen;
use crate::visit::{Visit, query_value};

/// A role somebody holds, held or will hold.
#[derive(Serialize, ToSchema)]
pub struct RoleView {
    /// Id.
    id: String,
    /// administrator, province_officer, commune_officer, commune_chair, hamlet_head, viewer, operator.
    role: &'static str,
    /// The place's unit id.
    place: String,
    /// The place's name.
    place_name: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    since: Day,
    /// Last day; null until further notice.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    /// The appointment.
    legal_basis: String,
}

impl From<&RoleGrant> for RoleView {
    fn from(grant: &RoleGrant) -> Self {
        Self {
            id: grant.id.clone(),
            role: grant.role.word(),
            place: grant.unit_id.clone(),
            place_name: grant.unit_name.clone(),
            since: grant.since,
            until: (grant.until != Day::FOREVER).then_some(grant.until),
            legal_basis: grant.legal_basis.clone(),
        }
    }
}

/// Somebody who can sign in.
#[derive(Serialize, ToSchema)]
pub struct Person {
    /// Account id.
    id: String,
    /// Login name.
    login: String,
    /// Name.
    name: String,
    /// Post.
    title: String,
    /// vi, en, id, or empty for the site's default.
    language: String,
    /// Since when the account is closed, in milliseconds since 1970 UTC; null while it is open.
    disabled_at: Option<i64>,
    /// The password was set by somebody else and not changed yet.
    must_change: bool,
    /// When it was made, in milliseconds since 1970 UTC.
    created_at: i64,
    /// Raised by each change.
    revision: i64,
    /// Roles, past and coming ones too.
    roles: Vec<RoleView>,
    /// Unit ids of the places where this person both appraises and decides today, so that nobody else looks at a family in
    /// between.
    appraises_and_decides_at: Vec<String>,
}

impl Person {
    fn new(account: Account, roles: &[RoleGrant], today: Day) -> Self {
        let held: Vec<_> = roles.iter().map(RoleGrant::grant).collect();
        Self {
            appraises_and_decides_at: rules::people::alone_at(&held, today),
            id: account.id,
            login: account.login,
            name: account.name,
            title: account.title,
            language: account.language,
            disabled_at: account.disabled_at.map(|at| at.0),
            must_change: account.must_change,
            created_at: account.created_at.0,
            revision: account.revision,
            roles: roles.iter().map(RoleView::from).collect(),
        }
    }
}

/// The people whose roles lie where you manage people, by login name.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(
    ("q" = Option<String>, Query, description = "Words of name, post or login"),
    ("place" = Option<String>, Query, description = "Unit id; the first place you manage when absent"),
    ("role" = Option<String>, Query, description = "Only who holds this role today"),
    ("state" = Option<String>, Query, description = "open or disabled"),
    ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed<Person>)))]
pub async fn list(visit: Visit) -> Answer {
    let limit = limit(&visit)?;
    let asked = Asked { after: after::<String>(&visit)?.unwrap_or_default(), ..Asked::of(&visit) };
    let guard = visit.guard.clone();
    let found = visit.app.read(move |tx| asked.find(tx, &guard, limit + 1)).await?;
    let today = visit.today;
    let rows = found.into_iter().map(|(account, roles)| Person::new(account, &roles, today)).collect();
    give(Listed::new(rows, limit, |person: &Person| person.login.clone()))
}

/// One person.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = Person)))]
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let guard = visit.guard.clone();
    let (account, roles) = visit.app.read(move |tx| seen(tx, &guard, &id)).await?;
    give(Person::new(account, &roles, visit.today))
}

/// A role to be given.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// administrator, province_officer, commune_officer, commune_chair, hamlet_head, viewer, operator.
    role: String,
    /// The place: unit id, code, or a name that only one place bears.
    place: String,
    /// First day, YYYY-MM-DD; today when absent.
    #[serde(default)]
    since: String,
    /// Last day, YYYY-MM-DD; until further notice when absent.
    #[serde(default)]
    until: String,
    /// The appointment.
    #[serde(default)]
    legal_basis: String,
}

impl From<NewRole> for RoleDraft {
    fn from(new: NewRole) -> Self {
        Self { role: new.role, place: new.place, since: new.since, until: new.until, legal_basis: new.legal_basis }
    }
}

/// An account to be made.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Login name: 3 to 40 characters a–z, digits, `.`, `-`, `_`, beginning with a letter.
    login: String,
    /// Name.
    name: String,
    /// Post.
    #[serde(default)]
    title: String,
    /// vi, en, id, or empty for the site's default.
    #[serde(default)]
    language: String,
    /// First password; made and given back once when absent.
    #[serde(default, skip_serializing)]
    password: String,
    /// First role; may be left out by who manages the whole country.
    #[serde(default)]
    role: Option<NewRole>,
}

/// An account just made.
#[derive(Serialize, ToSchema)]
pub struct MadePerson {
    /// Account id.
    id: String,
    /// The password the site made; absent when one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

/// Makes an account; its password must be changed at the first sign-in.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = NewPerson,
    params(("Idempotency-Key" = String, Header)), responses((status = 201, body = MadePerson)))]
pub async fn add(visit: Visit, headers: HeaderMap, Json(body, _): Json<NewPerson>) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    // The password is part of the request in a shape that tells nothing about it.
    let content = format!("{}\n{}", serde_json::to_string(&body)?, visit.app.secrets.lookup(&body.password));
    let ask = ask(&visit, &headers, Act::ManagePeople, &content)?;
    let (app, request, whom) = (visit.app.clone(), ask.request_id.clone(), visit.guard.actor()?.id.clone());
    let given = body.password.clone();
    let (password, shown) = visit.app.wait(move || accounts::first_password(&app, &given, &whom, &request)).await?;
    let draft = AccountDraft { login: body.login, name: body.name, title: body.title, language: body.language };
    let role = body.role.map(RoleDraft::from);
    let id = visit
        .app
        .act(&visit.guard, ask, move |tx, ctx| accounts::add(tx, ctx, &draft, role.as_ref(), &password))
        .await?;
    made(&format!("/api/v1/people/{id}"), MadePerson { id, password: shown })
}

/// Something just made.
#[derive(Serialize, ToSchema)]
pub struct MadeRole {
    /// The role's id.
    id: String,
}

/// Gives a role.
#[utoipa::path(post, path = "/api/v1/people/{id}/roles", tag = "people", request_body = NewRole,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses((status = 201, body = MadeRole)))]
pub async fn grant(
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body, text): Json<NewRole>,
) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let ask = ask(&visit, &headers, Act::ManagePeople, &text)?;
    let (whose, draft) = (id.clone(), RoleDraft::from(body));
    let role = visit.app.act(&visit.guard, ask, move |tx, ctx| roles::grant(tx, ctx, &whose, &draft)).await?;
    made(&format!("/api/v1/people/{id}"), MadeRole { id: role })
}

/// What remains of a role that was ended.
#[derive(Serialize, ToSchema)]
pub struct Ended {
    /// Whose it was.
    account: String,
    /// The role with its last day; null when it was taken back before it began.
    role: Option<RoleView>,
}

/// Ends a role: after the day `on`, or at once. A role that has not begun is taken back.
#[utoipa::path(delete, path = "/api/v1/roles/{id}", tag = "people", params(("id" = String, Path),
    ("on" = Option<String>, Query, description = "Last day in force, YYYY-MM-DD; at once when absent"),
    ("reason" = Option<String>, Query), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Ended)))]
pub async fn end(visit: Visit, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    visit.guard.anywhere(Act::ManagePeople)?;
    let on = query_value(&visit.uri, "on").unwrap_or_default();
    let reason = query_value(&visit.uri, "reason").unwrap_or_default();
    let last = match on.trim() {
        "" => None,
        text => Some(sent_day(text, "on")?),
    };
    let ask = ask(&visit, &headers, Act::ManagePeople, &format!("{on}\n{reason}"))?;
    let which = id.clone();
    let account = visit.app.act(&visit.guard, ask, move |tx, ctx| roles::end(tx, ctx, &which, last, &reason)).await?;
    let left = visit.app.read(move |tx| Ok::<_, Failure>(store::people::grant(tx, &id)?)).await?;
    give(Ended { account, role: left.as_ref().map(RoleView::from) })
}
