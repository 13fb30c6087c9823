//! Another store in the place of this one, whole or not at all.

use super::{
    Batch, SealKey, Store, ballast::Ballast, disk, file::StoreFile, folder::Folder, home::Home, named::Named, names,
};
use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
};
use std::{fs, io};

impl Store {
    /// A store with these rows, sealed with the same key, which has taken the place of this one in its folder. This
    /// one is closed; where that is as far as it came, the folder still holds it.
    pub(crate) fn replaced(&mut self, entropy: &mut Entropy, batch: Batch) -> Result<Self, StoreError> {
        self.ready()?;
        let not = |e: &dyn std::fmt::Display| StoreError::NotRewritten(e.to_string());
        let folder = self.home.as_ref().map(|home| home.folder.clone()).ok_or_else(|| not(&"it lives in no folder"))?;
        let (aside, store) = (folder.join(names::ASIDE), folder.join(names::STORE));
        let made = make_aside(&aside, &self.key, entropy, batch);
        if made.is_err() {
            let _ = fs::remove_file(&aside);
        }
        made?;
        // Both are closed while the one takes the other's name: some systems don't rename over an open file.
        self.close();
        self.stopped = Some(StoreError::Stopped("another notebook was put in its place".into()));
        disk::rename(&aside, &store).and_then(|()| names::sync(&folder)).map_err(|e| not(&e))?;
        let open = || -> io::Result<(Named, StoreFile, Ballast)> {
            let file = names::options().open(&store)?;
            let (named, ballast) = (Named::of(&file, store.clone())?, Ballast::of(&folder));
            Ok((named, StoreFile::new(file, Some(ballast.clone()))?, ballast))
        };
        let (named, file, ballast) = open().map_err(|e| not(&e))?;
        let mut replaced = Self::attach(file, self.key.same()).map_err(|e| not(&e))?;
        replaced.home = Some(Home { folder, named, ballast, unfinished: None, has_set_aside: false });
        Ok(replaced)
    }
}

impl Folder {
    /// A store with these rows in the place of one that doesn't open, whose file is kept beside it.
    pub(crate) fn put_in_place(&self, key: &SealKey, entropy: &mut Entropy, batch: Batch) -> Result<(), OpenError> {
        let (aside, store, damaged) =
            (self.path.join(names::ASIDE), self.path.join(names::STORE), self.path.join(names::DAMAGED));
        if let Err(e) = make_aside(&aside, key, entropy, batch) {
            let _ = fs::remove_file(&aside);
            return Err(OpenError::Store(e.to_string()));
        }
        let kept = || -> io::Result<()> {
            let _ = fs::remove_file(&damaged);
            // Some file systems have no second name for a file; a copy serves.
            fs::hard_link(&store, &damaged).or_else(|_| fs::copy(&store, &damaged).map(drop))?;
            disk::rename(&aside, &store)?;
            names::sync(&self.path)
        };
        kept().map_err(OpenError::Folder)
    }
}

/// A whole store with these rows, safe on the disk.
fn make_aside(aside: &std::path::Path, key: &SealKey, entropy: &mut Entropy, batch: Batch) -> Result<(), StoreError> {
    let not = |e: &dyn std::fmt::Display| StoreError::NotRewritten(e.to_string());
    let file = names::options().create(true).truncate(true).open(aside).map_err(|e| not(&e))?;
    let whole = file.try_clone().map_err(|e| not(&e))?;
    let backend = StoreFile::new(file, None).map_err(|e| not(&e))?;
    let mut made = Store::open(backend, key.same(), entropy).map_err(|e| not(&e))?;
    made.commit(entropy, batch)?;
    drop(made);
    whole.sync_all().map_err(|e| not(&e))
}
