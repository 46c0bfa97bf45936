//! A backup, its restore, the drill and a copy of a whole site: the program itself, in a process of its own, against what copies
//! the bare file. The bounds are wide: the program also takes the digest of each row twice and holds every table against it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::memory::program;
use crate::pairs::{Bound, Line, timed, told};
use crate::site::{Pg, open, province, text};
use crate::{Size, Stopped};

/// What a command of the program took.
struct Took {
    time: Duration,
    /// Megabytes at its most.
    most: f64,
}

/// Runs the program to its end and looks at its memory while it does.
fn run(program: &Path, arguments: &[&str]) -> Result<Took, Stopped> {
    let began = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let mut most = 0.0_f64;
    loop {
        // The highest so far; a process that has ended tells nothing.
        most = most.max(crate::memory::megabytes(child.id(), "VmHWM").unwrap_or(0.0));
        match child.try_wait()? {
            Some(ended) if ended.success() => return Ok(Took { time: began.elapsed(), most }),
            Some(ended) => return Err(format!("hoctap {}: {ended}", arguments.join(" ")).into()),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// What anybody would do without the program: a consistent copy of the file, packed, and flushed.
fn bare_backup(database: &Path, folder: &Path) -> Result<(Duration, PathBuf), Stopped> {
    let (copy, packed) = (folder.join("copy.db"), folder.join("copy.db.gz"));
    let (time, ()) = timed(|| {
        rusqlite::Connection::open(database)?.execute("VACUUM INTO ?1", [text(&copy)?])?;
        let out = std::fs::File::create(&packed)?;
        let ended = Command::new("gzip").args(["-1", "-c", text(&copy)?]).stdout(out.try_clone()?).status()?;
        out.sync_all()?;
        if ended.success() { Ok(()) } else { Err("gzip failed".into()) }
    })?;
    Ok((time, copy))
}

/// A copy of a file and its flush.
fn bare_copy(from: &Path, to: &Path) -> Result<Duration, Stopped> {
    let (time, ()) = timed(|| {
        std::fs::copy(from, to)?;
        Ok(std::fs::File::open(to)?.sync_all()?)
    })?;
    Ok(time)
}

fn fixed(what: &str, most: f64) -> Line {
    Line {
        what: what.to_owned(),
        against: "a fixed bound".to_owned(),
        ours: format!("{most:.0} MB"),
        bare: String::new(),
        ratio: most / 600.0,
        bound: Bound::AtMost(1.0),
    }
}

/// Measures it; nothing where the program is not beside this one.
///
/// # Errors
/// Those of the program.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let Some(program) = program() else { return Ok(Vec::new()) };
    let site = province(size)?;
    let work = size.folder.join("backup");
    std::fs::create_dir_all(&work)?;
    let database = site.join("hoctap.db");
    let megabytes = |file: &Path| std::fs::metadata(file).map(|found| found.len().div_ceil(1 << 20));
    let (bare, copy) = bare_backup(&database, &work)?;
    let file = work.join("one.hoctap");
    let made = run(&program, &["backup", "--data", text(&site)?, "--out", text(&file)?])?;
    let what = format!("backup of {} MB ({} MB packed)", megabytes(&copy)?, megabytes(&file)?);
    let mut lines = vec![
        Line::times(&what, "VACUUM INTO and gzip -1", made.time, bare, Bound::AtMost(3.0)),
        fixed("memory of the backup, of 600 MB", made.most),
    ];
    // Into an empty folder, with everything read back: a restore without an old site.
    let home = work.join("home");
    std::fs::create_dir_all(&home)?;
    std::fs::copy(site.join("secret.key"), home.join("secret.key"))?;
    let copied = bare_copy(&copy, &work.join("again.db"))?;
    let back = run(&program, &["restore", text(&file)?, "--data", text(&home)?])?;
    lines.push(Line {
        ours: format!("{}, {:.0} times the copy", told(back.time), back.time.as_secs_f64() / copied.as_secs_f64()),
        ..Line::times(
            "restore, read back and checked",
            "the backup's own time",
            back.time,
            made.time,
            Bound::AtMost(6.0),
        )
    });
    lines.push(fixed("memory of the restore, of 600 MB", back.most));
    let app = open(&site, None)?;
    let (drill, wrong) =
        timed(|| hoctap::backup::drill(&app.config, &app.secrets, &file, app.clock.now()).map_err(Stopped::from))?;
    if !wrong.is_empty() {
        return Err(format!("the drill found {}", wrong.join(", ")).into());
    }
    lines.push(Line::times("drill: brought back, every check", "the restore", drill, back.time, Bound::AtMost(3.0)));
    if let Some(server) = &size.postgres {
        let pg = Pg::empty(server, "copy")?;
        let from = format!("sqlite:{}", text(&database)?);
        let copied = run(&program, &["copy", "--from", &from, "--to", &pg.address])?;
        let against = "the restore on SQLite";
        lines.push(Line::times("copy to PostgreSQL, read again", against, copied.time, back.time, Bound::AtMost(3.0)));
        lines.push(fixed("memory of the copy, of 600 MB", copied.most));
    }
    std::fs::remove_dir_all(&work)?;
    Ok(lines)
}
