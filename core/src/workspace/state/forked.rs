//! Changes that carry a number which another change of their device carries too, and what was built on them. They are
//! never part of a document; they are kept as evidence, and so that nothing that was written in them is lost.

use crate::{id::DeviceId, store::changes::StoredChange};
use serde::{Deserialize, Serialize};

/// How many changes of one document are kept so, and how many bytes.
const MOST: usize = 128;
const MOST_BYTES: usize = 128 * 1024;

/// What one device made beside what is in a document.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Forked {
    /// Which device.
    pub(crate) device: DeviceId,
    /// In an order in which each comes after what it builds on, as far as that is here.
    pub(crate) changes: Vec<StoredChange>,
}

impl Forked {
    /// As many of them as there is room for; nothing where none is new.
    pub(crate) fn with(before: Option<&Self>, device: DeviceId, new: Vec<StoredChange>) -> Option<Self> {
        let mut changes = before.map(|before| before.changes.clone()).unwrap_or_default();
        let count = changes.len();
        let mut bytes: usize = changes.iter().map(StoredChange::about_bytes).sum();
        for stored in new {
            bytes += stored.about_bytes();
            let known = changes.iter().any(|it| it.change == stored.change);
            if !known && changes.len() < MOST && bytes <= MOST_BYTES {
                changes.push(stored);
            }
        }
        (changes.len() > count).then_some(Self { device, changes })
    }
}
