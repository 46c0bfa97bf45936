//! `hoctap export`: writes records into a file as somebody's act, with the same rights and audit lines as the pages.

use clap::{Args, Subcommand};

use super::register;

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
}

/// Runs an export.
pub fn run(options: &Options) -> Result<u8, String> {
    match &options.what {
        What::Households(options) => register::export(options),
    }
}
