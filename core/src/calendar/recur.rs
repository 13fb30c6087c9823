//! Occurrences of a series: its rule, the dates added and taken away, and the single ones that were changed.
//!
//! Written here rather than taken from the `rrule` crate (0.14), measured on this task: it gives up by itself after
//! about 100,000 turns, but that is 12 to 128 ms for one hostile rule, with no way to hand it a smaller allowance;
//! and it walks from the first date, so an honest weekly series since 2015 takes 0.3 to 1 ms, which for 50,000 series
//! is well past the two seconds an export may take. It also knows IANA zones only, not the file's own VTIMEZONE.
//! What follows jumps to the window first, counts its steps, and works in local dates of any zone.

mod dates;
mod parse;
mod period;
mod rule;
mod set;
#[cfg(test)]
mod tests;

pub use dates::RuleDates;
pub use parse::RuleError;
pub(crate) use parse::{read_date, read_date_time};
pub(crate) use period::{days_between, fill_year, plus_days};
pub use rule::{Frequency, Rule, Until};
pub use set::{Change, Changes, Fate, Mark, Occurrence, Occurrences, Series};

/// Steps of work one series may take; a weekly series since 1970 takes about two hundred.
pub const STEPS_PER_SERIES: u32 = 20_000;

/// The work a series needed was more than it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("This series would take too long to work out.")]
pub struct TooMuchWork;

/// An allowance of steps, counted down as dates are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    left: u32,
}

impl Budget {
    /// An allowance of that many steps.
    pub const fn new(steps: u32) -> Self {
        Self { left: steps }
    }

    /// Steps not used yet.
    pub const fn left(&self) -> u32 {
        self.left
    }

    pub(crate) fn spend(&mut self, steps: usize) -> Result<(), TooMuchWork> {
        let steps = u32::try_from(steps).map_err(|_| TooMuchWork)?;
        self.left = self.left.checked_sub(steps).ok_or(TooMuchWork)?;
        Ok(())
    }
}
