//! What a session may ask of the workspace: only with a grant, and only about the one list it is for.

use super::{
    Generation, KnownDevice, Workspace,
    documents::{DocKind, DocRow, Pending, StoredChange},
    local::{Confirmation, Local, LocalRow},
};
use crate::{
    change::{Change, Reason, Run},
    device::SignedStatement,
    document::Position,
    error::StoreError,
    grant::Grant,
    id::{DeviceId, DocId, Hash},
    limits,
    rows::PeerRow,
    snapshot::Moment,
    store::Table,
};
use std::collections::{BTreeMap, BTreeSet};

/// How long a confirmation may stay in memory only; it is knowledge about the other side, not anybody's words.
const CONFIRMATION_KEPT_MS: i64 = 5_000;

impl Workspace {
    /// What I state about my devices; sent before anything else.
    #[must_use]
    pub fn my_statements(&self) -> Vec<SignedStatement> {
        self.statements.values().filter(|signed| signed.statement.person == self.person).cloned().collect()
    }

    /// Whether that device may speak with me about a list, and which.
    #[must_use]
    pub fn grant(&self, remote: &DeviceId) -> Option<Grant> {
        let stated = self.statements.get(remote).filter(|signed| !signed.statement.removed)?;
        let peer = self.peer_with(&stated.statement.person)?;
        let row = self.held.peers.get(&peer).filter(|row| !row.stopped)?;
        Some(Grant { peer, remote: *remote, list: row.list() })
    }

    /// Every device that may connect.
    #[must_use]
    pub fn known_devices(&self) -> Vec<KnownDevice> {
        let devices = self.statements.keys().filter_map(|device| self.grant(device));
        devices
            .map(|grant| KnownDevice {
                device: grant.remote,
                peer: grant.peer,
                addresses: self.local.addresses.get(&grant.remote).cloned().unwrap_or_default(),
            })
            .collect()
    }

    /// Keeps where a device was reached.
    pub fn remember_addresses(&mut self, device: &DeviceId, addresses: Vec<String>) -> Result<(), StoreError> {
        let addresses = Local::bounded(addresses);
        if self.local.addresses.get(device) == Some(&addresses) {
            return Ok(());
        }
        let mut pending = Pending::default();
        LocalRow::Addresses.put(&mut pending.batch, device, &addresses);
        self.local.addresses.insert(*device, addresses);
        self.commit(pending)
    }

    /// Which fresh list this one is.
    #[must_use]
    pub fn generation(&self, grant: &Grant) -> Generation {
        let first = Generation { number: 0, by: self.key.id() };
        self.held.peers.get(&grant.peer).map_or(first, |row| self.generation_of(row))
    }

    /// Goes on in the remote's list when it is the one to continue. Whether it was.
    /// A grant made before is then for the old list: ask for a new one.
    pub fn follow(&mut self, grant: &Grant, theirs: Generation, now: Moment) -> Result<bool, StoreError> {
        let Some(row) = self.held.peers.get(&grant.peer).cloned().filter(|_| self.stands(grant)) else {
            return Ok(false);
        };
        let mine = self.generation_of(&row);
        let newer = theirs.number > mine.number || (theirs.number == mine.number && theirs.by < mine.by);
        let by_one_of_us = self.statements.get(&theirs.by).is_some_and(|signed| {
            Some(signed.statement.person) == row.person || signed.statement.person == self.person
        });
        let leaps = theirs.number.saturating_sub(mine.number) > limits::GENERATIONS_AHEAD;
        if theirs.number == 0 || !newer || leaps || !by_one_of_us {
            return Ok(false);
        }
        let mut pending = Pending::default();
        let old = row.list();
        let row = PeerRow { generation: theirs.number, generation_by: Some(theirs.by), ..row };
        let keep = self.keep_unconfirmed(&mut pending, &row, old, now);
        let write = keep.and_then(|row| self.write_peer(&mut pending, &row, now));
        if write.is_err() {
            self.forget(&pending);
            return Err(StoreError::Damaged("list"));
        }
        self.confirm_in(&mut pending, grant, Confirmation::default());
        self.commit(pending)?;
        Ok(true)
    }

    /// Lines of mine that the other side never confirmed stay with me when a fresh list is begun over there.
    fn keep_unconfirmed(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        old: DocId,
        now: Moment,
    ) -> Result<PeerRow, crate::error::EditError> {
        let waiting = self.local.confirmations.get(&row.id).map(|it| it.waiting.clone()).unwrap_or_default();
        let lines = self.held.lists.get(&old).map(|list| {
            let mine = |line: &&crate::rows::LineRow| {
                waiting.contains(&format!("lines/{}", line.id))
                    && self.held.who(&line.raised_by) == crate::snapshot::Who::Me
            };
            list.in_order().filter(mine).map(|line| line.id).collect::<BTreeSet<_>>()
        });
        let lines = lines.unwrap_or_default();
        if lines.is_empty() {
            return Ok(row.clone());
        }
        let doc = self.only_mine(pending, row, now)?;
        self.copy_chosen(pending, row, old, doc, &lines, now)?;
        Ok(PeerRow { only_mine: Some(doc), ..row.clone() })
    }

    /// Takes in what the remote states about its person's devices. Those that aren't genuine are passed over.
    pub fn receive_statements(&mut self, grant: &Grant, statements: &[SignedStatement]) -> Result<(), StoreError> {
        let Some(person) = self.held.peers.get(&grant.peer).and_then(|row| row.person) else { return Ok(()) };
        let mut pending = Pending::default();
        for signed in statements.iter().take(limits::DEVICES_OF_PERSON) {
            let said = &signed.statement;
            let devices = self.devices_of(&person);
            let known = self.statements.get(&said.device);
            let new =
                known.is_none_or(|known| !known.statement.removed && said.removed && known.statement.person == person);
            let room = said.removed || devices.len() < limits::DEVICES_OF_PERSON;
            let vouched = said.person == person && devices.contains(&said.vouched_by) && signed.is_genuine();
            if new && room && vouched && said.name.len() <= limits::NAME_BYTES {
                pending.batch.put(Table::Statements, &super::open::statement_key(signed), signed);
                self.statements.insert(said.device, signed.clone());
            }
        }
        if pending.batch.is_empty() {
            return Ok(());
        }
        if let Some(row) = self.held.peers.get(&grant.peer) {
            self.touch(&mut pending, row);
        }
        self.commit(pending)
    }

    /// The heads of the list, committed.
    pub fn heads(&mut self, grant: &Grant) -> Result<Vec<Hash>, StoreError> {
        Ok(self.held.documents.get(&grant.list).map(|row| row.heads.clone()).unwrap_or_default())
    }

    /// Committed changes that whoever has `theirs` lacks, without `sent`, in an order in which dependencies
    /// come first; at most about `bytes` of them. Heads that are not known here are passed over.
    pub fn missing(
        &mut self,
        grant: &Grant,
        theirs: &[Hash],
        sent: &BTreeSet<Hash>,
        bytes: usize,
    ) -> Result<Vec<Run>, StoreError> {
        let Some(row) = self.held.documents.get(&grant.list).cloned() else { return Ok(Vec::new()) };
        let has = |head: &Hash| theirs.contains(head) || sent.contains(head);
        if !self.stands(grant) || row.heads.iter().all(has) {
            return Ok(Vec::new());
        }
        let document = self.documents.get(&self.store, grant.list, row.kind)?;
        let known: Vec<Position> =
            theirs.iter().chain(sent).filter_map(|hash| document.graph().position(hash)).collect();
        // The genesis stands at 0 and is made by both sides; the change in row n stands at n + 1.
        let rows = document.graph().beyond(&known).into_iter().filter_map(|at| at.checked_sub(1));
        let mut runs = Runs::new(bytes);
        for at in rows {
            let key = [grant.list.0.as_slice(), &at.to_be_bytes()].concat();
            let stored: StoredChange = self.store.get(Table::Changes, &key)?.ok_or(StoreError::Damaged("changes"))?;
            if !runs.add(stored) {
                break;
            }
        }
        Ok(runs.signed())
    }

    /// Keeps that the remote has committed what `theirs` names.
    pub fn confirmed(&mut self, grant: &Grant, theirs: &[Hash], now: Moment) -> Result<(), StoreError> {
        let row = self.held.documents.get(&grant.list);
        if !self.stands(grant) || !row.is_none_or(|row| row.heads.iter().all(|head| theirs.contains(head))) {
            return Ok(());
        }
        let before = self.local.confirmations.get(&grant.peer).cloned().unwrap_or_default();
        let fresh = before.at.is_some_and(|at| (now.unix_ms - at.unix_ms).abs() < CONFIRMATION_KEPT_MS);
        let mut pending = Pending::default();
        let kept = self.confirm_in(&mut pending, grant, Confirmation { at: Some(now), waiting: BTreeSet::new() });
        if fresh {
            // Told again soon; not worth a write of its own. It is kept when the workspace settles.
            drop(pending);
            self.local.unsaved.insert(grant.peer);
            if kept && !before.waiting.is_empty() {
                self.picture(&BTreeSet::from([grant.peer]));
            }
            return Ok(());
        }
        self.local.unsaved.remove(&grant.peer);
        self.commit(pending)
    }

    /// Keeps what was only in memory so far, as before the program ends: what the other side is known to have.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        let mut pending = Pending::default();
        for peer in std::mem::take(&mut self.local.unsaved) {
            if let Some(confirmation) = self.local.confirmations.get(&peer) {
                LocalRow::Confirmation.put(&mut pending.batch, &peer, confirmation);
            }
        }
        if pending.batch.is_empty() { Ok(()) } else { self.commit(pending) }
    }

    fn confirm_in(&mut self, pending: &mut Pending, grant: &Grant, confirmation: Confirmation) -> bool {
        LocalRow::Confirmation.put(&mut pending.batch, &grant.peer, &confirmation);
        if let Some(row) = self.held.peers.get(&grant.peer) {
            self.touch(pending, row);
        }
        self.local.confirmations.insert(grant.peer, confirmation.clone()).as_ref() != Some(&confirmation)
    }

    /// Counts what this commit adds that the other side lacks.
    pub(super) fn count_waiting(&mut self, pending: &mut Pending) {
        let mut waiting: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for (doc, entity) in &pending.entities {
            let kind = pending.documents.get(doc).map(|row| row.kind);
            let Some(DocKind::List(peer)) = kind else { continue };
            // What is only mine waits for nobody.
            let row = pending.peer(&peer).or_else(|| self.held.peers.get(&peer).cloned());
            if row.is_some_and(|row| row.person.is_some() && row.list() == *doc) && entity.starts_with("lines/") {
                waiting.entry(peer).or_default().push(entity.clone());
            }
        }
        for (peer, entities) in waiting {
            let confirmation = self.local.confirmations.entry(peer).or_default();
            confirmation.waiting.extend(entities);
            LocalRow::Confirmation.put(&mut pending.batch, &peer, confirmation);
        }
    }

    /// Keeps that the remote refused changes of mine.
    pub fn refused_by_them(&mut self, grant: &Grant, refused: &[(Hash, Reason)]) -> Result<(), StoreError> {
        let all = self.local.refused_by_them.entry(grant.list).or_default();
        let before = all.len();
        let bounded = refused.get(..limits::CHANGES_IN_FRAME).unwrap_or(refused);
        Local::remember(all, bounded);
        if all.len() == before {
            return Ok(());
        }
        let mut pending = Pending::default();
        LocalRow::RefusedByThem.put(&mut pending.batch, &grant.list, all);
        if let Some(row) = self.held.peers.get(&grant.peer) {
            self.touch(&mut pending, row);
        }
        self.commit(pending)
    }

    /// Whether a grant is still what the user grants.
    pub(super) fn stands(&self, grant: &Grant) -> bool {
        self.grant(&grant.remote).as_ref() == Some(grant)
    }

    pub(super) fn document_row(&self, doc: &DocId, kind: DocKind) -> DocRow {
        self.held.documents.get(doc).cloned().unwrap_or_else(|| DocRow::new(kind))
    }
}

/// Changes put into signed runs, up to a size.
struct Runs {
    done: Vec<Run>,
    open: Vec<Change>,
    /// How many of `open` a signature covers, and that signature.
    covered: Option<(usize, [u8; 64])>,
    room: usize,
}

impl Runs {
    fn new(bytes: usize) -> Self {
        Self { done: Vec::new(), open: Vec::new(), covered: None, room: bytes }
    }

    /// Adds a change; whether there is room for more.
    fn add(&mut self, stored: StoredChange) -> bool {
        let StoredChange { change, signature } = stored;
        let size = postcard::experimental::serialized_size(&change).unwrap_or(usize::MAX).saturating_add(80);
        let first = self.done.is_empty() && self.open.is_empty();
        let count = self.done.iter().map(|run| run.changes.len()).sum::<usize>() + self.open.len();
        if (size > self.room || count >= limits::CHANGES_IN_FRAME) && !first {
            return false;
        }
        self.room = self.room.saturating_sub(size);
        let follows = self.open.last().is_none_or(|last| last.actor == change.actor && last.seq + 1 == change.seq);
        if !follows {
            self.close();
        }
        self.open.push(change);
        if let Some(signature) = signature {
            self.covered = Some((self.open.len(), signature.0));
        }
        true
    }

    /// Ends the open run at its last signature; what none covers can't be proved and isn't sent.
    fn close(&mut self) {
        let mut changes = std::mem::take(&mut self.open);
        if let Some((count, signature)) = self.covered.take() {
            changes.truncate(count);
            self.done.push(Run { changes, signature });
        }
    }

    fn signed(mut self) -> Vec<Run> {
        self.close();
        self.done
    }
}
