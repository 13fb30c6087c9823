//! What the remote lacks, as signed runs.

use super::super::{Workspace, documents::StoredChange};
use crate::{
    change::{Change, Run},
    document::Position,
    error::StoreError,
    grant::Grant,
    id::{DocId, Hash},
    limits,
};
use std::collections::BTreeSet;

impl Workspace {
    /// The heads of the list, committed.
    pub fn heads(&mut self, grant: &Grant) -> Result<Vec<Hash>, StoreError> {
        Ok(self.model.documents.get(&grant.list).map(|row| row.heads.clone()).unwrap_or_default())
    }

    /// Committed changes that whoever has `theirs` lacks, without `sent`, in an order in which dependencies
    /// come first; at most about `bytes` of them. Heads that are not known here are passed over.
    pub fn missing(
        &mut self,
        grant: &Grant,
        theirs: &[Hash],
        sent: &BTreeSet<Hash>,
        bytes: usize,
    ) -> Result<Vec<Run>, StoreError> {
        if self.stands(grant) { self.missing_of(grant.list, theirs, sent, bytes) } else { Ok(Vec::new()) }
    }

    /// The same for any document here.
    pub(super) fn missing_of(
        &mut self,
        doc: DocId,
        theirs: &[Hash],
        sent: &BTreeSet<Hash>,
        bytes: usize,
    ) -> Result<Vec<Run>, StoreError> {
        let mut runs = Runs::new(bytes);
        self.each_missing(doc, theirs, sent, |change| runs.add(change))?;
        Ok(runs.signed())
    }

    /// Committed changes that whoever has `theirs` and `sent` lacks, one by one, as long as they are wanted.
    pub(super) fn each_missing(
        &mut self,
        doc: DocId,
        theirs: &[Hash],
        sent: &BTreeSet<Hash>,
        mut wants_more: impl FnMut(StoredChange) -> bool,
    ) -> Result<(), StoreError> {
        let Some(row) = self.model.documents.get(&doc).cloned() else { return Ok(()) };
        let has = |head: &Hash| theirs.contains(head) || sent.contains(head);
        if row.heads.iter().all(has) || !self.loads(doc, row.kind)? {
            return Ok(());
        }
        let document = self.documents.get(&self.store, doc, row.kind)?;
        let known: Vec<Position> =
            theirs.iter().chain(sent).filter_map(|hash| document.graph().position(hash)).collect();
        // A genesis stands at 0 and is made by both sides; the change in row n stands at n + 1 then.
        let made_by_both = Position::from(!row.kind.genesis().is_empty());
        let rows = document.graph().not_ancestors_of(&known).into_iter().filter_map(|at| at.checked_sub(made_by_both));
        let mut reader = self.store.change_reader(doc);
        for at in rows {
            if !wants_more(reader.at(&self.store, at)?) {
                break;
            }
        }
        Ok(())
    }
}

/// Changes put into signed runs, up to a size.
struct Runs {
    done: Vec<Run>,
    open: Vec<Change>,
    /// How many of `open` a signature covers, and that signature.
    covered: Option<(usize, [u8; 64])>,
    room: usize,
}

impl Runs {
    fn new(bytes: usize) -> Self {
        Self { done: Vec::new(), open: Vec::new(), covered: None, room: bytes }
    }

    /// Adds a change; whether there is room for more.
    fn add(&mut self, stored: StoredChange) -> bool {
        let StoredChange { change, signature } = stored;
        let size = postcard::experimental::serialized_size(&change).unwrap_or(usize::MAX).saturating_add(80);
        // What no signature covers yet can't be sent: the first run goes on until one does.
        let sendable = !self.done.is_empty() || self.covered.is_some();
        let count = self.done.iter().map(|run| run.changes.len()).sum::<usize>() + self.open.len();
        if (size > self.room || count >= limits::CHANGES_IN_FRAME) && sendable {
            return false;
        }
        self.room = self.room.saturating_sub(size);
        let follows = self.open.last().is_none_or(|last| last.actor == change.actor && last.seq + 1 == change.seq);
        if !follows {
            self.close();
        }
        self.open.push(change);
        if let Some(signature) = signature {
            self.covered = Some((self.open.len(), signature.0));
        }
        true
    }

    /// Ends the open run at its last signature; what none covers can't be proved and isn't sent.
    fn close(&mut self) {
        let mut changes = std::mem::take(&mut self.open);
        if let Some((count, signature)) = self.covered.take() {
            changes.truncate(count);
            self.done.push(Run { changes, signature });
        }
    }

    fn signed(mut self) -> Vec<Run> {
        self.close();
        self.done
    }
}
