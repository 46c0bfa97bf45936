//! `hoctap user`: accounts and roles from the command line, for operators and for a site whose administrators are gone.
//! The same acts as the pages, in the audit trail as `system`.

use clap::{Args, Subcommand};
use rules::access::{Act, Role};
use rules::basics::Day;
use serde_json::json;
use store::people::{Account, AccountFilter, RoleGrant};

use super::{Where, print, say};
use crate::acts::people::accounts::{self, AccountDraft};
use crate::acts::people::roles::{self, RoleDraft};
use crate::app::{App, Ask, Ctx};
use crate::failure::Failure;
use crate::visit::Guard;
use crate::words::Lang;

/// Arguments of `user`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap user add lan.pungtai --name \"Lò Thị Lan\" --role commune_officer --place 03763\n  hoctap user list --json | jq '.people[].login'\n  hoctap user grant lan.pungtai commune_chair 03763 --since 2026-07-01 --basis \"214/QĐ-UBND\"\n  hoctap user end-role lan.pungtai commune_chair 03763 --on 2026-12-31\n  hoctap user password lan.pungtai          a new password, shown once\n  hoctap user disable lan.pungtai --reason \"left the commune\"\n\nRoles: administrator province_officer commune_officer commune_chair hamlet_head viewer operator.\nExit codes: 0 done, 1 could not (the reason is said), 2 not understood."
)]
pub struct Options {
    #[command(flatten)]
    site: Where,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make an account. Its password is made and shown once, unless one comes on the input stream.
    Add {
        /// What the person types to sign in.
        login: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Post.
        #[arg(long, default_value = "")]
        title: String,
        /// vi, en or id.
        #[arg(long, default_value = "")]
        language: String,
        /// First role; needs --place.
        #[arg(long, requires = "place")]
        role: Option<String>,
        /// Code or name of the place of the first role.
        #[arg(long, requires = "role")]
        place: Option<String>,
        #[command(flatten)]
        days: Days,
        #[command(flatten)]
        password: Given,
    },
    /// List the accounts with their roles.
    List {
        /// Only those whose name, post or login has these words.
        words: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Give a role.
    Grant {
        /// Whom.
        login: String,
        /// The role.
        role: String,
        /// Code or name of the place.
        place: String,
        #[command(flatten)]
        days: Days,
    },
    /// End a role.
    EndRole {
        /// Whose.
        login: String,
        /// The role.
        role: String,
        /// Code or name of the place.
        place: String,
        /// Last day in force, YYYY-MM-DD; at once when left out.
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Why, for the audit trail.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Set a new password, to be changed at the next sign-in; signs all devices out.
    Password {
        /// Whose.
        login: String,
        #[command(flatten)]
        password: Given,
    },
    /// Close an account and end its sessions.
    Disable {
        /// Which.
        login: String,
        /// Why, for the audit trail.
        #[arg(long, default_value = "")]
        reason: String,
        /// Open it again instead.
        #[arg(long)]
        undo: bool,
    },
}

#[derive(Args)]
struct Days {
    /// First day, YYYY-MM-DD; today when left out.
    #[arg(long, default_value = "", value_name = "DAY", value_parser = super::typed_day)]
    since: String,
    /// Last day, YYYY-MM-DD; until further notice when left out.
    #[arg(long, default_value = "", value_name = "DAY", value_parser = super::typed_day)]
    until: String,
    /// The appointment.
    #[arg(long, default_value = "")]
    basis: String,
}

impl Days {
    fn role(&self, role: &str, place: &str) -> RoleDraft {
        RoleDraft {
            role: role.to_owned(),
            place: place.to_owned(),
            since: self.since.clone(),
            until: self.until.clone(),
            legal_basis: self.basis.clone(),
        }
    }
}

#[derive(Args)]
struct Given {
    /// Read the password from the input stream instead of making one.
    #[arg(long)]
    password_stdin: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Given {
    fn read(&self) -> Result<String, String> {
        if !self.password_stdin {
            return Ok(String::new());
        }
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map_err(|cause| format!("cannot read the password: {cause}"))?;
        let line = line.trim();
        if line.is_empty() { Err("the input stream brought no password".to_owned()) } else { Ok(line.to_owned()) }
    }

    /// Shows what was made: the login, and the password unless it was given.
    fn show(&self, id: &str, login: &str, password: Option<&str>) {
        if self.json {
            print(&json!({"id": id, "login": login, "password": password}).to_string());
        } else {
            print(&format!("login:    {login}"));
            if let Some(password) = password {
                print(&format!("password: {password}"));
            }
        }
    }
}

/// Runs one of them.
pub fn run(options: &Options) -> Result<u8, String> {
    let app = options.site.open()?;
    let operator = Operator::new(&app)?;
    match &options.what {
        What::Add { login, name, title, language, role, place, days, password } => {
            let draft = AccountDraft {
                login: login.clone(),
                name: name.clone(),
                title: title.clone(),
                language: language.clone(),
            };
            let role = role.as_ref().zip(place.as_ref()).map(|(role, place)| days.role(role, place));
            operator.add(draft, role, password)?;
        }
        What::List { words, json } => operator.list(&words.join(" "), *json)?,
        What::Grant { login, role, place, days } => {
            let (account, draft) = (operator.account(login)?, days.role(role, place));
            operator.act(move |tx, ctx| roles::grant(tx, ctx, &account.id, &draft))?;
            say(&operator.say("done-role-granted"));
        }
        What::EndRole { login, role, place, on, reason } => {
            operator.end_role(login, role, place, on.as_deref(), reason)?;
        }
        What::Password { login, password } => operator.password(login, password)?,
        What::Disable { login, reason, undo } => {
            let (account, reason, disabled) = (operator.account(login)?, reason.clone(), !undo);
            operator.act(move |tx, ctx| accounts::set_disabled(tx, ctx, &account.id, disabled, &reason))?;
            say(&operator.say(if disabled { "done-account-disabled" } else { "done-account-enabled" }));
        }
    }
    Ok(0)
}

/// Who acts here, and how problems are said.
struct Operator<'a> {
    app: &'a App,
    guard: Guard,
    lang: Lang,
}

impl<'a> Operator<'a> {
    fn new(app: &'a App) -> Result<Self, String> {
        let country = app.db.read(store::units::country).map_err(|cause| cause.to_string())?;
        let lang = Lang::of(&app.config.language).unwrap_or(Lang::Vi);
        Ok(Self { app, guard: Guard::system(&country.id, app.day(app.clock.now())), lang })
    }

    fn say(&self, key: &str) -> String {
        self.app.words.say(self.lang, key, &[])
    }

    fn sentence(&self, failure: &Failure) -> String {
        match failure {
            Failure::Problems(problems) => {
                let all = problems.iter().map(|problem| self.app.words.problem(self.lang, problem));
                all.collect::<Vec<_>>().join("\n")
            }
            Failure::Broken(cause) => cause.clone(),
        }
    }

    fn act<F>(&self, f: F) -> Result<String, String>
    where
        F: FnMut(&mut store::Tx<'_>, &mut Ctx<'_>) -> Result<String, Failure> + Send + 'static,
    {
        let ask = Ask::new(Act::ManagePeople, &self.app.dice.id(self.app.clock.now()), "command");
        self.app.act_now(&self.guard, &ask, f).map_err(|failure| self.sentence(&failure))
    }

    fn read<T>(&self, f: impl FnMut(&mut store::Tx<'_>) -> Result<T, Failure>) -> Result<T, String> {
        self.app.db.read(f).map_err(|failure| self.sentence(&failure))
    }

    fn account(&self, login: &str) -> Result<Account, String> {
        let key = rules::people::typed_login(login);
        let found = self.read(|tx| Ok(store::people::account_by_login(tx, &key)?))?;
        found.ok_or_else(|| format!("there is no account \"{login}\": see hoctap user list"))
    }

    fn password_for(&self, given: &Given, whom: &str) -> Result<(accounts::Password, Option<String>), String> {
        let request = self.app.dice.token();
        accounts::first_password(self.app, &given.read()?, whom, &request).map_err(|failure| self.sentence(&failure))
    }

    fn add(&self, draft: AccountDraft, role: Option<RoleDraft>, given: &Given) -> Result<(), String> {
        let (password, shown) = self.password_for(given, &draft.login)?;
        let login = rules::people::typed_login(&draft.login);
        let id = self.act(move |tx, ctx| accounts::add(tx, ctx, &draft, role.as_ref(), &password))?;
        given.show(&id, &login, shown.as_deref());
        Ok(())
    }

    fn password(&self, login: &str, given: &Given) -> Result<(), String> {
        let account = self.account(login)?;
        let (password, shown) = self.password_for(given, &account.id)?;
        let id = account.id.clone();
        self.act(move |tx, ctx| accounts::reset_password(tx, ctx, &id, &password))?;
        given.show(&account.id, &account.login, shown.as_deref());
        Ok(())
    }

    fn end_role(&self, login: &str, role: &str, place: &str, on: Option<&str>, reason: &str) -> Result<(), String> {
        let account = self.account(login)?;
        let last = match on {
            None => None,
            Some(text) => {
                Some(crate::forms::sent_day(text, "").map_err(|_| format!("\"{text}\" is not a day YYYY-MM-DD"))?)
            }
        };
        let today = self.guard.today();
        let (wanted, guard) = (Role::of(role), self.guard.clone());
        let found: Vec<RoleGrant> = self.read(|tx| {
            let units: Vec<String> =
                roles::places(tx, &guard, wanted, place)?.into_iter().map(|unit| unit.id).collect();
            let mut all = store::people::grants(tx, &account.id)?;
            all.retain(|held| Some(held.role) == wanted && held.until >= today && units.contains(&held.unit_id));
            Ok(all)
        })?;
        let [held] = found.as_slice() else {
            let how = if found.is_empty() { "no" } else { "more than one" };
            return Err(format!(
                "{login} holds {how} role {role} at {place} now or later: see hoctap user list {login}"
            ));
        };
        let (id, reason) = (held.id.clone(), reason.to_owned());
        self.act(move |tx, ctx| roles::end(tx, ctx, &id, last, &reason))?;
        say(&self.say("done-role-ended"));
        Ok(())
    }

    fn list(&self, words: &str, json: bool) -> Result<(), String> {
        let today = self.guard.today();
        let found = self.read(|tx| {
            let filter = AccountFilter {
                scope: store::units::country(tx)?.id,
                words: rules::text::fold(words),
                role: String::new(),
                state: String::new(),
                on: today,
                after: String::new(),
                limit: i64::MAX,
            };
            let mut found = Vec::new();
            for account in store::people::find_accounts(tx, &filter)? {
                let roles = store::people::grants(tx, &account.id)?;
                found.push((account, roles));
            }
            Ok(found)
        })?;
        if json {
            let people: Vec<_> = found
                .iter()
                .map(|(account, roles)| {
                    let roles: Vec<_> = roles.iter().map(crate::api::people::RoleView::from).collect();
                    json!({"id": account.id, "login": account.login, "name": account.name, "title": account.title,
                        "disabled": account.disabled_at.is_some(), "must_change": account.must_change, "roles": roles})
                })
                .collect();
            print(&json!({"people": people}).to_string());
            return Ok(());
        }
        for (account, roles) in &found {
            let closed = if account.disabled_at.is_some() { " (disabled)" } else { "" };
            print(&format!("{}  {}{closed}", account.login, account.name));
            for role in roles {
                let until = if role.until == Day::FOREVER { String::new() } else { role.until.to_string() };
                print(&format!(
                    "    {} {} {}  {}..{until}",
                    role.role.word(),
                    role.unit_id,
                    role.unit_name,
                    role.since
                ));
            }
        }
        Ok(())
    }
}
