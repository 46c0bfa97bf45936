//! The folder of backups: their names, the newest one, and which are old enough to go. Must not know what is in them.

use std::path::{Path, PathBuf};

use rules::basics::Moment;

/// What every backup's name ends with.
const END: &str = ".hoctap";

/// The name of a backup made at a moment.
#[must_use]
pub fn name(at: Moment) -> String {
    format!("hoctap-{}{END}", crate::clock::stamp(at))
}

/// The backups of a folder, oldest first: their names sort by when they were made. A folder that cannot be read
/// shows none; whoever must tell the two apart asks [`read`].
#[must_use]
pub fn list(folder: &Path) -> Vec<PathBuf> {
    read(folder).unwrap_or_default()
}

/// The same, when the folder can be read to its end.
///
/// # Errors
/// The operating system's: a folder that is not there, is not ours, or lies on a disk that fails.
pub fn read(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if stamp_of(&path).is_some() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A folder that holds no backup, or is not there yet. One that cannot be read is not known to hold none.
#[must_use]
pub fn has_none(folder: &Path) -> bool {
    match read(folder) {
        Ok(found) => found.is_empty(),
        Err(cause) => cause.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Year, month, day and time in a name of [`name`].
fn stamp_of(path: &Path) -> Option<&str> {
    let stamp = path.file_name()?.to_str()?.strip_prefix("hoctap-")?.strip_suffix(END)?;
    let plain = stamp.len() == 15 && stamp.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then_some(stamp)
}

/// When a backup's name says it was made.
#[must_use]
pub fn made_at(path: &Path) -> Option<Moment> {
    stamp_of(path).and_then(crate::clock::of_stamp)
}

/// The backups that may go: all but the newest `keep`, and of the twelve newest months the first one each.
#[must_use]
pub fn old(all: &[PathBuf], keep: usize) -> Vec<PathBuf> {
    let mut months: Vec<(&str, &PathBuf)> = Vec::new();
    for path in all {
        let month = stamp_of(path).and_then(|stamp| stamp.get(..6)).unwrap_or_default();
        if months.last().is_none_or(|(last, _)| *last != month) {
            months.push((month, path));
        }
    }
    let held: Vec<&PathBuf> = months.iter().rev().take(12).map(|(_, path)| *path).collect();
    let upto = all.len().saturating_sub(keep.max(1));
    all.iter().take(upto).filter(|path| !held.contains(path)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stay_and_of_each_month_the_first() {
        let path = |stamp: &str| PathBuf::from(format!("b/hoctap-{stamp}.hoctap"));
        let days = |month: &str| (1..=28).map(|day| path(&format!("{month}{day:02}-020000"))).collect::<Vec<_>>();
        let all: Vec<PathBuf> = ["202609", "202610", "202611"].into_iter().flat_map(days).collect();
        let gone = old(&all, 14);
        assert_eq!(gone.len(), 84 - 14 - 3);
        assert!(!gone.contains(&path("20260901-020000")) && gone.contains(&path("20260902-020000")));
        assert!(!gone.contains(&path("20261128-020000")) && !gone.contains(&path("20261101-020000")));
        assert!(old(&all[..1], 0).is_empty(), "the only one never goes");
        assert_eq!(made_at(&path("20261122-020000")).map(name).as_deref(), Some("hoctap-20261122-020000.hoctap"));
        assert_eq!(made_at(&path("20261399-990000")), None);
        assert_eq!(stamp_of(Path::new("b/notes.txt")), None);
        assert_eq!(stamp_of(Path::new("b/hoctap-20260901-020000.hoctap.part")), None);
    }
}
