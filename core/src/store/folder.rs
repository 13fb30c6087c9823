//! The data directory: who has it open, the key beside the store, and the store's file.

use super::SealKey;
use crate::{entropy::Entropy, error::OpenError};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{ErrorKind, Write},
    path::Path,
};

const LOCK: &str = "lock";
const KEY: &str = "store.key";
const STORE: &str = "store.redb";
const ASIDE: &str = "store.redb.new";

/// Holds the directory open for this process alone; the system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Lease {
    _file: File,
}

/// Opens the directory, making it where it is missing.
pub(crate) fn open(
    directory: &Path,
    entropy: &mut Entropy,
) -> Result<(Lease, SealKey, redb::backends::FileBackend), OpenError> {
    fs::create_dir_all(directory).map_err(OpenError::Folder)?;
    only_mine(directory, 0o700).map_err(OpenError::Folder)?;
    let file = options().create(true).truncate(false).open(directory.join(LOCK)).map_err(OpenError::Folder)?;
    file.try_lock().map_err(|e| match e {
        TryLockError::WouldBlock => OpenError::InUse,
        TryLockError::Error(e) => OpenError::Folder(e),
    })?;
    let store = directory.join(STORE);
    let key = key(directory, store.exists(), entropy)?;
    let store = options().create(true).truncate(false).open(store).map_err(OpenError::Folder)?;
    let backend = redb::backends::FileBackend::new(store).map_err(|e| match e {
        redb::DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
        other => OpenError::Store(other.to_string()),
    })?;
    Ok((Lease { _file: file }, key, backend))
}

/// The file that a store is rewritten into; what an earlier try left there goes.
pub(crate) fn aside(directory: &Path) -> std::io::Result<redb::backends::FileBackend> {
    let path = directory.join(ASIDE);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        Ok(()) | Err(_) => {}
    }
    let file = options().create_new(true).open(path)?;
    redb::backends::FileBackend::new(file).map_err(|e| std::io::Error::other(e.to_string()))
}

/// Puts the rewritten file in the store's place.
pub(crate) fn take_place(directory: &Path) -> std::io::Result<()> {
    fs::rename(directory.join(ASIDE), directory.join(STORE))?;
    sync_folder(directory)
}

/// The key beside the store; made only when there is no store that it could belong to.
fn key(directory: &Path, has_store: bool, entropy: &mut Entropy) -> Result<SealKey, OpenError> {
    let path = directory.join(KEY);
    match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map(SealKey::new).map_err(|_| OpenError::Key),
        Err(e) if e.kind() == ErrorKind::NotFound && !has_store => {
            let key = SealKey::new(entropy.bytes());
            // Written aside and renamed: a crash leaves the whole key or none, and none has sealed nothing.
            let aside = directory.join("store.key.new");
            let write = || -> std::io::Result<()> {
                let mut file = options().create(true).truncate(true).open(&aside)?;
                file.write_all(key.secret())?;
                file.sync_all()?;
                fs::rename(&aside, &path)?;
                sync_folder(directory)
            };
            write().map_err(OpenError::Folder)?;
            Ok(key)
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Err(OpenError::Key),
        Err(e) => Err(OpenError::Folder(e)),
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

#[cfg(unix)]
fn only_mine(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn only_mine(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(directory: &Path) -> std::io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
