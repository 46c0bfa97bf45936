//! A model of power cuts. Every write and every flush of the database's files is recorded while clients write
//! (`tests/power/recorder.c`). Then the disk is made as a power cut would have left it at many moments: what was flushed is
//! there; of what was not, some is, some is not, and some is there in part. From each such disk the site must come back with
//! every acknowledged write, nothing doubled, and everything whole.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rules::access::Role;
use serde_json::json;
use store::Db;

use crate::kit::{LONG_HE, Site};
use crate::program::{Client, Server, free_port, rounds};

const WRITE: u8 = 1;
const TRUNCATE: u8 = 2;
const SYNC: u8 = 3;
/// What a disk writes at once, or not at all.
const SECTOR: usize = 512;

/// One thing that was done to one of the files.
struct Done {
    kind: u8,
    file: usize,
    offset: usize,
    bytes: Vec<u8>,
    /// How long the record was after it.
    end: u64,
}

fn read_record(bytes: &[u8]) -> Vec<Done> {
    let mut all = Vec::new();
    let mut at = 0;
    while at + 18 <= bytes.len() {
        let number =
            |from: usize| usize::try_from(u64::from_le_bytes(bytes[from..from + 8].try_into().unwrap())).unwrap();
        let (kind, file, offset, length) = (bytes[at], usize::from(bytes[at + 1]), number(at + 2), number(at + 10));
        let held = if kind == WRITE { length } else { 0 };
        at += 18;
        // The killed program may have left half a record.
        let Some(data) = bytes.get(at..at + held) else { break };
        at += held;
        all.push(Done { kind, file, offset, bytes: data.to_vec(), end: u64::try_from(at).unwrap() });
    }
    all
}

/// A stream of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

fn put(file: &mut Vec<u8>, done: &Done, bytes: &[u8]) {
    match done.kind {
        WRITE => {
            let end = done.offset + bytes.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[done.offset..end].copy_from_slice(bytes);
        }
        TRUNCATE => file.resize(done.offset, 0),
        _ => file.clear(),
    }
}

/// The files as a power cut leaves them after so many things were done. `flushes` says whether flushes are believed.
fn cut(before: &[Vec<u8>; 3], done: &[Done], dice: &mut Dice, flushes: bool) -> [Vec<u8>; 3] {
    let mut files = before.clone();
    let mut waiting: [Vec<&Done>; 3] = Default::default();
    for one in done {
        if one.kind != SYNC {
            waiting[one.file].push(one);
        } else if flushes {
            for held in waiting[one.file].drain(..) {
                put(&mut files[one.file], held, &held.bytes);
            }
        }
    }
    if !flushes {
        return files;
    }
    // Of what was not flushed: everything, nothing, or by chance; a write may be there up to some sector, or only its end.
    let mood = dice.roll(4);
    for (file, held) in files.iter_mut().zip(waiting) {
        for one in held {
            match (mood, dice.roll(3)) {
                (0, _) | (2 | 3, 0) => {}
                (3, 1) if one.bytes.len() > SECTOR => {
                    let sectors = dice.roll(one.bytes.len() / SECTOR) * SECTOR;
                    if dice.roll(2) == 0 {
                        put(file, one, &one.bytes[..sectors]);
                    } else {
                        let rest = Done { kind: WRITE, offset: one.offset + sectors, bytes: Vec::new(), ..*one };
                        put(file, &rest, &one.bytes[sectors..]);
                    }
                }
                _ => put(file, one, &one.bytes),
            }
        }
    }
    files
}

fn files_of(database: &str) -> [PathBuf; 3] {
    ["", "-wal", "-journal"].map(|end| PathBuf::from(format!("{database}{end}")))
}

/// What is there after the power comes back: the numbers of all households. Everything else must be whole.
fn come_back(site: &Site, files: &[Vec<u8>; 3], folder: &Path) -> Result<Vec<String>, String> {
    let _gone = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    let database = folder.join("hoctap.db").display().to_string();
    for (path, bytes) in files_of(&database).iter().zip(files) {
        if !bytes.is_empty() {
            std::fs::write(path, bytes).unwrap();
        }
    }
    whole(site, &database)
}

/// The numbers of all households of a database; everything else in it must be whole.
pub fn whole(site: &Site, database: &str) -> Result<Vec<String>, String> {
    let db = Db::open(database).map_err(|cause| cause.to_string())?;
    let seal = site.app.secrets.trail();
    let told = db.read(|tx| {
        let whole = tx.query("PRAGMA integrity_check", store::args![], |row| row.text(0))?;
        let differs = store::tallies::recount(tx)?.len();
        let breaks = store::audit::verify(tx, seal)?.1.len();
        let changed = store::proofs::compare(tx)?.len();
        let numbers = tx.query("SELECT number FROM household ORDER BY number", store::args![], |row| row.text(0))?;
        Ok::<_, store::Error>((whole, differs, breaks, changed, numbers))
    });
    let (whole, differs, breaks, changed, numbers) = told.map_err(|cause| cause.to_string())?;
    if whole != ["ok"] || differs + breaks + changed > 0 {
        return Err(format!("{whole:?}, {differs} counters, {breaks} lines, {changed} records"));
    }
    Ok(numbers)
}

/// What stands between the program and the C library, built from `tests/power`.
pub fn library(name: &str, folder: &Path) -> PathBuf {
    let library = folder.join(format!("{name}.so"));
    let source = format!("{}/../../tests/power/{name}.c", env!("CARGO_MANIFEST_DIR"));
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).args(["-ldl", "-pthread"]);
    let made = compiler.status().expect("a C compiler");
    assert!(made.success());
    library
}

#[test]
fn after_a_power_cut_at_any_moment_every_acknowledged_write_is_there() {
    let Some(site) = Site::new(false) else { return };
    let hamlet = site.hamlet(LONG_HE, "Mất Điện");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let hamlet = hamlet.split('@').next().unwrap();
    let data = site.app.config.data.clone();
    // The site's own connections keep nothing back: what the server writes begins with these files.
    let before = files_of(&site.app.config.database).map(|path| std::fs::read(path).unwrap_or_default());
    let (library, record) = (library("recorder", &data), data.join("record"));
    let env = [
        ("HOCTAP_LOG", "error"),
        ("HOCTAP_NIGHTLY", "off"),
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("POWER_LOG", record.to_str().unwrap()),
    ];
    let server = Server::start_with(&site, free_port(), &env, Stdio::inherit());
    let told: Mutex<Vec<(String, u64)>> = Mutex::default();
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let mut client = Client::new(&server.address, &officer);
                while !stop.load(Ordering::SeqCst) {
                    let number = format!("{:05}", next.fetch_add(1, Ordering::SeqCst));
                    let members = json!([{"name": "Lò Thị Điện", "relation": "head", "birth": "1970"}]);
                    let body = json!({"hamlet": hamlet, "number": number, "members": members, "sure": true});
                    let (status, value) = client.send("POST", "/api/v1/households", &number, Some(&body)).unwrap();
                    assert_eq!(status, 201, "{value}");
                    // Whatever was on the disk when this was told is in the record before here.
                    let length = std::fs::metadata(&record).unwrap().len();
                    told.lock().unwrap().push((number, length));
                }
            });
        }
        std::thread::sleep(Duration::from_secs(if rounds() > 1 { 8 } else { 3 }));
        stop.store(true, Ordering::SeqCst);
    });
    server.kill();
    let told = told.into_inner().unwrap();
    let done = read_record(&std::fs::read(&record).unwrap());
    let (flushes, folded) = (
        done.iter().filter(|one| one.kind == SYNC).count(),
        done.iter().filter(|one| one.kind == WRITE && one.file == 0).count(),
    );
    assert!(told.len() > 30 && flushes > 20, "{} writes, {flushes} flushes", told.len());
    let folder = data.join("after");
    let mut dice = Dice(7);
    let cuts = (4 * rounds()).clamp(12, 400);
    for n in 0..cuts {
        // The last moments as well, where most has been folded into the database.
        let upto = if n == 0 { done.len() } else { dice.roll(done.len()) + 1 };
        let end = done[upto - 1].end;
        let numbers = come_back(&site, &cut(&before, &done[..upto], &mut dice, true), &folder);
        let numbers = numbers.unwrap_or_else(|cause| panic!("cut {n} after {upto} of {}: {cause}", done.len()));
        let acknowledged = told.iter().filter(|(_, length)| *length <= end);
        for (number, _) in acknowledged {
            assert!(
                numbers.binary_search(number).is_ok(),
                "cut {n} after {upto}: {number} was acknowledged and is lost"
            );
        }
        assert!(numbers.windows(2).all(|two| two[0] != two[1]), "doubled");
    }
    // The model can fail: on a disk that lies about its flushes, acknowledged writes are lost.
    let lied = come_back(&site, &cut(&before, &done, &mut dice, false), &folder);
    let lost = lied.map_or(true, |numbers| told.iter().any(|(number, _)| numbers.binary_search(number).is_err()));
    assert!(lost, "a disk that keeps nothing would have been seen");
    eprintln!(
        "sqlite: {cuts} power cuts over {} writes and {flushes} flushes ({folded} pages folded); {} acknowledged, none lost",
        done.len(),
        told.len()
    );
    site.check();
}
