//! The first start: a notebook is made whole beside its place, and then named.
//!
//! Both files are written and synced under names of their own. Then the store gets its name, then the key. A crash
//! before the first of the two leaves nothing that anybody was told of, and it is forgotten; one between them is
//! finished at the next opening. At no instant is there an unfinished store under the store's name.

use super::{
    SealKey, Store, disk,
    folder::{Access, Folder, Holds},
    names, platform,
};
use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
};
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

impl Folder {
    /// Finishes or forgets what a crash left of a first start or of a rewrite, and says what there is. A key without
    /// its store, or a store without its key, is a question for a person and never a start.
    pub(crate) fn settle(&self) -> Result<Holds, OpenError> {
        let (store, key) = (self.has(names::STORE)?, self.has(names::KEY)?);
        let may_write = matches!(self.access, Access::Write);
        match (store, key) {
            (true, true) => {
                self.settle_key()?;
                if may_write {
                    self.tidy();
                }
                Ok(Holds::Notebook)
            }
            (false, false) => {
                if may_write {
                    forget(&self.path);
                }
                Ok(Holds::Nothing)
            }
            _ if may_write && finish(&self.path).map_err(OpenError::Folder)? => {
                self.tidy();
                Ok(Holds::Notebook)
            }
            (true, false) => Err(OpenError::NoKey),
            (false, true) => Err(OpenError::NoStore),
        }
    }

    /// Nothing here may keep a notebook from opening.
    fn tidy(&self) {
        forget(&self.path);
        // The store says whether a rewrite is due; what one left unfinished is of no use to the next.
        let _ = fs::remove_file(self.path.join(names::ASIDE));
        for name in names::OURS {
            let _ = platform::only_mine(&self.path.join(name));
        }
    }

    /// Makes a store in a folder that holds none; `begin` writes what every notebook has. It can be opened then.
    pub(crate) fn make_store(
        &self,
        entropy: &mut Entropy,
        begin: impl FnOnce(&mut Store, &mut Entropy) -> Result<(), StoreError>,
    ) -> Result<(), OpenError> {
        if let Access::Read(why) = &self.access {
            return Err(OpenError::Folder(io::Error::other(why.clone())));
        }
        let made = self.make_beside(entropy, begin);
        if made.is_err() {
            forget(&self.path);
        }
        made?;
        finish(&self.path).map(drop).map_err(OpenError::Folder)
    }

    fn make_beside(
        &self,
        entropy: &mut Entropy,
        begin: impl FnOnce(&mut Store, &mut Entropy) -> Result<(), StoreError>,
    ) -> Result<(), OpenError> {
        let sealing = SealKey::new(entropy.bytes());
        let write = |name| names::options().create(true).truncate(true).open(self.path.join(name));
        let mut key = write(names::FIRST_KEY).map_err(OpenError::Folder)?;
        key.write_all(sealing.secret()).and_then(|()| key.sync_all()).map_err(OpenError::Folder)?;
        let file = write(names::FIRST_STORE).map_err(OpenError::Folder)?;
        let whole = file.try_clone().map_err(OpenError::Folder)?;
        let backend = super::file::StoreFile::new(file, None).map_err(OpenError::Folder)?;
        let mut store = Store::open(backend, sealing, entropy)?;
        begin(&mut store, entropy).map_err(|e| OpenError::Store(e.to_string()))?;
        drop(store);
        whole.sync_all().map_err(OpenError::Folder)?;
        names::sync(&self.path).map_err(OpenError::Folder)
    }
}

/// Gives both files their names; whether both have them now. What has its name already keeps it.
fn finish(directory: &Path) -> io::Result<bool> {
    for (from, to) in [(names::FIRST_STORE, names::STORE), (names::FIRST_KEY, names::KEY)] {
        let (from, to) = (directory.join(from), directory.join(to));
        if to.try_exists()? {
            continue;
        }
        if !from.try_exists()? {
            return Ok(false);
        }
        disk::rename(&from, &to)?;
        names::sync(directory)?;
    }
    Ok(true)
}

/// Removes what nobody was told of.
fn forget(directory: &Path) {
    for name in [names::FIRST_STORE, names::FIRST_KEY] {
        let _ = fs::remove_file(directory.join(name));
    }
}
