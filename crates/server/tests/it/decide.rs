//! Appraisal, decisions, their papers and the check of certificates.

mod chance;
mod core;
mod face;
pub mod fixture;
mod pages;
mod papers;
mod reports;
mod specimens;
mod templates;
mod templates_api;
mod verify;
