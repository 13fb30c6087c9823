//! Today: data rows. Now is Tuesday 20 October 2026, 09:00.

use super::*;
use crate::method::tests_scene::snapshot;
use jiff::civil::datetime;

const NOW: DateTime = datetime(2026, 10, 20, 9, 0, 0, 0);

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn said(facts: &str) -> String {
    let snapshot = snapshot(facts);
    let today = with(&snapshot, NOW.into(), &berlin(), None);
    let heads_ups = today.heads_ups.iter().map(|it| it.says.clone());
    let given = today.given.iter().map(|it| it.says.clone());
    let promises = today.promises.iter().map(|it| it.says.clone());
    let missed = today.missed.iter().map(|it| it.says.clone());
    missed.chain(heads_ups).chain(given).chain(promises).chain(today.quiet.clone()).collect::<Vec<_>>().join(" / ")
}

#[test]
fn only_what_needs_me_is_said() {
    let start = "Pick three to five people in other departments whose work touches yours. Start with one.";
    for (facts, says) in [
        ("", start),
        ("peer Lee Park/IT | closed 2026-01-01", start),
        ("peer Lee Park/IT", "Nothing needs you."),
        ("peer Lee Park/IT | plan 2026-10-22T10:00", "Nothing needs you. Next: Lee, Thursday 10:00."),
        ("peer Lee Park/IT | plan 2026-10-20T09:00", "Nothing needs you. Next: Lee, Tuesday 09:00."),
        // It is on: nobody is asked yet.
        ("peer Lee Park/IT | plan 2026-10-20T08:40", "Nothing needs you. Next: Lee, Tuesday 08:40."),
        ("peer Lee Park/IT | plan 2026-10-20T08:00 | met 2026-10-20", "Nothing needs you."),
        ("peer Lee Park/IT | plan 2024-10-20T08:00", "Nothing needs you."),
        (
            "peer Lee Park/IT | plan 2026-11-30T08:00 | plan 2026-10-22T10:00",
            "Nothing needs you. Next: Lee, Thursday 10:00.",
        ),
        (
            "peer Lee Park/IT | plan 2026-10-22T10:00 in Australia/Lord_Howe",
            "Nothing needs you. Next: Lee, Thursday 01:00 (Thursday 10:00 in Australia/Lord_Howe).",
        ),
        ("peer Lee Park/IT | plan 2026-10-22T10:00 in Europe/Paris", "Nothing needs you. Next: Lee, Thursday 10:00."),
        ("peer Lee Park/IT | plan 2026-10-27T10:00", "Nothing needs you. Next: Lee, 27 October 10:00."),
        ("peer Lee Park/IT monthly | met 2026-10-01", "Nothing needs you. Next: Lee, around 1 November."),
        ("peer Lee Park/IT monthly | met 2026-09-01", "Nothing needs you."),
        (
            "peer Lee Park/IT monthly | met 2026-10-01 | peer Dana/Finance | plan 2026-12-03T10:00",
            "Nothing needs you. Next: Dana, 3 December 10:00.",
        ),
        ("peer Lee Park/IT | plan 2026-10-20T08:30", "Lee, Tuesday 08:30: did you meet?"),
        ("peer Lee Park/IT | plan 2026-10-20T08:30 met", "Nothing needs you."),
        ("peer Lee Park/IT | plan 2026-10-20T08:30 skipped", "Nothing needs you."),
        ("peer Lee Park/IT | plan 2026-10-01T08:30", "Lee, 1 October 08:30: did you meet?"),
        ("peer Dana/Finance | headsup 2026-10-27 The move", "Dana should hear it from you (by 27 October): The move"),
        ("peer Dana/Finance | headsup 2026-10-28 The move", "Nothing needs you."),
        (
            "peer Dana/Finance | headsup 2026-10-10 The move",
            "Dana should hear it from you (it was for 10 October): The move",
        ),
        ("peer Dana/Finance | headsup 2026-10-22 The move | told 2026-10-19 Called her", "Nothing needs you."),
        ("peer Dana/Finance | given A freeze is coming", "Dana wants you to know: A freeze is coming"),
        (
            "peer Dana/Finance | promise me 2026-10-22 Send the template",
            "You said to Dana (by 22 October): Send the template",
        ),
        ("peer Dana/Finance | promise me 2026-10-12 Send it", "You said to Dana (it was for 12 October): Send it"),
        ("peer Dana/Finance | promise me 2026-11-22 Send it", "Nothing needs you."),
        ("peer Dana/Finance | promise me - Send it", "Nothing needs you."),
        ("peer Dana/Finance | promise them 2026-10-12 Send it", "Nothing needs you."),
        (
            "peer Dana/Finance | promise me 2026-10-22 Second | promise me 2026-10-21 First",
            "You said to Dana (by 21 October): First / You said to Dana (by 22 October): Second",
        ),
        ("peer Dana/Finance | headsup 2026-10-22 The move | closed 2026-10-01 | peer Lee/IT", "Nothing needs you."),
    ] {
        assert_eq!(said(facts), says, "{facts}");
    }
}

#[test]
fn what_is_put_off_is_silent_until_its_day() {
    let facts = "peer Dana/Finance | promise me 2026-10-22 Send it";
    let scene = snapshot(facts);
    let key = today(&scene, NOW, &berlin()).promises[0].key.clone();
    assert_eq!(said(&format!("{facts} | snooze {key} 2026-10-21")), "Nothing needs you.");
    assert!(said(&format!("{facts} | snooze {key} 2026-10-20")).starts_with("You said to Dana"));
}

#[test]
fn what_is_planned_comes_before_what_a_rhythm_says() {
    let scene = snapshot("peer A/IT monthly | met 2026-09-01 | peer B/HR | plan 2026-10-29T10:00");
    let next = today(&scene, NOW, &berlin()).next.unwrap();
    assert_eq!(next.peer.name, "B");
}

#[test]
fn a_half_hour_planned_elsewhere_is_told_by_this_clock() {
    // 09:00 in Berlin on 20 October is 03:00 in New York and 16:00 in Tokyo.
    for (zone, planned, next, missed) in [
        ("America/New_York", "2026-10-20T03:30", Some("2026-10-20T09:30:00"), 0),
        ("America/New_York", "2026-10-20T02:00", None, 1),
        ("Asia/Tokyo", "2026-10-20T10:00", None, 1),
        ("Asia/Tokyo", "2026-10-21T10:00", Some("2026-10-21T03:00:00"), 0),
    ] {
        let mut scene = snapshot(&format!("peer Lee Park/IT | plan {planned}"));
        let peer = Arc::make_mut(&mut scene.peers[0]);
        Arc::make_mut(&mut peer.plans[0]).zone = zone.into();
        let today = today(&scene, NOW, &berlin());
        let at = today.next.map(|next| match next.next {
            Next::Planned(at) => at.to_string(),
            other => panic!("{other:?}"),
        });
        assert_eq!((at.as_deref(), today.missed.len()), (next, missed), "{planned} in {zone}");
    }
}
