//! Commands of the method: what was promised, what is coming, what is planned, and what a project needs.

use crate::{
    id::{EntryId, FinishedId, NeedId, PeerId, ProjectId},
    snapshot::{Answer, CalendarSeries, PointPart, ThreeTests, Told, Who},
};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Choice;

/// Something of the method.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MethodCommand {
    /// Writes a promise down.
    AddPromise {
        /// To or from whom.
        peer: PeerId,
        /// Who said it.
        by: Who,
        /// What.
        text: String,
        /// By when.
        due: Option<Date>,
    },
    /// Says on which day a promise was done; no day opens it again.
    SetPromise(PeerId, EntryId, Option<Date>),
    /// Writes down what somebody should hear from me first.
    AddHeadsUp {
        /// Who.
        peer: PeerId,
        /// What is coming.
        text: String,
        /// By when they should hear it.
        by: Date,
    },
    /// Puts a heads-up into the shared list, with exactly its words.
    SendHeadsUp(PeerId, EntryId),
    /// Says how I told them; nothing opens it again.
    SetTold(PeerId, EntryId, Option<Told>),
    /// Plans the next half hour. Where one is planned already, that one is moved.
    Plan {
        /// With whom.
        peer: PeerId,
        /// When, in that zone.
        at: DateTime,
        /// An IANA name.
        zone: String,
        /// How long.
        minutes: u16,
    },
    /// Lets the planned one go. What was prepared stays for the next.
    SkipPlan(PeerId),
    /// Prepares something for the next half hour.
    AddPoint {
        /// With whom.
        peer: PeerId,
        /// For which part.
        part: PointPart,
        /// The words.
        text: String,
    },
    /// Says whether a prepared point was talked about.
    SetPoint(PeerId, EntryId, Choice),
    /// Answers the three tests.
    AnswerTests(PeerId, TestsDetails),
    /// Keeps a standing 1-on-1 as calendars are told of it just now. It can't be taken back: files were written.
    KeepSeries(PeerId, Box<CalendarSeries>),
    /// Adds a project.
    AddProject(ProjectDetails),
    /// Replaces a project's details. What it needs keeps its names where the department stays.
    EditProject(ProjectId, ProjectDetails),
    /// Says on which day a project was done; no day opens it again.
    SetProject(ProjectId, Option<Date>),
    /// Says who could introduce me.
    SetIntroducer(ProjectId, NeedId, Option<PeerId>),
    /// Takes a project off.
    RemoveProject(ProjectId),
    /// Brings a project back that was taken off.
    RestoreProject(ProjectId),
    /// Stretches every rhythm until that day; no day ends the busy season.
    SetBusyUntil(Option<Date>),
    /// Puts something off until that day; no day brings it back.
    Snooze(String, Option<Date>),
    /// Keeps the day of the weekly review.
    Reviewed(Date),
    /// Keeps a finished work that I may offer to show.
    AddFinished(Date, String),
    /// Says otherwise what was finished, and when.
    EditFinished(FinishedId, Date, String),
    /// Takes a finished work off.
    RemoveFinished(FinishedId),
    /// Brings a finished work back that was taken off.
    RestoreFinished(FinishedId),
}

/// A project, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProjectDetails {
    /// Its name.
    pub name: String,
    /// Departments and what for; the second may be empty.
    pub needs: Vec<(String, String)>,
    /// By when it needs them.
    pub by: Option<Date>,
    /// The day it is written down.
    pub made: Date,
}

/// The three tests, as answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TestsDetails {
    /// The day.
    pub on: Date,
    /// Could I name their top three priorities today?
    pub priorities: Answer,
    /// Could I text them a quick question?
    pub quick_question: Answer,
    /// Would I tell them before a surprise, and would they tell me?
    pub heads_up: Answer,
    /// Words beside it.
    pub note: String,
}

impl TestsDetails {
    /// The tests as they were answered, to be changed.
    #[must_use]
    pub fn of(tests: &ThreeTests) -> Self {
        Self {
            on: tests.on,
            priorities: tests.priorities,
            quick_question: tests.quick_question,
            heads_up: tests.heads_up,
            note: tests.note.clone(),
        }
    }
}
