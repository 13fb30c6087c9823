//! The files in a data directory, and how they are made: so that only this user can read them, and durably.

use super::platform;
use std::{fs::OpenOptions, io, path::Path};

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
    platform::private_file(&mut options);
    options
}

/// Makes the names in a folder durable, where its file system can.
pub(super) fn sync(directory: &Path) -> io::Result<()> {
    match platform::sync(directory) {
        Err(e) if platform::no_name_on_disk(&e) => Ok(()),
        other => other,
    }
}
