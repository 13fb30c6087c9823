//! How a transaction writes documents: my own changes, and what each of them did.

use super::{
    documents::{Signature, StoredChange},
    staged::Staged,
    transaction::Transaction,
};
use crate::{
    change::{Change, Object},
    document::{Author, ChangeBuilder, Document, Made, OwnLast, Path, Tail, encode},
    error::{EditError, StoreError},
    id::DocId,
    kinds::Changed,
    rows::{DocKind, DocRow, VIEW_VERSION},
};

impl Transaction<'_> {
    /// The document, loaded, with all that was changed of it here.
    pub(super) fn document(&mut self, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        let Self { ws, documents, .. } = self;
        let (device, person) = (ws.key.id(), ws.person);
        let document = ws.documents.get(&ws.store, doc, kind)?;
        if let Some(staged) = documents.get_mut(&doc).filter(|staged| staged.tail.is_some()) {
            for StoredChange { change, .. } in &staged.changes {
                let encoded = encode(change).map_err(|_| StoreError::Damaged("changes"))?;
                let validated = document.judge(change.clone(), encoded, &Author { device, person });
                document.admit(validated.map_err(|_| StoreError::Damaged("changes"))?);
            }
            document.apply_admitted().map_err(|_| StoreError::Damaged("changes"))?;
            staged.tail = None;
        }
        Ok(document)
    }

    /// What is known here of a document that is changed here: all of it, or what was added.
    fn known(&self, doc: &DocId) -> Option<&Document> {
        let tail = self.documents.get(doc).and_then(|staged| staged.tail.as_ref());
        tail.map(Tail::document).or_else(|| self.ws.documents.loaded(doc))
    }

    /// The keys from the root to an object.
    pub(super) fn path(&self, doc: &DocId, object: &Object) -> Path {
        self.known(doc).and_then(|document| document.path(object)).unwrap_or_default()
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
        let (author, now) = (self.author(), self.now);
        let (given, made) = self.document(doc, kind)?.write(&author, now, write)?;
        self.note_made(doc, kind, made);
        Ok(given)
    }

    /// The same for a change that only adds: a map under a key that nobody has used, and what is in it. It needs no
    /// more of the document than where it ends, so none is decoded.
    pub(super) fn append<T>(
        &mut self,
        doc: DocId,
        kind: DocKind,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        let is_loaded = self.ws.documents.loaded(&doc).is_some();
        let staged = self.stage(doc, kind);
        if is_loaded || staged.before == 0 || staged.all || (staged.tail.is_none() && !staged.changes.is_empty()) {
            return self.write(doc, kind, write);
        }
        self.step();
        let (author, now) = (self.author(), self.now);
        let mut tail = match self.stage(doc, kind).tail.take() {
            Some(tail) => tail,
            None => {
                let row = self.model().documents.get(&doc).ok_or(StoreError::Damaged("documents"))?;
                self.ws.documents.tail(doc, row)?
            }
        };
        let written = tail.write(&author, now, write);
        self.stage(doc, kind).tail = Some(tail);
        let (given, made) = written?;
        self.note_made(doc, kind, made);
        Ok(given)
    }

    fn author(&self) -> Author {
        Author { device: self.this_device(), person: self.me() }
    }

    /// Keeps a change of mine that was made, and what it did.
    fn note_made(&mut self, doc: DocId, kind: DocKind, made: Option<Made>) {
        let Some(Made { change, hash, trace }) = made else { return };
        self.step();
        self.record(doc, kind, &change, trace);
        let own = OwnLast { seq: change.seq, hash };
        let staged = self.stage(doc, kind);
        staged.own = Some(own);
        let due = staged.is_signature_due();
        let signature = due.then(|| Signature(self.ws.key.sign_change(&doc, &hash)));
        self.note(doc, kind, change, signature);
    }

    /// Says that a document is changed here: undoing the transaction drops it from memory, from here on.
    pub(super) fn stage(&mut self, doc: DocId, kind: DocKind) -> &mut Staged {
        let Self { ws, documents, .. } = self;
        let known = ws.model.documents.get(&doc);
        ws.documents.hold(doc);
        documents.entry(doc).or_insert_with(|| {
            let row = known.cloned().unwrap_or_else(|| DocRow::new(kind));
            let all = row.view_version != VIEW_VERSION;
            Staged::new(row, all)
        })
    }

    /// Puts a change that the loaded document has taken into the commit, and what it changes of what is shown.
    pub(super) fn note(&mut self, doc: DocId, kind: DocKind, change: Change, signature: Option<Signature>) {
        let (mut dirty, mut pad) = (Vec::new(), false);
        if let Some(document) = self.known(&doc) {
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
}
