//! What a calendar kept in sight says of my half hours: which were held, which moved, which aren't there, and which I
//! don't know of here.

#[cfg(test)]
mod tests;

use super::{
    AsOf, Planned,
    address::first_name,
    rhythm::instant,
    today::{ASKED_DAYS, Missed},
    wall::{here, moment},
};
use crate::{
    calendar::check::Seen,
    id::PeerId,
    snapshot::{PeerView, Plan, PlanState, Snapshot},
};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use std::collections::BTreeMap;

/// A half hour that moved is looked for within so many days of where it was.
const NEAR_DAYS: i64 = 14;
/// One that isn't planned here is said so many days ahead.
const AHEAD_DAYS: i64 = 60;

/// What a calendar has, by person.
pub type SeenWith = BTreeMap<PeerId, Vec<Seen>>;

/// Something that a calendar says and that isn't so here.
#[derive(Clone, PartialEq, Debug)]
pub struct InSight<'a> {
    /// Names it for putting it off.
    pub key: String,
    /// With whom.
    pub peer: &'a PeerView,
    /// The sentence.
    pub says: String,
    /// What it is.
    pub what: Sighted,
}

/// What a calendar says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sighted {
    /// A half hour was in it, and nothing is written of one here.
    Held {
        /// When, by the clock here.
        at: DateTime,
    },
    /// The planned half hour is at another time there.
    Moved {
        /// When, by the clock that it is planned by.
        at: DateTime,
        /// That clock.
        zone: String,
        /// How long.
        minutes: u16,
    },
    /// The planned half hour isn't there, or was called off.
    Gone,
    /// A half hour to come that isn't planned here.
    New {
        /// When, by the clock here.
        at: DateTime,
        /// The name of that clock, where this computer says one.
        zone: Option<String>,
        /// How long.
        minutes: u16,
    },
}

/// All that a calendar says otherwise, the soonest first. What was put off isn't said.
#[must_use]
pub fn in_sight<'a>(
    snapshot: &'a Snapshot,
    with: &SeenWith,
    now: impl Into<AsOf>,
    zone: &TimeZone,
) -> Vec<InSight<'a>> {
    let as_of = now.into();
    let moment_now = as_of.now.to_zoned(zone.clone()).map_or(Timestamp::MIN, |now| now.timestamp());
    let awake = |key: &str| snapshot.snoozed.get(key).is_none_or(|until| *until <= as_of.today());
    let mut all: Vec<(Timestamp, InSight<'a>)> = Vec::new();
    for peer in snapshot.peers.iter().filter(|peer| peer.closed.is_none()) {
        let seen = with.get(&peer.id).map(Vec::as_slice).unwrap_or_default();
        let look = Look { peer, seen, zone, as_of, now: moment_now };
        all.extend(look.held());
        all.extend(look.planned());
        all.extend(look.unplanned());
    }
    all.retain(|(_, it)| awake(&it.key));
    all.sort_by_key(|(at, it)| (*at, it.peer.id));
    all.into_iter().map(|(_, it)| it).collect()
}

/// What the calendar says of a half hour that passed, beside the question whether we met.
#[must_use]
pub fn beside(missed: &Missed<'_>, with: &SeenWith, now: impl Into<AsOf>, zone: &TimeZone) -> Option<String> {
    let as_of = now.into();
    let seen = with.get(&missed.peer.id).map(Vec::as_slice).unwrap_or_default();
    let planned = |plan: &&std::sync::Arc<Plan>| plan.state == PlanState::Planned && here(plan, zone) == missed.at;
    let plan = missed.peer.plans.iter().find(planned)?;
    let at = when(plan, zone);
    let now = as_of.now.to_zoned(zone.clone()).ok()?.timestamp();
    if seen.iter().any(|it| it.start == at && !it.called_off) {
        return Some("It is in your calendar.".to_owned());
    }
    let moved = seen.iter().find(|it| it.planned == at && it.start != at && !it.called_off);
    let near = || {
        seen.iter()
            .filter(|it| !it.called_off && days(it.start, at) <= NEAR_DAYS / 2 && ended(it, now))
            .min_by_key(|it| days(it.start, at))
    };
    if let Some(it) = moved.or_else(near) {
        return Some(format!("Your calendar has it on {}.", moment(local(it.start, zone), as_of)));
    }
    if seen.iter().any(|it| it.planned == at && it.called_off) {
        return Some("It was called off in your calendar.".to_owned());
    }
    Some("It isn’t in your calendar.".to_owned())
}

/// One peer, and what the calendar has with them.
struct Look<'a, 's> {
    peer: &'a PeerView,
    seen: &'s [Seen],
    zone: &'s TimeZone,
    as_of: AsOf,
    now: Timestamp,
}

impl<'a> Look<'a, '_> {
    /// The last half hour that was in it and of which nothing is written. One that was planned here is asked after
    /// anyway.
    fn held(&self) -> Option<(Timestamp, InSight<'a>)> {
        let earliest = self.now.checked_sub(SignedDuration::from_hours(24 * ASKED_DAYS)).unwrap_or(Timestamp::MIN);
        let mut past = self.seen.iter().filter(|it| !it.called_off && it.start >= earliest && ended(it, self.now));
        let it = past.next_back()?;
        let at = local(it.start, self.zone);
        let written = self.peer.meetings.first().is_some_and(|meeting| meeting.on >= at.date());
        let planned = self.peer.plans.iter().any(|plan| {
            here(plan, self.zone).date() == at.date()
                || plan.state == PlanState::Planned && when(plan, self.zone) <= self.now
        });
        if written || planned {
            return None;
        }
        let says =
            format!("{}, {}, in your calendar: did you meet?", first_name(&self.peer.name), moment(at, self.as_of));
        let key = format!("calendar.{}.{}", self.peer.id, at.date());
        Some((it.start, InSight { key, peer: self.peer, says, what: Sighted::Held { at } }))
    }

    /// The planned half hour, where the calendar has it at another time, or not at all.
    fn planned(&self) -> Option<(Timestamp, InSight<'a>)> {
        let plan = self.peer.plans.iter().find(|plan| plan.state == PlanState::Planned)?;
        let at = when(plan, self.zone);
        if at <= self.now || self.seen.iter().any(|it| it.start == at && !it.called_off) {
            return None;
        }
        let stands = || self.seen.iter().filter(|it| !it.called_off && it.start > self.now);
        let moved = stands().find(|it| it.planned == at);
        let near = || stands().filter(|it| days(it.start, at) <= NEAR_DAYS).min_by_key(|it| days(it.start, at));
        let name = first_name(&self.peer.name);
        let was = moment(local(at, self.zone), self.as_of);
        let Some(it) = moved.or_else(near) else {
            let off = self.seen.iter().any(|it| it.planned == at && it.called_off);
            let says = if off {
                format!("The half hour with {name}, {was}, was called off in your calendar.")
            } else {
                format!("Your calendar has no half hour with {name} on {was}.")
            };
            let key = format!("calendar.{}.gone", plan.id);
            return Some((at, InSight { key, peer: self.peer, says, what: Sighted::Gone }));
        };
        let to = moment(local(it.start, self.zone), self.as_of);
        let says = format!("In your calendar the half hour with {name} moved: {to}, not {was}.");
        let key = format!("calendar.{}.{}", plan.id, it.start.as_second());
        let there = TimeZone::get(&plan.zone).unwrap_or_else(|_| self.zone.clone());
        let what = Sighted::Moved {
            at: local(it.start, &there),
            zone: plan.zone.clone(),
            minutes: u16::try_from(it.minutes).unwrap_or(plan.minutes),
        };
        Some((at, InSight { key, peer: self.peer, says, what }))
    }

    /// The next half hour in it, where none is planned here.
    fn unplanned(&self) -> Option<(Timestamp, InSight<'a>)> {
        if self.peer.plans.iter().any(|plan| plan.state == PlanState::Planned && when(plan, self.zone) > self.now) {
            return None;
        }
        let latest = self.now.checked_add(SignedDuration::from_hours(24 * AHEAD_DAYS)).unwrap_or(Timestamp::MAX);
        let it = self.seen.iter().find(|it| !it.called_off && it.start > self.now && it.start <= latest)?;
        let at = local(it.start, self.zone);
        // One that I let go isn't put forward again.
        if self.peer.plans.iter().any(|plan| when(plan, self.zone) == it.start) {
            return None;
        }
        let says = format!(
            "Your calendar has a half hour with {} on {}. It isn’t planned here.",
            first_name(&self.peer.name),
            moment(at, self.as_of)
        );
        let key = format!("calendar.{}.{}", self.peer.id, it.start.as_second());
        let zone = self.zone.iana_name().filter(|_| !self.zone.is_unknown()).map(str::to_owned);
        let minutes = u16::try_from(it.minutes).unwrap_or(30);
        Some((it.start, InSight { key, peer: self.peer, says, what: Sighted::New { at, zone, minutes } }))
    }
}

fn when(plan: &Plan, zone: &TimeZone) -> Timestamp {
    instant(&Planned { at: plan.at, zone: plan.zone.clone() }, zone)
}

fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at)
}

fn ended(it: &Seen, now: Timestamp) -> bool {
    it.start.checked_add(SignedDuration::from_mins(i64::from(it.minutes))).is_ok_and(|end| end <= now)
}

fn days(one: Timestamp, other: Timestamp) -> i64 {
    one.duration_since(other).as_hours().abs() / 24
}
