//! Documents and their commits: which are loaded, and how a change becomes rows of one batch.

use super::undo::{Renamed, Step};
use crate::{
    change::{Change, Object, Op},
    device::DeviceKey,
    document::{Document, Reader},
    error::{EditError, StoreError},
    gate::{Author, Schema},
    id::{Actor, DocId, Hash, PeerId},
    list,
    notebook::{self, card, journal, method, peers},
    rows::{Row, VIEW_VERSION},
    snapshot::Moment,
    store::{Batch, Store, Table},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Documents that stay loaded; the one used longest ago goes first.
const LOADED: usize = 16;

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum DocKind {
    Notebook,
    Card(PeerId),
    Journal(PeerId, i16),
    List(PeerId),
}

impl DocKind {
    pub(crate) fn genesis(self) -> Vec<Op> {
        match self {
            Self::Notebook => notebook::notebook_genesis(),
            Self::Card(_) => notebook::card_genesis(),
            Self::Journal(..) => Vec::new(),
            Self::List(_) => list::genesis(),
        }
    }

    pub(crate) fn schema(self) -> Schema {
        if matches!(self, Self::List(_)) { Schema::SharedList } else { Schema::Private }
    }

    /// The peer it is about.
    pub(crate) fn peer(self) -> Option<PeerId> {
        match self {
            Self::Notebook => None,
            Self::Card(peer) | Self::Journal(peer, _) | Self::List(peer) => Some(peer),
        }
    }

    pub(crate) fn row(self, reader: &Reader<'_>, entity: &str) -> Option<Row> {
        match self {
            Self::Notebook => peers::row(reader, entity),
            Self::Card(_) => card::row(reader),
            Self::Journal(..) => journal::row(reader, entity),
            Self::List(_) => list::read::row(reader, entity),
        }
    }

    pub(crate) fn entities(self, reader: &Reader<'_>) -> Vec<String> {
        match self {
            Self::Notebook => peers::entities(reader),
            Self::Card(_) => vec![card::ENTITY.to_owned()],
            Self::Journal(..) => journal::entities(reader),
            Self::List(_) => list::read::entities(reader),
        }
    }

    /// The entity that a write at those keys changes.
    fn entity(self, path: &[&str], key: Option<&str>) -> Option<String> {
        let mut keys = path.iter().copied().chain(key);
        let first = keys.next()?;
        Some(match (self, first) {
            (Self::Card(_), _) => card::ENTITY.to_owned(),
            (Self::Notebook, "peers") | (Self::List(_), "lines") => format!("{first}/{}", keys.next()?),
            (Self::List(_), "people") => format!("people/{}", keys.next()?.split_once('.')?.0),
            (Self::Notebook, _) if first.starts_with("method.") => method::ENTITY.to_owned(),
            _ => first.to_owned(),
        })
    }
}

/// The row of a document in the store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct DocRow {
    pub(crate) kind: DocKind,
    pub(crate) heads: Vec<Hash>,
    pub(crate) changes: u32,
    pub(crate) view_version: u16,
}

impl DocRow {
    pub(crate) fn new(kind: DocKind) -> Self {
        Self { kind, heads: Vec::new(), changes: 0, view_version: VIEW_VERSION }
    }
}

/// A committed change, and its signature where this device has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredChange {
    pub(crate) change: Change,
    pub(crate) signature: Option<Signature>,
}

/// A signature's bytes, for rows.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Signature(#[serde(with = "crate::device::signature_bytes")] pub(crate) [u8; 64]);

/// One commit being put together: rows for the store, and what they mean for the picture.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    pub(crate) batch: Batch,
    pub(crate) documents: BTreeMap<DocId, DocRow>,
    pub(crate) rows: Vec<(DocId, DocKind, Row)>,
    /// What each of my changes did, for undo.
    pub(crate) steps: Vec<Step>,
    /// What stands again under another name.
    pub(crate) renamed: Renamed,
    /// Objects made in this commit: taking them back takes back what is in them.
    pub(crate) made: BTreeSet<(DocId, Object)>,
    /// Peers whose picture changes though none of their documents does.
    pub(crate) touched: BTreeSet<PeerId>,
    /// Entities of lists that changed, for counting what the other side lacks.
    pub(crate) entities: BTreeSet<(DocId, String)>,
}

/// The loaded documents.
#[derive(Debug)]
pub(crate) struct Documents {
    loaded: BTreeMap<DocId, Document>,
    used: VecDeque<DocId>,
    actor: Actor,
    decoded: u64,
}

impl Documents {
    pub(crate) fn new(actor: Actor) -> Self {
        Self { loaded: BTreeMap::new(), used: VecDeque::new(), actor, decoded: 0 }
    }

    /// How many documents were decoded since opening; tests count them.
    pub(crate) fn decoded(&self) -> u64 {
        self.decoded
    }

    /// Forgets what is in memory; the store has what was committed.
    pub(crate) fn evict(&mut self, doc: &DocId) {
        self.loaded.remove(doc);
        self.used.retain(|used| used != doc);
    }

    /// The document, loaded from its committed changes.
    pub(crate) fn get(&mut self, store: &Store, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        self.used.retain(|used| *used != doc);
        self.used.push_back(doc);
        if !self.loaded.contains_key(&doc) {
            while self.used.len() > LOADED {
                if let Some(oldest) = self.used.pop_front() {
                    self.loaded.remove(&oldest);
                }
            }
            let stored: Vec<(Vec<u8>, StoredChange)> = store.scan(Table::Changes, &doc.0)?;
            let changes: Vec<Change> = stored.into_iter().map(|(_, stored)| stored.change).collect();
            let document = Document::load(doc, kind.schema(), kind.genesis(), &changes, &self.actor)
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

/// Who writes here, and with what.
pub(crate) struct Pen<'a> {
    pub(crate) store: &'a Store,
    pub(crate) documents: &'a mut Documents,
    pub(crate) known: &'a BTreeMap<DocId, DocRow>,
    pub(crate) key: &'a DeviceKey,
    pub(crate) author: Author,
    pub(crate) now: Moment,
}

impl Pen<'_> {
    /// Makes one change of my own and puts it, with the rows it changes, into the commit.
    pub(crate) fn write<T>(
        &mut self,
        pending: &mut Pending,
        doc: DocId,
        kind: DocKind,
        write: impl FnOnce(&mut crate::document::Writing<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        // Touched documents are known to the commit from here on, so that a failure drops them from memory.
        pending
            .documents
            .entry(doc)
            .or_insert_with(|| self.known.get(&doc).cloned().unwrap_or_else(|| DocRow::new(kind)));
        let document = self.documents.get(self.store, doc, kind)?;
        let (given, made) = document.write(&self.author, self.now, write)?;
        if let Some(crate::document::Made { change, hash, trace }) = made {
            let signature = Signature(self.key.sign_change(&doc, &hash));
            pending.record(document, kind, &change, trace);
            pending.note(document, kind, &change, Some(signature));
        }
        Ok(given)
    }
}

impl Pending {
    /// Puts an accepted change into the commit: itself, the entities it changed, and the new heads.
    pub(crate) fn note(&mut self, document: &Document, kind: DocKind, change: &Change, signature: Option<Signature>) {
        let doc = document.id;
        let row = self.documents.entry(doc).or_insert_with(|| DocRow::new(kind));
        let key = [doc.0.as_slice(), &row.changes.to_be_bytes()].concat();
        row.changes += 1;
        row.heads = document.heads();
        let stale = std::mem::replace(&mut row.view_version, VIEW_VERSION) != VIEW_VERSION;
        let row = row.clone();
        if stale {
            self.view_all(document, kind);
        }
        self.batch.put(Table::Changes, &key, &StoredChange { change: change.clone(), signature });
        self.batch.put(Table::Documents, &doc.0, &row);
        let entities: BTreeSet<String> = document
            .written(change)
            .iter()
            .filter_map(|(path, key)| {
                let path: Vec<&str> = path.iter().map(|key| &**key).collect();
                kind.entity(&path, key.as_deref())
            })
            .collect();
        for entity in entities {
            self.view(document, kind, &entity);
            self.entities.insert((doc, entity));
        }
    }

    /// Reads all entities of a document anew, for rows of another version.
    pub(crate) fn view_all(&mut self, document: &Document, kind: DocKind) {
        for entity in kind.entities(&document.reader()) {
            self.view(document, kind, &entity);
        }
    }

    fn view(&mut self, document: &Document, kind: DocKind, entity: &str) {
        if let Some(view) = kind.row(&document.reader(), entity) {
            self.batch.put(Table::Views, &[document.id.0.as_slice(), entity.as_bytes()].concat(), &view);
            self.rows.push((document.id, kind, view));
        }
    }
}
