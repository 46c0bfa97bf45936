//! All SQL of Hoctap, each statement once, for SQLite and PostgreSQL.
//!
//! # The portable page
//! 1. `$1` is a *name* in SQLite: the seam binds by name, never by position.
//! 2. Columns are `TEXT`, `INTEGER`, `BLOB` in `STRICT` tables. No floats, no booleans (0/1), moments in ms UTC, days as
//!    text, JSON as text that SQL never looks into.
//! 3. `SUM` of integers is numeric in PostgreSQL: `CAST(SUM(n) AS BIGINT)`.
//! 4. A parameter alone needs a type: `CAST($1 AS TEXT)`.
//! 5. Expected clashes by `ON CONFLICT`, never by catching an error.
//! 6. Text is sorted and searched on columns made by `rules::text`; `LIKE` is not used.
//! 7. A write locks its owner row first (`UPDATE … SET revision = revision + 1`), then touches rows in key order.
//! 8. No `FOR UPDATE`, no `SKIP LOCKED`.
//! 9. `GROUP BY` names every plain column; `INSERT … SELECT … ON CONFLICT` has a `WHERE`.
//! 10. `analyze` after bulk loads.
//!
//! Absent on purpose: rights, sentences for people, HTTP, async, an ORM, built SQL text.

pub mod assessments;
pub mod audit;
pub mod bulk;
pub mod checks;
pub mod db;
pub mod decisions;
pub mod dump;
pub mod evidence;
pub mod imports;
pub mod jobs;
pub mod migrate;
pub mod people;
pub mod proofs;
pub mod published;
pub mod receipts;
pub mod register;
pub mod tallies;
pub mod templates;
pub mod units;

pub use db::{Db, Error, Latch, Row, Tx, Value};
