//! The rows at one commit, to be read elsewhere while commits go on.

use super::{SealKey, Store, Table, deflate, overlay::Rows, table::ROWS};
use crate::{error::StoreError, guard::guarded};
use redb::{ReadTransaction, ReadableDatabase};

/// All rows, as they were when it was taken. When the store is closed or written anew, reading ends with an error.
#[derive(Debug)]
pub(crate) struct RowSource {
    rows: Held,
    key: SealKey,
}

enum Held {
    Disk(ReadTransaction),
    Memory(Rows),
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
                Held::Disk(begin().map_err(|e| StoreError::Io(e.to_string()))?)
            }
        };
        Ok(RowSource { rows, key: SealKey::new(*self.key.secret()) })
    }
}

impl RowSource {
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
            Held::Disk(transaction) => {
                let damaged = || StoreError::Damaged(table.name());
                guarded(|| self.each_sealed(transaction, table, &mut take)).ok_or_else(damaged)?
            }
        }
    }

    fn each_sealed<E: From<StoreError>>(
        &self,
        transaction: &ReadTransaction,
        table: Table,
        take: &mut impl FnMut(&[u8], Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let io = |e: redb::Error| StoreError::Io(e.to_string());
        let open = transaction.open_table(ROWS).map_err(|e| io(e.into()))?;
        let prefix = table.key(&[]);
        let mut last: Vec<u8> = Vec::new();
        for row in open.range(prefix.as_slice()..).map_err(|e| io(e.into()))? {
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
