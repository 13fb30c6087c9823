use super::{Instead, SECOND_MOVE, ways};
use crate::{
    id::EntryId,
    method::tests_peer::{dana, date, peer, plan},
    snapshot::Plan,
};
use jiff::civil::DateTime;

const TODAY: &str = "2026-10-12";

/// Tuesday, 10:00.
fn planned(minutes: u16) -> Plan {
    Plan { minutes, ..plan(EntryId([99; 16]), "2026-10-13T10:00 planned 0") }
}

fn times(text: &str) -> Vec<DateTime> {
    text.split(' ').filter(|time| !time.is_empty()).map(|time| time.parse().unwrap()).collect()
}

fn short(instead: Instead) -> String {
    match instead {
        Instead::Time(at) => at.strftime("%m-%dT%H:%M").to_string(),
        Instead::FifteenMinutes => "15".to_owned(),
        Instead::WalkOrCall => "walk".to_owned(),
        Instead::Skip => "skip".to_owned(),
    }
}

#[test]
fn nearby_times_first_and_skipping_last() {
    let rows = [
        // story, today, minutes planned, free times, ways in their order
        ("nothing is free", TODAY, 30, "", "15 walk skip"),
        ("one time is free", TODAY, 30, "2026-10-14T09:00", "10-14T09:00 15 walk skip"),
        ("two are", TODAY, 30, "2026-10-14T09:00 2026-10-15T09:00", "10-14T09:00 10-15T09:00 15 walk skip"),
        ("told out of order", TODAY, 30, "2026-10-15T09:00 2026-10-14T09:00", "10-14T09:00 10-15T09:00 15 walk skip"),
        (
            "the nearest of many",
            TODAY,
            30,
            "2026-11-10T10:00 2026-10-16T09:00 2026-10-14T09:00 2026-10-20T10:00 2026-12-01T10:00",
            "10-14T09:00 10-16T09:00 15 walk skip",
        ),
        (
            "the nearest, and the nearest on another day",
            TODAY,
            30,
            "2026-10-13T14:00 2026-10-13T14:30 2026-10-13T15:00 2026-10-19T10:00",
            "10-13T14:00 10-19T10:00 15 walk skip",
        ),
        (
            "only that day has room",
            TODAY,
            30,
            "2026-10-13T14:00 2026-10-13T14:30 2026-10-13T15:00",
            "10-13T14:00 10-13T14:30 15 walk skip",
        ),
        (
            "earlier can be nearer",
            TODAY,
            30,
            "2026-10-12T15:00 2026-10-14T10:00",
            "10-12T15:00 10-14T10:00 15 walk skip",
        ),
        (
            "of two as near the later",
            TODAY,
            30,
            "2026-10-12T10:00 2026-10-14T10:00 2026-10-14T11:00",
            "10-12T10:00 10-14T10:00 15 walk skip",
        ),
        (
            "and so with the second",
            TODAY,
            30,
            "2026-10-13T11:00 2026-10-12T10:00 2026-10-14T10:00",
            "10-13T11:00 10-14T10:00 15 walk skip",
        ),
        (
            "days gone by are left out",
            "2026-10-13",
            30,
            "2026-10-12T10:00 2026-10-20T10:00",
            "10-20T10:00 15 walk skip",
        ),
        ("the planned time is none", TODAY, 30, "2026-10-13T10:00", "15 walk skip"),
        ("the same time twice", TODAY, 30, "2026-10-14T09:00 2026-10-14T09:00", "10-14T09:00 15 walk skip"),
        ("on the day itself", "2026-10-13", 30, "2026-10-13T16:00", "10-13T16:00 15 walk skip"),
        ("a long lunch can be fifteen minutes", TODAY, 60, "", "15 walk skip"),
        ("fifteen minutes get no shorter", TODAY, 15, "2026-10-14T09:00", "10-14T09:00 walk skip"),
        ("nor do five", TODAY, 5, "", "walk skip"),
        ("the day is over", "2026-10-14", 30, "2026-10-15T10:00", "10-15T10:00 walk skip"),
        ("the ends of the calendar", TODAY, 30, "-009999-01-01T00:00 9999-12-31T23:59", "12-31T23:59 15 walk skip"),
    ];
    for (story, today, minutes, free, expected) in rows {
        let ways = ways(&peer("Dana Ruiz"), &planned(minutes), &times(free), date(today)).ways;
        let said: Vec<String> = ways.iter().map(|way| short(way.instead)).collect();
        assert_eq!(said.join(" "), expected, "{story}");
    }
}

#[test]
fn each_way_has_a_note_to_copy() {
    let rows = [
        // today, minutes planned, the way, the note
        (
            TODAY,
            30,
            "10-15T14:30",
            "Hello Dana, I’d like to move our half hour from Tuesday 13 October to Thursday 15 October at 14:30, if \
             that suits you.",
        ),
        (
            TODAY,
            30,
            "15",
            "Hello Dana, I’d like to keep 15 minutes of our half hour on Tuesday 13 October at 10:00, if that suits \
             you.",
        ),
        (
            TODAY,
            30,
            "walk",
            "Hello Dana, I’d like to swap our half hour on Tuesday 13 October for a walk or a short call, whichever \
             you like.",
        ),
        (
            TODAY,
            30,
            "skip",
            "Hello Dana, let’s skip our half hour on Tuesday 13 October. I look forward to the next one.",
        ),
        (
            TODAY,
            60,
            "skip",
            "Hello Dana, let’s skip our time together on Tuesday 13 October. I look forward to the next one.",
        ),
        (
            TODAY,
            30,
            "10-13T16:00",
            "Hello Dana, I’d like to move our half hour on Tuesday 13 October from 10:00 to 16:00, if that suits you.",
        ),
        (
            "2026-10-13",
            30,
            "10-13T16:00",
            "Hello Dana, I’d like to move our half hour today from 10:00 to 16:00, if that suits you.",
        ),
        (
            "2026-10-13",
            30,
            "10-15T14:30",
            "Hello Dana, I’d like to move our half hour from today to Thursday 15 October at 14:30, if that suits you.",
        ),
        (
            "2026-10-13",
            30,
            "15",
            "Hello Dana, I’d like to keep 15 minutes of our half hour today at 10:00, if that suits you.",
        ),
        ("2026-10-13", 30, "skip", "Hello Dana, let’s skip our half hour today. I look forward to the next one."),
        (
            "2026-10-14",
            30,
            "10-15T14:30",
            "Hello Dana, I’d like to make up for our half hour on Tuesday 13 October. Thursday 15 October at 14:30 \
             works for me, if it suits you.",
        ),
        (
            "2026-10-14",
            30,
            "walk",
            "Hello Dana, I’d like to make up for our half hour on Tuesday 13 October with a walk or a short call, \
             whichever you like.",
        ),
        (
            "2026-10-14",
            30,
            "skip",
            "Hello Dana, let’s let our half hour on Tuesday 13 October go. I look forward to the next one.",
        ),
    ];
    for (today, minutes, which, expected) in rows {
        let free = times("2026-10-15T14:30 2026-10-13T16:00");
        let ways = ways(&peer("Dana Ruiz"), &planned(minutes), &free, date(today)).ways;
        let way = ways.iter().find(|way| short(way.instead) == which).unwrap();
        assert_eq!(way.sentence, expected, "{today} {which}");
    }
}

#[test]
fn every_note_greets_by_first_name_and_asks_nothing() {
    for (name, hello) in [("Ruiz, Dana", "Hello Dana, "), ("Dr. Lee Park", "Hello Lee, "), ("", "Hello, ")] {
        for today in [TODAY, "2026-10-13", "2026-10-14"] {
            let free = times("2026-10-15T14:30 2026-10-13T16:00");
            for way in ways(&peer(name), &planned(30), &free, date(today)).ways {
                assert!(way.sentence.starts_with(hello), "{}", way.sentence);
                for asking in ["?", "sorry", "because", "cancel", "need", "please", "busy"] {
                    assert!(!way.sentence.contains(asking), "{}", way.sentence);
                }
            }
        }
    }
}

#[test]
fn a_second_move_in_a_row_is_noticed() {
    let rows = [
        // story, what was before, how often this plan was moved, whether this is at least the second move
        ("the first plan ever", "", 0, false),
        ("moved once already", "", 1, true),
        ("moved three times already", "met 2026-09-01", 3, true),
        ("the last one was let go", "plan 2026-09-20T10:00 skipped 0 | met 2026-09-01", 0, true),
        ("let go before the last meeting", "met 2026-09-01 | plan 2026-08-20T10:00 skipped 1", 0, false),
        ("let go on the day of the last meeting", "met 2026-09-01 | plan 2026-09-01T10:00 skipped 0", 0, false),
        ("let go, and never met", "plan 2026-09-20T10:00 skipped 0", 0, true),
        ("moved, and then met", "met 2026-09-01 | plan 2026-09-01T10:00 met 4", 0, false),
        ("met sooner than planned", "met 2026-09-01 | plan 2026-09-03T10:00 met 2", 0, false),
        ("another plan of the same time was moved", "met 2026-09-01 | plan 2026-10-20T10:00 planned 1", 0, true),
        ("more moves than can be counted", "plan 2026-10-20T10:00 planned 4294967295", u32::MAX, true),
    ];
    for (story, before, moves, expected) in rows {
        let mut dana = dana(before);
        let planned = Plan { moves, ..planned(30) };
        let alone = ways(&dana, &planned, &[], date(TODAY)).second_move;
        dana.plans.push(planned.clone().into());
        let among = ways(&dana, &planned, &[], date(TODAY)).second_move;
        let expected = expected.then_some(SECOND_MOVE);
        assert_eq!((alone, among), (expected, expected), "{story}");
    }
}
