//! All rows, held in memory. What a commit changed is put in its place, and everything else stays as it was.

use super::{
    entries::{Entries, Shown},
    list_rows::ListRows,
    pages::Pages,
    read_marker::SeenLine,
};
use crate::{
    id::{DeviceId, DocId, FinishedId, LineId, PeerId, PersonId, ProjectId},
    rows::{CardRow, DocKind, DocRow, FinishedRow, MethodRow, PeerRow, ProjectRow, Row, Writer},
    snapshot::{Finished, Me, Project, Who},
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct ReadModel {
    pub(crate) documents: BTreeMap<DocId, DocRow>,
    pub(crate) me: Me,
    pub(crate) journal_secret: [u8; 32],
    pub(crate) peers: BTreeMap<PeerId, PeerRow>,
    pub(crate) cards: BTreeMap<PeerId, CardRow>,
    pub(crate) lists: BTreeMap<DocId, ListRows>,
    pub(crate) projects: BTreeMap<ProjectId, ProjectRow>,
    pub(crate) finished: BTreeMap<FinishedId, FinishedRow>,
    pub(crate) method: MethodRow,
    pub(crate) entries: BTreeMap<PeerId, Entries>,
    /// What I call my devices.
    pub(crate) device_names: BTreeMap<DeviceId, String>,
    /// Where the rows of each document lie.
    pub(crate) pages: BTreeMap<DocId, Pages>,
}

/// What taking rows in changed, for the snapshot.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Peers of whom something changed.
    pub(crate) peers: BTreeSet<PeerId>,
    /// Those of them whose journal changed.
    pub(crate) entries: BTreeSet<PeerId>,
    /// Lines that show otherwise now.
    pub(crate) lines: BTreeSet<(DocId, LineId)>,
    pub(crate) projects: bool,
    pub(crate) finished: bool,
    /// The pieces of pads, by their order keys.
    pub(crate) pads: BTreeMap<DocId, BTreeMap<String, String>>,
}

impl PeerRow {
    /// Whether there is still something to show of them.
    pub(crate) fn is_shown(&self) -> bool {
        !self.removed && !self.erased && self.merged_into.is_none()
    }

    /// The document that is shown and written.
    pub(crate) fn list(&self) -> DocId {
        match self.shows {
            Some(shown) => self.generation_at(shown.number, shown.by),
            None => self.synced(),
        }
    }

    /// The document of the current generation, in which both meet. It is the one that is shown too, but for the time
    /// in which it lacks lines of mine and I haven't said that I go along.
    pub(crate) fn synced(&self) -> DocId {
        self.generation_at(self.generation, self.generation_by)
    }

    /// The same, where what is shown is what there is from now on.
    pub(crate) fn staying(self) -> Self {
        match self.shows {
            Some(shown) => Self { generation: shown.number, generation_by: shown.by, shows: None, ..self },
            None => self,
        }
    }

    fn generation_at(&self, number: u32, by: Option<DeviceId>) -> DocId {
        match by {
            Some(by) if number > 0 => generation(&self.base, number, &by),
            _ => self.base,
        }
    }
}

/// The document of a fresh list: both sides derive it, so that no connection ever names one.
pub(crate) fn generation(base: &DocId, number: u32, by: &DeviceId) -> DocId {
    let digest = Sha256::new()
        .chain_update(b"sideways/generation/1")
        .chain_update(base.0)
        .chain_update(number.to_be_bytes())
        .chain_update(by.0)
        .finalize();
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(digest) {
        *to = from;
    }
    DocId(id)
}

/// Who wrote something: I, on one of my devices, or the other one.
pub(crate) fn who(mine: &[DeviceId], writer: &Writer) -> Who {
    if mine.iter().any(|device| writer.is(device)) { Who::Me } else { Who::Them }
}

impl ReadModel {
    /// Takes a row in, and says what that changes.
    pub(crate) fn take(&mut self, mine: &[DeviceId], doc: DocId, kind: DocKind, row: Row, taken: &mut Taken) {
        let who = |writer: &Writer| who(mine, writer);
        taken.peers.extend(kind.peer());
        match (kind, row) {
            (_, Row::Me(new)) => self.me = new,
            (_, Row::JournalSecret(secret)) => self.journal_secret = secret,
            (_, Row::Peer(row)) => {
                taken.peers.insert(row.id);
                // Under whom they were shown before, when that changes.
                let before = self.peers.get(&row.id).and_then(|row| self.merged(row));
                taken.peers.extend(before);
                taken.entries.extend(before.into_iter().chain(row.merged_into));
                self.peers.insert(row.id, row);
            }
            (DocKind::Card(peer), Row::Card(row)) => drop(self.cards.insert(peer, row)),
            (DocKind::Journal(peer, year), Row::Entry(row)) => {
                taken.entries.insert(peer);
                self.entries.entry(peer).or_default().take(year, row);
            }
            (_, Row::Project(row)) => {
                taken.projects = true;
                self.projects.insert(row.project.id, row);
            }
            (_, Row::Finished(row)) => {
                taken.finished = true;
                self.finished.insert(row.finished.id, row);
            }
            (_, Row::Method(row)) => self.method = row,
            (_, Row::Device(id, name)) => drop(self.device_names.insert(id, name)),
            (_, Row::Line(row)) => {
                let line = self.lists.entry(doc).or_default().take_head(row);
                taken.lines.insert((doc, line));
            }
            (_, Row::Wording(line, rows)) => {
                self.lists.entry(doc).or_default().take_wordings(line, rows, &who);
                taken.lines.insert((doc, line));
            }
            (_, Row::Remark(line, rows)) => {
                self.lists.entry(doc).or_default().take_remarks(line, rows);
                taken.lines.insert((doc, line));
            }
            (_, Row::Person(person, field)) => {
                let line = self.lists.entry(doc).or_default().take_person(person, field);
                taken.lines.extend(line.map(|line| (doc, line)));
            }
            // Pieces come one by one when the workspace is opened; a commit brings the whole text with them.
            (_, Row::Pad(order, piece)) => drop(taken.pads.entry(doc).or_default().insert(order, piece)),
            // A row of a kind that this document doesn't have: newer than this program.
            (_, Row::Card(_) | Row::Entry(_)) => {}
        }
    }

    /// The projects that stand; those that didn't change are the ones of the snapshot before.
    pub(crate) fn projects_shown(&self, before: &[Arc<Project>]) -> Vec<Arc<Project>> {
        let before: BTreeMap<ProjectId, &Arc<Project>> = before.iter().map(|project| (project.id, project)).collect();
        let stand = self.projects.values().filter(|row| !row.removed).map(|row| &row.project);
        let same = |new: &Project| before.get(&new.id).filter(|old| ****old == *new).map(|old| Arc::clone(old));
        let mut shown: Vec<Arc<Project>> =
            stand.map(|new| same(new).unwrap_or_else(|| Arc::new(new.clone()))).collect();
        shown.sort_by(|a, b| (a.made, &a.name, a.id).cmp(&(b.made, &b.name, b.id)));
        shown
    }

    /// The finished works that stand, newest first.
    pub(crate) fn finished_shown(&self) -> Vec<Finished> {
        let mut shown: Vec<Finished> =
            self.finished.values().filter(|row| !row.removed).map(|row| row.finished.clone()).collect();
        shown.sort_by_key(|it| (std::cmp::Reverse(it.on), it.id));
        shown
    }

    /// The entries of a peer, and of those who were merged into them.
    pub(crate) fn entries_of(&self, id: &PeerId) -> Shown<'_> {
        let merged = self.peers.values().filter(|row| !row.erased && self.merged(row) == Some(*id)).map(|row| row.id);
        Shown::new([*id].into_iter().chain(merged).filter_map(|id| self.entries.get(&id)))
    }

    /// Under whom a peer is shown, following merges; none where they are shown as themselves.
    pub(crate) fn merged(&self, row: &PeerRow) -> Option<PeerId> {
        let mut into = row.merged_into?;
        for _ in 0..self.peers.len() {
            match self.peers.get(&into).and_then(|row| row.merged_into) {
                Some(further) => into = further,
                None => return Some(into),
            }
        }
        None
    }

    pub(crate) fn peer_with(&self, person: &PersonId) -> Option<PeerId> {
        self.peers.values().find(|row| row.person == Some(*person)).map(|row| row.id)
    }

    /// Shows lines anew, and compares them with how they looked when I looked last.
    pub(crate) fn show_lines(
        &mut self,
        me: PersonId,
        mine: &[DeviceId],
        lines: &BTreeSet<(DocId, LineId)>,
        seen: &BTreeMap<PeerId, BTreeMap<LineId, SeenLine>>,
    ) {
        let who = |writer: &Writer| who(mine, writer);
        for (doc, line) in lines {
            let peer = self.documents.get(doc).and_then(|row| row.kind.peer());
            let look = peer.and_then(|peer| seen.get(&peer)?.get(line));
            if let Some(list) = self.lists.get_mut(doc) {
                list.show(me, *line, &who);
                list.compare(me, *line, look, &who);
            }
        }
    }

    /// Shows everything, once all rows are there.
    pub(crate) fn show_all(
        &mut self,
        me: PersonId,
        mine: &[DeviceId],
        seen: &BTreeMap<PeerId, BTreeMap<LineId, SeenLine>>,
    ) {
        let is = |writer: &Writer| who(mine, writer);
        for (doc, list) in &mut self.lists {
            let row = self.documents.get(doc);
            list.pad.as_of = row.map(|row| row.heads.clone()).unwrap_or_default();
            list.show_all(me, &is);
            let looks = row.and_then(|row| seen.get(&row.kind.peer()?));
            let lines: Vec<LineId> = list.lines.keys().copied().collect();
            for line in lines {
                list.compare(me, line, looks.and_then(|looks| looks.get(&line)), &is);
            }
        }
    }

    /// Forgets a document.
    pub(crate) fn forget_document(&mut self, doc: &DocId) {
        self.documents.remove(doc);
        self.lists.remove(doc);
        self.pages.remove(doc);
    }
}
