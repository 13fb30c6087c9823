//! The weekly review: data rows. Today is Tuesday 20 October 2026.

use super::*;
use crate::method::tests_scene::snapshot;

fn said(facts: &str) -> Vec<String> {
    let cards = review(&snapshot(facts), jiff::civil::date(2026, 10, 20), &TimeZone::get("Europe/Berlin").unwrap());
    assert!(cards.len() <= 5, "{facts}");
    assert!(cards.is_sorted_by_key(|card| card.kind), "{facts}");
    let said = |card: &Card| card.lines.iter().fold(card.says.clone(), |all, line| format!("{all} / {}", line.says));
    cards.iter().map(said).collect()
}

#[test]
fn five_cards_at_most_and_one_suggestion() {
    let three = "peer Ana Boe/Legal | met 2026-10-01 | tests 2026-10-02 | peer Ben Ito/Sales | met 2026-10-01 | tests \
                 2026-10-02 | peer Lee Park/IT | met 2026-10-01 | tests 2026-10-02";
    let no_week = "No half hour in the next seven days.";
    let coming = "Is anything coming that somebody should hear from you first?";
    let quiet = "Quiet week. One hello you’d enjoy sending?";
    for (facts, cards) in [
        ("", vec![]),
        (three, vec![no_week.into(), coming.into(), quiet.into()]),
        (
            &format!("{three} | plan 2026-10-22T10:00"),
            vec![
                "Your half hours in the next seven days. Do they still fit? / Lee, Thursday 10:00".to_owned(),
                coming.into(),
            ],
        ),
        (
            &format!("{three} | plan 2026-10-27T10:00"),
            vec![
                "No half hour in the next seven days. The next is with Lee, around 27 October.".into(),
                coming.into(),
                quiet.into(),
            ],
        ),
        (
            &format!("{three} | headsup 2026-12-01 The move | headsup 2026-11-01 A freeze"),
            vec![no_week.into(), format!("{coming} / Lee: A freeze / Lee: The move")],
        ),
        (
            &format!("{three} | promise me - Send it | promise me 2026-11-01 Read it | promise them - Not mine"),
            vec![
                no_week.into(),
                coming.into(),
                "What you said you’d do. Still right? / Lee: Read it (by 1 November) / Lee: Send it".into(),
            ],
        ),
        (
            &format!("{three} | peer Dana Ruiz/Finance | met 2026-10-14 | tests 2026-10-15"),
            vec![
                no_week.into(),
                coming.into(),
                "You met this week. What keeps them up at night, as they’d say it? / Dana".into(),
            ],
        ),
        (
            &format!(
                "{three} | peer Dana Ruiz/Finance | met 2026-10-14 | words 2026-10-14 The audit. | tests 2026-10-15"
            ),
            vec![no_week.into(), coming.into(), quiet.into()],
        ),
        (
            &format!("{three} | peer Dana Ruiz/Finance | met 2026-10-13 | tests 2026-10-15"),
            vec![no_week.into(), coming.into(), quiet.into()],
        ),
        (
            &format!("{three} | peer Dana Ruiz/Finance monthly | met 2026-09-13 | tests 2026-10-15"),
            vec![
                "No half hour in the next seven days. The next is with Dana, around 20 October.".into(),
                coming.into(),
                "Around now is the next half hour with Dana.".into(),
            ],
        ),
    ] {
        let cards: Vec<String> = cards;
        assert_eq!(said(facts), cards, "{facts}");
    }
}

#[test]
fn it_comes_once_a_week() {
    for (facts, due) in [
        ("", false),
        ("peer Lee/IT", true),
        ("peer Lee/IT | closed 2026-10-01", false),
        ("peer Lee/IT | reviewed 2026-10-13", true),
        ("peer Lee/IT | reviewed 2026-10-14", false),
    ] {
        assert_eq!(review_due(&snapshot(facts), jiff::civil::date(2026, 10, 20)), due, "{facts}");
    }
}
