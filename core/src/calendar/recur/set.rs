//! A whole series: the rule's dates and the added ones, less those taken away, with the changed ones in place.

use super::dates::RuleDates;
use super::rule::{Rule, Until};
use super::{Budget, TooMuchWork};
use crate::calendar::zones::Zone;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Which occurrence an `EXDATE` or `RECURRENCE-ID` means; some writers give only the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The one planned for that moment.
    At(Timestamp),
    /// The one planned for that day, by the series' own clock.
    On(Date),
}

/// What one occurrence was changed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When it takes place now.
    pub to: Timestamp,
    /// The caller's number for the event that changed it.
    pub by: usize,
}

/// Everything that happened to single occurrences of a series.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    removed_at: BTreeSet<Timestamp>,
    removed_on: BTreeSet<Date>,
    changed_at: BTreeMap<Timestamp, Change>,
    changed_on: BTreeMap<Date, Change>,
    onward: BTreeMap<Timestamp, Change>,
}

impl Changes {
    /// Takes one occurrence away (`EXDATE`).
    pub fn remove(&mut self, mark: Mark) {
        match mark {
            Mark::At(moment) => self.removed_at.insert(moment),
            Mark::On(day) => self.removed_on.insert(day),
        };
    }

    /// Changes one occurrence (`RECURRENCE-ID`); a later call for the same one counts.
    pub fn change(&mut self, mark: Mark, change: Change) {
        match mark {
            Mark::At(moment) => self.changed_at.insert(moment, change),
            Mark::On(day) => self.changed_on.insert(day, change),
        };
    }

    /// Changes one occurrence and all after it (`RANGE=THISANDFUTURE`).
    pub fn change_onward(&mut self, from: Timestamp, change: Change) {
        self.onward.insert(from, change);
    }
}

/// What a series consists of.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// The first start, by the series' own clock.
    pub start: DateTime,
    /// The zone of that clock.
    pub zone: &'a Zone,
    /// The rule; without one there is the start and what was added.
    pub rule: Option<&'a Rule>,
    /// Further starts (`RDATE`), by the same clock, in any order.
    pub added: Vec<DateTime>,
    /// What happened to single ones.
    pub changes: &'a Changes,
}

/// What became of a planned occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands as planned.
    Kept,
    /// It was taken away.
    Removed,
    /// The caller's event of that number changed it.
    Changed(usize),
}

/// One occurrence, in the order they were planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// When the series planned it.
    pub planned: Timestamp,
    /// When it starts.
    pub start: Timestamp,
    /// What became of it.
    pub fate: Fate,
}

/// Occurrences planned within some days, made as they are asked for.
#[derive(Debug)]
pub struct Occurrences<'a, 'b> {
    zone: &'a Zone,
    time: jiff::civil::Time,
    rule: Option<RuleDates<'a>>,
    last: Option<DateTime>,
    /// Latest first.
    added: Vec<DateTime>,
    changes: &'a Changes,
    to: Date,
    budget: &'b mut Budget,
    from_rule: Option<DateTime>,
    planned: Option<(DateTime, Timestamp)>,
    changed_after: Bound<Timestamp>,
}

impl<'a> Series<'a> {
    /// The occurrences planned from one day to another, by the series' own clock, both included.
    pub fn occurrences<'b>(mut self, from: Date, to: Date, budget: &'b mut Budget) -> Occurrences<'a, 'b> {
        if self.rule.is_none() {
            self.added.push(self.start);
        }
        self.added.retain(|wall| wall.date() >= from && wall.date() <= to);
        self.added.iter_mut().for_each(|wall| *wall = shown(self.zone, *wall));
        self.added.sort_unstable();
        self.added.dedup();
        self.added.reverse();
        let first = self.zone.moment(from.to_datetime(jiff::civil::Time::midnight()));
        Occurrences {
            zone: self.zone,
            time: self.start.time(),
            rule: self.rule.map(|rule| RuleDates::new(rule, self.start, from)),
            last: self.rule.and_then(|rule| rule.until).map(|until| match until {
                Until::Day(day) => day.at(23, 59, 59, 0),
                Until::Local(wall) => wall,
                Until::Moment(moment) => self.zone.wall(moment),
            }),
            added: self.added,
            changes: self.changes,
            to,
            budget,
            from_rule: None,
            planned: None,
            changed_after: first.map_or(Bound::Unbounded, Bound::Included),
        }
    }
}

/// What a clock shows at a planned time. Only where it is turned forward is that another one, and then two planned
/// times can be one moment, or come in the other order.
fn shown(zone: &Zone, wall: DateTime) -> DateTime {
    zone.moment(wall).map_or(wall, |moment| zone.wall(moment))
}

impl Occurrences<'_, '_> {
    fn next_planned(&mut self) -> Result<Option<(DateTime, Timestamp)>, TooMuchWork> {
        loop {
            if self.from_rule.is_none()
                && let Some(rule) = &mut self.rule
            {
                self.from_rule = rule.next_date(self.budget, self.to)?.map(|date| date.to_datetime(self.time));
                if self.from_rule.is_none() || self.last.is_some_and(|last| self.from_rule > Some(last)) {
                    self.from_rule = None;
                    self.rule = None;
                }
                self.from_rule = self.from_rule.map(|wall| shown(self.zone, wall));
            }
            let wall = match (self.from_rule, self.added.last().copied()) {
                (Some(ruled), Some(added)) if added <= ruled => {
                    self.added.pop();
                    self.from_rule = self.from_rule.filter(|ruled| *ruled != added);
                    added
                }
                (Some(ruled), _) => {
                    self.from_rule = None;
                    ruled
                }
                (None, Some(added)) => {
                    self.added.pop();
                    added
                }
                (None, None) => return Ok(None),
            };
            self.budget.spend(1)?;
            if let Some(moment) = self.zone.moment(wall) {
                return Ok(Some((wall, moment)));
            }
        }
    }

    fn next_occurrence(&mut self) -> Result<Option<Occurrence>, TooMuchWork> {
        if self.planned.is_none() {
            self.planned = self.next_planned()?;
        }
        // A changed occurrence that the rule doesn't plan is still one: RFC 5545 lets an override stand by itself.
        let changed = self.changes.changed_at.range((self.changed_after, Bound::Unbounded)).next();
        if let Some((&at, change)) = changed
            && self.planned.is_none_or(|(_, moment)| at <= moment)
            && (self.planned.is_some() || self.zone.wall(at).date() <= self.to)
        {
            self.budget.spend(1)?;
            self.changed_after = Bound::Excluded(at);
            self.planned = self.planned.filter(|(_, moment)| *moment != at);
            return Ok(Some(Occurrence { planned: at, start: change.to, fate: Fate::Changed(change.by) }));
        }
        let Some((wall, planned)) = self.planned.take() else { return Ok(None) };
        let occurrence = |start, fate| Ok(Some(Occurrence { planned, start, fate }));
        if let Some(change) = self.changes.changed_on.get(&wall.date()) {
            return occurrence(change.to, Fate::Changed(change.by));
        }
        if self.changes.removed_at.contains(&planned) || self.changes.removed_on.contains(&wall.date()) {
            return occurrence(planned, Fate::Removed);
        }
        match self.changes.onward.range(..=planned).next_back() {
            Some((from, change)) => {
                let shift: SignedDuration = self.zone.wall(change.to).duration_since(self.zone.wall(*from));
                let moved = wall.checked_add(shift).ok().and_then(|wall| self.zone.moment(wall));
                occurrence(moved.unwrap_or(planned), Fate::Changed(change.by))
            }
            None => occurrence(planned, Fate::Kept),
        }
    }
}

impl Iterator for Occurrences<'_, '_> {
    type Item = Result<Occurrence, TooMuchWork>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_occurrence().transpose();
        if matches!(next, Some(Err(_))) {
            // Once out of budget, the series is over: an iterator that went on failing would never end.
            self.rule = None;
            self.added.clear();
            self.from_rule = None;
            self.planned = None;
            self.changed_after = Bound::Excluded(Timestamp::MAX);
        }
        next
    }
}
