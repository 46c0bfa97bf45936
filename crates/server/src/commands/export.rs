//! `hoctap export`: writes records into a file. What is not public is somebody's act, with the same rights and audit lines
//! as the pages.

use clap::{Args, Subcommand};

use super::{open, register};

/// Arguments of `export`.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The household register of a commune or hamlet, one row a member; it can be changed and imported again.
    #[command(
        after_help = "Examples:\n  hoctap export households --place 03763 --as officer -o long-he.xlsx\n  hoctap export households --place 03763.001 --as officer --format csv -o ban.csv"
    )]
    Households(register::Export),
    /// The figures of a place with those of the places below it, as everybody may see them.
    #[command(
        after_help = "Examples:\n  hoctap export figures VN -o viet-nam.xlsx\n  hoctap export figures 14 --year 2025 --on 2025-12-31 --lang en -o son-la.json"
    )]
    Figures(open::Figures),
    /// Figures that others published, with their sources and the check of their arithmetic.
    #[command(after_help = "Example:\n  hoctap export published -o published.csv")]
    Published(open::Published),
}

/// Runs an export.
pub fn run(options: &Options) -> Result<u8, String> {
    match &options.what {
        What::Households(options) => register::export(options),
        What::Figures(options) => open::figures(options),
        What::Published(options) => open::published(options),
    }
}
