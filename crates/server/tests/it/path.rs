//! The recognition path up to submission.

mod core;
pub mod fixture;
mod pages;
