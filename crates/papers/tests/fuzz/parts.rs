//! Takes packed files apart, changes what is inside, and packs them again: else their check sums would stop every change.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

use super::driver::Dice;
use super::mutate::{bytes, tags};

/// The parts of a packed file; none when it is not packed.
pub fn unpacked(input: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(input)) else { return Vec::new() };
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        let Ok(name) = part.name().map(std::borrow::Cow::into_owned) else { continue };
        let mut bytes = Vec::new();
        if part.take(1 << 20).read_to_end(&mut bytes).is_ok() {
            parts.push((name, bytes));
        }
    }
    parts
}

pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        if writer.start_file(name.as_str(), stored).is_ok() {
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A packed file with something changed inside its parts, and now and then around them.
pub fn inside(dice: &mut Dice, seeds: &[Vec<(String, Vec<u8>)>]) -> Vec<u8> {
    let mut parts = dice.pick(seeds).clone();
    for _ in 0..=dice.below(3) {
        let count = parts.len();
        let (name, part) = &mut parts[dice.below(count)];
        // Pictures and styles are rarely worth it; what holds cells always is.
        let holds_cells = ["sheet", "content", "haredStrings", "workbook"].iter().any(|wanted| name.contains(wanted));
        if !holds_cells && !dice.one_in(6) {
            continue;
        }
        if dice.one_in(3) { bytes(dice, part, &[]) } else { tags(dice, part) }
    }
    if dice.one_in(20) {
        let at = dice.below(parts.len());
        parts.remove(at);
    }
    if dice.one_in(20) {
        let other = dice.pick(seeds).clone();
        parts.push(dice.pick(&other).clone());
    }
    let mut whole = packed(&parts);
    if dice.one_in(8) {
        bytes(dice, &mut whole, &[]);
    }
    whole
}
