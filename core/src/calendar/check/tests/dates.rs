use super::*;

const GUESTS: &str = "@by alex\n@dana";

fn with_guests(table: &[(&str, &str, &str)]) {
    for (story, short, expected) in table {
        rows(&[(story, &format!("{short}\n{GUESTS}"), expected)]);
    }
}

fn timed(start: &str, end: &str, rule: &str) -> String {
    format!("DTSTART;TZID=Europe/Berlin:{start}\nDTEND;TZID=Europe/Berlin:{end}\nRRULE:{rule}\n{GUESTS}")
}

#[test]
fn the_rhythm_is_what_really_happens() {
    let table = [
        ("FREQ=DAILY", "weeks(1) 26-03-10"),
        ("FREQ=WEEKLY", "weeks(1) 26-03-16"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "weeks(1) 26-03-12"),
        ("FREQ=WEEKLY;INTERVAL=2", "fortnightly 26-03-16"),
        ("FREQ=WEEKLY;INTERVAL=3", "weeks(3) 26-03-30"),
        ("FREQ=WEEKLY;INTERVAL=4", "monthly 26-03-30"),
        ("FREQ=WEEKLY;INTERVAL=6", "weeks(6) 26-03-30"),
        ("FREQ=WEEKLY;INTERVAL=8", "weeks(8) 26-04-27"),
        ("FREQ=WEEKLY;INTERVAL=13", "quarterly 26-04-06"),
        ("FREQ=MONTHLY", "monthly 26-04-05"),
        ("FREQ=MONTHLY;BYDAY=1MO", "monthly 26-04-06"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "fortnightly 26-03-16"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "monthly 26-03-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "quarterly 26-03-31"),
        ("FREQ=MONTHLY;INTERVAL=2", "quarterly 26-05-05"),
        ("FREQ=MONTHLY;INTERVAL=3", "quarterly 26-04-05"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO", "quarterly 26-04-06"),
        ("FREQ=MONTHLY;INTERVAL=6", "rarer 26-07-05"),
        ("FREQ=YEARLY", "rarer 27-01-05"),
        ("FREQ=YEARLY;INTERVAL=3", "rarer 29-01-05"),
        ("FREQ=WEEKLY;COUNT=60", "weeks(1) 26-03-16"),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", "weeks(1) 26-03-16"),
    ];
    for (rule, expected) in table {
        let (rhythm, next) = expected.split_once(' ').unwrap();
        let expected = format!("Dana Weber {rhythm} {next} 10:00 30min");
        rows(&[(rule, &timed("20260105T100000", "20260105T103000", rule), &expected)]);
    }
}

#[test]
fn it_takes_a_quarter_to_a_whole_hour() {
    let table = [
        ("DTEND;TZID=Europe/Berlin:20260120T101500", "15"),
        ("DTEND;TZID=Europe/Berlin:20260120T102500", "25"),
        ("DTEND;TZID=Europe/Berlin:20260120T110000", "60"),
        ("DURATION:PT45M", "45"),
        ("DTEND:20260120T093000Z", "30"),
        ("DTEND;TZID=Europe/Berlin:20260120T101000", ""),
        ("DTEND;TZID=Europe/Berlin:20260120T113000", ""),
        ("DTEND;TZID=Europe/Berlin:20260121T100000", ""),
        ("", ""),
    ];
    for (end, minutes) in table {
        let expected =
            if minutes.is_empty() { String::new() } else { format!("Dana Weber monthly 26-03-20 10:00 {minutes}min") };
        let short = format!("DTSTART;TZID=Europe/Berlin:20260120T100000\nRRULE:FREQ=MONTHLY\n{end}\n{GUESTS}");
        rows(&[(end, &short, &expected)]);
    }
    with_guests(&[
        ("whole days", "DTSTART;VALUE=DATE:20260120\nDTEND;VALUE=DATE:20260121\nRRULE:FREQ=MONTHLY", ""),
        (
            "whole days, outlook",
            "DTSTART:20260120T000000Z\nDTEND:20260120T003000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nRRULE:FREQ=MONTHLY",
            "",
        ),
    ]);
}

#[test]
fn times_are_told_on_the_readers_clock() {
    let at = |start: &str| format!("DTSTART{start}\nDURATION:PT30M\nRRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3");
    let table = [
        (";TZID=Europe/Berlin:20260120T100000", "26-03-17 10:00"),
        (";TZID=America/New_York:20260120T100000", "26-03-17 15:00"),
        (";TZID=Eastern Standard Time:20260120T100000", "26-03-17 15:00"),
        (";TZID=Eastern Standard Time 1:20260120T100000", "26-03-17 15:00"),
        (";TZID=\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\":20260120T100000", "26-03-17 10:00"),
        (";TZID=W. Europe Standard Time:20260120T100000", "26-03-17 10:00"),
        (";TZID=/mozilla.org/20050126_1/Europe/London:20260120T100000", "26-03-17 11:00"),
        (":20260120T090000Z", "26-03-17 10:00"),
        (":20260120T100000", "26-03-17 10:00"),
    ];
    for (start, next) in table {
        with_guests(&[(start, &at(start), &format!("Dana Weber monthly {next} 30min"))]);
    }
    with_guests(&[(
        "a zone nobody knows",
        &at(";TZID=Mars Base:20260120T100000"),
        "Dana Weber monthly 26-03-17 10:00 30min; unknown Mars Base",
    )]);
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Firm Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n\
                RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n\
                BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n\
                TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let file = calendar(&format!("{}\n{GUESTS}", at(";TZID=Firm Time:20260120T100000")));
    let expected = "Dana Weber monthly 26-03-17 15:00 30min";
    let before = file.replacen("BEGIN:VEVENT", &format!("{zone}BEGIN:VEVENT"), 1);
    assert_eq!(told(&report_for(before.as_bytes(), &["alex@example.org"]).unwrap()), expected);
    let after = file.replacen("END:VCALENDAR", &format!("{zone}END:VCALENDAR"), 1);
    assert_eq!(told(&report_for(after.as_bytes(), &["alex@example.org"]).unwrap()), expected);
}

#[test]
fn today_still_counts_and_yesterday_is_over() {
    let weekly_until = |until: &str| timed("20260106T080000", "20260106T083000", &format!("FREQ=WEEKLY;UNTIL={until}"));
    rows(&[
        ("this morning", &weekly_until("20260310T080000Z"), "Dana Weber weeks(1) 26-03-10 08:00 30min"),
        ("last week", &weekly_until("20260309T080000Z"), "ended Dana Weber 26-03-03"),
        ("long ago", &timed("20200106T080000", "20200106T083000", "FREQ=WEEKLY;COUNT=50"), ""),
        (
            "not begun",
            &timed("20260401T080000", "20260401T083000", "FREQ=MONTHLY"),
            "Dana Weber monthly 26-04-01 08:00 30min",
        ),
        ("only once", &timed("20260401T080000", "20260401T083000", "FREQ=MONTHLY;COUNT=1"), ""),
        ("by the hour", &timed("20260401T080000", "20260401T083000", "FREQ=HOURLY"), "skipped 1"),
        ("by the week’s number", &timed("20260401T080000", "20260401T083000", "FREQ=YEARLY;BYWEEKNO=3"), "skipped 1"),
    ]);
}
