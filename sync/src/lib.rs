//! How two devices agree.

mod effect;
pub mod frame;
mod invitation;
mod message;
mod pairing;
mod plain;
mod session;
mod words;

pub use effect::{CloseReason, Effect};
pub use invitation::{Invitation, InvitationError, InvitationKind};
pub use pairing::{Channel, Inviter, JoinError, Joiner, ProofLimit};
pub use session::Session;

/// Between two colleagues' devices that share a list. See [`Session`].
pub const PEER_ALPN: &[u8] = b"sideways/peer/1";
/// Between two colleagues' devices that don't know each other yet. See [`Inviter`] and [`Joiner`].
pub const PAIR_ALPN: &[u8] = b"sideways/pair/1";
