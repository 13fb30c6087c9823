//! Edits of what is private: peers, their words, notes.

use super::super::{at_most, transaction::Transaction, words};
use crate::{
    command::{Outcome, PeerDetails},
    error::EditError,
    id::{DocId, EntryId, PeerId},
    kinds::notebook::{card, journal, journal_id, peers},
    limits, link,
    rows::{CardRow, DocKind, EntryKind, PeerRow},
    snapshot::{Moment, Note, TheirWords},
};
use jiff::{civil::Date, tz::TimeZone};

impl Transaction<'_> {
    pub(in super::super) fn add_peer(&mut self, details: &PeerDetails) -> Result<PeerId, EditError> {
        check(details)?;
        let id = PeerId(self.random());
        let row = PeerRow::new(id, DocId(self.random()), DocId(self.random()), self.now);
        self.write_peer(&row)?;
        let salt = self.random();
        self.write(row.card, DocKind::Card(row.id), |builder| card::set(builder, &CardRow::default(), details, salt))?;
        Ok(row.id)
    }

    pub(super) fn edit_peer(&mut self, peer: PeerId, details: &PeerDetails) -> Result<Outcome, EditError> {
        check(details)?;
        let card = self.peer_row(&peer)?.card;
        let before = self.model().cards.get(&peer).cloned().unwrap_or_default();
        let salt = self.random();
        self.write(card, DocKind::Card(peer), |builder| card::set(builder, &before, details, salt))?;
        Ok(Outcome::Done)
    }

    pub(super) fn add_words(&mut self, peer: PeerId, text: &str, on: Date) -> Result<Outcome, EditError> {
        words("their words", text, limits::TEXT_BYTES)?;
        let words = |id| EntryKind::Words(TheirWords { id, on, text: text.trim().to_owned() });
        self.add_entry(peer, words)
    }

    pub(super) fn add_note(&mut self, peer: PeerId, text: &str) -> Result<Outcome, EditError> {
        words("a note", text, limits::TEXT_BYTES)?;
        let now = self.now;
        let note = |id| EntryKind::Note(Note { id, at: now, text: text.trim_end().to_owned() });
        self.add_entry(peer, note)
    }

    pub(super) fn reword_note(&mut self, peer: PeerId, note: EntryId, text: &str) -> Result<Outcome, EditError> {
        words("a note", text, limits::TEXT_BYTES)?;
        self.on_entry(peer, note, |builder| journal::reword(builder, note, text.trim_end()))
    }

    pub(super) fn add_entry(
        &mut self,
        peer: PeerId,
        kind: impl FnOnce(EntryId) -> EntryKind,
    ) -> Result<Outcome, EditError> {
        self.peer_row(&peer)?;
        let id = EntryId(self.random());
        let kind = kind(id);
        let (doc, year) = self.journal_now(peer);
        self.append(doc, DocKind::Journal(peer, year), |builder| journal::add(builder, id, &kind))?;
        Ok(Outcome::Entry(id))
    }

    /// The journal that new entries go into.
    pub(super) fn journal_now(&self, peer: PeerId) -> (DocId, i16) {
        let year = year_of(self.now);
        (journal_id(&self.model().journal_secret, &peer, year), year)
    }

    pub(in super::super) fn peer_row(&self, peer: &PeerId) -> Result<PeerRow, EditError> {
        self.model().peers.get(peer).filter(|row| row.is_shown()).cloned().ok_or(EditError::NoSuchPeer)
    }

    pub(in super::super) fn write_peer(&mut self, row: &PeerRow) -> Result<(), EditError> {
        self.write(self.notebook(), DocKind::Notebook, |builder| peers::set_peer(builder, row))?;
        self.note_peer(row.clone());
        Ok(())
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
    // Whatever the way in, a link that could open a file or run a program isn't kept.
    if details.reach.iter().any(|reach| link::may_be_kept(reach).is_err()) {
        return Err(EditError::NotNow("a way to reach somebody can’t be a link that opens a file or runs a program"));
    }
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
