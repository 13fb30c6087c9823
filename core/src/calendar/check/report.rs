//! What a check found.

use super::Rhythm;
use crate::calendar::event::Broken;
use crate::calendar::recur::TooMuchWork;
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use std::collections::BTreeMap;

/// Somebody in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The name as the calendar has it; the address where it has none.
    pub name: String,
    /// The mail address; empty where the calendar has none.
    pub mail: String,
}

/// A 1-on-1 that stands in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The file's name for the series.
    pub uid: String,
    /// The other person.
    pub who: Person,
    /// How often it comes.
    pub every: Rhythm,
    /// The next one from today on, on the reader's clock.
    pub next: DateTime,
    /// How long it takes.
    pub minutes: u32,
    /// What it is called.
    pub title: String,
}

/// A series that may be a 1-on-1; only its owner knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure {
    /// The file's name for the series, or for the latest of several events.
    pub uid: String,
    /// The other person, where the file names one.
    pub who: Option<Person>,
    /// How often it comes, where it repeats.
    pub every: Option<Rhythm>,
    /// The next one from today on, if there is one.
    pub next: Option<DateTime>,
    /// How long it takes.
    pub minutes: u32,
    /// What it is called.
    pub title: String,
}

/// A possible 1-on-1, and why it isn't certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maybe {
    /// The series.
    pub series: Unsure,
    /// Why it isn't certain.
    pub why: MaybeWhy,
}

/// Why a series is only possibly a standing 1-on-1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum MaybeWhy {
    /// One of the two said no to the series.
    #[error("One of you declined the series.")]
    Declined,
    /// It shows as free time.
    #[error("It shows as free time in your calendar.")]
    ShownAsFree,
    /// It names no guests, and its title sounds like a 1-on-1.
    #[error("It lists no guests; only its title sounds like a 1-on-1.")]
    TitleOnly,
    /// Three or more single events with the same person within a year.
    #[error("These are separate events with the same person, not a series.")]
    SeparateEvents,
    /// The other person called it, and no address of the reader's is on it.
    #[error("None of your addresses is on it.")]
    YouAreNotOnIt,
    /// Two people are on it and it isn't known which of them is the reader.
    #[error("Two people are on it, {} and {}, and we can’t tell which one is you.", .0.name, .1.name)]
    WhichIsYou(Person, Person),
}

/// A 1-on-1 that has no more dates: "you used to meet Lee".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The file's name for the series.
    pub uid: String,
    /// The other person.
    pub who: Person,
    /// The last day it took place.
    pub last: Date,
    /// How long it took.
    pub minutes: u32,
    /// What it was called.
    pub title: String,
}

/// A standing 1-on-1 whose last two dates didn't take place; it is among the standing ones as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drifting {
    /// The file's name for the series.
    pub uid: String,
    /// The other person.
    pub who: Person,
    /// The last day it did take place, as far as the check looks back.
    pub last: Option<Date>,
    /// The next one.
    pub next: DateTime,
    /// What it is called.
    pub title: String,
}

/// Why something in the file wasn't used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Skip {
    /// The event can't be read, or repeats in a way that isn't followed.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// Working the series out would take too long.
    #[error(transparent)]
    TooMuchWork(#[from] TooMuchWork),
    /// A series has more changed dates than are kept.
    #[error("The series has more changed dates than fit here.")]
    TooManyChanges,
    /// A series lists more single dates than are kept; the others were used.
    #[error("The series lists more single dates than fit here.")]
    TooManyDates,
    /// The file has more series than there is room for.
    #[error("The file holds more than fits into memory here.")]
    NoRoom,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Standing 1-on-1s, the soonest first.
    pub standing: Vec<Standing>,
    /// Series and people to ask about.
    pub maybe: Vec<Maybe>,
    /// 1-on-1s without further dates, the latest first.
    pub ended: Vec<Ended>,
    /// Standing ones whose last two dates fell through.
    pub drifting: Vec<Drifting>,
    /// How many events or dates weren't used.
    pub skipped: u32,
    /// The same, by reason.
    pub skipped_why: BTreeMap<Skip, u32>,
    /// Worth asking "Is this you?": the address on most events, or several that are on equally many. A single one was
    /// taken for the reader's if no address was given; otherwise nobody was. Empty when a given address was in the
    /// file.
    pub guessed_me: Vec<String>,
    /// Whether no event in the file names anybody, as in a published calendar.
    pub no_guests_in_file: bool,
    /// Zone names nobody knows; their times were read on the reader's clock.
    pub unknown_zones: Vec<String>,
    /// Events in the file, broken ones included.
    pub events: u64,
    /// When the reader is busy in the next 14 days: merged, in order.
    pub busy: Vec<(Timestamp, Timestamp)>,
}
