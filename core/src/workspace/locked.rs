//! A notebook behind its passphrase: its folder is held, and nothing of it is in memory.

use super::{Opening, Workspace};
use crate::{
    entropy::Entropy,
    error::OpenError,
    passphrase::{Cost, Passphrase, PassphraseError},
    store::folder::Folder,
};
use std::path::Path;

/// A notebook that is locked. Its folder is held for this process, so that no other opens it meanwhile.
#[derive(Debug)]
pub struct Locked {
    folder: Folder,
}

/// What somebody finds who enters a folder.
#[derive(Debug)]
pub enum Entered {
    /// The notebook.
    Open(Box<Workspace>),
    /// One that wants its passphrase.
    Locked(Locked),
}

impl Locked {
    /// Opens it; where that fails it stays locked.
    pub fn unlock(self, passphrase: &Passphrase, opening: &Opening) -> Result<Workspace, (Self, OpenError)> {
        let entropy = Entropy::new(opening.entropy);
        Workspace::inside(self.folder, Some(passphrase), entropy, opening).map_err(|(folder, e)| (Self { folder }, e))
    }
}

impl Workspace {
    /// Opens the data directory where a notebook is in it, as far as it opens without a passphrase; makes nothing.
    pub fn enter(directory: &Path, opening: &Opening) -> Result<Entered, OpenError> {
        match Self::inside(Self::entered(directory)?, None, Entropy::new(opening.entropy), opening) {
            Ok(workspace) => Ok(Entered::Open(Box::new(workspace))),
            Err((folder, OpenError::Locked)) => Ok(Entered::Locked(Locked { folder })),
            Err((_, e)) => Err(e),
        }
    }

    /// Whether the notebook of a directory opens with a passphrase only, as far as its key file says.
    #[must_use]
    pub fn wants_passphrase(directory: &Path) -> bool {
        crate::store::is_wrapped(directory)
    }

    /// Whether this one opens with a passphrase only.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.store.is_protected()
    }

    /// Closes it behind its passphrase: keys are wiped, and everything that was read is let go of. Nothing where it
    /// lives in no folder.
    #[must_use]
    pub fn lock(mut self) -> Option<Locked> {
        self.folder.take().map(|folder| Locked { folder })
    }

    /// Has it open with this passphrase from now on, and with nothing else: everything is sealed with a new key in a new
    /// file. Whatever happens in between, it opens as before or with this passphrase.
    pub fn set_passphrase(&mut self, new: &Passphrase, cost: Cost) -> Result<(), PassphraseError> {
        new.check()?;
        let set = self.store.protect(new, cost, &mut self.entropy);
        // Where the disk failed the picture says so.
        self.publish_all();
        set
    }

    /// Has it open with another passphrase.
    pub fn change_passphrase(&mut self, old: &Passphrase, new: &Passphrase, cost: Cost) -> Result<(), PassphraseError> {
        new.check()?;
        self.store.protect_anew(old, new, cost, &mut self.entropy)
    }

    /// Has it open without one again: its key lies beside it, and whoever can read the folder can read it all.
    pub fn remove_passphrase(&mut self, old: &Passphrase) -> Result<(), PassphraseError> {
        self.store.lay_open(old)
    }
}
