//! The configuration: one TOML file of a few keys, the same keys as `HOCTAP_*` variables, defaults for all of them.
//! The only file that reads the environment.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Everything an operator can choose. Each key says why no single choice fits all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Folder of the site's own files: the embedded database and the secret. Disks differ.
    pub data: PathBuf,
    /// `postgres://…` or a SQLite file; by default `hoctap.db` in `data`. Sizes of offices differ.
    pub database: String,
    /// Address and port to serve on. Machines differ.
    pub listen: String,
    /// The address people type and QR codes carry; by default `http://` and `listen`. Only the operator knows it.
    pub public_url: String,
    /// A folder with more criteria files, or empty. Provinces may fill in what the law leaves open.
    pub criteria: Option<PathBuf>,
    /// Language of visitors who chose none: vi, en or id.
    pub language: String,
    /// Time zone of "today". Countries differ.
    pub time_zone: String,
    /// File with the site's secret (ID numbers are encrypted with it); by default `secret.key` in `data`. Backups of
    /// the database and of the secret belong in different places.
    pub secret_file: PathBuf,
    /// This program, to be started once more for each paper. No key: there is nothing to choose.
    pub program: PathBuf,
    /// What is logged: error, warn, info, debug, or a filter of `tracing`.
    pub log: String,
    /// `text` for people, `json` for programs that gather logs. Operators differ.
    pub log_format: LogFormat,
    /// Folder of the nightly backups; by default `backups` in `data`. Another disk is safer, and only the operator has it.
    pub backups: PathBuf,
    /// File with the key that backups are enciphered with; without one they are not, and do not carry the site's secret.
    pub backup_key: Option<PathBuf>,
    /// How many of the newest backups are kept, beside the first of each month. Disks differ.
    pub backups_kept: usize,
    /// When the nightly work begins, in minutes after midnight of the site's zone; `None` for never. Quiet hours differ.
    pub nightly: Option<i64>,
    /// Who may read `/metrics`. Where they are gathered differs.
    pub metrics: Metrics,
    /// Web servers in front, on other machines, that say truly for whom they ask. Only the operator knows which they are.
    pub proxies: Vec<std::net::IpAddr>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Who may read the metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Metrics {
    /// Programs on this machine.
    Local,
    /// Nobody.
    Off,
    /// Whoever brings this token.
    Token(String),
}

/// The keys, in the order of the example file.
pub const KEYS: &[&str] = &[
    "data",
    "database",
    "listen",
    "public_url",
    "criteria",
    "language",
    "time_zone",
    "secret_file",
    "log",
    "log_format",
    "backups",
    "backup_key",
    "backups_kept",
    "nightly",
    "metrics",
    "proxies",
];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    criteria: Option<PathBuf>,
    language: Option<String>,
    time_zone: Option<String>,
    secret_file: Option<PathBuf>,
    log: Option<String>,
    log_format: Option<String>,
    backups: Option<PathBuf>,
    backup_key: Option<PathBuf>,
    backups_kept: Option<toml::Value>,
    nightly: Option<String>,
    metrics: Option<String>,
    proxies: Option<toml::Value>,
}

/// What the command line says over file and environment.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--config FILE`.
    pub config: Option<PathBuf>,
    /// `--data DIR`.
    pub data: Option<PathBuf>,
    /// `--listen ADDR:PORT`.
    pub listen: Option<String>,
    /// The program, where it is not the one that runs.
    pub program: Option<PathBuf>,
}

impl Config {
    /// Reads file, environment and command line, the later over the earlier. The error is a sentence for the operator.
    pub fn read(overrides: &Overrides) -> Result<Self, String> {
        let text = match &overrides.config {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|cause| format!("cannot read the configuration {}: {cause}", path.display()))?,
            None => std::fs::read_to_string("hoctap.toml").unwrap_or_default(),
        };
        let name = overrides.config.as_deref().unwrap_or(Path::new("hoctap.toml"));
        Self::from(&text, &name.display().to_string(), &environment(), overrides)
    }

    /// The same from values: the file's text and name, `HOCTAP_*` pairs, the command line.
    pub fn from(text: &str, name: &str, env: &[(String, String)], overrides: &Overrides) -> Result<Self, String> {
        let mut table: toml::Table = text.parse().map_err(|cause: toml::de::Error| format!("{name}: {cause}"))?;
        for (key, value) in env {
            table.insert(key.clone(), toml::Value::String(value.clone()));
        }
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(unknown_key(name, unknown));
        }
        let written: Written = toml::Value::Table(table)
            .try_into()
            .map_err(|cause: toml::de::Error| format!("{name}: {}", cause.message()))?;
        let data = overrides.data.clone().or(written.data).unwrap_or_else(|| PathBuf::from("data"));
        let listen = overrides.listen.clone().or(written.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        if listen.parse::<std::net::SocketAddr>().is_err() {
            return Err(format!("listen = \"{listen}\" is not an address: write for example 127.0.0.1:8080"));
        }
        let language = written.language.unwrap_or_else(|| "vi".to_owned());
        if !["vi", "en", "id"].contains(&language.as_str()) {
            return Err(format!("language = \"{language}\": choose vi, en or id"));
        }
        let time_zone = written.time_zone.unwrap_or_else(|| "Asia/Ho_Chi_Minh".to_owned());
        if jiff::tz::TimeZone::get(&time_zone).is_err() {
            return Err(format!("time_zone = \"{time_zone}\" is not known: write for example Asia/Ho_Chi_Minh"));
        }
        let public_url = written.public_url.unwrap_or_else(|| format!("http://{listen}"));
        if !(public_url.starts_with("http://") || public_url.starts_with("https://")) {
            return Err(format!("public_url = \"{public_url}\" must begin with http:// or https://"));
        }
        Ok(Self {
            database: written.database.unwrap_or_else(|| data.join("hoctap.db").display().to_string()),
            public_url: public_url.trim_end_matches('/').to_owned(),
            criteria: written.criteria,
            language,
            time_zone,
            secret_file: written.secret_file.unwrap_or_else(|| data.join("secret.key")),
            program: overrides.program.clone().map_or_else(own_program, Ok)?,
            log: written.log.unwrap_or_else(|| "info".to_owned()),
            log_format: log_format(written.log_format.as_deref().unwrap_or("text"))?,
            backups: written.backups.unwrap_or_else(|| data.join("backups")),
            backup_key: written.backup_key,
            backups_kept: kept(written.backups_kept.as_ref())?,
            nightly: nightly(written.nightly.as_deref().unwrap_or("02:00"))?,
            metrics: metrics(written.metrics.as_deref().unwrap_or("local"))?,
            proxies: proxies(written.proxies.as_ref())?,
            listen,
            data,
        })
    }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(format!("log_format = \"{other}\": choose text or json")),
    }
}

/// A number, written as one or, in the environment, as text.
fn kept(value: Option<&toml::Value>) -> Result<usize, String> {
    let Some(value) = value else { return Ok(14) };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let number = text.trim().parse().ok().filter(|n| (1..=1000).contains(n));
    number.ok_or_else(|| format!("backups_kept = {value}: write a number from 1 to 1000, for example 14"))
}

fn nightly(text: &str) -> Result<Option<i64>, String> {
    if text == "off" {
        return Ok(None);
    }
    let parts = text.split_once(':').and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
    match parts {
        Some((hour @ 0..=23, minute @ 0..=59)) => Ok(Some(hour * 60 + minute)),
        _ => Err(format!("nightly = \"{text}\" is no time of day: write for example 02:00, or off")),
    }
}

fn metrics(text: &str) -> Result<Metrics, String> {
    match text {
        "local" => Ok(Metrics::Local),
        "off" => Ok(Metrics::Off),
        token if token.len() >= 20 => Ok(Metrics::Token(token.to_owned())),
        _ => Err("metrics: write local, off, or a token of at least 20 characters".to_owned()),
    }
}

/// Addresses, in a list or, in the environment, with commas between them.
fn proxies(value: Option<&toml::Value>) -> Result<Vec<std::net::IpAddr>, String> {
    let texts: Vec<String> = match value {
        None => Vec::new(),
        Some(toml::Value::Array(list)) => {
            list.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect()
        }
        Some(toml::Value::String(text)) => {
            text.split(',').filter(|one| !one.trim().is_empty()).map(str::to_owned).collect()
        }
        Some(other) => vec![other.to_string()],
    };
    let address = |text: &String| {
        let found = text.trim().parse::<std::net::IpAddr>().map(|one| one.to_canonical());
        found.ok().filter(|one| !one.is_unspecified()).ok_or_else(|| {
            format!("proxies: \"{text}\" is not the address of one machine: write for example [\"10.0.0.5\"]")
        })
    };
    texts.iter().map(address).collect()
}

/// The program that runs: by the name that stays right when its file is replaced by a newer one, where there is such a name.
fn own_program() -> Result<PathBuf, String> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe().map_err(|cause| format!("cannot tell where this program is: {cause}"))
}

fn unknown_key(name: &str, unknown: &str) -> String {
    let nearest =
        KEYS.iter().max_by_key(|key| ordered(strsim::jaro_winkler(key, unknown))).copied().unwrap_or_default();
    format!("{name}: there is no key \"{unknown}\"; did you mean \"{nearest}\"? Known keys: {}", KEYS.join(", "))
}

/// A likeness between 0 and 1 as thousandths, so that it can be ordered.
fn ordered(likeness: f64) -> i64 {
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "between 0 and 1000")]
    {
        (likeness * 1000.0) as i64
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the environment")]
fn environment() -> Vec<(String, String)> {
    KEYS.iter()
        .filter_map(|key| {
            let value = std::env::var(format!("HOCTAP_{}", key.to_uppercase())).ok()?;
            Some(((*key).to_owned(), value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, env: &[(&str, &str)]) -> Result<Config, String> {
        let env: Vec<_> = env.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Config::from(text, "hoctap.toml", &env, &Overrides::default())
    }

    #[test]
    fn nothing_written_is_a_working_embedded_site() {
        let config = read("", &[]).unwrap();
        assert_eq!(config.database, "data/hoctap.db");
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.language, "vi");
        assert_eq!((config.nightly, config.backups_kept, config.metrics), (Some(120), 14, Metrics::Local));
        let chosen = read("nightly = \"off\"\nbackups_kept = 3", &[("backups_kept", "30")]).unwrap();
        assert_eq!((chosen.nightly, chosen.backups_kept), (None, 30));
        assert!(config.proxies.is_empty());
        let two: Vec<std::net::IpAddr> = ["10.0.0.5", "fd00::5"].iter().map(|one| one.parse().unwrap()).collect();
        assert_eq!(read("proxies = [\"10.0.0.5\", \"fd00::5\"]", &[]).unwrap().proxies, two);
        assert_eq!(read("", &[("proxies", "10.0.0.5, fd00::5")]).unwrap().proxies, two);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_right_one() {
        let problem = read("databse = \"x\"", &[]).unwrap_err();
        assert!(problem.contains("\"databse\"") && problem.contains("did you mean \"database\""), "{problem}");
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_command_line_over_both() {
        let text = "listen = \"127.0.0.1:1000\"";
        assert_eq!(read(text, &[("listen", "127.0.0.1:2000")]).unwrap().listen, "127.0.0.1:2000");
        let overrides = Overrides { listen: Some("127.0.0.1:3000".to_owned()), ..Overrides::default() };
        let env = [("listen".to_owned(), "127.0.0.1:2000".to_owned())];
        assert_eq!(Config::from(text, "f", &env, &overrides).unwrap().listen, "127.0.0.1:3000");
    }

    #[test]
    fn each_wrong_value_is_named_with_an_example() {
        for (text, says) in [
            ("listen = \"here\"", "127.0.0.1:8080"),
            ("language = \"fr\"", "vi, en or id"),
            ("time_zone = \"Mars/Olympus\"", "Asia/Ho_Chi_Minh"),
            ("public_url = \"hoctap.vn\"", "http://"),
            ("listen = 5", "hoctap.toml"),
            ("nightly = \"25:00\"", "02:00"),
            ("backups_kept = 0", "from 1 to 1000"),
            ("metrics = \"short\"", "20 characters"),
            ("log_format = \"xml\"", "text or json"),
            ("proxies = [\"10.0.0.0/8\"]", "10.0.0.5"),
            ("proxies = \"nginx\"", "10.0.0.5"),
            ("proxies = [\"0.0.0.0\"]", "one machine"),
            ("proxies = 5", "10.0.0.5"),
            ("= broken", "hoctap.toml"),
        ] {
            let problem = read(text, &[]).unwrap_err();
            assert!(problem.contains(says), "{text}: {problem}");
        }
    }
}
