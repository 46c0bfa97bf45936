//! The first visit to an empty site: the code shown where it was started makes its first administrator.
//! Must not know how the code is made.

use askama::Template;
use axum::http::header;
use rules::problem::Problem;

use super::account::enter_with;
use super::{Base, Faults, again, page, page_with};
use crate::acts::people::accounts::AccountDraft;
use crate::acts::people::{self, setup};
use crate::failure::{Answer, Failure};
use crate::forms::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "setup.html")]
struct Setup {
    b: Base,
    faults: Faults,
    code: String,
    login: String,
    full_name: String,
    shortest: usize,
}

/// The form; not there once the site has an account.
pub async fn show(visit: Visit) -> Answer {
    if !visit.app.read(setup::is_waiting).await? {
        return Err(Failure::not_found());
    }
    page(&form(&visit, &[], "", "", ""))
}

fn form(visit: &Visit, problems: &[Problem], code: &str, login: &str, name: &str) -> Setup {
    Setup {
        b: Base::new(visit, ""),
        faults: Faults::new(visit, problems),
        code: code.to_owned(),
        login: login.to_owned(),
        full_name: name.to_owned(),
        shortest: people::SHORTEST,
    }
}

/// Makes the first account and signs its owner in.
pub async fn begin(visit: Visit, headers: axum::http::HeaderMap, Form(fields): Form) -> Answer {
    let text = |name: &str| fields.text(name).to_owned();
    let (login, password) = (text("login"), text("password"));
    let draft = AccountDraft {
        login: login.clone(),
        name: text("name"),
        title: String::new(),
        language: visit.lang.code().to_owned(),
    };
    let passwords = (password.clone(), text("again"));
    match setup::begin(&visit.app, fields.text("code"), draft, passwords, fields.request_id()).await {
        Ok(_) => {
            let device = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
            let entered = people::sign_in(&visit.app, &login, &password, device, "").await?;
            enter_with(&visit, &entered, "/people?done=set-up")
        }
        Err(failure) => {
            let (status, problems) = again(failure)?;
            page_with(status, &form(&visit, &problems, fields.text("code"), &login, fields.text("name")))
        }
    }
}
