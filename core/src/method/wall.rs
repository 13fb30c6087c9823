//! What the clock on the wall shows when a half hour begins: here, and where it was planned.

use super::{AsOf, Planned, dates, local};
use crate::snapshot::{PeerView, Plan, PlanState};
use jiff::{civil::DateTime, tz::TimeZone};

/// When a half hour is, by this clock.
pub(super) fn here(plan: &Plan, zone: &TimeZone) -> DateTime {
    local(&Planned { at: plan.at, zone: plan.zone.clone() }, zone)
}

/// What the clock shows where a half hour is planned, if that is another one than here.
pub(super) fn elsewhere(peer: &PeerView, at: DateTime, zone: &TimeZone, as_of: AsOf) -> String {
    let mut planned = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned);
    let there = planned.find(|plan| plan.at != at && here(plan, zone) == at);
    there.map_or_else(String::new, |plan| format!(" ({} in {})", moment(plan.at, as_of), plan.zone))
}

/// "Thursday 10:00" within the week, else "3 December 10:00".
pub(super) fn moment(at: DateTime, as_of: AsOf) -> String {
    let days = at.date().since(as_of.today()).map_or(i32::MAX, |span| span.get_days()).abs();
    let day = if days < 7 { at.strftime("%A").to_string() } else { dates::day(at.date(), as_of) };
    format!("{day} {}", dates::time(at, as_of))
}
