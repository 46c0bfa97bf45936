//! Reads the tables of a web page: many web systems save a list as a page under the name `.xls`. Owns the few elements that
//! make a table; must not run, load or keep anything else of the page.

use std::collections::BTreeSet;

use super::gather::{Gather, Held};
use super::xml::named_sign;
use super::{ReadProblem, Sheet};

/// More columns or rows than this no cell of a page covers.
const COVERS_MOST: usize = 1_000;

/// Is the text a page with a table?
pub(super) fn holds_table(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return false;
    }
    let mut page = Page { rest: start };
    std::iter::from_fn(|| page.next_piece()).any(|piece| matches!(piece, Piece::Tag { name, .. } if name == "tr"))
}

/// Reads all tables of the page as one sheet, from the top.
pub(super) fn read(text: &str, name: &str, gather: &mut Gather<'_>) -> Result<Vec<Sheet>, ReadProblem> {
    let mut page = Page { rest: text.trim_start_matches('\u{feff}') };
    let covered = vec![0; gather.limits().columns];
    let mut table = Table { gather, row: 0, column: 0, wide: 1, covered, cell: None, any: false };
    while let Some(piece) = page.next_piece() {
        match piece {
            Piece::Text(text) => table.text(text),
            Piece::Tag { name, ends, attributes } => match (name.as_str(), ends) {
                ("tr", false) => table.begin_row()?,
                ("td" | "th", false) => table.begin_cell(attributes)?,
                ("td" | "th" | "tr" | "table", true) => table.end_cell()?,
                ("br" | "p" | "div", _) => table.text("\n"),
                _ => {}
            },
        }
    }
    table.end_cell()?;
    // The last cell of a page that was cut off would be half a value.
    if page.cut_off(text) {
        return Err(ReadProblem::Damaged);
    }
    Ok(vec![gather.close(name, &BTreeSet::new())?])
}

struct Table<'g, 'l> {
    gather: &'g mut Gather<'l>,
    row: usize,
    column: usize,
    /// How many columns the open cell takes.
    wide: usize,
    /// For each column the row, from 0, at which what cells above cover of it ends.
    covered: Vec<usize>,
    cell: Option<String>,
    any: bool,
}

impl Table<'_, '_> {
    fn begin_row(&mut self) -> Result<(), ReadProblem> {
        self.end_cell()?;
        self.row = if self.any { self.row.saturating_add(1) } else { 0 };
        (self.any, self.column) = (true, 0);
        Ok(())
    }

    fn begin_cell(&mut self, attributes: &str) -> Result<(), ReadProblem> {
        self.end_cell()?;
        while self.covered.get(self.column).is_some_and(|end| *end > self.row) {
            self.column = self.column.saturating_add(1);
        }
        let span = |name| {
            attribute(attributes, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, COVERS_MOST)
        };
        self.wide = span("colspan");
        let high = span("rowspan");
        if high > 1 {
            let end = self.row.saturating_add(high);
            self.gather.merge(self.row, end.saturating_sub(1), self.column);
            self.covered.iter_mut().skip(self.column).take(self.wide).for_each(|held| *held = end);
        }
        self.cell = Some(String::new());
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push_str(text);
        }
    }

    fn end_cell(&mut self) -> Result<(), ReadProblem> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let lines: Vec<String> = cell.lines().map(rules::text::collapse).filter(|line| !line.is_empty()).collect();
        let text = decoded(&lines.join("\n"));
        let held: Held = super::delimited::held(text);
        self.gather.put(self.row, self.column, held)?;
        self.column = self.column.saturating_add(self.wide);
        Ok(())
    }
}

enum Piece<'t> {
    Text(&'t str),
    Tag { name: String, ends: bool, attributes: &'t str },
}

/// A page taken apart into texts and tags; what stands in comments, scripts and styles is passed over.
struct Page<'t> {
    rest: &'t str,
}

impl<'t> Page<'t> {
    fn next_piece(&mut self) -> Option<Piece<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(after) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            };
            if after.starts_with("!--") {
                self.rest = after.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let ends = after.starts_with('/');
            let inside = after.strip_prefix('/').unwrap_or(after);
            if !inside.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                if after.starts_with(['!', '?']) || ends {
                    self.rest = after.split_once('>').map_or("", |(_, rest)| rest);
                    continue;
                }
                // A sign of its own, not the beginning of a tag.
                self.rest = after;
                return Some(Piece::Text("<"));
            }
            let (tag, rest) = inside.split_at(end_of_tag(inside));
            self.rest = rest.get(1..).unwrap_or_default();
            let named = tag.find(|sign: char| sign.is_whitespace() || sign == '/').unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(named);
            let name = name.to_ascii_lowercase();
            if !ends && matches!(name.as_str(), "script" | "style" | "title") {
                self.pass(&name);
                continue;
            }
            return Some(Piece::Tag { name, ends, attributes });
        }
    }

    /// Passes over all up to the end of an element that holds no tags.
    fn pass(&mut self, name: &str) {
        let mut from = self.rest;
        while let Some(at) = from.find("</") {
            let after = from.get(at.saturating_add(2)..).unwrap_or_default();
            if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                self.rest = after.split_once('>').map_or("", |(_, rest)| rest);
                return;
            }
            from = after;
        }
        self.rest = "";
    }

    /// Does the text end inside a table?
    fn cut_off(&self, text: &str) -> bool {
        let mut page = Page { rest: text };
        let (mut begun, mut ended) = (0_usize, 0_usize);
        while let Some(piece) = page.next_piece() {
            match piece {
                Piece::Tag { name, ends: false, .. } if name == "table" => begun = begun.saturating_add(1),
                Piece::Tag { name, ends: true, .. } if name == "table" => ended = ended.saturating_add(1),
                _ => {}
            }
        }
        begun > ended
    }
}

/// Where a tag ends: at the first `>` that stands in no quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(held), sign) if held == sign => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The value of an attribute, with or without quotes.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let lower = attributes.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(char::is_whitespace)
    })?;
    let value = attributes.get(at.saturating_add(name.len())..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split(char::is_whitespace).next(),
    }
}

/// A text with the signs that pages write as names or numbers put back.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        // No name is longer, and looking further would take long where many signs stand alone.
        let near: String = from.chars().skip(1).take(9).collect();
        let name = near.split_once(';').map(|(name, _)| name);
        let sign = name.and_then(|name| {
            let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok(),
                None => number.parse().ok(),
            });
            number.map_or_else(|| letter(name), char::from_u32).map(|sign| (sign, name.len()))
        });
        match sign {
            Some((sign, length)) => {
                out.push(sign);
                rest = from.get(length.saturating_add(2)..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The letters that pages in Vietnamese name, by their base and mark.
fn letter(name: &str) -> Option<char> {
    use unicode_normalization::char::compose;
    let named = named_sign(name).or(match name {
        "nbsp" => Some('\u{a0}'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "ETH" => Some('Ð'),
        "eth" => Some('ð'),
        _ => None,
    });
    named.or_else(|| {
        let base = name.chars().next().filter(char::is_ascii_alphabetic)?;
        let mark = match name.get(1..)? {
            "grave" => '\u{300}',
            "acute" => '\u{301}',
            "circ" => '\u{302}',
            "tilde" => '\u{303}',
            "uml" => '\u{308}',
            _ => return None,
        };
        compose(base, mark)
    })
}
