//! Proofs of the secret, and the promise of a nonce.

use super::Channel;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sideways_core::{command::InvitationSecret, id::DeviceId};

/// Whose proof it is. Part of the proof, so that one sent back proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Joiner,
    Inviter,
}

/// Proves the secret on this channel, in that role.
pub(super) fn proof(secret: &InvitationSecret, channel: &Channel, role: Role) -> [u8; 32] {
    mac(secret, channel, role, role).map_or([0; 32], |mac| mac.finalize().into_bytes().into())
}

/// Whether the remote's proof, in its role, fits the secret. Takes the same time whether or not.
pub(super) fn is_proved(secret: &InvitationSecret, channel: &Channel, remote: Role, claimed: &[u8; 32]) -> bool {
    let me = match remote {
        Role::Joiner => Role::Inviter,
        Role::Inviter => Role::Joiner,
    };
    mac(secret, channel, me, remote).is_some_and(|mac| mac.verify_slice(claimed).is_ok())
}

fn mac(secret: &InvitationSecret, channel: &Channel, me: Role, prover: Role) -> Option<Hmac<Sha256>> {
    let (joiner, inviter) = ids(channel, me);
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).ok()?;
    let role: &[u8] = match prover {
        Role::Joiner => b"joiner",
        Role::Inviter => b"inviter",
    };
    for part in [b"sideways/join/1".as_slice(), &channel.exporter, &joiner.0, &inviter.0, role] {
        mac.update(part);
    }
    Some(mac)
}

/// The joiner's and the inviter's key, when this end has that role.
pub(super) fn ids(channel: &Channel, me: Role) -> (&DeviceId, &DeviceId) {
    match me {
        Role::Joiner => (&channel.me, &channel.remote),
        Role::Inviter => (&channel.remote, &channel.me),
    }
}

/// Binds to a nonce without showing it.
pub(super) fn commitment(nonce: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"sideways/nonce/1").chain_update(nonce).finalize().into()
}
