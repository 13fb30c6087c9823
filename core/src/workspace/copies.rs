//! Which folder this is, what tells it from a copy of itself, and what becomes of a copy.
//!
//! Whoever drives the workspace keeps its [`Stamp`] outside of the folder too. A folder whose stamp isn't the one that
//! is kept there was copied, restored or rolled back, and is held until a person, or what a colleague knows, says which.
//! No document depends on it: each run writes as an actor of its own, so that two copies that both write make no two
//! changes with one number.

use super::{
    Workspace,
    documents::Documents,
    open::{FORMATS, load_device},
    state::{
        device::{Confirmation, DeviceRow, Identity},
        statements::statement_key,
    },
};
use crate::{
    device::{DeviceKey, SignedStatement, Statement},
    entropy::Entropy,
    error::{EditError, StoreError},
    id::{Actor, DeviceId, PeerId},
    snapshot::{Moment, Snapshot},
    store::{Batch, Store, Table},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long commits may go by under one stamp. A copy made in between is known for one by the next.
const STAMP_MS: u64 = 60_000;
/// What a folder that is held says to whoever would write.
const HELD: &str =
    "this data folder may be a copy, so nothing is written until you said whether it was moved or copied";

/// How many steps of a folder are remembered in it.
const STEPS: usize = 32;

/// Where a folder stands: how far it came, and by which way. It takes a step while it is written to, and each has a
/// random name, so that of two copies that go on apart neither knows where the other one is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// How many steps.
    pub count: u64,
    /// The last one's name.
    pub nonce: [u8; 8],
    /// The names of those before it, the newest first.
    before: Vec<[u8; 8]>,
}

impl Stamp {
    /// Whether this is where that step led, or the step itself.
    #[must_use]
    pub fn follows(&self, count: u64, nonce: [u8; 8]) -> bool {
        match self.count.checked_sub(count).and_then(|ago| usize::try_from(ago).ok()) {
            Some(0) => self.nonce == nonce,
            Some(ago) => self.before.get(ago - 1) == Some(&nonce),
            None => false,
        }
    }

    fn next(before: Option<&Self>, entropy: &mut Entropy) -> Self {
        let nonce = entropy.bytes();
        let Some(last) = before else { return Self { count: 1, nonce, before: Vec::new() } };
        let before = std::iter::once(last.nonce).chain(last.before.iter().copied()).take(STEPS).collect();
        Self { count: last.count.saturating_add(1), nonce, before }
    }
}

/// Why this installation became a computer of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Parted {
    /// A person said that the folder is a copy.
    Said,
    /// Somebody had words that this device signed and doesn't have: another copy wrote them, or an older state came back.
    Proven,
}

/// The device that this installation was, before it became one of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Former {
    /// Which.
    pub device: DeviceId,
    /// When it was left.
    pub at: Moment,
    /// Why.
    pub why: Parted,
    /// Its key, as long as somebody has to be told of the new one in its name.
    secret: Option<[u8; 32]>,
    /// The devices that let the new one in.
    known_to: Vec<DeviceId>,
}

/// Who a workspace speaks as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpeaksAs {
    /// The device that it is.
    Itself,
    /// The one that it was, to be believed where only that one is known.
    Former,
}

/// What is known of copies here.
#[derive(Debug, Default)]
pub(super) struct Copies {
    stamp: Option<Stamp>,
    /// When this run last moved the stamp on, and whether something was committed since.
    moved_on: Option<(Moment, Since)>,
    /// Nothing is written.
    held: bool,
    /// Somebody had what this device signed and doesn't have.
    twin: bool,
    former: Option<Former>,
    /// The key that it is spoken with in the former one's name.
    speaks_with: Option<DeviceKey>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Since {
    Nothing,
    Something,
}

impl Copies {
    pub(super) fn load(store: &Store) -> Result<Self, StoreError> {
        let stamp = store.get(Table::Local, &DeviceRow::Stamp.key(&()))?;
        let former = store.get(Table::Local, &DeviceRow::Former.key(&()))?;
        Ok(Self { stamp, former, ..Self::default() })
    }

    /// The stamp to be written with a commit that is made now, where one is due.
    pub(super) fn due(&self, now: Moment, entropy: &mut Entropy) -> Option<Stamp> {
        let is_due = self.moved_on.is_none_or(|(at, _)| {
            // Some commits know no time.
            now != Moment::default() && now.unix_ms.abs_diff(at.unix_ms) >= STAMP_MS
        });
        is_due.then(|| self.next(entropy))
    }

    fn next(&self, entropy: &mut Entropy) -> Stamp {
        Stamp::next(self.stamp.as_ref(), entropy)
    }

    /// A commit is on the disk, with that stamp where one was due.
    pub(super) fn committed(&mut self, stamp: Option<Stamp>, now: Moment) {
        match (stamp, &mut self.moved_on) {
            (Some(stamp), _) => {
                self.stamp = Some(stamp);
                self.moved_on = Some((now, Since::Nothing));
            }
            (None, Some((_, since))) => *since = Since::Something,
            (None, None) => {}
        }
    }

    /// Somebody had what this device signed and doesn't have.
    pub(super) fn prove(&mut self) {
        self.twin = true;
    }

    /// Whether something may be written.
    pub(super) fn ready(&self) -> Result<(), EditError> {
        if self.held { Err(EditError::NotNow(HELD)) } else { Ok(()) }
    }
}

impl Workspace {
    /// Where this folder stands, as it is on the disk; nothing before the first commit that says it.
    #[must_use]
    pub fn stamp(&self) -> Option<&Stamp> {
        self.copies.stamp.as_ref()
    }

    /// Writes nothing more until it was said whether this folder was moved or copied.
    pub fn hold(&mut self) {
        self.copies.held = true;
    }

    /// Whether that is so.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.copies.held
    }

    /// Whether somebody had words that this device signed and doesn't have: it isn't the only one with its key, or it
    /// is older than what they remember.
    #[must_use]
    pub fn has_twin(&self) -> bool {
        self.copies.twin
    }

    /// The device that this installation was before it became one of its own.
    #[must_use]
    pub fn former(&self) -> Option<&Former> {
        self.copies.former.as_ref()
    }

    /// The folder was moved, and no other one like it is written to any more: it goes on as the device that it is.
    pub fn moved(&mut self) -> Result<(), StoreError> {
        let stamp = self.copies.next(&mut self.entropy);
        let mut batch = Batch::default();
        DeviceRow::Stamp.put(&mut batch, &(), &stamp);
        self.store.commit(&mut self.entropy, batch)?;
        self.copies = Copies { stamp: Some(stamp), former: self.copies.former.take(), ..Copies::default() };
        Ok(())
    }

    /// The folder is a copy: it becomes a new device of the same person, for which the one that it was vouches. What is
    /// in it stays; what only the other one can know, like whom it invited, goes.
    pub fn become_new_device(&mut self, name: &str, why: Parted, now: Moment) -> Result<(), EditError> {
        if self.is_removed() {
            return Err(EditError::NotNow(
                "this computer was taken away from your devices on another one, so it can’t become one of them again",
            ));
        }
        let identity = Identity { secret: self.entropy.bytes(), person: self.person, notebook: self.notebook };
        let key = DeviceKey::from_secret(&identity.secret);
        let statement = Statement {
            person: self.person,
            device: key.id(),
            name: crate::device::name(name),
            recipient: key.recipient(),
            formats: FORMATS,
            vouched_by: self.key.id(),
            removed: false,
        };
        let own = SignedStatement::of_itself(&statement, &key);
        let vouched = SignedStatement::new(statement, &self.key);
        // Whoever wasn't told of the last change yet knows the one before only.
        let secret = match self.copies.former.as_ref().and_then(|former| former.secret) {
            Some(secret) => secret,
            None => *self.key.secret(),
        };
        let former = Former { device: self.key.id(), at: now, why, secret: Some(secret), known_to: Vec::new() };
        let stamp = Stamp::next(None, &mut self.entropy);
        let mut batch = Batch::default();
        for row in [DeviceRow::Invitation, DeviceRow::OwnInvitation, DeviceRow::OwnEqual] {
            for key in self.store.keys(Table::Local, &[row as u8])? {
                batch.delete(Table::Local, &key);
            }
        }
        // A colleague may have more by now than this copy knows, or less.
        let unknown = Confirmation { at: None, everything_waits: true };
        for peer in self.device.confirmations.keys() {
            DeviceRow::Confirmation.put(&mut batch, peer, &unknown);
        }
        for signed in [&vouched, &own] {
            batch.put(Table::Statements, &statement_key(signed), signed);
        }
        DeviceRow::Identity.put(&mut batch, &(), &identity);
        DeviceRow::Former.put(&mut batch, &(), &former);
        DeviceRow::Stamp.put(&mut batch, &(), &stamp);
        self.store.commit(&mut self.entropy, batch)?;
        self.documents = Documents::new(Actor::new(&key.id(), self.entropy.bytes()));
        self.key = key;
        (self.device, self.copies) = load_device(&mut self.store)?;
        self.orphans.clear();
        let revision = self.snapshot.revision;
        self.snapshot = Arc::new(Snapshot { revision, ..Snapshot::empty(self.person, self.key.id()) });
        Ok(self.read_anew()?)
    }

    /// Whether somebody may still know the former device only, so that it has to be spoken in its name.
    #[must_use]
    pub fn is_to_be_introduced(&self) -> bool {
        self.copies.former.as_ref().is_some_and(|former| former.secret.is_some())
    }

    /// Speaks as that one from now on, where it can.
    pub fn speak_as(&mut self, as_whom: SpeaksAs) {
        let secret = self.copies.former.as_ref().and_then(|former| former.secret);
        self.copies.speaks_with = match as_whom {
            SpeaksAs::Itself => None,
            SpeaksAs::Former => secret.map(|secret| DeviceKey::from_secret(&secret)),
        };
    }

    /// The key that others meet: this device's, or the former one's while it is spoken in its name.
    #[must_use]
    pub fn speaking_key(&self) -> &DeviceKey {
        self.copies.speaks_with.as_ref().unwrap_or(&self.key)
    }

    /// A device let this one in as the one that it is. Once that is so for everybody, the former key goes: for one
    /// computer of each colleague, and each one of mine.
    pub fn was_let_in(&mut self, by: DeviceId) -> Result<(), StoreError> {
        let Some(former) = self.copies.former.clone().filter(|it| it.secret.is_some() && !it.known_to.contains(&by))
        else {
            return Ok(());
        };
        let known_to: Vec<DeviceId> = former.known_to.iter().copied().chain([by]).collect();
        let is_known = |device: &DeviceId| known_to.contains(device);
        let colleagues = self.known_devices();
        let one_of = |of: &PeerId| colleagues.iter().any(|it| it.peer == *of && is_known(&it.device));
        let all = colleagues.iter().all(|it| one_of(&it.peer))
            && self.own_devices().iter().all(|(device, _)| *device == former.device || is_known(device));
        let secret = former.secret.filter(|_| !all);
        let former = Former { secret, known_to, ..former };
        let mut batch = Batch::default();
        DeviceRow::Former.put(&mut batch, &(), &former);
        self.store.commit(&mut self.entropy, batch)?;
        self.copies.former = Some(former);
        Ok(())
    }

    /// Moves the stamp on where something was committed since it last did, as before the program ends.
    pub(super) fn stamp_last(&mut self) -> Result<(), StoreError> {
        let Some((at, Since::Something)) = self.copies.moved_on else { return Ok(()) };
        let stamp = self.copies.next(&mut self.entropy);
        let mut batch = Batch::default();
        DeviceRow::Stamp.put(&mut batch, &(), &stamp);
        self.store.commit(&mut self.entropy, batch)?;
        self.copies.committed(Some(stamp), at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_knows_where_it_came_from_and_no_copy_of_it() {
        let mut entropy = Entropy::new([1; 32]);
        let mut way = vec![Stamp::next(None, &mut entropy)];
        for _ in 0..STEPS + 5 {
            way.push(Stamp::next(way.last(), &mut entropy));
        }
        let now = way.last().unwrap();
        for (at, stamp) in way.iter().enumerate() {
            assert_eq!(now.follows(stamp.count, stamp.nonce), at + STEPS + 1 >= way.len(), "{at}");
            assert_eq!(stamp.follows(now.count, now.nonce), stamp == now);
        }
        let copy = Stamp::next(way.get(way.len() - 2), &mut entropy);
        let on = Stamp::next(Some(&copy), &mut entropy);
        for (here, there) in [(&copy, now), (now, &copy), (&on, now)] {
            assert!(!here.follows(there.count, there.nonce));
        }
    }
}
