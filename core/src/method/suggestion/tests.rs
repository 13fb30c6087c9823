//! One suggestion at most: data rows, most of them about silence.

use super::*;
use crate::method::tests_scene::snapshot;

/// Three peers with whom nothing is due, so that only what a row adds can speak.
const CALM: &str = "me Alex Kim | peer Ana Boe/Legal | met 2026-10-15 | tests 2026-10-16 | peer Ben Ito/Sales | met \
                    2026-10-15 | tests 2026-10-16 | peer Lee Park/IT | met 2026-10-15 | tests 2026-10-16";

#[test]
fn one_sentence_or_silence() {
    let rows = [
        // Nobody, and few.
        ("", "Pick three to five people in other departments whose work touches yours. Start with one."),
        ("snooze start 2026-10-21", ""),
        (
            "snooze start 2026-10-20",
            "Pick three to five people in other departments whose work touches yours. Start with one.",
        ),
        (
            "peer Dana/Finance | met 2026-10-15 | tests 2026-10-16",
            "Pick three to five people in other departments whose work touches yours.",
        ),
        ("peer Dana/Finance | met 2026-10-15 | tests 2026-10-16 | snooze three 2026-11-20", ""),
        ("peer Dana/Finance", "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked."),
        (
            "peer Dana/Finance | closed 2026-10-01",
            "Pick three to five people in other departments whose work touches yours. Start with one.",
        ),
        ("CALM", ""),
        // Somebody who was never met.
        (
            "CALM | peer Dana Ruiz/Finance monthly 2026-10-13",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
        (
            "CALM | peer Dana Ruiz/Finance monthly 2026-10-20",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
        (
            "CALM | peer Dana Ruiz/Finance - 2026-10-01",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
        // Many were brought in from somewhere: only those with a rhythm are meant.
        ("CALM | peer Dana Ruiz/Finance | peer Max Orr/HR | met 2026-10-15 | tests 2026-10-16 | peer Zoe/PR", ""),
        (
            "CALM | peer Dana Ruiz/Finance monthly | peer Max Orr/HR | met 2026-10-15 | tests 2026-10-16 | peer Zoe/PR",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
        ("CALM | peer Dana Ruiz/Finance monthly 2026-10-01 | plan 2026-10-25T10:00", ""),
        (
            "CALM | peer Dana Ruiz/Finance monthly 2026-10-01 | plan 2026-10-19T10:00",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
        ("CALM | peer Dana Ruiz/Finance monthly 2026-10-01 | closed 2026-10-02", ""),
        // The rhythm.
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20", "Around now is the next half hour with Dana."),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-23", "Around now is the next half hour with Dana."),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-24", ""),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | plan 2026-10-30T10:00", ""),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | plan 2026-10-20T10:00", ""),
        (
            "CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | plan 2026-10-19T10:00",
            "Around now is the next half hour with Dana.",
        ),
        (
            "CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | plan 2026-10-30T10:00 skipped",
            "Around now is the next half hour with Dana.",
        ),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | busy 2026-12-01", ""),
        (
            "CALM | peer Dana Ruiz/Finance monthly | met 2026-09-20 | busy 2026-10-19",
            "Around now is the next half hour with Dana.",
        ),
        ("CALM | peer Dana Ruiz/Finance 6 | met 2026-09-08", "Around now is the next half hour with Dana."),
        ("CALM | peer Dana Ruiz/Finance 6 | met 2026-09-12", ""),
        ("CALM | peer Dana Ruiz/Finance quarterly | met 2026-09-01", ""),
        (
            "CALM | peer Dana Ruiz/Finance monthly | met 2026-09-01 | peer Max Orr/HR monthly | met 2026-08-01",
            "Around now is the next half hour with Max.",
        ),
        ("CALM | peer Dana Ruiz/Finance monthly | met 2026-09-01 | closed 2026-09-02", ""),
        // Trouble.
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 trouble | met 2026-09-01 trouble | met 2026-08-01 trouble | tests 2026-10-02",
            "Your last three with Dana were about trouble. A hello with no question in it?",
        ),
        ("CALM | peer Dana Ruiz/Finance | met 2026-10-01 trouble | met 2026-09-01 trouble | tests 2026-10-02", ""),
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 | met 2026-09-01 trouble | met 2026-08-01 trouble | met 2026-07-01 trouble | tests 2026-10-02",
            "",
        ),
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 trouble | met 2026-09-01 | met 2026-08-01 trouble | tests 2026-10-02",
            "",
        ),
        // Give and ask.
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 asked | met 2026-09-01 asked | met 2026-08-01 asked | tests 2026-10-02",
            "Your last three visits with Dana were all requests from you. Worth bringing something?",
        ),
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 asked | met 2026-09-01 asked offered | met 2026-08-01 asked | tests 2026-10-02",
            "",
        ),
        ("CALM | peer Dana Ruiz/Finance | met 2026-10-01 asked | met 2026-09-01 asked | tests 2026-10-02", ""),
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 | met 2026-09-01 asked | met 2026-08-01 asked | met 2026-07-01 asked | tests 2026-10-02",
            "",
        ),
        // Projects and tests.
        ("CALM | project Atlas 2026-10-20 - Finance", "Atlas: nobody in Finance yet. Who could introduce you?"),
        ("CALM | project Atlas 2026-10-20 - IT", ""),
        ("CALM | project Atlas 2026-10-01 - Finance", ""),
        (
            "CALM | peer Dana Ruiz/Finance | met 2026-10-01 | met 2026-09-01",
            "Three short questions about you and Dana, for you alone.",
        ),
        ("CALM | peer Dana Ruiz/Finance | met 2026-10-01 | met 2026-09-01 | tests 2026-09-30", ""),
        // Only the first speaks.
        (
            "CALM | peer Dana Ruiz/Finance monthly | met 2026-09-01 | met 2026-08-01 | project Atlas 2026-10-20 - HR",
            "Atlas: nobody in HR yet. Who could introduce you?",
        ),
        (
            "CALM | peer Dana Ruiz/Finance monthly 2026-10-01 | peer Max Orr/HR monthly | met 2026-09-01 | project Atlas 2026-10-20 - IT2",
            "You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.",
        ),
    ];
    assert!(rows.len() >= 40);
    for (facts, says) in rows {
        let facts = facts.replace("CALM", CALM);
        let (scene, today) = (snapshot(&facts), "2026-10-20".parse().unwrap());
        let said = suggest_in_review(&scene, today).map(|it| it.says).unwrap_or_default();
        assert_eq!(said, says, "{facts}");
        // Trouble, and give and ask, are for the review alone.
        let any_day = suggest(&scene, today).map(|it| it.says).unwrap_or_default();
        let only_review = says.contains("trouble") || says.contains("requests from you");
        assert_eq!(any_day, if only_review { "" } else { says }, "{facts}");
    }
}

#[test]
fn what_is_put_off_lets_the_next_one_speak() {
    let facts = format!("{CALM} | peer Dana Ruiz/Finance monthly | met 2026-09-01 | met 2026-08-01");
    let today = "2026-10-20".parse().unwrap();
    let first = suggest(&snapshot(&facts), today).unwrap();
    assert!(first.key.starts_with("meet."), "{}", first.key);
    let second = suggest(&snapshot(&format!("{facts} | snooze {} 2026-10-27", first.key)), today).unwrap();
    assert!(second.key.starts_with("tests."), "{}", second.key);
}

#[test]
fn give_and_ask_speak_once_a_quarter() {
    let asked = "met 2026-10-01 asked | met 2026-09-01 asked | met 2026-08-01 asked | tests 2026-10-02";
    for (reviewed, today, says) in [
        ("", "2026-10-20", true),
        ("reviewed 2026-10-20", "2026-10-20", true),
        ("reviewed 2026-10-13", "2026-10-20", false),
        ("reviewed 2026-10-13", "2026-12-31", false),
        ("reviewed 2026-10-13", "2027-01-04", true),
        ("reviewed 2026-09-30", "2026-10-20", true),
    ] {
        let scene = snapshot(&format!("{CALM} | peer Dana/Finance | {asked} | {reviewed}"));
        let said = suggest_in_review(&scene, today.parse().unwrap());
        let gives = said.is_some_and(|it| it.key.starts_with("give."));
        assert_eq!(gives, says, "{reviewed} on {today}");
    }
}

#[test]
fn what_proposes_a_meeting_has_a_sentence_to_send_in_which_nothing_is_asked_for() {
    for facts in [
        "peer Dana Ruiz/Finance monthly 2026-10-01",
        "peer Dana Ruiz/Finance monthly | met 2026-09-01",
        "peer Dana Ruiz/Finance | met 2026-10-01 trouble | met 2026-09-01 trouble | met 2026-08-01 trouble",
    ] {
        let scene = snapshot(&format!("{CALM} | {facts}"));
        let said = suggest_in_review(&scene, "2026-10-20".parse().unwrap()).unwrap();
        let copy = said.copy.unwrap();
        assert!(copy.contains("Dana"), "{copy}");
        for word in ["need", "favour", "sorry", "urgent", "asap"] {
            assert!(!copy.to_lowercase().contains(word), "{word}: {copy}");
        }
    }
}
