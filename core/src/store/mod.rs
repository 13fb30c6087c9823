//! Where everything is kept: one redb file whose values are sealed.
//!
//! Durability: a [`Store::commit`] returns only after redb's commit did, which syncs the file. After any
//! I/O error the store writes nothing more until it is opened again, because what the disk holds is then
//! unknown; reading goes on. The same where the file isn't the one under its name any more.

mod asked;
mod ballast;
mod file;
mod first;
pub(crate) mod folder;
mod home;
mod named;
mod names;
mod overlay;
mod rewrite;
mod seal;
mod table;

pub(crate) use seal::SealKey;
pub(crate) use table::Table;

use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
    guard::guarded,
};
use redb::{Database, ReadableDatabase, StorageBackend};
use serde::{Serialize, de::DeserializeOwned};

/// The format this program writes.
const FORMAT: u16 = 1;
const FORMAT_KEY: &[u8] = b"format";
const KEY_CHECK: &[u8] = b"key-check";
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// A key, and the bytes of its value, not yet decoded.
type Plain = (Vec<u8>, Vec<u8>);
/// A key, and the value sealed at it.
type Sealed = (Vec<u8>, Vec<u8>);

fn unreadable(e: &dyn std::fmt::Display) -> OpenError {
    OpenError::Store(e.to_string())
}

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

/// Closes redb, which writes then, and panics on some damage.
fn guarded_close(database: Option<Database>) {
    // There is nobody left to tell: what was acknowledged is on the disk already.
    let _ = guarded(|| drop(database));
}

/// The store of one data directory.
#[derive(Debug)]
pub(crate) struct Store {
    /// Always there, until it is dropped.
    database: Option<Database>,
    key: SealKey,
    /// Why nothing is written any more.
    stopped: Option<StoreError>,
    rows_written: u64,
    /// The folder it is in, where it has one.
    home: Option<home::Home>,
    asked: Option<asked::Asked>,
}

impl Store {
    /// Opens the store on `backend`, or makes it there.
    pub(crate) fn open(backend: impl StorageBackend, key: SealKey, entropy: &mut Entropy) -> Result<Self, OpenError> {
        Self::undamaged(|| {
            let mut store = Self::attach(backend, key)?;
            match store.format()? {
                None => store.found(entropy)?,
                Some(_) => store.is_ours()?,
            }
            Ok(store)
        })
    }

    fn format(&self) -> Result<Option<u16>, OpenError> {
        let found = guarded(|| self.raw(Table::Meta, FORMAT_KEY)).ok_or_else(|| unreadable(&"the file is damaged"))?;
        let found = found.map_err(|e| unreadable(&e))?;
        Ok(found.map(|found| <[u8; 2]>::try_from(found.as_slice()).map_or(0, u16::from_le_bytes)))
    }

    /// Whether a program of ours wrote it, with this key, in a format that this one knows.
    fn is_ours(&self) -> Result<(), OpenError> {
        let found = self.format()?.ok_or_else(|| unreadable(&"nothing of Sideways is in it"))?;
        if found > FORMAT {
            return Err(OpenError::Newer { found, known: FORMAT });
        }
        let check = guarded(|| self.raw(Table::Meta, KEY_CHECK)).ok_or_else(|| unreadable(&"the file is damaged"))?;
        let check = check.map_err(|e| unreadable(&e))?.unwrap_or_default();
        self.key.open(&Table::Meta.place(KEY_CHECK), &check).map(drop).ok_or(OpenError::Key)
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
        self.ready()?;
        if batch.is_empty() {
            return Ok(());
        }
        let rows = batch.rows.len() as u64;
        match guarded(|| self.write(entropy, batch)) {
            Some(Ok(())) => {}
            Some(Err(e)) => return Err(self.stop_for(home::failed(&e))),
            None => return Err(self.stop_for(StoreError::Io("the file is damaged".into()))),
        }
        self.rows_written += rows;
        self.kept()
    }

    fn write(&self, entropy: &mut Entropy, mut batch: Batch) -> Result<(), redb::Error> {
        // One table at a time: redb opens a table once in a transaction. The order within a table is kept.
        batch.rows.sort_by_key(|(table, ..)| *table);
        let transaction = self.database()?.begin_write()?;
        if rewrite::leaves_bytes(&batch.rows) {
            rewrite::mark(&transaction)?;
        }
        if let Some(asked) = &self.asked {
            asked::mark(&transaction, asked)?;
        }
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

    /// Rows written since it was opened; tests count them.
    pub(crate) fn rows_written(&self) -> u64 {
        self.rows_written
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        guarded_close(self.database.take());
    }
}
