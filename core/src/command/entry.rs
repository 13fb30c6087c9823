//! What is written down about a peer, as typed: a meeting, and anything said otherwise.

use super::method::TestsDetails;
use crate::snapshot::{Meeting, Why};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry as it should be. It stays of the kind that it is; a note is reworded by [`super::Command::RewordNote`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EntryEdit {
    /// Their words.
    Words {
        /// As they'd say it.
        text: String,
        /// The day.
        on: Date,
    },
    /// A promise.
    Promise {
        /// What.
        text: String,
        /// By when, if a day is named.
        due: Option<Date>,
    },
    /// A heads-up that isn't sent yet.
    HeadsUp {
        /// What is coming.
        text: String,
        /// By when they should hear it from me.
        by: Date,
    },
    /// Something prepared for the next half hour.
    Point(String),
    /// A meeting that happened.
    Meeting(MeetingDetails),
    /// The three tests, as they were answered on a day.
    Tests(TestsDetails),
}

/// A meeting, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MeetingDetails {
    /// The day.
    pub on: Date,
    /// Why we met.
    pub why: Option<Why>,
    /// Their words.
    pub words: String,
    /// What I'm working on.
    pub mine: String,
    /// Where we might help each other.
    pub help: String,
    /// What I offered.
    pub offered: Vec<String>,
    /// What I asked.
    pub asked: Vec<String>,
    /// What they offered.
    pub they_offered: Vec<String>,
    /// What they asked.
    pub they_asked: Vec<String>,
    /// What else was typed while they spoke, line by line.
    pub also: Vec<String>,
}

impl MeetingDetails {
    /// A meeting as it is kept, to be changed.
    #[must_use]
    pub fn of(meeting: &Meeting) -> Self {
        Self {
            on: meeting.on,
            why: meeting.why,
            words: meeting.words.clone(),
            mine: meeting.mine.clone(),
            help: meeting.help.clone(),
            offered: meeting.offered.clone(),
            asked: meeting.asked.clone(),
            they_offered: meeting.they_offered.clone(),
            they_asked: meeting.they_asked.clone(),
            also: meeting.also.clone(),
        }
    }

    /// A meeting on that day, of which nothing else is kept yet.
    #[must_use]
    pub fn on(on: Date) -> Self {
        Self {
            on,
            why: None,
            words: String::new(),
            mine: String::new(),
            help: String::new(),
            offered: Vec::new(),
            asked: Vec::new(),
            they_offered: Vec::new(),
            they_asked: Vec::new(),
            also: Vec::new(),
        }
    }
}
