//! Changes that wait: for those that they build on, or for somebody who remains to build on them.

use super::super::documents::Signature;
use crate::{
    change::Change,
    document::{Author, Encoded},
    id::Hash,
    limits,
};
use std::collections::{BTreeSet, VecDeque};

/// A change whose bounds and signature were checked.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub(super) change: Change,
    pub(super) encoded: Encoded,
    /// Whose it is; nobody's where only another device of mine still knows them, and judged it.
    pub(super) author: Option<Author>,
    /// Its device was removed: it counts where somebody who remains built on it.
    pub(super) needs_anchor: bool,
    pub(super) signature: Option<Signature>,
    pub(super) bytes: usize,
}

/// Changes that wait for those they build on.
#[derive(Debug, Default, Clone)]
pub(in super::super) struct OrphanChanges {
    pub(super) changes: VecDeque<Checked>,
    bytes: usize,
}

impl OrphanChanges {
    /// Keeps a change; the oldest leave when there is no room.
    pub(super) fn keep(&mut self, checked: Checked) {
        if self.changes.iter().any(|known| known.encoded.hash == checked.encoded.hash) {
            return;
        }
        self.bytes += checked.bytes;
        self.changes.push_back(checked);
        while self.changes.len() > limits::PEN_CHANGES || self.bytes > limits::PEN_BYTES {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.bytes -= oldest.bytes;
        }
    }

    /// How much of the room they take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Those that build on a change that is there now. What needs an anchor waits for that.
    pub(super) fn waiting_for(&mut self, hash: &Hash) -> Vec<Checked> {
        self.take(|it| !it.needs_anchor && it.change.deps.contains(hash))
    }

    /// Those that were anchored meanwhile.
    pub(super) fn anchored(&mut self, anchored: &BTreeSet<Hash>) -> Vec<Checked> {
        self.take(|it| it.needs_anchor && anchored.contains(&it.encoded.hash))
    }

    fn take(&mut self, which: impl Fn(&Checked) -> bool) -> Vec<Checked> {
        let (free, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.changes).into_iter().partition(which);
        self.changes = others.into();
        self.bytes -= free.iter().map(|checked| checked.bytes).sum::<usize>();
        free
    }
}

/// What changes of those who remain build on, directly or through others of these: with that a change of a removed
/// device counts, because somebody had it who still speaks.
pub(super) fn anchored<'a>(all: impl Iterator<Item = &'a Checked> + Clone) -> BTreeSet<Hash> {
    let mut next: Vec<&Checked> = all.clone().filter(|it| !it.needs_anchor).collect();
    let by_hash: std::collections::BTreeMap<Hash, &Checked> = all.map(|it| (it.encoded.hash, it)).collect();
    let mut anchored = BTreeSet::new();
    while let Some(checked) = next.pop() {
        let below = checked.change.deps.iter().filter(|hash| anchored.insert(**hash));
        next.extend(below.filter_map(|hash| by_hash.get(hash).copied()));
    }
    anchored
}
