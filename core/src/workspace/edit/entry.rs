//! Saying otherwise what was written down about a peer.

use super::super::{at_most, transaction::Transaction, words};
use crate::{
    command::{EntryEdit, MeetingDetails, Outcome},
    error::EditError,
    id::{EntryId, PeerId},
    kinds::notebook::journal,
    limits,
    rows::EntryKind,
    snapshot::{HeadsUp, Meeting, Point, Promise, TheirWords},
};

impl Transaction<'_> {
    pub(super) fn edit_entry(&mut self, peer: PeerId, id: EntryId, edit: EntryEdit) -> Result<Outcome, EditError> {
        let before = self.entry(peer, id)?;
        let after = edited(&before, edit)?;
        self.on_entry(peer, id, |builder| journal::rewrite(builder, id, &before, &after))
    }

    /// An entry that stands; a merged peer's is found under either name.
    fn entry(&self, peer: PeerId, id: EntryId) -> Result<EntryKind, EditError> {
        self.peer_row(&peer)?;
        let model = self.model();
        let shown_with =
            |of: &PeerId| *of == peer || model.peers.get(of).and_then(|row| model.merged(row)) == Some(peer);
        let mut found = model.entries.iter().filter(|(of, _)| shown_with(of));
        found.find_map(|(_, entries)| entries.get(&id)).ok_or(EditError::NoSuchEntry)
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
        (EntryKind::Meeting(it), EntryEdit::Meeting(details)) => EntryKind::Meeting(meeting(it.id, details)?),
        _ => return Err(EditError::NotNow("this is something else than what is there under that id")),
    })
}

/// A meeting with what is kept of it.
pub(super) fn meeting(id: EntryId, details: MeetingDetails) -> Result<Meeting, EditError> {
    let MeetingDetails { on, why, words: theirs, mine, help, offered, asked, they_offered, they_asked } = details;
    let lists = offered.iter().chain(&asked).chain(&they_offered).chain(&they_asked);
    for text in [&theirs, &mine, &help].into_iter().chain(lists) {
        at_most("what is kept of a meeting", text, limits::TEXT_BYTES)?;
    }
    let words = theirs.trim().to_owned();
    Ok(Meeting { id, on, why, words, mine, help, offered, asked, they_offered, they_asked })
}
