//! `./bench`: measures the program against what it stands on and prints the table of docs/PERFORMANCE.md.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "the table is what it is for; its own process is asked where it is"
)]

use std::path::PathBuf;

use clap::Parser;
use hoctap_bench::pairs::Line;
use hoctap_bench::{Size, Stopped, backup, export, figures, import, load, memory, page, search, submit};

/// As the program itself has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Only these: load, import, submit, figures, search, page, memory, export, backup.
    what: Vec<String>,
    /// Seconds instead of minutes, too small to judge by.
    #[arg(long)]
    short: bool,
    /// A site made with `hoctap generate --province 82 --scale 1.0`; a tenth of it is made when absent.
    #[arg(long)]
    site: Option<PathBuf>,
    /// A PostgreSQL database from which others can be made; without it that half is left out.
    #[arg(long)]
    postgres: Option<String>,
    /// Where to write; emptied afterwards.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
}

/// A name and what it measures.
type Measure = (&'static str, fn(&Size) -> Result<Vec<Line>, Stopped>);

const ALL: &[Measure] = &[
    ("load", load::measure),
    ("import", import::measure),
    ("submit", submit::measure),
    ("figures", figures::measure),
    ("search", search::measure),
    ("page", page::measure),
    ("memory", memory::measure),
    ("export", export::measure),
    ("backup", backup::measure),
];

/// Submissions in a process of their own, whose flushes `./bench` made as slow as a real server's; `None` where there is no
/// such library, or this is that process.
fn flushed(size: &Size) -> Option<Result<Vec<Line>, Stopped>> {
    let library = std::env::var_os("HOCTAP_BENCH_FLUSH").filter(|_| std::env::var_os("LD_PRELOAD").is_none())?;
    let run = || -> Result<Vec<Line>, Stopped> {
        let mut command = std::process::Command::new(std::env::current_exe()?);
        command.args(["submit", "--folder"]).arg(size.folder.join("flushed")).env("LD_PRELOAD", library);
        if size.short {
            command.arg("--short");
        }
        let output = command.stderr(std::process::Stdio::inherit()).output()?;
        let said = String::from_utf8(output.stdout)?;
        said.lines().filter(|line| line.starts_with("| durable")).for_each(|line| println!("{line}"));
        if output.status.success() { Ok(Vec::new()) } else { Err("the measurement of submissions failed".into()) }
    };
    Some(run())
}

fn main() -> Result<(), Stopped> {
    let options = Options::parse();
    let Options { short, site, postgres, folder, .. } = &options;
    let size = Size { short: *short, site: site.clone(), postgres: postgres.clone(), folder: folder.clone() };
    println!("| what | against | ours | bare | ratio | bound | |\n|---|---|---|---|---|---|---|");
    for (name, measure) in
        ALL.iter().filter(|(name, _)| options.what.is_empty() || options.what.iter().any(|one| one == name))
    {
        // A small province that was made for the one serves the others too.
        if options.site.is_some() || *name == "load" {
            let _old = std::fs::remove_dir_all(&size.folder);
        }
        std::fs::create_dir_all(&size.folder)?;
        let done = if *name == "submit" { flushed(&size).unwrap_or_else(|| measure(&size)) } else { measure(&size) };
        match done {
            Ok(lines) if lines.is_empty() && *name == "submit" => {}
            Ok(lines) if lines.is_empty() => eprintln!("{name}: could not be measured here"),
            Ok(lines) => lines.iter().for_each(|line| println!("{}", line.row())),
            Err(cause) => eprintln!("{name}: {cause}"),
        }
    }
    let _gone = std::fs::remove_dir_all(&size.folder);
    Ok(())
}
