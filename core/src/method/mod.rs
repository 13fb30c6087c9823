//! What the method says, as pure functions: time is an argument.

pub mod half_hour;
mod rhythm;

pub use rhythm::{Next, Planned, Rhythm, instant, local, next, next_date};

use crate::snapshot::{PeerView, Plan, PlanState};
use jiff::civil::Date;

/// What comes next with a peer, seen from `today`; nothing does with one who was thanked and closed.
#[must_use]
pub fn next_with(peer: &PeerView, busy_until: Option<Date>, today: Date) -> Next {
    if peer.closed.is_some() {
        return Next::Open;
    }
    let planned = open_plan(peer).map(|plan| Planned { at: plan.at, zone: plan.zone.clone() });
    let last_met = peer.meetings.first().map(|meeting| meeting.on);
    let first_known = day_of(peer.added);
    next(&Rhythm { last_met, first_known, every: peer.every, planned, busy_until }, today)
}

/// The half hour that is planned with a peer, if one is.
#[must_use]
pub fn open_plan(peer: &PeerView) -> Option<&Plan> {
    peer.plans.iter().find(|plan| plan.state == PlanState::Planned).map(|plan| &**plan)
}

/// The day of a moment, in UTC; where a day is enough to go by.
pub(crate) fn day_of(moment: crate::snapshot::Moment) -> Date {
    let at = jiff::Timestamp::from_millisecond(moment.unix_ms).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
