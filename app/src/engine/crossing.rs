//! Two connections between the same two devices that were dialled at the same moment.
//!
//! One of them is kept, and both sides know which. But the other may have been used already, and the last word
//! on it may still be on its way: whoever heard all it waited for on it may end its program then. So the one that
//! will be kept waits, and what is said on it as well, until the other one has ended.

use super::opened::Opened;
use sideways_sync::net::{Arrived, ConnId};

/// A connection that waits for an older one to end. The network holds back what is more than a few frames.
pub(super) struct Crossing {
    opened: Opened,
    frames: Vec<Arrived>,
}

impl Crossing {
    pub(super) fn new(opened: Opened) -> Self {
        Self { opened, frames: Vec::new() }
    }

    pub(super) fn conn(&self) -> ConnId {
        self.opened.conn
    }

    pub(super) fn hold(&mut self, frame: Arrived) {
        self.frames.push(frame);
    }

    pub(super) fn into_parts(self) -> (Opened, Vec<Arrived>) {
        (self.opened, self.frames)
    }
}
