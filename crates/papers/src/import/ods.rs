//! Reads OpenDocument sheets in one pass, without unfolding repeated cells first: a sheet may promise a billion equal
//! cells in a hundred bytes. Owns the OpenDocument cell kinds; must not know what the cells mean.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::BytesStart;
use rules::basics::Day;

use super::gather::{Gather, Held};
use super::xml::{Met, Walk, attribute};
use super::zipped::Archive;
use super::{ReadProblem, Sheet};

const SKIPPED: &[&str] = &[
    "table:tracked-changes",
    "table:shapes",
    "table:content-validations",
    "table:named-expressions",
    "office:forms",
    "office:annotation",
    "office:dde-source",
    "draw:frame",
];

/// Reads the visible sheets.
pub(super) fn read(bytes: &[u8], gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(|_| ReadProblem::Damaged)?;
    let part = archive.by_name("content.xml").map_err(|_| ReadProblem::Damaged)?;
    let mut content = Content { walk: Walk::new(BufReader::new(part)), gather, hidden: BTreeSet::new() };
    content.sheets()
}

/// A day from `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`; anything else stays text.
pub(super) fn held_day(text: &str) -> Held {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let Some(day) = Day::parse(date) else { return Held::text(text) };
    let mut held = Held::day(day);
    let time = time.split('.').next().unwrap_or_default();
    if !time.is_empty() && time != "00:00:00" {
        held.text = format!("{day} {time}");
    }
    held
}

struct Content<'g, 'l, R: BufRead> {
    walk: Walk<R>,
    gather: &'g mut Gather<'l>,
    hidden: BTreeSet<String>,
}

impl<R: BufRead> Content<'_, '_, R> {
    fn next(&mut self) -> Result<Met, ReadProblem> {
        self.walk.next()
    }

    fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), ReadProblem> {
        self.walk.skip(element)
    }

    fn sheets(&mut self) -> Result<Vec<Sheet>, ReadProblem> {
        let mut sheets = Vec::new();
        let mut style = None;
        loop {
            match self.next()? {
                Met::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name"),
                    "style:table-properties" if attribute(&element, "table:display").as_deref() == Some("false") => {
                        self.hidden.extend(style.take());
                    }
                    "table:table" => {
                        let hidden =
                            attribute(&element, "table:style-name").is_some_and(|name| self.hidden.contains(&name));
                        if hidden {
                            self.skip(&element)?;
                        } else {
                            let hidden = self.rows()?;
                            let name = attribute(&element, "table:name").unwrap_or_default();
                            sheets.push(self.gather.close(&name, &hidden)?);
                        }
                    }
                    name if SKIPPED.contains(&name) => self.skip(&element)?,
                    _ => {}
                },
                Met::End(name) if name == "office:spreadsheet" => return Ok(sheets),
                _ => {}
            }
        }
    }

    /// Reads the rows of a sheet; the hidden ones, by hand, by a filter or in a closed group.
    fn rows(&mut self) -> Result<BTreeSet<usize>, ReadProblem> {
        let mut row = 0_usize;
        let mut hidden = BTreeSet::new();
        let (mut groups, mut closed) = (0_usize, None::<usize>);
        loop {
            match self.next()? {
                Met::Start(element) if element.name().as_ref() == "table:table-row-group" => {
                    groups = groups.saturating_add(1);
                    if closed.is_none() && attribute(&element, "table:display").as_deref() == Some("false") {
                        closed = Some(groups);
                    }
                }
                Met::End(name) if name == "table:table-row-group" => {
                    closed = closed.filter(|group| *group < groups);
                    groups = groups.saturating_sub(1);
                }
                Met::Start(element) if element.name().as_ref() == "table:table-row" => {
                    let times = repeated(&element, "table:number-rows-repeated");
                    let seen = attribute(&element, "table:visibility");
                    let unseen = closed.is_some() || matches!(seen.as_deref(), Some("collapse" | "filter"));
                    let cells = self.cells(row)?;
                    if !cells.is_empty() {
                        // What stands right of all that is read is only told, once.
                        let read = cells.iter().any(|(column, _)| *column < self.gather.limits().columns);
                        for copy in 0..if read { times } else { 1 } {
                            let number = row.saturating_add(copy);
                            for (column, held) in &cells {
                                self.gather.put(number, *column, held.clone())?;
                            }
                            if unseen {
                                hidden.insert(number);
                            }
                        }
                    }
                    row = row.saturating_add(times);
                }
                Met::Start(element) if SKIPPED.contains(&element.name().as_ref()) => self.skip(&element)?,
                Met::End(name) if name == "table:table" => return Ok(hidden),
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: usize) -> Result<Vec<(usize, Held)>, ReadProblem> {
        let mut cells = Vec::new();
        let mut column = 0_usize;
        loop {
            match self.next()? {
                Met::Start(element)
                    if matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    let times = repeated(&element, "table:number-columns-repeated");
                    let text = self.text(element.name().as_ref())?;
                    let held = held(&element, text);
                    let high = repeated(&element, "table:number-rows-spanned");
                    self.gather.merge(row, row.saturating_add(high.saturating_sub(1)), column);
                    if !held.is_empty() {
                        // One past the limit is enough for the sheet to be refused.
                        let room = self.gather.limits().columns.saturating_add(1).saturating_sub(column);
                        cells.extend(
                            (0..times.min(room.max(1))).map(|copy| (column.saturating_add(copy), held.clone())),
                        );
                    }
                    column = column.saturating_add(times);
                }
                Met::Start(element) => self.skip(&element)?,
                Met::End(name) if name == "table:table-row" => return Ok(cells),
                _ => {}
            }
        }
    }

    /// The paragraphs of a cell, one to a line, up to the end of the cell.
    fn text(&mut self, cell: &str) -> Result<String, ReadProblem> {
        let mut text = String::new();
        let mut paragraphs = 0_usize;
        let mut inside = 0_usize;
        loop {
            match self.next()? {
                Met::Start(element) => match element.name().as_ref() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        inside += 1;
                    }
                    "text:s" => {
                        let count = repeated(&element, "text:c").min(1000);
                        text.extend(std::iter::repeat_n(' ', count));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    name if name == "table:table" || SKIPPED.contains(&name) => self.skip(&element)?,
                    _ => {}
                },
                Met::Text(piece) if inside > 0 => text.push_str(&piece),
                Met::End(name) if name == "text:p" => inside = inside.saturating_sub(1),
                Met::End(name) if name == cell => return Ok(text),
                _ => {}
            }
            if text.len() > self.gather.limits().text {
                return Err(ReadProblem::TooLarge(format!("{} MB", self.gather.limits().text >> 20)));
            }
        }
    }
}

fn held(cell: &BytesStart<'_>, text: String) -> Held {
    if attribute(cell, "calcext:value-type").as_deref() == Some("error") {
        return Held::error(&text);
    }
    match attribute(cell, "office:value-type").as_deref() {
        Some("float" | "percentage" | "currency") => attribute(cell, "office:value")
            .and_then(|value| value.trim().parse().ok())
            .map_or_else(|| Held::text(text), Held::number),
        Some("date") => attribute(cell, "office:date-value").map_or_else(
            || Held::text(text.clone()),
            |value| {
                let held = held_day(&value);
                // Shown as a year alone: whoever typed it knew no more.
                let year = held.day.filter(|day| text.trim() == day.year().to_string());
                if year.is_some() { Held::text(text.trim()) } else { held }
            },
        ),
        Some("boolean") => Held::text(if attribute(cell, "office:boolean-value").as_deref() == Some("true") {
            "TRUE"
        } else {
            "FALSE"
        }),
        None if text.is_empty() && attribute(cell, "office:string-value").is_none() => attribute(cell, "table:formula")
            .map_or_else(Held::default, |formula| {
                Held::uncounted(formula.split_once(":=").map_or(formula.as_str(), |(_, formula)| formula))
            }),
        _ if text.is_empty() => Held::text(attribute(cell, "office:string-value").unwrap_or_default()),
        _ => Held::text(text),
    }
}

fn repeated(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1).max(1)
}
