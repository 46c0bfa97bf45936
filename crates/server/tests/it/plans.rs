//! Plan guards at a realistic size: a made-up province on both databases, every route of the table walked, every statement
//! that the server really ran explained with what it was asked. None may read a large table from end to end.
//! Must not know what a statement is for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use rules::access::{Act, Needs, Role, allows};
use rules::basics::Day;
use store::{Db, Error, Tx, Value};

use crate::access::world::World;
use crate::access::{ask, routes};
use crate::kit::{LONG_HE, Person, Site};

/// A table of more rows is large.
const LARGE: i64 = 2_000;

/// How often a statement is explained, each time with other arguments.
const ASKED: usize = 4;

/// What may be read whole, by the beginning of the statement and the table, and why.
const ON_PURPOSE: &[(&str, &str, &str)] = &[
    ("SELECT x.id, x.year, x.measure, CAST(SUM(x.n) AS BIGINT)", "tally", "the country's sum is that of all counters"),
    (
        "SELECT COUNT(*) FROM unit_path p JOIN unit h ON h.parent_id = p.descendant_id",
        "unit",
        "the hamlets of every commune of a province; there are as many places however many people there are",
    ),
];

/// Statements with some of what they were asked.
type Heard = BTreeMap<&'static str, Vec<Vec<Value>>>;

/// A made-up province on a fresh site: a hundredth of Đồng Tháp.
fn province(site: &Site) {
    let app = site.app.clone();
    let make = move || {
        let wish = hoctap::generate::Wish {
            province: "82".to_owned(),
            mille: 10,
            seed: 7,
            years: 2,
            on: Day::parse("2026-11-22").unwrap(),
            communes: 0,
        };
        hoctap::generate::make(&app, &wish, |_, _, _, _| {}).unwrap();
        app.db.analyze().unwrap();
    };
    std::thread::spawn(make).join().unwrap();
}

/// Opens every route as somebody who may.
async fn every_route(site: &Site) {
    let world = World::new(site);
    for route in hoctap::routes::table() {
        let act = routes::act_of(route.path, route.act);
        let open = |role: &Role| act.needs() != Needs::Grant || (allows(*role, act) && world.covers(*role, route.path));
        let role = Role::ALL.iter().rev().find(|role| open(role)).copied();
        let role = role.unwrap_or(if act == Act::Operate { Role::Operator } else { Role::CommuneOfficer });
        let person = world.person(role, true, route.method != "GET");
        let asked = world.asked(route.method, route.path);
        let reply = ask(site, route.method, &asked.path, Some(&person), &asked.sent).await;
        assert!(reply.status.as_u16() < 500, "{} {}: {}", route.method, asked.path, reply.text());
    }
}

/// The first value of a statement.
fn one(site: &Site, sql: &'static str, args: Vec<Value>) -> String {
    // On a connection of its own, which nobody hears.
    let address = site.app.config.database.clone();
    let ask = move || {
        let found: Result<String, Error> = Db::open(&address).unwrap().read(|tx| tx.one(sql, &args, |row| row.text(0)));
        found.unwrap()
    };
    std::thread::spawn(ask).join().unwrap()
}

/// The pages of the largest commune as its people open them.
async fn large_commune(site: &Site) {
    let commune = one(
        site,
        "SELECT commune_id FROM household GROUP BY commune_id ORDER BY COUNT(*) DESC, commune_id LIMIT 1",
        vec![],
    );
    let of = |sql| one(site, sql, vec![Value::from(&commune)]);
    let hamlet = of("SELECT MIN(hamlet_id) FROM household WHERE commune_id = $1");
    let household = of("SELECT MIN(id) FROM household WHERE commune_id = $1");
    let assessment = of("SELECT MIN(id) FROM assessment WHERE commune_id = $1");
    let decision = of("SELECT MIN(id) FROM decision WHERE commune_id = $1");
    let certificate = one(site, "SELECT MIN(id) FROM certificate WHERE decision_id = $1", vec![Value::from(&decision)]);
    let member = one(site, "SELECT MIN(id) FROM member WHERE household_id = $1", vec![Value::from(&household)]);
    let officer = site.person("large-officer", Role::CommuneOfficer, &commune);
    let chair = site.person("large-chair", Role::CommuneChair, &commune);
    let head = site.person("large-head", Role::HamletHead, &hamlet);
    let admin = site.person("large-admin", Role::Administrator, "82@2025-07-01");
    let code = commune.split('@').next().unwrap();
    let pages = [
        "/today".to_owned(),
        format!("/households?place={code}"),
        format!("/households?place={code}&q=nguyen+van"),
        format!("/households?place={code}&status=all"),
        format!("/households.csv?place={code}"),
        format!("/households/duplicates?place={code}"),
        "/households/people?q=nguyen".to_owned(),
        "/households/people?q=nguyen+van+an&year=1980".to_owned(),
        "/api/v1/members?q=an&limit=500".to_owned(),
        format!("/households/{household}"),
        format!("/members/{member}"),
        "/families".to_owned(),
        format!("/families/2026/register?hamlet={hamlet}"),
        format!("/families/2026/assess?hamlet={hamlet}"),
        format!("/families/2026/appraise?hamlet={hamlet}"),
        format!("/families/2026/appraise?hamlet={commune}"),
        format!("/families/2026/decide?hamlet={commune}"),
        format!("/assessments/{assessment}"),
        format!("/decisions?place={code}"),
        "/decisions?place=82".to_owned(),
        format!("/decisions/{decision}"),
        format!("/decisions/{decision}?format=csv"),
        format!("/certificates/{certificate}"),
        format!("/verify/{certificate}"),
        format!("/api/v1/verify/{certificate}"),
        format!("/figures/{code}"),
        "/figures/82".to_owned(),
        "/figures/VN".to_owned(),
        "/figures/82?on=2025-06-30".to_owned(),
        format!("/figures/{code}/records?measure=households_in&year=2026"),
        format!("/figures/{code}/records?measure=recognised&year=2025"),
        format!("/audit?place={commune}"),
        format!("/audit.csv?place={commune}"),
        format!("/audit?place={commune}&q=nguyen"),
        format!("/places/{code}"),
        "/places?q=my+tho".to_owned(),
        "/people".to_owned(),
        "/people?q=nguyen".to_owned(),
        "/audit".to_owned(),
        format!("/api/v1/households?place={code}"),
        format!("/api/v1/assessments?place={code}&year=2026"),
    ];
    for path in &pages {
        for person in [&officer, &chair, &head, &admin] {
            let reply = site.get(Some(person), path).await;
            assert!(reply.status.as_u16() < 500, "{path}: {}", reply.text());
        }
    }
    registers_and_submits(site, &officer, &head, &hamlet).await;
}

/// A household on its way into the register and along the path, in a hamlet of many.
async fn registers_and_submits(site: &Site, officer: &Person, head: &Person, hamlet: &str) {
    let hamlet_code = hamlet.split('@').next().unwrap();
    let household = crate::register::family(site, officer, hamlet_code, "Đặng Hữu Phước", "1971").await;
    let body = serde_json::json!({"year": 2026, "model": "family", "households": [household]});
    site.api("POST", Some(head), "/api/v1/registrations", Some(body)).await;
    let form = [("status", "moved_out"), ("reason", "x"), ("on", "21/11/2026")];
    site.post(Some(officer), &format!("/households/{household}/close"), &form).await;
    site.post(Some(officer), &format!("/households/{household}/reopen"), &[("on", "22/11/2026")]).await;
}

/// An import whose people carry identity numbers, and what comes again by the clock and must be quick.
async fn file_and_clock(site: &Site) {
    site.hamlet(LONG_HE, "Co Nhừ");
    site.hamlet(LONG_HE, "Hoà Bình");
    let officer = site.person("file-officer", Role::CommuneOfficer, LONG_HE);
    let id = crate::register::imports::send(site, &officer, LONG_HE, "a.xlsx", crate::register::imports::GOOD).await;
    crate::register::imports::apply(site, &officer, &id).await;
    let now = site.app.clock.now();
    site.write(move |tx| {
        store::jobs::plan(tx, "backup", now)?;
        store::jobs::claim(tx, "backup", "me", now, now)?;
        store::receipts::forget(tx, now).map(|_| ())
    });
}

/// The names of all tables that are large in this site.
fn large(db: &Db) -> BTreeSet<String> {
    let tables = include_str!("../../../store/migrations/0001_start.sql");
    let names = tables.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next());
    let count = |name: &&str| {
        let sql: &'static str = Box::leak(format!("SELECT COUNT(*) FROM {name}").into_boxed_str());
        db.read(|tx| tx.one(sql, &[], |row| row.int(0))).unwrap_or_else(|cause: Error| panic!("{name}: {cause}"))
            > LARGE
    };
    names.filter(count).map(str::to_owned).collect()
}

/// Which name stands for which table in a statement.
fn names(sql: &str) -> BTreeMap<String, String> {
    let flat = sql.replace([',', '(', ')'], " ");
    let words: Vec<&str> = flat.split_whitespace().collect();
    let mut names = BTreeMap::new();
    for two in words.windows(2).filter(|two| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&two[0])) {
        names.insert(two[1].to_owned(), two[1].to_owned());
    }
    for three in words.windows(3).filter(|three| ["FROM", "JOIN"].contains(&three[0])) {
        if three[2].chars().all(|letter| letter.is_ascii_lowercase()) {
            names.insert(three[2].to_owned(), three[1].to_owned());
        }
    }
    names
}

/// Every index with its table and its first column; `<table>_pkey` for primary keys.
fn indexes() -> BTreeMap<String, (String, String)> {
    let schema = include_str!("../../../store/migrations/0001_start.sql");
    let mut found = BTreeMap::new();
    let mut table = String::new();
    for line in schema.lines().map(str::trim) {
        let words: Vec<&str> = line.split([' ', '(', ',', ')']).filter(|word| !word.is_empty()).collect();
        match words[..] {
            ["CREATE", "TABLE", name, ..] => name.clone_into(&mut table),
            ["PRIMARY", "KEY", first, ..] | [first, _, "PRIMARY", "KEY", ..] => {
                found.insert(format!("{table}_pkey"), (table.clone(), first.to_owned()));
            }
            ["CREATE", "INDEX", name, "ON", of, first, ..]
            | ["CREATE", "UNIQUE", "INDEX", name, "ON", of, first, ..] => {
                found.insert(name.to_owned(), (of.to_owned(), first.to_owned()));
            }
            _ => {}
        }
    }
    assert!(found.len() > 60, "only {} indexes were read", found.len());
    found
}

/// The tables of which a plan of PostgreSQL reads a whole index, because nothing is asked of its first column; the first rows
/// of an ordered list are no such thing.
fn whole_indexes(plan: &[String]) -> BTreeSet<String> {
    let indexes = indexes();
    let mut found = BTreeSet::new();
    for (at, line) in plan.iter().enumerate() {
        let index = line.split(" using ").nth(1).or_else(|| line.split("Bitmap Index Scan on ").nth(1));
        let Some((table, first)) = index.and_then(|rest| indexes.get(rest.split(' ').next()?)) else { continue };
        let own = plan.iter().skip(at + 1).take_while(|line| !line.contains("->"));
        let asked = own.into_iter().any(|line| {
            let condition = line.split("Index Cond: ").nth(1).unwrap_or_default();
            condition.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|word| word == first)
        });
        if !asked && !plan.iter().any(|line| line.trim_start_matches(['-', '>', ' ']).starts_with("Limit")) {
            found.insert(table.clone());
        }
    }
    found
}

/// The tables a plan reads from end to end, and the plan.
fn scans(tx: &mut Tx<'_>, sql: &'static str, args: &[Value]) -> Result<(BTreeSet<String>, Vec<String>), Error> {
    let sqlite = tx.is_sqlite();
    let explain = if sqlite { format!("EXPLAIN QUERY PLAN {sql}") } else { format!("EXPLAIN {sql}") };
    // The seam takes statements that live as long as the program; a test may.
    let plan = tx.query(Box::leak(explain.into_boxed_str()), args, |row| row.text(if sqlite { 3 } else { 0 }))?;
    let names = names(sql);
    let mut found = BTreeSet::new();
    for line in &plan {
        let scan = if sqlite { line.strip_prefix("SCAN ") } else { line.split("Seq Scan on ").nth(1) };
        if let Some(name) = scan.and_then(|rest| rest.split(' ').next()) {
            found.insert(names.get(name).map_or(name, String::as_str).to_owned());
        }
    }
    if !sqlite {
        found.extend(whole_indexes(&plan));
    }
    Ok((found, plan))
}

/// Every scan of a large table that is not said to be on purpose, with the plan.
fn findings(tx: &mut Tx<'_>, heard: &Heard, large: &BTreeSet<String>) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (sql, asked) in heard {
        let flat = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        for args in asked {
            let (tables, plan) = scans(tx, sql, args)?;
            let meant = |table: &String| ON_PURPOSE.iter().any(|row| flat.starts_with(row.0) && table == row.1);
            let wrong: Vec<_> = tables.iter().filter(|table| large.contains(*table) && !meant(table)).collect();
            if !wrong.is_empty() {
                found.push(format!("{wrong:?} in: {flat}\n    {}", plan.join("\n    ")));
                break;
            }
        }
    }
    Ok(found)
}

/// What is found when an index is missing; it is there again afterwards.
fn without(db: &Db, index: &'static str, heard: &Arc<Heard>, large: &Arc<BTreeSet<String>>) -> Vec<String> {
    /// A way out of a transaction that is not kept.
    struct Out(Result<Vec<String>, Error>);
    impl From<Error> for Out {
        fn from(error: Error) -> Self {
            Self(Err(error))
        }
    }
    let (heard, large) = (Arc::clone(heard), Arc::clone(large));
    let drop: &'static str = Box::leak(format!("DROP INDEX {index}").into_boxed_str());
    let out: Result<(), Out> = db.write(move |tx| {
        tx.exec(drop, &[])?;
        Err(Out(findings(tx, &heard, &large)))
    });
    let Err(Out(found)) = out else { panic!("kept") };
    found.unwrap()
}

fn guarded(postgres: bool) {
    let Some(site) = Site::new(postgres) else { return };
    site.broken_on_purpose.store(true, std::sync::atomic::Ordering::SeqCst);
    province(&site);
    let heard: Arc<Mutex<Heard>> = Arc::default();
    let ears = Arc::clone(&heard);
    site.app.db.hear(Arc::new(move |sql, args| {
        let mut heard = ears.lock().unwrap();
        let asked = heard.entry(sql).or_default();
        // The first ones and the last one: of small places and of large ones.
        if asked.len() < ASKED {
            asked.push(args.to_vec());
        } else {
            asked[ASKED - 1] = args.to_vec();
        }
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        every_route(&site).await;
        file_and_clock(&site).await;
        large_commune(&site).await;
    });
    drop(runtime);
    let heard = Arc::new(heard.lock().unwrap().clone());
    assert!(heard.len() > 175, "only {} statements were heard", heard.len());
    // Connections of their own, that know the numbers of rows.
    let db = Db::open(&site.app.config.database).unwrap();
    db.analyze().unwrap();
    drop(db);
    let db = Db::open(&site.app.config.database).unwrap();
    let large = Arc::new(large(&db));
    for table in ["household", "member", "assessment", "step", "audit", "unit_path", "household_stay", "certificate"] {
        assert!(large.contains(table), "{table} is small in this site: {large:?}");
    }
    let found = db.read(|tx| findings(tx, &heard, &large)).unwrap();
    assert!(found.is_empty(), "{} of {} statements:\n{}", found.len(), heard.len(), found.join("\n"));
    // The guard finds what it is for: without each of these indexes something would be read whole.
    for index in [
        "member_by_household",
        "member_by_fold",
        "household_stay_by_hamlet",
        "certificate_by_decision",
        "unit_path_by_descendant",
        "audit_by_object",
    ] {
        let found = without(&db, index, &heard, &large);
        assert!(!found.is_empty(), "nobody misses {index}");
    }
    drop(db);
    site.check();
}

#[test]
fn no_statement_of_a_province_reads_a_large_table_whole_on_sqlite() {
    guarded(false);
}

#[test]
fn no_statement_of_a_province_reads_a_large_table_whole_on_postgres() {
    guarded(true);
}
