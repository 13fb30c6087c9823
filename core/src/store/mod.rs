//! Where everything is kept: one redb file whose values are sealed.
//!
//! Durability: a [`Store::commit`] returns only after redb's commit did, which syncs the file. After any
//! I/O error the store writes nothing more until it is opened again, because what the disk holds is then
//! unknown; reading goes on. The same where the file isn't the one under its name any more.

mod asked;
mod ballast;
pub(crate) mod changes;
mod deflate;
mod disk;
mod file;
mod first;
pub(crate) mod folder;
mod format_1;
mod home;
mod key_file;
mod named;
mod names;
mod overlay;
mod platform;
mod protect;
mod read;
mod read_only;
mod replaced;
mod rewrite;
pub(crate) mod salvage;
mod seal;
mod source;
mod table;

#[cfg(feature = "faults")]
pub use disk::faults;
pub(crate) use key_file::is_wrapped;
pub(crate) use overlay::Rows;
pub(crate) use seal::SealKey;
pub(crate) use source::RowSource;
pub(crate) use table::Table;

use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
    guard::guarded,
    id::DocId,
};
use changes::StoredChange;
use overlay::Overlay;
use redb::{Database, ReadableDatabase, StorageBackend};
use serde::Serialize;
use std::collections::BTreeMap;
use table::{META, ROWS};

/// The format this program writes.
const FORMAT: u16 = 2;
const FORMAT_KEY: &[u8] = b"format";
const KEY_CHECK: &[u8] = b"key-check";
/// What the check of the key is bound to by its seal.
const CHECK_PLACE: &[u8] = b"meta/key-check";
/// Changes of one commit share a row up to this size.
const ROW_BYTES: usize = 64 * 1024;
/// Those of several commits share one up to this size: it is written again with each of them.
const SHARED_BYTES: usize = 4 * 1024;
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

    /// What that one says counts from here on.
    pub(crate) fn follow_with(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }

    /// Puts a row in as its bytes stand.
    pub(crate) fn put_plain(&mut self, table: Table, key: &[u8], plain: Vec<u8>) {
        self.rows.insert((table, key.to_vec()), Some(plain));
    }

    /// The rows that it puts in.
    pub(crate) fn into_rows(self) -> Rows {
        self.rows.into_iter().filter_map(|(key, plain)| Some((key, plain?))).collect()
    }

    /// Puts changes in that follow the first `before` of a document: into the row of those before them while that is
    /// small, and into rows of their own.
    pub(crate) fn put_changes(
        &mut self,
        store: &Store,
        doc: &DocId,
        before: u32,
        changes: &[StoredChange],
    ) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (changes.first(), before.checked_sub(1)) else {
            self.put_all_changes(doc, before, changes);
            return Ok(());
        };
        let (from, mut row) = store.changes_with(doc, last)?;
        let bytes: usize = row.iter().map(StoredChange::about_bytes).sum();
        if bytes + first.about_bytes() > SHARED_BYTES {
            self.put_all_changes(doc, before, changes);
        } else {
            row.extend_from_slice(changes);
            self.put_all_changes(doc, from, &row);
        }
        Ok(())
    }

    /// Puts changes in that follow the first `before` of a document, in rows of their own.
    pub(crate) fn put_all_changes(&mut self, doc: &DocId, before: u32, changes: &[StoredChange]) {
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

fn unreadable(e: &dyn std::fmt::Display) -> OpenError {
    OpenError::Store(e.to_string())
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
    bytes_sealed: u64,
    /// The rows of an older format in the form of this one, until the next commit writes them so.
    overlay: Option<Overlay>,
    /// The folder it is in, where it has one.
    home: Option<home::Home>,
    asked: Option<asked::Asked>,
    readers: source::Readers,
}

impl Store {
    /// Closes the file, once nobody reads it any more.
    fn close(&mut self) {
        self.readers.take_back();
        guarded_close(self.database.take());
    }

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
        let found = guarded(|| self.meta(FORMAT_KEY)).ok_or_else(|| unreadable(&"the file is damaged"))?;
        let found = found.map_err(|e| unreadable(&e))?;
        Ok(found.map(|found| <[u8; 2]>::try_from(found.as_slice()).map_or(0, u16::from_le_bytes)))
    }

    /// Whether a program of ours wrote it, with this key, in a format that this one knows. The rows of an older format
    /// are laid over it then.
    fn is_ours(&mut self) -> Result<(), OpenError> {
        let found = self.format()?.ok_or_else(|| unreadable(&"nothing of Sideways is in it"))?;
        if found > FORMAT {
            return Err(OpenError::Newer { found, known: FORMAT });
        }
        let check = guarded(|| self.meta(KEY_CHECK)).ok_or_else(|| unreadable(&"the file is damaged"))?;
        let check = check.map_err(|e| unreadable(&e))?.unwrap_or_default();
        self.key.open(CHECK_PLACE, &check).ok_or(OpenError::Key)?;
        if found < FORMAT {
            self.overlay = Some(Overlay::default());
        }
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
        self.ready()?;
        if batch.is_empty() {
            return Ok(());
        }
        let rows = batch.rows.len() as u64;
        match guarded(|| self.write(entropy, batch)) {
            Some(Ok(bytes)) => self.bytes_sealed += bytes,
            Some(Err(e)) => return Err(self.stop_for(home::failed(&e))),
            None => return Err(self.stop_for(StoreError::Io("the file is damaged".into()))),
        }
        self.overlay = None;
        self.rows_written += rows;
        self.kept()
    }

    /// Writes a batch; how many bytes were sealed.
    fn write(&self, entropy: &mut Entropy, batch: Batch) -> Result<u64, redb::Error> {
        let mut sealed_bytes = 0;
        let transaction = self.database()?.begin_write()?;
        if rewrite::leaves_bytes(&batch) {
            rewrite::mark(&transaction)?;
        }
        if let Some(asked) = &self.asked {
            asked::mark(&transaction, asked)?;
        }
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
        self.close();
    }
}
