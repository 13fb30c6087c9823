//! A free half hour: for blocking one this week, and for moving one that doesn't suit.

use crate::calendar::check::merged;
use crate::calendar::recur::{days_between, plus_days};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

/// Minutes between two starts that are looked at.
const STEP: i64 = 15;
/// How many days on either side of a date count as near it.
const NEAR_DAYS: i64 = 7;

/// The days of the week somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u8);

impl Days {
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: Self = Self(0b001_1111);

    /// Just these days.
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |bits, day| bits | 1 << day.to_monday_zero_offset()))
    }

    /// Whether a day is one of them.
    pub fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }
}

/// When somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingHours {
    /// When the day begins.
    pub from: Time,
    /// When it ends.
    pub to: Time,
    /// On which days.
    pub days: Days,
}

/// How welcome a time of day is; the first is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Welcome {
    /// Within ten to four, and not over lunch.
    Kind,
    /// At the edges of the day.
    Edge,
    /// Between twelve and one.
    Lunch,
}

/// A free time in the week of a date, which begins on the given day of the week: the first between ten and four, else one at the edges of the day, and only then
/// one over lunch. `None` when the week is full.
pub fn free_slot(
    busy: &[(Timestamp, Timestamp)],
    (week_of, week_starts): (Date, Weekday),
    not_before: Timestamp,
    minutes: u32,
    hours: WorkingHours,
    zone: &TimeZone,
) -> Option<DateTime> {
    let busy = merged(busy.to_vec());
    let first = plus_days(week_of, -i64::from(week_starts.until(week_of.weekday())))?;
    let week = (0..7).filter_map(|day| plus_days(first, day));
    let free = week.flat_map(|day| free_on(day, &busy, not_before, minutes, hours, zone));
    free.min_by_key(|(welcome, start)| (*welcome, *start)).map(|(_, start)| start)
}

/// Two free times near a date that doesn't suit, on different days if possible: the nearest days, and on each the
/// kindest time closest to the one before. Earlier is first. The time itself isn't offered again, nor one it overlaps.
pub fn two_nearby(
    busy: &[(Timestamp, Timestamp)],
    around: DateTime,
    not_before: Timestamp,
    minutes: u32,
    hours: WorkingHours,
    zone: &TimeZone,
) -> Vec<DateTime> {
    let busy = merged(busy.to_vec());
    let mut days: Vec<Date> = (-NEAR_DAYS..=NEAR_DAYS).filter_map(|day| plus_days(around.date(), day)).collect();
    // Of two days equally near, the later one leaves more time to answer.
    days.sort_by_key(|day| (days_between(around.date(), *day).abs(), *day < around.date()));
    let clear = SignedDuration::from_mins(i64::from(minutes));
    let apart = |start: DateTime| start.time().duration_since(around.time()).abs();
    let (mut first, mut more) = (Vec::new(), Vec::new());
    for day in days {
        let mut free: Vec<_> = free_on(day, &busy, not_before, minutes, hours, zone)
            .filter(|(_, start)| start.duration_since(around).abs() >= clear)
            .collect();
        free.sort_by_key(|(welcome, start)| (*welcome, apart(*start), *start));
        let mut starts = free.into_iter().map(|(_, start)| start);
        let Some(best) = starts.next() else { continue };
        first.push(best);
        // A second time on the same day, in case no other day has one; not one that overlaps the first.
        more.extend(starts.find(|start| start.duration_since(best).abs() >= clear));
        if first.len() == 2 {
            break;
        }
    }
    let mut two: Vec<DateTime> = first.into_iter().chain(more).take(2).collect();
    two.sort_unstable();
    two
}

/// The free times of a day, on the quarter-hours.
fn free_on<'a>(
    day: Date,
    busy: &'a [(Timestamp, Timestamp)],
    not_before: Timestamp,
    minutes: u32,
    hours: WorkingHours,
    zone: &'a TimeZone,
) -> impl Iterator<Item = (Welcome, DateTime)> + 'a {
    let length = SignedDuration::from_mins(i64::from(minutes));
    let last = day.to_datetime(hours.to);
    let quarters = if minutes > 0 && hours.days.has(day.weekday()) { 0..24 * 60 / STEP } else { 0..0 };
    quarters.filter_map(move |quarter| {
        let start = day.to_datetime(Time::midnight()).checked_add(SignedDuration::from_mins(quarter * STEP)).ok()?;
        let end = start.checked_add(length).ok()?;
        if start.time() < hours.from || end > last {
            return None;
        }
        let from = zone.to_ambiguous_timestamp(start).compatible().ok()?;
        // An hour that the clocks jump over can't be offered.
        if from < not_before || zone.to_datetime(from) != start {
            return None;
        }
        let to = from.checked_add(length).ok()?;
        let taken = busy.get(busy.partition_point(|(_, end)| *end <= from)).is_some_and(|(start, _)| *start < to);
        (!taken).then_some((welcome(start, end), start))
    })
}

fn welcome(start: DateTime, end: DateTime) -> Welcome {
    let at = |hour: i8| start.date().at(hour, 0, 0, 0);
    if start < at(13) && end > at(12) {
        Welcome::Lunch
    } else if start < at(10) || end > at(16) {
        Welcome::Edge
    } else {
        Welcome::Kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    const HOURS: WorkingHours =
        WorkingHours { from: time(9, 0, 0, 0), to: time(17, 0, 0, 0), days: Days::MONDAY_TO_FRIDAY };

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        let wall: DateTime = format!("2026-03-{text}").parse().unwrap();
        berlin().to_timestamp(wall).unwrap()
    }

    /// `10T09:00/10T12:00 11T09:00/11T17:00`, days of March 2026; the 9th is a Monday.
    fn times(text: &str) -> Vec<(Timestamp, Timestamp)> {
        text.split_whitespace().map(|span| span.split_once('/').map(|(from, to)| (at(from), at(to))).unwrap()).collect()
    }

    #[test]
    fn the_kindest_free_time_of_the_week() {
        let all_week = |hours: &[&str]| -> String {
            (9..=13)
                .flat_map(|day| {
                    hours.iter().map(move |span| {
                        let (from, to) = span.split_once('/').unwrap();
                        format!("{day:02}T{from}/{day:02}T{to} ")
                    })
                })
                .collect()
        };
        let table: &[(&str, &str, u32, &str)] = &[
            ("", "09T00:00", 30, "09T10:00"),
            ("", "10T10:07", 30, "10T10:15"),
            ("", "10T11:40", 30, "10T13:00"),
            ("", "10T15:40", 30, "11T10:00"),
            ("09T09:00/09T16:00", "09T00:00", 30, "10T10:00"),
            ("09T10:00/09T11:20", "09T00:00", 30, "09T11:30"),
            ("09T10:00/09T11:20", "09T00:00", 45, "09T13:00"),
            (&all_week(&["10:00/16:00"]), "09T00:00", 30, "09T09:00"),
            (&all_week(&["09:00/12:00", "13:00/17:00"]), "09T00:00", 30, "09T12:00"),
            (&all_week(&["09:00/12:15", "13:00/16:45"]), "09T00:00", 30, "09T12:15"),
            (&all_week(&["09:00/17:00"]), "09T00:00", 30, ""),
            (&all_week(&["09:00/16:30"]), "09T00:00", 30, "09T16:30"),
            (&all_week(&["09:00/16:45"]), "09T00:00", 30, ""),
            ("", "13T16:45", 30, ""),
            ("", "15T00:00", 30, ""),
            ("", "09T00:00", 0, ""),
            ("", "09T00:00", 600, ""),
            ("", "09T00:00", u32::MAX, ""),
            ("12T12:00/12T10:00 09T10:00/09T10:00", "09T00:00", 30, "09T10:00"),
            ("11T10:00/11T17:00 09T00:00/11T10:00 10T00:00/10T01:00", "09T00:00", 30, "12T10:00"),
        ];
        for (busy, not_before, minutes, expected) in table {
            let found = free_slot(
                &times(busy),
                (date(2026, 3, 11), Weekday::Monday),
                at(not_before),
                *minutes,
                HOURS,
                &berlin(),
            );
            let found = found.map(|start| start.strftime("%dT%H:%M").to_string()).unwrap_or_default();
            assert_eq!(found, *expected, "{busy} {not_before} {minutes}");
        }
    }

    #[test]
    fn other_hours_and_days() {
        let table = [
            (time(9, 10, 0, 0), time(17, 0, 0, 0), Days::of(&[Weekday::Thursday]), "12T10:00"),
            (time(17, 10, 0, 0), time(20, 0, 0, 0), Days::MONDAY_TO_FRIDAY, "09T17:15"),
            (time(17, 0, 0, 0), time(9, 0, 0, 0), Days::MONDAY_TO_FRIDAY, ""),
            (time(9, 0, 0, 0), time(17, 0, 0, 0), Days::of(&[]), ""),
        ];
        for (from, to, days, expected) in table {
            let hours = WorkingHours { from, to, days };
            let found = free_slot(&[], (date(2026, 3, 11), Weekday::Monday), at("09T00:00"), 30, hours, &berlin());
            assert_eq!(found.map(|start| start.strftime("%dT%H:%M").to_string()).unwrap_or_default(), expected);
        }
    }

    #[test]
    fn a_week_begins_where_its_people_begin_it() {
        let sundays = WorkingHours { days: Days::of(&[Weekday::Sunday]), ..HOURS };
        for (starts, expected) in
            [(Weekday::Monday, "15T10:00"), (Weekday::Sunday, "08T10:00"), (Weekday::Saturday, "08T10:00")]
        {
            let found = free_slot(&[], (date(2026, 3, 11), starts), at("02T00:00"), 30, sundays, &berlin());
            assert_eq!(found.map(|start| start.strftime("%dT%H:%M").to_string()).unwrap_or_default(), expected);
        }
    }

    #[test]
    fn an_hour_that_is_skipped_is_not_offered() {
        let hours = WorkingHours { from: time(2, 0, 0, 0), to: time(4, 0, 0, 0), days: Days::of(&[Weekday::Sunday]) };
        let found = free_slot(&[], (date(2026, 3, 29), Weekday::Monday), at("23T00:00"), 30, hours, &berlin());
        assert_eq!(found, Some(date(2026, 3, 29).at(3, 0, 0, 0)));
    }

    #[test]
    fn two_times_near_the_one_that_doesnt_suit() {
        let table = [
            ("", "17T10:00", "10T00:00", "17T10:30 18T10:00"),
            ("17T09:00/17T17:00", "17T10:00", "10T00:00", "16T10:00 18T10:00"),
            ("17T09:00/18T17:00", "17T14:30", "17T08:00", "19T14:30 20T14:30"),
            ("16T00:00/17T13:00 17T13:30/25T00:00", "17T10:00", "16T00:00", "17T13:00"),
            ("16T00:00/17T13:00 17T15:00/25T00:00", "17T10:00", "16T00:00", "17T13:00 17T13:30"),
            ("10T00:00/31T00:00", "17T10:00", "10T00:00", ""),
            ("", "14T10:00", "10T00:00", "13T10:00 16T10:00"),
        ];
        for (busy, around, not_before, expected) in table {
            let around: DateTime = format!("2026-03-{around}").parse().unwrap();
            let found = two_nearby(&times(busy), around, at(not_before), 30, HOURS, &berlin());
            let found: Vec<_> = found.iter().map(|start| start.strftime("%dT%H:%M").to_string()).collect();
            assert_eq!(found.join(" "), expected, "{busy} {around}");
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_reason_to_panic() {
        for day in [Date::MIN, Date::MAX] {
            let around = day.at(12, 0, 0, 0);
            // Whether there is one is no matter here, so it is dropped: only that asking doesn't panic.
            let _ = free_slot(&[], (day, Weekday::Sunday), Timestamp::MIN, 30, HOURS, &berlin());
            let _ = two_nearby(&[], around, Timestamp::MIN, 30, HOURS, &berlin());
        }
    }
}
