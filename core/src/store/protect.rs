//! A passphrase for a store: set, changed, and removed.
//!
//! To set one, everything is sealed anew with a new key into a new file, so that the key which lay there in the clear
//! opens nothing any more. The new file is read once more and compared, row for row, before the old one goes. At every
//! instant the folder opens with what it opened with before, or with the new passphrase.

use super::{
    CHECK_PLACE, FORMAT, FORMAT_KEY, KEY_CHECK, SealKey, Store, Table, deflate, disk,
    file::StoreFile,
    key_file::{self, KeyFile},
    names::{self, ASIDE, DAMAGED, KEY_NEW, STORE},
    rewrite,
    source::RowSource,
    table::{META, ROWS},
};
use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
    guard::guarded,
    passphrase::{Cost, Passphrase, PassphraseError, Wrapped},
};
use redb::{Database, ReadableDatabase};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

impl Store {
    /// Whether it opens with a passphrase only.
    pub(crate) fn is_protected(&self) -> bool {
        self.home.as_ref().is_some_and(|home| key_file::is_wrapped(&home.folder))
    }

    /// Has it open with this passphrase from now on: a new key, and a new file.
    pub(crate) fn protect(
        &mut self,
        passphrase: &Passphrase,
        cost: Cost,
        entropy: &mut Entropy,
    ) -> Result<(), PassphraseError> {
        let folder = self.writable_home()?;
        if self.is_protected() {
            return Err(PassphraseError::AlreadySet);
        }
        let key = SealKey::new(entropy.bytes());
        let wrapped = KeyFile::Wrapped(Wrapped::of(&key, passphrase, cost, entropy)?);
        let aside = folder.join(ASIDE);
        let made = wrapped.put_beside(&folder).map_err(|e| not(&e)).and_then(|()| {
            let sealed = guarded(|| self.seal_anew(&aside, &key, entropy));
            sealed.unwrap_or(Err(StoreError::Damaged("rows")))
        });
        let made = made.and_then(|()| disk::sync(&folder).map_err(|e| not(&e)));
        if let Err(e) = made {
            forget_both(&folder);
            return Err(e.into());
        }
        // Both are closed while the one takes the other's name: some systems don't rename over an open file.
        self.close();
        if let Err(e) = disk::rename(&aside, &folder.join(STORE)) {
            self.open_again()?;
            forget_both(&folder);
            return Err(not(&e).into());
        }
        // From here on the new store is the one that is named, and its key follows; where it can't, the next opening
        // gives it its name.
        self.key = key;
        self.overlay = None;
        let named = disk::sync(&folder).and_then(|()| key_file::show(&folder));
        let opened = self.open_again();
        named.map_err(|e| self.stop_for(StoreError::Io(e.to_string())))?;
        // What is in it can't be read any more, because its key is gone.
        let _ = disk::forget(&folder.join(DAMAGED));
        Ok(opened?)
    }

    /// Has it open with another passphrase: another envelope around the same key.
    pub(crate) fn protect_anew(
        &mut self,
        old: &Passphrase,
        new: &Passphrase,
        cost: Cost,
        entropy: &mut Entropy,
    ) -> Result<(), PassphraseError> {
        let folder = self.writable_home()?;
        self.believe(&folder, old)?;
        let wrapped = KeyFile::Wrapped(Wrapped::of(&self.key, new, cost, entropy)?);
        wrapped.put(&folder).map_err(|e| PassphraseError::Key(e.to_string()))
    }

    /// Has it open without one: the key lies in the clear again.
    pub(crate) fn lay_open(&mut self, passphrase: &Passphrase) -> Result<(), PassphraseError> {
        let folder = self.writable_home()?;
        self.believe(&folder, passphrase)?;
        KeyFile::Plain(self.key.same()).put(&folder).map_err(|e| PassphraseError::Key(e.to_string()))
    }

    fn writable_home(&mut self) -> Result<PathBuf, PassphraseError> {
        self.ready()?;
        let home = self.home.as_ref().ok_or_else(|| not(&"it lives in no folder"))?;
        Ok(home.folder.clone())
    }

    /// Whether this is the passphrase that it opens with.
    fn believe(&self, folder: &Path, passphrase: &Passphrase) -> Result<(), PassphraseError> {
        let read = KeyFile::read_named(folder).map_err(|e| PassphraseError::Key(e.to_string()))?;
        let Some(file) = read else { return Err(PassphraseError::Key("the key file is damaged".into())) };
        if !file.is_wrapped() {
            return Err(PassphraseError::NotSet);
        }
        match file.key(Some(passphrase)) {
            Ok(key) if key.secret() == self.key.secret() => Ok(()),
            Ok(_) => Err(PassphraseError::Key("the key file belongs to another store".into())),
            Err(OpenError::Passphrase) => Err(PassphraseError::Wrong),
            Err(other) => Err(PassphraseError::Key(other.to_string())),
        }
    }

    /// Everything in a file of its own, sealed with another key, safe on the disk, and compared.
    fn seal_anew(&self, aside: &Path, key: &SealKey, entropy: &mut Entropy) -> Result<(), StoreError> {
        let io = |e: io::Error| not(&e);
        disk::forget(aside).map_err(io)?;
        let file = names::options().create_new(true).open(aside).map_err(io)?;
        let whole = file.try_clone().map_err(io)?;
        let database = open(file).map_err(|e| not(&e))?;
        let source = self.source()?;
        self.write_rows(&database, &source, key, entropy)?;
        let written = RowSource::of(database.begin_read().map_err(|e| not(&e))?, key.same());
        compare(&source, &written)?;
        drop(written);
        drop(database);
        disk::step().and_then(|()| whole.sync_all()).map_err(io)
    }

    fn write_rows(
        &self,
        database: &Database,
        source: &RowSource,
        key: &SealKey,
        entropy: &mut Entropy,
    ) -> Result<(), StoreError> {
        let failed = |e: redb::Error| not(&e);
        let to = database.begin_write().map_err(|e| failed(e.into()))?;
        {
            let mut rows = to.open_table(ROWS).map_err(|e| failed(e.into()))?;
            for table in Table::ALL {
                source.each(table, |at, plain| {
                    let sealed = key.seal(entropy, &table.place(at), &deflate::packed(&plain));
                    let put = rows.insert(table.key(at).as_slice(), sealed.as_slice()).map(drop);
                    put.map_err(|e| failed(e.into()))
                })?;
            }
        }
        self.write_meta(&to, &key.seal(entropy, CHECK_PLACE, b"sideways")).map_err(failed)?;
        to.commit().map_err(|e| failed(e.into()))
    }

    /// What is in the clear goes along, but for the key's own mark and what a new file makes good.
    fn write_meta(&self, to: &redb::WriteTransaction, check: &[u8]) -> Result<(), redb::Error> {
        let mut meta = to.open_table(META)?;
        for row in self.database()?.begin_read()?.open_table(META)?.range::<&[u8]>(..)? {
            let (name, value) = row?;
            if name.value() != rewrite::DUE {
                meta.insert(name.value(), value.value())?;
            }
        }
        meta.insert(FORMAT_KEY, FORMAT.to_le_bytes().as_slice())?;
        meta.insert(KEY_CHECK, check)?;
        Ok(())
    }
}

impl KeyFile {
    fn read_named(folder: &Path) -> io::Result<Option<Self>> {
        Self::read(&folder.join(names::KEY))
    }
}

fn not(e: &dyn std::fmt::Display) -> StoreError {
    StoreError::NotSealed(e.to_string())
}

fn open(file: File) -> Result<Database, redb::Error> {
    let backend = StoreFile::new(file, None)?;
    Ok(Database::builder().set_cache_size(super::CACHE_BYTES).create_with_backend(backend)?)
}

/// Whether the new file says what the old one says, row for row.
fn compare(old: &RowSource, new: &RowSource) -> Result<(), StoreError> {
    for table in Table::ALL {
        if digests(old, table)? != digests(new, table)? {
            return Err(not(&"what was written isn’t what is here"));
        }
    }
    Ok(())
}

fn digests(source: &RowSource, table: Table) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut digests = Vec::new();
    source.each(table, |key, plain| {
        let length = (key.len() as u64).to_le_bytes();
        let parts = Sha256::new().chain_update(length).chain_update(key).chain_update(&plain);
        digests.push(parts.finalize().into());
        Ok::<_, StoreError>(())
    })?;
    Ok(digests)
}

/// Nobody was told of them; where they can't be removed the next opening does it.
fn forget_both(folder: &Path) {
    for name in [KEY_NEW, ASIDE] {
        let _ = disk::forget(&folder.join(name));
    }
}
