//! Hoctap's server: routes → pages and API → acts → store. In reading order: `routes`, `visit` (who asks), `answer`
//! (how it ends), `app` (how a request reads or acts), `acts`, `pages`, `api`.
//!
//! Absent on purpose: SQL, driver types, global state.

pub mod acts;
pub mod answer;
pub mod api;
pub mod app;
pub mod backup;
pub mod carry;
pub mod clock;
pub mod commands;
pub mod config;
pub mod country;
pub mod demo;
pub mod failure;
pub mod figures;
pub mod files;
pub mod forms;
pub mod generate;
pub mod jobs;
pub mod maps;
pub mod meter;
pub mod nightly;
pub mod pages;
pub mod paperwork;
pub mod patience;
pub mod places;
pub mod routes;
pub mod secrets;
pub mod shares;
pub mod site;
pub mod typeset;
pub mod verify;
pub mod visit;
pub mod words;
