//! The empty register workbook a commune downloads and fills. Owns its layout and its drop-down lists; must not know
//! which words stand in it, nor any real household.

use std::collections::{BTreeMap, BTreeSet};

use rules::basics::Day;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::Field;
use crate::PaperError;
use crate::sheets::{head_format, properties, set_print, sheet_name};

/// Rows below the head that are prepared for filling.
const PREPARED_ROWS: u32 = 20_000;

/// The words of one column of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldWords {
    /// Head of the column; should be one that [`super::guess_mapping`] knows.
    pub head: String,
    /// What to write in it, one sentence, for the explanation sheet.
    pub help: String,
    /// The value in the example row; empty for none.
    pub example: String,
}

/// The words of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateWords {
    /// Title of the file.
    pub title: String,
    /// Name of the sheet to fill.
    pub sheet: String,
    /// Name of the explanation sheet.
    pub help_sheet: String,
    /// Paragraphs above the list of columns on the explanation sheet.
    pub intro: Vec<String>,
    /// The columns to offer, in the order of [`Field`]. The example of [`Field::Number`] should be "VÍ DỤ", "EXAMPLE"
    /// or "CONTOH": by it the row is recognised and passed over when the file comes back.
    pub fields: BTreeMap<Field, FieldWords>,
    /// Relations to choose from, in words that [`super::parse_relation`] reads.
    pub relations: Vec<String>,
    /// Sexes to choose from, in words that [`super::parse_sex`] reads.
    pub sexes: Vec<String>,
    /// Title of the message when a value is not in a list.
    pub not_listed_title: String,
    /// Text of that message (at most 255 characters are shown).
    pub not_listed: String,
    /// The day the file is made.
    pub made: Day,
}

/// An empty register workbook: a head, one example row, drop-down lists for hamlet, relation and sex, and a sheet that
/// explains each column. All columns are text, so leading zeros of numbers stay. The same words give the same bytes.
///
/// # Errors
/// [`PaperError::Sheet`] when a text is longer than a cell can hold.
pub fn template_workbook(words: &TemplateWords, hamlets: &[String]) -> Result<Vec<u8>, PaperError> {
    write(words, hamlets).map_err(|error| PaperError::Sheet(error.to_string()))
}

fn write(words: &TemplateWords, hamlets: &[String]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&words.title, words.made)?);
    let mut taken = BTreeSet::new();
    let lists_name = "lists";
    taken.insert(lists_name.to_owned());
    let register = book.add_worksheet();
    register.set_name(sheet_name(&words.sheet, "1", &mut taken))?;
    let lists = [(Field::Hamlet, hamlets), (Field::Relation, &words.relations), (Field::Sex, &words.sexes)];
    write_register(register, words, &lists, lists_name)?;
    let help = book.add_worksheet();
    help.set_name(sheet_name(&words.help_sheet, "2", &mut taken))?;
    write_help(help, words)?;
    let hidden = book.add_worksheet();
    hidden.set_name(lists_name)?;
    for (column, (_, list)) in (0_u16..).zip(lists) {
        for (row, item) in (0_u32..).zip(list) {
            hidden.write_string(row, column, item)?;
        }
    }
    hidden.set_hidden(true);
    book.save_to_buffer()
}

fn write_register(
    sheet: &mut Worksheet,
    words: &TemplateWords,
    lists: &[(Field, &[String])],
    lists_name: &str,
) -> Result<(), XlsxError> {
    let head = head_format();
    let text = Format::new().set_num_format_index(49);
    let example = Format::new()
        .set_num_format_index(49)
        .set_italic()
        .set_font_color(Color::RGB(0x0080_8080))
        .set_background_color(Color::RGB(0x00F5_F5F5))
        .set_border_bottom(FormatBorder::Thin);
    for (column, (field, field_words)) in (0_u16..).zip(&words.fields) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, width(*field))?;
        sheet.write_string_with_format(0, column, &field_words.head, &head)?;
        sheet.write_string_with_format(1, column, &field_words.example, &example)?;
        let list = lists.iter().zip(["A", "B", "C"]).find(|((of, list), _)| of == field && !list.is_empty());
        if let Some(((_, list), letter)) = list {
            let range = Formula::new(format!("={lists_name}!${letter}$1:${letter}${}", list.len()));
            // A warning, not a wall: a hamlet that is missing in the list must not keep a family out of the register.
            let validation = DataValidation::new()
                .allow_list_formula(range)
                .set_error_title(cut(&words.not_listed_title, 32))?
                .set_error_message(cut(&words.not_listed, 255))?
                .set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(2, column, PREPARED_ROWS, column, &validation)?;
        }
    }
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    set_print(sheet, true);
    Ok(())
}

fn write_help(sheet: &mut Worksheet, words: &TemplateWords) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    set_print(sheet, true);
    sheet.set_column_width(0, 30)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, &words.title, &Format::new().set_bold().set_font_size(14))?;
    let mut row = 2_u32;
    for paragraph in &words.intro {
        sheet.merge_range(row, 0, row, 1, paragraph, &wrap)?;
        let lines = u32::try_from(paragraph.chars().count() / 110).unwrap_or(0).saturating_add(1);
        sheet.set_row_height(row, 16 * lines.min(20))?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for field_words in words.fields.values() {
        sheet.write_string_with_format(row, 0, &field_words.head, &bold)?;
        sheet.write_string_with_format(row, 1, &field_words.help, &wrap)?;
        row = row.saturating_add(1);
    }
    Ok(())
}

const fn width(field: Field) -> u32 {
    match field {
        Field::Number | Field::Sex | Field::Men => 10,
        Field::BirthDay | Field::BirthMonth | Field::BirthYear => 8,
        Field::Relation | Field::Birth | Field::BirthOfMen | Field::HeadGiven | Field::NameGiven | Field::Phone => 15,
        Field::IdNumber => 18,
        Field::Hamlet => 22,
        Field::Head | Field::Name | Field::Note => 28,
        Field::Address => 34,
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
