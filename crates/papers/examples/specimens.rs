//! Writes one specimen of every paper into a folder, to look at after a template was changed:
//! `cargo run -p hoctap-papers --example specimens -- <folder>`. Owns nothing; must not be part of the program.

#[path = "../tests/it/samples.rs"]
mod samples;

use papers::certificate::{PerPage, certificates_pdf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "specimens".to_owned()));
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("decision.pdf"), papers::decision::decision_pdf(&samples::decision(312))?)?;
    let (bundle, cards) = (samples::bundle(), samples::certificates(10));
    std::fs::write(folder.join("certificates.pdf"), certificates_pdf(&bundle, &cards, PerPage::One)?)?;
    std::fs::write(folder.join("certificates-4.pdf"), certificates_pdf(&bundle, &cards, PerPage::Four)?)?;
    Ok(())
}
