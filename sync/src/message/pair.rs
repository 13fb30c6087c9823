//! Messages of `sideways/pair/1`, in the order in which they go.

use super::{body, bounds, encode, peer::BYE, unknown};
use crate::effect::CloseReason;
use serde::{Deserialize, Serialize};
use sideways_core::{Generation, device::SignedStatement, id::DocId};

/// The joiner knows the secret, and has chosen its nonce.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Prove {
    /// Proves the secret; the secret itself is never sent.
    pub(crate) proof: [u8; 32],
    /// Binds the joiner to a nonce that it reveals after it saw the inviter's.
    pub(crate) commitment: [u8; 32],
    /// What the joiner states about its devices.
    pub(crate) statements: Vec<SignedStatement>,
    /// Its user's name, as they say it.
    pub(crate) name: String,
    /// Their department, as they say it.
    pub(crate) department: String,
}

/// The inviter knows it too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Welcome {
    /// Proves the secret in the inviter's role.
    pub(crate) proof: [u8; 32],
    /// The inviter's nonce.
    pub(crate) nonce: [u8; 32],
    /// What the inviter states about its devices.
    pub(crate) statements: Vec<SignedStatement>,
    /// Its user's name, as they say it.
    pub(crate) name: String,
    /// Their department, as they say it.
    pub(crate) department: String,
    /// The list both will have.
    pub(crate) list: DocId,
    /// Where it stands.
    pub(crate) generation: Generation,
}

/// One message of a pairing.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum PairMessage {
    /// From the joiner.
    Prove(Prove),
    /// From the inviter.
    Welcome(Welcome),
    /// From the joiner: the nonce it committed to.
    Reveal([u8; 32]),
    /// From the inviter: it is bound, on the disk.
    Done,
    /// From either: the reason of the close that follows.
    Bye(u32),
}

const PROVE: u8 = 33;
const WELCOME: u8 = 34;
const REVEAL: u8 = 35;
const DONE: u8 = 36;

type ProveBounds = ([u8; 32], [u8; 32], bounds::Introduction, bounds::Name, bounds::Name);
type WelcomeBounds = ([u8; 32], [u8; 32], bounds::Introduction, bounds::Name, bounds::Name, bounds::Id16, Generation);

impl PairMessage {
    /// The frame's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Prove(prove) => encode(PROVE, prove),
            Self::Welcome(welcome) => encode(WELCOME, welcome),
            Self::Reveal(nonce) => encode(REVEAL, nonce),
            Self::Done => encode(DONE, &()),
            Self::Bye(code) => encode(BYE, code),
        }
    }

    /// Reads a frame. `None` is a message that this version doesn't know and may ignore.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Self>, CloseReason> {
        let (kind, rest) = bytes.split_first().ok_or(CloseReason::Malformed)?;
        Ok(Some(match *kind {
            PROVE => Self::Prove(body::<ProveBounds, _>(rest)?),
            WELCOME => Self::Welcome(body::<WelcomeBounds, _>(rest)?),
            REVEAL => Self::Reveal(body::<[u8; 32], _>(rest)?),
            DONE => {
                body::<(), ()>(rest)?;
                Self::Done
            }
            BYE => Self::Bye(body::<u32, _>(rest)?),
            kind => return unknown(kind),
        }))
    }
}
