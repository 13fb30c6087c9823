//! Who may speak with me about which list, and what each side states of its devices.

use super::super::{
    Generation, KnownDevice, Workspace,
    state::{
        device::{DeviceChange, bounded},
        quota::Reading,
    },
    transaction::Transaction,
};
use crate::{
    device::SignedStatement,
    error::StoreError,
    grant::Grant,
    id::{DeviceId, PeerId, PersonId},
    limits,
    rows::PeerRow,
    snapshot::Moment,
};

impl Workspace {
    /// What I state about my devices; sent before anything else.
    #[must_use]
    pub fn my_statements(&self) -> Vec<SignedStatement> {
        self.device.statements.values().filter(|signed| signed.statement.person == self.person).cloned().collect()
    }

    /// Whether that device may speak with me about a list, and which.
    #[must_use]
    pub fn grant(&self, remote: &DeviceId) -> Option<Grant> {
        let stated = self.device.statements.get(remote).filter(|signed| !signed.statement.removed)?;
        // A recovery key reads and writes no document: it only vouches, and never connects.
        if stated.statement.formats == (0, 0) {
            return None;
        }
        let peer = self.model.peer_with(&stated.statement.person)?;
        let row = self.model.peers.get(&peer).filter(|row| !row.stopped)?;
        Some(Grant { peer, remote: *remote, list: row.synced() })
    }

    /// Every device that may connect.
    #[must_use]
    pub fn known_devices(&self) -> Vec<KnownDevice> {
        let devices = self.device.statements.keys().filter_map(|device| self.grant(device));
        devices
            .map(|grant| KnownDevice {
                device: grant.remote,
                peer: grant.peer,
                addresses: self.device.addresses.get(&grant.remote).cloned().unwrap_or_default(),
            })
            .collect()
    }

    /// Keeps where a device was reached.
    pub fn remember_addresses(&mut self, device: &DeviceId, addresses: Vec<String>) -> Result<(), StoreError> {
        let addresses = bounded(addresses);
        if self.device.addresses.get(device) == Some(&addresses) {
            return Ok(());
        }
        self.transact(Moment::default(), |transaction| {
            transaction.set(DeviceChange::Addresses(*device, Some(addresses)));
            Ok(())
        })
    }

    /// Which fresh list this one is.
    #[must_use]
    pub fn generation(&self, grant: &Grant) -> Generation {
        let first = Generation { number: 0, by: self.key.id() };
        self.model.peers.get(&grant.peer).map_or(first, |row| self.generation_of(row))
    }

    pub(super) fn generation_of(&self, row: &PeerRow) -> Generation {
        Generation { number: row.generation, by: row.generation_by.unwrap_or_else(|| self.key.id()) }
    }

    /// Goes on in the remote's list when it is the one to continue. Whether it was.
    /// A grant made before is then for the old list: ask for a new one.
    pub fn follow(&mut self, grant: &Grant, theirs: Generation, now: Moment) -> Result<bool, StoreError> {
        let Some(row) = self.model.peers.get(&grant.peer).cloned().filter(|_| self.stands(grant)) else {
            return Ok(false);
        };
        let mine = self.generation_of(&row);
        let newer = theirs.number > mine.number || (theirs.number == mine.number && theirs.by < mine.by);
        let by_one_of_us = self.device.statements.get(&theirs.by).is_some_and(|signed| {
            Some(signed.statement.person) == row.person || signed.statement.person == self.person
        });
        let leaps = theirs.number.saturating_sub(mine.number) > limits::GENERATIONS_AHEAD;
        if theirs.number == 0 || !newer || leaps || !by_one_of_us {
            return Ok(false);
        }
        let known = self.device.reading.get(&grant.peer).copied().unwrap_or_else(|| Reading::new(grant.list));
        let mut reading = known.now(now, grant.list);
        if theirs.number > limits::GENERATIONS || !reading.follow() {
            return Ok(false);
        }
        self.transact(now, |transaction| {
            transaction.set(DeviceChange::Reading(row.id, reading));
            transaction.follow(row, theirs).map_err(StoreError::from)
        })?;
        Ok(true)
    }

    /// Takes in what the remote states about its person's devices. Those that aren't genuine are passed over.
    pub fn receive_statements(&mut self, grant: &Grant, statements: &[SignedStatement]) -> Result<(), StoreError> {
        let Some(person) = self.model.peers.get(&grant.peer).and_then(|row| row.person) else { return Ok(()) };
        self.transact(Moment::default(), |transaction| {
            transaction.take_statements(grant.peer, person, statements);
            Ok(())
        })
    }

    /// Whether a grant is still what the user grants.
    pub(super) fn stands(&self, grant: &Grant) -> bool {
        self.grant(&grant.remote).as_ref() == Some(grant)
    }
}

impl Transaction<'_> {
    fn take_statements(&mut self, peer: PeerId, person: PersonId, statements: &[SignedStatement]) {
        for signed in statements.iter().take(limits::DEVICES_OF_PERSON) {
            let said = &signed.statement;
            let devices = self.device().devices_of(&person);
            let staged = self.staged().iter().filter(|change| matches!(change, DeviceChange::Statement(_))).count();
            let known = self.device().statements.get(&said.device);
            let new =
                known.is_none_or(|known| !known.statement.removed && said.removed && known.statement.person == person);
            let room = said.removed || devices.len() + staged < limits::DEVICES_OF_PERSON;
            let vouched = said.person == person && devices.contains(&said.vouched_by) && signed.is_genuine();
            if new && room && vouched && said.name.len() <= limits::NAME_BYTES {
                self.set(DeviceChange::Statement(signed.clone()));
                self.touch(peer);
            }
        }
    }
}
