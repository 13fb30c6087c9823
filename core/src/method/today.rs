//! Today: the next one-on-one, what somebody should hear, what passed while the program was closed, and one
//! suggestion at most.

#[cfg(test)]
mod tests;

use super::{
    Next,
    address::first_name,
    dates, next_with,
    suggestion::{START_WITH_ONE, Suggestion, suggest},
};
use crate::{
    id::PeerId,
    snapshot::{HeadsUp, PeerView, PlanState, Promise, SharedHeadsUp, Snapshot, Who},
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
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

/// As far ahead as Today looks, in days.
const AHEAD_DAYS: i64 = 7;

/// What there is today, seen from `now`.
#[must_use]
pub fn today(snapshot: &Snapshot, now: DateTime) -> Today<'_> {
    let suggestion = suggest(snapshot, now.date());
    with(snapshot, now, suggestion)
}

fn with(snapshot: &Snapshot, now: DateTime, suggestion: Option<Suggestion>) -> Today<'_> {
    let today = now.date();
    let soon = today.saturating_add(AHEAD_DAYS.days());
    let awake = |key: &str| snapshot.snoozed.get(key).is_none_or(|until| *until <= today);
    let open: Vec<&PeerView> = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).map(|peer| &**peer).collect();
    let mut heads_ups = Vec::new();
    let mut promises = Vec::new();
    let mut missed = Vec::new();
    let mut given = Vec::new();
    for peer in &open {
        heads_ups.extend(
            peer.heads_ups.iter().filter(|it| it.told.is_none() && it.by <= soon).map(|it| heads_up(peer, it, today)),
        );
        let due = |it: &&Arc<Promise>| it.by == Who::Me && it.done.is_none() && it.due.is_some_and(|due| due <= soon);
        promises.extend(peer.promises.iter().filter(due).map(|it| promise(peer, it, today)));
        let passed = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned && plan.at < now);
        missed.extend(passed.map(|plan| Missed {
            key: format!("plan.{}", plan.id),
            peer,
            at: plan.at,
            says: format!("{}, {}: did you meet?", first_name(&peer.name), moment(plan.at, today)),
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
    let next = next_up(&open, snapshot, now);
    let nothing = heads_ups.is_empty() && promises.is_empty() && missed.is_empty() && given.is_empty();
    let quiet = match (open.is_empty(), &next) {
        (true, _) => Some(START_WITH_ONE.to_owned()),
        (false, Some(NextUp { peer, next: Next::Planned(at) })) if nothing => {
            Some(format!("Nothing needs you. Next: {}, {}.", first_name(&peer.name), moment(*at, today)))
        }
        (false, Some(NextUp { peer, next: Next::Around(on) })) if nothing && *on >= today => {
            Some(format!("Nothing needs you. Next: {}, around {}.", first_name(&peer.name), dates::day(*on, today)))
        }
        (false, _) if nothing => Some("Nothing needs you.".to_owned()),
        (false, _) => None,
    };
    let suggestion = suggestion.filter(|it| Some(&it.says) != quiet.as_ref());
    Today { next, heads_ups, given, promises, missed, suggestion, quiet }
}

fn heads_up<'a>(peer: &'a PeerView, it: &'a HeadsUp, today: Date) -> Item<'a, HeadsUp> {
    let name = first_name(&peer.name);
    let when = if it.by < today {
        format!("it was for {}", dates::day(it.by, today))
    } else {
        format!("by {}", dates::day(it.by, today))
    };
    Item {
        key: format!("headsup.{}", it.id),
        peer,
        entry: it,
        says: format!("{name} should hear it from you ({when}): {}", it.text),
    }
}

fn promise<'a>(peer: &'a PeerView, it: &'a Promise, today: Date) -> Item<'a, Promise> {
    let when = match it.due {
        Some(due) if due < today => format!(" (it was for {})", dates::day(due, today)),
        Some(due) => format!(" (by {})", dates::day(due, today)),
        None => String::new(),
    };
    let says = format!("You said to {}{when}: {}", first_name(&peer.name), it.text);
    Item { key: format!("promise.{}", it.id), peer, entry: it, says }
}

/// The soonest that is planned; else the soonest that a rhythm says.
fn next_up<'a>(open: &[&'a PeerView], snapshot: &Snapshot, now: DateTime) -> Option<NextUp<'a>> {
    let each = open.iter().map(|peer| (*peer, next_with(peer, snapshot.busy_until, now.date())));
    let order = |next: Next| match next {
        Next::Planned(at) if at >= now => Some((at, 0)),
        Next::Around(on) => Some((on.at(23, 59, 59, 0), 1)),
        Next::Planned(_) | Next::Open => None,
    };
    let soonest = each.filter_map(|(peer, next)| Some((order(next)?, peer.id, peer, next)));
    let planned_first = soonest.min_by_key(|((at, kind), id, ..): &((DateTime, u8), PeerId, _, _)| (*kind, *at, *id));
    planned_first.map(|(_, _, peer, next)| NextUp { peer, next })
}

/// "Thursday 10:00" within the week, else "3 December 10:00".
pub(super) fn moment(at: DateTime, today: Date) -> String {
    let days = at.date().since(today).map_or(i32::MAX, |span| span.get_days()).abs();
    let day = if days < 7 { at.strftime("%A").to_string() } else { dates::day(at.date(), today) };
    format!("{day} {}", dates::time(at))
}
