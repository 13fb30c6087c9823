//! The file beside the store: its key, in the clear or in an envelope that a passphrase opens.
//!
//! Setting a passphrase changes two files, and a crash can come between. The new store gets its name first, then the
//! new key; so where a key waits for its name, the store says whether it got that far: if the key in the clear still
//! opens it, it didn't.

use super::{
    SealKey, Store, disk,
    folder::{Access, Folder},
    names::{KEY, KEY_NEW, STORE},
    read_only::ReadOnly,
};
use crate::{
    entropy::Entropy,
    error::OpenError,
    passphrase::{Passphrase, Unwrap, Wrapped},
};
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::Path,
};
use zeroize::Zeroizing;

/// What lies in the file.
pub(crate) enum KeyFile {
    Plain(SealKey),
    Wrapped(Wrapped),
}

impl KeyFile {
    /// Reads one; nothing where it is neither.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Wrapped::BYTES + 1));
        File::open(path)?.take(Wrapped::BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if let Ok(secret) = <[u8; 32]>::try_from(bytes.as_slice()) {
            return Ok(Some(Self::Plain(SealKey::new(secret))));
        }
        Ok(Wrapped::read(&bytes).map(Self::Wrapped))
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match self {
            Self::Plain(key) => key.secret().to_vec(),
            Self::Wrapped(wrapped) => wrapped.bytes(),
        })
    }

    pub(super) fn is_wrapped(&self) -> bool {
        matches!(self, Self::Wrapped(_))
    }

    /// The key. Without its passphrase a wrapped one isn't had.
    pub(crate) fn key(self, passphrase: Option<&Passphrase>) -> Result<SealKey, OpenError> {
        match (self, passphrase) {
            (Self::Plain(key), _) => Ok(key),
            (Self::Wrapped(_), None) => Err(OpenError::Locked),
            (Self::Wrapped(wrapped), Some(passphrase)) => match wrapped.open(passphrase) {
                Ok(secret) => Ok(SealKey::new(*secret)),
                Err(Unwrap::Wrong) => Err(OpenError::Passphrase),
                Err(Unwrap::Cannot(why)) => Err(OpenError::Store(format!("its key can’t be worked out: {why}"))),
            },
        }
    }

    /// Puts it beside its name, safe on the disk.
    pub(super) fn put_beside(&self, folder: &Path) -> io::Result<()> {
        disk::write(&folder.join(KEY_NEW), &self.bytes())
    }

    /// Puts it in the place of the one that is there: the one or the other is there at every instant.
    pub(super) fn put(&self, folder: &Path) -> io::Result<()> {
        let put = self.put_beside(folder).and_then(|()| show(folder));
        if put.is_err() {
            // What is left of it no opening believes; the next one removes it.
            let _ = disk::forget(&folder.join(KEY_NEW));
        }
        put
    }
}

/// Gives the key that lies beside it the name.
pub(super) fn show(folder: &Path) -> io::Result<()> {
    disk::rename(&folder.join(KEY_NEW), &folder.join(KEY))?;
    disk::sync(folder)
}

impl Folder {
    /// The key that opens the store of this folder.
    pub(crate) fn key_file(&self) -> Result<KeyFile, OpenError> {
        let read = |name| KeyFile::read(&self.path.join(name)).map_err(OpenError::Folder);
        let named = read(KEY)?.ok_or(OpenError::Key)?;
        let KeyFile::Plain(key) = &named else { return Ok(named) };
        if !self.has(KEY_NEW)? || self.opens(key) != Some(false) {
            return Ok(named);
        }
        // The store was given its name, and its key not yet.
        Ok(read(KEY_NEW)?.filter(KeyFile::is_wrapped).unwrap_or(named))
    }

    /// Finishes or forgets what a crash left of another key.
    pub(super) fn settle_key(&self) -> Result<(), OpenError> {
        if !matches!(self.access, Access::Write) || !self.has(KEY_NEW)? {
            return Ok(());
        }
        let settled = match KeyFile::read(&self.path.join(KEY)).map_err(OpenError::Folder)? {
            // Neither a key nor an envelope: whatever waits may be all there is.
            None => return Ok(()),
            // Another wrapping, or none: it counts once it has its name.
            Some(KeyFile::Wrapped(_)) => disk::forget(&self.path.join(KEY_NEW)),
            Some(KeyFile::Plain(key)) => match self.opens(&key) {
                Some(true) => disk::forget(&self.path.join(KEY_NEW)),
                Some(false) if self.waits_wrapped() => show(&self.path),
                // The store says nothing just now. Nothing is thrown away.
                Some(false) | None => Ok(()),
            },
        };
        settled.map_err(OpenError::Folder)
    }

    fn waits_wrapped(&self) -> bool {
        KeyFile::read(&self.path.join(KEY_NEW)).is_ok_and(|it| it.is_some_and(|it| it.is_wrapped()))
    }

    /// Whether this key opens the store; nothing where the store can't be asked. Writes nothing.
    fn opens(&self, key: &SealKey) -> Option<bool> {
        let file = File::open(self.path.join(STORE)).ok()?;
        let mut store = Store::undamaged(|| Store::attach(ReadOnly::new(file).map_err(OpenError::Folder)?, key.same()));
        match store.as_mut().map(Store::is_ours) {
            Ok(Ok(())) => Some(true),
            Ok(Err(OpenError::Key)) => Some(false),
            _ => None,
        }
    }
}

/// Whether a folder's notebook opens with a passphrase only, as far as can be said without opening it.
pub(crate) fn is_wrapped(directory: &Path) -> bool {
    let read = |name| match KeyFile::read(&directory.join(name)) {
        Ok(found) => found,
        Err(e) if e.kind() == ErrorKind::NotFound => None,
        // Opening says why.
        Err(_) => None,
    };
    read(KEY).is_some_and(|it| it.is_wrapped())
}

impl Wrapped {
    /// Another envelope around the same key.
    pub(super) fn of(
        key: &SealKey,
        passphrase: &Passphrase,
        cost: crate::passphrase::Cost,
        entropy: &mut Entropy,
    ) -> Result<Self, crate::passphrase::PassphraseError> {
        Self::new(key.secret(), passphrase, cost, entropy)
    }
}
