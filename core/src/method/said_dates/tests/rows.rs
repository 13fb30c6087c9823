//! Rows, by hand.

use super::*;

const NOW: &str = "2026-11-27T09:00";

#[test]
fn times_are_understood_as_people_say_them() {
    let rows = [
        ("2026-12-03T10:00", "2026-12-03T10:00"),
        ("2026-12-03 10:00", "2026-12-03T10:00"),
        ("  2026-12-03t10:00 ", "2026-12-03T10:00"),
        ("20261203T1000", "2026-12-03T10:00"),
        ("Thursday 10", "2026-12-03T10:00"),
        ("Thursday at 10", "2026-12-03T10:00"),
        ("Thursday 10:00", "2026-12-03T10:00"),
        ("thu 10.30", "2026-12-03T10:30"),
        ("Thursday 10th 14:00", "2026-12-10T14:00"),
        ("Thursday 10 14:00", "2026-12-10T14:00"),
        ("Thursday, the 10th of December, at 2pm", "2026-12-10T14:00"),
        ("3 Dec 2pm", "2026-12-03T14:00"),
        ("3 Dec 2 pm", "2026-12-03T14:00"),
        ("Dec 3, 2:30 p.m.", "2026-12-03T14:30"),
        ("December 3rd 2027 14:00", "2027-12-03T14:00"),
        ("3. December 14 Uhr", "2026-12-03T14:00"),
        ("10.12. 14 Uhr", "2026-12-10T14:00"),
        ("10.12. 14 Uhr 30", "2026-12-10T14:30"),
        ("10.12.2026 14h30", "2026-12-10T14:30"),
        ("10.12 14:00", "2026-12-10T14:00"),
        ("10/12 14:00", "2026-12-10T14:00"),
        ("10/12/26 14:00", "2026-12-10T14:00"),
        ("25.12 14:00", "2026-12-25T14:00"),
        ("12/25 14:00", "2026-12-25T14:00"),
        ("tomorrow 14:00", "2026-11-28T14:00"),
        ("the day after tomorrow at noon", "2026-11-29T12:00"),
        ("today at 2pm", "2026-11-27T14:00"),
        ("14:00", "2026-11-27T14:00"),
        ("14:00 tomorrow", "2026-11-28T14:00"),
        ("next Tuesday at 14:00", "2026-12-01T14:00"),
        ("Tuesday next week 14:00", "2026-12-01T14:00"),
        ("Friday week 14:00", "Is that 4 December or 11 December? Write the day."),
        ("Tuesday week 14:00", "2026-12-08T14:00"),
        ("a week from Tuesday, 14:00", "2026-12-08T14:00"),
        ("in two weeks at 10", "2026-12-11T10:00"),
        ("in a fortnight 10am", "2026-12-11T10:00"),
        ("in 3 days 10 o’clock", "2026-11-30T10:00"),
        ("two weeks from today 10:00", "2026-12-11T10:00"),
        ("in two hours", "2026-11-27T11:00"),
        ("in half an hour", "2026-11-27T09:30"),
        ("3 Nov 10:00", "2027-11-03T10:00"),
        ("29 Feb 10:00", "2028-02-29T10:00"),
        ("the 3rd at 10", "2026-12-03T10:00"),
        ("the 3rd of next month at 10", "2026-12-03T10:00"),
        ("31st 10:00", "2026-12-31T10:00"),
        ("Thursday 02:30", "2026-12-03T02:30"),
        ("Thursday 12am", "2026-12-03T00:00"),
        ("Thursday 12pm", "2026-12-03T12:00"),
        ("Thursday 0:30", "2026-12-03T00:30"),
        // not clear
        ("", "Which day and time? Write it like 3 December 10:00, or next Tuesday at 14:00."),
        ("2026-12-03", "At what time? Write it like 3 December 10:00."),
        ("tomorrow", "At what time? Write it like 28 November 10:00."),
        ("08:00", "08:00 has passed today. Which day?"),
        ("Friday 14:00", "Is that 27 November or 4 December? Write the day."),
        ("Thursday 2", "Is 2:00 in the afternoon? Write 2:00pm, or 02:00 for the night."),
        ("Thursday 2:30", "Is 2:30 in the afternoon? Write 2:30pm, or 02:30 for the night."),
        ("10.12", "Is 10.12 a day or a time? Write 10.12. for the day, and 10:12 for the time."),
        ("next week 10:00", "Which day of that week? Write it like Tuesday next week."),
        ("next month", "Which day of it? Write it like 3 December."),
        ("December 10:00", "Which day of the month? Write it like 3 December."),
        ("Friday 10 December 10:00", "10 December is a Thursday, not a Friday."),
        ("Friday 10th 14:00", "10 December is a Thursday, not a Friday."),
        ("30 Feb 10:00", "There is no day 30 in that month."),
        ("29 Feb 2027 10:00", "There is no 29 February in 2027."),
        ("31.11. 10:00", "There is no day 31.11."),
        ("2026-13-01 10:00", "There is no day 2026-13-01."),
        ("Thursday 25:00", "There is no time 25:00."),
        ("Thursday 13pm", "There is no time 13pm."),
        ("Thursday 10 11", "I can’t tell what 10 and 11 are."),
        ("Thursday 27", "There is no time 27:00."),
        ("10", "I can’t tell what 10 is. Write it like 3 December 10:00."),
        ("10:00 11:00", "That names two times."),
        ("tomorrow Monday 10:00", "28 November is a Saturday, not a Monday."),
        ("3 Dec 4 Dec 10:00", "That names two days."),
        ("Monday Tuesday 10:00", "That names two days of the week."),
        ("around Thursday 10:00", "I don’t understand “around” in a date."),
        ("Thursday 10:00 CET", "I don’t understand “cet” in a date."),
        ("3-12 10:00", "I don’t understand “3-12” in a date."),
        ("in 999999 days 10:00", "I don’t understand “999999” in a date."),
        ("in 9999 years 10:00", "That is too far away."),
        ("١٢/٣ 10:00", "I don’t understand “١٢/٣” in a date."),
        ("soon\u{202E}", "I don’t understand “soon” in a date."),
    ];
    let day_first = as_of(NOW, "C");
    for (text, expected) in rows {
        assert_eq!(time_of(text, day_first), expected, "{text}");
    }
    assert_eq!(time_of(&"x".repeat(1_000), day_first), "That is too long for a date.");
    // Only the order of numbers follows the place.
    let american = as_of(NOW, "en_US");
    for (text, expected) in [
        ("10/12 14:00", "2027-10-12T14:00"),
        ("12/10 2pm", "2026-12-10T14:00"),
        ("12/10/2026 14:00", "2026-12-10T14:00"),
        ("25/12 14:00", "2026-12-25T14:00"),
        ("10.12. 14 Uhr", "2027-10-12T14:00"),
        ("2026-12-10 14:00", "2026-12-10T14:00"),
        ("Thursday, December 3 10:00 AM", "2026-12-03T10:00"),
        ("tomorrow", "At what time? Write it like November 28 10:00 AM."),
    ] {
        assert_eq!(time_of(text, american), expected, "{text}");
    }
}

#[test]
fn days_are_looked_for_ahead_or_back() {
    let rows = [
        // ahead, back
        ("2026-12-03", "2026-12-03", "2026-12-03"),
        ("13.10.2026", "2026-10-13", "2026-10-13"),
        ("20261203", "2026-12-03", "2026-12-03"),
        ("1999-12-31", "1999-12-31", "1999-12-31"),
        ("Thursday", "2026-12-03", "2026-11-26"),
        ("thursday 10", "2026-12-10", "10 November is a Tuesday, not a Thursday."),
        ("Thursday 26", "26 December is a Saturday, not a Thursday.", "2026-11-26"),
        ("3 Dec", "2026-12-03", "2025-12-03"),
        ("3.12.", "2026-12-03", "2025-12-03"),
        ("10.12", "2026-12-10", "2025-12-10"),
        ("27 Nov", "2026-11-27", "2026-11-27"),
        ("the 3rd", "2026-12-03", "2026-11-03"),
        ("31st", "2026-12-31", "2026-10-31"),
        ("yesterday", "2026-11-26", "2026-11-26"),
        ("3 days ago", "2026-11-24", "2026-11-24"),
        ("two weeks ago", "2026-11-13", "2026-11-13"),
        (
            "last Monday",
            "Is that 16 November or 23 November? Write the day.",
            "Is that 16 November or 23 November? Write the day.",
        ),
        ("last Saturday", "2026-11-21", "2026-11-21"),
        ("this Saturday", "2026-11-28", "Is that 21 November or 28 November? Write the day."),
        ("this Monday", "Is that 23 November or 30 November? Write the day.", "2026-11-23"),
        (
            "next Saturday",
            "Is that 28 November or 5 December? Write the day.",
            "Is that 28 November or 5 December? Write the day.",
        ),
        ("in two weeks", "2026-12-11", "2026-12-11"),
        ("in a month", "2026-12-27", "2026-12-27"),
        ("29 Feb", "2028-02-29", "2024-02-29"),
        (
            "Friday",
            "Is that 27 November or 4 December? Write the day.",
            "Is that 27 November or 20 November? Write the day.",
        ),
        ("32nd", "I don’t understand “32nd” in a date.", "I don’t understand “32nd” in a date."),
        ("13.13.2026", "There is no day 13.13.2026.", "There is no day 13.13.2026."),
        (
            "10",
            "I can’t tell what 10 is. Write the day like 3 December.",
            "I can’t tell what 10 is. Write the day like 3 December.",
        ),
        (
            "",
            "Which day? Write it like 3 December, or next Tuesday.",
            "Which day? Write it like 3 December, or next Tuesday.",
        ),
    ];
    let now = as_of(NOW, "C");
    for (text, ahead, back) in rows {
        assert_eq!(day_of(text, Facing::Ahead, now), ahead, "{text}, ahead");
        assert_eq!(day_of(text, Facing::Back, now), back, "{text}, back");
    }
    // A week begins on a Sunday in America, and on a Friday evening the coming Sunday is in the next.
    let american = as_of(NOW, "en_US");
    assert_eq!(day_of("next Sunday", Facing::Ahead, american), "2026-11-29");
    assert_eq!(day_of("next Sunday", Facing::Ahead, now), "Is that 29 November or 6 December? Write the day.");
}

#[test]
fn what_was_understood_is_a_sentence_with_a_word_where_there_is_one() {
    let now = as_of(NOW, "C");
    let says = |text: &str| said_time(text, None, Facing::Ahead, now, &berlin()).unwrap().sentence();
    assert_eq!(says("Thursday 10"), "Thursday 3 December 10:00.");
    assert_eq!(says("19 Jan 10:00"), "Tuesday 19 January 2027 10:00.");
    assert_eq!(says("tomorrow 10:00"), "Saturday 28 November 10:00. That is a Saturday.");
    assert_eq!(says("today 8am"), "Friday 27 November 08:00. That has passed.");
    assert_eq!(says("2026-11-21T10:00"), "Saturday 21 November 2026 10:00. That day has passed. That is a Saturday.");
    let day = |text: &str, facing| said_day(text, facing, now).unwrap().sentence();
    assert_eq!(day("3 Dec 2pm", Facing::Ahead), "Thursday 3 December. Only the day is kept.");
    assert_eq!(day("2026-12-01", Facing::Back), "Tuesday 1 December 2026. That day is still to come.");
    // Where a day is enough, the usual hour is kept.
    let usual = Some(jiff::civil::time(14, 30, 0, 0));
    assert_eq!(
        said_time("next Tuesday", usual, Facing::Ahead, now, &berlin()).unwrap().at.to_string(),
        "2026-12-01T14:30:00"
    );
}

#[test]
fn a_time_that_the_clock_leaves_out_or_shows_twice_is_said() {
    let now = as_of(NOW, "C");
    let rows = [
        (
            "Europe/Berlin",
            "2027-03-28T02:30",
            "On 28 March 2027 the clock goes from 02:00 straight to 03:00, so there is no 02:30.",
        ),
        ("Europe/Berlin", "2027-03-28T03:00", "Sunday 28 March 2027 03:00. That is a Sunday."),
        (
            "Europe/Berlin",
            "2027-10-31T02:30",
            "Sunday 31 October 2027 02:30. The clock shows 02:30 twice on that day; the first one is meant. That is a Sunday.",
        ),
        (
            "Australia/Lord_Howe",
            "2027-10-03 02:15",
            "On 3 October 2027 the clock goes from 02:00 straight to 02:30, so there is no 02:15.",
        ),
        (
            "America/Santiago",
            "2027-09-05T00:30",
            "On 5 September 2027 the clock goes from 00:00 straight to 01:00, so there is no 00:30.",
        ),
        (
            "America/New_York",
            "14 March 2027 02:30",
            "On 14 March 2027 the clock goes from 02:00 straight to 03:00, so there is no 02:30.",
        ),
        ("UTC", "2027-03-28T02:30", "Sunday 28 March 2027 02:30. That is a Sunday."),
    ];
    for (zone, text, expected) in rows {
        let zone = TimeZone::get(zone).unwrap();
        let said = said_time(text, None, Facing::Ahead, now, &zone)
            .map_or_else(|unclear| unclear.to_string(), |it| it.sentence());
        assert_eq!(said, expected, "{text}");
    }
}

#[test]
fn nothing_is_put_forward_that_has_passed_or_is_a_weekend() {
    let ten = jiff::civil::time(10, 0, 0, 0);
    let rows = [
        ("2026-11-27T09:00", "2026-11-27", "2026-11-27T10:00:00"),
        ("2026-11-27T10:00", "2026-11-27", "2026-11-30T10:00:00"),
        ("2026-11-27T18:00", "2026-11-20", "2026-11-30T10:00:00"),
        ("2026-11-25T18:00", "2026-11-20", "2026-11-26T10:00:00"),
        ("2026-11-27T09:00", "2026-11-28", "2026-11-30T10:00:00"),
        ("2026-11-27T09:00", "2026-12-06", "2026-12-07T10:00:00"),
        ("2026-11-27T09:00", "2026-12-03", "2026-12-03T10:00:00"),
        ("2026-11-28T09:00", "2026-11-28", "2026-11-30T10:00:00"),
    ];
    for (now, on, expected) in rows {
        assert_eq!(offered(on.parse().unwrap(), ten, as_of(now, "C")).to_string(), expected, "{now} {on}");
    }
    // The end of the calendar is no reason to hang.
    let _ = offered(Date::MAX, ten, as_of(NOW, "C"));
}
