//! Sign in, sign out, one's own account with its sessions and password.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use rules::problem::Problem;
use store::people::{RoleGrant, Session};

use super::{Base, Faults, again, go, page, page_with};
use crate::acts::people::{self, OWN};
use crate::app::Ask;
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::visit::{COOKIE, Visit, cookie, query_value};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    b: Base,
    faults: Faults,
    login: String,
    password: &'static str,
    back: String,
    now: String,
    demo_accounts: Vec<store::people::Account>,
}

impl SignIn {
    /// The address of this page for another account.
    fn with(&self, login: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", login);
        if !self.back.is_empty() {
            query.append_pair("back", &self.back);
        }
        format!("/sign-in?{}", query.finish())
    }
}

/// The sign-in page. `as` names the account to sign in with: whoever is signed in with it already is sent on, whoever
/// is signed in with another one may change over. Without it a signed-in person is sent on.
pub async fn sign_in(visit: Visit) -> Answer {
    let value = |name| query_value(&visit.uri, name).unwrap_or_default();
    let (login, back) = (rules::people::typed_login(&value("as")), value("back"));
    if let Some(actor) = &visit.actor {
        let name = login.clone();
        let wanted = visit.app.read(move |tx| Ok::<_, Failure>(store::people::account_by_login(tx, &name)?)).await?;
        if login.is_empty() || wanted.is_some_and(|account| account.id == actor.id) {
            return Ok(Redirect::to(own_address(&back)).into_response());
        }
    }
    page(&form(&visit, &[], &login, &back).await?)
}

/// An address of this site, never "//elsewhere"; else the first page.
fn own_address(back: &str) -> &str {
    let own = back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\");
    // Browsers drop tabs and line ends from addresses, so "/<tab>/elsewhere" would be another site.
    if own && !back.chars().any(char::is_control) { back } else { "/today" }
}

async fn form(visit: &Visit, problems: &[Problem], login: &str, back: &str) -> Result<SignIn, Failure> {
    let demo = if visit.app.demo { visit.app.read(crate::acts::people::demo_accounts).await? } else { Vec::new() };
    let known = demo.iter().any(|account| account.login == login);
    Ok(SignIn {
        b: Base::new(visit, ""),
        faults: Faults::new(visit, problems),
        login: login.to_owned(),
        // The password of made-up people is on the page anyway.
        password: if known { crate::demo::PASSWORD } else { "" },
        back: back.to_owned(),
        now: visit.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default(),
        demo_accounts: demo,
    })
}

/// Signs in and sets the cookie.
pub async fn enter(visit: Visit, headers: axum::http::HeaderMap, Form(fields): Form) -> Answer {
    let (login, password, back) = (fields.text("login"), fields.text("password"), fields.text("back"));
    let device = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let known = cookie(&headers, KNOWN).unwrap_or_default();
    let entered = match people::sign_in(&visit.app, login, password, device, &known).await {
        Ok(entered) => entered,
        Err(failure) => {
            let (status, problems) = again(failure)?;
            return page_with(status, &form(&visit, &problems, login, back).await?);
        }
    };
    if let Some(before) = &visit.actor {
        people::leave_session(&visit.app, before).await?;
    }
    let target = if entered.must_change { "/account?done=must-change" } else { own_address(back) };
    let mut response = enter_with(&visit, &entered, target)?;
    // The device is known from now on, for this login and for the last ones before it.
    let marks = people::Mark::kept(&visit.app, &rules::people::typed_login(login), &known);
    let cookie = format!("{KNOWN}={marks}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{}", secure(&visit));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The cookie of a device on which somebody has signed in before.
const KNOWN: &str = "known";

fn secure(visit: &Visit) -> &'static str {
    if visit.app.config.public_url.starts_with("https://") { "; Secure" } else { "" }
}

/// Sends a person who has just signed in on, with the cookie of the session and of the language.
pub fn enter_with(visit: &Visit, entered: &people::Entered, target: &str) -> Answer {
    let mut response = Redirect::to(target).into_response();
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax{}", entered.token, secure(visit));
    let value = HeaderValue::from_str(&cookie).map_err(|cause| Failure::Broken(cause.to_string()))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    if !entered.language.is_empty() {
        let value = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", entered.language);
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

/// Signs out this device.
pub async fn leave(visit: Visit, Form(fields): Form) -> Answer {
    let session = visit.guard.signed_in()?.session_id.clone();
    let ask = Ask::new(OWN, fields.request_id(), &fields.content());
    visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, Some(&session), "")).await?;
    let mut response = Redirect::to("/").into_response();
    let gone = HeaderValue::from_static("hoctap=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

#[derive(Template)]
#[template(path = "account.html")]
struct Account {
    b: Base,
    faults: Faults,
    login: String,
    grants: Vec<RoleGrant>,
    sessions: Vec<(Session, bool)>,
    shortest: usize,
    must_change: bool,
}

impl Account {
    /// What people call the device a browser says it runs on.
    fn device(&self, said: &str) -> String {
        let named =
            |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| *name);
        match (named(BROWSERS), named(SYSTEMS)) {
            (Some(browser), Some(system)) => self.b.t2("account-device", "browser", browser, "system", system),
            _ if said.is_empty() => self.b.t("account-device-unknown"),
            _ => said.chars().take(60).collect(),
        }
    }

    /// Is it a phone, for its picture?
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn is_phone(&self, said: &str) -> bool {
        said.contains("Android") || said.contains("iPhone")
    }
}

/// How browsers give themselves away; those that pretend to be another stand first.
const BROWSERS: &[(&str, &str)] = &[
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// And systems.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows NT 6.1", "Windows 7"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// One's own account.
pub async fn show(visit: Visit) -> Answer {
    page(&own(&visit, &[]).await?)
}

async fn own(visit: &Visit, problems: &[Problem]) -> Result<Account, Failure> {
    let actor = visit.guard.signed_in()?;
    let (id, now) = (actor.id.clone(), visit.at);
    let (account, sessions) = visit
        .app
        .read(move |tx| {
            let account = store::people::account(tx, &id)?.ok_or_else(Failure::not_found)?;
            Ok((account, store::people::sessions(tx, &id, now)?))
        })
        .await?;
    let sessions = sessions.into_iter().map(|session| {
        let here = session.id == actor.session_id;
        (session, here)
    });
    Ok(Account {
        b: Base::new(visit, "account"),
        faults: Faults::new(visit, problems),
        login: account.login,
        grants: actor.roles.clone(),
        sessions: sessions.collect(),
        shortest: people::SHORTEST,
        must_change: account.must_change,
    })
}

/// Changes the password and signs all other devices out.
pub async fn change_password(visit: Visit, Form(fields): Form) -> Answer {
    visit.guard.signed_in()?;
    let (old, new) = (fields.text("old").to_owned(), fields.text("new").to_owned());
    let done = if new == fields.text("again") {
        people::set_password(&visit, Ask::new(OWN, fields.request_id(), "password"), old, new).await
    } else {
        Err(Problem::new("password-differs").at("again").into())
    };
    match done {
        Ok(_) => go("/account", "password", None),
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &own(&visit, &problems).await?)
        }
    }
}

/// Signs one device out.
pub async fn end_session(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let ask = Ask::new(OWN, fields.request_id(), &format!("{id}\n{}", fields.content()));
    visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, Some(&id), "")).await?;
    go("/account", "session-ended", None)
}

/// Signs every device out, this one too.
pub async fn end_all(visit: Visit, Form(fields): Form) -> Answer {
    let ask = Ask::new(OWN, fields.request_id(), &fields.content());
    visit.app.act(&visit.guard, ask, move |tx, ctx| people::end_sessions(tx, ctx, None, "")).await?;
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/sign-in")]).into_response();
    let gone = HeaderValue::from_static("hoctap=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}
