//! Reads a file as the server does and says what came of it: `cargo run --package hoctap-papers --example read -- FILE`.
//! For a file that is read otherwise than expected, and to measure a large one.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool for a terminal")]

use std::time::Instant;

use papers::import::{Limits, read_rows};
use papers::register_sheet::{best_sheet, notes, read_register};
use rules::basics::Day;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("the name of a file is missing")?;
    let bytes = std::fs::read(&path)?;
    let begun = Instant::now();
    let sheets = match read_rows(&path, &bytes, &Limits::default()) {
        Ok(sheets) => sheets,
        Err(refused) => {
            println!("refused: {:?}", refused.problem());
            return Ok(());
        }
    };
    for sheet in &sheets {
        println!("sheet {:?}: {} rows", sheet.name, sheet.rows.len());
    }
    println!("read in {:?}", begun.elapsed());
    let Some((sheet, head, mapping)) = best_sheet(&sheets) else {
        println!("no register");
        return Ok(());
    };
    let columns: Vec<String> = mapping.iter().map(|(field, column)| format!("{}={column}", field.word())).collect();
    println!("register {:?}, head in row {head}: {}", sheet.name, columns.join(" "));
    let today = Day::new(2026, 11, 22).ok_or("no such day")?;
    let read = read_register(sheet, head, &mapping, today);
    println!(
        "{} households with {} people, {} wait, {} rows passed over, in {:?}",
        read.households.len(),
        read.households.iter().map(|one| one.members.len()).sum::<usize>(),
        read.waiting.len(),
        read.passed_over.len(),
        begun.elapsed()
    );
    for problem in read.problems.iter().chain(&notes(&sheets, sheet, head, &mapping)).take(50) {
        println!("{} {} {:?}", problem.field, problem.code, problem.args);
    }
    Ok(())
}
