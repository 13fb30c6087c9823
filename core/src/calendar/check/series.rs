//! A kept series worked out: every occurrence in the days looked at, with what became of it.

use super::kept::{Master, Series};
use super::people::Reader;
use crate::calendar::event::{Clock, Length, Shown, When};
use crate::calendar::recur::{self, Budget, Change, Changes, Fate, Mark, TooMuchWork};
use crate::calendar::zones::Zone;
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::ops::ControlFlow;

/// The longest an event is taken to last; a longer one is cut.
const LONGEST: i64 = 60 * 86_400;

/// One occurrence, worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) planned: Timestamp,
    pub(super) start: Timestamp,
    pub(super) seconds: i64,
    /// Whether it was taken away, called off or declined by anyone.
    pub(super) fell_through: bool,
    /// Whether the reader is busy with it.
    pub(super) busy: bool,
}

/// The zones of the file and the reader's own.
#[derive(Debug)]
pub(super) struct Clocks {
    pub(super) zones: Vec<Zone>,
    pub(super) own: Zone,
    pub(super) utc: Zone,
}

impl Clocks {
    pub(super) fn zone(&self, clock: Clock) -> &Zone {
        match clock {
            Clock::Utc => &self.utc,
            Clock::Floating | Clock::Day => &self.own,
            Clock::Zone(number) => self.zones.get(usize::from(number)).unwrap_or(&self.own),
        }
    }

    pub(super) fn moment(&self, when: &When) -> Option<Timestamp> {
        self.zone(when.clock).moment(when.wall)
    }

    /// How long an event takes.
    pub(super) fn seconds(&self, event: &Master) -> i64 {
        let seconds = match event.length {
            Length::Seconds(seconds) => seconds,
            Length::Until(end) => match (self.moment(&event.start), self.moment(&end)) {
                (Some(start), Some(end)) => end.as_second() - start.as_second(),
                _ => 0,
            },
        };
        seconds.clamp(0, LONGEST)
    }

    /// Hands over the occurrences planned from one day to another, until told to stop.
    pub(super) fn walk(
        &self,
        (series, master): (&Series, &Master),
        (from, to): (Date, Date),
        reader: &Reader,
        budget: &mut Budget,
        mut each: impl FnMut(Held) -> ControlFlow<()>,
    ) -> Result<(), TooMuchWork> {
        let zone = self.zone(master.start.clock);
        let (changes, events) = self.changes(series, master, zone);
        let added = master.added.iter().filter_map(|when| {
            if when.clock == master.start.clock || when.clock == Clock::Floating {
                Some(when.wall)
            } else if when.clock == Clock::Day {
                Some(when.wall.date().to_datetime(master.start.wall.time()))
            } else {
                self.moment(when).map(|moment| zone.wall(moment))
            }
        });
        let whole = recur::Series {
            start: master.start.wall,
            zone,
            rule: master.rule.as_deref(),
            added: added.collect(),
            changes: &changes,
        };
        let usual = self.seconds(master);
        let usually_busy = is_busy(master, reader) && !master.cancelled;
        for occurrence in whole.occurrences(from, to, budget) {
            let occurrence = occurrence?;
            let (planned, start) = (occurrence.planned, occurrence.start);
            let changed = match occurrence.fate {
                Fate::Changed(by) => events.get(by).copied(),
                Fate::Kept | Fate::Removed => None,
            };
            let held = match changed {
                Some(event) => Held {
                    planned,
                    start,
                    seconds: self.seconds(event),
                    fell_through: event.cancelled || event.people.declined_by(|_| true),
                    busy: !event.cancelled && is_busy(event, reader),
                },
                None => {
                    let removed = occurrence.fate == Fate::Removed;
                    Held { planned, start, seconds: usual, fell_through: removed, busy: usually_busy && !removed }
                }
            };
            if each(held).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn changes<'s>(&self, series: &'s Series, master: &Master, zone: &Zone) -> (Changes, Vec<&'s Master>) {
        // A date without a zone is meant on the series' own clock, and a bare day means whatever is on that day.
        let mark = |when: &When| match when.clock {
            Clock::Day => Some(Mark::On(when.wall.date())),
            _ if master.all_day => Some(Mark::On(when.wall.date())),
            Clock::Floating => zone.moment(when.wall).map(Mark::At),
            _ => self.moment(when).map(Mark::At),
        };
        let mut changes = Changes::default();
        master.removed.iter().filter_map(mark).for_each(|mark| changes.remove(mark));
        let mut events: Vec<&Master> = Vec::with_capacity(series.changed.len());
        for (&(wall, clock), (event, onward)) in &series.changed {
            let (Some(planned), Some(to)) = (mark(&When { wall, clock }), self.moment(&event.start)) else { continue };
            let change = Change { to, by: events.len() };
            match planned {
                Mark::At(moment) if *onward => changes.change_onward(moment, change),
                _ => changes.change(planned, change),
            }
            events.push(event);
        }
        (changes, events)
    }
}

/// Whether an event keeps the reader busy. A whole day does only if the file says so: holidays and birthdays don't.
pub(super) fn is_busy(event: &Master, reader: &Reader) -> bool {
    let shown = match event.shown {
        Shown::Free => false,
        Shown::Busy => true,
        Shown::Unsaid => !event.all_day,
    };
    shown && !event.people.declined_by(|who| reader.is(who))
}

/// A date some days away.
pub(super) fn days_from(date: Date, days: i64) -> Date {
    date.saturating_add(SignedDuration::from_hours(24 * days))
}
