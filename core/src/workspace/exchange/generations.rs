//! Fresh lists that they went on in: which one both meet in, which one is shown, and what becomes of lines that the
//! fresh one lacks.

use super::super::{
    Generation, Workspace,
    state::{
        device::{Confirmation, DeviceChange},
        line::LineState,
    },
    transaction::Transaction,
};
use crate::{
    error::{EditError, StoreError},
    id::{LineId, PeerId},
    rows::{Earlier, PeerRow},
    snapshot::{Moment, Who},
};
use std::collections::BTreeSet;

impl Workspace {
    /// Lines that I raised which the one list shows and the other one doesn't have: neither the line nor its words. In
    /// a fresh list all lines bear the name of whoever began it, so there each counts; and whatever I wrote since they
    /// went on is in the one list only.
    pub(in super::super) fn lines_lacking(&self, row: &PeerRow) -> BTreeSet<LineId> {
        let lists = &self.model.lists;
        let Some(old) = lists.get(&row.list()) else { return BTreeSet::new() };
        let there: Vec<&LineState> = lists.get(&row.synced()).map(|list| list.in_order().collect()).unwrap_or_default();
        let ids: BTreeSet<LineId> = there.iter().filter_map(|line| Some(line.head()?.id)).collect();
        let kept = row.only_mine.and_then(|doc| lists.get(&doc));
        let words = there.iter().copied().chain(kept.into_iter().flat_map(|list| list.in_order()));
        let words: BTreeSet<&str> = words.flat_map(|line| line.versions()).map(|it| it.text.as_str()).collect();
        let written = row.shows.and_then(|_| self.device.waiting.get(&row.id));
        let lacks = |line: &&LineState| {
            line.head().is_some_and(|head| {
                if written.is_some_and(|written| written.contains(&head.id)) {
                    return true;
                }
                let mine = row.shows.is_some_and(|shown| shown.number > 0)
                    || head.raised_by.iter().any(|writer| self.who(writer) == Who::Me);
                let has_words = line.versions().iter().any(|version| words.contains(version.text.as_str()));
                mine && !ids.contains(&head.id) && !has_words
            })
        };
        old.in_order().filter(lacks).filter_map(|line| Some(line.head()?.id)).collect()
    }

    /// Shows the list that both meet in, once it has every line of mine.
    pub(in super::super) fn catch_up(&mut self, peer: PeerId, now: Moment) -> Result<(), StoreError> {
        let Some(row) = self.model.peers.get(&peer).filter(|row| row.shows.is_some()).cloned() else { return Ok(()) };
        if !self.lines_lacking(&row).is_empty() {
            return Ok(());
        }
        self.transact(now, |transaction| transaction.show_synced(row).map_err(StoreError::from))
    }
}

impl Transaction<'_> {
    /// Shows the list that both meet in.
    pub(in super::super) fn show_synced(&mut self, row: PeerRow) -> Result<(), EditError> {
        let row = PeerRow { shows: None, ..row };
        // What was written in the list before it waits for nobody any more.
        self.set(DeviceChange::NothingWaits(row.id));
        // What I saw of a line there was another count of wordings and notes.
        let looks = self.model().lists.get(&row.synced()).map(|list| {
            let seen = self.device().seen.get(&row.id);
            let known = list.lines.keys().filter(|line| seen.is_some_and(|seen| seen.contains_key(line)));
            known.filter_map(|line| Some((*line, list.look(self.me(), *line)?))).collect::<Vec<_>>()
        });
        for (line, look) in looks.unwrap_or_default() {
            self.set(DeviceChange::Seen(row.id, line, look));
        }
        self.write_peer(&row)?;
        self.touch(row.id);
        Ok(())
    }

    /// Goes on where they went on. What it lacks of mine stays only with me.
    pub(in super::super) fn go_along(&mut self, row: PeerRow) -> Result<(), EditError> {
        let old = row.list();
        let lines = self.ws.lines_lacking(&row);
        let row = if lines.is_empty() {
            row
        } else {
            let doc = self.only_mine(&row)?;
            self.copy_chosen(&row, old, doc, &lines)?;
            PeerRow { only_mine: Some(doc), ..row }
        };
        self.show_synced(row)
    }

    /// Goes on in their fresh list. What is in it comes later, and may lack what they had of me.
    pub(super) fn follow(&mut self, row: PeerRow, theirs: Generation) -> Result<(), EditError> {
        let before = Earlier { number: row.generation, by: row.generation_by };
        let row = PeerRow { generation: theirs.number, generation_by: Some(theirs.by), ..row };
        let row = PeerRow { shows: row.shows.or(Some(before)), ..row };
        let lacks = !self.ws.lines_lacking(&row).is_empty();
        let row = PeerRow { shows: row.shows.filter(|_| lacks), ..row };
        self.write_peer(&row)?;
        self.set(DeviceChange::NothingWaits(row.id));
        self.set(DeviceChange::Confirmation(row.id, Some(Confirmation::default())));
        self.touch(row.id);
        Ok(())
    }
}
