//! Times that a clock leaves out or shows twice, where it is turned forward or back.

use super::super::{AsOf, dates};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// How often a clock shows a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnTheClock {
    /// As it should.
    Once,
    /// It is turned back over it; the first of the two is meant.
    Twice,
    /// It is turned forward over it.
    LeftOut {
        /// What it shows last before it is turned.
        from: DateTime,
        /// What it shows next.
        to: DateTime,
    },
}

/// How often the clock of a zone shows a time.
#[must_use]
pub fn on_the_clock(at: DateTime, zone: &TimeZone) -> OnTheClock {
    match zone.to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { .. } => OnTheClock::Once,
        AmbiguousOffset::Fold { .. } => OnTheClock::Twice,
        AmbiguousOffset::Gap { before, after } => {
            // Read by the old clock it is a moment after the turn, so the last turn before that one is it.
            let turned = before.to_timestamp(at).ok().and_then(|moment| zone.preceding(moment).next());
            let turn = turned.map(|turn| turn.timestamp());
            match turn {
                Some(turn) => OnTheClock::LeftOut { from: before.to_datetime(turn), to: after.to_datetime(turn) },
                None => OnTheClock::LeftOut { from: at, to: at },
            }
        }
    }
}

pub(super) fn twice(at: DateTime, as_of: AsOf) -> String {
    format!("The clock shows {} twice on that day; the first one is meant.", dates::time(at, as_of))
}

pub(super) fn left_out(at: DateTime, (from, to): (DateTime, DateTime), as_of: AsOf) -> String {
    let day = dates::day(at.date(), as_of);
    let (from, to, at) = (dates::time(from, as_of), dates::time(to, as_of), dates::time(at, as_of));
    format!("On {day} the clock goes from {from} straight to {to}, so there is no {at}.")
}
