//! A file that appears at once: written under a name of its own, safe on the disk, and then named.

use crate::platform;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// What a backup is called until it was opened again.
const PART: &str = ".part";

/// A file that has no name yet. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    name: PathBuf,
}

impl Part {
    /// Begins a file that is to be called `name`, in a folder that is there; nobody else may read it.
    pub(super) fn begin(folder: &Path, name: &str) -> io::Result<(Self, File)> {
        let part = Self { path: folder.join(format!(".{name}{PART}")), name: folder.join(name) };
        if part.name.exists() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        // What a crash left of the same one; it never had its name.
        let _ = fs::remove_file(&part.path);
        let mut options = OpenOptions::new();
        let file = platform::private_file(options.read(true).write(true).create_new(true)).open(&part.path)?;
        Ok((part, file))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, durably; a file that came there meanwhile stays.
    pub(super) fn show(self) -> io::Result<PathBuf> {
        if self.name.exists() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        fs::rename(&self.path, &self.name)?;
        platform::sync(self.name.parent().unwrap_or(Path::new(".")))?;
        Ok(self.name.clone())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It may have its name already.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what crashes left behind of backups that never got their names.
pub(super) fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(".sideways-") && name.ends_with(".age.part") {
            let _ = fs::remove_file(entry.path());
        }
    }
}
