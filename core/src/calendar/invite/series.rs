//! A standing 1-on-1, with what became of single dates.

use super::{Person, Rule, Zone, text};
use crate::snapshot::Every;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// A standing 1-on-1; the caller keeps it, and everything that is written follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Names it in my own calendar; random, and never another.
    pub uid: String,
    /// Names it in the invitation; another one, so that the two never meet.
    pub invite_uid: String,
    /// How often it was changed; a calendar takes the highest.
    pub sequence: u32,
    /// The first start, on the clock of `zone`.
    pub first: DateTime,
    /// Whose clock it keeps to.
    pub zone: Zone,
    /// How long each takes.
    pub minutes: u32,
    /// How often.
    pub every: Every,
    /// The one who keeps this notebook.
    pub me: Person,
    /// The colleague.
    pub peer: Person,
    /// What became of single dates, by the start they had.
    pub changes: BTreeMap<DateTime, Change>,
    /// When it was ended: nothing starts then or later.
    pub ended: Option<DateTime>,
}

/// What became of one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It starts then instead, on the same zone's clock.
    MovedTo(DateTime),
    /// It doesn't take place.
    Skipped,
}

impl Series {
    /// How it repeats.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule::of(self.first.date(), self.every)
    }

    /// Whether the rule puts a start there, moved or skipped or not.
    #[must_use]
    pub fn has(&self, start: DateTime) -> bool {
        start.time() == self.first.time() && self.rule().has(start.date()) && self.ended.is_none_or(|end| start < end)
    }

    /// Whether it was ended before it began.
    pub(super) fn never_was(&self) -> bool {
        self.ended.is_some_and(|end| end <= self.first)
    }

    /// "Dana / Alex, 30 min catch-up", which both read.
    pub(super) fn title(&self) -> String {
        text::title(&self.peer.shown(), &self.me.shown(), self.minutes)
    }

    pub(super) fn end_of(&self, start: DateTime) -> DateTime {
        start.checked_add(jiff::Span::new().try_minutes(self.minutes).unwrap_or_default()).unwrap_or(start)
    }
}
