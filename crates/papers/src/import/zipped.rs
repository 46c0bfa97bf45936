//! Looks into a zip file before anything is unpacked for good. Owns the guard against zip bombs and false promises of
//! size; must not know cells.

use std::io::{BufRead, BufReader, Cursor, Read, copy, sink};

use quick_xml::events::Event;
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
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| ReadProblem::Damaged)?;
        if entry.encrypted() {
            return Err(ReadProblem::Encrypted);
        }
        let shared = entry.name_raw().to_ascii_lowercase().ends_with(b"sharedstrings.xml");
        drop(entry);
        // What an entry declares may be a lie, so it is unpacked once into nothing and counted.
        let entry = archive.by_index(index).map_err(|_| ReadProblem::Damaged)?;
        let mut counted = entry.take(left.saturating_add(1));
        let size = copy(&mut counted, &mut sink()).map_err(|_| ReadProblem::Damaged)?;
        drop(counted);
        left = left.checked_sub(size).ok_or_else(too_large)?;
        if shared {
            let entry = archive.by_index(index).map_err(|_| ReadProblem::Damaged)?;
            check_shared_strings(BufReader::new(entry), size)?;
        }
    }
    kind(&mut archive)
}

/// The reader makes room for as many strings as the file promises before it sees one; a promise of more strings than
/// bytes would end the process.
fn check_shared_strings(part: impl BufRead, size: u64) -> Result<(), ReadProblem> {
    let mut reader = quick_xml::Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == "sst" => {
                let broken = element
                    .attributes()
                    .with_checks(false)
                    .flatten()
                    .filter(|attribute| attribute.key.as_ref().ends_with("niqueCount"))
                    .any(|attribute| attribute.value.trim().parse::<u64>().map_or(true, |promised| promised > size));
                return if broken { Err(ReadProblem::Damaged) } else { Ok(()) };
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(ReadProblem::Damaged),
        }
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
