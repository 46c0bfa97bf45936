//! A migrated database with the country's places, made once a run and copied for each test: loading fourteen thousand
//! places anew for each of them would be most of the time the tests take.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64};

use hoctap::clock::{Clock, Dice};
use hoctap::config::{Config, Overrides};

use crate::kit::NOW;

/// Makes a site at an address and closes it again.
fn make(database: &str, folder: &Path) {
    let env = [("database".to_owned(), database.to_owned()), ("data".to_owned(), folder.display().to_string())];
    let config = Config::from("", "test", &env, &Overrides::default()).unwrap();
    let clock = Clock::Fixed(AtomicI64::new(NOW.0));
    let app = hoctap::site::open(config, clock, Dice::Seeded(AtomicU64::new(1)), |_| {}).unwrap();
    drop(app);
}

fn own_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hoctap-test-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A fresh SQLite file in a folder; its path.
pub fn sqlite(folder: &Path) -> String {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let template = MADE.get_or_init(|| {
        let folder = own_folder("template");
        let file = folder.join("hoctap.db");
        // Closing the last connection folds the write-ahead log into the file, so that the file alone is the database.
        make(&file.display().to_string(), &folder);
        file
    });
    let copy = folder.join("hoctap.db");
    std::fs::copy(template, &copy).unwrap();
    copy.display().to_string()
}

/// The same server address with another database's name.
fn with_name(address: &str, name: &str) -> String {
    let (before, query) = address.split_once('?').map_or((address, ""), |(before, query)| (before, query));
    let (server, _) = before.rsplit_once('/').expect("an address ends with the database's name");
    let joint = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{server}/{name}{joint}")
}

fn admin(address: &str, sql: &str) {
    let mut client = postgres::Client::connect(address, postgres::NoTls).expect("the test server answers");
    client.batch_execute(sql).unwrap();
}

/// A fresh PostgreSQL database on the server of `HOCTAP_TEST_POSTGRES`; its address. `None` without a server, which is an
/// error in CI.
pub fn postgres(number: u64) -> Option<String> {
    static MADE: OnceLock<String> = OnceLock::new();
    let Ok(address) = std::env::var("HOCTAP_TEST_POSTGRES") else {
        assert!(std::env::var("CI").is_err(), "HOCTAP_TEST_POSTGRES is not set: start a server with scripts/pg");
        eprintln!("the PostgreSQL half was not run: HOCTAP_TEST_POSTGRES is not set");
        return None;
    };
    let process = std::process::id();
    let template = MADE.get_or_init(|| {
        let name = format!("hoctap_template_{process}");
        admin(
            &address,
            &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
        );
        make(&with_name(&address, &name), &own_folder("template-pg"));
        name
    });
    let name = format!("hoctap_test_{process}_{number}");
    admin(&address, &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"));
    Some(with_name(&address, &name))
}

/// Removes a database that [`postgres`] made.
pub fn drop_postgres(database: &str) {
    let Ok(address) = std::env::var("HOCTAP_TEST_POSTGRES") else { return };
    let name = database.split('?').next().and_then(|before| before.rsplit('/').next()).unwrap_or_default();
    if name.starts_with("hoctap_test_") {
        admin(&address, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}
