//! The recognition path up to submission.

mod api;
mod chance;
mod core;
mod evidence;
pub mod fixture;
mod pages;
