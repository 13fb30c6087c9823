//! What may be put forward unasked: never a time that has passed, and never a weekend.

use super::super::AsOf;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};

pub(super) fn is_weekend(on: Date) -> bool {
    matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// That day, or the first one after it that people work on.
#[must_use]
pub fn working_day(on: Date) -> Date {
    let mut day = on;
    while is_weekend(day) {
        let next = day.saturating_add(1.day());
        if next == day {
            break;
        }
        day = next;
    }
    day
}

/// A time on that day or the first one after it that can be put forward.
#[must_use]
pub fn offered(on: Date, time: Time, as_of: AsOf) -> DateTime {
    let at = working_day(on.max(as_of.today())).to_datetime(time);
    if at > as_of.now { at } else { working_day(as_of.today().saturating_add(1.day())).to_datetime(time) }
}
