//! Sealed files, as asked for at a desk.

use serde::{Deserialize, Serialize};
use sideways_core::id::PeerId;
pub use sideways_sync::{Came, SealedFile};
use std::fmt;

/// Something about a sealed file. Who asks reads it and writes it; the desk knows bytes only.
#[derive(Clone, Serialize, Deserialize)]
pub enum SealedRequest {
    /// Makes one for a peer, and changes nothing. Gives [`super::Answer::Sealed`].
    Write(PeerId),
    /// Takes in what stands in one. Gives [`super::Answer::Came`].
    Read(Vec<u8>),
}

impl fmt::Debug for SealedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(peer) => write!(f, "Write({peer})"),
            Self::Read(bytes) => write!(f, "Read({} bytes)", bytes.len()),
        }
    }
}
