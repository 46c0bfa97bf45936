//! Whom belongs what root makes, writes and puts in place.

use super::*;

#[test]
fn what_root_restores_belongs_to_whom_the_folder_belongs() {
    use std::os::unix::fs::MetadataExt as _;
    let Some(site) = Site::new(false) else { return };
    let place = Folder::new("owner");
    let key_file = place.0.join("backup.key");
    std::fs::write(&key_file, "a key for backups that is long enough\n").unwrap();
    let home = Folder::new("owner-home");
    let mine = std::fs::metadata(&home.0).unwrap().uid();
    // Only root can give files away; anybody else finds their own.
    let owner = if mine == 0 { 65_534 } else { mine };
    if mine == 0 {
        std::os::unix::fs::chown(&home.0, Some(owner), Some(owner)).unwrap();
    }
    let config = config(&home.0, &[("backup_key", key_file.to_str().unwrap())]);
    let file = home.0.join("one.hoctap");
    make(&site, &file, backup::key(&config).unwrap().as_deref());
    use std::os::unix::fs::PermissionsExt as _;
    backup::restore(&config, &file, NOW, &silent()).unwrap();
    if mine == 0 {
        // Whoever the old database belongs to, it is the folder's owner who serves the site.
        std::os::unix::fs::chown(&config.database, Some(12_345), Some(12_345)).unwrap();
    }
    let done = backup::restore(&config, &file, Moment(NOW.0 + 1000), &silent()).unwrap();
    assert_eq!(
        std::fs::metadata(&config.database).unwrap().permissions().mode() & 0o777,
        0o600,
        "nobody else reads it"
    );
    if mine == 0 {
        std::os::unix::fs::chown(done.kept.unwrap(), Some(owner), Some(owner)).unwrap();
    }
    for entry in std::fs::read_dir(&home.0).unwrap().flatten() {
        assert_eq!(entry.metadata().unwrap().uid(), owner, "{}", entry.path().display());
    }
    assert!(std::fs::read_dir(&home.0).unwrap().count() >= 4, "the site, its secret, the old site, the backup");
    site.check();
}

#[test]
fn folders_that_root_makes_belong_to_whom_the_folder_above_belongs() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let Some(site) = Site::new(false) else { return };
    let home = Folder::new("owner-folders");
    let mine = std::fs::metadata(&home.0).unwrap().uid();
    let owner = if mine == 0 { 65_534 } else { mine };
    if mine == 0 {
        std::os::unix::fs::chown(&home.0, Some(owner), Some(owner)).unwrap();
    }
    let folder = home.0.join("kept").join("backups");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_hoctap"))
        .args(["backup", "--data"])
        .arg(&site.app.config.data)
        .env("HOCTAP_DATABASE", &site.app.config.database)
        .env("HOCTAP_BACKUPS", &folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for made in [&home.0.join("kept"), &folder] {
        let found = std::fs::metadata(made).unwrap();
        assert_eq!((found.uid(), found.permissions().mode() & 0o777), (owner, 0o700), "{}", made.display());
    }
    let all = backup::folder::list(&folder);
    assert!(all.len() == 1 && std::fs::metadata(&all[0]).unwrap().uid() == owner, "{all:?}");
}

#[test]
fn a_name_that_is_led_elsewhere_while_root_works_gives_nothing_away() {
    use std::os::unix::fs::MetadataExt as _;
    let Some(site) = Site::new(false) else { return };
    let (place, away) = (Folder::new("led"), Folder::new("led-away"));
    let key_file = away.0.join("backup.key");
    std::fs::write(&key_file, "a key for backups that is long enough\n").unwrap();
    let other = away.0.join("of-root");
    std::fs::write(&other, b"of root alone").unwrap();
    let before = std::fs::metadata(&other).unwrap();
    // The folder is somebody else's, who puts a link in the place of what is being written there.
    if before.uid() == 0 {
        std::os::unix::fs::chown(&place.0, Some(65_534), Some(65_534)).unwrap();
    }
    let led = Arc::new(AtomicUsize::new(0));
    let lead = |name: PathBuf| -> store::dump::Tell {
        let (other, led) = (other.clone(), Arc::clone(&led));
        Arc::new(move |_| {
            if name.exists() && !name.is_symlink() {
                std::fs::remove_file(&name).unwrap();
                std::os::unix::fs::symlink(&other, &name).unwrap();
                led.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    let config = config(&place.0, &[("backup_key", key_file.to_str().unwrap())]);
    let key = backup::key(&config).unwrap();
    let untouched = || {
        let now = std::fs::metadata(&other).unwrap();
        assert_eq!((now.uid(), now.gid(), now.mode()), (before.uid(), before.gid(), before.mode()));
        assert_eq!(std::fs::read(&other).unwrap(), b"of root alone");
    };
    let (file, secret) = (place.0.join("one.hoctap"), &site.app.config.secret_file);
    let tell = lead(place.0.join("one.hoctap.part"));
    let _either =
        backup::make(&site.app.db, secret, &file, key.as_deref(), site.app.clock.now(), &site.app.dice, &tell);
    assert_eq!(led.load(Ordering::SeqCst), 1, "the link was put there");
    untouched();
    let whole = away.0.join("two.hoctap");
    make(&site, &whole, key.as_deref());
    let new = Path::new(&config.database).with_extension("restoring.db");
    backup::restore(&config, &whole, NOW, &lead(new)).unwrap_err();
    assert_eq!(led.load(Ordering::SeqCst), 2, "the link was put there");
    untouched();
    assert!(!Path::new(&config.database).exists(), "nothing took the site's place");
    site.check();
}
