//! Bringing in an export: what is here already stays as it is, so importing twice makes no copies.

use super::{
    super::{at_most, transaction::Transaction},
    method::may_keep,
    peer::{check, year_of},
};
use crate::{
    command::{Outcome, PeerDetails, Splice},
    error::EditError,
    export::{EXPORT_VERSION, Export, ExportedPeer},
    id::{DocId, EntryId},
    kinds::{
        list::write::{self, Imported},
        notebook::{card, journal, journal_id, method},
    },
    limits,
    rows::{CardRow, DocKind, EntryKind, PeerRow},
    snapshot::{CalendarSeries, Line, Me},
};
use std::{collections::BTreeSet, sync::Arc};

impl Transaction<'_> {
    pub(super) fn import(&mut self, export: &Export) -> Result<Outcome, EditError> {
        if export.sideways_export > EXPORT_VERSION {
            return Err(EditError::NotNow("this export was written by a newer Sideways; open it there"));
        }
        unlike(export)?;
        let (mut new, mut known) = (0, 0);
        if self.model().me == Me::default() && !export.me.name.is_empty() {
            self.set_me(&export.me)?;
        }
        for peer in &export.peers {
            if self.model().peers.contains_key(&peer.id) {
                known += 1;
            } else {
                self.import_peer(peer)?;
                new += 1;
            }
        }
        for project in &export.projects {
            if self.model().projects.contains_key(&project.id) {
                known += 1;
            } else {
                self.write_project(None, project)?;
                new += 1;
            }
        }
        for finished in &export.finished {
            if self.model().finished.contains_key(&finished.id) {
                known += 1;
            } else {
                self.on_notebook(|builder| method::add_finished(builder, finished))?;
                new += 1;
            }
        }
        let days = export.snoozed.iter().map(|(what, until)| (format!("snoozed.{what}"), Some(*until)));
        let days = days.chain([
            ("busy_until".to_owned(), export.busy_until.filter(|_| self.model().method.busy_until.is_none())),
            ("reviewed".to_owned(), export.reviewed.filter(|_| self.model().method.reviewed.is_none())),
        ]);
        for (key, day) in days.filter(|(key, day)| day.is_some() && key.len() <= limits::KEY_BYTES / 2) {
            self.on_notebook(|builder| method::set_day(builder, &key, day))?;
        }
        Ok(Outcome::Imported { new, known })
    }

    fn import_peer(&mut self, peer: &ExportedPeer) -> Result<(), EditError> {
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
        check(&details)?;
        let only_mine = (!peer.only_mine.is_empty()).then(|| DocId(self.random()));
        let (card, base) = (DocId(self.random()), DocId(self.random()));
        let row = PeerRow { only_mine, closed: peer.closed, ..PeerRow::new(peer.id, card, base, peer.added) };
        self.write_peer(&row)?;
        let salt = self.random();
        self.write(row.card, DocKind::Card(row.id), |builder| card::set(builder, &CardRow::default(), &details, salt))?;
        self.import_entries(peer)?;
        self.import_lines(&row, row.list(), &peer.lines)?;
        if let Some(doc) = only_mine {
            self.import_lines(&row, doc, &peer.only_mine)?;
        }
        let (me, working_on) = (self.me(), peer.my_working_on.as_str());
        at_most("what you’re working on", working_on, limits::LINE_BYTES)?;
        if !working_on.is_empty() {
            self.on_list(&row, |builder| write::working_on(builder, me, working_on))?;
        }
        let pad = Splice { at: 0, delete: 0, insert: peer.pad.to_string() };
        self.splice_pad(&row, &[pad])?;
        Ok(())
    }

    /// One change for as many entries as fit one, because thousands may come at once.
    fn import_entries(&mut self, peer: &ExportedPeer) -> Result<(), EditError> {
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
            .chain(each(&peer.tests, EntryKind::Tests))
            .chain(peer.series.iter().map(|it| EntryKind::Series(CalendarSeries::clone(it))));
        let entries: Vec<EntryKind> = entries.collect();
        let year = year_of(self.now);
        let doc = journal_id(&self.model().journal_secret, &peer.id, year);
        for entry in &entries {
            at_most("a text in this export", entry.longest_text(), limits::TEXT_BYTES)?;
            if let EntryKind::Series(series) = entry {
                may_keep(series)?;
            }
        }
        let mut rest = entries.as_slice();
        while !rest.is_empty() {
            let mut room = limits::OPS_IN_CHANGE;
            let fits = |entry: &&EntryKind| {
                let left = room.checked_sub(entry.operations_at_most());
                room = left.unwrap_or(0);
                left.is_some()
            };
            // One that fills a change by itself goes alone; the gate says whether it is too large.
            let count = rest.iter().take_while(fits).count().max(1);
            let (some, others) = rest.split_at(count);
            self.write(doc, DocKind::Journal(peer.id, year), |builder| {
                some.iter().try_for_each(|entry| journal::add(builder, entry.id(), entry))
            })?;
            rest = others;
        }
        Ok(())
    }

    fn import_lines(&mut self, row: &PeerRow, doc: DocId, lines: &[Arc<Line>]) -> Result<(), EditError> {
        let long = |line: &Arc<Line>| {
            let texts = line.history.iter().map(|it| it.text.len()).chain(line.remarks.iter().map(|it| it.text.len()));
            texts.max().unwrap_or(0) > limits::TEXT_BYTES || line.history.is_empty()
        };
        if lines.len() > limits::LINES_IN_LIST || lines.iter().any(long) {
            return Err(EditError::Full);
        }
        let mut order: Option<String> = None;
        let me = self.me();
        for line in lines {
            let next = write::order_at(&order.iter().map(String::as_str).collect::<Vec<_>>(), order.iter().len());
            let imported = Imported { line, order: &next, me };
            self.write(doc, DocKind::List(row.id), |builder| write::import(builder, &imported))?;
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
            Self::Series(it) => it.id,
        }
    }

    /// Its longest text.
    fn longest_text(&self) -> &str {
        let texts: Vec<&str> = match self {
            Self::Note(it) => vec![&it.text],
            Self::Words(it) => vec![&it.text],
            Self::Meeting(it) => {
                let lists = it.offered.iter().chain(&it.asked).chain(&it.they_offered).chain(&it.they_asked);
                lists.chain(&it.also).chain([&it.words, &it.mine, &it.help]).map(String::as_str).collect()
            }
            Self::Promise(it) => vec![&it.text],
            Self::HeadsUp(it) => vec![&it.text, it.told.as_ref().map_or("", |told| &told.how)],
            Self::Plan(it) => vec![&it.zone],
            Self::Point(it) => vec![&it.text],
            Self::Tests(it) => vec![&it.note],
            Self::Series(it) => vec![&it.zone, &it.uid, &it.invite_uid],
        };
        texts.into_iter().max_by_key(|text| text.len()).unwrap_or_default()
    }

    /// How many operations writing it makes at most: a note's text is one a character, all else one a field.
    fn operations_at_most(&self) -> usize {
        const FIELDS: usize = 16;
        match self {
            Self::Note(it) => FIELDS + it.text.chars().count(),
            Self::Meeting(it) => {
                let lists = [&it.offered, &it.asked, &it.they_offered, &it.they_asked, &it.also];
                FIELDS + it.came.len() + lists.iter().map(|list| list.len()).sum::<usize>()
            }
            _ => FIELDS,
        }
    }
}

/// Everything in an export has a name of its own. Where two have the same, it was not written by this program, and
/// taking it in would show one in place of the other.
fn unlike(export: &Export) -> Result<(), EditError> {
    fn all_differ(names: impl Iterator<Item = [u8; 16]>) -> bool {
        let mut seen = BTreeSet::new();
        names.into_iter().all(|name| seen.insert(name))
    }
    let peers = all_differ(export.peers.iter().map(|peer| peer.id.0));
    let others =
        all_differ(export.projects.iter().map(|it| it.id.0)) && all_differ(export.finished.iter().map(|it| it.id.0));
    let inside = export.peers.iter().all(|peer| {
        let entries = peer.words.iter().map(|it| it.id).chain(peer.notes.iter().map(|it| it.id));
        let entries = entries.chain(peer.meetings.iter().map(|it| it.id)).chain(peer.promises.iter().map(|it| it.id));
        let entries = entries.chain(peer.heads_ups.iter().map(|it| it.id)).chain(peer.plans.iter().map(|it| it.id));
        let entries = entries.chain(peer.points.iter().map(|it| it.id)).chain(peer.tests.iter().map(|it| it.id));
        let entries = entries.chain(peer.series.iter().map(|it| it.id));
        let lines = peer.lines.iter().chain(&peer.only_mine);
        all_differ(entries.map(|id| id.0)) && all_differ(lines.map(|line| line.id.0))
    });
    if peers && others && inside {
        Ok(())
    } else {
        Err(EditError::NotNow(
            "this export names two things alike, so it is damaged; export it again where it came from",
        ))
    }
}
