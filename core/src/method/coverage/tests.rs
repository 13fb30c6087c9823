//! Projects: data rows. Today is 20 October 2026, a Tuesday, where a row doesn't say otherwise.

use super::*;
use crate::method::tests_scene::snapshot;
use jiff::civil::date;

const TODAY: Date = date(2026, 10, 20);

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

#[test]
fn each_department_has_its_people_or_a_gap() {
    for (facts, says) in [
        ("project Atlas 2026-10-19 - IT", "Nobody in IT yet"),
        ("project Atlas 2026-10-19 - IT,Finance", "Nobody in IT yet / Nobody in Finance yet"),
        ("peer Lee Park/IT | project Atlas 2026-10-19 - IT", "Lee Park in IT: you haven’t met yet."),
        ("peer Lee Park/it | project Atlas 2026-10-19 - IT", "Lee Park in IT: you haven’t met yet."),
        ("peer Lee Park/IT_Ops | project Atlas 2026-10-19 - it_ops", "Lee Park in it ops: you haven’t met yet."),
        ("peer Lee Park/ITX | project Atlas 2026-10-19 - IT", "Nobody in IT yet"),
        (
            "peer Lee Park/IT | met 2026-07-21 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 21 July.",
        ),
        (
            "peer Lee Park/IT quarterly | met 2026-07-21 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 21 July, next around 21 October.",
        ),
        (
            "peer Lee Park/IT monthly | met 2026-07-21 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 21 July, a half hour is open.",
        ),
        (
            "peer Lee Park/IT | met 2026-07-21 | plan 2026-11-03T10:00 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 21 July, next Tuesday 3 November 10:00.",
        ),
        (
            "peer Lee Park/IT | plan 2026-11-03T10:00 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you haven’t met yet, next Tuesday 3 November 10:00.",
        ),
        (
            "peer Lee Park/IT | plan 2026-10-03T10:00 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you haven’t met yet.",
        ),
        (
            "peer Lee Park/IT quarterly | met 2025-12-21 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 21 December 2025, a half hour is open.",
        ),
        (
            "peer Lee Park/IT | peer Ana Boe/IT | met 2026-09-01 | project Atlas 2026-10-19 - IT",
            "Ana Boe in IT: you last spoke on 1 September. / Lee Park in IT: you haven’t met yet.",
        ),
        (
            "peer Lee Park/IT | met 2026-09-02 | peer Ana Boe/IT | met 2026-09-01 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 2 September. / Ana Boe in IT: you last spoke on 1 September.",
        ),
        (
            "peer Lee Park/IT | closed 2026-09-01 | project Atlas 2026-10-19 - IT",
            "Nobody in IT yet / Lee Park used to be in IT.",
        ),
        (
            "peer Lee Park/IT | closed 2026-09-01 | peer Ana Boe/IT | project Atlas 2026-10-19 - IT",
            "Ana Boe in IT: you haven’t met yet.",
        ),
        (
            "peer Lee Park/IT | plan 2026-10-22T10:00 in Australia/Lord_Howe | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you haven’t met yet, next Thursday 22 October 01:00 (Thursday 10:00 in Australia/Lord_Howe).",
        ),
        (
            "peer Dana Ruiz/Finance | project Atlas 2026-10-19 - IT | via IT Dana Ruiz",
            "Nobody in IT yet. Dana could introduce you.",
        ),
        (
            "busy 2026-12-01 | peer Lee Park/IT monthly | met 2026-10-10 | project Atlas 2026-10-19 - IT",
            "Lee Park in IT: you last spoke on 10 October, next around 2 December.",
        ),
    ] {
        let snapshot = snapshot(facts);
        let said: Vec<String> =
            coverage(&snapshot.projects[0], &snapshot, TODAY, &berlin()).into_iter().flat_map(|it| it.says).collect();
        assert_eq!(said.join(" / "), says, "{facts}");
    }
}

#[test]
fn a_gap_speaks_early_and_only_then() {
    let gap = "Atlas: nobody in IT yet. Who could introduce you?";
    for (facts, today, says) in [
        ("project Atlas 2026-10-20 - IT", "2026-10-20", gap),
        ("project Atlas 2026-10-20 - IT", "2026-10-26", gap),
        ("project Atlas 2026-10-20 - IT", "2026-10-27", ""),
        ("project Atlas 2026-10-20 - IT", "2026-10-19", ""),
        ("project Atlas 2026-01-01 2026-12-15 IT", "2026-10-19", ""),
        ("project Atlas 2026-01-01 2026-12-15 IT", "2026-10-20", gap),
        ("project Atlas 2026-01-01 2026-12-15 IT", "2026-10-26", gap),
        ("project Atlas 2026-01-01 2026-12-15 IT", "2026-10-27", ""),
        ("project Atlas 2026-01-01 2026-12-15 IT", "2026-12-14", ""),
        ("project Atlas 2026-10-20 2026-10-25 IT", "2026-10-24", gap),
        ("project Atlas 2026-10-20 - IT | done 2026-10-20", "2026-10-20", ""),
        ("peer Lee Park/IT | project Atlas 2026-10-20 - IT", "2026-10-20", ""),
        ("peer Lee Park/IT | closed 2026-09-01 | project Atlas 2026-10-20 - IT", "2026-10-20", gap),
        (
            "project Atlas 2026-10-20 - IT,Finance",
            "2026-10-20",
            "Atlas: nobody in IT or Finance yet. Who could introduce you?",
        ),
        (
            "project Atlas 2026-10-20 - IT,Finance,Legal",
            "2026-10-20",
            "Atlas: nobody in IT, Finance or Legal yet. Who could introduce you?",
        ),
        ("project Atlas 2026-10-20 - IT,it", "2026-10-20", gap),
    ] {
        let snapshot = snapshot(facts);
        let said: Vec<String> =
            project_nudges(&snapshot, today.parse().unwrap()).into_iter().map(|it| it.says).collect();
        assert_eq!(said.join(" / "), says, "{facts} on {today}");
    }
}

#[test]
fn whom_i_met_last_could_introduce_me() {
    let scene = "peer A/Finance | met 2026-09-01 | peer B/Legal | met 2026-10-01 | peer C/Ops | peer D/Sales | met \
                 2026-05-01 | closed 2026-06-01 | peer E/HR | met 2026-08-01 | peer F/IT | closed 2026-01-02 | met \
                 2026-10-19 | peer G/Law | met 2026-02-01 | project Atlas 2026-10-20 - IT";
    let snapshot = snapshot(scene);
    let names: Vec<_> = introducers(&snapshot.projects[0].needs[0], &snapshot)
        .iter()
        .map(|id| snapshot.peers.iter().find(|peer| peer.id == *id).unwrap().name.clone())
        .collect();
    assert_eq!(names, ["B", "A", "E"]);
    assert_eq!(coverage(&snapshot.projects[0], &snapshot, TODAY, &berlin())[0].introducers.len(), 3);
}
