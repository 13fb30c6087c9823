//! The rows at one commit, to be read elsewhere while commits go on.

use super::{SealKey, Store, Table, deflate, overlay::Rows, table::ROWS};
use crate::{error::StoreError, guard::guarded};
use redb::{ReadTransaction, ReadableDatabase};
use std::sync::{
    Arc, Mutex, PoisonError, Weak,
    atomic::{AtomicBool, Ordering},
};

/// All rows, as they were when it was taken. When the store is closed or written anew, reading ends with an error.
#[derive(Debug)]
pub(crate) struct RowSource {
    rows: Held,
    key: SealKey,
}

enum Held {
    Disk(Arc<Lent>),
    Memory(Rows),
}

/// A picture of the file that is read elsewhere. The file is open as long as there is one, so the store takes it back
/// before its file is closed.
struct Lent {
    transaction: Mutex<Option<ReadTransaction>>,
    ends: AtomicBool,
}

impl Lent {
    fn new(transaction: ReadTransaction) -> Arc<Self> {
        Arc::new(Self { transaction: Mutex::new(Some(transaction)), ends: AtomicBool::new(false) })
    }

    /// Waits no longer than reading takes from one row to the next.
    fn take_back(&self) {
        self.ends.store(true, Ordering::SeqCst);
        drop(self.transaction.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Those that read elsewhere.
#[derive(Default)]
pub(super) struct Readers(Mutex<Vec<Weak<Lent>>>);

impl Readers {
    fn lend(&self, transaction: ReadTransaction) -> Arc<Lent> {
        let lent = Lent::new(transaction);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|it| it.strong_count() > 0);
        all.push(Arc::downgrade(&lent));
        lent
    }

    /// Nobody reads any more afterwards.
    pub(super) fn take_back(&self) {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        all.iter().filter_map(Weak::upgrade).for_each(|lent| lent.take_back());
    }
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Readers(…)")
    }
}

fn over() -> StoreError {
    StoreError::Stopped("it was closed or written anew while it was read".into())
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held(…)")
    }
}

impl Store {
    /// The rows as they are now.
    pub(crate) fn source(&self) -> Result<RowSource, StoreError> {
        let rows = match &self.overlay {
            Some(overlay) => Held::Memory(overlay.rows().map(|(key, plain)| (key.clone(), plain.clone())).collect()),
            None => {
                let begin = || -> Result<ReadTransaction, redb::Error> { Ok(self.database()?.begin_read()?) };
                Held::Disk(self.readers.lend(begin().map_err(|e| StoreError::Io(e.to_string()))?))
            }
        };
        Ok(RowSource { rows, key: self.key.same() })
    }
}

impl RowSource {
    /// The rows that this transaction sees.
    pub(super) fn of(transaction: ReadTransaction, key: SealKey) -> Self {
        Self { rows: Held::Disk(Lent::new(transaction)), key }
    }

    /// Gives each row of a table, in the order of their keys.
    pub(crate) fn each<E: From<StoreError>>(
        &self,
        table: Table,
        mut take: impl FnMut(&[u8], Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.rows {
            Held::Memory(rows) => {
                let mut of = rows.range((table, Vec::new())..).take_while(|((of, _), _)| *of == table);
                of.try_for_each(|((_, key), plain)| take(key, plain.clone()))
            }
            Held::Disk(lent) => {
                let damaged = || StoreError::Damaged(table.name());
                let held = lent.transaction.lock().unwrap_or_else(PoisonError::into_inner);
                let transaction = held.as_ref().ok_or_else(over)?;
                guarded(|| self.each_sealed((transaction, &lent.ends), table, &mut take)).ok_or_else(damaged)?
            }
        }
    }

    fn each_sealed<E: From<StoreError>>(
        &self,
        (transaction, ends): (&ReadTransaction, &AtomicBool),
        table: Table,
        take: &mut impl FnMut(&[u8], Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let io = |e: redb::Error| StoreError::Io(e.to_string());
        let open = transaction.open_table(ROWS).map_err(|e| io(e.into()))?;
        let prefix = table.key(&[]);
        let mut last: Vec<u8> = Vec::new();
        for row in open.range(prefix.as_slice()..).map_err(|e| io(e.into()))? {
            if ends.load(Ordering::SeqCst) {
                return Err(over().into());
            }
            let (key, value) = row.map_err(|e| io(e.into()))?;
            let key = key.value();
            // A flipped bit in a key would otherwise end the scan early, and rows be missing in silence.
            if !last.is_empty() && key <= last.as_slice() {
                return Err(StoreError::Damaged(table.name()).into());
            }
            last = key.to_vec();
            if !key.starts_with(&prefix) {
                break;
            }
            let key = key.get(1..).unwrap_or_default();
            let plain = self.key.open(&table.place(key), value.value()).and_then(|sealed| deflate::unpacked(&sealed));
            take(key, plain.ok_or(StoreError::Damaged(table.name()))?)?;
        }
        Ok(())
    }
}
