//! Sites to measure on, made by the program's own commands; and fresh databases on the same server.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use hoctap::app::App;
use hoctap::commands::{Cli, run};
use hoctap::config::{Config, Overrides};

use crate::{Size, Stopped};

/// Runs a command of the program in this process.
///
/// # Errors
/// What the command says.
pub fn command(args: &[&str]) -> Result<u8, Stopped> {
    let cli = Cli::try_parse_from(std::iter::once("hoctap").chain(args.iter().copied()))?;
    Ok(run(cli)?)
}

/// A folder as text.
///
/// # Errors
/// When it is not text.
pub fn text(path: &Path) -> Result<&str, Stopped> {
    path.to_str().ok_or_else(|| "a folder with a name that is no text".into())
}

/// Opens a site.
///
/// # Errors
/// What stands in the way.
pub fn open(folder: &Path, database: Option<&str>) -> Result<App, Stopped> {
    let mut env = vec![("data".to_owned(), text(folder)?.to_owned())];
    env.extend(database.map(|address| ("database".to_owned(), address.to_owned())));
    let config = Config::from("", "bench", &env, &Overrides::default())?;
    Ok(hoctap::site::open(config, hoctap::clock::Clock::Real, hoctap::clock::Dice::Real, |_| {})?)
}

/// A site with made-up people: the one that was named, or a small one.
///
/// # Errors
/// Those of making it.
pub fn province(size: &Size) -> Result<PathBuf, Stopped> {
    if let Some(site) = &size.site {
        return Ok(site.clone());
    }
    let folder = size.folder.join("province");
    let scale = if size.short { "0.01" } else { "0.1" };
    let args = ["generate", "--province", "82", "--scale", scale, "--years", "2", "--data", text(&folder)?];
    let short = ["--communes", "8"];
    let all: Vec<&str> = args.iter().chain(short.iter().filter(|_| size.short)).copied().collect();
    command(&all)?;
    Ok(folder)
}

/// A new, migrated SQLite file and its address.
///
/// # Errors
/// Those of the database.
pub fn fresh_lite(folder: &Path, name: &str) -> Result<String, Stopped> {
    let path = folder.join(format!("{name}.db"));
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{ending}", text(&path)?));
    }
    let address = text(&path)?.to_owned();
    store::migrate::migrate(&store::Db::open(&address)?, rules::basics::Moment(0))?;
    Ok(address)
}

/// A new, migrated database on a server; dropped with [`Pg`].
pub struct Pg {
    server: String,
    name: String,
    /// Its address.
    pub address: String,
}

impl Pg {
    /// Makes it.
    ///
    /// # Errors
    /// Those of the server.
    pub fn fresh(server: &str, what: &str) -> Result<Self, Stopped> {
        let pg = Self::empty(server, what)?;
        store::migrate::migrate(&store::Db::open(&pg.address)?, rules::basics::Moment(0))?;
        Ok(pg)
    }

    /// The same without tables, for what brings them along.
    ///
    /// # Errors
    /// Those of the server.
    pub fn empty(server: &str, what: &str) -> Result<Self, Stopped> {
        let name = format!("hoctap_bench_{}_{what}", std::process::id());
        let (before, _) = server.rsplit_once('/').ok_or("an address ends with the database's name")?;
        let address = format!("{before}/{name}");
        let mut client = postgres::Client::connect(server, postgres::NoTls)?;
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        client.batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ))?;
        Ok(Self { server: server.to_owned(), name, address })
    }
}

impl Drop for Pg {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            let _gone = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
