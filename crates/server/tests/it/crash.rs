//! kill -9 under load, while the work of the night runs: no acknowledged write lost, none doubled, counters equal to the
//! recount, audit chains whole; with one server and with two on one database. Every other round the kill
//! comes while a backup is half written, which must be taken for nothing. Every sixteenth round lasts until a backup begun under
//! load has ended and the drill has tried it: it is brought back and must hold everything acknowledged before it began.
//! `HOCTAP_TEST_CRASH` says how many rounds on each database (`./test` asks for five); without it two rounds are run.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rules::access::Role;
use rules::basics::Day;
use rules::path::{State, StepKind};
use serde_json::{Value, json};
use store::register::NewHousehold;

use crate::kit::{LONG_HE, Person, Site};
use crate::program::{Client, Server, free_port, rounds};

mod nights;

use nights::{backup_falls_due, backups, begun, comes_back, half_written, night_falls, two_nights};

const CLIENTS: usize = 6;
/// Families to register; more than all rounds get through.
fn how_many() -> usize {
    (1_500 * rounds()).max(6_000)
}
/// The cycle year of all registrations.
const YEAR: i64 = 2026;

/// What the clients were told, by the family it is about.
#[derive(Default)]
struct Told {
    /// Families whose registration was acknowledged.
    registered: Vec<String>,
    /// Families whose answers were acknowledged.
    saved: Vec<String>,
    /// Families whose submission was acknowledged.
    submitted: Vec<String>,
    /// Requests that were sent and not answered: method, path, key, body.
    open: Vec<(String, String, String, Value)>,
}

fn families(site: &Site, hamlet: &str) -> Vec<String> {
    let hamlet = hamlet.to_owned();
    let at = site.app.clock.now();
    let made: Vec<(NewHousehold, Vec<store::register::Member>)> = (0..how_many())
        .map(|n| {
            let name = format!("Lò Văn Thử {n}");
            let new = NewHousehold {
                id: site.app.dice.id(at),
                commune_id: LONG_HE.to_owned(),
                hamlet_id: hamlet.clone(),
                number: format!("{n:06}"),
                fold: String::new(),
                sort_key: rules::text::name_sort_key(&name),
                head_name: name,
                address: String::new(),
                phone: String::new(),
                note: String::new(),
                synthetic: true,
                since: Day::parse("2025-07-01").unwrap(),
                at,
            };
            let head = store::register::Member {
                id: site.app.dice.id(at),
                household_id: new.id.clone(),
                ordinal: 1,
                name: new.head_name.clone(),
                fold: rules::text::fold(&new.head_name),
                relation: "head".to_owned(),
                sex: String::new(),
                birth: String::new(),
                id_cipher: None,
                id_hash: None,
                id_tail: String::new(),
                left_on: Day::FOREVER,
            };
            (new, vec![head])
        })
        .collect();
    let ids = made.iter().map(|(new, _)| new.id.clone()).collect();
    site.write(move |tx| {
        store::register::add_families(tx, &made)?;
        let stay = rules::tally::Stay { since: Day::parse("2025-07-01").unwrap(), until: Day::FOREVER };
        let moves = made
            .iter()
            .flat_map(|(new, _)| rules::tally::stay_moves(None, Some(stay), &[&new.hamlet_id, &new.commune_id]))
            .collect();
        store::tallies::apply(tx, &rules::tally::merge(moves))
    });
    ids
}

/// Full points for every item of the family set in use.
fn full_sheet(site: &Site) -> (Value, i64) {
    let set = rules::criteria::choose(&site.app.sets, rules::criteria::Model::Family, YEAR).unwrap();
    let rules::criteria::Body::Points(points) = &set.body else { panic!("the family set gives points") };
    let items = points.sections.iter().flat_map(|section| &section.items);
    let answers: serde_json::Map<_, _> = items.map(|item| (item.code.clone(), json!({"points": item.max}))).collect();
    (Value::Object(answers), points.max)
}

/// One round's load, shared by its clients.
struct Load<'a> {
    site: &'a Site,
    addresses: Vec<String>,
    head: &'a Person,
    ids: &'a [String],
    sheet: &'a Value,
    told: &'a Mutex<Told>,
    done: &'a AtomicBool,
    next: &'a AtomicUsize,
}

impl Load<'_> {
    /// Sends a write, every fifth one twice; an answer that never came is kept to be asked for again after the crash.
    fn write(
        &self,
        client: &mut Client,
        twice: bool,
        method: &str,
        path: &str,
        id: &str,
        body: &Value,
    ) -> Option<Value> {
        let key = format!("{path} {id}");
        let Some((status, value)) = client.send(method, path, &key, Some(body)) else {
            self.told.lock().unwrap().open.push((method.to_owned(), path.to_owned(), key, body.clone()));
            return None;
        };
        assert!(status < 300, "{method} {path}: {status} {value}");
        if twice && let Some(again) = client.send(method, path, &key, Some(body)) {
            assert_eq!((status, &value), (again.0, &again.1), "the same request twice has the same answer");
        }
        Some(value)
    }

    /// A client registers, answers and submits one family after the other until the server is gone.
    fn client(&self, at: usize) {
        let mut client = Client::new(&self.addresses[at % self.addresses.len()], self.head);
        while !self.done.load(Ordering::SeqCst) {
            let at = self.next.fetch_add(1, Ordering::SeqCst);
            let Some(id) = self.ids.get(at) else { return };
            let twice = at.is_multiple_of(5);
            let body = json!({"year": YEAR, "model": "family", "households": [id]});
            if self.write(&mut client, twice, "POST", "/api/v1/registrations", id, &body).is_none() {
                return;
            }
            let assessment = assessment_of(self.site, id);
            self.told.lock().unwrap().registered.push(id.clone());
            let path = format!("/api/v1/assessments/{assessment}/answers");
            let body = json!({"base_revision": 1, "answers": self.sheet, "notes": {}});
            if self.write(&mut client, twice, "PUT", &path, id, &body).is_none() {
                return;
            }
            self.told.lock().unwrap().saved.push(id.clone());
            let path = format!("/api/v1/assessments/{assessment}/submit");
            if self.write(&mut client, twice, "POST", &path, id, &json!({})).is_none() {
                return;
            }
            self.told.lock().unwrap().submitted.push(id.clone());
        }
    }
}

/// What was told so far: the lengths of the lists of [`Told`].
type Length = [usize; 3];

impl Told {
    fn length(&self) -> Length {
        [self.registered.len(), self.saved.len(), self.submitted.len()]
    }
}

fn assessment_of(site: &Site, household: &str) -> String {
    let household = household.to_owned();
    let all = site.read(move |tx| store::assessments::for_household(tx, &household));
    assert_eq!(all.len(), 1, "a family registered once has one assessment");
    all[0].id.clone()
}

/// The states and kinds of steps of every family that was ever registered.
type Kept = BTreeMap<String, (State, i64, Vec<StepKind>)>;

fn kept_in(tx: &mut store::Tx<'_>, hamlet: &str) -> Result<Kept, store::Error> {
    let mut lines = Vec::new();
    store::assessments::stream_all(tx, hamlet, "family", YEAR, |line| {
        lines.push(line.assessment);
        Ok(())
    })?;
    let mut found = BTreeMap::new();
    for one in lines {
        let kinds = store::assessments::steps(tx, &one.id)?.iter().map(|step| step.step.kind).collect();
        assert!(found.insert(one.household_id, (one.state, one.total, kinds)).is_none(), "doubled");
    }
    Ok(found)
}

/// Everything that was told by then is there, and nothing twice.
fn holds(kept: &Kept, told: &Told, by: Length, points: i64) {
    for id in &told.registered[..by[0]] {
        assert!(kept.contains_key(id), "an acknowledged registration is lost");
    }
    for id in &told.saved[..by[1]] {
        assert_eq!(kept[id].1, points, "acknowledged answers are lost");
    }
    for id in &told.submitted[..by[2]] {
        assert_eq!(kept[id].0, State::Submitted, "an acknowledged submission is lost");
    }
    for (state, _, kinds) in kept.values() {
        let path = [StepKind::Register, StepKind::Save, StepKind::Submit];
        assert!(path.starts_with(kinds), "a step was doubled: {kinds:?} {state:?}");
    }
}

fn program(site: &Site, command: &str) {
    let done = Command::new(env!("CARGO_BIN_EXE_hoctap"))
        .args([command, "--json", "--data"])
        .arg(&site.app.config.data)
        .env("HOCTAP_DATABASE", &site.app.config.database)
        .output()
        .expect("the program runs");
    let said: String = String::from_utf8_lossy(&done.stdout).chars().take(2000).collect();
    assert!(done.status.success(), "hoctap {command}: {said} {}", String::from_utf8_lossy(&done.stderr));
}

fn crash(postgres: bool, servers: usize) {
    let Some(site) = Site::new(postgres) else { return };
    let hamlet = site.hamlet(LONG_HE, "Thử Tải");
    let head = site.person("thu", Role::HamletHead, &hamlet);
    let ids = families(&site, &hamlet);
    let (sheet, points) = full_sheet(&site);
    let (told, next) = (Mutex::new(Told::default()), AtomicUsize::new(0));
    let (mut nights, mut broken_off) = (0, 0);
    let rounds = rounds().max(2);
    for round in 0..rounds {
        let left = half_written(&site);
        night_falls(&site);
        let running: Vec<Server> = (0..servers).map(|_| Server::start(&site, free_port())).collect();
        let done = AtomicBool::new(false);
        let addresses = running.iter().map(|server| server.address.clone()).collect();
        let load = Load {
            site: &site,
            addresses,
            head: &head,
            ids: &ids,
            sheet: &sheet,
            told: &told,
            done: &done,
            next: &next,
        };
        let before = told.lock().unwrap().submitted.len();
        let night = std::thread::scope(|scope| {
            for at in 0..CLIENTS {
                let load = &load;
                scope.spawn(move || load.client(at));
            }
            // On a busy machine the first answers take long: the kill comes some time after them.
            let until = Instant::now() + Duration::from_secs(60);
            while told.lock().unwrap().submitted.len() <= before && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
            }
            backup_falls_due(&site);
            let night = (round % 16 == 1).then(|| two_nights(&site, &told, &left));
            // Not a wait for something to be ready: the longer or shorter load before each kill is what is tested.
            let more = if round.is_multiple_of(2) {
                begun(&site, &left);
                17 * (round / 2 % 8)
            } else {
                500 + 170 * (round % 6)
            };
            std::thread::sleep(Duration::from_millis(u64::try_from(more).unwrap()));
            running.into_iter().for_each(Server::kill);
            done.store(true, Ordering::SeqCst);
            night
        });
        broken_off += half_written(&site).iter().filter(|part| !left.contains(part)).count();
        if let Some((file, by)) = night {
            comes_back(&site, &file, &hamlet, round, |kept| holds(kept, &told.lock().unwrap(), by, points));
            assert!(by[2] > before, "nothing had been told in this round before it began");
            nights += 1;
        }
        let server = Server::start(&site, free_port());
        let mut client = Client::new(&server.address, &head);
        for (method, path, key, body) in std::mem::take(&mut told.lock().unwrap().open) {
            // Done before the crash or done now: either way once, and answered.
            let (status, answer) = client.send(&method, &path, &key, Some(&body)).expect("the server is back");
            assert!(status < 300, "{method} {path} again: {status} {answer}");
        }
        server.kill();
        let told = told.lock().unwrap();
        assert!(told.submitted.len() > before, "round {round}: nothing was acknowledged before the kill");
        let place = hamlet.clone();
        holds(&site.read(move |tx| kept_in(tx, &place)), &told, told.length(), points);
        drop(told);
        program(&site, "check");
        program(&site, "recount");
    }
    let told = told.lock().unwrap();
    let (whole, _) = backups(&site);
    assert!(
        whole >= nights && nights > 0 && broken_off > 0,
        "{whole} backups, {nights} nights, {broken_off} broken off"
    );
    eprintln!(
        "{}, {servers} at once: {} registrations, {} sheets, {} submissions acknowledged in {} rounds of kill -9; all kept, none \
         doubled; {whole} backups, all whole; {nights} of them made under load, tried by the drill and brought back with all that \
         was told before; {broken_off} left half written by a kill and taken for nothing",
        site.app.db.kind(),
        told.registered.len(),
        told.saved.len(),
        told.submitted.len(),
        rounds,
    );
    site.check();
}

#[test]
fn kill_minus_nine_under_load_loses_nothing_on_sqlite() {
    crash(false, 1);
}

#[test]
fn kill_minus_nine_under_load_loses_nothing_on_postgres() {
    crash(true, 1);
}

#[test]
fn two_servers_on_one_postgres_killed_under_load_lose_nothing() {
    crash(true, 2);
}
