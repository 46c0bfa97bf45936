//! The program in a process of its own, as it is served, and a client that keeps its connection: for tests that stop or kill it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::kit::{Person, Site};

/// The program, running.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(site: &Site, port: u16) -> Self {
        Self::start_with(site, port, &[("HOCTAP_LOG", "error")], Stdio::inherit())
    }

    /// The same with other surroundings and another end for its log.
    pub fn start_with(site: &Site, port: u16, env: &[(&str, &str)], log: Stdio) -> Self {
        let address = format!("127.0.0.1:{port}");
        let child = Command::new(env!("CARGO_BIN_EXE_hoctap"))
            .args(["serve", "--listen", &address, "--data"])
            .arg(&site.app.config.data)
            .env("HOCTAP_DATABASE", &site.app.config.database)
            .envs(env.iter().copied())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&address).is_err() {
            assert!(Instant::now() < until, "the server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, address }
    }

    /// SIGKILL: nothing is flushed, nothing is said.
    pub fn kill(mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program ends");
    }
}

/// One request over a kept connection; `None` when the server went away before it answered.
pub struct Client {
    address: String,
    token: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub fn new(address: &str, person: &Person) -> Self {
        Self { address: address.to_owned(), token: person.token().to_owned(), stream: None }
    }

    pub fn send(&mut self, method: &str, path: &str, key: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.address).ok()?;
            stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
            self.stream = Some(BufReader::new(stream));
        }
        let answer = self.exchange(method, path, key, body);
        if answer.is_none() {
            self.stream = None;
        }
        answer
    }

    fn exchange(&mut self, method: &str, path: &str, key: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let stream = self.stream.as_mut()?;
        let body = body.map(ToString::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.token,
            body.len()
        );
        stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
        let status = line.split_whitespace().nth(1)?.parse().ok()?;
        let mut length = 0;
        loop {
            line.clear();
            stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        stream.read_exact(&mut bytes).ok()?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn rounds() -> usize {
    std::env::var("HOCTAP_TEST_CRASH").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}
