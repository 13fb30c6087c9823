//! Events out of content lines, one at a time. A broken one is passed on as such, and the next one is whole again.

mod build;
mod party;
mod reader;
#[cfg(test)]
mod tests;
mod when;
mod zone_part;

pub use party::{Party, PartyKind};
pub use reader::Events;
pub use when::{Clock, When, ZoneName, ZoneNames};

use crate::calendar::recur::{Rule, RuleError};

/// Guests kept of one event; beyond that it is only known that there were more.
pub const MAX_GUESTS: usize = 200;
/// Added and removed dates kept of one event, each.
pub const MAX_DATES: usize = 2_000;
/// Parts within parts of an event; alarms are one deep.
pub const MAX_DEPTH: u32 = 8;

/// Why an event was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Broken {
    /// It has no start, or one that can't be read.
    #[error("It doesn’t say when it starts.")]
    NoStart,
    /// The file went on without closing it.
    #[error("It breaks off in the middle.")]
    NotClosed,
    /// It holds parts inside parts inside parts.
    #[error("It is nested too deeply.")]
    TooDeep,
    /// Its rule isn't followed.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

/// How an event shows in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Shown {
    /// The file doesn't say.
    #[default]
    Unsaid,
    /// As free time.
    Free,
    /// As busy, tentative or away.
    Busy,
}

/// How long an event takes, as the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So many seconds by the clock on the wall.
    Seconds(i64),
    /// Until an end on another clock than the start.
    Until(When),
}

/// The occurrence that an event replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaces {
    /// When that one was planned.
    pub planned: When,
    /// Whether all later ones are meant too.
    pub onward: bool,
}

/// One VEVENT, as far as a check needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The file's name for the series; made up from title and start when it has none.
    pub uid: String,
    /// What it is called, on one line.
    pub title: String,
    /// When it starts.
    pub start: When,
    /// How long it takes.
    pub length: Length,
    /// Whether it is about whole days.
    pub all_day: bool,
    /// The occurrence it replaces, if it is no series of its own.
    pub replaces: Option<Replaces>,
    /// The rule it repeats by.
    pub rule: Option<Rule>,
    /// Dates added to the rule.
    pub added: Vec<When>,
    /// Dates taken away from it.
    pub removed: Vec<When>,
    /// Dates that were too many to keep.
    pub dropped: u32,
    /// Who called it.
    pub organiser: Option<Party>,
    /// Who is invited.
    pub guests: Vec<Party>,
    /// Whether more were invited than are listed here.
    pub more_guests: bool,
    /// Whether it was called off.
    pub cancelled: bool,
    /// How it shows.
    pub shown: Shown,
    /// Which version of it this is.
    pub version: (u32, Option<jiff::civil::DateTime>),
}
