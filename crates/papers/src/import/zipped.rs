//! Looks into a zip file before anything is unpacked for good. Owns the guard against zip bombs, false promises of size and
//! XML that would grow by its definitions; must not know cells.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Limits, ReadProblem};

/// What kind of file the zip is.
pub(super) enum Packed {
    Xlsx,
    Ods,
    Other,
}

/// The zip file over borrowed bytes.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Checks sizes, declared and actual, and tells what the file is.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Packed, ReadProblem> {
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(|_| ReadProblem::Damaged)?;
    let too_large = || ReadProblem::TooLarge(format!("{} MB", limits.unpacked >> 20));
    let declared = archive.decompressed_size();
    if declared.is_some_and(|declared| declared > u128::from(limits.unpacked)) || archive.len() > 10_000 {
        return Err(too_large());
    }
    let mut left = limits.unpacked;
    let mut buffer = vec![0_u8; 64 << 10];
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| ReadProblem::Damaged)?;
        if entry.encrypted() {
            return Err(ReadProblem::Encrypted);
        }
        drop(entry);
        // What an entry declares may be a lie, so it is unpacked once into nothing and counted.
        let entry = archive.by_index(index).map_err(|_| ReadProblem::Damaged)?;
        let mut counted = entry.take(left.saturating_add(1));
        let mut definitions = Definitions::default();
        loop {
            let read = counted.read(&mut buffer).map_err(|_| ReadProblem::Damaged)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
            definitions.look(piece)?;
            left = u64::try_from(read).ok().and_then(|read| left.checked_sub(read)).ok_or_else(too_large)?;
        }
    }
    kind(&mut archive)
}

/// Watches for the definitions by which a small XML part becomes a large one, or asks for files of this machine. No program
/// writes them into a workbook.
#[derive(Default)]
struct Definitions {
    /// The end of the piece before, as long as what is looked for.
    end: Vec<u8>,
}

impl Definitions {
    fn look(&mut self, piece: &[u8]) -> Result<(), ReadProblem> {
        const SIGNS: [&[u8]; 2] = [b"<!DOCTYPE", b"<!ENTITY"];
        let holds = |bytes: &[u8]| {
            let begins = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at);
            // Nearly no piece has such a sign, and looking for one sign is quick.
            bytes.contains(&b'!')
                && begins.filter_map(|at| bytes.get(at..)).any(|rest| SIGNS.iter().any(|sign| rest.starts_with(sign)))
        };
        self.end.extend_from_slice(piece.get(..16).unwrap_or(piece));
        if holds(&self.end) || holds(piece) {
            return Err(ReadProblem::Damaged);
        }
        let whole = if piece.len() < 16 { std::mem::take(&mut self.end) } else { piece.to_vec() };
        self.end = whole.get(whole.len().saturating_sub(16)..).unwrap_or_default().to_vec();
        Ok(())
    }
}

fn kind(archive: &mut Archive<'_>) -> Result<Packed, ReadProblem> {
    if let Some(mime) = small_part(archive, "mimetype") {
        if !mime.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            return Ok(Packed::Other);
        }
        let manifest = small_part(archive, "META-INF/manifest.xml").unwrap_or_default();
        return if manifest.contains("encryption-data") { Err(ReadProblem::Encrypted) } else { Ok(Packed::Ods) };
    }
    let types = small_part(archive, "[Content_Types].xml").unwrap_or_default();
    // The binary workbook (xlsb) names the same family; it is not read here.
    let workbook = types.contains("spreadsheetml.sheet.main")
        || types.contains("spreadsheetml.template.main")
        || types.contains("ms-excel.sheet.macroEnabled");
    Ok(if workbook { Packed::Xlsx } else { Packed::Other })
}

/// A part of at most 4 MB as text; `None` when it is missing.
fn small_part(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(4 << 20).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
