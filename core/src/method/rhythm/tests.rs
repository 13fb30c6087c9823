use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{Next, Planned, Rhythm, instant, local, next, next_date};
use crate::snapshot::Every;

/// `month`, `quarter` or `3 weeks`.
fn every(text: &str) -> Every {
    match text {
        "month" => Every::Month,
        "quarter" => Every::Quarter,
        weeks => Every::Weeks(weeks.split(' ').next().unwrap().parse().unwrap()),
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn planned(at: &str, zone: &str) -> Planned {
    Planned { at: at.parse::<DateTime>().unwrap(), zone: zone.to_owned() }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

#[test]
fn one_interval_after_the_last_meeting() {
    let rows = [
        // story, last meeting, rhythm, next
        ("a plain month", "2026-03-10", "month", "2026-04-10"),
        ("a month after the 31st is the last day", "2026-03-31", "month", "2026-04-30"),
        ("January’s end meets a short February", "2026-01-31", "month", "2026-02-28"),
        ("January’s 29th as well", "2026-01-29", "month", "2026-02-28"),
        ("January’s 28th just fits", "2026-01-28", "month", "2026-02-28"),
        ("a leap year gives a day more", "2028-01-31", "month", "2028-02-29"),
        ("January’s 29th fits a leap year", "2028-01-29", "month", "2028-02-29"),
        ("a leap day is followed by the 29th", "2028-02-29", "month", "2028-03-29"),
        ("February’s last day does not jump to the 31st", "2026-02-28", "month", "2026-03-28"),
        ("a month over the year’s end", "2026-12-31", "month", "2027-01-31"),
        ("2000 was a leap year", "2000-01-30", "month", "2000-02-29"),
        ("2100 is none", "2100-01-31", "month", "2100-02-28"),
        ("a plain quarter", "2026-02-15", "quarter", "2026-05-15"),
        ("a quarter over the year’s end", "2026-11-12", "quarter", "2027-02-12"),
        ("a quarter over the year’s end, clipped", "2026-11-30", "quarter", "2027-02-28"),
        ("a quarter over the year’s end into a leap year", "2027-11-30", "quarter", "2028-02-29"),
        ("a quarter to a shorter month", "2026-08-31", "quarter", "2026-11-30"),
        ("a quarter to the new year", "2026-10-31", "quarter", "2027-01-31"),
        ("a quarter from a leap day", "2028-02-29", "quarter", "2028-05-29"),
        ("every week", "2026-05-04", "1 week", "2026-05-11"),
        ("every two weeks over a month’s end", "2026-05-25", "2 weeks", "2026-06-08"),
        ("three weeks over a leap day", "2028-02-14", "3 weeks", "2028-03-06"),
        ("six weeks over the year’s end", "2026-12-07", "6 weeks", "2027-01-18"),
        ("once in 52 weeks", "2026-01-05", "52 weeks", "2027-01-04"),
        ("more weeks than anyone chooses", "2026-01-05", "255 weeks", "2030-11-25"),
        ("no weeks are no rhythm", "2026-01-05", "0 weeks", "none"),
        ("the calendar’s last month", "9999-11-30", "month", "9999-12-30"),
        ("beyond the calendar by a month", "9999-12-01", "month", "none"),
        ("beyond the calendar by a quarter", "9999-10-01", "quarter", "none"),
        ("beyond the calendar by a week", "9999-12-25", "1 week", "none"),
        ("long before anyone", "-009999-01-31", "month", "-009999-02-28"),
    ];
    for (story, last, rhythm, expected) in rows {
        let expected = (expected != "none").then(|| date(expected));
        assert_eq!(next_date(date(last), every(rhythm)), expected, "{story}");
    }
}

/// Reads `met 2026-01-31, every month, planned 2026-02-10T10:00, busy 2026-03-01`; a person is known since 2026-01-01
/// unless `known` says otherwise.
fn rhythm(text: &str) -> Rhythm {
    let mut rhythm =
        Rhythm { last_met: None, first_known: date("2026-01-01"), every: None, planned: None, busy_until: None };
    for fact in text.split(", ").filter(|fact| !fact.is_empty()) {
        match fact.split_once(' ').unwrap() {
            ("met", day) => rhythm.last_met = Some(date(day)),
            ("known", day) => rhythm.first_known = date(day),
            ("every", name) => rhythm.every = Some(every(name)),
            ("planned", at) => rhythm.planned = Some(planned(at, "Europe/Berlin")),
            ("busy", day) => rhythm.busy_until = Some(date(day)),
            other => panic!("unknown fact {other:?}"),
        }
    }
    rhythm
}

/// One story a line: its name, what is known, today, what comes next (`planned` is the time planned in it).
const STORIES: &str = r"
a new person without a rhythm |  | 2026-01-02 | open
met once, no rhythm | met 2026-01-05 | 2026-03-01 | open
a new person with a rhythm | every month | 2026-01-01 | around 2026-01-01
still not met some weeks later | every month | 2026-02-20 | around 2026-01-01
known since a leap day | known 2028-02-29, every quarter | 2028-03-01 | around 2028-02-29
no weeks, no meeting | every 0 weeks | 2026-01-02 | open
no weeks, one meeting | met 2026-01-05, every 0 weeks | 2026-01-06 | open
a month from the last meeting | met 2026-01-31, every month | 2026-02-03 | around 2026-02-28
and then from that one | met 2026-02-28, every month | 2026-03-01 | around 2026-03-28
a quarter over the year’s end | met 2026-11-30, every quarter | 2026-12-01 | around 2027-02-28
every six weeks | met 2026-03-02, every 6 weeks | 2026-03-03 | around 2026-04-13
due today | met 2026-03-02, every 2 weeks | 2026-03-16 | around 2026-03-16
a while ago stays where it was | met 2025-03-02, every month | 2026-03-16 | around 2025-04-02
met before being written down | known 2026-05-01, met 2026-04-20, every month | 2026-05-01 | around 2026-05-20
a meeting noted for tomorrow | met 2026-03-17, every month | 2026-03-16 | around 2026-04-17
# planned
planned ahead | met 2026-03-02, every month, planned 2026-04-09T10:00 | 2026-03-16 | planned
planned sooner than the rhythm | met 2026-03-02, every quarter, planned 2026-03-20T09:30 | 2026-03-16 | planned
planned today, later on | met 2026-03-02, every month, planned 2026-04-02T16:00 | 2026-04-02 | planned
planned today at midnight | met 2026-03-02, every month, planned 2026-04-02T00:00 | 2026-04-02 | planned
planned yesterday and not noted | met 2026-03-02, every month, planned 2026-04-01T23:59 | 2026-04-02 | around 2026-04-02
planned long ago and not noted | met 2026-03-02, every month, planned 2026-03-20T10:00 | 2026-07-02 | around 2026-04-02
planned without a rhythm | planned 2026-04-09T10:00 | 2026-03-16 | planned
planned without a rhythm, gone by | planned 2026-04-09T10:00 | 2026-04-10 | open
a first meeting planned | every month, planned 2026-01-15T10:00 | 2026-01-02 | planned
a first meeting that did not happen | every month, planned 2026-01-15T10:00 | 2026-01-16 | around 2026-01-01
# moved by hand
moved off Good Friday | met 2026-03-03, every month, planned 2026-04-07T10:00 | 2026-03-30 | planned
moved off New Year’s Day | met 2026-10-01, every quarter, planned 2027-01-05T14:00 | 2026-12-20 | planned
moved forward from Christmas | met 2026-11-25, every month, planned 2026-12-21T11:00 | 2026-12-01 | planned
after a moved one it counts from there | met 2026-12-21, every month | 2027-01-02 | around 2027-01-21
# busy season
due within the season | met 2026-03-02, every 2 weeks, busy 2026-05-31 | 2026-03-10 | around 2026-03-30
stretched months are counted in one step | met 2026-01-31, every month, busy 2026-06-30 | 2026-02-01 | around 2026-03-31
a stretched quarter | met 2026-01-15, every quarter, busy 2026-12-31 | 2026-02-01 | around 2026-07-15
stretched to its very last day | met 2026-03-02, every 2 weeks, busy 2026-03-30 | 2026-03-10 | around 2026-03-30
stretched over the edge | met 2026-03-02, every 2 weeks, busy 2026-03-29 | 2026-03-10 | around 2026-03-30
stretched far over the edge | met 2026-03-02, every quarter, busy 2026-06-10 | 2026-03-10 | around 2026-06-11
due on the season’s last day | met 2026-03-02, every 2 weeks, busy 2026-03-16 | 2026-03-10 | around 2026-03-17
due the day after the season | met 2026-03-02, every 2 weeks, busy 2026-03-15 | 2026-03-10 | around 2026-03-16
due long after the season | met 2026-03-02, every quarter, busy 2026-03-15 | 2026-03-10 | around 2026-06-02
its last day still stretches | met 2026-03-02, every 2 weeks, busy 2026-05-31 | 2026-05-31 | around 2026-03-30
the day after, it springs back | met 2026-03-02, every 2 weeks, busy 2026-05-31 | 2026-06-01 | around 2026-03-16
a season long gone | met 2026-03-02, every month, busy 2025-12-31 | 2026-03-10 | around 2026-04-02
a season over the year’s end | met 2026-12-10, every month, busy 2027-01-31 | 2026-12-15 | around 2027-02-01
a season ending on a leap day | met 2028-02-01, every 4 weeks, busy 2028-02-29 | 2028-02-10 | around 2028-03-01
a plan holds | met 2026-03-02, every 2 weeks, busy 2026-05-31, planned 2026-03-12T10:00 | 2026-03-10 | planned
a past one does not | met 2026-03-02, every 2 weeks, busy 2026-05-31, planned 2026-03-09T10:00 | 2026-03-10 | around 2026-03-30
a first meeting in a busy season | every month, busy 2026-05-31 | 2026-01-10 | around 2026-01-01
a season without a rhythm | met 2026-03-02, busy 2026-05-31 | 2026-03-10 | open
# far dates
beyond the calendar | met 9999-12-31, every month | 9999-12-31 | open
the calendar’s last day, never met | known 9999-12-31, every month | 9999-12-31 | around 9999-12-31
planned on the last day | met 9999-12-01, every month, planned 9999-12-31T23:59 | 9999-12-31 | planned
busy to the end, stretched beyond it | met 9999-10-15, every 6 weeks, busy 9999-12-31 | 9999-10-20 | around 9999-12-31
busy to the end of days | met 2026-03-02, every month, busy 9999-12-31 | 2026-03-10 | around 2026-05-02
today is the last day | met 2026-03-02, every month, busy 9999-12-30 | 9999-12-31 | around 2026-04-02
";

#[test]
fn what_comes_next() {
    let lines: Vec<&str> = STORIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for line in &lines {
        let columns: Vec<&str> = line.split(" | ").collect();
        let rhythm = rhythm(columns[1]);
        let expected = match columns[3].split_once(' ') {
            Some((_, day)) => Next::Around(date(day)),
            None if columns[3] == "planned" => Next::Planned(rhythm.planned.as_ref().unwrap().at),
            None => Next::Open,
        };
        assert_eq!(next(&rhythm, date(columns[2])), expected, "{line}");
    }
    assert!(lines.len() >= 50);
}

#[test]
fn the_moment_of_a_planned_meeting() {
    let long_name = "Europe/Berlin".repeat(100_000);
    let rows = [
        // story, wall clock, its zone, fallback, moment
        ("winter", "2026-01-15T10:00", "Europe/Berlin", "UTC", "2026-01-15T09:00:00Z"),
        ("summer", "2026-07-15T10:00", "Europe/Berlin", "UTC", "2026-07-15T08:00:00Z"),
        ("Berlin skips the hour", "2026-03-29T02:30", "Europe/Berlin", "UTC", "2026-03-29T01:30:00Z"),
        ("Berlin just before", "2026-03-29T01:59", "Europe/Berlin", "UTC", "2026-03-29T00:59:00Z"),
        ("Berlin shows the hour twice", "2026-10-25T02:30", "Europe/Berlin", "UTC", "2026-10-25T00:30:00Z"),
        ("London skips", "2026-03-29T01:30", "Europe/London", "UTC", "2026-03-29T01:30:00Z"),
        ("London shows twice", "2026-10-25T01:30", "Europe/London", "UTC", "2026-10-25T00:30:00Z"),
        ("New York skips", "2026-03-08T02:30", "America/New_York", "UTC", "2026-03-08T07:30:00Z"),
        ("New York shows twice", "2026-11-01T01:30", "America/New_York", "UTC", "2026-11-01T05:30:00Z"),
        ("Sydney skips in October", "2026-10-04T02:30", "Australia/Sydney", "UTC", "2026-10-03T16:30:00Z"),
        ("Sydney shows twice in April", "2026-04-05T02:30", "Australia/Sydney", "UTC", "2026-04-04T15:30:00Z"),
        ("Auckland skips", "2026-09-27T02:30", "Pacific/Auckland", "UTC", "2026-09-26T14:30:00Z"),
        ("Auckland shows twice", "2026-04-05T02:30", "Pacific/Auckland", "UTC", "2026-04-04T13:30:00Z"),
        ("Santiago skips at midnight", "2026-09-06T00:30", "America/Santiago", "UTC", "2026-09-06T04:30:00Z"),
        ("Santiago shows twice before midnight", "2026-04-04T23:30", "America/Santiago", "UTC", "2026-04-05T02:30:00Z"),
        ("St John’s skips", "2026-03-08T02:30", "America/St_Johns", "UTC", "2026-03-08T06:00:00Z"),
        ("St John’s shows twice", "2026-11-01T01:30", "America/St_Johns", "UTC", "2026-11-01T04:00:00Z"),
        ("Adelaide skips", "2026-10-04T02:30", "Australia/Adelaide", "UTC", "2026-10-03T17:00:00Z"),
        ("Adelaide shows twice", "2026-04-05T02:30", "Australia/Adelaide", "UTC", "2026-04-04T16:00:00Z"),
        ("Lord Howe skips half an hour", "2026-10-04T02:15", "Australia/Lord_Howe", "UTC", "2026-10-03T15:45:00Z"),
        (
            "Lord Howe shows half an hour twice",
            "2026-04-05T01:45",
            "Australia/Lord_Howe",
            "UTC",
            "2026-04-04T14:45:00Z",
        ),
        ("Chatham, at 45 minutes, skips", "2026-09-27T02:45", "Pacific/Chatham", "UTC", "2026-09-26T14:00:00Z"),
        ("India, half an hour off", "2026-06-01T10:00", "Asia/Kolkata", "UTC", "2026-06-01T04:30:00Z"),
        ("Nepal, three quarters off", "2026-06-01T10:00", "Asia/Kathmandu", "UTC", "2026-06-01T04:15:00Z"),
        ("Samoa skipped a whole day", "2011-12-30T10:00", "Pacific/Apia", "UTC", "2011-12-30T20:00:00Z"),
        ("letters of any size", "2026-01-15T10:00", "europe/berlin", "UTC", "2026-01-15T09:00:00Z"),
        ("a zone nobody knows", "2026-01-15T10:00", "Mars/Olympus", "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("a zone called unknown", "2026-01-15T10:00", "Etc/Unknown", "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("no zone", "2026-01-15T10:00", "", "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("a path is no zone", "2026-01-15T10:00", "../../etc/passwd", "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("a zone with a NUL", "2026-01-15T10:00", "Europe/Berlin\0", "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("an endless name", "2026-01-15T10:00", &long_name, "Asia/Kolkata", "2026-01-15T04:30:00Z"),
        ("the fallback skips as well", "2026-10-04T02:30", "?", "Australia/Sydney", "2026-10-03T16:30:00Z"),
        ("the calendar’s last minute", "9999-12-31T23:59", "Europe/Berlin", "UTC", "9999-12-30T22:00:00.999999999Z"),
        ("the calendar’s first minute", "-009999-01-01T00:00", "Asia/Kolkata", "UTC", "-009999-01-02T01:59:59Z"),
    ];
    for (story, at, name, fallback, expected) in rows {
        assert_eq!(instant(&planned(at, name), &zone(fallback)).to_string(), expected, "{story}");
    }
}

#[test]
fn the_same_moment_where_the_viewer_is() {
    let rows = [
        // story, wall clock, its zone, viewer's zone, viewer's wall clock
        ("at home", "2026-01-15T10:00", "Europe/Berlin", "Europe/Berlin", "2026-01-15T10:00"),
        ("from New York in winter", "2026-01-15T16:00", "Europe/Berlin", "America/New_York", "2026-01-15T10:00"),
        (
            "three weeks in March are closer",
            "2026-03-16T15:00",
            "Europe/Berlin",
            "America/New_York",
            "2026-03-16T10:00",
        ),
        ("one week in autumn too", "2026-10-28T15:00", "Europe/Berlin", "America/New_York", "2026-10-28T10:00"),
        ("in India", "2026-06-01T10:00", "Europe/Berlin", "Asia/Kolkata", "2026-06-01T13:30"),
        ("in Nepal", "2026-06-01T10:00", "Europe/Berlin", "Asia/Kathmandu", "2026-06-01T13:45"),
        ("already tomorrow in Auckland", "2026-06-01T16:00", "Europe/Berlin", "Pacific/Auckland", "2026-06-02T02:00"),
        ("still yesterday in Los Angeles", "2026-06-02T08:00", "Asia/Tokyo", "America/Los_Angeles", "2026-06-01T16:00"),
        ("over the date line", "2026-06-02T08:00", "Pacific/Kiritimati", "Pacific/Pago_Pago", "2026-06-01T07:00"),
        ("a skipped time at home", "2026-03-29T02:30", "Europe/Berlin", "Europe/Berlin", "2026-03-29T03:30"),
        ("a skipped time in Sydney", "2026-10-04T02:30", "Australia/Sydney", "Australia/Sydney", "2026-10-04T03:30"),
        ("half an hour skipped", "2026-10-04T02:15", "Australia/Lord_Howe", "Australia/Lord_Howe", "2026-10-04T02:45"),
        ("a doubled time from afar", "2026-10-25T02:30", "Europe/Berlin", "Asia/Kolkata", "2026-10-25T06:00"),
        ("seen inside the viewer’s doubled hour", "2026-11-01T06:30", "UTC", "America/New_York", "2026-11-01T01:30"),
        ("an unknown zone is the viewer’s", "2026-06-01T10:00", "Mars/Olympus", "Asia/Kolkata", "2026-06-01T10:00"),
        ("the calendar’s last minute stays", "9999-12-31T23:59", "UTC", "UTC", "9999-12-31T23:59"),
        ("the calendar’s first minute stays", "-009999-01-01T00:00", "UTC", "Asia/Tokyo", "-009999-01-01T00:00"),
    ];
    for (story, at, name, viewer, expected) in rows {
        let expected: DateTime = expected.parse().unwrap();
        assert_eq!(local(&planned(at, name), &zone(viewer)), expected, "{story}");
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn any_every() -> impl Strategy<Value = Every> {
    prop_oneof![Just(Every::Month), Just(Every::Quarter), any::<u8>().prop_map(Every::Weeks)]
}

proptest! {
    #[test]
    fn a_busy_season_only_ever_moves_a_day_later(
        last in any_date(), every in any_every(), until in any_date(), today in any_date(),
    ) {
        let calm = Rhythm { last_met: Some(last), every: Some(every), ..rhythm("") };
        let busy = Rhythm { busy_until: Some(until), ..calm.clone() };
        match (next(&calm, today), next(&busy, today)) {
            (Next::Around(normal), Next::Around(stretched)) => {
                prop_assert!(normal <= stretched && last < normal);
                prop_assert!(stretched == normal || today <= until);
            }
            (calm, busy) => prop_assert_eq!(calm, busy),
        }
    }

    #[test]
    fn no_wall_clock_is_ever_more_than_a_day_or_so_away(day in any_date(), hour in 0i8..24, name in "\\PC{0,80}") {
        let planned = Planned { at: day.at(hour, 0, 0, 0), zone: name };
        let viewer = zone("Australia/Lord_Howe");
        let shift = planned.at.duration_until(local(&planned, &viewer)).abs();
        prop_assert!(shift <= jiff::SignedDuration::from_hours(27), "moved by {shift}");
    }
}
