//! Half hours that happened, and what came of them. Their words in one are their words: the peer's page shows them too,
//! so whatever is done to the one is done to the other.

use super::super::{at_most, transaction::Transaction};
use crate::{
    command::{Command, MeetingDetails, MethodCommand, Outcome},
    error::EditError,
    id::{EntryId, PeerId},
    kinds::notebook::journal,
    limits,
    rows::{DocKind, EntryKind},
    snapshot::{Meeting, TheirWords},
};
use std::sync::Arc;

/// A meeting that was just kept, and what came of it so far.
struct Kept {
    peer: PeerId,
    id: EntryId,
    came: Vec<EntryId>,
}

impl Transaction<'_> {
    pub(super) fn log_meeting(&mut self, peer: PeerId, details: MeetingDetails) -> Result<Outcome, EditError> {
        self.keep_meeting(peer, details).map(|kept| Outcome::Entry(kept.id))
    }

    /// Carries several commands out. Promises and heads-ups that follow a meeting came of it.
    pub(super) fn together(&mut self, commands: Vec<Command>) -> Result<Vec<Outcome>, EditError> {
        let mut outcomes = Vec::new();
        let mut met: Option<Kept> = None;
        for command in commands {
            let comes_of_it =
                matches!(command, Command::Method(MethodCommand::AddPromise { .. } | MethodCommand::AddHeadsUp { .. }));
            let outcome = match command {
                Command::LogMeeting { peer, meeting } => {
                    self.say_what_came(met.take())?;
                    let kept = self.keep_meeting(peer, meeting)?;
                    let outcome = Outcome::Entry(kept.id);
                    met = Some(kept);
                    outcome
                }
                other => self.prepare(other)?,
            };
            if let (true, Some(kept), Outcome::Entry(id)) = (comes_of_it, &mut met, &outcome) {
                kept.came.push(*id);
            }
            outcomes.push(outcome);
        }
        self.say_what_came(met)?;
        Ok(outcomes)
    }

    fn say_what_came(&mut self, met: Option<Kept>) -> Result<(), EditError> {
        let Some(Kept { peer, id, came }) = met else { return Ok(()) };
        let (doc, year) = self.journal_now(peer);
        self.write(doc, DocKind::Journal(peer, year), |builder| journal::set_came(builder, id, &came))
    }

    fn keep_meeting(&mut self, peer: PeerId, details: MeetingDetails) -> Result<Kept, EditError> {
        // The id is given when it is added.
        let meeting = meeting(EntryId([0; 16]), details, Vec::new())?;
        let on = meeting.on;
        let words = self.add_words_of(peer, &meeting)?;
        let came: Vec<EntryId> = words.into_iter().collect();
        let added = self.add_entry(peer, |id| EntryKind::Meeting(Meeting { id, came: came.clone(), ..meeting }))?;
        self.meet_planned(peer, on)?;
        let Outcome::Entry(id) = added else { return Err(EditError::NoSuchEntry) };
        Ok(Kept { peer, id, came })
    }

    /// Their words in a meeting, as an entry by itself; none where they said nothing.
    fn add_words_of(&mut self, peer: PeerId, meeting: &Meeting) -> Result<Option<EntryId>, EditError> {
        if meeting.words.is_empty() {
            return Ok(None);
        }
        let (on, text) = (meeting.on, meeting.words.clone());
        match self.add_entry(peer, |id| EntryKind::Words(TheirWords { id, on, text }))? {
            Outcome::Entry(id) => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    /// After a meeting was said otherwise: their words in it follow.
    pub(super) fn words_follow(&mut self, peer: PeerId, before: &Meeting, after: &Meeting) -> Result<(), EditError> {
        if before.words == after.words && before.on == after.on {
            return Ok(());
        }
        let Some(words) = self.words_of(peer, before) else {
            if after.words == before.words {
                return Ok(());
            }
            let added = self.add_words_of(peer, after)?;
            return added.map_or(Ok(()), |words| self.came_too(peer, after, words));
        };
        if after.words.is_empty() {
            self.came_too(peer, after, words.id)?;
            return self.set_entry_removed(peer, words.id, true);
        }
        let on = if words.on == before.on { after.on } else { words.on };
        let follows = EntryKind::Words(TheirWords { id: words.id, on, text: after.words.clone() });
        self.came_too(peer, after, words.id)?;
        self.rewrite_entry(peer, words.id, &EntryKind::Words(words), &follows)
    }

    /// After their words were said otherwise, or taken back: the meeting they were said in follows.
    pub(super) fn meeting_follows(&mut self, peer: PeerId, before: &TheirWords, text: &str) -> Result<(), EditError> {
        let Some(meeting) = self.meeting_of(peer, before) else { return Ok(()) };
        let mut after = Meeting { words: text.to_owned(), ..(*meeting).clone() };
        if !after.came.contains(&before.id) {
            after.came.push(before.id);
        }
        let before = EntryKind::Meeting((*meeting).clone());
        self.rewrite_entry(peer, meeting.id, &before, &EntryKind::Meeting(after))
    }

    pub(super) fn remove_entry(&mut self, peer: PeerId, id: EntryId) -> Result<Outcome, EditError> {
        match self.entry(peer, id)? {
            EntryKind::Meeting(meeting) => {
                if let Some(words) = self.words_of(peer, &meeting) {
                    self.came_too(peer, &meeting, words.id)?;
                    self.set_entry_removed(peer, words.id, true)?;
                }
            }
            EntryKind::Words(words) => self.meeting_follows(peer, &words, "")?,
            _ => {}
        }
        self.set_entry_removed(peer, id, true)?;
        Ok(Outcome::Done)
    }

    pub(super) fn restore_entry(&mut self, peer: PeerId, id: EntryId) -> Result<Outcome, EditError> {
        let row = self.kept_entry(peer, id)?;
        if !row.removed {
            return Ok(Outcome::Done);
        }
        self.set_entry_removed(peer, id, false)?;
        match row.kind {
            EntryKind::Meeting(meeting) => {
                for came in meeting.came {
                    let row = self.kept_entry(peer, came).ok().filter(|row| row.removed);
                    // Words that were taken back by themselves are in no meeting any more.
                    let said = |kind: &EntryKind| matches!(kind, EntryKind::Words(it) if it.text == meeting.words);
                    if row.is_some_and(|row| said(&row.kind)) {
                        self.set_entry_removed(peer, came, false)?;
                    }
                }
            }
            EntryKind::Words(words) => {
                let meeting = self.meetings(peer).into_iter().find(|it| it.came.contains(&id) && it.words.is_empty());
                if let Some(meeting) = meeting {
                    let after = Meeting { words: words.text, ..(*meeting).clone() };
                    let before = EntryKind::Meeting((*meeting).clone());
                    self.rewrite_entry(peer, meeting.id, &before, &EntryKind::Meeting(after))?;
                }
            }
            _ => {}
        }
        Ok(Outcome::Done)
    }

    /// Notes that those words came of a meeting, where it was kept before that was written down.
    fn came_too(&mut self, peer: PeerId, meeting: &Meeting, words: EntryId) -> Result<(), EditError> {
        if meeting.came.contains(&words) {
            return Ok(());
        }
        let came: Vec<EntryId> = meeting.came.iter().copied().chain([words]).collect();
        let id = meeting.id;
        self.on_entry(peer, id, |builder| journal::set_came(builder, id, &came)).map(drop)
    }

    fn rewrite_entry(
        &mut self,
        peer: PeerId,
        id: EntryId,
        before: &EntryKind,
        after: &EntryKind,
    ) -> Result<(), EditError> {
        self.on_entry(peer, id, |builder| journal::rewrite(builder, id, before, after)).map(drop)
    }

    fn meetings(&self, peer: PeerId) -> Vec<Arc<Meeting>> {
        let snapshot = self.snapshot();
        let view = snapshot.peers.iter().find(|view| view.id == peer);
        view.map(|view| view.meetings.clone()).unwrap_or_default()
    }

    /// Their words that came of a meeting; of one that was kept before that was written down, those of the same day
    /// that say the same.
    fn words_of(&self, peer: PeerId, meeting: &Meeting) -> Option<TheirWords> {
        let snapshot = self.snapshot();
        let view = snapshot.peers.iter().find(|view| view.id == peer)?;
        let came = view.words.iter().find(|words| meeting.came.contains(&words.id));
        let same = || {
            let same = |words: &&Arc<TheirWords>| words.on == meeting.on && words.text == meeting.words;
            view.words
                .iter()
                .find(same)
                .filter(|words| self.meeting_of(peer, words).is_some_and(|it| it.id == meeting.id))
        };
        came.or_else(same).map(|words| TheirWords::clone(words))
    }

    fn meeting_of(&self, peer: PeerId, words: &TheirWords) -> Option<Arc<Meeting>> {
        let meetings = self.meetings(peer);
        let came = meetings.iter().find(|meeting| meeting.came.contains(&words.id));
        let same = || meetings.iter().find(|it| it.came.is_empty() && it.on == words.on && it.words == words.text);
        came.or_else(same).cloned()
    }
}

/// A meeting with what is kept of it.
pub(super) fn meeting(id: EntryId, details: MeetingDetails, came: Vec<EntryId>) -> Result<Meeting, EditError> {
    let MeetingDetails { on, why, words, mine, help, offered, asked, they_offered, they_asked, also } = details;
    let lists = offered.iter().chain(&asked).chain(&they_offered).chain(&they_asked).chain(&also);
    for text in [&words, &mine, &help].into_iter().chain(lists) {
        at_most("what is kept of a meeting", text, limits::TEXT_BYTES)?;
    }
    let words = words.trim().to_owned();
    Ok(Meeting { id, on, why, words, mine, help, offered, asked, they_offered, they_asked, also, came })
}
