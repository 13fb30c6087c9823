//! Everything on this device that belongs to this user, opened exclusively; the only thing that writes.

mod called;
mod documents;
mod entries;
mod erase;
mod exchange;
mod held;
mod history;
mod import;
mod journal_edits;
mod list_edits;
mod local;
mod merge;
mod method_edits;
mod open;
mod pad;
mod pairing;
mod project_edits;
mod receive;
mod requests;
mod seen;
mod sharing;
mod terms;
mod undo;
mod verify;

pub use terms::{Generation, KnownDevice, OpenInvitation, Opening, Pairing, Received, Verified};

use crate::{
    change::Run,
    command::{Command, Outcome},
    device::{DeviceKey, SignedStatement},
    entropy::Entropy,
    error::{EditError, StoreError},
    gate::Author,
    id::{Actor, DeviceId, DocId, Hash, PeerId, PersonId},
    limits,
    rows::VIEW_VERSION,
    snapshot::{Field, Me, Moment, PeerView, Snapshot},
    store::{Batch, Store, Table, folder::Lease},
};
use documents::{Documents, Pen, Pending};
use held::Held;
use local::{Local, LocalRow};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The workspace.
#[derive(Debug)]
pub struct Workspace {
    store: Store,
    entropy: Entropy,
    key: DeviceKey,
    person: PersonId,
    notebook: DocId,
    documents: Documents,
    actor: Actor,
    held: Held,
    local: Local,
    /// Every statement there is, by device.
    statements: BTreeMap<DeviceId, SignedStatement>,
    pens: BTreeMap<DocId, receive::Waiting>,
    /// Documents whose rows on the disk are of another version.
    stale: Vec<(DocId, documents::DocKind)>,
    snapshot: Arc<Snapshot>,
    _lease: Option<Lease>,
}

impl Workspace {
    /// The picture after the last commit.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.clone()
    }

    /// This device's key.
    #[must_use]
    pub fn device_key(&self) -> &DeviceKey {
        &self.key
    }

    /// How many documents were decoded since opening; tests count them.
    #[must_use]
    pub fn documents_decoded(&self) -> u64 {
        self.documents.decoded()
    }

    /// How many rows were written since opening; tests count them.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.store.rows_written()
    }

    /// The identity of each change of a run.
    #[must_use]
    pub fn hash_of(run: &Run) -> Vec<Hash> {
        run.changes.iter().filter_map(|change| Some(crate::gate::encode(change).ok()?.hash)).collect()
    }

    /// Carries out a command. When this returns `Ok`, it is on the disk.
    pub fn edit(&mut self, command: Command, now: Moment) -> Result<Outcome, EditError> {
        let mut pending = Pending::default();
        let what = called::says(&command);
        let erases = matches!(command, Command::Erase(..));
        let outcome = match self.prepare(&mut pending, command, now) {
            Ok(outcome) => outcome,
            Err(e) => {
                self.forget(&pending);
                return Err(e);
            }
        };
        if let Some(what) = what {
            self.keep_undo(&mut pending, what);
        }
        self.count_waiting(&mut pending);
        self.commit(pending)?;
        if erases {
            self.store.rewrite()?;
        }
        Ok(outcome)
    }

    fn prepare(&mut self, pending: &mut Pending, command: Command, now: Moment) -> Result<Outcome, EditError> {
        match command {
            Command::SetMe(me) => self.set_me(pending, &me, now),
            Command::AddPeer(details) => self.add_peer(pending, &details, now).map(Outcome::Peer),
            Command::EditPeer(peer, details) => self.edit_peer(pending, peer, &details, now),
            Command::AddWords { peer, text, on } => self.add_words(pending, peer, &text, on, now),
            Command::AddNote { peer, text } => self.add_note(pending, peer, &text, now),
            Command::RewordNote { peer, note, text } => self.reword_note(pending, peer, note, &text, now),
            Command::RemoveEntry(peer, entry) => self.remove_entry(pending, peer, entry, now),
            Command::LogMeeting { peer, meeting } => self.log_meeting(pending, peer, meeting, now),
            Command::Method(command) => self.edit_method(pending, command, now),
            Command::Close(peer, closed) => self.close(pending, peer, closed, now),
            Command::Merge { peer, into } => self.merge(pending, peer, into, now),
            Command::Erase(peer, list) => self.erase(pending, peer, list, now),
            Command::Import(export) => self.import(pending, &export, now),
            Command::Together(commands) => {
                // What can't be taken back is done by itself: the others couldn't be taken back around it.
                if commands.iter().any(|command| called::says(command).is_none() || is_several(command)) {
                    return Err(EditError::NotNow("this can't be done together with something else"));
                }
                let each = commands.into_iter().map(|command| self.prepare(pending, command, now));
                each.collect::<Result<_, _>>().map(Outcome::Several)
            }
            Command::Undo => self.take_back(pending, undo::Direction::Undo, now),
            Command::Redo => self.take_back(pending, undo::Direction::Redo, now),
            Command::GoBack(peer, to) => self.go_back(pending, peer, to, now),
            Command::Looked(peer) => self.looked(pending, peer),
            Command::List(peer, command) => self.edit_list(pending, peer, command, now),
            Command::KeepDraft(field, text) => self.keep_draft(&mut pending.batch, field, text),
            Command::SetNetwork(setting) => {
                LocalRow::Network.put(&mut pending.batch, &(), &setting);
                let before = std::mem::replace(&mut self.local.network, setting);
                pending.steps.push(undo::Step::Network { mine: setting, back: before });
                Ok(Outcome::Done)
            }
            Command::Share(peer, command) => self.share(pending, peer, &command, now),
        }
    }

    fn set_me(&mut self, pending: &mut Pending, me: &Me, now: Moment) -> Result<Outcome, EditError> {
        words("your name", &me.name, limits::NAME_BYTES)?;
        words("your department", &me.department, limits::NAME_BYTES)?;
        at_most("your role", &me.role, limits::NAME_BYTES)?;
        for mail in &me.mails {
            words("a mail address", mail, limits::NAME_BYTES)?;
        }
        let notebook = self.notebook;
        let write = |writing: &mut crate::document::Writing<'_>| crate::notebook::peers::set_me(writing, me);
        self.pen(now).write(pending, notebook, documents::DocKind::Notebook, write)?;
        Ok(Outcome::Done)
    }

    fn keep_draft(&mut self, batch: &mut Batch, field: Field, text: String) -> Result<Outcome, EditError> {
        let most = if matches!(field, Field::HalfHour(_)) { limits::HALF_HOUR_BYTES } else { limits::TEXT_BYTES };
        at_most("a draft", &text, most)?;
        if text.is_empty() {
            self.drop_draft(batch, field);
        } else {
            LocalRow::Draft.put(batch, &field, &text);
            self.local.drafts.insert(field, text);
        }
        Ok(Outcome::Done)
    }

    /// Forgets a draft in the commit that took its text in.
    fn drop_draft(&mut self, batch: &mut Batch, field: Field) {
        if self.local.drafts.remove(&field).is_some() {
            LocalRow::Draft.delete(batch, &field);
        }
    }

    fn pen(&mut self, now: Moment) -> Pen<'_> {
        let author = Author { device: self.key.id(), person: self.person };
        Pen {
            store: &self.store,
            documents: &mut self.documents,
            known: &self.held.documents,
            key: &self.key,
            author,
            now,
        }
    }

    /// Drops from memory what a commit that isn't made had touched.
    fn forget(&mut self, pending: &Pending) {
        for doc in pending.documents.keys() {
            self.documents.evict(doc);
        }
        // What belongs to the device alone is read again rather than undone by hand.
        if let Ok(local) = Local::load(&self.store) {
            self.local = local;
        }
    }

    /// Writes a commit and makes the picture of it.
    fn commit(&mut self, pending: Pending) -> Result<(), StoreError> {
        self.commit_quietly(pending).map(drop)
    }

    fn commit_quietly(&mut self, mut pending: Pending) -> Result<BTreeSet<PeerId>, StoreError> {
        self.refresh_views(&mut pending)?;
        let batch = std::mem::take(&mut pending.batch);
        if let Err(e) = self.store.commit(&mut self.entropy, batch) {
            self.forget(&pending);
            self.picture(&BTreeSet::new());
            return Err(e);
        }
        let mut touched: BTreeSet<PeerId> = pending.documents.values().filter_map(|row| row.kind.peer()).collect();
        touched.extend(pending.touched);
        self.held.documents.extend(pending.documents);
        for (doc, kind, row) in pending.rows {
            if let crate::rows::Row::Peer(peer) = &row {
                touched.insert(peer.id);
                // Under whom they were shown before, when that changes.
                touched.extend(self.held.peers.get(&peer.id).and_then(|row| self.held.merged(row)));
            }
            self.held.take(self.person, doc, kind, row);
        }
        let merged = touched.iter().filter_map(|id| self.held.merged(self.held.peers.get(id)?));
        touched.extend(merged.collect::<Vec<_>>());
        self.picture(&touched);
        Ok(touched)
    }

    /// Puts rows of another version into this commit as this program makes them.
    fn refresh_views(&mut self, pending: &mut Pending) -> Result<(), StoreError> {
        for (doc, kind) in std::mem::take(&mut self.stale) {
            let written = pending.documents.get(&doc).is_some_and(|row| row.view_version == VIEW_VERSION);
            let Some(row) = self.held.documents.get(&doc).filter(|_| !written).cloned() else { continue };
            let row = documents::DocRow { view_version: VIEW_VERSION, ..row };
            let document = self.documents.get(&self.store, doc, kind)?;
            pending.view_all(document, kind);
            pending.batch.put(Table::Documents, &doc.0, &row);
            pending.documents.insert(doc, row);
        }
        Ok(())
    }

    /// Makes the picture anew, reading only the rows of `touched` peers.
    fn picture(&mut self, touched: &BTreeSet<PeerId>) {
        let before = &self.snapshot;
        let mut peers: Vec<Arc<PeerView>> =
            before.peers.iter().filter(|peer| !touched.contains(&peer.id)).cloned().collect();
        for id in touched {
            peers.extend(self.held.peer(id, self.person, &self.local, self.devices_of_peer(id)).map(Arc::new));
        }
        peers.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()).then(a.id.cmp(&b.id)));
        self.snapshot = Arc::new(Snapshot {
            revision: before.revision + 1,
            me: self.held.me.clone(),
            person: self.person,
            device: self.key.id(),
            peers,
            projects: self.held.projects_shown(before),
            finished: self.held.finished_shown(),
            busy_until: self.held.method.busy_until,
            snoozed: self.held.method.snoozed.clone(),
            reviewed: self.held.method.reviewed,
            undo: self.local.undo.values().next_back().map(|last| last.what.clone()),
            redo: self.local.redo.values().next_back().map(|last| last.what.clone()),
            network: self.local.network,
            drafts: self.local.drafts.clone(),
            writing: self.store.writing(),
        });
    }

    fn picture_of_all(&mut self) {
        let all = self.held.peers.keys().copied().collect();
        self.picture(&all);
    }
}

/// Whether a command holds others, or brings in as many as a file does.
fn is_several(command: &Command) -> bool {
    matches!(command, Command::Together(_) | Command::Import(_))
}

/// Checks a text that must say something.
fn words(what: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.trim().is_empty() {
        return Err(EditError::Empty(what));
    }
    at_most(what, text, limit)
}

fn at_most(what: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.len() > limit { Err(EditError::TooLong { what, limit }) } else { Ok(()) }
}
