//! What a desktop says while the window is open: few things, each once, and each in time to do something about it.

use super::rhythm::{Planned, instant};
use crate::{
    method::{Locale, address::first_name},
    snapshot::{Moment, PeerView, PlanState, Snapshot},
};
use jiff::{SignedDuration, civil::time, tz::TimeZone};

/// How long before a half hour it is said: time to read the brief.
const BEFORE: SignedDuration = SignedDuration::from_mins(10);
/// When in the morning a heads-up is said that is due that day.
const MORNING: i8 = 9;

/// Something to say at a moment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Notice {
    /// When.
    pub at: Moment,
    /// One line, without a word of what I wrote: it may be read over my shoulder.
    pub says: String,
}

/// All that will be said, soonest first. What was due while the program was closed stands in Today instead.
#[must_use]
pub fn notices(snapshot: &Snapshot, zone: &TimeZone, locale: Locale) -> Vec<Notice> {
    let peers = snapshot.peers.iter().filter(|peer| peer.closed.is_none());
    let mut all: Vec<Notice> = peers.flat_map(|peer| of_peer(peer, zone, locale)).collect();
    all.sort();
    all.dedup();
    all
}

fn of_peer(peer: &PeerView, zone: &TimeZone, locale: Locale) -> Vec<Notice> {
    let name = first_name(&peer.name);
    let planned = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned).map(|plan| {
        let begins = instant(&Planned { at: plan.at, zone: plan.zone.clone() }, zone);
        let clock = locale.time(begins.to_zoned(zone.clone()).time());
        let at = begins.checked_sub(BEFORE).unwrap_or(begins).as_millisecond();
        Notice { at: Moment { unix_ms: at }, says: format!("The half hour with {name} begins at {clock}.") }
    });
    let due = peer.heads_ups.iter().filter(|it| it.told.is_none()).filter_map(|it| {
        let at = it.by.to_datetime(time(MORNING, 0, 0, 0)).to_zoned(zone.clone()).ok()?.timestamp();
        let says = format!("Today is the day for your heads-up to {name}.");
        Some(Notice { at: Moment { unix_ms: at.as_millisecond() }, says })
    });
    planned.chain(due).collect()
}

#[cfg(test)]
mod tests;
