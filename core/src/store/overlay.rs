//! The rows of a store of an older format, in the form of this one, kept in memory until the next commit writes them:
//! opening writes nothing.

use super::Table;
use std::collections::BTreeMap;

/// Rows with their plain values.
pub(crate) type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Rows that stand in place of those on the disk.
#[derive(Debug, Default)]
pub(super) struct Overlay(Rows);

impl Overlay {
    pub(super) fn new(rows: Rows) -> Self {
        Self(rows)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&(Table, Vec<u8>), &Vec<u8>)> {
        self.0.iter()
    }

    pub(super) fn get(&self, table: Table, key: &[u8]) -> Option<&[u8]> {
        self.0.get(&(table, key.to_vec())).map(Vec::as_slice)
    }

    /// The rows whose keys begin with `prefix`, in order.
    pub(super) fn range<'a>(
        &'a self,
        table: Table,
        prefix: &'a [u8],
    ) -> impl Iterator<Item = (&'a Vec<u8>, &'a Vec<u8>)> {
        let from = self.0.range((table, prefix.to_vec())..);
        from.take_while(move |((of, key), _)| *of == table && key.starts_with(prefix))
            .map(|((_, key), plain)| (key, plain))
    }
}
