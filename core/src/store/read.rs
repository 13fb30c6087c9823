//! Reading rows: each is found by its whole key, unsealed, and only then decoded.

use super::{Plain, Sealed, Store, Table, deflate, table::ROWS};
use crate::{error::StoreError, guard::guarded};
use redb::ReadableDatabase;
use serde::de::DeserializeOwned;

impl Store {
    /// Every key that begins with `prefix`.
    pub(crate) fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        if let Some(overlay) = &self.overlay {
            return Ok(overlay.range(table, prefix).map(|(key, _)| key.clone()).collect());
        }
        let prefix = table.key(prefix);
        let read = || -> Result<Vec<Vec<u8>>, redb::Error> {
            let open = self.database()?.begin_read()?.open_table(ROWS)?;
            let mut keys = Vec::new();
            for row in open.range(prefix.as_slice()..)? {
                let (key, _) = row?;
                if !key.value().starts_with(&prefix) {
                    break;
                }
                keys.push(key.value().get(1..).unwrap_or_default().to_vec());
            }
            Ok(keys)
        };
        guarded(read).ok_or(StoreError::Damaged(table.name()))?.map_err(|e| StoreError::Io(e.to_string()))
    }

    /// The last row whose key begins with `prefix` and is not greater than `key`.
    pub(crate) fn last_up_to<V: DeserializeOwned>(
        &self,
        table: Table,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<(Vec<u8>, V)>, StoreError> {
        let found = if let Some(overlay) = &self.overlay {
            let found = overlay.range(table, prefix).take_while(|(at, _)| at.as_slice() <= key).last();
            found.map(|(at, plain)| (at.clone(), plain.clone()))
        } else {
            let (from, to) = (table.key(prefix), table.key(key));
            let read = || -> Result<Option<Sealed>, redb::Error> {
                let open = self.database()?.begin_read()?.open_table(ROWS)?;
                let last = open.range(from.as_slice()..=to.as_slice())?.next_back();
                let Some((key, value)) = last.transpose()? else { return Ok(None) };
                Ok(Some((key.value().get(1..).unwrap_or_default().to_vec(), value.value().to_vec())))
            };
            let damaged = || StoreError::Damaged(table.name());
            let row = guarded(read).ok_or_else(damaged)?.map_err(|e| StoreError::Io(e.to_string()))?;
            match row {
                Some((at, sealed)) => {
                    let plain = self.open_row(table, &at, &sealed).ok_or_else(damaged)?;
                    Some((at, plain))
                }
                None => None,
            }
        };
        found.map(|(at, plain)| Ok((at, Self::decode(table, &plain)?))).transpose()
    }

    /// The value at `key`.
    pub(crate) fn get<V: DeserializeOwned>(&self, table: Table, key: &[u8]) -> Result<Option<V>, StoreError> {
        if let Some(overlay) = &self.overlay {
            return overlay.get(table, key).map(|plain| Self::decode(table, plain)).transpose();
        }
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
        if let Some(overlay) = &self.overlay {
            return Ok(overlay.range(table, prefix).map(|(key, plain)| (key.clone(), plain.clone())).collect());
        }
        let prefix = &*table.key(prefix);
        let read = || -> Result<Option<Vec<Sealed>>, redb::Error> {
            let open = self.database()?.begin_read()?.open_table(ROWS)?;
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
                    rows.push((key.get(1..).unwrap_or_default().to_vec(), value.value().to_vec()));
                }
            }
            Ok(Some(rows))
        };
        let damaged = || StoreError::Damaged(table.name());
        let rows =
            guarded(read).ok_or_else(damaged)?.map_err(|e| StoreError::Io(e.to_string()))?.ok_or_else(damaged)?;
        rows.into_iter()
            .map(|(key, sealed)| {
                let plain = self.open_row(table, &key, &sealed).ok_or_else(damaged)?;
                Ok((key, plain))
            })
            .collect()
    }

    /// A value from its plain bytes.
    pub(crate) fn decode<V: DeserializeOwned>(table: Table, plain: &[u8]) -> Result<V, StoreError> {
        postcard::from_bytes(plain).map_err(|_| StoreError::Damaged(table.name()))
    }

    pub(super) fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, redb::Error> {
        let open = self.database()?.begin_read()?.open_table(ROWS)?;
        Ok(open.get(table.key(key).as_slice())?.map(|value| value.value().to_vec()))
    }

    fn unseal<V: DeserializeOwned>(&self, table: Table, key: &[u8], sealed: &[u8]) -> Result<V, StoreError> {
        let damaged = StoreError::Damaged(table.name());
        let plain = self.open_row(table, key, sealed).ok_or_else(|| damaged.clone())?;
        postcard::from_bytes(&plain).map_err(|_| damaged)
    }

    /// The plain value of a row; nothing where it was changed or moved.
    pub(super) fn open_row(&self, table: Table, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        deflate::unpacked(&self.key.open(&table.place(key), sealed)?)
    }
}
