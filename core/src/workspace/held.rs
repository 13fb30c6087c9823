//! All rows, held in memory, and the picture made of them. Only what a commit changed is made anew.

use super::{
    documents::{DocKind, DocRow},
    entries::{Entries, Shown},
    local::Local,
};
use crate::{
    id::{DeviceId, DocId, EntryId, FinishedId, Hash, LineId, PeerId, PersonId, ProjectId},
    rows::{CardRow, FinishedRow, LineRow, MethodRow, PeerRow, PersonRow, ProjectRow, Row, Writer},
    snapshot::{
        Finished, Line, ListView, Me, PeerView, Project, Remark, SharedHeadsUp, Sharing, SharingState, Snapshot, Who,
        Wording,
    },
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) documents: BTreeMap<DocId, DocRow>,
    pub(crate) me: Me,
    pub(crate) journal_secret: [u8; 32],
    pub(crate) peers: BTreeMap<PeerId, PeerRow>,
    pub(crate) cards: BTreeMap<PeerId, CardRow>,
    pub(crate) lists: BTreeMap<DocId, HeldList>,
    /// My devices: what they wrote is mine.
    pub(crate) my_devices: Vec<DeviceId>,
    pub(crate) projects: BTreeMap<ProjectId, ProjectRow>,
    pub(crate) finished: BTreeMap<FinishedId, FinishedRow>,
    pub(crate) method: MethodRow,
    pub(crate) entries: BTreeMap<PeerId, Entries>,
}

/// A list's rows.
#[derive(Debug, Default)]
pub(crate) struct HeldList {
    pub(crate) lines: BTreeMap<LineId, LineRow>,
    people: BTreeMap<PersonId, PersonRow>,
    pad: Arc<str>,
    /// The document's heads when the pad last changed, or later.
    pub(crate) pad_as_of: Vec<Hash>,
    shown: BTreeMap<(String, LineId), Arc<Line>>,
}

impl PeerRow {
    /// Whether there is still something to show of them.
    pub(crate) fn is_shown(&self) -> bool {
        !self.removed && !self.erased && self.merged_into.is_none()
    }

    /// The document of the current generation.
    pub(crate) fn list(&self) -> DocId {
        match self.generation_by {
            Some(by) if self.generation > 0 => generation(&self.base, self.generation, &by),
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

impl Held {
    pub(crate) fn who(&self, writer: &Writer) -> Who {
        if self.my_devices.iter().any(|device| writer.is(device)) { Who::Me } else { Who::Them }
    }

    /// Takes a row in.
    pub(crate) fn take(&mut self, me: PersonId, doc: DocId, kind: DocKind, row: Row) {
        match (kind, row) {
            (_, Row::Me(new)) => self.me = new,
            (_, Row::JournalSecret(secret)) => self.journal_secret = secret,
            (_, Row::Peer(row)) => {
                self.peers.insert(row.id, row);
            }
            (DocKind::Card(peer), Row::Card(row)) => {
                self.cards.insert(peer, row);
            }
            (DocKind::Journal(peer, year), Row::Entry(row)) => {
                self.entries.entry(peer).or_default().take(year, row);
            }
            (_, Row::Project(row)) => {
                self.projects.insert(row.project.id, row);
            }
            (_, Row::Finished(row)) => {
                self.finished.insert(row.finished.id, row);
            }
            (_, Row::Method(row)) => self.method = row,
            (_, Row::Line(row)) => self.take_line(me, doc, row),
            (_, Row::Person(row)) => self.take_person(me, doc, row),
            (_, Row::Pad(pad)) => {
                let as_of = self.documents.get(&doc).map(|row| row.heads.clone()).unwrap_or_default();
                let list = self.lists.entry(doc).or_default();
                (list.pad, list.pad_as_of) = (pad.into(), as_of);
            }
            // A row of a kind that this document doesn't have: newer than we.
            (_, Row::Card(_) | Row::Entry(_)) => {}
        }
    }

    fn take_line(&mut self, me: PersonId, doc: DocId, row: LineRow) {
        let helpers = self.lists.get(&doc).map(|list| list.helpers(me, row.id)).unwrap_or_default();
        let line = Arc::new(self.line(&row, helpers));
        let list = self.lists.entry(doc).or_default();
        if let Some(before) = list.lines.get(&row.id) {
            list.shown.remove(&(before.order.clone(), before.id));
        }
        if !row.removed {
            list.shown.insert((row.order.clone(), row.id), line);
        }
        list.lines.insert(row.id, row);
    }

    fn take_person(&mut self, me: PersonId, doc: DocId, row: PersonRow) {
        let list = self.lists.entry(doc).or_default();
        let before = list.people.insert(row.person, row.clone()).unwrap_or_else(|| PersonRow::empty(row.person));
        let changed: Vec<LineRow> =
            before.helps.symmetric_difference(&row.helps).filter_map(|id| list.lines.get(id).cloned()).collect();
        for line in changed {
            self.take_line(me, doc, line);
        }
    }

    fn line(&self, row: &LineRow, helpers: Vec<Who>) -> Line {
        // What an import says of itself counts only where I brought it in.
        let mine = |writer: &Writer| self.who(writer) == Who::Me;
        let wording = |it: &crate::rows::WordingRow| {
            let first = row.first_of(it);
            let (by, at) = first.said.filter(|_| mine(&first.by)).unwrap_or((self.who(&first.by), it.at));
            Wording { id: it.id, text: it.text.clone(), by, at }
        };
        let mut helpers = helpers;
        if row.said_they_help && mine(&row.raised_by) && !helpers.contains(&Who::Them) {
            helpers.push(Who::Them);
        }
        Line {
            id: row.id,
            kind: row.kind,
            state: row.state,
            raised_by: row.said_by.filter(|_| mine(&row.raised_by)).unwrap_or(self.who(&row.raised_by)),
            helpers,
            versions: row.versions().into_iter().map(wording).collect(),
            history: row.wordings.iter().map(wording).collect(),
            remarks: row
                .remarks
                .iter()
                .filter(|remark| !remark.removed)
                .map(|remark| {
                    let said = remark.said.filter(|_| mine(&remark.by));
                    let (by, at) = said.unwrap_or((self.who(&remark.by), remark.at));
                    Remark { id: remark.id, text: remark.text.clone(), by, at }
                })
                .collect(),
        }
    }

    /// The projects that stand; those that didn't change are the ones of the picture before.
    pub(crate) fn projects_shown(&self, before: &Snapshot) -> Vec<Arc<Project>> {
        let stand = self.projects.values().filter(|row| !row.removed).map(|row| &row.project);
        let same = |new: &Project| before.projects.iter().find(|old| ***old == *new).cloned();
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

    /// What a screen shows of a peer.
    pub(crate) fn peer(&self, id: &PeerId, me: PersonId, local: &Local, devices: Vec<DeviceId>) -> Option<PeerView> {
        let row = self.peers.get(id).filter(|row| row.is_shown())?;
        let card = self.cards.get(id).cloned().unwrap_or_default();
        let shown = self.entries_of(id);
        Some(PeerView {
            id: *id,
            name: card.name,
            department: card.department,
            role: card.role,
            reach: card.reach,
            every: card.every,
            tags: card.tags,
            how_met: card.how_met,
            card_uid: card.card_uid,
            words: shown.words(),
            notes: shown.notes(),
            meetings: shown.meetings(),
            promises: shown.promises(),
            heads_ups: shown.heads_ups(),
            plans: shown.plans(),
            points: shown.points(),
            tests: shown.tests(),
            series: shown.series().into_iter().next(),
            closed: row.closed,
            added: row.added,
            list: Arc::new(self.list(row, me)),
            since: self.since(me, row, local.seen.get(id)),
            sharing: self.sharing(row, local, devices),
        })
    }

    /// The entries of a peer, and of those who were merged into them.
    fn entries_of(&self, id: &PeerId) -> Shown<'_> {
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

    fn list(&self, row: &PeerRow, me: PersonId) -> ListView {
        let lines = |doc: &DocId| {
            self.lists.get(doc).map(|list| list.shown.values().cloned().collect::<Vec<_>>()).unwrap_or_default()
        };
        let current = row.list();
        let list = self.lists.get(&current);
        let of = |mine: bool| list.and_then(|list| list.people.values().find(|it| (it.person == me) == mine));
        let working_on = |mine| of(mine).map(|person| person.working_on.clone()).unwrap_or_default();
        let next = |mine| of(mine).map(|person| person.next.clone()).unwrap_or_default();
        ListView {
            lines: lines(&current),
            pad: list.map(|list| list.pad.clone()).unwrap_or_default(),
            my_working_on: working_on(true),
            their_working_on: working_on(false),
            only_mine: row.only_mine.map(|doc| lines(&doc)).unwrap_or_default(),
            generation: row.generation,
            heads_ups: list.map(|list| list.heads_ups(me)).unwrap_or_default(),
            my_next: next(true),
            their_next: next(false),
            pad_as_of: self.documents.get(&current).map(|row| row.heads.clone()).unwrap_or_default(),
        }
    }

    fn sharing(&self, row: &PeerRow, local: &Local, devices: Vec<DeviceId>) -> Sharing {
        let invitation = local.invitations.get(&row.id).filter(|invitation| invitation.used_by.is_none());
        let state = match (row.person, invitation) {
            (Some(_), _) if row.stopped => SharingState::Stopped,
            (Some(_), _) => SharingState::Shared,
            (None, Some(invitation)) => SharingState::Invited { until: invitation.until },
            (None, None) => SharingState::Private,
        };
        let confirmation = local.confirmations.get(&row.id);
        let reasons = |of: &BTreeMap<DocId, Vec<(crate::id::Hash, crate::change::Reason)>>| {
            of.get(&row.list()).map(|all| all.iter().map(|(_, reason)| *reason).collect()).unwrap_or_default()
        };
        Sharing {
            state,
            checked: row.checked,
            words: if row.checked { None } else { row.words.clone() },
            has_everything_as_of: confirmation.and_then(|confirmation| confirmation.at),
            waiting: confirmation.map_or(0, |confirmation| confirmation.waiting.len() as u32),
            refused: reasons(&local.refused),
            refused_by_them: reasons(&local.refused_by_them),
            devices,
            they_say: row.they_say.clone(),
        }
    }
}

impl HeldList {
    fn helpers(&self, me: PersonId, line: LineId) -> Vec<Who> {
        let mut helpers: Vec<Who> = self
            .people
            .values()
            .filter(|person| person.helps.contains(&line))
            .map(|person| if person.person == me { Who::Me } else { Who::Them })
            .collect();
        helpers.sort_unstable();
        helpers
    }

    /// Whether the other one said they could help with a line.
    pub(crate) fn they_help(&self, me: PersonId, line: LineId) -> bool {
        self.helpers(me, line).contains(&Who::Them)
    }

    /// Whether that heads-up was given to me.
    pub(crate) fn has_heads_up(&self, me: PersonId, id: &EntryId) -> bool {
        self.people.values().any(|from| from.person != me && from.heads_ups.contains_key(id))
    }

    fn heads_ups(&self, me: PersonId) -> Vec<SharedHeadsUp> {
        let sent = self.people.values().flat_map(|from| from.heads_ups.iter().map(move |it| (from.person, it)));
        let shared = sent.map(|(from, (id, text))| SharedHeadsUp {
            id: *id,
            from: if from == me { Who::Me } else { Who::Them },
            text: text.clone(),
            heard: self.people.values().any(|other| other.person != from && other.heard.contains(id)),
        });
        shared.collect()
    }

    /// The lines shown, in their order.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &LineRow> {
        self.shown.keys().filter_map(|(_, id)| self.lines.get(id))
    }

    /// The order key of the last line shown.
    pub(crate) fn last_order(&self) -> Option<&str> {
        self.shown.keys().next_back().map(|(order, _)| order.as_str())
    }

    /// What that person published.
    pub(crate) fn person(&self, person: &PersonId) -> Option<&PersonRow> {
        self.people.get(person)
    }

    /// The pad.
    pub(crate) fn pad(&self) -> &str {
        &self.pad
    }
}
