use super::*;

#[test]
fn single_dates_are_moved_removed_and_added() {
    let moved = |lines: &str| format!("UID:s\n@monthly\n@by alex\n@dana\n---\nUID:s\n{lines}\n@by alex\n@dana");
    let april = "Dana Weber monthly 26-04-21 10:00 30min";
    rows(&[
        (
            "the next one is moved",
            &moved(
                "RECURRENCE-ID;TZID=Europe/Berlin:20260317T100000\nDTSTART;TZID=Europe/Berlin:20260319T140000\nDURATION:PT30M",
            ),
            "Dana Weber monthly 26-03-19 14:00 30min",
        ),
        (
            "moved, named in utc",
            &moved("RECURRENCE-ID:20260317T090000Z\nDTSTART:20260319T130000Z\nDURATION:PT30M"),
            "Dana Weber monthly 26-03-19 14:00 30min",
        ),
        (
            "moved, named by day",
            &moved("RECURRENCE-ID;VALUE=DATE:20260317\nDTSTART:20260319T130000Z\nDURATION:PT30M"),
            "Dana Weber monthly 26-03-19 14:00 30min",
        ),
        (
            "moved, named without a zone",
            &moved("RECURRENCE-ID:20260317T100000\nDTSTART:20260319T130000Z\nDURATION:PT30M"),
            "Dana Weber monthly 26-03-19 14:00 30min",
        ),
        (
            "the next one is called off",
            &moved("RECURRENCE-ID:20260317T090000Z\nDTSTART:20260317T090000Z\nSTATUS:CANCELLED"),
            april,
        ),
        (
            "the next one is declined",
            &moved(
                "RECURRENCE-ID:20260317T090000Z\nDTSTART:20260317T090000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org",
            ),
            april,
        ),
        (
            "the changed date stands before its series",
            "UID:s\nRECURRENCE-ID:20260317T090000Z\nDTSTART:20260318T090000Z\n@by alex\n@dana\n---\nUID:s\n@monthly\n@by alex\n@dana",
            "Dana Weber monthly 26-03-18 10:00 30min",
        ),
        (
            "all from now on are later",
            &moved("RECURRENCE-ID;RANGE=THISANDFUTURE:20260317T090000Z\nDTSTART:20260317T140000Z\nDURATION:PT30M"),
            "Dana Weber monthly 26-03-17 15:00 30min",
        ),
        (
            "all from now on are called off",
            &moved("RECURRENCE-ID;RANGE=THISANDFUTURE:20260317T090000Z\nDTSTART:20260317T090000Z\nSTATUS:CANCELLED"),
            "ended Dana Weber 26-02-17",
        ),
        ("the next one is removed", "@monthly\n@by alex\n@dana\nEXDATE;TZID=Europe/Berlin:20260317T100000", april),
        ("removed in utc", "@monthly\n@by alex\n@dana\nEXDATE:20260317T090000Z", april),
        ("removed by day", "@monthly\n@by alex\n@dana\nEXDATE;VALUE=DATE:20260317", april),
        ("removed without a zone", "@monthly\n@by alex\n@dana\nEXDATE:20260317T100000", april),
        ("removed in another zone", "@monthly\n@by alex\n@dana\nEXDATE;TZID=Europe/London:20260317T090000", april),
        (
            "two removed on one line",
            "@monthly\n@by alex\n@dana\nEXDATE;TZID=Europe/Berlin:20260317T100000,20260421T100000",
            "Dana Weber monthly 26-05-19 10:00 30min",
        ),
        (
            "one added",
            "@monthly\n@by alex\n@dana\nRDATE;TZID=Europe/Berlin:20260312T110000",
            "Dana Weber monthly 26-03-12 11:00 30min",
        ),
        (
            "only added ones",
            "DTSTART:20260113T090000Z\nDURATION:PT30M\n@by alex\n@dana\nRDATE:20260210T090000Z,20260317T090000Z",
            "Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "a period added",
            "DTSTART:20260113T090000Z\nDURATION:PT30M\n@by alex\n@dana\n\
          RDATE;VALUE=PERIOD:20260210T090000Z/PT30M,20260317T090000Z/PT30M",
            "Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "all that was left is removed",
            "DTSTART:20260113T090000Z\nDURATION:PT30M\nRRULE:FREQ=MONTHLY;COUNT=3\n@by alex\n@dana\nEXDATE:20260313T090000Z",
            "ended Dana Weber 26-02-13",
        ),
    ]);
}

#[test]
fn the_newer_version_counts_wherever_it_stands() {
    let (old, new) = ("UID:s\nSEQUENCE:1\n@quarterly\n@by alex\n@dana", "UID:s\nSEQUENCE:2\n@monthly\n@by alex\n@dana");
    let over = "UID:s\nSEQUENCE:3\nDTSTART:20200101T090000Z\n@by alex\n@dana";
    let found = "Dana Weber monthly 26-03-17 10:00 30min";
    rows(&[
        ("last", &format!("{old}\n---\n{new}"), found),
        ("first", &format!("{new}\n---\n{old}"), found),
        ("long over", &format!("{new}\n---\n{over}"), ""),
    ]);
}

#[test]
fn this_and_following_is_still_one_series() {
    let first = |until: &str| {
        format!(
            "UID:s\nDTSTART;TZID=Europe/Berlin:20250916T100000\nDURATION:PT30M\n@by alex\n@dana\n\
                 RRULE:FREQ=MONTHLY;BYDAY=3TU;UNTIL={until}"
        )
    };
    let second = |start: &str, length: &str| {
        format!(
            "UID:s_R1\nDTSTART;TZID=Europe/Berlin:{start}\nDURATION:{length}\nRRULE:FREQ=MONTHLY;BYDAY=2TH\n@by alex\n@dana"
        )
    };
    rows(&[
        (
            "split in the past",
            &format!("{}\n---\n{}", first("20260201T000000Z"), second("20260212T140000", "PT30M")),
            "Dana Weber monthly 26-03-12 14:00 30min",
        ),
        (
            "split in the future",
            &format!("{}\n---\n{}", first("20260401T000000Z"), second("20260409T140000", "PT30M")),
            "Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "split into another length",
            &format!("{}\n---\n{}", first("20260201T000000Z"), second("20260212T140000", "PT45M")),
            "Dana Weber monthly 26-03-12 14:00 45min",
        ),
        (
            "both parts are over",
            &format!(
                "{}\n---\n{}",
                first("20251201T000000Z"),
                second("20251211T140000", "PT30M").replace("BYDAY=2TH", "BYDAY=2TH;UNTIL=20260301T000000Z")
            ),
            "ended Dana Weber 26-02-12",
        ),
        (
            "a copy from another calendar",
            "UID:a\n@monthly\n@by alex\n@dana\n---\nUID:b\n@monthly\n@by alex\n@dana",
            "Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "two side by side stay two",
            "UID:a\n@monthly\n@by alex\n@dana\n---\nUID:b\n@fortnightly\n@by alex\n@dana",
            "Dana Weber fortnightly 26-03-16 09:00 30min; Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "two people stay two",
            "@monthly\n@by alex\n@dana\n---\n@quarterly\n@by lee\n@alex",
            "Dana Weber monthly 26-03-17 10:00 30min; Lee Tan quarterly 26-04-21 10:00 30min",
        ),
    ]);
}

#[test]
fn two_that_fell_through_are_told_kindly() {
    let standing = "Dana Weber fortnightly 26-03-16 09:00 30min";
    let change = |day: &str, line: &str| {
        format!(
            "\n---\nUID:s\nRECURRENCE-ID;TZID=Europe/Berlin:{day}T090000\nDTSTART;TZID=Europe/Berlin:{day}T090000\n{line}"
        )
    };
    let series = "UID:s\n@fortnightly\n@by alex\n@dana";
    let off = "STATUS:CANCELLED";
    let no = "ATTENDEE;PARTSTAT=DECLINED:mailto:dana@example.org";
    let drifting = format!("{standing}; drifting Dana Weber 26-02-02");
    rows(&[
        ("both called off", &format!("{series}{}{}", change("20260216", off), change("20260302", off)), &drifting),
        (
            "one called off, one declined",
            &format!("{series}{}{}", change("20260216", no), change("20260302", off)),
            &drifting,
        ),
        ("both removed", &format!("{series}\nEXDATE;TZID=Europe/Berlin:20260216T090000,20260302T090000"), &drifting),
        ("only the last", &format!("{series}{}", change("20260302", off)), standing),
        ("two, but not the last", &format!("{series}{}{}", change("20260202", off), change("20260216", off)), standing),
        ("two to come", &format!("{series}{}", change("20260316", off)), "Dana Weber fortnightly 26-03-30 09:00 30min"),
        (
            "it never took place",
            &format!(
                "{series}\nEXDATE;TZID=Europe/Berlin:20260105T090000,20260119T090000,20260202T090000,20260216T090000,20260302T090000"
            ),
            &format!("{standing}; drifting Dana Weber long ago"),
        ),
        (
            "before and after a split",
            "UID:a\nDTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260220\n\
          EXDATE;TZID=Europe/Berlin:20260216T090000\n@by alex\n@dana\n---\n\
          UID:b\nDTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;INTERVAL=2\n\
          EXDATE;TZID=Europe/Berlin:20260302T090000\n@by alex\n@dana",
            &drifting,
        ),
    ]);
}

#[test]
fn separate_events_are_worth_asking_about() {
    let single = |day: &str| format!("DTSTART:{day}T100000Z\nDURATION:PT30M\n@by alex\n@dana");
    let days = |days: &[&str]| days.iter().map(|day| single(day)).collect::<Vec<_>>().join("\n---\n");
    let maybe = "maybe Dana Weber SeparateEvents";
    rows(&[
        ("three", &days(&["20251110", "20260112", "20260320"]), maybe),
        ("two", &days(&["20251110", "20260112"]), ""),
        ("three on one day", &days(&["20260112", "20260112", "20260112"]), ""),
        ("two in a year, one before", &days(&["20250210", "20260212", "20260320"]), ""),
        ("one was called off", &format!("{}\nSTATUS:CANCELLED", days(&["20251110", "20260112", "20260320"])), ""),
        (
            "beside a standing one",
            &format!("@monthly\n@by alex\n@dana\n---\n{}", days(&["20251110", "20260112", "20260320"])),
            "Dana Weber monthly 26-03-17 10:00 30min",
        ),
        (
            "dates of a series that isn’t in the file",
            &["20251110", "20260112", "20260320"]
                .map(|day| format!("UID:s\nRECURRENCE-ID:{day}T100000Z\n{}", single(day)))
                .join("\n---\n"),
            maybe,
        ),
        (
            "after a series that ended",
            &format!(
                "DTSTART:20250901T100000Z\nDURATION:PT30M\nRRULE:FREQ=MONTHLY;COUNT=3\n@by alex\n@dana\n---\n{}",
                days(&["20251210", "20260112", "20260220"])
            ),
            maybe,
        ),
    ]);
}
