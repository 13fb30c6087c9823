//! Where everything is kept: one redb file whose values are sealed.
//!
//! Durability: a [`Store::commit`] returns only after redb's commit did, which syncs the file. After any
//! I/O error the store writes nothing more until it is opened again, because what the disk holds is then
//! unknown; reading goes on.

pub(crate) mod folder;
mod seal;
mod table;

pub(crate) use seal::SealKey;
pub(crate) use table::Table;

use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
};
use redb::{Database, ReadableDatabase, StorageBackend};
use serde::{Serialize, de::DeserializeOwned};
use std::path::{Path, PathBuf};

/// The format this program writes.
const FORMAT: u16 = 1;
const FORMAT_KEY: &[u8] = b"format";
const KEY_CHECK: &[u8] = b"key-check";
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// A key, and the bytes of its value, not yet decoded.
type Plain = (Vec<u8>, Vec<u8>);
/// A key, and the value sealed at it.
type Sealed = (Vec<u8>, Vec<u8>);

/// Rows to write at once.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    rows: Vec<(Table, Vec<u8>, Option<Vec<u8>>)>,
}

impl Batch {
    pub(crate) fn put<V: Serialize>(&mut self, table: Table, key: &[u8], value: &V) {
        // Rows have no maps with foreign keys and no floats: postcard can't fail on them.
        let bytes = postcard::to_stdvec(value).unwrap_or_default();
        self.rows.push((table, key.to_vec(), Some(bytes)));
    }

    pub(crate) fn delete(&mut self, table: Table, key: &[u8]) {
        self.rows.push((table, key.to_vec(), None));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Does something with redb, which panics on some damage that its checksums don't cover; nothing then.
fn guarded<T>(with_redb: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(with_redb)).ok()
}

/// Closes redb, which writes then, and panics on some damage.
fn close(database: Option<Database>) {
    // There is nobody left to tell: what was acknowledged is on the disk already.
    let _ = guarded(|| drop(database));
}

/// The store of one data directory.
#[derive(Debug)]
pub(crate) struct Store {
    /// Always there, until it is dropped.
    database: Option<Database>,
    key: SealKey,
    stopped: Option<String>,
    rows_written: u64,
    /// The folder it is in, where it has one.
    home: Option<PathBuf>,
}

impl Store {
    /// Opens the store on `backend`, or makes it there.
    pub(crate) fn open(backend: impl StorageBackend, key: SealKey, entropy: &mut Entropy) -> Result<Self, OpenError> {
        guarded(|| Self::open_undamaged(backend, key, entropy))
            .unwrap_or_else(|| Err(OpenError::Store("the file is damaged".into())))
    }

    fn open_undamaged(backend: impl StorageBackend, key: SealKey, entropy: &mut Entropy) -> Result<Self, OpenError> {
        let unreadable = |e: &dyn std::fmt::Display| OpenError::Store(e.to_string());
        let database =
            Database::builder().set_cache_size(CACHE_BYTES).create_with_backend(backend).map_err(|e| match e {
                redb::DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
                other => unreadable(&other),
            })?;
        let mut store = Self { database: Some(database), key, stopped: None, rows_written: 0, home: None };
        match store.raw(Table::Meta, FORMAT_KEY).map_err(|e| unreadable(&e))? {
            None => store.found(entropy)?,
            Some(found) => {
                let found = <[u8; 2]>::try_from(found.as_slice()).map(u16::from_le_bytes).unwrap_or(0);
                if found > FORMAT {
                    return Err(OpenError::Newer { found, known: FORMAT });
                }
                let check = store.raw(Table::Meta, KEY_CHECK).map_err(|e| unreadable(&e))?.unwrap_or_default();
                let place = Table::Meta.place(KEY_CHECK);
                store.key.open(&place, &check).ok_or(OpenError::Key)?;
            }
        }
        Ok(store)
    }

    /// Says in which folder its file is, so that it can be rewritten.
    pub(crate) fn lives_in(mut self, folder: &Path) -> Self {
        self.home = Some(folder.to_owned());
        self
    }

    /// Writes everything into a new file that takes the old one's place, so that no page keeps what was deleted.
    /// A crash leaves the one or the other, whole.
    pub(crate) fn rewrite(&mut self) -> Result<(), StoreError> {
        let Some(home) = self.home.clone() else { return Ok(()) };
        let io = |e: &dyn std::fmt::Display| StoreError::NotRewritten(e.to_string());
        let copied = guarded(|| -> Result<Database, redb::Error> {
            let database = Database::builder()
                .set_cache_size(CACHE_BYTES)
                .create_with_backend(folder::aside(&home).map_err(redb::Error::Io)?)?;
            let (from, to) = (self.database()?.begin_read()?, database.begin_write()?);
            for table in Table::ALL {
                let mut open = to.open_table(table.definition())?;
                for row in from.open_table(table.definition())?.range::<&[u8]>(..)? {
                    let (key, value) = row?;
                    open.insert(key.value(), value.value())?;
                }
            }
            to.commit()?;
            Ok(database)
        });
        let database = copied.ok_or_else(|| io(&"the file is damaged"))?.map_err(|e| io(&e))?;
        folder::take_place(&home).map_err(|e| io(&e))?;
        // The old file is nobody's any more; closing it must not fail the new one.
        close(self.database.replace(database));
        Ok(())
    }

    /// Every key that begins with `prefix`.
    pub(crate) fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let read = || -> Result<Vec<Vec<u8>>, redb::Error> {
            let open = self.database()?.begin_read()?.open_table(table.definition())?;
            let mut keys = Vec::new();
            for row in open.range(prefix..)? {
                let (key, _) = row?;
                if !key.value().starts_with(prefix) {
                    break;
                }
                keys.push(key.value().to_vec());
            }
            Ok(keys)
        };
        guarded(read).ok_or(StoreError::Damaged(table.name()))?.map_err(|e| StoreError::Io(e.to_string()))
    }

    fn database(&self) -> Result<&Database, redb::Error> {
        self.database.as_ref().ok_or_else(|| redb::Error::Corrupted("the store is closed".into()))
    }

    /// Writes what makes an empty file a store of ours.
    fn found(&mut self, entropy: &mut Entropy) -> Result<(), OpenError> {
        let check = self.key.seal(entropy, &Table::Meta.place(KEY_CHECK), b"sideways");
        let write = || -> Result<(), redb::Error> {
            let transaction = self.database()?.begin_write()?;
            for table in Table::ALL {
                transaction.open_table(table.definition())?;
            }
            {
                let mut meta = transaction.open_table(Table::Meta.definition())?;
                meta.insert(FORMAT_KEY, FORMAT.to_le_bytes().as_slice())?;
                meta.insert(KEY_CHECK, check.as_slice())?;
            }
            Ok(transaction.commit()?)
        };
        write().map_err(|e| OpenError::Store(e.to_string()))
    }

    /// Writes all rows or none; when it returns `Ok` they are on the disk.
    pub(crate) fn commit(&mut self, entropy: &mut Entropy, batch: Batch) -> Result<(), StoreError> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::Stopped(why.clone()));
        }
        if batch.is_empty() {
            return Ok(());
        }
        let rows = batch.rows.len() as u64;
        let written = guarded(|| self.write(entropy, batch));
        let why = match written {
            Some(Ok(())) => None,
            Some(Err(e)) => Some(e.to_string()),
            None => Some("the file is damaged".to_owned()),
        };
        if let Some(why) = why {
            self.stopped = Some(why.clone());
            return Err(StoreError::Io(why));
        }
        self.rows_written += rows;
        Ok(())
    }

    fn write(&self, entropy: &mut Entropy, mut batch: Batch) -> Result<(), redb::Error> {
        // One table at a time: redb opens a table once in a transaction. The order within a table is kept.
        batch.rows.sort_by_key(|(table, ..)| *table);
        let transaction = self.database()?.begin_write()?;
        for rows in batch.rows.chunk_by(|a, b| a.0 == b.0) {
            let Some((table, ..)) = rows.first() else { continue };
            let mut open = transaction.open_table(table.definition())?;
            for (_, key, value) in rows {
                match value {
                    Some(plain) => {
                        let sealed = self.key.seal(entropy, &table.place(key), plain);
                        open.insert(key.as_slice(), sealed.as_slice())?;
                    }
                    None => {
                        open.remove(key.as_slice())?;
                    }
                }
            }
        }
        Ok(transaction.commit()?)
    }

    /// The value at `key`.
    pub(crate) fn get<V: DeserializeOwned>(&self, table: Table, key: &[u8]) -> Result<Option<V>, StoreError> {
        let found = guarded(|| self.raw(table, key)).ok_or(StoreError::Damaged(table.name()))?;
        let Some(sealed) = found.map_err(|e| StoreError::Io(e.to_string()))? else {
            return Ok(None);
        };
        self.unseal(table, key, &sealed).map(Some)
    }

    /// Every row whose key begins with `prefix`, in order of keys.
    pub(crate) fn scan<V: DeserializeOwned>(
        &self,
        table: Table,
        prefix: &[u8],
    ) -> Result<Vec<(Vec<u8>, V)>, StoreError> {
        let rows = self.scan_plain(table, prefix)?.into_iter();
        rows.map(|(key, plain)| Ok((key, Self::decode(table, &plain)?))).collect()
    }

    /// The same, unsealed and not yet decoded: a row may be of another version.
    pub(crate) fn scan_plain(&self, table: Table, prefix: &[u8]) -> Result<Vec<Plain>, StoreError> {
        let read = || -> Result<Option<Vec<Sealed>>, redb::Error> {
            let open = self.database()?.begin_read()?.open_table(table.definition())?;
            let mut rows: Vec<Sealed> = Vec::new();
            let mut last: Vec<u8> = Vec::new();
            let mut after = false;
            for row in open.range(prefix..)? {
                let (key, value) = row?;
                let key = key.value();
                // A flipped bit in a key would otherwise end the scan early, and rows be missing in silence.
                if key <= last.as_slice() && !last.is_empty() {
                    return Ok(None);
                }
                if after {
                    break;
                }
                last = key.to_vec();
                after = !key.starts_with(prefix);
                if !after {
                    rows.push((key.to_vec(), value.value().to_vec()));
                }
            }
            Ok(Some(rows))
        };
        let damaged = || StoreError::Damaged(table.name());
        let rows =
            guarded(read).ok_or_else(damaged)?.map_err(|e| StoreError::Io(e.to_string()))?.ok_or_else(damaged)?;
        rows.into_iter()
            .map(|(key, sealed)| {
                let plain = self.key.open(&table.place(&key), &sealed).ok_or_else(damaged)?;
                Ok((key, plain))
            })
            .collect()
    }

    /// A value from its plain bytes.
    pub(crate) fn decode<V: DeserializeOwned>(table: Table, plain: &[u8]) -> Result<V, StoreError> {
        postcard::from_bytes(plain).map_err(|_| StoreError::Damaged(table.name()))
    }

    fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, redb::Error> {
        let transaction = self.database()?.begin_read()?;
        match transaction.open_table(table.definition()) {
            Ok(open) => Ok(open.get(key)?.map(|value| value.value().to_vec())),
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    fn unseal<V: DeserializeOwned>(&self, table: Table, key: &[u8], sealed: &[u8]) -> Result<V, StoreError> {
        let damaged = StoreError::Damaged(table.name());
        let plain = self.key.open(&table.place(key), sealed).ok_or_else(|| damaged.clone())?;
        postcard::from_bytes(&plain).map_err(|_| damaged)
    }

    /// Why nothing is written any more, when that is so.
    pub(crate) fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }

    /// Rows written since it was opened; tests count them.
    pub(crate) fn rows_written(&self) -> u64 {
        self.rows_written
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        close(self.database.take());
    }
}
