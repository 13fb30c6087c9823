//! All rows, held in memory, and the picture made of them. Only what a commit changed is made anew.

use super::{
    documents::{DocKind, DocRow},
    local::Local,
};
use crate::{
    id::{DeviceId, DocId, EntryId, LineId, PeerId, PersonId},
    rows::{CardRow, EntryKind, EntryRow, LineRow, PeerRow, PersonRow, Row, Writer},
    snapshot::{Line, ListView, Me, Meeting, Note, PeerView, Remark, Sharing, SharingState, TheirWords, Who, Wording},
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
    entries: BTreeMap<PeerId, Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    words: BTreeMap<EntryId, Arc<TheirWords>>,
    notes: BTreeMap<EntryId, Arc<Note>>,
    meetings: BTreeMap<EntryId, Arc<Meeting>>,
}

/// A list's rows.
#[derive(Debug, Default)]
pub(crate) struct HeldList {
    pub(crate) lines: BTreeMap<LineId, LineRow>,
    people: BTreeMap<PersonId, PersonRow>,
    pad: Arc<str>,
    shown: BTreeMap<(String, LineId), Arc<Line>>,
}

impl PeerRow {
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
            (DocKind::Journal(peer, _), Row::Entry(row)) => self.entries.entry(peer).or_default().take(row),
            (_, Row::Line(row)) => self.take_line(me, doc, row),
            (_, Row::Person(row)) => self.take_person(me, doc, row),
            (_, Row::Pad(pad)) => self.lists.entry(doc).or_default().pad = pad.into(),
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
        let wording = |row: &crate::rows::WordingRow| Wording {
            id: row.id,
            text: row.text.clone(),
            by: self.who(&row.by),
            at: row.at,
        };
        Line {
            id: row.id,
            kind: row.kind,
            state: row.state,
            raised_by: self.who(&row.raised_by),
            helpers,
            versions: row.versions().into_iter().map(wording).collect(),
            history: row.wordings.iter().map(wording).collect(),
            remarks: row
                .remarks
                .iter()
                .map(|remark| Remark {
                    id: remark.id,
                    text: remark.text.clone(),
                    by: self.who(&remark.by),
                    at: remark.at,
                })
                .collect(),
        }
    }

    /// What a screen shows of a peer.
    pub(crate) fn peer(&self, id: &PeerId, me: PersonId, local: &Local, devices: Vec<DeviceId>) -> Option<PeerView> {
        let row = self.peers.get(id)?;
        let card = self.cards.get(id).cloned().unwrap_or_default();
        let empty = Entries::default();
        let entries = self.entries.get(id).unwrap_or(&empty);
        Some(PeerView {
            id: *id,
            name: card.name,
            department: card.department,
            role: card.role,
            reach: card.reach,
            every: card.every,
            tags: card.tags,
            how_met: card.how_met,
            words: newest_first(&entries.words, |words| words.on),
            notes: newest_first(&entries.notes, |note| note.at),
            meetings: newest_first(&entries.meetings, |meeting| meeting.on),
            list: Arc::new(self.list(row, me)),
            sharing: self.sharing(row, local, devices),
        })
    }

    fn list(&self, row: &PeerRow, me: PersonId) -> ListView {
        let lines = |doc: &DocId| {
            self.lists.get(doc).map(|list| list.shown.values().cloned().collect::<Vec<_>>()).unwrap_or_default()
        };
        let current = row.list();
        let list = self.lists.get(&current);
        let working_on = |mine: bool| {
            let of = list.and_then(|list| list.people.values().find(|person| (person.person == me) == mine));
            of.map(|person| person.working_on.clone()).unwrap_or_default()
        };
        ListView {
            lines: lines(&current),
            pad: list.map(|list| list.pad.clone()).unwrap_or_default(),
            my_working_on: working_on(true),
            their_working_on: working_on(false),
            only_mine: row.only_mine.map(|doc| lines(&doc)).unwrap_or_default(),
            generation: row.generation,
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

impl Entries {
    fn take(&mut self, row: EntryRow) {
        let EntryRow { id, at, kind } = row;
        match kind {
            EntryKind::Note(text) => {
                self.notes.insert(id, Arc::new(Note { id, at, text }));
            }
            EntryKind::Words { on, text } => {
                self.words.insert(id, Arc::new(TheirWords { id, on, text }));
            }
            EntryKind::Meeting { on, why, words, mine, help, offered, asked, they_offered, they_asked } => {
                let meeting = Meeting { id, on, why, words, mine, help, offered, asked, they_offered, they_asked };
                self.meetings.insert(id, Arc::new(meeting));
            }
        }
    }
}

fn newest_first<T, K: Ord>(entries: &BTreeMap<EntryId, Arc<T>>, key: impl Fn(&T) -> K) -> Vec<Arc<T>> {
    let mut entries: Vec<_> = entries.values().cloned().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(key(entry)));
    entries
}
