//! Today: the next one-on-one, what somebody should hear, what passed while the program was closed, and one
//! suggestion at most.

#[cfg(test)]
mod tests;

use super::{
    AsOf, Next,
    address::first_name,
    dates, next_with,
    suggestion::{START_WITH_ONE, Suggestion, suggest},
    wall::{elsewhere, here, moment},
};
use crate::snapshot::{HeadsUp, PeerView, Plan, PlanState, Promise, SharedHeadsUp, Snapshot, Who};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use std::sync::Arc;

/// What is shown on Today.
#[derive(Clone, PartialEq, Debug)]
pub struct Today<'a> {
    /// The next one-on-one.
    pub next: Option<NextUp<'a>>,
    /// What somebody should hear from me within a week, and what was for a day that passed.
    pub heads_ups: Vec<Item<'a, HeadsUp>>,
    /// What colleagues gave me to know.
    pub given: Vec<Given<'a>>,
    /// Promises of mine for within a week, or for a day that passed.
    pub promises: Vec<Item<'a, Promise>>,
    /// Planned half hours whose time passed and which nobody wrote down.
    pub missed: Vec<Missed<'a>>,
    /// One suggestion at most.
    pub suggestion: Option<Suggestion>,
    /// Said where nothing is due.
    pub quiet: Option<String>,
}

/// The next one-on-one.
#[derive(Clone, PartialEq, Debug)]
pub struct NextUp<'a> {
    /// With whom.
    pub peer: &'a PeerView,
    /// When.
    pub next: Next,
}

/// An entry with a peer; its key is for putting it off.
#[derive(Clone, PartialEq, Debug)]
pub struct Item<'a, T> {
    /// Names it for putting it off.
    pub key: String,
    /// With whom.
    pub peer: &'a PeerView,
    /// The entry.
    pub entry: &'a T,
    /// What to say about it.
    pub says: String,
}

/// A heads-up that a colleague gave.
#[derive(Clone, PartialEq, Debug)]
pub struct Given<'a> {
    /// Who gave it.
    pub peer: &'a PeerView,
    /// The heads-up.
    pub entry: &'a SharedHeadsUp,
    /// What to say about it.
    pub says: String,
}

/// A planned half hour that passed.
#[derive(Clone, PartialEq, Debug)]
pub struct Missed<'a> {
    /// Names it for putting it off.
    pub key: String,
    /// With whom.
    pub peer: &'a PeerView,
    /// When it was to be.
    pub at: DateTime,
    /// The question.
    pub says: String,
}

/// Said where nothing is due and nothing comes next.
const NOTHING: &str = "Nothing needs you.";
/// So long a half hour that passed is asked after, in days.
pub(super) const ASKED_DAYS: i64 = 31;
/// As far ahead as Today looks, in days.
const AHEAD_DAYS: i64 = 7;

/// What there is today, seen from `now` on the clock of `zone`. A half hour that is planned elsewhere is told by
/// this clock.
#[must_use]
pub fn today<'a>(snapshot: &'a Snapshot, now: impl Into<AsOf>, zone: &TimeZone) -> Today<'a> {
    let now = now.into();
    let suggestion = suggest(snapshot, now.today());
    with(snapshot, now, zone, suggestion)
}

fn with<'a>(snapshot: &'a Snapshot, as_of: AsOf, zone: &TimeZone, suggestion: Option<Suggestion>) -> Today<'a> {
    let (now, today) = (as_of.now, as_of.today());
    let soon = today.saturating_add(AHEAD_DAYS.days());
    let awake = |key: &str| snapshot.snoozed.get(key).is_none_or(|until| *until <= today);
    let open: Vec<&PeerView> = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).map(|peer| &**peer).collect();
    let mut heads_ups = Vec::new();
    let mut promises = Vec::new();
    let mut missed = Vec::new();
    let mut given = Vec::new();
    for peer in &open {
        heads_ups.extend(
            peer.heads_ups.iter().filter(|it| it.told.is_none() && it.by <= soon).map(|it| heads_up(peer, it, as_of)),
        );
        let due = |it: &&Arc<Promise>| it.by == Who::Me && it.done.is_none() && it.due.is_some_and(|due| due <= soon);
        promises.extend(peer.promises.iter().filter(due).map(|it| promise(peer, it, as_of)));
        let passed = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned && asks_after(peer, plan, today));
        let passed = passed.map(|plan| (plan, here(plan, zone))).filter(|(plan, at)| ends(plan, *at) <= now);
        missed.extend(passed.map(|(plan, at)| Missed {
            key: format!("plan.{}", plan.id),
            peer,
            at,
            says: format!("{}, {}: did you meet?", first_name(&peer.name), moment(at, as_of)),
        }));
        let new = peer.list.heads_ups.iter().filter(|it| it.from == Who::Them && !it.heard);
        given.extend(new.map(|entry| Given {
            peer,
            entry,
            says: format!("{} wants you to know: {}", first_name(&peer.name), entry.text),
        }));
    }
    heads_ups.retain(|it| awake(&it.key));
    promises.retain(|it| awake(&it.key));
    missed.retain(|it| awake(&it.key));
    heads_ups.sort_by_key(|it| (it.entry.by, it.entry.id));
    promises.sort_by_key(|it| (it.entry.due, it.entry.id));
    missed.sort_by_key(|it| (it.at, it.peer.id));
    let next = next_up(&open, snapshot, now, zone);
    let nothing = heads_ups.is_empty() && promises.is_empty() && missed.is_empty() && given.is_empty();
    let quiet = match (open.is_empty(), &next) {
        (true, _) => Some(START_WITH_ONE.to_owned()),
        (false, Some(NextUp { peer, next: Next::Planned(at) })) if nothing => {
            let there = elsewhere(peer, *at, zone, as_of);
            Some(format!("Nothing needs you. Next: {}, {}{there}.", first_name(&peer.name), moment(*at, as_of)))
        }
        (false, Some(NextUp { peer, next: Next::Around(on) })) if nothing && *on >= today => {
            Some(format!("Nothing needs you. Next: {}, around {}.", first_name(&peer.name), dates::day(*on, as_of)))
        }
        (false, _) if nothing => Some(NOTHING.to_owned()),
        (false, _) => None,
    };
    let suggestion = suggestion.filter(|it| Some(&it.says) != quiet.as_ref());
    // Where there is something to suggest, "nothing" would not be true.
    let quiet = quiet.filter(|it| suggestion.is_none() || it != NOTHING);
    Today { next, heads_ups, given, promises, missed, suggestion, quiet }
}

fn heads_up<'a>(peer: &'a PeerView, it: &'a HeadsUp, as_of: AsOf) -> Item<'a, HeadsUp> {
    let name = first_name(&peer.name);
    let when = if it.by < as_of.today() {
        format!("it was for {}", dates::day(it.by, as_of))
    } else {
        format!("by {}", dates::day(it.by, as_of))
    };
    Item {
        key: format!("headsup.{}", it.id),
        peer,
        entry: it,
        says: format!("{name} should hear it from you ({when}): {}", it.text),
    }
}

fn promise<'a>(peer: &'a PeerView, it: &'a Promise, as_of: AsOf) -> Item<'a, Promise> {
    let when = match it.due {
        Some(due) if due < as_of.today() => format!(" (it was for {})", dates::day(due, as_of)),
        Some(due) => format!(" (by {})", dates::day(due, as_of)),
        None => String::new(),
    };
    let says = format!("You said to {}{when}: {}", first_name(&peer.name), it.text);
    Item { key: format!("promise.{}", it.id), peer, entry: it, says }
}

fn ends(plan: &Plan, at: DateTime) -> DateTime {
    at.saturating_add(i64::from(plan.minutes).minutes())
}

/// A half hour that passed is asked after for a month, unless something was kept of a meeting since.
fn asks_after(peer: &PeerView, plan: &Plan, today: Date) -> bool {
    let met = peer.meetings.first().is_some_and(|meeting| meeting.on >= plan.at.date());
    !met && plan.at.date() >= today.saturating_sub(ASKED_DAYS.days())
}

/// The soonest that is planned and not over; else the soonest that a rhythm says.
fn next_up<'a>(open: &[&'a PeerView], snapshot: &Snapshot, now: DateTime, zone: &TimeZone) -> Option<NextUp<'a>> {
    let planned = open.iter().flat_map(|peer| {
        let plans = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned);
        plans.map(move |plan| (here(plan, zone), plan, *peer))
    });
    let soonest = planned.filter(|(at, plan, _)| ends(plan, *at) > now).min_by_key(|(at, plan, _)| (*at, plan.id));
    if let Some((at, _, peer)) = soonest {
        return Some(NextUp { peer, next: Next::Planned(at) });
    }
    let around = open.iter().filter_map(|peer| match next_with(peer, snapshot.busy_until, now.date()) {
        Next::Around(on) => Some((on, *peer)),
        Next::Planned(_) | Next::Open => None,
    });
    around.min_by_key(|(on, peer)| (*on, peer.id)).map(|(on, peer)| NextUp { peer, next: Next::Around(on) })
}
