//! The program: reads its arguments and runs one command.

use std::process::ExitCode;

use clap::Parser as _;

/// Faster than the system's own at the many short texts of a request and of a file's rows.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = hoctap::commands::Cli::parse();
    match hoctap::commands::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(sentence) => {
            hoctap::commands::say(&format!("hoctap: {sentence}"));
            ExitCode::from(hoctap::commands::FAILED)
        }
    }
}
