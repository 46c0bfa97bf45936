//! The short form of every measurement: that it runs, and that both sides did the same work. No ratio is judged here: a
//! busy machine must not turn a test red.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests may stop at the first surprise, and have no config"
)]

use hoctap_bench::pairs::Line;
use hoctap_bench::{Size, Stopped, export, figures, import, load, page, search, submit};

fn short(what: &str, measure: fn(&Size) -> Result<Vec<Line>, Stopped>, lines: usize) {
    let folder = std::env::temp_dir().join(format!("hoctap-bench-{}-{what}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let postgres = std::env::var("HOCTAP_TEST_POSTGRES").ok();
    let size = Size { short: true, site: None, postgres, folder: folder.clone() };
    let found = measure(&size).unwrap_or_else(|cause| panic!("{what}: {cause}"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(found.len() >= lines, "{found:?}");
    for line in found {
        assert!(line.ratio.is_finite() && line.ratio > 0.0, "{line:?}");
        println!("{}", line.row());
    }
}

#[test]
fn loading_people_both_ways_gives_the_same_rows() {
    short("load", load::measure, 1);
}

#[test]
fn importing_a_workbook_both_ways_enters_every_row() {
    short("import", import::measure, 1);
}

#[test]
fn submissions_of_many_clients_are_all_done_and_counted() {
    short("submit", submit::measure, 2);
}

#[test]
fn figures_tell_what_the_bare_sum_tells() {
    short("figures", figures::measure, 1);
}

#[test]
fn a_name_is_searched_both_ways() {
    short("search", search::measure, 3);
}

#[test]
fn a_certificate_is_read_both_ways() {
    short("page", page::measure, 1);
}

#[test]
fn a_workbook_written_both_ways_has_the_same_rows() {
    short("export", export::measure, 1);
}
