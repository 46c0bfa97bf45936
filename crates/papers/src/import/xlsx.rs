//! Reads Excel workbooks of today (xlsx, xlsm), cell by cell: a far-off cell costs nothing. Owns the parts of such a file
//! and the meaning of its cells; must not be given a file that `zipped` has not checked.

mod parts;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};

use super::gather::{Gather, Held};
use super::serial::{self, Shown};
use super::xml::{local, local_attribute, named_sign};
use super::zipped::Archive;
use super::{ReadProblem, Sheet};

/// The last row and column a workbook can have, from 0.
const LAST_ROW: usize = 1_048_575;
const LAST_COLUMN: usize = 16_383;

/// What cells refer to.
struct Book {
    strings: Vec<Box<str>>,
    shown: Vec<Shown>,
    from_1904: bool,
}

/// Reads the visible sheets.
pub(super) fn read(bytes: &[u8], gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(|_| ReadProblem::Damaged)?;
    let outline = parts::outline(&mut archive, gather.limits())?;
    let book = Book {
        strings: parts::strings(&mut archive, &outline.strings, gather.limits())?,
        shown: parts::shown(&mut archive, &outline.styles)?,
        from_1904: outline.from_1904,
    };
    let mut sheets = Vec::new();
    for (name, part) in outline.sheets {
        let part = parts::open(&mut archive, &part).ok_or(ReadProblem::Damaged)?;
        let hidden = Rows { book: &book, gather, hidden: BTreeSet::new() }.read(BufReader::new(part))?;
        sheets.push(gather.close(&name, &hidden)?);
    }
    Ok(sheets)
}

/// What is being read of one cell.
#[derive(Default)]
struct Cell {
    row: usize,
    column: usize,
    kind: String,
    style: usize,
    value: String,
    inline: String,
    formula: Option<String>,
}

/// Where text belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Nothing,
    Value,
    Formula,
    Inline,
}

struct Rows<'b, 'g, 'l> {
    book: &'b Book,
    gather: &'g mut Gather<'l>,
    hidden: BTreeSet<usize>,
}

impl Rows<'_, '_, '_> {
    /// Reads the rows of a sheet; the hidden ones.
    fn read(mut self, part: impl BufRead) -> Result<BTreeSet<usize>, ReadProblem> {
        let mut reader = quick_xml::Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        let (mut inside, mut ended, mut row, mut column) = (false, false, 0_usize, 0_usize);
        let (mut cell, mut into, mut phonetic) = (None::<Cell>, Into::Nothing, false);
        loop {
            buffer.clear();
            let event = match reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(_) if ended => return Ok(self.hidden),
                Err(_) => return Err(ReadProblem::Damaged),
            };
            match event {
                Event::Start(element) => match local(element.name().as_ref()) {
                    "sheetData" => inside = true,
                    "row" if inside => {
                        if let Some(number) = local_attribute(&element, "r") {
                            row = number
                                .parse::<usize>()
                                .ok()
                                .and_then(|row| row.checked_sub(1))
                                .ok_or(ReadProblem::Damaged)?;
                        }
                        column = 0;
                        let hidden = local_attribute(&element, "hidden");
                        if row <= LAST_ROW && matches!(hidden.as_deref(), Some("1" | "true")) {
                            self.hidden.insert(row);
                        }
                    }
                    "c" if inside => {
                        let begun = begun(&element, row, column)?;
                        (row, column) = (begun.row, begun.column);
                        cell = Some(begun);
                    }
                    "v" if cell.is_some() => into = Into::Value,
                    "f" => {
                        if let Some(cell) = &mut cell {
                            cell.formula = Some(String::new());
                            into = Into::Formula;
                        }
                    }
                    "mergeCell" => {
                        let range = local_attribute(&element, "ref").unwrap_or_default();
                        if let Some(((first, column), (last, _))) =
                            range.split_once(':').and_then(|(from, to)| Some((place(from)?, place(to)?)))
                        {
                            self.gather.merge(first, last, column);
                        }
                    }
                    "rPh" => phonetic = true,
                    "t" if cell.is_some() && !phonetic => into = Into::Inline,
                    _ => {}
                },
                Event::End(element) => match local(element.name().as_ref()) {
                    "sheetData" => (inside, ended) = (false, true),
                    "row" => row = row.saturating_add(1),
                    "c" => {
                        if let Some(cell) = cell.take() {
                            self.keep(cell)?;
                        }
                        column = column.saturating_add(1);
                    }
                    "rPh" => phonetic = false,
                    "v" | "f" | "t" => into = Into::Nothing,
                    _ => {}
                },
                Event::Text(text) => self.add(&mut cell, into, &text.xml10_content())?,
                Event::CData(text) => self.add(&mut cell, into, &text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let sign = reference.resolve_char_ref().map_err(|_| ReadProblem::Damaged)?;
                    let sign = sign.or_else(|| named_sign(&reference.xml10_content())).ok_or(ReadProblem::Damaged)?;
                    self.add(&mut cell, into, sign.encode_utf8(&mut [0; 4]))?;
                }
                // What comes behind the rows may be broken without harm to them; rows without an end were cut off.
                Event::Eof => return if inside { Err(ReadProblem::Damaged) } else { Ok(self.hidden) },
                Event::DocType(_) => return Err(ReadProblem::Damaged),
                _ => {}
            }
        }
    }

    fn add(&self, cell: &mut Option<Cell>, into: Into, text: &str) -> Result<(), ReadProblem> {
        let Some(cell) = cell else { return Ok(()) };
        let held = match into {
            Into::Nothing => return Ok(()),
            Into::Value => &mut cell.value,
            Into::Inline => &mut cell.inline,
            Into::Formula => match &mut cell.formula {
                Some(formula) => formula,
                None => return Ok(()),
            },
        };
        held.push_str(text);
        let most = self.gather.limits().text;
        if held.len() > most { Err(ReadProblem::TooLarge(format!("{} MB", most >> 20))) } else { Ok(()) }
    }

    fn keep(&mut self, cell: Cell) -> Result<(), ReadProblem> {
        let value = cell.value.trim();
        let held = match cell.kind.as_str() {
            "s" if value.is_empty() => Held::default(),
            "s" => {
                let text = value.parse::<usize>().ok().and_then(|at| self.book.strings.get(at));
                Held::text(text.ok_or(ReadProblem::Damaged)?.to_string())
            }
            "inlineStr" | "is" => Held::text(parts::unescaped(&cell.inline)),
            "str" => Held::text(parts::unescaped(&cell.value)),
            "b" if value.is_empty() => self.uncounted(&cell),
            "b" => Held::text(if matches!(value, "1" | "true") { "TRUE" } else { "FALSE" }),
            "e" => Held::error(value),
            "d" => super::ods::held_day(value),
            _ if value.is_empty() => self.uncounted(&cell),
            _ => match value.parse::<f64>() {
                Ok(number) => {
                    let shown = self.book.shown.get(cell.style).copied().unwrap_or_default();
                    serial::held(number, shown, self.book.from_1904)
                }
                Err(_) => Held::text(value),
            },
        };
        self.gather.put(cell.row, cell.column, held)
    }

    /// A cell without a value: a formula nobody has counted, or nothing.
    fn uncounted(&self, cell: &Cell) -> Held {
        match &cell.formula {
            Some(formula) => Held::uncounted(formula),
            None => Held::text(parts::unescaped(&cell.inline)),
        }
    }
}

/// A cell that begins; without a place of its own it stands right of the one before.
fn begun(element: &BytesStart<'_>, row: usize, column: usize) -> Result<Cell, ReadProblem> {
    let place = local_attribute(element, "r").map(|at| place(&at).ok_or(ReadProblem::Damaged)).transpose()?;
    let (row, column) = place.unwrap_or((row, column));
    if row > LAST_ROW || column > LAST_COLUMN {
        return Err(ReadProblem::Damaged);
    }
    let style = local_attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or_default();
    let kind = local_attribute(element, "t").unwrap_or_default();
    Ok(Cell { row, column, kind, style, ..Cell::default() })
}

/// Row and column, from 0, of `C7`, as any writer may write it.
fn place(at: &str) -> Option<(usize, usize)> {
    let digits = at.find(|sign: char| sign.is_ascii_digit())?;
    let (letters, number) = at.split_at_checked(digits)?;
    let column = letters.bytes().filter(|sign| *sign != b'$').try_fold(0_usize, |sum, letter| {
        let letter = letter.to_ascii_uppercase();
        let digit = letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1)?;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    Some((number.parse::<usize>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}
