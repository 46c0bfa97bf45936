//! Appraisal, decisions, their papers and the check of certificates.

mod core;
mod face;
pub mod fixture;
mod papers;
mod verify;
