//! The one place that decides access: who may read and write which document. A colleague's device gets one list, another
//! device of mine everything; the two proofs have nothing in common.

use crate::id::{DeviceId, DocId, PeerId};

/// Proof that a remote device may read and write one list. Only the workspace makes one, from what its
/// user granted; everything that encodes a document for a remote asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub(crate) peer: PeerId,
    pub(crate) remote: DeviceId,
    pub(crate) list: DocId,
}

impl Grant {
    /// The peer whose device it is.
    #[must_use]
    pub fn peer(&self) -> PeerId {
        self.peer
    }

    /// The remote device.
    #[must_use]
    pub fn remote(&self) -> DeviceId {
        self.remote
    }
}

/// Proof that a remote device is another one of this user, and may have everything. Only the workspace makes one, from
/// what this user's devices vouch for; it is asked again before every frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnGrant {
    pub(crate) remote: DeviceId,
}

impl OwnGrant {
    /// The remote device.
    #[must_use]
    pub fn remote(&self) -> DeviceId {
        self.remote
    }
}
