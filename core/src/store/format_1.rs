//! Reading a store of the first format, in which rows of each meaning were a table of their own.

use super::{Rows, Sealed, Store, Table};
use crate::{error::StoreError, guard::guarded};
use redb::ReadableDatabase;

impl Store {
    /// The rows of the first format, when the store is of that format: each with its plain value.
    pub(crate) fn rows_of_format_1(&self) -> Result<Option<Rows>, StoreError> {
        if self.overlay.is_none() {
            return Ok(None);
        }
        let read = || -> Result<Vec<(Table, Sealed)>, redb::Error> {
            let transaction = self.database()?.begin_read()?;
            let mut rows = Vec::new();
            // What screens read is made anew, so damage in it does no harm.
            for table in Table::ALL.into_iter().filter(|table| *table != Table::Views) {
                for row in transaction.open_table(table.of_format_1())?.range::<&[u8]>(..)? {
                    let (key, value) = row?;
                    rows.push((table, (key.value().to_vec(), value.value().to_vec())));
                }
            }
            Ok(rows)
        };
        let rows = guarded(read).ok_or(StoreError::Damaged("rows"))?.map_err(|e| StoreError::Io(e.to_string()))?;
        let open = |(table, (key, sealed)): (Table, Sealed)| {
            let plain = self.key.open(&table.place(&key), &sealed).ok_or(StoreError::Damaged(table.name()))?;
            Ok(((table, key), plain))
        };
        rows.into_iter().map(open).collect::<Result<Rows, StoreError>>().map(Some)
    }
}
