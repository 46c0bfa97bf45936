//! The acts: each loads what it needs, asks the guard, lets `rules` decide, records. One file a topic; no act knows
//! whether a page, the API or the demonstration asked for it.

pub mod decide;
pub mod imports;
pub mod path;
pub mod people;
pub mod places;
pub mod published;
pub mod register;
pub mod templates;
