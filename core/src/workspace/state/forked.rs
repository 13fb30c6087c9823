//! Changes that carry a number which another change of their device carries too, and what was built on them. They are
//! never part of a document; they are kept as evidence, and so that nothing that was written in them is lost.

use crate::{id::DeviceId, store::changes::StoredChange};
use serde::{Deserialize, Serialize};

/// How many changes of one document and device are kept so, and how many bytes.
const MOST: usize = 128;
const MOST_BYTES: usize = 128 * 1024;
/// How many operations they may be.
const MOST_OPS: u64 = 20_000;
/// Of how many devices.
const DEVICES: usize = 4;

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
        // Each device has a room of its own, so that one that makes much of it takes none from another.
        let of_it = |it: &&StoredChange| it.change.actor.is_run_of(&device);
        let (mut kept, mut bytes, mut ops) = changes
            .iter()
            .filter(of_it)
            .fold((0, 0, 0), |(kept, bytes, ops), it| (kept + 1, bytes + it.about_bytes(), ops + it.change.op_count()));
        for stored in new {
            let (more, does) = (stored.about_bytes(), stored.change.op_count());
            let known = changes.iter().any(|it| it.change == stored.change);
            let room = kept < MOST && bytes + more <= MOST_BYTES && ops + does <= MOST_OPS;
            if !known && room && changes.len() < MOST * DEVICES {
                (kept, bytes, ops) = (kept + 1, bytes + more, ops + does);
                changes.push(stored);
            }
        }
        (changes.len() > count).then_some(Self { device, changes })
    }
}
