//! How a day is said in a sentence; the year is said only where it isn't this one.

use jiff::civil::{Date, DateTime};

/// `13 October`.
pub(super) fn day(on: Date, today: Date) -> String {
    on.strftime(if on.year() == today.year() { "%-d %B" } else { "%-d %B %Y" }).to_string()
}

/// `Tuesday 13 October`, for notes that somebody else reads beside a calendar.
pub(super) fn weekday(on: Date, today: Date) -> String {
    on.strftime(if on.year() == today.year() { "%A %-d %B" } else { "%A %-d %B %Y" }).to_string()
}

/// `October`.
pub(super) fn month(on: Date, today: Date) -> String {
    on.strftime(if on.year() == today.year() { "%B" } else { "%B %Y" }).to_string()
}

/// `09:30`.
pub(super) fn time(at: DateTime) -> String {
    at.strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::{day, month, time, weekday};

    #[test]
    fn the_year_is_said_only_where_it_is_another() {
        let rows = [
            // the day, today, and how it is said
            ("2026-10-13", "2026-10-20", "13 October", "Tuesday 13 October", "October"),
            ("2026-01-01", "2026-12-31", "1 January", "Thursday 1 January", "January"),
            ("2025-12-31", "2026-01-01", "31 December 2025", "Wednesday 31 December 2025", "December 2025"),
            ("2027-01-05", "2026-12-20", "5 January 2027", "Tuesday 5 January 2027", "January 2027"),
            ("9999-12-31", "2026-01-01", "31 December 9999", "Friday 31 December 9999", "December 9999"),
        ];
        for (on, today, a_day, a_weekday, a_month) in rows {
            let (on, today) = (on.parse().unwrap(), today.parse().unwrap());
            assert_eq!((day(on, today), weekday(on, today)), (a_day.to_owned(), a_weekday.to_owned()));
            assert_eq!(month(on, today), a_month);
        }
        assert_eq!(time("2026-10-13T09:30".parse().unwrap()), "09:30");
        let before_any_calendar = jiff::civil::Date::MIN;
        assert!(day(before_any_calendar, "2026-01-01".parse().unwrap()).starts_with("1 January"));
    }
}
