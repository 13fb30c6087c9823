//! Everything that changes, until it is on the disk.
//!
//! A [`Transaction`] owns the workspace while a command, a colleague's frame or a pairing is carried out. Nothing of
//! what the workspace knows changes before [`Transaction::commit`] has the disk's word; and where that is never
//! called, by whatever path, an error, a panic, a forgotten value, dropping the transaction leaves memory, disk and
//! snapshot as they were. Loaded documents are the one thing that is written to before: they are dropped then, and
//! loaded again from what was committed.

use super::{
    Workspace,
    documents::Signature,
    publish::Published,
    staged::Staged,
    state::{
        device::{DeviceChange, DeviceRow, DeviceState},
        read_model::ReadModel,
        undoable::{Renamed, Step},
    },
};
use crate::{
    change::Object,
    error::StoreError,
    id::{DeviceId, DocId, LineId, PeerId, PersonId},
    rows::{DocKind, Entity, PeerRow, Row, VIEW_VERSION, Writer},
    snapshot::{Field, Moment, Snapshot, Who},
    store::{Batch, Store, Table},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Everything that changes, until it is on the disk.
#[must_use = "what isn’t committed is undone"]
pub(super) struct Transaction<'w> {
    pub(super) ws: &'w mut Workspace,
    pub(super) now: Moment,
    pub(super) documents: BTreeMap<DocId, Staged>,
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
    pub(super) fn step(&mut self) {
        match &mut self.ws.panics_in {
            Some(0) => std::panic::panic_any("a fault that a test asked for"),
            Some(left) => *left -= 1,
            None => {}
        }
    }

    #[cfg(not(feature = "faults"))]
    #[allow(clippy::unused_self)]
    pub(super) fn step(&mut self) {}

    /// Changes what belongs to this device.
    pub(super) fn set(&mut self, change: DeviceChange) {
        self.step();
        self.device.push(change);
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

    /// Who wrote something.
    pub(super) fn who(&self, writer: &Writer) -> Who {
        self.ws.who(writer)
    }

    /// The lists that are written here, and which of their lines.
    pub(super) fn dirty_lines(&self) -> Vec<(PeerId, DocId, BTreeSet<LineId>)> {
        let lists = self.documents.iter().filter_map(|(doc, staged)| match staged.row.kind {
            DocKind::List(peer) => Some((peer, *doc, staged.lines())),
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

    /// Has a document go, with all its rows.
    pub(super) fn drop_document(&mut self, doc: DocId) {
        self.documents.remove(&doc);
        self.ws.documents.evict(&doc);
        self.dropped.insert(doc);
        self.set(DeviceChange::Went(doc));
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
            staged.row.view_version = VIEW_VERSION;
            let ws = &mut *self.ws;
            let document = match &staged.added {
                Some(added) => {
                    staged.row.heads.clone_from(&added.heads);
                    None
                }
                None => {
                    let document = ws.documents.get(&ws.store, *doc, staged.row.kind)?;
                    staged.row.heads = document.heads();
                    Some(document.reader())
                }
            };
            staged.write(*doc, document.as_ref(), (&ws.store, &ws.model), &mut batch, &mut published)?;
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
        let stamp = ws.copies.due(self.now, &mut ws.entropy);
        stamp.iter().for_each(|stamp| DeviceRow::Stamp.put(&mut batch, &(), stamp));
        if let Err(e) = ws.store.commit(&mut ws.entropy, batch) {
            // The snapshot says that the disk failed, and nothing else.
            ws.publish(Published::default());
            return Err(e);
        }
        // From here on it is done: what follows only says so.
        self.open = false;
        self.ws.copies.committed(stamp, self.now);
        self.ws.documents.let_go();
        for (doc, own) in self.documents.iter().filter_map(|(doc, staged)| Some((*doc, staged.own?))) {
            self.ws.documents.note_own(doc, own);
        }
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

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            for doc in self.documents.keys() {
                self.ws.documents.evict(doc);
            }
            self.ws.documents.let_go();
        }
    }
}
