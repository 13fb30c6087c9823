//! Names of things: random, of one size, and of one type each, so that none is taken for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is {expected} letters and digits (0-9, a-f)")]
pub struct NotAnId {
    /// How many hexadecimal digits this kind of id has.
    pub expected: usize,
}

fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], NotAnId> {
    let wrong = NotAnId { expected: N * 2 };
    if text.len() != N * 2 || !text.is_ascii() {
        return Err(wrong);
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong)?;
    }
    Ok(bytes)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $size]);

        impl $name {
            /// The bytes themselves.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                from_hex(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                if s.is_human_readable() { s.collect_str(self) } else { self.0.as_slice().serialize(s) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if d.is_human_readable() {
                    String::deserialize(d)?.parse().map_err(D::Error::custom)
                } else {
                    let bytes = <&[u8]>::deserialize(d)?;
                    bytes.try_into().map(Self).map_err(|_| D::Error::custom("wrong size of id"))
                }
            }
        }
    };
}

id!(
    /// A person: random, outlives every device.
    PersonId, 16
);
id!(
    /// A device: its public signing key, which is also its endpoint id on the network.
    DeviceId, 32
);
id!(
    /// A document. Knowing it permits nothing.
    DocId, 16
);
id!(
    /// A colleague in this user's notebook. Never leaves this user's devices.
    PeerId, 16
);
id!(
    /// An entry of a journal: a note, a meeting, their words.
    EntryId, 16
);
id!(
    /// A project.
    ProjectId, 16
);
id!(
    /// What a project needs of one department.
    NeedId, 16
);
id!(
    /// A finished work.
    FinishedId, 16
);
id!(
    /// A line of a shared list.
    LineId, 16
);
id!(
    /// One wording of a line.
    WordingId, 16
);
id!(
    /// A note in the short thread of a line.
    RemarkId, 16
);
id!(
    /// The hash of a change: its identity, as Automerge computes it.
    Hash, 32
);

/// Writes made by one run of one process: the device's first 16 bytes and 8 random ones.
///
/// Fresh at every start, because an actor used by two runs can make two different changes with one
/// sequence number, and then documents differ for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Actor(pub [u8; 24]);

impl Actor {
    /// The actor of a run of `device`, told apart from its other runs by `run`.
    #[must_use]
    pub fn new(device: &DeviceId, run: [u8; 8]) -> Self {
        let mut bytes = [0; 24];
        for (to, from) in bytes.iter_mut().zip(device.0.iter().take(16).chain(&run)) {
            *to = *from;
        }
        Self(bytes)
    }

    /// Whether this actor is a run of `device`.
    #[must_use]
    pub fn is_run_of(&self, device: &DeviceId) -> bool {
        self.0.iter().zip(&device.0).take(16).all(|(a, b)| a == b)
    }
}
