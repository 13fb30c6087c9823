//! What a sealed file asks of the workspace: for whom it may be made, who may have written one, and what it tells of
//! what the other side has.

use super::super::{
    Touched, Workspace,
    state::{
        acknowledged::Acknowledged,
        device::{Confirmation, DeviceChange},
    },
    transaction::Transaction,
};
use crate::{
    age::Identity,
    change::{Change, Reason, Run},
    device::{SignedStatement, sealed_message, signature_fits},
    error::StoreError,
    grant::Grant,
    id::{DeviceId, DocId, Hash, PeerId, PersonId},
    kinds::Changed,
    limits,
    rows::DocKind,
    sealed::{self, Closed},
    snapshot::Moment,
};
use std::collections::BTreeSet;

/// Proof that a sealed file may be made for a colleague, and for which of their computers. Only the workspace makes one.
#[derive(Debug, Clone)]
pub struct Sealing {
    grant: Grant,
    person: PersonId,
    to: Vec<[u8; 32]>,
}

impl Sealing {
    /// What the list is read with.
    #[must_use]
    pub fn grant(&self) -> &Grant {
        &self.grant
    }

    /// Who it is for.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// How many computers can open it.
    #[must_use]
    pub fn computers(&self) -> usize {
        self.to.len()
    }
}

/// Why no sealed file is made for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no such peer.
    #[error("there is no such peer")]
    NoSuchPeer,
    /// Nothing is shared with them.
    #[error("nothing is shared with them yet")]
    NotShared,
    /// I stopped.
    #[error("sharing with them is stopped")]
    Stopped,
    /// Another device of mine took this one away.
    #[error("this computer was taken away from your devices, so nothing goes out from here any more")]
    Removed,
}

/// Why nothing is taken from whoever wrote a sealed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriterRefused {
    /// Nobody I share with, and nobody of theirs vouches for it.
    Stranger,
    /// I stopped sharing with that peer.
    Stopped(PeerId),
    /// That peer took it away from their computers.
    Removed(PeerId),
    /// It is this computer, or another one of mine.
    Mine,
}

/// What stood in a sealed file, with whoever's signature is under it.
#[derive(Clone)]
pub struct Unsealed {
    content: Vec<u8>,
    signature: [u8; 64],
}

impl Unsealed {
    /// All of it but the signature.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Whether that device signed it.
    #[must_use]
    pub fn is_by(&self, device: &DeviceId) -> bool {
        signature_fits(device, &sealed_message(&self.content), &self.signature)
    }
}

impl Workspace {
    /// For whom a sealed file for a peer is made.
    pub fn sealing(&self, peer: &PeerId) -> Result<Sealing, SealError> {
        let row = self.model.peers.get(peer).ok_or(SealError::NoSuchPeer)?;
        let person = row.person.ok_or(SealError::NotShared)?;
        if row.stopped {
            return Err(SealError::Stopped);
        }
        if self.is_removed() {
            return Err(SealError::Removed);
        }
        let grants: Vec<Grant> =
            self.device.devices_of(&person).iter().filter_map(|device| self.grant(device)).collect();
        let recipient = |grant: &Grant| Some(self.device.statements.get(&grant.remote)?.statement.recipient);
        let to = grants.iter().take(limits::DEVICES_OF_PERSON).filter_map(recipient).collect();
        let grant = grants.into_iter().next().ok_or(SealError::NotShared)?;
        Ok(Sealing { grant, person, to })
    }

    /// A sealed file with that content, signed by this device; nothing where it may not be made any more.
    pub fn seal(&mut self, sealing: &Sealing, content: &[u8]) -> Option<Vec<u8>> {
        if !self.stands(&sealing.grant) {
            return None;
        }
        let signed = [content, &self.key.sign_sealed(content)].concat();
        sealed::sealed(&sealing.to, &signed, &mut self.entropy).ok()
    }

    /// What stands in a sealed file for this device. Who wrote it isn't known yet.
    pub fn unseal(&self, file: &[u8]) -> Result<Unsealed, Closed> {
        let identity = Identity::new(&self.key.recipient_secret());
        let mut content = sealed::opened(file, &identity).map_err(|(why, _)| why)?;
        let at = content.len().checked_sub(64).ok_or(Closed::Damaged)?;
        let signature = content.split_off(at);
        let signature = signature.as_slice().try_into().map_err(|_| Closed::Damaged)?;
        Ok(Unsealed { content, signature })
    }

    /// The devices known here that a sealed file is for: mine, and those of people I share with.
    #[must_use]
    pub fn addressed(&self, file: &[u8]) -> Vec<(DeviceId, PersonId)> {
        let identity = Identity::new(&self.key.recipient_secret());
        let Err((Closed::NotForMe, hint)) = sealed::opened(file, &identity) else { return Vec::new() };
        let all = self.device.statements.values().map(|signed| &signed.statement);
        let those = all.filter(|it| self.device.statements.stands(&it.device) && sealed::is_for(&hint, &it.recipient));
        those.map(|it| (it.device, it.person)).collect()
    }

    /// Whether whoever wrote a sealed file may hand over changes. A device that isn't known yet, and that one of its
    /// person's vouches for who is known, is known from then on. Its signature under the file proved its key.
    pub fn grant_of_writer(
        &mut self,
        writer: &DeviceId,
        statements: &[SignedStatement],
        now: Moment,
    ) -> Result<Result<Grant, WriterRefused>, StoreError> {
        let stated = statements.iter().map(|signed| &signed.statement).find(|said| said.device == *writer);
        let known = self.device.statements.get(writer).map(|signed| signed.statement.person);
        let Some(person) = known.or(stated.map(|said| said.person)) else { return Ok(Err(WriterRefused::Stranger)) };
        if person == self.person || *writer == self.key.id() {
            return Ok(Err(WriterRefused::Mine));
        }
        let Some(peer) = self.model.peer_with(&person) else { return Ok(Err(WriterRefused::Stranger)) };
        if self.model.peers.get(&peer).is_none_or(|row| row.stopped) {
            return Ok(Err(WriterRefused::Stopped(peer)));
        }
        if known.is_none() {
            self.transact::<_, StoreError>(now, |transaction| {
                transaction.take_statements(peer, person, *writer, statements);
                Ok(())
            })?;
        }
        let statements = &self.device.statements;
        let removed = statements.get(writer).is_some() && !statements.stands(writer);
        let why = if removed { WriterRefused::Removed(peer) } else { WriterRefused::Stranger };
        Ok(self.grant(writer).ok_or(why))
    }

    /// What the device that spoke last is known to have of the list.
    #[must_use]
    pub fn acknowledged(&self, grant: &Grant) -> Vec<Hash> {
        self.device.acknowledged.get(&grant.peer).map(|it| it.of(&grant.list).to_vec()).unwrap_or_default()
    }

    /// Keeps that the remote has what these heads name, of which it may be that only some are known here; and with that
    /// which lines still wait for them.
    pub fn acknowledge(&mut self, grant: &Grant, theirs: &[Hash], now: Moment) -> Result<(), StoreError> {
        let kind = DocKind::List(grant.peer);
        if !self.stands(grant) || !self.loads(grant.list, kind)? {
            return Ok(());
        }
        let graph = self.documents.get(&self.store, grant.list, kind)?.graph();
        let before = self.device.acknowledged.get(&grant.peer);
        let has = Acknowledged::and(before, grant, theirs, graph);
        let is_new = before != Some(&has);
        let heads = self.model.documents.get(&grant.list).map(|row| row.heads.clone()).unwrap_or_default();
        if heads.iter().all(|head| has.of(&grant.list).contains(head)) {
            let waits = self.device.waiting.get(&grant.peer).is_some_and(|lines| !lines.is_empty());
            if !is_new && !waits {
                return self.confirmed(grant, &heads, now);
            }
            // Unlike a connection, a file says it only once.
            return self.transact(now, |transaction| {
                transaction.confirm(grant, heads);
                Ok(())
            });
        }
        let waits = self.written_since(grant, has.of(&grant.list))?;
        let shows_another = self.model.peers.get(&grant.peer).is_some_and(|row| row.shows.is_some());
        self.transact(now, |transaction| {
            if !shows_another {
                transaction.waits_only(grant.peer, waits);
            }
            if is_new {
                transaction.set(DeviceChange::Acknowledged(grant.peer, Some(has)));
            }
            Ok(())
        })
    }

    /// What I wrote that whoever has these heads lacks.
    fn written_since(&mut self, grant: &Grant, theirs: &[Hash]) -> Result<Touched, StoreError> {
        let mine = self.device.devices_of(&self.person);
        let mut by_me = Vec::new();
        self.each_missing(grant.list, theirs, &BTreeSet::new(), |stored| {
            if mine.iter().any(|device| stored.change.actor.is_run_of(device)) {
                by_me.push(stored.change);
            }
            true
        })?;
        Ok(self.touched_by(grant, by_me.iter()))
    }

    /// What of the list these changes of it change.
    pub fn touched(&mut self, grant: &Grant, runs: &[Run]) -> Result<Touched, StoreError> {
        if !self.stands(grant) || !self.loads(grant.list, DocKind::List(grant.peer))? {
            return Ok(Touched::default());
        }
        self.documents.get(&self.store, grant.list, DocKind::List(grant.peer))?;
        Ok(self.touched_by(grant, runs.iter().flat_map(|run| &run.changes)))
    }

    fn touched_by<'a>(&self, grant: &Grant, changes: impl Iterator<Item = &'a Change>) -> Touched {
        let mut touched = Touched::default();
        let Some(document) = self.documents.loaded(&grant.list) else { return touched };
        for (path, key) in changes.flat_map(|change| document.written(change)) {
            match DocKind::List(grant.peer).changed(&path, key.as_deref()) {
                Some(Changed::Entity(entity)) => match entity.line() {
                    Some(line) => drop(touched.lines.insert(line)),
                    None => touched.more = true,
                },
                Some(Changed::Pad) => touched.pad = true,
                None => {}
            }
        }
        touched
    }

    /// Whether some of these changes are not here.
    pub fn lacks(&mut self, grant: &Grant, hashes: &[Hash]) -> Result<bool, StoreError> {
        if !self.stands(grant) || !self.loads(grant.list, DocKind::List(grant.peer))? {
            return Ok(false);
        }
        let graph = self.documents.get(&self.store, grant.list, DocKind::List(grant.peer))?.graph();
        Ok(hashes.iter().any(|hash| graph.position(hash).is_none()))
    }

    /// Changes of the list that I didn't take, and why.
    #[must_use]
    pub fn refused(&self, grant: &Grant) -> Vec<(Hash, Reason)> {
        self.device.refused.get(&grant.list).map(|refused| refused.all().collect()).unwrap_or_default()
    }

    /// Changes of the list that they didn't take.
    #[must_use]
    pub fn refused_there(&self, grant: &Grant) -> BTreeSet<Hash> {
        let refused = self.device.refused_by_them.get(&grant.list);
        refused.map(|refused| refused.all().map(|(hash, _)| hash).collect()).unwrap_or_default()
    }

    /// Keeps that they refused changes that are here; of others they can't know.
    pub fn refused_in_file(&mut self, grant: &Grant, refused: &[(Hash, Reason)]) -> Result<(), StoreError> {
        if !self.stands(grant) || !self.loads(grant.list, DocKind::List(grant.peer))? {
            return Ok(());
        }
        let graph = self.documents.get(&self.store, grant.list, DocKind::List(grant.peer))?.graph();
        let here: Vec<(Hash, Reason)> =
            refused.iter().filter(|(hash, _)| graph.position(hash).is_some()).copied().collect();
        self.refused_by_them(grant, &here)
    }
}

impl Transaction<'_> {
    /// What is changed of a list here.
    pub(super) fn touched(&self, doc: &DocId) -> Touched {
        let Some(staged) = self.documents.get(doc) else { return Touched::default() };
        let more = staged.dirty.iter().any(|entity| entity.line().is_none());
        Touched { lines: staged.lines(), pad: staged.pad && !staged.all, more }
    }

    /// These lines wait for a colleague, and no others.
    fn waits_only(&mut self, peer: PeerId, waits: Touched) {
        let known = self.device().confirmations.get(&peer).cloned().unwrap_or_default();
        let waited = self.device().waiting.get(&peer).cloned().unwrap_or_default();
        if !known.everything_waits && waited == waits.lines {
            return;
        }
        self.set(DeviceChange::NothingWaits(peer));
        waits.lines.into_iter().for_each(|line| self.set(DeviceChange::Waits(peer, line)));
        self.set(DeviceChange::Confirmation(peer, Some(Confirmation { everything_waits: false, ..known })));
        self.touch(peer);
    }
}
