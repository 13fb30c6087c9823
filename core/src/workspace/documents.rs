//! The documents that are loaded. The store is the truth: whatever is loaded may be dropped at any time.

use crate::{
    document::{Document, End, OwnLast, Tail, TextPasses},
    error::StoreError,
    id::{Actor, DocId},
    rows::{DocKind, DocRow},
    store::{Store, Table},
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) use crate::store::changes::{Signature, StoredChange};

/// Documents that stay loaded; the one used longest ago goes first.
const LOADED: usize = 16;

/// The loaded documents.
#[derive(Debug)]
pub(super) struct Documents {
    loaded: BTreeMap<DocId, (DocKind, Document)>,
    used: VecDeque<DocId>,
    /// Those that a transaction writes to: what is in them is nowhere else yet.
    held: BTreeSet<DocId>,
    actor: Actor,
    /// My last change of each document in this run.
    own: BTreeMap<DocId, OwnLast>,
    decoded: u64,
    passes: TextPasses,
}

impl Documents {
    pub(super) fn new(actor: Actor) -> Self {
        Self {
            loaded: BTreeMap::new(),
            used: VecDeque::new(),
            held: BTreeSet::new(),
            actor,
            own: BTreeMap::new(),
            decoded: 0,
            passes: TextPasses::default(),
        }
    }

    /// Who writes in this run.
    pub(super) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// How many documents were decoded since opening; tests count them.
    pub(super) fn decoded(&self) -> u64 {
        self.decoded
    }

    /// How often a whole text was gone through since opening; tests count it.
    pub(super) fn text_passes(&self) -> u64 {
        self.passes.so_far()
    }

    /// Forgets what is in memory; the store has what was committed.
    pub(super) fn evict(&mut self, doc: &DocId) {
        self.loaded.remove(doc);
        self.used.retain(|used| used != doc);
    }

    /// Notes my last change of a document, which was committed.
    pub(super) fn note_own(&mut self, doc: DocId, own: OwnLast) {
        self.own.insert(doc, own);
    }

    /// The end of a document, to be written behind without loading it.
    pub(super) fn tail(&self, doc: DocId, row: &DocRow, here: Option<OwnLast>) -> Result<Tail, StoreError> {
        let own = here.or_else(|| self.own.get(&doc).copied());
        let end = End { heads: &row.heads, max_op: row.max_op, own };
        Tail::new(doc, row.kind.rules(), row.kind.genesis(), &end, &self.actor)
            .map_err(|_| StoreError::Damaged("documents"))
    }

    /// Keeps a document loaded from here on, if it is.
    pub(super) fn hold(&mut self, doc: DocId) {
        self.held.insert(doc);
    }

    /// Holds no document any more: the transaction is over.
    pub(super) fn let_go(&mut self) {
        self.held.clear();
        self.make_room(0);
    }

    /// Forgets the documents used longest ago, until so many more have room.
    fn make_room(&mut self, more: usize) {
        while self.loaded.len() + more > LOADED {
            let oldest = self.used.iter().position(|doc| !self.held.contains(doc));
            let Some(oldest) = oldest.and_then(|at| self.used.remove(at)) else { break };
            self.loaded.remove(&oldest);
        }
    }

    /// A document that is loaded.
    pub(super) fn loaded(&self, doc: &DocId) -> Option<&Document> {
        self.loaded.get(doc).map(|(_, document)| document)
    }

    /// The document, loaded from its committed changes.
    pub(super) fn get(&mut self, store: &Store, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        self.used.retain(|used| *used != doc);
        if !self.loaded.contains_key(&doc) {
            self.make_room(1);
            let changes = store.changes(&doc)?;
            let typed = changes.iter().map(|stored| &stored.change);
            let mut document = Document::load(doc, kind.rules(), kind.genesis(), typed, &self.actor)
                .map_err(|_| StoreError::Damaged("changes"))?;
            let row: Option<DocRow> = store.get(Table::Documents, &doc.0)?;
            // Whoever names a document by another kind than it is would have it judged by other rules.
            let as_kept = |row: DocRow| {
                row.kind == kind && row.heads == document.heads() && row.changes as usize == changes.len()
            };
            if !row.is_none_or(as_kept) {
                return Err(StoreError::Damaged("changes"));
            }
            document.count_passes(&self.passes);
            self.decoded += 1;
            self.loaded.insert(doc, (kind, document));
        }
        self.used.push_back(doc);
        let loaded = self.loaded.get_mut(&doc).filter(|(is, _)| *is == kind);
        loaded.map(|(_, document)| document).ok_or(StoreError::Damaged("changes"))
    }
}
