//! What a transaction changes of one document: its new changes, and the rows that are made anew at the commit.

use super::{
    documents::StoredChange,
    publish::Published,
    state::{
        pad::Pad,
        pages::{Pages, Rows},
        read_model::ReadModel,
    },
};
use crate::{
    document::{OwnLast, Reader},
    error::StoreError,
    id::{DocId, Hash, LineId},
    rows::{DocKind, DocRow, Entity, Row},
    store::{Batch, Store, Table},
};
use std::collections::BTreeSet;

/// So many changes of mine may follow each other in one commit before one of them is signed, which signs for all of
/// them: few enough that a frame has room for them.
const SIGNED_EVERY: usize = 16;
/// The same, in bytes.
const SIGNED_EVERY_BYTES: usize = 32 * 1024;

/// A document that this transaction changes.
pub(super) struct Staged {
    pub(super) row: DocRow,
    /// How many changes were committed before.
    pub(super) before: u32,
    pub(super) changes: Vec<StoredChange>,
    /// Its entities whose rows are made anew at the commit, each once, however often it was written.
    pub(super) dirty: BTreeSet<Entity>,
    pub(super) pad: bool,
    pub(super) all: bool,
    /// My last change of it here.
    pub(super) own: Option<OwnLast>,
    /// What was added behind its end, where it isn't loaded for that.
    pub(super) added: Option<Added>,
}

/// What was added behind the end of a document that isn't loaded.
pub(super) struct Added {
    /// The heads with it.
    pub(super) heads: Vec<Hash>,
    /// The rows of what was added.
    pub(super) rows: Vec<(Entity, Row)>,
}

impl Staged {
    pub(super) fn new(row: DocRow, all: bool) -> Self {
        Self {
            before: row.changes,
            row,
            changes: Vec::new(),
            dirty: BTreeSet::new(),
            pad: all,
            all,
            own: None,
            added: None,
        }
    }

    /// The lines of a list that are written here.
    pub(super) fn lines(&self) -> BTreeSet<LineId> {
        let added = self.added.iter().flat_map(|added| added.rows.iter().map(|(entity, _)| entity));
        self.dirty.iter().chain(added).filter_map(Entity::line).collect()
    }

    /// Whether so much stands at the end without a signature that the next change is to be signed.
    pub(super) fn is_signature_due(&self) -> bool {
        let unsigned = self.changes.iter().rev().take_while(|stored| stored.signature.is_none());
        let (count, bytes) = unsigned.fold((0, 0), |(count, bytes), stored| (count + 1, bytes + stored.about_bytes()));
        count + 1 >= SIGNED_EVERY || bytes >= SIGNED_EVERY_BYTES
    }

    /// Puts what changed into the batch, and says what it is for the snapshot.
    pub(super) fn write(
        &mut self,
        doc: DocId,
        reader: Option<&Reader<'_>>,
        (store, model): (&Store, &ReadModel),
        batch: &mut Batch,
        published: &mut Published,
    ) -> Result<(), StoreError> {
        let kind = self.row.kind;
        if let Some(reader) = reader.filter(|_| self.all) {
            self.dirty.extend(kind.entities(reader));
        }
        let added = self.added.take().map(|added| added.rows).unwrap_or_default();
        let read = |entity: &Entity| Some((entity.clone(), kind.row(reader?, entity)?));
        let mut rows = Rows::new();
        for (entity, row) in added.into_iter().chain(self.dirty.iter().filter_map(read)) {
            rows.insert(entity.key(), Some(row.clone()));
            published.rows.push((doc, kind, row));
        }
        if let Some(reader) = reader.filter(|_| self.pad && matches!(kind, DocKind::List(_))) {
            let text = reader.root().text("pad").unwrap_or_default();
            let empty = Pad::default();
            let before = model.lists.get(&doc).map_or(&empty, |list| &list.pad);
            let pieces = before.pieces_for(&text);
            for (order, piece) in &pieces {
                let row = piece.as_ref().map(|piece| Row::Pad(order.clone(), piece.clone()));
                rows.insert(Entity::Pad(order.clone()).key(), row);
            }
            published.pads.push((doc, text.into(), pieces));
        }
        let moved = if self.all {
            Pages::write_anew(store, &doc, rows, batch)?
        } else {
            let none = Pages::default();
            model.pages.get(&doc).unwrap_or(&none).write(store, &doc, rows, batch)?
        };
        published.pages.push((doc, moved));
        batch.put_changes(store, &doc, self.before, &self.changes)?;
        batch.put(Table::Documents, &doc.0, &self.row);
        published.documents.push((doc, self.row.clone()));
        Ok(())
    }
}
