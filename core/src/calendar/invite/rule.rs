//! How a series repeats, so that its first date is one of its dates.

use crate::snapshot::Every;
use jiff::civil::{Date, Weekday};
use std::fmt;

/// A rule that its first date matches, in the one form that Outlook, Google and everybody else read alike.
///
/// Monthly is by weekday: `BYDAY=TU;BYSETPOS=3` is Microsoft's own template (MS-OXCICAL 2.1.3.2.2.4), where `3TU`
/// isn't read everywhere. A day of the month is never written: the 29th to 31st would skip months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    first: Date,
    every: Every,
}

impl Rule {
    /// The rule for a first date.
    ///
    /// A first date on the 29th to 31st is the fifth of its weekday, which most months lack; it's taken as the last.
    /// The 22nd to 28th stays the fourth, even where it is also the last: who says "the fourth Tuesday" means four.
    #[must_use]
    pub fn of(first: Date, every: Every) -> Self {
        Self { first, every }
    }

    /// Whether a day is one of the rule's.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        if day < self.first || day.weekday() != self.first.weekday() {
            return false;
        }
        match self.every {
            Every::Weeks(weeks) => (day.duration_since(self.first).as_hours() / 24) % (7 * at_least_one(weeks)) == 0,
            Every::Month => self.right_week(day),
            Every::Quarter => (months(day) - months(self.first)) % 3 == 0 && self.right_week(day),
        }
    }

    /// For people: "every quarter on the third Tuesday".
    #[must_use]
    pub fn words(self) -> String {
        let day = full(self.first.weekday());
        let nth = match position(self.first) {
            1 => "first",
            2 => "second",
            3 => "third",
            4 => "fourth",
            _ => "last",
        };
        match self.every {
            Every::Month => format!("every month on the {nth} {day}"),
            Every::Quarter => format!("every three months on the {nth} {day}"),
            Every::Weeks(0 | 1) => format!("every week on {day}"),
            Every::Weeks(weeks) => format!("every {weeks} weeks on {day}"),
        }
    }

    fn right_week(self, day: Date) -> bool {
        match position(self.first) {
            -1 => day.day() + 7 > day.days_in_month(),
            nth => (day.day() - 1) / 7 + 1 == nth,
        }
    }
}

/// The value of an RRULE.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, position) = (short(self.first.weekday()), position(self.first));
        match self.every {
            Every::Month => write!(f, "FREQ=MONTHLY;BYDAY={day};BYSETPOS={position}"),
            Every::Quarter => write!(f, "FREQ=MONTHLY;INTERVAL=3;BYDAY={day};BYSETPOS={position}"),
            Every::Weeks(weeks) => write!(f, "FREQ=WEEKLY;INTERVAL={};BYDAY={day}", at_least_one(weeks)),
        }
    }
}

/// "Every 0 weeks" is no rhythm; it's written as every week rather than as a rule nobody can read.
fn at_least_one(weeks: u8) -> i64 {
    i64::from(weeks.max(1))
}

/// Which of its weekday in the month: 1 to 4, or -1 for the last.
fn position(date: Date) -> i8 {
    if date.day() > 28 { -1 } else { (date.day() - 1) / 7 + 1 }
}

fn months(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

/// A weekday as rules write it.
pub(super) fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn full(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
