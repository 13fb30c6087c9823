//! What the method adds to a peer: promises, heads-ups, what is planned, and what is prepared.

use super::{Every, Moment, Who};
use crate::id::{EntryId, FinishedId, NeedId, PeerId, ProjectId};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Something either of us said we'd do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// Names the entry.
    pub id: EntryId,
    /// Who said it.
    pub by: Who,
    /// What.
    pub text: String,
    /// By when, if a day was named.
    pub due: Option<Date>,
    /// The day it was done; open until then.
    pub done: Option<Date>,
}

/// Something coming that somebody should hear from me first. Private until it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadsUp {
    /// Names the entry.
    pub id: EntryId,
    /// What is coming.
    pub text: String,
    /// By when they should hear it from me.
    pub by: Date,
    /// When its words were put into the shared list.
    pub sent: Option<Moment>,
    /// How and when I told them.
    pub told: Option<Told>,
}

/// How somebody heard it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// In my words: "called her".
    pub how: String,
}

/// The next half hour, as planned; or one that was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Names the entry.
    pub id: EntryId,
    /// When, where it was planned.
    pub at: DateTime,
    /// The IANA name of the zone it was planned in.
    pub zone: String,
    /// How long, in minutes.
    pub minutes: u16,
    /// How often it was moved.
    pub moves: u32,
    /// What became of it.
    pub state: PlanState,
}

/// What became of a planned meeting.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum PlanState {
    /// It is to come.
    #[default]
    Planned,
    /// We met.
    Met,
    /// We let this one go.
    Skipped,
}

/// Something prepared for the next half hour. Open ones are carried forward until they were talked about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Point {
    /// Names the entry.
    pub id: EntryId,
    /// Which part of the half hour it is for.
    pub part: PointPart,
    /// The words.
    pub text: String,
    /// When it was written, for saying that it was carried forward.
    pub at: Moment,
    /// Whether it was talked about.
    pub done: bool,
}

/// What a prepared point is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum PointPart {
    /// To ask after in their part.
    Theirs,
    /// What I'm working on.
    Mine,
    /// Something I could give.
    Offer,
    /// Something I need.
    Ask,
}

/// An answer to one of the three tests. There is no number behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Yes.
    Yes,
    /// Not yet.
    NotYet,
}

/// The three private questions, answered on one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ThreeTests {
    /// Names the entry.
    pub id: EntryId,
    /// The day.
    pub on: Date,
    /// Could I name their top three priorities today?
    pub priorities: Answer,
    /// Could I text them a quick question?
    pub quick_question: Answer,
    /// Would I tell them before a surprise, and would they tell me?
    pub heads_up: Answer,
    /// Words beside it; may be empty.
    pub note: String,
}

/// A standing 1-on-1 as calendars were last told of it. Each change is kept beside the ones before, since a calendar
/// takes the highest sequence and never goes back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalendarSeries {
    /// Names the entry.
    pub id: EntryId,
    /// When the first version of it was written; a later series begins later.
    pub began: Moment,
    /// Names it in my calendar.
    pub uid: String,
    /// Names it in the invitation.
    pub invite_uid: String,
    /// How often it was changed.
    pub sequence: u32,
    /// The first start.
    pub first: DateTime,
    /// On whose clock; an IANA name.
    pub zone: String,
    /// How long each takes.
    pub minutes: u16,
    /// How often.
    pub every: Every,
    /// Single dates that were moved, or where nothing stands beside them, skipped.
    pub changes: Vec<(DateTime, Option<DateTime>)>,
    /// When it was ended.
    pub ended: Option<DateTime>,
}

/// Thanked and closed: reminders stop, notes stay.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The day.
    pub on: Date,
    /// Who has their role now, when known.
    pub successor: Option<PeerId>,
}

/// A project, and which departments it will need.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Project {
    /// Names it.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// The day it was written down.
    pub made: Date,
    /// By when it needs them.
    pub by: Option<Date>,
    /// What it needs of whom, in the order given.
    pub needs: Vec<Need>,
    /// The day it was done; running until then.
    pub done: Option<Date>,
}

/// What a project needs of one department.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Need {
    /// Names it.
    pub id: NeedId,
    /// The department.
    pub department: String,
    /// What for; may be empty.
    pub what: String,
    /// Who could introduce me, when I know nobody there.
    pub introducer: Option<PeerId>,
}

/// A finished work that I may offer to show.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finished {
    /// Names it.
    pub id: FinishedId,
    /// The day it was finished.
    pub on: Date,
    /// What it is.
    pub text: String,
}

/// A heads-up that stands in the shared list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharedHeadsUp {
    /// Names it, the same on both sides.
    pub id: EntryId,
    /// Who gave it.
    pub from: Who,
    /// The words.
    pub text: String,
    /// When it was given, by the clock of who gave it.
    pub at: Moment,
    /// Whether the other said "heard".
    pub heard: bool,
}
