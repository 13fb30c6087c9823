//! What passes between the workspace and whoever drives it.

use crate::{
    change::Reason,
    command::InvitationSecret,
    device::SignedStatement,
    id::{DeviceId, DocId, Hash, LineId, PeerId},
    snapshot::Moment,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What must come from outside, because core has no clock and no randomness.
#[derive(Clone)]
pub struct Opening {
    /// Seeds everything random of this run.
    pub entropy: [u8; 32],
    /// Now.
    pub now: Moment,
    /// What a new device is called, like the computer's name.
    pub device_name: String,
}

/// Which fresh list of a pair of people: its number, and the device that began it.
///
/// A connection never names a document; both sides derive the same one from the list they were paired
/// for. Of two begun at once, the greater number and then the lower device is continued.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Generation {
    /// Fresh lists begun since the first.
    pub number: u32,
    /// The device that began it.
    pub by: DeviceId,
}

/// What came of changes from outside.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Received {
    /// Changes that were new, judged good, and are on the disk.
    pub applied: usize,
    /// What of the list they changed.
    pub touched: Touched,
    /// Changes that were refused, and why: to be told to their sender.
    pub refused: Vec<(Hash, Reason)>,
    /// When more of theirs is read again, where enough was for now.
    pub reads_on: Option<Moment>,
}

/// What of a list was changed.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Lines.
    pub lines: BTreeSet<LineId>,
    /// The pad.
    pub pad: bool,
    /// Something else that stands in it, like what somebody works on.
    pub more: bool,
}

impl Touched {
    /// Takes in what else was changed.
    pub fn add(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.pad |= other.pad;
        self.more |= other.more;
    }
}

/// What two devices agreed on when they paired.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// The remote device, as the transport proved it.
    pub remote: DeviceId,
    /// What it states about itself and its person's other devices.
    pub statements: Vec<SignedStatement>,
    /// Name and department, as the remote says.
    pub they_say: (String, String),
    /// The list: the inviter's.
    pub list: DocId,
    /// Where that list stands.
    pub generation: Generation,
    /// The four words, for both to read out.
    pub words: [String; 4],
}

/// An invitation that is open on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// For whom.
    pub peer: PeerId,
    /// Proves the right to join.
    pub secret: InvitationSecret,
    /// When it ends, by this computer's clock.
    pub until: Moment,
    /// The list it is for.
    pub list: DocId,
    /// Where that list stands.
    pub generation: Generation,
    /// The device that used it already, which may finish what was cut off.
    pub used_by: Option<DeviceId>,
}

/// A device this user shares with, and where it was last reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// The device.
    pub device: DeviceId,
    /// Whose.
    pub peer: PeerId,
    /// Socket addresses and relay URLs, newest first, as text.
    pub addresses: Vec<String>,
}

/// What was read and fits together.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Documents built again from their changes.
    pub documents: u64,
    /// Their changes.
    pub changes: u64,
    /// Signatures that were compared; one may cover several changes.
    pub signatures: u64,
    /// Shown rows that say what their document says.
    pub rows: u64,
}
