//! Is there room for a second site beside the first? Must not know what takes it.

use std::path::Path;

/// Free bytes of the disk a folder is on; `None` where nobody knows.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

/// Refuses work that would fill a disk: bringing a site back takes its size once in the database and once in its log.
///
/// # Errors
/// A sentence for the operator, with both numbers.
pub fn enough(folder: &Path, free: u64, size: u64) -> Result<(), String> {
    let needed = size.saturating_mul(2);
    if free >= needed {
        return Ok(());
    }
    let mega = |bytes: u64| bytes.div_ceil(1 << 20);
    Err(format!(
        "there is not enough room to bring a backup back beside the site: {} MB are free on the disk of {}, about {} MB are \
         needed for a while; make room, it is tried again",
        free >> 20,
        folder.display(),
        mega(needed)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_size_is_needed_and_both_numbers_are_told() {
        let disk = Path::new("/srv/hoctap");
        assert_eq!(enough(disk, 2 << 20, 1 << 20), Ok(()));
        let said = enough(disk, (2 << 20) - 1, 1 << 20).unwrap_err();
        assert!(said.contains("1 MB are free on the disk of /srv/hoctap, about 2 MB"), "{said}");
        assert!(free(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free(Path::new("/no/such/folder")), None);
    }
}
