//! Erasing a peer for good. A mark in the notebook says so to all my devices; the card and the journals leave
//! the store, and then the store's file is written anew, so that no old page keeps their bytes.

use super::{
    Workspace,
    documents::{DocKind, Pending},
    local::LocalRow,
    undo::Step,
};
use crate::{
    command::{ErasedList, Outcome},
    error::{EditError, StoreError},
    id::{DocId, PeerId},
    notebook::journal_id,
    rows::PeerRow,
    snapshot::{Field, Moment},
    store::Table,
};
use std::collections::BTreeSet;

impl Workspace {
    pub(super) fn erase(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        list: ErasedList,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        // Whoever was merged into them is the same person, and goes too.
        let merged = self.held.peers.values().filter(|row| self.held.merged(row) == Some(peer));
        let all: Vec<PeerRow> = merged.cloned().chain([row]).collect();
        for row in all {
            self.erase_one(pending, row, list, now)?;
        }
        Ok(Outcome::Done)
    }

    fn erase_one(
        &mut self,
        pending: &mut Pending,
        row: PeerRow,
        list: ErasedList,
        now: Moment,
    ) -> Result<(), EditError> {
        let peer = row.id;
        let mut gone: BTreeSet<DocId> = BTreeSet::from([row.card]);
        let years = self.held.entries.get(&peer).map(|entries| entries.years()).unwrap_or_default();
        gone.extend(years.into_iter().map(|year| journal_id(&self.held.journal_secret, &peer, year)));
        if list == ErasedList::Drop {
            let lists = self.held.documents.iter().filter(|(_, row)| row.kind == DocKind::List(peer));
            gone.extend(lists.map(|(doc, _)| *doc));
        }
        self.forget_person(pending, &row);
        let kept = list == ErasedList::Keep;
        let erased = PeerRow {
            person: None,
            stopped: false,
            checked: false,
            words: None,
            they_say: None,
            only_mine: row.only_mine.filter(|_| kept),
            closed: None,
            erased: true,
            ..row
        };
        self.write_peer(pending, &erased, now)?;
        for doc in &gone {
            self.drop_document(pending, doc)?;
        }
        self.drop_local(pending, peer, &gone);
        self.held.cards.remove(&peer);
        self.held.entries.remove(&peer);
        Ok(())
    }

    fn drop_document(&mut self, pending: &mut Pending, doc: &DocId) -> Result<(), StoreError> {
        for table in [Table::Changes, Table::Views, Table::Documents] {
            for key in self.store.keys(table, &doc.0)? {
                pending.batch.delete(table, &key);
            }
        }
        pending.documents.remove(doc);
        self.held.documents.remove(doc);
        self.held.lists.remove(doc);
        self.documents.evict(doc);
        Ok(())
    }

    fn drop_local(&mut self, pending: &mut Pending, peer: PeerId, gone: &BTreeSet<DocId>) {
        let of_peer = |field: &Field| {
            matches!(field, Field::NewLine(of) | Field::Reword(of, _) | Field::NewNote(of) | Field::NewWords(of) | Field::HalfHour(of)
                if *of == peer)
        };
        let drafts: Vec<Field> = self.local.drafts.keys().filter(|field| of_peer(field)).copied().collect();
        for field in drafts {
            self.drop_draft(&mut pending.batch, field);
        }
        LocalRow::Seen.delete(&mut pending.batch, &peer);
        self.local.seen.remove(&peer);
        for doc in gone {
            LocalRow::Refused.delete(&mut pending.batch, doc);
            LocalRow::RefusedByThem.delete(&mut pending.batch, doc);
            self.local.refused.remove(doc);
            self.local.refused_by_them.remove(doc);
        }
        let about = |step: &Step| match step {
            Step::Put { doc, .. } | Step::Wordings { doc, .. } | Step::Text { doc, .. } => {
                gone.contains(doc) || *doc == self.notebook
            }
            Step::Network { .. } => false,
        };
        for (row, kept) in [(LocalRow::Undo, &mut self.local.undo), (LocalRow::Redo, &mut self.local.redo)] {
            kept.retain(|at, undoable| {
                let goes = undoable.steps.iter().any(about);
                if goes {
                    row.delete(&mut pending.batch, at);
                }
                !goes
            });
        }
    }
}
