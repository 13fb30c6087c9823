//! Who may speak with me about which list, and what each side states of its devices.

use super::super::{
    Generation, KnownDevice, Workspace,
    state::{device::DeviceChange, quota::Reading},
};
use crate::{
    device::SignedStatement,
    error::StoreError,
    grant::Grant,
    id::{DeviceId, DocId},
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};
use std::collections::{BTreeSet, VecDeque};

impl Workspace {
    /// What I state about my devices; sent before anything else. Removals first: whatever else has no room, they hold.
    #[must_use]
    pub fn my_statements(&self) -> Vec<SignedStatement> {
        let all = &self.device.statements;
        let rank = |signed: &&SignedStatement| {
            let said = &signed.statement;
            let by_itself = said.vouched_by == said.device;
            let order = match (said.removed, all.stands(&said.device)) {
                (true, _) => 0,
                (false, true) if said.device == self.key.id() => 1,
                // What a device says itself shows that its key was there; whoever vouches for it needn't have seen it.
                (false, true) => 2,
                (false, false) => 3,
            };
            (order, said.device, !by_itself, !all.stands(&said.vouched_by), signed.signature)
        };
        let mut mine: Vec<&SignedStatement> = all.of(self.person).collect();
        mine.sort_by_key(rank);
        mine.into_iter().take(limits::STATEMENTS_OF_PERSON).cloned().collect()
    }

    /// What I state where I pair, to somebody who isn't known yet: this device, who vouches for it in one or several
    /// steps, and as many of the others as there is room for, each with whom it is stated by.
    #[must_use]
    pub fn introduction(&self) -> Vec<SignedStatement> {
        let all = &self.device.statements;
        let mut said: Vec<&SignedStatement> = Vec::new();
        let standing = self.device.devices_of(&self.person);
        let mut next: VecDeque<DeviceId> = [self.key.id()].into_iter().chain(standing).collect();
        let mut seen = BTreeSet::new();
        while let Some(device) = next.pop_front() {
            if !seen.insert(device) {
                continue;
            }
            let is_removed = all.is_removed(&device);
            let about = || all.about(&device).filter(|it| it.statement.removed == is_removed);
            let (own, others): (Vec<_>, Vec<_>) = about().partition(|it| it.statement.vouched_by == device);
            let best = others.into_iter().min_by_key(|it| (!all.stands(&it.statement.vouched_by), it.signature));
            let of_it: Vec<&SignedStatement> = own.into_iter().take(1).chain(best).collect();
            if said.len() + of_it.len() > limits::STATEMENTS_AT_PAIRING {
                break;
            }
            // Whose word it is comes before anybody else.
            of_it.iter().for_each(|it| next.push_front(it.statement.vouched_by));
            said.extend(of_it);
        }
        let stated: BTreeSet<DeviceId> = said.iter().map(|it| it.statement.device).collect();
        said.into_iter().filter(|it| stated.contains(&it.statement.vouched_by)).cloned().collect()
    }

    /// What is told to a remote: what I state about my devices, and then what is known here of its person's. So a device
    /// of theirs learns of one that only came to me, like a copy that became a device of its own.
    #[must_use]
    pub fn statements_for(&self, grant: &Grant) -> Vec<SignedStatement> {
        let person = self.model.peers.get(&grant.peer).and_then(|row| row.person);
        let theirs = person.into_iter().flat_map(|person| self.device.statements.of(person));
        let theirs = theirs.filter(|it| !it.statement.removed && it.statement.device != grant.remote);
        let theirs = theirs.filter(|it| self.device.statements.stands(&it.statement.device)).cloned();
        self.my_statements().into_iter().chain(theirs).take(limits::STATEMENTS_OF_PERSON).collect()
    }

    /// Whether that device may speak with me about a list, and which.
    #[must_use]
    pub fn grant(&self, remote: &DeviceId) -> Option<Grant> {
        let stated = self.device.statements.get(remote).filter(|_| self.device.statements.stands(remote))?;
        // A recovery key reads and writes no document: it only vouches, and never connects.
        if stated.statement.formats == (0, 0) {
            return None;
        }
        let peer = self.model.peer_with(&stated.statement.person)?;
        let row = self.model.peers.get(&peer).filter(|row| row.is_shown() && !row.stopped)?;
        let list = row.synced();
        // The notebook names the list, and one of my own computers may have written it while it was in other hands.
        self.may_be(list, DocKind::List(peer)).then_some(Grant { peer, remote: *remote, list })
    }

    /// Whether a document is of that kind, or there is none.
    pub(in super::super) fn may_be(&self, doc: DocId, kind: DocKind) -> bool {
        let known = self.model.documents.get(&doc).is_none_or(|row| row.kind == kind);
        known && (doc == self.notebook) == (kind == DocKind::Notebook)
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
        let addresses = bounded_addresses(addresses);
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
            about.filter(|it| !ws.device.statements.stands(&it.statement.device)).count()
        };
        let (before, mine) = (removed(self), self.my_statements_count());
        self.transact::<_, StoreError>(now, |transaction| {
            transaction.take_statements(grant.peer, person, grant.remote, statements);
            transaction.take_statements_about_me(grant.peer, statements);
            Ok(())
        })?;
        if self.my_statements_count() > mine {
            self.read_anew()?;
        }
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

/// Addresses newest first, without repeats, bounded.
pub(super) fn bounded_addresses(addresses: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for address in addresses {
        if address.len() <= limits::NAME_BYTES && !kept.contains(&address) && kept.len() < limits::ADDRESSES {
            kept.push(address);
        }
    }
    kept
}
