//! The kit: a fresh site with a clock moved by hand and seeded chance, people with their roles, requests as they make
//! them. When a site is dropped its counters must equal the recount and its audit chains must hold: every test guards both.
#![allow(dead_code, reason = "a kit offers more than today's journeys use")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use hoctap::app::App;
use hoctap::clock::{Clock, Dice};
use hoctap::config::{Config, Overrides};
use http_body_util::BodyExt as _;
use rules::access::Role;
use rules::basics::{Day, Level, Moment};
use store::people::{Account, RoleGrant, Session};
use store::units::NewUnit;
use tower::ServiceExt as _;

/// 22 November 2026, 09:00 in Vietnam.
pub const NOW: Moment = Moment(1_795_312_800_000);
/// The commune of most tests: Long Hẹ, Sơn La, since 1 July 2025.
pub const LONG_HE: &str = "03763@2025-07-01";
/// Another commune of the same province.
pub const OTHER: &str = "03760@2025-07-01";
/// Its province.
pub const SON_LA: &str = "14@2025-07-01";
/// The country.
pub const VN: &str = "VN@1945-09-02";

static COUNT: AtomicU64 = AtomicU64::new(1);

/// A running site.
pub struct Site {
    pub app: App,
    folder: PathBuf,
    /// Do not compare counters when dropped: the test broke them on purpose.
    pub broken_on_purpose: std::sync::atomic::AtomicBool,
}

/// A person with a session.
#[derive(Clone, Default)]
pub struct Person {
    pub id: String,
    pub session_id: String,
    pub token: String,
}

impl Person {
    /// The token a program would send.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The cookie a browser would send.
    pub fn cookie(&self) -> String {
        format!("hoctap={}", self.token)
    }
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|cause| panic!("{cause}: {}", self.text()))
    }
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default()
    }
    /// The value of a cookie that was set; empty when none was.
    pub fn cookie(&self, name: &str) -> String {
        let set = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let own = set.filter_map(|value| value.split(';').next()?.split_once('=')).find(|(key, _)| *key == name);
        own.map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
    /// Asserts a status, showing the body when it is another.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
    /// Asserts that the body contains a text.
    pub fn says(self, words: &str) -> Self {
        assert!(self.text().contains(words), "no \"{words}\" in: {}", self.text());
        self
    }
}

/// Runs a journey on a fresh SQLite site and on a fresh PostgreSQL site.
pub fn both<F: Future<Output = ()>>(journey: impl Fn(&'static Site) -> F) {
    for postgres in [false, true] {
        let Some(site) = Site::new(postgres) else { continue };
        // The journey's future borrows the site for as long as it likes: the process ends soon after.
        let site: &'static Site = Box::leak(Box::new(site));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(journey(site));
        drop(runtime);
        site.check();
    }
}

impl Site {
    /// A site on SQLite, or on PostgreSQL; `None` when there is none to test on (an error in CI).
    pub fn new(postgres: bool) -> Option<Self> {
        Self::on_database(|folder, number| match postgres {
            true => crate::template::postgres(number),
            false => Some(crate::template::sqlite(folder)),
        })
    }

    /// A site on a database of one's choice, which is told a folder and a number of its own.
    pub fn on_database(choose: impl FnOnce(&std::path::Path, u64) -> Option<String>) -> Option<Self> {
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("hoctap-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = choose(&folder, number)?;
        let env = [("database".to_owned(), database), ("data".to_owned(), folder.display().to_string())];
        // The test program cannot set papers; the program it tests can.
        let own = Overrides { program: Some(env!("CARGO_BIN_EXE_hoctap").into()), ..Overrides::default() };
        let config = Config::from("", "test", &env, &own).unwrap();
        let clock = Clock::Fixed(AtomicI64::new(NOW.0));
        let dice = Dice::Seeded(AtomicU64::new(number << 32));
        let app = hoctap::site::open(config, clock, dice, |_| {}).unwrap();
        Some(Self { app, folder, broken_on_purpose: false.into() })
    }

    /// Moves the clock to nine o'clock of a day.
    pub fn on(&self, day: &str) {
        let day = Day::parse(day).unwrap();
        let noon = hoctap::clock::noon_of(&self.app.zone, day);
        self.app.clock.set(Moment(noon.0 - 3 * 3_600_000));
    }

    /// A synthetic hamlet below a commune; its unit id.
    pub fn hamlet(&self, commune: &str, name: &str) -> String {
        let (commune, name) = (commune.to_owned(), name.to_owned());
        self.write(move |tx| {
            let code = commune.split('@').next().unwrap();
            let n = store::units::last_hamlet_number(tx, &commune)? + 1;
            let unit = NewUnit {
                code: format!("{code}.{n:03}"),
                level: Level::Hamlet,
                kind: "ban".to_owned(),
                name: name.clone(),
                name_en: name.clone(),
                full_name: format!("Bản {name}"),
                alt_names: String::new(),
                parent_id: Some(commune.clone()),
                valid_from: Day::parse("2025-07-01").unwrap(),
                valid_to: Day::FOREVER,
                area_km2: String::new(),
                legal_basis: String::new(),
                source: "test".to_owned(),
                synthetic: true,
            };
            store::units::add(tx, &unit)?;
            Ok(unit.id())
        })
    }

    /// A person with one role at a place since 1 July 2025, signed in.
    pub fn person(&self, login: &str, role: Role, unit_id: &str) -> Person {
        let now = self.app.clock.now();
        let id = self.app.dice.id(now);
        let token = self.app.dice.token();
        let session = Session {
            id: self.app.dice.id(now),
            account_id: id.clone(),
            device: "test".to_owned(),
            created_at: now,
            seen_at: now,
            expires_at: Moment(now.0 + 400 * 86_400_000),
        };
        let account = Account {
            id: id.clone(),
            login: login.to_owned(),
            name: format!("Người {login}"),
            title: String::new(),
            password_hash: String::new(),
            must_change: false,
            language: String::new(),
            disabled_at: None,
            synthetic: true,
            created_at: now,
            revision: 1,
        };
        let grant = RoleGrant {
            id: self.app.dice.id(now),
            account_id: id.clone(),
            role,
            unit_id: unit_id.to_owned(),
            unit_name: String::new(),
            since: Day::parse("2025-07-01").unwrap(),
            until: Day::FOREVER,
            legal_basis: String::new(),
        };
        let hash = hoctap::secrets::digest(&token);
        let person = Person { id, session_id: session.id.clone(), token };
        let seal = self.app.secrets.trail().clone();
        self.write(move |tx| {
            hoctap::acts::people::setup::introduce(tx, &seal, &account, &grant)?;
            store::people::add_session(tx, &session, &hash)
        });
        person
    }

    /// One more role for somebody, with its line in the trail.
    pub fn grant(&self, grant: RoleGrant) {
        let (at, seal) = (self.app.clock.now(), self.app.secrets.trail().clone());
        self.write(move |tx| {
            store::people::lock_account(tx, &grant.account_id)?;
            store::people::add_grant(tx, &grant)?;
            account_line(tx, &seal, &grant.account_id, at)
        });
    }

    /// A person with a password and no session.
    pub fn account(&self, login: &str, password: &str) -> String {
        let now = self.app.clock.now();
        let account = Account {
            id: self.app.dice.id(now),
            login: login.to_owned(),
            name: format!("Người {login}"),
            title: String::new(),
            password_hash: hoctap::secrets::hash_password(password, &self.app.dice).unwrap(),
            must_change: false,
            language: String::new(),
            disabled_at: None,
            synthetic: true,
            created_at: now,
            revision: 1,
        };
        let id = account.id.clone();
        let seal = self.app.secrets.trail().clone();
        self.write(move |tx| {
            store::people::add_account(tx, &account)?;
            account_line(tx, &seal, &account.id, now)
        });
        id
    }

    /// Changes the database directly, for fixtures.
    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut store::Tx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> T {
        // Called from inside async journeys: the synchronous drivers must run on a thread of their own.
        let app = self.app.clone();
        std::thread::spawn(move || app.db.write(f).unwrap()).join().unwrap()
    }

    /// Reads the database directly.
    pub fn read<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut store::Tx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> T {
        let app = self.app.clone();
        std::thread::spawn(move || app.db.read(f).unwrap()).join().unwrap()
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response: Response<Body> = hoctap::routes::router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    fn request(method: Method, path: &str, person: Option<&Person>) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(person) = person {
            request = request.header(header::COOKIE, format!("hoctap={}", person.token));
        }
        request
    }

    /// Opens a page.
    pub async fn get(&self, person: Option<&Person>, path: &str) -> Reply {
        self.send(Self::request(Method::GET, path, person).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as the page would, with a new request id.
    pub async fn post(&self, person: Option<&Person>, path: &str, form: &[(&str, &str)]) -> Reply {
        let request_id = self.app.dice.id(self.app.clock.now());
        self.post_as(person, path, &request_id, form).await
    }

    /// Sends a form under a given request id.
    pub async fn post_as(&self, person: Option<&Person>, path: &str, request_id: &str, form: &[(&str, &str)]) -> Reply {
        let mut body = form_urlencoded::Serializer::new(String::new());
        if let Some(person) = person {
            body.append_pair("_token", &self.app.secrets.form_token(&person.session_id));
        }
        body.append_pair("_request", request_id);
        for (key, value) in form {
            body.append_pair(key, value);
        }
        let request = Self::request(Method::POST, path, person)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.finish()))
            .unwrap();
        self.send(request).await
    }

    /// Sends a multipart form with one file.
    pub async fn upload(&self, person: &Person, path: &str, form: &[(&str, &str)], file: (&str, &str, &[u8])) -> Reply {
        let mark = "hoctap-boundary";
        let mut body = Vec::new();
        let token = self.app.secrets.form_token(&person.session_id);
        let request_id = self.app.dice.id(self.app.clock.now());
        let own = [("_token", token.as_str()), ("_request", request_id.as_str())];
        for (key, value) in own.iter().chain(form) {
            body.extend(
                format!("--{mark}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, bytes) = file;
        body.extend(
            format!("--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes(),
        );
        body.extend(bytes);
        body.extend(format!("\r\n--{mark}--\r\n").bytes());
        let request = Self::request(Method::POST, path, Some(person))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={mark}"))
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Calls the API with this person's token; `body` as JSON, under a new `Idempotency-Key` when it writes.
    pub async fn api(
        &self,
        method: &str,
        person: Option<&Person>,
        path: &str,
        body: Option<serde_json::Value>,
    ) -> Reply {
        let key = self.app.dice.id(self.app.clock.now());
        self.api_as(method, person, path, &key, body).await
    }

    /// Calls the API under a given `Idempotency-Key`.
    pub async fn api_as(
        &self,
        method: &str,
        person: Option<&Person>,
        path: &str,
        key: &str,
        body: Option<serde_json::Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header("idempotency-key", key);
        if let Some(person) = person {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", person.token));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    /// Sends a file to the JSON face as the body itself.
    pub async fn api_bytes(&self, person: &Person, path: &str, key: &str, body: &[u8]) -> Reply {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("idempotency-key", key)
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .header(header::CONTENT_TYPE, "application/octet-stream");
        self.send(request.body(Body::from(body.to_vec())).unwrap()).await
    }

    /// What every check finds.
    pub fn findings(&self) -> Vec<store::checks::Finding> {
        let seal = self.app.secrets.trail().clone();
        self.read(move |tx| store::checks::run(tx, &seal))
    }

    /// Counters equal the recount, the audit chains hold, records are as their last acts left them.
    pub fn check(&self) {
        if !self.broken_on_purpose.load(Ordering::SeqCst) {
            let seal = self.app.secrets.trail().clone();
            let (differences, (_, breaks), changed) = self.read(move |tx| {
                Ok((store::tallies::recount(tx)?, store::audit::verify(tx, &seal)?, store::proofs::compare(tx)?))
            });
            assert!(differences.is_empty(), "counters differ from the recount: {differences:?}");
            assert!(breaks.is_empty(), "the audit chain is broken: {breaks:?}");
            assert!(changed.is_empty(), "records are not as their last acts left them: {changed:?}");
        }
        let _gone = std::fs::remove_dir_all(&self.folder);
        crate::template::drop_postgres(&self.app.config.database);
    }
}

/// The line of an act of the program itself on an account.
fn account_line(
    tx: &mut store::Tx<'_>,
    seal: &store::audit::Seal,
    id: &str,
    at: rules::basics::Moment,
) -> Result<(), store::Error> {
    let line = store::audit::Line {
        at,
        account_id: hoctap::visit::SYSTEM.to_owned(),
        act: "manage_people".to_owned(),
        object_kind: "account".to_owned(),
        object_id: id.to_owned(),
        unit_id: String::new(),
        before: String::new(),
        after: String::new(),
        reason: String::new(),
        proof: store::proofs::after(tx, "account", id)?,
    };
    store::audit::append(tx, seal, store::audit::SITE, &[line])
}

/// The value of a hidden or visible input on a page.
pub fn input(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    html.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Form pairs from a map.
pub fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}
