use super::{at, events, has, series, stamp};
use crate::{
    calendar::invite::{CantChange, Change, NoMail, end, move_all, move_one, my_copy, skip_one},
    snapshot::Every,
};

#[test]
fn a_moved_date_is_one_event_for_the_peer_and_the_whole_series_for_me() {
    let files = move_one(&series(), at("2026-04-21T10:00"), at("2026-04-23T14:15"), stamp()).unwrap();
    let invitation = files.invitation.unwrap();
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sideways//Sideways//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:theirs-1
DTSTAMP:20260109T120000Z
SEQUENCE:1
RECURRENCE-ID;TZID=Europe/Berlin:20260421T100000
DTSTART;TZID=Europe/Berlin:20260423T141500
DTEND;TZID=Europe/Berlin:20260423T144500";
    assert_eq!(events(&invitation)[..11], expected.lines().collect::<Vec<_>>());
    assert!(!invitation.contains("RRULE:FREQ=MONTHLY"));
    for line in [
        "SEQUENCE:1",
        "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3",
        "RECURRENCE-ID;TZID=Europe/Berlin:20260421T100000",
    ] {
        assert!(has(&files.mine, line), "{line}");
    }
    assert_eq!(files.mine, my_copy(&files.series, stamp()));
}

#[test]
fn a_skipped_date_is_cancelled_for_the_peer_and_left_out_for_me() {
    let files = skip_one(&series(), at("2026-04-21T10:00"), stamp()).unwrap();
    let invitation = files.invitation.unwrap();
    for line in [
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
        "SEQUENCE:1",
        "RECURRENCE-ID;TZID=Europe/Berlin:20260421T100000",
        "DTSTART;TZID=Europe/Berlin:20260421T100000",
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN=\"Dana\":mailto:dana@example.org",
    ] {
        assert!(has(&invitation, line), "{line}\n{invitation}");
    }
    assert!(!invitation.contains("RRULE:FREQ=MONTHLY") && !invitation.contains("EXDATE"));
    assert!(has(&files.mine, "EXDATE;TZID=Europe/Berlin:20260421T100000"));
    assert!(!files.mine.contains("CANCEL"));
}

#[test]
fn a_moved_series_begins_anew_and_forgets_single_dates() {
    let moved = move_one(&series(), at("2026-04-21T10:00"), at("2026-04-23T14:15"), stamp()).unwrap().series;
    let files = move_all(&moved, at("2026-05-29T09:00"), Every::Month, stamp()).unwrap();
    for file in [&files.mine, &files.invitation.unwrap()] {
        for line in
            ["SEQUENCE:2", "DTSTART;TZID=Europe/Berlin:20260529T090000", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1"]
        {
            assert!(has(file, line), "{line}\n{file}");
        }
        assert!(!file.contains("RECURRENCE-ID"));
    }
}

#[test]
fn an_ended_series_keeps_what_was_in_my_calendar_and_is_cancelled_in_theirs() {
    let files = end(&series(), at("2026-08-01T00:00"), stamp()).unwrap();
    // Midnight in Berlin in summer.
    assert!(
        has(&files.mine, "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3;UNTIL=20260731T215959Z"),
        "{}",
        files.mine
    );
    assert!(has(&files.mine, "SEQUENCE:1") && !files.mine.contains("CANCEL") && !files.mine.contains("METHOD"));
    let invitation = files.invitation.unwrap();
    for line in [
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
        "SEQUENCE:1",
        "UID:theirs-1",
        "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3",
    ] {
        assert!(has(&invitation, line), "{line}");
    }
    assert!(!invitation.contains("RECURRENCE-ID"));
}

#[test]
fn a_series_ended_before_it_began_is_one_cancelled_date() {
    for from in ["2026-01-20T10:00", "2026-01-01T00:00"] {
        let files = end(&series(), at(from), stamp()).unwrap();
        assert!(has(&files.mine, "STATUS:CANCELLED") && has(&files.mine, "SEQUENCE:1"));
        assert!(
            !files.mine.contains("RRULE:FREQ=MONTHLY")
                && !files.mine.contains("UNTIL")
                && !files.mine.contains("VALARM")
        );
        let invitation = files.invitation.unwrap();
        assert!(has(&invitation, "METHOD:CANCEL") && !invitation.contains("UNTIL"));
    }
    let one_second_later = end(&series(), at("2026-01-20T10:00:01"), stamp()).unwrap();
    assert!(has(&one_second_later.mine, "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3;UNTIL=20260120T090000Z"));
}

#[test]
fn dates_moved_across_the_end_are_gone() {
    let later = move_one(&series(), at("2026-07-21T10:00"), at("2026-08-03T10:00"), stamp()).unwrap().series;
    let earlier = move_one(&later, at("2026-10-20T10:00"), at("2026-07-30T10:00"), stamp()).unwrap().series;
    let kept = move_one(&earlier, at("2026-04-21T10:00"), at("2026-04-22T10:00"), stamp()).unwrap().series;
    let ended = end(&kept, at("2026-08-01T00:00"), stamp()).unwrap().series;
    let left: Vec<_> = ended.changes.into_iter().collect();
    assert_eq!(
        left,
        [(at("2026-04-21T10:00"), Change::MovedTo(at("2026-04-22T10:00"))), (at("2026-07-21T10:00"), Change::Skipped)]
    );
}

#[test]
fn each_change_is_one_sequence_further() {
    let mut series = series();
    let original = at("2026-04-21T10:00");
    for sequence in 1..=9 {
        let files = match sequence % 3 {
            0 => skip_one(&series, original, stamp()),
            1 => move_one(&series, original, at("2026-04-22T10:00"), stamp()),
            _ => move_all(&series, series.first, Every::Quarter, stamp()),
        };
        let files = files.unwrap();
        assert_eq!(files.series.sequence, sequence);
        for file in [&files.mine, &files.invitation.unwrap()] {
            let all: Vec<String> = events(file).into_iter().filter(|line| line.starts_with("SEQUENCE:")).collect();
            assert!(all.iter().all(|line| *line == format!("SEQUENCE:{sequence}")) && !all.is_empty());
        }
        assert_eq!((&files.series.uid, &files.series.invite_uid), (&series.uid, &series.invite_uid));
        series = files.series;
    }
    series.sequence = u32::MAX;
    assert_eq!(skip_one(&series, original, stamp()).unwrap().series.sequence, u32::MAX);
}

#[test]
fn the_last_word_on_a_date_counts() {
    let original = at("2026-04-21T10:00");
    let moved = move_one(&series(), original, at("2026-04-22T10:00"), stamp()).unwrap().series;
    let skipped = skip_one(&moved, original, stamp()).unwrap();
    assert!(skipped.mine.contains("EXDATE") && !skipped.mine.contains("RECURRENCE-ID"));
    let back = move_one(&skipped.series, original, original, stamp()).unwrap();
    assert!(!back.mine.contains("EXDATE"));
    assert!(has(&back.mine, "DTSTART;TZID=Europe/Berlin:20260421T100000"));
    assert_eq!(back.series.changes.len(), 1);
}

#[test]
fn only_a_date_of_the_series_can_be_changed() {
    for (original, is_one) in [
        ("2026-01-20T10:00", true),
        ("2026-04-21T10:00", true),
        ("2126-01-15T10:00", true),
        ("2026-04-21T10:30", false),
        ("2026-04-22T10:00", false),
        ("2026-02-17T10:00", false),
        ("2025-10-21T10:00", false),
    ] {
        let refused = Err(CantChange::NotOne(at(original)));
        let moved = move_one(&series(), at(original), at("2026-05-01T10:00"), stamp());
        let skipped = skip_one(&series(), at(original), stamp());
        assert_eq!((moved.is_ok(), skipped.is_ok()), (is_one, is_one), "{original}");
        if !is_one {
            assert_eq!((moved, skipped), (refused.clone(), refused));
        }
    }
    let said = CantChange::NotOne(at("2026-04-22T10:00")).to_string();
    assert_eq!(said, "None of these half hours starts on 22 April 2026 at 10:00.");
}

#[test]
fn an_ended_series_stays_ended() {
    let ended = end(&series(), at("2026-08-01T00:00"), stamp()).unwrap().series;
    let original = at("2026-04-21T10:00");
    assert_eq!(move_one(&ended, original, original, stamp()), Err(CantChange::Ended));
    assert_eq!(skip_one(&ended, original, stamp()), Err(CantChange::Ended));
    assert_eq!(move_all(&ended, original, Every::Month, stamp()), Err(CantChange::Ended));
    assert_eq!(end(&ended, original, stamp()), Err(CantChange::Ended));
}

#[test]
fn my_calendar_changes_without_anybodys_address() {
    let mut series = series();
    series.peer.mail = None;
    let files = skip_one(&series, at("2026-04-21T10:00"), stamp()).unwrap();
    assert_eq!(files.invitation, Err(NoMail::Theirs));
    assert!(files.mine.contains("EXDATE"));
}
