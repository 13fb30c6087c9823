//! "Can't make it": ways to keep the half hour in some form. Letting it go is the last of them.

#[cfg(test)]
mod tests;

use super::{AsOf, address::greeting, dates};
use crate::snapshot::{PeerView, Plan, PlanState};
use jiff::civil::{Date, DateTime};
use std::cmp::Reverse;

/// How short a half hour may get and still be one to keep, in minutes.
const SHORTER: u16 = 15;

/// Said when this would not be the first move since the two last met.
const SECOND_MOVE: &str = "Second move in a row. A five-minute call today keeps the thread.";

/// What can be done instead, in the order to offer it in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    /// The gentlest first.
    pub ways: Vec<Way>,
    /// A line about me, for when this half hour keeps moving.
    pub second_move: Option<&'static str>,
}

/// One thing that can be done instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// What it is.
    pub instead: Instead,
    /// A note to copy; it gives no reason and asks nothing.
    pub sentence: String,
}

/// What there may be instead of the half hour as planned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instead {
    /// The same at another time.
    Time(DateTime),
    /// Fifteen minutes at the planned time.
    FifteenMinutes,
    /// A walk or a call.
    WalkOrCall,
    /// Skip this one.
    Skip,
}

/// What can be done instead of a planned half hour, seen from `today`.
///
/// `free` are times at which I could begin, from my own calendar, on the clock of the plan's zone; what has already
/// gone by today is for the caller to leave out, since a day is all that is known here. The nearest is offered, and
/// the nearest on another day. Fifteen minutes are not offered where the plan is no longer than that, or its day is
/// over.
#[must_use]
pub fn ways(peer: &PeerView, planned: &Plan, free: &[DateTime], as_of: impl Into<AsOf>) -> Ways {
    let as_of = as_of.into();
    let today = as_of.today();
    let mut instead: Vec<Instead> = nearby(planned.at, free, today).into_iter().map(Instead::Time).collect();
    if planned.minutes > SHORTER && planned.at.date() >= today {
        instead.push(Instead::FifteenMinutes);
    }
    instead.extend([Instead::WalkOrCall, Instead::Skip]);
    let hello = greeting(peer);
    let way = |instead| Way { instead, sentence: format!("{hello} {}", sentence(instead, planned, as_of)) };
    Ways {
        ways: instead.into_iter().map(way).collect(),
        second_move: moved_before(peer, planned).then_some(SECOND_MOVE),
    }
}

/// Up to two of the free times, in their order. Of two equally near ones it is the later, which leaves more notice.
fn nearby(planned: DateTime, free: &[DateTime], today: Date) -> Vec<DateTime> {
    let distance = |at: &DateTime| (at.duration_since(planned).unsigned_abs(), Reverse(*at));
    let fits = || free.iter().copied().filter(|at| at.date() >= today && *at != planned);
    let Some(first) = fits().min_by_key(distance) else { return Vec::new() };
    let on_another_day = fits().filter(|at| at.date() != first.date()).min_by_key(distance);
    let second = on_another_day.or_else(|| fits().filter(|at| *at != first).min_by_key(distance));
    let mut nearby: Vec<DateTime> = [first].into_iter().chain(second).collect();
    nearby.sort_unstable();
    nearby
}

fn sentence(instead: Instead, planned: &Plan, as_of: AsOf) -> String {
    let today = as_of.today();
    let day = planned.at.date();
    let gone_by = day < today;
    let on = if day == today { "today".to_owned() } else { format!("on {}", dates::weekday(day, as_of)) };
    // A plan may be longer or shorter than the half hour it is named after.
    let what = if planned.minutes == 30 { "our half hour" } else { "our time together" };
    match instead {
        Instead::Time(at) if gone_by => {
            let (then, time) = (dates::weekday(at.date(), as_of), dates::time(at, as_of));
            format!("I’d like to make up for {what} {on}. {then} at {time} works for me, if it suits you.")
        }
        Instead::Time(at) if at.date() == day => {
            let (from, to) = (dates::time(planned.at, as_of), dates::time(at, as_of));
            format!("I’d like to move {what} {on} from {from} to {to}, if that suits you.")
        }
        Instead::Time(at) => {
            let from = on.strip_prefix("on ").unwrap_or(&on);
            let (to, time) = (dates::weekday(at.date(), as_of), dates::time(at, as_of));
            format!("I’d like to move {what} from {from} to {to} at {time}, if that suits you.")
        }
        Instead::FifteenMinutes => {
            let time = dates::time(planned.at, as_of);
            format!("I’d like to keep 15 minutes of {what} {on} at {time}, if that suits you.")
        }
        Instead::WalkOrCall if gone_by => {
            format!("I’d like to make up for {what} {on} with a walk or a short call, whichever you like.")
        }
        Instead::WalkOrCall => {
            format!("I’d like to swap {what} {on} for a walk or a short call, whichever you like.")
        }
        Instead::Skip if gone_by => format!("let’s let {what} {on} go. I look forward to the next one."),
        Instead::Skip => format!("let’s skip {what} {on}. I look forward to the next one."),
    }
}

/// Whether the half hour was moved or let go already since the two last met.
fn moved_before(peer: &PeerView, planned: &Plan) -> bool {
    let last_met = peer.meetings.first().map(|meeting| meeting.on);
    let since = |plan: &Plan| last_met.is_none_or(|met| plan.at.date() > met) && plan.state != PlanState::Met;
    let moved = |plan: &Plan| plan.moves > 0 || plan.state == PlanState::Skipped;
    moved(planned) || peer.plans.iter().any(|plan| since(plan) && moved(plan))
}
