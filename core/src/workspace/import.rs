//! Bringing in an export: what is here already stays as it is, so importing twice makes no copies.

use super::{
    Workspace,
    documents::{DocKind, Pending},
    journal_edits::year_of,
};
use crate::{
    command::{Outcome, PeerDetails},
    error::EditError,
    export::{EXPORT_VERSION, Export, ExportedPeer},
    id::{DocId, EntryId},
    limits,
    list::write::{self, Imported},
    notebook::{card, journal, journal_id, method},
    rows::{CardRow, EntryKind, PeerRow},
    snapshot::{Line, Me, Moment},
};
use std::sync::Arc;

impl Workspace {
    pub(super) fn import(&mut self, pending: &mut Pending, export: &Export, now: Moment) -> Result<Outcome, EditError> {
        if export.sideways_export > EXPORT_VERSION {
            return Err(EditError::NotNow("this export was written by a newer Sideways; open it there"));
        }
        let (mut new, mut known) = (0, 0);
        if self.held.me == Me::default() && !export.me.name.is_empty() {
            self.set_me(pending, &export.me, now)?;
        }
        for peer in &export.peers {
            if self.held.peers.contains_key(&peer.id) {
                known += 1;
            } else {
                self.import_peer(pending, peer, now)?;
                new += 1;
            }
        }
        for project in &export.projects {
            if self.held.projects.contains_key(&project.id) {
                known += 1;
            } else {
                self.write_project(pending, None, project, now)?;
                new += 1;
            }
        }
        for finished in &export.finished {
            if self.held.finished.contains_key(&finished.id) {
                known += 1;
            } else {
                self.on_notebook(pending, now, |writing| method::add_finished(writing, finished))?;
                new += 1;
            }
        }
        let days = export.snoozed.iter().map(|(what, until)| (format!("snoozed.{what}"), Some(*until)));
        let days = days.chain([
            ("busy_until".to_owned(), export.busy_until.filter(|_| self.held.method.busy_until.is_none())),
            ("reviewed".to_owned(), export.reviewed.filter(|_| self.held.method.reviewed.is_none())),
        ]);
        for (key, day) in days.filter(|(key, day)| day.is_some() && key.len() <= limits::KEY_BYTES / 2) {
            self.on_notebook(pending, now, |writing| method::set_day(writing, &key, day))?;
        }
        Ok(Outcome::Imported { new, known })
    }

    fn import_peer(&mut self, pending: &mut Pending, peer: &ExportedPeer, now: Moment) -> Result<(), EditError> {
        let details = PeerDetails {
            name: peer.name.clone(),
            department: peer.department.clone(),
            role: peer.role.clone(),
            reach: peer.reach.clone(),
            every: peer.every,
            tags: peer.tags.clone(),
            how_met: peer.how_met.clone(),
            card_uid: peer.card_uid.clone(),
        };
        super::journal_edits::check(&details)?;
        let only_mine = (!peer.only_mine.is_empty()).then(|| DocId(self.entropy.bytes()));
        let (card, base) = (DocId(self.entropy.bytes()), DocId(self.entropy.bytes()));
        let row = PeerRow { only_mine, closed: peer.closed, ..PeerRow::new(peer.id, card, base, peer.added) };
        self.write_peer(pending, &row, now)?;
        let salt = self.entropy.bytes();
        self.pen(now).write(pending, row.card, DocKind::Card(row.id), |writing| {
            card::set(writing, &CardRow::default(), &details, salt)
        })?;
        self.import_entries(pending, peer, now)?;
        self.import_lines(pending, &row, row.list(), &peer.lines, now)?;
        if let Some(doc) = only_mine {
            self.import_lines(pending, &row, doc, &peer.only_mine, now)?;
        }
        let (pad, me, working_on) = (peer.pad.clone(), self.person, peer.my_working_on.clone());
        if pad.len() > limits::TEXT_BYTES * 16 || working_on.len() > limits::LINE_BYTES {
            return Err(EditError::Full);
        }
        if !pad.is_empty() || !working_on.is_empty() {
            self.pen(now).write(pending, row.list(), DocKind::List(row.id), |writing| {
                writing.root().text("pad")?.splice(writing, 0, 0, &pad)?;
                if working_on.is_empty() { Ok(()) } else { write::working_on(writing, me, &working_on) }
            })?;
        }
        Ok(())
    }

    /// One change for all entries of a year of writing, because thousands may come at once.
    fn import_entries(&mut self, pending: &mut Pending, peer: &ExportedPeer, now: Moment) -> Result<(), EditError> {
        fn each<T: Clone>(from: &[Arc<T>], kind: impl Fn(T) -> EntryKind) -> impl Iterator<Item = EntryKind> {
            from.iter().map(move |it| kind(T::clone(it)))
        }
        let entries = each(&peer.words, EntryKind::Words)
            .chain(each(&peer.notes, EntryKind::Note))
            .chain(each(&peer.meetings, EntryKind::Meeting))
            .chain(each(&peer.promises, EntryKind::Promise))
            .chain(each(&peer.heads_ups, EntryKind::HeadsUp))
            .chain(each(&peer.plans, EntryKind::Plan))
            .chain(each(&peer.points, EntryKind::Point))
            .chain(each(&peer.tests, EntryKind::Tests));
        let entries: Vec<EntryKind> = entries.collect();
        let year = year_of(now);
        let doc = journal_id(&self.held.journal_secret, &peer.id, year);
        for some in entries.chunks(256) {
            for entry in some {
                if entry.longest() > limits::TEXT_BYTES {
                    return Err(EditError::TooLong { what: "a text in this export", limit: limits::TEXT_BYTES });
                }
            }
            self.pen(now).write(pending, doc, DocKind::Journal(peer.id, year), |writing| {
                some.iter().try_for_each(|entry| journal::add(writing, entry.id(), entry))
            })?;
        }
        Ok(())
    }

    fn import_lines(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        doc: DocId,
        lines: &[Arc<Line>],
        now: Moment,
    ) -> Result<(), EditError> {
        let long = |line: &Arc<Line>| {
            let texts = line.history.iter().map(|it| it.text.len()).chain(line.remarks.iter().map(|it| it.text.len()));
            texts.max().unwrap_or(0) > limits::TEXT_BYTES || line.history.is_empty()
        };
        if lines.len() > limits::LINES_IN_LIST || lines.iter().any(long) {
            return Err(EditError::Full);
        }
        let mut order: Option<String> = None;
        let me = self.person;
        for line in lines {
            let next = write::order_at(&order.iter().map(String::as_str).collect::<Vec<_>>(), order.iter().len());
            let imported = Imported { line, order: &next, me };
            self.pen(now).write(pending, doc, DocKind::List(row.id), |writing| write::import(writing, &imported))?;
            order = Some(next);
        }
        Ok(())
    }
}

impl EntryKind {
    fn id(&self) -> EntryId {
        match self {
            Self::Note(it) => it.id,
            Self::Words(it) => it.id,
            Self::Meeting(it) => it.id,
            Self::Promise(it) => it.id,
            Self::HeadsUp(it) => it.id,
            Self::Plan(it) => it.id,
            Self::Point(it) => it.id,
            Self::Tests(it) => it.id,
        }
    }

    /// The bytes of its longest text.
    fn longest(&self) -> usize {
        let lengths = match self {
            Self::Note(it) => vec![it.text.len()],
            Self::Words(it) => vec![it.text.len()],
            Self::Meeting(it) => {
                let lists = it.offered.iter().chain(&it.asked).chain(&it.they_offered).chain(&it.they_asked);
                lists.chain([&it.words, &it.mine, &it.help]).map(String::len).collect()
            }
            Self::Promise(it) => vec![it.text.len()],
            Self::HeadsUp(it) => vec![it.text.len(), it.told.as_ref().map_or(0, |told| told.how.len())],
            Self::Plan(it) => vec![it.zone.len()],
            Self::Point(it) => vec![it.text.len()],
            Self::Tests(it) => vec![it.note.len()],
        };
        lengths.into_iter().max().unwrap_or(0)
    }
}
