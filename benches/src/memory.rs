//! How soon the program answers after its start, and how much memory it holds while it serves: the program itself, in a
//! process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::Client;
use crate::pairs::{Bound, Line};
use crate::site::{province, text};
use crate::{Size, Stopped};

/// The program beside this one.
#[must_use]
pub fn program() -> Option<PathBuf> {
    if let Ok(path) = std::env::var("HOCTAP_BENCH_PROGRAM") {
        return Some(PathBuf::from(path));
    }
    let own = std::env::current_exe().ok()?;
    own.ancestors().map(|folder| folder.join("hoctap")).find(|path| path.is_file())
}

/// A process that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Megabytes of a line of `/proc/…/status`.
pub(crate) fn megabytes(id: u32, key: &str) -> Result<f64, Stopped> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find(|line| line.starts_with(key)).ok_or("no such line in the process's status")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

fn free_port() -> Result<u16, Stopped> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Starts it on a site; the time until the first answer.
fn start(program: &Path, folder: &Path) -> Result<(Running, std::net::SocketAddr, Duration), Stopped> {
    let address = format!("127.0.0.1:{}", free_port()?);
    let began = Instant::now();
    let child = Command::new(program)
        .args(["serve", "--data", text(folder)?, "--listen", &address])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let running = Running(child);
    let address = address.parse()?;
    while began.elapsed() < Duration::from_secs(120) {
        if let Ok(mut client) = Client::open(address)
            && client.get("/api/v1/figures/82").is_ok()
        {
            return Ok((running, address, began.elapsed()));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Err("the program did not answer within two minutes".into())
}

/// Measures it; nothing where the program is not beside this one.
///
/// # Errors
/// Those of the process.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let Some(program) = program() else { return Ok(Vec::new()) };
    let folder = province(size)?;
    let mut first = Vec::new();
    for _ in 0..size.of(1, 3) {
        first.push(start(&program, &folder)?.2);
    }
    let (running, address, time) = start(&program, &folder)?;
    first.push(time);
    let first = crate::pairs::median(first)?;
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let times = size.of(3, 150);
            std::thread::spawn(move || -> Result<(), Stopped> {
                let mut client = Client::open(address)?;
                for _ in 0..times {
                    for path in ["/", "/figures/82", "/api/v1/figures/82", "/figures/VN", "/places/82", "/map"] {
                        client.send("GET", path, "", "")?;
                    }
                }
                Ok(())
            })
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "a client panicked")??;
    }
    let (most, now) = (megabytes(running.0.id(), "VmHWM")?, megabytes(running.0.id(), "VmRSS")?);
    let line = |what: &str, ours: String, ratio: f64| Line {
        what: what.to_owned(),
        against: "a fixed bound".to_owned(),
        ours,
        bare: String::new(),
        ratio,
        bound: Bound::AtMost(1.0),
    };
    let seconds = first.as_secs_f64();
    Ok(vec![
        line("memory while serving, at its most: of 150 MB", format!("{most:.0} MB (then {now:.0})"), most / 150.0),
        line("first answer after the start: of one second", crate::pairs::told(first), seconds),
    ])
}
