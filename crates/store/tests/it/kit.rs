//! Fresh databases for tests, and what their bodies share.
//! Must not know what is tested.

use std::sync::atomic::{AtomicUsize, Ordering};

use rules::basics::{Day, Moment};
use store::audit::Seal;
use store::{Db, Error, Tx};

/// The seal of every test's audit trail.
pub const SEAL: Seal = Seal::new([7; 32]);

/// The moment of every test.
pub const AT: Moment = Moment(1_795_000_000_000);

/// Runs a body on an empty, migrated SQLite file and in an empty, migrated PostgreSQL schema.
pub fn both(body: impl Fn(&Db)) {
    lite(&body);
    postgres(&body);
}

/// The SQLite half of [`both`].
pub fn lite(body: &impl Fn(&Db)) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("test.db").to_str().unwrap()).unwrap();
    store::migrate::migrate(&db, AT).unwrap();
    body(&db);
}

/// The PostgreSQL half of [`both`].
pub fn postgres(body: &impl Fn(&Db)) {
    let Some(schema) = Schema::fresh() else { return };
    let db = Db::open(&schema.address).unwrap();
    store::migrate::migrate(&db, AT).unwrap();
    body(&db);
}

/// A setting of the surroundings, empty when there is none.
#[expect(clippy::disallowed_methods, reason = "the test suite has no config; its surroundings are asked here alone")]
pub fn surroundings(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// An own schema on the test server, dropped at the end.
pub struct Schema {
    server: String,
    name: String,
    /// The address whose connections see only this schema.
    pub address: String,
}

impl Schema {
    /// Makes an empty schema; `None`, said aloud, when no server is known.
    pub fn fresh() -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = surroundings("HOCTAP_TEST_POSTGRES");
        if server.is_empty() {
            assert!(
                surroundings("CI").is_empty(),
                "HOCTAP_TEST_POSTGRES is not set: start a server with scripts/pg and name its address"
            );
            println!("the PostgreSQL half was not run: HOCTAP_TEST_POSTGRES is not set");
            return None;
        }
        let name = format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        run(&server, &format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"));
        let address = format!("{server}?options=-c%20search_path%3D{name}");
        Some(Self { server, name, address })
    }

    /// The schema's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection of its own, beside the store.
    pub fn client(&self) -> postgres::Client {
        postgres::Client::connect(&self.address, postgres::NoTls).unwrap()
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        run(&self.server, &format!("DROP SCHEMA {} CASCADE", self.name));
    }
}

fn run(server: &str, sql: &str) {
    let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
    client.batch_execute("SET client_min_messages = warning").unwrap();
    client.batch_execute(sql).unwrap();
}

/// One writing transaction that must succeed.
pub fn write<T: Send + 'static>(db: &Db, f: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static) -> T {
    db.write(f).unwrap()
}

/// One reading transaction that must succeed.
pub fn read<T>(db: &Db, f: impl FnMut(&mut Tx<'_>) -> Result<T, Error>) -> T {
    db.read(f).unwrap()
}

/// A day that exists.
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Runs the same on many threads at once and hands back what each returned.
pub fn at_once<T: Send>(threads: usize, body: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let gate = std::sync::Barrier::new(threads);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|n| {
                let (gate, body) = (&gate, &body);
                scope.spawn(move || {
                    gate.wait();
                    body(n)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A stream of numbers that is the same in every run.
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to `below` - 1.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}
