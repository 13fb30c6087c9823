//! Whether the file that is open is still the one that bears its name.
//!
//! A restore, rsync, a sync folder or a person may put another file in the place of the open one, or take the
//! folder away. What is written then goes into a file that nobody will open again, so it must not be acknowledged.

use super::platform::FileId;
use crate::error::Displaced;
use std::{
    fs::File,
    io::{self, ErrorKind},
    path::PathBuf,
};

/// An open file and the name it was opened by.
#[derive(Debug)]
pub(super) struct Named {
    path: PathBuf,
    id: FileId,
}

impl Named {
    pub(super) fn of(file: &File, path: PathBuf) -> io::Result<Self> {
        Ok(Self { id: FileId::of(file)?, path })
    }

    /// What became of the name, where it isn't the open file's any more. While the file is open its identity is given
    /// to no other.
    pub(super) fn displaced(&self) -> Option<Displaced> {
        match FileId::at(&self.path) {
            Ok(found) if found == self.id => None,
            Ok(_) => Some(Displaced::Replaced),
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Some(Displaced::Removed),
            Err(e) => Some(Displaced::OutOfReach(e.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_known_for_another_one_whatever_became_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("data");
        let path = inner.join("file");
        let open = || {
            fs::create_dir_all(&inner).unwrap();
            fs::write(&path, "one").unwrap();
            let file = File::open(&path).unwrap();
            let named = Named::of(&file, path.clone()).unwrap();
            assert_eq!(named.displaced(), None);
            (file, named)
        };
        let (file, named) = open();
        fs::write(&path, "the same file, other words").unwrap();
        assert_eq!(named.displaced(), None);
        fs::remove_file(&path).unwrap();
        assert_eq!(named.displaced(), Some(Displaced::Removed));
        fs::write(&path, "one").unwrap();
        assert_eq!(named.displaced(), Some(Displaced::Replaced));
        drop(file);
        let (_file, named) = open();
        fs::write(inner.join("other"), "one").unwrap();
        fs::rename(inner.join("other"), &path).unwrap();
        assert_eq!(named.displaced(), Some(Displaced::Replaced));
        let (_file, named) = open();
        fs::rename(&inner, folder.path().join("elsewhere")).unwrap();
        assert_eq!(named.displaced(), Some(Displaced::Removed));
        fs::write(&inner, "a file where the folder was").unwrap();
        assert_eq!(named.displaced(), Some(Displaced::Removed));
    }
}
