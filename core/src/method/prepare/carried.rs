//! Which open points were prepared for an earlier time.

use crate::{
    id::EntryId,
    method::{open_plan, rhythm},
    snapshot::{PeerView, Plan, PlanState, Point},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Points that were written before the last meeting, or before the plan was moved or let go.
pub(super) fn carried(peer: &PeerView, open: &[&Point], today: Date) -> Vec<EntryId> {
    let since = [last_met(peer, today), moved(peer, today), let_go(peer, today)].into_iter().flatten().max();
    let Some(since) = since else { return Vec::new() };
    open.iter().filter(|point| point.at.unix_ms < since.as_millisecond()).map(|point| point.id).collect()
}

/// When the last meeting began, where it was a planned one; else the start of its day, since a point of that same day
/// may as well have been written after it.
fn last_met(peer: &PeerView, today: Date) -> Option<Timestamp> {
    let on = peer.meetings.iter().map(|meeting| meeting.on).find(|on| *on <= today)?;
    let planned = peer.plans.iter().find(|plan| plan.state == PlanState::Met && plan.at.date() == on);
    planned.map(|plan| begin(plan)).or_else(|| start_of(on))
}

/// No one wrote down when the plan was moved. It was not later than today, so what was written on an earlier day is
/// taken to have been meant for the time before.
fn moved(peer: &PeerView, today: Date) -> Option<Timestamp> {
    open_plan(peer).filter(|plan| plan.moves > 0).and_then(|_| start_of(today))
}

/// When the last half hour that was let go would have begun; for one still to come the same holds as for a move.
fn let_go(peer: &PeerView, today: Date) -> Option<Timestamp> {
    let skipped = peer.plans.iter().find(|plan| plan.state == PlanState::Skipped)?;
    Some(begin(skipped).min(start_of(today)?))
}

fn begin(plan: &Plan) -> Timestamp {
    rhythm::instant(&rhythm::Planned { at: plan.at, zone: plan.zone.clone() }, &TimeZone::UTC)
}

fn start_of(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|start| start.timestamp())
}
