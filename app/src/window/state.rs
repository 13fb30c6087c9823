//! What the window remembers between frames and nobody else needs.

use super::{
    folds::Folds, half_hour::HalfHourState, heads_ups::HeadsUpState, history::HistoryState, invite::InviteState,
    mend::Mending, reach::ReachState, rows::Rows, shared_text::SharedText, three_tests::Answering, told::Told,
};
use crate::desk::SealedFile;
use sideways_core::id::LineId;
use std::collections::BTreeMap;

/// Of one peer's page.
#[derive(Debug, Default)]
pub(super) struct PeerState {
    /// The lines being reworded, and whether the field already has the focus.
    pub(super) rewording: BTreeMap<LineId, bool>,
    /// The line that was reworded by keyboard, which gets the focus back.
    pub(super) reworded: Option<LineId>,
    /// The line that the new line's words became when its writer paused; typing goes on in it.
    pub(super) continuing: Option<LineId>,
    /// The line on whose thread a note is written.
    pub(super) thread: Option<LineId>,
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
    /// Whether "What I'm working on" is edited; as long as nobody said so, what was begun before is.
    pub(super) working_on: Option<bool>,
    /// Why they aren’t reached is shown whole.
    pub(super) causes: bool,
    /// My addresses for them, and theirs as they sent them.
    pub(super) reach: ReachState,
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
    /// What is typed of the standing half hour for calendars.
    pub(super) invite: InviteState,
    /// Erasing them was agreed to.
    pub(super) erase: bool,
    /// What changed since I last looked is open.
    pub(super) since: bool,
    /// What was changed about them, while it is looked at.
    pub(super) history: HistoryState,
    /// A file for them that was made, until it is saved.
    pub(super) sealed: Option<SealedFile>,
    /// The invitation's text, while it is on the screen.
    pub(super) invitation: Option<String>,
}

impl PeerState {
    /// Whoever writes goes elsewhere.
    pub(super) fn leave(&mut self) {
        self.continuing = None;
        self.rewording.clear();
    }
}
