//! Tests of the papers crate over its public interface: what is written is read back, by us and by other programs.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may stop a test like the tests themselves"
)]

mod files_in;
mod hostile_files;
mod hostile_table;
mod office_registers;
mod papers_pdf;
mod qr_codes;
mod register;
mod round_trip;
mod samples;
mod sheets_out;
mod survey;
mod templates;
mod typesetter_says;

/// Every letter of Vietnamese with every tone, composed.
const ALL_MARKS: &str = "àáảãạ ằắẳẵặă ầấẩẫậâ èéẻẽẹ ềếểễệê ìíỉĩị òóỏõọ ồốổỗộô ờớởỡợơ ùúủũụ ừứửữựư ỳýỷỹỵ đ \
                             ÀÁẢÃẠ ẰẮẲẴẶĂ ẦẤẨẪẬÂ ÈÉẺẼẸ ỀẾỂỄỆÊ ÌÍỈĨỊ ÒÓỎÕỌ ỒỐỔỖỘÔ ỜỚỞỠỢƠ ÙÚỦŨỤ ỪỨỬỮỰƯ ỲÝỶỸỴ Đ";
