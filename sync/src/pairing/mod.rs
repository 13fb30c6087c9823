//! Two people's computers meet for the first time: an invitation's secret is proved, never sent, and both
//! screens show the same four words.
//!
//! ```text
//! joiner                                            inviter
//!   Prove   proof of the secret, promise of a nonce →
//!         ← Welcome   proof in the other role, nonce, the list
//!   Reveal  the promised nonce                      →   four words; bound, on the disk
//!         ← Done                                         four words; bound, on the disk
//! ```
//!
//! A proof covers the secret, this one TLS channel, both keys and the role, so that none can be carried to
//! another channel or sent back. The joiner promises its nonce before it sees the inviter's, so that nobody
//! in the middle can search for nonces that make the words agree.

mod device_inviter;
mod device_joiner;
mod inviter;
mod joiner;
mod limit;
mod proof;

pub use device_inviter::{DeviceInviter, is_inviting_devices};
pub use device_joiner::DeviceJoiner;
pub use inviter::{Inviter, is_inviting};
pub use joiner::{JoinError, Joiner};
pub use limit::ProofLimit;

use crate::{
    effect::{CloseReason, Effect},
    message::PairMessage,
};
#[cfg(test)]
use sideways_core::command::InvitationSecret;
use sideways_core::{Workspace, device::SignedStatement, id::DeviceId};
use std::fmt;

/// What TLS proved about a connection.
#[derive(Clone)]
pub struct Channel {
    /// Keying material that only these two ends of this one connection have.
    pub exporter: [u8; 32],
    /// This device.
    pub me: DeviceId,
    /// The device at the other end.
    pub remote: DeviceId,
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channel({} to {})", self.me, self.remote)
    }
}

fn say(message: &PairMessage) -> Effect {
    Effect::Send(message.encode())
}

fn goodbye(reason: CloseReason) -> [Effect; 2] {
    [say(&PairMessage::Bye(reason.code())), Effect::Close(reason)]
}

/// What this device says of itself and its user.
fn introduction(ws: &Workspace) -> (Vec<SignedStatement>, String, String) {
    let me = ws.snapshot();
    (ws.introduction(), crate::plain::short(&me.me.name), crate::plain::short(&me.me.department))
}

/// The joiner's proof and commitment, for the page's vectors.
#[cfg(test)]
pub(crate) fn prove(secret: &InvitationSecret, channel: &Channel, nonce: &[u8; 32]) -> ([u8; 32], [u8; 32]) {
    (proof::proof(secret, channel, proof::Role::Joiner), proof::commitment(nonce))
}

/// The inviter's proof, for the page's vectors.
#[cfg(test)]
pub(crate) fn welcome(secret: &InvitationSecret, channel: &Channel) -> [u8; 32] {
    proof::proof(secret, channel, proof::Role::Inviter)
}

#[cfg(test)]
mod tests;
