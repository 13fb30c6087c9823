//! Changes that were refused: remembered by name, so that the same one is refused again without being judged.

use super::device::DeviceRow;
use crate::{
    change::Reason,
    id::{DocId, Hash},
    store::Batch,
};
use std::collections::{BTreeMap, HashMap};

/// Refusals remembered for one document.
const REFUSALS: usize = 1_000;

/// Changes of one document that were refused, the newest last, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Refusals {
    by_number: BTreeMap<u32, (Hash, Reason)>,
    known: HashMap<Hash, Reason>,
}

impl Refusals {
    pub(crate) fn contains(&self, hash: &Hash) -> bool {
        self.known.contains_key(hash)
    }

    /// Each, and why.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Hash, Reason)> {
        self.by_number.values().copied()
    }

    /// Why each was.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        self.by_number.values().map(|(_, reason)| *reason).collect()
    }

    /// The number of each.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &u32> {
        self.by_number.keys()
    }

    fn next(&self) -> u32 {
        self.by_number.keys().next_back().map_or(0, |last| last.saturating_add(1))
    }

    pub(super) fn take(&mut self, number: u32, hash: Hash, reason: Reason) {
        self.known.insert(hash, reason);
        self.by_number.insert(number, (hash, reason));
        while self.by_number.len() > REFUSALS {
            if let Some((_, (oldest, _))) = self.by_number.pop_first() {
                self.known.remove(&oldest);
            }
        }
    }
}

pub(super) fn write(row: DeviceRow, of: Option<&Refusals>, doc: &DocId, new: &[(Hash, Reason)], batch: &mut Batch) {
    for (number, refusal) in (of.map_or(0, Refusals::next)..).zip(new) {
        row.put(batch, &(doc, number), refusal);
        // As many as are kept stand before it.
        if let Some(oldest) = number.checked_sub(REFUSALS as u32) {
            row.delete(batch, &(doc, oldest));
        }
    }
}

pub(super) fn take_all(of: &mut Refusals, new: Vec<(Hash, Reason)>) {
    for (number, (hash, reason)) in (of.next()..).zip(new) {
        of.take(number, hash, reason);
    }
}
