//! What the other side is known to have, and what waits for it.

use super::super::{
    Workspace,
    state::{
        acknowledged::Acknowledged,
        device::{Confirmation, DeviceChange},
    },
    transaction::Transaction,
};
use crate::{
    change::Reason,
    error::StoreError,
    grant::Grant,
    id::{Hash, PeerId},
    limits,
    snapshot::Moment,
};
use std::collections::BTreeSet;

/// How long a confirmation may stay in memory only; it is knowledge about the other side, not anybody's words.
const CONFIRMATION_KEPT_MS: i64 = 5_000;

impl Workspace {
    /// Keeps that the remote has committed what `theirs` names.
    pub fn confirmed(&mut self, grant: &Grant, theirs: &[Hash], now: Moment) -> Result<(), StoreError> {
        let heads = self.model.documents.get(&grant.list).map(|row| row.heads.clone()).unwrap_or_default();
        if !self.stands(grant) || !heads.iter().all(|head| theirs.contains(head)) {
            return Ok(());
        }
        let before = self.device.confirmations.get(&grant.peer).cloned().unwrap_or_default();
        let recent = before.at.is_some_and(|at| now.unix_ms.abs_diff(at.unix_ms) < CONFIRMATION_KEPT_MS as u64);
        let shows_another = self.model.peers.get(&grant.peer).is_some_and(|row| row.shows.is_some());
        if recent && !before.everything_waits && !shows_another {
            // Told again soon, so not worth a commit of its own: it goes along with the next one.
            let waited = self.device.confirm_in_memory(grant.peer, Acknowledged::all(grant, heads), now);
            if waited {
                self.publish_peer(grant.peer);
            }
            return Ok(());
        }
        self.transact(now, |transaction| {
            transaction.confirm(grant, heads);
            Ok(())
        })
    }

    /// Keeps what was only in memory so far, as before the program ends: what the other side is known to have.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        let unsaved: Vec<(PeerId, Confirmation)> = self.device.unsaved_confirmations();
        if unsaved.is_empty() || self.is_held() {
            return self.stamp_last();
        }
        self.transact::<_, StoreError>(Moment::default(), |transaction| {
            for (peer, confirmation) in unsaved {
                transaction.set(DeviceChange::Confirmation(peer, Some(confirmation)));
            }
            Ok(())
        })?;
        self.stamp_last()
    }

    /// Keeps that the remote refused changes of mine.
    pub fn refused_by_them(&mut self, grant: &Grant, refused: &[(Hash, Reason)]) -> Result<(), StoreError> {
        let known = self.device.refused_by_them.get(&grant.list);
        let mut named = BTreeSet::new();
        let new = refused.iter().take(limits::CHANGES_IN_FRAME);
        let new = new.filter(|(hash, _)| known.is_none_or(|known| !known.contains(hash)) && named.insert(*hash));
        let new: Vec<(Hash, Reason)> = new.copied().collect();
        if new.is_empty() {
            return Ok(());
        }
        self.transact(Moment::default(), |transaction| {
            transaction.set(DeviceChange::RefusedByThem(grant.list, new));
            transaction.touch(grant.peer);
            Ok(())
        })
    }
}

impl Transaction<'_> {
    /// Keeps that the other side has everything there is: what these heads name.
    pub(super) fn confirm(&mut self, grant: &Grant, heads: Vec<Hash>) {
        let peer = grant.peer;
        // What is written in a list before a fresh one reaches nobody.
        if self.peer(&peer).is_none_or(|row| row.shows.is_none()) {
            self.set(DeviceChange::NothingWaits(peer));
        }
        let confirmation = Confirmation { at: Some(self.now), everything_waits: false };
        self.set(DeviceChange::Confirmation(peer, Some(confirmation)));
        self.set(DeviceChange::Acknowledged(peer, Some(Acknowledged::all(grant, heads))));
        self.touch(peer);
    }

    /// Counts the lines written here that the other side lacks. What is only mine waits for nobody.
    pub(in super::super) fn count_waiting(&mut self) {
        let mut waits = Vec::new();
        for (peer, doc, lines) in self.dirty_lines() {
            let shared =
                self.peer(&peer).is_some_and(|row| row.person.is_some() && [row.synced(), row.list()].contains(&doc));
            let waiting = self.device().waiting.get(&peer);
            let new = lines.iter().filter(|line| shared && waiting.is_none_or(|waiting| !waiting.contains(line)));
            waits.extend(new.map(|line| DeviceChange::Waits(peer, *line)));
        }
        waits.into_iter().for_each(|change| self.set(change));
    }
}
