//! A device that made two changes with one number: whoever has the one can't take the other, so that two people see
//! different things from there on. Both are kept, and a fresh list goes on with what either shows.

use super::{
    super::{
        Workspace,
        documents::{Signature, StoredChange},
        rescue::{in_order, load},
        state::{
            device::DeviceChange,
            forked::Forked,
            list_rows::ListRows,
            read_model::{ReadModel, Taken},
        },
        transaction::Transaction,
    },
    orphans::Checked,
};
use crate::{
    change::{Change, Reason},
    document::encode,
    error::{EditError, StoreError},
    id::{DeviceId, DocId, Hash, LineId, PeerId, WordingId},
    kinds::list::{
        order,
        write::{self, NewLine},
    },
    limits,
    rows::{DocKind, PeerRow},
};
use std::collections::{BTreeMap, BTreeSet};

/// A fork that is kept here: by which device, and how many changes of it are no part of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fork {
    /// The device that made two changes with one number.
    pub device: DeviceId,
    /// Changes that are kept as evidence.
    pub kept: usize,
}

impl Workspace {
    /// The peers in whose list a device made two changes with one number, and what is kept of it.
    #[must_use]
    pub fn forks(&self) -> Vec<(PeerId, Fork)> {
        let of = |row: &PeerRow| {
            let forked = self.device.forked.get(&row.list())?;
            Some((row.id, Fork { device: forked.device, kept: forked.changes.len() }))
        };
        self.model.peers.values().filter_map(of).collect()
    }
}

/// Wordings of a line that go over, at most.
const WORDINGS: usize = 16;

/// Whether a line keeps the name that it has on the other side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Same,
    New,
}

impl Transaction<'_> {
    /// Notices what this device signed and doesn't have: whatever it wrote is here before anybody has it, but for a
    /// document that went and comes back. And keeps what was refused because its number was taken.
    pub(super) fn look_for_twin(
        &mut self,
        doc: DocId,
        checked: &[Checked],
        taken: &[(Change, Option<Signature>)],
        refused: &BTreeMap<Hash, Reason>,
    ) {
        let me = self.this_device();
        let forked = |it: &Checked| {
            it.author.is_some_and(|author| author.device == me) && refused.get(&it.encoded.hash) == Some(&Reason::Fork)
        };
        let is_mine = taken.iter().any(|(change, _)| change.actor.is_run_of(&me)) || checked.iter().any(forked);
        if is_mine && !self.device().went.contains(&doc) {
            self.ws.copies.prove();
        }
        self.keep_forked(doc, checked, refused);
    }

    /// Keeps what was refused because its number was taken, and what builds on that.
    fn keep_forked(&mut self, doc: DocId, checked: &[Checked], refused: &BTreeMap<Hash, Reason>) {
        let reason = |it: &Checked| refused.get(&it.encoded.hash).copied();
        let first = checked.iter().find(|it| reason(it) == Some(Reason::Fork));
        let Some(device) = first.and_then(|it| it.author).map(|author| author.device) else { return };
        let new = checked
            .iter()
            .filter(|it| matches!(reason(it), Some(Reason::Fork | Reason::Ancestor)))
            .map(|it| StoredChange { change: it.change.clone(), signature: it.signature })
            .collect();
        if let Some(forked) = Forked::with(self.device().forked.get(&doc), device, new) {
            self.set(DeviceChange::Forked(doc, forked));
        }
    }

    /// Copies the lines that only the other side of a fork shows.
    pub(in super::super) fn copy_forked(&mut self, row: &PeerRow, from: DocId, to: DocId) -> Result<(), EditError> {
        let Some(other) = self.other_side(row, from)? else { return Ok(()) };
        let mine = self.model().lists.get(&from);
        // What was random may have been the same on both sides, so that one name means two lines.
        let lacked: BTreeMap<LineId, Name> = other
            .lines
            .values()
            .filter_map(|line| {
                let id = line.head().filter(|head| !head.removed)?.id;
                let Some(known) = mine.and_then(|mine| mine.lines.get(&id)) else { return Some((id, Name::Same)) };
                let has = |text: &str| known.versions().iter().any(|version| version.text == text);
                let lacks = line.versions().iter().any(|version| !has(&version.text));
                lacks.then_some((id, Name::New))
            })
            .collect();
        for line in other.lines.values() {
            let Some(head) = line.head() else { continue };
            let Some(name) = lacked.get(&head.id) else { continue };
            let id = if *name == Name::Same { head.id } else { LineId(self.random()) };
            // Nobody judged what is kept as evidence: what I write of it is what I could have typed.
            let versions = line.versions();
            let fits = |text: &&str| !text.trim().is_empty() && text.len() <= limits::LINE_BYTES;
            let texts = versions.iter().map(|version| version.text.as_str()).filter(fits);
            let texts: Vec<&str> = texts.take(WORDINGS).collect();
            if texts.is_empty() {
                continue;
            }
            let order = if order::is_valid(&head.order) { head.order.clone() } else { order::between(None, None) };
            let new = NewLine {
                id,
                kind: head.kind,
                state: head.state,
                order,
                wordings: texts.into_iter().map(|text| (WordingId(self.random()), text)).collect(),
            };
            self.append(to, DocKind::List(row.id), |builder| write::add(builder, &new))?;
        }
        Ok(())
    }

    /// The list as the other side of a fork shows it.
    fn other_side(&self, row: &PeerRow, doc: DocId) -> Result<Option<ListRows>, StoreError> {
        let (Some(forked), Some(known)) = (self.device().forked.get(&doc), self.model().documents.get(&doc)) else {
            return Ok(None);
        };
        let of = |stored: &StoredChange| encode(&stored.change).ok().map(|encoded| encoded.hash);
        let is_taken = |stored: &StoredChange| {
            forked.changes.iter().any(|it| it.change.actor == stored.change.actor && it.change.seq <= stored.change.seq)
        };
        let here = self.store().changes(&doc)?;
        let both = here.into_iter().filter(|it| !is_taken(it)).chain(forked.changes.iter().cloned());
        let all: BTreeMap<Hash, StoredChange> = both.filter_map(|stored| Some((of(&stored)?, stored))).collect();
        let actor = *self.ws.documents.actor();
        let Some(empty) = load(doc, known, &[], &actor) else { return Ok(None) };
        let first: BTreeSet<Hash> = empty.heads().into_iter().collect();
        let Some(document) = load(doc, known, &in_order(all, first), &actor) else { return Ok(None) };
        let (mut model, mut taken) = (ReadModel::default(), Taken::default());
        let mine = self.device().devices_of(&self.me());
        let (kind, reader) = (DocKind::List(row.id), document.reader());
        for row in kind.entities(&reader).iter().filter_map(|it| kind.row(&reader, it)) {
            model.take(&mine, doc, kind, row, &mut taken);
        }
        Ok(model.lists.remove(&doc))
    }
}
