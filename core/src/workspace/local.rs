//! What belongs to this device only, and is neither synced nor shared.

use super::{seen::Seen, undo::Undoable};
use crate::{
    change::Reason,
    command::InvitationSecret,
    error::StoreError,
    id::{DeviceId, DocId, Hash, PeerId},
    limits,
    snapshot::{Field, Moment, NetworkSetting},
    store::{Batch, Store, Table},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

/// Refusals remembered for one document.
const REFUSALS: usize = 1_000;

/// The rows of this device.
#[derive(Debug, Default)]
pub(crate) struct Local {
    pub(crate) network: NetworkSetting,
    pub(crate) drafts: BTreeMap<Field, String>,
    pub(crate) invitations: BTreeMap<PeerId, Invited>,
    pub(crate) confirmations: BTreeMap<PeerId, Confirmation>,
    /// Whose confirmation is newer here than on the disk.
    pub(crate) unsaved: BTreeSet<PeerId>,
    pub(crate) refused: BTreeMap<DocId, Vec<(Hash, Reason)>>,
    pub(crate) refused_by_them: BTreeMap<DocId, Vec<(Hash, Reason)>>,
    pub(crate) addresses: BTreeMap<DeviceId, Vec<String>>,
    pub(crate) undo: BTreeMap<u64, Undoable>,
    pub(crate) redo: BTreeMap<u64, Undoable>,
    pub(crate) seen: BTreeMap<PeerId, Seen>,
}

/// Who this device is; written once, when the store is made.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) secret: [u8; 32],
    pub(crate) person: crate::id::PersonId,
    pub(crate) notebook: DocId,
}

/// An invitation that was made here.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// What of mine it hasn't confirmed, by entity.
    pub(crate) waiting: BTreeSet<String>,
}

/// The rows of the table, by the first byte of their key.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum LocalRow {
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
}

impl LocalRow {
    pub(crate) fn key<K: Serialize>(self, of: &K) -> Vec<u8> {
        let mut key = vec![self as u8];
        key.extend(postcard::to_stdvec(of).unwrap_or_default());
        key
    }

    pub(crate) fn put<K: Serialize, V: Serialize>(self, batch: &mut Batch, of: &K, value: &V) {
        batch.put(Table::Local, &self.key(of), value);
    }

    pub(crate) fn delete<K: Serialize>(self, batch: &mut Batch, of: &K) {
        batch.delete(Table::Local, &self.key(of));
    }

    fn all<K: DeserializeOwned + Ord, V: DeserializeOwned>(self, store: &Store) -> Result<BTreeMap<K, V>, StoreError> {
        let rows: Vec<(Vec<u8>, V)> = store.scan(Table::Local, &[self as u8])?;
        rows.into_iter()
            .map(|(key, value)| {
                let of = key.get(1..).and_then(|of| postcard::from_bytes(of).ok());
                of.map(|of| (of, value)).ok_or(StoreError::Damaged("local"))
            })
            .collect()
    }
}

impl Local {
    pub(crate) fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            network: store.get(Table::Local, &LocalRow::Network.key(&()))?.unwrap_or_default(),
            drafts: LocalRow::Draft.all(store)?,
            invitations: LocalRow::Invitation.all(store)?,
            confirmations: LocalRow::Confirmation.all(store)?,
            unsaved: BTreeSet::new(),
            refused: LocalRow::Refused.all(store)?,
            refused_by_them: LocalRow::RefusedByThem.all(store)?,
            addresses: LocalRow::Addresses.all(store)?,
            undo: LocalRow::Undo.all(store)?,
            redo: LocalRow::Redo.all(store)?,
            seen: LocalRow::Seen.all(store)?,
        })
    }

    /// Remembers refusals, newest last.
    pub(crate) fn remember(of: &mut Vec<(Hash, Reason)>, new: &[(Hash, Reason)]) {
        for (hash, reason) in new {
            if !of.iter().any(|(known, _)| known == hash) {
                of.push((*hash, *reason));
            }
        }
        let excess = of.len().saturating_sub(REFUSALS);
        of.drain(..excess);
    }

    /// Keeps addresses newest first, without repeats, bounded.
    pub(crate) fn bounded(addresses: Vec<String>) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for address in addresses {
            if address.len() <= limits::NAME_BYTES && !kept.contains(&address) && kept.len() < limits::ADDRESSES {
                kept.push(address);
            }
        }
        kept
    }
}
