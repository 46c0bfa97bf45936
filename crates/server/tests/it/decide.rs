//! Appraisal, decisions, their papers and the check of certificates.

mod core;
pub mod fixture;
