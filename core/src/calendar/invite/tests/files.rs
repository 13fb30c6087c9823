use super::{at, events, has, lines, series, stamp};
use crate::calendar::invite::{Change, invitation, my_copy};

#[test]
fn my_copy_is_all_of_this() {
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sideways//Sideways//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:20250330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:mine-1
DTSTAMP:20260109T120000Z
SEQUENCE:0
DTSTART;TZID=Europe/Berlin:20260120T100000
DTEND;TZID=Europe/Berlin:20260120T103000
RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3
SUMMARY:Dana / Alex\\, 30 min catch-up
DESCRIPTION:What’s keeping you up at night?\\nWhat I’m working on\\nWhere might we help each other?\\nNo preparation needed.
CLASS:PRIVATE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Half hour
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR";
    let found = lines(&my_copy(&series(), stamp()));
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(found, expected);
}

#[test]
fn an_invitation_is_all_of_this() {
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sideways//Sideways//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:theirs-1
DTSTAMP:20260109T120000Z
SEQUENCE:0
DTSTART;TZID=Europe/Berlin:20260120T100000
DTEND;TZID=Europe/Berlin:20260120T103000
RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3
SUMMARY:Dana / Alex\\, 30 min catch-up
DESCRIPTION:What’s keeping you up at night?\\nWhat I’m working on\\nWhere might we help each other?\\nNo preparation needed.
ORGANIZER;CN=\"Alex\":mailto:alex@example.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=\"Dana\":mailto:dana@example.org
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"Alex\":mailto:alex@example.com
END:VEVENT
END:VCALENDAR";
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(events(&invitation(&series(), stamp()).unwrap()), expected);
}

#[test]
fn moved_and_skipped_dates_are_in_both_files() {
    let mut series = series();
    series.changes.insert(at("2026-04-21T10:00"), Change::MovedTo(at("2026-04-23T14:15")));
    series.changes.insert(at("2026-07-21T10:00"), Change::Skipped);
    series.changes.insert(at("2026-10-20T10:00"), Change::Skipped);
    for file in [my_copy(&series, stamp()), invitation(&series, stamp()).unwrap()] {
        let lines = events(&file);
        let nth =
            |line: &str| lines.iter().position(|found| found == line).unwrap_or_else(|| panic!("{line} in {file}"));
        let second = nth("RECURRENCE-ID;TZID=Europe/Berlin:20260421T100000");
        assert!(nth("EXDATE;TZID=Europe/Berlin:20260721T100000") < nth("EXDATE;TZID=Europe/Berlin:20261020T100000"));
        assert!(nth("EXDATE;TZID=Europe/Berlin:20261020T100000") < second);
        assert!(second < nth("DTSTART;TZID=Europe/Berlin:20260423T141500"));
        assert!(nth("DTEND;TZID=Europe/Berlin:20260423T144500") > second);
        assert_eq!(lines.iter().filter(|line| line.starts_with("RRULE")).count(), 1);
        assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 2);
        assert_eq!(
            lines.iter().filter(|line| line.starts_with("UID:")).collect::<std::collections::BTreeSet<_>>().len(),
            1
        );
    }
}

#[test]
fn my_copy_gives_no_program_a_reason_to_write_to_anybody() {
    let mut series = series();
    series.changes.insert(at("2026-04-21T10:00"), Change::MovedTo(at("2026-04-23T14:15")));
    let mine = my_copy(&series, stamp());
    for word in ["METHOD", "ORGANIZER", "ATTENDEE", "mailto", "@"] {
        assert!(!mine.contains(word), "{word}");
    }
    assert_eq!(mine.matches("BEGIN:VALARM").count(), 2);
    assert_eq!(mine.matches("CLASS:PRIVATE").count(), 2);
    let theirs = invitation(&series, stamp()).unwrap();
    for word in ["VALARM", "CLASS", "mine-1"] {
        assert!(!theirs.contains(word), "{word}");
    }
}

#[test]
fn no_series_is_too_strange_to_be_written() {
    for first in ["-009999-01-01T00:00", "0000-02-29T00:00", "1960-02-29T09:00", "9999-12-31T23:59:59"] {
        for minutes in [0, 30, 1_440, u32::MAX] {
            let mut series = series();
            (series.first, series.minutes) = (at(first), minutes);
            series.uid = "x\r\nATTENDEE:mailto:eve@example.com".to_owned();
            series.ended = Some(at(first));
            series.sequence = u32::MAX;
            lines(&my_copy(&series, stamp()));
            series.ended = Some(at("9999-12-31T23:59:59"));
            let file = my_copy(&series, stamp());
            assert!(has(&file, "UID:x\\nATTENDEE:mailto:eve@example.com"));
        }
    }
}
