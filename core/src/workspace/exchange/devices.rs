//! My devices: which there are, what I call them, and taking one away.

use super::super::{Workspace, state::device::DeviceChange, transaction::Transaction};
use crate::{
    command::Outcome,
    device::{SignedStatement, Statement},
    error::{EditError, StoreError},
    id::{DeviceId, DocId, PeerId},
    kinds::notebook::devices,
    limits,
    rows::DocKind,
    snapshot::{Moment, OwnDevice},
};
use std::sync::Arc;

/// How much older than now a note of "had everything" may get before it is written again.
const EQUAL_KEPT_MS: u64 = 60_000;

impl Workspace {
    /// Whether another device of mine took this one away.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.device.statements.is_removed(&self.key.id())
    }

    /// Whether the notebook is still on its way from another device of mine, so that nothing can be written yet.
    #[must_use]
    pub fn is_arriving(&self) -> bool {
        !self.model.documents.contains_key(&self.notebook)
    }

    /// My other devices that may connect, and where each was reached.
    #[must_use]
    pub fn own_devices(&self) -> Vec<(DeviceId, Vec<String>)> {
        let all = self.device.statements.keys().filter_map(|device| self.own_grant(device));
        let addresses = |device| self.device.addresses.get(&device).cloned().unwrap_or_default();
        all.map(|grant| (grant.remote, addresses(grant.remote))).collect()
    }

    /// Keeps that another device of mine had everything. Said again soon it is worth no commit of its own.
    pub fn had_everything(&mut self, device: &DeviceId, now: Moment) -> Result<(), StoreError> {
        let before = self.device.own_equal.get(device);
        if before.is_some_and(|at| now.unix_ms.abs_diff(at.unix_ms) < EQUAL_KEPT_MS) || self.own_grant(device).is_none()
        {
            return Ok(());
        }
        self.transact(now, |transaction| {
            transaction.set(DeviceChange::OwnEqual(*device, now));
            Ok(())
        })
    }

    /// Takes a device of mine away, for good: what it wrote stays, and it gets nothing from now on. What it brought in
    /// and this one knows stays: this one vouches for that now.
    pub fn remove_device(&mut self, device: DeviceId, now: Moment) -> Result<(), EditError> {
        let stated = self.device.statements.get(&device).map(|signed| signed.statement.clone());
        let stated = stated.filter(|it| it.person == self.person && !it.removed).ok_or(EditError::NoSuchDevice)?;
        if device == self.key.id() {
            return Err(EditError::NotNow("this is the computer you sit at; take it away from another one of yours"));
        }
        let me = self.key.id();
        let brought = self.device.statements.of(self.person).map(|signed| &signed.statement);
        let brought = brought.filter(|it| it.vouched_by == device && it.device != device && it.device != me);
        let stays = brought.filter(|it| !it.removed && self.device.statements.stands(&it.device));
        let mut signed: Vec<SignedStatement> = stays
            .map(|it| SignedStatement::new(Statement { vouched_by: me, ..it.clone() }, &self.key))
            .filter(|it| !self.device.statements.about(&it.statement.device).any(|known| known == it))
            .collect();
        let removal = Statement { vouched_by: me, removed: true, ..stated };
        signed.push(SignedStatement::new(removal, &self.key));
        self.transact::<_, EditError>(now, |transaction| {
            signed.into_iter().for_each(|signed| transaction.keep_statement(signed));
            transaction.set(DeviceChange::Addresses(device, None));
            transaction.set(DeviceChange::Unheeded(true));
            Ok(())
        })?;
        // The removal holds from here on. What follows from it for the lists is done later where it can't be now.
        let _ = self.heed_devices(now);
        Ok(())
    }

    /// What follows when other devices count as mine, or as a colleague's: who wrote what is asked anew, and what a
    /// removed one wrote is built on, so that it counts for everybody. Until all of it is done the store says so.
    pub(in super::super) fn heed_devices(&mut self, now: Moment) -> Result<(), StoreError> {
        let lost = self.device.statements.values().map(|it| &it.statement);
        let lost = lost.filter(|it| it.person == self.person).any(|it| !self.device.statements.stands(&it.device));
        let shared: Vec<(DocId, PeerId)> = self
            .model
            .peers
            .values()
            .filter(|row| row.person.is_some() && !row.stopped)
            .map(|row| (row.synced(), row.id))
            .filter(|(doc, peer)| self.model.documents.contains_key(doc) && self.may_be(*doc, DocKind::List(*peer)))
            .filter(|(doc, _)| !self.aside.contains_key(doc))
            .collect();
        if lost && !self.is_removed() {
            // What waits for a change that never comes may be all that a lost one sent.
            self.orphans.clear();
            for (doc, peer) in shared {
                if self.loads(doc, DocKind::List(peer))? {
                    self.transact::<_, StoreError>(now, |transaction| {
                        transaction.build_on(doc, DocKind::List(peer)).map_err(StoreError::from)
                    })?;
                }
            }
        }
        if self.device.unheeded {
            self.transact::<_, StoreError>(now, |transaction| {
                transaction.set(DeviceChange::Unheeded(false));
                Ok(())
            })?;
        }
        self.read_anew()
    }

    /// My devices, this one first, for the picture.
    pub(in super::super) fn devices_shown(&self) -> Arc<[OwnDevice]> {
        let mut all: Vec<OwnDevice> = self
            .device
            .statements
            .values()
            .map(|signed| &signed.statement)
            .filter(|stated| stated.person == self.person)
            .map(|stated| OwnDevice {
                id: stated.device,
                name: match self.model.device_names.get(&stated.device).filter(|name| !name.is_empty()) {
                    Some(name) => name.clone(),
                    None => stated.name.clone(),
                },
                this: stated.device == self.key.id(),
                removed: !self.device.statements.stands(&stated.device),
                connects: stated.formats != (0, 0),
                had_everything: self.device.own_equal.get(&stated.device).copied(),
            })
            .collect();
        all.sort_by(|a, b| (!a.this, a.removed, &a.name, a.id).cmp(&(!b.this, b.removed, &b.name, b.id)));
        all.into()
    }
}

impl Transaction<'_> {
    /// One more statement.
    pub(super) fn keep_statement(&mut self, signed: SignedStatement) {
        self.set(DeviceChange::Statement(signed));
    }

    /// Makes an empty change of mine over the heads of a list, where one of them was made by a removed device.
    pub(super) fn build_on(&mut self, doc: DocId, kind: DocKind) -> Result<(), EditError> {
        let removed: Vec<DeviceId> = {
            let all = self.device().statements.keys();
            all.filter(|device| !self.device().statements.stands(device)).copied().collect()
        };
        let made_by_one = self.document(doc, kind)?.has_head_of(|actor| removed.iter().any(|it| actor.is_run_of(it)));
        if made_by_one { self.anchor(doc, kind) } else { Ok(()) }
    }

    /// Calls a device of mine so.
    pub(in super::super) fn rename_device(&mut self, device: DeviceId, name: &str) -> Result<Outcome, EditError> {
        super::super::words("a computer’s name", name, limits::NAME_BYTES)?;
        let stated = self.device().statements.get(&device);
        if stated.is_none_or(|it| it.statement.person != self.me()) {
            return Err(EditError::NoSuchDevice);
        }
        let name = name.trim();
        self.write(self.notebook(), DocKind::Notebook, |builder| devices::set_name(builder, device, name))?;
        Ok(Outcome::Done)
    }
}
