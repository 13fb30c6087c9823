//! What belongs to this device only, and is neither synced nor shared; and what each kind of device is known to be.
//!
//! It changes only by [`DeviceChange`]s, which are written with a commit and applied when that is on the disk.

use super::{
    acknowledged::Acknowledged,
    forked::Forked,
    quota::Reading,
    read_marker::SeenLine,
    refusals::{self, Refusals},
    statements::{Statements, statement_key},
    undoable::{Direction, Undoable},
};
use crate::{
    change::Reason,
    command::InvitationSecret,
    device::SignedStatement,
    error::StoreError,
    id::{DeviceId, DocId, Hash, LineId, PeerId, PersonId},
    snapshot::{Field, Moment, NetworkSetting, Relay, Setting},
    store::{Batch, Store, Table},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The rows of this device.
#[derive(Debug, Default)]
pub(crate) struct DeviceState {
    pub(crate) network: NetworkSetting,
    pub(crate) relay: Option<Arc<Relay>>,
    pub(crate) settings: Arc<BTreeMap<Setting, String>>,
    pub(crate) drafts: Arc<BTreeMap<Field, String>>,
    pub(crate) invitations: BTreeMap<PeerId, Invited>,
    pub(crate) confirmations: BTreeMap<PeerId, Confirmation>,
    /// What each colleague said last that they have.
    pub(crate) acknowledged: BTreeMap<PeerId, Acknowledged>,
    /// Lines that the other side is not known to have.
    pub(crate) waiting: BTreeMap<PeerId, BTreeSet<LineId>>,
    /// Whose confirmation is newer here than on the disk, and which lines still wait there and not here.
    pub(super) unsaved: BTreeMap<PeerId, BTreeSet<LineId>>,
    pub(crate) refused: BTreeMap<DocId, Refusals>,
    pub(crate) refused_by_them: BTreeMap<DocId, Refusals>,
    pub(crate) addresses: BTreeMap<DeviceId, Vec<String>>,
    pub(crate) undo: BTreeMap<u64, Undoable>,
    pub(crate) redo: BTreeMap<u64, Undoable>,
    pub(crate) seen: BTreeMap<PeerId, BTreeMap<LineId, SeenLine>>,
    /// How much of what a colleague sent was read.
    pub(crate) reading: BTreeMap<PeerId, Reading>,
    /// The same, as it is on the disk.
    written_reading: BTreeMap<PeerId, Reading>,
    /// Every statement there is, by device.
    pub(crate) statements: Statements,
    /// The invitation for another computer of mine.
    pub(crate) own_invitation: Option<Invited>,
    /// When each other device of mine last had everything.
    pub(crate) own_equal: BTreeMap<DeviceId, Moment>,
    /// Something was said of devices whose consequences aren't drawn yet.
    pub(crate) unheeded: bool,
    /// Documents that went: what comes there of this device was written before.
    pub(crate) went: BTreeSet<DocId>,
    /// What devices made beside what is in a list.
    pub(crate) forked: BTreeMap<DocId, Forked>,
}

/// Who this device is; written once, when the store is made.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) secret: [u8; 32],
    pub(crate) person: PersonId,
    pub(crate) notebook: DocId,
}

/// An invitation that was made here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Invited {
    pub(crate) secret: InvitationSecret,
    pub(crate) until: Moment,
    pub(crate) used_by: Option<DeviceId>,
}

/// What the other side is known to have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Confirmation {
    /// When it last confirmed all that was here.
    pub(crate) at: Option<Moment>,
    /// It was never asked: whatever stands in the list waits.
    pub(crate) everything_waits: bool,
}

/// The rows of the table, by the first byte of their key.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum DeviceRow {
    Identity = 1,
    Network = 2,
    Draft = 3,
    Invitation = 4,
    Confirmation = 5,
    Refused = 6,
    RefusedByThem = 7,
    Addresses = 8,
    Undo = 9,
    Redo = 10,
    Seen = 11,
    Waiting = 12,
    /// The recovery key's secret; read where it is wanted, and never held in memory.
    Recovery = 13,
    /// What is known of backups.
    Backups = 14,
    /// What was chosen here.
    Setting = 15,
    /// How much of what a colleague sent was read.
    Reading = 16,
    /// The invitation for another computer of mine.
    OwnInvitation = 17,
    /// When another device of mine last had everything.
    OwnEqual = 18,
    /// The relay that was named: its address, and the certificates that it is believed by.
    Relay = 20,
    /// Its token: a secret, and so a row of its own that is in no backup.
    RelayToken = 21,
    /// A colleague's device whose words were compared here.
    Met = 22,
    /// A removal whose consequences for the lists aren't drawn yet.
    Unheeded = 23,
    /// Where the folder stands among its copies.
    Stamp = 24,
    /// The device that this installation was, before it became one of its own.
    Former = 25,
    /// A document that went: it may come back with what this device had written in it.
    Went = 26,
    /// Changes that carry a number which another one carries too.
    Forked = 27,
    /// What a colleague said last that they have.
    Acknowledged = 30,
}

impl DeviceRow {
    pub(crate) fn key<K: Serialize>(self, of: &K) -> Vec<u8> {
        let mut key = vec![self as u8];
        key.extend(postcard::to_stdvec(of).unwrap_or_default());
        key
    }

    pub(crate) fn put<K: Serialize, V: Serialize>(self, batch: &mut Batch, of: &K, value: &V) {
        batch.put(Table::Local, &self.key(of), value);
    }

    pub(super) fn delete<K: Serialize>(self, batch: &mut Batch, of: &K) {
        batch.delete(Table::Local, &self.key(of));
    }

    pub(super) fn set<K: Serialize, V: Serialize>(self, batch: &mut Batch, of: &K, value: Option<&V>) {
        match value {
            Some(value) => self.put(batch, of, value),
            None => self.delete(batch, of),
        }
    }

    fn all<K: DeserializeOwned, V: DeserializeOwned>(self, store: &Store) -> Result<Vec<(K, V)>, StoreError> {
        let rows: Vec<(Vec<u8>, V)> = store.scan(Table::Local, &[self as u8])?;
        rows.into_iter()
            .map(|(key, value)| {
                let of = key.get(1..).and_then(|of| postcard::from_bytes(of).ok());
                of.map(|of| (of, value)).ok_or(StoreError::Damaged("local"))
            })
            .collect()
    }
}

/// Something to change in what belongs to this device.
#[derive(Clone, Debug)]
pub(crate) enum DeviceChange {
    Network(NetworkSetting),
    /// The relay that is used instead of the public ones; none forgets it.
    Relay(Option<Relay>),
    /// What was chosen for this device; none forgets it.
    Setting(Setting, Option<String>),
    /// The text of a field that isn't committed; none forgets it.
    Draft(Field, Option<String>),
    Invitation(PeerId, Option<Invited>),
    Confirmation(PeerId, Option<Confirmation>),
    Acknowledged(PeerId, Option<Acknowledged>),
    /// A line that the other side lacks now.
    Waits(PeerId, LineId),
    /// The other side lacks nothing.
    NothingWaits(PeerId),
    Refused(DocId, Vec<(Hash, Reason)>),
    RefusedByThem(DocId, Vec<(Hash, Reason)>),
    /// Forgets what was refused in a document that goes.
    ForgetRefusals(DocId),
    /// Where a device was reached; none forgets it.
    Addresses(DeviceId, Option<Vec<String>>),
    /// A command that can be taken back or brought back; none forgets it.
    Undo(Direction, u64, Option<Undoable>),
    Seen(PeerId, LineId, SeenLine),
    ForgetSeen(PeerId),
    /// How much of what a colleague sent was read.
    Reading(PeerId, Reading),
    Statement(SignedStatement),
    /// Forgets all that a person's devices stated.
    ForgetStatements(PersonId),
    OwnInvitation(Option<Invited>),
    OwnEqual(DeviceId, Moment),
    /// A colleague's device was paired here, face to face.
    Met(DeviceId),
    /// Whether something was said of devices whose consequences aren't drawn yet.
    Unheeded(bool),
    Went(DocId),
    Forked(DocId, Forked),
}

impl DeviceChange {
    /// Puts it into a commit on top of `state`.
    pub(crate) fn write(&self, state: &DeviceState, batch: &mut Batch) {
        match self {
            Self::Network(setting) => DeviceRow::Network.put(batch, &(), setting),
            Self::Relay(relay) => {
                let named = relay.as_ref().map(|relay| (&relay.url, &relay.ca));
                DeviceRow::Relay.set(batch, &(), named.as_ref());
                DeviceRow::RelayToken.set(batch, &(), relay.as_ref().and_then(|relay| relay.token.as_ref()));
            }
            Self::Setting(setting, text) => DeviceRow::Setting.set(batch, setting, text.as_ref()),
            Self::Draft(field, text) => DeviceRow::Draft.set(batch, field, text.as_ref()),
            Self::Invitation(peer, invited) => DeviceRow::Invitation.set(batch, peer, invited.as_ref()),
            Self::Confirmation(peer, it) => DeviceRow::Confirmation.set(batch, peer, it.as_ref()),
            Self::Acknowledged(peer, it) => DeviceRow::Acknowledged.set(batch, peer, it.as_ref()),
            Self::Waits(peer, line) => DeviceRow::Waiting.put(batch, &(peer, line), &()),
            Self::NothingWaits(peer) => {
                for line in state.waiting.get(peer).into_iter().flatten() {
                    DeviceRow::Waiting.delete(batch, &(peer, line));
                }
            }
            Self::Refused(doc, new) => refusals::write(DeviceRow::Refused, state.refused.get(doc), doc, new, batch),
            Self::RefusedByThem(doc, new) => {
                refusals::write(DeviceRow::RefusedByThem, state.refused_by_them.get(doc), doc, new, batch);
            }
            Self::ForgetRefusals(doc) => {
                for (row, of) in
                    [(DeviceRow::Refused, &state.refused), (DeviceRow::RefusedByThem, &state.refused_by_them)]
                {
                    let numbers = of.get(doc).into_iter().flat_map(Refusals::numbers);
                    numbers.for_each(|number| row.delete(batch, &(doc, number)));
                }
                DeviceRow::Forked.delete(batch, doc);
            }
            Self::Addresses(device, addresses) => DeviceRow::Addresses.set(batch, device, addresses.as_ref()),
            Self::Undo(direction, number, undoable) => undo_row(*direction).set(batch, number, undoable.as_ref()),
            Self::Seen(peer, line, seen) => DeviceRow::Seen.put(batch, &(peer, line), seen),
            Self::ForgetSeen(peer) => {
                let lines = state.seen.get(peer).into_iter().flat_map(|lines| lines.keys());
                lines.for_each(|line| DeviceRow::Seen.delete(batch, &(peer, line)));
            }
            Self::Reading(peer, reading) => {
                if reading.is_worth_writing(state.written_reading.get(peer)) {
                    DeviceRow::Reading.put(batch, peer, reading);
                }
            }
            Self::Statement(signed) => batch.put(Table::Statements, &statement_key(signed), signed),
            Self::ForgetStatements(person) => {
                let theirs = state.statements.of(*person);
                for signed in theirs {
                    batch.delete(Table::Statements, &statement_key(signed));
                    DeviceRow::Met.delete(batch, &signed.statement.device);
                }
            }
            Self::OwnInvitation(invited) => DeviceRow::OwnInvitation.set(batch, &(), invited.as_ref()),
            Self::OwnEqual(device, at) => DeviceRow::OwnEqual.put(batch, device, at),
            Self::Met(device) => DeviceRow::Met.put(batch, device, &()),
            Self::Unheeded(unheeded) => DeviceRow::Unheeded.set(batch, &(), unheeded.then_some(&())),
            Self::Went(doc) => DeviceRow::Went.put(batch, doc, &()),
            Self::Forked(doc, forked) => DeviceRow::Forked.put(batch, doc, forked),
        }
    }

    /// Makes it so in memory, once it is on the disk.
    pub(crate) fn apply(self, state: &mut DeviceState) {
        match self {
            Self::Network(setting) => state.network = setting,
            Self::Relay(relay) => state.relay = relay.map(Arc::new),
            Self::Setting(setting, text) => set(Arc::make_mut(&mut state.settings), setting, text),
            Self::Draft(field, text) => set(Arc::make_mut(&mut state.drafts), field, text),
            Self::Invitation(peer, invited) => set(&mut state.invitations, peer, invited),
            Self::Confirmation(peer, it) => set(&mut state.confirmations, peer, it),
            Self::Acknowledged(peer, it) => set(&mut state.acknowledged, peer, it),
            Self::Waits(peer, line) => drop(state.waiting.entry(peer).or_default().insert(line)),
            Self::NothingWaits(peer) => drop(state.waiting.remove(&peer)),
            Self::Refused(doc, new) => refusals::take_all(state.refused.entry(doc).or_default(), new),
            Self::RefusedByThem(doc, new) => refusals::take_all(state.refused_by_them.entry(doc).or_default(), new),
            Self::ForgetRefusals(doc) => {
                state.refused.remove(&doc);
                state.refused_by_them.remove(&doc);
                state.forked.remove(&doc);
            }
            Self::Addresses(device, addresses) => set(&mut state.addresses, device, addresses),
            Self::Undo(Direction::Undo, number, undoable) => set(&mut state.undo, number, undoable),
            Self::Undo(Direction::Redo, number, undoable) => set(&mut state.redo, number, undoable),
            Self::Seen(peer, line, seen) => drop(state.seen.entry(peer).or_default().insert(line, seen)),
            Self::ForgetSeen(peer) => drop(state.seen.remove(&peer)),
            Self::Reading(peer, reading) => {
                if reading.is_worth_writing(state.written_reading.get(&peer)) {
                    state.written_reading.insert(peer, reading);
                }
                state.reading.insert(peer, reading);
            }
            Self::Statement(signed) => state.statements.keep(signed),
            Self::ForgetStatements(person) => state.statements.forget(&person),
            Self::OwnInvitation(invited) => state.own_invitation = invited,
            Self::OwnEqual(device, at) => drop(state.own_equal.insert(device, at)),
            Self::Met(device) => state.statements.meet(device),
            Self::Unheeded(unheeded) => state.unheeded = unheeded,
            Self::Went(doc) => drop(state.went.insert(doc)),
            Self::Forked(doc, forked) => drop(state.forked.insert(doc, forked)),
        }
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}

fn undo_row(direction: Direction) -> DeviceRow {
    match direction {
        Direction::Undo => DeviceRow::Undo,
        Direction::Redo => DeviceRow::Redo,
    }
}

impl DeviceState {
    pub(crate) fn load(store: &Store) -> Result<Self, StoreError> {
        let refused = |row: DeviceRow| -> Result<BTreeMap<DocId, Refusals>, StoreError> {
            let mut all: BTreeMap<DocId, Refusals> = BTreeMap::new();
            for ((doc, number), (hash, reason)) in row.all::<(DocId, u32), (Hash, Reason)>(store)? {
                all.entry(doc).or_default().take(number, hash, reason);
            }
            Ok(all)
        };
        let mut seen: BTreeMap<PeerId, BTreeMap<LineId, SeenLine>> = BTreeMap::new();
        for ((peer, line), look) in DeviceRow::Seen.all::<(PeerId, LineId), SeenLine>(store)? {
            seen.entry(peer).or_default().insert(line, look);
        }
        let reading: BTreeMap<PeerId, Reading> = DeviceRow::Reading.all(store)?.into_iter().collect();
        let mut waiting: BTreeMap<PeerId, BTreeSet<LineId>> = BTreeMap::new();
        for ((peer, line), ()) in DeviceRow::Waiting.all::<(PeerId, LineId), ()>(store)? {
            waiting.entry(peer).or_default().insert(line);
        }
        let named: Option<(String, Option<String>)> = store.get(Table::Local, &DeviceRow::Relay.key(&()))?;
        let token: Option<String> = store.get(Table::Local, &DeviceRow::RelayToken.key(&()))?;
        Ok(Self {
            relay: named.map(|(url, ca)| Arc::new(Relay { url, token, ca })),
            network: store.get(Table::Local, &DeviceRow::Network.key(&()))?.unwrap_or_default(),
            settings: Arc::new(DeviceRow::Setting.all(store)?.into_iter().collect()),
            drafts: Arc::new(DeviceRow::Draft.all(store)?.into_iter().collect()),
            invitations: DeviceRow::Invitation.all(store)?.into_iter().collect(),
            confirmations: DeviceRow::Confirmation.all(store)?.into_iter().collect(),
            acknowledged: DeviceRow::Acknowledged.all(store)?.into_iter().collect(),
            waiting,
            unsaved: BTreeMap::new(),
            refused: refused(DeviceRow::Refused)?,
            refused_by_them: refused(DeviceRow::RefusedByThem)?,
            addresses: DeviceRow::Addresses.all(store)?.into_iter().collect(),
            undo: DeviceRow::Undo.all(store)?.into_iter().collect(),
            redo: DeviceRow::Redo.all(store)?.into_iter().collect(),
            seen,
            written_reading: reading.clone(),
            reading,
            statements: Statements::load(store, DeviceRow::Met.all(store)?.into_iter().map(|(it, ())| it).collect())?,
            unheeded: store.get::<()>(Table::Local, &DeviceRow::Unheeded.key(&()))?.is_some(),
            own_invitation: store.get(Table::Local, &DeviceRow::OwnInvitation.key(&()))?,
            own_equal: DeviceRow::OwnEqual.all(store)?.into_iter().collect(),
            forked: DeviceRow::Forked.all(store)?.into_iter().collect(),
            went: DeviceRow::Went.all::<DocId, ()>(store)?.into_iter().map(|(doc, ())| doc).collect(),
        })
    }

    /// Every device that ever was this person's: what it wrote is theirs.
    pub(crate) fn wrote_for(&self, person: &PersonId) -> Vec<DeviceId> {
        let of_person = self.statements.values().filter(|signed| signed.statement.person == *person);
        of_person.map(|signed| signed.statement.device).collect()
    }

    /// The devices of a person that stand.
    pub(crate) fn devices_of(&self, person: &PersonId) -> Vec<DeviceId> {
        let of_person = self.statements.values().filter(|signed| signed.statement.person == *person);
        of_person.map(|signed| signed.statement.device).filter(|device| self.statements.stands(device)).collect()
    }
}
