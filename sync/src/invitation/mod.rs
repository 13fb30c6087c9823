//! An invitation: text that one person sends another by any means, and that works once.
//!
//! It names a device and carries a secret. Mail programs wrap it, quote it and put greetings around it, so
//! reading looks for the two marks and passes over everything between them that can't be part of it.

mod mail;
mod text;
mod whereabouts;

pub use whereabouts::{Whereabouts, WhereaboutsError};

use serde::{Deserialize, Serialize};
use sideways_core::{
    command::InvitationSecret,
    id::DeviceId,
    limits::{ADDRESSES, INVITATION_BYTES, NAME_BYTES},
    snapshot::Moment,
};
use std::fmt;

/// The version that this program writes.
const VERSION: u8 = 1;

/// What an invitation is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvitationKind {
    /// One shared list with a colleague.
    Peer,
    /// Everything, with another computer of the same person.
    Device,
}

/// An invitation, read or about to be written.
///
/// `name` and `department` are what the inviter says, and not checked by anybody. Whether it expired, only the
/// inviter's clock decides; `until` is to be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The version of this format.
    pub version: u8,
    /// What it is for.
    pub kind: InvitationKind,
    /// The inviter's name, as they say it.
    pub name: String,
    /// Their department, as they say it.
    pub department: String,
    /// The device to connect to; TLS proves that it is this one.
    pub device: DeviceId,
    /// Ways to reach it: socket addresses and relay URLs.
    pub addresses: Vec<String>,
    /// Proves the right to join.
    pub secret: InvitationSecret,
    /// When it stops working, by the inviter's clock.
    pub until: Moment,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invitation(…)")
    }
}

/// Why a text is no invitation that works here. Nothing was dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Far more text than an invitation with a mail around it.
    #[error("this is far too long for an invitation; copy only the block from BEGIN to END")]
    TooLong,
    /// Neither mark.
    #[error("there is no invitation in this text; copy the whole block from BEGIN to END")]
    NotFound,
    /// One mark is missing.
    #[error("the invitation is cut off; copy the whole block from BEGIN to END")]
    CutOff,
    /// The letters don't fit their checksum.
    #[error("the invitation was changed on its way; ask for it again, perhaps as a file")]
    Changed,
    /// A newer program wrote it.
    #[error("this invitation was made by a newer Sideways; update this one first")]
    Newer,
    /// It is for a second device of the person who made it.
    #[error("this invitation is for another computer of the person who made it, and shares no list")]
    ForDevice,
    /// It is for a colleague.
    #[error("this invitation is to share a list with a colleague, and not for another computer of yours")]
    ForPeer,
    /// The checksum fits but what it says can't be.
    #[error("the invitation makes no sense; ask for a new one")]
    Senseless,
}

/// What the letters stand for. The version comes first, alone, so that a newer form is known as such.
#[derive(Serialize, Deserialize)]
struct Payload {
    kind: u8,
    name: String,
    department: String,
    device: DeviceId,
    addresses: Vec<String>,
    secret: [u8; 16],
    until_unix_ms: i64,
}

const FOR_A_PEER: u8 = 1;
const FOR_A_DEVICE: u8 = 2;

impl Invitation {
    /// An invitation of this version to share a list.
    #[must_use]
    pub fn to_peer(
        (name, department): (&str, &str),
        device: DeviceId,
        addresses: Vec<String>,
        secret: InvitationSecret,
        until: Moment,
    ) -> Self {
        Self {
            version: VERSION,
            kind: InvitationKind::Peer,
            name: crate::plain::short(name),
            department: crate::plain::short(department),
            device,
            addresses,
            secret,
            until,
        }
    }

    /// An invitation of this version for another computer of mine; `name` is what the inviting one is called.
    #[must_use]
    pub fn to_device(
        name: &str,
        device: DeviceId,
        addresses: Vec<String>,
        secret: InvitationSecret,
        until: Moment,
    ) -> Self {
        let peer = Self::to_peer((name, ""), device, addresses, secret, until);
        Self { kind: InvitationKind::Device, ..peer }
    }

    /// The block of text to send. Where it would be too long, the last addresses are left out.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut addresses: Vec<String> =
            self.addresses.iter().filter(|address| address.len() <= NAME_BYTES).take(ADDRESSES).cloned().collect();
        loop {
            let text = text::write(VERSION, &self.payload(addresses.clone()));
            if text.len() <= INVITATION_BYTES || addresses.pop().is_none() {
                return text;
            }
        }
    }

    /// What to send: two sentences for whoever gets it, who, what, where the program is to be had and how long it works,
    /// and the block below them. `until` is the last moment in words. The names in the sentences are for reading only: what
    /// is joined stands in the block.
    #[must_use]
    pub fn to_letter(&self, until: &str) -> String {
        let (name, department) = (crate::plain::short(&self.name), crate::plain::short(&self.department));
        let department = if department.is_empty() { String::new() } else { format!(" ({department})") };
        let first = name.split_whitespace().next().unwrap_or("me");
        let sentences = format!(
            "{name}{department} invites you to share one list, “Where might we help each other?”, in the program Sideways; \
             nothing else on either computer is shared.\n\
             It works once, until {until}: open Sideways (ask {first} for it if you don’t have it yet), press “I have an \
             invitation” and paste this whole message.\n"
        );
        // A name that looks like the beginning of the block would be taken for it.
        if text::is_plain(&sentences) { format!("{sentences}\n{}", self.to_text()) } else { self.to_text() }
    }

    /// What to take to my other computer: a sentence, and the block below it.
    #[must_use]
    pub fn to_device_letter(&self, until: &str) -> String {
        let name = crate::plain::short(&self.name);
        let sentences = format!(
            "For another computer of yours: it will have everything that “{name}” has. It works once, until {until}: open \
             Sideways there, press “I have another computer” and paste this.\n"
        );
        if text::is_plain(&sentences) { format!("{sentences}\n{}", self.to_text()) } else { self.to_text() }
    }

    /// The same as a link.
    #[must_use]
    pub fn to_link(&self) -> String {
        text::link(&self.to_text())
    }

    /// Reads the invitation of a colleague in a text, which may be a whole mail, or a link.
    pub fn parse(text: &str) -> Result<Self, InvitationError> {
        let read = Self::read(text)?;
        if read.kind == InvitationKind::Peer { Ok(read) } else { Err(InvitationError::ForDevice) }
    }

    /// Reads the invitation for another computer of mine.
    pub fn parse_for_device(text: &str) -> Result<Self, InvitationError> {
        let read = Self::read(text)?;
        if read.kind == InvitationKind::Device { Ok(read) } else { Err(InvitationError::ForPeer) }
    }

    fn read(text: &str) -> Result<Self, InvitationError> {
        let bytes = text::read(text)?;
        let (version, payload) = bytes.split_first().ok_or(InvitationError::Changed)?;
        if *version != VERSION {
            return Err(if *version > VERSION { InvitationError::Newer } else { InvitationError::Senseless });
        }
        let (kind, _) = postcard::take_from_bytes::<u8>(payload).map_err(|_| InvitationError::Senseless)?;
        let kind = match kind {
            FOR_A_PEER => InvitationKind::Peer,
            FOR_A_DEVICE => InvitationKind::Device,
            _ => return Err(InvitationError::Newer),
        };
        let (payload, rest) = postcard::take_from_bytes::<Payload>(payload).map_err(|_| InvitationError::Senseless)?;
        let long = |text: &String| text.len() > NAME_BYTES;
        if !rest.is_empty()
            || payload.addresses.len() > ADDRESSES
            || payload.addresses.iter().any(long)
            || long(&payload.name)
            || long(&payload.department)
        {
            return Err(InvitationError::Senseless);
        }
        Ok(Self {
            version: *version,
            kind,
            name: crate::plain::short(&payload.name),
            department: crate::plain::short(&payload.department),
            device: payload.device,
            addresses: payload.addresses,
            secret: InvitationSecret(payload.secret),
            until: Moment { unix_ms: payload.until_unix_ms },
        })
    }

    fn payload(&self, addresses: Vec<String>) -> Vec<u8> {
        let payload = Payload {
            kind: match self.kind {
                InvitationKind::Peer => FOR_A_PEER,
                InvitationKind::Device => FOR_A_DEVICE,
            },
            name: crate::plain::short(&self.name),
            department: crate::plain::short(&self.department),
            device: self.device,
            addresses,
            secret: self.secret.0,
            until_unix_ms: self.until.unix_ms,
        };
        // Cannot fail for plain fields; an empty payload reads as one that makes no sense.
        postcard::to_stdvec(&payload).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
