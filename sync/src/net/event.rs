//! What goes out of the network's thread and what comes in.

use super::{outbox::Outbox, relay::RelayState};
use sideways_core::id::DeviceId;
use std::{collections::BTreeSet, fmt};
use tokio::sync::OwnedSemaphorePermit;

/// A connection of this run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConnId(pub(super) u64);

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Alpn {
    /// Two devices that share a list.
    Peer,
    /// An invitation is being used.
    Pair,
    /// Two devices of one person.
    Own,
    /// An invitation for another device of mine is being used.
    OwnPair,
}

impl Alpn {
    pub(super) const ALL: [Self; 4] = [Self::Peer, Self::Pair, Self::Own, Self::OwnPair];

    /// Its name in TLS.
    #[must_use]
    pub fn name(self) -> &'static [u8] {
        match self {
            Self::Peer => crate::PEER_ALPN,
            Self::Pair => crate::PAIR_ALPN,
            Self::Own => crate::OWN_ALPN,
            Self::OwnPair => crate::OWN_PAIR_ALPN,
        }
    }

    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|alpn| alpn.name() == name)
    }
}

/// Who dialled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Initiated {
    /// This computer.
    Here,
    /// The remote.
    There,
}

/// Whether the pairing protocol is served.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Serving {
    /// An invitation is open.
    Yes,
    /// None is: who asks for it meets a computer that doesn't know the protocol.
    #[default]
    No,
}

/// The bytes of one frame. While it lives it counts as unread: only a few of a connection may, then nothing
/// more is read from it, and the remote feels that.
pub struct Arrived {
    pub(super) bytes: Vec<u8>,
    pub(super) _room: OwnedSemaphorePermit,
}

impl Arrived {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Arrived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrived({} bytes)", self.bytes.len())
    }
}

/// Why no connection came of a dial. Each ends a sentence about the other computer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DialError {
    /// No answer, or it was lost on the way.
    #[error("it didn’t answer")]
    Silent,
    /// It answered and closed.
    #[error("it doesn’t accept connections from this computer")]
    Refused,
    /// It answered but doesn't serve this now.
    #[error("it doesn’t serve this now")]
    NotServed,
    /// There is no address and nobody to ask for one.
    #[error("nobody knows where it is now")]
    Nowhere,
    /// The key is this computer's own.
    #[error("it has this computer’s own key")]
    Own,
    /// What answered is another computer, or the key is none.
    #[error("another computer answered")]
    Other,
}

/// What happened.
#[derive(Debug)]
pub enum NetEvent {
    /// Reachable, at these addresses. Comes again when they change.
    Up {
        /// Socket addresses and relay URLs, as text, loopback last.
        addresses: Vec<String>,
        /// The port it got, to ask for the next time.
        port: Option<u16>,
    },
    /// The relay stands so from now on.
    Relay(RelayState),
    /// It could not start, or go on; in one sentence. Nothing more comes after it.
    Failed(String),
    /// Devices on this network can't find each other by themselves; in one sentence. All else works.
    Undiscoverable(String),
    /// A connection with an authenticated device, its stream open.
    Opened {
        /// Which.
        conn: ConnId,
        /// The device, as TLS proved it.
        remote: DeviceId,
        /// What for.
        alpn: Alpn,
        /// Keying material that only both ends of this connection have.
        exporter: [u8; 32],
        /// Who dialled.
        initiated: Initiated,
        /// Where the remote is.
        addresses: Vec<String>,
        /// Where to put what is to be sent.
        outbox: Outbox,
    },
    /// A frame.
    Frame {
        /// On which connection.
        conn: ConnId,
        /// What.
        frame: Arrived,
    },
    /// An outbox that had been full is empty.
    Drained(ConnId),
    /// A connection ended.
    Closed {
        /// Which.
        conn: ConnId,
        /// The remote's reason, or one of [`super::code`].
        code: u32,
    },
    /// No connection came of [`NetCommand::Dial`].
    DialFailed {
        /// The device.
        device: DeviceId,
        /// What it was for.
        alpn: Alpn,
        /// Why.
        why: DialError,
    },
    /// An allowed device announced itself on this network.
    Found {
        /// The device.
        device: DeviceId,
        /// Where.
        addresses: Vec<String>,
    },
}

/// What is wanted.
#[derive(Debug)]
pub enum NetCommand {
    /// Connect. Gives [`NetEvent::Opened`] or [`NetEvent::DialFailed`].
    Dial {
        /// The device; the connection is closed unless it proves to be this one.
        device: DeviceId,
        /// Where it may be.
        addresses: Vec<String>,
        /// What for.
        alpn: Alpn,
    },
    /// From now on only these devices may connect for a shared list.
    Allow(BTreeSet<DeviceId>),
    /// From now on only these devices are mine and may connect for everything.
    AllowOwn(BTreeSet<DeviceId>),
    /// Whether pairing is served.
    ServePairing(Serving),
    /// Whether another device of mine may join.
    ServeOwnPairing(Serving),
    /// The computer woke up, or its networks may have changed.
    Changed,
}
