//! Every function of the store on both databases: the same body runs on a fresh SQLite file and in a fresh PostgreSQL
//! schema. PostgreSQL is the one at `HOCTAP_TEST_POSTGRES`; without it that half is left out aloud, and in CI it fails.

// The lints free test code only where it says that it is some.
#[cfg(test)]
mod appraisal;
mod assessments;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod members;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod people;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod portable;
#[cfg(test)]
mod races;
#[cfg(test)]
mod register;
#[cfg(test)]
mod seam;
#[cfg(test)]
mod site;
#[cfg(test)]
mod stays;
#[cfg(test)]
mod tallies;
#[cfg(test)]
mod units;
