//! Pure decisions of Hoctap: values and the moment in, a decision out. In reading order:
//! what things are (`basics`, `problem`, `text`), who may do what (`access`) and gets the right to (`people`), the register's shapes (`register`),
//! which households look like one (`doubles`) and how two become one (`merge`),
//! criteria and their score (`criteria`, `score`), the recognition path (`path`), counters (`tally`), published and
//! counted figures (`figures`, `report`), hamlets as people write them (`hamlets`).
//!
//! Absent on purpose: clock, chance, files, SQL, HTTP, sentences for people.

pub mod access;
pub mod basics;
pub mod criteria;
pub mod days;
pub mod doubles;
pub mod figures;
pub mod hamlets;
pub mod merge;
pub mod path;
pub mod people;
pub mod problem;
pub mod register;
pub mod report;
pub mod score;
pub mod tally;
pub mod text;
