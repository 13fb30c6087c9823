//! Everything on this device that belongs to this user, opened exclusively; the only thing that writes.

use crate::{
    change::{Reason, Run},
    command::{Command, InvitationSecret, Outcome},
    device::{DeviceKey, SignedStatement},
    error::{EditError, OpenError, PairError, StoreError},
    grant::Grant,
    id::{DeviceId, DocId, Hash, PeerId},
    snapshot::{Moment, Snapshot},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, path::Path, sync::Arc};

/// The workspace.
#[derive(Debug)]
pub struct Workspace {}

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
    /// Changes that were refused, and why: to be told to their sender.
    pub refused: Vec<(Hash, Reason)>,
    /// Whether some wait for changes they build on.
    pub waits: bool,
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

impl Workspace {
    /// Opens the data directory, or makes it.
    pub fn open(_directory: &Path, _opening: Opening) -> Result<Self, OpenError> {
        Err(OpenError::InUse)
    }

    /// Opens a store on a backend with that sealing key; for tests that make faults.
    pub fn open_on(_backend: impl redb::StorageBackend, _key: [u8; 32], _opening: Opening) -> Result<Self, OpenError> {
        Err(OpenError::InUse)
    }

    /// The picture after the last commit.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        unreachable!()
    }

    /// Carries out a command. When this returns `Ok`, it is on the disk.
    pub fn edit(&mut self, _command: Command, _now: Moment) -> Result<Outcome, EditError> {
        Err(EditError::NoSuchPeer)
    }

    /// This device's key.
    #[must_use]
    pub fn device_key(&self) -> &DeviceKey {
        unreachable!()
    }

    /// What I state about my devices; sent before anything else.
    #[must_use]
    pub fn my_statements(&self) -> Vec<SignedStatement> {
        Vec::new()
    }

    /// Whether that device may speak with me about a list, and which.
    #[must_use]
    pub fn grant(&self, _remote: &DeviceId) -> Option<Grant> {
        None
    }

    /// Every device that may connect.
    #[must_use]
    pub fn known_devices(&self) -> Vec<KnownDevice> {
        Vec::new()
    }

    /// Keeps where a device was reached.
    pub fn remember_addresses(&mut self, _device: &DeviceId, _addresses: Vec<String>) -> Result<(), StoreError> {
        Ok(())
    }

    /// Which fresh list this one is.
    #[must_use]
    pub fn generation(&self, _grant: &Grant) -> Generation {
        unreachable!()
    }

    /// Goes on in the remote's list when it is the one to continue. Whether it was.
    /// A grant made before is then for the old list: ask for a new one.
    pub fn follow(&mut self, _grant: &Grant, _theirs: Generation, _now: Moment) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Takes in what the remote states about its person's devices. Those that aren't genuine are passed over.
    pub fn receive_statements(&mut self, _grant: &Grant, _statements: &[SignedStatement]) -> Result<(), StoreError> {
        Ok(())
    }

    /// The heads of the list, committed.
    pub fn heads(&mut self, _grant: &Grant) -> Result<Vec<Hash>, StoreError> {
        Ok(Vec::new())
    }

    /// Committed changes that whoever has `theirs` lacks, without `sent`, in an order in which dependencies
    /// come first; at most about `bytes` of them. Heads that are not known here are passed over.
    pub fn missing(&mut self, _grant: &Grant, _theirs: &[Hash], _sent: &BTreeSet<Hash>, _bytes: usize) -> Result<Vec<Run>, StoreError> {
        Ok(Vec::new())
    }

    /// The identity of a change.
    #[must_use]
    pub fn hash_of(_run: &Run) -> Vec<Hash> {
        Vec::new()
    }

    /// Judges changes from outside, and commits the good ones.
    pub fn receive(&mut self, _grant: &Grant, _runs: Vec<Run>, _now: Moment) -> Result<Received, StoreError> {
        Ok(Received::default())
    }

    /// Keeps that the remote has committed what `theirs` names.
    pub fn confirmed(&mut self, _grant: &Grant, _theirs: &[Hash], _now: Moment) -> Result<(), StoreError> {
        Ok(())
    }

    /// Keeps that the remote refused changes of mine.
    pub fn refused_by_them(&mut self, _grant: &Grant, _refused: &[(Hash, Reason)]) -> Result<(), StoreError> {
        Ok(())
    }

    /// Invitations that are open now.
    #[must_use]
    pub fn open_invitations(&self, _now: Moment) -> Vec<OpenInvitation> {
        Vec::new()
    }

    /// The inviter's half of pairing: spends the invitation and binds the remote to its peer.
    pub fn accept_pairing(&mut self, _secret: &InvitationSecret, _pairing: Pairing, _now: Moment) -> Result<PeerId, PairError> {
        Err(PairError::NotOpen)
    }

    /// The joiner's half: binds the remote to a peer, which is `as_peer`, or the one already paired with that
    /// person, or a new one with the name the inviter says.
    pub fn join_pairing(&mut self, _as_peer: Option<PeerId>, _pairing: Pairing, _now: Moment) -> Result<PeerId, PairError> {
        Err(PairError::NotOpen)
    }
}
