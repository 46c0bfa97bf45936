//! What happens when there is no room: no place for a request, no space on the disk, a database that may only be read or goes
//! away. Whoever was told "done" finds it done once; whoever was not sends the same again, and nothing typed is lost.

use std::collections::BTreeSet;

use hoctap::pages::operations::health::Peer;
use hoctap::shares::{self, Asker};
use rules::access::Role;
use rules::basics::Moment;
use serde_json::json;
use store::register::HouseholdFilter;

use crate::kit::{LONG_HE, Person, Site, VN, both, input};

fn family(hamlet: &str, number: &str) -> serde_json::Value {
    let members = json!([{"name": "Lò Văn Đông", "relation": "head", "birth": "1980"}]);
    json!({"hamlet": hamlet.split('@').next(), "number": number, "members": members, "sure": true})
}

async fn send(site: &Site, by: &Person, hamlet: &str, number: &str) -> u16 {
    let reply = site.api_as("POST", Some(by), "/api/v1/households", number, Some(family(hamlet, number))).await;
    if reply.status.as_u16() == 503 {
        assert_eq!(reply.headers["retry-after"], "5");
        let code = reply.json()["problems"][0]["code"].clone();
        assert!(code == "busy" || code == "cannot-store", "{code}");
    }
    reply.status.as_u16()
}

fn numbers(site: &Site) -> Vec<String> {
    let sql = "SELECT number FROM household WHERE status = 'active' ORDER BY number";
    site.read(move |tx| tx.query(sql, store::args![], |row| row.text(0)))
}

#[test]
fn a_form_that_found_no_place_is_held_and_sent_again_once() {
    both(|site| async move {
        let keeper = site.person("quantri", Role::Administrator, VN);
        let form = [("login", "lan.longhe"), ("name", "Lò Thị Lan Đào"), ("role", "viewer"), ("place", "03763")];
        let all = site.app.places.try_acquire_many(256).unwrap();
        let reply = site.post_as(Some(&keeper), "/people", "request-1", &form).await.is(503);
        assert_eq!(reply.headers["retry-after"], "5");
        let page =
            reply.says("Nội dung bạn đã nhập không mất").says("Lò Thị Lan Đào").says("action=\"/people\"").text();
        assert_eq!(input(&page, "_request"), "request-1", "the same request id");
        drop(all);
        // What the page holds is what its button sends; twice, as impatient people do.
        let token = input(&page, "_token");
        assert_eq!(token, site.app.secrets.form_token(&keeper.session_id));
        let held: Vec<(&str, String)> = form.iter().map(|(name, _)| (*name, input(&page, name))).collect();
        let again: Vec<(&str, &str)> = held.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let first = site.post_as(Some(&keeper), "/people", "request-1", &again).await;
        assert!(first.status.is_success() || first.status.is_redirection(), "{}", first.text());
        site.post_as(Some(&keeper), "/people", "request-1", &again).await;
        let sql = "SELECT COUNT(*) FROM account WHERE login = 'lan.longhe'";
        assert_eq!(site.read(move |tx| tx.one(sql, store::args![], |row| row.int(0))), 1);
        // A password is never shown again.
        let all = site.app.places.try_acquire_many(256).unwrap();
        let secret = [("login", "ai"), ("password", "mat-khau-bi-mat")];
        let page = site.post(None, "/sign-in", &secret).await.is(503).text();
        assert!(!page.contains("mat-khau-bi-mat"));
        drop(all);
        let line = site.app.hashing_line.try_acquire_many(64).unwrap();
        site.post(None, "/sign-in", &secret).await.is(503);
        drop(line);
        let wrong = site.post(None, "/sign-in", &secret).await;
        assert!(matches!(wrong.status.as_u16(), 401 | 403 | 422), "{}", wrong.status);
    });
}

#[test]
fn a_hundredfold_of_clients_at_once_lose_and_double_nothing() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Đông Người");
        let officers: Vec<Person> =
            (0..40).map(|n| site.person(&format!("canbo{n}"), Role::CommuneOfficer, LONG_HE)).collect();
        let mut clients = tokio::task::JoinSet::new();
        for n in 0..400 {
            let (hamlet, officer) = (hamlet.clone(), officers[n % 40].clone());
            clients.spawn(async move {
                let number = format!("{n:04}");
                let first = send(site, &officer, &hamlet, &number).await;
                let mut tries = 1;
                let mut last = first;
                while last == 503 && tries < 200 {
                    tokio::time::sleep(std::time::Duration::from_millis(20 * tries)).await;
                    last = send(site, &officer, &hamlet, &number).await;
                    tries += 1;
                }
                assert_eq!(last, 201, "{number}");
                first
            });
        }
        let mut turned_away = 0;
        while let Some(first) = clients.join_next().await {
            turned_away += usize::from(first.unwrap() == 503);
        }
        let kept = numbers(site);
        assert_eq!(kept.len(), 400);
        assert_eq!(kept.iter().collect::<BTreeSet<_>>().len(), 400, "none doubled");
        eprintln!("{}: 400 clients at once, {turned_away} asked to come again, all done once", site.app.db.kind());
    });
}

/// Work that holds its place until it is told; how many were let in of so many that asked at once.
async fn hold(
    site: &'static Site,
    asker: &Asker,
    many: usize,
    until: &tokio::sync::watch::Sender<bool>,
) -> (usize, tokio::task::JoinSet<bool>) {
    let mut all = tokio::task::JoinSet::new();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..many {
        let (mut until, told, asker) = (until.subscribe(), told.clone(), asker.clone());
        all.spawn(asker.serve(async move {
            let runtime = tokio::runtime::Handle::current();
            let inside = told.clone();
            let done = site.app.wait(move || {
                inside.send(true).unwrap();
                runtime.block_on(until.wait_for(|now| *now)).unwrap();
                Ok(())
            });
            let let_in = done.await.is_ok();
            let _told = if let_in { Ok(()) } else { told.send(false) };
            let_in
        }));
    }
    let mut held = 0;
    for _ in 0..many {
        held += usize::from(heard.recv().await.unwrap());
    }
    (held, all)
}

#[test]
fn one_greedy_client_leaves_the_others_served() {
    both(|site| async move {
        let greedy = site.person("tham", Role::CommuneOfficer, LONG_HE);
        let other = site.person("khac", Role::CommuneOfficer, LONG_HE);
        let nobody = axum::http::HeaderMap::new();
        let (free, _keep) = tokio::sync::watch::channel(false);
        // One person, over many connections from everywhere.
        let asker = Asker::of(None, &nobody, Some(greedy.id.clone()), &[]);
        let (held, mut all) = hold(site, &asker, 200, &free).await;
        assert_eq!(held, shares::PERSON);
        let refused = site.get(Some(&greedy), "/today").await.is(503);
        assert_eq!(refused.headers["retry-after"], "5");
        let hamlet = site.hamlet(LONG_HE, "Tham Lam");
        let code = hamlet.split('@').next().unwrap();
        let form = [("hamlet", code), ("act", "save"), ("number", "999999"), ("m.0.name", "Lò Văn Giữ")];
        site.post(Some(&greedy), "/households", &form).await.is(503).says("Lò Văn Giữ");
        site.get(Some(&other), "/today").await.is(200);
        site.get(None, "/").await.is(200);
        free.send(true).unwrap();
        while all.join_next().await.is_some() {}
        site.get(Some(&greedy), "/today").await.is(200);
        // One address with many people; another address, and who comes from nowhere in particular.
        let (free, _keep) = tokio::sync::watch::channel(false);
        let peer = |text: &str| Peer(text.parse().unwrap());
        let mut all = Vec::new();
        let mut held = 0;
        for n in 0..20 {
            let asker = Asker::of(Some(peer("203.0.113.9:40").0), &nobody, Some(format!("person {n}")), &[]);
            let (more, waiting) = hold(site, &asker, 10, &free).await;
            held += more;
            all.push(waiting);
        }
        assert_eq!(held, shares::ADDRESS);
        let ask = |from: &str, told: &str| {
            let request = axum::http::Request::builder().uri("/today").header("x-forwarded-for", told);
            let request = request.header("cookie", other.cookie());
            let mut request = request.body(axum::body::Body::empty()).unwrap();
            request.extensions_mut().insert(peer(from));
            site.send(request)
        };
        ask("203.0.113.9:41", "198.51.100.1").await.is(503);
        ask("127.0.0.1:41", "203.0.113.9").await.is(503);
        ask("127.0.0.1:41", "198.51.100.1").await.is(200);
        ask("198.51.100.1:41", "203.0.113.9").await.is(200);
        assert!(site.app.places.available_permits() >= 192, "the rest is free");
        free.send(true).unwrap();
        for mut waiting in all {
            while waiting.join_next().await.is_some() {}
        }
        ask("203.0.113.9:41", "198.51.100.1").await.is(200);
    });
}

/// Many write at once while the database takes nothing, then takes again; returns nothing lost and nothing doubled.
async fn through(site: &'static Site, officer: &Person, hamlet: &str, prefix: &str, heal: impl FnOnce()) {
    let mut told = BTreeSet::new();
    let mut refused = Vec::new();
    // Eight at a time, so that they share a commit.
    for round in 0..40 {
        let mut clients = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (hamlet, officer) = (hamlet.to_owned(), officer.clone());
            let number = format!("{prefix}{round:03}{n}");
            clients.spawn(async move { (send(site, &officer, &hamlet, &number).await, number) });
        }
        while let Some(done) = clients.join_next().await {
            match done.unwrap() {
                (201, number) => assert!(told.insert(number)),
                (503, number) => refused.push(number),
                (status, number) => panic!("{number}: {status}"),
            }
        }
        if refused.len() > 16 {
            break;
        }
    }
    assert!(!refused.is_empty(), "it never was full");
    let kept: BTreeSet<String> = numbers(site).into_iter().filter(|number| number.starts_with(prefix)).collect();
    assert!(told.is_subset(&kept), "an acknowledged write is lost");
    // Pages can be read; a form is told clearly, and holds what was typed.
    site.get(Some(officer), "/households").await.is(200);
    let code = hamlet.split('@').next().unwrap();
    let form = [("hamlet", code), ("act", "save"), ("number", "999999"), ("m.0.name", "Lò Văn Giữ")];
    let page = site.post(Some(officer), "/households", &form).await;
    if page.status.as_u16() == 503 {
        page.says("Hệ thống hiện không lưu được").says("Lò Văn Giữ");
    }
    heal();
    for number in &refused {
        assert_eq!(send(site, officer, hamlet, number).await, 201, "the same again, without a restart");
    }
    let kept = numbers(site);
    let own: Vec<&String> = kept.iter().filter(|number| number.starts_with(prefix)).collect();
    assert_eq!(own.len(), told.len() + refused.len(), "none lost, none doubled");
}

#[test]
fn a_full_disk_or_a_read_only_database_is_said_clearly_and_ends_without_a_restart() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Hết Chỗ");
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        if site.app.db.kind() == "sqlite" {
            // The writer's file may grow by three pages and no further.
            let pages = |more: i64| {
                site.write(move |tx| {
                    let now = tx.one("PRAGMA page_count", store::args![], |row| row.int(0))?;
                    let sql: &'static str =
                        Box::leak(format!("PRAGMA max_page_count = {}", now + more).into_boxed_str());
                    tx.one(sql, store::args![], |row| row.int(0))
                });
            };
            pages(3);
            through(site, &officer, &hamlet, "F", || pages(100_000)).await;
        } else {
            let all = |on: &'static str| {
                let sql: &'static str = if on == "on" {
                    "SELECT set_config('default_transaction_read_only', 'on', false)"
                } else {
                    "SELECT set_config('default_transaction_read_only', 'off', false)"
                };
                // Every kept connection, not only the next one.
                let gate = std::sync::Barrier::new(8);
                std::thread::scope(|scope| {
                    for _ in 0..8 {
                        let gate = &gate;
                        scope.spawn(move || {
                            let told = site.app.db.read(|tx| {
                                gate.wait();
                                tx.query(sql, store::args![], |_| Ok(()))
                            });
                            told.unwrap();
                        });
                    }
                });
            };
            tokio::task::block_in_place(|| all("on"));
            through(site, &officer, &hamlet, "R", || tokio::task::block_in_place(|| all("off"))).await;
        }
    });
}

#[test]
fn a_postgres_that_goes_away_under_load_loses_nothing() {
    let Some(site) = Site::new(true) else { return };
    let site: &'static Site = Box::leak(Box::new(site));
    let hamlet = site.hamlet(LONG_HE, "Mất Máy Chủ");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let cut = std::thread::scope(|scope| {
        let stop = &stop;
        // What a restart does to the site: every connection breaks, in the midst of whatever it was doing.
        let cutter = scope.spawn(move || {
            let name = site.app.config.database.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
            let server = std::env::var("HOCTAP_TEST_POSTGRES").unwrap();
            let mut client = postgres::Client::connect(&server, postgres::NoTls).unwrap();
            let mut cut = 0;
            while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
                cut += client.query(sql, &[&name]).unwrap().len();
                std::thread::sleep(std::time::Duration::from_millis(120));
            }
            cut
        });
        runtime.block_on(async {
            let mut clients = tokio::task::JoinSet::new();
            for client in 0..6 {
                let (hamlet, officer) = (hamlet.clone(), officer.clone());
                clients.spawn(async move {
                    for n in 0..40 {
                        let number = format!("{client}{n:03}");
                        for _ in 0..400 {
                            match send(site, &officer, &hamlet, &number).await {
                                201 => break,
                                _ => tokio::time::sleep(std::time::Duration::from_millis(15)).await,
                            }
                        }
                    }
                });
            }
            while let Some(done) = clients.join_next().await {
                done.unwrap();
            }
        });
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        cutter.join().unwrap()
    });
    drop(runtime);
    let kept = numbers(site);
    assert_eq!(kept.len(), 240, "each acknowledged once");
    assert!(cut > 5, "the connections were cut {cut} times");
    eprintln!("postgres: {cut} connections cut under load, 240 writes acknowledged, all kept, none doubled");
    site.check();
}

/// A PostgreSQL of the test's own, with its own way of keeping what it acknowledged.
struct Cluster {
    folder: std::path::PathBuf,
    address: String,
}

impl Cluster {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("hoctap-restart-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let port = crate::program::free_port().to_string();
        let said = Self::pg(&["start", folder.to_str().unwrap(), &port, "durable"]);
        Self { address: said.trim().to_owned(), folder }
    }

    fn pg(arguments: &[&str]) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/pg");
        let done = std::process::Command::new(script).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn restart(&self, how: &str) {
        Self::pg(&["restart", self.folder.to_str().unwrap(), how]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/pg");
        let _stopped = std::process::Command::new(script).arg("stop").arg(&self.folder).status();
    }
}

#[test]
fn a_postgres_that_is_stopped_and_started_under_load_loses_nothing() {
    // Where there is no server to test on there are no programs to make one either.
    if std::env::var("HOCTAP_TEST_POSTGRES").is_err() {
        return drop(Site::new(true));
    }
    let cluster = Cluster::start();
    let site = Site::on_database(|_, _| Some(cluster.address.clone())).unwrap();
    let site: &'static Site = Box::leak(Box::new(site));
    let hamlet = site.hamlet(LONG_HE, "Khởi Động Lại");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let times = if crate::program::rounds() > 5 { 30 } else { 6 };
    let stop = std::sync::atomic::AtomicBool::new(false);
    let (told, refused) = std::thread::scope(|scope| {
        let (cluster, stop) = (&cluster, &stop);
        scope.spawn(move || {
            for n in 0..times {
                std::thread::sleep(std::time::Duration::from_millis(300 + 70 * (n % 5)));
                cluster.restart(if n % 2 == 0 { "immediate" } else { "fast" });
            }
            stop.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        runtime.block_on(async {
            let mut told = BTreeSet::new();
            let mut refused = 0;
            for round in 0.. {
                if stop.load(std::sync::atomic::Ordering::SeqCst) {
                    break;
                }
                let mut clients = tokio::task::JoinSet::new();
                for client in 0..6 {
                    let (hamlet, officer) = (hamlet.clone(), officer.clone());
                    clients.spawn(async move {
                        let number = format!("{client}{round:05}");
                        let mut again = 0;
                        // The same request until it is answered with “done”.
                        while send(site, &officer, &hamlet, &number).await != 201 {
                            again += 1;
                            assert!(again < 2_000, "{number} is never kept");
                            tokio::time::sleep(std::time::Duration::from_millis(15)).await;
                        }
                        (number, again)
                    });
                }
                while let Some(done) = clients.join_next().await {
                    let (number, again) = done.unwrap();
                    told.insert(number);
                    refused += again;
                }
            }
            (told, refused)
        })
    });
    drop(runtime);
    let kept = numbers(site);
    assert!(refused > 0, "it never was away");
    assert_eq!(kept, told.iter().cloned().collect::<Vec<_>>(), "each acknowledged once");
    eprintln!(
        "postgres: stopped and started {times} times under load, every other time as a crash would: {} writes acknowledged, \
         {refused} times told to come again; all kept, none doubled",
        told.len()
    );
    site.check();
    drop(cluster);
}

#[test]
fn a_filter_of_everything_counts_what_was_written() {
    let Some(site) = Site::new(false) else { return };
    let hamlet = site.hamlet(LONG_HE, "Đếm");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        assert_eq!(send(&site, &officer, &hamlet, "1").await, 201);
        assert_eq!(send(&site, &officer, &hamlet, "1").await, 201, "the same answer again");
    });
    drop(runtime);
    let filter = HouseholdFilter { scope: LONG_HE.to_owned(), ..HouseholdFilter::default() };
    assert_eq!(site.read(move |tx| store::register::count_households(tx, &filter)), 1);
    site.app.clock.set(Moment(site.app.clock.now().0 + 1));
    site.check();
}
