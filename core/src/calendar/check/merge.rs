//! Puts together what belongs together, and writes the report's lists.

use super::judge::{Found, Judge, Separate};
use super::people::Number;
use super::{Drifting, Ended, Maybe, MaybeWhy, Report, Standing, Unsure};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use std::collections::{BTreeMap, BTreeSet};

const YEAR: i64 = 365 * 86_400;

/// "This and following" leaves two series where there was one, and a calendar copied into another leaves two copies.
/// Series with one person and of one length are joined if one begins after the other ends, or both are next at the
/// same moment; two that run side by side stay two.
pub(super) fn joined(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by(|a, b| (a.who, a.minutes, a.first, a.uid).cmp(&(b.who, b.minutes, b.first, b.uid)));
    let mut out: Vec<Found<'_>> = Vec::new();
    for later in found {
        let plain = later.why.is_none();
        let earlier = out.last_mut().filter(|earlier| {
            plain
                && earlier.why.is_none()
                && (earlier.who, earlier.minutes) == (later.who, later.minutes)
                && (earlier.last < later.first || earlier.next.is_some() && earlier.next == later.next)
        });
        match earlier {
            Some(earlier) => earlier.join(later),
            None => out.push(later),
        }
    }
    out
}

impl<'a> Found<'a> {
    fn join(&mut self, later: Found<'a>) {
        let past = self.past.iter().chain(&later.past).copied();
        // A moment on which both were planned took place if either did.
        let mut both: BTreeMap<Timestamp, bool> = BTreeMap::new();
        past.for_each(|(at, fell_through)| {
            both.entry(at).and_modify(|fell| *fell &= fell_through).or_insert(fell_through);
        });
        let mut past: Vec<_> = both.into_iter().collect();
        past.drain(..past.len().saturating_sub(2));
        let last_held = self.last_held.max(later.last_held);
        let (first, last) = (self.first.min(later.first), self.last.max(later.last));
        let first_is_next = match (self.next, later.next) {
            (Some(one), Some(two)) => one <= two,
            (one, _) => one.is_some(),
        };
        if !first_is_next {
            *self = later;
        }
        (self.past, self.last_held, self.first, self.last) = (past, last_held, first, last);
    }
}

/// Writes the lists of the report.
pub(super) fn report(judge: Judge<'_>, report: &mut Report) {
    let (clocks, directory) = (judge.clocks, judge.directory);
    let wall = |at: Timestamp| -> DateTime { clocks.own.wall(at) };
    let found = joined(judge.found);
    let mut known: BTreeSet<Number> = BTreeSet::new();
    let mut asked: BTreeSet<(Option<Number>, MaybeWhy, String, u32)> = BTreeSet::new();
    for one in found.iter().filter(|one| one.why.is_none()) {
        let (Some(who), Some(next)) = (one.who, one.next) else { continue };
        known.insert(who);
        let (uid, title, next) = (one.uid.to_owned(), one.title.to_owned(), wall(next));
        let who = directory.person(who);
        if one.past.len() == 2 && one.past.iter().all(|(_, fell_through)| *fell_through) {
            let last = one.last_held.map(|at| wall(at).date());
            let (uid, who, title) = (uid.clone(), who.clone(), title.clone());
            report.drifting.push(Drifting { uid, who, last, next, title });
        }
        report.standing.push(Standing { uid, who, every: one.every, next, minutes: one.minutes, title });
    }
    for one in &found {
        let (Some(why), Some(next)) = (&one.why, one.next) else { continue };
        // Who meets the reader for certain needn't be asked about, and nothing is asked twice.
        let title = if one.who.is_some() { String::new() } else { one.title.to_owned() };
        if one.who.is_some_and(|who| known.contains(&who)) || !asked.insert((one.who, why.clone(), title, one.minutes))
        {
            continue;
        }
        let series = Unsure {
            uid: one.uid.to_owned(),
            who: one.who.map(|who| directory.person(who)),
            every: Some(one.every),
            next: Some(wall(next)),
            minutes: one.minutes,
            title: one.title.to_owned(),
        };
        report.maybe.push(Maybe { series, why: why.clone() });
    }
    known.extend(found.iter().filter(|one| one.next.is_some()).filter_map(|one| one.who));
    let mut separate: BTreeMap<Number, Vec<Separate<'_>>> = BTreeMap::new();
    for one in judge.separate.iter().filter(|one| !known.contains(&one.who)) {
        separate.entry(one.who).or_default().push(*one);
    }
    for (who, mut events) in separate {
        events.sort_by_key(|event| (event.start, event.uid));
        let day = |event: &Separate<'_>| -> Date { wall(event.start).date() };
        events.dedup_by(|later, earlier| day(later) == day(earlier));
        let near =
            |(one, third): (&Separate<'_>, &Separate<'_>)| third.start.as_second() - one.start.as_second() <= YEAR;
        let Some(latest) = events.last().filter(|_| events.iter().zip(events.iter().skip(2)).any(near)) else {
            continue;
        };
        known.insert(who);
        let next = events.iter().map(|event| wall(event.start)).find(|start| start.date() >= judge.today);
        let series = Unsure {
            uid: latest.uid.to_owned(),
            who: Some(directory.person(who)),
            every: None,
            next,
            minutes: latest.minutes,
            title: latest.title.to_owned(),
        };
        report.maybe.push(Maybe { series, why: MaybeWhy::SeparateEvents });
    }
    let mut ended: BTreeMap<Number, (Timestamp, Ended)> = BTreeMap::new();
    for one in found.iter().filter(|one| one.next.is_none() && one.why.is_none()) {
        let (Some(who), Some(at)) = (one.who, one.last_held) else { continue };
        if known.contains(&who) || ended.get(&who).is_some_and(|(later, _)| *later >= at) {
            continue;
        }
        let (uid, title) = (one.uid.to_owned(), one.title.to_owned());
        let person = directory.person(who);
        ended.insert(who, (at, Ended { uid, who: person, last: wall(at).date(), minutes: one.minutes, title }));
    }
    report.ended = ended.into_values().map(|(_, ended)| ended).collect();
    report.ended.sort_by(|a, b| (b.last, &a.uid).cmp(&(a.last, &b.uid)));
    report.standing.sort_by(|a, b| (a.next, &a.uid).cmp(&(b.next, &b.uid)));
    report.drifting.sort_by(|a, b| (a.next, &a.uid).cmp(&(b.next, &b.uid)));
    report.maybe.sort_by(|a, b| (&a.why, a.series.next, &a.series.uid).cmp(&(&b.why, b.series.next, &b.series.uid)));
    report.busy = judge.busy.finish();
}
