//! The documents that are loaded. The store is the truth: whatever is loaded may be dropped at any time.

use crate::{
    document::Document,
    error::StoreError,
    id::{Actor, DocId},
    rows::{DocKind, DocRow},
    store::{Store, Table},
};
use std::collections::{BTreeMap, VecDeque};

pub(super) use crate::store::changes::{Signature, StoredChange};

/// Documents that stay loaded; the one used longest ago goes first.
const LOADED: usize = 16;

/// The loaded documents.
#[derive(Debug)]
pub(super) struct Documents {
    loaded: BTreeMap<DocId, Document>,
    used: VecDeque<DocId>,
    actor: Actor,
    decoded: u64,
}

impl Documents {
    pub(super) fn new(actor: Actor) -> Self {
        Self { loaded: BTreeMap::new(), used: VecDeque::new(), actor, decoded: 0 }
    }

    /// Who writes in this run.
    pub(super) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// How many documents were decoded since opening; tests count them.
    pub(super) fn decoded(&self) -> u64 {
        self.decoded
    }

    /// Forgets what is in memory; the store has what was committed.
    pub(super) fn evict(&mut self, doc: &DocId) {
        self.loaded.remove(doc);
        self.used.retain(|used| used != doc);
    }

    /// A document that is loaded.
    pub(super) fn loaded(&self, doc: &DocId) -> Option<&Document> {
        self.loaded.get(doc)
    }

    /// The document, loaded from its committed changes.
    pub(super) fn get(&mut self, store: &Store, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        self.used.retain(|used| *used != doc);
        self.used.push_back(doc);
        if !self.loaded.contains_key(&doc) {
            while self.used.len() > LOADED {
                if let Some(oldest) = self.used.pop_front() {
                    self.loaded.remove(&oldest);
                }
            }
            let changes = store.changes(&doc)?;
            let typed = changes.iter().map(|stored| &stored.change);
            let document = Document::load(doc, kind.rules(), kind.genesis(), typed, &self.actor)
                .map_err(|_| StoreError::Damaged("changes"))?;
            let row: Option<DocRow> = store.get(Table::Documents, &doc.0)?;
            if row.is_some_and(|row| row.heads != document.heads() || row.changes as usize != changes.len()) {
                return Err(StoreError::Damaged("changes"));
            }
            self.decoded += 1;
            self.loaded.insert(doc, document);
        }
        self.loaded.get_mut(&doc).ok_or(StoreError::Damaged("changes"))
    }
}
