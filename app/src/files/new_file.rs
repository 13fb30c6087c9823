//! A file that is not there yet: written beside its name, and given the name once it may be seen.
//!
//! What a calendar is told must not be told before it is kept here, and what is kept must not miss its file because
//! the folder can't be written to: so the bytes are on the disk first, and the name comes last.

use super::failure;
use crate::{desk::Failure, platform};
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Bytes that are on the disk under a name of their own. Dropped, they are gone.
#[derive(Debug)]
pub struct NewFile {
    part: PathBuf,
    path: PathBuf,
}

impl NewFile {
    /// Writes the bytes beside the name they are to have; nobody else may read them.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        let cannot = |e: io::Error| cannot(path, &e);
        if path.exists() {
            return Err(cannot(ErrorKind::AlreadyExists.into()));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let new = Self { part: path.with_file_name(name), path: path.to_owned() };
        // Left from a time when the computer stopped; it never got its name.
        let _ = fs::remove_file(&new.part);
        let mut options = fs::OpenOptions::new();
        let mut file = platform::private_file(options.write(true).create_new(true)).open(&new.part).map_err(cannot)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(cannot)?;
        Ok(new)
    }

    /// Gives it its name; a file that came there in the meantime stays.
    pub fn show(self) -> Result<(), Failure> {
        let named = match fs::hard_link(&self.part, &self.path) {
            // Not every file system has a second name for a file.
            Err(e) if e.kind() != ErrorKind::AlreadyExists && !self.path.exists() => fs::rename(&self.part, &self.path),
            named => named,
        };
        named.map_err(|e| cannot(&self.path, &e))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // It may have its name already; and half a file is worse than none.
        let _ = fs::remove_file(&self.part);
    }
}

/// Writes a file that is not there yet, whole or not at all; nobody else may read it.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    NewFile::write(path, bytes)?.show()
}

fn cannot(path: &Path, e: &io::Error) -> Failure {
    let hint = if e.kind() == ErrorKind::AlreadyExists {
        "name a file that doesn’t exist yet; nothing is written over"
    } else {
        "name a file in a folder that you may write to"
    };
    failure(format!("{} can’t be written: {e}", path.display()), Some(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let names = || {
            let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let path = folder.path().join("a.ics");
        drop(NewFile::write(&path, b"not kept").unwrap());
        assert!(names().is_empty());
        let (first, second) = (NewFile::write(&path, b"one").unwrap(), folder.path().join("b.ics"));
        assert_eq!(names(), ["a.ics.part"]);
        first.show().unwrap();
        assert_eq!((names(), fs::read(&path).unwrap()), (vec!["a.ics".into()], b"one".to_vec()));
        assert!(write_new(&path, b"two").unwrap_err().error.contains("can’t be written"));

        let late = NewFile::write(&second, b"mine").unwrap();
        fs::write(&second, b"somebody else's").unwrap();
        late.show().unwrap_err();
        assert_eq!(fs::read(&second).unwrap(), b"somebody else's");
        assert_eq!(names(), ["a.ics", "b.ics"]);
    }
}
