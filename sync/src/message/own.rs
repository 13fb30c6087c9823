//! Messages of `sideways/own/1`: between two devices of one person, who may have everything of each other.

use super::{body, bounds, encode, peer::BYE, peer::changes_in, unknown};
use crate::effect::CloseReason;
use serde::{Deserialize, Serialize};
use sideways_core::{
    DocKind,
    change::{Reason, Run},
    device::SignedStatement,
    id::{DeviceId, DocId, Hash},
    limits,
};

/// Groups of documents, by the first byte of their ids: what differs in few is found without naming all.
pub(crate) const BUCKETS: usize = 256;
/// Statements in one frame.
pub(crate) const STATEMENTS_IN_FRAME: usize = 256;
/// Documents in one frame.
pub(crate) const DOCUMENTS_IN_FRAME: usize = 1_024;
/// Devices in one frame of where they were reached.
pub(crate) const PLACES_IN_FRAME: usize = 32;

/// The greeting, and the whole exchange where both have the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct OwnHello {
    /// Of the protocol.
    pub(crate) version: u16,
    /// The oldest and newest document format the sender reads and writes.
    pub(crate) formats: (u16, u16),
    /// One value for all statements that the sender has.
    pub(crate) statements: [u8; 32],
    /// One value for where all its documents stand.
    pub(crate) documents: [u8; 32],
    /// Whether the sender asks to begin anew, because it heard nothing.
    pub(crate) asks: bool,
}

/// Where a document stands at the sender: committed, always.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct At {
    pub(crate) doc: DocId,
    pub(crate) kind: DocKind,
    /// Its heads; none where the sender lacks it.
    pub(crate) heads: Vec<Hash>,
}

/// What the sender has of the groups that differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Listing {
    /// Which groups; the same in each frame of a listing.
    pub(crate) buckets: Vec<u8>,
    /// Its documents in them.
    pub(crate) documents: Vec<At>,
    /// Whether it is the last frame.
    pub(crate) last: bool,
    /// Whether it answers a listing, so that none is to come back.
    pub(crate) answers: bool,
}

/// One message between two devices of one person.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum OwnMessage {
    /// First, from both.
    Hello(OwnHello),
    /// What the sender knows of devices, and one value for all of it; the last frame says so.
    Statements([u8; 32], Vec<SignedStatement>, bool),
    /// Where devices were reached.
    Places(Vec<(DeviceId, Vec<String>)>),
    /// One value for each group of documents.
    Buckets(Vec<[u8; 8]>),
    /// Documents of groups that differ.
    Documents(Listing),
    /// Committed changes that the receiver lacks, and where the sender stands with them.
    Changes(At, Vec<Run>),
    /// What the sender has committed: the acknowledgement.
    Have(At),
    /// The sender knows none of the receiver's heads, and waits.
    Unknown(At),
    /// Some of the sender's changes, so that what both have is found.
    Some(At, Vec<Hash>),
    /// Changes of the receiver that the sender didn't take.
    Refused(DocId, Vec<(Hash, Reason)>),
    /// The reason of the close that follows.
    Bye(u32),
}

const HELLO: u8 = 65;
const STATEMENTS: u8 = 66;
const PLACES: u8 = 67;
const GROUPS: u8 = 68;
const DOCUMENTS: u8 = 69;
const CHANGES: u8 = 70;
const HAVE: u8 = 71;
const UNKNOWN: u8 = 72;
const SOME: u8 = 73;
const REFUSED: u8 = 74;

impl OwnMessage {
    /// The frame's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Hello(hello) => encode(HELLO, hello),
            Self::Statements(mark, statements, last) => encode(STATEMENTS, &(mark, statements, last)),
            Self::Places(places) => encode(PLACES, places),
            Self::Buckets(buckets) => encode(GROUPS, buckets),
            Self::Documents(listing) => encode(DOCUMENTS, listing),
            Self::Changes(at, runs) => encode(CHANGES, &(at, runs)),
            Self::Have(at) => encode(HAVE, at),
            Self::Unknown(at) => encode(UNKNOWN, at),
            Self::Some(at, some) => encode(SOME, &(at, some)),
            Self::Refused(doc, refused) => encode(REFUSED, &(doc, refused)),
            Self::Bye(code) => encode(BYE, code),
        }
    }

    /// Reads a frame. `None` is a message that this version doesn't know and may ignore.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Self>, CloseReason> {
        let (kind, rest) = bytes.split_first().ok_or(CloseReason::Malformed)?;
        Ok(Some(match *kind {
            HELLO => Self::Hello(body::<OwnHello, _>(rest)?),
            STATEMENTS => {
                let (mark, statements, last) = body::<StatementsBounds, ([u8; 32], Vec<SignedStatement>, bool)>(rest)?;
                Self::Statements(mark, statements, last)
            }
            PLACES => Self::Places(body::<PlacesBounds, _>(rest)?),
            GROUPS => {
                let buckets = body::<bounds::Many<[u8; 8], BUCKETS>, Vec<[u8; 8]>>(rest)?;
                if buckets.len() != BUCKETS {
                    return Err(CloseReason::Malformed);
                }
                Self::Buckets(buckets)
            }
            DOCUMENTS => Self::Documents(body::<ListingBounds, _>(rest)?),
            CHANGES => {
                let (at, runs) = body::<(AtBounds, bounds::Runs), (At, Vec<Run>)>(rest)?;
                if runs.iter().any(|run| run.changes.is_empty()) || changes_in(&runs) > limits::CHANGES_IN_FRAME {
                    return Err(CloseReason::Malformed);
                }
                Self::Changes(at, runs)
            }
            HAVE => Self::Have(body::<AtBounds, _>(rest)?),
            UNKNOWN => Self::Unknown(body::<AtBounds, _>(rest)?),
            SOME => {
                let (at, some) = body::<(AtBounds, bounds::Many<bounds::Id32, { limits::HEADS }>), _>(rest)?;
                Self::Some(at, some)
            }
            REFUSED => {
                let (doc, refused) = body::<(bounds::Id16, bounds::Refused), _>(rest)?;
                Self::Refused(doc, refused)
            }
            BYE => Self::Bye(body::<u32, _>(rest)?),
            kind => return unknown(kind),
        }))
    }
}

type StatementsBounds = ([u8; 32], bounds::Many<bounds::Statement, STATEMENTS_IN_FRAME>, bool);
type PlacesBounds = bounds::Many<(bounds::Id32, bounds::Many<bounds::Name, { limits::ADDRESSES }>), PLACES_IN_FRAME>;
type AtBounds = (bounds::Id16, Kind, bounds::Many<bounds::Id32, { limits::HEADS }>);
type ListingBounds = (bounds::Many<u8, BUCKETS>, bounds::Many<AtBounds, DOCUMENTS_IN_FRAME>, bool, bool);

/// Bounds of a `DocKind`.
#[derive(Deserialize)]
enum Kind {
    Notebook,
    Card(#[allow(dead_code)] bounds::Id16),
    Journal(#[allow(dead_code)] bounds::Id16, #[allow(dead_code)] i16),
    List(#[allow(dead_code)] bounds::Id16),
}
