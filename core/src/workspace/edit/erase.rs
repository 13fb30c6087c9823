//! Erasing a peer for good. A mark in the notebook says so to all my devices; the card and the journals leave
//! the store, and then the store's file is written anew, so that no old page keeps their bytes.

use super::super::{
    state::{
        device::DeviceChange,
        undoable::{Direction, Step},
    },
    transaction::Transaction,
};
use crate::{
    command::{ErasedList, Outcome},
    error::EditError,
    id::{DocId, PeerId},
    rows::{DocKind, PeerRow},
    snapshot::Field,
};
use std::collections::BTreeSet;

impl Transaction<'_> {
    pub(super) fn erase(&mut self, peer: PeerId, list: ErasedList) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        // Whoever was merged into them is the same person, and goes too.
        let merged = self.model().peers.values().filter(|row| self.model().merged(row) == Some(peer));
        let all: Vec<PeerRow> = merged.cloned().chain([row]).collect();
        for row in all {
            self.erase_one(row, list)?;
        }
        Ok(Outcome::Done)
    }

    fn erase_one(&mut self, row: PeerRow, list: ErasedList) -> Result<(), EditError> {
        self.forget_person(&row);
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
            list_erased: list == ErasedList::Drop,
            ..row
        };
        self.write_peer(&erased)?;
        self.drop_erased(&erased);
        Ok(())
    }

    /// Has everything go from this device that was written down about somebody who is erased: here, or on another
    /// device of mine.
    pub(in super::super) fn drop_erased(&mut self, row: &PeerRow) {
        let peer = row.id;
        // By what they are, and not by what a row of the notebook names: one of my computers may have been in other hands.
        let about = self.model().documents.iter().filter(|(_, document)| document.kind.peer() == Some(peer));
        let goes = about.filter(|(_, document)| row.list_erased || !matches!(document.kind, DocKind::List(_)));
        let gone: BTreeSet<DocId> = goes.map(|(doc, _)| *doc).collect();
        gone.iter().for_each(|doc| self.drop_document(*doc));
        self.forget_peer(peer);
        self.drop_local(peer, &gone);
    }

    fn drop_local(&mut self, peer: PeerId, gone: &BTreeSet<DocId>) {
        let of_peer = |field: &&Field| field.peer() == Some(peer);
        let drafts: Vec<Field> = self.device().drafts.keys().filter(of_peer).copied().collect();
        drafts.into_iter().for_each(|field| self.drop_draft(field));
        self.set(DeviceChange::ForgetSeen(peer));
        gone.iter().for_each(|doc| self.set(DeviceChange::ForgetRefusals(*doc)));
        let notebook = self.notebook();
        let about = |step: &Step| step.document().is_some_and(|doc| gone.contains(&doc) || doc == notebook);
        let device = self.device();
        let all = [(Direction::Undo, &device.undo), (Direction::Redo, &device.redo)];
        let goes = all.into_iter().flat_map(|(direction, kept)| {
            let kept = kept.iter().filter(|(_, undoable)| undoable.steps.iter().any(about));
            kept.map(move |(at, _)| DeviceChange::Undo(direction, *at, None))
        });
        let goes: Vec<DeviceChange> = goes.collect();
        goes.into_iter().for_each(|change| self.set(change));
    }
}
