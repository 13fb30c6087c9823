//! Changes as they lie in the store: several that follow each other in one row.

use super::{Store, Table};
use crate::{
    change::{Action, Change, Key, Scalar},
    error::StoreError,
    id::DocId,
};
use serde::{Deserialize, Serialize};

/// A committed change, and its signature where this device has it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct StoredChange {
    pub(crate) change: Change,
    pub(crate) signature: Option<Signature>,
}

/// A signature's bytes, for rows.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Signature(#[serde(with = "crate::device::signature_bytes")] pub(crate) [u8; 64]);

impl StoredChange {
    /// About how many bytes it takes.
    pub(crate) fn about_bytes(&self) -> usize {
        let op = |op: &crate::change::Op| {
            let key = if let Key::Map(key) = &op.key { key.len() } else { 8 };
            let text = if let Action::Put(Scalar::Str(text)) = &op.action { text.len() } else { 8 };
            key + text + 8
        };
        128 + self.change.ops.iter().map(op).sum::<usize>()
    }
}

/// The key of the row that begins at that position of a document.
pub(crate) fn key(doc: &DocId, position: u32) -> Vec<u8> {
    [doc.0.as_slice(), &position.to_be_bytes()].concat()
}

/// The position at which a row begins.
pub(crate) fn position(key: &[u8]) -> Option<u32> {
    key.last_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// Reads changes one by one, each row once.
pub(crate) struct ChangeReader {
    doc: DocId,
    from: u32,
    row: Vec<StoredChange>,
}

impl ChangeReader {
    /// The change at a position.
    pub(crate) fn at(&mut self, store: &Store, position: u32) -> Result<StoredChange, StoreError> {
        let within = |from: u32, row: &[StoredChange]| row.get(position.checked_sub(from)? as usize).cloned();
        if let Some(found) = within(self.from, &self.row) {
            return Ok(found);
        }
        (self.from, self.row) = store.changes_with(&self.doc, position)?;
        within(self.from, &self.row).ok_or(StoreError::Damaged("changes"))
    }
}

impl Store {
    /// All changes of a document, in the order of acceptance.
    pub(crate) fn changes(&self, doc: &DocId) -> Result<Vec<StoredChange>, StoreError> {
        let rows: Vec<(Vec<u8>, Vec<StoredChange>)> = self.scan(Table::Changes, &doc.0)?;
        let mut changes: Vec<StoredChange> = Vec::new();
        for (key, row) in rows {
            if position(&key) != Some(changes.len() as u32) {
                return Err(StoreError::Damaged("changes"));
            }
            changes.extend(row);
        }
        Ok(changes)
    }

    /// The row that has the change at that position in it, and the position at which it begins.
    pub(super) fn changes_with(&self, doc: &DocId, at: u32) -> Result<(u32, Vec<StoredChange>), StoreError> {
        let damaged = || StoreError::Damaged("changes");
        let (found, row): (_, Vec<StoredChange>) =
            self.last_up_to(Table::Changes, &doc.0, &key(doc, at))?.ok_or_else(damaged)?;
        let from = position(&found).ok_or_else(damaged)?;
        if (at.saturating_sub(from) as usize) < row.len() { Ok((from, row)) } else { Err(damaged()) }
    }

    /// Reads changes of a document one by one.
    pub(crate) fn change_reader(&self, doc: DocId) -> ChangeReader {
        ChangeReader { doc, from: 0, row: Vec::new() }
    }
}
