//! Every function of the store on both databases: the same body runs on a fresh SQLite file and in a fresh PostgreSQL
//! schema. PostgreSQL is the one at `HOCTAP_TEST_POSTGRES`; without it that half is left out aloud, and in CI it fails.

// The lints free test code only where it says that it is some.
#![cfg(test)]

mod appraisal;
mod assessments;
mod checks;
mod decisions;
mod doubles;
mod dump;
mod find_people;
mod groups;
mod jobs;
mod kit;
mod members;
mod migrations;
mod people;
mod plans;
mod portable;
mod races;
mod register;
mod seam;
mod site;
mod stays;
mod tallies;
mod units;
