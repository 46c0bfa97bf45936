//! Looks into an OLE compound file (xls, and locked xlsx) before it is parsed. Owns the guard against chains without
//! end and sheets that promise more cells than memory; must not know what cells hold.

use std::collections::BTreeSet;

use super::serial::{Shown, shown_by_code};
use super::{Limits, ReadProblem};

/// How every compound file begins.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Ids from here on mark the end of a chain or a special sector.
const SPECIAL: u32 = 0xFFFF_FFFA;
/// Ids from here on are not sectors in the table of tables.
const TABLES_END: u32 = 0xFFFF_FFFC;

/// What the parser does not tell of a sheet.
#[derive(Default)]
pub(super) struct Look {
    /// Rows that are hidden, from 0.
    pub hidden: BTreeSet<usize>,
    /// Row and column of the cells whose text stands in the list of texts.
    pub texts: Vec<(u32, u32)>,
    /// Row and column of the cells that show a year alone.
    pub years: BTreeSet<(usize, usize)>,
    /// First and last row and column of the cells merged with those below.
    pub merged: Vec<(usize, usize, usize)>,
}

/// What the compound file holds.
pub(super) enum Held {
    /// A workbook, with a look at each of its sheets.
    Workbook(Vec<Look>),
    Encrypted,
    Other,
}

/// Tells what the file holds; a workbook only when every chain ends and its sheets fit the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Held, ReadProblem> {
    let file = Compound::open(bytes).ok_or(ReadProblem::Damaged)?;
    let entries = file.entries().ok_or(ReadProblem::Damaged)?;
    let named = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    if named("EncryptedPackage").is_some() || named("EncryptionInfo").is_some() {
        return Ok(Held::Encrypted);
    }
    let (Some(root), Some(book)) = (entries.first(), named("Workbook").or_else(|| named("Book"))) else {
        return Ok(Held::Other);
    };
    let stream = file.stream(root, book).ok_or(ReadProblem::Damaged)?;
    Ok(Held::Workbook(look_at_sheets(&stream, limits)?))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    directory: u32,
    mini_start: u32,
    fat: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector: usize = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file =
            Self { bytes, sector, directory: u32_at(bytes, 48)?, mini_start: u32_at(bytes, 60)?, fat: Vec::new() };
        let sectors = bytes.len() / sector;
        let mut tables: Vec<u32> = words(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..=sectors {
            if next >= SPECIAL {
                break;
            }
            tables.extend(words(file.sector(next)?));
            next = tables.pop()?;
        }
        let tables: Vec<u32> = tables.into_iter().filter(|id| *id < TABLES_END).collect();
        // A table named twice would be read twice; a file cannot have more tables than sectors.
        if next < SPECIAL || tables.len() > sectors {
            return None;
        }
        for id in tables {
            file.fat.extend(words(file.sector(id)?));
        }
        Some(file)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|part| !part.is_empty())
    }

    /// The sectors of a chain; `None` when it does not end or leads out of the file.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut held = Vec::new();
        let mut id = start;
        for _ in 0..=self.fat.len() {
            if id >= SPECIAL {
                return Some(held);
            }
            held.extend_from_slice(self.sector(id)?);
            if held.len() > self.bytes.len() {
                return None;
            }
            id = *self.fat.get(usize::try_from(id).ok()?)?;
        }
        None
    }

    fn entries(&self) -> Option<Vec<Entry>> {
        let directory = self.chain(self.directory)?;
        let entries = directory.as_chunks::<128>().0.iter().map(|entry| {
            let units = entry.get(..64)?.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
            let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).filter_map(Result::ok).collect();
            Some(Entry { name, start: u32_at(entry, 116)?, size: usize::try_from(u32_at(entry, 120)?).ok()? })
        });
        entries.collect()
    }

    fn stream(&self, root: &Entry, wanted: &Entry) -> Option<Vec<u8>> {
        if wanted.size > self.bytes.len() {
            return None;
        }
        let mini = self.chain(root.start)?;
        let mini_fat: Vec<u32> = words(&self.chain(self.mini_start)?).collect();
        let mut stream = if wanted.size < 4096 { Vec::new() } else { self.chain(wanted.start)? };
        if wanted.size < 4096 {
            let mut id = wanted.start;
            let mut steps = 0_usize;
            while id < SPECIAL && stream.len() < wanted.size {
                let at = usize::try_from(id).ok()?;
                let start = at.checked_mul(64)?;
                stream.extend_from_slice(mini.get(start..start.checked_add(64)?.min(mini.len()))?);
                id = *mini_fat.get(at)?;
                steps += 1;
                if steps > mini_fat.len() {
                    return None;
                }
            }
        }
        stream.truncate(wanted.size);
        Some(stream)
    }
}

/// The parser lays each sheet out as a full rectangle and makes room for what the sheet declares; both must fit.
fn look_at_sheets(stream: &[u8], limits: &Limits) -> Result<Vec<Look>, ReadProblem> {
    let most = limits.cells.saturating_mul(4);
    let too_large = || ReadProblem::TooLarge(format!("{} × {}", limits.rows, limits.columns));
    let sheets = sheet_starts(stream);
    if sheets.len() > limits.sheets.saturating_mul(4) {
        return Err(ReadProblem::Sheets(limits.sheets));
    }
    let mut total = 0_usize;
    let years = year_styles(stream);
    let mut looks = Vec::new();
    let mut all_starts = sheets.clone();
    all_starts.sort_unstable();
    for start in sheets {
        let rest = stream.get(start..).ok_or(ReadProblem::Damaged)?;
        let area = sheet_area(rest).ok_or(ReadProblem::Damaged)?;
        total = total.saturating_add(area);
        if total > most {
            return Err(too_large());
        }
        let (look, length) = look(rest, &years);
        // Sheets that reach into each other would be read many times over.
        let next = all_starts.get(all_starts.partition_point(|one| *one <= start));
        if next.is_some_and(|next| start.saturating_add(length) > *next)
            || all_starts.iter().filter(|one| **one == start).count() > 1
        {
            return Err(ReadProblem::Damaged);
        }
        looks.push(look);
    }
    Ok(looks)
}

/// What the records of one sheet tell besides its values, and how many bytes they are.
fn look(stream: &[u8], years: &BTreeSet<u16>) -> (Look, usize) {
    let mut look = Look::default();
    let (mut depth, mut length) = (0_usize, 0_usize);
    for (kind, data) in records(stream) {
        length = length.saturating_add(4).saturating_add(data.len());
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // A row with its options, of which bit 5 hides it.
            0x0208 if depth == 1 => {
                if let (Some(row), Some(options)) = (u16_at(data, 0), u16_at(data, 12))
                    && options & 0x20 != 0
                {
                    look.hidden.insert(row.into());
                }
            }
            0x00E5 if depth == 1 => {
                let ranges = data.get(2..).unwrap_or_default().as_chunks::<8>().0.iter();
                let number = |range: &[u8; 8], at| u16_at(range, at).map(usize::from);
                look.merged
                    .extend(ranges.filter_map(|range| Some((number(range, 0)?, number(range, 2)?, number(range, 4)?))));
            }
            0x00FD if depth == 1 => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    look.texts.push((row.into(), column.into()));
                }
            }
            0x0203 | 0x027E | 0x0006 if depth == 1 => {
                if let (Some(row), Some(column), Some(style)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4))
                    && years.contains(&style)
                {
                    look.years.insert((row.into(), column.into()));
                }
            }
            _ => {}
        }
    }
    (look, length)
}

/// The cell styles that show a day as its year alone.
fn year_styles(stream: &[u8]) -> BTreeSet<u16> {
    let (mut formats, mut styles, mut count) = (BTreeSet::new(), BTreeSet::new(), 0_u16);
    for (kind, data) in records(stream).take_while(|(kind, _)| *kind != 0x000A) {
        match kind {
            0x041E => {
                let wide = data.get(4).is_some_and(|options| options & 1 != 0);
                let signs = data.get(5..).unwrap_or_default();
                let code: String = if wide {
                    char::decode_utf16(signs.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)))
                        .filter_map(Result::ok)
                        .collect()
                } else {
                    signs.iter().map(|sign| char::from(*sign)).collect()
                };
                if let (Some(id), Shown::Year) = (u16_at(data, 0), shown_by_code(&code)) {
                    formats.insert(id);
                }
            }
            0x00E0 => {
                if u16_at(data, 2).is_some_and(|format| formats.contains(&format)) {
                    styles.insert(count);
                }
                count = count.saturating_add(1);
            }
            _ => {}
        }
    }
    styles
}

/// Kind and data of each record up to the end of its substream's bytes.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at.checked_add(2)?)?);
        let start = at.checked_add(4)?;
        let data = stream.get(start..start.checked_add(length)?)?;
        at = start.checked_add(length)?;
        Some((kind, data))
    })
}

fn sheet_starts(stream: &[u8]) -> Vec<usize> {
    records(stream)
        .take_while(|(kind, _)| *kind != 0x000A)
        .filter(|(kind, _)| *kind == 0x0085)
        .filter_map(|(_, data)| usize::try_from(u32_at(data, 0)?).ok())
        .collect()
}

/// The larger of the declared and the used rectangle of one sheet, in cells; `None` when the declaration is broken.
fn sheet_area(stream: &[u8]) -> Option<usize> {
    let (mut top, mut bottom, mut left, mut right) = (u32::MAX, 0_u32, u32::MAX, 0_u32);
    let mut declared = 0_usize;
    let mut depth = 0_usize;
    for (kind, data) in records(stream) {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            0x0200 => declared = declared.saturating_add(declared_area(data)?),
            // Cells and formulas; a run of numbers names its last column at its end.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                let (row, column) = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
                let last = if kind == 0x00BD { u16_at(data, data.len().checked_sub(2)?)?.into() } else { column };
                (top, bottom) = (top.min(row), bottom.max(row));
                (left, right) = (left.min(column), right.max(column).max(last));
            }
            _ => {}
        }
    }
    let side = |low: u32, high: u32| usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(usize::MAX);
    let used = if top == u32::MAX { 0 } else { side(top, bottom).saturating_mul(side(left, right)) };
    Some(declared.max(used))
}

fn declared_area(data: &[u8]) -> Option<usize> {
    let (first_row, end_row, first_column, end_column) = match data.len() {
        10 => (
            u32::from(u16_at(data, 0)?),
            u32::from(u16_at(data, 2)?),
            u32::from(u16_at(data, 4)?),
            u32::from(u16_at(data, 6)?),
        ),
        14 | 16 => (u32_at(data, 0)?, u32_at(data, 4)?, u32::from(u16_at(data, 8)?), u32::from(u16_at(data, 10)?)),
        _ => return None,
    };
    if end_row == 0 || end_column == 0 {
        return Some(1);
    }
    // A first row below the end row would wrap around in the parser.
    let rows = usize::try_from(end_row.checked_sub(first_row)?).ok()?;
    let columns = if first_column > 0xFF || end_column < first_column { end_column } else { end_column - first_column };
    Some(rows.max(1).saturating_mul(usize::try_from(columns).ok()?.max(1)))
}
