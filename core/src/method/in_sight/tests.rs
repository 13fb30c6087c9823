use super::*;
use crate::method::{tests_scene::snapshot, today};
use jiff::civil::DateTime;

/// Today is Tuesday 24 November 2026, noon, in Berlin.
fn now() -> DateTime {
    "2026-11-24T12:00".parse().unwrap()
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse::<DateTime>().unwrap().to_zoned(berlin()).unwrap().timestamp()
}

/// `2026-11-20T10:00`, with ` off` or ` from 2026-11-19T10:00` behind it.
fn seen(text: &str) -> Seen {
    let words: Vec<&str> = text.split(' ').collect();
    let start = at(words[0]);
    let planned = if words.get(1) == Some(&"from") { at(words[2]) } else { start };
    Seen { start, called_off: words.contains(&"off"), planned, minutes: 30 }
}

/// What is said of Dana, and what the calendar says beside a half hour that passed.
fn said(facts: &str, calendar: &[&str]) -> Vec<String> {
    let snapshot = snapshot(facts);
    let with = SeenWith::from([(snapshot.peers[0].id, calendar.iter().map(|it| seen(it)).collect())]);
    let missed = today(&snapshot, now(), &berlin()).missed;
    let beside = missed.iter().filter_map(|it| beside(it, &with, now(), &berlin()));
    let seen = in_sight(&snapshot, &with, now(), &berlin());
    beside.chain(seen.into_iter().map(|it| it.says)).collect()
}

#[test]
fn a_half_hour_that_was_in_it_asks_whether_we_met_once() {
    let dana = "peer Dana/Finance monthly";
    let asks = ["Dana, Friday 10:00, in your calendar: did you meet?"];
    let none: [&str; 0] = [];
    assert_eq!(said(dana, &["2026-11-20T10:00"]), asks);
    assert_eq!(said(dana, &["2026-11-05T10:00", "2026-11-20T10:00"]), asks, "only the last one");
    assert_eq!(said(dana, &["2026-11-20T10:00 off"]), none);
    assert_eq!(said(dana, &["2026-09-20T10:00"]), none, "long ago");
    assert_eq!(said(&format!("{dana} | met 2026-11-20"), &["2026-11-20T10:00"]), none, "it is written down");
    assert_eq!(said(&format!("{dana} | plan 2026-11-20T10:00 skipped"), &["2026-11-20T10:00"]), none, "it was let go");
    assert_eq!(said(dana, &["2026-11-24T11:45"]), none, "it isn’t over yet");
}

#[test]
fn the_question_whether_we_met_says_what_the_calendar_has() {
    let missed = "peer Dana/Finance monthly | plan 2026-11-20T10:00";
    for (calendar, beside) in [
        (&["2026-11-20T10:00"][..], "It is in your calendar."),
        (&["2026-11-23T15:00 from 2026-11-20T10:00"], "Your calendar has it on Monday 15:00."),
        (&["2026-11-19T15:00"], "Your calendar has it on Thursday 15:00."),
        (&["2026-11-20T10:00 off"], "It was called off in your calendar."),
        (&[], "It isn’t in your calendar."),
    ] {
        let said = said(missed, calendar);
        assert_eq!(said[0], beside);
        assert_eq!(said.len(), 1, "{said:?}");
    }
}

#[test]
fn a_planned_half_hour_that_is_elsewhere_or_gone_is_said() {
    let planned = "peer Dana/Finance monthly | plan 2026-12-01T10:00";
    let none: [&str; 0] = [];
    assert_eq!(said(planned, &["2026-12-01T10:00"]), none);
    let moved = ["In your calendar the half hour with Dana moved: 3 December 14:00, not 1 December 10:00."];
    assert_eq!(said(planned, &["2026-12-03T14:00"]), moved);
    assert_eq!(said(planned, &["2026-12-03T14:00 from 2026-12-01T10:00", "2026-11-30T10:00"]), moved);
    assert_eq!(
        said(planned, &["2026-12-01T10:00 off", "2027-01-05T10:00"]),
        ["The half hour with Dana, 1 December 10:00, was called off in your calendar."]
    );
    assert_eq!(said(planned, &[]), ["Your calendar has no half hour with Dana on 1 December 10:00."]);
    let elsewhere = "peer Dana/Finance monthly | plan 2026-12-01T09:00 in Europe/London";
    assert_eq!(said(elsewhere, &["2026-12-01T10:00"]), none, "the same moment on another clock");
}

#[test]
fn a_half_hour_to_come_that_isn_t_planned_here_is_offered() {
    let dana = "peer Dana/Finance monthly";
    let none: [&str; 0] = [];
    let offered = ["Your calendar has a half hour with Dana on Thursday 14:00. It isn’t planned here."];
    assert_eq!(said(dana, &["2026-11-26T14:00", "2026-12-26T14:00"]), offered);
    assert_eq!(said(dana, &["2026-11-26T14:00 off"]), none);
    assert_eq!(said(dana, &["2027-03-26T14:00"]), none, "too far ahead");
    assert_eq!(said(&format!("{dana} | plan 2026-11-26T14:00 skipped"), &["2026-11-26T14:00"]), none, "it was let go");
}
