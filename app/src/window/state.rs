//! What the window remembers between frames and nobody else needs.

use super::{
    edit_peer::Editing, folds::Folds, half_hour::HalfHourState, heads_ups::HeadsUpState, invite::InviteState,
    mend::Mending, rows::Rows, shared_text::SharedText, three_tests::Answering, told::Told,
};
use sideways_core::{
    id::{LineId, WordingId},
    snapshot::{HistoryItem, Kind},
};
use std::sync::Arc;

/// Of one peer's page.
#[derive(Debug, Default)]
pub(super) struct PeerState {
    /// The line being reworded, the wordings its writer saw, and whether the field already has the focus.
    pub(super) rewording: Option<(LineId, Vec<WordingId>, bool)>,
    /// The line that was reworded by keyboard, which gets the focus back.
    pub(super) reworded: Option<LineId>,
    /// The line that the new line's words became when its writer paused; typing goes on in it.
    pub(super) continuing: Option<LineId>,
    /// What a new line is.
    pub(super) kind: Kind,
    /// The line whose thread is open, and what is typed there.
    pub(super) thread: Option<(LineId, String)>,
    /// What the page worked out from the last commit.
    pub(super) told: Option<Told>,
    /// The lines of the list, the private notes, the half hours and their words: how high they were.
    pub(super) lines: Rows,
    pub(super) notes: Rows,
    pub(super) half_hours: Rows,
    pub(super) words: Rows,
    /// What is further back and stands open, and what is said otherwise just now.
    pub(super) folds: Folds,
    pub(super) mending: Mending,
    /// The same lines where they are about to be shared.
    pub(super) share_lines: Rows,
    /// The pad's field, and since when the colleague's caret stands where it stands, by the frame's time.
    pub(super) pad: Option<SharedText>,
    pub(super) caret: Option<(u32, f64)>,
    /// What is typed as "What I'm working on", while it is edited.
    pub(super) working_on: Option<String>,
    /// The four words were put before the user once; after that they ask for them.
    pub(super) words_offered: bool,
    /// Whether their words, or a note, is being added; as long as nobody said so, what was begun before is.
    pub(super) adding_words: Option<bool>,
    pub(super) adding_note: Option<bool>,
    /// The new line is to have the caret, and to be in sight.
    pub(super) to_new_line: bool,
    /// How many lines there were in the last frame.
    pub(super) lines_before: usize,
    /// For how many frames more the new line is kept in sight.
    pub(super) follow: u8,
    /// A line of mine that is about to be offered.
    pub(super) offering: Option<LineId>,
    /// What is typed about the next half hour.
    pub(super) half_hour: HalfHourState,
    /// What is typed of a heads-up.
    pub(super) heads_up: HeadsUpState,
    /// The three tests, as far as they are answered.
    pub(super) tests: Answering,
    /// Their details, while they are edited.
    pub(super) editing: Option<Editing>,
    /// What is typed of the standing half hour for calendars.
    pub(super) invite: InviteState,
    /// Erasing them was agreed to.
    pub(super) erase: bool,
    /// What changed since I last looked is open.
    pub(super) since: bool,
    /// What was changed about them, while it is looked at.
    pub(super) history: Option<Arc<Vec<HistoryItem>>>,
    /// The invitation's text, while it is on the screen.
    pub(super) invitation: Option<String>,
    /// What was being typed into the list when private things were hidden: in nobody's list yet, so it is private.
    covered: Option<Covered>,
}

/// What of the shared list's fields is set aside while private things are hidden.
#[derive(Debug)]
struct Covered {
    rewording: Option<(LineId, Vec<WordingId>, bool)>,
    thread: Option<(LineId, String)>,
    working_on: Option<String>,
}

impl PeerState {
    /// Sets aside what is typed and in no list yet.
    pub(super) fn cover(&mut self) {
        let (rewording, thread, working_on) = (self.rewording.take(), self.thread.take(), self.working_on.take());
        self.covered = Some(Covered { rewording, thread, working_on });
    }

    /// Puts it back, unless something was begun there since.
    pub(super) fn uncover(&mut self) {
        let Some(covered) = self.covered.take() else { return };
        self.rewording = self.rewording.take().or(covered.rewording.map(|(line, seen, _)| (line, seen, false)));
        self.thread = self.thread.take().or(covered.thread);
        self.working_on = self.working_on.take().or(covered.working_on);
    }
}
