//! Messages of `sideways/own-pair/1`, in the order in which they go. Before both people said that the words match,
//! nothing of either computer travels but proofs and random numbers.

use super::{body, bounds, encode, peer::BYE, unknown};
use crate::effect::CloseReason;
use serde::{Deserialize, Serialize};
use sideways_core::{Adoption, device::SignedStatement};

/// The new computer knows the secret, and has chosen its nonce.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct OwnProve {
    /// Proves the secret; the secret itself is never sent.
    pub(crate) proof: [u8; 32],
    /// Binds it to a nonce that it reveals after it saw the other's.
    pub(crate) commitment: [u8; 32],
}

/// The one that invites knows it too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct OwnWelcome {
    /// Proves the secret in the inviter's role.
    pub(crate) proof: [u8; 32],
    /// The inviter's nonce.
    pub(crate) nonce: [u8; 32],
}

/// One message between two computers of one person that don't know each other yet.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum OwnPairMessage {
    /// From the new one.
    Prove(OwnProve),
    /// From the one that invites.
    Welcome(OwnWelcome),
    /// From the new one: the nonce it committed to. Both show the words from here on.
    Reveal([u8; 32]),
    /// From the one that invites: it shows the words.
    Words,
    /// From the new one, when its user said that they match: what it says of itself.
    Match(SignedStatement),
    /// From the one that invites, when its user said so too: whose computer the new one is from now on.
    Adopt(Adoption),
    /// From the new one: it is, on the disk.
    Adopted,
    /// From either: the reason of the close that follows.
    Bye(u32),
}

const PROVE: u8 = 97;
const WELCOME: u8 = 98;
const REVEAL: u8 = 99;
const WORDS: u8 = 100;
const MATCH: u8 = 101;
const ADOPT: u8 = 102;
const ADOPTED: u8 = 103;

impl OwnPairMessage {
    /// The frame's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Prove(prove) => encode(PROVE, prove),
            Self::Welcome(welcome) => encode(WELCOME, welcome),
            Self::Reveal(nonce) => encode(REVEAL, nonce),
            Self::Words => encode(WORDS, &()),
            Self::Match(statement) => encode(MATCH, statement),
            Self::Adopt(adoption) => encode(ADOPT, adoption),
            Self::Adopted => encode(ADOPTED, &()),
            Self::Bye(code) => encode(BYE, code),
        }
    }

    /// Reads a frame. `None` is a message that this version doesn't know and may ignore.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Self>, CloseReason> {
        let (kind, rest) = bytes.split_first().ok_or(CloseReason::Malformed)?;
        Ok(Some(match *kind {
            PROVE => Self::Prove(body::<OwnProve, _>(rest)?),
            WELCOME => Self::Welcome(body::<OwnWelcome, _>(rest)?),
            REVEAL => Self::Reveal(body::<[u8; 32], _>(rest)?),
            WORDS => {
                body::<(), ()>(rest)?;
                Self::Words
            }
            MATCH => Self::Match(body::<bounds::Statement, _>(rest)?),
            ADOPT => Self::Adopt(body::<(bounds::Id16, bounds::Id16, bounds::Introduction), _>(rest)?),
            ADOPTED => {
                body::<(), ()>(rest)?;
                Self::Adopted
            }
            BYE => Self::Bye(body::<u32, _>(rest)?),
            kind => return unknown(kind),
        }))
    }
}
