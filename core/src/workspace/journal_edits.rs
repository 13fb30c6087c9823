//! Edits of what is private: peers, their words, notes, meetings.

use super::{
    Workspace, at_most,
    documents::{DocKind, Pending},
    words,
};
use crate::{
    command::{MeetingDetails, Outcome, PeerDetails},
    document::Writing,
    error::EditError,
    id::{DocId, EntryId, PeerId},
    limits,
    notebook::{card, journal, journal_id, peers},
    rows::{CardRow, EntryKind, PeerRow},
    snapshot::{Field, Meeting, Moment, Note, TheirWords},
};
use jiff::{civil::Date, tz::TimeZone};

impl Workspace {
    pub(super) fn add_peer(
        &mut self,
        pending: &mut Pending,
        details: &PeerDetails,
        now: Moment,
    ) -> Result<PeerId, EditError> {
        check(details)?;
        let id = PeerId(self.entropy.bytes());
        let row = PeerRow::new(id, DocId(self.entropy.bytes()), DocId(self.entropy.bytes()), now);
        self.write_peer(pending, &row, now)?;
        let salt = self.entropy.bytes();
        self.pen(now).write(pending, row.card, DocKind::Card(row.id), |writing| {
            card::set(writing, &CardRow::default(), details, salt)
        })?;
        Ok(row.id)
    }

    pub(super) fn edit_peer(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        details: &PeerDetails,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        check(details)?;
        let card = self.peer_row(&peer)?.card;
        let before = self.held.cards.get(&peer).cloned().unwrap_or_default();
        let salt = self.entropy.bytes();
        self.pen(now)
            .write(pending, card, DocKind::Card(peer), |writing| card::set(writing, &before, details, salt))?;
        Ok(Outcome::Done)
    }

    pub(super) fn add_words(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        text: &str,
        on: Date,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        words("their words", text, limits::TEXT_BYTES)?;
        self.drop_draft(&mut pending.batch, Field::NewWords(peer));
        let words = |id| EntryKind::Words(TheirWords { id, on, text: text.trim().to_owned() });
        self.add_entry(pending, peer, words, now)
    }

    pub(super) fn add_note(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        text: &str,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        words("a note", text, limits::TEXT_BYTES)?;
        self.drop_draft(&mut pending.batch, Field::NewNote(peer));
        let note = |id| EntryKind::Note(Note { id, at: now, text: text.trim_end().to_owned() });
        self.add_entry(pending, peer, note, now)
    }

    pub(super) fn reword_note(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        note: EntryId,
        text: &str,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        words("a note", text, limits::TEXT_BYTES)?;
        self.on_entry(pending, peer, note, now, |writing| journal::reword(writing, note, text.trim_end()))
    }

    pub(super) fn remove_entry(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        entry: EntryId,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        self.on_entry(pending, peer, entry, now, |writing| journal::set_removed(writing, entry, true))
    }

    pub(super) fn log_meeting(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        meeting: MeetingDetails,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let MeetingDetails { on, why, words: theirs, mine, help, offered, asked, they_offered, they_asked } = meeting;
        for text in
            [&theirs, &mine, &help].into_iter().chain(&offered).chain(&asked).chain(&they_offered).chain(&they_asked)
        {
            at_most("what is kept of a meeting", text, limits::TEXT_BYTES)?;
        }
        self.drop_draft(&mut pending.batch, Field::HalfHour(peer));
        // Their words of a meeting are their words: the peer's page shows them too.
        if !theirs.trim().is_empty() {
            let words = |id| EntryKind::Words(TheirWords { id, on, text: theirs.trim().to_owned() });
            self.add_entry(pending, peer, words, now)?;
        }
        let meeting = |id| {
            EntryKind::Meeting(Meeting {
                id,
                on,
                why,
                words: theirs.trim().to_owned(),
                mine,
                help,
                offered,
                asked,
                they_offered,
                they_asked,
            })
        };
        let outcome = self.add_entry(pending, peer, meeting, now)?;
        self.meet_planned(pending, peer, on, now)?;
        Ok(outcome)
    }

    pub(super) fn add_entry(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        kind: impl FnOnce(EntryId) -> EntryKind,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        self.peer_row(&peer)?;
        let id = EntryId(self.entropy.bytes());
        let year = year_of(now);
        let doc = journal_id(&self.held.journal_secret, &peer, year);
        let kind = kind(id);
        self.pen(now).write(pending, doc, DocKind::Journal(peer, year), |writing| journal::add(writing, id, &kind))?;
        Ok(Outcome::Entry(id))
    }

    /// Writes to an entry that stands, in the journal it is in; a merged peer's is found under either name.
    pub(super) fn on_entry(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        entry: EntryId,
        now: Moment,
        write: impl FnOnce(&mut Writing<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        self.peer_row(&peer)?;
        let shown_with =
            |id: &PeerId| *id == peer || self.held.peers.get(id).is_some_and(|row| self.held.merged(row) == Some(peer));
        let mut found = self.held.entries.iter().filter(|(id, entries)| shown_with(id) && entries.stands(&entry));
        let found = found.find_map(|(id, entries)| Some((*id, entries.year_of(&entry)?)));
        let (of, year) = found.ok_or(EditError::NoSuchEntry)?;
        let doc = journal_id(&self.held.journal_secret, &of, year);
        self.pen(now).write(pending, doc, DocKind::Journal(of, year), write)?;
        Ok(Outcome::Done)
    }

    pub(super) fn peer_row(&self, peer: &PeerId) -> Result<PeerRow, EditError> {
        self.held.peers.get(peer).filter(|row| row.is_shown()).cloned().ok_or(EditError::NoSuchPeer)
    }

    pub(super) fn write_peer(&mut self, pending: &mut Pending, row: &PeerRow, now: Moment) -> Result<(), EditError> {
        let notebook = self.notebook;
        self.pen(now).write(pending, notebook, DocKind::Notebook, |writing| peers::set_peer(writing, row))
    }
}

/// The year of writing, in UTC: it only chooses a journal, and all my devices must choose alike.
pub(super) fn year_of(now: Moment) -> i16 {
    now.zoned(&TimeZone::UTC).year()
}

pub(super) fn check(details: &PeerDetails) -> Result<(), EditError> {
    words("the name", &details.name, limits::NAME_BYTES)?;
    words("the department", &details.department, limits::NAME_BYTES)?;
    at_most("the role", &details.role, limits::NAME_BYTES)?;
    at_most("how you met", &details.how_met, limits::LINE_BYTES)?;
    at_most("the name of an address card", &details.card_uid, limits::LINE_BYTES)?;
    // A link to a conversation is longer than any name.
    details.reach.iter().try_for_each(|reach| words("a way to reach them", reach, limits::LINE_BYTES))?;
    details.tags.iter().try_for_each(|tag| words("a tag", tag, limits::NAME_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_an_address_card_brings_fits_a_peer() {
        let link = |bytes: usize| format!("https://example.org/{}", "a".repeat(bytes - 20));
        let mail = format!("mailto:{}@example.org", "a".repeat(242));
        for (reach, fits) in [(link(300), true), (link(2_048), true), (link(4_097), false), (mail, true)] {
            let details = PeerDetails {
                name: "Ida".to_owned(),
                department: "Finance".to_owned(),
                reach: vec![reach.clone()],
                ..PeerDetails::default()
            };
            assert_eq!(check(&details).is_ok(), fits, "{} bytes", reach.len());
        }
    }
}
