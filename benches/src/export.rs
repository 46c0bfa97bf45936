//! A workbook of very many rows by the program's own writer, against `rust_xlsxwriter` alone with constant memory.

use papers::sheets::{Cell, Column, Kind, Stream, Table};
use rules::basics::Day;
use rust_xlsxwriter::Workbook;

use crate::pairs::{Bound, Line, pairs, timed};
use crate::{Size, Stopped};

const HEADS: [&str; 8] = ["Số hộ", "Thôn", "Họ và tên", "Quan hệ", "Giới tính", "Ngày sinh", "Địa chỉ", "Ghi chú"];

fn cells(nth: usize) -> [String; 8] {
    [
        format!("{:04}", nth % 10_000),
        format!("Ấp {}", nth % 17),
        format!("Nguyễn Thị Ngọc {}", nth % 997),
        if nth.is_multiple_of(4) { "Chủ hộ" } else { "Con" }.to_owned(),
        if nth.is_multiple_of(2) { "Nam" } else { "Nữ" }.to_owned(),
        format!("{:02}/{:02}/{}", nth % 28 + 1, nth % 12 + 1, 1940 + nth % 80),
        String::new(),
        String::new(),
    ]
}

fn ours(rows: usize, file: &std::path::Path) -> Result<f64, Stopped> {
    let (time, ()) = timed(|| {
        let table = Table {
            title: "Sổ hộ".to_owned(),
            sheet: "Sổ hộ".to_owned(),
            columns: HEADS.iter().map(|head| Column::new(*head, Kind::Text)).collect(),
            rows: Vec::new(),
            notes_sheet: "Ghi chú".to_owned(),
            facts: Vec::new(),
            rows_label: "Số dòng".to_owned(),
            notes: Vec::new(),
            made: Day::parse("2026-11-22").ok_or("no day")?,
        };
        let mut stream = Stream::begin(table, &std::env::temp_dir())?;
        for nth in 0..rows {
            stream.push(&cells(nth).map(Cell::Text))?;
        }
        Ok(stream.finish(file)?)
    })?;
    Ok(time.as_secs_f64())
}

fn bare(rows: usize, file: &std::path::Path) -> Result<f64, Stopped> {
    let (time, ()) = timed(|| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        for (at, head) in (0..).zip(HEADS) {
            sheet.write(0, at, head)?;
        }
        for nth in 0..rows {
            let row = u32::try_from(nth + 1)?;
            for (at, text) in (0..).zip(cells(nth)) {
                sheet.write(row, at, text)?;
            }
        }
        Ok(book.save(file)?)
    })?;
    Ok(time.as_secs_f64())
}

/// Measures it.
///
/// # Errors
/// Those of the writers, and when they do not write as many rows.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let rows = size.of(2_000, 1_000_000);
    let (one, two) = (size.folder.join("ours.xlsx"), size.folder.join("bare.xlsx"));
    let (own, plain) = pairs(size.of(1, 3), || ours(rows, &one), || bare(rows, &two))?;
    if size.short {
        for file in [&one, &two] {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook(file)?;
            let found = calamine::Reader::worksheet_range_at(&mut book, 0).ok_or("no sheet")??.height();
            if found != rows + 1 {
                return Err(format!("{found} rows instead of {}", rows + 1).into());
            }
        }
    }
    let time = std::time::Duration::from_secs_f64;
    let what = format!("XLSX of {rows} rows");
    Ok(vec![Line::times(&what, "rust_xlsxwriter alone, constant memory", time(own), time(plain), Bound::AtMost(1.3))])
}
