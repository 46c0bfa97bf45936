//! Appraisal, decisions, their papers and the check of certificates.

mod chance;
mod core;
mod face;
pub mod fixture;
mod pages;
mod papers;
mod reports;
mod templates;
mod verify;
