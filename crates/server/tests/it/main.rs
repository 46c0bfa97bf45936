//! Journeys over HTTP without a socket, on SQLite and PostgreSQL. The kit is in `kit`; each topic has its file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests may stop at the first surprise"
)]

mod access;
mod account;
mod audit;
mod backup;
mod crash;
mod criteria;
mod days;
mod decide;
mod disk;
mod figures;
mod fuzz;
mod generate;
mod home;
mod kit;
mod operations;
mod overload;
mod path;
mod people;
mod places;
mod plans;
mod power;
mod problems;
mod program;
mod published;
mod register;
mod serve;
mod setup;
mod template;
mod today;
