//! What is kept of the events while the file is read.

use super::people::{Directory, People};
use super::{MAX_CHANGES, Skip, WINDOW_DAYS};
use crate::calendar::event::{Clock, Event, Length, Replaces, Shown, When};
use crate::calendar::recur::{Rule, Until};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// Bytes kept of one file, roughly counted.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A version number: the sequence, then the stamp.
type Version = (u32, Option<DateTime>);

/// A series, or a single event.
#[derive(Debug)]
pub(super) struct Master {
    pub(super) title: Box<str>,
    pub(super) start: When,
    pub(super) length: Length,
    pub(super) all_day: bool,
    pub(super) rule: Option<Box<Rule>>,
    pub(super) added: Box<[When]>,
    pub(super) removed: Box<[When]>,
    pub(super) people: People,
    pub(super) cancelled: bool,
    pub(super) shown: Shown,
    version: Version,
}

impl Master {
    pub(super) fn repeats(&self) -> bool {
        self.rule.is_some() || !self.added.is_empty()
    }
}

/// All that the file says about one UID.
#[derive(Debug, Default)]
pub(super) struct Series {
    pub(super) master: Option<Box<Master>>,
    /// Changed occurrences, by when they were planned; the flag says that all later ones are meant as well.
    pub(super) changed: BTreeMap<(DateTime, Clock), (Box<Master>, bool)>,
}

/// Everything kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) series: BTreeMap<Box<str>, Series>,
    pub(super) directory: Directory,
    from: Date,
    to: Date,
    bytes: usize,
}

impl Kept {
    pub(super) fn new(today: Date, my_mails: &[String]) -> Self {
        // Two days more than the window, since zones aren't known yet.
        let days = |days: i64| jiff::SignedDuration::from_hours(24 * days);
        Self {
            series: BTreeMap::new(),
            directory: Directory::new(my_mails),
            from: today.saturating_add(days(-WINDOW_DAYS - 2)),
            to: today.saturating_add(days(WINDOW_DAYS + 2)),
            bytes: 0,
        }
    }

    /// Keeps of an event what matters. Of two versions of one event the newer counts, wherever it stands.
    pub(super) fn keep(&mut self, event: Event) -> Result<(), Skip> {
        let matters = self.matters(&event);
        if !matters && !self.directory.is_guessing() && !self.series.contains_key(event.uid.as_str()) {
            self.directory.glance(&event);
            return Ok(());
        }
        let people = self.directory.note(&event);
        let dropped = event.dropped;
        let replaces = event.replaces;
        let uid: Box<str> = event.uid.as_str().into();
        let master = Master {
            title: event.title.into(),
            start: event.start,
            length: event.length,
            all_day: event.all_day,
            rule: event.rule.map(Box::new),
            added: event.added.into(),
            removed: event.removed.into(),
            people,
            cancelled: event.cancelled,
            shown: event.shown,
            version: event.version,
        };
        let kept = match replaces {
            Some(replaces) => self.keep_change(uid, replaces, master, matters),
            None => self.keep_master(uid, master, matters),
        };
        kept?;
        if dropped > 0 { Err(Skip::TooManyDates) } else { Ok(()) }
    }

    fn keep_master(&mut self, uid: Box<str>, master: Master, matters: bool) -> Result<(), Skip> {
        let old = self.series.get_mut(&uid);
        let old_version = old.as_ref().and_then(|series| series.master.as_ref()).map(|master| master.version);
        if old_version.is_some_and(|old| old > master.version) {
            return Ok(());
        }
        if let Some(old) = old.and_then(|series| series.master.take()) {
            self.bytes = self.bytes.saturating_sub(old.bytes() + uid.len());
        }
        if matters {
            self.take_room(master.bytes() + uid.len())?;
            self.series.entry(uid).or_default().master = Some(Box::new(master));
        }
        Ok(())
    }

    fn keep_change(&mut self, uid: Box<str>, replaces: Replaces, master: Master, matters: bool) -> Result<(), Skip> {
        if !matters {
            return Ok(());
        }
        let key = (replaces.planned.wall, replaces.planned.clock);
        let bytes = master.bytes() + uid.len();
        let series = self.series.get_mut(&uid);
        let changes = series.as_ref().map_or(0, |series| series.changed.len());
        if let Some(old) = series.and_then(|series| series.changed.get_mut(&key)) {
            if old.0.version > master.version {
                return Ok(());
            }
            let after = self.bytes.saturating_sub(old.0.bytes() + uid.len()) + bytes;
            if after > MAX_BYTES {
                return Err(Skip::NoRoom);
            }
            self.bytes = after;
            *old = (Box::new(master), replaces.onward);
            return Ok(());
        }
        if changes >= MAX_CHANGES {
            return Err(Skip::TooManyChanges);
        }
        self.take_room(bytes)?;
        self.series.entry(uid).or_default().changed.insert(key, (Box::new(master), replaces.onward));
        Ok(())
    }

    fn take_room(&mut self, bytes: usize) -> Result<(), Skip> {
        if self.bytes + bytes > MAX_BYTES {
            return Err(Skip::NoRoom);
        }
        self.bytes += bytes;
        Ok(())
    }

    /// Whether an event can have anything to do with the days looked at.
    fn matters(&self, event: &Event) -> bool {
        let within = |when: &When| when.wall.date() >= self.from && when.wall.date() <= self.to;
        if let Some(replaces) = &event.replaces {
            return replaces.onward || within(&replaces.planned) || within(&event.start);
        }
        if event.added.iter().any(within) {
            return true;
        }
        match &event.rule {
            None => within(&event.start),
            Some(rule) => !match rule.until {
                None => false,
                Some(Until::Day(day)) => day < self.from,
                Some(Until::Local(wall)) => wall.date() < self.from,
                Some(Until::Moment(at)) => jiff::tz::Offset::UTC.to_datetime(at).date() < self.from,
            },
        }
    }
}

impl Master {
    fn bytes(&self) -> usize {
        let dates = (self.added.len() + self.removed.len()) * size_of::<When>();
        let rule = self.rule.as_ref().map_or(0, |_| size_of::<Rule>() + 64);
        size_of::<Self>() + 96 + self.title.len() + dates + rule + size_of_val(&*self.people.members)
    }
}
