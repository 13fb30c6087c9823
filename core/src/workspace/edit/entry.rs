//! Saying otherwise what was written down about a peer.

use super::{
    super::{at_most, transaction::Transaction, words},
    meeting::meeting,
};
use crate::{
    command::{EntryEdit, Outcome, TestsDetails},
    document::ChangeBuilder,
    error::EditError,
    id::{DocId, EntryId, PeerId},
    kinds::notebook::{journal, journal_id},
    limits,
    rows::{DocKind, Entity, EntryKind, EntryRow, Row},
    snapshot::{HeadsUp, Point, Promise, TheirWords, ThreeTests},
};

impl Transaction<'_> {
    pub(super) fn edit_entry(&mut self, peer: PeerId, id: EntryId, edit: EntryEdit) -> Result<Outcome, EditError> {
        let before = self.entry(peer, id)?;
        let after = edited(&before, edit)?;
        self.on_entry(peer, id, |builder| journal::rewrite(builder, id, &before, &after))?;
        match (&before, &after) {
            (EntryKind::Meeting(before), EntryKind::Meeting(after)) => self.words_follow(peer, before, after)?,
            (EntryKind::Words(before), EntryKind::Words(after)) => self.meeting_follows(peer, before, &after.text)?,
            _ => {}
        }
        Ok(Outcome::Done)
    }

    /// An entry that stands.
    pub(super) fn entry(&mut self, peer: PeerId, id: EntryId) -> Result<EntryKind, EditError> {
        Some(self.kept_entry(peer, id)?).filter(|row| !row.removed).map(|row| row.kind).ok_or(EditError::NoSuchEntry)
    }

    /// An entry as this transaction leaves it, also one that was taken back.
    pub(super) fn kept_entry(&mut self, peer: PeerId, id: EntryId) -> Result<EntryRow, EditError> {
        let (doc, kind) = self.journal_with(peer, &id)?;
        let reader = self.document(doc, kind)?.reader();
        match kind.row(&reader, &Entity::Entry(id)) {
            Some(Row::Entry(row)) => Ok(row),
            _ => Err(EditError::NoSuchEntry),
        }
    }

    /// Takes an entry back, or brings it back.
    pub(super) fn set_entry_removed(&mut self, peer: PeerId, id: EntryId, removed: bool) -> Result<(), EditError> {
        let (doc, kind) = self.journal_with(peer, &id)?;
        self.write(doc, kind, |builder| journal::set_removed(builder, id, removed))
    }

    /// The journal that an entry is in; a merged peer's is found under either name.
    fn journal_with(&self, peer: PeerId, id: &EntryId) -> Result<(DocId, DocKind), EditError> {
        self.peer_row(&peer)?;
        let model = self.model();
        let shown_with =
            |of: &PeerId| *of == peer || model.peers.get(of).and_then(|row| model.merged(row)) == Some(peer);
        let mut found = model.entries.iter().filter(|(of, _)| shown_with(of));
        let found = found.find_map(|(of, entries)| Some((*of, entries.year_of(id)?)));
        let (of, year) = found.ok_or(EditError::NoSuchEntry)?;
        Ok((journal_id(&model.journal_secret, &of, year), DocKind::Journal(of, year)))
    }

    /// Writes to an entry that stands.
    pub(super) fn on_entry(
        &mut self,
        peer: PeerId,
        entry: EntryId,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        let (doc, kind) = self.journal_with(peer, &entry)?;
        if !self.model().entries.values().any(|entries| entries.stands(&entry)) {
            return Err(EditError::NoSuchEntry);
        }
        self.write(doc, kind, write)?;
        Ok(Outcome::Done)
    }
}

/// What an entry says after an edit.
fn edited(before: &EntryKind, edit: EntryEdit) -> Result<EntryKind, EditError> {
    Ok(match (before, edit) {
        (EntryKind::Words(it), EntryEdit::Words { text, on }) => {
            words("their words", &text, limits::TEXT_BYTES)?;
            EntryKind::Words(TheirWords { id: it.id, on, text: text.trim().to_owned() })
        }
        (EntryKind::Promise(it), EntryEdit::Promise { text, due }) => {
            words("a promise", &text, limits::LINE_BYTES)?;
            EntryKind::Promise(Promise { text: text.trim().to_owned(), due, ..it.clone() })
        }
        (EntryKind::HeadsUp(it), EntryEdit::HeadsUp { text, by }) => {
            if it.sent.is_some() {
                return Err(EditError::NotNow("this heads-up was sent, so its words stand; send another one"));
            }
            words("a heads-up", &text, limits::LINE_BYTES)?;
            EntryKind::HeadsUp(HeadsUp { text: text.trim().to_owned(), by, ..it.clone() })
        }
        (EntryKind::Point(it), EntryEdit::Point(text)) => {
            words("what you prepare", &text, limits::LINE_BYTES)?;
            EntryKind::Point(Point { text: text.trim().to_owned(), ..it.clone() })
        }
        (EntryKind::Meeting(it), EntryEdit::Meeting(details)) => {
            EntryKind::Meeting(meeting(it.id, details, it.came.clone())?)
        }
        (EntryKind::Tests(it), EntryEdit::Tests(details)) => {
            let TestsDetails { on, priorities, quick_question, heads_up, note } = details;
            at_most("the note beside the tests", &note, limits::LINE_BYTES)?;
            EntryKind::Tests(ThreeTests { id: it.id, on, priorities, quick_question, heads_up, note })
        }
        _ => return Err(EditError::NotNow("this is something else than what is there under that id")),
    })
}
