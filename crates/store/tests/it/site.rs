//! A small made-up country: one province, two communes, three hamlets, three people.
//! Must not know what is tested.

use rules::basics::{Day, Level};
use rules::path::{Standing, State, Step, StepKind};
use store::assessments::{Assessment, StepRow};
use store::people::Account;
use store::register::{Member, NewHousehold};
use store::units::NewUnit;
use store::{Db, Error, Tx};

use crate::kit::{AT, day, write};

pub const COUNTRY: &str = "VN@1976-07-02";
pub const PROVINCE: &str = "11@2025-07-01";
pub const COMMUNE: &str = "03127@2025-07-01";
pub const OTHER_COMMUNE: &str = "03130@2025-07-01";
pub const HAMLET: &str = "03127.001@2025-07-01";
pub const SECOND_HAMLET: &str = "03127.002@2025-07-01";
pub const OTHER_HAMLET: &str = "03130.001@2025-07-01";
pub const HEAD: &str = "account-head";
pub const OFFICER: &str = "account-officer";
pub const CHAIR: &str = "account-chair";
pub const MODEL: &str = "family";
pub const YEAR: i64 = 2026;

/// A unit with plain particulars.
pub fn unit(code: &str, level: Level, kind: &str, name: &str, parent: Option<&str>, from: &str) -> NewUnit {
    NewUnit {
        code: code.to_owned(),
        level,
        kind: kind.to_owned(),
        name: name.to_owned(),
        name_en: name.to_owned(),
        full_name: format!("{kind} {name}"),
        alt_names: String::new(),
        parent_id: parent.map(str::to_owned),
        valid_from: day(from),
        valid_to: Day::FOREVER,
        area_km2: String::new(),
        legal_basis: String::new(),
        source: "made up".to_owned(),
        synthetic: true,
    }
}

/// The units of the small country, parents first.
pub fn places() -> Vec<NewUnit> {
    let from = "2025-07-01";
    vec![
        unit("VN", Level::Country, "country", "Việt Nam", None, "1976-07-02"),
        unit("11", Level::Province, "province", "Điện Biên", Some(COUNTRY), from),
        unit("03127", Level::Commune, "ward", "Điện Biên Phủ", Some(PROVINCE), from),
        unit("03130", Level::Commune, "commune", "Mường Ảng", Some(PROVINCE), from),
        unit("03127.001", Level::Hamlet, "quarter", "Tổ 1", Some(COMMUNE), from),
        unit("03127.002", Level::Hamlet, "quarter", "Tổ 2", Some(COMMUNE), from),
        unit("03130.001", Level::Hamlet, "hamlet", "Bản Bó", Some(OTHER_COMMUNE), from),
    ]
}

/// An account with plain particulars.
pub fn account(id: &str, login: &str, name: &str) -> Account {
    Account {
        id: id.to_owned(),
        login: login.to_owned(),
        name: name.to_owned(),
        title: String::new(),
        password_hash: "x".to_owned(),
        must_change: false,
        language: "vi".to_owned(),
        disabled_at: None,
        synthetic: true,
        created_at: AT,
        revision: 1,
    }
}

/// Fills a database with the small country and its three people.
pub fn fill(db: &Db) {
    write(db, |tx| {
        store::units::load(tx, &places(), &[])?;
        store::people::add_account(tx, &account(HEAD, "head", "Lò Thị Mai"))?;
        store::people::add_account(tx, &account(OFFICER, "officer", "Nguyễn Văn Hùng"))?;
        store::people::add_account(tx, &account(CHAIR, "chair", "Trần Quốc Toản"))
    });
}

/// The commune of one of the hamlets above.
pub fn commune_of(hamlet: &str) -> &'static str {
    if hamlet == OTHER_HAMLET { OTHER_COMMUNE } else { COMMUNE }
}

/// A household to be entered, with the search text of its head and number.
pub fn new_household(id: &str, hamlet: &str, number: &str, head: &str, since: &str) -> NewHousehold {
    NewHousehold {
        id: id.to_owned(),
        commune_id: commune_of(hamlet).to_owned(),
        hamlet_id: hamlet.to_owned(),
        number: number.to_owned(),
        head_name: head.to_owned(),
        fold: store::register::fold_of(head, number, &[]),
        sort_key: rules::text::name_sort_key(head),
        address: String::new(),
        phone: String::new(),
        note: String::new(),
        synthetic: true,
        since: day(since),
        at: AT,
    }
}

/// A present member.
pub fn member(id: &str, household: &str, ordinal: i64, name: &str, relation: &str, birth: &str) -> Member {
    Member {
        id: id.to_owned(),
        household_id: household.to_owned(),
        ordinal,
        name: name.to_owned(),
        fold: rules::text::fold(name),
        relation: relation.to_owned(),
        sex: "female".to_owned(),
        birth: birth.to_owned(),
        id_cipher: None,
        id_hash: None,
        id_tail: String::new(),
        left_on: Day::FOREVER,
    }
}

/// A household with its head as its only member.
pub fn add_family(tx: &mut Tx<'_>, id: &str, hamlet: &str, number: &str, head: &str) -> Result<(), Error> {
    store::register::add_household(tx, &new_household(id, hamlet, number, head, "2025-07-01"))?;
    store::register::add_member(tx, &member(&format!("{id}-head"), id, 1, head, "head", "1980"))
}

/// A step as the path reads it.
pub fn step(kind: StepKind, by: &str) -> Step {
    Step { kind, by: by.to_owned(), at: AT, day: day("2026-11-22"), reason: "vì lý do".to_owned() }
}

/// A step as it is kept.
pub fn step_row(n: i64, step: &Step) -> StepRow {
    StepRow {
        n,
        kind: step.kind,
        account_id: step.by.clone(),
        at: step.at,
        on_day: step.day,
        reason: step.reason.clone(),
        data: String::new(),
    }
}

/// Registers a household for the year.
pub fn register(tx: &mut Tx<'_>, id: &str, household: &str, hamlet: &str, year: i64) -> Result<Assessment, Error> {
    let first = step(StepKind::Register, HEAD);
    let standing = rules::path::fold(std::slice::from_ref(&first)).unwrap();
    let assessment = Assessment {
        id: id.to_owned(),
        model: MODEL.to_owned(),
        year,
        household_id: household.to_owned(),
        hamlet_id: hamlet.to_owned(),
        commune_id: commune_of(hamlet).to_owned(),
        state: standing.state,
        standing,
        set_id: "family".to_owned(),
        version: "2026-1".to_owned(),
        area: "normal".to_owned(),
        filled: String::new(),
        total: 0,
        complete: false,
        passed: false,
        decision_id: None,
        revision: 1,
    };
    store::assessments::insert(tx, &assessment, &step_row(1, &first))?;
    Ok(assessment)
}

/// Takes steps one after another; every one must be allowed by the path.
pub fn walk(tx: &mut Tx<'_>, assessment: &mut Assessment, steps: &[(StepKind, &str)]) -> Result<(), Error> {
    for (kind, by) in steps {
        let step = step(*kind, by);
        let before: Vec<Step> =
            store::assessments::steps(tx, &assessment.id)?.iter().map(|named| named.step.step()).collect();
        let all: Vec<Step> = before.into_iter().chain([step.clone()]).collect();
        let standing: Standing = rules::path::fold(&all).unwrap();
        assert_eq!(standing.steps, i64::try_from(all.len()).unwrap(), "{kind:?} does not follow");
        assessment.state = standing.state;
        assessment.standing = standing;
        store::assessments::record(tx, assessment, &step_row(assessment.standing.steps, &step))?;
    }
    Ok(())
}

/// The steps that lead from the registration to an accepted assessment.
pub const TO_ACCEPTED: &[(StepKind, &str)] =
    &[(StepKind::Save, HEAD), (StepKind::Submit, HEAD), (StepKind::Accept, OFFICER)];

/// All counters that the assessment of this state adds to, at its hamlet and commune.
pub fn moves(before: Option<State>, after: Option<State>, assessment: &Assessment) -> Vec<rules::tally::Move> {
    rules::tally::moves(before, after, &[&assessment.hamlet_id, &assessment.commune_id], assessment.year, MODEL)
}
