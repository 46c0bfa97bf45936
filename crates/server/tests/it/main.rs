//! Journeys over HTTP without a socket, on SQLite and PostgreSQL. The kit is in `kit`; each topic has its file.

mod account;
mod kit;
