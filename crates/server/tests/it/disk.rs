//! Real disks that are full or may only be read: the program itself on a file system of its own, which a shell in a namespace
//! of its own mounts, fills and makes room on. Where the kernel gives no namespaces that is said and nothing is tested.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, Person, Site};
use crate::power;
use crate::program::{Client, Server, free_port};

/// A shell that sees a file system nobody else sees. It goes with everything it started.
struct Disk {
    shell: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// Where it is mounted, for that shell.
    at: PathBuf,
}

impl Disk {
    /// A disk of so many megabytes; `None` where the kernel gives none.
    fn new(site: &Site, megabytes: u32) -> Option<Self> {
        let at = site.app.config.data.join("disk");
        std::fs::create_dir_all(&at).unwrap();
        for how in [["-m"].as_slice(), ["-r", "-m"].as_slice()] {
            let mut shell = Command::new("unshare");
            shell.args(how).arg("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
            let Ok(mut shell) = shell.spawn() else { continue };
            let (to, from) = (shell.stdin.take().unwrap(), BufReader::new(shell.stdout.take().unwrap()));
            let mut disk = Self { shell, to, from, at: at.clone() };
            let mount = format!("mount -t tmpfs -o size={megabytes}m,mode=700 tmpfs {}", at.display());
            if disk.tries(&mount).is_some_and(|(code, _)| code == 0) {
                return Some(disk);
            }
        }
        eprintln!("not tested: this kernel gives no file system of one's own (unshare, mount)");
        None
    }

    /// Runs a command; how it ended and what it said. `None` when the shell is gone.
    fn tries(&mut self, command: &str) -> Option<(i32, String)> {
        writeln!(self.to, "{{ {command}\n}} 2>&1; echo \"=ended $?\"").ok()?;
        let (mut said, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            self.from.read_line(&mut line).ok().filter(|n| *n > 0)?;
            if let Some(code) = line.strip_prefix("=ended ") {
                return Some((code.trim().parse().unwrap(), said));
            }
            said.push_str(&line);
        }
    }

    /// Runs a command that must go well; what it said.
    fn run(&mut self, command: &str) -> String {
        let (code, said) = self.tries(command).expect("the shell is there");
        assert_eq!(code, 0, "{command}: {said}");
        said
    }

    /// The program on that disk, with its exit code.
    fn hoctap(&mut self, arguments: &str) -> (i32, String) {
        let (program, at) = (env!("CARGO_BIN_EXE_hoctap"), self.at.display().to_string());
        self.tries(&format!("HOCTAP_BACKUPS={at}/backups {program} {arguments} --data {at}"))
            .expect("the shell is there")
    }

    /// Serves the site from that disk; its address and its process.
    fn serve(&mut self, env: &str) -> (String, i32) {
        let address = format!("127.0.0.1:{}", free_port());
        let (program, at) = (env!("CARGO_BIN_EXE_hoctap"), self.at.display().to_string());
        let log = self.at.parent().unwrap().join("log");
        let more = "HOCTAP_LOG=error HOCTAP_NIGHTLY=off";
        let said = self.run(&format!(
            "{more} {env} {program} serve --listen {address} --data {at} >{} 2>&1 & server=$!; echo $server",
            log.display()
        ));
        let until = Instant::now() + Duration::from_secs(60);
        while std::net::TcpStream::connect(&address).is_err() {
            assert!(Instant::now() < until, "{}", std::fs::read_to_string(&log).unwrap_or_default());
            std::thread::sleep(Duration::from_millis(20));
        }
        (address, said.trim().parse().unwrap())
    }

    /// The site's files go there, with nothing left in a log: its pages could be written again without more room.
    fn settle(&mut self, site: &Site) {
        let (data, at) = (&site.app.config.data, self.at.display().to_string());
        let own = data.join("settled");
        std::fs::create_dir_all(&own).unwrap();
        for end in ["hoctap.db", "hoctap.db-wal", "secret.key"] {
            std::fs::copy(data.join(end), own.join(end)).unwrap();
        }
        // The only connection folds the log into the file when it is closed.
        drop(store::Db::open(&own.join("hoctap.db").display().to_string()).unwrap());
        assert!(!own.join("hoctap.db-wal").exists());
        self.run(&format!("cp {}/* {at}/ && rm -r {}", own.display(), own.display()));
    }

    /// Leaves so many kilobytes of room.
    fn fill(&mut self, kilobytes: u32) {
        let ballast = self.at.join("ballast").display().to_string();
        let _full = self.tries(&format!("dd if=/dev/zero of={ballast} bs=4k status=none"));
        self.run(&format!("truncate -s -{kilobytes}K {ballast}"));
    }

    fn make_room(&mut self) {
        let ballast = self.at.join("ballast").display().to_string();
        self.run(&format!("rm {ballast}"));
    }

    /// Copies the database to where everybody sees it.
    fn copy_out(&mut self, site: &Site) -> PathBuf {
        let to = site.app.config.data.join("after");
        std::fs::create_dir_all(&to).unwrap();
        self.run(&format!("cp {}/hoctap.db* {}/", self.at.display(), to.display()));
        to.join("hoctap.db")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _said = self.tries("kill -9 $server");
        let _gone = self.shell.kill();
        let _ended = self.shell.wait();
    }
}

/// Eight clients write at once until `enough` of them were refused; who was told “done”, and who was refused.
fn until_refused(address: &str, by: &Person, hamlet: &str, prefix: &str, enough: usize) -> (Vec<String>, Vec<String>) {
    let told = std::sync::Mutex::new((Vec::new(), Vec::new()));
    let until = Instant::now() + Duration::from_secs(120);
    std::thread::scope(|scope| {
        for at in 0..8 {
            let told = &told;
            scope.spawn(move || {
                let mut client = Client::new(address, by);
                for n in 0.. {
                    let number = format!("{prefix}{at}{n:05}");
                    let status = write(&mut client, hamlet, &number);
                    let mut told = told.lock().unwrap();
                    match status {
                        201 => told.0.push(number),
                        _ => told.1.push(number),
                    }
                    if told.1.len() >= enough {
                        return;
                    }
                    assert!(Instant::now() < until, "nobody is refused: {} were kept", told.0.len());
                }
            });
        }
    });
    told.into_inner().unwrap()
}

/// One household; 201, or 503 with the reason that is its own.
fn write(client: &mut Client, hamlet: &str, number: &str) -> u16 {
    let members = json!([{"name": "Lò Văn Đĩa", "relation": "head", "birth": "1980"}]);
    let body = json!({"hamlet": hamlet.split('@').next(), "number": number, "members": members, "sure": true});
    let (status, value) = client.send("POST", "/api/v1/households", number, Some(&body)).expect("an answer");
    match status {
        201 => {}
        503 => assert_eq!(value["problems"][0]["code"], "cannot-store", "{value}"),
        other => panic!("{number}: {other} {value}"),
    }
    status
}

/// After it was refused: pages can be read; with room again the same is sent again, each is there once, all is whole.
fn recovers(
    site: &Site,
    disk: &mut Disk,
    address: &str,
    by: &Person,
    hamlet: &str,
    said: (Vec<String>, Vec<String>),
    heal: impl FnOnce(&mut Disk),
) {
    let (mut told, refused) = said;
    let mut client = Client::new(address, by);
    for path in ["/households", "/today", "/api/v1/me"] {
        assert_eq!(client.send("GET", path, "look", None).expect("a page").0, 200, "{path}");
    }
    let (status, _) = client.send("GET", "/healthz", "look", None).expect("an answer");
    assert_eq!(status, 200);
    heal(disk);
    for number in &refused {
        assert_eq!(write(&mut client, hamlet, number), 201, "the same again, without a restart");
    }
    // Killed as it is: what was acknowledged is on the disk.
    disk.run("kill -9 $server; wait");
    let database = disk.copy_out(site);
    let mut kept = power::whole(site, &database.display().to_string()).unwrap();
    told.extend(refused);
    told.sort();
    kept.sort();
    assert_eq!(kept, told, "every acknowledged write once, and nothing else");
    assert_eq!(disk.hoctap("check --json").0, 0);
    assert_eq!(disk.hoctap("recount --json").0, 0);
}

#[test]
fn on_a_disk_that_is_full_nothing_acknowledged_is_lost_and_room_ends_it_without_a_restart() {
    let Some(site) = Site::new(false) else { return };
    let hamlet = site.hamlet(LONG_HE, "Đĩa Đầy");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let Some(mut disk) = Disk::new(&site, 80) else { return site.check() };
    disk.settle(&site);
    let (address, _) = disk.serve("");
    // Room for a first few, then none: in the log, then in the file itself, then nowhere.
    disk.fill(600);
    let said = until_refused(&address, &officer, &hamlet, "D", 40);
    assert!(!said.0.is_empty(), "some were kept before it was full");
    let counts = (said.0.len(), said.1.len());
    recovers(&site, &mut disk, &address, &officer, &hamlet, said, Disk::make_room);
    eprintln!(
        "sqlite: a full file system: {} kept before, {} refused with 503, all done once in the end",
        counts.0, counts.1
    );
    site.check();
}

#[test]
fn a_backup_a_restore_and_a_drill_without_room_say_so_and_leave_all_as_it_was() {
    let Some(site) = Site::new(false) else { return };
    site.hamlet(LONG_HE, "Hết Đĩa");
    let Some(mut disk) = Disk::new(&site, 120) else { return site.check() };
    disk.settle(&site);
    let (code, said) = disk.hoctap("backup");
    assert_eq!(code, 0, "{said}");
    let at = disk.at.display().to_string();
    let list = |disk: &mut Disk| disk.run(&format!("ls -A {at} {at}/backups"));
    disk.fill(300);
    let before = list(&mut disk);
    let site_files = |said: &str| -> Vec<String> {
        // Closing the site may fold its log into it.
        said.lines().filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).map(str::to_owned).collect()
    };
    let (code, said) = disk.hoctap(&format!("backup --out {at}/backups/second.hoctap"));
    assert!(code == 1 && said.contains("cannot write") && said.contains("older backups are as they were"), "{said}");
    assert_eq!(site_files(&list(&mut disk)), site_files(&before), "no half file");
    let (code, said) = disk.hoctap(&format!("restore {at}/backups/hoctap-*.hoctap"));
    assert!(code == 1 && said.contains("full"), "{said}");
    assert_eq!(
        site_files(&list(&mut disk)),
        site_files(&before),
        "the old site is where it was, and nothing beside it"
    );
    // The drill looks before it begins.
    let mega = |bytes: u64| bytes.div_ceil(1 << 20);
    let size = site.app.db.size().unwrap();
    let told = hoctap::backup::room::enough(Path::new(&at), 300 << 10, size).unwrap_err().cause;
    assert!(told.contains("0 MB are free") && told.contains(&format!("about {} MB", mega(2 * size))), "{told}");
    disk.make_room();
    assert_eq!(disk.hoctap("check --json").0, 0);
    let (code, said) = disk.hoctap(&format!("restore {at}/backups/hoctap-*.hoctap"));
    assert!(code == 0 && said.contains("the site that was there is kept"), "{said}");
    assert_eq!(disk.hoctap("check --json").0, 0);
    site.check();
}

#[test]
fn a_site_on_a_disk_that_may_only_be_read_says_so_and_starts_when_it_may_be_written() {
    let Some(site) = Site::new(false) else { return };
    let Some(mut disk) = Disk::new(&site, 120) else { return site.check() };
    disk.settle(&site);
    let at = disk.at.display().to_string();
    disk.run(&format!("mount -o remount,ro {at}"));
    let address = format!("127.0.0.1:{}", free_port());
    let (code, said) = disk.hoctap(&format!("serve --listen {address}"));
    assert!(code == 1 && said.contains("may only be read") && said.contains(&at), "{code} {said}");
    disk.run(&format!("mount -o remount,rw {at}"));
    let (address, _) = disk.serve("");
    assert_eq!(
        crate::program::Client::new(&address, &Person::default()).send("GET", "/healthz", "x", None).unwrap().0,
        200
    );
    disk.run("kill -9 $server; wait");
    assert_eq!(disk.hoctap("check --json").0, 0);
    site.check();
}

#[test]
fn a_disk_that_turns_read_only_under_load_is_said_clearly_and_ends_without_a_restart() {
    let Some(site) = Site::new(false) else { return };
    let hamlet = site.hamlet(LONG_HE, "Chỉ Đọc");
    let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
    let data = site.app.config.data.clone();
    let (library, flag) = (power::library("readonly", &data), data.join("flag"));
    let env = [
        ("HOCTAP_LOG", "off"),
        ("HOCTAP_NIGHTLY", "off"),
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("READONLY_FLAG", flag.to_str().unwrap()),
    ];
    let server = Server::start_with(&site, free_port(), &env, Stdio::inherit());
    let mut told = Vec::new();
    let mut refused = 0;
    // In the midst of writing, three times, and each time it may be written again.
    for round in ["A", "B", "C"] {
        let (address, by, place, flag) = (&server.address, &officer, &hamlet, &flag);
        let said = std::thread::scope(|scope| {
            let writing = scope.spawn(move || until_refused(address, by, place, round, 40));
            std::thread::sleep(Duration::from_millis(400));
            std::fs::write(flag, "").unwrap();
            writing.join().unwrap()
        });
        let mut client = Client::new(address, by);
        assert_eq!(client.send("GET", "/households", "look", None).expect("a page").0, 200);
        std::fs::remove_file(flag).unwrap();
        for number in &said.1 {
            assert_eq!(write(&mut client, place, number), 201, "the same again, without a restart");
        }
        refused += said.1.len();
        told.extend(said.0);
        told.extend(said.1);
    }
    server.kill();
    let mut kept = power::whole(&site, &site.app.config.database).unwrap();
    told.sort();
    kept.sort();
    assert_eq!(kept, told, "every acknowledged write once, and nothing else");
    eprintln!(
        "sqlite: read-only three times under load: {refused} refused with 503, {} done once in the end",
        told.len()
    );
    site.check();
}
