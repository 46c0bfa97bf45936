//! The other process of the press: one job from standard input, its answer to standard output, within bounds that the
//! operating system keeps. Must not open the site.

use clap::Args;
use rustix::process::{Resource, Rlimit, setrlimit};

/// Bounds of the process.
#[derive(Args)]
pub struct Options {
    /// Megabytes of address space.
    #[arg(long)]
    megabytes: u64,
    /// Seconds of computing.
    #[arg(long)]
    seconds: u64,
}

/// Does the job.
pub fn run(options: &Options) -> Result<u8, String> {
    let bound = |resource, most: u64| {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).map_err(|cause| format!("cannot bound the typesetter: {cause}"))
    };
    bound(Resource::As, options.megabytes << 20)?;
    // Two threads compute at once.
    bound(Resource::Cpu, options.seconds * 2)?;
    // It writes into a pipe and opens nothing.
    bound(Resource::Fsize, 0)?;
    bound(Resource::Core, 0)?;
    papers::press::serve(std::io::stdin().lock(), std::io::stdout().lock()).map_err(|cause| cause.to_string())?;
    Ok(0)
}
