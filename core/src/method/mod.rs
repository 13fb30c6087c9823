//! What the method says, as pure functions: time is an argument.

mod address;
mod cant_make_it;
mod coverage;
mod dates;
mod ending;
pub mod half_hour;
mod in_sight;
mod locale;
mod notices;
mod prepare;
mod review;
mod rhythm;
mod rhythm_picture;
mod said_dates;
mod starting;
mod story;
mod suggestion;
#[cfg(test)]
mod tests_peer;
#[cfg(test)]
mod tests_scene;
#[cfg(test)]
mod tests_sentences;
mod their_words;
mod three_tests;
mod today;
mod wall;

pub use address::first_name;
pub use cant_make_it::{Instead, Way, Ways, ways};
pub use coverage::{Covered, Known, ProjectNudge, coverage, introducers, project_nudges};
pub use ending::{hello, thanks};
pub use in_sight::{InSight, SeenWith, Sighted, beside, in_sight};
pub use locale::{AsOf, Locale};
pub use notices::{Notice, notices};
pub use prepare::{Brief, Gentle, Item, Mine, Promises, Theirs, Together, prepare};
pub use review::{Card, CardAnswer, CardKind, CardLine, review, review_due};
pub use rhythm::{Next, Planned, Rhythm, instant, local, next, next_date};
pub use rhythm_picture::{Dot, DotKind, year, year_as_sentences, year_span};
pub use said_dates::{
    Facing, OnTheClock, Unclear, Understood, offered, on_the_clock, said_day, said_time, working_day,
};
pub use starting::{Tone, proposal};
pub use story::{HistoryRow, story};
pub use suggestion::{Leads, START_WITH_ONE, Suggestion, suggest, suggest_in_review};
pub use their_words::over_time;
pub use three_tests::{QUESTIONS, tests_as_sentences, tests_due};
pub use today::{Given, Item as TodayItem, Missed, NextUp, Today, today};

use crate::snapshot::{PeerView, Plan, PlanState};
use jiff::civil::Date;

/// What comes next with a peer, seen from `today`; nothing does with one who was thanked and closed.
#[must_use]
pub fn next_with(peer: &PeerView, busy_until: Option<Date>, today: Date) -> Next {
    if peer.closed.is_some() {
        return Next::Open;
    }
    let planned = upcoming(peer, today).map(|plan| Planned { at: plan.at, zone: plan.zone.clone() });
    let last_met = peer.meetings.first().map(|meeting| meeting.on);
    let first_known = day_of(peer.added);
    next(&Rhythm { last_met, first_known, every: peer.every, planned, busy_until }, today)
}

/// The soonest half hour that is planned with a peer for `today` or later.
#[must_use]
pub fn upcoming(peer: &PeerView, today: Date) -> Option<&Plan> {
    let planned = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned && plan.at.date() >= today);
    planned.min_by_key(|plan| (plan.at, plan.id)).map(|plan| &**plan)
}

/// The half hour that is planned with a peer, if one is.
#[must_use]
pub fn open_plan(peer: &PeerView) -> Option<&Plan> {
    peer.plans.iter().find(|plan| plan.state == PlanState::Planned).map(|plan| &**plan)
}

/// The day of a moment, in UTC; where a day is enough to go by.
pub(crate) fn day_of(moment: crate::snapshot::Moment) -> Date {
    moment.zoned(&jiff::tz::TimeZone::UTC).date()
}
