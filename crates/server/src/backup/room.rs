//! Is there room for a second site beside the first? Must not know what takes it.

use std::path::Path;

use super::trouble::{Known, Trouble};

/// Free bytes of the disk a folder is on; `None` where nobody knows.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

/// Refuses work that would fill a disk: bringing a site back takes its size once in the database and once in its log.
///
/// # Errors
/// [`Known::Room`], with both numbers.
pub fn enough(folder: &Path, free: u64, size: u64) -> Result<(), Trouble> {
    let needed = size.saturating_mul(2);
    if free >= needed {
        return Ok(());
    }
    let (free, needed, folder) = (free >> 20, needed.div_ceil(1 << 20), folder.display().to_string());
    let cause = format!(
        "there is not enough room to bring a backup back beside the site: {free} MB are free on the disk of {folder}, about \
         {needed} MB are needed for a while; make room, it is tried again"
    );
    Err(Trouble { cause, known: Some(Known::Room { folder, free, needed }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_size_is_needed_and_both_numbers_are_told() {
        let disk = Path::new("/srv/hoctap");
        assert_eq!(enough(disk, 2 << 20, 1 << 20), Ok(()));
        let said = enough(disk, (2 << 20) - 1, 1 << 20).unwrap_err();
        assert_eq!(said.known, Some(Known::Room { folder: "/srv/hoctap".to_owned(), free: 1, needed: 2 }));
        let said = said.cause;
        assert!(said.contains("1 MB are free on the disk of /srv/hoctap, about 2 MB"), "{said}");
        assert!(free(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free(Path::new("/no/such/folder")), None);
    }
}
