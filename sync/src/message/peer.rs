//! Messages of `sideways/peer/1`. None has a field that could name a document.

use super::{MAY_BE_IGNORED, body, bounds, encode, unknown};
use crate::effect::CloseReason;
use serde::{Deserialize, Serialize};
use sideways_core::{
    Generation,
    change::{Reason, Run},
    device::SignedStatement,
    id::{Hash, LineId},
    limits,
};

/// Where the list stands at the sender: committed, always.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Which fresh list. In every message that speaks of the list, so that what crosses a change of lists is known for what it is.
    pub(crate) generation: Generation,
    /// Its heads.
    pub(crate) heads: Vec<Hash>,
}

/// The greeting, and the whole exchange where both already have the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    /// Of the protocol.
    pub(crate) version: u16,
    /// The oldest and newest document format the sender reads and writes.
    pub(crate) formats: (u16, u16),
    /// What the sender states about its person's devices.
    pub(crate) statements: Vec<SignedStatement>,
    /// Where the list stands.
    pub(crate) standing: Standing,
    /// Whether the sender hasn't heard the receiver's greeting and asks for it again.
    pub(crate) asks: bool,
}

/// Where somebody writes just now. It is told while both are connected, is never written down, and holds no word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Caret {
    /// On the pad, after so many characters.
    Pad(u32),
    /// In a line of the list.
    Line(LineId),
}

/// One message between two colleagues' devices.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum PeerMessage {
    /// First, from both.
    Hello(Hello),
    /// Committed changes that the receiver lacks, and where the sender stands with them.
    Changes(Standing, Vec<Run>),
    /// What the sender has committed: the acknowledgement.
    Have(Standing),
    /// The same, from one who heard nothing and asks for an answer; what was sent may not have come.
    Again(Standing),
    /// The sender knows none of the receiver's heads, and waits for what tells it what the receiver has.
    Unknown(Standing),
    /// The answer where no changes go: some of the sender's changes, from all of its history.
    Some(Standing, Vec<Hash>),
    /// Changes of the receiver that the sender didn't take.
    Refused(Vec<(Hash, Reason)>),
    /// The reason of the close that follows.
    Bye(u32),
    /// Where the sender writes, or that it doesn't any more. May be ignored.
    Caret(Option<Caret>),
    /// Where the sender’s computer is just now, to be found again by. May be ignored.
    Where(Vec<String>),
}

const HELLO: u8 = 1;
const CHANGES: u8 = 2;
const HAVE: u8 = 3;
const AGAIN: u8 = 4;
const REFUSED: u8 = 5;
pub(super) const BYE: u8 = 6;
const UNKNOWN: u8 = 7;
const SOME: u8 = 8;
const CARET: u8 = MAY_BE_IGNORED | 1;
const WHERE: u8 = MAY_BE_IGNORED | 2;

impl PeerMessage {
    /// The frame's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Hello(hello) => encode(HELLO, hello),
            Self::Changes(standing, runs) => encode(CHANGES, &(standing, runs)),
            Self::Have(standing) => encode(HAVE, standing),
            Self::Again(standing) => encode(AGAIN, standing),
            Self::Unknown(standing) => encode(UNKNOWN, standing),
            Self::Some(standing, some) => encode(SOME, &(standing, some)),
            Self::Refused(refused) => encode(REFUSED, refused),
            Self::Bye(code) => encode(BYE, code),
            Self::Caret(caret) => encode(CARET, caret),
            Self::Where(addresses) => encode(WHERE, addresses),
        }
    }

    /// Reads a frame. `None` is a message that this version doesn't know and may ignore.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Self>, CloseReason> {
        let (kind, rest) = bytes.split_first().ok_or(CloseReason::Malformed)?;
        Ok(Some(match *kind {
            HELLO => Self::Hello(body::<bounds::Hello, _>(rest)?),
            CHANGES => {
                let (standing, runs) = body::<(bounds::Standing, bounds::Runs), (Standing, Vec<Run>)>(rest)?;
                if runs.iter().any(|run| run.changes.is_empty()) || changes_in(&runs) > limits::CHANGES_IN_FRAME {
                    return Err(CloseReason::Malformed);
                }
                Self::Changes(standing, runs)
            }
            HAVE => Self::Have(body::<bounds::Standing, _>(rest)?),
            AGAIN => Self::Again(body::<bounds::Standing, _>(rest)?),
            UNKNOWN => Self::Unknown(body::<bounds::Standing, _>(rest)?),
            SOME => {
                let (standing, some) =
                    body::<(bounds::Standing, bounds::Many<bounds::Id32, { limits::HEADS }>), _>(rest)?;
                Self::Some(standing, some)
            }
            REFUSED => Self::Refused(body::<bounds::Refused, _>(rest)?),
            BYE => Self::Bye(body::<u32, _>(rest)?),
            CARET => Self::Caret(body::<Option<bounds::Caret>, _>(rest)?),
            WHERE => Self::Where(body::<bounds::Many<bounds::Name, { limits::ADDRESSES }>, _>(rest)?),
            kind => return unknown(kind),
        }))
    }
}

/// How many changes those are.
pub(crate) fn changes_in(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.changes.len()).sum()
}
