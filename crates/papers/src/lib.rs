//! Papers of Hoctap: a value in, bytes out, and back. In reading order: why a paper could not be made (`error`), QR
//! codes (`qr`), the typesetter (`pdf`, from a process of its own `press`) and what it sets (`kind`: `decision`,
//! `certificate`, `report`), tables written as workbook or CSV
//! (`sheets`), very many things at once (`many`), files read from outside (`import` with its readers), and what a household register in such a file means
//! (`register_sheet` and its parts).
//!
//! Absent on purpose: SQL, HTTP, and how words are translated. Callers pass finished words.

pub mod certificate;
pub mod decision;
pub mod error;
pub mod import;
pub mod kind;
pub mod many;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "pdf_absent.rs"]
pub mod pdf;
pub mod press;
pub mod qr;
pub mod register_sheet;
pub mod report;
pub mod said;
pub mod sheets;

pub use error::PaperError;
