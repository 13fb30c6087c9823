//! Decides what each series is.

use super::busy::Busy;
use super::kept::{Master, Series};
use super::people::{Directory, Number, People, Reader};
use super::series::{Clocks, Held, days_from, is_busy};
use super::titles::sounds_like_one_on_one;
use super::{MaybeWhy, Rhythm, WINDOW_DAYS};
use crate::calendar::event::Shown;
use crate::calendar::recur::{Budget, STEPS_PER_SERIES, TooMuchWork};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use std::ops::ControlFlow;

/// Steps for all series of a file together: a couple of seconds of work, whatever the file holds.
const STEPS_PER_FILE: u32 = 20_000_000;
/// After so many series that used up their steps, the others get fewer: the file is out to take time.
const PATIENCE: u32 = 50;
const STEPS_AFTER: u32 = 2_000;
/// How far ahead the next date of a series is looked for when the window holds none.
const FAR_DAYS: i64 = 3_660;
/// How far back an event may have begun that still goes on today.
const LONGEST_DAYS: i64 = 61;
/// Days that a calendar kept in sight is looked at.
const SIGHT_DAYS: (i64, i64) = (-42, 200);
/// Minutes that a 1-on-1 takes.
const MINUTES: std::ops::RangeInclusive<i64> = 15..=60;

/// A series that is, was or may be a 1-on-1.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub(super) uid: &'a str,
    pub(super) title: &'a str,
    pub(super) who: Option<Number>,
    pub(super) minutes: u32,
    pub(super) every: Rhythm,
    /// When its first and last dates were planned, as far as they were looked at.
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    pub(super) next: Option<Timestamp>,
    /// The last time it took place.
    pub(super) last_held: Option<Timestamp>,
    /// The last two that were planned before today, and whether they fell through.
    pub(super) past: Vec<(Timestamp, bool)>,
    pub(super) why: Option<MaybeWhy>,
}

/// A single event with one other person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Separate<'a> {
    pub(super) uid: &'a str,
    pub(super) title: &'a str,
    pub(super) who: Number,
    pub(super) start: Timestamp,
    pub(super) minutes: u32,
}

/// Who is on an event, seen from the reader.
enum Circle {
    NotTwo,
    Nobody,
    One(Number, Option<MaybeWhy>),
    TwoStrangers(Number, Number),
}

/// The days that a calendar kept in sight is looked at.
pub(super) fn days_in_sight(today: Date) -> (Date, Date) {
    (days_from(today, SIGHT_DAYS.0), days_from(today, SIGHT_DAYS.1))
}

/// Goes through the series of a file.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    pub(super) clocks: &'a Clocks,
    pub(super) directory: &'a Directory,
    pub(super) reader: &'a Reader,
    pub(super) today: Date,
    pub(super) busy: Busy,
    pub(super) found: Vec<Found<'a>>,
    pub(super) separate: Vec<Separate<'a>>,
    begin: Timestamp,
    from: Timestamp,
    to: Timestamp,
    soon: Timestamp,
    steps: u32,
    ran_out: u32,
}

impl<'a> Judge<'a> {
    pub(super) fn new(clocks: &'a Clocks, directory: &'a Directory, reader: &'a Reader, today: Date) -> Self {
        let midnight = |days| {
            let wall = days_from(today, days).to_datetime(Time::midnight());
            clocks.own.moment(wall).unwrap_or(if days < 0 { Timestamp::MIN } else { Timestamp::MAX })
        };
        let (begin, soon) = (midnight(0), midnight(14));
        Self {
            clocks,
            directory,
            reader,
            today,
            busy: Busy::new(begin, soon),
            found: Vec::new(),
            separate: Vec::new(),
            begin,
            from: midnight(-WINDOW_DAYS),
            to: midnight(WINDOW_DAYS),
            soon,
            steps: STEPS_PER_FILE,
            ran_out: 0,
        }
    }

    /// Judges one series and notes its busy times.
    pub(super) fn judge(&mut self, uid: &'a str, series: &'a Series) -> Result<(), TooMuchWork> {
        let Some(master) = series.master.as_deref() else {
            // Changed dates of a series that isn't in the file: somebody was invited to just these.
            series.changed.values().for_each(|(event, _)| self.single(uid, event));
            return Ok(());
        };
        if !master.repeats() {
            self.single(uid, master);
            return Ok(());
        }
        if master.cancelled {
            return Ok(());
        }
        let allowed = self.steps.min(if self.ran_out < PATIENCE { STEPS_PER_SERIES } else { STEPS_AFTER });
        let mut budget = Budget::new(allowed);
        let done = match self.candidate(master) {
            Some((who, why)) => self.follow(uid, (series, master), who, why, &mut budget),
            None => self.only_busy(series, master, &mut budget),
        };
        self.steps -= allowed - budget.left();
        self.ran_out += u32::from(done.is_err());
        done
    }

    fn minutes(&self, event: &Master) -> Option<u32> {
        let minutes = (self.clocks.seconds(event) + 30) / 60;
        let fits = !event.all_day && MINUTES.contains(&minutes);
        fits.then(|| u32::try_from(minutes).ok()).flatten()
    }

    /// Whether a series can be a 1-on-1: with whom, and what speaks against it.
    fn candidate(&self, master: &Master) -> Option<(Option<Number>, Option<MaybeWhy>)> {
        self.minutes(master)?;
        match self.circle(&master.people) {
            Circle::NotTwo => None,
            Circle::Nobody if sounds_like_one_on_one(&master.title) => Some((None, Some(MaybeWhy::TitleOnly))),
            Circle::Nobody => None,
            Circle::TwoStrangers(one, two) => {
                let why = MaybeWhy::WhichIsYou(self.directory.person(one), self.directory.person(two));
                Some((None, Some(why)))
            }
            Circle::One(who, _) if master.people.declined_by(|_| true) => Some((Some(who), Some(MaybeWhy::Declined))),
            Circle::One(who, _) if master.shown == Shown::Free => Some((Some(who), Some(MaybeWhy::ShownAsFree))),
            Circle::One(who, why) => Some((Some(who), why)),
        }
    }

    fn circle(&self, people: &People) -> Circle {
        if people.larger {
            return Circle::NotTwo;
        }
        let others: Vec<Number> =
            people.members.iter().map(|member| member.who).filter(|who| !self.reader.is(*who)).collect();
        let reader_is_on_it = others.len() < people.members.len();
        match others.as_slice() {
            [] => Circle::Nobody,
            // Without an organiser it was made in the reader's own calendar, so the reader needn't be listed.
            [who] if reader_is_on_it || people.organiser != Some(*who) => Circle::One(*who, None),
            [who] => Circle::One(*who, Some(MaybeWhy::YouAreNotOnIt)),
            [one, two] if self.reader.numbers.is_empty() => Circle::TwoStrangers(*one, *two),
            _ => Circle::NotTwo,
        }
    }

    fn single(&mut self, uid: &'a str, event: &'a Master) {
        let Some(start) = self.clocks.moment(&event.start) else { return };
        if event.cancelled {
            return;
        }
        if is_busy(event, self.reader) {
            self.busy.add(start, self.clocks.seconds(event));
        }
        let minutes = self.minutes(event).filter(|_| event.shown != Shown::Free && !event.people.declined_by(|_| true));
        if let (Some(minutes), Circle::One(who, None)) = (minutes, self.circle(&event.people)) {
            self.separate.push(Separate { uid, title: &event.title, who, start, minutes });
        }
    }

    fn only_busy(&mut self, series: &Series, master: &Master, budget: &mut Budget) -> Result<(), TooMuchWork> {
        let days = (days_from(self.today, -LONGEST_DAYS), days_from(self.today, 15));
        let (busy, soon) = (&mut self.busy, self.soon);
        self.clocks.walk((series, master), days, self.reader, budget, |held| {
            if held.busy {
                busy.add(held.start, held.seconds);
            }
            if held.planned > soon { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }

    fn follow(
        &mut self,
        uid: &'a str,
        (series, master): (&'a Series, &'a Master),
        who: Option<Number>,
        why: Option<MaybeWhy>,
        budget: &mut Budget,
    ) -> Result<(), TooMuchWork> {
        let days = (days_from(self.today, -WINDOW_DAYS - 1), days_from(self.today, FAR_DAYS));
        let (mut starts, mut past, mut next) = (Vec::new(), Vec::with_capacity(2), None::<Timestamp>);
        let mut planned = None::<(Timestamp, Timestamp)>;
        let mut many = 0_u32;
        let (busy, begin, from, to) = (&mut self.busy, self.begin, self.from, self.to);
        self.clocks.walk((series, master), days, self.reader, budget, |held: Held| {
            if held.planned > to && next.is_some() {
                return ControlFlow::Break(());
            }
            if held.planned < from && held.start < from {
                return ControlFlow::Continue(());
            }
            many += 1;
            planned = Some((planned.map_or(held.planned, |(first, _)| first), held.planned));
            if held.busy {
                busy.add(held.start, held.seconds);
            }
            if held.planned < begin {
                if past.len() >= 2 {
                    past.remove(0);
                }
                past.push((held.planned, held.fell_through));
            }
            if !held.fell_through {
                starts.push(held.start);
                if held.start >= begin {
                    next = Some(next.map_or(held.start, |next| next.min(held.start)));
                }
            }
            ControlFlow::Continue(())
        })?;
        let (Some((first, last)), Some(minutes)) = (planned, self.minutes(master)) else { return Ok(()) };
        starts.sort_unstable();
        starts.dedup();
        let rule = master.rule.as_deref();
        let endless = rule.is_some_and(|rule| rule.count.is_none() && rule.until.is_none());
        let began_before = self.clocks.moment(&master.start).is_some_and(|start| start < from);
        let title = &master.title;
        if many < 2 && !endless && !began_before {
            // A series of one date is an event.
            if let (Some(who), None, Some(&start)) = (who, &why, starts.first()) {
                self.separate.push(Separate { uid, title, who, start, minutes });
            }
            return Ok(());
        }
        let last_held = starts.iter().rev().find(|start| **start < begin).copied();
        let every = Rhythm::of(&starts, rule);
        self.found.push(Found { uid, title, who, minutes, every, first, last, next, last_held, past, why });
        Ok(())
    }
}
