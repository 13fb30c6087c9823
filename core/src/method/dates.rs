//! How a day is said in a sentence; the year is said only where it isn't this one.

use super::AsOf;
use jiff::civil::{Date, DateTime};

/// `13 October`.
pub(super) fn day(on: Date, as_of: AsOf) -> String {
    if on.year() == as_of.today().year() { as_of.locale.day(on) } else { as_of.locale.day_of_year(on) }
}

/// `Tuesday 13 October`, for notes that somebody else reads beside a calendar.
pub(super) fn weekday(on: Date, as_of: AsOf) -> String {
    if on.year() == as_of.today().year() { as_of.locale.weekday(on) } else { as_of.locale.weekday_of_year(on) }
}

/// `October`.
pub(super) fn month(on: Date, as_of: AsOf) -> String {
    on.strftime(if on.year() == as_of.today().year() { "%B" } else { "%B %Y" }).to_string()
}

/// `09:30`.
pub(super) fn time(at: DateTime, as_of: AsOf) -> String {
    as_of.locale.time(at.time())
}

#[cfg(test)]
mod tests {
    use super::{AsOf, day, month, time, weekday};
    use crate::method::Locale;
    use jiff::civil::Date;

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
            let on = on.parse().unwrap();
            let as_of = AsOf::from(today.parse::<Date>().unwrap());
            assert_eq!((day(on, as_of), weekday(on, as_of)), (a_day.to_owned(), a_weekday.to_owned()));
            assert_eq!(month(on, as_of), a_month);
        }
        let as_of = AsOf::from(jiff::civil::date(2026, 1, 1));
        assert_eq!(time("2026-10-13T09:30".parse().unwrap(), as_of), "09:30");
        let before_any_calendar = jiff::civil::Date::MIN;
        assert!(day(before_any_calendar, as_of).starts_with("1 January"));
    }

    #[test]
    fn in_america_the_month_comes_first() {
        let as_of = AsOf { now: "2026-01-01T00:00".parse().unwrap(), locale: Locale::of("en_US.UTF-8") };
        let at: jiff::civil::DateTime = "2025-12-31T17:30".parse().unwrap();
        assert_eq!(day(at.date(), as_of), "December 31, 2025");
        assert_eq!(weekday(at.date(), as_of), "Wednesday, December 31, 2025");
        assert_eq!(time(at, as_of), "5:30 PM");
    }
}
