//! Tests of the papers crate over its public interface: what is written is read back, by us and by other programs.

mod files_in;
mod hostile_files;
mod papers_pdf;
mod qr_codes;
mod register;
mod samples;
mod sheets_out;

/// Every letter of Vietnamese with every tone, composed.
const ALL_MARKS: &str = "àáảãạ ằắẳẵặă ầấẩẫậâ èéẻẽẹ ềếểễệê ìíỉĩị òóỏõọ ồốổỗộô ờớởỡợơ ùúủũụ ừứửữựư ỳýỷỹỵ đ \
                             ÀÁẢÃẠ ẰẮẲẴẶĂ ẦẤẨẪẬÂ ÈÉẺẼẸ ỀẾỂỄỆÊ ÌÍỈĨỊ ÒÓỎÕỌ ỒỐỔỖỘÔ ỜỚỞỠỢƠ ÙÚỦŨỤ ỪỨỬỮỰƯ ỲÝỶỸỴ Đ";
