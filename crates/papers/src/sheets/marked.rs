//! A file that was read, written again with what is wrong at each cell, for a person to correct and send once more.
//! Must not know what the cells mean.

use std::collections::{BTreeMap, BTreeSet};

use rules::basics::Day;
use rust_xlsxwriter::{Color, DocProperties, Format, Note, Workbook, XlsxError};

use super::book::{excel_day, properties, sheet_name};
use crate::PaperError;
use crate::import::{Fault, Sheet, cell_place, keywords, number_text};

/// The longest text of a cell, in characters.
const CELL_MAX: usize = 32_767;

/// The sheets as a workbook: the same cells at the same places (words as text, whatever they begin with; numbers and days
/// as such), and at each cell that has something wrong a colour and a note. `wrong` is keyed by the cell as a person says
/// it, `Sheet1!C7`; what names no cell of a sheet is left out. `id` is that of the file, by which the copy is known again
/// ([`crate::import::copied_from`]). The same words give the same bytes.
///
/// # Errors
/// [`PaperError::Sheet`] when the workbook writer refuses.
pub fn marked(
    sheets: &[Sheet],
    wrong: &BTreeMap<String, Vec<String>>,
    title: &str,
    id: &str,
    made: Day,
) -> Result<Vec<u8>, PaperError> {
    write(sheets, wrong, &properties(title, made).map_err(cause)?.set_keywords(keywords(id))).map_err(cause)
}

fn cause(error: XlsxError) -> PaperError {
    PaperError::Sheet(error.to_string())
}

fn write(sheets: &[Sheet], wrong: &BTreeMap<String, Vec<String>>, about: &DocProperties) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(about);
    let (plain, day) = (Format::new(), Format::new().set_num_format("dd/mm/yyyy"));
    let colour = Color::RGB(0x00FF_D9D6);
    let (bad, bad_day) = (plain.clone().set_background_color(colour), day.clone().set_background_color(colour));
    let mut taken = BTreeSet::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(sheet_name(&sheet.name, &at.to_string(), &mut taken))?;
        let mut notes: BTreeMap<(u32, u16), String> = BTreeMap::new();
        for (cell, sentences) in wrong {
            let Some((name, place)) = cell.rsplit_once('!') else { continue };
            if let (true, Some(place)) = (name == sheet.name, cell_place(place)) {
                notes.insert(place, sentences.join("\n"));
            }
        }
        for merged in &sheet.merged {
            let line = |number: usize| number.checked_sub(1).and_then(|line| u32::try_from(line).ok());
            let place = (line(merged.first), line(merged.last), u16::try_from(merged.column));
            if let (Some(first), Some(last), Ok(column)) = place {
                // Ranges that overlap, as no spreadsheet makes them, are left out: they only say what shows where.
                let _overlaps = page.merge_range(first, column, last, column, "", &plain).is_err();
            }
        }
        let mut filled: BTreeSet<(u32, u16)> = BTreeSet::new();
        for row in &sheet.rows {
            for cell in &row.cells {
                let line = row.number.checked_sub(1).and_then(|line| u32::try_from(line).ok());
                let (Some(line), Ok(column)) = (line, u16::try_from(cell.column)) else { continue };
                let place = (line, column);
                let marked = notes.contains_key(&place);
                if marked {
                    filled.insert(place);
                }
                // Digits that are no number as it would be shown, such as a telephone's with its zero, stay words.
                let number = cell.number.filter(|number| number_text(*number) == cell.text);
                match (cell.day.and_then(excel_day), number) {
                    (Some(date), _) => {
                        page.write_datetime_with_format(line, column, &date, if marked { &bad_day } else { &day })?;
                    }
                    (None, Some(number)) => {
                        page.write_number_with_format(line, column, number, if marked { &bad } else { &plain })?;
                    }
                    (None, None) => {
                        // A cell holds so much; a text file may bring more, and that cell has its note.
                        let uncounted = cell.fault == Some(Fault::Uncounted);
                        // The words of a formula would be taken for a value when the copy is read again.
                        let text = if uncounted { "#VALUE!" } else { cell.text.as_str() };
                        let text: String = text.chars().take(CELL_MAX).collect();
                        page.write_string_with_format(line, column, text, if marked { &bad } else { &plain })?;
                    }
                }
            }
        }
        for ((line, column), note) in notes {
            if !filled.contains(&(line, column)) {
                page.write_blank(line, column, &bad)?;
            }
            // A note holds so much; what is cut off stands in the list of problems too.
            let short: String = note.chars().take(2_000).collect();
            page.insert_note(
                line,
                column,
                &Note::new(short).set_width(320).set_author("Hoctap").add_author_prefix(false),
            )?;
        }
    }
    book.save_to_buffer()
}
