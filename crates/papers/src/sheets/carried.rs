//! A table of however many rows written into a file as they come: as it always was while it is small, and row by row from then
//! on. Must not know where the rows come from, nor where the file goes.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use super::{Cell, Stream, Table, head_line, row_line, workbook};
use crate::PaperError;

/// Rows that are held so that columns are as wide as their cells; with more of them the widths of these stay.
const HELD: usize = 1_000;

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// CSV as [`super::csv`] writes it.
    Csv,
}

/// A table that is being written.
pub struct Carried {
    table: Table,
    file: File,
    folder: PathBuf,
    rows: usize,
    stage: Stage,
}

enum Stage {
    Held,
    Book(Box<Stream>),
    Lines(BufWriter<File>),
}

impl Carried {
    /// Begins one in an empty file; rows that `table` already has come first. What a large workbook needs on the way is kept
    /// in `folder`, in files without names.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub fn begin(mut table: Table, format: Format, file: File, folder: PathBuf) -> Result<Self, PaperError> {
        let rows = std::mem::take(&mut table.rows);
        let stage = match format {
            Format::Xlsx => Stage::Held,
            Format::Csv => {
                let mut out = BufWriter::new(file.try_clone().map_err(PaperError::from)?);
                out.write_all(head_line(&table).as_bytes()).map_err(PaperError::from)?;
                Stage::Lines(out)
            }
        };
        let mut own = Self { table, file, folder, rows: 0, stage };
        for row in rows {
            own.push(row)?;
        }
        Ok(own)
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// [`PaperError::Shape`] when it has not as many cells as there are columns, [`PaperError::Sheet`] when a text is longer
    /// than a cell can hold, [`PaperError::Unwritable`] when nothing can be kept on the disk. It is of no use afterwards.
    pub fn push(&mut self, row: Vec<Cell>) -> Result<(), PaperError> {
        if row.len() != self.table.columns.len() {
            return Err(PaperError::Shape(format!("row {} has another number of cells than columns", self.rows + 1)));
        }
        self.rows += 1;
        match &mut self.stage {
            Stage::Lines(out) => out.write_all(row_line(&self.table, &row).as_bytes()).map_err(PaperError::from),
            Stage::Book(stream) => stream.push(&row),
            Stage::Held => {
                self.table.rows.push(row);
                if self.table.rows.len() > HELD {
                    let held = std::mem::take(&mut self.table.rows);
                    let stream = Stream::begin(Table { rows: held, ..self.table.clone() }, &self.folder)?;
                    self.stage = Stage::Book(Box::new(stream));
                }
                Ok(())
            }
        }
    }

    /// How many rows were written.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Ends it, with the facts that are known only now in place of those it began with.
    ///
    /// # Errors
    /// [`PaperError::Sheet`] and [`PaperError::Unwritable`] when the file cannot be written.
    pub fn finish(mut self, facts: Vec<(String, String)>) -> Result<File, PaperError> {
        self.table.facts.clone_from(&facts);
        match self.stage {
            Stage::Held => {
                let bytes = workbook(&self.table)?;
                (&self.file).write_all(&bytes).map_err(PaperError::from)?;
            }
            Stage::Book(stream) => stream.finish_into(facts, &self.file)?,
            Stage::Lines(mut out) => out.flush().map_err(PaperError::from)?,
        }
        Ok(self.file)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _};

    use rules::basics::Day;

    use super::*;
    use crate::import::{Limits, read_rows};
    use crate::sheets::{Column, Kind, csv};

    fn table(rows: usize) -> Table {
        let row = |n: usize| {
            let day = Day::parse("2026-11-22").unwrap();
            let text = ["=1+1", "Lò Văn Ún", "001", "", "a \"b\", c"][n % 5];
            vec![Cell::Text(text.to_owned()), Cell::Int(n.try_into().unwrap()), Cell::Day(day), Cell::Empty]
        };
        Table {
            title: "Sổ hộ".to_owned(),
            sheet: "Hộ".to_owned(),
            columns: ["Tên", "Số", "Ngày", "Ghi"]
                .into_iter()
                .zip([Kind::Text, Kind::Count, Kind::Day, Kind::Text])
                .map(|(head, kind)| Column::new(head, kind))
                .collect(),
            rows: (0..rows).map(row).collect(),
            notes_sheet: "Ghi chú".to_owned(),
            facts: vec![("Ngày".to_owned(), "22/11/2026".to_owned())],
            rows_label: "Số dòng".to_owned(),
            notes: vec!["Riêng tư".to_owned()],
            made: Day::parse("2026-11-22").unwrap(),
        }
    }

    fn carried(whole: &Table, format: Format, name: &str) -> Vec<u8> {
        let path = std::env::temp_dir().join(format!("hoctap-carried-{}-{name}", std::process::id()));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
        let mut own = Carried::begin(
            Table { rows: Vec::new(), facts: Vec::new(), ..whole.clone() },
            format,
            file,
            std::env::temp_dir(),
        )
        .unwrap();
        for row in &whole.rows {
            own.push(row.clone()).unwrap();
        }
        assert!(own.push(vec![Cell::Empty]).is_err(), "a row of another length is refused");
        assert_eq!(own.rows(), whole.rows.len());
        let mut file = own.finish(whole.facts.clone()).unwrap();
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        std::fs::remove_file(&path).unwrap();
        bytes
    }

    /// Every cell of every sheet as people see it.
    fn cells(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
        let sheets = read_rows("x.xlsx", bytes, &Limits::default()).unwrap();
        let row = |row: &crate::import::Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        sheets.iter().map(|sheet| sheet.rows.iter().map(row).collect()).collect()
    }

    #[test]
    fn a_small_table_is_what_it_always_was() {
        for rows in [0, 1, HELD] {
            let whole = table(rows);
            assert_eq!(carried(&whole, Format::Xlsx, "small"), workbook(&whole).unwrap(), "{rows}");
            assert_eq!(carried(&whole, Format::Csv, "small-csv"), csv(&whole), "{rows}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_and_a_folder_that_cannot_be_written_are_said_as_such() {
        let full = || File::options().read(true).write(true).open("/dev/full").unwrap();
        let begin = |format| Carried::begin(table(HELD), format, full(), PathBuf::from("/proc"));
        let told = |made: Result<File, PaperError>| matches!(made, Err(PaperError::Unwritable(_)));
        assert!(told(begin(Format::Csv).and_then(|own| own.finish(Vec::new()))));
        assert!(told(begin(Format::Xlsx).and_then(|own| own.finish(Vec::new()))));
        let whole = table(HELD + 1);
        let folder = std::env::temp_dir();
        let large = Carried::begin(whole.clone(), Format::Xlsx, full(), folder).unwrap();
        assert!(told(large.finish(Vec::new())), "the file of a large workbook");
        // Rows on their way are kept in the folder that was told.
        let folder = std::env::temp_dir().join(format!("hoctap-on-the-way-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let large = Carried::begin(whole, Format::Xlsx, full(), folder.clone()).unwrap();
        let open =
            std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|one| std::fs::read_link(one.ok()?.path()).ok());
        assert_eq!(open.filter(|path| path.starts_with(&folder)).count(), 1);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "without a name");
        drop(large);
        std::fs::remove_dir(&folder).unwrap();
    }

    #[test]
    fn a_large_table_has_the_same_cells_and_lines() {
        let whole = table(HELD * 3);
        let large = carried(&whole, Format::Xlsx, "large");
        let cells_of = cells(&large);
        assert_eq!(cells_of, cells(&workbook(&whole).unwrap()));
        assert_eq!(cells_of.iter().map(Vec::len).max(), Some(HELD * 3 + 1));
        assert_eq!(carried(&whole, Format::Csv, "large-csv"), csv(&whole));
    }
}
