//! Everything that changes, until it is on the disk.
//!
//! A [`Transaction`] owns the workspace while a command, a colleague's frame or a pairing is carried out. Nothing of
//! what the workspace knows changes before [`Transaction::commit`] has the disk's word; and where that is never
//! called, by whatever path, an error, a panic, a forgotten value, dropping the transaction leaves memory, disk and
//! snapshot as they were. Loaded documents are the one thing that is written to before: they are dropped then, and
//! loaded again from what was committed.

use super::{
    Workspace,
    documents::{Signature, StoredChange},
    publish::Published,
    state::{
        device::{DeviceChange, DeviceState},
        list_rows::Pad,
        read_model::ReadModel,
        undoable::{Renamed, Step},
    },
};
use crate::{
    change::{Change, Object},
    document::{Author, ChangeBuilder, Document, Made, Path},
    error::{EditError, StoreError},
    id::{DeviceId, DocId, LineId, PeerId, PersonId},
    kinds::Changed,
    rows::{DocKind, DocRow, Entity, PeerRow, Row, VIEW_VERSION, Writer},
    snapshot::{Field, Moment, Snapshot, Who},
    store::{Batch, Store, Table},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// So many changes of mine may follow each other in one commit before one of them is signed, which signs for all of
/// them: few enough that a frame has room for them.
const SIGNED_EVERY: usize = 16;
/// The same, in bytes.
const SIGNED_EVERY_BYTES: usize = 32 * 1024;

/// Everything that changes, until it is on the disk.
#[must_use = "what isn't committed is undone"]
pub(super) struct Transaction<'w> {
    ws: &'w mut Workspace,
    pub(super) now: Moment,
    documents: BTreeMap<DocId, Staged>,
    device: Vec<DeviceChange>,
    /// Documents that go, with all their rows.
    dropped: BTreeSet<DocId>,
    erased: BTreeSet<PeerId>,
    /// What each of my changes did, for undo.
    pub(super) steps: Vec<Step>,
    /// What stands again under another name.
    pub(super) renamed: Renamed,
    /// Objects made here: taking them back takes back what is in them.
    pub(super) made: BTreeSet<(DocId, Object)>,
    /// Peers whose snapshot changes though none of their rows does.
    touched: BTreeSet<PeerId>,
    /// Peers as they are written here.
    peers: BTreeMap<PeerId, PeerRow>,
    /// The order key of the line added last to a list.
    pub(super) last_order: BTreeMap<DocId, String>,
    /// What may be called undone: nothing was committed yet.
    open: bool,
}

/// A document that this transaction changes.
pub(super) struct Staged {
    row: DocRow,
    /// How many changes were committed before.
    before: u32,
    changes: Vec<StoredChange>,
    /// Its entities whose rows are made anew at the commit, each once, however often it was written.
    dirty: BTreeSet<Entity>,
    pad: bool,
    all: bool,
}

impl<'w> Transaction<'w> {
    pub(super) fn begin(ws: &'w mut Workspace, now: Moment) -> Self {
        Self {
            ws,
            now,
            documents: BTreeMap::new(),
            device: Vec::new(),
            dropped: BTreeSet::new(),
            erased: BTreeSet::new(),
            steps: Vec::new(),
            renamed: Renamed::default(),
            made: BTreeSet::new(),
            touched: BTreeSet::new(),
            peers: BTreeMap::new(),
            last_order: BTreeMap::new(),
            open: true,
        }
    }

    /// All rows, as of the last commit.
    pub(super) fn model(&self) -> &ReadModel {
        &self.ws.model
    }

    /// What belongs to this device, as of the last commit.
    pub(super) fn device(&self) -> &DeviceState {
        &self.ws.device
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.ws.snapshot.clone()
    }

    pub(super) fn store(&self) -> &Store {
        &self.ws.store
    }

    pub(super) fn me(&self) -> PersonId {
        self.ws.person
    }

    pub(super) fn this_device(&self) -> DeviceId {
        self.ws.key.id()
    }

    pub(super) fn notebook(&self) -> DocId {
        self.ws.notebook
    }

    pub(super) fn random<const N: usize>(&mut self) -> [u8; N] {
        self.ws.entropy.bytes()
    }

    /// A place where a test may have it go wrong.
    #[cfg(feature = "faults")]
    #[allow(clippy::panic)] // what a test asks for
    fn step(&mut self) {
        match &mut self.ws.panics_in {
            Some(0) => std::panic::panic_any("a fault that a test asked for"),
            Some(left) => *left -= 1,
            None => {}
        }
    }

    #[cfg(not(feature = "faults"))]
    #[allow(clippy::unused_self)]
    fn step(&mut self) {}

    /// Changes what belongs to this device.
    pub(super) fn set(&mut self, change: DeviceChange) {
        self.step();
        self.device.push(change);
    }

    /// What is to change of what belongs to this device.
    pub(super) fn staged(&self) -> &[DeviceChange] {
        &self.device
    }

    /// Forgets a draft together with the commit that took its text in.
    pub(super) fn drop_draft(&mut self, field: Field) {
        if self.device().drafts.contains_key(&field) {
            self.set(DeviceChange::Draft(field, None));
        }
    }

    /// Has a peer's snapshot made anew, though no row of theirs changes.
    pub(super) fn touch(&mut self, peer: PeerId) {
        self.touched.insert(peer);
    }

    /// A peer, as this transaction leaves them.
    pub(super) fn peer(&self, peer: &PeerId) -> Option<&PeerRow> {
        self.peers.get(peer).or_else(|| self.model().peers.get(peer))
    }

    /// Notes how a peer is written here.
    pub(super) fn note_peer(&mut self, row: PeerRow) {
        self.peers.insert(row.id, row);
    }

    /// The document, loaded.
    pub(super) fn document(&mut self, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        self.ws.documents.get(&self.ws.store, doc, kind)
    }

    /// Who wrote something.
    pub(super) fn who(&self, writer: &Writer) -> Who {
        self.ws.who(writer)
    }

    /// The keys from the root to an object.
    pub(super) fn path(&self, doc: &DocId, object: &Object) -> Path {
        self.ws.documents.loaded(doc).and_then(|document| document.path(object)).unwrap_or_default()
    }

    /// The lists that are written here, and which of their lines.
    pub(super) fn dirty_lines(&self) -> Vec<(PeerId, DocId, BTreeSet<LineId>)> {
        let lists = self.documents.iter().filter_map(|(doc, staged)| match staged.row.kind {
            DocKind::List(peer) => Some((peer, *doc, staged.dirty.iter().filter_map(Entity::line).collect())),
            _ => None,
        });
        lists.collect()
    }

    /// The rows of peers that are written here, as their document says them.
    pub(super) fn peer_rows(&self) -> Vec<PeerRow> {
        let notebook = self.notebook();
        let (Some(staged), Some(document)) = (self.documents.get(&notebook), self.ws.documents.loaded(&notebook))
        else {
            return Vec::new();
        };
        let reader = document.reader();
        let peers = staged.dirty.iter().filter(|entity| matches!(entity, Entity::Peer(_)));
        let rows = peers.filter_map(|entity| DocKind::Notebook.row(&reader, entity));
        rows.filter_map(|row| if let Row::Peer(row) = row { Some(row) } else { None }).collect()
    }

    /// Whether that document is begun here.
    pub(super) fn begins(&self, doc: &DocId) -> bool {
        self.documents.get(doc).is_none_or(|staged| staged.row.changes == 0)
    }

    /// Makes one change of my own.
    pub(super) fn write<T>(
        &mut self,
        doc: DocId,
        kind: DocKind,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        // It is known to the transaction from here on, so that whatever happens drops it from memory.
        self.stage(doc, kind);
        self.step();
        let author = Author { device: self.this_device(), person: self.me() };
        let ws = &mut *self.ws;
        let document = ws.documents.get(&ws.store, doc, kind)?;
        let (given, made) = document.write(&author, self.now, write)?;
        if let Some(Made { change, hash, trace }) = made {
            self.step();
            self.record(doc, kind, &change, trace);
            let due = self.documents.get(&doc).is_some_and(Staged::is_signature_due);
            let signature = due.then(|| Signature(self.ws.key.sign_change(&doc, &hash)));
            self.note(doc, kind, change, signature);
        }
        Ok(given)
    }

    /// Says that a document is changed here: undoing the transaction drops it from memory, from here on.
    pub(super) fn stage(&mut self, doc: DocId, kind: DocKind) -> &mut Staged {
        let Self { ws, documents, .. } = self;
        let known = ws.model.documents.get(&doc);
        documents.entry(doc).or_insert_with(|| {
            let row = known.cloned().unwrap_or_else(|| DocRow::new(kind));
            let all = row.view_version != VIEW_VERSION;
            Staged { before: row.changes, row, changes: Vec::new(), dirty: BTreeSet::new(), pad: all, all }
        })
    }

    /// Puts a change that the loaded document has taken into the commit, and what it changes of what is shown.
    pub(super) fn note(&mut self, doc: DocId, kind: DocKind, change: Change, signature: Option<Signature>) {
        let (mut dirty, mut pad) = (Vec::new(), false);
        if let Some(document) = self.ws.documents.loaded(&doc) {
            for (path, key) in document.written(&change) {
                match kind.changed(&path, key.as_deref()) {
                    Some(Changed::Entity(entity)) => dirty.push(entity),
                    Some(Changed::Pad) => pad = true,
                    None => {}
                }
            }
        }
        self.step();
        let staged = self.stage(doc, kind);
        staged.row.changes += 1;
        staged.row.max_op = staged.row.max_op.max(change.start_op.saturating_add(change.op_count()).saturating_sub(1));
        staged.changes.push(StoredChange { change, signature });
        staged.dirty.extend(dirty);
        staged.pad |= pad;
    }

    /// Has a document go, with all its rows.
    pub(super) fn drop_document(&mut self, doc: DocId) {
        self.documents.remove(&doc);
        self.ws.documents.evict(&doc);
        self.dropped.insert(doc);
    }

    /// Has what was read of a peer go.
    pub(super) fn forget_peer(&mut self, peer: PeerId) {
        self.erased.insert(peer);
    }

    /// Whether nothing would be written.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.values().all(|staged| staged.changes.is_empty() && !staged.all)
            && self.device.is_empty()
            && self.dropped.is_empty()
    }

    /// Writes everything in one commit of the store. When it returns `Ok`, all of it is on the disk, and the next
    /// snapshot shows it; after an error nothing was changed.
    pub(super) fn commit(mut self) -> Result<(), StoreError> {
        if self.is_empty() {
            self.open = false;
            return Ok(());
        }
        self.step();
        self.refresh_stale();
        self.sign_last();
        let mut batch = Batch::default();
        let mut published = Published { touched: std::mem::take(&mut self.touched), ..Published::default() };
        for (doc, staged) in &mut self.documents {
            if staged.changes.is_empty() && !staged.all {
                continue;
            }
            let document = self.ws.documents.get(&self.ws.store, *doc, staged.row.kind)?;
            staged.row.heads = document.heads();
            staged.row.view_version = VIEW_VERSION;
            let before = self.ws.model.lists.get(doc).map(|list| &list.pad);
            staged.write(*doc, document, before, &mut batch, &mut published);
        }
        for doc in &self.dropped {
            for table in [Table::Changes, Table::Views, Table::Documents] {
                for key in self.ws.store.keys(table, &doc.0)? {
                    batch.delete(table, &key);
                }
            }
        }
        // What is known of the other side in memory only goes along.
        self.ws.device.write_unsaved(&mut batch);
        for change in &self.device {
            change.write(&self.ws.device, &mut batch);
        }
        self.step();
        let ws = &mut *self.ws;
        if let Err(e) = ws.store.commit(&mut ws.entropy, batch) {
            // The snapshot says that the disk failed, and nothing else.
            ws.publish(Published::default());
            return Err(e);
        }
        // From here on it is done: what follows only says so.
        self.open = false;
        self.ws.device.saved();
        for change in std::mem::take(&mut self.device) {
            if let DeviceChange::Seen(peer, line, _) = &change {
                published.looked.push((*peer, *line));
            }
            change.apply(&mut self.ws.device);
        }
        published.dropped = std::mem::take(&mut self.dropped);
        published.erased = std::mem::take(&mut self.erased);
        self.ws.publish(published);
        Ok(())
    }

    /// Rows of another version are made anew with this commit.
    pub(super) fn refresh_stale(&mut self) {
        let stale: Vec<(DocId, DocKind)> = self.ws.stale.iter().map(|(doc, kind)| (*doc, *kind)).collect();
        for (doc, kind) in stale {
            if !self.dropped.contains(&doc) && self.ws.model.documents.contains_key(&doc) {
                self.stage(doc, kind);
            }
        }
    }

    /// The last change of mine in each document signs for those before it.
    fn sign_last(&mut self) {
        for (doc, staged) in &mut self.documents {
            if let Some(last) = staged.changes.last_mut().filter(|last| last.signature.is_none())
                && last.change.actor == *self.ws.documents.actor()
                && let Ok(encoded) = crate::document::encode(&last.change)
            {
                last.signature = Some(Signature(self.ws.key.sign_change(doc, &encoded.hash)));
            }
        }
    }
}

impl Staged {
    /// Whether so much stands at the end without a signature that the next change is to be signed.
    fn is_signature_due(&self) -> bool {
        let unsigned = self.changes.iter().rev().take_while(|stored| stored.signature.is_none());
        let (count, bytes) = unsigned.fold((0, 0), |(count, bytes), stored| (count + 1, bytes + stored.about_bytes()));
        count + 1 >= SIGNED_EVERY || bytes >= SIGNED_EVERY_BYTES
    }

    fn write(
        &mut self,
        doc: DocId,
        document: &Document,
        before: Option<&Pad>,
        batch: &mut Batch,
        published: &mut Published,
    ) {
        let kind = self.row.kind;
        let reader = document.reader();
        if self.all {
            self.dirty.extend(kind.entities(&reader));
        }
        for entity in &self.dirty {
            if let Some(row) = kind.row(&reader, entity) {
                batch.put(Table::Views, &view_key(&doc, entity), &row);
                published.rows.push((doc, kind, row));
            }
        }
        if self.pad && matches!(kind, DocKind::List(_)) {
            let text = reader.root().text("pad").unwrap_or_default();
            let empty = Pad::default();
            let pieces = before.unwrap_or(&empty).pieces_for(&text);
            for (order, piece) in &pieces {
                let key = view_key(&doc, &Entity::Pad(order.clone()));
                match piece {
                    Some(piece) => batch.put(Table::Views, &key, &Row::Pad(order.clone(), piece.clone())),
                    None => batch.delete(Table::Views, &key),
                }
            }
            published.pads.push((doc, text.into(), pieces));
        }
        batch.put_changes(&doc, self.before, &self.changes);
        batch.put(Table::Documents, &doc.0, &self.row);
        published.documents.push((doc, self.row.clone()));
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            for doc in self.documents.keys() {
                self.ws.documents.evict(doc);
            }
        }
    }
}

/// The key of an entity's row.
pub(super) fn view_key(doc: &DocId, entity: &Entity) -> Vec<u8> {
    [doc.0.as_slice(), &entity.key()].concat()
}
