//! How a transaction writes documents: my own changes, and what each of them did.

use super::{
    documents::{Signature, StoredChange},
    staged::{Added, Staged},
    transaction::Transaction,
};
use crate::{
    change::{Change, Object},
    document::{Author, ChangeBuilder, Document, Made, OwnLast, Path, encode},
    error::{EditError, StoreError},
    id::DocId,
    kinds::Changed,
    limits,
    rows::{DocKind, DocRow, Entity, VIEW_VERSION},
};
use std::collections::BTreeSet;

impl Transaction<'_> {
    /// The document, loaded, with all that was changed of it here.
    pub(super) fn document(&mut self, doc: DocId, kind: DocKind) -> Result<&mut Document, StoreError> {
        let Self { ws, documents, .. } = self;
        ws.is_whole(&doc)?;
        let (device, person) = (ws.key.id(), ws.person);
        let document = ws.documents.get(&ws.store, doc, kind)?;
        if let Some(staged) = documents.get_mut(&doc)
            && let Some(added) = staged.added.take()
        {
            staged.dirty.extend(added.rows.into_iter().map(|(entity, _)| entity));
            for StoredChange { change, .. } in &staged.changes {
                let encoded = encode(change).map_err(|_| StoreError::Damaged("changes"))?;
                let validated = document.judge(change.clone(), encoded, &Author { device, person });
                document.admit(validated.map_err(|_| StoreError::Damaged("changes"))?);
            }
            document.apply_admitted().map_err(|_| StoreError::Damaged("changes"))?;
        }
        Ok(document)
    }

    /// The keys from the root to an object.
    pub(super) fn path(&self, doc: &DocId, object: &Object) -> Path {
        self.ws.documents.loaded(doc).and_then(|document| document.path(object)).unwrap_or_default()
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
        self.ws.is_whole(&doc)?;
        // It is known to the transaction from here on, so that whatever happens drops it from memory.
        self.stage(doc, kind);
        self.step();
        self.merge_heads(doc, kind)?;
        let (author, now) = (self.author(), self.now);
        let (given, made) = self.document(doc, kind)?.write(&author, now, write)?;
        if let Some(made) = made {
            self.note_made(doc, kind, made);
        }
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
        self.ws.is_whole(&doc)?;
        let is_loaded = self.ws.documents.loaded(&doc).is_some();
        let staged = self.stage(doc, kind);
        let is_rewritten = staged.all || (staged.added.is_none() && !staged.changes.is_empty());
        // Of a document that is begun here, what comes with its genesis is all there is.
        let (row, own) = match &staged.added {
            Some(added) => (DocRow { heads: added.heads.clone(), ..staged.row.clone() }, staged.own),
            None if staged.before == 0 => (DocRow { max_op: kind.genesis().len() as u64, ..staged.row.clone() }, None),
            None => (staged.row.clone(), None),
        };
        if is_loaded || is_rewritten || row.max_op == 0 || row.heads.len() >= limits::DEPS_IN_CHANGE {
            return self.write(doc, kind, write);
        }
        self.step();
        let (author, now) = (self.author(), self.now);
        let mut tail = self.ws.documents.tail(doc, &row, own)?;
        let (given, made) = tail.write(&author, now, write)?;
        let Some(made) = made else { return Ok(given) };
        let known = tail.document();
        let reader = known.reader();
        let entities: BTreeSet<Entity> = known
            .written(&made.change)
            .iter()
            .filter_map(|(path, key)| match kind.changed(path, key.as_deref()) {
                Some(Changed::Entity(entity)) => Some(entity),
                Some(Changed::Pad) | None => None,
            })
            .collect();
        let rows = entities.into_iter().filter_map(|entity| kind.row(&reader, &entity).map(|row| (entity, row)));
        let staged = self.stage(doc, kind);
        let added = staged.added.get_or_insert_with(|| Added { heads: Vec::new(), rows: Vec::new() });
        added.heads = vec![made.hash];
        added.rows.extend(rows);
        self.note_made(doc, kind, made);
        Ok(given)
    }

    /// Joins heads, in as many changes as it takes, until the next change may name them all.
    pub(super) fn merge_heads(&mut self, doc: DocId, kind: DocKind) -> Result<(), EditError> {
        let (author, now) = (self.author(), self.now);
        while let Some(made) = self.document(doc, kind)?.merge_some_heads(&author, now)? {
            self.note_made(doc, kind, made);
        }
        self.document(doc, kind)?.apply_admitted().map_err(EditError::Gate)
    }

    /// Builds on all that a document holds, without saying anything.
    pub(super) fn anchor(&mut self, doc: DocId, kind: DocKind) -> Result<(), EditError> {
        self.stage(doc, kind);
        self.merge_heads(doc, kind)?;
        let (author, now) = (self.author(), self.now);
        let made = self.document(doc, kind)?.anchor(&author, now)?;
        self.note_made(doc, kind, made);
        self.document(doc, kind)?.apply_admitted().map_err(EditError::Gate)
    }

    fn author(&self) -> Author {
        Author { device: self.this_device(), person: self.me() }
    }

    /// Keeps a change of mine that was made, and what it did.
    fn note_made(&mut self, doc: DocId, kind: DocKind, made: Made) {
        let Made { change, hash, trace } = made;
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
}
