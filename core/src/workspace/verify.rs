//! Integrity: every document is built again from its changes, and what is shown is compared with what it says.

use super::{
    Verified, Workspace,
    documents::StoredChange,
    state::pages::{Page, by_entity},
};
use crate::{
    device::{change_message, signature_fits},
    document::{Document, encode},
    error::StoreError,
    id::DocId,
    rows::{DocKind, Entity, Row, VIEW_VERSION},
    store::Table,
};

impl Workspace {
    /// Reads everything there is and compares it with itself. Changes nothing.
    pub fn verify(&mut self) -> Result<Verified, StoreError> {
        let documents: Vec<(DocId, DocKind)> = self.model.documents.iter().map(|(doc, row)| (*doc, row.kind)).collect();
        let mut verified = Verified::default();
        // What is kept aside is known not to fit, and named as such.
        for (doc, kind) in documents.into_iter().filter(|(doc, _)| !self.aside.contains_key(doc)).collect::<Vec<_>>() {
            let changes = self.store.changes(&doc)?;
            for stored in &changes {
                verified.signatures += u64::from(self.is_signed(&doc, stored)?);
            }
            let typed = changes.iter().map(|stored| &stored.change);
            let document = Document::load(doc, kind.rules(), kind.genesis(), typed, self.documents.actor())
                .map_err(|_| StoreError::Damaged("changes"))?;
            let row = self.model.documents.get(&doc);
            let fits = row.is_some_and(|row| row.heads == document.heads() && row.changes as usize == changes.len());
            if !fits {
                return Err(StoreError::Damaged("documents"));
            }
            verified.documents += 1;
            verified.changes += changes.len() as u64;
            if row.is_some_and(|row| row.view_version == VIEW_VERSION) {
                verified.rows += self.views_fit(&document, kind)?;
            }
        }
        Ok(verified)
    }

    fn views_fit(&self, document: &Document, kind: DocKind) -> Result<u64, StoreError> {
        let stored: Vec<(Vec<u8>, Page)> = self.store.scan(Table::Views, &document.id.0)?;
        let mut stored = by_entity(stored.into_iter().map(|(_, page)| page))?;
        let count = stored.len() as u64;
        let reader = document.reader();
        for entity in kind.entities(&reader) {
            let Some(row) = kind.row(&reader, &entity) else { continue };
            // A row is written when its entity first changes: what was never written is not stored.
            if stored.remove(&entity.key()).is_some_and(|shown| shown != row) {
                return Err(StoreError::Damaged("views"));
            }
        }
        if let (DocKind::List(_), Some(pad)) = (kind, reader.root().text("pad")) {
            let prefix = Entity::Pad(String::new()).key();
            let mut rest = pad.as_str();
            for (_, row) in stored.extract_if(.., |key, _| key.starts_with(&prefix)) {
                let piece =
                    if let Row::Pad(_, piece) = row { piece } else { return Err(StoreError::Damaged("views")) };
                rest = rest.strip_prefix(piece.as_str()).ok_or(StoreError::Damaged("views"))?;
            }
            if !rest.is_empty() {
                return Err(StoreError::Damaged("views"));
            }
        }
        if stored.is_empty() { Ok(count) } else { Err(StoreError::Damaged("views")) }
    }

    /// Whether a change's own signature is here; it must fit then.
    fn is_signed(&self, doc: &DocId, stored: &StoredChange) -> Result<bool, StoreError> {
        let Some(signature) = &stored.signature else { return Ok(false) };
        let hash = encode(&stored.change).map_err(|_| StoreError::Damaged("changes"))?.hash;
        let message = change_message(doc, &hash);
        // Devices of somebody who was unlinked are forgotten; their changes stay, and can't be compared any more.
        let makers = self.device.statements.keys().filter(|device| stored.change.actor.is_run_of(device));
        let mut makers = makers.peekable();
        if makers.peek().is_none() {
            return Ok(false);
        }
        let fits = makers.any(|device| signature_fits(device, &message, &signature.0));
        if fits { Ok(true) } else { Err(StoreError::Damaged("changes")) }
    }
}
