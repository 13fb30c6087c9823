//! What the other side is known to have, while that is in memory only: it is worth no commit of its own.

use super::{
    acknowledged::Acknowledged,
    device::{Confirmation, DeviceRow, DeviceState},
};
use crate::{id::PeerId, snapshot::Moment, store::Batch};

impl DeviceState {
    /// Keeps that a peer has everything, until the next commit in memory only. Whether anything waited.
    pub(crate) fn confirm_in_memory(&mut self, peer: PeerId, has: Acknowledged, at: Moment) -> bool {
        self.acknowledged.insert(peer, has);
        let waited = self.waiting.remove(&peer).unwrap_or_default();
        self.confirmations.insert(peer, Confirmation { at: Some(at), everything_waits: false });
        let any = !waited.is_empty();
        self.unsaved.entry(peer).or_default().extend(waited);
        any
    }

    /// The confirmations that are in memory only.
    pub(crate) fn unsaved_confirmations(&self) -> Vec<(PeerId, Confirmation)> {
        let unsaved = self.unsaved.keys().filter_map(|peer| Some((*peer, self.confirmations.get(peer)?.clone())));
        unsaved.collect()
    }

    /// Puts what is in memory only into a commit.
    pub(crate) fn write_unsaved(&self, batch: &mut Batch) {
        for (peer, lines) in &self.unsaved {
            DeviceRow::Confirmation.set(batch, peer, self.confirmations.get(peer));
            DeviceRow::Acknowledged.set(batch, peer, self.acknowledged.get(peer));
            lines.iter().for_each(|line| DeviceRow::Waiting.delete(batch, &(peer, line)));
        }
    }

    /// Says that it is on the disk.
    pub(crate) fn saved(&mut self) {
        self.unsaved.clear();
    }
}
