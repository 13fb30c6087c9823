use super::*;
use crate::calendar::zones::Zone;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

fn berlin() -> Zone {
    Zone::Known(TimeZone::get("Europe/Berlin").unwrap())
}

fn dates(start: DateTime, rule: &str, from: Date, to: Date) -> Vec<String> {
    let rule = Rule::parse(rule, start).unwrap();
    let (zone, changes) = (berlin(), Changes::default());
    let series = Series { start, zone: &zone, rule: Some(&rule), added: Vec::new(), changes: &changes };
    let mut budget = Budget::new(STEPS_PER_SERIES);
    series.occurrences(from, to, &mut budget).map(|one| zone.wall(one.unwrap().start).date().to_string()).collect()
}

#[test]
fn rules_fall_on_the_days_they_say() {
    let rows: &[(&str, &str, &str, &str)] = &[
        (
            "20260120T100000",
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3",
            "2026-01-01 2027-02-01",
            "2026-01-20 2026-04-21 2026-07-21 2026-10-20 2027-01-19",
        ),
        ("20260120T100000", "FREQ=MONTHLY;BYDAY=3TU", "2026-01-01 2026-04-01", "2026-01-20 2026-02-17 2026-03-17"),
        ("20260127T100000", "FREQ=MONTHLY;BYDAY=-1TU", "2026-01-01 2026-04-01", "2026-01-27 2026-02-24 2026-03-31"),
        ("20260131T100000", "FREQ=MONTHLY", "2026-01-01 2026-06-01", "2026-01-31 2026-03-31 2026-05-31"),
        (
            "20260131T100000",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "2026-01-01 2026-05-01",
            "2026-01-31 2026-02-28 2026-03-31 2026-04-30",
        ),
        ("20260105T100000", "FREQ=WEEKLY", "2026-01-01 2026-01-20", "2026-01-05 2026-01-12 2026-01-19"),
        (
            "20260105T100000",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
            "2026-01-01 2026-01-23",
            "2026-01-05 2026-01-08 2026-01-19 2026-01-22",
        ),
        (
            "19970805T090000",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "1997-01-01 1998-01-01",
            "1997-08-05 1997-08-10 1997-08-19 1997-08-24",
        ),
        (
            "19970805T090000",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "1997-01-01 1998-01-01",
            "1997-08-05 1997-08-17 1997-08-19 1997-08-31",
        ),
        ("20260105T100000", "FREQ=DAILY;INTERVAL=10;COUNT=3", "2026-01-10 2026-12-01", "2026-01-15 2026-01-25"),
        ("20260107T100000", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "2026-01-13 2026-12-01", "2026-01-14 2026-01-19"),
        (
            "20260105T100000",
            "FREQ=DAILY;BYDAY=MO,TU",
            "2026-01-01 2026-01-14",
            "2026-01-05 2026-01-06 2026-01-12 2026-01-13",
        ),
        (
            "20260228T100000",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            "2026-01-01 2029-01-01",
            "2026-02-28 2027-02-28 2028-02-29",
        ),
        ("20240229T100000", "FREQ=YEARLY", "2024-01-01 2030-01-01", "2024-02-29 2028-02-29"),
        ("20260105T100000", "FREQ=YEARLY;BYDAY=1MO", "2026-01-01 2028-01-20", "2026-01-05 2027-01-04 2028-01-03"),
        ("20260105T100000", "FREQ=YEARLY;BYDAY=-1FR", "2026-01-01 2028-01-01", "2026-12-25 2027-12-31"),
        ("20260325T100000", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1WE", "2026-01-01 2026-12-31", "2026-03-25 2026-09-30"),
        (
            "20260113T100000",
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "2026-01-01 2026-12-31",
            "2026-02-13 2026-03-13 2026-11-13",
        ),
        (
            "20260101T100000",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "2026-01-01 2026-03-31",
            "2026-01-30 2026-02-27 2026-03-31",
        ),
        (
            "20260101T100000",
            "FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=2",
            "2026-01-01 2026-02-28",
            "2026-01-15 2026-02-15",
        ),
        ("20260105T100000", "FREQ=WEEKLY;UNTIL=20260112T090000Z", "2026-01-01 2026-12-31", "2026-01-05 2026-01-12"),
        ("20260105T100000", "FREQ=WEEKLY;UNTIL=20260112T085959Z", "2026-01-01 2026-12-31", "2026-01-05"),
        ("20260105T100000", "FREQ=WEEKLY;UNTIL=20260112", "2026-01-01 2026-12-31", "2026-01-05 2026-01-12"),
        ("20260105T100000", "FREQ=WEEKLY;UNTIL=20260112T100000", "2026-01-01 2026-12-31", "2026-01-05 2026-01-12"),
        ("20260105T100000", "freq=weekly; interval=1 ;byhour=10;X-ODD=1;", "2026-01-01 2026-01-06", "2026-01-05"),
        ("20260105T100000", "FREQ=DAILY;INTERVAL=4000000000", "2026-01-01 2027-01-01", "2026-01-05"),
        ("20260105T100000", "FREQ=YEARLY;INTERVAL=99999999999999", "2026-01-01 2027-01-01", "2026-01-05"),
        ("20260105T100000", "FREQ=WEEKLY;COUNT=1000000000", "2036-01-01 2036-01-08", "2036-01-07"),
        ("20260105T100000", "FREQ=YEARLY;UNTIL=99991231T235959Z", "2026-01-01 2027-02-01", "2026-01-05 2027-01-05"),
        ("20260105T100000", "FREQ=WEEKLY", "2025-01-01 2025-12-31", ""),
        ("20260130T100000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01 2036-01-01", ""),
        ("20260105T100000", "FREQ=WEEKLY;BYMONTH=2", "2026-01-01 2026-02-10", "2026-02-02 2026-02-09"),
    ];
    for (start, rule, window, expected) in rows {
        let (from, to) = window.split_once(' ').unwrap();
        let found = dates(start.parse().unwrap(), rule, from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(found.join(" "), *expected, "{start} {rule}");
    }
}

#[test]
fn rules_nobody_meets_by_are_refused() {
    use RuleError::{NotFollowed, Unreadable};
    let rows = [
        ("FREQ=SECONDLY", NotFollowed),
        ("FREQ=MINUTELY;COUNT=1000000000", NotFollowed),
        ("FREQ=HOURLY", NotFollowed),
        ("FREQ=YEARLY;BYWEEKNO=20", NotFollowed),
        ("FREQ=YEARLY;BYYEARDAY=100", NotFollowed),
        ("FREQ=DAILY;BYHOUR=9,14", NotFollowed),
        ("FREQ=WEEKLY;BYDAY=1MO", NotFollowed),
        ("FREQ=WEEKLY;BYMONTHDAY=3", NotFollowed),
        ("RSCALE=CHINESE;FREQ=YEARLY", NotFollowed),
        ("FREQ=FORTNIGHTLY", Unreadable),
        ("INTERVAL=2", Unreadable),
        ("FREQ=WEEKLY;INTERVAL=0", Unreadable),
        ("FREQ=WEEKLY;INTERVAL=-1", Unreadable),
        ("FREQ=WEEKLY;COUNT=0", Unreadable),
        ("FREQ=WEEKLY;UNTIL=soon", Unreadable),
        ("FREQ=MONTHLY;BYDAY=XX", Unreadable),
        ("FREQ=MONTHLY;BYDAY=0MO", Unreadable),
        ("FREQ=MONTHLY;BYDAY=\u{e9}", Unreadable),
        ("FREQ=MONTHLY;BYMONTHDAY=32", Unreadable),
        ("FREQ=MONTHLY;BYSETPOS=0", Unreadable),
        ("FREQ=YEARLY;BYMONTH=-1", Unreadable),
        ("", Unreadable),
        ("FREQ", Unreadable),
    ];
    for (rule, expected) in rows {
        assert_eq!(Rule::parse(rule, date(2026, 1, 5).at(10, 0, 0, 0)), Err(expected), "{rule}");
    }
}

#[test]
fn ten_in_the_morning_stays_ten_in_the_morning() {
    let start = date(2026, 1, 20).at(10, 0, 0, 0);
    let rule = Rule::parse("FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3", start).unwrap();
    let (zone, changes) = (berlin(), Changes::default());
    let series = Series { start, zone: &zone, rule: Some(&rule), added: Vec::new(), changes: &changes };
    let mut budget = Budget::new(1_000);
    let hours: Vec<i8> = series
        .occurrences(date(2026, 1, 1), date(2027, 2, 1), &mut budget)
        .map(|one| one.unwrap().start.to_zoned(TimeZone::UTC).hour())
        .collect();
    assert_eq!(hours, [9, 8, 8, 8, 9]);
}

fn at(text: &str) -> Timestamp {
    berlin().moment(text.parse().unwrap()).unwrap()
}

#[test]
fn single_occurrences_are_added_removed_and_moved() {
    let start = date(2026, 1, 5).at(10, 0, 0, 0);
    let rule = Rule::parse("FREQ=WEEKLY;COUNT=6", start).unwrap();
    let mut changes = Changes::default();
    changes.remove(Mark::At(at("20260112T100000")));
    changes.remove(Mark::On(date(2026, 1, 19)));
    changes.change(Mark::At(at("20260126T100000")), Change { to: at("20260127T140000"), by: 1 });
    changes.change(Mark::On(date(2026, 2, 2)), Change { to: at("20260203T090000"), by: 2 });
    changes.change(Mark::At(at("20260301T100000")), Change { to: at("20260302T100000"), by: 3 });
    let zone = berlin();
    let added = vec![date(2026, 2, 20).at(11, 0, 0, 0), date(2026, 1, 5).at(10, 0, 0, 0)];
    let series = Series { start, zone: &zone, rule: Some(&rule), added, changes: &changes };
    let mut budget = Budget::new(1_000);
    let found: Vec<String> = series
        .occurrences(date(2026, 1, 1), date(2026, 12, 1), &mut budget)
        .map(|one| one.unwrap())
        .map(|one| format!("{} {:?}", zone.wall(one.start).strftime("%m-%d %H"), one.fate))
        .collect();
    let expected = [
        "01-05 10 Kept",
        "01-12 10 Removed",
        "01-19 10 Removed",
        "01-27 14 Changed(1)",
        "02-03 09 Changed(2)",
        "02-09 10 Kept",
        "02-20 11 Kept",
        "03-02 10 Changed(3)",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_hour_that_is_skipped_makes_no_second_date_and_no_other_order() {
    let rows: &[(&str, &str, &[&str], &str)] = &[
        ("20260329T023000", "", &["20260329T033000"], "03-29 03:30"),
        ("20260329T023000", "", &["20260329T030000"], "03-29 03:00, 03-29 03:30"),
        ("20260328T023000", "FREQ=DAILY;COUNT=3", &["20260329T033000"], "03-28 02:30, 03-29 03:30, 03-30 02:30"),
        (
            "20260328T023000",
            "FREQ=DAILY;UNTIL=20260329T023000",
            &["20260329T030000"],
            "03-28 02:30, 03-29 03:00, 03-29 03:30",
        ),
        ("20261025T023000", "", &["20261025T030000"], "10-25 02:30, 10-25 03:00"),
    ];
    let (zone, changes) = (berlin(), Changes::default());
    for (start, rule, added, expected) in rows {
        let start: DateTime = start.parse().unwrap();
        let rule = (!rule.is_empty()).then(|| Rule::parse(rule, start).unwrap());
        let added = added.iter().map(|wall| wall.parse().unwrap()).collect();
        let series = Series { start, zone: &zone, rule: rule.as_ref(), added, changes: &changes };
        let mut budget = Budget::new(1_000);
        let found: Vec<String> = series
            .occurrences(date(2026, 1, 1), date(2026, 12, 1), &mut budget)
            .map(|one| zone.wall(one.unwrap().planned).strftime("%m-%d %H:%M").to_string())
            .collect();
        assert_eq!(found.join(", "), *expected, "{start}");
    }
}

#[test]
fn this_and_all_following_move_together_across_the_clock_change() {
    let start = date(2026, 3, 2).at(10, 0, 0, 0);
    let rule = Rule::parse("FREQ=WEEKLY;INTERVAL=2;COUNT=4", start).unwrap();
    let mut changes = Changes::default();
    changes.change_onward(at("20260316T100000"), Change { to: at("20260317T143000"), by: 0 });
    let zone = berlin();
    let series = Series { start, zone: &zone, rule: Some(&rule), added: Vec::new(), changes: &changes };
    let mut budget = Budget::new(1_000);
    let found: Vec<String> = series
        .occurrences(date(2026, 1, 1), date(2026, 12, 1), &mut budget)
        .map(|one| zone.wall(one.unwrap().start).strftime("%m-%d %H:%M").to_string())
        .collect();
    assert_eq!(found, ["03-02 10:00", "03-17 14:30", "03-31 14:30", "04-14 14:30"]);
}

#[test]
fn however_a_rule_is_written_the_steps_are_counted() {
    let rows = [
        ("16010101T100000", "FREQ=DAILY;BYDAY=MO;COUNT=1000000000"),
        ("00010101T100000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000000000"),
        ("00010101T100000", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000000000"),
    ];
    for (start, rule) in rows {
        let start: DateTime = start.parse().unwrap();
        let rule = Rule::parse(rule, start).unwrap();
        let (zone, changes) = (berlin(), Changes::default());
        let series = Series { start, zone: &zone, rule: Some(&rule), added: Vec::new(), changes: &changes };
        let mut budget = Budget::new(STEPS_PER_SERIES);
        let found: Vec<_> = series.occurrences(date(2025, 1, 1), date(2027, 1, 1), &mut budget).collect();
        assert_eq!(found, [Err(TooMuchWork)]);
    }
    let start = date(1970, 1, 5).at(10, 0, 0, 0);
    let mut budget = Budget::new(200);
    let rule = Rule::parse("FREQ=WEEKLY;COUNT=5000", start).unwrap();
    let mut dates = RuleDates::new(&rule, start, date(2026, 1, 1));
    assert_eq!(dates.next_date(&mut budget, date(2027, 1, 1)), Ok(Some(date(2026, 1, 5))));
    assert!(budget.left() > 190);
}

#[test]
fn starting_late_finds_the_same_dates_as_walking_from_the_start() {
    let rules = [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=3;COUNT=200",
        "FREQ=DAILY;BYDAY=MO,WE;COUNT=90",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO,TH;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO,TH;COUNT=77",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=60",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=2WE",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=20",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=1,7",
    ];
    let (first, last) = (date(2020, 1, 1), date(2026, 1, 1));
    for rule in rules {
        for day in 0..9 {
            let start = date(2020, 3, 1).at(9, 0, 0, 0) + day.days();
            let whole = dates(start, rule, first, last);
            for months in [0, 3, 14, 37] {
                let from = date(2020, 1, 17) + months.months();
                let expected: Vec<_> = whole.iter().filter(|day| **day >= from.to_string()).cloned().collect();
                assert_eq!(dates(start, rule, from, last), expected, "{start} {rule} from {from}");
            }
        }
    }
}
