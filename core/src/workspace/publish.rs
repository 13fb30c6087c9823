//! What was committed becomes what is seen: rows into memory, and a snapshot in which only that is made anew which
//! changed.

use super::{
    Workspace,
    state::{
        pad::Piece,
        pages::Moved,
        read_model::{Taken, who},
    },
};
use crate::{
    id::{DocId, LineId, PeerId},
    rows::{DocKind, DocRow, PeerRow, Row, Writer},
    snapshot::{Field, ListView, PeerView, Sharing, SharingState, Snapshot, Who},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What a commit changed.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) documents: Vec<(DocId, DocRow)>,
    pub(super) rows: Vec<(DocId, DocKind, Row)>,
    /// Where rows lie now.
    pub(super) pages: Vec<(DocId, Moved)>,
    /// Pads, with the pieces that were written.
    pub(super) pads: Vec<(DocId, Arc<str>, Vec<Piece>)>,
    /// Lines whose read marker was set.
    pub(super) looked: Vec<(PeerId, LineId)>,
    pub(super) dropped: BTreeSet<DocId>,
    pub(super) erased: BTreeSet<PeerId>,
    /// Peers of whom something else changed.
    pub(super) touched: BTreeSet<PeerId>,
}

impl Workspace {
    /// Takes a commit into memory and makes the snapshot of it.
    pub(super) fn publish(&mut self, published: Published) {
        let mut taken = Taken { peers: published.touched, ..Taken::default() };
        for (doc, row) in published.documents {
            taken.peers.extend(row.kind.peer());
            self.stale.remove(&doc);
            self.model.documents.insert(doc, row);
        }
        for (doc, moved) in published.pages {
            self.model.pages.entry(doc).or_default().apply(moved);
        }
        for doc in &published.dropped {
            self.stale.remove(doc);
            self.aside.remove(doc);
            self.model.forget_document(doc);
        }
        for peer in published.erased {
            self.model.cards.remove(&peer);
            self.model.entries.remove(&peer);
            taken.entries.insert(peer);
        }
        let mine = self.device.wrote_for(&self.person);
        for (doc, kind, row) in published.rows {
            self.model.take(&mine, doc, kind, row, &mut taken);
        }
        for (doc, text, pieces) in published.pads {
            let heads = self.model.documents.get(&doc).map(|row| row.heads.clone()).unwrap_or_default();
            self.model.lists.entry(doc).or_default().pad.take(&pieces, text, heads);
        }
        for (peer, line) in published.looked {
            taken.lines.extend(self.model.peers.get(&peer).map(|row| (row.list(), line)));
        }
        self.model.show_lines(self.person, &mine, &taken.lines, &self.device.seen);
        // Whoever is shown under another name is shown there.
        let merged = taken.peers.iter().filter_map(|id| self.model.merged(self.model.peers.get(id)?));
        let merged: Vec<PeerId> = merged.collect();
        taken.entries.extend(&merged);
        taken.peers.extend(merged);
        self.picture(&taken);
    }

    /// Makes a peer's part of the snapshot anew.
    pub(super) fn publish_peer(&mut self, peer: PeerId) {
        self.picture(&Taken { peers: BTreeSet::from([peer]), ..Taken::default() });
    }

    /// Makes the whole snapshot anew.
    pub(super) fn publish_all(&mut self) {
        let mine = self.device.wrote_for(&self.person);
        self.model.show_all(self.person, &mine, &self.device.seen);
        let peers: BTreeSet<PeerId> = self.model.peers.keys().copied().collect();
        let taken = Taken { entries: peers.clone(), peers, projects: true, finished: true, ..Taken::default() };
        self.picture(&taken);
    }

    /// Makes the snapshot anew, reading only the rows of what was taken in.
    fn picture(&mut self, taken: &Taken) {
        let before = self.snapshot.clone();
        let mut peers = before.peers.clone();
        let places: BTreeMap<PeerId, usize> = peers.iter().enumerate().map(|(at, peer)| (peer.id, at)).collect();
        let mut anew = false;
        let mut gone = BTreeSet::new();
        for id in &taken.peers {
            let shown = places.get(id).and_then(|at| peers.get(*at)).cloned();
            let same_entries = shown.as_deref().filter(|_| !taken.entries.contains(id));
            match (self.peer_view(id, same_entries), places.get(id)) {
                (Some(view), Some(at)) => {
                    anew |= shown.is_none_or(|shown| shown.name != view.name);
                    if let Some(place) = peers.get_mut(*at) {
                        *place = Arc::new(view);
                    }
                }
                (Some(view), None) => {
                    anew = true;
                    peers.push(Arc::new(view));
                }
                (None, Some(_)) => drop(gone.insert(*id)),
                (None, None) => {}
            }
        }
        if !gone.is_empty() {
            peers.retain(|peer| !gone.contains(&peer.id));
        }
        if anew {
            peers.sort_by_cached_key(|peer| (peer.name.to_lowercase(), peer.id));
        }
        let model = &self.model;
        self.snapshot = Arc::new(Snapshot {
            revision: before.revision + 1,
            me: model.me.clone(),
            person: self.person,
            device: self.key.id(),
            peers,
            projects: if taken.projects { model.projects_shown(&before.projects) } else { before.projects.clone() },
            finished: if taken.finished { model.finished_shown() } else { before.finished.clone() },
            busy_until: model.method.busy_until,
            snoozed: model.method.snoozed.clone(),
            reviewed: model.method.reviewed,
            undo: self.device.undo.values().next_back().map(|last| last.what.clone()),
            redo: self.device.redo.values().next_back().map(|last| last.what.clone()),
            network: self.device.network,
            relay: self.device.relay.clone(),
            drafts: self.drafts_shown(),
            writing: self.store.writing(),
            settings: self.device.settings.clone(),
            aside: self.aside_shown(),
            devices: self.devices_shown(),
            arriving: self.is_arriving(),
        });
    }

    fn drafts_shown(&self) -> Arc<BTreeMap<Field, String>> {
        self.device.drafts.clone()
    }

    /// What a screen shows of a peer. Where no entry of theirs changed, those shown before stay.
    fn peer_view(&mut self, id: &PeerId, same_entries: Option<&PeerView>) -> Option<PeerView> {
        let row = self.model.peers.get(id).filter(|row| row.is_shown())?.clone();
        let card = self.model.cards.get(id).cloned().unwrap_or_default();
        let since = match self.model.lists.get_mut(&row.list()) {
            Some(list) if row.person.is_some() => list.since(),
            _ => Arc::default(),
        };
        let view = PeerView {
            id: *id,
            name: self.name_without_card(id).unwrap_or(card.name),
            department: card.department,
            role: card.role,
            reach: card.reach,
            every: card.every,
            tags: card.tags,
            how_met: card.how_met,
            card_uid: card.card_uid,
            words: Vec::new(),
            notes: Vec::new(),
            meetings: Vec::new(),
            promises: Vec::new(),
            heads_ups: Vec::new(),
            plans: Vec::new(),
            points: Vec::new(),
            tests: Vec::new(),
            series: None,
            closed: row.closed,
            added: row.added,
            list: Arc::new(self.list_view(&row)),
            since,
            sharing: self.sharing_view(&row),
        };
        Some(match same_entries {
            Some(same) => PeerView {
                words: same.words.clone(),
                notes: same.notes.clone(),
                meetings: same.meetings.clone(),
                promises: same.promises.clone(),
                heads_ups: same.heads_ups.clone(),
                plans: same.plans.clone(),
                points: same.points.clone(),
                tests: same.tests.clone(),
                series: same.series.clone(),
                ..view
            },
            None => {
                let shown = self.model.entries_of(id);
                PeerView {
                    words: shown.words(),
                    notes: shown.notes(),
                    meetings: shown.meetings(),
                    promises: shown.promises(),
                    heads_ups: shown.heads_ups(),
                    plans: shown.plans(),
                    points: shown.points(),
                    tests: shown.tests(),
                    series: shown.series().into_iter().next(),
                    ..view
                }
            }
        })
    }

    fn list_view(&self, row: &PeerRow) -> ListView {
        let lines = |doc: &DocId| self.model.lists.get(doc).map(|list| list.shown()).unwrap_or_default();
        let current = row.list();
        let list = self.model.lists.get(&current);
        let mine = list.and_then(|list| list.person(&self.person));
        let theirs = list.and_then(|list| list.other(self.person));
        ListView {
            lines: lines(&current),
            pad: list.map(|list| list.pad.text.clone()).unwrap_or_default(),
            my_working_on: mine.map(|person| person.working_on.clone()).unwrap_or_default(),
            their_working_on: theirs.map(|person| person.working_on.clone()).unwrap_or_default(),
            only_mine: row.only_mine.map(|doc| lines(&doc)).unwrap_or_default(),
            generation: row.shows.map_or(row.generation, |shown| shown.number),
            heads_ups: list.map(|list| list.heads_ups(self.person)).unwrap_or_default(),
            my_next: mine.map(|person| person.next.clone()).unwrap_or_default(),
            their_next: theirs.map(|person| person.next.clone()).unwrap_or_default(),
            pad_as_of: self.model.documents.get(&current).map(|row| row.heads.clone()).unwrap_or_default(),
        }
    }

    fn sharing_view(&self, row: &PeerRow) -> Sharing {
        let device = &self.device;
        let invitation = device.invitations.get(&row.id).filter(|invitation| invitation.used_by.is_none());
        let state = match (row.person, invitation) {
            (Some(_), _) if row.stopped => SharingState::Stopped,
            (Some(_), _) => SharingState::Shared,
            (None, Some(invitation)) => SharingState::Invited { until: invitation.until },
            (None, None) => SharingState::Private,
        };
        let list = row.synced();
        Sharing {
            state,
            checked: row.checked,
            words: if row.checked { None } else { row.words.clone() },
            has_everything_as_of: device.confirmations.get(&row.id).and_then(|confirmation| confirmation.at),
            waiting: self.waiting(row) as u32,
            refused: device.refused.get(&list).map(|refused| refused.reasons()).unwrap_or_default(),
            refused_by_them: device.refused_by_them.get(&list).map(|refused| refused.reasons()).unwrap_or_default(),
            devices: row.person.map(|person| device.devices_of(&person)).unwrap_or_default(),
            they_say: row.they_say.clone(),
            reads_on: device.reading.get(&row.id).and_then(|reading| reading.reads_on()),
            lacks: row.shows.and(row.person).map_or(0, |_| self.lines_lacking(row).len() as u32),
            is_full: device.reading.get(&row.id).is_some_and(|reading| reading.is_full(&list)),
        }
    }

    /// How many lines the other side isn't known to have.
    fn waiting(&self, row: &PeerRow) -> usize {
        // Never asked, as on a new computer of mine: nothing is known of what they have.
        let known = self.device.confirmations.get(&row.id);
        let everything = known.map_or(row.person.is_some(), |it| it.everything_waits);
        match self.model.lists.get(&row.synced()) {
            Some(list) if everything => list.lines.len(),
            _ => self.device.waiting.get(&row.id).map_or(0, |lines| lines.len()),
        }
    }

    /// Who wrote something.
    pub(super) fn who(&self, writer: &Writer) -> Who {
        who(&self.device.wrote_for(&self.person), writer)
    }
}
