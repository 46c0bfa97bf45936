//! The demonstration: Long Hẹ commune with made-up hamlets, families and accounts, the last cycle finished and this year's
//! part-way through each step. Built through the same acts as everything else, each under a fixed request id, so that a
//! build that was cut short goes on where it stopped.

mod build;
pub mod delta;
pub mod names;

use rules::access::{Act, Role};
use rules::basics::{AreaClass, Day, Level, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Tx;
use store::people::{Account, RoleGrant};
use store::units::NewUnit;

use crate::app::{App, Ask, Ctx};
use crate::clock::{Clock, Dice, noon_of};
use crate::config::Config;
use crate::failure::Failure;
use crate::visit::{Actor, Guard};

/// The commune: its code since 1 July 2025.
pub const COMMUNE: &str = "03763";
/// The password of every demonstration account.
pub const PASSWORD: &str = "hoctap-demo";
/// The hamlet the guided tour works in, by its place in [`names::HAMLETS`].
pub const TOUR_HAMLET: usize = 7;

/// The builder's view of the site: a clock moved by hand, and who acts.
struct Builder {
    app: App,
    today: Day,
    commune: String,
    hamlets: Vec<String>,
}

/// Builds the demonstration into a site that has no account yet, or finishes one that was cut short. `Ok(false)` when the
/// site is in use for something else. `tell` hears what takes longer than a moment.
pub fn build(config: &Config, mut tell: impl FnMut(&str)) -> Result<bool, String> {
    let real = Clock::Real;
    let now = real.now();
    let clock = Clock::Fixed(now.0.into());
    let app = crate::site::open(config.clone(), clock, Dice::Real, &mut tell)?;
    let said = |cause: store::Error| cause.to_string();
    let state = app.db.read(|tx| store::receipts::setting(tx, "demo")).map_err(said)?;
    if state.as_deref() == Some("built") {
        return Ok(true);
    }
    if state.is_none() && app.db.read(store::people::count_accounts).map_err(said)? > 0 {
        return Ok(false);
    }
    tell("building the demonstration: made-up families of Long Hẹ commune");
    let today = app.day(now);
    prepare(&app, today).map_err(sentence)?;
    let commune = app.db.read(move |tx| store::units::unit_on(tx, COMMUNE, today)).map_err(said)?;
    let commune = commune.ok_or("the demonstration's commune is not in the list of places")?.id;
    let hamlets = hamlets(&app, &commune).map_err(sentence)?;
    let builder = Builder { app, today, commune, hamlets };
    builder.fill(&mut tell).map_err(sentence)?;
    builder.app.db.write(|tx| store::receipts::set_setting(tx, "demo", "built")).map_err(said)?;
    builder.app.db.analyze().map_err(said)?;
    Ok(true)
}

fn sentence(failure: Failure) -> String {
    format!("the demonstration could not be built: {failure:?}")
}

/// Marks the site as a demonstration and makes its accounts.
fn prepare(app: &App, today: Day) -> Result<(), Failure> {
    let hash = crate::secrets::hash_password(PASSWORD, &app.dice).map_err(Failure::Broken)?;
    let at = app.clock.now();
    let site = app.clone();
    app.db.write(move |tx| {
        if store::receipts::setting(tx, "demo")?.is_some() {
            return Ok::<_, Failure>(());
        }
        store::receipts::set_setting(tx, "demo", "building")?;
        let commune = store::units::unit_on(tx, COMMUNE, today)?.ok_or_else(Failure::not_found)?;
        let country = store::units::country(tx)?;
        let mut hamlet_ids = Vec::new();
        for (at, (kind, name)) in names::HAMLETS.iter().enumerate() {
            let unit = hamlet(&commune, at, kind, name);
            store::units::add(tx, &unit)?;
            let class = if at % 3 == 1 { AreaClass::Difficult } else { AreaClass::Normal };
            store::units::set_area(tx, &unit.id(), commune.valid_from, class, "minh họa")?;
            hamlet_ids.push(unit.id());
        }
        for (login, name, title, role, place) in names::ACCOUNTS {
            let role = Role::of(role).ok_or_else(|| Failure::Broken(format!("role {role}")))?;
            let unit_id = match (role, place.and_then(|at| hamlet_ids.get(at))) {
                (Role::HamletHead, Some(id)) => id.clone(),
                (Role::Administrator | Role::Operator, _) => country.id.clone(),
                (Role::ProvinceOfficer | Role::Viewer, _) => commune.parent_id.clone().unwrap_or_default(),
                _ => commune.id.clone(),
            };
            let account = account(&site, login, name, title, &hash, at);
            let grant = RoleGrant {
                id: site.dice.id(at),
                account_id: account.id.clone(),
                role,
                unit_id,
                unit_name: String::new(),
                since: commune.valid_from,
                until: Day::FOREVER,
                legal_basis: "minh họa".to_owned(),
            };
            crate::acts::people::setup::introduce(tx, site.secrets.trail(), &account, &grant)?;
        }
        Ok(())
    })
}

fn hamlet(commune: &store::units::Unit, at: usize, kind: &str, name: &str) -> NewUnit {
    NewUnit {
        code: format!("{}.{:03}", commune.code, at + 1),
        level: Level::Hamlet,
        kind: kind.to_owned(),
        name: name.to_owned(),
        name_en: String::new(),
        full_name: format!("Bản {name}"),
        alt_names: String::new(),
        parent_id: Some(commune.id.clone()),
        valid_from: commune.valid_from,
        valid_to: Day::FOREVER,
        area_km2: String::new(),
        legal_basis: String::new(),
        source: "minh họa".to_owned(),
        synthetic: true,
    }
}

fn account(app: &App, login: &str, name: &str, title: &str, hash: &str, at: Moment) -> Account {
    Account {
        id: app.dice.id(at),
        login: login.to_owned(),
        name: name.to_owned(),
        title: title.to_owned(),
        password_hash: hash.to_owned(),
        must_change: false,
        language: String::new(),
        disabled_at: None,
        synthetic: true,
        created_at: at,
        revision: 1,
    }
}

/// The made-up hamlets in the order of [`names::HAMLETS`].
fn hamlets(app: &App, commune: &str) -> Result<Vec<String>, Failure> {
    let commune = commune.to_owned();
    app.db.read(move |tx| {
        let mut units = store::units::children_ever(tx, &commune)?;
        units.retain(|unit| unit.synthetic);
        units.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(units.into_iter().map(|unit| unit.id).collect())
    })
}

impl Builder {
    /// Does an act as somebody, at noon of a day, under a fixed request id.
    fn act<T, F>(&self, login: &str, day: Day, request: &str, act: Act, f: F) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        self.app.clock.set(noon_of(&self.app.zone, day));
        let guard = self.guard(login, day)?;
        let id = format!("demo {request}");
        self.app.act_now(&guard, &Ask::new(act, &id, &id), f)
    }

    fn guard(&self, login: &str, day: Day) -> Result<Guard, Failure> {
        let login = login.to_owned();
        self.app.db.read(move |tx| {
            let account = store::people::account_by_login(tx, &login)?.ok_or_else(Failure::not_found)?;
            let roles = store::people::grants(tx, &account.id)?;
            let actor = Actor {
                id: account.id,
                name: account.name,
                title: account.title,
                session_id: String::new(),
                roles,
                must_change: false,
            };
            Ok(Guard::new(Some(std::sync::Arc::new(actor)), day))
        })
    }
}
