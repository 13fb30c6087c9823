//! Where everything is kept: one redb file whose values are sealed.
//!
//! Durability: a [`Store::commit`] returns only after redb's commit did, which syncs the file. After any
//! I/O error the store writes nothing more until it is opened again, because what the disk holds is then
//! unknown; reading goes on.

pub(crate) mod changes;
mod deflate;
pub(crate) mod folder;
mod format_1;
mod overlay;
mod read;
mod seal;
mod table;

pub(crate) use overlay::Rows;
pub(crate) use seal::SealKey;
pub(crate) use table::Table;

use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
    id::DocId,
};
use changes::StoredChange;
use overlay::Overlay;
use redb::{Database, ReadableDatabase, StorageBackend};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use table::{META, ROWS};

/// The format this program writes.
const FORMAT: u16 = 2;
const FORMAT_KEY: &[u8] = b"format";
const KEY_CHECK: &[u8] = b"key-check";
/// What the check of the key is bound to by its seal.
const CHECK_PLACE: &[u8] = b"meta/key-check";
/// Changes that follow each other share a row up to this size.
const ROW_BYTES: usize = 64 * 1024;
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// A key, and the bytes of its value, not yet decoded.
type Plain = (Vec<u8>, Vec<u8>);
/// A key, and the value sealed at it.
type Sealed = (Vec<u8>, Vec<u8>);

/// Rows to write at once.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Each row once: what was said of it last counts.
    rows: BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>,
}

impl Batch {
    pub(crate) fn put<V: Serialize>(&mut self, table: Table, key: &[u8], value: &V) {
        // Rows have no maps with foreign keys and no floats: postcard can't fail on them.
        let bytes = postcard::to_stdvec(value).unwrap_or_default();
        self.rows.insert((table, key.to_vec()), Some(bytes));
    }

    pub(crate) fn delete(&mut self, table: Table, key: &[u8]) {
        self.rows.insert((table, key.to_vec()), None);
    }

    /// Puts a row in as its bytes stand.
    pub(crate) fn put_plain(&mut self, table: Table, key: &[u8], plain: Vec<u8>) {
        self.rows.insert((table, key.to_vec()), Some(plain));
    }

    /// The rows that it puts in.
    pub(crate) fn into_rows(self) -> Rows {
        self.rows.into_iter().filter_map(|(key, plain)| Some((key, plain?))).collect()
    }

    /// Puts changes in that follow the first `before` of a document.
    pub(crate) fn put_changes(&mut self, doc: &DocId, before: u32, changes: &[StoredChange]) {
        let mut from = before;
        let mut rest = changes;
        while !rest.is_empty() {
            let mut room = ROW_BYTES;
            let fits = |stored: &&StoredChange| {
                let left = room.checked_sub(stored.about_bytes());
                room = left.unwrap_or(0);
                left.is_some()
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (row, more) = rest.split_at(count);
            self.put(Table::Changes, &changes::key(doc, from), &row);
            from += row.len() as u32;
            rest = more;
        }
    }

    fn is_empty(&self) -> bool {
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
    bytes_sealed: u64,
    /// The rows of an older format in the form of this one, until the next commit writes them so.
    overlay: Option<Overlay>,
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
        let mut store = Self {
            database: Some(database),
            key,
            stopped: None,
            rows_written: 0,
            bytes_sealed: 0,
            overlay: None,
            home: None,
        };
        match store.meta(FORMAT_KEY).map_err(|e| unreadable(&e))? {
            None => store.found(entropy)?,
            Some(found) => {
                let found = <[u8; 2]>::try_from(found.as_slice()).map(u16::from_le_bytes).unwrap_or(0);
                if found > FORMAT {
                    return Err(OpenError::Newer { found, known: FORMAT });
                }
                let check = store.meta(KEY_CHECK).map_err(|e| unreadable(&e))?.unwrap_or_default();
                store.key.open(CHECK_PLACE, &check).ok_or(OpenError::Key)?;
                if found < FORMAT {
                    store.overlay = Some(Overlay::default());
                }
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
            for table in [META, ROWS] {
                let mut open = to.open_table(table)?;
                for row in from.open_table(table)?.range::<&[u8]>(..)? {
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

    fn database(&self) -> Result<&Database, redb::Error> {
        self.database.as_ref().ok_or_else(|| redb::Error::Corrupted("the store is closed".into()))
    }

    /// Writes what makes an empty file a store of ours.
    fn found(&mut self, entropy: &mut Entropy) -> Result<(), OpenError> {
        let check = self.key.seal(entropy, CHECK_PLACE, b"sideways");
        let write = || -> Result<(), redb::Error> {
            let transaction = self.database()?.begin_write()?;
            transaction.open_table(ROWS)?;
            {
                let mut meta = transaction.open_table(META)?;
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
            Some(Ok(bytes)) => {
                self.bytes_sealed += bytes;
                self.overlay = None;
                None
            }
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

    /// Writes a batch; how many bytes were sealed.
    fn write(&self, entropy: &mut Entropy, batch: Batch) -> Result<u64, redb::Error> {
        let mut sealed_bytes = 0;
        let transaction = self.database()?.begin_write()?;
        {
            let mut rows = transaction.open_table(ROWS)?;
            let mut put = |table: Table, key: &[u8], plain: &[u8]| -> Result<(), redb::Error> {
                let sealed = self.key.seal(entropy, &table.place(key), &deflate::packed(plain));
                sealed_bytes += sealed.len() as u64;
                rows.insert(table.key(key).as_slice(), sealed.as_slice())?;
                Ok(())
            };
            for ((table, key), plain) in self.overlay.iter().flat_map(Overlay::rows) {
                if !batch.rows.contains_key(&(*table, key.clone())) {
                    put(*table, key, plain)?;
                }
            }
            for ((table, key), plain) in batch.rows.iter().filter_map(|(key, plain)| Some((key, plain.as_ref()?))) {
                put(*table, key, plain)?;
            }
            for (table, key) in batch.rows.iter().filter(|(_, plain)| plain.is_none()).map(|(key, _)| key) {
                rows.remove(table.key(key).as_slice())?;
            }
        }
        if self.overlay.is_some() {
            for table in Table::ALL {
                transaction.delete_table(table.of_format_1())?;
            }
            transaction.open_table(META)?.insert(FORMAT_KEY, FORMAT.to_le_bytes().as_slice())?;
        }
        transaction.commit()?;
        Ok(sealed_bytes)
    }

    fn meta(&self, key: &[u8]) -> Result<Option<Vec<u8>>, redb::Error> {
        let transaction = self.database()?.begin_read()?;
        match transaction.open_table(META) {
            Ok(open) => Ok(open.get(key)?.map(|value| value.value().to_vec())),
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// Shows these rows in place of those on the disk, until the next commit writes them there.
    pub(crate) fn lay_over(&mut self, rows: Rows) {
        self.overlay = Some(Overlay::new(rows));
    }

    /// Why nothing is written any more, when that is so.
    pub(crate) fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }

    /// Bytes sealed since it was opened; tests count them.
    pub(crate) fn bytes_sealed(&self) -> u64 {
        self.bytes_sealed
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
