//! A zone as the file itself defines it, in a VTIMEZONE.

use crate::calendar::recur::{Frequency, Rule, Until, fill_year};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

/// One STANDARD or DAYLIGHT part of a VTIMEZONE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observance {
    /// When it first began, in the time before it.
    pub start: DateTime,
    /// The offset before it.
    pub from: Offset,
    /// The offset while it holds.
    pub to: Offset,
    /// When it begins again, each year.
    pub rule: Option<Rule>,
    /// Further days it began on.
    pub dates: Vec<DateTime>,
}

/// What a VTIMEZONE says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definition {
    /// Its STANDARD and DAYLIGHT parts.
    pub observances: Vec<Observance>,
    /// The IANA name some writers add (`X-LIC-LOCATION`).
    pub location: Option<String>,
}

/// A VTIMEZONE worked out for the years around a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileZone {
    /// In order; each with the wall time it begins at (by the offset before), that offset, and its own.
    turns: Vec<(DateTime, Offset, Offset)>,
}

impl FileZone {
    /// Works a definition out for three years before a date and eleven after, as far as a check ever looks; `None`
    /// when it repeats other than yearly, or says nothing.
    pub(super) fn new(definition: &Definition, around: Date) -> Option<Self> {
        let mut turns = Vec::new();
        let mut days = Vec::new();
        for part in &definition.observances {
            turns.extend(std::iter::once(&part.start).chain(&part.dates).map(|at| (*at, part.from, part.to)));
            let Some(rule) = &part.rule else { continue };
            if rule.frequency != Frequency::Yearly || rule.interval != 1 || rule.count.is_some() {
                return None;
            }
            for year in around.year().saturating_sub(3)..=around.year().saturating_add(11) {
                days.clear();
                fill_year(rule, year, part.start.date(), &mut days);
                // It begins once a year; a rule that names more days is cut to the first.
                let Some(day) = days.first() else { continue };
                let at = day.to_datetime(part.start.time());
                if at > part.start && !over(rule.until, at, part.from) {
                    turns.push((at, part.from, part.to));
                }
            }
        }
        turns.sort_unstable_by_key(|(at, _, _)| *at);
        if turns.is_empty() { None } else { Some(Self { turns }) }
    }

    pub(super) fn offset_at_wall(&self, wall: DateTime) -> Offset {
        self.offset(self.turns.partition_point(|(at, _, _)| *at <= wall))
    }

    pub(super) fn offset_at(&self, moment: Timestamp) -> Offset {
        self.offset(self.turns.partition_point(|(at, from, _)| from.to_datetime(moment) >= *at))
    }

    fn offset(&self, passed: usize) -> Offset {
        let current = passed.checked_sub(1).and_then(|last| self.turns.get(last)).map(|(_, _, to)| *to);
        current.or_else(|| self.turns.first().map(|(_, from, _)| *from)).unwrap_or(Offset::UTC)
    }
}

fn over(until: Option<Until>, at: DateTime, before: Offset) -> bool {
    match until {
        None => false,
        Some(Until::Day(day)) => at.date() > day,
        Some(Until::Local(last)) => at > last,
        Some(Until::Moment(last)) => before.to_timestamp(at).is_ok_and(|at| at > last),
    }
}
