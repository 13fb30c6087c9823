//! When the next meeting is due: counted from the last real meeting, never from a fixed clock, so that a meeting
//! that slipped by a week moves the ones after it instead of crowding them.

#[cfg(test)]
mod tests;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::snapshot::Every;

/// No zone has a name nearly this long; anything longer is not looked up at all.
const LONGEST_ZONE_NAME: usize = 64;

/// What is known about meeting one person regularly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rhythm {
    /// The day of the last real meeting.
    pub last_met: Option<Date>,
    /// The day the person was added, from which the first meeting is due.
    pub first_known: Date,
    /// How often the two meet, if they settled on it.
    pub every: Option<Every>,
    /// The time both agreed on, if there is one.
    pub planned: Option<Planned>,
    /// The last day of a busy season, which stretches the rhythm until then.
    pub busy_until: Option<Date>,
}

/// A time both agreed on, as a wall clock in one place: that is what people say, and what a changed rule for summer
/// time must not move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// The day and time on the wall clock of `zone`.
    pub at: DateTime,
    /// The IANA name of the zone, as in `Europe/Berlin`.
    pub zone: String,
}

/// What comes next with one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// A time both agreed on, on the wall clock of its own zone.
    Planned(DateTime),
    /// The rhythm says around this day, which may lie in the past.
    Around(Date),
    /// No rhythm and nothing planned, or a day beyond the calendar.
    Open,
}

/// Says what comes next, seen from `today`.
///
/// A planned meeting that lies today or later wins; one in the past that nobody noted down does not count. Days are
/// compared as they are written: `today` is the viewer's, the planned day that of its own zone.
pub fn next(rhythm: &Rhythm, today: Date) -> Next {
    if let Some(planned) = rhythm.planned.as_ref().filter(|planned| planned.at.date() >= today) {
        return Next::Planned(planned.at);
    }
    rhythm.every.and_then(|every| around(rhythm, every, today)).map_or(Next::Open, Next::Around)
}

/// The day one interval after `last`; a month or quarter that lacks the day ends on its last one.
///
/// Nothing when the day lies beyond the calendar, or when the rhythm is "every 0 weeks", which is none.
pub fn next_date(last: Date, every: Every) -> Option<Date> {
    after(last, every, 1)
}

/// The moment of a planned meeting.
///
/// A time that the clocks skip is moved forward by the gap, one that they show twice is the first of the two. A zone
/// nobody knows is read as `fallback`; a time at the very edge of the calendar is the first or last moment there is.
pub fn instant(planned: &Planned, fallback: &TimeZone) -> Timestamp {
    exact(planned, fallback).unwrap_or(if planned.at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The same moment on the wall clock where the viewer is now.
///
/// At the very edge of the calendar, where there is no such moment, the time stays as it was written.
pub fn local(planned: &Planned, viewer: &TimeZone) -> DateTime {
    exact(planned, viewer).map_or(planned.at, |moment| viewer.to_datetime(moment))
}

fn around(rhythm: &Rhythm, every: Every, today: Date) -> Option<Date> {
    let Some(last) = rhythm.last_met else {
        // Even a busy season leaves a first meeting where it is: there is no meeting yet to stretch from.
        return (every != Every::Weeks(0)).then_some(rhythm.first_known);
    };
    let normal = next_date(last, every)?;
    match rhythm.busy_until {
        Some(until) if today <= until && normal <= until => {
            // The first free day is always later than `normal` here, so it needs no comparing with it.
            let first_free_day = until.saturating_add(1.day());
            Some(after(last, every, 2).map_or(first_free_day, |stretched| stretched.min(first_free_day)))
        }
        _ => Some(normal),
    }
}

/// The day `times` intervals after `last`, in one step: twice a month from the 31st is not clipped in between.
fn after(last: Date, every: Every, times: i64) -> Option<Date> {
    let span = match every {
        Every::Month => times.months(),
        Every::Quarter => times.saturating_mul(3).months(),
        Every::Weeks(0) => return None,
        Every::Weeks(weeks) => times.saturating_mul(i64::from(weeks)).weeks(),
    };
    last.checked_add(span).ok()
}

fn exact(planned: &Planned, fallback: &TimeZone) -> Option<Timestamp> {
    let named = Some(planned.zone.as_str())
        .filter(|name| name.len() <= LONGEST_ZONE_NAME)
        .and_then(|name| TimeZone::get(name).ok())
        .filter(|zone| !zone.is_unknown());
    named.as_ref().unwrap_or(fallback).to_timestamp(planned.at).ok()
}
