//! The files in a data directory, and how they are made: so that only this user can read them, and durably.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind},
    path::Path,
};

pub(super) const LOCK: &str = "lock";
pub(super) const KEY: &str = "store.key";
/// A key that waits for its name.
pub(super) const KEY_NEW: &str = "store.key.new";
pub(super) const STORE: &str = "store.redb";
/// The file that a store is rewritten into.
pub(super) const ASIDE: &str = "store.redb.new";
/// A store in which something was damaged that could be made again; kept for who wants to look at it.
pub(super) const DAMAGED: &str = "store.redb.damaged";
/// Both, until they are whole and get their names.
pub(super) const FIRST_STORE: &str = "store.redb.first";
pub(super) const FIRST_KEY: &str = "store.key.first";
/// Everything of ours that stays.
pub(super) const OURS: [&str; 6] = [KEY, STORE, LOCK, "ballast", "door", "window.json"];

/// How a file of ours is opened: to read and write, and made so that only this user can.
pub(super) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// A copied file may have come with a mode that lets others in.
#[cfg(unix)]
pub(super) fn only_mine(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)) }
}

#[cfg(not(unix))]
pub(super) fn only_mine(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes the names in a folder durable. Some file systems have no such thing, and say so.
#[cfg(unix)]
pub(super) fn sync(directory: &Path) -> io::Result<()> {
    match File::open(directory)?.sync_all() {
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
pub(super) fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}
