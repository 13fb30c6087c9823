//! The data directory: who has it open, what lies in it, and how a notebook comes to lie there.
//!
//! A folder that is there already belongs to whoever made it: its mode stays as it is. One that is made here, and every
//! file of ours, only this user can read.

use super::{
    ballast::is_full,
    names::{FIRST_KEY, FIRST_STORE, KEY, LOCK, STORE, options, sync},
    platform,
};
use crate::error::OpenError;
use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// Holds the directory open for this process alone; the system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Lease {
    /// Absent where the folder can only be read and nobody ever wrote to it.
    _file: Option<File>,
}

/// What may be done in a folder.
#[derive(Debug)]
pub(super) enum Access {
    Write,
    /// Only this, and why.
    Read(String),
}

/// What a folder holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    Nothing,
    Notebook,
}

/// A directory that this process alone has open.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(super) path: PathBuf,
    pub(super) _lease: Lease,
    pub(super) access: Access,
}

impl Folder {
    /// Enters a folder in which a notebook was begun. Makes nothing where there is none.
    pub(crate) fn enter(directory: &Path) -> Result<Self, OpenError> {
        for name in [STORE, KEY, FIRST_STORE, FIRST_KEY] {
            match fs::symlink_metadata(directory.join(name)) {
                Ok(_) => return Self::take(directory),
                Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(e) => return Err(OpenError::Folder(e)),
            }
        }
        Err(OpenError::Nothing(directory.to_owned()))
    }

    /// Enters the folder, making it where it is missing.
    pub(crate) fn enter_or_make(directory: &Path) -> Result<Self, OpenError> {
        make(directory).map_err(OpenError::Folder)?;
        Self::take(directory)
    }

    fn take(directory: &Path) -> Result<Self, OpenError> {
        let path = directory.join(LOCK);
        let (file, access) = match options().create(true).truncate(false).open(&path) {
            Ok(file) => (Some(file), Access::Write),
            Err(e) if is_only_readable(&e) || is_full(&e) => (File::open(&path).ok(), Access::Read(e.to_string())),
            Err(e) => return Err(OpenError::Folder(e)),
        };
        let locked = match (&file, &access) {
            (Some(file), Access::Write) => file.try_lock(),
            (Some(file), Access::Read(_)) => file.try_lock_shared(),
            (None, _) => Ok(()),
        };
        locked.map_err(|e| match e {
            TryLockError::WouldBlock => OpenError::InUse,
            TryLockError::Error(e) => OpenError::Folder(e),
        })?;
        Ok(Self { path: directory.to_owned(), _lease: Lease { _file: file }, access })
    }

    pub(super) fn has(&self, name: &str) -> Result<bool, OpenError> {
        self.path.join(name).try_exists().map_err(OpenError::Folder)
    }

    /// The store's file, and what may be done with it.
    pub(super) fn store(&self) -> Result<(File, Access), OpenError> {
        let path = self.path.join(STORE);
        let read = |why: String| File::open(&path).map(|file| (file, Access::Read(why)));
        let opened = match &self.access {
            Access::Read(why) => read(why.clone()),
            Access::Write => match options().open(&path) {
                Err(e) if is_only_readable(&e) => read(e.to_string()),
                other => other.map(|file| (file, Access::Write)),
            },
        };
        let (file, access) = opened.map_err(OpenError::Folder)?;
        if file.metadata().map_err(OpenError::Folder)?.len() == 0 {
            return Err(OpenError::Empty);
        }
        Ok((file, access))
    }
}

/// Makes the folder and those above it, each durable in the one that holds it.
fn make(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let missing: Vec<&Path> =
        directory.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists()).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    platform::private_folder(&mut builder);
    builder.create(directory)?;
    for made in missing {
        match made.parent() {
            Some(above) if above.as_os_str().is_empty() => sync(Path::new("."))?,
            Some(above) => sync(above)?,
            None => {}
        }
    }
    Ok(())
}

fn is_only_readable(e: &io::Error) -> bool {
    matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}
