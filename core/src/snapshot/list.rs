//! What is read of a list: its lines with every wording, who wrote them, and what changed since I last looked.

use super::{Moment, SharedHeadsUp};
use crate::id::{Hash, LineId, RemarkId, WordingId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The list "Where might we help each other?" as it stands.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ListView {
    /// In their order; removed ones are left out.
    pub lines: Vec<Arc<Line>>,
    /// The pad "For our next half hour".
    pub pad: Arc<str>,
    /// What I published that I'm working on, for this peer; may be empty.
    pub my_working_on: String,
    /// What they published; may be empty.
    pub their_working_on: String,
    /// Lines that were on this computer only when a colleague's list was joined: still only mine.
    pub only_mine: Vec<Arc<Line>>,
    /// Fresh lists begun since the first.
    pub generation: u32,
    /// Heads-ups that were sent into the list, by id.
    pub heads_ups: Vec<SharedHeadsUp>,
    /// The next half hour as I put it into the list, like `2026-12-03T10:00[Europe/Berlin]`; may be empty.
    pub my_next: String,
    /// The same, as they put it.
    pub their_next: String,
    /// What the pad's positions are counted against.
    pub pad_as_of: Vec<Hash>,
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Names it, the same on both sides.
    pub id: LineId,
    /// Offer, ask or idea.
    pub kind: Kind,
    /// How far it is.
    pub state: State,
    /// Who raised it: the signer of its first change.
    pub raised_by: Who,
    /// Who said "I could help with this".
    pub helpers: Vec<Who>,
    /// The wordings that nothing replaces; more than one when both reworded it. Never empty.
    pub versions: Vec<Wording>,
    /// Every wording it ever had, oldest first.
    pub history: Vec<Arc<Wording>>,
    /// The short thread, oldest first.
    pub remarks: Vec<Remark>,
}

impl Line {
    /// The text to show where only one fits: the first version.
    #[must_use]
    pub fn text(&self) -> &str {
        self.versions.first().map_or("", |wording| wording.text.as_str())
    }
}

/// Something the other one changed in the list since I last looked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Since {
    /// Which line.
    pub line: LineId,
    /// Its words now.
    pub text: String,
    /// What changed.
    pub what: SinceWhat,
}

/// What changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SinceWhat {
    /// A new line.
    Added,
    /// Other words.
    Reworded,
    /// A note in its thread.
    Noted(String),
    /// How far it is.
    State(State),
    /// They could help with this.
    Helps,
    /// Taken off the list.
    Removed,
}

/// One wording of a line; written once, never edited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wording {
    /// Names it.
    pub id: WordingId,
    /// The words.
    pub text: String,
    /// Who wrote it.
    pub by: Who,
    /// When, by the writer's clock.
    pub at: Moment,
}

/// A note in a line's thread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Remark {
    /// Names it.
    pub id: RemarkId,
    /// The words.
    pub text: String,
    /// Who wrote it.
    pub by: Who,
    /// When, by the writer's clock.
    pub at: Moment,
}

/// One of the two people of a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Who {
    /// I, on any of my devices.
    Me,
    /// The peer, on any of theirs.
    Them,
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Kind {
    /// Somebody could give this.
    Offer,
    /// Somebody needs this.
    Ask,
    /// Neither yet.
    #[default]
    Idea,
}

/// How far a line is. Where both sides changed it apart, the greater wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum State {
    /// Nobody began.
    #[default]
    Open,
    /// Somebody is at it.
    Doing,
    /// It is done.
    Done,
}

/// Something that was changed, once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HistoryItem {
    /// When, by its writer's clock.
    pub at: Moment,
    /// Who.
    pub by: Who,
    /// What, in general.
    pub did: Did,
    /// Which line, where it was about one.
    pub line: Option<LineId>,
    /// The line's words by that, or where it was about something else of it, its words now.
    pub words: String,
    /// The words before, where it was reworded.
    pub was: Option<String>,
    /// What it became, or what was noted.
    pub became: Option<Became>,
}

/// What a line became.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Became {
    /// Open, doing or done.
    State(State),
    /// Offer, ask or idea.
    Kind(Kind),
    /// Off the list.
    Off,
    /// On the list again.
    Back,
    /// One with that note.
    Noted(String),
    /// One that whoever wrote it could help with, or no longer.
    Helps(bool),
}

/// What would change by going back to how a list was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct GoingBack {
    /// The lines that would look otherwise.
    pub lines: Vec<LineBack>,
    /// The pad now, and as it was; nothing where it stays.
    pub pad: Option<(String, String)>,
}

/// A line that would look otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineBack {
    /// Which.
    pub line: LineId,
    /// As it is; nothing where it is off the list.
    pub now: Option<LineThen>,
    /// As it was; nothing where it wasn't on the list.
    pub then: Option<LineThen>,
    /// It stood elsewhere.
    pub moved: bool,
}

/// A line at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineThen {
    /// Its words, and whose they are; several where both had reworded it.
    pub wordings: Vec<(String, Who)>,
    /// How far it is.
    pub state: State,
    /// What it is.
    pub kind: Kind,
}

/// What a change did. Where it did several things, the greatest is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Did {
    /// Something that a newer Sideways writes.
    Other,
    /// What one is working on, an offer to help, a heads-up, or the next half hour.
    Published,
    /// The pad.
    Pad,
    /// A line's place.
    Moved,
    /// Offer, ask or idea.
    SetKind,
    /// Open, doing or done.
    SetState,
    /// A note in a line's thread.
    Noted,
    /// Other words for a line.
    Reworded,
    /// A line off the list, or back on it.
    TookOff,
    /// A new line.
    AddedLine,
    /// Who they are and how to reach them.
    Card,
    /// Something private about them: words, a note, a meeting, a promise.
    Journal,
}
