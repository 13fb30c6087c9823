//! What stands in a sealed file: messages as on a connection, without a connection.

use super::{Standing, body, bounds, changes_in, encode, unknown};
use crate::effect::CloseReason;
use serde::{Deserialize, Serialize};
use sideways_core::{
    change::{Reason, Run},
    device::SignedStatement,
    id::{DeviceId, Hash, PersonId},
    limits,
};

/// The first message: who wrote the file, for whom, and where the list stands there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Opening {
    /// Of the format.
    pub(crate) version: u16,
    /// The oldest and newest document format the writer reads and writes.
    pub(crate) formats: (u16, u16),
    /// The device whose signature is under the file.
    pub(crate) from: DeviceId,
    /// Whom it is for: so that nobody can hand on to a third what was written for them.
    pub(crate) to: PersonId,
    /// What the writer states about its person's devices.
    pub(crate) statements: Vec<SignedStatement>,
    /// Where the list stands: what the writer has committed.
    pub(crate) standing: Standing,
    /// Whether there was more than goes into one file.
    pub(crate) rest: bool,
}

/// One message of a sealed file.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum SealedMessage {
    /// First, once.
    Opening(Opening),
    /// Committed changes that the reader isn't known to have.
    Changes(Vec<Run>),
    /// Changes of the reader's that the writer didn't take.
    Refused(Vec<(Hash, Reason)>),
}

const OPENING: u8 = 1;
const CHANGES: u8 = 2;
const REFUSED: u8 = 3;

impl SealedMessage {
    /// The message's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Opening(opening) => encode(OPENING, opening),
            Self::Changes(runs) => encode(CHANGES, runs),
            Self::Refused(refused) => encode(REFUSED, refused),
        }
    }

    /// Reads a message. `None` is one that this version doesn't know and may ignore.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Self>, CloseReason> {
        let (kind, rest) = bytes.split_first().ok_or(CloseReason::Malformed)?;
        Ok(Some(match *kind {
            OPENING => Self::Opening(body::<bounds::Opening, _>(rest)?),
            CHANGES => {
                let runs = body::<bounds::Runs, Vec<Run>>(rest)?;
                if runs.iter().any(|run| run.changes.is_empty()) || changes_in(&runs) > limits::CHANGES_IN_FRAME {
                    return Err(CloseReason::Malformed);
                }
                Self::Changes(runs)
            }
            REFUSED => Self::Refused(body::<bounds::Refused, _>(rest)?),
            kind => return unknown(kind),
        }))
    }
}
