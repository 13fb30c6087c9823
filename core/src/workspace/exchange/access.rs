//! Who may speak with me about which list, and what each side states of its devices.

use super::super::{
    Generation, KnownDevice, Workspace,
    state::{
        device::{DeviceChange, bounded},
        quota::Reading,
    },
};
use crate::{
    device::SignedStatement,
    error::StoreError,
    grant::Grant,
    id::DeviceId,
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};

impl Workspace {
    /// What I state about my devices; sent before anything else.
    #[must_use]
    pub fn my_statements(&self) -> Vec<SignedStatement> {
        let mine = self.device.statements.of(self.person);
        // What a device says itself shows that its key was there; whoever vouches for it needn't have seen it.
        let counts = |it: &&SignedStatement| self.device.statements.get(&it.statement.device) == Some(*it);
        let own = |it: &&SignedStatement| it.statement.vouched_by == it.statement.device;
        mine.filter(|it| counts(it) || own(it)).cloned().collect()
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

    /// Takes in what the remote states about its person's devices. Those that aren't genuine, or claim a
    /// device that never showed its key, are passed over.
    pub fn receive_statements(
        &mut self,
        grant: &Grant,
        statements: &[SignedStatement],
        now: Moment,
    ) -> Result<(), StoreError> {
        let Some(person) = self.model.peers.get(&grant.peer).and_then(|row| row.person) else { return Ok(()) };
        let removed = |ws: &Self| {
            let about = ws.device.statements.values().filter(|it| it.statement.person == person);
            about.filter(|it| it.statement.removed).count()
        };
        let before = removed(self);
        self.transact::<_, StoreError>(now, |transaction| {
            transaction.take_statements(grant.peer, person, grant.remote, statements);
            Ok(())
        })?;
        // What came of it before this was known counts for everybody, because it is built on here.
        if removed(self) > before && self.loads(grant.list, DocKind::List(grant.peer))? {
            self.transact::<_, StoreError>(now, |transaction| {
                transaction.build_on(grant.list, DocKind::List(grant.peer)).map_err(StoreError::from)
            })?;
        }
        Ok(())
    }

    /// Whether a grant is still what the user grants.
    pub(super) fn stands(&self, grant: &Grant) -> bool {
        self.grant(&grant.remote).as_ref() == Some(grant)
    }
}
