//! A recurrence rule, as parsed.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Weekday},
};

/// How often a rule turns over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// `FREQ=DAILY`.
    Daily,
    /// `FREQ=WEEKLY`.
    Weekly,
    /// `FREQ=MONTHLY`.
    Monthly,
    /// `FREQ=YEARLY`.
    Yearly,
}

/// The last moment a rule may name, in the three ways files write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// A day, all of it.
    Day(Date),
    /// A local time in the series' own zone.
    Local(DateTime),
    /// A moment.
    Moment(Timestamp),
}

/// A rule of the kinds that people meet by; others are refused when parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Day, week, month or year.
    pub frequency: Frequency,
    /// Every how many of them; at least 1.
    pub interval: u32,
    /// How many occurrences in all, if it says.
    pub count: Option<u64>,
    /// The last moment, if it says.
    pub until: Option<Until>,
    /// The day a week starts on; only matters with an interval above 1.
    pub week_start: Weekday,
    /// Bit 1 to 12 for each month named; 0 when none is.
    pub(crate) months: u16,
    /// Weekdays, each with its ordinal or 0.
    pub(crate) days: Box<[(i8, Weekday)]>,
    /// Days of the month, from the end if negative.
    pub(crate) month_days: Box<[i8]>,
    /// Which of a period's days count, from the end if negative.
    pub(crate) positions: Box<[i16]>,
}

impl Rule {
    pub(crate) fn in_named_month(&self, month: i8) -> bool {
        self.months == 0 || (1..=12).contains(&month) && self.months & (1 << month) != 0
    }

    pub(crate) fn has_weekday(&self, weekday: Weekday) -> bool {
        self.days.iter().any(|&(_, named)| named == weekday)
    }

    pub(crate) fn has_month_day(&self, date: Date) -> bool {
        self.month_days.iter().any(|&day| day == date.day() || day == date.day() - date.days_in_month() - 1)
    }
}
