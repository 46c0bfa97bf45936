//! A workbook of more rows than one would hold in memory: rows go to disk as they come. Owns where a sheet ends and the next
//! begins; must not know what the rows are about, nor where they come from.

use std::collections::BTreeSet;
use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::{
    Formats, head_format, properties, set_head, sheet_name, shown_length, width, write_cell, write_notes,
};
use super::{Cell, Kind, Table};
use crate::PaperError;

/// Rows of a sheet below its head; a spreadsheet has no more.
const ROWS: u32 = 1_048_575;

/// A workbook that is being written.
pub struct Stream {
    book: Workbook,
    table: Table,
    formats: Formats,
    widths: Vec<u32>,
    taken: BTreeSet<String>,
    sheets: usize,
    row: u32,
    written: usize,
}

impl Stream {
    /// Begins one. The rows that `table` already has are written first, and columns are made as wide as these want.
    /// Rates take their numerator and denominator along only in [`super::workbook`]. Rows wait in a file without a name in
    /// `folder` until the workbook is finished.
    ///
    /// # Errors
    /// [`PaperError::Sheet`] when a head is longer than a cell can hold, [`PaperError::Unwritable`] when nothing can be kept in
    /// `folder`.
    pub fn begin(mut table: Table, folder: &Path) -> Result<Self, PaperError> {
        let rows = std::mem::take(&mut table.rows);
        let widths = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| width(&column.head, rows.iter().filter_map(|row| row.get(at)).map(shown_length)));
        let widths = widths.collect();
        let mut book = Workbook::new();
        book.set_tempdir(folder).map_err(told)?;
        book.set_properties(&properties(&table.title, table.made).map_err(told)?);
        let taken = BTreeSet::new();
        let mut own = Self { book, formats: Formats::new(), widths, table, taken, sheets: 0, row: ROWS, written: 0 };
        unbroken(|| own.next_sheet().map_err(told))?;
        for row in &rows {
            own.push(row)?;
        }
        Ok(own)
    }

    fn next_sheet(&mut self) -> Result<(), XlsxError> {
        let name = sheet_name(&self.table.sheet, "1", &mut self.taken);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        for ((at, column), width) in (0_u16..).zip(&self.table.columns).zip(&self.widths) {
            sheet.set_column_width(at, *width)?;
            // A cell without a look of its own takes its column's: to look it up for each of millions costs more than the cell.
            sheet.set_column_format(at, self.formats.of(column.kind))?;
            sheet.write_string_with_format(0, at, &column.head, &head_format())?;
        }
        set_head(sheet, &self.table)?;
        self.sheets += 1;
        self.row = 0;
        Ok(())
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// [`PaperError::Shape`] when it has not as many cells as there are columns, [`PaperError::Sheet`] when a text is longer
    /// than a cell can hold (32767 characters), [`PaperError::Unwritable`] when nothing can be kept any more; the workbook is
    /// of no use then.
    pub fn push(&mut self, row: &[Cell]) -> Result<(), PaperError> {
        unbroken(|| self.write(row))
    }

    fn write(&mut self, row: &[Cell]) -> Result<(), PaperError> {
        if row.len() != self.table.columns.len() {
            return Err(PaperError::Shape(format!(
                "row {} has another number of cells than columns",
                self.written + 1
            )));
        }
        if self.row >= ROWS {
            self.next_sheet().map_err(told)?;
        }
        self.row += 1;
        self.written += 1;
        let at = self.row;
        let sheet = self.book.worksheet_from_index(self.sheets.saturating_sub(1)).map_err(told)?;
        for ((nth, cell), column) in (0_u16..).zip(row).zip(&self.table.columns) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) if column.kind == Kind::Text => {
                    sheet.write_string(at, nth, text).map_err(told)?;
                }
                cell => write_cell(sheet, at, nth, cell, column.kind, &self.formats).map_err(told)?,
            }
        }
        Ok(())
    }

    /// How many rows were written.
    #[must_use]
    pub const fn written(&self) -> usize {
        self.written
    }

    /// Adds the sheet of what there is to know about the rows, and writes the file.
    ///
    /// # Errors
    /// [`PaperError::Sheet`] when the file cannot be written.
    pub fn finish(self, file: &Path) -> Result<(), PaperError> {
        let file = std::fs::File::create(file).map_err(PaperError::from)?;
        let facts = self.table.facts.clone();
        self.finish_into(facts, file)
    }

    /// The same into a file that is open, with the facts that are known only now.
    ///
    /// # Errors
    /// [`PaperError::Sheet`] when it cannot be written.
    pub fn finish_into(
        mut self,
        facts: Vec<(String, String)>,
        file: impl std::io::Write + std::io::Seek + Send,
    ) -> Result<(), PaperError> {
        unbroken(move || self.save(facts, file))
    }

    fn save(
        &mut self,
        facts: Vec<(String, String)>,
        file: impl std::io::Write + std::io::Seek + Send,
    ) -> Result<(), PaperError> {
        self.table.facts = facts;
        let name = sheet_name(&self.table.notes_sheet, "2", &mut self.taken);
        let notes = self.book.add_worksheet();
        notes.set_name(name).map_err(told)?;
        write_notes(notes, &self.table, self.written).map_err(told)?;
        self.book.save_to_writer(file).map_err(told)
    }
}

fn told(error: XlsxError) -> PaperError {
    let io = match &error {
        XlsxError::IoError(cause) | XlsxError::TempFileError(_, cause) => Some(cause),
        XlsxError::ZipError(cause) => std::error::Error::source(cause).and_then(|cause| cause.downcast_ref()),
        _ => None,
    };
    io.map_or_else(|| PaperError::Sheet(error.to_string()), PaperError::written)
}

/// Does a part of the writing. The workbook writer panics where its file of waiting rows cannot be written, which is a full
/// disk and no fault of the program; what broke is not used again.
fn unbroken(work: impl FnOnce() -> Result<(), PaperError>) -> Result<(), PaperError> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.unwrap_or_else(|cause| match cause.downcast::<String>() {
        Ok(said) if said.starts_with(WRITE) => Err(PaperError::Unwritable(*said)),
        Ok(said) => Err(PaperError::Sheet(*said)),
        Err(other) => std::panic::resume_unwind(other),
    })
}

/// How the workbook writer's panic begins when it cannot write.
const WRITE: &str = "Couldn't write to xml file";

#[cfg(test)]
mod tests {
    use calamine::Reader as _;
    use rules::basics::Day;

    use super::*;
    use crate::sheets::Column;

    fn table() -> Table {
        Table {
            title: "Sổ hộ".to_owned(),
            sheet: "Hộ".to_owned(),
            columns: vec![Column::new("Số", Kind::Text), Column::new("Người", Kind::Count)],
            rows: vec![vec![Cell::Text("=1+1".to_owned()), Cell::Int(4)]],
            notes_sheet: "Ghi chú".to_owned(),
            facts: vec![("Ngày".to_owned(), "22/11/2026".to_owned())],
            rows_label: "Số dòng".to_owned(),
            notes: Vec::new(),
            made: Day::parse("2026-11-22").unwrap(),
        }
    }

    #[test]
    fn rows_that_were_written_as_they_came_read_back_the_same() {
        let file = std::env::temp_dir().join(format!("hoctap-stream-{}.xlsx", std::process::id()));
        let mut stream = Stream::begin(table(), &std::env::temp_dir()).unwrap();
        for n in 0..5_000 {
            stream.push(&[Cell::Text(format!("0{n}")), Cell::Int(n)]).unwrap();
        }
        assert!(stream.push(&[Cell::Empty]).is_err(), "a row of another length is refused");
        assert_eq!(stream.written(), 5_001);
        stream.finish(&file).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("Hộ").unwrap();
        assert_eq!(range.height(), 5_002);
        assert_eq!(range.get((1, 0)).unwrap().to_string(), "=1+1");
        assert_eq!(range.get((5_001, 0)).unwrap().to_string(), "04999");
        let notes = book.worksheet_range("Ghi chú").unwrap();
        assert_eq!(
            unbroken(|| panic!("{WRITE} file: {}", 28)),
            Err(PaperError::Unwritable(format!("{WRITE} file: 28")))
        );
        assert!(notes.cells().any(|(_, _, cell)| *cell == 5001.0), "the number of rows is told");
    }
}
