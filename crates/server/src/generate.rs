//! A synthetic province: real communes, made-up hamlets, households and people, several years of cycles. The same seed gives
//! the same rows, byte for byte (on sites with the same secret). One transaction a commune, and with it the note that the
//! commune is done, so that a run that was cut short goes on where it stopped.
//! Must not know which program asked. Clans and work units are no records of this program yet, so there are none here.

mod cycles;
mod decided;
mod families;
mod fill;
mod ids;
pub mod people;
mod plan;
mod sheets;

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::access::Role;
use rules::basics::{AreaClass, Day, Moment};
use rules::criteria::{Model, choose};
use serde_json::json;
use store::Tx;
use store::audit::{Line, SITE};
use store::people::{Account, RoleGrant};

use crate::app::App;
use crate::clock::{Dice, noon_of};
use crate::demo::PASSWORD;
use crate::failure::Failure;
use crate::visit::SYSTEM;

use cycles::Cycle;
pub use fill::Made;
use ids::Ids;
use plan::{Plan, mixed};
pub use plan::{Wish, plan};

/// Under which setting a province's wish and progress are kept.
fn key(province: &str) -> String {
    format!("generate {province}")
}

/// How far a province is, as it is kept.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    wish: Wish,
    done: usize,
}

/// All that filling a commune needs.
pub(crate) struct Maker {
    app: App,
    plan: Plan,
    cycles: Vec<Cycle>,
    password: String,
    admin: Moment,
}

/// What a whole run made and found made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Communes that were there from a run before.
    pub found: usize,
    /// Communes made now.
    pub communes: usize,
    /// What they hold.
    pub made: Made,
}

/// Makes a province, or what is missing of it. `tell` hears of each commune: its place in the row, how many there are, its
/// name, and what was made so far.
///
/// # Errors
/// A sentence for the operator: the site is in use for something else, there is no such province, the same province was made
/// with other numbers.
pub fn make(app: &App, wish: &Wish, mut tell: impl FnMut(usize, usize, &str, &Sum)) -> Result<Sum, String> {
    let said = |failure: Failure| format!("the province could not be made: {failure:?}");
    let plan = app.db.read(|tx| plan(tx, wish)).map_err(said)?;
    let plan = plan.ok_or_else(|| format!("there is no province of code {} on {}", wish.province, wish.on))?;
    let maker = Arc::new(maker(app, plan)?);
    let first = Arc::clone(&maker);
    let began = app.db.write(move |tx| begin(tx, &first)).map_err(said)?;
    let done = began?;
    let broken = |cause: store::Error| cause.to_string();
    app.db.loading().map_err(broken)?;
    let mut sum = Sum { found: done, ..Sum::default() };
    let all = maker.plan.communes.len();
    let mut failed = None;
    for (at, commune) in maker.plan.communes.iter().enumerate().skip(done) {
        tell(at, all, &commune.unit.full_name, &sum);
        let own = Arc::clone(&maker);
        match app.db.write(move |tx| one(tx, &own, at)) {
            Ok(Some(made)) => {
                sum.communes += 1;
                sum.made.add(made);
            }
            // Another run of the same province made it meanwhile.
            Ok(None) => sum.found += 1,
            Err(failure) => {
                failed = Some(said(failure));
                break;
            }
        }
    }
    app.db.loaded().map_err(broken)?;
    failed.map_or(Ok(sum), Err)
}

/// One commune, unless it is there already.
fn one(tx: &mut Tx<'_>, maker: &Maker, at: usize) -> Result<Option<Made>, Failure> {
    let key = key(&maker.plan.wish.province);
    let kept = store::receipts::setting(tx, &key)?.ok_or_else(Failure::not_found)?;
    let mut kept: Kept = serde_json::from_str(&kept)?;
    if kept.done != at {
        return Ok(None);
    }
    let made = fill::commune(tx, maker, at)?;
    kept.done = at + 1;
    store::receipts::set_setting(tx, &key, &serde_json::to_string(&kept)?)?;
    Ok(Some(made))
}

fn maker(app: &App, plan: Plan) -> Result<Maker, String> {
    let wish = &plan.wish;
    let dice = Dice::Seeded(mixed(wish.seed, "password").into());
    let password = crate::secrets::hash_password(PASSWORD, &dice)?;
    let last = wish.on.year();
    let mut cycles = Vec::new();
    for year in (last - wish.years + 1)..=last {
        let set = choose(&app.sets, Model::Family, year).ok_or(format!("there are no criteria for {year}"))?;
        let mut sheets = BTreeMap::new();
        for area in [AreaClass::Normal, AreaClass::Difficult] {
            let made =
                sheets::Sheets::make(set, area, mixed(wish.seed, &set.version)).map_err(|cause| cause.to_string())?;
            sheets.insert(area, made);
        }
        // A little more take part each year.
        let register = usize::try_from((93 - 3 * (last - year)).clamp(40, 93)).unwrap_or(80);
        let running = year == last && wish.on < Day::last_of(last);
        cycles.push(Cycle { year, set: (set.set.clone(), set.version.clone()), sheets, register, running });
    }
    let first = Day::new(2022, 1, 3).unwrap_or(wish.on);
    Ok(Maker { app: app.clone(), admin: noon_of(&app.zone, first), cycles, password, plan })
}

/// Marks the site as one of made-up people, with an administrator and the province's officer; how many communes are done. The
/// inner error is a sentence for the operator.
fn begin(tx: &mut Tx<'_>, maker: &Maker) -> Result<Result<usize, String>, Failure> {
    let wish = &maker.plan.wish;
    let key = key(&wish.province);
    if let Some(kept) = store::receipts::setting(tx, &key)? {
        let kept: Kept = serde_json::from_str(&kept)?;
        // Fewer or more communes of the same province are the same rows.
        return Ok(if (Wish { communes: wish.communes, ..kept.wish.clone() }) == *wish {
            Ok(kept.done)
        } else {
            Err(format!(
                "province {} was already made with seed {}, scale {}, {} years until {}: ask for the same, or use an empty site",
                wish.province,
                kept.wish.seed,
                scale(kept.wish.mille),
                kept.wish.years,
                kept.wish.on
            ))
        });
    }
    let generated = store::receipts::setting(tx, "generated")?.is_some();
    if !generated && store::people::count_accounts(tx)? > 0 {
        return Ok(Err("this site has accounts of its own: made-up people go into an empty site only".to_owned()));
    }
    let mut ids = Ids::new(wish.seed, &wish.province, 9_999);
    if !generated {
        store::receipts::set_setting(tx, "generated", "yes")?;
        // Every page says that the people are made up.
        store::receipts::set_setting(tx, "demo", "built")?;
        let country = store::units::country(tx)?;
        let grants = [(country.id, Day::first_of(2022), Day::FOREVER)];
        account(tx, maker, &mut ids, "quantri", "Nguyễn Văn Giả", "Quản trị hệ thống", Role::Administrator, &grants)?;
    }
    let province = &maker.plan.province;
    let grants = [(province.id.clone(), province.valid_from, Day::FOREVER)];
    let login = format!("tinh{}", wish.province);
    account(tx, maker, &mut ids, &login, "Trần Thị Thử", "Chuyên viên cấp tỉnh", Role::ProvinceOfficer, &grants)?;
    store::receipts::set_setting(tx, &key, &serde_json::to_string(&Kept { wish: wish.clone(), done: 0 })?)?;
    Ok(Ok(0))
}

/// Thousandths as people write them.
#[must_use]
pub fn scale(mille: i64) -> String {
    let text = format!("{}.{:03}", mille / 1000, mille % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An account with its offices, and its audit line; its id.
#[expect(clippy::too_many_arguments, reason = "an account is made of these")]
fn account(
    tx: &mut Tx<'_>,
    maker: &Maker,
    ids: &mut Ids,
    login: &str,
    name: &str,
    title: &str,
    role: Role,
    places: &[(String, Day, Day)],
) -> Result<String, Failure> {
    let id = ids.id();
    let account = Account {
        id: id.clone(),
        login: login.to_owned(),
        name: name.to_owned(),
        title: title.to_owned(),
        password_hash: maker.password.clone(),
        must_change: false,
        language: String::new(),
        disabled_at: None,
        synthetic: true,
        created_at: maker.admin,
        revision: 1,
    };
    store::people::add_account(tx, &account)?;
    for (unit_id, since, until) in places {
        let grant = RoleGrant {
            id: ids.id(),
            account_id: id.clone(),
            role,
            unit_id: unit_id.clone(),
            unit_name: String::new(),
            since: *since,
            until: *until,
            legal_basis: "minh họa".to_owned(),
        };
        store::people::add_grant(tx, &grant)?;
    }
    let line = Line {
        at: maker.admin,
        account_id: SYSTEM.to_owned(),
        act: rules::access::Act::ManagePeople.word().to_owned(),
        object_kind: "account".to_owned(),
        object_id: id.clone(),
        unit_id: places.last().map(|place| place.0.clone()).unwrap_or_default(),
        before: String::new(),
        after: json!({"login": login, "name": name, "role": role.word(), "generated": true}).to_string(),
        reason: String::new(),
        proof: store::proofs::after(tx, "account", &id)?,
    };
    store::audit::append(tx, maker.app.secrets.trail(), SITE, &[line])?;
    Ok(id)
}
